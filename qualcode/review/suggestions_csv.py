"""suggestions.csv for review in a spreadsheet."""

from __future__ import annotations

import csv
from pathlib import Path

from qualcode.analysis.suggested import suggestion_rows
from qualcode.errors import ExportError
from qualcode.store import Study


def export_suggestions(
    study: Study, path: str | Path, *, coder: str | None, open_only: bool = True
) -> int:
    """Write the suggestions on the current texts; returns how many rows.

    coder: whose decisions are shown and, with open_only, whose decided suggestions are left out. The
    file is exact, nothing is changed for spreadsheets, so that it can be handed in again.
    """
    columns, rows = suggestion_rows(study, coder)
    decision = columns.index("decision")
    kept = [row for row in rows if not (open_only and row[decision])]
    try:
        with Path(path).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\r\n")
            writer.writerow(columns)
            for row in kept:
                writer.writerow(["" if value is None else value for value in row])
    except OSError as error:
        raise ExportError(str(path), f"cannot be written: {error.strerror or error}") from None
    return len(kept)
