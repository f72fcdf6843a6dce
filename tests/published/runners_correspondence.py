"""Published examples of correspondence analysis."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qualcode.analysis.correspondence import correspondence


def mapped(case: dict[str, Any], folder: Path) -> Any:
    found = correspondence(case["data"])
    if case["statistic"] == "principal_inertias":
        return found.inertias[: len(case["expected"])].tolist()
    if case["statistic"] == "total_inertia":
        return found.total
    return found.rows["dim1"].abs().tolist()


RUNNERS = [("table", "principal_inertias|total_inertia|row_principal_dim1_abs", mapped)]
