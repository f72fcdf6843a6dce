"""How fast qualcode's hot paths are, each beside the plainest other way to do the same.

    python benchmarks/speed.py [--only NAME…] [--size SHARE] [--quick] [--folder DIR]

One JSON line per operation: {operation, size, ours_s, theirs_s, theirs, ratio, goal, pass, runs}, seconds
being medians. Both sides run by turns, after their results were found equal. The study is generated,
seeded and invented. Exit code 1 where a goal was missed, 2 where an operation was refused.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import gc
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import studies
from measuring import Line, by_turns, line, seconds
from studies import PRAGMAS, copied

import qualcode as qc

HEAVY = ("pandas", "spacy", "sklearn", "gensim", "matplotlib")
CODES, ROLES, CASES = 50, 8, 4


class Refused(Exception):
    """An operation that would measure nothing here."""


@dataclass(frozen=True)
class Scale:
    """How much is done. documents x turns, and codings in each document; runs, pairs: how often."""

    documents: int = 1_000
    turns: int = 100
    codings: int = 1_000
    frame: int = 1_000_000
    interviews: int = 1_000
    growth: tuple[int, ...] = (100, 1_000, 4_000)
    runs: int = 7
    pairs: int = 300

    @property
    def all_codings(self) -> int:
        return self.documents * self.codings

    def shrunk(self, share: float) -> Scale:
        """The same with a share of the documents, codings in a frame and interviews."""

        def part(number: int) -> int:
            return max(10, round(number * share))

        return replace(
            self,
            documents=part(self.documents),
            frame=part(self.frame),
            interviews=part(self.interviews),
            growth=tuple(part(number) for number in self.growth),
        )

    def __str__(self) -> str:
        return f"{self.all_codings:,} codings in {self.documents:,} documents"


FULL = Scale()
SMALL = Scale(documents=100, codings=100)
QUICK = Scale(10, 20, 50, 2_000, 5, (2, 3, 4), 3, 10)


# -- measuring -----------------------------------------------------------------------------------------


def file_system(folder: Path) -> str:
    """The kind of file system a folder lies on; "" where the system does not say."""
    best, kind = -1, ""
    with contextlib.suppress(OSError):
        for entry in Path("/proc/self/mounts").read_text().splitlines():
            _, where, what, *_ = entry.split()
            mount = Path(where.replace("\\040", " "))
            inside = folder == mount or mount in folder.parents
            if inside and len(mount.parts) >= best:
                best, kind = len(mount.parts), what
    return kind


def on_disk(folder: Path) -> Path:
    """The folder; refused where writing it costs nothing because it lies in memory."""
    if (kind := file_system(folder.resolve())) in ("tmpfs", "ramfs"):
        raise Refused(f"{folder} is a {kind}, which lies in memory: give --folder on a disk")
    return folder


# -- the study -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Study:
    """A generated project without codings, and the codings to bring into it as columns."""

    project: Path
    codings: Path
    quoted: Path
    columns: dict[str, list[Any]]


def study(folder: Path, scale: Scale) -> Study:
    folder = folder / f"study-{scale.documents}-{scale.codings}"
    made = Study(
        folder / "study.qualcode", folder / "codings.csv", folder / "quoted.csv", columns={}
    )
    folder.mkdir()
    rng = np.random.default_rng(7)
    words = [
        "the",
        "price",
        "of",
        "outcomes",
        "nobody",
        "had",
        "asked",
        "for",
        "and",
        "what",
        "the",
        "council",
        "counted",
    ]
    names = [f"D{number:04}" for number in range(scale.documents)]

    def said() -> str:
        return " ".join(words[n] for n in rng.integers(0, len(words), 10).tolist()) + "."

    write(
        folder / "turns.csv",
        ["document", "turn", "speaker", "text"],
        (
            [name, turn + 1, "INT" if turn % 2 == 0 else f"R{name}", said()]
            for name in names
            for turn in range(scale.turns)
        ),
    )
    write(
        folder / "participants.csv",
        ["participant", "role", "case"],
        (
            [f"R{name}", f"Role {number % ROLES}", f"Case {number % CASES}"]
            for number, name in enumerate(names)
        ),
    )
    write(
        folder / "codebook.csv",
        ["code", "definition"],
        ([f"code {number:02}", f"Definition {number}"] for number in range(CODES)),
    )
    with qc.new_project(made.project, coder="AB") as project:
        project.ingest(folder / "turns.csv", participants=folder / "participants.csv")
        project.load_codebook(folder / "codebook.csv")
        texts = [project.text(name) for name in names]
    rows: list[tuple[str, str, str, int, int]] = []
    for name, text in zip(names, texts, strict=True):
        drawn: dict[tuple[str, str, str, int, int], None] = {}
        while len(drawn) < scale.codings:
            start = int(rng.integers(0, len(text) - 60))
            end = start + int(rng.integers(5, 60))
            drawn[name, f"code {int(rng.integers(CODES)):02}", "AB", start, end] = None
        rows += drawn
    head = ["document", "code", "coder", "start", "end"]
    write(made.codings, head, rows)
    text_of = dict(zip(names, texts, strict=True))
    write(
        made.quoted,
        [*head, "quotation"],
        ((*row, text_of[row[0]][row[3] : row[4]]) for row in rows),
    )
    columns = zip(*rows, strict=True)
    made.columns.update({name: list(column) for name, column in zip(head, columns, strict=True)})
    return made


def write(path: Path, head: list[str], rows: Any) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows(rows)


# -- tables --------------------------------------------------------------------------------------------


def same_table(table: Any, frame: Any) -> bool:
    """Whether our table holds the numbers of a pandas.crosstab, which drops what nobody used."""
    ours = table.frame.astype(int)
    ours = ours.loc[ours.any(axis=1), ours.any(axis=0)]
    theirs = frame.loc[frame.any(axis=1), frame.any(axis=0)]
    theirs = theirs.set_axis(theirs.index.astype(str)).set_axis(theirs.columns.astype(str), axis=1)
    return ours.shape == theirs.shape and bool(
        (ours.to_numpy() == theirs.loc[ours.index, ours.columns].to_numpy()).all()
    )


def crosstab(scale: Scale, folder: Path) -> Iterator[Line]:
    import pandas as pd

    rng = np.random.default_rng(7)

    def categorical(name: str, number: int) -> Any:
        values = [f"{name} {n:02}" for n in range(number)]
        drawn: Any = rng.integers(0, number, scale.frame)
        return pd.Categorical.from_codes(drawn, pd.Index(values))

    frame = pd.DataFrame({"code": categorical("code", CODES), "role": categorical("Role", ROLES)})

    def ours() -> qc.Table:
        return qc.crosstab(frame, rows="code", columns="role", unit="codings")

    def theirs() -> pd.DataFrame:
        return pd.crosstab(frame["code"], frame["role"])

    assert same_table(ours(), theirs()), "crosstab and pandas.crosstab differ"
    a, b = (
        statistics.median(times)
        for times in by_turns(lambda: seconds(ours), lambda: seconds(theirs), scale.runs)
    )
    yield line(
        "crosstab of a frame",
        f"{scale.frame:,} codings, {CODES} codes, {ROLES} roles",
        a,
        b,
        "pandas.crosstab on the same categorical frame",
        ratio=b / a,
        goal="theirs >= 15 x ours",
        passed=b >= 15 * a,
        runs=scale.runs,
    )


def opened(scale: Scale, folder: Path) -> Iterator[Line]:
    import pandas as pd

    data = study(folder, scale)
    with qc.open_project(data.project, coder="AB") as project:
        project.import_codings(data.codings)
        frame = project.codings()[["code", "role"]]

    def table() -> qc.Table:
        with qc.open_project(data.project) as project:
            return qc.crosstab(project, rows="code", columns="role", unit="codings")

    with qc.open_project(data.project) as project:
        expected = crossing(project, data)
    assert same_table(table(), expected), "crosstab of the project and the count by hand differ"
    a, b = (
        statistics.median(times)
        for times in by_turns(
            lambda: seconds(table),
            lambda: seconds(lambda: pd.crosstab(frame["code"], frame["role"])),
            scale.runs,
        )
    )
    yield line(
        "crosstab of a project, opening included",
        str(scale),
        a,
        b,
        "pandas.crosstab on a frame already in memory",
        runs=scale.runs,
    )


def crossing(project: qc.Project, data: Study) -> Any:
    """code x role of the codings that touch a participant's turn, counted from the file itself."""
    import pandas as pd

    turns = project.turns()
    turns = turns[turns["participant"].notna()]
    counted: dict[str, np.ndarray] = {}
    for document, own in turns.groupby("document", observed=True):
        length = len(project.text(str(document)))
        spoken = np.zeros(length + 1, dtype=np.int64)
        for start, end in zip(own["start"], own["end"], strict=True):
            spoken[start + 1 : end + 1] = 1
        counted[str(document)] = spoken.cumsum()
    columns = data.columns
    touched = [
        counted[document][end] > counted[document][start]
        for document, start, end in zip(
            columns["document"], columns["start"], columns["end"], strict=True
        )
    ]
    role = turns.groupby("document", observed=True)["role"].first().astype(str).to_dict()
    roles = pd.Series([role[document] for document in columns["document"]])[touched]
    return pd.crosstab(pd.Series(columns["code"])[touched], roles)


# -- the store -----------------------------------------------------------------------------------------


def coding(scale: Scale, folder: Path) -> Iterator[Line]:
    data = study(on_disk(folder), scale)
    with qc.open_project(data.project, coder="AB") as project:
        project.import_codings(data.codings)
    names = list(dict.fromkeys(data.columns["document"]))
    appended = os.open(folder / "appended", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    with qc.open_project(data.project, coder="CD") as project:

        def ours(number: int) -> None:
            project.add_coding(
                document=names[number * 37 % len(names)],
                start=100 + number,
                end=150 + number,
                code=f"code {number % CODES:02}",
            )

        def theirs() -> None:
            os.write(appended, b"x" * 119 + b"\n")
            os.fdatasync(appended)

        before = len(project.codings())
        for number in range(3):  # what is read once for the whole session
            ours(number)
        counter = iter(range(3, 3 + scale.pairs))
        a, b = by_turns(
            lambda: seconds(lambda: ours(next(counter))), lambda: seconds(theirs), scale.pairs
        )
        assert len(project.codings()) == before + 3 + scale.pairs, "codings were lost"
    os.close(appended)
    for name, share in (("p50", 0.5), ("p99", 0.99)):
        mine, other = (float(np.quantile(times, share)) for times in (a, b))
        yield line(
            f"one durable coding, {name}",
            f"{scale}; {scale.pairs} pairs",
            mine,
            other,
            "fdatasync of 120 appended bytes in the same folder",
            goal="ours <= 1.5 x theirs + 0.0003",
            passed=mine <= 1.5 * other + 0.0003,
            runs=scale.pairs,
        )


def bulk(scale: Scale, folder: Path) -> Iterator[Line]:
    data = study(on_disk(folder), scale)
    target, bare = folder / "ours.qualcode", folder / "bare.qualcode"
    with qc.open_project(copied(data.project, target), coder="AB") as project:
        project.import_codings(data.codings)
        frame = project.codings()
        for name, values in data.columns.items():
            assert frame[name].tolist() == values, f"{name}: the import changed something"
        assert project.check() == [] if scale is QUICK else True
        rows, pragmas = written(project.study.connection)
    del frame
    gc.collect()
    gc.freeze()  # the prepared rows must not slow the other side down

    def ours(source: Path) -> float:
        with qc.open_project(copied(data.project, target), coder="AB") as project:
            return seconds(lambda: project.import_codings(source))

    def theirs() -> float:
        connection = sqlite3.connect(copied(data.project, bare), isolation_level=None)
        for name, value in pragmas.items():
            connection.execute(f"PRAGMA {name} = {value}")

        def insert() -> None:
            connection.execute("BEGIN IMMEDIATE")
            for table, (marks, values) in rows.items():
                connection.executemany(f"INSERT INTO {table} VALUES ({marks})", values)
            connection.execute("COMMIT")

        taken = seconds(insert)
        if not checked:
            checked.append(written(connection)[0] == rows)
        connection.close()
        return taken

    checked: list[bool] = []
    theirs()
    assert checked == [True], "executemany did not write the same rows"
    a, b = (
        statistics.median(times)
        for times in by_turns(lambda: ours(data.codings), theirs, scale.runs)
    )
    yield line(
        "import of codings",
        str(scale),
        a,
        b,
        "sqlite3 executemany of the very same rows into the same tables",
        goal="ours <= 1.5 x theirs",
        passed=a <= 1.5 * b,
        runs=scale.runs,
    )
    few = min(3, scale.runs)
    c, d = (
        statistics.median(times)
        for times in by_turns(lambda: ours(data.quoted), lambda: ours(data.codings), few)
    )
    yield line(
        "import of codings with quotations, every one compared",
        str(scale),
        c,
        d,
        "the same import without quotations",
        extra_s=round(c - d, 6),
        runs=few,
    )


def written(
    connection: sqlite3.Connection,
) -> tuple[dict[str, tuple[str, list[tuple]]], dict[str, Any]]:
    """Every row that the latest act wrote, by table, and the pragmas it was written under."""
    last = connection.execute("SELECT max(n) FROM act").fetchone()[0]
    where = {"act": "n", "event": "act", "coding": "added"}
    first = connection.execute("SELECT min(code) FROM coding").fetchone()[0]
    rows = {}
    for table in ("act", "event", "name", "coding"):
        found = connection.execute(
            f"SELECT * FROM {table} WHERE {where.get(table, 'n')} {'=' if table in where else '>='} ?"
            " ORDER BY n",
            (last if table in where else first,),
        ).fetchall()
        rows[table] = (",".join("?" * len(found[0])), found)
    pragmas = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in PRAGMAS}
    return rows, pragmas


# -- starting ------------------------------------------------------------------------------------------


def run(*command: str) -> str:
    done = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
    return done.stdout


@contextlib.contextmanager
def with_bytecode(folder: Path) -> Iterator[None]:
    """Let the programs that are started find compiled modules, as installed ones do, also where this
    Python was told to write none. What is run once beforehand leaves them in `folder`."""
    before = dict(os.environ)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")
    try:
        run(sys.executable, "-c", "import pandas")
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def installed(operation: Callable[[Scale, Path], Iterator[Line]]) -> Any:
    """The operation, with started programs as they run when installed."""

    def wrapped(scale: Scale, folder: Path) -> Iterator[Line]:
        with with_bytecode(folder):
            yield from operation(scale, folder)

    return wrapped


def program() -> list[str]:
    """The command as it was installed beside this Python."""
    script = Path(sys.executable).with_name("qualcode")
    if script.exists():
        return [str(script)]
    return [sys.executable, "-c", "from qualcode.cli import main; raise SystemExit(main())"]


def start(scale: Scale, folder: Path) -> Iterator[Line]:
    script = f"import sys, qualcode; print([m for m in {HEAVY} if m in sys.modules])"
    loaded = run(sys.executable, "-c", script).strip()
    runs = max(scale.runs, 7) * 2 - 1 if scale is not QUICK else scale.runs
    a, b = (
        statistics.median(times)
        for times in by_turns(
            lambda: seconds(lambda: run(sys.executable, "-c", "import qualcode")),
            lambda: seconds(lambda: run(sys.executable, "-c", "pass")),
            runs,
        )
    )
    assert loaded == "[]", f"import qualcode loads {loaded}"
    yield line(
        "import qualcode",
        "a fresh process",
        a,
        b,
        "python -c pass",
        goal=f"loads none of {', '.join(HEAVY)}",
        passed=loaded == "[]",
        runs=runs,
    )
    assert run(*program(), "--version").strip() == f"qualcode {qc.__version__}"
    a, b = (
        statistics.median(times)
        for times in by_turns(
            lambda: seconds(lambda: run(*program(), "--version")),
            lambda: seconds(lambda: run(sys.executable, "-c", "import pandas")),
            runs,
        )
    )
    yield line(
        "qualcode --version",
        "a fresh process",
        a,
        b,
        'python -c "import pandas"',
        goal="ours <= 0.5 x theirs",
        passed=a <= 0.5 * b,
        runs=runs,
    )


def command(scale: Scale, folder: Path) -> Iterator[Line]:
    if scale.all_codings > SMALL.all_codings:
        scale = SMALL
    data = study(folder, scale)
    with qc.open_project(data.project, coder="AB") as project:
        project.import_codings(data.codings)
        table = qc.crosstab(project, rows="code", columns="role", unit="codings")
        expected = str(table)
    words = [*program(), "crosstab", str(data.project), "--rows", "code", "--columns", "role"]
    words += ["--unit", "codings"]
    shown = run(*words)
    assert expected in shown, "the command prints another table"
    a, b = (
        statistics.median(times)
        for times in by_turns(
            lambda: seconds(lambda: run(*words)),
            lambda: seconds(lambda: run(sys.executable, "-c", "import pandas")),
            scale.runs,
        )
    )
    yield line(
        "qualcode crosstab, start-up included",
        str(scale),
        a,
        b,
        'python -c "import pandas"',
        goal="ours <= 1.2 s",
        passed=a <= 1.2,
        runs=scale.runs,
    )


def frame(scale: Scale, folder: Path) -> Iterator[Line]:
    data = study(folder, scale)
    with qc.open_project(data.project, coder="AB") as project:
        project.import_codings(data.codings)
    yield from studies.frame(data.project, folder, str(scale), runs=scale.runs)


def transcripts(scale: Scale, folder: Path) -> Iterator[Line]:
    import readers

    share = 0.02 if scale is QUICK else 1.0
    yield from readers.operations(folder, runs=scale.runs, share=share)


def suggest(scale: Scale, folder: Path) -> Iterator[Line]:
    yield from studies.suggest(on_disk(folder), number=scale.interviews, runs=scale.runs)


def kwic(scale: Scale, folder: Path) -> Iterator[Line]:
    yield from studies.kwic(folder, number=scale.interviews, runs=scale.runs)


def growth(scale: Scale, folder: Path) -> Iterator[Line]:
    yield from studies.growth(sizes=scale.growth, runs=scale.runs)


def patterns(scale: Scale, folder: Path) -> Iterator[Line]:
    """The token index and the pattern suggester, which have a script of their own."""
    import patterns as script

    yield from script.operations(scale.interviews)


def agreement(scale: Scale, folder: Path) -> Iterator[Line]:
    """Agreement coefficients, which have a script of their own."""
    import agreement as script

    share = scale.frame / FULL.frame
    yield from script.operations(max(500, round(script.UNITS * share)), scale.runs)


def cooccurrence(scale: Scale, folder: Path) -> Iterator[Line]:
    """Codes that stand together, which have a script of their own."""
    import cooccurrence as script

    goals = scale is not QUICK
    yield from script.together(scale.frame, scale.runs, goals)
    yield from script.overlapping(max(1_000, scale.frame // 10), scale.runs, goals)


def inference(scale: Scale, folder: Path) -> Iterator[Line]:
    """The permutation test, in a process of its own: one thread has to be settled before numpy is there."""
    script = Path(__file__).with_name("inference.py")
    words = ["--quick"] if scale is QUICK else []
    done = subprocess.run(
        [sys.executable, str(script), *words], capture_output=True, text=True, check=False
    )
    for printed in done.stdout.splitlines():
        yield json.loads(printed)
    if done.returncode > 1:
        raise Refused(done.stderr.strip().splitlines()[-1] if done.stderr else "the script failed")


OPERATIONS: dict[str, Callable[[Scale, Path], Iterator[Line]]] = {
    "crosstab": crosstab,
    "opened": opened,
    "frame": frame,
    "coding": coding,
    "import": bulk,
    "start": installed(start),
    "command": installed(command),
    "readers": transcripts,
    "suggest": suggest,
    "kwic": kwic,
    "patterns": patterns,
    "growth": growth,
    "agreement": agreement,
    "cooccurrence": cooccurrence,
    "inference": inference,
}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--only",
        metavar="NAME",
        nargs="+",
        action="extend",
        choices=OPERATIONS,
        help=", ".join(OPERATIONS),
    )
    parser.add_argument(
        "--size", metavar="SHARE", type=float, default=1.0, help="share of the full size, as 0.1"
    )
    parser.add_argument("--quick", action="store_true", help="small sizes, results only, no goals")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    options = parser.parse_args(arguments)
    if not 0 < options.size <= 1:
        parser.error("--size is a share of the full size, more than 0 and at most 1")
    scale = FULL if options.size == 1 else FULL.shrunk(options.size)
    scale, code = (QUICK if options.quick else scale), 0
    for name in options.only or OPERATIONS:
        with tempfile.TemporaryDirectory(dir=options.folder, prefix="speed-") as folder:
            try:
                for result in OPERATIONS[name](scale, Path(folder)):
                    if options.quick:
                        result.update({"goal": None, "pass": None})
                    print(json.dumps(result), flush=True)
                    if result["pass"] is False:
                        code = max(code, 1)
            except Refused as error:
                print(f"{name}: refused, {error}", file=sys.stderr)
                code = 2
            finally:
                gc.unfreeze()
    return code


if __name__ == "__main__":
    raise SystemExit(main())
