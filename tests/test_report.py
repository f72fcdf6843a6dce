"""A report is written once and printed in every format; print never changes a number."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from docx import Document
from openpyxl import load_workbook

from qualcode.errors import TableError, UsageError
from qualcode.present.report import Report, Section, shown


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (1234, "n", "1,234"),
        (0.125, "share", "12%"),
        (1.0, "share", "100%"),
        (0.0, "share", "0%"),
        (0.997, "share", "99.7%"),
        (0.9999, "share", ">99.9%"),
        (0.003, "share", "0.3%"),
        (0.0001, "share", "<0.1%"),
        (1 - 1e-15, "share", "100%"),
        (0.525 - 1e-16, "coefficient", "0.53"),
        (0.0004, "p", "<0.001"),
        (0.0005, "p", "0.001"),
        (1.0, "p", "1.000"),
        (-0.046, "coefficient", "−0.05"),
        (-0.004, "coefficient", "0.00"),
        (31.25, "rate", "31.2"),
        (-2.44949, "number", "−2.449"),
        (None, "p", "–"),
        (pd.NA, "n", "–"),
        (float("nan"), "share", "–"),
        (None, "text", ""),
        (True, "text", "yes"),
        ("undefined: nobody used it", "coefficient", "undefined: nobody used it"),
    ],
)
def test_a_value_as_print_shows_it(value, kind: str, text: str) -> None:
    assert shown(value, kind) == text


def story() -> Report:
    frame = pd.DataFrame(
        {
            "kappa": pd.array([0.4, None], dtype="Float64"),
            "low": pd.array([0.1, None], dtype="Float64"),
            "high": pd.array([0.7, None], dtype="Float64"),
            "n_units": pd.array([12, 0], dtype="Int64"),
            "why": ["", "nobody used it"],
            "coding_id": ["c1", "c2"],
        },
        index=pd.Index(["trust", "=price"], name="code"),
    )
    section = Section(
        "By code",
        frame,
        ["Two coders."],
        {"kappa": "coefficient"},
        {"trust": "Trust & <hope>"},
        {"kappa": ("low", "high")},
        ("coding_id",),
        ["Units are turns."],
    )
    said = pd.DataFrame({"quotation": ["Price\ncame last 🙂"], "source": ["FG1, P1"]})
    words = Section("What they said", said, quotations=True)
    return Report("Agreement", [section, words], ["Seed 1."], "(act 3)")


def test_print_shows_an_interval_in_one_cell_and_hides_ids() -> None:
    text = str(story())
    assert "0.40 [0.10, 0.70]" in text
    assert "n units" in text and "coding_id" not in text and "c1" not in text
    assert text.endswith("Seed 1.\n(act 3)")


def test_csv_keeps_every_column_in_full_and_no_formula(tmp_path) -> None:
    story().save(tmp_path / "a.csv")
    rows = list(csv.reader(io.StringIO((tmp_path / "a.csv").read_text(encoding="utf-8-sig"))))
    assert rows[0] == ["code", "kappa", "low", "high", "n_units", "why", "coding_id"]
    assert rows[1] == ["trust", "0.4", "0.1", "0.7", "12", "", "c1"]
    assert rows[2] == ["'=price", "", "", "", "0", "nobody used it", "c2"]


def test_workbook_has_a_sheet_for_each_section_and_numbers_stay_numbers(tmp_path) -> None:
    story().save(tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["By code", "What they said", "Notes"]
    sheet = book["By code"]
    assert sheet["B2"].value == 0.4 and sheet["E2"].value == 12
    assert sheet["A3"].value == "=price" and sheet["A3"].data_type == "s"
    assert [cell.value for cell in book["Notes"]["A"]] == [
        "Agreement", "Two coders.", "Units are turns.", "Seed 1.", "(act 3)",
    ]  # fmt: skip


def test_word_has_a_table_and_the_quotation(tmp_path) -> None:
    story().save(tmp_path / "a.docx")
    document = Document(str(tmp_path / "a.docx"))
    cells = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert cells[0] == ["Code", "kappa", "n units", "why"]
    assert cells[1] == ["Trust & <hope>", "0.40 [0.10, 0.70]", "12", ""]
    assert "Price\ncame last 🙂" in [each.text for each in document.paragraphs]


def test_page_and_markdown_escape_what_the_study_says(tmp_path) -> None:
    report = story()
    assert "Trust &amp; &lt;hope&gt;" in report.to_html(tmp_path / "a.html")
    assert "Trust \\& \\<hope\\>" in report.to_markdown(tmp_path / "a.md")
    assert "Trust \\& \\textless{}hope\\textgreater{}" in report.to_latex(tmp_path / "a.tex")
    # In a notebook the page around it keeps its own looks.
    styles = report._repr_html_().split("</style>")[0]
    assert "body" not in styles and "qualcode-report" in styles


def test_two_sections_of_one_name_get_two_sheets(tmp_path) -> None:
    frame = pd.DataFrame({"n": [1]})
    name = "Disagreements about: [trust] and everything beneath it"
    Report("Title", [Section(name, frame), Section(name, frame)]).save(tmp_path / "a.xlsx")
    first, second, _ = load_workbook(tmp_path / "a.xlsx").sheetnames
    assert first != second and max(len(first), len(second)) <= 31


def test_what_cannot_be_done_is_said(tmp_path) -> None:
    with pytest.raises(UsageError, match="no format"):
        story().save(tmp_path / "a.png")
    with pytest.raises(TableError, match="has no figures"):
        Report("Empty").save(tmp_path / "a.csv")
    with pytest.raises(UsageError, match="format of n"):
        str(Report("T", [Section("", pd.DataFrame({"n": [1]}), formats={"n": "percent"})]))


def test_numbers_without_end_and_columns_of_one_name_are_printed_everywhere(tmp_path) -> None:
    frame = pd.DataFrame([[float("inf"), 1], [float("-inf"), 2]], columns=["a", "a"])
    report = Report("Twice", [Section("S", frame, formats={"a": "n"})])
    # Two columns of one name, one format for both; what has no end has a sign for it.
    assert [line.split() for line in str(report).splitlines()[-2:]] == [["∞", "1"], ["−∞", "2"]]
    for suffix in (".csv", ".xlsx", ".html", ".md", ".docx", ".tex"):
        report.save(tmp_path / f"r{suffix}")
    rows = list(load_workbook(tmp_path / "r.xlsx")["S"].iter_rows(values_only=True))
    assert rows == [("a", "a"), ("∞", 1), ("−∞", 2)]


def test_dates_and_nothing_at_all_are_written(tmp_path) -> None:
    dated = Report("T", [Section("S", pd.DataFrame({"d": [pd.Timestamp("2018-03-12"), pd.NaT]}))])
    dated.save(tmp_path / "d.csv")
    assert "2018-03-12" in (tmp_path / "d.csv").read_text(encoding="utf-8-sig")
    nothing = Report("T", [Section("S", pd.DataFrame())])
    for suffix in (".csv", ".xlsx", ".html", ".md", ".docx", ".tex"):
        nothing.save(tmp_path / f"n{suffix}")


def test_print_obeys_no_words_of_the_study() -> None:
    report = Report("T", [Section("S", pd.DataFrame({"a": ["\x1b[2Jgone"]}), notes=["\x07bell"])])
    assert "\x1b" not in str(report) and "\x07" not in str(report)
    assert "gone" in str(report)


def test_a_workbook_shows_no_whole_per_cent_for_what_is_not_whole(tmp_path) -> None:
    frame = pd.DataFrame({"agreement": [0.997, 1.0, 0.5]})
    Report("T", [Section("By code", frame, formats={"agreement": "share"})]).save(
        tmp_path / "a.xlsx"
    )
    sheet = load_workbook(tmp_path / "a.xlsx")["By code"]
    assert [sheet.cell(line, 1).number_format for line in (2, 3, 4)] == ["0.0#####%", "0%", "0%"]
    assert sheet.cell(2, 1).value == 0.997


def test_dates_stay_on_one_line_of_a_page(tmp_path) -> None:
    frame = pd.DataFrame({"first pass": ["2026-01-05"], "blind": ["since 2026-01-05"]})
    page = Report("T", [Section("Coders", frame)]).to_html()
    assert '<td class="l fix" dir="auto">2026-01-05</td>' in page
    assert '<td class="l" dir="auto">since 2026-01-05</td>' in page
    assert "td.fix{white-space:nowrap" in page
