"""Bad input: one line that names the file and the cure, and a project that is what it was before."""

import random
import zipfile

import pytest
from kit import CODEBOOK, code_by_hand, content, forum, write
from test_ingest import TALK, word

from qualcode.errors import QualcodeError


@pytest.fixture
def project(tmp_path):
    project = forum(tmp_path / "study")
    code_by_hand(project)
    project.suggest()
    return project


def bomb(path):
    """A .docx that unfolds to far more than it weighs."""
    body = "<w:t>" + "a" * 300_000_000 + "</w:t>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", body)
    return path


def truncated(path):
    word(path, *(f"ANN: Sentence number {n}, which is another one." for n in range(200)))
    body = path.read_bytes()
    path.write_bytes(body[: len(body) // 2])
    return path


def workbook(path):
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet().write_row(0, 0, ["colour", "size"])
    return path


# name of the file -> what is in it
REFUSED_FILES = {
    "noise.txt": random.Random(5).randbytes(5000),
    "noise.docx": random.Random(6).randbytes(5000),
    "noise.vtt": random.Random(7).randbytes(5000),
    "noise.csv": random.Random(8).randbytes(5000),
    "noise.xlsx": random.Random(9).randbytes(5000),
    "empty.txt": b"",
    "empty.docx": b"",
    "empty.csv": b"",
    "blank.txt": b" \n\n\t\n",
    "truncated.docx": truncated,
    "bomb.docx": bomb,
    "columns.xlsx": workbook,
    "repeated.csv": b"document,turn,speaker,text\nR1,1,A,Hello.\nR1,1,B,Hello again.\n",
    "picture.txt": b"\x89PNG\r\n\x1a\n" + random.Random(10).randbytes(3000),
    "zeros.txt": bytes(4000),
}


def make(folder, name):
    folder.mkdir(exist_ok=True)
    body = REFUSED_FILES[name]
    if isinstance(body, bytes):
        (folder / name).write_bytes(body)
    else:
        body(folder / name)
    return folder / name


def lines(report):
    found = [str(problem) for problem in report.refused]
    assert not any("\n" in line or len(line) > 400 for line in found)
    return found


@pytest.mark.parametrize("name", REFUSED_FILES)
def test_a_bad_file_is_refused_in_one_line_with_its_name_and_nothing_is_stored(
    project, tmp_path, name
):
    path = make(tmp_path / "in", name)
    before = content(project)
    report = project.ingest(path)
    assert content(project) == before
    found = lines(report)
    assert len(found) == 1
    assert name.split(".")[0] in found[0]


def test_bad_files_never_stop_the_good_ones(project, tmp_path):
    folder = tmp_path / "in"
    for name in REFUSED_FILES:
        make(folder, name)
    write(folder, good__txt=TALK, old__txt="I: How is it?\nR: A café – fine.\n".encode("cp1252"))
    report = project.ingest(folder)
    frame = report.frame.set_index("document")
    assert frame["status"].to_dict() == {"good": "new", "old": "new"}
    assert frame["encoding"].to_dict() == {"good": "utf-8", "old": "cp1252"}
    # In a folder a table of other columns is passed over with a note.
    said = lines(report) + report.notes
    for name in REFUSED_FILES:
        assert any(name.split(".")[0] in line for line in said), name
    assert project.check() == []


def bad(project, act, *words):
    """`act` is refused by an error of ours in one line with these words; the project is untouched."""
    before = content(project)
    with pytest.raises(QualcodeError) as error:
        act()
    message = str(error.value)
    assert "\n" not in message
    for word_ in words:
        assert word_ in message, message
    assert content(project) == before
    return error.value


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ('FG1,trust,CD,,59,72,"Trust mattered"', "line 2"),
        ('FG1,trust,CD,2,,,"not there"', "line 2"),
        ("FG1,trust,CD,,59,9000,", "line 2"),
        ("FG1,trust,CD,,72,59,", "line 2"),
        ("FG1,trust,CD,,-3,5,", "line 2"),
        ("FG1,trust,CD,,59,72.5,", "line 2"),
        ("FG1,trust,CD,99,,,", "turn"),
        ("FG1,trust,CD,,,,", "line 2"),
        ("FG1,trust,,2,,,", "coder"),
        ("FG1,,CD,2,,,", "code"),
        ("FG9,trust,CD,2,,,", "FG9"),
        ("../FG1,trust,CD,2,,,", "../FG1"),
        ("FG1,Trust,CD,2,,,", "Trust"),
    ],
)
def test_a_bad_row_of_codings_stores_nothing_and_is_named_by_its_line(project, tmp_path, row, said):
    good = "FG1,price,CD,,80,95,Price came last"
    body = f"document,code,coder,turn,start,end,quotation\n{row}\n{good}\n"
    path = write(tmp_path, c__csv=body) / "c.csv"
    bad(project, lambda: project.import_codings(path), "c.csv", said)


def test_all_bad_rows_of_codings_are_told_at_once(project, tmp_path):
    path = (
        write(
            tmp_path,
            c__csv="document,code,coder,start,end\nFG1,trust,CD,59,72\nFG1,trust,CD,1,999\nFG1,nope,CD,1,2\n",
        )
        / "c.csv"
    )
    error = bad(project, lambda: project.import_codings(path), "c.csv")
    assert {problem.where for problem in error.problems} == {"c.csv, line 3", "c.csv, line 4"}


@pytest.mark.parametrize(
    "start,end", [(0, 0), (-1, 5), (100, 99), (0, 168), (167, 168), (10**30, 10**30 + 1)]
)
def test_offsets_outside_of_the_text_are_refused(project, start, end):
    bad(
        project,
        lambda: project.add_coding(document="FG1", start=start, end=end, code="trust"),
        "FG1",
    )


def test_a_quotation_that_differs_from_the_text_is_refused(project):
    bad(
        project,
        lambda: project.add_coding(document="FG1", start=59, end=72, code="trust", quotation="Trust mattered"),
        "Trust matters", "Trust mattered",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("codes:\n  - code: a\n  - code: b\n  - code: a\n", "line 4"),
        ("codes:\n  - code: !!python/object/apply:os.system ['true']\n", "line 2"),
        ("codes: !!python/name:os.system\n", "line 1"),
        ("codes: [\n", "line"),
        ("codes:\n  - name: nameless\n", "line 2"),
        ("code: a\n", "codes"),
        ("", "empty"),
        ("codes:\n", "no codes"),
        ("codes: []\n", "no codes"),
        ("- a\n- b\n", "line 1"),
        ("codes:\n  - &x\n    code: a\n  - *x\n", "line 2"),
    ],
)
def test_a_bad_codebook_is_refused_with_its_line(project, tmp_path, body, said):
    path = write(tmp_path, b__yaml=body) / "b.yaml"
    bad(project, lambda: project.load_codebook(path), "b.yaml", said)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("code,name\na,A\nb,B\na,C\n", "line 4"),
        ("code,parent\na,b\nb,c\nc,a\n", "circle"),
        ("code,name\n,A\n", "line 2"),
        ("name,colour\nA,red\n", "code"),
    ],
)
def test_a_bad_codebook_table_is_refused_with_its_line(project, tmp_path, body, said):
    path = write(tmp_path, b__csv=body) / "b.csv"
    bad(project, lambda: project.load_codebook(path), "b.csv", said)


@pytest.mark.parametrize("suffix", ["yaml", "csv", "xlsx", "docx"])
def test_a_codebook_of_random_bytes_is_refused(project, tmp_path, suffix):
    for seed in range(5):
        path = tmp_path / f"b.{suffix}"
        path.write_bytes(random.Random(seed).randbytes(3000))
        bad(project, lambda path=path: project.load_codebook(path), f"b.{suffix}")


def test_yaml_that_unfolds_without_end_or_depth_is_refused_at_once(project, tmp_path):
    laughs = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9)
    )
    deep = "codes: " + "[" * 5000 + "]" * 5000 + "\n"
    for body in (laughs, deep):
        path = write(tmp_path, b__yaml=body) / "b.yaml"
        bad(project, lambda path=path: project.load_codebook(path), "b.yaml")


def test_a_missing_file_is_named(project, tmp_path):
    none = tmp_path / "none.csv"
    for act in (
        lambda: project.load_codebook(tmp_path / "none.yaml"),
        lambda: project.import_codings(none),
        lambda: project.import_progress(none),
        lambda: project.decide(none),
        lambda: project.ingest(none),
        lambda: project.ingest(participants=none),
    ):
        bad(project, act, "none")


@pytest.mark.parametrize("cell", ["=1+1", "+44 20", "-5", "@x", "\tx"])
def test_a_cell_that_a_spreadsheet_would_run_goes_in_and_out_of_exchange_files_verbatim(
    project, tmp_path, cell
):
    write(tmp_path, FG2__txt=f"ANN: {cell} we said trust.\nBOB: No.\n")
    project.ingest(tmp_path / "FG2.txt")
    project.suggest()
    project.export_suggestions(tmp_path / "s.csv")
    text = (tmp_path / "s.csv").read_text("utf-8")
    assert f"{cell.strip()} we said trust." in text
    assert f"'{cell.strip()}" not in text
    body = text.splitlines()
    body = [body[0], *(line[: line.rindex(",,")] + ",accept," for line in body[1:])]
    write(tmp_path, s__csv="\r\n".join(body))
    assert project.decide(tmp_path / "s.csv").counts == {"accept": 4}


def test_words_that_are_no_unicode_are_refused_and_not_stored(project):
    bad(project, lambda: project.add_memo("lone \ud800 half"))
    bad(project, lambda: project.add_coding(document="FG1", turn=2, code="trust", memo="\udcff"))


def test_a_folder_that_is_not_there_cannot_be_written_to(project, tmp_path):
    for act in (
        lambda: project.export_suggestions(tmp_path / "none" / "s.csv"),
        lambda: project.export_codebook(tmp_path / "none" / "b.yaml"),
    ):
        bad(project, act, "none")


def test_the_codebook_of_the_study_is_still_sound(project):
    assert project.codebook.hash
    assert "code: trust" in CODEBOOK
    assert project.check() == []
