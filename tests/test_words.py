"""Distinctive words, counted by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from qualcode.analysis.words import log_odds
from qualcode.errors import TableError, UsageError
from qualcode.present.words import distinctive_words


def test_log_odds_by_hand() -> None:
    # Word 1: 2 of 3 against 1 of 3, prior 1 and 1: ln(3/2) - ln(2/3) = ln 2.25; variance 1/3 + 1/2.
    delta, variance, z = log_odds([2, 1], [1, 2], [1, 1])
    assert delta[0] == pytest.approx(math.log(2.25))
    assert variance[0] == pytest.approx(1 / 3 + 1 / 2)
    assert z[0] == pytest.approx(math.log(2.25) / math.sqrt(5 / 6))
    assert z[1] == pytest.approx(-z[0])


def test_one_word_alone_has_no_odds() -> None:
    assert all(np.isnan(each).all() for each in log_odds([3], [4], [1]))


@pytest.mark.parametrize(
    ("group", "others", "prior"),
    [([1], [1, 2], [1, 1]), ([-1, 2], [1, 2], [1, 1]), ([1, 2], [1, 2], [0, 1])],
)
def test_counts_that_are_none_are_refused(group, others, prior) -> None:
    with pytest.raises(UsageError):
        log_odds(group, others, prior)


# Two commissioners say "duty", one provider alone says "kids" (six times), everybody says "we".
TURNS = """document,turn,speaker,text
D1,1,C1,we duty duty we
D2,1,C2,we Duty duty price
D3,1,P1,we kids kids kids kids kids kids
D4,1,P2,we price we
D4,2,INT,duty duty duty duty
"""
PEOPLE = "participant,role\nC1,Commissioner\nC2,Commissioner\nP1,Provider\nP2,Provider\n"


@pytest.fixture
def four(make_study):
    return make_study(turns=TURNS, participants=PEOPLE, codebook=["a"])


def test_uses_counted_by_eye_without_the_interviewer(four) -> None:
    frame = distinctive_words(four, "role", least=2, people=1, draws=50).found.frame
    duty = frame[(frame["value"] == "Commissioner") & (frame["word"] == "duty")].iloc[0]
    assert (duty["n"], duty["n_others"]) == (4, 0)
    assert duty["per_1000_words"] == pytest.approx(500)  # 4 of 8 words
    assert (duty["n_participants"], duty["base_participants"]) == (2, 2)
    assert duty["top_share"] == pytest.approx(0.5)
    assert duty["stable"] == 1.0


def test_one_persons_word_is_found_out(four) -> None:
    frame = distinctive_words(four, "role", least=2, people=1, draws=400).found.frame
    kids = frame[frame["word"] == "kids"].iloc[0]
    assert kids["top_share"] == 1.0 and kids["n_participants"] == 1
    # Of two people drawn twice, P1 is missing in a quarter of the draws; then nothing is left but the prior.
    assert kids["stable"] == pytest.approx(0.75, abs=0.07)
    # With two people asked for, it is not listed at all.
    frame = distinctive_words(four, "role", least=2, people=2).found.frame
    assert "kids" not in frame["word"].tolist()


def test_rare_words_count_in_the_size_of_what_was_said(four) -> None:
    # With least=3 "price" (2 uses) has no row, yet it still is one of the 8 words of commissioners.
    frame = distinctive_words(four, "role", least=3, people=1).found.frame
    assert "price" not in frame["word"].tolist()
    duty = frame[frame["word"] == "duty"].iloc[0]
    assert duty["per_1000_words"] == pytest.approx(500)
    full = distinctive_words(four, "role", least=1, people=1).found.frame
    assert full[full["word"] == "duty"].iloc[0]["z"] == pytest.approx(duty["z"])


def test_conservation_uses_of_all_values_are_all_uses(four) -> None:
    frame = distinctive_words(four, "role", least=1, people=1).found.frame
    assert (frame["n"] + frame["n_others"]).groupby(frame["word"]).first().to_dict() == {
        "duty": 4, "kids": 6, "price": 2, "we": 6,
    } | {}  # fmt: skip


def test_same_seed_same_figures(four) -> None:
    first = distinctive_words(four, "role", least=1, people=1, seed=7).found.frame
    assert first.equals(distinctive_words(four, "role", least=1, people=1, seed=7).found.frame)


def test_what_cannot_be_compared_is_said(four, make_study) -> None:
    with pytest.raises(TableError, match="no turn has the value"):
        distinctive_words(four, "role", value="Mayor")
    with pytest.raises(TableError, match="fewer than two values"):
        distinctive_words(four, "role", where={"role": "Provider"})
    with pytest.raises(UsageError, match="about codings"):
        distinctive_words(four, "role", where={"coder": "AB"})
    with pytest.raises(UsageError, match="prior"):
        distinctive_words(four, "role", prior=0)


def test_a_value_of_one_person_has_no_interval_and_says_so(make_study) -> None:
    project = make_study(
        turns="document,turn,speaker,text\nD1,1,A,one two two\nD2,1,B,one three three\n",
        participants="participant,role\nA,Commissioner\nB,Provider\n",
        codebook=["a"],
    )
    report = distinctive_words(project, "role", least=1, people=1)
    assert report.found.frame["low"].isna().all() and report.found.frame["stable"].isna().all()
    assert "Commissioner, Provider rest on one participant each" in str(report)
    assert "at least 1 time in all and by 1 participant or more" in str(report)


@pytest.mark.parametrize(
    ("option", "value"),
    [("seed", "x"), ("seed", -1), ("by", None), ("prior", float("inf")), ("prior", float("nan"))],
)
def test_what_means_nothing_is_refused_by_its_name(four, option, value) -> None:
    with pytest.raises(UsageError, match=option):
        distinctive_words(four, **{option: value})
