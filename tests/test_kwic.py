"""Key words in context: which hits, in which order, and whose words stand around them."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import qualcode as qc
from qualcode.analysis.kwic import COLUMNS, in_context, kwic_lines, screen_width
from qualcode.core.text import printed
from qualcode.errors import CodebookError, TableError, UsageError
from qualcode.present import kwic

# Turns: 1 INT, 2 ANN (two lines, two spaces), 3 BOB, and after a stage direction 4 ANN.
FORUM = """A forum

INT: Is it about price? 🙂
ANN: Trust matters here,
and  price came last. Prices fall.
BOB: Price? I would not say so.
[laughter]
ANN: Well, the price again.
"""
NOTES = "document,turn,speaker,text,role\nZ,1,I,What is the price?,interviewer\nZ,2,Cy,No price.,\n"


@pytest.fixture
def project(make_study) -> qc.Project:
    return make_study(
        files={"F.txt": FORUM},
        turns=NOTES,
        participants="participant,aliases,role\nP1,ANN,Buyer\nP2,BOB,Seller\n",
        documents="document,case,phase\nF,Case A,2\nZ,,\n",
    )


def rows(frame: pd.DataFrame, *names: str) -> list[list]:
    return frame[list(names)].astype(object).where(frame[list(names)].notna(), None).values.tolist()


def test_hits_come_in_the_order_of_the_text_with_who_speaks(project) -> None:
    found = kwic(project, "price*", width=12)
    assert list(found.columns) == COLUMNS
    assert rows(found, "document", "turn", "speaker", "participant", "role", "case", "phase") == [
        ["F", "2", "ANN", "P1", "Buyer", "Case A", "2"],
        ["F", "2", "ANN", "P1", "Buyer", "Case A", "2"],
        ["F", "3", "BOB", "P2", "Seller", "Case A", "2"],
        ["F", "4", "ANN", "P1", "Buyer", "Case A", "2"],
        ["Z", "2", "Cy", "Z/Cy", qc.NOT_RECORDED, qc.NONE, qc.NOT_RECORDED],
    ]
    assert rows(found, "left", "match", "right") == [
        ["s here, and ", "price", " came last. "],
        [" came last. ", "Prices", " fall."],
        ["", "Price", "? I would no"],
        ["Well, the ", "price", " again."],
        ["No ", "price", "."],
    ]  # fmt: skip
    text = project.text("F")
    own = found[found["document"] == "F"]
    assert [text[a:b] for a, b in zip(own["start"], own["end"], strict=True)] == [
        "price", "Prices", "Price", "price",
    ]  # fmt: skip


def test_nobody_elses_words_stand_beside_a_hit(project) -> None:
    for width in (1, 30, 1000):
        found = kwic(project, "price", width=width)
        assert not any("BOB" in text or "laughter" in text for text in found["right"])
        assert max(found["left"].str.len()) <= width and max(found["right"].str.len()) <= width
    assert kwic(project, "price", width=0)[["left", "right"]].to_numpy().tolist() == [["", ""]] * 4


def test_context_by_words_reaches_to_the_edge_of_the_turn(project) -> None:
    found = kwic(project, "price", words=2)
    assert rows(found, "left", "right") == [
        ["here, and ", " came last"],
        ["", "? I would"],
        ["Well, the ", " again."],
        ["No ", "."],
    ]
    # A word that the edge of the hit cuts is the first of its side.
    assert rows(kwic(project, "pri", regex=True, words=1), "left", "right")[0] == ["and ", "ce"]
    assert rows(kwic(project, "ice", regex=True, words=1), "left", "right")[0] == ["pr", " came"]


def test_interviewers_are_searched_when_asked(project) -> None:
    assert len(kwic(project, "price")) == 4
    every = kwic(project, "price", interviewers=True)
    assert rows(every, "document", "speaker", "role")[0] == ["F", "INT", None]
    assert len(every) == 6


def test_patterns_are_those_of_a_codebook(project) -> None:
    assert len(kwic(project, "=Price")) == 1
    assert kwic(project, "*er*")["match"].to_list() == ["matters", "here"]
    assert kwic(project, "price came")["match"].to_list() == ["price came"]
    assert kwic(project, "and price")["match"].to_list() == ["and price"]  # two spaces are one
    assert kwic(project, r"[Pp]rices?\b", regex=True)["match"].to_list() == [
        "price", "Prices", "Price", "price", "price",
    ]  # fmt: skip
    assert len(kwic(project, {"regex": "Pri"})) == 2
    near = kwic(project, {"near": ["trust", "price"], "within": 4})
    assert near["match"].to_list() == ["Trust matters here, and price"]
    assert len(kwic(project, {"near": ["trust", "price"], "within": 3})) == 0
    for wrong in ("?!", {"lemma": "price"}, {"near": ["a", "b"], "within": 2, "negation": "only"}):
        with pytest.raises(CodebookError):
            kwic(project, wrong)
    with pytest.raises(CodebookError, match="cannot be read"):
        kwic(project, "(", regex=True)


def test_a_hit_that_begins_or_ends_with_a_blank_stays_a_stretch_of_print(project) -> None:
    half = kwic(project, " price came", regex=True)  # the first of two blanks is left of the hit
    assert rows(half, "left", "match") == [["Trust matters here, and", " price came"]]
    found = kwic(project, r"\s+price\s", regex=True)
    assert rows(found, "left", "match", "right")[0] == [
        "Trust matters here, and", " price ", "came last. Prices fall.",
    ]  # fmt: skip


def test_attributes_filter_turns(project) -> None:
    assert len(kwic(project, "price*", where={"role": "Buyer"})) == 3
    assert len(kwic(project, "price*", where={"case": qc.NONE})) == 1
    with pytest.raises(TableError, match="no turn has the value"):
        kwic(project, "price", where={"role": "Queen"})
    with pytest.raises(UsageError, match="fact about codings"):
        kwic(project, "price", where={"coder": "AB"})


def test_limit_keeps_the_first_and_says_how_many_there_are(project) -> None:
    found = kwic(project, "price*", limit=2)
    assert found["match"].to_list() == ["price", "Prices"]
    assert found.attrs["hits"] == 5
    for wrong in ({"limit": 0}, {"width": -1}, {"words": True}, {"width": None}):
        with pytest.raises(UsageError):
            kwic(project, "price", **wrong)


def test_no_hit_is_an_empty_frame_with_its_columns(project, make_study) -> None:
    assert list(kwic(project, "zebra").columns) == COLUMNS
    assert kwic(project, "zebra").dtypes.to_dict() == kwic(project, "price").dtypes.to_dict()
    assert kwic(make_study(), "price").empty


def test_blanks_at_the_edges_of_a_turn_are_not_printed(make_study) -> None:
    project = make_study(turns="document,turn,speaker,text\nD,1,Cy,  the price falls \n")
    assert rows(kwic(project, "price"), "left", "match", "right") == [["the ", "price", " falls"]]
    assert rows(kwic(project, "the"), "left") == [[""]]


def test_one_hit_is_cut_out_of_its_turn_by_characters_of_print() -> None:
    # Two cues of one turn with a time between them; two spaces before the hit are printed as one.
    text = "the  price is [00:05] high. "
    turn = [(0, 13), (22, 28)]
    assert in_context(text, turn, 5, 10, 3) == ("he ", "price", " is")
    assert in_context(text, turn, 5, 10, 9) == ("the ", "price", " is high.")
    assert in_context(text, turn, 5, 10, 0) == ("", "price", "")


def test_cues_of_one_speaker_are_one_turn_with_gaps(make_study) -> None:
    cues = "WEBVTT\n\n1\n00:00.000 --> 00:02.000\n<v ANN>We trust social\n\n2\n00:02.000 --> 00:04.000\n<v ANN>value  a lot.\n"
    project = make_study(files={"V.vtt": cues})
    found = kwic(project, "social value", width=9)
    assert rows(found, "left", "match", "right") == [["We trust ", "social value", " a lot."]]
    assert rows(kwic(project, "value", width=6), "left", "right") == [["ocial ", " a lot"]]
    assert rows(kwic(project, "social", width=8), "left", "right") == [["e trust ", " value a"]]
    start, end = found[["start", "end"]].iloc[0]
    assert project.text("V")[start:end].startswith("social\n")


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_left_match_and_right_are_a_stretch_of_the_printed_turn(project, data) -> None:
    expression = data.draw(st.sampled_from([r"\w+", r"[a-z]{2}", r"\s+\w", r"[.,?]\s*", "🙂|e"]))
    width = data.draw(st.integers(0, 40))
    words = data.draw(st.none() | st.integers(0, 6))
    found = kwic(project, expression, regex=True, width=width, words=words, interviewers=True)
    turns = project.turns().set_index(["document", "turn"])["text"]
    assert len(found)
    for row in found.to_dict("records"):
        whole = turns[(row["document"], row["turn"])]
        assert row["left"] + row["match"] + row["right"] in whole
        if words is None:
            reach = len(row["left"]), len(row["right"])
            assert max(reach) <= width
            # Nothing is left out that would have had room.
            assert reach[0] == width or whole.startswith(row["left"] + row["match"])
            assert reach[1] == width or whole.endswith(row["match"] + row["right"])


def test_offsets_are_those_of_the_text_as_it_stands(project) -> None:
    found = kwic(project, r"\w+\W+price", regex=True, interviewers=True)
    for row in found.to_dict("records"):
        text = project.text(row["document"])
        assert re.fullmatch(r"\w+\W+price", text[row["start"] : row["end"]])
        whole = [(0, len(text))]
        assert printed(text, row["start"], row["end"], whole) == row["match"]


def test_lines_for_a_screen_stand_under_one_another(project) -> None:
    lines = kwic_lines(kwic(project, "price", width=10, interviewers=True))
    assert lines == [
        "F, turn 1, INT   it about | price | ? 🙂",
        "F, turn 2, ANN  here, and | price | came last",
        "F, turn 3, BOB            | Price | ? I would",
        "F, turn 4, ANN  Well, the | price | again.",
        "Z, turn 1, I    at is the | price | ?",
        "Z, turn 2, Cy          No | price | .",
    ]
    bars = {screen_width(line[: line.index(" | ")]) for line in lines}
    assert len(bars) == 1


def test_wide_and_combining_marks_and_what_steers_a_terminal() -> None:
    frame = pd.DataFrame(
        {
            "left": ["日本 ", "e\u0301 ", "\u0301x \x1b[31m\u202e"],
            "match": ["a", "bb", "c"],
            "right": ["", "", ""],
            "document": ["D"] * 3,
            "turn": ["1"] * 3,
            "speaker": [None] * 3,
        }
    )
    assert kwic_lines(frame) == [
        "D, turn 1    日本 | a  |",
        "D, turn 1       e\u0301 | bb |",
        "D, turn 1  x [31m | c  |",
    ]
    assert screen_width("日本e\u0301") == 5
    assert kwic_lines(frame.head(0)) == []
