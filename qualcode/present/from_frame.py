"""A table counted from a tidy frame of codings, without the project behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.core.people import NOT_RECORDED
from qualcode.errors import TableError, UsageError, listing
from qualcode.present.counted import head_index
from qualcode.present.table import Table, What
from qualcode.present.table_facts import PROGRAM

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd


def _counted_cells(
    place: np.ndarray, cells: list[tuple[np.ndarray, int]], number: int
) -> np.ndarray:
    """How many rows fall into each cell: `place` is the row of the table, `cells` its columns level by
    level with their sizes.

    Block by block, so that what is put together stays in the processor's cache: with a million codings
    it is memory that takes the time.
    """
    import numpy as np

    grid = np.zeros(number, dtype=np.int64)
    block = 1 << 15
    flat = np.empty(block, dtype=np.intp)
    for at in range(0, len(place), block):
        part = flat[: min(block, len(place) - at)]
        part[:] = place[at : at + block]
        for codes, size in cells:
            part *= size
            part += codes[at : at + block]
        grid += np.bincount(part, minlength=number)
    return grid


def table_from_frame(
    frame: pd.DataFrame, rows: str, names: list[str], unit: str, measure: str
) -> Table:
    """Codings counted from a tidy frame; categorical columns are counted without being unfolded."""
    import numpy as np
    import pandas as pd

    if measure != "n":
        raise UsageError(
            "measure", measure, "n: a frame of codings has no bases", "Pass the project"
        )
    keys: dict[str, tuple[str, ...]] = {
        "codings": (),
        "turns": ("document", "turn"),
        "documents": ("document",),
    }
    keys["participants"] = ("participant",)
    if unit not in keys:
        raise UsageError("unit", unit, listing(keys), "Words need the texts: pass the project")
    if not 1 <= len(set(names)) == len(names) <= 2:
        raise UsageError("columns", listing(names), "one attribute, or two different ones")
    needed = [rows, *names, *keys[unit]]
    if missing := [name for name in needed if name not in frame.columns]:
        raise TableError("frame", f"has no column {listing(missing)}", listing(frame.columns, 20))

    def factor(name: str) -> tuple[np.ndarray, list[str]]:
        """Positions and values of a column; what is missing is "(not recorded)", the last value."""
        column = frame[name]
        if isinstance(column.dtype, pd.CategoricalDtype):
            codes, values = column.cat.codes.to_numpy(), list(map(str, column.cat.categories))
        else:
            codes, unique = pd.factorize(column)
            values = list(map(str, unique))
        order = [n for n, value in enumerate(values) if value != NOT_RECORDED]
        if len(order) < len(values):
            place = np.full(len(values), len(order), dtype=np.int32)
            place[order] = np.arange(len(order), dtype=np.int32)
            codes = np.where(codes < 0, np.int32(-1), place[codes])
        # Missing is -1 in codes: one value more, so that no coding is lost.
        if codes.min(initial=0) < 0:
            codes = np.where(codes < 0, np.int32(len(order)), codes)
        return codes, [*(values[n] for n in order), NOT_RECORDED]

    place, labels = factor(rows)
    columns: list[tuple[str, ...]] = [()]
    cells: list[tuple[np.ndarray, int]] = []
    for name in names:
        codes, values = factor(name)
        columns = [(*column, value) for column in columns for value in values]
        cells.append((codes, len(values)))
    height, width = len(labels), len(columns)
    every = _counted_cells(place, cells, height * width).reshape(height, width)
    if unit == "codings":
        grid, totals = every, every.sum(axis=1)
    else:
        flat = place.astype(np.int64)
        for codes, size in cells:
            flat = flat * size + codes
        key = np.zeros(len(frame), dtype=np.int64)
        known = np.ones(len(frame), dtype=bool)
        for name in keys[unit]:
            codes, unique = pd.factorize(frame[name])
            known &= codes >= 0
            key = key * max(len(unique), 1) + codes
        size = int(key.max(initial=0)) + 1
        distinct = np.unique(flat[known] * size + key[known]) // size
        grid = np.bincount(distinct, minlength=height * width).reshape(height, width)
        per_row = np.unique(place[known].astype(np.int64) * size + key[known]) // size
        totals = np.bincount(per_row, minlength=height)
    row_kept = [n for n in range(height) if n < height - 1 or every[n].any()]
    kept = np.flatnonzero(every.any(axis=0)).tolist()
    index = pd.Index([labels[n] for n in row_kept], name=rows, dtype=object)
    heads = [columns[n] for n in kept]
    table = pd.DataFrame(
        {
            at: pd.arrays.IntegerArray(
                grid[row_kept, n].astype(np.int64), np.zeros(len(row_kept), dtype=bool)
            )
            for at, n in enumerate(kept)
        },
        index=index,
    )
    table.columns = (
        head_index(heads, names) if heads else pd.Index([], name=names[-1], dtype=object)
    )
    return Table(
        table,
        pd.DataFrame(index=table.columns),
        pd.Series(totals[row_kept], index=index, dtype="Int64", name="all"),
        {row: row for row in index},
        What(unit, measure, rows, tuple(names), coders="the codings of a frame", program=PROGRAM),
        ["Counted from a frame of codings, so without bases."],
    )
