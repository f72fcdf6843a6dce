"""codings.csv in and out: every rule of an import as a small story, and the way back."""

import csv
import random
import shutil

import openpyxl
import pytest

import qualcode as qc
from qualcode.errors import CodingError

# One interview. The text is the cells joined by line ends, so that
#   turn 1  0–15   Shall we begin?
#   turn 2  16–50  Trust matters. Price matters, too.
#   turn 3  51–80  =1+1 is "no" formula 🙂, she…   (the emoji is one character, at 72)
TURNS = (
    "document,turn,speaker,text\n"
    "IP1,1,I,Shall we begin?\n"
    'IP1,2,R,"Trust matters. Price matters, too."\n'
    'IP1,3,R,"=1+1 is ""no"" formula 🙂, she…"\n'
)
TEXT = 'Shall we begin?\nTrust matters. Price matters, too.\n=1+1 is "no" formula 🙂, she…'
CODES = ["trust", "price", "delay"]


@pytest.fixture
def study(make_study):
    return make_study(turns=TURNS, codebook=CODES)


def put(project, text, name="more.csv"):
    path = project.path.parent / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def bring(project, text, **options):
    return project.import_codings(put(project, text), **options)


def refused(project, text, **options):
    """Every problem of a refused import as one line; nothing may have changed."""
    before = project.study.last_act, rows(project)
    with pytest.raises(CodingError) as caught:
        bring(project, text, **options)
    assert (project.study.last_act, rows(project)) == before
    assert "\n" not in str(caught.value)
    return [str(problem) for problem in caught.value.problems]


def rows(project):
    """What stands: (quotation, code, coder), in the order it was made."""
    frame = project.codings()
    return list(zip(frame["quotation"], frame["code"], frame["coder"], strict=True))


def table(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def copy_of(project, name="copy.qualcode", coder="AB"):
    path = project.path.with_name(name)
    project.study.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(project.path, path)
    return qc.open_project(path, coder=coder)


# -- where a row points to -------------------------------------------------------------------------------


def test_the_story_counts_as_the_comment_says(study):
    assert study.text("IP1") == TEXT
    assert (TEXT[0:15], TEXT[16:50], TEXT[72]) == (
        "Shall we begin?",
        "Trust matters. Price matters, too.",
        "🙂",
    )


def test_a_row_names_a_turn_or_words_in_it_or_offsets(study):
    report = bring(
        study,
        "document,turn,start,end,code,coder,quotation\n"
        "IP1,2,,,trust,KM,\n"
        'IP1,2,,,price,KM,"Price matters, too."\n'
        "IP1,,16,29,delay,KM,Trust matters\n"
        "IP1,3,16,21,delay,KM,\n",  # offsets win over the turn
    )
    assert report.added == 4
    assert rows(study) == [
        ("Trust matters. Price matters, too.", "trust", "KM"),
        ("Price matters, too.", "price", "KM"),
        ("Trust matters", "delay", "KM"),
        ("Trust", "delay", "KM"),
    ]
    assert study.check() == []


def test_every_bad_row_is_listed_with_its_line_and_nothing_is_imported(study):
    problems = refused(
        study,
        "document,turn,start,end,code,coder,quotation,origin,blind,created\n"
        "IP1,2,,,trust,KM,matters,,,\n"  # line 2: stands twice in the turn
        "IP1,2,,,trust,KM,mattered,,,\n"  # 3: stands nowhere
        "IP1,9,,,trust,KM,,,,\n"  # 4: no such turn
        "IP1,,16,29,trust,KM,Trust mattered,,,\n"  # 5: other words stand there
        "IP1,,16,9999,trust,KM,,,,\n"  # 6: beyond the end
        "IP1,,20,20,trust,KM,,,,\n"  # 7: empty
        "IP1,,-1,4,trust,KM,,,,\n"  # 8: before the start
        "IP1,,16,x,trust,KM,,,,\n"  # 9: no number
        "IP1,,99999999999999999999999,5,trust,KM,,,,\n"  # 10: larger than any integer on disk
        "IP1,,,,trust,KM,,,,\n"  # 11: nowhere
        "IP1,2,,,,KM,,,,\n"  # 12: no code
        "IP1,2,,,trust,,,,,\n"  # 13: no coder
        "IP1,2,,,trust,KM,,guessed,,\n"  # 14
        "IP1,2,,,trust,KM,,,perhaps,\n"  # 15
        "IP1,2,,,trust,KM,,,,yesterday\n"  # 16
        "IP9,2,,,trust,KM,,,,\n",  # 17: no such document
    )
    lines = [int(problem.split("line ")[1].split(":")[0]) for problem in problems]
    assert lines == list(range(2, 18))
    for problem, word in zip(
        problems,
        [
            "more than once",
            "stands not",
            "no turn '9'",
            "differs from the text",
            "outside",
            "outside",
            "outside",
            "whole numbers",
            "outside",
            "neither start and end nor a turn",
            "no code",
            "no coder",
            "origin is 'guessed'",
            "blind is 'perhaps'",
            "created is 'yesterday'",
            "IP9",
        ],
        strict=True,
    ):
        assert word in problem, problem


def test_more_than_a_thousand_bad_rows_are_all_listed(study):
    text = "document,turn,code,coder\n" + "IP1,99,trust,KM\n" * 1_500
    assert len(refused(study, text)) == 1_500


def test_a_sheet_without_the_columns_is_refused_with_what_is_needed(study):
    assert "needed: document, code, coder" in refused(study, "document,code\nIP1,trust\n")[0]
    assert "start and end, or turn" in refused(study, "document,code,coder\nIP1,trust,KM\n")[0]


def test_the_act_is_the_importers_and_the_codings_keep_their_coders(study):
    bring(study, "document,turn,code,coder\nIP1,2,trust,KM\n")
    assert study.history().iloc[-1][["coder", "verb"]].tolist() == ["AB", "import codings"]
    assert study.codings()["coder"].tolist() == ["KM"]


@pytest.mark.parametrize("separator", [",", ";"])
@pytest.mark.parametrize("codec", ["utf-8-sig", "cp1252", "utf-16"])
def test_what_excel_writes_comes_in(study, separator, codec):
    text = "DOC_ID|turn|Code|coder\r\nIP1|2|trust|Zoë\r\n".replace("|", separator)
    bring(study, text.encode(codec))
    assert rows(study) == [("Trust matters. Price matters, too.", "trust", "Zoë")]


def test_an_excel_workbook_comes_in(study):
    book = openpyxl.Workbook()
    book.active.append(["document", "start", "end", "code", "coder"])
    book.active.append(["IP1", 16, 21.0, "trust", "007"])
    book.save(study.path.parent / "codings.xlsx")
    assert study.import_codings(study.path.parent / "codings.xlsx").added == 1
    assert rows(study) == [("Trust", "trust", "007")]


# -- codes -----------------------------------------------------------------------------------------------


def test_unknown_codes_refuse_the_import_with_all_of_them(study):
    codes = [f"new {number}" for number in range(20)]
    text = "document,turn,code,coder\n" + "".join(f"IP1,2,{code},KM\n" for code in codes)
    (problem,) = refused(study, text)
    assert all(code in problem for code in codes)
    assert "--create-codes" in problem


def test_create_codes_adds_them_undefined(study):
    report = bring(study, "document,turn,code,coder\nIP1,2,hope,KM\n", create_codes=True)
    assert report.created == ["hope"]
    assert not study.codebook["hope"].defined
    assert list(study.codebook.codes) == [*CODES, "hope"]


def test_a_code_that_differs_only_in_case_is_another_code_and_is_reported(study):
    text = "document,turn,code,coder\nIP1,2,Trust,KM\nIP1,2,Hope,KM\nIP1,2,hope,KM\n"
    assert "'Trust' differs only in case from the code 'trust'" in refused(study, text)[0]
    report = bring(study, text, create_codes=True)
    assert [note.found for note in report.notes] == [
        "'Trust' differs only in case from the code 'trust'",
        "'hope' differs only in case from the code 'Hope'",
    ]
    assert [code for _, code, _ in rows(study)] == ["Trust", "Hope", "hope"]


def test_a_category_is_opened_and_a_code_that_is_its_own_parent_is_top_level(make_study):
    project = make_study(turns=TURNS)
    codebook = put(project, "code,parent\ntrust,values\nprice,price\n", "codebook.csv")
    assert "price" in str(project.load_codebook(codebook))
    assert project.codebook["price"].parent is None
    text = "document,turn,code,coder\nIP1,2,values,KM\nIP1,2,price,KM\n"
    assert "a category only groups codes" in refused(project, text)[0]
    report = bring(project, text, create_codes=True)
    assert (report.created, report.opened) == ([], ["values"])
    assert project.codebook["values"].applicable


# -- repeats, known codings, replacing -------------------------------------------------------------------


def test_identical_rows_count_once_in_the_file_and_against_the_project(study):
    text = (
        "document,turn,start,end,code,coder,memo\n"
        "IP1,2,,,trust,KM,\n"
        "IP1,,16,50,trust,KM,said twice\n"  # the same range, said otherwise
        "IP1,2,,,trust,TS,\n"
        "IP1,2,,,price,KM,\n"
    )
    report = bring(study, text)
    assert (report.added, len(report.repeats)) == (3, 1)
    assert str(report.repeats[0]) == (
        "line 3: trust by KM on IP1 16–50 is also in line 2; its memo was left out"
    )
    again = bring(study, text)
    assert (again.added, len(again.repeats)) == (0, 4)
    assert "the project (c" in str(again.repeats[0])
    assert len(rows(study)) == 3


def test_repeats_are_those_that_a_plain_count_finds(study):
    # 400 rows over so few ranges that most stand more than once; a set says which are the first.
    rng = random.Random(7)
    drawn = [
        (rng.randint(0, 6), rng.randint(7, 12), rng.choice(CODES), rng.choice(["KM", "TS"]))
        for _ in range(400)
    ]
    text = "document,start,end,code,coder\n"
    text += "".join(f"IP1,{a},{b},{code},{coder}\n" for a, b, code, coder in drawn)
    report = bring(study, text)
    firsts = list(dict.fromkeys(drawn))
    frame = study.codings()
    assert (
        list(zip(frame["start"], frame["end"], frame["code"], frame["coder"], strict=True))
        == firsts
    )
    lines = {f"line {number}" for number, row in enumerate(drawn, 2) if row in drawn[: number - 2]}
    assert {problem.where for problem in report.repeats} == lines
    assert study.check() == []


def test_a_known_coding_is_skipped_and_one_retracted_here_is_named(study):
    kept = study.add_coding(document="IP1", turn=2, code="trust")
    gone = study.add_coding(document="IP1", turn=2, code="price")
    path = study.path.parent / "out.csv"
    assert study.export_codings(path) == 2
    study.retract(gone.coding_id)
    report = study.import_codings(path)
    assert (report.added, report.known, report.retracted_here) == (0, 2, [gone.coding_id])
    assert not report.notes
    assert study.codings()["coding_id"].tolist() == [kept.coding_id]


def test_what_was_retracted_here_does_not_hide_a_new_coding_of_the_same_words(study):
    gone = study.add_coding(document="IP1", turn=2, code="trust")
    path = study.path.parent / "out.csv"
    study.export_codings(path)
    study.retract(gone.coding_id)
    text = path.read_text("utf-8") + "\r\n" + "\r\n"
    row = table(path)[0] | {"coding_id": ""}
    text = text.rstrip() + "\r\n" + ",".join(f'"{cell}"' for cell in row.values()) + "\r\n"
    report = bring(study, text)
    assert (report.known, report.added, report.repeats) == (1, 1, [])


def test_a_known_coding_that_says_something_else_is_left_out_and_noted(study):
    made = study.add_coding(document="IP1", turn=2, code="trust")
    report = bring(
        study,
        f"coding_id,document,turn,code,coder\n{made.coding_id},IP1,2,price,AB\n",
    )
    assert (report.known, report.added) == (1, 0)
    assert "line 2" in str(report.notes[0]) and "something else" in str(report.notes[0])


def test_a_coding_id_twice_in_a_file_is_refused(study):
    text = "coding_id,document,turn,code,coder\nk1,IP1,2,trust,KM\nk1,IP1,2,price,KM\n"
    assert "line 3: the coding_id stands in line 2 too" in refused(study, text)[0]


def test_a_row_takes_the_place_of_the_coding_it_replaces(study):
    old = study.add_coding(document="IP1", turn=2, code="trust")
    report = bring(
        study,
        "coding_id,document,turn,code,coder,replaces\n"
        f"k1,IP1,2,price,AB,{old.coding_id}\n"
        "k2,IP1,3,price,AB,k1\n",  # and this one replaces a row of the same file
    )
    assert (report.added, report.replaced) == (2, 2)
    assert study.codings()["coding_id"].tolist() == ["k2"]
    assert study.check() == []
    study.undo()
    assert study.codings()["coding_id"].tolist() == [old.coding_id]
    assert study.check() == []


def test_a_coding_that_was_retracted_already_is_not_replaced_again(study):
    old = study.add_coding(document="IP1", turn=2, code="trust")
    study.retract(old.coding_id)
    report = bring(study, f"document,turn,code,coder,replaces\nIP1,2,price,AB,{old.coding_id}\n")
    assert (report.added, report.replaced) == (1, 0)
    study.undo()
    assert rows(study) == []  # and the undo does not bring it back
    assert study.check() == []


def test_a_row_may_say_the_same_as_the_coding_it_replaces(study):
    old = study.add_coding(document="IP1", turn=2, code="trust")
    report = bring(study, f"document,turn,code,coder,replaces\nIP1,2,trust,AB,{old.coding_id}\n")
    assert (report.added, report.replaced, report.repeats) == (1, 1, [])
    assert len(rows(study)) == 1


def test_replace_retracts_what_the_file_lacks_of_its_coders_in_its_documents(make_study):
    study = make_study(turns=TURNS + "IP2,1,R,Other words.\n", codebook=CODES)
    bring(
        study,
        "document,turn,code,coder\n"
        "IP1,2,trust,KM\nIP1,3,price,KM\nIP1,2,trust,TS\nIP2,1,trust,KM\n",
    )
    # KM's IP1 is handed in again: trust stays, price goes, delay comes; TS and IP2 are not touched.
    report = bring(
        study, "document,turn,code,coder\nIP1,2,trust,KM\nIP1,2,delay,KM\n", replace=True
    )
    assert (report.added, report.removed, len(report.repeats)) == (1, 1, 1)
    frame = study.codings()
    assert set(
        zip(frame["document"], frame["turn"], frame["code"], frame["coder"], strict=True)
    ) == {
        ("IP1", "2", "trust", "KM"),
        ("IP1", "2", "delay", "KM"),
        ("IP1", "2", "trust", "TS"),
        ("IP2", "1", "trust", "KM"),
    }


def test_replace_by_an_exported_file_changes_nothing(study):
    study.add_coding(document="IP1", turn=2, code="trust")
    study.export_codings(study.path.parent / "out.csv")
    before = study.study.last_act
    report = study.import_codings(study.path.parent / "out.csv", replace=True)
    assert (report.added, report.removed, study.study.last_act) == (0, 0, before)


# -- another text ----------------------------------------------------------------------------------------


@pytest.fixture
def two_versions(study):
    """IP1 coded by KM as a file of another project says, and then a new text of IP1."""
    bring(
        study,
        "document,start,end,code,coder\nIP1,16,29,trust,KM\nIP1,31,36,price,KM\n",
    )
    exported = study.path.parent / "out.csv"
    study.export_codings(exported)
    changed = put(
        study, TURNS.replace("Shall we", "Right. Shall we").replace("Price ", ""), "t.csv"
    )
    source = study.path.parent / "new" / "turns.csv"
    source.parent.mkdir()
    shutil.move(changed, source)
    study.ingest(source, new_version=True)
    return study, table(exported)


def without_ids(rows, **changed):
    columns = [name for name in rows[0] if name != "coding_id"]
    lines = [",".join(columns)]
    lines += [",".join(f'"{(row | changed)[name]}"' for name in columns) for row in rows]
    return "\n".join(lines) + "\n"


def test_rows_about_an_earlier_text_are_found_again_by_their_words(two_versions):
    study, (trust, _) = two_versions
    report = bring(study, without_ids([trust], coder="TS"))
    assert (report.added, report.reanchored) == (1, 1)
    made = study.codings().iloc[-1]
    assert (made["coder"], made["start"], made["quotation"]) == ("TS", 23, "Trust matters")


def test_rows_whose_words_are_gone_are_refused(two_versions):
    study, (_, price) = two_versions
    assert price["quotation"] == "Price"
    (problem,) = refused(study, without_ids([price], coder="TS"))
    assert "another text of IP1" in problem


def test_a_text_the_project_never_had_needs_a_quotation_that_stands_there_once(two_versions):
    study, (trust, _) = two_versions
    strange = "f" * 64
    assert bring(study, without_ids([trust], coder="TS", version=strange)).reanchored == 1
    for words in ("", "a", "nothing of it"):
        bad = without_ids([trust], coder="X", version=strange, quotation=words)
        assert "not found in one place" in refused(study, bad)[0]


def test_codings_known_by_their_id_are_not_refused_because_the_text_has_changed(two_versions):
    # Both were made under the first text; here one was carried over and one could not be placed.
    study, _ = two_versions
    report = study.import_codings(study.path.parent / "out.csv")
    assert (report.rows, report.known, report.added) == (2, 2, 0)


# -- what a row carries ----------------------------------------------------------------------------------


def test_blank_origin_is_imported_and_blank_blind_unknown(study):
    bring(
        study,
        "document,turn,code,coder,origin,blind,created,codebook_hash\n"
        "IP1,2,trust,KM,,,,\n"
        "IP1,3,trust,KM,manual,yes,2018-03-12T10:15:00+00:00,\n",
    )
    frame = study.codings()
    assert frame["origin"].tolist() == ["imported", "manual"]
    assert frame["blind"].tolist() == ["unknown", "yes"]
    assert frame["created"].iloc[1] == "2018-03-12T10:15:00+00:00"
    assert frame["stale"].isna().all()  # a blank codebook_hash is unknown
    assert study.history().iloc[-1]["coder"] == "AB"


def test_extra_columns_and_memos_are_kept_and_come_out_again(study):
    bring(
        study,
        "document,turn,code,coder,memo,rq,strength\n"
        'IP1,2,trust,KM,"First thought,\nsecond line",RQ1,3\n'
        "IP1,3,trust,KM,,,007\n",
    )
    frame = study.codings()
    assert frame["strength"].tolist() == ["3", "007"]
    memos = study.memos()
    assert memos[["coder", "text"]].to_numpy().tolist() == [["KM", "First thought,\nsecond line"]]
    assert memos["on"].tolist() == [frame["coding_id"].iloc[0]]
    path = study.path.parent / "out.csv"
    study.export_codings(path)
    assert [(row["memo"], row["rq"], row["strength"]) for row in table(path)] == [
        ("First thought,\nsecond line", "RQ1", "3"),
        ("", "", "007"),
    ]


def test_an_extra_column_may_not_have_a_name_that_codings_have_already(study):
    (problem,) = refused(study, "document,turn,code,coder,theme,role\nIP1,2,trust,KM,x,y\n")
    assert "theme" in problem and "role" not in problem.split(":")[2]
    bring(study, "document,turn,code,coder,role\nIP1,2,trust,KM,y\n")
    study.export_codings(study.path.parent / "out.csv")
    assert table(study.path.parent / "out.csv")[0]["role"] == "y"


def test_complete_records_a_pass_for_each_coder_and_document(make_study):
    study = make_study(turns=TURNS + "IP2,1,R,Other words.\n", codebook=CODES)
    text = "document,turn,code,coder\nIP1,2,trust,KM\nIP1,2,trust,TS\nIP2,1,hope,KM\n"
    report = bring(study, text, complete=True, create_codes=True)
    assert report.passes == 3
    frame = study.progress()
    assert list(zip(frame["document"], frame["coder"], strict=True)) == [
        ("IP1", "KM"),
        ("IP1", "TS"),
        ("IP2", "KM"),
    ]
    assert frame["codes"].tolist() == ["trust; price; delay; hope"] * 3
    assert frame["blind"].tolist() == ["unknown"] * 3
    assert bring(study, text, complete=True).passes == 0
    study.undo()
    assert study.check() == []


# -- out and in again ------------------------------------------------------------------------------------


def test_an_export_is_verbatim_and_comes_back_as_it_was(make_study):
    study = make_study(turns=TURNS, codebook=[*CODES, '"=a,b"'])
    starts = TEXT.index("=1")
    for start, end, code in (
        (starts, starts + 4, "trust"),  # begins with =
        (starts, starts + 12, "price"),  # holds quotation marks
        (40, 73, "delay"),  # crosses a line end, ends with the emoji
        (29, 31, "=a,b"),  # begins and ends with what looks like nothing
    ):
        study.add_coding(document="IP1", start=start, end=end, code=code, memo="=SUM(A1)")
    path = study.path.parent / "out.csv"
    assert study.export_codings(path) == 4
    out = table(path)
    assert [row["quotation"] for row in out] == [
        "=1+1",
        '=1+1 is "no"',
        'ters, too.\n=1+1 is "no" formula 🙂',
        ". ",
    ]
    assert out[0]["memo"] == "=SUM(A1)"
    other = make_study(turns=TURNS, codebook=[*CODES, '"=a,b"'], coder="TS")
    report = other.import_codings(path)
    assert (report.added, len(report.repeats)) == (4, 0)
    columns = [
        "coding_id",
        "start",
        "end",
        "code",
        "coder",
        "quotation",
        "origin",
        "blind",
        "created",
    ]
    assert other.codings()[columns].equals(study.codings()[columns])
    back = other.path.parent / "back.csv"
    other.export_codings(back)
    assert back.read_bytes() == path.read_bytes()


def test_an_export_into_a_copy_adds_nothing(study):
    bring(study, "document,turn,code,coder,rq\nIP1,2,trust,KM,1\nIP1,3,price,TS,2\n")
    study.add_coding(document="IP1", turn=1, code="delay", memo="why")
    path = study.path.parent / "out.csv"
    study.export_codings(path)
    with copy_of(study) as copy:
        before = copy.study.last_act
        report = copy.import_codings(path)
        assert (report.rows, report.known, report.added, report.repeats) == (3, 3, 0, [])
        assert copy.study.last_act == before  # nothing new, no act
        assert len(copy.memos()) == 1


def test_an_export_that_fails_leaves_the_file_that_was_there(study, monkeypatch):
    study.add_coding(document="IP1", turn=2, code="trust")
    path = study.path.parent / "out.csv"
    path.write_text("precious")
    monkeypatch.setattr(
        "qualcode.exchange.codings.COLUMNS", property(lambda self: None), raising=True
    )
    with pytest.raises(TypeError):
        study.export_codings(path)
    assert path.read_text() == "precious"
    assert {file.name for file in path.parent.glob(".*")} == set()


def test_a_large_import_is_folded_into_events_and_rebuilt_by_check(study):
    # More rows than one event takes, so that columns are folded in every way they can be.
    drawn = [
        (a, b, CODES[(a + b) % 3], coder)
        for coder in ("KM", "TS")
        for a in range(72)
        for b in range(a + 1, 73)
    ]
    text = "document,start,end,code,coder,suggestion_id\n"
    text += "".join(f"IP1,{a},{b},{code},{coder},it's\n" for a, b, code, coder in drawn)
    assert bring(study, text).added == len(drawn) == 5256
    frame = study.codings()
    columns = [frame[name] for name in ("start", "end", "code", "coder")]
    assert list(zip(*columns, strict=True)) == drawn
    assert study.check() == []
    act = study.study.last_act
    study.undo()
    assert rows(study) == []
    study.redo()
    assert len(rows(study)) == 5256
    assert study.check() == []
    assert len(study.as_of(act).codings()) == 5256
    study.export_codings(study.path.parent / "out.csv")
    assert {row["suggestion_id"] for row in table(study.path.parent / "out.csv")} == {"it's"}


# -- one coding at a time --------------------------------------------------------------------------------


def test_the_same_coding_is_made_once_also_when_somebody_else_made_it_meanwhile(study):
    first = study.add_coding(document="IP1", turn=2, code="trust")
    assert study.add_coding(document="IP1", start=16, end=50, code="trust") == first
    with qc.open_project(study.path, coder="AB") as other:
        made = other.add_coding(document="IP1", turn=3, code="price", memo="from elsewhere")
        assert study.add_coding(document="IP1", turn=3, code="price") == made
        assert other.add_coding(document="IP1", turn=2, code="trust") == first
    assert len(rows(study)) == 2


def test_a_coding_is_what_the_store_gives_back(study):
    from qualcode.store import codings

    made = study.add_coding(document="IP1", turn=2, code="trust", quotation="Price")
    assert codings.coding(study.study, made.coding_id) == made
    assert codings.codings(study.study) == [made]
    assert (made.origin, made.blind, made.start, made.end) == ("manual", "unknown", 31, 36)


def test_a_code_retired_by_another_process_is_refused(make_study):
    study = make_study(turns=TURNS, codebook=CODES)
    study.add_coding(document="IP1", turn=2, code="trust")
    with qc.open_project(study.path, coder="TS") as other:
        other.load_codebook(put(study, "codes:\n  - code: trust\n", "smaller.yaml"))
    with pytest.raises(CodingError, match="not in the codebook"):
        study.add_coding(document="IP1", turn=2, code="price")


def test_a_text_changed_while_a_coding_is_made_is_said(study, monkeypatch):
    # The new text arrives after the offsets were looked at and before they are written.
    from qualcode.store import codings

    source = study.path.parent / "new" / "turns.csv"
    source.parent.mkdir()
    source.write_text(TURNS.replace("Trust", "Much trust"), encoding="utf-8")
    real = codings.existing
    calls = []

    def meanwhile(*arguments):
        if not calls:
            calls.append(1)
            with qc.open_project(study.path, coder="TS") as other:
                other.ingest(source, new_version=True)
        return real(*arguments)

    monkeypatch.setattr(codings, "existing", meanwhile)
    with pytest.raises(CodingError, match="new version meanwhile"):
        study.add_coding(document="IP1", start=16, end=21, code="trust")
    assert rows(study) == []


# -- real input ------------------------------------------------------------------------------------------


@pytest.fixture
def real(shared, tmp_path):
    """A maker of projects from a folder of outside data."""
    made = []

    def make(name, **options):
        folder = shared / "data" / name
        if not folder.is_dir():
            pytest.skip(f"no {name} in {shared.name}/data")
        project = qc.new_project(tmp_path / f"{name}.qualcode", coder="AB")
        made.append(project)
        project.ingest(folder, **options)
        return project, project.load_codebook(folder / "codebook.csv"), folder / "codings.csv"

    yield make
    for project in made:
        project.close()


def test_scrum_counts_every_row(real):
    project, loaded, codings = real("scrum", role_from="perspective")
    assert str(loaded).count("names itself as parent") == 8
    assert (len(project.documents()), len(project.turns())) == (25, 2482)
    with pytest.raises(CodingError, match="--create-codes"):
        project.import_codings(codings)
    report = project.import_codings(codings, create_codes=True)
    assert (report.rows, report.added, len(report.repeats)) == (421, 417, 4)
    assert (len(report.created), len(report.opened)) == (82, 1)
    assert len(project.codings()) == 417
    assert {"rq", "pattern", "quote"} <= set(project.codings().columns)
    assert project.check() == []


def test_casino_and_annomi_count_every_row(real):
    project, _, codings = real("casino")
    report = project.import_codings(codings, create_codes=True)
    assert (report.added, len(project.participants())) == (3668, 488)
    assert report.rows == report.added + len(report.repeats)
    project, _, codings = real("annomi")
    report = project.import_codings(codings, create_codes=True, complete=True)
    assert report.added == 9365
    assert report.rows == report.added + len(report.repeats)
    pairs = {
        (row["document"] if "document" in row else row["doc_id"], row["coder"])
        for row in table(codings)
    }
    assert report.passes == len(pairs) == len(project.progress())


def test_a_pass_says_how_blind_codings_are_for_its_own_codes_and_the_least_blind_pass_wins(tiny):
    """trust was read blind and then looked at again with suggestions in sight; price was read blind; delay
    was never read by a pass that says anything."""
    project = tiny.project
    for start, end, code in ((59, 64, "trust"), (80, 85, "price"), (148, 152, "delay")):
        project.add_coding(document="FG1", start=start, end=end, code=code)
    project.complete("FG1", blind=True, codes=["trust", "price"])
    blind = project.codings().set_index("code")["blind"]
    assert blind.to_dict() == {"trust": "yes", "price": "yes", "delay": "unknown"}
    project.complete("FG1", blind=False, codes=["trust"], turns=[2])
    blind = project.codings().set_index("code")["blind"]
    assert blind.to_dict() == {"trust": "no", "price": "yes", "delay": "unknown"}
