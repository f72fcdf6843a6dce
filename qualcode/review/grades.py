"""Grades of suggestions on documents that were left out, code by code and over all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qualcode.analysis import grading
from qualcode.analysis.coefficients import Coefficient, cohen_kappa, krippendorff_alpha, light_kappa
from qualcode.analysis.evaluated import (
    BLIND,
    KINDS,
    LEAST_CODINGS,
    LEAST_DOCUMENTS,
    PER_TURN,
    SAYS_YES,
    CodeGrade,
    Graded,
    as_float,
)
from qualcode.core.records import CONSENSUS
from qualcode.errors import counted
from qualcode.review.left_out import Scores
from qualcode.review.reference import Reference
from qualcode.suggest.material import Material


def graded(
    taught: Material,
    reference: Reference,
    kind: str,
    scores: Scores,
    asked: Sequence[str],
    seed: int,
) -> Graded:
    cells = scores.kind == KINDS[kind]
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
                own=int((scores.targets & reference.coded)[mine, at].sum())
                if code in scores.stands_for
                else None,
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
    reference: Reference,
    cells: NDArray[np.bool_],
    scores: Scores,
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
        label = taught.codebook[theme].label
        return f"too few codings to be learned: its theme {label} is suggested in its place"
    # A theme that stands for its rare codes is graded where all of them were answered so.
    elsewhere = ""
    if (reference.kind[:, at] == KINDS[kind]).sum() > len(mine):
        blind = "coded blind" if kind == BLIND else "of unknown blindness"
        elsewhere = f"; in other documents its rare codes were not {blind}"
    if number < LEAST_CODINGS:
        aside = int(reference.set_aside[:, at].sum())
        more = f"; {aside} that came from suggestions or with them in sight" if aside else ""
        return f"{counted(number, 'coding') if number else 'no coding'} {how}{more}{elsewhere}"
    if len(np.unique(taught.group[mine][truth])) < LEAST_DOCUMENTS:
        return f"all its codings are in one document: nothing to learn from outside it{elsewhere}"
    if truth.all():
        return "every segment has it: nothing to tell apart"
    if np.isnan(scores.rank[mine, at]).all():
        return "the program makes no suggestions for it"
    return ""


def _people(taught: Material, reference: Reference, cells: NDArray[np.bool_]) -> dict[str, int]:
    found = {}
    for at, name in enumerate(reference.people):
        rows = ((reference.who == at) & cells).any(axis=1)
        if rows.any():
            found[name] = len(np.unique(taught.group[rows]))
    return found


def _others(reference: Reference, cells: NDArray[np.bool_]) -> dict[str, bool]:
    """People besides the reference who read some of it -> whether all they answered there was blind."""
    found = {}
    for at, (name, each) in enumerate(zip(reference.people, reference.readings, strict=True)):
        both = cells & each.considered & (reference.who != at)
        if name != CONSENSUS and both.any():
            found[name] = bool((each.blind[both] == 1).all())
    return found


def _agreement(
    reference: Reference, scores: Scores, mine: NDArray, at: int, truth: NDArray
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
