"""How near codes stand: distances that can be counted by eye, and what chance would give."""

from __future__ import annotations

import itertools
import math
import statistics

import numpy as np
import pandas as pd
import pytest

from qualcode.errors import CodingError, TableError, UsageError
from qualcode.present.cooccurrence import proximity

# In D1 the turns that count are 2, 4, 5 and 6; price stands in none of D2.
TURNS = """document,turn,speaker,text
D1,1,INT,Who do you trust?
D1,2,ANN,We trust them fully.
D1,3,INT,What of price?
D1,4,ANN,A price is a price.
D1,5,BOB,No.
D1,6,ANN,Trust is enough.
D2,1,ANN,Trust again.
D2,2,ANN,And so on.
"""
PEOPLE = "participant,aliases,role\nP1,ANN,Commissioner\nP2,BOB,Provider\n"
CODES = ["trust", "price", "delay"]
HEAD = "document,turn,quotation,code,coder\n"
CODINGS = (
    HEAD
    + """D1,2,trust,trust,AB
D1,4,a price,price,AB
D1,6,Trust is enough.,trust,AB
D2,1,Trust again.,trust,AB
"""
)


@pytest.fixture
def study(make_study):
    return make_study(turns=TURNS, participants=PEOPLE, codebook=CODES, codings=CODINGS)


def pair(report, one="trust", other="price", **more):
    frame = report.frame
    for name, value in more.items():
        frame = frame[frame[name] == value]
    (row,) = (
        frame[(frame["code1"] == one) & (frame["code2"] == other)].astype(object).to_dict("records")
    )
    return {name: None if value is pd.NA else value for name, value in row.items()}


def test_distances_in_turns(study):
    found = pair(proximity(study))
    # Turn 2 is one turn that counts before 4, turn 6 two after it; D2 has no price.
    assert (found["n"], found["none"], found["median_turns"], found["base"]) == (3, 1, 1.5, 6)
    assert (found["within"], found["share_within"]) == (1, pytest.approx(1 / 3))
    # The other way round there is one stretch, and the nearest counts.
    found = pair(proximity(study), "price", "trust")
    assert (found["n"], found["none"], found["median_turns"], found["share_within"]) == (
        1,
        0,
        1,
        1.0,
    )


def test_distances_in_words(study):
    # "them fully. A price is" to turn 4, "No." from it to turn 6; the interviewer's words do not count.
    assert pair(proximity(study))["median_words"] == statistics.median([5, 1])
    assert pair(proximity(study), "price", "trust")["median_words"] == 1
    # With them: "What of price?" lies between too.
    assert pair(proximity(study, interviewers=True), "price", "trust")["median_words"] == 1
    assert pair(proximity(study, interviewers=True))["median_words"] == statistics.median([8, 1])


def test_interviewers_turns_on_the_way(study):
    found = pair(proximity(study, interviewers=True))
    assert (found["median_turns"], found["within"], found["base"]) == (2, 0, 8)


def test_turns_that_are_filtered_out_are_still_passed(study):
    # Only the commissioner's turns count, but BOB's lies between 4 and 6.
    found = pair(proximity(study, where={"role": "Commissioner"}))
    assert (found["n"], found["median_turns"], found["base"]) == (3, 1.5, 5)
    # The provider has no codings at all.
    assert pair(proximity(study, where={"role": "Provider"}))["n"] == 0


@pytest.mark.parametrize(("within", "near"), [(0, 0), (1, 1), (2, 2), (10**9, 2)])
def test_near_is_as_far_as_asked(study, within, near):
    assert pair(proximity(study, within=within))["within"] == near


def test_what_is_expected_by_chance(study):
    # D1: one of four turns has price. Two of them are near turn 2 (2, 4), two near turn 6 (5, 6): 1/2 each.
    # D2 has no price to deal.
    found = pair(proximity(study))
    assert found["expected_share"] == pytest.approx((1 / 2 + 1 / 2 + 0) / 3)
    # Three of four turns are near turn 4, and trust has two of them: never both outside.
    assert pair(proximity(study), "price", "trust")["expected_share"] == pytest.approx(1.0)
    # So nothing else could have happened.
    assert pair(proximity(study), "price", "trust")["p"] is None
    # Wherever price goes, one of the two stretches is near: not surprising, but not certain for each.
    assert found["p"] == 1.0


def test_p_comes_out_as_it_is_counted(make_study):
    # In each of two documents both codes stand on turn 1 of 4: one of four ways to deal price.
    turns = "document,turn,speaker,text\n" + "".join(
        f"{d},{n},ANN,Yes indeed.\n" for d in ("D1", "D2") for n in (1, 2, 3, 4)
    )
    rows = [f"{d},1,,{code},AB" for d in ("D1", "D2") for code in ("trust", "price")]
    project = make_study(turns=turns, codebook=CODES, codings=HEAD + "\n".join(rows))
    found = pair(proximity(project, within=0, draws=4000, seed=3))
    assert found["expected_share"] == pytest.approx(1 / 4)
    assert found["p"] / 2 == pytest.approx(1 / 16, abs=5 * math.sqrt(1 / 16 / 4000))
    again = pair(proximity(project, within=0, draws=4000, seed=3))
    assert again == found
    assert "4,000 draws, seed 3" in str(proximity(project, within=0, draws=4000, seed=3))


def test_a_code_that_never_occurs(study):
    found = pair(proximity(study), "trust", "delay")
    assert (found["n"], found["none"], found["median_turns"], found["within"]) == (3, 3, None, 0)
    assert (found["share_within"], found["expected_share"], found["p"]) == (0.0, 0.0, None)
    found = pair(proximity(study), "delay", "trust")
    assert (found["n"], found["none"], found["share_within"]) == (0, 0, None)
    assert (found["median_words"], found["expected_share"], found["p"]) == (None, None, None)


def test_a_pair_is_measured_where_both_were_considered(make_study):
    project = make_study(
        turns=TURNS,
        codebook=CODES,
        codings=CODINGS,
        progress="document,coder,codes\nD1,AB,trust; price\nD2,AB,trust\n",
    )
    found = pair(proximity(project))
    # D2, where nobody looked for price, is no document without price.
    assert (found["n"], found["none"], found["base"]) == (2, 0, 4)


def test_redundant_codings_are_one_stretch(make_study):
    more = "D1,6,Trust,trust,AB\nD1,6,Trust is,trust,AB\nD1,6,enough,trust,AB\n"
    project = make_study(turns=TURNS, codebook=CODES, codings=CODINGS + more)
    assert pair(proximity(project))["n"] == 3


def test_quotations_that_stand_near(study):
    report = proximity(study)
    assert report.quotes("trust", "price")["quotation"].tolist() == ["trust", "a price"]
    far = proximity(study, within=2).quotes("price", "trust")
    assert far["quotation"].tolist() == ["trust", "a price", "Trust is enough."]
    assert len(report.quotes("trust")) == 3
    assert len(proximity(study, within=0).quotes("trust", "price")) == 0


def test_coders_side_by_side(make_study):
    project = make_study(turns=TURNS, codebook=CODES, codings=CODINGS + "D1,5,No.,price,CD\n")
    with pytest.raises(TableError, match="several coders"):
        proximity(project)
    each = proximity(project, coders="each")
    assert pair(each, coder="AB")["n"] == 3 and pair(each, coder="CD")["n"] == 0
    # Together: turn 6 is one turn from 5.
    assert pair(proximity(project, coders="any"))["within"] == 2


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"within": -1}, UsageError),
        ({"within": 1.5}, UsageError),
        ({"draws": 0}, UsageError),
        ({"codes": ["trust"]}, TableError),
        ({"codes": ["trust", "nothing"]}, CodingError),
    ],
)
def test_what_means_nothing_is_refused(study, options, error):
    with pytest.raises(error):
        proximity(study, **options)


def test_print_says_what_a_distance_is(study, tmp_path):
    report = proximity(study, draws=50)
    text = str(report)
    assert "interviewers' turns not counted" in text and "at most 1 turn away" in text
    assert "p: not given" in text and report.frame["p"].isna().all()
    assert "0 the same turn" in text and "in the same turn" in str(proximity(study, within=0))
    assert list(report.frame.columns) == [
        "code1", "code2", "n", "none", "median_turns", "median_words", "within", "share_within",
        "expected_share", "p", "p_adjusted", "base",
    ]  # fmt: skip
    for suffix in ("csv", "xlsx", "html", "md", "docx", "tex"):
        report.save(tmp_path / f"p.{suffix}")
    assert "By chance" not in str(proximity(study, expected=False))


@pytest.mark.parametrize("seed", range(4))
def test_against_every_distance(make_study, seed):
    """Random codings, and distances counted one by one."""
    rng = np.random.default_rng(seed)
    speakers = ["ANN", "BOB", "INT"]
    said = {
        (d, n): (speakers[int(rng.integers(3)) if n > 2 else n - 1], "ab cd ef gh"[: int(rng.integers(2, 12))].strip())
        for d in ("D1", "D2", "D3")
        for n in range(1, 9)
    }  # fmt: skip
    rows = set()
    for _ in range(26):
        d, n = f"D{int(rng.integers(1, 4))}", int(rng.integers(1, 9))
        text = said[d, n][1]
        words = text.split()
        word = words[int(rng.integers(len(words)))]
        rows.add(f"{d},{n},{word},{CODES[int(rng.integers(3))]},AB")
    project = make_study(
        turns="document,turn,speaker,text\n"
        + "".join(f"{d},{n},{who},{text}\n" for (d, n), (who, text) in said.items()),
        codebook=CODES,
        codings=HEAD + "\n".join(sorted(rows)),
    )
    counting = [key for key, (who, _) in said.items() if who != "INT"]
    place = {}
    for d, own in itertools.groupby(counting, key=lambda key: key[0]):
        place |= {key: at for at, key in enumerate(own)}
        assert d
    words_before = {}
    for d in ("D1", "D2", "D3"):
        before = 0
        for key in (key for key in counting if key[0] == d):
            words_before[key] = before
            before += len(said[key][1].split())
    marks = {code: [] for code in CODES}
    for row in rows:
        d, n, word, code, _ = row.split(",")
        if (d, int(n)) in place:
            at = words_before[d, int(n)] + said[d, int(n)][1].split().index(word)
            marks[code].append((d, place[d, int(n)], at))
    report = proximity(project, within=1, expected=False)
    for one, other in itertools.permutations(CODES, 2):
        turns, between, none = [], [], 0
        for d, turn, word in marks[one]:
            beside = [mark for mark in marks[other] if mark[0] == d]
            if not beside:
                none += 1
                continue
            turns.append(min(abs(turn - mark[1]) for mark in beside))
            between.append(min(max(0, abs(word - mark[2]) - 1) for mark in beside))
        found = pair(report, one, other)
        assert (found["n"], found["none"]) == (len(marks[one]), none)
        assert found["within"] == sum(apart <= 1 for apart in turns)
        assert found["median_turns"] == (statistics.median(turns) if turns else None)
        assert found["median_words"] == (statistics.median(between) if between else None)
