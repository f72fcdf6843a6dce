"""The arrays from which corrected shares are computed, once a blind audit sample is passed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from qualcode.analysis.audits import (
    Audit,
    audit,
    drawing,
    frame_turns,
    numbered_anew,
    told_anew,
)
from qualcode.analysis.corpus import Corpus, corpus
from qualcode.analysis.corrected import Corrected, Target, corrected_shares
from qualcode.analysis.machine_codes import MachineCodes, turn_places
from qualcode.analysis.samples import Readings, present_part, wanted_codes
from qualcode.analysis.selection import countable_turns, filters, select
from qualcode.analysis.since import decided, first_acts, passed
from qualcode.analysis.tables import considered_rows, row_of_code, table_rows
from qualcode.core.records import ORIGINS
from qualcode.errors import CodingError, TableError, UsageError, counted, listing
from qualcode.store import Study

_FROM_SUGGESTIONS = (ORIGINS.index("accepted"), ORIGINS.index("revised"))


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
