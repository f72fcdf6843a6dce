"""Codebooks: every problem at once with its line, the tree, hashes, stale codings, out and in again."""

import dataclasses
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml.parser import OxmlElement
from hypothesis import given, settings
from hypothesis import strategies as st
from kit import CODEBOOK, code_by_hand, content, forum, write

import qualcode as qc
from qualcode.core.codebook import Code, Codebook, Pattern
from qualcode.errors import CodebookError, CodingError, QualcodeError
from qualcode.readers.codebooks import read_codebook, write_codebook


def read(tmp_path, body, name="b.yaml"):
    path = tmp_path / name
    path.write_bytes(body if isinstance(body, bytes) else body.encode())
    return read_codebook(path)


def problems(tmp_path, body, name="b.yaml"):
    with pytest.raises(CodebookError) as error:
        read(tmp_path, body, name)
    assert "\n" not in str(error.value)
    assert name in str(error.value)
    return [(problem.where, problem.found) for problem in error.value.problems]


def has(found, line, *words):
    return any(
        where.endswith(f"line {line}") and all(word in said for word in words)
        for where, said in found
    )


# -- problems ------------------------------------------------------------------------------------------


def test_all_problems_of_a_yaml_codebook_are_told_at_once_with_their_lines(tmp_path):
    found = problems(
        tmp_path,
        """codebook: Tiny
colour: red
codes:
  - code: a
    color: "#12"
    patterns:
      - regex: '('
      - near: [x]
        within: 8
      - fuzzy: x
  - name: no id
  - code: a
  - code: b
    merged_into: nowhere
    formerly: [a]
    retired: perhaps
    definition: [a list]
  - code: c
    name: One
    name: Two
    parent: b
""",
    )
    for line, word in (
        (2, "colour"), (4, "#12"), (7, "("), (8, "near"), (10, "pattern"), (11, "id"), (12, "line 4"),
        (13, "nowhere"), (13, "former"), (16, "perhaps"), (17, "plain text"), (20, "twice"), (21, "parent"),
    ):  # fmt: skip
        assert has(found, line, word), (line, word, found)
    assert len(found) == 13


def test_all_problems_of_a_codebook_table_are_told_at_once_with_their_lines(tmp_path):
    found = problems(
        tmp_path,
        "code,name,parent,color,retired,patterns\n"
        "a,A,b,,,\nb,B,c,,,\nc,C,a,,,\n,nameless,,,,\na,again,,,,\nd,D,,blue green,,\n"
        'e,E,,,maybe,\nf,F,,,,"regex: ("\ng,G,,,,{near: x}\n',
        "b.csv",
    )
    for line, word in (
        (2, "circle: a < b < c < a"), (5, "no code"), (6, "line 2"), (7, "blue green"), (8, "maybe"),
        (9, "("), (10, "near"),
    ):  # fmt: skip
        assert has(found, line, word), (line, word, found)
    assert len(found) == 7


@pytest.mark.parametrize("rows", ["a,b\nb,a\n", "x,a\na,b\nb,c\nc,a\n", "a,b\nb,c\nc,d\nd,b\n"])
def test_a_circle_of_codes_is_told_once(tmp_path, rows):
    found = problems(tmp_path, "code,parent\n" + rows, "b.csv")
    assert len(found) == 1
    assert "circle" in found[0][1]


def test_a_code_that_names_itself_as_parent_is_a_theme_and_reported(tmp_path):
    book, doubts = read(tmp_path, "code,parent\nvalues,values\ntrust,values\n", "b.csv")
    assert book.themes == ["values"]
    assert book.theme("trust") == "values"
    (doubt,) = doubts
    assert "names itself as parent" in doubt.found
    assert "line 2" in doubt.where


def test_a_parent_without_a_row_is_a_category_before_its_first_child_and_reported(tmp_path):
    book, doubts = read(tmp_path, "code,parent\ndelay,\ntrust,values\nprice,values\n", "b.csv")
    assert list(book.codes) == ["delay", "values", "trust", "price"]
    assert book.applicable() == ["delay", "trust", "price"]
    assert book.themes == ["delay", "values"]
    (doubt,) = doubts
    assert "'values'" in doubt.found


def test_a_category_is_never_applied(tmp_path):
    project = forum(tmp_path)
    write(tmp_path, b__csv="code,parent\ntrust,values\nprice,values\ndelay,\n")
    project.load_codebook(tmp_path / "b.csv")
    before = content(project)
    with pytest.raises(CodingError, match="category"):
        project.add_coding(document="FG1", turn=2, code="values")
    assert content(project) == before


@pytest.mark.parametrize(
    "tag", ["!!python/object/apply:os.system", "!!python/name:os.system", "!mine"]
)
def test_a_tag_is_refused_wherever_it_stands(tmp_path, tag):
    for body in (
        f"codes: {tag} [echo]\n",
        f"codes:\n  - {tag} {{code: a}}\n",
        f"codes:\n  - code: {tag} a\n",
        f"codes:\n  - code: a\n    patterns: [{tag} x]\n",
        f"codes:\n  - code: a\n    patterns: [{{tokens: [{{LEMMA: {tag} x}}]}}]\n",
        f"codes:\n  - code: a\n    mine: {tag} x\n",
    ):
        assert "tag" in str(problems(tmp_path, body)), body


def test_words_stay_as_they_are_written(tmp_path):
    book, _ = read(
        tmp_path,
        "version: 1.10\ncodes:\n  - code: 007\n    name: no\n  - code: null\n  - code: 1e3\n",
    )
    assert book.version == "1.10"
    assert list(book.codes) == ["007", "null", "1e3"]
    assert book["007"].name == "no"


# -- the tree ------------------------------------------------------------------------------------------


def test_the_tree_of_the_example():
    book = Codebook(
        [
            Code("values"),
            Code("trust", parent="values"),
            Code("deep", parent="trust"),
            Code("delay"),
        ]
    )
    assert book.themes == ["values", "delay"]
    assert [book.theme(code) for code in book.codes] == ["values", "values", "values", "delay"]
    assert book.beneath("values") == ["values", "trust", "deep"]
    assert [child.code for child in book.children("values")] == ["trust"]


@pytest.mark.parametrize(
    ("changed", "stale"),
    [
        ({"name": "Trust!"}, True),
        ({"definition": "x"}, True),
        ({"include": ("x",)}, True),
        ({"exclude": ("x",)}, True),
        ({"examples": ("x",)}, True),
        ({"color": "red"}, False),
        ({"parent": "y"}, False),
        ({"patterns": (Pattern("glob", "x"),)}, False),
        ({"extras": {"note": "x"}}, False),
    ],
)
def test_the_entry_hash_covers_what_a_code_means(changed, stale):
    code = Code("trust", name="Trust")
    assert (dataclasses.replace(code, **changed).hash != code.hash) is stale
    assert Codebook([dataclasses.replace(code, **changed)]).hash != Codebook([code]).hash


# -- in the project ------------------------------------------------------------------------------------


def test_codings_made_under_another_definition_are_stale(tmp_path):
    # trust is defined anew (2 codings), price gets a colour only (1 coding).
    project = forum(tmp_path)
    code_by_hand(project)
    assert project.codings()["stale"].astype(bool).tolist() == [False] * 3
    write(
        tmp_path,
        b__yaml=CODEBOOK.replace("- code: trust\n", "- code: trust\n        definition: Reliance.\n")
        .replace("- code: price\n", '- code: price\n        color: "#1b9e77"\n'),
    )  # fmt: skip
    report = project.load_codebook(tmp_path / "b.yaml")
    assert report.changed == ["trust"]
    assert "stale" in str(report)
    frame = project.codings()
    assert dict(zip(frame["start"], frame["stale"].astype(bool), strict=True)) == {
        59: True, 80: False, 154: True,
    }  # fmt: skip
    project.add_coding(document="FG1", turn=3, code="trust")
    frame = project.codings()
    assert not frame[frame["start"] == 112]["stale"].astype(bool).item()
    # The old definition again: nothing is stale but what was made under the other one.
    project.load_codebook(tmp_path / "codebook.yaml")
    frame = project.codings()
    assert frame[frame["stale"].astype(bool)]["start"].tolist() == [112]
    past = project.as_of(6)
    assert not past.codings()["stale"].astype(bool).any()


def test_the_same_codebook_again_changes_nothing(tmp_path):
    project = forum(tmp_path)
    before = content(project)
    assert project.load_codebook(tmp_path / "codebook.yaml").same
    assert content(project) == before


def test_a_codebook_that_lacks_a_used_code_is_refused_with_the_cure(tmp_path):
    project = forum(tmp_path)
    ids = code_by_hand(project)
    before = content(project)
    for body in (
        "codes:\n  - code: price\n  - code: Trust\n",
        "codes:\n  - code: price\n",
    ):
        write(tmp_path, b__yaml=body)
        with pytest.raises(CodebookError, match=r"trust \(2 codings\)") as error:
            project.load_codebook(tmp_path / "b.yaml")
        assert "retract" in str(error.value)
        assert content(project) == before
    project.retract([ids[0], ids[2]])
    project.load_codebook(tmp_path / "b.yaml")
    assert list(project.codebook.codes) == ["price"]


def test_a_used_code_may_not_become_a_mere_category(tmp_path):
    project = forum(tmp_path)
    code_by_hand(project)
    write(tmp_path, b__csv="code,parent\ntrust again,trust\nprice,\n")
    with pytest.raises(CodebookError, match=r"trust \(2 codings\)"):
        project.load_codebook(tmp_path / "b.csv")


def test_a_used_code_may_be_retired_and_takes_no_new_coding(tmp_path):
    project = forum(tmp_path)
    code_by_hand(project)
    write(
        tmp_path,
        b__yaml="codes:\n  - code: price\n  - code: trust\n    retired: true\n",
    )
    project.load_codebook(tmp_path / "b.yaml")
    assert len(project.codings()) == 3
    with pytest.raises(CodingError, match="is retired"):
        project.add_coding(document="FG1", turn=3, code="trust")


def test_a_wrong_code_is_answered_with_what_is_close(tmp_path):
    project = forum(tmp_path)
    for wrong, close in (("Trust", "trust"), ("prise", "price")):
        with pytest.raises(CodingError, match=f"close to it: {close}"):
            project.add_coding(document="FG1", turn=2, code=wrong)


# -- out and in again ----------------------------------------------------------------------------------

FULL = Codebook(
    [
        Code("values", name="Values; what counts", definition="First line.\nSecond: line, with “quotes”."),
        Code(
            "trust",
            parent="values",
            name="Trust",
            include=("a; b", "c"),
            exclude=("only one; with a semicolon",),
            examples=('She said "yes".', "[laughs] No.", "=1+1"),
            color="#1b9e77",
            patterns=(
                Pattern("glob", "trust*"),
                Pattern("regex", r"\bKPIs?; \d+\b"),
                Pattern("lemma", "measure outcome"),
                Pattern("near", "price* … quality* within 8", {"near": ["price*", "quality*"], "within": 8}),
                Pattern("glob", "=KPI"),
            ),
            unless=(Pattern("glob", "trust fund; deed"),),
            formerly=("faith", "reliance"),
            extras={"owner": "AB", "note": "007"},
        ),
        Code("old", parent="values", retired=True, merged_into="trust"),
        Code("no", name="null", definition="true", include=('["x"]',), exclude=("[1]", ";")),
    ],
    title="Full: a test",
    version="1.10",
)  # fmt: skip


@pytest.mark.parametrize("name", ["b.yaml", "b.csv", "b.docx"])
def test_a_codebook_goes_out_and_comes_in_as_it_was(tmp_path, name):
    write_codebook(FULL, tmp_path / name)
    book, doubts = read_codebook(tmp_path / name)
    assert doubts == []
    assert [code.as_data() for code in book] == [code.as_data() for code in FULL]
    assert (book.title, book.version, book.hash) == (FULL.title, FULL.version, FULL.hash)


@pytest.mark.parametrize("name", ["b.yaml", "b.csv", "b.docx"])
def test_a_category_stays_a_category(tmp_path, name):
    made, _ = read(tmp_path, "code,parent\ndelay,\ntrust,values\nprice,values\n", "a.csv")
    write_codebook(made, tmp_path / name)
    book, _ = read_codebook(tmp_path / name)
    assert [code.as_data() for code in book] == [code.as_data() for code in made]


def test_a_table_of_ones_own_is_named_for_its_file(tmp_path):
    # Without a column `codebook`, and where it says something of each code, all is as it stands.
    book, _ = read(tmp_path, "code,name,version\na,A,2\nb,B,\n", "mine.csv")
    assert (book.title, book.version) == ("mine", "")
    assert [dict(code.extras) for code in book] == [{"version": "2"}, {}]
    book, _ = read(tmp_path, "code,codebook\na,old\nb,new\n", "mine.csv")
    assert book.title == "mine"
    assert [dict(code.extras) for code in book] == [{"codebook": "old"}, {"codebook": "new"}]
    book, _ = read(tmp_path, "code,Codebook,version\na,Ours,3\nb,,\n", "mine.csv")
    assert (book.title, book.version, book["a"].extras) == ("Ours", "3", {})


def test_columns_of_a_code_are_never_taken_for_the_title(tmp_path):
    book = Codebook([Code("a", extras={"version": "7"})], title="Ours", version="1")
    write_codebook(book, tmp_path / "b.csv")
    again, _ = read_codebook(tmp_path / "b.csv")
    assert (again.title, again["a"].extras) == ("b", {"version": "7"})


def word_file(path, *tables, above=()):
    """A Word document with these paragraphs and tables, as someone writes it by hand."""
    document = docx.Document()
    for text, style in above:
        document.add_paragraph(text, style)
    for rows in tables:
        table = document.add_table(0, len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        document.add_paragraph()
    document.save(str(path))
    return path


OWN_HEADS = ["ID", "Label", "Parent", "Description", "Inclusion criteria", "Examples", "Owner"]


def test_a_codebook_in_word_is_read_as_people_write_it(tmp_path):
    path = word_file(
        tmp_path / "b.docx",
        [["Who", "When"], ["AB", "May"]],
        [
            OWN_HEADS,
            ["trust", "Trust", "", "Whom\none trusts", "a\nb; c", "“Yes”; no", "AB"],
            [""] * 7,
            ["price", "", "trust", "", "• one; two\ngoes on\n• three", "", ""],
        ],
        # A second table of the same kind goes on; one of another kind says more.
        [["CODE", "Description"], ["delay", "Waiting"]],
        [["code", "Patterns", "Color"], ["delay", "wait*; late", "#1b9e77"]],
        above=[("Notes", "Normal"), ("Our book", "Heading 2"), ("Version 3 b", "Normal")],
    )
    book, doubts = read_codebook(path)
    assert doubts == []
    assert (book.title, book.version, list(book.codes)) == (
        "Our book",
        "3 b",
        ["trust", "price", "delay"],
    )
    assert book["trust"].as_data() == {
        "code": "trust",
        "name": "Trust",
        "definition": "Whom\none trusts",
        "include": ["a", "b; c"],
        "examples": ["“Yes”", "no"],
        "extras": {"Owner": "AB"},
    }
    assert (book["price"].parent, book["price"].include) == (
        "trust",
        ("one; two\ngoes on", "three"),
    )
    assert book["delay"].definition == "Waiting"
    assert [str(pattern) for pattern in book["delay"].patterns] == ["wait*", "late"]
    assert book["delay"].color == "#1b9e77"


def test_merged_cells_of_a_codebook_in_word(tmp_path):
    document = docx.Document()
    table = document.add_table(3, 3)
    cells = [["code", "parent", "definition"], ["trust", "values", "T"], ["price", "", "P"]]
    for row, texts in zip(table.rows, cells, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    # One parent beside both codes.
    table.cell(1, 1).merge(table.cell(2, 1))
    document.save(str(tmp_path / "b.docx"))
    book, _ = read_codebook(tmp_path / "b.docx")
    assert [(code.code, code.parent, code.definition) for code in book] == [
        ("values", None, ""),
        ("trust", "values", "T"),
        ("price", "values", "P"),
    ]


def test_the_word_codebook_is_a_table_to_read(tmp_path):
    write_codebook(FULL, tmp_path / "b.docx")
    document = docx.Document(str(tmp_path / "b.docx"))
    assert [p.text for p in document.paragraphs if p.text] == [
        "Full: a test",
        "Version 1.10",
        "More about the codes",
    ]
    first, second = document.tables
    assert [cell.text for cell in first.rows[0].cells] == [
        *["Code", "Name", "Parent", "Definition", "Include", "Exclude", "Examples", "Life events"]
    ]
    assert [cell.text for cell in first.rows[2].cells] == [
        "trust",
        "Trust",
        "values",
        "",
        "• a; b\n• c",
        "• only one; with a semicolon",
        '• She said "yes".\n• [laughs] No.\n• =1+1',
        "formerly faith\nformerly reliance",
    ]
    assert first.rows[3].cells[7].text == "merged into trust\nretired"
    assert [cell.text for cell in second.rows[0].cells] == [
        *["Code", "Color", "Patterns", "Unless", "owner", "note"]
    ]
    assert len(second.rows) == 2  # only `trust` has more
    data = (tmp_path / "b.docx").read_bytes()
    write_codebook(FULL, tmp_path / "b.docx")
    assert (tmp_path / "b.docx").read_bytes() == data


def test_a_column_of_ones_own_is_not_taken_for_life_events(tmp_path):
    book = Codebook([Code("a", formerly=("x", "y\nz"), extras={"Life events": "born here"})])
    write_codebook(book, tmp_path / "b.docx")
    assert read_codebook(tmp_path / "b.docx")[0]["a"] == book["a"]


def test_words_deleted_with_changes_tracked_are_not_read_and_said(tmp_path):
    path = word_file(tmp_path / "b.docx", [["code", "definition"], ["a", "kept"]])
    document = docx.Document(str(path))
    paragraph = document.tables[0].cell(1, 1).paragraphs[0]
    run = paragraph.add_run(" gone")._r
    deleted = OxmlElement("w:del")
    run.addprevious(deleted)
    deleted.append(run)
    document.save(str(path))
    book, doubts = read_codebook(path)
    assert book["a"].definition == "kept"
    assert [doubt.found for doubt in doubts] == ["1 tracked deletion not read"]


def test_a_list_of_people_is_no_codebook(tmp_path):
    people = [["ID", "Role"], ["P1", "Provider"]]
    with pytest.raises(CodebookError, match="no table with a column `code`, but ID, Role"):
        read_codebook(word_file(tmp_path / "b.docx", people))


@pytest.mark.parametrize(
    ("tables", "found"),
    [
        ([], "has no table"),
        ([[["Who", "When"]]], "has no table with a column `code`, but Who, When"),
        ([[["code", "Code"], ["a", "b"]]], "columns named more than once: code"),
        ([[["code", ""], ["a", "b"]]], "row 2: 'b' stands in column 2, which has no name"),
        ([[["code", "name"], ["", "b"]]], "row 2: the row has no code"),
        (
            [[["code", "name"], ["a", "b"], ["a", "c"]]],
            "row 3: the code 'a' stands in row 2 already",
        ),
        ([[["code", "color"], ["a", "12"]]], "row 2: the color '12'"),
        ([[["code", "life events"], ["a", "became b"]]], "row 2: the life event 'became b'"),
        ([[["code"], ["a"]], [["code", "color"], ["b", "red"]]], "says more about 'b'"),
        ([[["code", "name"]]], "has no codes"),
    ],
)
def test_a_word_file_that_is_no_codebook_is_refused_with_what_it_holds(tmp_path, tables, found):
    path = word_file(tmp_path / "b.docx", *tables)
    with pytest.raises(CodebookError) as raised:
        read_codebook(path)
    assert found in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("damage", ["cut", "text", "empty", "no document"])
def test_a_damaged_word_file_is_refused(tmp_path, damage):
    path = tmp_path / "b.docx"
    write_codebook(FULL, path)
    whole = path.read_bytes()
    path.write_bytes(
        {"cut": whole[: len(whole) // 2], "text": b"code,name\na,A\n"}.get(damage, b"")
    )
    if damage == "no document":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("word/other.xml", "<a/>")
    with pytest.raises(CodebookError, match=r"b\.docx"):
        read_codebook(path)


def test_tokens_for_a_trained_pipeline_keep_their_types(tmp_path):
    book, _ = read(
        tmp_path,
        "codes:\n  - code: a\n    patterns:\n"
        "      - tokens: [{LEMMA: report}, {POS: NOUN, OP: '?', IS_ALPHA: true, LENGTH: 3, LOWER: '3'}]\n",
    )
    (pattern,) = book["a"].patterns
    assert pattern.value["tokens"][1] == {
        "POS": "NOUN",
        "OP": "?",
        "IS_ALPHA": True,
        "LENGTH": 3,
        "LOWER": "3",
    }
    for name in ("b.yaml", "b.csv", "b.docx"):
        write_codebook(book, tmp_path / name)
        assert read_codebook(tmp_path / name)[0]["a"].patterns == (pattern,)


def test_cells_of_a_table_as_people_write_them(tmp_path):
    book, _ = read(
        tmp_path,
        'code;include;patterns\r\na;"one\ntwo; with more";"trust*\nregex: a;b"\r\n'.encode(
            "cp1252"
        ),
        "b.csv",
    )
    assert book["a"].include == ("one", "two; with more")
    assert [str(p) for p in book["a"].patterns] == ["trust*", "regex: a;b"]
    book, _ = read(
        tmp_path, 'code,include,patterns\na,one; two ;,"trust*; social value*"\n', "b.csv"
    )
    assert book["a"].include == ("one", "two")
    assert [str(p) for p in book["a"].patterns] == ["trust*", "social value*"]


words = st.text(st.sampled_from(list("ab ,;:'\"#-[]{}=\n*&!%@`|>?\\éß🙂0123\t")), max_size=12).map(
    str.strip
)
some = st.lists(words.filter(bool), max_size=3).map(tuple)
patterns = st.lists(st.builds(Pattern, st.just("glob"), words.filter(bool)), max_size=2).map(tuple)
ids = st.lists(words.filter(lambda w: w and "\n" not in w), min_size=1, max_size=5, unique=True)


@settings(max_examples=150, deadline=None)
@given(ids, st.data())
def test_any_words_go_out_and_come_in_as_they_were(tmp_path_factory, names, data):
    folder = tmp_path_factory.mktemp("book")
    codes = [
        Code(
            code,
            name=data.draw(words),
            # A parent that stands right before its child keeps the order that YAML can show.
            parent=names[at - 1] if at and data.draw(st.booleans()) else None,
            definition=data.draw(words),
            include=data.draw(some),
            examples=data.draw(some),
            patterns=data.draw(patterns),
        )
        for at, code in enumerate(names)
    ]
    book = Codebook(codes, title=data.draw(words), version=data.draw(words))
    for name in ("b.yaml", "b.csv", "b.docx"):
        write_codebook(book, folder / name)
        again, _ = read_codebook(folder / name)
        assert [code.as_data() for code in again] == [code.as_data() for code in book], name
        assert (again.title, again.version) == (book.title, book.version), name


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from(list("codes:- &*!!{}[]'\"ab\n  #|>%@")), max_size=80))
def test_any_text_is_a_codebook_or_an_error_of_ours(tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("book")
    for body in (text, "codes:\n  - code: a\n" + text):
        try:
            read(folder, body)
        except QualcodeError as error:
            assert "\n" not in str(error)


def test_the_codebooks_of_the_repository_are_sound():
    folder = Path(qc.__file__).resolve().parents[1] / "codebooks"
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        pytest.skip("no codebooks beside the package")
    for path in paths:
        book, doubts = read_codebook(path)
        assert len(book)
        assert doubts == []
