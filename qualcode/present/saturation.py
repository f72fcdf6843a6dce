"""qc.saturation: how codes accumulate over interviews, and when new ones stop coming."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.analysis.corpus import corpus
from qualcode.analysis.saturation import (
    DEFAULT_SEED,
    WHOLE,
    Accumulation,
    Run,
    accumulate,
    new_information,
    runs_frame,
    summary,
    tidy,
)
from qualcode.errors import counted, listing
from qualcode.present import OpenProject, study_of
from qualcode.present.report import Report, Section, provenance, shown
from qualcode.store import Study

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = ["Run", "SaturationReport", "new_information", "report"]


@dataclass(repr=False)
class SaturationReport(Report):
    """How codes accumulated. `frame` is the answer for each stratum, `runs` every run of the procedure,
    `accumulation` every unit with its new codes and the band over random orders."""

    found: Accumulation | None = None

    @property
    def runs(self) -> pd.DataFrame:
        """One row for each stratum and run; see `qualcode.analysis.saturation.runs_frame`."""
        assert self.found is not None
        return runs_frame(self.found)

    @property
    def accumulation(self) -> pd.DataFrame:
        """One row for each stratum and unit; see `qualcode.analysis.saturation.tidy`."""
        assert self.found is not None
        return tidy(self.found)

    def plot(self, ax: Axes | None = None, **options: Any) -> Axes:
        """The curve of each stratum with its band; see `qualcode.plots.accumulation_plot`."""
        from qualcode.present.plots_saturation import accumulation_plot

        return accumulation_plot(self, ax=ax, **options)


def report(
    project: OpenProject | Study,
    *,
    unit: str = "document",
    by: str | None = None,
    level: str = "code",
    where: Mapping[str, Any] | None = None,
    coders: str = "record",
    order: str | Sequence[str] | None = None,
    basis: str | None = None,
    base: int = 4,
    run: int = 2,
    threshold: float = 0.05,
    overlapping: bool = True,
    draws: int = 1000,
    seed: int = DEFAULT_SEED,
    interviewers: bool = False,
    reflective: bool = False,
) -> SaturationReport:
    """New codes by interview, and when they stop coming (Guest, Namey & Chen 2020).

    unit: "document" (an interview) or "participant". by: an attribute, for a curve of each of its values:
    saturation over all says nothing about each role. level: "code" or "theme". base: how many units are
    the base (the paper tries 4 to 6); run: how many one run has (2 or 3); threshold: new codes in a run
    over those of the base, at or under which one speaks of saturation (0.05 or 0); overlapping: whether
    each run begins one unit after the last one did. order, basis: see
    `qualcode.analysis.saturation.accumulate`; what they are is printed. draws, seed: of the random
    orders. where, coders, interviewers, reflective: as in `crosstab`.

    Returns a SaturationReport with one row for each stratum: stratum, n_units, n_codes, base_codes,
    saturation ("6+2 at ≤5%", "not reached", or "undefined" with the reason), after, share_of_orders,
    typical_after. Raises TableError and UsageError as `accumulate`.
    """
    columns = corpus(study_of(project))
    found = accumulate(
        columns,
        unit=unit,
        by=by,
        level=level,
        where=where,
        coders=coders,
        order=order,
        basis=basis,
        base=base,
        run=run,
        threshold=threshold,
        overlapping=overlapping,
        draws=draws,
        seed=seed,
        interviewers=interviewers,
        reflective=reflective,
    )
    answer = summary(found)
    runs, units = runs_frame(found), tidy(found)
    if by is None:
        answer, runs, units = (each.drop(columns="stratum") for each in (answer, runs, units))
    else:
        answer, runs, units = (
            each.rename(columns={"stratum": by}) for each in (answer, runs, units)
        )
    units = units.rename(columns={"unit": unit})
    things = f"{level}s"
    head = Section(
        "Saturation",
        answer,
        [_procedure(found), *reads(found), *above_again(found)],
        {"share_of_orders": "share"},
    )
    steps = Section("New information by run", runs, formats={"new_information": "share"})
    curve = Section(
        f"Accumulation of {things}",
        units,
        formats={"low": "n", "median": "n", "high": "n"},
        notes=[
            f"low, median, high: cumulative number of {things} over {found.draws:,} random orders of"
            f" the {unit}s, or over all where there are no more (2.5, 50 and 97.5 %), by first"
            f" occurrence; seed {found.seed}."
        ],
    )
    return SaturationReport(
        f"Accumulation of {things} over {unit}s" + (f", by {by}" if by else ""),
        [head, steps, curve],
        [*_notes(found), *found.notes],
        provenance(columns),
        found,
    )


def _procedure(found: Accumulation) -> str:
    runs = "overlapping runs" if found.overlapping else "runs one after the other"
    return (
        f"Base: the first {counted(found.base, found.unit)}; {runs} of {found.run}; saturation where the"
        f" new {found.level}s of a run are at most {found.threshold_text} of those of the base (Guest,"
        " Namey & Chen 2020)."
    )


def reads(found: Accumulation) -> list[str]:
    """How an answer such as "6+2 at ≤5%" is read, by the first that there is."""
    reached = next((each.reached for each in found.strata if each.reached is not None), None)
    if reached is None:
        return []
    before = reached.first - 1
    runs = f"runs of {found.run}" if found.run > 1 else "one at a time"
    return [
        f"“{before}+{found.run} at ≤{found.threshold_text}” reads: {counted(before, found.unit)}, then {runs};"
        f" new information at most {found.threshold_text}."
    ]


def above_again(found: Accumulation) -> list[str]:
    """Where a run after the one that reached the threshold goes above it again."""
    notes = []
    for each in found.strata:
        if each.reached is None:
            continue
        later = [
            run
            for run in each.runs
            if run.first > each.reached.first and run.ratio is not None
            and run.ratio > found.threshold + 1e-12
        ]  # fmt: skip
        if not later:
            continue
        head = "" if each.stratum == WHOLE else f"{each.stratum}: "
        where = listing((_place(run, found.unit) for run in later), 6)
        notes.append(
            f"{head}{'A later run goes' if len(later) == 1 else 'Later runs go'} above the threshold again:"
            f" {where}."
        )
    return notes


def _place(run: Run, unit: str) -> str:
    """`documents 9–10 (2 new, 12%)`."""
    units = f"{unit}s {run.first}–{run.last}" if run.last > run.first else f"{unit} {run.first}"
    return f"{units} ({run.new} new, {shown(run.ratio, 'share')})"


def _notes(found: Accumulation) -> list[str]:
    notes = [f"Order: {found.order}."]
    if found.basis == "made":
        notes.append(
            f"By when {found.level}s were made: those that came into the codebook while coding, each at"
            f" the {found.unit} where it was first used."
        )
    else:
        notes.append(
            f"By first occurrence: each {found.level} at the first {found.unit} in this order that has"
            " it, whenever it was made."
        )
    if [each.stratum for each in found.strata] != [WHOLE]:
        notes.append(
            "Each stratum has its own base; that one is saturated says nothing of the others."
        )
    notes.append(
        "The order of interviews decides: share of orders is the share of random orders in which the"
        " threshold is reached, typical after the number of units it takes in the median one."
    )
    return notes
