"""The index itself: arrays, and the sorted vocabulary that globs are looked up in."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from fnmatch import translate
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qualcode.core.text import Range
from qualcode.index.tokens import fold, fold_marks

# Ids of words, ascending; a range where they follow one another, which most do.
Forms = range | NDArray[np.int64]

_LITERAL = re.compile(r"[^*?]+")
_AFTER_ALL = "\U0010ffff"  # no word character, and greater than all of them


class Vocabulary:
    """Every word as written, in the order of its folded form.

    raw: words as written. folded: the same words in lower case with plain apostrophe and hyphen;
    never decreasing, so that one folded word, and one `stem*`, is one slice of ids.
    """

    def __init__(self, raw: Sequence[str], folded: Sequence[str]) -> None:
        self.raw = raw
        self.folded = folded

    def __len__(self) -> int:
        return len(self.raw)

    @cached_property
    def marked(self) -> list[str]:
        """Words as written but for the apostrophe and the hyphen: what case-sensitive search sees."""
        return [fold_marks(word) for word in self.raw]

    @cached_property
    def _folded_lines(self) -> tuple[str, NDArray[np.int64]]:
        return _lines(self.folded)

    @cached_property
    def _marked_lines(self) -> tuple[str, NDArray[np.int64]]:
        return _lines(self.marked)

    @cached_property
    def words(self) -> tuple[list[str], NDArray[np.int64]]:
        """Folded words without repetition, and for each id of `raw` the place of its word in them."""
        numbers = np.zeros(len(self), np.int64)
        distinct: list[str] = []
        for at, word in enumerate(self.folded):
            if not distinct or distinct[-1] != word:
                distinct.append(word)
            numbers[at] = len(distinct) - 1
        return distinct, numbers

    def words_with_prefix(self, stem: str) -> range:
        """Ids of the words whose folded form begins with `stem` (itself folded)."""
        first = bisect_left(self.folded, stem)
        return range(first, bisect_left(self.folded, stem + _AFTER_ALL, first))

    @cached_property
    def first_ids(self) -> NDArray[np.int64]:
        """For each of `words` its first id, and one more entry: the ids of word n are a stretch."""
        distinct, numbers = self.words
        return np.searchsorted(numbers, np.arange(len(distinct) + 1))

    def match(self, word: str, case: bool = False) -> NDArray[np.int64]:
        """Ids of the words that a glob matches, ascending; empty where no word does.

        word: one word with * (any number of characters) and ? (exactly one); folded, or, where `case`
        is set, with folded marks only.
        """
        return np.asarray(self.forms(word, case), np.int64)

    def forms(self, word: str, case: bool = False) -> Forms:
        """The same, as a range where the ids follow one another."""
        plain = "*" not in word and "?" not in word
        if plain and not case:
            first = last = bisect_left(self.folded, word)
            while last < len(self.folded) and self.folded[last] == word:
                last += 1  # the few ways in which it is capitalised
            return range(first, last)
        literals = _LITERAL.findall(word)
        if not case and literals and word == literals[0] + "*":
            return self.words_with_prefix(literals[0])
        if case and plain:
            # Words that differ in capitals alone stand side by side: no look at all the others.
            low = fold(word)
            alike = range(bisect_left(self.folded, low), bisect_right(self.folded, low))
            return np.array([at for at in alike if fold_marks(self.raw[at]) == word], np.int64)
        forms = self.marked if case else self.folded
        candidates: Sequence[int]
        if not case and literals and word.startswith(literals[0]):
            candidates = self.words_with_prefix(literals[0])
        elif literals:
            lines = self._marked_lines if case else self._folded_lines
            candidates = _containing(lines, max(literals, key=len))
        else:
            candidates = range(len(self))
        # fnmatch's translation uses atomic groups, so that no glob can run away on a long word.
        fits = re.compile(translate(word)).match
        return np.array([at for at in candidates if fits(forms[at])], np.int64)


def _lines(forms: Sequence[str]) -> tuple[str, NDArray[np.int64]]:
    """All forms in one string, and where each begins: one scan finds every form with a literal."""
    sizes = np.fromiter(map(len, forms), np.int64, len(forms)) + 1
    return "\n".join([*forms, ""]), np.cumsum(sizes) - sizes


def _containing(lines: tuple[str, NDArray[np.int64]], literal: str) -> list[int]:
    joined, begins = lines
    found: list[int] = []
    at = joined.find(literal)
    while at >= 0:
        found.append(at)
        at = joined.find(literal, at + 1)
    return np.unique(np.searchsorted(begins, np.array(found, np.int64), "right") - 1).tolist()


class TokenIndex:
    """Tokens of many documents, and for each word the places where it stands.

    Tokens are numbered through the whole index, document by document and turn by turn; so are turns.
    D documents, T turns, R ranges, N tokens, V words as written.

    versions: D strings, the documents' versions, in the order they were given.
    key: what the index was built from, see `index_key`.
    document_turns: D+1; the turns of document d are document_turns[d] up to document_turns[d+1].
    turn_ranges: T+1 in the same manner into `ranges` (R×2: start, end).
    turn_tokens: T+1 in the same manner into the token arrays; its differences are the turns' words.
    starts: N, first code point of each token in its document. lengths: N, in code points.
    forms: N, id of each token in `vocabulary`. joined: N, whether the token before stands in the same
    turn with only white space between (text outside the turns counts as white space).
    postings: N, token numbers ordered by form; those of form f are offsets[f] up to offsets[f+1],
    ascending. Arrays may be mapped files: read them, never write to them.
    """

    ARRAYS = (
        "document_turns",
        "turn_ranges",
        "ranges",
        "turn_tokens",
        "starts",
        "lengths",
        "forms",
        "joined",
        "postings",
        "offsets",
    )

    def __init__(
        self,
        *,
        key: str,
        versions: Sequence[str],
        vocabulary: Vocabulary,
        document_turns: NDArray,
        turn_ranges: NDArray,
        ranges: NDArray,
        turn_tokens: NDArray,
        starts: NDArray,
        lengths: NDArray,
        forms: NDArray,
        joined: NDArray,
        postings: NDArray,
        offsets: NDArray,
    ) -> None:
        self.key = key
        self.versions = list(versions)
        self.vocabulary = vocabulary
        self.document_turns = document_turns
        self.turn_ranges = turn_ranges
        self.ranges = ranges
        self.turn_tokens = turn_tokens
        self.starts = starts
        self.lengths = lengths
        self.forms = forms
        self.joined = joined
        self.postings = postings
        self.offsets = offsets

    def __repr__(self) -> str:
        return (
            f"TokenIndex({len(self.versions):,} documents, {self.n_turns:,} turns, "
            f"{len(self):,} words, {len(self.vocabulary):,} distinct)"
        )

    def __len__(self) -> int:
        """Number of tokens."""
        return len(self.starts)

    @property
    def n_turns(self) -> int:
        return len(self.turn_tokens) - 1

    @cached_property
    def token_turn(self) -> NDArray[np.int32]:
        """N: the turn of each token. Made on first use: it costs less than reading it from disk."""
        return np.repeat(np.arange(self.n_turns, dtype=np.int32), np.diff(self.turn_tokens))

    @cached_property
    def turn_document(self) -> NDArray[np.int32]:
        """T: the document of each turn, as a place in `versions`."""
        return np.repeat(
            np.arange(len(self.versions), dtype=np.int32), np.diff(self.document_turns)
        )

    def turn_mask(self, allowed: Sequence[Sequence[int] | None]) -> NDArray[np.bool_]:
        """T: which turns may be searched.

        allowed: for each document the places of its turns (0 = its first turn), None = all of them.
        Raises ValueError when there is not one entry per document or a turn that does not exist.
        """
        if len(allowed) != len(self.versions):
            raise ValueError(f"{len(allowed)} lists of turns for {len(self.versions)} documents")
        mask = np.zeros(self.n_turns, np.bool_)
        for number, places in enumerate(allowed):
            first, last = int(self.document_turns[number]), int(self.document_turns[number + 1])
            if places is None:
                mask[first:last] = True
            elif len(places):
                wanted = np.asarray(places, np.int64)
                if wanted.min() < 0 or wanted.max() >= last - first:
                    raise ValueError(f"document {number} has no turn {wanted.max()}")
                mask[first + wanted] = True
        return mask

    def ranges_of(self, turn: int) -> tuple[Range, ...]:
        """The ranges of one turn, as plain integers."""
        first, last = int(self.turn_ranges[turn]), int(self.turn_ranges[turn + 1])
        return tuple((start, end) for start, end in self.ranges[first:last].tolist())

    def places(self, forms: Forms) -> NDArray:
        """Numbers of all tokens with one of these forms (ascending ids), ascending."""
        if not len(forms):
            return self.postings[:0]
        if isinstance(forms, range) or int(forms[-1]) - int(forms[0]) + 1 == len(forms):
            found = self.postings[self.offsets[forms[0]] : self.offsets[forms[-1] + 1]]
            return found if len(forms) == 1 else np.sort(found)
        begins, ends = self.offsets[forms], self.offsets[forms + 1]
        sizes = ends - begins
        before = np.cumsum(sizes) - sizes
        at = np.repeat(begins - before, sizes) + np.arange(int(sizes.sum()))
        return np.sort(self.postings[at])

    def count(self, forms: Forms) -> int:
        """How many tokens have one of these forms."""
        if isinstance(forms, range):
            return int(self.offsets[forms.stop] - self.offsets[forms.start])
        return int((self.offsets[forms + 1] - self.offsets[forms]).sum())

    def tokens_at(self, turns: NDArray, positions: NDArray) -> NDArray[np.int64]:
        """For each position of a turn the first token of that turn that ends after it.

        turns: n numbers of turns; positions: n code points of their documents. A position after the
        last word of its turn gives the turn's end, which is the first token of the next turn.
        """
        low = self.turn_tokens[turns].astype(np.int64)
        high = self.turn_tokens[turns + 1].astype(np.int64)
        # One binary search for all: each round halves every stretch that is still longer than nothing.
        while True:
            open_ = low < high
            if not open_.any():
                return low
            middle = np.where(open_, (low + high) // 2, 0)
            before = open_ & (self.starts[middle] + self.lengths[middle] <= positions)
            low = np.where(before, middle + 1, low)
            high = np.where(open_ & ~before, middle, high)

    def save(self, folder: Path | str) -> None:
        """Write the index into a folder, made if need be. Raises OSError where that fails.

        The old index there stays whole until the new one is; other files in the folder are left alone.
        """
        from qualcode.index.files import save

        save(self, Path(folder))

    @classmethod
    def open(cls, folder: Path | str, key: str | None = None) -> TokenIndex | None:
        """The index in a folder, its arrays mapped from the files.

        None where there is none, where it is damaged or was written by another program or version,
        and, when `key` is given, where it was built from other texts or turns: build it again.
        """
        from qualcode.index.files import load

        return load(Path(folder), key)
