"""Quotations with their context and a source that can be cited."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from qualcode.analysis.corpus import REFLECTIVE, Corpus
from qualcode.analysis.selection import filters, select
from qualcode.core.people import NONE, NOT_RECORDED
from qualcode.core.text import printed
from qualcode.errors import CodingError, UsageError, listing

COLUMNS = [
    "quotation",
    "source",
    "document",
    "turn",
    "speaker",
    "participant",
    "role",
    "case",
    "code",
    "theme",
    "coder",
    "origin",
    "start",
    "end",
    "coding_id",
]


def find_quotes(
    corpus: Corpus,
    *,
    code: str | None = None,
    where: Mapping[str, Any] | None = None,
    coders: str = "any",
    context: int = 0,
) -> pd.DataFrame:
    """Quotations of a code (of a theme: of everything beneath it), see `quote_rows` for the columns.

    code: an id, or None for all. where: as in tables. coders: as in tables, "any" unless said
    otherwise. context: how many turns before and after are shown in the columns before and after.
    Raises CodingError for an unknown code.
    """
    if context < 0:
        raise UsageError("context", str(context), "0 or more turns")
    kept = filters(corpus, where)
    codings = corpus.codings
    mask = kept.coding.copy()
    if len(codings):
        chosen = select(corpus, coders)
        mask &= np.any([selection.coding for selection in chosen], axis=0) if chosen else False
        if coders == "any":
            # Everybody's codings can be read, also those in documents that no pass has closed yet.
            mask = kept.coding.copy()
    if code is not None:
        if code not in corpus.book:
            close = corpus.book.close_to(code)
            raise CodingError(
                code,
                "is not in the codebook",
                f"close to it: {listing(close)}" if close else "",
            )
        beneath = corpus.book.beneath(code)
        wanted = [n for n, name in enumerate(codings.codes) if name in beneath]
        mask &= np.isin(codings.code, wanted)
    rows = np.flatnonzero(mask)
    if where and not kept.turn.all() and len(rows):
        stretch, touched = corpus.pairs(codings.start[rows], codings.end[rows])
        keep = np.zeros(len(rows), dtype=bool)
        keep[stretch[kept.turn[corpus.range_turn[touched]]]] = True
        nowhere = np.bincount(stretch, minlength=len(rows)) == 0
        nowhere |= corpus.on_whole_document(rows)
        keep = np.where(nowhere, kept.document[codings.document[rows]], keep)
        rows = rows[keep]
    return quote_rows(corpus, rows, context, kept.turn if where else None)


def quote_rows(
    corpus: Corpus, rows: np.ndarray, context: int = 0, turns: np.ndarray | None = None
) -> pd.DataFrame:
    """One row for each coding of `rows` (positions in `corpus.codings`), in the order of the text.

    Columns: quotation (as print shows it: gaps left out), source ("IP07, P7, Commissioner, Case A": what
    is not recorded is left out; an interviewer or reflective notes are named as such), document, turn, speaker, participant, role, case, code, theme, coder,
    origin, start, end, coding_id; with context also before and after. turns: a mask of the turns that
    are asked about, so that a coding that crosses turns is cited by the first of these.
    """
    from qualcode.analysis.frames import codings as tidy

    rows = np.asarray(rows, dtype=np.int64)
    own = corpus.codings
    if not len(rows):
        # Most cells of a large table are empty; an export asks every one of them.
        return pd.DataFrame(
            columns=["before", COLUMNS[0], "after", *COLUMNS[1:]] if context else COLUMNS
        )
    rows = rows[np.lexsort((own.end[rows], own.start[rows]))]
    frame = tidy(corpus, rows, turns)
    starts, ends = frame["start"].tolist(), frame["end"].tolist()
    places = own.document[rows].tolist() if len(rows) else []
    spans = {place: corpus.ranges_of(place) for place in dict.fromkeys(places)}
    frame["quotation"] = [
        printed(corpus.text(place), a, b, spans[place])
        for place, a, b in zip(places, starts, ends, strict=True)
    ]
    frame["source"] = [
        ", ".join(
            dict.fromkeys(
                str(part)
                for part in parts
                if isinstance(part, str) and part not in (NONE, NOT_RECORDED)
            )
        )
        for parts in zip(
            frame["document"].astype(object),
            _voices(corpus, rows, frame),
            frame["role"].astype(object),
            frame["case"].astype(object),
            strict=True,
        )
    ]
    result = frame[COLUMNS].copy()
    if context:
        result.insert(0, "before", _context(corpus, rows, -context, spans))
        result.insert(2, "after", _context(corpus, rows, context, spans))
    return result


def _voices(corpus: Corpus, rows: np.ndarray, frame: pd.DataFrame) -> list[Any]:
    """Who is quoted: the participant, else the interviewer or the researcher's own notes, so that
    neither can be taken for a participant."""
    own = corpus.codings
    place = np.searchsorted(corpus.range_end, own.start[rows], side="right")
    inside = place < len(corpus.range_start)
    inside[inside] = corpus.range_start[place[inside]] < own.end[rows][inside]
    turn = np.full(len(rows), -1, dtype=np.int64)
    turn[inside] = corpus.range_turn[place[inside]]
    voices: list[Any] = []
    for person, speaker, at in zip(
        frame["participant"].astype(object), frame["speaker"], turn.tolist(), strict=True
    ):
        if isinstance(person, str):
            voices.append(person)
        elif at >= 0 and corpus.turn_part[at] == REFLECTIVE:
            voices.append("reflective notes")
        elif isinstance(speaker, str):
            voices.append(f"{speaker} (interviewer)")
        else:
            voices.append(None)
    return voices


def _context(
    corpus: Corpus, rows: np.ndarray, turns: int, spans: Mapping[int, list[tuple[int, int]]]
) -> list[str]:
    """The turns before (negative) or after each coding, and the rest of its own turn on that side."""
    own, found = corpus.codings, []
    starts = corpus.turn_start
    by_document: dict[int, np.ndarray] = {}
    for row in rows.tolist():
        place = int(own.document[row])
        if place not in by_document:
            members = np.flatnonzero(corpus.turn_document == place)
            by_document[place] = members[np.argsort(starts[members], kind="stable")]
        members = by_document[place]
        base, text = int(corpus.base[place]), corpus.text(place)
        if turns < 0:
            at = int(np.searchsorted(starts[members], own.start[row], side="right")) - 1
            first = members[max(0, at + turns)] if at >= 0 and len(members) else None
            a = int(starts[first]) - base if first is not None else 0
            b = int(own.start[row]) - base
        else:
            at = int(np.searchsorted(starts[members], own.end[row], side="left")) - 1
            last = members[min(len(members) - 1, max(at, 0) + turns)] if len(members) else None
            a = int(own.end[row]) - base
            b = int(corpus.turn_end[last]) - base if last is not None else len(text)
        found.append(printed(text, a, b, spans[place]) if a < b else "")
    return found
