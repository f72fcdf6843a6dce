"""Who has read what: the passes of people and the runs of suggesters, by document, turn and code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from qualcode.analysis.corpus import Corpus
from qualcode.core.records import BLIND, CONSENSUS
from qualcode.errors import TableError, UsageError, listing
from qualcode.store import Study, state

SUGGESTER = "suggester"  # all engines of the project together
# A coder is a bit of a 64-bit number.
CODERS_MOST = 60
YES, NO, UNKNOWN = (BLIND.index(value) for value in ("yes", "no", "unknown"))
UNREAD = -1


@dataclass
class Reader:
    """What one coder has passed, by document and code of the codebook.

    blind: documents x codes, -1 where the code was not passed there, else a position in core.records.BLIND.
    parts: passes over some turns only: (positions of turns, positions of codes, blindness), in order. engines: of a
    program the names of its engines, None for a person. merged: (code, earlier code) -> documents that
    were read for the earlier one only.
    """

    name: str
    blind: np.ndarray
    parts: list[tuple[np.ndarray, np.ndarray, int]] = field(default_factory=list)
    engines: tuple[str, ...] | None = None
    merged: dict[tuple[str, str], set[int]] = field(default_factory=dict)

    @property
    def is_program(self) -> bool:
        return self.engines is not None


def engine_names(study: Study) -> list[str]:
    """The engines that have suggestions on a current text."""
    names = study.names()
    current = {version.n for version in state.versions(study).values()}
    found: dict[str, None] = {}
    for engine, version in study.rows("SELECT DISTINCT engine, version FROM suggestion"):
        if version in current:
            found[names[engine]] = None
    return sorted(found)


def readers_of(corpus: Corpus, coders: Iterable[str] | None) -> tuple[list[Reader], list[str]]:
    """The coders to be compared, with what each has read, and sentences on who is left out.

    coders: names of people, of engines, or "suggester" for all engines together; None = everybody with a
    pass on a current text (in a project without any pass, with a coding) but `consensus`. Raises
    UsageError where a list of names is none, and TableError for somebody who has read nothing and where
    fewer than two are left.
    """
    study, notes = corpus.study, []
    if isinstance(coders, str):
        raise UsageError("coders", repr(coders), "a list of two names or more")
    no_passes = not state.passes(study)
    passed = {each.coder for each in state.current_passes(study)}
    coding = set(corpus.codings.coders)
    people = coding if no_passes else passed
    engines = engine_names(study)
    if coders is None:
        names = sorted(people - {CONSENSUS})
        if without := sorted(coding - people - {CONSENSUS}):
            notes.append(
                f"Not compared, since no pass says what they have read: {listing(without)}."
            )
    else:
        names = list(dict.fromkeys(coders))
    known = sorted(people | coding)
    for name in names:
        if name in people or name in engines or (name == SUGGESTER and engines):
            continue
        if name in coding:
            raise TableError(
                name,
                "has codings but no pass on a current text, so nothing says what was read",
                next="Record it: qualcode progress complete, or import a progress.csv",
            )
        raise TableError(
            name,
            "has no codings and no passes on the current texts",
            f"coders: {listing(known) or 'none yet'}"
            + (f"; programs: {listing([SUGGESTER, *engines])}" if engines else ""),
        )
    if len(names) < 2:
        there = f"only {names[0]} has" if names else "nobody has"
        also = f"--coders {names[0]},{SUGGESTER} compares with suggestions. " if names else ""
        raise TableError(
            "coders",
            f"{there} {'a coding' if no_passes else 'a pass'} on the current texts"
            if coders is None
            else f"{listing(names) or 'none'} given",
            "agreement needs two coders",
            f"{also if engines else ''}Coders so far: {listing(known) or 'none'}",
        )
    if len(names) > CODERS_MOST:
        raise UsageError("coders", f"{len(names)} of them", f"at most {CODERS_MOST}")
    made = []
    for name in names:
        if name in people:
            made.append(_without_passes(corpus, name) if no_passes else _person(corpus, name))
        else:
            own = tuple(engines) if name == SUGGESTER else (name,)
            made.append(_program(corpus, name, own))
    return made, notes


def _without_passes(corpus: Corpus, name: str) -> Reader:
    """In a project without any pass the coders of a document are those with codings in it."""
    own = corpus.codings
    read = np.unique(own.document[own.coder == own.coders.index(name)])
    blind = np.full((len(corpus.documents), len(corpus.book)), UNREAD, dtype=np.int8)
    blind[read] = UNKNOWN
    return Reader(name, blind)


def _person(corpus: Corpus, name: str) -> Reader:
    place = {document: number for number, document in enumerate(corpus.documents)}
    code = {entry.code: number for number, entry in enumerate(corpus.book)}
    reader = Reader(name, np.full((len(place), len(code)), UNREAD, dtype=np.int8))
    itself: set[tuple[int, str]] = set()
    through: dict[tuple[str, str], set[int]] = {}
    turns_of: dict[int, dict[str, int]] = {}
    for each in state.current_passes(corpus.study):
        if each.coder != name:
            continue
        document = place[each.document]
        codes = np.array([code[one] for one in each.codes if one in code], dtype=np.int64)
        earlier = {new for new, _ in each.merged}
        itself |= {(document, one) for one in each.codes if one not in earlier}
        for pair in each.merged:
            through.setdefault(pair, set()).add(document)
        said = BLIND.index(each.blind)
        if each.turns is None:
            reader.blind[document, codes] = said
            # What was said later on the whole document holds for its turns too.
            reader.parts = [
                (turns, np.setdiff1d(own, codes), before)
                if len(turns) and corpus.turn_document[turns[0]] == document
                else (turns, own, before)
                for turns, own, before in reader.parts
            ]
            continue
        if document not in turns_of:
            members = np.flatnonzero(corpus.turn_document == document).tolist()
            turns_of[document] = {corpus.turn_number[turn]: turn for turn in members}
        turns = [turns_of[document][turn] for turn in each.turns if turn in turns_of[document]]
        reader.parts.append((np.array(turns, dtype=np.int64), codes, said))
    reader.merged = {
        pair: {document for document in places if (document, pair[0]) not in itself}
        for pair, places in through.items()
    }
    return reader


def _program(corpus: Corpus, name: str, engines: tuple[str, ...]) -> Reader:
    """What engines have read, as far as their runs were recorded: by what they proposed.

    A run goes over every document of the study, so the documents there were at an engine's last run count
    as read, for the codes that had patterns then (for other engines: the codes they proposed).
    """
    study, names = corpus.study, corpus.study.names()
    code = {entry.code: number for number, entry in enumerate(corpus.book)}
    reader = Reader(
        name, np.full((len(corpus.documents), len(code)), UNREAD, dtype=np.int8), engines=engines
    )
    added = np.array([version.added for version in corpus.versions], dtype=np.int64)
    books = state.books(study)
    for engine, act, proposed in study.rows(
        "SELECT engine, added, group_concat(DISTINCT code) FROM suggestion"
        " GROUP BY engine, added ORDER BY added"
    ):
        if names[engine] not in engines:
            continue
        own = {names[int(n)] for n in proposed.split(",")}
        if names[engine] == "patterns":
            before = [book.codebook for book in books if book.act <= act]
            own |= {entry.code for entry in (before[-1] if before else ()) if entry.patterns}
        now = {corpus.book.successor(one) or one for one in own}
        codes = [code[one] for one in now if one in code]
        reader.blind[np.ix_(added <= act, codes)] = YES
    return reader
