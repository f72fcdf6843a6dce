"""Codes that stand together: small studies whose every number can be counted by eye."""

from __future__ import annotations

import csv
import itertools
import json
import math
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import qualcode as qc
from qualcode.analysis import overlaps
from qualcode.analysis.chance import dealt, hypergeometric, meetings_by_chance
from qualcode.analysis.cooccurrence import c_coefficient, counts
from qualcode.errors import CodingError, TableError, UsageError
from qualcode.present.cooccurrence import cooccurrence

# D1 has three turns that count and one of the interviewer, D2 has two.
TURNS = """document,turn,speaker,text
D1,1,INT,Trust or price?
D1,2,ANN,We trust the price we see.
D1,3,ANN,Price came first.
D1,4,BOB,Trust comes slowly.
D2,1,BOB,Nothing to say here.
D2,2,ANN,Trust and price again.
"""
PEOPLE = "participant,aliases,role\nP1,ANN,Commissioner\nP2,BOB,Provider\n"
BOOK = """codes:
  - code: values
    codes:
      - code: trust
      - code: price
  - code: delay
"""
HEAD = "document,turn,quotation,code,coder\n"
# In D1's turn 2 the codings share the word "trust"; in D2's turn 2 they stand side by side.
CODINGS = (
    HEAD
    + """D1,1,Trust or price?,trust,AB
D1,1,Trust or price?,price,AB
D1,2,We trust,trust,AB
D1,2,trust the price,price,AB
D1,3,Price came first.,price,AB
D1,4,Trust comes slowly.,trust,AB
D2,2,Trust,trust,AB
D2,2,price,price,AB
"""
)


@pytest.fixture
def study(make_study):
    return make_study(turns=TURNS, participants=PEOPLE, codebook=BOOK, codings=CODINGS)


def pair(report, one="trust", other="price", **more):
    """The row of a pair as plain values, None for what is missing; the codes in the order asked for."""
    frame = report.frame
    for name, value in more.items():
        frame = frame[frame[name] == value]
    (row,) = (
        frame[(frame["code1"] == one) & (frame["code2"] == other)].astype(object).to_dict("records")
    )
    return {name: None if value is pd.NA else value for name, value in row.items()}


def several(n, *texts):
    """Turns of one person in D1, numbered from 1."""
    rows = [f"D1,{at},ANN,{text}" for at, text in enumerate(texts * n, 1)]
    return "document,turn,speaker,text\n" + "\n".join(rows) + "\n"


# -- every unit --------------------------------------------------------------------------------------------


def test_turns(study):
    found = pair(cooccurrence(study, unit="turn"))
    # trust: D1 2 and 4, D2 2; price: D1 2 and 3, D2 2; the interviewer's turn is outside.
    assert (found["n1"], found["n2"], found["n12"], found["base"]) == (3, 3, 2, 5)
    assert (found["c"], found["share1"], found["share2"]) == (2 / 4, 2 / 3, 2 / 3)
    # D1: 2 x 2 of 3 turns, D2: 1 x 1 of 2.
    assert found["expected"] == pytest.approx(4 / 3 + 1 / 2)
    # As many or more: D1 both (1/3), or D1 one and D2 one (2/3 x 1/2); as many or fewer: all but 1/6.
    assert found["p"] == 1.0 and not found["unequal"]


def test_stretches(study):
    found = pair(cooccurrence(study))
    assert (found["n1"], found["n2"], found["n12"], found["base"]) == (3, 3, 1, 5)
    assert (found["c"], found["share1"], found["share2"]) == (1 / 5, 1 / 3, 1 / 3)
    assert (found["with1"], found["with2"], found["pairs"]) == (1, 1, 1)
    # "We trust", "Trust comes slowly.", "Trust"; "trust the price", "Price came first.", "price".
    assert (found["characters1"], found["characters2"]) == (8 + 19 + 5, 15 + 17 + 5)
    assert found["characters"] == len("trust")
    assert found["c_characters"] == pytest.approx(5 / (32 + 37 - 5))


def test_documents_and_participants(study):
    found = pair(cooccurrence(study, unit="document"))
    assert (found["n1"], found["n2"], found["n12"], found["base"]) == (2, 2, 2, 2)
    assert found["c"] == 1.0 and found["expected"] == 2.0
    assert found["p"] is None  # both are in every document: nothing else could have happened
    found = pair(cooccurrence(study, unit="participant"))
    # P1 speaks of both, P2 of trust only.
    assert (found["n1"], found["n2"], found["n12"], found["base"]) == (2, 1, 1, 2)
    assert (found["c"], found["share1"], found["share2"]) == (1 / 2, 1 / 2, 1.0)
    assert found["expected"] == 1.0 and found["p"] is None


def test_interviewers_turns_count_when_asked_for(study):
    found = pair(cooccurrence(study, unit="turn", interviewers=True))
    assert (found["n1"], found["n2"], found["n12"], found["base"]) == (4, 4, 3, 6)
    assert pair(cooccurrence(study, interviewers=True))["n12"] == 2


def test_a_code_nobody_used_has_no_coefficient_and_no_p(study):
    report = cooccurrence(study, unit="turn")
    found = pair(report, "trust", "delay")
    assert (found["n1"], found["n2"], found["n12"], found["c"]) == (3, 0, 0, 0.0)
    assert (found["share1"], found["share2"], found["expected"], found["p"]) == (
        0.0,
        None,
        0.0,
        None,
    )
    nothing = pair(report, "values", "delay")
    assert (nothing["c"], nothing["share1"], nothing["p"]) == (None, None, None)
    for unit in ("overlap", "document", "participant"):
        assert pair(cooccurrence(study, unit=unit), "values", "delay")["c"] is None
    assert "nothing else could have happened" in str(report)


def test_themes_are_unions(study):
    found = pair(cooccurrence(study, level="theme", unit="turn"), "values", "delay")
    assert (found["n1"], found["n2"]) == (4, 0)  # D1 2, 3, 4, D2 2: not 6
    # Side by side and overlapping stretches of the theme: "We trust the price" is one.
    found = pair(cooccurrence(study, level="theme"), "values", "delay")
    assert found["n1"] == 1 + 1 + 1 + 2
    assert found["characters1"] == 18 + 17 + 19 + 5 + 5


def test_the_published_example(make_study):
    """A code in 100 units and one in 10, together in 5: 5 / (100 + 10 - 5)."""
    assert c_coefficient(100, 10, 5) == pytest.approx(0.048, abs=0.0005)
    unit = np.concatenate((np.arange(100), np.arange(95, 105)))
    both = counts(unit, np.repeat([0, 1], [100, 10]), 2)
    assert both.tolist() == [[100, 5], [5, 10]]
    rows = [f"D1,{n + 1},,trust,AB" for n in range(100)]
    rows += [f"D1,{n + 1},,price,AB" for n in range(95, 105)]
    project = make_study(
        turns=several(105, "Yes."), codebook=["trust", "price"], codings=HEAD + "\n".join(rows)
    )
    for unit in ("turn", "overlap"):
        found = pair(cooccurrence(project, unit=unit))
        assert (found["n1"], found["n2"], found["n12"]) == (100, 10, 5)
        assert round(found["c"], 3) == 0.048
        assert (found["share1"], found["share2"]) == (0.05, 0.5)
        assert found["unequal"]  # 100 is more than 5 x 10


@pytest.mark.parametrize(("n1", "n2", "flag"), [(10, 2, False), (11, 2, True), (2, 11, True)])
def test_unequal_means_more_than_five_times(make_study, n1, n2, flag):
    rows = [f"D1,{n + 1},,trust,AB" for n in range(n1)] + [
        f"D1,{n + 1},,price,AB" for n in range(n2)
    ]
    project = make_study(
        turns=several(12, "Yes."), codebook=["trust", "price"], codings=HEAD + "\n".join(rows)
    )
    report = cooccurrence(project, unit="turn")
    assert pair(report)["unequal"] is flag
    assert ("more than 5 times" in str(report)) is flag


def test_nothing_read_is_not_zero(make_study):
    assert c_coefficient(0, 0, 0) is None
    for wrong in ((-1, 2, 0), (1, 2, 0.5), (True, 1, 1)):
        with pytest.raises(UsageError):
            c_coefficient(*wrong)


# -- stretches ---------------------------------------------------------------------------------------------


def on(project_codings):
    """Codings of D1's turn 1 by characters."""
    rows = [f"D1,{a},{b},{code},AB" for code, a, b in project_codings]
    return "document,start,end,code,coder\n" + "\n".join(rows) + "\n"


def test_redundant_codings_count_once(make_study):
    # trust five times over one another: one stretch 0-20. price twice: one stretch 10-30.
    marks = [
        ("trust", 0, 12),
        ("trust", 2, 20),
        ("trust", 3, 9),
        ("trust", 0, 20),
        ("trust", 11, 19),
    ]
    marks += [("price", 10, 30), ("price", 12, 25)]
    project = make_study(turns=several(1, "x" * 40), codebook=["trust", "price"], codings=on(marks))
    found = pair(cooccurrence(project))
    assert (found["n1"], found["n2"], found["n12"], found["c"]) == (1, 1, 1, 1.0)
    assert found["characters"] == 10 and found["c_characters"] == pytest.approx(10 / 30)


def test_a_long_stretch_over_five_short_ones_meets_one_of_them_in_c(make_study):
    marks = [("trust", 0, 50), *(("price", at, at + 5) for at in range(0, 50, 10))]
    project = make_study(turns=several(1, "x" * 60), codebook=["trust", "price"], codings=on(marks))
    found = pair(cooccurrence(project))
    # By pairs c would be 5 / (1 + 5 - 5) = 5.
    assert (found["n1"], found["n2"], found["n12"], found["pairs"]) == (1, 5, 1, 5)
    assert found["c"] == 1 / 5
    # And all of each code stands with the other.
    assert (found["share1"], found["share2"]) == (1.0, 1.0)
    turned = pair(cooccurrence(project, codes=["price", "trust"]), "price", "trust")
    assert (turned["n1"], turned["with1"], turned["share1"], turned["share2"]) == (5, 5, 1.0, 1.0)


def test_stretches_that_only_touch_share_nothing(make_study):
    marks = [("trust", 0, 10), ("price", 10, 20), ("trust", 20, 30), ("trust", 30, 35)]
    project = make_study(turns=several(1, "x" * 40), codebook=["trust", "price"], codings=on(marks))
    found = pair(cooccurrence(project))
    assert (found["n1"], found["n2"], found["n12"], found["characters"]) == (3, 1, 0, 0)


def test_a_coding_that_crosses_turns_occurs_in_each(make_study):
    # Turns 0-10, 11-21, 22-32, each followed by a line break.
    project = make_study(
        turns=several(3, "x" * 10),
        codebook=["trust", "price"],
        codings=on([("trust", 5, 30), ("price", 12, 14), ("price", 24, 40 - 12)]),
    )
    for unit in ("overlap", "turn"):
        found = pair(cooccurrence(project, unit=unit))
        assert (found["n1"], found["n2"], found["n12"]) == (3, 2, 2), unit
    assert pair(cooccurrence(project))["characters1"] == 5 + 10 + 8


def test_what_lies_in_an_interviewers_turn_is_no_meeting(make_study):
    turns = "document,turn,speaker,text\nD1,1,ANN,aaaaaaaaaa\nD1,2,INT,bbbbbbbbbb\nD1,3,ANN,cccc\n"
    # Both cross into the interviewer's words 11-21, and share nothing elsewhere.
    project = make_study(
        turns=turns, codebook=["trust", "price"], codings=on([("trust", 5, 18), ("price", 14, 25)])
    )
    assert pair(cooccurrence(project))["n12"] == 0
    assert pair(cooccurrence(project, interviewers=True))["n12"] == 1
    assert len(cooccurrence(project).quotes("trust", "price")) == 0


def test_a_gap_inside_a_turn_does_not_cut_a_stretch(make_study):
    # Two cues of one voice are one turn of two ranges; the second cue's time is a gap between them.
    cues = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>We trust them\n\n"
        "00:02.000 --> 00:03.000\n<v Ann>on price.\n"
    )
    project = make_study(files={"T1.vtt": cues}, codebook=["trust", "price"])
    text = project.text("T1")
    project.add_coding(
        document="T1", start=text.index("We"), end=text.index("price") + 5, code="trust"
    )
    project.add_coding(
        document="T1", start=text.index("on price"), end=len(text.rstrip()), code="price"
    )
    assert len(project.turns()) == 1
    found = pair(cooccurrence(project))
    assert (found["n1"], found["n2"], found["n12"]) == (1, 1, 1)
    assert found["characters1"] == len("We trust them") + len("on price")
    assert found["characters"] == len("on price")


# -- bases, filters, coders --------------------------------------------------------------------------------


def test_a_pair_is_counted_where_both_were_considered(make_study):
    # D1 was read for all codes, D2 for trust only, D3 by nobody.
    project = make_study(
        turns=TURNS + "D3,1,ANN,Trust and price.\n",
        participants=PEOPLE,
        codebook=BOOK,
        codings=CODINGS + "D3,1,Trust,trust,AB\nD3,1,price,price,AB\n",
        progress="document,coder,codes\nD1,AB,trust; price; delay; values\nD2,AB,trust\n",
    )
    report = cooccurrence(project, unit="turn")
    found = pair(report)
    assert (found["n1"], found["n2"], found["n12"], found["base"]) == (2, 2, 1, 3)
    # The code itself is counted wherever it was considered: D1 2 and 4, D2 2.
    assert report.matrix.loc["trust", "trust"] == 3
    assert report.matrix.loc["price", "price"] == 2
    assert found["expected"] == pytest.approx(4 / 3)
    notes = str(report)
    assert "Not yet coded (1 document; 2 codings in them)." in notes
    assert "Not considered, so not in the row's base" in notes and "D2" in notes
    # P1 speaks in both documents; only what P1 says in D1 counts for the pair, and P2 speaks of trust there.
    found = pair(cooccurrence(project, unit="participant"))
    assert (found["n1"], found["n2"], found["n12"], found["base"]) == (2, 1, 1, 2)
    found = pair(cooccurrence(project, unit="document"))
    assert (found["n1"], found["n2"], found["n12"], found["base"]) == (1, 1, 1, 1)
    found = pair(cooccurrence(project))
    assert (found["n1"], found["n2"], found["n12"], found["characters1"]) == (2, 2, 1, 8 + 19)


def test_a_participant_who_speaks_elsewhere_too(make_study):
    # P1 says trust only in D2, where price was not considered.
    codings = HEAD + "D1,3,Price,price,AB\nD2,2,Trust,trust,AB\nD1,4,Trust,trust,AB\n"
    project = make_study(
        turns=TURNS,
        participants=PEOPLE,
        codebook=["trust", "price"],
        codings=codings,
        progress="document,coder,codes\nD1,AB,trust; price\nD2,AB,trust\n",
    )
    report = cooccurrence(project, unit="participant")
    found = pair(report)
    assert (found["n1"], found["n2"], found["n12"], found["base"]) == (1, 1, 0, 2)
    assert report.matrix.loc["trust", "trust"] == 2
    assert len(report.quotes("trust", "price")) == 0


def test_filters_cut_turns_and_codings(study):
    found = pair(cooccurrence(study, unit="turn", where={"role": "Commissioner"}))
    assert (found["n1"], found["n2"], found["n12"], found["base"]) == (2, 3, 2, 3)
    found = pair(cooccurrence(study, unit="turn", where={"document": "D2"}))
    assert (found["n1"], found["n2"], found["n12"], found["base"]) == (1, 1, 1, 2)
    found = pair(cooccurrence(study, unit="document", where={"document": "D2"}))
    assert (found["n1"], found["n12"], found["base"]) == (1, 1, 1)
    found = pair(cooccurrence(study, unit="turn", where={"origin": "manual"}))
    assert (found["n1"], found["n12"], found["base"]) == (0, 0, 5)
    assert "Filtered: origin = manual." in str(cooccurrence(study, where={"origin": "manual"}))


def test_several_coders(make_study):
    rows = CODINGS + "D1,3,Price came,trust,CD\nD1,3,Price,price,CD\n"
    project = make_study(turns=TURNS, codebook=["trust", "price"], codings=rows)
    with pytest.raises(TableError, match="several coders"):
        cooccurrence(project)
    each = cooccurrence(project, unit="turn", coders="each")
    assert each.frame["coder"].tolist() == ["CD", "AB"] or each.frame["coder"].tolist() == [
        "AB",
        "CD",
    ]
    assert pair(each, coder="AB")["n12"] == 2 and pair(each, coder="CD")["n12"] == 1
    assert each.matrix.loc["CD"].to_numpy().tolist() == [[1, 1], [1, 1]]
    assert each.matrix.loc[("AB", "trust"), "price"] == 2
    assert set(each.quotes("trust", "price", coder="CD")["coder"]) == {"CD"}
    assert set(each.quotes("trust", "price")["coder"]) == {"AB", "CD"}
    with pytest.raises(TableError, match="coder"):
        each.quotes("trust", "price", coder="EF")
    # Together: turn 3 has both, by different coders; their codings of price there are one stretch.
    anybody = cooccurrence(project, coders="any")
    assert (pair(anybody)["n1"], pair(anybody)["n2"], pair(anybody)["n12"]) == (4, 3, 2)
    assert pair(cooccurrence(project, unit="turn", coders="any"))["n12"] == 3
    assert pair(cooccurrence(project, unit="turn", coders="CD"))["n12"] == 1


def test_codes_in_the_order_asked_for(study):
    report = cooccurrence(study, codes=["price", "trust"], unit="turn")
    assert report.matrix.index.tolist() == ["price", "trust"] and len(report.frame) == 1
    assert pair(report, "price", "trust")["n12"] == 2
    one = cooccurrence(study, codes=["price", "delay"])
    # Four of trust, the interviewer's among them; the interviewer's of price is told apart.
    assert "4 of other codes; 1 in interviewer turns" in str(one)


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"unit": "turns"}, UsageError, "overlap, turn, document, participant"),
        ({"level": "themes"}, UsageError, "code or theme"),
        ({"codes": ["trust", "trsut"]}, CodingError, "trsut.*trust"),
        ({"codes": ["trust"]}, TableError, "nothing to stand together"),
        ({"codes": "trust"}, TableError, "nothing to stand together"),
        ({"codes": ["trust", 3]}, UsageError, "codes"),
        ({"codes": 5}, UsageError, "codes"),
        ({"seed": "x"}, UsageError, "seed"),
        ({"seed": -1}, UsageError, "seed"),
        ({"codes": ["trust", "values"], "level": "theme"}, TableError, "beneath a theme"),
        ({"draws": 0}, UsageError, "draws"),
        ({"draws": 2.5}, UsageError, "draws"),
        ({"coders": "XY"}, TableError, "XY"),
        ({"where": {"planet": "Mars"}}, TableError, "planet"),
    ],
)
def test_what_means_nothing_is_refused(study, options, error, words):
    with pytest.raises(error, match=words):
        cooccurrence(study, **options)


def test_a_code_that_was_merged_is_not_counted_as_never_used(study):
    study.merge_codes("price", into="trust")
    with pytest.raises(CodingError, match="was merged into trust"):
        cooccurrence(study, codes=["price", "delay"])
    with pytest.raises(CodingError, match="was merged into trust"):
        qc.proximity(study, codes=["price", "delay"])


def test_without_codes_there_is_nothing_to_count(make_study):
    with pytest.raises(TableError, match="no codebook"):
        cooccurrence(make_study(turns=TURNS))
    with pytest.raises(TableError, match="nothing to stand together"):
        cooccurrence(make_study(turns=TURNS, codebook=["trust"]))


@pytest.mark.parametrize("unit", ["overlap", "turn", "document", "participant"])
def test_a_study_without_codings(make_study, unit):
    project = make_study(turns=TURNS, participants=PEOPLE, codebook=["trust", "price"])
    found = pair(cooccurrence(project, unit=unit))
    assert (found["n1"], found["n12"], found["c"], found["p"]) == (0, 0, None, None)
    assert found["base"] == {"document": 2, "participant": 2}.get(unit, 5)


# -- by chance ---------------------------------------------------------------------------------------------


def test_p_is_exact_where_it_can_be_counted(make_study):
    # In each of two documents both codes are on the same two of four turns: one of six ways to deal.
    turns = "document,turn,speaker,text\n" + "".join(
        f"{d},{n},ANN,Yes indeed.\n" for d in ("D1", "D2") for n in (1, 2, 3, 4)
    )
    rows = [
        f"{d},{n},,{code},AB" for d in ("D1", "D2") for n in (1, 2) for code in ("trust", "price")
    ]
    project = make_study(turns=turns, codebook=["trust", "price"], codings=HEAD + "\n".join(rows))
    found = pair(cooccurrence(project, unit="turn"))
    assert found["expected"] == pytest.approx(2.0)
    assert found["p"] == pytest.approx(2 * (1 / 6) ** 2)
    assert found["p_adjusted"] == found["p"]  # one pair
    # Whole turns: what is dealt at random comes out as what is counted, within the error of the draws.
    drawn = pair(cooccurrence(project, draws=4000, seed=5))
    assert drawn["n12"] == 4
    assert drawn["expected"] == pytest.approx(2.0, abs=5 * math.sqrt(2 / 3 / 4000))
    assert drawn["p"] / 2 == pytest.approx(1 / 36, abs=5 * math.sqrt(1 / 36 / 4000))


def by_hand(documents):
    """Every way to deal the second code's marks within each document: chances of how many meet."""
    found = {0: Fraction(1)}
    for units, one, other in documents:
        ways = [
            len(set(range(one)) & set(drawn))
            for drawn in itertools.combinations(range(units), other)
        ]
        found = {
            total: sum(
                (chance * Fraction(ways.count(total - before), len(ways)))
                for before, chance in found.items()
            )
            for total in range(sum(u for u, _, _ in documents) + 1)
        }
    return found


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_chance_as_every_way_to_deal_gives_it(data):
    documents = []
    for _ in range(data.draw(st.integers(1, 3))):
        units = data.draw(st.integers(1, 6))
        documents.append(
            (units, data.draw(st.integers(0, units)), data.draw(st.integers(0, units)))
        )
    chances = {total: chance for total, chance in by_hand(documents).items() if chance}
    observed = data.draw(st.sampled_from(sorted(chances)))
    units, one, other = zip(*documents, strict=True)
    expected, p = meetings_by_chance(
        np.zeros(len(documents), dtype=int), np.array(units), np.array(one), np.array(other),
        np.array([observed]),
    )  # fmt: skip
    assert expected[0] == pytest.approx(float(sum(t * c for t, c in chances.items())))
    if len(chances) == 1:
        assert np.isnan(p[0])
    else:
        low = sum(c for t, c in chances.items() if t <= observed)
        high = sum(c for t, c in chances.items() if t >= observed)
        assert p[0] == pytest.approx(float(min(1, 2 * min(low, high))), abs=1e-10)


def test_chance_over_many_documents_is_the_convolution():
    """So many documents that only the middle of the distribution is held."""
    rng = np.random.default_rng(4)
    units = rng.integers(20, 60, 400)
    one, other = rng.binomial(units, 0.3), rng.binomial(units, 0.2)
    whole, shift = np.ones(1), 0
    for n, a, b in zip(units.tolist(), one.tolist(), other.tolist(), strict=True):
        whole = np.convolve(whole, hypergeometric(*(np.array([v]) for v in (n, a, b)))[0])
        shift += max(0, a + b - n)
    middle = float((one * other / units).sum())
    for observed in (int(middle) - 60, int(middle), int(middle) + 45, int(middle) + 400):
        expected, p = meetings_by_chance(
            np.zeros(400, dtype=int), units, one, other, np.array([observed])
        )
        at = observed - shift
        wanted = min(1.0, 2 * min(whole[: at + 1].sum(), whole[at:].sum()))
        assert expected[0] == pytest.approx(middle)
        assert p[0] == pytest.approx(max(wanted, 1e-12), abs=1e-10)


def test_hypergeometric_chances():
    from scipy import stats

    table = hypergeometric(np.array([10, 5]), np.array([4, 4]), np.array([3, 4]))
    assert table[0] == pytest.approx(stats.hypergeom(10, 4, 3).pmf([0, 1, 2, 3]))
    # 4 and 4 of 5 meet at least three times.
    assert table[1] == pytest.approx([*stats.hypergeom(5, 4, 4).pmf([3, 4]), 0, 0])


def test_every_way_to_deal_is_equally_likely():
    rng = np.random.default_rng(1)
    group = np.array([0, 0, 1, 1, 1])
    seen = {}
    runs = 6000
    for _ in range(runs):
        places = tuple(dealt(rng, group, np.array([4, 3])).tolist())
        for own in (places[:2], places[2:]):
            seen[own] = seen.get(own, 0) + 1
    # 4 x 3 ways in the first group, 3 x 2 x 1 in the second.
    assert len(seen) == 12 + 6
    for own, number in seen.items():
        share = 1 / 12 if len(own) == 2 else 1 / 6
        assert abs(number / runs - share) < 5 * math.sqrt(share * (1 - share) / runs)


def test_the_same_seed_gives_the_same_numbers(study):
    one, other = (cooccurrence(study, draws=200, seed=7).frame for _ in range(2))
    pd.testing.assert_frame_equal(one, other)
    text = str(cooccurrence(study, draws=200, seed=7))
    assert "200 draws, seed 7" in text and "at least 0.01" in text
    # As exact p-values need no random numbers, none are named.
    assert "seed" not in str(cooccurrence(study, unit="turn"))


def test_few_draws_give_an_expectation_and_no_p(study):
    report = cooccurrence(study, draws=50)
    assert report.frame["p"].isna().all() and not report.frame["expected"].isna().any()
    assert "p: not given" in str(report)
    bare = cooccurrence(study, expected=False)
    assert bare.frame["expected"].isna().all() and bare.frame["p"].isna().all()
    assert "By chance" not in str(bare) and "p adjusted" not in str(bare)


def test_stretches_keep_their_part_of_a_turn(make_study):
    """trust is always the first half of a turn and price the second: however dealt, they never meet."""
    project_turns = (
        "document,turn,speaker,text\nD1,1,ANN,xxxxyyyy\nD1,2,ANN,xxxxxxxyyyyyyy\nD1,3,ANN,xy\n"
    )
    project = make_study(
        turns=project_turns,
        codebook=["trust", "price"],
        codings=HEAD
        + "D1,1,xxxx,trust,AB\nD1,2,xxxxxxx,trust,AB\nD1,1,yyyy,price,AB\nD1,3,y,price,AB\n",
    )
    found = pair(cooccurrence(project, draws=300))
    assert (found["n12"], found["expected"]) == (0, 0.0)
    # What covers a whole turn meets them wherever they come to lie: once in three turns.
    whole = make_study(
        turns=project_turns,
        codebook=["trust", "price"],
        codings=HEAD + "D1,1,yyyy,trust,AB\nD1,2,,price,AB\n",
    )
    expected = pair(cooccurrence(whole, draws=4000))["expected"]
    assert expected == pytest.approx(1 / 3, abs=5 * math.sqrt(2 / 9 / 4000))
    # In the same turn they are dealt like everything: 2 x 2 of 3.
    assert pair(cooccurrence(project, unit="turn"))["expected"] == pytest.approx(4 / 3)


# -- the quotations behind a number ------------------------------------------------------------------------


def test_quotations_behind_a_cell(study):
    report = cooccurrence(study)
    quotes = report.quotes("trust", "price")
    assert quotes["quotation"].tolist() == ["We trust", "trust the price"]
    assert quotes["overlap"].tolist() == ["trust", "trust"]
    assert report.quotes("price", "trust")["coding_id"].tolist() == quotes["coding_id"].tolist()
    turns = cooccurrence(study, unit="turn").quotes("trust", "price")
    assert turns["quotation"].tolist() == ["We trust", "trust the price", "Trust", "price"]
    assert "overlap" not in turns.columns
    people = cooccurrence(study, unit="participant").quotes("trust", "price")
    # All that P1 said of both; P2 only spoke of trust.
    assert len(people) == 5 and set(people["participant"]) == {"P1"}
    assert len(cooccurrence(study, unit="document").quotes("trust", "price")) == 6
    alone = report.quotes("trust")
    assert alone["quotation"].tolist() == ["We trust", "Trust comes slowly.", "Trust"]
    assert len(report.quotes("trust", "delay")) == 0
    with pytest.raises(TableError, match="not in this report"):
        report.quotes("trust", "nothing")


def random_study(make_study, seed, passes=False, words=False):
    """Three documents of six short turns by two people and an interviewer, codings anywhere; words: from a
    letter to a letter."""
    rng = np.random.default_rng(seed)
    speakers = ["ANN", "BOB", "INT"]
    rows = [
        f"D{d},{n},{speakers[int(rng.integers(3)) if n > 2 else n - 1]},{'abcd efgh ' * int(rng.integers(1, 4))}"
        for d in (1, 2, 3)
        for n in range(1, 7)
    ]
    texts = {
        d: "\n".join(row.split(",")[3] for row in rows if row.startswith(f"D{d},"))
        for d in (1, 2, 3)
    }
    codings = []
    for _ in range(40):
        d = int(rng.integers(1, 4))
        start = int(rng.integers(0, len(texts[d]) - 2))
        end = min(len(texts[d]), start + int(rng.integers(1, 25)))
        if words:
            part = texts[d][start:end]
            start += len(part) - len(part.lstrip())
            end -= len(part) - len(part.rstrip())
            if start >= end:
                continue
        codings.append(f"D{d},{start},{end},{['trust', 'price', 'delay'][int(rng.integers(3))]},AB")
    progress = (
        "document,coder,codes\nD1,AB,trust; price; delay\nD2,AB,trust; price\nD3,AB,trust; delay\n"
    )
    return make_study(
        turns="document,turn,speaker,text\n" + "\n".join(rows) + "\n",
        participants=PEOPLE,
        codebook=["trust", "price", "delay"],
        codings="document,start,end,code,coder\n" + "\n".join(dict.fromkeys(codings)) + "\n",
        progress=progress if passes else "",
    )


def marked_places(project):
    """code -> the (document, turn, place) that it covers in turns that count, counted letter by letter."""
    turns = [row for row in project.turns().itertuples() if not row.interviewer]
    codings = list(project.codings().itertuples())
    return turns, {
        code: {
            (row.document, row.turn, at)
            for row in turns
            for coding in codings
            if coding.code == code and coding.document == row.document
            for at in range(max(row.start, coding.start), min(row.end, coding.end))
        }
        for code in ("trust", "price", "delay")
    }


READ = {"D1": {"trust", "price", "delay"}, "D2": {"trust", "price"}, "D3": {"trust", "delay"}}


@pytest.mark.parametrize("passes", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_every_unit_against_a_slow_count(make_study, seed, passes):
    project = random_study(make_study, seed, passes)
    turns, places = marked_places(project)
    person = {(row.document, row.turn): row.participant for row in turns}
    read = {
        document: own if passes else {"trust", "price", "delay"} for document, own in READ.items()
    }
    key = {
        "turn": lambda place: place[:2],
        "document": lambda place: place[0],
        "participant": lambda place: person[place[:2]],
    }
    for unit, of in key.items():
        report = cooccurrence(project, unit=unit)
        assert (report.matrix.to_numpy() == report.matrix.to_numpy().T).all()
        own = qc.frequencies(project).frame[f"n_{unit}s"]
        for row in report.frame.itertuples():
            both = {d for d, codes in read.items() if {row.code1, row.code2} <= codes}
            one, other = (
                {of(place) for place in places[code] if place[0] in both}
                for code in (row.code1, row.code2)
            )
            base = {of((t.document, t.turn, 0)) for t in turns if t.document in both}
            assert (row.n1, row.n2, row.n12) == (len(one), len(other), len(one & other))
            assert row.base == len(base)
            assert row.n12 <= min(row.n1, row.n2) and 0 <= row.c <= 1
            # Every unit of the base has both, one, the other, or none.
            none = base - one - other
            assert row.n12 + (row.n1 - row.n12) + (row.n2 - row.n12) + len(none) == row.base
        for code in ("trust", "price", "delay"):
            assert report.matrix.loc[code, code] == own[code]
    report = cooccurrence(project, draws=99)
    for row in report.frame.itertuples():
        both = {d for d, codes in read.items() if {row.code1, row.code2} <= codes}
        one, other = (
            {place for place in places[code] if place[0] in both} for code in (row.code1, row.code2)
        )
        assert (row.characters1, row.characters2) == (len(one), len(other))
        assert row.characters == len(one & other)
        assert row.n12 <= min(row.n1, row.n2) and 0 <= row.c <= 1
        assert row.n12 <= min(row.with1, row.with2) <= max(row.with1, row.with2) <= row.pairs
        assert (row.n12 == 0) == (row.characters == 0)


@pytest.mark.parametrize("seed", range(4))
def test_together_means_what_it_means_in_an_expression(make_study, seed):
    # What two codings share between turns, a line break say, is nobody's words and no meeting here.
    project = random_study(make_study, seed, words=True)
    for unit in ("overlap", "turn", "document"):
        report = cooccurrence(project, unit=unit, interviewers=True, expected=False)
        for one, other in itertools.combinations(("trust", "price", "delay"), 2):
            ours = report.quotes(one, other)
            theirs = qc.quotes(project, f"{one} AND {other}", within=unit)
            assert ours["coding_id"].tolist() == theirs["coding_id"].tolist(), (unit, one, other)
            assert (pair(report, one, other)["n12"] > 0) == (len(theirs) > 0)


# -- print -------------------------------------------------------------------------------------------------


def test_print_and_files_say_the_same(study, tmp_path):
    report = cooccurrence(study, unit="turn")
    assert list(report.frame.columns) == [
        "code1", "code2", "n1", "n2", "n12", "c", "share1", "share2", "unequal",
        "expected", "p", "p_adjusted", "base",
    ]  # fmt: skip
    # The closest pair first.
    assert report.frame.loc[0, ["code1", "code2"]].tolist() == ["trust", "price"]
    text = str(report)
    assert "Base: 5 turns read for both codes." in text
    assert "Codings outside of the table: 2 in interviewer turns." in text
    line = next(line for line in text.splitlines() if line.startswith("trust") and "price" in line)
    assert line.split() == [
        "trust",
        "price",
        "3",
        "3",
        "2",
        "0.50",
        "67%",
        "67%",
        "1.83",
        "1.000",
        "1.000",
    ]
    for suffix in ("csv", "xlsx", "html", "md", "docx", "tex"):
        assert report.save(tmp_path / f"t.{suffix}").stat().st_size > 100
    with (tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert (rows[0]["code1"], rows[0]["code2"], rows[0]["n12"], rows[0]["c"]) == (
        "trust", "price", "2", "0.5",
    )  # fmt: skip
    assert len(rows) == 6 and "act" in report.provenance
    assert "stretch" in str(cooccurrence(study)) and "stretch" not in text


def test_the_printed_matrix(make_study):
    names = (
        "codes:\n  - {code: trust, name: Same}\n  - {code: price, name: Same}\n  - code: delay\n"
    )
    project = make_study(turns=TURNS, participants=PEOPLE, codebook=names, codings=CODINGS)
    report = cooccurrence(project, unit="turn")
    printed = report.sections[1].frame
    assert printed.columns.tolist() == ["Same (trust)", "Same (price)", "delay"]
    assert printed.to_numpy().tolist() == [[3, 2, 0], [2, 3, 0], [0, 0, 0]]
    assert str(report).count("Same (price)") == 2
    # More than ten codes are numbered, so that their heads fit.
    many = make_study(turns=TURNS, codebook=[f"code {n}" for n in range(12)])
    report = cooccurrence(many, unit="turn")
    assert report.matrix.index.tolist()[:2] == ["code 0", "code 1"]
    printed = report.sections[1].frame
    assert printed.index.tolist()[:2] == ["1 code 0", "2 code 1"]
    assert printed.columns.tolist() == [str(n) for n in range(1, 13)]


# -- plain arrays ------------------------------------------------------------------------------------------

STRETCHES = st.lists(
    st.tuples(st.integers(-3, 25), st.integers(-2, 9), st.integers(-1, 2), st.integers(0, 2)),
    max_size=14,
).map(lambda rows: tuple(np.array([row[at] for row in rows], dtype=np.int64) for at in range(4)))


@settings(max_examples=300, deadline=None)
@given(STRETCHES)
def test_pairs_against_every_pair(stretches):
    start, length, group, _ = stretches
    end = start + length
    first, second = overlaps.pairs(start, end, group)
    found = [frozenset(both) for both in zip(first.tolist(), second.tolist(), strict=True)]
    wanted = {
        frozenset((a, b))
        for a, b in itertools.combinations(range(len(start)), 2)
        if group[a] == group[b] and max(start[a], start[b]) < min(end[a], end[b])
    }
    assert set(found) == wanted and len(found) == len(wanted)
    assert (start[first] <= start[second]).all()


@settings(max_examples=200, deadline=None)
@given(STRETCHES)
def test_unions_cover_the_same_places_once(stretches):
    start, length, group, _ = stretches
    end = start + length
    union = overlaps.union(start, end, group)

    def places(a, b, g):
        return [
            (own, at)
            for x, y, own in zip(a.tolist(), b.tolist(), g.tolist(), strict=True)
            for at in range(x, y)
        ]

    covered = places(union.start, union.end, union.group)
    assert len(covered) == len(set(covered)) and set(covered) == set(places(start, end, group))
    for at, of in enumerate(union.of.tolist()):
        if start[at] >= end[at]:
            assert of == -1
        else:
            assert union.start[of] <= start[at] and end[at] <= union.end[of]
            assert union.group[of] == group[at]
    # Stretches that only touch stay two.
    assert len(union.start) == len(
        set(zip(union.group.tolist(), union.start.tolist(), strict=True))
    )


STAIRS = st.lists(
    st.tuples(st.integers(1, 9), st.integers(0, 3), st.integers(1, 9), st.integers(0, 3)),
    min_size=1,
    max_size=12,
)


@settings(max_examples=300, deadline=None)
@given(STAIRS)
def test_long_staircases(steps):
    """Two rows of disjoint stretches with hardly a gap: meetings hang together in long staircases."""
    rows = []
    for row in (0, 2):
        at = 0
        for step in steps:
            rows.append((at, at + step[row], row // 2))
            at += step[row] + step[row + 1]
    start, end, code = (np.array([each[n] for each in rows]) for n in range(3))
    first, second = overlaps.pairs(start, end)
    one, other = np.where(code[first] < code[second], (first, second), (second, first))
    taken = overlaps.one_to_one(np.zeros(len(one), dtype=int), one, other)
    assert int(taken.sum()) == most_pairs(one, other, len(rows))


def most_pairs(one, other, size):
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import maximum_bipartite_matching

    graph = csr_matrix((np.ones(len(one)), (one, other)), shape=(size, size))
    return int((maximum_bipartite_matching(graph) >= 0).sum())


def test_touching_stretches_are_two():
    union = overlaps.union(np.array([0, 10, 15]), np.array([10, 20, 18]))
    assert list(zip(union.start, union.end, strict=True)) == [(0, 10), (10, 20)]
    assert union.of.tolist() == [0, 1, 1]
    assert overlaps.pairs(np.array([0, 10]), np.array([10, 20]))[0].tolist() == []


@settings(max_examples=300, deadline=None)
@given(STRETCHES)
def test_one_to_one_keeps_as_many_as_can_be(stretches):
    start, length, _, code = stretches
    union = overlaps.union(start, start + length, code)
    first, second = overlaps.pairs(union.start, union.end)
    own = union.group
    swap = own[first] > own[second]
    one, other = np.where(swap, second, first), np.where(swap, first, second)
    kind = own[one] * 3 + own[other]
    order = np.argsort(kind, kind="stable")
    kind, one, other = kind[order], one[order], other[order]
    taken = overlaps.one_to_one(kind, one, other)
    for each in np.unique(kind):
        mine = kind == each
        most = most_pairs(one[mine], other[mine], len(union.start))
        assert int(taken[mine].sum()) == most
        for side in (one, other):
            kept = side[mine & taken].tolist()
            assert len(kept) == len(set(kept))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 3)), max_size=40))
def test_counts_against_sets(marks):
    unit, code = (np.array([mark[at] for mark in marks], dtype=np.int64) for at in (0, 1))
    found = counts(unit, code, 4)
    units = [{u for u, c in marks if c == own} for own in range(4)]
    assert found.tolist() == [[len(a & b) for b in units] for a in units]
    # By the codes that units have: every unit is in exactly one pattern.
    patterns = {}
    for own in range(7):
        held = frozenset(c for u, c in marks if u == own)
        patterns[held] = patterns.get(held, 0) + 1
    assert sum(patterns.values()) == 7
    for a, b in itertools.product(range(4), repeat=2):
        assert found[a, b] == sum(n for held, n in patterns.items() if {a, b} <= held)


def test_counts_come_out_alike_without_the_bit_counts_of_newer_numpys(monkeypatch):
    rng = np.random.default_rng(2)
    unit, code = rng.integers(0, 200, 900), rng.integers(0, 5, 900)
    found = counts(unit, code, 5)
    monkeypatch.delattr(np, "bitwise_count", raising=False)
    assert counts(unit, code, 5).tolist() == found.tolist()
    assert counts(unit, code, 5, 1000).tolist() == found.tolist()


def test_large_and_far_numbers():
    far = 1 << 58
    first, second = overlaps.pairs(
        np.array([far, far + 5, 0]), np.array([far + 10, far + 6, 3]), np.array([9, 9, 9])
    )
    assert (first.tolist(), second.tolist()) == ([0], [1])
    groups = np.array([1 << 50, 1 << 50, 3])
    first, second = overlaps.pairs(np.array([0, 5, 5]), np.array([1 << 20, 6, 6]), groups)
    assert (first.tolist(), second.tolist()) == ([0], [1])


def test_the_benchmark_finds_equal_results():
    pytest.importorskip("ncls")
    script = Path(__file__).resolve().parents[1] / "benchmarks" / "cooccurrence.py"
    done = subprocess.run(
        [sys.executable, str(script), "--quick"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) == 9 and all(line["goal"] is None for line in lines)


def test_themes_are_called_themes(make_study):
    project = make_study(
        turns="document,turn,speaker,text\nD,1,A,we talk\nD,2,B,we talk\n",
        codebook=["trust", "price"],
        codings="document,turn,code,coder\nD,1,trust,AB\nD,1,price,AB\n",
        progress="document,coder\nD,AB\n",
    )
    found = qc.cooccurrence(project, level="theme", unit="turn")
    text = str(found)
    assert (
        "Pairs of themes" in text
        and "Theme1" in text
        and "codes" not in text.replace("codings", "")
    )
    assert "read for both themes" in text
    assert list(found.frame.columns[:2]) == ["code1", "code2"]
    near = str(qc.proximity(project, level="theme"))
    assert "From each stretch of theme1" in near and "code1" not in near
