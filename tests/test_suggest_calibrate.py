"""From scores to probabilities: how much one long interview may say about those that nobody has read."""

import numpy as np
import pytest

from qualcode.suggest import calibrate

START = np.array([1.0, 0.0, 0.0])


def silent(n):
    """Signs that say nothing: the probability is a share of cases."""
    return [np.zeros((n, 1))] * 3


def cases(*documents):
    """Documents as (segments, cases): what was coded, n × 1, and the document of each segment."""
    y = np.concatenate([np.arange(n) < right for n, right in documents])
    return y[:, None], np.repeat(np.arange(len(documents)), [n for n, _ in documents])


def share(y, documents):
    signs = silent(len(y))
    found = calibrate.fit(signs, y, START, documents).probabilities(signs)
    assert np.ptp(found) == 0
    return found[0, 0]


def test_a_long_document_that_is_unlike_the_others_does_not_decide_alone():
    # Three quarters of one long interview, a quarter of each of four short ones: half of all segments.
    y, documents = cases((80, 60), (20, 5), (20, 5), (20, 5), (20, 5))
    assert share(y, None) == pytest.approx(0.5)
    # With p = .5 each segment is worth .25: 20 the long one, 5 each short one, 40 in all; they are off by
    # +20 and -5. 20²/20 + 4 · 5²/5 = 40 is 36 more than the 4 that chance gives; the variance is
    # 36 / (40 - (20² + 4 · 5²)/40) = 36/27.5. So the long one weighs 1/(1 + 20 · 36/27.5) = .0368, a short one
    # 1/(1 + 5 · 36/27.5) = .1325, and the share is (60 · .0368 + 20 · .1325) / (80 · .0368 + 80 · .1325).
    assert share(y, documents) == pytest.approx(0.3587, abs=2e-4)


def test_documents_that_differ_no_more_than_by_chance_weigh_by_their_length():
    # 18 of 40, and 5, 6, 4 and 5 of 10 each: 38 of 80.
    y, documents = cases((40, 18), (10, 5), (10, 6), (10, 4), (10, 5))
    assert share(y, documents) == share(y, None) == pytest.approx(38 / 80, abs=1e-3)


@pytest.mark.parametrize("documents", [[(12, 4)], [(1, 1), (11, 3)]])
def test_one_or_two_documents_cannot_tell_how_far_they_differ(documents):
    y, where = cases(*documents)
    assert share(y, where) == share(y, None) == pytest.approx(4 / 12, abs=0.01)


def test_documents_move_probabilities_and_never_the_order():
    chance = np.random.default_rng(5)
    n, k = 200, 3
    documents = np.repeat(np.arange(5), [120, 20, 20, 20, 20])
    score = chance.normal(size=(n, k))
    # In the long interview the score is always right, in the others nearly never.
    y = (score > 1) & ((documents == 0)[:, None] | (chance.random((n, k)) < 0.2))
    signs = [score, np.zeros((n, k)), np.zeros((n, k))]
    plain = calibrate.fit(signs, y, START).probabilities(signs)
    found = calibrate.fit(signs, y, START, documents).probabilities(signs)
    assert np.array_equal(np.argsort(found, axis=None), np.argsort(plain, axis=None))
    sure = score > 1
    assert found[sure].mean() < plain[sure].mean() - 0.1


def test_without_a_case_the_probability_is_small_and_the_same():
    y, documents = cases((10, 0), (10, 0))
    assert share(y, documents) == pytest.approx(0.5 / 21)


def test_what_levels_off_is_not_drawn_on_upwards():
    # 1,500 passages and five codes that are alike. 6,000 pairs of these hardly ever go together: one of 33. Of the
    # next 1,000, more and more likely by their score, three of five do throughout; of the best 500 19 of 20.
    score = np.concatenate([np.full(6000, -3.0), np.linspace(0, 3, 1000), np.linspace(4, 6, 500)])
    at = np.arange(7500)
    y = np.where(at < 6000, at % 33 == 0, np.where(at < 7000, at // 5 % 5 < 3, at % 20 > 0))
    signs = [score.reshape(1500, 5), np.zeros((1500, 5)), np.zeros((1500, 5))]
    found = calibrate.fit(signs, y.reshape(1500, 5), START).probabilities(signs).reshape(-1)
    assert found[6000:6400].mean() == pytest.approx(0.6, abs=0.05)
    assert found[6600:7000].mean() == pytest.approx(0.6, abs=0.05)
    assert found[7000:].mean() == pytest.approx(0.95, abs=0.03)
