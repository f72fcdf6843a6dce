"""What people hand to coefficients by mistake: refused in words, never counted as something else."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from qualcode.analysis import coefficients as co
from qualcode.errors import UsageError

FRAME = pd.DataFrame({"AB": list("xxyyxzxy"), "CD": list("xyyyxzzy")})


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (None, "None (a frame"),
        (5, "5 (a frame"),
        ("xyxy", "'xyxy' (a frame"),
        ({"AB": ["x"], "CD": ["y"]}, "pandas.DataFrame"),
        # Two coders' lists, one after the other: no rows of letters.
        (["xx", "xy"], "'xx' in place of a row"),
        ([1, 2, 3], "1 in place of a row"),
        ([{"x"}, {"y"}], "in place of a row"),
    ],
)
@pytest.mark.parametrize("function", [co.cohen_kappa, co.krippendorff_alpha, co.masi_alpha])
def test_what_is_no_table_of_units_and_coders(function, given, said):
    with pytest.raises(UsageError) as refused:
        function(given)
    assert said in str(refused.value)


@pytest.mark.parametrize("name", ["coder", "Unit", "document", "turn"])
def test_a_long_table_is_no_table_of_coders(name):
    """One row per coding: its columns are no coders, though all of them hold texts."""
    long = pd.DataFrame({name: ["D1", "D1"], "given": ["x", "y"]})
    with pytest.raises(UsageError, match="which is no coder"):
        co.krippendorff_alpha(long)
    wide = pd.DataFrame({"unit": [1, 1, 2, 2], "coder": ["AB", "CD"] * 2, "value": list("xxyx")})
    # u1: x x; u2: y x. Three x, one y: alpha 1 - .5 / (2·3·1/(4·3)) = 0.
    frame = wide.pivot(index="unit", columns="coder", values="value")
    assert co.krippendorff_alpha(frame).value == pytest.approx(0)


def test_tables_need_no_names():
    """A list has an `index` of its own, which is no index of a frame."""
    listed = co.from_table([[5, 2], [1, 4]])
    # 9 of 12 agree; chance (7·6 + 5·6) / 144 = .5: kappa .5.
    assert listed.values == (1, 2) and co.cohen_kappa(listed).value == pytest.approx(0.5)
    for table in ([[5]], [[0, 0], [0, 0]]):
        assert co.cohen_kappa(co.from_table(table)).value is None


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"seed": "x"}, "seed: 'x'"),
        ({"seed": -1}, "seed: -1"),
        ({"seed": None}, "seed: None"),
        ({"seed": 1.5}, "seed: 1.5"),
        ({"level": "95"}, "level: '95'"),
        ({"level": 95}, "level: 95"),
        ({"draws": "500"}, "draws: '500'"),
        # As many letters as there are units.
        ({"interval": "documents", "clusters": "document"}, "clusters: 'document'"),
        ({"interval": "documents", "clusters": 8}, "clusters: 8"),
        ({"interval": "documents", "clusters": [None, *"ABCDEFG"]}, "no document for 1 unit ("),
        ({"weights": lambda a, b: "near"}, "weights: what is no number"),
        ({"weights": lambda a, b: 1.0 if a == b else float("nan")}, "missing or infinite"),
        ({"weights": True}, "weights: True"),
    ],
)
def test_settings_that_make_no_sense(options, said):
    with pytest.raises(UsageError) as refused:
        co.cohen_kappa(FRAME, **{"interval": "units", **options})
    assert said in str(refused.value)


def test_the_level_of_an_interval_is_not_that_of_measurement():
    with pytest.raises(UsageError, match=r"^confidence: 95 "):
        co.krippendorff_alpha(FRAME, confidence=95)


def test_a_number_of_categories_may_come_from_numpy():
    assert (
        co.brennan_prediger(FRAME, categories=np.int64(5)).value
        == co.brennan_prediger(FRAME, categories=5).value
    )


def test_a_constant_coder_has_no_interval_and_the_note_says_why():
    """CD gives x throughout: kappa is 0 however AB codes, and the units do not agree alike."""
    frame = pd.DataFrame({"AB": list("xyxyxy"), "CD": list("xxxxxx")})
    for interval in ("analytic", "units"):
        found = co.cohen_kappa(frame, interval=interval)
        assert found.value == 0 and found.interval is None
        assert found.notes[-1].startswith("no interval: ") and "alike" not in found.notes[-1]


def test_an_order_is_asked_for_with_values_that_can_be_told_apart():
    with pytest.raises(UsageError, match="without an order: '', 'x'"):
        co.krippendorff_alpha([["", "x"], ["x", "x"]], "ordinal")


@pytest.mark.parametrize("cell", [[["x"]], [None], {float("nan")}])
def test_sets_hold_codes(cell):
    for function in (co.masi_alpha, co.multivalued_alpha, co.exact_agreement):
        with pytest.raises(UsageError, match="a set or list of codes"):
            function([[cell, {"x"}], [{"x"}, {"x"}]])


@pytest.mark.parametrize("one", ["xyz", None, 3])
def test_a_text_is_no_set_of_letters(one):
    with pytest.raises(UsageError, match="two sets of codes"):
        co.masi_distance(one, {"x"})


# -- published examples in other clothes ---------------------------------------------------------------


def run(kind: str, name: str, data: dict, expected: object = None) -> object:
    sys.path.insert(0, str(Path(__file__).parent / "published"))
    from runners import runner

    found = runner(kind, name)
    assert found is not None
    return found({"coefficient": name, "data": data, "expected": expected}, Path())


def test_values_of_an_example_written_in_other_ways():
    """Six units, two coders: 1 1, 1 2, 2 2, 2 2, 3 3, one of them not read by the second."""
    units = [[1, 1], [1, 2], [2, 2], [2, 2], [3, 3], [3, None]]
    texts = [[None if v is None else str(v) for v in row] for row in units]
    mixed = [["1", 1] if row == [1, 1] else row for row in units]
    for name in ("krippendorff_alpha_nominal", "cohen_kappa", "fleiss_kappa", "gwet_ac1"):
        wanted = run("matrix", name, {"units": units})
        assert run("matrix", name, {"units": texts, "remark": "more"}) == wanted
        assert run("matrix", name, {"units": mixed}) == wanted
    for level in ("ordinal", "interval", "ratio"):
        name = f"krippendorff_alpha_{level}"
        wanted = run("matrix", name, {"units": units})
        assert run("matrix", name, {"units": texts}) == pytest.approx(wanted)
    quadratic = run("matrix", "gwet_ac2_quadratic", {"units": units})
    assert run("matrix", "gwet_ac2_quadratic", {"units": texts}) == pytest.approx(quadratic)
    name = "alpha_ordinal_boot_pairs_ci_low"
    assert run("matrix", name, {"units": texts}) == run("matrix", name, {"units": units})


def test_an_order_that_an_example_names():
    """low, mid, high are 1, 2, 3; in the alphabet high would come first."""
    number = {"low": 1, "mid": 2, "high": 3}
    words = [["low", "low"], ["high", "mid"], ["mid", "mid"], ["low", "mid"]]
    units = [[number[word] for word in row] for row in words]
    for name in ("krippendorff_alpha_ordinal", "gwet_ac2_quadratic"):
        got = run("matrix", name, {"units": words, "categories": list(number)})
        assert got == pytest.approx(run("matrix", name, {"units": units}))
    # Half agree, four on offer: (.5 - .25) / .75.
    offered = {"units": words, "categories": [*number, "top"]}
    assert run("matrix", "brennan_prediger", offered) == pytest.approx(1 / 3)


def test_tables_sets_and_continua_of_an_example_in_other_forms():
    table = [[4, 1], [2, 3]]
    named = {"categories": ["a", "b"], "table": table}
    by_pairs = run("table", "krippendorff_alpha_custom", {**named, "distance": {"a|b": 1}})
    by_table = run("table", "krippendorff_alpha_custom", {**named, "distance": [[0, 1], [1, 0]]})
    nominal = run("table", "krippendorff_alpha_nominal", {"table": table})
    assert by_pairs == by_table == pytest.approx(nominal)
    assert run("table", "cohen_kappa", {"table": [[0, 0], [0, 0]]}) is None
    # {a, b} and {a}: half shared, one part of the other: 1 - 1/2 · 2/3.
    sets = {"units": [[None, ["a", "b"], ["a"]]]}
    assert run("sets", "masi_distance", sets) == pytest.approx(2 / 3)
    assert run("sets", "masi_distance", {"units": [[None, ["a"]]]}) is None
    counts = {"length": 1000, "both": 50, "only_one": 150, "neither": 800}
    assert run("charcounts", "percent_agreement", counts) == pytest.approx(0.85)


def test_a_continuum_measured_in_halves():
    pytest.importorskip("pygamma_agreement")
    spans = [["AB", "x", 0, 4], ["AB", "y", 6, 9], ["CD", "x", 0, 4], ["CD", "x", 6, 10]]
    halves = [[coder, label, start / 2, end / 2] for coder, label, start, end in spans]
    whole, half = (run("spans_se", "gamma_best_disorder", {"spans": s}) for s in (spans, halves))
    assert half == pytest.approx(whole)
