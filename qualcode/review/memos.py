"""Writing memos: dated, signed notes on anything that has an id, or in the study diary."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from qualcode.analysis.memos import DIARY, check_kind, checked_subject, checked_time, memo_body
from qualcode.core.asked import asked_text, asked_texts
from qualcode.core.ids import new_id
from qualcode.errors import CodingError, Problem, UsageError
from qualcode.store import Draft, Study, codings
from qualcode.store.study import now

_ID = "ids of memos, as text"


def add_memo(
    study: Study,
    coder: str,
    text: str,
    on: str | int | None = None,
    *,
    title: str = "",
    kind: str | None = None,
    time: str | date | None = None,
) -> str:
    """Write a memo on anything that has an id, or, without `on`, in the study diary. Returns its id.

    on: the id of a coding, suggestion, decision, pass, memo (a reply), act, document, code or
    participant. kind: which of these is meant where the id is several, as a participant IP07 in a
    document IP07; the document goes before the code, the code before the participant; `subject_of` in
    `qualcode.analysis.memos` says what was chosen. An act may be named by its number: "act 3", or 3 with
    the kind act. time: when it was written, if not now.

    Raises CodingError for an id that the project does not have, UsageError for a memo without words or
    with control characters, a kind or a date that is none, a date more than a day ahead, what is no text,
    and without a coder.
    """
    coder = codings.check_coder(coder, "writing a memo")
    written = checked_time(time)
    memo_body(text, title)
    check_kind(kind)
    if on is None and kind not in (None, DIARY):
        raise UsageError("memo", f"is to be on a {kind}, but no id is given", "an id and its kind")
    if on is not None and kind == DIARY:
        raise UsageError("memo", f"is to be in the diary and on {on}", "one of the two")
    made: list[str] = []

    def prepare() -> Draft:
        draft = Draft()
        subject, stored = (None, "") if on is None else checked_subject(study, on, kind)
        made[:] = [new_id("m")]
        data = {
            "id": made[0],
            "on": subject,
            "content": draft.content("memo", memo_body(text, title, kind=stored)),
        }
        if written:
            data["time"] = written
        draft.event("memo", data)
        return draft

    study.write("memo", coder, prepare)
    return made[0]


def edit_memo(
    study: Study, coder: str, memo_id: str, text: str, *, title: str | None = None
) -> str:
    """Change the words of an own memo; returns the id of the memo with the new words.

    The earlier words stay in the history. Subject and date of the memo stay as they are, `edited` says
    when it was changed. title: as before unless given. The same words again change nothing, and the
    id stays. Raises CodingError where the memo is unknown, was taken back, or is somebody else's.
    """
    coder = codings.check_coder(coder, "changing a memo")
    memo_id = asked_text("memo_id", memo_id, _ID)
    memo_body(text, "" if title is None else title)
    made: list[str] = []

    def prepare() -> Draft | None:
        problems = _not_own(study, coder, [memo_id])
        if problems:
            raise _refusal(problems)
        on, time, content = study.rows(
            "SELECT on_id, time, content FROM memo WHERE memo_id = ?", (memo_id,)
        )[0]
        before = study.content(content) or {}
        body = memo_body(
            text,
            before.get("title", "") if title is None else title,
            kind=before.get("kind", ""),
            replaces=memo_id,
            edited=now(),
        )
        made[:] = [memo_id]
        if all(before.get(name, "") == body.get(name, "") for name in ("text", "title")):
            return None
        made[:] = [new_id("m")]
        draft = Draft()
        draft.event("unmemo", {"ids": [memo_id]})
        draft.event(
            "memo",
            {"id": made[0], "on": on, "content": draft.content("memo", body), "time": time},
        )
        return draft

    study.write("edit memo", coder, prepare)
    return made[0]


def retract_memo(study: Study, coder: str, memo_ids: str | Iterable[str]) -> list[str]:
    """Take own memos back, as one act; their words stay in the history. Returns the ids.

    Raises CodingError, changing nothing, where one is unknown, was taken back already, or is somebody
    else's.
    """
    coder = codings.check_coder(coder, "taking a memo back")
    ids = list(dict.fromkeys(asked_texts("memo_ids", memo_ids, _ID)))

    def prepare() -> Draft:
        if problems := _not_own(study, coder, ids):
            raise _refusal(problems)
        draft = Draft()
        if ids:
            draft.event("unmemo", {"ids": ids})
        return draft

    study.write("retract memo", coder, prepare)
    return ids


def _not_own(study: Study, coder: str, ids: Iterable[str]) -> list[Problem]:
    """What stands against `coder` changing these memos."""
    problems = []
    for each in ids:
        rows = study.rows(
            "SELECT n.text, m.ended FROM memo m JOIN name n ON n.n = m.coder WHERE m.memo_id = ?",
            (each,),
        )
        if not rows:
            problems.append(Problem(each, "is no memo of this project"))
        elif rows[0][1] is not None:
            problems.append(Problem(each, f"was taken back in act {rows[0][1]}"))
        elif rows[0][0] != coder:
            problems.append(
                Problem(
                    each,
                    f"was written by {rows[0][0]}",
                    "own memos can be changed",
                    "Write a memo on it",
                )
            )
    return problems


def _refusal(problems: list[Problem]) -> CodingError:
    if len(problems) == 1:
        only = problems[0]
        return CodingError(only.where, only.found, only.allowed, only.next)
    return CodingError.gathered("", "nothing was changed", problems)
