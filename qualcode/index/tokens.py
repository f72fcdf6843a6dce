"""One document's tokens: the same words as core.text.WORD finds, as arrays.

`document_tokens` does with numpy what `plain_tokens` does word by word; the tests hold them equal.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from qualcode.core.text import WORD, Range

# Part of every key: a change to what a token is, or to the arrays, makes older indexes foreign.
FORMAT = 1

_OTHER, _SPACE, _WORD, _JOINER = 0, 1, 2, 3
_JOINERS = "'’‑-"
_MARKS = str.maketrans({"’": "'", "‑": "-"})


@dataclass(frozen=True, slots=True)
class Indexable:
    """One document version to be indexed.

    version: SHA-256 of the text, as core.text.text_hash gives it. text: the canonical text.
    turns: for each turn its sorted (start, end) ranges in code points. Index every turn, interviewers
    too, and let the query leave turns out: then one index serves every question.

    Any object with these three attributes will do; `text` is read only when an index is built.
    """

    version: str
    text: str
    turns: Sequence[tuple[Range, ...]]


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one document, turn by turn.

    starts, ends: code points, one entry per token. joined: whether the token before stands in the
    same turn with only white space between. raw: number of the token as written, see `numbers`.
    turn_tokens: for each turn the number of its tokens.
    """

    starts: NDArray[np.uint32]
    ends: NDArray[np.uint32]
    joined: NDArray[np.bool_]
    raw: NDArray[np.uint32]
    turn_tokens: NDArray[np.int64]


def fold_marks(text: str) -> str:
    """Curly apostrophe and non-breaking hyphen as the keyboard has them."""
    return text if text.isascii() else text.translate(_MARKS)


def fold(text: str) -> str:
    """The form that words are compared in: lower case, one apostrophe, one hyphen."""
    return fold_marks(text.lower())


def index_key(documents: Iterable[Indexable]) -> str:
    """64 hexadecimal digits that change with any text, any turn, their order, and the format."""
    digest = hashlib.sha256(f"qualcode index {FORMAT}".encode())
    for document in documents:
        digest.update(b"\nd")
        digest.update(document.version.encode("utf-8", "surrogatepass"))
        digest.update(repr([tuple(map(tuple, turn)) for turn in document.turns]).encode())
    return digest.hexdigest()


@cache
def _classes() -> NDArray[np.uint8]:
    """What each character of the Basic Multilingual Plane is to a word."""
    table = np.zeros(0x10000, np.uint8)
    plane = "".join(map(chr, range(0x10000)))
    for kind, pattern in ((_WORD, r"\w+"), (_SPACE, r"\s+")):
        for match in re.finditer(pattern, plane):
            table[match.start() : match.end()] = kind
    for mark in _JOINERS:
        table[ord(mark)] = _JOINER
    return table


def _class_of(character: str) -> int:
    if re.match(r"\w", character):
        return _WORD
    return _SPACE if character.isspace() else _OTHER


def _codes(text: str) -> tuple[NDArray, str]:
    """The text as an array of code points of the smallest width, and the codec that undoes it."""
    try:
        return np.frombuffer(text.encode("latin-1"), np.uint8), "latin-1"
    except UnicodeEncodeError:
        packed = text.encode("utf-16-le", "surrogatepass")
        if len(packed) == 2 * len(text):
            return np.frombuffer(packed, np.dtype("<u2")), "utf-16-le"
        packed = text.encode("utf-32-le", "surrogatepass")
        return np.frombuffer(packed, np.dtype("<u4")), "utf-32-le"


def _checked(document: Indexable) -> bool:
    """Whether the ranges follow one another in the text with something between any two.

    Raises ValueError for a turn without ranges and a range that is empty or outside the text.
    """
    size, at, simple = len(document.text), -1, True
    for turn in document.turns:
        if not turn:
            raise ValueError(f"a turn of version {document.version[:12]} has no range")
        for start, end in turn:
            if not 0 <= start < end <= size:
                raise ValueError(
                    f"range {start}-{end} of version {document.version[:12]} is not in 0-{size}"
                )
            if start <= at:
                simple = False
            at = end
    return simple


def document_tokens(document: Indexable, numbers: Mapping[str, int]) -> Tokens:
    """The tokens of one document; `numbers` gives every word its number, a new one to a new word."""
    if not _checked(document):
        # Interleaved or touching ranges: rare, and not worth a second fast way.
        return plain_tokens(document, numbers)
    text, turns = document.text, document.turns
    codes, codec = _codes(text)
    kinds = np.full(len(text) + 2, _SPACE, np.uint8)  # one space before and after: no edge cases
    inner = kinds[1:-1]
    if codec == "utf-32-le":
        _classes().take(np.minimum(codes, 0xFFFF), out=inner)
        for at in np.flatnonzero(codes > 0xFFFF).tolist():
            inner[at] = _class_of(text[at])
    else:
        _classes().take(codes, out=inner)
    # What lies outside the turns counts as white space, as it does in print.
    at = 0
    for turn in turns:
        for start, end in turn:
            inner[at:start] = _SPACE
            at = end
    inner[at:] = _SPACE

    inside = kinds == _WORD
    joiners = np.flatnonzero(kinds == _JOINER)
    inside[joiners[inside[joiners - 1] & inside[joiners + 1]]] = True
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    starts, ends = edges[0::2], edges[1::2]

    words = np.where(inside[1:-1], codes, np.array(32, codes.dtype)).tobytes().decode(codec).split()
    raw = np.fromiter(map(numbers.__getitem__, words), np.uint32, len(words))
    if len(raw) != len(starts):  # cannot happen while no word character is white space
        return plain_tokens(document, numbers)

    joined = np.zeros(len(starts), np.bool_)
    if len(starts):
        between = starts[1:] - ends[:-1]
        joined[1:] = kinds[ends[:-1] + 1] == _SPACE
        longer = np.flatnonzero((between > 1) & joined[1:])
        if len(longer):
            solid = np.flatnonzero((kinds[1:-1] != _SPACE) & ~inside[1:-1])
            before = np.searchsorted(solid, ends[longer])
            joined[longer + 1] = before == np.searchsorted(solid, starts[longer + 1])
    firsts = np.searchsorted(starts, np.array([turn[0][0] for turn in turns], np.int64))
    joined[firsts[firsts < len(starts)]] = False
    turn_tokens = np.diff(firsts, append=len(starts))
    return Tokens(starts.astype(np.uint32), ends.astype(np.uint32), joined, raw, turn_tokens)


def plain_tokens(document: Indexable, numbers: Mapping[str, int]) -> Tokens:
    """The same, said in plain words; for documents whose ranges interleave or touch."""
    text = document.text
    starts: list[int] = []
    ends: list[int] = []
    joined: list[bool] = []
    raw: list[int] = []
    turn_tokens: list[int] = []
    for turn in document.turns:
        before = len(starts)
        only_space = False  # since the last token of this turn
        for start, end in turn:
            at = start
            for match in WORD.finditer(text[start:end]):
                first, last = match.start() + start, match.end() + start
                gap = text[at:first]
                joined.append(only_space and (not gap or gap.isspace()))
                starts.append(first)
                ends.append(last)
                raw.append(numbers[match.group()])
                only_space, at = True, last
            rest = text[at:end]
            only_space = only_space and (not rest or rest.isspace())
        turn_tokens.append(len(starts) - before)
    return Tokens(
        np.array(starts, np.uint32),
        np.array(ends, np.uint32),
        np.array(joined, np.bool_),
        np.array(raw, np.uint32),
        np.array(turn_tokens, np.int64),
    )
