"""The stretches that coders are compared on: turns, segments, sentences."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qualcode.analysis.corpus import Corpus, touched_ranges
from qualcode.core.text import (
    ABBREVIATION,
    LONG_TURN,
    SENTENCE_END,
    WORD,
    Range,
    segments,
)
from qualcode.errors import UsageError, listing

UNITS = ("turn", "segment", "sentence", "span")


def sentences(text: str, ranges: Sequence[Range]) -> list[Range]:
    """The sentences of one turn: they end where segments may end (. ! ? … and what closes them, not after
    an abbreviation) and at the end of the turn; one without a word goes with the next, or the last."""
    start, end = ranges[0][0], ranges[-1][1]
    edges = [a for a, _ in ranges]

    def inside(at: int) -> bool:
        own = bisect_right(edges, at) - 1
        return own >= 0 and at < ranges[own][1]

    cuts = [
        match.end()
        for match in SENTENCE_END.finditer(text, start, end)
        if inside(match.start())
        and not ABBREVIATION.search(text[max(start, match.start() - 8) : match.end()])
    ]
    if not cuts or cuts[-1] < end:
        cuts.append(end)
    found: list[Range] = []
    at = start
    for cut in cuts:
        if any(WORD.search(text, max(at, a), min(cut, b)) for a, b in ranges if a < cut and b > at):
            while text[at].isspace():
                at += 1
            found.append((at, cut))
            at = cut
    if not found:
        return [(start, end)]
    if found[-1][1] < end and text[found[-1][1] : end].strip():
        found[-1] = (found[-1][0], end)
    return found


@dataclass
class Units:
    """The stretches that coders are compared on, in the order of the corpus's turns.

    turn: position of the turn in which each lies; piece: its number within the turn, from 1. start, end:
    global positions of its first character and behind its last. range_start, range_end, range_unit: the
    characters of the units, in the order of the text; gaps are in none.
    """

    kind: str
    turn: np.ndarray
    piece: np.ndarray
    start: np.ndarray
    end: np.ndarray
    range_start: np.ndarray
    range_end: np.ndarray
    range_unit: np.ndarray

    def __len__(self) -> int:
        return len(self.turn)

    def touched(self, start: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Which ranges the stretches [start, end) touch: (stretch, range), both positions."""
        return touched_ranges(self.range_start, self.range_end, start, end)


def units_of(corpus: Corpus, kind: str) -> Units:
    """The units of one kind over all turns of a corpus. Raises UsageError for an unknown kind."""
    if kind not in UNITS:
        raise UsageError("unit", f"{kind!r}", listing(UNITS))
    return corpus.study.cached(
        ("coder units", kind),
        lambda: _turns(corpus, kind) if kind in ("turn", "span") else _pieces(corpus, kind),
    )


def _turns(corpus: Corpus, kind: str) -> Units:
    number = len(corpus)
    return Units(
        kind,
        np.arange(number),
        np.ones(number, dtype=np.int64),
        corpus.turn_start,
        corpus.turn_end,
        corpus.range_start,
        corpus.range_end,
        corpus.range_turn.astype(np.int64),
    )


def _pieces(corpus: Corpus, kind: str) -> Units:
    order = np.argsort(corpus.range_turn, kind="stable")
    edges = np.searchsorted(corpus.range_turn[order], np.arange(len(corpus) + 1)).tolist()
    first, last = corpus.range_start[order].tolist(), corpus.range_end[order].tolist()
    words = corpus.turn_words.tolist()
    turns: list[int] = []
    pieces: list[int] = []
    range_start: list[int] = []
    range_end: list[int] = []
    range_unit: list[int] = []
    text, shift, known = "", 0, -1
    for turn, place in enumerate(corpus.turn_document.tolist()):
        own = range(edges[turn], edges[turn + 1])
        if kind == "segment" and words[turn] <= LONG_TURN:
            stretches = [(first[own[0]], last[own[-1]])]
        else:
            if place != known:
                text, shift, known = corpus.text(place), int(corpus.base[place]), place
            ranges = [(first[at] - shift, last[at] - shift) for at in own]
            cut = segments(text, ranges) if kind == "segment" else sentences(text, ranges)
            stretches = [(a + shift, b + shift) for a, b in cut]
        for number, (start, end) in enumerate(stretches, 1):
            unit = len(turns)
            turns.append(turn)
            pieces.append(number)
            for at in own:
                a, b = max(start, first[at]), min(end, last[at])
                if a < b:
                    range_start.append(a)
                    range_end.append(b)
                    range_unit.append(unit)
    begin = np.array(range_start, dtype=np.int64)
    finish = np.array(range_end, dtype=np.int64)
    unit_of = np.array(range_unit, dtype=np.int64)
    edges_of = np.searchsorted(unit_of, np.arange(len(turns) + 1))
    placed = np.argsort(begin, kind="stable")
    return Units(
        kind,
        np.array(turns, dtype=np.int64),
        np.array(pieces, dtype=np.int64),
        begin[edges_of[:-1]],
        finish[edges_of[1:] - 1],
        begin[placed],
        finish[placed],
        unit_of[placed],
    )
