"""The index of a study: opened where it lies beside the project, built where it does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import cast
from weakref import WeakKeyDictionary

from qualcode.core.text import Range
from qualcode.core.watch import Watch, unwatched
from qualcode.index.builder import load_or_build
from qualcode.index.token_index import TokenIndex
from qualcode.index.tokens import Indexable
from qualcode.store import Study, state
from qualcode.store.state import Version


@dataclass(frozen=True)
class Stored:
    """A document's current text as the index and the suggesters want it; read when asked for."""

    study: Study
    stored: Version

    @property
    def document(self) -> str:
        return self.stored.document

    @property
    def version(self) -> str:
        return self.stored.version

    @property
    def text(self) -> str:
        return self.study.text(self.stored.n)

    @cached_property
    def turns(self) -> list[tuple[Range, ...]]:
        return [
            tuple(zip(turn[2][::2], turn[2][1::2], strict=True))
            for turn in state.structure(self.study, self.stored)["turns"]
        ]


class StoredTexts(Sequence[str]):
    """The texts of documents, each read when it is asked for."""

    def __init__(self, documents: Sequence[Stored]) -> None:
        self.documents = documents

    def __len__(self) -> int:
        return len(self.documents)

    def __getitem__(self, at):
        return self.documents[at].text


# An index outlives the acts that leave the texts alone: coding between two searches must not reopen it.
_OPEN: WeakKeyDictionary[Study, tuple[tuple[int, ...], TokenIndex]] = WeakKeyDictionary()


def stored(study: Study) -> list[Stored]:
    """The current documents, in the order of the study and of its index."""
    return [Stored(study, version) for version in state.versions(study).values()]


def study_index(study: Study, watch: Watch = unwatched) -> TokenIndex:
    """The index of the current texts: turn by turn as analysis.corpus has them, every turn in it.

    Kept for as long as the texts stay the same. A project that cannot be written, and a study as of an
    act, get theirs in memory only. watch: shows how far the building is.
    """
    documents = stored(study)
    versions = tuple(document.stored.n for document in documents)
    known = _OPEN.get(study)
    if known is not None and known[0] == versions:
        return known[1]
    for document in watch(documents, "reading"):
        _ = document.turns
    folder = study.derived if not study.read_only else None
    index = load_or_build(folder, cast("list[Indexable]", documents))  # it has all three attributes
    _OPEN[study] = versions, index
    return index
