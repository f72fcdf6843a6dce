"""Groups of people dealt out anew: all ways to do so, or random ones, within strata where asked."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class People:
    """Those considered for a set of codes, strata together. present: people x codes, 1 and 0 or another
    number. group, stratum: 0, 1, … for each."""

    present: Floats
    group: Ints
    stratum: Ints

    @property
    def counted(self) -> bool:
        """Whether it is 1 and 0 only, so that sums are people."""
        return bool(((self.present == 0) | (self.present == 1)).all())

    @property
    def sizes(self) -> Ints:
        """People of each group in each stratum: strata x groups."""
        sizes = np.zeros((int(self.stratum.max()) + 1, int(self.group.max()) + 1), dtype=np.int64)
        np.add.at(sizes, (self.stratum, self.group), 1)
        return sizes

    @property
    def with_code(self) -> Floats:
        """People with the code (or the sum of their numbers) in each stratum: strata x codes."""
        return self._summed(self.present)

    @property
    def spread(self) -> Floats:
        """Sum of squares around the stratum's own mean: strata x codes."""
        number = self.sizes.sum(axis=1)[:, None]
        mean = self.with_code / number
        return self._summed((self.present - mean[self.stratum]) ** 2)

    def _summed(self, values: Floats) -> Floats:
        found = np.zeros((int(self.stratum.max()) + 1, values.shape[1]))
        np.add.at(found, self.stratum, values)
        return found


def ways_to_deal(sizes: Ints) -> int:
    """How many different ways there are to deal out groups of these sizes within their strata."""
    ways = 1
    for row in sizes.tolist():
        ways *= math.factorial(sum(row)) // math.prod(math.factorial(size) for size in row)
    return ways


def _every_order(sizes: list[int]) -> NDArray[Any]:
    """All ways to deal out labels 0, 1, … of these numbers: ways x people."""
    orders = np.zeros((1, 0), dtype=np.int64)
    left = np.array([sizes])
    for _ in range(sum(sizes)):
        before, label = np.nonzero(left > 0)
        orders = np.column_stack([orders[before], label])
        left = left[before]
        left[np.arange(len(left)), label] -= 1
    return orders


def all_arrangements(sizes: Ints, step: int) -> Iterator[NDArray[Any]]:
    """Every arrangement of the groups, in blocks: arrangements x people, strata one after the other."""
    parts = [_every_order(row) for row in sizes.tolist()]
    ways = math.prod(len(part) for part in parts)
    for first in range(0, ways, step):
        number = np.arange(first, min(first + step, ways))
        columns = []
        for part in parts:
            number, own = np.divmod(number, len(part))
            columns.append(part[own])
        yield np.concatenate(columns, axis=1)


def random_arrangements(people: People, draws: int, seed: int, step: int) -> Iterator[NDArray[Any]]:
    """Random arrangements, in blocks. Each person's label gets a random number before it, each stratum its own
    beginning; sorting these numbers shuffles the labels within the strata. The same seed gives the same
    arrangements whatever the codes."""
    rng = np.random.default_rng(seed)
    groups = int(people.group.max()).bit_length()
    strata = int(people.stratum.max()).bit_length()
    ends = np.uint64(2**groups - 1)
    labels = people.group.astype(np.uint64)
    for first in range(0, draws, step):
        size = (min(step, draws - first), len(labels))
        keys = rng.integers(0, 2**64, size=size, dtype=np.uint64)
        keys &= ~ends
        keys |= labels
        if strata:
            keys &= np.uint64(2 ** (64 - strata) - 1)
            keys |= people.stratum.astype(np.uint64) << np.uint64(64 - strata)
        keys.sort(axis=1)
        keys &= ends
        yield keys.view(np.int64)
