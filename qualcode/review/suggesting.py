"""Running suggesters over a project and keeping what they propose; no coding comes of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np

from qualcode.core.anchor import refind
from qualcode.core.ids import suggestion_id
from qualcode.core.people import asks
from qualcode.core.records import DECISIONS
from qualcode.core.text import Range, overlap_by_half
from qualcode.core.watch import Watch, unwatched
from qualcode.errors import CodebookError, Problem, UsageError, counted, listing
from qualcode.index import Indexable, load_or_build
from qualcode.store import Draft, Study, state
from qualcode.store.events import pack
from qualcode.suggest import Suggester
from qualcode.suggest.patterns import PatternSuggester
from qualcode.suggest.run import Run, Source

ENGINES: dict[str, type] = {"patterns": PatternSuggester}


@dataclass
class SuggestReport:
    """What a run brought. proposed: all proposals; new: those stored now; codes: new ones by code.

    skipped: patterns that were not searched, each with the reason; problems is empty: a run that
    cannot be made raises.
    """

    proposed: int = 0
    new: int = 0
    codes: dict[str, int] = field(default_factory=dict)
    skipped: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def __str__(self) -> str:
        known = self.proposed - self.new
        lines = [f"{counted(self.new, 'new suggestion')}, {known:,} known already"]
        if self.codes:
            width = max(map(len, self.codes))
            lines += [f"  {code:<{width}}  {n:>6,}" for code, n in self.codes.items()]
        lines += [f"not searched: {problem}" for problem in self.skipped]
        return "\n".join(lines)

    def as_data(self) -> dict:
        return {
            "proposed": self.proposed,
            "new": self.new,
            "codes": self.codes,
            "skipped": [problem.as_dict() for problem in self.skipped],
        }


def suggest(
    study: Study,
    coder: str,
    *,
    engines: Sequence[str] = ("patterns",),
    codes: Collection[str] | None = None,
    watch: Watch = unwatched,
) -> SuggestReport:
    """Let engines propose codings for every segment, and keep the proposals that are new.

    Interviewers' turns and reflective field notes are left out. A proposal that is known, or that
    overlaps by half one this coder rejected for the same code, is not stored again. Returns the report.
    Raises CodebookError for a pattern that cannot be searched and where there is no codebook, and
    UsageError for an unknown engine or code. watch: shows how far it is.
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
    versions = list(state.versions(study).values())
    documents = [Source(v.document, v.version, study.text(v.n)) for v in versions]
    indexables, allowed = [], []
    links = state.links(study)
    both = list(zip(versions, documents, strict=True))
    for version, source in watch(both, "reading"):
        ranges, places = [], []
        for place, turn in enumerate(state.structure(study, version)["turns"]):
            _, speaker, edges, _, _, part, attributes, _ = turn
            ranges.append(tuple(zip(edges[::2], edges[1::2], strict=True)))
            link = links.get((version.document, speaker)) if part == "speech" else None
            if part != "reflective" and not (part == "speech" and asks(link, attributes)):
                places.append(place)
        indexables.append(Indexable(source.version, source.text, ranges))
        allowed.append(places)
    index = load_or_build(study.derived if not study.read_only else None, indexables)
    runs: list[Run] = []
    for engine in engines:
        suggester: Suggester = ENGINES[engine]()
        runs.append(suggester.suggest(index, documents, book, codes=codes, turns=allowed))
    report = SuggestReport()
    for run in runs:
        report.skipped += [Problem(s.code, s.pattern, "", s.reason) for s in run.skipped]

    def prepare() -> Draft:
        draft = Draft()
        report.proposed = report.new = 0
        report.codes = {}
        for run in runs:
            _draft_run(study, draft, run, coder, report, watch)
        order = {code: n for n, code in enumerate(book.codes)}
        report.codes = dict(sorted(report.codes.items(), key=lambda pair: order[pair[0]]))
        return draft

    study.write("suggest", coder, prepare)
    return report


def _draft_run(
    study: Study, draft: Draft, run: Run, coder: str, report: SuggestReport, watch: Watch
) -> None:
    """Draft the proposals of one engine that are new, one event for each document."""
    known = dict(study.rows("SELECT suggestion_id, version FROM suggestion"))
    refused = rejections(study, coder)
    versions = state.versions(study)
    report.proposed += len(run)
    edges = np.searchsorted(run.document, np.arange(len(run.documents) + 1))
    starts, ends, ranks = run.start.tolist(), run.end.tolist(), run.rank_score.tolist()
    codes = [run.codes[n] for n in run.code.tolist()]
    scores = [None] * len(run) if run.score is None else run.score.tolist()
    pieces = run.evidence_from.tolist()
    e_start, e_end = run.evidence_start.tolist(), run.evidence_end.tolist()
    e_reason = [run.reasons[n] for n in run.evidence_reason.tolist()]
    for place, document in watch(list(enumerate(run.documents)), run.engine):
        version = versions[document]
        rows, ids = [], []
        for at in range(int(edges[place]), int(edges[place + 1])):
            each = suggestion_id(version.version, document, starts[at], ends[at], codes[at])
            if known.get(each, version.n) != version.n:
                # The same words in another version (its speakers were corrected, or a text came back):
                # another suggestion, since the first is about that version.
                named = f"{version.version}/{version.n}"
                each = suggestion_id(named, document, starts[at], ends[at], codes[at])
            if each in known or was_refused(refused, document, starts[at], ends[at], codes[at]):
                continue
            known[each] = version.n
            rows.append(at)
            ids.append(each)
            report.codes[codes[at]] = report.codes.get(codes[at], 0) + 1
        if not rows:
            continue
        report.new += len(rows)
        evidence = [
            [[e_start[n], e_end[n], e_reason[n]] for n in range(pieces[at], pieces[at + 1])]
            for at in rows
        ]
        data = pack(
            {
                "id": ids,
                "version": [version.n] * len(rows),
                "start": [starts[at] for at in rows],
                "end": [ends[at] for at in rows],
                "code": [codes[at] for at in rows],
                "engine": [run.engine] * len(rows),
                "score": [scores[at] for at in rows],
                "rank": [ranks[at] for at in rows],
            }
        )
        data["evidence"] = draft.content("evidence", evidence)
        draft.event("suggestions", data)


def rejections(study: Study, coder: str) -> dict[tuple[str, str], list[tuple[int, int]]]:
    """What a coder rejected: (document, code) -> ranges in the current text.

    What was rejected on an earlier text is found again by its words, as codings are.
    """
    names = study.names()
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
            found.setdefault((old.document, names[code]), []).append(place)
    return found


def was_refused(
    refused: dict[tuple[str, str], list[tuple[int, int]]],
    document: str,
    start: int,
    end: int,
    code: str,
) -> bool:
    return any(overlap_by_half((start, end), other) for other in refused.get((document, code), ()))
