"""Public ids: a letter and 128 random bits, so that two copies of a project never clash."""

from __future__ import annotations

import hashlib
import os


def new_id(letter: str) -> str:
    return letter + os.urandom(16).hex()


def new_ids(letter: str, number: int) -> list[str]:
    """Many ids from one draw of randomness; a call of the system for each id is what costs."""
    drawn = os.urandom(16 * number).hex()
    return [letter + drawn[at : at + 32] for at in range(0, len(drawn), 32)]


def suggestion_id(version: str, document: str, start: int, end: int, code: str) -> str:
    """The id of a suggestion follows from what it proposes, so that the same proposal made twice, by
    two engines or in two copies of a project, is one suggestion."""
    named = "\0".join((document, version, str(start), str(end), code))
    return "s" + hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()[:32]
