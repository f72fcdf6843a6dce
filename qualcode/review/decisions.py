"""Decisions on suggestions: accept, reject, revise, one by one or by spreadsheet.

An answer to a hidden check (a proposal known to be wrong, see `qualcode.analysis.checks`) is kept as what it
is: no decision on a suggestion, and no coding whatever the answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from qualcode.analysis import checks
from qualcode.analysis.queue_scores import kept_scores
from qualcode.core.ids import new_id
from qualcode.core.records import DECISIONS
from qualcode.errors import (
    CodingError,
    ExportError,
    Problem,
    QualcodeError,
    ReadError,
    counted,
    listing,
)
from qualcode.readers.sheets import Row, Sheet, read_sheet
from qualcode.store import Draft, Study, codings, moving, state
from qualcode.store.study import now


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision to be written. start, end, code: of the coding it makes; as suggested unless revised.
    score: the probability that was shown, None where it is the one the suggestion was stored with, or none.
    check: it answers a hidden check."""

    suggestion_id: str
    decision: str
    reason: str
    document: str
    version: int
    start: int
    end: int
    code: str
    score: float | None = None
    check: bool = False


@dataclass
class DecideReport:
    """What a round of decisions did: counts of accept, reject, revise; same as before; changed.

    checks: the hidden checks among them that were accepted or revised, in words; nothing was coded for them."""

    counts: dict[str, int] = field(default_factory=dict)
    same: int = 0
    changed: int = 0
    undecided: int = 0
    standing: int = 0
    coding_ids: list[str] = field(default_factory=list)
    checks: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def __str__(self) -> str:
        parts = [f"{self.counts.get(kind, 0)} {kind}" for kind in DECISIONS]
        line = f"{counted(sum(self.counts.values()), 'decision')}: {', '.join(parts)}"
        line += f"; {counted(len(self.coding_ids), 'coding')} made"
        for number, what in (
            (self.changed, "changed from an earlier decision"),
            (self.same, "the same as before"),
            (self.standing, "already coded by hand"),
            (self.undecided, "left undecided"),
        ):
            if number:
                line += f"; {number} {what}"
        return "\n".join([line, *self.checks])

    __repr__ = __str__  # as a notebook shows it

    def as_data(self) -> dict:
        return {
            "decisions": self.counts,
            "codings": self.coding_ids,
            "same": self.same,
            "changed": self.changed,
            "undecided": self.undecided,
            "already_coded": self.standing,
            "checks": self.checks,
        }


def decide(
    study: Study,
    coder: str,
    suggestion: str,
    decision: str,
    *,
    reason: str = "",
    start: int | None = None,
    end: int | None = None,
    code: str | None = None,
    quotation: str | None = None,
) -> str | None:
    """Accept, reject or revise one suggestion. Returns the id of the coding made, None for a rejection.

    For a revision give what changes: start and end, or the quotation within the suggested segment, or
    the code. The same decision again is skipped; a different one takes the place of the first, whose
    coding is retracted. An answer to a hidden check makes no coding: None. Raises CodingError where the suggestion is unknown or the revision does not fit.
    """
    coder = codings.check_coder(coder, "deciding")

    def wanted() -> list[Decision]:
        known = _suggestion(study, suggestion)
        return [_decision(study, known, decision, reason, start, end, code, quotation)]

    report = write_decisions(study, coder, wanted)
    if report.coding_ids:
        return report.coding_ids[0]
    return study.value(
        "SELECT d.coding_id FROM decision d JOIN name n ON n.n = d.coder WHERE d.suggestion_id = ?"
        " AND n.text = ? AND d.ended IS NULL",
        (suggestion, coder),
    )


def decide_sheet(study: Study, coder: str, path: str | Path) -> DecideReport:
    """Hand in a decided suggestions.csv (or .xlsx): all of it, or nothing where a row is wrong.

    Columns: suggestion_id and decision (accept, reject, revise; empty = undecided), optional reason;
    for a revision changed start, end or code, or else a changed quotation. Raises CodingError with
    every bad row.
    """
    coder = codings.check_coder(coder, "deciding")
    sheet = read_sheet(path)
    if missing := [c for c in ("suggestion_id", "decision") if c not in sheet.columns]:
        raise CodingError(
            sheet.name,
            f"has no column {listing(missing)}; its columns are {listing(sheet.columns)}",
            next="Export the suggestions with: qualcode suggest … --out suggestions.csv",
        )
    undecided = 0

    def wanted() -> list[Decision]:
        nonlocal undecided
        problems: list[Problem] = []
        decisions: list[Decision] = []
        seen: dict[str, int] = {}
        undecided = 0
        for row in sheet.rows:
            if not row.cells["decision"]:
                undecided += 1
                continue
            where = f"{sheet.name}, line {row.line}"
            try:
                each = _row_decision(study, row)
                if each.suggestion_id in seen:
                    raise CodingError(
                        "", f"the suggestion is decided in line {seen[each.suggestion_id]} already"
                    )
                seen[each.suggestion_id] = row.line
                decisions.append(each)
            except QualcodeError as error:
                first = error.problems[0]
                subject = "" if first.where == row.cells["suggestion_id"] else first.where
                found = f"{subject}: {first.found}" if subject else first.found
                problems.append(Problem(where, found, first.allowed, first.next or "Mend the row"))
        if problems:
            raise CodingError.gathered(sheet.name, "nothing was decided", problems)
        return decisions

    report = write_decisions(study, coder, wanted)
    report.undecided = undecided
    return report


def waiting(study: Study, sheet: Sheet) -> int:
    """How many decisions of a sheet the project does not have.

    A sheet does not say whose it is: it is held against what each coder decided, and belongs to the one who
    decided most of it so. What somebody else decided on the same suggestions does not make up for it.
    """
    if not {"suggestion_id", "decision"} <= set(sheet.columns):
        return 0
    filled = [
        (row.cells["suggestion_id"], row.cells["decision"].casefold())
        for row in sheet.rows
        if row.cells["decision"]
    ]
    had: dict[str, set[tuple[str, str]]] = {}
    for coder, suggestion, decision in study.rows(
        "SELECT n.text, d.suggestion_id, d.decision FROM decision d JOIN name n ON n.n = d.coder"
        " WHERE d.ended IS NULL"
    ):
        had.setdefault(coder, set()).add((suggestion, DECISIONS[decision]))
    for answer in checks.answers(study):
        # Only the first answer to a check is kept, whatever a later sheet says.
        had.setdefault(answer.coder, set()).update(
            (answer.suggestion_id, decision) for decision in DECISIONS
        )
    return min(
        (sum(each not in own for each in filled) for own in had.values()), default=len(filled)
    )


def spare_sheet(study: Study, path: Path) -> None:
    """An afternoon's decisions in a spreadsheet are not written over by the next export: ExportError where a
    sheet stands at the path whose decisions have not been handed in."""
    if not path.is_file():
        return
    try:
        sheet = read_sheet(path)
    except ReadError:
        return
    if open_ := waiting(study, sheet):
        raise ExportError(
            str(path),
            f"holds {counted(open_, 'decision')} that the project does not have",
            next="Hand them in first (qualcode decide), or choose another name",
        )


@dataclass(frozen=True, slots=True)
class _Known:
    suggestion_id: str
    document: str
    version: int
    start: int
    end: int
    code: str
    score: float | None = None  # as it is shown now, where that is not `stored`
    check: bool = False
    stored: float | None = None  # as it was suggested; of a check None


def _suggestion(study: Study, suggestion: str) -> _Known:
    rows = study.rows(
        "SELECT s.version, s.start, s.end, n.text, s.score FROM suggestion s"
        " JOIN name n ON n.n = s.code WHERE s.suggestion_id = ?",
        (suggestion,),
    )
    own = checks.deck(study)
    check = own.checks.get(suggestion) if own is not None and not rows else None
    if check is not None:
        rows = [(check.version, check.start, check.end, check.code, check.score)]
    if not rows:
        raise CodingError(
            suggestion, f"{suggestion!r} is no suggestion of this project", next="Export them again"
        )
    version, start, end, code, stored = rows[0]
    document = state.all_versions(study)[version].document
    if state.versions(study)[document].n != version:
        raise CodingError(
            suggestion, f"is about an earlier text of {document}", next="Run suggest again"
        )
    # What was suggested for a code is decided for what became of it.
    code = state.codebook(study).successor(code) or code
    if check is not None:
        worn = kept_scores(study).get(check.like, stored)
        return _Known(suggestion, document, version, start, end, code, worn, True)
    shown = kept_scores(study).get(suggestion, stored)
    moved = None if shown == stored else shown
    return _Known(suggestion, document, version, start, end, code, moved, False, stored)


def as_suggested(study: Study, suggestion: str, decision: str) -> Decision:
    """A decision that takes a suggestion as it is. CodingError where it is unknown or cannot be coded."""
    return _decision(study, _suggestion(study, suggestion), decision, "", None, None, None, None)


def _row_decision(study: Study, row: Row) -> Decision:
    cells = row.cells
    known = _suggestion(study, cells.get("suggestion_id", ""))
    decision = cells["decision"].casefold()
    start = _offset(cells.get("start", ""), "start")
    end = _offset(cells.get("end", ""), "end")
    code = cells.get("code") or None
    if code is not None:
        code = state.codebook(study).successor(code) or code
    text = study.text(known.version)
    given = cells.get("quotation", "")
    suggested = text[known.start : known.end]
    # A spreadsheet may fold line breaks, and a queue shows the words as they are printed; only other words
    # are a changed quotation.
    changed_words = (
        bool(given.strip())
        and given.split() != suggested.split()
        and given.split() != _printed(study, known)[0].split()
    )
    changed_range = (start not in (None, known.start)) or (end not in (None, known.end))
    if decision != "revise" and (
        changed_range or changed_words or (code is not None and code != known.code)
    ):
        raise CodingError(
            "", f"start, end, code or quotation were changed, but the decision is {decision}",
            "changes go with revise", "Write revise, or take the changes back",
        )  # fmt: skip
    quotation = given if changed_words and not changed_range else None
    if "score" in cells:
        # A sheet shows the score of the day it was written; a program may have written it its own way.
        shown = _score(cells["score"])
        known = replace(known, score=None if shown == known.stored else shown)
    return _decision(study, known, decision, cells.get("reason", ""), start, end, code, quotation)


def _printed(study: Study, known: _Known) -> tuple[str, list[int]]:
    """The words of a suggestion as print shows them (`core.text.printed`), and where each character of
    them stands."""
    text = study.text(known.version)
    speech = state.speech(study, state.all_versions(study)[known.version])
    stretches = [(max(a, known.start), min(b, known.end)) for a, b in speech]
    words: list[str] = []
    places: list[int] = []
    for a, b in [each for each in stretches if each[0] < each[1]] or [(known.start, known.end)]:
        for word in re.finditer(r"\S+", text[a:b]):
            if words:
                words.append(" ")
                places.append(a + word.start())
            words.append(word[0])
            places += range(a + word.start(), a + word.end())
    return "".join(words), places


def _quoted(study: Study, known: _Known, quotation: str) -> tuple[int, int]:
    """Where a quotation stands in a suggestion; given exactly, or as it is printed."""
    text, within = study.text(known.version), (known.start, known.end)
    folded = " ".join(quotation.split())
    if text.find(quotation, *within) < 0 and folded:
        words, places = _printed(study, known)
        if folded in words:
            a, b = codings.find_once(words, (0, len(words)), folded, known.document)
            return places[a], places[b - 1] + 1
    return codings.find_once(text, within, quotation, known.document)


def _score(cell: str) -> float | None:
    try:
        score = float(cell.replace(",", "."))
    except ValueError:
        return None
    return score if 0 <= score <= 1 else None


def _offset(cell: str, name: str) -> int | None:
    if not cell:
        return None
    if not cell.isascii() or not cell.isdigit():
        raise CodingError("", f"{name} is {cell!r}", "a whole number")
    return int(cell)


def _decision(
    study: Study,
    known: _Known,
    decision: str,
    reason: str,
    start: int | None,
    end: int | None,
    code: str | None,
    quotation: str | None,
) -> Decision:
    if decision not in DECISIONS:
        raise CodingError(
            known.suggestion_id, f"the decision is {decision!r}", ", ".join(DECISIONS)
        )
    a, b, new_code = known.start, known.end, known.code
    if decision == "revise":
        start = None if start is None else codings.whole(start, "start")
        end = None if end is None else codings.whole(end, "end")
        a = known.start if start is None else start
        b = known.end if end is None else end
        if quotation is not None and start in (None, known.start) and end in (None, known.end):
            a, b = _quoted(study, known, quotation.strip())
        new_code = code or known.code
        if (a, b, new_code) == (known.start, known.end, known.code):
            raise CodingError(
                known.suggestion_id,
                "a revision that changes nothing",
                "another start, end, code or quotation",
                "Write accept instead",
            )
    if decision != "reject":
        codings.check_range(state.all_versions(study)[known.version], a, b)
        codings.applicable(state.codebook(study), new_code)
    return Decision(
        known.suggestion_id,
        decision,
        reason.strip(),
        known.document,
        known.version,
        a,
        b,
        new_code,
        known.score,
        known.check,
    )


def write_decisions(
    study: Study,
    coder: str,
    wanted: Callable[[], Sequence[Decision]],
    *,
    verb: str = "decide",
    also: Callable[[Draft, DecideReport], None] | None = None,
) -> DecideReport:
    """Write decisions as one act. `wanted` is asked again when somebody else wrote in between.

    also: drafts what belongs to the same act, where there is anything to decide."""
    report = DecideReport()

    def prepare() -> Draft:
        draft = Draft()
        report.counts, report.coding_ids, report.checks = {}, [], []
        report.same = report.changed = report.standing = 0
        undecide: list[str] = []
        released: list[str] = []
        made: list[tuple[Decision, str]] = []
        taken: dict[tuple[int, int, int, str], str] = {}
        events: list[dict] = []
        for each in wanted():
            if each.check:
                _answer(study, draft, report, coder, each)
                continue
            key = (each.version, each.start, each.end, each.code)
            before = _standing(study, coder, each.suggestion_id)
            before_now: list[str] = []
            if before is not None:
                if _same(study, each, before):
                    report.same += 1
                    continue
                report.changed += 1
                undecide.append(before[0])
                if before[2] is not None:
                    before_now = moving.present(study, before[2])
                    released += before_now
            report.counts[each.decision] = report.counts.get(each.decision, 0) + 1
            coding_id = None
            if each.decision != "reject":
                coding_id = taken.get(key) or codings.existing(study, *key, coder)
                if coding_id is None:
                    coding_id = new_id("c")
                    made.append((each, coding_id))
                elif coding_id not in before_now:
                    report.standing += 1
                taken[key] = coding_id
            event: dict[str, Any] = {
                "id": new_id("d"),
                "suggestion": each.suggestion_id,
                "decision": each.decision,
                "coding": coding_id,
                "reason": draft.content("reason", {"text": each.reason}) if each.reason else None,
            }
            # What the coder saw; the suggestion itself keeps the score it was made with.
            if each.score is not None:
                event["score"] = each.score
            events.append(event)
        kept = {event["coding"] for event in events}
        retract = [
            each
            for each in dict.fromkeys(released)
            if each not in kept and _stands_by_decision(study, each, undecide)
        ]
        if undecide:
            draft.event("undecide", {"ids": undecide})
        if retract:
            draft.event("retract", {"ids": retract})
        if made:
            _draft_made(study, draft, coder, made)
        for event in events:
            draft.event("decision", event)
        report.coding_ids = [coding for _, coding in made]
        if also is not None and draft.events:
            also(draft, report)
        return draft

    study.write(verb, coder, prepare)
    return report


def _answer(study: Study, draft: Draft, report: DecideReport, coder: str, each: Decision) -> None:
    """Keep an answer to a hidden check. An acceptance is taken back at once: it makes no coding."""
    if each.suggestion_id in checks.answered(study, coder):
        report.same += 1
        return
    value = json.dumps({"decision": each.decision, "score": each.score})
    draft.event("setting", {"key": f"{checks.ANSWER}{each.suggestion_id}:{coder}", "value": value})
    report.counts[each.decision] = report.counts.get(each.decision, 0) + 1
    if each.decision == "accept":
        report.checks.append(
            f"A hidden check was accepted: {each.code} in {each.document}, {each.start}–{each.end}, was put"
            " there to be rejected. The acceptance was taken back; nothing is coded."
        )
    elif each.decision == "revise":
        report.checks.append(
            f"A hidden check was revised: {each.document}, {each.start}–{each.end}. Nothing is coded; if"
            f" {each.code} belongs there, code it by hand."
        )


def _draft_made(
    study: Study, draft: Draft, coder: str, made: Sequence[tuple[Decision, str]]
) -> None:
    book = state.codebook(study)
    origin = {"accept": "accepted", "revise": "revised"}
    codings.draft_codings(
        draft,
        codings.coding_columns(
            len(made),
            id=[coding for _, coding in made],
            version=[each.version for each, _ in made],
            start=[each.start for each, _ in made],
            end=[each.end for each, _ in made],
            code=[each.code for each, _ in made],
            coder=coder,
            time=now(),
            origin=[origin[each.decision] for each, _ in made],
            blind="no",
            suggestion=[each.suggestion_id for each, _ in made],
            hash=[book[each.code].hash for each, _ in made],
        ),
    )


def _standing(study: Study, coder: str, suggestion: str) -> tuple | None:
    """(decision_id, decision, coding_id, reason) of this coder on a suggestion, or None."""
    rows = study.rows(
        "SELECT d.decision_id, d.decision, d.coding_id, d.reason FROM decision d"
        " JOIN name n ON n.n = d.coder WHERE d.suggestion_id = ? AND n.text = ? AND d.ended IS NULL",
        (suggestion, coder),
    )
    return rows[0] if rows else None


def _stands_by_decision(study: Study, coding: str, undecided: list[str]) -> bool:
    """Whether a standing coding was made by decisions, all of which are now taken back."""
    made = codings.coding(study, coding)
    if made is None or made.origin not in ("accepted", "revised"):
        return False
    standing = {
        decision
        for each in moving.chain(study, coding)
        for (decision,) in study.rows(
            "SELECT decision_id FROM decision WHERE coding_id = ? AND ended IS NULL", (each,)
        )
    }
    return standing <= set(undecided)


def _same(study: Study, each: Decision, before: tuple) -> bool:
    _, decision, coding, reason = before
    words = (study.content(reason) or {}).get("text", "") if reason else ""
    if DECISIONS[decision] != each.decision or words != each.reason:
        return False
    if each.decision == "reject":
        return True
    # The coding may have gone to another code since, by a new name or by being coded anew.
    made = codings.coding(study, coding)
    if made is None or not moving.present(study, coding):
        return False
    now = state.codebook(study).successor(made.code) or made.code
    return (made.start, made.end, now) == (each.start, each.end, each.code)
