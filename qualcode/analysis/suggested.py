"""Suggestions as rows: for the frame, for suggestions.csv and for the queue."""

from __future__ import annotations

from typing import Any

import numpy as np

from qualcode.core.records import DECISIONS
from qualcode.store import Study, state

COLUMNS = [
    "suggestion_id",
    "document",
    "turn",
    "start",
    "end",
    "code",
    "score",
    "rank_score",
    "engine",
    "evidence",
    "quotation",
    "decision",
    "reason",
]

# The setting that says that engines ran and brought nothing new: which ones, and for which codes.
ENGINES_SETTING = "suggested"


def engines_since(study: Study) -> set[str]:
    """The values of that setting, and the engines of stored suggestions, since the texts or the codebook
    last changed: what has read the study as it is now."""
    since = study.value(
        "SELECT max(act) FROM event WHERE kind IN ('document', 'codebook', 'undo', 'redo')"
    )
    found = {
        value
        for (value,) in study.rows(
            "SELECT value FROM setting WHERE key = ? AND added > ?", (ENGINES_SETTING, since or 0)
        )
    }
    names = study.names()
    for (engine,) in study.rows(
        "SELECT DISTINCT engine FROM suggestion WHERE added > ?", (since or 0,)
    ):
        found.add(names[engine])
    return found


def suggestion_rows(study: Study, coder: str | None = None) -> tuple[list[str], list[list[Any]]]:
    """Column names, and one list for each suggestion on a current text: documents in their order, then
    by position, larger rank_score first. decision and reason are the coder's own, "" while undecided. A
    code that was renamed or merged since stands there with its present id."""
    names, book = study.names(), state.codebook(study)
    decided: dict[str, tuple[str, str]] = {}
    if coder is not None:
        for suggestion, decision, reason in study.rows(
            "SELECT d.suggestion_id, d.decision, d.reason FROM decision d JOIN name n ON n.n = d.coder"
            " WHERE d.ended IS NULL AND n.text = ?",
            (coder,),
        ):
            words = (study.content(reason) or {}).get("text", "") if reason else ""
            decided[suggestion] = (DECISIONS[decision], words)
    rows: list[list[Any]] = []
    for version in state.versions(study).values():
        found = study.rows(
            "SELECT suggestion_id, start, end, code, score, rank_score, engine, evidence, place"
            " FROM suggestion WHERE version = ? ORDER BY start, rank_score DESC, end, n",
            (version.n,),
        )
        if not found:
            continue
        text = study.text(version.n)
        turns = state.structure(study, version)["turns"]
        starts = np.array([turn[2][0] for turn in turns])
        order = np.argsort(starts, kind="stable")
        contents: dict[int, Any] = {}
        for suggestion, start, end, code, score, rank, engine, evidence, place in found:
            if evidence not in contents:
                contents[evidence] = study.content(evidence)
            why = contents[evidence][place] if contents[evidence] else []
            at = int(np.searchsorted(starts[order], start, side="right")) - 1
            decision, reason = decided.get(suggestion, ("", ""))
            rows.append(
                [
                    suggestion,
                    version.document,
                    turns[order[max(at, 0)]][0],
                    start,
                    end,
                    book.successor(names[code]) or names[code],
                    score,
                    rank,
                    names[engine],
                    evidence_words(text, why),
                    text[start:end],
                    decision,
                    reason,
                ]
            )
    return COLUMNS, rows


def evidence_words(text: str, evidence: list[list]) -> str:
    """`“Trust” 59–64 (trust)`: the words, where they stand, and what they met."""
    return "; ".join(
        f"“{' '.join(text[start:end].split())}” {start}–{end} ({reason})"
        for start, end, reason in evidence
    )
