"""Since when codings, passes and decisions have been there, whatever was moved, undone or taken back since.

A coding that was moved to another code or text, and a pass that was carried over to a corrected text, are as old as
they were before; somebody who decided on a suggestion has seen it, also where that was undone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from qualcode.analysis.corpus import Corpus
from qualcode.store import Study, state


def first_acts(study: Study) -> dict[str, int]:
    """Coding -> the act of the first of those that it replaces, one by one; also of codings that ended. Kept
    until another act."""
    return study.cached("first acts", lambda: _first_acts(study))


def _first_acts(study: Study) -> dict[str, int]:
    rows = study.rows("SELECT coding_id, replaces, added FROM coding")
    before = {coding: (replaces, act) for coding, replaces, act in rows}
    found: dict[str, int] = {}
    for coding, _, _ in rows:
        chain, earlier = [coding], before[coding][0]
        while earlier in before and earlier not in found:
            chain.append(earlier)
            earlier = before[earlier][0]
        act = found[earlier] if earlier in found else before[chain[-1]][1]
        for each in chain:
            found[each] = act
    return found


def passed(own: Corpus, person: str) -> dict[int, int]:
    """Position of a document -> the act of a person's latest pass over it or over some of its turns."""
    study, names = own.study, own.study.names()
    place = {version.n: at for at, version in enumerate(own.versions)}
    known = state.all_versions(study)
    rows = [
        (version, (known[version].document, *rest), added, ended)
        for version, coder, added, ended, *rest in study.rows(
            "SELECT version, coder, added, ended, codes, turns, blind, date FROM pass ORDER BY n"
        )
        if names[coder] == person
    ]
    since: dict[tuple, int] = {}  # what ended, and in which act -> since when it had been there
    found: dict[int, int] = {}
    for version, alike, added, ended in rows:
        act = since.get((*alike, added), added)
        if ended is not None:
            since[*alike, ended] = act
        elif version in place:
            found[place[version]] = max(act, found.get(place[version], 0))
    return found


def decided(study: Study) -> Iterator[tuple[int, str, str]]:
    """Act, person and suggestion of every decision that was ever made, oldest first."""
    for act, person, event in study.rows(
        "SELECT a.n, a.coder, e.data FROM act a JOIN event e ON e.act = a.n"
        " WHERE e.kind = 'decision' ORDER BY a.n, e.n"
    ):
        yield act, person, json.loads(event)["suggestion"]
