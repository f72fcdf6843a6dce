"""Worked examples from the literature, to the tolerance that each states."""

from __future__ import annotations

import math
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from registry import NAMES, known
from runners import runner


def far(got: Any, expected: Any, tolerance: float) -> bool:
    """Whether numbers, or lists of them to any depth, differ by more than the tolerance."""
    if isinstance(expected, list):
        if not isinstance(got, list) or len(got) != len(expected):
            return True
        return any(far(a, b, tolerance) for a, b in zip(got, expected, strict=True))
    if expected is None or got is None:
        return got is not expected
    return not math.isclose(got, expected, rel_tol=0, abs_tol=tolerance or 0)


def test_published_example(case, tmp_path, record_property) -> None:
    name = case.get("statistic") or case.get("coefficient")
    record_property("kind", case["kind"])
    record_property("gate", case["gate"])
    assert case["kind"] in NAMES, f"unknown kind {case['kind']!r}"
    assert known(case["kind"], name), f"unknown name {name!r} for kind {case['kind']!r}"
    run = runner(case["kind"], name)
    assert run is not None, f"{case['kind']}, {name}: nothing computes it"
    record_property("how", "run")
    try:
        got = run(case, tmp_path)
    except Exception as error:
        if case["gate"]:
            raise
        # A case that decides nothing is reported, also where it cannot be computed.
        record_property("differs", f"{case['name']}: {error}")
        return
    if far(got, case["expected"], case["tolerance"]):
        found = f"{case['name']}: {got}, published {case['expected']} ({case['source']})"
        if case["gate"]:
            pytest.fail(found)
        record_property("differs", found)
