"""Intervals for shares and rates by participant, with methods that hold for few people.

What one person says is not independent of what the same person says next, and people differ. An interval
that takes turns for independent is far too narrow; resampling eight people is, too. Here people are drawn
from a population of shares (beta-binomial) or of rates (gamma-Poisson); how much people differ is not
estimated but integrated out, so that not knowing it widens the interval. What that reaches is measured in
tests/test_inference_simulations.py.

The people of a purposive sample are not drawn at random. The interval says how far these people alone fix
the share among people like them; it is no statement about a population nobody sampled.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qualcode.errors import UsageError, counted

FEWEST = 5  # people; below, how much people differ is a guess

SHARE_METHOD = (
    "beta-binomial, integrated likelihood (Berger, Liseo & Wolpert 1999): Jeffreys prior on the share, "
    "Beta(1, 2) on the intra-class correlation, equal-tailed"
)
RATE_METHOD = (
    "gamma-Poisson, integrated likelihood (Berger, Liseo & Wolpert 1999): Jeffreys prior on the rate, "
    "half-normal with scale 2 on the squared coefficient of variation between people, equal-tailed"
)
PEOPLE_METHOD = "binomial, exact (Clopper & Pearson 1934)"

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Interval:
    """An estimate and its interval.

    estimate, low, high: shares 0 to 1, or codings per 1,000 words; None where there is nobody to estimate
    from, low and high also where there are fewer than 5 people, and `reason` says so. level: .95 for a 95 %
    interval. method: the name of the method with its source. n_people: people with at least one turn (one
    word). n_units: the turns (words) of all of them; for a share of people, the people.
    """

    estimate: float | None
    low: float | None
    high: float | None
    level: float
    method: str
    n_people: int
    n_units: int
    reason: str = ""

    @property
    def few(self) -> bool:
        """Whether fewer than 5 people stand behind it."""
        return self.n_people < FEWEST


# -- what is given -------------------------------------------------------------------------------------


def _whole(values: Any, name: str) -> NDArray[np.int64]:
    try:
        numbers = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise UsageError(name, "not numbers", "whole numbers from 0 on") from None
    wrong = ~((numbers >= 0) & (numbers == np.floor(numbers)) & (numbers < 2**53))
    if wrong.any():
        raise UsageError(name, f"{numbers[wrong][0]:g}", "whole numbers from 0 on")
    return numbers.astype(np.int64)


def _level(level: Any) -> float:
    if (
        isinstance(level, bool)
        or not isinstance(level, int | float | np.number)
        or not 0 < level < 1
    ):
        raise UsageError("level", f"{level!r}", "between 0 and 1, as .95")
    return float(level)


def _by_person(
    values: Any, units: Any, names: tuple[str, str]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Both as people x codes; units may be given once for all codes."""
    own, of = _whole(values, names[0]), _whole(units, names[1])
    if of.ndim == 1 and own.ndim == 2 and len(of) == len(own):
        of = np.repeat(of[:, None], own.shape[1], axis=1)
    if own.ndim != 2 or own.shape != of.shape:
        raise UsageError(
            names[0],
            f"{own.shape} values, {of.shape} {names[1]}",
            "one row for each person and one column for each code in both",
        )
    if ((own > 0) & (of == 0)).any():
        raise UsageError(names[0], f"a person with none of the {names[1]}", "at least one of these")
    return own, of


def _one(
    values: Any, units: Any, names: tuple[str, str]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    own, of = _whole(values, names[0]), _whole(units, names[1])
    if own.ndim != 1 or own.shape != of.shape:
        raise UsageError(
            names[0],
            f"{own.shape} values, {of.shape} {names[1]}",
            "one number for each person in both",
        )
    return own[:, None], of[:, None]


def _why_not(people: int, what: str) -> str:
    if people == 0:
        return f"nobody has any {what}"
    if people < FEWEST:
        return f"{counted(people, 'person', 'people')}: an interval by participant needs {FEWEST}"
    return ""


# -- shares --------------------------------------------------------------------------------------------

# The share is theta = sin²(angle): with the Jeffreys prior every angle is equally probable beforehand.
ANGLES, CORRELATIONS = 400, 48


@dataclass(frozen=True)
class _ShareGrid:
    """Where the likelihood of a share is looked at: angles (edges of equal steps), and intra-class
    correlations with their prior weights."""

    edges: Numbers
    correlations: Numbers
    weights: Numbers

    def shape(self, turned: bool) -> Numbers:
        """The first parameter of the beta distribution, angles x correlations; of its mirror image
        if turned."""
        middle = (self.edges[1:] + self.edges[:-1]) / 2
        share = np.cos(middle) ** 2 if turned else np.sin(middle) ** 2
        return share[:, None] * self.both

    @property
    def both(self) -> Numbers:
        return 1 / self.correlations - 1


@lru_cache(maxsize=1)
def _whole_range() -> _ShareGrid:
    from scipy.special import roots_jacobi

    # Beta(1, 2) has the density 2 (1 - x): the weight of these nodes.
    nodes, weights = roots_jacobi(CORRELATIONS, 1.0, 0.0)
    edges = np.linspace(0, math.pi / 2, ANGLES + 1)
    return _ShareGrid(edges, (nodes + 1) / 2, weights / weights.sum())


def _rising(start: Numbers, number: int) -> Numbers:
    """log of start x (start + 1) x …, `number` factors."""
    from scipy.special import gammaln

    return gammaln(start + number) - gammaln(start)


@lru_cache(maxsize=128)
def _kept(number: int) -> Numbers:
    """The log factors of one number of turns over the whole range, flat: the same for every table."""
    return _rising(_whole_range().shape(False), number).ravel()


def _tally(values: NDArray[np.int64], there: NDArray[np.bool_]) -> tuple[NDArray[Any], Numbers]:
    """The numbers that occur (0 left out), and how often in each column: columns x numbers."""
    numbers, place = np.unique(np.where(there, values, 0), return_inverse=True)
    columns = np.broadcast_to(np.arange(values.shape[1]), values.shape)
    times = np.zeros((values.shape[1], len(numbers)))
    np.add.at(times, (columns, place.reshape(values.shape)), 1.0)
    keep = numbers > 0
    return numbers[keep], times[:, keep]


def _mass_everywhere(
    own: NDArray[np.int64], of: NDArray[np.int64], there: NDArray[np.bool_]
) -> Numbers:
    """For each column what is known after seeing it: columns x angles x correlations, each summing to 1."""
    grid = _whole_range()
    log = np.zeros((own.shape[1], ANGLES, CORRELATIONS))
    for values, turned in ((own, False), (of - own, True)):
        numbers, times = _tally(values, there)
        for first in range(0, len(numbers), 64):
            part = slice(first, first + 64)
            rows = np.stack([_kept(number) for number in numbers[part].tolist()])
            found = (times[:, part] @ rows).reshape(log.shape)
            log += found[:, ::-1] if turned else found
    numbers, times = _tally(of, there)
    for number, often in zip(numbers.tolist(), times.T, strict=True):
        log -= often[:, None, None] * _rising(grid.both, number)
    return _normal(log, grid.weights)


def _normal(log: Numbers, weights: Numbers) -> Numbers:
    """Log likelihoods as probabilities; the last two axes are the grid."""
    log = log - log.max(axis=(-2, -1), keepdims=True)
    mass = np.exp(log) * weights
    return mass / mass.sum(axis=(-2, -1), keepdims=True)


def _span(mass: Numbers) -> tuple[int, int]:
    """First and one past the last place that matters, with a place more on each side."""
    matters = np.flatnonzero(mass > 1e-9 * mass.max())
    return max(0, int(matters[0]) - 1), min(len(mass), int(matters[-1]) + 2)


def _closer(
    grid: _ShareGrid, own: NDArray[np.int64], of: NDArray[np.int64], mass: Numbers
) -> tuple[_ShareGrid, Numbers]:
    """A grid around what one code's people leave open on a wider one, and the mass there."""
    first, last = _span(mass.sum(axis=1))
    low, high = _span(mass.sum(axis=0))
    least = grid.correlations[low] if low else grid.correlations[0] / 2
    most = grid.correlations[high] if high < CORRELATIONS else (1 + grid.correlations[-1]) / 2
    nodes, weights = np.polynomial.legendre.leggauss(CORRELATIONS)
    correlations = least + (nodes + 1) / 2 * (most - least)
    edges = np.linspace(grid.edges[first], grid.edges[last], ANGLES // 2 + 1)
    near = _ShareGrid(edges, correlations, weights * (1 - correlations))
    log = np.zeros((len(edges) - 1, CORRELATIONS))
    for values, start, sign in (
        (own, near.shape(False), 1),
        (of - own, near.shape(True), 1),
        (of, near.both, -1),
    ):
        for number, often in zip(*np.unique(values[values > 0], return_counts=True), strict=True):
            log += sign * often * _rising(start, int(number))
    return near, _normal(log, near.weights)


def _coarse(mass: Numbers) -> bool:
    """Whether what is known lies in so few places of the grid that it has to be looked at closer."""
    angle, correlation = (1 / (mass.sum(axis=axis) ** 2).sum() for axis in (1, 0))
    return angle < 8 or correlation < 4


def _ends(edges: Numbers, mass: Numbers, level: float) -> tuple[float, float]:
    below = np.concatenate([[0.0], mass.cumsum()])
    tail = (1 - level) / 2
    low, high = np.interp([tail, 1 - tail], below / below[-1], edges)
    return float(low), float(high)


def _share_ends(
    own: NDArray[np.int64], of: NDArray[np.int64], there: NDArray[np.bool_], level: float
) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for first in range(0, own.shape[1], 32):
        part = slice(first, first + 32)
        for column, mass in enumerate(
            _mass_everywhere(own[:, part], of[:, part], there[:, part]), first
        ):
            grid, people = _whole_range(), there[:, column]
            for _ in range(3):
                if not _coarse(mass):
                    break
                grid, mass = _closer(grid, own[people, column], of[people, column], mass)
            low, high = _ends(grid.edges, mass.sum(axis=1), level)
            found.append((math.sin(low) ** 2, math.sin(high) ** 2))
    return found


def _intervals(
    own: NDArray[np.int64],
    of: NDArray[np.int64],
    level: float,
    *,
    what: str,
    method: str,
    estimate: Callable[[NDArray[np.int64], NDArray[np.int64]], float],
    ends: Callable[..., list[tuple[float, float]]],
) -> list[Interval]:
    level, there = _level(level), of > 0
    people, units = there.sum(axis=0), of.sum(axis=0)
    enough = np.flatnonzero(people >= FEWEST)
    found = iter(
        ends(own[:, enough], of[:, enough], there[:, enough], level) if len(enough) else []
    )
    intervals = []
    for column, (number, total) in enumerate(zip(people.tolist(), units.tolist(), strict=True)):
        mine, all_of = own[there[:, column], column], of[there[:, column], column]
        value = estimate(mine, all_of) if number else None
        low: float | None = None
        high: float | None = None
        if number >= FEWEST and value is not None:
            low, high = next(found)
            # An equal-tailed interval never reaches the end of the scale; where nobody (everybody) used the code,
            # that end belongs in. Nor may it leave out what was seen, however uneven people's turns are.
            low, high = min(low, value), max(high, value)
        intervals.append(
            Interval(value, low, high, level, method, number, total, _why_not(number, what))
        )
    return intervals


def _mean_share(own: NDArray[np.int64], of: NDArray[np.int64]) -> float:
    return float((own / of).mean())


def share_intervals(successes: Any, trials: Any, level: float = 0.95) -> list[Interval]:
    """`share_interval` for many codes at once, one for each column.

    successes: people x codes. trials: one number for each person, or people x codes where a code was not
    considered in all that a person said.
    """
    own, of = _by_person(successes, trials, ("successes", "trials"))
    return _shares(own, of, level)


def share_interval(successes: Any, trials: Any, level: float = 0.95) -> Interval:
    """The expected share of a participant's turns with a code, each participant counting the same.

    successes, trials: turns with the code and all turns, one whole number for each person; people without a
    turn leave. (Anything else that a person has a number of, such as words, will do.)

    estimate: the mean of the people's own shares. It is not the share of all turns, in which those who
    spoke most weigh most. low, high: None below 5 people, and `reason` says so. Where nobody used the code
    low is 0 and high is not; where everybody did in all turns, high is 1.

    With p the share of one person, p ~ Beta with mean m and intra-class correlation r, and successes
    binomial, the likelihood of m is integrated over r ~ Beta(1, 2); with the Jeffreys prior on m the ends
    cut off (1 - level) / 2 on either side. Skellam (1948), Journal of the Royal Statistical Society B, 10,
    257–261, for the distribution; Berger, Liseo & Wolpert (1999), Statistical Science, 14, 1–28, for the
    integration. Raises UsageError where the numbers are none or do not fit together.
    """
    own, of = _one(successes, trials, ("successes", "trials"))
    return _shares(own, of, level)[0]


def _shares(own: NDArray[np.int64], of: NDArray[np.int64], level: float) -> list[Interval]:
    if (own > of).any():
        at = np.argwhere(own > of)[0]
        found = f"{own[tuple(at)]} of {of[tuple(at)]}"
        raise UsageError("successes", found, "at most as many as trials")
    return _intervals(
        own,
        of,
        level,
        what="turn",
        method=SHARE_METHOD,
        estimate=_mean_share,
        ends=_share_ends,
    )


# -- rates ---------------------------------------------------------------------------------------------

RATES, SPREADS = 256, 32
SCALE = 2.0  # of the half-normal prior on the squared coefficient of variation


def _rate_log(
    rates: Numbers, spreads: Numbers, own: NDArray[np.int64], of: NDArray[np.int64]
) -> Numbers:
    """Log likelihood of rates a word x spreads, for each code: codes x rates x spreads."""
    from scipy.special import gammaln

    shape = 1 / spreads
    log = np.repeat((np.log(rates) * own.sum(axis=0)[:, None])[:, :, None], len(spreads), axis=2)
    for first in range(0, len(of), 128):
        part = slice(first, first + 128)
        grown = np.log1p(rates[:, None, None] * spreads[:, None] * of[part])  # … x people
        log -= np.moveaxis(grown @ own[part] + (grown.sum(axis=2) * shape)[:, :, None], 2, 0)
    numbers, times = _tally(own, np.ones(own.shape, dtype=bool))
    for number, often in zip(numbers.tolist(), times.T, strict=True):
        # The product of 1 + spread x j for j < number.
        more = gammaln(shape + number) - gammaln(shape) + number * np.log(spreads)
        log += often[:, None, None] * more
    return log


def _rate_ends(
    own: NDArray[np.int64], of: NDArray[np.int64], there: NDArray[np.bool_], level: float
) -> list[tuple[float, float]]:
    """Per 1,000 words. Codes over the same words share the first look."""
    found: list[tuple[float, float]] = [(0.0, 0.0)] * own.shape[1]
    words, same = np.unique(of, axis=1, return_inverse=True)
    for kind in range(words.shape[1]):
        columns = np.flatnonzero(same.ravel() == kind)
        people = words[:, kind] > 0
        counts, of_all = own[people][:, columns], words[people, kind]
        # A rate cannot lie above one coding a word, unless this code was seen to come near that; what is seen
        # of other codes has no say.
        tops = np.maximum(1.0, 10 * (counts / of_all[:, None]).max(axis=0))
        for top in np.unique(tops).tolist():
            here = np.flatnonzero(tops == top)
            ends = _rates_over(counts[:, here], of_all, level, top)
            for column, pair in zip(columns[here].tolist(), ends, strict=True):
                found[column] = pair
    return found


def _rates_over(
    own: NDArray[np.int64], of: NDArray[np.int64], level: float, top: float
) -> list[tuple[float, float]]:
    """top: the largest rate a word that is looked at."""
    from scipy.special import erfinv

    edges = np.linspace(math.log(1e-5 / float(of.sum())), math.log(top), RATES + 1)
    nodes, weights = np.polynomial.legendre.leggauss(SPREADS)
    spreads = SCALE * math.sqrt(2) * erfinv((nodes + 1) / 2)
    middle = (edges[1:] + edges[:-1]) / 2
    log = _rate_log(np.exp(middle), spreads, own, of)
    # In logs of the rate, the Jeffreys prior 1 / sqrt(rate) is the root of the rate.
    first = _normal(log + middle[:, None] / 2, weights)
    ends = []
    for column, mass in enumerate(first):
        a, b = _span(mass.sum(axis=1))
        c, d = _span(mass.sum(axis=0))
        inside = (0.0 if c == 0 else spreads[c], 4 * SCALE if d == SPREADS else spreads[d - 1])
        near = inside[0] + (nodes + 1) / 2 * (inside[1] - inside[0])
        fine = np.linspace(edges[a], edges[b], RATES + 1)
        here = (fine[1:] + fine[:-1]) / 2
        log = _rate_log(np.exp(here), near, own[:, [column]], of)[0] + here[:, None] / 2
        known = _normal(log, weights * np.exp(-((near / SCALE) ** 2) / 2)).sum(axis=1)
        low, high = _ends(fine, known, level)
        ends.append((1000 * math.exp(low), 1000 * math.exp(high)))
    return ends


def _all_rate(own: NDArray[np.int64], of: NDArray[np.int64]) -> float:
    return float(1000 * own.sum() / of.sum())


def rate_intervals(counts: Any, words: Any, level: float = 0.95) -> list[Interval]:
    """`rate_interval` for many codes at once, one for each column.

    counts: people x codes. words: one number for each person, or people x codes.
    """
    own, of = _by_person(counts, words, ("counts", "words"))
    return _rates(own, of, level)


def rate_interval(counts: Any, words: Any, level: float = 0.95) -> Interval:
    """Codings per 1,000 words of participants.

    counts, words: codings of a person and the words this person said, one whole number for each; people
    without a word leave.

    estimate: all codings per 1,000 of all words, as tables show it. low, high: None below 5 people, and
    `reason` says so; low is 0 where nobody used the code.

    With codings of a person Poisson around rate x words, and rates between people gamma with the squared
    coefficient of variation v, the likelihood of the mean rate is integrated over v, half-normal with scale
    2. The upper end is far out where few people hold most of the codings: then these people say little about
    others. Greenwood & Yule (1920), Journal of the Royal Statistical Society, 83, 255–279, for the
    distribution; Berger, Liseo & Wolpert (1999) as for shares. Raises UsageError where the numbers are none or
    do not fit together.
    """
    own, of = _one(counts, words, ("counts", "words"))
    return _rates(own, of, level)[0]


def _rates(own: NDArray[np.int64], of: NDArray[np.int64], level: float) -> list[Interval]:
    return _intervals(
        own,
        of,
        level,
        what="word",
        method=RATE_METHOD,
        estimate=_all_rate,
        ends=_rate_ends,
    )


# -- people --------------------------------------------------------------------------------------------


def people_share_interval(k: int, n: int, level: float = 0.95) -> Interval:
    """The share of people who used a code: k of n people.

    People are one unit each, so the binomial distribution holds, and Clopper and Pearson's interval covers
    at least at its level for every share and every n. (At n = 5 to 30 Wilson's and Jeffreys' intervals fall
    to about .83 and .87 at shares near the ends, and codes that few people use lie there.) It is given for
    any n from 1 on; below 5 people `few` says that it tells next to nothing.

    Clopper, C. J., & Pearson, E. S. (1934). The use of confidence or fiducial limits illustrated in the case
    of the binomial. Biometrika, 26, 404–413. Raises UsageError where k is no part of n.
    """
    from scipy.special import betaincinv

    level = _level(level)
    have, of = (int(_whole(value, name)) for value, name in ((k, "k"), (n, "n")))
    if have > of:
        raise UsageError("k", f"{have} of {of}", "at most n")
    if of == 0:
        return Interval(None, None, None, level, PEOPLE_METHOD, 0, 0, "nobody is in the base")
    tail = (1 - level) / 2
    low = 0.0 if have == 0 else float(betaincinv(have, of - have + 1, tail))
    high = 1.0 if have == of else float(betaincinv(have + 1, of - have, 1 - tail))
    return Interval(have / of, low, high, level, PEOPLE_METHOD, of, of)
