"""qc.agreement: where coders differ, and how much they agree.

`report(project)` compares coders on what both have passed: first the list of disagreements with both
codings and the text, then the figures, code by code, with intervals by units and by documents.
`coder_frame(project, code)` gives the same units as a frame, one column per coder, for any coefficient
here: `qc.agreement.cohen_kappa(qc.agreement.coder_frame(project, "trust")).value`.

All coefficients take a frame with one row per unit and one column per coder, where a missing cell means
that this coder did not read the unit and "read and left uncoded" is a value of its own; see
`qualcode.analysis.coefficients`. Those for stretches of text take a frame of spans; see
`qualcode.analysis.unitizing`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from qualcode.analysis.agreement_base import INTERVALS
from qualcode.analysis.coder_units import Comparison
from qualcode.analysis.coefficients import (
    DEFAULT_SEED,
    DRAWS,
    Coefficient,
    alpha_draws,
    bennett_s,
    brennan_prediger,
    cohen_kappa,
    cohen_kappa_max,
    conger_kappa,
    exact_agreement,
    fleiss_kappa,
    fleiss_kappa_category,
    from_counts,
    from_table,
    gwet_ac1,
    gwet_ac2,
    kappa_category,
    krippendorff_alpha,
    light_kappa,
    masi_alpha,
    masi_distance,
    multivalued_alpha,
    percent_agreement,
    randolph_kappa,
    scott_pi,
    short,
)
from qualcode.analysis.corpus import corpus
from qualcode.analysis.unitizing import (
    alpha_u_1995,
    best_disorder,
    boundary_similarity,
    boundary_similarity_spans,
    character_counts,
    character_kappa,
    character_percent_agreement,
    compare_spans,
    cu_alpha,
    gamma,
    gamma_cat,
    gamma_family,
    ku_alpha,
    span_summary,
    spans_frame,
    u_alpha,
    u_alpha_binary,
)
from qualcode.errors import UsageError, counted
from qualcode.present import OpenProject, study_of
from qualcode.present.agreement_asked import asked_codes, asked_settings, told
from qualcode.present.agreement_report import AgreementReport
from qualcode.present.double_coding import appendix
from qualcode.present.double_coding_agreement import sample_agreement
from qualcode.store import Study, replay

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "AgreementReport",
    "Coefficient",
    "alpha_draws",
    "alpha_u_1995",
    "appendix",
    "bennett_s",
    "best_disorder",
    "boundary_similarity",
    "boundary_similarity_spans",
    "brennan_prediger",
    "character_counts",
    "character_kappa",
    "character_percent_agreement",
    "coder_frame",
    "cohen_kappa",
    "cohen_kappa_max",
    "compare_spans",
    "conger_kappa",
    "cu_alpha",
    "exact_agreement",
    "fleiss_kappa",
    "fleiss_kappa_category",
    "from_counts",
    "from_table",
    "gamma",
    "gamma_cat",
    "gamma_family",
    "gwet_ac1",
    "gwet_ac2",
    "kappa_category",
    "krippendorff_alpha",
    "ku_alpha",
    "light_kappa",
    "masi_alpha",
    "masi_distance",
    "multivalued_alpha",
    "percent_agreement",
    "randolph_kappa",
    "report",
    "sample_agreement",
    "scott_pi",
    "short",
    "span_summary",
    "spans_frame",
    "u_alpha",
    "u_alpha_binary",
]


def coder_frame(
    project: OpenProject | Study,
    code: str | None = None,
    *,
    coders: Iterable[str] | None = None,
    unit: str = "turn",
    level: str = "code",
    where: Mapping[str, Any] | None = None,
    blind_only: bool = False,
    interviewers: bool = False,
    reflective: bool = False,
) -> pd.DataFrame:
    """What each coder decided on each unit, for the coefficients of this module.

    code: an id; None for all codes at once. The other arguments as in `report`; unit is "turn",
    "segment" or "sentence".

    Returns one row for each unit that at least one of the coders has read for the code, in the order of
    the text; index document and turn (and piece, for segments and sentences), one column per coder: "yes"
    (coded), "no" (read and not coded), missing where this coder did not read the unit for the code. A
    coder who did not consider the code in a document is missing there. Without a code a cell is the frozen
    set of the codes put there, for `masi_alpha`, `multivalued_alpha` and `exact_agreement`; rows are then
    the units that two coders or more have read for every code compared.
    """
    import numpy as np
    import pandas as pd

    if unit == "span":
        raise UsageError(
            "unit", "span: characters are no rows of a frame", "turn, segment, sentence"
        )
    made = Comparison(
        corpus(study_of(project)),
        coders=coders,
        unit=unit,
        codes=None if code is None else [code],
        level=level,
        where=where,
        blind_only=blind_only,
        interviewers=interviewers,
        reflective=reflective,
    )
    cells: np.ndarray
    if code is None:
        units, numbers, _, sets = made.sets()
        names = [frozenset(made.every_row[row] for row in each) for each in sets]
        cells = np.empty(numbers.shape, dtype=object)
        for at, number in np.ndenumerate(numbers):
            cells[at] = names[number] if number >= 0 else None
    else:
        units, values = made.values(made.rows[0])
        cells = np.array(["no", "yes", None], dtype=object)[values]
    turn = made.units.turn[units]
    levels: dict[str, Any] = {
        "document": [made.corpus.documents[d] for d in made.corpus.turn_document[turn].tolist()],
        "turn": [made.corpus.turn_number[t] for t in turn.tolist()],
    }
    if unit != "turn":
        levels["piece"] = made.units.piece[units]
    index = pd.MultiIndex.from_arrays(list(levels.values()), names=list(levels))
    return pd.DataFrame(
        cells, index=index, columns=pd.Index(made.names, name="coder"), dtype=object
    )


def report(
    project: OpenProject | Study,
    *,
    coders: Iterable[str] | None = None,
    unit: str = "turn",
    codes: Iterable[str] | None = None,
    level: str = "code",
    where: Mapping[str, Any] | None = None,
    coefficients: Sequence[str] | None = None,
    interval: str | Sequence[str] | None = INTERVALS,
    draws: int = DRAWS,
    seed: int = DEFAULT_SEED,
    confidence: float = 0.95,
    blind_only: bool = False,
    interviewers: bool = False,
    reflective: bool = False,
    as_of: int | None = None,
) -> AgreementReport:
    """Compare coders on the units that they have passed: disagreements first, figures second.

    project: an open project. coders: names; None = everybody with a pass on a current text, but never the
    reserved `consensus` unless it is named. A program is a coder too: "suggester" for all engines
    together, or an engine's name ("patterns"); its suggestions are its codings, and it has read the
    documents that were in the study at its last recorded run, for the codes that had patterns then.
    unit: "turn", "segment" (as the suggester cuts long turns), "sentence", or "span", which compares
    characters and the edges of stretches, over the turns that all coders passed. codes: ids, one that takes
    no codings itself standing for those beneath it; None = those that two coders have passed. level: "code", or "theme" (coded where one of its codes is). where:
    filters on attributes, as in `crosstab`; filters on codings are refused, since what they leave out
    would count as "no". coefficients: names of functions of this module; None = percent agreement,
    Cohen's kappa (for more than two coders Conger's), Krippendorff's alpha and Gwet's AC1; for spans the
    character-level percent agreement and kappa (two coders only), alpha_U of 1995 and u-alpha of 2016.
    interval: "units", "documents" or both: what is resampled; None for no interval. draws, seed,
    confidence: of the intervals. blind_only: only documents (or turns) whose pass says that it was blind,
    and in which the coder has no coding made with suggestions or others' work in sight. interviewers,
    reflective: whether their turns, and reflective notes, are compared too. as_of: the number of an act:
    the study as it was then, for agreement before consensus.

    A unit is compared for a code where two coders or more have passed it for that code (for spans: all of
    them). A pass over some turns counts for these. Where a coder did not consider a code, this coder is
    missing, not "no". In a project without any pass a document counts as read by those with codings in it.

    Raises UsageError for a wrong call, CodingError for an unknown code, TableError where there are not two
    coders who have read anything.
    """
    study = study_of(project)
    if as_of is not None:
        study = replay.as_of(study, as_of)
    found = corpus(study)
    codes, notes = asked_codes(found, codes, level)
    made = Comparison(
        found,
        coders=coders,
        unit=unit,
        codes=codes,
        level=level,
        where=where,
        blind_only=blind_only,
        interviewers=interviewers,
        reflective=reflective,
    )
    made.notes += notes
    settings = asked_settings(made, unit, coefficients, interval, draws, seed, confidence)
    return told(made, settings, _title(made), interviewers, reflective, as_of)


def _title(made: Comparison) -> str:
    names = made.names
    if len(names) == 2:
        who = " and ".join(names)
    elif len(names) <= 6:
        who = f"{', '.join(names[:-1])} and {names[-1]}"
    else:
        who = counted(len(names), "coder")
    return f"Agreement of {who}, by {made.level} and {made.units.kind}"
