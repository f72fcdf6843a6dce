"""The codebook on a page: the tree as it grows, and the codings that wait to be looked at again."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from qualcode.analysis.memos import standing_memos
from qualcode.analysis.places import Places
from qualcode.core import evolve
from qualcode.core.codebook import Code, Codebook, Pattern
from qualcode.core.records import CONSENSUS
from qualcode.core.text import printed
from qualcode.errors import CodebookError, CodingError, Problem, UsageError, counted, listing
from qualcode.ingest.codebook import CodebookReport, change_codebook
from qualcode.readers.codebooks import read_pattern
from qualcode.review import codebook as books
from qualcode.review import recoding
from qualcode.review.coding import BLINDNESS, complete
from qualcode.store import Study, codings, moving, state
from qualcode.store.state import Version
from qualcode.workbench.answers_memos import latest_act
from qualcode.workbench.desk import Desk, method
from qualcode.workbench.looks import HIDDEN

# What an entry says, as a page sends it: texts, and lists of texts.
TEXTS = ("name", "definition", "color")
LISTS = ("include", "exclude", "examples")
PATTERNS = ("patterns", "unless")
SHOWN = 100  # codings of the queue that are sent at once
LONG_ID = 40


# -- what is there -----------------------------------------------------------------------------------------


@method("book_more", slow=True)
def book_more(desk: Desk) -> dict[str, Any]:
    """What the answer to `codebook` leaves out, for the view of the codebook.

    codes: id -> {unless (as print shows them), written (patterns and unless as they can be changed and sent
    back), formerly, extras, all (codings of everybody that stand),
    coders (how many have some), memos (on the code itself), waiting (codings of everybody to look at
    again)}. left_out: documents that are not in `all`, since this coder is to read them without sight of
    others' work; one's own codings there are. own_waiting: one's own codings to look at again.
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
    waiting = moving.waiting(study)
    return {
        "codes": {
            entry.code: {
                "unless": [str(pattern) for pattern in entry.unless],
                "written": {
                    key: [_written(pattern) for pattern in getattr(entry, key)] for key in PATTERNS
                },
                "formerly": list(entry.formerly),
                "extras": dict(entry.extras),
                "all": numbers.get(entry.code, 0),
                "coders": len(coders.get(entry.code, ())),
                "memos": memos.get(entry.code, 0),
                "waiting": waiting.get(entry.code, 0),
            }
            for entry in book
        },
        "left_out": len(hidden),
        "own_waiting": len(_waiting(desk)) if waiting else 0,
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
    _entry(desk, code)
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
    shown = found[max(0, offset) : max(0, offset) + max(1, min(limit, 500))]
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


# -- one act each ------------------------------------------------------------------------------------------


@method("book_add", writes=True)
def book_add(
    desk: Desk,
    *,
    code: str | None = None,
    name: str = "",
    parent: str | None = None,
    before: str | None = None,
    definition: str = "",
    include: list[str] | None = None,
    exclude: list[str] | None = None,
    examples: list[str] | None = None,
    patterns: list[str] | None = None,
    unless: list[str] | None = None,
    color: str | None = None,
) -> dict[str, Any]:
    """Put a new code into the codebook, under `parent` (None = a theme), as its last child or before one.

    code: its id; made from the name where it is not given. patterns, unless: as a cell of a codebook table
    has them. Returns code, what (in words), hints.
    """
    if not (code or name).strip():
        raise UsageError("code", "has neither a name nor an id", next="Give it a name")
    fields = _fields(
        {
            "name": name,
            "definition": definition,
            "include": include,
            "exclude": exclude,
            "examples": examples,
            "patterns": patterns,
            "unless": unless,
            "color": color,
        }
    )
    made: list[str] = []

    def change(book: Codebook) -> Codebook:
        made[:] = [code.strip() if code and code.strip() else id_of(name, book)]
        grown = evolve.add(book, evolve.made(made[0], **fields), parent=parent)
        return grown if before is None else _before(grown, made[0], before)

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
def book_define(
    desk: Desk,
    *,
    code: str,
    name: str | None = None,
    definition: str | None = None,
    include: list[str] | None = None,
    exclude: list[str] | None = None,
    examples: list[str] | None = None,
    patterns: list[str] | None = None,
    unless: list[str] | None = None,
    color: str | None = None,
) -> dict[str, Any]:
    """Change what an entry says; None = as it is. Codings made under other words wait in the queue."""
    entry = _entry(desk, code)
    fields = _fields(
        {
            "name": name,
            "definition": definition,
            "include": include,
            "exclude": exclude,
            "examples": examples,
            "patterns": patterns,
            "unless": unless,
            "color": color,
        },
        entry,
    )
    if not fields:
        raise UsageError("define", "nothing to change")
    return _reported(desk, lambda: books.define_code(desk.study, desk.coder, code, **fields))


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
    parts = _parts(desk, code, into)
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
    with _plainly():
        report: CodebookReport = run()
    return {
        "what": report.what,
        "act": latest_act(desk) if desk.study.last_act > before else None,
        "moved": sum(report.moved.values()),
        "joined": report.joined,
        "waiting": report.waiting if report.more_wait else 0,
        "hints": [_plain(hint) for hint in report.hints],
    }


# The rooms below speak to people at a command line, too.
_COMMAND = re.compile(
    r"\s*\(?(?:qualcode )?codebook (?:queue|progress)[^)]*\)?|\s*\(qualcode [^)]*\)"
)
_WAYS = (
    (re.compile(r"(?:qualcode )?codebook retire \S+ --back first"), "Take it into use again first"),
    (re.compile(r"Move it first: (?:qualcode )?codebook move .*"), "Move it first"),
)


def _plain(said: str) -> str:
    for pattern, words in _WAYS:
        said = pattern.sub(words, said)
    return _COMMAND.sub("", said)


@contextmanager
def _plainly() -> Iterator[None]:
    """What is refused is said in the words of a page."""
    try:
        yield
    except CodebookError as error:
        said = (_plain(text) for text in (error.found, error.allowed, error.next))
        raise CodebookError(error.where, *said) from None


# -- what would happen -------------------------------------------------------------------------------------


@method("book_what", slow=True, lead=True)
def book_what(
    desk: Desk,
    *,
    change: str,
    codes: list[str],
    into: str | None = None,
    parts: list[dict] | None = None,
    to: str | None = None,
    fields: dict | None = None,
) -> dict[str, Any]:
    """What a merge, split, retire, take up, rename, define or move would do to codings, before it is done.

    codes: the codes it is about (one, except of a merge); into: of a merge; parts: of a split, as
    `book_split` takes them; to: a new id; fields: of define, as `book_define` takes them.

    Returns codings, coders, documents (how many stand on these codes), mine (of the codings), joined (of a
    merge: how many the same coder has coded so already), says: sentences for people. What cannot be done is
    refused as the act itself would be; nothing is written.
    """
    study = desk.study
    if change not in _TOLD:
        raise UsageError("change", f"{change[:40]!r}", listing(_TOLD))
    if not codes:
        raise UsageError("codes", "none named", next="Choose a code")
    book = codings.current_book(study)
    for each in codes:
        _entry(desk, each)
    rows = _standing(study, codes)
    found: dict[str, Any] = {
        "codings": len(rows),
        "coders": len({row[3] for row in rows}),
        "documents": len({row[0] for row in rows}),
        "mine": sum(row[3] == desk.coder for row in rows),
        "joined": 0,
    }
    with _plainly():
        said = _TOLD[change](
            _Asked(desk, book, codes, rows, found, into=into, parts=parts, to=to, fields=fields)
        )
    return {**found, "says": [each for each in said if each]}


class _Asked:
    """What is asked about a change of the codebook."""

    def __init__(
        self,
        desk: Desk,
        book: Codebook,
        codes: list[str],
        rows: list[tuple],
        found: dict[str, Any],
        **more: Any,
    ) -> None:
        self.desk, self.book, self.codes, self.rows, self.found = desk, book, codes, rows, found
        self.into: str | None = more["into"]
        self.parts: list[dict] | None = more["parts"]
        self.to: str | None = more["to"]
        self.fields: dict | None = more["fields"]
        self.code = book[codes[0]]

    @property
    def all(self) -> str:
        """`5 codings by 2 coders in 3 documents`."""
        found = self.found
        if not found["codings"]:
            return "no codings"
        return (
            f"{counted(found['codings'], 'coding')} by {counted(found['coders'], 'coder')} in"
            f" {counted(found['documents'], 'document')}"
        )

    def stand(self) -> str:
        """Whether one coding stands or several."""
        return "stands" if self.found["codings"] == 1 else "stand"

    def beneath(self) -> list[str]:
        return [each for code in self.codes for each in self.book.beneath(code) if each != code]


def _of_merge(asked: _Asked) -> list[str]:
    into = asked.into
    if into is None:
        raise UsageError("merge", "no code to merge into", next="Choose one")
    after = evolve.merge(asked.book, asked.codes, into)
    target = asked.book[into]
    there = {(row[0], row[1], row[2], row[3]) for row in _standing(asked.desk.study, [into])}
    joined = 0
    for row in asked.rows:
        if row[:4] in there:
            joined += 1
        there.add(row[:4])
    asked.found["joined"] = joined
    children = [each for code in asked.codes for each in asked.book.children(code)]
    patterns = len(after[into].patterns) - len(target.patterns)
    said = [
        f"{asked.all[0].upper()}{asked.all[1:]} on {_names(asked)} will count as {target.label}."
    ]
    if joined:
        said.append(
            f"{counted(joined, 'of them is', 'of them are')} on words that the same coder has coded so"
            " already: one coding stays there, with the memos of both."
        )
    waiting = sum(bool(row[4]) and row[4] != target.hash for row in asked.rows)
    if waiting:
        said.append(
            f"{counted(waiting, 'coding waits', 'codings wait')} to be looked at again then, made as they"
            " were under other words."
        )
    if children:
        said.append(
            f"{counted(len(children), 'code')} beneath"
            f" ({listing(each.label for each in children if each.code not in asked.codes)}) move along."
        )
    if patterns:
        said.append(f"{counted(patterns, 'pattern')} will look for {target.label} from then on.")
    widened = books.read_for_others(asked.desk.study, asked.codes, into)
    if widened:
        said.append(
            f"{counted(len(widened), 'document')} read for {_names(asked)} but not for {target.label}"
            " will count as read for it."
        )
    said.append(
        f"The definition of {target.label} stays as it is: change it if it means more from now on."
    )
    return said


def _of_split(asked: _Asked) -> list[str]:
    if asked.parts is not None:
        evolve.split(asked.book, asked.code.code, _parts(asked.desk, asked.code.code, asked.parts))
    elif asked.code.merged_into is not None:
        raise CodebookError(asked.code.code, f"was merged into {asked.code.merged_into}")
    label = asked.code.label
    if not asked.found["codings"]:
        return [f"{label} has no codings. It becomes the category above its parts."]
    return [
        f"{asked.all[0].upper()}{asked.all[1:]} {asked.stand()} on {label}. None is guessed: they stay on it"
        " and wait to be coded anew, each by its own coder.",
        f"{label} becomes the category above its parts and takes no new codings.",
        f"Its {counted(len(asked.code.patterns), 'pattern')} propose nothing any more unless a part takes"
        " them over."
        if asked.code.patterns
        else "",
    ]


def _of_retire(asked: _Asked) -> list[str]:
    evolve.retire(asked.book, asked.code.code)
    label = asked.code.label
    hint = evolve.beneath_in_use(asked.book, asked.code.code)
    return [
        f"{asked.all[0].upper()}{asked.all[1:]} {asked.stand()} on {label}. They stay and are counted in"
        " tables."
        if asked.found["codings"]
        else f"{label} has no codings.",
        f"From now on {label} is not offered for coding, and nothing is suggested for it.",
        f"{hint}." if hint else "",
    ]


def _of_take_up(asked: _Asked) -> list[str]:
    evolve.retire(asked.book, asked.code.code, back=True)
    return [f"{asked.code.label} is offered for coding and suggested again, with {asked.all}."]


def _of_rename(asked: _Asked) -> list[str]:
    evolve.rename(asked.book, asked.code.code, asked.to, name=asked.code.name)
    return [
        f"{asked.all[0].upper()}{asked.all[1:]} will go along with the id."
        if asked.found["codings"]
        else "It has no codings yet.",
        f"{asked.code.code} stays known as an earlier id, so that older files can be read.",
    ]


def _of_define(asked: _Asked) -> list[str]:
    after = evolve.define(asked.book, asked.code.code, **_fields(asked.fields or {}, asked.code))
    entry = after[asked.code.code]
    if entry.hash == asked.code.hash:
        return (
            ["Codings are not touched: name, definition, include, exclude and examples stay."]
            if entry != asked.code
            else ["Nothing changes."]
        )
    if not asked.rows:
        return ["It has no codings yet."]
    fresh = [row for row in asked.rows if row[4] == asked.code.hash]
    unknown = sum(not row[4] for row in asked.rows)
    waiting = len(asked.rows) - len(fresh) - unknown
    asked.found["stale"] = len(fresh)
    said = []
    if fresh:
        coders = len({row[3] for row in fresh})
        said.append(
            f"{counted(len(fresh), 'coding')} by {counted(coders, 'coder')}"
            f" {'was' if len(fresh) == 1 else 'were'} made under the words of now: they stay, and wait to"
            " be looked at again by who made them."
        )
    if waiting:
        said.append(
            f"{counted(waiting, 'coding waits', 'codings wait')} to be looked at again already."
        )
    if unknown:
        said.append(
            f"{counted(unknown, 'coding was', 'codings were')} made under words that are not known"
            " (imported): they stay, and do not wait."
        )
    return said


def _of_move(asked: _Asked) -> list[str]:
    beneath = asked.beneath()
    return [
        f"Codings are not touched; tables by theme count them where {asked.code.label} stands.",
        f"{counted(len(beneath), 'code')} beneath it move along." if beneath else "",
    ]


_TOLD = {
    "merge": _of_merge,
    "split": _of_split,
    "retire": _of_retire,
    "take up": _of_take_up,
    "rename": _of_rename,
    "define": _of_define,
    "move": _of_move,
}


def _names(asked: _Asked) -> str:
    return listing(asked.book[code].label for code in asked.codes)


def _standing(study: Study, codes: Iterable[str]) -> list[tuple]:
    """(version, start, end, coder, hash it was made under) of every coding that stands on some codes."""
    names = study.names()
    wanted = set(codes)
    found: list[tuple] = []
    for n, text in names.items():
        if text in wanted:
            found += [
                (version, start, end, names[coder], names[made])
                for version, start, end, coder, made in study.rows(
                    "SELECT version, start, end, coder, codebook_hash FROM coding WHERE code = ?"
                    " AND ended IS NULL ORDER BY n",
                    (n,),
                )
            ]
    return found


# -- codings to look at again ------------------------------------------------------------------------------


@method("book_queue", slow=True)
def book_queue(
    desk: Desk, *, code: str | None = None, offset: int = 0, limit: int = SHOWN
) -> dict[str, Any]:
    """One's own codings (and those of the consensus) that wait to be looked at again, in the order of texts.

    code: only on this code (of a theme: beneath it). Returns total, codings: rows of {coding, document,
    version, start, end, turn, code, coder, reason ("split", "merged", "defined anew"), choices (the parts of
    a code that was split), quotation, before and after (what stands around it), then and now (what the entry
    said and says)}, and others: how many of other coders wait.
    """
    study = desk.study
    rows = _waiting(desk, code)
    found = []
    for row in rows[max(0, offset) : max(0, offset) + max(1, min(limit, 500))]:
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
    everybody = sum(moving.waiting(study).values())
    own = len(rows) if code is None else len(_waiting(desk))
    return {"total": len(rows), "codings": found, "others": max(0, everybody - own)}


AROUND = 220  # characters before and after a quotation


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


def _waiting(desk: Desk, code: str | None = None) -> list[dict[str, str]]:
    """Rows of the queue that this coder may code anew."""
    frame = recoding.queue(desk.study, code=code)
    rows: list[dict[Any, Any]] = frame.to_dict("records")
    return [
        row
        for row in rows
        if row["coder"] == desk.coder
        or (row["coder"] == CONSENSUS and not desk.own_only(row["document"]))
    ]


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
    looked = desk.looks.how(desk.coder, version.version)
    blind = None if looked is None else looked == HIDDEN
    complete(desk.study, desk.coder, document, codes=codes, blind=blind)
    return {"document": document, "codes": codes, "blind": BLINDNESS[blind]}


# -- what they share ---------------------------------------------------------------------------------------


def _entry(desk: Desk, code: str) -> Code:
    with _plainly():
        return evolve.entry(codings.current_book(desk.study), code)


def _fields(given: dict[str, Any], entry: Code | None = None) -> dict[str, Any]:
    """What an entry is to say: what is not given is left out, patterns are read. Those of `entry` that were
    sent back as they are written stay what they are."""
    known = (
        {}
        if entry is None
        else {
            form(pattern): pattern
            for form in (str, _written)
            for pattern in (*entry.patterns, *entry.unless)
        }
    )
    fields: dict[str, Any] = {}
    for key, value in given.items():
        if value is None:
            continue
        if key in TEXTS:
            if not isinstance(value, str):
                raise UsageError(key, f"{str(value)[:60]!r}", "text")
            fields[key] = value
        elif key in LISTS or key in PATTERNS:
            if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
                raise UsageError(key, f"{str(value)[:60]!r}", "a list of texts")
            items = [each.strip() for each in value if each.strip()]
            fields[key] = items if key in LISTS else [_pattern(each, known) for each in items]
        else:
            raise UsageError("code", f"{key[:40]!r} is nothing a code has")
    return fields


def _written(pattern: Pattern) -> str:
    """A pattern so that it can be read again: what is more than words or an expression, as JSON."""
    if not pattern.value and (pattern.kind != "glob" or ": " not in pattern.text):
        return str(pattern)
    return json.dumps(dict(pattern.value) or {pattern.kind: pattern.text}, ensure_ascii=False)


def _pattern(written: str, known: dict[str, Pattern]) -> Pattern:
    return known[written] if written in known else read_pattern(written)


def _parts(desk: Desk, code: str, into: list[dict]) -> list[Code]:
    """The parts of a split as entries, with ids of their own."""
    entry = _entry(desk, code)
    book = codings.current_book(desk.study)
    made: list[Code] = []
    for number, each in enumerate(into, 1):
        given = dict(each)
        wanted = given.pop("code", None)
        name = given.get("name") or ""
        if (wanted is not None and not isinstance(wanted, str)) or not isinstance(name, str):
            raise UsageError("split", f"part {number} has no name", next="Give it a name")
        if not (wanted or name).strip():
            raise UsageError("split", f"part {number} has no name", next="Give it a name")
        ident = wanted.strip() if wanted and wanted.strip() else None
        if ident is None:
            ident = id_of(name, book, taken=[part.code for part in made])
        made.append(evolve.made(ident, **_fields(given, entry)))
    return made


def id_of(name: str, book: Codebook, taken: Iterable[str] = ()) -> str:
    """An id for a name, as codebook files write ids: small letters and digits, `_` between words, never one
    that is or was another code's."""
    words = re.findall(
        r"\w+", unicodedata.normalize("NFC", name).casefold().replace("’", "").replace("'", "")
    )
    made = ""
    for word in words:
        if made and len(made) + 1 + len(word) > LONG_ID:
            break
        made = f"{made}_{word}" if made else word[:LONG_ID]
    made = made.strip("_") or "code"
    used = {*book.codes, *book.former, *taken}
    found, number = made, 2
    while found in used:
        found, number = f"{made}_{number}", number + 1
    return found


def moved(book: Codebook, code: str, parent: str | None, before: str | None) -> Codebook:
    """With a code under another parent, as the last child or before another child."""
    if before is not None and before in book and before in book.beneath(code):
        raise CodebookError(
            code, f"cannot stand before {before}", "before a code outside its branch"
        )
    grown = evolve.move(book, code, parent=parent)
    return grown if before is None else _before(grown, code, before)


def _before(book: Codebook, code: str, before: str) -> Codebook:
    """With a code and all beneath it right before one of its siblings."""
    if evolve.entry(book, before).parent != book[code].parent:
        raise CodebookError(
            before, "does not stand under the same code", next="Choose one that does"
        )
    block = set(book.beneath(code))
    rest = [each for each in book if each.code not in block]
    at = next(place for place, each in enumerate(rest) if each.code == before)
    branch = [each for each in book if each.code in block]
    return Codebook([*rest[:at], *branch, *rest[at:]], title=book.title, version=book.version)
