"""Agreement on the units of a sample: of all of it, and portion by portion as it was before its coders met."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from qualcode.analysis.agreement_base import INTERVALS
from qualcode.analysis.coefficients import DEFAULT_SEED, DRAWS
from qualcode.analysis.corpus import corpus
from qualcode.analysis.sample_comparison import SampleComparison
from qualcode.analysis.sample_status import SampleStatus, status
from qualcode.analysis.samples import GONE, Plan, ever_settled, plan
from qualcode.core.records import CONSENSUS
from qualcode.errors import CodingError, TableError, listing
from qualcode.present import OpenProject, study_of
from qualcode.present.agreement_asked import asked_codes, asked_settings, told
from qualcode.present.agreement_report import AgreementReport
from qualcode.present.report import Section
from qualcode.store import Study, replay, state

if TYPE_CHECKING:
    import pandas as pd

_DISAGREEMENTS = "Disagreements before consensus"


def doubly_coded(study: Study, sample: str) -> Plan:
    """A sample for double coding; CodingError for an audit sample, which one person codes."""
    own = plan(study, sample)
    if len(own.coders) == 1:
        raise CodingError(
            own.name,
            f"is an audit sample, coded by {own.coders[0]} alone",
            "a sample for double coding, which has two coders or more",
            f"qualcode audit status, project.audit_status({own.name!r})",
        )
    return own


def sample_agreement(
    project: OpenProject | Study,
    sample: str,
    *,
    documents: Collection[str] | None = None,
    coders: Iterable[str] | None = None,
    codes: Iterable[str] | None = None,
    unit: str = "turn",
    level: str = "code",
    where: Mapping[str, Any] | None = None,
    coefficients: Sequence[str] | None = None,
    interval: str | Sequence[str] | None = INTERVALS,
    draws: int = DRAWS,
    seed: int = DEFAULT_SEED,
    confidence: float = 0.95,
    blind_only: bool = False,
    interviewers: bool = False,
    reflective: bool = False,
    as_of: int | None = None,
) -> AgreementReport:
    """`qc.agreement.report` on the units of a sample alone, whatever else the coders have both read.

    sample: its name; documents: only these of it. coders: those of the sample unless given; a program
    ("suggester") may be one. codes: those that the sample is about unless given. All else as in
    `qc.agreement.report`. Raises CodingError for an unknown sample, and what `report` raises.
    """
    study = study_of(project)
    own = doubly_coded(study, sample)
    if as_of is not None:
        study = replay.as_of(study, as_of)
    found = corpus(study)
    codes, notes = asked_codes(found, codes, level)
    made = SampleComparison(
        found,
        own,
        documents=documents,
        coders=coders,
        codes=codes,
        unit=unit,
        level=level,
        where=where,
        blind_only=blind_only,
        interviewers=interviewers,
        reflective=reflective,
    )
    made.notes += notes
    settings = asked_settings(made, unit, coefficients, interval, draws, seed, confidence)
    title = f"Agreement on the sample {own.name}, by {level} and {made.units.kind}"
    return told(made, settings, title, interviewers, reflective, as_of)


# -- before consensus ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Portion:
    """Documents whose agreement is read off together. as_of: the act before their coders met; None = the
    project as it is, where they have not."""

    documents: tuple[str, ...]
    as_of: int | None


@dataclass(slots=True)
class Before:
    """What is told of the agreement before consensus, portion by portion. no_agreement: why nothing can be
    said of a portion, "" where something can be said of each; notes: what holds for every portion; whole:
    heading -> all of what paper holds the first rows of."""

    portions: list[Portion] = field(default_factory=list)
    agreement: list[AgreementReport] = field(default_factory=list)
    no_agreement: str = ""
    sections: list[Section] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    whole: dict[str, pd.DataFrame] = field(default_factory=dict)


def portions(study: Study, own: Plan, now: SampleStatus) -> list[Portion]:
    """The documents of a sample by the act before their coders met.

    One portion, as of the first settling, where everything that all coders have passed by now was passed
    by then; else one for each settling, as each was coded after the others had been talked over.
    """
    there = [part.document for part in own.parts]
    gone = set(now.frame.loc[now.frame["text"] == GONE, "document"])
    there = [document for document in there if document not in gone]
    met = ever_settled(study)
    acts: dict[str, int | None] = {}
    for document in there:
        own_acts = [each.act for each in met if each.concerns(own.name, [document])]
        acts[document] = min(own_acts) - 1 if own_acts else None
    before = [act for act in acts.values() if act is not None]
    if not before:
        return [Portion(tuple(there), None)]
    first = min(before)
    if len(set(acts.values())) == 1:
        return [Portion(tuple(there), first)]
    try:
        if status(replay.as_of(study, first), own.name).passed_by_all >= now.passed_by_all:
            return [Portion(tuple(there), first)]
    except CodingError:
        pass  # settled as whole documents, before the sample was drawn
    groups: dict[int | None, list[str]] = {}
    for document, act in acts.items():
        groups.setdefault(act, []).append(document)
    ordered = sorted(groups, key=lambda act: (act is None, act or 0))
    return [Portion(tuple(groups[act]), act) for act in ordered]


def before_consensus(
    study: Study, own: Plan, now: SampleStatus, asked: Mapping[str, Any], texts: bool
) -> Before:
    """The figures and sections of each portion. asked: options of the agreement; texts: whether the
    disagreements are listed."""
    result = Before()
    found = portions(study, own, now)
    several = len(found) > 1
    sections: list[Section] = []
    for at, portion in enumerate(found, start=1):
        mark = f", portion {at}" if several else ""
        basis = _basis(study, own, portion, several)
        try:
            each = sample_agreement(
                study,
                own.name,
                documents=portion.documents if several else None,
                as_of=portion.as_of,
                **asked,
            )
        except TableError as error:
            said = f"No agreement can be computed: {replace(error.problems[0], next='')}."
            result.no_agreement = result.no_agreement or said
            sections.append(Section(f"Agreement before consensus{mark}", paragraphs=[*basis, said]))
            continue
        result.portions.append(portion)
        result.agreement.append(each)
        basis += _other_codebooks(each, own, portion)
        if texts:
            result.whole[f"{_DISAGREEMENTS}{mark}"] = each.disagreements
        sections += _sections(each, basis, mark, texts)
    noted = [_own_notes(each) for each in result.agreement]
    result.notes = [note for note in (noted or [[]])[0] if all(note in each for each in noted)]
    at_section = {
        f"Agreement before consensus, portion {n}": each for n, each in enumerate(noted, start=1)
    }
    result.sections = [
        replace(
            each,
            notes=[
                *each.notes,
                *(n for n in at_section.get(each.heading, ()) if n not in result.notes),
            ],
        )
        for each in sections
    ]
    return result


def _other_codebooks(each: AgreementReport, own: Plan, portion: Portion) -> list[str]:
    """What is to be said where the codebook changed after the coders had read."""
    assert each.comparison is not None
    columns = each.comparison.corpus
    earlier = {
        one.codebook_hash
        for one in state.current_passes(columns.study)
        if one.coder in own.coders and one.document in portion.documents
    } - {columns.book.hash, ""}
    if not earlier:
        return []
    return [
        f"Passed under codebook {listing(sorted(earlier))}, told under {columns.book.hash}: what was renamed"
        " or merged in between counts as what it is now, so codes that were merged cannot disagree."
    ]


def _own_notes(each: AgreementReport) -> list[str]:
    """Notes of an agreement report but for those on what this report says in its own words: which act,
    which units, and that there is a consensus by now."""
    return [
        note
        for note in each.notes
        if not note.startswith(("The study as it was after act", "Filtered: the sample"))
        and not note.endswith("gives the agreement before.")
    ]


def _basis(study: Study, own: Plan, portion: Portion, several: bool) -> list[str]:
    which = f"Of {listing(portion.documents, 30)}. " if several else ""
    if portion.as_of is not None:
        text = (
            f"{which}As of act {portion.as_of}, the last before"
            f" {'these documents were' if several else 'the sample was'} first settled."
        )
    else:
        text = f"{which}The project as it is; nothing of this is settled."
        if _consensus_from_a_file(study, own, portion):
            text = (
                f"{which}The consensus came in with a file, so it is not known what coders had before it:"
                " the figures are of their codings as they are now."
            )
    if several:
        text += " Portions that were coded after others had been settled are not pooled with these."
    return [text]


def _consensus_from_a_file(study: Study, own: Plan, portion: Portion) -> bool:
    return any(
        each.coder == CONSENSUS and each.document in portion.documents
        for each in state.current_passes(study)
    )


def _sections(each: AgreementReport, basis: list[str], mark: str, texts: bool) -> list[Section]:
    listed, kinds, by_code, intervals, together, *_ = each.sections
    name, paragraphs = f"{_DISAGREEMENTS}{mark}", [*basis, *listed.paragraphs]
    if texts:
        first = replace(listed, heading=name, paragraphs=paragraphs)
    else:
        first = Section(name, paragraphs=paragraphs)
    return [
        first,
        replace(kinds, heading=f"{kinds.heading}{mark}"),
        replace(
            by_code,
            heading=f"Agreement before consensus{mark}",
            paragraphs=[each.sentence(), *by_code.paragraphs],
        ),
        replace(intervals, heading=f"{intervals.heading}{mark}"),
        replace(together, heading=f"{together.heading}{mark}"),
    ]
