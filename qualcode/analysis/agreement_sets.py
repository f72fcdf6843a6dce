"""Agreement over all codes at once: what each coder put on a unit is a set of codes.

The coefficients are those of `coefficients_sets`; here they work on units that look alike, kept together
with how many there are, and never write down a table of all sets by all sets where there are thousands.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from math import comb
from typing import Any

import numpy as np

from qualcode.analysis.coefficients_base import PAIRABLE, Coefficient, wald
from qualcode.analysis.coefficients_data import Ratings
from qualcode.analysis.coefficients_pooled import Pooled
from qualcode.analysis.coefficients_result import Ask, Entering, give
from qualcode.analysis.coefficients_sets import MASI, MultiValued
from qualcode.analysis.coefficients_sums import Parts, over, pair_sums
from qualcode.errors import counted

# Different sets up to which a table of their distances is kept, and drawn against.
SETS_MOST = 2_000
SUBSETS_MOST = 10  # codes in a set up to which all its subsets are gone through
_AT_ONCE = 4_000_000
CONVENTION = "passonneau"


@dataclass(frozen=True)
class Sets:
    """The sets that coders gave: sets × codes, True where the set holds the code."""

    table: np.ndarray

    @property
    def sizes(self) -> np.ndarray:
        return self.table.sum(axis=1)

    def between(
        self, ratings: Ratings, distance: Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]
    ) -> np.ndarray:
        """Per row the sum over ordered pairs of its coders of how far their sets lie apart, over
        (coders - 1). distance: of how many codes are shared, and of the sizes of both."""
        sizes, codes = self.sizes, ratings.codes
        found = np.zeros(len(codes))
        step = max(1, _AT_ONCE // max(1, self.table.shape[1]))
        for one in range(codes.shape[1]):
            for other in range(one + 1, codes.shape[1]):
                a, b = codes[:, one], codes[:, other]
                both = np.flatnonzero((a >= 0) & (b >= 0) & (a != b))
                for at in range(0, len(both), step):
                    rows = both[at : at + step]
                    shared = (self.table[a[rows]] & self.table[b[rows]]).sum(axis=1)
                    found[rows] += distance(shared, sizes[a[rows]], sizes[b[rows]])
        return over(2 * found, ratings.read_by.astype(float) - 1)


def masi(shared: np.ndarray, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The MASI distance of two sets (Passonneau 2006) from how many codes they share and have."""
    either = one + other - shared
    part = shared == np.minimum(one, other)
    likeness = np.where(shared == either, 1.0, np.where(part, 2 / 3, 1 / 3)) * (shared > 0)
    jaccard = np.divide(shared, either, out=np.ones(np.shape(shared)), where=either > 0)
    return np.where(either == 0, 0.0, 1 - jaccard * likeness)


def unshared(shared: np.ndarray, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """1 - 2 · shared / (size + size): the distance of multi-valued alpha."""
    return 1 - over(2 * shared, one + other)


@dataclass(frozen=True)
class Same:
    """The share of pairs of codings that are the very same set."""

    def features(self, ratings: Ratings) -> np.ndarray:
        read_by = ratings.read_by.astype(float)
        return np.column_stack([over(pair_sums(ratings, None), read_by - 1), read_by])

    def of(self, sums: np.ndarray) -> Parts:
        return Pooled("none", "pairable", 2).of(sums)

    def point(self, ratings: Ratings) -> Parts:
        return self.of((ratings.weights @ self.features(ratings))[None])


@dataclass(frozen=True)
class Lean(MultiValued):
    """Multi-valued alpha without a table of all distances."""

    def features(self, ratings: Ratings) -> np.ndarray:
        sets = Sets(self.codes_of)
        padded = np.vstack((self.codes_of, np.zeros_like(self.codes_of[:1]))).astype(float)
        codes = sum(padded[ratings.codes[:, n]] for n in range(ratings.codes.shape[1]))
        by_size = np.zeros((len(ratings.codes), self.most + 2))
        sizes = np.append(sets.sizes, self.most + 1)
        rows = np.arange(len(ratings.codes))
        for n in range(ratings.codes.shape[1]):
            by_size[rows, sizes[ratings.codes[:, n]]] += 1
        apart = sets.between(ratings, unshared)
        return np.column_stack([apart, by_size[:, :-1], codes])

    def point(self, ratings: Ratings) -> Parts:
        return self.of((ratings.weights @ self.features(ratings))[None])


@dataclass(frozen=True)
class Masi:
    """Krippendorff's alpha with MASI distances; the distances of all sets only where they are few."""

    sets: Sets
    _last: list[np.ndarray] = field(default_factory=list, repr=False, compare=False)

    @property
    def few(self) -> bool:
        return len(self.sets.table) <= SETS_MOST

    def disagreement(self, ratings: Ratings) -> np.ndarray:
        return self.sets.between(ratings, masi)

    def from_all(self, counts: np.ndarray) -> np.ndarray:
        """For each set the sum of its distances to all sets that were given (draws × sets)."""
        counts = np.atleast_2d(counts).astype(float)
        if self._last and np.array_equal(self._last[0], counts):
            return self._last[1]
        sizes = self.sets.sizes
        if len(counts) == 1 and not self.few and sizes.max() <= SUBSETS_MOST:
            found = self._by_subsets(counts[0])[None]
        else:
            found = self._by_blocks(counts)
        self._last[:] = [counts, found]
        return found

    def _by_subsets(self, counts: np.ndarray) -> np.ndarray:
        """How many codings share how many codes with each set, from how many hold each of its subsets:
        with C(i, t) subsets of t codes among i shared ones, the numbers that share are an alternating sum.
        """
        width = int(self.sets.sizes.max()) + 1
        members = [np.flatnonzero(row).tolist() for row in self.sets.table]
        holding: dict[tuple[int, ...], list[float]] = {}
        for codes, number in zip(members, counts.tolist(), strict=True):
            for size in range(len(codes) + 1):
                for subset in combinations(codes, size):
                    holding.setdefault(subset, [0.0] * width)[len(codes)] += number
        inverse = np.array(
            [
                [(-1.0) ** (t - s) * comb(t, s) if t >= s else 0.0 for t in range(width)]
                for s in range(width)
            ]
        )
        found = np.empty(len(counts))
        shared, others = np.arange(width)[:, None], np.arange(width)[None, :]
        for row, codes in enumerate(members):
            held = np.zeros((width, width))
            for size in range(len(codes) + 1):
                held[size] = np.sum([holding[s] for s in combinations(codes, size)], axis=0)
            own = np.full((1, 1), len(codes))
            apart = masi(np.minimum(shared, np.minimum(own, others)), own, others)
            found[row] = (inverse @ held * apart).sum()
        return found

    def _by_blocks(self, counts: np.ndarray) -> np.ndarray:
        sizes = self.sets.sizes
        order = np.argsort(sizes, kind="stable")
        table, own = self.sets.table[order].astype(np.float32), sizes[order]
        weights = counts[:, order]
        width = int(own.max(initial=0)) + 1
        shared = np.arange(width)[None, :]
        # Distances depend on two sizes and on how many codes are shared: looked up, not computed.
        offset = (own * width).astype(np.uint16 if width < 256 else np.int64)
        found = np.empty(counts.shape)
        edges = np.append(np.flatnonzero(np.diff(own, prepend=-1)), len(own))
        step = max(1, _AT_ONCE // max(1, len(table)))
        for first, last in pairwise(edges.tolist()):
            size = int(own[first])
            apart = masi(
                np.minimum(shared, np.minimum(size, np.arange(width))[:, None]),
                np.full((width, 1), size),
                np.arange(width)[:, None],
            ).ravel()
            for at in range(first, last, step):
                upto = min(at + step, last)
                both = (table[at:upto] @ table.T).astype(offset.dtype)
                both += offset
                found[:, order[at:upto]] = weights @ apart[both].T
        return found

    def features(self, ratings: Ratings) -> Any:
        """rows × (1 + sets), mostly empty: the disagreement, and which sets were given."""
        from scipy.sparse import csr_matrix

        rows, columns = np.nonzero(ratings.codes >= 0)
        values = np.concatenate((self.disagreement(ratings), np.ones(len(rows))))
        places = (
            np.concatenate((np.arange(len(ratings.codes)), rows)),
            np.concatenate(
                (np.zeros(len(ratings.codes), np.int64), ratings.codes[rows, columns] + 1)
            ),
        )
        return csr_matrix((values, places), shape=(len(ratings.codes), 1 + len(self.sets.table)))

    def of(self, sums: np.ndarray) -> Parts:
        counts = np.asarray(sums)[:, 1:]
        number = counts.sum(axis=1)
        observed = over(np.asarray(sums)[:, 0], number)
        apart = (self.from_all(counts) * counts).sum(axis=1)
        expected = over(apart, number * (number - 1))
        return Parts(1 - over(observed, expected), observed, expected)

    def point(self, ratings: Ratings) -> Parts:
        return self.of((ratings.weights @ self.features(ratings))[None])

    def moves(self, ratings: Ratings) -> tuple[float, np.ndarray]:
        """Alpha, and how much one more unit like each row moves it."""
        counts = np.bincount(
            (ratings.codes + 1).ravel(),
            np.repeat(ratings.weights, ratings.codes.shape[1]),
            minlength=1 + len(self.sets.table),
        )[1:]
        gaps, number = self.from_all(counts)[0], counts.sum()
        own, size = self.disagreement(ratings), ratings.read_by.astype(float)
        total, all_pairs = ratings.sum(own), float(gaps @ counts)
        # alpha = 1 - (N - 1) · O / P; each unit adds to N, to O and, from both sides of a pair, to P.
        by_pairs = (number - 1) * total / all_pairs**2 * 2 * ratings.per_coding(gaps)
        by_own = (number - 1) / all_pairs * own
        return (
            1 - (number - 1) * total / all_pairs,
            by_pairs - by_own - total / all_pairs * size,
        )

    def linear(
        self, ratings: Ratings, document: np.ndarray | None, level: float
    ) -> tuple[tuple[float, float] | None, str]:
        """The interval by how alpha moves with each unit, or document: where there are too many different
        sets to draw against their table."""
        value, moves = self.moves(ratings)
        if document is None:
            n, noun = ratings.n_units, "unit"
            spread = ratings.sum((moves - ratings.sum(moves) / n) ** 2)
        else:
            by = np.bincount(document, weights=moves * ratings.weights)
            n, noun = len(by), "document"
            spread = float(((by - by.mean()) ** 2).sum())
        if n < 2:
            return None, f"a single {noun}"
        se = float(np.sqrt(spread * n / (n - 1)))
        text = (
            f"infinitesimal jackknife over {counted(n, noun)}: {len(self.sets.table):,} different sets of"
            " codes are too many to resample"
        )
        return wald(value, se, level, n - 1), text


def statistics(ratings: Ratings) -> dict[str, Any]:
    """What is counted for each coefficient, by the name of its public function."""
    codes = sorted({code for value in ratings.values for code in value})
    place = {code: n for n, code in enumerate(codes)}
    table = np.zeros((len(ratings.values), len(codes)), dtype=bool)
    for row, value in enumerate(ratings.values):
        table[row, [place[code] for code in value]] = True
    most = int(table.sum(axis=1).max(initial=0))
    return {
        "exact_agreement": Same(),
        "masi_alpha": Masi(Sets(table)),
        "multivalued_alpha": Lean(np.zeros((0, 0)), table, most),
    }


def coefficient(name: str, statistic: Any, ratings: Ratings, level: float) -> Coefficient:
    """One of the coefficients over sets, as the public function of that name gives it."""
    titles = {
        "exact_agreement": "Percent agreement (same set of codes)",
        "masi_alpha": "Krippendorff's alpha (MASI)",
        "multivalued_alpha": "Multi-valued alpha (Krippendorff & Craggs)",
    }
    said = [f"MASI distance: {MASI[CONVENTION]}"] if name == "masi_alpha" else []
    return give(
        titles[name],
        Ask(None, level=level),
        ratings,
        Entering(ratings),
        statistic,
        PAIRABLE,
        beyond_chance=name != "exact_agreement",
        notes=lambda parts: said,
        no_value="no disagreement is to be expected with these sets",
    )
