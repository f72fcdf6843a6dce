"""A table that knows what it counts, what it rests on, and the quotations behind every cell."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.core.outfiles import write_whole
from qualcode.errors import TableError, UsageError, listing

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from qualcode.analysis.disclosure import Hidden, Rule
    from qualcode.present.sensitivity import Sensitivity

ABSENT = "–"  # a combination that does not exist, as print shows it
FORMATS = (".csv", ".xlsx", ".html", ".tex", ".md", ".docx")
GUARDED = "…"  # hidden so that no other hidden number can be worked out
# The columns of `Table.tests`: name, head in print, how it is printed.
TESTS = (
    ("n_people", "People", "n"),
    ("p_permutation", "p (permutation)", "p"),
    ("smallest_p", "Smallest p", "p"),
    ("p_exact", "p (exact)", "p"),
    ("p_adjusted", "p (adjusted)", "p"),
    ("cramers_v", "V", "coefficient"),
    ("cramers_v_corrected", "V (corrected)", "coefficient"),
    ("expected_below_5", "Expected < 5", "share"),
)


@dataclass(frozen=True, slots=True)
class What:
    """What a table counts, in facts that a reader of the paper could ask for.

    unit, measure, level: as asked for. attributes: the columns. where: filters in words. coders: whose
    codings. codebook_hash, act: the codebook and the latest act it rests on. program: name and version.
    """

    unit: str
    measure: str
    level: str
    attributes: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    coders: str = ""
    codebook_hash: str = ""
    act: int | None = None
    program: str = ""

    def sentence(self) -> str:
        """`Share of participants with the code, by role × case.`"""
        things = {
            "participants": "participants with the {level}",
            "documents": "documents with the {level}",
            "turns": "turns with the {level}",
            "codings": "codings",
            "words": "words coded",
        }[self.unit].format(level=self.level)
        if not self.attributes and self.measure == "n":
            return f"How often each {self.level} occurs: codings, turns, documents, participants, words."
        if self.measure == "share":
            base = {
                "participants": "participants who spoke",
                "documents": "documents",
                "turns": "turns",
                "codings": "the column's codings",
                "words": "words spoken",
            }[self.unit]
            text = f"{things.capitalize()}, as a share of {base}"
        elif self.measure == "per_1000_words":
            text = f"{things.capitalize()} per 1,000 words spoken"
        else:
            text = f"Number of {things}"
        return text + (f", by {' × '.join(self.attributes)}" if self.attributes else "") + "."


@dataclass(frozen=True, slots=True)
class Protection:
    """How a table is printed under disclosure control. hidden: what is done to each number. counts: rows x
    columns, the counts that the cells stand for, -1 where there is none. untold: rows whose tests would
    give hidden numbers away. few: whether some column rests on few people, whose number the people tested
    would tell. totals: whether they are printed."""

    rule: Rule
    hidden: Hidden
    counts: np.ndarray
    untold: np.ndarray
    few: bool = False
    totals: bool = True

    def silent(self, row: int, column: int) -> bool:
        """Whether the quotations behind a cell are held back."""
        return bool(self.hidden.cells[row, column]) or self.rule.small(
            int(self.counts[row, column])
        )

    def mark(self, state: int) -> str:
        """What stands in place of a number; "" where the number is printed."""
        return ("", f"<{self.rule.threshold}", GUARDED, GUARDED)[state]


@dataclass(frozen=True, slots=True)
class Part:
    """A table that stands under the main one, as print shows it; its first column holds the rows' labels."""

    title: str
    head: list[list[str]]
    rows: list[list[str]]


@dataclass(repr=False)
class Table:
    """A counted table.

    frame: index the ids of codes or themes in codebook order, columns the values of the attributes (a
        MultiIndex for two attributes or several coders); Int64 for counts, Float64 for measures; a
        missing value is a combination that does not exist or was not read, see `notes`.
    bases: index the columns of `frame`; participants, documents, turns, words in each.
    totals: for each row the distinct count over all columns (never the sum of people or documents), also
        where the cells are shares or rates; missing where nothing was read for the row, and where several
        coders' people, documents, turns and words overlap. Empty for frequencies without attributes.
    labels: for each row what print shows. what: what was counted. notes: sentences for under the table.
    reconciliation: where every coding went; the numbers add up to all codings of the chosen coders.
    tests: with test=True, one row for each row of `frame`, of participants with and without the code
        whatever the cells count: n_people, p_permutation, smallest_p (the least that these people allow),
        p_exact (Freeman-Halton), p_adjusted (Benjamini-Hochberg over the rows, of p_permutation),
        cramers_v, cramers_v_corrected, expected_below_5 (share of the cells, 0..1); missing where undefined.
    residuals: with test=True, rows x columns as `frame`: adjusted residuals (Haberman) of the participants
        with the code; missing in columns that are not compared.
    test_notes: those of `notes` that are about the tests.
    intervals: with intervals=True, rows x (columns of `frame`, "low" and "high"): 95 % intervals by
        participant; missing where the notes say why.
    """

    frame: pd.DataFrame
    bases: pd.DataFrame
    totals: pd.Series
    labels: dict[str, str]
    what: What
    notes: list[str] = field(default_factory=list)
    reconciliation: pd.DataFrame | None = None
    colors: dict[str, str] = field(default_factory=dict)
    _tidy: Callable[[], pd.DataFrame] | None = None
    _quotes: Callable[[str, tuple[str, ...] | None], pd.DataFrame] | None = None
    measures: list[str] = field(default_factory=list)
    tests: pd.DataFrame | None = None
    residuals: pd.DataFrame | None = None
    test_notes: list[str] = field(default_factory=list)
    intervals: pd.DataFrame | None = None
    protection: Protection | None = None
    _counts: np.ndarray | None = None
    _people: np.ndarray | None = None
    _nameless: list[str] = field(default_factory=list)
    _again: Callable[[Mapping[str, Any], bool], Table] | None = None

    # -- the numbers in other shapes -------------------------------------------------------------------

    def tidy(self) -> pd.DataFrame:
        """One row for each row and column of the table.

        Columns: coder (only under coders="each"), code (or theme), one for each attribute, n_codings,
        n_turns, n_documents, n_participants, n_words, base_participants, base_documents, base_turns,
        base_words (of the row: without documents where it was not considered), share_codings (of all
        codings in the column), share_turns, share_documents, share_participants, share_words, each in
        0..1; missing where the combination does not exist. With intervals also their ends: share_turns_low
        and share_turns_high, or as the measure is called.
        """
        if self._tidy is None:
            raise TableError("table", "was made from a frame and has no bases")
        return self._tidy()

    def quotes(self, row: str, column: Any = None) -> pd.DataFrame:
        """The quotations behind a cell, or behind a whole row when no column is given.

        row: a code or theme of `frame.index`. column: a value, or a tuple of values for a table by two
        attributes. One row for each coding: quotation, source, document, turn, participant, role, case,
        code, coder, coding_id, start, end, key, excerpt. Raises TableError for a row or column the table
        does not have.
        """
        if self._quotes is None:
            raise TableError("table", "was made from a frame and has no quotations")
        if not isinstance(row, str):
            raise UsageError(
                "row", f"{row!r}", "one id", f"Rows are {listing(self.frame.index, 20)}"
            )
        if row not in self.frame.index:
            raise TableError(
                row, "is no row of this table", f"rows: {listing(self.frame.index, 20)}"
            )
        if column is None:
            return self._quotes(row, None)
        wanted = tuple(column) if isinstance(column, (tuple, list)) else (column,)
        known = [c if isinstance(c, tuple) else (c,) for c in self.frame.columns]
        if wanted not in known:
            shown = listing((" × ".join(each) for each in known), 20)
            raise TableError(
                " × ".join(map(str, wanted)), "is no column of this table", f"columns: {shown}"
            )
        return self._quotes(row, wanted)

    def by_origin(self) -> Sensitivity:
        """The same table from codings that people made themselves, from accepted suggestions, and from all:
        see `qualcode.sensitivity`. TableError for a table made from a frame or under disclosure control."""
        from qualcode.present.sensitivity import by_origin

        return by_origin(self)

    def disclosed(
        self,
        rule: str | None = "threshold",
        *,
        threshold: int | None = None,
        base: int | None = None,
        totals: bool = True,
    ) -> Table:
        """The same table for handing out: what it prints and saves is protected, its frames stay whole.

        rule: "threshold": counts from 1 to below `threshold` (5) are printed as "<5", all others rounded to
        the nearest multiple of `base` (5; 0 or 1 for no rounding); "ofqual": to the nearest 5, 1 to 4 as
        "<5", a true 0 as 0; "hesa": to the nearest 5, so that 0, 1 and 2 are 0, no shares of a base
        under 22.5 and no rates that rest on 7 people or fewer; None: rounding alone. totals: False leaves
        the totals out, so that fewer other numbers have to be hidden.

        Where a hidden number could be worked out from the totals or bases, others are hidden too ("…").
        Shares are computed before rounding and hidden where their count is. Tests and residuals of rows
        with small or hidden numbers, and quotations behind them, are not printed. The notes say all of this,
        and which columns rest on few people. `frame`, `totals`, `bases`, `tests`, `tidy()` and `quotes()`
        keep everything. Raises UsageError as `qualcode.analysis.disclosure.rule_of` does, and TableError
        for a table that is protected already.
        """
        from qualcode.present.protected import protected

        return protected(self, rule, threshold=threshold, base=base, totals=totals)

    # -- print -----------------------------------------------------------------------------------------

    def measure_of(self, column: int) -> str:
        """What one column holds: a frequency table has counts and a share side by side."""
        return self.measures[column] if self.measures else self.what.measure

    def cell_text(self, value: Any, column: int = 0) -> str:
        """A number as print shows it: counts whole, shares in per cent, rates to one decimal."""
        if _missing(value):
            return ABSENT
        measure = self.measure_of(column) if len(self.frame.columns) else self.what.measure
        if measure == "share":
            return f"{100 * float(value):.0f}%"
        if measure == "per_1000_words":
            return f"{float(value):,.1f}"
        return f"{int(value):,}"

    def numbers(self) -> list[list[int | float | None]]:
        """The numbers that print may show, rows by columns: all writers and figures take them from here.

        None where a combination does not exist and, under disclosure control, where a number is hidden;
        counts are then rounded.
        """
        from numbers import Integral

        found: list[list[int | float | None]] = []
        for at, row in enumerate(self.frame.to_numpy(object)):
            line: list[int | float | None] = []
            for column, value in enumerate(row):
                if _missing(value) or self.mark(at, column):
                    line.append(None)
                elif isinstance(value, Integral):
                    line.append(self.rounded(int(value)))
                else:
                    line.append(float(value))
            found.append(line)
        return found

    def mark(self, row: int, column: int) -> str:
        """What disclosure control prints in place of a cell; "" where it prints the number."""
        if self.protection is None:
            return ""
        return self.protection.mark(int(self.protection.hidden.cells[row, column]))

    def silent(self, row: int, column: int) -> bool:
        """Whether disclosure control holds back the quotations behind a cell."""
        return self.protection is not None and self.protection.silent(row, column)

    def rounded(self, count: int) -> int:
        """A count as print may show it."""
        return count if self.protection is None else self.protection.rule.rounded(count)

    def cells(self, *, intervals: bool = True) -> list[list[str]]:
        """All cells as print shows them, rows by columns; with intervals `12% [4–28]`."""
        found = [
            [
                self.mark(at, column) or self.cell_text(value, column)
                for column, value in enumerate(row)
            ]
            for at, row in enumerate(self.numbers())
        ]
        for column, (low, high) in self._ends.items() if intervals else ():
            for at, row in enumerate(found):
                if row[column] != ABSENT and not self.mark(at, column):
                    row[column] += f" [{self._span(low[at], high[at], column)}]"
        return found

    @cached_property
    def _ends(self) -> dict[int, tuple[list[float | None], list[float | None]]]:
        """For each column with intervals their lower and upper ends."""
        if self.intervals is None:
            return {}
        found = {}
        for column, head in enumerate(self.frame.columns):
            own = head if isinstance(head, tuple) else (head,)
            if (*own, "low") in self.intervals.columns:
                low, high = (
                    [
                        None if _missing(value) else float(value)
                        for value in self.intervals[(*own, end)]
                    ]
                    for end in ("low", "high")
                )
                found[column] = (low, high)
        return found

    def _span(self, low: float | None, high: float | None, column: int) -> str:
        """`4–28`: the ends as print shows them, without the unit; "–" for none."""
        if low is None or high is None:
            return ABSENT
        if self.measure_of(column) != "share":
            return f"{low:,.1f}–{high:,.1f}"
        # An upper end that rounds to nothing would deny what it says.
        shown = f"{100 * high:.0f}" if high >= 0.005 or high == 0 else f"{100 * high:.2g}"
        return f"{100 * low:.0f}–{shown}"

    def has_ends(self, column: int) -> bool:
        """Whether a column has intervals."""
        return column in self._ends

    def ends(self, row: int, column: int) -> tuple[float, float] | None:
        """Both ends of a cell's interval as print may show them."""
        if column not in self._ends or self.mark(row, column):
            return None
        low, high = (each[row] for each in self._ends[column])
        return None if low is None or high is None else (low, high)

    @property
    def parts(self) -> list[Part]:
        """The tests and the residuals as print shows them, under the table in every format."""
        from qualcode.present.report import shown

        if self.tests is None or self.residuals is None:
            return []
        rows = list(self.frame.index)
        level = self.what.level.capitalize()
        tested = []
        for at, values in enumerate(self.tests.astype(object).to_dict("records")):
            line = [str(self.labels.get(rows[at], rows[at]))]
            for name, _, kind in TESTS:
                value = values[name]
                if name == "n_people":
                    value = self.tested_number(at)
                hidden = value is None if name == "n_people" else self.untold(at)
                line.append(GUARDED if hidden else shown(value, kind))
            tested.append(line)
        heads = self.heads
        levels = max((len(head) for head in heads), default=1)
        head = [["", *(own[n] for own in heads)] for n in range(levels)]
        head[-1][0] = level
        spread = [
            [
                str(self.labels.get(row, row)),
                *(GUARDED if self.untold(at) else _signed(value) for value in values),
            ]
            for at, (row, values) in enumerate(
                zip(rows, self.residuals.astype(object).to_numpy(), strict=True)
            )
        ]
        by = " × ".join(self.what.attributes)
        return [
            Part(
                f"Participants with and without the {self.what.level}, by {by}: tests",
                [[level, *(head for _, head, _ in TESTS)]],
                tested,
            ),
            Part(
                f"Participants with the {self.what.level}, by {by}: adjusted residuals"
                " (beyond 2 or −2: more or fewer than chance would bring)",
                head,
                spread,
            ),
        ]

    def tested_number(self, row: int) -> int | None:
        """How many people a row tests, as print may show it."""
        assert self.tests is not None
        if self.protection is not None and self.protection.few:
            return None
        return self.rounded(int(self.tests["n_people"].iloc[row]))

    def untold(self, row: int) -> bool:
        """Whether disclosure control holds back the tests of a row."""
        return self.protection is not None and bool(self.protection.untold[row])

    @property
    def heads(self) -> list[tuple[str, ...]]:
        """Column heads, each a tuple with one text for each level."""
        return [
            tuple(map(str, column)) if isinstance(column, tuple) else (str(column),)
            for column in self.frame.columns
        ]

    @property
    def has_totals(self) -> bool:
        """Whether there are totals to show: under "each", several coders' people overlap, and disclosure
        control may leave them out."""
        if self.protection is not None and not self.protection.totals:
            return False
        return bool(self.what.attributes) and not self.totals.isna().all()

    @property
    def total_head(self) -> str:
        """What stands over the totals, which are counts also beside shares and rates."""
        return "all" if self.what.measure == "n" else "all (n)"

    @property
    def note(self) -> str:
        """What stands under the table: what it counts, the bases, and every note."""
        return " ".join([self.what.sentence(), *self.notes, self.provenance])

    @property
    def provenance(self) -> str:
        facts = []
        if self.what.codebook_hash:
            facts.append(f"codebook {self.what.codebook_hash}")
        if self.what.act is not None:
            facts.append(f"act {self.what.act}")
        facts.append(self.what.program)
        return f"({', '.join(fact for fact in facts if fact)})"

    def total_number(self, row: int) -> int | None:
        """The distinct total of a row as print may show it; None where there is none or it is hidden."""
        value = self.totals.iloc[row]
        hidden = self.protection is not None and self.protection.hidden.totals[row]
        return None if _missing(value) or hidden else self.rounded(int(value))

    def total_text(self, row: int) -> str:
        """The distinct total of a row; "–" where several coders' people and documents overlap."""
        value = self.total_number(row)
        if value is not None:
            return f"{value:,}"
        if self.protection is None:
            return ABSENT
        return self.protection.mark(int(self.protection.hidden.totals[row])) or ABSENT

    def base_number(self, unit: str, column: int) -> int | None:
        """A base as print may show it; None where it is hidden."""
        hidden = self.protection is not None and self.protection.hidden.bases[unit][column]
        return None if hidden else self.rounded(int(self.bases[unit].iloc[column]))

    def base_text(self, unit: str, column: int) -> str:
        """A base in print."""
        value = self.base_number(unit, column)
        if value is not None or self.protection is None:
            return f"{value:,}"
        return self.protection.mark(int(self.protection.hidden.bases[unit][column]))

    def base_lines(self) -> list[tuple[str, list[str]]]:
        """`base: participants` …: the rows that show the bases under the columns; none where the columns
        are not attributes, as one sentence of the notes then says it."""
        if not self.what.attributes:
            return []
        return [
            (f"base: {unit}", [self.base_text(unit, at) for at in range(len(self.bases))])
            for unit in self.bases.columns
        ]

    def __str__(self) -> str:
        return text_table(self)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        from qualcode.present.page import html_table

        return html_table(self)

    # -- files -----------------------------------------------------------------------------------------

    def save(self, path: str | Path) -> Path:
        """Write the table in the format that the suffix names; UsageError for another suffix."""
        path = Path(path)
        suffix = path.suffix.casefold()
        if suffix not in FORMATS:
            raise UsageError(str(path), f"no table format {suffix or '(none)'}", ", ".join(FORMATS))
        if suffix == ".csv":
            self.to_csv(path)
        elif suffix == ".xlsx":
            self.to_excel(path)
        elif suffix == ".html":
            self.to_html(path)
        elif suffix == ".tex":
            self.to_latex(path)
        elif suffix == ".md":
            self.to_markdown(path)
        else:
            self.to_word(path)
        return path

    def to_csv(self, path: str | Path) -> None:
        """Write the numbers as CSV (UTF-8 with BOM, for Excel): label, id, one column each.

        A cell that a spreadsheet would run as a formula gets an apostrophe before it.
        """
        from qualcode.present.sheets import write_csv

        write_whole(path, FORMATS, lambda target: write_csv(self, target))

    def to_excel(self, path: str | Path) -> None:
        """Write a workbook: the table with its bases, what was counted, and the quotations."""
        from qualcode.present.sheets import write_workbook

        write_whole(path, FORMATS, lambda target: write_workbook(self, target))

    def to_html(self, path: str | Path | None = None) -> str:
        """The table as HTML; written as a page of its own when a path is given."""
        from qualcode.present.page import html_page, html_table

        if path is not None:
            write_whole(
                path, FORMATS, lambda target: target.write_text(html_page(self), encoding="utf-8")
            )
        return html_table(self)

    def to_latex(
        self,
        path: str | Path | None = None,
        *,
        caption: str | None = None,
        label: str = "",
        landscape: bool = False,
    ) -> str:
        """The table as LaTeX, to be read with `\\input`; written as a .tex file when a path is given.

        It needs the package booktabs; with more than 40 rows also longtable, and pdflscape when
        `landscape` puts it on a page that lies on its side. The packages are named in the file's first
        lines. Numbers stand in plain right-aligned columns. caption: plain text, by default what is
        counted; "" for none. label: for `\\ref`. Raises UsageError for a label that LaTeX cannot bear.
        """
        from qualcode.present.latex import latex_table

        text = latex_table(self, caption=caption, label=label, landscape=landscape)
        if path is not None:
            write_whole(path, (".tex",), lambda target: target.write_bytes(text.encode("utf-8")))
        return text

    def to_markdown(self, path: str | Path | None = None) -> str:
        """The table as a pipe table with its notes, as GitHub and pandoc read it; written as a .md file
        when a path is given. Heads of two levels are joined: "Commissioner, Case A"."""
        from qualcode.present.markdown import markdown_table

        text = markdown_table(self)
        if path is not None:
            write_whole(path, (".md",), lambda target: target.write_bytes(text.encode("utf-8")))
        return text

    def to_word(
        self,
        path: str | Path,
        *,
        title: str | None = None,
        landscape: bool | None = None,
        quotations: bool = False,
    ) -> None:
        """Write a Word document: a real table with its title, bases and notes.

        title: instead of what is counted; "" for none. landscape: the page on its side; None where the
        table needs it. quotations: with the quotations behind each row in a section of its own. The
        same table gives the same bytes, without a date and without a person's name. Raises TableError
        where quotations are asked of a table made from a frame.
        """
        from qualcode.present.word import write_word

        write_word(self, path, title=title, landscape=landscape, quotations=quotations)

    def plot(self, ax: Axes | None = None, *, kind: str = "heat", **options: Any) -> Axes | Figure:
        """The table as a picture, by matplotlib.

        kind: "heat" (a heat map), "bar", "dot", or "multiples" (a panel for each value of an attribute,
        or for each row). ax: drawn into as it stands; without it, into a new figure. options: those of
        `heat_map`, `bar_plot`, `dot_plot` and `small_multiples` of `qualcode.plots`.

        Returns the Axes; for "multiples" the Figure. Raises UsageError for another kind, an option that
        the kind does not have, and axes given for "multiples"; TableError for a table that cannot be
        drawn so.
        """
        from inspect import signature

        from qualcode.present import plots

        kinds: dict[str, Callable[..., Axes | Figure]] = {
            "heat": plots.heat_map,
            "bar": plots.bar_plot,
            "dot": plots.dot_plot,
            "multiples": plots.small_multiples,
        }
        if not isinstance(kind, str) or kind not in kinds:
            raise UsageError("kind", repr(kind), listing(kinds))
        known = [name for name in signature(kinds[kind]).parameters if name not in ("table", "ax")]
        if unknown := [name for name in options if name not in known]:
            raise UsageError(f"kind {kind!r}", f"no option {listing(unknown)}", listing(known))
        if kind != "multiples":
            return kinds[kind](self, ax=ax, **options)
        if ax is not None:
            raise UsageError("ax", "panels need a figure of their own", next="Leave ax out")
        return kinds[kind](self, **options)


def printed(table: Table) -> tuple[list[list[str]], list[list[str]], list[list[str]]]:
    """Head, rows and foot of the printed table, each row with a cell for every column.

    The first column holds the labels, the last one the totals where there are any. The head has a row
    for each level, in which a head that spans columns is repeated over each of them.
    """
    heads, totals = table.heads, table.has_totals
    levels = max((len(head) for head in heads), default=1)
    head = [["", *(own[level] for own in heads), *[""] * totals] for level in range(levels)]
    head[-1][0] = table.what.level.capitalize()
    if totals:
        head[-1][-1] = table.total_head
    rows = [
        [str(table.labels.get(row, row)), *cells, *([table.total_text(at)] if totals else [])]
        for at, (row, cells) in enumerate(zip(table.frame.index, table.cells(), strict=True))
    ]
    foot = [[name, *values, *[""] * totals] for name, values in table.base_lines()]
    return head, rows, foot


def base_sentence(texts: Mapping[str, str]) -> str:
    """`Base: 1 participant, 12 turns.`"""
    parts = [f"{text} {unit[:-1] if text == '1' else unit}" for unit, text in texts.items()]
    return f"Base: {', '.join(parts)}."


def _missing(value: Any) -> bool:
    import pandas as pd

    return bool(value is None or value is pd.NA or value != value)


def _signed(value: Any) -> str:
    """`+2.45`, `−2.45`, `0.00`; "–" where there is none."""
    if _missing(value):
        return ABSENT
    text = f"{round(float(value), 2) + 0.0:+.2f}"
    return "0.00" if text == "+0.00" else text.replace("-", "−")


def text_table(table: Table) -> str:
    """The table in plain text, columns aligned, notes underneath."""
    rows: list[list[str]] = []
    heads = table.heads
    levels = max((len(head) for head in heads), default=1)
    for level in range(levels):
        said = _said_once(heads, level)
        rows.append(["", *said])
        if table.has_totals:
            rows[-1].append(table.total_head if level == levels - 1 else "")
    body = table.cells()
    for number, row in enumerate(table.frame.index):
        rows.append([table.labels.get(row, row), *body[number]])
        if table.has_totals:
            rows[-1].append(table.total_text(number))
    bases = [[name, *values] for name, values in table.base_lines()]
    widths = [
        max(len(row[at]) if at < len(row) else 0 for row in rows + bases)
        for at in range(max(len(row) for row in rows))
    ]

    def line(row: Sequence[str]) -> str:
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(widths[at]) for at, cell in enumerate(row[1:], 1)]
        return "  ".join(cells).rstrip()

    ruler = "─" * (sum(widths) + 2 * (len(widths) - 1))
    lines = [*(line(row) for row in rows[:levels]), ruler, *(line(row) for row in rows[levels:])]
    if bases:
        lines += [ruler, *(line(row) for row in bases)]
    for part in table.parts:
        lines += ["", part.title, *_part_lines(part)]
    lines += ["", table.what.sentence(), *table.notes, table.provenance]
    return "\n".join(lines)


def _said_once(heads: Sequence[Sequence[str]], level: int) -> list[str]:
    """The heads of a level; one that spans several columns is said over the first of them."""
    return [
        "" if at and level < len(head) - 1 and heads[at - 1][: level + 1] == head[: level + 1]
        else head[level]
        for at, head in enumerate(heads)
    ]  # fmt: skip


def _part_lines(part: Part) -> list[str]:
    heads = list(zip(*part.head, strict=True))
    rows = [*(_said_once(heads, level) for level in range(len(part.head))), *part.rows]
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = [
        "  ".join(
            cell.rjust(width) if at else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    ruler = "─" * (sum(widths) + 2 * (len(widths) - 1))
    return [*lines[: len(part.head)], ruler, *lines[len(part.head) :]]


def escape(text: Any) -> str:
    """Text from a study inside HTML."""
    return html.escape(str(text), quote=True)
