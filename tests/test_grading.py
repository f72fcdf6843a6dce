"""Measures of scores against what people coded, each counted by hand from a handful of segments."""

from __future__ import annotations

import numpy as np
import pytest

from qualcode.analysis import grading

YES, NO = True, False


def targets(marks: str) -> np.ndarray:
    """ "x..x": a case, two others, a case."""
    return np.array([mark == "x" for mark in marks])


class TestAveragePrecision:
    def test_is_the_mean_precision_at_each_case(self):
        # Cases in the first and third place: 1/1 and 2/3.
        found = grading.average_precision(targets("x.x."), [0.9, 0.8, 0.7, 0.6])
        assert found == pytest.approx((1 + 2 / 3) / 2)

    def test_takes_equal_scores_together_whatever_their_order(self):
        # The two in the middle are read before the precision is looked at: 1/1 and 2/3.
        for marks in ("x.x.", "xx.."):
            found = grading.average_precision(targets(marks), [0.9, 0.5, 0.5, 0.1])
            assert found == pytest.approx((1 + 2 / 3) / 2)

    def test_of_scores_that_say_nothing_is_the_share_of_cases(self):
        assert grading.average_precision(targets("x..x......"), np.zeros(10)) == pytest.approx(0.2)

    def test_of_what_the_program_cannot_say_comes_last(self):
        found = grading.average_precision(targets(".x"), [0.1, -np.inf])
        assert found == pytest.approx(1 / 2)

    def test_is_undefined_without_a_case(self):
        assert grading.average_precision(targets("..."), [1, 2, 3]) is None

    def test_agrees_with_scikit_learn(self):
        from sklearn.metrics import average_precision_score

        chance = np.random.default_rng(1)
        for _ in range(20):
            y, score = chance.random(60) < 0.2, chance.integers(0, 8, 60)
            if y.any():
                ours = grading.average_precision(y, score)
                assert ours == pytest.approx(average_precision_score(y, score))


class TestWorkSaved:
    def test_is_what_need_not_be_read_less_five_per_cent(self):
        # One case, found first of 20: 19 of 20 need not be read.
        assert grading.work_saved(targets("x" + 19 * "."), -np.arange(20)) == pytest.approx(
            19 / 20 - 0.05
        )

    def test_needs_all_of_few_cases(self):
        # .95 of two are both; the second lies in the tenth place.
        assert grading.work_saved(
            targets("x........x" + 10 * "."), -np.arange(20)
        ) == pytest.approx(10 / 20 - 0.05)

    def test_leaves_out_the_last_of_twenty_cases(self):
        # 19 of 20 are enough: the last one, at the end, need not be looked for.
        assert grading.work_saved(targets(19 * "x" + 20 * "." + "x"), -np.arange(40)) == (
            pytest.approx(0.95 - 19 / 40)
        )

    def test_expects_the_middle_among_equal_scores(self):
        # One case among 19 in random order is met after 10 on average.
        assert grading.work_saved(targets("x" + 18 * "."), np.zeros(19)) == pytest.approx(
            0.95 - 10 / 19
        )

    def test_is_undefined_without_a_case(self):
        assert grading.work_saved(targets("..."), np.zeros(3)) is None


class TestFoundAfter:
    def test_counts_over_all_codes_together(self):
        # Two segments, two codes; the two highest scores hold two of the three codings.
        truth = np.array([[YES, NO], [YES, YES]])
        scores = np.array([[0.9, 0.1], [0.2, 0.8]])
        assert grading.found_after(truth, scores, 2) == pytest.approx(2 / 3)
        assert grading.found_after(truth, scores, 4) == pytest.approx(1.0)

    def test_counts_equal_scores_at_the_end_in_part(self):
        # The first is looked at, and one of the two that are alike: half of what they hold.
        assert grading.found_after(targets("xx."), np.array([0.9, 0.5, 0.5]), 2) == pytest.approx(
            1.5 / 2
        )

    def test_never_shows_what_is_not_offered(self):
        scores = np.array([0.9, -np.inf, np.nan])
        assert grading.found_after(targets("xxx"), scores, 3) == pytest.approx(1 / 3)

    def test_is_undefined_without_a_coding(self):
        assert grading.found_after(targets(".."), np.array([1, 2]), 1) is None


class TestThreshold:
    def test_counts_what_was_shown_and_what_was_right(self):
        found = grading.at_threshold(targets("xx.."), np.array([YES, NO, YES, YES]))
        assert (found.shown, found.right, found.cases) == (3, 1, 2)
        assert found.precision == pytest.approx(1 / 3)
        assert found.recall == pytest.approx(1 / 2)

    def test_nothing_shown_has_no_precision(self):
        found = grading.at_threshold(targets("x."), np.array([NO, NO]))
        assert found.precision is None
        assert found.recall == 0

    def test_nothing_to_find_has_no_recall(self):
        assert grading.at_threshold(targets(".."), np.array([YES, NO])).recall is None


class TestCalibration:
    def test_is_the_mean_distance_over_ten_bins(self):
        # 15 promised .1 of which 3 were right, 15 promised .9 of which 12 were: off by .1 everywhere.
        said = np.repeat([0.1, 0.9], 15)
        truth = targets("xxx" + 12 * "." + 12 * "x" + "...")
        found = grading.calibration(truth, said)
        assert found.sizes.tolist() == [3] * 10
        assert found.error == pytest.approx(0.1)
        assert found.happened.tolist() == pytest.approx([0.2] * 5 + [0.8] * 5)

    def test_different_probabilities_lie_in_the_bin_of_their_rank(self):
        # The three least likely happened, the others did not; promised is about 0 and 1 in turn.
        said = np.linspace(0, 0.29, 30)
        found = grading.calibration(targets("xxx" + 27 * "."), said)
        # Bin 1: 3 right, .03 promised in sum; the rest promised 4.35 - .03 in sum, none right.
        assert found.error == pytest.approx(((3 - 0.03) + (4.35 - 0.03)) / 30)

    def test_certain_and_right_is_perfect_and_chance_adds_nothing(self):
        found = grading.calibration(targets(15 * "." + 15 * "x"), np.repeat([0.0, 1.0], 15))
        assert (found.error, found.perfect, found.perfect_high) == (0, 0, 0)

    def test_chance_alone_has_an_error_that_outcomes_by_these_probabilities_show(self):
        chance = np.random.default_rng(7)
        said = chance.random(200)
        errors = [
            grading.calibration(chance.random(200) < said, said, draws=0).error for _ in range(300)
        ]
        found = grading.calibration(targets(200 * "."), said)
        assert found.perfect == pytest.approx(np.mean(errors), abs=0.006)
        assert found.perfect_high == pytest.approx(np.quantile(errors, 0.95), abs=0.015)

    def test_says_nothing_of_few(self):
        found = grading.calibration(targets(29 * "x"), np.ones(29))
        assert found.error is None
        assert "29" in found.reason


class TestGain:
    def test_goes_on_as_the_curve_went(self):
        # Two documents of ten codings each; 2, 4, 6 of ten found after 1, 2, 4: .2 for each doubling.
        found = np.tile(np.array([[2, 2], [4, 4], [6, 6]]), (2, 1, 1))
        gain = grading.gain(np.array([1, 2, 4]), found, np.full((2, 3, 2), 10), now=5, more=5)
        assert gain.value == pytest.approx(0.2)
        assert (gain.low, gain.high) == pytest.approx((0.2, 0.2))
        assert gain.steps == (1, 2, 4)

    def test_rests_on_the_upper_part_of_the_curve(self):
        # Flat from 4 to 16; what happened before no longer counts.
        found = np.tile(np.array([0, 3, 6, 6, 6])[:, None], (2, 1, 2))
        gain = grading.gain(np.array([1, 2, 4, 8, 16]), found, np.full((2, 5, 2), 10), now=16)
        assert gain.steps == (4, 8, 16)
        assert gain.value == pytest.approx(0)

    def test_documents_that_disagree_make_it_uncertain(self):
        # In one document all of the growth, in the other none: between them anything is possible.
        found = np.tile(np.array([[0, 4], [4, 4]]), (2, 1, 1))
        gain = grading.gain(np.array([1, 2]), found, np.full((2, 2, 2), 10), now=5, more=5)
        assert gain.value == pytest.approx(0.2)
        # The two slopes without one document are 0 and .4: a standard error of .2, t(1) = 12.7.
        assert gain.width == pytest.approx(2 * 12.706 * 0.2, abs=0.001)
        # 8 of 20 are found at present: no more than these can be lost, no more than 12 of 20 gained.
        assert (gain.low, gain.high) == pytest.approx((-0.4, 0.6))

    def test_no_more_can_be_found_than_there_is(self):
        # 5, 7, 9 of ten: .2 for each doubling; of two doublings more only the last tenth is possible.
        found = np.tile(np.array([[5, 5], [7, 7], [9, 9]]), (2, 1, 1))
        gain = grading.gain(np.array([1, 2, 4]), found, np.full((2, 3, 2), 10), now=4, more=12)
        assert (gain.value, gain.low, gain.high) == pytest.approx((0.1, 0.1, 0.1))
        assert gain.width == pytest.approx(0)
        assert gain.untold == ""

    def test_no_less_can_be_found_than_nothing(self):
        # 5, 3, 1 of ten: a tenth is left to lose.
        found = np.tile(np.array([[5, 5], [3, 3], [1, 1]]), (2, 1, 1))
        gain = grading.gain(np.array([1, 2, 4]), found, np.full((2, 3, 2), 10), now=4, more=12)
        assert (gain.value, gain.low, gain.high) == pytest.approx((-0.1, -0.1, -0.1))

    def test_two_steps_tell_nothing_however_alike_the_documents_are(self):
        found = np.tile(np.array([[2, 2], [4, 4]]), (2, 1, 1))
        gain = grading.gain(np.array([1, 2]), found, np.full((2, 2, 2), 10), now=5)
        assert gain.value is not None
        assert "2 steps to go by, and 3 are needed" in gain.untold

    def test_an_interval_over_forty_points_tells_nothing_though_it_is_held_to_the_possible(self):
        # In one document all of the growth: slopes of 0 and .2, a standard error of .1, 2 · 12.7 · .1.
        found = np.tile(np.array([[0, 4], [2, 4], [4, 4]]), (2, 1, 1))
        gain = grading.gain(np.array([1, 2, 4]), found, np.full((2, 3, 2), 10), now=5, more=5)
        assert "254 percentage points wide, more than 40" in gain.untold

    @pytest.mark.parametrize(("high", "told"), [(0.39, True), (0.4, True), (0.42, False)])
    def test_forty_points_are_the_limit(self, high, told):
        assert (grading.Gain(0.2, 0.0, high, (1, 2, 4)).untold == "") == told

    def test_one_step_is_no_curve(self):
        gain = grading.gain(np.array([1]), np.ones((2, 1, 2)), np.ones((2, 1, 2)), now=2)
        assert gain.value is None
        assert gain.reason


def test_the_mean_of_draws_with_lowest_and_highest_leaves_out_draws_without_a_value():
    assert grading.mean_and_range(np.array([0.2, np.nan, 0.4])) == pytest.approx((0.3, 0.2, 0.4))
    assert grading.mean_and_range(np.array([np.nan])) is None


@pytest.mark.parametrize("spread", [0.0, 0.08])
def test_the_interval_of_a_gain_holds_the_truth_as_often_as_it_says(spread):
    """Six documents whose own slopes vary around .05 for each doubling, each tested in two of six draws."""
    chance, runs, inside = np.random.default_rng(1), 300, 0
    for _ in range(runs):
        slope, level = chance.normal(0.05, spread, 6), chance.normal(0.4, 0.1, 6)
        found, cases = np.zeros((6, 3, 6)), np.zeros((6, 3, 6))
        orders = [chance.permutation(6), chance.permutation(6)]
        for draw in range(6):
            test = orders[draw // 3][draw % 3 :: 3]
            for step in range(3):
                share = np.clip(level[test] + slope[test] * step, 0, 1)
                found[draw, step, test] = chance.binomial(20, share)
                cases[draw, step, test] = 20
        gain = grading.gain(np.array([4, 8, 16]), found, cases, now=16, more=16)
        inside += gain.low <= 0.05 <= gain.high
    # .95 less three binomial standard errors of 300 runs.
    assert inside / runs >= 0.95 - 3 * np.sqrt(0.95 * 0.05 / runs)
