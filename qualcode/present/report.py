"""Results that are no cross-tabulation: frames of figures or of texts with a title, sections and notes.

A `Report` is written once and printed in every format; what is printed never changes a number of the
frames it stands on.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from numbers import Integral, Real
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from qualcode.analysis.harmless import harmless
from qualcode.analysis.rounding import MINUS, NOTHING, rounded
from qualcode.core.outfiles import write_whole
from qualcode.errors import TableError, UsageError, listing
from qualcode.present.html_paper import PART_STYLE, HtmlPaper
from qualcode.present.latex import ROOM, SIZES
from qualcode.present.latex import escape as latex_text
from qualcode.present.markdown import MarkdownPaper
from qualcode.present.sheets import csv_text, number, sheet_text
from qualcode.present.table import ABSENT, FORMATS

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.analysis.corpus import Corpus

# How print shows the values of a column.
KINDS = ("text", "n", "share", "p", "coefficient", "rate", "number")
# Letters of a column that print breaks into lines.
_LONG = 28
_XLSX = {
    "n": "#,##0",
    "share": "0%",
    "p": "0.000",
    "coefficient": "0.00",
    "rate": "#,##0.0",
    "number": "General",
}


def shown(value: Any, kind: str) -> str:
    """A value as print shows it; "–" where there is none.

    n: whole. share: per cent, with one decimal where it would else be 0% or 100% and is not. p: three
    decimals, "<0.001" below. coefficient: two decimals. rate: one. number: at most four digits that count. text: as it is; yes and no for booleans.
    """
    if value is None or _missing(value):
        return ABSENT if kind != "text" else ""
    if kind == "text" or not isinstance(value, Real):
        if isinstance(value, bool) or type(value).__name__ == "bool":
            return "yes" if value else "no"
        return str(value)
    plain = float(value)
    if math.isinf(plain):
        text = "-∞" if plain < 0 else "∞"
    elif kind == "n":
        text = f"{int(value) if isinstance(value, Integral) else int(plain):,}"
    elif kind == "share":
        text = percent(plain)
    elif kind == "p":
        text = "<0.001" if plain < 0.0005 else f"{plain:.3f}"
    elif kind == "coefficient":
        text = rounded(plain, 2)
    elif kind == "rate":
        text = f"{plain:,.1f}"
    else:
        text = f"{plain:,.4g}"
    return text.replace("-", MINUS) if text.startswith("-") else text


def percent(share: float) -> str:
    """`53%`; `99.7%` and `0.3%`, `>99.9%` and `<0.1%` for what is all but everything or nothing: 100% and 0%
    are said of these alone."""
    # What rounding leaves of nothing, or lacks of everything, is no remainder.
    share = min((0.0, 1.0), key=lambda end: abs(share - end)) if _at_an_end(share) else share
    text = f"{100 * share:.0f}%"
    if share in (0, 1) or text not in ("0%", "-0%", "100%"):
        return text
    text = f"{100 * share:.1f}%"
    return {"0.0%": "<0.1%", "100.0%": ">99.9%" if share < 1 else "100.0%"}.get(text, text)


def _at_an_end(share: float) -> bool:
    return abs(share) < NOTHING or abs(share - 1) < NOTHING


def _missing(value: Any) -> bool:
    import pandas as pd

    return value is pd.NA or value is pd.NaT or (isinstance(value, Real) and value != value)


@dataclass
class Section:
    """A part of a report: a heading, sentences, and a frame where it has one.

    frame: any frame with texts for columns (levels of a MultiIndex are heads above each other). Its index
        is printed first unless it is the plain count of the rows. formats: column -> kind, one of KINDS
        (by default by its dtype). intervals: column -> (column of lower ends, of upper ends), printed as
        "0.66 [0.51, 0.78]" in one cell while the files for spreadsheets keep three. labels: index value ->
        what print shows. hidden: columns that only spreadsheets hold (ids). notes: small print.
    quotations: the frame is printed as quotations, one below the other; the columns "quotation" and
        "source" are the words and where they come from.
    """

    heading: str
    frame: pd.DataFrame | None = None
    paragraphs: Sequence[str] = ()
    formats: Mapping[Any, str] = field(default_factory=dict)
    labels: Mapping[Any, str] = field(default_factory=dict)
    intervals: Mapping[Any, tuple[Any, Any]] = field(default_factory=dict)
    hidden: Sequence[Any] = ()
    notes: Sequence[str] = ()
    quotations: bool = False

    def kind(self, column: Any) -> str:
        """How print shows a column."""
        assert self.frame is not None
        return self._kind(list(self.frame.columns).index(column))

    def _kind(self, place: int) -> str:
        import pandas as pd

        assert self.frame is not None
        column = self.frame.columns[place]
        if column in self.formats:
            kind = self.formats[column]
            if kind not in KINDS:
                raise UsageError(f"format of {column}", repr(kind), listing(KINDS))
            return kind
        dtype = self.frame.dtypes.iloc[place]
        if pd.api.types.is_bool_dtype(dtype):
            return "text"
        if pd.api.types.is_integer_dtype(dtype):
            return "n"
        return "number" if pd.api.types.is_numeric_dtype(dtype) else "text"

    @property
    def columns(self) -> list[Any]:
        """The columns that print shows."""
        assert self.frame is not None
        return [self.frame.columns[place] for place in self._places()]

    def _places(self) -> list[int]:
        """Where the columns that print shows stand; two may have one name."""
        assert self.frame is not None
        folded = {each for pair in self.intervals.values() for each in pair}
        return [
            place
            for place, column in enumerate(self.frame.columns)
            if column not in folded and column not in self.hidden
        ]

    @property
    def indexed(self) -> bool:
        """Whether the index says something."""
        import pandas as pd

        return self.frame is not None and not isinstance(self.frame.index, pd.RangeIndex)

    def printed(self) -> tuple[list[list[str]], list[list[str]], list[str]]:
        """Head (a row for each level), rows, and l or r for each column."""
        assert self.frame is not None
        frame, columns = self.frame, self.columns
        heads = [column if isinstance(column, tuple) else (column,) for column in columns]
        levels = max((len(head) for head in heads), default=1)
        first = [_headed(str(name or "")) for name in frame.index.names] if self.indexed else []
        head = [
            [*(["" if level < levels - 1 else name for name in first])]
            + [_spoken(own[level]) if level < len(own) else "" for own in heads]
            for level in range(levels)
        ]
        head[-1] = [_spoken(text) for text in head[-1]]
        places = self._places()
        kinds = [self._kind(place) for place in places]
        cells = [self._cells(place, kind) for place, kind in zip(places, kinds, strict=True)]
        rows = []
        for at, index in enumerate(frame.index):
            own = index if isinstance(index, tuple) else (index,)
            names = [str(self.labels.get(value, value)) for value in own] if self.indexed else []
            rows.append([*names, *(column[at] for column in cells)])
        align = ["l"] * len(first) + ["l" if kind == "text" else "r" for kind in kinds]
        return head, rows, align

    def _cells(self, place: int, kind: str) -> list[str]:
        assert self.frame is not None
        column = self.frame.columns[place]
        values = [shown(value, kind) for value in self.frame.iloc[:, place].astype(object)]
        if column not in self.intervals:
            return values
        low, high = (self.frame[each].astype(object) for each in self.intervals[column])
        return [
            value
            if _missing(a) or a is None
            else f"{value} [{shown(a, kind).rstrip('%')}, {shown(b, kind)}]"
            for value, a, b in zip(values, low, high, strict=True)
        ]


class _Paper(Protocol):
    def heading(self, text: str, level: int = 1) -> None: ...

    def paragraph(self, text: str, style: str | None = None) -> None: ...

    def quotation(self, text: str, source: str = "") -> None: ...

    def note(self, text: str) -> None: ...

    def table(
        self, head: Sequence[Sequence[str]], rows: Sequence[Sequence[str]], align: Sequence[str]
    ) -> None: ...


def _spoken(name: Any) -> str:
    """A column's name as print shows it: `n_units` is "n units"."""
    return str(name).replace("_", " ")


def _headed(name: str) -> str:
    """What stands over the names of the rows, as tables have it: `Theme`."""
    return name[:1].upper() + name[1:]


def provenance(corpus: Corpus) -> str:
    """`(codebook 1a2b3c, act 17, qualcode 0.3.0)`: what figures rest on."""
    from qualcode.present import PROGRAM

    return f"(codebook {corpus.book.hash}, act {corpus.last_act}, {PROGRAM})"


@dataclass(repr=False)
class Report:
    """A result with its title, its sections, its notes and what it rests on.

    `frame` is the frame of the first section that has one. `save` writes .csv (that frame), .xlsx (a sheet
    for each section), .html, .md, .docx and .tex.
    """

    title: str
    sections: list[Section] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    provenance: str = ""

    @property
    def frame(self) -> pd.DataFrame:
        """The frame of the first section that has one. TableError where none has."""
        for section in self.sections:
            if section.frame is not None:
                return section.frame
        raise TableError(self.title, "has no figures")

    def __str__(self) -> str:
        lines = [self.title, "═" * len(self.title)]
        for section in self.sections:
            lines += ["", section.heading, "─" * len(section.heading)] if section.heading else [""]
            lines += section.paragraphs
            if section.frame is not None and len(section.frame):
                lines += ["", *_aligned(section)]
            lines += section.notes
        lines += ["", *self.notes] if self.notes else []
        return harmless("\n".join([*lines, self.provenance] if self.provenance else lines))

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return f"<style>{PART_STYLE}</style>{self._paper(HtmlPaper(self.title, wide=True)).body}"

    # -- files -----------------------------------------------------------------------------------------

    def save(self, path: str | Path) -> Path:
        """Write the report in the format that the suffix names; UsageError for another one."""
        path = Path(path)
        write: dict[str, Callable[[Path], object]] = {
            ".csv": self.to_csv,
            ".xlsx": self.to_excel,
            ".html": self.to_html,
            ".tex": self.to_latex,
            ".md": self.to_markdown,
            ".docx": self.to_word,
        }
        if path.suffix.casefold() not in write:
            raise UsageError(str(path), f"no format {path.suffix or '(none)'}", ", ".join(FORMATS))
        write[path.suffix.casefold()](path)
        return path

    def to_csv(self, path: str | Path) -> None:
        """Write the first frame (UTF-8 with BOM, for Excel), numbers in full; what a spreadsheet would
        run as a formula gets an apostrophe before it."""
        section = next((each for each in self.sections if each.frame is not None), None)
        if section is None:
            raise TableError(self.title, "has no figures")

        def write(part: Path) -> None:
            with part.open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file, lineterminator="\r\n")
                for row in _whole(section):
                    writer.writerow([_csv_cell(cell) for cell in row])

        write_whole(path, (".csv",), write)

    def to_excel(self, path: str | Path) -> None:
        """Write a workbook: a sheet for each section with a frame, and the notes in the last one."""
        data = _workbook(self)
        write_whole(path, (".xlsx",), lambda part: part.write_bytes(data))

    def to_html(self, path: str | Path | None = None) -> str:
        """The report as a page of its own; written where a path is given."""
        paper = self._paper(HtmlPaper(self.title, wide=True))
        if path is not None:
            paper.save(path)
        return paper.text

    def to_markdown(self, path: str | Path | None = None) -> str:
        """The report as Markdown; written where a path is given."""
        paper = self._paper(MarkdownPaper(self.title))
        if path is not None:
            paper.save(path)
        return paper.text

    def to_word(self, path: str | Path) -> None:
        """Write a Word document with real tables; on its side where a table is wide."""
        from qualcode.readers.papers import Paper, needed_width

        upright = Paper(self.title)
        wide = any(
            section.frame is not None
            and len(section.frame)
            and not section.quotations
            and needed_width(*section.printed()[:2]) > upright.text_width
            for section in self.sections
        )
        self._paper(Paper(self.title, landscape=wide)).save(path)

    def to_latex(self, path: str | Path | None = None) -> str:
        """The tables of the report, to be read with `\\input`; they need booktabs and longtable."""
        text = _latex(self)
        if path is not None:
            write_whole(path, (".tex",), lambda part: part.write_bytes(text.encode("utf-8")))
        return text

    def _paper(self, paper: Any) -> Any:
        paper.heading(self.title)
        for section in self.sections:
            if section.heading:
                paper.heading(section.heading, 2)
            for sentence in section.paragraphs:
                paper.paragraph(sentence)
            if section.frame is not None and len(section.frame):
                if section.quotations:
                    for row in section.frame.to_dict("records"):
                        paper.quotation(shown(row["quotation"], "text"), str(row["source"]))
                else:
                    paper.table(*section.printed())
            if section.notes:
                paper.note("\n".join(section.notes))
        small = [*self.notes, self.provenance] if self.provenance else self.notes
        if small:
            paper.note("\n".join(small))
        return paper


def _aligned(section: Section) -> list[str]:
    """The frame in plain text: texts to the left, broken into lines, and numbers to the right."""
    import textwrap

    head, rows, align = section.printed()
    sizes = [max(len(row[at]) for row in [*head, *rows]) for at in range(len(align))]
    texts = [at for at, side in enumerate(align) if side == "l" and sizes[at] > _LONG]
    for at in texts:
        sizes[at] = min(sizes[at], max(_LONG, 72 // len(texts)))
    lines = []
    for number_of, row in enumerate([*head, *rows]):
        parts = [
            textwrap.wrap(" ".join(cell.split()), sizes[at]) or [""] if at in texts else [cell]
            for at, cell in enumerate(row)
        ]
        for level in range(max(map(len, parts))):
            cells = [part[level] if level < len(part) else "" for part in parts]
            lines.append(
                "  ".join(
                    cell.ljust(size) if side == "l" else cell.rjust(size)
                    for cell, size, side in zip(cells, sizes, align, strict=True)
                ).rstrip()
            )
        if number_of == len(head) - 1:
            lines.append("─" * (sum(sizes) + 2 * (len(sizes) - 1)))
    return lines


def _whole(section: Section) -> list[list[Any]]:
    """Names of the columns, then every row with all its columns, as values."""
    assert section.frame is not None
    frame = section.frame
    names = [str(name or "row") for name in frame.index.names] if section.indexed else []
    heads = [
        " ".join(map(str, column)) if isinstance(column, tuple) else str(column)
        for column in frame.columns
    ]
    rows: list[list[Any]] = [[*names, *heads]]
    columns = [frame.iloc[:, at].astype(object).tolist() for at in range(frame.shape[1])]
    for at, index in enumerate(frame.index):
        own = (index if isinstance(index, tuple) else (index,)) if section.indexed else ()
        rows.append([*own, *(column[at] for column in columns)])
    return rows


def _csv_cell(value: Any) -> Any:
    if value is None or _missing(value):
        return ""
    if isinstance(value, str):
        return csv_text(value)
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return "yes" if value else "no"
    return number(value) if isinstance(value, Real) else csv_text(str(value))


def _workbook(report: Report) -> bytes:
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    book = Workbook(
        buffer,
        {
            "in_memory": True,  # else words of the study would lie in the temporary folder for a while
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    plain = {
        kind: book.add_format({"num_format": code, "valign": "top"}) for kind, code in _XLSX.items()
    }
    # What is all but everything would read as 100%.
    fine = book.add_format({"num_format": "0.0#####%", "valign": "top"})
    used: set[str] = set()
    for section in report.sections:
        if section.frame is None:
            continue
        sheet = book.add_worksheet(_sheet_name(section.heading or report.title, used))
        rows = _whole(section)
        first = len(rows[0]) - section.frame.shape[1]
        kinds = ["text"] * first + [section._kind(at) for at in range(section.frame.shape[1])]
        for line, row in enumerate(rows):
            for at, value in enumerate(row):
                if value is None or _missing(value):
                    sheet.write_blank(line, at, None, text)
                elif line and _is_number(value):
                    form = plain.get(kinds[at], text)
                    if kinds[at] == "share" and not percent(float(value)).rstrip("%").isdigit():
                        form = fine
                    sheet.write_number(line, at, number(value) or 0, form)
                else:
                    kind = kinds[at] if isinstance(value, Real) else "text"
                    said = shown(value, kind) if line else str(value)
                    sheet.write_string(line, at, sheet_text(said), text if line else head)
        for at in range(len(rows[0])):
            longest = max(len(str(row[at])) for row in rows[:200])
            sheet.set_column(at, at, max(9, min(60, longest + 2)))
        sheet.freeze_panes(1, first)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
    notes = book.add_worksheet(_sheet_name("Notes", used))
    notes.set_column(0, 0, 110)
    lines = [report.title]
    for section in report.sections:
        lines += [*section.paragraphs, *section.notes]
    for line, said in enumerate([*lines, *report.notes, report.provenance]):
        notes.write_string(line, 0, sheet_text(said), text if line else head)
    book.set_properties({"title": sheet_text(report.title)[:255]})
    book.close()
    return buffer.getvalue()


def _is_number(value: Any) -> bool:
    """Whether a workbook can hold it as a number: it knows none without end."""
    return isinstance(value, Real) and not isinstance(value, bool) and math.isfinite(value)


def _sheet_name(heading: str, used: set[str]) -> str:
    """A name that Excel takes: at most 31 letters, none of []:*?/\\, no name twice."""
    name = "".join(" " if letter in "[]:*?/\\'" else letter for letter in sheet_text(heading))
    name = " ".join(name.split())[:31].strip() or "Table"
    plain, count = name, 1
    while name.casefold() in used:
        count += 1
        name = f"{plain[: 30 - len(str(count))]} {count}"
    used.add(name.casefold())
    return name


# Signs of ours that pdflatex has no letter for; in text from a study they are its own.
_LATEX = {MINUS: "$-$", "≤": "$\\leq$", "≥": "$\\geq$", "×": "$\\times$", "→": "$\\to$"}
_SHORT = 14  # letters: shorter texts are not broken into lines


def _latex(report: Report) -> str:
    def cell(value: str) -> str:
        text = latex_text(value)
        for sign, command in _LATEX.items():
            text = text.replace(sign, command)
        return text

    lines = [
        f"% Made by {report.provenance.rpartition(', ')[2].rstrip(')') or 'qualcode'}. In the preamble:",
        "%   \\usepackage{booktabs}",
        "%   \\usepackage{longtable}",
        "% pdflatex reads the letters of western Europe; for all others use lualatex or xelatex.",
    ]
    for section in report.sections:
        if section.frame is None or not len(section.frame):
            continue
        head, rows, align = section.printed()
        size, columns, wrapped = _shape(head, rows, align)
        heads = [
            " & ".join(f"\\raggedright {cell(text)}" if at in wrapped and at < len(row) - 1
                       else cell(text) for at, text in enumerate(row)) + " \\\\"
            for row in head
        ]  # fmt: skip
        notes = " ".join(map(cell, [*section.notes, *report.notes, report.provenance]))
        lines += [
            f"\\begingroup{size}\\setlength{{\\tabcolsep}}{{3pt}}",
            f"\\begin{{longtable}}{{@{{}}{columns}@{{}}}}",
            f"\\caption{{{cell(section.heading or report.title)}}} \\\\",
            *["\\toprule", *heads, "\\midrule", "\\endfirsthead"],
            *["\\toprule", *heads, "\\midrule", "\\endhead", "\\bottomrule", "\\endfoot"],
            *(
                " & ".join(
                    ("\\raggedright " if at in wrapped and at < len(row) - 1 else "") + cell(value)
                    for at, value in enumerate(row)
                )
                + " \\\\"
                for row in rows
            ),
            "\\end{longtable}",
            f"\\noindent\\parbox{{\\linewidth}}{{\\footnotesize\\raggedright \\textit{{Note.}} {notes}}}",
            "\\par\\endgroup",
            "",
        ]
    return "\n".join(lines)


def _shape(
    head: list[list[str]], rows: list[list[str]], align: list[str]
) -> tuple[str, str, set[int]]:
    """Size of the letters, the columns' kinds, and which columns are broken into lines."""
    longest = [max(len(row[at]) for row in rows) for at in range(len(align))]
    # A head may be broken at its spaces where its column is broken.
    wide = [max(longest[at], len(head[-1][at])) for at in range(len(align))]
    texts = {at for at, side in enumerate(align) if side == "l" and wide[at] > _SHORT}
    for size, letter, _ in SIZES:
        fixed = sum(letter * wide[at] + 6 for at in range(len(align)) if at not in texts)
        room = ROOM - fixed - 6 * len(texts)
        if sum(letter * wide[at] for at in texts) <= room:
            return (
                size,
                "".join("l" if at in texts else side for at, side in enumerate(align)),
                set(),
            )
        # Fifteen letters a line are the least that can be read.
        if texts and room >= 15 * letter * len(texts):
            break
    room = max(room, 30.0 * len(texts))
    # Longer texts get more room, though not in proportion.
    weight = {at: min(wide[at], 120) ** 0.5 for at in texts}
    columns = "".join(
        f"p{{{room * weight[at] / sum(weight.values()):.0f}pt}}" if at in texts else side
        for at, side in enumerate(align)
    )
    return size, columns, texts
