"""Finding a quotation again in a changed text, by its words and by what stands around it."""

from __future__ import annotations

from collections.abc import Iterator

from qualcode.core.text import Range

# How far the surroundings are compared; enough to tell refrains apart, short enough to stay fast.
REACH = 4000
# With fewer agreeing characters around it, a quotation found once counts as found only when it is
# long enough not to be met by chance.
LEAST_CONTEXT = 8
LONG_QUOTATION = 20


def _common_end(a: str, b: str) -> int:
    n = 0
    for x, y in zip(reversed(a), reversed(b), strict=False):
        if x != y:
            break
        n += 1
    return n


def _common_start(a: str, b: str) -> int:
    n = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        n += 1
    return n


def _places(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _agreement(old: str, start: int, new: str, at: int, length: int) -> int:
    """How many characters around old[start:] and new[at:] agree, the `length` words left out."""
    end, stop = start + length, at + length
    agree = _common_end(old[max(0, start - REACH) : start], new[max(0, at - REACH) : at])
    agree += _common_start(old[end : end + REACH], new[stop : stop + REACH])
    # The edge of the text, on both sides at once, is a surrounding too.
    return agree + LEAST_CONTEXT * (
        (start == 0 and at == 0) + (end == len(old) and stop == len(new))
    )


def refind(old: str, new: str, start: int, end: int) -> Range | None:
    """Where the words old[start:end] stand in `new`, or None where that is not certain.

    All places with the same words are compared by how many characters before and after them agree with
    the old surroundings. The best place is taken when it is the only best one, when no other place of
    the old text fits it as well (then those words stand there, and these were deleted), and when
    either its surroundings agree or the quotation is long and stands there only once; otherwise
    nothing is guessed.
    """
    quotation = old[start:end]
    if not quotation:
        return None
    length = len(quotation)
    places = sorted(
        ((_agreement(old, start, new, at, length), at) for at in _places(new, quotation)),
        reverse=True,
    )
    if not places:
        return None
    best, at = places[0]
    if len(places) > 1 and places[1][0] == best:
        return None
    if best < LEAST_CONTEXT and (len(places) > 1 or length < LONG_QUOTATION):
        return None
    for other in _places(old, quotation):
        if other != start and _agreement(old, other, new, at, length) >= best:
            return None
    return at, at + length
