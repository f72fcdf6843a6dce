"""Coders who code at random, each for himself: what the coefficients say of them.

Kappa, Scott's pi, Fleiss, Conger, Light and alpha lie around 0 whatever share of the units the coders code;
AC1 and Brennan-Prediger do not, and lie where their formulas put them. In full, with figures printed:

    QUALCODE_FULL=1 pytest tests/test_agreement_null.py -n 0 -s
"""

from __future__ import annotations

import os

import numpy as np
import pytest

from qualcode.analysis import coefficients as co

FULL = os.environ.get("QUALCODE_FULL") == "1"
UNITS = 500
RUNS = 2_000 if FULL else 150
# One kappa of 500 units of independent coders scatters by about 1/√500 = .045 (two coders, the most),
# so that a mean of 150 scatters by .0037 and one of 2,000 by .001: ±.02 is over five standard errors.
BAND = 0.02

AROUND_ZERO = [
    co.scott_pi, co.fleiss_kappa, co.conger_kappa, co.light_kappa, co.krippendorff_alpha, co.cohen_kappa,
]  # fmt: skip


def show(what: str, figures: dict[str, float]) -> None:
    if FULL:
        print(f"\n{what}: {', '.join(f'{name} {value:.4f}' for name, value in figures.items())}")


def at_random(coverage: float, coders: int, missing: float = 0.0):
    """Frames of independent coders who each code this share of the units."""
    chance = np.random.default_rng(20260101 + round(100 * coverage) + coders)
    for _ in range(RUNS):
        coded = (chance.random((UNITS, coders)) < coverage).astype(float)
        if missing:
            coded[chance.random(coded.shape) < missing] = np.nan
        yield coded


@pytest.mark.parametrize("coverage", [0.05, 0.2, 0.5, 0.8])
@pytest.mark.parametrize(("coders", "missing"), [(2, 0.0), (3, 0.2)])
def test_independent_coders(coverage, coders, missing):
    p, q = coverage, 1 - coverage
    # Two coders agree with p² + q² = 1 - 2pq. Chance by AC1: 2pq; by Brennan-Prediger: 1/2.
    ac1 = (1 - 2 * p * q - 2 * p * q) / (1 - 2 * p * q)
    even = 2 * (1 - 2 * p * q) - 1
    found: dict[str, list[float]] = {}
    for frame in at_random(coverage, coders, missing):
        for function in (*AROUND_ZERO, co.gwet_ac1, co.brennan_prediger):
            if coders == 3 and function in (co.scott_pi, co.cohen_kappa):
                continue
            value = function(frame, interval=None).value
            assert value is not None
            found.setdefault(function.__name__, []).append(value)
    means = {name: float(np.mean(values)) for name, values in found.items()}
    show(
        f"{RUNS:,} runs, {UNITS} units, {coders} coders, {coverage:.0%} coverage, {missing:.0%} unread",
        {**means, "AC1 by its formula": ac1, "Brennan-Prediger by its formula": even},
    )
    for name in found.keys() - {"gwet_ac1", "brennan_prediger"}:
        assert abs(means[name]) < BAND, (name, means[name])
    assert abs(means["gwet_ac1"] - ac1) < BAND
    assert abs(means["brennan_prediger"] - even) < BAND


def test_the_notes_tell_what_random_coders_would_get():
    """The value that the note names is the value that random coders get."""
    chance = np.random.default_rng(8)
    frame = chance.random((200_000, 2)) < [0.8, 0.1]
    for function in (co.gwet_ac1, co.brennan_prediger):
        found = function(frame)
        (note,) = [note for note in found.notes if "under independence" in note]
        told = float(note.rsplit(" ", 1)[1].replace("−", "-"))
        assert found.value == pytest.approx(told, abs=0.012)  # two places, and 200,000 units
    weighted = co.gwet_ac2(chance.choice(4, (200_000, 3), p=[0.7, 0.1, 0.1, 0.1]))
    (note,) = [note for note in weighted.notes if "under independence" in note]
    assert weighted.value == pytest.approx(float(note.rsplit(" ", 1)[1]), abs=0.012)


def test_characters_of_two_coders_who_each_code_four_fifths_at_random():
    """A text of 10,000 characters: a widely used program prints .66 here."""
    chance = np.random.default_rng(20260101)
    ab, cd = (chance.random((2, 10_000)) < 0.8).astype(int)
    table = co.from_table(
        [[int((ab * cd).sum()), int((ab * (1 - cd)).sum())],
         [int(((1 - ab) * cd).sum()), int(((1 - ab) * (1 - cd)).sum())]],
        ["coded", "not coded"],
    )  # fmt: skip
    for function in (co.cohen_kappa, co.scott_pi, co.krippendorff_alpha):
        # One kappa of 10,000 characters scatters by .01.
        assert abs(function(table).value) < 0.04


@pytest.mark.parametrize("interval", ["analytic", "units", "documents"])
def test_intervals_hold_the_true_value_as_often_as_they_say(interval):
    """95 % intervals of kappa: units as independent, or 30 documents of 8 like units.

    A share of 95 % over 2,000 runs scatters by .005, over 200 by .015: bands of about three of these
    above and below what small samples leave of 95 %. Units that repeat within documents make the
    interval over units far too short, which is why there is one over documents.
    """
    runs = 2_000 if FULL else 200
    chance = np.random.default_rng(31)
    clustered = interval == "documents"
    documents, each = 30, 8
    agree, share, held, by_units = 0.7, 0.4, 0, 0
    for _ in range(runs):
        size = documents if clustered else documents * each
        truth = chance.random(size) < share
        other = np.where(chance.random(size) < agree, truth, chance.random(size) < share)
        frame = np.column_stack([truth, other])
        options = {}
        if clustered:
            frame = np.repeat(frame, each, axis=0)
            options = {"clusters": np.repeat(np.arange(documents), each)}
        found = co.cohen_kappa(frame, interval=interval, draws=400, **options)
        if found.interval is None:  # all units alike
            continue
        low, high = found.interval
        # They agree for sure with .7, else as chance has it: kappa is .7.
        held += low <= agree <= high
        if clustered:
            low, high = co.cohen_kappa(frame).interval
            by_units += low <= agree <= high
    figures = {"held": held / runs} | ({"by units instead": by_units / runs} if clustered else {})
    show(f"{runs:,} runs, 95 % intervals of kappa, {interval}", figures)
    assert held / runs > (0.92 if FULL else 0.89) - 0.03 * clustered
    if clustered:
        assert by_units / runs < 0.65
