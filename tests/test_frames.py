"""The study as tidy frames: the promised columns, what a row is, and how a missing value reads."""

from __future__ import annotations

import pandas as pd
import pytest

import qualcode as qc
from qualcode.core.people import TIDY_COLUMNS

TURNS = """document,turn,speaker,role,text
A,1,INT,interviewer,Why?
A,2,ANN,,Because  of trust
A,3,BOB,Seller,No
B,7,ANN,,Once more
"""
PEOPLE = "participant,aliases,role,team\nP1,ANN,Buyer,Red\nP9,,,Blue\n"
DOCUMENTS = "document,case,phase,date\nA,Case A,1,2018-03-12\nB,,,\n"


@pytest.fixture
def project(make_study) -> qc.Project:
    return make_study(
        turns=TURNS,
        participants=PEOPLE,
        documents=DOCUMENTS,
        codebook="codes:\n  - code: t\n    codes:\n      - code: trust\n  - code: price\n",
        codings=(
            "document,turn,code,coder,quotation,origin,blind,certainty\n"
            "A,2,trust,AB,trust,manual,yes,high\nA,1,price,CD,,,,\nA,3,trust,AB,,,,low\n"
        ),
        progress="document,coder,codes\nA,AB,trust; price\nA,CD,trust\n",
    )


def words(values) -> list:
    return [None if value is pd.NA or value != value else value for value in values]


def test_documents(project) -> None:
    frame = project.documents()
    assert list(frame.columns) == [
        "document", "version", "kind", "title", "phase", "case", "date",
        "turns", "words", "length", "n_codings", "passed_by",
    ]  # fmt: skip
    assert frame["document"].to_list() == ["A", "B"]
    assert frame["case"].to_list() == ["Case A", "(none)"]
    assert frame["phase"].to_list() == ["1", "(not recorded)"]
    assert words(frame["date"]) == ["2018-03-12", None]
    assert frame[["turns", "words", "n_codings"]].values.tolist() == [[3, 5, 3], [1, 2, 0]]
    assert frame["length"].to_list() == [len(project.text(d)) for d in ("A", "B")]
    assert frame["passed_by"].to_list() == ["AB; CD", ""]
    assert {str(frame[name].dtype) for name in ("turns", "words", "length", "n_codings")} == {
        "int64"
    }


def test_turns(project) -> None:
    frame = project.turns()
    assert list(frame.columns) == [
        "document", "turn", "speaker", "participant", "interviewer", "part",
        "role", "case", "phase", "team", "kind", "time", "start", "end", "words", "text",
    ]  # fmt: skip
    assert frame["turn"].to_list() == ["1", "2", "3", "7"]
    assert words(frame["participant"]) == [None, "P1", "A/BOB", "P1"]
    assert words(frame["role"]) == [None, "Buyer", "Seller", "Buyer"]
    assert words(frame["team"]) == [None, "Red", "(not recorded)", "Red"]
    assert frame["case"].to_list() == ["Case A"] * 3 + ["(none)"]
    assert frame["phase"].to_list() == ["1"] * 3 + ["(not recorded)"]
    assert frame["text"].to_list() == ["Why?", "Because of trust", "No", "Once more"]
    assert frame["interviewer"].dtype == bool
    assert isinstance(frame["role"].dtype, pd.CategoricalDtype)
    for _, row in frame.iterrows():
        text = project.text(row["document"])[row["start"] : row["end"]]
        assert " ".join(text.split()) == row["text"]


def test_participants(project) -> None:
    frame = project.participants()
    assert list(frame.columns) == [
        "participant", "role", "team", "documents", "turns", "words", "in_sheet",
    ]  # fmt: skip
    assert frame.values.tolist() == [
        ["P1", "Buyer", "Red", "A; B", 2, 5, True],
        ["P9", "(not recorded)", "Blue", "", 0, 0, True],
        ["A/BOB", "Seller", "(not recorded)", "A", 1, 1, False],
    ]


def test_a_person_with_two_roles_shows_both(make_study) -> None:
    project = make_study(
        turns="document,turn,speaker,text\nA,1,P1,x\nB,1,P1,x\n",
        participants=(
            "participant,document,role\nP1,,Buyer\nP1,B,Judge\nP2,C,Seller\nP2,,Seller\n"
        ),
        codebook=["c"],
    )
    assert project.participants()["role"].to_list() == ["Buyer; Judge", "Seller"]


def test_codings(project) -> None:
    frame = project.codings()
    assert list(frame.columns) == [*TIDY_COLUMNS, "team", "kind", "certainty"]
    assert frame["document"].to_list() == ["A"] * 3
    assert frame["turn"].to_list() == ["2", "1", "3"]
    assert frame["speaker"].to_list() == ["ANN", "INT", "BOB"]
    assert words(frame["participant"]) == ["P1", None, "A/BOB"]
    assert words(frame["role"]) == ["Buyer", None, "Seller"]
    assert frame["case"].to_list() == ["Case A"] * 3
    assert frame["code"].to_list() == ["trust", "price", "trust"]
    assert frame["theme"].to_list() == ["t", "price", "t"]
    assert list(frame["code"].cat.categories) == ["t", "trust", "price"]
    assert frame["coder"].to_list() == ["AB", "CD", "AB"]
    assert frame["quotation"].to_list() == ["trust", "Why?", "No"]
    assert frame["origin"].to_list() == ["manual", "imported", "imported"]
    assert frame["blind"].to_list() == ["yes", "unknown", "unknown"]
    assert frame["stale"].isna().all() and str(frame["stale"].dtype) == "boolean"
    assert words(frame["certainty"]) == ["high", None, "low"]
    for _, row in frame.iterrows():
        assert project.text(row["document"])[row["start"] : row["end"]] == row["quotation"]


def test_frames_of_a_project_with_nothing_in_it(make_study) -> None:
    project = make_study()
    for frame in (
        project.documents(), project.turns(), project.participants(), project.codings(),
        project.suggestions(), project.decisions(), project.progress(), project.memos(),
    ):  # fmt: skip
        assert len(frame) == 0
        assert len(frame.columns)
    assert list(project.codings().columns)[: len(TIDY_COLUMNS)] == TIDY_COLUMNS
    assert len(project.history()) == 1
    assert qc.quotes(project).empty


def test_the_other_frames_have_the_promised_columns(project) -> None:
    assert list(project.suggestions().columns) == [
        "suggestion_id", "document", "turn", "start", "end", "code", "score", "rank_score",
        "engine", "evidence", "quotation", "decision", "reason",
    ]  # fmt: skip
    assert list(project.decisions().columns) == [
        "decision_id", "suggestion_id", "document", "code", "coder", "decision", "coding_id",
        "reason", "time",
    ]  # fmt: skip
    progress = project.progress()
    assert list(progress.columns) == [
        "pass_id", "document", "coder", "codes", "turns", "blind", "codebook_hash", "date",
    ]  # fmt: skip
    assert progress["codes"].to_list() == ["trust; price", "trust"]
    project.add_memo("Odd.", on="A")
    project.add_memo("Diary.")
    memos = project.memos()
    assert list(memos.columns) == [
        "memo_id", "on", "kind", "subject", "document", "code", "participant", "quotation",
        "coding_id", "coder", "time", "edited", "title", "text",
    ]  # fmt: skip
    assert words(memos["on"]) == ["A", None]
    history = project.history()
    assert list(history.columns) == [
        "act", "act_id", "time", "coder", "verb", "what", "documents", "codes", "undone_by",
    ]  # fmt: skip
    assert history["act"].to_list() == list(range(1, len(history) + 1))


def test_attribute_names_are_those_that_tables_take(project) -> None:
    names = project.attributes()
    assert names[:4] == ["role", "case", "phase", "team"]
    assert set(names[4:]) == {"date", "kind", "document", "participant", "speaker"}
    for name in names:
        qc.crosstab(project, rows="code", columns=name, coders="any")
