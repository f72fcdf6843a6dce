"""The codebook as it grows on a page: each change is one act."""

from __future__ import annotations

from typing import Any, Unpack

from qualcode.core import evolve
from qualcode.core.codebook import Codebook
from qualcode.errors import UsageError, counted
from qualcode.ingest.codebook import CodebookReport, change_codebook
from qualcode.review import codebook as books
from qualcode.store import state
from qualcode.workbench.answers_memos import latest_act
from qualcode.workbench.desk import Desk, method
from qualcode.workbench.entries import (
    Said,
    before_sibling,
    entry_of,
    fields_of,
    id_of,
    moved,
    parts_of,
    plain,
    plainly,
)


@method("book_add", writes=True)
def book_add(
    desk: Desk,
    *,
    code: str | None = None,
    parent: str | None = None,
    before: str | None = None,
    **says: Unpack[Said],
) -> dict[str, Any]:
    """Put a new code into the codebook, under `parent` (None = a theme), as its last child or before one.

    code: its id; made from the name where it is not given. Returns code, what (in words), hints.
    """
    name = says.get("name") or ""
    if not (code or name).strip():
        raise UsageError("code", "has neither a name nor an id", next="Give it a name")
    fields = fields_of(says)
    made: list[str] = []

    def change(book: Codebook) -> Codebook:
        made[:] = [code.strip() if code and code.strip() else id_of(name, book)]
        grown = evolve.add(book, evolve.made(made[0], **fields), parent=parent)
        return grown if before is None else before_sibling(grown, made[0], before)

    said = _changed(desk, "add code", f"added {code or name}", change)
    read = [
        each.document
        for each in state.current_passes(desk.study)
        if each.coder == desk.coder and each.turns is None and made[0] not in each.codes
    ]
    if read:
        said["hints"].append(
            f"You had read {counted(len(set(read)), 'document')} before this code was there: it counts as"
            " not considered there until you read them again for it."
        )
    return {"code": made[0], **said}


@method("book_define", writes=True, lead=True)
def book_define(desk: Desk, *, code: str, **says: Unpack[Said]) -> dict[str, Any]:
    """Change what an entry says; None = as it is. Codings made under other words wait in the queue. Codes beneath
    that had its colour have its new one."""
    entry = entry_of(desk, code)
    fields = fields_of(says, entry)
    if not fields:
        raise UsageError("define", "nothing to change")

    def change(book: Codebook) -> Codebook:
        before = book[code].color
        book = evolve.define(book, code, **fields)
        if "color" in fields and before:
            for each in book.beneath(code):
                if each != code and book[each].color == before:
                    book = evolve.define(book, each, color=fields["color"])
        return book

    return _changed(desk, "define code", f"defined {code}", change)


@method("book_rename", writes=True, lead=True)
def book_rename(
    desk: Desk, *, code: str, to: str | None = None, name: str | None = None
) -> dict[str, Any]:
    """Give a code another id (`to`), another name, or both. Its codings go along."""
    said = _reported(
        desk, lambda: books.rename_code(desk.study, desk.coder, code, to or None, name=name)
    )
    return {"code": (to or code).strip(), **said}


@method("book_move", writes=True, lead=True)
def book_move(
    desk: Desk, *, code: str, parent: str | None, before: str | None = None
) -> dict[str, Any]:
    """Put a code, with all beneath it, under another parent (None = a theme): as its last child, or before
    one of its children."""

    def change(book: Codebook) -> Codebook:
        return moved(book, code, parent, before)

    return {"code": code, **_changed(desk, "move code", f"moved {code}", change)}


@method("book_merge", writes=True, lead=True)
def book_merge(desk: Desk, *, codes: list[str], into: str) -> dict[str, Any]:
    """Merge codes into another one; their codings, patterns and children go to it."""
    return _reported(desk, lambda: books.merge_codes(desk.study, desk.coder, codes, into))


@method("book_split", writes=True, lead=True)
def book_split(desk: Desk, *, code: str, into: list[dict]) -> dict[str, Any]:
    """Split a code into new ones beneath it; its codings wait to be coded anew.

    into: entries with name and definition, and where wanted code (made from the name otherwise), include,
    exclude, examples, color, patterns, unless. Returns codes, the ids of the parts.
    """
    parts = parts_of(desk, code, into)
    said = _reported(desk, lambda: books.split_code(desk.study, desk.coder, code, parts))
    if any(each.patterns for each in parts):
        said["hints"] = [each for each in said["hints"] if not each.startswith("The patterns of")]
    return {"codes": [each.code for each in parts], **said}


@method("book_retire", writes=True, lead=True)
def book_retire(desk: Desk, *, code: str, back: bool = False) -> dict[str, Any]:
    """Take a code out of use, or (back) into use again. Its codings stay and are counted."""
    return _reported(desk, lambda: books.retire_code(desk.study, desk.coder, code, back=back))


def _changed(desk: Desk, verb: str, what: str, change: Any) -> dict[str, Any]:
    return _reported(desk, lambda: change_codebook(desk.study, desk.coder, verb, what, change))


def _reported(desk: Desk, run: Any) -> dict[str, Any]:
    """What an act did: what, act (its number), moved, joined, waiting, hints."""
    before = desk.study.last_act
    with plainly():
        report: CodebookReport = run()
    return {
        "what": report.what,
        "act": latest_act(desk) if desk.study.last_act > before else None,
        "moved": sum(report.moved.values()),
        "joined": report.joined,
        "waiting": report.waiting if report.more_wait else 0,
        "hints": [plain(hint) for hint in report.hints],
    }
