"""What the benchmarks share: two sides timed by turns, and one line for each operation."""

from __future__ import annotations

import gc
import json
import statistics
import time
from collections.abc import Callable, Iterable
from typing import Any

Line = dict[str, Any]


def seconds(function: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    function()
    return time.perf_counter() - begun


def by_turns(
    ours: Callable[[], float], theirs: Callable[[], float], runs: int
) -> tuple[list[float], list[float]]:
    """Times of both, one after the other so that a busy moment of the machine meets both."""
    times: tuple[list[float], list[float]] = ([], [])
    for run in range(runs):
        pair = [(ours, times[0]), (theirs, times[1])]
        # Neither always comes after the other.
        for function, into in pair if run % 2 == 0 else reversed(pair):
            into.append(function())
    return times


def medians(ours: Callable[[], Any], theirs: Callable[[], Any], runs: int) -> tuple[float, float]:
    """Median seconds of two functions, run by turns; neither clears up what the other left."""

    def alone(function: Callable[[], Any]) -> float:
        gc.collect()
        return seconds(function)

    a, b = by_turns(lambda: alone(ours), lambda: alone(theirs), runs)
    return statistics.median(a), statistics.median(b)


def line(
    operation: str,
    size: str,
    ours: float | None,
    theirs: float | None,
    against: str,
    *,
    ratio: float | None = None,
    goal: str | None = None,
    passed: bool | None = None,
    **more: Any,
) -> Line:
    """One result. ratio: ours / theirs unless given; None for times of which there are none."""
    if ratio is None and ours is not None and theirs is not None:
        ratio = ours / theirs
    return {
        "operation": operation,
        "size": size,
        "ours_s": None if ours is None else round(ours, 6),
        "theirs_s": None if theirs is None else round(theirs, 6),
        "theirs": against,
        "ratio": None if ratio is None else round(ratio, 3),
        "goal": goal,
        "pass": passed,
        **more,
    }


def times_as_fast(
    operation: str, size: str, ours: float, theirs: float, against: str, goal: float, **more: Any
) -> Line:
    """A goal of the kind "ours takes at most a goal-th of theirs"."""
    ratio = theirs / ours
    wanted = f"theirs >= {goal:g} x ours"
    return line(
        operation,
        size,
        ours,
        theirs,
        against,
        ratio=ratio,
        goal=wanted,
        passed=ratio >= goal,
        **more,
    )


def at_most(
    operation: str, size: str, ours: float, theirs: float, against: str, goal: float, **more: Any
) -> Line:
    """A goal of the kind "ours takes at most goal times theirs"."""
    wanted = f"ours <= {goal:g} x theirs"
    return line(
        operation, size, ours, theirs, against, goal=wanted, passed=ours <= goal * theirs, **more
    )


def told(results: Iterable[Line], *, goals: bool = True) -> int:
    """Print each result as one JSON line as soon as it is there; 1 where a goal was missed, else 0. goals: False
    for runs that are too small to hold them."""
    code = 0
    for result in results:
        if not goals:
            result.update({"goal": None, "pass": None})
        print(json.dumps(result), flush=True)
        if result["pass"] is False:
            code = 1
    return code
