"""What a page reads: who it is for, the documents, one text with its turns and codings, the codebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from qualcode.analysis.corpus import Corpus
from qualcode.analysis.marks import standing_marks
from qualcode.core.codebook import Code
from qualcode.core.records import BLIND, CONSENSUS, ORIGINS, Pass
from qualcode.store import Study, codings, moving, state
from qualcode.store.state import Version
from qualcode.workbench.assigned import open_documents
from qualcode.workbench.changes import changes
from qualcode.workbench.counts import own_counts
from qualcode.workbench.desk import Desk, method
from qualcode.workbench.looks import HIDDEN, SEEN

TURN = "Turn "  # how the title of a memo on a turn begins

# Columns of a coding as it goes to a page.
CODING = (
    "id", "start", "end", "code", "coder", "origin", "blind", "suggestion", "time", "stale", "memos", "key",
)  # fmt: skip


@method("hello")
def hello(desk: Desk) -> dict[str, Any]:
    """Who sits here, and everything the first sight of the page needs."""
    study = desk.study
    return {
        "project": study.value("SELECT value FROM meta WHERE key = 'project_id'"),
        "title": study.title,
        "coder": desk.coder,
        "role": desk.role,
        "enforced": desk.enforced,
        "read_only": study.read_only,
        "documents": documents(desk),
        "codebook": book(desk),
        "coders": coders(study),
    }


def coders(study: Study) -> list[str]:
    """Everybody with a coding or a pass, the consensus apart."""
    named = {
        row[0]
        for row in study.rows(
            "SELECT text FROM name WHERE n IN (SELECT DISTINCT coder FROM coding)"
        )
    }
    return sorted((named | {each.coder for each in state.passes(study)}) - {CONSENSUS})


def speakers(study: Study) -> Corpus:
    """Who says what with which attributes. Codings do not move it, so that it is made again only where
    texts or sheets have changed."""
    facts = (
        study.value("SELECT max(added) FROM version"),
        study.value("SELECT count(*) FROM version"),
        study.value("SELECT max(added) FROM sheet_row"),
        study.value("SELECT count(*) FROM sheet_row"),
        state.setting(study, "role_from"),
    )
    held = study.remembered("speakers", dict)
    if facts not in held:
        held.clear()
        held[facts] = Corpus(study)
    return held[facts]


@method("documents")
def documents(desk: Desk, *, only: list[str] | None = None) -> list[dict[str, Any]]:
    """Every document, or those named: id, title, kind, phase, case, date, words, turns, own codings,
    passes [coder, whole, blind], hidden (whether others' work on it is kept from this coder, so that
    their passes are left out, too)."""
    study = desk.study
    own = speakers(study)
    stand = own_counts(study, desk.coder).by_version
    size = len(own.documents)
    words = np.bincount(own.turn_document, weights=own.turn_words, minlength=size)
    turns = np.bincount(own.turn_document, minlength=size)
    passes = {version.n: state.passes_on(study, version) for version in own.versions}
    hidden_ = _hidden(desk, own.versions, passes)
    wanted = None if only is None else set(only)
    found = []
    for place, version in enumerate(own.versions):
        document = version.document
        if wanted is not None and document not in wanted:
            continue
        of = own.people.of_document
        hidden = document in hidden_
        found.append(
            {
                "document": document,
                "title": of(document, "title"),
                "kind": version.kind,
                "phase": of(document, "phase"),
                "case": of(document, "case"),
                "date": of(document, "date"),
                "words": int(words[place]),
                "turns": int(turns[place]),
                "codings": stand[version.n],
                "passes": [
                    [each.coder, each.turns is None, each.blind]
                    for each in passes[version.n]
                    if not hidden or each.coder == desk.coder
                ],
                "hidden": hidden,
            }
        )
    return found


def _hidden(
    desk: Desk, versions: Sequence[Version], passes: Mapping[int, Sequence[Pass]]
) -> frozenset[str]:
    """The documents for which `desk.own_only` holds, asked for all at once."""
    blind = None if desk.enforced else open_documents(desk.study, desk.coder)
    return frozenset(
        version.document
        for version in versions
        if (blind is None or version.document in blind)
        and not any(each.coder == desk.coder and each.turns is None for each in passes[version.n])
    )


@method("document")
def document(desk: Desk, *, document: str, others: bool = False) -> dict[str, Any]:
    """One text to read and code.

    others: whether other coders' codings are wanted, too; they are left out where the coder is to read
    blind (`hidden` then says so). turns: [number, speaker, role, person, interviewer, time, part, ranges] in
    the order of the text, ranges flat; gaps: [start, end, kind]. Offsets are Unicode characters. turn_memos: as
    the method of this name tells them.
    """
    study = desk.study
    act = study.last_act  # before anything is read: what is written meanwhile is told as a change
    version = state.version_of(study, document)
    desk.showing_others = others
    hidden = desk.own_only(document) or not others
    own = speakers(study)
    place = own.documents.index(document)
    role = own.attribute("role")
    turns = []
    structure = state.structure(study, version)
    at = int(own.turn_document.searchsorted(place)) if len(own) else 0
    for n, (number, speaker, edges, time, _, part, _, _) in enumerate(structure["turns"]):
        turn = at + n
        person = int(own.turn_person[turn])
        said = int(role.index[turn])
        turns.append(
            [
                number,
                speaker,
                role.values[said] if said >= 0 and part == "speech" else None,
                own.persons[person] if person >= 0 else None,
                bool(own.turn_interviewer[turn]),
                time,
                part,
                edges,
            ]
        )
    _note_look(desk, version, hidden)
    noted = _turn_memos(desk, version, hidden)
    mine = [each for each in state.passes_on(study, version) if each.coder == desk.coder]
    return {
        "document": document,
        "version": version.version,
        "title": own.people.of_document(document, "title"),
        "kind": version.kind,
        "text": study.text(version.n),
        "turns": turns,
        "gaps": [[start, end, kind] for kind, start, end in structure["gaps"]],
        "codings": coding_rows(desk, version, hidden),
        "turn_memos": noted,
        "done": [[None if p.turns is None else list(p.turns), p.blind, p.date] for p in mine],
        "hidden": hidden,
        "must_hide": desk.own_only(document),
        "looked": desk.looks.how(desk.coder, version.version),
        "act": act,
    }


@method("turn_memos")
def turn_memos(desk: Desk, *, document: str, others: bool = False) -> dict[str, int]:
    """How many memos stand at each turn of a document, by the turn's number; turns without one are left out.

    A memo on a turn is one on the document whose title begins with the turn, as the page writes it
    (`Turn 4, P1: “…”`). others: whether those of other coders are wanted, too.
    """
    version = state.version_of(desk.study, document)
    return _turn_memos(desk, version, desk.own_only(document) or not others)


def _turn_memos(desk: Desk, version: Version, hidden: bool) -> dict[str, int]:
    study = desk.study
    names = study.names()
    found: dict[str, int] = {}
    theirs = False
    turns: list[str] | None = None
    for coder, content in study.rows(
        "SELECT coder, content FROM memo WHERE on_id = ? AND ended IS NULL", (version.document,)
    ):
        own = names[coder] == desk.coder
        body = study.content(content) or {}
        title = body.get("title", "")
        if not title.startswith(TURN) or body.get("kind", "") not in ("", "document"):
            continue
        if hidden and not own:
            continue
        if turns is None:
            turns = [turn[0] for turn in state.structure(study, version)["turns"]]
        number = _turn_of(title, turns)
        if number is not None:
            found[number] = found.get(number, 0) + 1
            theirs = theirs or not own
    if theirs and not desk.has_read(version.document):
        desk.looks.note(desk.coder, version.version, SEEN)
    return found


def _turn_of(title: str, turns: Sequence[str]) -> str | None:
    """The turn that a title begins with; the longest of those that fit, as 1.2 rather than 1."""
    rest = title.removeprefix(TURN)
    fits = [
        each
        for each in turns
        if each and rest.startswith(each) and not rest[len(each) : len(each) + 1].isalnum()
    ]
    return max(fits, key=len, default=None)


def _note_look(desk: Desk, version: Version, hidden: bool) -> None:
    """Others' work was shown where it is there to be seen; nothing is noted after the own pass."""
    if desk.has_read(version.document):
        return
    there = desk.study.value(
        "SELECT 1 FROM coding c JOIN name n ON n.n = c.coder WHERE c.version = ? AND c.ended IS NULL"
        " AND n.text <> ? LIMIT 1",
        (version.n, desk.coder),
    )
    if hidden:
        desk.looks.note(desk.coder, version.version, HIDDEN)
    elif there:
        desk.looks.note(desk.coder, version.version, SEEN)
    else:
        desk.looks.note(desk.coder, version.version, HIDDEN)


def coding_rows(
    desk: Desk, version: Version, hidden: bool, *, since: int | None = None
) -> list[list[Any]]:
    """The standing codings on one text as rows of CODING; since: only those added after that act."""
    study = desk.study
    names = study.names()
    book = codings.current_book(study)
    sql = (
        "SELECT coding_id, start, end, code, coder, origin, blind, suggestion_id, time, codebook_hash"
        " FROM coding WHERE version = ? AND ended IS NULL"
    )
    parameters: tuple[Any, ...] = (version.n,)
    if since is not None:
        sql, parameters = f"{sql} AND added > ?", (version.n, since)
    rows = study.rows(f"{sql} ORDER BY start, end DESC, n", parameters)
    if not rows:
        return []
    current = study.remembered(
        ("hashes", book.hash), lambda: {entry.code: entry.hash for entry in book}
    )
    memos = _memos_on(desk, [row[0] for row in rows], hidden)
    marked = {
        coding
        for coding, mark in standing_marks(study).items()
        if not hidden or mark.coder == desk.coder
    }
    found = []
    for coding, start, end, code, coder, origin, blind, suggestion, time, made in rows:
        who = names[coder]
        if hidden and who != desk.coder:
            continue
        under = names[made]
        stale = bool(under) and current.get(names[code], under) != under
        found.append(
            [
                coding, start, end, names[code], who, ORIGINS[origin], BLIND[blind], suggestion, time, stale,
                memos.get(coding, 0), coding in marked,
            ]
        )  # fmt: skip
    return found


FEW = 20  # codings for which memos are looked up one by one


def _memos_on(desk: Desk, ids: list[str], hidden: bool) -> dict[str, int]:
    """How many memos stand on each coding, those on what it stands in for included."""
    study = desk.study
    names = study.names()
    if len(ids) <= FEW:
        subjects: list[str] = []
        ahead = list(ids)
        while ahead:
            at = ahead.pop()
            if at in subjects:
                continue
            subjects.append(at)
            ahead += [
                each
                for (each,) in study.rows(
                    "SELECT replaces FROM coding WHERE coding_id = ? AND replaces IS NOT NULL"
                    " UNION ALL SELECT coding_id FROM joined WHERE into_id = ?",
                    (at, at),
                )
            ]
        only = f" AND m.on_id IN ({','.join('?' * len(subjects))})"
    else:
        only, subjects = "", []
    found: dict[str, int] = {}
    for on, coder, ended in study.rows(
        "SELECT m.on_id, m.coder, c.ended FROM memo m JOIN coding c ON c.coding_id = m.on_id"
        f" WHERE m.ended IS NULL{only}",
        tuple(subjects),
    ):
        if hidden and names[coder] != desk.coder:
            continue
        now = [on] if ended is None else moving.present(study, on)
        if now:
            found[now[0]] = found.get(now[0], 0) + 1
    return found


@method("changes")
def asked_changes(
    desk: Desk, *, since: int, document: str | None = None, others: bool = False
) -> dict[str, Any]:
    """What has changed since an act; see `changes.changes`."""
    return changes(desk, since, document, others=others)


@method("codebook")
def book(desk: Desk) -> dict[str, Any]:
    """The codebook: title, version, hash and the codes in order, with how many codings of one's own stand
    on each."""
    study = desk.study
    own = codings.current_book(study)
    used = own_counts(study, desk.coder).by_code
    return {
        "title": own.title,
        "version": own.version,
        "hash": own.hash,
        "codes": [code_row(own.theme(each.code), each, used[each.code]) for each in own],
    }


@method("counts")
def counts(desk: Desk) -> dict[str, int]:
    """code -> how many codings of one's own stand on it; codes without one are left out."""
    return {code: n for code, n in own_counts(desk.study, desk.coder).by_code.items() if n}


def code_row(theme: str, entry: Code, used: int) -> dict[str, Any]:
    return {
        "code": entry.code,
        "name": entry.label,
        "parent": entry.parent,
        "theme": theme,
        "definition": entry.definition,
        "include": list(entry.include),
        "exclude": list(entry.exclude),
        "examples": list(entry.examples),
        "color": entry.color,
        "patterns": [str(pattern) for pattern in entry.patterns],
        "applicable": entry.applicable and not entry.retired and not entry.merged_into,
        "category": not entry.applicable,
        "retired": entry.retired,
        "merged_into": entry.merged_into,
        "formerly": list(entry.formerly),
        "defined": entry.defined,
        "codings": used,
    }
