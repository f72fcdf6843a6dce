"""Ranges over a fixed text, its words, and the segments offered for coding.

A range is a half-open pair (start, end) of Unicode code points of the document's text.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence

Range = tuple[int, int]

# What a word is, everywhere: in bases, in rates, in the index.
WORD = re.compile(r"\w+(?:['’‑-]\w+)*")

# A segment is a turn; a turn of more than LONG_TURN words is split into pieces of at most PIECE words.
LONG_TURN = 150
PIECE = 100

# A sentence ends at . ! ? or … with the quotation marks and brackets that close it.
SENTENCE_END = re.compile(r"""[.!?…]+["'”’)\]]*(?=\s)""")
_CLAUSE_END = re.compile(r"""[,;:–—][”’"']?(?=\s)""")
# Full stops that end no sentence in British speech as it is transcribed.
ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Prof|vs|etc|approx|No)|\b[A-Z]|\be\.g|\bi\.e)\.$"
)


def text_hash(text: str) -> str:
    """SHA-256 of the UTF-8 form of a text: the name of a document's version."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def merged(ranges: Iterable[Range]) -> list[Range]:
    """The union of ranges as sorted, disjoint ranges; ranges that touch are joined."""
    result: list[Range] = []
    for start, end in sorted(ranges):
        if result and start <= result[-1][1]:
            if end > result[-1][1]:
                result[-1] = (result[-1][0], end)
        else:
            result.append((start, end))
    return result


def shared_length(a: Range, b: Range) -> int:
    """Number of code points that two ranges share."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def overlap_by_half(a: Range, b: Range) -> bool:
    """Whether two ranges share at least half of the longer one.

    The longer one is the measure, so that a rejection of one sentence does not silence a proposal
    on the long turn around it, nor the other way round.
    """
    longest = max(a[1] - a[0], b[1] - b[0])
    return longest > 0 and 2 * shared_length(a, b) >= longest


def word_ranges(text: str, ranges: Iterable[Range]) -> list[Range]:
    """Where each word of `text` lies within `ranges`; a word never crosses the edge of a range."""
    found: list[Range] = []
    for start, end in ranges:
        found.extend(match.span() for match in WORD.finditer(text, start, end))
    return found


def count_words(text: str, ranges: Iterable[Range]) -> int:
    return sum(len(WORD.findall(text[start:end])) for start, end in ranges)


def printed(text: str, start: int, end: int, speech: Sequence[Range]) -> str:
    """The words of text[start:end] as print shows them: each gap is one space, line breaks are spaces.

    `speech` holds the document's turn ranges in order. A stretch that touches no turn (a header, a
    stage direction) is shown as it stands.
    """
    parts = [text[max(start, a) : min(end, b)] for a, b in speech if a < end and b > start]
    if not parts:
        parts = [text[start:end]]
    return " ".join(" ".join(parts).split())


def segments(text: str, ranges: Sequence[Range]) -> list[Range]:
    """The stretches of one turn that are offered as units to code.

    The turn as a whole (first character to last), or, where it has more than 150 words, pieces of at
    most 100 words that end at sentence ends. A single sentence of more than 100 words is cut at
    its last comma, dash or colon before the 100th word, or after the 100th word where it has none.
    """
    start, end = ranges[0][0], ranges[-1][1]
    words = word_ranges(text, ranges)
    if len(words) <= LONG_TURN:
        return [(start, end)]

    def cut_after(number: int, pattern: re.Pattern[str]) -> bool:
        """Whether `pattern` allows a cut after this word; asked only near the end of each piece."""
        word_end = words[number][1]
        between = text[word_end : words[number + 1][0]]
        match = pattern.search(between)
        if match is None or pattern is not SENTENCE_END:
            return match is not None
        return not ABBREVIATION.search(text[max(start, word_end - 8) : word_end + match.end()])

    pieces: list[Range] = []
    first = 0
    while first < len(words):
        last = min(first + PIECE, len(words)) - 1
        if last < len(words) - 1:
            for pattern in (SENTENCE_END, _CLAUSE_END):
                at = next((n for n in range(last, first - 1, -1) if cut_after(n, pattern)), None)
                if at is not None:
                    last = at
                    break
        pieces.append((first, last))
        first = last + 1
    bounds: list[Range] = []
    for number, (_, last) in enumerate(pieces):
        # A piece keeps the punctuation after its last word and starts at its first character that is
        # not white space, so that pieces read as sentences and leave only white space between them.
        piece_start = start if number == 0 else bounds[-1][1]
        if last == len(words) - 1:
            piece_end = end
        else:
            between_start, between_end = words[last][1], words[last + 1][0]
            match = SENTENCE_END.search(text, between_start, between_end) or _CLAUSE_END.search(
                text, between_start, between_end
            )
            piece_end = match.end() if match else between_start
        while piece_start < piece_end and text[piece_start].isspace():
            piece_start += 1
        bounds.append((piece_start, piece_end))
    return bounds
