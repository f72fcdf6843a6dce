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
    """What a coder did with a hidden check. score: as it was shown. together: it was accepted with others
    after a sample of them, and so not looked at."""

    suggestion_id: str
    coder: str
    decision: str
    score: float | None
    act: int
    time: str
    together: bool = False


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
    a coder who was told. So an acceptance or a revision stays the first answer where it was undone; an undone
    rejection told nothing and is none."""

    def make() -> list[Answer]:
        given = [(*each, False) for each in _said(study, ANSWER, undone=False)]
        given += [(*each, True) for each in _said(study, ANSWER, undone=True)]
        given.sort(key=lambda each: each[0])
        together = {
            act for undone in (False, True) for act, *_ in _said(study, BULK_DONE, undone=undone)
        }
        found: dict[str, Answer] = {}
        for act, key, packed, time, coder, undone in given:
            data = json.loads(packed)
            if key in found or (undone and data["decision"] == "reject"):
                continue
            suggestion = key.removeprefix(ANSWER).partition(":")[0]
            found[key] = Answer(
                suggestion, coder, data["decision"], data["score"], act, time, act in together
            )
        return sorted(found.values(), key=lambda each: each.act)

    return study.cached("answers to checks", make)


def answered(study: Study, coder: str) -> set[str]:
    """The checks that a coder has answered."""
    return {each.suggestion_id for each in answers(study) if each.coder == coder}


@dataclass(frozen=True, slots=True)
class BulkSample:
    """A random sample of suggestions that is looked at before the others are accepted together.

    key: of the selection. coder: whose. size: how many of it are to be looked at. population: ids of all that
    could be drawn, in the order of the drawing; the sample are the first that can be looked at. asked: the
    selection in words. grown: how often the sample was made larger. codes: what each code among them was
    defined as (code -> hash), None for samples that did not keep it. act, time: of the last drawing.
    """

    key: str
    coder: str
    size: int
    population: tuple[str, ...]
    asked: str
    seed: int
    grown: int
    codes: Mapping[str, str] | None
    act: int
    time: str


def bulk_samples(study: Study, coder: str) -> dict[str, BulkSample]:
    """The samples that a coder drew, by key, the latest drawing of each."""

    def make() -> dict[str, BulkSample]:
        return _samples(study, coder, undone=False)

    return study.cached(("bulk samples", coder), make)


def undone_samples(study: Study, coder: str) -> dict[str, BulkSample]:
    """The samples whose drawing this coder took back, by key, the latest of each. They are not in force, but
    who asks again is shown the same ones, or drawing and undoing would go on until a sample pleases."""
    return _samples(study, coder, undone=True)


def _samples(study: Study, coder: str, *, undone: bool) -> dict[str, BulkSample]:
    found: dict[str, BulkSample] = {}
    for act, key, packed, time, _ in _said(study, BULK, undone=undone):
        name, _, whose = key.removeprefix(BULK).partition(":")
        if whose != coder:
            continue
        data = json.loads(packed)
        kept = study.content(data["content"]) or {"population": [], "asked": ""}
        found[name] = BulkSample(
            name, coder, data["n"], tuple(kept["population"]), kept["asked"], data["seed"], data["grown"],
            kept.get("codes"), act, time,
        )  # fmt: skip
    return found


def _said(study: Study, head: str, *, undone: bool) -> list[tuple[int, str, str, str, str]]:
    """act, key, value, time and coder of settings whose key begins so, oldest first: those that stand or
    those that were undone."""
    found = []
    for act, packed, time, coder in study.rows(
        "SELECT e.act, e.data, a.time, a.coder FROM event e JOIN act a ON a.n = e.act"
        " WHERE e.kind = 'setting' AND instr(e.data, ?) > 0"
        f" AND e.act {'IN' if undone else 'NOT IN'} (SELECT act FROM undone) ORDER BY e.act, e.n",
        (head,),
    ):
        data = json.loads(packed)
        if data["key"].startswith(head) and data["value"] is not None:
            found.append((act, data["key"], data["value"], time, coder))
    return found


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
