"""Codings, passes, suggestions and decisions: three things a program must never mix up, and the record
of what was read."""

from __future__ import annotations

from dataclasses import dataclass

ORIGINS = ("manual", "accepted", "revised", "consensus", "imported")
BLIND = ("yes", "no", "unknown")
DECISIONS = ("accept", "reject", "revise")
# What a memo may be on; the last one is on nothing.
MEMO_KINDS = (
    "coding",
    "suggestion",
    "decision",
    "pass",
    "memo",
    "act",
    "document",
    "code",
    "participant",
    "diary",
)
# How a table chooses whose codings count; nobody can be called so.
CODER_RULES = ("record", "any", "each")
CONSENSUS = "consensus"  # the reserved coder whose pass settles a document


@dataclass(frozen=True, slots=True)
class Coding:
    """One code on one quotation by one coder.

    version: SHA-256 of the text that start and end (half-open, code points) point into.
    time: ISO 8601 with time zone, as the coder's program gave it. origin: one of ORIGINS.
    blind: one of BLIND, whether the coder could see suggestions or other coders' work.
    codebook_hash: the code's entry hash when it was applied; "" = unknown.
    replaces: the coding that this one stands in for.
    """

    coding_id: str
    document: str
    version: str
    start: int
    end: int
    code: str
    coder: str
    time: str
    origin: str = "manual"
    blind: str = "unknown"
    suggestion_id: str | None = None
    codebook_hash: str = ""
    replaces: str | None = None


@dataclass(frozen=True, slots=True)
class Pass:
    """A coder has finished a document, or some of its turns, for a set of codes.

    turns: numbers of the turns read; None = the whole document. codes: ids considered, as they are now.
    codebook_hash: hash of the whole codebook; "" = unknown. merged: pairs of a code and an earlier one
    that was merged into it, where only the earlier one was considered.
    """

    pass_id: str
    document: str
    version: str
    coder: str
    codes: tuple[str, ...]
    turns: tuple[str, ...] | None
    blind: str
    codebook_hash: str
    date: str
    merged: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a suggestion is there: words at start-end of the text, and what they met."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a suggester puts forward: a code on a segment. Never a coding.

    score: a probability in 0..1, or None until the engine can be calibrated on decisions.
    rank_score: orders proposals within one run, larger first; no other meaning.
    """

    document: str
    version: str
    start: int
    end: int
    code: str
    engine: str
    rank_score: float
    score: float | None = None
    evidence: tuple[Evidence, ...] = ()
