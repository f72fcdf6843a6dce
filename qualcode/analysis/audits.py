"""Blind audit samples as a project keeps them.

An audit sample is a sample of turns with one coder (`qualcode.analysis.samples`), and beside it the setting
"audit:NAME": what share of its stratum each turn stands for, and, as they were when it was drawn, the turns it
was drawn from and what the program said of them. That program had not seen the sample's answers, so its codes
can sort the segments whatever is learned later. For codes of a program that is fitted later to correct as
well, it must not have learned from the sample: `reserved` names the turns that learning leaves out. What is
computed from a sample that is passed is in `qualcode.analysis.audit_values`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from qualcode.analysis.corpus import Corpus
from qualcode.analysis.machine_codes import PROBABILITY, MachineCodes, turn_places
from qualcode.analysis.samples import Plan, plans
from qualcode.core.asked import asked_text
from qualcode.errors import CodingError, counted, listing
from qualcode.store import Study, state
from qualcode.store.state import Version

AUDIT = "audit:"
LEARNED = "audit learned:"  # a setting that says that learning may use a sample's answers
RELEASE = "learn from audit"  # the verb of the act that gives a sample's answers to learning


@dataclass(frozen=True, slots=True)
class Audit:
    """A kept audit sample. plan: the turns and who codes them. sizes: of each stratum how many turns there
    were and how many were drawn; stratum: document -> the stratum of each turn of the plan's part. by:
    what made the strata, "machine" among them where the program's codes did. machine: what the program's
    codes are; probability: from which on suggestions were taken as said, None where the codes were given.
    words: the content row with what it was drawn from. learns: whether learning may use the answers now; released: the act that let it for the first time, also where that was taken back."""

    plan: Plan
    by: tuple[str, ...]
    sizes: tuple[tuple[int, int], ...]
    stratum: Mapping[str, tuple[int, ...]]
    machine: str
    words: int
    learns: bool = False
    released: int | None = None
    probability: float | None = PROBABILITY

    @property
    def name(self) -> str:
        return self.plan.name

    def weights(self) -> dict[tuple[str, str], float]:
        """(document, turn) -> how many turns the sampled one stands for."""
        found = {}
        for part in self.plan.parts:
            for turn, stratum in zip(part.turns or (), self.stratum[part.document], strict=True):
                available, drawn = self.sizes[stratum]
                found[part.document, turn] = available / drawn
        return found


@dataclass(frozen=True, slots=True)
class Drawing:
    """What an audit sample was drawn from. strata: values, available, drawn. where: the filters. frame:
    document -> (version, the turns). machine: what the program said of them then."""

    strata: list[tuple[tuple[str, ...], int, int]]
    where: dict[str, list[str]]
    left_out: dict[str, int]
    frame: dict[str, tuple[str, tuple[str, ...]]]
    machine: MachineCodes


def as_setting(
    by: Sequence[str],
    sizes: Sequence[tuple[int, int]],
    stratum: Mapping[str, Sequence[int]],
    machine: str,
    words: int,
    probability: float | None,
) -> str:
    """As the event holds it."""
    data = {
        "by": by, "sizes": sizes, "stratum": stratum, "machine": machine, "words": words,
        "probability": probability,
    }  # fmt: skip
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def audit_words(key: str, value: str | None) -> str | None:
    """What the history says of a setting of this module, None for any other setting."""
    if value is None:
        return None
    if key.startswith(LEARNED):
        return f"gave the answers of the audit sample {key.removeprefix(LEARNED)} to learning"
    if key.startswith(AUDIT):
        return f"made it an audit sample; the program's codes: {json.loads(value)['machine']}"
    return None


def audits(study: Study) -> dict[str, Audit]:
    """The audit samples of the project by name, in the order they were drawn."""

    def make() -> dict[str, Audit]:
        found: dict[str, Audit] = {}
        known = plans(study)
        for key, value in study.rows(
            "SELECT key, value FROM setting WHERE substr(key, 1, ?) = ? ORDER BY added, n",
            (len(AUDIT), AUDIT),
        ):
            name = key.removeprefix(AUDIT)
            if name in known and value is not None:
                data = json.loads(value)
                found[name] = Audit(
                    known[name],
                    tuple(data["by"]),
                    tuple((available, drawn) for available, drawn in data["sizes"]),
                    {document: tuple(own) for document, own in data["stratum"].items()},
                    data["machine"],
                    data["words"],
                    state.setting(study, LEARNED + name) is not None,
                    _released(study, name, known[name].act),
                    data.get("probability", PROBABILITY),
                )
        return found

    return study.cached("audits", make)


def _released(study: Study, name: str, since: int) -> int | None:
    """The act that gave a sample's answers to learning, also where it was taken back: who was shown
    something has seen it."""
    for act, event in study.rows(
        "SELECT a.n, e.data FROM act a JOIN event e ON e.act = a.n WHERE a.verb = ? AND e.kind ="
        " 'setting' AND a.n > ? ORDER BY a.n",
        (RELEASE, since),
    ):
        if json.loads(event)["key"] == LEARNED + name:
            return int(act)
    return None


def audit(study: Study, name: str) -> Audit:
    """One audit sample; CodingError where there is none of that name."""
    known = audits(study)
    found = known.get(asked_text("sample", name, "the name of an audit sample").strip())
    if found is None:
        raise CodingError(
            name,
            "is no audit sample of this project",
            f"audit samples: {listing(known)}" if known else "none has been drawn",
            "" if known else "project.draw_audit(NAME, n=150), qualcode audit sample",
        )
    return found


def drawing(study: Study, of: Audit) -> Drawing:
    """What an audit sample was drawn from; CodingError where these words are not kept."""
    body = study.content(of.words)
    if body is None:
        raise CodingError(
            of.name, "what it was drawn from is not kept here", "",
            "Use the project it was drawn in, or draw another audit sample",
        )  # fmt: skip
    return Drawing(
        [(tuple(values), available, drawn) for values, available, drawn in body["strata"]],
        body["where"],
        body["left_out"],
        {document: (version, tuple(turns)) for document, (version, turns) in body["frame"].items()},
        MachineCodes(of.machine, body["machine"]),
    )


def numbered_anew(study: Study, drawn: Drawing) -> dict[str, int]:
    """Documents whose turns have other numbers or speakers than when an audit sample was drawn -> how many turns
    it had there. What was kept of a turn by its number is no longer said of its words."""
    known = {(each.document, each.version): each for each in state.all_versions(study).values()}
    now, found = state.versions(study), {}
    for document, (version, turns) in drawn.frame.items():
        if document not in now or now[document].version == version:
            continue
        then = known.get((document, version))
        if then is None or _numbers(study, then) != _numbers(study, now[document]):
            found[document] = len(turns)
    return found


def _numbers(study: Study, version: Version) -> list[tuple[Any, Any]]:
    """Number and speaker of every turn."""
    return [(turn[0], turn[1]) for turn in state.structure(study, version)["turns"]]


def told_anew(of: Audit, anew: Mapping[str, int]) -> list[str]:
    """What is said under tables of documents whose turns were numbered anew."""
    if not anew:
        return []
    return [
        f"In no row: {counted(sum(anew.values()), 'turn')} of {listing(anew)}, whose turns were numbered anew"
        f" since the audit sample {of.name} was drawn."
    ]


def frame_turns(own: Corpus, drawn: Drawing, anew: Collection[str]) -> np.ndarray:
    """A mask of the turns that an audit sample was drawn from, as far as they are still there."""
    found, place = np.zeros(len(own), dtype=bool), turn_places(own)
    for document, (_, numbers) in drawn.frame.items():
        if document not in anew:
            found[[place[document, each] for each in numbers if (document, each) in place]] = True
    return found


def reserved(study: Study) -> dict[str, frozenset[str]]:
    """document -> the turns that learning leaves out: those of audit samples whose answers were not given
    to learning. What a program has learned from does not tell how often it errs elsewhere."""
    found: dict[str, set[str]] = {}
    for each in audits(study).values():
        if not each.learns:
            for part in each.plan.parts:
                found.setdefault(part.document, set()).update(part.turns or ())
    return {document: frozenset(turns) for document, turns in found.items()}


def summary(study: Study, of: Audit) -> dict[str, Any]:
    """What was drawn and from what, as plain data."""
    own = drawing(study, of)
    return {
        "sample": of.name,
        "coder": of.plan.coders[0],
        "machine": of.machine,
        "by": list(of.by),
        "drawn": of.plan.size,
        "available": of.plan.available,
        "seed": of.plan.seed,
        "where": own.where,
        "strata": [
            {"values": list(values), "available": available, "drawn": drawn}
            for values, available, drawn in own.strata
        ],
        "left_out": own.left_out,
        "learned_from": of.released,
    }
