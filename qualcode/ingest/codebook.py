"""A codebook file into the project."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qualcode.core.codebook import Codebook, lacking
from qualcode.errors import CodebookError, Problem, counted, listing
from qualcode.readers.codebooks import read_codebook
from qualcode.store import Draft, Study, state


@dataclass
class CodebookReport:
    """What loading a codebook changed. Lists of ids: added, removed, changed (their definition did, so
    that codings made before are stale). stale: codings that are stale because of this load."""

    file: str
    title: str = ""
    codes: int = 0
    themes: int = 0
    hash: str = ""
    same: bool = False
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    doubts: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [
            f"{self.file}: {counted(self.codes, 'code')} in {counted(self.themes, 'theme')},"
            f" codebook {self.hash}" + (" (as before)" if self.same else "")
        ]
        for names, what in (
            (self.added, "new"),
            (self.removed, "no longer there"),
            (self.changed, "defined anew; codings made before are stale"),
        ):
            if names and not (what == "new" and len(names) == self.codes):
                lines.append(f"  {what}: {listing(names)}")
        lines += [f"  {doubt}" for doubt in self.doubts]
        return "\n".join(lines)

    def as_data(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "title": self.title,
            "codes": self.codes,
            "themes": self.themes,
            "hash": self.hash,
            "same": self.same,
            "added": self.added,
            "removed": self.removed,
            "changed": self.changed,
            "doubts": [doubt.as_dict() for doubt in self.doubts],
        }


def load_codebook(study: Study, path: str | Path, *, coder: str) -> CodebookReport:
    """Make the codebook in a file the project's, as one act; the same one again changes nothing.

    Raises CodebookError, changing nothing, with every problem of the file, or where it lacks a code that
    codings in the project use.
    """
    book, doubts = read_codebook(path)
    name = Path(path).name
    report = CodebookReport(name, book.title, len(book), len(book.themes), book.hash, doubts=doubts)

    def prepare() -> Draft:
        before = state.codebook(study)
        problems = lacking(book, state.used_codes(study), name)
        if problems:
            raise CodebookError(
                problems[0].where, problems[0].found, problems[0].allowed, problems[0].next
            )
        compare(report, before, book)
        draft = Draft()
        if not report.same:
            draft.event(
                "codebook",
                {"hash": book.hash, "content": draft.content("codebook", book.as_data())},
            )
        return draft

    study.write("load codebook", coder, prepare)
    return report


def compare(report: CodebookReport, before: Codebook, after: Codebook) -> None:
    report.same = len(before) > 0 and before.hash == after.hash
    report.added = [code for code in after.codes if code not in before]
    report.removed = [code for code in before.codes if code not in after]
    report.changed = [
        code for code in after.codes if code in before and after[code].hash != before[code].hash
    ]
