"""Cells of framework matrices: a summary by a researcher for a row (a case, a participant …) and a code.

What a summary says and the value of its row are words of the study and lie in content rows. A summary
stays where it was written; its code is followed to what became of it, and a participant who has another
id by now to that id, whenever the cell is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from qualcode.core.ids import new_id
from qualcode.store import state
from qualcode.store.study import Draft, Study

# Attribute, value of the row, code as it is called today.
Cell = tuple[str, str, str]
# What a study has to be made of again to know its summaries at an earlier act.
KINDS = ("summary", "unsummary", "codebook", "undo", "redo")


@dataclass(frozen=True, slots=True)
class Summary:
    """One version of one cell.

    attribute: what the rows of the matrix are. row: the value as it was written; None where it was
    purged. code: as it was then; cell: attribute, row and code as they are today. text: None where it was
    purged. coder, time: who wrote the words, and when. seen: the codings behind the cell when they were
    written. links: codings as they were linked. replaces: the summaries whose place it took. added,
    ended: acts; ended None while it stands. content, row_content: the numbers of its content rows.
    """

    summary_id: str
    attribute: str
    row: str | None
    code: str
    cell: Cell
    text: str | None
    coder: str
    time: str
    seen: tuple[str, ...]
    links: tuple[str, ...]
    replaces: tuple[str, ...]
    added: int
    ended: int | None
    content: int
    row_content: int


def all_summaries(study: Study) -> list[Summary]:
    """Every version of every cell that was not undone, in the order they were written."""

    def make() -> list[Summary]:
        names, book = study.names(), state.codebook(study)
        links: dict[str, list[str]] = {}
        for summary, coding in study.rows(
            "SELECT summary_id, coding_id FROM summary_link ORDER BY n"
        ):
            links.setdefault(summary, []).append(coding)
        found = []
        for row in study.rows(
            "SELECT summary_id, attribute, row_content, code, coder, time, content, replaces, added,"
            " ended FROM summary ORDER BY n"
        ):
            summary, attribute, row_content, code, coder, time, content, replaces, added, ended = (
                row
            )
            value = (study.content(row_content) or {}).get("value")
            words = study.content(content) or {}
            cell = (
                attribute,
                present_row(study, attribute, value) or "",
                book.successor(names[code]) or names[code],
            )
            found.append(
                Summary(
                    summary,
                    attribute,
                    value,
                    names[code],
                    cell,
                    words.get("text"),
                    names[coder],
                    time,
                    tuple(words.get("seen", ())),
                    tuple(links.get(summary, ())),
                    tuple(json.loads(replaces)) if replaces else (),
                    added,
                    ended,
                    content,
                    row_content,
                )
            )
        return found

    return study.cached("summaries", make)


def standing(study: Study) -> list[Summary]:
    """The summaries that stand, in the order they were written; not those whose row was purged.

    A cell has one, unless codes were merged: then it has one from each of them, until somebody writes it
    anew.
    """
    return [each for each in all_summaries(study) if each.ended is None and each.row is not None]


def present_row(study: Study, attribute: str, value: str | None) -> str | None:
    """The value that a row has today. A participant is found by an alias, and where a label that had no
    row in the sheet when the summary was written (FG1/BOB) is somebody's by now."""
    if value is None or attribute != "participant":
        return value
    people, links = state.people(study), state.links(study)
    if value in people.people() or any(link.participant == value for link in links.values()):
        return value
    fits = people.candidates("", value)
    if len(fits) == 1:
        return fits[0]
    document, _, speaker = value.partition("/")
    link = links.get((document, speaker))
    return link.participant if link is not None and link.participant else value


def draft_summary(
    draft: Draft,
    attribute: str,
    row: str | int,
    code: str,
    words: str | int,
    links: Sequence[str],
    *,
    seen: Sequence[str] = (),
    replaces: Sequence[str] = (),
    coder: str = "",
    time: str = "",
) -> str:
    """Draft that a cell says something, in place of the summaries `replaces`, which end. Returns the id.

    row, words: text, or the number of the content row that holds it already. coder, time: of the words,
    where they are not of this act.
    """
    summary = new_id("f")
    data = {
        "id": summary,
        "by": attribute,
        "row": draft.content("row", {"value": row}) if isinstance(row, str) else row,
        "code": code,
        "content": words
        if isinstance(words, int)
        else draft.content("summary", {"text": words, "seen": list(seen)}),
        "links": list(dict.fromkeys(links)),
    }
    if replaces:
        data["replaces"] = list(replaces)
        draft.event("unsummary", {"ids": list(replaces)})
    if coder:
        data["coder"] = coder
    if time:
        data["time"] = time
    draft.event("summary", data)
    return summary
