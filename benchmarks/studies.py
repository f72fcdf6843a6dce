"""How fast whole studies are opened, searched and proposed upon; each through its public function.

python benchmarks/speed.py --only suggest frame kwic growth
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import re
import shutil
import sqlite3
import statistics
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import patterns
from measuring import Line, at_most, by_turns, line, medians, seconds, times_as_fast

import qualcode as qc
from qualcode.core.text import text_hash
from qualcode.index import Indexable, build
from qualcode.suggest.find import find

CODES = 50
PRAGMAS = ("journal_mode", "synchronous", "wal_autocheckpoint", "cache_size")


def interviews(folder: Path, number: int, globs: list[str]) -> tuple[Path, int]:
    """A project of generated interviews with a codebook of these patterns; and its words."""
    source = folder / "transcripts"
    source.mkdir()
    words = 0
    for place, (text, turns) in enumerate(patterns.corpus(number)):
        (source / f"D{place:04}.txt").write_text(text, encoding="utf-8")
        words += sum(text.count(" ", start, end) + 1 for ((start, end),) in turns)
    book = ["codes:"]
    for code in range(CODES):
        book += [f"  - code: c{code:02}", "    patterns:"]
        book += [f"      - {json.dumps(glob)}" for glob in globs[code::CODES]]
    (folder / "codebook.yaml").write_text("\n".join(book) + "\n", encoding="utf-8")
    path = folder / "interviews.qualcode"
    with qc.new_project(path, coder="AB") as project:
        project.ingest(source)
        project.load_codebook(folder / "codebook.yaml")
    shutil.rmtree(source)
    return path, words


def copied(source: Path, target: Path) -> Path:
    """A fresh copy that is on the disk, so that writing it back does not fall into what is timed."""
    for suffix in ("", "-wal", "-shm"):
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    shutil.copyfile(source, target)
    os.sync()
    return target


# -- suggestions ---------------------------------------------------------------------------------------


def suggest(folder: Path, *, number: int, runs: int) -> Iterator[Line]:
    """`project.suggest`, every proposal stored, beside `executemany` of the same rows."""
    globs = patterns.codebook()
    source, words = interviews(folder, number, globs)
    target, bare = folder / "ours.qualcode", folder / "bare.qualcode"
    scale = f"{number} interviews, about {words:,} words, {len(globs)} patterns"

    def ours() -> float:
        with qc.open_project(copied(source, target), coder="AB") as project:
            return seconds(lambda: project.suggest("patterns"))

    cold = ours()  # builds the index, which the runs after it find beside the project
    with contextlib.closing(sqlite3.connect(target)) as connection:
        rows = connection.execute("SELECT * FROM suggestion ORDER BY n").fetchall()
    with qc.open_project(target) as project:
        pragmas = {
            name: project.study.connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in PRAGMAS
        }
    marks = ",".join("?" * len(rows[0]))

    def theirs() -> float:
        connection = sqlite3.connect(copied(source, bare), isolation_level=None)
        for name, value in pragmas.items():
            connection.execute(f"PRAGMA {name} = {value}")

        def insert() -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(f"INSERT INTO suggestion VALUES ({marks})", rows)
            connection.execute("COMMIT")

        taken = seconds(insert)
        connection.close()
        return taken

    theirs()
    with contextlib.closing(sqlite3.connect(bare)) as connection:
        same = connection.execute("SELECT * FROM suggestion ORDER BY n").fetchall() == rows
    assert same, "executemany did not write the same rows"
    gc.collect()
    gc.freeze()  # the prepared rows must not slow the other side down
    a, b = (statistics.median(times) for times in by_turns(ours, theirs, runs))
    yield at_most(
        "project.suggest, stored",
        f"{scale}, {len(rows):,} proposals",
        a,
        b,
        "sqlite3 executemany of the rows of the suggestion table, same settings, durable",
        3,
        cold_s=round(cold, 6),
        runs=runs,
    )


# -- frames --------------------------------------------------------------------------------------------


def frame(project: Path, folder: Path, size: str, *, runs: int) -> Iterator[Line]:
    """`project.codings()` of a project just opened, beside `pandas.read_sql` of a table that holds the
    finished frame."""
    import pandas as pd

    plain = folder / "frame.sqlite"

    def ours() -> Any:
        with qc.open_project(project) as opened:
            return opened.codings()

    def theirs() -> Any:
        with contextlib.closing(sqlite3.connect(plain)) as connection:
            return pd.read_sql("SELECT * FROM codings", connection)

    made = ours()
    with contextlib.closing(sqlite3.connect(plain)) as connection:
        made.to_sql("codings", connection, index=False, chunksize=50_000)
        connection.commit()
    read = theirs()
    assert list(read) == list(made), "the columns differ"
    for name in made:
        mine, other = (each[name].astype(object) for each in (made, read))
        same = (mine == other) | (mine.isna() & other.isna())
        assert bool(same.all()), f"{name} differs"
    width = f"{len(made.columns)} columns"
    del made, read
    a, b = medians(ours, theirs, runs)
    yield at_most(
        "codings of a project as a tidy frame, opening included",
        f"{size}, {width}",
        a,
        b,
        "pandas.read_sql of the same columns from a plain SQLite table",
        1.5,
        runs=runs,
    )


# -- key words in context ------------------------------------------------------------------------------


def kwic(folder: Path, *, number: int, runs: int) -> Iterator[Line]:
    """All hits of a phrase with 40 characters on both sides, beside a loop over the turns with `re`."""
    globs = patterns.codebook()
    path, words = interviews(folder, number, globs)
    ordinary = patterns.vocabulary(patterns.np.random.default_rng(7))[0]
    with qc.open_project(path, coder="AB") as project:
        turns = project.turns()
        spoken = turns.loc[~turns["interviewer"], ["document", "start", "end"]]
        said = [
            project.text(document)[start:end]
            for document, start, end in spoken.astype(object).to_numpy().tolist()
        ]
        del turns, spoken
        # A phrase that is met now and then, and one of common words: with more hits the time goes into
        # making the strings, which both sides have to.
        for first, second in ((2, 4), (0, 1)):
            glob = f"{ordinary[first]} {ordinary[second]}*"
            hits, a, b = _in_context(project, said, glob, runs)
            yield times_as_fast(
                "words in context, all hits",
                f"{number} interviews, about {words:,} words, {hits:,} hits",
                a,
                b,
                "a loop over the turns with a compiled re, the same strings",
                30,
                runs=runs,
            )


def _in_context(project: Any, said: list[str], glob: str, runs: int) -> tuple[int, float, float]:
    """Hits of a phrase, and the median times of `qc.kwic` and of the loop; their strings are the same."""
    expression, flags = patterns.as_regex(glob, exact=True)
    compiled = re.compile(expression, flags)

    def ours() -> Any:
        return qc.kwic(project, glob, width=40)

    def theirs() -> list[tuple[str, str, str]]:
        found = []
        for turn in said:
            for match in compiled.finditer(turn):
                start, end = match.span()
                found.append((turn[max(0, start - 40) : start], match[0], turn[end : end + 40]))
        return found

    mine = ours()[["left", "match", "right"]].astype(object).to_numpy().tolist()
    assert [tuple(row) for row in mine] == theirs(), "kwic and the loop with re differ"
    a, b = medians(ours, theirs, runs)
    return len(mine), a, b


# -- growth --------------------------------------------------------------------------------------------


def growth(*, sizes: tuple[int, ...], runs: int) -> Iterator[Line]:
    """Time for each word from one size to forty times that: nothing grows faster than the text."""
    globs = patterns.codebook()
    wanted = [patterns.as_pattern(glob) for glob in globs]
    prepared = []
    for number in sizes:
        documents = [
            Indexable(text_hash(text), text, turns) for text, turns in patterns.corpus(number)
        ]
        prepared.append((documents, [document.text for document in documents], build(documents)))
    gc.collect()
    gc.freeze()
    times: dict[str, list[list[float]]] = {
        name: [[] for _ in sizes] for name in ("text to index", "apply patterns")
    }
    for _ in range(runs):
        for place, (documents, texts, index) in enumerate(prepared):
            times["text to index"][place].append(seconds(partial(build, documents)))
            times["apply patterns"][place].append(seconds(partial(find, index, texts, wanted)))
    words = [len(index) for _, _, index in prepared]
    costs = {
        name: [statistics.median(each) / n for each, n in zip(found, words, strict=True)]
        for name, found in times.items()
    }
    for name, cost in costs.items():
        ratio = max(cost) / min(cost)
        yield line(
            f"growth: {name}",
            " / ".join(f"{number:,}" for number in words) + " words",
            max(cost) * 1e6,
            min(cost) * 1e6,
            "a million words at the cheapest of these sizes",
            ratio=ratio,
            goal="ours <= 1.6 x theirs",
            passed=ratio <= 1.6,
            ns_per_word=[round(each * 1e9, 1) for each in cost],
            runs=runs,
        )
