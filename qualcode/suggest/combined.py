"""The default suggester: patterns, what was learned and the codebook's definitions as one probability.

Nothing here is weighed by hand: what each engine says is a sign, and how much it counts is learned from
documents left out. Where nobody has read a document for a code, there is no probability, only an order.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qualcode.core.records import Evidence
from qualcode.errors import UsageError, counted, listing
from qualcode.suggest import calibrate, definitions, keep, linear
from qualcode.suggest.calibrate import Threshold
from qualcode.suggest.evidence import Explainer
from qualcode.suggest.features import Features
from qualcode.suggest.hits import PatternHits, Record, pattern_hits
from qualcode.suggest.learned import Learned, Products, Solver, learn, weighed
from qualcode.suggest.material import UNKNOWN, Material

PATTERNS, LEARNED, DEFINITIONS = "patterns", "learned", "definitions"
OWN = (PATTERNS, LEARNED, DEFINITIONS)
NAME = "combined"
DEFAULT_SEED = 20260101
# A code with fewer codings than this is too fine to be learned: its theme is suggested instead.
FEWEST_CODINGS = 5
# With fewer segments than this that somebody has read, nothing is learned.
FEWEST_READ = 5
# What a sign adds to the log odds until there are cases to tell: a hit of a pattern, a pattern's own record
# of acceptance, likeness to what a codebook's entry excludes.
_WEIGHTS = {"hit": 1.0, "record": 0.5, "excluded": 0.0}
# Where there is only an order: how much likeness to what an entry excludes takes away.
_EXCLUDED = 0.5
# Up to so many segments one thread is faster than two.
_SMALL = 5_000
# The file in which models are kept.
_NAME = "suggest-{}"


@dataclass(frozen=True, eq=False)
class Part:
    """Codes that were considered in the same segments, learned together.

    columns: their places in `Fitted.codes`. rows: the segments they were learned from. products: of
    these rows. base: as learned from passes. learned: with single decisions taken in.
    """

    columns: NDArray[np.int64]
    rows: NDArray[np.int64]
    products: Products
    base: Learned
    learned: Learned

    def like(self, learned: Learned) -> Part:
        """The same with other models in use; what was worked out stays."""
        made = replace(self, learned=learned)
        if "solver" in self.__dict__:
            made.__dict__["solver"] = self.__dict__["solver"]
        return made

    @cached_property
    def solver(self) -> Solver:
        """Of the system that ridge solves; a few decisions more need it and not the system."""
        return self.products.solver(self.base.penalty, self.base.by_role)


@dataclass(frozen=True, eq=False)
class Fitted:
    """What was learned of a study. codes: the columns of what it answers, k of them.

    material: what it was learned from. rows: the segments it was allowed to learn from. fine: codes with too few codings
    to be learned -> the theme that is suggested instead, or None where there is none that can be.
    record: of the patterns, how often each was right. notes: what it could not do, in sentences. asked: the
    codes that were asked for, None = all. folder: where models are kept, None = nowhere.
    """

    material: Material
    engines: tuple[str, ...]
    codes: tuple[str, ...]
    rows: NDArray[np.int64]
    parts: tuple[Part, ...]
    fine: Mapping[str, str | None]
    hits: PatternHits | None
    record: Record | None
    seed: int = DEFAULT_SEED
    notes: tuple[str, ...] = ()
    asked: tuple[str, ...] | None = None
    folder: Path | None = None
    _scores: dict[int, NDArray] = field(default_factory=dict, repr=False)

    @cached_property
    def columns(self) -> NDArray[np.int64]:
        """k: the place of each code among the material's codes."""
        return np.array([self.material.place[code] for code in self.codes], np.int64)

    @cached_property
    def probabilities(self) -> NDArray[np.float64]:
        """All N segments × k, NaN where nothing can be said."""
        result = np.full((len(self.material), len(self.codes)), np.nan)
        everything = np.arange(len(self.material))
        for number, part in enumerate(self.parts):
            result[:, part.columns] = part.learned.calibrated(everything, self.raw(number))
        if self.record is not None and self.hits is not None and self.record.enough:
            # Codes that nobody has read a document for: where a pattern hits, its record speaks.
            rate = self.hits.best(self.record)[:, self.columns]
            result = np.where(np.isnan(result) & (rate > 0), rate, result)
        return result

    def raw(self, number: int) -> NDArray[np.float32]:
        """N × its codes: the scores of one part's models before they are calibrated."""
        if number not in self._scores:
            everything = np.arange(len(self.material))
            self._scores[number] = self.parts[number].learned.scores(everything)
        return self._scores[number]

    @cached_property
    def order(self) -> NDArray[np.float64]:
        """All N segments × k in 0..1, for ordering: the probability, or what patterns and definitions say."""
        result = self.probabilities
        if not np.isnan(result).any():
            return result
        return np.where(np.isnan(result), self.alone, result)

    @cached_property
    def alone(self) -> NDArray[np.float64]:
        """N × k in 0..1: the rank by patterns and definitions, without anything learned."""
        rest: NDArray[np.float64] = np.ones((len(self.material), len(self.codes)))
        if self.hits is not None:
            rest = rest * (1 - self.hits.rank[:, self.columns])
        if DEFINITIONS in self.engines:
            likeness: NDArray[Any] = self.material.likeness[:, self.columns]
            if (excluded := self.material.exclusion) is not None:
                likeness = likeness - _EXCLUDED * np.maximum(excluded[:, self.columns], 0)
            rest = rest * (1 - definitions.alone(likeness))
        return 1 - rest

    def scores(self, rows: NDArray | None = None) -> NDArray[np.float64]:
        """m × k calibrated probabilities; NaN = cannot say. rows: numbers of segments, None = all."""
        return self.probabilities if rows is None else self.probabilities[rows]

    def rank(self, rows: NDArray | None = None) -> NDArray[np.float64]:
        """m × k for ordering, never NaN; equal to `scores` where these are known."""
        return self.order if rows is None else self.order[rows]

    def targets(self, rows: NDArray | None = None) -> NDArray[np.bool_]:
        """m × k, what people coded, as it was taught: the column of a theme that stands for codes that
        are too fine has their codings too."""
        coded = taught(self.material, self.codes, self.fine)
        return coded if rows is None else coded[rows]

    @cached_property
    def shown(self) -> NDArray[np.bool_]:
        """k: whether suggestions are made of the code itself, not of its theme instead."""
        return np.array([self.fine.get(code) is None for code in self.codes], np.bool_)

    def threshold(self, precision: float = 0.8) -> Threshold:
        """From which probability on suggestions are shown, by documents left out; None and the reason where
        that cannot be told."""
        if not self.parts:
            return Threshold(None, None, 0, "no document has been passed by anybody yet")
        scores, right, where = [], [], []
        for part in self.parts:
            kept = np.flatnonzero(self.shown[part.columns])
            own = part.base
            scores.append(own.left_out[:, kept].reshape(-1))
            right.append(own.inner_targets[:, kept].reshape(-1))
            where.append(np.repeat(own.inner_documents, len(kept)))
        found = calibrate.threshold(
            np.concatenate(scores)[:, None],
            np.concatenate(right)[:, None],
            np.concatenate(where),
            precision,
        )
        if found.value is not None:
            return found
        base = self.targets(self.rows) & self.material.considered[np.ix_(self.rows, self.columns)]
        codings = int(base.sum())
        documents = len(np.unique(self.material.group[self.rows]))
        said = (
            f"inner validation cannot support a precision of {precision:g} on this project:"
            f" {counted(codings, 'coded segment')} in {counted(documents, 'document')} ({found.reason})"
        )
        return replace(found, reason=said)

    def evidence(self, row: int, code: str) -> list[Evidence]:
        """Why a code is suggested for a segment, in words; ranges lie inside the segment."""
        return self.explainer.evidence(int(row), self.codes.index(code))

    @cached_property
    def explainer(self) -> Explainer:
        return Explainer(self)

    def refitted(self, material: Material) -> Fitted:
        """The same with the decisions of another material of the same study.

        Single decisions are taken in at once: everything that is chosen and calibrated rests on what was
        read in full. Where that is another, or texts or codebook are, all is fitted from the start: either
        way the answer is the one that `fit` would give.
        """
        same = (
            bool(self.parts)
            and material.index.key == self.material.index.key
            and material.codebook.hash == self.material.codebook.hash
            and material.codes == self.material.codes
            and material.vectors is self.material.vectors
            and material.pieces is self.material.pieces
            and np.array_equal(material.considered, self.material.considered)
            and np.array_equal(material.coded[self.rows], self.material.coded[self.rows])
        )
        if not same:
            asked = self.asked and [code for code in self.asked if code in material.place]
            return fit(
                material, engines=self.engines, codes=asked, seed=self.seed, folder=self.folder
            )
        with _one_thread(material):
            return _refitted(self, material)


def taught(
    material: Material, codes: Sequence[str], fine: Mapping[str, str | None]
) -> NDArray[np.bool_]:
    """n × k: the codings of each code, those of codes that are too fine with their theme's, too."""
    result = material.coded[:, [material.place[code] for code in codes]].copy()
    column = {code: at for at, code in enumerate(codes)}
    for code, theme in fine.items():
        if theme is not None:
            result[:, column[theme]] |= material.coded[:, material.place[code]]
    return result


def fit(
    material: Material,
    rows: NDArray | None = None,
    *,
    engines: Collection[str] = OWN,
    codes: Collection[str] | None = None,
    seed: int = DEFAULT_SEED,
    folder: Path | None = None,
) -> Fitted:
    """Learn from what people have read and coded. The same material gives the same numbers.

    rows: numbers of the segments that it may learn from, None = all that were considered. Everything that
    teaches comes from them: single decisions elsewhere are taken in only with None. engines: which of
    patterns, learned and definitions to use. codes: ids, None = all of the material's. seed: nothing here
    is drawn; it stands in what is printed of evaluations. folder: where models are kept for the next
    time, None = nowhere. Raises UsageError for an unknown engine or code.
    """
    if unknown := [each for each in engines if each not in OWN]:
        raise UsageError("engine", f"{unknown[0]!r}", listing(OWN))
    asked = [each for each in OWN if each in set(engines)]
    chosen = (
        material.codes if codes is None else tuple(c for c in material.codes if c in set(codes))
    )
    if codes is not None and (other := sorted(set(codes) - set(material.codes))):
        raise UsageError("code", f"{other[0]!r} is no code that can be applied", listing(chosen))
    columns = np.array([material.place[code] for code in chosen], np.int64)
    reading = material.considered[:, columns]
    every = np.flatnonzero(reading.any(axis=1))
    own = every if rows is None else np.intersect1d(every, np.asarray(rows, np.int64))
    fine = _too_fine(material, chosen, own) if LEARNED in asked and len(own) else {}
    with _one_thread(material):
        hits = pattern_hits(material) if PATTERNS in asked else None
        record = None
        if hits is not None:
            nothing = np.full_like(material.decided, UNKNOWN)
            record = hits.record(material, own, nothing if rows is not None else material.decided)
        fitted = Fitted(
            material=material,
            engines=tuple(asked),
            codes=chosen,
            rows=own,
            parts=(),
            fine=fine,
            hits=hits,
            record=record,
            seed=seed,
            notes=_notes(material, chosen, own, fine),
            asked=None if codes is None else chosen,
            folder=folder,
        )
        parts = _kept_parts(fitted) if folder is not None else None
        if parts is None:
            parts = [_part(fitted, at, where) for at, where in _alike(reading, own)]
            if folder is not None and parts:
                keep.save(
                    folder,
                    _NAME.format("-".join(asked)),
                    _key(fitted),
                    keep.models_arrays((part.columns, part.base, part.products) for part in parts),
                )
        return replace(fitted, parts=tuple(_finished(part, fitted, rows is None) for part in parts))


def _one_thread(material: Material) -> Any:
    """Small systems are solved several times slower by two threads than by one."""
    if len(material) > _SMALL:
        return nullcontext()
    from threadpoolctl import threadpool_limits  # comes with scikit-learn

    return threadpool_limits(1, user_api="blas")


def _key(fitted: Fitted) -> str:
    """Everything that the models rest on."""
    material, rows = fitted.material, fitted.rows
    return keep.digest(
        material.index.key,
        material.segments.role,
        material.segments.first,
        "" if material.vectors is None else keep.digest(material.vectors),
        material.codebook.hash,
        material.codes,
        material.pipeline,
        fitted.engines,
        fitted.codes,
        rows,
        material.considered[np.ix_(rows, fitted.columns)],
        taught(material, fitted.codes, fitted.fine)[rows],
    )


def _kept_parts(fitted: Fitted) -> list[Part] | None:
    """The models that were kept of just this."""
    arrays = keep.load(fitted.folder, _NAME.format("-".join(fitted.engines)), _key(fitted))
    if arrays is None:
        return None
    read = _reading(fitted)
    try:
        found = keep.models_of(arrays, _used(fitted), partial(_signs, fitted, read))
    except (KeyError, ValueError, IndexError, TypeError):
        return None
    return [Part(columns, base.rows, products, base, base) for columns, base, products in found]


def _alike(
    reading: NDArray[np.bool_], rows: NDArray[np.int64]
) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Columns that were considered in the same of the rows, and these rows; enough of them to learn from."""
    groups: dict[bytes, list[int]] = {}
    for column in range(reading.shape[1]):
        groups.setdefault(np.packbits(reading[rows, column]).tobytes(), []).append(column)
    found = []
    for members in groups.values():
        where = rows[reading[rows, members[0]]]
        if len(where) >= FEWEST_READ:
            found.append((np.array(members, np.int64), where))
    return found


def _too_fine(material: Material, codes: Sequence[str], rows: NDArray) -> dict[str, str | None]:
    counts = (material.coded & material.considered)[rows].sum(axis=0)
    read = material.considered[rows].sum(axis=0)
    found: dict[str, str | None] = {}
    for code in codes:
        if counts[material.place[code]] < FEWEST_CODINGS and counts[material.place[code]] > 0:
            theme = material.codebook.theme(code)
            if theme != code:
                # A theme that nobody has read for has no negatives: it would have no probability at all.
                known = theme in codes and read[material.place[theme]] >= FEWEST_READ
                found[code] = theme if known else None
    return found


def _notes(
    material: Material, codes: Sequence[str], rows: NDArray, fine: Mapping[str, str | None]
) -> tuple[str, ...]:
    """What cannot be learned, in sentences."""
    notes = list(material.notes)
    if not len(rows):
        notes.append(
            "no document has been passed by anybody: nothing to learn from, and no probabilities;"
            " record what was read with qualcode progress, or project.complete(DOCUMENT)"
        )
        return tuple(notes)
    if len(rows) < FEWEST_READ:
        notes.append(
            f"{counted(len(rows), 'segment')} read so far: learning begins with {FEWEST_READ}"
        )
        return tuple(notes)
    by_theme: dict[str, list[str]] = {}
    for code, theme in fine.items():
        if theme is not None:
            by_theme.setdefault(theme, []).append(code)
    rule = f"fewer than {FEWEST_CODINGS} codings are too few to learn a code from"
    for theme, members in by_theme.items():
        notes.append(f"{rule}: {theme} is suggested instead of {listing(members)}")
    alone: dict[bool, list[str]] = {}
    for code, theme in fine.items():
        if theme is None:
            alone.setdefault(material.codebook.theme(code) in codes, []).append(code)
    for applicable, members in alone.items():
        themes = list(dict.fromkeys(material.codebook.theme(code) for code in members))
        why = f"{'it is no code' if len(themes) == 1 else 'they are no codes'} that can be applied here"
        if applicable:
            them = "it" if len(themes) == 1 else "them"
            why = f"fewer than {FEWEST_READ} segments were read for {them}"
        notes.append(
            f"{rule}: {listing(members)}; {listing(themes)} above cannot be suggested instead, as {why}"
        )
    return tuple(notes)


def _used(fitted: Fitted) -> Features:
    features = fitted.material.features
    return features if LEARNED in fitted.engines else features.nothing()


def _reading(fitted: Fitted) -> Record | None:
    """The record of patterns by what was read in full alone: what calibration may rest on."""
    if fitted.hits is None:
        return None
    nothing = np.full_like(fitted.material.decided, UNKNOWN)
    return fitted.hits.record(fitted.material, fitted.rows, nothing)


def _signs(
    fitted: Fitted, record: Record | None, columns: NDArray[np.int64]
) -> tuple[NDArray | None, dict[str, NDArray]]:
    """What the engines beside `learned` say of all segments and these columns of the fitted codes:
    likeness to the definitions; and by name whether and how well patterns hit, and likeness to what the
    entries exclude."""
    everywhere = fitted.columns[columns]
    likeness = None
    if DEFINITIONS in fitted.engines:
        likeness = fitted.material.likeness[:, everywhere]
    more: dict[str, NDArray] = {}
    if fitted.hits is not None and record is not None:
        hit, records = fitted.hits.signs(record)
        if hit[:, everywhere].any():
            more = {"hit": hit[:, everywhere], "record": records[:, everywhere]}
    excluded = fitted.material.exclusion if DEFINITIONS in fitted.engines else None
    if excluded is not None and excluded[:, everywhere].any():
        more["excluded"] = excluded[:, everywhere]
    return likeness, more


def _part(fitted: Fitted, columns: NDArray[np.int64], rows: NDArray[np.int64]) -> Part:
    material, features = fitted.material, _used(fitted)
    targets = taught(material, fitted.codes, fitted.fine)[np.ix_(rows, columns)]
    likeness, more = _signs(fitted, _reading(fitted), columns)
    products = Products.of(features, rows, len(columns))
    documents = material.original[rows]
    features, products = weighed(features, products, rows, targets, documents)
    learned = learn(
        features,
        rows,
        targets,
        documents,
        definitions=likeness,
        products=products,
        more=list(more.values()),
        weights=[_WEIGHTS[name] for name in more],
    )
    return Part(columns, rows, products, learned, learned)


def _finished(part: Part, fitted: Fitted, decisions: bool) -> Part:
    """A part with single decisions taken in, and with the patterns' record by them."""
    found = _corrected(part, fitted.material, fitted.columns) if decisions else part
    if part.base.more and fitted.record is not None:
        _, more = _signs(fitted, fitted.record, part.columns)
        margins = found.learned.__dict__.get("margins")
        learned = replace(found.learned, more=tuple(more.values()))
        if margins is not None:
            learned.__dict__["margins"] = margins
        found = part.like(learned)
    return found


def _corrected(part: Part, material: Material, columns: NDArray[np.int64]) -> Part:
    """Single decisions outside the passes taken in: each for its own code only.

    A segment that was decided on for one code says nothing of the others, so every code is solved with
    its own decided segments more, through the factor that all share. Shares and calibration stay those
    of what was read in full: what is decided on was chosen by its score.
    """
    decided = material.decided[:, columns[part.columns]]
    extra = np.flatnonzero((decided >= 0).any(axis=1))
    extra = np.setdiff1d(extra, part.rows)
    base = part.base
    if not len(extra):
        return part.like(base)
    n = len(part.rows)
    border, corner = part.products.border(base.features, part.rows, extra, base.by_role)
    solved = part.solver(border.T, extra)
    corner[np.diag_indices(len(extra))] += np.float32(base.penalty)
    corner -= border @ solved
    weights = np.zeros((n + len(extra), len(part.columns)), np.float32)
    weights[:n] = base.dual.weights
    start = border @ base.dual.weights + base.dual.offset
    for code in range(len(part.columns)):
        at = np.flatnonzero(decided[extra, code] >= 0)
        if len(at):
            gap = decided[extra[at], code] - start[at, code]
            own = np.linalg.solve(corner[np.ix_(at, at)], gap)
            weights[n + at, code] = own
            weights[:n, code] -= solved[:, at] @ own
    odds = np.zeros_like(weights)
    odds[:n] = base.odds.weights
    learned = replace(
        base,
        rows=np.concatenate([part.rows, extra]),
        dual=linear.Dual(weights, base.dual.offset),
        odds=linear.Dual(odds, base.odds.offset),
    )
    # The margins do not move with single decisions; made once they need not be made again.
    if "margins" in base.__dict__:
        learned.__dict__["margins"] = base.__dict__["margins"]
    return part.like(learned)


def _refitted(fitted: Fitted, material: Material) -> Fitted:
    record = None
    if fitted.hits is not None:
        record = fitted.hits.record(material, fitted.rows, material.decided)
    after = replace(
        fitted,
        material=material,
        record=record,
        notes=_notes(material, fitted.codes, fitted.rows, fitted.fine),
        _scores={},
    )
    parts: list[Part] = []
    everything = np.arange(len(material))
    for number, part in enumerate(fitted.parts):
        fresh = _finished(part, after, True)
        parts.append(fresh)
        if number in fitted._scores:
            after._scores[number] = _moved(
                part.learned, fresh.learned, fitted._scores[number], everything
            )
    return replace(after, parts=tuple(parts), _scores=after._scores)


def _moved(old: Learned, new: Learned, scores: NDArray, rows: NDArray) -> NDArray:
    """The scores of the new models, those of unchanged codes as they were."""
    short, long = sorted([old.dual.weights, new.dual.weights], key=len)
    same = np.array_equal(old.rows[: len(short)], new.rows[: len(short)])
    touched = np.ones(short.shape[1], np.bool_)
    if same:
        touched = (long[: len(short)] != short).any(axis=0) | (long[len(short) :] != 0).any(axis=0)
        touched |= old.dual.offset != new.dual.offset
    if not touched.any():
        return scores
    at = np.flatnonzero(touched)
    part = replace(new, dual=linear.Dual(new.dual.weights[:, at], new.dual.offset[at]))
    result = scores.copy()
    result[:, at] = part.scores(rows)
    return result
