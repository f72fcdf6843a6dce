"""Published examples of accumulation and saturation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qualcode.present.saturation import new_information


def by_run(case: dict[str, Any], folder: Path) -> list[float | None]:
    data = case["data"]
    runs = new_information(
        data["new_codes_per_interview"],
        data["base"],
        data["run"],
        overlapping=data["overlapping_runs"],
    )
    return [run.ratio for run in runs]


RUNNERS = [("saturation", "new_information_ratio_by_run", by_run)]
