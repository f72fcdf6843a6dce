"""Attributes that may be wrong are pointed at, and nothing is changed."""

import pytest
from kit import content, write

from qualcode.analysis.attribute_checks import COLUMNS, check_attributes


def found(project, check, attribute=None):
    """(attribute, value, n) of the findings of one kind."""
    frame = check_attributes(project.study).frame
    frame = frame[frame["check"] == check]
    if attribute is not None:
        frame = frame[frame["attribute"] == attribute]
    return [tuple(row) for row in frame[["attribute", "value", "n"]].to_numpy().tolist()]


def values(project, check, attribute=None):
    return {value for _, value, _ in found(project, check, attribute)}


@pytest.fixture
def roles(make_study):
    """A maker of studies whose people have these values in a column, one person to a value."""

    def make(given, column="role"):
        rows = "".join(f"P{n},{value}\n" for n, value in enumerate(given))
        return make_study(
            turns="document,turn,speaker,text\nA,1,P0,Yes.\n",
            participants=f"participant,{column}\n{rows}",
        )

    return make


# -- spelling ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("usual", "suspect"),
    [
        ("Commissioner", "Comissioner"),
        ("Commissioner", "Commisisoner"),  # two letters changed places
        ("Commissioner", "commissioner"),
        ("Provider", "Providers"),
        ("case A", "Case a"),
        ("North-West", "North West"),
        ("North-West", "Northwest"),
        ("Café", "Cafe"),
        ("Local authority", "Local athority"),
        ("Commissioner", "Comisioner"),  # two letters lost
    ],
)
def test_a_rare_value_that_looks_like_a_usual_one_is_the_suspect(roles, usual, suspect):
    project = roles([usual] * 5 + [suspect])
    assert found(project, "spelling") == [("role", suspect, 1)]
    (finding,) = [f for f in check_attributes(project.study).findings if f.check == "spelling"]
    assert f"“{suspect}” (1 row)" in finding.problem and f"“{usual}” (5 rows)" in finding.problem
    assert finding.where == "participants sheet"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("A", "B"),
        ("Case A", "Case B"),
        ("Phase I", "Phase II"),
        ("Site 1", "Site 2"),
        ("IP07", "IP08"),
        ("2018-03-12", "2018-03-13"),
        ("internal", "external"),
        ("male", "female"),
        ("East", "West"),
        ("12", "13"),
        ("18–25", "26–35"),
        ("urban", "suburban"),
        ("Clerk", "Clerk A"),
    ],
)
def test_short_marks_numbers_dates_and_opposites_are_no_misspellings(roles, a, b):
    assert found(roles([a] * 5 + [b]), "spelling") == []


def test_two_values_that_are_both_used_often_are_two_values(roles):
    assert found(roles(["employer"] * 5 + ["employee"] * 4), "spelling") == []
    assert values(roles(["employer"] * 5 + ["employee"]), "spelling") == {"employee"}


def test_free_text_titles_and_dates_are_left_alone(make_study):
    long = "Came late because of the weather and left before the discussion"
    project = make_study(
        turns="document,turn,speaker,text\nA,1,P0,Yes.\nB,1,P0,Yes.\nC,1,P0,Yes.\n",
        documents=f"document,title,date,remark\nA,Hearing,2018-03-01,{long}\n"
        f"B,Hearings,2018-03-02,{long}s\nC,Hearing,2018-03-01,{long}\n",
    )
    assert found(project, "spelling") == []


def test_values_are_compared_across_sheets_and_turn_tables(make_study):
    project = make_study(
        turns="document,turn,speaker,role,text\n"
        "A,1,ANN,,One.\nA,2,BOB,Comissioner,Two.\nA,3,BOB,Comissioner,Three.\n",
        participants="participant,role\nANN,Commissioner\nEVE,Commissioner\n",
    )
    (finding,) = [f for f in check_attributes(project.study).findings if f.check == "spelling"]
    assert (finding.where, finding.value, finding.n) == ("turn tables", "Comissioner", 2)
    assert "“Comissioner” (2 turns) looks like “Commissioner” (2 rows)" in finding.problem


def test_each_suspect_is_named_once_beside_the_best_it_may_be(roles):
    project = roles(["Commissioner"] * 5 + ["Comissioner", "commissioner", "Commissioners"])
    assert sorted(found(project, "spelling")) == [
        ("role", "Comissioner", 1),
        ("role", "Commissioners", 1),
        ("role", "commissioner", 1),
    ]
    problems = [f.problem for f in check_attributes(project.study).findings]
    assert all("“Commissioner” (5 rows)" in p for p in problems if "row)" in p and "like" in p)


def test_what_looks_like_a_suspect_stands_for_the_same(roles):
    # Comisoner is three letters away from Commissioner, and two from Comissioner.
    project = roles(["Commissioner"] * 5 + ["Comissioner"] * 2 + ["Comisoner"])
    assert values(project, "spelling") == {"Comissioner", "Comisoner"}
    problems = [f.problem for f in check_attributes(project.study).findings]
    assert sum("looks like “Commissioner” (5 rows)" in problem for problem in problems) == 2


# -- missing values, dates and numbers -----------------------------------------------------------------


@pytest.mark.parametrize(
    "written", ["n/a", "N/A", "NA", "-", "–", "?", "unknown", "Unknown", "NaN"]
)
def test_a_missing_value_that_is_written_out_is_named(roles, written):
    project = roles(["Clerk"] * 4 + ["Mayor"] * 4 + [written] * 2)
    assert found(project, "missing written") == [("role", written, 2)]
    text = str(check_attributes(project.study))
    assert f"“{written}” (2 rows) is counted as a value of its own" in text


def test_a_missing_value_is_no_misspelling_and_no_stray(roles):
    # Three ways to say nothing: n/a and N/A are not compared with each other, nor asked about as strays.
    project = roles(["Clerk"] * 4 + ["Mayor"] * 4 + ["n/a", "N/A", "?"])
    assert values(project, "missing written") == {"n/a", "N/A", "?"}
    assert found(project, "spelling") == found(project, "once") == []


@pytest.mark.parametrize("value", ["none", "None", "No", "0", "Nairobi", "not sure", "n"])
def test_what_may_be_an_answer_is_not_taken_for_a_missing_value(roles, value):
    assert found(roles(["Clerk"] * 4 + [value]), "missing written") == []


def test_a_dash_in_a_column_of_remarks_is_nobodys_business(roles):
    assert found(roles(["Spoke low", "-", "-"], column="notes"), "missing written") == []


@pytest.mark.parametrize(
    "other", ["05/01/2020", "5.1.2020", "5 January 2020", "Jan 5 2020", "2020/1/5"]
)
def test_two_forms_of_dates_in_one_column_are_named(roles, other):
    project = roles(["2020-01-03", "2020-01-04", other], column="joined")
    assert [row[2] for row in found(project, "date forms")] == [1]
    (finding,) = [f for f in check_attributes(project.study).findings if f.check == "date forms"]
    assert other in finding.problem and "as 2020-01-03" in finding.problem


def test_day_and_month_changed_round_are_two_forms(roles):
    # 05/01 may be either, and goes with 13/01; 01/31 cannot be a day in the 31st month.
    project = roles(["05/01/2020", "13/01/2020", "14/01/2020", "01/31/2020"], column="joined")
    assert found(project, "date forms") == [("joined", "01/31/2020", 1)]


def test_the_rarer_form_of_the_documents_dates_is_the_suspect(make_study):
    project = make_study(
        turns="document,turn,speaker,text\nA,1,ANN,Yes.\nB,1,ANN,No.\nC,1,ANN,Well.\n",
        documents="document,date\nA,05/01/2020\nB,06/01/2020\nC,2020-01-07\n",
    )
    assert found(project, "date forms") == [("date", "2020-01-07", 1)]


@pytest.mark.parametrize(
    "given",
    [
        ["2020-01-05", "2020-01", "2020"],  # not as exact, but one form
        ["2020-01-05", "2020-01-05T10:30"],
        ["IP-01-2020", "IP/01/2020", "2020-01-05"],  # ids
        ["1/2", "1-2", "2020-01-05"],
        ["Mill", "Dam", "Weir", "2020-01-05", "05/01/2020"],  # two of five are dates
        ["05/01/2020", "13/01/2020", "31.01"],
    ],
)
def test_one_form_of_dates_and_ids_are_left_alone(roles, given):
    assert found(roles(given, column="mark"), "date forms") == []


@pytest.mark.parametrize("word", ["five", "12 years", "many"])
def test_text_among_numbers_is_named(roles, word):
    project = roles(["5", "12", word], column="years")
    assert found(project, "text among numbers") == [("years", word, 1)]
    assert f"“{word}” (1 row) stands among numbers, as 5, 12" in str(
        check_attributes(project.study)
    )


def test_text_among_numbers_is_said_once(roles):
    project = roles(["5"] * 4 + ["12"] * 4 + ["five"], column="years")
    assert values(project, "text among numbers") == {"five"}
    assert found(project, "once") == []


@pytest.mark.parametrize(
    ("column", "given"),
    [
        ("badge", ["101", "102", "103A", "X17"]),  # ids
        ("badge", ["007", "012", "pilot"]),  # leading zeros: ids
        ("badge_no", ["1", "2", "pilot"]),
        ("phase", ["1", "2", "pilot"]),
        ("years", ["5", "12", "five", "six"]),  # two of four are numbers
        ("years", ["5", "5", "five"]),  # one number only
        ("age", ["18–25", "26–35", "over sixty"]),
        ("years", ["5", "12", "n/a"]),  # said as a missing value
        ("years", ["5", "12.5", "-3", "40 %"]),
    ],
)
def test_ids_and_names_that_are_numbers_are_left_alone(roles, column, given):
    assert found(roles(given, column=column), "text among numbers") == []


# -- once ------------------------------------------------------------------------------------------------


def test_a_value_met_once_beside_few_values_is_asked_about(roles):
    project = roles(["Clerk"] * 4 + ["Mayor"] * 3 + ["Gardener"])
    assert found(project, "once") == [("role", "Gardener", 1)]


def test_a_suspect_is_not_asked_about_twice(roles):
    project = roles(["Clerk"] * 5 + ["Mayor"] * 3 + ["Clerks"])
    assert values(project, "spelling") == {"Clerks"}
    assert found(project, "once") == []


@pytest.mark.parametrize(
    "given",
    [
        ["Clerk"] * 4 + ["Mayor"] * 2 + ["Gardener"],  # seven cells say too little
        ["Ada", "Ben", "Cleo", "Dan", "Eva", "Finn", "Gus", "Hal"],  # names
        ["Clerk"] * 5 + ["Mayor", "Gardener", "Nurse"],  # three of eight: no few values
        ["41"] * 4 + ["52"] * 4 + ["63"],  # ages
    ],
)
def test_where_single_values_are_usual_none_is_asked_about(roles, given):
    assert found(roles(given), "once") == []


# -- people ----------------------------------------------------------------------------------------------


TWO_DOCUMENTS = "document,turn,speaker,text\nA,1,ANN,Yes.\nB,1,ANN,No.\nB,2,BOB,Perhaps.\n"


def test_a_role_that_differs_between_documents_is_information(make_study):
    project = make_study(
        turns=TWO_DOCUMENTS,
        participants="participant,document,role\nANN,A,Clerk\nANN,B,Mayor\nBOB,,Clerk\n",
    )
    assert found(project, "varies") == [("role", "Clerk; Mayor", 2)]
    report = check_attributes(project.study)
    assert [f.problem for f in report.findings] == ["ANN: Clerk in A; Mayor in B"]
    assert report.problems == []


def test_a_person_described_again_with_another_value(make_study, tmp_path):
    project = make_study(
        turns=TWO_DOCUMENTS, participants="participant,role\nANN,Clerk\nBOB,Clerk\n"
    )
    write(tmp_path, participants__csv="participant,role\nANN,Mayor\nBOB,Clerk\n")
    project.ingest(participants=tmp_path / "participants.csv")
    assert found(project, "described again") == [("role", "Mayor", 1)]
    assert "ANN was “Clerk” and is “Mayor” since act 3" in str(check_attributes(project.study))
    project.undo()
    assert found(project, "described again") == []


def test_people_without_a_role_are_named(make_study):
    project = make_study(
        turns=TWO_DOCUMENTS, participants="participant,role\nANN,\nBOB,Clerk\nEVE,\n"
    )
    # EVE says nothing, so no table can miss her role.
    assert found(project, "missing", "role") == [("role", "", 1)]
    assert "1 of the 2 people who speak without one: ANN" in str(check_attributes(project.study))


def test_a_role_in_the_turn_table_is_a_role(make_study):
    project = make_study(
        turns="document,turn,speaker,role,text\nA,1,ANN,Clerk,Yes.\nA,2,INT,interviewer,And?\n"
    )
    assert found(project, "missing", "role") == []


def test_documents_without_what_others_have_are_named(make_study):
    project = make_study(
        turns=TWO_DOCUMENTS,
        documents="document,case,phase,date\nA,Mill,1,\nB,,1,\n",
    )
    assert found(project, "missing", "case") == [("case", "", 1)]
    assert found(project, "missing", "phase") == []
    assert found(project, "missing", "date") == []  # nobody records dates here


def test_a_case_that_only_people_have_moves_no_words(make_study):
    project = make_study(turns=TWO_DOCUMENTS, participants="participant,case\nANN,Mill\nBOB,\n")
    assert found(project, "missing", "case") == [("case", "", 2)]
    assert "no document has one, though 1 row" in str(check_attributes(project.study))


def test_a_name_at_two_levels_is_reported_where_its_values_differ(make_study):
    project = make_study(
        turns=TWO_DOCUMENTS,
        participants="participant,case\nANN,Mill\nBOB,Dam\n",
        documents="document,case\nA,Mill\nB,Dam\n",
    )
    # ANN of Mill speaks in B of Dam; in A, and for BOB, both say the same.
    assert found(project, "two levels") == [("case", "Mill", 1)]
    text = str(check_attributes(project.study))
    assert "“Mill” of the participant, “Dam” of the document: ANN in B" in text


def test_a_column_that_is_almost_empty_is_named(roles):
    project = roles(["x", "", "", "", ""], column="note")
    assert found(project, "almost empty") == [("note", "", 1)]
    assert found(roles(["x", "y", "", "", ""], column="note"), "almost empty") == []


# -- the report --------------------------------------------------------------------------------------------


def test_a_check_changes_nothing_and_says_what_it_looked_at(roles):
    project = roles(["Commissioner"] * 5 + ["Comissioner"])
    before = content(project)
    report = check_attributes(project.study)
    assert content(project) == before
    assert list(report.frame.columns) == COLUMNS
    assert len(report.frame) == len(report.findings) == len(report.as_data()["findings"])
    assert "Looked at 6 filled cells of 1 attribute: role." in str(report)
    listed = [line for line in str(report).splitlines() if line.startswith("  ")]
    assert len(listed) == len(report.findings)


def test_a_study_without_sheets_has_little_to_check(make_study):
    project = make_study(turns=TWO_DOCUMENTS)
    report = check_attributes(project.study)
    assert {f.check for f in report.findings} <= {"missing"}
    assert len(check_attributes(make_study().study).findings) == 0


def test_purged_rows_are_passed_over(roles):
    project = roles(["Clerk"] * 3)
    project.study.connection.execute("UPDATE content SET body = NULL, digest = NULL")
    project.study._cache.clear()
    project.study.__dict__.pop("_kept_values", None)
    assert check_attributes(project.study).findings == []
