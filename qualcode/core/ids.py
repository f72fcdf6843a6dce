"""Public ids: a letter and 128 random bits, so that two copies of a project never clash."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable


def new_id(letter: str) -> str:
    return letter + os.urandom(16).hex()


def new_ids(letter: str, number: int) -> list[str]:
    """Many ids from one draw of randomness; a call of the system for each id is what costs."""
    drawn = os.urandom(16 * number).hex()
    return [letter + drawn[at : at + 32] for at in range(0, len(drawn), 32)]


def suggestion_id(version: str, document: str, start: int, end: int, code: str) -> str:
    """The id of a suggestion follows from what it proposes, so that the same proposal made twice, by
    two engines or in two copies of a project, is one suggestion."""
    return suggestion_ids(version, document, (start,), (end,), (code,))[0]


def suggestion_ids(
    version: str, document: str, starts: Iterable[int], ends: Iterable[int], codes: Iterable[str]
) -> list[str]:
    """The ids of many suggestions in one document."""
    sha256 = hashlib.sha256
    head = f"{document}\0{version}\0"
    return [
        "s"
        + sha256(f"{head}{start}\0{end}\0{code}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
        for start, end, code in zip(starts, ends, codes, strict=True)
    ]
