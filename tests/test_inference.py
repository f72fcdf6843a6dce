"""Tests of groups of people, counted by hand; statistics of a table beside other programs."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

import qualcode.errors as errors
from qualcode.analysis import arrangements, contingency, inference, permuted
from qualcode.analysis.inference import permutation_test

# Six people, three commissioners (0) and three providers (1). "trust" is with all commissioners and
# nobody else; "price" with two commissioners and one provider; "delay" with one commissioner.
ROLES = [0, 0, 0, 1, 1, 1]
CODED = np.array(
    [
        [1, 1, 1],
        [1, 1, 0],
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 0],
        [0, 0, 0],
    ],
    dtype=bool,
)


# -- permutation, counted by hand ----------------------------------------------------------------------


def test_six_people_in_two_groups_are_counted_in_full():
    found = permutation_test(CODED, ROLES)
    assert (found.exact, found.draws) == (True, 20)  # 6! / (3! 3!) ways to deal out the roles
    # trust: 2 of 20 ways put its three people into one group. price: 2 + 1 or more uneven is every way.
    # delay: its one person is always in some group.
    assert found.p.tolist() == [0.1, 1.0, 1.0]
    assert found.smallest_p.tolist() == [0.1, 0.1, 1.0]
    # trust: all four cells expect 1.5 and miss it by 1.5: 4 x 1.5. price: 4 x .5² / 1.5. delay: .5 expected
    # with and 2.5 without, 2 x .25 / .5 + 2 x .25 / 2.5.
    assert found.statistic == pytest.approx([6, 4 * 0.25 / 1.5, 1.2])
    # Largest statistic 6 where trust's three or price's three people are in one group: 2 + 2 of 20.
    assert found.p_max.tolist() == [0.2, 1.0, 1.0]
    assert found.n.tolist() == [6, 6, 6] and found.n_present.tolist() == [3, 3, 1]
    assert (found.unit, found.strata, found.reasons) == ("participants", "", ("", "", ""))


def test_uneven_groups_tell_which_side_is_rarer():
    # Two people in group 0, four in group 1; two people have the code. Of 15 ways: both of them are group 0
    # in 1 way (chi-square largest), both in group 1 in 6 ways (next), one in each in 8.
    groups = [0, 0, 1, 1, 1, 1]
    both, none, mixed = ([1, 1, 0, 0, 0, 0], [0, 0, 1, 1, 0, 0], [1, 0, 1, 0, 0, 0])
    found = permutation_test(np.array([both, none, mixed]).T, groups)
    assert found.p == pytest.approx([1 / 15, 7 / 15, 1])
    assert found.smallest_p == pytest.approx([1 / 15] * 3)
    assert found.draws == 15


# Case A: two commissioners with the code, two providers without. Case B: the same.
CASES = [0, 0, 0, 0, 1, 1, 1, 1]
IN_BOTH = np.array([[1, 1, 0, 0, 1, 1, 0, 0]], dtype=bool).T


def test_within_strata_people_stay_in_their_case():
    groups = [0, 0, 1, 1, 0, 0, 1, 1]
    within = permutation_test(IN_BOTH, groups, strata=CASES)
    # 6 ways in each case; all four in one group in 2 of 36. Without cases: 2 of 70 ways.
    assert (within.draws, within.exact, within.strata) == (36, True, "within 2 strata")
    assert within.p.tolist() == within.smallest_p.tolist() == [2 / 36]
    assert permutation_test(IN_BOTH, groups).p.tolist() == [2 / 70]
    # Commissioners in case A and providers in case B: as even as can be, so every way is as uneven.
    against = permutation_test(
        np.array([[1, 1, 0, 0, 0, 0, 1, 1]], dtype=bool).T, groups, strata=CASES
    )
    assert against.statistic.tolist() == pytest.approx([0]) and against.p.tolist() == [1.0]


def test_a_difference_between_cases_is_none_within_them():
    # Everybody in case A has the code and nobody in case B; case A is mostly commissioners.
    coded = np.array([[1, 1, 1, 1, 0, 0, 0, 0]], dtype=bool).T
    groups = [0, 0, 0, 1, 0, 1, 1, 1]
    found = permutation_test(coded, groups, strata=CASES)
    assert np.isnan(found.p).all() and np.isnan(found.smallest_p).all()
    assert found.reasons == ("in no stratum do people differ both in group and in this code",)
    # 16 x 16 + 2 of 70: three and one, or four and none, in either direction.
    assert permutation_test(coded, groups).p.tolist() == [(2 * 16 + 2) / 70]


def test_the_statistic_within_strata_is_that_of_mantel_and_haenszel():
    chance = np.random.default_rng(4)
    coded, group = chance.random((60, 4)) < 0.4, chance.integers(0, 2, 60)
    stratum = chance.integers(0, 3, 60)
    by_hand = []
    for code in coded.T:
        far, spread = 0.0, 0.0
        for own in (stratum == s for s in range(3)):
            n, first, have = own.sum(), (own & (group == 0)).sum(), (own & code).sum()
            far += (own & code & (group == 0)).sum() - first * have / n
            spread += first * (n - first) * have * (n - have) / n**3
        by_hand.append(far**2 / spread)
    found = permutation_test(coded, group, strata=stratum, draws=50)
    assert found.statistic == pytest.approx(by_hand)


def test_one_stratum_is_no_stratum():
    chance = np.random.default_rng(5)
    coded, group = chance.random((30, 5)) < 0.4, chance.integers(0, 4, 30)
    plain = permutation_test(coded, group, draws=500)
    one = permutation_test(coded, group, strata=[7] * 30, draws=500)
    assert one.p.tolist() == plain.p.tolist() and one.strata == "within 1 stratum"
    # Two strata of which one is a single person, who stays: all others are one stratum.
    nearly = permutation_test(coded, group, strata=[0] + [1] * 29, draws=500)
    alone = permutation_test(coded[1:], group[1:], draws=500)
    assert nearly.statistic == pytest.approx(alone.statistic)


def test_who_was_not_considered_and_who_has_no_group_leaves():
    # The code was considered for five: 2 + 0 of its people in groups of 2 and 3. The first person's
    # True counts for nothing.
    coded = np.array([[1, 1, 1, 0, 0, 0]], dtype=bool).T
    valid = np.array([[0, 1, 1, 1, 1, 1]], dtype=bool).T
    found = permutation_test(coded, ROLES, valid=valid)
    assert (found.n.tolist(), found.n_present.tolist()) == ([5], [2])
    assert found.p.tolist() == [1 / 10] and found.draws == 10
    same = permutation_test(coded, [-1, 0, 0, 1, 1, 1])
    assert (same.p.tolist(), same.n.tolist()) == ([1 / 10], [5])


def test_codes_considered_for_other_people_have_their_own_arrangements():
    # trust for all six: 2 of 20 ways. price for the last five: its people are one group of 2, 1 of 10 ways.
    coded = np.array([[1, 1, 1, 0, 0, 0], [0, 1, 1, 0, 0, 0]], dtype=bool).T
    valid = np.ones_like(coded)
    valid[0, 1] = False
    found = permutation_test(coded, ROLES, valid=valid)
    assert found.p.tolist() == [0.1, 0.1]
    # trust's chi-square is 6, price's 5: 2 of 20 and none of 10; 2 of 20 and 1 of 10.
    assert found.statistic == pytest.approx([6, 5])
    assert found.p_max == pytest.approx([0.1, 0.2])
    assert (found.exact, found.draws) == (True, 20)


def test_what_cannot_be_tested_says_why():
    coded = np.zeros((6, 4), dtype=bool)
    coded[:, 1] = True
    coded[:2, 2] = coded[:2, 3] = True
    valid = np.ones_like(coded)
    valid[:2, 2] = False  # four people left
    valid[3:, 3] = False  # three people left, of one role
    found = permutation_test(coded, ROLES, valid=valid)
    assert found.reasons == (
        "nobody has this code",
        "everybody has this code",
        "considered for 4 people only: a test needs 5",
        "considered for 3 people only: a test needs 5",
    )
    for values in (found.p, found.statistic, found.smallest_p, found.p_max):
        assert np.isnan(values).all()
    assert inference.benjamini_hochberg(found.p) == [None] * 4
    assert found.draws == 0 and found.notes == ["No code could be tested."]
    none = permutation_test(coded[:, :0], ROLES)
    assert len(none.p) == len(none.reasons) == 0 and none.method == "no code could be tested"
    one = permutation_test(coded[:, 2:3], [3] * 6)
    assert one.reasons == ("everybody for whom it was considered is in one group",)


def test_fewer_than_five_people_are_refused_and_five_are_not():
    with pytest.raises(errors.TableError, match=r"4 participants.*at least 5"):
        permutation_test(CODED[:4], ROLES[:4])
    with pytest.raises(errors.TableError, match="4 participants"):
        permutation_test(CODED, [0, 0, 1, 1, -1, -1])
    assert permutation_test(CODED[:5], ROLES[:5]).draws == 10


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"present": [1, 0, 1]}, "present: an array of shape"),
        ({"present": [["yes"], ["no"]]}, "present: values of type"),
        ({"present": np.full((6, 3), -1)}, "present: -1"),
        ({"present": np.full((6, 3), np.nan)}, "present: nan"),
        ({"groups": [0, 1]}, "groups: an array of shape"),
        ({"groups": [0.5] * 6}, "groups: values of type float64"),
        ({"valid": CODED[:, :2]}, "valid: an array of shape"),
        ({"valid": np.full((6, 3), 2)}, "valid: other values"),
        ({"strata": [1, 2]}, "strata: an array of shape"),
        ({"draws": 0}, "draws: 0"),
        ({"draws": 2.5}, "draws: 2.5"),
        ({"draws": 10**7}, "draws: 10,000,000 .1 to 1,000,000"),
        ({"seed": "x"}, "seed: 'x'"),
        ({"seed": None}, "seed: None"),
    ],
)
def test_a_wrong_call_names_the_argument(change, message):
    call = {"present": CODED, "groups": ROLES, **change}
    with pytest.raises(errors.UsageError, match=message):
        permutation_test(call.pop("present"), call.pop("groups"), **call)


# -- permutation, by chance ----------------------------------------------------------------------------


def study(people=40, codes=6, roles=3, seed=8):
    chance = np.random.default_rng(seed)
    return chance.random((people, codes)) < 0.35, chance.integers(0, roles, people)


def test_random_arrangements_come_close_to_all(monkeypatch):
    # Ten people, 4 + 3 + 3: 4,200 ways.
    coded, _ = study(people=10, codes=8)
    groups = [0] * 4 + [1] * 3 + [2] * 3
    strata = [0, 0, 1, 1, 0, 0, 1, 1, 0, 1]
    for inside in (None, strata):
        exact = permutation_test(coded, groups, strata=inside)
        assert exact.exact
        with monkeypatch.context() as change:
            change.setattr(inference, "ALL", 0)
            drawn = permutation_test(coded, groups, strata=inside, draws=20_000)
        assert not drawn.exact and drawn.draws == 20_000
        # Four Monte Carlo standard errors; p is never below its least.
        room = 4 * np.sqrt(exact.p * (1 - exact.p) / 20_000) + 1e-4
        assert (np.abs(drawn.p - exact.p) <= room).all()
        assert (np.abs(drawn.p_max - exact.p_max) <= 0.015).all()
        assert drawn.smallest_p == pytest.approx(exact.smallest_p)
        assert (drawn.p >= drawn.smallest_p).all()


@pytest.mark.parametrize("sizes", [(3, 3), (2, 5), (2, 2, 3), (1, 3, 4), (2, 3, 1, 2)])
def test_the_least_p_is_that_of_the_most_uneven_arrangement(sizes):
    groups = np.repeat(np.arange(len(sizes)), sizes)
    n = len(groups)
    for have in range(1, n):
        # All choices of who has the code, instead of all ways to deal out the groups.
        values = [
            sum(
                np.isin(np.flatnonzero(groups == g), chosen).sum() ** 2 / sizes[g]
                for g in set(groups)
            )
            for chosen in itertools.combinations(range(n), have)
        ]
        share = np.mean(np.array(values) > max(values) - 1e-9)
        assert permuted.most_uneven(sizes, have) == pytest.approx(share), have


def test_the_least_p_is_never_above_one():
    # Two strata with three groups of six, one person with the code: wherever that person stands, it is as
    # uneven, so every arrangement counts, and together they are certain.
    groups = np.tile(np.repeat([0, 1, 2], 6), 2)
    strata = np.repeat([0, 1], 18)
    alone = np.arange(36)[:, None] == 0
    found = permutation_test(alone, groups, strata=strata, draws=9)
    assert (found.exact, found.smallest_p.tolist(), found.p.tolist()) == (False, [1.0], [1.0])
    assert contingency.benjamini_hochberg(found.p) == [1.0]


def test_few_ways_to_deal_out_many_people_are_not_all_looked_at():
    # One of 300 people is alone: 300 ways, 299 + 1 people each. Two of 300: 44,850 ways are too much.
    coded = np.arange(300)[:, None] < 100
    assert permutation_test(coded, [1] + [0] * 299).draws == 300
    found = permutation_test(coded, [1, 1] + [0] * 298, draws=500)
    assert (found.exact, found.draws) == (False, 500)


def test_the_least_p_cannot_be_below_one_in_all_draws():
    coded, groups = study(people=60)
    found = permutation_test(coded, groups, draws=99)
    assert not found.exact and (found.smallest_p == 0.01).all() and (found.p >= 0.01).all()
    # The observed arrangement counts as one of 100: p is a whole number of hundredths.
    assert (100 * found.p).round(6).tolist() == (100 * found.p).round().tolist()
    assert permutation_test(coded, groups, draws=1).p.min() >= 0.5


def test_chance_does_not_bring_p_below_the_least_it_can_be(monkeypatch):
    # Both people with the code in one group of three: 6 of 15 ways. A hundred draws may give fewer.
    monkeypatch.setattr(inference, "ALL", 0)
    coded = np.array([[1, 1, 0, 0, 0, 0]], dtype=bool).T
    found = [permutation_test(coded, ROLES, draws=100, seed=seed) for seed in range(20)]
    assert min(each.p[0] for each in found) == pytest.approx(6 / 15)
    assert max(each.p[0] for each in found) > 0.41
    assert all(each.p_max[0] >= each.p[0] for each in found)


def test_the_same_seed_gives_the_same_and_another_seed_another():
    coded, groups = study()
    first, again = (permutation_test(coded, groups, draws=200) for _ in range(2))
    other = permutation_test(coded, groups, draws=200, seed=1)
    assert first.p.tolist() == again.p.tolist() and first.p.tolist() != other.p.tolist()
    assert (first.seed, other.seed) == (inference.DEFAULT_SEED, 1)


def test_a_code_does_not_depend_on_its_neighbours_nor_on_names_of_groups(monkeypatch):
    coded, groups = study()
    all_codes = permutation_test(coded, groups, draws=300)
    turned = permutation_test(coded[:, ::-1], np.array([5, 9, 2])[groups], draws=300)
    assert turned.p[::-1].tolist() == all_codes.p.tolist()
    assert turned.p_max[::-1].tolist() == all_codes.p_max.tolist()
    assert permutation_test(coded[:, 2:3], groups, draws=300).p[0] == all_codes.p[2]
    # Nor on how many arrangements are looked at at once.
    monkeypatch.setattr(inference, "BLOCK", 500)
    assert permutation_test(coded, groups, draws=300).p.tolist() == all_codes.p.tolist()


def test_the_order_of_people_does_not_matter():
    coded, groups = study(people=10)
    order = np.random.default_rng(1).permutation(10)
    first = permutation_test(coded, groups)
    second = permutation_test(coded[order], groups[order])
    assert first.exact and first.p.tolist() == second.p.tolist()
    assert first.p_max.tolist() == second.p_max.tolist()


def test_the_statistic_is_pearsons_chi_square():
    coded, groups = study(people=80, roles=5)
    found = permutation_test(coded, groups, draws=10)
    for code in range(coded.shape[1]):
        table = [
            [(own & (groups == group)).sum() for group in range(5)]
            for own in (coded[:, code], ~coded[:, code])
        ]
        assert found.statistic[code] == pytest.approx(inference.pearson_chi2(table).statistic)


def test_many_groups_of_many_people_fit_into_their_sums():
    # 40 groups of 30 people: no single number holds the counts of all of them.
    groups = np.repeat(np.arange(40), 30)
    coded = (np.arange(1200) % 3 == 0)[:, None]
    coded[:30] = True
    expected = inference.pearson_chi2(
        [
            [coded[groups == g].sum() for g in range(40)],
            [(~coded[groups == g]).sum() for g in range(40)],
        ]
    )
    assert permutation_test(coded, groups, draws=5).statistic[0] == pytest.approx(
        expected.statistic
    )


def test_random_arrangements_deal_out_every_group_everywhere():
    people = arrangements.People(
        np.ones((5, 1)), np.array([0, 1, 1, 0, 2]), np.array([0, 0, 0, 1, 1])
    )
    found = np.concatenate(list(arrangements.random_arrangements(people, 6_000, 3, 1_000)))
    assert (np.sort(found[:, :3], axis=1) == [0, 1, 1]).all()
    assert (np.sort(found[:, 3:], axis=1) == [0, 2]).all()
    # Group 0 is at each of three places in a third of the arrangements: 2,000, standard deviation 36.5.
    assert (np.abs((found[:, :3] == 0).sum(axis=0) - 2_000) < 4 * 36.5).all()
    # Both strata are shuffled each on their own: 2 x 3 arrangements, 1,000 times each.
    _, times = np.unique(found, axis=0, return_counts=True)
    assert len(times) == 6 and (np.abs(times - 1_000) < 4 * 29).all()


def test_numbers_instead_of_true_and_false():
    # Shares of turns: 3, 2, 1 against 0, 0, 0. The sums 6 and 0 come about in 2 of 20 ways.
    shares = np.array([[0.3, 0.2, 0.1, 0, 0, 0]]).T
    found = permutation_test(shares, ROLES)
    assert found.p.tolist() == found.smallest_p.tolist() == [0.1]
    # Mean .1; .2² x 2 + .1² x … = .04 + .01 + 0 + .03 = .08 around it, .06 of it between groups: 6 x .75.
    assert found.statistic.tolist() == pytest.approx([4.5])
    assert found.n_present.tolist() == [3] and "in number" in found.notes[0]
    # Twice the numbers, or True and False: the same test.
    assert permutation_test(2 * shares, ROLES).statistic == pytest.approx(found.statistic)
    assert permutation_test(CODED * 1.0, ROLES).p.tolist() == [0.1, 1.0, 1.0]
    halves = permutation_test(CODED * 0.5, ROLES)
    assert halves.statistic == pytest.approx(permutation_test(CODED, ROLES).statistic)
    assert permutation_test(np.full((6, 1), 0.3), ROLES).reasons == (
        "everybody has the same number",
    )
    # Nobody's number counts where the code was not considered, not even a missing one.
    gone = np.vstack([shares, [[np.nan]]])
    left = permutation_test(gone, [*ROLES, 0], valid=~np.isnan(gone))
    assert left.p.tolist() == [0.1]


def test_what_is_printed_under_the_table():
    coded, groups = study(people=60)
    drawn = permutation_test(coded, groups, strata=groups * 0)
    assert drawn.method == (
        "permutation of participants within 1 stratum, 10,000 draws, seed 20260101"
    )
    assert drawn.notes[-1] == inference.EXCHANGEABILITY and len(drawn.notes) == 2
    exact = permutation_test(CODED, ROLES)
    assert exact.method == "permutation of participants, exact: all 20 arrangements"
    assert exact.notes[1] == "For 3 codes the smallest p that these groups allow is above .05."
    # One code considered for ten people only: there, all arrangements can be looked at.
    valid = np.ones_like(coded)
    valid[10:, 0] = False
    mixed = permutation_test(coded, groups, valid=valid)
    assert not mixed.exact and mixed.exact_codes.tolist() == [True] + [False] * 5
    assert mixed.method.endswith("; all arrangements for 1 code considered for few people")


def test_statistics_of_given_arrangements():
    orders = [[0, 0, 0, 1, 1, 1], [1, 1, 1, 0, 0, 0], [0, 1, 0, 1, 1, 0]]
    found = inference.statistics(CODED[:, :2], ROLES, orders)
    # trust's people are in groups 0, 1, 0 and price's in 0, 1, 1: 2 + 1, as price is in the first.
    even = 4 * 0.25 / 1.5
    assert found == pytest.approx(np.array([[6, even], [6, even], [even, even]]))


# -- one table -----------------------------------------------------------------------------------------

# 20 people: 8 of 10 commissioners and 2 of 10 providers.
TABLE = [[8, 2], [2, 8]]


def test_statistics_of_a_two_by_two_table_by_hand():
    # All cells expect 5 and miss it by 3: chi-square 4 x 9 / 5.
    chi2 = inference.pearson_chi2(TABLE)
    assert chi2.statistic == pytest.approx(7.2) and chi2.df == 1
    assert chi2.p == pytest.approx(math.erfc(math.sqrt(7.2 / 2)))
    statistic, df, p = inference.likelihood_ratio(TABLE)
    assert statistic == pytest.approx(2 * (16 * math.log(1.6) + 4 * math.log(0.4)))
    assert df == 1 and p is not None
    assert inference.expected(TABLE).tolist() == [[5, 5], [5, 5]]
    third = 3 / math.sqrt(5)
    assert inference.pearson_residuals(TABLE)[0] == pytest.approx([third, -third])
    # Adjusted: half of the people in each row and column, so divided by sqrt(1/2 x 1/2).
    assert inference.adjusted_residuals(TABLE)[1] == pytest.approx([-2 * third, 2 * third])
    assert inference.cramers_v(TABLE) == pytest.approx(0.6)
    # phi² .36 - 1/19; two rows count as 2 - 1/19 of which one is lost: 18/19.
    assert inference.cramers_v_corrected(TABLE) == pytest.approx(
        math.sqrt((0.36 - 1 / 19) / (18 / 19))
    )
    assert inference.contingency_coefficient(TABLE) == pytest.approx(math.sqrt(7.2 / 27.2))
    assert inference.small_expected_share(TABLE) == 0.0
    assert inference.small_expected_share([[4, 1], [4, 1]]) == 1.0


def test_the_residuals_of_a_published_table():
    # Agresti (2007), gender and party: women 762, 327, 468 and men 484, 239, 477.
    found = inference.adjusted_residuals([[762, 327, 468], [484, 239, 477]])
    assert found[0] == pytest.approx([4.50, 0.70, -5.32], abs=0.005)


def test_empty_rows_and_columns_say_nothing():
    with_gaps = [[8, 0, 2], [0, 0, 0], [2, 0, 8]]
    assert inference.pearson_chi2(with_gaps) == inference.pearson_chi2(TABLE)
    assert inference.likelihood_ratio(with_gaps) == inference.likelihood_ratio(TABLE)
    assert inference.cramers_v_corrected(with_gaps) == inference.cramers_v_corrected(TABLE)
    assert inference.freeman_halton(with_gaps).p == inference.freeman_halton(TABLE).p
    for function in (inference.adjusted_residuals, inference.pearson_residuals):
        found, plain = function(with_gaps), function(TABLE)
        assert found[1] == [None] * 3 and [row[1] for row in found] == [None] * 3
        assert [found[0][0], found[2][2]] == [plain[0][0], plain[1][1]]
    assert inference.expected(with_gaps).tolist() == [[5, 0, 5], [0, 0, 0], [5, 0, 5]]


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ([[0, 0], [0, 0]], "the table holds no counts"),
        ([[3, 4], [0, 0]], "only one row holds counts, so there is nothing to compare"),
        ([[3, 0], [4, 0]], "only one column holds counts, so there is nothing to compare"),
    ],
)
def test_what_is_undefined_is_none_with_the_reason(table, reason):
    assert inference.why_undefined(table) == reason
    assert inference.pearson_chi2(table) == (None, 0, None)
    assert inference.likelihood_ratio(table) == (None, 0, None)
    for function in (
        inference.cramers_v,
        inference.cramers_v_corrected,
        inference.contingency_coefficient,
        inference.fisher_exact,
        inference.conditional_odds_ratio,
    ):
        assert function(table) is None
    exact = inference.freeman_halton(table)
    assert (exact.p, exact.reason, exact.method) == (None, reason, f"undefined: {reason}")
    assert inference.adjusted_residuals(table) == [[None] * 2] * 2
    assert inference.why_undefined(TABLE) == ""


def test_a_correction_that_leaves_nothing_is_undefined():
    # Two people in two rows and two columns: nothing is left of V after the correction.
    assert inference.cramers_v([[1, 0], [0, 1]]) == 1.0
    assert inference.cramers_v_corrected([[1, 0], [0, 1]]) is None


@pytest.mark.parametrize(
    "table",
    [
        [[1, 2], [3]],
        [1, 2],
        [[1, -1], [2, 2]],
        [[0.5, 1], [1, 1]],
        [[None, 1], [1, 1]],
        [["a"]],
        [],
    ],
)
def test_what_is_no_table_of_counts_is_refused(table):
    with pytest.raises(errors.UsageError, match=r"^table: "):
        inference.pearson_chi2(table)


def test_residuals_as_statsmodels_gives_them():
    module = pytest.importorskip("statsmodels.stats.contingency_tables")
    table = [[3, 9, 4], [7, 2, 12], [1, 5, 6], [8, 8, 2]]
    other = module.Table(np.array(table), shift_zeros=False)
    assert np.array(inference.adjusted_residuals(table)) == pytest.approx(
        np.asarray(other.standardized_resids)
    )
    assert np.array(inference.pearson_residuals(table)) == pytest.approx(
        np.asarray(other.resid_pearson)
    )
    assert inference.expected(table) == pytest.approx(np.asarray(other.fittedvalues))


def test_chi_square_and_likelihood_ratio_as_scipy_gives_them():
    from scipy.stats import chi2_contingency

    table = [[3, 9, 4], [7, 0, 12], [1, 5, 6]]
    for ours, name in (
        (inference.pearson_chi2, "pearson"),
        (inference.likelihood_ratio, "log-likelihood"),
    ):
        other = chi2_contingency(table, correction=False, lambda_=name)
        assert ours(table) == pytest.approx((other.statistic, other.dof, other.pvalue))


# -- exact tests ---------------------------------------------------------------------------------------


def all_tables(rows, columns):
    """Every table with these margins, one by one."""
    if len(rows) == 1:
        yield [list(columns)]
        return
    for first in itertools.product(*(range(top + 1) for top in columns)):
        if sum(first) == rows[0]:
            left = [top - taken for top, taken in zip(columns, first, strict=True)]
            for rest in all_tables(rows[1:], left):
                yield [list(first), *rest]


def chance_of(table):
    """Ways to deal out people, as a whole number, so that equal is equal."""
    return math.factorial(sum(map(sum, table))) // math.prod(
        math.factorial(cell) for row in table for cell in row
    )


@pytest.mark.parametrize(
    "table",
    [
        [[3, 1], [1, 3]],
        [[2, 0, 1], [0, 3, 1]],
        [[1, 2, 0], [0, 1, 2], [2, 0, 1]],
        [[2, 2, 2], [2, 2, 2]],
        [[4, 0, 1, 1], [0, 2, 1, 0], [1, 1, 0, 3]],
        [[1, 0], [0, 2], [2, 1], [0, 1], [3, 0]],
        [[1, 1, 1, 0, 0, 2, 0], [0, 1, 0, 1, 2, 0, 1]],
    ],
)
def test_freeman_halton_counts_all_tables(table):
    rows, columns = [sum(row) for row in table], [sum(c) for c in zip(*table, strict=True)]
    each = [chance_of(other) for other in all_tables(rows, columns)]
    by_hand = sum(own for own in each if own <= chance_of(table)) / sum(each)
    found = inference.freeman_halton(table)
    assert found.exact and found.p == pytest.approx(by_hand, rel=1e-9)
    assert found.method == "Freeman–Halton, exact" and found.draws is found.seed is None
    # The table turned round, and its rows in another order.
    turned = [list(column) for column in zip(*table, strict=True)][::-1]
    assert inference.freeman_halton(turned).p == pytest.approx(by_hand, rel=1e-9)


def test_freeman_halton_of_two_by_two_is_fishers_test():
    for table in ([[8, 2], [2, 8]], [[3, 9], [7, 4]], [[10, 0], [3, 1]], [[25, 60], [31, 44]]):
        assert inference.freeman_halton(table).p == pytest.approx(inference.fisher_exact(table))


def test_a_table_too_large_to_count_is_estimated_and_says_so():
    table = [[3, 0, 2, 1], [0, 4, 1, 2], [2, 1, 3, 0]]
    exact = inference.freeman_halton(table)
    found = inference.freeman_halton(table, limit=10)
    assert exact.exact and not found.exact
    assert (found.draws, found.seed) == (10_000, inference.DEFAULT_SEED)
    assert "10,000 random tables, seed 20260101" in found.method
    assert found.p == pytest.approx(exact.p, abs=4 * math.sqrt(exact.p * (1 - exact.p) / 10_000))
    assert inference.freeman_halton(table, limit=10).p == found.p
    # A table no random one will match: never 0.
    assert (
        inference.freeman_halton([[40, 0, 0], [0, 40, 0], [0, 0, 40]], limit=10, draws=99).p == 0.01
    )


def test_fisher_in_both_directions_and_the_odds_ratio_that_goes_with_it():
    # Four cups of tea of each kind, three of four told rightly: 16 + 1 of 70 ways at least as good.
    tea = [[3, 1], [1, 3]]
    assert inference.fisher_exact(tea, "greater") == pytest.approx(17 / 70)
    assert inference.fisher_exact(tea, "less") == pytest.approx(69 / 70)
    assert inference.fisher_exact(tea) == pytest.approx(34 / 70)
    assert inference.conditional_odds_ratio([[3, 0], [1, 3]]) == math.inf
    assert inference.conditional_odds_ratio([[0, 3], [3, 1]]) == 0.0
    with pytest.raises(errors.UsageError, match=r"3 x 2 cells.*freeman_halton"):
        inference.fisher_exact([[1, 2], [3, 4], [5, 6]])
    with pytest.raises(errors.UsageError, match="two-sided, less or greater"):
        inference.fisher_exact(tea, "both")


def test_all_ways_to_write_a_total():
    ways = contingency.compositions(3, np.array([2, 1, 3]))
    # 0 0 3, 0 1 2, 1 0 2, 1 1 1, 2 0 1, 2 1 0
    assert sorted(map(tuple, ways.tolist())) == [
        (0, 0, 3),
        (0, 1, 2),
        (1, 0, 2),
        (1, 1, 1),
        (2, 0, 1),
        (2, 1, 0),
    ]


# -- many tests ----------------------------------------------------------------------------------------


def test_benjamini_and_hochberg_by_hand():
    # Sorted .01 .02 .03 .5: times 4/1, 4/2, 4/3, 4/4 = .04, .04, .04, .5.
    assert inference.benjamini_hochberg([0.5, 0.01, 0.03, 0.02]) == pytest.approx(
        [0.5, 0.04, 0.04, 0.04]
    )
    # .04 x 2 = .08 is more than the next one's .05, which counts for both.
    assert inference.benjamini_hochberg([0.04, 0.05]) == pytest.approx([0.05, 0.05])
    assert inference.bonferroni([0.01, 0.4, 0.5]) == pytest.approx([0.03, 1, 1])


def test_fifteen_published_p_values():
    # Benjamini & Hochberg (1995), section 4: four are rejected, by Bonferroni three.
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459]
    p += [0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    assert sum(each <= 0.05 for each in inference.benjamini_hochberg(p)) == 4
    assert sum(each <= 0.05 for each in inference.bonferroni(p)) == 3


def test_a_missing_p_stays_missing_and_is_no_test():
    import pandas as pd

    for gap in (None, float("nan"), pd.NA):
        found = inference.benjamini_hochberg([0.01, gap, 0.02])
        assert found[1] is None and [found[0], found[2]] == pytest.approx([0.02, 0.02])
        assert inference.bonferroni([gap, 0.3]) == [None, 0.3]
    assert inference.benjamini_hochberg([]) == [] == inference.bonferroni([])
    for wrong in (-0.1, 1.2):
        with pytest.raises(errors.UsageError, match=r"p: .*0 to 1"):
            inference.benjamini_hochberg([wrong])
    for wrong in (["high"], 0.1, "0.1", None, [[0.1, 0.2]]):
        with pytest.raises(errors.UsageError, match=r"^p: "):
            inference.benjamini_hochberg(wrong)


def test_an_estimated_test_is_asked_for_draws_and_a_seed_that_there_are():
    table = [[30, 12, 9], [8, 20, 3], [5, 6, 9]]
    for options, what in (
        ({"draws": -1}, "draws: -1"),
        ({"draws": 10**9}, "draws: 1,000,000,000"),
        ({"seed": None}, "seed: None"),
    ):
        with pytest.raises(errors.UsageError, match=what):
            inference.freeman_halton(table, **options)


def test_everything_public_is_there():
    for name in inference.__all__:
        assert hasattr(inference, name), name
