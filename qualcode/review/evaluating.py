"""How good suggestions are on a project's own codings, measured with documents that were left out.

What is held against the suggestions are codings made without sight of them. A coding that came from a
suggestion agrees with the suggester by its making; where nobody knows how a coding was made it is counted
apart. Documents are never split: what is learned from one is never tried on it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qualcode.analysis import grading
from qualcode.analysis.audits import reserved
from qualcode.analysis.coder_stretches import units_of
from qualcode.analysis.coefficients import Coefficient, cohen_kappa, krippendorff_alpha, light_kappa
from qualcode.analysis.corpus import Corpus, corpus
from qualcode.analysis.evaluated import (
    BLIND,
    LEAST_CODINGS,
    LEAST_DOCUMENTS,
    PER_TURN,
    SAYS_YES,
    UNKNOWN,
    CodeGrade,
    Curve,
    Evaluation,
    FoldThreshold,
    Graded,
    Step,
    as_float,
)
from qualcode.analysis.grading import DEFAULT_SEED
from qualcode.analysis.selection import coder_names
from qualcode.core.asked import asked_number, asked_texts
from qualcode.core.records import BLIND as BLIND_WORDS
from qualcode.core.records import CONSENSUS, ORIGINS
from qualcode.core.watch import Watch, unwatched
from qualcode.errors import TableError, UsageError, counted, listing
from qualcode.review.learning import material
from qualcode.store import Study, state
from qualcode.suggest import combined, vectors
from qualcode.suggest.material import Material

FOLDS_MOST = 10
CURVE_DRAWS = 6
MORE = 5  # documents: what the curve is asked about
_FROM_SUGGESTIONS = [ORIGINS.index("accepted"), ORIGINS.index("revised")]
_SAID = {"yes": 1, "no": 0, "unknown": -1}
_UNREAD = -2
_MANY = 5000  # segments
_KINDS = {BLIND: 1, UNKNOWN: -1}


def evaluate(
    study: Study,
    *,
    codes: Collection[str] | str | None = None,
    engines: Sequence[str] | str | None = None,
    coders: str = "record",
    precision: float = 0.8,
    folds: int | None = None,
    seed: int = DEFAULT_SEED,
    curve: bool = True,
    draws: int = CURVE_DRAWS,
    embeddings: bool | None = None,
    watch: Watch = unwatched,
) -> Evaluation:
    """Fit the suggester on all documents but some, try it on these, and go on until each was left out.

    codes: ids to grade, all of them unless given; learning always uses all. engines: names, the default
    combination unless given. coders: whose codings it learns from, as in tables: "record", "any" or a name;
    a name is also whose codings grade it. Otherwise these are, in each document and for each code, those of
    the coder of record where blind, else of another person who read it blind. precision: that the
    threshold is set for. folds: parts of the documents, 10 or as many as there are documents; seed: of
    the parts and all draws. curve: whether to learn from ever more documents too; draws: how often.
    embeddings: whether sentence vectors are used, None = where they are available, as for suggestions; patterns
    alone have no use for them.

    Raises UsageError for an option out of range or vectors that were asked for and cannot be made, TableError where fewer than two documents have codings
    that can grade, and where no document teaches, as when several coders read all and none is of record.
    """
    if coders not in ("record", "any") and coders not in (known := coder_names(corpus(study))):
        raise UsageError(
            "coders", f"{coders!r}", f"record, any, or one of {listing(known) or 'none yet'}"
        )
    chosen = _engines(engines)
    if embeddings is not None and not isinstance(embeddings, bool):
        raise UsageError("embeddings", f"{embeddings!r}", "True, False or None")
    useful = bool({combined.LEARNED, combined.DEFINITIONS} & set(chosen))
    used = useful and vectors.in_use(embeddings)
    taught = material(study, coders=coders, embeddings=used, watch=watch)
    asked = _asked(taught, codes)
    if (
        isinstance(precision, bool)
        or not isinstance(precision, int | float)
        or not 0 < precision < 1
    ):
        raise UsageError("precision", f"{precision!r}", "more than 0, less than 1: 0.8")
    asked_number("draws", draws, 2)
    reference = _reference(study, taught, coders)
    parts = _parts(study, reference, folds, asked_number("seed", seed))
    if not _learnable(taught).any():
        raise TableError(
            study.path.name, "; ".join(["nothing to learn from", *taught.notes]), "",
            "Name the primary coder (qualcode progress primary), or say whose codings teach: --coders any",
        )  # fmt: skip
    fit = _fitter(taught, chosen, seed)
    with _few_threads(len(taught)):
        scores, thresholds = _left_out(taught, reference, parts, fit, precision, watch)
        blind, unknown = (_graded(taught, reference, kind, scores, asked, seed) for kind in _KINDS)
        main = blind if blind.graded or not unknown.graded else unknown
        course = _curve(taught, reference, scores, main, fit, seed, draws, watch) if curve else None
    counts = (reference.aside & taught.coded).sum(axis=0).tolist()
    return Evaluation(
        blind=blind,
        unknown=unknown,
        set_aside={code: counts[taught.place[code]] for code in asked},
        unread=int((taught.open & ~taught.considered.any(axis=1) & ~reference.read).sum()),
        thresholds=thresholds,
        curve=course,
        engines=chosen,
        coders=coders,
        taught=len(np.unique(taught.group[_learnable(taught)])),
        precision=float(precision),
        folds=len(parts),
        seed=seed,
        asked=None if codes is None else tuple(asked),
        stands_for={theme: sorted(own) for theme, own in scores.stands_for.items()},
        vectors=used,
        why_no_vectors=_why_no_vectors(used, useful, embeddings),
        notes=[*taught.notes, *_kept_back(study)],
    )


def _why_no_vectors(used: bool, useful: bool, embeddings: bool | None) -> str:
    if used:
        return ""
    if not useful:
        return "patterns have no use for them"
    return "they were not wanted" if embeddings is False else vectors.available() or ""


def _kept_back(study: Study) -> list[str]:
    """What is said of audit samples that learning leaves out."""
    turns = sum(len(each) for each in reserved(study).values())
    said = "of blind audit samples, which are kept from learning, are neither learned from nor graded on"
    return [f"{counted(turns, 'turn')} {said}"] if turns else []


def _few_threads(segments: int) -> AbstractContextManager[Any]:
    """One thread for the algebra of small studies: dozens of small fits wait longer for each other's
    threads than they compute, many times longer where the machine is busy."""
    if segments > _MANY:
        return nullcontext()
    from threadpoolctl import threadpool_limits

    return threadpool_limits(1, user_api="blas")


def _asked(taught: Material, codes: Collection[str] | str | None) -> list[str]:
    if codes is None:
        return list(taught.codes)
    names = asked_texts("codes", codes, "ids of codes")
    for name in names:
        if name not in taught.place:
            book = taught.codebook
            near = listing(book.close_to(name)) if name not in book else "it codes nothing itself"
            raise UsageError("code", f"{name!r} is no code that can be applied", near)
    wanted = set(names)
    return [code for code in taught.codes if code in wanted]


def _engines(engines: Sequence[str] | str | None) -> tuple[str, ...]:
    if engines is None:
        return combined.OWN
    names = asked_texts("engines", engines, listing(combined.OWN))
    if unknown := [name for name in names if name not in combined.OWN]:
        raise UsageError("engine", f"{unknown[0]!r}", listing(combined.OWN))
    if not names:
        raise UsageError("engines", "none given", listing(combined.OWN))
    return tuple(name for name in combined.OWN if name in names)


# -- what people said --------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class _Reading:
    """What one person read and coded: n × k each, of open segments. blind: 1 yes, 0 no, -1 unknown."""

    considered: NDArray[np.bool_]
    coded: NDArray[np.bool_]
    blind: NDArray[np.int8]


@dataclass(frozen=True, eq=False)
class _Reference:
    """What grades: n × k each. kind: 1 blind, -1 unknown, 0 grades nothing. coded: the reference's
    answer. who: position in `people` of whose answer it is, -1 nobody. aside: read by somebody, but not
    so that it can grade. read: n, read by anybody for anything."""

    people: list[str]
    readings: list[_Reading]
    kind: NDArray[np.int8]
    coded: NDArray[np.bool_]
    who: NDArray[np.int8]
    aside: NDArray[np.bool_]

    @property
    def read(self) -> NDArray[np.bool_]:
        return np.asarray(np.any([each.considered.any(axis=1) for each in self.readings], axis=0))


def _reference(study: Study, taught: Material, coders: str) -> _Reference:
    own = corpus(study)
    names = [coders] if coders not in ("record", "any") else coder_names(own)
    readings = {}
    for name in names if coders in ("record", "any") else coder_names(own):
        made = material(study, coders=name, embeddings=False)
        considered = made.considered & made.open[:, None]
        readings[name] = _Reading(considered, made.coded & considered, _blindness(own, made, name))
    people = list(readings)
    first = _of_record(own) if coders == "record" else {}
    shape = taught.considered.shape
    kind, who = np.zeros(shape, np.int8), np.full(shape, -1, np.int8)
    coded = np.zeros(shape, np.bool_)
    # The person of record first, then who read most of it blind; a consensus only where it is of record.
    others = [name for name in names if name != CONSENSUS]
    others.sort(key=lambda name: (-int((readings[name].blind == 1).sum()), name))
    chosen = [first.get(document, "") for document in range(len(own.versions))]
    of_record = np.array([people.index(name) if name in people else -1 for name in chosen])
    turns = [(at, of_record[taught.group] == at) for at in range(len(people))]
    turns += [(people.index(name), np.ones(len(taught), np.bool_)) for name in others]
    for said in (1, -1):
        for at, where in turns:
            each = readings[people[at]]
            fits = each.considered & (each.blind == said) & (kind == 0) & where[:, None]
            kind[fits], who[fits], coded[fits] = said, at, each.coded[fits]
    read = np.any([each.considered for each in readings.values()], axis=0)
    return _Reference(people, list(readings.values()), kind, coded, who, read & (kind == 0))


def _of_record(own: Corpus) -> dict[int, str]:
    """Document -> the person (or the consensus) whose reading is that of record, as tables choose."""
    passes: dict[int, set[str]] = {}
    place = {document: at for at, document in enumerate(own.documents)}
    for each in state.current_passes(own.study):
        if each.turns is None:
            passes.setdefault(place[each.document], set()).add(each.coder)
    if not state.passes(own.study):
        for document, coder in zip(own.codings.document, own.codings.coder, strict=True):
            passes.setdefault(int(document), set()).add(own.codings.coders[int(coder)])
    primary = state.setting(own.study, "primary")
    found = {}
    for document, coders in passes.items():
        if CONSENSUS in coders:
            found[document] = CONSENSUS
        elif primary in coders:
            found[document] = str(primary)
        elif len(coders) == 1:
            found[document] = next(iter(coders))
    return found


def _blindness(own: Corpus, made: Material, person: str) -> NDArray[np.int8]:
    """n × k: how blind one person's answers are, 1 yes, 0 no, -1 unknown (also where there are none).

    As blind as the pass over the segment, of several the least blind one; a coding of a segment as blind as
    itself, and what was accepted or revised is not, unless the person coded the same segment without help
    as well. Decisions on suggestions of a code, and codings made with such things in sight, before the
    document was passed take its blindness from all its segments, whatever the pass says; what is decided
    after a blind pass leaves the answers of that pass as they were.
    """
    blind = np.full(made.considered.shape, _UNREAD, np.int8)
    units, place = units_of(own, "segment"), {d: at for at, d in enumerate(own.documents)}
    for each in state.current_passes(own.study):
        if each.coder != person:
            continue
        inside = made.group == place[each.document]
        if each.turns is not None:
            wanted = set(each.turns)
            numbers = [own.turn_number[turn] for turn in units.turn.tolist()]
            inside &= np.array([number in wanted for number in numbers])
        rows = np.flatnonzero(inside)
        columns = np.array([made.place[c] for c in each.codes if c in made.place], np.int64)
        grid = np.ix_(rows, columns)
        blind[grid] = _least(blind[grid], np.int8(_SAID[each.blind]))
    codings = own.codings
    column = np.array([made.place.get(code, -1) for code in codings.codes] or [-1])
    mine = np.zeros(len(codings), np.bool_)
    if person in codings.coders:
        mine = codings.coder == codings.coders.index(person)
    said = np.array([_SAID[word] for word in BLIND_WORDS], np.int8)[codings.blind]
    said = np.where(np.isin(codings.origin, _FROM_SUGGESTIONS), 0, said)
    for value in (-1, 0, 1):  # the most blind last: with it the answer stands by itself
        rows = np.flatnonzero(mine & (said == value))
        rows = rows[(column[codings.code[rows]] >= 0) & ~own.on_whole_document(rows)]
        stretch, touched = units.touched(codings.start[rows], codings.end[rows])
        blind[units.range_unit[touched], column[codings.code[rows[stretch]]]] = value
    for document, at in _seen_before(own, made, person, mine & (said == 0), column):
        blind[made.group == document, at] = 0
    return np.where(blind == _UNREAD, -1, blind).astype(np.int8)


def _least(known: NDArray[np.int8], said: np.int8) -> NDArray[np.int8]:
    """The less blind of two: no, else unknown, else yes; the second where nothing was known."""
    rank = np.array([3, 1, 0, 2], np.int8)  # of -2 (nothing known), -1, 0, 1: the least stays
    return np.where(rank[known + 2] <= rank[int(said) + 2], known, said)


def _seen_before(
    own: Corpus, made: Material, person: str, seen: NDArray[np.bool_], column: NDArray
) -> set[tuple[int, int]]:
    """(document, column) where a person had decided on suggestions, or coded with them in sight, before
    passing the document. seen: mask of such codings. column: of the codings' codes."""
    study, names = own.study, own.study.names()
    place = {version.n: at for at, version in enumerate(own.versions)}
    where = {document: at for at, document in enumerate(own.documents)}
    passed: dict[int, int] = {}
    for version, coder, act in study.rows(
        "SELECT version, coder, added FROM pass WHERE ended IS NULL"
    ):
        if names[coder] == person and version in place:
            passed[place[version]] = max(act, passed.get(place[version], 0))
    found = set()
    if seen.any():
        added = dict(study.rows("SELECT n, added FROM coding"))
        for row in np.flatnonzero(seen).tolist():
            document, at = int(own.codings.document[row]), int(column[own.codings.code[row]])
            if at >= 0 and added[int(own.codings.number[row])] <= passed.get(document, 0):
                found.add((document, at))
    known = state.all_versions(study)
    for version, coder, code, act in study.rows(
        "SELECT s.version, d.coder, s.code, d.added FROM decision d JOIN suggestion s"
        " USING (suggestion_id)"
    ):
        document = where.get(known[version].document, -1)
        now = own.book.successor(names[code])
        if (
            names[coder] == person
            and now is not None
            and now in made.place
            and act <= passed.get(document, 0)
        ):
            found.add((document, made.place[now]))
    return found


# -- parts and fits ----------------------------------------------------------------------------------------


def _parts(
    study: Study, reference: _Reference, folds: int | None, seed: int
) -> list[NDArray[np.int64]]:
    """The documents that grade, in parts drawn at random."""
    own = corpus(study)
    group = units_of(own, "segment").turn
    document = own.turn_document[group]
    documents = np.unique(document[(reference.kind != 0).any(axis=1)])
    if len(documents) < LEAST_DOCUMENTS:
        aside = np.unique(document[reference.aside.any(axis=1)])
        found = f"{counted(len(documents), 'document')} with a pass that can grade suggestions"
        if len(aside):
            found += f"; {len(aside)} more passed with suggestions or others' work in sight"
        raise TableError(
            study.path.name, found, f"at least {LEAST_DOCUMENTS} documents, coded without sight of suggestions",
            "Code and complete further documents before looking at suggestions:"
            " qualcode progress complete --blind yes",
        )  # fmt: skip
    number = min(FOLDS_MOST, len(documents)) if folds is None else asked_number("folds", folds)
    if not 2 <= number <= len(documents):
        raise UsageError(
            "folds", f"{number}", f"2 to {len(documents)}, the documents that can grade suggestions"
        )
    drawn = np.random.default_rng(seed).permutation(documents)
    return [np.sort(drawn[at::number]) for at in range(number)]


Fit = Callable[[NDArray[np.bool_]], Any]


def _learnable(taught: Material) -> NDArray[np.bool_]:
    return np.asarray(taught.considered.any(axis=1))


def _fitter(taught: Material, engines: tuple[str, ...], seed: int) -> Fit:
    """Fits on some documents (a mask of segments): of them only what people have read."""

    def fit(inside: NDArray[np.bool_]) -> Any:
        rows = np.flatnonzero(inside & _learnable(taught))
        return combined.fit(taught, rows, engines=engines, seed=seed)

    return fit


def _placed(values: NDArray, fitted: Any, taught: Material) -> NDArray[np.float64]:
    """Columns of a fit in the order of the material's codes; nan for codes that it does not know."""
    result = np.full((len(values), len(taught.codes)), np.nan)
    for at, code in enumerate(fitted.codes):
        if code in taught.place:
            result[:, taught.place[code]] = values[:, at]
    return result


@dataclass(frozen=True, eq=False)
class _Scores:
    """Of every segment by a fit that had not seen its document, n × k each, nan where nothing was said:
    probabilities, ranks, and whether it was shown at the fold's threshold. targets: what the reference
    says; a theme that stood for codes too fine to be learned has their codings too. instead: code ->
    the theme that was suggested in its place in most of the fits. stands_for: theme -> such codes;
    joined: column of a theme -> columns of such codes, with the segments of the fold."""

    probability: NDArray[np.float64]
    rank: NDArray[np.float64]
    shown: NDArray[np.bool_]
    targets: NDArray[np.bool_]
    instead: dict[str, str]
    stands_for: dict[str, set[str]]
    joined: dict[int, list[tuple[int, NDArray[np.int64]]]]


def _left_out(
    taught: Material,
    reference: _Reference,
    parts: Sequence[NDArray],
    fit: Fit,
    precision: float,
    watch: Watch,
) -> tuple[_Scores, list[FoldThreshold]]:
    shape = taught.considered.shape
    probability, rank = np.full(shape, np.nan), np.full(shape, np.nan)
    shown, thresholds = np.zeros(shape, np.bool_), []
    targets, fine = reference.coded.copy(), Counter[tuple[str, str]]()
    stands_for: dict[str, set[str]] = {}
    joined: dict[int, list[tuple[int, NDArray[np.int64]]]] = {}
    for part in watch(parts, "learn from all documents but some"):
        outside = np.isin(taught.group, part)
        names = tuple(taught.documents[at].document for at in part.tolist())
        if not (_learnable(taught) & ~outside).any():
            thresholds.append(FoldThreshold(names, None, "nothing to learn from"))
            continue
        fitted = fit(~outside)
        rows = np.flatnonzero(outside & (reference.kind != 0).any(axis=1))
        probability[rows] = _placed(fitted.scores(rows), fitted, taught)
        rank[rows] = _placed(fitted.rank(rows), fitted, taught)
        bound = fitted.threshold(precision)
        thresholds.append(FoldThreshold(names, bound.value, bound.reason))
        if bound.value is not None:
            shown[rows] = np.nan_to_num(probability[rows], nan=-1.0) >= bound.value
        for code, theme in fitted.fine.items():
            if theme is not None:
                own, at = taught.place[code], taught.place[theme]
                fine[code, theme] += 1
                stands_for.setdefault(theme, set()).add(code)
                joined.setdefault(at, []).append((own, rows))
                shown[rows, own] = False
                read = (reference.kind[rows, own] != 0) & (reference.kind[rows, at] != 0)
                targets[rows, at] |= reference.coded[rows, own] & read
    instead = {code: theme for (code, theme), n in fine.items() if 2 * n > len(parts)}
    return _Scores(probability, rank, shown, targets, instead, stands_for, joined), thresholds


# -- grades ------------------------------------------------------------------------------------------------


def _graded(
    taught: Material,
    reference: _Reference,
    kind: str,
    scores: _Scores,
    asked: Sequence[str],
    seed: int,
) -> Graded:
    cells = reference.kind == _KINDS[kind]
    columns = np.array([taught.place[code] for code in asked], np.int64)
    reasons = {
        code: _reason(taught, reference, cells, scores, taught.place[code], kind) for code in asked
    }
    good = np.array([at for at in columns if not reasons[taught.codes[at]]], np.int64)
    usable = np.zeros(cells.shape, np.bool_)
    usable[:, good] = cells[:, good]
    rows = np.flatnonzero(usable.any(axis=1))
    inside = usable[rows][:, good]
    targets = (scores.targets & usable)[rows][:, good]
    order = np.where(inside, as_float(scores.rank[rows][:, good]), -np.inf)
    chances = np.where(inside, as_float(scores.probability[rows][:, good]), -np.inf)
    # Those looked at first, one per segment on average.
    looked = np.zeros(inside.shape, np.bool_)
    offered = np.flatnonzero(np.isfinite(chances).reshape(-1))
    first = offered[np.argsort(-chances.reshape(-1)[offered], kind="stable")][: len(rows)]
    looked.reshape(-1)[first] = True
    grades = []
    for code in asked:
        at = taught.place[code]
        mine = np.flatnonzero(cells[:, at])
        truth = scores.targets[mine, at]
        facts = (
            code,
            int(truth.sum()),
            len(np.unique(taught.group[mine][truth])),
            len(mine),
            reasons[code],
        )
        if reasons[code]:
            grades.append(CodeGrade(*facts))
            continue
        inner = int(np.flatnonzero(good == at)[0])
        top = looked[:, inner]
        grades.append(
            CodeGrade(
                *facts,
                chance=float(truth.mean()),
                average_precision=grading.average_precision(truth, as_float(scores.rank[mine, at])),
                shown=grading.at_threshold(truth, scores.shown[mine, at]),
                own=int(reference.coded[mine, at].sum()) if code in scores.stands_for else None,
                looked=int(top.sum()),
                top=grading.calibration(targets[top, inner], chances[top, inner], seed=seed),
                saved=grading.work_saved(truth, as_float(scores.rank[mine, at])),
                **_agreement(reference, scores, mine, at, truth),
            )
        )
    means: dict[str, Any] = {}
    if len(good):
        done = [each for each in grades if not each.reason]
        for name in ("average_precision", "chance", "saved"):
            means[name] = float(np.mean([getattr(each, name) for each in done]))
        means["codings"] = int(targets.sum())
        means["found"] = {k: grading.found_after(targets, order, k * len(rows)) for k in PER_TURN}
        means["shown"] = grading.at_threshold(targets, scores.shown[rows][:, good] & inside)
        means["top"] = grading.calibration(targets[looked], chances[looked], seed=seed)
    some = rows if len(good) else np.flatnonzero(cells.any(axis=1))
    return Graded(
        kind,
        grades,
        [taught.documents[at].document for at in np.unique(taught.group[some]).tolist()],
        len(some),
        _people(taught, reference, cells),
        others=_others(reference, usable if len(good) else cells),
        **means,
    )


def _reason(
    taught: Material,
    reference: _Reference,
    cells: NDArray[np.bool_],
    scores: _Scores,
    at: int,
    kind: str,
) -> str:
    """Why a code cannot be graded, "" where it can."""
    mine = np.flatnonzero(cells[:, at])
    truth = scores.targets[mine, at]
    how = "made blind" if kind == BLIND else "of unknown blindness"
    if not len(mine):
        if not (reference.kind[:, at] != 0).any() and not reference.aside[:, at].any():
            return "nobody has read a document for it"
        return f"no document was read for it in a pass {'that was blind' if kind == BLIND else how}"
    number = int(truth.sum())
    if theme := scores.instead.get(taught.codes[at]):
        return f"too few codings to be learned: its theme {theme} is suggested in its place"
    if number < LEAST_CODINGS:
        aside = int((reference.aside[:, at] & taught.coded[:, at]).sum())
        more = f"; {aside} that came from suggestions or with them in sight" if aside else ""
        return f"{counted(number, 'coding') if number else 'no coding'} {how}{more}"
    if len(np.unique(taught.group[mine][truth])) < LEAST_DOCUMENTS:
        return "all its codings are in one document: nothing to learn from outside it"
    if truth.all():
        return "every segment has it: nothing to tell apart"
    if np.isnan(scores.rank[mine, at]).all():
        return "the program makes no suggestions for it"
    return ""


def _people(taught: Material, reference: _Reference, cells: NDArray[np.bool_]) -> dict[str, int]:
    found = {}
    for at, name in enumerate(reference.people):
        rows = ((reference.who == at) & cells).any(axis=1)
        if rows.any():
            found[name] = len(np.unique(taught.group[rows]))
    return found


def _others(reference: _Reference, cells: NDArray[np.bool_]) -> dict[str, bool]:
    """People besides the reference who read some of it -> whether all they answered there was blind."""
    found = {}
    for at, (name, each) in enumerate(zip(reference.people, reference.readings, strict=True)):
        both = cells & each.considered & (reference.who != at)
        if name != CONSENSUS and both.any():
            found[name] = bool((each.blind[both] == 1).all())
    return found


def _agreement(
    reference: _Reference, scores: _Scores, mine: NDArray, at: int, truth: NDArray
) -> dict[str, Any]:
    """The program with the reference, and people with each other on what two of them read."""
    probability = scores.probability[mine, at]
    known = ~np.isnan(probability)
    says = np.nan_to_num(probability, nan=0.0) >= SAYS_YES
    people = np.full((len(mine), len(reference.people)), -1, np.int64)
    for person, (name, each) in enumerate(zip(reference.people, reference.readings, strict=True)):
        if name != CONSENSUS:
            given = each.coded[:, at].copy()
            for own, rows in scores.joined.get(at, ()):
                given[rows] |= each.coded[rows, own]
            read = each.considered[mine, at]
            people[read, person] = given[mine][read]
    both = (people >= 0).sum(axis=1) >= 2
    found: dict[str, Any] = {
        "kappa": _kappa(np.column_stack([truth, says])[known]),
        "alpha": _alpha(np.column_stack([truth, says])[known]),
        "people_segments": int(both.sum()),
    }
    if both.any():
        readers = people[both][:, (people[both] >= 0).any(axis=0)]
        found["people_kappa"] = _kappa(readers)
        found["people_alpha"] = _alpha(readers)
        if (known & both).any():
            found["program_kappa"] = _kappa(np.column_stack([truth, says])[known & both])
    return found


def _frame(values: NDArray) -> Any:
    """Answers as the coefficients take them: None where a person did not read the segment."""
    import pandas as pd

    words = np.array(["no", "yes", None], dtype=object)[values.astype(np.int64)]
    return pd.DataFrame(words, columns=[str(at) for at in range(values.shape[1])], dtype=object)


def _kappa(values: NDArray) -> Coefficient:
    """Cohen's kappa of two; of more the mean over their pairs (Light)."""
    function = cohen_kappa if values.shape[1] == 2 else light_kappa
    return function(_frame(values), categories=["no", "yes"], interval=None)


def _alpha(values: NDArray) -> Coefficient:
    return krippendorff_alpha(_frame(values), categories=["no", "yes"], interval=None)


# -- the learning curve ------------------------------------------------------------------------------------


def _curve(
    taught: Material,
    reference: _Reference,
    scores: _Scores,
    main: Graded,
    fit: Fit,
    seed: int,
    draws: int,
    watch: Watch,
) -> Curve | None:
    """Learn from 1, 2, 4 … documents and try on others that stay the same throughout a draw.

    What is to be found is what the grades are held against: a theme that stands there for codes too fine to
    be learned has their codings here, at every step the same, though fewer documents leave more codes too
    fine. Else the steps would be about different things.
    """
    if not main.graded:
        return None
    columns = np.array([taught.place[each.code] for each in main.graded], np.int64)
    cells = (reference.kind == _KINDS[main.kind])[:, columns]
    grading_documents = np.unique(taught.group[cells.any(axis=1)])
    teaching = np.unique(taught.group[_learnable(taught)])
    parts = min(3, len(grading_documents))
    chance = np.random.default_rng([seed, 1])
    plans: list[tuple[NDArray, NDArray]] = []
    while len(plans) < draws:
        order = chance.permutation(grading_documents)
        for part in range(parts):
            test = order[part::parts]
            plans.append((test, chance.permutation(np.setdiff1d(teaching, test))))
    plans = plans[:draws]
    most = min(len(rest) for _, rest in plans)
    if not most:
        return None
    sizes = [2**power for power in range(20) if 2**power < most]
    sizes.append(most)
    width = len(taught.documents)
    hits, cases = np.zeros((draws, len(sizes), width)), np.zeros((draws, len(sizes), width))
    precision = np.full((draws, len(sizes)), np.nan)
    todo = [(draw, step) for draw in range(draws) for step in range(len(sizes))]
    for draw, step in watch(todo, "learn from more and more documents"):
        test, rest = plans[draw]
        fitted = fit(np.isin(taught.group, rest[: sizes[step]]))
        rows = np.flatnonzero(np.isin(taught.group, test) & cells.any(axis=1))
        inside = cells[rows]
        targets = scores.targets[rows][:, columns] & inside
        ranks = _placed(fitted.rank(rows), fitted, taught)[:, columns]
        order = np.where(inside, as_float(ranks), -np.inf)
        first = grading.first(order.reshape(-1), len(rows)).reshape(order.shape)
        where = taught.group[rows]
        hits[draw, step] = np.bincount(where, (first * targets).sum(axis=1), minlength=width)
        cases[draw, step] = np.bincount(where, targets.sum(axis=1), minlength=width)
        each = [
            grading.average_precision(targets[own, at], order[own, at])
            for at in range(len(columns))
            if (own := inside[:, at]).any()
        ]
        known = [value for value in each if value is not None]
        if known:
            precision[draw, step] = np.mean(known)
    total = cases.sum(axis=2)
    shares = np.where(total > 0, hits.sum(axis=2) / np.maximum(total, 1), np.nan)
    now = len(teaching)
    return Curve(
        steps=[
            Step(
                size,
                grading.mean_and_range(precision[:, step]),
                grading.mean_and_range(shares[:, step]),
            )
            for step, size in enumerate(sizes)
        ],
        now=now,
        more=MORE,
        gain=grading.gain(np.array(sizes), hits, cases, now, MORE),
        draws=draws,
        tested=(min(len(test) for test, _ in plans), max(len(test) for test, _ in plans)),
        codes=len(columns),
        kind=main.kind,
    )
