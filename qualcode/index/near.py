"""Words near other words: the smallest stretches of a turn that hold one hit of each of several globs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from qualcode.index.token_index import TokenIndex

_NEVER = np.iinfo(np.int64).max // 2


def near_windows(
    index: TokenIndex, firsts: Sequence[NDArray], sizes: Sequence[int], within: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First and last tokens of every window, ascending by the first.

    firsts: for each of two or more globs the tokens at which its hits begin, ascending; sizes: how many
    tokens long its hits are. within: how far apart the words may stand.

    A window takes one hit of each glob in one turn, in any order, no token twice. Between its first and
    its last hit lie at most `within` - 1 words: counted from the last word of the one to the first word
    of the other, their positions differ by at most `within`. It reaches from the first word of the first
    hit to the last word of the last. Of windows that lie in one another only the smallest is given, so
    that "price … quality … price" holds two and none is found twice; this depends on nothing else, not
    on the order of the globs either.
    """
    globs = [np.asarray(found, np.int64) for found in firsts]
    if any(not len(found) for found in globs):
        nothing = np.zeros(0, np.int64)
        return nothing, nothing
    everything = (1 << len(globs)) - 1
    begins: list[NDArray] = []
    ends: list[NDArray] = []
    for leader, found in enumerate(globs):
        over = index.turn_tokens[index.token_turn[found] + 1]  # where the leader's turn ends
        # For each set of globs, as bits, the last token of the shortest row of disjoint hits of theirs
        # that begins with the leader. Hits of one glob are equally long, so the next one is the best.
        reached = {1 << leader: found + sizes[leader] - 1}
        for globs_in in sorted(_with(leader, len(globs)), key=int.bit_count):
            if globs_in == everything:
                continue
            for other, places in enumerate(globs):
                if globs_in >> other & 1:
                    continue
                at = np.searchsorted(places, reached[globs_in], "right")
                next_ = np.append(places, _NEVER)[at]
                grown = globs_in | 1 << other
                if grown == everything:
                    fits = (next_ < over) & (next_ - (found + sizes[leader] - 1) <= within)
                    begins.append(found[fits])
                    ends.append(next_[fits] + sizes[other] - 1)
                else:
                    last = np.where(next_ < over, next_ + sizes[other] - 1, _NEVER)
                    reached[grown] = np.minimum(reached.get(grown, _NEVER), last)
    return _smallest(np.concatenate(begins), np.concatenate(ends))


def _with(leader: int, size: int) -> list[int]:
    """All sets of globs, as bits, that hold the leader."""
    return [each for each in range(1 << size) if each >> leader & 1]


def _smallest(
    begins: NDArray[np.int64], ends: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Without the windows that hold another one, and each once."""
    order = np.lexsort((-ends, begins))
    begins, ends = begins[order], ends[order]
    # Everything behind a window begins later, or begins with it and ends no later: the window is kept
    # where all of that ends after it.
    least = np.minimum.accumulate(ends[::-1])[::-1]
    kept = np.ones(len(ends), np.bool_)
    kept[:-1] = least[1:] > ends[:-1]
    return begins[kept], ends[kept]
