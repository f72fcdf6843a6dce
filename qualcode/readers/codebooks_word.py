"""Codebooks as Word tables, out and in again.

Out: the title as a heading, the version, a table that people read (code, name, parent, definition, when
to use and when not, examples, life events), and where a code has more (patterns, colour, columns of
one's own) a second table with it. In: every table whose head has a column `code`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from qualcode.core.codebook import CODE_KEYS, Codebook
from qualcode.errors import CodebookError, Problem, ReadError, counted, listing
from qualcode.readers import word
from qualcode.readers.files import open_archive, read_part
from qualcode.readers.papers import Paper
from qualcode.readers.sheets import Row

MAIN = ("code", "name", "parent", "definition", "include", "exclude", "examples")
LISTS = ("include", "exclude", "examples", "formerly", "patterns", "unless")
EVENTS = "life events"
# How people head these columns in codebooks of their own.
_HEADS = {
    "id": "code",
    "code id": "code",
    "label": "name",
    "description": "definition",
    "inclusion": "include",
    "inclusion criteria": "include",
    "when to use": "include",
    "exclusion": "exclude",
    "exclusion criteria": "exclude",
    "when not to use": "exclude",
    "example": "examples",
}
_EVENT = re.compile(r"(formerly|merged into):? +(.+)|(retired)\Z", re.IGNORECASE)
_VERSION = re.compile(r"Version (.+)", re.DOTALL)
_ALLOWED = "a table whose first row has a column code; and name, parent, definition, include, exclude, examples"


# -- out -----------------------------------------------------------------------------------------------


def codebook_paper(codebook: Codebook, columns: list[str], rows: list[dict[str, Any]]) -> Paper:
    """The codebook as a Word document.

    columns, rows: those of the table form; lists are tuples of texts, all else is text.
    """
    paper = Paper(codebook.title or "Codebook", landscape=True)
    if codebook.title:
        paper.heading(codebook.title)
    else:
        paper.paragraph("Codebook", "bold")
    if codebook.version:
        paper.paragraph(f"Version {codebook.version}")
    own = [key for key in columns if key not in MAIN]
    events = {key for key in ("formerly", "merged_into", "retired") if key in own}
    odd = any("\n" in old for row in rows for old in row.get("formerly", ()))
    if odd or any(key.casefold() == EVENTS for key in own):
        events = set()
    head = [*map(str.capitalize, MAIN), *([EVENTS.capitalize()] if events else [])]
    paper.table(
        [head],
        [
            [
                *(_cell(row.get(key, "")) for key in MAIN),
                *(["\n".join(_events(row))] * bool(events)),
            ]
            for row in rows
        ],
    )
    more = [key for key in own if key not in events and any(row.get(key) for row in rows)]
    if more:
        paper.heading("More about the codes", 2)
        shown = [key.capitalize() if key in CODE_KEYS else key for key in more]
        paper.table(
            [["Code", *shown]],
            [
                [
                    row["code"],
                    *(_cell(row.get(key, ""), key in ("patterns", "unless")) for key in more),
                ]
                for row in rows
                if any(row.get(key) for key in more)
            ],
        )
    return paper


def _events(row: dict[str, Any]) -> Iterator[str]:
    for old in row.get("formerly", ()):
        yield f"formerly {old}"
    if row.get("merged_into"):
        yield f"merged into {row['merged_into']}"
    if row.get("retired"):
        yield "retired"


def _cell(value: Any, patterns: bool = False) -> str:
    """One item a line behind a bullet, so that no mark in it can be taken for the end of one; patterns,
    which are many, as in the CSV form."""
    if not isinstance(value, tuple):
        return str(value)
    if patterns:
        from qualcode.readers.codebooks import item_cell

        return item_cell(value)
    if len(value) == 1 and not re.search(r"[;\n\[•]", value[0]):
        return value[0]
    return "\n".join(f"• {item}" for item in value)


# -- in ------------------------------------------------------------------------------------------------


def read_word_codebook(path: Path) -> tuple[str, str, list[Row], list[Problem]]:
    """Title, version and rows of a codebook in Word, the lists of a row as in the CSV form; and doubts
    about what was not read (tracked deletions, text boxes).

    The title is the first heading above the first table, the version a paragraph `Version …` there.
    Tables with the same columns follow each other; a table with other columns says more about the codes
    of the first. A row's line counts the rows of these tables from 1.

    Raises CodebookError for a file that is no Word document or has no such table.
    """
    try:
        blocks, headings, doubts = _blocks(path)
    except ReadError as error:
        raise CodebookError(error.where, error.found, error.allowed, error.next) from None
    title = version = ""
    heads: list[str] = []
    rows: dict[str, Row] = {}
    loose: list[Row] = []
    known: set[str] = set()
    line, renamed = 0, False
    for block in blocks:
        if isinstance(block, str) or not block:
            continue
        names, others = _names(
            path.name, block[0], others=not known or renamed, events=not known or EVENTS in known
        )
        # A column `ID` alone may be anybody's; beside a definition it is a code's.
        if "code" not in names or (others and not set(names) & set(MAIN[1:])):
            heads.append(listing([cell or "(empty)" for cell in block[0]], 6))
            continue
        renamed = renamed or others
        facts = set(names) - {"code"}
        more = bool(known and facts) and not known & facts
        line += 1
        for cells in block[1:]:
            line += 1
            row = _row(path.name, line, names, cells)
            code = row.cells.get("code", "")
            if not any(row.cells.values()):
                continue
            if not more:
                loose.append(row)
                rows.setdefault(code, row)
            elif code in rows:
                rows[code].cells.update(row.cells)
            else:
                raise CodebookError(
                    f"{path.name}, row {line}",
                    f"says more about {code!r}, which has no row above" if code else "has no code",
                    next="Mend the file",
                )
        known |= set(names)
    if not known:
        found = f"no table with a column `code`, but {'; '.join(heads)}" if heads else "no table"
        raise CodebookError(path.name, f"has {found}", _ALLOWED, "Name its columns so")
    for number, block in enumerate(blocks):
        if not isinstance(block, str):
            break
        if not title and number in headings:
            title = block.strip()
        elif not version and (match := _VERSION.fullmatch(block.strip())):
            version = match[1].strip()
    return title, version, loose, doubts


def _names(name: str, head: list[str], *, others: bool, events: bool) -> tuple[list[str], bool]:
    """The columns that a head names, and whether one goes by another name. others, events: whether
    other names, and the column of life events, are taken for ours and not for columns of one's own."""
    renamed = False
    names = []
    for cell in head:
        plain = " ".join(cell.split())
        folded = plain.casefold()
        names.append(folded if folded in CODE_KEYS or (events and folded == EVENTS) else plain)
    for at, each in enumerate(names):
        other = _HEADS.get(each.casefold()) if others else None
        if other and other not in names:
            names[at], renamed = other, True
    twice = sorted({each for each in names if each and names.count(each) > 1})
    if twice and "code" in names:
        raise CodebookError(
            name, f"columns named more than once: {listing(twice)}", next="Name each column once"
        )
    return names, renamed


def _row(name: str, line: int, names: list[str], cells: list[str]) -> Row:
    found: dict[str, str] = {}
    for at, cell in enumerate(cells):
        column = names[at] if at < len(names) else ""
        if column:
            found[column] = cell.strip()
        elif cell.strip():
            raise CodebookError(
                f"{name}, row {line}",
                f"{' '.join(cell.split())[:40]!r} stands in column {at + 1}, which has no name",
                f"{counted(len(names), 'column')}, each with a name",
                "Name the column in the first row",
            )
    from qualcode.readers.codebooks import item_cell

    for key in LISTS:
        if found.get(key, "").startswith("•"):
            found[key] = item_cell(_bulleted(found[key]))
    if events := found.pop(EVENTS, ""):
        former = []
        for event in filter(None, map(str.strip, events.split("\n"))):
            match = _EVENT.fullmatch(event)
            if match is None:
                raise CodebookError(
                    f"{name}, row {line}",
                    f"the life event {event!r}",
                    "formerly ID, merged into ID, retired; one a line",
                    "Mend the file",
                )
            if match[3]:
                found["retired"] = "true"
            elif match[1].casefold() == "formerly":
                former.append(match[2].strip())
            else:
                found["merged_into"] = match[2].strip()
        if former:
            found["formerly"] = item_cell(former)
    return Row(line, found)


def _bulleted(cell: str) -> Iterable[str]:
    """Items behind bullets; a line without one goes on with the item above."""
    items: list[str] = []
    for text in cell.split("\n"):
        if text.startswith("•"):
            items.append(text[1:].removeprefix(" "))
        else:
            items[-1] += f"\n{text}"
    return [item.strip() for item in items if item.strip()]


def _blocks(path: Path) -> tuple[list[Any], set[int], list[Problem]]:
    """What stands in the body from the top down: a paragraph is its text, a table a list of rows of
    texts; the numbers of the paragraphs that are headings; and doubts."""
    name = path.name
    with open_archive(name, path, what="Word document (.docx)") as archive:
        part = "word/document.xml"
        if part not in archive.NameToInfo:
            part = word._main_part(read_part(name, archive, "_rels/.rels") or b"")
        data = read_part(name, archive, part)
        if data is None:
            raise ReadError(name, "holds no Word text", "a Word document (.docx)")
        root = word._parse(name, data)
        w = root.tag.partition("}")[0] + "}" if root.tag.startswith("{") else ""
        body = root.find(f"{w}body")
        if body is None:
            raise ReadError(name, "holds no Word text", "a Word document (.docx)")
        doubts = word._prune(name, body, w)
        blocks: list[Any] = []
        styles: dict[int, str] = {}
        for element in body.iter(f"{w}p", f"{w}tbl"):
            if any(above.tag == f"{w}tbl" for above in element.iterancestors()):
                continue
            if element.tag == f"{w}p":
                style = element.find(f"{w}pPr/{w}pStyle")
                if style is not None:
                    styles[len(blocks)] = style.get(f"{w}val", "")
                blocks.append(cell_words(element, w))
            else:
                blocks.append(_grid(element, w))
        heading_ids = word._heading_ids(name, set(styles.values()), archive, part)
    return blocks, {at for at, style in styles.items() if style in heading_ids}, doubts


def _grid(table: Any, w: str) -> list[list[str]]:
    """The rows of a table that hold anything, merged cells in their first place; a cell merged
    downwards says the same in each row, except which code the row is about."""
    rows: list[list[str]] = []
    above: list[str] = []
    for row in table.iter(f"{w}tr"):
        if next(row.iterancestors(f"{w}tbl")) is not table:
            continue
        before = row.find(f"{w}trPr/{w}gridBefore")
        cells = [""] * (cell_number(before, w) if before is not None else 0)
        for cell in row.iter(f"{w}tc"):
            if next(cell.iterancestors(f"{w}tr")) is not row:
                continue
            text = "\n".join(cell_words(each, w) for each in cell.iter(f"{w}p"))
            merged = cell.find(f"{w}tcPr/{w}vMerge")
            if merged is not None and merged.get(f"{w}val", "continue") == "continue":
                text = above[len(cells)] if 0 < len(cells) < len(above) else ""
            cells.append(text)
            span = cell.find(f"{w}tcPr/{w}gridSpan")
            cells += [""] * (cell_number(span, w) - 1 if span is not None else 0)
        above = cells
        if any(text.strip() for text in cells):
            rows.append(cells)
    return rows


def cell_number(element: Any, w: str) -> int:
    """How many columns; no table has more than Word allows, whatever the file says."""
    value = element.get(f"{w}val", "")
    return min(int(value), 63) if value.isdecimal() and len(value) < 6 else 0


def cell_words(paragraph: Any, w: str) -> str:
    parts = []
    for element in paragraph.iter(
        f"{w}t", f"{w}tab", f"{w}br", f"{w}cr", f"{w}noBreakHyphen", f"{w}softHyphen"
    ):
        tag = element.tag.removeprefix(w)
        if tag == "t":
            parts.append(re.sub(r"\r\n|\r|\n", " ", element.text or ""))
        elif element.getparent().tag == f"{w}r":
            parts.append(
                {"tab": "\t", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}.get(tag, "\n")
            )
    return "".join(parts)
