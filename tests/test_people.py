"""Who is who: labels, aliases, rows for one document, interviewers by every mark."""

import pytest

from qualcode.core.people import Label, People


def link(people, *labels, document="FG1"):
    """speaker -> person ("interviewer" for one), of labels given as "NAME" or ("NAME", role)."""
    made = [
        Label(document, label, frozenset(), 3)
        if label is None or isinstance(label, str)
        else Label(document, label[0], frozenset([label[1]]), 3)
        for label in labels
    ]
    return {
        speaker: "interviewer" if found.interviewer else found.participant
        for (_, speaker), found in people.links(made).items()
    }


def rows(*cells, **documents):
    return People(cells, {name: {"document": name, **row} for name, row in documents.items()})


# -- participants --------------------------------------------------------------------------------------


def test_a_label_is_a_person_by_id_or_by_alias():
    people = rows(
        {"participant": "P1", "aliases": "ANN; Ann Lee", "role": "Commissioner"},
        {"participant": "BOB", "role": "Provider"},
    )
    assert link(people, "ANN", "BOB", "Ann Lee") == {"ANN": "P1", "BOB": "BOB", "Ann Lee": "P1"}


def test_labels_match_exactly():
    people = rows({"participant": "P1", "aliases": "ANN"})
    assert link(people, "Ann", "BOB") == {"Ann": "FG1/Ann", "BOB": "FG1/BOB"}


def test_one_person_under_two_ids_is_one_person():
    # IP8 reappears in a case as CC1.
    people = rows({"participant": "IP8", "aliases": "CC1", "role": "Commissioner"})
    assert link(people, "I", "CC1", document="C1") == {"I": "interviewer", "CC1": "IP8"}
    assert link(people, "I", "R", document="IP8") == {"I": "interviewer", "R": "IP8"}
    assert link(people, "I", "R", document="CC1") == {"I": "interviewer", "R": "IP8"}


def test_a_row_for_one_document_holds_there_only_its_aliases_too():
    people = rows(
        {"participant": "P1", "role": "Commissioner"},
        {"participant": "P1", "document": "FG1", "aliases": "ANN", "role": "Chair"},
    )
    assert link(people, "ANN", "BOB") == {"ANN": "P1", "BOB": "FG1/BOB"}
    assert link(people, "ANN", "BOB", document="FG2") == {"ANN": "FG2/ANN", "BOB": "FG2/BOB"}
    assert people.row_value("P1", "FG1", "role") == "Chair"
    assert people.row_value("P1", "FG2", "role") == "Commissioner"


def test_a_row_for_one_document_goes_before_a_row_for_all():
    people = rows(
        {"participant": "P1", "aliases": "CHAIR"},
        {"participant": "P2", "document": "FG1", "aliases": "CHAIR"},
    )
    assert link(people, "CHAIR", "BOB")["CHAIR"] == "P2"
    assert link(people, "CHAIR", "BOB", document="FG2")["CHAIR"] == "P1"


def test_an_empty_cell_of_the_row_for_one_document_falls_through():
    people = rows(
        {"participant": "P1", "role": "Commissioner", "gender": "f"},
        {"participant": "P1", "document": "FG1", "role": "", "gender": "x"},
    )
    assert people.row_value("P1", "FG1", "role") == "Commissioner"
    assert people.row_value("P1", "FG1", "gender") == "x"


def test_a_row_with_document_and_speaker_is_the_person_of_that_document():
    # Sheets of annotated corpora: no participant column at all, labels used again and again.
    people = rows(
        {"document": "d1", "speaker": "mturk_agent_1", "age": "30"},
        {"document": "d2", "speaker": "mturk_agent_1", "age": "55"},
    )
    for document, age in (("d1", "30"), ("d2", "55")):
        (found,) = people.links([Label(document, "mturk_agent_1", frozenset(), 4)]).values()
        assert found.participant == f"{document}/mturk_agent_1"
        assert found.known
        assert people.row_value(found.participant, document, "age") == age


def test_a_label_without_a_row_is_never_the_same_label_elsewhere():
    people = rows({"participant": "P1", "aliases": "ANN"})
    found = people.links([Label("FG1", "EVE", frozenset(), 2), Label("FG2", "EVE", frozenset(), 2)])
    assert [each.participant for each in found.values()] == ["FG1/EVE", "FG2/EVE"]
    assert not any(each.known for each in found.values())


def test_an_alias_that_fits_two_people_is_linked_to_neither_and_is_a_doubt():
    people = rows(
        {"participant": "P1", "aliases": "ANN"}, {"participant": "P2", "aliases": "ANN;A."}
    )
    (found,) = people.links([Label("FG1", "ANN", frozenset(), 3)]).values()
    assert found.participant == "FG1/ANN"
    assert not found.known
    assert "P1 and P2" in found.doubt


# -- the only speaker ----------------------------------------------------------------------------------


@pytest.mark.parametrize("label", ["R", "A", "Respondent", "Speaker 2", None])
def test_the_only_speaker_is_the_person_whose_name_the_document_has(label):
    people = rows({"participant": "P7", "aliases": "IP07", "role": "Commissioner"})
    labels = [label] if label is None else ["I", label]
    assert link(people, *labels, document="IP07")[label] == "P7"
    assert link(people, *labels, document="P7")[label] == "P7"


def test_two_speakers_are_not_guessed_at():
    people = rows({"participant": "IP07"})
    assert link(people, "I", "R", "X", document="IP07") == {
        "I": "interviewer",
        "R": "IP07/R",
        "X": "IP07/X",
    }


def test_the_only_speaker_is_the_person_named_in_the_documents_sheet():
    people = rows({"participant": "P7"}, Interview7={"participant": "P7"})
    assert link(people, "I", "R", document="Interview7")["R"] == "P7"


def test_a_person_named_in_the_documents_sheet_without_a_row_is_linked_and_not_known():
    people = rows(Interview7={"participant": "P7"})
    (_, found) = people.links(
        [Label("Interview7", "I", frozenset(), 2), Label("Interview7", "R", frozenset(), 2)]
    ).values()
    assert (found.participant, found.known) == ("P7", False)


def test_the_label_goes_before_the_documents_name():
    people = rows({"participant": "IP07"}, {"participant": "P9", "aliases": "R"})
    assert link(people, "I", "R", document="IP07")["R"] == "P9"


def test_a_contradiction_with_the_documents_sheet_is_a_doubt():
    people = rows({"participant": "P9", "aliases": "EVE"}, IP07={"participant": "P7"})
    found = people.links([Label("IP07", "I", frozenset(), 2), Label("IP07", "EVE", frozenset(), 2)])
    eve = found["IP07", "EVE"]
    assert eve.participant == "P9"
    assert "P7" in eve.doubt


# -- interviewers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "label",
    [
        "I",
        "i",
        "INT",
        "Int",
        "Interviewer",
        "INTERVIEWER",
        "Moderator",
        "facilitator",
        "Researcher",
    ],
)
def test_these_labels_are_interviewers_in_any_case(label):
    assert link(rows(), label, "EVE")[label] == "interviewer"


@pytest.mark.parametrize("label", ["R", "r", "Interviewee", "IN", "Chair", "II", "I1", "Mod"])
def test_these_labels_are_not(label):
    assert link(rows(), label, "EVE")[label] == f"FG1/{label}"


def test_a_label_named_in_the_documents_sheet_is_the_interviewer_and_no_other():
    people = rows(FG1={"interviewer": "JB; KW"})
    assert link(people, "JB", "KW", "I", "ANN") == {
        "JB": "interviewer",
        "KW": "interviewer",
        "I": "FG1/I",
        "ANN": "FG1/ANN",
    }


def test_an_interviewers_own_name_that_is_no_label_leaves_the_usual_labels_as_they_are():
    # documents.csv says who asked ("Jane Bell"), the transcript says INT.
    people = rows({"participant": "FG1"}, FG1={"interviewer": "Jane Bell"})
    assert link(people, "INT", "R") == {"INT": "interviewer", "R": "FG1"}


def test_the_documents_sheet_goes_before_the_participants_sheet():
    people = rows({"participant": "P1", "aliases": "ANN"}, FG1={"interviewer": "ANN"})
    assert link(people, "ANN", "BOB")["ANN"] == "interviewer"


def test_a_row_of_the_participants_sheet_goes_before_the_label():
    # Somebody whose initial is I.
    people = rows({"participant": "Irene", "aliases": "I", "role": "Provider"})
    assert link(people, "I", "BOB")["I"] == "Irene"


@pytest.mark.parametrize("role", ["interviewer", "Moderator", "RESEARCHER"])
def test_a_row_can_say_that_somebody_is_an_interviewer(role):
    people = rows({"participant": "KW", "aliases": "Kay", "role": role})
    assert link(people, "Kay", "BOB")["Kay"] == "interviewer"


@pytest.mark.parametrize("role", ["interviewer", "moderator", "Researcher"])
def test_the_role_column_of_a_turn_table_marks_interviewers(role):
    assert link(rows(), ("therapist", role), "BOB")["therapist"] == "interviewer"
    assert link(rows(), ("R", role), "BOB")["R"] == "interviewer"


@pytest.mark.parametrize("role", ["participant", "respondent", "Interviewee", "Commissioner"])
def test_any_other_role_of_a_turn_table_marks_somebody_who_is_no_interviewer(role):
    assert link(rows(), ("I", role), "BOB")["I"] == "FG1/I"


# -- names of attributes -------------------------------------------------------------------------------


def test_keys_are_no_attributes_and_order_is_the_sheets():
    people = rows(
        {"participant": "P1", "aliases": "A", "role": "x", "age": "3"},
        {"participant": "P2", "document": "D", "speaker": "S", "gender": "f"},
        D={"case": "A", "interviewer": "I", "participant": "P1", "phase": "1"},
    )
    assert people.participant_names() == ["role", "age", "gender"]
    assert people.document_names() == ["case", "phase"]
    assert people.people() == ["P1", "P2"]
