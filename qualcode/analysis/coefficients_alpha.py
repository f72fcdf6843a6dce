"""Krippendorff's alpha for values of any kind, and the intervals that go with it.

What frames, `categories`, `interval` and the rest mean is said in `coefficients_pooled`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from qualcode.analysis.coefficients_base import (
    DEFAULT_SEED,
    DRAWS,
    PAIRABLE,
    Coefficient,
    check_level,
)
from qualcode.analysis.coefficients_data import BLOCK, Ratings
from qualcode.analysis.coefficients_result import (
    RESAMPLED,
    Ask,
    Entering,
    Se,
    give,
    jackknifed,
    nothing_to_compare,
    summed_up,
)
from qualcode.analysis.coefficients_sums import (
    Distance,
    Groups,
    Parts,
    lookup,
    over,
    pair_sums,
    resample,
)
from qualcode.analysis.coefficients_tables import needs_order, square
from qualcode.errors import UsageError

LEVELS = ("nominal", "ordinal", "interval", "ratio")
GWET_ALPHA = "linearised over units, Gwet 2014"
PAIRS_NOTE = "the pairs of one unit are not independent: this interval is too narrow"
MANY = 60  # values from which draws of ordinal alpha are made one by one


def _apart(sums: np.ndarray, squares: np.ndarray, number: np.ndarray) -> np.ndarray:
    """Sum over ordered pairs of (x - y)² from Σx, Σx² and how many there are."""
    return np.maximum(2 * (number * squares - sums**2), 0.0)


@dataclass(frozen=True)
class Alpha:
    """Disagreement of a unit's pairs and how often each value was given.

    places: where values lie on a line, for squared differences (interval); matrix: a table of
    distances; both None: equal or not.
    """

    places: np.ndarray | None = None
    matrix: np.ndarray | None = None

    def disagreement(self, ratings: Ratings) -> np.ndarray:
        """Per row the sum of the distances of its ordered pairs over (coders - 1)."""
        read_by = ratings.read_by.astype(float)
        if self.places is not None:
            found = unit_spread(ratings, self.places)
        elif self.matrix is not None:
            found = pair_sums(ratings, self.matrix)
        else:
            found = read_by * (read_by - 1) - pair_sums(ratings, None)
        return over(found, read_by - 1)

    def features(self, ratings: Ratings) -> np.ndarray:
        return np.column_stack([self.disagreement(ratings), ratings.counts()])

    def totals(self, ratings: Ratings) -> np.ndarray:
        return np.concatenate([[ratings.sum(self.disagreement(ratings))], ratings.totals])

    def all_pairs(self, counts: np.ndarray) -> np.ndarray:
        """Sum of the distances over all ordered pairs of codings (draws × values)."""
        if self.places is not None:
            total = counts.sum(axis=1)
            return _apart(counts @ self.places, counts @ self.places**2, total)
        if self.matrix is not None:
            return ((counts @ self.matrix) * counts).sum(axis=1)
        return counts.sum(axis=1) ** 2 - (counts**2).sum(axis=1)

    def of(self, sums: np.ndarray) -> Parts:
        counts = sums[:, 1:]
        number = counts.sum(axis=1)
        observed = over(sums[:, 0], number)
        expected = over(self.all_pairs(counts), number * (number - 1))
        return Parts(1 - over(observed, expected), observed, expected)

    def point(self, ratings: Ratings) -> Parts:
        return self.of(self.totals(ratings)[None])

    def from_all(self, counts: np.ndarray) -> np.ndarray:
        """Per value its mean distance to all codings."""
        shares = counts / counts.sum()
        if self.places is not None:
            mean, square = shares @ self.places, shares @ self.places**2
            return self.places**2 - 2 * self.places * mean + square
        return 1 - shares if self.matrix is None else self.matrix @ shares

    def standard_error(self, ratings: Ratings, parts: Parts) -> Se | None:
        """Gwet's linearised variance; distances are taken as given."""
        n = ratings.n_units
        if n < 2:
            return None
        read_by, counts = ratings.read_by.astype(float), ratings.totals
        mean = ratings.sum(read_by) / n
        stretch = (read_by - mean) / mean
        gaps = self.from_all(counts)
        expected = float(gaps @ counts / counts.sum())
        observed = float(parts.observed[0])
        own = self.disagreement(ratings) / mean - observed * stretch
        apart = ratings.per_coding(gaps) / mean - expected * stretch
        value = 1 - observed / expected
        units = (expected - own) / expected + 2 * (1 - value) * (apart - expected) / expected
        variance = ratings.sum((units - value) ** 2) / (n * (n - 1))
        return Se(float(np.sqrt(variance)), GWET_ALPHA, n - 1)

    def distance(self) -> Distance:
        """The distance of pairs of codes."""
        if self.places is not None:
            places = self.places
            return lambda a, b: (places[a] - places[b]) ** 2
        if self.matrix is not None:
            return lookup(self.matrix)
        return lambda a, b: (a != b).astype(float)


def unit_spread(ratings: Ratings, places: np.ndarray) -> np.ndarray:
    """Per row the sum over ordered pairs of squared differences of places."""
    sums, squares = ratings.per_coding(places), ratings.per_coding(places**2)
    return _apart(sums, squares, ratings.read_by)


def ranks(counts: np.ndarray) -> np.ndarray:
    """The middle rank of each value (draws × values), around 0.

    Krippendorff's ordinal distance, the codings that lie from one value to the other with half of
    those at both ends, is the difference of their middle ranks.
    """
    middle = np.cumsum(counts, axis=1) - counts / 2
    return middle - counts.sum(axis=1, keepdims=True) / 2


@dataclass(frozen=True)
class Ordinal:
    """Alpha with ordinal distances, which depend on how often each value was given.

    The disagreement of a unit is a square form in the middle ranks R of the values,
    2 Σ R'(m·diag(n) - nn')R / (m - 1), m its coders and n its counts: the sums are the entries of
    that matrix. one_by_one: with many values the units are gone through in each draw instead.
    """

    one_by_one: bool = False

    def fixed(self, ratings: Ratings) -> Alpha:
        return Alpha(places=ranks(ratings.totals[None])[0])

    def point(self, ratings: Ratings) -> Parts:
        return self.fixed(ratings).point(ratings)

    def features(self, ratings: Ratings) -> np.ndarray:
        counts, read_by = ratings.counts(), ratings.read_by.astype(float)
        one, other = np.triu_indices(counts.shape[1])
        form = -counts[:, one] * counts[:, other]
        form[:, one == other] += counts * read_by[:, None]
        form *= over(np.array(2.0), read_by - 1)[:, None]
        return np.column_stack([counts, form])

    def totals(self, ratings: Ratings) -> np.ndarray:
        """The sums over all units, without the table of units."""
        size = len(ratings.values)
        form = np.zeros((size, size))
        for block in ratings.blocks():
            part = ratings.rows(block)
            counts = part.counts()
            weight = 2 * part.weights / (part.read_by - 1)
            form += (
                np.diag((weight * part.read_by) @ counts) - (counts * weight[:, None]).T @ counts
            )
        return np.concatenate([ratings.totals, form[np.triu_indices(size)]])

    def moves(self, ratings: Ratings, slopes: np.ndarray) -> np.ndarray:
        """features @ slopes, without the table of units."""
        size = len(ratings.values)
        each, form = slopes[:size], np.zeros((size, size))
        form[np.triu_indices(size)] = slopes[size:] / 2
        form = form + form.T
        diagonal = np.diagonal(form)
        # n'Fn over all pairs of codings, each with itself too.
        pairs = pair_sums(ratings, form) + ratings.per_coding(diagonal)
        read_by = ratings.read_by.astype(float)
        disagreement = read_by * ratings.per_coding(diagonal) - pairs
        return ratings.per_coding(each) + 2 * disagreement / (read_by - 1)

    def of(self, sums: np.ndarray) -> Parts:
        size = round(np.sqrt(2 * sums.shape[1] + 2.25) - 1.5)
        counts, form = sums[:, :size], sums[:, size:]
        places = ranks(counts)
        one, other = np.triu_indices(size)
        twice = np.where(one == other, 1.0, 2.0)
        disagreement = (form * places[:, one] * places[:, other] * twice).sum(axis=1)
        number = counts.sum(axis=1)
        apart = _apart((counts * places).sum(axis=1), (counts * places**2).sum(axis=1), number)
        observed, expected = over(disagreement, number), over(apart, number * (number - 1))
        return Parts(1 - over(observed, expected), observed, expected)

    def draw(self, drawn: Groups, often: np.ndarray) -> np.ndarray:
        """Alpha in each draw, one draw after the other."""
        rows = drawn.rows
        weights = often[:, drawn.of] * rows.weights
        return np.array([
            self.point(replace(rows, times=weight)).value[0] for weight in weights
        ])  # fmt: skip


def ratio_matrix(ratings: Ratings) -> np.ndarray:
    """((a - b) / (a + b))², 0 for two zeros."""
    places = ratings.positions()
    if (places < 0).any():
        raise UsageError(
            "level",
            f"ratio with the value {ratings.values[0]}",
            "values from 0 on, with a true zero",
        )
    added = places[:, None] + places[None, :]
    return np.divide(
        places[:, None] - places[None, :], added, out=np.zeros(added.shape), where=added > 0
    ) ** 2  # fmt: skip


def statistic_for(ratings: Ratings, level: str, distance: Any) -> Alpha | Ordinal:
    """What alpha counts at a level of measurement, or with a distance of the caller's own."""
    if distance is not None:
        matrix = square(distance, ratings, "distance")
        if (np.diagonal(matrix) != 0).any() or (matrix < 0).any():
            raise UsageError(
                "distance", "equal values apart, or a distance below 0", "0 for equal values"
            )
        return Alpha(matrix=matrix)
    if level == "nominal":
        return Alpha()
    needs_order(ratings, f"{level} distances")
    if level == "ordinal":
        return Ordinal(one_by_one=len(ratings.values) > MANY)
    if ratings.kind != "number":
        raise UsageError(
            "level", f"{level} for values that are no numbers", "numbers", "Use nominal or ordinal"
        )
    if level == "ratio":
        return Alpha(matrix=ratio_matrix(ratings))
    places = ratings.positions()
    counts = ratings.totals
    return Alpha(places=places - counts @ places / max(counts.sum(), 1))


def krippendorff_alpha(
    frame: Any,
    level: str = "nominal",
    *,
    distance: Callable[[Any, Any], float] | Any | None = None,
    categories: Sequence[Any] | None = None,
    interval: str | None = "analytic",
    clusters: Any = None,
    confidence: float = 0.95,
    draws: int = DRAWS,
    seed: int = DEFAULT_SEED,
) -> Coefficient:
    """Krippendorff's alpha (2011) for two coders or more; 1 less observed over expected disagreement.

    level: "nominal", "ordinal", "interval" or "ratio", how far two values lie apart; texts have an
    order where `categories` names it. distance: in its place a function of two values or a table in
    the order of the categories, 0 for equal values. interval: besides the usual ones "pairs", which
    resamples pairs of codings as the KALPHA macro does (Hayes & Krippendorff 2007) and is too
    narrow; confidence: its level. `observed` and `expected` are disagreement. Undefined where no
    unit was read by two coders, or only one value occurs.
    """
    check_level(confidence, "confidence")
    ask = Ask(
        frame, categories, interval, clusters, confidence, draws, seed,
        ("analytic", *RESAMPLED, "pairs"),
    )  # fmt: skip
    name = f"Krippendorff's alpha ({level})"
    if distance is not None:
        name = "Krippendorff's alpha (own distance)"
    elif level not in LEVELS:
        raise UsageError("level", repr(level), ", ".join(LEVELS))
    everything = ask.read()
    entering = everything.read_at_least(2)
    return alpha_of(
        name, ask, everything.ratings, entering, lambda: (
            statistic_for(entering.ratings, level, distance)
        ),
    )  # fmt: skip


def alpha_of(
    name: str,
    ask: Ask,
    everything: Ratings,
    entering: Entering,
    statistic: Callable[[], Alpha | Ordinal],
    notes: Sequence[str] = (),
) -> Coefficient:
    """Alpha, its notes and interval. statistic: made only where there is something to compare."""
    ratings = entering.ratings
    if nothing_to_compare(everything, ratings, beyond_chance=True):
        return give(name, ask, everything, entering, None, PAIRABLE)
    made = statistic()

    def standard_error(parts: Parts) -> Se | None:
        if isinstance(made, Alpha):
            return made.standard_error(ratings, parts)
        if made.one_by_one:
            return made.fixed(ratings).standard_error(ratings, parts)
        return jackknifed(made, ratings)

    asked = replace(ask, interval=None) if ask.interval == "pairs" else ask
    found = give(
        name,
        asked,
        everything,
        entering,
        made,
        PAIRABLE,
        analytic=standard_error,
        notes=lambda parts: list(notes),
        no_value="the distances make no difference between the values that occur",
    )
    if ask.interval != "pairs" or found.value is None:
        return found
    values = pair_draws(ratings, made, ask.draws, ask.seed)
    by = f"coder pairs resampled, as KALPHA does, {ask.draws:,} draws, seed {ask.seed}"
    se, interval, by, more = summed_up(values, by, ask, [PAIRS_NOTE])
    return replace(found, se=se, interval=interval, interval_by=by, notes=(*found.notes, *more))


def pair_draws(ratings: Ratings, statistic: Alpha | Ordinal, draws: int, seed: int) -> np.ndarray:
    """Alpha in samples of pairs of codings (Hayes & Krippendorff 2007; Krippendorff 2006).

    As many pairs are drawn as the units have, a pair of a unit with m coders with weight 1/(m - 1);
    expected disagreement stays as it was. A draw in which every pair has one and the same value
    counts as 0: nothing varies in it.
    """
    fixed = statistic.fixed(ratings) if isinstance(statistic, Ordinal) else statistic
    size = len(ratings.values)
    times, read_by = ratings.weights, ratings.read_by.astype(float)
    weight = 2 * times / (read_by - 1)
    codes = ratings.packed()
    cells: dict[int, float] = {}
    for n in range(codes.shape[1]):
        for m in range(n + 1, codes.shape[1]):
            a, b = codes[:, n], codes[:, m]
            both = (a >= 0) & (b >= 0)
            keys = np.minimum(a, b)[both].astype(np.intp) * size + np.maximum(a, b)[both]
            kinds, which = np.unique(keys, return_inverse=True)
            for key, mass in zip(kinds, np.bincount(which.ravel(), weight[both]), strict=False):
                cells[int(key)] = cells.get(int(key), 0.0) + float(mass)
    keys = np.array(sorted(cells), np.intp)
    mass = np.array([cells[int(key)] for key in keys])
    low, high = keys // size, keys % size
    distances = fixed.distance()(low, high)
    chances, number = mass / mass.sum(), round(float(times @ (read_by * (read_by - 1))) / 2)
    expected = float(fixed.point(ratings).expected[0])
    chance = np.random.default_rng(seed)
    step = max(1, BLOCK // len(keys))
    found = []
    for start in range(0, draws, step):
        drawn = chance.multinomial(number, chances, size=min(step, draws - start))
        values = np.maximum(1 - drawn @ distances / (number * expected), -1.0)
        alone = (drawn[:, low == high] == number).any(axis=1)
        found.append(np.where(alone, 0.0, values))
    return np.concatenate(found)


def alpha_draws(
    frame: Any,
    level: str = "nominal",
    *,
    distance: Callable[[Any, Any], float] | Any | None = None,
    categories: Sequence[Any] | None = None,
    interval: str = "units",
    clusters: Any = None,
    draws: int = DRAWS,
    seed: int = DEFAULT_SEED,
) -> np.ndarray:
    """Alpha in every draw that its interval is made of, NaN where it is undefined in a draw.

    interval: "units", "documents" or "pairs". `(alpha_draws(…) < .8).mean()` is how likely alpha
    stays below .80. Raises UsageError where alpha itself is undefined.
    """
    ask = Ask(
        frame, categories, interval, clusters, draws=draws, seed=seed, allowed=(*RESAMPLED, "pairs")
    )
    everything = ask.read()
    entering = everything.read_at_least(2)
    reason = nothing_to_compare(everything.ratings, entering.ratings, beyond_chance=True)
    if reason:
        raise UsageError("alpha", "it is undefined", reason)
    statistic = statistic_for(entering.ratings, level, distance)
    if interval == "pairs":
        return pair_draws(entering.ratings, statistic, draws, seed)
    return resample(statistic, entering.ratings, entering.clusters, draws, seed)
