"""Field notes: entries, parts, times, and what the head says."""

import pytest

from qualcode.readers import read_transcript
from qualcode.readers.fieldnotes import iso_date

NOTES = """Observation: moderation meeting, County Offices
Date: 15 May 2018
Place: Committee Room 3
Observer: the researcher

Descriptive notes

09:30 Four scorers and a chair. Chair: welcomes everyone.

Chair: asks for scores.

09:40–10:00 A break.
The plate goes round.

OC: I felt watched.

Reflective notes

I keep asking who wrote the question.
"""


@pytest.fixture
def read(tmp_path):
    def _read(text, name="OBS.txt"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return read_transcript(tmp_path / name, document="OBS", kind="observation")

    return _read


def entries(reading):
    text = reading.document.text
    return [(t.part, t.time, t.end_time, text[t.start : t.end]) for t in reading.document.turns]


def test_field_notes_are_entries_of_nobody_in_two_parts(read):
    reading = read(NOTES)
    assert entries(reading) == [
        ("descriptive", "09:30", None, "Four scorers and a chair. Chair: welcomes everyone."),
        ("descriptive", None, None, "Chair: asks for scores."),
        ("descriptive", "09:40", "10:00", "A break.\nThe plate goes round."),
        ("reflective", None, None, "I felt watched."),
        ("reflective", None, None, "I keep asking who wrote the question."),
    ]
    assert {turn.speaker for turn in reading.document.turns} == {None}
    kinds = [gap.kind for gap in sorted(reading.document.gaps, key=lambda gap: gap.start)]
    assert [kind for kind in kinds if kind != "break"] == [
        "header", "heading", "time", "time", "label", "heading",
    ]  # fmt: skip
    assert reading.document.attributes == {
        "date": "2018-05-15",
        "place": "Committee Room 3",
        "observer": "the researcher",
    }
    assert reading.doubts == ()


def test_markdown_headings_and_bold_change_nothing(read):
    text = (
        "# Observation: forum\n\n**Date:** 2018-03-12\n\n## Observations\n\n**10:15** Doors open.\n\n"
        "### Reflection:\n\nSlow.\n"
    )
    reading = read(text, "OBS.md")
    assert entries(reading) == [
        ("descriptive", "10:15", None, "Doors open."),
        ("reflective", None, None, "Slow."),
    ]
    assert reading.document.attributes["date"] == "2018-03-12"


def test_lines_that_begin_with_a_time_are_entries_without_blank_lines(read):
    reading = read("10:15 Chair opens.\n10:20 A vote,\nthen another.\n")
    assert entries(reading) == [
        ("descriptive", "10:15", None, "Chair opens."),
        ("descriptive", "10:20", None, "A vote,\nthen another."),
    ]


def test_a_comment_is_reflective_by_itself_and_only_itself(read):
    reading = read("A vote.\n\n[reflection] Odd.\n\nReflection: Odder.\n\nA second vote.\n")
    assert [part for part, *_ in entries(reading)] == [
        "descriptive", "reflective", "reflective", "descriptive",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("12 March 2018", "2018-03-12"),
        ("12th March 2018, a Monday", "2018-03-12"),
        ("Mon 12 Mar 2018", "2018-03-12"),
        ("March 12, 2018", "2018-03-12"),
        ("2018-03-12", "2018-03-12"),
        ("12/03/2018", "2018-03-12"),
        ("31/02/2018", None),
        ("last week", None),
    ],
)
def test_dates_are_day_first(words, date):
    assert iso_date(words) == date


def test_a_date_nobody_understands_is_a_doubt(read):
    reading = read("Date: last week\n\n10:15 Chair opens.\n")
    assert "date" not in reading.document.attributes
    assert "last week" in reading.doubts[0].found
