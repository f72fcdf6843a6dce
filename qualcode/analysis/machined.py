"""Tables of turns in which a program's codes stand where nobody has read: counted as they are, or corrected.

Every turn that such a table counts is of one of two parts: in a document that people passed for the row's
codes, where people's codings count, or among those that were left to a program, where its codes do. Turns
with the row by people, those with it by the program, and those without it add up to the base.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from qualcode.analysis.audit_values import AuditValues, audit_values, parted, turns_with
from qualcode.analysis.audits import (
    Audit,
    Drawing,
    audit,
    drawing,
    frame_turns,
    numbered_anew,
    told_anew,
)
from qualcode.analysis.corpus import Corpus
from qualcode.analysis.corrected import Corrected, Target
from qualcode.analysis.machine_codes import (
    PROBABILITY,
    MachineCodes,
    check_probability,
    standing_suggestions,
)
from qualcode.analysis.selection import (
    CODING_FILTERS,
    Selection,
    check_where,
    countable_turns,
    filters,
    select,
)
from qualcode.analysis.tables import (
    check_shape,
    considered_rows,
    row_of_code,
    table_bases,
    table_columns,
    table_rows,
)
from qualcode.errors import UsageError, counted, listing
from qualcode.store import state

Machine = Literal["uncorrected", "corrected"]
MACHINES: tuple[Machine, ...] = ("uncorrected", "corrected")

_OF_WHOM = {
    "corpus": "They are the shares among these turns, as if a person had read them all.",
    "people": (
        "They are the shares to be expected among turns of people like these, not only among these turns:"
        " people differ, so that the intervals are wider."
    ),
}


@dataclass
class MachineCounts:
    """A counted table in which a program's codes stand beside people's.

    rows, columns, level, attributes, where: as in `Counts`. coders: whose codings count where people read.
    program: what the program's codes are. base, read, by_people, by_program: rows x columns of turns: all,
    those that people read, those of them with the row, those of the others with the row by the program.
    left_out: row -> why nothing is known of it (its numbers are 0). column_base: unit -> one number for each
    column. column: for each turn its column, or -1. shares: rows x columns of corrected shares, None where
    the row is left out; [] where nothing is corrected; shares_all: of all columns together, for each row. notes: sentences for under the table.
    """

    level: str
    rows: list[str]
    attributes: list[str]
    columns: list[tuple[str, ...]]
    where: list[str]
    coders: str
    program: str
    base: np.ndarray
    read: np.ndarray
    by_people: np.ndarray
    by_program: np.ndarray
    left_out: dict[str, str]
    column_base: dict[str, np.ndarray]
    column: np.ndarray
    shares: list[list[Corrected | None]] = field(default_factory=list)
    shares_all: list[Corrected | None] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    _corpus: Corpus | None = None
    _selection: Selection | None = None
    _parts: dict[str, tuple[np.ndarray, np.ndarray]] = field(default_factory=dict)
    _answers: np.ndarray | None = None

    @property
    def neither(self) -> np.ndarray:
        """Turns without the row: rows x columns."""
        return self.base - self.by_people - self.by_program

    def codings(
        self, row: str, column: tuple[str, ...] | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Positions of people's codings behind a cell, or a whole row, and the mask of the cell's turns that
        people read: those of documents that were passed and, of a corrected table, those of the sample."""
        own, selection = self._corpus, self._selection
        assert own is not None and selection is not None
        here = self.column >= 0 if column is None else self.column == self.columns.index(column)
        read, sampled = (np.zeros(len(own), dtype=bool) for _ in range(2))
        for mask, turns in zip((read, sampled), self._parts.get(row, ()), strict=False):
            mask[turns] = True
        codings = own.codings
        place = row_of_code(own, self.level, self.rows)
        at = self.rows.index(row)
        of_row = np.array(
            [place.get(own.book.successor(code) or code, -1) == at for code in codings.codes]
            + [False]
        )
        answers = np.zeros(len(codings), dtype=bool) if self._answers is None else self._answers
        mine = of_row[codings.code] if len(codings) else np.zeros(0, dtype=bool)
        found = np.zeros(len(codings), dtype=bool)
        stretch, touched = own.pairs(codings.start, codings.end)
        turn = own.range_turn[touched]
        for mask, chosen in ((read, selection.coding), (sampled, answers)):
            behind = np.zeros(len(codings), dtype=bool)
            behind[stretch[(mask & here)[turn]]] = True
            found |= behind & chosen & mine
        found = np.flatnonzero(found)
        return found[~own.on_whole_document(found)], (read | sampled) & here


@dataclass
class _Side:
    """Rows that share what people have read, with the codes: turns x rows of each part."""

    rows: np.ndarray
    turns: np.ndarray
    machine: np.ndarray
    coded_turns: np.ndarray
    coded: np.ndarray
    sampled: np.ndarray


def machine_counts(
    own: Corpus,
    machine: Machine,
    *,
    level: str,
    attributes: Sequence[str],
    where: Mapping[str, Any] | None = None,
    coders: str | Iterable[str] = "record",
    audited: str | None = None,
    target: Target = "corpus",
    probability: float | None = None,
) -> MachineCounts:
    """Count turns with codes or themes, by people where they read and by a program elsewhere.

    machine: "uncorrected": the program's codes as they are, those kept with the audit sample `audited` or,
    without one, the suggestions that stand in documents that nobody has passed (of a probability of at
    least `probability`, .5 unless given; of engines that give none, all that stand). "corrected": beside
    them the shares corrected by the audit sample, for the target. Interviewers' turns and reflective notes
    are not counted. Raises UsageError and TableError where the table would not mean what it says, CodingError
    where the sample is not there or not finished.
    """
    _check(own, machine, level, attributes, where, coders, audited, probability)
    study = own.study
    kept = filters(own, where)
    resolved = [own.attribute(name) for name in attributes]
    everybody = countable_turns(own, [], interviewers=False, reflective=False)
    notes: list[str] = []
    of: Audit | None = None if audited is None else audit(study, audited)
    rows = table_rows(own, level)
    left_out: dict[str, str] = {}
    selection = select(own, coders)[0]
    values: AuditValues | None = None
    where_drawn: dict[str, list[str]] = {}
    drawn: Drawing | None = None
    anew: dict[str, int] = {}
    if of is not None:
        drawn = drawing(study, of)
        where_drawn, program = drawn.where, drawn.machine
        anew = numbered_anew(study, drawn)
        everybody = everybody & filters(own, where_drawn).turn
        everybody &= ~np.isin(own.turn_document, [own.documents.index(each) for each in anew])
    else:
        program = standing_suggestions(
            study, threshold=PROBABILITY if probability is None else probability
        )
    if machine == "corrected":
        assert of is not None
        values = audit_values(study, of.name, level=level, coders=coders)
        left_out = dict(values.left_out)
        place = {row: at for at, row in enumerate(rows)}
        at_table = np.array([place[row] for row in values.rows], dtype=np.int64)
        sides = [
            _Side(
                at_table[each.rows],
                each.turns,
                each.machine,
                each.coded_turns,
                each.coded,
                each.turns[each.sampled],
            )
            for each in values.blocks
        ]
        uncovered = 0  # the notes of the values say it
    else:
        frame = _open(own) if drawn is None else frame_turns(own, drawn, anew)
        sides, uncovered = _sides(own, selection, level, rows, everybody, frame, program)
    covered = np.zeros(len(own), dtype=bool)
    for side in sides:
        covered[side.turns] = covered[side.coded_turns] = True
    countable = countable_turns(own, resolved, interviewers=False, reflective=False)
    columns, column = table_columns(own, resolved, covered & countable & kept.turn, countable)
    column = np.where(kept.turn & covered, column, -1)
    height, width = len(rows), len(columns)
    base, read, by_people, by_program = (np.zeros((height, width), np.int64) for _ in range(4))
    parts: dict[str, tuple[np.ndarray, np.ndarray]] = {}
    for side in sides:
        in_program, in_people = column[side.turns], column[side.coded_turns]
        left, passed = _counted(in_program, width), _counted(in_people, width)
        for at, row in enumerate(side.rows.tolist()):
            base[row], read[row] = left + passed, passed
            by_program[row] = _counted(in_program[side.machine[:, at]], width)
            by_people[row] = _counted(in_people[side.coded[:, at]], width)
            parts[rows[row]] = (side.coded_turns, side.sampled)
    every = np.ones((len(own.documents), 1), dtype=bool)
    column_base = table_bases(own, column >= 0, column, every, 1, width)[1]
    found = MachineCounts(
        level,
        rows,
        list(attributes),
        columns,
        kept.words,
        selection.rule,
        program.name,
        base,
        read,
        by_people,
        by_program,
        left_out,
        column_base,
        column,
        _corpus=own,
        _selection=selection,
        _parts=parts,
        _answers=None if values is None else values.answers,
    )
    notes += _who_coded(own, found, selection, of, machine)
    if where_drawn:
        words = (f"{name} = {' or '.join(given)}" for name, given in where_drawn.items())
        notes.append(
            f"The audit sample was drawn from, and the table counts, only {listing(words)}."
        )
    if kept.words:
        notes.append(f"Filtered: {'; '.join(kept.words)}.")
    if uncovered:
        notes.append(
            f"In no row or not in all: {counted(uncovered, 'turn')} that nobody has passed for the row's codes,"
            " not among those left to the program."
        )
    if lost := int((covered & kept.turn & ~countable).sum()):
        notes.append(
            f"Not attributable to a participant, so in no column by {' and '.join(attributes)}:"
            f" {counted(lost, 'turn')}."
        )
    if values is not None and of is not None:
        _correct(own, found, values, target, notes)
    else:
        if of is not None:
            notes += told_anew(of, anew)
        notes += _warned(own, found, of, program)
    found.notes = notes
    return found


def _check(
    own: Corpus,
    machine: str,
    level: str,
    attributes: Sequence[str],
    where: Mapping[str, Any] | None,
    coders: str | Iterable[str],
    audited: str | None,
    probability: float | None,
) -> None:
    if machine not in MACHINES:
        raise UsageError("machine", repr(machine), f"{listing(MACHINES)}, or leave it out")
    check_shape(own, level, attributes)
    if coders == "each":
        raise UsageError(
            "coders", "'each': a program's codes stand beside one set of people's codings",
            "record, any, or one name",
        )  # fmt: skip
    check_where(where)
    if cut := [name for name in where or () if name in CODING_FILTERS]:
        raise UsageError(
            "where", f"{listing(cut)}: a program's codes cannot be filtered so",
            "attributes of turns, people and documents", "Leave machine out, or the filter",
        )  # fmt: skip
    if machine == "corrected" and audited is None:
        raise UsageError(
            "audit", "not given: shares are corrected by a blind audit sample", "the name of one",
            'qualcode audit sample PROJECT NAME --n 150, project.draw_audit("NAME", n=150)',
        )  # fmt: skip
    if probability is not None:
        check_probability(probability)
    if probability is not None and audited is not None:
        raise UsageError(
            "probability", "the program's codes were kept when the audit sample was drawn", "",
            "Leave out probability, or the audit sample",
        )  # fmt: skip


def _counted(columns: np.ndarray, width: int) -> np.ndarray:
    return np.bincount(columns[columns >= 0], minlength=width)


def _open(own: Corpus) -> np.ndarray:
    """The turns of all documents that nobody has passed, which are left to the program."""
    passed = {each.document for each in state.current_passes(own.study) if each.turns is None}
    open_ = np.array([document not in passed for document in own.documents], dtype=bool)
    return open_[own.turn_document] if len(own) else np.zeros(0, dtype=bool)


def _sides(
    own: Corpus,
    selection: Selection,
    level: str,
    rows: Sequence[str],
    countable: np.ndarray,
    frame: np.ndarray,
    program: MachineCodes,
) -> tuple[list[_Side], int]:
    height = max(len(rows), 1)
    row_of = row_of_code(own, level, list(rows))
    # Documents count as read where no pass is recorded; but what a program coded nobody is known to have read.
    read = selection.read & (not selection.no_passes)
    considered = considered_rows(own, selection, row_of, height) & read[:, None]
    says = program.matrix(own, row_of, height)
    people_say = turns_with(own, selection.coding, row_of, height)
    nothing = np.zeros(0, dtype=np.int64)
    found, uncovered = [], 0
    for each in parted(own, considered[:, : len(rows)], frame, countable):
        found.append(
            _Side(
                each.rows,
                each.turns,
                says[np.ix_(each.turns, each.rows)],
                each.coded_turns,
                people_say[np.ix_(each.coded_turns, each.rows)],
                nothing,
            )
        )
        uncovered = max(uncovered, each.uncovered)
    return found, uncovered


# -- what is said under the table ------------------------------------------------------------------------


def _between(least: int, most: int) -> str:
    return f"{least:,}" if least == most else f"{least:,} to {most:,}"


def _who_coded(
    own: Corpus, found: MachineCounts, selection: Selection, of: Audit | None, machine: Machine
) -> list[str]:
    """Who coded which part of what is counted."""
    known = [at for at, row in enumerate(found.rows) if row not in found.left_out]
    notes = []
    if not selection.no_passes:
        notes.append(f"Codings counted where people read: {found.coders}.")
    else:
        notes.append(
            "No pass is recorded, so nobody is known to have read any of it: all is left to the program, and"
            " people's codings are not counted."
        )
    base = found.base[known].sum(axis=1)
    left = base - found.read[known].sum(axis=1)
    if not len(base) or not base.max():
        return notes
    shares = left / np.maximum(base, 1)
    least, most = f"{shares.min():.0%}", f"{shares.max():.0%}"
    part = least if least == most else f"{least} to {most}, by row"
    kept = (
        ""
        if of is None
        else f", kept when the audit sample {of.name} was drawn (act {of.plan.act})"
    )
    turns = f"{_between(int(left.min()), int(left.max()))} of {_between(int(base.min()), int(base.max()))}"
    whole = [
        " × ".join(found.columns[at])
        for at in range(len(found.columns))
        if found.attributes
        and found.base[known, at].any()
        and (found.base[known, at] == found.read[known, at]).all()
    ]
    if whole and left.any():
        notes.append(
            f"Read by people as a whole: {_and(whole)}. The shares there are known, not estimated, and have no"
            " interval."
        )
    notes.append(
        f"Machine-coded: {turns} turns ({part}), in documents that nobody has passed; the codes there are the"
        f" program's: {found.program}{kept}. What the program held back counts as not coded."
    )
    return notes


def _warned(
    own: Corpus, found: MachineCounts, of: Audit | None, program: MachineCodes
) -> list[str]:
    """That nothing is corrected, and what the program did not look at."""
    way = (
        "A blind audit sample corrects them: qualcode audit sample"
        if of is None
        else f"The audit sample {of.name} corrects them once it is coded: machine='corrected'"
    )
    notes = [
        "Machine-coded counts are uncorrected: the program's errors are in them, in what it coded and in what"
        f" it left, and nothing here says how many they are. {way}."
    ]
    said = {own.book.successor(code) or code for code in program.coded}
    place = row_of_code(own, found.level, found.rows)
    spoken = {place[code] for code in said if code in place}
    left = (found.base - found.read).sum(axis=1) > 0
    if silent := [row for at, row in enumerate(found.rows) if at not in spoken and left[at]]:
        notes.append(
            f"The program coded no turn with {listing(_labels(own, silent), 12)}: all that was left to it"
            " counts as without."
        )
    if of is None:
        # A run that proposes nothing new leaves no trace, so what came later may have been looked at.
        run = own.study.rows("SELECT max(n) FROM act WHERE verb = 'suggest'")[0][0] or 0
        added = dict(own.study.rows("SELECT n, added FROM version"))
        left_to_it = np.unique(own.turn_document[(found.column >= 0) & _open(own)]).tolist()
        late = [own.documents[at] for at in left_to_it if added[own.versions[at].n] > run]
        if late:
            notes.append(
                f"{listing(late)} came after the latest suggestions were made: where no program has looked,"
                " turns count as without a code. Look there: qualcode suggest."
            )
    return notes


def _labels(own: Corpus, rows: Iterable[str]) -> list[str]:
    return [own.book[row].label for row in rows]


def _correct(
    own: Corpus, found: MachineCounts, values: AuditValues, target: Target, notes: list[str]
) -> None:
    """Write the corrected shares and what is to be said of them."""
    of, place = values.audit, {row: at for at, row in enumerate(found.rows)}
    shares: list[list[Corrected | None]] = [[None] * len(found.columns) for _ in found.rows]
    methods: dict[str, None] = {}
    # What is said -> row -> columns.
    reasons: dict[str, dict[str, list[int]]] = {}
    open_: dict[str, dict[str, list[int]]] = {}
    nobodys = 0
    for at in range(len(found.columns)):
        answers = values.shares(target, turns=found.column == at)
        nobody = 0
        for row, answer in answers.items():
            shares[place[row]][at] = answer
            if answer.reason:
                if found.base[place[row], at]:
                    reasons.setdefault(answer.reason, {}).setdefault(row, []).append(at)
                continue
            methods[answer.method] = None
            nobody = max(nobody, int(found.base[place[row], at]) - answer.n_units)
            for note in answer.notes:
                open_.setdefault(note, {}).setdefault(row, []).append(at)
        nobodys += nobody
    found.shares = shares
    notes.append(
        f"Corrected by the blind audit sample {of.name}: {of.plan.told()}. {_OF_WHOM[target]}"
    )
    if of.by:
        notes.append(
            f"It was drawn in strata by {listing(of.by)}; each turn stands for as many as its stratum had for"
            " one that was drawn."
        )
    if methods:
        notes.append(f"Intervals: 95 %, of each corrected share by itself; {'; '.join(methods)}.")
    if nobodys:
        notes.append(
            f"In no share for people like these: {counted(nobodys, 'turn')} that no participant speaks."
        )
    notes += values.notes
    everywhere = values.shares(target, turns=found.column >= 0) if found.attributes else {}
    if everywhere:
        found.shares_all = [everywhere.get(row) for row in found.rows]
    labels = dict(zip(found.rows, _labels(own, found.rows), strict=True))
    for reason, places in reasons.items():
        notes.append(f"“–” for {_places(places, labels, found)} ({reason}).")
    for note, places in open_.items():
        cells = sum(len(columns) for columns in places.values())
        each = ", each" if cells > 1 else ""
        notes.append(f"{_places(places, labels, found)}{each}: {note}.")
    told: dict[str, list[str]] = {}
    for row, answer in everywhere.items():
        for note in [f"– ({answer.reason})"] if answer.reason else answer.notes:
            told.setdefault(note, []).append(labels[row])
    notes += [
        f"{'All rows' if len(own_rows) == len(everywhere) > 1 else _and(own_rows)}, all columns together: {note}."
        for note, own_rows in told.items()
    ]
    without: dict[str, list[str]] = {}
    for row, why in values.left_out.items():
        without.setdefault(why, []).append(row)
    notes += [
        f"“–” for {listing([labels[row] for row in own_rows], 12)}: {why}."
        for why, own_rows in without.items()
    ]


def _places(
    of_rows: Mapping[str, list[int]],
    labels: Mapping[str, str],
    found: MachineCounts,
) -> str:
    """Cells in words: rows with the same columns together, a single column without a name not mentioned."""
    together: dict[tuple[int, ...], list[str]] = {}
    for row, columns in of_rows.items():
        together.setdefault(tuple(columns), []).append(row)
    known = len(found.rows) - len(found.left_out)
    words = []
    for at, rows in together.items():
        place = _and([labels[row] for row in rows])
        if len(rows) == known > 1:
            place = "all other rows" if found.left_out else "all rows"
        if found.attributes:
            names = [" × ".join(found.columns[each]) for each in at]
            whole = len(at) == len(found.columns) > 1
            place += f", {'all columns' if whole else _and(names)}"
        words.append(place)
    return "; ".join(words)


def _and(names: Sequence[str]) -> str:
    if len(names) == 1 or len(names) > 12:
        return listing(names, 12)
    return f"{listing(names[:-1], 12)} and {listing(names[-1:])}"
