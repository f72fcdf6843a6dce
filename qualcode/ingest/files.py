"""Which files there are, and what each of them is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from qualcode.core.documents import DOCUMENT_KINDS
from qualcode.core.people import (
    DOCUMENT_KEYS,
    PARTICIPANT_KEYS,
    reserved_columns,
    row_person,
)
from qualcode.errors import IngestError, Problem, ReadError, listing
from qualcode.readers import TRANSCRIPT_SUFFIXES
from qualcode.readers.papers import is_paper
from qualcode.readers.sheets import SHEET_SUFFIXES, Sheet, read_sheet, sheet_kind

# What else lies in study folders, and what to do with it.
_OTHER = {
    "codings": "Import it with: qualcode codings import",
    "progress": "Import it with: qualcode progress import",
    "codebook": "Load it with: qualcode codebook load",
    "suggestions": "Hand it in with: qualcode decide",
}
_BAD_ID = re.compile(r"[/\\\x00-\x1f\x7f\ud800-\udfff]|^\.+$|^\s|\s$")


@dataclass
class Found:
    """The files of one ingest, sorted by what they are."""

    transcripts: list[Path] = field(default_factory=list)
    turn_sheets: list[tuple[Sheet, Path]] = field(default_factory=list)
    participants: list[Sheet] = field(default_factory=list)
    documents: list[Sheet] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)


def bad_document_id(document: str) -> bool:
    """Whether an id could leave its folder or break a line: a slash, a control character, dots only."""
    return not document or len(document) > 200 or _BAD_ID.search(document) is not None


def find(paths: Iterable[Path], participants: Path | None, documents: Path | None) -> Found:
    """Sort files and folders; a sheet named by option goes before those met in folders.

    Raises IngestError for a path that does not exist and for a named sheet that cannot be used, since
    what follows would be read without it.
    """
    found = Found()
    for option, path, into in (
        ("participants", participants, found.participants),
        ("documents", documents, found.documents),
    ):
        if path is not None:
            into.append(_named_sheet(option, path))
    named = {path.resolve() for path in (participants, documents) if path is not None}
    seen: set[Path] = set()
    for path in paths:
        if not path.exists():
            raise IngestError(str(path), "there is no such file or folder")
        folder = path.is_dir()
        if not folder and not path.is_file():
            # A pipe or a device would be waited on for ever.
            raise IngestError(str(path), "is neither a file nor a folder")
        for file in sorted(_files(path)) if folder else [path]:
            resolved = file.resolve()
            if resolved in seen or resolved in named:
                continue
            seen.add(resolved)
            _sort(file, folder, found, bool(participants), bool(documents))
    return found


def _files(folder: Path) -> Iterable[Path]:
    for path in folder.rglob("*"):
        hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden:
            yield path


def _named_sheet(option: str, path: Path) -> Sheet:
    if not path.is_file():
        raise IngestError(str(path), "there is no such file", next=f"Name the {option} sheet")
    sheet = read_sheet(path)
    if sheet_kind(sheet.columns) != option:
        needs = {
            "participants": "participant, or document and speaker",
            "documents": "document, and neither text nor code",
        }[option]
        raise ReadError(
            path.name,
            f"is no {option} sheet: its columns are {listing(sheet.columns)}",
            f"needed: {needs}",
            "Rename its columns",
        )
    return sheet


def _sort(
    file: Path, in_folder: bool, found: Found, has_participants: bool, has_documents: bool
) -> None:
    suffix = file.suffix.casefold()
    if in_folder and file.stem.casefold() in ("readme", "licence", "license"):
        found.notes.append(f"{file.name}: not read (a note about the folder)")
    elif in_folder and suffix == ".docx" and is_paper(file):
        found.notes.append(
            f"{file.name}: not read (written by qualcode: no transcript). If it is a codebook, load it with:"
            " qualcode codebook load"
        )
    elif suffix in TRANSCRIPT_SUFFIXES:
        found.transcripts.append(file)
    elif suffix in SHEET_SUFFIXES:
        _sort_sheet(file, in_folder, found, has_participants, has_documents)
    elif in_folder:
        what = "a codebook? " if suffix in (".yaml", ".yml") else ""
        found.notes.append(f"{file.name}: not read ({what}no transcript format of qualcode)")
    else:
        found.refused.append(
            Problem(
                file.name,
                f"{suffix or 'a file without suffix'} is no format that qualcode reads",
                "transcripts: .txt .md .docx .vtt .srt, turn tables: .csv .xlsx",
                "Save the transcript as .docx or .txt",
            )
        )


def _sort_sheet(
    file: Path, in_folder: bool, found: Found, has_participants: bool, has_documents: bool
) -> None:
    try:
        sheet = read_sheet(file)
    except ReadError as error:
        found.refused.extend(error.problems)
        return
    kind = sheet_kind(sheet.columns)
    if kind == "turns":
        found.turn_sheets.append((sheet, file))
    elif kind == "participants":
        if has_participants:
            found.notes.append(f"{file.name}: not read (another participants sheet was named)")
        else:
            found.participants.append(sheet)
    elif kind == "documents":
        if has_documents:
            found.notes.append(f"{file.name}: not read (another documents sheet was named)")
        else:
            found.documents.append(sheet)
    elif kind in _OTHER and in_folder:
        found.notes.append(f"{file.name}: not read (a {kind} table). {_OTHER[kind]}")
    elif in_folder:
        found.notes.append(f"{file.name}: not read (columns {listing(sheet.columns)})")
    else:
        found.refused.append(
            Problem(
                file.name,
                f"its columns are {listing(sheet.columns)}",
                "a turn table has document, turn, text; a participants sheet has participant; a"
                " documents sheet has document",
                _OTHER.get(kind or "", "Rename its columns"),
            )
        )


# -- sheets about people and documents ---------------------------------------------------------------


def checked_rows(sheets: Iterable[Sheet], which: str) -> list[dict[str, str]]:
    """The rows of the participants or documents sheets without empty cells.

    Raises IngestError with every bad row: a sheet is taken whole or not at all.
    """
    keys = PARTICIPANT_KEYS if which == "participants" else DOCUMENT_KEYS
    rows: list[dict[str, str]] = []
    problems: list[Problem] = []
    seen: dict[object, str] = {}
    name = which
    for sheet in sheets:
        name = sheet.name
        taken = reserved_columns(sheet.columns, keys)
        if taken:
            problems.append(
                Problem(
                    sheet.name,
                    f"has a column that qualcode's own tables need: {listing(taken)}",
                    "",
                    "Rename it",
                )
            )
        for row in sheet.rows:
            cells = {key: value for key, value in row.cells.items() if value}
            if not cells:
                continue
            where = f"{sheet.name}, line {row.line}"
            problem, key = _row_problem(cells, which)
            if problem is None and key in seen:
                problem = Problem(
                    where,
                    f"{_shown(key)} stands in {seen[key]} already",
                    "",
                    "Keep one of the rows",
                )
            if problem is not None:
                problems.append(
                    Problem(where, problem.found, problem.allowed, problem.next or "Mend the row")
                )
                continue
            seen[key] = where
            rows.append(cells)
    if problems:
        raise IngestError.gathered(name, "nothing was read", problems)
    return rows


def _shown(key: object) -> str:
    return " in ".join(filter(None, key)) if isinstance(key, tuple) else str(key)


def _row_problem(cells: dict[str, str], which: str) -> tuple[Problem | None, object]:
    document = cells.get("document", "")
    if document and bad_document_id(document):
        return Problem(
            "", f"{document!r} is no document id", "a file's stem, without / or \\"
        ), None  # fmt: skip
    if which == "documents":
        kind = cells.get("kind", "interview")
        if not document:
            return Problem("", "the row has no document"), None
        if kind not in DOCUMENT_KINDS:
            return Problem("", f"kind is {kind!r}", "one of " + ", ".join(DOCUMENT_KINDS)), None
        return None, document
    if not cells.get("participant") and not (document and cells.get("speaker")):
        return Problem("", "the row names nobody", "participant, or document and speaker"), None
    return None, (row_person(cells), document)
