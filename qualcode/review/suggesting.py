"""Running suggesters over a project and keeping what they propose; no coding comes of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qualcode.analysis.suggested import ENGINES_SETTING, engines_since
from qualcode.core.anchor import refind
from qualcode.core.ids import suggestion_id
from qualcode.core.people import asks
from qualcode.core.records import DECISIONS
from qualcode.core.text import Range
from qualcode.core.watch import Watch, unwatched
from qualcode.errors import CodebookError, Problem, UsageError, counted, listing
from qualcode.index import stored, study_index
from qualcode.review import learning
from qualcode.review.keeping import draft_run
from qualcode.review.keeping import was_refused as was_refused
from qualcode.store import Draft, Study, state
from qualcode.suggest import Refused, patterns
from qualcode.suggest import engines as known_engines
from qualcode.suggest.combined import NAME, OWN, PATTERNS, Fitted
from qualcode.suggest.engines import PRECISION, proposals
from qualcode.suggest.run import LeftOut, Run
from qualcode.suggest.vectors import NOTE, in_use

# So many codes are listed of those of which suggestions were held back.
_SHOWN = 10
# How a run is told in the setting that names its engines; older ones do not speak of sentence vectors.
_WITH, _WITHOUT = "with sentence vectors", "without sentence vectors"
_SAID = re.compile(rf"(?P<engines>.*?)(?: (?P<vectors>{_WITH}|{_WITHOUT}))?(?: for .*)?", re.DOTALL)


@dataclass
class SuggestReport:
    """What a run brought. proposed: all proposals; new: those stored now; codes: new ones by code.

    skipped: patterns that were not searched, each with the reason and the way on. negated: for each
    pattern that leaves negated hits out how many these were. held: code -> suggestions that were held
    back; held_why: the reason, in words; precision: the one that was asked for. notes: what else could
    not be done, in sentences. engines: what ran. embeddings: whether sentence vectors were used, None where only
    patterns ran, which have no use for them. problems is empty: a run that cannot be made raises.
    """

    proposed: int = 0
    new: int = 0
    codes: dict[str, int] = field(default_factory=dict)
    skipped: list[Problem] = field(default_factory=list)
    negated: list[LeftOut] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    held: dict[str, int] = field(default_factory=dict)
    held_why: str = ""
    precision: float = PRECISION
    notes: list[str] = field(default_factory=list)
    engines: tuple[str, ...] = ()
    embeddings: bool | None = None

    def __str__(self) -> str:
        known = self.proposed - self.new
        lines = [f"{counted(self.new, 'new suggestion')}, {known:,} known already"]
        if self.codes:
            width = max(map(len, self.codes))
            lines += [f"  {code:<{width}}  {n:>6,}" for code, n in self.codes.items()]
        if self.held:
            lines.append(f"held back {sum(self.held.values()):,}: {self.held_why}")
            most = sorted(self.held.items(), key=lambda pair: -pair[1])
            width = max(len(code) for code, _ in most[:_SHOWN])
            lines += [f"  {code:<{width}}  {n:>6,}" for code, n in most[:_SHOWN]]
            if len(most) > _SHOWN:
                rest = sum(n for _, n in most[_SHOWN:])
                others = counted(len(most) - _SHOWN, "further code")
                lines.append(f"  and {rest:,} more of {others}")
            lines.append(
                "  (counted are the most likely, one for each segment on average; precision 0 shows them)"
            )
        lines += self.notes
        if self.embeddings is not None and NOTE not in self.notes:
            lines.append(NOTE if self.embeddings else f"{', '.join(self.engines)} ran {_WITHOUT}")
        lines += [f"not searched: {problem}" for problem in self.skipped]
        lines += [f"left out as negated: {each}" for each in self.negated if each.hits]
        return "\n".join(lines)

    __repr__ = __str__  # as a notebook shows it

    def as_data(self) -> dict:
        return {
            "engines": list(self.engines),
            "embeddings": self.embeddings,
            "proposed": self.proposed,
            "new": self.new,
            "codes": self.codes,
            "skipped": [problem.as_dict() for problem in self.skipped],
            "negated": [
                {"code": each.code, "pattern": each.pattern, "hits": each.hits}
                for each in self.negated
            ],
            "precision": self.precision,
            "held": self.held,
            "held_why": self.held_why,
            "notes": self.notes,
        }


def suggest(
    study: Study,
    coder: str,
    *,
    engines: Sequence[str] = OWN,
    codes: Collection[str] | None = None,
    precision: float = PRECISION,
    pipeline: str | None = None,
    embeddings: bool | None = None,
    watch: Watch = unwatched,
) -> SuggestReport:
    """Let engines propose codings for every segment, and keep the proposals that are new.

    engines: names; patterns, learned and definitions are combined into one, others run by themselves, see
    `qualcode.suggest.engines`. Interviewers' turns and reflective field notes are left out. Where nobody
    has passed a document, and with patterns alone, proposals are ranks without a probability; with passed
    documents a proposal has one, and those that do not reach the precision are held back and counted.
    precision: the share of the suggestions that should be right, 0..1; 0 = hold nothing back.
    A proposal that is known, that this coder coded already, or that overlaps by half one this coder
    rejected for the same code, is not stored again. A run without anything new is an act where what it
    read had not been read by these engines before. Returns the report. Raises CodebookError for a pattern
    that cannot be searched and where there is no codebook, and UsageError for an unknown engine or code
    and a precision out of range. pipeline: the trained spaCy pipeline for patterns that need one, see
    `qualcode.suggest.language`. embeddings: whether sentence vectors are used, None = where they are
    available; see `qualcode.suggest.vectors`. watch: shows how far it is.
    """
    book = state.codebook(study)
    if not len(book):
        raise CodebookError(
            study.path.name, "has no codebook", next="Load one: qualcode codebook load"
        )
    if (
        isinstance(precision, bool)
        or not isinstance(precision, int | float)
        or not 0 <= precision < 1
    ):
        raise UsageError("precision", f"{precision!r}", "0 to below 1, such as 0.8")
    own = [engine for engine in OWN if engine in engines]
    others = [engine for engine in dict.fromkeys(engines) if engine not in OWN]
    if not own and not others:
        raise UsageError("engine", "none given", listing(known_engines.names()))
    foreign = [known_engines.load(engine) for engine in others]
    if unknown := [code for code in codes or () if code not in book]:
        raise UsageError(
            "code", f"{unknown[0]!r} is not in the codebook", listing(book.close_to(unknown[0]))
        )
    # Patterns have no use for vectors; what was asked for and cannot be is refused all the same.
    used = in_use(embeddings) if embeddings or others or own != [PATTERNS] else False
    vectors = used if others or own != [PATTERNS] else None
    report = SuggestReport(precision=float(precision), engines=(*own, *others), embeddings=vectors)
    runs: list[Run] = []
    if own:
        runs += _own_runs(study, coder, own, codes, float(precision), pipeline, used, watch)
    if foreign:
        material = learning.material(study, pipeline=pipeline, embeddings=used, watch=watch)
        refusing = _refusing(study, coder)
        wanted = None if codes is None else [c for c in material.codes if c in set(codes)]
        runs += [
            known_engines.run_foreign(each, material, codes=wanted, skip=refusing)
            for each in foreign
        ]
    for run in runs:
        report.skipped += [Problem(s.code, s.pattern, "", s.reason) for s in run.skipped]
        report.negated += run.negated
        report.notes += [note for note in run.notes if note not in report.notes]
        for code, number in run.held.items():
            report.held[code] = report.held.get(code, 0) + number
        report.held_why = report.held_why or (run.why if run.held else "")

    def prepare() -> Draft:
        draft = Draft()
        report.proposed = 0
        known = dict(study.rows("SELECT suggestion_id, version FROM suggestion"))
        known |= _under_earlier_ids(study)
        refused = rejections(study, coder)
        new: Counter[str] = Counter()
        for run in runs:
            report.proposed += len(run)
            new += draft_run(study, draft, run, known, refused, watch)
        report.new = new.total()
        order = {code: n for n, code in enumerate(book.codes)}
        report.codes = dict(sorted(new.items(), key=lambda pair: order[pair[0]]))
        brought = {run.engine for run in runs if len(run)} if report.new else set()
        _trace(study, draft, report, codes, brought)
        return draft

    study.write("suggest", coder, prepare)
    return report


def _trace(
    study: Study,
    draft: Draft,
    report: SuggestReport,
    codes: Collection[str] | None,
    brought: set[str],
) -> None:
    """How a run was made, for whoever scores its suggestions again; and an engine that brought nothing is
    named, or nobody could tell what it has read. A run that brings nothing is told once for the same texts
    and codebook. brought: the engines whose suggestions say it themselves."""
    value = ", ".join(report.engines)
    if report.embeddings is not None:
        value += f" {_WITH if report.embeddings else _WITHOUT}"
    if codes is not None:
        value += f" for {listing(sorted(codes), len(codes))}"
    read = engines_since(study)
    known = {each for said in read | brought for each in (OWN if said == NAME else _names_in(said))}
    first = value not in read and not set(report.engines) <= known
    if brought or first or _another(study, value):
        draft.event("setting", {"key": ENGINES_SETTING, "value": value})


def _another(study: Study, value: str) -> bool:
    """Whether the run before is told, and was made by other engines or with another choice of vectors."""
    before = state.setting(study, ENGINES_SETTING)
    if before is None:
        return False
    return [_names_in(before), _vectors_in(before)] != [_names_in(value), _vectors_in(value)]


def _names_in(said: str) -> list[str]:
    found = _SAID.fullmatch(said)
    return found["engines"].split(", ") if found else []


def _vectors_in(said: str) -> bool | None:
    found = _SAID.fullmatch(said)
    return found["vectors"] == _WITH if found and found["vectors"] else None


@dataclass(frozen=True)
class LastRun:
    """The latest run of the project's own engines. act: its number. engines: which of them, None = it does not say,
    as runs of earlier versions did not. embeddings: whether sentence vectors were used, None = it does not say, or
    only patterns ran."""

    act: int
    engines: tuple[str, ...] | None
    embeddings: bool | None


def last_run(study: Study) -> LastRun | None:
    """None where there was no run that left a trace. What was undone is none."""
    found = None
    for value, act in study.rows(
        "SELECT value, added FROM setting WHERE key = ? ORDER BY added DESC, n DESC",
        (ENGINES_SETTING,),
    ):
        named = _names_in(value or "")
        own = tuple(each for each in OWN if each in named)
        if own:
            found = LastRun(act, own, _vectors_in(value))
            break
    names = ", ".join("?" for _ in (*OWN, NAME))
    silent = study.value(
        "SELECT max(s.added) FROM suggestion s JOIN act a ON a.n = s.added JOIN name e ON e.n = s.engine"
        f" WHERE a.verb = 'suggest' AND e.text IN ({names})",
        (*OWN, NAME),
    )
    if silent is not None and (found is None or silent > found.act):
        return LastRun(silent, None, None)
    return found


def _own_runs(
    study: Study,
    coder: str,
    engines: Sequence[str],
    codes: Collection[str] | None,
    precision: float,
    pipeline: str | None,
    embeddings: bool | None,
    watch: Watch,
) -> list[Run]:
    options: dict[str, Any] = {"pipeline": pipeline, "embeddings": embeddings, "watch": watch}
    fitted = None
    if _decided(study):
        fitted = learning.fitted(study, engines=engines, **options)
    if list(engines) == [PATTERNS]:
        found = _patterns(study, codes, pipeline, watch)
        return [found if fitted is None else _scored(found, fitted)]
    if fitted is None or not (fitted.parts or (fitted.record and fitted.record.enough)):
        return _ranks(study, coder, engines, codes, options)
    name = engines[0] if len(engines) == 1 else NAME
    return [
        proposals(
            fitted,
            name,
            precision=precision,
            skip=_refusing(study, coder),
            taken=learning.standing(study, fitted, coder),
            codes=codes,
        )
    ]


def _ranks(
    study: Study,
    coder: str,
    engines: Sequence[str],
    codes: Collection[str] | None,
    options: dict[str, Any],
) -> list[Run]:
    """Nothing to learn from yet: each engine speaks for itself, in ranks."""
    runs = []
    if PATTERNS in engines:
        runs.append(_patterns(study, codes, options["pipeline"], options["watch"]))
    rest = [engine for engine in engines if engine != PATTERNS]
    fitted = learning.fitted(study, engines=rest, **options)
    taken = learning.standing(study, fitted, coder)
    for run in runs:
        row, column = _places(run, fitted)
        taken[row[row >= 0], column[row >= 0]] = True
    run = proposals(fitted, rest[-1], skip=_refusing(study, coder), taken=taken, codes=codes)
    return [*runs, run]


def _refusing(study: Study, coder: str) -> list[Refused]:
    return [
        (document, start, end, code)
        for (document, code), ranges in rejections(study, coder).items()
        for start, end in ranges
    ]


def _decided(study: Study) -> bool:
    """Whether anything was passed or decided on, from which a pattern's record could come."""
    return bool(
        study.value("SELECT 1 FROM decision WHERE ended IS NULL LIMIT 1")
        or state.current_passes(study)
    )


def _patterns(
    study: Study, codes: Collection[str] | None, pipeline: str | None, watch: Watch
) -> Run:
    """Every hit of the codebook's patterns where codes may be proposed."""
    documents, allowed = stored(study), []
    links = state.links(study)
    for document in documents:
        places = []
        for place, turn in enumerate(state.structure(study, document.stored)["turns"]):
            _, speaker, _, _, _, part, attributes, _ = turn
            link = links.get((document.document, speaker)) if part == "speech" else None
            if part != "reflective" and not (part == "speech" and asks(link, attributes)):
                places.append(place)
        allowed.append(places)
    index = study_index(study, watch)
    return patterns.suggest(
        index, documents, state.codebook(study), codes=codes, turns=allowed, pipeline=pipeline
    )


def pattern_rates(fitted: Fitted) -> NDArray[np.float64]:
    """n × k: how often the best pattern that hits has been right; NaN where none hits, and everywhere while
    too little was decided to tell."""
    record, hits = fitted.record, fitted.hits
    if record is None or hits is None or not record.enough:
        return np.full((len(fitted.material), len(fitted.codes)), np.nan)
    rates = hits.best(record)[:, fitted.columns]
    return np.where(rates > 0, rates, np.nan)


def _scored(run: Run, fitted: Fitted) -> Run:
    """The hits of patterns with a probability: see `pattern_rates`."""
    if fitted.record is None or not fitted.record.enough:
        return run
    row, column = _places(run, fitted)
    return run.with_score(np.where(row >= 0, pattern_rates(fitted)[row, column], np.nan))


def _places(run: Run, fitted: Fitted) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For each proposal of a run its segment, -1 where it is none, and its column of the fitted codes."""
    material = fitted.material
    edges = zip(
        material.group.tolist(), material.start.tolist(), material.end.tolist(), strict=True
    )
    place = {key: at for at, key in enumerate(edges)}
    keys = zip(run.document.tolist(), run.start.tolist(), run.end.tolist(), strict=True)
    row = np.array([place.get(key, -1) for key in keys], np.int64)
    number = {code: at for at, code in enumerate(fitted.codes)}
    columns = np.array([*(number[code] for code in run.codes), 0], np.int64)
    return row, columns[run.code]


def _under_earlier_ids(study: Study) -> dict[str, int]:
    """The ids that suggestions would have now that were made before their code got another id or was
    merged -> the number of their version: what was proposed under the old name is not new under the
    present one."""
    book, names, versions = state.codebook(study), study.names(), state.all_versions(study)
    found: dict[str, int] = {}
    for (code,) in study.rows("SELECT DISTINCT code FROM suggestion"):
        now = book.successor(names[code])
        if now is None or now == names[code]:
            continue
        for n, start, end in study.rows(
            "SELECT version, start, end FROM suggestion WHERE code = ?", (code,)
        ):
            version = versions[n]
            for named in (version.version, f"{version.version}/{n}"):
                found[suggestion_id(named, version.document, start, end, now)] = n
    return found


def rejections(study: Study, coder: str) -> dict[tuple[str, str], list[tuple[int, int]]]:
    """What a coder rejected: (document, code) -> ranges in the current text.

    What was rejected on an earlier text is found again by its words, as codings are.
    """
    names, book = study.names(), state.codebook(study)
    current, known = state.versions(study), state.all_versions(study)
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for n, start, end, code in study.rows(
        "SELECT s.version, s.start, s.end, s.code FROM decision d JOIN suggestion s"
        " USING (suggestion_id) JOIN name k ON k.n = d.coder"
        " WHERE d.ended IS NULL AND d.decision = ? AND k.text = ?",
        (DECISIONS.index("reject"), coder),
    ):
        old = known[n]
        version = current[old.document]
        place: Range | None = (start, end)
        if version.n != n:
            place = refind(study.text(n), study.text(version.n), start, end)
        if place is not None:
            # A new id is the same idea; what a code was merged into is another one.
            found.setdefault((old.document, book.renamed(names[code])), []).append(place)
    return found
