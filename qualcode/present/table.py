"""A table that knows what it counts, what it rests on, and the quotations behind every cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.core.outfiles import write_whole
from qualcode.errors import TableError, UsageError, listing
from qualcode.present.table_facts import (
    ABSENT,
    FORMATS,
    GUARDED,
    TESTS,
    Beside,
    Part,
    Protection,
    What,
    base_sentence,
    escape,
    is_missing,
    signed,
)
from qualcode.present.table_text import printed, text_table

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from qualcode.present.sensitivity import Sensitivity

__all__ = [
    "ABSENT",
    "FORMATS",
    "GUARDED",
    "TESTS",
    "Part",
    "Protection",
    "Table",
    "What",
    "base_sentence",
    "escape",
    "printed",
    "text_table",
]


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
        participant, or with machine="corrected" those of the corrected shares; missing where the notes say why.
    beside: with machine=…, what stands beside the cells: `beside.frame` has the columns of the table and, for
        each, share_machine (the program's, not corrected), share_hand, share_hand_low, share_hand_high (coding
        the sample by hand alone) and n_sampled; or n_by_people, n_by_program, n_neither and base_turns.
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
    beside: Beside | None = None
    protection: Protection | None = None
    _counts: np.ndarray | None = None
    _people: Callable[[], np.ndarray] | None = None
    _nameless: list[str] = field(default_factory=list)
    _numbered: dict[str, Callable[[Callable[[int], str]], str]] = field(default_factory=dict)
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

        Of a table with a program's codes: the code (or theme), the attributes, share_turns (n_turns before it,
        or of a corrected one its ends, what `beside` has, and n_people), n_by_people, n_by_program, n_neither
        (which add up to base_turns), n_read (turns that people read), base_turns, reason (why there is no
        number; "").
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
        if is_missing(value):
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
                if is_missing(value) or self.mark(at, column):
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
                        None if is_missing(value) else float(value)
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
        """The tests and the residuals, or what stands beside a program's counts, as print shows them, under
        the table in every format."""
        from qualcode.present.report import shown

        if self.beside is not None:
            return [self.beside.part]
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
                hidden = value is None if name == "n_people" else self.untold(at, name)
                line.append(GUARDED if hidden else shown(value, kind))
            tested.append(line)
        heads = self.heads
        levels = max((len(head) for head in heads), default=1)
        head = [["", *(own[n] for own in heads)] for n in range(levels)]
        head[-1][0] = level
        spread = [
            [
                str(self.labels.get(row, row)),
                *(GUARDED if self.untold(at) else signed(value) for value in values),
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

    def untold(self, row: int, name: str = "") -> bool:
        """Whether disclosure control holds back the tests of a row; name: a column of `tests`.

        p_adjusted of one row tells of the p of others, so it is held back where any test is.
        """
        if self.protection is None:
            return False
        untold = self.protection.untold
        return bool(untold.any() if name == "p_adjusted" else untold[row])

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
        return None if is_missing(value) or hidden else self.rounded(int(value))

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
