"""What agreement is computed from: who gave which value to which unit.

A frame has one row per unit and one column per coder. A missing cell (None, NaN, pd.NA) means that
this coder did not read the unit; "read and left uncoded" is a value of its own.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from qualcode.errors import UsageError, listing

WHERE = "the frame of codings"
BLOCK = 4_000_000  # cells of a table that are held at once
EXACT = 2**53  # whole numbers beyond this are no longer told apart
# What columns of a long table, or of a table with its units written out, are called.
NO_CODERS = {"coder", "unit", "document", "doc_id", "turn", "piece", "speaker"}
ENOUGH_TO_PACK = 6  # coders from which sorting the empty cells away pays


def small(codes: np.ndarray, values: int) -> np.ndarray:
    """Codes as the smallest whole numbers that hold them, each coder's side by side in memory."""
    kind = np.int8 if values <= 120 else np.int16 if values <= 32_000 else np.int32
    return np.asfortranarray(codes, dtype=kind)


@dataclass(frozen=True)
class Ratings:
    """Values that coders gave to units, as numbers.

    codes: rows × coders, the index of the value in `values`, -1 where the coder did not read the
    unit. times: how many units a row stands for, None for one each. declared: the categories on
    offer were named, so that those nobody used count too. ordered: the order of `values` means
    something. named: the columns are coders; without it (counts per unit) nobody knows who gave
    which value. table: the rows are the cells of a table of two coders.
    """

    codes: np.ndarray
    values: tuple[Any, ...]
    coders: tuple[str, ...]
    times: np.ndarray | None = None
    kind: str = "text"
    declared: bool = False
    ordered: bool = False
    named: bool = True
    table: bool = False

    @cached_property
    def read_by(self) -> np.ndarray:
        """How many coders read each row."""
        found = np.zeros(len(self.codes), np.int32)
        for column in self.columns_of_codes():
            found += column >= 0
        return found

    @cached_property
    def weights(self) -> np.ndarray:
        """How many units each row stands for."""
        return np.ones(len(self.codes)) if self.times is None else self.times.astype(float)

    def sum(self, amounts: np.ndarray) -> float:
        """The sum over all units of an amount for each row."""
        if self.times is None:
            return float(amounts.sum())
        return float(np.einsum("i,i", self.times, amounts))

    @cached_property
    def own_totals(self) -> np.ndarray:
        """coders × values: how many units each coder gave each value."""
        width = len(self.values) + 1
        found = np.zeros((self.codes.shape[1], width - 1))
        for n, column in enumerate(self.columns_of_codes()):
            found[n] = np.bincount(column + 1, self.times, minlength=width)[1:]
        return found

    @property
    def totals(self) -> np.ndarray:
        """How often each value was given."""
        return self.own_totals.sum(axis=0)

    @property
    def n_units(self) -> int:
        return len(self.codes) if self.times is None else int(self.times.sum())

    @property
    def n_coders(self) -> int:
        """Coders who read one of these units; for counts per unit the most that a unit has."""
        return int((self.own_totals.sum(axis=1) > 0).sum())

    def columns_of_codes(self) -> Iterator[np.ndarray]:
        return (self.codes[:, n] for n in range(self.codes.shape[1]))

    def rows(self, which: np.ndarray | slice) -> Ratings:
        """Some of the rows, with all values and coders."""
        codes = self.codes[which]
        if not isinstance(which, slice):
            codes = np.empty((int(which.sum()), self.codes.shape[1]), self.codes.dtype, order="F")
            for n, column in enumerate(self.columns_of_codes()):
                np.compress(which, column, out=codes[:, n])
        return replace(self, codes=codes, times=None if self.times is None else self.times[which])

    def columns(self, which: Sequence[int]) -> Ratings:
        """Some of the coders."""
        return replace(
            self, codes=self.codes[:, which], coders=tuple(self.coders[n] for n in which)
        )

    def used(self) -> np.ndarray:
        """Whether each value occurs in these rows."""
        return self.totals > 0

    def in_use(self) -> Ratings:
        """Without the values that nobody gave, unless the categories were declared."""
        used = self.used()
        if self.declared or used.all():
            return self
        lookup = np.append(np.cumsum(used) - 1, -1)
        kept = tuple(value for value, is_used in zip(self.values, used, strict=True) if is_used)
        return replace(self, codes=small(lookup[self.codes], len(kept)), values=kept)

    def packed(self) -> np.ndarray:
        """The codes without who gave them, empty cells last, no more columns than needed."""
        most = int(self.read_by.max(initial=0))
        if most == self.codes.shape[1] or self.codes.shape[1] < ENOUGH_TO_PACK:
            return self.codes
        return np.asfortranarray(-np.sort(-self.codes, axis=1)[:, :most])

    def per_coding(self, amounts: np.ndarray) -> np.ndarray:
        """Per row the sum over its codings of an amount for each value."""
        padded = np.append(amounts, 0.0)
        found = np.zeros(len(self.codes))
        for column in self.columns_of_codes():
            found += padded[column]
        return found

    def counts(self) -> np.ndarray:
        """rows × values: how many coders gave each value. Ask for some rows at a time."""
        width = len(self.values) + 1
        rows = np.arange(1, len(self.codes) * width, width)[:, None]
        cells = np.bincount((self.codes + rows).ravel(), minlength=len(self.codes) * width)
        return cells.reshape(-1, width)[:, 1:].astype(float)

    def blocks(self, width: int | None = None) -> Iterator[slice]:
        """The rows in stretches that make a table of `width` columns of bearable size."""
        step = max(256, BLOCK // max(1, width or len(self.values)))
        return (slice(start, start + step) for start in range(0, len(self.codes), step))

    def positions(self) -> np.ndarray:
        """Where each value lies on a line: numbers by their value, all else by its rank."""
        if self.kind == "number":
            return np.array(self.values, float)
        return np.arange(len(self.values), dtype=float)

    def two(self, name: str) -> None:
        """Refuse anything but two coders."""
        if len(self.coders) != 2:
            number = len(self.coders)
            raise UsageError(
                WHERE,
                f"{number} coder{'s' * (number != 1)}{': ' * (number > 0)}{listing(self.coders)}",
                f"{name} compares exactly two",
                "Choose two columns, or use conger_kappa, fleiss_kappa or krippendorff_alpha",
            )

    def who(self, name: str) -> None:
        """Refuse counts that do not say who gave which value."""
        if not self.named:
            raise UsageError(
                "the counts",
                "they do not say which coder gave which value",
                f"{name} needs to know it",
                "Use fleiss_kappa or krippendorff_alpha, or give one column per coder",
            )


def read(frame: Any, categories: Sequence[Any] | None = None) -> Ratings:
    """The codings of a frame, an array, a list of lists, or ratings that were read before.

    frame: one row per unit, one column per coder; texts, numbers, truth values or categoricals, of
    one kind throughout. categories: the values that were on offer, in order; without them the
    values that occur, texts sorted. Raises UsageError for values of several kinds, or of a kind
    that has no equality to count on, and for values outside the categories.
    """
    if isinstance(frame, Ratings):
        return frame if categories is None else _declare(frame, categories)
    columns, names = columns_of(frame)
    read_columns = [_Column.of(values, name) for values, name in zip(columns, names, strict=True)]
    kinds = {column.kind: column for column in read_columns if column.kind}
    if len(kinds) > 1:
        (one, a), (other, b) = itertools.islice(kinds.items(), 2)
        raise UsageError(
            WHERE,
            f"{_KINDS[one]} in column {a.name!r}, {_KINDS[other]} in column {b.name!r}",
            "values of one kind in all columns",
            "Write the same values in the same way for every coder",
        )
    kind = next(iter(kinds), "text")
    if kind == "number":
        ratings = _numbers(read_columns, names)
    else:
        ratings = _labels(read_columns, names, kind)
    return ratings if categories is None else _declare(ratings, categories)


_KINDS = {"text": "texts", "number": "numbers", "truth": "truth values"}


@dataclass(frozen=True)
class _Column:
    """One coder's values: codes into `uniques`, or numbers with NaN. kind "" where all is empty."""

    name: str
    kind: str
    codes: np.ndarray
    uniques: Sequence[Any] = ()
    ordered: bool = False

    @classmethod
    def of(cls, values: Any, name: str) -> _Column:
        import pandas as pd

        if isinstance(values.dtype, pd.CategoricalDtype):
            kind = cls.kind_of(pd.Series(values.cat.categories), name)
            codes = values.cat.codes.to_numpy().astype(np.intp)
            if kind == "number":
                numbers = np.append(values.cat.categories.to_numpy(float), np.nan)[codes]
                return cls(name, kind if (codes >= 0).any() else "", numbers)
            uniques = list(values.cat.categories)
            return cls(name, kind if uniques else "", codes, uniques, values.cat.ordered)
        kind = cls.kind_of(values, name)
        if kind == "number":
            numbers = np.ascontiguousarray(values.to_numpy(dtype=float, na_value=np.nan))
            largest = np.fmax.reduce(np.abs(numbers), initial=0.0)
            if EXACT < largest < np.inf:
                raise UsageError(
                    WHERE,
                    f"{largest:.0f} in column {name!r}",
                    f"numbers up to {EXACT}, beyond which they are no longer told apart",
                    "Give the names of categories as texts",
                )
            return cls(name, "" if np.isnan(numbers).all() else kind, numbers)
        codes, uniques = pd.factorize(values)
        return cls(name, kind if len(uniques) else "", codes.astype(np.intp), list(uniques))

    @staticmethod
    def kind_of(values: Any, name: str) -> str:
        """ "text", "number", "truth"; "" where a column of objects is empty."""
        from pandas.api import types

        dtype = values.dtype
        if types.is_bool_dtype(dtype):
            return "truth"
        if types.is_numeric_dtype(dtype) and not types.is_complex_dtype(dtype):
            return "number"
        found = types.infer_dtype(values, skipna=True)
        kind = {
            "string": "text",
            "boolean": "truth",
            "integer": "number",
            "floating": "number",
            "mixed-integer-float": "number",
            "empty": "",
        }.get(found)
        if kind is None:
            types_met = sorted({type(value).__name__ for value in values.dropna()})
            raise UsageError(
                WHERE,
                f"column {name!r} holds {listing(types_met)}",
                "texts, numbers, truth values or categoricals, of one kind",
                "Sets of codes go to masi_alpha or multivalued_alpha"
                if {"set", "frozenset", "list", "tuple"} & set(types_met)
                else "Write every value in the same way, as text for instance",
            )
        return kind


def columns_of(frame: Any) -> tuple[list[Any], list[str]]:
    """The columns as pandas series, and the coders' names."""
    import pandas as pd

    if isinstance(frame, pd.Series):
        raise UsageError(WHERE, "one column", "one column per coder, two at least")
    if not isinstance(frame, pd.DataFrame):
        frame = _framed(frame)
    elif long := [str(name) for name in frame.columns if str(name).lower() in NO_CODERS]:
        raise UsageError(
            WHERE,
            f"a column {long[0]!r}, which is no coder",
            "one row per unit, one column per coder and no others",
            'Make it so: frame.pivot(index=…, columns="coder", values=…), or frame.set_index(…)',
        )
    names = [str(name) for name in frame.columns]
    return [frame.iloc[:, n] for n in range(frame.shape[1])], names


def _framed(data: Any) -> Any:
    """An array or a list of lists as a frame, nothing turned into text on the way."""
    import pandas as pd

    if isinstance(data, np.ndarray):
        if data.ndim != 2:
            raise UsageError(WHERE, f"an array of {data.ndim} dimensions", "units × coders")
        if data.dtype.kind in "US":
            lost = sorted({"nan", "None", "<NA>"} & set(np.unique(data).tolist()))
            if lost:
                raise UsageError(
                    WHERE,
                    f"the text {lost[0]!r}, which is what numpy makes of a missing value",
                    "an array of texts holds no missing values",
                    "Give a frame, a list of lists, or an array with dtype=object",
                )
        frame = pd.DataFrame(data)
    else:
        rows = _rows_of(data)
        lengths = sorted({len(row) for row in rows})
        if len(lengths) > 1:
            raise UsageError(
                WHERE,
                f"rows of {lengths[0]} and of {lengths[-1]} values",
                "one value per coder in every row, None where the coder did not read the unit",
            )
        frame = pd.DataFrame(rows, columns=range(lengths[0] if lengths else 0), dtype=object)
    return frame.set_axis([f"coder {n + 1}" for n in range(frame.shape[1])], axis=1)


def _rows_of(data: Any) -> list[list[Any]]:
    """The rows of a list of lists. A text is no row of letters, and a dictionary none of its names."""
    fits = isinstance(data, Iterable) and not isinstance(data, str | bytes | Mapping | Set)
    rows = list(data) if fits else [data]
    for row in rows:
        if not isinstance(row, Iterable) or isinstance(row, str | bytes | Mapping | Set):
            raise UsageError(
                WHERE,
                f"{row!r} in place of a row" if fits else f"{data!r}",
                "a frame, an array or a list of rows: one row per unit, one value per coder",
                "Two coders' lists become a frame: pandas.DataFrame({'AB': …, 'CD': …})",
            )
    return [list(row) for row in rows]


def _numbers(columns: list[_Column], names: list[str]) -> Ratings:
    """Numbers as codes; small whole numbers without sorting."""
    filled = [column.codes for column in columns if column.kind]
    low = min(float(np.fmin.reduce(column)) for column in filled)
    high = max(float(np.fmax.reduce(column)) for column in filled)
    if np.isinf(low) or np.isinf(high):
        raise UsageError(WHERE, "an infinite number", "finite numbers")
    steps = _steps(columns, low, high)
    if steps is not None:
        width = int(high - low) + 2
        present = np.zeros(width, bool)
        for n in range(len(columns)):
            present |= np.bincount(steps[:, n], minlength=width) > 0
        present[0] = False
        lookup = small(np.cumsum(present) - 1, width)
        lookup[0] = -1
        codes = np.empty(steps.shape, lookup.dtype, order="F")
        for n in range(len(columns)):
            np.take(lookup, steps[:, n], out=codes[:, n])
        values = tuple(int(value + low - 1) for value in np.flatnonzero(present))
        return _made(codes, values, names, "number")
    empty = np.full(len(filled[0]), np.nan)
    table = np.column_stack([column.codes if column.kind else empty for column in columns])
    read = table == table
    uniques, inverse = np.unique(table[read], return_inverse=True)
    codes = np.full(table.shape, -1, np.intp)
    codes[read] = inverse
    return _made(codes, tuple(float(value) for value in uniques), names, "number")


def _steps(columns: list[_Column], low: float, high: float) -> np.ndarray | None:
    """Whole numbers counted from 1 for the lowest, 0 for missing; None where some are not whole."""
    if high - low >= 30_000 or low != np.floor(low):
        return None
    found = np.zeros((len(columns[0].codes), len(columns)), np.int16, order="F")
    for n, column in enumerate(columns):
        if not column.kind:
            continue
        numbers = column.codes
        up = numbers - (low - 1)
        up[numbers != numbers] = 0
        found[:, n] = up
        if not np.array_equal(found[:, n], up):
            return None
    return found


def _labels(columns: list[_Column], names: list[str], kind: str) -> Ratings:
    """Texts and truth values as codes, in the order of the categoricals or sorted."""
    orders = {tuple(column.uniques) for column in columns if column.kind}
    ordered = len(orders) == 1 and all(column.ordered for column in columns if column.kind)
    every: dict[Any, int] = {}
    for column in columns:
        if column.kind:
            every.update(dict.fromkeys(column.uniques))
    values = list(every) if ordered else sorted(every)
    place = {value: n for n, value in enumerate(values)}
    width = len(columns[0].codes) if columns else 0
    codes = small(np.full((width, len(columns)), -1, np.int8, order="F"), len(values))
    for n, column in enumerate(columns):
        if column.kind:
            lookup = small(np.array([*(place[value] for value in column.uniques), -1]), len(values))
            codes[:, n] = lookup[column.codes]
    values = [bool(value) for value in values] if kind == "truth" else values
    ratings = _made(codes, tuple(values), names, kind)
    # A categorical may name values that nobody gave; they were not declared to this function.
    return replace(ratings, ordered=ordered or kind == "truth").in_use()


def _made(codes: np.ndarray, values: tuple[Any, ...], names: list[str], kind: str) -> Ratings:
    codes = small(codes, len(values))
    return Ratings(codes, values, tuple(names), kind=kind, ordered=kind == "number")


def _declare(ratings: Ratings, categories: Sequence[Any]) -> Ratings:
    """The same with the categories that were on offer, in their order; numbers by their value."""
    if isinstance(categories, str) or not isinstance(categories, Iterable):
        raise UsageError("categories", f"{categories!r}", "a list of the values on offer")
    offered = list(categories)
    try:
        place = {value: n for n, value in enumerate(offered)}
    except TypeError as error:
        raise UsageError("categories", str(error), "texts, numbers or truth values") from None
    if len(place) < len(offered):
        raise UsageError("categories", f"a value twice: {listing(offered)}", "each value once")
    if ratings.kind == "number" and all(
        isinstance(value, int | float | np.number) for value in offered
    ):
        offered = sorted(offered)
        place = {value: n for n, value in enumerate(offered)}
    met = [value for value, used in zip(ratings.values, ratings.used(), strict=True) if used]
    unknown = [value for value in met if value not in place]
    if unknown:
        raise UsageError(
            "categories",
            f"the coders also gave {listing(map(repr, unknown))}",
            f"one of {listing(map(repr, offered))}",
            "Name every value that occurs",
        )
    lookup = np.array([*(place.get(value, -1) for value in ratings.values), -1], np.intp)
    return replace(
        ratings,
        codes=small(lookup[ratings.codes], len(offered)),
        values=tuple(offered),
        declared=True,
        ordered=True,
    )
