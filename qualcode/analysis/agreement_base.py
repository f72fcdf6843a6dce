"""What agreement figures are made of: settings, figures, units that look alike, and how intervals are drawn.

Units that look alike (the same coders read them, the same coded them) are kept together with how many
there are, so that a figure and its intervals cost the same for a hundred units and for a million.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import numpy as np

from qualcode.analysis.coder_units import Patterns
from qualcode.analysis.coefficients_alpha import Alpha
from qualcode.analysis.coefficients_base import Coefficient
from qualcode.analysis.coefficients_data import Ratings
from qualcode.analysis.coefficients_own import Own, Pairwise
from qualcode.analysis.coefficients_pooled import Pooled
from qualcode.analysis.coefficients_result import FEW, NO_SPREAD, Ask, summed_up
from qualcode.analysis.coefficients_sums import Groups, groups, how_often
from qualcode.errors import UsageError, counted, listing

INTERVALS = ("units", "documents")
VALUES = ("no", "yes")
_NO_RATINGS = Ratings(np.zeros((0, 0), dtype=np.intp), (), ())

# name -> what it counts, for so many coders. Each is the statistic behind the public function.
OF_UNITS: dict[str, Callable[[int], Any]] = {
    "percent_agreement": lambda coders: Pooled("none", "pairable", 2),
    "cohen_kappa": lambda coders: Own("pairable", 2, 2),
    "scott_pi": lambda coders: Pooled("squares", "pairable", 2),
    "fleiss_kappa": lambda coders: Pooled("squares", "pairable", 2),
    "conger_kappa": lambda coders: Own("pairable", coders, 2),
    "light_kappa": lambda coders: Pairwise(tuple(combinations(range(coders), 2)), 2),
    "brennan_prediger": lambda coders: Pooled("even", "gwet", 2),
    "bennett_s": lambda coders: Pooled("even", "pairable", 2),
    "randolph_kappa": lambda coders: Pooled("even", "pairable", 2),
    "gwet_ac1": lambda coders: Pooled("gwet", "gwet", 2),
    "krippendorff_alpha": lambda coders: Alpha(),
}
TWO_ONLY = (
    "cohen_kappa",
    "scott_pi",
    "bennett_s",
    "character_percent_agreement",
    "character_kappa",
    "boundary_similarity_spans",
)
OF_SPANS = (
    "character_percent_agreement",
    "character_kappa",
    "alpha_u_1995",
    "u_alpha",
    "u_alpha_binary",
    "ku_alpha",
    "boundary_similarity_spans",
)
# What the coefficients of single codes cannot say of all together.
OF_ALL_SPANS = ("alpha_u_1995", "u_alpha_binary", "cu_alpha", "boundary_similarity_spans")
NAMES = {
    "percent_agreement": "Percent agreement",
    "cohen_kappa": "Cohen's kappa",
    "scott_pi": "Scott's pi",
    "fleiss_kappa": "Fleiss' kappa",
    "conger_kappa": "Conger's kappa",
    "light_kappa": "Light's kappa",
    "brennan_prediger": "Brennan–Prediger",
    "bennett_s": "Bennett's S",
    "randolph_kappa": "Randolph's kappa",
    "gwet_ac1": "Gwet's AC1",
    "krippendorff_alpha": "Krippendorff's alpha",
    "masi_alpha": "Krippendorff's alpha (MASI)",
    "multivalued_alpha": "Multi-valued alpha",
    "exact_agreement": "Same set of codes",
    "character_percent_agreement": "Characters: % agreement",
    "character_kappa": "Characters: kappa",
    "alpha_u_1995": "αU (1995)",
    "u_alpha": "uα (2016)",
    "u_alpha_binary": "|uα (2016)",
    "cu_alpha": "cuα (2016)",
    "ku_alpha": "(k)cuα (2016)",
    "boundary_similarity_spans": "Boundary similarity",
}
NOTHING_VARIES = "where nothing varies, agreement cannot be told from chance"
ONE_DOCUMENT = "all of it lies in one document: no interval over documents"
MEAN, SETS, ALL_SPANS = "(mean over codes)", "(sets of codes)", "(all codes)"


@dataclass
class Settings:
    """What is computed. intervals: of INTERVALS. level: of the intervals."""

    coefficients: tuple[str, ...]
    intervals: tuple[str, ...]
    draws: int
    seed: int
    level: float
    _drawn: dict[int, np.ndarray] = field(default_factory=dict, repr=False)

    def drawn(self, number: int) -> np.ndarray:
        """draws × documents: how often each of so many documents was drawn. Drawn once for all codes."""
        if number not in self._drawn:
            self._drawn.clear()
            each = Groups(_NO_RATINGS, np.arange(number), np.ones(number, dtype=np.int64))
            self._drawn[number] = np.concatenate(list(how_often(each, self.draws, self.seed)))
        return self._drawn[number]


@dataclass
class Figure:
    """One coefficient of one code, or of all codes together (code: one of MEAN, SETS, ALL_SPANS).

    function: its name in `qc.agreement`. units, documents: the interval by each, None where there is none;
    by_units, by_documents: how it was made, or why there is none. n_documents: documents with a unit
    that is compared. if_random: the value of a coefficient that is not 0 for coders who code at random
    with these shares. drawn: its value in each draw of documents. of: what n_units counts ("turns"). codes, undefined: of a mean, how many codes
    enter and how many are undefined.
    """

    code: str
    function: str
    found: Coefficient
    units: tuple[float, float] | None = None
    by_units: str = ""
    documents: tuple[float, float] | None = None
    by_documents: str = ""
    n_documents: int = 0
    if_random: float | None = None
    of: str = "units"
    codes: int = 0
    undefined: int = 0
    drawn: np.ndarray | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        return NAMES[self.function]


def check_names(names: Sequence[str] | None, unit: str, coders: int) -> tuple[str, ...]:
    """The coefficients that are asked for; the usual ones where nobody asks. UsageError for unknown ones
    and for those that compare two coders where there are more."""
    allowed = OF_SPANS if unit == "span" else tuple(OF_UNITS)
    if names is None:
        if unit == "span":
            usual: tuple[str, ...] = ("alpha_u_1995", "u_alpha")
            return (*OF_SPANS[:2], *usual) if coders == 2 else usual
        kappa = "cohen_kappa" if coders == 2 else "conger_kappa"
        return ("percent_agreement", kappa, "krippendorff_alpha", "gwet_ac1")
    given = (names,) if isinstance(names, str) else tuple(dict.fromkeys(names))
    if not given:
        raise UsageError("coefficients", "none given", listing(allowed, 20))
    for name in given:
        if name not in allowed:
            of = "stretches of text (unit span)" if unit == "span" else f"{unit}s"
            raise UsageError("coefficients", f"{name!r} for {of}", listing(allowed, 20))
        if coders > 2 and name in TWO_ONLY:
            raise UsageError(
                "coefficients",
                f"{name} compares two coders, here are {coders}",
                listing([each for each in allowed if each not in TWO_ONLY], 20),
                "Name two coders, or choose another coefficient",
            )
    return given


# -- units -------------------------------------------------------------------------------------------------


@dataclass
class Alike:
    """Units of one code that look alike, in rows. ratings: with how many units each row stands for;
    document: of each row, 0, 1, 2, …, where rows are kept apart by document."""

    ratings: Ratings
    document: np.ndarray


def alike(patterns: Patterns, names: Sequence[str]) -> tuple[Alike, Alike]:
    """The units over all documents, and document by document."""
    codes = np.where(patterns.read, patterns.yes.astype(np.intp), -1)

    def ratings(rows: np.ndarray, times: np.ndarray) -> Ratings:
        return Ratings(
            rows, VALUES, tuple(names), times=times, declared=True, ordered=True, named=True
        )

    kept = patterns.total > 0
    whole = Alike(ratings(codes[kept], patterns.total[kept]), np.zeros(int(kept.sum()), np.intp))
    document, pattern = np.nonzero(patterns.counts)
    apart = Alike(ratings(codes[pattern], patterns.counts[document, pattern]), document)
    return whole, apart


@dataclass
class OfCode:
    """One code's units and figures."""

    code: str
    row: int
    patterns: Patterns
    prevalence: list[float | None]
    figures: list[Figure] = field(default_factory=list)

    @property
    def agreement(self) -> float | None:
        """The share of pairs of codings of one unit (of spans: character) that are equal, every coding
        counted once; None where no unit was read by two."""
        read, yes = self.patterns.read, self.patterns.yes & self.patterns.read
        coders, coded = read.sum(axis=1), yes.sum(axis=1)
        same = coded * (coded - 1) + (coders - coded) * (coders - coded - 1)
        pairs = np.where(coders > 1, same / np.maximum(coders - 1, 1), 0.0)
        number = self.patterns.total @ np.where(coders > 1, coders, 0)
        return float(self.patterns.total @ pairs / number) if number else None

    @property
    def n_units(self) -> int:
        return int(self.patterns.total.sum())

    @property
    def n_documents(self) -> int:
        return int((self.patterns.counts.sum(axis=1) > 0).sum())


def prevalence(patterns: Patterns) -> list[float | None]:
    """For each coder the share of the units read by them that they gave the code; None of none."""
    read = patterns.total @ patterns.read
    yes = patterns.total @ (patterns.yes & patterns.read)
    return [float(a / b) if b else None for a, b in zip(yes, read, strict=True)]


# -- intervals ---------------------------------------------------------------------------------------------


def both_intervals(
    defined: list[tuple[Figure, Any]], whole: Ratings, apart: Alike, unit: str, settings: Settings
) -> None:
    """Both intervals of coefficients that are defined: from drawing units, from drawing documents."""
    if "units" in settings.intervals:
        drawn = by_units([statistic for _, statistic in defined], whole, settings)
        for (figure, _), values in zip(defined, drawn, strict=True):
            figure.units, figure.by_units = middle(values, whole.n_units, unit, settings)
    if "documents" in settings.intervals:
        number = int(apart.document.max(initial=-1)) + 1
        for figure, statistic in defined:
            if number < 2:
                figure.by_documents = ONE_DOCUMENT
                continue
            figure.drawn = by_groups(statistic, apart, number, settings)
            figure.documents, figure.by_documents = middle(
                figure.drawn, number, "document", settings
            )


def by_units(statistics: list[Any], whole: Ratings, settings: Settings) -> list[np.ndarray]:
    """The coefficients in each draw of units; units that look alike are drawn together."""
    if not statistics:
        return []
    drawn = groups(whole, None)
    features = [statistic.features(drawn.rows) for statistic in statistics]
    found: list[list[np.ndarray]] = [[] for _ in statistics]
    for often in how_often(drawn, settings.draws, settings.seed):
        for values, statistic, own in zip(found, statistics, features, strict=True):
            values.append(statistic.of(often @ own).value)
    return [np.concatenate(values) for values in found]


def by_groups(statistic: Any, apart: Alike, number: int, settings: Settings) -> np.ndarray:
    """The coefficient in each draw of documents."""
    return statistic.of(settings.drawn(number) @ summed(statistic, apart, number)).value


def summed(statistic: Any, apart: Alike, number: int) -> Any:
    """documents × sums: what each document adds to what a coefficient is made of."""
    from scipy.sparse import csr_matrix

    rows = np.arange(len(apart.document))
    adding = csr_matrix((apart.ratings.weights, (apart.document, rows)), shape=(number, len(rows)))
    return adding @ statistic.features(apart.ratings)


def middle(
    values: np.ndarray, number: int, noun: str, settings: Settings
) -> tuple[tuple[float, float] | None, str]:
    """The interval of these draws and how they were made, or no interval and why."""
    notes = [f"so few {noun}s make the interval too narrow"] if number < FEW else []
    by = f"{counted(number, noun)} resampled, {settings.draws:,} draws, seed {settings.seed}"
    ask = Ask(None, level=settings.level, draws=settings.draws, seed=settings.seed)
    _, interval, by, notes = summed_up(values, by, ask, notes)
    # Said beside the other interval, so of which draws it is.
    notes = [note.replace(" draws w", f" draws of {noun}s w", 1) for note in notes]
    if interval is None:
        return None, "no interval: every draw is the same" if notes[-1] == NO_SPREAD else notes[-1]
    return interval, "; ".join([by, *notes])
