"""Running suggesters over a project and keeping what they propose; no coding comes of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from qualcode.core.anchor import refind
from qualcode.core.ids import suggestion_id
from qualcode.core.people import asks
from qualcode.core.records import DECISIONS
from qualcode.core.text import Range
from qualcode.core.watch import Watch, unwatched
from qualcode.errors import CodebookError, Problem, UsageError, counted, listing
from qualcode.index import stored, study_index
from qualcode.review.keeping import draft_run
from qualcode.review.keeping import was_refused as was_refused
from qualcode.store import Draft, Study, state
from qualcode.suggest import Suggester
from qualcode.suggest.patterns import PatternSuggester
from qualcode.suggest.run import LeftOut, Run

ENGINES: dict[str, type] = {"patterns": PatternSuggester}


@dataclass
class SuggestReport:
    """What a run brought. proposed: all proposals; new: those stored now; codes: new ones by code.

    skipped: patterns that were not searched, each with the reason and the way on. negated: for each
    pattern that leaves negated hits out how many these were. problems is empty: a run that cannot be
    made raises.
    """

    proposed: int = 0
    new: int = 0
    codes: dict[str, int] = field(default_factory=dict)
    skipped: list[Problem] = field(default_factory=list)
    negated: list[LeftOut] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def __str__(self) -> str:
        known = self.proposed - self.new
        lines = [f"{counted(self.new, 'new suggestion')}, {known:,} known already"]
        if self.codes:
            width = max(map(len, self.codes))
            lines += [f"  {code:<{width}}  {n:>6,}" for code, n in self.codes.items()]
        lines += [f"not searched: {problem}" for problem in self.skipped]
        lines += [f"left out as negated: {each}" for each in self.negated if each.hits]
        return "\n".join(lines)

    def as_data(self) -> dict:
        return {
            "proposed": self.proposed,
            "new": self.new,
            "codes": self.codes,
            "skipped": [problem.as_dict() for problem in self.skipped],
            "negated": [
                {"code": each.code, "pattern": each.pattern, "hits": each.hits}
                for each in self.negated
            ],
        }


def suggest(
    study: Study,
    coder: str,
    *,
    engines: Sequence[str] = ("patterns",),
    codes: Collection[str] | None = None,
    pipeline: str | None = None,
    watch: Watch = unwatched,
) -> SuggestReport:
    """Let engines propose codings for every segment, and keep the proposals that are new.

    Interviewers' turns and reflective field notes are left out. A proposal that is known, or that
    overlaps by half one this coder rejected for the same code, is not stored again. Returns the report.
    Raises CodebookError for a pattern that cannot be searched and where there is no codebook, and
    UsageError for an unknown engine or code. pipeline: the trained spaCy pipeline for patterns that need
    one, see `qualcode.suggest.language`. watch: shows how far it is.
    """
    book = state.codebook(study)
    if not len(book):
        raise CodebookError(
            study.path.name, "has no codebook", next="Load one: qualcode codebook load"
        )
    if unknown := [engine for engine in engines if engine not in ENGINES]:
        raise UsageError("engine", f"{unknown[0]!r}", listing(ENGINES))
    if unknown := [code for code in codes or () if code not in book]:
        raise UsageError(
            "code", f"{unknown[0]!r} is not in the codebook", listing(book.close_to(unknown[0]))
        )
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
    runs: list[Run] = []
    for engine in engines:
        kind = ENGINES[engine]
        suggester: Suggester = kind(pipeline) if kind is PatternSuggester else kind()
        runs.append(suggester.suggest(index, documents, book, codes=codes, turns=allowed))
    report = SuggestReport()
    for run in runs:
        report.skipped += [Problem(s.code, s.pattern, "", s.reason) for s in run.skipped]
        report.negated += run.negated

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
        return draft

    study.write("suggest", coder, prepare)
    return report


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
