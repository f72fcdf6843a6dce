"""A table that knows what it counts, what it rests on, and the quotations behind every cell."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.core.outfiles import write_whole
from qualcode.errors import TableError, UsageError, listing

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ABSENT = "–"  # a combination that does not exist, as print shows it
FORMATS = (".csv", ".xlsx", ".html", ".tex", ".md", ".docx")


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

    # -- the numbers in other shapes -------------------------------------------------------------------

    def tidy(self) -> pd.DataFrame:
        """One row for each row and column of the table.

        Columns: coder (only under coders="each"), code (or theme), one for each attribute, n_codings,
        n_turns, n_documents, n_participants, n_words, base_participants, base_documents, base_turns,
        base_words (of the row: without documents where it was not considered), share_codings (of all
        codings in the column), share_turns, share_documents, share_participants, share_words, each in
        0..1; missing where the combination does not exist.
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

    # -- print -----------------------------------------------------------------------------------------

    def measure_of(self, column: int) -> str:
        """What one column holds: a frequency table has counts and a share side by side."""
        return self.measures[column] if self.measures else self.what.measure

    def cell_text(self, value: Any, column: int = 0) -> str:
        """A number as print shows it: counts whole, shares in per cent, rates to one decimal."""
        import pandas as pd

        if value is pd.NA or value is None or value != value:
            return ABSENT
        measure = self.measure_of(column) if len(self.frame.columns) else self.what.measure
        if measure == "share":
            return f"{100 * float(value):.0f}%"
        if measure == "per_1000_words":
            return f"{float(value):,.1f}"
        return f"{int(value):,}"

    def cells(self) -> list[list[str]]:
        """All cells as print shows them, rows by columns."""
        return [
            [self.cell_text(value, column) for column, value in enumerate(row)]
            for row in self.frame.to_numpy(object)
        ]

    @property
    def heads(self) -> list[tuple[str, ...]]:
        """Column heads, each a tuple with one text for each level."""
        return [
            tuple(map(str, column)) if isinstance(column, tuple) else (str(column),)
            for column in self.frame.columns
        ]

    @property
    def has_totals(self) -> bool:
        """Whether there are totals to show: under "each", several coders' people overlap."""
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

    def total_text(self, row: int) -> str:
        """The distinct total of a row; "–" where several coders' people and documents overlap."""
        import pandas as pd

        value = self.totals.iloc[row]
        return ABSENT if value is pd.NA else f"{int(value):,}"

    def base_lines(self) -> list[tuple[str, list[str]]]:
        """`base: participants` …: the rows that show the bases under the columns; none where the columns
        are not attributes, as one sentence of the notes then says it."""
        if not self.what.attributes:
            return []
        return [
            (f"base: {unit}", [f"{int(value):,}" for value in self.bases[unit]])
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


def text_table(table: Table) -> str:
    """The table in plain text, columns aligned, notes underneath."""
    rows: list[list[str]] = []
    heads = table.heads
    levels = max((len(head) for head in heads), default=1)
    for level in range(levels):
        # A head that spans several columns is said once, over the first of them.
        said = [
            "" if at and level < levels - 1 and heads[at - 1][: level + 1] == head[: level + 1]
            else head[level]
            for at, head in enumerate(heads)
        ]  # fmt: skip
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
    lines += ["", table.what.sentence(), *table.notes, table.provenance]
    return "\n".join(lines)


def escape(text: Any) -> str:
    """Text from a study inside HTML."""
    return html.escape(str(text), quote=True)
