"""The history as an audit trail: who did what to which words, when, in sentences.

Events hold no words, so every sentence is put together from the texts and content rows of today; what was
purged there reads "[purged]". Nothing large is unrolled: an import of a million codings is one line of
counts.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from qualcode.analysis.act_facts import (
    CHUNK,
    Facts,
    Gone,
    Past,
    events_of,
    stored_codings,
    undone_events,
)
from qualcode.analysis.memos import kinds_of
from qualcode.analysis.periods import Period
from qualcode.analysis.telling import Teller
from qualcode.analysis.telling_base import Chain, Lens
from qualcode.core.asked import asked_text, asked_texts
from qualcode.core.lists import joined
from qualcode.errors import CodingError, UsageError, listing
from qualcode.store import Study, state

COLUMNS = ["act", "act_id", "time", "coder", "verb", "what", "documents", "codes", "undone_by"]
CODING_COLUMNS = [
    "act",
    "time",
    "coder",
    "verb",
    "what",
    "coding_id",
    "code",
    "document",
    "turn",
    "start",
    "end",
    "quotation",
    "undone_by",
]


@dataclass(frozen=True, slots=True)
class Entry:
    """One act. parts: what was done, one sentence part each; documents, codes: what it touched;
    codings: of these, the ids that `coding_history` asked about; undone_by: an act, or None."""

    act: int
    act_id: str
    time: str
    coder: str
    verb: str
    parts: tuple[str, ...]
    documents: tuple[str, ...]
    codes: tuple[str, ...]
    undone_by: int | None
    codings: tuple[str, ...] = ()

    @property
    def what(self) -> str:
        return "; ".join(self.parts)


def journal(
    study: Study,
    *,
    coder: str | None = None,
    document: str | None = None,
    code: str | None = None,
    verb: str | Iterable[str] | None = None,
    since: str | date | None = None,
    until: str | date | None = None,
    coding: str | None = None,
) -> pd.DataFrame:
    """One row for each act that fits all that is asked, oldest first.

    Columns: act (its number), act_id, time, coder (who did it), verb, what (in words, `; ` between
    several things; more than 20 of a kind are counted), documents and codes (ids that it touched, as
    they were called then, `; ` between them), undone_by (number of the act that undid it, missing where
    it stands).

    coder: who did the act, so the importer of codings, not the coders in the file. document: acts that touched it. code: acts that touched the code under any of
    its ids, or a code beneath it. verb: one or several, as in the column. since, until: dates ("2018",
    "2018-03", "2018-03-12"), both included. coding: acts about one coding and those it replaces or was
    replaced by. An undo touches what the undone act touched.

    Raises CodingError for a document, code or coding that the project never had and for a coder who never
    did an act, UsageError for a verb or date that is none and for what is no text. An empty frame means
    that all of these are known and no act fits.
    """
    return framed(
        entries(
            study,
            coder=coder,
            document=document,
            code=code,
            verb=verb,
            since=since,
            until=until,
            coding=coding,
        )
    )


def framed(found: Iterable[Entry]) -> pd.DataFrame:
    rows = [
        [
            each.act,
            each.act_id,
            each.time,
            each.coder,
            each.verb,
            each.what,
            joined(each.documents),
            joined(each.codes),
            each.undone_by,
        ]
        for each in found
    ]
    frame = pd.DataFrame(rows, columns=COLUMNS)
    frame["act"] = frame["act"].astype("int64")
    frame["undone_by"] = frame["undone_by"].astype("Int64")
    return frame


def entries(
    study: Study,
    *,
    coder: str | None = None,
    document: str | None = None,
    code: str | None = None,
    verb: str | Iterable[str] | None = None,
    since: str | date | None = None,
    until: str | date | None = None,
    coding: str | None = None,
) -> list[Entry]:
    """The rows of `journal` as entries, whose parts can be listed one by one."""
    period = Period.of(since, until)
    verbs = _verbs(study, verb)
    if coder is not None:
        _known_coder(study, coder)
    wanted_documents = None if document is None else _known_document(study, document)
    wanted_codes = None if code is None else _known_codes(study, code)
    numbers: set[int] | None = None
    if coding is not None:
        numbers = _acts_of_chain(study, _chain(study, coding))
    if wanted_documents is not None:
        numbers = _both(numbers, _acts_on_documents(study, wanted_documents))
    if wanted_codes is not None:
        numbers = _both(numbers, _acts_on_codes(study, wanted_codes))
    chosen = [
        row
        for row in study.rows("SELECT n, act_id, time, coder, verb FROM act ORDER BY n")
        if (numbers is None or row[0] in numbers)
        and (coder is None or row[3] == coder)
        and (verbs is None or row[4] in verbs)
        and period.covers(row[2])
    ]
    lens = Lens(wanted_documents, wanted_codes)
    return [entry for entry in _told(study, chosen, lens) if _fits(lens, entry)]


def _both(a: set[int] | None, b: set[int]) -> set[int]:
    return b if a is None else a & b


def _fits(lens: Lens, entry: Entry) -> bool:
    """Whether an act touches what was asked about."""
    return (lens.documents is None or not set(lens.documents).isdisjoint(entry.documents)) and (
        lens.codes is None or not set(lens.codes).isdisjoint(entry.codes)
    )


def _verbs(study: Study, verb: str | Iterable[str] | None) -> set[str] | None:
    if verb is None:
        return None
    wanted = set(asked_texts("verb", verb, "one or several, as the column verb has them"))
    known = [row[0] for row in study.rows("SELECT verb FROM act GROUP BY verb ORDER BY min(n)")]
    if unknown := wanted - set(known):
        raise UsageError(
            "verb", f"no act here is called {listing(sorted(unknown))}", listing(known, 40)
        )
    return wanted


def _known_coder(study: Study, coder: str) -> None:
    asked_text("coder", coder, "a name")
    known = [row[0] for row in study.rows("SELECT coder FROM act GROUP BY coder ORDER BY min(n)")]
    if coder not in known:
        raise CodingError(coder, "did no act in this project", listing(known, 20))


def _known_document(study: Study, document: str) -> set[str]:
    asked_text("document", document, "the id of one")
    undone = {data["document"] for kind, data in undone_events(study, ("document",))}
    if document not in undone:
        state.version_of(study, document)
    return {document}


def _known_codes(study: Study, code: str) -> set[str]:
    """A code under all its ids, and those of the codes beneath it."""
    asked_text("code", code, "the id of one")
    book = state.codebook(study)
    now = book.renamed(code)
    if now not in book:
        # Codes that are gone: in an earlier codebook, or one that was undone.
        loaded = [each for changes in Past(study).books.values() for each in changes]
        known = {each: None for changes in loaded for each in changes.after.codes}
        coded = "SELECT 1 FROM coding c JOIN name k ON k.n = c.code WHERE k.text = ? LIMIT 1"
        if code not in known and not study.value(coded, (code,)):
            close = book.close_to(code) or difflib.get_close_matches(code, known, n=3)
            raise CodingError(
                code, "is not in the codebook", f"close to it: {listing(close)}" if close else ""
            )
        return {code}
    beneath = set(book.beneath(now))
    return beneath | {old for old in book.former if book.renamed(old) in beneath}


# -- which acts may be meant ---------------------------------------------------------------------------------
#
# The projections know which acts put a row there and which took it away, so that the history of one document
# can be told without reading that of all the others. Each of these may name too many acts: what an act
# touched is known for certain once it is told.


def _ended(study: Study, sql: str, parameters: tuple = ()) -> set[int]:
    return {act for row in study.rows(sql, parameters) for act in row if act is not None}


def _always(study: Study) -> set[int]:
    """Acts of kinds that are few, and those whose rows are gone because they were undone."""
    found = _ended(study, "SELECT act FROM undone")
    found |= _ended(
        study, "SELECT DISTINCT act FROM event WHERE kind IN ('undo', 'redo', 'rows', 'codebook')"
    )
    for table in ("memo", "mark", "summary"):
        found |= _ended(study, f"SELECT added, ended FROM {table}")
    return found


def _acts_on_documents(study: Study, documents: Collection[str]) -> set[int]:
    found = _always(study)
    for version in state.all_versions(study).values():
        if version.document not in documents:
            continue
        found.add(version.added)
        one = (version.n,)
        for sql in (
            "SELECT DISTINCT added, ended FROM coding WHERE version = ?",
            'SELECT added, ended FROM "pass" WHERE version = ?',
            "SELECT DISTINCT added, NULL FROM suggestion WHERE version = ?",
            "SELECT d.added, d.ended FROM decision d JOIN suggestion s USING (suggestion_id)"
            " WHERE s.version = ?",
        ):
            found |= _ended(study, sql, one)
    return found


def _acts_on_codes(study: Study, codes: Collection[str]) -> set[int]:
    found = _always(study)
    names = study.names()
    for n, name in names.items():
        if name in codes:
            for sql in (
                "SELECT DISTINCT added, ended FROM coding WHERE code = ?",
                "SELECT DISTINCT added, NULL FROM suggestion WHERE code = ?",
                "SELECT d.added, d.ended FROM decision d JOIN suggestion s USING (suggestion_id)"
                " WHERE s.code = ?",
            ):
                found |= _ended(study, sql, (n,))
    for (n,) in study.rows('SELECT DISTINCT codes FROM "pass"'):
        if not set(json.loads(names[n])).isdisjoint(codes):
            found |= _ended(study, 'SELECT added, ended FROM "pass" WHERE codes = ?', (n,))
    return found


# -- one coding and its chain --------------------------------------------------------------------------------


def _chain(study: Study, coding_id: str) -> Chain:
    """A coding with all that it stands in for and all that stand in for it, oldest first."""
    gone = Gone(study)
    links = [(facts.replaces, each) for each, facts in gone.codings.items() if facts.replaces]
    for _, data in undone_events(study, ("retract",)):
        links += list(data.get("joined", {}).items())

    def facts_of(each: str) -> Facts | None:
        return stored_codings(study, [each]).get(each) or gone.codings.get(each)

    def earlier(each: str) -> list[str]:
        rows = study.rows(
            "SELECT replaces FROM coding WHERE coding_id = ? AND replaces IS NOT NULL"
            " UNION ALL SELECT coding_id FROM joined WHERE into_id = ?",
            (each, each),
        )
        return [row[0] for row in rows] + [old for old, new in links if new == each]

    def later(each: str) -> list[str]:
        rows = study.rows(
            "SELECT coding_id FROM coding WHERE replaces = ?"
            " UNION ALL SELECT into_id FROM joined WHERE coding_id = ?",
            (each, each),
        )
        return [row[0] for row in rows] + [new for old, new in links if old == each]

    asked_text("coding", coding_id, "the id of one")
    if facts_of(coding_id) is None:
        raise _no_coding(study, coding_id)
    before, after = _reached(coding_id, earlier), _reached(coding_id, later)
    chain = Chain([*reversed(before), *after[1:]])
    for each in chain.codings:
        known = facts_of(each)
        if known is not None and known.suggestion:
            chain.suggestions.add(known.suggestion)
        for table, column, into in (
            ("memo", "on_id", chain.memos),
            ("mark", "coding_id", chain.marks),
        ):
            into |= {
                row[0]
                for row in study.rows(f"SELECT {table}_id FROM {table} WHERE {column} = ?", (each,))
            }
    return chain


def _no_coding(study: Study, given: str) -> CodingError:
    allowed = ""
    if kinds := kinds_of(study, given):
        allowed = f"it is a {' and a '.join(kinds)}"
    elif len(given) >= 4:
        # Ids are made by chance: what is close to one is one that was cut short.
        rows = study.rows(
            "SELECT coding_id FROM coding WHERE substr(coding_id, 1, ?) = ? LIMIT 4",
            (len(given), given),
        )
        allowed = f"close to it: {listing(row[0] for row in rows)}" if rows else ""
    return CodingError(
        given, "is no coding of this project", allowed, "project.codings() lists them"
    )


def _reached(start: str, step: Callable[[str], list[str]]) -> list[str]:
    """What can be reached from an id, nearest first, itself included."""
    found = [start]
    for each in found:  # grows while it is walked
        found += [more for more in dict.fromkeys(step(each)) if more not in found]
    return found


def _acts_of_chain(study: Study, chain: Chain) -> set[int]:
    found: set[int] = set()
    for each in chain.codings:
        found |= _ended(study, "SELECT added, ended FROM coding WHERE coding_id = ?", (each,))
        found |= _ended(study, "SELECT added, ended FROM decision WHERE coding_id = ?", (each,))
    for each in chain.suggestions:
        found |= _ended(study, "SELECT added FROM suggestion WHERE suggestion_id = ?", (each,))
        found |= _ended(study, "SELECT added, ended FROM decision WHERE suggestion_id = ?", (each,))
    for each in chain.codings:
        # A summary is linked by an act, and taken off by the one that ended it or wrote it anew.
        found |= _ended(
            study,
            "SELECT s.added, s.ended FROM summary s JOIN summary_link l USING (summary_id)"
            " WHERE l.coding_id = ?",
            (each,),
        )
    for table, ids in (("memo", chain.memos), ("mark", chain.marks)):
        for each in ids:
            found |= _ended(
                study, f"SELECT added, ended FROM {table} WHERE {table}_id = ?", (each,)
            )
    for each in [*chain.codings, *chain.memos, *chain.marks]:
        # An act that is undone left no row behind; its events still name the id.
        found |= _ended(
            study,
            "SELECT DISTINCT u.act FROM undone u JOIN event e ON e.act = u.act"
            " WHERE instr(e.data, ?)",
            (each,),
        )
    for act, data in study.rows("SELECT act, data FROM event WHERE kind IN ('undo', 'redo')"):
        if json.loads(data)["act"] in found:
            found.add(act)
    return found


def coding_history(study: Study, coding_id: str) -> pd.DataFrame:
    """Everything that happened to one coding, oldest first: one row for each act.

    The codings it replaced and those that replaced it are the same coding here (a renamed code, a new
    text, another range): suggestion, decisions, memos and key marks of all of them are told. Columns: act,
    time, coder, verb, what (in words), coding_id, code, document, turn, start, end, quotation (of the
    coding that the act speaks of, as it was then; missing where it speaks of none), undone_by.

    Raises CodingError for an id that is no coding of this project, UsageError for what is no text.
    """
    chain = _chain(study, coding_id)
    numbers = _acts_of_chain(study, chain)
    chosen = [
        row
        for row in study.rows("SELECT n, act_id, time, coder, verb FROM act ORDER BY n")
        if row[0] in numbers
    ]
    teller = Teller(study, chain=chain)
    rows = []
    for entry in _told(study, chosen, Lens(), teller):
        if not entry.parts:
            continue
        facts = teller.codings(entry.codings[-1:]).get(entry.codings[-1]) if entry.codings else None
        where: list[Any] = [pd.NA] * 7
        if facts is not None:
            place = (facts.version, facts.start, facts.end)
            where = [
                entry.codings[-1],
                facts.code,
                teller.places.document(facts.version) or pd.NA,
                teller.places.turn(*place) or pd.NA,
                facts.start,
                facts.end,
                teller.places.quotation(*place),
            ]
        rows.append(
            [entry.act, entry.time, entry.coder, entry.verb, entry.what, *where, entry.undone_by]
        )
    frame = pd.DataFrame(rows, columns=CODING_COLUMNS)
    for name in ("start", "end", "undone_by"):
        frame[name] = frame[name].astype("Int64")
    return frame


def _told(
    study: Study, acts: Sequence[tuple], lens: Lens, teller: Teller | None = None
) -> Iterator[Entry]:
    teller = teller or Teller(study, lens)
    undone = dict(study.rows("SELECT act, by FROM undone"))
    for at in range(0, len(acts), CHUNK):
        some = acts[at : at + CHUNK]
        events = events_of(study, [row[0] for row in some])
        for n, act_id, time, coder, verb in some:
            told = teller.tell(n, coder, verb, events.get(n, ()))
            yield Entry(
                n,
                act_id,
                time,
                coder,
                verb,
                tuple(told.parts),
                tuple(told.documents),
                tuple(told.codes),
                undone.get(n),
                tuple(told.codings),
            )
