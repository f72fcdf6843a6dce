"""From compared units to coefficients, code by code and over all codes, with both intervals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np

from qualcode.analysis import coefficients
from qualcode.analysis.agreement_base import (
    MEAN,
    NAMES,
    NOTHING_VARIES,
    OF_UNITS,
    ONE_DOCUMENT,
    SETS,
    VALUES,
    Alike,
    Figure,
    OfCode,
    Settings,
    alike,
    both_intervals,
    middle,
    prevalence,
    summed,
)
from qualcode.analysis.agreement_sets import Masi, coefficient, statistics
from qualcode.analysis.agreement_spans import of_all_spans, of_spans
from qualcode.analysis.coder_units import Comparison
from qualcode.analysis.coefficients_base import Coefficient
from qualcode.analysis.coefficients_data import Ratings
from qualcode.analysis.coefficients_pooled import Pooled

# Cells that are drawn at a time where units are drawn for all codes at once.
_AT_ONCE = 4_000_000


def of_codes(comparison: Comparison, settings: Settings) -> list[OfCode]:
    """The figures of every code that is compared, in the order of the codebook."""
    if comparison.units.kind == "span":
        return of_spans(comparison, settings)
    found = []
    for row in comparison.rows:
        patterns = comparison.patterns(row)
        own = OfCode(comparison.every_row[row], row, patterns, prevalence(patterns))
        whole, apart = alike(patterns, comparison.names)
        unit = comparison.units.kind
        defined = []
        for name in settings.coefficients:
            figure = _figure(own, name, whole, settings, unit)
            own.figures.append(figure)
            if figure.found.defined:
                defined.append((figure, OF_UNITS[name](len(comparison.names))))
        both_intervals(defined, whole.ratings, apart, unit, settings)
        found.append(own)
    return found


def _figure(own: OfCode, name: str, whole: Alike, settings: Settings, unit: str) -> Figure:
    """One coefficient of one code, without intervals."""
    found = getattr(coefficients, name)(whole.ratings, interval=None)
    if not found.defined:
        found = replace(found, reason=_reason(own, found.reason, unit))
    found = replace(found, level=settings.level)
    figure = Figure(own.code, name, found, n_documents=own.n_documents, of=f"{unit}s")
    statistic = OF_UNITS[name](len(whole.ratings.coders))
    if found.defined and isinstance(statistic, Pooled) and statistic.chance in ("gwet", "even"):
        assert found.expected is not None
        figure.if_random = statistic.if_independent(whole.ratings, found.expected)
    return figure


def _reason(own: OfCode, reason: str, unit: str) -> str:
    """Why a coefficient of one code is undefined, in the words of this comparison."""
    if not own.n_units:
        return f"no {unit} was passed by two coders for it"
    yes, read = own.patterns.yes & own.patterns.read, own.patterns.read
    if not yes.any():
        return f"nobody gave the code to any {unit}: {NOTHING_VARIES}"
    if (yes == read).all():
        return f"all coders gave the code to every {unit}: {NOTHING_VARIES}"
    return reason


# -- the mean over codes -----------------------------------------------------------------------------------


def means(comparison: Comparison, codes: list[OfCode], settings: Settings) -> list[Figure]:
    """The mean of each coefficient over the codes for which it is defined.

    For its intervals units, or documents, are drawn once for all codes together: codes of one unit are not
    independent of each other.
    """
    span = comparison.units.kind == "span"
    documents = np.unique(np.concatenate([each.patterns.places for each in codes] or [np.zeros(0)]))
    found = []
    for name in settings.coefficients:
        own = [next(f for f in each.figures if f.function == name) for each in codes]
        defined = [at for at, figure in enumerate(own) if figure.found.defined]
        values = [float(own[at].found.value or 0.0) for at in defined]
        common: dict[str, Any] = {
            "name": f"{NAMES[name]}, mean over codes",
            "n_units": max((each.n_units for each in codes), default=0),
            "n_coders": len(comparison.names),
            "level": settings.level,
        }
        if not defined:
            result = Coefficient(value=None, reason="it is defined for no code", **common)
        else:
            observed = [own[at].found.observed for at in defined]
            said = None if None in observed else float(np.mean([o or 0.0 for o in observed]))
            result = Coefficient(value=float(np.mean(values)), observed=said, **common)
        figure = Figure(MEAN, name, result, n_documents=len(documents), codes=len(defined))
        figure.undefined = len(own) - len(defined)
        figure.of = "characters" if span else f"{comparison.units.kind}s"
        found.append(figure)
    if span:
        for figure in found:
            figure.by_units = figure.by_documents = "no interval for means over spans"
        return found
    chosen = [
        [at for at, each in enumerate(codes) if _named(each, name).found.defined]
        for name in settings.coefficients
    ]
    if "documents" in settings.intervals:
        drawn = _document_draws(comparison, codes, chosen, documents, settings)
        for figure, values_ in zip(found, drawn, strict=True):
            if values_ is None:
                figure.by_documents = ONE_DOCUMENT
            elif figure.found.defined:
                figure.documents, figure.by_documents = middle(
                    values_, len(documents), "document", settings
                )
    if "units" in settings.intervals:
        units = int(np.logical_or.reduce([comparison.compared(each.row) for each in codes]).sum())
        drawn = _unit_draws(comparison, codes, chosen, settings)
        for figure, values_ in zip(found, drawn, strict=True):
            if values_ is not None and figure.found.defined:
                figure.units, figure.by_units = middle(
                    values_, units, comparison.units.kind, settings
                )
    return found


def _named(own: OfCode, name: str) -> Figure:
    return next(figure for figure in own.figures if figure.function == name)


def _mean(values: np.ndarray) -> np.ndarray:
    """Per draw the mean over the codes that are defined in it (draws × codes)."""
    there = ~np.isnan(values)
    total = np.where(there, values, 0.0).sum(axis=1)
    number = there.sum(axis=1)
    return np.divide(total, number, out=np.full(len(values), np.nan), where=number > 0)


def _document_draws(
    comparison: Comparison,
    codes: list[OfCode],
    chosen: list[list[int]],
    documents: np.ndarray,
    settings: Settings,
) -> list[np.ndarray | None]:
    if len(documents) < 2:
        return [None] * len(chosen)
    values = [np.full((settings.draws, len(own)), np.nan) for own in chosen]
    often = settings.drawn(len(documents))
    for at, (own, name) in enumerate(zip(chosen, settings.coefficients, strict=True)):
        statistic = OF_UNITS[name](len(comparison.names))
        for column, code in enumerate(own):
            each = codes[code]
            if len(each.patterns.places) == len(documents):  # drawn already, with the same seed
                values[at][:, column] = _named(each, name).drawn
                continue
            part = alike(each.patterns, comparison.names)[1]
            # Where each document of the code stands among those of all codes.
            part.document = np.searchsorted(documents, each.patterns.places)[part.document]
            sums = often @ summed(statistic, part, len(documents))
            values[at][:, column] = statistic.of(sums).value
    return [_mean(each) for each in values]


def _unit_draws(
    comparison: Comparison, codes: list[OfCode], chosen: list[list[int]], settings: Settings
) -> list[np.ndarray | None]:
    """The mean over codes in each draw of units, the same units for all codes."""
    from scipy.sparse import csr_matrix

    any_of = np.logical_or.reduce([comparison.compared(each.row) for each in codes])
    units = np.flatnonzero(any_of)
    if len(units) < 2:
        return [None] * len(chosen)
    # Of every code the rows of its patterns, and which unit shows which of them. Most units show "read by
    # all and coded by nobody"; that one is the rest, so that only what somebody coded has to be drawn.
    reading = _Reading(comparison, codes, units)
    features = [
        [OF_UNITS[name](len(comparison.names)).features(each) for each in reading.patterns]
        for name in settings.coefficients
    ]
    table = csr_matrix(
        (np.ones(len(reading.unit)), (reading.column, reading.unit)),
        shape=(reading.width, len(units)),
    )
    values = [np.full((settings.draws, len(own)), np.nan) for own in chosen]
    chance = np.random.default_rng(settings.seed)
    step = max(1, _AT_ONCE // len(units))
    for start in range(0, settings.draws, step):
        number = min(step, settings.draws - start)
        often = np.stack(
            [
                np.bincount(chance.integers(len(units), size=len(units)), minlength=len(units))
                for _ in range(number)
            ]
        ).astype(float)
        counts = (table @ often.T).T
        for at, (own, name) in enumerate(zip(chosen, settings.coefficients, strict=True)):
            statistic = OF_UNITS[name](len(comparison.names))
            for column, code in enumerate(own):
                sums = reading.counts(counts, code) @ features[at][code]
                values[at][start : start + number, column] = statistic.of(sums).value
    return [_mean(each) for each in values]


class _Reading:
    """Columns that are drawn: for each reading how many units are read by whom, for each code how many
    units show each pattern in which somebody coded.

    patterns: for each code the ratings whose features the counts are multiplied with: first those in
    which nobody coded, one for each mask of readers, then the others.
    """

    def __init__(self, comparison: Comparison, codes: list[OfCode], units: np.ndarray) -> None:
        self.patterns: list[Ratings] = []
        self._base: list[tuple[int, np.ndarray]] = []
        self._own: list[tuple[int, np.ndarray]] = []
        place = np.full(len(comparison.units), -1, dtype=np.int64)
        place[units] = np.arange(len(units))
        known: dict[int, tuple[int, np.ndarray]] = {}
        at, column, unit = 0, [], []
        coders = np.arange(len(comparison.names))
        for each in codes:
            group = comparison.group(each.row)
            read = np.where(comparison.compared(each.row), comparison.reading(each.row), 0)[units]
            if group not in known:
                masks, which = np.unique(read, return_inverse=True)
                known[group] = at, masks
                column.append(at + which.ravel())
                unit.append(np.arange(len(units)))
                at += len(masks)
            first, masks = known[group]
            where, bits = comparison.of_row(each.row)
            inside = comparison.compared(each.row)[where]
            where, bits = place[where[inside]], bits[inside]
            pairs, which = np.unique(np.stack((read[where], bits), 1), axis=0, return_inverse=True)
            column.append(at + which.ravel())
            unit.append(where)
            self._base.append((first, masks))
            # Units in which somebody coded are not among those in which nobody did.
            self._own.append((at, np.searchsorted(masks, pairs[:, 0])))
            at += len(pairs)
            there = masks[masks != 0]  # 0: not compared for this code
            every = np.concatenate((np.stack((there, np.zeros_like(there)), 1), pairs))
            seen = (every[:, :1] >> coders) & 1 == 1
            yes = (every[:, 1:] >> coders) & 1
            self.patterns.append(
                Ratings(
                    np.where(seen, yes, -1).astype(np.intp),
                    VALUES,
                    tuple(comparison.names),
                    declared=True,
                    ordered=True,
                )
            )
        self.width = at
        self.column = np.concatenate(column)
        self.unit = np.concatenate(unit)

    def counts(self, drawn: np.ndarray, code: int) -> np.ndarray:
        """draws × patterns of a code: how many units show each. drawn: draws × columns."""
        first, masks = self._base[code]
        start, mask_of = self._own[code]
        own = drawn[:, start : start + len(mask_of)]
        base = drawn[:, first : first + len(masks)].copy()
        for pattern, mask in enumerate(mask_of.tolist()):
            base[:, mask] -= own[:, pattern]
        return np.hstack((base[:, masks != 0], own))


# -- sets of codes -----------------------------------------------------------------------------------------


def of_sets(comparison: Comparison, settings: Settings) -> list[Figure]:
    """Figures over all codes at once: in each unit the set of codes that a coder put there."""
    _, cells, document, sets = comparison.sets()
    values = [frozenset(comparison.every_row[row] for row in each) for each in sets]
    # In the order in which the public functions put sets, so that the same seed draws the same.
    order = sorted(range(len(values)), key=lambda n: (len(values[n]), sorted(values[n])))
    place_of = np.append(np.argsort(order), -1)
    cells, values = place_of[cells], [values[n] for n in order]
    places, where = np.unique(document, return_inverse=True)
    rows, which = np.unique(np.column_stack((where.ravel(), cells)), axis=0, return_inverse=True)
    times = np.bincount(which.ravel(), minlength=len(rows))
    apart = Ratings(
        rows[:, 1:].astype(np.intp),
        tuple(values),
        tuple(comparison.names),
        times=times,
        kind="sets",
    ).in_use()
    kinds, which = np.unique(apart.codes, axis=0, return_inverse=True)
    counts = np.bincount(which.ravel(), weights=times, minlength=len(kinds)).astype(np.int64)
    whole = replace(apart, codes=kinds, times=counts)
    unit, found = comparison.units.kind, []
    by_document = Alike(apart, rows[:, 0])
    drawn: list[tuple[Figure, Any]] = []
    for name, statistic in statistics(apart).items():
        result = coefficient(name, statistic, whole, settings.level)
        if not len(rows):
            reason = f"no {unit} was passed by two coders for all of these codes"
            result = replace(result, reason=reason)
        elif not result.defined and not any(apart.values):
            reason = f"nobody gave any of the codes to any {unit}: {NOTHING_VARIES}"
            result = replace(result, reason=reason)
        elif not result.defined and len(apart.values) == 1:
            reason = f"all coders gave every {unit} the same codes: {NOTHING_VARIES}"
            result = replace(result, reason=reason)
        figure = Figure(SETS, name, result, n_documents=len(places), of=f"{unit}s")
        if result.defined:
            if isinstance(statistic, Masi) and not statistic.few:
                _linear(figure, statistic, by_document, unit, settings)
            else:
                drawn.append((figure, statistic))
        found.append(figure)
    both_intervals(drawn, whole, by_document, unit, settings)
    return found


def _linear(figure: Figure, statistic: Masi, apart: Alike, unit: str, settings: Settings) -> None:
    if "units" in settings.intervals:
        figure.units, by = statistic.linear(apart.ratings, None, settings.level)
        figure.by_units = by.replace("unit", unit, 1)
    if "documents" in settings.intervals:
        if apart.document.max(initial=0) < 1:
            figure.by_documents = ONE_DOCUMENT
            return
        figure.documents, figure.by_documents = statistic.linear(
            apart.ratings, apart.document, settings.level
        )


class Figures:
    """Everything that is computed for one comparison, each part when somebody asks."""

    def __init__(self, comparison: Comparison, settings: Settings) -> None:
        self.comparison, self.settings = comparison, settings

    @cached_property
    def codes(self) -> list[OfCode]:
        return of_codes(self.comparison, self.settings)

    @cached_property
    def together(self) -> list[Figure]:
        """Over all codes: sets of codes (stretches: all spans), then the means."""
        if self.comparison.units.kind == "span":
            pooled = of_all_spans(self.comparison, self.settings)
        else:
            pooled = of_sets(self.comparison, self.settings)
        return [*pooled, *means(self.comparison, self.codes, self.settings)]

    def __iter__(self) -> Iterator[Figure]:
        for each in self.codes:
            yield from each.figures
        yield from self.together
