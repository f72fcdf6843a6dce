"""Candidate patterns: words and phrases that tell a code's turns from passed turns without it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qualcode.analysis.corpus import Corpus
from qualcode.analysis.selection import select
from qualcode.analysis.words import log_odds
from qualcode.core.asked import asked_number
from qualcode.core.codebook import Pattern
from qualcode.core.stop_words import CONNECTORS
from qualcode.core.watch import Watch, unwatched
from qualcode.errors import TableError, UsageError, counted, listing
from qualcode.explore.idea import IDEA, Drafted, Idea
from qualcode.explore.lines import hits_of, lines_of, taken
from qualcode.explore.neighbours import check_code
from qualcode.explore.terms import Terms, terms_of
from qualcode.present import OpenProject
from qualcode.present.report import Section, provenance
from qualcode.store import Study
from qualcode.suggest.find import Hits

COLUMNS = [
    "pattern",
    "z",
    "z_without",
    "turns_coded",
    "turns_other",
    "precision",
    "share_coded",
    "adds",
    "n_participants",
    "n_documents",
    "turns_unread",
    "hits",
    "found_already",
    "also_finds",
]
# Words between two content words of a phrase: "value for money", "state of the art".
_BETWEEN = 2


@dataclass(repr=False)
class CandidatesReport(Idea):
    """Candidate patterns. frame: a row for each, see `candidate_patterns`. coded, other: how many passed
    turns carry the code, how many do not. found_now: (coded, other) turns that the code's own patterns find.
    left_out: what the same search finds in documents it has not seen: (coded turns found, turns found)."""

    code: str = ""
    coded: int = 0
    other: int = 0
    found_now: tuple[int, int] = (0, 0)
    left_out: tuple[int, int] | None = None

    @property
    def lines(self) -> pd.DataFrame | None:
        """The sample lines: pattern, coded (yes, no, unread), left, match, right, source."""
        return next((each.frame for each in self.sections if each.heading == "Lines"), None)


def candidate_patterns(
    project: OpenProject | Study,
    code: str,
    *,
    top: int = 20,
    least: int = 2,
    people: int = 2,
    phrases: bool = True,
    prior: float = 500.0,
    coders: str = "record",
    where: Mapping[str, Any] | None = None,
    stop: str = "english",
    leave_out: Iterable[str] = (),
    lemmas: bool | str = False,
    samples: int = 2,
    context: int = 8,
    watch: Watch = unwatched,
) -> CandidatesReport:
    """Words and phrases that a code's turns have more often than passed turns without it.

    code: a code; codings of the codes beneath it are its too. top: how many. least: fewest coded turns with
    it; people: fewest participants who say it there. phrases: also two words side by side (with connecting words
    between, as in value for money). prior: turns' words that the prior is worth, spread as over all
    passed turns. coders: whose codings and passes, as in `crosstab` ("record", "any", a name). where, stop,
    leave_out, lemmas: which words, see `qualcode.explore.terms.terms_of`. samples: lines from coded and as many from
    other turns, with `context` words on each side.

    Turns of participants and descriptive field notes in documents passed for the code are compared: those that one
    of its codings touches, and the others. A turn that nobody has passed is neither. Each turn counts a word once.

    frame, a row for each, by z: pattern (as a codebook has it), z (log-odds with an informative Dirichlet
    prior, Monroe, Colaresi & Quinn 2008), z_without (the smallest z when one participant is left out; missing
    where only one is known), turns_coded and turns_other (passed turns in which it is found), precision
    (turns_coded of these), share_coded (of all coded turns), adds (coded turns that neither the code's own
    patterns nor a candidate above finds), n_participants and n_documents (of turns_coded), turns_unread
    (turns not passed in which it is found), hits (in all these turns), found_already (hits that a pattern
    of the code finds now), also_finds (other codes whose patterns find half of its hits or more).

    Raises CodingError for an unknown code, TableError where no passed turn carries it or none is without,
    UsageError for a wrong call.
    """
    top, least = asked_number("top", top, 1), asked_number("least", least, 1)
    people, samples = asked_number("people", people), asked_number("samples", samples)
    context = asked_number("context", context)
    if isinstance(prior, bool) or not isinstance(prior, (int, float)) or not 0 < prior < 1e9:
        raise UsageError("prior", f"{prior!r}", "a number of words above 0")
    if coders == "each":
        raise UsageError("coders", "'each'", "record, any, or one name")
    terms = terms_of(
        project, where=where, stop=stop, leave_out=leave_out, lemmas=lemmas, watch=watch
    )
    check_code(terms.corpus.book, code)
    passed, coded, rule = _turns(terms, code, coders)
    if not coded.any():
        raise TableError(
            code,
            "no passed turn carries it",
            "",
            "Code and pass some documents first, or ask for a code above it",
        )
    if not (passed & ~coded).any():
        raise TableError(code, "every passed turn carries it", "", "Pass more documents")
    grams = _Grams(terms, passed, phrases)
    limits = (least, people, float(prior), top)
    chosen = grams.best(passed, coded, limits)
    names = [grams.names[at] for at in chosen]
    patterns = [terms.pattern(name) for name in names]
    hits = hits_of(terms, patterns)
    now, by_others, unsearched = _present_patterns(terms, code)
    report = CandidatesReport(
        f"Candidate patterns for {code}: ideas",
        provenance=provenance(terms.corpus),
        book=terms.corpus.book,
        code=code,
        coded=int(coded.sum()),
        other=int((passed & ~coded).sum()),
    )
    found_now = np.zeros(len(passed), dtype=bool)
    found_now[now.turn] = True
    report.found_now = (int((found_now & coded).sum()), int((found_now & passed & ~coded).sum()))
    scores = grams.scores(passed, coded, float(prior))
    without = grams.without_one(passed, coded, float(prior), chosen)
    rows: list[dict[str, Any]] = []
    lines: list[pd.DataFrame] = []
    covered = found_now.copy()
    for number, (at, pattern) in enumerate(zip(chosen, patterns, strict=True)):
        which = np.flatnonzero(hits.pattern == number)
        own = taken(hits, which)
        turns = np.unique(own.turn)
        in_coded, in_other = turns[coded[turns]], turns[(passed & ~coded)[turns]]
        already = int(_overlapped(terms.corpus, own, now).sum())
        row = {
            "pattern": str(pattern),
            "z": float(scores[at]),
            "z_without": without[number],
            "turns_coded": len(in_coded),
            "turns_other": len(in_other),
            "precision": len(in_coded) / max(len(in_coded) + len(in_other), 1),
            "share_coded": len(in_coded) / report.coded,
            "adds": int((~covered[in_coded]).sum()),
            "n_participants": terms.people(in_coded),
            "n_documents": terms.documents(in_coded),
            "turns_unread": int((~passed[turns]).sum()),
            "hits": len(own),
            "found_already": already,
            "also_finds": listing(
                [
                    other
                    for other, theirs in by_others.items()
                    if 2 * int(_overlapped(terms.corpus, own, theirs).sum()) >= max(len(own), 1)
                ]
            ),
        }
        covered[in_coded] = True
        rows.append(row)
        lines += _lines(terms, pattern, hits, which, coded, passed, samples, context)
        report.drafted.append(
            Drafted(
                str(pattern),
                code,
                code,
                (pattern,),
                f"candidate patterns from {counted(report.coded, 'coded turn')}",
                already < len(own),
            )
        )
    frame = pd.DataFrame(rows, columns=COLUMNS)
    for name in ("z", "z_without", "precision", "share_coded"):
        frame[name] = frame[name].astype("Float64")
    report.left_out = grams.left_out(passed, coded, limits)
    _fill(report, frame, lines)
    report.notes = _notes(terms, report, rule, limits, coded)
    if unsearched:
        report.notes.append(
            f"Patterns of the codebook that cannot be searched here find nothing: {listing(unsearched)}."
        )
    return report


def _turns(
    terms: Terms, code: str, coders: str
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], str]:
    """Turns passed for the code, those of them that carry it, and whose codings these are in words."""
    corpus = terms.corpus
    chosen = select(corpus, coders)[0]
    beneath = set(corpus.book.beneath(code))
    columns = [at for at, entry in enumerate(corpus.book) if entry.code in beneath]
    considered = chosen.considered[:, columns].any(axis=1) & chosen.read
    passed = terms.searched & considered[corpus.turn_document]
    codings = corpus.codings
    wanted = [at for at, name in enumerate(codings.codes) if name in beneath]
    coded = np.zeros(len(corpus), dtype=bool)
    if len(codings):
        rows = np.flatnonzero(chosen.coding & np.isin(codings.code, wanted))
        # A coding on a whole document is a remark on it, not on what was said in its turns.
        rows = rows[~corpus.on_whole_document(rows)]
        _, touched = corpus.pairs(codings.start[rows], codings.end[rows])
        coded[corpus.range_turn[touched]] = True
    rule = chosen.rule
    if chosen.no_passes:
        rule += "; the project holds no pass, so that all documents count as read"
    return passed, coded & passed, rule


class _Grams:
    """Which words and phrases stand in which passed turns, each once.

    names: what they are; turn, gram: pairs, sorted; phrase: whether a gram is a phrase.
    """

    def __init__(self, terms: Terms, passed: NDArray[np.bool_], phrases: bool) -> None:
        self.terms = terms
        here = passed[terms.turn]
        size = len(terms.names)
        one = np.flatnonzero(here & terms.content)
        keys = [terms.turn[one] * size + terms.term[one]]
        texts: dict[str, int] = {}
        turns = [keys[0] // size]
        numbers = np.unique(keys[0] % size)
        for at in numbers.tolist():
            texts[terms.names[at]] = len(texts)
        place = np.full(size, -1)
        place[numbers] = np.arange(len(numbers))
        grams = [place[keys[0] % size]]
        self.words = len(texts)
        if phrases:
            connects = np.array([name in CONNECTORS for name in terms.names], dtype=bool)
            for between in range(_BETWEEN + 1):
                a = self._phrases(here, connects, between)
                names = [
                    " ".join(terms.names[at] for at in row)
                    for row in np.stack(
                        [terms.term[a + step] for step in range(between + 2)], axis=1
                    ).tolist()
                ]
                grams.append(np.array([texts.setdefault(name, len(texts)) for name in names], int))
                turns.append(terms.turn[a])
        self.names = list(texts)
        width = max(len(self.names), 1)
        pairs = np.unique(np.concatenate(turns) * width + np.concatenate(grams))
        self.turn, self.gram = pairs // width, pairs % width
        self.phrase = np.arange(len(self.names)) >= self.words
        self.person = terms.corpus.turn_person

    def _phrases(
        self, here: NDArray[np.bool_], connects: NDArray[np.bool_], between: int
    ) -> NDArray[np.int64]:
        """Where two content words stand with so many connecting words between them."""
        terms, last = self.terms, between + 1
        size = len(terms.token) - last
        if size <= 0:
            return np.zeros(0, np.int64)
        fits = (here & terms.content)[:size] & terms.content[last:]
        for step in range(1, last + 1):
            fits &= terms.joined[step : step + size]
            if step < last:
                fits &= connects[terms.term[step : step + size]]
                fits &= ~terms.content[step : step + size]
        return np.flatnonzero(fits)

    def counts(
        self, turns: NDArray[np.bool_], of: NDArray[np.bool_] | None = None
    ) -> NDArray[np.int64]:
        """In how many of these turns each gram stands."""
        kept = turns[self.turn] if of is None else turns[self.turn] & of[self.turn]
        return np.bincount(self.gram[kept], minlength=len(self.names))

    def scores(
        self, passed: NDArray[np.bool_], coded: NDArray[np.bool_], prior: float
    ) -> NDArray[np.float64]:
        """z of each gram; words are held against words, phrases against phrases."""
        group, others = self.counts(coded), self.counts(passed & ~coded)
        z = np.full(len(self.names), -np.inf)
        for kind in (False, True):
            own = (self.phrase == kind) & (group + others > 0)
            total = (group + others)[own]
            # A single gram has nothing to be held against.
            if own.sum() > 1:
                z[own] = log_odds(group[own], others[own], prior * total / total.sum())[2]
        return np.round(z, 9)

    def best(
        self,
        passed: NDArray[np.bool_],
        coded: NDArray[np.bool_],
        limits: tuple[int, int, float, int],
    ) -> list[int]:
        """The grams with the largest z that stand in enough coded turns, of enough people."""
        least, people, prior, top = limits
        z = self.scores(passed, coded, prior)
        fits = (z > 0) & (self.counts(coded) >= least)
        kept = coded[self.turn] & (self.person[self.turn] >= 0)
        width = len(self.person) + 1
        pairs = np.unique(self.gram[kept] * width + self.person[self.turn[kept]])
        fits &= np.bincount(pairs // width, minlength=len(self.names)) >= people
        order = np.lexsort((np.arange(len(z)), -np.where(fits, z, -np.inf)))
        return order[: min(top, int(fits.sum()))].tolist()

    def without_one(
        self,
        passed: NDArray[np.bool_],
        coded: NDArray[np.bool_],
        prior: float,
        chosen: Sequence[int],
    ) -> list[float | None]:
        """For each chosen gram the smallest z when one participant is left out."""
        people = np.unique(self.person[coded])
        people = people[people >= 0]
        if len(people) < 2 or not chosen:
            return [None] * len(chosen)
        found = []
        for each in people.tolist():
            kept = self.person != each
            z = self.scores(passed & kept, coded & kept, prior)[list(chosen)]
            found.append(np.where(np.isfinite(z), z, 0.0))
        return [float(value) for value in np.min(found, axis=0)]

    def left_out(
        self,
        passed: NDArray[np.bool_],
        coded: NDArray[np.bool_],
        limits: tuple[int, int, float, int],
    ) -> tuple[int, int] | None:
        """The search done without one document at a time, and what it finds in that document: coded turns
        found, turns found. None where the code stands in one document only."""
        document = self.terms.corpus.turn_document
        with_code = np.unique(document[coded])
        if len(with_code) < 2:
            return None
        right = both = 0
        for each in np.unique(document[passed]).tolist():
            inside = document == each
            chosen = self.best(passed & ~inside, coded & ~inside, limits)
            hit = np.isin(self.gram, chosen) & (passed & inside)[self.turn]
            turns = np.unique(self.turn[hit])
            right, both = right + int(coded[turns].sum()), both + len(turns)
        return right, both


def _present_patterns(terms: Terms, code: str) -> tuple[Hits, dict[str, Hits], list[str]]:
    """What the patterns of the code (and of those beneath) find now, and those of each other code; what an
    `unless` takes away is away. Also the patterns that cannot be searched here, and so find nothing."""
    book = terms.corpus.book
    owners: list[tuple[str, bool]] = []
    patterns: list[Pattern] = []
    for entry in book:
        if entry.retired or entry.merged_into is not None:
            continue
        for pattern in entry.patterns:
            owners.append((entry.code, True))
            patterns.append(pattern)
        for pattern in entry.unless:
            owners.append((entry.code, False))
            patterns.append(pattern)
    hits = hits_of(terms, patterns)
    found: dict[str, Hits] = {}
    for each in dict.fromkeys(name for name, _ in owners):
        wanted = [at for at, (name, kind) in enumerate(owners) if name == each and kind]
        unless = [at for at, (name, kind) in enumerate(owners) if name == each and not kind]
        own = hits.take(np.isin(hits.pattern, wanted))
        against = hits.take(np.isin(hits.pattern, unless))
        dropped = _overlapped(terms.corpus, taken(own, slice(None)), against)
        found[each] = own.take(~dropped)
    beneath = set(book.beneath(code))
    mine = [own for name, own in found.items() if name in beneath]
    together = hits.take(np.zeros(len(hits), dtype=bool))
    if mine:
        together = Hits(
            document=np.concatenate([own.document for own in mine]),
            turn=np.concatenate([own.turn for own in mine]),
            start=np.concatenate([own.start for own in mine]),
            end=np.concatenate([own.end for own in mine]),
            pattern=np.concatenate([own.pattern for own in mine]),
        )
    # A code above finds what its children find; it is the same idea, not another one.
    others = {
        name: own
        for name, own in found.items()
        if name not in beneath and code not in book.beneath(name)
    }
    skipped = [f"{owners[at][0]}: {patterns[at]}" for at in sorted(hits.skipped)]
    return together, others, skipped


def _overlapped(corpus: Corpus, hits: Any, by: Hits) -> NDArray[np.bool_]:
    """Which hits share a character with one of the others."""
    if not len(hits) or not len(by):
        return np.zeros(len(hits), dtype=bool)

    def placed(own: Any) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        base = corpus.base[corpus.turn_document[own.turn]]
        return own.start.astype(np.int64) + base, own.end.astype(np.int64) + base

    start, end = placed(hits)
    begins, ends = placed(by)
    order = np.argsort(begins, kind="stable")
    begins, reach = begins[order], np.maximum.accumulate(ends[order])
    before = np.searchsorted(begins, end, "left") - 1
    return (before >= 0) & (reach[before] > start)


def _lines(
    terms: Terms,
    pattern: Pattern,
    hits: Hits,
    which: NDArray[np.int64],
    coded: NDArray[np.bool_],
    passed: NDArray[np.bool_],
    samples: int,
    context: int,
) -> list[pd.DataFrame]:
    """Lines from coded turns, from other passed turns, and from turns not passed."""
    found: list[pd.DataFrame] = []
    turn = hits.turn[which]
    kinds = {"yes": coded, "no": passed & ~coded, "unread": ~passed}
    for word, mask in kinds.items():
        own = taken(hits, which[mask[turn]])
        if len(own) and samples and (word != "unread" or not len(found)):
            frame = lines_of(terms, own, samples, context)
            found.append(frame.assign(pattern=str(pattern), coded=word))
    return found


def _fill(report: CandidatesReport, frame: pd.DataFrame, lines: list[pd.DataFrame]) -> None:
    found, wrong = report.found_now
    share = f" ({100 * found / report.coded:.0f}%)" if report.coded else ""
    said = [
        f"{counted(report.coded, 'passed turn')} with {report.code}, {report.other:,} without.",
        f"The patterns in the codebook find {found:,} of the {report.coded:,}{share}, and"
        f" {wrong:,} of those without."
        if any(report.found_now)
        else "No pattern of the codebook finds any of these turns for this code.",
    ]
    if not len(frame):
        said.append("No word or phrase tells them apart within these limits.")
    report.sections = [
        Section(
            "Candidates",
            frame,
            paragraphs=said,
            formats={
                "z": "rate",
                "z_without": "rate",
                "precision": "share",
                "share_coded": "share",
            },
        )
    ]
    if lines:
        shown = pd.concat(lines, ignore_index=True)
        columns = ["pattern", "coded", "left", "match", "right", "source"]
        report.sections.append(Section("Lines", shown[columns]))


def _notes(
    terms: Terms,
    report: CandidatesReport,
    rule: str,
    limits: tuple[int, int, float, int],
    coded: NDArray[np.bool_],
) -> list[str]:
    least, people, prior, top = limits
    speakers = terms.people(np.flatnonzero(coded))
    notes = [
        IDEA,
        *terms.said,
        f"Compared by turns: {rule}; turns that nobody has passed are neither. In at least"
        f" {counted(least, 'coded turn')}, by {counted(people, 'participant')} or more; the first {top}"
        f" by z (log-odds with a Dirichlet prior worth {prior:g} words; Monroe, Colaresi & Quinn 2008)."
        " No chance is involved, so there is no seed.",
        "z without: the smallest z when one participant is left out; adds: coded turns that neither the"
        " code's patterns nor a candidate above finds.",
    ]
    if report.left_out is not None:
        right, both = report.left_out
        told = (
            f"they find {right:,} of the {report.coded:,} coded turns, and {right:,} of"
            f" {counted(both, 'turn')} found {'carries' if both == 1 else 'carry'} the code"
            if both
            else "they find nothing"
        )
        notes.append(
            "The figures above are of the turns on which the words were chosen and flatter them: chosen"
            f" without one document at a time, in the document left out {told}."
        )
    else:
        notes.append(
            "All coded turns stand in one document: whether the words serve elsewhere is unknown."
        )
    if report.coded < 20 or speakers < 5:
        notes.append(
            f"{counted(report.coded, 'coded turn')} of {counted(speakers, 'participant')} are few: read"
            " the lines, and expect other words with the next interviews."
        )
    return notes
