"""Tables of turns in which a program's codes stand where nobody has read, as a Table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.analysis.corpus import Corpus
from qualcode.analysis.corrected import Corrected
from qualcode.analysis.machined import MachineCounts
from qualcode.analysis.tables import BASES
from qualcode.present.counted import head_index, nullable
from qualcode.present.table import Table, What, base_sentence
from qualcode.present.table_facts import ABSENT, PROGRAM, Beside, Part, is_missing

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

_WIDE = 3  # columns of a table beside each of which three or four others find room on a page
# What stands beside the cells: name, head in print, how it is printed.
_CORRECTED = (
    ("share_machine", "program", "share"),
    ("share_hand", "by hand", "share"),
    ("share_hand_low", "", "share"),
    ("share_hand_high", "", "share"),
    ("n_sampled", "sampled", "n"),
)
# What all columns together have beside these, under the head "all".
ALL = "all"
_TOGETHER = (
    ("share_turns", "corrected", "share"),
    ("share_turns_low", "", "share"),
    ("share_turns_high", "", "share"),
    *_CORRECTED,
)
_UNCORRECTED = (
    ("n_by_people", "people", "n"),
    ("n_by_program", "program", "n"),
    ("n_neither", "neither", "n"),
    ("base_turns", "turns", "n"),
)


def machine_table(found: Corpus, counts: MachineCounts, measure: str) -> Table:
    """The table: shares of turns, corrected ones with their intervals, or counts with `measure` "n".

    Without attributes one column share_turns and, of what is not corrected, n_turns before it.
    """
    import numpy as np
    import pandas as pd

    corrected = bool(counts.shares)
    known = np.array([row not in counts.left_out for row in counts.rows], dtype=bool)
    there = (counts.base > 0) & known[:, None]
    n = np.where(there, (counts.by_people + counts.by_program).astype(float), np.nan)
    share = np.divide(n, counts.base, out=np.full(n.shape, np.nan), where=there)
    low = high = None
    if corrected:
        share, low, high = (_of_shares(counts, end) for end in ("estimate", "low", "high"))
    index = pd.Index(counts.rows, name=counts.level, dtype=object)
    measures: list[str] = []
    if counts.attributes:
        heads, names = list(counts.columns), list(counts.attributes)
        values, kinds = (n if measure == "n" else share), [measure] * len(heads)
    else:
        heads, names = [("share_turns",)], ["count"]
        values, kinds = share, ["share"]
        if not corrected:
            heads, kinds = [("n_turns",), *heads], ["n", *kinds]
            values = np.concatenate([n, share], axis=1)
        measures = kinds
        measure = "share"
    columns = head_index(heads, names) if heads else pd.Index([], name=names[-1], dtype=object)
    frame = pd.DataFrame(
        {at: nullable(values[:, at], kinds[at]) for at in range(len(heads))}, index=index
    )
    frame.columns = columns
    repeated = 1 if counts.attributes else len(heads)
    bases = pd.DataFrame(
        {name: np.tile(counts.column_base[name], repeated) for name in BASES},
        index=columns,
        dtype="Int64",
    )
    totals = pd.Series([], dtype="Int64", name="all")
    if counts.attributes:
        # A turn stands in one column, so its counts may be summed; shares of columns may not.
        summed = np.where(known, np.nansum(n, axis=1), np.nan)
        if corrected:
            summed = np.full(len(known), np.nan)
        totals = pd.Series(nullable(summed, "n"), index=index, name="all")
    notes = list(counts.notes)
    if not counts.attributes:
        texts = {name: f"{int(counts.column_base[name][0]):,}" for name in BASES}
        notes.insert(0, base_sentence(texts))
    what = What(
        "turns",
        measure,
        counts.level,
        tuple(counts.attributes),
        tuple(counts.where),
        counts.coders,
        found.book.hash,
        found.last_act,
        PROGRAM,
        "corrected" if corrected else "uncorrected",
    )
    table = Table(
        frame,
        bases,
        totals,
        {row: found.book[row].label for row in counts.rows},
        what,
        notes,
        colors={row: found.book[row].color for row in counts.rows if found.book[row].color},
        _tidy=lambda: _tidy(counts),
        _quotes=lambda row, column: _quoted(found, counts, row, column),
        measures=measures,
    )
    if low is not None and high is not None:
        ends = {
            (*head, end): nullable(each[:, at], "share")
            for at, head in enumerate(heads)
            for end, each in (("low", low), ("high", high))
        }
        intervals = pd.DataFrame(dict(enumerate(ends.values())), index=index)
        intervals.columns = pd.MultiIndex.from_tuples(list(ends), names=[*names, "end"])
        table.intervals = intervals
    table.beside = _beside(counts, table)
    return table


def _of_shares(counts: MachineCounts, name: str) -> np.ndarray:
    """One number of each corrected share: rows x columns, NaN where there is none."""
    return _of_answers(counts.shares, counts.base.shape[1], name)


def _of_answers(shares: Sequence[Sequence[Corrected | None]], width: int, name: str) -> np.ndarray:
    import numpy as np

    found = np.full((len(shares), width), np.nan)
    for row, answers in enumerate(shares):
        for at, answer in enumerate(answers):
            if answer is None:
                continue
            value = {
                "estimate": answer.estimate,
                "low": answer.low,
                "high": answer.high,
                "share_machine": answer.machine,
                "share_hand": None if answer.hand is None else answer.hand.estimate,
                "share_hand_low": None if answer.hand is None else answer.hand.low,
                "share_hand_high": None if answer.hand is None else answer.hand.high,
                "n_sampled": answer.n_sampled,
                "n_people": answer.n_people,
                "n_units": answer.n_units,
            }[name]
            if value is not None:
                found[row, at] = value
    return found


def _numbers_beside(counts: MachineCounts) -> dict[str, np.ndarray]:
    """What stands beside the cells, by name: rows x columns, NaN where there is none."""
    import numpy as np

    if counts.shares:
        return {name: _of_shares(counts, name) for name, _, _ in _CORRECTED}
    own = {
        "n_by_people": counts.by_people,
        "n_by_program": counts.by_program,
        "n_neither": counts.neither,
        "base_turns": counts.base,
    }
    return {name: np.where(counts.base > 0, own[name], np.nan) for name, _, _ in _UNCORRECTED}


def _beside(counts: MachineCounts, table: Table) -> Beside:
    """Of a corrected table the program's own share and that of hand coding alone, and what all columns together
    come to; of another one who coded how many of the turns."""
    import pandas as pd

    corrected = bool(counts.shares)
    columns = _CORRECTED if corrected else _UNCORRECTED
    numbers = _numbers_beside(counts)
    heads = [(*column, name) for column in counts.columns for name, _, _ in columns]
    values = [
        nullable(numbers[name][:, at], kind)
        for at in range(len(counts.columns))
        for name, _, kind in columns
    ]
    kinds = {name: kind for name, _, kind in columns}
    level = counts.level
    title = (
        f"Turns with the {level}: share by the program, not corrected, and by the sample coded by hand alone"
        if corrected
        else f"Turns with the {level} by people, where they read, and by the program elsewhere; with neither"
    )
    blocks = [
        _Block(column, numbers, at, [each for each in columns if each[1]])
        for at, column in enumerate(counts.columns)
    ]
    if counts.shares_all:
        # Shares of columns cannot be added: what all columns have together is estimated by itself.
        every = {
            name: _of_answers([[each] for each in counts.shares_all], 1, _FIELDS.get(name, name))
            for name, _, _ in _TOGETHER
        }
        own = (ALL, *[""] * (len(counts.attributes) - 1))
        heads += [(*own, name) for name, _, _ in _TOGETHER]
        values += [nullable(every[name][:, 0], kind) for name, _, kind in _TOGETHER]
        kinds |= {name: kind for name, _, kind in _TOGETHER}
        title += "; all: of all columns together, corrected as well"
        blocks.append(_Block(own, every, 0, [each for each in _TOGETHER if each[1]]))
    frame = pd.DataFrame(dict(enumerate(values)), index=table.frame.index)
    if heads:
        frame.columns = head_index(heads, [*counts.attributes, "what"])
    part = (_wide if len(counts.columns) <= _WIDE else _grouped)(counts, table, blocks)
    return Beside(frame, kinds, Part(title, *part))


# Of what is called otherwise in a table the name in a corrected share.
_FIELDS = {"share_turns": "estimate", "share_turns_low": "low", "share_turns_high": "high"}


@dataclass(frozen=True)
class _Block:
    """What stands beside one column of the table: its head, the numbers by name (column `at` of each), and what
    is printed of them."""

    column: tuple[str, ...]
    numbers: dict[str, np.ndarray]
    at: int
    printed: _Printed


_Printed = Sequence[tuple[str, str, str]]
_Lines = list[list[str]]


def _wide(counts: MachineCounts, table: Table, blocks: Sequence[_Block]) -> tuple[_Lines, _Lines]:
    """Head and rows with what stands beside each column under it."""
    head = [
        ["", *((*each.column, word)[at] for each in blocks for _, word, _ in each.printed)]
        for at in range(len(counts.attributes) + 1)
    ]
    head[-1][0] = counts.level.capitalize()
    rows = []
    for place, row in enumerate(counts.rows):
        line = [str(table.labels.get(row, row))]
        for each in blocks:
            line += [
                _said(each.numbers, name, kind, place, each.at) for name, _, kind in each.printed
            ]
        rows.append(line)
    return head, rows


def _grouped(
    counts: MachineCounts, table: Table, blocks: Sequence[_Block]
) -> tuple[_Lines, _Lines]:
    """Head and rows with a block of lines for each row and the columns of the table across: several columns
    beside each of many would be too wide for any page. What is the same in every row is said once."""
    head = [["", *(each.column[at] for each in blocks)] for at in range(len(counts.attributes))]
    head[-1][0] = counts.level.capitalize()
    known = [at for at, row in enumerate(counts.rows) if row not in counts.left_out]

    shares = table.cells()

    def line(label: str, name: str, kind: str, place: int) -> list[str]:
        cells = [
            # The shares of the columns themselves stand in the table.
            _said(each.numbers, name, kind, place, each.at)
            if name in each.numbers
            else shares[place][each.at]
            for each in blocks
        ]
        return [label, *cells]

    once: _Lines = []
    own = []
    for name, word, kind in blocks[-1].printed if blocks else ():
        lines = [line(f"all rows: {word}", name, kind, place) for place in known]
        if kind == "n" and len(lines) > 1 and all(each == lines[0] for each in lines):
            once.append(lines[0])
        else:
            own.append((name, word, kind))
    rows = [
        line(
            f"{table.labels.get(counts.rows[place], counts.rows[place])}: {word}", name, kind, place
        )
        for place in known
        for name, word, kind in own
    ]
    return head, rows + once


def _said(numbers: dict[str, np.ndarray], name: str, kind: str, row: int, at: int) -> str:
    """A number beside a cell in print; that of hand coding with its interval."""
    value = numbers[name][row, at]
    if is_missing(value):
        return ABSENT
    if kind == "n":
        return f"{int(value):,}"
    text = f"{100 * value:.0f}%"
    if f"{name}_low" in numbers:
        low, high = (numbers[f"{name}_{end}"][row, at] for end in ("low", "high"))
        if not is_missing(low) and not is_missing(high):
            text += f" [{100 * low:.0f}–{100 * high:.0f}]"
    return text


def _tidy(counts: MachineCounts) -> pd.DataFrame:
    import numpy as np
    import pandas as pd

    height, width = counts.base.shape
    part: dict[str, Any] = {counts.level: np.repeat(np.array(counts.rows, dtype=object), width)}
    for level, name in enumerate(counts.attributes):
        part[name] = [column[level] for column in counts.columns] * height
    known = np.array([row not in counts.left_out for row in counts.rows], dtype=bool)[:, None]
    there = (counts.base > 0) & known
    n = counts.by_people + counts.by_program

    def put(name: str, values: np.ndarray, kind: str) -> None:
        part[name] = nullable(np.asarray(values, dtype=float).ravel(), kind)

    if counts.shares:
        put("share_turns", _of_shares(counts, "estimate"), "share")
        put("share_turns_low", _of_shares(counts, "low"), "share")
        put("share_turns_high", _of_shares(counts, "high"), "share")
        for name, _, kind in _CORRECTED:
            put(name, _of_shares(counts, name), kind)
        put("n_people", _of_shares(counts, "n_people"), "n")
    else:
        put("n_turns", np.where(there, n, np.nan), "n")
        share = np.divide(n, counts.base, out=np.full(n.shape, np.nan), where=there)
        put("share_turns", share, "share")
    for name, values in (
        ("n_by_people", counts.by_people),
        ("n_by_program", counts.by_program),
        ("n_neither", counts.neither),
        ("n_read", counts.read),
        ("base_turns", counts.base),
    ):
        put(name, np.where(known, values, np.nan), "n")
    part["reason"] = [
        counts.left_out.get(row, "") or _reason(counts, at, column)
        for at, row in enumerate(counts.rows)
        for column in range(width)
    ]
    return pd.DataFrame(part)


def _reason(counts: MachineCounts, row: int, column: int) -> str:
    """Why a cell has no number; "" where it has one."""
    if not counts.base[row, column]:
        return "there is no turn"
    answer = counts.shares[row][column] if counts.shares else None
    return "" if answer is None else answer.reason


def _quoted(
    found: Corpus, counts: MachineCounts, row: str, column: Sequence[str] | None
) -> pd.DataFrame:
    from qualcode.analysis.quotes import quote_rows

    # Without attributes a column is a way of counting the same turns.
    place = None if column is None or not counts.attributes else tuple(column)
    rows, turns = counts.codings(row, place)
    return quote_rows(found, rows, turns=turns)
