"""Where coders differ, unit by unit and code by code, with both codings and the words.

Every unit in which those who read it did not all decide alike on a code is there once for that code; so
is every unit that all of them gave the code, but on different words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from qualcode.analysis.coder_units import Comparison, bits_of, popcount, runs
from qualcode.analysis.memos import standing_memos
from qualcode.core.text import Range, printed

if TYPE_CHECKING:
    import pandas as pd

EDGES = "edges differ"
OTHER_WORDS = "other words"
INSTEAD = "other code instead"
# Pairs of pieces that are held against each other at a time.
_AT_ONCE = 4_000_000


@dataclass
class Disagreements:
    """The units in which coders differ, in the order of the text, then of the codebook.

    row, unit: which code (a position in `Comparison.every_row`) and where. yes, read: bits of the coders
    who put it there and of those who read the unit for it. edges: True where all of them put it there,
    on different words; apart: those of these where no two of them have a word in common. characters: how many characters some gave the code and others who read them did
    not.
    """

    comparison: Comparison
    row: np.ndarray
    unit: np.ndarray
    yes: np.ndarray
    read: np.ndarray
    edges: np.ndarray
    apart: np.ndarray
    characters: np.ndarray

    def __len__(self) -> int:
        return len(self.row)

    # -- kinds -------------------------------------------------------------------------------------------

    @cached_property
    def instead(self) -> dict[int, dict[int, set[int]]]:
        """Disagreement -> coder without the code -> the codes this coder put on words that another gave
        the code, which that other one did not use there."""
        compared, found = self.comparison, dict[int, dict[int, set[int]]]()
        mark, unit, start, end = compared.pieces
        if not len(self) or not len(mark):
            return found
        row, coder = compared.marks.row[mark], compared.marks.coder[mark]
        all_row, all_unit, all_yes = compared.coded
        size = len(compared.units)
        entry = np.searchsorted(all_row * size + all_unit, row * size + unit)
        # Of every coded unit the place in this list, where it is a disagreement of the other sort.
        listed = np.full(len(all_row), -1, dtype=np.int64)
        own = np.flatnonzero(~self.edges)
        listed[
            np.searchsorted(all_row * size + all_unit, self.row[own] * size + self.unit[own])
        ] = own
        # Only units with such a disagreement, and with two codes or more.
        codes = np.bincount(all_unit, minlength=size)
        differs = np.zeros(size, dtype=bool)
        differs[all_unit[listed >= 0]] = True
        kept = np.flatnonzero((differs & (codes > 1))[unit])
        kept = kept[np.argsort(unit[kept], kind="stable")]
        for one, other in _pairs(unit[kept]):
            a, b = kept[one], kept[other]
            hit = (row[a] != row[b]) & (coder[a] != coder[b])
            hit &= (start[a] < end[b]) & (start[b] < end[a])
            a, b = a[hit], b[hit]
            at = listed[entry[a]]
            hit = at >= 0
            a, b, at = a[hit], b[hit], at[hit]
            lacks = (self.read[at] >> coder[b]) & 1 & ~(self.yes[at] >> coder[b])
            other_lacks = ~(all_yes[entry[b]] >> coder[a]) & 1
            hit = (lacks & other_lacks) == 1
            for where, who, what in zip(
                at[hit].tolist(), coder[b][hit].tolist(), row[b][hit].tolist(), strict=True
            ):
                found.setdefault(where, {}).setdefault(who, set()).add(what)
        return found

    def kind(self, at: int) -> str:
        """What sort of disagreement it is: "edges differ", "other words" (all gave the code, no two of them
        to the same words), "other code instead", "only AB", "all but AB" or, among many coders,
        "AB, CD; not EF, GH"."""
        if self.edges[at]:
            return OTHER_WORDS if self.apart[at] else EDGES
        if at in self.instead:
            return INSTEAD
        with_, without = self.sides(at)
        if len(with_) == 1:
            return f"only {with_[0]}"
        if len(without) == 1:
            return f"all but {without[0]}"
        return f"{', '.join(with_)}; not {', '.join(without)}"

    def sides(self, at: int) -> tuple[list[str], list[str]]:
        """The coders who put the code there, and those who read the unit and did not."""
        names = self.comparison.names
        yes, read = int(self.yes[at]), int(self.read[at])
        return (
            [names[n] for n in bits_of(yes, len(names))],
            [names[n] for n in bits_of(read & ~yes, len(names))],
        )

    def instead_of(self, at: int, name: str) -> list[str]:
        """The codes (ids) that one coder put there in place of this one."""
        if self.edges[at] or at not in self.instead:
            return []
        found = self.instead[at].get(self.comparison.names.index(name), ())
        return [self.comparison.every_row[row] for row in sorted(found)]

    def tally(self) -> pd.DataFrame:
        """For each code compared: how many disagreements of which kind. Columns: the kinds that occur
        (for more than two coders "some coders only" in place of names), then "all"."""
        import pandas as pd

        names = self.comparison.names
        rows = {row: self.comparison.every_row[row] for row in self.comparison.rows}
        heads = [f"only {name}" for name in names] if len(names) == 2 else ["some coders only"]
        heads += [INSTEAD, EDGES, OTHER_WORDS]
        frame = pd.DataFrame(
            0,
            index=pd.Index(list(rows.values()), name=self.comparison.level, dtype=object),
            columns=heads,
        )
        other = np.zeros(len(self), dtype=bool)
        other[list(self.instead)] = True
        only = ~other & ~self.edges
        first = (self.yes & 1) == 1
        masks = [only & first, only & ~first] if len(names) == 2 else [only]
        masks += [other, self.edges & ~self.apart, self.apart]
        for head, mask in zip(heads, masks, strict=True):
            counts = np.bincount(self.row[mask], minlength=len(self.comparison.every_row))
            frame[head] = counts[list(rows)]
        frame["all"] = frame.sum(axis=1)
        return frame

    # -- as a frame --------------------------------------------------------------------------------------

    def frame(self, first: int | None = None) -> pd.DataFrame:
        """One row for each disagreement, or for the first so many.

        Columns: document, turn, then piece (which segment or sentence of the turn, for those units),
        speaker, participant, code (or theme), kind, instead (codes put there in place of this one),
        coded_by and not_coded_by (`; ` between names), for each coder NAME "NAME ranges" (half-open
        offsets of the codings in the document, "59–72"), "NAME quotation" (their words as print shows
        them), "NAME coding_ids" (of a program the ids of suggestions); memos on these codings; text (the
        words of the unit); start, end (offsets of the unit), characters (how many some coded and others
        not). What does not apply is "".
        """
        import pandas as pd

        compared = self.comparison
        corpus, units, names = compared.corpus, compared.units, compared.names
        number = len(self) if first is None else min(first, len(self))
        marks_at = self._marks_at(number)
        places = units.turn[self.unit[:number]]
        documents = corpus.turn_document[places]
        people = corpus.attribute("participant")
        person = people.index[places].tolist()
        memos = _memos(compared)
        spans = _Printed(compared)
        columns: dict[str, list[Any]] = {
            "document": [corpus.documents[d] for d in documents.tolist()],
            "turn": [corpus.turn_number[turn] for turn in places.tolist()],
        }
        if units.kind in ("segment", "sentence"):
            columns["piece"] = units.piece[self.unit[:number]].tolist()
        columns["speaker"] = [corpus.turn_speaker[turn] or "" for turn in places.tolist()]
        columns["participant"] = [people.values[p] if p >= 0 else "" for p in person]
        columns[compared.level] = [compared.every_row[row] for row in self.row[:number].tolist()]
        columns["kind"] = [self.kind(at) for at in range(number)]
        columns["instead"] = [self.instead_words(at) for at in range(number)]
        sides = [self.sides(at) for at in range(number)]
        columns["coded_by"] = ["; ".join(with_) for with_, _ in sides]
        columns["not_coded_by"] = ["; ".join(without) for _, without in sides]
        ids = spans.ids({mark for own in marks_at for marks in own.values() for mark in marks})
        for coder, name in enumerate(names):
            own = [marks.get(coder, ()) for marks in marks_at]
            columns[f"{name} ranges"] = [", ".join(map(spans.range, marks)) for marks in own]
            columns[f"{name} quotation"] = [" … ".join(map(spans.words, marks)) for marks in own]
            columns[f"{name} coding_ids"] = ["; ".join(ids[m] for m in marks) for marks in own]
        columns["memos"] = [
            "; ".join(
                words
                for coder in sorted(marks)
                for mark in marks[coder]
                for words in memos.get(ids[mark], ())
            )
            for marks in marks_at
        ]
        columns["text"] = [spans.unit(unit) for unit in self.unit[:number].tolist()]
        base = corpus.base[documents]
        columns["start"] = (units.start[self.unit[:number]] - base).tolist()
        columns["end"] = (units.end[self.unit[:number]] - base).tolist()
        columns["characters"] = self.characters[:number].tolist()
        return pd.DataFrame(columns)

    def instead_words(self, at: int, said: Callable[[str], str] = str) -> str:
        """The codes put there in place of this one, `price, delay`; `AB: price; CD: delay` among more than
        two coders. said: what to call a code."""
        names = self.comparison.names
        parts = [
            (name, ", ".join(map(said, codes)))
            for name in names
            if (codes := self.instead_of(at, name))
        ]
        if parts and len(names) == 2:
            return parts[0][1]
        return "; ".join(f"{name}: {codes}" for name, codes in parts)

    def _marks_at(self, number: int) -> list[dict[int, list[int]]]:
        """For each of the first disagreements: coder -> marks, in the order of the text."""
        compared = self.comparison
        mark, unit, _, _ = compared.pieces
        size = len(compared.units)
        wanted = self.row[:number] * size + self.unit[:number]
        order = np.argsort(wanted)
        key = compared.marks.row[mark] * size + unit
        place = np.searchsorted(wanted[order], key)
        there = place < number
        there[there] = wanted[order][place[there]] == key[there]
        found: list[dict[int, list[int]]] = [{} for _ in range(number)]
        rows = np.unique(np.stack((order[place[there]], mark[there]), 1), axis=0)
        start, end = compared.marks.start[rows[:, 1]], compared.marks.end[rows[:, 1]]
        rows = rows[np.lexsort((end, start, rows[:, 0]))]
        coder = compared.marks.coder[rows[:, 1]].tolist()
        for (at, one), who in zip(rows.tolist(), coder, strict=True):
            found[at].setdefault(who, []).append(one)
        return found


def disagreements(comparison: Comparison) -> Disagreements:
    """Every unit in which those who read it differ on a code that is compared."""
    row, unit, yes = comparison.coded
    mark, where, start, end = comparison.pieces
    size = max(len(comparison.units), 1)
    read = np.zeros(len(row), dtype=np.int64)
    for one in comparison.rows:
        first, last = np.searchsorted(row, [one, one + 1])
        read[first:last] = comparison.reading(one)[unit[first:last]]
    keep = popcount(read) >= comparison.least
    entry = np.searchsorted(row * size + unit, comparison.marks.row[mark] * size + where)
    inside = keep[entry] if len(entry) else np.zeros(0, dtype=bool)
    bits = np.int64(1) << comparison.marks.coder[mark[inside]]
    of, a, b, who = runs(entry[inside], start[inside], end[inside], bits)
    number = len(row)
    covered = np.bincount(of, weights=b - a, minlength=number)
    by_all = who == read[of]
    differ = covered - np.bincount(of[by_all], weights=(b - a)[by_all], minlength=number)
    shared = np.bincount(of[popcount(who) > 1], minlength=number) > 0
    kept = np.flatnonzero(keep & ((yes != read) | (differ > 0)))
    order = kept[np.lexsort((row[kept], comparison.units.start[unit[kept]]))]
    return Disagreements(
        comparison,
        row[order],
        unit[order],
        yes[order],
        read[order],
        yes[order] == read[order],
        (yes[order] == read[order]) & ~shared[order],
        differ[order].astype(np.int64),
    )


def _pairs(group: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Every ordered pair of positions of one group, some groups at a time. group: sorted."""
    edges = np.flatnonzero(np.diff(group, prepend=-1, append=-2))
    sizes = np.diff(edges)
    sums = np.cumsum(sizes**2)
    at = 0
    while at < len(sizes):
        before = sums[at - 1] if at else 0
        upto = max(at + 1, int(np.searchsorted(sums, before + _AT_ONCE, side="right")))
        own, first = sizes[at:upto], edges[at:upto]
        of = np.repeat(np.arange(len(own)), own**2)
        within = np.arange(len(of)) - np.repeat(np.cumsum(own**2) - own**2, own**2)
        yield first[of] + within // own[of], first[of] + within % own[of]
        at = upto


def _memos(comparison: Comparison) -> dict[str, list[str]]:
    """Id of a coding or suggestion -> the memos on it, each with who wrote it."""
    found: dict[str, list[str]] = {}
    for memo in standing_memos(comparison.corpus.study):
        if memo.subject.kind in ("coding", "suggestion") and memo.text:
            words = " ".join(f"{memo.title}: {memo.text}".removeprefix(": ").split())
            on = memo.subject.present if memo.subject.kind == "coding" else memo.on
            found.setdefault(on or "", []).append(f"{memo.coder}: {words}")
    return found


class _Printed:
    """Words, offsets and ids of marks and units, each text read once."""

    def __init__(self, comparison: Comparison) -> None:
        self.compared = comparison
        self.corpus = comparison.corpus
        self._speech: dict[int, list[Range]] = {}
        self._words: dict[tuple[int, int, int], str] = {}

    def _printed(self, place: int, start: int, end: int) -> str:
        key = (place, start, end)
        if key not in self._words:
            if place not in self._speech:
                self._speech[place] = self.corpus.ranges_of(place)
            base = int(self.corpus.base[place])
            start, end = start - base, end - base
            text, spans = self.corpus.text(place), self._speech[place]
            self._words[key] = printed(text, start, end, _near(spans, start, end))
        return self._words[key]

    def words(self, mark: int) -> str:
        marks = self.compared.marks
        return self._printed(
            int(marks.document[mark]), int(marks.start[mark]), int(marks.end[mark])
        )

    def range(self, mark: int) -> str:
        marks = self.compared.marks
        base = int(self.corpus.base[marks.document[mark]])
        return f"{int(marks.start[mark]) - base}–{int(marks.end[mark]) - base}"

    @cached_property
    def _by_unit(self) -> tuple[np.ndarray, np.ndarray]:
        of = self.compared.units.range_unit
        order = np.argsort(of, kind="stable")
        return order, np.searchsorted(of[order], np.arange(len(self.compared.units) + 1))

    def unit(self, unit: int) -> str:
        """The words of a unit: cues of others that lie between its own are not said here."""
        units = self.compared.units
        order, edges = self._by_unit
        own = order[edges[unit] : edges[unit + 1]]
        place = int(self.corpus.turn_document[units.turn[unit]])
        text, base = self.corpus.text(place), int(self.corpus.base[place])
        spans = zip(units.range_start[own].tolist(), units.range_end[own].tolist(), strict=True)
        return " ".join(" ".join(text[a - base : b - base] for a, b in spans).split())

    def ids(self, marks: set[int]) -> dict[int, str]:
        """The ids of codings, of suggestions where a mark is one."""
        own = self.compared.marks
        rows = np.array(sorted(mark for mark in marks if own.coding[mark] >= 0), dtype=np.int64)
        found = {mark: own.suggestion[mark] for mark in marks if own.coding[mark] < 0}
        coding = own.coding[rows]
        order = np.argsort(coding, kind="stable")
        ids, _ = self.corpus.coding_texts(coding[order])
        found.update(zip(rows[order].tolist(), ids, strict=True))
        return found


def _near(spans: list[Range], start: int, end: int) -> list[Range]:
    """The ranges that a stretch touches, of a document that may have thousands."""
    from bisect import bisect_left, bisect_right

    first = bisect_right(spans, start, key=lambda span: span[1])
    last = bisect_left(spans, end, key=lambda span: span[0])
    return spans[first:last]
