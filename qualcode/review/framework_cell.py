"""One cell of a framework matrix: what it may hold, and how it is drafted."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from qualcode.analysis.corpus import Corpus
from qualcode.analysis.framework import (
    Behind,
    checked_column,
    checked_row,
    is_placeholder,
    is_stale,
)
from qualcode.core.asked import asked_text, asked_texts
from qualcode.errors import CodingError, Problem, listing
from qualcode.readers.framework_sheets import (
    plain,
)
from qualcode.store import Draft, Study, moving, summaries
from qualcode.store.summaries import Cell, Summary

# A cell of a spreadsheet holds 32,767 units of UTF-16; what it cannot hold could not come back from one.
MOST = 30_000
_IDS = "ids of codings"


def checked_text(text: str, where: str) -> str:
    """The words of a summary as they are kept. CodingError for words that cannot be."""
    words = plain(text)
    if not words:
        raise CodingError(where, "has no words", "a summary", "To take one out, clear the cell")
    if is_placeholder(words):
        raise CodingError(
            where, f"{words!r} is how a matrix shows a cell without a summary", "other words"
        )
    if wrong := next(
        (
            c
            for c in words
            if (unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t") or c in "\ufffe\uffff"
        ),
        "",
    ):
        raise CodingError(where, f"holds the control character {wrong!r}", "text", "Take it out")
    units = len(words.encode("utf-16-le")) // 2
    if units > MOST:
        raise CodingError(
            where, f"{units:,} characters", f"at most {MOST:,}", "Shorten it: it is a summary"
        )
    return words


def cell_of(found: Corpus, rows: str, row: str, column: str) -> Cell:
    asked_text("rows", rows, "the name of an attribute")
    value = checked_row(found, rows, row)
    code = column
    # A code that the codebook no longer has may still have a summary, which can be cleared.
    if not any(each.cell == (rows, value, column) for each in summaries.standing(found.study)):
        code = checked_column(found, column)
    return (rows, value, code)


def standing_in(study: Study, cell: Cell) -> list[Summary]:
    return [each for each in summaries.standing(study) if each.cell == cell]


def again(draft: Draft, own: Summary, links: Sequence[str], row: str | None = None) -> str:
    """Draft a summary anew with the same words by the same author."""
    return summaries.draft_summary(
        draft,
        own.attribute,
        own.row_content if row is None else row,
        own.cell[2],
        own.content,
        links,
        replaces=[own.summary_id],
        coder=own.coder,
        time=own.time,
    )


class Writer:
    """Writes cells of one attribute; looks once at what stands behind all of them."""

    def __init__(self, found: Corpus, attribute: str, columns: Iterable[str]) -> None:
        self.study = found.study
        self.behind = Behind(found, attribute, list(columns))

    def write(self, draft: Draft, cell: Cell, words: str, links: Sequence[str] | None) -> str:
        """Draft the words of a cell; the id of the summary that says them, which may be the present one.

        links: None keeps those that the cell has.
        """
        own = standing_in(self.study, cell)
        kept = tuple(dict.fromkeys(link for each in own for link in each.links))
        links = kept if links is None else tuple(dict.fromkeys(links))
        here = self.behind.ids(cell[1], cell[2])
        if len(own) == 1 and own[0].text == words and not is_stale(self.study, own, here):
            if set(links) == set(kept):
                return own[0].summary_id
            return again(draft, own[0], links)
        row: str | int = cell[1]
        if own and own[0].row == cell[1]:
            row = own[0].row_content
        return summaries.draft_summary(
            draft,
            cell[0],
            row,
            cell[2],
            words,
            links,
            seen=here,
            replaces=[each.summary_id for each in own],
        )


def coding_ids_of(coding_ids: Iterable[str] | str) -> list[str]:
    return list(dict.fromkeys(asked_texts("quotes", coding_ids, _IDS)))


def check_standing(study: Study, ids: Iterable[str]) -> None:
    problems = []
    for each in ids:
        rows = study.rows("SELECT ended FROM coding WHERE coding_id = ?", (each,))
        if not rows:
            problems.append(Problem(each, "is no coding of this project"))
        elif rows[0][0] is not None:
            instead = moving.present(study, each)
            problems.append(
                Problem(
                    each,
                    f"was {'replaced' if instead else 'retracted'} in act {rows[0][0]}",
                    next=f"Link {listing(instead)}" if instead else "",
                )
            )
    if problems:
        raise CodingError.gathered("", "nothing was linked", problems)


def with_links(
    study: Study, links: Sequence[str], add: Iterable[str], remove: Iterable[str]
) -> tuple[str, ...]:
    """Links with some more and some less; both are compared by what the codings are today."""
    away = set(remove)
    kept = [
        each for each in links if each not in away and away.isdisjoint(moving.present(study, each))
    ]
    reached = {at for each in kept for at in [each, *moving.present(study, each)]}
    return (*kept, *(each for each in add if each not in reached))
