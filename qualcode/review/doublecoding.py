"""Double coding under way: what is left to do, and the record that it was done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from qualcode.analysis.sample_status import SampleStatus, has_passed, status
from qualcode.analysis.samples import (
    GONE,
    Part,
    Plan,
    Readings,
    copy_owner,
    parts_of,
    plan,
    plans,
    present_part,
    wanted_codes,
)
from qualcode.core.lists import joined
from qualcode.core.records import Pass
from qualcode.errors import CodingError, listing
from qualcode.review.coding import BLINDNESS
from qualcode.store import Draft, Study, codings, passes, state

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "SampleStatus",
    "assignments",
    "check_assigned",
    "check_owner",
    "complete_sample",
    "samples",
    "status",
]

SAMPLE_COLUMNS = [
    "sample",
    "unit",
    "drawn",
    "available",
    "documents",
    "coders",
    "by",
    "share",
    "n",
    "seed",
    "codes",
    "passed",
    "settled",
    "act",
    "time",
    "drawn_by",
]
ASSIGNMENT_COLUMNS = ["sample", "document", "turns", "units", "left", "codes", "text"]


def complete_sample(
    study: Study,
    coder: str,
    name: str,
    documents: str | Iterable[str] | None = None,
    *,
    blind: bool | None = None,
    codes: Sequence[str] | None = None,
) -> list[Pass]:
    """Record that an assigned coder has finished a sample, or some documents of it, as one act.

    Of a sample of turns the pass covers the turns that were drawn. blind: True where neither suggestions
    nor another coder's work were seen, False where they were. codes: the ids considered; those of the
    sample unless given. Returns the passes that were recorded; what was said already is not recorded
    again. Raises CodingError, changing nothing, where the coder is not assigned, the project is another
    coder's copy, a document is not in the sample or its text is gone.
    """
    coder = codings.check_coder(coder, "completing a sample")
    own = plan(study, name)
    check_owner(study, coder)
    check_assigned(own, coder)
    parts = parts_of(own, documents)
    made: list[str] = []

    def prepare() -> Draft:
        draft = Draft()
        made.clear()
        considered = wanted_codes(study, own) if codes is None else codes
        for part in parts:
            text, units = present_part(study, part)
            if text == GONE:
                raise CodingError(
                    part.document,
                    "is no longer there as it was drawn",
                    "",
                    "Name the other documents, or draw another sample",
                )
            turns = None if part.turns is None else [each for each in units if each is not None]
            made.extend(
                passes.draft_pass(
                    study, draft, coder, part.document, considered, turns, BLINDNESS[blind]
                )
            )
        return draft

    # A pass that came in for an earlier text would look like one that stands already.
    study.write("complete", coder, lambda: _without_stale(study, coder, parts))
    study.write("complete", coder, prepare)
    return [each for each in state.passes(study) if each.pass_id in made]


def _without_stale(study: Study, coder: str, parts: Sequence[Part]) -> Draft:
    draft, readings = Draft(), Readings(study)
    stale = [
        each.pass_id
        for part in parts
        for each in readings.of_another_text(part.document)
        if each.coder == coder
    ]
    if stale:
        draft.event("unpass", {"ids": stale})
    return draft


def check_owner(study: Study, coder: str) -> None:
    """CodingError where the project is a copy that was made for somebody else."""
    owner = copy_owner(study)
    if owner not in (None, coder):
        raise CodingError(
            study.path.name, f"is the copy that was made for {owner}, not for {coder}", "",
            f"Open the copy for {coder}; qualcode double copy makes one",
        )  # fmt: skip


def check_assigned(of: Plan, coder: str) -> None:
    if coder not in of.coders:
        raise CodingError(
            coder, f"is not assigned to the sample {of.name}", f"its coders: {listing(of.coders)}"
        )


# -- frames ------------------------------------------------------------------------------------------------


def samples(study: Study) -> pd.DataFrame:
    """One row for each sample, in the order they were drawn.

    Columns: sample, unit, drawn and available (units), documents (how many), coders, by, share, n (as
    asked for; one of them missing), seed, codes (what it is about; "" = all), passed (units that all its
    coders have passed), settled (units), act, time, drawn_by. `; ` stands between names.
    """
    import pandas as pd

    rows = []
    for each in plans(study).values():
        now = status(study, each.name)
        rows.append(
            [
                each.name,
                each.unit,
                each.size,
                each.available,
                len(each.parts),
                joined(each.coders),
                joined(each.by),
                each.share,
                each.n,
                each.seed,
                "" if each.asked is None else joined(each.codes),
                now.passed_by_all,
                now.settled,
                each.act,
                each.time,
                each.drawn_by,
            ]
        )
    frame = pd.DataFrame(rows, columns=SAMPLE_COLUMNS)
    frame["share"] = frame["share"].astype("Float64")
    frame["n"] = frame["n"].astype("Int64")
    return frame


def assignments(study: Study, coder: str, name: str | None = None) -> pd.DataFrame:
    """What is left to do for a coder, one row for each document, in the order of samples and texts.

    name: only this sample. Columns: sample, document, turns (those not passed yet, `; ` between them;
    "" = the whole document), units and left (how many are assigned in the document, how many are not
    passed), codes (not considered yet everywhere, `; ` between them), text ("as drawn" or "changed"). A
    document in which nothing is left has no row, nor has one that is gone.
    """
    import pandas as pd

    chosen = plans(study).values() if name is None else [plan(study, name)]
    readings = Readings(study)
    rows: list[list[Any]] = []
    for own in chosen:
        if coder not in own.coders:
            continue
        wanted = wanted_codes(study, own)
        for part in own.parts:
            text, units = present_part(study, part)
            open_ = [unit for unit in units if not has_passed(readings, part, coder, unit, wanted)]
            if text == GONE or not open_:
                continue
            seen = readings.codes(part.document, coder, open_)
            rows.append(
                [
                    own.name,
                    part.document,
                    joined(unit for unit in open_ if unit is not None),
                    len(units),
                    len(open_),
                    joined(code for code in wanted if code not in seen),
                    text,
                ]
            )
    return pd.DataFrame(rows, columns=ASSIGNMENT_COLUMNS)
