"""Learn from decided segments: features, models, calibration and definitions brought together.

Everything that is chosen is chosen by documents left out: the penalty, how far a word means something else
in another role's mouth, the slope from scores to probabilities, and the weight of the codebook's
definitions. With one document its five parts stand for documents, and fewer things are chosen.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve

from qualcode.suggest import calibrate, linear, streamed
from qualcode.suggest.calibrate import Calibration, Threshold
from qualcode.suggest.features import Features, Text, word_weights

PENALTIES = (2.0, 4.0, 8.0)
BY_ROLE = (0.0, 0.25, 0.5, 0.75)
_PENALTY, _ROLE = 4.0, 0.0  # with too few documents to choose
# How much context may count, and by what part of the error a lighter one has to be better: in most studies
# it tells more than few documents can show, in some it has nothing to do with the codes.
CONTEXT = (1.0, 0.5, 0.1)
_LIGHTER = 0.02
_CHOOSE = 3  # documents
_PARTS = 5
# Choosing goes through many models; this many segments tell them apart.
_ENOUGH = 800
# With more segments than this the calibration is learned from a part of the documents.
_MOST = 2500
# Documents of thousands of segments each give every so-manieth of theirs to what is chosen and calibrated.
_AT_MOST = 5000
# Up to so many segments products are always laid out; beyond so many four tables of them take more than
# two gigabytes, and they never are.
_FEW, _MANY = 5_000, 11_500
# Seconds, as measured, for each: an entry of the rows met with n rows; an elimination, by n³; an entry in one
# step for one code. And how many steps are taken.
_TABLE, _ELIMINATION = 2.5e-10, 8e-12
_ENTRY, _STEPS = 1e-9, 25
# How many codes there are where nobody says.
_CODES = 50


class Products(ABC):
    """Products of the rows of n decided segments with one another. role: n.

    Laid out as a table they are quick and can be kept, and grow with the square of the segments; for many segments they are
    made from the rows when they are wanted. Both give the same models, see `suggest.streamed`.
    """

    role: NDArray[np.int64]

    @staticmethod
    def of(features: Features, rows: NDArray, codes: int = _CODES) -> Products:
        """codes: how many are to be learned from them. The kind that is estimated to cost less."""
        if _laid_out_is_cheaper(features, rows, codes):
            return LaidOut.of(features, rows)
        return Streamed(features, np.asarray(rows, np.int64))

    @abstractmethod
    def take(self, at: NDArray) -> LaidOut: ...

    @abstractmethod
    def lighter(self, features: Features, context: float) -> Products:
        """The same with context counting `context` times as much. features: these, made lighter."""

    @abstractmethod
    def extended(self, features: Features, rows: NDArray, more: NDArray) -> Products:
        """The products of `rows` (as they are here) and of the rows in `more` after them."""

    @abstractmethod
    def gram(self, by_role: float) -> NDArray[np.float32]:
        """n × n. by_role: the part of a word's meaning that holds for one role only, 0..1."""

    @abstractmethod
    def ridge(self, targets: NDArray, penalty: float, by_role: float) -> linear.Dual:
        """See `linear.ridge`."""

    @abstractmethod
    def solver(self, penalty: float, by_role: float) -> Solver:
        """For what a few decisions more change."""

    def inner(self, at: NDArray, by_role: float) -> NDArray[np.float32]:
        """m × m: the gram matrix of these of them."""
        return self.take(at).gram(by_role)

    def border(
        self, features: Features, rows: NDArray, more: NDArray, by_role: float
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """m × n and m × m: products of the rows in `more` with `rows` (as they are here), and with one
        another."""
        both = np.concatenate([rows, more])
        text, other = _across(features, more, both)
        if by_role:
            same = features.role[more][:, None] == features.role[both]
            text *= np.where(same, np.float32(1), np.float32(1 - by_role))
        text += other
        return text[:, : len(rows)], text[:, len(rows) :].copy()


class Solver(Protocol):
    """What single decisions need of the system that ridge solves."""

    def __call__(self, right: NDArray, more: NDArray) -> NDArray[np.float32]:
        """x with (gram + penalty) x = right, n × m. more: m segments whose border `right` is, so that
        none is solved twice."""


def _laid_out_is_cheaper(features: Features, rows: NDArray, codes: int) -> bool:
    """By what was measured for either, see the constants. Few segments are always laid out, many never."""
    n = len(rows)
    if n <= _FEW:
        return True
    if n > _MANY:
        return False
    entries = n * (features.text.nnz + features.around.nnz) / max(len(features), 1)
    table = _TABLE * entries * n + _ELIMINATION * n**3
    return table <= _STEPS * _ENTRY * entries * codes


def _across(
    features: Features, more: NDArray, both: NDArray
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    text = linear.products(features.text[more], features.text[both])
    other = linear.products(features.around[more], features.around[both])
    text += features.dense[more] @ features.dense[both].T
    return text, other


@dataclass(frozen=True, eq=False)
class LaidOut(Products):
    """As tables; kept, so that a refit need not make them again.

    text: n × n, of text and dense columns, whose meaning may differ by role. other: n × n. role: n.
    """

    text: NDArray[np.float32]
    other: NDArray[np.float32]
    role: NDArray[np.int64]

    @staticmethod
    def of(features: Features, rows: NDArray, codes: int = _CODES) -> LaidOut:
        dense = features.dense[rows]
        return LaidOut(
            linear.gram(features.text[rows]) + dense @ dense.T,
            linear.gram(features.around[rows]),
            features.role[rows],
        )

    def take(self, at: NDArray) -> LaidOut:
        grid = np.ix_(at, at)
        return LaidOut(self.text[grid], self.other[grid], self.role[at])

    def lighter(self, features: Features, context: float) -> LaidOut:
        return replace(self, other=self.other * np.float32(context))

    def extended(self, features: Features, rows: NDArray, more: NDArray) -> LaidOut:
        text, other = _across(features, more, np.concatenate([rows, more]))
        role = features.role[np.concatenate([rows, more])]
        return LaidOut(_bordered(self.text, text), _bordered(self.other, other), role)

    def gram(self, by_role: float) -> NDArray[np.float32]:
        if not by_role:
            return self.text + self.other
        same = self.role[:, None] == self.role
        share = np.where(same, np.float32(1), np.float32(1 - by_role))
        return self.text * share + self.other

    def ridge(self, targets: NDArray, penalty: float, by_role: float) -> linear.Dual:
        return linear.ridge(self.gram(by_role), targets, penalty)

    def solver(self, penalty: float, by_role: float) -> Solver:
        inner = self.gram(by_role)
        inner[np.diag_indices(len(inner))] += np.float32(penalty)
        factor = cho_factor(inner, lower=True, overwrite_a=True, check_finite=False)
        return lambda right, more: cho_solve(factor, right, check_finite=False)


@dataclass(frozen=True, eq=False)
class Streamed(Products):
    """As the rows themselves: the segments `rows` of the features."""

    features: Features
    rows: NDArray[np.int64]

    @property
    def role(self) -> NDArray[np.int64]:  # type: ignore[override]
        return self.features.role[self.rows]

    def take(self, at: NDArray) -> LaidOut:
        return LaidOut.of(self.features, self.rows[at])

    def lighter(self, features: Features, context: float) -> Streamed:
        return replace(self, features=features)

    def extended(self, features: Features, rows: NDArray, more: NDArray) -> Streamed:
        return Streamed(features, np.concatenate([rows, more]))

    def gram(self, by_role: float) -> NDArray[np.float32]:
        return LaidOut.of(self.features, self.rows).gram(by_role)

    def _system(self, penalty: float, by_role: float) -> streamed.Times:
        f, at = self.features, self.rows
        text = streamed.Rows(f.text[at], f.dense[at], f.role[at], by_role)
        return streamed.system([text, streamed.Rows(f.around[at])], penalty)

    def ridge(self, targets: NDArray, penalty: float, by_role: float) -> linear.Dual:
        mean = targets.mean(axis=0)
        weights = streamed.solve(self._system(penalty, by_role), targets - mean)
        return linear.Dual(weights.astype(np.float32), mean.astype(np.float32))

    def solver(self, penalty: float, by_role: float) -> Solver:
        times = self._system(penalty, by_role)
        known: dict[int, NDArray[np.float32]] = {}

        def solved(right: NDArray, more: NDArray) -> NDArray[np.float32]:
            new = [at for at, row in enumerate(more.tolist()) if row not in known]
            if new:
                found = streamed.solve(times, right[:, new]).astype(np.float32)
                known.update({int(more[at]): found[:, n] for n, at in enumerate(new)})
            return np.column_stack([known[row] for row in more.tolist()])

        return solved


def _bordered(known: NDArray, added: NDArray) -> NDArray[np.float32]:
    n = len(known)
    return np.block([[known, added[:, :n].T], [added[:, :n], added[:, n:]]]).astype(np.float32)


@dataclass(frozen=True, eq=False)
class Learned:
    """Models of k codes, calibrated. penalty, by_role: as chosen. left_out, inner_targets,
    inner_documents: calibrated probabilities of documents left out (m × k), what people coded there,
    and their documents. definitions, more: of all N segments, N × k each; see `learn`."""

    features: Features
    rows: NDArray[np.int64]
    dual: linear.Dual
    odds: linear.Dual
    penalty: float
    by_role: float
    calibration: Calibration
    share: NDArray[np.float64]
    cases: NDArray[np.int64]
    left_out: NDArray[np.float64]
    inner_targets: NDArray[np.bool_]
    inner_documents: NDArray[np.int64]
    definitions: NDArray[np.float32] | None = None
    more: tuple[NDArray, ...] = ()

    def scores(self, rows: NDArray) -> NDArray[np.float32]:
        """m × k ridge scores, not calibrated. rows: m places among the features' segments."""
        return _applied(self.features, self.rows, self.dual, self.by_role, rows)

    @cached_property
    def margins(self) -> NDArray[np.float32]:
        """N × k logistic margins of all segments, not calibrated."""
        everything = np.arange(len(self.features))
        return _applied(self.features, self.rows, self.odds, self.by_role, everything)

    def probabilities(self, rows: NDArray) -> NDArray[np.float64]:
        """m × k."""
        return self.calibrated(rows, self.scores(rows))

    def calibrated(self, rows: NDArray, scores: NDArray) -> NDArray[np.float64]:
        """m × k probabilities from the m × k ridge scores of these rows."""
        likeness = None if self.definitions is None else self.definitions[rows]
        more = [each[rows] for each in self.more]
        signs = _signs(scores, self.margins[rows], self.share, self.cases, likeness, more)
        return self.calibration.probabilities(signs)

    def refitted(self, rows: NDArray, targets: NDArray, products: Products) -> Learned:
        """The ridge models fitted anew after a few decisions; the rest waits for the next `learn`.

        rows, targets: all decided segments, those of the last `learn` first and in the same order.
        products: of these rows.
        """
        dual = products.ridge(targets.astype(np.float64), self.penalty, self.by_role)
        odds = _longer(self.odds, len(rows))
        cases = targets.sum(axis=0)
        return replace(
            self, rows=rows, dual=dual, odds=odds, share=_share(cases, len(rows)), cases=cases
        )

    def threshold(self, target: float = 0.8) -> Threshold:
        return calibrate.threshold(self.left_out, self.inner_targets, self.inner_documents, target)

    def words(self, text: Text, row: int, code: int) -> tuple[NDArray[np.int64], NDArray]:
        """The words of one segment by what they add to the log odds of one code, largest first.

        Returns places in `vocabulary.words` and what each adds: by itself, in its pairs and by its
        character sequences, see `word_weights`. Context, topics and sentence vectors are not in it.
        """
        ridge, odds = self.slopes(float(self.scores(np.array([row]))[0, code]), code)
        alpha = ridge * self.dual.weights[:, code] + odds * self.odds.weights[:, code]
        same = self.features.role[self.rows] == self.features.role[row]
        alpha = alpha * np.where(same, 1, 1 - self.by_role)
        return word_weights(text, row, np.asarray(self.features.text[self.rows].T @ alpha))

    def slopes(self, score: float, code: int) -> tuple[float, float]:
        """What a unit of the ridge score and one of the logistic margin add to the log odds of a code,
        at this ridge score."""
        slopes, share = self.calibration.slopes()[:, code], self.share[code]
        low, high = min(0.01, share / 2), 0.99
        ridge = slopes[1] / np.sqrt(share * (1 - share))
        if low < score < high:
            ridge += slopes[0] / (score * (1 - score))
        return float(ridge), float(slopes[2])


def _applied(
    f: Features, own: NDArray, dual: linear.Dual, by_role: float, rows: NDArray
) -> NDArray[np.float32]:
    """m × k: models fitted on the segments `own`, on the segments `rows`."""
    result = f.around[rows] @ (f.around[own].T @ dual.weights) + dual.offset
    text, dense = f.text[rows], f.dense[rows]
    parts = {}
    for role in np.unique(f.role[own]).tolist() if by_role else [None]:
        at = np.arange(len(own)) if role is None else np.flatnonzero(f.role[own] == role)
        weights = dual.weights[at]
        parts[role] = f.text[own[at]].T @ weights, f.dense[own[at]].T @ weights
    if not by_role:
        words, senses = parts[None]
        return np.asarray(result + text @ words + dense @ senses, np.float32)
    total = [np.sum([part[side] for part in parts.values()], axis=0) for side in (0, 1)]
    for role in np.unique(f.role[rows]).tolist():
        at = np.flatnonzero(f.role[rows] == role)
        words, senses = ((1 - by_role) * both for both in total)
        if role in parts:
            words += by_role * parts[role][0]
            senses += by_role * parts[role][1]
        result[at] += text[at] @ words + dense[at] @ senses
    return np.asarray(result, np.float32)


def learn(
    features: Features,
    rows: NDArray,
    targets: NDArray,
    documents: NDArray,
    *,
    definitions: NDArray | None = None,
    products: Products | None = None,
    more: Sequence[NDArray] = (),
    weights: Sequence[float] = (),
) -> Learned:
    """Fit, choose and calibrate.

    rows: n places of decided segments. targets: n × k booleans, True where the code was given; a decided
    segment without it is a negative. documents: n numbers. definitions: likeness of all segments (not of
    the n alone) and the k codes, standardised; None = without. products: of these rows, where kept.
    more: other signs of all segments and the k codes, such as hits of patterns, 0 = says nothing;
    weights: for each of these what it adds to the log odds while there are few cases to tell.
    """
    if products is None:
        products = Products.of(features, rows, targets.shape[1])
    groups = _groups(documents)
    y = targets.astype(np.float64)
    penalty, by_role = _chosen(products, y, groups, documents)
    dual = products.ridge(y, penalty, by_role)
    inner = _some(groups, _MOST)
    gram = products.inner(inner, by_role)
    scores = linear.left_out(gram, y[inner], groups[inner], penalty)
    cases = targets.sum(axis=0)
    share = _share(cases, len(rows))
    likeness = None if definitions is None else definitions[rows[inner]]
    odds, margins = _folded(gram, targets[inner], groups[inner])
    wide = np.zeros(targets.shape, np.float32)
    wide[inner] = odds.weights
    odds = linear.Dual(wide, odds.offset)
    others = [each[rows[inner]] for each in more]
    signs = _signs(scores, margins, share, cases, likeness, others)
    # Before anything is known: the score's log odds and the code's share as they are; no definition.
    start = np.zeros(len(signs))
    start[[0, 2, 3]] = 0.5, 0.5, 1.0
    start[len(start) - len(others) :] = weights
    calibration = calibrate.fit(signs, targets[inner], start, documents[inner])
    return Learned(
        features=features,
        rows=rows,
        dual=dual,
        odds=odds,
        penalty=penalty,
        by_role=by_role,
        calibration=calibration,
        share=share,
        cases=cases,
        left_out=calibration.probabilities(signs),
        inner_targets=targets[inner],
        inner_documents=documents[inner],
        definitions=definitions,
        more=tuple(more),
    )


def weighed(
    features: Features, products: Products, rows: NDArray, targets: NDArray, documents: NDArray
) -> tuple[Features, Products]:
    """Features and products with context as light as documents left out want it.

    rows, targets, documents: as for `learn`; products: of these rows.
    """
    if not features.around.nnz:
        return features, products
    groups = _groups(documents)
    at = _some(groups, _ENOUGH)
    part, own, where = products.take(at), targets[at].astype(np.float64), groups[at]
    share = own.mean(axis=0)
    known = np.flatnonzero((share > 0) & (share < 1))
    if not len(known) or len(np.unique(where)) < 2:
        return features, products
    own, variance = own[:, known], (share * (1 - share))[known]
    # Large documents make large tables, and each of these models costs the cube of their size.
    tried = PENALTIES if len(at) <= 2 * _ENOUGH else (_PENALTY,)
    errors = []
    for context in CONTEXT:
        gram = part.text + part.other * np.float32(context)
        errors.append(min(_error(gram, own, where, penalty, variance) for penalty in tried))
    best = int(np.argmin(errors))
    if errors[best] > (1 - _LIGHTER) * errors[0]:
        return features, products
    light = features.lighter(CONTEXT[best])
    return light, products.lighter(light, CONTEXT[best])


def _error(
    gram: NDArray, targets: NDArray, groups: NDArray, penalty: float, variance: NDArray
) -> float:
    """Squared, on documents left out, in each code's own variance, so that rare codes count as much as
    frequent ones."""
    error = ((linear.left_out(gram, targets, groups, penalty) - targets) ** 2).mean(axis=0)
    return float((error / variance).mean())


def _share(cases: NDArray, n: int) -> NDArray[np.float64]:
    """Shares of the codes; a code that was never given is rare, not impossible."""
    return (cases + 0.25) / (n + 0.5)


def _folded(
    gram: NDArray, targets: NDArray, groups: NDArray
) -> tuple[linear.Dual, NDArray[np.float32]]:
    """Logistic models in five folds of documents, which have no closed form for documents left out.

    Returns their mean as one model, and n × k margins of each segment by the models that had not seen
    its document. The mean, and not a model of everything, is what is used: a model of more documents
    gives larger margins, and the calibration, learned on these, would call it too certain.
    """
    fold = groups % _PARTS
    result = np.zeros(targets.shape, np.float32)
    weights = np.zeros(targets.shape, np.float32)
    offset = np.zeros(targets.shape[1], np.float32)
    numbers = np.unique(fold)
    for number in numbers:
        out, own = np.flatnonzero(fold == number), np.flatnonzero(fold != number)
        model = linear.logistic(gram[np.ix_(own, own)], targets[own], balanced=True)
        result[out] = model.scores(gram[np.ix_(out, own)])
        weights[own] += model.weights / len(numbers)
        offset += model.offset / len(numbers)
    return linear.Dual(weights, offset), result


def _longer(dual: linear.Dual, n: int) -> linear.Dual:
    more = np.zeros((n - len(dual.weights), dual.weights.shape[1]), np.float32)
    return linear.Dual(np.concatenate([dual.weights, more]), dual.offset)


def _signs(
    scores: NDArray,
    margins: NDArray,
    share: NDArray,
    cases: NDArray,
    likeness: NDArray | None,
    more: Sequence[NDArray] = (),
) -> list[NDArray]:
    """What the calibration looks at, n × k each."""
    # A ridge score is a share that may leave 0..1: its log odds say how far it is from the code's own
    # share, its deviations go on where the log odds had to be cut off.
    low = np.minimum(0.01, share / 2)
    inside = np.clip(scores, low, 0.99)
    base = np.log(share / (1 - share))
    parts = [
        np.log(inside / (1 - inside)) - base,
        (scores - share) / np.sqrt(share * (1 - share)),
        margins,
        np.broadcast_to(base, scores.shape),
    ]
    if likeness is not None:
        parts += [likeness, likeness / (1 + cases)]
    return [*parts, *more]


def _groups(documents: NDArray) -> NDArray[np.int64]:
    """The documents, or where there is one only its parts, in order."""
    distinct, number = np.unique(documents, return_inverse=True)
    if len(distinct) > 1:
        return number
    return np.arange(len(documents)) * _PARTS // max(len(documents), 1)


def _some(groups: NDArray, most: int) -> NDArray[np.int64]:
    """Places of whole groups, evenly spread, that are not many more than `most`; where groups are so large
    that a few have more than `_AT_MOST`, evenly spread places of these."""
    if len(groups) <= most:
        return np.arange(len(groups))
    count = groups.max() + 1
    wanted = max(_CHOOSE, int(count * most / len(groups)))
    kept = np.unique(np.linspace(0, count - 1, wanted).round().astype(int))
    at = np.flatnonzero(np.isin(groups, kept))
    if len(at) <= _AT_MOST:
        return at
    order = at[np.argsort(groups[at], kind="stable")]
    return np.sort(order[np.linspace(0, len(at) - 1, _AT_MOST).round().astype(int)])


def _chosen(
    products: Products, y: NDArray, groups: NDArray, documents: NDArray
) -> tuple[float, float]:
    """The penalty and the part by role with the least error on documents left out."""
    if len(np.unique(documents)) < _CHOOSE:
        return _PENALTY, _ROLE
    at = _some(groups, _ENOUGH)
    part, own, where = products.take(at), y[at], groups[at]
    share = own.mean(axis=0)
    known = np.flatnonzero((share > 0) & (share < 1))
    if not len(known):
        return _PENALTY, _ROLE
    own, variance = own[:, known], (share * (1 - share))[known]
    best = (np.inf, _PENALTY, _ROLE)
    for by_role in BY_ROLE if len(np.unique(part.role)) > 1 else BY_ROLE[:1]:
        gram = part.gram(by_role)
        for penalty in PENALTIES:
            value = _error(gram, own, where, penalty, variance)
            if value < best[0] - 1e-9:
                best = (value, penalty, by_role)
    return best[1], best[2]
