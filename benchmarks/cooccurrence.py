"""How fast codes that stand together are counted, beside the plainest other ways to do the same.

    python benchmarks/cooccurrence.py [--quick] [--runs N]

One JSON line per operation, as `speed.py` prints them. Everything is generated and seeded; results are
found equal before anything is timed. Exit code 1 where a goal was missed.
"""

from __future__ import annotations

import argparse
import gc
import json
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from measuring import Line, line, medians, seconds, times_as_fast

from qualcode.analysis import overlaps
from qualcode.analysis.cooccurrence import counts

CODES = 50
TURNS = 117_000


def together(codings: int, runs: int, goals: bool) -> Iterator[Line]:
    """In how many turns two codes occur together: arrays of turn and code on both sides, no coding twice, so
    that neither side has any to sort out."""
    import pandas as pd

    rng = np.random.default_rng(11)
    turns = max(200, TURNS * codings // 1_000_000)
    drawn = rng.choice(turns * CODES, codings, replace=False)
    turn, code = np.divmod(drawn, CODES)
    frame = pd.DataFrame({"turn": turn, "code": code})
    size = f"{codings:,} codings, {turns:,} turns, {CODES} codes"

    def ours() -> np.ndarray:
        return counts(turn, code, CODES, turns)

    def merged() -> Any:
        both = frame.merge(frame, on="turn")
        return pd.crosstab(both["code_x"], both["code_y"])

    def grouped() -> Any:
        both = frame.merge(frame, on="turn")
        return both.groupby(["code_x", "code_y"]).size().unstack(fill_value=0)

    found = ours()
    for theirs, name, goal in (
        (merged, "pandas self-merge on the turn + crosstab", 40),
        (grouped, "pandas self-merge on the turn + groupby.size.unstack", None),
    ):
        table = theirs()
        wanted = np.zeros((CODES, CODES), dtype=np.int64)
        wanted[np.ix_(table.index, table.columns)] = table.to_numpy()
        assert (found == wanted).all(), f"co-occurrence and {name} differ"
        a, b = medians(ours, theirs, runs)
        if goals and goal:
            yield times_as_fast("co-occurrence in a turn", size, a, b, name, goal, runs=runs)
        else:
            yield line("co-occurrence in a turn", size, a, b, name, ratio=b / a, runs=runs)


def overlapping(codings: int, runs: int, goals: bool) -> Iterator[Line]:
    """All pairs of codings that share a character, in documents of 48,000 characters."""
    from ncls import NCLS

    rng = np.random.default_rng(12)
    documents = max(2, codings // 100)
    length = 48_000
    document = rng.integers(0, documents, codings)
    start = rng.integers(0, length - 1, codings)
    end = np.minimum(start + rng.integers(20, 1_300, codings), length)
    ids = np.arange(codings)
    size = f"{codings:,} codings in {documents:,} documents"

    def ours() -> tuple[np.ndarray, np.ndarray]:
        return overlaps.pairs(start, end, document)

    def as_set(first: np.ndarray, second: np.ndarray) -> np.ndarray:
        low, high = np.minimum(first, second), np.maximum(first, second)
        return np.sort(low.astype(np.int64) * codings + high)

    found = as_set(*ours())
    assert len(np.unique(found)) == len(found), "a pair comes twice"

    def interval_lists() -> tuple[np.ndarray, np.ndarray]:
        low, high = document * (length + 1) + start, document * (length + 1) + end
        return NCLS(low, high, ids).all_overlaps_both(low, high, ids)

    one, other = interval_lists()
    once = one < other  # it finds every pair in both directions, and each coding with itself
    assert (found == as_set(one[once], other[once])).all(), "NCLS finds other pairs"
    a, b = medians(ours, interval_lists, runs)
    name = "NCLS: built, all overlaps of the codings with themselves"
    what: str = "overlapping codings"
    more: dict[str, Any] = {"pairs": len(found), "runs": runs}
    if goals:
        yield times_as_fast(what, size, a, b, name, 2, **more)
    else:
        yield line(what, size, a, b, name, ratio=b / a, **more)

    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(Path(folder) / "codings.sqlite")
        connection.execute("CREATE TABLE coding (id INTEGER PRIMARY KEY, document, start, end)")
        connection.executemany(
            "INSERT INTO coding VALUES (?, ?, ?, ?)",
            zip(ids.tolist(), document.tolist(), start.tolist(), end.tolist(), strict=True),
        )
        connection.execute("CREATE INDEX place ON coding (document, start, end)")
        connection.execute("ANALYZE")

        def joined() -> list[tuple[int, int]]:
            return connection.execute(
                "SELECT a.id, b.id FROM coding a JOIN coding b ON a.document = b.document"
                " AND b.start < a.end AND a.start < b.end AND a.id < b.id"
            ).fetchall()

        pairs = np.array(joined())
        assert (found == as_set(pairs[:, 0], pairs[:, 1])).all(), "SQLite finds other pairs"
        a, b = medians(ours, joined, min(runs, 5))
        connection.close()
    name = "SQLite self-join, with an index on document, start, end"
    if goals:
        yield times_as_fast(what, size, a, b, name, 10, **more)
    else:
        yield line(what, size, a, b, name, ratio=b / a, **more)


def public(documents: int, codings: int) -> Iterator[Line]:
    """`qc.cooccurrence` and `qc.proximity` themselves, on a generated project: stated, no goal."""
    import speed

    import qualcode as qc
    from qualcode.present.cooccurrence import cooccurrence, proximity

    scale = speed.Scale(documents=documents, codings=codings)
    with tempfile.TemporaryDirectory() as folder:
        data = speed.study(Path(folder), scale)
        with qc.open_project(data.project, coder="AB") as project:
            project.import_codings(data.codings)
        with qc.open_project(data.project) as project:
            qc.crosstab(
                project, rows="code", columns="role", unit="codings"
            )  # the corpus is read once
            for unit in ("turn", "document", "participant", "overlap"):
                gc.collect()
                taken = seconds(partial(cooccurrence, project, unit=unit))
                yield line(f"qc.cooccurrence, unit {unit}", str(scale), taken, None, "")
            gc.collect()
            yield line("qc.proximity", str(scale), seconds(partial(proximity, project)), None, "")


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="small sizes, no goals")
    parser.add_argument("--runs", type=int, default=7)
    given = parser.parse_args(words)
    missed = False
    parts = (
        (together(5_000, 3, False), overlapping(2_000, 3, False), public(10, 50))
        if given.quick
        else (
            together(1_000_000, given.runs, True),
            overlapping(100_000, given.runs, True),
            public(1_000, 1_000),
        )
    )
    for part in parts:
        for each in part:
            print(json.dumps(each), flush=True)
            missed |= each["pass"] is False
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
