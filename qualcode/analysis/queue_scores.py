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
CHOICES = (None, False, True)  # of sentence vectors, as the file numbers them


@dataclass(frozen=True)
class Kept:
    """Scores as the last refit gave them. act: the last act it knew; 0 = there was no refit. threshold: from
    which probability on suggestions are right often enough, None where that cannot be said. reason: why.
    embeddings: whether sentence vectors were used, None = not known."""

    act: int = 0
    scores: Mapping[str, float] = field(default_factory=dict)
    threshold: float | None = None
    reason: str = ""
    embeddings: bool | None = None


def kept(study: Study) -> Kept:
    """The scores of the last refit. Nothing where there was none, where its file is damaged, or where acts
    that it knew are not in this history (a copy of an earlier day)."""
    folder = study.derived
    if folder is None:
        return Kept()
    path = folder / FILE
    try:
        stamp = path.stat()
    except OSError:
        return Kept()
    now = (stamp.st_mtime_ns, stamp.st_size)
    last: dict[str, Any] = study.remembered("queue scores", dict)
    if last.get("stamp") != now:
        last.update(stamp=now, found=_read(path))
    found: Kept = last["found"]
    return found if found.act <= study.last_act else Kept()


def kept_scores(study: Study) -> Mapping[str, float]:
    return kept(study).scores


def _read(path: Path) -> Kept:
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as data:
            threshold = float(data["threshold"])
            return Kept(
                int(data["act"]),
                dict(zip(data["ids"].tolist(), data["scores"].tolist(), strict=True)),
                None if np.isnan(threshold) else threshold,
                str(data["reason"]),
                CHOICES[int(data["embeddings"])] if "embeddings" in data.files else None,
            )
    except (OSError, ValueError, KeyError, IndexError, EOFError, BadZipFile):
        return Kept()
