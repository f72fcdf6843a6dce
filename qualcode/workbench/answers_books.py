"""The codebook on a page: what it holds beyond the tree, and what is coded with a code."""

from __future__ import annotations

from collections import Counter
from typing import Any

from qualcode.analysis.memos import standing_memos
from qualcode.analysis.places import Places
from qualcode.core.records import CONSENSUS
from qualcode.store import codings, moving, state
from qualcode.store.state import Version
from qualcode.workbench.answers_recoding import SHOWN, page_of, waiting_seen
from qualcode.workbench.desk import Desk, method
from qualcode.workbench.entries import PATTERNS, entry_of, written


@method("book_more", slow=True)
def book_more(desk: Desk) -> dict[str, Any]:
    """What the answer to `codebook` leaves out, for the view of the codebook.

    codes: id -> {unless (as print shows them), written (patterns and unless as they can be changed and sent
    back), formerly, extras, all (codings of everybody that stand), coders (how many have some), memos (on
    the code itself), waiting (codings of everybody to look at again)}. left_out: documents with which others'
    codings are in none of these numbers, since this coder is to read them without sight of others' work;
    one's own codings there are. own_waiting: one's own codings to look at again.
    """
    study = desk.study
    book, names = codings.current_book(study), study.names()
    hidden = {
        version.n for version in state.versions(study).values() if desk.own_only(version.document)
    }
    numbers: dict[str, int] = {}
    coders: dict[str, set[str]] = {}
    for version, code, coder, number in study.rows(
        "SELECT version, code, coder, count(*) FROM coding WHERE ended IS NULL"
        " GROUP BY version, code, coder"
    ):
        who = names[coder]
        if version in hidden and who != desk.coder:
            continue
        numbers[names[code]] = numbers.get(names[code], 0) + number
        coders.setdefault(names[code], set()).add(who)
    memos: dict[str, int] = {}
    for memo in standing_memos(study):
        if memo.subject.kind == "code":
            memos[memo.subject.present] = memos.get(memo.subject.present, 0) + 1
    seen = waiting_seen(desk) if moving.waiting(study) else []
    waiting = Counter(row["code"] for row in seen)
    return {
        "codes": {
            entry.code: {
                "unless": [str(pattern) for pattern in entry.unless],
                "written": {
                    key: [written(pattern) for pattern in getattr(entry, key)] for key in PATTERNS
                },
                "formerly": list(entry.formerly),
                "extras": dict(entry.extras),
                "all": numbers.get(entry.code, 0),
                "coders": len(coders.get(entry.code, ())),
                "memos": memos.get(entry.code, 0),
                "waiting": waiting[entry.code],
            }
            for entry in book
        },
        "left_out": len(hidden),
        "own_waiting": sum(row["coder"] in (desk.coder, CONSENSUS) for row in seen),
    }


@method("book_quotes", slow=True)
def book_quotes(desk: Desk, *, code: str, offset: int = 0, limit: int = SHOWN) -> dict[str, Any]:
    """What is coded with a code (of a theme: with any beneath it), in the order of the texts.

    One's own codings, and those of others in documents that this coder has finished. Returns total, unread
    (documents with codings of others that are left out for that) and quotes: {coding, document, version,
    start, end, turn, code, coder, quotation (as print shows it)}.
    """
    study = desk.study
    book, names = codings.current_book(study), study.names()
    entry_of(desk, code)
    wanted = set(book.beneath(code))
    found: list[tuple[Version, tuple]] = []
    unread: set[str] = set()
    for version in state.versions(study).values():
        read: bool | None = None
        for row in study.rows(
            "SELECT coding_id, start, end, code, coder FROM coding WHERE version = ?"
            " AND ended IS NULL ORDER BY start, end, n",
            (version.n,),
        ):
            if names[row[3]] not in wanted:
                continue
            if names[row[4]] != desk.coder:
                if read is None:
                    read = desk.has_read(version.document)
                if not read:
                    unread.add(version.document)
                    continue
            found.append((version, row))
    places = Places(study)
    shown = found[page_of(offset, limit)]
    return {
        "total": len(found),
        "unread": 0 if any(desk.own_only(each) for each in unread) else len(unread),
        "quotes": [
            {
                "coding": coding,
                "document": version.document,
                "version": version.version,
                "start": start,
                "end": end,
                "turn": places.turn(version.n, start, end),
                "code": names[used],
                "coder": names[coder],
                "quotation": places.quotation(version.n, start, end),
            }
            for version, (coding, start, end, used, coder) in shown
        ],
    }
