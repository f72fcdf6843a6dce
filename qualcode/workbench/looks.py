"""Which documents a coder has looked at together with other coders' work or suggestions.

Only who never saw them before finishing a document read it blind. The page shows them only where they
are asked for, and notes it here, beside the project; where the note is lost, blindness is unknown, which
is what a pass then says.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

from qualcode.store import Study

HIDDEN, SEEN = "hidden", "seen"


class Looks:
    """coder -> text -> "hidden" (opened, others' work hidden) or "seen" (it was shown).

    A page and a notebook may note at once, each in threads of its own: every note is a line of a small
    database, and what was seen stays seen, whoever noted it.
    """

    def __init__(self, study: Study) -> None:
        folder = study.derived
        self.path: Path | None = None if folder is None else folder / "looks.sqlite"
        self._known: dict[tuple[str, str], str] = {}
        self._door = threading.Lock()

    def how(self, coder: str, version: str) -> str | None:
        with self._door:
            return self._how(coder, version)

    def note(self, coder: str, version: str, how: str) -> None:
        """version: the hash of the text, so that another text is another reading."""
        with self._door:
            if self._known.get((coder, version)) in (how, SEEN):
                return
            before = self._how(coder, version)
            if before in (how, SEEN):
                return
            self._known[coder, version] = how
            if self.path is not None:
                self._write(coder, version, how)

    def _how(self, coder: str, version: str) -> str | None:
        found = None
        if self.path is not None and self.path.exists():
            # A damaged note is no note: blindness is unknown.
            with contextlib.suppress(sqlite3.Error), self._opened() as notes:
                row = notes.execute(
                    "SELECT how FROM look WHERE coder = ? AND version = ?", (coder, version)
                ).fetchone()
                found = row[0] if row else None
        own = self._known.get((coder, version))
        if SEEN in (found, own):
            found = SEEN
        found = found or own
        if found is not None:
            self._known[coder, version] = found
        return found

    def _write(self, coder: str, version: str, how: str) -> None:
        assert self.path is not None
        try:
            self.path.parent.mkdir(exist_ok=True)
            with self._opened() as notes:
                notes.execute(
                    "CREATE TABLE IF NOT EXISTS look (coder TEXT, version TEXT, how TEXT NOT NULL,"
                    " PRIMARY KEY (coder, version)) WITHOUT ROWID"
                )
                notes.execute(
                    "INSERT INTO look VALUES (?,?,?) ON CONFLICT (coder, version) DO UPDATE SET"
                    " how = excluded.how WHERE how <> ?",
                    (coder, version, how, SEEN),
                )
        except (OSError, sqlite3.Error):
            # Beside a project that cannot be written nothing is remembered beyond this program.
            self.path = None

    @contextlib.contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(str(self.path), timeout=5, isolation_level=None)
        try:
            yield connection
        finally:
            connection.close()
