"""The suggesters there are: the project's own, and those that installed packages bring."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from importlib.metadata import EntryPoint, entry_points
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qualcode.core.text import overlap_by_half
from qualcode.errors import UsageError, listing, one_line
from qualcode.suggest import Refused, Suggester
from qualcode.suggest.combined import DEFINITIONS, LEARNED, NAME, OWN, PATTERNS, Fitted, fit
from qualcode.suggest.material import Material
from qualcode.suggest.patterns import PatternSuggester
from qualcode.suggest.run import Run

GROUP = "qualcode.suggesters"
PRECISION = 0.8
# Without anything coded a segment is worth showing for the codebook's words where it is this many standard
# deviations more alike than segments are on average; and the few most alike of every code from this on.
ALIKE, ALIKE_FEW, FEW = 3.0, 1.0, 5


class Combined:
    """The project's own engines together; see `proposals`."""

    def __init__(self, engines: Collection[str] = OWN, precision: float = PRECISION) -> None:
        self.engines = tuple(each for each in OWN if each in set(engines))
        self.precision = precision
        self.name = self.engines[0] if len(self.engines) == 1 else NAME

    def suggest(
        self,
        material: Material,
        *,
        codes: Collection[str] | None = None,
        skip: Iterable[Refused] = (),
    ) -> Run:
        fitted = fit(material, engines=self.engines)
        return proposals(fitted, self.name, precision=self.precision, skip=skip, codes=codes)


class LearnedSuggester(Combined):
    """What was learned from passed documents alone."""

    def __init__(self) -> None:
        super().__init__((LEARNED,))


class DefinitionsSuggester(Combined):
    """The codebook's words alone."""

    def __init__(self) -> None:
        super().__init__((DEFINITIONS,))


_OWN: dict[str, Callable[[], Suggester]] = {
    PATTERNS: PatternSuggester,
    LEARNED: LearnedSuggester,
    DEFINITIONS: DefinitionsSuggester,
}


# -- what is installed --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Broken:
    """An engine that an installed package names and that cannot be used. why: one line."""

    name: str
    why: str

    def __str__(self) -> str:
        return f"{self.name}: {self.why}"


def names() -> list[str]:
    """Names of all engines: the project's own first, then those of installed packages."""
    return [*OWN, *sorted(_foreign())]


def _foreign() -> dict[str, EntryPoint]:
    return {each.name: each for each in entry_points(group=GROUP) if each.name not in OWN}


def load(name: str) -> Suggester:
    """An engine, made. Raises UsageError, in one line, for a name that nobody brings and for one that
    cannot be loaded. A name of the project's own is never another package's."""
    if name in _OWN:
        return _OWN[name]()
    found = _foreign().get(name)
    if found is None:
        raise UsageError("engine", f"{name!r}", listing(names()))
    brings = found.dist.name if found.dist is not None else found.value
    try:
        made = found.load()()
    except Exception as error:  # whatever a foreign package does wrong
        raise UsageError(
            f"engine {name}",
            f"cannot be loaded: {_said(error)}",
            "",
            f"Ask the authors of {brings}, or remove it",
        ) from None
    if not callable(getattr(made, "suggest", None)) or not isinstance(
        getattr(made, "name", None), str
    ):
        raise UsageError(
            f"engine {name}",
            f"{found.value} of {brings} is no suggester",
            "a class with a name and a method suggest, see qualcode.suggest.Suggester",
        )
    if made.name in (*OWN, NAME):
        raise UsageError(
            f"engine {name}",
            f"{found.value} of {brings} calls itself {made.name!r}",
            "another name than those of the project's own engines",
        )
    return made


def run_foreign(
    suggester: Suggester,
    material: Material,
    *,
    codes: Collection[str] | None,
    skip: Sequence[Refused],
) -> Run:
    """What a foreign engine proposes, checked. Raises UsageError in one line, with the engine's name, for
    whatever goes wrong in it. It reads the material and cannot change it."""
    try:
        run = suggester.suggest(_to_be_read(material), codes=codes, skip=skip)
    except (Exception, SystemExit) as error:  # whatever a foreign package does wrong
        raise UsageError(f"engine {suggester.name}", f"failed: {_said(error)}") from None
    try:
        fault = _fault(run, material, suggester.name, codes)
    except Exception as error:
        fault = f"answered with a Run that cannot be read: {_said(error)}"
    if fault:
        raise UsageError(f"engine {suggester.name}", fault, "see qualcode.suggest.Suggester")
    return run


def _to_be_read(material: Material) -> Material:
    """The same, with arrays that cannot be written to."""

    def closed(array: NDArray) -> NDArray:
        view = array.view()
        view.flags.writeable = False
        return view

    given = {each.name: getattr(material, each.name) for each in fields(material)}
    arrays: dict[str, Any] = {
        name: closed(value) for name, value in given.items() if isinstance(value, np.ndarray)
    }
    return replace(material, **arrays)


def _said(error: BaseException) -> str:
    return one_line(f"{type(error).__name__}: {error}")[:300]


def _fault(run: object, material: Material, engine: str, codes: Collection[str] | None) -> str:
    """What is wrong with an answer, in a clause; "" = nothing."""
    if not isinstance(run, Run):
        return f"answered with {type(run).__name__}, not with a Run"
    if run.engine != engine:
        return f"answered in the name of {run.engine!r}"
    if uneven := _uneven(run):
        return uneven
    known = {each.document: each for each in material.documents}
    for document, version in zip(run.documents, run.versions, strict=True):
        if document not in known or known[document].version != version:
            return f"proposed for {document!r}, which is no document of this text"
    if other := sorted(set(run.codes) - set(material.codes)):
        return f"proposed {listing(map(repr, other))}: no code that can be applied"
    said = {run.codes[at] for at in np.unique(run.code).tolist()}
    if codes is not None and (other := sorted(said - set(codes))):
        return f"proposed {listing(map(repr, other))}, which nobody asked it for"
    owner = np.repeat(np.arange(len(run)), np.diff(run.evidence_from))
    for number, document in enumerate(run.documents):
        here, length = run.document == number, len(known[document].text)
        why = run.document[owner] == number
        for what, start, end in (
            ("proposed a range", run.start[here], run.end[here]),
            ("gave as evidence a range", run.evidence_start[why], run.evidence_end[why]),
        ):
            if len(start) and (start.min() < 0 or end.max() > length or (start >= end).any()):
                return f"{what} outside the text of {document}"
    if np.isnan(np.asarray(run.rank_score, float)).any():
        return "gave a rank_score that is no number"
    for what, values in (("score", run.score), ("rank_score", run.rank_score)):
        if values is not None:
            given = np.asarray(values, float)
            given = given[~np.isnan(given)]
            if len(given) and (given.min() < 0 or given.max() > 1):
                return f"gave a {what} outside 0 to 1"
    if not all(isinstance(each, str) for each in (*run.reasons, *run.notes, *run.held)):
        return "gave a reason or a note that is no text"
    return ""


def _uneven(run: Run) -> str:
    """Whether the columns of a run fit together."""
    n, m = len(run.start), len(run.evidence_start)
    columns = {"document": n, "start": n, "end": n, "code": n, "rank_score": n}
    columns |= {"evidence_from": n + 1, "evidence_start": m, "evidence_end": m}
    columns |= {"evidence_reason": m} | ({} if run.score is None else {"score": n})
    for name, length in columns.items():
        values = getattr(run, name)
        if not isinstance(values, np.ndarray):
            return f"gave {name} that is no array"
        if values.shape != (length,):
            return f"gave {values.size:,} values of {name} where {length:,} belong"
        if values.size and name not in ("score", "rank_score") and values.dtype.kind not in "iu":
            return f"gave {name} that are no integers"
    bounds = run.evidence_from
    if bounds[0] != 0 or bounds[-1] != m or (np.diff(bounds) < 0).any():
        return "gave evidence_from that does not go from 0 up to the number of its evidence"
    for name, most in (
        ("document", len(run.documents)),
        ("code", len(run.codes)),
        ("evidence_reason", len(run.reasons)),
    ):
        values = getattr(run, name)
        if len(values) and (values.min() < 0 or values.max() >= most):
            return f"gave a number of {name} that stands for none"
    return ""


# -- proposals ----------------------------------------------------------------------------------------


def proposals(
    fitted: Fitted,
    engine: str = NAME,
    *,
    precision: float = PRECISION,
    skip: Iterable[Refused] = (),
    taken: NDArray[np.bool_] | None = None,
    codes: Collection[str] | None = None,
) -> Run:
    """What is worth showing of what was fitted, with evidence.

    Codes are proposed where nobody has read the segment for them. With a probability: what reaches the
    threshold for `precision`; where documents left out cannot support one, only what patterns hit, since
    these are the codebook's own rules. Of the first suggestions, one for each segment on average, those
    that are held back are counted by code in Run.held, and Run.why says why. precision 0 shows
    these first suggestions, however likely. Without a probability: what patterns hit, and what is much
    like a codebook's entry, at most one for each segment on average.
    A code that is too fine is proposed where a pattern hits; otherwise its theme is. skip: refused
    ranges. taken: n × k of the fitted codes, segments that carry a coding already. codes: only these.
    """
    material = fitted.material
    columns = fitted.columns
    free = material.open[:, None] & ~material.considered[:, columns]
    if taken is not None:
        free &= ~taken
    if codes is not None:
        free &= np.array([code in set(codes) for code in fitted.codes], np.bool_)
    _refuse(free, fitted, skip)
    hit = np.zeros(free.shape, np.bool_)
    if fitted.hits is not None:
        hit = fitted.hits.rank[:, columns] > 0
    usable = free & (fitted.shown | hit)
    chance, order = fitted.probabilities, fitted.order
    known = usable & ~np.isnan(chance)
    most = int((free.any(axis=1)).sum())
    first = _first(np.where(known, order, -1.0), known, most)
    held: dict[str, int] = {}
    why = ""
    if not fitted.parts:
        # Only a pattern's record can speak here: it says how likely, and hides nothing.
        shown = known & hit
    elif precision <= 0:
        shown = first
    else:
        bound = fitted.threshold(precision)
        shown = known & (hit if bound.value is None else chance >= bound.value)
        back = (first & ~shown).sum(axis=0)
        held = {code: int(n) for code, n in zip(fitted.codes, back, strict=True) if n}
        why = bound.reason or (
            f"below the probability at and above which {precision:.0%} of all suggestions are right"
        )
        if bound.value is None and fitted.hits is not None:
            why += "; proposed is only what a pattern of the codebook hits"
    unknown = usable & np.isnan(chance)
    shown |= unknown & hit
    if DEFINITIONS in fitted.engines:
        there = hit if taken is None else hit | taken
        alike = _alike(fitted, unknown & ~there, there)
        shown |= _first(np.where(unknown, order, -1.0), alike, most)
    rows, cols = np.nonzero(shown)
    return _run(fitted, engine, rows, cols, held, why)


def _alike(fitted: Fitted, among: NDArray[np.bool_], there: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Those pairs that are much like the codebook's entry, and share a word with it.

    there: codes that are proposed or coded already: where a code is, those above it go without saying.
    """
    likeness = np.where(among, fitted.material.likeness[:, fitted.columns], -np.inf)
    result = likeness >= ALIKE
    best = np.argsort(-likeness, axis=0, kind="stable")[:FEW]
    few = np.take_along_axis(likeness, best, axis=0) >= ALIKE_FEW
    for at, column in zip(*np.nonzero(few), strict=True):
        result[best[at, column], column] = True
    for row, column in np.argwhere(result).tolist():
        result[row, column] = fitted.explainer.shares_a_word(row, column)
    place = {code: at for at, code in enumerate(fitted.codes)}
    for code, column in place.items():
        below = fitted.material.codebook.beneath(code)
        under = [place[other] for other in below if other in place and other != code]
        if under:
            result[:, column] &= ~(result[:, under] | there[:, under]).any(axis=1)
    return result


def _first(order: NDArray, among: NDArray[np.bool_], count: int) -> NDArray[np.bool_]:
    """The first `count` of these pairs; equals in the order of segments and codes."""
    result = np.zeros(among.shape, np.bool_)
    places = np.flatnonzero(among.reshape(-1))
    best = places[np.argsort(-order.reshape(-1)[places], kind="stable")[:count]]
    result.reshape(-1)[best] = True
    return result


def _refuse(free: NDArray[np.bool_], fitted: Fitted, skip: Iterable[Refused]) -> None:
    material = fitted.material
    place = {each.document: at for at, each in enumerate(material.documents)}
    column = {code: at for at, code in enumerate(fitted.codes)}
    for document, start, end, code in skip:
        if document not in place or code not in column:
            continue
        rows = np.flatnonzero(material.group == place[document])
        near = rows[(material.start[rows] < end) & (material.end[rows] > start)]
        for row in near.tolist():
            here = int(material.start[row]), int(material.end[row])
            if overlap_by_half(here, (start, end)):
                free[row, column[code]] = False


def _run(
    fitted: Fitted,
    engine: str,
    rows: NDArray[np.int64],
    cols: NDArray[np.int64],
    held: dict[str, int],
    why: str,
) -> Run:
    material = fitted.material
    order = np.lexsort((cols, material.end[rows], material.start[rows], material.group[rows]))
    rows, cols = rows[order], cols[order]
    reasons: dict[str, int] = {}
    starts: list[int] = []
    ends: list[int] = []
    reason: list[int] = []
    bounds = [0]
    for row, column in zip(rows.tolist(), cols.tolist(), strict=True):
        for each in fitted.explainer.evidence(row, column):
            starts.append(each.start)
            ends.append(each.end)
            reason.append(reasons.setdefault(each.reason, len(reasons)))
        bounds.append(len(starts))
    score = fitted.probabilities[rows, cols]
    return Run(
        engine=engine,
        documents=tuple(each.document for each in material.documents),
        versions=tuple(each.version for each in material.documents),
        codes=fitted.codes,
        reasons=tuple(reasons),
        document=material.group[rows],
        start=material.start[rows],
        end=material.end[rows],
        code=cols,
        rank_score=fitted.order[rows, cols],
        evidence_from=np.array(bounds, np.int64),
        evidence_start=np.array(starts, np.int64),
        evidence_end=np.array(ends, np.int64),
        evidence_reason=np.array(reason, np.int64),
        score=None if np.isnan(score).all() else score,
        skipped=() if fitted.hits is None else tuple(fitted.hits.skipped),
        negated=() if fitted.hits is None else tuple(fitted.hits.negated),
        held=held,
        why=why,
        notes=fitted.notes,
    )
