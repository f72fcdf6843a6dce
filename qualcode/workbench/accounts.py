"""Who may sign in at a server, and who is signed in.

Both are kept in small SQLite files that only their owner can read: the accounts of a team beside the
project, never in it, so that a copy of the project opens no door. Links and sessions are kept as hashes,
passwords as Argon2 hashes: whoever reads the file can sign in as nobody.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
import sqlite3
import time
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import ProjectError, UsageError, listing, one_line
from qualcode.store import codings
from qualcode.workbench.desk import ALONE, CODER, LEAD

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SCHEMA = 1
IDLE = 7 * 86_400  # seconds after which a session that nobody used ends
LONGEST = 30 * 86_400  # and after which any session does
FRESH = 300  # a session in use is noted as used so often
ONCE = 120  # seconds that the link which opens the browser by itself is good for
SHORTEST_PASSWORD, LONGEST_PASSWORD = 10, 1_000
FREE_TRIES = 3  # wrong passwords before the next try has to wait
LONGEST_WAIT = 60  # seconds
FORGIVEN = 900  # seconds after the last wrong password
MOST_NAMES = 10_000  # of which wrong tries are remembered
TRIES_A_MINUTE = 60  # of everybody together: each costs this machine memory and time
_TABLES = """
CREATE TABLE IF NOT EXISTS session (
    hash TEXT PRIMARY KEY, name TEXT NOT NULL, began REAL NOT NULL, used REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS person (
    name TEXT PRIMARY KEY, role TEXT NOT NULL, link TEXT, password TEXT, added REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Seat:
    """Who a request comes from. enforced: others' work stays hidden until the own pass."""

    name: str
    role: str
    enforced: bool


@dataclass(frozen=True, slots=True)
class Person:
    """An account. role: "coder" or "lead"; link, password: which ways in there are; used: when a session
    of this person was last used, in seconds since 1970, None = no session stands."""

    name: str
    role: str
    link: bool
    password: bool
    used: float | None


def new_token() -> str:
    return secrets.token_urlsafe(24)


def _hashed(token: str) -> str:
    # A token has 192 random bits: nobody finds it from its hash, however fast that is made.
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


class _File:
    """A small database that only its owner can read. path: None keeps it in memory."""

    def __init__(self, path: Path | None, clock: Callable[[], float] = time.time) -> None:
        self.path = path
        self.clock = clock
        try:
            if path is not None:
                self._own(path)
            self.connection = sqlite3.connect(
                ":memory:" if path is None else path, timeout=10, isolation_level=None
            )
            found = self.connection.execute("PRAGMA user_version").fetchone()[0]
            if found > SCHEMA:
                raise ProjectError(
                    str(path),
                    f"was made by a newer qualcode (schema {found})",
                    next="Install the newer qualcode",
                )
            self.connection.executescript(f"{_TABLES}PRAGMA user_version = {SCHEMA};")
        except (OSError, sqlite3.Error) as error:
            raise ProjectError(
                str(path),
                f"cannot be used: {one_line(error)}",
                next="It holds who may sign in; its folder has to be yours to write",
            ) from None

    @staticmethod
    def _own(path: Path) -> None:
        path.parent.mkdir(exist_ok=True)
        with contextlib.suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)

    def close(self) -> None:
        self.connection.close()

    @contextlib.contextmanager
    def _changed(self) -> Iterator[None]:
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.connection.execute("COMMIT")
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise

    # -- sessions --------------------------------------------------------------------------------------

    def begin(self, name: str) -> str:
        """A new session of somebody; returns what the cookie holds."""
        token, now = new_token(), self.clock()
        with self._changed():
            self.connection.execute(
                "DELETE FROM session WHERE used < ? OR began < ?", (now - IDLE, now - LONGEST)
            )
            self.connection.execute(
                "INSERT INTO session VALUES (?,?,?,?)", (_hashed(token), name, now, now)
            )
        return token

    def who(self, cookie: str) -> str | None:
        """Whose session a cookie names; None where it is none, has ended, or is too old."""
        if not cookie:
            return None
        row = self.connection.execute(
            "SELECT name, began, used FROM session WHERE hash = ?", (_hashed(cookie),)
        ).fetchone()
        if row is None:
            return None
        name, began, used = row
        now = self.clock()
        if now - used > IDLE or now - began > LONGEST:
            return None
        if now - used > FRESH:
            with contextlib.suppress(sqlite3.Error):
                self.connection.execute(
                    "UPDATE session SET used = ? WHERE hash = ?", (now, _hashed(cookie))
                )
        return name

    def end(self, cookie: str) -> None:
        self.connection.execute("DELETE FROM session WHERE hash = ?", (_hashed(cookie),))

    def end_all(self, name: str) -> None:
        self.connection.execute("DELETE FROM session WHERE name = ?", (name,))

    @property
    def state(self) -> int:
        """Another number after another program has changed the file."""
        return self.connection.execute("PRAGMA data_version").fetchone()[0]


class Alone:
    """The door of a server for one coder: a token, printed once and never kept; sessions are kept in
    `path`, so that an open page goes on when the server was stopped and started anew."""

    team = False

    def __init__(self, coder: str, token: str, path: Path | None = None, *, blind: bool = False):
        self.coder = coder
        self._token = token
        self._path = path
        self._file: _File | None = None
        self._once: dict[str, float] = {}
        self._seat = Seat(coder, ALONE, blind)

    def open(self) -> None:
        """In the thread that uses it from then on."""
        try:
            self._file = _File(self._path)
        except ProjectError:
            # Beside a project that cannot be written: pages have to be opened anew after a restart.
            self._file = _File(None)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()

    def once(self) -> str:
        """A token that is good for one use, soon: others on this machine can see how a browser is called."""
        made = new_token()
        self._once[_hashed(made)] = time.monotonic() + ONCE
        return made

    def enter(self, token: str) -> str | None:
        """The cookie for who has the token, else None."""
        assert self._file is not None
        until = self._once.pop(_hashed(token), None)
        fits = hmac.compare_digest(
            token.encode("utf-8", "surrogatepass"), self._token.encode("utf-8")
        )
        if not fits and (until is None or until < time.monotonic()):
            return None
        return self._file.begin(self.coder)

    def seat(self, cookie: str) -> Seat | None:
        assert self._file is not None
        # A page of another coder, left open from before, is not this one's.
        return self._seat if self._file.who(cookie) == self.coder else None

    def leave(self, cookie: str) -> None:
        assert self._file is not None
        self._file.end(cookie)

    def state(self) -> int:
        return 0


class Team:
    """The accounts of a team, kept beside the project."""

    team = True

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self.path = path
        self.clock = clock
        self.tries = Tries()
        self._file: _File | None = None

    @classmethod
    def beside(cls, project: Path) -> Team:
        """Beside the file itself, also where the project is named by a link to it: else each name of it
        would have a team of its own."""
        with contextlib.suppress(OSError):
            project = project.resolve()
        return cls(project.with_name(project.name + "-team"))

    def open(self) -> None:
        """In the thread that uses it from then on. Raises ProjectError where the file cannot be used."""
        self._file = _File(self.path, self.clock)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def __enter__(self) -> Team:
        self.open()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def file(self) -> _File:
        assert self._file is not None
        return self._file

    def _rows(self, sql: str, parameters: tuple = ()) -> list[tuple]:
        return self.file.connection.execute(sql, parameters).fetchall()

    # -- who belongs to it -----------------------------------------------------------------------------

    def people(self) -> list[Person]:
        return [
            Person(name, role, link is not None, password is not None, used)
            for name, role, link, password, used in self._rows(
                "SELECT p.name, p.role, p.link, p.password, max(s.used) FROM person p"
                " LEFT JOIN session s ON s.name = p.name GROUP BY p.name ORDER BY p.name"
            )
        ]

    def person(self, name: str) -> Person:
        """By the exact name; UsageError where nobody is called so."""
        found = {each.name: each for each in self.people()}
        if name not in found:
            raise UsageError(
                one_line(name), "is nobody of this team", f"in it: {listing(found) or 'nobody yet'}"
            )
        return found[name]

    def add(self, name: str, role: str = CODER) -> str:
        """Take somebody in; returns the token of the personal link. UsageError for a name that cannot be a
        coder's or that somebody has, also in other capitals."""
        name = codings.check_coder(name, "the name")
        if role not in (CODER, LEAD):
            raise UsageError("--role", repr(role), f"{CODER}, {LEAD}")
        for each in self.people():
            if each.name.casefold() == name.casefold():
                raise UsageError(
                    name,
                    f"{each.name} is in the team already",
                    next="link makes a new link, password another password",
                )
        token = new_token()
        with self.file._changed():
            self.file.connection.execute(
                "INSERT INTO person VALUES (?,?,?,NULL,?)",
                (name, role, _hashed(token), self.clock()),
            )
        return token

    def set_role(self, name: str, role: str) -> None:
        if role not in (CODER, LEAD):
            raise UsageError("--role", repr(role), f"{CODER}, {LEAD}")
        self._set(name, "role", role)

    def set_password(self, name: str, password: str) -> None:
        """UsageError for one that is too short or too long. Sessions of this person end."""
        self._set(name, "password", _hasher().hash(checked_password(password)))
        self.file.end_all(name)

    def new_link(self, name: str) -> str:
        """The token of a new personal link; the old one is void, and sessions of this person end."""
        token = new_token()
        self._set(name, "link", _hashed(token))
        self.file.end_all(name)
        return token

    def _set(self, name: str, column: str, value: str) -> None:
        self.person(name)
        self.file.connection.execute(
            f"UPDATE person SET {column} = ? WHERE name = ?", (value, name)
        )

    def remove(self, name: str) -> None:
        """Nobody can sign in by this name any more; what was coded stays."""
        self.person(name)
        with self.file._changed():
            self.file.connection.execute("DELETE FROM person WHERE name = ?", (name,))
            self.file.connection.execute("DELETE FROM session WHERE name = ?", (name,))

    # -- settings --------------------------------------------------------------------------------------

    def setting(self, key: str) -> str | None:
        rows = self._rows("SELECT value FROM setting WHERE key = ?", (key,))
        return rows[0][0] if rows else None

    def set(self, key: str, value: str) -> None:
        self.file.connection.execute("INSERT OR REPLACE INTO setting VALUES (?,?)", (key, value))

    @property
    def blind(self) -> bool:
        """Whether others' work and suggestions stay hidden from coders until their own pass is done."""
        return self.setting("blind") == "on"

    # -- signing in ------------------------------------------------------------------------------------

    def enter(self, token: str) -> str | None:
        """The cookie for who has a personal link, else None."""
        rows = self._rows("SELECT name FROM person WHERE link = ?", (_hashed(token),))
        return self.file.begin(rows[0][0]) if rows else None

    def called(self, name: str) -> str:
        """The name of a person as it is kept, whatever capitals somebody types: no two people differ by
        them alone. The name as given where nobody has it."""
        rows = self._rows("SELECT name FROM person")
        same = [each for (each,) in rows if each.casefold() == name.casefold()]
        return name if name in same or not same else same[0]

    def kept_password(self, name: str) -> str | None:
        rows = self._rows("SELECT password FROM person WHERE name = ?", (name,))
        return rows[0][0] if rows else None

    def entered(self, name: str) -> str:
        """The cookie for who gave the right password."""
        return self.file.begin(name)

    def seat(self, cookie: str) -> Seat | None:
        name = self.file.who(cookie)
        if name is None:
            return None
        rows = self._rows("SELECT role FROM person WHERE name = ?", (name,))
        if not rows:
            return None
        # Who leads has to see what the others do.
        return Seat(name, rows[0][0], self.blind and rows[0][0] == CODER)

    def leave(self, cookie: str) -> None:
        self.file.end(cookie)

    def state(self) -> int:
        return self.file.state


# -- passwords ---------------------------------------------------------------------------------------------


def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


def checked_password(password: str) -> str:
    """One that may be set, in the form in which it is hashed: keyboards write one accent in two ways."""
    password = unicodedata.normalize("NFKC", password)
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise UsageError(
            "password",
            f"has {len(password)} characters",
            f"{SHORTEST_PASSWORD} to {LONGEST_PASSWORD:,}",
            "A sentence is easier to remember and harder to guess",
        )
    return password


# Of no password: what is compared for a name that nobody has, so that both take as long.
_NOBODY: list[str] = []


def right_password(kept: str | None, given: str) -> bool:
    """Whether a password is the one of the hash. Takes a tenth of a second on purpose."""
    from argon2.exceptions import InvalidHashError, VerificationError

    hasher = _hasher()
    if kept is None and not _NOBODY:
        _NOBODY.append(hasher.hash(new_token()))
    given = unicodedata.normalize("NFKC", given)[: LONGEST_PASSWORD + 1]
    try:
        return hasher.verify(kept or _NOBODY[0], given) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


class Tries:
    """How long the next try to sign in has to wait: longer after each wrong one, by name; and only so many
    a minute in all. Kept in memory."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._wrong: dict[str, tuple[int, float]] = {}
        self._lately: list[float] = []

    def wait(self, name: str) -> int:
        """Seconds until a try is allowed; 0 = now, which counts it as a wrong one until `passed`: of many
        that are sent at once none may slip through while the first is still looked at."""
        now = self.clock()
        number, last = self._wrong.get(name.casefold(), (0, now))
        if now - last > FORGIVEN:
            self._wrong.pop(name.casefold(), None)
        elif number >= FREE_TRIES:
            left = last + min(2 ** (number - FREE_TRIES), LONGEST_WAIT) - now
            if left > 0:
                return int(left) + 1
        self._lately = [at for at in self._lately if now - at < 60]
        if len(self._lately) >= TRIES_A_MINUTE:
            return int(60 - (now - self._lately[0])) + 1
        self._lately.append(now)
        # The latest at the end: names that nobody has push out each other first, and cost little memory.
        number = self._wrong.pop(name.casefold(), (0, now))[0]
        self._wrong[name.casefold()] = (number + 1, now)
        if len(self._wrong) > MOST_NAMES:
            del self._wrong[next(iter(self._wrong))]
        return 0

    def failed(self, name: str) -> None:
        """The wait begins when the answer is known."""
        if found := self._wrong.get(name.casefold()):
            self._wrong[name.casefold()] = (found[0], self.clock())

    def passed(self, name: str) -> None:
        self._wrong.pop(name.casefold(), None)


Door = Alone | Team
