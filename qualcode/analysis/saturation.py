"""How much that is new each further interview brings: accumulation of codes, and new information by runs.

Guest, Namey & Chen 2020 (PLOS ONE 15(5), e0232076): the codes found in the first interviews are the base;
each run of further interviews brings so many new ones; new codes over the base is the new information, and
what falls to a threshold chosen beforehand is called saturation ("6+2 at 5 %").
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from qualcode.analysis.corpus import Corpus
from qualcode.analysis.tables import Block, Counts, count
from qualcode.core.asked import asked_number, asked_text, asked_texts
from qualcode.core.records import ORIGINS
from qualcode.errors import TableError, UsageError, counted, listing
from qualcode.store import state

UNITS = ("document", "participant")
ORDERS = ("date", "project", "coded")
BASES = ("made", "first occurrence")
DEFAULT_SEED = 20260101
_FEW = 12  # units: of more there are too many orders to look at all
WHOLE = "all"  # the stratum that is no stratum


@dataclass(frozen=True)
class Run:
    """One run of units. first, last: which units, counted from 1. new: codes that were new in it.
    ratio: new / base, None where the base has no code."""

    first: int
    last: int
    new: int
    ratio: float | None


def new_information(
    new_codes: Sequence[int], base: int = 4, run: int = 2, *, overlapping: bool = True
) -> list[Run]:
    """New information of every run after the base.

    new_codes: how many new codes each unit (interview) brought, in order. base: how many units are the
    base; run: how many one run has; overlapping: whether the next run begins one unit later (as Guest,
    Namey & Chen do) or where the last one ended. Empty where there are not base + run units. A last run
    that is not complete is no run. Raises UsageError for numbers that are no counts.
    """
    numbers = [asked_number("new_codes", value) for value in new_codes]
    base, run = asked_number("base", base, 1), asked_number("run", run, 1)
    found = sum(numbers[:base])
    runs = []
    for start in range(base, len(numbers) - run + 1, 1 if overlapping else run):
        new = sum(numbers[start : start + run])
        runs.append(Run(start + 1, start + run, new, new / found if found else None))
    return runs


@dataclass
class Accumulated:
    """The codes of one stratum (a role, a case, or all) as units came in.

    units: their names in the observed order. new: how many codes were new in each. codes: which. runs: see
    `Run`. reached: the first run at or under the threshold, None where none is. low, median, high: the
    band over random orders, of the cumulative number. share: in which share of the random orders the
    threshold is reached at all; typical: after how many units it is reached in the median order, None
    where half of the orders never reach it. reason: why there is no answer, "" where there is one.
    """

    stratum: str
    units: list[str]
    new: list[int]
    codes: list[list[str]]
    runs: list[Run] = field(default_factory=list)
    reached: Run | None = None
    low: list[float] = field(default_factory=list)
    median: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    share: float | None = None
    typical: int | None = None
    reason: str = ""

    @property
    def cumulative(self) -> list[int]:
        return np.cumsum(self.new).astype(int).tolist() if self.new else []


@dataclass
class Accumulation:
    """All strata, and how they were put together (see `accumulate`)."""

    strata: list[Accumulated]
    unit: str
    by: str | None
    order: str
    basis: str
    level: str
    base: int
    run: int
    threshold: float
    overlapping: bool
    draws: int
    seed: int
    notes: list[str] = field(default_factory=list)

    @property
    def threshold_text(self) -> str:
        """The threshold in per cent, with all its digits: `5%`, `0.5%`."""
        return f"{100 * self.threshold:.6g}%"


def accumulate(
    corpus: Corpus,
    *,
    unit: str = "document",
    by: str | None = None,
    level: str = "code",
    where: Mapping[str, Any] | None = None,
    coders: str = "record",
    order: str | Sequence[str] | None = None,
    basis: str | None = None,
    base: int = 4,
    run: int = 2,
    threshold: float = 0.05,
    overlapping: bool = True,
    draws: int = 1000,
    seed: int = DEFAULT_SEED,
    interviewers: bool = False,
    reflective: bool = False,
) -> Accumulation:
    """How codes accumulated over documents or participants.

    unit: "document" or "participant". by: an attribute; each of its values is a stratum with its own
    curve. level: "code" or "theme". where, coders, interviewers, reflective: as in `crosstab`; only
    documents that were read count. order: "date" (of documents.csv, of a participant the earliest; the
    default where every document has one), "project" (as ingested), "coded" (as first coded), or the ids in their order. basis: "made"
    (codes that were made while coding, each at the unit where it was first used, in the order of coding)
    or "first occurrence" (every code at the first unit of the order that has it); by default "made" where
    the history knows when codes were made, otherwise "first occurrence". base, run, threshold,
    overlapping: see `new_information`. draws, seed: of the random orders; where there are no more orders
    than draws, each is taken once.

    Raises TableError where nothing is read or the order leaves out a unit, UsageError for a wrong call.
    """
    if unit not in UNITS:
        raise UsageError("unit", f"{unit!r}", listing(UNITS))
    if basis is not None and basis not in BASES:
        raise UsageError("basis", f"{basis!r}", listing(BASES))
    if by is not None:
        asked_text("by", by, "the name of an attribute")
    if by == unit:
        raise UsageError("by", f"{by!r} is the unit itself", "another attribute")
    if not isinstance(coders, str) or coders == "each":
        raise UsageError("coders", f"{coders!r}", "record, any, or one name")
    base, run = asked_number("base", base, 1), asked_number("run", run, 1)
    draws, seed = asked_number("draws", draws, 1), asked_number("seed", seed)
    if order is not None and not isinstance(order, str):
        order = asked_texts("order", order, f"{listing(ORDERS)}, or the ids in their order")
    number = isinstance(threshold, (int, float)) and not isinstance(threshold, bool)
    if not number or not 0 <= threshold < 1:
        raise UsageError("threshold", f"{threshold!r}", "a share from 0, below 1", "0.05 is 5 %")
    counts = count(
        corpus,
        level=level,
        attributes=[unit] if by is None else [by, unit],
        where=where,
        coders=coders,
        interviewers=interviewers,
        reflective=reflective,
    )
    block = counts.blocks[0]
    names = _units_read(counts, block)
    if not any(names.values()):
        raise TableError(
            corpus.study.path.name,
            "has no read document that this could be counted in",
            next="Complete a document: qualcode progress complete",
        )
    acts = _acts(corpus)
    known = _made(corpus, counts, block, acts)
    if basis is None:
        basis = "made" if known is not None else "first occurrence"
    elif basis == "made" and known is None:
        raise TableError(
            "basis",
            "the history does not know when codes were made: all of them were in the codebook before"
            " coding began, or codings came by an import",
            "first occurrence",
        )
    earlier = known if basis == "made" and known is not None else []
    all_units = list(dict.fromkeys(each for group in names.values() for each, _ in group))
    if basis == "made" and order is None:
        order = "coded"
    elif basis == "made" and order != "coded":
        raise UsageError(
            "order", f"{order!r}", "coded", "Codes are made in the order in which one codes"
        )
    how, rank = _order(corpus, unit, all_units, order, counts, block, acts)
    notes = [note for note in block.notes if not note.startswith("“–”")]
    result = Accumulation(
        [],
        unit,
        by,
        how,
        basis,
        level,
        base,
        run,
        float(threshold),
        overlapping,
        draws,
        seed,
        notes,
    )
    kept = [at for at, row in enumerate(counts.rows) if row not in earlier]
    if earlier:
        notes.append(
            f"In the codebook before coding began, so never new: {listing(earlier, 12)}"
            f" ({len(earlier)} of {counted(len(counts.rows), 'row')})."
        )
    for stratum, group in names.items():
        group = sorted(group, key=lambda each: rank[each[0]])
        columns = [column for _, column in group]
        units = [name for name, _ in group]
        has = block.cells("codings")[np.ix_(kept, columns)] > 0
        first = _first_use(block, kept, columns, acts) if basis == "made" else _first(has)
        rows = [counts.rows[at] for at in kept]
        result.strata.append(_accumulated(stratum, units, has, first, rows, result, corpus))
    return result


def _units_read(counts: Counts, block: Block) -> dict[str, list[tuple[str, int]]]:
    """Stratum -> (unit, column of the counts) of every unit with a turn in the base."""
    found: dict[str, list[tuple[str, int]]] = {}
    for at, column in enumerate(block.columns):
        stratum = column[0] if len(column) > 1 else WHOLE
        group = found.setdefault(stratum, [])
        if block.column_base["turns"][at]:
            group.append((column[-1], at))
    return {stratum: group for stratum, group in found.items() if group}


def _acts(corpus: Corpus) -> np.ndarray:
    """The act that made each coding of `corpus.codings`; a moved coding was made where the first one was."""
    rows = corpus.study.rows("SELECT n, coding_id, added, replaces FROM coding")
    added = {coding: act for _, coding, act, _ in rows}
    before = {coding: replaces for _, coding, _, replaces in rows if replaces}
    made = {}
    for n, coding, _, _ in rows:
        at, seen = coding, set()
        while at in before and at not in seen and before[at] in added:
            seen.add(at)
            at = before[at]
        made[n] = added[at]
    numbers = corpus.codings.number.tolist()
    return np.fromiter((made.get(n, 0) for n in numbers), np.int64, len(numbers))


def _made(corpus: Corpus, counts: Counts, block: Block, acts: np.ndarray) -> list[str] | None:
    """Rows that stood in the codebook before coding began; None where nobody can know when codes were
    made, as codings came by one act or by imports, or every code was there before."""
    used = np.unique(acts[block.cell_coding])
    imported = corpus.codings.origin[block.cell_coding] == ORIGINS.index("imported")
    if len(used) < 2 or imported.any():
        return None
    begun = int(used[0])
    created: dict[str, int] = {}
    for each in state.books(corpus.study):
        for entry in each.codebook:
            now = corpus.book.successor(entry.code)
            if now is not None:
                row = corpus.book.theme(now) if counts.level == "theme" else now
                created.setdefault(row, each.act)
    earlier = [row for row in counts.rows if created.get(row, 0) < begun]
    return earlier if len(earlier) < len(counts.rows) else None


def _order(
    corpus: Corpus,
    unit: str,
    units: list[str],
    order: str | Sequence[str] | None,
    counts: Counts,
    block: Block,
    acts: np.ndarray,
) -> tuple[str, dict[str, int]]:
    """How units are ordered, in words, and the place of each."""
    if order is not None and not isinstance(order, str):
        given = list(dict.fromkeys(order))
        if missing := [name for name in units if name not in given]:
            raise TableError(
                "order", f"leaves out {listing(missing)}", f"{unit}s: {listing(units)}"
            )
        return "the order given", {name: at for at, name in enumerate(given)}
    if order is not None and order not in ORDERS:
        raise UsageError("order", f"{order!r}", f"{listing(ORDERS)}, or the ids in their order")
    dates = _dates(corpus)
    places = _documents_of(corpus, unit, block)
    place = {name: min(own) for name, own in places.items()}
    if order == "date" or order is None:
        undated = sorted({at for each in units for at in places[each] if dates[at] is None})
        if not undated:
            first = {
                each: min((found, at) for at in places[each] if (found := dates[at]) is not None)
                for each in units
            }
            ranked = sorted(units, key=lambda each: first[each])
            return "date of the documents", {name: at for at, name in enumerate(ranked)}
        if order == "date":
            raise TableError(
                "order",
                f"no date for {listing(corpus.documents[at] for at in undated)}",
                "a column date in documents.csv, as 2018-03-12",
                "or order='project', or the ids in their order",
            )
    if order == "coded":
        begun: dict[str, int] = {}
        own = acts[block.cell_coding]
        for column, act in zip(block.cell_column.tolist(), own.tolist(), strict=True):
            name = block.columns[column][-1]
            begun[name] = min(act, begun.get(name, act))
        never = max(begun.values(), default=0) + 1
        ranked = sorted(units, key=lambda each: (begun.get(each, never), place[each]))
        return "order in which they were first coded", {name: at for at, name in enumerate(ranked)}
    ranked = sorted(units, key=lambda each: place[each])
    return "order of the project", {name: at for at, name in enumerate(ranked)}


def _documents_of(corpus: Corpus, unit: str, block: Block) -> dict[str, set[int]]:
    """The documents of each unit: itself, or all in which a participant spoke."""
    if unit == "document":
        return {name: {at} for at, name in enumerate(corpus.documents)}
    turns = np.flatnonzero(block.turn_column >= 0)
    pairs = np.unique(
        np.column_stack((block.turn_column[turns], corpus.turn_document[turns])), axis=0
    )
    found: dict[str, set[int]] = {}
    for column, document in pairs.tolist():
        found.setdefault(block.columns[column][-1], set()).add(document)
    return found


def _dates(corpus: Corpus) -> list[date | None]:
    found: list[date | None] = []
    for document in corpus.documents:
        text = corpus.people.of_document(document, "date")
        try:
            found.append(date.fromisoformat(text[:10]))
        except ValueError:
            found.append(None)
    return found


def _first(has: np.ndarray) -> np.ndarray:
    """For each row the first column that has it, -1 where none has."""
    return np.where(has.any(axis=1), has.argmax(axis=1), -1)


def _first_use(block: Block, rows: list[int], columns: list[int], acts: np.ndarray) -> np.ndarray:
    """For each row the column whose coding was made first, -1 where there is none."""
    place = {column: at for at, column in enumerate(columns)}
    found = np.full(len(rows), -1, dtype=np.int64)
    best: dict[int, tuple[int, int]] = {}
    own = acts[block.cell_coding]
    for row, column, act in zip(
        block.cell_row.tolist(), block.cell_column.tolist(), own.tolist(), strict=True
    ):
        if column in place:
            candidate = (act, place[column])
            if row not in best or candidate < best[row]:
                best[row] = candidate
    for at, row in enumerate(rows):
        if row in best:
            found[at] = best[row][1]
    return found


def _accumulated(
    stratum: str,
    units: list[str],
    has: np.ndarray,
    first: np.ndarray,
    rows: list[str],
    how: Accumulation,
    corpus: Corpus,
) -> Accumulated:
    new = np.bincount(first[first >= 0], minlength=len(units)).astype(int).tolist()
    codes = [
        [rows[at] for at in np.flatnonzero(first == number).tolist()]
        for number in range(len(units))
    ]
    found = Accumulated(stratum, units, new, codes)
    found.runs = new_information(new, how.base, how.run, overlapping=how.overlapping)
    found.reached = _reached(found.runs, how.threshold)
    if not found.runs:
        found.reason = f"{counted(len(units), how.unit)}, fewer than a base of {how.base} and a run of {how.run}"
    elif found.runs[0].ratio is None:
        found.reason = f"no code in the base of {counted(how.base, how.unit)}"
    _band(found, has, how)
    return found


def _reached(runs: list[Run], threshold: float) -> Run | None:
    # 2/40 is 5 %, whatever the last bit of the division says.
    return next(
        (run for run in runs if run.ratio is not None and run.ratio <= threshold + 1e-12), None
    )


def _band(found: Accumulated, has: np.ndarray, how: Accumulation) -> None:
    """Median and middle 95 % of the cumulative number over random orders of the units, or over all orders
    where there are no more of these."""
    number = has.shape[1]
    used = has[has.any(axis=1)]
    rng = np.random.default_rng(how.seed)
    curves: list[np.ndarray] = []
    reached: list[float] = []
    every = number <= _FEW and math.factorial(number) <= how.draws
    orders: Iterable[Any] = (
        itertools.permutations(range(number))
        if every
        else (rng.permutation(number) for _ in range(how.draws))
    )
    for order in orders:
        rank = np.asarray(order)
        first = np.where(used, rank, number).min(axis=1) if len(used) else np.empty(0, np.int64)
        new = np.bincount(first, minlength=number)[:number]
        curves.append(np.cumsum(new))
        if not found.reason:
            runs = new_information(new.tolist(), how.base, how.run, overlapping=how.overlapping)
            run = _reached(runs, how.threshold)
            reached.append(math.inf if run is None else run.last)
    low, median, high = np.quantile(
        np.array(curves), [0.025, 0.5, 0.975], axis=0, method="inverted_cdf"
    )
    found.low, found.median, found.high = (
        each.astype(float).tolist() for each in (low, median, high)
    )
    if reached:
        found.share = float(np.isfinite(reached).mean())
        typical = float(np.quantile(reached, 0.5, method="inverted_cdf"))
        found.typical = int(typical) if math.isfinite(typical) else None


def tidy(result: Accumulation) -> pd.DataFrame:
    """One row for each stratum and unit: stratum, n (1, 2 …), unit, new, cumulative, codes (`; ` between
    them), low, median, high (cumulative number over random orders)."""
    rows = []
    for each in result.strata:
        for at, name in enumerate(each.units):
            codes, so_far = "; ".join(each.codes[at]), each.cumulative[at]
            band = (each.low[at], each.median[at], each.high[at])
            rows.append((each.stratum, at + 1, name, each.new[at], so_far, codes, *band))
    columns = ["stratum", "n", "unit", "new", "cumulative", "codes", "low", "median", "high"]
    return pd.DataFrame(rows, columns=columns)


def runs_frame(result: Accumulation) -> pd.DataFrame:
    """One row for each stratum and run: stratum, run ("5–6"), units (their names), new, base (codes of the
    base), new_information (new / base; missing where the base has none), reached (at or under the
    threshold)."""
    rows = []
    for each in result.strata:
        base = sum(each.new[: result.base])
        for run in each.runs:
            names = "; ".join(each.units[run.first - 1 : run.last])
            place = f"{run.first}–{run.last}" if run.last > run.first else str(run.first)
            ok = _reached([run], result.threshold) is not None
            rows.append((each.stratum, place, names, run.new, base, run.ratio, ok))
    columns = ["stratum", "run", "units", "new", "base", "new_information", "reached"]
    frame = pd.DataFrame(rows, columns=columns)
    frame["new_information"] = frame["new_information"].astype("Float64")
    return frame


def summary(result: Accumulation) -> pd.DataFrame:
    """One row for each stratum: stratum, n_units, n_codes (found in it), base_codes, saturation ("6+2 at
    ≤5%", "not reached" or why there is none), after (units up to and with the run, missing where not
    reached), share_of_orders (random orders that reach it), typical_after (in the median order)."""
    rows = []
    for each in result.strata:
        if each.reason:
            said = f"undefined: {each.reason}"
        elif each.reached is None:
            said = "not reached"
        else:
            before = each.reached.first - 1
            said = f"{before}+{result.run} at ≤{result.threshold_text}"
        rows.append(
            (
                each.stratum,
                len(each.units),
                sum(each.new),
                sum(each.new[: result.base]) if not each.reason else pd.NA,
                said,
                each.reached.last if each.reached else pd.NA,
                each.share,
                each.typical if each.typical is not None else pd.NA,
            )
        )
    columns = ["stratum", "n_units", "n_codes", "base_codes", "saturation", "after"]
    frame = pd.DataFrame(rows, columns=[*columns, "share_of_orders", "typical_after"])
    for name in ("base_codes", "after", "typical_after"):
        frame[name] = frame[name].astype("Int64")
    frame["share_of_orders"] = frame["share_of_orders"].astype("Float64")
    return frame
