"""What people said of segments, and how blind: what suggestions may be held against.

A coding that came from a suggestion agrees with the suggester by its making. What a person answered before
seeing any suggestion stays as it was, whatever was accepted or rejected later: else a program would be wrong
less often the more of its suggestions somebody agrees with.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qualcode.analysis.coder_stretches import units_of
from qualcode.analysis.corpus import Corpus, corpus
from qualcode.analysis.selection import coder_names
from qualcode.analysis.since import decided, first_acts, passed
from qualcode.core.records import BLIND as BLIND_WORDS
from qualcode.core.records import CONSENSUS, ORIGINS
from qualcode.review.learning import material
from qualcode.store import Study, state
from qualcode.suggest.material import Material

_FROM_SUGGESTIONS = [ORIGINS.index("accepted"), ORIGINS.index("revised")]
_SAID = {"yes": 1, "no": 0, "unknown": -1}
_UNREAD = -2


@dataclass(frozen=True, eq=False)
class Reading:
    """What one person read and coded: n × k each, of open segments. coded: as the person answered, without
    what was added with help after a pass that had answered already; that is in `later`. blind: 1 yes, 0 no,
    -1 unknown."""

    considered: NDArray[np.bool_]
    coded: NDArray[np.bool_]
    blind: NDArray[np.int8]
    later: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Reference:
    """What grades: n × k each. kind: 1 blind, -1 unknown, 0 grades nothing. coded: the reference's
    answer. who: position in `people` of whose answer it is, -1 nobody. aside: read by somebody, but not
    so that it can grade. set_aside: coded by those who teach, but with help, so that it grades nothing. read: n,
    read by anybody for anything."""

    people: list[str]
    readings: list[Reading]
    kind: NDArray[np.int8]
    coded: NDArray[np.bool_]
    who: NDArray[np.int8]
    aside: NDArray[np.bool_]
    set_aside: NDArray[np.bool_]

    @property
    def read(self) -> NDArray[np.bool_]:
        return np.asarray(np.any([each.considered.any(axis=1) for each in self.readings], axis=0))

    def union(
        self, rows: NDArray, columns: list[int]
    ) -> tuple[NDArray[np.int8], NDArray[np.bool_]]:
        """kind and coded of several codes as one, on these segments: as blind as the least blind of the codes
        that anybody read the segment for."""
        kind, coded = self.kind[rows, columns[0]], self.coded[rows, columns[0]]
        for at in columns[1:]:
            read = (self.kind[rows, at] != 0) | self.aside[rows, at]
            kind = np.where(read, _least(kind, self.kind[rows, at]), kind)
            coded = coded | (self.coded[rows, at] & (self.kind[rows, at] != 0))
        return kind.astype(np.int8), coded & (kind != 0)


def reference(study: Study, taught: Material, coders: str) -> Reference:
    """What grades suggestions that learned from `taught`. coders: as for `evaluate`."""
    own = corpus(study)
    names = [coders] if coders not in ("record", "any") else coder_names(own)
    readings = {
        name: _reading(own, material(study, coders=name, embeddings=False), name)
        for name in (names if coders in ("record", "any") else coder_names(own))
    }
    people = list(readings)
    first = _of_record(own) if coders == "record" else {}
    shape = taught.considered.shape
    kind, who = np.zeros(shape, np.int8), np.full(shape, -1, np.int8)
    coded, later = np.zeros(shape, np.bool_), np.zeros(shape, np.bool_)
    # The person of record first, then who read most of it blind; a consensus only where it is of record.
    others = [name for name in names if name != CONSENSUS]
    others.sort(key=lambda name: (-int((readings[name].blind == 1).sum()), name))
    chosen = [first.get(document, "") for document in range(len(own.versions))]
    of_record = np.array([people.index(name) if name in people else -1 for name in chosen])
    turns = [(at, of_record[taught.group] == at) for at in range(len(people))]
    turns += [(people.index(name), np.ones(len(taught), np.bool_)) for name in others]
    for said in (1, -1):
        for at, where in turns:
            each = readings[people[at]]
            fits = each.considered & (each.blind == said) & (kind == 0) & where[:, None]
            kind[fits], who[fits], coded[fits] = said, at, each.coded[fits]
            later[fits] = each.later[fits]
    read = np.any([each.considered for each in readings.values()], axis=0)
    aside = read & (kind == 0)
    helped = (aside | later) & taught.coded
    return Reference(people, list(readings.values()), kind, coded, who, aside, helped)


def _of_record(own: Corpus) -> dict[int, str]:
    """Document -> the person (or the consensus) whose reading is that of record, as tables choose."""
    passes: dict[int, set[str]] = {}
    place = {document: at for at, document in enumerate(own.documents)}
    for each in state.current_passes(own.study):
        if each.turns is None:
            passes.setdefault(place[each.document], set()).add(each.coder)
    if not state.passes(own.study):
        for document, coder in zip(own.codings.document, own.codings.coder, strict=True):
            passes.setdefault(int(document), set()).add(own.codings.coders[int(coder)])
    primary = state.setting(own.study, "primary")
    found = {}
    for document, coders in passes.items():
        if CONSENSUS in coders:
            found[document] = CONSENSUS
        elif primary in coders:
            found[document] = str(primary)
        elif len(coders) == 1:
            found[document] = next(iter(coders))
    return found


def _reading(own: Corpus, made: Material, person: str) -> Reading:
    """What one person answered, and how blind.

    As blind as the pass over the segment, of several the least blind one; a coding made without help is as
    blind as itself. What was accepted, revised or coded with suggestions in sight after the pass leaves its
    answer as it was; where no pass had answered it is not blind. Such things before the document was passed
    take the code's blindness from all its segments, whatever the pass says.
    """
    considered = made.considered & made.open[:, None]
    blind = np.full(considered.shape, _UNREAD, np.int8)
    units, place = units_of(own, "segment"), {d: at for at, d in enumerate(own.documents)}
    for each in state.current_passes(own.study):
        if each.coder != person:
            continue
        inside = made.group == place[each.document]
        if each.turns is not None:
            wanted = set(each.turns)
            numbers = [own.turn_number[turn] for turn in units.turn.tolist()]
            inside &= np.array([number in wanted for number in numbers])
        rows = np.flatnonzero(inside)
        columns = np.array([made.place[c] for c in each.codes if c in made.place], np.int64)
        grid = np.ix_(rows, columns)
        blind[grid] = _least(blind[grid], np.int8(_SAID[each.blind]))
    codings = own.codings
    column = np.array([made.place.get(code, -1) for code in codings.codes] or [-1])
    mine = np.zeros(len(codings), np.bool_)
    if person in codings.coders:
        mine = codings.coder == codings.coders.index(person)
    # As each was recorded: one of which nothing is recorded is as blind as the passes for its code.
    recorded = dict(own.study.rows("SELECT n, blind FROM coding"))
    word = np.array([recorded[number] for number in codings.number.tolist()], np.int64)
    said = np.array([_SAID[each] for each in BLIND_WORDS], np.int8)[word]
    said = np.where(np.isin(codings.origin, _FROM_SUGGESTIONS), 0, said)
    cells = {}
    for value in (0, -1, 1):
        rows = np.flatnonzero(mine & (said == value))
        rows = rows[(column[codings.code[rows]] >= 0) & ~own.on_whole_document(rows)]
        stretch, touched = units.touched(codings.start[rows], codings.end[rows])
        cells[value] = np.zeros(considered.shape, np.bool_)
        cells[value][units.range_unit[touched], column[codings.code[rows[stretch]]]] = True
    helped = cells[0] & ~cells[-1] & ~cells[1]
    later = helped & np.isin(blind, (1, -1)) & considered
    blind[helped & ~later] = 0
    blind[cells[-1] & (blind == _UNREAD)] = -1
    blind[cells[1]] = 1  # with it the answer stands by itself
    for document, at in _seen_before(own, made, person, mine & (said == 0), column):
        blind[made.group == document, at] = 0
        later[made.group == document, at] = False
    blind = np.where(blind == _UNREAD, -1, blind).astype(np.int8)
    return Reading(considered, made.coded & considered & ~later, blind, later)


def _least(known: NDArray[np.int8], said: NDArray[np.int8] | np.int8) -> NDArray[np.int8]:
    """The less blind of two: no, else unknown, else yes; the second where nothing was known."""
    rank = np.array([3, 1, 0, 2], np.int8)  # of -2 (nothing known), -1, 0, 1: the least stays
    return np.where(rank[known + 2] <= rank[np.asarray(said) + 2], known, said)


def _seen_before(
    own: Corpus, made: Material, person: str, seen: NDArray[np.bool_], column: NDArray
) -> set[tuple[int, int]]:
    """(document, column) where a person had decided on suggestions, or coded with them in sight, before
    passing the document; also where that was taken back or undone: who was shown something has seen it.
    seen: mask of such codings. column: of the codings' codes."""
    study, names = own.study, own.study.names()
    where = {document: at for at, document in enumerate(own.documents)}
    known, since = state.all_versions(study), passed(own, person)
    found = set()

    def tell(version: int, code: str, act: int) -> None:
        document, now = where.get(known[version].document, -1), own.book.successor(code)
        if now is not None and now in made.place and act <= since.get(document, 0):
            found.add((document, made.place[now]))

    first, live = first_acts(study), set(own.codings.number[seen].tolist())
    asked = ", ".join(str(each) for each in _FROM_SUGGESTIONS)
    no = BLIND_WORDS.index("no")
    for n, coding, version, code, coder, origin in study.rows(
        "SELECT n, coding_id, version, code, coder, origin FROM coding"
        f" WHERE origin IN ({asked}) OR blind = {no}"
    ):
        if names[coder] == person and (origin in _FROM_SUGGESTIONS or n in live):
            tell(version, names[code], first[coding])
    mine = [(act, suggestion) for act, coder, suggestion in decided(study) if coder == person]
    if mine:
        of = {
            suggestion: (version, names[code])
            for suggestion, version, code in study.rows(
                "SELECT suggestion_id, version, code FROM suggestion"
            )
        }
        for act, suggestion in mine:
            if suggestion in of:
                tell(*of[suggestion], act)
    return found
