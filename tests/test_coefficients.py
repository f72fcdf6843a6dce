"""Agreement coefficients on stories small enough to count, against other programs, and at their limits."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from qualcode.analysis import coefficients as co
from qualcode.errors import UsageError
from qualcode.present.report import shown

# Ten turns. Both coders put "price" on 1 of them, AB alone on 1 more, the other 8 they read and left.
SKEWED = pd.DataFrame({"AB": ["price"] * 2 + [""] * 8, "CD": ["price"] + [""] * 9})
# Four units, three coders; EF did not read the second, the fourth was read by EF alone.
#   AB CD EF
GAPS = [
    ["a", "a", "a"],
    ["a", "b", None],
    ["b", "b", "b"],
    [None, None, "b"],
]
# Two coders, three units: equal, one step apart, equal.
STEPS = [[1, 1], [1, 2], [3, 3]]


def near(found: float | None, wanted: float, by: float = 5e-7) -> bool:
    return found is not None and math.isclose(found, wanted, rel_tol=0, abs_tol=by)


# -- counted by eye ------------------------------------------------------------------------------------


def test_two_coders_on_ten_turns():
    # Agreement 9 of 10. AB gave "price" to 2 of 10, CD to 1 of 10, both together to 3 of 20.
    assert near(co.percent_agreement(SKEWED).value, 0.9)
    # By chance .2·.1 + .8·.9 = .74: (.90 - .74) / .26.
    kappa = co.cohen_kappa(SKEWED)
    assert near(kappa.value, 0.16 / 0.26)
    assert near(kappa.observed, 0.9) and near(kappa.expected, 0.74)
    assert (kappa.n_units, kappa.n_coders) == (10, 2)
    # Both coders could agree on 1 price and 8 others of 10: the same .9.
    assert near(co.cohen_kappa_max(SKEWED).value, 0.16 / 0.26)
    # .15² + .85² = .745.
    assert near(co.scott_pi(SKEWED).value, 0.155 / 0.255)
    assert near(co.fleiss_kappa(SKEWED).value, 0.155 / 0.255)
    assert near(co.conger_kappa(SKEWED).value, 0.16 / 0.26)
    # Two categories, chance one half: 2 · .9 - 1.
    for even in (co.bennett_s, co.brennan_prediger, co.randolph_kappa):
        assert near(even(SKEWED).value, 0.8)
    # AC1: 2 · .15 · .85 = .255 by chance.
    assert near(co.gwet_ac1(SKEWED).value, 0.645 / 0.745)
    # Of 20 codings 3 are "price": by chance 3·17·2 / (20·19) disagree; observed 1 of 10.
    alpha = co.krippendorff_alpha(SKEWED)
    assert near(alpha.value, 1 - 0.1 * 20 * 19 / 102)
    assert near(alpha.observed, 0.1) and near(alpha.expected, 102 / 380)


def test_units_that_some_did_not_read():
    # Pairable: 8 codings in 3 units; agreeing 3 + 0 + 3 of 8. Four are "a", four "b".
    assert near(co.percent_agreement(GAPS).value, 6 / 8)
    assert near(co.fleiss_kappa(GAPS).value, 0.5)
    # Disagreement 2/8 observed, 2·4·4 / (8·7) expected.
    assert near(co.krippendorff_alpha(GAPS).value, 1 - (2 / 8) / (32 / 56))
    # Gwet: the mean over three units is 2/3; the fourth stays in the shares, a 1.5 of 4, b 2.5 of 4.
    assert near(co.percent_agreement(GAPS, missing="gwet").value, 2 / 3)
    chance = 0.375**2 + 0.625**2
    assert near(co.fleiss_kappa(GAPS, missing="gwet").value, (2 / 3 - chance) / (1 - chance))
    chance = 2 * 0.375 * 0.625
    assert near(co.gwet_ac1(GAPS).value, (2 / 3 - chance) / (1 - chance))
    assert near(co.brennan_prediger(GAPS).value, 2 * 2 / 3 - 1)
    # Own shares of "a": AB 2/3, CD 1/3, EF 1/2 of two units (with the fourth: 1/3 of three).
    # Pairs by chance: AB-CD 4/9, AB-EF 1/2, CD-EF 1/2; with the fourth 4/9, 4/9, 5/9. Mean 13/27 both.
    assert near(co.conger_kappa(GAPS).value, (6 / 8 - 13 / 27) / (14 / 27))
    assert near(co.conger_kappa(GAPS, missing="gwet").value, (2 / 3 - 13 / 27) / (14 / 27))
    # Pairs of coders: AB-CD .4 over three units, the others 1 over two units each.
    assert near(co.light_kappa(GAPS).value, (0.4 + 1 + 1) / 3)
    # The rule and who entered are said.
    pairable, gwet = co.fleiss_kappa(GAPS), co.fleiss_kappa(GAPS, missing="gwet")
    assert pairable.rule == "pairable: units that fewer than two coders read are left out"
    assert gwet.rule.startswith("Gwet: units that one coder read stay in the marginals")
    assert (pairable.n_units, gwet.n_units, pairable.n_coders) == (3, 4, 3)


@pytest.mark.parametrize(
    ("level", "wanted"),
    [
        # Of 6 codings three are 1, one is 2, two are 3; pairs 1-2, 1-3, 2-3 by chance 6, 12, 4 of 30.
        ("nominal", 1 - (2 / 6) / (22 / 30)),
        # Squared differences 1, 4, 1.
        ("interval", 1 - (2 / 6) / ((6 + 48 + 4) / 30)),
        # Middle ranks 1.5, 3.5, 5: squared differences 4, 12.25, 2.25.
        ("ordinal", 1 - (8 / 6) / ((24 + 147 + 9) / 30)),
        # ((a - b) / (a + b))²: 1/9, 1/4, 1/25.
        ("ratio", 1 - (2 / 9 / 6) / ((6 / 9 + 12 / 4 + 4 / 25) / 30)),
    ],
)
def test_alpha_by_level(level, wanted):
    assert near(co.krippendorff_alpha(STEPS, level).value, wanted)


def test_weights_count_near_values_as_partly_equal():
    # AB: low 3, mid 2, high 1; CD: low 3, mid 3.
    pairs = [["low", "low"]] * 2 + [["low", "mid"]] + [["mid", "mid"]] * 2 + [["high", "low"]]
    order = ["low", "mid", "high"]
    # Linear 1, ½, 0: observed (4 + ½) / 6; by chance (9 + 4.5 + 3 + 6 + 1.5) / 36.
    assert near(co.cohen_kappa(pairs, "linear", order).value, 0.25)
    # Quadratic 1, ¾, 0: observed 4.75 / 6, by chance (9 + 6.75 + 4.5 + 6 + 2.25) / 36: no more.
    assert near(co.cohen_kappa(pairs, "quadratic", order).value, 0.0)
    # The same as a function and as a table.
    step = {"low": 0, "mid": 1, "high": 2}
    by_hand = lambda a, b: 1 - abs(step[a] - step[b]) / 2  # noqa: E731
    assert near(co.cohen_kappa(pairs, by_hand).value, 0.25)
    table = pd.DataFrame([[1, 0.5, 0], [0.5, 1, 0.5], [0, 0.5, 1]], order, order)
    assert near(co.cohen_kappa(pairs, table).value, 0.25)
    # Numbers lie apart by their value, not by their rank: 1 and 2 are nearer than 2 and 9.
    assert near(co.cohen_kappa([[1, 2], [9, 9]], "linear").observed, (1 - 1 / 8 + 1) / 2)


def test_one_category_against_the_rest():
    # Both "a" twice, AB alone once, neither three times; five of twelve codings are "a".
    pairs = [["a", "a"]] * 2 + [["a", "b"], ["b", "b"], ["b", "c"], ["c", "c"]]
    share = 5 / 12
    chance = share**2 + (1 - share) ** 2
    pooled = co.kappa_category(pairs, "a")
    assert near(pooled.value, (5 / 6 - chance) / (1 - chance))
    assert near(co.fleiss_kappa_category(pairs, "a").value, pooled.value)
    # Own shares 3/6 and 2/6: by chance 1/6 + 2/6.
    assert near(co.kappa_category(pairs, "a", marginals="own").value, (5 / 6 - 1 / 2) / (1 / 2))
    with pytest.raises(UsageError, match="'d'"):
        co.kappa_category(pairs, "d")


def test_sets_of_codes():
    # Jaccard 1/2 and one part of the other (2/3): 1 - 1/3.
    assert near(co.masi_distance({"a"}, {"a", "b"}), 2 / 3)
    assert near(co.masi_distance({"a"}, {"a", "b"}, "nltk"), 1 - 0.67 / 2)
    assert near(co.masi_distance({"a"}, {"a", "b"}, "dkpro"), (1 / 2) * (1 / 3))
    # Jaccard 1/3, overlapping (1/3): 1 - 1/9.
    assert near(co.masi_distance(["a", "b"], ["b", "c"]), 8 / 9)
    assert co.masi_distance({"a"}, {"b"}) == 1 and co.masi_distance({"a"}, {"a"}) == 0
    # Empty sets, which the sources treat in their own ways.
    for convention, wanted in (("passonneau", 1), ("nltk", 1), ("dkpro", 1 / 3)):
        assert near(co.masi_distance(set(), {"a"}, convention), wanted)
        assert co.masi_distance([], [], convention) == 0
    units = [[{"a"}, {"a"}], [{"b"}, {"a", "b"}], [{"a"}, None]]
    alpha = co.masi_alpha(units)
    # Observed 2/3 in one of two units; of 4 codings two {a}, one {b}, one {a, b}: ordered pairs
    # {a}-{b} 4 at 1, {a}-{a,b} 4 at 2/3, {b}-{a,b} 2 at 2/3 of 12.
    assert near(alpha.value, 1 - (1 / 3) / ((4 + 6 * 2 / 3) / 12))
    assert "MASI distance: 1 - Jaccard" in str(alpha) and alpha.n_units == 2
    assert near(co.exact_agreement(units).value, 0.5)


def test_multi_valued_alpha():
    units = [[{"a"}, {"a"}], [{"b"}, {"a", "b"}], [{"a"}, None]]
    # Two of two units pairable. {b} and {a, b} lie 1 - 2/3 apart; observed (1/3 + 1/3) / 4.
    # Sizes: one code 3 of 4, two codes 1 of 4. Codes: a three times, b two times.
    # One and one: a-a 3·2, a-b 6, b-a 6, b-b 2·1: 12 of 20 differ. One and two: always 1/3 apart.
    expected = (3 / 4) ** 2 * 12 / 20 + 2 * (3 / 4) * (1 / 4) * (1 / 3)
    alpha = co.multivalued_alpha(units)
    assert near(alpha.expected, expected)
    assert near(alpha.value, 1 - (1 / 6) / expected)
    # With one code to every unit it is nominal alpha.
    single = [[{v} for v in row] for row in STEPS]
    assert near(co.multivalued_alpha(single).value, co.krippendorff_alpha(STEPS).value)


def test_multi_valued_expectation_equals_the_sum_over_all_sets():
    """The shortcut through a polynomial against every pair of sets written down."""
    from itertools import combinations

    from qualcode.analysis.coefficients_sets import MultiValued

    used = {"a": 4, "b": 3, "c": 2, "d": 1}
    sizes = {0: 0.1, 1: 0.4, 2: 0.3, 3: 0.2}
    wanted = 0.0
    for m, share_m in sizes.items():
        for n, share_n in sizes.items():
            mass = apart = 0.0
            for one in map(set, combinations(used, m)):
                for other in map(set, combinations(used, n)):
                    weight = math.prod(used[c] for c in one)
                    weight *= math.prod(used[c] for c in other - one)
                    weight *= math.prod(used[c] - 1 for c in other & one)
                    mass += weight
                    apart += weight * (1 - 2 * len(one & other) / (m + n) if m + n else 0)
            wanted += share_m * share_n * (apart / mass if mass else 0)
    values = [frozenset("abc"), frozenset("d")]
    statistic = MultiValued.of_values(values)
    found = statistic.expected(
        np.array([list(sizes.values())]), np.array([list(used.values())], float)
    )
    assert near(float(found[0]), wanted, 1e-12)


# -- tables and counts ---------------------------------------------------------------------------------


def test_tables_and_counts_give_what_the_units_give():
    pairs = [["a", "a"]] * 5 + [["a", "b"]] * 2 + [["b", "a"]] + [["b", "b"]] * 4
    table = co.from_table([[5, 2], [1, 4]], ["a", "b"])
    counts = co.from_counts([[2, 0]] * 5 + [[1, 1]] * 3 + [[0, 2]] * 4, ["a", "b"])
    for function in (
        co.percent_agreement, co.scott_pi, co.fleiss_kappa, co.krippendorff_alpha, co.gwet_ac1,
        co.brennan_prediger,
    ):  # fmt: skip
        wanted = function(pairs)
        assert near(function(table).value, wanted.value) and near(
            function(counts).value, wanted.value
        )
        assert function(table).n_units == function(counts).n_units == 12
    for function in (co.cohen_kappa, co.cohen_kappa_max, co.conger_kappa, co.light_kappa):
        assert near(function(table).value, function(pairs).value)
        with pytest.raises(UsageError, match="which coder gave which value"):
            function(counts)
    for level in ("units", "analytic"):
        a = co.cohen_kappa(table, interval=level)
        b = co.cohen_kappa(pairs, interval=level)
        assert near(a.se, b.se) and a.interval == pytest.approx(b.interval)


def test_tables_that_are_none():
    for table, said in (
        ([[1, 2, 3], [4, 5, 6]], "square"),
        ([[1, -2], [3, 4]], "whole number"),
        ([[1, 2.5], [3, 4]], "whole number"),
        ([[1, "x"], [3, 4]], "no number"),
    ):
        with pytest.raises(UsageError, match=said):
            co.from_table(table)
    with pytest.raises(UsageError, match="3 names for 2"):
        co.from_table([[1, 2], [3, 4]], ["a", "b", "c"])
    with pytest.raises(UsageError, match="same categories in the same order"):
        co.from_table(pd.DataFrame([[1, 2], [3, 4]], index=["a", "b"], columns=["b", "a"]))


def test_a_category_nobody_used_counts_where_it_was_on_offer():
    pairs = [["a", "a"], ["b", "b"], ["a", "b"], ["b", "a"]]
    assert near(co.brennan_prediger(pairs).value, 0.0)
    # Agreement 1/2, chance 1/4.
    for four in (["a", "b", "c", "d"], 4):
        assert near(co.brennan_prediger(pairs, categories=four).value, (1 / 2 - 1 / 4) / (3 / 4))
        # AC1: (½·½ + ½·½) / 3 by chance.
        assert near(co.gwet_ac1(pairs, categories=four).value, (1 / 2 - 1 / 6) / (5 / 6))
    assert near(co.cohen_kappa(pairs, categories=["a", "b", "c"]).value, 0.0)
    # A categorical may carry values that nobody gave; they were not declared to the coefficient.
    frame = pd.DataFrame(pairs, dtype=pd.CategoricalDtype(["a", "b", "c", "d"]))
    assert near(co.brennan_prediger(frame).value, 0.0)
    with pytest.raises(UsageError, match="also gave 'b'"):
        co.brennan_prediger(pairs, categories=["a", "c"])
    with pytest.raises(UsageError, match="at least 2"):
        co.brennan_prediger(pairs, categories=1)


# -- values of all kinds -------------------------------------------------------------------------------

MISSING = [None, float("nan"), pd.NA]


@pytest.mark.parametrize("missing", MISSING)
@pytest.mark.parametrize("values", [("a", "b"), (0, 1), (0.5, 7.25), (False, True), (10**15, 3)])
def test_values_of_every_kind_and_every_way_to_be_missing(values, missing):
    swap = {"a": values[0], "b": values[1], None: missing}
    rows = [[swap[cell] for cell in row] for row in GAPS]
    wanted = co.krippendorff_alpha(GAPS).value
    frames = [
        rows,
        pd.DataFrame(rows, dtype=object),
        np.array(rows, dtype=object),
        pd.DataFrame(rows),
    ]
    if missing is None:
        frames.append(pd.DataFrame(rows).astype("category"))
        frames.append(pd.DataFrame(rows).convert_dtypes())
    for frame in frames:
        assert near(co.krippendorff_alpha(frame).value, wanted)


def test_uncoded_is_a_value_and_unread_is_not():
    read = pd.DataFrame({"AB": ["x", "", ""], "CD": ["x", "", "x"]})
    unread = read.replace("", None)
    assert co.percent_agreement(read).n_units == 3
    assert co.percent_agreement(unread).n_units == 1


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (pd.DataFrame({"AB": ["a", "b"], "CD": [1, 2]}), "texts in column 'AB', numbers in column 'CD'"),
        (pd.DataFrame({"AB": [True, False], "CD": [1, 0]}), "truth values in column 'AB', numbers"),
        (pd.DataFrame({"AB": ["a", 1], "CD": ["a", "b"]}, dtype=object), "column 'AB' holds int, str"),
        ([[{"a"}, {"b"}]], "multivalued_alpha"),
        (pd.DataFrame({"AB": pd.to_datetime(["2026-01-01"]), "CD": pd.to_datetime(["2026-01-01"])}),
         "Timestamp"),
        ([["a", "b"], ["a"]], "rows of 1 and of 2 values"),
        (np.array([["a", np.nan]]), "what numpy makes of a missing value"),
        (np.array([1, 2, 3]), "1 dimensions"),
        (pd.Series([1, 2]), "one column"),
        ([[1.0, float("inf")]], "infinite"),
        ([[2**60, 1]], "no longer told apart"),
    ],
)  # fmt: skip
def test_values_that_cannot_be_compared_are_refused(frame, said):
    with pytest.raises(UsageError, match=said):
        co.fleiss_kappa(frame)


def test_more_than_two_coders_are_sent_elsewhere():
    for function in (co.cohen_kappa, co.cohen_kappa_max, co.scott_pi, co.bennett_s):
        with pytest.raises(UsageError, match=r"3 coders.*fleiss_kappa or krippendorff_alpha"):
            function(GAPS)
    with pytest.raises(UsageError, match="1 coder: AB"):
        co.cohen_kappa(SKEWED[["AB"]])


def test_an_order_is_asked_for_where_one_is_needed():
    texts = [["low", "mid"], ["high", "high"], ["low", "low"]]
    for call in (
        lambda **how: co.krippendorff_alpha(texts, "ordinal", **how),
        lambda **how: co.cohen_kappa(texts, "linear", **how),
        lambda **how: co.gwet_ac2(texts, **how),
    ):
        with pytest.raises(UsageError, match="Name them in order"):
            call()
        assert call(categories=["low", "mid", "high"]).defined
    # Three are low, one is mid, two are high, as 1, 2, 3 in STEPS; sorted as texts high would be first.
    dtype = pd.CategoricalDtype(["low", "mid", "high"], ordered=True)
    ordered = pd.DataFrame([["low", "low"], ["low", "high"], ["high", "mid"]]).astype(dtype)
    numbers = [[1, 1], [1, 3], [3, 2]]
    assert near(
        co.krippendorff_alpha(ordered, "ordinal").value,
        co.krippendorff_alpha(numbers, "ordinal").value,
    )
    with pytest.raises(UsageError, match="no numbers"):
        co.krippendorff_alpha(ordered, "interval")
    with pytest.raises(UsageError, match="true zero"):
        co.krippendorff_alpha([[-1, 1], [2, 2]], "ratio")


def test_own_distances_and_weights_are_looked_at():
    pairs = [["a", "a"], ["a", "b"], ["b", "c"]]
    for matrix, said in (
        ([[0, 1], [1, 0]], "3 × 3"),
        ([[0, 1, 1], [0.5, 0, 1], [1, 1, 0]], "not symmetric"),
        ([[1, 1, 1], [1, 0, 1], [1, 1, 0]], "0 for equal values"),
        (pd.DataFrame([[0.0]], ["a"], ["a"]), "no row or column for 'b', 'c'"),
    ):
        with pytest.raises(UsageError, match=said):
            co.krippendorff_alpha(pairs, distance=matrix)
    with pytest.raises(UsageError, match="1 for equal values"):
        co.cohen_kappa(pairs, [[0.5, 0, 0], [0, 1, 0], [0, 0, 1]])
    with pytest.raises(UsageError, match="linear, quadratic"):
        co.cohen_kappa(pairs, "cubic")
    # A distance of the caller's own that is the nominal one.
    own = co.krippendorff_alpha(pairs, distance=lambda a, b: float(a != b))
    assert near(own.value, co.krippendorff_alpha(pairs).value)


# -- undefined, and 1 where it is earned ---------------------------------------------------------------

BEYOND_CHANCE = [
    co.cohen_kappa, co.cohen_kappa_max, co.scott_pi, co.fleiss_kappa, co.conger_kappa, co.light_kappa,
    co.brennan_prediger, co.bennett_s, co.randolph_kappa, co.gwet_ac1, co.krippendorff_alpha,
]  # fmt: skip


@pytest.mark.parametrize("function", BEYOND_CHANCE)
def test_one_value_only_is_undefined_not_one(function):
    for frame in ([["a", "a"]] * 5, [[False, False]] * 5, [["a", "a"], ["a", None]]):
        found = function(frame)
        assert found.value is None and found.interval is None and found.se is None
        assert found.reason.startswith("every coding has the same value")
        assert "undefined: every coding has the same value" in str(found)
    offered = function([["a", "a"]] * 5, categories=["a", "b"])
    assert offered.value is None


@pytest.mark.parametrize("function", [*BEYOND_CHANCE, co.percent_agreement])
def test_nothing_to_compare_is_undefined_with_the_reason(function):
    frame = pd.DataFrame({"AB": ["a", None, "b"], "CD": [None, "a", None]})
    assert function(frame).reason == "no unit was read by two coders"
    assert function(frame.iloc[:0]).reason == "there are no units"
    empty = pd.DataFrame({"AB": [None, None], "CD": [None, None]}, dtype=object)
    assert function(empty).reason == "no coder read any unit"
    assert function(pd.DataFrame({"AB": [np.nan], "CD": [np.nan]})).value is None
    assert function(pd.DataFrame({"AB": [], "CD": []})).reason == "there are no units"


def test_percent_agreement_stays_defined_with_one_value():
    found = co.percent_agreement([["a", "a"]] * 5)
    assert found.value == 1.0 and found.interval is None
    assert any(note.startswith("no interval: ") for note in found.notes)


@pytest.mark.parametrize("function", BEYOND_CHANCE)
def test_full_agreement_on_values_that_vary_is_one(function):
    found = function([["a", "a"], ["b", "b"], ["a", "a"]])
    assert found.value == pytest.approx(1.0) and not found.reason
    assert found.interval is None and found.se is None


def test_a_coder_who_always_gives_one_value():
    # AB never codes: no more agreement than chance lets expect.
    frame = pd.DataFrame({"AB": [False] * 4, "CD": [True, False, False, False]})
    assert near(co.cohen_kappa(frame).value, 0.0)
    # The pair of AB and EF, who both never code, has no kappa: the mean is over the two others.
    frame["EF"] = False
    light = co.light_kappa(frame)
    assert near(light.value, 0.0)
    assert any(note.startswith("1 of 3 pairs of coders have no kappa") for note in light.notes)


def test_undefined_sets():
    assert co.masi_alpha([[{"a"}, {"a"}]] * 3).reason.startswith(
        "every coding has the same value, {'a'}"
    )
    assert co.multivalued_alpha([[set(), set()]] * 3).value is None
    assert co.exact_agreement([[set(), set()]] * 3).value == 1
    assert co.masi_alpha([[{"a"}, None]]).reason == "no unit was read by two coders"
    with pytest.raises(UsageError, match="'a' in column"):
        co.masi_alpha([["a", {"a"}]])


def test_weights_under_which_nothing_differs():
    found = co.cohen_kappa([["a", "b"], ["b", "a"]], lambda a, b: 1.0)
    assert found.value is None and "weights make no difference" in found.reason
    alpha = co.krippendorff_alpha([["a", "b"], ["b", "a"]], distance=lambda a, b: 0.0)
    assert alpha.value is None and "distances make no difference" in alpha.reason


# -- what a reader is told -----------------------------------------------------------------------------


def test_coefficients_that_are_not_zero_by_chance_say_so():
    # Independent coders with shares .2 and .1 agree in .74 of the units.
    ac1, even = co.gwet_ac1(SKEWED), co.brennan_prediger(SKEWED, categories=2)
    assert any("under independence would be .65" in note for note in ac1.notes)  # (.74-.255)/.745
    assert any("under independence would be .48" in note for note in even.notes)  # 2·.74 - 1
    assert any(note.startswith("chance from the 2 values that occur") for note in ac1.notes)
    assert not any("occur" in note for note in even.notes)
    for function in (co.cohen_kappa, co.fleiss_kappa, co.krippendorff_alpha):
        assert not any("independence" in note for note in function(SKEWED).notes)


def test_a_result_in_one_line_and_as_data():
    found = co.cohen_kappa(SKEWED, interval="units")
    line = str(found)
    assert line.startswith("Cohen's kappa .615 [")
    assert (
        "(95 %, units resampled, 2,000 draws, seed 20260101); 10 units, 2 coders; pairable:" in line
    )
    assert "\n" not in line
    data = json.loads(json.dumps(found.as_data()))
    assert data["coefficient"] == "Cohen's kappa" and near(data["value"], 0.16 / 0.26)
    assert data["n_units"] == 10 and len(data["interval"]) == 2
    assert co.short(-0.0004) == ".000" and co.short(None) == "undefined"
    assert co.short(-1) == "−1.000" and co.short(-0.048) == "−.048"
    # A half goes up, whichever side of it the last bit of a sum left it on.
    assert {co.short(value, 2) for value in (0.525, 0.525 - 1e-16, 0.525 + 1e-16)} == {".53"}
    assert {shown(value, "coefficient") for value in (0.525, 0.525 - 1e-16)} == {"0.53"}
    zero = co.Coefficient("made up", -1.6e-15, interval=(-1e-17, 0.4))
    assert str(zero.value) == str(zero.interval[0]) == "0.0"
    with pytest.raises(ValueError, match="undefined is None"):
        co.Coefficient("made up", float("nan"))
    with pytest.raises(ValueError, match="a reason"):
        co.Coefficient("made up", None)


def test_options_that_mean_nothing_are_refused():
    for options, said in (
        ({"interval": "bootstrap"}, "analytic, units, documents"),
        ({"interval": "pairs"}, "Krippendorff's alpha only"),
        ({"interval": "documents"}, "no documents were given"),
        ({"interval": "units", "clusters": [1] * 10}, "where documents are resampled"),
        ({"interval": "documents", "clusters": [1] * 9}, "9 for 10 units"),
        ({"interval": "documents", "clusters": [1] * 9 + [None]}, "no document for 1"),
        ({"level": 95}, "between 0 and 1"),
        ({"draws": 10}, "at least 100"),
    ):
        with pytest.raises(UsageError, match=said):
            co.cohen_kappa(SKEWED, **options)
    with pytest.raises(UsageError, match="pairable or gwet"):
        co.fleiss_kappa(GAPS, missing="drop")
    with pytest.raises(UsageError, match="nominal, ordinal"):
        co.krippendorff_alpha(GAPS, "cardinal")
    with pytest.raises(UsageError, match="passonneau"):
        co.masi_alpha([[{"a"}, {"b"}]], "mine")


# -- standard errors and intervals ---------------------------------------------------------------------


def scattered(units=300, coders=4, values=5, missing=0.2, seed=5, noise=0.4):
    """Coders who see the same thing and are sometimes one step off; some cells unread."""
    chance = np.random.default_rng(seed)
    truth = chance.integers(0, values, units)[:, None]
    off = chance.integers(-1, 2, (units, coders)) * (chance.random((units, coders)) < noise)
    table = np.clip(truth + off, 0, values - 1).astype(float)
    table[chance.random(table.shape) < missing] = np.nan
    return pd.DataFrame(table, columns=[f"K{n}" for n in range(coders)])


SPREAD = [
    (co.krippendorff_alpha, {}), (co.krippendorff_alpha, {"level": "ordinal"}),
    (co.krippendorff_alpha, {"level": "interval"}), (co.krippendorff_alpha, {"level": "ratio"}),
    (co.percent_agreement, {}), (co.fleiss_kappa, {}), (co.fleiss_kappa, {"weights": "quadratic"}),
    (co.conger_kappa, {}), (co.light_kappa, {}), (co.randolph_kappa, {}),
    (co.gwet_ac1, {"missing": "pairable"}), (co.gwet_ac2, {"missing": "pairable"}),
]  # fmt: skip


@pytest.mark.parametrize(("function", "options"), SPREAD)
def test_a_formula_leaving_out_and_resampling_agree_on_the_standard_error(function, options):
    frame = scattered()
    by_formula = function(frame, interval="analytic", **options).se
    resampled = function(frame, interval="units", **options).se
    values = [
        function(frame.drop(index=n), interval=None, **options).value for n in range(len(frame))
    ]
    left_out = math.sqrt((len(frame) - 1) / len(frame) * np.sum((values - np.mean(values)) ** 2))
    assert by_formula == pytest.approx(left_out, rel=0.04)
    # 2,000 draws give a standard deviation to about 1.6 %.
    assert resampled == pytest.approx(left_out, rel=0.08)


def test_sets_have_standard_errors_too():
    chance = np.random.default_rng(3)
    frame = scattered(120, 3, 6, 0.1).map(
        lambda v: (
            v if pd.isna(v) else {f"c{int(v)}", "x"} if chance.random() < 0.3 else {f"c{int(v)}"}
        )
    )
    for function in (co.multivalued_alpha, co.masi_alpha):
        a, b = function(frame), function(frame, interval="units")
        assert a.se == pytest.approx(b.se, rel=0.12)


def test_the_sums_of_all_units_are_the_sums_of_the_units():
    """Totals are counted without the table of units that the draws are made from."""
    from qualcode.analysis.coefficients_alpha import Alpha, Ordinal
    from qualcode.analysis.coefficients_own import Own
    from qualcode.analysis.coefficients_pooled import Pooled
    from qualcode.analysis.coefficients_sums import add_up

    ratings = co.read(scattered())
    ratings = ratings.rows(ratings.read_by >= 2)
    for statistic in (
        Alpha(), Alpha(places=ratings.positions()), Pooled("squares", "pairable", 5),
        Pooled("gwet", "gwet", 5), Own("pairable", 4, 5),
    ):  # fmt: skip
        assert np.allclose(add_up(statistic, ratings), statistic.totals(ratings))
    # Ordinal alpha from its sums and from the units themselves, and how it moves with each unit.
    sums = add_up(Ordinal(), ratings)[None]
    assert np.allclose(sums[0], Ordinal().totals(ratings))
    slopes = np.arange(sums.size, dtype=float)
    assert np.allclose(Ordinal().moves(ratings, slopes), Ordinal().features(ratings) @ slopes)
    assert np.allclose(Ordinal().of(sums), Ordinal().point(ratings))


def test_draws_one_by_one_equal_draws_at_once():
    """Ordinal alpha of many values is drawn another way."""
    from qualcode.analysis.coefficients_alpha import Ordinal
    from qualcode.analysis.coefficients_sums import resample

    ratings = co.read(scattered())
    ratings = ratings.rows(ratings.read_by >= 2)
    for clusters in (None, np.arange(len(ratings.codes)) // 30):
        a = resample(Ordinal(), ratings, clusters, 100, 1)
        b = resample(Ordinal(one_by_one=True), ratings, clusters, 100, 1)
        assert np.allclose(a, b)


def test_documents_are_drawn_whole_and_make_the_interval_wider():
    # 40 documents of 10 turns; how well the coders agree differs by document.
    chance = np.random.default_rng(11)
    document = np.repeat(np.arange(40), 10)
    skill = np.repeat(chance.choice([0.2, 0.98], 40), 10)
    truth = chance.random(400) < 0.4
    other = np.where(chance.random(400) < skill, truth, chance.random(400) < 0.4)
    frame = pd.DataFrame({"AB": truth, "CD": other})
    documents = pd.Series([f"IP{n:02}" for n in document])
    for function in (co.cohen_kappa, co.krippendorff_alpha, co.light_kappa, co.gwet_ac1):
        units = function(frame, interval="units")
        whole = function(frame, interval="documents", clusters=documents)
        width = lambda found: found.interval[1] - found.interval[0]  # noqa: E731
        assert width(whole) > 1.3 * width(units)
        assert near(whole.value, units.value)
        assert whole.interval_by == "40 documents resampled, 2,000 draws, seed 20260101"
    # Turns that are exact copies within a document: as many draws of documents as of single turns.
    once = frame.iloc[::10].reset_index(drop=True)
    copies = once.loc[once.index.repeat(10)].reset_index(drop=True)
    a = co.fleiss_kappa(once, interval="units")
    b = co.fleiss_kappa(copies, interval="documents", clusters=document)
    assert b.se == pytest.approx(a.se, rel=0.06)


def test_the_documents_of_a_frame_that_names_them_need_not_be_given():
    frame = scattered(60, 3, 3, 0.1, seed=9)
    documents = np.repeat([f"D{n}" for n in range(12)], 5)
    index = pd.MultiIndex.from_arrays([documents, range(60)], names=["document", "turn"])
    wanted = co.krippendorff_alpha(frame, interval="documents", clusters=documents)
    found = co.krippendorff_alpha(frame.set_axis(index), interval="documents")
    assert found.interval == wanted.interval and "12 documents" in found.interval_by
    with pytest.raises(UsageError, match="no documents were given"):
        co.krippendorff_alpha(frame, interval="documents")


def test_documents_by_label_and_documents_that_fall_out():
    frame = scattered(60, 3, 3, 0.1, seed=9)
    documents = pd.Series(np.repeat([f"D{n}" for n in range(12)], 5), index=frame.index)
    wanted = co.krippendorff_alpha(frame, interval="documents", clusters=documents)
    # In another order, with the same index.
    mixed = documents.sample(frac=1, random_state=1)
    assert (
        co.krippendorff_alpha(frame, interval="documents", clusters=mixed).interval
        == wanted.interval
    )
    # A document nobody double-coded does not enter, and is not drawn.
    more = pd.concat([frame, pd.DataFrame({"K0": [1.0] * 5})], ignore_index=True)
    labels = [*documents, *["D99"] * 5]
    again = co.krippendorff_alpha(more, interval="documents", clusters=labels)
    assert again.interval == wanted.interval and "12 documents" in again.interval_by
    one = co.krippendorff_alpha(frame, interval="documents", clusters=["D"] * 60)
    assert one.interval is None and any("one document" in note for note in one.notes)
    few = co.krippendorff_alpha(frame, interval="documents", clusters=["D", "E"] * 30)
    assert any("so few documents" in note for note in few.notes)


@pytest.mark.parametrize("function", [co.krippendorff_alpha, co.gwet_ac1, co.brennan_prediger])
def test_draws_without_a_value_are_counted(function):
    # One unit in twenty varies: a draw without it has one value only.
    frame = [["a", "a"]] * 19 + [["a", "b"]]
    found = function(frame, interval="units")
    (note,) = [note for note in found.notes if "undefined" in note]
    # A draw misses one unit of twenty with probability .95²⁰ = .358.
    missed = int(note.split(" of ")[0].replace(",", ""))
    assert abs(missed / 2000 - 0.95**20) < 0.035
    assert note.endswith("of 2,000 draws were undefined and are left out")


HAYES = [
    "112.2", "1101.", "2333.", ".00.0", "000.0", "000.0", "102.1", "1.20.", "222.2", "2111.",
    ".100.", "0000.", "1222.", "33223", "111.1", "111.1", "212.2", "1233.", "1101.", "000.0",
    "0011.", "00.00", "2333.", "0000.", "12.22", "0111.", "00010", "1212.", "1122.", "112.2",
    "110.0", "2121.", "22.22", "3222.", "222.2", "223.2", "222.2", "22.12",
    "2222.", "111.1",
]  # fmt: skip


def test_resampling_pairs_as_kalpha_does():
    """The worked example of Hayes & Krippendorff (2007): .7598, 95 % [.708, .808], 239 pairs."""
    frame = [[None if cell == "." else int(cell) for cell in row] for row in HAYES]
    pairs = co.krippendorff_alpha(frame, "ordinal", interval="pairs", draws=10_000)
    assert near(pairs.value, 0.7598, 5e-5)
    assert pairs.interval == pytest.approx((0.708, 0.808), abs=0.004)
    assert pairs.interval_by == (
        "coder pairs resampled, as KALPHA does, 10,000 draws, seed 20260101"
    )
    assert any("too narrow" in note for note in pairs.notes)
    drawn = co.alpha_draws(frame, "ordinal", interval="pairs", draws=10_000)
    assert (drawn < 0.8).mean() == pytest.approx(0.947, abs=0.01)
    # Units: more than twice as wide.
    units = co.krippendorff_alpha(frame, "ordinal", interval="units", draws=4_000)
    assert units.interval == pytest.approx((0.621, 0.843), abs=0.012)


def test_gwets_standard_error_with_units_read_by_one_says_that_it_is_large():
    found = co.gwet_ac1(GAPS * 5)
    assert any("the 5 units that one coder read" in note for note in found.notes)
    assert not any("one coder read" in note for note in co.fleiss_kappa(GAPS * 5).notes)


def test_the_same_seed_gives_the_same_interval_and_another_another():
    frame = scattered(80)
    a, b = (co.fleiss_kappa(frame, interval="units", seed=1) for _ in range(2))
    assert a == b
    assert co.fleiss_kappa(frame, interval="units", seed=2).interval != a.interval


# -- against other programs, and any order -------------------------------------------------------------


@pytest.mark.parametrize("missing", [0.0, 0.1, 0.5])
@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
@pytest.mark.parametrize("coders", [2, 3, 12])
def test_alpha_equals_another_program(level, coders, missing):
    krippendorff = pytest.importorskip("krippendorff")
    frame = scattered(150, coders, 7, missing, seed=coders) ** 2 / 4
    wanted = krippendorff.alpha(frame.to_numpy().T, level_of_measurement=level)
    assert near(co.krippendorff_alpha(frame, level).value, wanted, 1e-12)


@pytest.mark.parametrize("weights", [None, "linear", "quadratic"])
def test_cohen_equals_another_program(weights):
    metrics = pytest.importorskip("sklearn.metrics")
    frame = scattered(200, 2, 5, 0.0)
    wanted = metrics.cohen_kappa_score(frame["K0"], frame["K1"], weights=weights)
    assert near(co.cohen_kappa(frame, weights).value, wanted, 1e-12)


def test_standard_error_and_fleiss_equal_another_program():
    rater = pytest.importorskip("statsmodels.stats.inter_rater")
    frame = scattered(200, 2, 5, 0.0)
    table = pd.crosstab(frame["K0"], frame["K1"])
    theirs = rater.cohens_kappa(table.to_numpy())
    ours = co.cohen_kappa(frame)
    assert near(ours.value, theirs.kappa, 1e-12) and near(ours.se, theirs.std_kappa, 1e-12)
    assert ours.interval == pytest.approx((theirs.kappa_low, theirs.kappa_upp), abs=1e-9)
    frame = scattered(100, 6, 4, 0.0)
    counts, _ = rater.aggregate_raters(frame.to_numpy())
    assert near(co.fleiss_kappa(frame).value, rater.fleiss_kappa(counts), 1e-12)
    assert near(co.randolph_kappa(frame).value, rater.fleiss_kappa(counts, "randolph"), 1e-12)


def test_the_order_of_coders_and_units_changes_nothing():
    frame = scattered(90, 4, 4, 0.25)
    turned = frame[frame.columns[::-1]].sample(frac=1, random_state=3)
    for function, options in SPREAD:
        for interval in ("analytic", "units"):
            a = function(frame, interval=interval, **options)
            b = function(turned, interval=interval, **options)
            assert a.value == pytest.approx(b.value, abs=1e-12)
            # The draws are others where the coders' columns are.
            assert a.se == pytest.approx(b.se, rel=1e-6 if interval == "analytic" else 0.1)
    rows = frame.sample(frac=1, random_state=3)
    for function, options in SPREAD:
        a = function(frame, interval="units", **options)
        assert a.interval == pytest.approx(function(rows, interval="units", **options).interval)


def test_many_coders_who_read_little_each():
    """Forty coders, three to a unit: counted through packed columns and through tables alike."""
    chance = np.random.default_rng(2)
    table = np.full((200, 40), np.nan)
    for row in table:
        row[chance.choice(40, 3, replace=False)] = chance.integers(0, 4, 3)
    krippendorff = pytest.importorskip("krippendorff")
    for level in ("nominal", "ordinal", "ratio"):
        wanted = krippendorff.alpha(table.T + 1, level_of_measurement=level)
        assert near(co.krippendorff_alpha(table + 1, level).value, wanted, 1e-12)
    full = np.where(np.isnan(table), chance.integers(0, 4, table.shape), table)
    wanted = krippendorff.alpha(full.T + 1, level_of_measurement="ratio")
    assert near(co.krippendorff_alpha(full + 1, "ratio").value, wanted, 1e-12)
    assert near(
        co.krippendorff_alpha(full, "nominal").value,
        krippendorff.alpha(full.T, level_of_measurement="nominal"), 1e-12,
    )  # fmt: skip


def test_many_values():
    krippendorff = pytest.importorskip("krippendorff")
    chance = np.random.default_rng(4)
    whole = np.repeat(chance.integers(0, 400, 300)[:, None], 3, axis=1) + chance.integers(
        0, 3, (300, 3)
    )
    for table in (whole.astype(float), whole / 7):
        table = table.copy()
        table[0, 0] = np.nan
        for level in ("nominal", "ordinal", "interval", "ratio"):
            wanted = krippendorff.alpha(table.T, level_of_measurement=level)
            assert near(co.krippendorff_alpha(table, level).value, wanted, 1e-9)
    assert co.krippendorff_alpha(whole, "ordinal", interval="units", draws=200).interval is not None


# -- figures printed elsewhere -------------------------------------------------------------------------


def test_figures_of_a_table_of_two_abstractors():
    """Two abstractors, three diagnoses: AC1 .84933 (SE .04322), AC2 with quadratic weights .94024."""
    table = co.from_table([[13, 0, 0], [0, 20, 7], [0, 4, 56]], ["Ectopic", "AIU", "NIU"])
    ac1 = co.gwet_ac1(table)
    assert near(ac1.value, 0.84933, 5e-6) and near(ac1.se, 0.04322, 5e-6)
    assert ac1.interval == pytest.approx((0.76358, 0.93508), abs=5e-6)
    assert near(co.gwet_ac2(table).value, 0.94024, 5e-6)
    assert near(co.gwet_ac2(table).se, 0.01792, 5e-6)


def test_figures_of_eight_pathologists():
    """O'Malley et al. 2006 as in Warrens 2010: Randolph .8358, Fleiss .8324, Hubert .8326, Light .8325."""
    rows = [("NNNNNNNN", 14), ("NNNANNNN", 1), ("NNNNNNNA", 1), ("AAAAAAAA", 10),
            ("AANAAAAN", 2), ("AANANAAN", 1), ("AANANANN", 1)]  # fmt: skip
    frame = [list(row) for row, times in rows for _ in range(times)]
    for function, wanted in (
        (co.randolph_kappa, 0.8358),
        (co.fleiss_kappa, 0.8324),
        (co.conger_kappa, 0.8326),
        (co.light_kappa, 0.8325),
    ):
        assert near(function(frame).value, wanted, 1e-4)


def test_figures_of_nine_items_with_sets():
    """Two programs treat the same nine items with sets in two ways: .252 and .273."""
    pairs = ["/", "A/", "A/A", "A/B", "AB/A", "AB/AC", "ABC/ABC", "C/AC", "C/AC"]
    frame = [[set(side) for side in pair.split("/")] for pair in pairs]
    dkpro = co.masi_alpha(frame, "dkpro")
    assert near(dkpro.value, 0.252, 1e-3)
    assert near(dkpro.observed, 0.253, 1e-3) and near(dkpro.expected, 0.338, 1e-3)
    assert near(co.masi_alpha(frame, "nltk").value, 0.273, 1e-3)
    assert near(co.exact_agreement(frame).value, 1 / 3)


def test_figures_of_an_example_with_several_codes_to_a_unit():
    """Krippendorff & Craggs 2016, table 3, as a package computes it: .2865907."""
    frame = [
        [{"b", "d"}, {"d"}, None],
        [{"a", "b", "d"}, {"b"}, {"b", "d"}],
        [set(), {"a"}, {"a"}],
        [{"a"}, None, None],
    ]
    assert near(co.multivalued_alpha(frame).value, 0.2865907, 5e-8)


def test_the_benchmark_finds_equal_results():
    pytest.importorskip("krippendorff")
    script = Path(__file__).resolve().parents[1] / "benchmarks" / "agreement.py"
    done = subprocess.run(
        [sys.executable, str(script), "--quick"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) == 10 and all(line["pass"] is None for line in lines)
