"""Codings that come as a table or as counts, and tables over the categories: weights, distances."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any

import numpy as np

from qualcode.analysis.coefficients_data import WHERE, Ratings, small
from qualcode.errors import UsageError, listing


def whole_numbers(cells: Any, where: str) -> np.ndarray:
    """A table of counts; refused where a cell is no whole number from 0 on."""
    try:
        table = np.asarray(cells, float)
    except (TypeError, ValueError):
        raise UsageError(where, "a cell that is no number", "counts") from None
    if table.ndim != 2:
        raise UsageError(where, f"{table.ndim} dimensions", "rows and columns of counts")
    if not (np.isfinite(table).all() and (table >= 0).all() and (table == np.floor(table)).all()):
        raise UsageError(where, "a count that is no whole number", "0, 1, 2, …")
    return table.astype(np.int64)


def _kind_of_values(values: Sequence[Any]) -> str:
    if all(isinstance(value, bool | np.bool_) for value in values):
        return "truth"
    if all(isinstance(v, int | float | np.number) and not isinstance(v, bool) for v in values):
        return "number"
    return "text"


def _names_of(categories: Sequence[Any] | None, table: Any, width: int, where: str) -> list[Any]:
    """The categories of a table: given, the labels of its columns, or 1, 2, 3, …"""
    if categories is None:
        labels = getattr(table, "columns", None)
        categories = list(labels) if labels is not None else list(range(1, width + 1))
    names = list(categories)
    if len(names) != width or len(set(names)) != width:
        raise UsageError(
            where, f"{len(names)} names for {width} categories", "one name each, no name twice"
        )
    return names


def from_table(
    table: Any, categories: Sequence[Any] | None = None, coders: Sequence[str] = ()
) -> Ratings:
    """Two coders' codings from their table, to hand to any coefficient in place of a frame.

    table: rows the first coder's categories, columns the second's, cells how many units; a frame,
    an array or a list of lists. categories: their names in order (default: the table's column
    labels, or 1, 2, 3, …); all count as on offer. coders: the two names.
    """
    where = "the table of two coders"
    cells = whole_numbers(table, where)
    if cells.shape[0] != cells.shape[1]:
        raise UsageError(where, f"{cells.shape[0]} × {cells.shape[1]} cells", "a square table")
    # A list has an `index` too, which is something else.
    framed = hasattr(table, "columns")
    if framed and categories is None and list(table.index) != list(table.columns):
        raise UsageError(
            where, "rows and columns with other names", "the same categories in the same order"
        )
    names = _names_of(categories, table, len(cells), where)
    rows, columns = np.nonzero(cells)
    return Ratings(
        codes=small(np.column_stack([rows, columns]), len(names)),
        values=tuple(names),
        coders=tuple(coders) or ("rows", "columns"),
        times=cells[rows, columns],
        kind=_kind_of_values(names),
        declared=True,
        ordered=True,
        table=True,
    )


def from_counts(counts: Any, categories: Sequence[Any] | None = None) -> Ratings:
    """Codings of which only the numbers are known, to hand to any coefficient in place of a frame.

    counts: one row per unit, one column per category, cells how many coders gave it. categories:
    their names in order (default: the column labels, or 1, 2, 3, …); all count as on offer.
    Coefficients that need to know who coded what (Cohen, Conger, Light) refuse it.
    """
    where = "the counts"
    cells = whole_numbers(counts, where)
    names = _names_of(categories, counts, cells.shape[1], where)
    read_by = cells.sum(axis=1)
    codes = np.full((len(cells), int(read_by.max(initial=0))), -1, np.intp)
    row = np.repeat(np.arange(len(cells)), read_by)
    place = np.arange(len(row)) - np.repeat(np.cumsum(read_by) - read_by, read_by)
    codes[row, place] = np.repeat(np.tile(np.arange(len(names)), len(cells)), cells.ravel())
    return Ratings(
        codes=small(codes, len(names)),
        values=tuple(names),
        coders=tuple(f"coder {n + 1}" for n in range(codes.shape[1])),
        kind=_kind_of_values(names),
        declared=True,
        ordered=True,
        named=False,
    )


Weights = str | Callable[[Any, Any], float] | Any | None


def weighted_name(name: str, weights: Weights) -> str:
    """The name of a coefficient, with what its values are weighted by."""
    if weights is None:
        return name
    return f"{name} ({weights if isinstance(weights, str) else 'own'} weights)"


def weight_matrix(weights: Weights, ratings: Ratings) -> np.ndarray | None:
    """categories × categories: how much two values agree, from 0 to 1; None for equal or not, and where
    there are no values.

    weights: None, "linear", "quadratic", a function of two values, or a square table in the order
    of the categories (a frame may name them). Raises UsageError for a table that is not symmetric
    or has no 1 on its diagonal, and where an order is needed that nobody gave.
    """
    size = len(ratings.values)
    if weights is None or not size:
        return None
    if isinstance(weights, str):
        if weights not in ("linear", "quadratic"):
            raise UsageError(
                "weights", repr(weights), "linear, quadratic, a table, a function or None"
            )
        needs_order(ratings, f"{weights} weights")
        places = ratings.positions()
        span = np.ptp(places) or 1.0
        apart = np.abs(places[:, None] - places[None, :]) / span
        return 1 - (apart if weights == "linear" else apart**2)
    matrix = square(weights, ratings, "weights")
    if (np.diagonal(matrix) != 1).any() or (matrix > 1).any() or matrix.shape != (size, size):
        raise UsageError(
            "weights", "equal values without weight 1", "1 for equal values, at most 1 elsewhere"
        )
    return matrix


def needs_order(ratings: Ratings, what: str) -> None:
    if not ratings.ordered:
        raise UsageError(
            WHERE,
            f"texts without an order: {listing(map(repr, ratings.values))}",
            f"{what} need to know which value lies next to which",
            "Name them in order with categories=[…], or use an ordered categorical",
        )


def square(given: Any, ratings: Ratings, where: str) -> np.ndarray:
    """A table over the categories from a function, a frame or an array; symmetric and finite."""
    values: Sequence[Hashable] = ratings.values
    try:
        matrix = _filled(given, values, where)
    except (TypeError, ValueError):
        raise UsageError(where, "what is no number", "a number for each pair of values") from None
    size = len(values)
    if matrix.size != size * size:
        shape = " × ".join(map(str, matrix.shape))
        raise UsageError(
            where,
            f"a table of {shape}" if shape else f"{given!r}",
            f"{size} × {size}, in the order {listing(map(repr, values))}",
            "Name the categories with categories=[…]",
        )
    matrix = matrix.reshape(size, size)
    if not np.isfinite(matrix).all():
        raise UsageError(where, "a missing or infinite number", "a number for each pair of values")
    if not np.allclose(matrix, matrix.T, rtol=0, atol=1e-12):
        raise UsageError(where, "a table that is not symmetric", "the same for (a, b) and (b, a)")
    return matrix


def _filled(given: Any, values: Sequence[Hashable], where: str) -> np.ndarray:
    if callable(given):
        return np.array([[float(given(a, b)) for b in values] for a in values])
    if hasattr(given, "columns"):
        lacking = [v for v in values if v not in given.columns or v not in given.index]
        if lacking:
            raise UsageError(
                where, f"no row or column for {listing(map(repr, lacking))}", "every value"
            )
        return given.loc[list(values), list(values)].to_numpy(float)
    return np.asarray(given, float)
