"""Shortened quotations: what stands between […] must stand in the quotation, word for word."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qualcode.core.text import WORD, Range
from qualcode.errors import CodingError

# How many words of the quotation an insertion may stand in for: a pronoun, a name. More is an
# omission, and an omission is shown.
REPLACED_MOST = 3
# How many insertions one piece may have, and how long one piece may be searched for.
INSERTED_MOST = 12
SEARCH_SECONDS = 2.0

_OMISSION = re.compile(r"\[\s*(?:…|\.\s?\.\s?\.)\s*\]")
# Brackets without a letter in them put nothing in; they must be the text's own.
_BRACKET = re.compile(r"\[([^\[\]]*\w[^\[\]]*)\]")
_CAPITAL = re.compile(r"\[(\w)\](?=\w)")
# The same mark on a keyboard and in print.
_ALIKE = {mark: f"[{group}]" for group in ("'’", '"“”', "‑-") for mark in group}


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A shortened quotation that was found in the quotation.

    text: as written, white space folded. places: where each piece between omissions stands in the
    quotation, its white space folded (half-open, characters). insertions: what was put in, without the
    brackets. capitals: letters whose case was changed, as they stand in the excerpt.
    """

    text: str
    places: tuple[Range, ...]
    insertions: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()


def folded(text: str) -> str:
    """Text with every stretch of white space as one space, none at the ends."""
    return " ".join(text.split())


def check_excerpt(quotation: str, excerpt: str) -> Excerpt:
    """Hold a shortened quotation against the quotation, both as print shows them.

    Between omissions, written […], [...] or [. . .], the words must be those of the quotation, in its
    order: exact but for white space and for marks that a keyboard writes otherwise (' for ’). Words in
    square brackets that the quotation does not have are insertions by whoever quotes, alone (“[the
    council] asked”) or at the end of a word (“provider[s]”); one may stand in for up to REPLACED_MOST
    words, at the end of a word for the rest of it. A changed capital is written “[w]e”.

    Returns an Excerpt. Raises CodingError that names the first piece that is not there and the words
    closest to it; also where the excerpt holds none of the quotation's words, where […] stands between
    words that follow each other, and for more than INSERTED_MOST insertions in one piece.
    """
    return _held(quotation, excerpt)


def _held(quotation: str, excerpt: str, *, adjoining: bool = False) -> Excerpt:
    """`check_excerpt`; adjoining: pieces may follow each other with nothing left out between them."""
    quotation, text = folded(quotation), folded(excerpt)
    places: list[Range] = []
    insertions: list[str] = []
    capitals: list[str] = []
    at = 0
    for written in _OMISSION.split(text):
        piece = written.strip()
        inside = _BRACKET.findall(piece)
        # Brackets may be the text's own: what reads so is taken so.
        pattern: Any = _plain(piece)
        names: list[tuple[str, str, str]] = []
        found = pattern.search(quotation, at)
        if found is None and inside:
            if not re.search(r"\w", _BRACKET.sub("", piece)) and not _CAPITAL.search(piece):
                insertions += map(str.strip, inside)
                continue
            if len(inside) - len(_CAPITAL.findall(piece)) > INSERTED_MOST:
                raise CodingError(
                    "excerpt",
                    f"{len(inside)} insertions stand in “{piece[:60]} …”",
                    f"up to {INSERTED_MOST} between two […]",
                    "Quote shorter pieces, and write […] between them",
                )
            pattern, names = _pattern(piece)
            found = _search(pattern, quotation, at, piece)
        elif not re.search(r"\w", piece):
            if found is None and re.search(r"[^\s.,;:!?]", piece):
                raise _missing(quotation, piece, _search(pattern, quotation, 0, piece) is not None)
            at = at if found is None else found.end()
            continue
        if found is None:
            raise _missing(quotation, piece, _search(pattern, quotation, 0, piece) is not None)
        # An insertion at the beginning may stand in for what was left out.
        stands_in = bool(names) and names[0][1] == "insertion" and piece.startswith("[")
        nothing = not quotation[at : found.start()].strip()
        if places and nothing and not adjoining and not stands_in:
            raise CodingError(
                "excerpt",
                f"nothing is left out before “{piece[:60]}”, where […] says so",
                "[…] where words are left out",
                "Take […] away there",
            )
        at = found.end()
        blank = len(found[0]) - len(found[0].rstrip())
        places.append((found.start(), at - blank))
        for name, kind, words in names:
            if found[name] is not None:
                (insertions if kind == "insertion" else capitals).append(words)
    if not places:
        raise CodingError("excerpt", "holds none of the quotation's words", next="Quote some of it")
    return Excerpt(text, tuple(places), tuple(insertions), tuple(capitals))


def _search(pattern: Any, quotation: str, at: int, piece: str) -> Any:
    """A search that ends: insertions beside one another can be placed in more ways than there is time."""
    if isinstance(pattern, re.Pattern):
        return pattern.search(quotation, at)
    try:
        return pattern.search(quotation, at, timeout=SEARCH_SECONDS)
    except TimeoutError:
        raise CodingError(
            "excerpt",
            f"“{piece[:60]} …” has too many insertions beside one another",
            "words of the quotation between them",
            "Join insertions, and write […] for what is left out",
        ) from None


def _plain(piece: str) -> re.Pattern[str]:
    """An expression for a piece that holds nothing but the quotation's own characters."""
    return re.compile(_edged(piece, _literal(piece)))


def _edged(piece: str, expression: str) -> str:
    before = _EDGE_BEFORE if re.match(r"\w", piece[:1]) else ""
    after = _EDGE_AFTER if re.match(r"\w", piece[-1:]) else ""
    return f"{before}{expression}{after}"


def _pattern(piece: str) -> tuple[Any, list[tuple[str, str, str]]]:
    """An expression for one piece, and its groups: (name, insertion or capital, words)."""
    import regex

    out: list[str] = []
    names: list[tuple[str, str, str]] = []
    at = 0
    for number, bracket in enumerate(_BRACKET.finditer(piece)):
        out.append(_literal(piece[at : bracket.start()]))
        at = bracket.end()
        inside, own = bracket[1], _literal(bracket[0])
        capital = _CAPITAL.match(piece, bracket.start())
        if capital:
            other = inside.swapcase() if len(inside.swapcase()) == 1 else inside
            name = f"c{number}"
            names.append((name, "capital", inside))
            either = f"{re.escape(inside)}|(?P<{name}>{re.escape(other)})"
            edge = "" if piece[: bracket.start()][-1:].isalnum() else _EDGE_BEFORE
            out.append(f"(?:{own}|{edge}(?:{either}))")
            continue
        name = f"i{number}"
        names.append((name, "insertion", inside.strip()))
        attached = piece[: bracket.start()][-1:].isalnum()
        # The blanks beside an insertion belong to it: without it, and without words that it stands in
        # for, there is one of them or none. Every word takes a blank, so that there is one way to match.
        before = bool(out) and out[-1].endswith(r"\s+")
        after = piece[at : at + 1] == " "
        if before:
            out[-1] = out[-1][:-3]
        if after:
            at += 1
        own = (r"\s+" if before else "") + own + (r"\s+" if after else "")
        mark = f"(?P<{name}>)"
        if before:
            stands_in = rf"{_EDGE_AFTER}{mark}(?:\s+\S+){{0,{REPLACED_MOST}}}?"
            stands_in += rf"\s+{_EDGE_BEFORE}" if after else ""
        elif attached:
            stands_in = rf"{mark}\w*" + (r"\s+" if after else "")
        else:
            stands_in = mark + (rf"(?:\S+\s+){{0,{REPLACED_MOST}}}?{_EDGE_BEFORE}" if after else "")
        out.append(f"(?:{own}|{stands_in})")
    out.append(_literal(piece[at:]))
    return regex.compile(_edged(piece, "".join(out))), names


# Inside a word that goes on with an apostrophe or a hyphen there is no edge.
_EDGE_BEFORE = r"(?<!\w)(?<!\w['’‑-])"
_EDGE_AFTER = r"(?!\w)(?!['’‑-]\w)"


def _literal(text: str) -> str:
    return "".join(r"\s+" if mark == " " else _ALIKE.get(mark) or re.escape(mark) for mark in text)


def _missing(quotation: str, piece: str, elsewhere: bool) -> CodingError:
    if elsewhere:
        return CodingError(
            "excerpt",
            f"“{piece}” stands in the quotation before the piece that comes ahead of it",
            "pieces in the order of the text",
            "Put it in its place",
        )
    close = closest(quotation, piece)
    return CodingError(
        "excerpt",
        f"“{piece}” is not in the quotation",
        f"closest to it: “{close}”" if close else "",
        "Quote the words as they stand, and write […] for what is left out",
    )


def closest(quotation: str, piece: str) -> str:
    """The words of the quotation that are most like a piece; "" where none are."""
    words = [match.span() for match in WORD.finditer(quotation)]
    size = max(1, len(WORD.findall(piece)))
    best, found = 0.5, ""
    matcher = difflib.SequenceMatcher(autojunk=False)
    matcher.set_seq2(piece.casefold())
    for first in range(len(words)):
        stretch = quotation[words[first][0] : words[min(first + size, len(words)) - 1][1]]
        matcher.set_seq1(stretch.casefold())
        if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best:
            ratio = matcher.ratio()
            if ratio > best:
                best, found = ratio, stretch
    return found


def shorten(quotation: str, pieces: str | Sequence[str]) -> str:
    """The excerpt that these pieces of a quotation make, […] wherever words are left out between them.

    pieces: in the order of the text; insertions and changed capitals as in `check_excerpt`, whose errors
    are raised.
    """
    pieces = [pieces] if isinstance(pieces, str) else list(pieces)
    kept = [folded(piece) for piece in pieces]
    if not any(kept):
        raise CodingError("excerpt", "holds none of the quotation's words", next="Quote some of it")
    kept = [piece for piece in kept if piece]
    quotation = folded(quotation)
    places = _held(quotation, " […] ".join(kept), adjoining=True).places
    if len(places) != len(kept):
        return " […] ".join(kept)
    text = kept[0]
    for before, after, piece in zip(places[:-1], places[1:], kept[1:], strict=True):
        between = quotation[before[1] : after[0]]
        text += f"{between}{piece}" if not re.search(r"\S", between) else f" […] {piece}"
    return text
