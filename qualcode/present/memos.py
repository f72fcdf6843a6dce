"""Memos as a document to read: by date, by code, by document or by person."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from qualcode.analysis.memos import DIARY, Memo, framed, select_memos
from qualcode.analysis.places import PURGED
from qualcode.core.asked import called
from qualcode.errors import ExportError, UsageError, counted, listing
from qualcode.present import PROGRAM, OpenProject
from qualcode.present.html_paper import HtmlPaper
from qualcode.present.markdown import MarkdownPaper
from qualcode.present.sheets import save_frame
from qualcode.store import Study, state

if TYPE_CHECKING:
    import pandas as pd

ORDERS = ("date", "code", "document", "participant")
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
OTHERS = {
    "code": "Not on a code",
    "document": "Not on a document",
    "participant": "Not on a participant",
}


class _Paper(Protocol):
    """What every kind of document can do, as far as a memo book needs it."""

    def heading(self, text: str, level: int = 1) -> None: ...

    def paragraph(self, text: str, style: str | None = None) -> None: ...

    def quotation(self, text: str, source: str = "") -> None: ...

    def save(self, path: str | Path) -> None: ...


@dataclass(frozen=True, slots=True)
class Section:
    """Memos under one heading, oldest first. note: the definition of a code, or ""."""

    heading: str
    note: str
    memos: tuple[Memo, ...]


@dataclass
class MemoBook:
    """Memos in an order to be read in. Every memo stands in one section.

    frame: the memos as rows (see `Project.memos`), in the order of the book. filters: what was asked
    for, in words. provenance: study, program and last act.
    """

    title: str
    by: str
    sections: list[Section] = field(default_factory=list)
    filters: list[str] = field(default_factory=list)
    provenance: str = ""

    @property
    def memos(self) -> list[Memo]:
        return [memo for section in self.sections for memo in section.memos]

    @property
    def frame(self) -> pd.DataFrame:
        return framed(self.memos)

    @property
    def facts(self) -> str:
        """`3 memos by AB (2) and CD (1), 12 March 2018 to 4 May 2018`."""
        memos = self.memos
        if not memos:
            return "No memos."
        people = Counter(memo.coder for memo in memos)
        who = listing((f"{name} ({number:,})" for name, number in people.most_common()), 20)
        days = sorted(memo.time[:10] for memo in memos)
        when = day(days[0]) if days[0] == days[-1] else f"{day(days[0])} to {day(days[-1])}"
        return f"{counted(len(memos), 'memo')} by {who}, {when}."

    def __str__(self) -> str:
        return self.to_markdown()

    def save(self, path: str | Path) -> Path:
        """Write .md, .docx, .html or .csv, as the suffix says; ExportError for another one."""
        path = Path(path)
        write: dict[str, Callable[[Path], object]] = {
            ".md": self.to_markdown,
            ".docx": self.to_word,
            ".html": self.to_html,
            ".htm": self.to_html,
            ".csv": self.to_csv,
        }
        if path.suffix.casefold() not in write:
            raise ExportError(
                str(path),
                f"no format {path.suffix or '(none)'}",
                ", ".join(write),
                "Name a new file",
            )
        write[path.suffix.casefold()](path)
        return path

    def to_markdown(self, path: str | Path | None = None) -> str:
        """The book as Markdown; written to `path` where one is given (.md)."""
        paper = MarkdownPaper(self.title)
        self._write(paper)
        if path is not None:
            paper.save(path)
        return paper.text

    def to_html(self, path: str | Path | None = None) -> str:
        """The book as one HTML page; written to `path` where one is given (.html)."""
        paper = HtmlPaper(self.title)
        self._write(paper)
        if path is not None:
            paper.save(path)
        return paper.text

    def to_word(self, path: str | Path) -> None:
        """Write the book as a Word document (.docx)."""
        from qualcode.present.word import Paper

        paper = Paper(self.title)
        self._write(paper)
        paper.save(path)

    def to_csv(self, path: str | Path) -> None:
        """Write the frame for a spreadsheet: UTF-8 with BOM, `'` before what would run as a formula.

        For a file that can come back, see `Project.export_memos`.
        """
        save_frame(self.frame, path)

    def _write(self, paper: _Paper) -> None:
        paper.heading(self.title, 1)
        paper.paragraph(" ".join([self.facts, *self.filters]))
        for section in self.sections:
            paper.heading(section.heading, 2)
            if section.note:
                paper.paragraph(section.note, "italic")
            for memo in section.memos:
                self._memo(paper, memo)
        paper.paragraph(self.provenance, "italic")

    def _memo(self, paper: _Paper, memo: Memo) -> None:
        about = memo.subject
        clock = memo.time[11:16]
        when = [clock] if self.by == "date" else [day(memo.time[:10]), clock]
        head = ", ".join(part for part in (memo.coder, *when) if part)
        paper.heading(f"{memo.title} ({head})" if memo.title else head, 3)
        if about.kind != DIARY:
            paper.paragraph(f"On {about.named()}", "italic")
        if about.quotation:
            # An interview often has the name of the person: once is enough.
            source = dict.fromkeys([about.document, about.participant])
            paper.quotation(about.quotation, ", ".join(part for part in source if part))
        for part in re.split(r"\n[ \t]*\n\s*", memo.text.strip()) if memo.text else [PURGED]:
            paper.paragraph(part)
        if memo.edited:
            paper.paragraph(f"Changed on {day(memo.edited[:10])}.", "italic")


def memo_book(
    project: OpenProject | Study,
    by: str = "date",
    *,
    words: str | None = None,
    on: str | int | None = None,
    code: str | None = None,
    document: str | None = None,
    participant: str | None = None,
    coder: str | None = None,
    since: str | date | None = None,
    until: str | date | None = None,
    kind: str | None = None,
) -> MemoBook:
    """Memos as a document: all of them, or those that `find_memos` finds for the same words and filters.

    by: "date" (a heading for each day), "code" (in codebook order, with definitions), "document" or
    "participant". A memo that is on none of these stands at the end, the study diary before the others.
    Raises UsageError for another order, and what `find_memos` raises.
    """
    if not isinstance(by, str) or by not in ORDERS:
        raise UsageError("by", called(by), listing(ORDERS))
    study = project if isinstance(project, Study) else project.study
    asked = {
        "on": on,
        "code": code,
        "document": document,
        "participant": participant,
        "coder": coder,
        "since": since,
        "until": until,
        "kind": kind,
    }
    memos = select_memos(study, words, **asked)  # type: ignore[arg-type]
    said = [
        f"{name} {value}"
        for name, value in {"words": words, **asked}.items()
        if value is not None and value != ""
    ]
    return MemoBook(
        f"Memos of {study.title}",
        by,
        _sections(study, by, sorted(memos, key=lambda memo: memo.time)),
        [f"Only: {', '.join(said)}."] if said else [],
        f"{study.title}, act {study.last_act}, {PROGRAM}",
    )


def _sections(study: Study, by: str, memos: list[Memo]) -> list[Section]:
    groups: dict[str, list[Memo]] = {}
    for memo in memos:
        about = memo.subject
        key = {
            "date": memo.time[:10],
            "code": about.codes[0] if about.codes else "",
            "document": about.document,
            "participant": about.participant,
        }[by]
        groups.setdefault(key, []).append(memo)
    if by == "date":
        return [Section(day(key), "", tuple(own)) for key, own in groups.items()]
    book = state.codebook(study)
    order = {
        "code": list(book.codes),
        "document": list(state.versions(study)),
        "participant": state.people(study).people(),
    }[by]
    keys = [key for key in order if key in groups]
    keys += [key for key in groups if key not in order and key]
    found = []
    for key in keys:
        heading, note = key, ""
        if by == "code" and key in book:
            entry = book[key]
            heading = key if entry.label == key else f"{entry.label} ({key})"
            note = entry.definition
        found.append(Section(heading, note, tuple(groups[key])))
    rest = groups.get("", [])
    diary = tuple(memo for memo in rest if memo.subject.kind == DIARY)
    others = tuple(memo for memo in rest if memo.subject.kind != DIARY)
    found += [Section("Study diary", "", diary)] if diary else []
    found += [Section(OTHERS[by], "", others)] if others else []
    return found


def day(text: str) -> str:
    """`12 March 2018`, in English wherever the program runs; as given where it is no date."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{found.day} {MONTHS[found.month - 1]} {found.year}"
