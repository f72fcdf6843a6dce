"""What a page writes on a text: codings, their changes, undo and redo, and that a document is done."""

from __future__ import annotations

import re
from typing import Any

from qualcode.core.anchor import refind
from qualcode.core.ids import new_id
from qualcode.errors import CodingError, HistoryError, UsageError
from qualcode.review.coding import BLINDNESS, add_coding, complete
from qualcode.review.coding import retract as retract_codings
from qualcode.review.keys import mark_key, unmark_key
from qualcode.store import Draft, Study, codings, history, state
from qualcode.store.study import now
from qualcode.workbench.acts import said
from qualcode.workbench.desk import Desk, method
from qualcode.workbench.looks import HIDDEN, SEEN


@method("add", writes=True)
def add(
    desk: Desk,
    *,
    document: str,
    version: str,
    start: int,
    end: int,
    code: str,
    memo: str | None = None,
) -> dict[str, Any]:
    """Put a code on a stretch. version: the hash of the text the page shows. Where that is an earlier text
    of the document by now (the page was without a line meanwhile), the same words are coded in the present
    one, if it is certain where they stand; a code that has another id by now, or was merged into another
    one, is what became of it. Returns the coding's id and whether it stood already."""
    start, end = _in_present_text(desk, document, version, start, end)
    code = present_code(desk, code)
    before = desk.study.last_act
    made = add_coding(
        desk.study, desk.coder, document=document, code=code, start=start, end=end, memo=memo
    )
    return {"coding": made.coding_id, "stood": desk.study.last_act == before}


@method("retract", writes=True)
def retract(desk: Desk, *, codings: list[str]) -> dict[str, Any]:
    """Take codings of one's own away, as one act. Those that are retracted already stay so."""
    for each in codings:
        _own(desk, each)
    standing = [each for each in codings if _stands(desk, each)]
    if standing:
        retract_codings(desk.study, desk.coder, standing)
    return {"retracted": standing}


@method("change", writes=True)
def change(
    desk: Desk,
    *,
    coding: str,
    start: int | None = None,
    end: int | None = None,
    code: str | None = None,
) -> dict[str, Any]:
    """Move the edges of a coding of one's own, or give it another code: it is retracted and added again
    with `replaces`, in one act. What its coder made by hand stays manual, what came from a suggestion is
    revised then. Returns the id of the coding that stands now."""
    study = desk.study
    _own(desk, coding)
    made = new_id("c")
    result: dict[str, Any] = {}

    def prepare() -> Draft | None:
        old = codings.coding(study, coding)
        if old is None or not _stands(desk, coding):
            raise CodingError(coding, "was retracted meanwhile", next="Code the words anew")
        version = codings.current_version(study, old.document)
        if version.version != old.version:
            raise CodingError(
                old.document, "got a new version meanwhile", next="Look at the text again"
            )
        a = old.start if start is None else start
        b = old.end if end is None else end
        codings.check_range(version, a, b)
        wanted = present_code(desk, code or old.code)
        entry = codings.applicable(codings.current_book(study), wanted)
        result["coding"] = coding
        if (a, b, entry.code) == (old.start, old.end, old.code):
            return None
        draft = Draft()
        twin = codings.existing(study, version.n, a, b, entry.code, desk.coder)
        if twin is not None:
            # What it would become stands already: the two are one from now on, with all their memos.
            draft.event("retract", {"ids": [coding], "joined": {coding: twin}})
            result["coding"] = twin
            return draft
        draft.event("retract", {"ids": [coding]})
        codings.draft_codings(
            draft,
            codings.coding_columns(
                1,
                id=[made],
                version=version.n,
                start=a,
                end=b,
                code=entry.code,
                coder=desk.coder,
                time=now(),
                origin="manual" if old.origin in ("manual", "imported") else "revised",
                blind=old.blind,
                suggestion=old.suggestion_id,
                hash=entry.hash,
                replaces=[coding],
            ),
        )
        result["coding"] = made
        return draft

    study.write("code", desk.coder, prepare)
    return result


@method("undo", writes=True)
def undo(desk: Desk, *, act: int | None = None) -> dict[str, Any]:
    """Reverse one's own latest act. act: its number as the page showed it; where another act of this coder
    is the latest by now (made in a notebook, for one), nothing is undone."""
    study = desk.study
    if act is not None:
        latest = _next_undo(desk)
        if latest is None or latest["act"] != act:
            raise HistoryError(
                f"act {act}",
                "is not your latest act any more",
                next="Look at what you did since, and undo that first",
            )
    return _told(study, history.undo(study, desk.coder))


@method("redo", writes=True)
def redo(desk: Desk) -> dict[str, Any]:
    """Do again what was undone last."""
    return _told(desk.study, history.redo(desk.study, desk.coder))


@method("undoable")
def undoable(desk: Desk) -> dict[str, Any] | None:
    """What an undo would reverse: act, verb, time, documents, what (in words, with the first of the words that
    were coded); None = nothing. large: whether it is more than one step of coding, so that a page asks
    first."""
    return _next_undo(desk)


def _next_undo(desk: Desk) -> dict[str, Any] | None:
    number = desk.study.value(
        "SELECT max(n) FROM act WHERE coder = ? AND verb NOT IN ('new', 'undo', 'redo')"
        " AND n NOT IN (SELECT act FROM undone)",
        (desk.coder,),
    )
    return None if number is None else _told(desk.study, history.entry(desk.study, number))


# Acts that a page makes one by one; any other is asked about before it is undone, and so is one of these
# where it made or took away many things at once.
_STEPS = {"code", "retract", "decide", "memo", "complete", "key", "unkey"}
_FEW = 3


def _told(study: Study, entry: history.Entry) -> dict[str, Any]:
    number = sum(map(int, re.findall(r"\d+", entry.what))) if entry.act.verb in _STEPS else 0
    what, documents = said(study, entry)
    return {
        "act": entry.act.n,
        "verb": entry.act.verb,
        "time": entry.act.time,
        "what": what,
        "documents": documents,
        "large": entry.act.verb not in _STEPS or number > _FEW,
    }


@method("done", writes=True)
def done(
    desk: Desk, *, document: str, version: str, blind: bool | str | None = None
) -> dict[str, Any]:
    """Record that the document was read to its end for every code.

    blind: what the coder says of it (true, false or "unknown"); None = what this page knows. Who was shown
    others' work or suggestions on it here cannot say yes. Returns what was recorded.
    """
    if isinstance(blind, str) and blind != "unknown":
        raise UsageError("done, blind", f"{blind[:60]!r}", 'true, false or "unknown"')
    _same_text(desk, document, version)
    looked = desk.looks.how(desk.coder, version)
    if blind is True and looked == SEEN:
        raise CodingError(
            document,
            "was read with other coders' work or suggestions in sight",
            next="Record it as not blind",
        )
    if blind is None and looked is not None:
        blind = looked == HIDDEN
    said = blind if isinstance(blind, bool) else None
    complete(desk.study, desk.coder, document, blind=said)
    return {"document": document, "blind": BLINDNESS[said]}


@method("looked")
def looked(desk: Desk, *, document: str) -> str | None:
    """What this coder has seen of others' work and of suggestions on a document, in whatever view:
    "hidden" (none of it), "seen", None = not known."""
    return desk.looks.how(desk.coder, codings.current_version(desk.study, document).version)


@method("key", writes=True)
def key(desk: Desk, *, coding: str, on: bool) -> dict[str, Any]:
    """Mark a coding as a key quotation (for the chapter that will quote it), or take the mark off."""
    found = codings.coding(desk.study, coding)
    if found is None:
        raise CodingError(coding, "is no coding of this project")
    if found.coder != desk.coder and desk.own_only(found.document):
        raise CodingError(coding, "is no coding of this project")
    if on:
        mark_key(desk.study, desk.coder, coding)
    else:
        unmark_key(desk.study, desk.coder, coding)
    return {"coding": coding, "key": on}


def present_code(desk: Desk, code: str) -> str:
    """What a code is called by now: while the page was without a line it may have been given another id, or
    been merged into one that means the same."""
    return codings.current_book(desk.study).successor(code) or code


def _same_text(desk: Desk, document: str, version: str) -> None:
    if codings.current_version(desk.study, document).version != version:
        raise CodingError(
            document, "got a new version meanwhile", next="Load the document again and look"
        )


def _in_present_text(
    desk: Desk, document: str, version: str, start: int, end: int
) -> tuple[int, int]:
    """Where a stretch of a version stands in the current one; CodingError with its words otherwise."""
    study = desk.study
    current = codings.current_version(study, document)
    if current.version == version:
        return start, end
    earlier = study.value(
        "SELECT n FROM version WHERE document = ? AND version = ?", (document, version)
    )
    old = "" if earlier is None else study.text(earlier)
    if not 0 <= start < end <= len(old):
        _same_text(desk, document, version)
    found = refind(old, study.text(current.n), start, end)
    if found is None:
        raise CodingError(
            document,
            f"got a new version meanwhile, in which it is not certain where “{old[start:end][:200]}” stands",
            next="Code the words anew",
        )
    return found[0], found[1]


def _own(desk: Desk, coding: str) -> None:
    found = codings.coding(desk.study, coding)
    if found is None or (found.coder != desk.coder and desk.own_only(found.document)):
        raise CodingError(coding, "is no coding of this project")
    if found.coder != desk.coder:
        raise CodingError(
            coding,
            f"is {found.coder}'s",
            "you change codings of your own",
            "Write a memo on it, or settle it in a consensus",
        )


def _stands(desk: Desk, coding: str) -> bool:
    return bool(
        desk.study.rows("SELECT 1 FROM coding WHERE coding_id = ? AND ended IS NULL", (coding,))
    )


@method("passes")
def passes(desk: Desk, *, document: str) -> list[dict[str, Any]]:
    """Who has finished a document: coder, turns (None = all of it), blind, date; one's own only where the
    others' work is kept from this coder."""
    version = state.version_of(desk.study, document)
    hidden = desk.own_only(document)
    return [
        {
            "coder": each.coder,
            "turns": None if each.turns is None else list(each.turns),
            "blind": each.blind,
            "date": each.date,
        }
        for each in state.passes_on(desk.study, version)
        if not hidden or each.coder == desk.coder
    ]
