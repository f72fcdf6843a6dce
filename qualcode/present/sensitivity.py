"""How far a table rests on what a machine proposed: the same table with and without accepted suggestions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from qualcode.core.records import ORIGINS
from qualcode.errors import TableError, UsageError, counted, listing
from qualcode.present.report import Report, Section
from qualcode.present.sheets import flat, number

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.present import OpenProject
    from qualcode.present.table import Table
    from qualcode.store import Study

# Where a coding began: a person accepted these, as they were or with another range or code.
ACCEPTED = ("accepted", "revised")
HUMAN = tuple(origin for origin in ORIGINS if origin not in ACCEPTED)
LEVEL = 0.05
_MOST = 6  # pairs of rows that a sentence names
_KINDS = {"n": "n", "share": "share", "per_1000_words": "rate"}


@dataclass(repr=False, kw_only=True)
class Sensitivity(Report):
    """A table split by where its codings come from.

    all, human_only, accepted: the three tables, over the same bases; for unit codings the cells of the last
        two add up to those of the first. human_only counts codings of the origins manual, consensus and
        imported, accepted those that began as a suggestion (accepted, revised).
    frame: one row for each row of the tables: all, human_only, accepted (the row's distinct total in the
        table's unit), rank_all and rank_human_only (1 for the largest; equal totals have equal ranks), and of
        a tested table p_adjusted_all and p_adjusted_human_only. Where rows have no totals (coders="each") it
        is the table of all codings.
    swaps: pairs of rows of which one has more in `all` and the other in `human_only`. ties: pairs that are
        equal in one of the two only.
    column_swaps: column -> such pairs within it. gained, lost: rows that are significant at .05 after
        adjustment only with the accepted suggestions, and only without them; empty where nothing was tested.
    """

    all: Table
    human_only: Table
    accepted: Table
    swaps: list[tuple[str, str]]
    ties: list[tuple[str, str]]
    column_swaps: dict[str, list[tuple[str, str]]]
    gained: list[str]
    lost: list[str]


def sensitivity(project: OpenProject | Study, **asked: Any) -> Sensitivity:
    """Whether a table would say the same without the suggestions that were accepted.

    project: an open project. asked: the arguments of `crosstab`; without `columns`, those of
    `frequencies` (with `rows` or `level` for its level).

    Returns a `Sensitivity`: a report with the table of all codings, of those that people made themselves,
    and of those that began as suggestions, and with the sentences on what changes. Raises what the table
    raises, and UsageError for a filter by origin.
    """
    from qualcode.present import crosstab, frequencies

    if "columns" in asked:
        return by_origin(crosstab(project, **asked))
    if "rows" in asked:
        asked["level"] = asked.pop("rows")
    return by_origin(frequencies(project, **asked))


def by_origin(table: Table) -> Sensitivity:
    """See `Table.by_origin`."""
    if table.protection is not None:
        raise TableError(
            "table",
            "is under disclosure control, and differences between its three versions would tell what is hidden",
            next="Split the table it was made from, for your own eyes",
        )
    if table.what.machine:
        raise TableError(
            "table",
            "counts a program's codes, which nobody accepted",
            next="Split the table of people's codings: leave machine out",
        )
    if table._again is None:
        raise TableError("table", "was made from a frame and cannot be counted again")
    if any(words.startswith("origin = ") for words in table.what.where):
        raise UsageError("where origin", "is what the split is by", "filters by other names")
    tested = table.tests is not None
    human = table._again({"origin": list(HUMAN)}, tested)
    accepted = table._again({"origin": list(ACCEPTED)}, False)
    sizes = [_totals(each) for each in (table, human, accepted)]
    said = {str(row): str(table.labels.get(row, row)) for row in table.frame.index}
    swaps = _swaps(sizes[0], sizes[1])
    within = _column_swaps(table, human)
    gained, lost, kept = _significance(table, human)
    machine = _origin_count(table, accepted)
    ties = _ties(sizes[0], sizes[1])
    lines = [_order_line(swaps, ties, sizes, machine, said)]
    lines += _column_lines(within, said)
    if tested and machine:
        lines.append(
            _significance_line(*([said[row] for row in rows] for rows in (gained, lost, kept)))
        )
    labels = {row: table.labels.get(row, row) for row in table.frame.index}
    sections = [Section("What changes", _summary(table, human, sizes), lines, labels=labels)]
    if sections[0].frame is not None:
        sections[0].formats = {
            str(name): "p" if str(name).startswith("p_") else "n"
            for name in sections[0].frame.columns
        }
    for heading, each in (
        ("All codings", table),
        (f"Human-only ({', '.join(HUMAN)})", human),
        (f"Accepted suggestions ({', '.join(ACCEPTED)})", accepted),
    ):
        frame, formats = _with_totals(each)
        sections.append(Section(heading, frame, formats=formats, labels=labels))
    notes = [
        "Human-only: codings that began with a person. Imported codings count as human, as the file does"
        " not say how they began, and so do consensus codings, whatever was settled from.",
        *table.notes,
    ]
    return Sensitivity(
        f"Sensitivity to the machine. {table.what.sentence()}",
        sections,
        notes,
        table.provenance,
        all=table,
        human_only=human,
        accepted=accepted,
        swaps=swaps,
        ties=ties,
        column_swaps=within,
        gained=gained,
        lost=lost,
    )


# -- comparing -----------------------------------------------------------------------------------------------


def _totals(table: Table) -> dict[str, int]:
    """The size of each row that has one."""
    if table.what.attributes:
        values: Any = table.totals
    else:
        name = f"n_{table.what.unit}"
        if name not in table.frame.columns:
            return {}
        values = table.frame[name]
    found = {}
    for row, value in zip(table.frame.index, values, strict=True):
        plain = number(value)
        if plain is not None:
            found[str(row)] = int(plain)
    return found


def _swaps(first: dict[str, Any], second: dict[str, Any]) -> list[tuple[str, str]]:
    """Pairs that stand in one order in the first and in the other in the second, the larger in the first
    before the other."""
    both = [row for row in first if row in second]
    found = []
    for a, b in combinations(both, 2):
        before, after = first[a] - first[b], second[a] - second[b]
        if before * after < 0:
            found.append((a, b) if before > 0 else (b, a))
    return found


def _ties(first: dict[str, Any], second: dict[str, Any]) -> list[tuple[str, str]]:
    """Pairs that are equal in one of the two only, the larger where they differ before the other."""
    both = [row for row in first if row in second]
    found = []
    for a, b in combinations(both, 2):
        before, after = first[a] - first[b], second[a] - second[b]
        if (before == 0) != (after == 0):
            found.append((a, b) if before + after > 0 else (b, a))
    return found


def _column_swaps(table: Table, human: Table) -> dict[str, list[tuple[str, str]]]:
    if not table.what.attributes:
        return {}
    rows = list(map(str, table.frame.index))
    found = {}
    for at, head in enumerate(table.heads):
        columns = []
        for each in (table, human):
            values = [number(value) for value in each.frame.iloc[:, at]]
            columns.append({row: v for row, v in zip(rows, values, strict=True) if v is not None})
        if swaps := _swaps(columns[0], columns[1]):
            found[flat(head)] = swaps
    return found


def _significance(table: Table, human: Table) -> tuple[list[str], list[str], list[str]]:
    """Rows that are significant only with the accepted suggestions, only without them, and both ways."""
    if table.tests is None or human.tests is None:
        return [], [], []
    found: list[set[str]] = []
    for each in (table.tests, human.tests):
        values = [number(value) for value in each["p_adjusted"]]
        found.append(
            {
                str(row)
                for row, value in zip(each.index, values, strict=True)
                if value is not None and value <= LEVEL
            }
        )
    rows = list(map(str, table.frame.index))
    return (
        [row for row in rows if row in found[0] - found[1]],
        [row for row in rows if row in found[1] - found[0]],
        [row for row in rows if row in found[0] & found[1]],
    )


def _origin_count(table: Table, accepted: Table) -> int:
    """How many codings of the table began as suggestions."""
    rows = accepted.reconciliation
    if rows is None or not len(rows):
        return 0
    return int(rows.loc[rows["where"] == "counted in the table", "n_codings"].sum())


# -- saying --------------------------------------------------------------------------------------------------


def _pairs(
    swaps: Sequence[tuple[str, str]],
    said: dict[str, str],
    sizes: list[dict[str, int]] | None = None,
) -> str:
    """said: row -> what print calls it."""
    shown = []
    for a, b in swaps:
        text = f"{said[a]} and {said[b]}"
        if sizes:
            text += f" (all: {sizes[0][a]:,} and {sizes[0][b]:,}; human-only: {sizes[1][a]:,} and {sizes[1][b]:,})"
        shown.append(text)
    return listing(shown, _MOST)


def _order_line(
    swaps: list[tuple[str, str]],
    ties: list[tuple[str, str]],
    sizes: list[dict[str, int]],
    machine: int,
    said: dict[str, str],
) -> str:
    if not machine:
        return "No coding of this table began as a suggestion, so nothing depends on them."
    began = f"{counted(machine, 'coding')} of this table began as {'a suggestion' if machine == 1 else 'suggestions'}."
    if not sizes[0]:
        return f"{began} Rows have no totals here, so there is no order of rows."
    tied = f" Tied only with or only without them: {_pairs(ties, said, sizes)}." if ties else ""
    if not swaps:
        least = ", but for ties." if ties else "."
        return (
            f"{began} The order of rows by their totals does not change without them{least}{tied}"
        )
    pairs = "1 pair of rows changes" if len(swaps) == 1 else f"{len(swaps)} pairs of rows change"
    return f"{began} Without them the order of rows changes: {pairs} places: {_pairs(swaps, said, sizes)}.{tied}"


def _column_lines(within: dict[str, list[tuple[str, str]]], said: dict[str, str]) -> list[str]:
    if not within:
        return []
    if sum(map(len, within.values())) <= _MOST:
        shown = [f"{column}: {_pairs(swaps, said)}" for column, swaps in within.items()]
    else:
        shown = [f"{column}: {counted(len(swaps), 'pair')}" for column, swaps in within.items()]
    return [f"Within columns rows change places too: {'; '.join(shown)}."]


def _significance_line(gained: list[str], lost: list[str], kept: list[str]) -> str:
    if not (gained or lost):
        if not kept:
            return "Nothing is significant at .05 after adjustment, with or without them."
        return f"What is significant at .05 after adjustment does not change without them: {listing(kept, 12)}."
    said = []
    if gained:
        said.append(f"only with accepted suggestions: {listing(gained, 12)}")
    if lost:
        said.append(f"only without them: {listing(lost, 12)}")
    return f"What is significant at .05 after adjustment changes; significant {'; '.join(said)}."


def _summary(table: Table, human: Table, sizes: list[dict[str, int]]) -> pd.DataFrame | None:
    import pandas as pd

    if not sizes[0]:
        return None
    rows = list(table.frame.index)
    frame = pd.DataFrame(index=table.frame.index)
    for name, own in zip(("all", "human_only", "accepted"), sizes, strict=True):
        frame[name] = pd.array([own.get(str(row)) for row in rows], dtype="Int64")
    for name in ("all", "human_only"):
        ranks = frame[name].rank(method="min", ascending=False)
        frame[f"rank_{name}"] = pd.array(
            [None if number(rank) is None else int(rank) for rank in ranks], dtype="Int64"
        )
    if table.tests is not None and human.tests is not None:
        frame["p_adjusted_all"] = table.tests["p_adjusted"]
        frame["p_adjusted_human_only"] = human.tests["p_adjusted"]
    return frame


def _with_totals(table: Table) -> tuple[pd.DataFrame, dict[Any, str]]:
    frame = table.frame.copy()
    formats: dict[Any, str] = {
        column: _KINDS[table.measure_of(at)] for at, column in enumerate(frame.columns)
    }
    if table.has_totals:
        levels = frame.columns.nlevels
        head: Any = table.total_head if levels == 1 else (*[""] * (levels - 1), table.total_head)
        frame[head] = table.totals
        formats[head] = "n"
    return frame, formats
