"""The history as a file for examiners: a page, Markdown, or a sheet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.analysis.journal import Entry, entries, framed
from qualcode.analysis.plain import records
from qualcode.core.lists import joined, parted
from qualcode.errors import ExportError, UsageError, counted
from qualcode.present import PROGRAM, OpenProject
from qualcode.present.html_paper import HtmlPaper, safe
from qualcode.present.markdown import MarkdownPaper
from qualcode.present.memos import day
from qualcode.present.sheets import save_frame
from qualcode.store import Study

if TYPE_CHECKING:
    import pandas as pd

SUFFIXES = (".csv", ".html", ".htm", ".md")


def save_journal(
    project: OpenProject | Study | pd.DataFrame,
    path: str | Path,
    *,
    coder: str | None = None,
    document: str | None = None,
    code: str | None = None,
    verb: str | Iterable[str] | None = None,
    since: str | date | None = None,
    until: str | date | None = None,
    coding: str | None = None,
) -> int:
    """Write the history as .html, .md or .csv; returns how many acts.

    project: a project, whose history is filtered as in `journal`; or a frame that `journal` made. The
    .csv has the columns of that frame (UTF-8 with BOM, `'` before what a spreadsheet would run). The
    .html is one page that loads nothing and runs nothing.

    Raises what `journal` raises, ExportError for another suffix or where the file cannot be written.
    """
    import pandas as pd

    path = Path(path)
    suffix = path.suffix.casefold()
    if suffix not in SUFFIXES:
        raise ExportError(
            str(path),
            f"no format {path.suffix or '(none)'}",
            ", ".join(SUFFIXES),
            "Name a new file",
        )
    asked = {
        "coder": coder,
        "document": document,
        "code": code,
        "verb": verb,
        "since": since,
        "until": until,
        "coding": coding,
    }
    given = {
        name: value
        for name, value in asked.items()
        if value is not None and not (isinstance(value, str) and not value)
    }
    if isinstance(project, pd.DataFrame):
        if given:
            raise UsageError(
                "journal", "a frame is filtered already", next="Pass the project to filter"
            )
        found = _from_frame(project)
        title, provenance = "Journal", PROGRAM
    else:
        study = project if isinstance(project, Study) else project.study
        found = entries(study, **asked)  # type: ignore[arg-type]
        title = f"Journal of {study.title}"
        provenance = f"{study.title}, act {study.last_act}, {PROGRAM}"
    facts = _facts(found, given)
    if suffix == ".csv":
        save_frame(framed(found), path)
    elif suffix == ".md":
        _markdown(title, facts, found, provenance).save(path)
    else:
        _page(title, facts, found, provenance).save(path)
    return len(found)


def _from_frame(frame: pd.DataFrame) -> list[Entry]:
    columns = ("act", "act_id", "time", "coder", "verb", "what", "documents", "codes", "undone_by")
    if missing := [name for name in columns if name not in frame]:
        raise UsageError(
            "journal", f"the frame has no column {missing[0]}", next="Use project.history()"
        )
    return [
        Entry(
            int(row["act"]),
            row["act_id"],
            row["time"],
            row["coder"],
            row["verb"],
            (row["what"],) if row["what"] else (),
            tuple(parted(row["documents"])),
            tuple(parted(row["codes"])),
            None if row["undone_by"] is None or row["undone_by"] != row["undone_by"]
            else int(row["undone_by"]),
        )
        for row in records(frame)
    ]  # fmt: skip


def _facts(found: list[Entry], given: dict[str, Any]) -> list[str]:
    lines = ["No acts." if not found else f"{counted(len(found), 'act')}."]
    if found:
        first, last = found[0].time[:10], found[-1].time[:10]
        people = list(dict.fromkeys(entry.coder for entry in found))
        when = day(first) if first == last else f"{day(first)} to {day(last)}"
        lines = [f"{counted(len(found), 'act')} by {joined(people)}, {when}."]
    if given:
        said = [
            f"{name} {joined(map(str, value)) if name == 'verb' and not isinstance(value, str) else value}"
            for name, value in given.items()
        ]
        lines.append(f"Only acts with: {', '.join(said)}.")
    undone = sum(entry.undone_by is not None for entry in found)
    if undone:
        lines.append(
            f"{counted(undone, 'act')} of these {'was' if undone == 1 else 'were'} undone."
        )
    return lines


def _undone(entry: Entry) -> str:
    return "" if entry.undone_by is None else f"undone by act {entry.undone_by}"


def _page(title: str, facts: list[str], found: list[Entry], provenance: str) -> HtmlPaper:
    paper = HtmlPaper(title, wide=True)
    paper.heading(title)
    for line in facts:
        paper.paragraph(line)
    out = [
        '<table><thead><tr><th scope="col">Act</th><th scope="col">Time</th><th scope="col">Who</th>'
        '<th scope="col">Verb</th><th scope="col">What</th></tr></thead><tbody>'
    ]
    for entry in found:
        said = "".join(map(safe, entry.parts))
        if len(entry.parts) > 1:
            said = f"<ul>{''.join(f'<li>{safe(part)}</li>' for part in entry.parts)}</ul>"
        if entry.undone_by is not None:
            said += f' <span class="note">({_undone(entry)})</span>'
        mark = "" if entry.undone_by is None else ' class="undone"'
        out.append(
            f'<tr{mark} id="act-{entry.act}"><td class="fix">{entry.act}</td>'
            f'<td class="fix"><time datetime="{safe(entry.time)}">{safe(_when(entry.time))}</time></td>'
            f'<td dir="auto">{safe(entry.coder)}</td><td>{safe(entry.verb)}</td>'
            f'<td dir="auto">{said}</td></tr>'
        )
    out.append("</tbody></table>")
    paper.raw(out)
    paper.note(provenance)
    return paper


def _when(time: str) -> str:
    """`2018-03-12 14:05`; the zone stands in the machine-readable form."""
    return time[:16].replace("T", " ")


def _markdown(title: str, facts: list[str], found: list[Entry], provenance: str) -> MarkdownPaper:
    paper = MarkdownPaper(title)
    paper.heading(title)
    for line in facts:
        paper.paragraph(line)
    shown = ""
    for entry in found:
        if entry.time[:10] != shown:
            shown = entry.time[:10]
            paper.heading(day(shown), 2)
        mark = f", {_undone(entry)}" if entry.undone_by is not None else ""
        paper.paragraph(
            f"Act {entry.act}, {entry.time[11:16]}, {entry.coder}, {entry.verb}{mark}", "bold"
        )
        for part in entry.parts:
            paper.paragraph(part, "bullet")
    paper.paragraph(provenance, "italic")
    return paper
