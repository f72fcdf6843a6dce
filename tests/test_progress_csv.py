"""progress.csv in and out: who has read what, for which codes."""

import csv

import pytest
from kit import write

import qualcode as qc
from qualcode.core.lists import joined, parted
from qualcode.errors import CodingError

TURNS = (
    "document,turn,speaker,text\n"
    "IP1,1,I,Shall we begin?\nIP1,2,R,Trust matters.\nIP1,a;b,R,Price too.\n"
    "IP2,1,R,Other words.\n"
)
# A code that holds the separator, one in quotation marks, one that begins with what a sheet would run.
CODES = ["trust", "'price; cost'", "'\"so-called\"'", "'=more'"]
IDS = ["trust", "price; cost", '"so-called"', "=more"]


@pytest.fixture
def study(make_study):
    return make_study(turns=TURNS, codebook=CODES)


def bring(project, text):
    path = project.path.parent / "progress.csv"
    path.write_text(text, encoding="utf-8")
    return project.import_progress(path)


def passes(project):
    from qualcode.store import state

    return [
        (each.document, each.coder, list(each.codes), each.turns, each.blind)
        for each in state.passes(project.study)
    ]


def test_a_row_is_a_pass_and_blank_codes_are_all_of_them(study):
    report = bring(
        study,
        "document,coder,codes,turns,blind,codebook_hash,date\n"
        "IP1,KM,,,,,\n"
        "IP2,KM,trust; =more,,yes,abc,2018-03-12\n"
        "IP1,TS,trust,1; 2,no,,\n",
    )
    assert (report.rows, report.added) == (3, 3)
    assert passes(study) == [
        ("IP1", "KM", IDS, None, "unknown"),
        ("IP2", "KM", ["trust", "=more"], None, "yes"),
        ("IP1", "TS", ["trust"], ("1", "2"), "no"),
    ]
    frame = study.progress()
    assert frame["codebook_hash"].tolist() == ["", "abc", ""]
    assert frame["date"].iloc[1] == "2018-03-12"
    assert study.check() == []


def test_every_bad_row_is_listed_and_nothing_is_imported(study):
    before = study.study.last_act
    with pytest.raises(CodingError) as caught:
        bring(
            study,
            "document,coder,codes,turns,blind\n"
            "IP9,KM,,,\nIP1,,,,\nIP1,KM,hope,,\nIP1,KM,,9,\nIP1,KM,,,perhaps\nIP1,KM,,,\n",
        )
    lines = [str(problem) for problem in caught.value.problems]
    assert [int(line.split("line ")[1].split(":")[0]) for line in lines] == [2, 3, 4, 5, 6]
    for line, word in zip(lines, ["IP9", "no coder", "hope", "turn 9", "perhaps"], strict=True):
        assert word in line
    assert study.study.last_act == before


def test_rows_said_twice_count_once_and_an_import_again_adds_nothing(study):
    text = "document,coder,codes,blind\nIP1,KM,trust,yes\nIP1,KM,trust,yes\n"
    assert bring(study, text).added == 1
    before = study.study.last_act
    again = bring(study, text)
    assert (again.rows, again.added, study.study.last_act) == (2, 0, before)


def test_a_pass_that_covers_an_earlier_one_takes_its_place(study):
    bring(study, "document,coder,codes\nIP1,KM,trust\n")
    bring(study, "document,coder,codes\nIP1,KM,trust; =more\n")
    assert [each[2] for each in passes(study)] == [["trust", "=more"]]


def test_what_lies_within_a_standing_pass_is_not_recorded_again(study):
    study.complete("IP1", blind=True)
    whole = passes(study)
    study.complete("IP1", turns=["2"], blind=True)
    study.complete("IP1", codes=["trust"], blind=True)
    assert passes(study) == whole
    # Read once more with the suggestions in sight: that is something else.
    study.complete("IP1", turns=["2"], blind=False)
    assert len(passes(study)) == 2


def test_codes_and_turns_with_the_separator_survive_the_round_trip(study, make_study):
    study.complete("IP1", blind=True)
    study.complete("IP1", codes=["price; cost", '"so-called"'], turns=["a;b", "2"])
    path = study.path.parent / "out.csv"
    assert study.export_progress(path) == 2
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["codes"] == 'trust; "price; cost"; """so-called"""; =more'
    assert rows[1]["turns"] == '"a;b"; 2'
    assert study.import_progress(path).added == 0
    other = make_study(turns=TURNS, codebook=CODES)
    assert other.import_progress(path).added == 2
    assert passes(other) == passes(study)
    other.export_progress(path)
    assert other.import_progress(path).added == 0


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("", []),
        ("a", ["a"]),
        (" a ;b;; c ", ["a", "b", "c"]),
        ('"a; b";c', ["a; b", "c"]),
        ('say "no"; c', ['say "no"', "c"]),
        ('"a" and b; c', ['"a" and b', "c"]),  # quotation marks that do not hold the whole part
        ('"a; b', ['"a', "b"]),
    ],
)
def test_parts_of_a_cell(cell, parts):
    assert parted(cell) == parts


@pytest.mark.parametrize("parts", [["a", "b;c"], ['"x"'], ['"x'], ['x"', ';"'], ["; ; ", "=a"]])
def test_joined_parts_come_apart_again(parts):
    assert parted(joined(parts)) == [part.strip() for part in parts]


def test_a_manual_coding_takes_blindness_from_the_pass_it_lies_in(study):
    study.add_coding(document="IP1", turn=2, code="trust")
    study.add_coding(document="IP2", turn=1, code="trust")
    bring(study, "document,coder,blind\nIP1,AB,yes\n")
    assert study.codings()["blind"].tolist() == ["yes", "unknown"]


@pytest.mark.parametrize(
    ("before", "now", "holds"),
    [
        ("ANN: Trust matters.\n", "ANN: Trust matters a lot.\n", False),
        ("Hall\n\nANN: Trust matters.\n", "Town hall\n\nANN: Trust matters.\n", True),
    ],
)
@pytest.mark.parametrize("named", [True, False], ids=["by version", "by date"])
def test_a_pass_over_an_earlier_text_holds_where_the_participants_words_are_the_same(
    tmp_path, before, now, holds, named
):
    write(tmp_path, IP1__txt=before, codebook__csv="code\ntrust\n")
    project = qc.new_project(tmp_path / "a.qualcode", coder="AB")
    project.ingest(tmp_path / "IP1.txt")
    project.load_codebook(tmp_path / "codebook.csv")
    copy = tmp_path / "copy.csv"
    project.complete("IP1")
    project.export_progress(copy)
    project.undo()
    write(tmp_path, IP1__txt=now)
    project.ingest(tmp_path / "IP1.txt", new_version=True)
    text = copy.read_text(encoding="utf-8-sig")
    if not named:
        text = "\n".join(line.rpartition(",")[0] for line in text.splitlines())
    if holds:
        assert bring(project, text).added == 1
        return
    with pytest.raises(CodingError, match="an earlier text, where a participant's words differ"):
        bring(project, text)
    assert passes(project) == []


def test_a_pass_over_a_text_nobody_knows_is_refused(study):
    with pytest.raises(CodingError, match="a text that this project does not have"):
        bring(study, "document,coder,version\nIP1,AB," + "0" * 64 + "\n")
    assert passes(study) == []
