"""The worksheet of a settlement as a sheet that is filled in elsewhere."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.analysis.to_settle import BOTH, NONE
from qualcode.core.outfiles import write_whole
from qualcode.readers.papers import clean

if TYPE_CHECKING:
    import pandas as pd

_FILLED_IN = ("settle", "code", "start", "end", "reason")
_RUNS = "=+-@\t\r"  # what a spreadsheet would run
_CELL_MOST = 16_000  # Excel takes 32,767 UTF-16 units, and a character may be two


def write_settlement(frame: pd.DataFrame, path: str | Path) -> int:
    """Write a frame of `settlement` as .csv or .xlsx to be filled in; returns how many rows.

    In a workbook the columns to fill in are shaded and `settle` offers its values. Text that a spreadsheet
    would run has an apostrophe before it, which `settle` takes away again. Raises ExportError.
    """
    rows = [
        ["" if cell is None else cell for cell in row]
        for row in frame.astype(object).where(frame.notna(), None).to_numpy().tolist()
    ]
    heads = list(frame.columns)

    def write(part: Path) -> None:
        if part.suffix.casefold() == ".xlsx":
            part.write_bytes(_workbook(heads, rows))
            return
        # With the mark by which spreadsheets know UTF-8.
        with part.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, lineterminator="\r\n")
            writer.writerow(map(guarded, heads))
            writer.writerows(map(guarded, row) for row in rows)

    write_whole(path, (".csv", ".xlsx"), write)
    return len(rows)


def guarded(cell: Any) -> Any:
    """A cell that no spreadsheet runs."""
    text = isinstance(cell, str) and cell.lstrip()[:1]
    return f"'{cell}" if text and text in _RUNS else cell


def unguarded(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:].lstrip()[:1] in tuple(_RUNS) else cell


def _workbook(heads: Sequence[str], rows: Collection[Sequence[Any]]) -> bytes:
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    book = Workbook(
        buffer,
        {
            "in_memory": True,  # else quotations would lie in the temporary folder for a while
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    sheet = book.add_worksheet("Settle")
    plain = book.add_format({"valign": "top", "text_wrap": True})
    fill_in = book.add_format(
        {"valign": "top", "text_wrap": True, "bg_color": "#F2F2F2", "border": 1}
    )
    bold = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "bottom"})
    coders = [head.removesuffix(" quotation") for head in heads if head.endswith(" quotation")]
    for at, head in enumerate(heads):
        width = 44 if head.endswith("quotation") else 30 if head == "reason" else 14
        sheet.set_column(at, at, width, None, {"hidden": head in ("settle_id", "codings")})
        sheet.write_string(0, at, clean(head), bold)
    for down, row in enumerate(rows, 1):
        for at, (head, cell) in enumerate(zip(heads, row, strict=True)):
            form = fill_in if head in _FILLED_IN else plain
            if not isinstance(cell, str):
                sheet.write_number(down, at, cell, form)
            elif cell:
                sheet.write_string(down, at, _cell(cell), form)
            else:
                sheet.write_blank(down, at, None, form)
    sheet.freeze_panes(1, 0)
    choices = [*coders, BOTH, NONE]
    if "settle" in heads and rows and len(",".join(choices)) < 255 and "," not in "".join(choices):
        at = heads.index("settle")
        sheet.data_validation(1, at, len(rows), at, {"validate": "list", "source": choices})
    said = book.add_worksheet("How to fill in")
    said.set_column(0, 0, 100)
    for down, text in enumerate(_how(coders)):
        said.write_string(down, 0, text, plain)
    book.close()
    return buffer.getvalue()


def _cell(text: str) -> str:
    """Text that fits into a cell. xlsxwriter takes <r>…</r> for its own rich text, and would write it as it
    stands into the XML."""
    text = clean(text)
    if text.startswith("<r>") and text.endswith("</r>"):
        text += " "
    return text if len(text) <= _CELL_MOST else f"{text[:_CELL_MOST]} … [cut here]"


def _how(coders: Sequence[str]) -> list[str]:
    return [
        "One row for each thing that the coders agree or differ on. Fill in the shaded columns.",
        f"settle: {', '.join(coders)} (take this coder's), {BOTH} (all of the row's), {NONE} (leave it out).",
        "A row of the kind agreed is carried over when settle is empty.",
        "code, start, end: another code or other edges than any coder's; settle may then be empty.",
        "reason: becomes a memo on the coding of the consensus.",
        "A row of the kind “not considered by …” cannot be settled: not everybody looked for that code.",
        "Hand it in: qualcode double settle PROJECT SAMPLE this-file",
    ]
