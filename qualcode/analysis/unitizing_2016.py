"""The u-alpha family of Krippendorff, Mathet, Bouvry & Widlöcher 2016: lengths in which values coincide."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
from qualcode.errors import counted

if TYPE_CHECKING:
    import pandas as pd

RULE_CU = "only where units of two coders meet; what one coder left uncoded does not enter"
NOT_ONE = (
    "the definition takes categories as exclusive, so that identical coders would not reach 1 "
    "(better per category)"
)
VERSION = "version of Krippendorff et al. 2016, not the alpha_U of 1995 / 2004"


@dataclass(frozen=True)
class _Coincidences:
    """Lengths in which values of two coders coincide, for each document.

    own, same: documents × values, the margin of each value and its coincidence with itself; squares:
    documents × values, what a segment would make with itself (its squared length; a gap has no
    structure and counts its length once). The last value of `own` is the gap.
    """

    own: Array
    same: Array
    squares: Array


def u_alpha(
    spans: pd.DataFrame,
    continuum: Continuum,
    category: str | None = None,
    *,
    coders: Sequence[str] | None = None,
    draws: int = DRAWS,
    seed: int = DEFAULT_SEED,
    level: float = 0.95,
) -> Coefficient:
    """u-alpha (nominal) of Krippendorff et al. 2016: do units and their categories coincide?

    With ℓ_ck the length in which value c of one coder meets value k of another (each ordered pair of
    coders, divided by m − 1; the gap is a value), u-alpha = 1 − (ℓ.. − Σ ℓ_cc) / (ℓ.. − Σ ε_cc), where
    ε_cc = ℓ.. (ℓ_c.² − Σ l²) / (ℓ..² − Σ l²) leaves out what a unit makes with itself (in gaps l, not l²).

    category: only this category against all else (gaps and other categories); the choice where coders
    give several categories to one stretch, for the definition takes categories as exclusive. Without it,
    overlapping units of different categories are summed pair by pair: identical coders then do not reach
    1, and a note says how many pairs of one coder overlap. Other arguments, joined documents, and what
    is undefined or refused: as `alpha_u_1995`; also undefined where only one value was used.
    `observed` and `expected` are disagreements as shares of the whole length.
    """
    line = lay(spans, continuum, coders).only(category).union()
    of = "" if category is None else f", category {category!r} against all else"
    name = f"u-alpha, nominal (Krippendorff et al. 2016){of}"
    reason = nothing(line, category)
    notes = (VERSION, *common(line), *_exclusive(line))
    return _coefficient(
        name,
        line,
        _coincidences(line),
        _alpha,
        reason=reason,
        otherwise="only one value was used, the same everywhere: nothing could have differed",
        rule=RULE,
        notes=notes,
        resample=(draws, seed, level),
    )


def u_alpha_binary(
    spans: pd.DataFrame,
    continuum: Continuum,
    *,
    coders: Sequence[str] | None = None,
    draws: int = DRAWS,
    seed: int = DEFAULT_SEED,
    level: float = 0.95,
) -> Coefficient:
    """|u-alpha (2016): do coders agree on what is a unit and what is a gap, whatever the category?

    |u-alpha = 1 − (ℓ_φ. − ℓ_φφ) / (ε_φ. − ε_φφ), φ the gap, ℓ and ε as in `u_alpha`. A reliability of how
    much was found relevant, not of where exactly one unit ends. Arguments and the undefined as `u_alpha`.
    """
    line = lay(spans, continuum, coders).union()

    def disagreements(own: Array, same: Array, squares: Array) -> tuple[Array, Array]:
        whole, gap = own.sum(axis=1), own[:, -1]
        chance = whole * gap * (whole - gap) / (whole**2 - squares.sum(axis=1))
        return (gap - same[:, -1]) / whole, chance / whole

    return _coefficient(
        "|u-alpha, units against gaps (Krippendorff et al. 2016)",
        line,
        _coincidences(line),
        disagreements,
        reason=nothing(line, None),
        otherwise="there is no gap, every coder coded everything: nothing could have differed",
        rule=RULE,
        notes=(VERSION, *common(line), *_exclusive(line, "their length counts once for each")),
        resample=(draws, seed, level),
    )


def cu_alpha(
    spans: pd.DataFrame,
    continuum: Continuum,
    *,
    coders: Sequence[str] | None = None,
    draws: int = DRAWS,
    seed: int = DEFAULT_SEED,
    level: float = 0.95,
) -> Coefficient:
    """cu-alpha (nominal, 2016): where units of two coders meet, do they have the same category?

    As `u_alpha`, over the intersections of units only: gaps are left out of ℓ, and l is the length of a
    unit that lies in units of other coders. A note gives the share of the continuum that this covers;
    where units end does not enter, so report it beside `u_alpha_binary`. Undefined also where no units
    meet, or only one category was used there.
    """
    line = lay(spans, continuum, coders).union()
    notes = (VERSION, *common(line), *_exclusive(line))
    reason = nothing(line, None)
    meeting = None if reason else _where_units_meet(line)
    if meeting is not None:
        met = meeting.own.sum()
        reason = "" if met else "no units of two coders meet"
        notes += (f"covers {_per_cent(met, _coincidences(line).own.sum())} of the continuum",)
    return _coefficient(
        "cu-alpha, nominal (Krippendorff et al. 2016)",
        line,
        meeting,
        _alpha,
        reason=reason,
        otherwise="only one category where units meet: nothing could have differed",
        rule=RULE_CU,
        notes=notes,
        resample=(draws, seed, level),
    )


def ku_alpha(
    spans: pd.DataFrame,
    continuum: Continuum,
    category: str,
    *,
    coders: Sequence[str] | None = None,
    draws: int = DRAWS,
    seed: int = DEFAULT_SEED,
    level: float = 0.95,
) -> Coefficient:
    """(k)cu-alpha (2016; the paper also writes (k)u-alpha): how reliably one category is told from the
    other categories, where units of two coders meet.

    1 − [(ℓ_k. − ℓ_kk) / ℓ_k.] / [(ε_k. − ε_kk) / ε_k.], with ℓ and ε of `cu_alpha`. A note gives the share
    of the category's length that meets units of others. Undefined also where no unit of the category
    meets another coder's unit, or nothing but this category is met.
    """
    line = lay(spans, continuum, coders).union()
    wanted = str(category)
    notes = (VERSION, *common(line), *_exclusive(line))
    reason = nothing(line, None)
    if not reason and wanted not in line.categories:
        reason = f"nobody coded {wanted!r}"
    k = 0 if reason else line.categories.index(wanted)
    meeting = None if reason else _where_units_meet(line)
    if meeting is not None:
        met = meeting.own[:, k].sum()
        reason = "" if met else f"no unit of {wanted!r} meets a unit of another coder"
        coded = _coincidences(line).own[:, k].sum()
        notes += (f"covers {_per_cent(met, coded)} of what was coded {wanted!r}",)

    def disagreements(own: Array, same: Array, squares: Array) -> tuple[Array, Array]:
        whole, mine = own.sum(axis=1), own[:, k]
        chance = mine * (whole - mine) / (mine * whole - squares[:, k])
        # Where the correction for self-pairing outweighs everything there is no expectation.
        chance[whole**2 <= squares.sum(axis=1)] = np.nan
        return (mine - same[:, k]) / mine, chance

    return _coefficient(
        f"(k)cu-alpha, category {wanted!r} (Krippendorff et al. 2016)",
        line,
        meeting,
        disagreements,
        reason=reason,
        otherwise=f"nothing but {wanted!r} where units meet: nothing could have differed",
        rule=RULE_CU,
        notes=notes,
        resample=(draws, seed, level),
    )


def _per_cent(part: float, whole: float) -> str:
    return f"{100 * part / whole:.1f} %"


def _alpha(own: Array, same: Array, squares: Array) -> tuple[Array, Array]:
    """Observed and expected disagreement as shares of the whole."""
    whole = own.sum(axis=1)
    observed = (whole - same.sum(axis=1)) / whole
    expected = (whole**2 - (own**2).sum(axis=1)) / (whole**2 - squares.sum(axis=1))
    return observed, expected


def _coefficient(
    name: str,
    line: Line,
    parts: _Coincidences | None,
    disagreements: Callable[[Array, Array, Array], tuple[Array, Array]],
    *,
    reason: str,
    otherwise: str,
    rule: str,
    notes: tuple[str, ...],
    resample: tuple[int, int, float],
) -> Coefficient:
    """One of the 2016 family.

    disagreements: observed and expected from own, same and squares, each draws × values. reason: why it is
    undefined, as far as that is known before; otherwise: the reason where no disagreement is possible.
    """
    if reason or parts is None:
        return undefined(name, reason, line, notes, rule)

    def both(weights: Array) -> tuple[Array, Array]:
        with np.errstate(divide="ignore", invalid="ignore"):
            return disagreements(weights @ parts.own, weights @ parts.same, weights @ parts.squares)

    (observed,), (expected,) = both(np.ones((1, len(line.documents))))
    if not (np.isfinite(expected) and expected > 0):
        if parts.squares.sum() >= parts.own.sum() ** 2:
            otherwise = "too few units meet for an expectation by chance"
        return undefined(name, otherwise, line, notes, rule)
    draws, seed, level = resample
    interval, by, more = by_documents(
        len(line.documents),
        lambda weights: one_minus(*both(weights)),
        draws=draws,
        seed=seed,
        level=level,
    )
    return Coefficient(
        name=name,
        value=1 - observed / expected,
        interval=interval,
        level=level,
        interval_by=by,
        n_units=len(line.start),
        n_coders=len(line.coders),
        rule=rule,
        observed=observed,
        expected=expected,
        notes=(*notes, *more),
    )


def _exclusive(line: Line, what: str = NOT_ONE) -> tuple[str, ...]:
    """The note on units of different categories of one coder that overlap."""
    if len(line.categories) < 2:
        return ()
    pairs = 0
    for number in range(len(line.coders)):
        own = line.of_coder(number)
        pairs += len(overlapping(own.start, own.end, own.start, own.end)[0]) - len(own.start)
    if not pairs:
        return ()
    return (
        f"{counted(pairs // 2, 'pair')} of overlapping units with different categories of one coder: {what}",
    )


def _coincidences(line: Line) -> _Coincidences:
    """Of all segments, units and gaps."""
    documents, values = len(line.documents), len(line.categories) + 1
    segments = []
    squares = np.zeros((documents, values))
    for number in range(len(line.coders)):
        each = line.of_coder(number)
        begin, end, where = each.gaps()
        start, stop = np.concatenate((each.start, begin)), np.concatenate((each.end, end))
        value = np.concatenate((each.category, np.full(len(begin), values - 1)))
        document = np.concatenate((each.document, where))
        segments.append((start, stop, value, document))
        length = (stop - start).astype(np.float64)
        weight = np.where(value == values - 1, length, length**2)
        squares += _cells(document, value, weight, squares.shape)
    margin, same = _meet(segments, squares.shape)
    return _Coincidences(margin, same, squares)


def _where_units_meet(line: Line) -> _Coincidences:
    """Of units only; l of a unit is its length within the units of other coders."""
    shape = (len(line.documents), len(line.categories))
    segments = []
    squares = np.zeros(shape)
    for number in range(len(line.coders)):
        each = line.of_coder(number)
        segments.append((each.start, each.end, each.category, each.document))
        others = line.subset(line.coder != number)
        within = others.covered(each.start, each.end).astype(np.float64)
        squares += _cells(each.document, each.category, within**2, shape)
    margin, same = _meet(segments, shape)
    return _Coincidences(margin, same, squares)


def _meet(segments: Sequence[tuple[Array, ...]], shape: tuple[int, ...]) -> tuple[Array, Array]:
    """Margins and diagonal of the coincidence matrix, over ordered pairs of coders."""
    margin, same = np.zeros(shape), np.zeros(shape)
    for number, (start, end, value, document) in enumerate(segments):
        for start_b, end_b, value_b, _ in segments[number + 1 :]:
            i, j = overlapping(start, end, start_b, end_b)
            shared = np.minimum(end[i], end_b[j]) - np.maximum(start[i], start_b[j])
            length = shared.astype(np.float64)
            margin += _cells(document[i], value[i], length, shape)
            margin += _cells(document[i], value_b[j], length, shape)
            equal = value[i] == value_b[j]
            same += 2 * _cells(document[i][equal], value[i][equal], length[equal], shape)
    others = max(len(segments) - 1, 1)
    return margin / others, same / others


def _cells(document: Array, value: Array, weight: Array, shape: tuple[int, ...]) -> Array:
    cells = np.bincount(document * shape[1] + value, weights=weight, minlength=shape[0] * shape[1])
    return cells.reshape(shape)
