"""The methods note says what the project knows, counted by eye, and marks what it cannot know."""

from __future__ import annotations

import pytest
from docx import Document

import qualcode as qc
from qualcode.errors import UsageError
from qualcode.present.methods import FILLED, PARTLY, YOURS, methods_note

TURNS = """document,turn,speaker,text,time
D1,1,INT,What do you do?,00:00:05
D1,2,ANN,We trust them,00:12:30
D2,1,BOB,The price is all,
D3,1,ANN,Once more trust,
"""
PEOPLE = "participant,role\nANN,Commissioner\nBOB,Provider\n"
DOCUMENTS = """document,kind,phase,case,date
D1,interview,1,,2018-03-12
D2,focus_group,2,Case A,2018-05-01
D3,interview,2,Case A,
"""


@pytest.fixture
def study(make_study):
    project = make_study(
        turns=TURNS, participants=PEOPLE, documents=DOCUMENTS, codebook=["trust", "price"]
    )
    project.add_coding(document="D1", turn=2, code="trust")
    project.add_code("late", definition="what came up later")
    project.add_coding(document="D2", turn=1, code="late")
    project.complete(["D1", "D2"], blind=True)
    return project


def answer(note, item: str) -> str:
    frame = note.frame
    return str(frame.loc[frame["item"] == item, "answer"].iloc[0])


def test_the_sample_and_the_material_counted_by_eye(study) -> None:
    note = methods_note(study)
    assert answer(note, "12") == (
        "2 participants (Commissioner 1, Provider 1), of whom 1 speaks in more than one document; 2 interviews"
        " and 1 focus group."
    )
    assert "Documents by phase: 1 1, 2 2; by case: Case A 2, without one 1." in note.paragraph
    # ANN: 3 + 3 words, BOB: 4, the interviewer's are nobody's speech.
    assert "Participants' speech comes to 10 words in 3 turns." in note.paragraph
    assert "between 12 March 2018 and 1 May 2018 (2 of 3 have a date)" in note.paragraph
    assert answer(note, "18") == "1 person speaks in more than one document: ANN."
    assert "Last time stamp of 1 document with any: 12 minutes." in answer(note, "21")
    assert "Labels in the transcripts: INT;" in answer(note, "1")


def test_who_coded_what_and_how_the_codes_came(study) -> None:
    note = methods_note(study)
    assert "1 coder: AB 2 documents (2 blind), codings 2 manual." in note.paragraph
    assert "2 codes stood in the codebook before coding began, 1 came later." in note.paragraph
    assert "Not read to the end, and so in no table: 1 document." in note.paragraph
    assert "The project holds no suggestion by a program." in note.paragraph
    assert "No document was coded by more than one coder." in note.paragraph
    assert "it went through 2 versions (add code 1)" in note.paragraph


def test_imported_codes_were_made_nobody_knows_when(make_study) -> None:
    project = make_study(
        turns=TURNS, codebook=["trust"], codings="document,turn,code,coder\nD1,2,trust,AB\n"
    )
    assert "When the codes were made is not known" in methods_note(project).paragraph


def test_every_item_is_there_and_what_only_people_know_is_blank(study) -> None:
    note = methods_note(study)
    coreq, srqr = note.sections[1].frame, note.sections[2].frame
    assert coreq["item"].tolist() == [str(n) for n in range(1, 33)]
    assert srqr["item"].tolist() == [f"S{n}" for n in range(1, 22)]
    blank = coreq.loc[coreq["status"] == YOURS, "answer"]
    assert blank.str.fullmatch(r"\[to be written: .+\]").all()
    full = coreq.loc[coreq["status"] == FILLED, "answer"]
    assert not full.str.contains("to be written").any()
    assert coreq.loc[coreq["item"].isin(list("2345678")), "status"].eq(YOURS).all()


def test_one_standard_alone_and_an_unknown_one(study) -> None:
    assert [each.heading for each in methods_note(study, standards="srqr").sections] == [
        "Methods", "SRQR checklist",
    ]  # fmt: skip
    with pytest.raises(UsageError, match="standards"):
        methods_note(study, standards="consort")


def test_suggestions_and_decisions_are_told_apart(tmp_path) -> None:
    from kit import forum

    with forum(tmp_path) as project:
        project.suggest()
        first, second, third = project.suggestions()["suggestion_id"]
        project.accept(first)
        project.reject(second)
        project.accept(third)
        project.add_coding(document="FG1", start=80, end=95, code="price")
        project.complete("FG1")
        text = methods_note(project).paragraph
    assert "3 codings were suggested by a program (patterns)" in text
    assert "(decisions: accept 2, reject 1)" in text
    assert "Of the 3 codings counted, 2 (67%) were accepted or revised suggestions." in text


def test_an_empty_project_says_what_is_missing(tmp_path) -> None:
    with qc.new_project(tmp_path / "s.qualcode", coder="AB") as project:
        text = str(methods_note(project))
    assert "0 participants" in text and "No codebook is loaded." in text
    assert "Nobody’s coding stands in the project." in text
    assert "imported" not in text


def test_word_and_markdown(study, tmp_path) -> None:
    note = methods_note(study)
    note.save(tmp_path / "m.docx")
    note.save(tmp_path / "m.md")
    tables = Document(str(tmp_path / "m.docx")).tables
    assert [len(table.rows) for table in tables] == [33, 22]
    assert "| S21" in (tmp_path / "m.md").read_text(encoding="utf-8")


def status(note, item: str) -> str:
    frame = note.frame
    return str(frame.loc[frame["item"] == item, "status"].iloc[0])


def test_without_a_recorded_reading_nothing_is_said_to_be_in_no_table(make_study) -> None:
    project = make_study(turns=TURNS, participants=PEOPLE, codebook=["trust"])
    project.add_coding(document="D1", turn=2, code="trust")
    text = methods_note(project).paragraph
    # Tables count all three documents then; D2 and D3 hold no coding.
    assert "in no table" not in text
    assert "tables count every document as read; 2 of 3 hold no coding." in text
    assert "1 coder: AB, codings 1 manual. Nobody recorded which documents were read" in text


def test_codings_before_which_nobody_knows_when_codes_were_made(make_study) -> None:
    project = make_study(
        turns=TURNS, codebook=["trust"], codings="document,turn,code,coder\nD1,2,trust,CD\n"
    )
    project.add_code("late")
    project.add_coding(document="D2", turn=1, code="late")
    text = methods_note(project).paragraph
    # An import came first, so that the first coding by hand is not where coding began.
    assert "before coding began" not in text
    assert "When the codes were made is not known to the project: codings were imported" in text
    assert "1 coding was imported, and the project does not know what it began as." in text


def test_a_document_read_in_part_is_in_no_table(study) -> None:
    study.complete("D3", turns=["1"])
    # Only whole documents enter a base: D3 is still left out.
    note = methods_note(study)
    assert "Not read to the end, and so in no table: 1 document." in note.paragraph
    assert "AB 2 documents (2 blind) and 1 in part" in note.paragraph


def test_a_consensus_is_told_without_saying_when_agreement_was_computed(make_study) -> None:
    project = make_study(turns=TURNS, codebook=["trust", "price"])
    other = qc.Project(project.study, "CD")
    for each in (project, other):
        each.add_coding(document="D1", turn=2, code="trust")
        each.complete("D1", blind=True)
    other.add_coding(document="D2", turn=1, code="price")
    other.complete("D2")
    before = methods_note(project)
    assert "1 of 3 documents was coded, whole or in part, by more than one coder (D1)." in (
        before.paragraph
    )
    assert "it is not decided whose codings count" in before.paragraph
    assert any("Whose codings count is not decided" in each for each in before.notes)
    assert "--coders" not in before.paragraph
    project.settle({}, documents=["D1"])
    text = methods_note(project).paragraph
    assert "1 document was settled into a consensus, which is what counts there" in text
    assert "after agreement" not in text
    assert "2 coders: AB 1 document (1 blind), codings 1 manual; CD 2 documents" in text


def test_accepted_suggestions_within_a_consensus_are_not_denied(tmp_path) -> None:
    from kit import forum

    with forum(tmp_path) as project:
        project.suggest()
        other = qc.Project(project.study, "CD")
        for each in project.suggestions()["suggestion_id"]:
            project.accept(each)
            other.accept(each)
        project.complete("FG1")
        other.complete("FG1")
        project.settle({}, documents=["FG1"])
        text = methods_note(project).paragraph
    assert (
        "Of the 3 codings counted, 0 (0%) were accepted or revised suggestions. 3 codings of the"
        in text
    )
    assert "consensus may settle accepted suggestions, too." in text


def test_what_the_project_alone_cannot_answer_is_only_filled_in_part(study) -> None:
    note = methods_note(study)
    # Notes may have been made and kept elsewhere; which quotations are printed is the paper's.
    assert [status(note, item) for item in ("20", "22", "29")] == [PARTLY] * 3
    assert note.sections[2].frame.set_index("item").loc["S17", "status"] == PARTLY
    # D3 was not read: trust is said by 1 of 2 participants, and price by nobody.
    assert answer(note, "31").startswith("By participants: trust 1 of 2 participants; late 1 of")
    assert "price" not in answer(note, "31")


def test_people_with_several_roles_and_retired_themes_are_not_counted_twice(make_study) -> None:
    project = make_study(
        turns=TURNS,
        participants="participant,document,role\nANN,D1,Commissioner\nANN,D3,Provider\nBOB,D2,Provider\n",
        codebook=["trust", "price", "gone"],
    )
    project.retire_code("gone")
    project.add_coding(document="D2", turn=1, code="price")
    note = methods_note(project)
    assert (
        "2 participants (Commissioner 1, Provider 2; somebody with several roles counts under each)"
        in answer(note, "12")
    )
    assert "holds 2 codes under 2 themes" in note.paragraph


def test_options_that_do_not_exist_are_named(study) -> None:
    with pytest.raises(UsageError, match="steps"):
        methods_note(study, saturation={"steps": 3})
    with pytest.raises(UsageError, match="base"):
        methods_note(study, saturation={"base": 0})
    text = methods_note(
        study,
        saturation={"unit": "participant", "by": "role", "base": 1, "run": 1, "level": "theme"},
    ).paragraph
    assert "New themes were counted participant by participant" in text
    assert (
        "role Commissioner: undefined: 1 participant, fewer than a base of 1 and a run of 1" in text
    )
    assert "role Provider: " in text
