"""Tables for the paper: LaTeX, Markdown and Word print what every other format prints."""

import csv
import io
import re
import shutil
import subprocess
import zipfile

import docx
import lxml.html
import openpyxl
import pandas as pd
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from test_present_exports import frequency_table, quoted, table

import qualcode as qc
from qualcode.errors import ExportError, TableError, UsageError
from qualcode.present import latex, markdown
from qualcode.present.markdown import MarkdownPaper
from qualcode.present.sheets import csv_text
from qualcode.present.table import FORMATS, Table, What
from qualcode.present.word import Paper

HOSTILE = r"100% & #1_{x} \newpage $2^3$ ~ <b>"
PIPES = "A|B* `c` _d_ [e](f)"
LABELS = {"h": HOSTILE, "cmd": "=cmd()", "joy": "Joy 🙂", "ar": "ثقة مهمة"}
COLUMNS = [(PIPES, "Case A"), (PIPES, "Case B"), ("Buyer", "Case A"), ("Buyer", "(none)")]
COUNTS = [[3, 0, 1, None], [0, 0, 0, None], [1234, 2, 0, None], [1, 1, 0, None]]


def hostile(measure="n", labels=LABELS, columns=COLUMNS, counts=COUNTS):
    return table(measure, columns, counts, labels, quotes=None)


def plain(text):
    """Text without what a format may change: line ends, and characters that XML forbids."""
    text = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]", "\ufffd", str(text))
    return " ".join(text.split())


def expected(one):
    """Heads (levels joined), rows and bases as the table prints them."""
    heads = [plain(" ".join(head)) for head in one.heads]
    rows = [
        [plain(one.labels.get(row, row)), *cells, *([one.total_text(at)] if one.has_totals else [])]
        for at, (row, cells) in enumerate(zip(one.frame.index, one.cells(), strict=True))
    ]
    bases = [[name, *values] for name, values in one.base_lines()]
    return heads, rows, bases


# -- reading each format back ------------------------------------------------------------------------------


def joined_panels(panels):
    """Rows of the parts of a wide table put side by side; each part begins with the labels."""
    first, *others = panels
    return [
        [*row, *(cell for other in others for cell in other[at][1:])]
        for at, row in enumerate(first)
    ]


TEX = {command: sign for sign, command in latex._COMMANDS.items() if sign != "\ufffd"}
TEX |= {"{}": "", "\\raggedright ": ""}
TOKEN = re.compile("|".join(map(re.escape, sorted(TEX, key=len, reverse=True))) + "|.", re.DOTALL)
NESTED = re.compile(r"\\begin\{tabular\}\[b\]\{@\{\}.@\{\}\}(.*?)\\end\{tabular\}")


def tex_text(cell):
    """What LaTeX prints for a cell."""
    cell = NESTED.sub(lambda found: found[1].replace(" \\\\ ", ""), cell)
    return plain("".join(TEX.get(token, token) for token in TOKEN.findall(cell)))


def tex_cells(line):
    return re.split(r" ?(?<!\\)& ", re.sub(r" \\\\\*?$", " ", line))


def read_tex(text):
    panels = re.findall(
        r"^\\begin\{(tabular|longtable)\}[^\n]*\n(.*?)^\\end\{\1\}", text, re.DOTALL | re.MULTILINE
    )
    heads, rows = [], []
    for _, body in panels:
        lines = body.split("\n")
        start = lines.index("\\toprule") + 1
        end = lines.index("\\midrule")
        upper = []
        for line in lines[start:end]:
            if line.startswith("\\cmidrule"):
                continue
            cells = []
            for cell in tex_cells(line):
                cell = cell.strip()
                found = re.match(r"\\multicolumn\{(\d+)\}\{c\}\{(.*)\}$", cell)
                cells += [tex_text(found[2])] * int(found[1]) if found else [tex_text(cell)]
            upper.append(cells)
        heads.append([[plain(" ".join(own))] for own in zip(*upper, strict=True)])
        if "\\endlastfoot" in lines:
            end = lines.index("\\endlastfoot")
        rows.append(
            [
                [tex_text(cell) for cell in tex_cells(line)]
                for line in lines[end + 1 :]
                if line.endswith(("\\\\", "\\\\*"))
            ]
        )
    return [h[0] for part in heads for h in part[1:]], joined_panels(rows)


def md_text(cell):
    parts = re.findall(r"\\(.)|(<br>)|(.)", cell.strip())
    return plain("".join(mark or ("\n" if end else letter) for mark, end, letter in parts))


def read_md(text):
    lines = [line for line in text.split("\n") if line.startswith("|")]
    rows = [[md_text(cell) for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
    return rows[0][1:], rows[2:]


def read_docx(path):
    document = docx.Document(str(path))
    heads, rows = [], []
    for each in document.tables:
        grid = [[plain(cell.text) for cell in row.cells] for row in each.rows]
        level = sum(row._tr.trPr.find(qn("w:tblHeader")) is not None for row in each.rows)
        heads += [plain(" ".join(own)) for own in list(zip(*grid[:level], strict=True))[1:]]
        rows.append(grid[level:])
    return heads, joined_panels(rows)


def read_html(path):
    page = lxml.html.fromstring(path.read_bytes())
    return [
        [plain(cell.text_content()) for cell in row]
        for row in page.xpath("//table/tbody/tr | //table/tfoot/tr")
    ]


def check_all_formats(one, folder):
    heads, rows, bases = expected(one)
    width = len(heads) + 1
    tail = [*heads, one.total_head] if one.has_totals else heads
    every = rows + [[*base, *[""] * one.has_totals] for base in bases]
    for suffix in FORMATS:
        one.save(folder / f"t{suffix}")

    # What no printer can set stands as [?] in LaTeX, which a name may hold as well.
    marked = [[cell.replace("\ufffd", "[?]") for cell in row] for row in (tail, *every)]
    found_heads, found = read_tex((folder / "t.tex").read_text("utf-8"))
    assert (found_heads, found) == (marked[0], marked[1:])
    found_heads, found = read_md((folder / "t.md").read_text("utf-8"))
    joined = [plain(", ".join(map(plain, head))) for head in one.heads]
    assert (found_heads, found) == ([*joined, *tail[len(heads) :]], every)
    assert read_docx(folder / "t.docx") == (tail, every)
    assert read_html(folder / "t.html") == every

    raw = (folder / "t.csv").read_bytes().decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(raw, newline="")))
    sheet = openpyxl.load_workbook(folder / "t.xlsx")["Table"]
    levels = max(map(len, one.heads))
    for at, row in enumerate(rows):
        assert plain(lines[1 + at][1]) == plain(csv_text(one.labels[one.frame.index[at]]))
        cells = [sheet.cell(1 + levels + at, 2 + n).value for n in range(width)]
        assert plain(cells[0]) == row[0]
        for column in range(len(heads)):
            for value in (lines[1 + at][2 + column], cells[1 + column]):
                number = None if value == "–" else float(value)
                assert one.cell_text(number, column) == row[1 + column]


@pytest.mark.parametrize("measure", ["n", "share", "per_1000_words"])
def test_hostile_names_and_numbers_are_the_same_in_every_format(tmp_path, measure):
    check_all_formats(hostile(measure), tmp_path)


def test_a_frequency_table_is_the_same_in_every_format(tmp_path):
    check_all_formats(frequency_table(), tmp_path)


def test_a_counted_study_is_the_same_in_every_format(coded, tmp_path):
    # Trust twice and price once, all by ANN; the third theme was read and not found.
    one = qc.crosstab(coded.project, rows="code", columns=["role", "case"], unit="codings")
    check_all_formats(one, tmp_path)
    _, rows = read_md(one.to_markdown())
    assert ["trust", "2", "0", "2"] in rows
    assert ["price", "1", "0", "1"] in rows


names = st.text(
    st.sampled_from(list("ab1 .-–—_%&#$^~\\{}[]()<>|*`'\"!?,;:@=+/…\n\t\u00a0ßéثق🙂\x07\x00")),
    min_size=1,
    max_size=14,
).filter(lambda text: text.strip() and plain(text) == plain(text).strip())


def test_a_name_that_looks_like_what_cannot_be_set_stays_itself(tmp_path):
    columns = [("Case A", "AB"), ("Case B", "AB")]
    check_all_formats(
        hostile("n", {"c0": "[?]", "c1": "a\x00b"}, columns, [[1, 2], [3, 4]]), tmp_path
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(names, min_size=1, max_size=3), st.lists(names, min_size=2, max_size=4), st.data())
def test_any_names_are_the_same_in_every_format(tmp_path_factory, labels, heads, data):
    counts = [
        [data.draw(st.one_of(st.none(), st.integers(0, 9_999_999))) for _ in heads] for _ in labels
    ]
    # Heads of the upper level differ, as the values of an attribute do.
    columns = [(f"{at} {head}", head) for at, head in enumerate(heads)]
    one = hostile("n", {f"c{at}": label for at, label in enumerate(labels)}, columns, counts)
    check_all_formats(one, tmp_path_factory.mktemp("formats"))


def many(rows=6, groups=5, each=4):
    """A table of more columns than a page has room for, each cell another number."""
    columns = [(f"Role number {g}", f"Case {n}") for g in range(groups) for n in range(each)]
    counts = [[1000 * r + at for at in range(len(columns))] for r in range(rows)]
    labels = {f"c{r}": f"A theme with the number {r}" for r in range(rows)}
    return table("n", columns, counts, labels, quotes=None)


def test_what_is_too_wide_follows_in_parts_that_keep_groups_together(tmp_path):
    one = many(groups=8)
    check_all_formats(one, tmp_path)
    text = one.to_latex()
    starts = re.findall(r"^\\begin\{(?:tabular|longtable)\}\{@\{\}\S*?(r+)@", text, re.MULTILINE)
    assert len(starts) > 1
    assert sum(map(len, starts)) == 33  # 32 columns and the totals
    assert all(len(part) % 4 == 0 for part in starts[:-1])
    assert "landscape=True gives them" in text
    tables = docx.Document(str(tmp_path / "t.docx")).tables
    assert [len(each.columns) for each in tables] == [17, 18]  # labels and 16; labels, 16, totals


# -- LaTeX -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (r"a\b{c}", r"a\textbackslash{}b\{c\}"),
        ("5 % & $ # _", r"5 \% \& \$ \# \_"),
        (
            "~ ^ < > |",
            r"\textasciitilde{} \textasciicircum{} \textless{} \textgreater{} \textbar{}",
        ),
        ('"a" `b`', r"\symbol{34}a\symbol{34} \textasciigrave{}b\textasciigrave{}"),
        ("– — --  ''", "-- --- -{}- '{}'"),
        ("-–", "-{}--"),
        ("[x] *", "{}[x] *"),
        ("* x", "{}* x"),
        ("a\nb\tc", "a b c"),
        ("a\x00b", "a[?]b"),
        ("Joy 🙂 ثقة × “q”", "Joy 🙂 ثقة × “q”"),
    ],
)
def test_text_is_escaped_for_latex(text, written):
    assert latex.escape(text) == written


def test_latex_has_rules_spanning_heads_bases_and_notes():
    text = hostile().to_latex(label="tab:hostile")
    lines = text.split("\n")
    assert lines[1] == r"%   \usepackage{booktabs}"
    assert text.count(r"\usepackage") == 1
    assert r"\cmidrule(lr){2-3} \cmidrule(lr){4-5}" in lines
    assert r"\multicolumn{2}{c}{Buyer}" in text
    # The names are long, so they wrap and the numbers keep their room.
    assert re.search(r"\\begin\{tabular\}\{@\{\}p\{0\.\d+\\linewidth\}rrrrr@\{\}\}", text)
    assert (
        lines.index(r"\bottomrule")
        - max(at for at, line in enumerate(lines) if line == r"\midrule")
        == 3
    )  # two bases
    assert r"by role × case.}\label{tab:hostile}" in text
    assert r"\parbox{\linewidth}{\footnotesize\raggedright \textit{Note.} “--”: nobody" in text
    assert "(codebook 9f2c, act 41, qualcode 0)" in text
    assert r"\begin{landscape}" not in text


def test_caption_and_label_can_be_chosen_and_are_safe(tmp_path):
    text = hostile().to_latex(tmp_path / "t.tex", caption="50% of a_b")
    assert r"\caption{50\% of a\_b}" in text
    assert (tmp_path / "t.tex").read_text("utf-8") == text
    assert r"\caption" not in hostile().to_latex(caption="")
    with pytest.raises(UsageError, match="label"):
        hostile().to_latex(label="a}b")
    with pytest.raises(ExportError):
        hostile().to_latex(tmp_path / "t.md")


def test_a_long_table_runs_over_pages_and_repeats_its_heads():
    rows = [[at] for at in range(41)]
    labels = {f"c{at}": f"Code {at}" for at in range(41)}
    text = hostile("n", labels, [("A",)], rows).to_latex(landscape=True)
    assert text.count(r"\begin{longtable}") == 1
    assert text.count("Code & A & all") == 2  # first page and later pages
    assert [
        r"%   \usepackage{" + each + "}" for each in ("booktabs", "longtable", "pdflscape")
    ] == (text.split("\n")[1:4])
    del labels["c40"]
    assert "longtable" not in hostile("n", labels, [("A",)], rows[:40]).to_latex()


def has_latex():
    if not (shutil.which("lualatex") and shutil.which("kpsewhich")):
        return False
    needed = ["kpsewhich", "booktabs.sty", "longtable.sty", "pdflscape.sty"]
    return subprocess.run(needed, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not has_latex(), reason="no LaTeX with the packages on this machine")
@pytest.mark.parametrize("landscape", [False, True])
def test_latex_compiles(tmp_path, landscape):
    for number, one in enumerate((hostile(), frequency_table(), many(), many(50, 1, 2))):
        one.to_latex(tmp_path / f"t{number}.tex", landscape=landscape, label=f"tab:{number}")
    inputs = "\n".join(rf"\input{{t{number}}}" for number in range(4))
    packages = r"\usepackage{booktabs}\usepackage{longtable}\usepackage{pdflscape}"
    (tmp_path / "d.tex").write_text(
        "\\documentclass{article}"
        + packages
        + "\n\\begin{document}\n"
        + inputs
        + "\n\\end{document}\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        ["lualatex", "-interaction=nonstopmode", "-halt-on-error", "d.tex"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    said = done.stdout.decode("utf-8", "replace")
    assert done.returncode == 0, said[-2000:]
    assert "Overfull \\hbox" not in said


# -- Markdown ----------------------------------------------------------------------------------------------


def test_markdown_joins_heads_aligns_numbers_and_ends_with_the_notes():
    text = hostile().to_markdown()
    lines = text.split("\n")
    assert lines[0] == r"**Table. Number of participants with the code, by role × case.**"
    assert r"| A\|B\* \`c\` \_d\_ \[e\](f), Case A |" in lines[2]
    assert re.fullmatch(r"\| :-+ \|( -+: \|){5}", lines[3])
    assert lines[8].startswith("| base: participants")
    assert lines[11].startswith("*Note.* “–”: nobody of this kind in B.")
    assert r"(codebook 9f2c, act 41, qualcode 0)" in text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (r"\ ` * _ [ ] < > | #", r"\\ \` \* \_ \[ \] \< \> \| \#"),
        ("a -- b... c - d. e", r"a \-\- b\.\.\. c - d. e"),
        ("a@b.example &amp; {x} $y$ ~z~ 2^3", r"a\@b.example \&amp; \{x\} \$y\$ \~z\~ 2\^3"),
        ("two\nlines \r\nthree", "two<br>lines<br>three"),
    ],
)
def test_text_is_escaped_for_markdown(text, written):
    assert markdown.escaped_cell(text) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("1. no list", r"1\. no list"),
        ("(a) no list", r"(a\) no list"),
        ("iv. no list", r"iv\. no list"),
        ("- no item", r"\- no item"),
        ("--- no rule", r"\-\-\- no rule"),
        ("=== no heading", r"\=== no heading"),
        ("    no code", "no code"),
        ("Really. Yes.", "Really. Yes."),
    ],
)
def test_no_paragraph_becomes_something_else(text, written):
    paper = MarkdownPaper()
    paper.paragraph(text)
    assert paper.text == written + "\n"


# -- Word --------------------------------------------------------------------------------------------------


def saved(one, folder, **options):
    one.to_word(folder / "t.docx", **options)
    return docx.Document(str(folder / "t.docx"))


def borders(cell):
    found = cell._tc.find(qn("w:tcPr")).find(qn("w:tcBorders"))
    return {} if found is None else {each.tag.partition("}")[2] for each in found}


def test_word_has_three_rules_repeated_heads_and_numbers_on_the_right(tmp_path):
    document = saved(hostile(), tmp_path)
    (one,) = document.tables
    assert document.paragraphs[0].text == (
        "Table. Number of participants with the code, by role × case."
    )
    ruled = [set().union(*(borders(cell) for cell in row.cells)) for row in one.rows]
    # Two rows of heads, four codes, two bases.
    assert ruled == [{"top"}, {"bottom"}, set(), set(), set(), set(), {"top"}, {"bottom"}]
    repeated = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in one.rows]
    assert repeated == [True, True, *[False] * 6]
    assert one.rows[0].cells[1]._tc is one.rows[0].cells[2]._tc
    assert one.rows[0].cells[3]._tc is not one.rows[0].cells[2]._tc
    sides = [cell.paragraphs[0].alignment for cell in one.rows[4].cells]
    assert sides == [None, *[WD_ALIGN_PARAGRAPH.RIGHT] * 5]
    assert one.rows[5].cells[0].paragraphs[0]._p.pPr.find(qn("w:bidi")) is not None
    notes = [p.text for p in document.paragraphs if p.style.name == "Table Note" and p.text]
    assert notes == [
        "Note. “–”: nobody of this kind in B.",
        "@SUM(A1) as a note.",
        "(codebook 9f2c, act 41, qualcode 0)",
    ]


def test_word_files_tell_nothing_of_the_person_or_the_day(tmp_path, monkeypatch):
    monkeypatch.setenv("USER", "mallory")
    monkeypatch.setenv("LOGNAME", "mallory")
    first = saved(hostile(), tmp_path)
    data = (tmp_path / "t.docx").read_bytes()
    facts = first.core_properties
    assert (facts.author, facts.last_modified_by, facts.comments) == ("qualcode", "qualcode", "")
    assert facts.title == hostile().what.sentence()
    assert facts._element.find(qn("dcterms:created")) is None
    assert facts._element.find(qn("dcterms:modified")) is None
    with zipfile.ZipFile(tmp_path / "t.docx") as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        words = b"".join(map(archive.read, archive.namelist()))
        assert not any("thumbnail" in name for name in archive.namelist())
    assert b"mallory" not in words and b"python-docx" not in words and b"Macintosh" not in words
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    saved(hostile(), tmp_path)
    assert (tmp_path / "t.docx").read_bytes() == data


def test_a_wide_table_lies_on_its_side_and_can_be_told_not_to(tmp_path):
    def wide(document):
        section = document.sections[0]
        return section.page_width > section.page_height

    assert not wide(saved(hostile(), tmp_path))
    assert wide(saved(hostile(), tmp_path, landscape=True))
    assert wide(saved(many(), tmp_path))
    assert not wide(saved(many(), tmp_path, landscape=False))


def test_word_shows_the_quotations_behind_each_row_when_asked(tmp_path):
    quotes = {("cmd", COLUMNS[0]): ["=1+1", "x\x00y"], ("joy", COLUMNS[3]): ["line\nbreak", "🙂"]}
    one = table("n", COLUMNS, COUNTS, LABELS, quotes=quotes)
    paragraphs = saved(one, tmp_path, quotations=True).paragraphs
    start = next(at for at, p in enumerate(paragraphs) if p.text == "Quotations")
    assert [(p.style.name, p.text) for p in paragraphs[start:]] == [
        ("Heading 1", "Quotations"),
        ("Heading 2", "=cmd()"),
        ("Heading 3", f"{PIPES} × Case A (2 codings)"),
        ("Quote", "=1+1"),
        ("Quotation Source", f"IP1, P1, {PIPES} · turn 7"),
        ("Quote", "x\ufffdy"),
        ("Quotation Source", f"IP1, P1, {PIPES} · turn 7"),
        ("Heading 2", "Joy 🙂"),
        ("Heading 3", "Buyer × (none) (2 codings)"),
        ("Quote", "line\nbreak"),
        ("Quotation Source", "IP1, P1, Buyer · turn 7"),
        ("Quote", "🙂"),
        ("Quotation Source", "IP1, P1, Buyer · turn 7"),
    ]
    assert "Quotations" not in [p.text for p in saved(one, tmp_path).paragraphs]
    with pytest.raises(TableError, match="no quotations"):
        hostile().to_word(tmp_path / "t.docx", quotations=True)


def test_a_table_without_columns_can_still_be_saved(tmp_path):
    frame = pd.DataFrame(index=pd.Index(["a"], dtype=object))
    one = Table(
        frame,
        pd.DataFrame({"words": pd.array([], dtype="Int64")}),
        pd.Series([pd.NA], index=frame.index, dtype="Int64"),
        {"a": "A"},
        What("codings", "n", "code", ("role",)),
        ["Nothing was read."],
    )
    for suffix in FORMATS:
        one.save(tmp_path / f"t{suffix}")
    assert read_docx(tmp_path / "t.docx") == ([], [["A"], ["base: words"]])


def test_save_names_every_format_it_has(tmp_path):
    assert FORMATS == (".csv", ".xlsx", ".html", ".tex", ".md", ".docx")
    with pytest.raises(UsageError, match=r"\.tex, \.md, \.docx"):
        hostile().save(tmp_path / "t.odt")


# -- chapters ----------------------------------------------------------------------------------------------


def chapter(paper):
    paper.heading("Findings #1")
    paper.heading("Trust", 2)
    paper.paragraph("One line\nand another.")
    paper.paragraph("first", "bullet")
    paper.paragraph("second", "bullet")
    paper.paragraph("so it is", "bold")
    paper.quotation("We were asked.\nTwice.", "IP01, P1, Commissioner")
    paper.quotation("Nobody asked.")
    paper.quotation("I did.", "IP02")
    paper.table(
        [["", "Buyer", "Buyer", "all"], ["Theme", "A", "B", ""]],
        [["Trust", "1", "2"], ["Price", "0", "–", "0"]],
        "lrrr",
        foot=[["base", "1", "2"]],
        title="Table 3. Buyers",
    )
    paper.note("Few.\nVery few.")
    return paper


def test_a_chapter_is_written_once_for_both(tmp_path):
    chapter(MarkdownPaper("Findings")).save(tmp_path / "c.md")
    assert (tmp_path / "c.md").read_text("utf-8") == (
        "# Findings \\#1\n\n## Trust\n\nOne line\\\nand another.\n\n- first\n- second\n\n**so it is**\n\n"
        "> We were asked.\\\n> Twice.\n>\n> IP01, P1, Commissioner\n\n<!-- -->\n\n> Nobody asked.\n\n"
        "<!-- -->\n\n> I did.\n>\n> IP02\n\n**Table 3. Buyers**\n\n"
        "| Theme | Buyer, A | Buyer, B | all |\n"
        "| :---- | -------: | -------: | --: |\n"
        "| Trust |        1 |        2 |     |\n"
        "| Price |        0 |        – |   0 |\n"
        "| base  |        1 |        2 |     |\n\n"
        "*Note.* Few.\n\nVery few.\n"
    )
    chapter(Paper("Findings")).save(tmp_path / "c.docx")
    document = docx.Document(str(tmp_path / "c.docx"))
    assert [(p.style.name, p.text) for p in document.paragraphs if p.text] == [
        ("Heading 1", "Findings #1"),
        ("Heading 2", "Trust"),
        ("Normal", "One line\nand another."),
        ("List Bullet", "first"),
        ("List Bullet", "second"),
        ("Normal", "so it is"),
        ("Quote", "We were asked.\nTwice."),
        ("Quotation Source", "IP01, P1, Commissioner"),
        ("Quote", "Nobody asked."),
        ("Quote", "I did."),
        ("Quotation Source", "IP02"),
        ("Caption", "Table 3. Buyers"),
        ("Table Note", "Note. Few."),
        ("Table Note", "Very few."),
    ]
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
        ["", "Buyer", "Buyer", "all"],
        ["Theme", "A", "B", ""],
        ["Trust", "1", "2", ""],
        ["Price", "0", "–", "0"],
        ["base", "1", "2", ""],
    ]


@pytest.mark.parametrize("kind", [Paper, MarkdownPaper])
def test_what_no_paper_can_hold_is_refused(kind, tmp_path):
    paper = kind()
    with pytest.raises(UsageError, match="level 7"):
        paper.heading("x", 7)
    with pytest.raises(UsageError, match="no style 'x'"):
        paper.paragraph("x", "x")
    with pytest.raises(UsageError, match="no head"):
        paper.table([], [["a"]])
    with pytest.raises(UsageError, match="a row of 2 cells"):
        paper.table([["a"]], [["b", "c"]])
    with pytest.raises(UsageError, match="no alignment x"):
        paper.table([["a"]], [["b"]], "x")
    with pytest.raises(ExportError, match="no format"):
        paper.save(tmp_path / "p.txt")


def test_quotations_of_the_table_are_those_of_the_cells(tmp_path):
    # `quoted` is what the other exports are tested with: five quotations of money stand under Buyer A.
    one = table()
    text = "\n".join(p.text for p in saved(one, tmp_path, quotations=True).paragraphs)
    assert text.count("no. ") == 5
    assert len(quoted()("money", None)) == text.count("no. ") + 2
