"""Tables as rows of texts, and in plain text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualcode.present.table_facts import Part

if TYPE_CHECKING:
    from qualcode.present.table import Table


def printed(table: Table) -> tuple[list[list[str]], list[list[str]], list[list[str]]]:
    """Head, rows and foot of the printed table, each row with a cell for every column.

    The first column holds the labels, the last one the totals where there are any. The head has a row
    for each level, in which a head that spans columns is repeated over each of them.
    """
    heads, totals = table.heads, table.has_totals
    levels = max((len(head) for head in heads), default=1)
    head = [["", *(own[level] for own in heads), *[""] * totals] for level in range(levels)]
    head[-1][0] = table.what.level.capitalize()
    if totals:
        head[-1][-1] = table.total_head
    rows = [
        [str(table.labels.get(row, row)), *cells, *([table.total_text(at)] if totals else [])]
        for at, (row, cells) in enumerate(zip(table.frame.index, table.cells(), strict=True))
    ]
    foot = [[name, *values, *[""] * totals] for name, values in table.base_lines()]
    return head, rows, foot


def text_table(table: Table) -> str:
    """The table in plain text, columns aligned, notes underneath."""
    rows: list[list[str]] = []
    heads = table.heads
    levels = max((len(head) for head in heads), default=1)
    for level in range(levels):
        said = _said_once(heads, level)
        rows.append(["", *said])
        if table.has_totals:
            rows[-1].append(table.total_head if level == levels - 1 else "")
    body = table.cells()
    for number, row in enumerate(table.frame.index):
        rows.append([table.labels.get(row, row), *body[number]])
        if table.has_totals:
            rows[-1].append(table.total_text(number))
    bases = [[name, *values] for name, values in table.base_lines()]
    widths = [
        max(len(row[at]) if at < len(row) else 0 for row in rows + bases)
        for at in range(max(len(row) for row in rows))
    ]

    def line(row: Sequence[str]) -> str:
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(widths[at]) for at, cell in enumerate(row[1:], 1)]
        return "  ".join(cells).rstrip()

    ruler = "─" * (sum(widths) + 2 * (len(widths) - 1))
    lines = [*(line(row) for row in rows[:levels]), ruler, *(line(row) for row in rows[levels:])]
    if bases:
        lines += [ruler, *(line(row) for row in bases)]
    for part in table.parts:
        lines += ["", part.title, *_part_lines(part)]
    lines += ["", table.what.sentence(), *table.notes, table.provenance]
    return "\n".join(lines)


def _said_once(heads: Sequence[Sequence[str]], level: int) -> list[str]:
    """The heads of a level; one that spans several columns is said over the first of them."""
    return [
        "" if at and level < len(head) - 1 and heads[at - 1][: level + 1] == head[: level + 1]
        else head[level]
        for at, head in enumerate(heads)
    ]  # fmt: skip


def _part_lines(part: Part) -> list[str]:
    heads = list(zip(*part.head, strict=True))
    rows = [*(_said_once(heads, level) for level in range(len(part.head))), *part.rows]
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = [
        "  ".join(
            cell.rjust(width) if at else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    ruler = "─" * (sum(widths) + 2 * (len(widths) - 1))
    return [*lines[: len(part.head)], ruler, *lines[len(part.head) :]]
