"""Quotations with their context and a source that can be cited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from qualcode.analysis import expression
from qualcode.analysis.citation import DEFAULT, OWN_FIELDS, parse
from qualcode.analysis.corpus import REFLECTIVE, Corpus
from qualcode.analysis.excerpt import check_excerpt
from qualcode.analysis.marks import standing_marks
from qualcode.analysis.selection import filters, select
from qualcode.core.asked import asked_number, asked_text
from qualcode.core.people import NONE, NOT_RECORDED
from qualcode.core.text import Range, printed
from qualcode.errors import CodingError, TableError, UsageError
from qualcode.store import state

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
    "key",
    "excerpt",
]


def find_quotes(
    corpus: Corpus,
    code: str | None = None,
    *,
    codes: Iterable[str] | None = None,
    where: Mapping[str, Any] | None = None,
    coders: str = "any",
    context: int = 0,
    key: bool = False,
    within: str = "overlap",
    near: int = 1,
    citation: str | None = None,
) -> pd.DataFrame:
    """Quotations of codes, of themes and of codes that stand together: see `present.quotes`.

    Raises CodingError for an unknown code and an expression that cannot be read.
    """
    # More turns than there are mean all of them.
    context = min(asked_number("context", context), len(corpus))
    if code is not None and not isinstance(code, str):
        raise UsageError("code", f"{code!r}", "an id or an expression", "Give a list as codes=[…]")
    if code is not None and codes is not None:
        raise UsageError("codes", "given beside code", "one of the two", "Write code='a OR b'")
    if codes is not None and not isinstance(codes, str):
        codes = list(codes)
        if not codes:
            raise UsageError("codes", "none named", "one id or more")
    kept = filters(corpus, where)
    codings = corpus.codings
    mask = kept.coding.copy()
    if len(codings):
        chosen = select(corpus, coders)
        # Everybody's codings can be read, also those in documents that no pass has closed yet.
        if coders != "any":
            mask &= np.any([selection.coding for selection in chosen], axis=0) if chosen else False
    if where and not kept.turn.all():
        rows = np.flatnonzero(mask)
        mask[rows[~_in_turns(corpus, rows, kept.turn, kept.document)]] = False
    rows = np.flatnonzero(mask)
    evaluate = expression.Evaluator(corpus, rows, within, near)
    shared: tuple[np.ndarray, np.ndarray] | None = None
    if code is not None:
        node = expression.parse(code, corpus.book)
        meaning = evaluate(node)
        rows = meaning.rows
        if within == "overlap" and expression.shares(node):
            shared = meaning.shared
    elif codes is not None:
        names = [codes] if isinstance(codes, str) else codes
        for name in names:
            asked_text("codes", name, "ids of the codebook")
            if name not in corpus.book:
                # An id, not an expression: the message is the one that ids get.
                raise expression._unknown(str(name), corpus.book)
        found = [evaluate(expression.Node("code", code=name)).rows for name in names]
        rows = np.unique(np.concatenate(found))
    if key:
        rows = np.intersect1d(rows, positions(corpus, list(standing_marks(corpus.study))))
    turns = kept.turn if where else None
    frame = quote_rows(corpus, rows, context, turns, citation=citation)
    if shared is not None:
        frame["overlap"] = shared_words(corpus, frame, shared)
    return frame


def _in_turns(
    corpus: Corpus, rows: np.ndarray, turns: np.ndarray, documents: np.ndarray
) -> np.ndarray:
    """Which codings touch one of these turns; for those on no turn, or on all of a document, whether
    their document is one of these."""
    own = corpus.codings
    if not len(rows):
        return np.zeros(0, dtype=bool)
    stretch, touched = corpus.pairs(own.start[rows], own.end[rows])
    keep = np.zeros(len(rows), dtype=bool)
    keep[stretch[turns[corpus.range_turn[touched]]]] = True
    nowhere = np.bincount(stretch, minlength=len(rows)) == 0
    nowhere |= corpus.on_whole_document(rows)
    return np.where(nowhere, documents[own.document[rows]], keep)


def shared_words(
    corpus: Corpus, frame: pd.DataFrame, shared: tuple[np.ndarray, np.ndarray]
) -> list[str]:
    """The words of each quotation that the other codes cover too; " … " between several stretches."""
    place = {document: number for number, document in enumerate(corpus.documents)}
    found = []
    for document, start, end in zip(
        frame["document"].tolist(), frame["start"].tolist(), frame["end"].tolist(), strict=True
    ):
        at = place[document]
        base, text, spans = int(corpus.base[at]), corpus.text(at), corpus.ranges_of(at)
        first = int(np.searchsorted(shared[1], start + base, side="right"))
        last = int(np.searchsorted(shared[0], end + base, side="left"))
        found.append(
            " … ".join(
                printed(
                    text,
                    max(start, int(shared[0][n]) - base),
                    min(end, int(shared[1][n]) - base),
                    spans,
                )
                for n in range(first, last)
            )
        )
    return found


def citation_fields(corpus: Corpus) -> list[str]:
    """The fields that a citation form may name: the common ones, and every attribute."""
    return list(dict.fromkeys([*OWN_FIELDS, *corpus.attribute_names()]))


def quote_rows(
    corpus: Corpus,
    rows: np.ndarray,
    context: int = 0,
    turns: np.ndarray | None = None,
    *,
    citation: str | None = None,
) -> pd.DataFrame:
    """One row for each coding of `rows` (positions in `corpus.codings`), in the order of the text.

    Columns: quotation (as print shows it: gaps left out), source (in the project's citation form, at
    first "IP07, P7, Commissioner, Case A": what is not recorded is left out; an interviewer or reflective
    notes are named as such), document, turn, speaker, participant, role, case, code, theme, coder,
    origin, start, end, coding_id, key (whether it is marked as a key quotation), excerpt (how a key
    quotation is shortened; ""); with context also before and after. turns: a mask of the turns that are
    asked about, so that a coding that crosses turns is cited by the first of these. citation: another
    form than the project's.
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
    places = own.document[rows].tolist()
    spans = {place: corpus.ranges_of(place) for place in dict.fromkeys(places)}
    frame["quotation"] = [
        printed(corpus.text(place), a, b, spans[place])
        for place, a, b in zip(places, starts, ends, strict=True)
    ]
    frame["source"] = _sources(corpus, rows, frame, turns, citation)
    marks = standing_marks(corpus.study)
    marked = [marks.get(each) for each in frame["coding_id"]]
    frame["key"] = [mark is not None for mark in marked]
    frame["excerpt"] = [
        "" if mark is None else _fitting(quotation, mark.excerpt)
        for mark, quotation in zip(marked, frame["quotation"], strict=True)
    ]
    result = frame[COLUMNS].copy()
    if context:
        result.insert(0, "before", _context(corpus, rows, -context))
        result.insert(2, "after", _context(corpus, rows, context))
    return result


def _fitting(quotation: str, excerpt: str) -> str:
    """An excerpt while it fits its quotation: the coding may have been moved since it was marked."""
    if not excerpt:
        return ""
    try:
        return check_excerpt(quotation, excerpt).text
    except CodingError:
        return ""


def _sources(
    corpus: Corpus,
    rows: np.ndarray,
    frame: pd.DataFrame,
    turns: np.ndarray | None,
    citation: str | None,
) -> list[str]:
    """What is cited for each coding: the form filled, or the document where nothing else is known."""
    chosen = citation or state.setting(corpus.study, "citation") or DEFAULT
    # A form given here is new and checked; a stored one was, and an attribute may have gone since.
    form = parse(chosen, citation_fields(corpus) if citation else None)
    turn = _described(corpus, rows, turns)
    columns: dict[str, list[str | None]] = {}
    for name in dict.fromkeys(form.fields):
        if name == "participant":
            columns[name] = _voices(corpus, rows, frame)
        elif name == "time":
            columns[name] = [corpus.turn_time[at] if at >= 0 else None for at in turn.tolist()]
        elif name in ("document", "turn", "speaker"):
            columns[name] = [str(v) if isinstance(v, str) else None for v in frame[name].tolist()]
        else:
            columns[name] = _attribute(corpus, rows, turn, name)
    documents = frame["document"].tolist()
    return [
        form.fill(dict(zip(columns, values, strict=True))) or document
        for document, *values in zip(documents, *columns.values(), strict=True)
    ]


def _attribute(corpus: Corpus, rows: np.ndarray, turn: np.ndarray, name: str) -> list[str | None]:
    """The values of an attribute where codings stand; None for what is missing or not recorded."""
    from qualcode.analysis.frames import said_by_participants

    try:
        attribute = corpus.attribute(name)
    except TableError:
        return [None] * len(rows)
    index = np.append(said_by_participants(corpus, attribute), -1)[turn]
    index = np.where(turn < 0, attribute.of_document[corpus.codings.document[rows]], index)
    values: list[str | None] = [
        None if value in (NONE, NOT_RECORDED) else value for value in attribute.values
    ]
    return [values[at] if at >= 0 else None for at in index.tolist()]


def _described(corpus: Corpus, rows: np.ndarray, turns: np.ndarray | None) -> np.ndarray:
    """The turn that describes each coding: the first it touches, of `turns` where it touches one of
    those; -1 for none, and for a remark on a whole document."""
    own = corpus.codings
    stretch, touched = corpus.pairs(own.start[rows], own.end[rows])
    found = np.full(len(rows), -1, dtype=np.int64)
    for mask in (None,) if turns is None else (None, turns):
        wanted = slice(None) if mask is None else mask[corpus.range_turn[touched]]
        of, by = stretch[wanted], corpus.range_turn[touched][wanted]
        # Written from the last to the first, so that the first turn touched is the one that stays.
        found[of[::-1]] = by[::-1]
    found[corpus.on_whole_document(rows)] = -1
    return found


def positions(corpus: Corpus, coding_ids: Sequence[str]) -> np.ndarray:
    """Where codings stand in `corpus.codings`, in the order given; ids that are not there are left out."""
    numbers: dict[str, int] = {}
    for at in range(0, len(coding_ids), 500):
        some = tuple(coding_ids[at : at + 500])
        marks = ",".join("?" * len(some))
        numbers.update(
            corpus.study.rows(f"SELECT coding_id, n FROM coding WHERE coding_id IN ({marks})", some)
        )
    own = corpus.codings.number
    wanted = np.array([numbers[each] for each in coding_ids if each in numbers], dtype=np.int64)
    place = np.searchsorted(own, wanted)
    there = place < len(own)
    there[there] = own[place[there]] == wanted[there]
    return place[there]


def said_by(
    corpus: Corpus, document: str, start: int, end: int
) -> list[tuple[str | None, bool, str]]:
    """The words of a stretch turn by turn: who speaks (None in notes), whether it is an interviewer, and
    the words as print shows them. Empty where the stretch touches no turn."""
    place = corpus.documents.index(document)
    base, text = int(corpus.base[place]), corpus.text(place)
    first, last = (
        np.searchsorted(corpus.range_end, start + base, side="right"),
        np.searchsorted(corpus.range_start, end + base, side="left"),
    )
    spans: dict[int, list[Range]] = {}
    for at in range(int(first), int(last)):
        span = (int(corpus.range_start[at]) - base, int(corpus.range_end[at]) - base)
        spans.setdefault(int(corpus.range_turn[at]), []).append(span)
    said = []
    for turn, own in spans.items():
        words = printed(text, max(start, own[0][0]), min(end, own[-1][1]), own)
        if words:
            said.append((corpus.turn_speaker[turn], bool(corpus.turn_interviewer[turn]), words))
    return said


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


def _context(corpus: Corpus, rows: np.ndarray, turns: int) -> list[str]:
    """The turns before (negative) or after each coding, and the rest of its own turn on that side.

    Every turn begins with its speaker's label, “INT: Begin?”; what is left of the turn in which the
    quotation ends has none, since it goes on from the quotation.
    """
    own, found = corpus.codings, []
    ranges, edges = _ranges_by_turn(corpus)
    by_document: dict[int, np.ndarray] = {}
    for row in rows.tolist():
        place = int(own.document[row])
        if place not in by_document:
            members = np.flatnonzero(corpus.turn_document == place)
            by_document[place] = members[np.argsort(corpus.turn_start[members], kind="stable")]
        members = by_document[place]
        base, text = int(corpus.base[place]), corpus.text(place)
        starts = corpus.turn_start[members]
        start, end = int(own.start[row]), int(own.end[row])

        def shown(turn: int, low: int, high: int, label: bool = True, text=text, base=base) -> str:
            spans = [(a - base, b - base) for a, b in ranges[edges[turn] : edges[turn + 1]]]
            a, b = max(low - base, spans[0][0]), min(high - base, spans[-1][1])
            words = printed(text, a, b, spans) if any(x < b and y > a for x, y in spans) else ""
            speaker = corpus.turn_speaker[turn]
            return f"{speaker}: {words}" if words and label and speaker else words

        if turns < 0:
            # The last turn that begins before the quotation: it holds its beginning, or lies before it.
            at = int(np.searchsorted(starts, start, side="right")) - 1
            inside = at >= 0 and start < corpus.turn_end[members[at]]
            around = members[max(0, at + turns + (not inside)) : at + 1].tolist()
            parts = [shown(turn, 0, start) for turn in around]
        else:
            at = int(np.searchsorted(starts, end, side="left")) - 1
            inside = at >= 0 and start < corpus.turn_end[members[at]]
            rest = [shown(int(members[at]), end, int(corpus.base[place]) + len(text), False)]
            after = members[at + 1 : at + 1 + turns].tolist()
            limit = base + len(text)
            parts = [*(rest if inside else []), *(shown(turn, end, limit) for turn in after)]
        found.append(" ".join(filter(None, parts)))
    return found


def _ranges_by_turn(corpus: Corpus) -> tuple[list[Range], list[int]]:
    """All ranges (global positions) turn by turn, and where each turn's begin."""
    order = np.argsort(corpus.range_turn, kind="stable")
    edges = np.searchsorted(corpus.range_turn[order], np.arange(len(corpus) + 1))
    pairs = zip(corpus.range_start[order].tolist(), corpus.range_end[order].tolist(), strict=True)
    return list(pairs), edges.tolist()
