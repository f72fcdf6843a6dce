"""Globs on whole words, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from qualcode.core.text import Range
from qualcode.errors import CodebookError
from qualcode.index.token_index import Forms, TokenIndex
from qualcode.index.tokens import fold, fold_marks

# core.text.WORD with the two wildcards counted among the letters.
_PATTERN_WORD = re.compile(r"[\w*?]+(?:['’‑-][\w*?]+)*")
_STARS = re.compile(r"\*{2,}")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Glob:
    """A word or phrase to look for.

    written: as in the codebook. words: one glob per word, ready to be compared. between: what must
    stand between two words, one entry less than words; " " is white space, anything else is the
    punctuation as written ("and/or" wants its stroke). case: whether capitals count.
    """

    written: str
    words: tuple[str, ...]
    between: tuple[str, ...]
    case: bool = False


def parse_glob(written: str, where: str = "") -> Glob:
    """Read a glob as codebooks have it.

    Words are separated by spaces; `*` is any number of characters inside one word, `?` exactly one,
    a bare `*` any one word; a leading `=` makes capitals count. Apostrophes and hyphens match their
    typographic forms; punctuation before the first and after the last word is ignored.

    where: the code or file, for the message. Raises CodebookError when nothing searchable remains.
    """
    glob = _parsed(written)
    if glob is None:
        raise CodebookError(
            where,
            f'pattern "{written}" holds nothing to look for',
            "words, in which * and ? stand for letters",
            "Add a letter to it, or take it out",
        )
    return glob


@lru_cache(16_384)  # a codebook is applied again and again while it is being written
def _parsed(written: str) -> Glob | None:
    body = written.strip()
    case = body.startswith("=")
    if case:
        body = body[1:]
    found = list(_PATTERN_WORD.finditer(body))
    words = []
    for match in found:
        word = fold_marks(match.group()) if case else fold(match.group())
        words.append(_STARS.sub("*", word))
    if not any(re.search(r"\w", word) for word in words):
        return None
    between = tuple(_separator(body[left.end() : right.start()]) for left, right in pairwise(found))
    return Glob(written, tuple(words), between, case)


def _separator(text: str) -> str:
    return _BLANKS.sub(" ", fold_marks(text))


# What finds the words that one word of a pattern means: (word, whether capitals count) -> ascending ids.
Match = Callable[[str, bool], Forms]


def search(
    index: TokenIndex,
    glob: Glob,
    texts: Sequence[str] | None = None,
    match: Match | None = None,
) -> NDArray[np.int64] | NDArray[np.uint32]:
    """Numbers of the tokens at which a match of `glob` begins, ascending; it is len(words) tokens long.

    The words of a phrase stand in one turn, one after the other. texts: the documents' texts in the
    order of the index, read only for globs with punctuation inside (ValueError without them). match:
    what a word of the pattern finds in the vocabulary, the words that fit as a glob where it is None.
    """
    match = match or index.vocabulary.forms
    if len(glob.words) == 1:
        return index.places(match(glob.words[0], glob.case))
    sets = [None if word == "*" else match(word, glob.case) for word in glob.words]
    sizes = [len(index) + 1 if forms is None else index.count(forms) for forms in sets]
    # The rarest word leads: every other one is only looked at beside it.
    rarest = sizes.index(min(sizes))
    lead = sets[rarest]
    assert lead is not None  # parse_glob lets no pattern through that is all stars
    first = index.places(lead).astype(np.int64) - rarest
    inside = slice(first.searchsorted(0), first.searchsorted(len(index) - len(sets), "right"))
    first = first[inside]
    for number, separator in enumerate(glob.between, 1):
        if separator == " ":
            first = first[index.joined.take(first + number)]
    for number, forms in enumerate(sets):
        if forms is not None and number != rarest:
            first = first[_among(index.forms.take(first + number), forms)]
    if set(glob.between) != {" "}:
        first = _with_punctuation(index, glob, first, texts)
    return first


def _among(values: NDArray, forms: Forms) -> NDArray[np.bool_]:
    """Which values are in `forms`, ascending ids."""
    if not len(forms):
        return np.zeros(len(values), np.bool_)
    if len(forms) == 1:
        return values == forms[0]
    if isinstance(forms, range) or int(forms[-1]) - int(forms[0]) + 1 == len(forms):
        return (values >= forms[0]) & (values <= forms[-1])
    at = np.minimum(np.searchsorted(forms, values), len(forms) - 1)
    return forms[at] == values


def _with_punctuation(
    index: TokenIndex, glob: Glob, first: NDArray[np.int64], texts: Sequence[str] | None
) -> NDArray[np.int64]:
    if texts is None:
        raise ValueError(f'pattern "{glob.written}" has punctuation inside and needs the texts')
    turns = index.token_turn[first]
    same_turn = turns == index.token_turn[first + len(glob.words) - 1]
    kept = []
    for token, turn in zip(first[same_turn].tolist(), turns[same_turn].tolist(), strict=True):
        text = texts[int(index.turn_document[turn])]
        spans = token_ranges(index, token, len(glob.words))
        if all(
            separator == " " or _separator(text[left[1] : right[0]]) == separator
            for separator, left, right in zip(glob.between, spans[:-1], spans[1:], strict=True)
        ):
            kept.append(token)
    return np.array(kept, np.int64)


def token_ranges(index: TokenIndex, token: int, count: int) -> list[Range]:
    """The ranges of `count` tokens from `token` on."""
    starts = index.starts[token : token + count].tolist()
    lengths = index.lengths[token : token + count].tolist()
    return [(start, start + length) for start, length in zip(starts, lengths, strict=True)]
