"""The notes under a counted table: whose codings count, what falls outside, why a column is empty."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from qualcode.analysis.corpus import REFLECTIVE, SPEECH, Corpus
from qualcode.analysis.selection import Filters, Selection
from qualcode.core.records import CONSENSUS
from qualcode.errors import counted, listing

if TYPE_CHECKING:
    from qualcode.analysis.tables import Block, Counts

# How the note on codings that cross columns begins; what follows are numbers.
CROSSING = "Codings that cross turns of several columns count once in each"
# How a number is said: in full, or as disclosure control allows.
Say = Callable[[int], str]


def add_notes(
    corpus: Corpus,
    table: Counts,
    block: Block,
    considered: np.ndarray,
    row_of: dict[str, int],
    in_base: np.ndarray,
    column: np.ndarray,
    extra: int,
    kept: Filters,
) -> None:
    """Write `Block.notes` and `Block.numbered`."""
    selection = block.selection
    notes = block.notes = [f"Codings counted: {selection.rule}."]

    def add(said: Callable[[Say], str] | None) -> None:
        if said is not None:
            notes.append(said(_plainly))
            block.numbered[notes[-1]] = said

    if selection.no_passes:
        notes.append("No pass is recorded, so every document counts as read.")
    add(_by_others(corpus, selection))
    add(_unread(selection))
    if kept.words:
        notes.append(f"Filtered: {'; '.join(kept.words)}.")
    outside = {
        reason: number
        for reason, number in block.reconciliation.items()
        if number and reason not in ("counted in the table", "in documents that are not read yet")
    }
    if outside:
        add(
            lambda say: (
                "Codings outside of the table: "
                + "; ".join(f"{say(number)} {reason}" for reason, number in outside.items())
                + "."
            )
        )
    if extra:
        notes.append(
            f"{CROSSING}: {counted(extra, 'count')}"
            f" beyond the {counted(block.reconciliation['counted in the table'], 'coding')}."
        )
    add(_unattributable(corpus, table, selection, kept))
    notes += _not_considered(corpus, table, selection, considered, in_base)
    notes += _empty_columns(table, block, column, kept)


def _plainly(number: int) -> str:
    return f"{number:,}"


def _several(say: Say, number: int, noun: str, plural: str | None = None) -> str:
    """`1 coding`, `2 codings`, `<5 codings`."""
    said = say(number)
    return f"{said} {noun if said == '1' else plural or noun + 's'}"


def _by_others(corpus: Corpus, selection: Selection) -> Callable[[Say], str] | None:
    """Codings in documents of the base by people whose codings this table does not count."""
    codings = corpus.codings
    if selection.coder is not None or not len(codings):
        return None
    others = selection.read[codings.document] & ~selection.coding
    if not (number := int(others.sum())):
        return None
    number_of = {
        codings.coders[n]: int((codings.coder[others] == n).sum())
        for n in np.unique(codings.coder[others]).tolist()
    }
    settled = number_of.pop(CONSENSUS, 0)
    number, names = sum(number_of.values()), listing(number_of)

    def said(say: Say) -> str:
        notes = []
        if number:
            notes.append(
                "Not counted, by other coders in these documents:"
                f" {_several(say, number, 'coding')} ({names})."
            )
        if settled:
            notes.append(
                f"Not counted either, {_several(say, settled, 'coding')} of a consensus on some turns: a"
                " consensus counts where the whole document is settled."
                if number
                else f"Not counted: {_several(say, settled, 'coding')} of a consensus on some turns, which"
                " counts where the whole document is settled."
            )
        return " ".join(notes)

    return said


def _unread(selection: Selection) -> Callable[[Say], str] | None:
    if not (unread := int((~selection.read).sum())):
        return None

    def said(say: Say) -> str:
        inside = ""
        if number := selection.unread_codings:
            inside = f"; {_several(say, number, 'coding')} in them"
        return f"Not yet coded ({_several(say, unread, 'document')}{inside})."

    return said


def _unattributable(
    corpus: Corpus, table: Counts, selection: Selection, kept: Filters
) -> Callable[[Say], str] | None:
    names = [name for name in table.attributes if corpus.attribute(name).of_people]
    if not names:
        return None
    lost = selection.read[corpus.turn_document] & kept.turn
    lost &= ~corpus.turn_interviewer | table.interviewers
    lost &= (corpus.turn_part != REFLECTIVE) | table.reflective
    lost &= np.any([corpus.attribute(name).index < 0 for name in names], axis=0)
    if not lost.any():
        return None
    documents = np.unique(corpus.turn_document[lost])
    speech = (corpus.turn_part[lost] == SPEECH).any()
    noun, plural = ("turn", "turns") if speech else ("entry", "entries")
    turns, words = int(lost.sum()), int(corpus.turn_words[lost].sum())
    where = listing(corpus.documents[n] for n in documents.tolist())
    return lambda say: (
        f"Not attributable to a participant, so in no column by {' and '.join(names)}:"
        f" {_several(say, turns, noun, plural)} and {_several(say, words, 'word')} of {where}."
    )


def _not_considered(
    corpus: Corpus,
    table: Counts,
    selection: Selection,
    considered: np.ndarray,
    in_base: np.ndarray,
) -> list[str]:
    documents = np.unique(corpus.turn_document[in_base])
    found: dict[tuple[str, ...], list[str]] = {}
    for number, row in enumerate(table.rows):
        missing = [corpus.documents[d] for d in documents.tolist() if not considered[d, number]]
        if missing:
            found.setdefault(tuple(missing), []).append(row)
    notes = [
        f"Not considered, so not in the row's base: {listing(rows)} in {listing(documents)}."
        for documents, rows in found.items()
    ]
    base, rows_here = set(documents.tolist()), set(table.rows)
    for (code, earlier), places in selection.merged.items():
        if code in rows_here and (here := sorted(places & base)):
            named = listing(corpus.documents[place] for place in here)
            notes.append(
                f"Read for {earlier}, which was merged into {code}, and so counted as read for {code}:"
                f" {named}."
            )
    return notes


def _empty_columns(table: Counts, block: Block, column: np.ndarray, kept: Filters) -> list[str]:
    """Why a column has no base: no such people, not read yet, or filtered away."""
    if not table.attributes:
        return []
    reasons: dict[tuple[str, str], list[str]] = {}
    for number in np.flatnonzero(block.column_base["turns"] == 0).tolist():
        turns = np.flatnonzero(column == number)
        if not len(turns):
            reason = ("does not occur in the study", "do not occur in the study")
        elif not kept.turn[turns].any():
            reason = ("is filtered out", "are filtered out")
        else:
            reason = ("is not read yet", "are not read yet")
        reasons.setdefault(reason, []).append(" × ".join(table.columns[number]))
    return [
        f"“–”: {listing(names, 12)} {reason[len(names) > 1]}." for reason, names in reasons.items()
    ]


def without_people(table: Counts, block: Block) -> str:
    """A note on the columns that have turns but nobody who speaks, as field notes have; "" if none."""
    found = (block.column_base["participants"] == 0) & (block.column_base["turns"] > 0)
    if not found.any():
        return ""
    names = [" × ".join(table.columns[number]) for number in np.flatnonzero(found).tolist()]
    where = f" {listing(names, 12)} {'hold' if len(names) > 1 else 'holds'}"
    where = where if table.attributes else " these documents hold"
    return f"“–” for participants:{where} no participant's words."
