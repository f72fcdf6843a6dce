"""The statistics of a permutation test, for many arrangements of groups and all codes at once, and how
probable their largest value is."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qualcode.analysis.arrangements import Bools, Floats, Ints, People
from qualcode.analysis.contingency import compositions, log_factorials

# Statistics that differ by less than this share are the same one.
SAME = 1e-9
# Pooled counts looked at for the smallest p within strata.
WAYS = 200_000


def _have(
    present: Floats, sizes: Ints, labels: NDArray[Any], counted: bool
) -> Iterator[tuple[int, NDArray[Any]]]:
    """For each group how many of its people have each code, or the sum of their numbers: arrangements x codes.

    One matrix product counts several groups: a group's label becomes a power of two with room enough for its own
    people, so that the sum over the people with a code holds the counts side by side. The sums stay below
    2^53, where floats are still exact.
    """
    if not counted:
        for group in range(len(sizes)):
            yield group, (labels == group).astype(np.float64) @ present
        return
    packs: list[list[tuple[int, int, int]]] = [[]]  # group, where its count begins, its bits
    begin = 0
    for group, size in enumerate(sizes.tolist()):
        bits = size.bit_length()
        if begin + bits > 52:
            packs.append([])
            begin = 0
        packs[-1].append((group, begin, bits))
        begin += bits
    for pack in packs:
        value = np.zeros(len(sizes))
        for group, begin, _ in pack:
            value[group] = 2.0**begin
        packed = (value[labels] @ present).astype(np.int64)
        for group, begin, bits in pack:
            yield group, (packed >> begin) & (2**bits - 1)


def _varies(spread: Floats, present: Floats) -> Bools:
    """Whether a sum of squares is more than what rounding leaves of equal numbers."""
    return spread > 1e-12 * np.maximum((present**2).sum(axis=0), 1e-300)


class Pearson:
    """Pearson's chi-square of every code for many arrangements at once."""

    def __init__(self, people: People) -> None:
        self.present, self.counted = people.present, people.counted
        self.sizes = people.sizes.sum(axis=0)
        number, spread = len(people.group), people.spread[0]
        self.testable: Bools = _varies(spread, people.present)
        self.center = people.present.sum(axis=0) ** 2 / number
        self.factor = number / np.where(self.testable, spread, 1.0)

    def __call__(self, labels: NDArray[Any]) -> Floats:
        """arrangements x codes."""
        found = np.zeros((len(labels), self.present.shape[1]))
        for group, have in _have(self.present, self.sizes, labels, self.counted):
            found += have * have / int(self.sizes[group])
        return (found - self.center) * self.factor

    def smallest(self, code: int) -> float | None:
        """The probability of the most uneven arrangements for a code; None where it is not known."""
        if not self.counted:
            return None
        return most_uneven(tuple(self.sizes.tolist()), int(self.present[:, code].sum()))


class WithinStrata:
    """The statistic of Cochran, Mantel and Haenszel, with n in place of n - 1."""

    def __init__(self, people: People) -> None:
        self.present, self.counted = people.present, people.counted
        self.strata_sizes, self.with_code = people.sizes, people.with_code
        self.sizes = self.strata_sizes.sum(axis=0)
        number = self.strata_sizes.sum(axis=1)
        share = self.strata_sizes / number[:, None]  # strata x groups
        self.expected = self.with_code.T @ share  # codes x groups
        spread = np.where(_varies(people.spread, people.present), people.spread, 0.0)
        single = np.einsum("sg,gh->sgh", share, np.eye(len(self.sizes)))
        within = single - share[:, :, None] * share[:, None, :]
        values, vectors = np.linalg.eigh(np.einsum("sc,sgh->cgh", spread, within))
        # Groups that add up to all people are one more than there are directions.
        real = values > 1e-9 * np.maximum(values.max(axis=1, keepdims=True), 1e-9)
        self.testable: Bools = real.any(axis=1)
        # The root of the inverse: codes x groups x directions.
        self.root = vectors / np.sqrt(np.where(real, values, np.inf))[:, None, :]

    def __call__(self, labels: NDArray[Any]) -> Floats:
        far = np.empty((len(self.sizes), len(labels), self.present.shape[1]))
        for group, have in _have(self.present, self.sizes, labels, self.counted):
            far[group] = have - self.expected[:, group]
        found = np.zeros(far.shape[1:])
        for axis in np.flatnonzero(self.root.any(axis=(0, 1))).tolist():
            along = np.zeros(far.shape[1:])
            for group in range(len(self.sizes)):
                along += far[group] * self.root[:, group, axis]
            found += along * along
        return found

    def smallest(self, code: int) -> float | None:
        """The probability of the most uneven arrangements for a code; None where it is not known or there are
        too many ways to count."""
        radix = np.concatenate([[1], (self.sizes + 1).cumprod()[:-1]])
        if not self.counted or math.prod(int(size) + 1 for size in self.sizes) >= 2**62:
            return None
        logs, with_code = log_factorials(int(self.sizes.sum())), self.with_code[:, code].astype(int)
        keys: Ints = np.zeros(1, dtype=np.int64)
        mass: Floats = np.ones(1)
        for sizes, have in zip(self.strata_sizes, with_code.tolist(), strict=True):
            if math.comb(have + len(sizes) - 1, len(sizes) - 1) > WAYS:
                return None
            ways = compositions(have, sizes)
            if len(keys) * len(ways) > WAYS:
                return None
            chance = logs[sizes] - logs[ways] - logs[sizes - ways]
            whole = logs[int(sizes.sum())] - logs[have] - logs[int(sizes.sum()) - have]
            chances = np.exp(chance.sum(axis=1) - whole)
            together = (keys[:, None] + ways @ radix).ravel()
            keys, place = np.unique(together, return_inverse=True)
            together_mass = np.outer(mass, chances).ravel()
            mass = np.bincount(place.ravel(), weights=together_mass).astype(np.float64)
        far = keys[:, None] // radix % (self.sizes + 1) - self.expected[code]
        found = ((far @ self.root[code]) ** 2).sum(axis=1)
        # Where all arrangements are as uneven, rounding may bring their sum above 1.
        return min(1.0, float(mass[found >= no_smaller(found.max())].sum()))


@lru_cache(maxsize=256)
def most_uneven(sizes: tuple[int, ...], have: int) -> float:
    """The probability of the largest chi-square, with `have` people of groups of these sizes.

    Chi-square grows with the sum of (people with the code)² / size. That is largest where all groups have the
    code in full or not at all, but for one at most; r people of a group of m take r (m - r) / m from what it
    could be at most.
    """

    def full(groups: list[int]) -> list[int]:
        """In how many ways groups that have the code in full sum to 0, 1, … people."""
        ways = [1] + [0] * have
        for size in groups:
            for total in range(have, size - 1, -1):
                ways[total] += ways[total - size]
        return ways

    arrangements = math.comb(sum(sizes), have)
    if found := full(list(sizes))[have]:
        return found / arrangements
    least, number = Fraction(have), 0
    for at, size in enumerate(sizes):
        others = full([*sizes[:at], *sizes[at + 1 :]])
        for part in range(1, min(size, have + 1)):
            if not others[have - part]:
                continue
            lost = Fraction(part * (size - part), size)
            if lost < least:
                least, number = lost, 0
            if lost == least:
                number += others[have - part] * math.comb(size, part)
    return number / arrangements


def no_smaller(statistic: Any) -> Any:
    """What counts as no smaller than a statistic."""
    return statistic - SAME * np.maximum(1.0, statistic)
