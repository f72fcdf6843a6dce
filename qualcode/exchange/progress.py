"""progress.csv in and out: who has read what, for which codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from qualcode.core.lists import joined, parted
from qualcode.core.records import BLIND
from qualcode.errors import CodingError, Problem, QualcodeError, counted, listing
from qualcode.exchange.files import write_rows
from qualcode.ingest.versions import read_alike
from qualcode.readers.sheets import read_sheet
from qualcode.store import Draft, Study, codings, passes, state

COLUMNS = ["document", "coder", "codes", "turns", "blind", "codebook_hash", "date", "version"]


@dataclass
class ProgressReport:
    """What an import of passes did."""

    file: str
    rows: int = 0
    added: int = 0
    problems: list[Problem] = field(default_factory=list)

    def __str__(self) -> str:
        known = self.rows - self.added
        line = f"{self.file}: {counted(self.rows, 'row')}, {counted(self.added, 'pass', 'passes')} added"
        return line + (f", {known} known already" if known else "")

    __repr__ = __str__  # as a notebook shows it

    def as_data(self) -> dict[str, Any]:
        return {"file": self.file, "rows": self.rows, "added": self.added}


def import_progress(study: Study, path: str | Path, *, coder: str) -> ProgressReport:
    """Add the passes of a progress.csv, as one act. Empty `codes` means every code of the codebook.

    A pass belongs to the text that was read. Where `version` names an earlier text, or `version` is empty and
    `date` is before the present text came in, the pass holds only if the participants' words are the same in
    both. Raises CodingError with every bad row, and then nothing was imported.
    """
    coder = codings.check_coder(coder, "importing passes")
    sheet = read_sheet(path)
    if missing := [name for name in ("document", "coder") if name not in sheet.columns]:
        raise CodingError(
            sheet.name,
            f"has no column {listing(missing)}",
            "needed: document, coder",
            "Rename them",
        )
    report = ProgressReport(sheet.name)

    def prepare() -> Draft:
        draft = Draft()
        problems: list[Problem] = []
        report.rows, report.added = len(sheet.rows), 0
        seen: set[tuple[str, ...]] = set()
        for row in sheet.rows:
            cells = row.cells
            said = tuple(cells.get(name, "") for name in COLUMNS if name != "date")
            if said in seen:
                continue
            seen.add(said)
            blind = cells.get("blind", "") or "unknown"
            try:
                if fault := codings.coder_fault(cells["coder"]):
                    raise CodingError("", fault)
                if blind not in BLIND:
                    raise CodingError("", f"blind is {blind!r}", ", ".join(BLIND))
                date = _checked_date(cells.get("date", ""))
                turns = parted(cells.get("turns", "")) or None
                _check_text(study, cells["document"], cells.get("version", ""), date, turns)
                report.added += len(
                    passes.draft_pass(
                        study,
                        draft,
                        cells["coder"],
                        cells["document"],
                        parted(cells.get("codes", "")) or None,
                        turns,
                        blind,
                        hash_=cells.get("codebook_hash", ""),
                        date=cells.get("date") or None,
                    )
                )
            except QualcodeError as error:
                first = error.problems[0]
                found = f"{first.where} {first.found}".strip()
                problems.append(
                    Problem(
                        f"{sheet.name}, line {row.line}",
                        found,
                        first.allowed,
                        first.next or "Mend it",
                    )
                )
        if problems:
            raise CodingError.gathered(sheet.name, "nothing was imported", problems)
        return draft

    study.write("import progress", coder, prepare)
    return report


def _checked_date(date: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(date) if date else None
    except ValueError:
        raise CodingError("", f"date is {date!r}", "2018-03-12") from None
    if found is None:
        return None
    if len(date) == len("2018-03-12"):
        found += timedelta(days=1)  # some time that day: before what came in the day after
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _check_text(
    study: Study, document: str, given: str, date: datetime | None, turns: Sequence[str] | None
) -> None:
    """Refuse a pass over an earlier text in which a participant said something else."""
    now = state.version_of(study, document)
    if given == now.version:
        return
    earlier = [
        each
        for each in state.all_versions(study).values()
        if each.document == document and each.added < now.added
    ]
    read = None
    if given:
        read = next((each for each in earlier if each.version == given), None)
        if read is None:
            raise CodingError(
                document,
                "was read in a text that this project does not have",
                next="Read the present text and complete it",
            )
    elif date is not None and earlier:
        read = max(earlier, key=lambda each: each.added)
        ((came,),) = study.rows("SELECT time FROM act WHERE n = ?", (now.added,))
        if date > datetime.fromisoformat(came):
            return
    if read is not None and not read_alike(study, read, now, turns):
        raise CodingError(
            document,
            "was read in an earlier text, where a participant's words differ",
            next="Read the present text and complete it",
        )


def export_progress(study: Study, path: str | Path) -> int:
    """Write the passes on the current texts as progress.csv, codes written out; returns how many."""
    found = state.current_passes(study)
    texts = {name: version.version for name, version in state.versions(study).items()}
    rows = (
        [
            each.document,
            each.coder,
            joined(each.codes),
            joined(each.turns or ()),
            each.blind,
            each.codebook_hash,
            each.date,
            texts[each.document],
        ]
        for each in found
    )
    write_rows(path, COLUMNS, rows)
    return len(found)
