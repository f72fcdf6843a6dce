"""Markdown: a toolkit for chapters with the methods of `Paper`, and tables as pipe tables.

What is written reads the same on GitHub and through pandoc: text from a study is escaped, so that
nothing in it is taken for markup.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.core.outfiles import write_whole
from qualcode.errors import UsageError, listing
from qualcode.present.table import printed
from qualcode.readers.papers import STYLES, checked_align, checked_rows, text_lines

if TYPE_CHECKING:
    from qualcode.present.table import Table

# What means something anywhere in a line; `@` is a citation and `$` a formula for pandoc.
_MARKS = re.compile(r"[\\`*_{}\[\]<>|~$^#@&]|--+|\.\.\.+")
# What means something at the beginning of a line only: lists, rules, headings, title blocks.
_FIRST = re.compile(r"[-+=:%](?!\\)|\(?(?:\d{1,9}|[A-Za-z]|[ivxlcdmIVXLCDM]+)[.)](?=\s|$)")
_PAD = 48  # cells are filled up to this width, so that a table can be read as it stands


def escape(text: Any) -> str:
    """One line of text from a study inside Markdown."""
    return _MARKS.sub(lambda found: "".join(f"\\{mark}" for mark in found[0]), text)


def _line(text: str) -> str:
    """A line that begins a paragraph or stands in one."""
    text = escape(text.strip())
    if found := _FIRST.match(text):
        end = found.end() - 1
        text = f"{text[:end]}\\{text[end:]}"
    return text


def escaped_cell(text: Any) -> str:
    """A cell of a pipe table; its line ends are `<br>`."""
    return "<br>".join(escape(line.strip()) for line in text_lines(text))


class MarkdownPaper:
    """A Markdown document with the methods of `Paper`, so that a chapter is written once for both.

    title: kept for the sake of the same call; Markdown has no place for a file's properties.
    """

    def __init__(self, title: str = "", *, landscape: bool = False) -> None:
        self._blocks: list[str] = []

    @property
    def text(self) -> str:
        """The document as it stands."""
        return "\n\n".join(self._blocks) + "\n" if self._blocks else ""

    def __str__(self) -> str:
        return self.text

    def heading(self, text: str, level: int = 1) -> None:
        """A heading; level 1 to 6."""
        if not 1 <= level <= 6:
            raise UsageError("heading", f"level {level}", "1 to 6")
        self._blocks.append(f"{'#' * level} {escape(' '.join(text_lines(text)).strip())}")

    def paragraph(self, text: str, style: str | None = None) -> None:
        """A paragraph; style None, "bullet", "bold" or "italic". A line end is a line break."""
        if style is not None and style not in STYLES:
            raise UsageError("paragraph", f"no style {style!r}", listing(STYLES))
        lines = [_line(line) for line in text_lines(text)]
        if style == "bullet":
            item = "- " + "\\\n  ".join(filled(lines))
            # Items that follow each other are one list.
            if self._blocks and self._blocks[-1].startswith("- "):
                self._blocks[-1] += "\n" + item
            else:
                self._blocks.append(item)
            return
        mark = {"bold": "**", "italic": "*"}.get(style or "", "")
        self._blocks.append(
            "\\\n".join(f"{mark}{line}{mark}" if line else line for line in filled(lines))
        )

    def quotation(self, text: str, source: str = "") -> None:
        """Words of a study as a block quotation, with where they come from beneath."""
        said = "\\\n> ".join(filled([_line(line) for line in text_lines(text)]))
        block = f"> {said}"
        if source:
            block += f"\n>\n> {_line(' '.join(text_lines(source)))}"
        # Between two quotations Markdown needs a mark, or they are one.
        if self._blocks and self._blocks[-1].startswith("> "):
            self._blocks.append("<!-- -->")
        self._blocks.append(block)

    def note(self, text: str) -> None:
        """What stands under a table, after the word *Note.*; each line is a paragraph."""
        before = "*Note.* "
        for line in filter(str.strip, text_lines(text)):
            self._blocks.append(before + (escape(line.strip()) if before else _line(line)))
            before = ""

    def table(
        self,
        head: Sequence[Sequence[str]],
        rows: Sequence[Sequence[str]],
        align: Sequence[str] = "",
        *,
        foot: Sequence[Sequence[str]] = (),
        title: str = "",
    ) -> None:
        """A pipe table; heads of several levels are joined ("Commissioner, Case A").

        Arguments and errors as in `Paper.table`; the foot follows the rows.
        """
        width, (heads, body, feet) = checked_rows(head, rows, foot)
        sides = checked_align(align, width)
        if title:
            self._blocks.append(f"**{escape(' '.join(text_lines(title)).strip())}**")
        joined = [
            ", ".join(filter(None, (" ".join(text_lines(row[at])).strip() for row in heads)))
            for at in range(width)
        ]
        lines = [[escaped_cell(cell) for cell in row] for row in [joined, *body, *feet]]
        widths = [min(_PAD, max(3, *(len(row[at]) for row in lines))) for at in range(width)]
        ruler = [
            (":" if side in "lc" else "-") + "-" * (size - 2) + (":" if side in "rc" else "-")
            for side, size in zip(sides, widths, strict=True)
        ]

        def line(cells: list[str]) -> str:
            shown = [
                cell.rjust(size) if side == "r" else cell.ljust(size)
                for cell, size, side in zip(cells, widths, sides, strict=True)
            ]
            return f"| {' | '.join(shown)} |"

        self._blocks.append("\n".join([line(lines[0]), line(ruler), *map(line, lines[1:])]))

    def turn_page(self, *, landscape: bool) -> None:
        """Nothing: Markdown has no pages."""

    def save(self, path: str | Path) -> None:
        """Write the document (UTF-8). ExportError for a suffix other than .md, and where it cannot
        be written."""
        data = self.text.encode("utf-8")
        write_whole(path, (".md",), lambda part: part.write_bytes(data))


def filled(lines: list[str]) -> list[str]:
    """Lines without the blank ones at the ends; a blank one between is a space that stays."""
    while len(lines) > 1 and not lines[0]:
        lines = lines[1:]
    while len(lines) > 1 and not lines[-1]:
        lines = lines[:-1]
    return [line or "&nbsp;" for line in lines]


def markdown_table(table: Table) -> str:
    """The table with its title and notes: see `Table.to_markdown`."""
    head, rows, foot = printed(table)
    paper = MarkdownPaper()
    paper.table(
        head,
        rows,
        ["l", *"r" * (len(head[0]) - 1)],
        foot=foot,
        title=f"Table. {table.what.sentence()}",
    )
    for part in table.parts:
        paper.table(part.head, part.rows, ["l", *"r" * (len(part.head[0]) - 1)], title=part.title)
    paper.note("\n".join(" ".join(note.split()) for note in [*table.notes, table.provenance]))
    return paper.text
