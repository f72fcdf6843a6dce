"""Published examples of distinctive words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qualcode.analysis.words import log_odds


def z_scores(case: dict[str, Any], folder: Path) -> Any:
    """In the order of the words; a mapping where the example names them."""
    data = case["data"]
    if isinstance(data["group1"], dict):
        words = list(data["prior"])
        z = log_odds(*([data[k].get(w, 0) for w in words] for k in ("group1", "group2", "prior")))[
            2
        ]
        found = dict(zip(words, z.tolist(), strict=True))
        expected = case["expected"]
        return found if isinstance(expected, dict) else [found[word] for word in words]
    return log_odds(data["group1"], data["group2"], data["prior"])[2].tolist()


RUNNERS = [("wordcounts", "log_odds_z", z_scores)]
