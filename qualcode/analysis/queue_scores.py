"""Scores of suggestions as the last refresh of the queue gave them, read from beside the project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from qualcode.store import Study

FILE = "queue-scores.npz"


@dataclass(frozen=True)
class Refreshed:
    """act: the last act that the refresh knew; 0 = there was none. scores: suggestion -> probability."""

    act: int = 0
    scores: Mapping[str, float] = field(default_factory=dict)


def refreshed(study: Study) -> Refreshed:
    """The scores of the last refresh. Nothing where there was none, where its file is damaged, or where acts
    that it knew are not in this history (a copy of an earlier day)."""
    folder = study.derived
    if folder is None:
        return Refreshed()
    path = folder / FILE
    try:
        stamp = path.stat()
    except OSError:
        return Refreshed()
    now = (stamp.st_mtime_ns, stamp.st_size)
    last: dict[str, Any] = study.remembered("refreshed scores", dict)
    if last.get("stamp") != now:
        last.update(stamp=now, found=_read(path))
    found: Refreshed = last["found"]
    return found if found.act <= study.last_act else Refreshed()


def _read(path: Path) -> Refreshed:
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as data:
            scores = dict(zip(data["ids"].tolist(), data["scores"].tolist(), strict=True))
            return Refreshed(int(data["act"]), scores)
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return Refreshed()
