"""What a project knows about how it was done: the facts that a methods section has to report."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from qualcode.analysis import checks
from qualcode.analysis.corpus import DESCRIPTIVE, REFLECTIVE, SPEECH, Corpus
from qualcode.analysis.selection import select
from qualcode.core.people import NONE, NOT_RECORDED
from qualcode.core.records import CONSENSUS, DECISIONS, ORIGINS
from qualcode.errors import TableError, one_line
from qualcode.store import state

_IMPORTED = ORIGINS.index("imported")
_TIME = re.compile(r"(?:(\d{1,3}):)?([0-5]?\d):([0-5]\d)(?:[.,]\d+)?$")


@dataclass
class CoderFacts:
    """One coder: documents passed whole, of them blind yes / no / unknown; standing codings by origin."""

    name: str
    documents: int
    blind: dict[str, int]
    codings: dict[str, int]
    in_parts: int = 0


@dataclass
class MethodFacts:
    """Facts of a study. Numbers are of the current texts.

    kinds, phases, cases: documents by kind, phase, case. roles: participants by role (somebody with
    several counts under each). attributes: what is recorded of participants. dates: first and last date
    of documents that have one, dated: how many have. again: participants who speak in several documents.
    notes, reflective: documents with field notes, with reflective ones. minutes: the last time stamp of
    each document that has any. interviewers: labels. themes: those with an applicable code. versions: of
    the codebook; apriori: applicable codes that stood in it before coding began, later: those that came
    after (both None where nobody can know: codings were imported, or there are none). changes: acts on the
    codebook by verb. coders: everybody with a pass or a coding but the consensus. passes: whether any
    reading was recorded as complete; without one, tables count every document as read. double: documents
    that several people coded. unread: documents without a complete pass; without any pass, those without
    a coding. settled: documents with a consensus over the whole of them; settled_in_part: over some turns.
    primary: the primary coder. record: whose codings are counted, undecided: why that cannot be said ("" where
    it can). suggested, decisions: suggestions, and what people did with them; together: those that were accepted
    many at once, after a sample of them; checks: whether hidden checks stand among the suggestions. origins: the codings of record
    by origin; counted: all of record. key: key quotations. cited: how quotations are cited.
    """

    title: str
    documents: int
    words: int
    turns: int
    participants: int
    kinds: dict[str, int]
    phases: dict[str, int]
    cases: dict[str, int]
    roles: dict[str, int]
    attributes: list[str]
    dates: tuple[date, date] | None
    dated: int
    again: list[str]
    notes: list[str]
    reflective: list[str]
    minutes: dict[str, float]
    interviewers: list[str]
    codes: int
    themes: int
    defined: int
    versions: int
    apriori: int | None
    later: int | None
    changes: dict[str, int]
    coders: list[CoderFacts]
    double: list[str]
    passes: bool
    unread: list[str]
    settled: list[str]
    settled_in_part: list[str]
    primary: str
    record: str
    undecided: str
    suggested: int
    engines: list[str]
    decisions: dict[str, int]
    imported: int
    origins: dict[str, int]
    counted: int
    memos: int
    key: int
    cited: str
    new_versions: int
    acts: int
    began: str
    words_by_role: dict[str, int] = field(default_factory=dict)
    together: int = 0
    checks: bool = False


def method_facts(corpus: Corpus) -> MethodFacts:
    """Everything that a methods section can take from the project itself."""
    study, people, book = corpus.study, corpus.people, corpus.book
    speech = corpus.turn_part == SPEECH
    said = speech & (corpus.turn_person >= 0)
    roles = corpus.attribute("role")
    persons = np.unique(corpus.turn_person[said])
    by_role: dict[str, set[int]] = {}
    words_by_role: Counter[str] = Counter()
    for turn in np.flatnonzero(said).tolist():
        value = roles.values[roles.index[turn]] if roles.index[turn] >= 0 else NOT_RECORDED
        by_role.setdefault(value, set()).add(int(corpus.turn_person[turn]))
        words_by_role[value] += int(corpus.turn_words[turn])
    where: dict[int, set[int]] = {}
    for person, document in zip(
        corpus.turn_person[said].tolist(), corpus.turn_document[said].tolist(), strict=True
    ):
        where.setdefault(person, set()).add(document)
    dates = [
        found for each in corpus.documents if (found := _date(people.of_document(each, "date")))
    ]
    settings = {name: state.setting(study, name) for name in ("primary", "citation")}
    passes = state.current_passes(study)
    by_document: dict[str, set[str]] = {}
    whole: dict[str, set[str]] = {}
    for each in passes:
        by_document.setdefault(each.document, set()).add(each.coder)
        if each.turns is None:
            whole.setdefault(each.document, set()).add(each.coder)
    recorded = bool(state.passes(study))
    if not recorded:
        for document, coder in zip(
            corpus.codings.document.tolist(), corpus.codings.coder.tolist(), strict=True
        ):
            name = corpus.codings.coders[coder]
            by_document.setdefault(corpus.documents[document], set()).add(name)
        whole = by_document
    apriori, later = _apriori(corpus)
    books = state.books(study)
    try:
        chosen = select(corpus, "record")[0]
        record, undecided, mask = chosen.rule, "", chosen.coding
    except TableError as error:
        record, undecided = "", one_line(error)
        mask = np.zeros(len(corpus.codings), dtype=bool)
    origin = corpus.codings.origin[mask] if len(mask) else np.empty(0, np.int8)
    decisions = Counter(
        DECISIONS[n] for (n,) in study.rows("SELECT decision FROM decision WHERE ended IS NULL")
    )
    names = study.names()
    suggestions = study.rows("SELECT engine, count(*) FROM suggestion GROUP BY engine")
    first = study.rows("SELECT min(time) FROM act")

    def documents_of(name: str) -> dict[str, int]:
        attribute = corpus.attribute(name)
        found = [
            attribute.values[at] if at >= 0 else attribute.missing
            for at in attribute.of_document.tolist()
        ]
        ranked = {value: rank for rank, value in enumerate(attribute.values)}
        return dict(sorted(Counter(found).items(), key=lambda pair: ranked.get(pair[0], 99)))

    return MethodFacts(
        title=study.title,
        documents=len(corpus.documents),
        words=int(corpus.turn_words[said].sum()),
        turns=int(said.sum()),
        participants=len(persons),
        kinds=documents_of("kind"),
        phases=_known(documents_of("phase")),
        cases=_known(documents_of("case")),
        roles={
            value: len(who)
            for value in dict.fromkeys([*roles.values, NOT_RECORDED])
            if (who := by_role.get(value))
        },
        attributes=people.participant_names(),
        dates=(min(dates), max(dates)) if dates else None,
        dated=len(dates),
        again=sorted(corpus.persons[who] for who, places in where.items() if len(places) > 1),
        notes=_with_part(corpus, DESCRIPTIVE, REFLECTIVE),
        reflective=_with_part(corpus, REFLECTIVE),
        minutes=_minutes(corpus),
        interviewers=_asked(corpus),
        codes=len(book.applicable()),
        themes=len({book.theme(code) for code in book.applicable()}),
        defined=sum(bool(entry.definition) for entry in book if not entry.retired),
        versions=len(books),
        apriori=apriori,
        later=later,
        changes=dict(Counter(each.verb for each in books[1:])),
        coders=_coders(corpus, passes),
        double=[
            document
            for document in corpus.documents
            if len(by_document.get(document, set()) - {CONSENSUS}) > 1
        ],
        passes=recorded,
        unread=[document for document in corpus.documents if not whole.get(document)],
        settled=[d for d in corpus.documents if recorded and CONSENSUS in whole.get(d, set())],
        settled_in_part=[
            d
            for d in corpus.documents
            if CONSENSUS in by_document.get(d, set()) - whole.get(d, set())
        ],
        primary=settings["primary"] or "",
        record=record,
        undecided=undecided,
        suggested=sum(number for _, number in suggestions),
        engines=sorted(names[engine] for engine, _ in suggestions),
        decisions={name: decisions[name] for name in DECISIONS if decisions[name]},
        together=sum(done["accepted"] for done in checks.bulk_acts(study).values()),
        checks=(deck := checks.deck(study)) is not None and deck.on,
        imported=int((corpus.codings.origin == _IMPORTED).sum()),
        origins={
            name: number for at, name in enumerate(ORIGINS) if (number := int((origin == at).sum()))
        },
        counted=int(mask.sum()),
        memos=study.rows("SELECT count(*) FROM memo WHERE ended IS NULL")[0][0],
        key=study.rows("SELECT count(*) FROM mark WHERE ended IS NULL")[0][0],
        cited=settings["citation"] or "",
        new_versions=len(state.all_versions(study)) - len(corpus.documents),
        acts=study.last_act,
        began=(first[0][0] or "")[:10],
        words_by_role=dict(words_by_role),
    )


def _known(found: dict[str, int]) -> dict[str, int]:
    """Nothing where no document has a value."""
    return {} if set(found) <= {NONE, NOT_RECORDED} else found


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _with_part(corpus: Corpus, *parts: int) -> list[str]:
    places = np.unique(corpus.turn_document[np.isin(corpus.turn_part, parts)])
    return [corpus.documents[place] for place in places.tolist()]


def _asked(corpus: Corpus) -> list[str]:
    """Labels of interviewers, as the transcripts have them."""
    turns = np.flatnonzero(corpus.turn_interviewer).tolist()
    return sorted({corpus.turn_speaker[turn] or "" for turn in turns} - {""})


def _minutes(corpus: Corpus) -> dict[str, float]:
    """The latest time stamp of each document with any, in minutes: a lower bound of its duration."""
    found: dict[str, float] = {}
    for turn, text in enumerate(corpus.turn_time):
        match = _TIME.match(text.strip()) if text else None
        if match:
            hours, minutes, seconds = (int(part or 0) for part in match.groups())
            document = corpus.documents[corpus.turn_document[turn]]
            value = 60 * hours + minutes + seconds / 60
            found[document] = max(value, found.get(document, 0.0))
    return found


def _apriori(corpus: Corpus) -> tuple[int | None, int | None]:
    """Applicable codes that stood in the codebook before the first coding, and those that came later;
    nothing without codings, and where some came by imports, as these were made nobody knows when."""
    rows = corpus.study.rows("SELECT min(added), max(origin = ?) FROM coding", (_IMPORTED,))
    begun, imported = rows[0]
    if begun is None or imported:
        return None, None
    created: dict[str, int] = {}
    for each in state.books(corpus.study):
        for entry in each.codebook:
            now = corpus.book.successor(entry.code)
            if now is not None:
                created.setdefault(now, each.act)
    codes = corpus.book.applicable()
    before = sum(created.get(code, 0) < begun for code in codes)
    return before, len(codes) - before


def _coders(corpus: Corpus, passes: list) -> list[CoderFacts]:
    codings = corpus.codings
    names = sorted({each.coder for each in passes} | set(codings.coders))
    found = []
    for name in names:
        if name == CONSENSUS:
            continue
        own = [each for each in passes if each.coder == name]
        whole = {each.document: each.blind for each in own if each.turns is None}
        mine = codings.coder == (codings.coders.index(name) if name in codings.coders else -1)
        by = Counter(ORIGINS[n] for n in codings.origin[mine].tolist())
        parts = len({each.document for each in own if each.turns is not None} - set(whole))
        found.append(CoderFacts(name, len(whole), dict(Counter(whole.values())), dict(by), parts))
    return found
