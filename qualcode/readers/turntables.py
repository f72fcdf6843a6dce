"""Turn tables: one row per turn, many documents in one sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from qualcode.core.documents import Document, Gap, Reading, Turn
from qualcode.errors import Problem, counted, listing
from qualcode.readers.files import lines_named
from qualcode.readers.sheets import Row, Sheet

RULE = "turns"
_OWN = ("document", "turn", "speaker", "text", "time")
_PART = {"document": "text", "survey": "text", "observation": "descriptive"}


class TurnTables(NamedTuple):
    """The documents of a turn table in the order they first appear, and what was refused."""

    readings: list[Reading]
    problems: list[Problem]


def read_turn_tables(sheet: Sheet, *, kinds: Mapping[str, str] | None = None) -> TurnTables:
    """Make one document of the rows of each `document`.

    kinds: document -> kind, where known; "interview" otherwise.

    A document's text is its `text` cells joined by LF. Rows need not be together; they keep the
    order of the file. Two rows of one speaker stay two turns. A row whose text is empty can own no
    character and is left out, as a doubt of its document. A document with a repeated or missing
    turn number is refused, as a problem, and does not keep the others from being read.
    """
    problems: list[Problem] = []
    lost = [row.line for row in sheet.rows if not row.cells.get("document")]
    if lost:
        problems.append(
            Problem(
                sheet.name,
                f"{lines_named(lost)}: no document is named",
                "a document in every row",
                "Fill in the document column; these rows were not read.",
            )
        )
    by_document: dict[str, list[Row]] = {}
    for row in sheet.rows:
        if row.cells.get("document"):
            by_document.setdefault(row.cells["document"], []).append(row)
    extra = [column for column in sheet.columns if column not in _OWN]
    readings = []
    for document, rows in by_document.items():
        problem = _refused(sheet.name, document, rows)
        if problem is not None:
            problems.append(problem)
            continue
        kind = (kinds or {}).get(document, "interview")
        readings.append(_reading(sheet, document, kind, rows, extra))
    return TurnTables(readings, problems)


def _refused(name: str, document: str, rows: list[Row]) -> Problem | None:
    where = f"{name}, {document}"
    if not any(row.cells["text"].strip() for row in rows):
        return Problem(where, "has no text in any row", next="The document was not read.")
    missing = [row.line for row in rows if not row.cells["turn"]]
    if missing:
        return Problem(
            where,
            f"{lines_named(missing)}: no turn number",
            "a turn number in every row",
            "Number the rows; the document was not read.",
        )
    seen: dict[str, int] = {}
    for row in rows:
        number = row.cells["turn"]
        if number in seen:
            return Problem(
                where,
                f"turn {number} stands in line {seen[number]} and again in line {row.line}",
                "each turn number once in a document",
                "Number the turns anew; the document was not read.",
            )
        seen[number] = row.line
    return None


def _reading(sheet: Sheet, document: str, kind: str, rows: list[Row], extra: list[str]) -> Reading:
    spoken = [row for row in rows if row.cells["text"].strip()]
    silent = [row for row in rows if not row.cells["text"].strip()]
    part = _PART.get(kind, "speech")
    turns: list[Turn] = []
    gaps: list[Gap] = []
    at = free = 0
    for row in spoken:
        cells = row.cells
        words = cells["text"]
        start = at + len(words) - len(words.lstrip())
        end = at + len(words.rstrip())
        if start > free:
            gaps.append(Gap("break", free, start))
        turns.append(
            Turn(
                cells["turn"],
                cells.get("speaker") or None,
                ((start, end),),
                cells.get("time") or None,
                None,
                part,
                {column: cells[column] for column in extra if cells[column]},
            )
        )
        free = end
        at += len(words) + 1
    text = "\n".join(row.cells["text"] for row in spoken)
    if free < len(text):
        gaps.append(Gap("break", free, len(text)))
    doubts = []
    where = f"{sheet.name}, {document}"
    if silent:
        doubts.append(
            Problem(
                where,
                f"{counted(len(silent), 'turn')} without text left out:"
                f" {listing(row.cells['turn'] for row in silent)}",
                next="Fill in the text if something was said there.",
            )
        )
    return Reading(
        Document(document, text, tuple(turns), tuple(gaps), kind, RULE),
        sheet.encoding,
        tuple(doubts),
    )
