"""One test for each published example, and a line that says how many were run and gated."""

from __future__ import annotations

import json
from pathlib import Path

import pytest


def case_files(config: pytest.Config) -> list[Path]:
    given = config.getoption("--cases", default=None)
    if given:
        return [Path(each) for each in given]
    folder = Path(__file__).resolve().parents[3] / "shared" / "cases"
    return sorted(folder.glob("*.json"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "case" not in metafunc.fixturenames:
        return
    cases = []
    for path in case_files(metafunc.config):
        data = json.loads(path.read_text(encoding="utf-8"))
        cases += [pytest.param(case, id=f"{path.stem}:{case['name']}") for case in data["cases"]]
    nothing = pytest.param(None, marks=pytest.mark.skip(reason="no folder shared/cases"))
    metafunc.parametrize("case", cases or [nothing])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """`published examples: 136 run (126 gated, 10 reported only), 1 of an unknown kind or name`."""
    facts: list[dict[str, object]] = []
    for reports in terminalreporter.stats.values():
        for report in reports:
            own = dict(getattr(report, "user_properties", ()))
            if "kind" in own and report.when == "call":
                facts.append(own)
    if not facts:
        return
    run = [own for own in facts if own.get("how") == "run"]
    gated = sum(bool(own["gate"]) for own in run)
    line = f"published examples: {len(run)} run ({gated} gated, {len(run) - gated} reported only)"
    if unknown := len(facts) - len(run):
        line += f", {unknown} of an unknown kind or name"
    terminalreporter.write_line(line)
    for own in run:
        if own.get("differs"):
            terminalreporter.write_line(f"  reported, not failed: {own['differs']}")
