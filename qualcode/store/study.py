"""Opening, reading and writing a study.

One `BEGIN IMMEDIATE` for each write, never held while computing: a write is prepared as a `Draft`
against the last act seen, and prepared again when another process has written meanwhile.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import sqlite3
import threading
import weakref
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from qualcode.core.ids import new_id
from qualcode.errors import ProjectError, UsageError, one_line
from qualcode.store import schema
from qualcode.store.events import KINDS, Data, Projections

# One encoder for every event: json.dumps makes a new one at each call that asks for a compact form.
_packed = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
BUSY_SECONDS = 60
_HEADER = b"SQLite format 3\0"
# Project files that are open in this process, by (device, inode), and how often. The system gives up every
# lock of a process on a file as soon as the process closes *any* handle of that file, SQLite's own locks
# included: another process would then take the file for unused, fold and delete the log in which this one
# goes on writing, and what is written from then on would be in no file at all. So a file that is open here
# is never opened and closed beside SQLite.
_OPEN: Counter[tuple[int, int]] = Counter()
_OPENING = threading.RLock()  # a study may be collected, and let go, while another one is opened


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino)


def _let_go(connection: sqlite3.Connection, held: tuple[int, int] | None) -> None:
    """What closing leaves to be done; for a study that nobody closed (a notebook drops it), closing, too."""
    with contextlib.suppress(
        sqlite3.Error
    ):  # a connection of another thread closes itself when it is gone
        connection.close()
    if held is not None:
        with _OPENING:
            _OPEN[held] -= 1
            if _OPEN[held] <= 0:
                del _OPEN[held]


def now() -> str:
    """Local time with its zone, to the second."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class Act:
    """One coder, one time, one or more events. n: its place in the history, from 1."""

    n: int
    act_id: str
    coder: str
    time: str
    verb: str


class Draft:
    """The events of one act, and the words they name, before they are written."""

    def __init__(self) -> None:
        self.events: list[tuple[str, Data]] = []
        self.contents: list[tuple[int, str, str | None]] = []
        self.originals: list[tuple[int, bytes]] = []

    def event(self, kind: str, data: Data) -> None:
        assert kind in KINDS, kind
        self.events.append((kind, data))

    def content(self, kind: str, body: Any) -> int:
        """Put words aside and get the number by which an event can name them."""
        number = self._number()
        text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
        # SQLite stores UTF-8, which has no lone surrogates; they can only come from damaged input.
        self.contents.append((number, kind, text))
        return number

    def original(self, body: bytes) -> int:
        number = self._number()
        self.originals.append((number, body))
        return number

    @staticmethod
    def _number() -> int:
        # 52 random bits: unique across copies of a project, and exact in every program's numbers.
        return int.from_bytes(os.urandom(7), "big") >> 4 or 1


class Study:
    """An open project file. Rooms read through `rows` and write through `write`."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        path: Path,
        *,
        read_only: str = "",
        last: int | None = None,
    ) -> None:
        self.connection = connection
        self.path = path
        self.read_only = read_only  # why nothing can be written; "" = it can
        self.projections = Projections(connection)
        self._cache: dict[Any, Any] = {}
        self._cached_at = -1
        self._as_of = last
        self._next_id: str | None = None
        # Which file that is: another one may be put in its place while it is open.
        self.held: tuple[int, int] | None = None
        self._logs = False  # whether acts go to a log beside the file first
        # The registry keeps the connection until the study is gone: it is closed, never merely collected.
        self._letting_go = weakref.finalize(self, _let_go, connection, None)

    # -- reading -------------------------------------------------------------------------------

    def rows(self, sql: str, parameters: tuple | dict = ()) -> list[tuple]:
        try:
            return self.connection.execute(sql, parameters).fetchall()
        except sqlite3.Error as error:
            raise _refusal(self.path, error) from None

    def value(self, sql: str, parameters: tuple = ()) -> Any:
        rows = self.rows(sql, parameters)
        return rows[0][0] if rows else None

    @property
    def last_act(self) -> int:
        """Number of the latest act; readers compare it before they use what they remember."""
        if self._as_of is not None:
            return self._as_of
        return self.value("SELECT max(n) FROM act") or 0

    def cached(self, key: Any, make: Callable[[], Any]) -> Any:
        """`make()` remembered until any act is added."""
        last = self.last_act
        if last != self._cached_at:
            self._cache.clear()
            self._cached_at = last
        if key not in self._cache:
            self._cache[key] = make()
        return self._cache[key]

    def remembered(self, key: Any, make: Callable[[], Any]) -> Any:
        """`make()` remembered for good: for what can never change, as a version's text."""
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    @property
    def _kept(self) -> dict[Any, Any]:
        return self.__dict__.setdefault("_kept_values", {})

    def content(self, number: int) -> Any:
        """The words of a content row, read from JSON where they are JSON; None when purged."""
        body = self.value("SELECT body FROM content WHERE n = ?", (number,))
        return None if body is None else json.loads(body)

    def text(self, version: int) -> str:
        """The canonical text of a version, by its number."""
        return self.remembered(
            ("text", version),
            lambda: self.value("SELECT body FROM content WHERE n = ?", (version,)) or "",
        )

    def names(self) -> dict[int, str]:
        return self.cached("names", lambda: dict(self.rows("SELECT n, text FROM name")))

    @property
    def title(self) -> str:
        return self.value("SELECT value FROM meta WHERE key = 'title'") or self.path.stem

    @property
    def derived(self) -> Path | None:
        """Folder beside the project for data that can be made again; None for a study in memory."""
        if self._as_of is not None:
            return None
        return self.path.with_name(self.path.name + "-derived")

    # -- writing -------------------------------------------------------------------------------

    def write(self, verb: str, coder: str, prepare: Callable[[], Draft | None]) -> Act | None:
        """Write what `prepare` drafts as one act, all of it or nothing.

        `prepare` reads the study and is called again when somebody else wrote in between, so what it
        checked still holds when its draft is written. None or an empty draft writes nothing.
        """
        if self.read_only:
            raise ProjectError(
                self.path.name,
                f"cannot be written: {self.read_only}",
                next="Copy the file to a folder of yours and open the copy",
            )
        for attempt in range(6):
            seen = self.last_act
            draft = prepare()
            if draft is None or not draft.events:
                return None
            try:
                with self._transaction():
                    last = self.connection.execute("SELECT max(n) FROM act").fetchone()[0] or 0
                    if last != seen:
                        if attempt < 5:
                            raise _Outrun
                        # Outrun again and again: prepare once more with the door held, so that a
                        # busy team cannot starve anybody.
                        self._cache.clear()
                        draft = prepare()
                        if draft is None or not draft.events:
                            return None
                    return self._append(last + 1, verb, coder, draft)
            except _Outrun:
                continue
            except sqlite3.Error as error:
                raise _refusal(self.path, error) from None
            except UnicodeEncodeError as error:
                raise UsageError(
                    verb,
                    f"half a character ({error.object[error.start]!r}) in the words given",
                    "Unicode text",
                    "Nothing was stored; correct the words",
                ) from None
        return None

    @contextlib.contextmanager
    def once(self, act_id: str) -> Iterator[Act | None]:
        """The act written in this block gets an id that the caller drew, so that the caller who never
        heard the answer can ask for it again without it being done twice: the act that has the id
        already is given, else None.

        act_id: "a" and 32 hexadecimal digits, as `core.ids.new_id` draws them. Raises UsageError for
        anything else.
        """
        if not re.fullmatch(r"a[0-9a-f]{32}", act_id):
            raise UsageError("act", f"{act_id[:60]!r} is no id of an act", "a and 32 digits 0-9a-f")
        rows = self.rows("SELECT n, act_id, coder, time, verb FROM act WHERE act_id = ?", (act_id,))
        self._next_id = None if rows else act_id
        try:
            yield Act(*rows[0]) if rows else None
        finally:
            self._next_id = None

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            self._check_place()
            yield
            self.connection.execute("COMMIT")
        except BaseException:
            self.projections.forget()
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise

    def _append(self, n: int, verb: str, coder: str, draft: Draft) -> Act:
        connection = self.connection
        act = Act(n, self._next_id or new_id("a"), coder, now(), verb)
        self._next_id = None
        packed = [(n, kind, _packed(data)) for kind, data in draft.events]
        previous = connection.execute("SELECT digest FROM act WHERE n = ?", (n - 1,)).fetchone()
        digest = act_digest(previous[0] if previous else "", act, packed)
        connection.execute(
            "INSERT INTO act (n, act_id, coder, time, verb, digest) VALUES (?,?,?,?,?,?)",
            (n, act.act_id, coder, act.time, verb, digest),
        )
        if draft.contents:
            connection.executemany(
                "INSERT INTO content VALUES (?,?,?,?)",
                [(*each, content_digest(each[2] or "")) for each in draft.contents],
            )
        if draft.originals:
            connection.executemany("INSERT INTO original VALUES (?,?)", draft.originals)
        connection.executemany(
            "INSERT INTO event (act, n, kind, data) VALUES (?,?,?,?)",
            [(act_n, place, kind, data) for place, (act_n, kind, data) in enumerate(packed)],
        )
        for kind, data in draft.events:
            self.projections.apply(n, coder, act.time, kind, data)
        return act

    # -- the end -------------------------------------------------------------------------------

    def close(self) -> None:
        """Fold the write-ahead log into the file, so that the one file can be copied, and close."""
        if not self.read_only and self._as_of is None:
            with contextlib.suppress(sqlite3.Error):
                # Whoever is writing now folds the log when they close; a reader need not wait for it.
                self.connection.execute("PRAGMA busy_timeout = 100")
                self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.connection.close()
        self._letting_go()

    def hold(self) -> None:
        """Note that the file is open in this process, until the study is closed or gone."""
        self.held = _identity(self.path)
        if self.held is not None:
            _OPEN[self.held] += 1
            self._letting_go.detach()
            self._letting_go = weakref.finalize(self, _let_go, self.connection, self.held)
            mode = self.connection.execute("PRAGMA journal_mode").fetchone()[0]
            self._logs = not self.read_only and mode == "wal"

    def _check_place(self) -> None:
        """Refuse to write into a file that no longer lies where it was opened, or whose log was taken away:
        what is written there would be shown as saved and be gone with this process."""
        if self.held is None:
            return
        if _identity(self.path) != self.held:
            raise ProjectError(
                self.path.name,
                "was moved, deleted or replaced by another file while it was open; nothing was written",
                next="Put the file back in its place, or open the project anew",
            )
        if self._logs and not self.path.with_name(self.path.name + "-wal").exists():
            raise ProjectError(
                self.path.name,
                "its log (-wal) was taken away while it was open; nothing was written",
                next="Open the project anew",
            )


def content_digest(body: str) -> str:
    """What `check` compares the words of a content row with; it is purged together with them."""
    return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class _Outrun(Exception):
    """Another process wrote between the preparing and the writing."""


def act_digest(previous: str, act: Act, events: list[tuple[int, str, str]]) -> str:
    """SHA-256 over the act, its events and the digest before it: the history is a chain, in which an
    altered or missing act shows."""
    digest = hashlib.sha256(previous.encode())
    for part in (str(act.n), act.act_id, act.coder, act.time, act.verb):
        digest.update(b"\0" + part.encode("utf-8", "surrogatepass"))
    for _, kind, data in events:
        digest.update(b"\1" + kind.encode() + b"\0" + data.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _refusal(path: Path, error: sqlite3.Error) -> ProjectError:
    text = str(error)
    if "locked" in text or "busy" in text:
        return ProjectError(
            path.name,
            f"another program has been writing for more than {BUSY_SECONDS} seconds",
            next="Nothing was changed; try again when it has finished",
        )
    if "readonly" in text:
        return ProjectError(
            path.name, "is read-only", next="Nothing was changed; copy the file and open the copy"
        )
    if "full" in text:
        return ProjectError(path.name, "the disk is full", next="Nothing was changed; make room")
    if isinstance(error, sqlite3.InterfaceError | sqlite3.ProgrammingError) or "bind" in text:
        return ProjectError(
            path.name,
            f"cannot take what was given: {one_line(text)}",
            next="Nothing was changed; give one id, name or number at a time",
            again=False,
        )
    if "I/O" in text or "unable to open" in text:
        return ProjectError(
            path.name,
            f"cannot be read or written now: {one_line(text)}",
            next="Nothing was changed; is the disk full, or the drive disconnected?",
        )
    return ProjectError(
        path.name,
        f"is damaged: {one_line(text)}",
        next="Nothing was changed; go back to a copy of the file",
    )


def create_study(path: str | Path, *, title: str = "", coder: str) -> Study:
    """Make a new, empty project file.

    Raises ProjectError where a file of that name exists or the folder cannot be written.
    """
    path = Path(path)
    if path.exists():
        raise ProjectError(
            str(path), "exists already", next="Open it, or choose another name for the new project"
        )
    if not path.parent.is_dir():
        raise ProjectError(
            str(path), f"there is no folder {path.parent}", next="Make the folder first"
        )
    part = path.with_name(path.name + ".part")
    try:
        part.unlink(missing_ok=True)
        # Made under another name and renamed, so that no half-made project can be met.
        connection = sqlite3.connect(part, isolation_level=None)
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("BEGIN")
        schema.create(connection)
        connection.executemany(
            "INSERT INTO meta VALUES (?,?)",
            [("project_id", new_id("p")), ("title", title or path.stem), ("created", now())],
        )
        connection.execute("COMMIT")
        connection.close()
        # link, not rename: it refuses where another process made the same project meanwhile.
        try:
            os.link(part, path)
        except FileExistsError:
            raise ProjectError(str(path), "exists already", next="Open it") from None
        except OSError:
            part.replace(path)
    except (OSError, sqlite3.Error) as error:
        raise ProjectError(
            str(path), f"cannot be made: {one_line(error)}", next="Choose a folder you may write to"
        ) from None
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    study = open_study(path)

    def first() -> Draft:
        draft = Draft()
        draft.event("project", {"schema": schema.SCHEMA_VERSION})
        return draft

    study.write("new", coder, first)
    return study


def open_study(path: str | Path) -> Study:
    """Open a project file; a file that may not be written opens for reading.

    Raises ProjectError, and changes nothing, where the file is missing, is no project, is damaged or
    was made by a newer qualcode.
    """
    path = Path(path)
    with _OPENING:
        return _open(path)


def _open(path: Path) -> Study:
    if _identity(path) not in _OPEN:
        _check_header(path)
    read_only = _why_read_only(path)
    connection: sqlite3.Connection | None = None
    try:
        if read_only:
            connection = _connect_read_only(path)
        else:
            connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        # Asked again: what the header says may be older than what lies in the log.
        _check_schema(path, connection.execute("PRAGMA user_version").fetchone()[0])
        connection.execute("SELECT n, act_id, digest FROM act ORDER BY n DESC LIMIT 1").fetchall()
        if not read_only:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            # A fold of the log costs two more syncs; at every 1,000 pages a coder would feel it.
            connection.execute("PRAGMA wal_autocheckpoint = 8000")
            _migrate(connection)
        elif connection.execute("PRAGMA user_version").fetchone()[0] < schema.SCHEMA_VERSION:
            connection = _migrated_copy(connection)
        connection.execute("PRAGMA cache_size = -65536")
        connection.execute("PRAGMA trusted_schema = OFF")
    except sqlite3.Error as error:
        if connection is not None:
            connection.close()
        raise _refusal(path, error) from None
    except ProjectError:
        if connection is not None:
            connection.close()
        raise
    study = Study(connection, path, read_only=read_only)
    study.hold()
    return study


def _why_read_only(path: Path) -> str:
    # The permission bits count even for an administrator, whom the system would let write.
    if not path.stat().st_mode & 0o222 or not os.access(path, os.W_OK):
        return "the file is read-only"
    if not os.access(path.parent, os.W_OK):
        return "its folder is read-only"
    return ""


def _connect_read_only(path: Path) -> sqlite3.Connection:
    uri = path.resolve().as_uri()
    log = path.with_name(path.name + "-wal")
    if not log.exists() or not log.stat().st_size:
        # Nobody has it open: read as it stands, without the side files that SQLite would make.
        return sqlite3.connect(f"{uri}?mode=ro&immutable=1", uri=True, isolation_level=None)
    connection = sqlite3.connect(f"{uri}?mode=ro", uri=True, isolation_level=None)
    try:
        connection.execute("SELECT 1 FROM act LIMIT 1")
    except sqlite3.OperationalError:
        connection.close()
        raise ProjectError(
            str(path),
            f"its latest acts lie in {log.name}, which cannot be read in this folder",
            next="Nothing was changed; copy both files to a folder of yours and open the copy",
        ) from None
    return connection


def _check_header(path: Path) -> None:
    """Look at the first 100 bytes before SQLite may touch the file."""
    if not path.is_file():
        what = "is a folder" if path.is_dir() else "there is no such file"
        raise ProjectError(str(path), what, next=f"Make a project first: qualcode new {path}")
    try:
        with path.open("rb") as file:
            header = file.read(100)
        size = path.stat().st_size
    except OSError as error:
        raise ProjectError(str(path), f"cannot be read: {one_line(error)}") from None
    if len(header) < 100 or not header.startswith(_HEADER):
        raise ProjectError(
            str(path),
            "is not a qualcode project",
            "a .qualcode file is made by qualcode new",
            "Nothing was changed",
        )
    if int.from_bytes(header[68:72], "big") != schema.APPLICATION_ID:
        raise ProjectError(
            str(path), "is a database of another program, not a qualcode project",
            next="Nothing was changed",
        )  # fmt: skip
    _check_schema(path, int.from_bytes(header[60:64], "big"))
    page = int.from_bytes(header[16:18], "big")
    page = 65536 if page == 1 else page
    pages = int.from_bytes(header[28:32], "big")
    if pages * page > size:
        raise ProjectError(
            str(path),
            f"is damaged: it has {size:,} of {pages * page:,} bytes",
            next="Nothing was changed; go back to a copy of the file",
        )


def _check_schema(path: Path, found: int) -> None:
    if found > schema.SCHEMA_VERSION:
        raise ProjectError(
            str(path),
            f"was made by a newer qualcode (schema {found})",
            f"this one reads up to schema {schema.SCHEMA_VERSION}",
            "Nothing was changed; install the newer qualcode",
        )
    if not all(step in schema.MIGRATIONS for step in range(found, schema.SCHEMA_VERSION)):
        raise ProjectError(
            str(path),
            f"is of schema {found}, which no qualcode wrote",
            next="Nothing was changed; go back to a copy of the file",
        )


def _migrated_copy(connection: sqlite3.Connection) -> sqlite3.Connection:
    """The database in memory, brought to the present schema: its file may not be written."""
    memory = sqlite3.connect(":memory:", isolation_level=None)
    try:
        connection.backup(memory)
    finally:
        connection.close()
    _migrate(memory)
    return memory


def _migrate(connection: sqlite3.Connection) -> None:
    for step in range(
        connection.execute("PRAGMA user_version").fetchone()[0], schema.SCHEMA_VERSION
    ):
        connection.execute("BEGIN IMMEDIATE")
        try:
            # Another process may have migrated while this one waited for the lock.
            if connection.execute("PRAGMA user_version").fetchone()[0] == step:
                schema.MIGRATIONS[step](connection)
                connection.execute(f"PRAGMA user_version = {step + 1}")
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
