"""A filled framework matrix read back: .xlsx, .csv or .docx as cells with the places where they stand.

Nothing is known here of the study: which row and which code a head means is for the caller to say. Text in
cells comes back as it was typed, with LF between lines and paragraphs and no white space at its ends.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qualcode.errors import Problem, ReadError, one_line
from qualcode.readers import word
from qualcode.readers.codebooks_word import cell_number, cell_words
from qualcode.readers.files import decode, open_archive, plain_lines, read_bytes, read_part
from qualcode.readers.sheets import cell_text, check_extent, csv_blocks

SUFFIXES = (".xlsx", ".csv", ".docx")
SHEET, QUOTATIONS = "Framework", "Quotations"
# A column that is there to be read only: its head in the row of ids.
ASIDE = "(not read)"
_FAR = 1_000  # rows and columns of a merged range that are told of
LINKED = "linked"
# Behind the mark of a CSV file that qualcode wrote: its cells have apostrophes to be taken off. A program
# that saves our workbook as CSV sets none.
GUARDED = " csv"

# What a spreadsheet runs; it skips white space and invisible characters before the sign. An apostrophe
# before it keeps it text, and so one more stands before every apostrophe that could be taken for that.
_RUNS = re.compile(
    r"'*[\s\ufeff\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069]*[=+\-@\t\r\n＝＋－＠]"
)
_MARK = re.compile(
    r"framework by (?P<attribute>.+?) \(act (?P<act>\d{1,15}) (?P<digits>[0-9a-f]{8})\)"
)
_FORMULA = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br=\"([A-Z]{1,3}\d{1,7})\"[^>]*?>\s*<(?:\w+:)?f[\s>/]")
_CELL = re.compile(rb"<(?:\w+:)?c\s[^>]*>")
_ERROR = re.compile(rb"\st=\"e\"")
_PLACE = re.compile(rb"\br=\"([A-Z]{1,3}\d{1,7})\"")
_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^>]*?\bref=\"([A-Z]{1,3}\d{1,7}):([A-Z]{1,3}\d{1,7})\""
)
# What is wrong with a cell of a spreadsheet.
FORMULA, ERROR, MERGED = "holds a formula", "holds an error value", "is merged with another cell"


@dataclass(frozen=True, slots=True)
class Mark:
    """What a file says of its own making: rows by which attribute, after which act (its number, and the
    first digits of its id)."""

    attribute: str
    act: int
    digits: str

    def __str__(self) -> str:
        return f"framework by {self.attribute} (act {self.act} {self.digits})"

    @classmethod
    def found(cls, text: str) -> Mark | None:
        match = _MARK.search(" ".join(text.split()))
        if match is None:
            return None
        return cls(match["attribute"], int(match["act"]), match["digits"])


@dataclass(frozen=True, slots=True)
class Head:
    """A head of a row or a column. names: what it may be called, the likeliest first. label: what people
    see over the column, where its ids are out of their sight."""

    place: str
    names: tuple[str, ...]
    label: str = ""

    @property
    def shown(self) -> str:
        return one_line(self.names[0])[:60] if self.names else ""


@dataclass(frozen=True, slots=True)
class Filled:
    """One cell. fault: why its text cannot be taken, "" = it can. typed: whether somebody must have typed
    what is wrong with it, so that it is no cell as it was exported."""

    row: int
    column: int
    place: str
    text: str
    fault: str = ""

    @property
    def typed(self) -> bool:
        return self.fault in (FORMULA, ERROR)


@dataclass(frozen=True, slots=True)
class Grid:
    """One table. corner: what stands over the rows' heads. cells: all of them, empty ones too."""

    corner: str
    columns: list[Head]
    rows: list[Head]
    cells: list[Filled]


@dataclass(frozen=True, slots=True)
class Picked:
    """One line of the sheet of quotations: whether a coding is to be linked to a cell."""

    place: str
    row: str
    column: str
    coding_id: str
    linked: bool


@dataclass
class FrameworkFile:
    """A file as it was read. mark: None for one that was not exported from a project."""

    name: str
    mark: Mark | None
    grids: list[Grid]
    picked: list[Picked] = field(default_factory=list)
    doubts: list[Problem] = field(default_factory=list)


def guarded(text: str) -> str:
    """Text for a CSV cell that a spreadsheet will not run; `unguarded` gives it back."""
    return f"'{text}" if _RUNS.match(text) else text


def unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and _RUNS.match(text[1:]) else text


def plain(text: str) -> str:
    """A text as summaries are kept: LF between lines, no white space at the ends."""
    return plain_lines(text).strip()


def read_framework(path: str | Path) -> FrameworkFile:
    """Read a filled matrix. Raises ReadError for a file that cannot be read or holds no table."""
    path = Path(path)
    suffix = path.suffix.casefold()
    if suffix not in SUFFIXES:
        raise ReadError(
            path.name, f"no framework in {suffix or 'a file without suffix'}", ", ".join(SUFFIXES)
        )
    if suffix == ".docx":
        return _word(path)
    if suffix == ".xlsx":
        return _workbook(path)
    text, _, doubts = decode(path.name, read_bytes(path))
    lines: list[int] = []
    rows: list[list[str]] = []
    for own, some in csv_blocks(path.name, text):
        lines += own
        rows += [list(map(plain_lines, row)) for row in some]
    first = next((row[0] for row in rows if row and row[0].strip()), "")
    if Mark.found(first) and first.strip().endswith(GUARDED):
        rows = [list(map(unguarded, row)) for row in rows]

    def place(row: int, column: int) -> str:
        return f"{path.name}, line {lines[row]}, column {column + 1}"

    mark, grid = _grid(path.name, rows, place, {})
    return FrameworkFile(path.name, mark, [grid], doubts=doubts)


# -- spreadsheets ------------------------------------------------------------------------------------------


def _grid(
    name: str, rows: list[list[str]], place: Any, faults: dict[tuple[int, int], str]
) -> tuple[Mark | None, Grid]:
    """The table of a sheet. What qualcode wrote begins with a row of ids (hidden in a workbook), the mark
    in its corner; the row of labels under it is for people. Elsewhere the first row has the heads."""
    first = next((at for at, row in enumerate(rows) if any(cell.strip() for cell in row)), None)
    if first is None:
        raise ReadError(name, "is empty", "a head with codes, and a row for each case")
    head = [cell.strip() for cell in rows[first]]
    seen: list[str] = []
    mark = Mark.found(head[0])
    if mark and first + 1 < len(rows):
        # Whoever adds a column writes its head where heads are seen: under the row of ids.
        labels = [cell.strip() for cell in rows[first + 1]]
        wide = max(len(head), len(labels))
        head, seen = ([*own, *[""] * (wide - len(own))] for own in (head, labels))
        head = [own or label for own, label in zip(head, seen, strict=True)]
    corner = mark.attribute if mark else head[0]
    body = first + (2 if mark else 1)
    places = [at for at in range(1, len(head)) if head[at] != ASIDE]
    columns = [
        Head(place(first + bool(mark), at), _names(head[at]), plain(seen[at]) if seen else "")
        for at in places
    ]
    heads: list[Head] = []
    cells: list[Filled] = []
    width = len(head)
    for at in range(body, len(rows)):
        row = rows[at]
        for beyond in range(width, len(row)):
            if row[beyond].strip():
                raise ReadError(
                    place(at, beyond),
                    f"{one_line(row[beyond])[:40]!r} stands in a column without a head",
                    next="Give the column the id of a code, or take it out",
                )
        label = plain(row[0]) if row else ""
        if not any(cell.strip() for cell in row) and not any(
            (at, column) in faults and faults[at, column] != MERGED for column in places
        ):
            continue
        heads.append(Head(place(at, 0), (label,) if label else ()))
        for number, column in enumerate(places):
            text = plain(row[column]) if column < len(row) else ""
            fault = faults.get((at, column), "")
            cells.append(Filled(len(heads) - 1, number, place(at, column), text, fault))
    return mark, Grid(corner, columns, heads, cells)


def _workbook(path: Path) -> FrameworkFile:
    name = path.name
    with open_archive(name, path, what="Excel workbook (.xlsx)") as archive:
        parts = {}
        # Every part is unpacked once here, with its checksum, because the reader below would
        # believe a directory that lies about sizes.
        for part in archive.namelist():
            data = read_part(name, archive, part)
            if part.startswith("xl/worksheets/") and data:
                check_extent(name, data)
                parts[part] = data
        sheets = _sheet_parts(name, archive)
        facts = read_part(name, archive, "docProps/core.xml")
    books = _values(path)
    main = _main_sheet(books)
    if not main:
        raise ReadError(name, "has no sheet", "a sheet with the matrix")
    faults = _faults(parts.get(sheets.get(main, ""), b""))

    def place(row: int, column: int) -> str:
        return f"{name}, {main}!{_letters(column)}{row + 1}"

    mark, grid = _grid(f"{name}, {main}", books[main], place, faults)
    if mark is None:
        # Somebody took the hidden row of ids out; the file still says what it is.
        mark = _mark_of(name, facts)
        if mark is not None and grid.corner.casefold() != mark.attribute.casefold():
            mark = None
    picked = []
    if mark is not None and main != QUOTATIONS and QUOTATIONS in books:
        picked = _picked(name, books[QUOTATIONS])
    return FrameworkFile(name, mark, [grid], picked)


def _main_sheet(books: dict[str, list[list[str]]]) -> str:
    """The sheet with the matrix: under its name, else by its mark, else the first one with anything."""
    if SHEET in books:
        return SHEET
    filled = [name for name, rows in books.items() if any(cell.strip() for r in rows for cell in r)]
    marked = (name for name in filled if any(r and Mark.found(r[0]) for r in books[name][:3]))
    return next(marked, next(iter(filled or books), ""))


def _mark_of(name: str, facts: bytes | None) -> Mark | None:
    """The mark among the properties of a file. One whose properties are damaged still has its words."""
    if facts:
        with contextlib.suppress(ReadError):
            return Mark.found(" ".join(word._parse(name, facts).itertext()))
    return None


def _faults(sheet: bytes) -> dict[tuple[int, int], str]:
    """Cells of a sheet whose text is not what somebody typed: (row, column) -> what is wrong."""
    found: dict[tuple[int, int], str] = {}
    for corners in _MERGED.findall(sheet):
        (top, left), (bottom, right) = (_coordinates(each.decode()) for each in corners)
        # Whole rows and columns can be merged: beyond what a matrix may have nothing is told.
        for row in range(top, min(bottom, top + _FAR) + 1):
            for column in range(left, min(right, left + _FAR) + 1):
                found[row, column] = MERGED
    for cell in _CELL.findall(sheet):
        if _ERROR.search(cell) and (place := _PLACE.search(cell)):
            found[_coordinates(place[1].decode())] = ERROR
    for place in _FORMULA.findall(sheet):
        found[_coordinates(place.decode())] = FORMULA
    return found


def _sheet_parts(name: str, archive: Any) -> dict[str, str]:
    """Name of each sheet -> the part of the archive that holds it."""
    book = read_part(name, archive, "xl/workbook.xml")
    relations = read_part(name, archive, "xl/_rels/workbook.xml.rels")
    if book is None or relations is None:
        return {}
    targets = {}
    for each in word._parse(name, relations):
        target = each.get("Target", "")
        targets[each.get("Id")] = target[1:] if target.startswith("/") else f"xl/{target}"
    found = {}
    for sheet in word._parse(name, book).iter("{*}sheet"):
        for key, value in sheet.attrib.items():
            if key.endswith("}id"):
                found[sheet.get("name", "")] = targets.get(value, "")
    return found


def _values(path: Path) -> dict[str, list[list[str]]]:
    import python_calamine

    try:
        with python_calamine.load_workbook(str(path)) as book:
            return {
                each: [
                    [cell_text(cell) for cell in row]
                    for row in book.get_sheet_by_name(each).to_python(skip_empty_area=False)
                ]
                for each in book.sheet_names
            }
    except (Exception, BaseException) as error:
        # calamine is compiled; a panic in it arrives as a BaseException of its own.
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        raise ReadError(
            path.name,
            f"cannot be read as an Excel workbook: {one_line(error)[:120]}",
            next="Open it in Excel and save it again as .xlsx, or as CSV UTF-8.",
        ) from None


def _picked(name: str, rows: list[list[str]]) -> list[Picked]:
    """The lines of the sheet of quotations. Whoever takes its columns out picks nothing."""
    head = [cell.strip().casefold() for cell in rows[0]] if rows else []
    wanted = ("row", "column", LINKED, "coding_id")
    if not all(each in head for each in wanted):
        return []
    at = [head.index(each) for each in wanted]
    found = []
    for number, cells in enumerate(rows[1:], 2):
        row, column, linked, coding = (cells[n].strip() if n < len(cells) else "" for n in at)
        if row and column and coding:
            place = f"{name}, {QUOTATIONS}!{_letters(at[2])}{number}"
            found.append(
                Picked(
                    place, row, column, coding, linked.casefold() not in ("", "no", "false", "0")
                )
            )
    return found


def _letters(column: int) -> str:
    """The letters of a column, counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _coordinates(cell: str) -> tuple[int, int]:
    """Row and column of `C4`, counted from 0."""
    letters = cell.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(cell[len(letters) :]) - 1, column - 1


# -- Word --------------------------------------------------------------------------------------------------


def _word(path: Path) -> FrameworkFile:
    name = path.name
    with open_archive(name, path, what="Word document (.docx)") as archive:
        part = "word/document.xml"
        if part not in archive.NameToInfo:
            part = word._main_part(read_part(name, archive, "_rels/.rels") or b"")
        data = read_part(name, archive, part)
        if data is None:
            raise ReadError(name, "holds no Word text", "a Word document (.docx)")
        root = word._parse(name, data)
        facts = read_part(name, archive, "docProps/core.xml")
    w = root.tag.partition("}")[0] + "}" if root.tag.startswith("{") else ""
    body = root.find(f"{w}body") if w else None
    if body is None:
        raise ReadError(name, "holds no Word text", "a Word document (.docx)")
    doubts = word._prune(name, body, w)
    tables = [
        table
        for table in body.iter(f"{w}tbl")
        if not any(above.tag == f"{w}tbl" for above in table.iterancestors())
    ]
    if not tables:
        raise ReadError(name, "has no table", "the table with the matrix")
    mark = _mark_of(name, facts)
    if mark is None:
        # Some programs drop the properties of a file; the small print says the same.
        mark = Mark.found(" ".join(cell_words(each, w) for each in body.iter(f"{w}p")))
    grids = [_word_grid(name, number, table, w) for number, table in enumerate(tables, 1)]
    return FrameworkFile(name, mark, [grid for grid in grids if grid.columns], doubts=doubts)


def _word_grid(name: str, number: int, table: Any, w: str) -> Grid:
    rows = []
    for row in table.iter(f"{w}tr"):
        if next(row.iterancestors(f"{w}tbl")) is table:
            rows.append(_word_row(row, w))

    def place(row: int, column: int) -> str:
        return f"{name}, table {number}, row {row + 1}, column {column + 1}"

    head = rows[0] if rows and rows[0] else [("", "")]
    columns = [Head(place(0, at), _names(text)) for at, (text, _) in enumerate(head) if at]
    heads: list[Head] = []
    cells: list[Filled] = []
    for at, row in enumerate(rows[1:], 1):
        # A head that a page break made again is no row of the matrix.
        if [cell[0] for cell in row] == [cell[0] for cell in head]:
            continue
        if not any(text.strip() for text, _ in row):
            continue
        heads.append(Head(place(at, 0), tuple(reversed(_names(row[0][0])))))
        for column in range(1, max(len(head), len(row))):
            text, fault = row[column] if column < len(row) else ("", "")
            if column >= len(head):
                if text.strip():
                    raise ReadError(
                        place(at, column),
                        f"{one_line(text)[:40]!r} stands in a column without a head",
                        next="Give the column the id of a code, or take it out",
                    )
                continue
            cells.append(Filled(len(heads) - 1, column - 1, place(at, column), plain(text), fault))
    return Grid(plain(head[0][0]), columns, heads, cells)


def _word_row(row: Any, w: str) -> list[tuple[str, str]]:
    """For each column of a row its text and what is wrong with it; merged cells have their text in the
    first of them."""
    found: list[tuple[str, str]] = []
    before = row.find(f"{w}trPr/{w}gridBefore")
    found += [("", "")] * (cell_number(before, w) if before is not None else 0)
    for cell in row.iter(f"{w}tc"):
        if next(cell.iterancestors(f"{w}tr")) is not row:
            continue
        text = "\n".join(cell_words(each, w) for each in cell.iter(f"{w}p"))
        fault = ""
        if cell.find(f"{w}tcPr/{w}vMerge") is not None:
            fault = "is merged with the cell above or below it"
        span = cell.find(f"{w}tcPr/{w}gridSpan")
        more = cell_number(span, w) - 1 if span is not None else 0
        if more > 0:
            fault = "is merged with the cell beside it"
        found.append((text, fault))
        found += [("", fault)] * max(0, more)
    return found


def _names(text: str) -> tuple[str, ...]:
    """What a head may be called, the likeliest first for a column: under its label stands its id in small
    print. Of a row it is the other way round: under it stands the group it belongs to."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return (
        tuple(dict.fromkeys([*reversed(lines), " ".join(lines), "\n".join(lines)])) if lines else ()
    )
