"""How fast agreement coefficients are, beside the package krippendorff on the same codings.

    python benchmarks/agreement.py [--units N] [--quick]

One JSON line per operation, as in speed.py. Nominal alpha of 100,000 units and 5 coders, a tenth of the
cells empty: from an array of numbers, from a frame of texts, with 150 values. Values are equal to 1e-9 on
both sides, or the script ends. Exit code 1 where a goal was missed. The codings are generated and seeded.
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Iterator

import krippendorff
import numpy as np
import pandas as pd
from measuring import Line, at_most, line, medians, seconds, times_as_fast, told

from qualcode.analysis import coefficients as co

UNITS, CODERS, EMPTY = 100_000, 5, 0.1
RUNS = 15
AGAINST = "krippendorff.alpha on an array of numbers"


def codings(units: int, values: int) -> np.ndarray:
    """units × coders: coders who see the same value three times in five, NaN where they did not read."""
    chance = np.random.default_rng(20260101)
    truth = chance.integers(0, values, units)[:, None]
    own = chance.integers(0, values, (units, CODERS))
    table = np.where(chance.random((units, CODERS)) < 0.6, truth, own).astype(float)
    table[chance.random(table.shape) < EMPTY] = np.nan
    return table


def theirs(table: np.ndarray, level: str = "nominal") -> float:
    return float(krippendorff.alpha(table.T, level_of_measurement=level))


def ours(frame: np.ndarray | pd.DataFrame, level: str = "nominal") -> float:
    """With the standard error and the interval that come without asking."""
    value = co.krippendorff_alpha(frame, level).value
    assert value is not None
    return value


def equal(a: float, b: float) -> float:
    """The difference; more than 1e-9 ends the script."""
    assert abs(a - b) <= 1e-9, (a, b)
    return abs(a - b)


def numbers(units: int, runs: int) -> Iterator[Line]:
    table = codings(units, 10)
    apart = equal(ours(table), theirs(table))
    a, b = medians(lambda: ours(table), lambda: theirs(table), runs)
    size = f"{units:,} units, {CODERS} coders, 10 values, {EMPTY:.0%} empty"
    yield times_as_fast(
        "nominal alpha, array of numbers", size, a, b, AGAINST, 4, runs=runs, difference=apart
    )
    for level in ("ordinal", "interval", "ratio"):
        shifted = table + 1
        difference = equal(ours(shifted, level), theirs(shifted, level))
        a, b = medians(
            lambda own=shifted, at=level: ours(own, at),
            lambda own=shifted, at=level: theirs(own, at),
            runs,
        )
        yield line(
            f"{level} alpha, array of numbers", size, a, b, AGAINST,
            ratio=b / a, runs=runs, difference=difference,
        )  # fmt: skip


def texts(units: int, runs: int) -> Iterator[Line]:
    table = codings(units, 10)
    words = np.array([*(f"a code with the number {n}" for n in range(10)), None], dtype=object)
    plain = words[np.where(np.isnan(table), 10, table).astype(int)]
    frame = pd.DataFrame(plain, columns=[f"coder {n}" for n in range(CODERS)])
    # As pandas reads a sheet: its own kind of text column, or plain objects in older versions.
    for name, each in (
        ("texts as pandas keeps them", frame.astype("str").where(frame.notna(), None)),
        ("texts as objects", frame.astype(object)),
        ("categoricals", frame.astype("category")),
    ):
        apart = equal(ours(each), theirs(table))
        a, b = medians(lambda own=each: ours(own), lambda: theirs(table), runs)
        size = f"{units:,} units, {CODERS} coders, 10 values, {EMPTY:.0%} empty"
        yield at_most(
            f"nominal alpha, frame of {name}", size, a, b, AGAINST, 1, runs=runs, difference=apart
        )


def many(units: int, runs: int) -> Iterator[Line]:
    table = codings(units, 150)
    # The other side holds units × values × values at once: compared on a part.
    part = table[: max(100, units // 50)]
    apart = equal(ours(part), theirs(part))
    a = statistics.median(seconds(lambda: ours(table)) for _ in range(runs))
    yield line(
        "nominal alpha, 150 values", f"{units:,} units, {CODERS} coders", a, None,
        "nothing (equal on a fiftieth)", goal="ours < 1 s", passed=a < 1, runs=runs, difference=apart,
    )  # fmt: skip


def resampled(units: int, runs: int) -> Iterator[Line]:
    """2,000 draws; no other side."""
    table = codings(units, 10)
    documents = np.arange(units) * 100 // units
    for name, options in (
        ("units", {"interval": "units"}),
        ("documents", {"interval": "documents", "clusters": documents}),
    ):
        a = statistics.median(
            seconds(lambda own=options: co.krippendorff_alpha(table, **own))
            for _ in range(max(1, runs // 5))
        )
        yield line(
            f"nominal alpha, {name} resampled 2,000 times", f"{units:,} units, {CODERS} coders",
            a, None, "nothing", runs=max(1, runs // 5),
        )  # fmt: skip


OPERATIONS = (numbers, texts, many, resampled)


def operations(units: int = UNITS, runs: int = RUNS) -> Iterator[Line]:
    for operation in OPERATIONS:
        yield from operation(units, runs)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--units", type=int, default=UNITS, help="number of units")
    parser.add_argument("--quick", action="store_true", help="few units, results only, no goals")
    options = parser.parse_args(arguments)
    return told(
        operations(*((500, 1) if options.quick else (options.units, RUNS))), goals=not options.quick
    )


if __name__ == "__main__":
    raise SystemExit(main())
