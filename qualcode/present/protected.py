"""Tables under disclosure control: what is printed is protected, the frames stay whole."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from qualcode.analysis.disclosure import (
    FEW,
    GUARD,
    LEAST_BASE,
    LEAST_MEAN,
    SHOWN,
    Hidden,
    Rule,
    protect,
    rule_of,
)
from qualcode.analysis.tables_notes import CROSSING, Say
from qualcode.errors import TableError, counted, listing
from qualcode.present.sheets import flat
from qualcode.present.table import GUARDED, Protection, base_sentence

if TYPE_CHECKING:
    from qualcode.present.table import Table


def protected(
    table: Table,
    name: str | None,
    *,
    threshold: int | None,
    base: int | None,
    totals: bool,
) -> Table:
    """The table under disclosure control: see `Table.disclosed`."""
    if table.protection is not None:
        raise TableError(
            "table",
            "is under disclosure control already",
            next="Protect the table it was made from",
        )
    if table.what.machine:
        raise TableError(
            "table",
            "holds estimates, and the numbers of turns they rest on would tell small counts",
            next="Protect the table of people's codings: leave machine out",
        )
    rule = rule_of(name, threshold, base)
    counts = _counts(table)
    bases = {
        str(unit): table.bases[unit].astype("int64").to_numpy() for unit in table.bases.columns
    }
    printed = totals and table.has_totals
    hidden = protect(
        counts,
        table.totals.fillna(-1).astype("int64").to_numpy() if printed else None,
        bases,
        rule,
        unit=table.what.unit if table.what.attributes else "",
        whole_columns=(table.what.unit, table.what.measure) == ("codings", "share")
        and bool(table.what.attributes),
    )
    if not len(hidden.totals):
        hidden.totals = np.zeros(len(counts), dtype=np.int8)
    if rule.name == "hesa":
        _few(table, counts, bases, hidden)
    people = counts if table._people is None else table._people()
    small = np.vectorize(rule.small, otypes=[bool])
    few = bool(small(bases["participants"]).any()) if "participants" in bases else False
    # The residuals of a row tell the base of every column.
    untold = (hidden.cells > 0).any(axis=1) | small(people).any(axis=1) | few
    made = replace(
        table,
        test_notes=list(table._nameless),
        protection=Protection(rule, hidden, counts, untold, few, printed),
    )
    made.notes = _notes(table, made)
    return made


def _counts(table: Table) -> np.ndarray:
    """The counts that the cells stand for, -1 where there is none."""
    if table._counts is not None:
        return table._counts
    if any(table.measure_of(at) != "n" for at in range(len(table.frame.columns))):
        raise TableError("table", "does not know the counts behind its shares")
    return table.frame.fillna(-1).astype("int64").to_numpy()


def _few(table: Table, counts: np.ndarray, bases: dict[str, np.ndarray], hidden: Hidden) -> None:
    """Shares and rates that rest on too few for HESA."""
    for at in range(counts.shape[1]):
        measure = table.measure_of(at)
        if measure == "share":
            own = bases.get(table.what.unit)
            # Codings have no base but the codings of the column.
            over = np.maximum(counts[:, at], 0).sum() if own is None else own[at]
            few = over < LEAST_BASE
        elif measure == "per_1000_words":
            few = bases["participants"][at] < LEAST_MEAN
        else:
            continue
        if few:
            hidden.cells[(counts[:, at] >= 0) & (hidden.cells[:, at] == SHOWN), at] = FEW


def _notes(table: Table, made: Table) -> list[str]:
    assert made.protection is not None
    rule, hidden = made.protection.rule, made.protection.hidden
    notes = []
    for note in table.notes:
        if note in table.test_notes:
            continue
        if numbered := table._numbered.get(note):
            notes.append(numbered(_said_by(rule)))
            continue
        head, crossing, _ = note.partition(CROSSING)
        # What follows is the sum of all cells and that of all totals.
        notes.append(f"{head}{CROSSING}." if crossing else _rounded_base(note, table, made))
    notes += table._nameless
    said = []
    if rule.hides:
        said.append(f"numbers from 1 to {rule.threshold - 1} are shown as <{rule.threshold}")
    states = np.concatenate([hidden.cells.ravel(), hidden.totals, *hidden.bases.values()])
    if (states == GUARD).any():
        said.append(f"{GUARDED} stands for a number by which a hidden one could be worked out")
    if (states == FEW).any():
        said.append(
            f"{GUARDED} stands for shares of a base under 22.5 and rates of 7 people or fewer"
        )
    if rule.base > 1:
        raw = any(made.measure_of(at) != "n" for at in range(len(made.frame.columns)))
        before = ", shares and rates computed before" if raw else ""
        said.append(f"counts are rounded to the nearest {rule.base}{before}")
    if made.tests is not None and made.protection.untold.any():
        said.append(
            f"tests of rows with small or hidden numbers, and p (adjusted), which tells of them, are not"
            f" shown ({GUARDED})"
        )
    if rule.name:
        said.append("quotations behind small and hidden numbers are left out")
    names = {"hesa": " (rule of HESA)", "ofqual": " (rule of Ofqual)"}
    notes.append(
        f"Disclosure control{names.get(rule.name, '')}:"
        f" {'; '.join(said) or 'nothing is hidden or rounded'}."
    )
    if rule.name:
        notes += _few_people(made, rule.threshold)
        notes += _few_behind(table, made)
    notes.append(
        "This protects the table by itself, not together with other tables of the same study."
    )
    return notes


def _few_people(made: Table, threshold: int) -> list[str]:
    if "participants" not in made.bases.columns or not made.what.attributes:
        return []
    few = [
        flat(head)
        for head, number in zip(made.heads, made.bases["participants"].tolist(), strict=True)
        if 0 < number < threshold
    ]
    if not few:
        return []
    number = counted(len(few), "column rests", "columns rest")
    return [
        f"{number} on fewer than {threshold} participants, who may be known by"
        f" {' and '.join(made.what.attributes)} alone, also beside a quotation: {listing(few, 20)}."
    ]


def _said_by(rule: Rule) -> Say:
    """How the numbers of a note are said."""

    def say(number: int) -> str:
        if rule.hides and rule.small(number):
            return f"<{rule.threshold}"
        return f"{rule.rounded(number):,}"

    return say


def _few_behind(table: Table, made: Table) -> list[str]:
    """What a threshold on codings, turns, documents or words does not look at."""
    assert made.protection is not None
    rule, unit = made.protection.rule, made.what.unit
    if unit == "participants" or not made.what.attributes or table._people is None:
        return []
    shown = (made.protection.hidden.cells == SHOWN) & (made.protection.counts > 0)
    people = table._people()
    few = int((shown & (people > 0) & (people < rule.threshold)).sum())
    if not few:
        return []
    return [
        f"The cells count {unit}, and so does the threshold:"
        f" {counted(few, 'cell that is shown rests', 'cells that are shown rest')} on fewer than"
        f" {rule.threshold} participants."
    ]


def _rounded_base(note: str, table: Table, made: Table) -> str:
    """The sentence on the bases of a frequency table, with the numbers that may be printed."""
    for at in range(len(table.frame.columns)):
        said = base_sentence(
            {unit: table.base_text(unit, at) for unit in map(str, table.bases.columns)}
        )
        if said in note:
            own = {unit: made.base_text(unit, at) for unit in map(str, table.bases.columns)}
            return note.replace(said, base_sentence(own))
    return note
