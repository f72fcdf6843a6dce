"""The part of a table that a picture draws: values, bases, names and order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from qualcode.errors import TableError, UsageError, counted, listing
from qualcode.present.plots_base import (
    STYLES_MOST,
    base_unit,
    drawable,
    filled,
    from_the_right,
    known_color,
    note_of,
    scale_words,
)
from qualcode.present.sheets import flat, rows_of
from qualcode.present.table import ABSENT

if TYPE_CHECKING:
    from qualcode.present.table import Table, What

SORTS = ("n",)
FEW = 5  # people; shares of fewer are named in the note
NOT_THERE = "no such combination, or not read"
LEGEND_WRAP = 34


@dataclass
class Data:
    """The part of a table that is drawn. values: rows x columns, NaN for what does not exist or is hidden.
    bases: for each column a number, None where there is none; unit: of what. ends: rows x columns x 2, of
    the intervals, NaN where there is none; None for a table without. texts: the cells with their intervals,
    as words say them."""

    what: What
    labels: list[str]
    heads: list[tuple[str, ...]]
    values: np.ndarray
    cells: list[list[str]]
    bases: list[int | None]
    unit: str
    people: list[int | None]
    colors: list[str]
    texts: list[list[str]]
    ends: np.ndarray | None = None

    def base(self, column: int) -> str:
        """`n = 6 participants`; "" where the table has no bases."""
        value = self.bases[column]
        return "" if value is None else f"n = {counted(value, self.unit[:-1])}"

    @property
    def title(self) -> str:
        if self.what.attributes or self.what.measure != "n":
            return self.what.sentence()
        return f"{scale_words(self.what).capitalize()}, by {self.what.level}."

    def note(self, table: Table, *, gutter: bool = False) -> str:
        """What stands under the picture. gutter: whether hidden numbers are marked over "–" too."""
        few = [
            f"{flat(head)} ({people})"
            for head, people in zip(self.heads, self.people, strict=True)
            if people is not None and 0 < people < FEW
        ]
        if not self.what.attributes and len(self.people) == 1:
            few = [counted(n, "participant") for n in self.people if n is not None and n < FEW]
        more = []
        if self.what.measure == "share" and few:
            there = sum(people != 0 for people in self.people)
            which = "all of them" if len(few) == there > 1 else listing(few, 12)
            more.append(f"Shares that rest on fewer than {FEW} participants: {which}.")
        marks = {text for row in self.cells for text in row if not text[:1].isdigit()}
        meanings = [NOT_THERE] if ABSENT in marks else []
        if gutter and marks - {ABSENT}:
            meanings.append("hidden")
        if meanings:
            more.append(f"{ABSENT}: {', or '.join(meanings)}.")
        return note_of(table, self.what, *more)


def data_of(table: Table, columns: Any, sort: str | None) -> Data:
    if sort is not None and sort not in SORTS:
        raise UsageError("sort", repr(sort), f"{listing(SORTS)}, or None for the codebook's order")
    if not len(table.frame.index) or not len(table.frame.columns):
        raise TableError("table", "has no cells to draw")
    chosen = _columns(table, columns)
    if len({table.measure_of(at) for at in chosen} if table.measures else ()) > 1 or (
        not table.what.attributes and len({_unit_of(table, at) for at in chosen}) > 1
    ):
        raise TableError(
            "columns",
            "are of different measures, which one scale cannot show",
            f"columns: {listing(map(flat, table.heads), 20)}",
            "Draw one of them: columns='n_codings'",
        )
    what = table.what
    if not what.attributes:
        what = replace(what, unit=_unit_of(table, chosen[0]), measure=table.measure_of(chosen[0]))
    values = np.array(
        [
            [np.nan if (value := row[at]) is None else float(value) for at in chosen]
            for row in table.numbers()
        ]
    )
    cells, texts = (
        [[row[at] for at in chosen] for row in table.cells(intervals=with_ends)]
        for with_ends in (False, True)
    )
    unit = base_unit(table, what)
    ends = None
    if any(table.has_ends(at) for at in chosen):
        ends = np.array(
            [
                [table.ends(row, at) or (np.nan, np.nan) for at in chosen]
                for row in range(len(values))
            ]
        )

    def bases(name: str) -> list[int | None]:
        if name not in table.bases.columns:
            return [None] * len(chosen)
        return [table.base_number(name, at) for at in chosen]

    order = _order(table, values, sort)
    rows = rows_of(table)
    # In a frequency table the last level says what is counted, which stands along the scale.
    levels = len(table.frame.columns.names) - counts_last(table)
    return Data(
        what,
        [rows[at][1] for at in order],
        [table.heads[at][:levels] for at in chosen],
        values[order],
        [cells[at] for at in order],
        bases(unit),
        unit,
        bases("participants"),
        [known_color(table.colors.get(rows[at][0])) for at in order],
        [texts[at] for at in order],
        None if ends is None else ends[order],
    )


def counts_last(table: Table) -> bool:
    """Whether the columns are coders, each with a frequency table of their own."""
    return not table.what.attributes and len(table.frame.columns.names) > 1


def _unit_of(table: Table, column: int) -> str:
    """What a column of a frequency table counts, said in its own head."""
    head = table.heads[column][-1]
    for mark in ("n_", "share_"):
        if head.startswith(mark):
            return head[len(mark) :]
    return head.removesuffix("_per_1000_words")


def _columns(table: Table, columns: Any) -> list[int]:
    heads = table.heads
    if columns is None:
        if table.what.attributes or not table.measures:
            return list(range(len(heads)))
        rate = [at for at in range(len(heads)) if table.measure_of(at) == "per_1000_words"]
        counts = [at for at, head in enumerate(heads) if head[-1] == f"n_{table.what.unit}"]
        return rate or counts
    wanted = [columns] if isinstance(columns, (str, tuple)) else list(columns)
    found: set[int] = set()
    for each in wanted:
        parts = tuple(map(str, each)) if isinstance(each, (tuple, list)) else (str(each),)
        own = {
            at for at, head in enumerate(heads) if head == parts or ((parts[0],) == parts and parts[0] in head)
        }  # fmt: skip
        if not own:
            raise TableError(
                flat(parts),
                "is no column of this table",
                f"columns: {listing(map(flat, heads), 20)}",
            )
        found |= own
    if not found:
        raise UsageError("columns", "none given", "a column, or several")
    return sorted(found)


def _order(table: Table, values: np.ndarray, sort: str | None) -> list[int]:
    rows = list(range(len(values)))
    if sort is None:
        return rows
    if table.has_totals:
        totals = [table.total_number(row) for row in rows]
        size = [-1.0 if total is None else float(total) for total in totals]
    else:
        size = np.where(np.isnan(values), -1.0, values).max(axis=1).tolist()
    return sorted(rows, key=lambda row: -size[row])


def check_number(heads: list[tuple[str, ...]]) -> None:
    inner, outer = {head[-1] for head in heads}, {head[:-1] for head in heads}
    nested = 1 < len(outer) <= 3 and len(inner) <= 8
    if len(heads) > STYLES_MOST and not nested:
        raise TableError(
            "table",
            f"has {len(heads)} columns, more than colours and shapes can tell apart",
            f"up to {STYLES_MOST}",
            "Draw kind='multiples' or kind='heat', or some of the columns: columns=[…]",
        )


def texts_of(data: Data, note: str) -> tuple[str, str, list[str], list[tuple[str, ...]]]:
    """Title, note, labels and heads, with what no font can draw replaced."""
    levels = len(data.heads[0])
    shown = drawable(
        [data.title, note, *data.labels, *(part for head in data.heads for part in head)]
    )
    rest = shown[2 + len(data.labels) :]
    heads = [tuple(rest[at : at + levels]) for at in range(0, len(rest), levels)]
    return shown[0], shown[1], shown[2 : 2 + len(data.labels)], heads


def entry_of(head: tuple[str, ...], base: str) -> str:
    """A name with its base: `Commissioner, n = 6 participants`; the base is not broken into lines."""
    name = head[-1]
    if not base:
        return filled(name, LEGEND_WRAP)
    if from_the_right(name):
        return f"{filled(name, LEGEND_WRAP)}\n{base}"
    if len(name) + len(base) + 2 <= LEGEND_WRAP:
        return f"{name}, {base}"
    return f"{filled(name + ',', LEGEND_WRAP)}\n{base}"
