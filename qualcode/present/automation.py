"""The report on automation bias: whether people decide on suggestions or only agree with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.analysis import automation as figures
from qualcode.analysis.corpus import corpus
from qualcode.errors import TableError, counted, listing
from qualcode.present import OpenProject, study_of
from qualcode.present.report import Report, Section, provenance, shown
from qualcode.store import Study

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_INTERVAL = {"share": ("low", "high")}
_SHARES = {"share": "share", "low": "share", "high": "share"}
_SCORES = {"from_score": "coefficient", "to_score": "coefficient", "mean_score": "coefficient"}
EXACT = (
    "95 % intervals are exact for a binomial (Clopper & Pearson 1934). They take decisions for independent,"
    " which those of one person on one text are not quite: read them as the least that is uncertain."
)


@dataclass(repr=False)
class AutomationReport(Report):
    """Automation bias. `frame` is who accepted what share, `decided` every decision that stands, `bins` how
    acceptance moves with the score."""

    decided: pd.DataFrame | None = None
    bins: pd.DataFrame | None = None

    def plot(self, ax: Axes | None = None) -> Axes:
        """Acceptance by the score that was shown, with intervals; on the diagonal both are the same."""
        from qualcode.present.plots_automation import acceptance_plot

        return acceptance_plot(self, ax=ax)


def automation(
    project: OpenProject | Study, *, coder: str | None = None, bins: int = figures.BINS
) -> AutomationReport:
    """Who accepted what share of the suggestions; how acceptance moves with the score that was shown, with
    time and with what came before; how hidden checks were answered. Nothing of it leaves this machine.

    coder: only this coder's decisions. bins: of the scores, at most so many. Decisions handed in together
    have one time, so that times tell nothing of them. Raises TableError where nobody decided on anything or
    answered a check, UsageError for bins that are no number.
    """
    study = study_of(project)
    frame = figures.decided(study, coder)
    checks = figures.checked(study)
    if coder is not None:
        checks = checks[checks["coder"] == coder].reset_index(drop=True)
    if not len(frame) and not len(checks):
        others = figures.deciders(study)
        if coder is not None and others:
            raise TableError(
                "automation", f"{coder!r} has decided on no suggestion", f"{listing(others)} did",
                "Name one of them, or nobody for all",
            )  # fmt: skip
        raise TableError(
            "automation", "nobody has decided on a suggestion yet",
            next="Run suggest, then decide on some",
        )  # fmt: skip
    binned = [
        figures.by_score(own, bins).assign(coder=who)
        for who, own in frame.groupby("coder", sort=True)
    ]
    scores = _stacked(binned)
    sections = [
        Section(
            "Who accepted what share",
            figures.shares(frame, ["coder"]),
            _together(study, coder) if len(frame) else ["No suggestion was decided on."],
            _SHARES,
            intervals=_INTERVAL,
        ),
        Section(
            "By code",
            figures.shares(frame, ["coder", "code"]),
            formats=_SHARES,
            intervals=_INTERVAL,
        ),
        Section(
            "By engine",
            figures.shares(frame, ["coder", "engine"]),
            formats=_SHARES,
            intervals=_INTERVAL,
        ),
        Section(
            "Acceptance by the score that was shown",
            scores,
            [
                figures.score_sentence(own, str(own["coder"].iloc[0]) if len(own) else str(who))
                for own, who in zip(binned, sorted(set(frame["coder"])), strict=True)
            ],
            {**_SHARES, **_SCORES},
            intervals=_INTERVAL,
        ),
        Section(
            "Time", paragraphs=[line for each in figures.quick(frame) for line in _quick(each)]
        ),
        _order(frame),
        Section(
            "Hidden checks",
            checks,
            [figures.checks_said(study), *_checks(checks)],
            _SHARES,
            intervals=_INTERVAL,
        ),
    ]
    return AutomationReport(
        "Automation bias" + (f": {coder}" if coder else ""),
        sections,
        [
            "Share: suggestions accepted as they were, of those decided on one by one; a revised one does not"
            " count as accepted. Only decisions that stand are counted.",
            EXACT,
            "A high share is no proof of bias where suggestions are good, and a low one none of care. What"
            " tells is a blind audit sample of the same turns.",
        ],
        provenance(corpus(study)),
        frame,
        scores,
    )


def _stacked(frames: list[pd.DataFrame]) -> pd.DataFrame:
    import pandas as pd

    columns = [
        "coder",
        *(["from_score", "to_score", "mean_score", "n", "accepted", "share", "low", "high"]),
    ]
    full = [each for each in frames if len(each)]
    if not full:
        return pd.DataFrame(columns=columns)
    return pd.concat(full, ignore_index=True)[columns]


def _together(study: Study, coder: str | None) -> list[str]:
    lines = []
    for each in figures.together_said(study):
        if coder is None or each["coder"] == coder:
            lines.append(
                f"{each['coder']} accepted {counted(each['accepted'], 'suggestion')}{_with(each)} together in act"
                f" {each['act']}, after {each['sample_accepted']} of {each['sample']} in a random sample"
                f" (95% interval {shown(each['low'], 'share')} to {shown(each['high'], 'share')}; asked for at"
                f" least {shown(each['minimum'], 'share')}). They are not among the shares."
            )
    return lines


def _with(bulk: Mapping[str, Any]) -> str:
    return f" and {counted(bulk['checks'], 'hidden check')}" if bulk.get("checks") else ""


def _quick(found: figures.Quick) -> list[str]:
    head = f"{found.coder}: "
    if found.timed < figures.QUICK_RUN:
        return [
            f"{head}{counted(found.decisions, 'decision')}, {found.timed} of them made in an act of their own:"
            " too few for their times to tell anything."
        ]
    lines = []
    if found.runs:
        most = max(found.runs)
        number = sum(run[0] for run in found.runs)
        lines.append(
            f"{head}{counted(len(found.runs), 'run')} of {figures.QUICK_RUN} or more acceptances with at most"
            f" {figures.QUICK_SECONDS} seconds between them, {number} acceptances in all. The longest has"
            f" {most[0]}; after its first, {counted(most[2], 'word')} were decided on"
            f" {_within(most[1])}."
        )
    else:
        lines.append(
            f"{head}no run of {figures.QUICK_RUN} acceptances with at most {figures.QUICK_SECONDS} seconds"
            " between them."
        )
    if found.accept_seconds is not None and found.reject_seconds is not None:
        lines.append(
            f"{head}half of the acceptances took at most {_seconds(found.accept_seconds)}, half of the other"
            f" decisions at most {_seconds(found.reject_seconds)}."
        )
    return lines


def _seconds(number: float) -> str:
    # Times are kept to the second.
    return counted(max(1, round(number)), "second")


def _within(number: float) -> str:
    return f"in {_seconds(number)}" if number >= 1 else "within a second"


def _order(frame: pd.DataFrame) -> Section:
    thirds, after = figures.by_order(frame), figures.after_what(frame)
    said = [
        f"{row['coder']}: after {row['after']} {row['accepted']} of {row['n']} were accepted"
        f" ({shown(row['share'], 'share')})."
        for row in after.to_dict("records")
    ]
    if not len(thirds):
        few = "Fewer than 30 decisions by each coder: too few to tell how acceptance moves as they go on."
        return Section("Order", paragraphs=[few, *said])
    said.append(
        "Where the order of the queue puts high scores first, acceptance falls with the scores: read it beside"
        " mean score."
    )
    formats: dict[Any, str] = {**_SHARES, "mean_score": "coefficient"}
    return Section("Order", thirds, said, formats, intervals=_INTERVAL)


def _checks(checks: pd.DataFrame) -> list[str]:
    lines = []
    for row in checks.to_dict("records"):
        if row["n"]:
            lines.append(
                f"{row['coder']} accepted {row['accepted']} of {counted(row['n'], 'hidden check')}"
                f" ({shown(row['share'], 'share')}, 95% interval {shown(row['low'], 'share')} to"
                f" {shown(row['high'], 'share')})."
            )
        if row["together"]:
            lines.append(
                f"{row['coder']} accepted {counted(row['together'], 'hidden check')} together with many"
                " suggestions, not looked at one by one; not among the share."
            )
    if lines:
        lines.append(
            "A check is a segment that a person read without giving it the code, or that the engines score"
            " lowest for it; now and then one may be right after all."
        )
    return lines
