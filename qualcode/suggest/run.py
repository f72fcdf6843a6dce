"""What one run of a suggester put forward: columns first, objects where somebody wants them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from qualcode.core.records import Evidence, Proposal


class Written(Protocol):
    """A document as suggesters see it: its id, its version (SHA-256 of the text), its text."""

    @property
    def document(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Source:
    """The smallest `Written`, for callers that hold no core Document."""

    document: str
    version: str
    text: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A pattern that was not searched. code: whose it is; pattern: as written; reason: one clause."""

    code: str
    pattern: str
    reason: str

    def __str__(self) -> str:
        return f"{self.code}: {self.pattern} ({self.reason})"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Hits that a pattern found and left out because they are negated. code: whose pattern it is."""

    code: str
    pattern: str
    hits: int

    def __str__(self) -> str:
        return f"{self.code}: {self.pattern}: {self.hits:,}"


def listed(score: NDArray[np.float64] | None, n: int) -> list[float | None]:
    """A column of scores as objects: None where there is none."""
    if score is None:
        return [None] * n
    return [None if each != each else each for each in score.tolist()]


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """The proposals of one engine, as columns; n proposals, m pieces of evidence.

    engine: the suggester's name. documents, versions: what the numbers in `document` stand for.
    codes: what the numbers in `code` stand for. reasons: what those in `evidence_reason` stand for.
    document, start, end, code: n integers each; start and end are half-open code points of a segment.
    rank_score: n floats in 0..1, larger first. score: n probabilities, NaN where one has none, or None
    where the engine is not calibrated. evidence_from: n+1; the evidence of proposal i is evidence_from[i] up to
    evidence_from[i+1] of the three evidence columns (m integers each).
    skipped: patterns of the codebook that were not searched. negated: for each pattern that leaves
    negated hits out how many these were, 0 too. held: code -> proposals that the engine keeps to itself,
    and why: the reason, a clause. notes: what else a person should know of the run, in sentences.

    Proposals are in the order of documents, then position, then codebook.
    """

    engine: str
    documents: Sequence[str]
    versions: Sequence[str]
    codes: Sequence[str]
    reasons: Sequence[str]
    document: NDArray
    start: NDArray
    end: NDArray
    code: NDArray
    rank_score: NDArray[np.float64]
    evidence_from: NDArray[np.int64]
    evidence_start: NDArray
    evidence_end: NDArray
    evidence_reason: NDArray
    score: NDArray[np.float64] | None = None
    skipped: Sequence[Skipped] = field(default_factory=tuple)
    negated: Sequence[LeftOut] = field(default_factory=tuple)
    held: Mapping[str, int] = field(default_factory=dict)
    why: str = ""
    notes: Sequence[str] = field(default_factory=tuple)

    def __len__(self) -> int:
        return len(self.start)

    def __repr__(self) -> str:
        return f"Run({self.engine}: {len(self):,} proposals, {len(self.skipped)} patterns skipped)"

    def __iter__(self) -> Iterator[Proposal]:
        """The proposals as objects, made one at a time."""
        scores: Iterable[float | None]
        scores = listed(self.score, len(self))
        evidence = list(
            map(
                Evidence,
                self.evidence_start.tolist(),
                self.evidence_end.tolist(),
                [self.reasons[number] for number in self.evidence_reason.tolist()],
            )
        )
        bounds = self.evidence_from.tolist()
        rows = zip(
            self.document.tolist(),
            self.start.tolist(),
            self.end.tolist(),
            self.code.tolist(),
            self.rank_score.tolist(),
            scores,
            bounds[:-1],
            bounds[1:],
            strict=True,
        )
        for document, start, end, code, rank_score, score, first, last in rows:
            yield Proposal(
                document=self.documents[document],
                version=self.versions[document],
                start=start,
                end=end,
                code=self.codes[code],
                engine=self.engine,
                rank_score=rank_score,
                score=score,
                evidence=tuple(evidence[first:last]),
            )

    def proposals(self) -> list[Proposal]:
        return list(self)

    def columns(self) -> Mapping[str, NDArray]:
        """The proposals as equally long arrays, for writing many rows at once.

        document, version, code: strings (object arrays); start, end: integers; rank_score: floats;
        score: floats, NaN where the engine gives none; evidence_from, evidence_to: the rows of
        `evidence_columns` that belong to the proposal.
        """
        documents = np.array([*self.documents, None], object)[:-1]
        versions = np.array([*self.versions, None], object)[:-1]
        codes = np.array([*self.codes, None], object)[:-1]
        return {
            "document": documents[self.document],
            "version": versions[self.document],
            "start": self.start,
            "end": self.end,
            "code": codes[self.code],
            "rank_score": self.rank_score,
            "score": np.full(len(self), np.nan) if self.score is None else self.score,
            "evidence_from": self.evidence_from[:-1],
            "evidence_to": self.evidence_from[1:],
        }

    def evidence_columns(self) -> Mapping[str, NDArray]:
        """The evidence as equally long arrays: proposal (row of `columns`), start, end, reason."""
        reasons = np.array([*self.reasons, None], object)[:-1]
        return {
            "proposal": np.repeat(np.arange(len(self)), np.diff(self.evidence_from)),
            "start": self.evidence_start,
            "end": self.evidence_end,
            "reason": reasons[self.evidence_reason],
        }

    def with_score(self, score: NDArray[np.float64]) -> Run:
        """The same proposals with these probabilities, NaN where there is none."""
        return replace(self, score=score)

    @classmethod
    def of(cls, engine: str, proposals: Iterable[Proposal], skipped: Sequence[Skipped] = ()) -> Run:
        """A run from proposals that an engine made one by one; their order is kept.

        The score column is there when every proposal has a score.
        """
        rows = list(proposals)
        documents: dict[tuple[str, str], int] = {}
        codes: dict[str, int] = {}
        reasons: dict[str, int] = {}
        evidence = [piece for row in rows for piece in row.evidence]
        scores = [row.score for row in rows if row.score is not None]
        document = [documents.setdefault((r.document, r.version), len(documents)) for r in rows]
        code = [codes.setdefault(row.code, len(codes)) for row in rows]
        reason = [reasons.setdefault(piece.reason, len(reasons)) for piece in evidence]
        return cls(
            engine=engine,
            documents=tuple(name for name, _ in documents),
            versions=tuple(version for _, version in documents),
            codes=tuple(codes),
            reasons=tuple(reasons),
            document=np.array(document, np.int64),
            start=np.array([row.start for row in rows], np.int64),
            end=np.array([row.end for row in rows], np.int64),
            code=np.array(code, np.int64),
            rank_score=np.array([row.rank_score for row in rows], np.float64),
            evidence_from=np.cumsum([0, *(len(row.evidence) for row in rows)]),
            evidence_start=np.array([piece.start for piece in evidence], np.int64),
            evidence_end=np.array([piece.end for piece in evidence], np.int64),
            evidence_reason=np.array(reason, np.int64),
            score=np.array(scores) if rows and len(scores) == len(rows) else None,
            skipped=tuple(skipped),
        )
