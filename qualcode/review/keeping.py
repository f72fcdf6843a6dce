"""Keeping what a suggester proposed: which proposals are new, and how they are written."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from qualcode.core.ids import suggestion_ids
from qualcode.core.text import Range, overlap_by_half
from qualcode.core.watch import Watch
from qualcode.store import Draft, Study, state
from qualcode.store.events import folded, pack
from qualcode.suggest.run import Run, listed

# (document, code) -> ranges that a coder rejected
Refused = Mapping[tuple[str, str], list[Range]]


def draft_run(
    study: Study, draft: Draft, run: Run, known: dict[str, int], refused: Refused, watch: Watch
) -> Counter[str]:
    """Draft the proposals of one engine that are new, one event for each document.

    known: the ids of all suggestions so far -> the number of their version; the new ones are added.
    refused: proposals that overlap one of these by half are not kept. Returns how many are new, by code.

    A codebook of hundreds of patterns makes a million proposals, so documents go through as columns.
    """
    versions = state.versions(study)
    new: Counter[str] = Counter()
    edges = np.searchsorted(run.document, np.arange(len(run.documents) + 1)).tolist()
    reasons = [json.dumps(reason, ensure_ascii=False) for reason in run.reasons]
    refusing = {document for document, _ in refused}
    for place, document in watch(list(enumerate(run.documents)), run.engine):
        version = versions[document]
        here = slice(edges[place], edges[place + 1])
        starts, ends = run.start[here].tolist(), run.end[here].tolist()
        codes = [run.codes[n] for n in run.code[here].tolist()]
        ids = suggestion_ids(version.version, document, starts, ends, codes)
        if not known.keys().isdisjoint(ids):
            # The same words in another version (its speakers were corrected, or a text came back):
            # another suggestion, since the first is about that version.
            named = f"{version.version}/{version.n}"
            again = suggestion_ids(named, document, starts, ends, codes)
            ids = [
                each if known.get(each, version.n) == version.n else other
                for each, other in zip(ids, again, strict=True)
            ]
        rows = [n for n, each in enumerate(ids) if each not in known]
        if len(set(ids)) < len(ids):
            first = {each: n for n, each in reversed(list(enumerate(ids)))}
            rows = [n for n in rows if first[ids[n]] == n]
        if document in refusing:
            rows = [
                n for n in rows if not was_refused(refused, document, starts[n], ends[n], codes[n])
            ]
        if not rows:
            continue
        evidence = _evidence(run, here, reasons)
        ranks, rank = np.unique(run.rank_score[here][rows], return_inverse=True)
        scores = listed(None if run.score is None else run.score[here], len(ids))
        if len(rows) < len(ids):
            ids, codes, evidence = ([c[n] for n in rows] for c in (ids, codes, evidence))
            starts, ends, scores = ([c[n] for n in rows] for c in (starts, ends, scores))
        known.update(dict.fromkeys(ids, version.n))
        new.update(codes)
        data = pack(
            {
                "id": ids,
                "version": [version.n] * len(ids),
                "start": starts,
                "end": ends,
                "code": codes,
                "engine": [run.engine] * len(ids),
                "score": scores,
            }
        )
        data["rank"] = folded(ranks.tolist(), rank.tolist())
        data["evidence"] = draft.content("evidence", f"[{', '.join(evidence)}]")
        draft.event("suggestions", data)
    return new


def _evidence(run: Run, here: slice, reasons: list[str]) -> list[str]:
    """For each proposal of these its evidence as JSON: [[start, end, reason], …].

    reasons: the run's, as JSON; each of them was written once, not once for every hit.
    """
    bounds = run.evidence_from[here.start : here.stop + 1].tolist()
    own = slice(bounds[0], bounds[-1])
    pieces = [
        f"[{start}, {end}, {reasons[reason]}]"
        for start, end, reason in zip(
            run.evidence_start[own].tolist(),
            run.evidence_end[own].tolist(),
            run.evidence_reason[own].tolist(),
            strict=True,
        )
    ]
    first = bounds[0]
    return [f"[{', '.join(pieces[a - first : b - first])}]" for a, b in pairwise(bounds)]


def was_refused(refused: Refused, document: str, start: int, end: int, code: str) -> bool:
    return any(overlap_by_half((start, end), other) for other in refused.get((document, code), ()))
