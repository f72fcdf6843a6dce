"""Agreement where a coder may give several codes to one unit: cells are sets, the empty set a value.

A frame has one row per unit and one column per coder; a cell is a set, list or tuple of codes, empty for
"read and left uncoded"; None or NaN means that this coder did not read the unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import comb
from typing import Any

import numpy as np

from qualcode.analysis.coefficients_alpha import Alpha, alpha_of
from qualcode.analysis.coefficients_base import DEFAULT_SEED, DRAWS, PAIRABLE, Coefficient
from qualcode.analysis.coefficients_data import WHERE, Ratings, columns_of, small
from qualcode.analysis.coefficients_pooled import Pooled
from qualcode.analysis.coefficients_result import RESAMPLED, Ask, give, jackknifed
from qualcode.analysis.coefficients_sums import Parts, add_up, over
from qualcode.errors import UsageError

# What a distance of 1 less Jaccard times monotonicity leaves open, and how three sources settle it.
MASI = {
    "passonneau": "1 - Jaccard · monotonicity; an empty set lies 0 from an empty one, 1 from others",
    "nltk": "as in NLTK, which rounds the thirds to .67 and .33; an empty set lies 1 from others",
    "dkpro": "as in DKPro: (1 - Jaccard) · (1 - monotonicity); an empty set is part of every set "
    "and lies 1/3 from others",
}


def read_sets(frame: Any, categories: Sequence[Any] | None = None) -> Ratings:
    """Ratings whose values are frozen sets of codes."""
    if isinstance(frame, Ratings):
        if frame.kind != "sets":
            raise UsageError(WHERE, "single values", "sets of codes")
        return frame
    columns, names = columns_of(frame)
    met: dict[frozenset[Any], int] = {}
    codes = np.full((len(columns[0]) if columns else 0, len(columns)), -1, np.intp)
    for n, (column, name) in enumerate(zip(columns, names, strict=True)):
        for row, cell in enumerate(column.tolist()):
            if not isinstance(cell, set | frozenset | list | tuple):
                if cell is None or cell != cell or type(cell).__name__ == "NAType":
                    continue
                raise UsageError(
                    WHERE,
                    f"{cell!r} in column {name!r}",
                    "sets or lists of codes, None where the coder did not read the unit",
                    "Single values go to krippendorff_alpha",
                )
            codes[row, n] = met.setdefault(_set_of(cell, name), len(met))
    order = sorted(met, key=lambda value: (len(value), sorted(map(str, value))))
    place = np.empty(len(met) + 1, np.intp)
    place[[met[value] for value in order]] = np.arange(len(order))
    place[-1] = -1
    return Ratings(small(place[codes], len(order)), tuple(order), tuple(names), kind="sets")


def _set_of(cell: Iterable[Any], where: str) -> frozenset[Any]:
    """The codes of one cell; refused where one of them is no name."""
    try:
        found = frozenset(cell)
    except TypeError:
        found = frozenset([None])
    if any(code is None or code != code for code in found):
        raise UsageError(
            WHERE, f"{cell!r} in column {where!r}", "a set or list of codes: texts or numbers"
        )
    return found


def _labels(values: Sequence[frozenset[Any]]) -> list[Any]:
    return sorted(set().union(*values), key=str) if values else []


def incidence(values: Sequence[frozenset[Any]]) -> np.ndarray:
    """sets × codes: 1 where the set holds the code."""
    place = {label: n for n, label in enumerate(_labels(values))}
    table = np.zeros((len(values), len(place)))
    for row, value in enumerate(values):
        for label in value:
            table[row, place[label]] = 1
    return table


def masi_matrix(values: Sequence[frozenset[Any]], convention: str = "passonneau") -> np.ndarray:
    """sets × sets: MASI distances (Passonneau 2006)."""
    if convention not in MASI:
        raise UsageError("convention", repr(convention), ", ".join(MASI))
    table = incidence(values)
    sizes = table.sum(axis=1)
    shared = table @ table.T
    either = sizes[:, None] + sizes[None, :] - shared
    smaller = np.minimum(sizes[:, None], sizes[None, :])
    same, part = either == shared, shared == smaller
    some, most = (0.33, 0.67) if convention == "nltk" else (1 / 3, 2 / 3)
    likeness = np.select([same, part & (shared > 0), shared > 0], [1.0, most, some], 0.0)
    jaccard = np.divide(shared, either, out=np.ones(shared.shape), where=either > 0)
    if convention != "dkpro":
        return 1 - jaccard * likeness
    # The empty set is part of every set: the second step of the scale, not the last.
    likeness = np.where(part & (shared == 0) & ~same, most, likeness)
    return (1 - jaccard) * (1 - likeness)


def masi_distance(
    one: Iterable[Any], other: Iterable[Any], convention: str = "passonneau"
) -> float:
    """How far two sets of codes lie apart, from 0 (equal) to 1 (nothing shared).

    MASI (Passonneau 2006): 1 - Jaccard · monotonicity, where monotonicity is 1 for equal sets, 2/3
    where one is part of the other, 1/3 where they overlap, 0 where they share nothing. convention:
    "passonneau" (two empty sets lie 0 apart, an empty and another 1), "nltk" (thirds rounded to
    .67 and .33) or "dkpro" ((1 - Jaccard) · (1 - monotonicity), an empty set being part of all).
    """
    sets = []
    for each in (one, other):
        if not isinstance(each, Iterable) or isinstance(each, str | bytes):
            raise UsageError("masi_distance", f"{each!r}", "two sets of codes")
        sets.append(_set_of(each, "masi_distance"))
    return float(masi_matrix(sets, convention)[0, 1])


def masi_alpha(
    frame: Any,
    convention: str = "passonneau",
    *,
    interval: str | None = "analytic",
    clusters: Any = None,
    level: float = 0.95,
    draws: int = DRAWS,
    seed: int = DEFAULT_SEED,
) -> Coefficient:
    """Krippendorff's alpha with MASI distances between sets of codes.

    convention: as in `masi_distance`; the result names it. interval: as in `krippendorff_alpha`.
    """
    if convention not in MASI:
        raise UsageError("convention", repr(convention), ", ".join(MASI))
    ask = Ask(
        frame, None, interval, clusters, level, draws, seed, ("analytic", *RESAMPLED, "pairs")
    )
    everything = ask.read(read_sets)
    entering = everything.read_at_least(2)
    return alpha_of(
        "Krippendorff's alpha (MASI)",
        ask,
        everything.ratings,
        entering,
        lambda: Alpha(matrix=masi_matrix(entering.ratings.values, convention)),
        [f"MASI distance: {MASI[convention]}"],
    )


def exact_agreement(
    frame: Any,
    *,
    interval: str | None = "analytic",
    clusters: Any = None,
    level: float = 0.95,
    draws: int = DRAWS,
    seed: int = DEFAULT_SEED,
) -> Coefficient:
    """The share of pairs of codings of one unit that are exactly the same set."""
    ask = Ask(frame, None, interval, clusters, level, draws, seed)
    everything = ask.read(read_sets)
    entering = everything.read_at_least(2)
    ratings = entering.ratings
    statistic = Pooled("none", "pairable", len(ratings.values))
    return give(
        "Percent agreement (same set of codes)",
        ask,
        everything.ratings,
        entering,
        statistic,
        PAIRABLE,
        beyond_chance=False,
        analytic=lambda parts: statistic.standard_error(ratings, parts),
    )


def overlap_matrix(values: Sequence[frozenset[Any]]) -> np.ndarray:
    """sets × sets: 1 - 2·shared / (size + size), 0 for two empty sets."""
    table = incidence(values)
    sizes = table.sum(axis=1)
    both = sizes[:, None] + sizes[None, :]
    return 1 - np.divide(2 * table @ table.T, both, out=np.ones(both.shape), where=both > 0)


@dataclass(frozen=True)
class MultiValued:
    """Krippendorff & Craggs (2016): distances of sets, how often each size and each code occurs."""

    matrix: np.ndarray
    codes_of: np.ndarray
    most: int

    @classmethod
    def of_values(cls, values: Sequence[frozenset[Any]]) -> MultiValued:
        table = incidence(values)
        return cls(overlap_matrix(values), table, int(table.sum(axis=1).max(initial=0)))

    def features(self, ratings: Ratings) -> np.ndarray:
        counts = ratings.counts()
        sizes = self.codes_of.sum(axis=1)
        by_size = counts @ (sizes[:, None] == np.arange(self.most + 1)).astype(float)
        apart = Alpha(matrix=self.matrix).disagreement(ratings)
        return np.column_stack([apart, by_size, counts @ self.codes_of])

    def expected(self, sizes: np.ndarray, codes: np.ndarray) -> np.ndarray:
        """Disagreement by chance for shares of the sizes and counts of the codes, per draw.

        Two sets of given sizes are drawn with the weight that their codes have: the product of how
        often each was used, once less where both sets hold it. The sum over all sets is a
        coefficient of Π(1 + n(n-1)·x + n·t), x marking shared codes and t the others, so that no
        set has to be written down.
        """
        draws, most = len(codes), self.most
        scale = np.maximum(codes.max(axis=1, keepdims=True, initial=1.0), 1.0)
        used, shared = codes / scale, codes * np.maximum(codes - 1, 0) / scale**2
        poly = np.zeros((draws, most + 1, 2 * most + 1))
        poly[:, 0, 0] = 1
        for n in range(codes.shape[1]):
            grown = poly.copy()
            grown[:, 1:, :] += poly[:, :-1, :] * shared[:, n, None, None]
            grown[:, :, 1:] += poly[:, :, :-1] * used[:, n, None, None]
            poly = grown
        found = np.zeros(draws)
        for a in range(most + 1):
            for b in range(most + 1):
                if a + b == 0:
                    continue
                in_common = np.arange(min(a, b) + 1)
                alone = a + b - 2 * in_common
                # The codes that are not shared fall to the two sets in so many ways.
                ways = np.array([float(comb(a + b - 2 * i, a - i)) for i in range(min(a, b) + 1)])
                weights = poly[:, in_common, alone] * ways
                apart = 1 - 2 * in_common / (a + b)
                mean = over(weights @ apart, weights.sum(axis=1))
                found += sizes[:, a] * sizes[:, b] * np.nan_to_num(mean)
        return found

    def of(self, sums: np.ndarray) -> Parts:
        sizes = sums[:, 1 : self.most + 2]
        number = sizes.sum(axis=1)
        observed = over(sums[:, 0], number)
        expected = self.expected(over(sizes, number[:, None]), sums[:, self.most + 2 :])
        expected = np.where(number > 0, expected, np.nan)
        return Parts(1 - over(observed, expected), observed, expected)

    def point(self, ratings: Ratings) -> Parts:
        return self.of(add_up(self, ratings)[None])


def multivalued_alpha(
    frame: Any,
    *,
    interval: str | None = "analytic",
    clusters: Any = None,
    level: float = 0.95,
    draws: int = DRAWS,
    seed: int = DEFAULT_SEED,
) -> Coefficient:
    """Multi-valued alpha (Krippendorff & Craggs 2016) for nominal codes, several to a unit.

    Two sets lie 1 - 2·shared / (size + size) apart; what chance lets expect is built from how often
    each code and each number of codes to a unit occurs. With one code to every unit it is nominal
    alpha. Undefined where no unit was read by two coders, or all gave one and the same set.
    """
    ask = Ask(frame, None, interval, clusters, level, draws, seed)
    everything = ask.read(read_sets)
    entering = everything.read_at_least(2)
    statistic = MultiValued.of_values(entering.ratings.values)
    return give(
        "Multi-valued alpha (Krippendorff & Craggs)",
        ask,
        everything.ratings,
        entering,
        statistic,
        PAIRABLE,
        analytic=lambda parts: jackknifed(statistic, entering.ratings),
        no_value="no disagreement is to be expected with these sets",
    )
