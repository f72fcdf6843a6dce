"""How each kind and name of published example is computed with qualcode.

Every module `runners_*.py` beside this one has a list `RUNNERS` of (kind, names as a regular expression
that must match whole, function of a case and a folder to work in). A kind and name without a function are
not in this version; their cases are skipped and counted.
"""

from __future__ import annotations

import csv
import importlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import qualcode as qc


def codings(case: dict[str, Any], folder: Path) -> list[float]:
    """[participants, codings, characters] of a theme, rolled up.

    Characters are counted as words: each participant is a document of one-letter words, so that the
    n-th character of the example is the n-th word here.
    """
    data, theme = case["data"], case["statistic"]
    parent = {child: code for code, children in data["hierarchy"].items() for child in children}
    parent.pop(theme, None)  # the one that is asked for stands at the top
    codes = dict.fromkeys(
        [*data["hierarchy"], *parent, theme, *(row[3] for row in data["codings"])]
    )
    if not (theme in data["hierarchy"] or any(row[3] == theme for row in data["codings"])):
        raise KeyError(f"{theme} is no theme of the case")

    def sheet(name: str, columns: list[str], rows: list[list[Any]]) -> Path:
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            writer.writerows(rows)
        return folder / name

    length: dict[str, int] = {}
    for participant, _, end, _ in data["codings"]:
        length[participant] = max(length.get(participant, 0), end)
    turns = sheet(
        "turns.csv",
        ["document", "turn", "speaker", "text"],
        [[f"D{n}", 1, who, " ".join("x" * size)] for n, (who, size) in enumerate(length.items())],
    )
    book = sheet(
        "codebook.csv", ["code", "parent"], [[code, parent.get(code, "")] for code in codes]
    )
    people = sheet("participants.csv", ["participant"], [[who] for who in length])
    rows = sheet(
        "codings.csv",
        ["document", "start", "end", "code", "coder", "coding_id"],
        [
            [f"D{list(length).index(who)}", 2 * start, 2 * end - 1, code, f"AB{n}", ""]
            for n, (who, start, end, code) in enumerate(data["codings"])
        ],
    )
    with qc.new_project(folder / "case.qualcode", coder="AB") as project:
        project.ingest(turns, participants=people)
        project.load_codebook(book)
        project.import_codings(rows, create_codes=True)
        frame = qc.frequencies(project, level="theme", coders="any").frame
    return [int(frame.loc[theme, f"n_{unit}"]) for unit in ("participants", "codings", "words")]


Runner = Callable[[dict[str, Any], Path], Any]
RUNNERS: list[tuple[str, str, Runner]] = [("codings", ".+", codings)]
for _path in sorted(Path(__file__).parent.glob("runners_*.py")):
    RUNNERS += importlib.import_module(_path.stem).RUNNERS


def runner(kind: str, name: str) -> Runner | None:
    """What computes this name on this kind of data, None where this version has nothing."""
    found = (run for own, names, run in RUNNERS if own == kind and re.fullmatch(names, name))
    return next(found, None)
