"""Word files: text, labels and headings from files made by python-docx, and files made to do harm."""

import io
import re
import zipfile

import docx
import pytest
from docx.enum.text import WD_BREAK

from qualcode.errors import ReadError
from qualcode.readers import read_transcript

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def read(path, **more):
    return read_transcript(path, document="T", **more)


def said(reading):
    text = reading.document.text
    return [(t.speaker, *[text[a:b] for a, b in t.ranges]) for t in reading.document.turns]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "T.docx"


def by_hand(path, body, **parts):
    """A Word file with this XML as its body, and with other parts, by name without folder."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{W}" xmlns:mc="{MC}"><w:body>{body}</w:body></w:document>',
        )
        for part, data in parts.items():
            archive.writestr(f"word/{part}.xml", data)
    return path


def p(*runs):
    return f"<w:p>{''.join(runs)}</w:p>"


def r(words):
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def test_paragraphs_breaks_tabs_and_tables_come_in_body_order(path):
    made = docx.Document()
    made.add_heading("Interview with P1", 1)
    first = made.add_paragraph()
    first.add_run("INT: ").bold = True
    first.add_run("So?")
    first.add_run().add_break()
    first.add_run("And?\tYes?")
    table = made.add_table(2, 2)
    for row, cells in enumerate((("P1:", "In a table."), ("INT:", "Two\nlines."))):
        for column, words in enumerate(cells):
            table.cell(row, column).text = words
    made.add_heading("Later", 2)
    made.add_paragraph("P1: Last.").add_run().add_break(WD_BREAK.PAGE)
    made.save(path)
    reading = read(path)
    assert reading.document.text == (
        "Interview with P1\nINT: So?\nAnd?\tYes?\nP1:\tIn a table.\nINT:\tTwo\nlines.\nLater\nP1: Last.\n"
    )
    assert said(reading) == [
        ("INT", "So?\nAnd?\tYes?"),
        ("P1", "In a table."),
        ("INT", "Two\nlines."),
        ("P1", "Last."),
    ]
    kinds = {gap.kind for gap in reading.document.gaps}
    assert kinds == {"header", "heading", "label", "break"}
    assert (reading.document.rule, reading.encoding, reading.doubts) == ("word", "", ())


def test_the_text_is_what_python_docx_gives_for_plain_paragraphs(path):
    made = docx.Document()
    for number in range(40):
        made.add_paragraph(f"{'INT' if number % 2 else 'P1'}: line {number} – ‘é’ & 🙂 <tag>")
    made.save(path)
    theirs = "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
    assert read(path).document.text == theirs


def test_names_with_times_alone_on_their_line(path):
    made = docx.Document()
    for words in ("INT  00:13", "So?", "", "P1\t00:21", "Yes.", "More."):
        made.add_paragraph(words)
    made.save(path)
    reading = read(path)
    assert said(reading) == [("INT", "So?"), ("P1", "Yes.\nMore.")]
    assert [turn.time for turn in reading.document.turns] == ["00:13", "00:21"]


def test_what_is_running_text_is_read_and_what_is_not_is_said(path):
    by_hand(
        path,
        p(r("INT: "), "<w:ins>", r("Added."), "</w:ins>")
        + p(r("P1: Kept "), "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>", r("words."))
        + p(r("INT: see "), "<w:hyperlink>", r("the page"), "</w:hyperlink>",
            "<w:r><w:instrText>PAGE 7</w:instrText></w:r>")
        + "<w:sdt><w:sdtContent>" + p(r("P1: In a "), "<w:smartTag>", r("control."), "</w:smartTag>")
        + "</w:sdtContent></w:sdt>"
        + p(r("INT: Box"), "<w:r><mc:AlternateContent><mc:Choice Requires='x'><w:txbxContent>",
            p(r("aside")), "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>", p(r("aside")),
            "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>")
        + p("<w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr>", r("P1: a\n b"), r("‑"),
            "<w:r><w:noBreakHyphen/></w:r>",
            "<w:r><mc:AlternateContent><mc:Choice Requires='w16se'/><mc:Fallback><w:t>🙂</w:t>"
            "</mc:Fallback></mc:AlternateContent></w:r>"),
        footnotes=f'<w:footnotes xmlns:w="{W}"><w:footnote w:type="separator"/><w:footnote w:id="1"/></w:footnotes>',
    )  # fmt: skip
    reading = read(path)
    assert reading.document.text.split("\n") == [
        "INT: Added.",
        "P1: Kept words.",
        "INT: see the page",
        "P1: In a control.",
        "INT: Box",
        "P1: a  b‑‑🙂",
    ]
    found = " ".join(doubt.found for doubt in reading.doubts)
    for fact in ("1 tracked deletion not read", "1 text box not read", "1 footnote not read"):
        assert fact in found


def test_page_breaks_part_words_and_make_no_empty_lines(path):
    page = "<w:r><w:br w:type='page'/></w:r>"
    by_hand(path, page + p(page, r("INT: So?"), page, r("And?")) + p(page) + p(r("P1: Yes.")))
    assert read(path).document.text == "INT: So?\nAnd?\n\nP1: Yes."


def test_headings_are_known_by_their_name_in_any_language(path):
    style = (
        '<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
    )
    by_hand(
        path,
        p(r("INT: So?"))
        + p("<w:pPr><w:pStyle w:val='berschrift1'/></w:pPr>", r("Teil zwei"))
        + p(r("P1: Yes.")),
        styles=f'<w:styles xmlns:w="{W}">{style}</w:styles>',
    )
    reading = read(path)
    assert said(reading) == [("INT", "So?"), ("P1", "Yes.")]
    assert [gap.kind for gap in reading.document.gaps].count("heading") == 1


def test_field_notes_in_word(path):
    made = docx.Document()
    for words in (
        "Observation: forum",
        "Date: 3 July 2018",
        "",
        "Reflections",
        "10:15 Chair: hello.",
        "OC: Odd.",
    ):
        made.add_paragraph(words)
    made.save(path)
    reading = read(path, kind="observation")
    assert [(t.part, t.time) for t in reading.document.turns] == [
        ("reflective", "10:15"),
        ("reflective", None),
    ]
    assert reading.document.attributes["date"] == "2018-07-03"


# ---- files that are damaged, or made to do harm


def refused(path, *words):
    with pytest.raises(ReadError) as caught:
        read(path)
    message = str(caught.value)
    assert message.startswith("T.docx")
    assert "\n" not in message
    for word in words:
        assert word in message


def test_a_file_cut_anywhere_is_refused(path):
    made = docx.Document()
    made.add_paragraph("INT: So?")
    made.save(path)
    whole = path.read_bytes()
    for share in (0, 1, 5, 20, 50, 80, 99):
        path.write_bytes(whole[: len(whole) * share // 100])
        refused(path)


def test_damage_inside_is_refused(path):
    made = docx.Document()
    made.add_paragraph("INT: So?")
    made.save(path)
    data = bytearray(path.read_bytes())
    at = bytes(data).index(b"word/document.xml") + 60
    data[at : at + 8] = b"\xff" * 8
    path.write_bytes(bytes(data))
    refused(path, "document.xml")


def test_a_zip_bomb_is_refused_before_it_is_opened(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * (60 * 1024 * 1024))
    refused(path, "unpack")


def test_a_directory_that_lies_about_a_size_is_refused(path):
    by_hand(path, p(r("INT: So? " * 5000)))
    data = path.read_bytes()
    true_size = zipfile.ZipFile(io.BytesIO(data)).getinfo("word/document.xml").file_size
    path.write_bytes(data.replace(true_size.to_bytes(4, "little"), (100).to_bytes(4, "little")))
    refused(path, "document.xml")


def test_entities_are_never_expanded(path):
    laughs = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    for doctype, entity in (
        (f"<!DOCTYPE d [{laughs}]>", "&i;"),
        ('<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "&x;"),
    ):
        body = f'{doctype}<w:document xmlns:w="{W}"><w:body>{p(r("INT: " + entity))}</w:body></w:document>'
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("word/document.xml", body)
        refused(path)


def test_what_is_no_word_file_is_refused(path):
    path.write_bytes(b"\xd0\xcf\x11\xe0" + b"x" * 600)
    refused(path, "old Office file")
    path.write_bytes(b"INT: plain text")
    refused(path, "not a Word document")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "hello")
    refused(path, "holds no Word text")
    by_hand(path, "")
    refused(path, "empty")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w:document")
    refused(path, "damaged XML")


def test_messages_never_show_the_way_to_the_file(path):
    path.write_bytes(b"x")
    with pytest.raises(ReadError) as caught:
        read(path)
    assert not re.search(r"/\w+/", str(caught.value))
