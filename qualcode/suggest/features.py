"""Segments as rows of numbers: words, their characters, and what stands around them.

Counts are taken from the token index, so that no text is cut into words a second time. A block is one
kind of feature (words, pairs of words, characters, ...) in TF-IDF weights, each row of length one;
`Features` holds the blocks side by side and remembers which word every column comes from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from qualcode.index import TokenIndex, Vocabulary

# Words that are counted at one go.
_STRETCH = 1 << 15
# Lengths of the character sequences. Shorter ones say nothing, longer ones are words.
CHARACTERS = (2, 5)


@dataclass(frozen=True, eq=False)
class Segments:
    """What is to be coded, n segments in the order of documents and of their turns.

    document: n, the segment's document as a place in `index.versions`. turn: n, its turn in the index.
    first, last: n each, its tokens in the index (half-open; equal where it has no word).
    role: n, a number for the role of who speaks, -1 where none is known. signs: n strings, what stands
    in the segment that is neither word nor white space ("?", "!", an emoji), in order; empty where the
    caller has none. Segments of one turn follow one another.
    """

    document: NDArray[np.int64]
    turn: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    role: NDArray[np.int64]
    signs: Sequence[str] = ()

    def __len__(self) -> int:
        return len(self.document)

    @cached_property
    def before(self) -> NDArray[np.int64]:
        """n: the segment before in the same document, -1 for the first."""
        result = np.arange(-1, len(self) - 1)
        result[np.diff(self.document, prepend=-1) != 0] = -1
        return result

    @cached_property
    def after(self) -> NDArray[np.int64]:
        """n: the segment after in the same document, -1 for the last."""
        result = np.arange(1, len(self) + 1)
        result[np.diff(self.document, append=-1) != 0] = -1
        return result


def whole_turns(
    index: TokenIndex, role: NDArray[np.int64] | None = None, signs: Sequence[str] = ()
) -> Segments:
    """Every turn of the index as one segment. role: T numbers, None = unknown."""
    turns = np.arange(index.n_turns)
    return Segments(
        document=index.turn_document.astype(np.int64),
        turn=turns,
        first=np.asarray(index.turn_tokens[:-1], np.int64),
        last=np.asarray(index.turn_tokens[1:], np.int64),
        role=np.full(len(turns), -1) if role is None else np.asarray(role, np.int64),
        signs=signs,
    )


def word_counts(index: TokenIndex, segments: Segments) -> sp.csr_matrix:
    """n × W: how often each word of `index.vocabulary.words` is said in each segment."""
    distinct, number = index.vocabulary.words
    words, bounds = _tokens(number.astype(np.uint32).take(index.forms), segments)
    return _counted(words, bounds, len(distinct))


def pair_counts(index: TokenIndex, segments: Segments) -> tuple[sp.csr_matrix, NDArray[np.int64]]:
    """n × P: how often each pair of words that follow one another is said; and the pairs (P × 2).

    Pairs do not cross the edge of a segment. Columns are ordered by their words.
    """
    distinct, number = index.vocabulary.words
    words, bounds = _tokens(number[index.forms], segments)
    sizes = np.diff(bounds)
    inner = np.ones(len(words), np.bool_)
    inner[bounds[1:][sizes > 0] - 1] = False
    at = np.flatnonzero(inner)
    keys = words[at] * np.int64(len(distinct)) + words[np.minimum(at + 1, len(words) - 1)]
    pairs, column = np.unique(keys, return_inverse=True)
    counts = _counted(
        column, np.concatenate([[0], np.cumsum(np.maximum(sizes - 1, 0))]), len(pairs)
    )
    base = max(len(distinct), 1)
    return counts, np.column_stack([pairs // base, pairs % base])


def spelling(
    vocabulary: Vocabulary, sizes: tuple[int, int] = CHARACTERS
) -> tuple[sp.csr_matrix, list[str]]:
    """W × C: how often each character sequence stands in each of `vocabulary.words`; the sequences.

    A word stands between two spaces, which are part of its sequences. sizes: shortest and longest
    sequence. Words times this matrix gives what counting the characters of the text word by word
    gives, at the price of the vocabulary instead of the text.
    """
    distinct = vocabulary.words[0]
    padded = [f" {word} " for word in distinct]
    codes = np.frombuffer("".join(padded).encode("utf-32-le", "surrogatepass"), "<u4")
    lengths = np.fromiter(map(len, padded), np.int64, len(padded))
    ends = np.repeat(np.cumsum(lengths), lengths)
    word = np.repeat(np.arange(len(padded)), lengths)
    letters = np.unique(codes)
    letter = np.searchsorted(letters, codes)
    place = np.arange(len(codes))
    names: list[str] = []
    rows: list[NDArray] = []
    columns: list[NDArray] = []
    # A sequence of n is one of n-1 and a letter more: its number never grows beyond the machine's.
    known = letter
    joined = "".join(padded)
    for size in range(1, sizes[1] + 1):
        if size > 1:
            fits = place + size <= ends
            place, known = place[fits], known[fits]
            ends = ends[fits]
            keys = known * np.int64(len(letters)) + letter[place + size - 1]
            _, first, known = np.unique(keys, return_index=True, return_inverse=True)
            if size >= sizes[0]:
                columns.append(known + len(names))
                rows.append(word[place])
                names.extend(joined[at : at + size] for at in place[first].tolist())
        elif sizes[0] == 1:
            inner = np.flatnonzero(codes != 32)
            _, first, numbers = np.unique(codes[inner], return_index=True, return_inverse=True)
            columns.append(numbers)
            rows.append(word[inner])
            names.extend(joined[at] for at in inner[first].tolist())
    row = np.concatenate(rows) if rows else np.zeros(0, np.int64)
    column = np.concatenate(columns) if columns else np.zeros(0, np.int64)
    ones = np.ones(len(row), np.float32)
    return sp.csr_matrix((ones, (row, column)), shape=(len(distinct), len(names))), names


def _tokens(words: NDArray, segments: Segments) -> tuple[NDArray, NDArray[np.int64]]:
    """The words of all segments one after the other, and where each segment's begin (n+1)."""
    sizes = segments.last - segments.first
    bounds = np.concatenate([[0], np.cumsum(sizes)])
    if len(segments) and np.array_equal(segments.first[1:], segments.last[:-1]):
        return words[segments.first[0] : segments.last[-1]], bounds
    at = np.repeat(segments.first - bounds[:-1], sizes) + np.arange(bounds[-1])
    return words.take(at), bounds


def _counted(columns: NDArray, bounds: NDArray, width: int) -> sp.csr_matrix:
    """How often each column occurs in each row; columns of row i are columns[bounds[i]:bounds[i+1]]."""
    n, size = len(bounds) - 1, len(columns)
    small = np.int32 if max(width, size) < 2**31 else np.int64
    found = np.empty(size, small)
    counts = np.empty(size, np.float32)
    edges = np.zeros(n + 1, small)
    last, filled = 0, 0
    while last < n:
        # A stretch of rows that stays near the processor. A row and a column are one number in it: these
        # sort several times faster than a matrix is put in order.
        first = last
        last = int(np.searchsorted(bounds, bounds[first] + _STRETCH, "right")) - 1
        last = min(max(last, first + 1), n)
        kind = np.uint32 if (last - first) * width < 2**32 else np.uint64
        base: NDArray[Any] = (np.arange(last - first) * max(width, 1)).astype(kind)
        keys = np.repeat(base, np.diff(bounds[first : last + 1]))
        keys += columns[bounds[first] : bounds[last]].astype(kind, copy=False)
        keys.sort()
        new = np.ones(len(keys) + 1, np.bool_)
        np.not_equal(keys[1:], keys[:-1], out=new[1:-1])
        at = np.flatnonzero(new)  # with the end
        ends = np.searchsorted(at, bounds[first : last + 1] - bounds[first])
        more = len(at) - 1
        edges[first + 1 : last + 1] = filled + ends[1:]
        found[filled : filled + more] = keys[at[:-1]] - np.repeat(base, np.diff(ends))
        counts[filled : filled + more] = np.diff(at)
        filled += more
    return sp.csr_matrix((counts[:filled], found[:filled], edges), shape=(n, width))


def tfidf(counts: sp.csr_matrix, least: int = 1) -> tuple[sp.csr_matrix, NDArray[np.int64]]:
    """Counts as weights: 1 + log(count), times log((1 + n) / (1 + df)) + 1, each row of length one.

    least: columns that occur in fewer segments are left out. Returns the matrix and the columns kept.
    A row without a column stays zero.
    """
    found = np.bincount(counts.indices, minlength=counts.shape[1])
    kept = np.flatnonzero(found >= least)
    matrix = counts if len(kept) == counts.shape[1] else counts[:, kept]
    matrix = matrix.astype(np.float32, copy=True)
    idf = np.log((1 + counts.shape[0]) / (1 + found[kept])) + 1
    matrix.data = (1 + np.log(matrix.data)) * idf.astype(np.float32)[matrix.indices]
    return unit_rows(matrix), kept


def unit_rows(matrix: sp.csr_matrix) -> sp.csr_matrix:
    """Each row divided by its length; in place. Rows of zeros stay."""
    sizes = np.diff(matrix.indptr)
    squares = np.zeros(matrix.shape[0])
    full = sizes > 0
    if full.any():
        squares[full] = np.add.reduceat(
            matrix.data.astype(np.float64) ** 2, matrix.indptr[:-1][full]
        )
    scale = np.where(squares > 0, 1 / np.sqrt(np.where(squares > 0, squares, 1)), 0)
    matrix.data *= np.repeat(scale, sizes).astype(np.float32)
    return matrix


# How much each kind of feature counts beside the words and their characters, which count 1 each.
# Chosen once, small on purpose: with few documents a strong context drowns the words.
_WEIGHTS = {"role": 0.25, "length": 0.25, "signs": 0.25, "place": 0.05, "before": 0.3, "after": 0.1}
_TOPICS = 0.35
_SENTENCE = 1.0
# Words that occur in one segment alone can join it to no other.
_LEAST = 2
_TOPIC_COUNT = 100
_TOPIC_ROWS = 20_000


@dataclass(frozen=True, eq=False)
class Text:
    """What a corpus says about its words: made once, serves every row.

    index, segments: what it was made of. counts: n × W words. pairs: P × 2 places in the words.
    sequences: W × C spelling. matrix: n × F, words and pairs (rows of length 1), then characters (rows
    of length 1); F = words + pairs + sequences that were kept. words, pairs_kept, characters: for the
    columns of each part, in this order, the word, pair or sequence.
    """

    vocabulary: Vocabulary
    counts: sp.csr_matrix
    pairs: NDArray[np.int64]
    sequences: sp.csr_matrix
    matrix: sp.csr_matrix
    words: NDArray[np.int64]
    pairs_kept: NDArray[np.int64]
    characters: NDArray[np.int64]
    idf: NDArray[np.float64]


def read_text(index: TokenIndex, segments: Segments) -> Text:
    """The text features of all segments, read or not: what is rare is rare in the whole corpus."""
    counts = word_counts(index, segments)
    twos, pairs = pair_counts(index, segments)
    sequences, _ = spelling(index.vocabulary)
    both = sp.hstack([counts, twos]).tocsr()
    spoken, kept = tfidf(both, _LEAST)
    letters, characters = tfidf((counts @ sequences).tocsr(), _LEAST)
    width = counts.shape[1]
    found = np.bincount(counts.indices, minlength=width)
    return Text(
        vocabulary=index.vocabulary,
        counts=counts,
        pairs=pairs,
        sequences=sequences,
        matrix=sp.hstack([spoken, letters]).tocsr(),
        words=kept[kept < width],
        pairs_kept=kept[kept >= width] - width,
        characters=characters,
        idf=np.log((1 + len(segments)) / (1 + found)) + 1,
    )


@dataclass(frozen=True, eq=False)
class Features:
    """Segments as rows, for models that are linear in them.

    text: n × F, see `Text.matrix`. around: n × A, what stands around the words: role, length, signs,
    place in the document, words of the turn before and after. dense: n × d, topics of the corpus and
    sentence vectors where there are any. role: n numbers. context: how much `around` counts, 1 = in full.
    The product of two rows is that of `text` plus that of `around` plus that of `dense`; `Products` has
    them for a set of rows.
    """

    text: sp.csr_matrix
    around: sp.csr_matrix
    dense: NDArray[np.float32]
    role: NDArray[np.int64]
    context: float = 1.0

    def __len__(self) -> int:
        return self.text.shape[0]

    def lighter(self, context: float) -> Features:
        """The same with what stands around the words counting `context` times as much."""
        if context == 1:
            return self
        around = self.around * np.float32(np.sqrt(context))
        return replace(self, around=around.tocsr(), context=self.context * context)

    def nothing(self) -> Features:
        """The same segments without any feature: what is learned from it is how often a code is given."""
        n = len(self)
        empty = sp.csr_matrix((n, 0), dtype=np.float32)
        return Features(empty, empty, np.zeros((n, 0), np.float32), self.role)


def features(
    index: TokenIndex,
    segments: Segments,
    *,
    vectors: NDArray | None = None,
    context: bool = True,
    topics: bool = True,
    text: Text | None = None,
) -> Features:
    """The features of all segments.

    vectors: n × d sentence vectors of the same segments, None = without. context, topics: whether what
    stands around the words, and the topics of the corpus, are taken in. text: from `read_text`, where
    the caller has it already. Raises ValueError where vectors and segments differ in number.
    """
    text = read_text(index, segments) if text is None else text
    n = len(segments)
    dense: list[NDArray] = []
    if topics and n > 2:
        dense.append(_topics(text.matrix) * np.float32(np.sqrt(_TOPICS)))
    if vectors is not None:
        if len(vectors) != n:
            raise ValueError(f"{len(vectors)} sentence vectors for {n} segments")
        middle = np.asarray(vectors, np.float32)
        middle = middle - middle.mean(axis=0)
        size = np.linalg.norm(middle, axis=1, keepdims=True)
        dense.append(middle / np.where(size > 0, size, 1) * np.float32(np.sqrt(_SENTENCE)))
    return Features(
        text=text.matrix,
        around=_around(segments, text) if context else sp.csr_matrix((n, 0), dtype=np.float32),
        dense=np.hstack(dense) if dense else np.zeros((n, 0), np.float32),
        role=segments.role,
    )


def _topics(matrix: sp.csr_matrix) -> NDArray[np.float32]:
    """n × d: rows in the main directions of the corpus, of length one (latent semantic analysis).

    A random start that is always the same, and two rounds of sharpening: the result is deterministic.
    """
    n, width = matrix.shape
    count = min(_TOPIC_COUNT, n - 1, width - 1)
    if count < 1:
        return np.zeros((n, 0), np.float32)
    step = -(-n // _TOPIC_ROWS)
    seen = matrix[::step] if step > 1 else matrix
    chance = np.random.default_rng(20260101)
    wide = min(count + 20, min(seen.shape))
    basis = seen @ chance.standard_normal((width, wide), np.float32)
    for _ in range(3):
        basis, _r = np.linalg.qr(basis)
        basis = seen @ (seen.T @ basis)
    basis, _r = np.linalg.qr(basis)
    _, _, across = np.linalg.svd((seen.T @ basis).T, full_matrices=False)
    rows = np.asarray(matrix @ across[:count].T, np.float32)
    size = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(size > 0, size, 1), np.float32)


def _around(segments: Segments, text: Text) -> sp.csr_matrix:
    n = len(segments)
    roles = int(segments.role.max(initial=-1)) + 1
    before, after = segments.before, segments.after
    first = np.searchsorted(segments.document, segments.document)
    place = np.arange(n) - first
    left = np.bincount(segments.document)[segments.document] - 1 - place
    spoken = text.matrix[:, : len(text.words) + len(text.pairs_kept)]
    parts = {
        "role": _marked(segments.role, roles),
        "length": _hats(np.log1p(segments.last - segments.first), 0.7),
        "place": sp.hstack([_hats(np.log1p(place), 1.0), _hats(np.log1p(left), 1.0)]).tocsr(),
        "before": unit_rows(_moved(spoken, before)),
        "after": unit_rows(_moved(spoken, after)),
    }
    if len(segments.signs) == n:
        parts["signs"] = tfidf(_signs(segments.signs), _LEAST)[0]
    scaled = [part * np.float32(np.sqrt(_WEIGHTS[name])) for name, part in parts.items()]
    return sp.hstack(scaled, dtype=np.float32).tocsr()


def _marked(numbers: NDArray, width: int) -> sp.csr_matrix:
    """n × width: one in the column of each number; nothing for -1."""
    at = np.flatnonzero(numbers >= 0)
    ones = np.ones(len(at), np.float32)
    return sp.csr_matrix((ones, (at, numbers[at])), shape=(len(numbers), width))


def _hats(values: NDArray, step: float) -> sp.csr_matrix:
    """A number as two neighbouring columns, so that near numbers have a large product."""
    scaled = values / step
    low = np.floor(scaled).astype(np.int64)
    part = scaled - low
    at = np.arange(len(values))
    width = int(low.max(initial=0)) + 2
    data = np.concatenate([1 - part, part]).astype(np.float32)
    columns = np.concatenate([low, low + 1])
    matrix = sp.csr_matrix((data, (np.concatenate([at, at]), columns)), shape=(len(values), width))
    return unit_rows(matrix)


def _moved(matrix: sp.csr_matrix, source: NDArray[np.int64]) -> sp.csr_matrix:
    """Row i is row source[i] of the matrix; empty where source[i] is -1."""
    at = np.flatnonzero(source >= 0)
    ones = np.ones(len(at), np.float32)
    pick = sp.csr_matrix((ones, (at, source[at])), shape=(len(source), matrix.shape[0]))
    return (pick @ matrix).tocsr()


def _signs(signs: Sequence[str]) -> sp.csr_matrix:
    codes = np.frombuffer("".join(signs).encode("utf-32-le", "surrogatepass"), "<u4")
    kinds, column = np.unique(codes, return_inverse=True)
    bounds = np.concatenate([[0], np.cumsum([len(text) for text in signs])])
    return _counted(column, bounds, len(kinds))


def word_weights(
    text: Text, row: int, weights: NDArray
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """What each word of one segment adds to a score: its own weight, its pairs' and its characters'.

    row: the segment. weights: F, one for each column of `Text.matrix`. A pair counts half for each of its
    words; a character sequence counts for the words it stands in, in the share of its occurrences.
    Returns places in `vocabulary.words` and what they add, largest first; together they are the whole
    product of the row with the weights.
    """
    start, end = text.matrix.indptr[row], text.matrix.indptr[row + 1]
    columns = text.matrix.indices[start:end]
    adds = text.matrix.data[start:end] * weights[columns]
    low, high = text.counts.indptr[row], text.counts.indptr[row + 1]
    said, times = text.counts.indices[low:high], text.counts.data[low:high]
    order = np.argsort(said)
    said, times = said[order], times[order]
    total = np.zeros(len(said))
    n_words, n_pairs = len(text.words), len(text.pairs_kept)
    own = columns < n_words
    np.add.at(total, np.searchsorted(said, text.words[columns[own]]), adds[own])
    two = (columns >= n_words) & (columns < n_words + n_pairs)
    ends = text.pairs[text.pairs_kept[columns[two] - n_words]]
    for side in (0, 1):
        np.add.at(total, np.searchsorted(said, ends[:, side]), adds[two] / 2)
    rest = columns >= n_words + n_pairs
    letters = text.characters[columns[rest] - n_words - n_pairs]
    share = text.sequences[said][:, letters].toarray() * times[:, None]
    total += (share / np.maximum(share.sum(axis=0), 1e-12)) @ adds[rest]
    best = np.argsort(-total, kind="stable")
    return said[best].astype(np.int64), total[best]
