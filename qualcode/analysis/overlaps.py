"""Stretches that overlap, fast and on plain arrays: all pairs, unions, and who can be paired with whom.

Stretches are half-open, in whole numbers: [0, 10) and [10, 20) touch and share nothing. Stretches of
different groups (documents, for one) never meet.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

_BITS = 63


def pairs(
    start: np.ndarray, end: np.ndarray, group: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """All pairs of stretches that share a position, each pair once.

    start, end: whole numbers, of one length; an empty stretch (start >= end) shares nothing. group: a
    whole number for each stretch; stretches of different groups share nothing.
    Returns (first, second), positions in `start`: the first begins no later than the second. In order of
    the firsts' beginnings, then of the seconds'.
    """
    kept, low, high = _on_one_line(start, end, group)
    order, low = in_order(low)
    high = high[order]
    number = len(low)
    # Sorted by their beginnings, what overlaps a stretch from behind begins before it ends, and so is
    # the row of stretches right after it.
    reach = np.searchsorted(low, high)
    own = np.arange(number)
    count = reach - own - 1
    before = np.cumsum(count) - count
    first = np.repeat(own, count)
    second = np.arange(len(first)) + np.repeat(own + 1 - before, count)
    if kept is not None:
        order = kept[order]
    return order[first], order[second]


def _on_one_line(
    start: np.ndarray, end: np.ndarray, group: np.ndarray | None
) -> tuple[np.ndarray | None, np.ndarray, np.ndarray]:
    """Positions of the stretches that are not empty (None: all), and their edges on one line, from 0."""
    low, high = np.asarray(start).astype(np.int64), np.asarray(end).astype(np.int64)
    kept = None
    if not (full := low < high).all():
        kept = np.flatnonzero(full)
        low, high = low[kept], high[kept]
    if not len(low):
        return kept, low, high
    least = low.min()
    low, high = low - least, high - least
    if group is not None:
        of = np.asarray(group)
        of = (of if kept is None else of[kept]).astype(np.int64)
        step = int(high.max())
        if of.min() < 0 or (int(of.max()) + 1) * step >= 1 << (_BITS - 1):
            of = np.unique(of, return_inverse=True)[1]
        low, high = low + of * step, high + of * step
    return kept, low, high


def in_order(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The order of whole numbers from 0 on, equal ones as they stand, and the numbers in that order."""
    number = len(values)
    bits = max(1, number.bit_length())
    if number < 2 or (values[1:] >= values[:-1]).all():
        return np.arange(number), values
    if int(values.max()) < 1 << (_BITS - bits):
        # Numbers are sorted several times as fast as their positions are: a number and its position are
        # put into one.
        packed = np.sort((values << bits) | np.arange(number))
        return packed & ((1 << bits) - 1), packed >> bits
    order = np.argsort(values, kind="stable")
    return order, values[order]


@dataclass(frozen=True, slots=True)
class Union:
    """What stretches cover together: disjoint stretches in the order of group and line.

    start, end, group: of each. of: for each stretch that went in, which of these holds it (-1 for an
    empty one). Stretches that only touch stay two.
    """

    start: np.ndarray
    end: np.ndarray
    group: np.ndarray
    of: np.ndarray

    def least(self, values: np.ndarray) -> np.ndarray:
        """For each stretch of the union the least value of those that went into it."""
        found = np.full(len(self.start), np.iinfo(np.int64).max)
        np.minimum.at(found, self.of[self.of >= 0], values[self.of >= 0])
        return found

    def most(self, values: np.ndarray) -> np.ndarray:
        found = np.full(len(self.start), np.iinfo(np.int64).min)
        np.maximum.at(found, self.of[self.of >= 0], values[self.of >= 0])
        return found


def union(start: np.ndarray, end: np.ndarray, group: np.ndarray | None = None) -> Union:
    """Stretches of one group that share a position made one; see `pairs` for the arguments."""
    start, end = np.asarray(start, dtype=np.int64), np.asarray(end, dtype=np.int64)
    of = np.full(len(start), -1, dtype=np.int64)
    groups = np.zeros(len(start), dtype=np.int64) if group is None else np.asarray(group)
    kept, low, high = _on_one_line(start, end, group)
    if not len(low):
        nothing = np.empty(0, np.int64)
        return Union(nothing, nothing, nothing, of)
    order, low = in_order(low)
    reach = np.maximum.accumulate(high[order])
    new = np.concatenate(([True], low[1:] >= reach[:-1]))
    rows = order if kept is None else kept[order]
    of[rows] = np.cumsum(new) - 1
    begin = np.flatnonzero(new)
    last = np.concatenate((begin[1:], [len(low)])) - 1
    own = rows[begin]
    return Union(
        start[own], start[own] + (reach[last] - low[begin]), groups[own].astype(np.int64), of
    )


def one_to_one(kind: np.ndarray, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Which meetings of two rows of disjoint stretches to keep, so that each stretch meets one at most
    and as many meetings as possible are kept.

    kind: for each meeting which two rows meet; meetings of a kind stand together, in the order of the
    line. one, other: the stretch of either row. Returns a mask.

    Disjoint stretches meet like the steps of a staircase: two meetings that follow each other share the
    stretch of one row, or of the other, or none. Taking each meeting that is still free, from the left,
    keeps the most, because the first step of a staircase always ends in a stretch that meets nothing else.
    """
    number = len(kind)
    taken = np.zeros(number, dtype=bool)
    if not number:
        return taken
    same = kind[1:] == kind[:-1]
    shared = np.zeros(number, dtype=np.int8)
    shared[1:][same & (one[1:] == one[:-1])] = 1
    shared[1:][same & (other[1:] == other[:-1])] = 2
    # A run: meetings that share one stretch with the meeting before it. Of each only the first can be
    # taken: it takes the stretch that all of them share.
    begins = np.concatenate(([True], shared[1:] != shared[:-1])) | (shared == 0)
    run = np.flatnonzero(begins)
    alone = np.diff(run, append=number) == 1
    head = shared[run] == 0
    # Whether the last meeting of a run is taken: where the run is that one meeting, the runs alternate;
    # in a longer run it is not.
    at = np.arange(len(run))
    since = np.maximum.accumulate(np.where(head | ~alone, at, 0))
    last_taken = head[since] ^ ((at - since) % 2 == 1)
    first_taken = head.copy()
    first_taken[1:] |= ~head[1:] & ~last_taken[:-1]
    taken[run] = first_taken
    return taken
