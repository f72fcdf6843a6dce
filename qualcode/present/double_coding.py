"""The double coding of a sample, told for the appendix of a paper: drawn, coded apart, compared, settled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from qualcode.analysis.agreement_base import INTERVALS, check_names
from qualcode.analysis.coefficients import DEFAULT_SEED, DRAWS
from qualcode.analysis.corpus import corpus
from qualcode.analysis.sample_comparison import SampleComparison
from qualcode.analysis.sample_status import SampleStatus, status
from qualcode.analysis.samples import (
    GONE,
    Plan,
    Settling,
    ever_drawn,
    ever_settled,
    plan,
    rule,
    settlings,
    strata,
    wanted_codes,
)
from qualcode.analysis.sampling import documents_by_stratum
from qualcode.analysis.to_settle import (
    AGREED,
    BOTH,
    NONE,
    STANDING,
    Line,
    key_of,
    prefilled,
    worksheet,
)
from qualcode.core.records import CONSENSUS
from qualcode.errors import CodingError, QualcodeError, TableError, counted, listing
from qualcode.present import OpenProject, study_of
from qualcode.present.agreement_report import AgreementReport
from qualcode.present.report import Report, Section, provenance
from qualcode.store import Study, replay, state

if TYPE_CHECKING:
    import pandas as pd

# How a row of the worksheet was settled, beside "as NAME".
AS_AGREED, EDITED, OPEN = "as agreed", "edited", "open"


@dataclass(frozen=True, slots=True)
class Portion:
    """Documents whose agreement is read off together. as_of: the act before their coders met; None = the
    project as it is, where they have not."""

    documents: tuple[str, ...]
    as_of: int | None


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
            "strata": None if self.strata is None else _records(self.strata),
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
            "settled": None if self.settled is None else _records(self.settled.reset_index()),
            "outcome": None if self.outcome is None else _records(self.outcome.reset_index()),
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
    from qualcode.present.agreement import asked_intervals

    study = study_of(project)
    own = _doubly_coded(study, sample)
    # A wrong call is refused also where there is nothing to compare yet.
    check_names(coefficients, unit, len(own.coders))
    asked_intervals(interval, draws, seed, confidence)
    now = status(study, own.name)
    found = corpus(study)
    result = DoubleCodingReport(
        f"Double coding of the sample {own.name}",
        provenance=provenance(found),
        plan=own,
        status=now,
        texts=texts,
    )
    sections = [_sample(study, own, result), _coders(study, own, now), _not_done(study, own, now)]
    asked = {
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
    sections += _agreement(study, own, now, result, asked)
    sections += _consensus(study, own, now, result)
    sections.append(_passes(now))
    result.sections = sections
    return result


def _doubly_coded(study: Study, sample: str) -> Plan:
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
    from qualcode.present.agreement import asked_codes, asked_settings, told

    study = study_of(project)
    own = _doubly_coded(study, sample)
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
    return told(made, found, settings, title, interviewers, reflective, as_of)


# -- the sample ---------------------------------------------------------------------------------------------


def _sample(study: Study, own: Plan, result: DoubleCodingReport) -> Section:
    import pandas as pd

    found, where, left_out = strata(study, own)
    told = rule(own, where)
    paragraphs = [
        f"{own.told()[0].upper()}{own.told()[1:]}. Drawn by {own.drawn_by} on {own.time[:10]} (act"
        f" {own.act}): {told}. The draw does not look at codings.",
        f"About {_codes(study, own)}.",
    ]
    others = [
        f"{each.name} in act {each.act} (seed {each.seed}, {counted(each.size, each.unit)}"
        + ("" if stands else "; taken back")
        + ")"
        for each, stands in ever_drawn(study)
        if each.act != own.act and (each.name, each.as_setting()) != (own.name, own.as_setting())
    ]
    if others:
        paragraphs.append(f"Also drawn in this project: {listing(others, 20)}.")
    if not found:
        paragraphs.append("The strata are not kept in a coder's copy.")
        return Section("The sample", paragraphs=paragraphs)
    by_documents = _documents_of_strata(study, own, where)
    same = {each.values: each.available for each in found} == {
        values: counts[0] for values, counts in by_documents.items()
    }
    rows = []
    for each in found:
        row: dict[str, Any] = dict(zip(own.by, each.values, strict=True))
        row |= {f"{own.unit}s": each.available, "drawn": each.drawn}
        row["share drawn"] = each.drawn / each.available
        if same:
            _, row["documents with them"], row["documents drawn in"] = by_documents[each.values]
        rows.append(row)
    frame = pd.DataFrame(rows)
    result.strata = frame
    notes = []
    if empty := sum(not each.drawn for each in found):
        notes.append(f"{counted(empty, 'stratum', 'strata')} without a {own.unit} in the sample.")
    if same:
        notes.append("A document with people of several strata stands in each of them.")
    if left_out:
        notes.append(
            f"Not drawn from: {listing(f'{number:,} {why}' for why, number in left_out.items())}."
        )
    return Section(
        "The sample",
        frame,
        paragraphs,
        formats={"share drawn": "share"},
        notes=notes,
    )


def _codes(study: Study, own: Plan) -> str:
    if own.asked is not None:
        return f"the {counted(len(own.codes), 'code')} {listing(own.codes, 20)}"
    if not own.codes:
        return "all codes; there was no codebook yet"
    book = state.codebook(study)
    later = [code for code in book.applicable() if code not in set(wanted_codes(study, own))]
    text = f"all {len(own.codes)} codes that could be applied then"
    return f"{text}; not about those made later: {listing(later, 20)}" if later else text


def _documents_of_strata(
    study: Study, own: Plan, where: Mapping[str, Any]
) -> dict[tuple[str, ...], tuple[int, int, int]]:
    """Of the strata of a sample of turns, as they were when it was drawn, the turns and the documents."""
    if own.unit != "turn":
        return {}
    try:
        then = corpus(replay.as_of(study, own.act))
        chosen = {part.document: part.turns for part in own.parts}
        return documents_by_stratum(then, own.by, where, own.least_words, chosen)
    except QualcodeError:
        # A text that was purged since; the counts that were kept stand without it.
        return {}


# -- coders -------------------------------------------------------------------------------------------------


def _coders(study: Study, own: Plan, now: SampleStatus) -> Section:
    import pandas as pd

    rows = []
    for coder in own.coders:
        mine = now.frame[now.frame["coder"] == coder]
        done = mine[mine["passed"] > 0]
        dates = sorted(each[:10] for each in done["date"].dropna())
        blind = {
            said: int(done.loc[done["blind"] == said, "passed"].sum())
            for said in ("yes", "no", "unknown")
        }
        rows.append(
            {
                "passed": now.passed[coder],
                "of": now.units,
                "documents": len(done),
                "first pass": dates[0] if dates else "",
                "last pass": dates[-1] if dates else "",
                "blind": blind["yes"],
                "not blind": blind["no"],
                "blind unknown": blind["unknown"],
                "suggestions seen": int(mine["suggestions_seen"].sum()),
                "changed after passing": int(mine["changed_after"].sum()),
            }
        )
    frame = pd.DataFrame(rows, index=pd.Index(list(own.coders), name="coder", dtype=object))
    notes = [
        f"Counted in {own.unit}s: passed, blind, not blind, blind unknown. A pass is blind where its coder said to"
        " have seen neither suggestions nor others' work; nobody else can know it. A document counts as not"
        " blind where any of its passes was not. Suggestions seen: that the coder decided on before passing"
        " the text, or coded from. Changed after passing: codings made or taken back between the coder's"
        " first pass and the first settling, by their dates."
    ]
    return Section("Coders", frame, notes=notes)


def _passes(now: SampleStatus) -> Section:
    frame = now.frame[["document", "coder", "units", "passed", "blind", "date", "settled", "text"]]
    frame = frame.copy()
    frame["date"] = frame["date"].str[:10]
    note = (
        f"units: how many {now.plan.unit}s of the sample are to be coded there; passed: of them by this coder,"
        " for all codes; date: of the latest pass; settled: by the consensus; text: as drawn, changed since,"
        " or gone."
    )
    return Section("Passes, document by document", frame.reset_index(drop=True), notes=[note])


def _not_done(study: Study, own: Plan, now: SampleStatus) -> Section:
    told = [f"{_sentence(str(replace(each, next='')))}" for each in now.problems]
    missing = now.units - now.passed_by_all
    if missing:
        told.insert(
            0,
            f"{missing:,} of {counted(now.units, own.unit)} of the sample"
            f" {'was' if missing == 1 else 'were'} not passed by every coder.",
        )
    if now.units < own.size:
        told.append(
            f"{own.size - now.units:,} of {counted(own.size, f'drawn {own.unit}')} are no longer there."
        )
    if now.settled and now.settled < now.units:
        told.append(
            f"{now.units - now.settled:,} of {counted(now.units, own.unit)} are not settled."
        )
    if not now.settled:
        told.append("Nothing is settled.")
    undone = {each.act for each in ever_settled(study)} - {each.act for each in settlings(study)}
    mine = [
        each
        for each in ever_settled(study)
        if each.act in undone and each.concerns(own.name, own.documents)
    ]
    if mine and not any(each.concerns(own.name, own.documents) for each in settlings(study)):
        told.append(
            f"A settling (act {listing(each.act for each in mine)}) was undone: the coders had met by then."
        )
    if not told:
        told.append(f"Every {own.unit} was passed by every coder, and settled.")
    return Section("What was not done, and what to be wary of", paragraphs=told)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


# -- agreement before consensus -------------------------------------------------------------------------------


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


def _agreement(
    study: Study,
    own: Plan,
    now: SampleStatus,
    result: DoubleCodingReport,
    asked: Mapping[str, Any],
) -> list[Section]:
    found = portions(study, own, now)
    several = len(found) > 1
    sections: list[Section] = []
    for at, portion in enumerate(found, start=1):
        mark = f", portion {at}" if several else ""
        basis = _basis(study, own, portion, several)
        try:
            each = _one(study, own, portion, several, asked)
        except TableError as error:
            said = f"No agreement can be computed: {replace(error.problems[0], next='')}."
            result.no_agreement = result.no_agreement or said
            sections.append(Section(f"Agreement before consensus{mark}", paragraphs=[*basis, said]))
            continue
        result.portions.append(portion)
        result.agreement.append(each)
        basis += _other_codebooks(each, own, portion)
        sections += _sections(each, basis, mark, result)
    told = [_own_notes(each) for each in result.agreement]
    result.notes += [note for note in (told or [[]])[0] if all(note in own for own in told)]
    at_section = {
        f"Agreement before consensus, portion {n}": own for n, own in enumerate(told, start=1)
    }
    return [
        replace(
            each,
            notes=[
                *each.notes,
                *(n for n in at_section.get(each.heading, ()) if n not in result.notes),
            ],
        )
        for each in sections
    ]


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


def _one(
    study: Study, own: Plan, portion: Portion, several: bool, asked: Mapping[str, Any]
) -> AgreementReport:
    return sample_agreement(
        study,
        own.name,
        documents=portion.documents if several else None,
        as_of=portion.as_of,
        **asked,
    )


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


def _sections(
    each: AgreementReport, basis: list[str], mark: str, result: DoubleCodingReport
) -> list[Section]:
    listed, kinds, by_code, intervals, together, *_ = each.sections
    name = f"Disagreements before consensus{mark}"
    if result.texts:
        result._whole[name] = each.disagreements
        first = replace(listed, heading=name, paragraphs=[*basis, *listed.paragraphs])
    else:
        first = Section(name, paragraphs=[*basis, *listed.paragraphs])
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


# -- the consensus ---------------------------------------------------------------------------------------------


def _consensus(
    study: Study, own: Plan, now: SampleStatus, result: DoubleCodingReport
) -> list[Section]:
    """How the coders' differences were settled, and what became of each coder's codings."""
    import pandas as pd

    acts = [each for each in settlings(study) if each.concerns(own.name, own.documents)]
    rows = now.frame.drop_duplicates("document")
    documents = [
        document
        for document, number in zip(rows["document"], rows["settled"], strict=True)
        if number or any(each.concerns(own.name, [document]) for each in acts)
    ]
    heading = "The consensus"
    if not documents:
        return [Section(heading, paragraphs=["Nothing of the sample is settled."])]
    paragraphs = [_signed(own, acts, now)]
    try:
        sheet = worksheet(study, sample=own.name, documents=documents)
    except CodingError as error:
        said = f"What it became cannot be told: {replace(error.problems[0], next='')}."
        return [Section(heading, paragraphs=[*paragraphs, said])]
    lines = list(sheet.lines)
    result.settled = _how_settled(lines, own.coders)
    result.outcome = _outcome(lines, own.coders)
    differ = [line for line in lines if line.settleable and line.kind not in (AGREED, STANDING)]
    still = sum(_said(line) == OPEN for line in lines)
    standing = {each.coding_id for line in lines for each in line.standing}
    settled = [line for line in differ if _said(line) != OPEN]
    how = Counter(_said(line) for line in settled)
    changed = sum(
        _said(line) != AS_AGREED for line in lines if line.kind == AGREED and line.settleable
    )
    changed -= sum(_said(line) == OPEN for line in lines if line.kind == AGREED)
    paragraphs.append(
        f"{counted(len(differ), 'difference')}, of which {len(settled):,} settled"
        + (f" ({listing(f'{number:,} {said}' for said, number in how.items())})" if how else "")
        + f"; {counted(sum(line.kind == AGREED for line in lines), 'agreement')}, of which {changed:,} were"
        f" changed all the same. The consensus has {counted(len(standing), 'coding')}."
    )
    if still:
        paragraphs.append(
            f"{counted(still, 'row')} {'is' if still == 1 else 'are'} open: left so, or coded since."
        )
    notes = [
        "A row is what coders gave to the same words: agreed (same code, same words), edges (same code, other"
        " words that overlap), code (other codes on the same words), only NAME (nobody else coded it),"
        " consensus (a coding of the consensus that no coder had). as NAME: as this coder had it; both: each"
        " stands; none: left out; edited: other words or another code than anybody's."
    ]
    if late := [line for line in lines if not line.settleable]:
        notes.append(
            f"{counted(len(late), 'coding')} of codes that not every coder looked for: not settled."
        )
    labels = pd.DataFrame(result.settled)
    return [
        Section(f"{heading}: how differences were settled", labels, paragraphs, notes=notes),
        Section(
            f"{heading}: what became of each coder's codings",
            result.outcome,
            notes=[
                "The originals stay in the project. As they were: the same code on the same words is in the"
                " consensus; other words, other code: settled otherwise; left out: not in the consensus."
            ],
        ),
    ]


def _signed(own: Plan, acts: Sequence[Settling], now: SampleStatus) -> str:
    text = f"{now.settled:,} of {counted(now.units, own.unit)} settled"
    if not acts:
        return f"{text}, by a consensus that came in with a file."
    told = []
    for each in acts:
        about = [document for document in each.documents if document in set(own.documents)]
        part = ", in part" if each.partial else ""
        told.append(
            f"on {each.time[:10]} by {each.signed} (act {each.act}: {listing(about, 30)}{part})"
        )
    return f"{text}: {'; '.join(told)}."


def _said(line: Line) -> str:
    """How a row is settled now."""
    if line.choice:
        return line.choice if line.choice in (BOTH, NONE) else f"as {line.choice}"
    if not line.standing:
        return OPEN
    keys = {key_of(each) for each in line.standing}
    if line.kind == AGREED and keys == {prefilled(replace(line, edit=None))}:
        return AS_AGREED
    return EDITED


def _how_settled(lines: Sequence[Line], coders: Sequence[str]) -> pd.DataFrame:
    """Kinds of rows by how they were settled; every row that can be settled is in one cell."""
    import pandas as pd

    rows = [line for line in lines if line.settleable]
    kinds = [AGREED, "edges", "code", *(f"only {coder}" for coder in coders)]
    kinds += sorted({line.kind for line in rows} - {*kinds, STANDING})
    kinds.append(STANDING)
    ways = [AS_AGREED, *(f"as {coder}" for coder in coders), BOTH, NONE, EDITED, OPEN]
    table = Counter((line.kind, _said(line)) for line in rows)
    frame = pd.DataFrame(
        [
            [sum(table[kind, way] for way in ways), *(table[kind, way] for way in ways)]
            for kind in kinds
        ],
        index=pd.Index(kinds, name="row", dtype=object),
        columns=["rows", *ways],
    )
    return frame[frame["rows"] > 0].loc[
        :, lambda f: (f != 0).any() | f.columns.isin(["rows", NONE])
    ]


def _outcome(lines: Sequence[Line], coders: Sequence[str]) -> pd.DataFrame:
    """What became of each coder's codings; the last row is of the consensus."""
    import pandas as pd

    columns = ["codings", "as they were", "other words", "other code", "left out", "open"]
    rows = []
    for coder in coders:
        tally = Counter(
            _became(line, coder) for line in lines if line.settleable and coder in line.own
        )
        rows.append([sum(tally.values()), *(tally[column] for column in columns[1:])])
    return pd.DataFrame(
        rows, index=pd.Index(list(coders), name="coder", dtype=object), columns=columns
    )


def _became(line: Line, coder: str) -> str:
    own = line.own[coder]
    said = _said(line)
    if said == NONE:
        return "left out"
    if said == OPEN:
        return "open"
    if key_of(own) in {key_of(each) for each in line.standing}:
        return "as they were"
    return "other words" if own.code in {each.code for each in line.standing} else "other code"


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in rows]
