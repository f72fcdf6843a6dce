"""What an act did, in the words in which a page tells a coder what can be undone.

The words that were coded are looked up when they are shown; the history holds none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qualcode.analysis.memos import Subjects
from qualcode.analysis.places import PURGED, Places, shortened
from qualcode.core.codebook import Code, Codebook
from qualcode.errors import counted, listing
from qualcode.store import Study, history, state
from qualcode.store.events import unpack

WORDS = 48  # characters of what was coded
_PLACE = ("id", "version", "start", "end", "code", "coder", "replaces")
_Events = Sequence[tuple[str, dict[str, Any]]]


def said(study: Study, entry: history.Entry) -> tuple[str, list[str]]:
    """What an act of one's own did (`Trust on “We trust …”`), and the documents it was done in, where the words
    do not name them already."""
    act = entry.act
    if act.verb == "decide":
        # In the same words for a suggestion and for a hidden check, which makes no coding.
        return "decision", []
    events = study.projections.events_of(act.n)
    kinds = {kind for kind, _ in events}
    told = _Told(study, act.coder)
    if kinds and kinds <= {"codings", "retract"}:
        return told.codings(events)
    if kinds and kinds <= {"mark", "unmark"}:
        return told.marks(events)
    if act.verb in ("memo", "edit memo", "retract memo"):
        return told.memos(events, act.verb)
    if act.verb == "complete" and "pass" in kinds:
        return told.passes(events)
    if kinds == {"codebook"} or (act.verb in _BOOK_ACTS and "codebook" in kinds):
        return told.book(events, act), []
    return entry.what, list(entry.documents)


@dataclass(frozen=True, slots=True)
class _Row:
    """One coding as an act put it there or took it away."""

    id: str
    version: int
    start: int
    end: int
    code: str
    coder: str
    replaces: str | None


class _Told:
    def __init__(self, study: Study, coder: str) -> None:
        self.study = study
        self.coder = coder
        self.places = Places(study)

    # -- codings ----------------------------------------------------------------------------------------------

    def codings(self, events: _Events) -> tuple[str, list[str]]:
        added: list[_Row] = []
        gone: list[_Row] = []
        joined: dict[str, str] = {}
        for kind, data in events:
            if kind == "codings":
                added += [_Row(*row) for row in zip(*unpack(data, _PLACE), strict=True)]
            else:
                gone += filter(None, map(self.row, data["ids"]))
                joined |= data.get("joined") or {}
        both = [*gone, *added]
        documents = list(dict.fromkeys(filter(None, map(self.document, both))))
        if len(added) == 1 and not gone:
            return f"{self.label(added[0])}{self.on(added[0])}", documents
        if len(gone) == 1 and not added:
            if gone[0].id in joined:
                return f"{self.label(gone[0])}{self.on(gone[0])} made one with another", documents
            return f"{self.label(gone[0])} retracted{self.on(gone[0], 'from')}", documents
        if len(added) == len(gone) == 1 and added[0].replaces == gone[0].id:
            if added[0].code == gone[0].code:
                return f"edges of {self.label(added[0])} moved{self.on(added[0], 'to')}", documents
            return (
                f"{self.label(gone[0])} changed to {self.label(added[0])}{self.on(added[0])}",
                documents,
            )
        if gone and added:
            return f"{counted(max(len(gone), len(added)), 'coding')} changed", documents
        codes = list(dict.fromkeys(self.label(each) for each in both))
        of = f" of {codes[0]}" if len(codes) == 1 else ""
        return f"{counted(len(both), 'coding')}{of}{' retracted' if gone else ''}", documents

    def row(self, coding: str) -> _Row | None:
        found = self.study.rows(
            "SELECT c.version, c.start, c.end, k.text, p.text, c.replaces FROM coding c"
            " JOIN name k ON k.n = c.code JOIN name p ON p.n = c.coder WHERE c.coding_id = ?",
            (coding,),
        )
        return _Row(coding, *found[0]) if found else None

    def label(self, row: _Row) -> str:
        return self.name(row.code)

    def name(self, code: str) -> str:
        book = state.codebook(self.study)
        found = book.codes.get(book.successor(code) or code)
        return found.label if found is not None else code

    def on(self, row: _Row, word: str = "on") -> str:
        words = self.words(row)
        return f" {word} {words}" if words else ""

    def words(self, row: _Row) -> str:
        """The first of the words in quotation marks; "" where the text is not kept any more."""
        found = self.places.quotation(row.version, row.start, min(row.end, row.start + 6 * WORDS))
        return "" if found == PURGED else f"“{shortened(found, WORDS)}”"

    def document(self, row: _Row) -> str:
        return self.places.document(row.version)

    def marks(self, events: _Events) -> tuple[str, list[str]]:
        ids: list[str] = []
        for kind, data in events:
            if kind == "mark":
                ids.append(data["coding"])
            else:
                for each in data["ids"]:
                    ids.append(
                        self.study.value("SELECT coding_id FROM mark WHERE mark_id = ?", (each,))
                    )
        on = any(kind == "mark" for kind, _ in events)
        rows = [row for each in ids if each and (row := self.row(each)) is not None]
        done = "marked as" if on else "no more"
        # Somebody else's coding may be hidden from this coder by now.
        if len(rows) == 1 and rows[0].coder == self.coder and self.words(rows[0]):
            return f"{self.words(rows[0])} {done} a key quotation", [self.document(rows[0])]
        return f"{counted(len(ids), 'key quotation')} {'marked' if on else 'unmarked'}", []

    # -- memos, passes ------------------------------------------------------------------------------------------

    def memos(self, events: _Events, verb: str) -> tuple[str, list[str]]:
        ids = [data["on"] for kind, data in events if kind == "memo"]
        taken = [each for kind, data in events if kind == "unmemo" for each in data["ids"]]
        if not ids:
            ids = [
                row[0]
                for each in taken
                for row in self.study.rows("SELECT on_id FROM memo WHERE memo_id = ?", (each,))
            ]
        done = {"memo": "", "edit memo": " changed", "retract memo": " taken back"}[verb]
        if len(ids) != 1:
            return f"{counted(max(len(ids), len(taken)), 'memo')}{done}", []
        if ids[0] is None:
            return f"memo in the study diary{done}", []
        row = self.row(ids[0])
        if row is not None and row.coder == self.coder:
            return f"memo on {self.label(row)}{self.on(row)}{done}", [self.document(row)]
        about = Subjects(self.study).of(ids[0], "")
        turn = self.turn(events, taken) if about.kind == "document" else ""
        if turn:
            return f"memo on turn {turn}{done}", [about.document]
        if about.kind in ("document", "code", "participant"):
            return f"memo on {about.short}{done}", []
        return f"memo{done}", []

    def turn(self, events: _Events, taken: Sequence[str]) -> str:
        """The turn that the title of a memo on a document begins with; "" = none."""
        contents = [data["content"] for kind, data in events if kind == "memo"] or [
            self.study.value("SELECT content FROM memo WHERE memo_id = ?", (each,))
            for each in taken
        ]
        title = (self.study.content(contents[0]) or {}).get("title", "") if contents else ""
        found = re.match(r"Turn ([^,:]{1,20})[,:]", title)
        return found.group(1) if found else ""

    def passes(self, events: _Events) -> tuple[str, list[str]]:
        found: dict[str, bool] = {}
        for kind, data in events:
            if kind == "pass":
                found[self.places.document(data["version"])] = data.get("turns") is None
        names = [name if whole else f"part of {name}" for name, whole in found.items() if name]
        return f"{listing(names)} marked as done", []

    # -- the codebook -------------------------------------------------------------------------------------------

    def book(self, events: _Events, act: Any) -> str:
        """Which codes a change of the codebook was about."""
        content = next(data["content"] for kind, data in events if kind == "codebook")
        earlier = self.study.value(
            "SELECT content FROM codebook WHERE added < ? ORDER BY added DESC, n DESC LIMIT 1",
            (act.n,),
        )
        after = self.held(content)
        before = self.held(earlier)
        fresh = [each.label for code, each in after.items() if code not in before]
        other = [
            (before[code], each)
            for code, each in after.items()
            if code in before and before[code] != each
        ]
        names = listing([each.label for _, each in other])
        merged = [new for old, new in other if new.merged_into and not old.merged_into]
        if act.verb == "add code" and fresh:
            return f"new code {listing(fresh)}"
        if act.verb == "merge codes" and merged:
            into = after.get(merged[0].merged_into or "")
            return f"{listing([e.label for e in merged])} merged into {into.label if into else 'another code'}"
        if act.verb == "split code" and fresh:
            return f"a code split into {listing(fresh)}"
        if act.verb == "retire code" and names:
            return f"{names} {'retired' if other[0][1].retired else 'in use again'}"
        if act.verb == "rename code" and len(other) == 1 and other[0][0].label != other[0][1].label:
            return f"{other[0][0].label} renamed to {other[0][1].label}"
        if act.verb == "move code" and names:
            return f"{names} moved"
        if act.verb == "move code" and set(before) == set(after):
            places = zip(before, after, strict=True)
            swapped = [after[new].label for old, new in places if old != new]
            return f"order of {' and '.join(swapped) if len(swapped) == 2 else 'codes'} changed"
        if act.verb == "define code" and names:
            return f"what the codebook says of {names}"
        return _BOOK_ACTS.get(act.verb, "change of the codebook")

    def held(self, content: int | None) -> dict[str, Code]:
        data = None if content is None else self.study.content(content)
        return {} if data is None else dict(Codebook.from_data(data).codes)


# What a change of the codebook is called where its codes cannot be named.
_BOOK_ACTS = {
    "add code": "a new code",
    "rename code": "a code renamed",
    "define code": "a definition changed",
    "merge codes": "codes merged",
    "split code": "a code split",
    "move code": "a code moved",
    "retire code": "a code retired or taken up again",
}
