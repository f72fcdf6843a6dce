"""Writing exchange files: verbatim, and whole or not at all."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from qualcode.core.outfiles import target
from qualcode.errors import ExportError


def write_rows(path: str | Path, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write a CSV file that can come back: nothing in it is changed for spreadsheet programs.

    Written under another name first, so that a file that was there stays until the new one is whole.
    """
    path = target(path, (".csv",))
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\r\n")
            writer.writerow(columns)
            writer.writerows(rows)
        part.replace(path)
    except OSError as error:
        raise ExportError(
            str(path), f"cannot be written: {error.strerror or error}", next="Choose another folder"
        ) from None
    finally:
        part.unlink(missing_ok=True)
