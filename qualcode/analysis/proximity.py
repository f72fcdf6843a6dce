"""How near codes stand: from each stretch of one code to the nearest of another in the same document."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from qualcode.analysis.cooccurrence import (
    LEAST_DRAWS,
    Marks,
    both_considered,
    deal,
    number_of_draws,
)
from qualcode.analysis.selection import countable_turns

_FAR = np.iinfo(np.int32).max
_CELLS = 500_000  # numbers that are dealt with at once, so that they stay in the processor's reach


@dataclass
class Near:
    """Distances between codes, codes x codes: from a code (row) to the nearest of another (column).

    n: stretches of the row's code where both were considered; none: those without the other code in the
    document; turns, words: medians over the rest, nan where there is none; within: stretches with the
    other code near; expected: of those by chance (exact); p; base: turns read for both.
    """

    coder: str | None
    n: np.ndarray
    none: np.ndarray
    turns: np.ndarray
    words: np.ndarray
    within: np.ndarray
    base: np.ndarray
    expected: np.ndarray | None = None
    p: np.ndarray | None = None
    draws: int = 0


@dataclass
class _Line:
    """The turns that are passed on the way from one code to another, in the order of the text.

    place: for each turn of the corpus its place, -1 for what is not passed. document: of each place.
    first, last: for each place the first and the last place of its document.
    """

    place: np.ndarray
    document: np.ndarray
    first: np.ndarray
    last: np.ndarray

    def __len__(self) -> int:
        return len(self.document)


def _line(marks: Marks, interviewers: bool, reflective: bool) -> _Line:
    corpus = marks.corpus
    passed = countable_turns(corpus, [], interviewers=interviewers, reflective=reflective)
    passed &= marks.block.selection.read[corpus.turn_document]
    turns = np.flatnonzero(passed)
    turns = turns[np.lexsort((corpus.turn_start[turns], corpus.turn_document[turns]))]
    place = np.full(len(corpus), -1, dtype=np.int64)
    place[turns] = np.arange(len(turns))
    document = corpus.turn_document[turns].astype(np.int64)
    own = np.arange(len(corpus.documents))
    first = np.searchsorted(document, own)[document]
    last = np.searchsorted(document, own, side="right")[document] - 1
    return _Line(place, document, first, last)


def near(
    marks: Marks,
    within: int,
    *,
    interviewers: bool,
    reflective: bool,
    expected: bool = True,
    draws: int | None = None,
    seed: int,
) -> Near:
    """Distances for one set of codings. within: how many turns away is near. draws: see
    `cooccurrence.number_of_draws`."""
    line = _line(marks, interviewers, reflective)
    stretches, width = marks.stretches, len(marks.rows)
    at = line.place[stretches.turn]
    there = np.zeros((len(line), width), dtype=bool)
    there[at, stretches.code] = True
    often = np.bincount(at * width + stretches.code, minlength=len(line) * width)
    often = often.reshape(len(line), width)
    own = marks.by_document(stretches.turn, stretches.code)
    n = own.T @ marks.considered.astype(np.int64)
    apart = _distances(line, there)
    has = apart < _FAR
    # Counted as floats: sums of whole numbers this small are exact, and the product is a fast one.
    weights = often.T.astype(float)
    within_n = np.rint(weights @ (apart <= within).astype(float)).astype(np.int64)
    found = Near(
        marks.block.selection.coder,
        n,
        n - np.rint(weights @ has.astype(float)).astype(np.int64),
        _medians(stretches.code, apart[at]),
        _medians(stretches.code, _words_between(marks, line)),
        within_n,
        both_considered(marks, marks.turns_of),
    )
    if expected:
        found.expected, sure = _expected(marks, line, there, weights, within)
        found.p = _chances(marks, line, often, within, found, draws, seed)
        # What is certain in every way to deal says nothing.
        found.p[sure] = np.nan
    return found


def _distances(line: _Line, there: np.ndarray) -> np.ndarray:
    """places x codes: turns to the nearest turn with the code in the document, _FAR where there is none."""
    number = len(line)
    own = np.arange(number)[:, None]
    nowhere = np.int64(-(number + 1) * 2)
    before = np.maximum.accumulate(np.where(there, own, nowhere), axis=0)
    after = np.minimum.accumulate(np.where(there, own, -nowhere)[::-1], axis=0)[::-1]
    back = np.where(before >= line.first[:, None], own - before, _FAR)
    forth = np.where(after <= line.last[:, None], after - own, _FAR)
    return np.minimum(back, forth).astype(np.int32)


def _medians(code: np.ndarray, apart: np.ndarray) -> np.ndarray:
    """codes x codes: of the stretches of each code the median distance to each other code."""
    width = apart.shape[1]
    found = np.full((width, width), np.nan)
    order = np.argsort(code, kind="stable")
    edges = np.searchsorted(code[order], np.arange(width + 1))
    columns = np.arange(width)
    for own in range(width):
        rows = order[edges[own] : edges[own + 1]]
        if not len(rows):
            continue
        ordered = np.sort(np.ascontiguousarray(apart[rows].T), axis=1)
        number = (ordered < _FAR).sum(axis=1)
        some = number > 0
        low, high = (np.maximum(number - 1, 0) // 2), (number // 2)
        values = (
            ordered[columns, low].astype(float) + ordered[columns, np.minimum(high, len(rows) - 1)]
        ) / 2
        found[own, some] = values[some]
    return found


def _words_between(marks: Marks, line: _Line) -> np.ndarray:
    """stretches x codes: words between a stretch and the nearest of the code in the document, of the turns
    that are passed; 0 side by side or overlapping, _FAR where there is none."""
    corpus, stretches = marks.corpus, marks.stretches
    starts = corpus.word_starts
    of = corpus.range_turn[np.searchsorted(corpus.range_start, starts, side="right") - 1]
    spoken = starts[line.place[of] >= 0] if len(starts) else starts
    first = np.searchsorted(spoken, stretches.text_start)
    last = np.searchsorted(spoken, stretches.text_end)
    document = corpus.turn_document[stretches.turn].astype(np.int64)
    found = np.full((len(stretches), len(marks.rows)), _FAR, dtype=np.int32)
    order = np.lexsort((stretches.text_start, stretches.code))
    edges = np.searchsorted(stretches.code[order], np.arange(len(marks.rows) + 1))
    # Stretches of a code are disjoint, so that of those before a place the last one ends last.
    for code in range(len(marks.rows)):
        own = order[edges[code] : edges[code + 1]]
        if not len(own):
            continue
        begin = stretches.text_start[own]
        after = np.searchsorted(begin, stretches.text_start)
        for neighbour, side in ((after - 1, -1), (after, 1)):
            inside = (neighbour >= 0) & (neighbour < len(own))
            other = own[np.clip(neighbour, 0, len(own) - 1)]
            inside &= document[other] == document
            between = first - last[other] if side < 0 else first[other] - last
            apart = np.where(inside, np.maximum(between, 0), _FAR)
            found[:, code] = np.minimum(found[:, code], apart)
    return found


# -- by chance ---------------------------------------------------------------------------------------------


def _expected(
    marks: Marks, line: _Line, there: np.ndarray, weights: np.ndarray, within: int
) -> tuple[np.ndarray, np.ndarray]:
    """Stretches that would have the other code near, were its turns dealt anew within each document:
    1 - C(N - w, m) / C(N, m), where w of N turns are near and m have the code; and for which pairs of
    codes every way to deal gives that number."""
    corpus, width = marks.corpus, len(marks.rows)
    counting = np.zeros(len(line), dtype=np.int64)
    counting[line.place[marks.in_base]] = 1
    low, high = _window(line, within)
    through = np.concatenate(([0], np.cumsum(counting)))
    near_by = (through[high + 1] - through[low])[:, None]
    place, code = np.nonzero(there)
    marks_of = np.bincount(
        line.document[place] * width + code, minlength=len(corpus.documents) * width
    ).reshape(-1, width)
    number = marks.turns_of[line.document][:, None]
    m = marks_of[line.document]
    log = np.concatenate(([0.0], np.cumsum(np.log(np.arange(1, int(number.max(initial=1)) + 1)))))
    fits = number - near_by >= m
    rest = np.where(fits, number - near_by - m, 0)
    without = log[number - near_by] + log[number - m] - log[number] - log[rest]
    chance = np.where(m > 0, 1.0 - np.where(fits, np.exp(without), 0.0), 0.0)
    return weights @ chance, weights @ np.minimum(chance, 1.0 - chance) < 1e-9


def _window(line: _Line, within: int) -> tuple[np.ndarray, np.ndarray]:
    own = np.arange(len(line))
    within = min(within, len(line))
    return np.maximum(own - within, line.first), np.minimum(own + within, line.last)


def _chances(
    marks: Marks,
    line: _Line,
    often: np.ndarray,
    within: int,
    found: Near,
    draws: int | None,
    seed: int,
) -> np.ndarray:
    """p of each pair of codes, from random draws; nan where these would be too few. Sets
    `found.draws`, how many were made."""
    stretches, width = marks.stretches, len(marks.rows)
    made, _, turns = deal(marks, stretches.turn, stretches.code)
    places = line.place[turns]
    number = number_of_draws(draws, len(stretches) + often.size // 8)
    if number < LEAST_DRAWS:
        return np.full((width, width), np.nan)
    found.draws = number
    rng = np.random.default_rng(seed)
    low, high = _window(line, within)
    weights = often.T.astype(np.float32 if often.sum() < 1 << 24 else np.float64)
    above, below = (np.zeros((width, width), dtype=np.int64) for _ in range(2))
    batch = max(1, min(made.batch(len(stretches)), _CELLS // max(often.size, 1)))
    through = np.zeros((batch, len(line) + 1, width), dtype=np.int32)
    for at in range(0, number, batch):
        some = min(batch, number - at)
        drawn = through[:some]
        drawn[:] = 0
        drawn[np.arange(some)[:, None], places[made.again(rng, some)] + 1, made.code] = 1
        np.cumsum(drawn, axis=1, out=drawn)
        near_by = (drawn[:, high + 1] > drawn[:, low]).astype(weights.dtype)
        met = np.rint(weights @ near_by).astype(np.int64)
        above += (met >= found.within).sum(axis=0)
        below += (met <= found.within).sum(axis=0)
    return np.minimum(1.0, 2 * (1 + np.minimum(above, below)) / (number + 1))


# -- the codings behind a row ------------------------------------------------------------------------------


def near_codings(
    marks: Marks, one: int, other: int, within: int, *, interviewers: bool, reflective: bool
) -> tuple[np.ndarray, np.ndarray, None]:
    """The codings of one code with the other at most so many turns away, and those of the other near them:
    (positions in `corpus.codings`, mask of the turns that count, None)."""
    if one == other:
        return marks.coding[marks.row == one], marks.in_base, None
    line = _line(marks, interviewers, reflective)
    row, at = marks.m_row, line.place[marks.m_turn]
    both = marks.considered[:, one] & marks.considered[:, other]
    usable = both[marks.corpus.turn_document[marks.m_turn]]
    low, high = _window(line, within)
    chosen = []
    for mine, theirs in ((one, other), (other, one)):
        marked = np.zeros(len(line) + 1, dtype=np.int64)
        marked[at[usable & (row == theirs)] + 1] = 1
        through = np.cumsum(marked)
        close = through[high + 1] > through[low]
        chosen.append(marks.m_coding[usable & (row == mine) & close[at]])
    return marks.coding[np.unique(np.concatenate(chosen))], marks.in_base, None
