"""Co-occurrence: {n1, n2, n12} -> c."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from qualcode.analysis.cooccurrence import c_coefficient


def coefficient(case: dict[str, Any], folder: Path) -> float | None:
    data = case["data"]
    return c_coefficient(data["n1"], data["n2"], data["n12"])


RUNNERS: list[tuple[str, str, Callable[[dict[str, Any], Path], Any]]] = [
    ("cooc", "c_coefficient", coefficient)
]
