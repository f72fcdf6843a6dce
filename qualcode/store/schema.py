"""Tables of a project file, and the marks by which it is recognised.

`act` and `event` are the history: rows are added and never changed. `content` and `original` hold
words (texts, names, attribute values, memos, evidence) and bytes of files, which events name by
number; a row there can be emptied (body and digest) without touching the history. All other tables are projections:
`events.apply` makes them, `check` makes them again and compares.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

APPLICATION_ID = 0x51434F44  # "QCOD" in the header of the file
SCHEMA_VERSION = 4

HISTORY = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE act (
    n INTEGER PRIMARY KEY,
    act_id TEXT NOT NULL,
    coder TEXT NOT NULL,
    time TEXT NOT NULL,
    verb TEXT NOT NULL,
    digest TEXT NOT NULL
);
CREATE TABLE event (
    act INTEGER NOT NULL,
    n INTEGER NOT NULL,
    kind TEXT NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (act, n)
) WITHOUT ROWID;
CREATE TABLE content (n INTEGER PRIMARY KEY, kind TEXT NOT NULL, body TEXT, digest TEXT);
CREATE TABLE original (n INTEGER PRIMARY KEY, body BLOB);
"""

# `version.n` is the number of the content row that holds the text; it is drawn at random, so that the
# history never means another text by it. A column `added` is the act that put the row there, `ended` the act that took it away.
PROJECTIONS = {
    "undone": "act INTEGER PRIMARY KEY, by INTEGER NOT NULL",
    "name": "n INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE",
    "version": (
        "n INTEGER PRIMARY KEY, document TEXT NOT NULL, version TEXT NOT NULL,"
        " kind TEXT NOT NULL, rule TEXT NOT NULL, rule_version INTEGER NOT NULL,"
        " file_hash TEXT NOT NULL, structure INTEGER NOT NULL, original INTEGER,"
        " length INTEGER NOT NULL, place INTEGER NOT NULL, added INTEGER NOT NULL"
    ),
    "sheet_row": "n INTEGER PRIMARY KEY, sheet TEXT NOT NULL, content INTEGER NOT NULL, added INTEGER NOT NULL",
    "setting": "n INTEGER PRIMARY KEY, key TEXT NOT NULL, value TEXT, added INTEGER NOT NULL",
    "codebook": "n INTEGER PRIMARY KEY, hash TEXT NOT NULL, content INTEGER NOT NULL, added INTEGER NOT NULL",
    "coding": (
        "n INTEGER PRIMARY KEY, coding_id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL,"
        " start INTEGER NOT NULL, end INTEGER NOT NULL, code INTEGER NOT NULL,"
        " coder INTEGER NOT NULL, time TEXT NOT NULL, origin INTEGER NOT NULL,"
        " blind INTEGER NOT NULL, suggestion_id TEXT, codebook_hash INTEGER NOT NULL,"
        " replaces TEXT, added INTEGER NOT NULL, ended INTEGER"
    ),
    "coding_extra": "coding_id TEXT PRIMARY KEY, content INTEGER NOT NULL, place INTEGER NOT NULL",
    "joined": (
        "n INTEGER PRIMARY KEY, coding_id TEXT NOT NULL, into_id TEXT NOT NULL, added INTEGER NOT NULL"
    ),
    "pass": (
        "n INTEGER PRIMARY KEY, pass_id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL,"
        " coder INTEGER NOT NULL, codes INTEGER NOT NULL, turns TEXT, blind INTEGER NOT NULL,"
        " codebook_hash TEXT NOT NULL, date TEXT NOT NULL, added INTEGER NOT NULL, ended INTEGER"
    ),
    "suggestion": (
        "n INTEGER PRIMARY KEY, suggestion_id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL,"
        " start INTEGER NOT NULL, end INTEGER NOT NULL, code INTEGER NOT NULL,"
        " engine INTEGER NOT NULL, score REAL, rank_score REAL NOT NULL,"
        " evidence INTEGER NOT NULL, place INTEGER NOT NULL, added INTEGER NOT NULL"
    ),
    "decision": (
        "n INTEGER PRIMARY KEY, decision_id TEXT NOT NULL UNIQUE, suggestion_id TEXT NOT NULL,"
        " coder INTEGER NOT NULL, decision INTEGER NOT NULL, coding_id TEXT, reason INTEGER,"
        " time TEXT NOT NULL, added INTEGER NOT NULL, ended INTEGER"
    ),
    "memo": (
        "n INTEGER PRIMARY KEY, memo_id TEXT NOT NULL UNIQUE, on_id TEXT, coder INTEGER NOT NULL,"
        " time TEXT NOT NULL, content INTEGER NOT NULL, added INTEGER NOT NULL, ended INTEGER"
    ),
    "mark": (
        "n INTEGER PRIMARY KEY, mark_id TEXT NOT NULL UNIQUE, coding_id TEXT NOT NULL,"
        " coder INTEGER NOT NULL, time TEXT NOT NULL, content INTEGER, added INTEGER NOT NULL,"
        " ended INTEGER"
    ),
    # A cell of the framework matrix: `attribute` names what the rows are, `row_content` the row content
    # that holds the row's value, which is a word of the study too.
    "summary": (
        "n INTEGER PRIMARY KEY, summary_id TEXT NOT NULL UNIQUE, attribute TEXT NOT NULL,"
        " row_content INTEGER NOT NULL, code INTEGER NOT NULL, coder INTEGER NOT NULL,"
        " time TEXT NOT NULL, content INTEGER NOT NULL, replaces TEXT, added INTEGER NOT NULL,"
        " ended INTEGER"
    ),
    "summary_link": (
        "n INTEGER PRIMARY KEY, summary_id TEXT NOT NULL, coding_id TEXT NOT NULL,"
        " added INTEGER NOT NULL"
    ),
}
INDEXES = """
CREATE INDEX act_by_id ON act (act_id);
CREATE INDEX version_by_document ON version (document);
CREATE INDEX coding_by_version ON coding (version, start);
CREATE INDEX suggestion_by_version ON suggestion (version);
CREATE INDEX decision_by_suggestion ON decision (suggestion_id);
CREATE INDEX memo_by_subject ON memo (on_id);
CREATE INDEX coding_by_replaced ON coding (replaces) WHERE replaces IS NOT NULL;
CREATE INDEX mark_by_coding ON mark (coding_id);
CREATE INDEX joined_by_coding ON joined (coding_id);
CREATE INDEX joined_by_other ON joined (into_id);
CREATE INDEX link_by_summary ON summary_link (summary_id);
CREATE INDEX link_by_coding ON summary_link (coding_id);
"""


def _add_marks(connection: sqlite3.Connection) -> None:
    """2: key quotations, and the ways from a coding to what has become of it."""
    connection.execute(
        "CREATE TABLE mark (n INTEGER PRIMARY KEY, mark_id TEXT NOT NULL UNIQUE,"
        " coding_id TEXT NOT NULL, coder INTEGER NOT NULL, time TEXT NOT NULL, content INTEGER,"
        " added INTEGER NOT NULL, ended INTEGER)"
    )
    connection.execute(
        "CREATE INDEX coding_by_replaced ON coding (replaces) WHERE replaces IS NOT NULL"
    )
    connection.execute("CREATE INDEX mark_by_coding ON mark (coding_id)")
    connection.execute(
        "CREATE TABLE joined (n INTEGER PRIMARY KEY, coding_id TEXT NOT NULL,"
        " into_id TEXT NOT NULL, added INTEGER NOT NULL)"
    )
    connection.execute("CREATE INDEX joined_by_coding ON joined (coding_id)")
    connection.execute("CREATE INDEX joined_by_other ON joined (into_id)")


def _add_summaries(connection: sqlite3.Connection) -> None:
    """3: the cells of framework matrices, and the codings they are linked to."""
    connection.execute(
        "CREATE TABLE summary (n INTEGER PRIMARY KEY, summary_id TEXT NOT NULL UNIQUE,"
        " attribute TEXT NOT NULL, row_content INTEGER NOT NULL, code INTEGER NOT NULL,"
        " coder INTEGER NOT NULL, time TEXT NOT NULL, content INTEGER NOT NULL, replaces TEXT,"
        " added INTEGER NOT NULL, ended INTEGER)"
    )
    connection.execute(
        "CREATE TABLE summary_link (n INTEGER PRIMARY KEY, summary_id TEXT NOT NULL,"
        " coding_id TEXT NOT NULL, added INTEGER NOT NULL)"
    )
    connection.execute("CREATE INDEX link_by_summary ON summary_link (summary_id)")
    connection.execute("CREATE INDEX link_by_coding ON summary_link (coding_id)")


def _add_act_index(connection: sqlite3.Connection) -> None:
    """4: an act is found by its id, so that a page can ask whether what it sent has arrived."""
    connection.execute("CREATE INDEX IF NOT EXISTS act_by_id ON act (act_id)")


# Step n -> function that takes a connection inside a transaction from schema n to n + 1. What a step makes
# is written out: PROJECTIONS says how a new project looks today, a step must say what it did then.
MIGRATIONS: dict[int, Callable[[sqlite3.Connection], None]] = {
    1: _add_marks,
    2: _add_summaries,
    3: _add_act_index,
}


# Columns of the projections that name a row of `content`.
NAMED_CONTENT = (
    ("version", "n"),
    ("version", "structure"),
    ("sheet_row", "content"),
    ("codebook", "content"),
    ("coding_extra", "content"),
    ("suggestion", "evidence"),
    ("decision", "reason"),
    ("memo", "content"),
    ("mark", "content"),
    ("summary", "row_content"),
    ("summary", "content"),
)


def create_projections(connection: sqlite3.Connection) -> None:
    for table, columns in PROJECTIONS.items():
        connection.execute(f'CREATE TABLE "{table}" ({columns})')
    for statement in INDEXES.strip().splitlines():
        connection.execute(statement)


def create(connection: sqlite3.Connection) -> None:
    """Make every table and mark the file as a project; the caller commits."""
    for statement in HISTORY.split(";"):
        if statement.strip():
            connection.execute(statement)
    create_projections(connection)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
