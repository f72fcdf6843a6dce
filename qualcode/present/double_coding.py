"""The double coding of a sample, told for the appendix of a paper: drawn, coded apart, compared, settled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from qualcode.analysis.agreement_base import INTERVALS, check_names
from qualcode.analysis.coefficients import DEFAULT_SEED, DRAWS
from qualcode.analysis.corpus import corpus
from qualcode.analysis.plain import records
from qualcode.analysis.sample_status import SampleStatus, status
from qualcode.analysis.samples import Plan
from qualcode.errors import TableError
from qualcode.present import OpenProject, study_of
from qualcode.present import double_coding_sample as told
from qualcode.present.agreement_asked import asked_intervals
from qualcode.present.agreement_report import AgreementReport
from qualcode.present.double_coding_agreement import Portion, before_consensus, doubly_coded
from qualcode.present.double_coding_consensus import consensus
from qualcode.present.report import Report, Section, provenance
from qualcode.store import Study

if TYPE_CHECKING:
    import pandas as pd


@dataclass(repr=False)
class DoubleCodingReport(Report):
    """The double coding of a sample, from drawing to consensus.

    plan, status: the sample and how far it is (see `project.sample_status`). strata: the frame of what was
    drawn. agreement: a report before consensus for each portion, one unless the sample was settled in
    portions; empty, with no_agreement saying why, where nobody can be compared. settled: how many rows of
    which kind were settled how; outcome: what became of each coder's codings; both None where nothing is
    settled. `frame` holds the figures of the agreement, one row for each code and coefficient.

    The files hold everything; .csv the figures.
    """

    plan: Plan | None = None
    status: SampleStatus | None = None
    strata: pd.DataFrame | None = None
    portions: list[Portion] = field(default_factory=list)
    agreement: list[AgreementReport] = field(default_factory=list)
    no_agreement: str = ""
    settled: pd.DataFrame | None = None
    outcome: pd.DataFrame | None = None
    texts: bool = True
    # Heading -> the whole of what paper holds the first rows of.
    _whole: dict[str, pd.DataFrame] = field(default_factory=dict)

    @property
    def frame(self) -> pd.DataFrame:
        """The figures before consensus, as in `AgreementReport.frame`; with a first column `portion`
        (document ids) where there are several. TableError where there are none."""
        import pandas as pd

        if not self.agreement:
            raise TableError(self.title, "has no figures", "", self.no_agreement)
        if len(self.agreement) == 1:
            return self.agreement[0].frame
        parts = []
        for portion, own in zip(self.portions, self.agreement, strict=True):
            part = own.frame.copy()
            part.insert(0, "portion", "; ".join(portion.documents))
            parts.append(part)
        return pd.concat(parts, ignore_index=True)

    def to_csv(self, path: Any) -> None:
        """Write the figures (`frame`), as `Report.to_csv` does."""
        Report(self.title, [Section("Figures", self.frame)]).to_csv(path)

    def to_excel(self, path: Any) -> None:
        """Write a workbook: what is printed, with all disagreements and the figures in full."""
        sections = []
        for each in self.sections:
            own = self._whole.get(each.heading)
            sections.append(each if own is None else replace(each, frame=own, notes=()))
        if self.agreement:
            sections.append(Section("Figures in full", self.frame))
        Report(self.title, sections, self.notes, self.provenance).to_excel(path)

    def as_data(self) -> dict[str, Any]:
        """Everything as plain values for JSON; None where undefined or missing."""
        assert self.plan is not None and self.status is not None
        return {
            "title": self.title,
            "sample": self.plan.name,
            "strata": None if self.strata is None else records(self.strata),
            "status": self.status.as_data(),
            "agreement": [
                {
                    "documents": list(portion.documents),
                    "as_of": portion.as_of,
                    **own.as_data(),
                    **({} if self.texts else {"disagreements": None}),
                }
                for portion, own in zip(self.portions, self.agreement, strict=True)
            ],
            "no_agreement": self.no_agreement,
            "settled": None if self.settled is None else records(self.settled.reset_index()),
            "outcome": None if self.outcome is None else records(self.outcome.reset_index()),
            "sections": [
                {"heading": each.heading, "paragraphs": list(each.paragraphs)}
                for each in self.sections
            ],
            "notes": self.notes,
            "provenance": self.provenance,
        }


def appendix(
    project: OpenProject | Study,
    sample: str,
    *,
    unit: str = "turn",
    level: str = "code",
    coefficients: Sequence[str] | None = None,
    interval: str | Sequence[str] | None = INTERVALS,
    draws: int = DRAWS,
    seed: int = DEFAULT_SEED,
    confidence: float = 0.95,
    interviewers: bool = False,
    reflective: bool = False,
    texts: bool = True,
) -> DoubleCodingReport:
    """Tell the double coding of a sample for the appendix of a paper.

    sample: its name. In it: the rule and seed of the sample, and each stratum drawn against all there was;
    who coded, when, and how blind; what was not done; where the coders differed and how much they agreed
    before anything was settled, on the units of the sample alone; and what the consensus became. unit,
    level, coefficients, interval, draws, seed, confidence, interviewers, reflective: of the agreement, as
    in `qc.agreement.report`. texts: False leaves the list of disagreements, which quotes, out of the files.

    Agreement is computed on the study as it was in the act before the coders first met over the sample
    (`project.before_consensus`), also where that settling was undone; on the project as it is where
    nothing is settled. A sample that was coded and settled in portions has figures for each of them.
    Units that not everybody has passed are left out and named.

    Raises CodingError for an unknown sample, and what `qc.agreement.report` raises for a wrong call.
    """
    study = study_of(project)
    own = doubly_coded(study, sample)
    # A wrong call is refused also where there is nothing to compare yet.
    check_names(coefficients, unit, len(own.coders))
    asked_intervals(interval, draws, seed, confidence)
    now = status(study, own.name)
    options = {
        "unit": unit,
        "level": level,
        "interviewers": interviewers,
        "reflective": reflective,
        "coefficients": coefficients,
        "interval": interval,
        "draws": draws,
        "seed": seed,
        "confidence": confidence,
    }
    drawn, strata = told.sample(study, own)
    before = before_consensus(study, own, now, options, texts)
    after = consensus(study, own, now)
    return DoubleCodingReport(
        f"Double coding of the sample {own.name}",
        [
            drawn,
            told.coders(own, now),
            told.not_done(study, own, now),
            *before.sections,
            *after.sections,
            told.passes(now),
        ],
        before.notes,
        provenance(corpus(study)),
        plan=own,
        status=now,
        strata=strata,
        portions=before.portions,
        agreement=before.agreement,
        no_agreement=before.no_agreement,
        settled=after.settled,
        outcome=after.outcome,
        texts=texts,
        _whole=before.whole,
    )
