"""Hidden checks and samples before bulk acceptance as a project keeps them, and who answered what.

A hidden check is a proposal known to be wrong that is put among the suggestions of the queue. It is no
suggestion: it lies in a content row that a setting names, and an answer to it is a setting too. So nothing
that learns, counts or audits suggestions and decisions can take it for one, and it never becomes a coding.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from qualcode.store import Study

CHECKS = "hidden checks"  # the setting that says whether there are any, and names the row that holds them
ANSWER = "check:"  # "check:ID:CODER"
BULK = "bulk:"  # "bulk:KEY:CODER", the samples that were drawn before bulk acceptance
BULK_DONE = "bulk done:"  # "bulk done:KEY:CODER"


@dataclass(frozen=True, slots=True)
class Check:
    """A proposal known to be wrong. id: looks like a suggestion's. version: its number. score, rank, engine,
    evidence: what the queue shows, taken from a suggestion of the same code, like: its score moves with that
    one's, or a check would be known by standing still. how: how it was made, in words."""

    suggestion_id: str
    document: str
    version: int
    start: int
    end: int
    code: str
    score: float | None
    rank: float
    engine: str
    evidence: Sequence[Sequence[Any]]
    how: str
    like: str

    def as_data(self) -> list[Any]:
        return [
            self.suggestion_id,
            self.document,
            self.version,
            self.start,
            self.end,
            self.code,
            self.score,
            self.rank,
            self.engine,
            [list(piece) for piece in self.evidence],
            self.how,
            self.like,
        ]


@dataclass(frozen=True, slots=True)
class Deck:
    """The hidden checks of a project. on: whether the queue shows them. share: how many there are to be for
    each suggestion. content: the row that holds them. act, time, coder: who said so last, and when."""

    on: bool
    share: float
    seed: int
    content: int
    checks: Mapping[str, Check] = field(default_factory=dict)
    act: int = 0
    time: str = ""
    coder: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a coder did with a hidden check. score: as it was shown."""

    suggestion_id: str
    coder: str
    decision: str
    score: float | None
    act: int
    time: str


def deck(study: Study) -> Deck | None:
    """The hidden checks, None where nobody ever asked for them."""

    def make() -> Deck | None:
        rows = study.rows(
            "SELECT s.value, a.n, a.time, a.coder FROM setting s JOIN act a ON a.n = s.added"
            " WHERE s.key = ? ORDER BY s.added DESC, s.n DESC LIMIT 1",
            (CHECKS,),
        )
        if not rows or rows[0][0] is None:
            return None
        packed, act, time, coder = rows[0]
        data = json.loads(packed)
        found = [Check(*each) for each in study.content(data["content"]) or ()]
        return Deck(
            data["on"], data["share"], data["seed"], data["content"],
            {each.suggestion_id: each for each in found}, act, time, coder,
        )  # fmt: skip

    return study.cached("hidden checks", make)


def answers(study: Study) -> list[Answer]:
    """The first answer of each coder to each check, in the order they were given: a second one comes from
    a coder who was told."""

    def make() -> list[Answer]:
        found: dict[str, Answer] = {}
        for key, packed, act, time, coder in study.rows(
            "SELECT s.key, s.value, a.n, a.time, a.coder FROM setting s JOIN act a ON a.n = s.added"
            " WHERE substr(s.key, 1, ?) = ? ORDER BY s.added, s.n",
            (len(ANSWER), ANSWER),
        ):
            if packed is None or key in found:
                continue
            data = json.loads(packed)
            suggestion = key.removeprefix(ANSWER).partition(":")[0]
            found[key] = Answer(suggestion, coder, data["decision"], data["score"], act, time)
        return list(found.values())

    return study.cached("answers to checks", make)


def answered(study: Study, coder: str) -> set[str]:
    """The checks that a coder has answered."""
    return {each.suggestion_id for each in answers(study) if each.coder == coder}


@dataclass(frozen=True, slots=True)
class BulkSample:
    """A random sample of suggestions that is looked at before the others are accepted together.

    key: of the selection. coder: whose. ids: of the sample, in the order they were drawn. population: ids
    of all that could be drawn. asked: the selection in words. size: how many were asked for; grown: how
    often the sample was made larger. act, time: of the last drawing.
    """

    key: str
    coder: str
    ids: tuple[str, ...]
    population: tuple[str, ...]
    asked: str
    seed: int
    grown: int
    act: int
    time: str


def bulk_samples(study: Study, coder: str) -> dict[str, BulkSample]:
    """The samples that a coder drew, by key, the latest drawing of each."""

    def make() -> dict[str, BulkSample]:
        found: dict[str, BulkSample] = {}
        for key, packed, act, time in study.rows(
            "SELECT s.key, s.value, a.n, a.time FROM setting s JOIN act a ON a.n = s.added"
            " WHERE substr(s.key, 1, ?) = ? ORDER BY s.added, s.n",
            (len(BULK), BULK),
        ):
            name, _, whose = key.removeprefix(BULK).partition(":")
            if packed is None or whose != coder:
                continue
            data = json.loads(packed)
            words = study.content(data["content"]) or {"population": [], "asked": ""}
            found[name] = BulkSample(
                name, coder, tuple(words["population"][: data["n"]]), tuple(words["population"]),
                words["asked"], data["seed"], data["grown"], act, time,
            )  # fmt: skip
        return found

    return study.cached(("bulk samples", coder), make)


def bulk_acts(study: Study) -> dict[int, dict[str, Any]]:
    """act -> what was kept of it, for the acts that accepted many suggestions at once."""
    return {
        act: json.loads(packed)
        for act, packed in study.rows(
            "SELECT added, value FROM setting WHERE substr(key, 1, ?) = ? ORDER BY added",
            (len(BULK_DONE), BULK_DONE),
        )
        if packed is not None
    }


def check_words(key: str, value: str | None) -> str | None:
    """What the history says of a setting of this module, None for any other setting."""
    if value is None or not key.startswith((CHECKS, ANSWER, BULK, BULK_DONE)):
        return None
    data = json.loads(value)
    if key == CHECKS:
        return f"hidden checks {'on' if data['on'] else 'off'}, one for {1 / data['share']:,.0f} suggestions"
    if key.startswith(ANSWER):
        said = {"accept": "accepted", "reject": "rejected", "revise": "revised"}[data["decision"]]
        return f"{said} a hidden check; nothing was coded"
    if key.startswith(BULK_DONE):
        return (
            f"accepted {data['accepted']:,} suggestions together, after {data['sample_accepted']} of"
            f" {data['sample']} in a random sample"
        )
    return f"drew {data['n']} of {data['of']:,} suggestions to look at before the others are accepted together"
