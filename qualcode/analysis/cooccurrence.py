"""Which codes stand together: in one stretch of words, one turn, one document, or with one participant.

Everything rests on the same turns, people and codings as tables do (`analysis.tables`): a pair of codes has
for its base the documents in which both were considered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

import numpy as np

from qualcode.analysis import overlaps
from qualcode.analysis.chance import dealt, meetings_by_chance
from qualcode.analysis.corpus import Corpus
from qualcode.analysis.expression import common_ranges, merged_ranges
from qualcode.analysis.selection import countable_turns, filters, select
from qualcode.analysis.tables import (
    LEVELS,
    Block,
    Counts,
    considered_rows,
    count_block,
    row_of_code,
    table_rows,
)
from qualcode.core.asked import asked_number, asked_texts
from qualcode.errors import CodingError, TableError, UsageError, listing

UNITS = ("overlap", "turn", "document", "participant")
DRAWS = 9_999
LEAST_DRAWS = 99  # below, a p-value is too coarse to be given
# Marks to be dealt in all unless somebody asks for more: some seconds.
_WORK = 10_000_000
_BATCH = 400_000
_CELLS = 4_000_000


def c_coefficient(n1: int, n2: int, n12: int) -> float | None:
    """Of the units in which one of two codes occurs, the share in which both do: n12 / (n1 + n2 - n12).

    Jaccard's index; ATLAS.ti calls it the co-occurrence coefficient c. n1, n2: units in which the one
    and the other code occurs; n12: both. None where neither occurs. With counts of quotations that
    overlap one another n12 can exceed n1 or n2, and the value is then no share and may leave 0..1.
    `cooccurrence` counts merged stretches, so that its own never does. Raises UsageError for what is no
    count.
    """
    n1, n2, n12 = (
        asked_number(name, value) for name, value in (("n1", n1), ("n2", n2), ("n12", n12))
    )
    either = n1 + n2 - n12
    return n12 / either if either else None


def counts(
    unit: np.ndarray, code: np.ndarray, n_codes: int, n_units: int | None = None
) -> np.ndarray:
    """In how many units two codes occur together.

    unit, code: whole numbers from 0 on, of one length: a mark of a code on a unit (a turn). The same mark
    may come again and counts once. n_codes, n_units: how many of each there are.
    Returns codes x codes, symmetric; on the diagonal in how many units each code occurs.
    """
    unit, code = np.asarray(unit), np.asarray(code)
    number = int(n_units if n_units is not None else unit.max(initial=-1) + 1)
    # A bit for each unit, code by code: units of two codes are the bits that both have. A matrix product
    # is about as fast, but only while no other program wants the processor's cores.
    width = -(-number // 64) * 64
    words = np.packbits(occurrence(unit, code, width, n_codes), axis=1).view(np.uint64)
    found = np.empty((n_codes, n_codes), dtype=np.int64)
    for own in range(n_codes):
        found[own, own:] = found[own:, own] = _ones(words[own:] & words[own])
    return found


@cache
def _set_bits() -> np.ndarray:
    """How many bits are set in each number of 16 bits."""
    numbers = np.arange(1 << 16, dtype=np.uint16).view(np.uint8)
    return np.unpackbits(numbers).reshape(-1, 16).sum(axis=1)


def _ones(words: np.ndarray) -> np.ndarray:
    """How many bits are set in each row."""
    if hasattr(np, "bitwise_count"):  # since numpy 2
        found: np.ndarray = np.bitwise_count(words).sum(axis=1, dtype=np.int64)
        return found
    return _set_bits()[words.view(np.uint16)].sum(axis=1, dtype=np.int64)


def occurrence(column: np.ndarray, row: np.ndarray, width: int, height: int) -> np.ndarray:
    """height x width: whether there is a mark in this row and column."""
    table = np.zeros(height * width, dtype=bool)
    place = np.asarray(row).astype(np.intp)
    place *= width
    place += column
    table[place] = True
    return table.reshape(height, width)


# -- what counts -----------------------------------------------------------------------------------------


@dataclass
class Stretches:
    """What each code covers without a break within one turn: codings of a code that share a character are
    one stretch, and one that crosses turns is a stretch in each.

    code: row of the table. turn. start, end: places on a line on which the turns lie one after another,
    gaps inside them left out. text_start, text_end: global positions in the text.
    """

    code: np.ndarray
    turn: np.ndarray
    start: np.ndarray
    end: np.ndarray
    text_start: np.ndarray
    text_end: np.ndarray

    def __len__(self) -> int:
        return len(self.code)


@dataclass
class Marks:
    """One set of codings (of record, of one coder …) on the turns that a table counts.

    in_base: for each turn whether it counts. considered: documents x codes, only documents with a turn
    that counts. coding, row: every coding that counts, as position in `corpus.codings`, and its code as
    row. m_coding, m_turn, m_range: every coding with every range of a turn that it touches, m_coding being
    a position in `coding`.
    """

    corpus: Corpus
    rows: list[str]
    block: Block
    in_base: np.ndarray
    considered: np.ndarray
    coding: np.ndarray
    row: np.ndarray
    m_coding: np.ndarray
    m_turn: np.ndarray
    m_range: np.ndarray

    @property
    def m_row(self) -> np.ndarray:
        return self.row[self.m_coding]

    @cached_property
    def turns_of(self) -> np.ndarray:
        """How many turns that count each document has."""
        return np.bincount(
            self.corpus.turn_document[self.in_base], minlength=len(self.corpus.documents)
        )

    @cached_property
    def in_turn(self) -> np.ndarray:
        """turns x codes: whether the code occurs."""
        return occurrence(self.m_row, self.m_turn, len(self.rows), len(self.corpus))

    @cached_property
    def pieces(self) -> tuple[np.ndarray, ...]:
        """Every coding in every turn it touches: (coding, turn, start, end, text_start, text_end); see
        Stretches for the last four."""
        corpus = self.corpus
        line, before, _ = turn_line(corpus)
        own = self.coding[self.m_coding]
        text_start = np.maximum(corpus.codings.start[own], corpus.range_start[self.m_range])
        text_end = np.minimum(corpus.codings.end[own], corpus.range_end[self.m_range])
        shift = line[self.m_turn] + before[self.m_range] - corpus.range_start[self.m_range]
        start, end = text_start + shift, text_end + shift
        key = self.m_coding * max(len(corpus), 1) + self.m_turn
        if len(key) > 1 and (np.bincount(self.m_coding) > 1).any():
            # A turn of several ranges: what one coding covers of it is one piece, since gaps are left out.
            order = np.argsort(key, kind="stable")
            begin = np.flatnonzero(np.diff(key[order], prepend=-1))
            coding, turn = self.m_coding[order][begin], self.m_turn[order][begin]
            start, text_start = (
                np.minimum.reduceat(each[order], begin) for each in (start, text_start)
            )
            end, text_end = (np.maximum.reduceat(each[order], begin) for each in (end, text_end))
            return coding, turn, start, end, text_start, text_end
        return self.m_coding, self.m_turn, start, end, text_start, text_end

    @cached_property
    def stretches(self) -> Stretches:
        coding, turn, start, end, text_start, text_end = self.pieces
        union = overlaps.union(start, end, self.row[coding])
        own = np.zeros(len(union.start), dtype=np.int64)
        own[union.of] = turn
        return Stretches(
            union.group, own, union.start, union.end, union.least(text_start), union.most(text_end)
        )

    def by_document(self, turn: np.ndarray, row: np.ndarray) -> np.ndarray:
        """documents x codes: how many of these (turn, row) lie in each."""
        width, height = len(self.rows), len(self.corpus.documents)
        place = self.corpus.turn_document[turn].astype(np.int64) * width + row
        return np.bincount(place, minlength=height * width).reshape(height, width)


def turn_line(corpus: Corpus) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Where each turn begins on a line without gaps, how many characters of its turn come before each
    range, and how many characters each turn has. No two turns touch."""
    length = corpus.range_end - corpus.range_start
    order = np.argsort(corpus.range_turn, kind="stable")
    turn = corpus.range_turn[order]
    whole = np.bincount(turn, weights=length[order], minlength=len(corpus)).astype(np.int64)
    line = np.cumsum(whole + 1) - whole - 1
    through = np.cumsum(length[order]) - length[order]
    first = np.searchsorted(turn, np.arange(len(corpus)))
    before = np.empty(len(order), dtype=np.int64)
    before[order] = through - np.append(through, 0)[first][turn]
    return line, before, whole


def marked(
    corpus: Corpus,
    *,
    codes: Iterable[str] | None = None,
    level: str = "code",
    where: Mapping[str, Any] | None = None,
    coders: str = "record",
    interviewers: bool = False,
    reflective: bool = False,
) -> tuple[Counts, list[Marks]]:
    """The codings that count, one set of them or one for each coder under "each".

    Raises TableError where a table would, and where there are not two codes; CodingError for an unknown
    code; UsageError for a wrong call.
    """
    if level not in LEVELS:
        raise UsageError("level", f"{level!r}", "code or theme")
    corpus.need_codebook()
    rows = _chosen(corpus, level, codes)
    kept = filters(corpus, where)
    countable = countable_turns(corpus, [], interviewers=interviewers, reflective=reflective)
    table = Counts(level, rows, [], [()], [], kept.words, interviewers, reflective)
    column = np.where(countable, 0, -1)
    found = []
    for selection in select(corpus, coders):
        block = count_block(corpus, table, selection, kept, column, countable, reflective)
        if codes is not None:
            block.notes = [
                note.replace("of a code that has no row", "of other codes") for note in block.notes
            ]
        table.blocks.append(block)
        found.append(_marks(corpus, rows, level, block))
    return table, found


def _chosen(corpus: Corpus, level: str, codes: Iterable[str] | None) -> list[str]:
    if codes is None:
        rows = table_rows(corpus, level)
    else:
        rows = list(dict.fromkeys(asked_texts("codes", codes, "ids")))
        for code in rows:
            if code not in corpus.book:
                raise CodingError(code, "is not in the codebook", corpus.book.what_became(code))
            if (into := corpus.book[code].merged_into) is not None:
                raise CodingError(code, f"was merged into {into}", next=f"Ask for {into}")
            if level == "theme" and code not in corpus.book.themes:
                raise TableError(
                    code,
                    "is a code beneath a theme",
                    f"themes: {listing(corpus.book.themes, 20)}",
                    "Ask for --level code",
                )
    if len(rows) < 2:
        raise TableError("codes", f"{listing(rows) or 'none'}: nothing to stand together", "two")
    return rows


def _marks(corpus: Corpus, rows: list[str], level: str, block: Block) -> Marks:
    in_base = block.turn_column >= 0
    considered = considered_rows(
        corpus, block.selection, row_of_code(corpus, level, rows), len(rows)
    )
    there = np.zeros(len(corpus.documents), dtype=bool)
    there[corpus.turn_document[in_base]] = True
    own, coding = corpus.codings, block.cell_coding
    stretch, touched = corpus.pairs(own.start[coding], own.end[coding])
    turn = corpus.range_turn[touched].astype(np.int64)
    used = in_base[turn]
    return Marks(
        corpus,
        rows,
        block,
        in_base,
        considered & there[:, None],
        coding,
        block.cell_row,
        stretch[used],
        turn[used],
        touched[used],
    )


# -- how often together ------------------------------------------------------------------------------------


@dataclass
class Together:
    """How two codes stand together, codes x codes.

    n: for each code its units. of[a, b]: units of a in the base of the pair. base: units in which both
    codes were considered (turns where the unit is overlap). n12: units of both; stretches of two codes
    are paired one to one. met[a, b]: units of a in which b occurs too; for stretches those that share a
    character with one of b. expected, p: by chance, nan where not asked for or undefined; p_rule: how.
    draws: how many, 0 where p is exact.
    For stretches: pairs (of stretches that share a character), shared (characters), covered[a, b]
    (characters of a in the base of the pair).
    """

    coder: str | None
    n: np.ndarray
    of: np.ndarray
    base: np.ndarray
    n12: np.ndarray
    met: np.ndarray
    expected: np.ndarray | None = None
    p: np.ndarray | None = None
    draws: int = 0
    pairs: np.ndarray | None = None
    shared: np.ndarray | None = None
    covered: np.ndarray | None = None
    notes: list[str] = field(default_factory=list)


def together(
    marks: Marks, unit: str, *, expected: bool = True, draws: int | None = None, seed: int
) -> Together:
    """Count one set of codings; see Together.

    draws: random ways to deal stretches anew, where the unit is overlap; None for DRAWS, or fewer where
    they would take minutes.
    """
    if unit == "overlap":
        return _stretches_together(marks, expected, draws, seed)
    if unit == "turn":
        found = _turns_together(marks)
        if expected:
            _turn_chances(marks, found)
        return found
    found = _documents_together(marks) if unit == "document" else _people_together(marks)
    if expected:
        one, other = np.triu_indices(len(marks.rows), 1)
        chance = meetings_by_chance(
            np.arange(len(one)),
            found.base[one, other],
            found.of[one, other],
            found.of[other, one],
            found.n12[one, other],
        )
        found.expected, found.p = (_square(len(marks.rows), one, other, each) for each in chance)
    return found


def _square(size: int, one: np.ndarray, other: np.ndarray, values: np.ndarray) -> np.ndarray:
    found = np.full((size, size), np.nan)
    found[one, other] = found[other, one] = values
    return found


def both_considered(marks: Marks, weights: np.ndarray) -> np.ndarray:
    """codes x codes: a weight of documents summed over those in which both were considered."""
    considered = marks.considered.astype(np.int64)
    return (considered.T * weights) @ considered


def _turns_together(marks: Marks) -> Together:
    table, width = marks.in_turn, len(marks.rows)
    turn, row = np.nonzero(table)
    n12 = counts(turn, row, width, len(marks.corpus))
    own = marks.by_document(turn, row)
    return Together(
        marks.block.selection.coder,
        n12.diagonal().copy(),
        own.T @ marks.considered.astype(np.int64),
        both_considered(marks, marks.turns_of),
        n12,
        n12,
    )


def _turn_chances(marks: Marks, found: Together) -> None:
    width, units = len(marks.rows), marks.turns_of
    turn, row = np.nonzero(marks.in_turn)
    own = marks.by_document(turn, row)
    one, other = np.triu_indices(width, 1)
    documents = np.flatnonzero(units > 0)
    found.expected = np.full((width, width), np.nan)
    found.p = np.full((width, width), np.nan)
    step = max(1, _CELLS // max(len(documents), 1))
    for at in range(0, len(one), step):
        a, b = one[at : at + step], other[at : at + step]
        # A document in which one of the two was not considered has none of its marks.
        first, second = own[documents][:, a].T, own[documents][:, b].T
        pair, document = np.nonzero(first * second)
        chance = meetings_by_chance(
            pair,
            units[documents][document],
            first[pair, document],
            second[pair, document],
            found.n12[a, b],
        )
        for into, values in zip((found.expected, found.p), chance, strict=True):
            into[a, b] = into[b, a] = values


def _documents_together(marks: Marks) -> Together:
    width, height = len(marks.rows), len(marks.corpus.documents)
    document = marks.corpus.turn_document[marks.m_turn]
    table = occurrence(marks.m_row, document, width, height).astype(np.int64)
    n12 = table.T @ table
    return Together(
        marks.block.selection.coder,
        n12.diagonal().copy(),
        table.T @ marks.considered.astype(np.int64),
        both_considered(marks, np.ones(height, dtype=np.int64)),
        n12,
        n12,
    )


def _people_together(marks: Marks) -> Together:
    """Participants may speak in documents with one code considered and in others with the other: a pair
    counts only what they say where both were."""
    corpus, width = marks.corpus, len(marks.rows)
    number = len(corpus.persons)
    spoken = np.flatnonzero(marks.in_base & (corpus.turn_person >= 0))
    speaker, spoken_in = corpus.turn_person[spoken], corpus.turn_document[spoken]
    known = corpus.turn_person[marks.m_turn] >= 0
    person = corpus.turn_person[marks.m_turn][known]
    document, row = corpus.turn_document[marks.m_turn][known], marks.m_row[known]
    patterns, kind = np.unique(marks.considered, axis=1, return_inverse=True)
    kind = kind.ravel()
    base, n12, of = (np.zeros((width, width), dtype=np.int64) for _ in range(3))
    for one in range(patterns.shape[1]):
        for other in range(one, patterns.shape[1]):
            both = patterns[:, one] & patterns[:, other]
            inside = both[document]
            table = occurrence(row[inside], person[inside], width, number).astype(np.int64)
            met = table.T @ table
            block = np.ix_(kind == one, kind == other)
            for into, values in (
                (base, np.full((width, width), len(np.unique(speaker[both[spoken_in]])))),
                (n12, met),
                (of, np.broadcast_to(table.sum(axis=0)[:, None], (width, width))),
            ):
                into[block] = values[block]
                turned = np.ix_(kind == other, kind == one)
                into[turned] = values[turned]
    return Together(marks.block.selection.coder, n12.diagonal().copy(), of, base, n12, n12)


# -- stretches ---------------------------------------------------------------------------------------------


def _meetings(
    start: np.ndarray,
    end: np.ndarray,
    code: np.ndarray,
    width: int,
    extra: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """All pairs of stretches of different codes that overlap: (kind, one, other), the codes of `one` and
    `other` being kind // width and kind % width, smaller first. extra: added to the kind."""
    first, second = overlaps.pairs(start, end)
    swap = code[first] > code[second]
    one, other = np.where(swap, second, first), np.where(swap, first, second)
    kind = code[one] * width + code[other]
    if extra is not None:
        kind = kind + extra[one]
    order, kind = overlaps.in_order(kind)
    return kind, one[order], other[order]


def _stretches_together(marks: Marks, expected: bool, draws: int | None, seed: int) -> Together:
    own, width = marks.stretches, len(marks.rows)
    kind, one, other = _meetings(own.start, own.end, own.code, width)
    size = width * width

    def summed(weights: np.ndarray | None, turned: np.ndarray | None = None) -> np.ndarray:
        table = np.bincount(kind, weights=weights, minlength=size).reshape(width, width)
        back = table.T
        if turned is not None:
            back = np.bincount(kind, weights=turned, minlength=size).reshape(width, width).T
        return np.rint(table + back).astype(np.int64)

    taken = overlaps.one_to_one(kind, one, other)
    new_kind = np.diff(kind, prepend=-1) != 0
    new_one = new_kind | (np.diff(one, prepend=-1) != 0)
    new_other = new_kind | (np.diff(other, prepend=-1) != 0)
    characters = np.minimum(own.end[one], own.end[other]) - np.maximum(
        own.start[one], own.start[other]
    )
    considered = marks.considered.astype(np.int64)
    by_document = marks.by_document(own.turn, own.code)
    n = by_document.sum(axis=0)
    place = marks.corpus.turn_document[own.turn].astype(np.int64) * width + own.code
    covered = np.bincount(place, weights=own.end - own.start, minlength=by_document.size).reshape(
        by_document.shape
    )
    n12, met = summed(taken), summed(new_one, new_other)
    np.fill_diagonal(n12, n)
    np.fill_diagonal(met, n)
    found = Together(
        marks.block.selection.coder,
        n,
        by_document.T @ considered,
        both_considered(marks, marks.turns_of),
        n12,
        met,
        pairs=summed(None),
        shared=summed(characters),
        covered=np.rint(covered.T @ considered).astype(np.int64),
    )
    if expected:
        _stretch_chances(marks, found, draws, seed)
    return found


def number_of_draws(asked: int | None, marks: int) -> int:
    """How many draws: as asked, else DRAWS or as many as do not take minutes."""
    if asked is not None:
        return asked_number("draws", asked, 1)
    return max(10, min(DRAWS, _WORK // max(marks, 1)))


@dataclass
class Deal:
    """Marks of codes on turns, to be dealt anew to the turns of their documents, each code on its own.

    turns: the turns that count, in the order of documents and text; first, size: of each document where
    its turns begin in that row, and how many. group, content: for each (document, code, turn) with a mark
    its number among (document, code), and the position of the turn in the row. code: of each content.
    """

    first: np.ndarray
    size: np.ndarray
    group: np.ndarray
    document: np.ndarray
    code: np.ndarray

    @cached_property
    def places(self) -> np.ndarray:
        """For each group how many turns its marks can be dealt to."""
        found = np.zeros(int(self.group[-1]) + 1 if len(self.group) else 0, dtype=np.int64)
        found[self.group] = self.size[self.document]
        return found

    def batch(self, marks: int) -> int:
        """How many draws to do at once, so that they stay in the processor's reach."""
        return max(1, _BATCH // max(marks, int(self.places.sum()) // 8, 1))

    def again(self, rng: np.random.Generator, draws: int) -> np.ndarray:
        """draws x contents: the positions of the turns that have the marks now."""
        groups = len(self.places)
        group = (self.group + groups * np.arange(draws)[:, None]).ravel()
        places = dealt(rng, group, np.tile(self.places, draws)).reshape(draws, -1)
        return places + self.first[self.document]


def deal(marks: Marks, turn: np.ndarray, code: np.ndarray) -> tuple[Deal, np.ndarray, np.ndarray]:
    """(deal, content, turns): the marks of codes on turns to be dealt; for each mark its content; the turns
    that count, in the order of the text within documents."""
    corpus = marks.corpus
    turns = np.flatnonzero(marks.in_base)
    turns = turns[np.lexsort((corpus.turn_start[turns], corpus.turn_document[turns]))]
    size = marks.turns_of
    document = corpus.turn_document[turn].astype(np.int64)
    width = len(marks.rows)
    key = (document * width + code) * max(len(corpus), 1) + turn
    contents, content = np.unique(key, return_inverse=True)
    where = contents // max(len(corpus), 1)
    group = np.cumsum(np.diff(where, prepend=-1) != 0) - 1
    made = Deal(np.cumsum(size) - size, size, group, where // width, where % width)
    return made, content.ravel(), turns


def _stretch_chances(marks: Marks, found: Together, draws: int | None, seed: int) -> None:
    """Each code's stretches dealt anew to the turns of their documents, keeping their part of a turn: what
    covers a whole turn covers a whole turn, what is its first third is a first third."""
    own, width = marks.stretches, len(marks.rows)
    line, _, whole = turn_line(marks.corpus)
    length = np.maximum(whole[own.turn], 1)
    edges = np.concatenate(
        ((own.start - line[own.turn]) / length, (own.end - line[own.turn]) / length)
    )
    # Where parts of turns begin and end, as whole numbers in their order.
    steps, rank = np.unique(edges, return_inverse=True)
    low, high = np.split(rank.ravel(), 2)
    made, content, turns = deal(marks, own.turn, own.code)
    number = number_of_draws(draws, len(own))
    rng = np.random.default_rng(seed)
    total = np.zeros(width * width)
    above, below = (np.zeros(width * width, dtype=np.int64) for _ in range(2))
    observed = np.triu(found.n12, 1).ravel()
    step, size = len(steps) + 1, width * width
    # Each draw counts every pair of codes, so that many codes are dealt few at a time.
    batch = max(1, min(made.batch(len(own)), _CELLS // size))
    for at in range(0, number, batch):
        some = min(batch, number - at)
        place = made.again(rng, some)[:, content]
        place += (len(turns) * np.arange(some))[:, None]
        place = place * step
        kind, one, other = _meetings(
            (place + low).ravel(),
            (place + high).ravel(),
            np.tile(own.code, some),
            width,
            np.repeat(size * np.arange(some), len(own)),
        )
        taken = overlaps.one_to_one(kind, one, other)
        met = np.bincount(kind[taken], minlength=some * size).reshape(some, size)
        total += met.sum(axis=0)
        above += (met >= observed).sum(axis=0)
        below += (met <= observed).sum(axis=0)
    found.draws = number
    one, other = np.triu_indices(width, 1)
    there = one * width + other
    p = np.minimum(1.0, 2 * (1 + np.minimum(above, below)) / (number + 1))[there]
    # Without a document of several turns in which both occur nothing else could have happened.
    occurs = marks.by_document(own.turn, own.code)[marks.turns_of > 1] > 0
    p[~(occurs.T.astype(np.int64) @ occurs > 0)[one, other]] = np.nan
    if number < LEAST_DRAWS:
        p[:] = np.nan
    found.expected = _square(width, one, other, total[there] / number)
    found.p = _square(width, one, other, p)


# -- the codings behind a cell --------------------------------------------------------------------------


def behind(
    marks: Marks, unit: str, one: int, other: int
) -> tuple[np.ndarray, np.ndarray, tuple[np.ndarray, np.ndarray] | None]:
    """The codings of two codes that stand together: (positions in `corpus.codings`, mask of the turns that
    count, for stretches what both cover as global positions). one == other: all codings of the code."""
    corpus, row = marks.corpus, marks.row
    if one == other:
        return marks.coding[row == one], marks.in_base, None
    both = marks.considered[:, one] & marks.considered[:, other]
    used = np.isin(marks.m_row, [one, other]) & both[corpus.turn_document[marks.m_turn]]
    coding, turn = marks.m_coding[used], marks.m_turn[used]
    if unit == "overlap":
        start = np.maximum(
            corpus.codings.start[marks.coding[coding]], corpus.range_start[marks.m_range[used]]
        )
        end = np.minimum(
            corpus.codings.end[marks.coding[coding]], corpus.range_end[marks.m_range[used]]
        )
        mine = row[coding] == one
        shared = common_ranges(
            *merged_ranges(start[mine], end[mine]), *merged_ranges(start[~mine], end[~mine])
        )
        first, second = overlaps.pairs(start, end)
        crossing = mine[first] != mine[second]
        found = np.unique(coding[np.concatenate((first[crossing], second[crossing]))])
        return marks.coding[found], marks.in_base, shared
    if unit == "turn":
        key, number = turn, len(corpus)
    elif unit == "document":
        key, number = corpus.turn_document[turn].astype(np.int64), len(corpus.documents)
    else:
        key, number = corpus.turn_person[turn].astype(np.int64), len(corpus.persons)
    known = key >= 0
    table = occurrence(row[coding[known]], key[known], len(marks.rows), number)
    meets = np.append(table[:, one] & table[:, other], False)
    return marks.coding[np.unique(coding[meets[key]])], marks.in_base, None
