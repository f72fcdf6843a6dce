"""A file in, a document and a report of what was read, dropped and doubted out."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from qualcode.core.documents import DOCUMENT_KINDS, Document, Reading
from qualcode.errors import ReadError, UsageError, listing
from qualcode.readers.files import decode, no_collection, plain_lines, read_bytes
from qualcode.readers.sheets import SHEET_SUFFIXES, Row, Sheet, read_sheet, sheet_kind
from qualcode.readers.turntables import TurnTables, read_turn_tables

__all__ = [
    "SHEET_SUFFIXES",
    "TRANSCRIPT_SUFFIXES",
    "Row",
    "Sheet",
    "TurnTables",
    "read_sheet",
    "read_transcript",
    "read_turn_tables",
    "sheet_kind",
]

TRANSCRIPT_SUFFIXES = (".txt", ".md", ".docx", ".vtt", ".srt")

_CURES = {
    ".doc": "Save it as .docx.",
    ".odt": "Save it as .docx.",
    ".rtf": "Save it as .docx.",
    ".pages": "Export it as .docx.",
    ".pdf": "Export it as .docx or plain text.",
    ".html": "Save it as .docx or plain text.",
}


def read_transcript(
    path: str | Path, *, document: str, kind: str = "interview", labels: Collection[str] = ()
) -> Reading:
    """Read one transcript, set of field notes or written source, by the suffix of its name.

    document: the id it gets. kind: one of DOCUMENT_KINDS; "observation" reads field notes.
    labels: speakers' names known from the study's sheets; they help to tell a label from the
    start of a sentence, and are never needed.

    Raises ReadError, in one line with the file's name and the cure, for a file that cannot be read;
    whatever can be read with reservations is read, and the reservations are in `doubts`.
    """
    path = Path(path)
    if kind not in DOCUMENT_KINDS:
        raise UsageError(document, f"kind {kind!r}", listing(DOCUMENT_KINDS))
    with no_collection():
        if path.suffix.lower() == ".docx":
            from qualcode.readers.word import read_word

            return read_word(path, document=document, kind=kind, labels=labels)
        return _read_plain(path, document, kind, labels)


def _read_plain(path: Path, document: str, kind: str, labels: Collection[str]) -> Reading:
    """A transcript whose text is the decoded file."""
    suffix = path.suffix.lower()
    if suffix not in TRANSCRIPT_SUFFIXES:
        raise ReadError(
            path.name,
            f"{suffix or 'no suffix'} is not read",
            " ".join(TRANSCRIPT_SUFFIXES),
            _CURES.get(suffix, "Save it in one of these formats."),
        )
    text, encoding, doubts = decode(path.name, read_bytes(path))
    text = plain_lines(text)
    if not text.strip():
        raise ReadError(path.name, "is empty", "text", "Check that the right file was saved.")
    attributes: dict[str, str] = {}
    if suffix in (".vtt", ".srt"):
        from qualcode.readers.subtitles import parse_subtitles

        rule = "subtitles"
        parsed = parse_subtitles(text, name=path.name, kind=kind, labels=labels)
    else:
        rule = "plain"
        if kind == "observation":
            from qualcode.readers.fieldnotes import parse_notes

            parsed, attributes = parse_notes(text, name=path.name)
        else:
            from qualcode.readers.lines import parse_lines

            parsed = parse_lines(text, name=path.name, kind=kind, labels=labels)
    made = Document(
        document,
        text,
        tuple(parsed.turns),
        tuple(parsed.gaps),
        kind,
        rule,
        attributes=attributes,
    )
    return Reading(made, encoding, tuple(doubts + parsed.doubts))
