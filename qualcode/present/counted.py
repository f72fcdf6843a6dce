"""Counts of codes as a Table: frames, bases, totals, notes, and the way back to the quotations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from qualcode.analysis.corpus import Corpus
from qualcode.analysis.tables import BASES, Block, Counts, without_people
from qualcode.analysis.tables_notes import Say
from qualcode.present.table import TESTS, Table, What, base_sentence
from qualcode.present.table_facts import PROGRAM

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd


def _heads(counts: Counts) -> list[tuple[str, ...]]:
    return [
        (*(() if block.selection.coder is None else (block.selection.coder,)), *column)
        for block in counts.blocks
        for column in block.columns
    ]


def head_index(heads: list[tuple[str, ...]], names: list[str]) -> pd.Index:
    """Column heads as the columns of a frame."""
    import pandas as pd

    if len(names) > 1:
        return pd.MultiIndex.from_tuples(heads, names=names)
    return pd.Index([head[0] for head in heads], name=names[0], dtype=object)


def _measured(block: Block, unit: str, measure: str) -> np.ndarray:
    """rows x columns of floats, NaN where the base is empty or the ratio is over 0."""
    import numpy as np

    cells = block.cells(unit)
    n = np.where(cells < 0, np.nan, cells).astype(float)
    if measure == "n":
        return n
    if measure == "per_1000_words":
        base = block.base["words"].astype(float)
        factor = 1000.0
    else:
        if unit == "codings":
            base = np.broadcast_to(block.column_codings.astype(float), n.shape)
        else:
            base = block.base[unit].astype(float)
        factor = 1.0
    return np.divide(factor * n, base, out=np.full(n.shape, np.nan), where=base > 0)


def nullable(values: np.ndarray, measure: str) -> Any:
    """A column of the frame: Int64 for counts, Float64 for measures, missing as <NA>."""
    import numpy as np
    import pandas as pd

    missing = np.isnan(values)
    if measure == "n":
        return pd.arrays.IntegerArray(np.where(missing, 0, values).astype(np.int64), missing)
    return pd.arrays.FloatingArray(np.where(missing, 0.0, values), missing)


def _values(values: Sequence[float | None], measure: str) -> Any:
    """The same from a list in which None is missing."""
    import numpy as np

    return nullable(np.array([np.nan if v is None else v for v in values], dtype=float), measure)


def counted_table(found: Corpus, counts: Counts, unit: str, measure: str) -> Table:
    """The table of counts by one or two attributes."""
    import numpy as np
    import pandas as pd

    heads = _heads(counts)
    several = bool(counts.blocks) and counts.blocks[0].selection.coder is not None
    names = (["coder"] if several else []) + counts.attributes
    values = (
        np.concatenate([_measured(block, unit, measure) for block in counts.blocks], axis=1)
        if heads
        else np.empty((len(counts.rows), 0))
    )
    columns = head_index(heads, names) if heads else pd.Index([], name=names[-1], dtype=object)
    index = pd.Index(counts.rows, name=counts.level, dtype=object)
    frame = pd.DataFrame(
        {number: nullable(values[:, number], measure) for number in range(values.shape[1])},
        index=index,
    )
    frame.columns = columns
    bases = pd.DataFrame(
        {
            base: np.concatenate([block.column_base[base] for block in counts.blocks])
            for base in BASES
        },
        index=columns,
        dtype="Int64",
    )
    totals = pd.Series(_totals(counts, unit), index=index, name="all")
    table = _wrapped(found, counts, unit, measure, frame, bases, totals)
    table._counts = _side_by_side(counts, unit)
    table._people = lambda: _side_by_side(counts, "participants")
    return table


def _side_by_side(counts: Counts, unit: str) -> np.ndarray:
    """The counts of all blocks, rows x columns, -1 where there is none."""
    import numpy as np

    own = [block.cells(unit) for block in counts.blocks]
    return np.concatenate(own, axis=1) if own else np.empty((len(counts.rows), 0), dtype=np.int64)


def _totals(counts: Counts, unit: str) -> Any:
    """Distinct totals of the rows. Under "each", people, documents, turns and words of several coders
    overlap; only codings add up."""
    import numpy as np

    total = np.array([block.totals(unit) for block in counts.blocks])
    overlapping = len(total) > 1 and unit != "codings"
    missing = (total < 0).all(axis=0) | overlapping
    return nullable(np.where(missing, np.nan, np.maximum(total, 0).sum(axis=0)), "n")


def frequency_table(found: Corpus, counts: Counts, unit: str, measure: str) -> Table:
    """The table of counts without attributes: a column for each unit, and one for the share or rate."""
    import numpy as np
    import pandas as pd

    order = ["codings", "turns", "documents", "participants", "words"]
    index = pd.Index(counts.rows, name=counts.level, dtype=object)
    columns: dict[Any, Any] = {}
    bases: dict[Any, list[int]] = {}
    behind: list[np.ndarray] = []
    for block in counts.blocks:
        head = () if block.selection.coder is None else (block.selection.coder,)

        def put(name: str, each: str, kind: str, head=head, block=block) -> None:
            key: Any = (*head, name) if head else name
            columns[key] = nullable(_measured(block, each, kind)[:, 0], kind)
            bases[key] = [int(block.column_base[base][0]) for base in BASES]
            behind.append(block.cells(each)[:, 0])

        for each in order:
            put(f"n_{each}", each, "n")
        if measure == "per_1000_words":
            put(f"{unit}_per_1000_words", unit, measure)
        else:
            put(f"share_{unit}", unit, "share")
    frame = pd.DataFrame(dict(enumerate(columns.values())), index=index)
    several = counts.blocks[0].selection.coder is not None
    frame.columns = (
        pd.MultiIndex.from_tuples(list(columns), names=["coder", "count"])
        if several
        else pd.Index(list(columns), name="count", dtype=object)
    )
    base_frame = pd.DataFrame(
        list(bases.values()), columns=list(BASES), index=frame.columns, dtype="Int64"
    )
    totals = pd.Series([], dtype="Int64", name="all")
    for block in counts.blocks:
        base = {each: f"{int(block.column_base[each][0]):,}" for each in BASES}
        block.notes.insert(0, base_sentence(base))
    table = _wrapped(found, counts, unit, "n", frame, base_frame, totals)
    table._counts = np.stack(behind, axis=1)
    table.measures = [
        "share" if name.startswith("share_") else "per_1000_words" if "per_1000" in name else "n"
        for name in (key[-1] if isinstance(key, tuple) else key for key in columns)
    ]
    return table


def add_tests(
    found: Corpus, table: Table, counts: Counts, *, within: str | None, draws: int, seed: int
) -> None:
    """Test each row and write what came out into the table: see `Table.tests`."""
    import pandas as pd

    from qualcode.analysis.tested import compare

    tested = compare(found, counts, within=within, draws=draws, seed=seed)
    values: tuple[Sequence[float | None], ...] = (
        tested.n_people,
        tested.p,
        tested.smallest_p,
        tested.p_exact,
        tested.p_adjusted,
        tested.v,
        tested.v_corrected,
        tested.small_expected,
    )
    index = table.frame.index
    table.tests = pd.DataFrame(
        {
            name: _values(own, "n" if kind == "n" else "share")
            for (name, _, kind), own in zip(TESTS, values, strict=True)
        },
        index=index,
    )
    residuals = pd.DataFrame(
        {
            at: _values([row[at] for row in tested.residuals], "share")
            for at in range(len(table.frame.columns))
        },
        index=index,
    )
    residuals.columns = table.frame.columns
    table.residuals = residuals
    table.test_notes, table._nameless = tested.notes, tested.nameless
    table.notes += tested.notes


def add_intervals(table: Table, counts: Counts, unit: str, measure: str) -> None:
    """Write the intervals of the cells into the table: see `Table.intervals`."""
    import numpy as np
    import pandas as pd

    from qualcode.analysis.tested import intervals

    found = [intervals(counts, block, unit, measure) for block in counts.blocks]
    low, high = (
        np.concatenate([getattr(each, end) for each in found], axis=1) for end in ("low", "high")
    )
    heads = [column if isinstance(column, tuple) else (column,) for column in table.frame.columns]
    if table.measures:
        heads = [head for at, head in enumerate(heads) if table.measures[at] != "n"]
    ends = {
        (*head, end): nullable(values[:, at], measure)
        for at, head in enumerate(heads)
        for end, values in (("low", low), ("high", high))
    }
    frame = pd.DataFrame(dict(enumerate(ends.values())), index=table.frame.index)
    names = [*table.frame.columns.names, "end"]
    frame.columns = pd.MultiIndex.from_tuples(list(ends), names=names)
    table.intervals = frame
    several = len(counts.blocks) > 1
    for block, each in zip(counts.blocks, found, strict=True):
        head = f"{block.selection.coder}: " if several else ""
        table.notes += [head + note for note in each.notes if head + note not in table.notes]
    plain = table._tidy
    name = f"share_{unit}" if measure == "share" else f"{unit}_{measure}"

    def tidy() -> pd.DataFrame:
        assert plain is not None
        whole = plain()
        # Rows of the frame are cells block by block.
        at = 0
        parts: dict[str, list[np.ndarray]] = {"low": [], "high": []}
        for block in counts.blocks:
            columns = slice(at, at + len(block.columns))
            at += len(block.columns)
            parts["low"].append(low[:, columns].ravel())
            parts["high"].append(high[:, columns].ravel())
        for end, values in parts.items():
            whole[f"{name}_{end}"] = nullable(np.concatenate(values), measure)
        return whole

    table._tidy = tidy


def _wrapped(
    found: Corpus,
    counts: Counts,
    unit: str,
    measure: str,
    frame: pd.DataFrame,
    bases: pd.DataFrame,
    totals: pd.Series,
) -> Table:
    import pandas as pd

    notes: list[str] = []
    numbered: dict[str, Callable[[Say], str]] = {}
    for block in counts.blocks:
        head = f"{block.selection.coder}: " if len(counts.blocks) > 1 else ""
        absent = (
            "" if counts.attributes and unit != "participants" else without_people(counts, block)
        )
        for note in filter(None, [*block.notes, absent]):
            if head + note not in notes:
                notes.append(head + note)
            if said := block.numbered.get(note):
                numbered[head + note] = partial(_headed, head, said)
    if counts.interviewers:
        notes.append("Interviewers' turns are counted too.")
    if counts.reflective:
        notes.append("Reflective field notes are counted too.")
    what = What(
        unit,
        measure,
        counts.level,
        tuple(counts.attributes),
        tuple(counts.where),
        "; ".join(block.selection.rule for block in counts.blocks),
        found.book.hash,
        found.last_act,
        PROGRAM,
    )
    reconciliation = pd.DataFrame(
        [
            {"coder": block.selection.coder or "", "where": reason, "n_codings": number}
            for block in counts.blocks
            for reason, number in block.reconciliation.items()
        ]
    )
    labels = {row: found.book[row].label for row in counts.rows}
    colors = {row: found.book[row].color for row in counts.rows if found.book[row].color}

    def tidy() -> pd.DataFrame:
        return _tidy(counts)

    def quoted(row: str, column: tuple[str, ...] | None) -> pd.DataFrame:
        from qualcode.analysis.frames import cell_codings
        from qualcode.analysis.quotes import quote_rows

        if not counts.attributes:
            # A frequency table's columns are units, so every cell of a row has the same quotations.
            column = None if column is None else column[:-1]
        rows, turns = cell_codings(counts, row, column)
        return quote_rows(found, rows, turns=turns)

    table = Table(frame, bases, totals, labels, what, notes, reconciliation, colors, tidy, quoted)
    table._numbered = numbered
    return table


def _headed(head: str, said: Callable[[Say], str], say: Say) -> str:
    """A note with the coder that it is about before it."""
    return head + said(say)


def _tidy(counts: Counts) -> pd.DataFrame:
    import numpy as np
    import pandas as pd

    parts = []
    for block in counts.blocks:
        height, width = len(counts.rows), len(block.columns)
        part: dict[str, Any] = {}
        if block.selection.coder is not None:
            part["coder"] = [block.selection.coder] * (height * width)
        part[counts.level] = np.repeat(np.array(counts.rows, dtype=object), width)
        for level, name in enumerate(counts.attributes):
            part[name] = [column[level] for column in block.columns] * height
        for unit in ("codings", "turns", "documents", "participants", "words"):
            part[f"n_{unit}"] = nullable(_measured(block, unit, "n").ravel(), "n")
        for base in BASES:
            part[f"base_{base}"] = pd.array(block.base[base].ravel(), dtype="Int64")
        for unit in ("codings", "turns", "documents", "participants", "words"):
            part[f"share_{unit}"] = nullable(_measured(block, unit, "share").ravel(), "share")
        parts.append(pd.DataFrame(part))
    return pd.concat(parts, ignore_index=True)
