"""What every agreement coefficient returns, and the parts of it that all share."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from qualcode.analysis.rounding import MINUS, rounded, snapped
from qualcode.errors import UsageError, counted, one_line

DEFAULT_SEED = 20260101
DRAWS = 2_000

# The rules for units that some coders did not read, in the words that are printed.
PAIRABLE = "pairable: units that fewer than two coders read are left out"
GWET = "Gwet: units that one coder read stay in the marginals, every unit counts once"
RULES = {"pairable": PAIRABLE, "gwet": GWET}


def short(number: float | None, places: int = 3) -> str:
    """`.743`, `−.048`, `1.000`: a coefficient as papers print it; `undefined` for None."""
    if number is None:
        return "undefined"
    text = rounded(number, places)
    return text.replace("0.", ".", 1) if text.lstrip(MINUS).startswith("0.") else text


@dataclass(frozen=True)
class Coefficient:
    """One agreement coefficient, with what is needed to read it.

    name: "Cohen's kappa". value: None where it is undefined, with the reason in words. se: standard
    error (of the draws, where something was resampled), None where none was asked for or none is
    known. interval: (low, high) at `level`; interval_by: which method, e.g. "units resampled, 2,000
    draws, seed 20260101". n_units: the units that enter; n_coders: the coders. rule: the rule for
    missing values, in words. observed, expected: agreement (for coefficients made of distances:
    disagreement) observed and expected by chance; None where the coefficient has none. notes: what
    a reader has to know besides.
    """

    name: str
    value: float | None
    reason: str = ""
    se: float | None = None
    interval: tuple[float, float] | None = None
    level: float = 0.95
    interval_by: str = ""
    n_units: int = 0
    n_coders: int = 0
    rule: str = ""
    observed: float | None = None
    expected: float | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for field in ("value", "se", "observed", "expected"):
            number = getattr(self, field)
            if number is not None:
                if not math.isfinite(number):
                    raise ValueError(f"{field} of {self.name} is {number}: undefined is None")
                object.__setattr__(self, field, snapped(number))
        if (self.value is None) != bool(self.reason):
            raise ValueError(f"{self.name}: a value, or a reason why there is none")
        if self.interval is not None:
            low, high = self.interval
            object.__setattr__(self, "interval", (snapped(low), snapped(high)))

    @property
    def defined(self) -> bool:
        return self.value is not None

    def __str__(self) -> str:
        """`Cohen's kappa .492 [.412, .571] (95 %, units resampled, …); 200 units, 2 coders; …`"""
        text = f"{self.name} {short(self.value)}"
        if self.value is None:
            text += f": {self.reason}"
        elif self.interval is not None:
            low, high = self.interval
            text += f" [{short(low)}, {short(high)}] ({self.level * 100:g} %, {self.interval_by})"
        elif self.se is not None:
            text += f" (SE {short(self.se)})"
        text += f"; {counted(self.n_units, 'unit')}, {counted(self.n_coders, 'coder')}"
        for more in (self.rule, *self.notes):
            if more:
                text += f"; {more}"
        return one_line(text)

    def as_data(self) -> dict[str, Any]:
        """Everything as plain values for JSON; None where undefined."""
        return {
            "coefficient": self.name,
            "value": self.value,
            "reason": self.reason,
            "se": self.se,
            "interval": None if self.interval is None else list(self.interval),
            "level": self.level,
            "interval_by": self.interval_by,
            "n_units": self.n_units,
            "n_coders": self.n_coders,
            "rule": self.rule,
            "observed": self.observed,
            "expected": self.expected,
            "notes": list(self.notes),
        }


def rule_for(missing: str) -> str:
    """The printed rule of `missing`."""
    if missing not in RULES:
        raise UsageError("missing", f"{missing!r}", "pairable or gwet")
    return RULES[missing]


def check_interval(
    interval: str | None,
    allowed: tuple[str, ...],
    level: float,
    draws: int,
    seed: int = DEFAULT_SEED,
) -> None:
    """Refuse a method of interval that a coefficient does not have, and senseless numbers."""
    if interval is not None and interval not in allowed:
        because = {
            "pairs": "coder pairs are resampled for Krippendorff's alpha only",
            "analytic": "no formula gives a standard error of this coefficient",
        }.get(interval, "")
        raise UsageError(
            "interval", repr(interval), ", ".join((*allowed, "None")) + (because and f"; {because}")
        )
    check_level(level)
    if not _whole(draws) or draws < 100:
        raise UsageError("draws", f"{draws!r}", "a whole number of at least 100")
    check_seed(seed)


def _whole(number: Any) -> bool:
    return isinstance(number, int | np.integer) and not isinstance(number, bool)


def check_level(level: Any, name: str = "level") -> None:
    """Refuse what is no share of the draws. name: what the caller calls it."""
    if not isinstance(level, float | np.floating) or not 0 < level < 1:
        raise UsageError(name, f"{level!r}", "a number between 0 and 1, such as .95")


def check_seed(seed: Any) -> None:
    """Refuse what would not draw the same twice: None draws something else every time."""
    if not _whole(seed) or seed < 0:
        raise UsageError("seed", f"{seed!r}", "a whole number from 0 on")


def wald(
    value: float, se: float, level: float, freedom: int | None, least: float = -1.0
) -> tuple[float, float]:
    """value ± quantile · se, at most 1 and at least `least`, where the value itself is not below it.

    freedom: of Student's t, None for the normal.
    """
    from scipy.special import ndtri, stdtrit

    upper = (1 + level) / 2
    half = se * float(ndtri(upper) if freedom is None else stdtrit(freedom, upper))
    low = value - half if value < least else max(least, value - half)
    return low, min(1.0, value + half)


def percentiles(values: np.ndarray, level: float) -> tuple[float, float]:
    """The middle `level` of the draws."""
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
