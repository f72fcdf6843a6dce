"""What a call was given, checked: misuse is told in a line that names what is allowed."""

from __future__ import annotations

from collections.abc import Iterable, Sized
from numbers import Number
from typing import Any

from qualcode.errors import UsageError

_LONG = 60


def called(value: Any) -> str:
    """A value as a refusal names it: `None`, `3 (int64)`, `a Series of 12`, `'trust'`."""
    kind = type(value).__name__
    if value is None:
        return "None"
    if isinstance(value, str):
        text = ascii(value)
        return text if len(text) <= _LONG else f"{text[: _LONG - 1]}…"
    if isinstance(value, Number):
        return f"{value} ({kind})"
    if isinstance(value, Sized):
        return f"a {kind} of {len(value):,}"
    return f"a {kind}"


def asked_text(name: str, value: Any, allowed: str = "text") -> str:
    """The value, where it is text that can be stored and printed. Raises UsageError for anything else,
    and for text with half of a character in it (a lone surrogate)."""
    if not isinstance(value, str):
        raise UsageError(name, f"{called(value)} is no text", allowed)
    if any("\ud800" <= mark <= "\udfff" for mark in value):
        found = f"{called(value)} holds half of a surrogate pair, which is half of a character"
        raise UsageError(name, found, allowed, "Take it out")
    return str(value)


def asked_texts(name: str, value: Any, allowed: str) -> list[str]:
    """One text or several, as a list."""
    if isinstance(value, str) or not isinstance(value, Iterable):
        return [asked_text(name, value, allowed)]
    return [asked_text(name, each, allowed) for each in value]


def asked_number(name: str, value: Any, least: int = 0) -> int:
    """A whole number from `least` on, also one of numpy's. Raises UsageError for anything else."""
    import operator

    try:
        number = operator.index(value)
    except TypeError:
        number = least - 1
    if isinstance(value, bool) or number < least:
        raise UsageError(name, called(value), f"a whole number from {least}")
    return number
