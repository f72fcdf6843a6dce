"""Memos: what each one is about today, and the search in them."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from numbers import Integral
from typing import Any

import pandas as pd

from qualcode.analysis.periods import Period, as_date
from qualcode.analysis.places import PURGED, Places, shortened
from qualcode.core.asked import asked_text, called
from qualcode.core.lists import joined
from qualcode.core.records import DECISIONS, MEMO_KINDS
from qualcode.errors import CodingError, UsageError, counted, listing
from qualcode.store import Study, moving, state

DIARY = MEMO_KINDS[-1]
# Ids made by chance come first: they can mean one thing only. A name may be that of a document, of a
# code and of a person at once; where nothing else is said it means the first of these.
_NAMED = ("coding", "suggestion", "decision", "pass", "memo", "act")
COLUMNS = [
    "memo_id",
    "on",
    "kind",
    "subject",
    "document",
    "code",
    "participant",
    "quotation",
    "coding_id",
    "coder",
    "time",
    "edited",
    "title",
    "text",
]
_MISSING = ("on", "document", "code", "participant", "quotation", "coding_id", "edited")
_ACT_ID = re.compile(r"a[0-9a-f]{32}")
_ACT_NUMBER = re.compile(r"(act\s+)?(\d{1,18})", re.IGNORECASE)
_IDS = "the id of a coding, document, code, person, memo, act …, as text"
_TIMES = "2018-03-12, 2018-03-12T14:05"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}($|[T ])")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a memo is about, as it is called today.

    label: in words, with the first of the words it is about; short: without these. present: its present id; of a coding that was replaced, the one that stands in for
    it. codes: present ids of the codes it speaks of (several where a coding was divided). version,
    start, end: the stretch of text, None where it is about none.
    """

    kind: str
    label: str
    short: str
    present: str = ""
    document: str = ""
    codes: tuple[str, ...] = ()
    participant: str = ""
    quotation: str = ""
    version: int | None = None
    start: int | None = None
    end: int | None = None

    def named(self, words: str = "") -> str:
        """As a sentence speaks of it: `the document FG1`, `the study diary`, `AB’s reading of FG1`.

        words: `label` or, unless given, `short`.
        """
        words = words or self.short
        if self.kind in ("document", "code", "participant"):
            return f"the {self.kind} {words}"
        # The others begin with somebody's name, or with "act".
        return f"the {words}" if self.kind in (DIARY, "coding", "suggestion") else words


@dataclass(frozen=True, slots=True)
class Memo:
    """A memo that stands. on: the id it was written on, None for the diary; text: "" once purged.

    time: when it was written first, edited: when its words were changed last, "" = never; replaces: the
    memo whose words these took the place of, "" = none.
    """

    memo_id: str
    on: str | None
    subject: Subject
    coder: str
    time: str
    edited: str
    title: str
    text: str
    replaces: str
    purged: bool = False


# -- what a memo may be written on -------------------------------------------------------------------------


def kinds_of(study: Study, on: str) -> list[str]:
    """What an id is in this project, the kind that is meant where nothing else is said first."""
    found: list[str] = []
    for table in _NAMED:
        # Ids of acts have a form of their own, and no index.
        if table == "act" and not _ACT_ID.fullmatch(on):
            continue
        if study.value(f'SELECT 1 FROM "{table}" WHERE {table}_id = ? LIMIT 1', (on,)):
            found.append(table)
            break
    if on in state.versions(study):
        found.append("document")
    if state.codebook(study).successor(on) is not None:
        found.append("code")
    if on in _people(study):
        found.append("participant")
    return found


def _people(study: Study) -> set[str]:
    def make() -> set[str]:
        links = state.links(study).values()
        return {link.participant for link in links if link.participant} | set(
            state.people(study).people()
        )

    return study.cached("everybody", make)


def checked_id(study: Study, on: str | int, kind: str | None = None) -> str:
    """The id that is meant: an act may be named by its number, as `history` shows it.

    That is "act 3" where nothing else is called so, and with the kind act also "3" and 3. Raises
    UsageError for what is no text, CodingError for an act that the project does not have.
    """
    if isinstance(on, Integral) and not isinstance(on, bool):
        if kind != "act":
            raise UsageError(
                "on",
                f"{called(on)} is no id",
                _IDS,
                f'If act {on} is meant, write on="act {on}", or kind="act"',
            )
        on = str(on)
    on = asked_text("on", on, _IDS)
    number = _ACT_NUMBER.fullmatch(on.strip())
    if number and (kind == "act" or (kind is None and number[1] and not kinds_of(study, on))):
        act = study.value("SELECT act_id FROM act WHERE n = ?", (int(number[2]),))
        if act is None:
            raise CodingError(
                f"act {number[2]}", "is no act of this project", f"acts 1 to {study.last_act}"
            )
        return act
    return on


def _unknown(study: Study, on: str) -> CodingError:
    if not on.strip():
        return CodingError("on", "is empty", _IDS)
    if on.isdecimal():
        return CodingError(on, "is no id of this project", _IDS, f'Act {on} is "act {on}"')
    names = [*state.versions(study), *state.codebook(study).codes, *sorted(_people(study))]
    close = difflib.get_close_matches(on, dict.fromkeys(names), n=3)
    return CodingError(
        on, "is no id of this project", f"close to it: {listing(close)}" if close else _IDS
    )


def checked_subject(study: Study, on: str | int, kind: str | None = None) -> tuple[str, str]:
    """The id to write a memo on, and the kind that has to be stored with it ("" where the id says it).

    A code of former times is the code that it is now. Raises CodingError where the id is unknown or is
    nothing of that kind, UsageError for a kind that does not exist and for what is no text.
    """
    check_kind(kind)
    on = checked_id(study, on, kind)
    found = kinds_of(study, on)
    if not found:
        raise _unknown(study, on)
    if kind is not None and kind not in found:
        raise CodingError(on, f"is no {kind} of this project", f"it is a {' and a '.join(found)}")
    wanted = kind or found[0]
    if wanted == "code":
        on = state.codebook(study).successor(on) or on
        found = kinds_of(study, on)
    return on, "" if wanted == found[0] else wanted


def check_kind(kind: str | None) -> None:
    if kind is not None and (not isinstance(kind, str) or kind not in MEMO_KINDS):
        raise UsageError("kind", f"{called(kind)}", ", ".join(MEMO_KINDS))


def memo_body(
    text: str, title: str = "", *, kind: str = "", replaces: str = "", edited: str = ""
) -> dict[str, str]:
    """A memo's words as they are stored.

    UsageError where they are no text, without any, and for control characters other than line breaks
    and tabs: on a terminal they would do something instead of being seen.
    """
    text = asked_text("memo", text, "its words")
    title = " ".join(asked_text("title", title, 'its words, "" for none').split())
    if not text.strip():
        raise UsageError("memo", "has no words")
    for words, what in ((title, "its title holds"), (text, "holds")):
        at = next((n for n, each in enumerate(words) if _is_control(each)), None)
        if at is not None:
            raise UsageError(
                "memo",
                f"{what} the control character U+{ord(words[at]):04X} at character {at + 1:,}",
                "line breaks and tabs may stand in it",
                "Take it out",
            )
    facts = {"title": title, "kind": kind, "replaces": replaces, "edited": edited}
    return {"text": text, **{name: value for name, value in facts.items() if value}}


def _is_control(character: str) -> bool:
    return unicodedata.category(character) == "Cc" and character not in "\n\r\t"


def checked_time(given: str | date | None) -> str:
    """A date, or date and time, in ISO 8601, as text; "" where none was given.

    UsageError otherwise, and for more than a day ahead: nobody has written a memo there yet.
    """
    given = as_date(given, "time", _TIMES)
    if given == "":
        return ""
    text = given.isoformat() if isinstance(given, date) else given.strip()
    try:
        if not _DATE.match(text):
            raise ValueError
        found = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError("time", f"{called(text)} is no date", _TIMES) from None
    # A day is for clocks and time zones that differ.
    now = datetime.now(UTC) if found.tzinfo else datetime.now()
    if found > now + timedelta(days=1):
        raise UsageError("time", f"{text} lies in the future", f"up to today, {now:%Y-%m-%d}")
    return text.replace(" ", "T", 1)


# -- what it is about --------------------------------------------------------------------------------------


class Subjects:
    """What ids stand for today, asked for many memos."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.names = study.names()
        self.book = state.codebook(study)
        self.places = Places(study)
        self.bodies: dict[str, dict[str, str]] = {}
        self.rows: dict[str, tuple] = {}
        for row in study.rows(
            "SELECT memo_id, on_id, coder, time, content, ended FROM memo ORDER BY n"
        ):
            self.rows[row[0]] = row
            self.bodies[row[0]] = study.content(row[4]) or {}
        # Earlier words of a memo -> the memo with its words of now.
        self.edited = {
            body["replaces"]: memo
            for memo, body in self.bodies.items()
            if body.get("replaces") and self.rows[memo][5] is None
        }
        for memo, body in reversed(list(self.bodies.items())):
            old = body.get("replaces")
            if old and memo in self.edited:
                self.edited[old] = self.edited[memo]
        self._found: dict[tuple[str, str], Subject] = {}

    def of(self, on: str | None, kind: str = "") -> Subject:
        if on is None:
            return Subject(DIARY, "study diary", "study diary")
        key = (on, kind)
        if key not in self._found:
            # A memo on a memo on itself cannot be made, but an import could name a circle.
            self._found[key] = Subject(kind or "memo", "memo", "memo", on)
            self._found[key] = self._resolved(on, kind)
        return self._found[key]

    def _resolved(self, on: str, kind: str) -> Subject:
        found = kinds_of(self.study, on)
        if on in self.edited and "memo" not in found:
            found.append("memo")
        wanted = kind if kind in found else found[0] if found else kind
        if wanted == "coding":
            return self._coding(on)
        if wanted == "suggestion":
            return self._suggestion(on)
        if wanted == "decision":
            return self._decision(on)
        if wanted == "pass":
            return self._pass(on)
        if wanted == "memo":
            return self._memo(on)
        if wanted == "act":
            return self._act(on)
        if wanted == "document":
            return Subject("document", on, on, on, on)
        if wanted == "code":
            now = self.book.successor(on) or on
            name = self._code(now)
            return Subject("code", name, name, now, codes=(now,))
        if wanted == "participant":
            return Subject("participant", on, on, on, participant=on)
        lost = f"{on} (no longer in the project)"
        return Subject(wanted or "unknown", lost, lost, on)

    def _code(self, code: str) -> str:
        entry = self.book.codes.get(code)
        label = entry.label if entry else code
        return code if label == code else f"{label} ({code})"

    def _coding(self, on: str) -> Subject:
        standing = moving.present(self.study, on)
        rows = [
            self.study.rows(
                "SELECT version, start, end, code FROM coding WHERE coding_id = ?", (each,)
            )[0]
            for each in standing or [on]
        ]
        version, start, end, _ = rows[0]
        made_with = [self.names[row[3]] for row in rows]
        codes = tuple(dict.fromkeys(self.book.successor(code) or code for code in made_with))
        what = f"coding of {joined(codes)} in "
        gone = "" if standing else " (retracted)"
        subject = Subject(
            "coding",
            f"{what}{self.places.cited(version, start, end)}{gone}",
            f"{what}{self.places.where(version, start, end)}{gone}",
            codes=codes,
        )
        return self._stretch(subject, standing[0] if standing else on, version, start, end)

    def _stretch(
        self, subject: Subject, present: str, version: int, start: int, end: int
    ) -> Subject:
        places = self.places
        return replace(
            subject,
            present=present,
            document=places.document(version),
            participant=places.participant(version, start, end),
            quotation=places.quotation(version, start, end),
            version=version,
            start=start,
            end=end,
        )

    def _suggestion(self, on: str) -> Subject:
        version, start, end, code = self.study.rows(
            "SELECT version, start, end, code FROM suggestion WHERE suggestion_id = ?", (on,)
        )[0]
        now = self.book.successor(self.names[code]) or self.names[code]
        subject = Subject(
            "suggestion",
            f"suggestion of {now} in {self.places.cited(version, start, end)}",
            f"suggestion of {now} in {self.places.where(version, start, end)}",
            codes=(now,),
        )
        return self._stretch(subject, on, version, start, end)

    def _decision(self, on: str) -> Subject:
        suggestion, decision, coder = self.study.rows(
            "SELECT suggestion_id, decision, coder FROM decision WHERE decision_id = ?", (on,)
        )[0]
        known = self.study.value("SELECT 1 FROM suggestion WHERE suggestion_id = ?", (suggestion,))
        about = self._suggestion(suggestion) if known else Subject("", "suggestion", "suggestion")
        head = f"{self.names[coder]}’s decision ({DECISIONS[decision]}) on the "
        return replace(
            about,
            kind="decision",
            label=head + about.label,
            short=head + about.short,
            present=on,
        )

    def _pass(self, on: str) -> Subject:
        version, coder = self.study.rows(
            "SELECT version, coder FROM pass WHERE pass_id = ?", (on,)
        )[0]
        document = self.places.document(version)
        label = f"{self.names[coder]}’s reading of {document}"
        return Subject("pass", label, label, on, document)

    def _memo(self, on: str) -> Subject:
        now = self.edited.get(on, on)
        _, subject, coder, time, _, ended = self.rows[now]
        body = self.bodies[now]
        about = self.of(subject, body.get("kind", ""))
        said = body.get("title") or shortened(body.get("text", "")) or PURGED
        label = f"{self.names[coder]}’s memo of {time[:10]}: “{said}”"
        if ended is not None:
            label += " (taken back)"
        return replace(about, kind="memo", label=label, short=label, present=now)

    def _act(self, on: str) -> Subject:
        n, verb, coder = self.study.rows("SELECT n, verb, coder FROM act WHERE act_id = ?", (on,))[
            0
        ]
        label = f"act {n} ({verb} by {coder})"
        return Subject("act", label, label, on)


def subject_of(study: Study, memo_id: str) -> str:
    """What a memo is about, in words that a sentence can go on with.

    `the document IP01`, `the coding of trust in FG1, turn 2: “Trust matters”`, `act 3 (code by AB)`,
    `the study diary`. CodingError where there is no such memo.
    """
    memo_id = asked_text("memo_id", memo_id, "the id of a memo, as text")
    subjects = Subjects(study)
    if memo_id not in subjects.rows:
        raise CodingError(memo_id, "is no memo of this project")
    about = subjects.of(subjects.rows[memo_id][1], subjects.bodies[memo_id].get("kind", ""))
    return about.named(about.label)


def standing_memos(study: Study) -> list[Memo]:
    """Every memo that stands, in the order in which they came into the project."""
    return study.cached("standing_memos", lambda: _standing_memos(study))


def _standing_memos(study: Study) -> list[Memo]:
    if not study.value("SELECT 1 FROM memo LIMIT 1"):
        return []
    subjects = Subjects(study)
    found = []
    for memo_id, on, coder, time, content, ended in subjects.rows.values():
        if ended is not None:
            continue
        body = subjects.bodies[memo_id]
        found.append(
            Memo(
                memo_id,
                on,
                subjects.of(on, body.get("kind", "")),
                subjects.names[coder],
                time,
                body.get("edited", ""),
                body.get("title", ""),
                body.get("text", ""),
                body.get("replaces", ""),
                not body and study.content(content) is None,
            )
        )
    return found


# -- as a frame, and searched ------------------------------------------------------------------------------


def memo_frame(study: Study) -> pd.DataFrame:
    """One row for each memo, in the order in which they came into the project.

    Columns: memo_id, on (the id it was written on; missing for the study diary), kind (one of MEMO_KINDS),
    subject (in words), document, code (`; ` between several), participant, quotation (as print shows
    it), coding_id (the coding it is on; one that was replaced is followed to the one that stands in for
    it), coder, time (when it was written first), edited (when its words were changed last), title, text.
    A memo on a code that was renamed or merged has the present id under code, one on another memo the
    document, code and participant of that one. What does not apply is missing; the text of a purged
    memo is "".
    """
    return framed(standing_memos(study))


def framed(memos: Iterable[Memo]) -> pd.DataFrame:
    rows = [
        [
            memo.memo_id,
            memo.on or "",
            memo.subject.kind,
            memo.subject.label,
            memo.subject.document,
            joined(memo.subject.codes),
            memo.subject.participant,
            memo.subject.quotation,
            memo.subject.present if memo.subject.kind == "coding" else "",
            memo.coder,
            memo.time,
            memo.edited,
            memo.title,
            memo.text,
        ]
        for memo in memos
    ]
    frame = pd.DataFrame(rows, columns=COLUMNS, dtype=object)
    for name in COLUMNS:
        values: list[Any] = frame[name].tolist()
        if name in _MISSING:
            values = [value or pd.NA for value in values]
        frame[name] = pd.array(values, dtype="string")
    return frame


def select_memos(
    study: Study,
    words: str | None = None,
    *,
    on: str | int | None = None,
    code: str | None = None,
    document: str | None = None,
    participant: str | None = None,
    coder: str | None = None,
    since: str | date | None = None,
    until: str | date | None = None,
    kind: str | None = None,
) -> list[Memo]:
    """The memos that fit all that is asked; see `find_memos`."""
    check_kind(kind)
    texts = {"code": code, "document": document, "participant": participant, "coder": coder}
    for name, value in {"words": words, **texts}.items():
        if value is not None:
            asked_text(name, value, "one, as text")
    period = Period.of(since, until)
    pattern = None if words is None else phrase(words)
    codes = set() if code is None else set(_beneath(study, code))
    if document is not None:
        state.version_of(study, document)
    if participant is not None and participant not in _people(study):
        raise CodingError(participant, "is no participant of this project")
    wanted = None
    if on is not None:
        on = checked_id(study, on, kind)
        if not kinds_of(study, on):
            raise _unknown(study, on)
        wanted = Subjects(study).of(on).present
    found = []
    for memo in standing_memos(study):
        about = memo.subject
        if (
            (kind is not None and about.kind != kind)
            or (coder is not None and memo.coder != coder)
            or (wanted is not None and on != memo.on and about.present != wanted)
            or (code is not None and codes.isdisjoint(about.codes))
            or (document is not None and about.document != document)
            or (participant is not None and about.participant != participant)
            or not period.covers(memo.time)
            or (pattern is not None and not pattern.search(_folded(f"{memo.title}\n{memo.text}")))
        ):
            continue
        found.append(memo)
    return found


def find_memos(
    study: Study,
    words: str | None = None,
    *,
    on: str | int | None = None,
    code: str | None = None,
    document: str | None = None,
    participant: str | None = None,
    coder: str | None = None,
    since: str | date | None = None,
    until: str | date | None = None,
    kind: str | None = None,
) -> pd.DataFrame:
    """The memos that fit all that is asked, as the rows of `memo_frame`.

    words: whole words next to each other in title or text, any case, with * and ? (`soci* value`).
    on: an id, as in `add_memo`; earlier and later forms of the same coding, code or memo count as one.
    code: memos on the code, on codings and suggestions of it and replies to these; for a theme also on
    everything beneath it. document, participant: memos on them and on codings of their words.
    coder: who wrote it. since, until: dates ("2018", "2018-03", "2018-03-12"), both included.
    kind: one of MEMO_KINDS.

    Raises CodingError for an id, code, document or person that the project does not have, UsageError for
    a date or kind that is none and for what is no text.
    """
    return framed(
        select_memos(
            study,
            words,
            on=on,
            code=code,
            document=document,
            participant=participant,
            coder=coder,
            since=since,
            until=until,
            kind=kind,
        )
    )


def _beneath(study: Study, code: str) -> list[str]:
    book = state.codebook(study)
    now = book.successor(code)
    if now is None:
        raise CodingError(
            code, f"is not in the codebook ({counted(len(book), 'code')})", book.likeness(code)
        )
    return book.beneath(now)


def phrase(words: str) -> re.Pattern[str]:
    """What `words` finds in folded text. UsageError where there are no words in it."""
    parts = [_glob(part) for part in _folded(words).split()]
    if not any(re.search(r"\w", part) for part in words.split()):
        raise UsageError("words", f"{words!r} holds no word", "words, with * and ? inside them")
    return re.compile(r"(?<!\w)" + r"\W+".join(parts) + r"(?!\w)")


def _glob(part: str) -> str:
    inside = {"*": r"\w*", "?": r"\w"}
    trimmed = re.sub(r"^[^\w*?]+|[^\w*?]+$", "", part) or part
    return "".join(inside.get(each) or re.escape(each) for each in trimmed)


def _folded(text: str) -> str:
    return text.casefold().replace("’", "'")
