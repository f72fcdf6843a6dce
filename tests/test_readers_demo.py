"""The demonstration study is readable as it stands, in every format it comes in."""

from pathlib import Path

import pytest

from qualcode.readers import TRANSCRIPT_SUFFIXES, read_sheet, read_transcript

DATA = Path(__file__).resolve().parents[1] / "data"
FILES = sorted(
    path
    for path in DATA.rglob("*")
    if path.suffix in TRANSCRIPT_SUFFIXES and path.stem.casefold() != "readme"
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_interviews_have_two_speakers_and_no_doubts(path):
    rows = {row.cells["document"]: row.cells for row in read_sheet(DATA / "documents.csv").rows}
    about = rows[path.stem]
    reading = read_transcript(path, document=path.stem, kind=about["kind"])
    speakers = {turn.speaker for turn in reading.document.turns}
    if about["kind"] == "observation":
        assert speakers == {None}
        assert {turn.part for turn in reading.document.turns} == {"descriptive", "reflective"}
        assert {"date", "place"} <= set(reading.document.attributes)
    else:
        assert about["interviewer"] in speakers
        assert len(speakers) == (2 if about["kind"] == "interview" else 5)
    assert [doubt for doubt in reading.doubts if "cp1252" not in doubt.found] == []
