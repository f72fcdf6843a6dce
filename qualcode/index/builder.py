"""Documents in, index out."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qualcode.index.token_index import TokenIndex, Vocabulary
from qualcode.index.tokens import Indexable, document_tokens, fold, index_key

# Tokens sorted at one time: small enough to stay near the processor, and to bound the memory.
_BLOCK = 1 << 20


def _small(most: int) -> np.dtype:
    """The smallest unsigned integer type that holds `most`."""
    return np.min_scalar_type(most)


def build(documents: Iterable[Indexable]) -> TokenIndex:
    """Index documents, one after the other; their texts need not be in memory together.

    Tokens are the matches of core.text.WORD within each range of each turn. Raises ValueError for a
    turn without ranges and for a range that lies outside its text.
    """
    numbers: defaultdict[str, int] = defaultdict()
    numbers.default_factory = numbers.__len__  # a new word gets the next number
    versions: list[str] = []
    document_turns, turn_ranges, token_counts = [0], [0], [np.zeros(1, np.int64)]
    ranges: list[tuple[int, int]] = []
    starts: list[NDArray] = []
    lengths: list[NDArray] = []
    raw: list[NDArray] = []
    joined: list[NDArray] = []

    def keys():
        # The key is taken on the way, so that the documents are gone through once.
        for document in documents:
            tokens = document_tokens(document, numbers)
            versions.append(document.version)
            document_turns.append(document_turns[-1] + len(document.turns))
            for turn in document.turns:
                ranges.extend(turn)
                turn_ranges.append(len(ranges))
            sizes = tokens.ends - tokens.starts
            starts.append(tokens.starts)
            lengths.append(sizes.astype(_small(int(sizes.max(initial=0)))))
            raw.append(tokens.raw)
            joined.append(tokens.joined)
            token_counts.append(tokens.turn_tokens)
            yield document

    key = index_key(keys())
    words = list(numbers)
    folded = [fold(word) for word in words]
    order = sorted(range(len(words)), key=lambda at: (folded[at], words[at]))
    rank = np.zeros(len(words), _small(max(len(words) - 1, 0)))
    rank[order] = np.arange(len(words), dtype=rank.dtype)
    forms = _joined_up(raw, rank.dtype, rank)
    postings, offsets = _postings(forms, len(words))
    return TokenIndex(
        key=key,
        versions=versions,
        vocabulary=Vocabulary([words[at] for at in order], [folded[at] for at in order]),
        document_turns=np.array(document_turns, np.int64),
        turn_ranges=np.array(turn_ranges, np.int64),
        ranges=np.array(ranges, np.uint32).reshape(-1, 2),
        turn_tokens=np.cumsum(np.concatenate(token_counts)),
        starts=_joined_up(starts, np.dtype(np.uint32)),
        lengths=_joined_up(lengths, np.result_type(np.uint8, *lengths)),
        forms=forms,
        joined=_joined_up(joined, np.dtype(np.bool_)),
        postings=postings,
        offsets=offsets,
    )


def _joined_up(parts: list[NDArray], dtype: np.dtype, through: NDArray | None = None) -> NDArray:
    """One array from many, each part given up as soon as it is copied."""
    whole = np.empty(sum(map(len, parts)), dtype)
    parts.reverse()
    at = 0
    while parts:
        part = parts.pop()
        whole[at : at + len(part)] = part if through is None else through[part]
        at += len(part)
    return whole


def _sorted_places(ids: NDArray) -> NDArray[np.int64]:
    """Stable argsort of unsigned integers, 16 bits at a time: numpy sorts those in linear time."""
    if ids.dtype.itemsize <= 2:
        return np.argsort(ids, kind="stable")
    order = np.argsort(ids.astype(np.uint16), kind="stable")
    high = (ids >> np.array(16, ids.dtype)).astype(np.uint16)
    return order[np.argsort(high[order], kind="stable")]


def _postings(forms: NDArray, size: int) -> tuple[NDArray, NDArray[np.int64]]:
    """Token numbers ordered by form, and where each form begins (size + 1 entries)."""
    offsets = np.zeros(size + 1, np.int64)
    np.cumsum(np.bincount(forms, minlength=size), out=offsets[1:])
    postings = np.empty(len(forms), _small(max(len(forms) - 1, 0)))
    free = offsets[:-1].copy()  # where the next token of each form goes
    for first in range(0, len(forms), _BLOCK):
        block = forms[first : first + _BLOCK]
        order = _sorted_places(block)
        counts = np.bincount(block, minlength=size)
        present = np.flatnonzero(counts)
        sizes = counts[present]
        shift = free[present] - (np.cumsum(sizes) - sizes)
        postings[np.repeat(shift, sizes) + np.arange(len(block))] = order + first
        free += counts
    return postings, offsets


def load_or_build(folder: Path | str | None, documents: Iterable[Indexable]) -> TokenIndex:
    """The index in `folder` if it is that of these documents, else a new one, kept there if possible.

    folder: None, or one that cannot be written, means the index lives in memory only. Raises what
    `build` raises.
    """
    if folder is None:
        return build(documents)
    documents = list(documents)
    found = TokenIndex.open(folder, index_key(documents))
    if found is not None:
        return found
    made = build(documents)
    # A read-only medium, a full disk: the index is only slower to come by next time.
    with contextlib.suppress(OSError):
        made.save(folder)
    return made
