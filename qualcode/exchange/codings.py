"""codings.csv in and out: an import adds, checks every row first, and is one act."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from qualcode.core.records import Coding
from qualcode.errors import CodingError, Problem, counted, listing
from qualcode.exchange.files import write_rows
from qualcode.exchange.rows import COLUMNS, Rows, known_codings
from qualcode.readers.sheets import read_columns
from qualcode.store import Draft, Study, codings, moving, passes, state


@dataclass
class ImportReport:
    """What an import did. rows: rows read; added: codings made; repeats: rows that say what another row
    or a standing coding says; known: rows whose coding_id is in the project; retracted_here: of those,
    the ones that were retracted here; notes: everything else a person should know."""

    file: str
    rows: int = 0
    added: int = 0
    repeats: list[Problem] = field(default_factory=list)
    known: int = 0
    retracted_here: list[str] = field(default_factory=list)
    became: int = 0
    reanchored: int = 0
    replaced: int = 0
    removed: int = 0
    created: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    passes: int = 0
    notes: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [f"{self.file}: {counted(self.rows, 'row')}, {counted(self.added, 'coding')} added"]
        for number, what in (
            (self.known, "known already by their coding_id"),
            (len(self.retracted_here), "of them retracted here, and left so"),
            (self.became, "of them other codings here by now (another code, another text)"),
            (self.reanchored, "found again in the present text"),
            (self.replaced, "took the place of another coding"),
            (self.removed, "retracted because the file lacks them"),
        ):
            if number:
                lines.append(f"  {number:,} {what}")
        if self.repeats:
            lines.append(f"  {counted(len(self.repeats), 'repeat')}, counted once:")
            lines += [f"    {problem}" for problem in self.repeats[:20]]
            if len(self.repeats) > 20:
                lines.append(f"    … and {len(self.repeats) - 20:,} more")
        if self.created:
            lines.append(
                f"  {counted(len(self.created), 'code')} created, not defined yet:"
                f" {listing(self.created)}"
            )
        if self.opened:
            lines.append(
                f"  {counted(len(self.opened), 'category', 'categories')} made applicable:"
                f" {listing(self.opened)}"
            )
        if self.passes:
            lines.append(f"  {counted(self.passes, 'pass', 'passes')} recorded")
        lines += [f"  {note}" for note in self.notes]
        return "\n".join(lines)

    __repr__ = __str__  # as a notebook shows it

    def as_data(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "rows": self.rows,
            "added": self.added,
            "repeats": [problem.as_dict() for problem in self.repeats],
            "known": self.known,
            "retracted_here": self.retracted_here,
            "became": self.became,
            "reanchored": self.reanchored,
            "replaced": self.replaced,
            "removed": self.removed,
            "created": self.created,
            "opened": self.opened,
            "passes": self.passes,
            "notes": [problem.as_dict() for problem in self.notes],
        }


def import_codings(
    study: Study,
    path: str | Path,
    *,
    coder: str,
    create_codes: bool = False,
    complete: bool = False,
    replace: bool = False,
) -> ImportReport:
    """Add the codings of a .csv or .xlsx file, as one act; see DESIGN's codings.csv for the columns.

    coder: who imports; the codings keep their own coders. create_codes: codes that the codebook lacks
    are added undefined. complete: also record a pass for each coder and document in the file. replace:
    also retract these coders' codings in the file's documents that the file lacks.

    Returns the report. Raises CodingError with every bad row, and then nothing was imported.
    """
    coder = codings.check_coder(coder, "importing codings")
    table = read_columns(path)
    missing = [name for name in ("document", "code", "coder") if name not in table.columns]
    if not missing and not {"turn", "start"} & set(table.columns):
        missing = ["start and end, or turn"]
    if missing:
        raise CodingError(
            table.name,
            f"has no column {listing(missing)}; its columns are {listing(table.columns, 20)}",
            "needed: document, code, coder, and start and end or turn",
            "Rename its columns",
        )
    report = ImportReport(table.name)

    def prepare() -> Draft:
        rows = Rows(study, table, create_codes)
        rows.check()
        draft = Draft()
        work = _Import(study, rows, draft)
        work.run(complete=complete, replace=replace)
        report.__dict__.update(work.report.__dict__)
        return draft

    study.write("import codings", coder, prepare)
    return report


class _Import:
    """Checked rows turned into the events of one act, and into the report."""

    def __init__(self, study: Study, rows: Rows, draft: Draft) -> None:
        self.study, self.rows, self.draft = study, rows, draft
        self.report = ImportReport(
            rows.table.name,
            rows=len(rows.table),
            known=len(rows.known),
            retracted_here=[
                each
                for each, ended in rows.known.items()
                if ended is not None and each not in rows.become
            ],
            became=len(rows.become),
            reanchored=rows.reanchored,
            created=rows.created_codes,
            opened=rows.opened_codes,
            notes=rows.notes,
        )

    def run(self, *, complete: bool, replace: bool) -> None:
        rows, draft = self.rows, self.draft
        if rows.book_changed:
            content = draft.content("codebook", rows.book.as_data())
            draft.event("codebook", {"hash": rows.book.hash, "content": content})
        kept = self._without_repeats()
        retract = self._replaced(kept)
        if replace:
            lacking = self._lacking(set(retract))
            self.report.removed = len(lacking)
            retract += lacking
        if retract:
            draft.event("retract", {"ids": retract})
        self.report.added = len(kept)
        if kept:
            self._draft_rows(kept)
        if complete:
            self._draft_passes()

    # -- what is new -------------------------------------------------------------------------------

    @cached_property
    def numbers(self) -> list[int]:
        """For each of the rows' documents the number of its version."""
        return [version.n for version in self.rows.versions if version is not None]

    @cached_property
    def standing(self) -> dict[tuple, str]:
        """(version, start, end, code, coder) -> id of the standing codings of the file's coders in the
        file's documents."""
        rows, table = self.rows, self.rows.table
        names = self.study.names()
        coders = set(table.columns["coder"])
        wanted = {number for number, name in names.items() if name in coders}
        if not wanted:
            return {}
        current = state.versions(self.study)
        found: dict[tuple, str] = {}
        for document in dict.fromkeys([*rows.document, *table.columns["document"]]):
            if document not in current:
                continue
            version = current[document].n
            for coding, start, end, code, coder in self.study.rows(
                "SELECT coding_id, start, end, code, coder FROM coding"
                " WHERE version = ? AND ended IS NULL",
                (version,),
            ):
                if coder in wanted:
                    found[version, start, end, names[code], names[coder]] = coding
        return found

    def _keys(self) -> Iterator[tuple]:
        rows, numbers = self.rows, self.numbers
        versions = map(numbers.__getitem__, rows.place.tolist())
        return zip(
            versions, rows.start.tolist(), rows.end.tolist(), rows.code, rows.coder, strict=True
        )

    def _without_repeats(self) -> list[int]:
        """The rows that say something no other row and no standing coding says."""
        rows = self.rows
        number = len(rows)
        first = _first_equal(rows)
        here: dict[int, str] = {}
        if self.standing:
            replaced = {each for each in rows.replaces if each}
            gone = {key for key, coding in self.standing.items() if coding in replaced}
            for row, key in enumerate(self._keys()):
                if key in self.standing and key not in gone:
                    here[row] = self.standing[key]
        if first is None and not here:
            return list(range(number))
        kept = []
        for row in range(number):
            earlier = row if first is None else first[row]
            if row in here:
                where = f"the project ({here[row]})"
            elif earlier != row:
                where = f"line {rows.lines[earlier]}"
            else:
                kept.append(row)
                continue
            memo = "; its memo was left out" if rows.memo[row] else ""
            self.report.repeats.append(
                Problem(
                    f"line {rows.lines[row]}",
                    f"{rows.code[row]} by {rows.coder[row]} on {rows.document[row]}"
                    f" {rows.start[row]}–{rows.end[row]} is also in {where}{memo}",
                )
            )
        return kept

    def _replaced(self, kept: list[int]) -> list[str]:
        """The standing codings whose place rows take."""
        wanted = list(dict.fromkeys(each for row in kept if (each := self.rows.replaces[row])))
        known = known_codings(self.study, wanted)
        found = [now for each in wanted if each in known for now in self._same_still(each)]
        self.report.replaced = len(found)
        return found

    def _same_still(self, coding: str) -> list[str]:
        """What a coding is here, unless somebody coded it anew meanwhile: a renamed code is no change."""
        made = codings.coding(self.study, coding)
        now = None if made is None else state.codebook(self.study).successor(made.code)
        present = [codings.coding(self.study, each) for each in moving.present(self.study, coding)]
        return [each.coding_id for each in present if each is not None and each.code == now]

    def _lacking(self, retracted: set[str]) -> list[str]:
        said = set(self._keys())
        told = {*self.rows.known, *(now for each in self.rows.become.values() for now in each)}
        return [
            coding
            for key, coding in self.standing.items()
            if key not in said and coding not in told and coding not in retracted
        ]

    # -- events ------------------------------------------------------------------------------------

    def _draft_rows(self, kept: list[int]) -> None:
        rows = self.rows
        every = len(kept) == len(rows)

        def chosen(column: Any) -> Any:
            if every:
                return column
            return column[kept] if hasattr(column, "dtype") else [column[row] for row in kept]

        ids = _ordered_ids(len(kept))
        own = chosen(rows.coding_id)
        if any(own):
            ids = [given or new for given, new in zip(own, ids, strict=True)]
        columns = codings.coding_columns(
            len(kept),
            id=ids,
            version=codings.Few(self.numbers, chosen(rows.place)),
            start=chosen(rows.start).tolist(),
            end=chosen(rows.end).tolist(),
            code=codings.Few(rows.codes, chosen(rows.code_place)),
            coder=codings.Few(rows.coders, chosen(rows.coder_place)),
            time=chosen(rows.created),
            origin=chosen(rows.origin),
            blind=chosen(rows.blind),
            suggestion=chosen(rows.suggestion),
            hash=chosen(rows.hash),
            replaces=chosen(rows.replaces),
        )
        codings.draft_codings(self.draft, columns, self._extras(kept))
        if any(rows.memo):
            coders = chosen(rows.coder)
            for coding, memo, coder in zip(ids, chosen(rows.memo), coders, strict=True):
                if memo:
                    codings.draft_memo(self.draft, memo, coding, coder)
        # A row may replace another row of the same file, which then is made and ended in one act.
        replaced = dict.fromkeys(each for each in chosen(rows.replaces) if each)
        made = set(ids) if replaced else set()
        if ended := [each for each in replaced if each in made]:
            self.draft.event("retract", {"ids": ended})
            self.report.replaced += len(ended)

    def _extras(self, kept: list[int]) -> list[dict[str, str]] | None:
        names = [name for name in self.rows.cells if name not in COLUMNS]
        if not names:
            return None
        columns = [self.rows.cells[name] for name in names]
        return [
            {name: column[row] for name, column in zip(names, columns, strict=True) if column[row]}
            for row in kept
        ]

    def _draft_passes(self) -> None:
        cells = self.rows.table.columns
        current = state.versions(self.study)
        for document, coder in dict.fromkeys(zip(cells["document"], cells["coder"], strict=True)):
            if document in current and not codings.coder_fault(coder):
                made = passes.draft_pass(
                    self.study,
                    self.draft,
                    coder,
                    document,
                    None,
                    None,
                    "unknown",
                    book=self.rows.book,
                )
                self.report.passes += len(made)


def _ordered_ids(number: int) -> list[str]:
    """New ids in ascending order, so that they are added at the end of their index: the file is
    smaller and written in less time than with as many in any order."""
    import numpy as np

    drawn = np.frombuffer(os.urandom(16 * number), dtype=">u8").reshape(-1, 2)
    digits = drawn[np.argsort(drawn[:, 0])].tobytes().hex()
    return ["c" + digits[at : at + 32] for at in range(0, len(digits), 32)]


def _first_equal(rows: Rows) -> list[int] | None:
    """For each row the first one with the same range, code and coder; None where all differ."""
    import numpy as np

    if not len(rows):
        return None
    key = rows.place
    for column in (rows.code_place, rows.coder_place, rows.start, rows.end):
        size = int(column.max()) + 1
        if (int(key.max()) + 1) * size >= 2**63:
            # The parts no longer fit into one number side by side; so many different keys do.
            key = np.unique(key, return_inverse=True)[1]
        key = key * size + column
    ordered = np.sort(key)
    if not (ordered[1:] == ordered[:-1]).any():
        return None
    _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    return first[inverse].tolist()


# -- out -----------------------------------------------------------------------------------------------


def export_codings(study: Study, path: str | Path) -> int:
    """Write every standing coding on the current texts as codings.csv; returns how many.

    Quotations are the exact slices and nothing is changed for spreadsheets, so that the file can come
    back. Extra columns of imported codings follow at the end.
    """
    found = codings.codings(study)
    extras = _extras(study)
    extra_names = list(dict.fromkeys(name for row in extras.values() for name in row))
    memos = codings.memos_by_coding(study)
    turns: dict[str, dict[tuple[int, int], str]] = {}

    def row(coding: Coding) -> list[Any]:
        version = state.versions(study)[coding.document]
        if coding.document not in turns:
            turns[coding.document] = {
                (turn[2][0], turn[2][-1]): turn[0]
                for turn in state.structure(study, version)["turns"]
            }
        own = extras.get(coding.coding_id, {})
        return [
            coding.coding_id,
            coding.document,
            coding.version,
            turns[coding.document].get((coding.start, coding.end), ""),
            coding.start,
            coding.end,
            coding.code,
            coding.coder,
            study.text(version.n)[coding.start : coding.end],
            coding.time,
            coding.origin,
            coding.blind,
            "\n".join(memos.get(coding.coding_id, [])),
            coding.suggestion_id or "",
            coding.codebook_hash,
            coding.replaces or "",
            *(own.get(name, "") for name in extra_names),
        ]

    write_rows(path, [*COLUMNS, *extra_names], map(row, found))
    return len(found)


def _extras(study: Study) -> dict[str, dict[str, str]]:
    contents: dict[int, Any] = {}
    found = {}
    for coding, content, place in study.rows("SELECT coding_id, content, place FROM coding_extra"):
        if content not in contents:
            contents[content] = study.content(content)
        if contents[content]:
            found[coding] = contents[content][place]
    return found
