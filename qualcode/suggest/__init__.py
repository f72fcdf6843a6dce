"""Text and codebook in, proposals out. Nothing here writes a coding: only a person makes one.

A suggester is any object with a `name` and the method `suggest` of the `Suggester` protocol. To add
one, write a class with these two in a module of its own; what it returns is a `Run`, made from arrays or
with `Run.of` from `core.records.Proposal`s. The store gives every proposal its suggestion id by document,
version, range and code, whatever the engine, so that two engines that agree make one suggestion.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from qualcode.core.codebook import Codebook
    from qualcode.core.records import Coding
    from qualcode.index import TokenIndex
    from qualcode.suggest.run import Run, Written

# A range of a document that a person has refused for a code: (document, start, end, code).
Refused = tuple[str, int, int, str]


class Suggester(Protocol):
    """The extension point: proposes codes for segments, and says in words why.

    name: short, stable, in lower case; the `engine` of every proposal and the word on the command line.
    """

    name: str

    def suggest(
        self,
        index: TokenIndex,
        documents: Sequence[Written],
        codebook: Codebook,
        *,
        codes: Collection[str] | None = None,
        turns: Sequence[Sequence[int] | None] | None = None,
        skip: Iterable[Refused] = (),
        codings: Sequence[Coding] = (),
    ) -> Run:
        """Propose codes for the segments (core.text.segments) of the allowed turns.

        index: built from the same documents in the same order. documents: objects with `document`,
        `version` and `text`; a Document of core will do. codes: ids to propose, None = every applicable
        code of the codebook that is not retired. turns: for each document the places (0 = its first
        turn) of the turns that may be searched, None = all; leave out interviewers and reflective
        notes here. skip: refused ranges; a proposal of that code that shares half of the longer range
        with one is left out. codings: what people have coded, for engines that learn.

        What an engine cannot do it must say in `Run.skipped`. Raises CodebookError, naming code and
        pattern, for an entry that cannot be searched, and ValueError when index and documents differ.
        """
        ...


__all__ = ["Refused", "Suggester"]
