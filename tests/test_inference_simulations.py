"""What tests and intervals by participant reach, measured on people drawn by chance.

In full, with figures printed:

    QUALCODE_FULL=1 pytest tests/test_inference_simulations.py -n 0 -s

Otherwise fewer runs are drawn, and what is asked for is lowered by four standard errors of a share of that many
runs, so that a right method fails about once in ten thousand times that chance is dealt out anew; as seeds
are fixed, it is dealt out once.
"""

from __future__ import annotations

import math
import os
from functools import cache

import numpy as np
import pytest

from qualcode.analysis.inference import permutation_test, rate_intervals, share_intervals

FULL = os.environ.get("QUALCODE_FULL") == "1"
SHARES, CORRELATIONS = (0.05, 0.10, 0.20), (0.05, 0.15, 0.30)
RATES, SPREADS = (
    (0.3, 1.0, 3.0),
    (0.1, 0.4, 1.0),
)  # per 1,000 words; squared coefficients of variation
SEED = 20260101


def asked(goal: float, runs: int) -> float:
    """The goal in full, and what it comes to with fewer runs."""
    return goal if FULL else goal - 4 * math.sqrt(goal * (1 - goal) / runs)


def show(what: str, values: dict[tuple[float, float], float], more: str = "") -> None:
    if FULL:
        cells = ", ".join(f"{a:g}/{b:g} {value:.3f}" for (a, b), value in values.items())
        print(
            f"\n{what}: lowest {min(values.values()):.3f}, highest {max(values.values()):.3f}{more}\n  {cells}"
        )


# -- people --------------------------------------------------------------------------------------------


@cache
def logit_normal(share: float, correlation: float) -> tuple[float, float]:
    """Mean and standard deviation on the logit scale at which people's shares have this mean, and a variance of
    correlation x share x (1 - share)."""
    from scipy.optimize import brentq
    from scipy.special import expit

    nodes, weights = np.polynomial.hermite_e.hermegauss(80)
    weights = weights / weights.sum()

    def middle(spread: float) -> float:
        return brentq(lambda at: weights @ expit(at + spread * nodes) - share, -40, 40)

    def too_wide(spread: float) -> float:
        values = expit(middle(spread) + spread * nodes)
        return weights @ values**2 - share**2 - correlation * share * (1 - share)

    spread = brentq(too_wide, 1e-3, 12)
    return middle(spread), spread


def shares_of_people(kind: str, share: float, correlation: float, shape, chance) -> np.ndarray:
    """What share of their turns people have the code in: beta, logit-normal, or beta with a part of the people
    (zero-inflated .3, .5) who never use it; the mean over people is always `share`."""
    if kind == "logit-normal":
        from scipy.special import expit

        middle, spread = logit_normal(share, correlation)
        return expit(middle + spread * chance.standard_normal(shape))
    never = float(kind.split()[1]) if " " in kind else 0.0
    users, both = share / (1 - never), 1 / correlation - 1
    return chance.beta(users * both, (1 - users) * both, shape) * (chance.random(shape) >= never)


def turns_of_people(kind: str, share: float, correlation: float, people: int, runs: int, chance):
    """people x runs: turns with the code, and turns (6 to 40 each)."""
    turns = chance.integers(6, 41, (people, runs))
    own = shares_of_people(kind, share, correlation, (people, runs), chance)
    return chance.binomial(turns, own), turns


def covered(intervals, truth: float) -> tuple[float, float]:
    """How often the truth lies inside, and the mean width."""
    low = np.array([each.low for each in intervals])
    high = np.array([each.high for each in intervals])
    return float(((low <= truth) & (truth <= high)).mean()), float((high - low).mean())


# -- shares --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "people", "goal", "width"),
    [
        ("beta-binomial", 8, 0.93, 0.25),
        ("logit-normal", 8, 0.92, 0.25),
        ("zero-inflated .3", 8, 0.92, 0.27),
        ("zero-inflated .5", 8, 0.92, 0.28),
        ("beta-binomial", 24, 0.93, 0.13),
        ("logit-normal", 24, 0.91, 0.13),
        ("zero-inflated .3", 24, 0.91, 0.15),
        ("zero-inflated .5", 24, 0.91, 0.16),
        ("beta-binomial", 5, 0.93, 0.33),
    ],
)
def test_intervals_hold_the_expected_share_of_a_participants_turns(kind, people, goal, width):
    runs = 4_000 if FULL else 120
    inside, widths = {}, []
    for cell in ((share, correlation) for share in SHARES for correlation in CORRELATIONS):
        chance = np.random.default_rng([SEED, people, *(round(1000 * part) for part in cell)])
        coded, turns = turns_of_people(kind, *cell, people, runs, chance)
        inside[cell], wide = covered(share_intervals(coded, turns), cell[0])
        widths.append(wide)
    show(f"share, {kind}, {people} people", inside, f", mean width {np.mean(widths):.3f}")
    assert min(inside.values()) >= asked(goal, runs)
    # The widths vary so little that a few runs settle their mean.
    assert np.mean(widths) <= width


def test_a_role_where_nobody_used_the_code_has_an_interval_from_nothing():
    chance = np.random.default_rng(SEED)
    coded, turns = turns_of_people("beta-binomial", 0.02, 0.3, 8, 200, chance)
    nobody = [
        each
        for each, used in zip(share_intervals(coded, turns), coded.any(axis=0), strict=True)
        if not used
    ]
    assert len(nobody) > 20
    assert all(each.low == 0 and 0 < each.high < 1 for each in nobody)


# -- rates ---------------------------------------------------------------------------------------------


def codings_of_people(kind: str, rate: float, spread: float, people: int, runs: int, chance):
    """people x runs: codings, and words (500 to 6,000 each)."""
    shape = (people, runs)
    words = chance.integers(500, 6_001, shape)
    if kind == "lognormal":
        own = np.exp(chance.normal(-np.log1p(spread) / 2, math.sqrt(math.log1p(spread)), shape))
    else:
        never = float(kind.split()[1]) if " " in kind else 0.0
        own = (
            chance.gamma(1 / spread, spread, shape) * (chance.random(shape) >= never) / (1 - never)
        )
    return chance.poisson(rate * words / 1000 * own), words


@pytest.mark.parametrize(
    ("kind", "people", "goal"),
    [
        ("gamma-Poisson", 8, 0.93),
        ("lognormal", 8, 0.92),
        ("zero-inflated .3", 8, 0.91),
        ("gamma-Poisson", 24, 0.93),
        ("lognormal", 24, 0.91),
    ],
)
def test_intervals_hold_the_expected_rate_per_thousand_words(kind, people, goal):
    runs = 2_000 if FULL else 60
    inside, widths = {}, []
    for cell in ((rate, spread) for rate in RATES for spread in SPREADS):
        chance = np.random.default_rng([SEED, people, *(round(1000 * part) for part in cell)])
        counts, words = codings_of_people(kind, *cell, people, runs, chance)
        found = rate_intervals(counts, words)
        inside[cell], _ = covered(found, cell[0])
        widths.append(np.median([each.high - each.low for each in found]) / cell[0])
    show(f"rate, {kind}, {people} people", inside, f", width {np.mean(widths):.2f} rates (median)")
    assert min(inside.values()) >= asked(goal, runs)


# -- words ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "people", "goal"),
    [
        ("beta-binomial", 5, 0.92),
        ("beta-binomial", 8, 0.92),
        ("logit-normal", 8, 0.91),
        ("zero-inflated .3", 8, 0.91),
        ("beta-binomial", 24, 0.92),
    ],
)
def test_intervals_hold_the_expected_share_of_words_that_are_coded_in_stretches(kind, people, goal):
    """Words of one coding are coded together: 30 at a time, of 800 to 6,000 that a person says."""
    runs = 1_500 if FULL else 60
    inside, rates = {}, {}
    for cell in (
        (share, correlation) for share in (0.01, 0.05, 0.2) for correlation in (0.03, 0.15)
    ):
        chance = np.random.default_rng([SEED, people, *(round(1000 * part) for part in cell)])
        stretches = chance.integers(27, 201, (people, runs))
        own = shares_of_people(kind, *cell, (people, runs), chance)
        coded, words = 30 * chance.binomial(stretches, own), 30 * stretches
        inside[cell], _ = covered(share_intervals(coded, words), cell[0])
        if FULL:
            rates[cell], _ = covered(rate_intervals(coded, words), 1000 * cell[0])
    show(f"words as a share, {kind}, {people} people", inside)
    if FULL:
        show(f"words as a rate (not used), {kind}, {people} people", rates)
    assert min(inside.values()) >= asked(goal, runs)


# -- permutation ---------------------------------------------------------------------------------------


def rejected(sizes, share: float, correlation: float, runs: int) -> tuple[float, float]:
    """How often roles that do not differ are told apart at .05: by who has the code, by shares of turns."""
    roles = np.repeat(np.arange(len(sizes)), sizes)
    found = np.zeros(2)
    for batch in range(0, runs, 100):  # each hundred has random permutations of its own
        chance = np.random.default_rng(
            [SEED, batch, round(1000 * share), round(1000 * correlation), *sizes]
        )
        coded, turns = turns_of_people(
            "beta-binomial", share, correlation, len(roles), min(100, runs - batch), chance
        )
        for at, values in enumerate((coded > 0, coded / turns)):
            test = permutation_test(values, roles, draws=2_000 if FULL else 400, seed=SEED + batch)
            found[at] += (test.p <= 0.05).sum()  # NaN where nobody or everybody has it
    return found[0] / runs, found[1] / runs


def test_permutation_tells_roles_apart_by_chance_as_often_as_it_says():
    # 24 participants in three roles. Whether people have a code takes few values, so that many arrangements
    # are equally uneven; with roles of one size more so, and no p below .05 then comes near to it.
    runs = 4_000 if FULL else 2_000
    by_turns, by_people, equal = {}, {}, {}
    for correlation in CORRELATIONS:
        cell = (0.1, correlation)
        by_people[cell], by_turns[cell] = rejected((10, 8, 6), *cell, runs)
        equal[cell], by_turns[0.1, -correlation] = rejected((8, 8, 8), *cell, runs)
    show("rejected, present or absent, roles of 10, 8, 6", by_people)
    show("rejected, present or absent, roles of 8, 8, 8", equal)
    show("rejected, shares of turns (-: roles of 8, 8, 8)", by_turns)
    for values in (by_people, by_turns):
        assert all(0.03 <= value <= 0.07 for value in values.values())
    # Never more often than it says.
    assert all(value <= 0.05 for value in equal.values())
