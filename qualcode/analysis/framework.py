"""The framework matrix as it is read: cases, participants … by codes, the researchers' summaries in the
cells, and the codings behind each of them.

A column stands for its code and everything beneath it, in every matrix, so that a summary is always about
the same codings.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from qualcode.analysis.corpus import Attribute, Corpus
from qualcode.analysis.quotes import positions, quote_rows
from qualcode.analysis.selection import CODING_FILTERS, Filters, countable_turns, filters, select
from qualcode.analysis.tables import LEVELS, table_rows
from qualcode.core.asked import asked_text, asked_texts
from qualcode.errors import CodingError, UsageError, counted, listing
from qualcode.store import Study, moving, summaries
from qualcode.store.summaries import Summary

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.analysis.selection import Selection

# What there is to say of a cell. OPEN: codings and no summary yet; NOTHING: read for it, and nothing coded;
# UNREAD: nobody has read its words for this code, or there are none; PURGED: the words were purged.
SUMMARISED, OPEN, NOTHING, UNREAD, PURGED = (
    "summarised",
    "not yet summarised",
    "nothing coded",
    "not read",
    "purged",
)
# How print shows a cell without a summary. Whoever types over one of these writes the summary.
_SHOWN = {NOTHING: f"[{NOTHING}]", UNREAD: "–", PURGED: f"[{PURGED}]"}
_PLACEHOLDER = re.compile(
    rf"–|\[(?:{NOTHING}|{PURGED}|{OPEN}(?:: [\d,]+ codings?(?:, [\d,]+ participants?)?)?)\]"
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. summaries: one, or several where codes were merged and nobody has joined them yet.

    state: one of SUMMARISED, OPEN, NOTHING, UNREAD, PURGED. codings: positions in `corpus.codings` of
    what is coded there, by the rules of tables; n_participants: whose words these are. linked: the
    codings of the present texts that the summaries are linked to; lost: how many links lead to none. stale:
    whether codings have come into the cell or left it since the words were written; None where there are
    no words. of_person: whether the row is one participant.
    """

    row: str
    column: str
    summaries: tuple[Summary, ...]
    state: str
    codings: np.ndarray
    n_participants: int
    linked: tuple[str, ...] = ()
    lost: int = 0
    stale: bool | None = None
    of_person: bool = False

    @property
    def text(self) -> str:
        """The summary; several are divided by an empty line. "" where there is none."""
        return "\n\n".join(each.text for each in self.summaries if each.text)

    @property
    def shown(self) -> str:
        """What print shows: the summary, or in brackets why there is none."""
        if self.state == OPEN:
            people = (
                f", {counted(self.n_participants, 'participant')}"
                if self.n_participants and not self.of_person
                else ""
            )
            return f"[{OPEN}: {counted(len(self.codings), 'coding')}{people}]"
        return _SHOWN.get(self.state) or self.text


def is_placeholder(text: str) -> bool:
    """Whether a text is how print shows a cell without a summary."""
    return _PLACEHOLDER.fullmatch(text.strip()) is not None


@dataclass
class Matrix:
    """A framework matrix as it was read.

    attribute: what the rows are. rows, columns: in order; labels: column -> what print shows. cells: by
    row and column. groups: for each row the values it was ordered by; None where it was not. turns: for
    each turn the place of its row, -1 where it counts in none. gone_rows, gone_columns: those that only
    their summaries keep here.
    """

    corpus: Corpus
    attribute: str
    level: str
    rows: list[str]
    columns: list[str]
    labels: dict[str, str]
    cells: dict[tuple[str, str], Cell]
    turns: np.ndarray
    order_by: str | None = None
    groups: list[str] | None = None
    gone_rows: list[str] = field(default_factory=list)
    gone_columns: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    where: list[str] = field(default_factory=list)
    everything: dict[tuple[str, str], np.ndarray] = field(default_factory=dict)

    def quotes(self, row: str, column: str) -> pd.DataFrame:
        """The quotations of a cell, as `quote_rows` has them."""
        turns = self.turns == self.rows.index(row)
        return quote_rows(self.corpus, self.cells[row, column].codings, turns=turns)

    def linked(self, row: str, column: str) -> pd.DataFrame:
        """The quotations that a cell's summary is linked to, and in_cell: whether each is one of the cell's
        own codings."""
        turns = self.turns == self.rows.index(row)
        ids = self.cells[row, column].linked
        frame = quote_rows(self.corpus, positions(self.corpus, ids), turns=turns).copy()
        own = self.ids(row, column, all=True)
        frame["in_cell"] = frame["coding_id"].isin(own).astype(bool)
        return frame

    def ids(self, row: str, column: str, *, all: bool = False) -> set[str]:
        """The ids of the codings of a cell; all: whether their documents were read or not."""
        own = self.everything[row, column] if all else self.cells[row, column].codings
        return set(self.corpus.coding_texts(own)[0])

    def quotes_of_row(self, row: str, *, linked_only: bool = False) -> pd.DataFrame:
        """The quotations of all cells of a row, linked ones too, each once, in the order of the text."""
        cells = [self.cells[row, column] for column in self.columns]
        linked = dict.fromkeys(each for cell in cells for each in cell.linked)
        found = [positions(self.corpus, list(linked))]
        found += [cell.codings for cell in cells if not linked_only]
        rows = np.unique(np.concatenate(found))
        return quote_rows(self.corpus, rows, turns=self.turns == self.rows.index(row))


# -- what stands behind the cells --------------------------------------------------------------------------


@dataclass
class _Behind:
    codings: dict[tuple[int, int], np.ndarray]
    participants: np.ndarray
    readable: np.ndarray
    outside: int


def _behind(
    corpus: Corpus,
    place: np.ndarray,
    height: int,
    columns: Sequence[str],
    countable: np.ndarray,
    selection: Selection | None,
    coding_mask: np.ndarray,
) -> _Behind:
    """place: for each turn its row or -1; countable: turns that may count. selection None: all codings,
    whether their documents were read or not."""
    codings, width = corpus.codings, len(columns)
    in_base = countable & (place >= 0)
    if selection is not None:
        in_base = in_base & selection.read[corpus.turn_document]
    beneath = [
        set(corpus.book.beneath(column)) if column in corpus.book else {column}
        for column in columns
    ]
    considered = np.ones((len(corpus.documents), width), dtype=bool)
    if selection is not None:
        for at, codes in enumerate(beneath):
            own = [n for n, entry in enumerate(corpus.book) if entry.code in codes]
            considered[:, at] = selection.considered[:, own].any(axis=1) if own else False
    readable = np.zeros((height, width), dtype=bool)
    turns = np.flatnonzero(in_base)
    for at in range(width):
        mine = turns[considered[corpus.turn_document[turns], at]]
        readable[np.unique(place[mine]), at] = True

    mask = coding_mask.copy()
    if selection is not None and len(codings):
        mask &= selection.coding
    every = set().union(*beneath) if beneath else set()
    wanted = np.array([code in every for code in codings.codes] or [False])
    live = np.flatnonzero(mask)
    live = live[wanted[codings.code[live]]] if len(live) else live
    stretch, touched = corpus.pairs(codings.start[live], codings.end[live])
    turn = corpus.range_turn[touched].astype(np.int64)
    usable = in_base[turn] & ~corpus.on_whole_document(live)[stretch]
    coding, turn = live[stretch[usable]], turn[usable]
    found: dict[tuple[int, int], np.ndarray] = {}
    participants = np.zeros((height, width), dtype=np.int64)
    inside = np.zeros(len(codings), dtype=bool)
    for at, codes in enumerate(beneath):
        of = np.array([code in codes for code in codings.codes] or [False])
        mine = np.zeros(len(coding), dtype=bool)
        if len(coding):
            mine = of[codings.code[coding]] & considered[codings.document[coding], at]
        inside[coding[mine]] = True
        own, rows = coding[mine], place[turn[mine]]
        people = corpus.turn_person[turn[mine]]
        order = np.argsort(rows, kind="stable")
        own, rows, people = own[order], rows[order], people[order]
        values, first = np.unique(rows, return_index=True)
        for row, part, who in zip(
            values.tolist(),
            np.split(own, first[1:]),
            np.split(people, first[1:]),
            strict=False,
        ):
            found[row, at] = np.unique(part)
            participants[row, at] = len(np.unique(who[who >= 0]))
    return _Behind(found, participants, readable, len(live) - int(inside.sum()))


class Behind:
    """The codings behind cells, whether anybody has read their documents or not: what a summary was
    written on. One look serves all cells of an attribute."""

    def __init__(self, corpus: Corpus, attribute: str, columns: Sequence[str]) -> None:
        self.corpus = corpus
        resolved = corpus.attribute(attribute)
        self.values = resolved.values
        countable = countable_turns(corpus, [resolved], interviewers=False, reflective=False)
        self.columns = list(dict.fromkeys(columns))
        self._found = _behind(
            corpus,
            resolved.index,
            len(resolved.values),
            self.columns,
            countable,
            None,
            np.ones(len(corpus.codings), dtype=bool),
        ).codings

    def codings(self, row: str, column: str) -> np.ndarray:
        """Positions in `corpus.codings`; none for a row that the study does not have."""
        if row not in self.values or column not in self.columns:
            return np.empty(0, dtype=np.int64)
        key = (self.values.index(row), self.columns.index(column))
        return self._found.get(key, np.empty(0, dtype=np.int64))

    def ids(self, row: str, column: str) -> list[str]:
        return self.corpus.coding_texts(self.codings(row, column))[0]


# -- rows and columns --------------------------------------------------------------------------------------


def row_values(corpus: Corpus, attribute: str) -> list[str]:
    """Every value that a row may have, in the order of the sheets; people of the sheet who do not speak,
    too. Raises TableError for an unknown attribute."""
    asked_text("rows", attribute, "the name of an attribute, as case or participant")
    values = corpus.attribute(attribute).values
    if attribute == "participant":
        return list(dict.fromkeys([*corpus.people.people(), *values]))
    return list(values)


def checked_row(corpus: Corpus, attribute: str, row: str) -> str:
    """The row as it is called today; CodingError where the study has no such row, and no summary of it."""
    row = asked_text(attribute, row, "the value of a row").strip()
    values = row_values(corpus, attribute)
    found = summaries.present_row(corpus.study, attribute, row) or row
    if found in values or any(
        each.cell[:2] == (attribute, found) for each in summaries.standing(corpus.study)
    ):
        return found
    close = [each for each in values if each.casefold() == row.casefold()]
    close = close or difflib.get_close_matches(row, values, n=3)
    raise CodingError(
        row,
        f"is no {attribute} of this study",
        f"close to it: {listing(close)}" if close else listing(values, 20),
        "Rows match exactly",
    )


def checked_column(corpus: Corpus, column: str) -> str:
    """The code, where the codebook has it; CodingError for another, and for one that was merged."""
    book = corpus.book
    column = asked_text("column", column, "the id of a code").strip()
    if book.successor(column) != column:
        raise CodingError(
            column,
            f"is not in the codebook ({len(book)} codes)"
            if column not in book
            else f"was merged into {book[column].merged_into}",
            book.what_became(column),
            "Ids match exactly",
        )
    return column


def _columns(
    corpus: Corpus, columns: str | Iterable[str], used: Iterable[str]
) -> tuple[str, list[str], list[str]]:
    """The level, the columns, and those that only their summaries keep."""
    book, used = corpus.book, dict.fromkeys(used)
    if isinstance(columns, str):
        if columns not in LEVELS:
            raise UsageError("columns", f"{columns!r}", "theme, code, or a list of ids")
        kept = set(table_rows(corpus, columns)) | set(used)
        order = book.themes if columns == "theme" else [entry.code for entry in book]
        gone = [code for code in used if code not in book]
        return columns, [*(code for code in order if code in kept), *gone], gone
    given = asked_texts("columns", columns, "theme, code, or a list of ids")
    if not given:
        raise UsageError("columns", "none named", "one id or more")
    found: dict[str, None] = {}
    for code in given:
        now = book.successor(code)
        if now is None and code not in used:
            raise CodingError(
                code, f"is not in the codebook ({len(book)} codes)", book.what_became(code),
                "Ids match exactly",
            )  # fmt: skip
        found[now or code] = None
    return "code", list(found), [code for code in found if code not in book]


def _rows_shown(
    attribute: Attribute,
    values: list[str],
    in_scope: np.ndarray,
    written: Iterable[str],
    filtered: bool,
) -> tuple[list[str], list[str]]:
    """Rows whose words pass the filters, and those that only their summaries keep."""
    spoken = {attribute.values[n] for n in np.unique(attribute.index[in_scope]).tolist() if n >= 0}
    if filtered:
        return [value for value in values if value in spoken], []
    written = dict.fromkeys(written)
    rows = [value for value in values if value in spoken or value in written]
    gone = [value for value in written if value not in values]
    return [*rows, *gone], gone


def _ordered(
    corpus: Corpus, by: str, rows: list[str], place: np.ndarray, in_scope: np.ndarray
) -> tuple[list[int], list[str]]:
    """The order of the rows by another attribute, and for each row, as they stood, its values of it."""
    other = corpus.attribute(by)
    known = in_scope & (other.index >= 0) & (place >= 0)
    met: dict[int, list[int]] = {}
    for row, value in np.unique(
        np.column_stack((place[known], other.index[known])), axis=0
    ).tolist():
        met.setdefault(row, []).append(value)
    last = [len(other.values)]
    order = sorted(range(len(rows)), key=lambda at: (met.get(at, last), at))
    return order, ["; ".join(other.values[n] for n in met.get(at, ())) for at in range(len(rows))]


# -- the matrix --------------------------------------------------------------------------------------------


def read_matrix(
    corpus: Corpus,
    rows: str = "case",
    columns: str | Iterable[str] = "theme",
    where: Mapping[str, Any] | None = None,
    *,
    order_by: str | None = None,
    coders: str = "any",
    interviewers: bool = False,
    reflective: bool = False,
) -> Matrix:
    """Read a matrix; see `qualcode.present.framework.matrix` for what is asked and raised."""
    corpus.need_codebook()
    values = row_values(corpus, rows)
    attribute = corpus.attribute(rows)
    written = [each for each in summaries.standing(corpus.study) if each.cell[0] == rows]
    level, names, gone_columns = _columns(corpus, columns, (each.cell[2] for each in written))
    kept = filters(corpus, where)
    if coders == "each":
        raise UsageError("coders", "each", "any, record, or one name", "A cell holds one summary")
    selection = select(corpus, coders)[0]
    countable = countable_turns(
        corpus, [attribute], interviewers=interviewers, reflective=reflective
    )
    in_scope = countable & kept.turn
    filtered = any(name not in CODING_FILTERS for name in where or {})
    shown, gone_rows = _rows_shown(
        attribute, values, in_scope, (each.cell[1] for each in written), filtered
    )
    where_row = np.array(
        [shown.index(value) if value in shown else -1 for value in attribute.values] + [-1],
        dtype=np.int64,
    )
    place = where_row[attribute.index]
    groups: list[str] | None = None
    if order_by is not None:
        order, found = _ordered(corpus, order_by, shown, place, in_scope)
        shown, groups = [shown[at] for at in order], [found[at] for at in order]
        again = np.full(len(order) + 1, -1, dtype=np.int64)
        again[order] = np.arange(len(order))
        place = again[place]
    counted_here = _behind(corpus, place, len(shown), names, in_scope, selection, kept.coding)
    everything = Behind(corpus, rows, names)
    by_cell: dict[tuple[str, str], list[Summary]] = {}
    for each in written:
        by_cell.setdefault(each.cell[1:], []).append(each)
    matrix = Matrix(
        corpus,
        rows,
        level,
        shown,
        names,
        {code: corpus.book[code].label if code in corpus.book else code for code in names},
        {},
        np.where(in_scope, place, -1),
        order_by,
        groups,
        gone_rows,
        gone_columns,
        where=kept.words,
    )
    nothing = np.empty(0, dtype=np.int64)
    # A coding whose words are not in the present text stands on the earlier one, where nobody sees it.
    reached = {
        at for each in written for link in each.links for at in moving.present(corpus.study, link)
    }
    here = set(corpus.coding_texts(positions(corpus, sorted(reached)))[0])
    for at, row in enumerate(shown):
        for column_at, column in enumerate(names):
            matrix.everything[row, column] = everything.codings(row, column)
            matrix.cells[row, column] = _cell(
                corpus,
                row,
                column,
                by_cell.get((row, column), ()),
                counted_here.codings.get((at, column_at), nothing),
                int(counted_here.participants[at, column_at]),
                bool(counted_here.readable[at, column_at]),
                matrix.everything[row, column],
                here,
                rows == "participant",
            )
    matrix.notes = _notes(matrix, selection, kept, counted_here.outside, written)
    return matrix


def _cell(
    corpus: Corpus,
    row: str,
    column: str,
    own: Sequence[Summary],
    codings: np.ndarray,
    participants: int,
    readable: bool,
    everything: np.ndarray,
    here: set[str],
    of_person: bool,
) -> Cell:
    told = [each for each in own if each.text is not None]
    if not own:
        state = OPEN if len(codings) else NOTHING if readable else UNREAD
        return Cell(row, column, (), state, codings, participants, of_person=of_person)
    linked: dict[str, None] = {}
    lost = 0
    for coding in dict.fromkeys(link for each in own for link in each.links):
        now = [each for each in moving.present(corpus.study, coding) if each in here]
        linked.update(dict.fromkeys(now))
        lost += not now
    stale = None
    if told:
        stale = is_stale(corpus.study, told, corpus.coding_texts(everything)[0])
    state = SUMMARISED if told else PURGED
    return Cell(row, column, tuple(own), state, codings, participants, tuple(linked), lost, stale)


def is_stale(study: Study, told: Iterable[Summary], here: Iterable[str]) -> bool:
    """Whether codings have come into a cell or left it since its words were written. here: the ids of all
    codings that it has now, as `Behind` finds them."""
    now = set(here)
    then: set[str] = set()
    for coding in dict.fromkeys(seen for each in told for seen in each.seen):
        # A coding that was replaced is the same one here; one that was taken away keeps its own id.
        then.update([coding] if coding in now else moving.present(study, coding) or [coding])
    return then != now


def cell_history(study: Study, attribute: str, row: str, column: str) -> pd.DataFrame:
    """Every version of one cell, oldest first, those too that were written on a code merged into it.

    Columns: summary_id, summary (the words; missing where they were purged), code (as it was then), coder
    and time (of the words), n_quotations (codings linked), added and ended (acts; ended missing where it
    stands), replaced_by (summary_id; "" where it stands or was cleared).
    """
    import pandas as pd

    own = [
        each
        for each in summaries.all_summaries(study)
        if each.row is not None and each.cell == (attribute, row, column)
    ]
    by = {old: each.summary_id for each in own for old in each.replaces}
    frame = pd.DataFrame(
        [
            [
                each.summary_id,
                pd.NA if each.text is None else each.text,
                each.code,
                each.coder,
                each.time,
                len(each.links),
                each.added,
                each.ended,
                by.get(each.summary_id, ""),
            ]
            for each in own
        ],
        columns=[
            "summary_id",
            "summary",
            "code",
            "coder",
            "time",
            "n_quotations",
            "added",
            "ended",
            "replaced_by",
        ],
    )
    frame["ended"] = frame["ended"].astype("Int64")
    return frame


def _notes(
    matrix: Matrix,
    selection: Selection,
    kept: Filters,
    outside: int,
    written: Sequence[Summary],
) -> list[str]:
    cells = list(matrix.cells.values())
    notes = [f"Codings behind the cells: {selection.rule}; a code with everything beneath it."]
    if selection.no_passes:
        notes.append("No pass is recorded, so every document counts as read.")
    if unread := int((~selection.read).sum()):
        inside = selection.unread_codings
        where = "it" if unread == 1 else "them"
        more = f"; {counted(inside, 'coding')} in {where}" if inside else ""
        notes.append(f"Not yet coded ({counted(unread, 'document')}{more}).")
    if kept.words:
        notes.append(
            f"Filtered: {'; '.join(kept.words)}. A summary is of the whole cell nevertheless."
        )
    if outside:
        notes.append(
            f"{counted(outside, 'coding')} of these codes in no cell: in words that belong to no"
            f" {matrix.attribute} shown here, on a whole document, filtered out, or of a code that was not"
            " considered there."
        )
    if matrix.gone_rows:
        notes.append(
            f"No longer a {matrix.attribute} of the study, shown for their summaries:"
            f" {listing(matrix.gone_rows, 20)}."
        )
    if matrix.gone_columns:
        notes.append(
            "No longer in the codebook, shown for their summaries:"
            f" {listing(matrix.gone_columns, 20)}."
        )
    hidden = [each for each in written if each.cell[1:] not in matrix.cells]
    if hidden:
        codes = dict.fromkeys(each.cell[2] for each in hidden)
        notes.append(
            f"{counted(len(hidden), 'summary', 'summaries')} in no cell shown here, on"
            f" {listing(codes)}."
        )
    for what, found in (
        ("Several summaries, which wait to be joined", [c for c in cells if len(c.summaries) > 1]),
        ("Codings came or went since the summary was written", [c for c in cells if c.stale]),
        (
            "Linked quotations were taken away since, or are not in the present text",
            [c for c in cells if c.lost],
        ),
    ):
        if found:
            notes.append(f"{what}: {listing((f'{c.row} × {c.column}' for c in found), 12)}.")
    states = {cell.state for cell in cells}
    if NOTHING in states:
        notes.append(f"{_SHOWN[NOTHING]}: read for this code, and nothing was coded with it.")
    if UNREAD in states:
        notes.append("–: not read for this code yet, or no words there.")
    return notes
