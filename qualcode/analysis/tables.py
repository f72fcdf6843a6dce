"""Counting codes by attributes, with every unit, every base, and what falls outside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from qualcode.analysis.corpus import REFLECTIVE, Attribute, Corpus
from qualcode.analysis.selection import (
    Filters,
    Selection,
    countable_turns,
    filters,
    select,
)
from qualcode.analysis.tables_notes import Say, add_notes, without_people
from qualcode.errors import UsageError, listing

__all__ = [
    "BASES",
    "LEVELS",
    "MEASURES",
    "UNITS",
    "Block",
    "ByPerson",
    "Counts",
    "considered_rows",
    "count",
    "count_block",
    "row_of_code",
    "table_bases",
    "table_columns",
    "table_rows",
    "without_people",
]

UNITS = ("participants", "documents", "turns", "codings", "words")
MEASURES = ("n", "share", "per_1000_words")
LEVELS = ("code", "theme")
BASES = ("participants", "documents", "turns", "words")


@dataclass
class ByPerson:
    """What each participant did in each column in which they speak: one place for each such pair.

    person, column: positions in `Corpus.persons` and in the columns. counts, base: rows x pairs; the
    base (turns, or words for codings and words) is 0 where the row's codes were not considered in any
    document in which the person speaks there. others: rows x columns, whether the cell's base also holds
    turns that no participant speaks, such as field notes.
    """

    person: np.ndarray
    column: np.ndarray
    counts: np.ndarray
    base: np.ndarray
    others: np.ndarray


@dataclass
class Block:
    """The counts of one set of codings.

    cells(unit): rows x columns, -1 where the cell's base is empty. totals(unit): per row the distinct count
    over all columns, -1 where the row has no base. base[unit]: rows x columns (units of BASES);
    column_base[unit]: per column before codes that were not considered leave; column_codings: codings in
    each column. cell_row, cell_column, cell_coding: every coding in every cell it counts in.
    turn_column: for each turn the column it counts in, or -1. by_person(unit): turns, codings or words,
    participant by participant. notes: sentences for under the table; numbered: those of them that hold
    counts, by their text, each to be said again with its numbers said otherwise.
    """

    selection: Selection
    columns: list[tuple[str, ...]]
    counted_unit: Callable[[str], tuple[np.ndarray, np.ndarray]]
    base: dict[str, np.ndarray]
    column_base: dict[str, np.ndarray]
    column_codings: np.ndarray
    cell_row: np.ndarray
    cell_column: np.ndarray
    cell_coding: np.ndarray
    turn_column: np.ndarray
    reconciliation: dict[str, int]
    by_person: Callable[[str], ByPerson]
    notes: list[str] = field(default_factory=list)
    numbered: dict[str, Callable[[Say], str]] = field(default_factory=dict)
    _counted: dict[str, tuple[np.ndarray, np.ndarray]] = field(default_factory=dict)

    def _unit(self, unit: str) -> tuple[np.ndarray, np.ndarray]:
        # A table shows one unit of five, and words cost a look at every text: each is counted when
        # somebody asks.
        if unit not in self._counted:
            self._counted[unit] = self.counted_unit(unit)
        return self._counted[unit]

    def cells(self, unit: str) -> np.ndarray:
        return self._unit(unit)[0]

    def totals(self, unit: str) -> np.ndarray:
        return self._unit(unit)[1]


@dataclass
class Counts:
    """A counted table: rows, columns, and one block for each set of codings."""

    level: str
    rows: list[str]
    attributes: list[str]
    columns: list[tuple[str, ...]]
    blocks: list[Block]
    where: list[str]
    interviewers: bool
    reflective: bool


def check_shape(corpus: Corpus, level: str, attributes: Sequence[str]) -> None:
    """Raises UsageError for rows or columns that no table has, TableError where there is no codebook."""
    if level not in LEVELS:
        raise UsageError("rows", f"{level!r}", "code or theme")
    if len(attributes) > 2 or len(set(attributes)) != len(attributes):
        raise UsageError("columns", listing(attributes), "one attribute, or two different ones")
    corpus.need_codebook()


def count(
    corpus: Corpus,
    *,
    level: str,
    attributes: Sequence[str],
    where: Mapping[str, Any] | None = None,
    coders: str | Iterable[str] = "record",
    interviewers: bool = False,
    reflective: bool = False,
) -> Counts:
    """Count codes or themes by none, one or two attributes.

    level: "code" (each code's own codings) or "theme" (the union of everything beneath).
    Raises TableError where the table would not mean what it says, UsageError for a wrong call.
    """
    check_shape(corpus, level, attributes)
    rows = table_rows(corpus, level)
    kept = filters(corpus, where)
    resolved = [corpus.attribute(name) for name in attributes]
    countable = countable_turns(corpus, resolved, interviewers=interviewers, reflective=reflective)
    selections = select(corpus, coders)
    present = np.zeros(len(corpus), dtype=bool)
    for selection in selections:
        present |= countable & kept.turn & selection.read[corpus.turn_document]
    columns, column = table_columns(corpus, resolved, present, countable)
    result = Counts(
        level, rows, list(attributes), columns, [], kept.words, interviewers, reflective
    )
    for selection in selections:
        result.blocks.append(
            count_block(corpus, result, selection, kept, column, countable, reflective)
        )
    return result


def table_columns(
    corpus: Corpus, attributes: Sequence[Attribute], present: np.ndarray, countable: np.ndarray
) -> tuple[list[tuple[str, ...]], np.ndarray]:
    """The columns of a table: all combinations of the values that turns of `present` have; one, (), without
    attributes. And for each turn of the corpus its column, -1 for none. present, countable: masks of turns."""
    sizes = [len(attribute.values) for attribute in attributes]
    # One number for each combination of values.
    combined = np.zeros(len(corpus), dtype=np.int64)
    for attribute, size in zip(attributes, sizes, strict=True):
        combined = combined * max(size, 1) + attribute.index
    used = [
        [value for n, value in enumerate(attribute.values) if (attribute.index[present] == n).any()]
        for attribute in attributes
    ]
    columns: list[tuple[str, ...]] = [()]
    for values in used:
        columns = [(*column, value) for column in columns for value in values]
    column_of = np.full(int(np.prod(sizes)) + 1 if sizes else 2, -1, dtype=np.int64)
    for number, combination in enumerate(columns):
        code = 0
        for attribute, value, size in zip(attributes, combination, sizes, strict=True):
            code = code * size + attribute.values.index(value)
        column_of[code] = number
    return columns, np.where(countable, column_of[np.where(countable, combined, -1)], -1)


def table_rows(corpus: Corpus, level: str) -> list[str]:
    """The ids that are rows of a table: codes with their own codings, or themes, in codebook order.

    level: "code" or "theme". A code that is retired, was split or merged is a row only while codings carry it.
    """
    book, used = corpus.book, set(corpus.codings.codes)
    # A code that is retired, or was split, is a row only while codings carry it.
    live = [
        entry.code
        for entry in book
        if entry.code in used
        or (entry.applicable and not entry.retired and entry.merged_into is None)
    ]
    if level == "theme":
        # A retired theme goes with the last coding beneath it; a theme that waits for its codes stays.
        kept = {book.theme(code) for code in live}
        return [theme for theme in book.themes if theme in kept or not book[theme].retired]
    return live


def row_of_code(corpus: Corpus, level: str, rows: list[str]) -> dict[str, int]:
    """From each code that has a row to the position of that row."""
    place = {row: number for number, row in enumerate(rows)}
    if level == "theme":
        themes = {entry.code: corpus.book.theme(entry.code) for entry in corpus.book}
        return {code: place[theme] for code, theme in themes.items() if theme in place}
    return place


def count_block(
    corpus: Corpus,
    table: Counts,
    selection: Selection,
    kept: Filters,
    column: np.ndarray,
    countable: np.ndarray,
    reflective: bool,
) -> Block:
    """One block of a table: the codings of a selection in its rows and columns.

    column: for each turn the column it belongs to, or -1. countable: turns that can stand in a table at all.
    """
    rows, width = table.rows, len(table.columns)
    height = len(rows)
    codings, turn_document = corpus.codings, corpus.turn_document
    in_base = countable & kept.turn & selection.read[turn_document] & (column >= 0)
    row_of = row_of_code(corpus, table.level, rows)
    considered = considered_rows(corpus, selection, row_of, height)

    # Codings that count, as rows of the table; a code that the codebook has no row for is outside.
    row_of_name = np.array([row_of.get(code, -1) for code in codings.codes] or [-1], dtype=np.int64)
    chosen = np.flatnonzero(selection.coding) if len(codings) else np.empty(0, np.int64)
    passed = chosen[kept.coding[chosen]] if len(chosen) else chosen
    outside = {"filtered by coder, origin, blind or stale": len(chosen) - len(passed)}
    outside["in documents that are not read yet"] = selection.unread_codings
    live = passed
    row = row_of_name[codings.code[live]] if len(live) else np.empty(0, np.int64)
    outside["of a code that has no row"] = int((row < 0).sum())
    live, row = live[row >= 0], row[row >= 0]
    ok = considered[codings.document[live], row] if len(live) else np.empty(0, dtype=bool)
    outside["of a code that was not considered in their document"] = int((~ok).sum())
    live, row = live[ok], row[ok]

    # Which turns each coding touches.
    start, end = codings.start[live], codings.end[live]
    stretch, touched = corpus.pairs(start, end)
    turn = corpus.range_turn[touched].astype(np.int64)
    whole = corpus.on_whole_document(live)
    usable = in_base[turn] & ~whole[stretch]
    counted_coding = np.zeros(len(live), dtype=bool)
    counted_coding[stretch[usable]] = True
    outside.update(
        _outside(corpus, kept, counted_coding, whole, stretch, turn, reflective, countable)
    )

    p_coding, p_turn, p_range = stretch[usable], turn[usable], touched[usable]
    p_row, p_column = row[p_coding], column[p_turn]
    p_document, p_person = turn_document[p_turn].astype(np.int64), corpus.turn_person[p_turn]

    # One coding stands in one row, and mostly in one turn: only where some touch several turns do the
    # pairs repeat and have to be sorted out.
    if len(p_coding) and (np.diff(p_coding) == 0).any():
        distinct = np.unique(p_coding * width + p_column)
        cell_coding, cell_column = np.divmod(distinct, width)
    else:
        cell_coding, cell_column = p_coding, p_column
    cell_row = row[cell_coding]
    base, column_base = table_bases(corpus, in_base, column, considered, height, width)

    def counted_unit(unit: str) -> tuple[np.ndarray, np.ndarray]:
        known = p_person >= 0
        if unit == "codings":
            found = (
                _cells(cell_row * width + cell_column, height, width),
                np.bincount(row[counted_coding], minlength=height),
            )
        elif unit == "words":
            found = _words(
                corpus, start[p_coding], end[p_coding], p_range, p_row, p_column, height, width
            )
        elif unit == "turns":
            found = _distinct(p_turn, p_row, p_column, height, width)
        elif unit == "documents":
            found = _distinct(p_document, p_row, p_column, height, width)
        else:
            found = _distinct(
                p_person[known].astype(np.int64), p_row[known], p_column[known], height, width
            )
        over = base["turns"] if unit in ("codings", "words") else base[unit]
        return np.where(over > 0, found[0], -1), np.where(over.any(axis=1), found[1], -1)

    def by_person(unit: str) -> ByPerson:
        turns = np.flatnonzero(in_base & (corpus.turn_person >= 0))
        many = max(len(corpus.persons), 1)
        key = column[turns] * many + corpus.turn_person[turns]
        pairs, of_turn = np.unique(key, return_inverse=True)
        number = len(pairs)
        own = p_person >= 0
        pair = np.searchsorted(pairs, p_column[own] * many + p_person[own])
        if unit == "words":
            found = _words(
                corpus,
                start[p_coding[own]],
                end[p_coding[own]],
                p_range[own],
                p_row[own],
                pair,
                height,
                number,
            )[0]
        else:
            keys = p_turn[own] if unit == "turns" else p_coding[own]
            found = _distinct(keys, p_row[own], pair, height, number)[0]
        weights = corpus.turn_words if unit in ("codings", "words") else np.ones(len(corpus))
        spoken = np.zeros((height, number), dtype=np.int64)
        others = np.zeros((height, width), dtype=bool)
        nobodys = np.flatnonzero(in_base & (corpus.turn_person < 0))
        for row in range(height):
            read = considered[turn_document[turns], row]
            spoken[row] = np.bincount(of_turn[read], weights[turns[read]], minlength=number)
            others[row, column[nobodys[considered[turn_document[nobodys], row]]]] = True
        return ByPerson(pairs % many, pairs // many, found, spoken, others)

    inside = int(counted_coding.sum())
    extra = len(cell_coding) - inside
    reconciliation = {"counted in the table": inside, **outside}
    block = Block(
        selection,
        table.columns,
        counted_unit,
        base,
        column_base,
        np.bincount(cell_column, minlength=width),
        cell_row,
        cell_column,
        live[cell_coding] if len(live) else cell_coding,
        np.where(in_base, column, -1),
        reconciliation,
        by_person,
    )
    add_notes(corpus, table, block, considered, row_of, in_base, column, extra, kept)
    return block


def _cells(flat: np.ndarray, height: int, width: int) -> np.ndarray:
    return np.bincount(flat, minlength=height * width).reshape(height, width)


def _distinct(
    keys: np.ndarray, row: np.ndarray, column: np.ndarray, height: int, width: int
) -> tuple[np.ndarray, np.ndarray]:
    """Distinct keys in each cell, and in each row over all its cells."""
    if not len(keys):
        return np.zeros((height, width), dtype=np.int64), np.zeros(height, dtype=np.int64)
    size = int(keys.max()) + 1
    cell = np.unique((row * width + column) * size + keys) // size
    total = np.unique(row * size + keys) // size
    return _cells(cell, height, width), np.bincount(total, minlength=height)


def considered_rows(
    corpus: Corpus, selection: Selection, row_of: dict[str, int], height: int
) -> np.ndarray:
    """documents x rows: a theme is considered where any of its codes was."""
    found = np.zeros((len(corpus.documents), max(height, 1)), dtype=bool)
    for number, entry in enumerate(corpus.book):
        row = row_of.get(entry.code, -1)
        if row >= 0:
            found[:, row] |= selection.considered[:, number]
    return found


def _outside(
    corpus: Corpus,
    kept: Filters,
    counted_coding: np.ndarray,
    whole: np.ndarray,
    stretch: np.ndarray,
    turn: np.ndarray,
    reflective: bool,
    countable: np.ndarray,
) -> dict[str, int]:
    """Why each coding that is in no cell is outside; every one has exactly one reason."""
    number = len(counted_coding)

    def touches(mask: np.ndarray) -> np.ndarray:
        found = np.zeros(number, dtype=bool)
        found[stretch[mask]] = True
        return found

    left = ~counted_coding
    reasons: dict[str, int] = {}

    def take(name: str, mask: np.ndarray) -> None:
        nonlocal left
        reasons[name] = int((left & mask).sum())
        left = left & ~mask

    take("on a whole document", whole)
    take("in no turn (headers, headings, stage directions)", ~touches(np.ones(len(turn), bool)))
    # A turn that could count but for the filters was filtered; only then do the other reasons speak.
    take("filtered by attributes", touches(countable[turn] & ~kept.turn[turn]))
    take("in interviewer turns", touches(corpus.turn_interviewer[turn]))
    part = corpus.turn_part[turn]
    take("in reflective notes", touches(part == REFLECTIVE) & (not reflective))
    take("not attributable to a participant", np.ones(number, bool))
    return reasons


def _words(
    corpus: Corpus,
    start: np.ndarray,
    end: np.ndarray,
    p_range: np.ndarray,
    row: np.ndarray,
    column: np.ndarray,
    height: int,
    width: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Words whose first character is coded, each once however many codings of the row cover it."""
    if not len(p_range):
        return np.zeros((height, width), dtype=np.int64), np.zeros(height, dtype=np.int64)
    a = np.maximum(start, corpus.range_start[p_range])
    b = np.minimum(end, corpus.range_end[p_range])
    order = np.lexsort((a, row))
    a, b, row, column = a[order], b[order], row[order], column[order]
    # Within a row, what an earlier stretch has covered already is cut off the later one.
    step = int(b.max()) + 1
    reach = np.maximum.accumulate(b + row * step)
    covered = np.concatenate(([0], reach[:-1])) - row * step
    a = np.maximum(a, np.maximum(covered, 0))
    starts = corpus.word_starts
    words = np.maximum(np.searchsorted(starts, b) - np.searchsorted(starts, a), 0)
    cell = np.bincount(row * width + column, weights=words, minlength=height * width)
    total = np.bincount(row, weights=words, minlength=height)
    return cell.reshape(height, width).astype(np.int64), total.astype(np.int64)


def table_bases(
    corpus: Corpus,
    in_base: np.ndarray,
    column: np.ndarray,
    considered: np.ndarray,
    height: int,
    width: int,
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """People who spoke, documents, turns and words, by row and column, from the corpus alone."""
    turns = np.flatnonzero(in_base)
    document = corpus.turn_document[turns].astype(np.int64)
    where, person = column[turns], corpus.turn_person[turns]
    words = corpus.turn_words[turns]

    def measured(mask: np.ndarray) -> dict[str, np.ndarray]:
        c, d, p = where[mask], document[mask], person[mask].astype(np.int64)
        known = p >= 0
        size = max(len(corpus.persons), 1)
        return {
            "participants": np.bincount(
                np.unique(c[known] * size + p[known]) // size, minlength=width
            ),
            "documents": np.bincount(
                np.unique(c * len(corpus.documents) + d) // max(len(corpus.documents), 1),
                minlength=width,
            ),
            "turns": np.bincount(c, minlength=width),
            "words": np.bincount(c, weights=words[mask], minlength=width).astype(np.int64),
        }

    column_base = measured(np.ones(len(turns), dtype=bool))
    base = {unit: np.zeros((height, width), dtype=np.int64) for unit in BASES}
    # Rows whose codes were considered in the same documents share a base; mostly it is one for all.
    known: dict[bytes, dict[str, np.ndarray]] = {}
    for row in range(height):
        key = considered[:, row].tobytes()
        if key not in known:
            known[key] = measured(considered[document, row])
        for unit in BASES:
            base[unit][row] = known[key][unit]
    return base, column_base
