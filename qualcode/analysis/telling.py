"""Acts told in sentences, from their events and the texts and content rows of today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from qualcode.analysis.act_facts import (
    events_of,
    tally,
    unpacked_suggestions,
)
from qualcode.analysis.audits import audit_words
from qualcode.analysis.checks import check_words
from qualcode.analysis.places import PURGED
from qualcode.analysis.samples import setting_words
from qualcode.analysis.suggested import ENGINES_SETTING
from qualcode.analysis.telling_base import (
    UNROLLED,
    Act,
    Told,
)
from qualcode.analysis.telling_books import book_parts, changed_codes
from qualcode.analysis.telling_codings import TellsCodings
from qualcode.analysis.telling_notes import TellsNotes
from qualcode.errors import counted, listing


class Teller(TellsCodings, TellsNotes):
    """Sentences about acts. chain: tell only what concerns these codings."""

    def tell(self, n: int, coder: str, verb: str, events: Sequence[tuple[str, str]]) -> Told:
        told = Told()
        act = Act(n, coder, verb, events)
        for kinds, chains, say in _STEPS:
            if (self.chain is None or chains) and not act.kinds.keys().isdisjoint(kinds):
                say(self, act, told)
        return told

    def _project(self, act: Act, told: Told) -> None:
        told.parts.append(f"made the project {self.study.path.name}")

    def _settings(self, act: Act, told: Told) -> None:
        for data in act.kinds.get("setting", ()):
            if data["key"] == ENGINES_SETTING:
                if "suggestions" not in act.kinds:
                    told.parts.append(f"{data['value']} proposed nothing new")
                continue
            key, value = data["key"], data["value"]
            said = setting_words(key, value) or audit_words(key, value) or check_words(key, value)
            told.parts.append(
                said or f"{data['key']} = {'(none)' if data['value'] is None else data['value']}"
            )

    def _rows(self, act: Act, told: Told) -> None:
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

    def _documents(self, act: Act, told: Told) -> None:
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

    def _codebook(self, act: Act, told: Told) -> None:
        for changes in self.past.books.get(act.n, ()):
            told.parts += book_parts(changes, act.verb == "load codebook")
            told.touch(codes=changed_codes(changes))

    def _suggestions(self, act: Act, told: Told) -> None:
        own = act.kinds["suggestions"]
        if self.chain is not None:
            self._own_suggestions(act, told)
            return
        codes, documents, engines = self._sums(own, told, "engine")
        told.parts.append(
            f"{listing(engines)} proposed {counted(sum(codes.values()), 'coding')}:"
            f" {tally(codes)} in {tally(documents)}"
        )

    def _own_suggestions(self, act: Act, told: Told) -> None:
        assert self.chain is not None
        for data in act.kinds["suggestions"]:
            if self.chain.suggestions.isdisjoint(data["id"]):
                continue
            for each, facts in unpacked_suggestions(data).items():
                if each in self.chain.suggestions:
                    told.parts.append(f"{facts.by} proposed {facts.code} for {self.cited(facts)}")

    def _decisions(self, act: Act, told: Told) -> None:
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

    def _undecided(self, act: Act, told: Told, again: set[str]) -> None:
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

    def _undo(self, act: Act, told: Told) -> None:
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
_STEPS: tuple[tuple[tuple[str, ...], bool, Callable[[Teller, Act, Told], None]], ...] = (
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
