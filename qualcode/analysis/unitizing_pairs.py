"""Figures for two coders over characters, coded or not, and over boundaries: the places where spans begin
and end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from qualcode.analysis.coefficients import DEFAULT_SEED, DRAWS, Coefficient
from qualcode.analysis.unitizing_spans import (
    Array,
    Continuum,
    Line,
    by_documents,
    common,
    lay,
    nothing,
    overlapping,
    two_coders,
)
from qualcode.errors import UsageError, counted, one_line

if TYPE_CHECKING:
    import pandas as pd

HIDES = (
    "counts characters and hides where units begin and end: spans with quite different edges can share "
    "this figure, and long uncoded text raises it; compare the spans themselves"
)


# --- characters ------------------------------------------------------------------------------------


def character_counts(
    spans: pd.DataFrame,
    continuum: Continuum,
    category: str | None = None,
    *,
    coders: Sequence[str] | None = None,
) -> dict[str, int]:
    """`{length, both, only_a, only_b, neither}` in characters, for two coders.

    category: characters coded with this one; None with any, whichever. Counted on the edges of the spans;
    characters in several spans of a coder count once. Raises as `compare_spans`.
    """
    line, _ = _characters(spans, continuum, category, coders)
    return _counts(line).total()


@dataclass(frozen=True)
class _Counts:
    """For each document: its characters, those in spans of both, of A, of B."""

    length: Array
    both: Array
    a: Array
    b: Array

    def total(self) -> dict[str, int]:
        length, both, a, b = (int(each.sum()) for each in (self.length, self.both, self.a, self.b))
        return {
            "length": length,
            "both": both,
            "only_a": a - both,
            "only_b": b - both,
            "neither": length - a - b + both,
        }


def _characters(
    spans: pd.DataFrame,
    continuum: Continuum,
    category: str | None,
    coders: Sequence[str] | None,
) -> tuple[Line, Line]:
    """The spans, those of one coder that overlap joined; and the same before."""
    line = lay(spans, continuum, coders)
    two_coders(line)
    line = line.only(category)
    return line.union(across=True), line


def _counts(line: Line) -> _Counts:
    documents = len(line.documents)
    a, b = line.of_coder(0), line.of_coder(1)
    i, j = overlapping(a.start, a.end, b.start, b.end)
    shared = np.minimum(a.end[i], b.end[j]) - np.maximum(a.start[i], b.start[j])

    def summed(document: Array, lengths: Array) -> Array:
        return np.bincount(document, weights=lengths, minlength=documents)

    return _Counts(
        line.lengths.astype(np.float64),
        summed(a.document[i], shared),
        summed(a.document, a.end - a.start),
        summed(b.document, b.end - b.start),
    )


def character_percent_agreement(
    spans: pd.DataFrame,
    continuum: Continuum,
    category: str | None = None,
    *,
    coders: Sequence[str] | None = None,
    draws: int = DRAWS,
    seed: int = DEFAULT_SEED,
    level: float = 0.95,
) -> Coefficient:
    """Share of the characters that two coders both coded or both left uncoded.

    This is what programs print that compare codings letter by letter. It hides where units begin and end.
    category, coders: as `character_counts`; draws, seed, level: as in `alpha_u_1995`. value is None, with
    the reason, where the continuum is empty. Where nobody coded anything it is 1, as for other units: they
    agree on every character, and what that is worth is for a coefficient that is corrected for chance,
    which is undefined there. `n_units` are characters.
    """

    def value(length: Array, both: Array, a: Array, b: Array) -> tuple[Array, Array | None]:
        return 1 - (a + b - 2 * both) / length, None

    line, before = _characters(spans, continuum, category, coders)
    name = "character-level percent agreement"
    return _over_characters(name, value, line, before, category, (draws, seed, level))


def character_kappa(
    spans: pd.DataFrame,
    continuum: Continuum,
    category: str | None = None,
    *,
    coders: Sequence[str] | None = None,
    draws: int = DRAWS,
    seed: int = DEFAULT_SEED,
    level: float = 0.95,
) -> Coefficient:
    """Cohen's kappa over characters, coded or not, of two coders.

    (P_o − P_e) / (1 − P_e) with P_e = p_a p_b + (1 − p_a)(1 − p_b): all characters count, also those that
    nobody coded. It hides where units begin and end: pairs A and B of Krippendorff 1995 have the same
    .385 where alpha_U is .55 and −.93. Arguments as `character_percent_agreement`; undefined also where
    nobody coded anything, and where both coders coded everything.
    """

    def value(length: Array, both: Array, a: Array, b: Array) -> tuple[Array, Array | None]:
        chance = (a * b + (length - a) * (length - b)) / length**2
        return 1 - (a + b - 2 * both) / length, chance

    line, before = _characters(spans, continuum, category, coders)
    name = "character-level Cohen's kappa"
    return _over_characters(name, value, line, before, category, (draws, seed, level))


def _over_characters(
    name: str,
    value: Callable[[Array, Array, Array, Array], tuple[Array, Array | None]],
    line: Line,
    before: Line,
    category: str | None,
    resample: tuple[int, int, float],
) -> Coefficient:
    """value: observed agreement, and that expected by chance where the figure is corrected for it, from
    the numbers of characters: all, of both, of A, of B."""
    counts = _counts(line)
    parts = (counts.length, counts.both, counts.a, counts.b)

    def figures(weights: Array) -> tuple[Array, Array, Array | None]:
        with np.errstate(divide="ignore", invalid="ignore"):  # drawn documents may all be empty
            observed, chance = value(*(weights @ part for part in parts))
            if chance is None:
                return observed, observed, None
            kappa = np.where(chance < 1, (observed - chance) / (1 - chance), np.nan)
        return kappa, observed, chance

    def made(found: float | None, **more: Any) -> Coefficient:
        what = "coded with anything" if category is None else f"coded {category!r}"
        return Coefficient(
            name=f"{name}, {what} or not",
            value=found,
            n_units=line.length,
            n_coders=len(line.coders),
            rule="every character of the continuum counts, also those that nobody coded",
            **{"notes": notes, **more},
        )

    notes = ("units are characters", *common(before), HIDES)
    empty = len(line.coders) == 2 and line.length > 0 and not len(line.start)
    reason = nothing(line, category)
    if reason and not (empty and name.endswith("percent agreement")):
        return made(None, reason=reason)
    result, observed, expected = figures(np.ones((1, len(line.documents))))
    agreement = {"observed": observed[0], "expected": None if expected is None else expected[0]}
    if not np.isfinite(result[0]):
        reason = "both coders coded every character: nothing could have differed"
        return made(None, reason=reason, **agreement)
    draws, seed, level = resample
    interval, by, more = by_documents(
        len(line.documents),
        lambda weights: figures(weights)[0],
        draws=draws,
        seed=seed,
        level=level,
    )
    return made(
        result[0],
        interval=interval,
        level=level,
        interval_by=by,
        notes=(*notes, *more),
        **agreement,
    )


# --- boundaries ------------------------------------------------------------------------------------


def boundary_similarity(
    masses_a: Sequence[int], masses_b: Sequence[int], *, n_t: int = 2
) -> Coefficient:
    """Boundary similarity B (Fournier 2013) of two segmentations, given as the lengths of their segments.

    B = 1 − (only + Σ distance / n_t) / (only + near + same): boundaries at the same place; near misses,
    boundaries of the two at most n_t − 1 positions apart, nearest first, each used once; and those of one
    segmentation only. `n_units` are these boundaries. value is None, with the reason, where neither has
    a boundary. Raises UsageError for masses that are no positive whole numbers or differ in their sum.
    """
    _check_n_t(n_t)
    places = [_ends(masses) for masses in (masses_a, masses_b)]
    one, two = (int(each[-1]) if len(each) else 0 for each in places)
    if one != two:
        raise UsageError(
            "masses", f"the segments add up to {one} and to {two}", "both divide the same stretch"
        )
    parts = _misses(places[0][:-1], places[1][:-1], np.zeros(1, dtype=np.int64), n_t)
    note = f"continuum of {counted(one, 'position')}"
    return _similarity("two segmentations", parts, n_t, "", (note,), (0, DEFAULT_SEED, 0.95))


def boundary_similarity_spans(
    spans: pd.DataFrame,
    continuum: Continuum,
    category: str | None = None,
    *,
    n_t: int = 2,
    coders: Sequence[str] | None = None,
    draws: int = DRAWS,
    seed: int = DEFAULT_SEED,
    level: float = 0.95,
) -> Coefficient:
    """Boundary similarity B (Fournier 2013) of where two coders' spans begin and end.

    Boundaries are the starts and ends of spans (which is which and how many meet there does not count),
    apart from the edges of the documents; category: of spans of this one, None of all. n_t is in characters:
    the default 2 forgives one character, for words take more. Overlapping spans of one coder and
    category count as one. coders, draws, seed, level: as in `alpha_u_1995`; the rest as
    `boundary_similarity`.
    """
    _check_n_t(n_t)
    line = lay(spans, continuum, coders)
    two_coders(line)
    line = line.only(category).union()
    # Documents n_t apart, so that no near miss runs over the end of one.
    apart = np.arange(len(line.documents)) * n_t
    edges = []
    for number in (0, 1):
        own = line.of_coder(number)
        place = np.concatenate((own.start, own.end))
        where = np.concatenate((own.document, own.document))
        inside = (place > line.bounds[where, 0]) & (place < line.bounds[where, 1])
        edges.append(np.unique((place + apart[where])[inside]))
    parts = _misses(edges[0], edges[1], line.bounds[:, 0] + apart, n_t)
    what = "all spans" if category is None else f"category {category!r}"
    reason = nothing(line, category)
    return _similarity(what, parts, n_t, reason, common(line), (draws, seed, level))


def _check_n_t(n_t: int) -> None:
    if not (isinstance(n_t, int) and n_t >= 1):
        raise UsageError("n_t", f"it is {one_line(repr(n_t))}", "a whole number from 1 on")


def _ends(masses: Sequence[int]) -> Array:
    """Where each segment ends."""
    try:
        fits = all(mass == int(mass) and mass > 0 for mass in masses)
    except (TypeError, ValueError, OverflowError):
        fits = False
    if not fits:
        raise UsageError(
            "masses", one_line(list(masses)), "lengths of segments: whole numbers above 0"
        )
    return np.cumsum([int(mass) for mass in masses], dtype=np.int64)


def _misses(a: Array, b: Array, documents: Array, n_t: int) -> Array:
    """For each document: boundaries at the same place, near misses, the sum of their distances, boundaries
    of one only. a, b: sorted without doubles; documents: where each begins."""
    only_a, only_b = np.setdiff1d(a, b), np.setdiff1d(b, a)
    alone = np.concatenate((only_a, only_b))
    order = np.argsort(alone)
    side = np.repeat([0, 1], [len(only_a), len(only_b)])[order]
    alone = alone[order]
    free = np.ones(len(alone), dtype=bool)
    near, distances = [], []
    for distance in range(1, n_t):
        at = np.searchsorted(alone, alone + distance)
        meets = at < len(alone)
        meets[meets] = alone[at[meets]] == alone[meets] + distance
        meets[meets] &= side[at[meets]] != side[meets]
        for left in np.flatnonzero(meets).tolist():  # from left to right
            right = int(at[left])
            if free[left] and free[right]:
                free[left] = free[right] = False
                near.append(int(alone[left]))
                distances.append(distance)

    def summed(places: Any, weights: Any = None) -> Array:
        places = np.asarray(places, dtype=np.int64)
        of = np.searchsorted(documents, places, side="right") - 1
        return np.bincount(of, weights=weights, minlength=len(documents))

    return np.column_stack(
        (
            summed(np.intersect1d(a, b)),
            summed(near),
            summed(near, distances),
            summed(alone[free]),
        )
    ).astype(np.float64)


def _similarity(
    what: str,
    parts: Array,
    n_t: int,
    reason: str,
    notes: tuple[str, ...],
    resample: tuple[int, int, float],
) -> Coefficient:
    def value(weights: Array) -> Array:
        same, near, distance, only = (weights @ parts).T
        with np.errstate(divide="ignore", invalid="ignore"):
            return 1 - (only + distance / n_t) / (same + near + only)

    same, near, _, only = (int(number) for number in parts.sum(axis=0))
    found = same + near + only
    if not reason and not found:
        reason = "there is no boundary to compare"
    draws, seed, level = resample
    interval, by, more = by_documents(
        len(parts), value, draws=0 if reason else draws, seed=seed, level=level
    )
    return Coefficient(
        name=f"boundary similarity B (Fournier 2013), n_t = {n_t}, {what}",
        value=None if reason else value(np.ones((1, len(parts))))[0],
        reason=reason,
        interval=interval,
        level=level,
        interval_by=by,
        n_units=found,
        n_coders=2,
        rule=f"boundaries up to {counted(n_t - 1, 'position')} apart are near misses",
        notes=(
            "units are boundaries",
            f"{same} at the same place, {near} near misses, {only} of one only",
            *notes,
            *more,
        ),
    )
