"""Coefficients whose chance comes from all coders' values together, or from the categories alone.

Percent agreement, Scott's pi, Fleiss' kappa, Gwet's AC1 and AC2, Brennan and Prediger's coefficient with
its two-coder (Bennett's S) and many-coder (Randolph) names, and kappa for one category.

All take a frame with one row per unit and one column per coder, where a missing cell means that this coder
did not read the unit; or an array, a list of lists, `from_table(…)`, `from_counts(…)`. All return a
`Coefficient`. What they share:

categories: the values that were on offer, in order; without them those that occur. missing: "pairable"
(units that fewer than two coders read are left out, every coding counts once, as in Krippendorff's alpha) or
"gwet" (such units stay in the shares of the values, every unit counts once). interval: "analytic" (a
published standard error that takes units as independent), "units" or "documents" (resampled; documents need
`clusters`, the document of each unit), None. level, draws, seed: of the interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from qualcode.analysis.coefficients_base import (
    DEFAULT_SEED,
    DRAWS,
    Coefficient,
    rule_for,
)
from qualcode.analysis.coefficients_data import Ratings
from qualcode.analysis.coefficients_result import Ask, Entering, Se, give, under_independence
from qualcode.analysis.coefficients_sums import Parts, corrected, over, pair_sums
from qualcode.analysis.coefficients_tables import Weights, weight_matrix, weighted_name
from qualcode.errors import UsageError, counted, listing

GWET_2014 = "linearised over units, Gwet 2014"


def too_wide(missing: str, ratings: Ratings) -> str:
    """What to say of Gwet's standard error where units with one coder stay."""
    alone = int(ratings.sum(ratings.read_by == 1))
    if missing == "pairable" or not alone:
        return ""
    return (
        f"Gwet's standard error takes the {counted(alone, 'unit')} that one coder read for "
        'disagreement too and is too large: interval="units" is not'
    )


def agreement_of(ratings: Ratings, missing: str, matrix: np.ndarray | None) -> tuple[Any, Any, Any]:
    """Per row: its agreement, its weight in the mean of agreement, and of each coding in the shares."""
    read_by = ratings.read_by.astype(float)
    same = pair_sums(ratings, matrix)
    if missing == "pairable":
        return over(same, read_by - 1), read_by, np.ones(len(read_by))
    two = read_by >= 2
    agreement = np.divide(same, read_by * (read_by - 1), out=np.zeros(len(same)), where=two)
    return agreement, two.astype(float), 1 / read_by


@dataclass(frozen=True)
class Pooled:
    """Agreement of a unit's pairs, and the shares of the values over all codings.

    chance: "none", "squares" (Scott, Fleiss), "gwet", or "even" over `size` categories.
    """

    chance: str
    missing: str
    size: int
    matrix: np.ndarray | None = None

    def features(self, ratings: Ratings) -> np.ndarray:
        agreement, weight, each = agreement_of(ratings, self.missing, self.matrix)
        return np.column_stack([agreement, weight, ratings.counts() * each[:, None]])

    def totals(self, ratings: Ratings) -> np.ndarray:
        agreement, weight, each = agreement_of(ratings, self.missing, self.matrix)
        if self.missing == "pairable":
            shares = ratings.totals
        else:
            shares = replace(ratings, times=ratings.weights * each).totals
        return np.concatenate([[ratings.sum(agreement), ratings.sum(weight)], shares])

    def expected(self, shares: np.ndarray) -> np.ndarray:
        """Agreement by chance for shares of the values (draws × values)."""
        if self.chance == "none":
            return np.full(len(shares), np.nan)
        if self.chance == "squares":
            weighted = shares if self.matrix is None else shares @ self.matrix
            return (weighted * shares).sum(axis=1)
        total = float(self.size if self.matrix is None else self.matrix.sum())
        if self.chance == "even":
            return np.full(len(shares), total / self.size**2)
        if self.size < 2:  # a single value: undefined, and said before
            return np.full(len(shares), np.nan)
        return total / (self.size * (self.size - 1)) * (shares * (1 - shares)).sum(axis=1)

    def of(self, sums: np.ndarray) -> Parts:
        observed = over(sums[:, 0], sums[:, 1])
        shares = over(sums[:, 2:], sums[:, 2:].sum(axis=1, keepdims=True))
        expected = self.expected(shares)
        if self.chance == "none":
            return Parts(observed, observed, expected)
        varied = (shares > 0).sum(axis=1) > 1
        parts = corrected(observed, expected)
        return parts._replace(value=np.where(varied, parts.value, np.nan))

    def point(self, ratings: Ratings) -> Parts:
        return self.of(self.totals(ratings)[None])

    def shares(self, ratings: Ratings) -> np.ndarray:
        found = self.totals(ratings)[2:]
        return found / found.sum()

    def _gain(self, shares: np.ndarray) -> np.ndarray | float:
        """What one coding of each value adds to the agreement by chance."""
        if self.chance == "squares":
            return shares if self.matrix is None else self.matrix @ shares
        if self.chance == "gwet":
            total = float(self.size if self.matrix is None else self.matrix.sum())
            return total / (self.size * (self.size - 1)) * (1 - shares)
        return 0.0

    def standard_error(self, ratings: Ratings, parts: Parts) -> Se | None:
        """Gwet's linearised variance; for the pairable rule with the ratio to the mean of coders."""
        n = ratings.n_units
        if n < 2:
            return None
        read_by = ratings.read_by.astype(float)
        observed = float(parts.observed[0])
        expected = 0.0 if self.chance == "none" else float(parts.expected[0])
        agreement, _, _ = agreement_of(ratings, self.missing, self.matrix)
        two = read_by >= 2
        if self.missing == "pairable":
            mean = ratings.sum(read_by) / n
            stretch = (read_by - mean) / mean
            own = agreement / mean - observed * stretch
            each, shift = np.full(len(read_by), 1 / mean), expected * stretch
        else:
            own, each, shift = agreement, 1 / read_by, np.zeros(len(read_by))
        gain = self._gain(self.shares(ratings))
        if isinstance(gain, float):
            by_chance = np.full(len(read_by), expected)
        else:
            by_chance = ratings.per_coding(gain) * each - shift
        room, value = 1 - expected, float(parts.value[0])
        units = n / ratings.sum(two) * (own - expected * two) / room
        units -= 2 * (1 - value) * (by_chance - expected) / room
        variance = ratings.sum((units - value) ** 2) / (n * (n - (not ratings.table)))
        if ratings.table:
            return Se(float(np.sqrt(variance)), "Gwet 2008, for a table of two coders", n - 1)
        return Se(float(np.sqrt(variance)), GWET_2014, n - 1, too_wide(self.missing, ratings))

    def if_independent(self, ratings: Ratings, expected: float) -> float | None:
        """The value if coders with their own shares of the values coded independently."""
        size = len(ratings.values)
        if ratings.named:
            own = ratings.own_totals
            own = own[own.sum(axis=1) > 0]
            own = own / own.sum(axis=1, keepdims=True)
            matrix = np.eye(size) if self.matrix is None else self.matrix
            both = own @ matrix @ own.T
            coders = len(own)
            if coders < 2:
                return None
            observed = (both.sum() - np.trace(both)) / (coders * (coders - 1))
        else:
            shares = self.shares(ratings)
            weighted = shares if self.matrix is None else self.matrix @ shares
            observed = float(weighted @ shares)
        return float((observed - expected) / (1 - expected)) if expected < 1 else None


def _number_of_categories(categories: Any, ratings: Ratings, weights: Weights) -> int:
    """How many categories were on offer; a number may stand for their names."""
    used = int(ratings.used().sum())
    if categories is None or not isinstance(categories, int | np.integer):
        return len(ratings.values)
    categories = int(categories) if not isinstance(categories, bool) else categories
    if isinstance(categories, bool) or categories < max(2, used):
        raise UsageError(
            "categories",
            f"{categories}",
            f"at least {max(2, used)}: {counted(used, 'value')} occur{'s' * (used == 1)}",
        )
    if weights is not None:
        raise UsageError(
            "categories", f"{categories} with weights", "their names in order, where weights apply"
        )
    return categories


def _pooled(
    name: str,
    chance: str,
    ask: Ask,
    missing: str,
    weights: Weights = None,
    coders: str = "",
) -> Coefficient:
    """One of these coefficients. coders: the name under which exactly two coders are required."""
    rule = rule_for(missing)
    number = ask.categories if isinstance(ask.categories, int | np.integer) else None
    given = replace(ask, categories=None if number is not None else ask.categories)
    everything = given.read()
    if coders:
        everything.ratings.two(coders)
    entering = everything.read_at_least(2 if missing == "pairable" else 1)
    ratings = entering.ratings
    matrix = weight_matrix(weights, ratings)
    size = _number_of_categories(number, ratings, weights)
    statistic = Pooled(chance, missing, size, matrix)

    def notes(parts: Parts) -> list[str]:
        said: list[str] = []
        if chance in ("gwet", "even"):
            if number is None and not ratings.declared:
                said.append(
                    f"chance from the {counted(size, 'value')} that occur; name those on offer with "
                    "categories where there were more"
                )
            value = statistic.if_independent(ratings, float(parts.expected[0]))
            if value is not None and abs(value) >= 0.005:
                said.append(under_independence(name, value))
        return said

    return give(
        name,
        given,
        everything.ratings,
        entering,
        statistic,
        rule,
        beyond_chance=chance != "none",
        analytic=lambda parts: statistic.standard_error(ratings, parts),
        notes=notes,
        no_value="the weights make no difference between the values that occur",
    )


def percent_agreement(
    frame: Any,
    *,
    missing: str = "pairable",
    interval: str | None = "analytic",
    clusters: Any = None,
    level: float = 0.95,
    draws: int = DRAWS,
    seed: int = DEFAULT_SEED,
) -> Coefficient:
    """The share of pairs of codings of one unit that are equal, between 0 and 1; nothing for chance.

    With missing cells: "pairable" counts every coding once, so that a unit that more coders read
    weighs more (1 less the observed disagreement of alpha); "gwet" is the mean over units.
    """
    ask = Ask(frame, None, interval, clusters, level, draws, seed)
    return _pooled("Percent agreement", "none", ask, missing)


def scott_pi(
    frame: Any,
    *,
    weights: Weights = None,
    categories: Sequence[Any] | None = None,
    interval: str | None = "analytic",
    clusters: Any = None,
    level: float = 0.95,
    draws: int = DRAWS,
    seed: int = DEFAULT_SEED,
) -> Coefficient:
    """Scott's pi (1955) for exactly two coders, chance from the values of both together.

    Undefined where only one value occurs.
    """
    ask = Ask(frame, categories, interval, clusters, level, draws, seed)
    return _pooled("Scott's pi", "squares", ask, "pairable", weights, coders="scott_pi")


def fleiss_kappa(
    frame: Any,
    *,
    weights: Weights = None,
    categories: Sequence[Any] | None = None,
    missing: str = "pairable",
    interval: str | None = "analytic",
    clusters: Any = None,
    level: float = 0.95,
    draws: int = DRAWS,
    seed: int = DEFAULT_SEED,
) -> Coefficient:
    """Fleiss' kappa (1971) for two coders or more, chance from the values of all together.

    Undefined where only one value occurs. weights: as in `cohen_kappa`.
    """
    ask = Ask(frame, categories, interval, clusters, level, draws, seed)
    return _pooled("Fleiss' kappa", "squares", ask, missing, weights)


def brennan_prediger(
    frame: Any,
    *,
    categories: Sequence[Any] | int | None = None,
    weights: Weights = None,
    missing: str = "gwet",
    interval: str | None = "analytic",
    clusters: Any = None,
    level: float = 0.95,
    draws: int = DRAWS,
    seed: int = DEFAULT_SEED,
) -> Coefficient:
    """Brennan and Prediger's coefficient (1981): chance is 1 / the number of categories.

    categories: the values on offer or their number; without it those that occur. Not 0 for coders
    who code at random where some values are rarer than others; the notes give the value it would
    have. Undefined where only one value occurs, however many were on offer.
    """
    ask = Ask(frame, categories, interval, clusters, level, draws, seed)
    return _pooled("Brennan–Prediger", "even", ask, missing, weights)


def bennett_s(
    frame: Any,
    *,
    categories: Sequence[Any] | int | None = None,
    interval: str | None = "analytic",
    clusters: Any = None,
    level: float = 0.95,
    draws: int = DRAWS,
    seed: int = DEFAULT_SEED,
) -> Coefficient:
    """Bennett, Alpert and Goldstein's S (1954): `brennan_prediger` for exactly two coders."""
    ask = Ask(frame, categories, interval, clusters, level, draws, seed)
    return _pooled("Bennett's S", "even", ask, "pairable", coders="bennett_s")


def randolph_kappa(
    frame: Any,
    *,
    categories: Sequence[Any] | int | None = None,
    missing: str = "pairable",
    interval: str | None = "analytic",
    clusters: Any = None,
    level: float = 0.95,
    draws: int = DRAWS,
    seed: int = DEFAULT_SEED,
) -> Coefficient:
    """Randolph's free-marginal kappa (2005): `brennan_prediger` under its name for many coders."""
    ask = Ask(frame, categories, interval, clusters, level, draws, seed)
    return _pooled("Randolph's kappa", "even", ask, missing)


def gwet_ac1(
    frame: Any,
    *,
    categories: Sequence[Any] | int | None = None,
    missing: str = "gwet",
    interval: str | None = "analytic",
    clusters: Any = None,
    level: float = 0.95,
    draws: int = DRAWS,
    seed: int = DEFAULT_SEED,
) -> Coefficient:
    """Gwet's AC1 (2008) for two coders or more.

    Not 0 for coders who code at random; the notes give the value it would have. Undefined where
    only one value occurs.
    """
    ask = Ask(frame, categories, interval, clusters, level, draws, seed)
    return _pooled("Gwet's AC1", "gwet", ask, missing)


def gwet_ac2(
    frame: Any,
    *,
    weights: Weights = "quadratic",
    categories: Sequence[Any] | None = None,
    missing: str = "gwet",
    interval: str | None = "analytic",
    clusters: Any = None,
    level: float = 0.95,
    draws: int = DRAWS,
    seed: int = DEFAULT_SEED,
) -> Coefficient:
    """Gwet's AC2: AC1 with weights for values that lie near each other (as in `cohen_kappa`)."""
    ask = Ask(frame, categories, interval, clusters, level, draws, seed)
    return _pooled(weighted_name("Gwet's AC2", weights), "gwet", ask, missing, weights)


def one_against_rest(entering: Entering, category: Any) -> Entering:
    """The same units with two values: any other, and this category."""
    ratings = entering.ratings
    if not ratings.values:
        return entering
    if category not in ratings.values:
        raise UsageError("category", repr(category), f"one of {listing(map(repr, ratings.values))}")
    place = ratings.values.index(category)
    codes = np.where(ratings.codes < 0, -1, (ratings.codes == place).astype(np.intp))
    values = ("any other", str(category))
    return Entering(replace(ratings, codes=codes, values=values, kind="text"), entering.clusters)


def fleiss_kappa_category(
    frame: Any,
    category: Any,
    *,
    categories: Sequence[Any] | None = None,
    missing: str = "pairable",
    interval: str | None = "analytic",
    clusters: Any = None,
    level: float = 0.95,
    draws: int = DRAWS,
    seed: int = DEFAULT_SEED,
) -> Coefficient:
    """Fleiss' kappa of one category against all others together (Fleiss 1971), two coders or more.

    Undefined where nobody gave the category, or everybody always did.
    """
    ask = Ask(frame, categories, interval, clusters, level, draws, seed)
    rule = rule_for(missing)
    everything = one_against_rest(ask.read(), category)
    entering = everything.read_at_least(2 if missing == "pairable" else 1)
    ratings = entering.ratings
    statistic = Pooled("squares", missing, len(ratings.values))
    return give(
        f"Fleiss' kappa for {category!r} against the rest",
        ask,
        everything.ratings,
        entering,
        statistic,
        rule,
        analytic=lambda parts: statistic.standard_error(ratings, parts),
    )
