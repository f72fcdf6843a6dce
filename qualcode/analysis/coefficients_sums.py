"""Coefficients as functions of sums over units, and the resampling that this makes cheap.

Every coefficient here is a function of a few sums over units. A bootstrap of units or of documents
draws how often each unit (or document) occurs, and one matrix product gives all sums of all draws.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Protocol

import numpy as np

from qualcode.analysis.coefficients_data import BLOCK, WHERE, Ratings
from qualcode.errors import UsageError, counted

FEW_VALUES = 3  # so many pairs of coders for each value are compared one by one


class Parts(NamedTuple):
    """One number per draw each: the coefficient (NaN where undefined), observed, expected."""

    value: np.ndarray
    observed: np.ndarray
    expected: np.ndarray


class Statistic(Protocol):
    """What a coefficient counts in each unit, and what it makes of the sums."""

    def features(self, ratings: Ratings) -> np.ndarray:
        """rows × sums: what one unit of each row adds."""

    def of(self, sums: np.ndarray) -> Parts:
        """The coefficient for each row of sums (draws × sums)."""


def over(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """a / b, NaN where b is 0."""
    a, b = np.broadcast_arrays(np.asarray(a, float), np.asarray(b, float))
    return np.divide(a, b, out=np.full(a.shape, np.nan), where=b != 0)


def corrected(observed: np.ndarray, expected: np.ndarray, tiny: float = 1e-12) -> Parts:
    """(observed - expected) / (1 - expected), NaN where nothing is left to gain over chance."""
    room = 1 - expected
    value = over(observed - expected, np.where(room > tiny, room, 0.0))
    return Parts(value, observed, expected)


Distance = Callable[[np.ndarray, np.ndarray], np.ndarray]


def lookup(matrix: np.ndarray) -> Distance:
    """The entries of a table for pairs of codes; 0 where one of them is missing."""
    padded = np.zeros((len(matrix) + 1, len(matrix) + 1))
    padded[:-1, :-1] = matrix
    return lambda a, b: padded[a, b]


def pair_sums(ratings: Ratings, matrix: np.ndarray | None) -> np.ndarray:
    """Per row the sum over ordered pairs of its coders of how much their values agree.

    matrix: categories × categories, None for equal or not.
    """
    codes, size = ratings.packed(), len(ratings.values)
    coders = codes.shape[1]
    pairs = coders * (coders - 1) // 2
    if pairs > max(30, FEW_VALUES * size):
        return _pair_sums_by_counts(ratings, matrix)
    return compare(codes, lookup(matrix) if matrix is not None else None)


def compare(codes: np.ndarray, distance: Distance | None) -> np.ndarray:
    """The same, comparing the columns two by two; distance None: 1 for equal values."""
    columns = [codes[:, n] for n in range(codes.shape[1])]
    if distance is None:
        equal: np.ndarray = np.zeros(len(codes), np.int32 if len(columns) > 100 else np.int16)
        for n, one in enumerate(columns):
            read = one >= 0
            for other in columns[n + 1 :]:
                equal += (one == other) & read
        return 2.0 * equal
    found = np.zeros(len(codes))
    for n, one in enumerate(columns):
        for other in columns[n + 1 :]:
            found += distance(one, other)
    return 2.0 * found


def _pair_sums_by_counts(ratings: Ratings, matrix: np.ndarray | None) -> np.ndarray:
    found = np.zeros(len(ratings.codes))
    for block in ratings.blocks():
        counts = ratings.rows(block).counts()
        if matrix is None:
            found[block] = (counts * (counts - 1)).sum(axis=1)
        else:
            weighted = counts @ matrix
            found[block] = (counts * (weighted - np.diagonal(matrix))).sum(axis=1)
    return found


def add_up(statistic: Statistic, ratings: Ratings) -> np.ndarray:
    """The sums over all units, a block of rows at a time."""
    total: Any = 0.0
    for block in ratings.blocks():
        part = ratings.rows(block)
        total = total + part.weights @ statistic.features(part)
    return total


def jackknife(statistic: Any, ratings: Ratings) -> float:
    """The standard error by the infinitesimal jackknife: how the coefficient moves with each unit.

    The slope in each sum is taken numerically; a unit moves the coefficient by the slopes times
    what the unit adds to the sums.
    """
    n = ratings.n_units
    shortcut = hasattr(statistic, "moves")
    sums = statistic.totals(ratings) if shortcut else add_up(statistic, ratings)
    step = 1e-4 * n
    steps = np.eye(len(sums)) * step
    slopes = (statistic.of(sums + steps).value - statistic.of(sums - steps).value) / (2 * step)
    if shortcut:
        moves = statistic.moves(ratings, slopes)
    else:
        moves = np.concatenate([
            statistic.features(ratings.rows(block)) @ slopes for block in ratings.blocks()
        ])  # fmt: skip
    moves = moves - ratings.sum(moves) / n
    return float(np.sqrt(ratings.sum(moves**2) * n / (n - 1)))


# -- resampling ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Groups:
    """What is drawn: rows of ratings and the group that each belongs to.

    each: how many units a group stands for, one for a document; as many are drawn as there are.
    """

    rows: Ratings
    of: np.ndarray
    each: np.ndarray


def groups(ratings: Ratings, clusters: np.ndarray | None) -> Groups:
    """Units (equal ones together), or documents with all their units."""
    if clusters is not None:
        return Groups(ratings, clusters, np.ones(clusters.max() + 1, np.int64))
    first, which = _kinds(ratings.codes, len(ratings.values))
    each = np.bincount(which, weights=ratings.times).astype(np.int64)
    rows = replace(ratings, codes=np.asfortranarray(ratings.codes[first]), times=None)
    return Groups(rows, np.arange(len(first)), each)


def _kinds(codes: np.ndarray, values: int) -> tuple[np.ndarray, np.ndarray]:
    """The first of each kind of row, in an order that does not depend on the rows', and each row's."""
    if (values + 1) ** codes.shape[1] < 2**62:
        keys = np.zeros(len(codes), np.int64)
        for n in range(codes.shape[1]):
            keys = keys * (values + 1) + codes[:, n] + 1
        _, first, which = np.unique(keys, return_index=True, return_inverse=True)
    else:
        _, first, which = np.unique(codes, axis=0, return_index=True, return_inverse=True)
    return first, which.reshape(-1)


def how_often(drawn: Groups, draws: int, seed: int) -> Iterator[np.ndarray]:
    """draws × groups, some draws at a time: how often each group was drawn."""
    chance = np.random.default_rng(seed)
    number, size = len(drawn.each), int(drawn.each.sum())
    step = max(1, 4 * BLOCK // number)
    # Many kinds of few units are drawn unit by unit, few kinds of many units all at once.
    singly = size < 20 * number
    group_of = np.repeat(np.arange(number), drawn.each) if singly else np.empty(0)
    for start in range(0, draws, step):
        many = min(step, draws - start)
        if not singly:
            yield chance.multinomial(size, drawn.each / size, size=many).astype(float)
            continue
        often = np.empty((many, number))
        for n in range(many):
            often[n] = np.bincount(group_of[chance.integers(0, size, size)], minlength=number)
        yield often


def resample(
    statistic: Any, ratings: Ratings, clusters: np.ndarray | None, draws: int, seed: int
) -> np.ndarray:
    """The coefficient in each draw of units, or of documents; NaN where it is undefined.

    clusters: the document of each row as 0, 1, 2, …; None to draw units.
    """
    drawn = groups(ratings, clusters)
    if getattr(statistic, "one_by_one", False):
        each_draw = [statistic.draw(drawn, often) for often in how_often(drawn, draws, seed)]
        return np.concatenate(each_draw)
    if clusters is not None:
        features = _by_group(statistic, drawn)
        each = [often @ features for often in how_often(drawn, draws, seed)]
        return statistic.of(np.vstack(each)).value
    return np.concatenate(
        [statistic.of(_product(statistic, drawn, often)).value
         for often in how_often(drawn, draws, seed)]
    )  # fmt: skip


def _by_group(statistic: Statistic, drawn: Groups) -> np.ndarray:
    """groups × sums."""
    found: Any = None
    for block in drawn.rows.blocks():
        part = drawn.rows.rows(block)
        features = statistic.features(part) * part.weights[:, None]
        if found is None:
            found = np.zeros((len(drawn.each), features.shape[1]))
        np.add.at(found, drawn.of[block], features)
    return found


def _product(statistic: Statistic, drawn: Groups, often: np.ndarray) -> np.ndarray:
    """draws × sums, where every row is a group of its own."""
    sums: Any = 0.0
    for block in drawn.rows.blocks():
        sums = sums + often[:, block] @ statistic.features(drawn.rows.rows(block))
    return sums


def cluster_numbers(clusters: Any, frame: Any, ratings: Ratings) -> tuple[np.ndarray, int]:
    """The document of each row as 0, 1, 2, …, and how many there are.

    clusters: a series with the frame's index, or one value per row in the frame's order; by default the
    level `document` of the frame's index, where it has one (as in `coder_frame`).
    """
    import pandas as pd

    if clusters is None and isinstance(frame, pd.DataFrame) and "document" in frame.index.names:
        clusters = frame.index.get_level_values("document")

    if isinstance(frame, Ratings) and frame.times is not None:
        raise UsageError(
            "clusters", "a table of two coders", "units that belong to documents",
            "Give one row per unit, or resample units",
        )  # fmt: skip
    if isinstance(clusters, str) or not (clusters is None or hasattr(clusters, "__iter__")):
        raise UsageError("clusters", f"{clusters!r}", "the document of each unit, a list or series")
    if clusters is None:
        raise UsageError(
            "clusters", "no documents were given", "the document of each unit: clusters=…"
        )
    both = isinstance(clusters, pd.Series) and isinstance(frame, pd.DataFrame)
    if both and not clusters.index.equals(frame.index):
        if not clusters.index.is_unique or not frame.index.isin(clusters.index).all():
            raise UsageError(
                "clusters", "another index than the frame's", "a document for each unit"
            )
        clusters = clusters.reindex(frame.index)
    labels = pd.Series(list(clusters), dtype=object)
    if len(labels) != len(ratings.codes):
        raise UsageError(
            "clusters", f"{len(labels)} for {len(ratings.codes)} units", "a document for each unit"
        )
    if labels.isna().any():
        raise UsageError(
            "clusters", f"no document for {counted(int(labels.isna().sum()), 'unit')}", "one for each",
            f"Leave these units out of {WHERE}",
        )  # fmt: skip
    numbers, _ = pd.factorize(labels.map(str), sort=True)
    return numbers.astype(np.intp), int(numbers.max(initial=-1)) + 1
