"""Files that other programs made: what we claim to read opens, or is damaged; nothing is lost."""

from __future__ import annotations

import zipfile
from collections import Counter
from pathlib import Path

import pytest

from qualcode.errors import ReadError
from qualcode.readers import SHEET_SUFFIXES, TRANSCRIPT_SUFFIXES, read_sheet, read_transcript

DEFAULT = Path(__file__).resolve().parents[3] / "shared" / "exchange"
TEXT_SUFFIXES = (".txt", ".md", ".vtt", ".srt")
ENCODINGS = ("utf-8-sig", "utf-16", "cp1252")


@pytest.fixture(scope="module")
def files(request) -> list[Path]:
    folder = Path(request.config.getoption("--files", default=None) or DEFAULT)
    if not folder.is_dir():
        pytest.skip(f"no folder of foreign files at {folder}")
    return sorted(path for path in folder.rglob("*") if path.is_file())


def is_damaged(path: Path) -> bool:
    """Whether a refusal is the file's own fault, judged without our readers."""
    data = path.read_bytes()
    if path.suffix.lower() in (".docx", ".xlsx"):
        try:
            with zipfile.ZipFile(path) as archive:
                names = archive.namelist()
                return bool(archive.testzip()) or not any(
                    "document.xml" in n or "workbook.xml" in n for n in names
                )
        except (zipfile.BadZipFile, OSError):
            return True
    return not data.strip() or (
        b"\0" in data.replace(b"\xff\xfe", b"") and not data.startswith((b"\xff\xfe", b"\xfe\xff"))
    )


def decoded(path: Path) -> list[str]:
    """The text as any of the encodings gives it, line ends as LF."""
    found = []
    data = path.read_bytes()
    for encoding in ENCODINGS:
        try:
            found.append(data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n"))
        except UnicodeError:
            continue
    return found


def test_transcripts_open_and_keep_every_character(files, capsys):
    counts: Counter[str] = Counter()
    for path in files:
        if path.suffix.lower() not in TRANSCRIPT_SUFFIXES:
            counts["of other formats"] += 1
            continue
        try:
            document = read_transcript(path, document=path.stem).document
        except ReadError as error:
            assert path.name in str(error) and "\n" not in str(error)
            assert is_damaged(path), f"{path.name} was refused: {error}"
            counts["refused"] += 1
            continue
        counts["opened"] += 1
        # A document cannot be made unless every character belongs to one turn or one gap.
        assert document.turns, f"{path.name} has no turns"
        if path.suffix.lower() in TEXT_SUFFIXES:
            assert document.text in decoded(path), f"{path.name}: the text is not the file's"
    with capsys.disabled():
        print(f"\ntranscripts: {dict(counts)}")
    assert counts["opened"] + counts["refused"] + counts["of other formats"] == len(files)


def test_tables_open_with_every_row(files, capsys):
    counts: Counter[str] = Counter()
    for path in files:
        if path.suffix.lower() not in SHEET_SUFFIXES:
            continue
        try:
            sheet = read_sheet(path)
        except ReadError as error:
            assert path.name in str(error) and "\n" not in str(error)
            counts["refused"] += 1
            with capsys.disabled():
                print(f"\nrefused: {error}")
            continue
        counts["opened"] += 1
        assert all(set(row.cells) == set(sheet.columns) for row in sheet.rows)
    with capsys.disabled():
        print(f"\ntables: {dict(counts)}")
