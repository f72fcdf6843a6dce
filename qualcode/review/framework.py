"""Writing the cells of framework matrices, by hand; `import_framework` takes them from a file."""

from __future__ import annotations

from collections.abc import Iterable

from qualcode.analysis.corpus import corpus
from qualcode.analysis.framework import (
    checked_row,
    row_values,
)
from qualcode.core.asked import asked_text
from qualcode.errors import CodingError, UsageError, listing
from qualcode.review.framework_cell import (
    Writer,
    again,
    cell_of,
    check_standing,
    checked_text,
    coding_ids_of,
    standing_in,
    with_links,
)
from qualcode.review.framework_import import FrameworkReport, import_framework
from qualcode.store import Draft, Study, codings, moving, summaries

__all__ = [
    "FrameworkReport",
    "clear_summary",
    "import_framework",
    "link_quotations",
    "move_summaries",
    "summarise",
    "unlink_quotations",
]


def summarise(
    study: Study,
    coder: str,
    row: str,
    column: str,
    text: str,
    *,
    rows: str = "case",
    quotes: Iterable[str] | str | None = None,
) -> str:
    """Write what a row says under a code, in the researcher's own words; returns the summary's id.

    row: a value of the attribute `rows` ("case", "participant", "document", or any other), a participant
    also by an alias. column: the id of a code or theme; the cell is about everything beneath it. quotes:
    codings that the summary rests on, from now on these alone; None keeps those that it has.

    A cell holds one summary. Writing a cell again, also by another coder, puts the new words in the place
    of the old ones, which stay in the history with whoever wrote them; where codes were merged and the
    cell holds several, the new words take the place of all. The same words and quotations again change
    nothing, unless codings have come or gone since: then they are confirmed, and count as written now.

    Raises CodingError for a row or code that the study does not have, a coding that does not stand, and a
    text that is empty (`clear_summary` takes a summary out), too long, or holds control characters;
    UsageError for what is no text, and without a coder; TableError for an unknown attribute.
    """
    coder = codings.check_coder(coder, "summarising")
    asked_text("summary", text, "the words of the summary")
    wanted = None if quotes is None else coding_ids_of(quotes)
    made: list[str] = []

    def prepare() -> Draft:
        draft = Draft()
        found = corpus(study)
        cell = cell_of(found, rows, row, column)
        words = checked_text(text, f"{cell[1]} × {cell[2]}")
        if wanted is not None:
            check_standing(study, wanted)
        made[:] = [Writer(found, rows, [cell[2]]).write(draft, cell, words, wanted)]
        return draft

    study.write("summarise", coder, prepare)
    return made[0]


def clear_summary(
    study: Study, coder: str, row: str, column: str, *, rows: str = "case"
) -> list[str]:
    """Take the summary out of a cell; its words stay in the history. Returns the ids taken out, none where
    the cell has no summary. Raised as by `summarise`."""
    coder = codings.check_coder(coder, "clearing a summary")
    ended: list[str] = []

    def prepare() -> Draft:
        draft = Draft()
        cell = cell_of(corpus(study), rows, row, column)
        ended[:] = [each.summary_id for each in standing_in(study, cell)]
        if ended:
            draft.event("unsummary", {"ids": list(ended)})
        return draft

    study.write("clear summary", coder, prepare)
    return list(ended)


def link_quotations(
    study: Study,
    coder: str,
    row: str,
    column: str,
    coding_ids: Iterable[str] | str,
    *,
    rows: str = "case",
) -> str:
    """Link codings to the summary of a cell, beside those it is linked to. Returns the summary's id.

    A link follows a coding that is replaced. A coding of another cell may be linked; the matrix says so.
    Author and date of the words stay. Raises CodingError for a cell without a summary, or with several that
    wait to be joined, and for a coding that does not stand.
    """
    return _relink(study, coder, row, column, rows, coding_ids, "link quotations")


def unlink_quotations(
    study: Study,
    coder: str,
    row: str,
    column: str,
    coding_ids: Iterable[str] | str,
    *,
    rows: str = "case",
) -> str:
    """Take links off the summary of a cell, also those to codings that stand no more. Returns the
    summary's id. Raises CodingError as `link_quotations`, and for a coding that is not linked."""
    return _relink(study, coder, row, column, rows, coding_ids, "unlink quotations")


def _relink(
    study: Study,
    coder: str,
    row: str,
    column: str,
    rows: str,
    coding_ids: Iterable[str] | str,
    verb: str,
) -> str:
    coder = codings.check_coder(coder, "linking quotations")
    ids = coding_ids_of(coding_ids)
    if not ids:
        raise UsageError(verb, "no coding named", "one id or more")
    made: list[str] = []

    def prepare() -> Draft:
        draft = Draft()
        cell = cell_of(corpus(study), rows, row, column)
        own = standing_in(study, cell)
        name = f"{cell[1]} × {cell[2]}"
        if not own:
            raise CodingError(name, "has no summary yet", "", "Write one first")
        if len(own) > 1:
            raise CodingError(
                name,
                f"holds {len(own)} summaries since codes were merged",
                "one",
                "Join them first: write the cell anew",
            )
        if verb == "link quotations":
            check_standing(study, ids)
            links = with_links(study, own[0].links, ids, ())
        else:
            reached = {at for each in own[0].links for at in [each, *moving.present(study, each)]}
            if strange := [each for each in ids if each not in reached]:
                raise CodingError(name, f"is not linked to {listing(strange)}")
            links = with_links(study, own[0].links, (), ids)
        made[:] = [own[0].summary_id]
        if links != own[0].links:
            made[:] = [again(draft, own[0], links)]
        return draft

    study.write(verb, coder, prepare)
    return made[0]


def move_summaries(study: Study, coder: str, row: str, to: str, *, rows: str = "case") -> list[str]:
    """Bring the summaries of a row to another row, as one act: for a case that has another name in the
    sheets by now. Words, authors, dates and links stay. Returns the ids of the summaries at their new row.

    Raises CodingError, changing nothing, where the other row has a summary of the same code already, or
    does not exist.
    """
    coder = codings.check_coder(coder, "moving summaries")
    made: list[str] = []

    def prepare() -> Draft:
        draft = Draft()
        made.clear()
        found = corpus(study)
        old, new = checked_row(found, rows, row), checked_row(found, rows, to)
        if new not in row_values(found, rows):
            raise CodingError(new, f"is no {rows} of this study", next="Name one that is")
        own = [each for each in summaries.standing(study) if each.cell[:2] == (rows, old)]
        if not own or old == new:
            raise CodingError(row, "has no summaries" if not own else "is the same row")
        taken = {each.cell[2] for each in summaries.standing(study) if each.cell[:2] == (rows, new)}
        if both := [each.cell[2] for each in own if each.cell[2] in taken]:
            raise CodingError(
                new, f"has summaries of {listing(both)} already", "",
                "Join them there and clear them here first",
            )  # fmt: skip
        for each in own:
            made.append(again(draft, each, each.links, new))
        return draft

    study.write("move summaries", coder, prepare)
    return list(made)
