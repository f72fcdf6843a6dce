"""What a caller gave: checked, or refused in one line that names it."""

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


def checked_text(value: Any, name: str, allowed: str) -> str:
    """`value` where it is text that can be stored; UsageError otherwise, naming what is allowed."""
    if not isinstance(value, str):
        raise UsageError(name, f"{called(value)} is no text", allowed)
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise UsageError(
            name,
            f"{called(value)} holds half of a surrogate pair, which is no character",
            allowed,
            "Take it out",
        ) from None
    return str(value)


def checked_texts(value: Any, name: str, allowed: str) -> list[str]:
    """One text or several, as a list."""
    if isinstance(value, str) or not isinstance(value, Iterable):
        return [checked_text(value, name, allowed)]
    return [checked_text(each, name, allowed) for each in value]
