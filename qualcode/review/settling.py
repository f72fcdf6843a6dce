"""Settling what coders differ on: codings and passes of the consensus, beside the originals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.analysis.left_out import LEFT_OUT, LeftOut
from qualcode.analysis.memos import memo_body
from qualcode.analysis.places import Places, shortened
from qualcode.analysis.sample_status import touches, unit_ranges
from qualcode.analysis.samples import SETTLED, settled_value
from qualcode.analysis.to_settle import (
    AGREED,
    BOTH,
    NONE,
    SETTLES,
    STANDING,
    Key,
    Line,
    Scope,
    Worksheet,
    in_scope,
    key_of,
    prefilled,
    worksheet,
)
from qualcode.core.asked import called
from qualcode.core.codebook import Codebook
from qualcode.core.ids import new_ids
from qualcode.core.lists import joined
from qualcode.core.records import CONSENSUS, Coding
from qualcode.errors import CodingError, Problem, QualcodeError, UsageError, counted, listing
from qualcode.readers.sheets import read_sheet
from qualcode.review.worksheet_files import unguarded
from qualcode.store import Draft, Study, codings, passes, state
from qualcode.store.study import now

if TYPE_CHECKING:
    import pandas as pd

# What may be said of a row: a coder's name, "both" or "none", or some of settle, code, start, end, reason.
Choice = str | Mapping[str, Any]
_CELLS = ("settle", "code", "start", "end", "reason")


@dataclass
class SettleReport:
    """What a settling did.

    sample: its name, or None. documents: settled; turns: how many turns of these, None where they were
    settled as a whole; in_part: documents with rows left open, which got no
    pass. carried: rows that all agreed on; settled: how the others were settled ("as AB", "both", "none",
    "edited", "kept") -> how many. added, kept, retracted: codings of the consensus. passes: recorded.
    open: rows left. not_considered: rows that cannot be settled. before: the act before, which agreement
    before consensus is computed as of; None where nothing changed.
    """

    sample: str | None
    coders: tuple[str, ...]
    documents: list[str] = field(default_factory=list)
    in_part: list[str] = field(default_factory=list)
    carried: int = 0
    settled: dict[str, int] = field(default_factory=dict)
    added: int = 0
    kept: int = 0
    retracted: int = 0
    passes: int = 0
    open: int = 0
    not_considered: int = 0
    before: int | None = None
    turns: int | None = None
    problems: list[Problem] = field(default_factory=list)

    def __str__(self) -> str:
        what = f"sample {self.sample}: " if self.sample else ""
        where = listing([*self.documents, *self.in_part]) or "nothing"
        if self.turns is not None and self.documents:
            of = f"{counted(self.turns, 'turn')} of {counted(len(self.documents), 'document')}"
            where = f"{of} ({listing(self.documents)})"
            where += f", and in part {listing(self.in_part)}" if self.in_part else ""
        how = [f"{number:,} {said}" for said, number in self.settled.items()]
        lines = [
            f"{what}settled {where}, coded by {' and '.join(self.coders)}:"
            f" {counted(self.carried, 'row')} agreed" + "".join(f", {each}" for each in how),
            f"  consensus: {counted(self.added, 'coding')} added, {self.kept:,} as before,"
            f" {self.retracted:,} retracted; {counted(self.passes, 'pass', 'passes')} recorded",
        ]
        if self.open:
            lines.append(
                f"  {counted(self.open, 'row')} left open: no pass in {listing(self.in_part)}, where"
                " tables go on counting what they counted"
            )
        if self.not_considered:
            lines.append(
                f"  {counted(self.not_considered, 'coding')} of codes that not every coder looked for:"
                " not settled, and their rows leave these documents out"
            )
        if self.before is not None:
            lines.append(f"  agreement before consensus: as of act {self.before}")
        else:
            lines.append("  nothing changed")
        return "\n".join(lines)

    __repr__ = __str__  # as a notebook shows it

    def as_data(self) -> dict[str, Any]:
        return {
            "sample": self.sample,
            "coders": list(self.coders),
            "documents": self.documents,
            "turns": self.turns,
            "in_part": self.in_part,
            "carried": self.carried,
            "settled": self.settled,
            "added": self.added,
            "kept": self.kept,
            "retracted": self.retracted,
            "passes": self.passes,
            "open": self.open,
            "not_considered": self.not_considered,
            "before": self.before,
        }


def settle(
    study: Study,
    coder: str,
    choices: str | Path | pd.DataFrame | Mapping[str, Choice],
    *,
    sample: str | None = None,
    documents: str | Iterable[str] | None = None,
    coders: Sequence[str] | None = None,
    partial: bool = False,
) -> SettleReport:
    """Settle a sample, or whole documents, as one act signed by `coder`.

    choices: a filled worksheet of `settlement` (.csv, .xlsx or the frame), or settle_id -> a coder's name,
    "both", "none", or a mapping with some of settle, code, start, end and reason. What all agree on needs no
    choice. sample, documents, coders: as in `settlement`.

    What is settled becomes codings by the reserved coder `consensus` (origin "consensus", blind "no"), each
    with the ids of the codings it settles in its cell `settles` and with the reason as a memo; the
    originals stay as they are. A pass by `consensus` over the same documents, or turns, for the codes that
    every coder considered there makes tables count it. What is settled as "none" stays left out while
    others are open: the act keeps the ids of these codings. Settling again revises: codings that are settled
    otherwise are retracted and added anew, the others stay.

    Raises CodingError, changing nothing, with every row that does not fit or, without partial, is not
    settled; with partial these rows stay as they are and their documents get no pass.
    """
    coder = codings.check_coder(coder, "settling")
    documents = documents if documents is None or isinstance(documents, str) else list(documents)
    given = _given(choices)
    done: list[SettleReport] = []

    def prepare() -> Draft:
        asked = worksheet(study, sample=sample, documents=documents, coders=coders)
        report = SettleReport(asked.sample, asked.coders)
        done[:] = [report]
        return _Settling(study, asked, given, report).draft(partial)

    act = study.write("settle", coder, prepare)
    done[0].before = None if act is None else act.n - 1
    return done[0]


# -- what was handed in --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Given:
    """One row as handed in. where: for messages. document: as the sheet says, "" where it does not."""

    where: str
    settle: str = ""
    code: str = ""
    start: str = ""
    end: str = ""
    reason: str = ""
    document: str = ""

    @property
    def blank(self) -> bool:
        return not (self.settle or self.code or self.start or self.end or self.reason)


def _given(choices: Any) -> dict[str, _Given]:
    if isinstance(choices, (str, Path)):
        sheet = read_sheet(choices)
        _need_columns(sheet.name, sheet.columns)
        rows = [
            (f"{sheet.name}, line {row.line}", {n: unguarded(c) for n, c in row.cells.items()})
            for row in sheet.rows
        ]
        return _by_id(sheet.name, rows)
    if isinstance(choices, Mapping):
        found = {}
        for settle_id, choice in choices.items():
            cells = {"settle": choice} if not isinstance(choice, Mapping) else dict(choice)
            if strange := [str(name) for name in cells if name not in _CELLS]:
                raise UsageError(f"row {settle_id}", listing(strange), listing(_CELLS))
            found[str(settle_id)] = _row(f"row {settle_id}", cells)
        return found
    if hasattr(choices, "columns") and hasattr(choices, "itertuples"):
        _need_columns("frame", [str(name) for name in choices.columns])
        frame = choices.astype(object).where(choices.notna(), "")
        return _by_id(
            "frame",
            [
                (f"row {n}", row)
                for n, row in zip(frame.index, frame.to_dict("records"), strict=True)
            ],
        )
    raise UsageError("settle", called(choices), "a filled worksheet, or settle_id -> choice")


def _need_columns(name: str, columns: Sequence[str]) -> None:
    if missing := [each for each in ("settle_id", "settle") if each not in columns]:
        raise CodingError(
            name,
            f"has no column {listing(missing)}; its columns are {listing(columns)}",
            next="Write the worksheet with: qualcode double settle … --out F.xlsx",
        )


def _by_id(name: str, rows: Iterable[tuple[str, Mapping[str, Any]]]) -> dict[str, _Given]:
    found: dict[str, _Given] = {}
    problems = []
    for where, cells in rows:
        settle_id = str(cells.get("settle_id", "")).strip()
        if not settle_id:
            problems.append(Problem(where, "the row has no settle_id"))
        elif settle_id in found:
            problems.append(Problem(where, f"the row {settle_id} stands twice"))
        else:
            found[settle_id] = _row(where, cells)
    if problems:
        raise CodingError.gathered(name, "nothing was settled", problems)
    return found


def _row(where: str, cells: Mapping[str, Any]) -> _Given:
    texts = {}
    for name in (*_CELLS, "document"):
        value = cells.get(name, "")
        if isinstance(value, float) and value.is_integer():
            value = int(value)  # a column with gaps is one of floats
        texts[name] = "" if value is None else str(value).strip()
    return _Given(where, **texts)


# -- what it comes to ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What a row comes to. keys: ranges and codes of the consensus; None = the row is left open."""

    line: Line
    keys: tuple[Key, ...] | None
    said: str = ""
    reason: str = ""


class _Settling:
    """One settling: choices turned into the events of an act, and into the report."""

    def __init__(
        self, study: Study, asked: Worksheet, given: Mapping[str, _Given], report: SettleReport
    ) -> None:
        self.study, self.asked, self.given, self.report = study, asked, given, report
        self.book: Codebook = state.codebook(study)
        self.places = Places(study)
        self.scopes = {scope.document: scope for scope in asked.scopes}

    def draft(self, partial: bool) -> Draft:
        outcomes = self._outcomes()
        self._refuse_open([each for each in outcomes if each.keys is None], partial)
        draft, report = Draft(), self.report
        rows: list[tuple[Scope, Key, list[str], str | None]] = []
        retract: list[str] = []
        ids: dict[tuple[str, Key], str] = {}
        for scope in self.asked.scopes:
            own = [each for each in outcomes if each.line.document == scope.document]
            wanted = self._wanted(own)
            standing = {
                key_of(each): each.coding_id
                for each in in_scope(self.study, scope)
                if each.coder == CONSENSUS and each.code in scope.codes
            }
            leaving = {key: each for key, each in standing.items() if key not in wanted}
            retract += leaving.values()
            instead = _instead(own, standing, leaving)
            for key, sources in wanted.items():
                if key in standing:
                    ids[scope.document, key] = standing[key]
                    report.kept += 1
                else:
                    rows.append((scope, key, sources, instead.get(key)))
            open_ = any(each.keys is None for each in own)
            (report.in_part if open_ else report.documents).append(scope.document)
            if scope.turns is not None and not open_:
                report.turns = (report.turns or 0) + len(scope.turns)
        report.added, report.retracted = len(rows), len(retract)
        if retract:
            draft.event("retract", {"ids": retract})
        instead_of: dict[str, str] = {}
        for row, coding in zip(rows, self._draft_codings(draft, rows), strict=True):
            ids[row[0].document, row[1]] = coding
            instead_of[coding] = row[3] or ""
        self._draft_memos(draft, outcomes, ids, instead_of)
        self._draft_passes(draft)
        left_out, taken_in = self._out_and_in(outcomes)
        if draft.events or left_out:
            value = settled_value(
                self.asked.sample,
                [scope.document for scope in self.asked.scopes],
                self.asked.coders,
                whole=self.asked.whole,
                partial=bool(report.in_part),
                left_out=left_out,
                taken_in=taken_in,
            )
            draft.event("setting", {"key": SETTLED, "value": value})
        return draft

    # -- rows ----------------------------------------------------------------------------------------

    def _outcomes(self) -> list[_Outcome]:
        lines = {line.settle_id: line for line in self.asked.lines}
        problems = [
            Problem(
                each.where,
                f"the row {settle_id} is about codings that are there no more, or not to be settled now",
                "",
                "Write the worksheet again",
            )
            for settle_id, each in self.given.items()
            # A sheet may hold more documents than are settled now, and rows that nobody filled in.
            if settle_id not in lines
            and not each.blank
            and (not each.document or each.document in self.scopes)
        ]
        found: list[_Outcome] = []
        for settle_id, line in lines.items():
            given = self.given.get(settle_id, _Given(self._where(line)))
            try:
                found.append(self._outcome(line, given))
            except QualcodeError as error:
                first = error.problems[0]
                problems.append(Problem(given.where, first.found, first.allowed, first.next))
        if problems:
            raise CodingError.gathered("settlement", "nothing was settled", problems)
        report = self.report
        report.not_considered = sum(not line.settleable for line in lines.values())
        settled = [each for each in found if each.keys is not None and each.line.settleable]
        report.open = sum(each.keys is None for each in found)
        report.carried = sum(each.said == AGREED for each in settled)
        report.settled = dict(Counter(each.said for each in settled if each.said != AGREED))
        return found

    def _where(self, line: Line) -> str:
        n = self.scopes[line.document].version.n
        return self.places.where(n, *line.span)

    def _outcome(self, line: Line, given: _Given) -> _Outcome:
        if not line.settleable:
            if not given.blank:
                raise CodingError(
                    "", f"is {line.kind} and cannot be settled", "",
                    "Let everybody complete the document for this code, then write the worksheet again",
                )  # fmt: skip
            return _Outcome(line, ())
        before = prefilled(line)
        edit = self._edit(line, given, before)
        settled = self._named(line, given.settle)
        reason = given.reason
        if settled in (NONE, BOTH) and edit:
            raise CodingError(
                "", f"{settled}, and {listing(edit)} filled in", "one of them",
                "Empty the one that is not meant",
            )  # fmt: skip
        if settled == NONE:
            return _Outcome(line, (), NONE, reason)
        if settled == BOTH:
            keys = tuple(dict.fromkeys(key_of(each) for each in line.own.values()))
            return self._checked(line, _Outcome(line, keys, BOTH, reason))
        if settled and not edit:
            key = key_of(line.own[settled])
            said = AGREED if line.kind == AGREED else f"as {settled}"
            return self._checked(line, _Outcome(line, (key,), said, reason))
        if edit:
            base: tuple = key_of(line.own[settled]) if settled else before or self._common(line)
            key = (
                edit.get("start", base[0]),
                edit.get("end", base[1]),
                edit.get("code", base[2]),
            )
            if None in key:
                lacking = [
                    name
                    for name, part in zip(("start", "end", "code"), key, strict=True)
                    if part is None
                ]
                raise CodingError(
                    "", f"{listing(edit)} filled in, but the coders differ in {listing(lacking)}", "",
                    "Fill that in too, or name in settle whose coding it starts from",
                )  # fmt: skip
            return self._checked(line, _Outcome(line, (key,), "edited", reason))
        return self._as_it_stands(line, reason)

    def _as_it_stands(self, line: Line, reason: str) -> _Outcome:
        """What an empty row means: as it was settled before, or what all agree on; else it is open."""
        if line.choice == NONE:
            return _Outcome(line, (), NONE, reason)
        if line.standing:
            keys = tuple(dict.fromkeys(key_of(each) for each in line.standing))
            carried = line.kind == AGREED and keys == (prefilled(replace(line, edit=None)),)
            return _Outcome(line, keys, AGREED if carried else "kept", reason)
        if line.kind == AGREED:
            key = key_of(next(iter(line.own.values())))
            return self._checked(line, _Outcome(line, (key,), AGREED, reason))
        return _Outcome(line, None)

    def _named(self, line: Line, settle: str) -> str:
        """A coder's name, "both" or "none" as it was meant; "" where nothing is said."""
        words = [*self.asked.coders, BOTH, NONE]
        if not settle:
            return ""
        alike = [word for word in words if word.casefold() == settle.casefold()]
        found = settle if settle in words else alike[0] if len(alike) == 1 else ""
        if not found:
            raise CodingError("", f"settle is {settle!r}", f"{listing(words)}, or empty")
        if found in self.asked.coders and found not in line.own:
            raise CodingError(
                "", f"{found} has no coding in this row", listing([*line.own, NONE]),
                f"Write {NONE} to leave it out",
            )  # fmt: skip
        if found == BOTH and len(line.own) < 2 and line.kind != STANDING:
            only = next(iter(line.own))
            raise CodingError(
                "", f"{BOTH}, but only {only} has a coding in this row", f"{only}, {NONE}"
            )
        if found == BOTH and line.kind == STANDING:
            raise CodingError("", f"{BOTH} of a row without a coder", f"empty, {NONE}")
        return found

    def _edit(self, line: Line, given: _Given, before: Key | None) -> dict[str, Any]:
        """What was filled in otherwise than it stood there."""
        found: dict[str, Any] = {}
        stood = dict(zip(("start", "end", "code"), before or (None, None, None), strict=True))
        for name in ("start", "end"):
            cell = getattr(given, name)
            if not cell:
                continue
            if not (cell.isascii() and cell.isdigit()):
                raise CodingError("", f"{name} is {cell!r}", "a whole number")
            if int(cell) != stood[name]:
                found[name] = int(cell)
        if given.code:
            code = self.book.successor(given.code) or given.code
            if code != stood["code"]:
                found["code"] = code
        return found

    @staticmethod
    def _common(line: Line) -> tuple[int | None, int | None, str | None]:
        """Start, end and code where all codings of a row have the same."""
        starts = {each.start for each in line.own.values()}
        ends = {each.end for each in line.own.values()}
        codes = {each.code for each in line.own.values()}
        return (
            starts.pop() if len(starts) == 1 else None,
            ends.pop() if len(ends) == 1 else None,
            codes.pop() if len(codes) == 1 else None,
        )

    def _checked(self, line: Line, outcome: _Outcome) -> _Outcome:
        scope = self.scopes[line.document]
        known = {each.code for each in [*line.own.values(), *line.standing]}
        for start, end, code in outcome.keys or ():
            codings.check_range(scope.version, start, end)
            # What stands on a retired code may stay there; on a code that was split it waits to be coded anew.
            if code not in known or not self.book[code].applicable:
                codings.applicable(self.book, code)
            if code not in scope.codes:
                raise CodingError(
                    "", f"{code} was not considered there by every coder", listing(scope.codes, 20)
                )
            if scope.turns is not None:
                own = unit_ranges(self.study, scope.document, scope.turns).values()
                if not any(touches(ranges, start, end) for ranges in own):
                    raise CodingError(
                        "", f"{start}–{end} touches none of the turns of the sample",
                        f"turns {listing(scope.turns)}",
                    )  # fmt: skip
        return outcome

    def _refuse_open(self, left: Sequence[_Outcome], partial: bool) -> None:
        if not left or partial:
            return
        problems = []
        for each in left:
            said = [
                f"{coder}: {own.code} “{self._words(own)}”" for coder, own in each.line.own.items()
            ]
            problems.append(
                Problem(self._where(each.line), f"{each.line.kind}, not settled: {'; '.join(said)}")
            )
        raise CodingError.gathered(
            "settlement",
            f"{counted(len(left), 'row')} not settled, so nothing was",
            problems,
            next="Fill in the column settle, or settle in part (--partial, partial=True)",
        )

    def _words(self, coding: Coding) -> str:
        n = self.scopes[coding.document].version.n
        return shortened(self.places.quotation(n, coding.start, coding.end))

    # -- events --------------------------------------------------------------------------------------

    @staticmethod
    def _wanted(own: Sequence[_Outcome]) -> dict[Key, list[str]]:
        """Range and code of each coding that the consensus is to have -> the codings it settles."""
        found: dict[Key, list[str]] = {}
        for each in own:
            for key in each.keys or ():
                same = [c.coding_id for c in each.line.own.values() if key_of(c) == key]
                sources = same or [c.coding_id for c in each.line.own.values()]
                known = found.setdefault(key, [])
                known += [source for source in sources if source not in known]
        return dict(sorted(found.items()))

    def _draft_codings(
        self, draft: Draft, rows: Sequence[tuple[Scope, Key, list[str], str | None]]
    ) -> list[str]:
        if not rows:
            return []
        ids = new_ids("c", len(rows))
        columns = codings.coding_columns(
            len(rows),
            id=ids,
            version=[scope.version.n for scope, *_ in rows],
            start=[key[0] for _, key, *_ in rows],
            end=[key[1] for _, key, *_ in rows],
            code=[key[2] for _, key, *_ in rows],
            coder=CONSENSUS,
            time=now(),
            origin="consensus",
            blind="no",
            hash=[self.book[key[2]].hash for _, key, *_ in rows],
            replaces=[instead for *_, instead in rows],
        )
        cells = [{SETTLES: joined(sources)} if sources else {} for *_, sources, _ in rows]
        codings.draft_codings(draft, columns, cells)
        return ids

    def _out_and_in(self, outcomes: Sequence[_Outcome]) -> tuple[list[str], list[str]]:
        """Ids of the codings that are left out from now on, and of those that are so no more."""
        before = LeftOut(self.study)
        out = [
            coding.coding_id
            for each in outcomes
            if each.said == NONE and each.line.choice != NONE
            for coding in each.line.own.values()
        ]
        back = [
            coding.coding_id
            for each in outcomes
            if each.keys
            for coding in each.line.own.values()
            if before.holds(coding) or before.since([coding]) >= 0
        ]
        return out, back

    def _draft_memos(
        self,
        draft: Draft,
        outcomes: Sequence[_Outcome],
        ids: Mapping[tuple[str, Key], str],
        instead_of: Mapping[str, str],
    ) -> None:
        """Reasons as memos. A coding has those of the one whose place it takes."""
        known = codings.memos_by_coding(self.study)
        written: set[tuple[str, str]] = set()
        for each in outcomes:
            if not each.reason or each.keys is None:
                continue
            memo_body(each.reason)
            if each.keys:
                about = [(ids[each.line.document, key], each.reason) for key in each.keys]
            else:
                first = next(iter([*each.line.own.values(), *each.line.standing]))
                about = [(first.coding_id, LEFT_OUT + each.reason)]
            for on, words in about:
                said = known.get(instead_of.get(on, on), ())
                if words not in said and (on, words) not in written:
                    written.add((on, words))
                    codings.draft_memo(draft, words, on)

    def _draft_passes(self, draft: Draft) -> None:
        for document in self.report.documents:
            scope = self.scopes[document]
            self.report.passes += len(
                passes.draft_pass(
                    self.study,
                    draft,
                    CONSENSUS,
                    document,
                    scope.codes,
                    None if scope.turns is None else list(scope.turns),
                    "no",
                )
            )


def _instead(
    own: Sequence[_Outcome], standing: Mapping[Key, str], leaving: Mapping[Key, str]
) -> dict[Key, str]:
    """New range and code -> the coding of the consensus whose place it takes: where a row had one and gets
    another one."""
    found: dict[Key, str] = {}
    taken: set[str] = set()
    for each in own:
        gone = [leaving[key_of(c)] for c in each.line.standing if key_of(c) in leaving]
        new = [key for key in each.keys or () if key not in standing]
        if len(gone) == 1 and len(new) == 1 and gone[0] not in taken and new[0] not in found:
            found[new[0]] = gone[0]
            taken.add(gone[0])
    return found
