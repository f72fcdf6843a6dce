"""A study as suggesters want it, and what was learned of it, kept until another act adds to it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
from numpy.typing import NDArray

from qualcode.analysis.audits import reserved
from qualcode.analysis.checks import bulk_acts
from qualcode.analysis.corpus import REFLECTIVE, Corpus, corpus
from qualcode.core.anchor import refind
from qualcode.core.records import BLIND, CODER_RULES, CONSENSUS, DECISIONS, ORIGINS, Pass
from qualcode.core.watch import Watch, unwatched
from qualcode.errors import counted, listing
from qualcode.index import stored, study_index
from qualcode.store import Study, state
from qualcode.suggest.combined import DEFAULT_SEED, DEFINITIONS, LEARNED, OWN, Fitted, fit
from qualcode.suggest.material import NO, UNKNOWN, YES, Material, Pieces, pieces
from qualcode.suggest.vectors import in_use, with_vectors

_BLIND = {"yes": YES, "no": NO, "unknown": UNKNOWN}


def material(
    study: Study,
    *,
    coders: str = "record",
    blind_only: bool = False,
    pipeline: str | None = None,
    embeddings: bool | None = None,
    watch: Watch = unwatched,
) -> Material:
    """What suggesters learn from, as the study stands.

    coders: "record" (in each document the consensus where settled, else the primary coder, else the only
    one), "any", or a coder's name. Documents of several coders with neither teach nothing and are named
    in `Material.notes`. blind_only: only what was read blind is considered, and single decisions are left
    out. A pass over some turns counts for these. Segments of a blind audit sample are never considered.
    pipeline: see qualcode.suggest.language. embeddings: whether sentence vectors are used, None = where they
    are available; see qualcode.suggest.vectors.
    """
    embeddings = in_use(embeddings)
    key = ("material", coders, blind_only, pipeline, embeddings)

    def make() -> Material:
        made = _material(study, coders, blind_only, pipeline, watch)
        folder = None if study.read_only else study.derived
        return with_vectors(made, embeddings, folder, watch)

    return study.cached(key, make)


def fitted(
    study: Study,
    *,
    engines: Collection[str] = OWN,
    codes: Collection[str] | None = None,
    coders: str = "record",
    pipeline: str | None = None,
    embeddings: bool | None = None,
    seed: int = DEFAULT_SEED,
    watch: Watch = unwatched,
) -> Fitted:
    """What can be learned from the study as it stands; kept until another act.

    Models are kept beside the project and are read again where nothing they rest on has changed; after
    single decisions only these are taken in, see `Fitted.refitted`. See `qualcode.suggest.combined.fit` for the arguments, and `material` for the others.
    """
    asked = tuple(each for each in OWN if each in set(engines)) or tuple(engines)
    wanted = None if codes is None else tuple(sorted(codes))
    # Patterns alone have no use for them.
    embeddings = bool({LEARNED, DEFINITIONS} & set(asked)) and in_use(embeddings)
    key = ("fitted", asked, wanted, coders, pipeline, embeddings, seed)

    def make() -> Fitted:
        now = material(study, coders=coders, pipeline=pipeline, embeddings=embeddings, watch=watch)
        before = study.remembered(key, dict)
        last = before.get("fitted")
        found = (
            fit(now, engines=asked, codes=wanted, seed=seed, folder=now.folder)
            if last is None
            else last.refitted(now)
        )
        before["fitted"] = found
        return found

    return study.cached(key, make)


def standing(study: Study, fitted: Fitted, coder: str) -> NDArray[np.bool_]:
    """n × k of the fitted codes: segments that carry a coding of the code by this coder; those of a theme
    that stands for codes that are too fine, also where these are coded."""
    own, made = corpus(study), fitted.material.pieces
    codings = own.codings
    place = fitted.material.place
    result: NDArray[np.bool_] = np.zeros((len(made), len(place)), np.bool_)
    if coder in codings.coders:
        column = np.array([place.get(code, -1) for code in codings.codes], np.int64)[codings.code]
        rows = np.flatnonzero((codings.coder == codings.coders.index(coder)) & (column >= 0))
        rows = rows[~own.on_whole_document(rows)]
        stretch, segment = _touched(own, made, codings.start[rows], codings.end[rows])
        result[segment, column[rows[stretch]]] = True
    for code, theme in fitted.fine.items():
        if theme is not None:
            result[:, place[theme]] |= result[:, place[code]]
    return result[:, fitted.columns]


# -- the texts ----------------------------------------------------------------------------------------


def _pieces(study: Study, own: Corpus, watch: Watch) -> tuple[Pieces, dict]:
    """The segments, and what is computed of them; for as long as texts and speakers stay the same."""
    index, documents = study_index(study, watch), stored(study)
    role = own.attribute("role")
    number = role.index.astype(np.int64)
    number[own.turn_interviewer] = len(role.values)
    key = (tuple(document.stored.n for document in documents), number.tobytes())
    kept = study.remembered("pieces", dict)
    if kept.get("key") != key:
        kept.clear()
        kept.update(key=key, pieces=pieces(index, documents, number), computed={})
    return kept["pieces"], kept["computed"]


# -- who read what ------------------------------------------------------------------------------------


def _chosen(study: Study, own: Corpus, coders: str) -> tuple[dict[str, list[Pass]], list[str]]:
    """document -> the passes that count there, and sentences about what does not."""
    by: dict[str, dict[str, list[Pass]]] = {}
    for each in state.current_passes(study):
        by.setdefault(each.document, {}).setdefault(each.coder, []).append(each)
    primary = state.setting(study, "primary")
    chosen: dict[str, list[Pass]] = {}
    undecided: list[str] = []
    for document, passes in by.items():
        if coders == "any":
            chosen[document] = [each for some in passes.values() for each in some]
            continue
        if coders not in CODER_RULES:
            if coders in passes:
                chosen[document] = passes[coders]
            continue
        # As tables do: whole documents decide, and where nobody read the whole, its parts.
        whole = [coder for coder, some in passes.items() if any(p.turns is None for p in some)]
        names = whole or list(passes)
        if CONSENSUS in names:
            chosen[document] = passes[CONSENSUS]
        elif primary in names:
            chosen[document] = passes[str(primary)]
        elif len(names) == 1:
            chosen[document] = passes[names[0]]
        else:
            undecided.append(document)
    notes = []
    if undecided:
        notes.append(
            f"{counted(len(undecided), 'document')} with several coders, no consensus and no primary coder"
            f" taught nothing: {listing(undecided)}"
        )
    return chosen, notes


def _material(
    study: Study, coders: str, blind_only: bool, pipeline: str | None, watch: Watch
) -> Material:
    own = corpus(study)
    made, computed = _pieces(study, own, watch)
    index, documents = study_index(study, watch), stored(study)
    codes = tuple(own.book.applicable())
    place = {code: at for at, code in enumerate(codes)}
    n, k = len(made), len(codes)
    turn = made.segments.turn
    open_ = ~own.turn_interviewer[turn] & (own.turn_part[turn] != REFLECTIVE)
    considered: NDArray[np.bool_] = np.zeros((n, k), np.bool_)
    blind = np.full((n, k), UNKNOWN, np.int8)
    chosen, notes = _chosen(study, own, coders)
    first = np.searchsorted(made.segments.document, np.arange(len(own.documents) + 1))
    where = {document: at for at, document in enumerate(own.documents)}
    for document, passes in chosen.items():
        at = where[document]
        rows = np.arange(first[at], first[at + 1])
        for each in passes:
            here = rows
            if each.turns is not None:
                wanted = set(each.turns)
                here = rows[[own.turn_number[t] in wanted for t in turn[rows].tolist()]]
            columns = np.array([place[code] for code in each.codes if code in place], np.int64)
            grid = np.ix_(here, columns)
            said = np.int8(_BLIND[each.blind])
            # Of two passes of the same place the less blind one tells.
            blind[grid] = np.where(considered[grid], _less(blind[grid], said), said)
            considered[grid] = True
    considered[~open_] = False
    coded, origin_blind = _coded(own, made, chosen, place)
    blind = np.where(coded & considered, _less(blind, origin_blind), blind).astype(np.int8)
    decided, seen = _decided(study, own, made, chosen, place)
    blind[seen] = NO
    for document, turns in reserved(study).items():
        if document in where:
            at = where[document]
            rows = np.arange(first[at], first[at + 1])
            held = rows[[own.turn_number[t] in turns for t in turn[rows].tolist()]]
            considered[held] = False
            decided[held] = UNKNOWN
    if blind_only:
        considered &= blind == YES
        decided[:] = UNKNOWN
    decided[considered] = UNKNOWN
    decided[~open_] = UNKNOWN
    blind[~considered] = UNKNOWN
    return Material(
        index=index,
        documents=documents,
        codebook=own.book,
        pieces=made,
        codes=codes,
        open=open_,
        considered=considered,
        coded=coded,
        blind=blind,
        decided=decided,
        speaker=own.turn_person[turn].astype(np.int64),
        notes=tuple(notes),
        kept=computed,
        folder=None if study.read_only else study.derived,
        pipeline=pipeline,
    )


def _less(one: NDArray[np.int8], other: NDArray[np.int8] | np.int8) -> NDArray[np.int8]:
    """The less blind of two: no, else unknown, else yes."""
    rank = np.array([1, 2, 0], np.int8)  # of UNKNOWN (-1), NO (0), YES (1): the largest wins
    a, b = rank[np.asarray(one) + 1], rank[np.asarray(other) + 1]
    return np.where(a >= b, one, other).astype(np.int8)


def _touched(
    own: Corpus, made: Pieces, start: NDArray, end: NDArray
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Which stretches (global positions) touch which segments: pairs (stretch, segment)."""
    turn = made.segments.turn
    low = np.searchsorted(turn, np.arange(len(own)))
    high = np.searchsorted(turn, np.arange(len(own)), side="right")
    stretch, ranges = own.pairs(start, end)
    # A turn of several ranges may be met by one stretch more than once.
    met = np.unique(stretch * np.int64(max(len(own), 1)) + own.range_turn[ranges])
    stretch, turns = met // max(len(own), 1), met % max(len(own), 1)
    count = high[turns] - low[turns]
    each = np.repeat(np.arange(len(turns)), count)
    segment = (
        np.repeat(low[turns], count)
        + np.arange(len(each))
        - np.repeat(np.cumsum(count) - count, count)
    )
    stretch = stretch[each]
    base = own.base[made.segments.document[segment]]
    inside = (made.start[segment] + base < end[stretch]) & (
        made.end[segment] + base > start[stretch]
    )
    # The words of an undivided turn were met already; a piece is met where its own stretch is.
    return stretch[inside], segment[inside]


def _coded(
    own: Corpus, made: Pieces, chosen: Mapping[str, list[Pass]], place: Mapping[str, int]
) -> tuple[NDArray[np.bool_], NDArray[np.int8]]:
    """n × k: what the chosen coders coded, and how blind that was."""
    codings = own.codings
    coded: NDArray[np.bool_] = np.zeros((len(made), len(place)), np.bool_)
    blind = np.full(coded.shape, YES, np.int8)
    if not len(codings):
        return coded, blind
    whose = np.zeros((len(own.documents), len(codings.coders)), np.bool_)
    number = {coder: at for at, coder in enumerate(codings.coders)}
    for at, document in enumerate(own.documents):
        for each in chosen.get(document, ()):
            if each.coder in number:
                whose[at, number[each.coder]] = True
    column = np.array([place.get(code, -1) for code in codings.codes], np.int64)[codings.code]
    rows = np.flatnonzero(whose[codings.document, codings.coder] & (column >= 0))
    # A remark on a whole document is about none of its turns.
    rows = rows[~own.on_whole_document(rows)]
    stretch, segment = _touched(own, made, codings.start[rows], codings.end[rows])
    coding = rows[stretch]
    coded[segment, column[coding]] = True
    said = np.array([_BLIND[each] for each in BLIND], np.int8)[codings.blind[coding]]
    from_program = np.isin(
        codings.origin[coding], [ORIGINS.index("accepted"), ORIGINS.index("revised")]
    )
    said = np.where(from_program, NO, said)
    for value in (UNKNOWN, NO):  # "no" last: it wins
        at = said == value
        blind[segment[at], column[coding[at]]] = value
    return coded, blind


def _decided(
    study: Study,
    own: Corpus,
    made: Pieces,
    chosen: Mapping[str, list[Pass]],
    place: Mapping[str, int],
) -> tuple[NDArray[np.int8], NDArray[np.bool_]]:
    """n × k: what people said of single suggestions, 1 accepted, 0 rejected, -1 nothing or both; and where
    one of the chosen coders of the document decided on any: what others decide takes nobody's blindness."""
    decided = np.full((len(made), len(place)), UNKNOWN, np.int8)
    seen: NDArray[np.bool_] = np.zeros(decided.shape, np.bool_)
    names, book, versions = study.names(), own.book, state.all_versions(study)
    current = state.versions(study)
    at = {document: number for number, document in enumerate(own.documents)}
    starts: list[int] = []
    ends: list[int] = []
    columns: list[int] = []
    values: list[int] = []
    whose: list[bool] = []
    together = bulk_acts(study)
    for n, start, end, code, decision, coding, coder, act in study.rows(
        "SELECT s.version, s.start, s.end, s.code, d.decision, d.coding_id, d.coder, d.added"
        " FROM decision d JOIN suggestion s USING (suggestion_id) WHERE d.ended IS NULL ORDER BY d.n"
    ):
        now = book.successor(names[code]) or ""
        version = versions[n]
        if now not in place or version.document not in at:
            continue
        latest = current[version.document]
        stretch: tuple[int, int] | None = (start, end)
        if latest.n != n:
            stretch = refind(study.text(n), study.text(latest.n), start, end)
        if stretch is None:
            continue
        base = int(own.base[at[version.document]])
        starts.append(base + stretch[0])
        ends.append(base + stretch[1])
        columns.append(place[now])
        passes = chosen.get(version.document, ())
        whose.append(any(each.coder == names[coder] for each in passes))
        kind = DECISIONS[decision]
        if act in together:  # nobody looked at it by itself: the program would learn from itself
            values.append(UNKNOWN)
        else:
            values.append(NO if kind == "reject" else _of_revision(study, coding, names, now, book))
    if not starts:
        return decided, seen
    which, segment = _touched(own, made, np.array(starts), np.array(ends))
    column, value = np.array(columns)[which], np.array(values)[which]
    by_them = np.array(whose)[which]
    seen[segment[by_them], column[by_them]] = True
    yes, no = np.zeros_like(seen), np.zeros_like(seen)
    yes[segment[value == YES], column[value == YES]] = True
    no[segment[value == NO], column[value == NO]] = True
    decided[yes & ~no] = YES
    decided[no & ~yes] = NO
    return decided, seen


def _of_revision(
    study: Study, coding: str | None, names: Mapping[int, str], code: str, book
) -> int:
    """An accepted suggestion whose coding was taken back since says nothing; one revised to another
    code was wrong."""
    row = study.rows("SELECT code, ended FROM coding WHERE coding_id = ?", (coding,))
    if not row or row[0][1] is not None:
        return UNKNOWN
    return YES if book.successor(names[row[0][0]]) == code else NO
