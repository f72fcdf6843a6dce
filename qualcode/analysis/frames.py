"""The study as tidy frames: one row for each thing, columns as listed in each docstring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from qualcode.analysis.corpus import Attribute, Corpus
from qualcode.analysis.tables import Counts
from qualcode.core.lists import joined
from qualcode.core.people import NONE, NOT_RECORDED, TIDY_COLUMNS, row_person
from qualcode.core.records import BLIND, DECISIONS, ORIGINS
from qualcode.store import Study, state

_PART_NAMES = ("speech", "descriptive", "reflective", "text")


def categorical(index: np.ndarray, values: Sequence[str]) -> Any:
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
    documents sheet, turns, words, length (characters), n_codings, passed_by (coders with a pass on it,
    `; ` between them). A missing case reads "(none)", other attributes "(not recorded)"; title and date
    are missing where they are not known."""
    frame = pd.DataFrame(
        {
            "document": corpus.documents,
            "version": [version.version for version in corpus.versions],
            "kind": [version.kind for version in corpus.versions],
        }
    )
    for name in dict.fromkeys(["title", "phase", "case", *corpus.people.document_names()]):
        if name == "kind":
            continue
        nothing = pd.NA if name in ("title", "date") else NONE if name == "case" else NOT_RECORDED
        values = [corpus.people.of_document(d, name) or nothing for d in corpus.documents]
        frame[name] = pd.array(values, dtype="string") if nothing is pd.NA else values
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
            "document": categorical(corpus.turn_document, corpus.documents),
            "turn": corpus.turn_number,
            "speaker": corpus.turn_speaker,
            "participant": categorical(people.index, people.values),
            "interviewer": corpus.turn_interviewer,
            "part": categorical(corpus.turn_part, _PART_NAMES),
        }
    )
    for name in _attribute_columns(corpus):
        frame[name] = _attribute(corpus, name)
    frame["time"] = corpus.turn_time
    frame["start"] = corpus.turn_start - base
    frame["end"] = corpus.turn_end - base
    frame["words"] = corpus.turn_words
    order = np.argsort(corpus.range_turn, kind="stable")
    edges = np.searchsorted(corpus.range_turn[order], np.arange(len(corpus) + 1))
    first, last = corpus.range_start[order], corpus.range_end[order]
    texts = []
    for turn, place in enumerate(corpus.turn_document.tolist()):
        own = slice(edges[turn], edges[turn + 1])
        text, shift = corpus.text(place), int(corpus.base[place])
        parts = zip(first[own].tolist(), last[own].tolist(), strict=True)
        texts.append(" ".join(" ".join(text[a - shift : b - shift] for a, b in parts).split()))
    frame["text"] = texts
    return frame


def _attribute_columns(corpus: Corpus) -> list[str]:
    taken = set(TIDY_COLUMNS) - {"role", "case", "phase"}
    taken |= {"interviewer", "part", "time", "words", "text", "title", "date"}
    return [name for name in corpus.attribute_names() if name not in taken]


def _attribute(corpus: Corpus, name: str) -> Any:
    """An attribute by turn; missing for interviewers and where nobody speaks."""
    attribute = corpus.attribute(name)
    return categorical(said_by_participants(corpus, attribute), attribute.values)


def said_by_participants(corpus: Corpus, attribute: Attribute) -> np.ndarray:
    if attribute.of_people:
        return np.where(corpus.turn_interviewer, -1, attribute.index)
    return attribute.index


def participants(corpus: Corpus) -> pd.DataFrame:
    """One row for each person who speaks or has a row: participant, role, further columns of the sheet,
    documents (ids, `; ` between them), turns, words, in_sheet (bool).

    role is resolved at the turns, so that roles of turn tables and documents show; a person who has
    several values of an attribute has `; ` between them, one who has none "(not recorded)".
    """
    sheet = dict.fromkeys(corpus.people.people())
    spoken = {person: number for number, person in enumerate(corpus.persons)}
    everybody = list(dict.fromkeys([*sheet, *corpus.attribute("participant").values]))
    place = {person: number for number, person in enumerate(everybody)}
    person = np.array([*(place[each] for each in corpus.persons), -1])[corpus.turn_person]
    own = person >= 0
    pairs = np.unique(np.column_stack((person[own], corpus.turn_document[own])), axis=0)
    documents: dict[int, list[str]] = {}
    for who, document in pairs.tolist():
        documents.setdefault(who, []).append(corpus.documents[document])
    frame = pd.DataFrame({"participant": everybody})
    names = corpus.people.participant_names()
    for name in dict.fromkeys(["role", *names]):
        level = name if name == "role" else f"participant.{name}"
        attribute = corpus.attribute(level)
        met: dict[int, list[str]] = {}
        for who, value in np.unique(
            np.column_stack((person[own], attribute.index[own])), axis=0
        ).tolist():
            if attribute.values[value] != attribute.missing:
                met.setdefault(who, []).append(attribute.values[value])
        for row in corpus.people.rows:
            who = row_person(row)
            if who not in spoken and row.get(name):
                met.setdefault(place[who], []).append(row[name])
        frame[name] = [
            "; ".join(dict.fromkeys(met.get(n, ()))) or NOT_RECORDED for n in range(len(everybody))
        ]
    number = len(everybody)
    frame["documents"] = ["; ".join(documents.get(n, ())) for n in range(number)]
    frame["turns"] = np.bincount(person[own], minlength=number)
    words = np.bincount(person[own], weights=corpus.turn_words[own], minlength=number)
    frame["words"] = words.astype(np.int64)
    frame["in_sheet"] = [each in sheet for each in everybody]
    return frame


def codings(
    corpus: Corpus, chosen: np.ndarray | None = None, turns: np.ndarray | None = None
) -> pd.DataFrame:
    """One row for each standing coding on a current text, in the order they were made.

    Columns: coding_id, document, version, turn, speaker, participant, role, case, phase, code, theme,
    coder, start, end, quotation, origin, blind, stale, created, then further attributes, then extra
    columns of imported codings. start and end are half-open offsets in characters, quotation the exact
    slice. A coding that crosses turns is described by the first turn it touches; one that touches none,
    or covers the whole document, has turn, speaker and participant missing, and the attributes
    of its document. stale: whether the code's definition has changed since,
    missing where unknown.

    chosen: positions in `corpus.codings` to keep; all of them unless given. turns: a mask of the turns
    that describe codings; a coding that touches none of them is described by the first of all.
    """
    own = corpus.codings
    rows = np.arange(len(own)) if chosen is None else np.asarray(chosen, dtype=np.int64)
    document = own.document[rows]
    start, end = own.start[rows], own.end[rows]
    stretch, touched = corpus.pairs(start, end)
    turn = np.full(len(rows), -1, dtype=np.int64)
    for mask in (None,) if turns is None else (None, turns):
        wanted = slice(None) if mask is None else mask[corpus.range_turn[touched]]
        of, by = stretch[wanted], corpus.range_turn[touched][wanted]
        # Written from the last to the first, so that the first turn touched is the one that stays.
        turn[of[::-1]] = by[::-1]
    turn[corpus.on_whole_document(rows)] = -1
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
    ids, times = corpus.coding_texts(rows)
    frame = pd.DataFrame(
        {
            "coding_id": ids,
            "document": categorical(document, corpus.documents),
            "version": categorical(document, [v.version for v in corpus.versions]),
            "turn": numbers[turn],
            "speaker": speakers[turn],
            "participant": categorical(by_turn(people.index), people.values),
        }
    )

    def described(name: str) -> Any:
        attribute = corpus.attribute(name)
        index = by_turn(said_by_participants(corpus, attribute))
        return categorical(
            np.where(turn < 0, attribute.of_document[document], index), attribute.values
        )

    for name in ("role", "case", "phase"):
        frame[name] = described(name)
    frame["code"] = categorical(code_place[code] if len(code) else code, order)
    frame["theme"] = categorical(np.array([*theme_of, -1])[code], themes)
    frame["coder"] = categorical(own.coder[rows], own.coders)
    frame["start"] = starts
    frame["end"] = ends
    frame["quotation"] = quotations
    frame["origin"] = categorical(own.origin[rows], ORIGINS)
    frame["blind"] = categorical(own.blind[rows], BLIND)
    stale = own.stale[rows]
    frame["stale"] = pd.array(np.where(stale < 0, 0, stale).astype(bool), dtype="boolean")
    frame.loc[stale < 0, "stale"] = pd.NA
    frame["created"] = times
    for name in _attribute_columns(corpus):
        if name not in frame:
            frame[name] = described(name)
    for name, values in extras(corpus.study, frame["coding_id"].tolist()).items():
        frame[name if name not in frame else f"coding.{name}"] = values
    return frame


def extras(study: Study, coding_ids: list[str]) -> dict[str, list[Any]]:
    """Extra columns that codings were imported with: name -> values, missing where a coding has none."""
    found: dict[str, list[Any]] = {}
    rows = study.rows("SELECT coding_id, content, place FROM coding_extra")
    if not rows:
        return found
    wanted = {coding: place for place, coding in enumerate(coding_ids)}
    contents: dict[int, Any] = {}
    for coding, content, place in rows:
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
            joined(each.codes),
            joined(each.turns or ()),
            each.blind,
            each.codebook_hash,
            each.date,
        ]
        for each in state.current_passes(study)
    ]
    columns = ["pass_id", "document", "coder", "codes", "turns", "blind", "codebook_hash", "date"]
    return pd.DataFrame(rows, columns=columns)


def memos(study: Study) -> pd.DataFrame:
    """One row for each memo; see `qualcode.analysis.memos.memo_frame` for the columns."""
    from qualcode.analysis.memos import memo_frame

    return memo_frame(study)


def cell_codings(
    counts: Counts, row: str, column: tuple[str, ...] | None
) -> tuple[np.ndarray, np.ndarray]:
    """Positions in `corpus.codings` of the codings in one cell, or in a whole row; and the mask of the
    turns that the cell counts."""
    found: list[np.ndarray] = [np.empty(0, dtype=np.int64)]
    turns = np.zeros(len(counts.blocks[0].turn_column), dtype=bool)
    for block in counts.blocks:
        head = () if block.selection.coder is None else (block.selection.coder,)
        for place, values in enumerate(block.columns):
            if column is None or column == (*head, *values):
                mask = (block.cell_row == counts.rows.index(row)) & (block.cell_column == place)
                found.append(block.cell_coding[mask])
                turns |= block.turn_column == place
    return np.unique(np.concatenate(found)), turns
