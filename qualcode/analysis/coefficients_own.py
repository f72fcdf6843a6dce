"""Coefficients whose chance comes from each coder's own values: Cohen, Conger, Light.

What frames, `categories`, `interval` and the rest mean is said in `coefficients_pooled`.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from qualcode.analysis.coefficients_base import (
    DEFAULT_SEED,
    DRAWS,
    PAIRABLE,
    Coefficient,
    rule_for,
)
from qualcode.analysis.coefficients_data import Ratings
from qualcode.analysis.coefficients_pooled import (
    GWET_2014,
    agreement_of,
    fleiss_kappa_category,
    one_against_rest,
    too_wide,
)
from qualcode.analysis.coefficients_result import RESAMPLED, Ask, Entering, Se, give, jackknifed
from qualcode.analysis.coefficients_sums import Parts, add_up, corrected, over
from qualcode.analysis.coefficients_tables import Weights, weight_matrix, weighted_name
from qualcode.errors import UsageError, counted

FCE = "Fleiss, Cohen & Everitt 1969"
BOTH = "pairable: units that one of the two coders did not read are left out"


def _one_hot(codes: np.ndarray, size: int) -> np.ndarray:
    """rows × (coders · values): 1 where the coder gave the value."""
    hot = codes[:, :, None] == np.arange(size)
    return hot.reshape(len(codes), -1).astype(float)


@dataclass(frozen=True)
class Own:
    """Agreement of a unit's pairs, and every coder's own shares of the values.

    best: the largest kappa that these shares allow, instead of kappa itself (two coders).
    """

    missing: str
    coders: int
    size: int
    matrix: np.ndarray | None = None
    best: bool = False

    def features(self, ratings: Ratings) -> np.ndarray:
        agreement, weight, _ = agreement_of(ratings, self.missing, self.matrix)
        return np.column_stack([agreement, weight, _one_hot(ratings.codes, self.size)])

    def totals(self, ratings: Ratings) -> np.ndarray:
        agreement, weight, _ = agreement_of(ratings, self.missing, self.matrix)
        sums = [ratings.sum(agreement), ratings.sum(weight)]
        return np.concatenate([sums, ratings.own_totals.ravel()])

    def own_shares(self, sums: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """draws × coders × values, and how many coders read anything in each draw."""
        counts = sums[:, 2:].reshape(len(sums), self.coders, self.size)
        read = counts.sum(axis=2, keepdims=True)
        shares = np.divide(counts, read, out=np.zeros(counts.shape), where=read > 0)
        return shares, (read > 0).sum(axis=(1, 2)).astype(float)

    def of(self, sums: np.ndarray) -> Parts:
        observed = over(sums[:, 0], sums[:, 1])
        shares, coders = self.own_shares(sums)
        together = shares.sum(axis=1)
        if self.matrix is None:
            every, same = (together**2).sum(axis=1), (shares**2).sum(axis=(1, 2))
        else:
            every = ((together @ self.matrix) * together).sum(axis=1)
            same = ((shares @ self.matrix) * shares).sum(axis=(1, 2))
        expected = over(every - same, coders * (coders - 1))
        if self.best:
            observed = shares.min(axis=1).sum(axis=1)
        return corrected(observed, expected)

    def point(self, ratings: Ratings) -> Parts:
        return self.of(self.totals(ratings)[None])

    def standard_error(self, ratings: Ratings, parts: Parts) -> Se | None:
        """For two coders Fleiss, Cohen & Everitt (1969); for more Gwet's linearised variance."""
        n = ratings.n_units
        if n < 2:
            return None
        read = ratings.codes >= 0
        read_by = read.sum(axis=1).astype(float)
        observed, expected, value = (
            float(parts.observed[0]), float(parts.expected[0]), float(parts.value[0])
        )  # fmt: skip
        shares, coders = self.own_shares(self.totals(ratings)[None])
        shares = shares[0]
        rest = shares.sum(axis=0) - shares
        gains = rest if self.matrix is None else rest @ self.matrix
        gains = np.column_stack([gains, np.zeros(self.coders)])
        by_chance = np.zeros(len(read))
        for coder in range(self.coders):
            number = ratings.sum(read[:, coder])
            if number:
                level = shares[coder] @ gains[coder, :-1]
                gained = gains[coder][ratings.codes[:, coder]] - level * read[:, coder]
                by_chance += n / number * gained
        by_chance /= coders[0] * (coders[0] - 1)
        agreement, _, _ = agreement_of(ratings, self.missing, self.matrix)
        two = read_by >= 2
        if self.missing == "pairable":
            mean = ratings.sum(read_by) / n
            own = agreement / mean - observed * (read_by - mean) / mean
        else:
            own = agreement
        room = 1 - expected
        units = n / ratings.sum(two) * (own - expected * two) / room
        units -= 2 * (1 - value) * by_chance / room
        spread = ratings.sum((units - value) ** 2)
        if self.coders == 2 and self.missing == "pairable":
            return Se(float(np.sqrt(spread / n**2)), FCE, None)
        return Se(
            float(np.sqrt(spread / (n * (n - 1)))),
            GWET_2014,
            n - 1,
            too_wide(self.missing, ratings),
        )


def _kappa(
    name: str, ask: Ask, everything: Entering, weights: Weights, missing: str, rule: str
) -> Coefficient:
    """Cohen's kappa, or Conger's. everything: the units that were read, checked for the coders."""
    entering = everything.read_at_least(2 if missing == "pairable" else 1)
    ratings = entering.ratings
    statistic = Own(
        missing, len(ratings.coders), len(ratings.values), weight_matrix(weights, ratings)
    )
    return give(
        weighted_name(name, weights),
        ask,
        everything.ratings,
        entering,
        statistic,
        rule,
        analytic=lambda parts: statistic.standard_error(ratings, parts),
        no_value="the weights make no difference between the values that occur",
    )


def cohen_kappa(
    frame: Any,
    weights: Weights = None,
    categories: Sequence[Any] | None = None,
    *,
    interval: str | None = "analytic",
    clusters: Any = None,
    level: float = 0.95,
    draws: int = DRAWS,
    seed: int = DEFAULT_SEED,
) -> Coefficient:
    """Cohen's kappa (1960, weighted 1968) for exactly two coders.

    weights: None for equal or not; "linear" or "quadratic" by how far values lie apart (numbers by
    their value, texts by their place in `categories`); a function of two values, or a table in the
    order of the categories, 1 for equal values. Units that one of the two did not read are left
    out. Undefined where both give one and the same value throughout. Raises UsageError for another
    number of coders.
    """
    ask = Ask(frame, categories, interval, clusters, level, draws, seed)
    everything = ask.read()
    everything.ratings.who("cohen_kappa")
    everything.ratings.two("cohen_kappa")
    return _kappa("Cohen's kappa", ask, everything, weights, "pairable", BOTH)


def cohen_kappa_max(
    frame: Any,
    categories: Sequence[Any] | None = None,
    *,
    interval: str | None = None,
    clusters: Any = None,
    level: float = 0.95,
    draws: int = DRAWS,
    seed: int = DEFAULT_SEED,
) -> Coefficient:
    """The largest Cohen's kappa that two coders with these shares of the values could reach.

    Cohen (1960). `observed` is the agreement they could reach.
    """
    ask = Ask(frame, categories, interval, clusters, level, draws, seed, RESAMPLED)
    everything = ask.read()
    everything.ratings.who("cohen_kappa_max")
    everything.ratings.two("cohen_kappa_max")
    entering = everything.read_at_least(2)
    statistic = Own("pairable", 2, len(entering.ratings.values), best=True)
    name = "Largest possible Cohen's kappa"
    return give(name, ask, everything.ratings, entering, statistic, BOTH)


def conger_kappa(
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
    """Conger's kappa (1980; Hubert 1977): Cohen's kappa for two coders or more.

    Chance is the mean over all pairs of coders of what their own shares of the values let expect.
    """
    ask = Ask(frame, categories, interval, clusters, level, draws, seed)
    rule = rule_for(missing)
    everything = ask.read()
    everything.ratings.who("conger_kappa")
    return _kappa("Conger's kappa", ask, everything, weights, missing, rule)


@dataclass(frozen=True)
class Pairwise:
    """Cohen's kappa of every pair of coders over the units both read, and their mean."""

    pairs: tuple[tuple[int, int], ...]
    size: int
    matrix: np.ndarray | None = None

    def _each(self, ratings: Ratings) -> Any:
        one = Own("pairable", 2, self.size, self.matrix)
        for a, b in self.pairs:
            pair = ratings.columns([a, b])
            yield one, pair, (pair.codes >= 0).all(axis=1)

    def features(self, ratings: Ratings) -> np.ndarray:
        found = []
        for one, pair, both in self._each(ratings):
            features = np.zeros((len(both), 2 + 2 * self.size))
            if both.any():
                features[both] = one.features(pair.rows(both))
            found.append(features)
        return np.hstack(found)

    def kappas(self, sums: np.ndarray) -> np.ndarray:
        """draws × pairs, NaN where a pair has none."""
        each = sums.reshape(len(sums), len(self.pairs), -1)
        one = Own("pairable", 2, self.size, self.matrix)
        return np.stack([one.of(each[:, n]).value for n in range(len(self.pairs))], axis=1)

    def of(self, sums: np.ndarray) -> Parts:
        kappas = self.kappas(sums)
        defined = ~np.isnan(kappas)
        value = over(np.where(defined, kappas, 0.0).sum(axis=1), defined.sum(axis=1))
        nothing = np.full(len(value), np.nan)
        return Parts(value, nothing, nothing)

    def point(self, ratings: Ratings) -> Parts:
        return self.of(add_up(self, ratings)[None])


def light_kappa(
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
    """Light's kappa (1971): the mean of Cohen's kappas over all pairs of coders.

    Every pair over the units both read. A pair without a kappa is left out of the mean, and a note
    says so; undefined where no pair has one.
    """
    ask = Ask(frame, categories, interval, clusters, level, draws, seed)
    everything = ask.read()
    everything.ratings.who("light_kappa")
    entering = everything.read_at_least(2)
    ratings = entering.ratings
    matrix = weight_matrix(weights, ratings)
    pairs = tuple(itertools.combinations(range(len(ratings.coders)), 2))
    statistic = Pairwise(pairs, len(ratings.values), matrix)

    def without() -> int:
        return int(np.isnan(statistic.kappas(add_up(statistic, ratings)[None])).sum())

    def notes(parts: Parts) -> list[str]:
        if not (lacking := without()):
            return []
        shown = counted(len(pairs), "pair of coders", "pairs of coders")
        return [f"{lacking} of {shown} have no kappa and are left out of the mean"]

    return give(
        weighted_name("Light's kappa (mean of pairwise Cohen's kappas)", weights),
        ask,
        everything.ratings,
        entering,
        statistic,
        PAIRABLE,
        # A pair that has no kappa would jump into the mean with the smallest change.
        analytic=lambda parts: None if without() else jackknifed(statistic, ratings),
        notes=notes,
        no_value="no pair of coders has a kappa",
    )


def kappa_category(
    frame: Any,
    category: Any,
    *,
    marginals: str = "pooled",
    categories: Sequence[Any] | None = None,
    interval: str | None = "analytic",
    clusters: Any = None,
    level: float = 0.95,
    draws: int = DRAWS,
    seed: int = DEFAULT_SEED,
) -> Coefficient:
    """Kappa of two coders for one category against all others together.

    marginals: "pooled", chance from both coders' share of the category together (Agresti 1992; this
    is `fleiss_kappa_category` for two coders), or "own", Cohen's kappa of the two by two table.
    Undefined where nobody gave the category, or both always did.
    """
    if marginals not in ("pooled", "own"):
        raise UsageError("marginals", repr(marginals), "pooled or own")
    ask = Ask(frame, categories, interval, clusters, level, draws, seed)
    everything = ask.read()
    everything.ratings.two("kappa_category")
    if marginals == "own":
        everything.ratings.who("kappa_category")
    name = f"Kappa for {category!r} against the rest ({marginals} marginals)"
    if marginals == "pooled":
        found = fleiss_kappa_category(
            frame, category, categories=categories, interval=interval, clusters=clusters,
            level=level, draws=draws, seed=seed,
        )  # fmt: skip
        return replace(found, name=name, rule=BOTH)
    everything = one_against_rest(everything, category)
    entering = everything.read_at_least(2)
    statistic = Own("pairable", 2, len(entering.ratings.values))
    return give(
        name,
        ask,
        everything.ratings,
        entering,
        statistic,
        BOTH,
        analytic=lambda parts: statistic.standard_error(entering.ratings, parts),
    )
