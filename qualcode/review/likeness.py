"""How alike segments are in their words: cosine of TF-IDF weights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
import scipy.sparse as sp

from qualcode.core.text import WORD
from qualcode.store import Study

_AT_ONCE = 2000  # rows whose products are held at one time


@dataclass(frozen=True, slots=True)
class Place:
    """A segment and a code. version: its number. decision: what a person did, "" while it is open."""

    document: str
    version: int
    start: int
    end: int
    code: str
    decision: str = ""


class Segment(Protocol):
    """Whatever has a stretch of a text and a code."""

    @property
    def version(self) -> int: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def code(self) -> str: ...


class Words:
    """The words of some segments as rows of length one: 1 + log(count), times log((1 + n) / (1 + df)) + 1.
    Words are compared without regard to capitals. A segment without words is like nothing."""

    def __init__(self, study: Study, open_: Sequence[Segment], done: Sequence[Place]) -> None:
        self.study = study
        self.row: dict[tuple[int, int, int], int] = {}
        for places in (open_, done):
            for each in places:
                self.row.setdefault((each.version, each.start, each.end), len(self.row))

    @cached_property
    def matrix(self) -> sp.csr_matrix:
        """A row for each segment, made when something is compared."""
        study = self.study
        # A segment's words can never change, and the queue is asked for again after every decision.
        known: dict[tuple[int, int, int], Counter[str]] = study.remembered("segment words", dict)
        column: dict[str, int] = {}
        columns: list[int] = []
        counts: list[int] = []
        bounds = [0]
        for key in self.row:
            if key not in known:
                version, start, end = key
                found = WORD.findall(study.text(version)[start:end].casefold())
                known[key] = Counter(found)
            for word, times in known[key].items():
                columns.append(column.setdefault(word, len(column)))
                counts.append(times)
            bounds.append(len(columns))
        return _weighted(columns, counts, bounds, len(column))

    def _rows(self, places: Sequence[Segment]) -> np.ndarray:
        rows = [self.row[each.version, each.start, each.end] for each in places]
        return np.array(rows, dtype=np.int64)

    def _best(self, rows: np.ndarray, others: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """For each row how alike it is to the most alike of the others, and which of them that is (the
        first of equal ones)."""
        alike, which = np.zeros(len(rows)), np.zeros(len(rows), dtype=np.int64)
        across = self.matrix[others].T.tocsc()
        for at in range(0, len(rows), _AT_ONCE):
            products = (self.matrix[rows[at : at + _AT_ONCE]] @ across).toarray()
            which[at : at + _AT_ONCE] = products.argmax(axis=1)
            alike[at : at + _AT_ONCE] = products.max(axis=1)
        return np.minimum(alike, 1.0), which

    def nearest(self, open_: Sequence[Segment], done: Sequence[Place]) -> np.ndarray:
        """For each open place how alike its words are to those of the most alike one that is done, 0 to 1."""
        if not done or not open_:
            return np.zeros(len(open_))
        rows = self._rows(open_)
        distinct, back = np.unique(rows, return_inverse=True)
        return self._best(distinct, np.unique(self._rows(done)))[0][back]

    def rejected(
        self, open_: Sequence[Segment], done: Sequence[Place]
    ) -> Mapping[int, tuple[float, Place]]:
        """Open places that are more alike to one that was rejected for their code than to all that were
        accepted for it -> how alike, and to which."""
        mine: dict[str, list[int]] = {}
        codes = {each.code for each in done if each.decision == "reject"}
        for number, row in enumerate(open_):
            if row.code in codes:
                mine.setdefault(row.code, []).append(number)
        found: dict[int, tuple[float, Place]] = {}
        for code in dict.fromkeys(each.code for each in done if each.decision == "reject"):
            at = mine.get(code, [])
            if not at:
                continue
            rows = self._rows([open_[each] for each in at])
            refused = [each for each in done if each.code == code and each.decision == "reject"]
            taken = [each for each in done if each.code == code and each.decision == "accept"]
            alike, which = self._best(rows, self._rows(refused))
            better = self._best(rows, self._rows(taken))[0] if taken else np.zeros(len(rows))
            for number, place in enumerate(at):
                if alike[number] > better[number]:
                    found[place] = (float(alike[number]), refused[int(which[number])])
        return found


def _weighted(
    columns: Sequence[int], counts: Sequence[int], bounds: Sequence[int], width: int
) -> sp.csr_matrix:
    n = len(bounds) - 1
    matrix = sp.csr_matrix(
        (np.array(counts, dtype=np.float64), np.array(columns, dtype=np.int64), np.array(bounds)),
        shape=(n, width),
    )
    found = np.bincount(matrix.indices, minlength=width)
    idf = np.log((1 + n) / (1 + found)) + 1
    matrix.data = (1 + np.log(matrix.data)) * idf[matrix.indices]
    squares = np.asarray(matrix.multiply(matrix).sum(axis=1)).reshape(-1)
    scale = np.where(squares > 0, 1 / np.sqrt(np.where(squares > 0, squares, 1)), 0)
    return (sp.diags(scale) @ matrix).tocsr()
