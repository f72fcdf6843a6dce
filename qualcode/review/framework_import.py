"""Taking what was typed into an exported framework matrix back into the project."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qualcode.analysis.corpus import Corpus, corpus
from qualcode.analysis.framework import (
    is_placeholder,
    row_values,
)
from qualcode.analysis.places import shortened
from qualcode.core.asked import asked_text
from qualcode.errors import CodingError, Problem, QualcodeError, UsageError, counted, listing
from qualcode.readers.framework_sheets import (
    FrameworkFile,
    Grid,
    Head,
    Mark,
    Picked,
    read_framework,
)
from qualcode.review.framework_cell import (
    Writer,
    again,
    checked_text,
    with_links,
)
from qualcode.store import Draft, Study, codings, moving, replay, state, summaries
from qualcode.store.summaries import Cell, Summary

_CUT = re.compile(r" … \[cut here: [\d,]+ characters in all\]\Z")


@dataclass
class FrameworkReport:
    """What an import did to the matrix.

    attribute: what its rows are. cells: how many the file has; unchanged of them. written, edited,
    cleared: cells that have their first summary, another one, or none any more, as "Case A × trust".
    linked, unlinked: how many quotations. left: cells that are empty in the file, and were left as they
    are. conflicts: cells that the project has changed since the export too, or of which it is not known;
    left as they are. notes: what a person should know.
    """

    file: str
    attribute: str = ""
    cells: int = 0
    unchanged: int = 0
    written: list[str] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)
    cleared: list[str] = field(default_factory=list)
    linked: int = 0
    unlinked: int = 0
    left: list[Problem] = field(default_factory=list)
    conflicts: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    @property
    def problems(self) -> list[Problem]:
        """What was not taken from the file, one by one."""
        return [*self.conflicts, *self.left]

    def __str__(self) -> str:
        parts = [
            f"{len(found)} {what}"
            for found, what in (
                (self.written, "written"),
                (self.edited, "edited"),
                (self.cleared, "cleared"),
            )
            if found
        ]
        if self.linked or self.unlinked:
            parts.append(f"{counted(self.linked, 'quotation')} linked, {self.unlinked:,} unlinked")
        if self.conflicts:
            parts.append(f"{counted(len(self.conflicts), 'conflict')} left")
        if self.left:
            parts.append(f"{len(self.left):,} emptied there and left here")
        lines = [
            f"{self.file}: {counted(self.cells, 'cell')} by {self.attribute},"
            f" {', '.join(parts) or 'nothing changed'}"
        ]
        for found, what in (
            (self.written, "wrote"),
            (self.edited, "edited"),
            (self.cleared, "cleared"),
        ):
            if found:
                lines.append(f"  {what} {listing(found, 12)}")
        lines += [f"  {each}" for each in [*self.conflicts, *self.left, *self.notes]]
        return "\n".join(lines)

    __repr__ = __str__  # as a notebook shows it

    def as_data(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "attribute": self.attribute,
            "cells": self.cells,
            "unchanged": self.unchanged,
            "written": self.written,
            "edited": self.edited,
            "cleared": self.cleared,
            "linked": self.linked,
            "unlinked": self.unlinked,
            "left": [each.as_dict() for each in self.left],
            "conflicts": [each.as_dict() for each in self.conflicts],
            "notes": [each.as_dict() for each in self.notes],
        }


def import_framework(
    study: Study,
    coder: str,
    path: str | Path,
    *,
    rows: str | None = None,
    clear: bool = False,
    overwrite: bool = False,
) -> FrameworkReport:
    """Take what was typed into an exported matrix (.xlsx, .csv, .docx) into the project, as one act.

    Every cell whose words the file has changed since the export is edited, with its links kept; in a
    workbook, so are the links that were ticked in the sheet of quotations. Nothing else changes, and where
    nothing was typed there is no act. A cell that was emptied is reported; clear=True takes its summary out.
    A cell that the project has changed since the export too is a conflict: listed and left, unless
    overwrite=True takes the file's words.

    A file that no project exported (a head of code ids or names, a row for each case) can be read too:
    rows says what its rows are, if the corner of the table does not. It fills empty cells; where a cell has
    other words here it is a conflict, since nothing says which are newer.

    Returns the report. Raises ReadError for a file that cannot be read, and CodingError with every place
    that cannot be taken (a row or code that the study does not have, a formula, a merged cell, control
    characters), and then nothing was imported; UsageError where it is not known what the rows are.
    """
    coder = codings.check_coder(coder, "importing a framework")
    file = read_framework(path)
    report = FrameworkReport(file.name)

    def prepare() -> Draft:
        draft = Draft()
        fresh = FrameworkReport(file.name, notes=list(file.doubts))
        report.__dict__.update(fresh.__dict__)
        _Import(corpus(study), file, rows, clear, overwrite, draft, report).run()
        return draft

    study.write("import framework", coder, prepare)
    return report


@dataclass(frozen=True, slots=True)
class _Typed:
    """One cell of the file. then: its row and its code as the file has them; cell: where that is today."""

    place: str
    then: tuple[str, str]
    cell: Cell
    text: str
    fault: str
    typed: bool


class _Import:
    def __init__(
        self,
        found: Corpus,
        file: FrameworkFile,
        rows: str | None,
        clear: bool,
        overwrite: bool,
        draft: Draft,
        report: FrameworkReport,
    ) -> None:
        self.corpus, self.study, self.file = found, found.study, file
        self.clear, self.overwrite = clear, overwrite
        self.draft, self.report = draft, report
        self.problems: list[Problem] = []
        self.ended: dict[Cell, list[str]] = {}  # cells to be cleared, and their summaries
        self.attribute = self._attribute(rows)
        report.attribute = self.attribute
        self.values = row_values(found, self.attribute)
        self.here: dict[Cell, list[Summary]] = {}
        for each in summaries.standing(self.study):
            self.here.setdefault(each.cell, []).append(each)
        # The cells as the file was made from them; None where that is not known.
        self.then: dict[tuple[str, str], list[Summary]] | None = None
        self.book_then = found.book
        if file.mark is not None:
            self._look_back(file.mark)

    def _attribute(self, rows: str | None) -> str:
        mark = self.file.mark
        if mark is not None:
            if rows is not None and rows != mark.attribute:
                raise UsageError(
                    "rows", f"{rows}, but the file is a framework by {mark.attribute}",
                    next="Leave rows out",
                )  # fmt: skip
            return mark.attribute
        names = self.corpus.attribute_names()
        for corner in () if rows is not None else [grid.corner for grid in self.file.grids]:
            for name in names:
                if name.casefold() == corner.casefold():
                    return name
        if rows is None:
            raise UsageError(
                "rows",
                f"{self.file.name} does not say what its rows are",
                listing(names, 20),
                "Say so: rows='case', or --rows case",
            )
        return asked_text("rows", rows, "the name of an attribute")

    def _look_back(self, mark: Mark) -> None:
        act_id = self.study.value("SELECT act_id FROM act WHERE n = ?", (mark.act,))
        if act_id is None or not act_id[1:].startswith(mark.digits):
            self.report.notes.append(
                Problem(
                    self.file.name,
                    "was not exported from this copy of the project",
                    "",
                    "So it fills empty cells, and all others that differ are conflicts",
                )
            )
            return
        past = replay.as_of(self.study, mark.act, summaries.KINDS)
        try:
            self.book_then = state.codebook(past)
            self.then = {}
            for each in summaries.standing(past):
                row = summaries.present_row(self.study, each.attribute, each.row)
                if each.attribute == self.attribute and row is not None:
                    self.then.setdefault((row, each.cell[2]), []).append(each)
        finally:
            past.connection.close()

    def run(self) -> None:
        typed = [each for grid in self.file.grids for each in self._typed(grid)]
        if not typed and not self.problems:
            heads = [head.shown for grid in self.file.grids for head in grid.columns]
            self.problems.append(
                Problem(
                    self.file.name,
                    f"no head is a code of this project: {listing(filter(None, heads))}",
                    "ids of codes, or their names",
                    "Head the columns with the ids of codes",
                )
            )
        wanted: dict[Cell, str] = {}
        for each in self._once(typed):
            self._compare(each, wanted)
        links = self._picked(self.file.picked, wanted)
        if self.problems:
            raise CodingError.gathered(self.file.name, "nothing was imported", self.problems)
        self._write(wanted, links)

    # -- what the file says --------------------------------------------------------------------------

    def _typed(self, grid: Grid) -> list[_Typed]:
        columns = [self._column(head) for head in grid.columns]
        for head, code in zip(grid.columns, columns, strict=True):
            self._check_label(head, code)
        if not any(columns) and self.file.mark is None:
            return []  # some other table of a document
        rows = [self._row(head) for head in grid.rows]
        unknown: dict[str, Problem] = {}
        found = []
        for cell in grid.cells:
            row, column = rows[cell.row], columns[cell.column]
            text = "" if is_placeholder(cell.text) else cell.text
            if row is None or column is None:
                # A note under the table, or an empty column, is nobody's words.
                if text or cell.typed:
                    head = grid.rows[cell.row] if row is None else grid.columns[cell.column]
                    unknown.setdefault(head.place, self._no_such(head, row is None))
                continue
            self.report.cells += 1
            found.append(
                _Typed(
                    cell.place,
                    (row, column[0]),
                    (self.attribute, row, column[1]),
                    text,
                    cell.fault,
                    cell.typed,
                )
            )
        self.problems += unknown.values()
        return found

    def _row(self, head: Head) -> str | None:
        for name in head.names:
            row = summaries.present_row(self.study, self.attribute, name) or name
            if row in self.values or any(cell[:2] == (self.attribute, row) for cell in self.here):
                return row
        return None

    def _column(self, head: Head) -> tuple[str, str] | None:
        """The code of a head, as it was called in the file and as it is called now."""
        book = self.corpus.book
        for name in head.names:
            now = book.successor(name)
            if now is not None:
                return name, now
            if any(cell[2] == name for cell in self.here):
                return name, name
        for name in head.names:
            own = [
                entry.code
                for entry in book
                if entry.name.casefold() == name.casefold() and entry.merged_into is None
            ]
            if len(own) == 1:
                return own[0], own[0]
        return None

    def _check_label(self, head: Head, code: tuple[str, str] | None) -> None:
        """A column whose cells were moved without the ids out of sight stands under the label of another
        code: nothing says then about which of them its words are."""
        if code is None or not head.label:
            return
        own = {code[0], code[1]}
        for book in (self.book_then, self.corpus.book):
            own |= {book[each].label for each in code if each in book}
        if head.label in own:
            return
        for book in (self.book_then, self.corpus.book):
            other = [entry.code for entry in book if head.label in (entry.label, entry.code)]
            if other and not own.intersection(other):
                self.problems.append(
                    Problem(
                        head.place,
                        f"“{head.label}” stands over the column of {code[0]}",
                        "the id of a code and its own label",
                        "Show the hidden row of ids and bring the columns back under them",
                    )
                )
                return

    def _no_such(self, head: Head, is_row: bool) -> Problem:
        import difflib

        what = self.attribute if is_row else "code"
        if not head.names:
            return Problem(head.place, f"has words and no {what} as its head")
        known = self.values if is_row else list(self.corpus.book.codes)
        close = [each for each in known if each.casefold() == head.names[0].casefold()]
        close = close or difflib.get_close_matches(head.names[0], known, n=3)
        return Problem(
            head.place,
            f"“{head.shown}” is no {what} of this study",
            f"close to it: {listing(close)}" if close else listing(known, 12),
            f"Mend the head, or take the {'row' if is_row else 'column'} out",
        )

    def _once(self, typed: list[_Typed]) -> list[_Typed]:
        """Each cell once; the same cell twice with different words is a problem."""
        found: dict[tuple[str, str], _Typed] = {}
        for each in typed:
            first = found.setdefault(each.then, each)
            if first is not each and each.text != first.text:
                self.problems.append(
                    Problem(
                        each.place,
                        f"{' × '.join(each.then)} stands at {first.place} too, with other words",
                        next="Leave one of them",
                    )
                )
        return list(found.values())

    # -- what is to become of it ---------------------------------------------------------------------

    def _compare(self, each: _Typed, wanted: dict[Cell, str]) -> None:
        own = self.here.get(each.cell, [])
        now = _joined(own)
        then = None if self.then is None else _joined(self.then.get(self._key(each), []))
        name = " × ".join(each.cell[1:])
        if each.fault and (each.typed or each.text != then):
            self.problems.append(
                Problem(
                    each.place,
                    f"{name} {each.fault}",
                    "words of its own",
                    "Type the words into the cell itself",
                )
            )
            return
        if _CUT.search(each.text):
            self.report.unchanged += 1
            self.report.notes.append(
                Problem(each.place, f"{name} is longer than the cell, so it was left as it is")
            )
            return
        if each.text in (now, then):
            self.report.unchanged += 1
            return
        if each.text and each.text in _lossy(then or now):
            self.report.unchanged += 1
            self.report.notes.append(
                Problem(
                    each.place,
                    f"{name} has lost letters to question marks, and was left as it is",
                    "",
                    "Save the file as CSV UTF-8",
                )
            )
            return
        if not each.text:
            if then is None or (now != then and not (self.clear and self.overwrite)):
                self._conflict(each, name, now, then)
            elif self.clear:
                self.report.cleared.append(name)
                self.ended[each.cell] = [one.summary_id for one in own]
            else:
                self.report.left.append(
                    Problem(
                        each.place,
                        f"{name} is empty there, and was left",
                        "",
                        "Clear the cell, or import with clear",
                    )
                )
            return
        if now != (then or ""):
            twice = each.cell in wanted
            if twice or not self.overwrite:
                self._conflict(each, name, now, then)
                return
        try:
            wanted[each.cell] = checked_text(each.text, each.place)
        except QualcodeError as error:
            self.problems += error.problems
            return
        (self.report.edited if now else self.report.written).append(name)

    def _key(self, each: _Typed) -> tuple[str, str]:
        row, code = each.then
        return row, self.book_then.successor(code) or code

    def _conflict(self, each: _Typed, name: str, now: str, then: str | None) -> None:
        if then is None and not each.text:
            self.report.unchanged += 1  # a file from elsewhere that has no words for the cell
            return
        here = f"“{shortened(now, 60)}”" if now else "no summary"
        there = f"“{shortened(each.text, 60)}”" if each.text else "none"
        since = "has other words here" if then is None else "was changed here since the export"
        self.report.conflicts.append(
            Problem(
                each.place,
                f"{name} {since}: {here}; in the file {there}",
                "",
                "It was left; write the cell, or import with overwrite"
                + ("" if each.text or self.clear else " and clear"),
            )
        )

    # -- links ---------------------------------------------------------------------------------------

    def _picked(
        self, picked: list[Picked], wanted: dict[Cell, str]
    ) -> dict[Cell, tuple[list[str], list[str]]]:
        """For each cell the codings to link and those to unlink."""
        found: dict[Cell, tuple[list[str], list[str]]] = {}
        before: dict[tuple[str, str], set[str]] = {}
        for each in picked:
            row = self._row(Head(each.place, (each.row,)))
            column = self._column(Head(each.place, (each.column,)))
            if row is None or column is None:
                continue  # the matrix itself was refused for it, or has no such cell any more
            cell = (self.attribute, row, column[1])
            if cell in self.ended:
                continue
            key = (row, self.book_then.successor(column[0]) or column[0])
            if key not in before:
                links = [] if self.then is None else self.then.get(key, [])
                before[key] = self._present(link for one in links for link in one.links)
            coding = moving.present(self.study, each.coding_id)
            was = not before[key].isdisjoint([each.coding_id, *coding])
            if each.linked == was or (self.then is None and not each.linked):
                continue
            now = self._present(link for one in self.here.get(cell, ()) for link in one.links)
            if each.linked and not now.isdisjoint(coding):
                continue
            if not each.linked and now.isdisjoint([each.coding_id, *coding]):
                continue
            if each.linked and not coding:
                self.problems.append(
                    Problem(each.place, f"{each.coding_id} is no coding that stands here")
                )
                continue
            if cell not in wanted and cell not in self.here:
                self.problems.append(
                    Problem(
                        each.place,
                        f"{row} × {column[1]} has no summary that a quotation could be linked to",
                        next="Write one, or take the tick out",
                    )
                )
                continue
            add, remove = found.setdefault(cell, ([], []))
            if each.linked:
                add += coding
            else:
                remove += [each.coding_id, *coding]
        return found

    def _present(self, links: Iterable[str]) -> set[str]:
        return {at for each in links for at in [each, *moving.present(self.study, each)]}

    # -- the act -------------------------------------------------------------------------------------

    def _write(
        self, wanted: dict[Cell, str], links: dict[Cell, tuple[list[str], list[str]]]
    ) -> None:
        if self.ended:
            ids = [each for own in self.ended.values() for each in own]
            self.draft.event("unsummary", {"ids": ids})
        writer = Writer(self.corpus, self.attribute, (cell[2] for cell in wanted))
        for cell in dict.fromkeys([*wanted, *links]):
            own = self.here.get(cell, [])
            kept = tuple(dict.fromkeys(link for each in own for link in each.links))
            add, remove = links.get(cell, ([], []))
            new = with_links(self.study, kept, add, remove)
            self.report.linked += len(set(new) - set(kept))
            self.report.unlinked += len(set(kept) - set(new))
            if cell in wanted:
                writer.write(self.draft, cell, wanted[cell], new)
            elif len(own) == 1:
                again(self.draft, own[0], new)
            else:
                raise CodingError(
                    " × ".join(cell[1:]),
                    f"holds {len(own)} summaries since codes were merged",
                    "one",
                    "Join them first: write the cell anew",
                )


def _lossy(text: str) -> list[str]:
    """What is left of a text where a program saved it in the letters of Windows only."""
    whole = text.encode("cp1252", "replace").decode("cp1252")
    halves = "".join("?" * (len(c.encode("utf-16-le")) // 2) if c > "\uffff" else c for c in text)
    return [whole, halves.encode("cp1252", "replace").decode("cp1252")]


def _joined(own: Iterable[Summary]) -> str:
    """What a cell says, as files have it."""
    return "\n\n".join(each.text for each in own if each.text)
