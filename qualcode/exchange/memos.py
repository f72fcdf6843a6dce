"""memos.csv in and out, and a diary that was kept elsewhere in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qualcode.analysis.memos import (
    DIARY,
    Memo,
    Subject,
    Subjects,
    checked_subject,
    checked_time,
    memo_body,
    standing_memos,
)
from qualcode.core.ids import new_id
from qualcode.core.lists import joined
from qualcode.core.records import MEMO_KINDS
from qualcode.errors import CodingError, Problem, QualcodeError, counted, listing
from qualcode.exchange.files import write_rows
from qualcode.readers.files import decode, plain_lines, read_bytes
from qualcode.readers.sheets import read_sheet
from qualcode.store import Draft, Study, codings, moving

COLUMNS = [
    "memo_id",
    "on",
    "kind",
    "document",
    "code",
    "participant",
    "start",
    "end",
    "coding_id",
    "coder",
    "time",
    "edited",
    "replaces",
    "title",
    "text",
]
# A heading of a diary in Markdown: a date, perhaps a time, perhaps a title.
_DAY = re.compile(
    r"#{1,6}[ \t]+(?P<date>\d{4}-\d{2}-\d{2})(?:[ \tT]+(?P<clock>\d{2}:\d{2}))?"
    r"(?:[ \t]*[:,–—-]?[ \t]+(?P<title>\S.*?))?[ \t#]*"
)
_MEMO_ID = re.compile(r"m[0-9a-f]{32}")


@dataclass
class MemoReport:
    """What an import of memos did. rows: memos in the file; added: written here; known: ids of memos
    that are in the project already (standing or taken back); repeats: rows without an id that say what
    a memo here says; doubled: rows without an id that say what a row above says, named in the notes;
    replaced: memos that had come as the memo column of a codings.csv, without author and date, and that
    these took the place of; notes: what a person should know."""

    file: str
    rows: int = 0
    added: int = 0
    known: list[str] = field(default_factory=list)
    repeats: int = 0
    doubled: int = 0
    replaced: int = 0
    notes: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def __str__(self) -> str:
        line = f"{self.file}: {counted(self.rows, 'memo')}, {self.added:,} added"
        if self.known:
            line += f", {len(self.known):,} known already by their memo_id"
        if self.repeats:
            line += f", {self.repeats:,} there already word for word"
        if self.doubled:
            line += f", {self.doubled:,} twice in the file and counted once"
        if self.replaced:
            line += f", {self.replaced:,} in place of the same words from a codings.csv"
        return "\n".join([line, *(f"  {note}" for note in self.notes)])

    __repr__ = __str__  # as a notebook shows it

    def as_data(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "rows": self.rows,
            "added": self.added,
            "known": self.known,
            "repeats": self.repeats,
            "doubled": self.doubled,
            "replaced": self.replaced,
            "notes": [note.as_dict() for note in self.notes],
        }


def export_memos(study: Study, path: str | Path, memos: Iterable[Memo] | None = None) -> int:
    """Write memos as memos.csv (UTF-8), word for word; returns how many.

    Columns: COLUMNS. on is the id that a memo was written on; coding_id, start, end and the names say
    where that is today. memos: those to write, all that stand unless given. A purged memo has no words
    left and is not written.
    """
    rows = [
        [
            memo.memo_id,
            memo.on or "",
            memo.subject.kind,
            memo.subject.document,
            joined(memo.subject.codes),
            memo.subject.participant,
            "" if memo.subject.start is None else memo.subject.start,
            "" if memo.subject.end is None else memo.subject.end,
            memo.subject.present if memo.subject.kind == "coding" else "",
            memo.coder,
            memo.time,
            memo.edited,
            memo.replaces,
            memo.title,
            memo.text,
        ]
        for memo in (standing_memos(study) if memos is None else memos)
        if not memo.purged
    ]
    write_rows(path, COLUMNS, rows)
    return len(rows)


def import_memos(study: Study, path: str | Path, coder: str) -> MemoReport:
    """Add the memos of a .csv or .xlsx file, or of a diary in Markdown (.md), as one act.

    A table needs `text`; it may have the columns of `export_memos`, or `date` for `time`. A row without
    `on` belongs to the study diary, one without `coder` is by `coder`, one without a time of now. A
    memo_id that the project knows is skipped and reported, and so is a row without memo_id whose subject,
    author, title and words a memo here has, or a row above it in the file; a time counts where the row
    gives one. In Markdown each heading that begins with a date (`## 2018-03-12 The first
    visit`) begins an entry; smaller headings inside belong to it.

    Returns the report. Raises CodingError with every bad row, and then nothing was imported.
    """
    coder = codings.check_coder(coder, "importing memos")
    path = Path(path)
    if path.suffix.casefold() in (".md", ".markdown"):
        name, rows = path.name, _diary(path)
    else:
        name, rows = _table(path)
    report = MemoReport(name)

    def prepare() -> Draft:
        draft = Draft()
        report.rows, report.added = len(rows), 0
        report.repeats, report.doubled, report.replaced = 0, 0, 0
        report.known, report.notes = [], []
        _Import(study, name, rows, coder, draft, report).run()
        return draft

    study.write("import memos", coder, prepare)
    return report


# line in the file, and cells
_Row = tuple[int, dict[str, str]]


def _table(path: Path) -> tuple[str, list[_Row]]:
    sheet = read_sheet(path)
    if "text" not in sheet.columns:
        raise CodingError(
            sheet.name,
            f"has no column text; its columns are {listing(sheet.columns, 20)}",
            "needed: text; usual: date, text",
            "Rename its columns",
        )
    if {"date", "time"} <= set(sheet.columns):
        raise CodingError(
            sheet.name, "has the columns date and time", "one of them", "Join them into time"
        )
    return sheet.name, [(row.line, row.cells) for row in sheet.rows]


def _diary(path: Path) -> list[_Row]:
    text, _, _ = decode(path.name, read_bytes(path))
    lines = plain_lines(text).split("\n")
    rows: list[_Row] = []
    level = 0
    before: list[str] = []
    body: list[str] = before
    for number, line in enumerate(lines, 1):
        found = _DAY.fullmatch(line.rstrip())
        depth = len(line) - len(line.lstrip("#"))
        if found and (not rows or depth <= level):
            level = max(level, depth)
            clock = f"T{found['clock']}" if found["clock"] else ""
            rows.append(
                (number, {"time": found["date"] + clock, "title": found["title"] or "", "text": ""})
            )
            body = []
        else:
            body.append(line)
        if rows:
            rows[-1][1]["text"] = "\n".join(body).strip("\n")
    if not rows:
        raise CodingError(
            path.name,
            "has no heading that begins with a date",
            "## 2018-03-12",
            "Head each entry with its date",
        )
    # A title of the whole diary is not an entry; words above the first date would be lost.
    if lost := [line for line in before if line.strip() and not line.startswith("#")]:
        raise CodingError(
            path.name,
            f"has words before the first date: “{lost[0][:60]}”",
            "",
            "Put them under a date",
        )
    return rows


class _Import:
    def __init__(
        self,
        study: Study,
        name: str,
        rows: list[_Row],
        coder: str,
        draft: Draft,
        report: MemoReport,
    ) -> None:
        self.study, self.name, self.rows, self.coder = study, name, rows, coder
        self.draft, self.report = draft, report
        self.here: dict[str, tuple[int, int | None]] = {
            memo: (content, ended)
            for memo, content, ended in study.rows("SELECT memo_id, content, ended FROM memo")
        }
        self.authors = dict(
            study.rows("SELECT m.memo_id, n.text FROM memo m JOIN name n ON n.n = m.coder")
        )
        self.ended: list[str] = []
        self.on_codings: dict[str, list[str]] = {}  # coding of today -> words of this file on it
        self.subjects = Subjects(study)
        # What is said here already; the time of it, or "" for a row that gives none.
        self.said: set[tuple[str, ...]] = set()
        for memo in standing_memos(study):
            key = _key(memo.subject, memo.coder, memo.title, memo.text)
            self.said |= {(*key, memo.time), (*key, "")}
        self.rows_said: dict[tuple[str, ...], int] = {}  # and in which line of the file
        # A reply may stand above the memo it answers, or answer words that were changed since.
        self.in_file = {cells.get("memo_id", "") for _, cells in rows}
        self.in_file |= {cells.get("replaces", "") for _, cells in rows}
        self.in_file.discard("")

    def run(self) -> None:
        problems: list[Problem] = []
        seen: dict[str, int] = {}
        for line, cells in self.rows:
            where = f"{self.name}, line {line}"
            memo_id = cells.get("memo_id", "")
            try:
                if memo_id in seen:
                    raise CodingError("", f"the memo_id stands in line {seen[memo_id]} already")
                if memo_id:
                    seen[memo_id] = line
                self._row(where, line, memo_id, cells)
            except QualcodeError as error:
                first = error.problems[0]
                subject = "" if first.where in ("memo", "time", "kind") else first.where
                problems.append(
                    Problem(
                        where,
                        f"{subject} {first.found}".strip(),
                        first.allowed,
                        first.next or "Mend the row",
                    )
                )
        if problems:
            raise CodingError.gathered(self.name, "nothing was imported", problems)
        self._take_over()
        if self.ended:
            self.draft.event("unmemo", {"ids": list(dict.fromkeys(self.ended))})

    def _row(self, where: str, line: int, memo_id: str, cells: dict[str, str]) -> None:
        time = checked_time(cells.get("time") or cells.get("date"))
        author = cells.get("coder", "") or self.coder
        if fault := codings.coder_fault(author):
            raise CodingError("", fault)
        if memo_id and not _MEMO_ID.fullmatch(memo_id):
            raise CodingError("", f"memo_id is {memo_id!r}", "as exported, or empty")
        edited = checked_time(cells.get("edited"))
        body = memo_body(
            cells["text"], cells.get("title", ""), replaces=cells.get("replaces", ""), edited=edited
        )
        if memo_id in self.here:
            self._known(where, memo_id, body)
            return
        on, kind = self._subject(cells)
        if kind:
            body["kind"] = kind
        old = body.get("replaces", "")
        if old in self.here and self.here[old][1] is None:
            # The words were changed where the file comes from: here, too, the new ones take their place.
            if self.authors[old] != author:
                raise CodingError(old, f"was written by {self.authors[old]}", "", "Empty replaces")
            self.ended.append(old)
        about = self.subjects.of(on, kind)
        key = _key(about, author, body.get("title", ""), body["text"])
        if not memo_id:
            if (*key, time) in self.said:
                self.report.repeats += 1
                return
            if first := self.rows_said.get((*key, time)):
                self.report.doubled += 1
                self.report.notes.append(
                    Problem(where, f"says what line {first} says, and was counted once")
                )
                return
        for each in (time, ""):
            self.rows_said.setdefault((*key, each), line)
        data: dict[str, Any] = {
            "id": memo_id or new_id("m"),
            "on": on,
            "content": self.draft.content("memo", body),
        }
        if author != self.coder:
            data["coder"] = author
        if time:
            data["time"] = time
        self.draft.event("memo", data)
        self.report.added += 1
        if on is not None:
            for coding in moving.present(self.study, on):
                self.on_codings.setdefault(coding, []).append(body["text"])

    def _take_over(self) -> None:
        """A codings.csv carries the words of memos, but neither their authors nor their dates: where it
        was read in before, the same words stand here already."""
        if not self.on_codings:
            return
        for memo_id, on, content in self.study.rows(
            "SELECT m.memo_id, m.on_id, m.content FROM memo m JOIN act a ON a.n = m.added"
            " WHERE a.verb = 'import codings' AND m.ended IS NULL AND m.on_id IS NOT NULL ORDER BY m.n"
        ):
            words = (self.study.content(content) or {}).get("text", "").strip()
            for coding in moving.present(self.study, on):
                if "\n".join(self.on_codings.get(coding, ())).strip() == words:
                    self.ended.append(memo_id)
                    self.report.replaced += 1
                    break

    def _known(self, where: str, memo_id: str, body: dict[str, str]) -> None:
        self.report.known.append(memo_id)
        content, ended = self.here[memo_id]
        if ended is not None:
            self.report.notes.append(Problem(where, f"{memo_id} was taken back here, and left so"))
            return
        stored = self.study.content(content) or {}
        if any(stored.get(name, "") != body.get(name, "") for name in ("text", "title")):
            self.report.notes.append(
                Problem(
                    where,
                    f"{memo_id} says something else here",
                    "",
                    "It was left out; empty the memo_id to add it as a memo of its own",
                )
            )

    def _subject(self, cells: dict[str, str]) -> tuple[str | None, str]:
        on, kind = cells.get("on", ""), cells.get("kind", "")
        if not on:
            if kind not in ("", DIARY):
                raise CodingError("", f"is about a {kind}, but the row names no id under on")
            return None, ""
        if kind == DIARY:
            raise CodingError("", f"is a {DIARY} entry on {on}", "an empty cell under on")
        if on in self.in_file and kind in ("", "memo"):
            return on, ""
        try:
            return checked_subject(self.study, on, kind if kind in MEMO_KINDS else None)
        except CodingError:
            # A project that has the coding of today need not know the one it stands in for.
            now = cells.get("coding_id", "")
            if not now or now == on:
                raise
            return checked_subject(self.study, now, "coding")


def _key(about: Subject, author: str, title: str, text: str) -> tuple[str, ...]:
    """Equal for memos that say the same of the same; a spreadsheet may have changed the line ends."""
    return (about.kind, about.present, author, title, text.replace("\r\n", "\n").strip())
