"""What coders are compared on: the units each of them has passed, and what they put there.

A unit is a turn, a segment (the suggester's), a sentence, or, for stretches of text ("span"), again a
turn, within which characters are compared. For each code a coder has a unit coded, not coded, or not
read; only units that two coders or more have read are compared, and every other unit is counted under
one reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from qualcode.analysis.coder_reading import NO, UNKNOWN, UNREAD, YES, readers_of
from qualcode.analysis.coder_stretches import units_of
from qualcode.analysis.corpus import REFLECTIVE, Corpus
from qualcode.analysis.selection import CODING_FILTERS, filters
from qualcode.analysis.tables import LEVELS, row_of_code, table_rows
from qualcode.core.records import ORIGINS
from qualcode.errors import CodingError, UsageError, counted, listing
from qualcode.store import state

_FROM_SUGGESTIONS = [ORIGINS.index("accepted"), ORIGINS.index("revised")]

# Why a unit is not compared, in the order in which it is asked; the first that holds counts.
REASONS = (
    "interviewer turns",
    "reflective notes",
    "filtered out",
    "read by nobody",
    "read by too few",
    "not passed blind",
)


# -- what they put there -----------------------------------------------------------------------------------


@dataclass
class Marks:
    """Codings and suggestions of the coders compared, in columns of one length.

    coder: position among the coders. row: position among all rows of the level. start, end: global
    positions. coding: position in `Corpus.codings`, -1 for a suggestion. suggestion: its id, "" for codings.
    """

    coder: np.ndarray
    row: np.ndarray
    document: np.ndarray
    start: np.ndarray
    end: np.ndarray
    coding: np.ndarray
    suggestion: list[str]

    def __len__(self) -> int:
        return len(self.coder)


@dataclass
class Patterns:
    """The units compared for one code, by who read them and who coded them; p different patterns.

    read, yes: p x coders, True and False. counts: documents x p, how many units (of `unit` "span":
    characters) of each document show each pattern. places: the documents, as positions in the corpus.
    """

    read: np.ndarray
    yes: np.ndarray
    counts: np.ndarray
    places: np.ndarray

    @cached_property
    def total(self) -> np.ndarray:
        return self.counts.sum(axis=0)


class Comparison:
    """Coders, units and what every coder made of every unit; see the module's head.

    names: the coders in order. rows: codes or themes that are compared, `every_row` all there are. base:
    for each row the units by reason (REASONS, "compared"); they add up to all units.
    """

    def __init__(
        self,
        corpus: Corpus,
        *,
        coders: Iterable[str] | None = None,
        unit: str = "turn",
        codes: Iterable[str] | None = None,
        level: str = "code",
        where: Mapping[str, Any] | None = None,
        blind_only: bool = False,
        interviewers: bool = False,
        reflective: bool = False,
    ) -> None:
        if level not in LEVELS:
            raise UsageError("level", f"{level!r}", "code or theme")
        corpus.need_codebook()
        _check_where(where)
        self.corpus, self.level, self.blind_only = corpus, level, blind_only
        self.units = units_of(corpus, unit)
        self.readers, self.notes = readers_of(corpus, coders)
        self.names = [reader.name for reader in self.readers]
        # Stretches of text lie on one line for all coders, so everybody must have read it.
        self.least = len(self.names) if unit == "span" else 2
        self.no_passes = not state.passes(corpus.study)
        self.every_row = table_rows(corpus, level)
        self._row_of = row_of_code(corpus, level, self.every_row)
        kept = filters(corpus, where)
        self.where = kept.words
        turn = self.units.turn
        self._set_aside = (
            (corpus.turn_interviewer & (not interviewers))[turn],
            ((corpus.turn_part == REFLECTIVE) & (not reflective))[turn],
            ~kept.turn[turn],
        )
        # A suggester never reads what interviewers say, nor reflective notes.
        self._machine_turns = ~corpus.turn_interviewer & (corpus.turn_part != REFLECTIVE)
        self._not_blind = self._seen_suggestions() if blind_only else None
        self._groups: dict[bytes, int] = {}
        self._compared: dict[int, np.ndarray] = {}
        self._reading: list[tuple[np.ndarray, np.ndarray]] = []
        self._group_of = np.array(
            [self._group(row) for row in range(len(self.every_row))], dtype=np.int64
        )
        self.rows = self._chosen(codes)
        self.marks = self._marks()

    # -- reading -----------------------------------------------------------------------------------------

    def _chosen(self, codes: Iterable[str] | None) -> list[int]:
        """Positions in `every_row`: those asked for, else those that two coders have passed somewhere."""
        if codes is None:
            passed = [row for row in range(len(self.every_row)) if self.compared(row).any()]
            if passed:
                left = [row for at, row in enumerate(self.every_row) if at not in set(passed)]
                if left:
                    self.notes.append(
                        f"Not compared, since {'no two' if self.least == 2 else 'not all'} coders have passed"
                        f" the same units for them: {listing(left)}."
                    )
                return passed
            return list(range(len(self.every_row)))
        names = [codes] if isinstance(codes, str) else list(dict.fromkeys(codes))
        if not names:
            raise UsageError("codes", "none given", "a code, or several")
        found = []
        for name in names:
            if name not in self.every_row:
                in_book = name in self.corpus.book and self.level == "theme"
                raise CodingError(
                    str(name),
                    f"is no {self.level} of the codebook" if not in_book else "is no theme",
                    f"its theme is {self.corpus.book.theme(name)}"
                    if in_book
                    else self.corpus.book.what_became(str(name)),
                )
            found.append(self.every_row.index(name))
        return sorted(found)

    def _codes_of(self, row: int) -> list[int]:
        """Positions in the codebook of the codes that a row stands for."""
        return [
            number
            for number, entry in enumerate(self.corpus.book)
            if self._row_of.get(entry.code, -1) == row
        ]

    def _seen_suggestions(self) -> list[np.ndarray]:
        """For each coder the documents in which a coding was made with suggestions, or others' work, in
        sight: a pass that calls itself blind is not, there."""
        own, found = self.corpus.codings, []
        for reader in self.readers:
            seen = np.zeros(len(self.corpus.documents), dtype=bool)
            if not reader.is_program and reader.name in own.coders:
                mine = own.coder == own.coders.index(reader.name)
                seen[own.document[mine & (own.blind == NO)]] = True
            found.append(seen)
        return found

    def _group(self, row: int) -> int:
        """The number of the reading that a row has; rows read by the same coders in the same places share
        one."""
        codes = self._codes_of(row)
        key = [reader.blind[:, codes].tobytes() for reader in self.readers]
        for reader in self.readers:
            key += [
                at.to_bytes(4, "big") + bytes([part[2]])
                for at, part in enumerate(reader.parts)
                if np.isin(codes, part[1]).any()
            ]
            key.append(b"|")
        joined = b"\0".join(key)
        if joined not in self._groups:
            self._groups[joined] = len(self._reading)
            self._reading.append(self._read(codes))
        return self._groups[joined]

    def _read(self, codes: list[int]) -> tuple[np.ndarray, np.ndarray]:
        """Bits of the coders who read each unit for any of these codes: anyhow, and so that it counts."""
        corpus, turn = self.corpus, self.units.turn
        anyhow = np.zeros(len(corpus), dtype=np.int64)
        counts = np.zeros(len(corpus), dtype=np.int64)
        for at, reader in enumerate(self.readers):
            blind = np.full(len(corpus), UNREAD, dtype=np.int8)
            for code in codes:
                own = reader.blind[:, code][corpus.turn_document]
                for turns, of, said in reader.parts:
                    if code in of:
                        own[turns] = said
                # Of several codes of a theme the one that was read with the least blindness decides.
                blind = np.where(own > blind, own, blind)
            if reader.is_program:
                blind[~self._machine_turns] = UNREAD
            read = blind != UNREAD
            anyhow |= read.astype(np.int64) << at
            if self._not_blind is not None:
                read &= (blind == YES) & ~self._not_blind[at][corpus.turn_document]
            counts |= read.astype(np.int64) << at
        aside = np.logical_or.reduce(self._set_aside)
        return anyhow[turn], np.where(aside, 0, counts[turn])

    def reading(self, row: int) -> np.ndarray:
        """Bits of the coders whose reading of each unit counts for a row."""
        return self._reading[self._group_of[row]][1]

    def base(self, row: int) -> dict[str, int]:
        """The units by why they are compared or not; they add up to all units."""
        anyhow, counts = self._reading[self._group_of[row]]
        before, after = popcount(anyhow), popcount(counts)
        left = np.ones(len(self.units), dtype=bool)
        least = self.least
        found: dict[str, int] = {"units": len(self.units), "compared": int((after >= least).sum())}
        left &= after < least
        by_passes = (before == 0, before < least, before >= least)
        for reason, mask in zip(REASONS, (*self._set_aside, *by_passes), strict=True):
            found[reason] = int((left & mask).sum())
            left &= ~mask
        return found

    # -- marks -------------------------------------------------------------------------------------------

    def _marks(self) -> Marks:
        own = self.corpus.codings
        row_of = np.array([self._row_of.get(code, -1) for code in own.codes] or [-1])
        coder_of = np.full(max(len(own.coders), 1), -1, dtype=np.int64)
        for at, reader in enumerate(self.readers):
            if not reader.is_program and reader.name in own.coders:
                coder_of[own.coders.index(reader.name)] = at
        chosen = np.flatnonzero(coder_of[own.coder] >= 0) if len(own) else np.zeros(0, np.int64)
        parts = [
            (
                coder_of[own.coder[chosen]],
                row_of[own.code[chosen]],
                own.document[chosen].astype(np.int64),
                own.start[chosen],
                own.end[chosen],
                chosen,
            )
        ]
        ids = [""] * len(chosen)
        for at, reader in enumerate(self.readers):
            if reader.engines is not None:
                rows, names = self._suggestions(at, reader.engines)
                parts.append(rows)
                ids += names
        columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
        kept = columns[1] >= 0
        if not kept.all():
            columns = [column[kept] for column in columns]
            ids = [one for one, stays in zip(ids, kept.tolist(), strict=True) if stays]
        coder, row, document, start, end, coding = columns
        return Marks(coder, row, document, start, end, coding, ids)

    def _suggestions(self, at: int, engines: tuple[str, ...]) -> tuple[tuple, list[str]]:
        corpus, names = self.corpus, self.corpus.study.names()
        place = {version.n: number for number, version in enumerate(corpus.versions)}
        rows, ids = [], []
        for suggestion, version, start, end, code, engine in corpus.study.rows(
            "SELECT suggestion_id, version, start, end, code, engine FROM suggestion ORDER BY n"
        ):
            now = corpus.book.successor(names[code]) or names[code]
            if version in place and names[engine] in engines and now in self._row_of:
                rows.append((self._row_of[now], place[version], start, end))
                ids.append(suggestion)
        table = np.array(rows, dtype=np.int64).reshape(len(rows), 4)
        base = corpus.base[table[:, 1]]
        return (
            np.full(len(rows), at, dtype=np.int64),
            table[:, 0],
            table[:, 1],
            table[:, 2] + base,
            table[:, 3] + base,
            np.full(len(rows), -1, dtype=np.int64),
        ), ids

    @cached_property
    def pieces(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """What marks cover of units that their coder read, in columns: mark, unit, start, end (global).

        Remarks on a whole document are about no unit.
        """
        marks, units = self.marks, self.units
        stretch, touched = units.touched(marks.start, marks.end)
        unit = units.range_unit[touched]
        rows = marks.coding >= 0
        whole = np.zeros(len(marks), dtype=bool)
        whole[rows] = self.corpus.on_whole_document(marks.coding[rows])
        bits = np.zeros(len(stretch), dtype=np.int64)
        groups = self._group_of[marks.row[stretch]] if len(stretch) else np.zeros(0, np.int64)
        for group in np.unique(groups).tolist():
            mine = groups == group
            bits[mine] = self._reading[group][1][unit[mine]]
        read = (bits >> marks.coder[stretch]) & 1 == 1
        read &= ~whole[stretch]
        stretch, touched, unit = stretch[read], touched[read], unit[read]
        return (
            stretch,
            unit,
            np.maximum(marks.start[stretch], units.range_start[touched]),
            np.minimum(marks.end[stretch], units.range_end[touched]),
        )

    @cached_property
    def coded(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Units that somebody coded, in columns sorted by row, then unit: row, unit, bits of the coders."""
        mark, unit, _, _ = self.pieces
        key = self.marks.row[mark] * len(self.units) + unit
        order = np.argsort(key, kind="stable")
        key, bits = key[order], np.int64(1) << self.marks.coder[mark[order]]
        first = np.flatnonzero(np.diff(key, prepend=-1))
        if not len(first):
            nothing = np.zeros(0, dtype=np.int64)
            return nothing, nothing, nothing
        row, where = np.divmod(key[first], max(len(self.units), 1))
        return row, where, np.bitwise_or.reduceat(bits, first)

    def of_row(self, row: int) -> tuple[np.ndarray, np.ndarray]:
        """The units that somebody coded with a row, and the bits of who did."""
        rows, unit, bits = self.coded
        first, last = np.searchsorted(rows, [row, row + 1])
        return unit[first:last], bits[first:last]

    def group(self, row: int) -> int:
        """A number that rows share which were read by the same coders in the same places."""
        return int(self._group_of[row])

    def compared(self, row: int) -> np.ndarray:
        """Mask of the units that enough coders have read for a row: two, and all of them for spans."""
        group = int(self._group_of[row])
        if group not in self._compared:
            self._compared[group] = popcount(self._reading[group][1]) >= self.least
        return self._compared[group]

    def values(self, row: int) -> tuple[np.ndarray, np.ndarray]:
        """The units that somebody read for a row, and units x coders: 1 coded, 0 not, -1 not read."""
        read = self.reading(row)
        found = np.flatnonzero(read)
        yes = np.zeros(len(self.units), dtype=np.int64)
        unit, bits = self.of_row(row)
        yes[unit] = bits
        coders = np.arange(len(self.names))
        seen = (read[found, None] >> coders) & 1
        return found, np.where(seen == 1, (yes[found, None] >> coders) & 1, -1).astype(np.int8)

    def patterns(self, row: int) -> Patterns:
        """The compared units of a row by who read and who coded them, document by document."""
        read, document = self.reading(row), self.corpus.turn_document[self.units.turn]
        units = np.flatnonzero(self.compared(row))
        yes = np.zeros(len(self.units), dtype=np.int64)
        coded, bits = self.of_row(row)
        yes[coded] = bits
        return _patterns(
            read[units], yes[units], document[units], np.ones(len(units)), len(self.names)
        )

    def sets(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[tuple[int, ...]]]:
        """For each unit and coder which of the compared rows were put there.

        Returns the units that two coders or more have read for every compared row; units x coders of
        positions in the list of sets, -1 where a coder did not read the unit for all of them; the
        document of each unit; and the sets (rows in order), the empty one first.
        """
        everything = np.full(len(self.units), -1, dtype=np.int64)
        for group in np.unique(self._group_of[self.rows]).tolist():
            everything &= self._reading[group][1]
        units = np.flatnonzero(popcount(everything) >= self.least)
        place = np.full(len(self.units), -1, dtype=np.int64)
        place[units] = np.arange(len(units))
        number = len(self.names)
        found = np.zeros((len(units), number), dtype=np.int64)
        known: dict[tuple[int, ...], int] = {(): 0}
        row, unit, bits = self.coded
        chosen = np.isin(row, self.rows) & (place[unit] >= 0)
        row, at, bits = row[chosen], place[unit[chosen]], bits[chosen]
        for coder in range(number):
            own = (bits >> coder) & 1 == 1
            # Sorted by unit, then row: the rows of one set stand together.
            order = np.argsort(at[own], kind="stable")
            where, what = at[own][order], row[own][order]
            first = np.flatnonzero(np.diff(where, prepend=-1))
            ends = np.append(first, len(where))[1:]
            names = what.tolist()
            for a, b in zip(first.tolist(), ends.tolist(), strict=True):
                key = tuple(names[a:b])
                found[where[a], coder] = known.setdefault(key, len(known))
        seen = (everything[units, None] >> np.arange(number)) & 1 == 1
        document = self.corpus.turn_document[self.units.turn[units]]
        return units, np.where(seen, found, -1), document, list(known)

    def characters(self, row: int, *, by_turn: bool = False) -> Patterns:
        """As `patterns`, but of the characters of the compared units, gaps left out; by_turn: with the
        turns in place of the documents."""
        mark, unit, start, end = self.pieces
        mine = (self.marks.row[mark] == row) & self.compared(row)[unit]
        bits = np.int64(1) << self.marks.coder[mark[mine]]
        where, a, b, who = runs(unit[mine], start[mine], end[mine], bits)
        read, within = self.reading(row), self.units.turn
        if not by_turn:
            within = self.corpus.turn_document[within]
        units = np.flatnonzero(self.compared(row))
        size = np.bincount(
            self.units.range_unit,
            weights=self.units.range_end - self.units.range_start,
            minlength=len(self.units),
        )
        size -= np.bincount(where, weights=b - a, minlength=len(self.units))
        unit_of = np.concatenate((units, where))
        return _patterns(
            read[unit_of],
            np.concatenate((np.zeros(len(units), dtype=np.int64), who)),
            within[unit_of],
            np.concatenate((size[units], b - a)),
            len(self.names),
        )

    # -- what the coders did, counted ----------------------------------------------------------------------

    def told(self) -> list[dict[str, Any]]:
        """For each coder, over the rows compared: documents (with a unit that is compared), codings that
        stand, those that count in a compared unit and why the others do not; of the ones that count how
        many are blind yes, no, unknown, and how many were accepted or revised from suggestions."""
        marks, own = self.marks, self.corpus.codings
        mark, unit, _, _ = self.pieces
        chosen = np.isin(marks.row, self.rows)
        counts = np.zeros(len(marks), dtype=bool)
        for row in self.rows:
            mine = marks.row[mark] == row
            counts[mark[mine][self.compared(row)[unit[mine]]]] = True
        person = marks.coding >= 0
        whole = np.zeros(len(marks), dtype=bool)
        whole[person] = self.corpus.on_whole_document(marks.coding[person])
        stretch, _ = self.units.touched(marks.start, marks.end)
        nowhere = np.ones(len(marks), dtype=bool)
        nowhere[stretch] = False
        document = self.corpus.turn_document[self.units.turn]
        found = []
        for at, reader in enumerate(self.readers):
            mine = chosen & (marks.coder == at)
            inside = mine & counts
            where = np.zeros(len(self.corpus.documents), dtype=bool)
            for row in self.rows:
                both = self.compared(row) & ((self.reading(row) >> at) & 1 == 1)
                where[document[both]] = True
            blind = own.blind[marks.coding[inside & person]] if len(own) else np.zeros(0)
            origin = own.origin[marks.coding[inside & person]] if len(own) else np.zeros(0)
            found.append(
                {
                    "coder": reader.name,
                    "documents": int(where.sum()),
                    "codings": int(mine.sum()),
                    "compared": int(inside.sum()),
                    "on a whole document": int((mine & whole).sum()),
                    "in no turn": int((mine & nowhere & ~whole).sum()),
                    "in units not compared": int((mine & ~counts & ~whole & ~nowhere).sum()),
                    "blind": None if reader.is_program else int((blind == YES).sum()),
                    "not blind": None if reader.is_program else int((blind == NO).sum()),
                    "unknown": None if reader.is_program else int((blind == UNKNOWN).sum()),
                    "from suggestions": None
                    if reader.is_program
                    else int(np.isin(origin, _FROM_SUGGESTIONS).sum()),
                }
            )
        return found


def runs(
    group: np.ndarray, start: np.ndarray, end: np.ndarray, bits: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Overlapping stretches cut into disjoint ones that the same coders cover: group, start, end, bits.

    group: what each stretch lies in; stretches of different groups never meet. bits: of the coders. Where
    nobody covers anything there is no run.
    """
    if not len(group):
        nothing = np.zeros(0, dtype=np.int64)
        return nothing, nothing, nothing, nothing
    edges = np.unique(
        np.concatenate((np.stack((group, start), 1), np.stack((group, end), 1))), axis=0
    )
    same = edges[1:, 0] == edges[:-1, 0]
    of, a, b = edges[:-1, 0][same], edges[:-1, 1][same], edges[1:, 1][same]
    # Every stretch is a run of neighbouring pieces; a change of cover is written at its two ends.
    step = int(max(end.max(), b.max(initial=0))) + 1
    place = np.searchsorted(
        of * step + a, np.concatenate((group * step + start, group * step + end))
    )
    first, last = place[: len(group)], place[len(group) :]
    covered = np.zeros(len(of), dtype=np.int64)
    for bit in np.unique(bits).tolist():
        mine = bits == bit
        change = np.bincount(first[mine], minlength=len(of) + 1).astype(np.int64)
        change -= np.bincount(last[mine], minlength=len(of) + 1)
        covered |= np.where(np.cumsum(change)[: len(of)] > 0, bit, 0)
    kept = covered != 0
    return of[kept], a[kept], b[kept], covered[kept]


def _patterns(
    read: np.ndarray, yes: np.ndarray, document: np.ndarray, weight: np.ndarray, coders: int
) -> Patterns:
    if coders <= 31:  # one number for both: sorted ten times as fast as pairs
        keys, pattern = np.unique((read << coders) | yes, return_inverse=True)
        pairs = np.stack((keys >> coders, keys & ((1 << coders) - 1)), 1)
    else:
        pairs, pattern = np.unique(np.stack((read, yes), 1), axis=0, return_inverse=True)
    places, where = np.unique(document, return_inverse=True)
    counts = np.bincount(
        where.ravel() * max(len(pairs), 1) + pattern.ravel(),
        weights=weight,
        minlength=len(places) * len(pairs),
    )
    at = np.arange(coders)
    return Patterns(
        ((pairs[:, :1] >> at) & 1).astype(bool),
        ((pairs[:, 1:] >> at) & 1).astype(bool),
        counts.astype(np.int64).reshape(len(places), len(pairs)),
        places,
    )


def popcount(bits: np.ndarray) -> np.ndarray:
    """How many bits are set; numpy has its own only from 2.0."""
    count = np.zeros(len(bits), dtype=np.int64)
    left = bits.copy()
    while left.any():
        count += left & 1
        left >>= 1
    return count


def _check_where(where: Mapping[str, Any] | None) -> None:
    for name in where or {}:
        if name in CODING_FILTERS:
            raise UsageError(
                f"where {name}",
                "would leave codings out, and the units they are on would count as not coded",
                "attributes of turns, documents and participants",
                "Choose coders, or blind codings only" if name in ("coder", "blind") else "",
            )


def bits_of(number: int, coders: int) -> list[int]:
    """The positions of the coders whose bits are set."""
    return [at for at in range(coders) if number >> at & 1]


def missing_note(comparison: Comparison) -> str:
    """Which rule decides what is compared, in a sentence."""
    if comparison.no_passes:
        return (
            "No pass is recorded, so a document counts as read, for every code, by each coder with a coding"
            " in it; one that somebody read without coding anything cannot be told from one not read."
        )
    return (
        "A unit is compared for a code where two coders or more have passed it for that code; elsewhere a"
        " missing coding is missing, not “no”."
    )


def read_through_merges(comparison: Comparison) -> list[str]:
    """A sentence for each code that somebody read only under the name of one merged into it."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    rows = {comparison.every_row[row] for row in comparison.rows}
    for reader in comparison.readers:
        for (code, earlier), places in reader.merged.items():
            if code in rows and places:
                found.setdefault((code, earlier), {})[reader.name] = len(places)
    return [
        f"Read for {earlier}, which was merged into {code}, and so counted as read for {code}: "
        + "; ".join(f"{name}, {counted(n, 'document')}" for name, n in by.items())
        + "."
        for (code, earlier), by in found.items()
    ]
