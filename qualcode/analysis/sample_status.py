"""How far the double coding of a sample is: who has read what and how blind, ready for agreement or not."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from qualcode.analysis.plain import records
from qualcode.analysis.samples import (
    CHANGED,
    GONE,
    Part,
    Plan,
    Readings,
    ever_settled,
    instant,
    later,
    plan,
    present_part,
    wanted_codes,
)
from qualcode.core.lists import joined, parted
from qualcode.core.records import CONSENSUS, ORIGINS
from qualcode.errors import Problem, counted, listing
from qualcode.store import Study, state

if TYPE_CHECKING:
    import pandas as pd

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
    "changed_after",
    "settled",
    "text",
]
_FROM_SUGGESTIONS = (ORIGINS.index("accepted"), ORIGINS.index("revised"))


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

    def told_blind(self, coder: str) -> str:
        """How blind a coder was, in words: nothing is unknown of what is still to come."""
        return self.blind[coder] if self.passed[coder] else "not coded yet"

    def __str__(self) -> str:
        lines = [f"sample {self.plan.name}: {self.plan.told()}"]
        for coder in self.plan.coders:
            lines.append(
                f"  {coder}: {self.passed[coder]:,} of {self.units:,} passed, blind: {self.told_blind(coder)}"
            )
        said = "ready for agreement" if self.ready else "not ready for agreement"
        if len(self.plan.coders) == 1:
            # Two or more code a sample for double coding.
            lines.append("  an audit sample, coded by one person, so that there is no agreement")
            return "\n".join([*lines, *(f"  {problem}" for problem in self.problems)])
        lines.append(
            f"  passed by all: {self.passed_by_all:,} of {self.units:,}; settled: {self.settled:,}; {said}"
        )
        lines += [f"  {problem}" for problem in self.problems]
        return "\n".join(lines)

    __repr__ = __str__  # as a notebook shows it

    def as_data(self) -> dict[str, Any]:
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
            "rows": records(self.frame),
            "problems": [problem.as_dict() for problem in self.problems],
        }


def status(study: Study, name: str) -> SampleStatus:
    """Who has passed what of a sample, how blind, and whether agreement can be computed on it.

    The frame has one row for each document and coder: document, turns (drawn, `; ` between them; "" = all
    of it), coder, units (still there), passed (units passed for all codes of the sample), codes_open (codes
    not considered in every unit), blind (as the passes say: yes, no, unknown; missing where nothing is
    passed), date (of the latest pass; missing), suggestions_seen (suggestions in these units that the coder
    decided on before passing them, and codings that came from suggestions), changed_after (codings that
    the coder made or took back there after first passing it, before anything was settled), settled (units),
    text ("as drawn", "changed", "gone").
    """
    import pandas as pd

    own = plan(study, name)
    wanted, readings = wanted_codes(study, own), Readings(study)
    rows: list[list[Any]] = []
    passed = dict.fromkeys(own.coders, 0)
    total = by_all = settled = 0
    meetings = ever_settled(study)
    for part in own.parts:
        text, units = present_part(study, part)
        done = {
            coder: [unit for unit in units if has_passed(readings, part, coder, unit, wanted)]
            for coder in own.coders
        }
        consensus = [unit for unit in units if readings.covering(part.document, CONSENSUS, unit)]
        met_in = min(
            (each.act for each in meetings if each.concerns(own.name, [part.document])),
            default=None,
        )
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
                    _changed_after(study, part, coder, own_units, readings, met_in),
                    len(consensus),
                    text,
                ]
            )
    frame = pd.DataFrame(rows, columns=STATUS_COLUMNS)
    for column in ("blind", "date"):
        frame[column] = frame[column].astype("string")
    ready = total > 0 and by_all == total
    return SampleStatus(
        own,
        frame,
        total,
        passed,
        by_all,
        settled,
        ready,
        [
            *_problems(own, frame, total, wanted),
            *_of_another_text(own, readings),
            *_other_capitals(study, own),
        ],
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


def _changed_after(
    study: Study,
    part: Part,
    coder: str,
    units: Sequence[str | None],
    readings: Readings,
    met_in: int | None,
) -> int:
    """Codings in these units that the coder made, or took back, after passing them for the first time and
    before the act in which coders met over them."""
    version = state.versions(study).get(part.document)
    if version is None or not units:
        return 0
    spans = unit_ranges(study, part.document, units)
    # Also passes that a later one took the place of: the first one said that it was done.
    dates: dict[str | None, list[str]] = {unit: [] for unit in units}
    for turns, date in study.rows(
        "SELECT p.turns, p.date FROM pass p JOIN name n ON n.n = p.coder"
        " LEFT JOIN act a ON a.n = p.ended"
        " WHERE p.version = ? AND n.text = ? AND (a.verb IS NULL OR a.verb <> 'undo')",
        (version.n, coder),
    ):
        read = None if turns is None else set(json.loads(turns))
        for unit, own in dates.items():
            if read is None or unit in read:
                own.append(date)
    passed = {unit: min(own, key=instant) for unit, own in dates.items() if own}
    found = 0
    for start, end, time, origin, added, came, ended, gone, verb in study.rows(
        "SELECT c.start, c.end, c.time, c.origin, c.added, b.time, c.ended, a.time, a.verb FROM coding c"
        " JOIN name n ON n.n = c.coder JOIN act b ON b.n = c.added LEFT JOIN act a ON a.n = c.ended"
        " WHERE c.version = ? AND n.text = ?",
        (version.n, coder),
    ):
        if met_in is not None and added >= met_in:
            continue
        if met_in is not None and ended is not None and ended >= met_in:
            ended = None
        here = [date for unit, date in passed.items() if touches(spans[unit], start, end)]
        # A file that does not date its codings says nothing of when they were made.
        undated = origin == _IMPORTED and instant(came) - instant(time) < _READING
        made = not undated and any(later(time, date) for date in here)
        if ended is None:
            found += made
        # What a change of the codebook or of the text took away stands again as another coding.
        elif verb in _TAKEN_BACK and not made:
            found += any(later(gone, date) for date in here)
    return found


_TAKEN_BACK = ("retract", "undo", "import codings")
_IMPORTED = ORIGINS.index("imported")
# Rows without a date are dated by when they were read, which is a little before the act.
_READING = timedelta(minutes=10)


def _of_another_text(own: Plan, readings: Readings) -> list[Problem]:
    found: dict[str, list[str]] = {}
    for part in own.parts:
        for each in readings.of_another_text(part.document):
            if each.coder in own.coders:
                found.setdefault(each.coder, []).append(part.document)
    return [
        Problem(
            coder,
            f"passed {listing(dict.fromkeys(documents))} before the present text was taken in",
            "that pass is of an earlier text and does not count here",
            "Make a new copy, have it read again and complete it",
        )
        for coder, documents in found.items()
    ]


def _other_capitals(study: Study, own: Plan) -> list[Problem]:
    """Names that differ from an assigned coder's in capitals only, with work in the sample: somebody's
    second name, whose codings are compared with nothing."""
    names = set(own.documents)
    there = {each.coder for each in state.current_passes(study) if each.document in names}
    there |= {
        coder
        for coder, document in study.rows(
            "SELECT DISTINCT n.text, v.document FROM coding c JOIN name n ON n.n = c.coder"
            " JOIN version v ON v.n = c.version WHERE c.ended IS NULL"
        )
        if document in names
    }
    assigned = {coder.casefold(): coder for coder in own.coders}
    return [
        Problem(
            name,
            f"has work in the sample, and is not {assigned[name.casefold()]}, who is assigned",
            "names match exactly",
            f"If they are one person, code and hand over as {assigned[name.casefold()]}",
        )
        for name in sorted(there - set(own.coders))
        if name.casefold() in assigned
    ]


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
    # Two or more code a sample for double coding, one an audit sample.
    audited = len(own.coders) == 1
    way = (
        "Its coder codes the turns (project.assignments lists them), then: project.complete_audit, qualcode"
        " audit complete"
        if audited
        else "Each is passed by its coder: project.complete_sample, qualcode double complete"
    )
    seen = "suggestions were" if audited else "the other coder's work was"
    figures = "the corrected shares" if audited else "the agreement"
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
                    way,
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
                    f"Say so beside {figures}, or have somebody else code the sample",
                )
            )
        if number := int(rows["changed_after"].sum()):
            where = rows.loc[rows["changed_after"] > 0, "document"]
            problems.append(
                Problem(
                    coder,
                    f"made or took back {counted(number, 'coding')} in {listing(where)} after passing it",
                    "",
                    f"If {seen} seen by then, say so beside {figures}",
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


def has_passed(
    readings: Readings, part: Part, coder: str, unit: str | None, wanted: Sequence[str]
) -> bool:
    """Whether a coder has passed a unit for all the codes that the sample is about."""
    if not readings.covering(part.document, coder, unit):
        return False
    return set(wanted) <= readings.codes(part.document, coder, [unit])
