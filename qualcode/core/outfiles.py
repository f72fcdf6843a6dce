"""Where an export may be written: never onto a project, never under a suffix that is not its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

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


def write_whole(path: str | Path, suffixes: Sequence[str], write: Callable[[Path], Any]) -> None:
    """Let `write` make a file under another name and swap it in, so that a file that was there stays
    whole until the new one is. ExportError where it must not or cannot be written."""
    path = target(path, suffixes)
    part = path.with_name(f".{path.name}.part{path.suffix}")
    try:
        write(part)
        part.replace(path)
    except OSError as error:
        raise ExportError(
            str(path), f"cannot be written: {error.strerror or error}", next="Choose another folder"
        ) from None
    finally:
        part.unlink(missing_ok=True)
