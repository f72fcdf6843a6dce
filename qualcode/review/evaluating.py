"""How good suggestions are on a project's own codings, measured with documents that were left out.

What is held against the suggestions are codings made without sight of them. A coding that came from a
suggestion agrees with the suggester by its making; where nobody knows how a coding was made it is counted
apart. Documents are never split: what is learned from one is never tried on it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qualcode.analysis.audits import reserved
from qualcode.analysis.coder_stretches import units_of
from qualcode.analysis.corpus import corpus
from qualcode.analysis.evaluated import KINDS, LEAST_DOCUMENTS, Evaluation
from qualcode.analysis.grading import DEFAULT_SEED
from qualcode.analysis.selection import coder_names
from qualcode.core.asked import asked_number, asked_texts
from qualcode.core.watch import Watch, unwatched
from qualcode.errors import TableError, UsageError, counted, listing
from qualcode.review.grades import graded
from qualcode.review.learning import material
from qualcode.review.left_out import fitter, learnable, learning_curve, left_out
from qualcode.review.reference import Reference, reference
from qualcode.review.suggesting import last_run
from qualcode.store import Study
from qualcode.suggest import combined, vectors
from qualcode.suggest.material import Material

FOLDS_MOST = 10
CURVE_DRAWS = 6
_MANY = 5000  # segments


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
    embeddings: whether sentence vectors are used, None = as in the latest run of suggest, and without one where
    they are available; patterns alone have no use for them.

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
    if used and embeddings is None:
        run = last_run(study)
        used = run is None or run.embeddings is not False
    taught = material(study, coders=coders, embeddings=used, watch=watch)
    asked = _asked(taught, codes)
    if (
        isinstance(precision, bool)
        or not isinstance(precision, int | float)
        or not 0 < precision < 1
    ):
        raise UsageError("precision", f"{precision!r}", "more than 0, less than 1: 0.8")
    asked_number("draws", draws, 2)
    held = reference(study, taught, coders)
    parts = _parts(study, taught, held, folds, asked_number("seed", seed))
    if not learnable(taught).any():
        raise TableError(
            study.path.name, "; ".join(["nothing to learn from", *taught.notes]), "",
            "Name the primary coder (qualcode progress primary), or say whose codings teach: --coders any",
        )  # fmt: skip
    fit = fitter(taught, chosen, seed)
    with _few_threads(len(taught)):
        scores, thresholds = left_out(taught, held, parts, fit, precision, watch)
        blind, unknown = (graded(taught, held, kind, scores, asked, seed) for kind in KINDS)
        main = blind if blind.graded or not unknown.graded else unknown
        course = learning_curve(taught, scores, main, fit, seed, draws, watch) if curve else None
    counts = held.set_aside.sum(axis=0).tolist()
    return Evaluation(
        blind=blind,
        unknown=unknown,
        set_aside={code: counts[taught.place[code]] for code in asked},
        unread=int((taught.open & ~taught.considered.any(axis=1) & ~held.read).sum()),
        thresholds=thresholds,
        curve=course,
        engines=chosen,
        coders=coders,
        taught=len(np.unique(taught.group[learnable(taught)])),
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
    if embeddings is False:
        return "they were not wanted"
    return vectors.available() or "the latest run of suggest went without them"


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
            close = book.close_to(name) or taught.codes
            near = "it codes nothing itself" if name in book else listing(close, 12)
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


# -- parts of the documents -------------------------------------------------------------------------------


def _parts(
    study: Study, taught: Material, held: Reference, folds: int | None, seed: int
) -> list[NDArray[np.int64]]:
    """The documents that grade, in parts drawn at random; copies of one text are in the same part."""
    own = corpus(study)
    group = units_of(own, "segment").turn
    document = own.turn_document[group]
    documents = np.unique(document[(held.kind != 0).any(axis=1)])
    text = taught.originals[documents]
    texts = np.unique(text)
    if len(texts) < LEAST_DOCUMENTS:
        aside = np.unique(document[held.aside.any(axis=1)])
        found = f"{counted(len(documents), 'document')} with a pass that can grade suggestions"
        if len(texts) < len(documents):
            found += ", all of the same text"
        if len(aside):
            found += f"; {len(aside)} more passed with suggestions or others' work in sight"
        raise TableError(
            study.path.name, found, f"at least {LEAST_DOCUMENTS} documents, coded without sight of suggestions",
            "Code and complete further documents before looking at suggestions:"
            " qualcode progress complete --blind yes",
        )  # fmt: skip
    number = min(FOLDS_MOST, len(texts)) if folds is None else asked_number("folds", folds)
    if not 2 <= number <= len(texts):
        raise UsageError(
            "folds", f"{number}", f"2 to {len(texts)}, the documents that can grade suggestions"
        )
    drawn = np.random.default_rng(seed).permutation(texts)
    return [documents[np.isin(text, drawn[at::number])] for at in range(number)]
