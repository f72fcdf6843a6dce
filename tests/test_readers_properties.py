"""For any text at all: a ReadError or a document whose every character belongs somewhere."""

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.errors import ReadError
from qualcode.readers import read_sheet, read_transcript, read_turn_tables
from qualcode.readers.files import decode

# Pieces that transcripts, subtitles and field notes are made of, so that chance finds their seams.
PIECES = st.sampled_from(
    [
        *("INT", "ANN", "Anna Smith", "id1", "word", "Date", "Interviewer", "Reflections", "OC:"),
        *(
            ":",
            " ",
            "  ",
            "\t",
            "\n",
            "\n\n",
            "\r",
            "\r\n",
            "**",
            "_",
            "[",
            "]",
            "(",
            ")",
            "#",
            "# H",
        ),
        *("00:12", "[00:12:03]", "(pause)", "[laughter]", "#00:01:02-3#", "10:15", "---", ".", "…"),
        *(
            "WEBVTT",
            "NOTE",
            "-->",
            "00:00:01.000",
            "00:00:02,500",
            "1",
            "<v Ann>",
            "</v>",
            "<i>",
            ">>",
        ),
        *(
            "\n00:00:01.000 --> 00:00:02.000\n",
            "{\\an8}",
            "\\",
            "\u2028",
            "\x0b",
            "\x85",
            "\xa0",
            "🙂",
        ),
        *("\ufeff", "é", "->", "→", "\u2009"),
    ]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=60).map("".join), st.text(max_size=200))
# One folder serves all examples: each writes the file anew.
SHARED_FOLDER = settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def check(reading, text):
    """The partition itself is checked where the document is made."""
    wanted = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    document = reading.document
    assert document.text == wanted
    assert [turn.number for turn in document.turns] == [
        str(n) for n in range(1, len(document.turns) + 1)
    ]
    for turn in document.turns:
        for start, end in turn.ranges:
            assert document.text[start:end] == document.text[start:end].strip() != ""
    starts = [turn.start for turn in document.turns]
    assert starts == sorted(starts)


@SHARED_FOLDER
@given(
    text=TEXTS,
    suffix=st.sampled_from([".txt", ".md", ".vtt", ".srt"]),
    kind=st.sampled_from(["interview", "focus_group", "observation", "document", "survey"]),
)
def test_any_text_is_kept_whole_or_refused(tmp_path, text, suffix, kind):
    path = tmp_path / f"T{suffix}"
    if suffix in (".vtt", ".srt"):
        text = "\n00:00:00.000 --> 00:00:01.000\n" + text
    path.write_bytes(text.encode())
    try:
        reading = read_transcript(path, document="T", kind=kind, labels=["word"])
    except ReadError as error:
        assert "\n" not in str(error)
    else:
        check(reading, text)


@SHARED_FOLDER
@given(
    data=st.binary(max_size=400),
    suffix=st.sampled_from([".txt", ".md", ".docx", ".vtt", ".srt", ".csv", ".xlsx"]),
)
def test_any_bytes_are_read_or_refused(tmp_path, data, suffix):
    path = tmp_path / f"T{suffix}"
    path.write_bytes(data)
    try:
        if suffix in (".csv", ".xlsx"):
            read_sheet(path)
        else:
            read_transcript(path, document="T")
    except ReadError as error:
        assert "\n" not in str(error)


@SHARED_FOLDER
@given(words=st.lists(st.text(alphabet=string.printable + "é🙂;\t", max_size=30), max_size=8))
def test_turn_tables_own_every_character(tmp_path, words):
    lines = ["document,turn,speaker,text"]
    for number, text in enumerate(words):
        quoted = text.replace('"', '""')
        lines.append(f'D{number % 2},{number},S,"{quoted}"')
    path = tmp_path / "turns.csv"
    path.write_bytes("\n".join(lines).encode())
    try:
        readings, _ = read_turn_tables(read_sheet(path))
    except ReadError:
        return  # control characters
    spoken = [text.replace("\r\n", "\n").replace("\r", "\n") for text in words if text.strip()]
    for reading in readings:
        parity = int(reading.document.document[1:])
        mine = [t for n, t in enumerate(words) if n % 2 == parity and t.strip()]
        mine = [text.replace("\r\n", "\n").replace("\r", "\n") for text in mine]
        assert reading.document.text == "\n".join(mine)
        assert [reading.document.text[t.start : t.end] for t in reading.document.turns] == [
            text.strip() for text in mine
        ]
    assert sum(len(reading.document.turns) for reading in readings) == len(spoken)


@pytest.mark.parametrize("suffix", [".txt", ".vtt"])
def test_a_long_line_takes_no_long_time(tmp_path, suffix):
    # Patterns that go back and forth over a line would take hours here.
    head = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n" if suffix == ".vtt" else "INT: "
    for unit in ("a ", "<i>", "[", "(", "\t", "  ", "a:", "*", "-", "1:", "#", "\n ", "\n-"):
        path = tmp_path / f"T{suffix}"
        path.write_text(head + unit * 100_000, encoding="utf-8")
        read_transcript(path, document="T")


@given(
    text=st.text(
        st.sampled_from("aé\x01\x08\t\n\x0b\x0d\x19\x1a\x1b\x1f ~\x7f\x80\x9f🙂"), max_size=30
    )
)
@settings(max_examples=300, deadline=None)
def test_control_characters_are_counted_alike_in_every_encoding(text):
    # One of them, or two, are dirt; more are a sign that this is no text.
    controls = sum(c in "\x01\x08\x19\x1b\x1f\x7f" for c in text)
    for data in (text.encode(), b"\xef\xbb\xbf" + text.encode(), text.encode("utf-16")):
        if controls > 2:
            with pytest.raises(ReadError, match=f"{controls} control characters"):
                decode("T.txt", data)
        else:
            assert decode("T.txt", data)[0] == text
