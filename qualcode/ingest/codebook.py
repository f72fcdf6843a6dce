"""A codebook into the project, with the codings of renamed and merged codes taken along."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qualcode.core import evolve
from qualcode.core.changes import Changes, compare_codebooks
from qualcode.core.codebook import Codebook, lacking
from qualcode.errors import CodebookError, Problem, counted, listing
from qualcode.readers.codebooks import read_codebook
from qualcode.store import Draft, Study, moving, state


@dataclass
class CodebookReport:
    """What an act did to the codebook.

    what: the file, or what was done. changes: the change note. moved: earlier code -> codings that went
    to its successor; joined: of these, how many the same coder had coded so already. waiting: codings to
    look at again under the codebook as it is now, all of them: stale ones, and those on a code that was
    split; more_wait: whether this act added to them; fewer_wait: how many left them because a category
    takes codings again. hints: what to do next. doubts: what was met in the file. added, removed,
    changed: ids; changed codes were defined anew.
    """

    what: str
    title: str = ""
    codes: int = 0
    themes: int = 0
    hash: str = ""
    same: bool = False
    changes: Changes | None = None
    moved: dict[str, int] = field(default_factory=dict)
    joined: int = 0
    waiting: int = 0
    more_wait: bool = False
    fewer_wait: int = 0
    hints: list[str] = field(default_factory=list)
    doubts: list[Problem] = field(default_factory=list)

    @property
    def added(self) -> list[str]:
        return self.changes.added if self.changes else []

    @property
    def removed(self) -> list[str]:
        return self.changes.removed if self.changes else []

    @property
    def changed(self) -> list[str]:
        return self.changes.stale if self.changes else []

    def __str__(self) -> str:
        lines = [
            f"{self.what}: {counted(self.codes, 'code')} in {counted(self.themes, 'theme')},"
            f" codebook {self.hash}" + (" (as before)" if self.same else "")
        ]
        # A first codebook is all new: to list it would repeat the file.
        if self.changes is not None and len(self.changes.before):
            lines += [f"  {line}" for line in self.changes.lines()]
        for code, number in self.moved.items():
            lines.append(f"  {counted(number, 'coding')} of {code} went along")
        if self.joined:
            lines.append(
                f"  {counted(self.joined, 'of them was', 'of them were')} coded so already by the same"
                " coder on the same words: one coding each"
            )
        if self.waiting and self.more_wait:
            lines.append(
                f"  {counted(self.waiting, 'coding')} made under other words (stale) or on a code that was"
                " split: qualcode codebook queue lists them"
            )
        if self.fewer_wait:
            lines.append(
                f"  {counted(self.fewer_wait, 'coding')} wait no longer: their code takes codings"
            )
        lines += [f"  {hint}" for hint in self.hints]
        lines += [f"  {doubt}" for doubt in self.doubts]
        return "\n".join(lines)

    __repr__ = __str__  # as a notebook shows it

    def as_data(self) -> dict[str, Any]:
        return {
            "what": self.what,
            "title": self.title,
            "codes": self.codes,
            "themes": self.themes,
            "hash": self.hash,
            "same": self.same,
            "added": self.added,
            "removed": self.removed,
            "changed": self.changed,
            "changes": None if self.changes is None else self.changes.as_data(),
            "moved": self.moved,
            "joined": self.joined,
            "waiting": self.waiting,
            "doubts": [doubt.as_dict() for doubt in self.doubts],
        }


def load_codebook(study: Study, path: str | Path, *, coder: str) -> CodebookReport:
    """Make the codebook in a file the project's, as one act; the same one again changes nothing.

    Codings of a code that the file has under `formerly`, or with `merged_into`, go to the new code: each
    is retracted and added with `replaces`. Earlier ids and merged codes that the file leaves out are
    kept, and reported. Raises CodebookError, changing nothing, with every problem
    of the file, or where it lacks a code that codings in the project use.
    """
    book, doubts = read_codebook(path)
    kept: list[str] = []

    def continued(before: Codebook) -> Codebook:
        found, kept[:] = evolve.continued(book, before)
        return found

    report = change_codebook(study, coder, "load codebook", Path(path).name, continued)
    if kept:
        report.hints += [*kept, "The file does not say so: export the codebook to have it there"]
    report.doubts = doubts
    return report


def change_codebook(
    study: Study, coder: str, verb: str, what: str, change: Callable[[Codebook], Codebook]
) -> CodebookReport:
    """Write the codebook that `change` makes of the present one, as one act, and report it."""
    report = CodebookReport(what)
    waited = 0

    def prepare() -> Draft:
        nonlocal waited
        waited = sum(moving.waiting(study).values())
        before = state.codebook(study)
        book = change(before)
        if problems := lacking(book, state.used_codes(study), what, before):
            first = problems[0]
            raise CodebookError(first.where, first.found, first.allowed, first.next)
        report.title, report.codes, report.hash = book.title, len(book), book.hash
        report.themes = len(book.themes)
        report.same = len(before) > 0 and before.hash == book.hash
        report.changes = compare_codebooks(before, book)
        draft = Draft()
        if not report.same:
            draft.event(
                "codebook",
                {"hash": book.hash, "content": draft.content("codebook", book.as_data())},
            )
        moves = moving.draft_moves(study, draft, book)
        report.moved, report.joined = moves.moved, moves.joined
        return draft

    study.write(verb, coder, prepare)
    report.waiting = sum(moving.waiting(study).values())
    report.more_wait = report.waiting > waited
    if report.changes is not None and report.changes.opened:
        report.fewer_wait = max(0, waited - report.waiting)
    if report.changes is not None and report.changes.split:
        book = report.changes.after
        if bare := [code for code in report.changes.split if book[code].patterns]:
            report.hints.append(
                f"The patterns of {listing(bare)} propose nothing any more: give them to its parts"
            )
    return report
