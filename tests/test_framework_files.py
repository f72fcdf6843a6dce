"""Framework matrices as files: out, filled by somebody as people do, and back."""

from __future__ import annotations

import csv
import io
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.enum.text import WD_BREAK
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from hypothesis import given, settings
from hypothesis import strategies as st
from kit import content

import qualcode as qc
from qualcode.errors import CodingError, ExportError, ReadError, TableError, UsageError
from qualcode.present.framework import matrix
from qualcode.readers.framework_sheets import (
    Mark,
    guarded,
    plain,
    read_framework,
    unguarded,
)
from qualcode.review.framework import clear_summary, import_framework, link_quotations, summarise

# Two cases, three themes; two of them have a name beside their id. Nobody codes delay in Case A.
TURNS = """document,turn,speaker,text
A1,1,ANN,We trust them. Price came last.
B1,1,CAT,The price decides. Delay kills.
B1,2,CAT,We wait.
"""
PEOPLE = "participant,aliases,role\nP1,ANN,Commissioner\nP3,CAT,Provider\n"
DOCUMENTS = "document,case\nA1,Case A\nB1,Case B\n"
CODEBOOK = """codes:
  - code: trust
    name: Trust in providers
  - code: price
    name: The price
  - code: delay
"""
CODINGS = """document,turn,code,coder,quotation
A1,1,trust,AB,We trust them.
A1,1,price,AB,Price came last.
B1,1,price,AB,The price decides.
B1,1,delay,AB,Delay kills.
"""
FILLED = (".xlsx", ".docx", ".csv")
NASTY = [
    "Two lines\nand 🙂 “quotes”\n\nafter an empty line",
    "=SUM(A1) and -5",
    "'tis an apostrophe",
    "'=both",
    "שלום עולם\nmixed עברית text",
    "a; b, c\ttab | pipe * star _x0041_ <r>&amp;</r> \\n `code`",
    "+44, @home, ＝full width",
    "''=twice",
    "e\u0301 non\u2011breaking\u00a0space \u2028 line separator ­soft",
]


@pytest.fixture
def make(make_study) -> Callable[[], qc.Project]:
    return lambda: make_study(
        turns=TURNS,
        participants=PEOPLE,
        documents=DOCUMENTS,
        codebook=CODEBOOK,
        codings=CODINGS,
        progress="document,coder\nA1,AB\nB1,AB\n",
    )


@pytest.fixture
def project(make) -> qc.Project:
    return make()


@pytest.fixture
def filled(project) -> qc.Project:
    """With the cells Case A × trust and Case B × price written."""
    write(project, "Case A", "trust", "They trust.", quotes=[coding(project, "We trust them.")])
    write(project, "Case B", "price", "Price decides.")
    return project


def write(project: qc.Project, row: str, column: str, text: str, **more) -> str:
    return summarise(project.study, project.coder, row, column, text, **more)


def coding(project: qc.Project, words: str) -> str:
    frame = project.codings()
    return frame[frame["quotation"] == words]["coding_id"].item()


def texts(project: qc.Project, rows: str = "case") -> dict[tuple[str, str], str]:
    """The cells that have a summary."""
    found = matrix(project, rows, "code").frame
    return {
        (row, column): found.loc[row, column]
        for row in found.index
        for column in found.columns
        if found.loc[row, column]
    }


BEFORE = {("Case A", "trust"): "They trust.", ("Case B", "price"): "Price decides."}


def saved(project: qc.Project, folder: Path, suffix: str, rows: str = "case", **more) -> Path:
    return matrix(project, rows, "code", **more).save(folder / f"m{suffix}")


def bring(project: qc.Project, path: Path, **more):
    return import_framework(project.study, "CD", path, **more)


# -- out and back ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", FILLED)
@pytest.mark.parametrize("rows", ["case", "participant", "document", "role"])
def test_a_file_that_nobody_touched_changes_nothing(project, tmp_path, suffix, rows) -> None:
    for number, text in enumerate(NASTY[:6]):
        row = matrix(project, rows).frame.index[number % 2]
        write(project, row, ["trust", "price", "delay"][number // 2], text, rows=rows)
    path = saved(project, tmp_path, suffix, rows)
    before = content(project)
    report = bring(project, path)
    assert (report.cells, report.unchanged, report.problems, report.notes) == (6, 6, [], [])
    assert str(report) == f"m{suffix}: 6 cells by {rows}, nothing changed"
    assert content(project) == before


@pytest.mark.parametrize("suffix", FILLED)
@pytest.mark.parametrize("text", NASTY)
def test_words_come_back_to_the_letter(make, tmp_path, suffix, text) -> None:
    project, elsewhere = make(), make()
    write(project, "Case A", "trust", text)
    path = saved(project, tmp_path, suffix)
    cells = [cell.text for grid in read_framework(path).grids for cell in grid.cells]
    assert cells[0].encode() == text.encode()
    assert bring(elsewhere, path).written == ["Case A × trust"]
    assert texts(elsewhere)["Case A", "trust"].encode() == text.encode()


@settings(deadline=None, max_examples=150)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t='-'＝"), max_size=40))  # fmt: skip
def test_a_guard_is_taken_off_again(text) -> None:
    assert unguarded(guarded(text)) == text
    if guarded(text)[:1] in "=+-@\t\n＝" and text:
        raise AssertionError(f"{text!r} would run")


def test_rows_ordered_by_role_come_back_too(filled, tmp_path) -> None:
    for suffix in FILLED:
        path = saved(filled, tmp_path, suffix, "participant", order_by="role")
        report = bring(filled, path)
        assert (report.cells, report.unchanged) == (6, 6)


def test_many_columns_are_several_word_tables_and_one_matrix(make_study, tmp_path) -> None:
    codes = [f"code{n}" for n in range(12)]
    project = make_study(turns=TURNS, documents=DOCUMENTS, codebook=codes)
    write(project, "Case B", "code11", "The last one.")
    path = saved(project, tmp_path, ".docx")
    assert [len(table.columns) for table in docx.Document(path).tables] == [5, 5, 5]
    assert bring(project, path).unchanged == 24


def test_summaries_joined_by_a_merge_are_read_back_as_one_cell(filled, tmp_path) -> None:
    write(filled, "Case A", "price", "Price came last.")
    filled.merge_codes("price", "trust")
    for suffix in FILLED:
        path = saved(filled, tmp_path, suffix)
        assert bring(filled, path).unchanged == 4
    edit_workbook(tmp_path / "m.xlsx", "C2", None)  # nothing there: a cell beside the matrix
    book = openpyxl.load_workbook(tmp_path / "m.xlsx")
    assert book["Framework"]["B3"].value == "They trust.\n\nPrice came last."
    book["Framework"]["B3"] = "They trust, and price came last."
    book.save(tmp_path / "m.xlsx")
    assert bring(filled, tmp_path / "m.xlsx").edited == ["Case A × trust"]
    assert texts(filled)["Case A", "trust"] == "They trust, and price came last."


# -- a workbook as a person fills it -----------------------------------------------------------------------


def edit_workbook(path: Path, cell: str, value, sheet: str = "Framework") -> None:
    book = openpyxl.load_workbook(path)
    book[sheet][cell] = value
    book.save(path)


def test_a_workbook_is_made_to_be_typed_into(filled, tmp_path) -> None:
    book = openpyxl.load_workbook(saved(filled, tmp_path, ".xlsx"))
    assert book.sheetnames == ["Framework", "Quotations", "Cells", "About"]
    sheet = book["Framework"]
    assert sheet.freeze_panes == "B3"
    assert sheet.row_dimensions[1].hidden
    assert [cell.value for cell in sheet[1]][1:] == ["trust", "price", "delay"]
    assert [cell.value for cell in sheet[2]] == [
        "Case", "Trust in providers", "The price", "delay",
    ]  # fmt: skip
    assert [cell.value for cell in sheet[3]] == [
        "Case A", "They trust.", "[not yet summarised: 1 coding, 1 participant]", "[nothing coded]",
    ]  # fmt: skip
    assert sheet["B3"].alignment.wrap_text
    assert sheet["B3"].number_format == "@"  # what is typed stays text
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    quotations = book["Quotations"]
    assert [[cell.value for cell in row[:4]] for row in quotations.iter_rows(min_row=2)] == [
        ["Case A", "trust", "yes", "We trust them."],
        ["Case A", "price", "no", "Price came last."],
        ["Case B", "price", "no", "The price decides."],
        ["Case B", "delay", "no", "Delay kills."],
    ]
    assert [cell.value for cell in book["Cells"][1]][:4] == ["row", "column", "state", "summary"]
    # A row grows with its words in Excel only where no height is fixed.
    xml = zipfile.ZipFile(tmp_path / "m.xlsx").read("xl/worksheets/sheet1.xml")
    assert b"customHeight" not in xml


def test_cells_typed_in_a_workbook_become_these_edits_and_no_others(filled, tmp_path) -> None:
    path = saved(filled, tmp_path, ".xlsx")
    for cell, words in (
        ("B3", "They trust,\nfor years. 🙂"),  # over a summary
        ("C3", "  Price came last. "),  # over “[not yet summarised …]”
        ("D4", "'Delay kills', she says."),
    ):
        edit_workbook(path, cell, words)
    report = bring(filled, path)
    assert report.edited == ["Case A × trust"]
    assert report.written == ["Case A × price", "Case B × delay"]
    assert report.unchanged == 3
    assert texts(filled) == {
        ("Case A", "trust"): "They trust,\nfor years. 🙂",
        ("Case A", "price"): "Price came last.",
        ("Case B", "price"): "Price decides.",
        ("Case B", "delay"): "'Delay kills', she says.",
    }
    # One act, by whoever imported; the cell that was not typed into is still AB's, links are kept.
    frame = matrix(filled, columns="code").cells().set_index(["row", "column"])
    assert frame["coder"].to_list() == ["CD", "CD", "", "", "AB", "CD"]
    assert frame.loc[("Case A", "trust"), "n_quotations"] == 1
    assert filled.history()["verb"].to_list()[-1] == "import framework"
    assert bring(filled, path).unchanged == 6
    qc.Project(filled.study, "CD").undo()
    assert texts(filled) == BEFORE
    assert filled.check() == []


def test_rows_and_columns_may_be_sorted_moved_and_taken_out(filled, tmp_path) -> None:
    path = saved(filled, tmp_path, ".xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book["Framework"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    sheet.delete_cols(1, 4)
    # Case B before Case A, price before trust, delay left out.
    for line, row in enumerate([rows[0], rows[1], rows[3], rows[2]], 1):
        for column, value in enumerate([row[0], row[2], row[1]], 1):
            sheet.cell(line, column, value)
    sheet["C4"] = "They do trust."
    book.move_sheet("About", -3)
    book.save(path)
    report = bring(filled, path)
    assert (report.cells, report.edited, report.problems) == (4, ["Case A × trust"], [])
    assert texts(filled) == BEFORE | {("Case A", "trust"): "They do trust."}


def test_an_emptied_cell_is_reported_and_only_cleared_when_asked(filled, tmp_path) -> None:
    path = saved(filled, tmp_path, ".xlsx")
    edit_workbook(path, "B3", None)
    edit_workbook(path, "C3", None)  # there was no summary
    edit_workbook(path, "C4", "[nothing coded]")  # copied from another cell: as good as empty
    report = bring(filled, path)
    assert [each.found for each in report.left] == [
        "Case A × trust is empty there, and was left",
        "Case B × price is empty there, and was left",
    ]
    assert report.left[0].where == "m.xlsx, Framework!B3"
    assert texts(filled) == BEFORE
    report = bring(filled, path, clear=True)
    assert report.cleared == ["Case A × trust", "Case B × price"]
    assert texts(filled) == {}
    assert filled.history()["what"].to_list()[-1] == (
        "cleared the summary of Case A × trust: “They trust.”;"
        " cleared the summary of Case B × price: “Price decides.”"
    )


@pytest.mark.parametrize(
    ("cell", "value", "place", "words"),
    [
        ("A5", "Case C", "Framework!A5", "“Case C” is no case of this study"),
        ("A3", "case a", "Framework!A3", "close to it: Case A"),
        ("E1", "hope", "Framework!E2", "“hope” is no code of this study"),
        ("E1", None, "Framework!E2", "has words and no code as its head"),
        ("B3", "=1+1", "Framework!B3", "holds a formula"),
        ("B3", "x" * 30_001, "Framework!B3", "30,001 characters"),
        ("A4", "Case A", "Framework!C4", "stands at m.xlsx, Framework!C3 too, with other words"),
    ],
)
def test_what_no_cell_can_take_is_refused_with_its_place(
    filled, tmp_path, cell, value, place, words
) -> None:
    path = saved(filled, tmp_path, ".xlsx")
    edit_workbook(path, cell, value)
    if cell == "A5":
        edit_workbook(path, "B5", "Of another case.")
    if cell == "E1":
        edit_workbook(path, "E3", "Of another code.")
    edit_workbook(path, "D4", "Delay kills.")  # what is right beside it is not taken either
    before = content(filled)
    with pytest.raises((CodingError, ReadError), match=re.escape(words)) as caught:
        bring(filled, path)
    assert place in str(caught.value)
    assert "\n" not in str(caught.value)
    assert content(filled) == before


def rewritten(path: Path, edit: Callable) -> Path:
    book = openpyxl.load_workbook(path)
    edit(book["Framework"])
    book.save(path)
    return path


def error_value(sheet) -> None:
    sheet["D3"] = "#REF!"
    sheet["D3"].data_type = "e"


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        # B3 is written and C4 is: what a merge hides is not a summary that somebody took out.
        (lambda sheet: sheet.merge_cells("C3:C4"), "C4: Case B × price is merged with another"),
        # A formula that no program has worked out yet looks like an empty cell.
        (lambda sheet: sheet.__setitem__("D3", "=1+1"), "D3: Case A × delay holds a formula"),
        (error_value, "D3: Case A × delay holds an error value"),
    ],
)
def test_cells_that_are_not_what_somebody_typed_are_refused(filled, tmp_path, edit, words) -> None:
    path = rewritten(saved(filled, tmp_path, ".xlsx"), edit)
    with pytest.raises(CodingError, match=words):
        bring(filled, path, clear=True)
    assert texts(filled) == BEFORE


def test_a_merge_that_hides_nothing_changes_nothing(filled, tmp_path) -> None:
    path = rewritten(saved(filled, tmp_path, ".xlsx"), lambda sheet: sheet.merge_cells("B3:C3"))
    assert bring(filled, path, clear=True).unchanged == 6
    assert texts(filled) == BEFORE


def test_a_workbook_without_its_hidden_row_still_says_what_it_is(filled, tmp_path) -> None:
    def edit(sheet) -> None:
        sheet.delete_rows(1)
        sheet["B2"] = "They do trust."

    path = rewritten(saved(filled, tmp_path, ".xlsx"), edit)
    # Columns are known by their names then, and the edit by the properties of the file.
    assert bring(filled, path).edited == ["Case A × trust"]


def test_the_matrix_is_found_on_a_sheet_of_another_name(filled, tmp_path) -> None:
    path = saved(filled, tmp_path, ".xlsx")
    book = openpyxl.load_workbook(path)
    book["Framework"]["C3"] = "Price came last."
    book["Framework"].title = "Matrix"
    book.create_sheet("Ideas", 0)["A1"] = "to do"
    book.save(path)
    assert bring(filled, path).written == ["Case A × price"]


def test_columns_moved_without_their_hidden_ids_are_refused(filled, tmp_path) -> None:
    def edit(sheet) -> None:
        for row in range(2, 5):
            one, other = sheet.cell(row, 2), sheet.cell(row, 3)
            one.value, other.value = other.value, one.value

    path = rewritten(saved(filled, tmp_path, ".xlsx"), edit)
    with pytest.raises(CodingError, match="“The price” stands over the column of trust"):
        bring(filled, path)
    assert texts(filled) == BEFORE


def test_a_label_of_ones_own_is_no_reason_to_refuse(filled, tmp_path) -> None:
    def edit(sheet) -> None:
        sheet["B2"], sheet["B3"] = "Confiance", "They do."

    path = rewritten(saved(filled, tmp_path, ".xlsx"), edit)
    assert bring(filled, path).edited == ["Case A × trust"]


def test_an_emptied_cell_takes_words_of_others_out_only_when_asked_twice(filled, tmp_path) -> None:
    path = saved(filled, tmp_path, ".xlsx")
    edit_workbook(path, "B3", None)
    summarise(filled.study, "CD", "Case A", "trust", "Another person's later words.")
    for more in ({}, {"clear": True}, {"overwrite": True}):
        report = bring(filled, path, **more)
        assert [each.where for each in report.conflicts] == ["m.xlsx, Framework!B3"]
    assert bring(filled, path, clear=True, overwrite=True).cleared == ["Case A × trust"]
    assert ("Case A", "trust") not in texts(filled)
    history = matrix(filled, columns="code").history("Case A", "trust")
    assert history["summary"].tolist() == ["They trust.", "Another person's later words."]


def test_a_column_may_be_added_under_its_name_or_its_id(filled, tmp_path) -> None:
    for head in ("The price", "price"):
        path = matrix(filled, columns=["trust"]).save(tmp_path / "m.xlsx")
        edit_workbook(path, "C2", head)
        edit_workbook(path, "C3", f"Under {head}.")
        bring(filled, path)
        assert texts(filled)["Case A", "price"] == f"Under {head}."


def test_a_row_or_column_without_words_is_nobodys(filled, tmp_path) -> None:
    path = saved(filled, tmp_path, ".xlsx")
    edit_workbook(path, "A6", "Note: to be discussed on Monday")
    edit_workbook(path, "E1", "hope")
    assert bring(filled, path).unchanged == 6


def test_numbers_and_dates_are_read_as_they_look(filled, tmp_path) -> None:
    path = saved(filled, tmp_path, ".xlsx")
    edit_workbook(path, "B3", 7)
    bring(filled, path)
    assert texts(filled)["Case A", "trust"] == "7"


def test_quotations_ticked_in_the_workbook_are_linked(filled, tmp_path) -> None:
    path = saved(filled, tmp_path, ".xlsx")
    edit_workbook(path, "C2", "no", "Quotations")  # We trust them: linked so far
    edit_workbook(path, "C4", "YES", "Quotations")  # The price decides
    report = bring(filled, path)
    assert (report.linked, report.unlinked, report.edited) == (1, 1, [])
    frame = matrix(filled, columns="code").quotations("linked")
    assert frame[["row", "column", "quotation"]].values.tolist() == [
        ["Case B", "price", "The price decides."]
    ]
    # The words are still AB's.
    assert matrix(filled, columns="code").cells()["coder"].to_list()[4] == "AB"
    acts = len(filled.history())
    assert str(bring(filled, path)).endswith("nothing changed")
    assert len(filled.history()) == acts


def test_a_tick_needs_a_summary(filled, tmp_path) -> None:
    path = saved(filled, tmp_path, ".xlsx")
    edit_workbook(path, "C3", "yes", "Quotations")  # Price came last, in Case A × price
    with pytest.raises(CodingError, match=r"Quotations!C3: Case A × price has no summary"):
        bring(filled, path)
    edit_workbook(path, "C3", "Price came last.")
    report = bring(filled, path)
    assert (report.written, report.linked) == (["Case A × price"], 1)


def test_links_that_others_made_meanwhile_stay(filled, tmp_path) -> None:
    path = saved(filled, tmp_path, ".xlsx")
    link_quotations(filled.study, "AB", "Case A", "trust", coding(filled, "Price came last."))
    edit_workbook(path, "B3", "They do trust.")
    assert bring(filled, path).edited == ["Case A × trust"]
    assert len(matrix(filled, columns="code").linked("Case A", "trust")) == 2


# -- a Word document as a person fills it ------------------------------------------------------------------


def word_cell(document, row: int, column: int, table: int = 0):
    return document.tables[table].rows[row].cells[column]


def test_a_word_document_has_its_table_on_its_side_and_no_clutter(filled, tmp_path) -> None:
    document = docx.Document(saved(filled, tmp_path, ".docx"))
    assert document.sections[0].page_width > document.sections[0].page_height
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows][:2] == [
        ["Case", "Trust in providers\ntrust", "The price\nprice", "delay"],
        [
            "Case A",
            "They trust.",
            "[not yet summarised: 1 coding, 1 participant]",
            "[nothing coded]",
        ],
    ]
    small = word_cell(document, 0, 1).paragraphs[1].runs[0].font
    assert (small.size.pt, small.bold) == (7, None)
    said = [paragraph.text for paragraph in document.paragraphs]
    assert "Linked quotations" in said and "We trust them." in said
    assert "Price came last." not in said
    assert "Price came last." in [
        paragraph.text
        for paragraph in docx.Document(
            matrix(filled, columns="code").save(tmp_path / "all.docx", quotations="all")
        ).paragraphs
    ]


def test_cells_typed_in_word_become_these_edits_and_no_others(filled, tmp_path) -> None:
    path = saved(filled, tmp_path, ".docx")
    document = docx.Document(path)
    # Typed on behind what stands there: Word makes runs of it.
    first = word_cell(document, 1, 1)
    first.paragraphs[0].add_run(" For").bold = True
    first.paragraphs[0].add_run(" years")
    last = first.paragraphs[0].add_run(".")
    last.add_break(WD_BREAK.LINE)
    last.add_text("So they say.")
    first.add_paragraph("")
    first.add_paragraph("And 🙂 שלום.")
    # Typed over the words in brackets, with the mark of a spelling check in between.
    price = word_cell(document, 1, 2)
    price.paragraphs[0].runs[0].text = "Price came"
    price.paragraphs[0]._p.append(OxmlElement("w:proofErr"))
    price.paragraphs[0].add_run("\tlast.")
    price.add_paragraph("")
    document.save(path)
    report = bring(filled, path)
    assert (report.edited, report.written) == (["Case A × trust"], ["Case A × price"])
    assert report.unchanged == 4
    assert texts(filled) == BEFORE | {
        ("Case A", "trust"): "They trust. For years.\nSo they say.\n\nAnd 🙂 שלום.",
        ("Case A", "price"): "Price came\tlast.",
    }


def test_tracked_changes_are_read_as_accepted(filled, tmp_path) -> None:
    path = saved(filled, tmp_path, ".docx")
    document = docx.Document(path)
    paragraph = word_cell(document, 1, 1).paragraphs[0]
    run = paragraph.runs[0]._r
    gone, come = OxmlElement("w:del"), OxmlElement("w:ins")
    run.addnext(come)
    run.addnext(gone)
    gone.append(run)
    for words in run.iter(qn("w:t")):
        words.tag = qn("w:delText")
    paragraph.add_run("They wait.")
    come.append(paragraph.runs[-1]._r)
    document.save(path)
    report = bring(filled, path)
    assert texts(filled)["Case A", "trust"] == "They wait."
    assert "tracked deletion" in report.notes[0].found


def test_rows_taken_out_and_moved_in_word(filled, tmp_path) -> None:
    path = saved(filled, tmp_path, ".docx")
    document = docx.Document(path)
    rows = document.tables[0].rows
    rows[1]._tr.addprevious(rows[2]._tr)  # Case B first
    word_cell(document, 1, 3).paragraphs[0].runs[0].text = "Delay kills."
    document.save(path)
    assert bring(filled, path).written == ["Case B × delay"]
    table = document.tables[0]
    table._tbl.remove(table.rows[2]._tr)
    document.save(path)
    assert bring(filled, path).cells == 3


@pytest.mark.parametrize("which", ["beside", "below"])
def test_merged_cells_are_refused_with_their_place(filled, tmp_path, which) -> None:
    path = saved(filled, tmp_path, ".docx")
    document = docx.Document(path)
    other = word_cell(document, 1, 2) if which == "beside" else word_cell(document, 2, 1)
    word_cell(document, 1, 1).merge(other)
    document.save(path)
    with pytest.raises(CodingError, match=r"table 1, row 2, column 2: Case A × trust is merged"):
        bring(filled, path)


def test_a_word_document_without_its_properties_says_in_small_print_what_it_is(
    filled, tmp_path
) -> None:
    path = saved(filled, tmp_path, ".docx")
    document = docx.Document(path)
    document.core_properties.subject = ""
    word_cell(document, 1, 1).paragraphs[0].runs[0].text = "They do trust."
    document.save(path)
    assert read_framework(path).mark == matrix(filled, columns="code").mark
    assert bring(filled, path).edited == ["Case A × trust"]


# -- CSV ---------------------------------------------------------------------------------------------------


def table(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


def test_a_csv_file_as_another_program_saves_it(filled, tmp_path) -> None:
    write(filled, "Case A", "delay", "=none; of them")
    path = saved(filled, tmp_path, ".csv")
    rows = table(path)
    assert rows[0][1:] == ["trust", "price", "delay"]
    assert rows[1] == ["Case", "Trust in providers", "The price", "delay"]
    assert rows[2][3] == "'=none; of them"
    rows[3][3] = "-delay- kills"  # typed there, and no apostrophe set
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    report = bring(filled, path)
    assert (report.written, report.unchanged) == (["Case B × delay"], 5)
    assert texts(filled)["Case B", "delay"] == "-delay- kills"
    assert texts(filled)["Case A", "delay"] == "=none; of them"


def test_letters_that_a_program_turned_into_question_marks_are_no_edit(filled, tmp_path) -> None:
    write(filled, "Case A", "trust", "They trust 🙂 שלום – “so”.")
    path = saved(filled, tmp_path, ".csv")
    text = path.read_text("utf-8-sig").replace("🙂", "??")
    path.write_bytes(text.encode("cp1252", "replace"))
    report = bring(filled, path)
    assert report.unchanged == 6
    assert "lost letters to question marks" in str(report)
    assert texts(filled)["Case A", "trust"] == "They trust 🙂 שלום – “so”."


def test_control_characters_in_a_csv_are_refused_with_their_place(filled, tmp_path) -> None:
    path = saved(filled, tmp_path, ".csv")
    path.write_bytes(path.read_bytes().replace(b"They trust.", b"They\x08trust."))
    with pytest.raises(CodingError, match=r"line 3, column 2.*control character"):
        bring(filled, path)


# -- what happened meanwhile -------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", FILLED)
def test_a_cell_that_both_changed_is_a_conflict(filled, tmp_path, suffix) -> None:
    path = saved(filled, tmp_path, suffix)
    write(filled, "Case A", "trust", "Written here.")
    write(filled, "Case A", "price", "Written here, too.")
    fill(path, {("Case A", "trust"): "Written there.", ("Case A", "price"): "There, too."})
    report = bring(filled, path)
    assert [each.found for each in report.conflicts] == [
        "Case A × trust was changed here since the export: “Written here.”; in the file"
        " “Written there.”",
        "Case A × price was changed here since the export: “Written here, too.”; in the file"
        " “There, too.”",
    ]
    assert texts(filled)["Case A", "trust"] == "Written here."
    report = bring(filled, path, overwrite=True)
    assert report.edited == ["Case A × trust", "Case A × price"]
    assert texts(filled)["Case A", "trust"] == "Written there."


def fill(path: Path, words: dict[tuple[str, str], str]) -> None:
    """Type into cells of an exported file, whatever its format, found by their heads."""
    codes = ["trust", "price", "delay"]
    cases = ["Case A", "Case B"]
    if path.suffix == ".csv":
        rows = table(path)
        for (row, column), text in words.items():
            rows[2 + cases.index(row)][1 + codes.index(column)] = text
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows)
    elif path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        for (row, column), text in words.items():
            book["Framework"].cell(3 + cases.index(row), 2 + codes.index(column), text)
        book.save(path)
    else:
        document = docx.Document(path)
        for (row, column), text in words.items():
            word_cell(document, 1 + cases.index(row), 1 + codes.index(column)).text = text
        document.save(path)


@pytest.mark.parametrize("suffix", FILLED)
def test_what_the_project_changed_alone_is_left_as_it_is(filled, tmp_path, suffix) -> None:
    path = saved(filled, tmp_path, suffix)
    write(filled, "Case A", "trust", "Written here.")
    clear_summary(filled.study, "AB", "Case B", "price")
    fill(path, {("Case B", "delay"): "Delay kills."})
    report = bring(filled, path)
    assert (report.written, report.edited, report.problems) == (["Case B × delay"], [], [])
    assert texts(filled) == {
        ("Case A", "trust"): "Written here.",
        ("Case B", "delay"): "Delay kills.",
    }


def test_the_same_edit_on_both_sides_is_no_conflict(filled, tmp_path) -> None:
    path = saved(filled, tmp_path, ".xlsx")
    write(filled, "Case A", "trust", "Agreed.")
    fill(path, {("Case A", "trust"): "Agreed."})
    report = bring(filled, path)
    assert (report.unchanged, report.conflicts) == (6, [])


def test_words_that_were_undone_after_the_export_do_not_come_back(filled, tmp_path) -> None:
    write(filled, "Case A", "price", "Too early.")
    path = saved(filled, tmp_path, ".xlsx")
    filled.undo()
    assert bring(filled, path).unchanged == 6
    assert texts(filled) == BEFORE
    # Changed there, it is a conflict: whoever undid it had a reason.
    fill(path, {("Case A", "price"): "Too early, but."})
    assert "no summary" in bring(filled, path).conflicts[0].found


def test_codes_that_were_renamed_or_merged_since_the_export_are_followed(filled, tmp_path) -> None:
    path = saved(filled, tmp_path, ".xlsx")
    filled.rename_code("trust", "reliance")
    fill(path, {("Case A", "trust"): "They rely."})
    assert bring(filled, path).edited == ["Case A × reliance"]
    write(filled, "Case B", "reliance", "She does not.")
    path = saved(filled, tmp_path, ".xlsx")
    filled.merge_codes("price", "reliance")
    # Both cells of Case B are one now, and hold both.
    assert bring(filled, path).unchanged == 6
    book = openpyxl.load_workbook(path)
    book["Framework"]["B3"] = "They rely on each other."  # Case A: nothing else came into it
    book["Framework"]["C4"] = "The price decides it."
    book.save(path)
    report = bring(filled, path)
    assert report.edited == ["Case A × reliance"]
    assert "Case B × reliance was changed here since" in report.conflicts[0].found
    assert texts(filled)["Case B", "reliance"] == "Price decides.\n\nShe does not."


def test_a_file_of_another_copy_fills_empty_cells_alone(filled, tmp_path) -> None:
    filled.close()
    copy = shutil.copy(filled.path, tmp_path / "copy.qualcode")
    here, there = qc.open_project(filled.path, coder="AB"), qc.open_project(copy, coder="CD")
    write(there, "Case A", "trust", "As CD sees it.")
    write(there, "Case A", "price", "Only there.")
    write(here, "Case B", "delay", "Only here.")
    # Both have an act of this number, but not the same act.
    here.add_memo("As many acts here as there.")
    assert here.study.last_act == there.study.last_act
    report = bring(here, saved(there, tmp_path, ".xlsx"))
    assert report.written == ["Case A × price"]
    assert [each.found for each in report.conflicts] == [
        "Case A × trust has other words here: “They trust.”; in the file “As CD sees it.”"
    ]
    assert "not exported from this copy" in report.notes[0].found
    assert texts(here)["Case B", "delay"] == "Only here."
    here.close()
    there.close()


# -- files that no project exported ------------------------------------------------------------------------


def test_a_matrix_made_elsewhere_can_be_brought_in(project, tmp_path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("Case,Trust in providers,price\nCase A,They trust.,\nCase B,,Price decides.\n")
    report = bring(project, path)
    assert report.written == ["Case A × trust", "Case B × price"]
    assert texts(project) == BEFORE
    path.write_text("Case,trust,price\nCase A,Otherwise.,\nCase B,,Price decides.\n")
    report = bring(project, path)
    assert "has other words here" in report.conflicts[0].found
    assert (report.unchanged, report.left) == (3, [])


def test_what_the_rows_are_has_to_be_known(project, tmp_path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("Who,trust\nANN,She trusts.\n")
    with pytest.raises(UsageError, match="does not say what its rows are"):
        bring(project, path)
    assert bring(project, path, rows="participant").written == ["P1 × trust"]
    with pytest.raises(TableError, match="no attribute"):
        bring(project, path, rows="kase")
    with pytest.raises(UsageError, match="a framework by case"):
        bring(project, saved(project, tmp_path, ".csv"), rows="role")


def test_other_tables_of_a_word_document_are_left_alone(project, tmp_path) -> None:
    document = docx.Document()
    for rows in (
        [["Date", "Place"], ["12 March", "Town hall"]],
        [["Case", "trust"], ["Case A", "They trust."]],
    ):
        made = document.add_table(rows=2, cols=2)
        for row, cells in enumerate(rows):
            for column, text in enumerate(cells):
                made.cell(row, column).text = text
    document.save(tmp_path / "own.docx")
    assert bring(project, tmp_path / "own.docx").written == ["Case A × trust"]


def test_a_file_without_any_code_is_refused(project, tmp_path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("case,hope,faith\nCase A,x,y\n")
    with pytest.raises(CodingError, match="no head is a code of this project: hope, faith"):
        bring(project, path)


# -- files that are none -----------------------------------------------------------------------------------


def broken(folder: Path, name: str) -> Path:
    path = folder / name
    if name == "entity.docx":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("word/document.xml", "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>")
    elif name == "bomb.xlsx":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/worksheets/sheet1.xml", b" " * 60_000_000)
    elif name == "far.xlsx":
        book = openpyxl.Workbook()
        book.active["A1"] = "case"
        book.active["XFD1048576"] = "far"
        book.save(path)
    elif name == "empty.xlsx":
        openpyxl.Workbook().save(path)
    elif name == "plain.docx":
        docx.Document().save(path)
    elif name == "text.xlsx":
        path.write_text("case,trust\n")
    elif name == "none.csv":
        path.write_text("\n\n")
    return path


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("entity.docx", "defines entities"),
        ("bomb.xlsx", "that unpack"),
        ("far.xlsx", "a sheet of 1,048,576 rows"),
        ("empty.xlsx", "is empty"),
        ("plain.docx", "has no table"),
        ("text.xlsx", "not an Excel workbook"),
        ("none.csv", "is empty"),
        ("missing.csv", "no such file"),
        ("matrix.pdf", "no framework in .pdf"),
    ],
)
def test_what_is_no_matrix_is_refused_in_one_line(project, tmp_path, name, words) -> None:
    with pytest.raises(ReadError, match=words) as caught:
        bring(project, broken(tmp_path, name))
    assert "\n" not in str(caught.value)


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=200))
def test_no_bytes_make_anything_but_an_error_or_a_grid(tmp_path_factory, data) -> None:
    path = tmp_path_factory.mktemp("f") / "x.csv"
    path.write_bytes(data)
    try:
        found = read_framework(path)
    except ReadError:
        return
    assert all(cell.text == plain(cell.text) for grid in found.grids for cell in grid.cells)


# -- to be read --------------------------------------------------------------------------------------------


def test_pages_show_the_matrix_and_its_quotations(filled, tmp_path) -> None:
    text = saved(filled, tmp_path, ".md").read_text("utf-8")
    assert "| Case | Trust in providers | The price" in re.sub(" +", " ", text)
    assert r"\[nothing coded\]" in text
    assert "> We trust them." in text
    page = saved(filled, tmp_path, ".html").read_text("utf-8")
    assert "<blockquote" in page and "Content-Security-Policy" in page
    matrix(filled, columns="code").save(tmp_path / "n.html", quotations="none")
    assert "<blockquote" not in (tmp_path / "n.html").read_text("utf-8")
    matrix(filled, columns="code").save(tmp_path / "n.xlsx", quotations="none")
    assert "Quotations" not in openpyxl.load_workbook(tmp_path / "n.xlsx").sheetnames
    assert bring(filled, tmp_path / "n.xlsx").unchanged == 6


def test_a_matrix_is_never_written_over_a_project_or_under_another_suffix(filled, tmp_path) -> None:
    found = matrix(filled)
    with pytest.raises(UsageError, match=r"\.xlsx, \.docx"):
        found.save(tmp_path / "m.pdf")
    with pytest.raises(UsageError, match="all, linked, none"):
        found.save(tmp_path / "m.md", quotations="few")
    target = tmp_path / "slip.xlsx"
    shutil.copy(filled.path, target)
    with pytest.raises(ExportError, match="is a project"):
        found.save(target)


def test_the_mark_is_read_wherever_it_stands() -> None:
    mark = Mark("case (of a study)", 57, "a1b2c3d4")
    assert str(mark) == "framework by case (of a study) (act 57 a1b2c3d4)"
    assert Mark.found(f"Saved by a program. {mark} csv") == mark
    assert Mark.found("framework by case, act 57") is None
