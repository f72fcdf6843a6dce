"""Sheets in the dialects spreadsheets write, what each is taken for, and turn tables."""

import datetime
import zipfile

import openpyxl
import pytest

from qualcode.errors import ReadError
from qualcode.readers import read_sheet, read_turn_tables, sheet_kind

ROWS = [
    ["document", "turn", "text"],
    ["A", "007", "None; of it, “é”"],
    ["A", "2", 'He said "no"\nand left'],
]


@pytest.fixture
def sheet(tmp_path):
    def _sheet(data, name="s.csv"):
        (tmp_path / name).write_bytes(data if isinstance(data, bytes) else data.encode())
        return read_sheet(tmp_path / name)

    return _sheet


def csv_text(separator=",", end="\r\n"):
    def cell(words):
        if any(mark in words for mark in (separator, '"', "\n")):
            return '"' + words.replace('"', '""') + '"'
        return words

    return end.join(separator.join(map(cell, row)) for row in ROWS) + end


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("codec", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8 with BOM"),
        ("utf-16", "utf-16"),
        ("cp1252", "cp1252"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_dialect_gives_the_same_cells(sheet, separator, codec, encoding, end):
    read = sheet(csv_text(separator, end).encode(codec))
    assert read.columns == ("document", "turn", "text")
    assert [list(row.cells.values()) for row in read.rows] == ROWS[1:]
    assert [row.line for row in read.rows] == [2, 3]
    assert read.encoding == encoding


def test_excel_cells_are_what_was_typed(tmp_path):
    book = openpyxl.Workbook()
    page = book.active
    page.append(["Doc_ID", "turn", "Text", "Age", "when", "at", "share"])
    page.append(["A", 7.0, " x ", "007", datetime.date(2018, 3, 12), datetime.time(10, 15), 0.25])
    page.append([None] * 7)
    page.append(["A", 8, None, True, datetime.datetime(2018, 3, 12, 10, 15), None, 1e6])
    book.create_sheet("other").append(["not", "read"])
    book.save(tmp_path / "s.xlsx")
    read = read_sheet(tmp_path / "s.xlsx")
    assert read.columns == ("document", "turn", "text", "Age", "when", "at", "share")
    assert [(row.line, list(row.cells.values())) for row in read.rows] == [
        (2, ["A", "7", " x ", "007", "2018-03-12", "10:15:00", "0.25"]),
        (4, ["A", "8", "", "TRUE", "2018-03-12T10:15:00", "", "1000000"]),
    ]


def test_only_our_own_column_names_lose_their_case(sheet):
    assert sheet("DOC_ID, Turn ,TEXT,Age,Org Unit\nA,1,x,3,y\n").columns == (
        "document",
        "turn",
        "text",
        "Age",
        "Org Unit",
    )


def test_empty_rows_columns_and_tails_are_no_content(sheet):
    read = sheet("\n\ndocument,turn,text,,\n\n,,,,\nA,1, x ,,\nA,2\n")
    assert read.columns == ("document", "turn", "text")
    assert [(row.line, list(row.cells.values())) for row in read.rows] == [
        (6, ["A", "1", " x "]),
        (7, ["A", "2", ""]),
    ]


def test_a_line_that_names_the_separator_is_no_header(sheet):
    read = sheet("sep=;\ndocument;title\nA;x, y\n")
    assert (read.columns, read.rows[0].line) == (("document", "title"), 3)


def test_a_cell_may_be_huge(sheet):
    assert len(sheet("document,text\nA," + "x" * 300_000 + "\n").rows[0].cells["text"]) == 300_000


@pytest.mark.parametrize(
    ("data", "where", "found"),
    [
        ("document,doc_id\nA,B\n", "line 1", "more than once: document"),
        ("a,a\n1,2\n", "line 1", "more than once"),
        ("document,turn\nA,1,surplus\n", "line 2", "3 cells under 2 columns"),
        ("document,,turn\nA,nameless,1\n", "line 2", "no name"),
        ("1,2,3\n4,5,6\n", "line 1", "no column names"),
        ("", "s.csv", "empty"),
        ("\n\n", "s.csv", "empty"),
        ("document\nA\x00\n", "s.csv", "NUL"),
        ('document,text\nA,"never closed\n', "line 2", "never closed"),
        ('document,text\nA,"said" he\n', "line 2", "not a CSV row"),
    ],
)
def test_what_cannot_be_a_table_is_refused_with_its_line(sheet, data, where, found):
    with pytest.raises(ReadError) as caught:
        sheet(data)
    message = str(caught.value)
    assert message.startswith("s.csv")
    assert where in message
    assert found in message
    assert "\n" not in message


def test_workbooks_that_are_damaged_or_made_to_do_harm_are_refused(tmp_path):
    path = tmp_path / "s.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["document"])
    book.active["XFD1048576"] = "far away"
    book.save(path)
    with pytest.raises(ReadError, match=r"s\.xlsx: a sheet of 1,048,576 rows"):
        read_sheet(path)
    whole = path.read_bytes()
    for data in (b"", b"x", b"document\nA\n", whole[:300], whole[: len(whole) // 2]):
        path.write_bytes(data)
        with pytest.raises(ReadError, match=r"^s\.xlsx"):
            read_sheet(path)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (60 * 1024 * 1024))
    with pytest.raises(ReadError, match="unpack"):
        read_sheet(path)


@pytest.mark.parametrize(
    ("columns", "kind"),
    [
        ("document turn speaker text role", "turns"),
        ("doc_id turn text", "turns"),
        ("Document Turn Text", "turns"),
        ("document code coder turn", "codings"),
        ("coding_id document code coder start end quotation suggestion_id", "codings"),
        ("document turn code coder text", "codings"),
        ("suggestion_id document turn start end code score decision reason", "suggestions"),
        ("document coder", "progress"),
        ("document coder codes turns blind codebook_hash date", "progress"),
        ("code definition", "codebook"),
        ("code parent", "codebook"),
        ("code name", "codebook"),
        ("code", None),
        ("participant aliases role case", "participants"),
        ("participant aliases document role post case", "participants"),
        ("participant document role", "participants"),
        ("document speaker gender", "participants"),
        ("document title kind phase case date interviewer participant", "documents"),
        ("document participant phase", "documents"),
        ("document participant", "documents"),
        ("participant document", "participants"),
        ("document", "documents"),
        ("document title topic", "documents"),
        ("case Age gender", None),
        ("text speaker", None),
    ],
)
def test_tables_are_known_by_their_columns(columns, kind):
    assert sheet_kind(columns.split()) == kind


# ---- turn tables


def test_rows_become_turns_as_they_stand(sheet):
    # B's rows lie between A's; A's second turn is white space and is left out.
    read = sheet(
        "document,turn,speaker,text,time,role,mood\n"
        "A,0,Ann, Hello. ,00:01,client,\n"
        "B,x1,,Nobody speaks,,,\n"
        "A,0a,Bob, ,,,\n"
        "A,7,Ann,Bye.,00:09,client,glad\n"
    )
    readings, problems = read_turn_tables(read, kinds={"B": "survey"})
    assert problems == []
    a, b = (reading.document for reading in readings)
    assert (a.document, a.text, a.rule, a.kind) == ("A", " Hello. \nBye.", "turns", "interview")
    assert [(t.number, t.speaker, t.ranges, t.time, dict(t.attributes)) for t in a.turns] == [
        ("0", "Ann", ((1, 7),), "00:01", {"role": "client"}),
        ("7", "Ann", ((9, 13),), "00:09", {"role": "client", "mood": "glad"}),
    ]
    assert [(gap.kind, gap.start, gap.end) for gap in a.gaps] == [("break", 0, 1), ("break", 7, 9)]
    assert "0a" in readings[0].doubts[0].found
    assert [(t.speaker, t.part, t.time) for t in b.turns] == [(None, "text", None)]


def test_one_bad_document_does_not_stop_the_others(sheet):
    read = sheet(
        "document,turn,text\nA,1,a\nA,1,b\nB,1,c\nC,,d\nD,1,\n,1,lost\n",
    )
    readings, problems = read_turn_tables(read)
    assert [reading.document.document for reading in readings] == ["B"]
    assert [problem.where for problem in problems] == ["s.csv", "s.csv, A", "s.csv, C", "s.csv, D"]
    assert "line 2 and again in line 3" in problems[1].found
