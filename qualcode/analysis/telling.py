"""Acts told in sentences, from their events and the texts and content rows of today."""

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
    events_of,
    stored,
    stored_codings,
    tally,
    undone_events,
    unpacked,
    unpacked_suggestions,
)
from qualcode.analysis.places import PURGED, Places, shortened
from qualcode.analysis.samples import setting_words
from qualcode.core.changes import Changes
from qualcode.errors import counted, listing
from qualcode.store import Study, state
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


class _Act:
    """The events of one act by kind, and the codings it made, in full only where they are few."""

    def __init__(self, n: int, coder: str, verb: str, events: Sequence[tuple[str, str]]) -> None:
        self.n, self.coder, self.verb = n, coder, verb
        self.kinds: dict[str, list[Data]] = {}
        for kind, packed in events:
            self.kinds.setdefault(kind, []).append(json.loads(packed))
        self.coded = self.kinds.get("codings", [])
        self.number = sum(data["rows"] for data in self.coded)
        self.made: dict[str, Facts] = {}
        if self.number <= UNROLLED or any(_replacing(data) for data in self.coded):
            for data in self.coded:
                self.made.update(unpacked(data))

    def ids(self, kind: str) -> list[str]:
        return [each for data in self.kinds.get(kind, ()) for each in data["ids"]]


def _replacing(data: Data) -> bool:
    return data["replaces"] != {"all": None} and any(counts_of(data["replaces"], data["rows"]))


class Teller:
    """Sentences about acts. chain: tell only what concerns these codings."""

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
            self.places.versions.setdefault(data["n"], _version(data))

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

    # -- one act -------------------------------------------------------------------------------

    def tell(self, n: int, coder: str, verb: str, events: Sequence[tuple[str, str]]) -> Told:
        told = Told()
        act = _Act(n, coder, verb, events)
        for kinds, chains, say in _STEPS:
            if (self.chain is None or chains) and not act.kinds.keys().isdisjoint(kinds):
                say(self, act, told)
        return told

    def _project(self, act: _Act, told: Told) -> None:
        told.parts.append(f"made the project {self.study.path.name}")

    def _settings(self, act: _Act, told: Told) -> None:
        for data in act.kinds.get("setting", ()):
            said = setting_words(data["key"], data["value"])
            told.parts.append(
                said or f"{data['key']} = {'(none)' if data['value'] is None else data['value']}"
            )

    def _rows(self, act: _Act, told: Told) -> None:
        changes = self.past.rows.get(act.n, [])
        for sheet in dict.fromkeys(change.sheet for change in changes):
            own = [change for change in changes if change.sheet == sheet]
            told.touch(change.document for change in own)
            new = [change for change in own if change.before is None and change.who != PURGED]
            purged = sum(change.who == PURGED for change in own)
            other = [change for change in own if change.before is not None]
            said = []
            if new:
                said.append(f"{counted(len(new), 'row')} added ({listing(new, UNROLLED)})")
            if other:
                said.append(f"{counted(len(other), 'row')} changed ({listing(other, UNROLLED)})")
            if purged:
                said.append(f"{counted(purged, 'row')} {PURGED}")
            told.parts.append(f"{sheet} sheet: {', '.join(said)}")

    def _documents(self, act: _Act, told: Told) -> None:
        own = act.kinds.get("document", [])
        told.touch(data["document"] for data in own)
        if len(own) > UNROLLED:
            kinds = Counter(data["kind"] for data in own)
            told.parts.append(f"read in {counted(len(own), 'document')}: {tally(kinds)}")
            return
        for data in own:
            content = self.study.content(data["structure"])
            size = PURGED
            if content is not None:
                turns = content["turns"]
                size = f"{counted(len(turns), 'turn')}, {counted(sum(t[7] for t in turns), 'word')}"
            what = "a new text of " if data["after"] is not None else ""
            told.parts.append(f"read in {what}{data['document']} ({data['kind']}, {size})")

    def _codebook(self, act: _Act, told: Told) -> None:
        for changes in self.past.books.get(act.n, ()):
            told.parts += book_parts(changes, act.verb == "load codebook")
            told.touch(codes=changed_codes(changes))

    def _suggestions(self, act: _Act, told: Told) -> None:
        own = act.kinds["suggestions"]
        if self.chain is not None:
            self._own_suggestions(act, told)
            return
        codes, documents, engines = self._sums(own, told, "engine")
        told.parts.append(
            f"{listing(engines)} proposed {counted(sum(codes.values()), 'coding')}:"
            f" {tally(codes)} in {tally(documents)}"
        )

    def _own_suggestions(self, act: _Act, told: Told) -> None:
        assert self.chain is not None
        for data in act.kinds["suggestions"]:
            if self.chain.suggestions.isdisjoint(data["id"]):
                continue
            for each, facts in unpacked_suggestions(data).items():
                if each in self.chain.suggestions:
                    told.parts.append(f"{facts.by} proposed {facts.code} for {self.cited(facts)}")

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

    # -- decisions and codings -------------------------------------------------------------------

    def _ours(self, ids: Iterable[str]) -> list[str]:
        """Those of some codings that are asked about: all of them, or the members of the chain."""
        if self.chain is None:
            return list(ids)
        return [each for each in ids if each in self.chain.codings]

    def _decisions(self, act: _Act, told: Told) -> None:
        own = act.kinds.get("decision", [])
        if self.chain is not None:
            own = [
                data
                for data in own
                if data["suggestion"] in self.chain.suggestions
                or data["coding"] in self.chain.codings
            ]
        facts = self.suggestions([data["suggestion"] for data in own])
        told.touch(
            (self.document(each.version) for each in facts.values()),
            (each.code for each in facts.values()),
        )
        told.codings.update(dict.fromkeys(self._ours(d["coding"] for d in own if d["coding"])))
        if len(own) > UNROLLED:
            kinds = Counter(data["decision"] for data in own)
            codes = Counter(each.code for each in facts.values())
            documents = Counter(self.document(each.version) for each in facts.values())
            told.parts.append(
                f"decided on {counted(len(own), 'suggestion')}: {tally(kinds)}; of"
                f" {tally(codes)} in {tally(documents)}"
            )
            return
        made = self.codings([data["coding"] for data in own if data["coding"]], act.made)
        past = {"accept": "accepted", "reject": "rejected", "revise": "revised"}
        for data in own:
            about, coding = facts.get(data["suggestion"]), made.get(data["coding"] or "")
            place = f" of {about.code} in {self.cited(about)}" if about else ""
            part = f"{past[data['decision']]} the suggestion{place}"
            if data["decision"] == "revise" and coding is not None:
                part += f", as {coding.code} on {self.cited(coding)}"
            if reason := self.words(data["reason"]):
                part += f", because {reason}"
            told.parts.append(part)
        self._undecided(act, told, {data["suggestion"] for data in own})

    def _undecided(self, act: _Act, told: Told, again: set[str]) -> None:
        """Decisions taken back; where the same act decides anew, that is said once."""
        earlier = self.rows_of("decision", act.ids("undecide"))
        back = [
            data["suggestion"]
            for data in earlier.values()
            if data["suggestion"] not in again
            and (self.chain is None or data["suggestion"] in self.chain.suggestions)
        ]
        if back:
            facts = self.suggestions(back)
            self._each(
                [f"the suggestion of {each.code} in {self.cited(each)}" for each in facts.values()],
                "took back the decision on",
                facts.values(),
                told,
                "decision",
            )
        elif earlier:
            told.parts.append("in place of an earlier decision")

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

    def _codings(self, act: _Act, told: Told) -> None:
        if not act.made:
            self._many(act, told)
            return
        decided = {data["coding"] for data in act.kinds.get("decision", ())}
        if len(act.kinds.get("decision", ())) > UNROLLED:
            decided = set()
        own = {each: act.made[each] for each in self._ours(act.made)}
        told.codings.update(dict.fromkeys(own))
        told.touch(
            (self.document(facts.version) for facts in own.values()),
            (facts.code for facts in own.values()),
        )
        new = [f for each, f in own.items() if not f.replaces and each not in decided]
        if len(new) > UNROLLED:
            self._each([], "applied", new, told)
        for facts in new if len(new) <= UNROLLED else ():
            by = "" if facts.by == act.coder else f" (coded by {facts.by})"
            told.parts.append(f"applied {facts.code} to {self.cited(facts)}{by}")
        stand_in = {each: f for each, f in own.items() if f.replaces and each not in decided}
        if stand_in:
            self._replaced(act, stand_in, told)

    def _many(self, act: _Act, told: Told) -> None:
        if self.chain is not None:
            wanted = set(self.chain.codings)
            for data in act.coded:
                if wanted.isdisjoint(data["id"]):
                    continue
                for each, facts in unpacked(data).items():
                    if each in wanted:
                        by = "" if facts.by == act.coder else f" (coded by {facts.by})"
                        told.parts.append(f"applied {facts.code} to {self.cited(facts)}{by}")
                        told.codings[each] = None
            return
        codes, documents, people = self._sums(act.coded, told, "coder")
        by = "" if list(people) == [act.coder] else f" by {tally(people)}"
        part = f"applied {counted(act.number, 'coding')}{by}: {tally(codes)} in {tally(documents)}"
        for asked, counts, how in (
            (self.lens.documents, documents, "in"),
            (self.lens.codes, codes, "of"),
        ):
            met = [each for each in counts if asked is not None and each in asked]
            if met and len(counts) > len(met):
                part += f", {sum(counts[each] for each in met):,} of them {how} {listing(met)}"
        told.parts.append(part)

    def _replaced(self, act: _Act, own: dict[str, Facts], told: Told) -> None:
        earlier = self.codings([f.replaces for f in own.values() if f.replaces], act.made)
        told.touch(
            (self.document(facts.version) for facts in earlier.values()),
            (facts.code for facts in earlier.values()),
        )
        many = len(own) > UNROLLED or ("codebook" in act.kinds and self.chain is None)
        recoded: Counter = Counter()
        carried: Counter = Counter()
        other: Counter = Counter()
        for facts in own.values():
            old = earlier.get(facts.replaces or "")
            if old is None:
                other[f"brought in {facts.code} in place of a coding unknown here"] += 1
                told.parts += [] if many else [f"applied {facts.code} to {self.cited(facts)}"]
            elif old.version != facts.version:
                carried[self.document(facts.version)] += 1
                if not many and self.chain is not None:
                    told.parts.append(f"carried over to the new text: {self.cited(facts)}")
            elif old.code != facts.code:
                recoded[old.code, facts.code] += 1
                if not many:
                    told.parts.append(f"{facts.code} instead of {old.code} on {self.cited(facts)}")
            elif (old.start, old.end) != (facts.start, facts.end):
                other[f"{facts.code} on other words"] += 1
                if not many:
                    told.parts.append(
                        f"moved the edges of {facts.code} to {self.cited(facts)}"
                        f" (was “{shortened(self.places.quotation(old.version, old.start, old.end))}”)"
                    )
            else:
                other[f"{facts.code} confirmed"] += 1
                if not many:
                    told.parts.append(f"confirmed {facts.code} on {self.cited(facts)}")
        if carried and self.chain is None:
            told.parts += [
                f"carried {counted(number, 'coding')} over to the new text of {document}"
                for document, number in carried.items()
            ]
        if many:
            told.parts += [
                f"{counted(number, 'coding')} of {old} {'is' if number == 1 else 'are'} now {new}"
                for (old, new), number in recoded.items()
            ]
            told.parts += [f"{counted(number, 'coding')}: {what}" for what, number in other.items()]

    def _retracted(self, act: _Act, told: Told) -> None:
        # A coding that another one stands in for was told with that one.
        settled = {facts.replaces for facts in act.made.values()}
        joined = {
            old: new
            for data in act.kinds["retract"]
            for old, new in data.get("joined", {}).items()
            if self.chain is None or old in self.chain.codings
        }
        ids = [each for each in self._ours(act.ids("retract")) if each not in settled]
        facts = self.codings([*ids, *joined.values()], act.made)
        told.codings.update(dict.fromkeys(each for each in ids if each in facts))
        away = [facts[each] for each in ids if each in facts and each not in joined]
        self._each([f"{f.code} from {self.cited(f)}" for f in away], "took away", away, told)
        pairs = [
            (facts[old], facts[new]) for old, new in joined.items() if old in facts and new in facts
        ]
        told.touch(
            (self.document(old.version) for old, _ in pairs),
            (code for old, new in pairs for code in (old.code, new.code)),
        )
        if len(pairs) <= UNROLLED and ("codebook" not in act.kinds or self.chain is not None):
            told.parts += [
                f"{old.code} on {self.cited(old)} is one with {new.code}, coded there already"
                for old, new in pairs
            ]
            return
        for (old, new), number in Counter((old.code, new.code) for old, new in pairs).items():
            told.parts.append(
                f"{counted(number, 'coding')} of {old} {'is' if number == 1 else 'are'} one with"
                f" {new} on the same words, coded already"
            )

    # -- reading, memos, marks -------------------------------------------------------------------

    def _passes(self, act: _Act, told: Told) -> None:
        own = act.kinds.get("pass", [])
        for data in own:
            told.touch([self.document(data["version"])], data["codes"])
        if len(own) > UNROLLED:
            documents = {self.document(data["version"]) for data in own}
            people = Counter(data["coder"] for data in own)
            told.parts.append(
                f"recorded {counted(len(own), 'reading')} of {counted(len(documents), 'document')}"
                f" by {tally(people)}"
            )
            own = []
        readers: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        for data in own:
            name = self.document(data["version"]) or "a document"
            if data["turns"] is not None:
                name += f" (turns {listing(data['turns'])})"
            if "document" in act.kinds:
                told.parts.append(f"{data['coder']}’s reading of {name} holds for the new text")
                continue
            codes = data["codes"]
            which = listing(codes) if len(codes) < 4 else counted(len(codes), "code")
            read = (f"{name} for {which}, blind {data['blind']}", tuple(codes))
            readers.setdefault(read, []).append(data["coder"])
        for (what, _), readers_of in readers.items():
            own_hand = readers_of == [act.coder]
            told.parts.append(
                f"read {what}" if own_hand else f"recorded that {listing(readers_of)} read {what}"
            )
        earlier = self.rows_of("pass", act.ids("unpass"))
        again = {(self.document(d["version"]), d["coder"]) for d in act.kinds.get("pass", ())}
        for data in earlier.values():
            name = self.document(data["version"])
            told.touch([name])
            if (name, data["coder"]) not in again:
                told.parts.append(f"took back {data['coder']}’s reading of {name}")

    def _memos(self, act: _Act, told: Told) -> None:
        own = act.kinds.get("memo", [])
        ids = act.ids("unmemo")
        if self.chain is not None:
            own = [data for data in own if data["on"] in self.chain.codings]
            ids = [each for each in ids if each in self.chain.memos]
        gone = self.rows_of("memo", ids)
        for data in [*own, *gone.values()]:
            self._about(data["on"], told, act)
        edited = set()
        if len(own) > UNROLLED:
            told.parts.append(f"wrote {counted(len(own), 'memo')}")
        for data in own if len(own) <= UNROLLED else ():
            body = self.study.content(data["content"]) or {}
            about = self._subject(data["on"], act)
            said = self.words(data["content"]) or PURGED
            if body.get("title"):
                said = f"“{shortened(body['title'])}”: {said}"
            by = data.get("coder") or act.coder
            who = "" if by == act.coder else f" by {by}"
            dated = f" of {data['time'][:10]}" if data.get("time") else ""
            if body.get("replaces") in gone:
                edited.add(body["replaces"])
                was = self.words(gone[body["replaces"]]["content"]) or PURGED
                told.parts.append(f"changed the memo{dated} {about}: {said} (was {was})")
            else:
                told.parts.append(f"wrote a memo{who}{dated} {about}: {said}")
        left = [data for each, data in gone.items() if each not in edited]
        if len(own) > UNROLLED or len(left) > UNROLLED:
            told.parts += [f"took back {counted(len(left), 'memo')}"] if left else []
            return
        told.parts += [
            f"took back the memo {self._subject(data['on'], act)}: {self.words(data['content']) or PURGED}"
            for data in left
        ]

    def _subject(self, on: str | None, act: _Act) -> str:
        """`in the study diary`, `on the coding of trust in FG1, turn 2: “…”`."""
        if on is None:
            return "in the study diary"
        if found := self.codings([on], act.made):
            return f"on the coding of {found[on].code} in {self.cited(found[on])}"
        if found := self.suggestions([on]):
            return f"on the suggestion of {found[on].code} in {self.cited(found[on])}"
        for kind in ("memo", "decision", "pass"):
            rows = self.rows_of(kind, [on])
            if not rows:
                continue
            if kind == "memo":
                return f"on the memo {self.words(rows[on]['content']) or PURGED}"
            if kind == "pass":
                who = rows[on]["coder"]
                return f"on {who}’s reading of {self.document(rows[on]['version'])}"
            about = self.suggestions([rows[on]["suggestion"]]).get(rows[on]["suggestion"])
            return "on the decision" + (f" on {about.code} in {self.cited(about)}" if about else "")
        number = self.study.value("SELECT n FROM act WHERE act_id = ?", (on,))
        return f"on act {number}" if number else f"on {on}"

    def _about(self, on: str | None, told: Told, act: _Act, depth: int = 0) -> None:
        """What a memo touches by its subject."""
        if on is None or depth > 50:
            return
        for found in (self.codings([on], act.made), self.suggestions([on])):
            if on in found:
                told.touch([self.document(found[on].version)], [found[on].code])
                if self._ours([on]) and self.chain is not None:
                    told.codings[on] = None
                return
        for kind, at in (("memo", "on"), ("decision", "suggestion")):
            rows = self.rows_of(kind, [on])
            if on in rows:
                self._about(rows[on][at], told, act, depth + 1)
                return
        rows = self.rows_of("pass", [on])
        if on in rows:
            told.touch([self.document(rows[on]["version"])])
        elif any(version.document == on for version in self.places.versions.values()):
            told.touch([on])
        elif state.codebook(self.study).successor(on) is not None:
            told.touch(codes=[on])

    def _marks(self, act: _Act, told: Told) -> None:
        own = act.kinds.get("mark", [])
        gone = list(self.rows_of("mark", act.ids("unmark")).values())
        # A mark that takes the place of another one only changes its excerpt.
        marked = {data["coding"]: data["content"] for data in own}
        ended = {data["coding"]: data["content"] for data in gone if data["coding"] not in marked}
        for rows, verb in (
            (marked, "marked as a key quotation:"),
            (ended, "no longer a key quotation:"),
        ):
            facts = self.codings(self._ours(rows), act.made)
            told.codings.update(dict.fromkeys(facts))
            said = []
            for coding, each in facts.items():
                words = self.words(rows[coding]) if rows is marked else ""
                short = f", shortened to {words}" if words else ""
                said.append(f"{each.code} in {self.cited(each)}{short}")
            self._each(said, verb, list(facts.values()), told)

    def _summaries(self, act: _Act, told: Told) -> None:
        own = act.kinds.get("summary", [])
        taken = act.ids("unsummary")
        rows = self.rows_of("summary", taken)
        gone = {each: rows[each] for each in taken if each in rows}
        replaced = {old for data in own for old in data.get("replaces", ())}
        links = self._linked(replaced if self.chain is None else gone)
        if self.chain is not None:
            # Of one coding it is told to which summaries it was linked, and from which it was taken.
            for data in own:
                before = {x for old in data.get("replaces", ()) for x in links.get(old, ())}
                for verb, ids in (
                    ("linked to", [x for x in data["links"] if x not in before]),
                    ("no longer linked to", [x for x in before if x not in data["links"]]),
                ):
                    if mine := self._ours(ids):
                        told.codings.update(dict.fromkeys(mine))
                        told.parts.append(f"{verb} the summary of {self._cell(data)}")
            for each in [each for each in gone if each not in replaced]:
                if mine := self._ours(links[each]):
                    told.codings.update(dict.fromkeys(mine))
                    told.parts.append(f"cleared the summary of {self._cell(gone[each])}")
            return
        cleared = [data for each, data in gone.items() if each not in replaced]
        for data in [*own, *cleared]:
            told.touch(codes=[data["code"]])
            if data["by"] == "document" and (row := self._row_value(data)):
                told.touch([row])
        facts = self.codings(list({x for data in own for x in data["links"]}), act.made)
        told.touch(self.document(each.version) for each in facts.values())
        if len(own) > UNROLLED:
            told.parts.append(
                f"wrote {counted(len(own), 'summary', 'summaries')} by {listing(dict.fromkeys(d['by'] for d in own))}:"
                f" {tally(Counter(data['code'] for data in own))}"
            )
        for data in own if len(own) <= UNROLLED else ():
            told.parts.append(self._summarised(data, gone, links, facts))
        if len(cleared) > UNROLLED:
            told.parts.append(f"cleared {counted(len(cleared), 'summary', 'summaries')}")
        for data in cleared if len(cleared) <= UNROLLED else ():
            said = self.words(data["content"]) or PURGED
            told.parts.append(f"cleared the summary of {self._cell(data)}: {said}")

    def _summarised(
        self,
        data: Data,
        gone: dict[str, dict[str, Any]],
        links: dict[str, list[str]],
        facts: dict[str, Facts],
    ) -> str:
        cell, said = self._cell(data), self.words(data["content"]) or PURGED
        before = [gone[old] for old in data.get("replaces", ()) if old in gone]
        if not before:
            part = f"summarised {cell}: {said}"
        elif len(before) > 1:
            part = f"joined {len(before)} summaries of {cell}: {said}"
        elif before[0]["content"] == data["content"]:
            part = ""  # the words are the same row, so it is about links
            if self._row_value(before[0]) != self._row_value(data):
                part = f"moved the summary of {self._cell(before[0])} to {cell}"
        elif (was := self.words(before[0]["content"]) or PURGED) == said and self._same(
            before[0]["content"], data["content"]
        ):
            part = f"confirmed the summary of {cell}: {said}"
        else:
            part = f"changed the summary of {cell}: {said} (was {was})"
        had = {x for old in data.get("replaces", ()) for x in links.get(old, ())}
        more = [x for x in data["links"] if x not in had]
        less = [x for x in had if x not in data["links"]]
        also = []
        if more:
            cited = [self.cited(facts[x]) for x in more if x in facts]
            where = f": {'; '.join(cited)}" if len(cited) <= 3 else ""
            also.append(f"linked {counted(len(more), 'quotation')}{where}")
        if less:
            also.append(f"took {counted(len(less), 'link')} off")
        if not also:
            return part or f"wrote the summary of {cell} again"
        return f"{part}; {' and '.join(also)}" if part else f"{' and '.join(also)} ({cell})"

    def _same(self, old: int, new: int) -> bool:
        """Whether two rows of words say the same; what is told of them is shortened."""
        said = [(self.study.content(each) or {}).get("text") for each in (old, new)]
        return said[0] == said[1]

    def _linked(self, ids: Iterable[str]) -> dict[str, list[str]]:
        """The codings that summaries are linked to, also of those whose act was undone."""
        found: dict[str, list[str]] = {each: [] for each in ids}
        for each in found:
            found[each] = [
                row[0]
                for row in self.study.rows(
                    "SELECT coding_id FROM summary_link WHERE summary_id = ? ORDER BY n", (each,)
                )
            ]
        gone = self.gone.of("summary") if any(not own for own in found.values()) else {}
        return {each: own or gone.get(each, {}).get("links", []) for each, own in found.items()}

    def _row_value(self, data: Data) -> str:
        return (self.study.content(data["row"]) or {}).get("value", "")

    def _cell(self, data: Data) -> str:
        """`Case A × trust`."""
        return f"{shortened(self._row_value(data), 60) or PURGED} × {data['code']}"

    def _undo(self, act: _Act, told: Told) -> None:
        for kind, verb in (("undo", "undid"), ("redo", "did again")):
            for data in act.kinds.get(kind, ()):
                rows = self.study.rows("SELECT coder, verb FROM act WHERE n = ?", (data["act"],))
                events = events_of(self.study, [data["act"]]).get(data["act"], [])
                inner = self.tell(data["act"], rows[0][0], rows[0][1], events)
                told.touch(inner.documents, inner.codes)
                told.codings.update(inner.codings)
                shown = "; ".join(inner.parts[:3]) + (" …" if len(inner.parts) > 3 else "")
                if self.chain is None or inner.parts:
                    told.parts.append(f"{verb} act {data['act']} ({rows[0][1]}): {shown}")


# In the order in which an act is told: the kinds of events that a step tells of, whether it can tell of
# single codings, and the step.
_STEPS: tuple[tuple[tuple[str, ...], bool, Callable[[Teller, _Act, Told], None]], ...] = (
    (("project",), False, Teller._project),
    (("setting",), False, Teller._settings),
    (("rows",), False, Teller._rows),
    (("document",), False, Teller._documents),
    (("codebook",), False, Teller._codebook),
    (("suggestions",), True, Teller._suggestions),
    (("decision", "undecide"), True, Teller._decisions),
    (("codings",), True, Teller._codings),
    (("retract",), True, Teller._retracted),
    (("pass", "unpass"), False, Teller._passes),
    (("memo", "unmemo"), True, Teller._memos),
    (("mark", "unmark"), True, Teller._marks),
    (("summary", "unsummary"), True, Teller._summaries),
    (("undo", "redo"), True, Teller._undo),
)


def _version(data: Data) -> Version:
    return Version(**{fact: data[fact] for fact in VERSION_FACTS}, added=0)


# -- codebooks ---------------------------------------------------------------------------------------------


def book_parts(changes: Changes, loaded: bool) -> list[str]:
    """What became of codes, in sentence parts."""
    parts: list[str] = []
    if loaded:
        title = f" “{shortened(changes.after.title, 60)}”" if changes.after.title else ""
        version = f", version {changes.after.version}" if changes.after.version else ""
        parts.append(f"loaded the codebook{title}{version} ({counted(len(changes.after), 'code')})")
    parts += [f"renamed {old} to {new}" for old, new in changes.renamed.items()]
    for target in dict.fromkeys(changes.merged.values()):
        sources = [code for code, into in changes.merged.items() if into == target]
        parts.append(f"merged {listing(sources, UNROLLED)} into {target}")
    parts += [
        f"split {code} into {listing(into, UNROLLED)}" for code, into in changes.split.items()
    ]
    parts += [
        f"moved {code} from {old or 'the top'} to {new or 'the top'}"
        for code, (old, new) in changes.moved.items()
    ]
    add = [
        (changes.added, "code", "added"),
        (changes.stale, "code", "defined anew"),
        (list(changes.patterns), "code", "with other patterns"),
        (changes.closed, "code", "made a category"),
        (changes.opened, "category", "made applicable"),
        (changes.removed, "code", "taken out"),
    ]
    parts += [
        f"{counted(len(names), noun, 'categories' if noun == 'category' else None)} {what}:"
        f" {listing(names, UNROLLED)}"
        for names, noun, what in add
        if names
    ]
    if changes.retired:
        parts.append(f"retired {listing(changes.retired, UNROLLED)}")
    if changes.restored:
        parts.append(f"brought {listing(changes.restored, UNROLLED)} back into use")
    if changes.other:
        parts.append(f"other cells of {listing(changes.other, UNROLLED)} changed")
    if changes.reordered:
        parts.append("codes put in another order")
    if changes.before.title != changes.after.title and not loaded:
        parts.append(f"the codebook is now called “{shortened(changes.after.title, 60)}”")
    return parts or ["changed nothing in the codebook"]


def changed_codes(changes: Changes) -> list[str]:
    return list(
        dict.fromkeys(
            [
                *changes.added,
                *changes.removed,
                *changes.renamed,
                *changes.renamed.values(),
                *changes.merged,
                *changes.merged.values(),
                *changes.split,
                *(part for parts in changes.split.values() for part in parts),
                *changes.moved,
                *changes.retired,
                *changes.restored,
                *changes.opened,
                *changes.closed,
                *changes.stale,
                *changes.patterns,
                *changes.other,
            ]
        )
    )
