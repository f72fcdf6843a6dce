"""Memos on a page: read, written, changed, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qualcode.analysis.memos import (
    Memo,
    Subject,
    Subjects,
    checked_id,
    checked_subject,
    select_memos,
    standing_memos,
)
from qualcode.errors import CodingError
from qualcode.review.memos import add_memo, edit_memo, retract_memo
from qualcode.store import Study, history, state
from qualcode.workbench.desk import Desk, method
from qualcode.workbench.looks import SEEN

# Subjects that somebody else made, so that naming them tells what that coder did.
_MADE = ("coding", "suggestion", "decision", "pass", "memo", "act")
# Kinds of events of which the history tells the documents.
_PLACED = {"document", "rows", "codebook", "setting", "codings", "suggestions", "pass"}


@method("memos")
def memos(
    desk: Desk,
    *,
    on: str | None = None,
    document: str | None = None,
    words: str | None = None,
    kind: str | None = None,
    others: bool = False,
) -> list[dict[str, Any]]:
    """Memos that stand, the latest first.

    on: only those on this id (earlier and later forms of a coding, code or memo count as one); document:
    on it and on what was done in it; words: as `find_memos` reads them; kind: one of MEMO_KINDS.

    Each is {id, on (None = the study diary), kind, subject (in words), named (the same without the words it
    is about), document, version, start, end (None where it is about no stretch of the present text),
    quotation, codes, participant, coder, time, edited, title, text, purged, mine, replies}.

    Memos of other coders about a document that this coder is to read blind are left out, always. Those
    about other documents that this coder has not finished are left out unless `others` asks for them; it is
    then noted that they were seen. What is about nothing in particular (diary, codes, people) is shown.
    """
    study = desk.study
    door = _Door(desk, others)
    found = [
        memo
        for memo in select_memos(study, words, on=on, document=document, kind=kind)
        if door.open(memo)
    ]
    door.note()
    replies = _replies(study, door)
    return [_told(desk, door, memo, replies.get(memo.memo_id, 0)) for memo in reversed(found)]


def _told(desk: Desk, door: _Door, memo: Memo, replies: int) -> dict[str, Any]:
    about = memo.subject
    current = state.versions(desk.study).get(about.document)
    version = current.version if current is not None else None
    here = current is not None and about.version == current.n
    secret = memo.coder == desk.coder and door.kept(memo)
    if secret:
        # One's own words on what somebody else did there: the words stay, what they are on is not told.
        about = Subject(
            about.kind,
            *(f"something in {about.document or 'the study'}, shown when you have finished it",)
            * 2,
            document=about.document,
        )
        here = False
    return {
        "id": memo.memo_id,
        "on": memo.on,
        "kind": about.kind,
        "subject": about.label,
        "named": about.short,
        "document": about.document or None,
        "version": version,
        "start": about.start if here else None,
        "end": about.end if here else None,
        "quotation": about.quotation,
        "codes": list(about.codes),
        "participant": about.participant or None,
        "coder": memo.coder,
        "time": memo.time,
        "edited": memo.edited or None,
        "title": memo.title,
        "text": memo.text,
        "purged": memo.purged,
        "mine": memo.coder == desk.coder,
        "replies": replies,
    }


def _replies(study: Study, door: _Door) -> dict[str, int]:
    """Memos on memos, by the one they are on."""
    found: dict[str, int] = {}
    for memo in standing_memos(study):
        if memo.subject.kind == "memo" and door.open(memo, asked=False):
            found[memo.subject.present] = found.get(memo.subject.present, 0) + 1
    return found


class _Door:
    """Which memos this coder may see now."""

    def __init__(self, desk: Desk, others: bool) -> None:
        self.desk = desk
        self.others = others
        self._hidden: dict[str, bool] = {}
        self._read: dict[str, bool] = {}
        self._seen: set[str] = set()
        self._by_id: dict[str, Memo] | None = None

    def open(self, memo: Memo, *, asked: bool = True) -> bool:
        if memo.coder == self.desk.coder:
            return True
        unread = []
        for document in self.documents(memo.subject, memo.on):
            if self.hidden(document):
                return False
            if not self.read(document):
                unread.append(document)
        if unread and not self.others:
            return False
        if asked:
            self._seen.update(unread)
        return True

    def kept(self, memo: Memo) -> bool:
        """Whether what a memo is on is somebody else's work that this coder must not see."""
        if memo.subject.kind not in _MADE:
            return False
        if not any(self.hidden(each) for each in self.documents(memo.subject, memo.on)):
            return False
        return maker(self.desk.study, memo.subject.kind, memo.on or "") != self.desk.coder

    def documents(self, about: Subject, on: str | None) -> Iterator[str]:
        """The documents that a memo speaks of, through a memo or an act it is on."""
        if about.document:
            yield about.document
            return
        if about.kind == "act" and on is not None:
            yield from self._of_act(on)
        elif about.kind == "memo":
            if self._by_id is None:
                self._by_id = {each.memo_id: each for each in standing_memos(self.desk.study)}
            below = self._by_id.get(about.present)
            if below is not None and below.subject.present != about.present:
                yield from self.documents(below.subject, below.on)

    def _of_act(self, act_id: str) -> Iterator[str]:
        study = self.desk.study
        number = study.value("SELECT n FROM act WHERE act_id = ?", (act_id,))
        if number is None:
            return
        kinds = {kind for (kind,) in study.rows("SELECT kind FROM event WHERE act = ?", (number,))}
        # Other acts take something back, and may be about any document.
        yield from (
            history.entry(study, number).documents if kinds <= _PLACED else state.versions(study)
        )

    def hidden(self, document: str) -> bool:
        if document not in self._hidden:
            self._hidden[document] = document in state.versions(
                self.desk.study
            ) and self.desk.own_only(document)
        return self._hidden[document]

    def read(self, document: str) -> bool:
        if document not in self._read:
            self._read[document] = document not in state.versions(
                self.desk.study
            ) or self.desk.has_read(document)
        return self._read[document]

    def note(self) -> None:
        """Write down that others' words on unread documents were shown."""
        current = state.versions(self.desk.study)
        for document in self._seen:
            self.desk.looks.note(self.desk.coder, current[document].version, SEEN)


def maker(study: Study, kind: str, on: str) -> str | None:
    """Whose work an id stands for; None where it is nobody's: a suggestion is a program's."""
    if kind not in _MADE or kind == "suggestion":
        return None
    found = study.value(f'SELECT coder FROM "{kind}" WHERE {kind}_id = ?', (on,))
    return found if kind == "act" else study.names().get(found)


@method("memo_add", writes=True)
def memo_add(
    desk: Desk, *, on: str | None, text: str, title: str = "", kind: str | None = None
) -> dict[str, Any]:
    """Write a memo. on: the id of a coding, suggestion, decision, pass, memo, act, document, code or
    participant; None = the study diary. kind: which of these, where one name is several. Returns memo, its
    id. What this coder must not see yet cannot be written on."""
    if on is not None:
        _refuse_hidden(desk, on, kind)
    return {"memo": add_memo(desk.study, desk.coder, text, on, title=title, kind=kind)}


def _refuse_hidden(desk: Desk, on: str, kind: str | None) -> None:
    study = desk.study
    subject, stored = checked_subject(study, checked_id(study, on, kind), kind)
    about = Subjects(study).of(subject, stored)
    if about.kind not in _MADE or maker(study, about.kind, subject) == desk.coder:
        return
    door = _Door(desk, others=True)
    for document in door.documents(about, subject):
        if door.hidden(document):
            raise CodingError(
                document,
                "is to be read without sight of what others did in it",
                next="Finish the document first, then write on others' work",
            )


@method("memo_edit", writes=True)
def memo_edit(desk: Desk, *, memo: str, text: str, title: str | None = None) -> dict[str, Any]:
    """Change the words of an own memo; title None = as before. Returns memo, the id of the memo with the new
    words."""
    return {"memo": edit_memo(desk.study, desk.coder, memo, text, title=title)}


@method("memo_retract", writes=True)
def memo_retract(desk: Desk, *, memo: str) -> dict[str, Any]:
    """Take an own memo back; its words stay in the history. Returns memo and act, the number of the act."""
    retract_memo(desk.study, desk.coder, memo)
    return {"memo": memo, "act": latest_act(desk)}


def latest_act(desk: Desk) -> int | None:
    """Number of this coder's latest act, which a page names when it takes it back."""
    return desk.study.value("SELECT max(n) FROM act WHERE coder = ?", (desk.coder,))
