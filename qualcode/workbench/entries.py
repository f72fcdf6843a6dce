"""Entries of the codebook as a page sends and shows them, and where they stand in the tree."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypedDict

from qualcode.core import evolve
from qualcode.core.codebook import Code, Codebook, Pattern
from qualcode.errors import CodebookError, UsageError
from qualcode.readers.codebooks import read_pattern
from qualcode.store import codings
from qualcode.workbench.desk import Desk

# What an entry says, as a page sends it: texts, and lists of texts.
TEXTS = ("name", "definition", "color")
LISTS = ("include", "exclude", "examples")
PATTERNS = ("patterns", "unless")
LONG_ID = 40


class Said(TypedDict, total=False):
    """What a page may say of an entry; None = nothing. patterns, unless: as a cell of a codebook table has
    them."""

    name: str | None
    definition: str | None
    include: list[str] | None
    exclude: list[str] | None
    examples: list[str] | None
    patterns: list[str] | None
    unless: list[str] | None
    color: str | None


def entry_of(desk: Desk, code: str) -> Code:
    with plainly():
        return evolve.entry(codings.current_book(desk.study), code)


def fields_of(given: Mapping[str, Any], entry: Code | None = None) -> dict[str, Any]:
    """What an entry is to say: what is not given is left out, patterns are read. Those of `entry` that were
    sent back as they are written stay what they are."""
    known = (
        {}
        if entry is None
        else {
            form(pattern): pattern
            for form in (str, written)
            for pattern in (*entry.patterns, *entry.unless)
        }
    )
    fields: dict[str, Any] = {}
    for key, value in given.items():
        if value is None:
            continue
        if key in TEXTS:
            if not isinstance(value, str):
                raise UsageError(key, f"{str(value)[:60]!r}", "text")
            fields[key] = value
        elif key in LISTS or key in PATTERNS:
            if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
                raise UsageError(key, f"{str(value)[:60]!r}", "a list of texts")
            items = [each.strip() for each in value if each.strip()]
            fields[key] = items if key in LISTS else [_read(each, known) for each in items]
        else:
            raise UsageError("code", f"{key[:40]!r} is nothing a code has")
    return fields


def written(pattern: Pattern) -> str:
    """A pattern so that it can be read again: what is more than words or an expression, as JSON."""
    if not pattern.value and (pattern.kind != "glob" or ": " not in pattern.text):
        return str(pattern)
    return json.dumps(dict(pattern.value) or {pattern.kind: pattern.text}, ensure_ascii=False)


def _read(written: str, known: dict[str, Pattern]) -> Pattern:
    return known[written] if written in known else read_pattern(written)


def parts_of(desk: Desk, code: str, into: list[dict]) -> list[Code]:
    """The parts of a split as entries, with ids of their own."""
    entry = entry_of(desk, code)
    book = codings.current_book(desk.study)
    made: list[Code] = []
    for number, each in enumerate(into, 1):
        given = dict(each)
        wanted = given.pop("code", None)
        name = given.get("name") or ""
        if (wanted is not None and not isinstance(wanted, str)) or not isinstance(name, str):
            raise UsageError("split", f"part {number} has no name", next="Give it a name")
        if not (wanted or name).strip():
            raise UsageError("split", f"part {number} has no name", next="Give it a name")
        ident = wanted.strip() if wanted and wanted.strip() else None
        if ident is None:
            ident = id_of(name, book, taken=[part.code for part in made])
        made.append(evolve.made(ident, **fields_of(given, entry)))
    return made


def id_of(name: str, book: Codebook, taken: Iterable[str] = ()) -> str:
    """An id for a name, as codebook files write ids: small letters and digits, `_` between words, never one
    that is or was another code's."""
    words = re.findall(
        r"\w+", unicodedata.normalize("NFC", name).casefold().replace("’", "").replace("'", "")
    )
    made = ""
    for word in words:
        if made and len(made) + 1 + len(word) > LONG_ID:
            break
        made = f"{made}_{word}" if made else word[:LONG_ID]
    made = made.strip("_") or "code"
    used = {*book.codes, *book.former, *taken}
    found, number = made, 2
    while found in used:
        found, number = f"{made}_{number}", number + 1
    return found


def moved(book: Codebook, code: str, parent: str | None, before: str | None) -> Codebook:
    """With a code under another parent, as the last child or before another child."""
    if before is not None and before in book and before in book.beneath(code):
        raise CodebookError(
            code, f"cannot stand before {before}", "before a code outside its branch"
        )
    grown = evolve.move(book, code, parent=parent)
    return grown if before is None else before_sibling(grown, code, before)


def before_sibling(book: Codebook, code: str, before: str) -> Codebook:
    """With a code and all beneath it right before one of its siblings."""
    if evolve.entry(book, before).parent != book[code].parent:
        raise CodebookError(
            before, "does not stand under the same code", next="Choose one that does"
        )
    block = set(book.beneath(code))
    rest = [each for each in book if each.code not in block]
    at = next(place for place, each in enumerate(rest) if each.code == before)
    branch = [each for each in book if each.code in block]
    return Codebook([*rest[:at], *branch, *rest[at:]], title=book.title, version=book.version)


# -- in the words of a page -------------------------------------------------------------------------------

# The rooms below speak to people at a command line, too.
_COMMAND = re.compile(
    r"\s*\(?(?:qualcode )?codebook (?:queue|progress)[^)]*\)?|\s*\(qualcode [^)]*\)"
)
_WAYS = (
    (re.compile(r"(?:qualcode )?codebook retire \S+ --back first"), "Take it into use again first"),
    (re.compile(r"Move it first: (?:qualcode )?codebook move .*"), "Move it first"),
)


def plain(said: str) -> str:
    for pattern, words in _WAYS:
        said = pattern.sub(words, said)
    return _COMMAND.sub("", said)


@contextmanager
def plainly() -> Iterator[None]:
    """What is refused is said in the words of a page."""
    try:
        yield
    except CodebookError as error:
        said = (plain(text) for text in (error.found, error.allowed, error.next))
        raise CodebookError(error.where, *said) from None
