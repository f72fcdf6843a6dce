"""Double coding under way: what is left to do, who has read what and how blind, ready for agreement or not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qualcode.analysis.samples import (
    CHANGED,
    GONE,
    Part,
    Plan,
    Readings,
    plan,
    plans,
    present_part,
    wanted_codes,
)
from qualcode.core.asked import asked_texts
from qualcode.core.lists import joined, parted
from qualcode.core.records import CONSENSUS, ORIGINS, Pass
from qualcode.errors import CodingError, Problem, counted, listing
from qualcode.review.coding import BLINDNESS
from qualcode.store import Draft, Study, codings, passes, state

if TYPE_CHECKING:
    import pandas as pd

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
STATUS_COLUMNS = [
    "document",
    "turns",
    "coder",
    "units",
    "passed",
    "codes_open",
    "blind",
    "date",
    "suggestions_seen",
    "settled",
    "text",
]
_FROM_SUGGESTIONS = (ORIGINS.index("accepted"), ORIGINS.index("revised"))


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
    again. Raises CodingError, changing nothing, where the coder is not assigned, a document is not in the
    sample or its text is gone.
    """
    coder = codings.check_coder(coder, "completing a sample")
    own = plan(study, name)
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

    study.write("complete", coder, prepare)
    return [each for each in state.passes(study) if each.pass_id in made]


def check_assigned(of: Plan, coder: str) -> None:
    if coder not in of.coders:
        raise CodingError(
            coder, f"is not assigned to the sample {of.name}", f"its coders: {listing(of.coders)}"
        )


def parts_of(of: Plan, documents: str | Iterable[str] | None) -> list[Part]:
    """The parts of a sample in these documents, all of them unless given."""
    if documents is None:
        return list(of.parts)
    wanted = list(dict.fromkeys(asked_texts("documents", documents, "ids of documents")))
    known = {part.document: part for part in of.parts}
    if strange := [each for each in wanted if each not in known]:
        raise CodingError(
            listing(strange), f"not in the sample {of.name}", f"its documents: {listing(known)}"
        )
    return [known[each] for each in wanted]


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
            open_ = [unit for unit in units if not _passed(readings, part, coder, unit, wanted)]
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


def _passed(
    readings: Readings, part: Part, coder: str, unit: str | None, wanted: Sequence[str]
) -> bool:
    """Whether a coder has passed a unit for all the codes that the sample is about."""
    if not readings.covering(part.document, coder, unit):
        return False
    return set(wanted) <= readings.codes(part.document, coder, [unit])


# -- how far it is -------------------------------------------------------------------------------------------


@dataclass
class SampleStatus:
    """How far the double coding of a sample is.

    plan: the sample. frame: one row for each document and coder. passed: coder -> units passed.
    passed_by_all: units that every coder has passed. settled: units with a pass by the consensus. units:
    units that are still there. ready: whether every unit that is still there was passed by every coder, so
    that agreement can be computed; problems: what a reader of the figures should know, and what is missing.
    """

    plan: Plan
    frame: pd.DataFrame
    units: int
    passed: dict[str, int]
    passed_by_all: int
    settled: int
    ready: bool
    problems: list[Problem] = field(default_factory=list)

    @property
    def blind(self) -> dict[str, str]:
        """Coder -> "yes" where all that was passed was passed blind, "no" where some of it was not, else
        "unknown"."""
        found = {}
        for coder in self.plan.coders:
            own = self.frame[(self.frame["coder"] == coder) & (self.frame["passed"] > 0)]
            said = set(own["blind"])
            found[coder] = "no" if "no" in said else "yes" if said == {"yes"} else "unknown"
        return found

    def __str__(self) -> str:
        lines = [f"sample {self.plan.name}: {self.plan.told()}"]
        for coder in self.plan.coders:
            lines.append(
                f"  {coder}: {self.passed[coder]:,} of {self.units:,} passed, blind: {self.blind[coder]}"
            )
        said = "ready for agreement" if self.ready else "not ready for agreement"
        lines.append(
            f"  passed by all: {self.passed_by_all:,} of {self.units:,}; settled: {self.settled:,}; {said}"
        )
        lines += [f"  {problem}" for problem in self.problems]
        return "\n".join(lines)

    def as_data(self) -> dict[str, Any]:
        rows = self.frame.astype(object).where(self.frame.notna(), None)
        return {
            "sample": self.plan.name,
            "unit": self.plan.unit,
            "drawn": self.plan.size,
            "available": self.plan.available,
            "units": self.units,
            "passed": self.passed,
            "blind": self.blind,
            "passed_by_all": self.passed_by_all,
            "settled": self.settled,
            "ready": self.ready,
            "rows": rows.to_dict("records"),
            "problems": [problem.as_dict() for problem in self.problems],
        }


def status(study: Study, name: str) -> SampleStatus:
    """Who has passed what of a sample, how blind, and whether agreement can be computed on it.

    The frame has one row for each document and coder: document, turns (drawn, `; ` between them; "" = all
    of it), coder, units (still there), passed (units passed for all codes of the sample), codes_open (codes
    not considered in every unit), blind (as the passes say: yes, no, unknown; missing where nothing is
    passed), date (of the latest pass; missing), suggestions_seen (suggestions in these units that the coder
    decided on before passing them, and codings that came from suggestions), settled (units), text ("as
    drawn", "changed", "gone").
    """
    import pandas as pd

    own = plan(study, name)
    wanted, readings = wanted_codes(study, own), Readings(study)
    rows: list[list[Any]] = []
    passed = dict.fromkeys(own.coders, 0)
    total = by_all = settled = 0
    for part in own.parts:
        text, units = present_part(study, part)
        done = {
            coder: [unit for unit in units if _passed(readings, part, coder, unit, wanted)]
            for coder in own.coders
        }
        consensus = [unit for unit in units if readings.covering(part.document, CONSENSUS, unit)]
        total += len(units)
        settled += len(consensus)
        by_all += sum(all(unit in each for each in done.values()) for unit in units)
        for coder, own_units in done.items():
            passed[coder] += len(own_units)
            covering = [
                each for unit in own_units for each in readings.covering(part.document, coder, unit)
            ]
            considered = readings.codes(part.document, coder, units)
            rows.append(
                [
                    part.document,
                    joined(part.turns or ()),
                    coder,
                    len(units),
                    len(own_units),
                    joined(code for code in wanted if code not in considered),
                    readings.blind(part.document, coder, own_units) if own_units else None,
                    max((each.date for each in covering), default=None),
                    _suggestions_seen(study, part, coder, units, readings),
                    len(consensus),
                    text,
                ]
            )
    frame = pd.DataFrame(rows, columns=STATUS_COLUMNS)
    for column in ("blind", "date"):
        frame[column] = frame[column].astype("string")
    ready = total > 0 and by_all == total
    return SampleStatus(
        own, frame, total, passed, by_all, settled, ready, _problems(own, frame, total, wanted)
    )


def _suggestions_seen(
    study: Study, part: Part, coder: str, units: Sequence[str | None], readings: Readings
) -> int:
    """Suggestions in these units that a coder decided on before passing them (also where the decision was
    changed since: it was seen), and codings of the coder there that came from suggestions otherwise."""
    version = state.versions(study).get(part.document)
    if version is None:
        return 0
    spans = unit_ranges(study, part.document, units)
    seen: set[str] = set()
    for act, suggestion, n, start, end in study.rows(
        "SELECT d.added, d.suggestion_id, s.version, s.start, s.end FROM decision d"
        " JOIN suggestion s USING (suggestion_id) JOIN name n ON n.n = d.coder"
        " JOIN version v ON v.n = s.version WHERE v.document = ? AND n.text = ?",
        (part.document, coder),
    ):
        for unit, ranges in spans.items():
            # Of an earlier text it is known that it is this document's, not which turn it was about.
            about = unit is None or (n == version.n and touches(ranges, start, end))
            passes_here = readings.covering(part.document, coder, unit)
            acts = [readings.added[each.pass_id] for each in passes_here]
            if about and act < max(acts, default=act + 1):
                seen.add(suggestion)
    for suggestion, coding, start, end, origin in study.rows(
        "SELECT c.suggestion_id, c.coding_id, c.start, c.end, c.origin FROM coding c"
        " JOIN name n ON n.n = c.coder WHERE c.version = ? AND n.text = ? AND c.ended IS NULL",
        (version.n, coder),
    ):
        here = any(touches(ranges, start, end) for ranges in spans.values())
        if origin in _FROM_SUGGESTIONS and here:
            decided = study.value(
                "SELECT 1 FROM decision d JOIN name n ON n.n = d.coder"
                " WHERE d.suggestion_id = ? AND n.text = ?",
                (suggestion, coder),
            )
            # What was decided here was looked at above; what came with a file was not.
            if not decided:
                seen.add(suggestion or coding)
    return len(seen)


def unit_ranges(
    study: Study, document: str, units: Iterable[str | None]
) -> dict[str | None, list[tuple[int, int]]]:
    """The stretches of text that units of the present text own."""
    version = state.version_of(study, document)
    turns = {
        turn[0]: list(zip(turn[2][::2], turn[2][1::2], strict=True))
        for turn in state.structure(study, version)["turns"]
    }
    return {unit: [(0, version.length)] if unit is None else turns[unit] for unit in units}


def touches(ranges: Iterable[tuple[int, int]], start: int, end: int) -> bool:
    return any(a < end and start < b for a, b in ranges)


def _problems(own: Plan, frame: pd.DataFrame, total: int, wanted: Sequence[str]) -> list[Problem]:
    problems = []
    for coder in own.coders:
        rows = frame[frame["coder"] == coder]
        left = rows[(rows["passed"] < rows["units"])]
        if len(left):
            # Where nothing was read all codes are open, which needs no list.
            open_ = {code for cell in left["codes_open"] for code in parted(cell)}
            some = listing(code for code in wanted if code in open_)
            problems.append(
                Problem(
                    coder,
                    f"has not passed {listing(left['document'])}",
                    f"codes not considered there: {some}" if len(open_) < len(wanted) else "",
                    "Each is passed by its coder: project.complete_sample, qualcode double complete",
                )
            )
        done = rows[rows["passed"] > 0]
        if len(seeing := done[done["blind"] == "no"]):
            problems.append(
                Problem(coder, f"says not to have been blind in {listing(seeing['document'])}")
            )
        if len(unsaid := done[done["blind"] == "unknown"]):
            problems.append(
                Problem(
                    coder,
                    f"did not say whether blind in {listing(unsaid['document'])}",
                    "",
                    "Complete it again with blind=True or blind=False",
                )
            )
        if number := int(rows["suggestions_seen"].sum()):
            where = rows.loc[rows["suggestions_seen"] > 0, "document"]
            problems.append(
                Problem(
                    coder,
                    f"saw {counted(number, 'suggestion')} in {listing(where)} before passing it",
                    "a blind coder sees none",
                    "Say so beside the agreement, or have somebody else code the sample",
                )
            )
    first = frame[frame["coder"] == own.coders[0]]
    for text, what in (
        (CHANGED, "has another text than when it was drawn"),
        (GONE, "is no longer there as it was drawn, and left out"),
    ):
        if len(met := first[first["text"] == text]):
            problems.append(Problem(listing(met["document"]), what))
    missing = own.size - total
    if missing and not len(first[first["text"] == GONE]):
        problems.append(Problem(own.name, f"{counted(missing, 'turn')} no longer there, left out"))
    return problems
