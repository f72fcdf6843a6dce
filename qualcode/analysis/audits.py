"""Blind audit samples as a project keeps them, and the arrays from which corrected shares are computed.

An audit sample is a sample of turns with one coder (`qualcode.analysis.samples`), and beside it the setting
"audit:NAME": what share of its stratum each turn stands for, and, as they were when it was drawn, the turns it
was drawn from and what the program said of them. That program had not seen the sample's answers, so its codes
can sort the segments whatever is learned later. For codes of a program that is fitted later to correct as
well, it must not have learned from the sample: `reserved` names the turns that learning leaves out.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from qualcode.analysis.corpus import Corpus, corpus
from qualcode.analysis.corrected import Corrected, Target, corrected_shares
from qualcode.analysis.queue_scores import kept
from qualcode.analysis.samples import Plan, Readings, plans, present_part, wanted_codes
from qualcode.analysis.selection import countable_turns, filters, select
from qualcode.analysis.since import decided, first_acts, passed
from qualcode.analysis.tables import considered_rows, row_of_code, table_rows
from qualcode.core.asked import asked_text
from qualcode.core.records import DECISIONS, ORIGINS
from qualcode.errors import CodingError, TableError, UsageError, counted, listing
from qualcode.store import Study, state
from qualcode.store.state import Version

AUDIT = "audit:"
LEARNED = "audit learned:"  # a setting that says that learning may use a sample's answers
RELEASE = "learn from audit"  # the verb of the act that gives a sample's answers to learning
PROBABILITY = 0.5  # a suggestion that is as likely right as wrong is taken as said
_REJECT = DECISIONS.index("reject")
_FROM_SUGGESTIONS = (ORIGINS.index("accepted"), ORIGINS.index("revised"))


@dataclass(frozen=True, slots=True)
class MachineCodes:
    """What a program says of turns. name: which program and by what rule, for print. coded: code ->
    document -> numbers of the turns that have the code."""

    name: str
    coded: Mapping[str, Mapping[str, Collection[str]]]

    def matrix(self, own: Corpus, row_of: Mapping[str, int], rows: int) -> np.ndarray:
        """turns of the corpus x rows: whether any of the row's codes is on the turn. Codes go by their
        present ids; turns that are no longer there are left out."""
        place = turn_places(own)
        found = np.zeros((len(own), rows), dtype=bool)
        for code, documents in self.coded.items():
            row = row_of.get(own.book.successor(code) or code)
            if row is None:
                continue
            for document, turns in documents.items():
                for turn in turns:
                    if (at := place.get((document, turn))) is not None:
                        found[at, row] = True
        return found


def standing_suggestions(
    study: Study,
    *,
    threshold: float = PROBABILITY,
    rank: float = 0.0,
    codes: Collection[str] | None = None,
) -> MachineCodes:
    """What the suggestions that stand say of each turn.

    A turn has a code where a suggestion of it touches the turn whose probability (`score`) is at least
    `threshold` or, where there is none, whose `rank_score` is at least `rank`. Probabilities are those that
    the queue shows: of its last refresh and, where that gave none, as the suggestion was made; the name says
    of which act they are. What anybody rejected does not stand. codes: only these. Raises UsageError for a
    threshold out of range.
    """
    check_probability(threshold, "threshold")
    check_probability(rank, "rank")
    own = corpus(study)
    names, book = study.names(), own.book
    base = {version.n: int(at) for version, at in zip(own.versions, own.base, strict=True)}
    rejected = {
        each
        for (each,) in study.rows(
            "SELECT DISTINCT suggestion_id FROM decision WHERE ended IS NULL AND decision = ?",
            (_REJECT,),
        )
    }
    starts, ends, which = [], [], []
    engines: dict[str, set[bool]] = {}  # engine -> whether its suggestions have a probability
    shown = kept(study)
    moved, made = 0, set[int]()
    for suggestion, version, start, end, code, engine, score, ranked, act in study.rows(
        "SELECT suggestion_id, version, start, end, code, engine, score, rank_score, added FROM suggestion"
    ):
        code = book.successor(names[code]) or names[code]
        if (
            version not in base
            or suggestion in rejected
            or (codes is not None and code not in codes)
        ):
            continue
        if suggestion in shown.scores:
            score = shown.scores[suggestion]
            moved += 1
        else:
            made.add(act)
        engines.setdefault(names[engine], set()).add(score is not None)
        if (ranked < rank) if score is None else (score < threshold):
            continue
        starts.append(base[version] + start)
        ends.append(base[version] + end)
        which.append(code)
    found: dict[str, dict[str, set[str]]] = {}
    stretch, touched = own.pairs(np.array(starts, dtype=np.int64), np.array(ends, dtype=np.int64))
    for at, turn in zip(stretch.tolist(), own.range_turn[touched].tolist(), strict=True):
        document = own.documents[int(own.turn_document[turn])]
        found.setdefault(which[at], {}).setdefault(document, set()).add(own.turn_number[turn])
    rules = []
    for engine, kinds in sorted(engines.items()):
        least = [f"probability at least {threshold:g}"] if True in kinds else []
        if False in kinds:
            ranks = f"rank at least {rank:g}" if rank else "all that stand"
            least.append(f"without one {ranks}" if least else ranks)
        rules.append(f"{engine} ({', '.join(least)})")
    if not rules:
        return MachineCodes("no suggestions", found)
    since = listing(_of_which_acts(study, shown.act if moved else 0, sorted(made)))
    return MachineCodes(f"suggestions of {listing(rules)}, {since}", found)


def check_probability(value: Any, what: str = "probability") -> None:
    """Raises UsageError for what is no number from 0 to 1."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise UsageError(what, f"{value!r}", "0 to 1")


def _of_which_acts(study: Study, refresh: int, made: Sequence[int]) -> list[str]:
    """Of which acts the scores are, with the day: they move as people decide."""
    days = dict(study.rows("SELECT n, substr(time, 1, 10) FROM act"))
    found = []
    if refresh:
        found.append(f"scores refreshed after act {refresh} (of {days[refresh]})")
    if made:
        which = f"act {made[0]}" if len(made) == 1 else f"acts {made[0]} to {made[-1]}"
        found.append(f"{'others ' if refresh else ''}as made in {which} ({days[made[-1]]})")
    return found


# -- what is kept --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Audit:
    """A kept audit sample. plan: the turns and who codes them. sizes: of each stratum how many turns there
    were and how many were drawn; stratum: document -> the stratum of each turn of the plan's part. by:
    what made the strata, "machine" among them where the program's codes did. machine: what the program's
    codes are; probability: from which on suggestions were taken as said, None where the codes were given.
    words: the content row with what it was drawn from. learns: whether learning may use the answers now; released: the act that let it for the first time, also where that was taken back."""

    plan: Plan
    by: tuple[str, ...]
    sizes: tuple[tuple[int, int], ...]
    stratum: Mapping[str, tuple[int, ...]]
    machine: str
    words: int
    learns: bool = False
    released: int | None = None
    probability: float | None = PROBABILITY

    @property
    def name(self) -> str:
        return self.plan.name

    def weights(self) -> dict[tuple[str, str], float]:
        """(document, turn) -> how many turns the sampled one stands for."""
        found = {}
        for part in self.plan.parts:
            for turn, stratum in zip(part.turns or (), self.stratum[part.document], strict=True):
                available, drawn = self.sizes[stratum]
                found[part.document, turn] = available / drawn
        return found


@dataclass(frozen=True, slots=True)
class Drawing:
    """What an audit sample was drawn from. strata: values, available, drawn. where: the filters. frame:
    document -> (version, the turns). machine: what the program said of them then."""

    strata: list[tuple[tuple[str, ...], int, int]]
    where: dict[str, list[str]]
    left_out: dict[str, int]
    frame: dict[str, tuple[str, tuple[str, ...]]]
    machine: MachineCodes


def as_setting(
    by: Sequence[str],
    sizes: Sequence[tuple[int, int]],
    stratum: Mapping[str, Sequence[int]],
    machine: str,
    words: int,
    probability: float | None,
) -> str:
    """As the event holds it."""
    data = {
        "by": by, "sizes": sizes, "stratum": stratum, "machine": machine, "words": words,
        "probability": probability,
    }  # fmt: skip
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def audit_words(key: str, value: str | None) -> str | None:
    """What the history says of a setting of this module, None for any other setting."""
    if value is None:
        return None
    if key.startswith(LEARNED):
        return f"gave the answers of the audit sample {key.removeprefix(LEARNED)} to learning"
    if key.startswith(AUDIT):
        return f"made it an audit sample; the program's codes: {json.loads(value)['machine']}"
    return None


def audits(study: Study) -> dict[str, Audit]:
    """The audit samples of the project by name, in the order they were drawn."""

    def make() -> dict[str, Audit]:
        found: dict[str, Audit] = {}
        known = plans(study)
        for key, value in study.rows(
            "SELECT key, value FROM setting WHERE substr(key, 1, ?) = ? ORDER BY added, n",
            (len(AUDIT), AUDIT),
        ):
            name = key.removeprefix(AUDIT)
            if name in known and value is not None:
                data = json.loads(value)
                found[name] = Audit(
                    known[name],
                    tuple(data["by"]),
                    tuple((available, drawn) for available, drawn in data["sizes"]),
                    {document: tuple(own) for document, own in data["stratum"].items()},
                    data["machine"],
                    data["words"],
                    state.setting(study, LEARNED + name) is not None,
                    _released(study, name, known[name].act),
                    data.get("probability", PROBABILITY),
                )
        return found

    return study.cached("audits", make)


def _released(study: Study, name: str, since: int) -> int | None:
    """The act that gave a sample's answers to learning, also where it was taken back: who was shown
    something has seen it."""
    for act, event in study.rows(
        "SELECT a.n, e.data FROM act a JOIN event e ON e.act = a.n WHERE a.verb = ? AND e.kind ="
        " 'setting' AND a.n > ? ORDER BY a.n",
        (RELEASE, since),
    ):
        if json.loads(event)["key"] == LEARNED + name:
            return int(act)
    return None


def audit(study: Study, name: str) -> Audit:
    """One audit sample; CodingError where there is none of that name."""
    known = audits(study)
    found = known.get(asked_text("sample", name, "the name of an audit sample").strip())
    if found is None:
        raise CodingError(
            name,
            "is no audit sample of this project",
            f"audit samples: {listing(known)}" if known else "none has been drawn",
            "" if known else "project.draw_audit(NAME, n=150), qualcode audit sample",
        )
    return found


def drawing(study: Study, of: Audit) -> Drawing:
    """What an audit sample was drawn from; CodingError where these words are not kept."""
    body = study.content(of.words)
    if body is None:
        raise CodingError(
            of.name, "what it was drawn from is not kept here", "",
            "Use the project it was drawn in, or draw another audit sample",
        )  # fmt: skip
    return Drawing(
        [(tuple(values), available, drawn) for values, available, drawn in body["strata"]],
        body["where"],
        body["left_out"],
        {document: (version, tuple(turns)) for document, (version, turns) in body["frame"].items()},
        MachineCodes(of.machine, body["machine"]),
    )


def numbered_anew(study: Study, drawn: Drawing) -> dict[str, int]:
    """Documents whose turns have other numbers or speakers than when an audit sample was drawn -> how many turns
    it had there. What was kept of a turn by its number is no longer said of its words."""
    known = {(each.document, each.version): each for each in state.all_versions(study).values()}
    now, found = state.versions(study), {}
    for document, (version, turns) in drawn.frame.items():
        if document not in now or now[document].version == version:
            continue
        then = known.get((document, version))
        if then is None or _numbers(study, then) != _numbers(study, now[document]):
            found[document] = len(turns)
    return found


def _numbers(study: Study, version: Version) -> list[tuple[Any, Any]]:
    """Number and speaker of every turn."""
    return [(turn[0], turn[1]) for turn in state.structure(study, version)["turns"]]


def told_anew(of: Audit, anew: Mapping[str, int]) -> list[str]:
    """What is said under tables of documents whose turns were numbered anew."""
    if not anew:
        return []
    return [
        f"In no row: {counted(sum(anew.values()), 'turn')} of {listing(anew)}, whose turns were numbered anew"
        f" since the audit sample {of.name} was drawn."
    ]


def frame_turns(own: Corpus, drawn: Drawing, anew: Collection[str]) -> np.ndarray:
    """A mask of the turns that an audit sample was drawn from, as far as they are still there."""
    found, place = np.zeros(len(own), dtype=bool), turn_places(own)
    for document, (_, numbers) in drawn.frame.items():
        if document not in anew:
            found[[place[document, each] for each in numbers if (document, each) in place]] = True
    return found


def reserved(study: Study) -> dict[str, frozenset[str]]:
    """document -> the turns that learning leaves out: those of audit samples whose answers were not given
    to learning. What a program has learned from does not tell how often it errs elsewhere."""
    found: dict[str, set[str]] = {}
    for each in audits(study).values():
        if not each.learns:
            for part in each.plan.parts:
                found.setdefault(part.document, set()).update(part.turns or ())
    return {document: frozenset(turns) for document, turns in found.items()}


# -- the arrays ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class AuditBlock:
    """Rows of a table for which people read the same documents, as `corrected_shares` takes them.

    rows: positions in `AuditValues.rows`. turns: positions in the corpus of the machine-coded part;
    machine: these x rows. sampled: positions in `turns`; values: these x rows; weights: of these.
    coded_turns, coded: the same of the documents that people read in full. uncovered: turns of neither part,
    of documents that came after the sample was drawn.
    """

    rows: np.ndarray
    turns: np.ndarray
    machine: np.ndarray
    sampled: np.ndarray
    values: np.ndarray
    weights: np.ndarray
    coded_turns: np.ndarray
    coded: np.ndarray
    uncovered: int


@dataclass(frozen=True)
class AuditValues:
    """The arrays of an audit sample, aligned. rows: ids of codes or themes; left_out: rows of the table that
    the sample says nothing of -> why; person: of each turn of the corpus, -1 for nobody; answers: a mask of the
    codings that are the auditor's; notes: what to
    print beside the shares."""

    audit: Audit
    rows: list[str]
    blocks: list[AuditBlock]
    person: np.ndarray
    answers: np.ndarray
    left_out: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def shares(
        self, target: Target = "corpus", *, level: float = 0.95, turns: np.ndarray | None = None
    ) -> dict[str, Corrected]:
        """row -> the corrected share of turns with it. turns: for each turn of the corpus whether it
        belongs, such as those of one role; all of them unless given."""
        found: dict[int, Corrected] = {}
        for block in self.blocks:
            machine_in, coded_in = block.turns, block.coded_turns
            here = np.ones(len(machine_in), dtype=bool) if turns is None else turns[machine_in]
            there = np.ones(len(coded_in), dtype=bool) if turns is None else turns[coded_in]
            kept = here[block.sampled]
            place = np.cumsum(here) - 1
            answers = corrected_shares(
                block.machine[here],
                place[block.sampled[kept]],
                block.values[kept],
                self.person[machine_in[here]].astype(np.int64),
                target=target,
                weights=block.weights[kept],
                coded=block.coded[there],
                coded_people=self.person[coded_in[there]].astype(np.int64),
                level=level,
                unit="turn",
            )
            found |= dict(zip(block.rows.tolist(), answers, strict=True))
        return {row: found[number] for number, row in enumerate(self.rows)}


def turn_places(own: Corpus) -> dict[tuple[str, str], int]:
    """(document, turn) -> position in the corpus."""
    return {
        (own.documents[document], number): turn
        for turn, (document, number) in enumerate(
            zip(own.turn_document.tolist(), own.turn_number, strict=True)
        )
    }


def turns_with(own: Corpus, coding: np.ndarray, row_of: Mapping[str, int], rows: int) -> np.ndarray:
    """turns x rows: whether one of these codings (a mask) touches the turn."""
    codings = own.codings
    row = np.array(
        [row_of.get(own.book.successor(code) or code, -1) for code in codings.codes] + [-1]
    )
    live = np.flatnonzero(coding)
    live = live[row[codings.code[live]] >= 0]
    live = live[~own.on_whole_document(live)]
    found = np.zeros((len(own), rows), dtype=bool)
    stretch, touched = own.pairs(codings.start[live], codings.end[live])
    found[own.range_turn[touched], row[codings.code[live]][stretch]] = True
    return found


@dataclass(frozen=True, slots=True)
class Parted:
    """Rows of a table for which people read the same documents. rows: positions. turns: of the part that is
    left to the program; coded_turns: of the part that people read, both positions in the corpus, ascending.
    uncovered: how many turns are in neither."""

    rows: np.ndarray
    turns: np.ndarray
    coded_turns: np.ndarray
    uncovered: int


def parted(
    own: Corpus, considered: np.ndarray, frame: np.ndarray, countable: np.ndarray
) -> list[Parted]:
    """The rows of a table by what people have read. considered: documents x rows. frame: a mask of the turns
    that a program coded; countable: of those that the table may count."""
    found = []
    kinds, kind = np.unique(considered, axis=1, return_inverse=True)
    for each in range(kinds.shape[1]):
        which = np.flatnonzero(kind.ravel() == each)
        known = countable & kinds[own.turn_document, each]
        left = frame & countable & ~known
        found.append(
            Parted(
                which,
                np.flatnonzero(left),
                np.flatnonzero(known),
                int((countable & ~known & ~frame).sum()),
            )
        )
    return found


def audit_values(
    study: Study,
    name: str,
    machine: MachineCodes | None = None,
    *,
    level: str = "code",
    coders: str | Iterable[str] = "record",
) -> AuditValues:
    """The arrays from which corrected shares of turns are computed, once the sample is passed.

    machine: the program's codes of a program that has not learned from the sample (see `reserved`); those
    kept when the sample was drawn unless given. level: "code" or "theme"; a theme is on a turn where any of
    its codes is. coders: whose codings count in documents that people passed, as in tables.

    The machine-coded part are the turns that the sample was drawn from, but for documents that were passed
    for the row since: these, and all others that were passed, are the part coded by people. Raises
    CodingError where the sample is not passed for all of its codes or its coder was not blind, TableError
    where `machine` is given after the sample's answers were given to learning.
    """
    own, of = corpus(study), audit(study, name)
    if machine is not None and of.released is not None:
        raise TableError(
            of.name,
            f"its answers were given to learning in act {of.released}: what has learned from them seems"
            " to err less than it does",
            "the codes kept when it was drawn",
            "Leave the program's codes out, or draw another audit sample",
        )
    drawn = drawing(study, of)
    anew = numbered_anew(study, drawn)
    units, notes = _passed(study, of, anew)
    notes += told_anew(of, anew)
    place = turn_places(own)
    selection = select(own, coders)[0]
    rows, row_of, left_out = _rows(study, own, of, level)
    height = max(len(rows), 1)
    considered = considered_rows(own, selection, row_of, height) & selection.read[:, None]
    countable = countable_turns(own, [], interviewers=False, reflective=False)
    countable &= filters(own, drawn.where).turn
    countable &= ~np.isin(own.turn_document, [own.documents.index(each) for each in anew])
    frame = frame_turns(own, drawn, anew) & countable
    weights = of.weights()
    sampled = np.array([place[unit] for unit in units if frame[place[unit]]], dtype=np.int64)
    stands_for = np.array([weights[unit] for unit in units if frame[place[unit]]])
    answers, said = _answers(own, of, sampled)
    notes += said
    says = (machine or drawn.machine).matrix(own, row_of, height)
    people_say = turns_with(own, selection.coding, row_of, height)
    auditor_says = turns_with(own, answers, row_of, height)
    blocks = []
    for each in parted(own, considered[:, : len(rows)], frame, countable):
        which, turns, coded = each.rows, each.turns, each.coded_turns
        there = np.isin(sampled, turns)
        blocks.append(
            AuditBlock(
                which,
                turns,
                says[np.ix_(turns, which)],
                np.searchsorted(turns, sampled[there]),
                auditor_says[np.ix_(sampled[there], which)],
                stands_for[there],
                coded,
                people_say[np.ix_(coded, which)],
                each.uncovered,
            )
        )
    if uncovered := max((each.uncovered for each in blocks), default=0):
        every = all(each.uncovered == uncovered for each in blocks)
        notes.append(
            f"In {'no corrected share' if every else 'no corrected share of some rows'}:"
            f" {counted(uncovered, 'turn')} that nobody has passed for the row's codes, of documents that came"
            f" after the audit sample {of.name} was drawn or were left out of it."
        )
    return AuditValues(of, rows, blocks, own.turn_person, answers, left_out, notes)


def _answers(own: Corpus, of: Audit, sampled: np.ndarray) -> tuple[np.ndarray, list[str]]:
    """The codings that are the auditor's answers, and what to say of how blind they are. What came from a suggestion
    after the auditor had finished is no answer: the sample would agree with the program ever more."""
    study, who, codings = own.study, of.plan.coders[0], own.codings
    number = {each: at for at, each in enumerate(codings.coders)}
    mine = codings.coder == number.get(who, -1)
    done, first = passed(own, who), first_acts(study)
    helped = mine & np.isin(codings.origin, _FROM_SUGGESTIONS)
    late = np.zeros(len(codings), dtype=bool)
    if helped.any():
        ids = dict(study.rows("SELECT n, coding_id FROM coding WHERE ended IS NULL"))
        for row in np.flatnonzero(helped).tolist():
            act = first[ids[int(codings.number[row])]]
            late[row] = act > done.get(int(codings.document[row]), 0)
    touching, notes = _touching(own, sampled), []
    if before := int((helped & ~late & touching).sum()):
        notes.append(
            f"{counted(before, 'coding')} in the audit sample {of.name} came from suggestions,"
            " so not all of its answers were given blind."
        )
    if seen := _seen(own, who, sampled, done):
        notes.append(
            f"{who} had decided on {counted(seen, 'suggestion')} in the turns of the audit sample {of.name} before"
            " finishing it, so not all of its answers were given blind."
        )
    if after := int((late & touching).sum()):
        notes.append(
            f"{counted(after, 'coding')} that {who} accepted from suggestions after finishing the audit sample"
            f" {of.name} {'changes' if after == 1 else 'change'} none of its answers."
        )
    return mine & ~late, notes


def _seen(own: Corpus, who: str, sampled: np.ndarray, done: Mapping[int, int]) -> int:
    """On how many suggestions in these turns somebody had decided before passing their documents, and no coding
    that stands came of it."""
    acts: dict[str, int] = {}
    for act, person, suggestion in decided(own.study):
        if person == who:
            acts.setdefault(suggestion, act)
    if not acts:
        return 0
    base = {version.n: (at, int(own.base[at])) for at, version in enumerate(own.versions)}
    accepted = {
        each
        for (each,) in own.study.rows(
            "SELECT suggestion_id FROM coding WHERE ended IS NULL AND suggestion_id IS NOT NULL"
        )
    }
    starts, ends = [], []
    for suggestion, version, start, end in own.study.rows(
        "SELECT suggestion_id, version, start, end FROM suggestion"
    ):
        if suggestion in acts and suggestion not in accepted and version in base:
            document, first = base[version]
            if acts[suggestion] <= done.get(document, 0):
                starts.append(first + start)
                ends.append(first + end)
    inside = np.zeros(len(own), dtype=bool)
    inside[sampled] = True
    stretch, touched = own.pairs(np.array(starts, dtype=np.int64), np.array(ends, dtype=np.int64))
    return len(np.unique(stretch[inside[own.range_turn[touched]]]))


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _touching(own: Corpus, turns: np.ndarray) -> np.ndarray:
    """For each coding whether it touches one of these turns."""
    inside = np.zeros(len(own), dtype=bool)
    inside[turns] = True
    stretch, touched = own.pairs(own.codings.start, own.codings.end)
    found = np.zeros(len(own.codings), dtype=bool)
    found[stretch[inside[own.range_turn[touched]]]] = True
    return found


def _passed(
    study: Study, of: Audit, anew: Collection[str]
) -> tuple[list[tuple[str, str]], list[str]]:
    """The sampled turns that are still there, and what to note; CodingError where they are not all passed,
    or not blind. anew: documents whose turns were numbered anew, which are left out."""
    from qualcode.analysis.sample_status import has_passed

    readings, coder, notes = Readings(study), of.plan.coders[0], []
    wanted = wanted_codes(study, of.plan)
    units: list[tuple[str, str]] = []
    left = moved = 0
    said: set[str] = set()
    for part in of.plan.parts:
        if part.document in anew:
            moved += len(part.turns or ())
            continue
        _, there = present_part(study, part)
        for unit in there:
            assert unit is not None
            units.append((part.document, unit))
            left += not has_passed(readings, part, coder, unit, wanted)
        said.add(readings.blind(part.document, coder, there) if there else "yes")
    if left:
        raise CodingError(
            of.name,
            f"{left:,} of its {counted(len(units), 'turn')} {_are(left)} not passed by {coder}",
            "what is left may differ from what is done",
            "Code what is left, then qualcode audit complete, project.complete_audit",
        )
    if "no" in said:
        raise CodingError(
            of.name,
            f"{coder} says not to have been blind",
            "an audit sample is coded without a look at suggestions",
            "Draw another one for somebody who has not seen them",
        )
    if "unknown" in said:
        notes.append(f"Nothing says whether {coder} coded the audit sample {of.name} blind.")
    if gone := of.plan.size - len(units) - moved:
        notes.append(
            f"{counted(gone, 'turn')} of the audit sample {of.name} no longer there, left out."
        )
    return units, notes


def _rows(
    study: Study, own: Corpus, of: Audit, level: str
) -> tuple[list[str], dict[str, int], dict[str, str]]:
    """The rows that the sample speaks of, the row of each code, and why others are left out."""
    if level not in ("code", "theme"):
        raise UsageError("level", repr(level), "code or theme")
    wanted, usable = set(wanted_codes(study, of.plan)), set(own.book.applicable())
    all_ = table_rows(own, level)
    codes_of: dict[str, set[str]] = {row: set() for row in all_}
    for code, number in row_of_code(own, level, all_).items():
        codes_of[all_[number]].add(code)
    left_out = {}
    for row, codes in codes_of.items():
        if missing := (codes & usable) - wanted:
            labels = (own.book[code].label for code in own.book.codes if code in missing)
            names = listing(labels) if level == "theme" else "it"
            left_out[row] = f"the audit sample {of.name} was not coded for {names}"
        elif not codes & wanted:
            left_out[row] = f"the audit sample {of.name} is not about it"
    rows = [row for row in all_ if row not in left_out]
    row_of = {code: at for at, row in enumerate(rows) for code in codes_of[row]}
    return rows, row_of, left_out


def summary(study: Study, of: Audit) -> dict[str, Any]:
    """What was drawn and from what, as plain data."""
    own = drawing(study, of)
    return {
        "sample": of.name,
        "coder": of.plan.coders[0],
        "machine": of.machine,
        "by": list(of.by),
        "drawn": of.plan.size,
        "available": of.plan.available,
        "seed": of.plan.seed,
        "where": own.where,
        "strata": [
            {"values": list(values), "available": available, "drawn": drawn}
            for values, available, drawn in own.strata
        ],
        "left_out": own.left_out,
        "learned_from": of.released,
    }
