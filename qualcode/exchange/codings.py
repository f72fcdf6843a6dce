"""codings.csv in and out: an import adds, checks every row first, and is one act."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from qualcode.core.anchor import refind
from qualcode.core.codebook import Codebook
from qualcode.core.ids import new_ids
from qualcode.core.records import BLIND, ORIGINS
from qualcode.errors import CodingError, Problem, counted, listing
from qualcode.readers.sheets import Sheet, read_sheet
from qualcode.store import Draft, Study, codings, passes, state
from qualcode.store.state import Version
from qualcode.store.study import now

COLUMNS = [
    "coding_id",
    "document",
    "version",
    "turn",
    "start",
    "end",
    "code",
    "coder",
    "quotation",
    "created",
    "origin",
    "blind",
    "memo",
    "suggestion_id",
    "codebook_hash",
    "replaces",
]
MOST_PROBLEMS = 1000


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

    def as_data(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "rows": self.rows,
            "added": self.added,
            "repeats": [problem.as_dict() for problem in self.repeats],
            "known": self.known,
            "retracted_here": self.retracted_here,
            "reanchored": self.reanchored,
            "replaced": self.replaced,
            "removed": self.removed,
            "created": self.created,
            "opened": self.opened,
            "passes": self.passes,
            "notes": [problem.as_dict() for problem in self.notes],
        }


class _Import:
    """One import, column by column: each step leaves lists of the length of the file."""

    def __init__(self, study: Study, sheet: Sheet, create_codes: bool) -> None:
        self.study, self.sheet, self.create_codes = study, sheet, create_codes
        self.problems: list[Problem] = []
        self.lines = [row.line for row in sheet.rows]
        self.report = ImportReport(sheet.name, rows=len(sheet.rows))
        self.book: Codebook = state.codebook(study)
        self.book_changed = False

    def column(self, name: str) -> list[str]:
        if name not in self.sheet.columns:
            return [""] * len(self.lines)
        return [row.cells[name] for row in self.sheet.rows]

    def problem(self, row: int, found: str, allowed: str = "", next: str = "Mend the row") -> None:
        if len(self.problems) < MOST_PROBLEMS:
            where = f"{self.sheet.name}, line {self.lines[row]}"
            self.problems.append(Problem(where, found, allowed, next))

    # -- steps -----------------------------------------------------------------------------------

    def run(self) -> None:
        self.documents()
        self.codes()
        self.coders()
        self.facts()
        self.ranges()
        if self.problems:
            raise CodingError.gathered(self.sheet.name, "nothing was imported", self.problems)

    def documents(self) -> None:
        names = self.column("document")
        current = state.versions(self.study)
        found: dict[str, Version | None] = {name: current.get(name) for name in set(names)}
        missing = sorted(name for name, version in found.items() if version is None)
        if missing:
            first = names.index(missing[0])
            self.problem(
                first,
                f"{counted(len(missing), 'document')} not in the project: {listing(missing)}",
                "",
                "Ingest them first, or mend the names",
            )
        self.version: list[Version | None] = [found[name] for name in names]
        self.own_version = self.version
        given = self.column("version")
        if any(given):
            known = {(v.document, v.version): v for v in state.all_versions(self.study).values()}
            self.own_version = [
                version if not hash_ else known.get((name, hash_))
                for name, version, hash_ in zip(names, self.version, given, strict=True)
            ]

    def codes(self) -> None:
        names = self.column("code")
        unique = list(dict.fromkeys(names))
        if "" in unique:
            self.problem(names.index(""), "the row has no code")
            unique.remove("")
        unknown = [code for code in unique if code not in self.book]
        closed = [code for code in unique if code in self.book and not self.book[code].applicable]
        retired = [code for code in unique if code in self.book and self.book[code].retired]
        for code in unknown:
            same = [other for other in self.book.codes if other.casefold() == code.casefold()]
            if same:
                self.report.notes.append(
                    Problem(
                        self.sheet.name, f"{code!r} differs only in case from the code {same[0]!r}",
                        "ids match exactly", "",
                    )
                )  # fmt: skip
        if (unknown or closed) and self.create_codes:
            self.book, created, opened = self.book.with_undefined([*unknown, *closed])
            self.report.created, self.report.opened = created, opened
            self.book_changed = True
        elif unknown:
            self.problem(
                names.index(unknown[0]),
                f"{counted(len(unknown), 'code')} not in the codebook: {listing(unknown)}",
                "",
                "Load a codebook that has them, or add them undefined with --create-codes",
            )
        elif closed:
            self.problem(
                names.index(closed[0]),
                f"{counted(len(closed), 'category', 'categories')} used as codes: {listing(closed)}",
                "a category only groups codes",
                "Give it a row in the codebook, or use --create-codes",
            )
        if retired:
            self.problem(names.index(retired[0]), f"retired: {listing(retired)}", "", "Use another")
        self.code = names

    def coders(self) -> None:
        names = self.column("coder")
        for name in dict.fromkeys(names):
            if not name or not name.isprintable() or len(name) > 100:
                self.problem(names.index(name), "the row has no coder" if not name else "bad coder")
        self.coder = names

    def facts(self) -> None:
        self.origin = self._choice("origin", ORIGINS, "imported")
        self.blind = self._choice("blind", BLIND, "unknown")
        self.created = self.column("created")
        stamp = now()
        for value in dict.fromkeys(self.created):
            if value:
                try:
                    datetime.fromisoformat(value)
                except ValueError:
                    self.problem(
                        self.created.index(value), f"created is {value!r}", "2018-03-12T10:15:00"
                    )
        self.created = [value or stamp for value in self.created]
        self.coding_id = self.column("coding_id")
        seen: dict[str, int] = {}
        if any(self.coding_id):
            for row, value in enumerate(self.coding_id):
                if value and value in seen:
                    self.problem(row, f"the coding_id stands in line {self.lines[seen[value]]} too")
                seen.setdefault(value, row)
        self.hash = self.column("codebook_hash")
        self.suggestion = [value or None for value in self.column("suggestion_id")]
        self.replaces = [value or None for value in self.column("replaces")]

    def _choice(self, name: str, allowed: tuple[str, ...], blank: str) -> list[str]:
        values = self.column(name)
        for value in dict.fromkeys(values):
            if value and value not in allowed:
                self.problem(values.index(value), f"{name} is {value!r}", ", ".join(allowed))
        return [value or blank for value in values]

    def ranges(self) -> None:
        starts, ends = self.column("start"), self.column("end")
        turns, quotations = self.column("turn"), self.column("quotation")
        count = len(self.lines)
        self.start, self.end = [0] * count, [0] * count
        turn_ranges: dict[str, dict[str, tuple[int, int]]] = {}
        texts: dict[str, str] = {}
        for row in range(count):
            version = self.version[row]
            if version is None:
                continue
            document = version.document
            if document not in texts:
                texts[document] = self.study.text(version.n)
                turn_ranges[document] = {
                    turn[0]: (turn[2][0], turn[2][-1])
                    for turn in state.structure(self.study, version)["turns"]
                }
            text = texts[document]
            quotation = quotations[row]
            if self.own_version[row] is not version:
                self._of_another_version(row, version, text, starts[row], ends[row], quotation)
                continue
            if starts[row] or ends[row]:
                try:
                    start, end = int(starts[row]), int(ends[row])
                except ValueError:
                    self.problem(
                        row, f"start and end are {starts[row]!r} and {ends[row]!r}", "whole numbers"
                    )
                    continue
                if not 0 <= start < end <= version.length:
                    self.problem(
                        row,
                        f"{start}–{end} lies outside of {document}",
                        f"0 to {version.length:,}, the end after the start",
                    )
                    continue
                if quotation and text[start:end] != quotation:
                    self.problem(
                        row,
                        f"the quotation differs from the text of {document}, where “{text[start:end][:50]}” stands",
                        f"the row says “{quotation[:50]}”",
                        "Offsets count Unicode characters; correct them or the quotation",
                    )
                    continue
            elif turns[row]:
                place = turn_ranges[document].get(turns[row])
                if place is None:
                    self.problem(row, f"{document} has no turn {turns[row]!r}")
                    continue
                start, end = place
                if quotation and text[start:end] != quotation:
                    at = text.find(quotation, start, end)
                    if at < 0 or text.find(quotation, at + 1, end) >= 0:
                        self.problem(
                            row,
                            f"the quotation “{quotation[:50]}” stands "
                            + ("not" if at < 0 else "more than once")
                            + f" in turn {turns[row]} of {document}",
                            "",
                            "Quote the text exactly, or give start and end",
                        )
                        continue
                    start, end = at, at + len(quotation)
            else:
                self.problem(row, "the row has neither start and end nor a turn")
                continue
            self.start[row], self.end[row] = start, end

    def _of_another_version(
        self, row: int, version: Version, text: str, start: str, end: str, quotation: str
    ) -> None:
        """A row about an earlier text: found again by its words, or refused."""
        old = self.own_version[row]
        place = None
        if old is not None and start.isdigit() and end.isdigit():
            before = self.study.text(old.n)
            a, b = int(start), int(end)
            if 0 <= a < b <= len(before) and (not quotation or before[a:b] == quotation):
                place = refind(before, text, a, b)
        elif old is None and quotation and text.count(quotation) == 1:
            at = text.find(quotation)
            place = (at, at + len(quotation))
        if place is None:
            self.problem(
                row,
                f"it is about another text of {version.document}, and its words are not found in"
                " one place of the present one",
                "",
                "Code it again, or take the row out",
            )
            return
        self.start[row], self.end[row] = place
        self.report.reanchored += 1


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
    sheet = read_sheet(path)
    missing = [name for name in ("document", "code", "coder") if name not in sheet.columns]
    if not missing and not {"turn", "start"} & set(sheet.columns):
        missing = ["start and end, or turn"]
    if missing:
        raise CodingError(
            sheet.name,
            f"has no column {listing(missing)}; its columns are {listing(sheet.columns, 20)}",
            "needed: document, code, coder, and start and end or turn",
            "Rename its columns",
        )
    report = ImportReport(sheet.name)

    def prepare() -> Draft:
        work = _Import(study, sheet, create_codes)
        work.run()
        draft = Draft()
        _draft(study, work, draft, complete, replace)
        report.__dict__.update(work.report.__dict__)
        return draft

    study.write("import codings", coder, prepare)
    return report


def _draft(study: Study, work: _Import, draft: Draft, complete: bool, replace: bool) -> None:
    report = work.report
    if work.book_changed:
        data = work.book.as_data()
        draft.event(
            "codebook", {"hash": work.book.hash, "content": draft.content("codebook", data)}
        )
    known = dict(study.rows("SELECT coding_id, ended FROM coding")) if any(work.coding_id) else {}
    numbers = [version.n if version else 0 for version in work.version]
    keys = list(zip(numbers, work.start, work.end, work.code, work.coder, strict=True))
    standing = _standing(study, set(numbers), set(work.coder))
    replaced = {each for each in work.replaces if each}
    gone = {key for key, coding in standing.items() if coding in replaced}
    seen: dict[tuple, int] = {}
    kept: list[int] = []
    for row, key in enumerate(keys):
        own = work.coding_id[row]
        if own and own in known:
            report.known += 1
            if known[own] is not None:
                report.retracted_here.append(own)
            seen.setdefault(key, row)
            continue
        if key in seen:
            where = f"line {work.lines[seen[key]]}"
        elif key in standing and key not in gone:
            where = f"the project ({standing[key]})"
        else:
            seen[key] = row
            kept.append(row)
            continue
        report.repeats.append(
            Problem(
                f"line {work.lines[row]}",
                f"{work.code[row]} by {work.coder[row]} on {work.version[row].document}"  # type: ignore[union-attr]
                f" {work.start[row]}–{work.end[row]} is also in {where}",
            )
        )
    live = (
        {
            coding
            for coding, ended in study.rows("SELECT coding_id, ended FROM coding")
            if ended is None
        }
        if replaced or replace
        else set()
    )
    retract = [each for each in dict.fromkeys(work.replaces[row] for row in kept) if each in live]
    report.replaced = len(retract)
    if replace:
        in_file = {own for own in work.coding_id if own}
        lacking = [
            coding
            for key, coding in standing.items()
            if key not in seen and coding not in in_file and coding not in retract
        ]
        report.removed = len(lacking)
        retract += lacking
    if retract:
        draft.event("retract", {"ids": retract})
    report.added = len(kept)
    if kept:
        _draft_rows(work, draft, kept, numbers)
    if complete:
        _draft_passes(study, work, draft)


def _standing(study: Study, versions: set[int], coders: set[str]) -> dict[tuple, str]:
    """(version, start, end, code, coder) -> id of the standing codings of these coders."""
    names = study.names()
    wanted = {number for number, name in names.items() if name in coders}
    found: dict[tuple, str] = {}
    for version in versions:
        for coding, start, end, code, coder in study.rows(
            "SELECT coding_id, start, end, code, coder FROM coding WHERE version = ? AND ended IS NULL",
            (version,),
        ):
            if coder in wanted:
                found[version, start, end, names[code], names[coder]] = coding
    return found


def _draft_rows(work: _Import, draft: Draft, kept: list[int], numbers: list[int]) -> None:
    every = len(kept) == len(work.lines)

    def chosen(column: list) -> list:
        return column if every else [column[row] for row in kept]

    made = new_ids("c", len(kept))
    own = chosen(work.coding_id)
    ids = [given or new for given, new in zip(own, made, strict=True)] if any(own) else made
    names = [
        name
        for name in work.sheet.columns
        if name not in COLUMNS and name not in ("participant", "speaker", "role", "theme", "stale")
    ]
    extras = None
    if names:
        rows = work.sheet.rows
        extras = [
            {name: rows[row].cells[name] for name in names if rows[row].cells[name]} for row in kept
        ]
    codings.draft_codings(
        draft,
        codings.coding_columns(
            len(kept),
            id=ids,
            version=chosen(numbers),
            start=chosen(work.start),
            end=chosen(work.end),
            code=chosen(work.code),
            coder=chosen(work.coder),
            time=chosen(work.created),
            origin=chosen(work.origin),
            blind=chosen(work.blind),
            suggestion=chosen(work.suggestion),
            hash=chosen(work.hash),
            replaces=chosen(work.replaces),
        ),
        extras,
    )
    memos = chosen(work.column("memo"))
    coders = chosen(work.coder)
    for coding, memo, coder in zip(ids, memos, coders, strict=True):
        if memo:
            codings.draft_memo(draft, memo, coding, coder)


def _draft_passes(study: Study, work: _Import, draft: Draft) -> None:
    pairs = dict.fromkeys(
        (version.document, coder)
        for version, coder in zip(work.version, work.coder, strict=True)
        if version is not None
    )
    for document, coder in pairs:
        made = passes.draft_pass(
            study, draft, coder, document, None, None, "unknown", book=work.book
        )
        work.report.passes += len(made)


# -- out -----------------------------------------------------------------------------------------------


def export_codings(study: Study, path: str | Path) -> int:
    """Write every standing coding on the current texts as codings.csv; returns how many.

    Quotations are the exact slices and nothing is changed for spreadsheets, so that the file can come
    back. Extra columns of imported codings follow at the end.
    """
    found = codings.codings(study)
    extras = _extras(study)
    extra_names = list(dict.fromkeys(name for row in extras.values() for name in row))
    memos: dict[str, list[str]] = {}
    for on, content in study.rows("SELECT on_id, content FROM memo WHERE ended IS NULL ORDER BY n"):
        if on:
            memos.setdefault(on, []).append((study.content(content) or {}).get("text", ""))
    turns: dict[str, dict[tuple[int, int], str]] = {}
    with Path(path).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([*COLUMNS, *extra_names])
        for coding in found:
            version = state.versions(study)[coding.document]
            if coding.document not in turns:
                turns[coding.document] = {
                    (turn[2][0], turn[2][-1]): turn[0]
                    for turn in state.structure(study, version)["turns"]
                }
            text = study.text(version.n)
            own = extras.get(coding.coding_id, {})
            writer.writerow(
                [
                    coding.coding_id,
                    coding.document,
                    coding.version,
                    turns[coding.document].get((coding.start, coding.end), ""),
                    coding.start,
                    coding.end,
                    coding.code,
                    coding.coder,
                    text[coding.start : coding.end],
                    coding.time,
                    coding.origin,
                    coding.blind,
                    "\n".join(memos.get(coding.coding_id, [])),
                    coding.suggestion_id or "",
                    coding.codebook_hash,
                    coding.replaces or "",
                    *(own.get(name, "") for name in extra_names),
                ]
            )
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
