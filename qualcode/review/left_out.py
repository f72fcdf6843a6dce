"""Suggestions on documents that were left out: each is scored by a fit that had not seen it, and by fits on
ever more of the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qualcode.analysis import grading
from qualcode.analysis.evaluated import KINDS, Curve, FoldThreshold, Graded, Step, as_float
from qualcode.core.watch import Watch
from qualcode.review.reference import Reference
from qualcode.suggest import combined
from qualcode.suggest.material import Material

MORE = 5  # documents: what the curve is asked about

Fit = Callable[[NDArray[np.bool_]], Any]


def learnable(taught: Material) -> NDArray[np.bool_]:
    return np.asarray(taught.considered.any(axis=1))


def fitter(taught: Material, engines: tuple[str, ...], seed: int) -> Fit:
    """Fits on some documents (a mask of segments): of them only what people have read."""

    def fit(inside: NDArray[np.bool_]) -> Any:
        rows = np.flatnonzero(inside & learnable(taught))
        return combined.fit(taught, rows, engines=engines, seed=seed)

    return fit


def placed(values: NDArray, fitted: Any, taught: Material) -> NDArray[np.float64]:
    """Columns of a fit in the order of the material's codes; nan for codes that it does not know."""
    result = np.full((len(values), len(taught.codes)), np.nan)
    for at, code in enumerate(fitted.codes):
        if code in taught.place:
            result[:, taught.place[code]] = values[:, at]
    return result


@dataclass(frozen=True, eq=False)
class Scores:
    """Of every segment by a fit that had not seen its document, n × k each, nan where nothing was said:
    probabilities, ranks, and whether it was shown at the fold's threshold. kind, targets: how blind the reference
    is (as its own kind) and what it says; a theme that stood for codes too fine to be learned has their codings
    too, and is as blind as the least blind of them. instead: code ->
    the theme that was suggested in its place in most of the fits. stands_for: theme -> such codes;
    joined: column of a theme -> columns of such codes, with the segments of the fold."""

    probability: NDArray[np.float64]
    rank: NDArray[np.float64]
    shown: NDArray[np.bool_]
    kind: NDArray[np.int8]
    targets: NDArray[np.bool_]
    instead: dict[str, str]
    stands_for: dict[str, set[str]]
    joined: dict[int, list[tuple[int, NDArray[np.int64]]]]


def left_out(
    taught: Material,
    reference: Reference,
    parts: Sequence[NDArray],
    fit: Fit,
    precision: float,
    watch: Watch,
) -> tuple[Scores, list[FoldThreshold]]:
    shape = taught.considered.shape
    probability, rank = np.full(shape, np.nan), np.full(shape, np.nan)
    shown, thresholds = np.zeros(shape, np.bool_), []
    kind, targets = reference.kind.copy(), reference.coded.copy()
    fine = Counter[tuple[str, str]]()
    stands_for: dict[str, set[str]] = {}
    joined: dict[int, list[tuple[int, NDArray[np.int64]]]] = {}
    for part in watch(parts, "learn from all documents but some"):
        outside = np.isin(taught.group, part)
        names = tuple(taught.documents[at].document for at in part.tolist())
        if not (learnable(taught) & ~outside).any():
            thresholds.append(FoldThreshold(names, None, "nothing to learn from"))
            continue
        fitted = fit(~outside)
        rows = np.flatnonzero(outside & (reference.kind != 0).any(axis=1))
        probability[rows] = placed(fitted.scores(rows), fitted, taught)
        rank[rows] = placed(fitted.rank(rows), fitted, taught)
        bound = fitted.threshold(precision)
        thresholds.append(FoldThreshold(names, bound.value, bound.reason))
        if bound.value is not None:
            shown[rows] = np.nan_to_num(probability[rows], nan=-1.0) >= bound.value
        together: dict[int, list[int]] = {}
        for code, theme in fitted.fine.items():
            if theme is not None:
                own, at = taught.place[code], taught.place[theme]
                fine[code, theme] += 1
                stands_for.setdefault(theme, set()).add(code)
                joined.setdefault(at, []).append((own, rows))
                together.setdefault(at, [at]).append(own)
                shown[rows, own] = False
        for at, columns in together.items():
            kind[rows, at], targets[rows, at] = reference.union(rows, columns)
    instead = {code: theme for (code, theme), n in fine.items() if 2 * n > len(parts)}
    scores = Scores(probability, rank, shown, kind, targets, instead, stands_for, joined)
    return scores, thresholds


# -- the learning curve ------------------------------------------------------------------------------------


def learning_curve(
    taught: Material,
    scores: Scores,
    main: Graded,
    fit: Fit,
    seed: int,
    draws: int,
    watch: Watch,
) -> Curve | None:
    """Learn from 1, 2, 4 … documents and try on others that stay the same throughout a draw.

    What is to be found is what the grades are held against: a theme that stands there for codes too fine to
    be learned has their codings here, at every step the same, though fewer documents leave more codes too
    fine. Else the steps would be about different things.
    """
    if not main.graded:
        return None
    columns = np.array([taught.place[each.code] for each in main.graded], np.int64)
    cells = (scores.kind == KINDS[main.kind])[:, columns]
    grading_documents = np.unique(taught.group[cells.any(axis=1)])
    teaching = np.unique(taught.group[learnable(taught)])
    originals = taught.originals
    texts = np.unique(originals[grading_documents])
    parts = min(3, len(texts))
    chance = np.random.default_rng([seed, 1])
    plans: list[tuple[NDArray, NDArray]] = []
    while len(plans) < draws:
        order = chance.permutation(texts)
        for part in range(parts):
            # A copy of what is tried on teaches nothing either.
            tried = order[part::parts]
            test = grading_documents[np.isin(originals[grading_documents], tried)]
            rest = teaching[~np.isin(originals[teaching], tried)]
            plans.append((test, chance.permutation(rest)))
    plans = plans[:draws]
    most = min(len(rest) for _, rest in plans)
    if not most:
        return None
    sizes = [2**power for power in range(20) if 2**power < most]
    sizes.append(most)
    width = len(taught.documents)
    hits, cases = np.zeros((draws, len(sizes), width)), np.zeros((draws, len(sizes), width))
    precision = np.full((draws, len(sizes)), np.nan)
    todo = [(draw, step) for draw in range(draws) for step in range(len(sizes))]
    for draw, step in watch(todo, "learn from more and more documents"):
        test, rest = plans[draw]
        fitted = fit(np.isin(taught.group, rest[: sizes[step]]))
        rows = np.flatnonzero(np.isin(taught.group, test) & cells.any(axis=1))
        inside = cells[rows]
        targets = scores.targets[rows][:, columns] & inside
        ranks = placed(fitted.rank(rows), fitted, taught)[:, columns]
        order = np.where(inside, as_float(ranks), -np.inf)
        first = grading.first(order.reshape(-1), len(rows)).reshape(order.shape)
        where = taught.group[rows]
        hits[draw, step] = np.bincount(where, (first * targets).sum(axis=1), minlength=width)
        cases[draw, step] = np.bincount(where, targets.sum(axis=1), minlength=width)
        each = [
            grading.average_precision(targets[own, at], order[own, at])
            for at in range(len(columns))
            if (own := inside[:, at]).any()
        ]
        known = [value for value in each if value is not None]
        if known:
            precision[draw, step] = np.mean(known)
    total = cases.sum(axis=2)
    shares = np.where(total > 0, hits.sum(axis=2) / np.maximum(total, 1), np.nan)
    now = len(teaching)
    return Curve(
        steps=[
            Step(
                size,
                grading.mean_and_range(precision[:, step]),
                grading.mean_and_range(shares[:, step]),
            )
            for step, size in enumerate(sizes)
        ],
        now=now,
        more=MORE,
        gain=grading.gain(np.array(sizes), hits, cases, now, MORE),
        draws=draws,
        tested=(min(len(test) for test, _ in plans), max(len(test) for test, _ in plans)),
        codes=len(columns),
        kind=main.kind,
    )
