"""Codings that go to another code, or to several: each is retracted and added again with `replaces`.

Coder, time, origin, blindness and further cells are kept where a code only changed its id or was merged;
so a coding has one history from the day it was made, whatever became of its code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from qualcode.core.codebook import Codebook
from qualcode.core.ids import new_ids
from qualcode.core.records import BLIND, ORIGINS
from qualcode.store import codings, state
from qualcode.store.study import Draft, Study

COLUMNS = (
    "coding_id, version, start, end, code, coder, time, origin, blind, suggestion_id, codebook_hash"
)


@dataclass
class Moves:
    """What became of codings. moved: earlier code -> how many went to its successor. joined: of these,
    how many the same coder had coded so already on the very same words; they are one coding now."""

    moved: dict[str, int] = field(default_factory=dict)
    joined: int = 0


def draft_moves(study: Study, draft: Draft, book: Codebook) -> Moves:
    """Draft that every standing coding of a code which `book` has renamed or merged goes to its
    successor.

    Of two codings that would then be the same (words, code and coder), the one that stands is kept, and
    the other is joined to it: what was said of that, in memos and marks, is said of this.
    """
    names = study.names()
    found = Moves()
    to = {
        n: now
        for (n,) in study.rows("SELECT DISTINCT code FROM coding WHERE ended IS NULL")
        if (now := book.successor(names[n])) is not None and now != names[n]
    }
    if not to:
        return found
    standing = {
        (version, start, end, coder, names[code]): coding
        for coding, version, start, end, code, coder, *_ in _standing(study, to.values())
    }
    kept: list[tuple] = []
    retract: list[str] = []
    twins: dict[str, str] = {}
    numbers: list[str] = []
    for row in _standing(study, [names[n] for n in to]):
        coding, version, start, end, code, coder = row[:6]
        found.moved[names[code]] = found.moved.get(names[code], 0) + 1
        retract.append(coding)
        key = (version, start, end, coder, to[code])
        twin = standing.get(key)
        if twin is not None:
            twins[coding] = twin
            found.joined += 1
            continue
        kept.append(row)
        numbers += new_ids("c", 1)
        standing[key] = numbers[-1]
    draft_ends(draft, retract, twins)
    if kept:
        draft_replacements(study, draft, kept, numbers, code=[to[row[4]] for row in kept])
    return found


def draft_ends(draft: Draft, ids: Sequence[str], joined: Mapping[str, str]) -> None:
    """Draft that codings end; joined: those of them that are another coding now -> that one."""
    if ids:
        draft.event("retract", {"ids": list(ids)} | ({"joined": dict(joined)} if joined else {}))


def _standing(study: Study, codes: Iterable[str]) -> list[tuple]:
    """The standing codings of some codes, as `COLUMNS`, in the order they were made."""
    wanted = set(codes)
    rows: list[tuple] = []
    for n, text in study.names().items():
        if text in wanted:
            rows += study.rows(
                f"SELECT {COLUMNS} FROM coding WHERE ended IS NULL AND code = ? ORDER BY n", (n,)
            )
    return rows


def draft_replacements(
    study: Study,
    draft: Draft,
    rows: Sequence[tuple],
    ids: Sequence[str],
    **changes: Any,
) -> None:
    """Draft codings that stand in for others.

    rows: the codings as `COLUMNS`, with the numbers of the store. ids: of the new ones. changes: columns
    of `codings.coding_columns` that differ from what the old codings have; one value or a list.
    """
    names = study.names()
    columns: dict[str, Any] = {
        "id": list(ids),
        "version": [row[1] for row in rows],
        "start": [row[2] for row in rows],
        "end": [row[3] for row in rows],
        "code": [names[row[4]] for row in rows],
        "coder": [names[row[5]] for row in rows],
        "time": [row[6] for row in rows],
        "origin": [ORIGINS[row[7]] for row in rows],
        "blind": [BLIND[row[8]] for row in rows],
        "suggestion": [row[9] for row in rows],
        "hash": [names[row[10]] for row in rows],
        "replaces": [row[0] for row in rows],
    }
    columns.update(changes)
    codings.draft_codings(
        draft, codings.coding_columns(len(rows), **columns), extras(study, [row[0] for row in rows])
    )


def extras(study: Study, ids: Sequence[str]) -> list[dict[str, str]] | None:
    """Further cells of codings, as they were imported; None where there are none at all."""
    places = {
        coding: (content, place)
        for coding, content, place in study.rows(
            "SELECT coding_id, content, place FROM coding_extra"
        )
    }
    if places.keys().isdisjoint(ids):
        return None
    cells = {content: study.content(content) for content, _ in places.values()}
    found = []
    for coding in ids:
        content, place = places.get(coding, (None, 0))
        found.append(cells[content][place] if cells.get(content) else {})
    return found


def chain(study: Study, coding: str) -> list[str]:
    """A coding and all that it stands in for, nearest first: those it replaced, and those joined to it."""
    found: list[str] = []
    ahead = [coding]
    while ahead:
        at = ahead.pop(0)
        if at in found:
            continue
        found.append(at)
        ahead += [
            each
            for (each,) in study.rows(
                "SELECT replaces FROM coding WHERE coding_id = ? AND replaces IS NOT NULL"
                " UNION ALL SELECT coding_id FROM joined WHERE into_id = ?",
                (at, at),
            )
        ]
    return found


def present(study: Study, coding: str) -> list[str]:
    """The standing codings that a coding has become: itself, those that stand in for it or that it was
    joined to, in the order they were made; none where it was retracted for good."""
    found: list[tuple[int, str]] = []
    seen: set[str] = set()
    ahead = [coding]
    while ahead:
        at = ahead.pop(0)
        if at in seen:
            continue
        seen.add(at)
        rows = study.rows("SELECT n, ended FROM coding WHERE coding_id = ?", (at,))
        if rows and rows[0][1] is None:
            found.append((rows[0][0], at))
            continue
        ahead += [
            each
            for (each,) in study.rows(
                "SELECT coding_id FROM coding WHERE replaces = ?"
                " UNION ALL SELECT into_id FROM joined WHERE coding_id = ?",
                (at, at),
            )
        ]
    return [each for _, each in sorted(found)]


def waiting(study: Study) -> dict[str, int]:
    """Code -> how many of its standing codings on current texts were made under other words than the
    entry has now, or stand on a code that takes no codings any more because it was split."""
    book = state.codebook(study)
    names = study.names()
    current = {version.n for version in state.versions(study).values()}
    found: dict[str, int] = {}
    for version, code, made_under, number in study.rows(
        "SELECT version, code, codebook_hash, count(*) FROM coding WHERE ended IS NULL"
        " GROUP BY version, code, codebook_hash"
    ):
        entry = book.codes.get(names[code])
        if version not in current or entry is None:
            continue
        if not entry.applicable or (names[made_under] and names[made_under] != entry.hash):
            found[entry.code] = found.get(entry.code, 0) + number
    return found
