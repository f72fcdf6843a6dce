"""Scores of models as probabilities, and the precision they can be trusted with.

Everything here is learned from scores of documents that the model had not seen (`linear.left_out`), over
all codes together: with few documents no code alone has enough cases. A code's own slope and offset
depart from the common ones as far as its cases bear it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from qualcode.errors import counted

# Penalties: on the distance of the common coefficients from where they start, and on a code's own departure.
# Each weighs as much as a few cases do: it decides where there are hardly any, and only there.
_COMMON_PENALTY = 4.0
_OWN_PENALTY = 10.0
# A precision is called supported when this many suggestions of this many documents bear it out; with fewer
# documents nobody can tell how far they differ, either.
LEAST_SHOWN = 30
LEAST_DOCUMENTS = 3
_TRIED = 60  # thresholds
# Of the pairs above which the line may bend: one for each segment on average, a third and a ninth of these.
_BENDS = (1, 3, 9)


@dataclass(frozen=True, eq=False)
class Calibration:
    """Turns the signs of k codes into probabilities.

    common: q+1 coefficients of the signs and the offset, the same for all codes. own: k × 2, what a
    code's offset and the slope of its first sign depart by. middle, spread: q, how signs are scaled.
    """

    common: NDArray[np.float64]
    own: NDArray[np.float64]
    knots: NDArray[np.float64]
    bends: NDArray[np.float64]
    middle: NDArray[np.float64]
    spread: NDArray[np.float64]

    def probabilities(self, signs: Sequence[NDArray]) -> NDArray[np.float64]:
        """n × k from q arrays of n × k signs, in the order they were fitted in."""
        return _curve(self.margins(signs))

    def margins(self, signs: Sequence[NDArray]) -> NDArray[np.float64]:
        """The same as log odds."""
        slopes = self.common[:-1] / self.spread
        own = slopes[0] + self.own[:, 1] / self.spread[0]
        line = signs[0] * own
        for sign, slope in zip(signs[1:], slopes[1:], strict=True):
            line += sign * slope
        line += self.common[-1] - slopes @ self.middle
        line += self.own[:, 0] - self.own[:, 1] * self.middle[0] / self.spread[0]
        if not len(self.knots):
            return line
        result = self.bends[0] + self.bends[1] * line
        for knot, bend in zip(self.knots, self.bends[2:], strict=True):
            result += bend * np.maximum(line - knot, 0)
        return result

    def slopes(self) -> NDArray[np.float64]:
        """q × k: what a sign's unit adds to the log odds, before they bend."""
        result = np.repeat((self.common[:-1] / self.spread)[:, None], len(self.own), axis=1)
        result[0] += self.own[:, 1] / self.spread[0]
        return result


def fit(
    signs: Sequence[NDArray],
    targets: NDArray,
    start: NDArray,
    documents: NDArray | None = None,
) -> Calibration:
    """Learn from scores of documents left out.

    signs: q arrays, n × k; the first three the models' scores, which never count negative. targets:
    n × k booleans. Without a single case or with nothing but cases the probability is the smoothed
    share, whatever the signs. start: q, the coefficients of the signs as they are, that a common one is
    drawn to while there are few cases. documents: n numbers; None = segments have nothing in common.
    """
    n, k = targets.shape
    q = len(signs)
    flat = np.column_stack([np.asarray(sign, np.float64).reshape(n * k) for sign in signs])
    middle = flat.mean(axis=0)
    spread = flat.std(axis=0)
    spread = np.where(spread > 1e-9, spread, 1.0)
    scaled = (flat - middle) / spread
    y = targets.reshape(n * k).astype(np.float64)
    cases = y.sum()
    own: NDArray[np.float64] = np.zeros((k, 2))
    share = np.log((cases + 0.5) / (len(y) - cases + 0.5))
    if cases == 0 or cases == len(y):
        return Calibration(
            np.concatenate([np.zeros(q), [share]]), own, np.zeros(0), np.zeros(0), middle, spread
        )
    design = np.column_stack([scaled, np.ones(len(y))])
    known: NDArray[np.float64] = np.concatenate([start * spread, [share]])
    penalty = np.concatenate([np.full(q, _COMMON_PENALTY), [0.0]])
    offset = design @ known
    common = known + _newton(design, y, offset, np.zeros(q + 1), penalty)
    margin = (design @ common).reshape(n, k)
    first = scaled[:, 0].reshape(n, k)
    for code in range(k):
        own[code] = _newton(
            np.column_stack([np.ones(n), first[:, code]]),
            targets[:, code].astype(np.float64),
            margin[:, code],
            np.zeros(2),
            np.full(2, _OWN_PENALTY),
        )
    # A code left out of its only documents looks as if its score pointed the wrong way: it never does.
    common[0] = max(common[0], 0.25 * known[0])
    common[1:3] = np.maximum(common[1:3], 0.0)
    own[:, 1] = np.maximum(own[:, 1], -common[0] / 2)
    straight = Calibration(common, own, np.zeros(0), np.zeros(0), middle, spread)
    flat_margin = straight.margins(signs).reshape(-1)
    # All pairs of a segment and a code fit on one line only roughly, and nearly all of them are far below
    # what is ever shown: the line may bend where as many are above as there are segments. Among those shown
    # it may bend again: codes that people disagree on level off, words that only one code has do not.
    shown = np.argsort(-flat_margin, kind="stable")[:n]
    knots = np.unique(flat_margin[shown[[max(len(shown) // part - 1, 0) for part in _BENDS]]])
    bends = _bends(flat_margin, knots, y, np.ones(len(y)))
    bent = Calibration(common, own, knots, bends, middle, spread)
    if documents is not None:
        where = np.repeat(np.unique(documents, return_inverse=True)[1], k)
        expected = bent.probabilities(signs).reshape(-1)
        weight = _weights(expected[shown], y[shown], where[shown], where.max() + 1)[where]
        bent = replace(bent, bends=_bends(flat_margin, knots, y, weight))
    return bent


def _bends(margin: NDArray, knots: NDArray, y: NDArray, weight: NDArray) -> NDArray[np.float64]:
    """Coefficients of a line that bends at the knots: of one, of the margin, and of what it exceeds each
    knot by."""
    parts = [np.ones_like(margin), margin, *(np.maximum(margin - knot, 0) for knot in knots)]
    design = np.stack(parts, axis=-1)
    line = np.zeros(design.shape[1])
    line[1] = 1.0
    penalty = np.full(design.shape[1], _COMMON_PENALTY)
    penalty[0] = 0.0
    bends = line + _newton(design, y, design @ line, np.zeros_like(line), penalty, weight)
    slopes = np.maximum(np.cumsum(bends[1:]), 0.02)  # never downwards
    bends[1:] = np.diff(slopes, prepend=0.0)
    # Slopes that had to be changed change the level: set it again.
    bends[:1] += _newton(design[:, :1], y, design @ bends, np.zeros(1), np.zeros(1), weight)
    return bends


def _weights(p: NDArray, y: NDArray, where: NDArray, count: int) -> NDArray[np.float64]:
    """What each of `count` documents weighs, 1 or less, by how far documents differ.

    p, y, where: of what would be shown, the probability, the outcome and the document. Passages of one
    interview are right or wrong together: a long one tells of itself, not of the interviews to come. Were
    the log odds of documents off by a variance t, one with the information I would weigh 1 / (1 + t I);
    t is how far they are off beyond chance (DerSimonian and Laird's moments); fewer than three cannot tell.
    """
    information = np.bincount(where, p * (1 - p), count)
    gap = np.bincount(where, y - p, count)
    known = information > 1e-9
    own, gap, total = information[known], gap[known], information.sum()
    if len(own) < LEAST_DOCUMENTS:
        return np.ones(count)
    room = total - (own**2).sum() / total
    beyond = (gap**2 / own).sum() - gap.sum() ** 2 / total - (len(own) - 1)
    return 1 / (1 + max(beyond / room, 0.0) * information)


def _curve(margin: NDArray) -> NDArray:
    return 1 / (1 + np.exp(-np.clip(margin, -35, 35)))


def _newton(
    design: NDArray,
    y: NDArray,
    offset: NDArray,
    start: NDArray,
    penalty: NDArray,
    weight: NDArray | float = 1.0,
) -> NDArray[np.float64]:
    """Logistic regression with a penalty around zero; few columns. weight: of each row."""

    def loss(at: NDArray) -> float:
        margin = offset + design @ at
        lost = weight * (np.logaddexp(0, margin) - y * margin)
        return float(lost.sum() + (penalty * at**2).sum() / 2)

    at, best = start, loss(start)
    for _ in range(50):
        p = _curve(offset + design @ at)
        slope = design.T @ (weight * (y - p)) - penalty * at
        curve = (design * (weight * p * (1 - p))[:, None]).T @ design + np.diag(penalty + 1e-9)
        step = np.linalg.solve(curve, slope)
        size = 1.0
        while size > 1e-4 and loss(at + size * step) > best:
            size /= 2
        at = at + size * step
        after = loss(at)
        if best - after < 1e-7 * abs(best):
            break
        best = after
    return at


@dataclass(frozen=True)
class Threshold:
    """From which probability on suggestions are shown.

    value: the probability, None where nothing is shown. precision, shown: what inner validation found
    above it, None and 0 where nothing is. reason: in words, why there is no threshold; empty otherwise.
    """

    value: float | None
    precision: float | None
    shown: int
    reason: str = ""


def threshold(
    probabilities: NDArray, targets: NDArray, documents: NDArray, target: float = 0.8
) -> Threshold:
    """The lowest probability at and above which suggestions are right often enough.

    probabilities, targets: n × k of documents left out. documents: n numbers. target: the precision
    wanted. The share that was right, less its uncertainty (documents as clusters, one side, 80 %), and
    the mean probability must both reach the target there: the lowest of many thresholds that did well
    is otherwise one that was lucky.
    """
    flat = probabilities.reshape(-1)
    order = np.argsort(-flat, kind="stable")
    right = targets.reshape(-1)[order].astype(np.float64)
    scores = flat[order]
    count = np.arange(1, len(order) + 1)
    precision = np.cumsum(right) / count
    expected = np.cumsum(scores) / count
    ends = np.append(np.diff(scores) < 0, True)  # equal probabilities are shown together
    good = np.flatnonzero(ends & (precision >= target) & (expected >= target))
    if not len(good):
        return Threshold(
            None,
            None,
            0,
            f"in documents left out not even the most certain suggestions could be relied on to be right"
            f" {target:.0%} of the time",
        )
    _, where = np.unique(documents, return_inverse=True)
    where = np.repeat(where, probabilities.shape[1])[order]
    few = good[np.unique(np.linspace(0, len(good) - 1, _TRIED).round().astype(int))][::-1]
    for last in few.tolist():
        shown, hits = last + 1, right[: last + 1]
        each = np.bincount(where[:shown])
        among = int((each > 0).sum())
        if shown < LEAST_SHOWN or among < LEAST_DOCUMENTS:
            break
        gaps = np.bincount(where[:shown], hits) - precision[last] * each
        error = np.sqrt((gaps**2).sum() * among / (among - 1)) / shown
        if precision[last] - stdtrit(among - 1, 0.8) * error >= target:
            return Threshold(float(scores[last]), float(precision[last]), shown)
    best = int(good[-1])
    among = len(np.unique(where[: best + 1]))
    shown = f"{counted(best + 1, 'suggestion')} of {counted(among, 'document')}"
    said = f"in documents left out it would have shown {shown}: too few to tell that {target:.0%} are right"
    return Threshold(None, float(precision[best]), best + 1, said)
