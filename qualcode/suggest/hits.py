"""Where the codebook's patterns hit, segment by segment, and how often each has been right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qualcode.suggest.material import Material
from qualcode.suggest.run import LeftOut, Run, Skipped

# A pattern's record is drawn to that of all patterns as if it had been decided on this often.
SHRINK = 4.0
# With fewer decisions on pattern hits than this their acceptance says nothing.
FEWEST_DECISIONS = 10


@dataclass(frozen=True, eq=False)
class Record:
    """How often patterns were right. right, decided: p patterns each, in units of hit segments.

    share: of all patterns together. rate: p, drawn to `share`. by_document: documents whose
    segments are in it -> (right, decided) of each pattern there; so that a document can be judged by
    the others.
    """

    right: NDArray[np.float64]
    decided: NDArray[np.float64]
    own: dict[int, tuple[NDArray[np.float64], NDArray[np.float64]]]

    @property
    def enough(self) -> bool:
        return bool(self.decided.sum() >= FEWEST_DECISIONS)

    @property
    def rate(self) -> NDArray[np.float64]:
        return _rate(self.right, self.decided)

    def without(self, document: int) -> NDArray[np.float64]:
        """p: the rates by all other documents."""
        if document not in self.own:
            return self.rate
        right, decided = self.own[document]
        return _rate(self.right - right, self.decided - decided)


def _rate(right: NDArray, decided: NDArray) -> NDArray[np.float64]:
    # Half a hit that was right and half one that was not: nothing is certain after one decision.
    share = (right.sum() + 0.5) / (decided.sum() + 1)
    return (right + SHRINK * share) / (decided + SHRINK)


@dataclass(frozen=True, eq=False)
class PatternHits:
    """What the patterns found. row, column, pattern: one for each segment, code and pattern that hit there.

    run: the proposals with every single hit. of: for each proposal of the run its segment, -1 where it
    is none of the material's. rank: n × K, the rank of the proposal, 0 where there is none.
    patterns: as written, p of them.
    """

    run: Run
    of: NDArray[np.int64]
    row: NDArray[np.int64]
    column: NDArray[np.int64]
    pattern: NDArray[np.int64]
    rank: NDArray[np.float64]
    document: NDArray[np.int64]
    patterns: Sequence[str]

    @property
    def skipped(self) -> Sequence[Skipped]:
        return self.run.skipped

    @property
    def negated(self) -> Sequence[LeftOut]:
        return self.run.negated

    def record(
        self, material: Material, rows: NDArray[np.int64], decided: NDArray[np.int8]
    ) -> Record:
        """How often each pattern was right: in the passed segments among `rows`, by whether they were coded,
        and where single suggestions were decided on."""
        inside = np.zeros(len(material), np.bool_)
        inside[rows] = True
        read = inside[self.row] & material.considered[self.row, self.column]
        single = ~read & (decided[self.row, self.column] >= 0)
        right = np.where(
            read, material.coded[self.row, self.column], decided[self.row, self.column] == 1
        )
        count = len(self.patterns)
        known = read | single
        own: dict[int, tuple[NDArray, NDArray]] = {}
        for document in np.unique(self.document[self.row[known]]).tolist():
            at = known & (self.document[self.row] == document)
            own[document] = (
                np.bincount(self.pattern[at], right[at].astype(float), count),
                np.bincount(self.pattern[at], minlength=count).astype(float),
            )
        zero: NDArray[np.float64] = np.zeros(count)
        return Record(
            sum((right for right, _ in own.values()), zero),
            sum((decided for _, decided in own.values()), zero),
            own,
        )

    def best(self, record: Record) -> NDArray[np.float64]:
        """n × K: the rate of the best pattern that hit, by the other documents; 0 where none did."""
        result = np.zeros(self.rank.shape)
        if len(self.row):
            rates = np.zeros(len(self.row))
            documents = self.document[self.row]
            for document in np.unique(documents).tolist():
                at = documents == document
                rates[at] = record.without(document)[self.pattern[at]]
            np.maximum.at(result, (self.row, self.column), rates)
        return result

    def signs(self, record: Record) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """n × K each: whether a pattern hit; and by how much the best of them has been better than patterns
        are, as log odds."""
        best = self.best(record)
        hit = best > 0
        share = (record.right.sum() + 0.5) / (record.decided.sum() + 1)
        inside = np.clip(best, 1e-3, 1 - 1e-3)
        gap = np.log(inside / (1 - inside)) - np.log(share / (1 - share))
        return hit.astype(np.float32), np.where(hit, gap, 0).astype(np.float32)


def pattern_hits(material: Material) -> PatternHits:
    """Of all codes of the material, in all segments; made once for a codebook."""
    return material.once(
        ("patterns", material.codebook.hash, material.pipeline, material.codes),
        lambda: _searched(material),
    )


def _searched(material: Material) -> PatternHits:
    from qualcode.suggest.patterns import suggest

    run = suggest(
        material.index, material.documents, material.codebook, codes=material.codes,
        pipeline=material.pipeline,
    )  # fmt: skip
    place = {
        key: at
        for at, key in enumerate(
            zip(
                material.group.tolist(), material.start.tolist(), material.end.tolist(), strict=True
            )
        )
    }
    keys = zip(run.document.tolist(), run.start.tolist(), run.end.tolist(), strict=True)
    of = np.array([place.get(key, -1) for key in keys], np.int64)
    columns = np.array([material.place[code] for code in run.codes] or [0], np.int64)
    column = columns[run.code]
    rank = np.zeros((len(material), len(material.codes)))
    known = of >= 0
    rank[of[known], column[known]] = run.rank_score[known]
    each = np.repeat(np.arange(len(run)), np.diff(run.evidence_from))
    count = max(len(run.reasons), 1)
    pairs = np.unique(each * count + run.evidence_reason.astype(np.int64))
    proposal, pattern = pairs // count, pairs % count
    kept = known[proposal]
    proposal, pattern = proposal[kept], pattern[kept]
    return PatternHits(
        run, of, of[proposal], column[proposal], pattern, rank, material.group, run.reasons
    )
