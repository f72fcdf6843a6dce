"""alpha_U of Krippendorff 1995 / 2004: squared differences between the edges of overlapping units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from qualcode.analysis.coefficients import DEFAULT_SEED, DRAWS, Coefficient
from qualcode.analysis.unitizing_spans import (
    RULE,
    Array,
    Continuum,
    Line,
    by_documents,
    common,
    lay,
    nothing,
    one_minus,
    overlapping,
    undefined,
)

if TYPE_CHECKING:
    import pandas as pd

VERSION = "version of Krippendorff 1995 / 2004, not the u-alpha of 2016"


@dataclass(frozen=True)
class _Squares:
    """What alpha_U of one category is made of, for each document.

    units: how many; cubes: sum of 2l³ − 3l² + l over them; pairs: sum of l(l − 1); differences: sum of
    the squared differences over pairs of coders; room: documents × documents, sum over the units of
    one and the gaps of the other of l² times the places the unit has in the gap.
    """

    units: Array
    cubes: Array
    pairs: Array
    differences: Array
    room: Array


def alpha_u_1995(
    spans: pd.DataFrame,
    continuum: Continuum,
    category: str | None = None,
    *,
    coders: Sequence[str] | None = None,
    draws: int = DRAWS,
    seed: int = DEFAULT_SEED,
    level: float = 0.95,
) -> Coefficient:
    """alpha_U of Krippendorff 1995 / 2004 of one category, or over all of them.

    With m coders and L characters, for category c:
    D_o = Σ δ² / (m(m − 1)L²) over ordered pairs of coders; δ² of two overlapping units is the squared
    difference of their starts plus that of their ends, of a unit that lies within a gap its squared
    length, else 0.
    D_e = (2/L) Σ_units [(N − 1)/3 · (2l³ − 3l² + l) + l² Σ_gaps (g − l + 1 where g ≥ l)]
    / (mL(mL − 1) − Σ l(l − 1)).
    alpha_U = 1 − D_o / D_e; over all categories 1 − Σ D_o / Σ D_e. Checked against the observed
    disagreements and values printed in Krippendorff 1995 (p. 57–61) and the appendix of 2004.

    spans: one row for each span with coder, start, end (half-open), category or code, and document where
    there are several. continuum: (start, end) of what everybody read, or {document: (start, end)} with
    every document, also those without a span. coders: who is compared, also those who coded nothing;
    default everyone with a span. Spans of other people are left aside. draws: how many times documents
    are drawn for the interval, 0 for none; a single document has no interval.

    Overlapping spans of one coder and category count as one; units that only touch stay two. Units of
    different categories may overlap. `observed` and `expected` are D_o and D_e. Several documents are
    joined end to end, but no gap runs over the end of one.

    value is None, with the reason, for fewer than two coders, an empty continuum, nothing coded, or
    where every coder took each whole document as one unit. Raises UsageError for spans that
    `unitizing_spans.lay` refuses.
    """
    line = lay(spans, continuum, coders).only(category).union()
    what = "all categories" if category is None else f"category {category!r}"
    name = f"alpha_U (Krippendorff 1995/2004), {what}"
    notes = (VERSION, *common(line))
    if reason := nothing(line, category):
        return undefined(name, reason, line, notes)
    parts = [
        _squares(line.subset(line.category == number)) for number in range(len(line.categories))
    ]
    coders_n = len(line.coders)
    observed, expected = _disagreements(
        parts, line.lengths, coders_n, np.ones((1, len(line.documents)))
    )
    if _whole_documents(line):
        reason = "every coder took each whole document as one unit: nothing could have differed"
    elif expected[0] <= 0:
        reason = "no disagreement is possible by chance: there is nothing to compare it with"
    if reason:
        return replace(undefined(name, reason, line, notes), observed=observed[0])

    def values(weights: Array) -> Array:
        one, other = _disagreements(parts, line.lengths, coders_n, weights)
        return one_minus(one, other)

    interval, by, more = by_documents(
        len(line.documents), values, draws=draws, seed=seed, level=level
    )
    return Coefficient(
        name=name,
        value=1 - observed[0] / expected[0],
        interval=interval,
        level=level,
        interval_by=by,
        n_units=len(line.start),
        n_coders=coders_n,
        rule=RULE,
        observed=observed[0],
        expected=expected[0],
        notes=(*notes, *more),
    )


def _squares(line: Line) -> _Squares:
    """line: the spans of one category, overlapping ones of a coder joined."""
    documents = len(line.documents)
    length = (line.end - line.start).astype(np.float64)

    def summed(document: Array, values: Array) -> Array:
        return np.bincount(document, weights=values, minlength=documents)

    differences = np.zeros(documents)
    room = np.zeros((documents, documents))
    own = [line.of_coder(number) for number in range(len(line.coders))]
    for number, a in enumerate(own):
        for b in own[number + 1 :]:
            i, j = overlapping(a.start, a.end, b.start, b.end)
            differences += summed(
                a.document[i],
                (a.start[i] - b.start[j]).astype(np.float64) ** 2
                + (a.end[i] - b.end[j]).astype(np.float64) ** 2,
            )
            for one, met in ((a, i), (b, j)):
                alone = np.ones(len(one.start), dtype=bool)
                alone[met] = False  # what meets no unit of the other lies within a gap
                squares = (one.end[alone] - one.start[alone]).astype(np.float64) ** 2
                differences += summed(one.document[alone], squares)
    gaps = [each.gaps() for each in own]
    begin, end, where = (np.concatenate(part) for part in zip(*gaps, strict=True))
    for document in range(documents):
        here = where == document
        widths = np.sort(end[here] - begin[here]).astype(np.float64)
        above = np.concatenate((np.cumsum(widths[::-1])[::-1], [0.0]))
        first = np.searchsorted(widths, length, side="left")
        fit = len(widths) - first
        room[:, document] = summed(line.document, length**2 * (above[first] - fit * (length - 1)))
    return _Squares(
        units=summed(line.document, np.ones(len(length))),
        cubes=summed(line.document, 2 * length**3 - 3 * length**2 + length),
        pairs=summed(line.document, length * (length - 1)),
        differences=differences,
        room=room,
    )


def _disagreements(
    parts: list[_Squares], lengths: Array, coders: int, weights: Array
) -> tuple[Array, Array]:
    """Observed and expected disagreement, summed over categories, for each row of weights (how often each
    document enters)."""
    whole = weights @ lengths.astype(np.float64)
    observed, expected = np.zeros(len(weights)), np.zeros(len(weights))
    with np.errstate(divide="ignore", invalid="ignore"):  # drawn documents may all be empty
        for part in parts:
            observed += 2 * (weights @ part.differences) / (coders * (coders - 1) * whole**2)
            places = ((weights @ part.room) * weights).sum(axis=1)
            among = (weights @ part.units - 1) / 3 * (weights @ part.cubes)
            possible = coders * whole * (coders * whole - 1) - weights @ part.pairs
            expected += 2 / whole * (among + places) / possible
    return observed, expected


def _whole_documents(line: Line) -> bool:
    """Whether every coder has each document as one unit and nothing else, category by category."""
    read = np.flatnonzero(line.lengths > 0)
    full = (line.start == line.bounds[line.document, 0]) & (
        line.end == line.bounds[line.document, 1]
    )
    used = len(np.unique(line.category))
    return bool(full.all()) and len(line.start) == used * len(line.coders) * len(read)
