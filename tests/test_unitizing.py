"""Agreement on spans: stories countable by eye, published figures, and what must hold for any spans."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.analysis import unitizing as un
from qualcode.errors import UsageError

# --- stories: figures counted by hand --------------------------------------------------------------

#          0123456789
# Kay      xxxx......
# Lee      xx........
ONE_CODE = un.spans_frame({"Kay": [(0, 4, "x")], "Lee": [(0, 2, "x")]})

#          0123456789
# Kay      xxxx..yyyy
# Lee      xxxx..xx..
TWO_CODES = un.spans_frame({"Kay": [(0, 4, "x"), (6, 10, "y")], "Lee": [(0, 4, "x"), (6, 8, "x")]})


def test_alpha_u_of_1995_counted_by_hand() -> None:
    found = un.alpha_u_1995(ONE_CODE, (0, 10), "x")
    # The units meet; their starts differ by 0, their ends by 2: 2 · 2² / (2 · 1 · 10²) = .04.
    assert found.observed == pytest.approx(0.04)
    # Units: (2 − 1)/3 · [(2·64 − 3·16 + 4 = 84) + (2·8 − 3·4 + 2 = 6)] = 30. Gaps of 6 and 8: the unit of 4
    # has 3 + 5 places, 16 · 8 = 128; the unit of 2 has 5 + 7, 4 · 12 = 48. Together 206, times 2/10.
    # Pairs of characters: 20 · 19 − 4 · 3 − 2 · 1 = 366.
    assert found.expected == pytest.approx(41.2 / 366)
    assert found.value == pytest.approx(1 - 0.04 * 366 / 41.2)
    assert (found.n_units, found.n_coders) == (2, 2)
    assert un.alpha_u_1995(ONE_CODE, (0, 10)).value == pytest.approx(found.value)


def test_a_unit_in_a_gap_costs_its_squared_length() -> None:
    #  Kay  xxx.......
    #  Lee  .......xx.
    apart = un.spans_frame({"Kay": [(0, 3, "x")], "Lee": [(7, 9, "x")]})
    found = un.alpha_u_1995(apart, (0, 10), "x")
    assert found.observed == pytest.approx(2 * (9 + 4) / (2 * 100))


def test_u_alpha_of_2016_counted_by_hand() -> None:
    # Lengths in which values coincide, both ways: x with x 2 + 2, gap with gap 6 + 6, x with gap 2 + 2.
    # Margins: x 6, gap 14, in all 20. With itself: x 16 + 4, gaps 6 + 8 (a gap counts once), in all 34.
    # Observed 4; expected 20 · (20² − 6² − 14²) / (20² − 34) = 3360 / 366.
    for found in (un.u_alpha(ONE_CODE, (0, 10)), un.u_alpha(ONE_CODE, (0, 10), "x")):
        assert found.value == pytest.approx(1 - 4 * 366 / 3360)
        assert found.observed == pytest.approx(4 / 20)
    # Gap with unit 2, expected 20 · 14 · 6 / (20² − 34).
    assert un.u_alpha_binary(ONE_CODE, (0, 10)).value == pytest.approx(1 - 2 * 366 / 1680)


def test_where_units_meet_counted_by_hand() -> None:
    # Units meet at 0–4 (x and x) and 6–8 (y and x): x with x 8, x with y 2, y with x 2, in all 12; margins
    # x 10, y 2. What lies in units of the other: Kay's x 4 and y 2, Lee's x 4 and x 2: x 36, y 4.
    # Observed 4, expected 12 · (12² − 10² − 2²) / (12² − 40) = 480 / 104.
    found = un.cu_alpha(TWO_CODES, (0, 10))
    assert found.value == pytest.approx(1 - 4 * 104 / 480)
    assert "covers 60.0 % of the continuum" in found.notes  # 12 of 20
    # x: (10 − 8)/10 against 10 · 2 / (10 · 12 − 36); y: 2/2 against 2 · 10 / (2 · 12 − 4).
    x, y = (un.ku_alpha(TWO_CODES, (0, 10), code) for code in "xy")
    assert x.value == pytest.approx(1 - 0.2 * 84 / 20)
    assert y.value == pytest.approx(0)
    assert "covers 100.0 % of what was coded 'x'" in x.notes
    assert "covers 50.0 % of what was coded 'y'" in y.notes  # 2 of Kay's 4


# Krippendorff 1995, p. 57–61, pairs A and B: in each one coder has 14 (18) of 24 positions, the other 6
# (10) within them.
PAIR_A = {"1": [(2, 10), (14, 20)], "2": [(4, 8), (15, 17)]}
PAIR_B = {"1": [(0, 18)], "2": [(0, 2), (2, 3), (3, 4), (4, 5), (5, 6), (6, 9), (9, 10)]}


def stretched(pair: dict[str, list[tuple[int, int]]], by: int = 1) -> pd.DataFrame:
    return un.spans_frame(
        {coder: [(start * by, end * by, "x") for start, end in own] for coder, own in pair.items()}
    )


def test_the_same_kappa_over_characters_and_opposite_alpha_u() -> None:
    for pair, alpha in ((PAIR_A, 0.553), (PAIR_B, -0.926)):
        # A: 6 both, 8 one only, 10 none; B: 10 both, 8 one only, 6 none: 16 of 24 alike, by chance
        # (14·6 + 10·18)/24² = (18·10 + 6·14)/24² = 264/576.
        kappa = un.character_kappa(stretched(pair), (0, 24), "x")
        assert kappa.value == pytest.approx((16 / 24 - 264 / 576) / (1 - 264 / 576))
        assert round(kappa.value, 3) == 0.385
        assert "hides where units begin and end" in str(kappa)
        # The paper's limit of ever finer positions; it prints .553 and −.926.
        fine = un.alpha_u_1995(stretched(pair, 50_000), (0, 1_200_000), "x")
        assert fine.value == pytest.approx(alpha, abs=0.003)


def test_two_coefficients_of_the_same_name_on_the_appendix_of_2004(shared) -> None:
    cases = json.loads((shared / "cases" / "unitizing_cases.json").read_text("utf-8"))["cases"]
    data = next(case for case in cases if case["group"] == "crossimpl_k2004")["data"]
    spans = un.spans_frame(data["spans"], lengths=True)
    continuum = tuple(data["continuum"])
    old, new = un.alpha_u_1995(spans, continuum), un.u_alpha(spans, continuum)
    assert (round(old.value, 3), round(new.value, 3)) == (0.859, 0.591)
    by_category = [un.alpha_u_1995(spans, continuum, code).value for code in "ck"]
    assert by_category == [pytest.approx(0.7286, abs=5e-5), 1.0]
    for each, version in ((old, "1995 / 2004"), (new, "et al. 2016")):
        assert f"version of Krippendorff {version}" in str(each)
        assert "continuum of 300 characters" in str(each)


# --- span by span ----------------------------------------------------------------------------------

#              0         1         2         3         4         5         6
#              0123456789012345678901234567890123456789012345678901234567890
# Kay  Doc 1   tttttttttt     pppppppppp     tttttt         dddd
# Lee  Doc 1   tttttttttt      ppppppppppp   dddddd                  tt
# Lee  Doc 2   ttt
STORY = pd.DataFrame(
    [
        ("Doc 1", "Kay", 0, 10, "trust"),
        ("Doc 1", "Kay", 15, 25, "price"),
        ("Doc 1", "Kay", 30, 36, "trust"),
        ("Doc 1", "Kay", 45, 49, "delay"),
        ("Doc 1", "Lee", 0, 10, "trust"),
        ("Doc 1", "Lee", 16, 27, "price"),
        ("Doc 1", "Lee", 30, 36, "delay"),
        ("Doc 1", "Lee", 56, 58, "trust"),
        ("Doc 2", "Lee", 0, 3, "trust"),
    ],
    columns=["document", "coder", "start", "end", "code"],
)


def rows(frame: pd.DataFrame) -> list[tuple]:
    shown = frame.drop(columns=["row_a", "row_b"]).astype(object)
    return [tuple(None if pd.isna(cell) else cell for cell in row) for row in shown.to_numpy()]


def test_every_kind_of_difference_stands_apart() -> None:
    compared = un.compare_spans(STORY)
    assert compared.attrs["coders"] == ("Kay", "Lee")
    assert rows(compared) == [
        ("Doc 1", "equal", 0, 10, "trust", 0, 10, "trust", 0, 0, 10),
        ("Doc 1", "edges differ", 15, 25, "price", 16, 27, "price", 1, 2, 9),
        ("Doc 1", "other code", 30, 36, "trust", 30, 36, "delay", 0, 0, 6),
        ("Doc 1", "only A", 45, 49, "delay", None, None, None, None, None, 0),
        ("Doc 1", "only B", None, None, None, 56, 58, "trust", None, None, 0),
        ("Doc 2", "only B", None, None, None, 0, 3, "trust", None, None, 0),
    ]
    assert compared["row_a"].tolist()[:4] == [0, 1, 2, 3]
    assert compared["row_b"].dropna().tolist() == [4, 5, 6, 7, 8]
    summary = un.span_summary(compared).astype(object)
    counts = summary.drop(columns=["start_shift", "end_shift"])
    # n_a n_b equal edges other_a other_b only_a only_b
    assert counts.loc["trust"].tolist() == [2, 3, 1, 0, 1, 0, 0, 2]
    assert counts.loc["price"].tolist() == [1, 1, 0, 1, 0, 0, 0, 0]
    assert counts.loc["delay"].tolist() == [1, 1, 0, 0, 0, 1, 1, 0]
    assert summary.loc["price", ["start_shift", "end_shift"]].tolist() == [1.0, 2.0]
    assert pd.isna(summary.loc["trust", "start_shift"])


def test_the_same_code_goes_before_a_larger_overlap_and_the_larger_before_the_smaller() -> None:
    # Kay's x 0–10 could go with Lee's y 0–10, x 4–14 (shares 6) or x 0–5 (shares 5).
    spans = un.spans_frame(
        {"Kay": [(0, 10, "x")], "Lee": [(0, 10, "y"), (0, 5, "x"), (4, 14, "x")]}
    )
    kinds = [(row[1], row[5], row[6], row[7]) for row in rows(un.compare_spans(spans))]
    assert kinds == [
        ("only B", 0, 5, "x"),
        ("only B", 0, 10, "y"),
        ("edges differ", 4, 14, "x"),
    ]


def test_only_one_code_and_only_two_of_three_coders() -> None:
    third = pd.concat([STORY, STORY.iloc[[0]].assign(coder="Mia")], ignore_index=True)
    assert len(un.compare_spans(third, coders=("Lee", "Kay"))) == 6
    only = un.compare_spans(STORY, coders=("Lee", "Kay"), category="price")
    assert rows(only) == [("Doc 1", "edges differ", 16, 27, "price", 15, 25, "price", -1, -2, 9)]
    nothing = un.compare_spans(STORY, coders=("Kay", "Noa"))
    assert set(nothing["kind"]) == {"only A"} and len(nothing) == 4
    with pytest.raises(UsageError, match=r"3 coders \(Kay, Lee, Mia\).*coders=\(A, B\)"):
        un.compare_spans(third)


def test_nothing_to_compare_gives_an_empty_frame_with_all_columns() -> None:
    empty = un.compare_spans(STORY.iloc[:0], coders=("Kay", "Lee"))
    assert list(empty.columns) == list(un.compare_spans(STORY).columns) and not len(empty)
    assert not len(un.span_summary(empty))


# --- characters and boundaries ---------------------------------------------------------------------


def test_characters_of_a_document_that_is_mostly_uncoded() -> None:
    # 1,000 characters: 50 of both, 75 of each alone, 800 of nobody: 85 % alike; by chance
    # .125² + .875² = .78125.
    spans = un.spans_frame({"Kay": [(0, 125, "x")], "Lee": [(75, 200, "x")]})
    assert un.character_counts(spans, (0, 1000)) == {
        "length": 1000, "both": 50, "only_a": 75, "only_b": 75, "neither": 800,
    }  # fmt: skip
    assert un.character_percent_agreement(spans, (0, 1000)).value == pytest.approx(0.85)
    kappa = un.character_kappa(spans, (0, 1000))
    assert kappa.value == pytest.approx((0.85 - 0.78125) / (1 - 0.78125))
    assert (kappa.n_units, kappa.observed) == (1000, pytest.approx(0.85))


def test_characters_under_several_spans_of_one_coder_count_once() -> None:
    #  Kay  xxxxxx....  and yyyy from 4 to 8: coded 0–8.  Lee  xxxxx at 5–10.
    spans = un.spans_frame({"Kay": [(0, 6, "x"), (4, 8, "y")], "Lee": [(5, 10, "x")]})
    counts = un.character_counts(spans, (0, 10))
    assert counts == {"length": 10, "both": 3, "only_a": 5, "only_b": 2, "neither": 0}
    of_x = un.character_counts(spans, (0, 10), "x")
    assert of_x == {"length": 10, "both": 1, "only_a": 5, "only_b": 4, "neither": 0}


def test_boundaries_the_same_near_and_alone() -> None:
    # Boundaries 2, 5, 9 against 2, 4, 12, 14 of 20: one the same, 5 and 4 one apart, three alone:
    # 1 − (3 + 1/2) / (3 + 1 + 1).
    found = un.boundary_similarity([2, 3, 4, 11], [2, 2, 8, 2, 6])
    assert found.value == pytest.approx(1 - 3.5 / 5)
    assert "1 at the same place, 1 near misses, 3 of one only" in found.notes
    # Up to three apart: 9 and 12 as well: 1 − (1 + 1/4 + 3/4) / (1 + 2 + 1).
    assert un.boundary_similarity([2, 3, 4, 11], [2, 2, 8, 2, 6], n_t=4).value == pytest.approx(0.5)
    # Without near misses: 2 the same, five alone… 5, 9 and 4, 12, 14.
    assert un.boundary_similarity([2, 3, 4, 11], [2, 2, 8, 2, 6], n_t=1).value == pytest.approx(
        1 - 5 / 6
    )


def test_a_near_miss_uses_each_boundary_once_nearest_first() -> None:
    # 5 lies between 3 and 6: with n_t = 3 the nearer one is taken, 3 stays alone.
    found = un.boundary_similarity([5, 5], [3, 3, 4], n_t=3)
    assert found.value == pytest.approx(1 - (1 + 1 / 3) / 2)


def test_boundaries_of_spans_and_no_near_miss_over_the_end_of_a_document() -> None:
    # Kay 2–6, Lee 2–7 of 10; the edges of a document are no boundaries.
    spans = un.spans_frame({"Kay": [(2, 6, "x"), (8, 10, "x")], "Lee": [(2, 7, "x")]})
    found = un.boundary_similarity_spans(spans, (0, 10))
    assert found.value == pytest.approx(1 - (1 + 0.5) / 3)  # 2 the same, 6 and 7 near, 8 alone
    # D1 ends at 10: Kay's 9 and Lee's 1 in D2 are two apart on the joined line, and no near miss.
    joined = pd.DataFrame(
        {
            "document": ["D1", "D2"],
            "coder": ["Kay", "Lee"],
            "start": [9, 0],
            "end": [10, 1],
            "category": "x",
        }
    )
    apart = un.boundary_similarity_spans(joined, {"D1": (0, 10), "D2": (0, 10)}, n_t=5)
    assert "0 at the same place, 0 near misses, 2 of one only" in apart.notes


# --- several documents -----------------------------------------------------------------------------

TWO_DOCUMENTS = pd.concat(
    [ONE_CODE.assign(document="D1"), TWO_CODES.assign(document="D2")], ignore_index=True
)
BOUNDS = {"D1": (0, 10), "D2": (0, 10)}


def test_a_document_that_nobody_coded_lengthens_the_continuum() -> None:
    one = ONE_CODE.assign(document="D1")
    # u-alpha: as one document of 20. alpha_U: gaps of 6, 8, 10 and 10, none over the end of a document:
    # 16 · (3 + 5 + 7 + 7) + 4 · (5 + 7 + 9 + 9) + 30 = 502, times 2/20; 40 · 39 − 14 = 1546.
    u = un.u_alpha(one, BOUNDS, draws=0).value
    assert u == pytest.approx(un.u_alpha(ONE_CODE, (0, 20)).value)
    old = un.alpha_u_1995(one, BOUNDS, draws=0)
    assert old.value == pytest.approx(1 - 0.01 * 1546 / 50.2)
    assert "continuum of 20 characters in 2 documents joined end to end" in old.notes


def test_the_order_and_the_offsets_of_documents_make_no_difference() -> None:
    moved = TWO_DOCUMENTS.copy()
    later = moved["document"] == "D2"
    moved.loc[later, ["start", "end"]] += 500
    other = {"D2": (500, 510), "D1": (0, 10)}
    for figure in FIGURES:
        before, after = (
            figure(spans, bounds)
            for spans, bounds in ((TWO_DOCUMENTS, BOUNDS), (moved.iloc[::-1], other))
        )
        assert before.value == pytest.approx(after.value), figure


def test_intervals_resample_documents_and_say_so() -> None:
    several = pd.concat(
        [TWO_DOCUMENTS.replace({"D1": f"E{n}", "D2": f"F{n}"}) for n in range(6)],
        ignore_index=True,
    )
    bounds = dict.fromkeys(sorted(set(several["document"])), (0, 10))
    for figure in FIGURES:
        found = figure(several, bounds)
        if figure is un.character_percent_agreement:  # .8 in both kinds of documents
            assert found.interval is None and found.interval_by.startswith("none: every draw")
            continue
        low, high = found.interval
        assert low <= found.value <= high, figure
        assert found.interval_by.startswith("12 documents resampled, 2,000 draws, seed 20260101")
        assert figure(several, bounds).interval == found.interval
    few = un.u_alpha(TWO_DOCUMENTS, BOUNDS)
    assert "so few documents make the interval too narrow" in few.notes
    single = un.u_alpha(TWO_CODES, (0, 10))
    assert single.interval is None and single.interval_by.startswith("none: one document only")
    assert "no interval: one document only" in str(single)
    assert un.u_alpha(TWO_DOCUMENTS, BOUNDS, draws=0).interval_by == ""


def test_documents_that_agree_alike_make_no_interval() -> None:
    # Four times the same document: every draw gives the same figure, which is no certainty.
    several = pd.concat([TWO_CODES.assign(document=f"D{n}") for n in range(4)])
    bounds = {f"D{n}": (0, 10) for n in range(4)}
    for figure in (un.u_alpha, un.cu_alpha, un.alpha_u_1995, un.character_kappa):
        found = figure(several, bounds)
        assert found.interval is None and found.se is None
        assert found.interval_by.startswith("none: every draw has the same value")
        assert found.notes[-1].startswith("no interval: every draw has the same value")


def by_code(function):
    def figure(spans, bounds, **more):
        return function(spans, bounds, "x", **more)

    return figure


FIGURES = [
    un.alpha_u_1995,
    by_code(un.alpha_u_1995),
    un.u_alpha,
    by_code(un.u_alpha),
    un.u_alpha_binary,
    un.cu_alpha,
    by_code(un.ku_alpha),
    un.character_percent_agreement,
    un.character_kappa,
    un.boundary_similarity_spans,
]
ALPHAS = FIGURES[:7]


# --- what is joined, left aside, undefined, refused ------------------------------------------------


def test_overlapping_spans_of_one_coder_and_code_count_as_one_and_touching_ones_as_two() -> None:
    #  Kay  0–3 and 2–4 of x: 0–4
    twice = un.spans_frame({"Kay": [(0, 3, "x"), (2, 4, "x")], "Lee": [(0, 2, "x")]})
    for figure in FIGURES:
        found, once = figure(twice, (0, 10)), figure(ONE_CODE, (0, 10))
        assert (found.value, found.reason) == (once.value, once.reason), figure
    joined = un.u_alpha(twice, (0, 10))
    assert joined.n_units == 2
    assert (
        "1 span of the same coder and category overlapping another joined with it" in joined.notes
    )
    touching = un.spans_frame({"Kay": [(0, 2, "x"), (2, 4, "x")], "Lee": [(0, 4, "x")]})
    for figure in (un.alpha_u_1995, un.u_alpha):
        found = figure(touching, (0, 10))
        assert found.n_units == 3 and "joined" not in str(found)
    assert un.alpha_u_1995(touching, (0, 10)).value < 1  # two units are not the one of Lee


def test_codes_of_one_coder_that_overlap_are_said_and_are_well_defined_one_by_one() -> None:
    # Both coders gave 0–4 the codes x and y.
    both = [(0, 4, "x"), (0, 4, "y")]
    spans = un.spans_frame({"Kay": both, "Lee": both})
    found = un.u_alpha(spans, (0, 10))
    assert found.value < 1
    assert "2 pairs of overlapping units with different categories of one coder" in str(found)
    assert un.u_alpha(spans, (0, 10), "x").value == 1
    assert un.u_alpha_binary(spans, (0, 10)).value == 1
    assert un.alpha_u_1995(spans, (0, 10)).value == 1


def test_who_is_compared_is_said() -> None:
    third = pd.concat([ONE_CODE, un.spans_frame({"Mia": [(8, 10, "x")]})])
    chosen = un.u_alpha(third, (0, 10), coders=["Kay", "Lee"])
    assert chosen.value == un.u_alpha(ONE_CODE, (0, 10)).value
    assert "1 span of coders who are not compared left aside" in chosen.notes
    silent = un.u_alpha(ONE_CODE, (0, 10), coders=["Kay", "Lee", "Noa"])
    assert silent.n_coders == 3 and "Noa coded nothing" in silent.notes
    assert silent.value < chosen.value


NOBODY = ONE_CODE.iloc[:0]
WHOLE = un.spans_frame({"Kay": [(0, 10, "x")], "Lee": [(0, 10, "x")]})


@pytest.mark.parametrize("figure", [*FIGURES, un.gamma, un.gamma_cat, un.best_disorder])
def test_nothing_coded_and_nothing_read_is_undefined(figure) -> None:
    for bounds, reason in (((0, 10), "nobody coded"), ((5, 5), "the continuum is empty")):
        found = figure(NOBODY, bounds, coders=["Kay", "Lee"])
        if figure is un.character_percent_agreement and reason == "nobody coded":
            # Ten characters of ten that both left uncoded, as with turns: only chance cannot be told.
            assert found.value == 1 and found.interval is None
            continue
        assert found.value is None and reason in found.reason
        assert "undefined" in str(found) and "nan" not in str(found)


@pytest.mark.parametrize("figure", ALPHAS)
def test_one_coder_is_undefined(figure) -> None:
    found = figure(ONE_CODE, (0, 10), coders=["Kay"])
    assert found.value is None and found.reason == "one coder: agreement needs two"
    assert figure(NOBODY, (0, 10)).reason == "there is no coder"


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (lambda: un.alpha_u_1995(WHOLE, (0, 10)), "each whole document as one unit"),
        (lambda: un.u_alpha(WHOLE, (0, 10)), "only one value was used"),
        (lambda: un.u_alpha_binary(WHOLE, (0, 10)), "there is no gap"),
        (lambda: un.cu_alpha(ONE_CODE, (0, 10)), "only one category where units meet"),
        (lambda: un.ku_alpha(ONE_CODE, (0, 10), "x"), "nothing but 'x' where units meet"),
        (lambda: un.ku_alpha(ONE_CODE, (0, 10), "z"), "nobody coded 'z'"),
        (lambda: un.alpha_u_1995(ONE_CODE, (0, 10), "z"), "nobody coded 'z'"),
        (lambda: un.character_kappa(WHOLE, (0, 10)), "coded every character"),
        (lambda: un.boundary_similarity([10], [10]), "no boundary"),
        (lambda: un.boundary_similarity([], []), "no boundary"),
    ],
)
def test_what_could_not_have_differed_is_undefined(found, reason: str) -> None:
    assert found().value is None and reason in found().reason


def test_units_that_do_not_meet_and_too_few_that_do() -> None:
    apart = un.spans_frame({"Kay": [(0, 3, "x")], "Lee": [(7, 9, "y")]})
    assert un.cu_alpha(apart, (0, 10)).reason == "no units of two coders meet"
    assert un.ku_alpha(apart, (0, 10), "x").reason == "no unit of 'x' meets a unit of another coder"
    # Three coders, one meeting of two of them: what a unit makes with itself, 10² + 10², outweighs the 10
    # that meet (10 + 10, shared by the two others of each).
    lonely = un.spans_frame({"Kay": [(0, 10, "x")], "Lee": [(0, 10, "y")], "Mia": [(40, 50, "x")]})
    for found in (un.cu_alpha(lonely, (0, 50)), un.ku_alpha(lonely, (0, 50), "x")):
        assert found.value is None and found.reason.startswith("too few units meet")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"start": [0, 5]}, "Lee.*5–2 is empty"),
        ({"end": [4, 11]}, "Lee.*0–11 lies outside the continuum.*0–10"),
        ({"start": [0.0, 0.5]}, "row 2.*start is.*0.5.*whole numbers"),
        ({"start": [0.0, np.inf]}, "row 2.*start is.*inf"),
        ({"start": ["0", "one"]}, "row 2.*start is 'one'"),
        ({"start": [0, -(2**41)]}, "whole numbers below"),
        ({"coder": ["Kay", None]}, "row 2.*nothing in the column coder"),
        ({"category": [None, None]}, "row 1.*nothing in the column category.*2 such rows"),
    ],
)
def test_spans_that_cannot_be_are_refused(change, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        un.u_alpha(ONE_CODE.assign(**change), (0, 10))


def test_frames_and_continua_that_do_not_fit_are_refused() -> None:
    with pytest.raises(
        UsageError, match=r"no column category \(or code\).*Found: coder, start, end"
    ):
        un.u_alpha(ONE_CODE.drop(columns="category"), (0, 10))
    for continuum in ((0,), (10, 0), ("a", "b"), (0, 1.5), (0, float("nan")), 10):
        with pytest.raises(UsageError, match="two whole numbers in order"):
            un.u_alpha(ONE_CODE, continuum)
    with pytest.raises(UsageError, match="one stretch for 2 documents"):
        un.u_alpha(TWO_DOCUMENTS, (0, 10))
    with pytest.raises(UsageError, match="1 document not in the continuum: D2"):
        un.u_alpha(TWO_DOCUMENTS, {"D1": (0, 10)})
    with pytest.raises(UsageError, match="no column document"):
        un.u_alpha(ONE_CODE, BOUNDS)
    with pytest.raises(UsageError, match="names no document"):
        un.u_alpha(ONE_CODE, {})
    with pytest.raises(UsageError, match="level"):
        un.u_alpha(TWO_DOCUMENTS, BOUNDS, level=95)
    for masses in ([2, 0], [2, -1], [1.5, 2], ["a"]):
        with pytest.raises(UsageError, match="lengths of segments"):
            un.boundary_similarity(masses, [3])
    with pytest.raises(UsageError, match="add up to 3 and to 4"):
        un.boundary_similarity([3], [4])
    with pytest.raises(UsageError, match="n_t"):
        un.boundary_similarity([3], [3], n_t=0)


def test_code_is_read_as_category_and_a_single_document_needs_no_name_in_the_continuum() -> None:
    renamed = ONE_CODE.rename(columns={"category": "code"}).assign(document="D1")
    assert un.u_alpha(renamed, (0, 10)).value == un.u_alpha(ONE_CODE, (0, 10)).value
    with_lengths = un.spans_frame({"Kay": [(5, 4, "x")]}, lengths=True, document="D1")
    assert with_lengths.to_dict("records") == [
        {"coder": "Kay", "start": 5, "end": 9, "category": "x", "document": "D1"}
    ]


# --- what holds for any spans ----------------------------------------------------------------------

LENGTH = 40
CODERS = ("Kay", "Lee", "Mia")


@st.composite
def units(draw, coders: tuple[str, ...] = CODERS, codes: str = "xyz") -> dict[str, list[tuple]]:
    """For each coder units that do not overlap, some of them touching."""
    found = {}
    for coder in coders:
        own, at = [], 0
        for gap, length in draw(
            st.lists(st.tuples(st.integers(0, 6), st.integers(1, 9)), max_size=6)
        ):
            if at + gap + length > LENGTH:
                break
            own.append((at + gap, at + gap + length, draw(st.sampled_from(codes))))
            at += gap + length
        found[coder] = own
    return found


SPAN = st.tuples(st.integers(0, LENGTH - 1), st.integers(1, 15), st.sampled_from("xy"))


@st.composite
def any_spans(draw) -> dict[str, list[tuple]]:
    """Spans that overlap as they like, the same ones twice included."""
    return {
        coder: [
            (start, min(start + length, LENGTH), code)
            for start, length, code in draw(st.lists(SPAN, max_size=9))
        ]
        for coder in CODERS[:2]
    }


def letters(own: list[tuple], blank: str = "") -> list[str]:
    line = [blank] * LENGTH
    for start, end, code in own:
        line[start:end] = [code] * (end - start)
    return line


def lengths_of_gaps(own: list[tuple]) -> int:
    return letters(own).count("")


@settings(max_examples=150, deadline=None)
@given(units())
def test_u_alpha_is_what_counting_letters_gives(spans) -> None:
    """The same coefficient from letters, one by one, with each unit taken with itself left out."""
    found = un.u_alpha(un.spans_frame(spans), (0, LENGTH), coders=CODERS)
    lines = [letters(own) for own in spans.values()]
    margin = Counter(letter for line in lines for letter in line)
    differ = sum(
        a[place] != b[place]
        for a in lines for b in lines if a is not b for place in range(LENGTH)
    ) / (len(lines) - 1)  # fmt: skip
    whole = len(lines) * LENGTH
    itself = sum((end - start) ** 2 for own in spans.values() for start, end, _ in own)
    itself += sum(lengths_of_gaps(own) for own in spans.values())
    chance = whole**2 - sum(number**2 for number in margin.values())
    if chance == 0:
        assert found.value is None
    else:
        assert found.value == pytest.approx(1 - differ * (whole**2 - itself) / (whole * chance))


@settings(max_examples=150, deadline=None)
@given(any_spans())
def test_characters_are_what_counting_letters_gives(spans) -> None:
    counts = un.character_counts(un.spans_frame(spans), (0, LENGTH), coders=CODERS[:2])
    a, b = ([letter != "" for letter in letters(own)] for own in spans.values())
    assert counts == {
        "length": LENGTH,
        "both": sum(x and y for x, y in zip(a, b, strict=True)),
        "only_a": sum(x and not y for x, y in zip(a, b, strict=True)),
        "only_b": sum(y and not x for x, y in zip(a, b, strict=True)),
        "neither": sum(not x and not y for x, y in zip(a, b, strict=True)),
    }


@settings(max_examples=100, deadline=None)
@given(units(), st.permutations(CODERS), st.integers(-50, 50))
def test_the_order_of_coders_and_a_joint_shift_make_no_difference(spans, order, shift) -> None:
    frame = un.spans_frame(spans)
    moved = frame.assign(start=frame["start"] + shift, end=frame["end"] + shift).iloc[::-1]
    for figure in ALPHAS:
        before = figure(frame, (0, LENGTH), coders=CODERS, draws=0)
        after = figure(moved, (shift, LENGTH + shift), coders=order, draws=0)
        assert (before.reason, before.n_units) == (after.reason, after.n_units)
        assert before.value == (None if after.value is None else pytest.approx(after.value))
        assert before.value is None or before.value <= 1 + 1e-12


@settings(max_examples=100, deadline=None)
@given(units(coders=("Kay",)), st.integers(2, 4))
def test_identical_coders_reach_one_or_have_nothing_to_differ_in(spans, number) -> None:
    coders = [f"C{n}" for n in range(number)]
    frame = un.spans_frame(dict.fromkeys(coders, spans["Kay"]))
    for figure in ALPHAS:
        found = figure(frame, (0, LENGTH), coders=coders, draws=0)
        assert found.value == (None if found.reason else pytest.approx(1))
    if number == 2:
        assert set(un.compare_spans(frame, coders=coders)["kind"]) <= {"equal"}
        for figure in FIGURES[7:]:
            found = figure(frame, (0, LENGTH), coders=coders, draws=0)
            assert found.value == (None if found.reason else pytest.approx(1))


@settings(max_examples=200, deadline=None)
@given(any_spans())
def test_every_span_is_compared_exactly_once(spans) -> None:
    frame = un.spans_frame(spans)
    compared = un.compare_spans(frame, coders=CODERS[:2])
    for side, coder in (("a", "Kay"), ("b", "Lee")):
        own = np.flatnonzero(frame["coder"] == coder)
        assert sorted(compared[f"row_{side}"].dropna()) == own.tolist()
        for _, row in compared.dropna(subset=[f"row_{side}"]).iterrows():
            span = frame.iloc[row[f"row_{side}"]]
            assert (span["start"], span["end"], span["category"]) == tuple(
                row[[f"start_{side}", f"end_{side}", f"code_{side}"]]
            )
    for _, row in compared.iterrows():
        if row["kind"] in ("only A", "only B"):
            assert row["overlap"] == 0
            continue
        assert row["overlap"] > 0
        same = row["code_a"] == row["code_b"]
        moved = (row["start_shift"], row["end_shift"]) != (0, 0)
        wanted = "other code" if not same else "edges differ" if moved else "equal"
        assert row["kind"] == wanted
    # No two that are left over could have been a pair.
    left = {side: compared[compared["kind"] == f"only {side.upper()}"] for side in "ab"}
    for _, a in left["a"].iterrows():
        for _, b in left["b"].iterrows():
            assert min(a["end_a"], b["end_b"]) <= max(a["start_a"], b["start_b"])
    summary = un.span_summary(compared).astype(object)
    assert summary["n_a"].sum() + summary["n_b"].sum() == len(frame)
    for side in "ab":
        parts = ["equal", "edges_differ", f"other_code_{side}", f"only_{side}"]
        assert (summary[parts].sum(axis=1) == summary[f"n_{side}"]).all()


@settings(max_examples=150, deadline=None)
@given(any_spans(), st.randoms(use_true_random=False))
def test_who_is_a_and_the_order_of_rows_change_nothing_but_the_sides(spans, random) -> None:
    frame = un.spans_frame(spans)
    order = list(range(len(frame)))
    random.shuffle(order)
    straight = un.compare_spans(frame, coders=CODERS[:2])
    crossed = un.compare_spans(frame.iloc[order], coders=CODERS[:2][::-1])
    other = {"only A": "only B", "only B": "only A"}
    mirrored = [
        (doc, other.get(kind, kind), *b, *a, *(-n if n else n for n in shift), overlap)
        for doc, kind, *rest in rows(crossed)
        for a, b, shift, overlap in [(rest[:3], rest[3:6], rest[6:8], rest[8])]
    ]
    assert Counter(rows(straight)) == Counter(mirrored)


# --- gamma, the optional part ----------------------------------------------------------------------

FIVE = {
    "Kay": [(0, 10, "x"), (15, 20, "y"), (30, 44, "x"), (50, 55, "z"), (60, 70, "y")],
    "Lee": [(0, 9, "x"), (15, 22, "x"), (31, 44, "x"), (60, 70, "y"), (80, 85, "z")],
}
QUICK = {"precision": 0.3}  # the first 30 shuffled continua are enough


def test_gamma_repeats_prints_its_precision_and_leaves_no_trace(capfd, caplog) -> None:
    pytest.importorskip("pygamma_agreement")
    handlers = list(logging.getLogger().handlers)
    np.random.seed(7)
    before = np.random.get_state()[1].tolist()
    spans = un.spans_frame(FIVE)
    found = un.gamma_family(spans, (0, 100), **QUICK)
    assert np.random.get_state()[1].tolist() == before
    assert logging.getLogger().handlers == handlers
    assert capfd.readouterr() == ("", "") and not caplog.records
    assert list(found) == ["gamma", "gamma_cat", "best_disorder"]
    value = found["gamma"]
    assert value.value == pytest.approx(1 - value.observed / value.expected)
    assert value.observed == found["best_disorder"].value
    assert "30 shuffled continua, seed 20260101" in str(value)
    assert "precision " in str(value) and ": gamma between " in str(value)
    assert "continuum of 100 characters" in value.notes
    # Everything 500 further on, coders the other way round: the same figure.
    moved = spans.assign(start=spans["start"] + 500, end=spans["end"] + 500)
    assert un.gamma(moved, (500, 600), **QUICK).value == value.value
    assert un.gamma(spans, (0, 100), seed=1, **QUICK).value != value.value
    # On a longer continuum the same units meet less by chance.
    assert un.gamma(spans, (0, 500), **QUICK).expected > value.expected


def test_identical_coders_have_no_disorder_and_one_code_no_gamma_cat() -> None:
    pytest.importorskip("pygamma_agreement")
    same = un.gamma_family(
        un.spans_frame({"Kay": FIVE["Kay"], "Lee": FIVE["Kay"]}), (0, 100), **QUICK
    )
    assert [each.value for each in same.values()] == [1, 1, 0]
    twice = un.spans_frame({"Kay": [(0, 9, "x"), (0, 9, "x")]})
    one = un.gamma_family(twice, (0, 50), coders=CODERS, **QUICK)
    assert one["gamma"].n_units == 1
    assert one["gamma_cat"].reason == "only one category: nothing could have differed"
    assert one["gamma"].value < 0.5 and "Lee, Mia coded nothing" in one["gamma"].notes
    apart = un.spans_frame({"Kay": [(0, 5, "x")], "Lee": [(90, 95, "y")]})
    cat = un.gamma_cat(apart, (0, 100), **QUICK)
    assert cat.reason == "no two units are aligned, so no categories can be compared"
    assert "2 units are few for an expectation by chance" in str(un.gamma(apart, (0, 100), **QUICK))


def test_gamma_without_the_package_names_the_extra(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "pygamma_agreement", None)
    with pytest.raises(UsageError, match=r"not installed.*pip install 'qualcode\[gamma\]'"):
        un.gamma(ONE_CODE, (0, 10))


def test_gamma_refuses_several_documents_and_what_cannot_be_aligned() -> None:
    with pytest.raises(UsageError, match=r"2 documents \(D1, D2\).*for each document"):
        un.gamma(TWO_DOCUMENTS, BOUNDS)
    many = {coder: [(2 * n, 2 * n + 1, "x") for n in range(300)] for coder in CODERS}
    with pytest.raises(UsageError, match=r"900 units of 3 coders.*27,270,901 ways"):
        un.gamma(un.spans_frame(many), (0, 600))
    with pytest.raises(UsageError, match="precision"):
        un.gamma(ONE_CODE, (0, 10), precision=2)


def test_nothing_optional_or_heavy_is_loaded_before_it_is_asked_for() -> None:
    code = (
        "import sys, qualcode.analysis.unitizing; "
        "print([name for name in ('pygamma_agreement', 'cvxpy', 'numba') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
