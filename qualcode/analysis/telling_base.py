"""What acts are told with: the facts behind their events, and the words of today for them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from qualcode.analysis.act_facts import (
    Facts,
    Gone,
    Past,
    counts_of,
    stored,
    stored_codings,
    tally,
    undone_events,
    unpacked,
)
from qualcode.analysis.places import PURGED, Places, shortened
from qualcode.errors import counted
from qualcode.store import Study
from qualcode.store.events import VERSION_FACTS, Data
from qualcode.store.state import Version

UNROLLED = 20  # more things of a kind in one act are counted, not listed


@dataclass(frozen=True)
class Lens:
    """What was asked about; of a large act it is said how much concerns it."""

    documents: Collection[str] | None = None
    codes: Collection[str] | None = None


@dataclass
class Chain:
    codings: list[str]
    suggestions: set[str] = field(default_factory=set)
    memos: set[str] = field(default_factory=set)
    marks: set[str] = field(default_factory=set)


@dataclass
class Told:
    parts: list[str] = field(default_factory=list)
    documents: dict[str, None] = field(default_factory=dict)
    codes: dict[str, None] = field(default_factory=dict)
    codings: dict[str, None] = field(default_factory=dict)

    def touch(self, documents: Iterable[str] = (), codes: Iterable[str] = ()) -> None:
        self.documents.update(dict.fromkeys(each for each in documents if each))
        self.codes.update(dict.fromkeys(codes))


class Act:
    """The events of one act by kind, and the codings it made, in full only where they are few."""

    def __init__(self, n: int, coder: str, verb: str, events: Sequence[tuple[str, str]]) -> None:
        self.n, self.coder, self.verb = n, coder, verb
        self.kinds: dict[str, list[Data]] = {}
        for kind, packed in events:
            self.kinds.setdefault(kind, []).append(json.loads(packed))
        self.coded = self.kinds.get("codings", [])
        self.number = sum(data["rows"] for data in self.coded)
        self.made: dict[str, Facts] = {}
        if self.number <= UNROLLED or any(replacing(data) for data in self.coded):
            for data in self.coded:
                self.made.update(unpacked(data))

    def ids(self, kind: str) -> list[str]:
        return [each for data in self.kinds.get(kind, ()) for each in data["ids"]]


def replacing(data: Data) -> bool:
    return data["replaces"] != {"all": None} and any(counts_of(data["replaces"], data["rows"]))


def version_of(data: Data) -> Version:
    return Version(**{fact: data[fact] for fact in VERSION_FACTS}, added=0)


class TellerBase:
    """Facts of acts, as every sentence needs them. chain: tell only what concerns these codings."""

    def __init__(self, study: Study, lens: Lens | None = None, chain: Chain | None = None) -> None:
        self.study = study
        self.lens = lens or Lens()
        self.chain = chain
        self.places = Places(study)
        self.gone = Gone(study)
        self._past: Past | None = None
        self._known_gone = False

    @property
    def past(self) -> Past:
        if self._past is None:
            self._past = Past(self.study)
        return self._past

    # -- facts ---------------------------------------------------------------------------------

    def document(self, n: int) -> str:
        self._see(n)
        return self.places.document(n)

    def cited(self, facts: Facts) -> str:
        self._see(facts.version)
        return self.places.cited(facts.version, facts.start, facts.end)

    def _see(self, n: int) -> None:
        """Texts whose ingest was undone are known by its events."""
        if n in self.places.versions or self._known_gone:
            return
        self._known_gone = True
        for _, data in undone_events(self.study, ("document",)):
            self.places.versions.setdefault(data["n"], version_of(data))

    def codings(self, ids: Sequence[str], made: dict[str, Facts] | None = None) -> dict[str, Facts]:
        return self._facts(
            ids,
            made or {},
            lambda some: stored_codings(self.study, some),
            lambda: self.gone.codings,
        )

    def suggestions(self, ids: Sequence[str]) -> dict[str, Facts]:
        sql = (
            "SELECT s.suggestion_id, s.version, s.start, s.end, k.text, e.text FROM suggestion s"
            " JOIN name k ON k.n = s.code JOIN name e ON e.n = s.engine WHERE s.suggestion_id IN"
        )
        return self._facts(
            ids,
            {},
            lambda some: stored(self.study, sql, some, lambda row: Facts(*row)),
            lambda: self.gone.of("suggestions"),
        )

    def rows_of(self, kind: str, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        """Memos, marks, summaries, decisions and passes as far as a sentence needs them, by id."""
        names: tuple[str, ...]
        if kind in ("memo", "mark"):
            about = "on_id" if kind == "memo" else "coding_id"
            sql = f"SELECT {kind}_id, {about}, content FROM {kind} WHERE {kind}_id IN"
            names = ("on" if kind == "memo" else "coding", "content")
        elif kind == "summary":
            # The names are those of the event.
            sql = (
                "SELECT s.summary_id, s.attribute, s.row_content, c.text, s.content FROM summary s"
                " JOIN name c ON c.n = s.code WHERE s.summary_id IN"
            )
            names = ("by", "row", "code", "content")
        elif kind == "decision":
            sql = "SELECT decision_id, suggestion_id, coding_id FROM decision WHERE decision_id IN"
            names = ("suggestion", "coding")
        else:
            sql = (
                'SELECT p.pass_id, p.version, n.text, c.text FROM "pass" p'
                " JOIN name n ON n.n = p.coder JOIN name c ON c.n = p.codes WHERE p.pass_id IN"
            )
            names = ("version", "coder", "codes")
        return self._facts(
            ids,
            {},
            lambda some: stored(
                self.study, sql, some, lambda row: dict(zip(names, row, strict=True))
            ),
            lambda: self.gone.of(kind),
        )

    @staticmethod
    def _facts(
        ids: Sequence[str],
        made: dict[str, Any],
        stored: Callable[[list[str]], dict[str, Any]],
        gone: Callable[[], dict[str, Any]],
    ) -> dict[str, Any]:
        found = {each: made[each] for each in ids if each in made}
        if rest := [each for each in ids if each not in found]:
            found.update(stored(rest))
            if lost := [each for each in rest if each not in found]:
                known = gone()
                found.update({each: known[each] for each in lost if each in known})
        return found

    def words(self, content: int | None, name: str = "text") -> str:
        """Words of a content row in quotation marks, "" where there are none."""
        if content is None:
            return ""
        body = self.study.content(content)
        if body is None:
            return PURGED
        text = body.get(name, "") if isinstance(body, dict) else ""
        return f"“{shortened(text)}”" if text else ""

    def _ours(self, ids: Iterable[str]) -> list[str]:
        """Those of some codings that are asked about: all of them, or the members of the chain."""
        if self.chain is None:
            return list(ids)
        return [each for each in ids if each in self.chain.codings]

    def _sums(self, own: list[Data], told: Told, by: str) -> tuple[Counter, Counter, Counter]:
        codes: Counter = Counter()
        documents: Counter = Counter()
        people: Counter = Counter()
        for data in own:
            codes += counts_of(data["code"], data["rows"])
            people += counts_of(data[by], data["rows"])
            for version, number in counts_of(data["version"], data["rows"]).items():
                documents[self.document(version) or "(unknown)"] += number
        told.touch(documents, codes)
        return codes, documents, people

    def _each(
        self,
        said: list[str],
        verb: str,
        facts: Collection[Facts],
        told: Told,
        noun: str = "coding",
    ) -> None:
        """A part for each of a few things, or one part that counts many."""
        documents = Counter(self.document(each.version) or "(unknown)" for each in facts)
        codes = Counter(each.code for each in facts)
        told.touch(documents, codes)
        if len(facts) <= UNROLLED:
            told.parts += [f"{verb} {each}" for each in said]
        elif facts:
            told.parts.append(
                f"{verb} {counted(len(facts), noun)}: {tally(codes)} in {tally(documents)}"
            )
