"""What each kind of event does to the projections, and how it is taken back.

The same functions serve a write, an undo, a redo and the rebuilding by `check` and `as_of`; this is
why the projections can be compared row by row. `data` never holds words of the study, only ids,
offsets and the numbers of content rows.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable
from typing import Any

from qualcode.core.records import BLIND, DECISIONS, ORIGINS

Data = dict[str, Any]

# Codings and suggestions travel in columns, many to an event, so that an import of a million
# rows is a few hundred events; one value stands for a column that is the same throughout.
BATCH = 4096
CODING_COLUMNS = (
    "id",
    "version",
    "start",
    "end",
    "code",
    "coder",
    "time",
    "origin",
    "blind",
    "suggestion",
    "hash",
    "replaces",
)


# What an event says of a document, in the order of `state.Version`.
VERSION_FACTS = (
    "n",
    "document",
    "version",
    "kind",
    "rule",
    "rule_version",
    "file_hash",
    "structure",
    "original",
    "length",
    "place",
)


# Columns of which a batch has few different values; they are written once, with numbers into them.
_FEW = frozenset(["version", "code", "coder", "time", "origin", "blind", "hash", "engine"])
_SHORT = 16


def pack(columns: dict[str, list]) -> Data:
    """Columns of equal length. A constant column is folded to {"all": value}, one with few different
    values to {"of": values, "at": for each row the place of its value}."""
    packed: Data = {}
    for key, values in columns.items():
        first = values[0]
        if len(values) > 1 and values.count(first) == len(values):
            packed[key] = {"all": first}
            continue
        packed[key] = values
        if key in _FEW and len(values) > _SHORT:
            place = {value: number for number, value in enumerate(dict.fromkeys(values))}
            if len(place) <= len(values) // 4:
                packed[key] = folded(list(place), list(map(place.__getitem__, values)))
    packed["rows"] = len(values)
    return packed


def folded(values: list, places: list[int]) -> list | Data:
    """A column packed: the values it has, and for each row the place of its value."""
    if len(places) <= _SHORT or len(values) > len(places) // 4:
        return [values[place] for place in places]
    return {"all": values[0]} if len(values) == 1 else {"of": values, "at": places}


def unpack(data: Data, columns: Iterable[str]) -> list[list]:
    return [_unfolded(data[key], data["rows"]) for key in columns]


def _unfolded(values: Any, rows: int) -> list:
    if isinstance(values, list):
        return values
    if "all" in values:
        return [values["all"]] * rows
    return list(map(values["of"].__getitem__, values["at"]))


class _Same:
    """One value for every row of a column."""

    def __init__(self, value: int | str | None) -> None:
        self.value = value

    def literal(self) -> str | None:
        """The value inside an SQL statement, None where it has to be bound."""
        if self.value is None:
            return "NULL"
        if isinstance(self.value, int):
            return str(int(self.value))
        if isinstance(self.value, str) and "\0" not in self.value:
            return "'" + self.value.replace("'", "''") + "'"
        return None


def _column(values: Any, number: Callable[[Any], Any] | None = None) -> list | _Same:
    """A packed column as it goes into a table. number: makes of a value what stands for it there."""
    if isinstance(values, list):
        if number is None:
            return values
        known = {value: number(value) for value in dict.fromkeys(values)}
        return list(map(known.__getitem__, values))
    if "all" in values:
        return _Same(values["all"] if number is None else number(values["all"]))
    of = values["of"] if number is None else [number(value) for value in values["of"]]
    return list(map(of.__getitem__, values["at"]))


class Projections:
    """The projections of one database, changed event by event.

    connection: where the tables are; must be inside a transaction when `apply` or `revert` is called.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._names: dict[str, int] = {}

    def forget(self) -> None:
        """Drop what is remembered of the tables; after a rollback the memory may be ahead of them."""
        self._names.clear()

    # -- names -------------------------------------------------------------------------------

    def name(self, text: str) -> int:
        """The number that stands for a code, coder, engine, hash or list of codes."""
        number = self._names.get(text)
        if number is None:
            row = self.connection.execute("SELECT n FROM name WHERE text = ?", (text,)).fetchone()
            if row is None:
                cursor = self.connection.execute("INSERT INTO name (text) VALUES (?)", (text,))
                number = int(cursor.lastrowid or 0)
            else:
                number = row[0]
            self._names[text] = number
        return number

    def _insert(self, table: str, rows: int, columns: dict[str, list | _Same]) -> None:
        """Add rows given as columns.

        A value that all of them share is written into the statement: to bind it a million times
        takes longer than all that SQLite does with it.
        """
        marks, bound = [], []
        for column in columns.values():
            literal = column.literal() if isinstance(column, _Same) else None
            marks.append(literal or "?")
            if literal is None:
                bound.append([column.value] * rows if isinstance(column, _Same) else column)
        self.connection.executemany(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(marks)})",
            zip(*bound, strict=True),
        )

    # -- the door ----------------------------------------------------------------------------

    def apply(self, act: int, coder: str, time: str, kind: str, data: Data) -> None:
        _APPLY[kind](self, act, coder, time, data)

    def revert(self, act: int, by: int, kind: str, data: Data) -> None:
        """Take back an event of `act`; `by` is the act that does so."""
        _REVERT[kind](self, act, by, data)

    # -- documents, sheets, settings, codebook --------------------------------------------------

    def add_version(self, act: int, coder: str, time: str, data: Data) -> None:
        self.connection.execute(
            f"INSERT INTO version ({', '.join(VERSION_FACTS)}, added)"
            f" VALUES ({','.join('?' * len(VERSION_FACTS))},?)",
            (*(data[fact] for fact in VERSION_FACTS), act),
        )

    def remove_version(self, act: int, by: int, data: Data) -> None:
        self.connection.execute("DELETE FROM version WHERE n = ?", (data["n"],))

    def add_rows(self, act: int, coder: str, time: str, data: Data) -> None:
        self.connection.executemany(
            "INSERT INTO sheet_row (sheet, content, added) VALUES (?,?,?)",
            [(data["sheet"], content, act) for content in data["contents"]],
        )

    def remove_rows(self, act: int, by: int, data: Data) -> None:
        self.connection.executemany(
            "DELETE FROM sheet_row WHERE content = ?", [(c,) for c in data["contents"]]
        )

    def set_value(self, act: int, coder: str, time: str, data: Data) -> None:
        self.connection.execute(
            "INSERT INTO setting (key, value, added) VALUES (?,?,?)",
            (data["key"], data["value"], act),
        )

    def unset_value(self, act: int, by: int, data: Data) -> None:
        self.connection.execute(
            "DELETE FROM setting WHERE key = ? AND added = ?", (data["key"], act)
        )

    def load_codebook(self, act: int, coder: str, time: str, data: Data) -> None:
        self.connection.execute(
            "INSERT INTO codebook (hash, content, added) VALUES (?,?,?)",
            (data["hash"], data["content"], act),
        )

    def unload_codebook(self, act: int, by: int, data: Data) -> None:
        self.connection.execute(
            "DELETE FROM codebook WHERE content = ? AND added = ?", (data["content"], act)
        )

    # -- codings -----------------------------------------------------------------------------

    def add_codings(self, act: int, coder: str, time: str, data: Data) -> None:
        self._insert(
            "coding",
            data["rows"],
            {
                "coding_id": _column(data["id"]),
                "version": _column(data["version"]),
                "start": _column(data["start"]),
                "end": _column(data["end"]),
                "code": _column(data["code"], self.name),
                "coder": _column(data["coder"], self.name),
                "time": _column(data["time"]),
                "origin": _column(data["origin"], ORIGINS.index),
                "blind": _column(data["blind"], BLIND.index),
                "suggestion_id": _column(data["suggestion"]),
                "codebook_hash": _column(data["hash"], self.name),
                "replaces": _column(data["replaces"]),
                "added": [act] * data["rows"] if data["rows"] == 1 else _Same(act),
            },
        )
        if extras := data.get("extras"):
            ids = _unfolded(data["id"], data["rows"])
            self.connection.executemany(
                "INSERT INTO coding_extra (coding_id, content, place) VALUES (?,?,?)",
                [(coding, extras, place) for place, coding in enumerate(ids)],
            )

    def remove_codings(self, act: int, by: int, data: Data) -> None:
        (ids,) = unpack(data, ("id",))
        keys = [(coding,) for coding in ids]
        self.connection.executemany("DELETE FROM coding WHERE coding_id = ?", keys)
        if data.get("extras"):
            self.connection.executemany("DELETE FROM coding_extra WHERE coding_id = ?", keys)

    def end_codings(self, act: int, coder: str, time: str, data: Data) -> None:
        self._end("coding", "coding_id", act, data)
        # Of two codings that became the same one ended: what was said of it is said of the other.
        if joined := data.get("joined"):
            self.connection.executemany(
                "INSERT INTO joined (coding_id, into_id, added) VALUES (?,?,?)",
                [(old, new, act) for old, new in joined.items()],
            )

    def revive_codings(self, act: int, by: int, data: Data) -> None:
        self._revive("coding", "coding_id", data)
        if data.get("joined"):
            self.connection.execute("DELETE FROM joined WHERE added = ?", (act,))

    def _end(self, table: str, key: str, act: int, data: Data) -> None:
        self.connection.executemany(
            f'UPDATE "{table}" SET ended = ? WHERE {key} = ?', [(act, each) for each in data["ids"]]
        )

    def _revive(self, table: str, key: str, data: Data) -> None:
        self.connection.executemany(
            f'UPDATE "{table}" SET ended = NULL WHERE {key} = ?', [(each,) for each in data["ids"]]
        )

    # -- passes --------------------------------------------------------------------------------

    def add_pass(self, act: int, coder: str, time: str, data: Data) -> None:
        self.connection.execute(
            "INSERT INTO pass (pass_id, version, coder, codes, turns, blind, codebook_hash, date,"
            " added) VALUES (?,?,?,?,?,?,?,?,?)",
            (
                data["id"],
                data["version"],
                self.name(data["coder"]),
                self.name(json.dumps(data["codes"], ensure_ascii=False)),
                None if data["turns"] is None else json.dumps(data["turns"], ensure_ascii=False),
                BLIND.index(data["blind"]),
                data["hash"],
                data["date"],
                act,
            ),
        )

    def remove_pass(self, act: int, by: int, data: Data) -> None:
        self.connection.execute("DELETE FROM pass WHERE pass_id = ?", (data["id"],))

    def end_passes(self, act: int, coder: str, time: str, data: Data) -> None:
        self._end("pass", "pass_id", act, data)

    def revive_passes(self, act: int, by: int, data: Data) -> None:
        self._revive("pass", "pass_id", data)

    # -- suggestions and decisions ----------------------------------------------------------------

    def add_suggestions(self, act: int, coder: str, time: str, data: Data) -> None:
        self._insert(
            "suggestion",
            data["rows"],
            {
                "suggestion_id": _column(data["id"]),
                "version": _column(data["version"]),
                "start": _column(data["start"]),
                "end": _column(data["end"]),
                "code": _column(data["code"], self.name),
                "engine": _column(data["engine"], self.name),
                "score": _column(data["score"]),
                "rank_score": _column(data["rank"]),
                "evidence": _Same(data["evidence"]),
                "place": list(range(data["rows"])),
                "added": _Same(act),
            },
        )

    def remove_suggestions(self, act: int, by: int, data: Data) -> None:
        (ids,) = unpack(data, ("id",))
        self.connection.executemany(
            "DELETE FROM suggestion WHERE suggestion_id = ?", [(each,) for each in ids]
        )

    def add_decision(self, act: int, coder: str, time: str, data: Data) -> None:
        self.connection.execute(
            "INSERT INTO decision (decision_id, suggestion_id, coder, decision, coding_id, reason,"
            " time, added) VALUES (?,?,?,?,?,?,?,?)",
            (
                data["id"],
                data["suggestion"],
                self.name(coder),
                DECISIONS.index(data["decision"]),
                data["coding"],
                data["reason"],
                time,
                act,
            ),
        )

    def remove_decision(self, act: int, by: int, data: Data) -> None:
        self.connection.execute("DELETE FROM decision WHERE decision_id = ?", (data["id"],))

    def end_decisions(self, act: int, coder: str, time: str, data: Data) -> None:
        self._end("decision", "decision_id", act, data)

    def revive_decisions(self, act: int, by: int, data: Data) -> None:
        self._revive("decision", "decision_id", data)

    # -- memos -------------------------------------------------------------------------------------

    def add_memo(self, act: int, coder: str, time: str, data: Data) -> None:
        self.connection.execute(
            "INSERT INTO memo (memo_id, on_id, coder, time, content, added) VALUES (?,?,?,?,?,?)",
            (
                data["id"],
                data["on"],
                self.name(data.get("coder") or coder),
                data.get("time") or time,
                data["content"],
                act,
            ),
        )

    def remove_memo(self, act: int, by: int, data: Data) -> None:
        self.connection.execute("DELETE FROM memo WHERE memo_id = ?", (data["id"],))

    def end_memos(self, act: int, coder: str, time: str, data: Data) -> None:
        self._end("memo", "memo_id", act, data)

    def revive_memos(self, act: int, by: int, data: Data) -> None:
        self._revive("memo", "memo_id", data)

    # -- key quotations ----------------------------------------------------------------------------

    def add_mark(self, act: int, coder: str, time: str, data: Data) -> None:
        self.connection.execute(
            "INSERT INTO mark (mark_id, coding_id, coder, time, content, added)"
            " VALUES (?,?,?,?,?,?)",
            (
                data["id"],
                data["coding"],
                self.name(data.get("coder") or coder),
                data.get("time") or time,
                data["content"],
                act,
            ),
        )

    def remove_mark(self, act: int, by: int, data: Data) -> None:
        self.connection.execute("DELETE FROM mark WHERE mark_id = ?", (data["id"],))

    def end_marks(self, act: int, coder: str, time: str, data: Data) -> None:
        self._end("mark", "mark_id", act, data)

    def revive_marks(self, act: int, by: int, data: Data) -> None:
        self._revive("mark", "mark_id", data)

    # -- framework matrix --------------------------------------------------------------------------

    def add_summary(self, act: int, coder: str, time: str, data: Data) -> None:
        replaces = data.get("replaces")
        self.connection.execute(
            "INSERT INTO summary (summary_id, attribute, row_content, code, coder, time, content,"
            " replaces, added) VALUES (?,?,?,?,?,?,?,?,?)",
            (
                data["id"],
                data["by"],
                data["row"],
                self.name(data["code"]),
                self.name(data.get("coder") or coder),
                data.get("time") or time,
                data["content"],
                json.dumps(replaces) if replaces else None,
                act,
            ),
        )
        self.connection.executemany(
            "INSERT INTO summary_link (summary_id, coding_id, added) VALUES (?,?,?)",
            [(data["id"], coding, act) for coding in data["links"]],
        )

    def remove_summary(self, act: int, by: int, data: Data) -> None:
        for table in ("summary", "summary_link"):
            self.connection.execute(f"DELETE FROM {table} WHERE summary_id = ?", (data["id"],))

    def end_summaries(self, act: int, coder: str, time: str, data: Data) -> None:
        self._end("summary", "summary_id", act, data)

    def revive_summaries(self, act: int, by: int, data: Data) -> None:
        self._revive("summary", "summary_id", data)

    # -- undo and redo -----------------------------------------------------------------------------

    def events_of(self, act: int) -> list[tuple[str, Data]]:
        rows = self.connection.execute(
            "SELECT kind, data FROM event WHERE act = ? ORDER BY n", (act,)
        ).fetchall()
        return [(kind, json.loads(data)) for kind, data in rows]

    def undo(self, act: int, coder: str, time: str, data: Data) -> None:
        for kind, event in reversed(self.events_of(data["act"])):
            self.revert(data["act"], act, kind, event)
        self.connection.execute("INSERT INTO undone (act, by) VALUES (?,?)", (data["act"], act))

    def redo(self, act: int, coder: str, time: str, data: Data) -> None:
        original = self.connection.execute(
            "SELECT coder, time FROM act WHERE n = ?", (data["act"],)
        ).fetchone()
        for kind, event in self.events_of(data["act"]):
            self.apply(data["act"], original[0], original[1], kind, event)
        self.connection.execute("DELETE FROM undone WHERE act = ?", (data["act"],))

    def nothing(self, *_: Any) -> None:
        """An event that only marks the history."""


_APPLY: dict[str, Callable[..., None]] = {
    "project": Projections.nothing,
    "document": Projections.add_version,
    "rows": Projections.add_rows,
    "setting": Projections.set_value,
    "codebook": Projections.load_codebook,
    "codings": Projections.add_codings,
    "retract": Projections.end_codings,
    "pass": Projections.add_pass,
    "unpass": Projections.end_passes,
    "suggestions": Projections.add_suggestions,
    "decision": Projections.add_decision,
    "undecide": Projections.end_decisions,
    "memo": Projections.add_memo,
    "unmemo": Projections.end_memos,
    "mark": Projections.add_mark,
    "unmark": Projections.end_marks,
    "summary": Projections.add_summary,
    "unsummary": Projections.end_summaries,
    "undo": Projections.undo,
    "redo": Projections.redo,
}
_REVERT: dict[str, Callable[..., None]] = {
    "document": Projections.remove_version,
    "rows": Projections.remove_rows,
    "setting": Projections.unset_value,
    "codebook": Projections.unload_codebook,
    "codings": Projections.remove_codings,
    "retract": Projections.revive_codings,
    "pass": Projections.remove_pass,
    "unpass": Projections.revive_passes,
    "suggestions": Projections.remove_suggestions,
    "decision": Projections.remove_decision,
    "undecide": Projections.revive_decisions,
    "memo": Projections.remove_memo,
    "unmemo": Projections.revive_memos,
    "mark": Projections.remove_mark,
    "unmark": Projections.revive_marks,
    "summary": Projections.remove_summary,
    "unsummary": Projections.revive_summaries,
}
KINDS = frozenset(_APPLY)
