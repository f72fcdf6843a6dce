"""Ideas from the words alone: topics, linked words, near words, candidate patterns. None of it is a coding.

Kept apart from everything that counts: nothing here writes to a project or enters a table. What is worth
keeping goes into the codebook by hand, through `draft` and `save_draft` of each result.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

_WHERE = {
    "topics": "qualcode.explore.topic_models",
    "collocations": "qualcode.explore.linked_words",
    "near_words": "qualcode.explore.neighbours",
    "candidate_patterns": "qualcode.explore.candidates",
    "coherence_plot": "qualcode.explore.plots",
    "topic_plot": "qualcode.explore.plots",
    "neighbour_plot": "qualcode.explore.plots",
    "STOP_WORDS": "qualcode.core.stop_words",
}

__all__ = [
    "STOP_WORDS",
    "candidate_patterns",
    "coherence_plot",
    "collocations",
    "near_words",
    "neighbour_plot",
    "topic_plot",
    "topics",
]

if TYPE_CHECKING:
    from qualcode.core.stop_words import STOP_WORDS
    from qualcode.explore.candidates import candidate_patterns
    from qualcode.explore.linked_words import collocations
    from qualcode.explore.neighbours import near_words
    from qualcode.explore.plots import coherence_plot, neighbour_plot, topic_plot
    from qualcode.explore.topic_models import topics


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name in _WHERE:
        value = getattr(import_module(_WHERE[name]), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'qualcode.explore' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
