"""Tables as CSV, workbook, page and picture: the same numbers everywhere, and no text that runs."""

import copy
import csv
import io
import re
import warnings
import zipfile

import lxml.html
import openpyxl
import pandas as pd
import pytest

from qualcode.errors import ExportError, TableError
from qualcode.present import sheets
from qualcode.present.table import Table, What

FORMULA = "=cmd|' /C calc'!A0"
SCRIPT = "<script>alert('x')</script>"
MONEY = r"between $3 and $4 \frac{1"
JOY = "Joy 🙂"
LABELS = {"calc": FORMULA, "-tag": SCRIPT, "money": MONEY, "joy": JOY}
COLUMNS = [("Buyer", "A"), ("Buyer", "B"), (SCRIPT, "A"), (SCRIPT, "B")]
# Nobody of the fourth kind: its column is missing in every row.
COUNTS = [[3, 0, 1, None], [0, 0, 0, None], [1234, 2, 0, None], [1, 1, 0, None]]
# `both` crosses two turns, so that it stands in two columns.
QUOTES = {
    ("calc", COLUMNS[0]): ["both", "=1+1", "three"],
    ("calc", COLUMNS[2]): ["both"],
    ("money", COLUMNS[0]): [f"no. {n}" for n in range(5)],
    ("money", COLUMNS[1]): [SCRIPT, "line\nbreak"],
    ("joy", COLUMNS[0]): ["🙂"],
    ("joy", COLUMNS[1]): ["x\x00\x0b\ud800y"],
}


def quoted(quotes=QUOTES):
    def found(row, column):
        texts = [
            (text, place)
            for (name, place), own in quotes.items()
            for text in own
            if name == row and column in (None, place)
        ]
        frame = pd.DataFrame(texts, columns=["quotation", "place"], dtype=object)
        if column is None:
            frame = frame.drop_duplicates("quotation")
        frame["source"] = [f"IP1, P1, {place[0]}" for place in frame.pop("place")]
        frame["document"] = pd.Categorical(["IP1"] * len(frame))
        frame["turn"] = pd.array([7] * len(frame), dtype="Int64")
        frame["code"] = row
        frame["coder"] = "AB"
        frame["coding_id"] = [f"c{n}" for n in range(len(frame))]
        return frame

    return found


def table(measure="n", columns=COLUMNS, counts=COUNTS, labels=LABELS, quotes=QUOTES, notes=None):
    """Four hostile rows by two attributes; `share` has the same numbers as sevenths."""
    kind = "Int64" if measure == "n" else "Float64"
    index = pd.Index(list(labels), name="code", dtype=object)
    values = [[v if v is None or measure == "n" else v / 7 for v in row] for row in counts]
    frame = pd.DataFrame(values, index=index, dtype=kind)
    if len(columns[0]) > 1:
        frame.columns = pd.MultiIndex.from_tuples(columns)
    else:
        frame.columns = pd.Index([column[0] for column in columns], dtype=object)
    bases = {"participants": [4, 5, 6, 0], "words": [1200, 900, 40000, 0]}
    bases = {unit: (own * len(columns))[: len(columns)] for unit, own in bases.items()}
    return Table(
        frame,
        pd.DataFrame(bases, index=frame.columns, dtype="Int64"),
        pd.Series(([3, 0, 9, pd.NA] * 15)[: len(index)], index=index, dtype="Int64"),
        dict(labels),
        What(
            "participants",
            measure,
            "code",
            ("role", "case")[: len(columns[0])],
            ("phase = 2",),
            "AB",
            "9f2c",
            41,
            "qualcode 0",
        ),
        notes if notes is not None else ["“–”: nobody of this kind in B.", "@SUM(A1) as a note."],
        pd.DataFrame([{"coder": "", "where": "counted in the table", "n_codings": 12}]),
        _quotes=None if quotes is None else quoted(quotes),
    )


def frequency_table():
    """Without attributes the columns are units of the same codings."""
    index = pd.Index(["a", "b"], dtype=object)
    columns = pd.Index(["n_codings", "n_turns", "share_participants"], dtype=object)
    frame = pd.DataFrame({"0": [2, 0], "1": [1, 0]}, index=index, dtype="Int64")
    frame["2"] = pd.array([0.5, 0.0], dtype="Float64")
    frame.columns = columns
    return Table(
        frame,
        pd.DataFrame({"participants": [4, 4, 4]}, index=columns, dtype="Int64"),
        pd.Series([], dtype="Int64"),
        {"a": "Alpha", "b": "Beta"},
        What("participants", "n", "code"),
        _quotes=lambda row, column: quoted({("a", ("all",)): ["one", "two"]})(row, None),
        measures=["n", "n", "share"],
    )


# -- CSV ---------------------------------------------------------------------------------------------------


def rows_of_csv(one, tmp_path):
    one.to_csv(tmp_path / "t.csv")
    raw = (tmp_path / "t.csv").read_bytes()
    return raw, list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def test_csv_holds_raw_numbers_bases_and_notes(tmp_path):
    raw, rows = rows_of_csv(table("share"), tmp_path)
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") == raw.count(b"\n") == 12
    assert rows[0] == [
        "id",
        "label",
        "Buyer × A",
        "Buyer × B",
        *(f"{SCRIPT} × {c}" for c in "AB"),
        "all (n)",
    ]
    assert rows[1] == ["calc", "'" + FORMULA, repr(3 / 7), "0.0", repr(1 / 7), "–", "3"]
    assert rows[2][0] == "'-tag"
    assert rows[4][1:] == [JOY, repr(1 / 7), repr(1 / 7), "0.0", "–", "–"]
    assert rows[5] == []
    assert rows[6] == ["base: participants", "", "4", "5", "6", "0"]
    assert rows[8] == [table("share").what.sentence()]
    assert rows[10] == ["'@SUM(A1) as a note."]
    assert rows[11] == ["(codebook 9f2c, act 41, qualcode 0)"]


def test_csv_counts_are_whole(tmp_path):
    _, rows = rows_of_csv(table(), tmp_path)
    assert rows[3][2:] == ["1234", "2", "0", "–", "9"]


@pytest.mark.parametrize(
    "text",
    ["=1", "+1", "-1", "@x", "\tx", "\rx", " =1", "\ufeff=1", "\u00a0\u200b+1", "\n=1", "＝1"],
)
def test_text_that_would_run_gets_an_apostrophe(text):
    assert sheets.csv_text(text) == "'" + text


@pytest.mark.parametrize("text", ["", "–", "a=1", "(none)", "x\t=1", "'=1", "1-2"])
def test_text_that_would_not_run_stays(text):
    assert sheets.csv_text(text) == text


# -- workbook ----------------------------------------------------------------------------------------------


def book_of(one, tmp_path):
    one.to_excel(tmp_path / "t.xlsx")
    return openpyxl.load_workbook(tmp_path / "t.xlsx")


def test_workbook_numbers_are_numbers_and_text_is_text(tmp_path):
    book = book_of(table(), tmp_path)
    assert book.sheetnames == ["Table", "Quotations", "What was counted"]
    sheet = book["Table"]
    assert [[cell.value for cell in row] for row in sheet["A1:G8"]] == [
        ["id", "label", "Buyer", None, SCRIPT, None, "all"],
        [None, None, "A", "B", "A", "B", None],
        ["calc", FORMULA, 3, 0, 1, "–", 3],
        ["-tag", SCRIPT, 0, 0, 0, "–", 0],
        ["money", MONEY, 1234, 2, 0, "–", 9],
        ["joy", JOY, 1, 1, 0, "–", "–"],
        [None, "base: participants", 4, 5, 6, 0, None],
        [None, "base: words", 1200, 900, 40000, 0, None],
    ]
    assert {str(area) for area in sheet.merged_cells.ranges} >= {"C1:D1", "E1:F1", "A1:A2", "G1:G2"}
    assert sheet.freeze_panes == "C3"
    assert [sheet.cell(line, 1).value for line in range(10, 14)] == [
        table().what.sentence(),
        *table().notes,
        "(codebook 9f2c, act 41, qualcode 0)",
    ]
    kinds = {cell.data_type for each in book for row in each for cell in row}
    assert kinds == {"n", "s"}  # "f" would be a formula
    with zipfile.ZipFile(tmp_path / "t.xlsx") as parts:
        for name in parts.namelist():
            assert b"<f>" not in parts.read(name), name


@pytest.mark.parametrize(
    ("measure", "shown"), [("n", "#,##0"), ("share", "0%"), ("per_1000_words", "0.0")]
)
def test_workbook_number_formats(measure, shown, tmp_path):
    one = table(measure)
    if measure == "per_1000_words":
        one.what = What("codings", measure, "code", ("role", "case"))
    sheet = book_of(one, tmp_path)["Table"]
    assert sheet["C3"].value == pytest.approx(3 if measure == "n" else 3 / 7)
    # With a link (C3) and without (D3); totals and bases are counts whatever the measure.
    assert [sheet[cell].number_format for cell in ("C3", "D3", "G3", "C7")] == [
        shown,
        shown,
        "#,##0",
        "#,##0",
    ]


def test_every_number_with_quotations_links_to_its_first_and_stays_a_number(tmp_path):
    book = book_of(table(), tmp_path)
    sheet, quotations = book["Table"], book["Quotations"]
    linked = {}
    for line in range(3, 7):
        for column in range(3, 7):
            cell = sheet.cell(line, column)
            if cell.hyperlink:
                assert cell.data_type == "n"
                place = re.fullmatch(r"'Quotations'!A(\d+)", cell.hyperlink.location)
                first = int(place[1])
                assert [c.value for c in quotations[first][:3]] == [
                    sheet.cell(line, 1).value,
                    sheet.cell(line, 2).value,
                    " × ".join(COLUMNS[column - 3]),
                ]
                before = [c.value for c in quotations[first - 1][:3]]
                assert before != [c.value for c in quotations[first][:3]]
                linked[sheet.cell(line, 1).value, COLUMNS[column - 3]] = first
    assert linked.keys() == QUOTES.keys()


def test_quotations_stand_under_their_own_columns(tmp_path):
    sheet = book_of(table(), tmp_path)["Quotations"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == [
        *("row", "label", "column", "quotation", "source", "document", "turn", "code", "coder"),
        "coding_id",
    ]
    found = {}
    for row in rows[1:]:
        found.setdefault((row[0], row[2]), []).append(row[3])
    expected = {(row, " × ".join(place)): texts for (row, place), texts in QUOTES.items()}
    expected["joy", "Buyer × B"] = ["x���y"]
    assert found == expected
    assert rows[1][4:] == ["IP1, P1, Buyer", "IP1", 7, "calc", "AB", "c0"]


def test_a_frequency_table_lists_each_quotation_once(tmp_path):
    book = book_of(frequency_table(), tmp_path)
    assert [cell.value for cell in book["Quotations"]["D"]] == ["quotation", "one", "two"]
    links = [cell.hyperlink.location for cell in book["Table"][2] if cell.hyperlink]
    assert links == ["'Quotations'!A2"] * 3
    assert book["Table"]["E2"].number_format == "0%"


def test_a_table_from_a_frame_has_no_sheet_of_quotations(tmp_path):
    assert book_of(table(quotes=None), tmp_path).sheetnames == ["Table", "What was counted"]


def test_more_quotations_than_a_sheet_holds_are_said(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "QUOTATIONS_MOST", 5)
    book = book_of(table(), tmp_path)
    said = "The sheet Quotations holds the first 5 of 13 quotations."
    assert book["Quotations"].max_row == 7  # head, five, the sentence
    assert book["Quotations"]["A7"].value == said
    for name in ("Table", "What was counted"):
        assert said in [cell.value for row in book[name] for cell in row]
    # The cell whose quotations begin within the limit has a link, the later ones have none.
    assert [book["Table"][cell].hyperlink is not None for cell in ("C5", "D5")] == [True, False]


HOSTILE = [
    "<r>&</r>",  # xlsxwriter's own mark of rich text, which it does not escape
    "_x0041_",
    "{=1+1}",
    "http://example.org/ x",
    "mailto:a@b.c",
    "a\r\nb\rc",
    "\x00\x0b\x1f\ufffe\udfff",
    " space ",
    "]]>&amp;",
    "12",
]


def test_hostile_text_survives_the_workbook(tmp_path):
    quotes = {("calc", COLUMNS[0]): HOSTILE}
    labels = {**LABELS, "money": "<r>&</r>"}
    sheet = book_of(table(quotes=quotes, labels=labels), tmp_path)["Quotations"]
    back = [cell.value for cell in sheet["D"]][1:]
    # openpyxl leaves Excel's own escapes (`_x005F_` for `_`) as they are in the file.
    back = [text.replace("_x005F_", "_") for text in back]
    assert back == ["<r>&</r> ", *HOSTILE[1:5], "a\nb\nc", "�" * 5, *HOSTILE[7:]]
    assert not any(cell.hyperlink for cell in sheet["D"])


@pytest.mark.parametrize("text", ["x" * 32_768, "🙂" * 16_384, "a" + "🙂" * 40_000])
def test_long_text_is_cut_and_says_so(text):
    cut = sheets.sheet_text(text)
    assert sheets._units(cut) <= 32_767
    assert cut.endswith(f" … [cut here: {len(text):,} characters in all]")
    assert text.startswith(cut.partition(" … [")[0])
    assert sheets.sheet_text("x" * 32_767) == "x" * 32_767
    assert sheets.sheet_text("🙂" * 16_383) == "🙂" * 16_383


def test_what_was_counted(tmp_path):
    sheet = book_of(table(), tmp_path)["What was counted"]
    rows = [[cell.value for cell in row[:3]] for row in sheet.iter_rows()]
    facts = {row[0]: row[1] for row in rows}
    assert facts["unit"] == "participants"
    assert facts["filters"] == "phase = 2"
    assert (facts["codebook hash"], facts["act"], facts["coders"]) == ("9f2c", 41, "AB")
    at = rows.index(["Where every coding went", None, None])
    assert rows[at + 1 : at + 3] == [
        ["coder", "where", "n_codings"],
        [None, "counted in the table", 12],
    ]
    assert ["Notes", table().notes[0], None] in rows


@pytest.mark.parametrize("name", ["no/such/t.xlsx", "no/such/t.csv", "no/such/t.html"])
def test_a_folder_that_is_not_there(name, tmp_path):
    with pytest.raises(ExportError, match="cannot be written"):
        table().save(tmp_path / name)


# -- HTML --------------------------------------------------------------------------------------------------


def texts(elements):
    return [element.text_content() for element in elements]


def test_html_table_has_the_numbers_the_heads_and_nothing_that_runs():
    source = table("share").to_html()
    tree = lxml.html.fromstring(source)
    assert not tree.xpath("//script") and SCRIPT not in source
    first, second = tree.xpath("//thead/tr")
    assert texts(first.xpath("./th")) == ["Code", "Buyer", SCRIPT, "all (n)"]
    assert first.xpath("./th/@colspan") == ["2", "2"]
    assert first.xpath("./th/@rowspan") == ["2", "2"]
    assert first.xpath("./th/@scope") == ["col", "colgroup", "colgroup", "col"]
    assert texts(second.xpath("./th")) == ["A", "B", "A", "B"]
    assert set(second.xpath("./th/@scope")) == {"col"}
    body = [texts(row.xpath("./*")) for row in tree.xpath("//tbody/tr")]
    assert body[0] == [FORMULA, "43%", "0%", "14%", "–", "3"]
    assert body[3] == [JOY, "14%", "14%", "0%", "–", "–"]
    assert tree.xpath("//tbody/tr/th/@title") == list(LABELS)
    assert all("see the notes" in cell.get("title") for cell in tree.xpath("//td[.='–']"))
    assert texts(tree.xpath("//tfoot/tr[1]/*")) == [
        *("base: participants", "4", "5", "6", "0"),
        "",
    ]
    assert tree.xpath("//caption")[0].text_content() == table("share").what.sentence()
    notes = texts(tree.xpath("//div[@class='qc-notes']/p"))
    assert notes == [*table().notes, table().provenance]
    # Two tables in one notebook must not share ids.
    assert not tree.xpath("//@id")


def page(one, tmp_path):
    one.to_html(tmp_path / "t.html")
    source = (tmp_path / "t.html").read_text("utf-8")
    return source, lxml.html.fromstring(
        source.encode(), parser=lxml.html.HTMLParser(encoding="utf-8")
    )


def test_each_number_opens_its_quotations_without_a_script(tmp_path):
    _, tree = page(table(), tmp_path)
    cells = tree.xpath("//tbody/tr")
    opened = {}
    for at, row in enumerate(LABELS):
        for column, cell in enumerate(cells[at].xpath("./td")[:4]):
            for link in cell.xpath("./a/@href"):
                (section,) = tree.xpath(f"//section[@id='{link[1:]}']")
                opened[row, COLUMNS[column]] = [
                    quote.text_content() for quote in section.xpath(".//blockquote")
                ]
                assert section.xpath(".//a/@href") == [f"#{cell.get('id')}"]
                assert LABELS[row] in section.xpath("./h2")[0].text_content()
                assert "IP1, P1" in section.xpath(".//cite")[0].text_content()
    assert opened == {**QUOTES, ("joy", COLUMNS[1]): ["x���y"]}
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_the_page_loads_nothing_and_runs_nothing(tmp_path):
    source, tree = page(table(), tmp_path)
    assert tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content") == [
        "default-src 'none'; style-src 'unsafe-inline'"
    ]
    assert tree.get("lang") == "en" and tree.xpath("//meta/@charset") == ["utf-8"]
    assert not tree.xpath("//script | //@src | //@*[starts-with(name(), 'on')]")
    assert all(link.startswith("#") for link in tree.xpath("//@href"))
    assert "url(" not in source and "@import" not in source


def test_html_attributes_are_escaped():
    one = table(labels={'" onmouseover="x': "a", **{k: LABELS[k] for k in list(LABELS)[1:]}})
    assert (
        lxml.html.fromstring(one.to_html()).xpath("//tbody/tr/th/@title")[0] == '" onmouseover="x'
    )


def test_cells_of_a_frequency_table_share_a_section(tmp_path):
    _, tree = page(frequency_table(), tmp_path)
    assert tree.xpath("//td/a/@href") == ["#q0"] * 3
    assert texts(tree.xpath("//section//blockquote")) == ["one", "two"]
    assert tree.xpath("//section//a/@href") == ["#c0-0"]
    assert len(set(tree.xpath("//td/@id"))) == 3


def test_a_page_of_a_table_without_quotations(tmp_path):
    _, tree = page(table(quotes=None), tmp_path)
    assert not tree.xpath("//a") and not tree.xpath("//section")


# -- heat map ----------------------------------------------------------------------------------------------


@pytest.fixture
def figures():
    import matplotlib.pyplot as plt

    yield plt
    plt.close("all")


def drawn(ax):
    """Every visible text of the figure that says something."""
    from matplotlib.text import Text

    return [
        text for text in ax.figure.findobj(Text) if text.get_visible() and text.get_text().strip()
    ]


def long_table():
    """24 rows by 12 columns with labels of every length."""
    sentence = "Relationships that outlast the contract and the people who signed it"
    words = sentence.split()
    columns = [
        (role, case)
        for role in ("Commissioner", "Voluntary sector provider", "Procurement (local authority)")
        for case in ("A", "Case B: Northern Borough", "(not recorded)", "Wolverhampton")
    ]
    labels = {f"r{n}": " ".join(words[: 1 + n % len(words)]) + f" {n}" for n in range(24)}
    labels["r5"] = "Donaudampfschifffahrtsgesellschaftskapitän"
    counts = [[(n * m) % 13 * 111 if (n + m) % 9 else None for m in range(12)] for n in range(24)]
    notes = ["Codings counted: AB, the only coder. Not yet coded (3 documents)."] * 4
    return table("n", columns, counts, labels, None, notes)


@pytest.mark.filterwarnings("ignore:the font has no glyph")
def test_study_text_is_never_mathematics(figures):
    ax = table(notes=["from $1 to $2", r"$\nonsense{$"]).plot()
    ax.figure.canvas.draw()  # mathematics would raise here: \frac{1 and \nonsense{ do not parse
    study = ("$", "script", "Buyer")
    found = [text for text in drawn(ax) if any(part in text.get_text() for part in study)]
    assert {"label", "head", "note"} <= {
        name
        for text in found
        for name, part in (("label", "$3"), ("head", "script"), ("note", "$1"))
        if part in text.get_text()
    }
    assert not any(text.get_parse_math() for text in [*found, ax._left_title])


@pytest.mark.parametrize("make", [long_table, lambda: table(labels={**LABELS, "joy": "Joy"})])
def test_nothing_overlaps_and_nothing_is_outside(make, figures):
    ax = make().plot()
    ax.figure.canvas.draw()
    boxes = [(text.get_text(), text.get_window_extent()) for text in drawn(ax)]
    whole = ax.figure.bbox
    for text, box in boxes:
        assert box.x0 >= 0 and box.y0 >= 0, text
        assert box.x1 <= whole.x1 and box.y1 <= whole.y1, text
    for at, (text, box) in enumerate(boxes):
        for other, second in boxes[at + 1 :]:
            clear = (
                box.x1 <= second.x0
                or second.x1 <= box.x0
                or box.y1 <= second.y0
                or second.y1 <= box.y0
            )
            assert clear, (text, other)


def test_no_text_is_lost_when_saved_tight(figures):
    one = long_table()
    ax = one.plot()
    shown = " ".join(" ".join(text.get_text() for text in drawn(ax)).split())
    for label in one.labels.values():
        assert label.replace(" ", "") in shown.replace(" ", "")
    for head in one.heads:
        assert all(part in shown for part in head)
    from matplotlib.transforms import Bbox

    tight = ax.figure.get_tightbbox()
    dpi = ax.figure.dpi
    area = Bbox([[tight.x0 * dpi, tight.y0 * dpi], [tight.x1 * dpi, tight.y1 * dpi]])
    for text in drawn(ax):
        box = text.get_window_extent()
        assert area.x0 <= box.x0 + 0.5 and box.x1 <= area.x1 + 0.5, text.get_text()
        assert area.y0 <= box.y0 + 0.5 and box.y1 <= area.y1 + 0.5, text.get_text()


@pytest.mark.filterwarnings("ignore:the font has no glyph")
def test_cells_bases_and_missing(figures):
    one = table("share")
    ax = one.plot()
    said = [text.get_text() for text in ax.texts]
    for row in one.cells():
        for cell in row:
            assert cell in said
    assert [text for text in said if text.startswith("n = ")] == [
        "n = 4",
        "n = 5",
        "n = 6",
        "n = 0",
    ]
    assert said.count("–") == 4
    hatched = [patch for patch in ax.patches if patch.get_hatch()]
    assert sorted((patch.get_x() > 0) for patch in hatched) == [True] * 4
    assert "Participants with the code, as a share" in ax.get_title(loc="left")
    assert ax.figure.axes[1].get_ylabel() == "share of participants"
    bare = one.plot(annotate=False)
    assert "43%" not in [text.get_text() for text in bare.texts]


@pytest.mark.filterwarnings("ignore:the font has no glyph")
def test_the_callers_axes_and_settings_stay_as_they_are(figures):
    import matplotlib as mpl

    # A value of its own, so that a setting changed by an earlier picture would show too.
    with mpl.rc_context({"font.size": 11.0}):
        before = dict(mpl.rcParams)
        figure, (left, right) = figures.subplots(1, 2, figsize=(12, 4))
        assert table().plot(left) is left
        assert len(figures.get_fignums()) == 1
        assert list(figure.get_size_inches()) == [12, 4]
        assert not right.texts
        assert dict(mpl.rcParams) == before


def test_characters_without_a_glyph_are_said_once(figures):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        ax = table().plot()
        ax.figure.canvas.draw()
    assert [str(each.message).partition(",")[0] for each in caught] == [
        "the font has no glyph for 🙂"
    ]
    assert "Joy �" in [label.get_text() for label in ax.get_yticklabels()]


def test_numbers_can_be_read_on_every_colour():
    import matplotlib as mpl

    from qualcode.present.plots import COLORS, _ink

    def luminance(color):
        parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in color[:3]]
        return sum(a * b for a, b in zip((0.2126, 0.7152, 0.0722), parts, strict=True))

    colors = [mpl.colormaps[COLORS](n / 100) for n in range(101)]
    for color in colors:
        dark, light = sorted([luminance(color), 1.0 if _ink(color) == "white" else 0.0])
        assert (light + 0.05) / (dark + 0.05) >= 4.5
    # Reversed, so that more is darker, also on a grey printer.
    shades = [luminance(color) for color in colors]
    assert shades == sorted(shades, reverse=True)


def test_what_cannot_be_one_scale_of_colour_is_refused(figures):
    with pytest.raises(TableError, match="different measures"):
        frequency_table().plot()
    empty = table()
    empty.frame = empty.frame.iloc[:0]
    with pytest.raises(TableError, match="no cells"):
        empty.plot()
    assert figures.get_fignums() == []


# -- all together ------------------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore:the font has no glyph")
@pytest.mark.parametrize("make", [table, lambda: table("share"), frequency_table])
def test_no_export_changes_the_table(make, tmp_path, figures):
    one = make()
    kept = [
        copy.deepcopy(each) for each in (one.frame, one.bases, one.totals, one.labels, one.notes)
    ]
    for name in ("t.csv", "t.xlsx", "t.html"):
        one.save(tmp_path / name)
    str(one)
    if not one.measures:
        one.plot()
    pd.testing.assert_frame_equal(one.frame, kept[0])
    pd.testing.assert_frame_equal(one.bases, kept[1])
    pd.testing.assert_series_equal(one.totals, kept[2])
    assert [one.labels, one.notes] == kept[3:]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["t.csv", "t.html", "t.xlsx"]


def test_a_table_without_rows_can_be_written(tmp_path):
    one = table()
    one.frame, one.totals = one.frame.iloc[:0], one.totals.iloc[:0]
    for name in ("t.csv", "t.xlsx", "t.html"):
        one.save(tmp_path / name)
    assert openpyxl.load_workbook(tmp_path / "t.xlsx").sheetnames[0] == "Table"
