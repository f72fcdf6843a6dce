"""How a quotation's source is written: a form with fields, chosen once for a project."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from qualcode.core.asked import asked_text
from qualcode.errors import UsageError, listing

# What a source is unless the project says otherwise: “IP07, P7, Commissioner, Case A”.
DEFAULT = "{document}, {participant}, {role}, {case}"
OWN_FIELDS = ("participant", "role", "case", "phase", "document", "turn", "speaker", "time")
MOST = 200
# Of these a document of one person often has the same twice; “turn 7” after “P 7” is no repetition.
_SAID_ONCE = ("document", "participant", "speaker", "role", "case")

_FIELD = re.compile(r"\{([^{}]*)\}")
_PAIRS = {"(": ")", "[": "]"}
# What separates two fields: punctuation with its blanks, or, where there is none, blanks alone.
_SEPARATOR = re.compile(r"\s*[,;:·|/–—-]+\s*")
_BLANKS = re.compile(r"\s+")


@dataclass
class _Item:
    """A field or a bracketed group, with what stands before it (after the one ahead of it)."""

    before: str
    name: str = ""
    group: list[_Item] | None = None
    brackets: tuple[str, str] = ("", "")
    tail: str = ""
    prefix: str = ""
    suffix: str = ""


@dataclass
class Form:
    """A citation form, ready to be filled. written: as chosen. fields: the names in it, in order."""

    written: str
    fields: list[str] = field(default_factory=list)
    items: list[_Item] = field(default_factory=list)
    tail: str = ""

    def fill(self, values: Mapping[str, str | None]) -> str:
        """The form with values in it.

        A field without a value is left out with the comma that stands before it, a bracket in which
        nothing is left with the blank before it. A document, a person, a role or a case that was said already is not said twice.
        """
        text = _filled(self.items, values, set())
        return text + self.tail if text else ""


def parse(written: str, known: Iterable[str] | None = None) -> Form:
    """Read a citation form, such as “{participant}, {role}” or “{participant} ({role}, turn {turn})”.

    known: the names of the fields there are, None to take any. Raises UsageError for a form without
    fields, an unknown field, a brace or bracket that is not closed, a form that is too long for a line.
    """
    asked_text("citation", written, "text such as {participant}, {role}")
    form = Form(written)
    names = None if known is None else list(dict.fromkeys(known))

    def refuse(found: str, allowed: str = "", next: str = "") -> UsageError:
        return UsageError(f"citation “{written}”", found, allowed, next)

    if len(written) > MOST or not written.isprintable():
        raise refuse(f"is longer than {MOST} characters or has a line break")
    rest = _FIELD.sub("", written)
    if "{" in rest or "}" in rest:
        raise refuse("has a brace that is not one of a pair", "{participant}")
    for match in _FIELD.finditer(written):
        name = match[1].strip()
        if names is not None and name not in names:
            import difflib

            close = difflib.get_close_matches(name, names, n=1)
            hint = f"Did you mean {{{close[0]}}}?" if close else ""
            raise refuse(f"has an unknown field {{{name}}}", f"fields: {listing(names, 30)}", hint)
        form.fields.append(name)
    if not form.fields:
        raise refuse("has no field", "{participant}, {role}")
    form.items, form.tail, at = _items(written, 0, "", refuse)
    assert at == len(written)
    return form


def _items(written: str, at: int, closing: str, refuse) -> tuple[list[_Item], str, int]:
    """The items up to a closing bracket, what stands after the last, and where reading stopped."""
    items: list[_Item] = []
    before = ""
    while at < len(written):
        mark = written[at]
        if mark == closing:
            return items, before, at + 1
        if mark == "{":
            match = _FIELD.match(written, at)
            assert match is not None
            items.append(_Item(before, match[1].strip()))
            before, at = "", match.end()
        elif mark in _PAIRS and "{" in written[at:]:
            inner, tail, end = _items(written, at + 1, _PAIRS[mark], refuse)
            if not inner:
                # A bracket of plain words belongs to what stands between the fields.
                before += written[at:end]
            else:
                items.append(_Item(before, "", inner, (mark, _PAIRS[mark]), tail))
                before = ""
            at = end
        else:
            before += mark
            at += 1
    if closing:
        raise refuse(f"has a bracket that is not closed with {closing}")
    _split(items)
    return items, before, at


def _split(items: list[_Item]) -> None:
    """Take apart what stands between two fields: it ends one, separates them, and begins the other."""
    for item in items:
        if item.group:
            _split(item.group)
    for one, other in pairwise(items):
        match = _SEPARATOR.search(other.before) or _BLANKS.search(other.before)
        if match:
            one.suffix = other.before[: match.start()]
            other.prefix = other.before[match.end() :]
            other.before = match.group()
    if items:
        items[0].prefix, items[0].before = items[0].before, ""


def _filled(items: list[_Item], values: Mapping[str, str | None], said: set[str]) -> str:
    text = ""
    for item in items:
        if item.group is not None:
            inner = _filled(item.group, values, said)
            own = f"{item.brackets[0]}{inner}{item.tail}{item.brackets[1]}" if inner else ""
        else:
            own = values.get(item.name) or ""
            if item.name in _SAID_ONCE:
                own = "" if own in said else own
                said.add(own)
        if own:
            text += (item.before if text else "") + item.prefix + own + item.suffix
    return text
