"""Where the patterns of a codebook occur: globs over the token index, regular expressions over turns."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import regex
from numpy.typing import NDArray

from qualcode.core.codebook import Pattern
from qualcode.errors import CodebookError, one_line
from qualcode.index import TokenIndex, parse_glob, search

# Kinds this version can look for; the others are named, never silently dropped.
SEARCHED = ("glob", "regex")

# A codebook may come from anybody, and one expression can be made to run for years. The first limit is
# for one turn, the second for all turns together: 30 s and another 10 s for each million characters.
REGEX_SECONDS = 2.0
REGEX_BASE_SECONDS = 30.0
REGEX_SECONDS_PER_MILLION = 10.0

_BAD_REGEX = (
    regex.error,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    RecursionError,
    MemoryError,
)


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """Every occurrence of every pattern, overlapping ones too: five equally long integer arrays.

    document: place in the index. turn: place in the index as a whole; subtract
    index.document_turns[document] for the place within the document. start, end: half-open code points
    of the document. pattern: place in the list that was searched. Ordered by pattern, then document,
    turn and position.
    """

    document: NDArray[np.int32]
    turn: NDArray[np.int32]
    start: NDArray[np.uint32]
    end: NDArray[np.uint32]
    pattern: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.start)

    def take(self, which: NDArray) -> Hits:
        """Those hits that a mask or an array of places names."""
        return Hits(
            self.document[which],
            self.turn[which],
            self.start[which],
            self.end[which],
            self.pattern[which],
        )


def find(
    index: TokenIndex,
    texts: Sequence[str],
    patterns: Sequence[Pattern],
    *,
    turns: NDArray[np.bool_] | None = None,
    where: Sequence[str] | None = None,
) -> Hits:
    """All occurrences of `patterns` in the turns of an index.

    texts: the documents' texts in the order of the index; read for regular expressions and for globs
    with punctuation inside, so it may be a sequence that fetches them on demand. turns: which turns
    may be searched (index.turn_mask makes it), None = all. where: for each pattern the code it belongs
    to, for error messages.

    A glob matches whole words within one turn (see index.parse_glob). A regular expression is run on
    each range of a turn by itself, capitals count, and an empty match is no hit. For it a combining
    accent is a letter, as the regex module has it; for globs it is not.

    Raises CodebookError for a glob without anything to look for, for an expression that is wrong or
    takes too long, and for a pattern of a kind that is not in SEARCHED.
    """
    names = list(where) if where is not None else [""] * len(patterns)
    firsts: list[NDArray] = []
    sizes: list[int] = []
    expressions: dict[int, regex.Pattern[str]] = {}
    for number, pattern in enumerate(patterns):
        found: NDArray = index.postings[:0]
        size = 1
        if pattern.kind == "glob":
            glob = parse_glob(pattern.text, names[number])
            found, size = search(index, glob, texts), len(glob.words)
        elif pattern.kind == "regex":
            expressions[number] = _compiled(pattern.text, names[number])
        else:
            raise CodebookError(
                names[number],
                f'pattern "{pattern}" is of a kind that is not searched here',
                f"kinds: {', '.join(SEARCHED)}",
            )
        firsts.append(found)
        sizes.append(size)
    hits = _from_tokens(index, firsts, sizes, turns)
    if expressions:
        more = _by_regex(index, texts, expressions, turns, names)
        hits = Hits(
            *(
                np.concatenate([getattr(hits, name), getattr(more, name)])
                for name in ("document", "turn", "start", "end", "pattern")
            )
        )
        hits = hits.take(np.argsort(hits.pattern, kind="stable"))
    return hits


def _from_tokens(
    index: TokenIndex,
    firsts: list[NDArray],
    sizes: list[int],
    turns: NDArray[np.bool_] | None,
) -> Hits:
    """Token numbers and lengths in tokens, one entry per pattern, as hits."""
    counts = np.array([len(found) for found in firsts], np.int64)
    first = np.concatenate([index.postings[:0].astype(np.int64), *firsts])
    turn = index.token_turn[first]
    pattern = np.repeat(np.arange(len(firsts), dtype=np.int32), counts)
    last = first + np.repeat(np.array(sizes, np.int64) - 1, counts)
    if turns is not None:
        kept = turns[turn]
        first, last, turn, pattern = first[kept], last[kept], turn[kept], pattern[kept]
    return Hits(
        index.turn_document[turn],
        turn,
        index.starts[first],
        index.starts[last] + index.lengths[last],
        pattern,
    )


def _compiled(expression: str, where: str) -> regex.Pattern[str]:
    try:
        return regex.compile(expression)
    except _BAD_REGEX as error:
        raise CodebookError(
            where,
            f'regular expression "{expression}" cannot be read: {one_line(error)}',
            "the syntax of the regex module for Python",
        ) from error


def _by_regex(
    index: TokenIndex,
    texts: Sequence[str],
    expressions: dict[int, regex.Pattern[str]],
    turns: NDArray[np.bool_] | None,
    names: Sequence[str],
) -> Hits:
    rows: list[tuple[int, int, int, int, int]] = []
    spent = dict.fromkeys(expressions, 0.0)
    read = 0
    ends = index.document_turns.tolist()
    for document, (first, last) in enumerate(pairwise(ends)):
        wanted = [turn for turn in range(first, last) if turns is None or turns[turn]]
        if not wanted:
            continue
        text = texts[document]
        # A range by itself: an expression must not see the label before it or another's turn after.
        pieces = [
            (turn, start, text[start:end])
            for turn in wanted
            for start, end in index.ranges_of(turn)
        ]
        read += sum(len(piece) for _, _, piece in pieces)
        allowance = REGEX_BASE_SECONDS + REGEX_SECONDS_PER_MILLION * read / 1e6
        for number, expression in expressions.items():
            begun = time.perf_counter()
            try:
                for turn, offset, piece in pieces:
                    for match in expression.finditer(piece, timeout=REGEX_SECONDS):
                        start, end = match.span()
                        if end > start:
                            rows.append((number, document, turn, start + offset, end + offset))
            except TimeoutError as error:
                raise _too_slow(expression, names[number]) from error
            spent[number] += time.perf_counter() - begun
            if spent[number] > allowance:
                raise _too_slow(expression, names[number])
    found = np.array(rows, np.int64).reshape(-1, 5)
    found = found[np.argsort(found[:, 0], kind="stable")]
    return Hits(
        found[:, 1].astype(np.int32),
        found[:, 2].astype(np.int32),
        found[:, 3].astype(np.uint32),
        found[:, 4].astype(np.uint32),
        found[:, 0].astype(np.int32),
    )


def _too_slow(expression: regex.Pattern[str], where: str) -> CodebookError:
    return CodebookError(
        where,
        f'regular expression "{expression.pattern}" takes too long on these texts',
        f"{REGEX_SECONDS:g} seconds for one turn",
        "Simplify it: a repetition inside a repetition is the usual cause",
    )
