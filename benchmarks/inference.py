"""How fast the permutation test is, beside scipy.stats.permutation_test on the same people.

    python benchmarks/inference.py [--draws N] [--quick]

One JSON line per operation, as in speed.py: 10,000 permutations of the roles of 200 participants (8 roles,
30 codes) beside thirty calls of scipy, one per code, and beside one call that returns the largest statistic of
all codes; and intervals of all cells of that table, beside nothing. Each side has one thread. On one shared
set of permutations the statistics are equal, and p-values lie within 4 Monte Carlo standard errors, or
the script ends. Exit code 1 where a goal was missed. The people are generated and seeded.
"""

# ruff: noqa: E402 — the number of threads is settled before numpy is there

from __future__ import annotations

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

import argparse
import statistics
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from measuring import Line, line, medians, seconds, times_as_fast, told
from scipy.stats import permutation_test as scipy_test

from qualcode.analysis import inference

PEOPLE, CODES, ROLES, DRAWS = 200, 30, 8, 10_000
RUNS = 7
SEED = inference.DEFAULT_SEED


def study() -> tuple[np.ndarray, np.ndarray]:
    """present: people x codes, of which some go with the role; role of each person."""
    chance = np.random.default_rng(7)
    role = chance.permutation(np.arange(PEOPLE) % ROLES)
    share = chance.uniform(0.05, 0.5, CODES)
    lean = chance.normal(0, 0.12, (ROLES, CODES)) * (np.arange(CODES) % 3 == 0)
    return chance.random((PEOPLE, CODES)) < np.clip(share + lean[role], 0.02, 0.98), role


def of_one_code(have: np.ndarray) -> Callable[..., Any]:
    """Chi-square of one code for many arrangements of the roles: its people in each role are counted."""
    who, sizes = np.flatnonzero(have), np.bincount(ROLE, minlength=ROLES)
    share = have.mean()

    def statistic(labels: np.ndarray, axis: int = -1) -> np.ndarray:
        chosen = labels[..., who]
        found = sum(((chosen == role).sum(axis=-1) ** 2) / sizes[role] for role in range(ROLES))
        return (found - len(who) * share) / (share * (1 - share))

    return statistic


def of_all_codes(present: np.ndarray) -> Callable[..., Any]:
    """Chi-square of all codes for many arrangements: one product of a 0/1 matrix for each role."""
    numbers, sizes = present.astype(np.float32), np.bincount(ROLE, minlength=ROLES)
    have = present.sum(axis=0)
    share = have / PEOPLE

    def statistic(labels: np.ndarray) -> np.ndarray:
        found = 0.0
        for role in range(ROLES):
            count = (labels == role).astype(np.float32) @ numbers
            found = found + count * count / sizes[role]
        return (found - have * share) / (share * (1 - share))

    return statistic


PRESENT, ROLE = study()


def thirty_calls(draws: int) -> np.ndarray:
    return np.array(
        [
            scipy_test(
                (ROLE.astype(np.uint8),),
                of_one_code(PRESENT[:, code]),
                permutation_type="pairings",
                vectorized=True,
                n_resamples=draws,
                alternative="greater",
                rng=np.random.default_rng(SEED + code),
            ).pvalue
            for code in range(CODES)
        ]
    )


def one_call(draws: int) -> np.ndarray:
    """The largest statistic of each arrangement."""
    each = of_all_codes(PRESENT)

    def largest(labels: np.ndarray, axis: int = -1) -> np.ndarray:
        return each(labels).max(axis=-1)

    return scipy_test(
        (ROLE.astype(np.uint8),),
        largest,
        permutation_type="pairings",
        vectorized=True,
        n_resamples=draws,
        alternative="greater",
        rng=np.random.default_rng(SEED),
    ).null_distribution


def ours(draws: int) -> inference.Permutation:
    return inference.permutation_test(PRESENT, ROLE, draws=draws, seed=SEED)


def same_statistics(draws: int) -> float:
    """The largest difference on one shared set of permutations; more than 1e-4 ends the script (theirs
    sums in single precision when it takes all codes at once)."""
    labels = np.random.default_rng(3).permuted(np.tile(ROLE, (min(draws, 2_000), 1)), axis=1)
    own = inference.statistics(PRESENT, ROLE, labels)
    single = np.column_stack([of_one_code(PRESENT[:, code])(labels) for code in range(CODES)])
    apart = float(np.abs(own - single).max())
    assert apart <= 1e-9, apart
    assert np.abs(own - of_all_codes(PRESENT)(labels)).max() <= 1e-4
    return apart


def within_chance(a: np.ndarray, b: np.ndarray, draws: int) -> float:
    """The largest difference of two estimates of the same p, in Monte Carlo standard errors; at most 4."""
    p = (a + b) / 2
    apart = float((np.abs(a - b) / np.sqrt(np.maximum(2 * p * (1 - p), 2 / draws) / draws)).max())
    assert apart <= 4, apart
    return apart


def permutations(draws: int, runs: int) -> Iterator[Line]:
    apart = same_statistics(draws)
    found = ours(draws)
    assert not found.exact and found.draws == draws
    size = f"{draws:,} permutations, {CODES} codes, {ROLES} roles, {PEOPLE} participants"
    errors = within_chance(found.p, thirty_calls(draws), draws)
    few = max(1, runs // 3)
    a, b = medians(lambda: ours(draws), lambda: thirty_calls(draws), few)
    yield times_as_fast(
        "permutation test", size, a, b, "scipy.stats.permutation_test, one call for each code", 20,
        runs=few, difference=apart, standard_errors=round(errors, 2),
    )  # fmt: skip
    largest = one_call(draws)
    p_max = (1 + (largest[:, None] >= found.statistic - 1e-4).sum(axis=0)) / (1 + draws)
    errors = within_chance(found.p_max, p_max, draws)
    a, b = medians(lambda: ours(draws), lambda: one_call(draws), runs)
    yield times_as_fast(
        "permutation test", size, a, b,
        "one call of scipy.stats.permutation_test, the largest statistic of all codes", 1.3,
        runs=runs, difference=apart, standard_errors=round(errors, 2),
    )  # fmt: skip


def intervals(draws: int, runs: int) -> Iterator[Line]:
    chance = np.random.default_rng(5)
    turns = chance.integers(6, 41, PEOPLE)
    coded = chance.binomial(turns[:, None], chance.beta(0.5, 3, (PEOPLE, CODES)))
    words = turns * 60
    size = f"{CODES} codes, {ROLES} roles, {PEOPLE} participants"
    for name, function, of in (
        ("share_intervals", inference.share_intervals, turns),
        ("rate_intervals", inference.rate_intervals, words),
    ):

        def table(function: Any = function, of: np.ndarray = of) -> None:
            for role in range(ROLES):
                function(coded[role == ROLE], of[role == ROLE])

        table()
        a = statistics.median(seconds(table) for _ in range(runs))
        yield line(name, size, a, None, "nothing", runs=runs)


def operations(draws: int = DRAWS, runs: int = RUNS) -> Iterator[Line]:
    yield from permutations(draws, runs)
    yield from intervals(draws, runs)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--draws", type=int, default=DRAWS, help="number of permutations")
    parser.add_argument("--quick", action="store_true", help="few draws, results only, no goals")
    options = parser.parse_args(arguments)
    return told(
        operations(*((200, 1) if options.quick else (options.draws, RUNS))), goals=not options.quick
    )


if __name__ == "__main__":
    raise SystemExit(main())
