"""What has changed since an act, told so that a page can follow without reading everything anew."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from qualcode.analysis import checks
from qualcode.store import state
from qualcode.store.events import unpack
from qualcode.workbench.looks import SEEN

if TYPE_CHECKING:
    from qualcode.workbench.desk import Desk

# Kinds of events after which a page reads a part of the study again.
PARTS = {
    "codebook": "codebook",
    "memo": "memos",
    "unmemo": "memos",
    "pass": "documents",
    "unpass": "documents",
    "document": "documents",
    "rows": "documents",
    "suggestions": "queue",
    "decision": "queue",
    "undecide": "queue",
    "setting": "settings",
}
# After more than that a page had better read anew: nobody waits while an import is told coding by coding.
MOST_ACTS = 2_000
MOST_CHARACTERS = 500_000


def changes(
    desk: Desk, since: int, document: str | None = None, *, others: bool | None = None
) -> dict[str, Any]:
    """What was written after act `since`.

    Returns act (the last one now); since and document as given; parts: names of what is to be read again ("codebook", "memos",
    "documents", "queue", "settings", "counts"); touched: documents whose codings changed, [] where that
    is not known (full); and for the open `document` either codings, {"added": rows as
    `answers_reading.CODING`, "gone": ids}, or None where nothing changed there; full: whether `added` is all
    that stands, so that everything else is gone (after an undo, or a new text); version: the hash of the
    text, which the page compares with its own.

    others: whether the page shows other coders' codings; where the coder is to read blind they are left
    out all the same. None: as a document was last looked at.
    """
    from qualcode.workbench.answers_reading import coding_rows

    study = desk.study
    last = study.last_act
    found: dict[str, Any] = {
        "act": last,
        "since": since,
        "document": document,
        "parts": [],
        "touched": [],
        "codings": None,
        "full": False,
    }
    if last <= since:
        return found
    parts: dict[str, None] = {}
    versions: set[int] = set()
    gone: list[str] = []
    full = (
        last - since > MOST_ACTS
        or study.value("SELECT sum(length(data)) FROM event WHERE act > ?", (since,))
        > MOST_CHARACTERS
    )
    if full:
        parts.update(dict.fromkeys(PARTS.values()))
    else:
        for kind, data in study.rows(
            "SELECT kind, data FROM event WHERE act > ? ORDER BY act, n", (since,)
        ):
            part = PARTS.get(kind)
            if kind == "setting" and json.loads(data)["key"].startswith(checks.ANSWER):
                part = "queue"  # an answer to a hidden check is told as a decision is
            if part is not None:
                parts[part] = None
            if kind == "codings":
                (named,) = unpack(json.loads(data), ("version",))
                versions.update(named)
            elif kind == "retract":
                gone += json.loads(data)["ids"]
            elif kind in ("undo", "redo", "document", "codebook"):
                full = True
                parts.update(dict.fromkeys(PARTS.values()))
            elif kind in ("memo", "unmemo", "mark", "unmark"):
                # Counts of memos and marks stand on the codings themselves.
                full = True
    for some in _pieces(gone):
        versions.update(
            n
            for (n,) in study.rows(
                f"SELECT DISTINCT version FROM coding WHERE coding_id IN ({_marks(some)})", some
            )
        )
    touched: dict[str, None] = {}
    for some in _pieces(sorted(versions)):
        for (name,) in study.rows(
            f"SELECT document FROM version WHERE n IN ({_marks(some)})", some
        ):
            touched[name] = None
    gone = _seen(desk, since, touched, versions, gone)
    if touched or full:
        parts["counts"] = None
    found["parts"] = list(parts)
    found["touched"] = list(touched)
    if document is not None and (full or document in touched):
        current = state.versions(study).get(document)
        if current is None:
            found["version"] = None
            return found
        if others is None:
            others = desk.showing_others
        hidden = desk.own_only(document) or not others
        added = coding_rows(desk, current, hidden, since=None if full else since)
        if (
            not hidden
            and any(row[4] != desk.coder for row in added)
            and not desk.has_read(document)
        ):
            # Somebody else's coding has arrived on the open text, in sight.
            desk.looks.note(desk.coder, current.version, SEEN)
        found["version"] = current.version
        found["full"] = full
        found["codings"] = {"added": added, "gone": [] if full else gone}
    return found


def _seen(
    desk: Desk, since: int, touched: dict[str, None], versions: set[int], gone: list[str]
) -> list[str]:
    """The ids of `gone` that this coder may know of; documents on which only others coded, out of sight of
    this coder, are taken out of `touched`. versions: the texts of the documents touched."""
    kept = {name for name in touched if desk.own_only(name)}
    if not kept:
        return gone
    study = desk.study
    own: set[str] = set()
    for some in _pieces(sorted(versions)):
        # By text, which has an index: this is asked after each write.
        own |= {
            name
            for (name,) in study.rows(
                "SELECT DISTINCT v.document FROM coding c JOIN version v ON v.n = c.version"
                f" JOIN name w ON w.n = c.coder WHERE c.version IN ({_marks(some)})"
                " AND w.text = ? AND (c.added > ? OR c.ended > ?)",
                (*some, desk.coder, since, since),
            )
        }
    for name in kept - own:
        del touched[name]
    hidden: set[str] = set()
    for some in _pieces(gone):
        for coding, name, who in study.rows(
            "SELECT c.coding_id, v.document, w.text FROM coding c JOIN version v ON v.n = c.version"
            f" JOIN name w ON w.n = c.coder WHERE c.coding_id IN ({_marks(some)})",
            some,
        ):
            if name in kept and who != desk.coder:
                hidden.add(coding)
    return [each for each in gone if each not in hidden]


def _pieces(items: list[Any]) -> list[tuple[Any, ...]]:
    """A query takes only so many values at once."""
    return [tuple(items[at : at + 500]) for at in range(0, len(items), 500)]


def _marks(items: tuple[Any, ...]) -> str:
    return ",".join("?" * len(items))
