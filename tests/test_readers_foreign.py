"""Transcripts that other people and programs made."""

from collections import Counter
from pathlib import Path

import pytest

from qualcode.readers import read_sheet, read_transcript, read_turn_tables

SHARED = Path(__file__).resolve().parents[2] / "shared"
FOREIGN = SHARED / "exchange" / "transcripts"
pytestmark = pytest.mark.skipif(
    not FOREIGN.is_dir(), reason="no folder `shared` beside the checkout"
)


def read(name, **more):
    path = FOREIGN / name
    if not path.exists():
        pytest.skip(f"{name} is not there")
    return read_transcript(path, document=path.stem, **more)


def test_a_podcast_has_two_speakers_and_its_breaks_have_none():
    reading = read("changelog_founders-talk-38.md")
    assert Counter(turn.speaker for turn in reading.document.turns) == {
        "Adam Stacoviak": 144,
        "Sam Soffes": 139,
    }
    assert [gap.kind for gap in reading.document.gaps].count("stage") == 4
    assert reading.doubts == ()


def test_ids_in_brackets_are_speakers():
    reading = read("qualcoder_transcript.txt")
    speakers = [turn.speaker for turn in reading.document.turns]
    assert speakers == ["id1", "id2", "id3", "id1", "id3", "id1", "id2"]
    assert reading.doubts == ()


def test_a_text_without_labels_says_so():
    reading = read("qualcoder_ID1.docx")
    assert [turn.speaker for turn in reading.document.turns] == [None] * 3
    assert "no speaker labels" in reading.doubts[0].found


@pytest.mark.parametrize(
    ("name", "cues"),
    [
        ("webvttpy_captions_with_bom.vtt", 4),
        ("webvttpy_comments.vtt", 3),
        ("webvttpy_cue_tags.vtt", 3),
        ("webvttpy_metadata_headers.vtt", 2),
        ("webvttpy_sample.vtt", 16),
        ("webvttpy_sample.srt", 5),
    ],
)
def test_every_cue_of_other_programs_files_arrives(name, cues):
    reading = read(name)
    assert len(reading.document.turns) == cues
    assert {gap.kind for gap in reading.document.gaps} <= {"header", "time", "markup", "break"}


@pytest.mark.parametrize("study", ["annomi", "casino", "scrum"])
def test_every_row_of_the_turn_tables_arrives(study):
    path = SHARED / "data" / study / "turns.csv"
    if not path.exists():
        pytest.skip(f"{study} is not there")
    sheet = read_sheet(path)
    readings, problems = read_turn_tables(sheet)
    empty = sum(not row.cells["text"].strip() for row in sheet.rows)
    assert problems == []
    assert sum(len(reading.document.turns) for reading in readings) == len(sheet.rows) - empty
