"""The framework matrix: cases or people by themes, and in each cell what the researcher makes of it.

The cells hold summaries, which `project.summarise` writes; what stands behind them are the codings, whose
quotations each cell opens. A matrix is saved as a workbook or a Word table, filled there, and taken back
by `project.import_framework`.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.analysis.corpus import corpus
from qualcode.analysis.framework import OPEN, SUMMARISED, Cell, Matrix, cell_history, read_matrix
from qualcode.analysis.harmless import harmless
from qualcode.errors import TableError, UsageError, counted, listing
from qualcode.present import study_of
from qualcode.readers.framework_sheets import Mark

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.present import OpenProject
    from qualcode.store import Study

FORMATS = (".xlsx", ".docx", ".html", ".md", ".csv")
QUOTATIONS = ("all", "linked", "none")
CELL_COLUMNS = [
    "row",
    "column",
    "state",
    "summary",
    "coder",
    "time",
    "n_quotations",
    "n_codings",
    "n_participants",
    "summary_id",
    "stale",
]
QUOTATION_COLUMNS = [
    "row",
    "column",
    "linked",
    "quotation",
    "source",
    "turn",
    "code",
    "coder",
    "in_cell",
    "coding_id",
]


def matrix(
    project: OpenProject | Study,
    rows: str = "case",
    columns: str | Iterable[str] = "theme",
    where: Mapping[str, Any] | None = None,
    *,
    order_by: str | None = None,
    coders: str = "any",
    interviewers: bool = False,
    reflective: bool = False,
) -> FrameworkMatrix:
    """The framework matrix of a project.

    project: an open project. rows: "case", "participant", "document", "role" or any other attribute; rows
        stand in the order of the sheets, and each kind of rows has cells of its own. columns: "theme" (the
        codes at the top of the tree), "code" (every code in use), or a list of ids in an order of your own
        (a conceptually clustered matrix). A column is its code with everything beneath it, in every
        matrix, so that a summary is always about the same codings.
    where: as in `crosstab`: it cuts rows and the codings behind the cells, never a summary. order_by:
        another attribute by whose values the rows are ordered, as role (a role-ordered matrix).
    coders: whose codings stand behind the cells: "any", "record" or a name, as in `crosstab`.
    interviewers, reflective: whether interviewers' turns and reflective field notes count there too.

    Codings are counted by the rules of tables: in documents that were read, for codes that were considered.
    Returns a FrameworkMatrix. Raises TableError for an unknown attribute or value and without a codebook,
    CodingError for an unknown code, UsageError for a call that means nothing.
    """
    found = read_matrix(
        corpus(study_of(project)),
        rows,
        columns,
        where,
        order_by=order_by,
        coders=coders,
        interviewers=interviewers,
        reflective=reflective,
    )
    return FrameworkMatrix(found)


@dataclass(repr=False)
class FrameworkMatrix:
    """A framework matrix as it stood at one act; see `matrix`."""

    matrix: Matrix

    # -- what it holds ---------------------------------------------------------------------------------

    @property
    def frame(self) -> pd.DataFrame:
        """The summaries: a row for each value, a column for each code (ids), in order.

        A cell is text, "" where there is no summary; `cells` says why. Several summaries of a cell, which
        merged codes brought together, are divided by an empty line until somebody joins them.
        """
        import pandas as pd

        own = self.matrix
        return pd.DataFrame(
            [[own.cells[row, column].text for column in own.columns] for row in own.rows],
            index=pd.Index(own.rows, name=own.attribute, dtype=object),
            columns=pd.Index(own.columns, name=own.level, dtype=object),
        )

    @property
    def labels(self) -> dict[str, str]:
        """Column -> what print shows: the name of the code, or its id."""
        return dict(self.matrix.labels)

    @property
    def groups(self) -> pd.Series:
        """For each row the values it was ordered by (`; ` between several); empty without order_by."""
        import pandas as pd

        own = self.matrix
        rows = own.rows if own.groups is not None else []
        index = pd.Index(rows, name=own.attribute, dtype=object)
        return pd.Series(own.groups or [], index=index, name=own.order_by, dtype=object)

    @property
    def notes(self) -> list[str]:
        """What stands under the matrix."""
        return list(self.matrix.notes)

    @property
    def title(self) -> str:
        own = self.matrix
        ordered = f", ordered by {own.order_by}" if own.order_by else ""
        return f"Framework matrix by {own.attribute}{ordered}"

    @property
    def provenance(self) -> str:
        from qualcode.present.report import provenance

        return provenance(self.matrix.corpus)

    @property
    def mark(self) -> Mark:
        """By what an exported file tells from which state of the project it was made."""
        act = self.matrix.corpus.last_act
        act_id = self.matrix.corpus.study.value("SELECT act_id FROM act WHERE n = ?", (act,))
        return Mark(self.matrix.attribute, act, act_id[1:9])

    def cells(self) -> pd.DataFrame:
        """One row for each cell, row by row.

        Columns: row, column, state ("summarised"; "not yet summarised": codings and no summary; "nothing
        coded": read for the code, and none; "not read": nobody has read these words for it, or there are
        none; "purged"), summary ("" for none), coder and time (of the words; "" for none), n_quotations
        (codings linked that stand), n_codings and n_participants (behind the cell, by the rules of
        tables), summary_id (`; ` between several), stale (whether codings of any coder came into the cell
        or left it since the words were written, whatever was filtered; missing without a summary).
        """
        import pandas as pd

        rows = []
        for cell in self.matrix.cells.values():
            own = cell.summaries
            rows.append(
                [
                    cell.row,
                    cell.column,
                    cell.state,
                    cell.text,
                    "; ".join(dict.fromkeys(each.coder for each in own)),
                    max((each.time for each in own), default=""),
                    len(cell.linked),
                    len(cell.codings),
                    cell.n_participants,
                    "; ".join(each.summary_id for each in own),
                    pd.NA if cell.stale is None else cell.stale,
                ]
            )
        frame = pd.DataFrame(rows, columns=CELL_COLUMNS)
        for name in ("n_quotations", "n_codings", "n_participants"):
            frame[name] = frame[name].astype("int64")
        frame["stale"] = frame["stale"].astype("boolean")
        return frame

    def todo(self, *, stale: bool = False) -> pd.DataFrame:
        """The cells that wait: codings and no summary. stale=True: those too whose codings have changed
        since they were written, and those with several summaries to be joined.

        Columns: row, column, why, n_codings, n_participants.
        """
        import pandas as pd

        rows = []
        for cell in self.matrix.cells.values():
            why = OPEN if cell.state == OPEN else ""
            if stale and len(cell.summaries) > 1:
                why = f"{len(cell.summaries)} summaries to be joined"
            elif stale and cell.stale:
                why = "codings came or went since"
            if why:
                rows.append([cell.row, cell.column, why, len(cell.codings), cell.n_participants])
        return pd.DataFrame(rows, columns=["row", "column", "why", "n_codings", "n_participants"])

    def cell(self, row: str, column: str) -> Cell:
        """One cell. TableError for a row or column that the matrix does not have."""
        own = self.matrix
        for name, given, known in (("row", row, own.rows), ("column", column, own.columns)):
            if not isinstance(given, str) or given not in known:
                raise TableError(
                    str(given), f"is no {name} of this matrix", f"{name}s: {listing(known, 20)}"
                )
        return own.cells[row, column]

    def quotes(self, row: str, column: str) -> pd.DataFrame:
        """The quotations behind a cell, one row for each coding: the columns of `qc.quotes`."""
        self.cell(row, column)
        return self.matrix.quotes(row, column)

    def linked(self, row: str, column: str) -> pd.DataFrame:
        """The quotations that a cell's summary is linked to: the columns of `quotes`, and in_cell (whether
        it is a coding of this cell). A link follows a coding that was replaced; one to a coding that was
        taken away for good is only counted in the notes."""
        self.cell(row, column)
        return self.matrix.linked(row, column)

    def quotations(self, which: str = "all") -> pd.DataFrame:
        """The quotations of all cells, cell by cell. which: "all" (codings behind the cells, and linked
        ones), "linked", or "none".

        Columns: row, column, linked (bool), quotation, source, turn, code, coder, in_cell (whether it is a
        coding of the cell), coding_id.
        """
        import pandas as pd

        if which not in QUOTATIONS:
            raise UsageError("quotations", repr(which), listing(QUOTATIONS))
        own, found = self.matrix, []
        for row in own.rows if which != "none" else ():
            # One look for all cells of a row: to describe codings costs more than to choose among them.
            in_row = own.quotes_of_row(row, linked_only=which == "linked").to_dict("records")
            for column in own.columns if in_row else ():
                linked, everything = (
                    set(own.cells[row, column].linked),
                    own.ids(row, column, all=True),
                )
                wanted = linked if which == "linked" else linked | own.ids(row, column)
                quotes = [quote for quote in in_row if quote["coding_id"] in wanted]
                quotes.sort(key=lambda quote: quote["coding_id"] not in linked)
                for quote in quotes:
                    line: dict[Any, Any] = {
                        **quote,
                        "row": row,
                        "column": column,
                        "linked": quote["coding_id"] in linked,
                        "in_cell": quote["coding_id"] in everything,
                    }
                    found.append([line[name] for name in QUOTATION_COLUMNS])
        return pd.DataFrame(found, columns=QUOTATION_COLUMNS)

    def history(self, row: str, column: str) -> pd.DataFrame:
        """Every version of a cell, oldest first; see `qualcode.analysis.framework.cell_history`."""
        self.cell(row, column)
        return cell_history(self.matrix.corpus.study, self.matrix.attribute, row, column)

    # -- print -----------------------------------------------------------------------------------------

    def shown(self) -> list[list[str]]:
        """All cells as print shows them, rows by columns: the summaries, "–" where nobody has read for the
        code, "[nothing coded]", and "[not yet summarised: 3 codings, 2 participants]"."""
        own = self.matrix
        return [[own.cells[row, column].shown for column in own.columns] for row in own.rows]

    def __str__(self) -> str:
        own = self.matrix
        done = sum(cell.state == SUMMARISED for cell in own.cells.values())
        waiting = sum(cell.state == OPEN for cell in own.cells.values())
        lines = [
            f"{self.title}: {counted(len(own.rows), 'row')} × {counted(len(own.columns), 'column')},"
            f" {done:,} summarised, {waiting:,} not yet"
        ]
        for at, row in enumerate(own.rows):
            group = own.groups[at] if own.groups else ""
            lines += ["", harmless(f"{row} ({group})" if group else row)]
            for column in own.columns:
                cell = own.cells[row, column]
                flags = [
                    counted(len(cell.linked), "quotation") if cell.linked else "",
                    "codings came or went since" if cell.stale else "",
                ]
                note = "; ".join(filter(None, flags))
                lines.append(f"  {harmless(own.labels[column])}" + (f" ({note})" if note else ""))
                for line in harmless(cell.shown).split("\n"):
                    lines += textwrap.wrap(
                        line, 96, initial_indent="    ", subsequent_indent="    "
                    ) or [""]
        return "\n".join([*lines, "", *own.notes, self.provenance])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        from qualcode.present.framework_files import html_part

        return html_part(self)

    # -- files -----------------------------------------------------------------------------------------

    def save(self, path: str | Path, *, quotations: str | None = None) -> Path:
        """Write the matrix in the format that the suffix names.

        .xlsx: a sheet to type into, the quotations with a column `linked` to tick, and every cell's facts.
        .docx: a Word table on pages that lie on their side. .csv: the matrix alone. These three can be
        filled and taken back with `import_framework`; what shows that a cell has no summary ("[nothing
        coded]") is typed over. .html, .md: to be read.

        quotations: "all", "linked" or "none"; by default all in a workbook, which is where one picks
        them, and those linked elsewhere. UsageError for another suffix or word.
        """
        from qualcode.present import framework_files as files

        path = Path(path)
        suffix = path.suffix.casefold()
        if suffix not in FORMATS:
            raise UsageError(
                str(path), f"no format of a framework {suffix or '(none)'}", ", ".join(FORMATS)
            )
        if quotations is None:
            quotations = "all" if suffix == ".xlsx" else "linked"
        if quotations not in QUOTATIONS:
            raise UsageError("quotations", repr(quotations), listing(QUOTATIONS))
        if suffix == ".xlsx":
            files.write_workbook(self, path, quotations)
        elif suffix == ".docx":
            files.write_word(self, path, quotations)
        elif suffix == ".csv":
            files.write_csv(self, path)
        elif suffix == ".md":
            files.markdown(self, quotations).save(path)
        else:
            files.html_page(self, quotations).save(path)
        return path
