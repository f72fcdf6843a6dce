"""The projections made again from the acts: for `check`, and for the study as it was at an act."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Collection

from qualcode.core.text import text_hash
from qualcode.errors import HistoryError, Problem, UsageError, counted, one_line
from qualcode.store import schema
from qualcode.store.events import KINDS, Projections
from qualcode.store.study import Act, Study, act_digest, content_digest


def _replayed(study: Study, last: int, kinds: Collection[str] | None = None) -> sqlite3.Connection:
    """A database in memory with the acts up to `last` and the projections they make.

    kinds: only these kinds of events; with undo and redo among them, what they make is made as it was.
    """
    memory = sqlite3.connect(":memory:", isolation_level=None)
    memory.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)")
    memory.execute(
        "CREATE TABLE act (n INTEGER PRIMARY KEY, act_id TEXT, coder TEXT, time TEXT, verb TEXT, digest TEXT)"
    )
    memory.execute(
        "CREATE TABLE event (act INTEGER, n INTEGER, kind TEXT, data TEXT, PRIMARY KEY (act, n))"
    )
    schema.create_projections(memory)
    memory.execute("BEGIN")
    memory.executemany("INSERT INTO meta VALUES (?,?)", study.rows("SELECT * FROM meta"))
    projections = Projections(memory)
    acts = study.rows(
        "SELECT n, act_id, coder, time, verb, digest FROM act WHERE n <= ? ORDER BY n", (last,)
    )
    for row in acts:
        n, _, coder, time, _, _ = row
        memory.execute("INSERT INTO act VALUES (?,?,?,?,?,?)", row)
        events = [
            event
            for event in study.rows(
                "SELECT act, n, kind, data FROM event WHERE act = ? ORDER BY n", (n,)
            )
            if kinds is None or event[2] in kinds
        ]
        memory.executemany("INSERT INTO event VALUES (?,?,?,?)", events)
        for _, _, kind, data in events:
            if kind in KINDS:
                projections.apply(n, coder, time, kind, json.loads(data))
    memory.execute("COMMIT")
    return memory


class _PastStudy(Study):
    """A study as it was after an act. Words are read from the project, all else from memory."""

    def __init__(self, study: Study, last: int, kinds: Collection[str] | None) -> None:
        super().__init__(
            _replayed(study, last, kinds),
            study.path,
            read_only=f"this is the study as of act {last}",
            last=last,
        )
        self._source = study

    def rows(self, sql: str, parameters: tuple | dict = ()) -> list[tuple]:
        if "FROM content" in sql or "FROM original" in sql:
            return self._source.rows(sql, parameters)
        return super().rows(sql, parameters)


def as_of(study: Study, act: int, kinds: Collection[str] | None = None) -> Study:
    """The study as it was after act `act`, for reading only.

    kinds: only what these kinds of events made, where all the rest would take long and is not asked for.
    Raises HistoryError where there is no such act, UsageError for what is no number.
    """
    last = study.last_act
    if isinstance(act, bool) or not isinstance(act, int):
        raise UsageError("as_of", f"{act!r}", "the number of an act")
    if not 1 <= act <= last:
        raise HistoryError(
            study.path.name,
            f"there is no act {act}",
            f"acts 1 to {last}",
            "qualcode history lists them",
        )
    return _PastStudy(study, act, kinds)


def check(study: Study) -> list[Problem]:
    """Everything that is wrong with a project file; an empty list means nothing is.

    The database's own integrity, the chain of digests over the acts, words against their digests,
    every text against the hash that names it, offsets inside their texts, and every projection
    rebuilt from the acts and compared row by row.
    """
    where = study.path.name
    problems: list[Problem] = []
    # One snapshot: what others write meanwhile is not compared with what was read before.
    study.connection.execute("BEGIN")
    try:
        for (line,) in study.rows("PRAGMA integrity_check(5)"):
            if line != "ok":
                problems.append(
                    Problem(
                        where, f"the file is damaged: {one_line(line)}", "", "Go back to a copy"
                    )
                )
        if problems:
            return problems
        problems += _check_history(study)
        if not problems:
            problems += _check_projections(study)
        problems += _check_texts(study)
    finally:
        study.connection.execute("ROLLBACK")
    return problems


def _check_history(study: Study) -> list[Problem]:
    problems = []
    previous, expected = "", 1
    for row in study.rows("SELECT n, act_id, coder, time, verb, digest FROM act ORDER BY n"):
        act = Act(*row[:5])
        events = study.rows("SELECT act, kind, data FROM event WHERE act = ? ORDER BY n", (act.n,))
        if act.n != expected:
            problems.append(
                Problem(study.path.name, f"act {expected} is missing", "", "Go back to a copy")
            )
            return problems
        unknown = {kind for _, kind, _ in events} - KINDS
        if row[5] != act_digest(previous, act, events) or unknown:
            problems.append(
                Problem(
                    f"{study.path.name}, act {act.n}",
                    f"the record of {act.verb} by {act.coder} ({act.time}) was altered",
                    "",
                    "Go back to a copy of the file",
                )
            )
            return problems
        previous, expected = row[5], expected + 1
    strays = study.value("SELECT count(*) FROM event WHERE act NOT IN (SELECT n FROM act)")
    if strays:
        problems.append(
            Problem(
                study.path.name, f"{counted(strays, 'event')} of no act", "", "Go back to a copy"
            )
        )
    return problems


def _check_projections(study: Study) -> list[Problem]:
    problems = []
    rebuilt = _replayed(study, study.last_act)
    for table in schema.PROJECTIONS:
        columns = [row[1] for row in rebuilt.execute(f'PRAGMA table_info("{table}")')]
        sql = f'SELECT {", ".join(columns)} FROM "{table}" ORDER BY {columns[0]}'
        stored = iter(study.connection.execute(sql))
        made = iter(rebuilt.execute(sql))
        different = 0
        first: tuple | None = None
        # Both sides are sorted by their key, so one walk finds what differs, however long they are.
        a, b = next(stored, None), next(made, None)
        while a is not None or b is not None:
            if a == b:
                a, b = next(stored, None), next(made, None)
                continue
            different += 1
            first = first or a or b
            if b is None or (a is not None and a[0] <= b[0]):
                if b is not None and a is not None and a[0] == b[0]:
                    b = next(made, None)
                a = next(stored, None)
            else:
                b = next(made, None)
        if different:
            problems.append(
                Problem(
                    f"{study.path.name}, table {table}",
                    f"{counted(different, 'row')} not as the acts say, the first: {one_line(first)}",
                    "",
                    "Was the file changed by another program? Go back to a copy",
                )
            )
    rebuilt.close()
    return problems


def _check_texts(study: Study) -> list[Problem]:
    """Words against their digests, texts and files against the hashes that name them, and offsets."""
    problems = []
    where, cure = study.path.name, "Go back to a copy of the file"
    sound: set[int] = set()
    # One row at a time: together the words may not fit into memory.
    for (n,) in study.rows("SELECT n FROM content ORDER BY n"):
        kind, body, digest = study.rows("SELECT kind, body, digest FROM content WHERE n = ?", (n,))[
            0
        ]
        sound.add(n)
        if body is not None and content_digest(body) != digest:
            problems.append(Problem(where, f"words were altered: {kind}, row {n}", "", cure))
    for table, column in schema.NAMED_CONTENT:
        named = study.rows(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL")
        if missing := {n for (n,) in named} - sound:
            problems.append(
                Problem(
                    f"{where}, table {table}",
                    f"{counted(len(missing), 'row')} of words missing that it names",
                    "",
                    cure,
                )
            )
    for n, document, version, length in study.rows(
        "SELECT n, document, version, length FROM version"
    ):
        text = study.value("SELECT body FROM content WHERE n = ?", (n,))
        if text is not None and (text_hash(text) != version or len(text) != length):
            problems.append(
                Problem(
                    f"{where}, {document}", "the text is not the one that was ingested", "", cure
                )
            )
    for original, file_hash, document in study.rows(
        "SELECT original, file_hash, min(document) FROM version GROUP BY original, file_hash"
    ):
        body = study.value("SELECT body FROM original WHERE n = ?", (original,))
        if body is not None and hashlib.sha256(body).hexdigest() != file_hash:
            problems.append(
                Problem(f"{where}, {document}", "the kept file is not the one ingested", "", cure)
            )
    for table in ("coding", "suggestion"):
        wrong = study.value(
            f"SELECT count(*) FROM {table} c LEFT JOIN version v ON v.n = c.version"
            " WHERE v.n IS NULL OR c.start < 0 OR c.start >= c.end OR c.end > v.length"
        )
        if wrong:
            problems.append(
                Problem(
                    f"{study.path.name}, table {table}",
                    f"{counted(wrong, 'row')} outside of any text",
                    "",
                    "Go back to a copy of the file",
                )
            )
    return problems
