"""Whose words count where: attributes at several levels, field notes, interviewers, filters."""

from __future__ import annotations

import pytest

import qualcode as qc
from qualcode.errors import TableError, UsageError

UNITS = ("participants", "documents", "turns", "codings", "words")


def plain(frame) -> dict:
    """{column: [values]}, missing as None."""
    clean = frame.astype(object).where(frame.notna(), None)
    return {column: clean[column].to_list() for column in frame.columns}


def tab(project, columns, unit="codings", rows="code", **options) -> dict:
    return plain(qc.crosstab(project, rows=rows, columns=columns, unit=unit, **options).frame)


def outside(table: qc.Table) -> dict[str, int]:
    rows = table.reconciliation
    found = dict(zip(rows["where"], rows["n_codings"], strict=True))
    return {where: n for where, n in found.items() if n and where != "counted in the table"}


# One focus group: ANN (commissioner) 2 turns, BOB (provider) 1, and the interviewer.
GROUP = """document,turn,speaker,text
F,1,INT,Who trusts whom?
F,2,ANN,I trust them
F,3,BOB,They pay late
F,4,ANN,Trust and trust again
"""
GROUP_PEOPLE = "participant,aliases,role\nP1,ANN,Commissioner\nP2,BOB,Provider\n"


def test_a_focus_group_counts_each_persons_own_words(make_study) -> None:
    # Three codings, all on what the commissioner says: 3 and 0, not 3 and 3.
    project = make_study(
        turns=GROUP,
        participants=GROUP_PEOPLE,
        codebook=["trust"],
        codings=(
            "document,turn,code,coder,quotation\n"
            "F,2,trust,AB,trust\nF,4,trust,AB,Trust and\nF,4,trust,AB,trust again\n"
        ),
        progress="document,coder\nF,AB\n",
    )
    assert tab(project, "role", "codings") == {"Commissioner": [3], "Provider": [0]}
    assert tab(project, "role", "turns") == {"Commissioner": [2], "Provider": [0]}
    assert tab(project, "role", "words") == {"Commissioner": [5], "Provider": [0]}
    assert tab(project, "role", "participants") == {"Commissioner": [1], "Provider": [0]}
    assert tab(project, "role", "documents") == {"Commissioner": [1], "Provider": [0]}
    assert tab(project, "participant", "codings") == {"P1": [3], "P2": [0]}
    assert tab(project, "speaker", "codings") == {"ANN": [3], "BOB": [0]}


def test_interviewers_stand_outside_unless_asked_for(make_study) -> None:
    project = make_study(
        turns=GROUP,
        participants=GROUP_PEOPLE,
        codebook=["trust"],
        codings="document,turn,code,coder\nF,1,trust,AB\nF,2,trust,AB\n",
        progress="document,coder\nF,AB\n",
    )
    table = qc.crosstab(project, rows="code", columns="document", unit="codings")
    assert plain(table.frame) == {"F": [1]}
    assert table.bases.loc["F"].to_list() == [2, 1, 3, 10]
    assert outside(table) == {"in interviewer turns": 1}
    assert "Codings outside of the table: 1 in interviewer turns." in table.notes
    asked = qc.crosstab(project, rows="code", columns="document", unit="codings", interviewers=True)
    assert plain(asked.frame) == {"F": [2]}
    # The interviewer's turn and words count, but an interviewer is no participant.
    assert asked.bases.loc["F"].to_list() == [2, 1, 4, 13]
    assert "Interviewers' turns are counted too." in asked.notes
    # By a participants' attribute they have no column even when asked for, and the notes say so.
    by_role = qc.crosstab(project, rows="code", columns="role", unit="codings", interviewers=True)
    assert plain(by_role.frame) == {"Commissioner": [1], "Provider": [0]}
    assert any("Not attributable to a participant" in note and "1 turn and 3 words" in note
               for note in by_role.notes)  # fmt: skip


# P1 is a commissioner in Case A. In document X she is a director; Case A holds document X,
# documents Y and Z have no case. The participants sheet has a case of its own for P1.
PEOPLE = """participant,document,role,case,site
P1,,Commissioner,Case P,North
P1,X,Director,,
P2,,,,South
"""
DOCUMENTS = "document,case,phase,site\nX,Case A,1,Hall\nY,,2,\nZ,,,\n"
LEVELS = """document,turn,speaker,text
X,1,P1,one two three
Y,1,P1,four five
Y,2,P2,six
Z,1,P3,seven eight
"""


@pytest.fixture
def levels(make_study) -> qc.Project:
    return make_study(
        turns=LEVELS,
        participants=PEOPLE,
        documents=DOCUMENTS,
        codebook=["c"],
        codings="document,turn,code,coder\nX,1,c,AB\nY,1,c,AB\nY,2,c,AB\nZ,1,c,AB\n",
        progress="document,coder\nX,AB\nY,AB\nZ,AB\n",
    )


def test_a_role_may_differ_between_documents(levels) -> None:
    assert tab(levels, "role") == {"Commissioner": [1], "Director": [1], "(not recorded)": [2]}
    # One person in two roles is one person in each, and one in all.
    table = qc.crosstab(levels, rows="code", columns="role")
    assert plain(table.frame) == {"Commissioner": [1], "Director": [1], "(not recorded)": [2]}
    assert table.totals.to_list() == [3]


def test_the_document_decides_the_case_and_the_phase(levels) -> None:
    # P1's own case, "Case P", never moves her words.
    assert tab(levels, "case") == {"Case A": [1], "(none)": [3]}
    assert tab(levels, "phase") == {"1": [1], "2": [2], "(not recorded)": [1]}
    assert tab(levels, "document.case") == {"Case A": [1], "(none)": [3]}
    assert tab(levels, "participant.case") == {"Case P": [2], "(not recorded)": [2]}
    with pytest.raises(TableError, match="no turn has the value 'Case P'"):
        tab(levels, "role", where={"case": "Case P"})


def test_an_attribute_at_two_levels(levels) -> None:
    # Turn, participant in document, document, participant: X is the Hall, elsewhere the person says.
    assert tab(levels, "site") == {
        "North": [1], "South": [1], "Hall": [1], "(not recorded)": [1],
    }  # fmt: skip
    assert tab(levels, "document.site") == {"Hall": [1], "(not recorded)": [3]}
    assert tab(levels, "participant.site") == {"North": [2], "South": [1], "(not recorded)": [1]}


def test_two_attributes_are_a_full_product_in_sheet_order(levels) -> None:
    table = qc.crosstab(levels, rows="code", columns=["role", "phase"], unit="turns")
    roles, phases = ["Commissioner", "Director", "(not recorded)"], ["1", "2", "(not recorded)"]
    assert list(table.frame.columns) == [(role, phase) for role in roles for phase in phases]
    assert table.frame.columns.names == ["role", "phase"]
    assert list(plain(table.frame).values()) == [
        [None], [1], [None],
        [1], [None], [None],
        [None], [1], [1],
    ]  # fmt: skip
    assert table.bases["turns"].to_list() == [0, 1, 0, 1, 0, 0, 0, 1, 1]
    note = next(note for note in table.notes if note.startswith("“–”"))
    assert "Commissioner × 1" in note and note.endswith("do not occur in the study.")
    assert len(table.quotes("c", ("Director", "1"))) == 1
    with pytest.raises(TableError, match="no column of this table"):
        table.quotes("c", ("Director", "9"))
    with pytest.raises(TableError, match="no row of this table"):
        table.quotes("d", ("Director", "1"))


def test_missing_cells_say_whether_absent_unread_or_filtered(make_study) -> None:
    project = make_study(
        turns=(
            "document,turn,speaker,role,text\n"
            "A,1,a,Buyer,x\nA,2,b,Seller,x\nB,1,c,Buyer,x\nC,1,d,Seller,x\nD,1,e,Judge,x\n"
        ),
        documents="document,case,phase\nA,one,1\nB,two,1\nC,two,1\nD,three,2\n",
        codebook=["c"],
        progress="document,coder\nA,AB\nB,AB\nD,AB\n",
    )
    table = qc.crosstab(project, rows="code", columns=["role", "case"])
    assert plain(table.frame) == {
        ("Buyer", "one"): [0], ("Buyer", "two"): [0], ("Buyer", "three"): [None],
        ("Seller", "one"): [0], ("Seller", "two"): [None], ("Seller", "three"): [None],
        ("Judge", "one"): [None], ("Judge", "two"): [None], ("Judge", "three"): [0],
    }  # fmt: skip
    assert "“–”: Seller × two is not read yet." in table.notes
    filtered = qc.crosstab(
        project, rows="code", columns=["role", "case"], where={"document": ["A", "D"]}
    )
    assert ("Buyer", "three") in filtered.frame.columns
    assert not any(case == "two" for _, case in filtered.frame.columns)
    table = qc.crosstab(
        project, rows="code", columns=["role", "case"], where={"speaker": ["a", "b", "e", "d"]}
    )
    assert "“–”: Seller × two is not read yet." not in table.notes  # no column holds "two" any more
    table = qc.crosstab(
        project, rows="code", columns=["role", "case"], where={"speaker": ["b", "c"]}
    )
    assert plain(table.frame)["Buyer", "one"] == [None]
    assert "“–”: Buyer × one, Seller × two are filtered out." in table.notes


def test_values_come_in_sheet_order_and_nothing_last(make_study) -> None:
    project = make_study(
        turns="document,turn,speaker,text\nA,1,z,x\nA,2,y,x\nA,3,w,x\nA,4,v,x\n",
        participants="participant,rank\nv,third\nw,\nz,first\ny,second\n",
        codebook=["c"],
    )
    assert list(tab(project, "rank")) == ["third", "first", "second", "(not recorded)"]
    assert list(tab(project, "participant")) == ["v", "w", "z", "y"]


def test_a_value_that_two_levels_share_is_one_column(make_study) -> None:
    project = make_study(
        turns="document,turn,speaker,text\nA,1,p,x\nB,1,q,x\n",
        participants="participant,place\np,Leeds\nq,\n",
        documents="document,place\nA,\nB,Leeds\n",
        codebook=["c"],
        codings="document,turn,code,coder\nA,1,c,AB\nB,1,c,AB\n",
    )
    assert tab(project, "place") == {"Leeds": [2]}
    assert tab(project, "participant.place") == {"Leeds": [1], "(not recorded)": [1]}


def test_somebody_who_speaks_under_two_labels_is_one_person(make_study) -> None:
    # IP8 of phase 1 is CC1 in the case study; a third label is somebody without a row.
    project = make_study(
        turns=(
            "document,turn,speaker,text\n"
            "I8,1,IP8,trust is all\nCASE,1,CC1,trust me\nCASE,2,CC2,no\nCASE,3,CC1,well\n"
        ),
        participants="participant,aliases,role\nIP8,CC1;IP 8,Director\n",
        documents="document,case\nI8,\nCASE,Case C\n",
        codebook=["trust"],
        codings="document,turn,code,coder\nI8,1,trust,AB\nCASE,1,trust,AB\nCASE,2,trust,AB\n",
    )
    assert tab(project, "role", "participants") == {"Director": [1], "(not recorded)": [1]}
    table = qc.crosstab(project, rows="code", columns="case")
    assert plain(table.frame) == {"Case C": [2], "(none)": [1]}
    assert table.totals.to_list() == [2]  # two people, not three
    assert table.bases["participants"].to_list() == [2, 1]
    assert tab(project, "participant", "documents") == {"IP8": [2], "CASE/CC2": [1]}
    people = project.participants().set_index("participant")
    assert people.loc["IP8", "documents"] == "I8; CASE"
    assert people.loc["IP8", ["turns", "words"]].to_list() == [3, 6]


NOTES = """Observation: forum
Date: 2018-03-12

Descriptive notes

10:15 The chair opens.

10:30 A provider asks about price.

Reflective notes

Price is my worry too.
"""


@pytest.fixture
def observed(make_study) -> qc.Project:
    # An interview of one turn, and field notes: two descriptive entries and a reflective one.
    project = make_study(
        files={"A.txt": "ANN: Price came last.\n", "OBS.txt": NOTES},
        participants="participant,aliases,role,team\nP1,ANN,Commissioner,Red\n",
        documents="document,kind,case,place\nA,interview,Case A,Hall\nOBS,observation,Case A,Barn\n",
        codebook=["price"],
    )
    turns = project.turns().set_index(["document", "turn"])
    for (document, number), row in turns.iterrows():
        if "rice" in row["text"]:
            project.add_coding(document=document, turn=number, code="price")
    project.complete(["A", "OBS"])
    return project


def test_field_notes_count_by_document_attributes_but_not_as_participants(observed) -> None:
    assert tab(observed, "case", "codings") == {"Case A": [2]}
    assert tab(observed, "case", "documents") == {"Case A": [2]}
    assert tab(observed, "case", "turns") == {"Case A": [2]}
    assert tab(observed, "case", "participants") == {"Case A": [1]}
    assert tab(observed, "place", "codings") == {"Hall": [1], "Barn": [1]}
    table = qc.crosstab(observed, rows="code", columns="place")
    assert table.bases.loc["Barn"].to_list() == [0, 1, 2, 8]
    assert plain(table.frame) == {"Hall": [1], "Barn": [None]}
    assert "“–” for participants: Barn holds no participant's words." in table.notes
    turns = qc.crosstab(observed, rows="code", columns="place", unit="turns")
    assert not any("for participants" in note for note in turns.notes)


def test_reflective_notes_are_left_out_unless_asked_for(observed) -> None:
    table = qc.crosstab(observed, rows="code", columns="case", unit="codings")
    assert outside(table) == {"in reflective notes": 1}
    asked = qc.crosstab(observed, rows="code", columns="case", unit="codings", reflective=True)
    assert plain(asked.frame) == {"Case A": [3]}
    assert outside(asked) == {}
    assert asked.bases["turns"].to_list() == [4]
    assert "Reflective field notes are counted too." in asked.notes


def test_field_notes_are_not_attributable_by_a_participants_attribute(observed) -> None:
    for name in ("role", "team", "participant"):
        table = qc.crosstab(observed, rows="code", columns=name, unit="codings")
        assert list(plain(table.frame).values()) == [[1]]
        assert outside(table) == {
            "not attributable to a participant": 1, "in reflective notes": 1,
        }  # fmt: skip
        note = next(note for note in table.notes if note.startswith("Not attributable"))
        assert "2 entries and 8 words of OBS" in note
    both = qc.crosstab(observed, rows="code", columns=["role", "place"], unit="codings")
    assert list(both.frame.columns) == [("Commissioner", "Hall")]


CROSS = """document,turn,speaker,role,text
D,1,INT,interviewer,Why trust?
D,2,ANN,Buyer,We trust them
D,3,BOB,Seller,They trust us
D,4,ANN,Buyer,Always did
E,1,EVE,Buyer,Never
"""


def crossing(make_study, codings: str) -> qc.Project:
    # Text of D: "Why trust?\nWe trust them\nThey trust us\nAlways did": turns at 0–10, 11–24, 25–38,
    # 39–49.
    project = make_study(
        turns=CROSS, codebook=["c", "d"], codings="document,start,end,code,coder\n" + codings
    )
    assert project.turns()[["start", "end"]].values.tolist() == [
        [0, 10], [11, 24], [25, 38], [39, 49], [0, 5],
    ]  # fmt: skip
    return project


def test_a_coding_that_crosses_turns_counts_once_under_each_value(make_study) -> None:
    project = crossing(make_study, "D,11,49,c,AB\n")
    table = qc.crosstab(project, rows="code", columns="role", unit="codings")
    assert plain(table.frame) == {"Buyer": [1, 0], "Seller": [1, 0]}
    assert table.totals.to_list() == [1, 0]
    assert (
        "Codings that cross turns of several columns count once in each: 1 count beyond the 1 coding."
        in table.notes
    )
    assert tab(project, "role", "turns") == {"Buyer": [2, 0], "Seller": [1, 0]}
    assert tab(project, "role", "words") == {"Buyer": [5, 0], "Seller": [3, 0]}
    # By document there is one column, so nothing counts twice.
    by_document = qc.crosstab(project, rows="code", columns="document", unit="codings")
    assert plain(by_document.frame) == {"D": [1, 0], "E": [0, 0]}
    assert not any("cross turns" in note for note in by_document.notes)
    # A cell cites the coding by the turn that the cell counts.
    assert table.quotes("c", "Seller")["source"].to_list() == ["D, D/BOB, Seller"]
    assert table.quotes("c", "Buyer")["source"].to_list() == ["D, D/ANN, Buyer"]


def test_a_coding_from_an_interviewer_turn_into_an_answer_counts_for_the_answer(
    make_study,
) -> None:
    project = crossing(make_study, "D,4,20,c,AB\n")  # "trust?\nWe trust"
    table = qc.crosstab(project, rows="code", columns="role", unit="codings")
    assert plain(table.frame) == {"Buyer": [1, 0], "Seller": [0, 0]}
    assert outside(table) == {}
    assert tab(project, "role", "words") == {"Buyer": [2, 0], "Seller": [0, 0]}
    quoted = table.quotes("c", "Buyer")
    assert quoted["speaker"].to_list() == ["ANN"]


def test_codings_on_whole_documents_and_on_no_turn_are_printed_lines(make_study) -> None:
    project = make_study(
        files={"F.txt": "Forum of 2018\n\nANN: We trust.\nBOB: We pay.\n"},
        codebook=["c"],
    )
    text = project.text("F")
    project.add_coding(document="F", start=0, end=len(text), code="c")
    project.add_coding(document="F", start=0, end=5, code="c", quotation="Forum")
    project.add_coding(document="F", turn=1, code="c")
    table = qc.crosstab(project, rows="code", columns="speaker", unit="codings")
    assert plain(table.frame) == {"ANN": [1], "BOB": [0]}
    assert outside(table) == {
        "on a whole document": 1,
        "in no turn (headers, headings, stage directions)": 1,
    }
    assert tab(project, "speaker", "words") == {"ANN": [2], "BOB": [0]}
    rows = project.codings()
    assert rows["speaker"].isna().to_list() == [True, True, False]
    assert rows["turn"].isna().to_list() == [True, True, False]
    assert rows["case"].to_list() == ["(none)"] * 3  # what holds for the document holds for them


def test_a_document_of_one_turn_coded_whole_counts(make_study) -> None:
    project = crossing(make_study, "E,0,5,c,AB\n")
    assert tab(project, "document") == {"D": [0, 0], "E": [1, 0]}


def test_attribute_filters_cut_the_base_too(levels) -> None:
    table = qc.crosstab(levels, rows="code", columns="document", unit="codings")
    assert table.bases["words"].to_list() == [3, 3, 2]
    table = qc.crosstab(
        levels, rows="code", columns="document", unit="codings", where={"participant": "P1"}
    )
    assert plain(table.frame) == {"X": [1], "Y": [1]}
    assert table.bases["words"].to_list() == [3, 2]
    assert table.bases["participants"].to_list() == [1, 1]
    assert outside(table) == {"filtered by attributes": 2}
    assert "Filtered: participant = P1." in table.notes
    # AND between names, OR within a list.
    both = {"participant": ["P1", "P2"], "phase": "2"}
    assert tab(levels, "document", where=both) == {"Y": [2]}
    assert tab(levels, "document", where={"phase": qc.NOT_RECORDED}) == {"Z": [1]}
    assert tab(levels, "document", where={"case": qc.NONE}) == {"Y": [2], "Z": [1]}
    assert tab(levels, "document", where={"role": qc.NOT_RECORDED}) == {"Y": [1], "Z": [1]}


def test_filters_that_mean_nothing_are_refused(levels) -> None:
    for where, message in (
        ({"role": "Queen"}, "no turn has the value 'Queen'"),
        ({"role": ["Director", "Queen"]}, "Queen"),
        ({"colour": "red"}, "no attribute of this project"),
        ({"case": qc.NOT_RECORDED}, "no turn has the value"),  # a missing case is "(none)"
        ({"role": qc.NONE}, "no turn has the value"),
        ({"origin": "guessed"}, "no value of it"),
        ({"coder": "ZZ"}, "no value of it"),
        ({"stale": "maybe"}, "no value of it"),
    ):
        with pytest.raises(TableError, match=message):
            tab(levels, "document", where=where)
    with pytest.raises(UsageError, match="no value given"):
        tab(levels, "document", where={"role": []})


def test_filters_on_codings_leave_the_base_as_it_is(make_study, tmp_path) -> None:
    project = make_study(
        turns="document,turn,speaker,text\nA,1,p,one two\nB,1,q,three\n",
        codebook=["c", "d"],
        codings=(
            "document,turn,code,coder,origin,blind\n"
            "A,1,c,AB,accepted,no\nB,1,c,AB,manual,yes\nB,1,c,CD,revised,no\nB,1,d,AB,,\n"
        ),
    )
    everything = qc.crosstab(project, rows="code", columns="document", unit="codings", coders="any")
    assert plain(everything.frame) == {"A": [1, 0], "B": [2, 1]}
    for where, expected in (
        ({"origin": "accepted"}, {"A": [1, 0], "B": [0, 0]}),
        ({"origin": ["accepted", "manual"]}, {"A": [1, 0], "B": [1, 0]}),
        ({"origin": "imported"}, {"A": [0, 0], "B": [0, 1]}),
        ({"blind": "yes"}, {"A": [0, 0], "B": [1, 0]}),
        ({"blind": "unknown"}, {"A": [0, 0], "B": [0, 1]}),
        ({"coder": "CD"}, {"A": [0, 0], "B": [1, 0]}),
        ({"coder": ["AB", "CD"]}, {"A": [1, 0], "B": [2, 1]}),
        ({"stale": "unknown"}, {"A": [1, 0], "B": [2, 1]}),
        ({"stale": "yes"}, {"A": [0, 0], "B": [0, 0]}),
    ):
        table = qc.crosstab(
            project, rows="code", columns="document", unit="codings", coders="any", where=where
        )
        assert plain(table.frame) == expected, where
        assert table.bases.equals(everything.bases), where
        counted_ = sum(sum(column) for column in expected.values())
        assert outside(table).get("filtered by coder, origin, blind or stale", 0) == 4 - counted_


def test_stale_codings_can_be_told_apart(make_study, tmp_path) -> None:
    project = make_study(turns="document,turn,speaker,text\nA,1,p,one two\n", codebook=["c", "d"])
    project.add_coding(document="A", turn=1, code="c")
    project.add_coding(document="A", turn=1, code="d")
    path = tmp_path / "later.yaml"
    path.write_text("codes:\n  - code: c\n    definition: New words.\n  - code: d\n", "utf-8")
    project.load_codebook(path)
    assert tab(project, "document", where={"stale": True}) == {"A": [1, 0]}
    assert tab(project, "document", where={"stale": "no"}) == {"A": [0, 1]}
    assert project.codings()["stale"].to_list() == [True, False]


def test_a_pass_says_how_blind_its_manual_codings_are(make_study) -> None:
    project = make_study(
        turns="document,turn,speaker,text\nA,1,p,one two\nA,2,p,three\nB,1,q,four\n", codebook=["c"]
    )
    for document, turn in (("A", 1), ("A", 2), ("B", 1)):
        project.add_coding(document=document, turn=turn, code="c")
    assert project.codings()["blind"].to_list() == ["unknown"] * 3
    project.complete("B", blind=True)
    assert project.codings()["blind"].to_list() == ["unknown", "unknown", "yes"]
    project.complete("A", blind=False, turns=[2])  # the pass over one turn says it for that turn
    assert project.codings()["blind"].to_list() == ["unknown", "no", "yes"]


def test_a_document_without_any_participant_turn_is_in_no_base(make_study) -> None:
    project = make_study(
        turns="document,turn,speaker,role,text\nA,1,p,Buyer,one\nB,1,INT,interviewer,two\n",
        codebook=["c"],
        codings="document,turn,code,coder\nA,1,c,AB\nB,1,c,AB\n",
        progress="document,coder\nA,AB\nB,AB\n",
    )
    table = qc.frequencies(project)
    assert "Base: 1 participant, 1 document, 1 turn, 1 word." in table.notes
    assert table.frame.loc["c"].to_list() == [1, 1, 1, 1, 1, 1.0]
    assert tab(project, "document") == {"A": [1]}


def test_role_from_another_column(make_study) -> None:
    project = make_study(
        turns=(
            "document,turn,speaker,role,text\n"
            "A,1,INT,interviewer,hm\nA,2,p,participant,one\nB,1,q,participant,two\n"
        ),
        documents="document,perspective\nA,Management\nB,Testing\n",
        codebook=["c"],
        codings="document,turn,code,coder\nA,1,c,AB\nA,2,c,AB\nB,1,c,AB\n",
        role_from="perspective",
    )
    table = qc.crosstab(project, rows="code", columns="role", unit="codings")
    assert plain(table.frame) == {"Management": [1], "Testing": [1]}
    assert outside(table) == {"in interviewer turns": 1}
    roles = project.turns()["role"]
    assert roles.isna().to_list() == [True, False, False]
    assert project.participants()["role"].to_list() == ["Management", "Testing"]
