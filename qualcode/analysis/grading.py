"""How good scores are, held against what a person coded: pure numbers, one function for each measure.

`targets` are booleans (the person gave the code), `scores` order segments, larger first; equal scores are
never put in an order that luck made. What cannot be said is None, never 0 or 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from qualcode.errors import counted

DEFAULT_SEED = 20260101
BINS = 10
DRAWS = 1000
# Of fewer shown suggestions than this, ten bins say nothing.
LEAST_SHOWN = 30
RECALL = 0.95
# An outlook needs so many steps of the curve (two lie on a line whatever happened), and an interval of at
# most this width, a share, before it is held to what is possible.
LEAST_STEPS = 3
WIDEST = 0.4


# -- ranking -----------------------------------------------------------------------------------------------


def average_precision(targets: NDArray, scores: NDArray) -> float | None:
    """The mean precision at each of the cases, n targets and n scores.

    Equal scores are taken together: all of them are read before the precision is looked at. Scores that
    say nothing give the share of cases (chance). None without a case.
    """
    targets = np.asarray(targets, dtype=bool)
    if not targets.any():
        return None
    order = np.argsort(-np.asarray(scores, dtype=float), kind="stable")
    ordered = np.asarray(scores, dtype=float)[order]
    ends = np.append(np.flatnonzero(ordered[1:] != ordered[:-1]), len(order) - 1)
    right = np.cumsum(targets[order])[ends]
    return float((np.diff(right, prepend=0) * right / (ends + 1)).sum() / right[-1])


def work_saved(targets: NDArray, scores: NDArray, recall: float = RECALL) -> float | None:
    """Work saved over sampling (Cohen et al. 2006): the share of segments that need not be read to find
    `recall` of the cases, less what reading in random order would save (1 - recall).

    At least `recall` of the cases: of 10 cases and .95 all ten. Among equal scores the order is random;
    what is given is the expected number to be read. `recall` less the share of cases at best, about 0 by
    chance, negative where it is worse. None without a case.
    """
    targets = np.asarray(targets, dtype=bool)
    cases = int(targets.sum())
    if not cases:
        return None
    wanted = int(np.ceil(recall * cases - 1e-9))
    _, sizes, hits = _tied(targets, scores)
    found = np.cumsum(hits)
    at = int(np.searchsorted(found, wanted))
    before = int(sizes[:at].sum())
    missing = wanted - (int(found[at - 1]) if at else 0)
    # The j-th of h cases among g in random order lies at j (g + 1) / (h + 1).
    depth = before + missing * (int(sizes[at]) + 1) / (int(hits[at]) + 1)
    return float(recall - depth / len(targets))


def found_after(targets: NDArray, scores: NDArray, looked_at: float) -> float | None:
    """The share of all cases among the first `looked_at` scores.

    targets, scores: any shape, the same; -inf or nan for what is never shown. looked_at: how many are
    looked at; where it cuts through equal scores these count in part. None without a case.
    """
    targets = np.asarray(targets, dtype=bool).reshape(-1)
    scores = np.asarray(scores, dtype=float).reshape(-1)
    cases = int(targets.sum())
    if not cases:
        return None
    offered = np.isfinite(scores)
    if not offered.any():
        return 0.0
    return float((first(scores, looked_at) * targets).sum() / cases)


def first(scores: NDArray, looked_at: float) -> NDArray[np.float64]:
    """For each score the share of it that is among the first `looked_at`: 1, 0, and a part for equal
    scores that the end cuts through. What is not finite is never among them."""
    flat = np.asarray(scores, dtype=float)
    result = np.zeros(flat.shape)
    offered = np.isfinite(flat)
    number = int(offered.sum())
    if looked_at >= number:
        result[offered] = 1.0
        return result
    own = flat[offered]
    last = np.sort(own)[::-1][max(int(np.ceil(looked_at)) - 1, 0)]
    above, same = own > last, own == last
    part = np.where(above, 1.0, 0.0)
    part[same] = max(looked_at - int(above.sum()), 0.0) / int(same.sum())
    result[offered] = part
    return result


def _tied(targets: NDArray, scores: NDArray) -> tuple[NDArray, NDArray, NDArray]:
    """The different scores from the largest on, how many have each, and how many of these are cases."""
    values, place = np.unique(-np.asarray(scores, dtype=float), return_inverse=True)
    sizes = np.bincount(place, minlength=len(values))
    hits = np.bincount(place, targets, minlength=len(values)).astype(np.int64)
    return -values, sizes, hits


# -- what is shown -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shown:
    """What was shown and what it was worth. right of `shown` were cases, of `cases` in all."""

    shown: int
    right: int
    cases: int

    @property
    def precision(self) -> float | None:
        """None where nothing was shown."""
        return self.right / self.shown if self.shown else None

    @property
    def recall(self) -> float | None:
        """None without a case."""
        return self.right / self.cases if self.cases else None


def at_threshold(targets: NDArray, shown: NDArray) -> Shown:
    """targets, shown: booleans of one shape."""
    targets, shown = np.asarray(targets, dtype=bool), np.asarray(shown, dtype=bool)
    return Shown(int(shown.sum()), int((targets & shown).sum()), int(targets.sum()))


# -- calibration -------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Calibrated:
    """Probabilities held against what happened, in bins of equal count.

    said: the mean probability of each bin. happened: the share of cases in it. sizes: how many. error: the
    mean distance of the two, each bin by its size; None with fewer than LEAST_SHOWN probabilities, with the
    reason. perfect: the error that these probabilities would show by chance alone if each were exactly
    right, the mean of `draws` draws; perfect_high: 95 % of the draws stay at or under it.
    """

    said: NDArray[np.float64]
    happened: NDArray[np.float64]
    sizes: NDArray[np.int64]
    error: float | None
    perfect: float | None = None
    perfect_high: float | None = None
    draws: int = 0
    reason: str = ""


def calibration(
    targets: NDArray,
    probabilities: NDArray,
    *,
    bins: int = BINS,
    draws: int = DRAWS,
    seed: int = DEFAULT_SEED,
) -> Calibrated:
    """Expected calibration error over bins of equal count, and what chance alone would show.

    targets, probabilities: n each, of the suggestions that are shown. Where a bin's edge cuts through equal
    probabilities, the share of all of these that was right counts on both sides. draws, seed: of the
    perfect one; 0 = without.
    """
    targets = np.asarray(targets, dtype=float)
    probabilities = np.clip(np.asarray(probabilities, dtype=float), 0, 1)
    n = len(probabilities)
    if n < LEAST_SHOWN:
        nothing = np.zeros(0)
        reason = f"{n} shown: {bins} bins need at least {LEAST_SHOWN}"
        return Calibrated(nothing, nothing, np.zeros(0, np.int64), None, reason=reason)
    order = np.argsort(probabilities, kind="stable")
    ordered = probabilities[order]
    starts = np.cumsum([0, *(len(part) for part in np.array_split(order, bins))])[:-1]
    sizes = np.diff(np.append(starts, n))
    # Equal probabilities are equally often right, whichever bin they lie in.
    alike = np.append(0, np.flatnonzero(np.diff(ordered)) + 1)
    counts = np.diff(np.append(alike, n))

    def right(outcomes: NDArray) -> NDArray[np.float64]:
        spread = np.repeat(np.add.reduceat(outcomes, alike) / counts, counts)
        return np.add.reduceat(spread, starts)

    said, happened = np.add.reduceat(ordered, starts), right(targets[order])
    error = float(np.abs(happened - said).sum() / n)
    perfect = high = None
    if draws:
        chance = np.random.default_rng(seed)
        errors = np.zeros(draws)
        for at in range(draws):
            hits = right((chance.random(n) < ordered).astype(float))
            errors[at] = np.abs(hits - said).sum() / n
        perfect, high = float(errors.mean()), float(np.quantile(errors, 0.95))
    return Calibrated(said / sizes, happened / sizes, sizes, error, perfect, high, draws)


# -- the learning curve ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Gain:
    """What more coded documents would bring by the curve so far.

    value: the change of the share found, None where it cannot be worked out, with the reason. low, high:
    95 % by Student's t. All three are held to what is possible: less than nothing and more than all cannot
    be found. width: of the interval before that, a share; None without one. steps: the numbers of documents
    that the slope rests on.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    steps: tuple[int, ...] = ()
    reason: str = ""
    width: float | None = None

    @property
    def untold(self) -> str:
        """Why nothing should be concluded from it, "" where it may be."""
        if self.value is None or self.low is None or self.high is None:
            return self.reason
        if len(self.steps) < LEAST_STEPS:
            return f"the curve has {counted(len(self.steps), 'step')} to go by, and {LEAST_STEPS} are needed"
        width = self.high - self.low if self.width is None else self.width
        if width > WIDEST + 1e-9:
            return (
                f"the 95% interval of the change is {100 * width:,.0f} percentage points wide, more than"
                f" {100 * WIDEST:.0f}"
            )
        return ""


def gain(sizes: NDArray, found: NDArray, cases: NDArray, now: int, more: int = 5) -> Gain:
    """The change that `more` documents after `now` bring if the curve goes on as it went.

    sizes: s numbers of documents learned from. found, cases: draws × s × documents, how many cases of each
    document lay in the test of a draw and how many of them were found (0 and 0 where it was not). The share
    found is taken to grow by the same amount with each doubling, as it did over the upper part of the
    curve (from a quarter of the largest number on); it is their common slope. Its uncertainty is the larger
    of two: documents left out one by one (jackknife), and the spread over draws. The change and its
    interval are held to what the share found at the largest number (mean over draws) leaves possible.
    """
    sizes = np.asarray(sizes, dtype=float)
    upper = np.flatnonzero(sizes >= sizes.max(initial=0) / 4)
    if len(upper) < 2:
        return Gain(None, reason="too few documents to draw a curve")
    own, of = np.asarray(found, float)[:, upper], np.asarray(cases, float)[:, upper]
    x = np.log2(sizes[upper])
    steps = tuple(int(size) for size in sizes[upper])
    reach = float(np.log2((now + more) / now))
    has = of.sum(axis=(0, 1)) > 0
    documents = int(has.sum())
    if documents < 2:
        return Gain(None, steps=steps, reason="fewer than two documents with codings to test on")

    def slope(hits: NDArray, all_of: NDArray) -> float:
        if not (all_of > 0).all():
            return float("nan")
        y = hits / all_of
        return float(((x - x.mean()) * (y - y.mean())).sum() / ((x - x.mean()) ** 2).sum())

    whole = slope(own.sum(axis=(0, 2)), of.sum(axis=(0, 2)))
    if np.isnan(whole):
        return Gain(None, steps=steps, reason="a step of the curve has no codings to test on")
    errors: list[tuple[float, int]] = []
    without = []
    for document in np.flatnonzero(has).tolist():
        left = np.arange(own.shape[2]) != document
        without.append(slope(own[:, :, left].sum(axis=(0, 2)), of[:, :, left].sum(axis=(0, 2))))
    each = np.array(without)
    each = each[~np.isnan(each)]
    if len(each) >= 2:
        spread = (len(each) - 1) / len(each) * ((each - each.mean()) ** 2).sum()
        errors.append((float(np.sqrt(spread)), len(each) - 1))
    drawn = np.array([slope(own[at].sum(axis=1), of[at].sum(axis=1)) for at in range(len(own))])
    drawn = drawn[~np.isnan(drawn)]
    if len(drawn) >= 2:
        errors.append((float(drawn.std(ddof=1) / np.sqrt(len(drawn))), len(drawn) - 1))
    halves = [float(stdtrit(freedom, 0.975)) * error for error, freedom in errors]
    if not halves:
        return Gain(
            None, steps=steps, reason="too few documents and draws to say how certain it is"
        )
    half = max(halves) * reach
    value = whole * reach
    last = int(np.argmax(sizes))
    lately = mean_and_range(_shares(found, cases)[:, last])
    level = lately[0] if lately is not None else 0.0
    held, low, high = np.clip([value, value - half, value + half], -level, 1 - level).tolist()
    return Gain(held, low, high, steps, width=2 * half)


def _shares(found: NDArray, cases: NDArray) -> NDArray[np.float64]:
    """draws × s: the share found over all documents of a draw, nan where it had no cases."""
    total = np.asarray(cases, float).sum(axis=2)
    hits = np.asarray(found, float).sum(axis=2)
    return np.where(total > 0, hits / np.where(total > 0, total, 1.0), np.nan)


def mean_and_range(values: NDArray) -> tuple[float, float, float] | None:
    """The mean of some draws, the lowest and the highest; nan is left out, None where nothing is left."""
    values = np.asarray(values, dtype=float)
    values = values[~np.isnan(values)]
    if not len(values):
        return None
    return float(values.mean()), float(values.min()), float(values.max())
