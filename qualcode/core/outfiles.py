"""Where an export may be written: never onto a project, never under a suffix that is not its own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qualcode.errors import ExportError

_DATABASE = b"SQLite format 3\0"


def target(path: str | Path, suffixes: Sequence[str]) -> Path:
    """The path of an export; ExportError where it has another suffix, or a database stands there.

    A slip of the shell (`codings export study.qualcode study.qualcode`) must not cost a study.
    """
    path = Path(path)
    if path.suffix.casefold() not in suffixes:
        raise ExportError(
            str(path),
            f"no format {path.suffix or '(none)'}",
            ", ".join(suffixes),
            "Name a new file",
        )
    try:
        with path.open("rb") as file:
            is_database = file.read(len(_DATABASE)) == _DATABASE
    except OSError:
        return path
    if is_database:
        raise ExportError(
            str(path), "is a project, which no export writes over", "", "Name a new file"
        )
    return path
