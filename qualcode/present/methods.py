"""The methods note: a paragraph and reporting checklists, filled from the project as far as it knows.

COREQ: Tong, Sainsbury & Craig 2007, Int J Qual Health Care 19(6), 349-357. SRQR: O'Brien et al. 2014, Academic
Medicine 89(9), 1245-1251. The items are named here in our own words. What only the researcher can know is
a marked blank.
"""

from __future__ import annotations

import platform
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from qualcode.analysis.corpus import corpus
from qualcode.analysis.methods import CoderFacts, MethodFacts, method_facts
from qualcode.core.people import NONE, NOT_RECORDED
from qualcode.errors import QualcodeError, UsageError, counted, listing, one_line
from qualcode.present import PROGRAM, OpenProject, frequencies, study_of
from qualcode.present.report import Report, Section, provenance
from qualcode.store import Study

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.present.agreement import AgreementReport

STANDARDS = ("coreq", "srqr")
FILLED, PARTLY, YOURS = "from the project", "in part", "to be written"
_KINDS = {
    "interview": ("interview", "interviews"),
    "focus_group": ("focus group", "focus groups"),
    "observation": ("observation", "observations"),
    "document": ("document", "documents"),
    "survey": ("survey", "surveys"),
}
_PACKAGES = ("pandas", "numpy", "scipy")
_LANGUAGE = ("spacy", "simplemma")  # what suggestions are made with


def blank(what: str) -> str:
    """A place that only the researcher can fill."""
    return f"[to be written: {what}]"


@dataclass(repr=False)
class MethodsNote(Report):
    """A draft of a methods section. `frame` is the first checklist: item, topic, answer, status ("from the
    project", "in part", "to be written"). paragraph: the text. blanks: how many places are to be written."""

    facts: MethodFacts | None = None

    @property
    def paragraph(self) -> str:
        return "\n\n".join(self.sections[0].paragraphs)

    @property
    def blanks(self) -> int:
        texts = [*self.sections[0].paragraphs]
        for section in self.sections[1:]:
            assert section.frame is not None
            texts += section.frame["answer"].tolist()
        return sum(text.count("[to be written:") for text in texts)


def methods_note(
    project: OpenProject | Study,
    *,
    standards: tuple[str, ...] | list[str] | str = STANDARDS,
    unit: str = "turn",
    saturation: Mapping[str, Any] | None = None,
) -> MethodsNote:
    """Draft the methods section of a paper from what the project knows.

    standards: "coreq", "srqr", or both. unit: of agreement, see `qc.agreement.report`. saturation: options
    for `qc.saturation.report`, where the usual ones are not those of the study.

    Every number is counted from the project as it stands; what only the researcher knows is a blank marked
    "[to be written: …]". Nothing is claimed that the history does not show: a pass whose blindness nobody
    recorded is of unknown blindness. Save as .md or .docx. Raises UsageError for another standard, another
    unit, and for options that `qc.saturation.report` does not have.
    """
    chosen = [standards] if isinstance(standards, str) else list(standards)
    if unknown := [name for name in chosen if name not in STANDARDS]:
        raise UsageError("standards", listing(unknown), listing(STANDARDS))
    study = study_of(project)
    columns = corpus(study)
    facts = method_facts(columns)
    told = _Told(
        facts,
        *_agreement(study, facts, unit),
        *_accumulation(study, facts, saturation or {}),
        _themes(study),
        _sampled(study),
        _audited(study),
    )
    sections = [Section("Methods", paragraphs=told.paragraphs())]
    for name in chosen:
        rows = told.coreq() if name == "coreq" else told.srqr()
        sections.append(Section(_HEADS[name], _checklist(rows)))
    blanks = "Places marked [to be written: …] are what no program can know."
    return MethodsNote(
        f"Methods note: {facts.title or study.path.stem}",
        sections,
        [blanks, *told.warnings()],
        provenance(columns),
        facts,
    )


_HEADS = {"coreq": "COREQ checklist", "srqr": "SRQR checklist"}
Row = tuple[str, str, str, str]


def _checklist(rows: list[Row]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(rows, columns=["item", "topic", "answer", "status"])


def _agreement(study: Study, facts: MethodFacts, unit: str) -> tuple[AgreementReport | None, str]:
    """Agreement between the coders, and what there is to say where it cannot be computed."""
    if not facts.double:
        return None, ""
    from qualcode.present.agreement import report

    try:
        return report(study, unit=unit), ""
    except UsageError:
        raise
    except QualcodeError as error:
        return None, f"Agreement between them could not be computed: {one_line(error)}."


def _accumulation(study: Study, facts: MethodFacts, options: Mapping[str, Any]) -> tuple[str, bool]:
    """How codes accumulated, and whether there is an answer."""
    from inspect import signature

    from qualcode.present.saturation import above_again, reads, report

    allowed = [name for name in signature(report).parameters if name != "project"]
    if unknown := [name for name in options if name not in allowed]:
        raise UsageError("saturation", f"no option {listing(unknown)}", listing(allowed, 20))
    try:
        made = report(study, **options)
    except UsageError:
        raise
    except QualcodeError as error:
        why = one_line(error)
        if facts.undecided and "coders" not in options:
            why = "it is not decided whose codings count"
        return f"Accumulation of codes could not be computed: {why}.", False
    found = made.found
    assert found is not None
    how = "first occurrence" if found.basis == "first occurrence" else "when they were made"
    steps = "" if found.overlapping else " that do not overlap"
    answers = []
    for each, row in zip(found.strata, made.frame.to_dict("records"), strict=True):
        codes = counted(int(row["n_codes"]), found.level)
        over = counted(int(row["n_units"]), found.unit)
        head = f"{found.by} {each.stratum}: " if found.by else ""
        answers.append(f"{head}{row['saturation']}, {codes} over {over}")
    return (
        f"New {found.level}s were counted {found.unit} by {found.unit} ({found.order}; by {how}; base"
        f" {found.base}, runs of {found.run}{steps}, threshold {found.threshold_text}):"
        + " ".join([f" {'; '.join(answers)}.", *reads(found), *above_again(found)])
    ), any(not each.reason for each in found.strata)


def _themes(study: Study) -> list[tuple[str, int, int]]:
    """Themes that participants speak of, with their number, the most frequent first, and of how many."""
    try:
        table = frequencies(study, level="theme")
    except QualcodeError:
        return []
    tidy = table.tidy()
    tidy = tidy[tidy["n_participants"].fillna(0) > 0]
    found = [
        (table.labels[row], int(n), int(base))
        for row, n, base in zip(
            tidy["theme"], tidy["n_participants"], tidy["base_participants"], strict=True
        )
    ]
    return sorted(found, key=lambda each: -each[1])


def _sampled(study: Study) -> str:
    """How documents were chosen for double coding, where a sample was drawn."""
    from qualcode.analysis.audits import audits
    from qualcode.analysis.samples import plans

    found, audited = [], audits(study)
    for each in plans(study).values():
        if each.name in audited:
            continue
        how = f", stratified by {_and(list(each.by))}" if each.by else ""
        found.append(f"The sample “{each.name}” was drawn at random{how}: {each.told()}.")
    return " ".join(found)


def _audited(study: Study) -> str:
    """The blind audit samples of what a program coded, and how far they are."""
    from qualcode.analysis.audits import audits
    from qualcode.analysis.sample_status import status

    found = []
    for each in audits(study).values():
        plan, now = each.plan, status(study, each.name)
        coder = plan.coders[0]
        how = f", in strata by {_and(list(each.by))}" if each.by else ""
        blind = {"yes": "blind", "no": "not blind"}.get(
            now.blind[coder], "whether blind is not known"
        )
        done = "all" if now.ready else f"{now.passed[coder]:,}"
        done += f" coded, {blind}" if now.passed[coder] else " coded so far"
        learned = (
            f" Its answers were given to learning in act {each.released}."
            if each.released is not None
            else ""
        )
        found.append(
            f"For a blind audit of a program's codes, {each.machine}, the sample “{each.name}” was drawn at"
            f" random from documents that nobody had read{how}: {plan.told()}; {done}.{learned}"
        )
    return " ".join(found)


@dataclass
class _Told:
    facts: MethodFacts
    agreement: AgreementReport | None
    no_agreement: str
    accumulation: str
    accumulated: bool
    themes: list[tuple[str, int, int]]
    sampled: str
    audited: str
    _said: list[str] = field(default_factory=list)

    # -- sentences, each used by the paragraph and by the checklists ----------------------------------

    def sample(self) -> str:
        f = self.facts
        roles = ", ".join(f"{value} {number}" for value, number in f.roles.items())
        text = f"{counted(f.participants, 'participant')}"
        twice = "; somebody with several roles counts under each"
        twice = twice if sum(f.roles.values()) > f.participants else ""
        text += f" ({roles}{twice})" if roles and set(f.roles) != {NOT_RECORDED} else ""
        if f.again:
            text += f", of whom {_speak(len(f.again))} in more than one document"
        return f"{text}; {self.documents()}."

    def documents(self) -> str:
        f = self.facts
        kinds = {
            kind: number for kind, number in f.kinds.items() if kind not in (NONE, NOT_RECORDED)
        }
        if not kinds:
            return counted(f.documents, "document")
        parts = [counted(number, *_KINDS.get(kind, (kind, kind))) for kind, number in kinds.items()]
        if rest := f.documents - sum(kinds.values()):
            parts.append(f"{counted(rest, 'document')} of no recorded kind")
        return _and(parts)

    def phases(self) -> str:
        f, parts = self.facts, []
        if f.phases:
            parts.append("by phase: " + ", ".join(f"{value} {n}" for value, n in f.phases.items()))
        if f.cases:
            parts.append("by case: " + _split(f.cases))
        return f"Documents {'; '.join(parts)}." if parts else ""

    def dates(self) -> str:
        f = self.facts
        if not f.dates:
            return ""
        first, last = (f"{day.day} {day:%B %Y}" for day in f.dates)
        when = f"on {first}" if first == last else f"between {first} and {last}"
        some = "" if f.dated == f.documents else f" ({f.dated} of {f.documents} have a date)"
        return f"The material is dated {when}{some}."

    def size(self) -> str:
        f = self.facts
        return f"Participants' speech comes to {f.words:,} words in {f.turns:,} turns."

    def book(self) -> str:
        f = self.facts
        if not f.versions:
            return "No codebook is loaded."
        text = (
            f"The codebook holds {counted(f.codes, 'code')} under {counted(f.themes, 'theme')},"
            f" {f.defined} of its entries with a written definition; it went through"
            f" {counted(f.versions, 'version')}"
        )
        if f.changes:
            text += " (" + ", ".join(f"{verb} {n}" for verb, n in f.changes.items()) + ")"
        return text + "."

    def derivation(self) -> str:
        f = self.facts
        if f.apriori is not None and f.later is not None:
            return (
                f"{counted(f.apriori, 'code')} stood in the codebook before coding began,"
                f" {f.later:,} came later."
            )
        if not f.versions:
            return ""
        if not f.imported and not f.counted and not any(each.codings for each in f.coders):
            return "Nothing is coded yet, so that nothing can be said of how the codes came about."
        return (
            "When the codes were made is not known to the project: codings were imported, and nobody"
            " knows when these were made."
        )

    def coders(self) -> str:
        f = self.facts
        if not f.coders:
            return "Nobody’s coding stands in the project."
        parts = [_coder(each, f.passes) for each in f.coders]
        text = f"{counted(len(parts), 'coder')}: {'; '.join(parts)}."
        if not f.passes:
            text += " Nobody recorded which documents were read to the end."
        return text

    def machine(self) -> str:
        """What programs suggested. Where a coding came from is known of those that were made here only."""
        f = self.facts
        own = f.origins.get("accepted", 0) + f.origins.get("revised", 0)
        settled, imported = f.origins.get("consensus", 0), f.origins.get("imported", 0)
        text = "The project holds no suggestion by a program."
        if f.suggested:
            decided = ", ".join(f"{name} {n:,}" for name, n in f.decisions.items()) or "none yet"
            text = (
                f"{_were(f.suggested, 'coding')} suggested by a program ({listing(f.engines)}); no"
                f" suggestion counts without a person's decision (decisions: {decided})."
            )
            if f.together:
                text += (
                    f" {f.together:,} of these {_was(f.together)} accepted together, after a random sample of"
                    " them had been decided on one by one."
                )
            if f.checks:
                text += " Among the suggestions stand hidden checks, which are known to be wrong."
        if f.counted and (f.suggested or own):
            text += (
                f" Of the {counted(f.counted, 'coding')} counted, {own:,} ({own / f.counted:.0%})"
                f" {_was(own)} accepted or revised suggestions."
            )
        if f.suggested and settled:
            text += f" {counted(settled, 'coding')} of the consensus may settle accepted suggestions, too."
        if imported:
            text += (
                f" {_were(imported, 'coding')} imported, and the project does not know what"
                f" {'it' if imported == 1 else 'they'} began as."
            )
        return text

    def reading(self) -> str:
        """What was not read, so that tables leave it out, or not recorded as read, so that they do not."""
        f = self.facts
        if not f.documents:
            return ""
        if f.passes:
            number = counted(len(f.unread), "document")
            return f"Not read to the end, and so in no table: {number}." if f.unread else ""
        without = (
            f"; {len(f.unread):,} of {f.documents:,} {_hold(len(f.unread))} no coding"
            if f.unread
            else ""
        )
        return f"As no reading is recorded, tables count every document as read{without}."

    def double(self) -> str:
        f = self.facts
        if not f.double:
            return "No document was coded by more than one coder."
        text = (
            f"{len(f.double):,} of {counted(f.documents, 'document')} {_was(len(f.double))} coded, whole or"
            f" in part, by more than one coder ({listing(f.double, 12)})."
        )
        if self.sampled:
            text += f" {self.sampled}"
        if self.agreement is not None:
            text += f" {self.agreement.sentence()}"
        elif self.no_agreement:
            text += f" {self.no_agreement}"
        if f.settled:
            text += (
                f" {_were(len(f.settled), 'document')} settled into a consensus, which is what counts"
                " there; the coders' own codings are kept beside it."
            )
        if f.settled_in_part:
            text += f" Of {counted(len(f.settled_in_part), 'document')} a part is settled."
        if f.primary and set(f.double) - set(f.settled):
            where = "Elsewhere" if f.settled else "Where several coded"
            text += f" {where}, the codings of the primary coder {f.primary} are counted."
        return text

    def software(self) -> str:
        known = [*_PACKAGES, *(_LANGUAGE if self.facts.suggested else ())]
        return f"{PROGRAM} (Python {platform.python_version()}, {', '.join(_versions(known))})."

    def trail(self) -> str:
        f = self.facts
        return (
            f"Every act on the material is kept in the project's history ({counted(f.acts, 'act')} since"
            f" {f.began}); it holds {counted(f.memos, 'memo')}."
        )

    # -- the paragraph ----------------------------------------------------------------------------------

    def paragraphs(self) -> list[str]:
        f = self.facts
        material = [self.sample(), self.phases(), self.dates(), self.size()]
        if f.notes:
            material.append(
                f"Field notes stand beside the speech ({listing(f.notes)}); they are nobody's speech and"
                " count by the attributes of their documents."
            )
        material.append(
            blank("how participants were chosen and approached, who declined, consent and ethics")
        )
        coding = [self.book(), self.derivation(), self.coders(), self.machine()]
        coding.append(self.reading())
        coding.append(blank("methodological orientation, and how themes were developed"))
        trust = [self.double(), self.audited, self.accumulation, self.trail()]
        trust.append(blank("what else was done for trustworthiness, and its limits"))
        counts = (
            "Tables count participants unless they say otherwise; denominators are the people, turns and"
            f" words in documents that count as read. Analysis with {self.software()}"
        )
        return [" ".join(filter(None, each)) for each in (material, coding, trust)] + [counts]

    def warnings(self) -> list[str]:
        f, found = self.facts, []
        unknown = [
            each.name for each in f.coders if each.blind.get("unknown") and len(f.coders) > 1
        ]
        if unknown:
            found.append(
                f"Whether {listing(unknown)} coded blind was not recorded for all of their documents."
            )
        if f.undecided and f.coders:
            found.append(f"Whose codings count is not decided. {f.undecided}.")
        if f.new_versions:
            found.append(
                f"{counted(f.new_versions, 'earlier version')} of documents' texts"
                f" {'is' if f.new_versions == 1 else 'are'} kept; codings that found their words again"
                " were moved to the present ones."
            )
        return found

    # -- the checklists ----------------------------------------------------------------------------------

    def coreq(self) -> list[Row]:
        f = self.facts
        reflexive = [
            ("1", "Who interviewed", f"Labels in the transcripts: {listing(f.interviewers)}; "
             if f.interviewers else "", "names of those who interviewed or facilitated"),
            ("2", "Credentials", "", "degrees of the researchers"),
            ("3", "Occupation", "", "their occupation at the time"),
            ("4", "Gender", "", "their gender"),
            ("5", "Experience and training", "", "in interviewing and analysis"),
            ("6", "Relationship before the study", "", "whether participants were known before"),
            ("7", "What participants knew of the interviewer", "", "aims, reasons for the research"),
            ("8", "What is reported of the interviewer", "", "assumptions, interests, bias"),
        ]  # fmt: skip
        rows = [_row(*each) for each in reflexive]
        rows += [
            _row("9", "Methodological orientation", "", "framework, thematic, grounded …"),
            _row("10", "Sampling", "", "how participants were selected"),
            _row("11", "Approach", "", "face to face, by mail, through a gatekeeper"),
            _full("12", "Sample size", self.sample()),
            _row("13", "Non-participation", "", "who refused or dropped out, and why"),
            _row("14", "Setting", self.setting(), "where the conversations took place"),
            _row("15", "Others present", "", "whether anybody else was there"),
            self.described(),
            _row("17", "Interview guide", "", "questions, prompts, whether piloted"),
            _full("18", "Repeat interviews", self.repeats()),
            _row("19", "Recording", "", "audio or video"),
            _full("20", "Field notes", self.fieldnotes())
            if f.notes
            else _row("20", "Field notes", self.fieldnotes(), "whether any were made"),
            self.duration(),
            _full("22", "Saturation", self.accumulation)
            if self.accumulated
            else _row("22", "Saturation", self.accumulation, "whether and how it was judged"),
            _row("23", "Transcripts returned", "", "whether participants saw their transcripts"),
            _full("24", "Number of coders", self.coders() + " " + self.double()),
            _full("25", "Coding tree", self.book() + " `qualcode codebook export` prints it."),
            _row("26", "Derivation of themes", self.derivation(), "from where themes were derived"),
            _full("27", "Software", self.software()),
            _row("28", "Participants' feedback", "", "whether they commented on the findings"),
            self.quoted(),
            _row("30", "Data and findings consistent", "", "your judgement"),
            self.major(),
            _row(
                "32", "Minor themes and diverse cases", self.minor(), "which of them are discussed"
            ),
        ]
        return rows

    def srqr(self) -> list[Row]:
        f = self.facts
        context = " ".join(filter(None, (self.phases(), self.dates())))
        return [
            _row("S1", "Title", f"Working title of the project: {f.title}. " if f.title else "", "title"),
            _row("S2", "Abstract", "", "summary of the study"),
            _row("S3", "Problem", "", "what is known, and why it matters"),
            _row("S4", "Purpose or question", "", "the research question"),
            _row("S5", "Approach and paradigm", "", "approach, theory, paradigm, with the reason"),
            _row("S6", "Researchers and reflexivity", "", "who you are to the participants"),
            _row("S7", "Context", context, "the setting and what is salient in it"),
            _row("S8", "Sampling strategy", self.sample(), "how and why they were selected"),
            _row("S9", "Ethics", "", "approval, consent, confidentiality"),
            _row("S10", "Data collection methods", f"{self.documents().capitalize()}.", "procedures, and how they changed"),
            _row("S11", "Instruments", "", "guides, recorders, and how they changed"),
            _full("S12", "Units of study", f"{self.sample()} {self.size()}"),
            _row("S13", "Data processing", self.processing(), "transcription, anonymisation"),
            _row("S14", "Data analysis", " ".join((self.book(), self.derivation(), self.coders(), self.machine())), "paradigm and process of inference"),
            _row("S15", "Trustworthiness", " ".join(filter(None, [self.double(), self.audited, self.trail()])), "member checks, triangulation"),
            _row("S16", "Synthesis", "", "interpretations, inferences, themes"),
            self.linked(),
            _row("S18", "Prior work and implications", "", "how findings connect to it"),
            _row("S19", "Limitations", "", "trustworthiness and limits"),
            _row("S20", "Conflicts of interest", "", "and how they were managed"),
            _row("S21", "Funding", "", "sources and role"),
        ]  # fmt: skip

    def setting(self) -> str:
        f = self.facts
        if not f.cases:
            return ""
        return f"Documents by case: {_split(f.cases)}. "

    def described(self) -> Row:
        f = self.facts
        known = [
            name for name in f.attributes if name not in ("participant", "aliases", "document")
        ]
        text = (
            f"{self.sample()} Recorded of participants: {listing(known, 12)}."
            if known
            else self.sample()
        )
        return _full("16", "Description of the sample", text)

    def repeats(self) -> str:
        f = self.facts
        if not f.again:
            return "Nobody speaks in more than one document."
        return f"{_speak(len(f.again), 'person', 'people')} in more than one document: {listing(f.again, 12)}."

    def fieldnotes(self) -> str:
        f = self.facts
        if not f.notes:
            return "The project holds no field notes."
        text = f"Field notes of {counted(len(f.notes), 'document')}: {listing(f.notes, 12)}."
        if f.reflective:
            text += " Reflective parts are kept apart and are in no table unless asked for."
        return text

    def duration(self) -> Row:
        f = self.facts
        if not f.minutes:
            return _row("21", "Duration", "", "of the interviews or focus groups")
        times = sorted(f.minutes.values())
        first, last = f"{times[0]:.0f}", f"{times[-1]:.0f}"
        span = first if first == last else f"{first} to {last}"
        text = f"Last time stamp of {counted(len(times), 'document')} with any: {span} minutes. "
        return _row("21", "Duration", text, "of the others")

    def quoted(self) -> Row:
        f = self.facts
        how = f" Quotations are cited as {f.cited}." if f.cited else ""
        text = f"{_were(f.key, 'key quotation')} chosen; every cell of a table opens its quotations.{how}"
        return _row("29", "Quotations", text, "which the text presents, and how each is identified")

    def major(self) -> Row:
        if not self.themes:
            return _row("31", "Major themes", "", "which themes are major")
        text = "; ".join(f"{name} {n} of {base} participants" for name, n, base in self.themes[:8])
        return _row("31", "Major themes", f"By participants: {text}. ", "which of them are major")

    def minor(self) -> str:
        few = [f"{name} ({n})" for name, n, base in self.themes if 0 < n <= base / 4]
        return (
            f"Themes of a quarter of the participants or fewer: {listing(few, 12)}. " if few else ""
        )

    def processing(self) -> str:
        f = self.facts
        return f"{_were(f.documents, 'document')} read into {PROGRAM}, each with a fixed text. "

    def linked(self) -> Row:
        return ("S17", "Links to data", *self.quoted()[2:])


def _and(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _split(found: Mapping[str, int]) -> str:
    """`Case A 5, Case B 5, without one 11`"""
    return ", ".join(
        f"{'without one' if value in (NONE, NOT_RECORDED) else value} {n}"
        for value, n in found.items()
    )


def _row(item: str, topic: str, text: str, wanted: str) -> Row:
    """Something known, if anything, and a blank for the rest."""
    status = PARTLY if text else YOURS
    return item, topic, f"{text.rstrip()} {blank(wanted)}".strip(), status


def _full(item: str, topic: str, text: str) -> Row:
    return item, topic, text.strip(), FILLED


def _was(number: int) -> str:
    return "was" if number == 1 else "were"


def _hold(number: int) -> str:
    return "holds" if number == 1 else "hold"


def _were(number: int, noun: str) -> str:
    """`1 document was`, `2 documents were`"""
    return f"{counted(number, noun)} {_was(number)}"


def _speak(number: int, noun: str = "", plural: str = "") -> str:
    """`1 speaks`, `2 people speak`"""
    who = f" {noun if number == 1 else plural}" if noun else ""
    return f"{number:,}{who} {'speaks' if number == 1 else 'speak'}"


def _coder(each: CoderFacts, passes: bool) -> str:
    words = {"yes": "blind", "no": "not blind", "unknown": "of unknown blindness"}
    blind = ", ".join(
        f"{each.blind[kind]} {said}" for kind, said in words.items() if each.blind.get(kind)
    )
    origins = ", ".join(f"{n:,} {origin}" for origin, n in each.codings.items())
    if not passes:
        return f"{each.name}, codings {origins}"
    read = counted(each.documents, "document") if each.documents else "no document read to the end"
    text = f"{each.name} {read}" + (f" ({blind})" if blind else "")
    if each.in_parts:
        text += f" and {each.in_parts} in part"
    return text + (f", codings {origins}" if origins else ", no codings")


def _versions(packages: Iterable[str]) -> list[str]:
    found = []
    for name in packages:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return found
