"""What two codes would do together by chance: their marks dealt anew to the units of each document.

Dealing one code's marks at random, so many as it has in each document, leaves how often both meet in a
unit to a sum of hypergeometric numbers, one for each document. That sum has an exact distribution, so that
a p-value needs no random numbers; what has no such form (stretches, distances) is dealt with `dealt`.
"""

from __future__ import annotations

import numpy as np

LEAST_P = 1e-12  # below, the arithmetic says no more than "smaller than this"
_CELLS = 4_000_000  # how many numbers are held at once


def meetings_by_chance(
    pair: np.ndarray,
    units: np.ndarray,
    one: np.ndarray,
    other: np.ndarray,
    observed: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """How often two codes would meet by chance, and how surprising it is how often they do.

    pair, units, one, other: of one length, a row for each pair of codes and document: which pair (0, 1, …),
    how many units the document has, and in how many of them the one and the other code occur. observed:
    for each pair in how many units both occur.

    Returns (expected, p), a number for each pair. p is exact, over all ways to deal the marks of one code
    anew within each document: the smaller of P(as many or more) and P(as many or fewer), twice, at most 1;
    at least LEAST_P. It is nan where nothing else could have happened.
    """
    number = len(observed)
    if not number:
        return np.zeros(0), np.zeros(0)
    pair, units, one, other = (
        np.asarray(each, dtype=np.int64) for each in (pair, units, one, other)
    )
    kept = (one > 0) & (other > 0)
    pair, units, one, other = pair[kept], units[kept], one[kept], other[kept]
    least = np.maximum(0, one + other - units)
    spread = np.minimum(one, other) - least

    def summed(values: np.ndarray) -> np.ndarray:
        return np.bincount(pair, weights=values, minlength=number)

    product, left = one * other, (units - one) * (units - other)
    expected = summed(product / units)
    variance = summed(product / units * left / (units * np.maximum(units - 1, 1.0)))
    spans, shift = summed(spread).astype(np.int64), summed(least).astype(np.int64)
    p = np.full(number, np.nan)
    open_ = np.flatnonzero(spans > 0)
    if not len(open_):
        return expected, p
    # The sum is nowhere near its ends when there are many documents: what lies farther from the middle
    # than this has a chance of less than 1e-15.
    wide = np.minimum(spans[open_] + 1, 2 * np.ceil(12 * np.sqrt(variance[open_]) + 40).astype(int))
    size = 1 << int(wide.max() - 1).bit_length()
    begin = np.zeros(number, dtype=np.int64)
    far = spans + 1 > size
    begin[far] = np.clip(
        np.round(expected - shift).astype(np.int64) - size // 2, 0, spans - size + 1
    )[far]
    moving = spread > 0
    kinds, kind = _kinds(*(each[moving] for each in (units, one, other)))
    place = np.full(number, -1)
    place[open_] = np.arange(len(open_))
    own = place[pair[moving]]
    order = np.argsort(own, kind="stable")
    own, kind = own[order], kind[order]
    step = max(1, _CELLS // max(len(kinds), size))
    for at in range(0, len(open_), step):
        some = open_[at : at + step]
        inside = slice(*np.searchsorted(own, [at, at + len(some)]))
        times = np.bincount(
            (own[inside] - at) * len(kinds) + kind[inside], minlength=len(some) * len(kinds)
        ).reshape(len(some), len(kinds))
        chances = _sums(kinds, times.astype(float), size)
        p[some] = _two_sided(chances, begin[some], (np.asarray(observed) - shift)[some])
    return expected, p


def _kinds(units: np.ndarray, one: np.ndarray, other: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The different rows of (units, fewer marks, more marks), and which of them each row is."""
    fewer, more = np.minimum(one, other), np.maximum(one, other)
    step = int(units.max()) + 1
    if step < 1 << 21:  # three such numbers fit into one
        key, kind = np.unique((units * step + fewer) * step + more, return_inverse=True)
        rest, more = np.divmod(key, step)
        return np.column_stack((*np.divmod(rest, step), more)), kind.ravel()
    rows = np.column_stack((units, fewer, more))
    kinds, kind = np.unique(rows, axis=0, return_inverse=True)
    return kinds, kind.ravel()


def _sums(kinds: np.ndarray, times: np.ndarray, size: int) -> np.ndarray:
    """Distributions of sums of hypergeometric numbers, each less its least value, modulo `size`.

    kinds: (units, one, other) in rows. times: sums x kinds, how often each kind is in a sum. The transform
    of a sum is the product of the transforms.
    """
    logarithm = np.zeros((len(times), size // 2 + 1))
    angle = np.zeros_like(logarithm)
    most = int(kinds[:, 1].max()) + 1
    step = max(1, _CELLS // max(size, most))
    for at in range(0, len(kinds), step):
        used = at + np.flatnonzero(times[:, at : at + step].any(axis=0))
        if not len(used):
            continue
        table = hypergeometric(*kinds[used].T)
        folds = -(-table.shape[1] // size)
        folded = np.zeros((len(used), folds * size))
        folded[:, : table.shape[1]] = table
        turned = np.fft.rfft(folded.reshape(len(used), folds, size).sum(axis=1), axis=1)
        logarithm += times[:, used] @ np.log(np.maximum(np.abs(turned), 1e-300))
        angle += times[:, used] @ np.angle(turned)
    # Not exp(logarithm + 1j * angle): a product that is nothing would warn of its angle.
    whole = np.exp(logarithm)
    return np.maximum(np.fft.irfft(whole * np.cos(angle) + 1j * (whole * np.sin(angle)), size), 0.0)


def hypergeometric(units: np.ndarray, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Chances that of `one` and `other` marks in so many units 0, 1, … more than the least possible number
    meet: rows x numbers, 0 where there is no such number."""
    log = np.concatenate(([0.0], np.cumsum(np.log(np.arange(1, int(units.max()) + 1)))))
    least = np.maximum(0, one + other - units)
    spread = np.minimum(one, other) - least
    more = np.arange(int(spread.max()) + 1)
    there = more <= spread[:, None]
    both = np.where(there, least[:, None] + more, least[:, None])
    n, a, b = units[:, None], one[:, None], other[:, None]
    chance = (
        log[a] + log[b] + log[n - a] + log[n - b]
        - log[n] - log[both] - log[a - both] - log[b - both] - log[n - a - b + both]
    )  # fmt: skip
    return np.where(there, np.exp(chance), 0.0)


def _two_sided(chances: np.ndarray, begin: np.ndarray, observed: np.ndarray) -> np.ndarray:
    """p of each sum. chances: modulo their number; begin: where the numbers begin that they stand for."""
    size = chances.shape[1]
    places = (begin[:, None] + np.arange(size)) % size
    ordered = np.take_along_axis(chances, places, axis=1)
    at = observed - begin
    inside = np.clip(at, 0, size - 1)[:, None]
    low = np.take_along_axis(np.cumsum(ordered, axis=1), inside, axis=1)[:, 0]
    high = np.take_along_axis(np.cumsum(ordered[:, ::-1], axis=1)[:, ::-1], inside, axis=1)[:, 0]
    low, high = np.where(at < 0, 0.0, low), np.where(at >= size, 0.0, high)
    return np.clip(2 * np.minimum(low, high), LEAST_P, 1.0)


def dealt(rng: np.random.Generator, group: np.ndarray, size: np.ndarray) -> np.ndarray:
    """A random place for each mark, no place twice in a group.

    group: for each mark its group, sorted. size: for each group how many places it has, no fewer than it
    has marks. Returns places from 0 on. All ways to deal are equally likely.
    """
    group, size = np.asarray(group, dtype=np.int64), np.asarray(size, dtype=np.int64)
    first = np.cumsum(size) - size
    number = np.bincount(group, minlength=len(size))
    found = np.empty(len(group), dtype=np.int64)
    crowded = 2 * number > size
    if crowded.any():
        # Where most places are taken, all of them are put into a random order.
        which = np.flatnonzero(crowded)
        own = np.repeat(which, size[which])
        order = np.lexsort((rng.random(len(own)), own))
        before = np.cumsum(size[which]) - size[which]
        shuffled = order - np.repeat(before, size[which])
        inside = crowded[group]
        rank = np.arange(len(group)) - (np.cumsum(number) - number)[group]
        start = np.zeros(len(size), dtype=np.int64)
        start[which] = before
        found[inside] = shuffled[start[group[inside]] + rank[inside]]
    # Elsewhere each mark takes a place, and takes another where it was taken already: whichever mark
    # gives way, the places are equal, so that no way to deal is preferred.
    waiting = np.flatnonzero(~crowded[group])
    taken = np.zeros(int(size.sum()), dtype=bool)
    owner = np.empty(len(taken), dtype=np.int64)
    while len(waiting):
        own = group[waiting]
        slot = first[own] + rng.integers(0, size[own])
        owner[slot] = waiting
        got = ~taken[slot] & (owner[slot] == waiting)
        taken[slot[got]] = True
        found[waiting[got]] = (slot - first[own])[got]
        waiting = waiting[~got]
    return found
