"""Key words in context: every place where something is said, with the words of the same turn around it."""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from qualcode.analysis.corpus import Corpus
from qualcode.analysis.frames import categorical, said_by_participants
from qualcode.analysis.selection import CODING_FILTERS, check_where, countable_turns, filters
from qualcode.core.asked import asked_number, asked_text
from qualcode.core.codebook import Pattern
from qualcode.core.expressions import read_expression
from qualcode.core.text import Range
from qualcode.core.watch import Watch, unwatched
from qualcode.errors import CodebookError, UsageError, listing
from qualcode.index import TokenIndex, near_windows, parse_glob, search, stored, study_index
from qualcode.index.study import StoredTexts

COLUMNS = [
    "left",
    "match",
    "right",
    "document",
    "turn",
    "speaker",
    "participant",
    "role",
    "case",
    "phase",
    "start",
    "end",
]
KINDS = ("glob", "regex", "near")
# One expression can be made to run for years: what one turn may take, and all turns together.
REGEX_SECONDS = 2.0
REGEX_BASE_SECONDS = 30.0
REGEX_SECONDS_PER_MILLION = 10.0
# More than any text has, so that a larger number means the same and can be counted with.
_FAR = 2**31

_BLANKS = re.compile(r"\s+")


def find_words(
    corpus: Corpus,
    pattern: str | Mapping[str, Any],
    *,
    where: Mapping[str, Any] | None = None,
    width: int = 40,
    words: int | None = None,
    interviewers: bool = False,
    reflective: bool = False,
    regex: bool = False,
    limit: int | None = None,
    watch: Watch = unwatched,
) -> pd.DataFrame:
    """Every hit of a pattern with what stands before and after it in the same turn: see `present.kwic`.

    watch: shows how far the index is, where it has to be built first.
    """
    wanted = _pattern(pattern, regex)
    width = min(asked_number("width", width), _FAR)
    words = None if words is None else min(asked_number("words", words), _FAR)
    limit = None if limit is None else asked_number("limit", limit, 1)
    check_where(where)
    if codings := [name for name in (where or {}) if name in CODING_FILTERS]:
        raise UsageError(
            f"where {codings[0]}",
            "is a fact about codings, and words are found whether they are coded or not",
            "attributes",
            "For codings ask for quotes",
        )
    mask = countable_turns(corpus, [], interviewers=interviewers, reflective=reflective)
    if where:
        mask &= filters(corpus, where).turn
    index = study_index(corpus.study, watch)
    hits = _hits(corpus, index, wanted, mask)
    number = len(hits.turn)
    place = corpus.base[corpus.turn_document[hits.turn]] + hits.start
    if number > 1 and (place[1:] < place[:-1]).any():
        # Turns that lie in one another: the index goes by turns, print by the text.
        hits = hits.take(np.lexsort((hits.end, place)))
    if limit is not None:
        hits = hits.take(slice(limit))
    frame = _frame(corpus, hits, *_cut(corpus, index, hits, width, words))
    frame.attrs["hits"] = number
    return frame


def _pattern(pattern: str | Mapping[str, Any], is_regex: bool) -> Pattern:
    if is_regex:
        pattern = {"regex": asked_text("pattern", pattern, "text, where regex is asked for")}
    elif isinstance(pattern, str):
        asked_text("pattern", pattern)
    try:
        found = Pattern.of(pattern)
    except CodebookError as error:
        raise CodebookError("pattern", error.found, error.allowed, error.next) from None
    if found.kind not in KINDS:
        raise CodebookError(
            "pattern", f'pattern "{found}" is of a kind that is not searched here', listing(KINDS)
        )
    if found.options:
        raise CodebookError(
            "pattern",
            f'pattern "{found}" has options that are not heeded here',
            "",
            f"Leave out {listing(found.options)}",
        )
    return found


# -- hits --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hits:
    """Where a pattern occurs: the turn, start and end (offsets of the document) of each hit.

    first, last: the hits' first and last tokens in the index; None for a regular expression, whose hits
    may begin and end anywhere, also in a word or with a blank. single: whether each is one token.
    """

    turn: np.ndarray
    start: np.ndarray
    end: np.ndarray
    first: np.ndarray | None = None
    last: np.ndarray | None = None
    single: bool = False

    def take(self, which: np.ndarray | slice) -> Hits:
        first = None if self.first is None else self.first[which]
        last = None if self.last is None else self.last[which]
        return Hits(self.turn[which], self.start[which], self.end[which], first, last, self.single)


def _hits(corpus: Corpus, index: TokenIndex, pattern: Pattern, mask: np.ndarray) -> Hits:
    """Every hit in the turns of the mask."""
    if pattern.kind == "regex":
        return _by_regex(corpus, pattern.text, mask)
    texts = StoredTexts(stored(corpus.study))
    if pattern.kind == "glob":
        glob = parse_glob(pattern.text)
        first = np.asarray(search(index, glob, texts), dtype=np.int64)
        last = first + (len(glob.words) - 1)
    else:
        globs = [parse_glob(text) for text in pattern.value["near"]]
        first, last = near_windows(
            index,
            [np.asarray(search(index, glob, texts)) for glob in globs],
            [len(glob.words) for glob in globs],
            int(pattern.value["within"]),
        )
    turn = index.token_turn[first]
    kept = mask[turn]
    if not kept.all():
        first, last, turn = first[kept], last[kept], turn[kept]
    start = index.starts[first].astype(np.int64)
    end = index.starts[last].astype(np.int64) + index.lengths[last]
    single = pattern.kind == "glob" and len(glob.words) == 1
    return Hits(turn, start, end, first, last, single)


def _by_regex(corpus: Corpus, expression: str, mask: np.ndarray) -> Hits:
    """Hits of a regular expression, run on each range of a turn by itself."""
    compiled = read_expression(expression)
    turns: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    begun, read = time.perf_counter(), 0
    wanted = mask[corpus.range_turn]
    base = corpus.base[corpus.turn_document[corpus.range_turn]]
    edges = np.searchsorted(corpus.range_start, corpus.base)
    for place in range(len(corpus.documents)):
        last = edges[place + 1] if place + 1 < len(edges) else len(corpus.range_start)
        own = np.flatnonzero(wanted[edges[place] : last]) + edges[place]
        if not len(own):
            continue
        text = corpus.text(place)
        rows = zip(
            corpus.range_turn[own].tolist(),
            (corpus.range_start[own] - base[own]).tolist(),
            (corpus.range_end[own] - base[own]).tolist(),
            strict=True,
        )
        try:
            for turn, a, b in rows:
                # A piece by itself: the label before it and another's words after it stay unseen.
                read += b - a
                for match in compiled.finditer(text[a:b], timeout=REGEX_SECONDS):
                    if match.end() > match.start():
                        turns.append(turn)
                        starts.append(a + match.start())
                        ends.append(a + match.end())
        except (TimeoutError, MemoryError) as error:  # one that calls itself takes memory, not time
            raise _too_slow(expression) from error
        allowance = REGEX_BASE_SECONDS + REGEX_SECONDS_PER_MILLION * read / 1e6
        if time.perf_counter() - begun > allowance:
            raise _too_slow(expression)
    return Hits(np.array(turns, np.int64), np.array(starts, np.int64), np.array(ends, np.int64))


def _too_slow(expression: str) -> CodebookError:
    return CodebookError(
        "pattern",
        f'regular expression "{expression}" takes too long, or too much memory, on these texts',
        f"{REGEX_SECONDS:g} seconds for one turn",
        "Simplify it: a repetition inside a repetition is the usual cause",
    )


# -- the words around ----------------------------------------------------------------------------------------


def _cut(
    corpus: Corpus,
    index: TokenIndex,
    hits: Hits,
    width: int,
    words: int | None,
) -> tuple[list[str], list[str], list[str]]:
    """What stands before, in and after each hit, as print shows the turn.

    A turn of one range without line breaks and double spaces around the hit, which is nearly every one,
    is cut right out of the text; the others are put together piece by piece.
    """
    turn, start, end = hits.turn, hits.start, hits.end
    document = corpus.turn_document[turn]
    base = corpus.base[document]
    low, high = corpus.turn_start[turn] - base, corpus.turn_end[turn] - base
    if words is None:
        a, b = np.maximum(start - width, low), np.minimum(end + width, high)
    else:
        a, b = _by_words(index, hits, words)
    slow = (index.turn_ranges[1:] - index.turn_ranges[:-1])[turn] > 1
    starts, ends, firsts, lasts = start.tolist(), end.tolist(), a.tolist(), b.tolist()
    places = document.tolist()
    texts, blank = _texts(corpus, dict.fromkeys(places))
    own = list(map(texts.__getitem__, places))
    left, right = [], []
    # Both sides of a hit at once, while its text is near the processor.
    for text, first, hit, after, last in zip(own, firsts, starts, ends, lasts, strict=True):
        left.append(text[first:hit])
        right.append(text[after:last])
    if hits.single and hits.first is not None:
        # One word is the index's own text, which need not be cut out again.
        match = list(map(index.vocabulary.raw.__getitem__, index.forms[hits.first].tolist()))
    else:
        match = [text[x:y] for text, x, y in zip(own, starts, ends, strict=True)]
    if len(blank):
        slow |= np.searchsorted(blank, a + base) < np.searchsorted(blank, b + base)
    if hits.first is None:
        slow |= np.fromiter((cut[:1] == " " or cut[-1:] == " " for cut in match), bool, len(match))
    # The first and the last character of a turn may be a blank, which print drops.
    for at in np.flatnonzero(~slow & (a <= low)).tolist():
        left[at] = left[at].lstrip()
    for at in np.flatnonzero(~slow & (b >= high)).tolist():
        right[at] = right[at].rstrip()
    for at in np.flatnonzero(slow).tolist():
        spans = _ranges(index, int(turn[at]))
        text = corpus.text(int(document[at]))
        if words is None:
            left[at], match[at], right[at] = in_context(text, spans, starts[at], ends[at], width)
        else:
            left[at], match[at], right[at] = _joined(
                _piece(text, spans, firsts[at], starts[at], -1),
                _piece(text, spans, starts[at], ends[at], 0),
                _piece(text, spans, ends[at], lasts[at], 1),
            )
    return left, match, right


# Every white space of `str.split`: print folds it to the plain one.
_SPACES = [n for n in range(0x10000) if chr(n).isspace()]


def _texts(corpus: Corpus, places: Iterable[int]) -> tuple[dict[int, str], np.ndarray]:
    """The texts of documents, and where (global positions) the turns of any text looked at so far have
    white space that print shows otherwise: a line break, the first of two spaces.

    Remembered until the next act: the second search has to look at positions only.
    """
    texts: dict[int, str]
    texts, found = corpus.study.cached("kwic texts", lambda: ({}, [np.empty(0, np.int64)]))
    new = [place for place in places if place not in texts]
    for place in new:
        texts[place] = corpus.text(place)
        blank = _odd_blanks(texts[place]) + corpus.base[place]
        inside = np.searchsorted(corpus.range_end, blank, side="right")
        kept = inside < len(corpus.range_start)
        kept[kept] = corpus.range_start[inside[kept]] <= blank[kept]
        found.append(blank[kept])
    if new:
        found[:] = [np.sort(np.concatenate(found))]
    return texts, found[0]


def _odd_blanks(text: str) -> np.ndarray:
    if text.isascii():
        codes = np.frombuffer(text.encode("ascii"), np.uint8)
    else:
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    plain = codes == 32
    odd = np.zeros(len(codes), dtype=bool)
    odd[:-1] = plain[:-1] & plain[1:]
    # All other white space but a dozen signs is below 32; isin is only worth its price where it can hit.
    odd |= (codes >= 9) & (codes <= 31)
    if codes.dtype != np.uint8:
        high = np.flatnonzero(codes > 126)
        odd[high] |= np.isin(codes[high], _SPACES)
    return np.flatnonzero(odd)


def _ranges(index: TokenIndex, turn: int) -> list[Range]:
    first, last = index.turn_ranges[turn], index.turn_ranges[turn + 1]
    return [(int(a), int(b)) for a, b in index.ranges[first:last].tolist()]


def _by_words(index: TokenIndex, hits: Hits, words: int) -> tuple[np.ndarray, np.ndarray]:
    """Where `words` words before each hit begin and those after it end; the edge of the turn where it
    has no more."""
    if not words:
        return hits.start, hits.end
    first, after = index.turn_tokens[hits.turn], index.turn_tokens[hits.turn + 1]
    if hits.first is not None and hits.last is not None:
        before, behind = hits.first, hits.last + 1
    else:
        # A word that the edge of the hit cuts counts for the side where the rest of it stands.
        before, behind = first.copy(), first.copy()
        rows = zip(
            first.tolist(), after.tolist(), hits.start.tolist(), hits.end.tolist(), strict=True
        )
        for at, (f, t, start, end) in enumerate(rows):
            own = index.starts[f:t]
            before[at] += np.searchsorted(own, start, side="left")
            behind[at] += np.searchsorted(own + index.lengths[f:t], end, side="right")
    edges = index.turn_ranges[hits.turn], index.turn_ranges[hits.turn + 1] - 1
    far = before - words
    a = index.ranges[edges[0], 0].astype(np.int64)
    kept = far >= first
    a[kept] = index.starts[far[kept]]
    b = index.ranges[edges[1], 1].astype(np.int64)
    far = behind + words - 1
    kept = far < after
    b[kept] = index.starts[far[kept]].astype(np.int64) + index.lengths[far[kept]]
    return a, b


def _piece(text: str, spans: Sequence[Range], start: int, end: int, side: int) -> str:
    """text[start:end] within the ranges of a turn as print shows it, each gap one space.

    side: -1 for what ends at a hit, 1 for what begins at one, 0 for the hit itself. Towards the hit a
    space stays, also that of a gap; at the turn's own edges there is none.
    """
    if side == 0:
        parts = [text[max(start, a) : min(end, b)] for a, b in spans if a < end and b > start]
        return _BLANKS.sub(" ", " ".join(parts))
    # A range that only touches the hit gives an empty part, and so the space of the gap beside it.
    parts = [text[max(start, a) : min(end, b)] for a, b in spans if a <= end and b >= start]
    folded = _BLANKS.sub(" ", " ".join(parts))
    if side < 0:
        return folded.lstrip() if start <= spans[0][0] else folded
    return folded.rstrip() if end >= spans[-1][1] else folded


def in_context(
    text: str, spans: Sequence[Range], start: int, end: int, width: int
) -> tuple[str, str, str]:
    """Left, match and right of text[start:end] in the turn with these ranges, as print shows it.

    width: characters of print before and after the hit; blanks and gaps count as the one space they become.
    """
    low, high = spans[0][0], spans[-1][1]
    left = right = ""
    reach = 2 * width + 16
    while width:
        a = max(low, start - reach)
        left = _piece(text, spans, a, start, -1)
        # One character more than is asked for: a blank at the far edge may be half of a folded one.
        if len(left) > width or a == low:
            break
        reach *= 4
    reach = 2 * width + 16
    while width:
        b = min(high, end + reach)
        right = _piece(text, spans, end, b, 1)
        if len(right) > width or b == high:
            break
        reach *= 4
    return _joined(
        left[max(0, len(left) - width) :], _piece(text, spans, start, end, 0), right[:width]
    )


def _joined(left: str, match: str, right: str) -> tuple[str, str, str]:
    """The three so that together they read as print does: no two spaces where they meet."""
    if match[:1] == " ":
        left = left.rstrip()
    if match[-1:] == " ":
        right = right.lstrip()
    return left, match if left else match.lstrip(), right


# -- the frame -------------------------------------------------------------------------------------------------


def _frame(
    corpus: Corpus, hits: Hits, left: list[str], match: list[str], right: list[str]
) -> pd.DataFrame:
    turn = hits.turn
    people, speakers = corpus.attribute("participant"), corpus.attribute("speaker")
    turns = turn.tolist()
    columns: dict[str, Any] = {
        "left": left,
        "match": match,
        "right": right,
        "document": categorical(corpus.turn_document[turn], corpus.documents),
        "turn": list(map(corpus.turn_number.__getitem__, turns)),
        "speaker": categorical(speakers.index[turn], speakers.values),
        "participant": categorical(people.index[turn], people.values),
    }
    for name in ("role", "case", "phase"):
        attribute = corpus.attribute(name)
        columns[name] = categorical(said_by_participants(corpus, attribute)[turn], attribute.values)
    columns["start"], columns["end"] = hits.start, hits.end
    for name in ("left", "match", "right", "turn"):
        columns[name] = _text(columns[name])
    return pd.DataFrame(columns, columns=COLUMNS, copy=False)


def _text(values: Any) -> Any:
    """A column of text, missing where there is None; also where there are no rows."""
    return pd.Series(values, dtype="str" if pd.__version__ >= "3" else "object")


# -- lines for a screen ------------------------------------------------------------------------------------------


def kwic_lines(frame: pd.DataFrame) -> list[str]:
    """One line of plain text for each hit, the hits under one another.

    `IP07, turn 4, ANN    what stands before | the hit | what stands after`: the place first, then the
    words before the hit set to the right. Widths are those of a screen: wide characters take two
    columns, combining ones none. Characters that steer a terminal are left out.
    """
    places, lefts, matches, rights = [], [], [], []
    known = frame["speaker"].notna().tolist()
    rows = zip(
        frame["document"].tolist(), frame["turn"].tolist(), frame["speaker"].tolist(), known,
        frame["left"].tolist(), frame["match"].tolist(), frame["right"].tolist(),
        strict=True,
    )  # fmt: skip
    for document, turn, speaker, named, left, match, right in rows:
        facts = [str(document), f"turn {turn}", *([str(speaker)] if named else [])]
        places.append(_shown(", ".join(facts)))
        lefts.append(_shown(left).strip())
        matches.append(_shown(match).strip())
        rights.append(_shown(right).strip())
    place = max(map(screen_width, places), default=0)
    widest = max(map(screen_width, lefts), default=0)
    middle = max(map(screen_width, matches), default=0)
    return [
        f"{where}{_pad(where, place)}  {_pad(left, widest)}{left} | "
        f"{match}{_pad(match, middle)} | {right}".rstrip()
        for where, left, match, right in zip(places, lefts, matches, rights, strict=True)
    ]


# Marks that turn the direction of a line: they would tear the columns apart.
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F])


def _shown(text: str) -> str:
    text = " ".join(text.split())
    if text.isprintable() and text.isascii():
        return text
    text = text.translate(_TURNING)
    kept = "".join(mark for mark in text if unicodedata.category(mark) not in ("Cc", "Cs"))
    # A mark that combines with what was cut off would combine with the line before it.
    while kept and unicodedata.category(kept[0]) in ("Mn", "Me"):
        kept = kept[1:]
    return kept


def screen_width(text: str) -> int:
    """How many columns of a screen a text takes."""
    if text.isascii():
        return len(text)
    return sum(
        0
        if unicodedata.category(mark) in ("Mn", "Me", "Cf")
        else 2
        if unicodedata.east_asian_width(mark) in "WF"
        else 1
        for mark in text
    )


def _pad(text: str, width: int) -> str:
    return " " * (width - screen_width(text))
