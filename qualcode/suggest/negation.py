"""Whether a hit is negated: a word such as "not" shortly before it, in the same turn and sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from qualcode.index import TokenIndex

WINDOW = 4
# Globs. Transcripts write "dont" as well as "don't"; "cant" and "wont" are rarely meant as words.
NEGATION_WORDS = (
    *("not", "no", "never", "without", "nor", "neither", "none", "nobody", "nothing", "nowhere"),
    *("hardly", "barely", "scarcely", "rarely", "seldom", "cannot", "*n't"),
    *("dont", "doesnt", "didnt", "isnt", "arent", "wasnt", "werent", "wont", "wouldnt", "cant"),
    *("couldnt", "shouldnt", "hasnt", "havent", "hadnt", "aint"),
)
# After these a negation word denies nothing: "not only accountable", "no doubt accountable".
_NO_NEGATION_BEFORE = ("only", "just", "merely", "simply", "doubt")
_SENTENCE_END = re.compile(r"""[.!?…]+["'”’)\]]*(?:\s|$)""")


def negated(
    index: TokenIndex,
    texts: Sequence[str],
    turns: NDArray,
    starts: NDArray,
    *,
    window: int = WINDOW,
    words: Sequence[str] | None = None,
) -> NDArray[np.bool_]:
    """Which hits stand behind a negation word.

    turns, starts: n hits, their turns and first code points. window: how many words before the hit
    count. words: globs of single words that negate, NEGATION_WORDS where it is None. A word counts when
    it stands in the hit's turn before the hit and no sentence ends between them; of several the nearest
    decides. texts are read only where there is punctuation between.
    """
    vocabulary = index.vocabulary
    negates = np.zeros(len(vocabulary) + 1, np.bool_)
    for word in NEGATION_WORDS if words is None else words:
        negates[vocabulary.match(word.lower().replace("’", "'"))] = True
    lifts = np.zeros(len(vocabulary) + 1, np.bool_)
    if words is None:
        for word in _NO_NEGATION_BEFORE:
            lifts[vocabulary.match(word)] = True
    turns = turns.astype(np.int64)
    hit = index.tokens_at(turns, starts.astype(np.int64))
    floor = index.turn_tokens[turns].astype(np.int64)
    nearest = np.full(len(turns), -1, np.int64)
    for back in range(1, window + 1):
        at = hit - back
        inside = np.flatnonzero((at >= floor) & (nearest < 0))
        at = at[inside]
        found = negates[index.forms[at]]
        if back > 1:
            found &= ~lifts[index.forms[at + 1]]
        nearest[inside[found]] = at[found]
    result = nearest >= 0
    for number in np.flatnonzero(result).tolist():
        first, last = int(nearest[number]), int(hit[number])
        if index.joined[first + 1 : last + 1].all() and last < len(index):
            continue
        turn = int(turns[number])
        text = texts[int(index.turn_document[turn])]
        begin = int(index.starts[first]) + int(index.lengths[first])
        between = _between(text, index.ranges_of(turn), begin, int(starts[number]))
        result[number] = _SENTENCE_END.search(between) is None
    return result


def _between(text: str, ranges: Sequence[tuple[int, int]], start: int, end: int) -> str:
    """What is said from start to end, without labels and times in between."""
    parts = [text[max(start, a) : min(end, b)] for a, b in ranges if a < end and b > start]
    return " ".join(parts)


__all__ = ["NEGATION_WORDS", "WINDOW", "negated"]
