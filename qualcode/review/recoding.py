"""Codings that wait to be looked at again: made under other words, or on a code that was split.

The queue is made from the project, never stored: a coding leaves it when somebody codes it anew, keeps it
as it is, or retracts it.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.core.codebook import Code, Codebook
from qualcode.core.ids import new_ids
from qualcode.core.lists import parted
from qualcode.core.outfiles import write_whole
from qualcode.core.records import CONSENSUS
from qualcode.core.text import printed
from qualcode.errors import CodingError, Problem, QualcodeError, UsageError, counted, listing
from qualcode.readers.sheets import read_sheet
from qualcode.store import Draft, Study, codings, moving, state

if TYPE_CHECKING:
    import pandas as pd

SPLIT, STALE, MERGED = "split", "defined anew", "merged"
REASONS = (SPLIT, MERGED, STALE)
COLUMNS = [
    "coding_id",
    "document",
    "turn",
    "code",
    "coder",
    "reason",
    "choices",
    "quotation",
    "words_then",
    "words_now",
    "recode",
]
KEEP, RETRACT = "keep", "retract"


@dataclass
class RecodeReport:
    """What was done to waiting codings: kept under the present words, coded anew, retracted.

    codings: ids of the codings that stand in for them. joined: coded so already on the same words. same:
    handed in before. left: rows of a sheet without a decision. done: document -> codes that were not
    considered there when it was read, and of which no coding of this coder waits there any more.
    """

    kept: int = 0
    recoded: int = 0
    retracted: int = 0
    left: int = 0
    joined: int = 0
    same: int = 0
    done: dict[str, list[str]] = field(default_factory=dict)
    codings: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def __str__(self) -> str:
        text = (
            f"{counted(self.recoded, 'coding')} coded anew, {self.kept:,} kept, {self.retracted:,}"
            " retracted"
        )
        if self.joined:
            text += f"; {self.joined:,} coded so already"
        text += f"; {self.same:,} the same as before" if self.same else ""
        text += f"; {self.left:,} rows left as they are" if self.left else ""
        for document, codes in self.done.items():
            text += (
                f"\n  {document} was read before there were {listing(codes)}: not considered there until you"
                f" say so (qualcode progress complete … {document} "
                + " ".join(f"--code {code}" for code in codes)
                + ")"
            )
        return text

    __repr__ = __str__  # as a notebook shows it

    def as_data(self) -> dict[str, Any]:
        return {
            "kept": self.kept,
            "recoded": self.recoded,
            "retracted": self.retracted,
            "joined": self.joined,
            "same": self.same,
            "left": self.left,
            "done": self.done,
            "codings": self.codings,
        }


def queue(
    study: Study,
    *,
    code: str | None = None,
    coder: str | None = None,
    reason: str | None = None,
) -> pd.DataFrame:
    """Codings on current texts that wait to be looked at again, in the order of the texts.

    code: only on this code (of a theme: beneath it). coder: only this coder's. reason: "split" (its code
    was split; choices lists the parts), "merged" (it came from another code) or "defined anew" (its code
    has other words now). A coding of unknown wording (imported without a hash) does not wait.

    Columns: coding_id, document, turn (in which it begins), code, coder, reason, choices, quotation
    (as print shows it), words_then and words_now (what the entry said and says, "" where unknown),
    recode (empty, for a sheet: see `recode_sheet`).
    """
    import pandas as pd

    if reason is not None and reason not in REASONS:
        raise UsageError("reason", f"{reason!r}", listing(REASONS))
    book = state.codebook(study)
    wanted = set(book.codes)
    if code is not None:
        if code not in book:
            raise CodingError(code, "is not in the codebook", listing(book.close_to(code)))
        wanted = set(book.beneath(code))
    rows = _waiting(study, book, wanted, coder, reason)
    return pd.DataFrame(rows, columns=COLUMNS)


def _waiting(
    study: Study,
    book: Codebook,
    wanted: Collection[str],
    coder: str | None,
    reason: str | None,
) -> list[list[str]]:
    names, applicable = study.names(), set(book.applicable())
    wordings = Wordings(study)
    found: list[list[str]] = []
    for version in state.versions(study).values():
        turns: list | None = None
        for row in study.rows(
            "SELECT coding_id, start, end, code, coder, codebook_hash FROM coding"
            " WHERE version = ? AND ended IS NULL ORDER BY start, end, n",
            (version.n,),
        ):
            coding, start, end, code_n, coder_n, hash_n = row
            entry = book.codes.get(names[code_n])
            if entry is None or entry.code not in wanted:
                continue
            if coder is not None and names[coder_n] != coder:
                continue
            why = _reason(study, book, entry, names[hash_n], coding)
            if not why or (reason is not None and why != reason):
                continue
            if turns is None:
                turns = sorted(
                    (turn[2][0], turn[0]) for turn in state.structure(study, version)["turns"]
                )
                text, speech = study.text(version.n), state.speech(study, version)
            at = [number for first, number in turns if first <= start]
            choices = [c.code for c in book.children(entry.code) if c.code in applicable]
            then = wordings.of(names[hash_n])
            found.append(
                [
                    coding,
                    version.document,
                    at[-1] if at else "",
                    entry.code,
                    names[coder_n],
                    why,
                    "; ".join(choices) if why == SPLIT else "",
                    printed(text, start, end, speech),
                    words_of(then) if then is not None else "",
                    words_of(entry),
                    "",
                ]
            )
    return found


def _reason(study: Study, book: Codebook, entry: Code, made_under: str, coding: str) -> str:
    if not entry.applicable:
        return SPLIT
    if not made_under or made_under == entry.hash:
        return ""
    for each in moving.chain(study, coding)[1:]:
        (code,) = study.rows(
            "SELECT n.text FROM coding c JOIN name n ON n.n = c.code WHERE c.coding_id = ?", (each,)
        )[0]
        # Under another id it was the same code; under another code it was merged into this one.
        if book.renamed(code) != entry.code and book.successor(code) == entry.code:
            return MERGED
    return STALE


class Wordings:
    """Every wording that any code of the project ever had, by its hash."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._found: dict[str, Code] | None = None

    def of(self, made_under: str) -> Code | None:
        if self._found is None:
            self._found = {}
            for (content,) in self._study.rows("SELECT content FROM codebook ORDER BY added, n"):
                data = self._study.content(content)
                for entry in Codebook.from_data(data) if data else ():
                    self._found.setdefault(entry.hash, entry)
        return self._found.get(made_under)


def words_of(entry: Code) -> str:
    """What an entry says, in a few lines."""
    lines = [": ".join(filter(None, (entry.name, entry.definition)))]
    for key in ("include", "exclude", "examples"):
        if items := getattr(entry, key):
            lines.append(f"{key}: {'; '.join(items)}")
    return "\n".join(line for line in lines if line)


def keep(study: Study, coder: str, coding_ids: str | Iterable[str]) -> RecodeReport:
    """Say that codings stand under the words their codes have now, as one act."""
    return recode(study, coder, dict.fromkeys(_ids(coding_ids), KEEP))


def recode(study: Study, coder: str, choices: Mapping[str, str | Sequence[str]]) -> RecodeReport:
    """Code waiting codings anew, as one act.

    choices: coding_id -> a code, several codes, "keep" (the same code, under its present words) or
    "retract". Each coding is retracted and added with `replaces`; place, time, origin and further cells
    stay, and the coding is made under the present words. Only the coder of a coding codes it anew; one of
    the consensus anybody. Raises CodingError, changing nothing, with every choice that does not fit.
    """
    coder = codings.check_coder(coder, "coding anew")
    wanted = {each: _choice(choice) for each, choice in choices.items()}
    report = RecodeReport()

    def prepare() -> Draft:
        draft = Draft()
        report.kept = report.recoded = report.retracted = report.joined = report.same = 0
        report.codings = []
        _draft_recoding(study, draft, coder, wanted, report)
        return draft

    study.write("recode", coder, prepare)
    _note_done(study, coder, report)
    return report


def _note_done(study: Study, coder: str, report: RecodeReport) -> None:
    """Where the queue of a document is empty, its reader may say that the new codes were considered too:
    that is a person's word, so it is offered and never written."""
    book = state.codebook(study)
    applicable = set(book.applicable())
    used: dict[str, set[str]] = {}
    for each in report.codings:
        made = codings.coding(study, each)
        if made is not None:
            found = used.setdefault(made.document, set())
            found.add(made.code)
            # Whoever sorted the codings of a code that was split considered all of its parts.
            parent = book[made.code].parent
            if parent is not None and not book[parent].applicable:
                found.update(c.code for c in book.children(parent) if c.code in applicable)
    if not used:
        return
    waiting = set(queue(study, coder=coder)["document"])
    read: dict[str, set[str]] = {}
    for each_pass in state.current_passes(study):
        if each_pass.coder == coder and each_pass.turns is None:
            read.setdefault(each_pass.document, set()).update(each_pass.codes)
    for document, codes in used.items():
        late = codes - read.get(document, codes)
        if late and document not in waiting:
            report.done[document] = [code for code in book.codes if code in late]


def _ids(coding_ids: str | Iterable[str]) -> list[str]:
    return [coding_ids] if isinstance(coding_ids, str) else list(dict.fromkeys(coding_ids))


def _choice(choice: str | Sequence[str]) -> list[str]:
    chosen = [choice] if isinstance(choice, str) else list(choice)
    return list(dict.fromkeys(each.strip() for each in chosen if each.strip()))


def _draft_recoding(
    study: Study, draft: Draft, coder: str, wanted: Mapping[str, list[str]], report: RecodeReport
) -> None:
    book, names = state.codebook(study), study.names()
    problems: list[Problem] = []
    joined: dict[str, str] = {}
    wishes: list[tuple[tuple, str]] = []
    rows: list[tuple] = []
    codes: list[str] = []
    retract: list[str] = []
    taken: dict[tuple, str] = {}
    for each, chosen in wanted.items():
        found = study.rows(
            f"SELECT {moving.COLUMNS} FROM coding WHERE coding_id = ? AND ended IS NULL", (each,)
        )
        chosen = [book.successor(code) or code for code in chosen]
        try:
            if not found:
                if _done_before(study, book, each, chosen):
                    report.same += 1
                    continue
                raise CodingError(each, _why_not(study, each))
            row = found[0]
            _check(book, names, row, coder, chosen)
        except QualcodeError as error:
            problems += error.problems
            continue
        own = names[row[4]]
        if chosen == [RETRACT]:
            retract.append(each)
            report.retracted += 1
            continue
        targets = [own] if chosen == [KEEP] else chosen
        if targets == [own] and names[row[10]] == book[own].hash:
            continue  # nothing to say again
        retract.append(each)
        report.kept += targets == [own]
        report.recoded += targets != [own]
        wishes += [(row, target) for target in targets]
    if problems:
        raise CodingError.gathered("", "nothing was coded anew", problems)
    leaving = set(retract)
    for row, target in wishes:
        key = (row[1], row[2], row[3], target)
        there = codings.existing(study, *key, names[row[5]])
        new = taken.get(key) or (there if there not in leaving else None)
        if new is not None:
            report.joined += 1
            joined[row[0]] = new
            continue
        rows.append(row)
        codes.append(target)
        taken[key] = new_ids("c", 1)[0]
    moving.draft_ends(draft, retract, joined)
    if rows:
        report.codings = list(taken.values())
        moving.draft_replacements(
            study, draft, rows, report.codings, code=codes, hash=[book[code].hash for code in codes]
        )


def _check(
    book: Codebook, names: Mapping[int, str], row: tuple, coder: str, chosen: list[str]
) -> None:
    where = row[0]
    if names[row[5]] not in (coder, CONSENSUS):
        raise CodingError(
            where, f"is a coding by {names[row[5]]}", f"you are {coder}",
            "Only its coder codes it anew; code it yourself beside it",
        )  # fmt: skip
    if not chosen:
        raise CodingError(where, "no code chosen", f"a code, {KEEP} or {RETRACT}")
    if len(chosen) > 1 and {KEEP, RETRACT} & set(chosen):
        raise CodingError(where, f"{listing(chosen)} together", f"codes, or {KEEP}, or {RETRACT}")
    if chosen == [KEEP]:
        entry = book[names[row[4]]]
        # What stands on a retired code may stay there.
        chosen = [] if entry.applicable else [entry.code]
    if chosen != [RETRACT]:
        for code in chosen:
            codings.applicable(book, code)


def _done_before(study: Study, book: Codebook, coding: str, chosen: list[str]) -> bool:
    """Whether a coding that stands no more was coded anew so already: a sheet is handed in in portions."""
    made = [codings.coding(study, each) for each in moving.present(study, coding)]
    old = codings.coding(study, coding)
    if old is None or not made:
        return old is not None and chosen == [RETRACT]
    if chosen == [KEEP]:
        chosen = [book.successor(old.code) or old.code]
    return {each.code for each in made if each} == set(chosen)


def _why_not(study: Study, coding: str) -> str:
    made = [codings.coding(study, each) for each in moving.present(study, coding)]
    if codes := [each.code for each in made if each]:
        return f"was coded anew already, as {listing(codes)}"
    if codings.coding(study, coding) is not None:
        return "was retracted"
    return "is no coding of this project"


def export_queue(
    study: Study,
    path: str | Path,
    *,
    code: str | None = None,
    coder: str | None = None,
    reason: str | None = None,
) -> int:
    """Write the waiting codings as a .csv to be filled in: column `recode` takes a code, several with
    `;` between, "keep" or "retract". Returns how many rows."""
    return write_queue(queue(study, code=code, coder=coder, reason=reason), path)


def write_queue(frame: pd.DataFrame, path: str | Path) -> int:
    """Write a frame of `queue` as the sheet that `recode_sheet` takes; returns how many rows."""

    def write(part: Path) -> None:
        with part.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\r\n")
            writer.writerow(frame.columns)
            writer.writerows(frame.itertuples(index=False))

    write_whole(path, (".csv",), write)
    return len(frame)


def recode_sheet(study: Study, coder: str, path: str | Path) -> RecodeReport:
    """Hand in a filled queue (.csv, .xlsx): all of it, or nothing where a row is wrong.

    Columns coding_id and recode; an empty recode leaves the coding waiting.
    """
    sheet = read_sheet(path)
    if missing := [name for name in ("coding_id", "recode") if name not in sheet.columns]:
        raise CodingError(
            sheet.name,
            f"has no column {listing(missing)}; its columns are {listing(sheet.columns)}",
            next="Export the queue with: qualcode codebook queue PROJECT --out F.csv",
        )
    choices: dict[str, list[str]] = {}
    left, problems = 0, []
    for row in sheet.rows:
        if not row.cells["recode"].strip():
            left += 1
        elif row.cells["coding_id"] in choices:
            problems.append(
                Problem(f"{sheet.name}, line {row.line}", f"{row.cells['coding_id']} stands twice")
            )
        else:
            choices[row.cells["coding_id"]] = parted(row.cells["recode"])
    if problems:
        raise CodingError.gathered(sheet.name, "nothing was coded anew", problems)
    report = recode(study, coder, choices)
    report.left = left
    return report
