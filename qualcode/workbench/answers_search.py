"""Words in their context on a page, and codes put on what was found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from qualcode.analysis.corpus import Corpus
from qualcode.analysis.kwic import find_words, in_context
from qualcode.analysis.selection import countable_turns, filters
from qualcode.core.codebook import Pattern
from qualcode.core.ids import new_ids
from qualcode.core.text import ABBREVIATION, SENTENCE_END, Range
from qualcode.errors import CodebookError, CodingError, UsageError, counted
from qualcode.index import study_index
from qualcode.index.study import StoredTexts, stored
from qualcode.readers.codebooks import read_pattern
from qualcode.store import Draft, Study, codings, state
from qualcode.store.state import Version
from qualcode.store.study import now
from qualcode.workbench.answers_coding import present_code
from qualcode.workbench.answers_reading import speakers
from qualcode.workbench.desk import Desk, method

_WORDS = re.compile(r"\w")
KINDS = ("words", "lemma", "regex")
SHOWN = 200  # lines at once
MOST_SHOWN = 500
WIDTH = 90  # characters before and after a hit
MOST_CODED = 2_000  # stretches of one act
# Names by which a page narrows a search; other attributes of the sheets may be given, too.
FIRST = ("role", "case", "phase", "kind")


@method("search", slow=True)
def search(
    desk: Desk,
    *,
    words: str,
    kind: str = "words",
    case: bool = False,
    documents: list[str] | None = None,
    where: dict | None = None,
    interviewers: bool = False,
    reflective: bool = False,
    offset: int = 0,
    limit: int = SHOWN,
    width: int = WIDTH,
) -> dict[str, Any]:
    """Every place where something is said, in the order of the texts, `limit` lines from `offset` on.

    words: what to look for. kind "words": whole words and phrases with * and ?, or a pattern as codebooks
    write them (`lemma: …`, `regex: …`, `near: […], within: 8`); "lemma": words in all their forms; "regex":
    a regular expression. case: capitals count (lemmas have none). documents: only these; where: attribute ->
    values (role, case, phase …). interviewers, reflective: also their words.

    Returns total, offset, pattern (as it was read) and hits: {document, version, turn, speaker, participant,
    role, case, left, match, right, start, end (the words hit), sentence and whole ([start, end] of the
    sentence and the turn around it), codes (of one's own that touch the words hit)}. Refused with the reason
    are what cannot be read and an expression that takes too long.
    """
    pattern = pattern_of(words, kind, case)
    offset, limit = max(0, offset), max(1, min(limit, MOST_SHOWN))
    width = max(0, min(width, 1_000))
    study = desk.study
    corpus = speakers(study)
    wanted = _where(corpus, documents, where)
    if pattern.kind in ("lemma", "tokens") or pattern.options:
        total, rows = _by_pattern(
            corpus, pattern, wanted, interviewers, reflective, offset, limit, width
        )
    else:
        frame = find_words(
            corpus,
            pattern.as_data(),
            where=wanted,
            width=width,
            interviewers=interviewers,
            reflective=reflective,
            limit=offset + limit,
        )
        total = frame.attrs["hits"]
        rows = _plain(frame.iloc[offset:])
    return {
        "total": total,
        "offset": offset,
        "pattern": str(pattern),
        "hits": _with_places(desk, rows),
    }


def pattern_of(words: str, kind: str = "words", case: bool = False) -> Pattern:
    """What a page asks for, as a pattern of a codebook; CodebookError where it cannot be read."""
    if kind not in KINDS:
        raise UsageError("kind", f"{kind[:40]!r}", ", ".join(KINDS))
    if not words.strip():
        raise CodebookError("search", "there is nothing to look for", next="Write a word")
    if kind == "regex":
        return Pattern.of({"regex": words if case else f"(?i){words}"})
    if kind == "lemma":
        return Pattern.of({"lemma": words.strip()})
    if not _WORDS.search(words):
        raise CodebookError(
            "search",
            f"“{words.strip()[:60]}” holds no word",
            next="Signs and emoji are found as a regular expression",
        )
    pattern = read_pattern(words)
    if pattern.kind == "glob" and case and not pattern.text.lstrip().startswith("="):
        return Pattern.of(f"={pattern.text}") if not pattern.value else pattern
    return pattern


def _where(
    corpus: Corpus, documents: list[str] | None, where: dict | None
) -> dict[str, list[str]] | None:
    wanted: dict[str, list[str]] = {}
    for name, values in (where or {}).items():
        if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
            raise UsageError(f"where {name[:40]}", "is no list of values")
        if values:
            wanted[name] = values
    if documents:
        wanted["document"] = documents
    return wanted or None


def _plain(frame: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    names = list(frame.columns)
    columns = [
        frame[name].astype(object).where(frame[name].notna(), None).tolist() for name in names
    ]
    for cells in zip(*columns, strict=True):
        rows.append(dict(zip(names, cells, strict=True)))
    return rows


def _by_pattern(
    corpus: Corpus,
    pattern: Pattern,
    where: dict[str, list[str]] | None,
    interviewers: bool,
    reflective: bool,
    offset: int,
    limit: int,
    width: int,
) -> tuple[int, list[dict[str, Any]]]:
    """Hits of a lemma and of what else only the pattern suggester can look for."""
    from qualcode.suggest.find import find

    study = corpus.study
    mask = countable_turns(corpus, [], interviewers=interviewers, reflective=reflective)
    if where:
        mask &= filters(corpus, where).turn
    texts = StoredTexts(stored(study))
    hits = find(study_index(study), texts, [pattern], turns=mask, where=["search"])
    if hits.skipped:
        raise CodebookError("search", f'"{pattern}" cannot be looked for: {hits.skipped[0]}')
    order = np.lexsort((hits.end, hits.start, hits.document))
    rows = []
    for at in order[offset : offset + limit].tolist():
        turn, place = int(hits.turn[at]), int(hits.document[at])
        start, end = int(hits.start[at]), int(hits.end[at])
        text, ranges = corpus.text(place), _ranges(corpus, turn)
        left, match, right = in_context(text, ranges, start, end, width)
        row: dict[str, Any] = {
            "left": left,
            "match": match,
            "right": right,
            "document": corpus.documents[place],
            "turn": corpus.turn_number[turn],
            "speaker": corpus.turn_speaker[turn],
            "start": start,
            "end": end,
        }
        for name in ("participant", "role", "case"):
            attribute = corpus.attribute(name)
            value = int(attribute.index[turn])
            row[name] = attribute.values[value] if value >= 0 else None
        rows.append(row)
    return len(hits), rows


def _ranges(corpus: Corpus, turn: int) -> list[Range]:
    own = np.flatnonzero(corpus.range_turn == turn)
    base = int(corpus.base[corpus.turn_document[turn]])
    return [(int(corpus.range_start[n]) - base, int(corpus.range_end[n]) - base) for n in own]


def _with_places(desk: Desk, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows with the sentence and the turn around each hit, and one's own codes there."""
    study = desk.study
    current = state.versions(study)
    turns: dict[str, dict[str, list[list[Range]]]] = {}
    own: dict[str, list[tuple[int, int, str]]] = {}
    for row in rows:
        document = row["document"]
        version = current[document]
        if document not in turns:
            turns[document] = _turns(study, version)
            own[document] = _own_codings(desk, version)
        start, end = int(row["start"]), int(row["end"])
        ranges = next(
            (
                each
                for each in turns[document].get(row["turn"], ())
                if each[0][0] <= start < each[-1][1]
            ),
            [(start, end)],
        )
        row.update(
            start=start,
            end=end,
            version=version.version,
            whole=[ranges[0][0], ranges[-1][1]],
            sentence=list(sentence(study.text(version.n), ranges, start, end)),
            codes=list(
                dict.fromkeys(code for a, b, code in own[document] if a < end and b > start)
            ),
        )
        row.pop("phase", None)
    return rows


def _turns(study: Study, version: Version) -> dict[str, list[list[Range]]]:
    found: dict[str, list[list[Range]]] = {}
    for number, _, edges, *_ in state.structure(study, version)["turns"]:
        ranges = list(zip(edges[::2], edges[1::2], strict=True))
        found.setdefault(number, []).append(ranges)
    return found


def _own_codings(desk: Desk, version: Version) -> list[tuple[int, int, str]]:
    names = desk.study.names()
    return [
        (start, end, names[code])
        for start, end, code, coder in desk.study.rows(
            "SELECT start, end, code, coder FROM coding WHERE version = ? AND ended IS NULL"
            " ORDER BY start, n",
            (version.n,),
        )
        if names[coder] == desk.coder
    ]


def sentence(text: str, ranges: Sequence[Range], start: int, end: int) -> Range:
    """The sentence of a turn around a stretch (several, where it crosses their ends), without blanks at
    its edges; ranges: those of the turn."""
    first, last = ranges[0][0], ranges[-1][1]
    a, b = first, last
    for match in SENTENCE_END.finditer(text, first, last):
        at = match.end()
        if not any(low < at <= high for low, high in ranges):
            continue
        if ABBREVIATION.search(text[max(first, at - 8) : at]):
            continue
        if at <= start:
            a = at
        elif at >= end:
            b = at
            break
    # Words begin in the turn, not in what lies between its parts.
    while a < start and (text[a].isspace() or not any(x <= a < y for x, y in ranges)):
        a += 1
    return a, b


@method("search_choices")
def search_choices(desk: Desk) -> dict[str, list[str]]:
    """The values by which a search can be narrowed, by attribute; only those with more than one."""
    corpus = speakers(desk.study)
    found = {}
    for name in FIRST:
        values = list(corpus.attribute(name).values)
        if len(values) > 1:
            found[name] = values
    return found


# -- codes on what was found ---------------------------------------------------------------------------------


@method("code_many_what")
def code_many_what(desk: Desk, *, items: list[dict], code: str) -> dict[str, int]:
    """What `code_many` would do: new (codings it would make), stood (of one's own that stand already, or
    the same stretch named twice), documents (in which the new ones are)."""
    new, stood = _stretches(desk, items, present_code(desk, code))
    return {"new": len(new), "stood": stood, "documents": len({place.n for place, _, _ in new})}


@method("code_many", writes=True)
def code_many(desk: Desk, *, items: list[dict], code: str) -> dict[str, Any]:
    """Put one code on many stretches, as one act, so that one undo takes all of them back.

    items: {document, version, start, end}, version being the hash of the text that the offsets are of.
    Nothing is coded twice. All or nothing: one that does not fit refuses them all. Returns codings (ids of
    the new ones), stood (how many stood already), documents, and act (the number of the act).
    """
    study = desk.study
    code = present_code(desk, code)
    made: list[str] = []
    result: dict[str, Any] = {}

    def prepare() -> Draft | None:
        new, stood = _stretches(desk, items, code)
        made[:] = new_ids("c", len(new))
        result.update(
            codings=list(made),
            stood=stood,
            documents=list(dict.fromkeys(place.document for place, _, _ in new)),
        )
        if not new:
            return None
        draft = Draft()
        codings.draft_codings(
            draft,
            codings.coding_columns(
                len(new),
                id=list(made),
                version=[place.n for place, _, _ in new],
                start=[start for _, start, _ in new],
                end=[end for _, _, end in new],
                code=code,
                coder=desk.coder,
                time=now(),
                origin="manual",
                blind="unknown",
                hash=codings.applicable(codings.current_book(study), code).hash,
            ),
        )
        return draft

    act = study.write("code", desk.coder, prepare)
    return {**result, "act": None if act is None else act.n}


def _stretches(
    desk: Desk, items: Iterable[dict], code: str
) -> tuple[list[tuple[Version, int, int]], int]:
    """What is not coded with a code by this coder yet, in the order of the texts, and how many are."""
    study = desk.study
    given = list(items)
    if not given:
        raise UsageError("items", "nothing is chosen", next="Choose a place")
    if len(given) > MOST_CODED:
        raise UsageError(
            "items",
            f"{counted(len(given), 'stretch', 'stretches')} at once",
            f"up to {MOST_CODED:,}",
        )
    codings.applicable(codings.current_book(study), code)
    current = state.versions(study)
    order = {document: place for place, document in enumerate(current)}
    wanted: dict[tuple[int, int, int], Version] = {}
    for each in given:
        document, start, end = each.get("document"), each.get("start"), each.get("end")
        if not isinstance(document, str) or not _whole(start) or not _whole(end):
            raise UsageError("items", f"{str(each)[:80]!r}", "document, version, start, end")
        version = current.get(document)
        if version is None:
            raise CodingError(document, "is no document of this project")
        if each.get("version") != version.version:
            raise CodingError(document, "got a new version meanwhile", next="Search again and look")
        assert isinstance(start, int) and isinstance(end, int)
        codings.check_range(version, start, end)
        wanted[order[document], start, end] = version
    new = [
        (version, start, end)
        for (_, start, end), version in sorted(wanted.items(), key=lambda item: item[0])
        if codings.existing(study, version.n, start, end, code, desk.coder) is None
    ]
    return new, len(given) - len(new)


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
