"""Word documents: a toolkit for chapters, and tables as real Word tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.errors import TableError, counted
from qualcode.present.sheets import behind, rows_of
from qualcode.present.table import printed
from qualcode.readers.papers import PORTRAIT_WIDTH, Paper, needed_width

if TYPE_CHECKING:
    from qualcode.present.table import Table

__all__ = ["Paper", "write_word"]


def write_word(
    table: Table,
    path: str | Path,
    *,
    title: str | None = None,
    landscape: bool | None = None,
    quotations: bool = False,
) -> None:
    """Write the table as a Word document: see `Table.to_word`."""
    if quotations and table._quotes is None:
        raise TableError("table", "was made from a frame and has no quotations")
    head, rows, foot = printed(table)
    if landscape is None:
        wanted = [needed_width(head, rows, foot)]
        wanted += [needed_width(part.head, part.rows) for part in table.parts]
        landscape = max(wanted) > PORTRAIT_WIDTH
    sentence = table.what.sentence() if title is None else title
    paper = Paper(sentence, landscape=landscape)
    paper.table(
        head,
        rows,
        ["l", *"r" * (len(head[0]) - 1)],
        foot=foot,
        title=f"Table. {sentence}" if sentence else "",
    )
    for part in table.parts:
        paper.table(part.head, part.rows, ["l", *"r" * (len(part.head[0]) - 1)], title=part.title)
    paper.note("\n".join(" ".join(note.split()) for note in [*table.notes, table.provenance]))
    if quotations:
        _quotations(table, paper)
    paper.save(path)


def _quotations(table: Table, paper: Paper) -> None:
    """The quotations behind each row, column by column, each with its source."""
    if paper.landscape:
        paper.turn_page(landscape=False)
    paper.heading("Quotations", 1)
    rows, at = rows_of(table), -1
    found = False
    for each in behind(table):
        found = True
        if each.row != at:
            at = each.row
            paper.heading(rows[at][1], 2)
        if each.name:
            paper.heading(f"{each.name} ({counted(len(each.quotes), 'coding')})", 3)
        for quote in each.quotes.to_dict("records"):
            facts = [_fact(quote, "source")]
            if turn := _fact(quote, "turn"):
                facts.append(f"turn {turn}")
            # Under a theme the code tells more than the row; the same word twice tells nothing.
            if _fact(quote, "code") != rows[at][0]:
                facts.append(_fact(quote, "code"))
            paper.quotation(_fact(quote, "quotation"), " · ".join(filter(None, facts)))
    if not found:
        paper.paragraph("No codings stand behind this table.")


def _fact(quote: dict[Any, Any], name: str) -> str:
    """One column of a quotation; empty where it is missing or the frame has no such column."""
    import pandas as pd

    value = quote.get(name)
    return "" if value is None or value is pd.NA or value != value else str(value)
