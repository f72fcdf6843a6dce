"""Codings as they stand, and the checks that every new one has to pass, whoever brings it."""

from __future__ import annotations

import operator
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, SupportsIndex

from qualcode.core.codebook import Code, Codebook
from qualcode.core.ids import new_id
from qualcode.core.records import BLIND, CODER_RULES, CONSENSUS, ORIGINS, Coding
from qualcode.errors import CodingError, UsageError, listing
from qualcode.store import state
from qualcode.store.events import BATCH, CODING_COLUMNS, folded, pack
from qualcode.store.state import Version
from qualcode.store.study import Draft, Study

# Control characters and half characters: nobody wrote them, and a terminal would obey them.
_NO_WORDS = ("Cc", "Cs")
_SELECT = (
    "SELECT coding_id, version, start, end, code, coder, time, origin, blind, suggestion_id,"
    " codebook_hash, replaces FROM coding"
)
_VERSION = (
    "SELECT n, document, version, kind, rule, rule_version, file_hash, structure, original, length,"
    " place, added FROM version WHERE document = ? ORDER BY added DESC, place DESC LIMIT 1"
)


def current_version(study: Study, document: str) -> Version:
    """The current version of one document, without a look at all the others: an act makes every
    memory of the project stale, and a coder makes one act after another."""
    rows = study.rows(_VERSION, (document,))
    return Version(*rows[0]) if rows else state.version_of(study, document)


def current_book(study: Study) -> Codebook:
    """The codebook, read once for as long as it stays the current one."""
    content = study.value("SELECT content FROM codebook ORDER BY added DESC, n DESC LIMIT 1")
    if content is None:
        return Codebook()
    return study.remembered(
        ("codebook", content), lambda: Codebook.from_data(study.content(content))
    )


def coding(study: Study, coding_id: str) -> Coding | None:
    """A coding by its id, whether it stands or was retracted; None for an unknown id."""
    rows = study.rows(
        "SELECT c.coding_id, v.document, v.version, c.start, c.end, k.text, p.text, c.time, c.origin,"
        " c.blind, c.suggestion_id, h.text, c.replaces FROM coding c JOIN version v ON v.n = c.version"
        " JOIN name k ON k.n = c.code JOIN name p ON p.n = c.coder JOIN name h ON h.n = c.codebook_hash"
        " WHERE c.coding_id = ?",
        (coding_id,),
    )
    if not rows:
        return None
    facts = list(rows[0])
    facts[8], facts[9] = ORIGINS[facts[8]], BLIND[facts[9]]
    return Coding(*facts)


def codings(study: Study, documents: Iterable[str] | None = None) -> list[Coding]:
    """The codings that stand on the current texts, in the order they were made."""
    versions = state.versions(study)
    chosen = versions if documents is None else [d for d in documents if d in versions]
    found: list[Coding] = []
    for document in chosen:
        found += [
            _coding(study, row)
            for row in study.rows(
                f"{_SELECT} WHERE version = ? AND ended IS NULL ORDER BY n", (versions[document].n,)
            )
        ]
    return found


def _coding(study: Study, row: tuple) -> Coding:
    names = study.names()
    version = state.all_versions(study)[row[1]]
    return Coding(
        row[0],
        version.document,
        version.version,
        row[2],
        row[3],
        names[row[4]],
        names[row[5]],
        row[6],
        ORIGINS[row[7]],
        BLIND[row[8]],
        row[9],
        names[row[10]],
        row[11],
    )


def applicable(book: Codebook, code: str) -> Code:
    """The codebook's entry; CodingError where the code is unknown, retired or only a category."""
    if code not in book:
        raise CodingError(
            code,
            f"is not in the codebook ({len(book)} codes)",
            book.what_became(code),
            "Ids match exactly; load a codebook that has it",
        )
    entry = book[code]
    if entry.merged_into:
        raise CodingError(code, f"was merged into {entry.merged_into}", next="Use that")
    if entry.retired:
        raise CodingError(code, "is retired", next="Choose another")
    if not entry.applicable:
        children = [child.code for child in book.children(code)]
        raise CodingError(
            code,
            "is a category, which only groups codes",
            f"its codes: {listing(children)}",
            "Choose one of its codes (a suggestion: revise it with that code)" if children else "",
        )
    return entry


def whole(value: SupportsIndex, name: str, where: str = "") -> int:
    """An offset as Python's own number: one from a frame is not, and JSON takes no other."""
    try:
        if isinstance(value, bool):
            raise TypeError
        return operator.index(value)
    except TypeError:
        raise CodingError(where, f"{name} is {value!r}", "a whole number") from None


def check_range(version: Version, start: int, end: int) -> None:
    if not 0 <= start < end <= version.length:
        raise CodingError(
            f"{version.document}, {start}–{end}",
            "lies outside of the text" if end > version.length or start < 0 else "is empty",
            f"0 to {version.length:,}, the end after the start",
            "Offsets count Unicode characters",
        )


def check_coder(coder: str | None, doing: str = "coding") -> str:
    """The coder's name; UsageError where none was given or the name is reserved."""
    if not coder or not coder.strip():
        raise UsageError(
            doing,
            "needs to know who does it",
            "",
            "Give --coder NAME or set QUALCODE_CODER; in Python open_project(path, coder=NAME)",
        )
    coder = coder.strip()
    if coder.casefold() == CONSENSUS:
        raise UsageError(doing, f"the coder {CONSENSUS!r} is reserved for settled codings")
    if fault := coder_fault(coder):
        raise UsageError(doing, fault)
    return coder


def coder_fault(name: str) -> str:
    """What is wrong with a coder's name in a file; "" = nothing."""
    if not name:
        return "the row has no coder"
    if len(name) > 100 or not name.isprintable():
        return "the coder's name is longer than 100 characters or not printable"
    if name != CONSENSUS and name.casefold() == CONSENSUS:
        return f"{name!r} differs from the reserved coder {CONSENSUS!r} in capitals only"
    if name.casefold() in CODER_RULES:
        return f"{name!r} is a rule for choosing coders, not a coder's name"
    return ""


def existing(study: Study, n: int, start: int, end: int, code: str, coder: str) -> str | None:
    """The id of a standing coding with the same range, code and coder."""
    return study.value(
        "SELECT c.coding_id FROM coding c JOIN name k ON k.n = c.code JOIN name p ON p.n = c.coder"
        " WHERE c.version = ? AND c.start = ? AND c.end = ? AND k.text = ? AND p.text = ?"
        " AND c.ended IS NULL",
        (n, start, end, code, coder),
    )


@dataclass(frozen=True, slots=True)
class Few:
    """A column with few different values: for each row (an array) the place of its value."""

    values: list
    places: Any

    def part(self, start: int, stop: int) -> list | dict[str, list]:
        """Some of the rows, as an event holds them."""
        import numpy as np

        places = self.places[start:stop]
        used = np.flatnonzero(np.bincount(places))
        place = np.zeros(len(self.values), dtype=np.int64)
        place[used] = np.arange(len(used))
        return folded([self.values[each] for each in used.tolist()], place[places].tolist())


def draft_codings(draft: Draft, columns: dict[str, Any], extras: list | None = None) -> None:
    """Add codings given as columns (CODING_COLUMNS) to a draft, BATCH to an event.

    extras: for each coding a mapping of further cells, or None where there are none at all.
    """
    number = len(columns["id"])
    for at in range(0, number, BATCH):
        stop = min(at + BATCH, number)
        few = {key: each for key, each in columns.items() if isinstance(each, Few)}
        data = pack({key: columns[key][at:stop] for key in CODING_COLUMNS if key not in few})
        data.update({key: each.part(at, stop) for key, each in few.items()})
        if extras is not None:
            data["extras"] = draft.content("extras", extras[at:stop])
        draft.event("codings", data)


def coding_columns(number: int, **given: object) -> dict[str, Any]:
    """Columns for `draft_codings`: a list or Few is taken as it is, any other value stands for all
    rows."""
    assert given.keys() <= set(CODING_COLUMNS), given.keys() - set(CODING_COLUMNS)
    columns: dict[str, Any] = {}
    for key in CODING_COLUMNS:
        value = given.get(key)
        columns[key] = value if isinstance(value, list | Few) else [value] * number
    return columns


def turn_range(study: Study, version: Version, turn: str) -> tuple[int, int]:
    for number, _, edges, *_ in state.structure(study, version)["turns"]:
        if number == turn:
            return edges[0], edges[-1]
    raise CodingError(version.document, f"has no turn {turn!r}", next="project.turns() lists them")


def find_once(text: str, within: tuple[int, int], quotation: str, where: str) -> tuple[int, int]:
    """Where a quotation stands in a stretch of text; CodingError where it is not there just once."""
    start = text.find(quotation, *within) if quotation else -1
    if start < 0:
        raise CodingError(
            where, f"“{quotation[:60]}” does not stand there", next="Quote it exactly"
        )
    if text.find(quotation, start + 1, within[1]) >= 0:
        raise CodingError(
            where, f"“{quotation[:60]}” stands there more than once", next="Give start and end"
        )
    return start, start + len(quotation)


def draft_memo(draft: Draft, text: str, on: str | None, coder: str | None = None) -> str:
    if wrong := next(
        (c for c in text if unicodedata.category(c) in _NO_WORDS and c not in "\n\r\t"), ""
    ):
        raise UsageError("memo", f"holds the control character {wrong!r}", "text", "Take it out")
    memo_id = new_id("m")
    data = {"id": memo_id, "on": on, "content": draft.content("memo", {"text": text})}
    if coder:
        data["coder"] = coder
    draft.event("memo", data)
    return memo_id


def memos_by_coding(study: Study) -> dict[str, list[str]]:
    """The memos on each thing by its id, oldest first; a standing coding has those of every coding that it
    stands in for, too."""
    from qualcode.store import moving

    words: dict[str, list[tuple[int, str]]] = {}
    for n, on, content in study.rows(
        "SELECT n, on_id, content FROM memo WHERE ended IS NULL AND on_id IS NOT NULL ORDER BY n"
    ):
        text = (study.content(content) or {}).get("text", "")
        for each in dict.fromkeys([on, *moving.present(study, on)]):
            words.setdefault(each, []).append((n, text))
    return {each: [text for _, text in sorted(found)] for each, found in words.items()}
