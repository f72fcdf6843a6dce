"""Who said how many of a document's words, in what order, and where a code lies among them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from qualcode.analysis.corpus import PARTS, Corpus
from qualcode.analysis.selection import filters, select
from qualcode.core.people import NOT_RECORDED
from qualcode.errors import CodingError, TableError, UsageError, listing

_PART_NAMES = list(PARTS)


def chosen_documents(
    corpus: Corpus,
    documents: str | Iterable[str] | None = None,
    where: Mapping[str, Any] | None = None,
) -> tuple[list[int], list[str]]:
    """The positions of the documents asked for, in the order of the study, and the filters in words.

    documents: ids; all of them unless given. where: as in tables; a document stays, as a whole, when one
    of its turns passes. Raises TableError for an unknown document, and where none is left.
    """
    keep = np.ones(len(corpus.documents), dtype=bool)
    if documents is not None:
        wanted = [documents] if isinstance(documents, str) else list(documents)
        if unknown := [name for name in wanted if name not in corpus.documents]:
            raise TableError(
                "documents",
                f"{listing(unknown)} {'is' if len(unknown) == 1 else 'are'} not in the project",
                f"documents: {listing(corpus.documents, 20)}",
            )
        keep &= np.isin(corpus.documents, wanted)
    passing = filters(corpus, where)
    if where:
        held = np.bincount(corpus.turn_document[passing.turn], minlength=len(keep)) > 0
        keep &= held
    places = np.flatnonzero(keep).tolist()
    if not places:
        raise TableError(
            "documents",
            "none are left" if corpus.documents else "the project has none",
            next="Widen documents= or where=" if corpus.documents else "Ingest transcripts first",
        )
    return places, passing.words


def word_shares(
    corpus: Corpus,
    *,
    documents: str | Iterable[str] | None = None,
    where: Mapping[str, Any] | None = None,
) -> pd.DataFrame:
    """How many of each document's words every voice in it spoke.

    Returns a frame with one row for each voice of a document, documents in the order of the study, in
    each participants by words (most first), then descriptive and reflective field notes and other text,
    interviewers last:
        document: id
        part: "speech", "descriptive", "reflective" (field notes) or "text" (a written source)
        speaker: the labels of the voice (`; ` between several of one person); missing where nobody speaks
        participant: id; missing for interviewers and where nobody speaks
        role: resolved at the turn, "(not recorded)" where a participant has none; missing for others
        interviewer: bool
        words: Int64, words of the turns; they sum over a document to the words of all of its turns
        share: Float64, of the document's words, 0..1; missing for a document without words
    A document without turns has no row. documents, where, and what is raised, as in `chosen_documents`.
    """
    places, _ = chosen_documents(corpus, documents, where)
    voices: dict[_Voice, int] = {}
    labels: dict[_Voice, dict[str, None]] = {}
    for turn, voice in _voices(corpus, places).items():
        # A voice first met is an earlier key, so that of equals the first to speak stands first.
        voices[voice] = voices.get(voice, 0) + int(corpus.turn_words[turn])
        if label := corpus.turn_speaker[turn]:
            labels.setdefault(voice, {})[label] = None
    whole: dict[int, int] = {}
    for voice, words in voices.items():
        whole[voice.place] = whole.get(voice.place, 0) + words
    order = sorted(voices, key=lambda v: (v.place, v.interviewer, PARTS[v.part], -voices[v]))
    found = _frame(corpus, order, ["; ".join(labels.get(voice, ())) for voice in order])
    found["words"] = pd.array([voices[voice] for voice in order], dtype="Int64")
    shares = [
        voices[voice] / whole[voice.place] if whole[voice.place] else pd.NA for voice in order
    ]
    found["share"] = pd.array(shares, dtype="Float64")
    return found


def word_runs(
    corpus: Corpus,
    *,
    documents: str | Iterable[str] | None = None,
    where: Mapping[str, Any] | None = None,
) -> pd.DataFrame:
    """The words of each document in the order of the text, turn by turn.

    Returns a frame with one row for each stretch of words in one turn: document, part, speaker,
    participant, role, interviewer (as in `word_shares`), turn (its number), first (how many words of the
    document come before) and words. A turn without words has no row; one that another interrupts has
    several.
    """
    places, _ = chosen_documents(corpus, documents, where)
    voices = _voices(corpus, places)
    starts = corpus.word_starts
    of = corpus.range_turn[np.searchsorted(corpus.range_start, starts, side="right") - 1]
    edges = np.flatnonzero(np.diff(of, prepend=-1))
    words = np.diff(np.append(edges, len(of)))
    turn = of[edges]
    place = corpus.turn_document[turn]
    keep = np.isin(place, places)
    turn, edges, words, place = turn[keep], edges[keep], words[keep], place[keep]
    own = turn.tolist()
    found = _frame(
        corpus, [voices[each] for each in own], [corpus.turn_speaker[each] for each in own]
    )
    found["turn"] = [corpus.turn_number[each] for each in own]
    found["first"] = edges - _words_before(corpus)[place]
    found["words"] = words
    return found


def code_runs(
    corpus: Corpus,
    codes: str | Sequence[str],
    *,
    documents: str | Iterable[str] | None = None,
    where: Mapping[str, Any] | None = None,
    coders: str = "record",
) -> tuple[pd.DataFrame, pd.DataFrame, str]:
    """Where codes lie among the words of each document.

    codes: ids; a theme, or any code with codes beneath it, covers these too, as a union. where: as in
    tables (coder, origin, blind and stale choose codings). coders: as in tables, but not "each".

    Returns (runs, read, rule). runs: one row for each stretch of coded words: document, code, first (how
    many words of the document come before) and words; overlapping codings of a code are one stretch, and
    what lies on no word (a stage direction) or on the whole document has no row. read: one row for each
    document and code, with the bool `read`: False where no coder of the chosen ones has considered the
    code there, so that nothing drawn does not mean "not there". rule: whose codings, in words.
    Raises CodingError for a code that is not in the codebook, TableError and UsageError as tables do.
    """
    wanted = [codes] if isinstance(codes, str) else list(dict.fromkeys(codes))
    if not wanted:
        raise UsageError("codes", "none given", "a code, or several")
    for code in wanted:
        if code not in corpus.book:
            raise CodingError(code, "is not in the codebook", corpus.book.likeness(code))
    if coders == "each":
        raise UsageError("coders", "'each'", "record, any, or one name", "Draw one coder at a time")
    places, _ = chosen_documents(corpus, documents, where)
    selection = select(corpus, coders)[0]
    own = corpus.codings
    counted = filters(corpus, where).coding & selection.coding
    order = [entry.code for entry in corpus.book]
    before, starts = _words_before(corpus), corpus.word_starts
    rows: list[tuple[str, str, int, int]] = []
    read: list[tuple[str, str, bool]] = []
    for code in wanted:
        beneath = corpus.book.beneath(code)
        kinds = [n for n, name in enumerate(own.codes) if name in beneath]
        chosen = np.flatnonzero(counted & np.isin(own.code, kinds))
        chosen = chosen[~corpus.on_whole_document(chosen)]
        columns = [order.index(each) for each in beneath]
        considered = np.asarray(selection.considered[:, columns].any(axis=1))
        for place in places:
            document, base = corpus.documents[place], int(before[place])
            read.append((document, code, bool(selection.read[place] and considered[place])))
            here = chosen[own.document[chosen] == place]
            first = np.searchsorted(starts, own.start[here])
            last = np.searchsorted(starts, own.end[here])
            for a, b in _union(first.tolist(), last.tolist()):
                rows.append((document, code, a - base, b - a))
    return (
        pd.DataFrame(rows, columns=["document", "code", "first", "words"]),
        pd.DataFrame(read, columns=["document", "code", "read"]),
        selection.rule,
    )


def _union(first: list[int], last: list[int]) -> list[tuple[int, int]]:
    """Stretches of words that touch or overlap as one; empty ones are left out."""
    found: list[tuple[int, int]] = []
    for a, b in sorted(zip(first, last, strict=True)):
        if a >= b:
            continue
        if found and a <= found[-1][1]:
            found[-1] = (found[-1][0], max(b, found[-1][1]))
        else:
            found.append((a, b))
    return found


def _words_before(corpus: Corpus) -> np.ndarray:
    """For each document how many words of all texts come before its own."""
    return np.searchsorted(corpus.word_starts, corpus.base)


class _Voice(NamedTuple):
    """Who speaks in a document. label: of somebody who is no known participant, else ""."""

    place: int
    part: str
    participant: str | None
    label: str
    role: str | None
    interviewer: bool


def _voices(corpus: Corpus, places: list[int]) -> dict[int, _Voice]:
    """For each turn of these documents whose voice it is; a person with two labels is one voice."""
    people, roles = corpus.attribute("participant"), corpus.attribute("role")
    found: dict[int, _Voice] = {}
    for turn in np.flatnonzero(np.isin(corpus.turn_document, places)).tolist():
        who, role = int(people.index[turn]), int(roles.index[turn])
        asked = bool(corpus.turn_interviewer[turn])
        known = who >= 0 and not asked
        found[turn] = _Voice(
            int(corpus.turn_document[turn]),
            _PART_NAMES[corpus.turn_part[turn]],
            people.values[who] if known else None,
            "" if known else corpus.turn_speaker[turn] or "",
            (roles.values[role] if role >= 0 else NOT_RECORDED) if known else None,
            asked,
        )
    return found


def _frame(corpus: Corpus, voices: Sequence[_Voice], labels: Sequence[str | None]) -> pd.DataFrame:
    def texts(values: Iterable[str | None]) -> Any:
        return pd.array([value or pd.NA for value in values], dtype="string")

    return pd.DataFrame(
        {
            "document": texts(corpus.documents[voice.place] for voice in voices),
            "part": texts(voice.part for voice in voices),
            "speaker": texts(labels),
            "participant": texts(voice.participant for voice in voices),
            "role": texts(voice.role for voice in voices),
            "interviewer": np.array([voice.interviewer for voice in voices], dtype=bool),
        }
    )
