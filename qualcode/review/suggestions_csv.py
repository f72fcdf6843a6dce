"""suggestions.csv for review in a spreadsheet."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from qualcode.analysis.suggested import suggestion_rows
from qualcode.core.outfiles import target, write_whole
from qualcode.review import decisions
from qualcode.review.queue import to_be_blind
from qualcode.review.suggesting import rejections, was_refused
from qualcode.store import Study


def open_rows(study: Study, coder: str | None) -> tuple[list[str], list[list[Any]]]:
    """The suggestions that a coder has not decided yet, as columns and rows.

    What overlaps by half a range that this coder rejected for the same code is left out too: another
    coder's run may have stored it.
    """
    columns, rows = suggestion_rows(study, coder)
    refused = rejections(study, coder) if coder else {}
    blind = to_be_blind(study, coder) if coder else {}
    at = {
        name: columns.index(name)
        for name in ("document", "start", "end", "code", "decision", "turn")
    }
    keys = [tuple(row[at[name]] for name in ("document", "start", "end", "code")) for row in rows]
    # Two codes that were merged may each have been suggested for the same words.
    seen = {key for key, row in zip(keys, rows, strict=True) if row[at["decision"]]}
    open_: list[list[Any]] = []
    for key, row in zip(keys, rows, strict=True):
        if row[at["turn"]] in blind.get(row[at["document"]], ()):
            continue
        if key not in seen and not was_refused(refused, *key):
            seen.add(key)
            open_.append(row)
    return columns, open_


def export_suggestions(
    study: Study, path: str | Path, *, coder: str | None, open_only: bool = True
) -> int:
    """Write the suggestions on the current texts; returns how many rows.

    coder: whose decisions are shown and, with open_only, whose decided suggestions are left out. The
    file is exact, nothing is changed for spreadsheets, so that it can be handed in again. Raises
    ExportError where it cannot be written, and where a sheet stands there whose decisions have not
    been handed in.
    """
    path = target(path, (".csv",))
    decisions.spare_sheet(study, path)
    columns, rows = open_rows(study, coder) if open_only else suggestion_rows(study, coder)

    def write(part: Path) -> None:
        with part.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\r\n")
            writer.writerow(columns)
            writer.writerows(["" if value is None else value for value in row] for row in rows)

    write_whole(path, (".csv",), write)
    return len(rows)
