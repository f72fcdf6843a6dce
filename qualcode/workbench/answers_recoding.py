"""Codings that wait to be looked at again, since their code was split, merged or defined anew."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from qualcode.core.records import CONSENSUS
from qualcode.core.text import printed
from qualcode.errors import CodingError, Problem, UsageError
from qualcode.review import recoding
from qualcode.review.coding import BLINDNESS, complete
from qualcode.store import Study, codings, state
from qualcode.workbench.answers_memos import latest_act
from qualcode.workbench.desk import Desk, method
from qualcode.workbench.looks import HIDDEN

SHOWN, MOST = 100, 500  # rows that are sent at once, unless asked otherwise, and at most
AROUND = 220  # characters before and after a quotation


@method("book_queue", slow=True)
def book_queue(
    desk: Desk, *, code: str | None = None, offset: int = 0, limit: int = SHOWN
) -> dict[str, Any]:
    """One's own codings (and those of the consensus) that wait to be looked at again, in the order of texts.

    code: only on this code (of a theme: beneath it). Returns total, codings: rows of {coding, document,
    version, start, end, turn, code, coder, reason ("split", "merged", "defined anew"), choices (the parts of
    a code that was split), quotation, before and after (what stands around it), then and now (what the entry
    said and says)}, and others: how many of other coders wait, as far as this coder may know.
    """
    study = desk.study
    rows = waiting_for(desk, code)
    found = []
    for row in rows[page_of(offset, limit)]:
        version, start, end = study.rows(
            "SELECT version, start, end FROM coding WHERE coding_id = ?", (row["coding_id"],)
        )[0]
        at = state.all_versions(study)[version]
        before, after = _around(study, version, start, end)
        found.append(
            {
                "coding": row["coding_id"],
                "document": row["document"],
                "version": at.version,
                "start": start,
                "end": end,
                "turn": row["turn"],
                "code": row["code"],
                "coder": row["coder"],
                "reason": row["reason"],
                "choices": [each for each in row["choices"].split("; ") if each],
                "quotation": row["quotation"],
                "before": before,
                "after": after,
                "then": row["words_then"],
                "now": row["words_now"],
            }
        )
    others = sum(row["coder"] not in (desk.coder, CONSENSUS) for row in waiting_seen(desk))
    return {"total": len(rows), "codings": found, "others": others}


def _around(study: Study, version: int, start: int, end: int) -> tuple[str, str]:
    """What stands before and after a stretch, cut at words."""
    at = state.all_versions(study)[version]
    text, speech = study.text(version), state.speech(study, at)

    def said(a: int, b: int) -> str:
        return printed(text, a, b, speech) if any(x < b and y > a for x, y in speech) else ""

    before = said(max(0, start - AROUND), start)
    if start > AROUND and " " in before:
        before = f"… {before.split(' ', 1)[1]}"
    after = said(end, min(len(text), end + AROUND))
    if end + AROUND < len(text) and " " in after:
        after = f"{after.rsplit(' ', 1)[0]} …"
    return before, after


def waiting_for(desk: Desk, code: str | None = None) -> list[dict[str, str]]:
    """Rows of the queue that this coder may code anew."""
    return [row for row in waiting_seen(desk, code) if row["coder"] in (desk.coder, CONSENSUS)]


def waiting_seen(desk: Desk, code: str | None = None) -> list[dict[str, str]]:
    """Rows of the queue that this coder may know of."""
    rows: list[dict[Any, Any]] = recoding.queue(desk.study, code=code).to_dict("records")
    hidden = {each: desk.own_only(each) for each in {row["document"] for row in rows}}
    return [row for row in rows if row["coder"] == desk.coder or not hidden[row["document"]]]


@method("book_keep", writes=True)
def book_keep(desk: Desk, *, codings: list[str]) -> dict[str, Any]:
    """Say that codings stand under the words their code has now."""
    return _recoded(desk, recoding.keep(desk.study, desk.coder, _own(desk, codings)))


@method("book_recode", writes=True)
def book_recode(desk: Desk, *, codings: list[str], codes: list[str]) -> dict[str, Any]:
    """Give waiting codings other codes (one or several), or, with none, take them back, as one act.

    Returns act (its number), kept, recoded, retracted, joined (coded so already), done: document -> codes
    that were not there when this coder read it, and of which nothing waits there any more; see
    `book_considered`.
    """
    choice: str | list[str] = list(codes) or recoding.RETRACT
    if [each for each in codes if not each.strip()]:
        raise UsageError("codes", "an empty id", next="Choose a code")
    _applicable(desk, codes)
    return _recoded(
        desk, recoding.recode(desk.study, desk.coder, dict.fromkeys(_own(desk, codings), choice))
    )


def _applicable(desk: Desk, codes: Iterable[str]) -> None:
    """Ids of codes only: `keep` and `retract` are words of a sheet, and may be ids as well."""
    book = codings.current_book(desk.study)
    for each in codes:
        codings.applicable(book, each)
        if each in (recoding.KEEP, recoding.RETRACT):
            raise CodingError(
                each, "has an id that means something else here", next="Give the code another id"
            )


def _own(desk: Desk, ids: list[str]) -> list[str]:
    if not ids:
        raise UsageError("codings", "none named", next="Choose one")
    problems = []
    for each in ids:
        found = codings.coding(desk.study, each)
        if found is None:
            problems.append(Problem(each, "is no coding of this project"))
        elif found.coder == CONSENSUS and desk.own_only(found.document):
            problems.append(
                Problem(found.document, "is to be read without sight of what others did in it")
            )
    if problems:
        raise CodingError.gathered("", "nothing was coded anew", problems)
    return list(dict.fromkeys(ids))


def _recoded(desk: Desk, report: recoding.RecodeReport) -> dict[str, Any]:
    data = report.as_data()
    keys = ("kept", "recoded", "retracted", "joined", "codings", "done")
    changed = report.kept + report.recoded + report.retracted
    return {key: data[key] for key in keys} | {"act": latest_act(desk) if changed else None}


@method("book_considered", writes=True)
def book_considered(desk: Desk, *, document: str, codes: list[str]) -> dict[str, Any]:
    """Say that a document which was read before some codes were there has been considered for them, too."""
    version = codings.current_version(desk.study, document)
    if not desk.has_read(document):
        raise CodingError(
            document, "is not finished by you yet", next="Code it to its end, then say so there"
        )
    looked = desk.looks.how(desk.coder, version.version)
    blind = None if looked is None else looked == HIDDEN
    complete(desk.study, desk.coder, document, codes=codes, blind=blind)
    return {"document": document, "codes": codes, "blind": BLINDNESS[blind]}


def page_of(offset: int, limit: int) -> slice:
    """Of many rows those that are sent at once."""
    start = max(0, offset)
    return slice(start, start + max(1, min(limit, MOST)))
