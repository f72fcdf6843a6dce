"""A file that asks for what nobody knows must fail, not pass unseen."""

from __future__ import annotations

import pytest


def test_names_that_are_known_and_not() -> None:
    import sys
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).parent))
    from registry import known

    assert known("table", "kappa_category_A") and known("table", "p_value")
    assert known("matrix", "alpha_ordinal_boot_pairs_ci_low")
    assert known("spans", "alphaU_1995_Do_A") and known("codings", "Barriers")
    for kind, name in (
        ("table", "kappa"), ("table", "cohen_kappa_"), ("tables", "p_value"),
        ("cooc", "jaccard"), ("codings", ""), ("pvalues", "bh_rejections_at_x05"),
    ):  # fmt: skip
        assert not known(kind, name), (kind, name)


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ({}, {"passed": 1}),
        ({"expected": [3, 4, 130]}, {"failed": 1}),
        ({"expected": [3, 4, 130], "gate": False}, {"passed": 1}),
        ({"kind": "codes"}, {"failed": 1}),
        ({"kind": "cooc", "statistic": "jaccard"}, {"failed": 1}),
        ({"kind": "cooc", "statistic": "c_coefficient"}, {"failed": 1}),
        ({"statistic": "Nothing"}, {"failed": 1}),
    ],
)
def test_a_file_of_examples_is_judged(tmp_path, change, outcome) -> None:
    import json
    import re
    import subprocess
    import sys
    from pathlib import Path

    case = {
        "name": "constructed",
        "group": "constructed",
        "source": "by hand",
        "provenance": "hand",
        "kind": "codings",
        # Overlapping stretches of two codes of one theme: 80 + 20 + 10 characters, not 130.
        "data": {
            "hierarchy": {"Barriers": ["Cost", "Time"]},
            "codings": [
                ["P1", 0, 50, "Cost"],
                ["P1", 30, 80, "Time"],
                ["P2", 0, 20, "Time"],
                ["P3", 5, 15, "Barriers"],
            ],
        },
        "statistic": "Barriers",
        "expected": [3, 4, 110],
        "tolerance": 0,
        "note": "",
        "gate": True,
        **change,
    }
    path = tmp_path / "cases.json"
    path.write_text(json.dumps({"description": "", "kinds": {}, "cases": [case]}), "utf-8")
    here = Path(__file__).parent
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "0", str(here / "test_published.py"),
         "--cases", str(path), "-p", "no:cacheprovider"],
        capture_output=True, text=True, cwd=here.parents[1], check=False,
    )  # fmt: skip
    ((what, number),) = outcome.items()
    assert re.search(rf"\b{number} {what}", done.stdout), done.stdout + done.stderr
    if "gate" in change:
        assert (
            "reported, not failed: constructed: [3, 4, 110], published [3, 4, 130]" in done.stdout
        )
