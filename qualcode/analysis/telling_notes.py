"""Memos, key quotations and summaries, told in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from qualcode.analysis.act_facts import (
    Facts,
    tally,
)
from qualcode.analysis.places import PURGED, shortened
from qualcode.analysis.telling_base import (
    UNROLLED,
    Act,
    TellerBase,
    Told,
)
from qualcode.errors import counted, listing
from qualcode.store import state
from qualcode.store.events import Data


class TellsNotes(TellerBase):
    def _memos(self, act: Act, told: Told) -> None:
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

    def _subject(self, on: str | None, act: Act) -> str:
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

    def _about(self, on: str | None, told: Told, act: Act, depth: int = 0) -> None:
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

    def _marks(self, act: Act, told: Told) -> None:
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

    def _summaries(self, act: Act, told: Told) -> None:
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
