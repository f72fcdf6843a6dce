"""What a call was given, checked: misuse is told in a line that names what is allowed."""

from __future__ import annotations

from typing import Any

from qualcode.errors import UsageError


def asked_text(name: str, value: Any, allowed: str = "text") -> str:
    """The value, where it is text that can be stored and printed. Raises UsageError for anything else,
    and for text with half of a character in it (a lone surrogate)."""
    if not isinstance(value, str):
        raise UsageError(name, f"{_shown(value)} is no text", allowed)
    if any("\ud800" <= mark <= "\udfff" for mark in value):
        raise UsageError(
            name, f"{_shown(value)} holds half of a character (a lone surrogate)", allowed
        )
    return value


def asked_number(name: str, value: Any, least: int = 0) -> int:
    """A whole number from `least` on, also one of numpy's. Raises UsageError for anything else."""
    import operator

    try:
        number = operator.index(value)
    except TypeError:
        number = least - 1
    if isinstance(value, bool) or number < least:
        raise UsageError(name, _shown(value), f"a whole number from {least}")
    return number


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:80]} …"
