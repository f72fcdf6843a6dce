"""What a pattern finds, counted: before it goes into a codebook one wants to know what it would bring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qualcode.analysis.corpus import Corpus
from qualcode.analysis.selection import CODING_FILTERS, check_where, countable_turns, filters
from qualcode.core.text import printed
from qualcode.errors import CodingError, UsageError, counted
from qualcode.index import TokenIndex

BREAKDOWN = ["value", "hits", "turns", "participants", "words", "per_1000_words"]
FORMS = ["form", "hits", "documents"]
SAMPLES = ["left", "match", "right", "document", "turn", "participant", "role", "case"]


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Hits of one pattern in the order of the text: turns of the corpus, half-open code points of their
    documents. The index has the turns of the corpus in the same order."""

    turn: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.turn)


def searchable(
    corpus: Corpus, where: Mapping[str, Any] | None = None, *, interviewers: bool = False
) -> NDArray[np.bool_]:
    """For each turn whether it is searched: the participants' words and descriptive field notes that pass
    `where`; interviewers' turns when asked for, reflective notes never, as for suggestions.

    Raises TableError for an unknown attribute or value, UsageError for a filter on codings.
    """
    check_where(where)
    if unfit := [name for name in where or {} if name in CODING_FILTERS]:
        raise UsageError(
            f"where {unfit[0]}", "cuts codings, and a pattern looks at words", "attributes"
        )
    mask = countable_turns(corpus, [], interviewers=interviewers, reflective=False)
    return mask & filters(corpus, where).turn if where else mask


def breakdown(
    corpus: Corpus, found: Found, searched: NDArray[np.bool_], name: str
) -> tuple[pd.DataFrame, str]:
    """Hits by one attribute, and a note about hits that stand under none of its values ("" = none do).

    One row for each value with a searched turn, in the order of the sheets. Columns: value; hits; turns
    and participants with a hit (Int64); words spoken in the searched turns (Int64); per_1000_words, hits
    for each 1,000 of these (Float64, missing where nothing was said).
    """
    attribute = corpus.attribute(name)
    size = len(attribute.values)
    index = attribute.index
    if attribute.of_people:
        index = np.where(corpus.turn_interviewer, -1, index)
    value = index[found.turn]
    inside = value >= 0
    turns = np.unique(found.turn[inside])
    people = np.unique(
        np.column_stack((index[turns], corpus.turn_person[turns]))[corpus.turn_person[turns] >= 0],
        axis=0,
    )
    base = searched & (index >= 0)
    words = np.bincount(index[base], weights=corpus.turn_words[base], minlength=size)
    present = np.bincount(index[base], minlength=size) > 0
    hits = np.bincount(value[inside], minlength=size)
    frame = pd.DataFrame(
        {
            "value": attribute.values,
            "hits": pd.array(hits, dtype="Int64"),
            "turns": pd.array(np.bincount(index[turns], minlength=size), dtype="Int64"),
            "participants": pd.array(np.bincount(people[:, 0], minlength=size), dtype="Int64"),
            "words": pd.array(words.astype(np.int64), dtype="Int64"),
            "per_1000_words": pd.array(
                [1000 * n / w if w else pd.NA for n, w in zip(hits, words, strict=True)],
                dtype="Float64",
            ),
        },
        columns=BREAKDOWN,
    )
    outside = int((~inside).sum())
    note = (
        f"by {name}: {counted(outside, 'hit')} in field notes or interviewers' turns stand outside"
    )
    return frame[present].reset_index(drop=True), note if outside else ""


def forms(
    corpus: Corpus,
    index: TokenIndex,
    found: Found,
    *,
    apart: bool = False,
    as_written: bool = False,
) -> pd.DataFrame:
    """Which words the hits are: one row for each form, the commonest first, equals by the alphabet.

    apart: a hit reaches from one word to another (near), and what lies between is "…". as_written:
    capitals tell forms apart; else all are in lower case. Columns: form, hits, documents (Int64).
    """
    vocabulary = index.vocabulary
    first = index.tokens_at(found.turn, found.start)
    last = index.tokens_at(found.turn, found.end - 1)
    # A hit of one word, or of two side by side, is known by numbers; only others are read from the texts.
    whole = last < index.turn_tokens[found.turn + 1]
    safe_first, safe_last = np.where(whole, first, 0), np.where(whole, last, 0)
    if len(index):
        whole &= index.starts[safe_first] == found.start
        whole &= index.starts[safe_last] + index.lengths[safe_last] == found.end
        beside = (last == first + 1) & index.joined[safe_last]
    else:
        whole[:] = False
        beside = whole
    known = np.flatnonzero(whole & ((last == first) | beside | apart))
    words: Sequence[str]
    if as_written:
        number, words = np.arange(len(vocabulary)), vocabulary.marked
    else:
        words, number = vocabulary.words
    size = len(words) + 1
    one = number[index.forms[safe_first[known]]]
    two = np.where(
        last[known] > first[known], number[index.forms[safe_last[known]]] + 1, 0
    )  # 0: there is no second word
    gap = (two > 0) & ~beside[known]
    keys, key = np.unique((one * size + two) * 2 + gap, return_inverse=True)
    names = []
    for each in keys.tolist():
        left, right = divmod(each // 2, size)
        between = " … " if each % 2 else " "
        names.append(words[left] + (between + words[right - 1] if right else ""))
    numbers = {name: place for place, name in enumerate(names)}
    which = np.empty(len(found), np.int64)
    which[known] = np.array([numbers[name] for name in names], np.int64)[key] if names else 0
    documents = corpus.turn_document[found.turn]
    unknown = np.ones(len(found), np.bool_)
    unknown[known] = False
    for at in np.flatnonzero(unknown).tolist():
        text = corpus.text(int(documents[at]))[int(found.start[at]) : int(found.end[at])]
        text = " ".join(text.split())
        which[at] = numbers.setdefault(text if as_written else text.lower(), len(numbers))
    pairs = np.unique(which * len(corpus.documents) + documents) // max(len(corpus.documents), 1)
    frame = pd.DataFrame(
        {
            "form": list(numbers),
            "hits": pd.array(np.bincount(which, minlength=len(numbers)), dtype="Int64"),
            "documents": pd.array(np.bincount(pairs, minlength=len(numbers)), dtype="Int64"),
        },
        columns=FORMS,
    )
    frame = frame[frame["hits"] > 0]
    return frame.sort_values(
        ["hits", "form"], ascending=[False, True], kind="stable", ignore_index=True
    )


def samples(
    corpus: Corpus, index: TokenIndex, found: Found, number: int, context: int
) -> pd.DataFrame:
    """Hits in their turns: `number` of them, spread evenly over the documents with hits and within these,
    always the same ones. context: how many words of the turn stand on each side.

    Columns: left, match, right, document, turn, participant, role, case; missing where nobody is known.
    """
    rows = spread(corpus.turn_document[found.turn], number)
    facts = {name: corpus.attribute(name) for name in ("participant", "role", "case")}
    made = []
    for at in rows.tolist():
        turn, start, end = int(found.turn[at]), int(found.start[at]), int(found.end[at])
        document = int(corpus.turn_document[turn])
        text, ranges = corpus.text(document), index.ranges_of(turn)
        floor, over = index.turn_tokens[turn : turn + 2].tolist()
        first, last = index.tokens_at(np.array([turn, turn]), np.array([start, end])).tolist()
        from_, to = first - context, last + context
        begin = ranges[0][0] if from_ <= floor else int(index.starts[from_])
        finish = (
            ranges[-1][1]
            if to >= over
            else int(index.starts[to - 1]) + int(index.lengths[to - 1])
            if to > last
            else end
        )
        row: list[Any] = [
            printed(text, a, b, ranges) if a < b else ""
            for a, b in ((begin, start), (start, end), (end, finish))
        ]
        row += [corpus.documents[document], corpus.turn_number[turn]]
        for attribute in facts.values():
            own = int(attribute.index[turn])
            hidden = own < 0 or (attribute.of_people and corpus.turn_interviewer[turn])
            row.append(pd.NA if hidden else attribute.values[own])
        made.append(row)
    return pd.DataFrame(made, columns=SAMPLES, dtype="string")


def spread(documents: NDArray, number: int) -> NDArray[np.int64]:
    """Places of at most `number` hits, evenly over documents (ascending, one for each hit)."""
    _, begins, counts = np.unique(documents, return_index=True, return_counts=True)
    if not len(counts) or number < 1:
        return np.zeros(0, np.int64)
    quota = np.zeros(len(counts), np.int64)
    if number <= len(counts):
        quota[(2 * np.arange(number) + 1) * len(counts) // (2 * number)] = 1
    else:
        left = min(number, int(counts.sum()))
        while left:
            # One more from every document that has one left, the first ones first.
            more = np.flatnonzero(quota < counts)[:left]
            quota[more] += 1
            left -= len(more)
    return np.concatenate(
        [
            begin + (2 * np.arange(n) + 1) * count // (2 * n)
            for begin, count, n in zip(begins, counts, quota, strict=True)
            if n
        ]
    )


def coded_already(corpus: Corpus, found: Found, code: str) -> int:
    """How many hits begin inside a standing coding of a code, or of a code beneath it, by anybody.

    Raises CodingError for a code that is not in the codebook.
    """
    if code not in corpus.book:
        raise CodingError(code, "is not in the codebook", corpus.book.likeness(code))
    codings = corpus.codings
    beneath = corpus.book.beneath(code)
    wanted = [n for n, name in enumerate(codings.codes) if name in beneath]
    rows = np.flatnonzero(np.isin(codings.code, wanted))
    if not len(rows) or not len(found):
        return 0
    rows = rows[np.argsort(codings.start[rows], kind="stable")]
    begins, reach = codings.start[rows], np.maximum.accumulate(codings.end[rows])
    position = found.start + corpus.base[corpus.turn_document[found.turn]]
    before = np.searchsorted(begins, position, "right") - 1
    return int(((before >= 0) & (reach[before] > position)).sum())
