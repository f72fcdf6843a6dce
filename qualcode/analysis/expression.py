"""Codes in plain words: "trust AND price", "(trust OR delay) NOT price", "trust NEAR/2 price"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from qualcode.analysis.corpus import Corpus
from qualcode.core.asked import asked_text
from qualcode.core.codebook import Codebook
from qualcode.errors import CodingError, UsageError, listing

WITHIN = ("overlap", "turn", "document")
WORDS = ("AND", "OR", "NOT", "NEAR")
# Brackets in one another, and words other than OR: each one may lie one step deeper than the last.
MOST_BRACKETS = 30
MOST_WORDS = 100

_TOKEN = re.compile(r'\s*(?:(?P<mark>[()])|"(?P<quoted>[^"]*)"|(?P<word>[^\s()"]+))')
_NEAR = re.compile(r"NEAR(?:/(\d{1,6}))?")


@dataclass(frozen=True, slots=True)
class Node:
    """A part of an expression. kind: code, and, or, not, near; code: its id; apart: turns, for near
    (None where the expression does not say); at: where it stands in the text, from 1."""

    kind: str
    parts: tuple[Node, ...] = ()
    code: str = ""
    apart: int | None = None
    at: int = 1


def parse(text: str, book: Codebook) -> Node:
    """Read an expression over the codes of a codebook.

    An id is an id, whatever words it holds: the whole text is looked up first, and an id with blanks or
    brackets inside an expression stands in quotation marks. AND, OR, NOT and NEAR (NEAR/3: at most three
    turns apart) are written in capitals; NOT binds most, then NEAR, then AND, then OR, and `a NOT b` is
    `a AND NOT b`. Raises CodingError with the place, for an unknown code and for what cannot be read.
    """
    whole = asked_text("code", text, "an id or an expression").strip()
    if whole in book:
        return Node("code", code=whole)
    if not whole:
        raise CodingError("code", "is empty", "an id of the codebook, or an expression")
    plain = not re.search(rf'[()"]|(?:^|\s)(?:{"|".join(WORDS)})(?:[\s/]|$)', whole)
    if plain:
        lower = re.search(r"\s(and|or|not|near)\s", whole)
        if lower is None or not any(part.strip() in book for part in re.split(lower[1], whole)):
            raise _unknown(whole, book)
        raise CodingError(
            f"“{whole}”",
            f"“{lower[1]}” at character {lower.start(1) + 1} is written small",
            listing(WORDS),
            f"Write {lower[1].upper()}",
        )
    node = _Reader(text, book).read()
    if not _positive(node):
        raise CodingError(
            f"“{whole}”", "names only what must not be there", "a code before NOT: trust NOT price"
        )
    return node


def _unknown(code: str, book: Codebook, place: str = "") -> CodingError:
    return CodingError(code, f"is not in the codebook{place}", book.likeness(code))


class _Reader:
    """Recursive descent over the tokens of one expression."""

    def __init__(self, text: str, book: Codebook) -> None:
        self.text, self.book = text, book
        self.tokens: list[tuple[str, str, int]] = []
        at, end = 0, len(text.rstrip())
        while at < end:
            match = _TOKEN.match(text, at)
            if match is None:  # only an opening quotation mark without a closing one
                quote = text.index('"', at)
                raise self._error(quote + 1, "a quotation mark is not closed")
            kind = str(match.lastgroup)
            place = match.start(kind) + (0 if kind == "quoted" else 1)
            self.tokens.append((kind, match[kind], place))
            at = match.end()
        self.at = 0
        self._bounded()

    def _bounded(self) -> None:
        """Refuse what lies deeper in itself than anybody writes: it would end in the machine's limits."""
        depth = words = 0
        for kind, text, place in self.tokens:
            if kind == "mark":
                depth += 1 if text == "(" else -1
            elif kind == "word" and text != "OR":
                words += text in WORDS or _NEAR.fullmatch(text) is not None
            if depth > MOST_BRACKETS:
                raise CodingError(
                    f"code expression, character {place}",
                    "too many brackets are open at once",
                    f"up to {MOST_BRACKETS}",
                )
            if words > MOST_WORDS:
                raise CodingError(
                    f"code expression, character {place}",
                    "AND, NOT and NEAR stand in it too often",
                    f"up to {MOST_WORDS} times",
                    "Take it apart into several",
                )

    def _error(self, place: int, found: str, allowed: str = "") -> CodingError:
        return CodingError(f"“{self.text.strip()}”, character {place}", found, allowed)

    def _peek(self) -> tuple[str, str, int]:
        if self.at < len(self.tokens):
            return self.tokens[self.at]
        return "end", "", len(self.text.rstrip()) + 1

    def _is(self, word: str) -> bool:
        kind, text, _ = self._peek()
        if word == "NEAR":
            return kind == "word" and _NEAR.fullmatch(text) is not None
        return (kind, text) == ("mark" if word in "()" else "word", word)

    def _next(self) -> tuple[str, str, int]:
        token = self._peek()
        self.at += 1
        return token

    def read(self) -> Node:
        node = self._or()
        kind, text, place = self._peek()
        if kind != "end":
            what = (
                "a bracket is closed that was not opened"
                if text == ")"
                else f"“{text}” is one too many"
            )
            raise self._error(place, what, f"{listing(WORDS)} between two codes")
        for part in _all_parts(node):
            absent = [each for each in part.parts if not _positive(each)]
            # Where nothing at all is there, the caller says it in simpler words.
            wrong = part.kind == "or" and 0 < len(absent) < len(part.parts)
            if wrong or (part is not node and part.kind in ("and", "or") and not _positive(part)):
                raise self._error(
                    absent[0].at, "names what must not be there without a code before it"
                )
        return node

    def _or(self) -> Node:
        return self._row("or", self._and, lambda: self._is("OR"))

    def _and(self) -> Node:
        node = self._near()
        while self._is("AND") or self._is("NOT"):
            place = self._peek()[2]
            if self._is("AND"):
                self._next()
            node = Node("and", (node, self._near()), at=place)
        return node

    def _row(self, kind: str, inner: Callable[[], Node], more: Callable[[], bool]) -> Node:
        parts = [inner()]
        while more():
            self._next()
            parts.append(inner())
        return parts[0] if len(parts) == 1 else Node(kind, tuple(parts), at=parts[0].at)

    def _near(self) -> Node:
        node = self._not()
        while self._is("NEAR"):
            _, text, place = self._next()
            match = _NEAR.fullmatch(text)
            assert match is not None
            apart = None if match[1] is None else int(match[1])
            other = self._not()
            for part in (node, other):
                if not _positive(part):
                    raise self._error(place, "NEAR wants codes that are there on both sides")
            node = Node("near", (node, other), apart=apart, at=place)
        return node

    def _not(self) -> Node:
        if self._is("NOT"):
            place = self._next()[2]
            inner = self._not()
            if inner.kind == "not":
                return inner.parts[0]
            return Node("not", (inner,), at=place)
        return self._code()

    def _code(self) -> Node:
        kind, text, place = self._next()
        if kind == "mark" and text == "(":
            node = self._or()
            closing, found, at = self._next()
            if (closing, found) != ("mark", ")"):
                what = (
                    "the bracket is not closed"
                    if closing == "end"
                    else f"“{found}” is one too many"
                )
                raise self._error(place if closing == "end" else at, what)
            return node
        if kind == "word" and (text in WORDS or _NEAR.fullmatch(text)) and text not in self.book:
            raise self._error(place, f"{text} has no code before or after it")
        if kind == "end" or kind == "mark":
            raise self._error(place, "a code is missing", "an id of the codebook")
        if text not in self.book:
            if text.upper() in WORDS:
                raise self._error(place, f"“{text}” is written small", listing(WORDS))
            raise _unknown(text, self.book, f" (“{self.text.strip()}”, character {place})")
        return Node("code", code=text, at=place)


def _all_parts(node: Node) -> Iterator[Node]:
    yield node
    for part in node.parts:
        yield from _all_parts(part)


def _positive(node: Node) -> bool:
    """Whether the part names something that must be there."""
    if node.kind == "not":
        return False
    if node.kind == "or":
        return all(_positive(part) for part in node.parts)
    if node.kind == "and":
        return any(_positive(part) for part in node.parts)
    return True


def shares(node: Node) -> bool:
    """Whether two codes have to be there together."""
    both = node.kind == "and" and sum(_positive(part) for part in node.parts) > 1
    return both or any(shares(part) for part in node.parts if part.kind != "not")


# -- meaning -------------------------------------------------------------------------------------------------


@dataclass
class Meaning:
    """What a part means: the codings it names (positions), the stretches at which it holds (sorted,
    disjoint, on the line of its level), and those of them that several codes share."""

    rows: np.ndarray
    start: np.ndarray
    end: np.ndarray
    shared: tuple[np.ndarray, np.ndarray]


class Evaluator:
    """What expressions mean among some codings.

    rows: positions in `corpus.codings` that take part. within: the level at which codes are together:
    "overlap" (a character in common), "turn" or "document". apart: turns, for NEAR without a number.
    """

    def __init__(self, corpus: Corpus, rows: np.ndarray, within: str, apart: int) -> None:
        if within not in WITHIN:
            raise UsageError("within", f"{within!r}", listing(WITHIN))
        if isinstance(apart, bool) or not isinstance(apart, (int, np.integer)) or apart < 0:
            raise UsageError("near", f"{apart!r}", "0 or more turns")
        self.corpus, self.candidates, self.within = corpus, rows, within
        # No two turns are farther apart than there are turns.
        self.apart = min(int(apart), len(corpus))

    @cached_property
    def _spans(self) -> tuple[np.ndarray, np.ndarray]:
        return _turn_spans(self.corpus)

    @property
    def _first(self) -> np.ndarray:
        return self._spans[0]

    @property
    def _last(self) -> np.ndarray:
        return self._spans[1]

    def __call__(self, node: Node) -> Meaning:
        if node.kind == "code":
            return self._of(self._rows_of(node.code))
        if node.kind == "near":
            return self._near(node)
        parts = [each for each in node.parts if each.kind != "not"]
        meanings = [self(each) for each in parts]
        if node.kind == "or":
            rows = np.unique(np.concatenate([each.rows for each in meanings]))
            shared = merged_ranges(
                *(np.concatenate([m.shared[n] for m in meanings]) for n in (0, 1))
            )
            start, end = merged_ranges(
                *(np.concatenate([getattr(m, n) for m in meanings]) for n in ("start", "end"))
            )
            return Meaning(rows, start, end, shared)
        found = meanings[0]
        for other in meanings[1:]:
            start, end = common_ranges(found.start, found.end, other.start, other.end)
            rows = np.union1d(found.rows, other.rows)
            rows = rows[self._touching(rows, start, end)]
            found = Meaning(rows, start, end, (start, end))
        for each in node.parts:
            if each.kind == "not":
                absent = self(each.parts[0])
                rows = found.rows[~self._touching(found.rows, absent.start, absent.end)]
                own = self._of(rows)
                start, end = common_ranges(found.start, found.end, own.start, own.end)
                found = Meaning(rows, start, end, common_ranges(*found.shared, own.start, own.end))
        return found

    def _rows_of(self, code: str) -> np.ndarray:
        codings = self.corpus.codings
        beneath = set(self.corpus.book.beneath(code))
        wanted = [n for n, name in enumerate(codings.codes) if name in beneath]
        return self.candidates[np.isin(codings.code[self.candidates], wanted)]

    def _of(self, rows: np.ndarray) -> Meaning:
        start, end = merged_ranges(*self._stretches(rows))
        nothing = np.empty(0, np.int64)
        return Meaning(rows, start, end, (nothing, nothing))

    def _stretches(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Each coding's stretch on the line of the level; start = end where it is on none."""
        own = self.corpus.codings
        if self.within == "overlap":
            return own.start[rows], own.end[rows]
        if self.within == "document":
            place = own.document[rows].astype(np.int64)
            return place, place + 1
        return self._first[rows], np.maximum(self._last[rows] + 1, self._first[rows])

    def _touching(self, rows: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
        a, b = self._stretches(rows)
        if not len(start):
            return np.zeros(len(rows), dtype=bool)
        at = np.searchsorted(end, a, side="right")
        inside = at < len(start)
        inside[inside] = start[at[inside]] < b[inside]
        return inside & (a < b)

    def _near(self, node: Node) -> Meaning:
        one, other = (self(part) for part in node.parts)
        apart = self.apart if node.apart is None else node.apart
        kept = np.union1d(
            one.rows[self._beside(one.rows, other.rows, apart)],
            other.rows[self._beside(other.rows, one.rows, apart)],
        )
        return self._of(kept)

    def _beside(self, rows: np.ndarray, others: np.ndarray, apart: int) -> np.ndarray:
        """Which codings have one of the others, not themselves, at most so many turns away."""
        document = self.corpus.codings.document
        # Documents lie so far apart on the line that no two of them are ever near.
        gap = 2 * (len(self.corpus) + apart + 2)
        on = others[self._last[others] >= self._first[others]]
        first = np.sort(self._first[on] + gap * document[on].astype(np.int64))
        last = np.sort(self._last[on] + gap * document[on].astype(np.int64))
        shift = gap * document[rows].astype(np.int64)
        a, b = self._first[rows] + shift - apart, self._last[rows] + shift + apart
        number = np.searchsorted(first, b, side="right") - np.searchsorted(last, a, side="left")
        number = number - np.isin(rows, on)
        return (number > 0) & (self._last[rows] >= self._first[rows])


def _turn_spans(corpus: Corpus) -> tuple[np.ndarray, np.ndarray]:
    """The first and the last turn that each coding touches, as numbers in the order of the text; last <
    first for codings on no turn and on whole documents."""
    codings = corpus.codings
    order = np.argsort(corpus.turn_start, kind="stable")
    rank = np.empty(len(corpus), dtype=np.int64)
    rank[order] = np.arange(len(corpus))
    first = np.full(len(codings), len(corpus), dtype=np.int64)
    last = np.full(len(codings), -1, dtype=np.int64)
    if len(codings):
        stretch, touched = corpus.pairs(codings.start, codings.end)
        turns = rank[corpus.range_turn[touched]]
        np.minimum.at(first, stretch, turns)
        np.maximum.at(last, stretch, turns)
        whole = corpus.on_whole_document(np.arange(len(codings)))
        first[whole], last[whole] = len(corpus), -1
    return first, last


def merged_ranges(start: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The union of stretches as sorted, disjoint ones; empty ones are left out."""
    kept = start < end
    start, end = start[kept], end[kept]
    if not len(start):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    order = np.argsort(start, kind="stable")
    start, reach = start[order], np.maximum.accumulate(end[order])
    new = np.concatenate(([True], start[1:] > reach[:-1]))
    return start[new], reach[np.concatenate((np.flatnonzero(new)[1:] - 1, [len(reach) - 1]))]


def common_ranges(
    a_start: np.ndarray, a_end: np.ndarray, b_start: np.ndarray, b_end: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """What two sorted, disjoint rows of stretches have in common."""
    first = np.searchsorted(b_end, a_start, side="right")
    last = np.searchsorted(b_start, a_end, side="left")
    count = np.maximum(last - first, 0)
    own = np.repeat(np.arange(len(a_start)), count)
    other = (
        np.arange(len(own)) - np.repeat(np.cumsum(count) - count, count) + np.repeat(first, count)
    )
    start, end = np.maximum(a_start[own], b_start[other]), np.minimum(a_end[own], b_end[other])
    kept = start < end
    return start[kept], end[kept]
