"""gamma, gamma-cat and the best disorder (Mathet, Widlöcher & Métivier 2015), by pygamma-agreement.

An optional part (`qualcode[gamma]`): the package and the solver it needs are imported only when a value is
asked for.
"""

from __future__ import annotations

import logging
import math
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from qualcode.analysis.coefficients import DEFAULT_SEED, Coefficient, short
from qualcode.analysis.unitizing_spans import Continuum, Line, common, lay, nothing
from qualcode.errors import UsageError, counted, listing

if TYPE_CHECKING:
    import pandas as pd

PRECISION = 0.01
FIRST = 30  # shuffled continua; how much they vary says how many the precision needs
MOST = 1_000  # where every shuffle differs much, the precision would ask for ten thousands
FEW_UNITS = 10
# Alignments that would be weighed: beyond, hours and gigabytes.
MOST_ALIGNMENTS = 10_000_000
RULE = "a unit that no other coder has stays alone in the alignment, at the cost of an empty one"


def gamma_family(
    spans: pd.DataFrame,
    continuum: Continuum,
    *,
    coders: Sequence[str] | None = None,
    alpha: float = 3.0,
    beta: float = 1.0,
    delta_empty: float = 1.0,
    precision: float = PRECISION,
    seed: int = DEFAULT_SEED,
) -> dict[str, Coefficient]:
    """gamma, gamma-cat and the best disorder in one computation.

    Units of the coders are aligned so that the total dissimilarity is smallest (the best disorder); gamma
    = 1 − best disorder / disorder expected by chance, the latter from shuffled continua (each coder's
    units moved along as they are). gamma-cat is the part about categories, over aligned units, weighted
    by how well they lie on each other. alpha weighs position, beta category, delta_empty is the cost of a
    unit without a partner; the defaults are those of the example of Mathet et al. 2015.

    spans, continuum, coders: as in `unitizing.alpha_u_1995`, but of one document; units may overlap, and
    the same span twice counts once. precision: the relative error of the expected disorder at 95 %; as
    many continua are shuffled as it needs, up to 1,000, and the notes print what was reached. The same
    seed gives the same value; numpy's global random state is as before afterwards. There is no interval:
    the precision is that of the computation, not of the coders or documents.

    Returns {"gamma", "gamma_cat", "best_disorder"}; value None, with the reason, for fewer than two coders,
    an empty continuum or nothing coded, and for gamma-cat where there is one category only or no unit
    has a partner. Raises UsageError where pygamma-agreement is not installed, for several documents, and for
    units that are too many to be aligned.
    """
    line = lay(spans, continuum, coders)
    if len(line.documents) > 1:
        raise UsageError(
            "gamma",
            f"{counted(len(line.documents), 'document')} ({listing(line.documents)})",
            "units are aligned within one continuum",
            "Compute it for each document: spans[spans['document'] == NAME] with its own continuum",
        )
    # The same unit twice would be one unit of the package's sets anyway.
    place = np.column_stack((line.coder, line.category, line.start, line.end))
    line = line.subset(np.sort(np.unique(place, axis=0, return_index=True)[1]))
    if not 0 < precision < 1:
        raise UsageError("precision", f"it is {precision}", "between 0 and 1, such as 0.01")
    of = f"alpha {alpha:g}, beta {beta:g}, empty {delta_empty:g}"
    names = {
        "gamma": f"gamma (Mathet et al. 2015), {of}",
        "gamma_cat": f"gamma-cat (Mathet 2017), {of}",
        "best_disorder": f"best disorder of gamma (Mathet et al. 2015), {of}",
    }
    number = np.bincount(line.coder, minlength=len(line.coders)) + 1
    if math.prod(int(each) for each in number) > MOST_ALIGNMENTS:
        raise UsageError(
            "gamma",
            f"{counted(len(line.start), 'unit')} of {counted(len(line.coders), 'coder')} can be aligned in "
            f"{math.prod(int(each) for each in number):,} ways",
            f"up to {MOST_ALIGNMENTS:,}",
            "Take fewer coders at a time, or a part of the document",
        )
    notes = common(line)
    reason = nothing(line, None)

    def made(key: str, value: float | None, reason: str = "", **more: Any) -> Coefficient:
        return Coefficient(
            name=names[key],
            value=value,
            reason=reason,
            n_units=len(line.start),
            n_coders=len(line.coders),
            rule=RULE,
            **{"notes": notes, **more},
        )

    if reason:
        return {key: made(key, None, reason) for key in names}
    package = _package()
    dissimilarity = package.CombinedCategoricalDissimilarity(
        alpha=alpha, beta=beta, delta_empty=delta_empty
    )
    with _quiet(), _seeded(seed):
        continuum_of = _continuum(package, line)
        aligned = continuum_of.get_best_alignment(dissimilarity)
        chance = _shuffled(package, continuum_of, dissimilarity, precision)
        disorders = np.array([each.disorder for each in chance], dtype=np.float64)
        best, expected = float(aligned.disorder), float(disorders.mean())
        no_pair = all(unitary.nb_units < 2 for unitary in aligned.unitary_alignments)
        in_category, by_chance = (
            float(np.mean([each.gamma_k_disorder(dissimilarity, None) for each in those]))
            for those in ([aligned], chance)
        )
    reached = 1.96 * float(disorders.std()) / expected / math.sqrt(len(disorders))
    notes = (*notes, f"chance: {len(disorders):,} shuffled continua, seed {seed}")
    if len(line.start) < FEW_UNITS:
        notes = (*notes, f"{len(line.start)} units are few for an expectation by chance")
    low, high = (1 - best / (expected * (1 + sign * reached)) for sign in (-1, 1))
    precise = f"precision {100 * reached:.1f} %"
    if reached > precision * 1.5:
        precise += f" (asked {100 * precision:g} %, {MOST:,} shuffled continua at most)"
    family = {
        "gamma": made(
            "gamma",
            1 - best / expected,
            observed=best,
            expected=expected,
            notes=(*notes, f"{precise}: gamma between {short(low)} and {short(high)}"),
        ),
        "best_disorder": made("best_disorder", best),
    }
    reason = ""
    if len(line.categories) == 1:
        reason = "only one category: nothing could have differed"
    elif no_pair:
        reason = "no two units are aligned, so no categories can be compared"
    elif by_chance <= 0:
        reason = "no disagreement in category is expected by chance"
    family["gamma_cat"] = (
        made("gamma_cat", None, reason)
        if reason
        else made(
            "gamma_cat",
            1 - in_category / by_chance,
            observed=in_category,
            expected=by_chance,
            notes=(*notes, f"{precise} of the expected disorder of gamma"),
        )
    )
    return {key: family[key] for key in names}


def gamma(spans: pd.DataFrame, continuum: Continuum, **settings: Any) -> Coefficient:
    """gamma (Mathet et al. 2015): where units are and what category they have, in one figure.

    settings: as in `gamma_family`, which also gives gamma-cat in the same computation.
    """
    return gamma_family(spans, continuum, **settings)["gamma"]


def gamma_cat(spans: pd.DataFrame, continuum: Continuum, **settings: Any) -> Coefficient:
    """gamma-cat (Mathet 2017): categories of aligned units only. settings: as in `gamma_family`."""
    return gamma_family(spans, continuum, **settings)["gamma_cat"]


def best_disorder(spans: pd.DataFrame, continuum: Continuum, **settings: Any) -> Coefficient:
    """The disorder of the best alignment, 0 for identical coders; the observed part of gamma.

    settings: as in `gamma_family`.
    """
    return gamma_family(spans, continuum, **settings)["best_disorder"]


def _package() -> Any:
    try:
        # It asks for an old way of numba, numpy or pkg_resources here and there.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pygamma_agreement
    except ImportError:
        raise UsageError(
            "gamma",
            "pygamma-agreement is not installed",
            next="Install it with: pip install 'qualcode[gamma]'",
        ) from None
    return pygamma_agreement


def _continuum(package: Any, line: Line) -> Any:
    from pyannote.core import Segment

    continuum = package.Continuum()
    for coder in line.coders:
        continuum.add_annotator(coder)
    for start, end, coder, category in zip(
        line.start.tolist(),
        line.end.tolist(),
        line.coder.tolist(),
        line.category.tolist(),
        strict=True,
    ):
        # The line starts at 0, which the sampler takes for granted.
        continuum.add(line.coders[coder], Segment(start, end), line.categories[category])
    continuum.bound_inf, continuum.bound_sup = 0.0, float(line.length)
    return continuum


def _shuffled(package: Any, continuum: Any, dissimilarity: Any, precision: float) -> list[Any]:
    """Best alignments of as many shuffled continua as the precision needs.

    One after the other: the package's own loop solves them in threads, in which the solver shares its
    settings and begins to print.
    """
    sampler = package.ShuffleContinuumSampler()
    sampler.init_sampling(continuum)
    found: list[Any] = []
    wanted = FIRST
    while len(found) < wanted:
        found += [
            sampler.sample_from_continuum.get_best_alignment(dissimilarity)
            for _ in range(wanted - len(found))
        ]
        if len(found) == FIRST:
            disorders = [each.disorder for each in found]
            spread = float(np.std(disorders) / np.mean(disorders))
            wanted = max(FIRST, min(MOST, math.ceil((1.96 * spread / precision) ** 2)))
    return found


@contextmanager
def _seeded(seed: int) -> Iterator[None]:
    """The sampler draws from numpy's global generator; leave it as it was found."""
    before = np.random.get_state()
    np.random.seed(seed % 2**32)
    try:
        yield
    finally:
        np.random.set_state(before)


class _NoSolver(logging.Filter):
    """Drops what the package says of the solver it falls back to: each sample would say it again."""

    def filter(self, record: logging.LogRecord) -> bool:
        return "pygamma_agreement" not in record.pathname


@contextmanager
def _quiet() -> Iterator[None]:
    root = logging.getLogger()
    # Logging through the module's functions would set up a handler for good where there is none.
    handler, drop = logging.NullHandler(), _NoSolver()
    root.addHandler(handler)
    root.addFilter(drop)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        root.removeFilter(drop)
        root.removeHandler(handler)
