"""Tables on disk: .csv and .xlsx as rows of text cells, and which of our tables a sheet is.

Cells are text: `007` and `None` stay what they are. A CSV may be UTF-8 (with or without BOM), UTF-16
with BOM or cp1252, separated by comma, semicolon or tab, as Excel writes it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path

from qualcode.errors import ReadError, counted, listing, one_line
from qualcode.readers.files import decode, open_archive, plain_lines, read_bytes, read_part

SHEET_SUFFIXES = (".csv", ".tsv", ".xlsx")

# The names that mean something to us, and are therefore found in any case.
KNOWN_COLUMNS = frozenset(
    [
        "document",
        "turn",
        "speaker",
        "text",
        "time",
        "role",
        "participant",
        "aliases",
        "case",
        "phase",
        "kind",
        "title",
        "date",
        "interviewer",
        "code",
        "coder",
        "start",
        "end",
        "quotation",
        "created",
        "origin",
        "blind",
        "memo",
        "coding_id",
        "version",
        "suggestion_id",
        "codebook_hash",
        "replaces",
        "codes",
        "turns",
        "name",
        "parent",
        "definition",
        "include",
        "exclude",
        "examples",
        "color",
        "score",
        "rank_score",
        "engine",
        "evidence",
        "decision",
        "reason",
    ]
)
_OTHER_NAMES = {"doc_id": "document"}
# White space at their ends is part of what was said.
_VERBATIM = frozenset({"text", "quotation"})
# A table of more cells than this is no table of ours; one stray cell at the far end of an Excel
# sheet would otherwise be unfolded into billions of empty ones.
MAX_CELLS = 10_000_000
_CELL = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br=\"([A-Z]{1,3})(\d{1,7})\"[^>]*?(/?)>")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet. line: where it begins in the file (1-based; the header is line 1).

    cells: column -> text, white space at both ends removed except in `text` and `quotation` columns;
    every column of the sheet is present, an empty cell is "".
    """

    line: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it was read. name: the file's name for messages; columns in file order.

    encoding: as in Reading; "" for .xlsx.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """A table as it was read, column by column, which is how a million rows stay small and quick.

    name, encoding: as in Sheet. columns: column -> its cells from top to bottom, cleaned as in Row;
    lines: for each row where it begins in the file.
    """

    name: str
    columns: dict[str, list[str]]
    lines: list[int]
    encoding: str = ""

    def __len__(self) -> int:
        return len(self.lines)


def read_sheet(path: str | Path) -> Sheet:
    """Read a table: .xlsx by its first sheet, anything else as CSV.

    `doc_id` becomes `document`; names of our own columns are found in any case, all others stay as
    they stand. Rows without any content are left out, short rows are filled with empty cells.

    Raises ReadError, in one line with the file and line, for a file that cannot be read, has no
    header, names a column twice, or has a row with content beyond its header.
    """
    table = read_columns(path)
    names = tuple(table.columns)
    rows = tuple(
        Row(line, dict(zip(names, cells, strict=True)))
        for line, cells in zip(table.lines, zip(*table.columns.values(), strict=True), strict=True)
    )
    return Sheet(table.name, names, rows, table.encoding)


def read_columns(path: str | Path) -> Columns:
    """Read a table column by column; the rules and errors are those of `read_sheet`."""
    path = Path(path)
    if path.suffix.lower() == ".xlsx":
        return _columns(path.name, _xlsx_blocks(path), "")
    data = read_bytes(path)
    text, encoding, _ = decode(path.name, data)
    return _columns(path.name, csv_blocks(path.name, text), encoding)


# Some rows as they stand in the file, and for each the line where it begins.
_Block = tuple[list[int], list[list[str]]]
# Small enough that the rows of a block are gone before the garbage collector looks at them.
BLOCK = 512
# No header is longer than this many characters.
HEADER = 1_000_000


def _columns(name: str, blocks: Iterator[_Block], encoding: str) -> Columns:
    width, names, found = 0, [""], _Found([], [])
    for lines, rows in blocks:
        if not width:
            at = next((n for n, row in enumerate(rows) if any(cell.strip() for cell in row)), None)
            if at is None:
                continue
            names = [_column(plain_lines(cell)) for cell in rows[at]]
            while not names[-1]:
                names.pop()
            _check_header(name, lines[at], names)
            width = len(names)
            found = _Found([[] for _ in names], [])
            lines, rows = lines[at + 1 :], rows[at + 1 :]
        _add_block(name, names, found, lines, rows)
    if not width:
        raise ReadError(name, "is empty", "a header line and rows", "Save the table again.")
    columns = {column: cells for column, cells in zip(names, found.cells, strict=True) if column}
    return Columns(name, columns, found.lines, encoding)


@dataclass(frozen=True, slots=True)
class _Found:
    cells: list[list[str]]
    lines: list[int]
    words: dict[str, str] = field(default_factory=dict)


def _add_block(
    name: str, names: list[str], found: _Found, lines: list[int], rows: list[list[str]]
) -> None:
    width = len(names)
    lengths = set(map(len, rows))
    if lengths - {width}:
        # Rows cut short are filled up, cells beyond the header may only be empty.
        lines, rows = _squared(name, names, lines, rows)
    if not rows:
        return
    cells = [
        _cleaned(column, names[at] in _VERBATIM, found.words)
        for at, column in enumerate(zip(*rows, strict=True))
    ]
    blank = set()
    if not all(map(str.strip, cells[0])):
        blank = {
            row
            for row, cell in enumerate(cells[0])
            if not cell.strip() and not any(column[row].strip() for column in cells)
        }
    if "" in names:
        _check_nameless(name, names, cells, lines)
    if blank:
        kept = [row for row in range(len(lines)) if row not in blank]
        lines = [lines[row] for row in kept]
        cells = [[column[row] for row in kept] for column in cells]
    found.lines.extend(lines)
    for into, column in zip(found.cells, cells, strict=True):
        into.extend(column)


def _cleaned(column: tuple[str, ...], verbatim: bool, words: dict[str, str]) -> list[str]:
    """The cells of a block, cleaned. words: cells met before, so that a name is kept only once."""
    if len(different := set(column)) * 4 <= len(column):
        once = {}
        for cell in different:
            cleaned = plain_lines(cell) if verbatim else plain_lines(cell).strip()
            once[cell] = words.setdefault(cleaned, cleaned)
        return list(map(once.__getitem__, column))
    together = "".join(column)
    if together.isdecimal():
        return list(column)
    if "\r" in together:
        column = tuple(map(plain_lines, column))
    return list(column if verbatim else map(str.strip, column))


def _squared(
    name: str, names: list[str], lines: list[int], rows: list[list[str]]
) -> tuple[list[int], list[list[str]]]:
    width = len(names)
    kept_lines: list[int] = []
    kept: list[list[str]] = []
    for line, row in zip(lines, rows, strict=True):
        if len(row) > width and any(cell.strip() for cell in row[width:]):
            # What stands above may be wrong too, and is said first.
            if "" in names and kept:
                cells = [[cell.strip() for cell in column] for column in zip(*kept, strict=True)]
                _check_nameless(name, names, cells, kept_lines)
            raise ReadError(
                f"{name}, line {line}",
                f"{counted(len(row), 'cell')} under {counted(width, 'column')}",
                "no row longer than the header",
                "Put quotation marks around cells that hold the separator, or name the column.",
            )
        if row:
            kept_lines.append(line)
            kept.append([*row[:width], *[""] * (width - len(row))])
    return kept_lines, kept


def _check_nameless(name: str, names: list[str], cells: list[list[str]], lines: list[int]) -> None:
    filled = (
        (next(row for row, cell in enumerate(column) if cell), at)
        for at, column in enumerate(cells)
        if not names[at] and any(column)
    )
    if (first := min(filled, default=None)) is not None:
        row, at = first
        raise ReadError(
            f"{name}, line {lines[row]}",
            f"{one_line(cells[at][row])[:40]!r} stands in column {at + 1}, which has no name",
            next="Give the column a name in the header.",
        )


def _column(cell: str) -> str:
    column = cell.strip()
    folded = column.casefold()
    folded = _OTHER_NAMES.get(folded, folded)
    return folded if folded in KNOWN_COLUMNS else column


def _check_header(name: str, line: int, columns: Sequence[str]) -> None:
    twice = sorted({column for column in columns if column and columns.count(column) > 1})
    if twice:
        why = " (doc_id counts as document)" if "document" in twice else ""
        raise ReadError(
            f"{name}, line {line}",
            f"columns named more than once: {listing(twice)}{why}",
            next="Give each column a name of its own.",
        )
    named = [column for column in columns if column]
    if all(re.fullmatch(r"[\d.,;:/-]+", column) for column in named):
        raise ReadError(
            f"{name}, line {line}",
            f"no column names, only {listing(named, 3)}",
            "a header line first",
            "Put a line with the column names at the top.",
        )


# ---- CSV


def csv_blocks(name: str, text: str) -> Iterator[_Block]:
    separator, skip = _separator(text)
    # The limit is one number for the whole process; it only ever grows here.
    if '"' not in text:
        # Without quotation marks a line is a row, which is read in half the time.
        plain = plain_lines(text).split("\n")
        for at in range(skip, len(plain), BLOCK):
            some = plain[at : at + BLOCK]
            yield (
                list(range(at + 1, at + 1 + len(some))),
                [line.split(separator) if line else [] for line in some],
            )
        return
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    source = io.StringIO(text, newline="")
    for _ in range(skip):
        source.readline()
    reader = csv.reader(source, delimiter=separator, strict=True)
    line, failure = skip + 1, None
    while failure is None:
        rows: list[list[str]] = []
        before = reader.line_num
        try:
            rows.extend(islice(reader, BLOCK))  # what was read before an error stays in `rows`
        except csv.Error as error:
            failure = error
        if not rows and failure is None:
            return
        if failure is None and reader.line_num - before == len(rows):
            lines = list(range(line, line + len(rows)))
            line += len(rows)
        else:
            # A cell with line breaks spreads a row over several lines: the next begins after it.
            lines = []
            for row in rows:
                lines.append(line)
                line += 1 + sum(plain_lines(cell).count("\n") for cell in row)
        yield lines, rows
    found = "a quotation mark is never closed" if "end of data" in str(failure) else str(failure)
    raise ReadError(
        f"{name}, line {line}",
        f"not a CSV row: {found}",
        'cells with quotation marks are written "like ""this"" one"',
        "Save the table again from the spreadsheet program.",
    )


def _separator(text: str) -> tuple[str, int]:
    """The character between cells, and the number of lines to skip before the header.

    The separator is the one that finds most of our column names in the header, then the one that
    makes most columns; a first line `sep=;`, which Excel understands, settles it.
    """
    first = text.lstrip("\r\n")[:HEADER].split("\n", 1)[0].strip().casefold()
    if re.fullmatch(r"sep=[,;\t]?", first):
        if first == "sep=":
            return "\t", _lines_before(text) + 1
        return first[4], _lines_before(text) + 1
    skip = _lines_before(text)
    best, best_score = ",", (-1, -1)
    start = text.lstrip("\r\n")[:HEADER]
    for separator in (",", ";", "\t"):
        source = io.StringIO(start, newline="")
        csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
        try:
            header = next(csv.reader(source, delimiter=separator))
        except (csv.Error, StopIteration):
            continue
        score = (sum(_column(cell) in KNOWN_COLUMNS for cell in header), len(header))
        if score > best_score:
            best, best_score = separator, score
    return best, skip


def _lines_before(text: str) -> int:
    blank = text[: len(text) - len(text.lstrip("\r\n"))]
    return plain_lines(blank).count("\n")


# ---- Excel


def _xlsx_blocks(path: Path) -> Iterator[_Block]:
    import python_calamine

    name = path.name
    with open_archive(name, path, what="Excel workbook (.xlsx)") as archive:
        # Every part is unpacked once here, with its checksum, because the reader below would
        # believe a directory that lies about sizes.
        for part in archive.namelist():
            data = read_part(name, archive, part)
            if part.startswith("xl/worksheets/") and data:
                check_extent(name, data)
    try:
        with python_calamine.load_workbook(str(path)) as book:
            rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (Exception, BaseException) as error:
        # calamine is compiled; a panic in it arrives as a BaseException of its own.
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        raise ReadError(
            name,
            f"cannot be read as an Excel workbook: {one_line(error)[:120]}",
            next="Open it in Excel and save it again as .xlsx, or as CSV UTF-8.",
        ) from None
    yield (
        list(range(1, len(rows) + 1)),
        [[cell_text(cell) for cell in cells] for cells in rows],
    )


def check_extent(name: str, xml: bytes) -> None:
    rows = columns = 0
    for letters, number, empty in _CELL.findall(xml):
        if not empty:
            column = 0
            for letter in letters:
                column = column * 26 + letter - 64
            rows, columns = max(rows, int(number)), max(columns, column)
    if rows * columns > MAX_CELLS:
        raise ReadError(
            name,
            f"a sheet of {rows:,} rows by {columns:,} columns",
            f"at most {MAX_CELLS:,} cells",
            "Delete the stray cells at its far end, or save the table as CSV.",
        )


def cell_text(cell: object) -> str:
    """A cell as the person who typed it would write it: 7, not 7.0; dates in ISO form."""
    if isinstance(cell, str):
        return plain_lines(cell)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        return repr(cell)
    if isinstance(cell, datetime):
        return (
            cell.date().isoformat()
            if cell.time() == time(0)
            else cell.isoformat(timespec="seconds")
        )
    if isinstance(cell, time):
        return cell.isoformat(timespec="seconds")
    if isinstance(cell, timedelta):
        seconds = round(cell.total_seconds())
        return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


# ---- recognition


def sheet_kind(columns: Iterable[str]) -> str | None:
    """Which of our tables has these columns; None for a table of another kind.

    "participants", "documents", "turns", "codings", "progress", "codebook" or "suggestions". The
    participants and documents tables may both have `document` and `participant`; what else they
    hold decides, and in the last resort which of the two comes first.
    """
    order = [_column(column) for column in columns]
    has = set(order)
    if {"left", "match", "right"} <= has:  # words in context, which name documents and people, too
        return None
    if {"document", "code"} <= has:
        if "coder" in has and has & {"turn", "start"} and not has & {"decision", "engine"}:
            return "codings"
        return "suggestions" if "suggestion_id" in has else None
    if "suggestion_id" in has:
        return "suggestions"
    if {"document", "turn", "text"} <= has:
        return "turns"
    if "code" in has:
        return "codebook" if has & {"definition", "parent", "name"} else None
    about_document = has & {"title", "kind", "interviewer"}
    if {"document", "coder"} <= has and not about_document and not has & {"text", "participant"}:
        return "progress"
    if "text" in has:
        return None
    if "document" in has and "participant" in has:
        if has & {"aliases", "speaker"}:
            return "participants"
        if about_document:
            return "documents"
        if "role" in has:
            return "participants"
        if has & {"phase", "date"}:
            return "documents"
        return (
            "participants" if order.index("participant") < order.index("document") else "documents"
        )
    if "participant" in has or {"document", "speaker"} <= has:
        return "participants"
    return "documents" if "document" in has else None
