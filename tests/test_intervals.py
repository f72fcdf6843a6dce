"""Intervals by participant: what goes in and comes out, and beside a plain integration of the same model."""

from __future__ import annotations

import numpy as np
import pytest

import qualcode.errors as errors
from qualcode.analysis import intervals
from qualcode.analysis.intervals import (
    people_share_interval,
    rate_interval,
    rate_intervals,
    share_interval,
    share_intervals,
)

# Eight commissioners, and their turns with the code.
TURNS = [12, 30, 22, 9, 15, 40, 7, 18]
CODED = [2, 0, 5, 1, 0, 3, 0, 1]
WORDS = [1200, 3000, 2200, 900, 1500, 4000, 700, 1800]


def ends_of(edges, mass, level=0.95):
    below = np.concatenate([[0], mass.cumsum()]) / mass.sum()
    return np.interp([(1 - level) / 2, (1 + level) / 2], below, edges)


def everywhere():
    half = np.linspace(0, 1, 1_001) ** 2 / 2  # of the share, closer together near 0 and 1
    return np.concatenate([half, 1 - half[-2::-1]]), (np.arange(200) + 0.5) / 200


def share_ends(successes, trials, level=0.95, grid=None):
    """The same model, summed over a fine grid with the distributions of scipy: edges of the share, and roots of
    the intra-class correlation."""
    from scipy.stats import beta, betabinom

    edges, root = everywhere() if grid is None else grid
    share = ((edges[1:] + edges[:-1]) / 2)[:, None]
    both = 1 / root**2 - 1
    log = np.log(beta.pdf(root**2, 1, 2) * root)
    log = log + beta.logpdf(share, 0.5, 0.5) + np.log(np.diff(edges))[:, None]
    for s, t in zip(successes, trials, strict=True):
        log = log + betabinom.logpmf(s, t, share * both, (1 - share) * both)
    return ends_of(edges, np.exp(log - log.max()).sum(axis=1), level)


def rate_ends(counts, words):
    from scipy.stats import halfnorm, nbinom

    edges = np.exp(np.linspace(np.log(1e-9), 0, 1_501))  # of the rate a word
    rate = ((edges[1:] + edges[:-1]) / 2)[:, None]
    spread = (np.arange(300) + 0.5) / 300 * 9  # of the squared coefficient of variation
    log = np.log(halfnorm.pdf(spread, scale=2)) - np.log(rate) / 2 + np.log(np.diff(edges))[:, None]
    for c, w in zip(counts, words, strict=True):
        log = log + nbinom.logpmf(c, 1 / spread, 1 / (1 + spread * rate * w))
    return 1000 * ends_of(edges, np.exp(log - log.max()).sum(axis=1))


# -- shares --------------------------------------------------------------------------------------------


def test_the_estimate_is_the_mean_of_the_peoples_own_shares():
    # 1 of 2, 0 of 10, 2 of 4, 0 of 5, 0 of 100: (.5 + .5) / 5, where all turns together give 3 of 121.
    found = share_interval([1, 0, 2, 0, 0], [2, 10, 4, 5, 100])
    assert found.estimate == pytest.approx(0.2)
    assert (found.n_people, found.n_units, found.level, found.reason) == (5, 121, 0.95, "")
    assert 0 < found.low < 0.2 < found.high < 1
    assert "beta-binomial" in found.method and "Berger" in found.method and not found.few


@pytest.mark.parametrize(
    ("successes", "trials"),
    [
        (CODED, TURNS),
        ([0, 0, 1, 0, 0], [6, 9, 12, 40, 7]),
        ([3, 9, 4, 12, 6], [6, 9, 12, 40, 7]),
        ([1, 0, 1, 1, 0, 0, 1], [1] * 7),
        ([300, 20, 0, 900, 55, 2], [3_000, 800, 1_200, 4_000, 950, 2_100]),
    ],
)
def test_shares_as_a_plain_integration_gives_them(successes, trials):
    found = share_interval(successes, trials)
    low, high = share_ends(successes, trials)
    # To a two-hundredth of the width of the interval.
    assert [found.low, found.high] == pytest.approx([low, high], abs=(high - low) / 200)


def test_many_people_are_looked_at_closer():
    chance = np.random.default_rng(3)
    trials = chance.integers(6, 41, 300)
    successes = chance.binomial(trials, chance.beta(1, 9, 300))
    found = share_interval(successes, trials)
    # All that is left open lies in there.
    low, high = share_ends(
        successes, trials, grid=(np.linspace(0.05, 0.15, 101), np.linspace(0.2, 0.5, 60))
    )
    assert [found.low, found.high] == pytest.approx([low, high], abs=(high - low) / 100)
    assert 0.07 < low < high < 0.13


def test_many_words_of_few_people_are_looked_at_closer():
    # 25 people who hardly differ, 500 to 3,000 words each.
    chance = np.random.default_rng(4)
    words = chance.integers(500, 3_001, 25)
    coded = chance.binomial(words, chance.beta(0.005 * 499, 0.995 * 499, 25))
    found = share_interval(coded, words)
    low, high = share_ends(
        coded, words, grid=(np.linspace(0.001, 0.03, 601), np.linspace(0.01, 0.6, 150))
    )
    assert [found.low, found.high] == pytest.approx([low, high], abs=(high - low) / 100)


def test_a_role_where_nobody_used_the_code_begins_at_nothing():
    found = share_interval([0] * 8, TURNS)
    assert (found.estimate, found.low) == (0.0, 0.0)
    assert 0 < found.high < 0.15
    everybody = share_interval(TURNS, TURNS)
    assert (everybody.estimate, everybody.high) == (1.0, 1.0)
    assert everybody.low == pytest.approx(1 - found.high)


def test_the_model_knows_no_direction():
    found = share_interval(CODED, TURNS)
    other = share_interval([t - c for c, t in zip(CODED, TURNS, strict=True)], TURNS)
    assert other.low == pytest.approx(1 - found.high) and other.high == pytest.approx(1 - found.low)


def test_fewer_than_five_people_have_an_estimate_and_no_interval():
    found = share_interval([1, 0, 2, 1], [4, 4, 4, 4])
    assert (found.estimate, found.low, found.high) == (0.25, None, None)
    assert found.reason == "4 people: an interval by participant needs 5" and found.few
    # A fifth who never spoke changes nothing, a fifth who did everything.
    assert share_interval([1, 0, 2, 1, 0], [4, 4, 4, 4, 0]) == found
    assert share_interval([1, 0, 2, 1, 0], [4, 4, 4, 4, 1]).low is not None
    nobody = share_interval([0, 0], [0, 0])
    assert (nobody.estimate, nobody.low, nobody.reason) == (None, None, "nobody has any turn")
    assert share_interval([], []).reason == "nobody has any turn"
    one = share_interval([1], [2])
    assert one.reason == "1 person: an interval by participant needs 5"


def test_people_who_differ_say_less_than_people_who_do_not():
    alike = share_interval([4] * 8, [20] * 8)
    apart = share_interval([16, 16, 0, 0, 0, 0, 0, 0], [20] * 8)
    assert alike.estimate == apart.estimate == 0.2
    assert apart.high - apart.low > 2 * (alike.high - alike.low)


def test_a_wider_level_holds_the_narrower_one():
    narrow, middle, wide = (share_interval(CODED, TURNS, level) for level in (0.5, 0.95, 0.99))
    assert wide.low < middle.low < narrow.low < narrow.high < middle.high < wide.high
    low, high = share_ends(CODED, TURNS, 0.5)
    assert [narrow.low, narrow.high] == pytest.approx([low, high], abs=1e-3)


def test_neither_the_order_of_people_nor_other_codes_matter():
    both = np.column_stack([CODED, [0] * 8, TURNS, CODED[::-1]])
    found = share_intervals(both, TURNS)
    assert len(found) == 4
    for column, each in enumerate(found):
        alone = share_interval(both[:, column], TURNS)
        assert [each.low, each.high] == pytest.approx([alone.low, alone.high], rel=1e-9)
    turned = share_interval(CODED[::-1], TURNS[::-1])
    assert [turned.low, turned.high] == pytest.approx([found[0].low, found[0].high], rel=1e-9)
    # More codes than are taken at once, and one number of turns for each code.
    many = share_intervals(np.tile(both, (1, 20)), np.tile(np.array(TURNS)[:, None], (1, 80)))
    assert [each.high for each in many[4:8]] == pytest.approx([each.high for each in found])


def test_a_code_that_was_not_considered_for_somebody_leaves_that_person_out():
    trials = np.column_stack([TURNS, TURNS, TURNS])
    successes = np.column_stack([CODED, CODED, [0] * 8])
    trials[:4, 1] = successes[:4, 1] = 0
    all_eight, four, nobody = share_intervals(successes, trials)
    assert [each.n_people for each in (all_eight, four, nobody)] == [8, 4, 8]
    assert four.low is None and four.n_units == sum(TURNS[4:])
    assert all_eight.high == pytest.approx(share_interval(CODED, TURNS).high)
    assert nobody.high == pytest.approx(share_interval([0] * 8, TURNS).high)


def test_an_estimate_is_never_outside_its_interval():
    chance = np.random.default_rng(6)
    trials = np.where(chance.random((6, 300)) < 0.5, 1, 200)
    successes = chance.binomial(trials, np.where(trials == 1, 0.9, 0.01))
    for each in (*share_intervals(successes, trials), *rate_intervals(successes, trials)):
        assert each.low <= each.estimate <= each.high


@pytest.mark.parametrize(
    ("successes", "trials", "message"),
    [
        ([1, 2], [3], r"successes: \(2,\) values, \(1,\) trials"),
        ([[1], [2]], [3, 3], "successes: .*one number for each person"),
        ([4, 0], [3, 3], "successes: 4 of 3"),
        ([1, 0], [0, 3], "successes: 1 of 0"),
        ([0.5, 0], [3, 3], "successes: 0.5"),
        ([1, -1], [3, 3], "successes: -1"),
        ([1, np.nan], [3, 3], "successes: nan"),
        (["a", "b"], [3, 3], "successes: not numbers"),
    ],
)
def test_numbers_that_do_not_fit_are_refused(successes, trials, message):
    with pytest.raises(errors.UsageError, match=message):
        share_interval(successes, trials)


def test_a_level_is_between_nothing_and_all():
    for level in (0, 1, 95, True, None, "high", float("nan")):
        for call in (
            lambda own=level: share_interval(CODED, TURNS, own),
            lambda own=level: people_share_interval(1, 5, own),
        ):
            with pytest.raises(errors.UsageError, match=r"level: "):
                call()


# -- rates ---------------------------------------------------------------------------------------------


def test_the_rate_is_that_of_all_words():
    # 12 codings in 15,300 words.
    found = rate_interval(CODED, WORDS)
    assert found.estimate == pytest.approx(12 / 15.3)
    assert (found.n_people, found.n_units) == (8, 15_300)
    assert found.low < found.estimate < found.high and "gamma-Poisson" in found.method


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        (CODED, WORDS),
        ([0, 0, 1, 0, 0], [600, 900, 1_200, 4_000, 700]),
        ([30, 0, 0, 2, 0, 0, 1, 0], [4_000] * 8),
        ([7, 9, 6, 8, 10, 7], [1_000] * 6),
    ],
)
def test_rates_as_a_plain_integration_gives_them(counts, words):
    found = rate_interval(counts, words)
    low, high = rate_ends(counts, words)
    assert found.low == pytest.approx(low, rel=0.02) and found.high == pytest.approx(high, rel=0.02)


def test_a_rate_of_nothing_begins_at_nothing():
    found = rate_interval([0] * 6, [1_000] * 6)
    assert (found.estimate, found.low) == (0.0, 0.0)
    # With the code at 2 a thousand words in each of six people, none at all would be a wonder.
    assert 0 < found.high < 2


def test_rates_of_many_codes_and_of_people_without_words():
    both = np.column_stack([CODED, [0] * 8, CODED[::-1]])
    found = rate_intervals(both, WORDS)
    for column, each in enumerate(found):
        alone = rate_interval(both[:, column], WORDS)
        assert [each.low, each.high] == pytest.approx([alone.low, alone.high], rel=1e-9)
    silent = rate_interval([*CODED, 0], [*WORDS, 0])
    assert silent == rate_interval(CODED, WORDS)
    few = rate_interval([1, 2, 0, 0], [100] * 4)
    assert (few.estimate, few.low) == (7.5, None)
    assert few.reason == "4 people: an interval by participant needs 5"
    assert rate_interval([0], [0]).reason == "nobody has any word"
    words = np.column_stack([WORDS, WORDS, WORDS])
    words[0, 1] = 0
    assert [each.n_people for each in rate_intervals(both, words)] == [8, 7, 8]
    with pytest.raises(errors.UsageError, match=r"counts: a person with none of the words"):
        rate_intervals(both, [0, *WORDS[1:]])


def test_a_rate_of_few_words_does_not_depend_on_what_else_is_coded():
    # A hundred words, and a second code that stands twelve times in twenty of them.
    words = [20, 17, 25, 22, 18]
    rare, often = [2, 0, 3, 1, 0], [12, 4, 9, 3, 1]
    alone = rate_interval(rare, words)
    beside = rate_intervals(np.column_stack([often, rare, rare]), words)
    assert [(each.low, each.high) for each in beside[1:]] == [
        (pytest.approx(alone.low, rel=1e-9), pytest.approx(alone.high, rel=1e-9))
    ] * 2


def test_people_who_say_twice_as_much_halve_the_rate():
    found, halved = rate_interval(CODED, WORDS), rate_interval(CODED, [2 * w for w in WORDS])
    assert [halved.low, halved.high] == pytest.approx([found.low / 2, found.high / 2], rel=0.01)


# -- people --------------------------------------------------------------------------------------------


def test_a_share_of_people_is_clopper_and_pearsons():
    # Nobody of ten: the share at which ten in a row without it have a chance of .025.
    none = people_share_interval(0, 10)
    assert (none.estimate, none.low) == (0.0, 0.0)
    assert none.high == pytest.approx(1 - 0.025**0.1)
    every = people_share_interval(10, 10)
    assert every.high == 1.0 and every.low == pytest.approx(0.025**0.1)
    module = pytest.importorskip("statsmodels.stats.proportion")
    for k, n in ((1, 5), (3, 8), (7, 24)):
        found = people_share_interval(k, n)
        assert (found.low, found.high) == pytest.approx(
            module.proportion_confint(k, n, 0.05, "beta")
        )
        assert found.estimate == k / n and (found.n_people, found.n_units) == (n, n)
        assert "Clopper" in found.method


def test_a_share_of_few_people_is_given_and_marked():
    one = people_share_interval(1, 1)
    assert one.few and one.reason == "" and (one.low, one.high) == (pytest.approx(0.025), 1.0)
    assert people_share_interval(2, 4).few and not people_share_interval(2, 5).few
    nobody = people_share_interval(0, 0)
    assert (nobody.estimate, nobody.low, nobody.reason) == (None, None, "nobody is in the base")
    with pytest.raises(errors.UsageError, match=r"k: 3 of 2"):
        people_share_interval(3, 2)


def test_a_share_of_people_covers_at_its_level_whatever_the_share():
    from scipy.stats import binom

    shares = np.linspace(0.01, 0.99, 99)
    for n in (5, 8, 24):
        ends = [people_share_interval(k, n) for k in range(n + 1)]
        inside = [[each.low <= share <= each.high for each in ends] for share in shares]
        chances = binom.pmf(np.arange(n + 1), n, shares[:, None])
        assert (np.where(inside, chances, 0).sum(axis=1) >= 0.95).all()


def test_nothing_is_kept_between_calls_that_could_change_a_number():
    first = share_interval(CODED, TURNS)
    intervals._kept.cache_clear()
    assert share_interval(CODED, TURNS) == first
