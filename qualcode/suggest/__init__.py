"""Text and codebook in, proposals out. Nothing here writes a coding: only a person makes one.

A suggester is any object with a `name` and the method `suggest` of the `Suggester` protocol. To add
one, write a class with these two that can be made without arguments, and name it in your package's
pyproject.toml under the entry-point group `qualcode.suggesters`:

    [project.entry-points."qualcode.suggesters"]
    wordlists = "mypackage.wordlists:WordLists"

It is then an engine like the others: `qualcode suggest PROJECT --engine wordlists`. What it returns is a
`Run`, made from arrays or with `Run.of` from `core.records.Proposal`s. The store gives every proposal its
suggestion id by document, version, range and code, whatever the engine, so that two engines that agree
make one suggestion.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from qualcode.suggest.material import Material
    from qualcode.suggest.run import Run

# A range of a document that a person has refused for a code: (document, start, end, code).
Refused = tuple[str, int, int, str]


class Suggester(Protocol):
    """The extension point: proposes codes for segments, and says in words why.

    name: short, stable, in lower case; the `engine` of every proposal and the word on the command line.
    """

    name: str

    def suggest(
        self,
        material: Material,
        *,
        codes: Collection[str] | None = None,
        skip: Iterable[Refused] = (),
    ) -> Run:
        """Propose codes for the segments of a study.

        material: the texts cut into segments, the codebook, what was read, coded and decided; see
        `qualcode.suggest.material.Material`. Propose only where `material.open` is true: interviewers
        and reflective notes are left out there. codes: ids to propose, None = all of `material.codes`.
        skip: refused ranges; leave out a proposal of that code that shares half of the longer range
        with one. The range of a proposal is that of a segment, and its evidence lies inside it.

        What an engine cannot do it must say in `Run.skipped` or `Run.notes`, and what it keeps to itself
        in `Run.held`. Raises CodebookError, naming code and pattern, for an entry that cannot be searched.
        """
        ...


__all__ = ["Refused", "Suggester"]
