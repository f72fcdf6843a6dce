"""Subtitle files: cues joined to turns, damage reported by line."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.core.documents import Document
from qualcode.errors import ReadError
from qualcode.readers import read_transcript, subtitles

VTT = """WEBVTT - a talk

NOTE checked
by hand

1
00:00:01.000 --> 00:00:02.000 align:start
<v Anna Smith>Hello there.</v>

2
00:00:02.000 --> 00:00:03.000
<v.loud Anna Smith>I <i>am</i> Anna.

00:00:04.000 --> 00:00:05.000
<v Bob>And I
am Bob.</v>

00:00:06.000 --> 00:00:07.000
(applause)

00:00:08.000 --> 00:00:09.000
Who said this?
"""


@pytest.fixture
def read(tmp_path):
    def _read(text, name="T.vtt", kind="interview"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return read_transcript(tmp_path / name, document="T", kind=kind)

    return _read


def said(reading):
    text = reading.document.text
    return [
        (t.speaker, t.time, t.end_time, *[text[a:b] for a, b in t.ranges])
        for t in reading.document.turns
    ]


def gaps(reading, *kinds):
    text = reading.document.text
    found = sorted(reading.document.gaps, key=lambda gap: gap.start)
    return [(g.kind, text[g.start : g.end].strip()) for g in found if g.kind in kinds]


def test_cues_of_one_speaker_are_one_turn_with_a_range_each(read):
    reading = read(VTT)
    assert said(reading) == [
        ("Anna Smith", "00:00:01.000", "00:00:03.000", "Hello there.", "I", "am", "Anna."),
        ("Bob", "00:00:04.000", "00:00:05.000", "And I\nam Bob."),
    ]
    assert gaps(reading, "header", "stage", "unassigned") == [
        ("header", "WEBVTT - a talk"),
        ("stage", "(applause)"),
        ("unassigned", "Who said this?"),
    ]
    assert ("markup", "NOTE checked\nby hand") in gaps(reading, "markup")
    assert ["line 22" in doubt.found for doubt in reading.doubts] == [True]
    assert reading.document.rule == "subtitles"


def test_names_before_a_colon_are_speakers_in_cues_too(read):
    reading = read(
        "1\n00:00:01,000 --> 00:00:02,000\nANNA: Hello.\nBOB: Hi: there.\n\n"
        "2\n00:00:03,000 --> 00:00:04,000\nBOB: The thing is: no.\n\n"
        "3\n00:00:05,000 --> 00:00:06,000\n>> ANNA: Well.\n",
        "T.srt",
    )
    assert said(reading) == [
        ("ANNA", "00:00:01,000", "00:00:02,000", "Hello."),
        ("BOB", "00:00:01,000", "00:00:04,000", "Hi: there.", "The thing is: no."),
        ("ANNA", "00:00:05,000", "00:00:06,000", "Well."),
    ]
    assert reading.doubts == ()


def test_cues_without_any_speaker_are_turns_of_nobody_and_said_once(read):
    reading = read(
        "WEBVTT\n\n00:01.000 --> 00:02.000\nHello.\n\n00:03.000 --> 00:04.000\n- Hi.\n- Yes.\n"
    )
    assert said(reading) == [
        (None, "00:01.000", "00:02.000", "Hello."),
        (None, "00:03.000", "00:04.000", "- Hi.\n- Yes."),
    ]
    assert len(reading.doubts) == 1


def test_damage_is_read_through_and_named_by_line(read):
    reading = read(
        "WEBVTT\n\n"
        "00:00:01.000 --> 00:00:02.000\n<v Ann>One.</v>\n"
        "2\n00:00:03.000 --> 00:00:04.000\n<v Bob>Two.</v>\n\n"  # no blank line before: line 6
        "00:00:05.0x0 --> later\n<v Ann>Three.</v>\n\n"  # line 9
        "a stray line\nof text\n\n"  # line 12
        "00:00:07.000 --> 00:00:08.000\n<v Bob>Four.</v>\n\n"
        "00:00:09.000 --> 00:"  # cut off: line 18
    )
    assert [(speaker, words) for speaker, _, _, words in said(reading)] == [
        ("Ann", "One."),
        ("Bob", "Two."),
        ("Ann", "Three."),
        ("Bob", "Four."),
    ]
    assert "lines 6, 9, 18" in reading.doubts[0].found
    assert "line 12" in reading.doubts[1].found
    assert gaps(reading, "unassigned") == [("unassigned", "a stray line\nof text")]


def test_a_file_without_any_cue_is_refused(read):
    for text in ("WEBVTT\n", "INT: Hello.\nP1: Yes.\n", "1\n\n2\n"):
        with pytest.raises(ReadError, match=r"T\.vtt: holds no cue"):
            read(text)


def test_a_voice_within_a_cue_begins_a_turn(read):
    reading = read("WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Yes?</v> <v Bob>No.</v>\n")
    assert [(speaker, words) for speaker, _, _, words in said(reading)] == [
        ("Ann", "Yes?"),
        ("Bob", "No."),
    ]


# One cue of each kind, put together in every way: what is read at once must be what is read step by step.
TIME = "00:00:01.000 --> 00:00:02.000"
CUES = (
    f"{TIME}\n<v Ann>I do.</v>",
    f"7\n{TIME} align:start\n<v Bob>And\nI.</v>",
    f"{TIME}\nAnn: So he said: no",
    f"id: x\n{TIME}\nBob: Well,\nyes",
    f"{TIME}\nBob: Well,\nAnn: no",
    f"{TIME}\n(laughs)",
    f"{TIME}\nnobody's words",
    f"{TIME}\nnobody's\nwords</v>",
    f"{TIME}\n<i>Ann:</i> it is",
    f"{TIME}\nfrom 5 → 6\non",
    f"{TIME}\nAnn: x\n{TIME}\nBob: y",
    f"{TIME}",
    "NOTE of mine",
    "stray\nlines",
    "00:01 -> 00:02\nAnn: bad",
    "Trust: me",
)


@given(
    cues=st.lists(st.sampled_from(CUES), min_size=1, max_size=12),
    between=st.sampled_from(["\n\n", "\n\n\n", "\n \n", "\n"]),
    head=st.sampled_from(["", "WEBVTT\n\n", "\n"]),
    end=st.sampled_from(["", "\n", "\n\n", ":"]),
)
@settings(max_examples=300, deadline=None)
def test_cues_read_at_once_are_as_cues_read_one_by_one(cues, between, head, end):
    def outcome():
        try:
            parsed = subtitles.parse_subtitles(text, name="T.vtt")
        except ReadError as error:
            return str(error)
        document = Document("T", text, parsed.turns, parsed.gaps)
        return document.turns, sorted(document.gaps), list(map(str, parsed.doubts))

    timed = [cue.replace(TIME, f"00:00:{n:02}.000 --> {TIME[-12:]}") for n, cue in enumerate(cues)]
    text = head + between.join(timed) + end
    at_once = outcome()
    only_lines = re.compile("()" * 8 + r"(\n[^\n]*)")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(subtitles, "_TILES", only_lines)
        assert outcome() == at_once


def test_a_blank_before_the_colon_is_no_part_of_the_name(read):
    reading = read(f"{TIME}\nAnn : Yes.\n\n{TIME}\nAnn: Again.\n")
    assert [turn.speaker for turn in reading.document.turns] == ["Ann"]
