"""The pattern suggester: proposes a code where the words of its entry occur. Explains itself fully."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from qualcode.core.codebook import Code, Codebook, Pattern
from qualcode.core.text import LONG_TURN, Range, overlap_by_half, segments
from qualcode.errors import CodebookError, listing
from qualcode.index import TokenIndex
from qualcode.suggest import Refused
from qualcode.suggest.find import Hits, find
from qualcode.suggest.material import Material
from qualcode.suggest.run import LeftOut, Run, Skipped, Source, Written

NAME = "patterns"


class PatternSuggester:
    """The `Suggester` that needs no model: see `suggest`.

    pipeline: the trained spaCy pipeline for patterns that ask for parts of speech and the like; see
    suggest.language for what happens without it.
    """

    name = NAME

    def __init__(self, pipeline: str | None = None) -> None:
        self.pipeline = pipeline

    def suggest(
        self,
        material: Material,
        *,
        codes: Collection[str] | None = None,
        skip: Iterable[Refused] = (),
    ) -> Run:
        return suggest(
            material.index,
            material.documents,
            material.codebook,
            codes=codes,
            turns=material.turns,
            skip=skip,
            pipeline=self.pipeline,
        )


class _Texts(Sequence[str]):
    """The documents' texts, fetched when asked for."""

    def __init__(self, documents: Sequence[Written]) -> None:
        self.documents = documents

    def __len__(self) -> int:
        return len(self.documents)

    def __getitem__(self, at):
        return self.documents[at].text


def suggest(
    index: TokenIndex,
    documents: Sequence[Written],
    codebook: Codebook,
    *,
    codes: Collection[str] | None = None,
    turns: Sequence[Sequence[int] | None] | None = None,
    skip: Iterable[Refused] = (),
    pipeline: str | None = None,
) -> Run:
    """Propose a code for each segment in which one of its patterns occurs.

    index: built from the same documents in the same order. documents: objects with `document`, `version`
    and `text`; a Document of core will do. codes: ids to propose, None = every applicable code of the
    codebook that is not retired. turns: for each document the places (0 = its first turn) of the turns
    that may be searched, None = all; leave out interviewers and reflective notes here. skip: refused
    ranges; a proposal of that code that shares half of the longer range with one is left out. Raises
    CodebookError, naming code and pattern, for an entry that cannot be searched, and ValueError when index
    and documents differ.

    There is one proposal per segment and code;
    its evidence is every hit, with the pattern as written for a reason. A hit that crosses two pieces
    of a long turn belongs to the piece in which it starts. A hit that shares a character with one of
    the code's `unless` patterns is dropped.

    rank_score is x / (1 + x) with x = (distinct patterns that hit) + (1 - 1 / hits): more different
    patterns rank first, more hits decide between equals, and a single hit gives 0.5. It says nothing
    about how likely a person is to accept; score is therefore None.

    Categories and retired codes are never proposed. What could not be searched stands in Run.skipped,
    each with its code and the reason: an expression that takes too long, a pattern that needs a trained
    pipeline where none is installed. Where that is an `unless` pattern, the hits it would have dropped
    stay. How many hits were left out as negated stands in Run.negated.
    """
    if [document.version for document in documents] != index.versions:
        raise ValueError("the index was built from other documents, or in another order")
    entries = _entries(codebook, codes)
    patterns: list[Pattern] = []
    owners: list[int] = []  # for each pattern its code's place in `entries`
    excluding: list[Pattern] = []
    excluded: list[int] = []
    for number, entry in enumerate(entries):
        for found, owned, into in (
            (entry.patterns, owners, patterns),
            (entry.unless, excluded, excluding),
        ):
            # A pattern that a code lists twice is one pattern, or it would count double in the rank.
            for pattern in {str(pattern): pattern for pattern in found}.values():
                into.append(pattern)
                owned.append(number)
    mask = None if turns is None else index.turn_mask(turns)
    texts = _Texts(documents)
    ids = [entry.code for entry in entries]
    # Both at once: a turn that has to be parsed is parsed once.
    hits = find(
        index,
        texts,
        [*patterns, *excluding],
        turns=mask,
        where=[ids[at] for at in (*owners, *excluded)],
        pipeline=pipeline,
    )
    codes_of = np.array([*owners, *excluded], np.int64)
    if excluding:
        against = hits.take(hits.pattern >= len(patterns))
        hits = hits.take(hits.pattern < len(patterns))
    code = codes_of[hits.pattern]
    if excluding and len(against):
        kept = ~_overlapping(hits, code, against, codes_of[against.pattern])
        hits, code = hits.take(kept), code[kept]
    skipped, negated = _left_out(hits, patterns, excluding, [ids[at] for at in codes_of.tolist()])

    piece, starts, ends = _pieces(index, texts, hits)
    order = _order(piece, len(starts), code, len(entries), hits)
    hits, code, piece = hits.take(order), code[order], piece[order]
    new = np.ones(len(hits), np.bool_)
    new[1:] = (piece[1:] != piece[:-1]) | (code[1:] != code[:-1])
    first = np.flatnonzero(new)
    bounds = np.append(first, len(hits))
    run = Run(
        engine=NAME,
        documents=tuple(document.document for document in documents),
        versions=tuple(index.versions),
        codes=tuple(ids),
        reasons=tuple(str(pattern) for pattern in patterns),
        document=hits.document[first],
        start=starts[piece[first]],
        end=ends[piece[first]],
        code=code[first],
        rank_score=_rank(hits.pattern, new, bounds, len(patterns)),
        evidence_from=bounds,
        evidence_start=hits.start,
        evidence_end=hits.end,
        evidence_reason=hits.pattern,
        skipped=skipped,
        negated=negated,
    )
    refused = list(skip)
    return _without(run, refused) if refused else run


def _left_out(
    hits: Hits, patterns: Sequence[Pattern], excluding: Sequence[Pattern], codes: Sequence[str]
) -> tuple[tuple[Skipped, ...], tuple[LeftOut, ...]]:
    """What was not searched and what was left out, in the order of the codebook."""
    written = [*map(str, patterns), *(f"unless: {pattern}" for pattern in excluding)]
    # A code's patterns come before its `unless`, and before those of the next code.
    place = {code: number for number, code in enumerate(dict.fromkeys(codes))}
    skipped = sorted(hits.skipped, key=lambda n: (place[codes[n]], n))
    negated = sorted(hits.negated, key=lambda n: (place[codes[n]], n))
    return (
        tuple(Skipped(codes[n], written[n], hits.skipped[n]) for n in skipped),
        tuple(LeftOut(codes[n], written[n], hits.negated[n]) for n in negated),
    )


def _entries(codebook: Codebook, codes: Collection[str] | None) -> list[Code]:
    """The entries to search, in codebook order."""
    applicable = [codebook[code] for code in codebook.applicable()]
    if codes is None:
        return applicable
    wanted = set(codes)
    unknown = sorted(wanted - set(codebook.codes))
    if unknown:
        close = [other for code in unknown for other in codebook.close_to(code)]
        raise CodebookError(
            "codes",
            f"not in the codebook: {listing(unknown)}",
            f"{len(codebook)} codes",
            f"Close to it: {listing(close)}" if close else "",
        )
    return [entry for entry in applicable if entry.code in wanted]


def _overlapping(
    hits: Hits, code: NDArray[np.int64], against: Hits, against_code: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Which hits share a character with a hit of `against` of the same code."""
    dropped = np.zeros(len(hits), np.bool_)
    if not len(against) or not len(hits):
        return dropped
    # One line of numbers on which documents lie one after the other, with room between.
    room = int(max(hits.end.max(), against.end.max())) + 1
    start = hits.document.astype(np.int64) * room + hits.start
    end = hits.document.astype(np.int64) * room + hits.end
    against_start = against.document.astype(np.int64) * room + against.start
    against_end = against.document.astype(np.int64) * room + against.end
    for number in np.unique(against_code).tolist():
        mine, theirs = np.flatnonzero(code == number), np.flatnonzero(against_code == number)
        theirs = theirs[np.argsort(against_start[theirs], kind="stable")]
        reach = np.maximum.accumulate(against_end[theirs])  # how far any of them goes so far
        before = np.searchsorted(against_start[theirs], end[mine], "left") - 1
        dropped[mine] = (before >= 0) & (reach[before] > start[mine])
    return dropped


def _pieces(
    index: TokenIndex, texts: Sequence[str], hits: Hits
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """For each hit the number of its segment; and where each segment starts and ends.

    Only turns with hits are cut. Segments are numbered by document, then position.
    """
    present = np.zeros(index.n_turns, np.bool_)
    present[hits.turn] = True
    turns = np.flatnonzero(present)
    at = (np.cumsum(present) - 1)[hits.turn]
    words = index.turn_tokens[turns + 1] - index.turn_tokens[turns]
    starts = index.ranges[index.turn_ranges[turns], 0].astype(np.int64)
    ends = index.ranges[index.turn_ranges[turns + 1] - 1, 1].astype(np.int64)
    documents = index.turn_document[turns]
    long = np.flatnonzero(words > LONG_TURN)
    cut: dict[int, list[Range]] = {}
    for number in long.tolist():  # in the order of documents: each text is fetched once in a row
        text = texts[int(documents[number])]
        cut[number] = segments(text, index.ranges_of(int(turns[number])))
    counts = np.ones(len(turns), np.int64)
    for number, pieces in cut.items():
        counts[number] = len(pieces)
    first = np.cumsum(counts) - counts
    piece = first[at]
    all_starts, all_ends = np.repeat(starts, counts), np.repeat(ends, counts)
    for number, pieces in cut.items():
        filled = slice(int(first[number]), int(first[number]) + len(pieces))
        all_starts[filled], all_ends[filled] = zip(*pieces, strict=True)
    crossing = np.flatnonzero(counts[at] > 1)
    if len(crossing):
        # Segments of a turn ascend, so the last one that starts at or before the hit holds its start.
        room = int(index.ranges[:, 1].max()) + 1
        owner = np.repeat(np.arange(len(turns)), counts)
        found = np.searchsorted(
            owner * room + all_starts, at[crossing] * room + hits.start[crossing], "right"
        )
        found = np.maximum(found - 1, first[at[crossing]])
        # An expression may begin in the white space between two pieces: its words are in the second.
        later = hits.start[crossing] >= all_ends[found]
        found += later & (found + 1 < first[at[crossing]] + counts[at[crossing]])
        piece[crossing] = found
    # Turns usually ascend in their document; where they interleave, position decides.
    rank = np.lexsort((all_starts, np.repeat(documents, counts)))
    place = np.empty(len(rank), np.int64)
    place[rank] = np.arange(len(rank))
    return place[piece], all_starts[rank], all_ends[rank]


def _order(
    piece: NDArray[np.int64],
    pieces: int,
    code: NDArray[np.int64],
    codes: int,
    hits: Hits,
) -> NDArray[np.int64]:
    """Hits by segment, code, start, end and pattern."""
    if not len(hits):
        return np.zeros(0, np.int64)
    room = int(hits.end.max()) + 1
    if pieces * codes < 2**62 // room**2:
        # Hits come ordered by pattern, and a stable sort of one number is faster than four sorts.
        key = ((piece * codes + code) * room + hits.start) * room + hits.end
        return np.argsort(key, kind="stable")
    return np.lexsort((hits.pattern, hits.end, hits.start, piece * codes + code))


def _rank(
    pattern: NDArray[np.int32], new: NDArray[np.bool_], bounds: NDArray[np.int64], patterns: int
) -> NDArray[np.float64]:
    counts = np.diff(bounds)
    proposal = np.cumsum(new) - 1
    # Sorting and comparing neighbours: np.unique hashes, which takes five times as long here.
    pairs = np.sort(proposal * max(patterns, 1) + pattern)
    fresh = np.ones(len(pairs), np.bool_)
    fresh[1:] = pairs[1:] != pairs[:-1]
    distinct = np.bincount(proposal, weights=fresh, minlength=len(counts))
    x = distinct + (1 - 1 / counts)
    return x / (1 + x)


def _without(run: Run, refused: Sequence[Refused]) -> Run:
    """The run without what a person has already refused."""
    ranges: dict[tuple[str, str], list[Range]] = {}
    for document, start, end, code in refused:
        ranges.setdefault((document, code), []).append((start, end))
    numbers = {name: number for number, name in enumerate(run.codes)}
    met = [
        number * len(run.codes) + numbers[code]
        for number, document in enumerate(run.documents)
        for code in {code for name, code in ranges if name == document} & numbers.keys()
    ]
    kept = np.ones(len(run), np.bool_)
    doubtful = np.isin(run.document.astype(np.int64) * len(run.codes) + run.code, met)
    for at in np.flatnonzero(doubtful).tolist():
        names = run.documents[int(run.document[at])], run.codes[int(run.code[at])]
        here = int(run.start[at]), int(run.end[at])
        kept[at] = not any(overlap_by_half(here, other) for other in ranges[names])
    counts = np.diff(run.evidence_from)
    pieces = np.repeat(kept, counts)
    return Run(
        engine=run.engine,
        documents=run.documents,
        versions=run.versions,
        codes=run.codes,
        reasons=run.reasons,
        document=run.document[kept],
        start=run.start[kept],
        end=run.end[kept],
        code=run.code[kept],
        rank_score=run.rank_score[kept],
        evidence_from=np.append(0, np.cumsum(counts[kept])),
        evidence_start=run.evidence_start[pieces],
        evidence_end=run.evidence_end[pieces],
        evidence_reason=run.evidence_reason[pieces],
        skipped=run.skipped,
        negated=run.negated,
    )


__all__ = ["Hits", "LeftOut", "PatternSuggester", "Run", "Skipped", "Source", "find", "suggest"]
