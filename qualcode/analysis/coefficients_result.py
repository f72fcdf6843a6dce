"""From sums to a `Coefficient`: what is undefined and why, standard errors, intervals, notes."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import numpy as np

from qualcode.analysis.coefficients_base import (
    Coefficient,
    check_interval,
    percentiles,
    short,
    wald,
)
from qualcode.analysis.coefficients_data import Ratings, read
from qualcode.analysis.coefficients_sums import Parts, cluster_numbers, jackknife, resample
from qualcode.errors import UsageError, counted

RESAMPLED = ("units", "documents")
FEW = 10


class Se(NamedTuple):
    """A standard error from a formula: its source, and the degrees of freedom (None: normal)."""

    se: float
    source: str
    freedom: int | None
    note: str = ""


def jackknifed(statistic: Any, ratings: Ratings) -> Se | None:
    """The infinitesimal jackknife, for coefficients of which no formula is published."""
    n = ratings.n_units
    found = jackknife(statistic, ratings) if n > 1 else math.nan
    return Se(found, "infinitesimal jackknife over units", n - 1) if math.isfinite(found) else None


@dataclass(frozen=True)
class Ask:
    """What the caller of a coefficient asked for."""

    frame: Any
    categories: Any = None
    interval: str | None = None
    clusters: Any = None
    level: float = 0.95
    draws: int = 2_000
    seed: int = 0
    allowed: tuple[str, ...] = ("analytic", *RESAMPLED)

    def read(self, reader: Callable[..., Ratings] = read) -> Entering:
        """The units, after a look at the options."""
        check_interval(self.interval, self.allowed, self.level, self.draws, self.seed)
        if self.clusters is not None and self.interval != "documents":
            raise UsageError(
                "clusters",
                f"documents, with interval={self.interval!r}",
                "they are used where documents are resampled",
                'Ask for interval="documents"',
            )
        ratings = reader(self.frame, self.categories)
        clusters = None
        if self.interval == "documents":
            clusters, _ = cluster_numbers(self.clusters, self.frame, ratings)
        return Entering(ratings, clusters)


@dataclass(frozen=True)
class Entering:
    """Units with the document of each (None where documents are not resampled)."""

    ratings: Ratings
    clusters: np.ndarray | None = None

    def read_at_least(self, coders: int) -> Entering:
        """Only the units that so many coders read, and only the values in use there."""
        enough = self.ratings.read_by >= coders
        if enough.all():
            return Entering(self.ratings.in_use(), self.clusters)
        return self.rows(enough)

    def rows(self, which: np.ndarray) -> Entering:
        clusters = self.clusters
        if clusters is not None:
            clusters = np.unique(clusters[which], return_inverse=True)[1].reshape(-1)
        return Entering(self.ratings.rows(which).in_use(), clusters)


class Statistic(Protocol):
    def point(self, ratings: Ratings) -> Parts: ...


def nothing_to_compare(everything: Ratings, ratings: Ratings, beyond_chance: bool) -> str:
    """Why no coefficient can be told, "" where one can.

    everything: the units that were given; ratings: those that enter.
    """
    if not len(everything.codes):
        return "there are no units"
    if not everything.used().any():
        return "no coder read any unit"
    if ratings.read_by.max(initial=0) < 2:
        return "no unit was read by two coders"
    used = ratings.used()
    if beyond_chance and used.sum() == 1:
        only = ratings.values[int(np.flatnonzero(used)[0])]
        shown = repr(only)
        if isinstance(only, frozenset):
            shown = f"{{{', '.join(sorted(map(repr, only)))}}}"
        return (
            f"every coding has the same value, {shown}: "
            "agreement cannot be told from chance where nothing varies"
        )
    return ""


def give(
    name: str,
    ask: Ask,
    everything: Ratings,
    entering: Entering,
    statistic: Any,
    rule: str,
    *,
    beyond_chance: bool = True,
    analytic: Callable[[Parts], Se | None] | None = None,
    notes: Callable[[Parts], list[str]] | None = None,
    no_value: str = "nothing is left to gain over chance with these values",
) -> Coefficient:
    """The coefficient of a statistic, with everything around it."""
    ratings = entering.ratings
    common: dict[str, Any] = {
        "name": name,
        "level": ask.level,
        "n_units": ratings.n_units,
        "n_coders": ratings.n_coders,
        "rule": rule,
    }
    reason = nothing_to_compare(everything, ratings, beyond_chance)
    if reason:
        return Coefficient(value=None, reason=reason, **common)
    parts = statistic.point(ratings)
    value, observed, expected = (
        None if math.isnan(number[0]) else float(number[0]) for number in parts
    )
    common |= {"observed": observed, "expected": expected}
    said = [] if notes is None else notes(parts)
    if value is None:
        return Coefficient(value=None, reason=no_value, notes=tuple(said), **common)
    least = -1.0 if beyond_chance else 0.0
    se, interval, by, more = _spread(ask, entering, statistic, parts, analytic, least)
    return Coefficient(
        value=value,
        se=se,
        interval=interval,
        interval_by=by,
        notes=(*said, *more),
        **common,
    )


Spread = tuple[float | None, tuple[float, float] | None, str, list[str]]


def _spread(
    ask: Ask,
    entering: Entering,
    statistic: Any,
    parts: Parts,
    analytic: Callable[[Parts], Se | None] | None,
    least: float,
) -> Spread:
    """Standard error, interval, by which method, and what to say of it."""
    if ask.interval is None:
        return None, None, "", []
    if ask.interval == "analytic":
        found = analytic(parts) if analytic is not None else None
        if found is None:
            return None, None, "", ['no standard error by formula here; interval="units" resamples']
        by = f"analytic ({found.source})"
        if found.se < 1e-12:
            return None, None, "", [NO_ERROR]
        interval = wald(float(parts.value[0]), found.se, ask.level, found.freedom, least)
        said = [found.note] if found.note else []
        if entering.ratings.n_units < FEW:
            said.append("so few units make the interval a rough one")
        return found.se, interval, by, said
    ratings, clusters = entering.ratings, entering.clusters
    what = ask.interval
    notes = []
    if what == "documents":
        assert clusters is not None
        number = int(clusters.max()) + 1
        if number < 2:
            return None, None, "", ["all units lie in one document: no interval over documents"]
        what = counted(number, "document")
        if number < FEW:
            notes.append("so few documents make the interval too narrow")
    elif ratings.n_units < FEW:
        notes.append("so few units make the interval too narrow")
    values = resample(statistic, ratings, clusters, ask.draws, ask.seed)
    by = f"{what} resampled, {ask.draws:,} draws, seed {ask.seed}"
    return summed_up(values, by, ask, notes)


NO_ERROR = (
    "no interval: the formula finds no error at all, so that nothing shows how much chance there is"
)
NO_SPREAD = (
    "no interval: every draw has the same value, so that nothing shows how much chance there is"
)


def summed_up(values: np.ndarray, by: str, ask: Ask, notes: list[str]) -> Spread:
    """The standard deviation and the middle of the draws that are defined."""
    defined = values[~np.isnan(values)]
    if len(defined) < len(values):
        left_out = len(values) - len(defined)
        was, are = ("was", "is") if left_out == 1 else ("were", "are")
        notes.append(f"{left_out:,} of {len(values):,} draws {was} undefined and {are} left out")
    if len(defined) < max(2, len(values) / 2):
        return None, None, "", [*notes, "no interval: most draws were undefined"]
    if np.ptp(defined) < 1e-12:
        return None, None, "", [*notes, NO_SPREAD]
    low, high = percentiles(defined, ask.level)
    return float(defined.std(ddof=1)), (low, high), by, notes


def under_independence(name: str, value: float) -> str:
    """The note on a coefficient whose value under independence is not 0."""
    return (
        f"{name} is not 0 when coders code at random: with these shares of the values its value "
        f"under independence would be {short(value, 2)}"
    )
