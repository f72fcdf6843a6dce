"""Quotations and key words in context as files: .csv, .xlsx, .html, .md, .docx."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.core.outfiles import write_whole
from qualcode.errors import UsageError, counted, listing
from qualcode.present.page import PAGE_STYLE
from qualcode.present.sheets import (
    QUOTATIONS_MOST,
    SheetBook,
    cell_value,
    csv_text,
    fit_widths,
    sheet_text,
)
from qualcode.present.sheets import number as plain_number
from qualcode.present.table import escape
from qualcode.readers.papers import clean

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.present.findings import Sheet

FORMATS = (".csv", ".xlsx", ".html", ".md", ".docx")
_WIDTHS = {
    "before": 60, "quotation": 80, "after": 60, "source": 40, "overlap": 60, "excerpt": 60,
    "left": 50, "match": 24, "right": 50, "turn": 8, "start": 8, "end": 8, "coding_id": 36,
}  # fmt: skip
_STYLE = """
.qc-passages blockquote{margin:0;white-space:pre-line;overflow-wrap:break-word}
.qc-passages li{margin:.9em 0}
.qc-passages p{margin:.2em 0;opacity:.7}
.qc-passages cite{font-style:normal;font-size:.85em;opacity:.8}
.qc-kwic{border-collapse:collapse}
.qc-kwic td{padding:.15em .5em;vertical-align:baseline}
.qc-kwic td:nth-child(1){text-align:right}
.qc-kwic td:nth-child(2){font-weight:600;white-space:nowrap}
.qc-kwic td:nth-child(4){font-size:.85em;opacity:.8}
""".strip()


def save_quotes(frame: pd.DataFrame, path: str | Path, *, title: str = "") -> Path:
    """Write quotations (from `quotes`) or key words in context (from `kwic`) as the suffix says.

    .csv and .xlsx hold every column of the frame, and nothing in them runs as a formula; .html, .md and
    .docx are for reading: each quotation with its context, source, turn, code and excerpt, or each hit
    between its words. title: the heading of those; by default what it is. A missing value is empty.
    Returns the path. Raises UsageError for another suffix and for a frame that is neither, ExportError
    where the file cannot be written.
    """
    path = Path(path)
    suffix = path.suffix.casefold()
    if suffix not in FORMATS:
        raise UsageError(
            str(path), f"no format for quotations {suffix or '(none)'}", ", ".join(FORMATS)
        )
    if "quotation" not in frame and not {"left", "match", "right"} <= set(frame.columns):
        raise UsageError(
            "frame", f"columns {listing(frame.columns)}", "what quotes or kwic returned"
        )
    if suffix == ".csv":
        write_whole(path, FORMATS, lambda part: _csv(frame, part))
    elif suffix == ".xlsx":
        write_whole(path, FORMATS, lambda part: _workbook(frame, part, title))
    elif suffix == ".html":
        page = _page(frame, title)
        write_whole(path, FORMATS, lambda part: part.write_bytes(page.encode("utf-8")))
    elif suffix == ".md":
        from qualcode.present.markdown import MarkdownPaper

        sheet = MarkdownPaper(_title(frame, title))
        _read(frame, sheet, title)
        sheet.save(path)
    else:
        from qualcode.present.word import Paper

        paper = Paper(_title(frame, title), landscape=_is_kwic(frame))
        _read(frame, paper, title)
        paper.save(path)
    return path


def _is_kwic(frame: pd.DataFrame) -> bool:
    return "quotation" not in frame


def _title(frame: pd.DataFrame, title: str) -> str:
    return title or ("Words in context" if _is_kwic(frame) else "Quotations")


def _number_of(frame: pd.DataFrame) -> str:
    """`12 quotations`, `20 of 13,204 hits`."""
    if not _is_kwic(frame):
        return counted(len(frame), "quotation")
    hits = frame.attrs.get("hits", len(frame))
    every = counted(hits, "hit")
    return every if hits == len(frame) else f"{len(frame):,} of {every}"


def _text(value: Any) -> str:
    import pandas as pd

    return "" if value is None or value is pd.NA or value != value else str(value)


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


# -- all columns -------------------------------------------------------------------------------------------


def _yes(value: Any) -> Any:
    """A truth as a person writes it: programs take `False` for a text."""
    return ("yes" if value else "no") if isinstance(value, bool) else value


def _csv(frame: pd.DataFrame, path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([csv_text(name) for name in frame.columns])
        for row in frame.itertuples(index=False, name=None):
            cells = map(_yes, row)
            writer.writerow(
                [
                    plain_number(v)
                    if not isinstance(v, str) and _is_number(v)
                    else csv_text(_text(v))
                    for v in cells
                ]
            )


def _is_number(value: Any) -> bool:
    from numbers import Real

    return isinstance(value, Real) and value == value


def _workbook(frame: pd.DataFrame, path: Path, title: str) -> None:
    buffer = io.BytesIO()
    book = SheetBook(buffer)
    sheet = book.book.add_worksheet("Words in context" if _is_kwic(frame) else "Quotations")
    names = [str(name) for name in frame.columns]
    widths = [_WIDTHS.get(name, 16) for name in names]
    for at, (name, width) in enumerate(zip(names, widths, strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, sheet_text(name), book.head_left)
    right = book.format(text_wrap=True, align="right")
    line = 0
    for row in frame.head(QUOTATIONS_MOST).itertuples(index=False, name=None):
        line += 1
        for at, value in enumerate(map(_yes, row)):
            cell_value(sheet, line, at, value, right if names[at] == "left" else book.text)
        fit_widths(sheet, line, list(zip(map(_text, row), widths, strict=True)))
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    if len(names):
        sheet.autofilter(0, 0, line, len(names) - 1)
    if len(frame) > line:
        sheet.write_string(line + 1, 0, f"These are the first {line:,} of {len(frame):,}.")
    book.book.set_properties({"title": sheet_text(_title(frame, title))[:255]})
    book.book.close()
    path.write_bytes(buffer.getvalue())


# -- for reading -------------------------------------------------------------------------------------------


def _facts(row: dict[str, Any]) -> str:
    """`IP07, P7, Commissioner · turn 4 · trust · coded by AB`."""
    facts = [
        _text(row.get("source")),
        f"turn {_text(row.get('turn'))}" if _text(row.get("turn")) else "",
        _text(row.get("code")),
        f"coded by {_text(row.get('coder'))}" if _text(row.get("coder")) else "",
        "key quotation" if row.get("key") is True else "",
    ]
    return " · ".join(filter(None, facts))


def _place(row: dict[str, Any]) -> str:
    """`IP07, turn 4, ANN`."""
    facts = [_text(row["document"]), f"turn {_text(row['turn'])}", _text(row["speaker"])]
    return ", ".join(filter(None, facts))


def _read(frame: pd.DataFrame, sheet: Sheet, title: str) -> None:
    sheet.heading(_title(frame, title), 1)
    sheet.paragraph(_number_of(frame) + ".")
    if _is_kwic(frame):
        rows = [
            [_text(r["left"]).strip(), _text(r["match"]), _text(r["right"]).strip(), _place(r)]
            for r in _rows(frame)
        ]
        if rows:
            sheet.table([["before", "words", "after", "where"]], rows, "rcll")
        return
    for row in _rows(frame):
        if before := _text(row.get("before")):
            sheet.paragraph(f"… {before}", "italic")
        sheet.quotation(_text(row["quotation"]), _facts(row))
        if excerpt := _text(row.get("excerpt")):
            sheet.paragraph(f"Shortened: {excerpt}")
        if overlap := _text(row.get("overlap")):
            sheet.paragraph(f"Shared with the other codes: {overlap}")
        if after := _text(row.get("after")):
            sheet.paragraph(f"{after} …", "italic")


def _safe(text: Any) -> str:
    return escape(clean(_text(text)))


def _page(frame: pd.DataFrame, title: str) -> str:
    """A page without scripts that loads nothing from anywhere."""
    head = _safe(_title(frame, title))
    parts = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{head}</title>",
        f"<style>{PAGE_STYLE}\n{_STYLE}</style>",
        "</head>",
        "<body>",
        "<main>",
        f"<h1>{head}</h1>",
        f"<p>{_safe(_number_of(frame))}.</p>",
    ]
    if _is_kwic(frame):
        parts.append('<table class="qc-kwic">')
        for row in _rows(frame):
            cells = (row["left"], row["match"], row["right"], _place(row))
            parts.append(
                "<tr>" + "".join(f'<td dir="auto">{_safe(cell)}</td>' for cell in cells) + "</tr>"
            )
        parts.append("</table>")
    else:
        parts.append('<ol class="qc-passages">')
        for row in _rows(frame):
            lines = [f'<li title="{_safe(row.get("coding_id"))}">']
            if before := _safe(row.get("before")):
                lines.append(f'<p dir="auto">… {before}</p>')
            lines.append(f'<blockquote dir="auto">{_safe(row["quotation"])}</blockquote>')
            if after := _safe(row.get("after")):
                lines.append(f'<p dir="auto">{after} …</p>')
            lines.append(f"<cite>{_safe(_facts(row))}</cite>")
            if excerpt := _safe(row.get("excerpt")):
                lines.append(f'<p dir="auto">Shortened: {excerpt}</p>')
            if overlap := _safe(row.get("overlap")):
                lines.append(f'<p dir="auto">Shared with the other codes: {overlap}</p>')
            parts.append("".join(lines) + "</li>")
        parts.append("</ol>")
    parts += ["</main>", "</body>", "</html>", ""]
    return "\n".join(parts)
