"""Tables as CSV and as a workbook: numbers stay numbers, and no word of a study runs as a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from numbers import Integral, Real
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.core.outfiles import write_whole
from qualcode.present.table import ABSENT, GUARDED, TESTS
from qualcode.readers.papers import clean

if TYPE_CHECKING:
    import pandas as pd
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from qualcode.present.table import Table

NUMBER_FORMATS = {
    "n": "#,##0",
    "share": "0%",
    "per_1000_words": "0.0",
    "p": "0.000",
    "coefficient": "0.00",
}
# Excel ends a sheet at 1,048,576 rows; the head and the sentence on what is missing need two of them.
QUOTATIONS_MOST = 1_000_000
CELL_MOST = 32_767  # UTF-16 units in one cell
LINKS_MOST = 65_000  # Excel refuses a sheet with more than 65,530

# What a spreadsheet runs. It skips white space and invisible characters before the sign, and Excel set
# to Japanese or Chinese takes the full-width signs too.
_RUNS = re.compile(
    r"[\s\ufeff\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069]*[=+\-@\t\r\n＝＋－＠]"
)


@dataclass(frozen=True, slots=True)
class Behind:
    """The codings behind the cells of one row: its place, the places of the columns that share them
    (all columns of a frequency table do), what the columns are called, and the quotations."""

    row: int
    columns: tuple[int, ...]
    name: str
    quotes: pd.DataFrame


def flat(head: tuple[str, ...]) -> str:
    """The levels of a column head in one text."""
    return " × ".join(head)


def number(value: Any) -> int | float | None:
    """The plain number of a cell; None for a missing value."""
    import pandas as pd

    if value is None or value is pd.NA or value != value:
        return None
    return int(value) if isinstance(value, Integral) else float(value)


def rows_of(table: Table) -> list[tuple[str, str]]:
    """Id and label of each row."""
    return [(str(row), str(table.labels.get(row, row))) for row in table.frame.index]


def behind(table: Table) -> Iterator[Behind]:
    """The quotations of every cell that has any, row by row; nothing for a table made from a frame.

    Disclosure control holds back those of small and hidden numbers.
    """
    if table._quotes is None:
        return
    heads = table.heads
    if table.what.attributes:
        groups: list[tuple[int, ...]] = [(at,) for at in range(len(heads))]
        names = [flat(head) for head in heads]
    else:
        # Columns of a frequency table are units of the same codings (per coder, where each counts).
        groups = [
            tuple(members)
            for _, members in groupby(range(len(heads)), key=lambda at: heads[at][:-1])
        ]
        names = [flat(heads[group[0]][:-1]) for group in groups]
    for at, row in enumerate(table.frame.index):
        if not len(table.quotes(row)):
            continue
        # Only the table knows the column of a coding: one that crosses turns stands under several.
        for group, name in zip(groups, names, strict=True):
            if any(table.silent(at, column) for column in group):
                continue
            quotes = table.quotes(row, table.frame.columns[group[0]])
            if len(quotes):
                yield Behind(at, group, name, quotes)


# -- CSV ---------------------------------------------------------------------------------------------------


def csv_text(text: Any) -> str:
    """Text for a CSV cell, with an apostrophe before what a spreadsheet would run."""
    text = clean(text)
    return f"'{text}" if _RUNS.match(text) else text


def save_frame(frame: pd.DataFrame, path: str | Path) -> None:
    """Write a frame of texts and whole numbers for a spreadsheet: UTF-8 with BOM, `'` before what would
    run as a formula, nothing where something is missing."""

    def write(part: Path) -> None:
        with part.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, lineterminator="\r\n")
            writer.writerow(frame.columns)
            for row in frame.astype(object).where(frame.notna(), "").to_numpy().tolist():
                writer.writerow([cell if isinstance(cell, int) else csv_text(cell) for cell in row])

    write_whole(path, (".csv",), write)


def _ends(table: Table) -> list[tuple[str, str, list[Any]]]:
    """Both ends of the intervals as columns that stand beside the cells, where numbers stay numbers: name,
    how they are printed, values (texts where there is no number)."""
    found: list[tuple[str, str, list[Any]]] = []
    for column, head in enumerate(table.heads):
        if not table.has_ends(column):
            continue
        ends = [table.ends(at, column) for at in range(len(table.frame.index))]
        for place, end in enumerate(("low", "high")):
            values = [ABSENT if pair is None else pair[place] for pair in ends]
            found.append((f"{flat(head)}: {end}", table.measure_of(column), values))
    return found


def _beside(table: Table) -> list[tuple[str, str, list[Any]]]:
    """What stands beside a program's counts, as columns."""
    if table.beside is None:
        return []
    found: list[tuple[str, str, list[Any]]] = []
    for at, head in enumerate(table.beside.frame.columns):
        own = tuple(map(str, head)) if isinstance(head, tuple) else (str(head),)
        values = [number(value) for value in table.beside.frame.iloc[:, at]]
        shown = [ABSENT if value is None else value for value in values]
        found.append(
            (": ".join(filter(None, (flat(own[:-1]), own[-1]))), table.beside.kinds[own[-1]], shown)
        )
    return found


def _tested(table: Table) -> list[tuple[str, str, list[Any]]]:
    """The tests, and the residuals of each column, as columns."""
    if table.tests is None or table.residuals is None:
        return []
    named = {name: (name, kind) for name, _, kind in TESTS}
    columns = [(*named[str(name)], table.tests[name]) for name in table.tests.columns]
    columns += [
        (f"residual: {flat(head)}", "coefficient", table.residuals.iloc[:, at])
        for at, head in enumerate(table.heads)
    ]
    found: list[tuple[str, str, list[Any]]] = []
    for name, kind, values in columns:
        shown: list[Any] = []
        for at, value in enumerate(values):
            plain = number(value)
            if name == "n_people":
                people = table.tested_number(at)
                shown.append(GUARDED if people is None else people)
            elif table.untold(at, name):
                shown.append(GUARDED)
            else:
                shown.append(ABSENT if plain is None else plain)
        found.append((name, kind, shown))
    return found


def write_csv(table: Table, path: Path) -> None:
    """Write the numbers, raw and unrounded: UTF-8 with BOM and CRLF, as Excel reads it.

    Columns: id, label, one for each column of the table (levels joined by " × "), and all (the distinct
    total) where the table has attributes; missing is "–". Then, where the table has them, both ends of
    each interval, the tests, and the residual of each column. Under the body, after a blank row, the bases
    and one row for each note. Under disclosure control the numbers are those of print.
    """
    heads = [csv_text(flat(head)) for head in table.heads]
    totals = table.has_totals
    beside = [*_ends(table), *_beside(table), *_tested(table)]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        more = [csv_text(name) for name, _, _ in beside]
        writer.writerow(["id", "label", *heads, *([table.total_head] if totals else []), *more])
        body, texts = table.numbers(), table.cells()
        for at, (row, label) in enumerate(rows_of(table)):
            line: list[Any] = [csv_text(row), csv_text(label)]
            line += [
                texts[at][column] if value is None else value
                for column, value in enumerate(body[at])
            ]
            if totals:
                total = table.total_number(at)
                line.append(table.total_text(at) if total is None else total)
            writer.writerow([*line, *(values[at] for _, _, values in beside)])
        writer.writerow([])
        for unit in table.bases.columns:
            numbers = [table.base_number(unit, at) for at in range(len(heads))]
            bases = [
                table.base_text(unit, at) if value is None else value
                for at, value in enumerate(numbers)
            ]
            writer.writerow([csv_text(f"base: {unit}"), "", *bases])
        for note in [table.what.sentence(), *table.notes, table.provenance]:
            writer.writerow([csv_text(note)])


# -- workbook ----------------------------------------------------------------------------------------------


def sheet_text(text: Any) -> str:
    """Text that fits into a cell of a workbook; what is cut off is said at its end."""
    text = clean(text).replace("\r\n", "\n").replace("\r", "\n")
    if text.startswith("<r>") and text.endswith("</r>"):
        # xlsxwriter takes such a string for its own rich text and writes it into the XML unescaped.
        text += " "
    if len(text) <= CELL_MOST // 2 or _units(text) <= CELL_MOST:
        return text
    mark = f" … [cut here: {len(text):,} characters in all]"
    # A character beyond the BMP counts twice in Excel, and half a one would break the file.
    kept = text.encode("utf-16-le")[: 2 * (CELL_MOST - len(mark))].decode("utf-16-le", "ignore")
    return kept + mark


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


class SheetBook:
    """A workbook under construction, with the formats that its sheets share."""

    def __init__(self, target: io.BytesIO) -> None:
        from xlsxwriter import Workbook

        self.book = Workbook(
            target,
            {
                "in_memory": True,  # else quotations would lie in the temporary folder for a while
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def format(self, **properties: Any) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format({"valign": "top", **properties})
        return self._formats[key]

    @property
    def text(self) -> Format:
        return self.format(text_wrap=True)

    @property
    def head(self) -> Format:
        return self.format(
            bold=True,
            text_wrap=True,
            align="center",
            valign="vcenter",
            bottom=1,
            bg_color="#F2F2F2",
        )

    @property
    def head_left(self) -> Format:
        return self.format(bold=True, text_wrap=True, valign="bottom", bottom=1, bg_color="#F2F2F2")


def write_workbook(table: Table, path: Path) -> None:
    """Write a workbook with the sheets Table, Tests (of a tested table), Quotations (where the table has
    any) and What was counted. Both ends of intervals stand right of the table.

    A number with quotations behind it is a link to the first of them. OSError where the file cannot be
    written.
    """
    buffer = io.BytesIO()
    book = SheetBook(buffer)
    sheet = book.book.add_worksheet("Table")
    if table.tests is not None:
        _tests(table, book, book.book.add_worksheet("Tests"))
    links: dict[tuple[int, int], int] = {}
    said: list[str] = []
    if table._quotes is not None:
        links, said = _quotations(table, book, book.book.add_worksheet("Quotations"))
    _table(table, book, sheet, links, said)
    _counted(table, book, book.book.add_worksheet("What was counted"), said)
    book.book.set_properties({"title": sheet_text(table.what.sentence())[:255]})
    book.book.close()
    # xlsxwriter turns a file that cannot be written into an exception of its own; this stays OSError.
    path.write_bytes(buffer.getvalue())


def _table(
    table: Table,
    book: SheetBook,
    sheet: Worksheet,
    links: dict[tuple[int, int], int],
    said: list[str],
) -> None:
    heads, totals = table.heads, table.has_totals
    levels = max((len(head) for head in heads), default=1)
    last = 1 + len(heads) + totals
    beside = [*_ends(table), *_beside(table)]
    widths = [
        _width([row for row, _ in rows_of(table)], 10, 28),
        _width([label for _, label in rows_of(table)], 20, 48),
        *(_width(head[-1].split(), 10, 24) for head in heads),
        *([10] if totals else []),
    ]
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width)
    for at, (name, _, _) in enumerate(beside, last + 1):
        sheet.set_column(at, at, _width(name.split(), 10, 24))
        _merged(sheet, (0, at, levels - 1, at), name, book.head)
    for at, text in enumerate(("id", "label")):
        _merged(sheet, (0, at, levels - 1, at), text, book.head_left)
    if totals:
        _merged(sheet, (0, last, levels - 1, last), table.total_head, book.head)
    for level in range(levels):
        for start, end, text in spans(heads, level):
            _merged(sheet, (level, 2 + start, level, 2 + end), text, book.head)
        fit_widths(
            sheet,
            level,
            [(text, sum(widths[2 + start : 3 + end])) for start, end, text in spans(heads, level)]
            or [("", 1)],
        )

    absent = book.format(align="right", font_color="#7F7F7F")
    body, texts = table.numbers(), table.cells()
    for at, (row, label) in enumerate(rows_of(table)):
        line = levels + at
        sheet.write_string(line, 0, sheet_text(row), book.text)
        sheet.write_string(line, 1, sheet_text(label), book.text)
        fit_widths(sheet, line, [(row, widths[0]), (label, widths[1])])
        for column in range(len(heads)):
            plain = body[at][column]
            shown = NUMBER_FORMATS[table.measure_of(column)]
            target = links.get((at, column))
            if plain is None:
                sheet.write_string(line, 2 + column, texts[at][column], absent)
            elif target is None:
                sheet.write_number(line, 2 + column, plain, book.format(num_format=shown))
            else:
                linked = book.format(num_format=shown, font_color="#0563C1", underline=1)
                sheet.write_url(
                    line,
                    2 + column,
                    f"internal:'Quotations'!A{target + 1}",
                    linked,
                    texts[at][column],
                    "Show the quotations",
                )
                # The link stands beside the cell in the file; the number takes the place of its text.
                sheet.write_number(line, 2 + column, plain, linked)
        if totals:
            value, text = table.total_number(at), table.total_text(at)
            _number_or_text(sheet, line, last, value, text, "n", book)
        for place, (_, kind, values) in enumerate(beside, last + 1):
            _value_or_text(sheet, line, place, values[at], kind, book)
    line = levels + len(body)
    for at, unit in enumerate(table.bases.columns):
        rule = {"top": 1} if at == 0 else {}
        label = book.format(italic=True, **rule)
        sheet.write_blank(line, 0, None, label)
        sheet.write_string(line, 1, sheet_text(f"base: {unit}"), label)
        for column in range(len(heads)):
            value, text = table.base_number(unit, column), table.base_text(unit, column)
            _number_or_text(sheet, line, 2 + column, value, text, "n", book, italic=True, **rule)
        if totals:
            sheet.write_blank(line, last, None, label)
        line += 1
    line += 1
    for note in [table.what.sentence(), *table.notes, *said, table.provenance]:
        _merged(sheet, (line, 0, line, last), note, book.text)
        fit_widths(sheet, line, [(note, sum(widths))])
        line += 1
    sheet.freeze_panes(levels, 2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, levels - 1)


def spans(heads: list[tuple[str, ...]], level: int) -> list[tuple[int, int, str]]:
    """First column, last column and text of the heads of one level; the innermost are never merged."""
    found: list[tuple[int, int, str]] = []
    for at, head in enumerate(heads):
        if (
            level + 1 < len(head)
            and found
            and head[: level + 1] == heads[found[-1][0]][: level + 1]
        ):
            found[-1] = (found[-1][0], at, head[level])
        else:
            found.append((at, at, head[level]))
    return found


def _width(texts: list[str], least: int, most: int) -> int:
    return max(least, min(most, 2 + max(map(len, texts), default=0)))


def fit_widths(sheet: Worksheet, line: int, texts: list[tuple[str, float]]) -> None:
    """Make a row high enough for texts in columns of these widths.

    Excel does so by itself, but not for merged cells; LibreOffice lets the lines run over each other.
    """
    lines = max(
        sum(1 + int(len(part) / (0.9 * width)) for part in text.split("\n"))
        for text, width in texts
    )
    if lines > 1:
        sheet.set_row(line, min(409, 15 * lines))


def _merged(sheet: Worksheet, area: tuple[int, int, int, int], text: str, shape: Format) -> None:
    """Text in a cell or in several merged ones. `merge_range` guesses types, `write_string` does not."""
    if area[:2] != area[2:]:
        sheet.merge_range(*area, "", shape)
    sheet.write_string(area[0], area[1], sheet_text(text), shape)


def _number_or_text(
    sheet: Worksheet,
    line: int,
    column: int,
    value: float | None,
    text: str,
    kind: str,
    book: SheetBook,
    **more: Any,
) -> None:
    """A number, or where there is none what print shows in its place."""
    if value is None:
        sheet.write_string(line, column, text, book.format(align="right", font_color="#7F7F7F"))
    else:
        sheet.write_number(
            line, column, value, book.format(num_format=NUMBER_FORMATS[kind], **more)
        )


def _value_or_text(
    sheet: Worksheet, line: int, column: int, value: Any, kind: str, book: SheetBook
) -> None:
    text = value if isinstance(value, str) else ""
    _number_or_text(sheet, line, column, None if text else value, text, kind, book)


def _tests(table: Table, book: SheetBook, sheet: Worksheet) -> None:
    """The tests and the residuals, one row for each of the table."""
    columns = _tested(table)
    for at, text in enumerate(("id", "label", *(name for name, _, _ in columns))):
        sheet.write_string(0, at, sheet_text(text), book.head_left if at < 2 else book.head)
        sheet.set_column(at, at, (16, 32)[at] if at < 2 else _width(text.split(), 11, 24))
    for line, (row, label) in enumerate(rows_of(table), 1):
        sheet.write_string(line, 0, sheet_text(row), book.text)
        sheet.write_string(line, 1, sheet_text(label), book.text)
        for at, (_, kind, values) in enumerate(columns, 2):
            _value_or_text(sheet, line, at, values[line - 1], kind, book)
    line = len(table.frame.index) + 2
    for note in table.test_notes:
        _merged(sheet, (line, 0, line, 8), note, book.text)
        fit_widths(sheet, line, [(note, 120)])
        line += 1
    sheet.freeze_panes(1, 2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


_QUOTATION_WIDTHS = {
    "row": 16,
    "label": 28,
    "column": 28,
    "quotation": 80,
    "source": 40,
    "turn": 8,
    "code": 20,
    "start": 8,
    "end": 8,
    "coding_id": 36,
}


def _quotations(
    table: Table, book: SheetBook, sheet: Worksheet
) -> tuple[dict[tuple[int, int], int], list[str]]:
    """Write the quotations; the line where each cell's begin, and what there is to say about it."""
    rows = rows_of(table)
    links: dict[tuple[int, int], int] = {}
    columns = ["row", "label", "column"]
    line = total = 0
    for found in behind(table):
        total += len(found.quotes)
        room = QUOTATIONS_MOST - line
        if room <= 0:
            continue
        # All cells of a table give the same columns, but a column is looked up by name, not by place.
        columns += [name for name in map(str, found.quotes.columns) if name not in columns[3:]]
        widths = [_QUOTATION_WIDTHS.get(name, 16) for name in columns]
        places = [columns.index(name, 3) for name in map(str, found.quotes.columns)]
        for column in found.columns:
            if len(links) < LINKS_MOST:
                links[found.row, column] = line + 1
        for values in found.quotes.head(room).itertuples(index=False, name=None):
            line += 1
            for at, text in enumerate((*rows[found.row], found.name)):
                sheet.write_string(line, at, sheet_text(text), book.text)
            for place, value in zip(places, values, strict=True):
                cell_value(sheet, line, place, value, book.text)
            shown = (*rows[found.row], found.name, *map(str, values))
            fit_widths(
                sheet,
                line,
                list(zip(shown, [*widths[:3], *(widths[n] for n in places)], strict=True)),
            )
    for at, name in enumerate(columns):
        sheet.set_column(at, at, _QUOTATION_WIDTHS.get(name, 16))
        sheet.write_string(0, at, sheet_text(name), book.head_left)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, line, len(columns) - 1)
    if total <= line:
        return links, []
    said = f"The sheet Quotations holds the first {line:,} of {total:,} quotations."
    sheet.write_string(line + 1, 0, said)
    return links, [said]


def cell_value(sheet: Worksheet, line: int, column: int, value: Any, shape: Format) -> None:
    """A value of some frame: a number stays one, missing stays empty, all else is text."""
    import pandas as pd

    if value is None or value is pd.NA or value is pd.NaT or value != value or value == "":
        return
    if isinstance(value, bool):
        value = "yes" if value else "no"
    # Not int and float: nullable columns give numpy's own numbers.
    if isinstance(value, Real):
        sheet.write_number(line, column, number(value) or 0, shape)
    else:
        sheet.write_string(line, column, sheet_text(value), shape)


def _counted(table: Table, book: SheetBook, sheet: Worksheet, said: list[str]) -> None:
    """What was counted, where every coding went, and the notes: what a methods section needs."""
    what = table.what
    facts: list[tuple[str, Any]] = [
        ("what", what.sentence()),
        ("unit", what.unit),
        ("measure", what.measure),
        ("level", what.level),
        ("attributes", ", ".join(what.attributes) or "none"),
        ("filters", "; ".join(what.where) or "none"),
        ("coders", what.coders),
        *([("machine-coded turns", what.machine)] if what.machine else []),
        ("codebook hash", what.codebook_hash),
        ("act", what.act),
        ("program", what.program),
        (
            ABSENT,
            "a combination that does not exist, or was not read or was filtered away: see notes",
        ),
    ]
    if table.has_totals:
        facts.append(
            (
                table.total_head,
                "the distinct count over all columns, not their sum and never a share",
            )
        )
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    sheet.set_column(2, 8, 16)
    name = book.format(bold=True, text_wrap=True)
    line = 0
    for fact, value in facts:
        sheet.write_string(line, 0, fact, name)
        cell_value(sheet, line, 1, value, book.format(text_wrap=True, align="left"))
        fit_widths(sheet, line, [(str(value), 90)])
        line += 1
    # Under disclosure control its sums would tell hidden numbers.
    if table.reconciliation is not None and len(table.reconciliation) and not table.protection:
        line += 1
        sheet.write_string(line, 0, "Where every coding went", name)
        for at, column in enumerate(table.reconciliation.columns):
            sheet.write_string(line + 1, at, sheet_text(column), book.head_left)
        line += 2
        for values in table.reconciliation.itertuples(index=False, name=None):
            for at, value in enumerate(values):
                cell_value(sheet, line, at, value, book.text)
            line += 1
    line += 1
    sheet.write_string(line, 0, "Notes", name)
    for note in [*table.notes, *said]:
        sheet.write_string(line, 1, sheet_text(note), book.text)
        fit_widths(sheet, line, [(note, 90)])
        line += 1
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
