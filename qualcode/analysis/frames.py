"""The study as tidy frames: one row for each thing, columns as listed in each docstring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from qualcode.analysis.corpus import Corpus
from qualcode.analysis.tables import Counts
from qualcode.core.people import TIDY_COLUMNS
from qualcode.core.records import BLIND, DECISIONS, ORIGINS
from qualcode.core.text import printed
from qualcode.store import Study, history, state

_PART_NAMES = ("speech", "descriptive", "reflective", "text")


def _categorical(index: np.ndarray, values: Sequence[str]) -> Any:
    """Values by position; a negative position is missing."""
    unique = list(dict.fromkeys(values))
    if len(unique) == len(values):
        codes = np.where(index < 0, -1, index)
    else:
        where = np.array([unique.index(value) for value in values] + [-1])
        codes = where[np.where(index < 0, -1, index)]
    return pd.Categorical.from_codes(codes, dtype=pd.CategoricalDtype(unique))


def documents(corpus: Corpus) -> pd.DataFrame:
    """One row for each document: document, version, kind, title, phase, case, further columns of the
    documents sheet, turns, words, length (characters), n_codings, coders with a pass."""
    frame = pd.DataFrame(
        {
            "document": corpus.documents,
            "version": [version.version for version in corpus.versions],
            "kind": [version.kind for version in corpus.versions],
        }
    )
    for name in dict.fromkeys(["title", "phase", "case", *corpus.people.document_names()]):
        if name != "kind":
            frame[name] = [corpus.people.of_document(d, name) or pd.NA for d in corpus.documents]
    number = len(corpus.documents)
    frame["turns"] = np.bincount(corpus.turn_document, minlength=number)
    frame["words"] = np.bincount(
        corpus.turn_document, weights=corpus.turn_words, minlength=number
    ).astype(np.int64)
    frame["length"] = corpus.lengths
    frame["n_codings"] = np.bincount(corpus.codings.document, minlength=number)
    passed: dict[str, list[str]] = {}
    for each in state.current_passes(corpus.study):
        if each.coder not in passed.setdefault(each.document, []):
            passed[each.document].append(each.coder)
    frame["passed_by"] = ["; ".join(passed.get(document, [])) for document in corpus.documents]
    return frame


def turns(corpus: Corpus) -> pd.DataFrame:
    """One row for each turn: document, turn (text: as given, else "1", "2", …), speaker, participant,
    interviewer (bool), part, role, case, phase, further attributes, time, start, end, words, text.

    start and end are half-open offsets into the document's text, in characters. `text` is the words
    as print shows them, gaps left out. A turn that no participant speaks has participant missing.
    """
    base = corpus.base[corpus.turn_document]
    people = corpus.attribute("participant")
    frame = pd.DataFrame(
        {
            "document": _categorical(corpus.turn_document, corpus.documents),
            "turn": corpus.turn_number,
            "speaker": corpus.turn_speaker,
            "participant": _categorical(people.index, people.values),
            "interviewer": corpus.turn_interviewer,
            "part": _categorical(corpus.turn_part, _PART_NAMES),
        }
    )
    for name in _attribute_columns(corpus):
        frame[name] = _attribute(corpus, name)
    frame["time"] = corpus.turn_time
    frame["start"] = corpus.turn_start - base
    frame["end"] = corpus.turn_end - base
    frame["words"] = corpus.turn_words
    edges = np.searchsorted(corpus.range_start, np.append(corpus.base, np.iinfo(np.int64).max))
    texts = []
    for place, start, end in zip(
        corpus.turn_document.tolist(), frame["start"], frame["end"], strict=True
    ):
        spans = _spans(corpus, place, edges)
        texts.append(printed(corpus.text(place), start, end, _within(spans, start, end)))
    frame["text"] = texts
    return frame


def _spans(corpus: Corpus, place: int, edges: np.ndarray) -> np.ndarray:
    """The ranges of a document's turns as rows (start, end), document offsets."""
    part = slice(edges[place], edges[place + 1])
    return np.column_stack((corpus.range_start[part], corpus.range_end[part])) - corpus.base[place]


def _within(spans: np.ndarray, start: int, end: int) -> list[tuple[int, int]]:
    first = np.searchsorted(spans[:, 1], start, side="right")
    last = np.searchsorted(spans[:, 0], end, side="left")
    return [(int(a), int(b)) for a, b in spans[first:last]]


def _attribute_columns(corpus: Corpus) -> list[str]:
    taken = set(TIDY_COLUMNS) - {"role", "case", "phase"}
    taken |= {"interviewer", "part", "time", "words", "text", "title", "date"}
    return [name for name in corpus.attribute_names() if name not in taken]


def _attribute(corpus: Corpus, name: str) -> Any:
    """An attribute by turn; missing for interviewers and where nobody speaks."""
    attribute = corpus.attribute(name)
    index = attribute.index
    if attribute.of_people:
        index = np.where(corpus.turn_interviewer, -1, index)
    return _categorical(index, attribute.values)


def participants(corpus: Corpus) -> pd.DataFrame:
    """One row for each person who speaks or has a row: participant, the sheet's columns, documents
    (ids, `; ` between them), turns, words, in_sheet (bool)."""
    order = corpus.attribute("participant").values
    everybody = [*corpus.people.people(), *order]
    rows = []
    number = {person: n for n, person in enumerate(corpus.persons)}
    names = corpus.people.participant_names()
    known = set(corpus.people.people())
    for person in dict.fromkeys(everybody):
        own = corpus.turn_person == number.get(person, -2)
        where = [corpus.documents[n] for n in np.unique(corpus.turn_document[own])]
        first = where[0] if where else ""
        rows.append(
            [
                person,
                *(corpus.people.row_value(person, first, name) or pd.NA for name in names),
                "; ".join(where),
                int(own.sum()),
                int(corpus.turn_words[own].sum()),
                person in known,
            ]
        )
    columns = ["participant", *names, "documents", "turns", "words", "in_sheet"]
    return pd.DataFrame(rows, columns=columns)


def codings(corpus: Corpus, chosen: np.ndarray | None = None) -> pd.DataFrame:
    """One row for each standing coding on a current text, in the order they were made.

    Columns: coding_id, document, version, turn, speaker, participant, role, case, phase, code, theme,
    coder, start, end, quotation, origin, blind, stale, created, then further attributes, then extra
    columns of imported codings. start and end are half-open offsets in characters, quotation the exact
    slice. A coding that crosses turns is described by the first turn it touches; one that touches none
    has turn, speaker and participant missing. stale: whether the code's definition has changed since,
    missing where unknown.

    chosen: positions in `corpus.codings` to keep; all of them unless given.
    """
    own = corpus.codings
    rows = np.arange(len(own)) if chosen is None else np.asarray(chosen, dtype=np.int64)
    document = own.document[rows]
    start, end = own.start[rows], own.end[rows]
    stretch, touched = corpus.pairs(start, end)
    turn = np.full(len(rows), -1, dtype=np.int64)
    # Written from the last to the first, so that the first turn touched is the one that stays.
    turn[stretch[::-1]] = corpus.range_turn[touched[::-1]]
    base = corpus.base[document]
    people = corpus.attribute("participant")

    def by_turn(index: np.ndarray) -> np.ndarray:
        return np.where(turn < 0, -1, np.append(index, -1)[turn])

    numbers = np.array([*corpus.turn_number, None], dtype=object)
    speakers = np.array([*corpus.turn_speaker, None], dtype=object)
    themes = list(corpus.book.themes)
    theme_of = [
        themes.index(corpus.book.theme(code)) if code in corpus.book else -1 for code in own.codes
    ]
    order = [code.code for code in corpus.book]
    order += [code for code in own.codes if code not in corpus.book]
    code_place = np.array([order.index(code) for code in own.codes] or [0])
    starts, ends = (start - base).tolist(), (end - base).tolist()
    texts = [corpus.text(place) for place in range(len(corpus.documents))]
    quotations = [
        texts[place][a:b] for place, a, b in zip(document.tolist(), starts, ends, strict=True)
    ]
    code = own.code[rows]
    frame = pd.DataFrame(
        {
            "coding_id": [own.coding_id[row] for row in rows.tolist()],
            "document": _categorical(document, corpus.documents),
            "version": _categorical(document, [v.version for v in corpus.versions]),
            "turn": numbers[turn],
            "speaker": speakers[turn],
            "participant": _categorical(by_turn(people.index), people.values),
        }
    )
    for name in ("role", "case", "phase"):
        attribute = _attribute(corpus, name)
        frame[name] = _categorical(by_turn(attribute.codes), list(attribute.categories))
    frame["code"] = _categorical(code_place[code] if len(code) else code, order)
    frame["theme"] = _categorical(np.array([*theme_of, -1])[code], themes)
    frame["coder"] = _categorical(own.coder[rows], own.coders)
    frame["start"] = starts
    frame["end"] = ends
    frame["quotation"] = quotations
    frame["origin"] = _categorical(own.origin[rows], ORIGINS)
    frame["blind"] = _categorical(own.blind[rows], BLIND)
    stale = own.stale[rows]
    frame["stale"] = pd.array(np.where(stale < 0, 0, stale).astype(bool), dtype="boolean")
    frame.loc[stale < 0, "stale"] = pd.NA
    frame["created"] = [own.time[row] for row in rows.tolist()]
    for name in _attribute_columns(corpus):
        if name not in frame:
            attribute = _attribute(corpus, name)
            frame[name] = _categorical(by_turn(attribute.codes), list(attribute.categories))
    for name, values in extras(corpus.study, frame["coding_id"].tolist()).items():
        frame[name if name not in frame else f"coding.{name}"] = values
    return frame


def extras(study: Study, coding_ids: list[str]) -> dict[str, list[Any]]:
    """Extra columns that codings were imported with: name -> values, missing where a coding has none."""
    wanted = {coding: place for place, coding in enumerate(coding_ids)}
    found: dict[str, list[Any]] = {}
    contents: dict[int, Any] = {}
    for coding, content, place in study.rows("SELECT coding_id, content, place FROM coding_extra"):
        if coding not in wanted:
            continue
        if content not in contents:
            contents[content] = study.content(content)
        for name, value in ((contents[content] or {}) and contents[content][place]).items():
            column = found.setdefault(name, [pd.NA] * len(coding_ids))
            column[wanted[coding]] = value
    return found


def suggestions(study: Study, coder: str | None = None) -> pd.DataFrame:
    """One row for each suggestion on a current text: suggestion_id, document, turn, start, end, code,
    score (probability, missing until calibrated), rank_score, engine, evidence, quotation, decision and
    reason (of `coder`; empty while undecided)."""
    from qualcode.analysis.suggested import suggestion_rows

    columns, rows = suggestion_rows(study, coder)
    frame = pd.DataFrame(rows, columns=columns)
    frame["score"] = frame["score"].astype("Float64")
    return frame


def decisions(study: Study) -> pd.DataFrame:
    """One row for each decision that stands: decision_id, suggestion_id, document, code, coder,
    decision, coding_id (missing for a rejection), reason, time."""
    names, known = study.names(), state.all_versions(study)
    columns = ["decision_id", "suggestion_id", "document", "code", "coder", "decision"]
    rows = []
    for row in study.rows(
        "SELECT d.decision_id, d.suggestion_id, s.version, s.code, d.coder, d.decision, d.coding_id,"
        " d.reason, d.time FROM decision d JOIN suggestion s USING (suggestion_id)"
        " WHERE d.ended IS NULL ORDER BY d.n"
    ):
        reason = study.content(row[7]) if row[7] else None
        rows.append(
            [
                row[0],
                row[1],
                known[row[2]].document,
                names[row[3]],
                names[row[4]],
                DECISIONS[row[5]],
                row[6] or pd.NA,
                (reason or {}).get("text", ""),
                row[8],
            ]
        )
    return pd.DataFrame(rows, columns=[*columns, "coding_id", "reason", "time"])


def progress(study: Study) -> pd.DataFrame:
    """One row for each pass on a current text: pass_id, document, coder, codes and turns (`; ` between
    them; turns empty for the whole document), blind, codebook_hash, date."""
    rows = [
        [
            each.pass_id,
            each.document,
            each.coder,
            "; ".join(each.codes),
            "; ".join(each.turns or ()),
            each.blind,
            each.codebook_hash,
            each.date,
        ]
        for each in state.current_passes(study)
    ]
    columns = ["pass_id", "document", "coder", "codes", "turns", "blind", "codebook_hash", "date"]
    return pd.DataFrame(rows, columns=columns)


def memos(study: Study) -> pd.DataFrame:
    """One row for each memo: memo_id, on (an id; missing for the study diary), coder, time, text."""
    names = study.names()
    rows = [
        [memo, on or pd.NA, names[coder], time, (study.content(content) or {}).get("text", "")]
        for memo, on, coder, time, content in study.rows(
            "SELECT memo_id, on_id, coder, time, content FROM memo WHERE ended IS NULL ORDER BY n"
        )
    ]
    return pd.DataFrame(rows, columns=["memo_id", "on", "coder", "time", "text"])


def acts(study: Study) -> pd.DataFrame:
    """One row for each act, oldest first: act (number), act_id, time, coder, verb, what, documents,
    undone_by (number of the act that undid it, missing where it stands)."""
    rows = [
        [
            entry.act.n,
            entry.act.act_id,
            entry.act.time,
            entry.act.coder,
            entry.act.verb,
            entry.what,
            "; ".join(entry.documents),
            entry.undone_by,
        ]
        for entry in history.acts(study)
    ]
    columns = ["act", "act_id", "time", "coder", "verb", "what", "documents", "undone_by"]
    frame = pd.DataFrame(rows, columns=columns)
    frame["undone_by"] = frame["undone_by"].astype("Int64")
    return frame


def cell_codings(counts: Counts, row: str, column: tuple[str, ...] | None) -> np.ndarray:
    """Positions in `corpus.codings` of the codings in one cell, or in a whole row."""
    found = []
    for block in counts.blocks:
        head = () if block.selection.coder is None else (block.selection.coder,)
        for place, values in enumerate(block.columns):
            if column is None or column == (*head, *values):
                mask = (block.cell_row == counts.rows.index(row)) & (block.cell_column == place)
                found.append(block.cell_coding[mask])
    return np.unique(np.concatenate(found)) if found else np.empty(0, dtype=np.int64)
