"""Framework matrices as files: a workbook and a Word table that can be filled and taken back, and pages
to read."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.analysis.framework import NOTHING, OPEN, PURGED
from qualcode.core.outfiles import write_whole
from qualcode.errors import counted
from qualcode.present.html_paper import HtmlPaper, safe
from qualcode.present.markdown import MarkdownPaper
from qualcode.present.sheets import QUOTATIONS_MOST, SheetBook, cell_value, fit_widths, sheet_text
from qualcode.readers.framework_sheets import (
    ASIDE,
    GUARDED,
    LINKED,
    QUOTATIONS,
    SHEET,
    guarded,
)
from qualcode.readers.papers import Paper, clean

if TYPE_CHECKING:
    from qualcode.present.framework import FrameworkMatrix

# Columns of a Word table beside the first, so that lines of text have room.
_ACROSS = 5
# Width of a column of a workbook, in characters.
_WIDE = 38
# A row of a Word table stays on one page while none of its cells is longer.
_WHOLE = 900
_IMPORT = "qualcode framework import PROJECT FILE takes back what was changed."


def _corner(matrix: FrameworkMatrix) -> str:
    return matrix.matrix.attribute.capitalize()


def _group_head(matrix: FrameworkMatrix) -> list[str]:
    return [(matrix.matrix.order_by or "").capitalize()] if matrix.matrix.groups else []


def _lines(matrix: FrameworkMatrix) -> list[list[str]]:
    """Each row with its head, the group it belongs to where rows are ordered, and its cells."""
    own = matrix.matrix
    return [
        [row, *([own.groups[at]] if own.groups else []), *cells]
        for at, (row, cells) in enumerate(zip(own.rows, matrix.shown(), strict=True))
    ]


def _heads(matrix: FrameworkMatrix) -> tuple[list[str], list[str]]:
    """The row of ids, by which a spreadsheet comes back, and the row of labels, for people."""
    own = matrix.matrix
    aside = [ASIDE] * len(_group_head(matrix))
    ids = [str(matrix.mark), *aside, *own.columns]
    labels = [_corner(matrix), *_group_head(matrix), *(own.labels[code] for code in own.columns)]
    return ids, labels


# -- CSV ---------------------------------------------------------------------------------------------------


def write_csv(matrix: FrameworkMatrix, path: Path) -> None:
    """UTF-8 with BOM, for Excel: a line of ids, a line of labels, a line for each row. A cell that a
    spreadsheet would run has an apostrophe before it, which is taken off again when it comes back."""

    def write(part: Path) -> None:
        with part.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, lineterminator="\r\n")
            ids, labels = _heads(matrix)
            ids[0] += GUARDED
            for line in [ids, labels, *_lines(matrix)]:
                writer.writerow([guarded(clean(cell)) for cell in line])

    write_whole(path, (".csv",), write)


# -- workbook ----------------------------------------------------------------------------------------------


def write_workbook(matrix: FrameworkMatrix, path: Path, quotations: str) -> None:
    """The sheets Framework (to type into), Quotations, Cells and About."""
    buffer = io.BytesIO()
    book = SheetBook(buffer)
    _framework_sheet(matrix, book)
    said = _quotation_sheet(matrix, book, quotations)
    _cell_sheet(matrix, book)
    _about(matrix, book, said)
    book.book.set_properties({"title": sheet_text(matrix.title)[:255], "subject": str(matrix.mark)})
    book.book.close()
    data = _growing(buffer.getvalue())
    write_whole(path, (".xlsx",), lambda part: part.write_bytes(data))


def _growing(data: bytes) -> bytes:
    """The workbook with rows that grow with what is typed into them: a height that the writer gives is
    fixed for Excel, and without any LibreOffice lets the lines run over each other."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as archive:
        for part in source.infolist():
            body = source.read(part)
            if part.filename.startswith("xl/worksheets/"):
                body = body.replace(b' customHeight="1"', b"")
            archive.writestr(part, body, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _framework_sheet(matrix: FrameworkMatrix, book: SheetBook) -> None:
    sheet = book.book.add_worksheet(SHEET)
    ids, labels = _heads(matrix)
    first = len(labels) - len(matrix.matrix.columns)
    # "@" keeps what is typed as text: no formula, no date made of 3/4.
    words = book.format(num_format="@", text_wrap=True, border=1, border_color="#D9D9D9")
    side = book.format(num_format="@", text_wrap=True, bold=True, bg_color="#F2F2F2")
    for at, (code, label) in enumerate(zip(ids, labels, strict=True)):
        sheet.write_string(0, at, sheet_text(code), book.text)
        sheet.write_string(1, at, sheet_text(label), book.head_left)
    sheet.set_row(0, None, None, {"hidden": True})
    sheet.set_row(1, 32)
    lines = _lines(matrix)
    widths = [max(14, min(30, 2 + max(map(len, matrix.matrix.rows), default=0)))]
    widths += [20] * (first - 1) + [_WIDE] * len(matrix.matrix.columns)
    for number, line in enumerate(lines, 2):
        for at, text in enumerate(line):
            sheet.write_string(number, at, sheet_text(text), side if at < first else words)
        fit_widths(sheet, number, list(zip(line, widths, strict=True)))
    for at, width in enumerate(widths):
        # Cells of rows to come are text, too.
        own = book.format(num_format="@", text_wrap=True) if at >= first else None
        sheet.set_column(at, at, width, own)
    sheet.freeze_panes(2, first)
    if lines:
        _grey(sheet, book, 2, first, 1 + len(lines), len(ids) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(-(-len(matrix.matrix.columns) // _ACROSS) or 1, 0)
    sheet.repeat_rows(1)
    sheet.repeat_columns(0, first - 1)
    sheet.set_footer("&C&P / &N")


def _grey(sheet: Any, book: SheetBook, top: int, left: int, bottom: int, right: int) -> None:
    """What shows that a cell has no summary is grey, and no longer where a summary is typed over it."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    cell = xl_rowcol_to_cell(top, left)
    begins = [f'LEFT({cell},{len(words) + 1})="[{words}"' for words in (OPEN, NOTHING, PURGED)]
    sheet.conditional_format(
        top,
        left,
        bottom,
        right,
        {
            "type": "formula",
            "criteria": f'=OR({cell}="–",{",".join(begins)})',
            "format": book.book.add_format({"font_color": "#7F7F7F", "italic": True}),
        },
    )


_WIDTHS = {
    "row": 18,
    "column": 20,
    LINKED: 8,
    "quotation": 80,
    "source": 40,
    "turn": 8,
    "code": 20,
    "in_cell": 8,
    "coding_id": 36,
    "state": 20,
    "summary": 60,
    "time": 26,
    "summary_id": 36,
}


def _quotation_sheet(matrix: FrameworkMatrix, book: SheetBook, which: str) -> list[str]:
    if which == "none":
        return []
    frame = matrix.quotations(which)
    sheet = book.book.add_worksheet(QUOTATIONS)
    shown = frame.head(QUOTATIONS_MOST)
    _frame(sheet, book, shown)
    if len(shown):
        at = list(frame.columns).index(LINKED)
        sheet.data_validation(
            1,
            at,
            len(shown),
            at,
            {"validate": "list", "source": ["yes", "no"], "ignore_blank": True},
        )
    if len(shown) < len(frame):
        return [
            f"The sheet {QUOTATIONS} holds the first {len(shown):,} of {len(frame):,} quotations."
        ]
    return []


def _cell_sheet(matrix: FrameworkMatrix, book: SheetBook) -> None:
    _frame(book.book.add_worksheet("Cells"), book, matrix.cells())


def _frame(sheet: Any, book: SheetBook, frame: Any) -> None:
    widths = [_WIDTHS.get(name, 14) for name in frame.columns]
    for at, name in enumerate(frame.columns):
        sheet.set_column(at, at, widths[at])
        sheet.write_string(0, at, name, book.head_left)
    for line, values in enumerate(frame.astype(object).itertuples(index=False, name=None), 1):
        for at, value in enumerate(values):
            cell_value(sheet, line, at, value, book.text)
        shown = [str(value) for value in values]
        fit_widths(sheet, line, list(zip(shown, widths, strict=True)))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(frame), 1), len(frame.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _about(matrix: FrameworkMatrix, book: SheetBook, said: Sequence[str]) -> None:
    sheet = book.book.add_worksheet("About")
    sheet.set_column(0, 0, 90)
    lines = [
        matrix.title,
        f"Type into the sheet {SHEET}, over what shows that a cell is empty, and save. Rows and columns"
        f" may be sorted, moved or taken out. {_IMPORT}",
        f"In the sheet {QUOTATIONS}, yes under {LINKED} links a quotation to its cell, and no (or nothing)"
        " takes the link off.",
        *matrix.notes,
        *said,
        matrix.provenance,
    ]
    for at, line in enumerate(lines):
        own = book.format(text_wrap=True, bold=True) if at == 0 else book.text
        sheet.write_string(at, 0, sheet_text(line), own)
        fit_widths(sheet, at, [(line, 90)])


# -- Word --------------------------------------------------------------------------------------------------


def write_word(matrix: FrameworkMatrix, path: Path, quotations: str) -> None:
    """A Word document: the matrix in tables that repeat the rows' heads, and the quotations behind it."""
    own = matrix.matrix
    paper = Paper(matrix.title, landscape=True)
    paper._document.core_properties.subject = str(matrix.mark)
    paper.heading(matrix.title)
    shown = matrix.shown()
    sides = [
        f"{row}\n{own.groups[at]}" if own.groups and own.groups[at] else row
        for at, row in enumerate(own.rows)
    ]
    shaped = 0
    for part in _parts(len(own.columns)):
        heads = [
            code if own.labels[code] == code else f"{own.labels[code]}\n{code}"
            for code in (own.columns[at] for at in part)
        ]
        rows = [
            [side, *(cells[at] for at in part)] for side, cells in zip(sides, shown, strict=True)
        ]
        paper.table([[_corner(matrix), *heads]], rows)
        for table in paper._document.tables[shaped:]:
            _shape(table, paper.text_width)
            shaped += 1
    paper.note(
        "\n".join(
            [
                *matrix.notes,
                f"Type into the cells and save; {_IMPORT} {matrix.provenance} {matrix.mark}",
            ]
        )
    )
    _quoted(matrix, paper, quotations)
    paper.save(path)


def _parts(width: int) -> list[range]:
    """The columns table by table: as few tables as there must be, and these as even as they can be."""
    tables = max(1, -(-width // _ACROSS))
    size, more = divmod(width, tables)
    edges = [0]
    for at in range(tables):
        edges.append(edges[-1] + size + (at < more))
    return [range(a, b) for a, b in pairwise(edges)]


def _shape(table: Any, room: int) -> None:
    """A table of texts, not of numbers: columns of one width, light rules, rows that may go over a page,
    and small print under the heads."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    element = table._tbl
    grid = element.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}")
    side = min(2400, room // (len(grid) + 1))
    width = (room - side) // max(1, len(grid) - 1)
    widths = [side, *[width] * (len(grid) - 1)]
    for column, own in zip(grid, widths, strict=True):
        column.set(qn("w:w"), str(own))
    facts = element.find(qn("w:tblPr"))
    facts.find(qn("w:tblW")).set(qn("w:w"), str(sum(widths)))
    borders = OxmlElement("w:tblBorders")
    for name in ("insideH", "insideV"):
        rule = OxmlElement(f"w:{name}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "BFBFBF")):
            rule.set(qn(f"w:{key}"), value)
        borders.append(rule)
    facts.find(qn("w:tblLayout")).addprevious(borders)
    for number, row in enumerate(element.findall(qn("w:tr"))):
        for at, cell in enumerate(row.findall(qn("w:tc"))):
            cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}").set(qn("w:w"), str(widths[at]))
            paragraphs = cell.findall(qn("w:p"))
            if number and not at:
                _bold(paragraphs[0])
            for paragraph in paragraphs[1:] if not (number and at) else ():
                _small(paragraph)
        if number:
            _may_break(row)


def _may_break(row: Any) -> None:
    from docx.oxml.ns import qn

    long = any(
        sum(len(words.text or "") for words in cell.iter(qn("w:t"))) > _WHOLE
        for cell in row.iter(qn("w:tc"))
    )
    # A table of texts is longer than a page, so that none of it is kept with what follows.
    for tag in ("w:keepNext", "w:cantSplit") if long else ("w:keepNext",):
        for element in list(row.iter(qn(tag))):
            element.getparent().remove(element)


def _bold(paragraph: Any) -> None:
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    for shape in paragraph.iter(qn("w:rPr")):
        for at, tag in enumerate(("w:b", "w:bCs")):
            shape.insert(at, OxmlElement(tag))


def _small(paragraph: Any) -> None:
    """Seven points, grey and not bold, whatever the run was."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    for shape in paragraph.iter(qn("w:rPr")):
        for tag in ("w:b", "w:bCs"):
            for element in shape.findall(qn(tag)):
                shape.remove(element)
        for at, (tag, value) in enumerate(
            (("w:color", "7F7F7F"), ("w:sz", "14"), ("w:szCs", "14"))
        ):
            element = OxmlElement(tag)
            element.set(qn("w:val"), value)
            shape.insert(at, element)


def _quoted(matrix: FrameworkMatrix, paper: Any, which: str) -> None:
    """The quotations behind the cells, row by row."""
    frame = matrix.quotations(which)
    if not len(frame):
        return
    own = matrix.matrix
    if isinstance(paper, Paper):
        paper.turn_page(landscape=False)
    paper.heading("Linked quotations" if which == "linked" else "Quotations")
    for row in own.rows:
        in_row = frame[frame["row"] == row]
        if not len(in_row):
            continue
        paper.heading(row, 2)
        for column in own.columns:
            quotes = in_row[in_row["column"] == column].to_dict("records")
            if not quotes:
                continue
            number = counted(len(quotes), "quotation")
            paper.heading(f"{own.labels[column]} ({number})", 3)
            for quote in quotes:
                facts = [quote["source"]]
                if isinstance(quote["turn"], str):
                    facts.append(f"turn {quote['turn']}")
                if quote["code"] != column:
                    facts.append(str(quote["code"]))
                if which == "all" and quote["linked"]:
                    facts.append(LINKED)
                paper.quotation(quote["quotation"], " · ".join(facts))


# -- to be read --------------------------------------------------------------------------------------------


def markdown(matrix: FrameworkMatrix, quotations: str) -> MarkdownPaper:
    paper = MarkdownPaper(matrix.title)
    paper.heading(matrix.title)
    _, labels = _heads(matrix)
    paper.table([labels], _lines(matrix))
    paper.note("\n".join([*matrix.notes, matrix.provenance]))
    _quoted(matrix, paper, quotations)
    return paper


_STYLE = """
.qualcode-framework{overflow-x:auto;margin:.5em 0;color:inherit}
.qualcode-framework table.qc-f{border-collapse:collapse;font-size:.95em;color:inherit;border:0}
.qualcode-framework .qc-f th,.qualcode-framework .qc-f td{text-align:start;vertical-align:top;
 padding:.4em .7em;border:1px solid rgba(128,128,128,.35);min-width:9em;max-width:28em;
 white-space:pre-wrap;overflow-wrap:break-word;background:none;color:inherit}
.qualcode-framework .qc-f thead th{border-bottom:2px solid rgba(128,128,128,.7);font-weight:600}
.qualcode-framework .qc-f tbody th{font-weight:600}
.qualcode-framework .qc-f th span,.qualcode-framework .qc-f .qc-facts{display:block;font-size:.8em;
 font-weight:400;opacity:.7;margin-top:.3em}
.qualcode-framework .qc-f td.qc-open{font-style:italic;opacity:.65}
.qualcode-framework .qc-notes{font-size:.82em;line-height:1.4;max-width:70em;opacity:.85}
.qualcode-framework .qc-notes p{margin:.35em 0;white-space:normal}
""".strip()


def html_part(matrix: FrameworkMatrix, *, titled: bool = True) -> str:
    """The matrix as a fragment for notebooks; it needs nothing around it. titled: with its title."""
    own = matrix.matrix
    out = ['<div class="qualcode-framework">', '<table class="qc-f">']
    if titled:
        out.append(f"<caption>{safe(matrix.title)}</caption>")
    heads = [f'<th scope="col">{safe(_corner(matrix))}</th>']
    for code in own.columns:
        label = own.labels[code]
        small = f"<span>{safe(code)}</span>" if label != code else ""
        heads.append(f'<th scope="col" dir="auto">{safe(label)}{small}</th>')
    out += ["<thead>", f"<tr>{''.join(heads)}</tr>", "</thead>", "<tbody>"]
    for at, row in enumerate(own.rows):
        group = own.groups[at] if own.groups else ""
        small = f"<span>{safe(group)}</span>" if group else ""
        cells = [f'<th scope="row" dir="auto">{safe(row)}{small}</th>']
        for column in own.columns:
            cell = own.cells[row, column]
            if not cell.summaries or not cell.text:
                cells.append(f'<td class="qc-open">{safe(cell.shown)}</td>')
                continue
            facts = [
                counted(len(cell.codings), "coding"),
                f"{counted(len(cell.linked), 'quotation')} linked" if cell.linked else "",
                "codings came or went since" if cell.stale else "",
                f"{len(cell.summaries)} summaries to be joined" if len(cell.summaries) > 1 else "",
            ]
            small = (
                f'<span class="qc-facts" dir="ltr">{safe("; ".join(filter(None, facts)))}</span>'
            )
            cells.append(f'<td dir="auto">{safe(cell.text)}{small}</td>')
        out.append(f"<tr>{''.join(cells)}</tr>")
    out += ["</tbody>", "</table>", '<div class="qc-notes">']
    out += [f"<p>{safe(note)}</p>" for note in [*matrix.notes, matrix.provenance]]
    out += ["</div>", "</div>"]
    return f"<style>{_STYLE}</style>" + "\n".join(out)


def html_page(matrix: FrameworkMatrix, quotations: str) -> HtmlPaper:
    paper = HtmlPaper(matrix.title, wide=True)
    paper.heading(matrix.title)
    paper.raw([html_part(matrix, titled=False)])  # its heading says it
    _quoted(matrix, paper, quotations)
    return paper
