"""Speaker labels, gaps and turns of plain transcripts, each told by a file of a few lines."""

import pytest

from qualcode.errors import ReadError
from qualcode.readers import read_transcript

FG1 = """Provider forum, 12 March 2018

INT: Shall we begin? 🙂
ANN: Trust matters to us. Price came last, honestly.
BOB: I would not say so.
[laughter]
ANN: Well, trust again.
"""


@pytest.fixture
def read(tmp_path):
    def _read(text, *, name="T.txt", kind="interview", labels=()):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_transcript(path, document="T", kind=kind, labels=labels)

    return _read


def said(reading):
    """(speaker, words of each range) of each turn."""
    text = reading.document.text
    return [(turn.speaker, *[text[a:b] for a, b in turn.ranges]) for turn in reading.document.turns]


def gaps(reading, *kinds):
    text = reading.document.text
    found = sorted(reading.document.gaps, key=lambda gap: gap.start)
    return [(gap.kind, text[gap.start : gap.end]) for gap in found if gap.kind in kinds]


def test_the_worked_example_is_read_to_the_last_character(read):
    reading = read(FG1, name="FG1.txt", kind="focus_group")
    document = reading.document
    assert len(document.text) == 167
    assert [(t.number, t.speaker, t.start, t.end, document.words(t)) for t in document.turns] == [
        ("1", "INT", 36, 53, 3),
        ("2", "ANN", 59, 106, 8),
        ("3", "BOB", 112, 131, 5),
        ("4", "ANN", 148, 166, 3),
    ]
    assert sorted((g.start, g.end, g.kind) for g in document.gaps) == [
        (0, 29, "header"),
        (29, 31, "break"),
        (31, 36, "label"),
        (53, 54, "break"),
        (54, 59, "label"),
        (106, 107, "break"),
        (107, 112, "label"),
        (131, 132, "break"),
        (132, 142, "stage"),
        (142, 143, "break"),
        (143, 148, "label"),
        (166, 167, "break"),
    ]
    assert reading.doubts == ()
    assert (reading.encoding, document.rule, document.kind) == ("utf-8", "plain", "focus_group")


# ---- the forms of a label


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("INT: So?\nIP1: Yes.\n", [("INT", "So?"), ("IP1", "Yes.")]),
        ("Interviewer: So?\nSpeaker 1: Yes.", [("Interviewer", "So?"), ("Speaker 1", "Yes.")]),
        ("**Anna:** So?\n\n**Bob:** Yes.", [("Anna", "So?"), ("Bob", "Yes.")]),
        ("**Anna**: So?\n\n__Bob:__ Yes.", [("Anna", "So?"), ("Bob", "Yes.")]),
        ("- **Anna:** So?\n- **Bob:** Yes.", [("Anna", "So?"), ("Bob", "Yes.")]),
        ("[id1] So?\n\n[id2] Yes.", [("id1", "So?"), ("id2", "Yes.")]),
        ("INT\tSo?\nP02\tYes.", [("INT", "So?"), ("P02", "Yes.")]),
        ("INT:\nSo?\n\nP02:\nYes.", [("INT", "So?"), ("P02", "Yes.")]),
        ("Dr O’Neill: So?\nCB4: Yes.", [("Dr O’Neill", "So?"), ("CB4", "Yes.")]),
        (
            "Dr. Smith: So?\nAnna (Provider): Yes.",
            [("Dr. Smith", "So?"), ("Anna (Provider)", "Yes.")],
        ),
        ("1\tINT:\tSo?\n2\tP1:\tYes.", [("INT", "So?"), ("P1", "Yes.")]),
        ("李明: So?\nÉlodie: Yes.", [("李明", "So?"), ("Élodie", "Yes.")]),
        ("INT : So?\nmturk_agent_1: Yes.", [("INT", "So?"), ("mturk_agent_1", "Yes.")]),
        (
            "Marie-Claire de Vries: So?\nANA PAZ: Yes.",
            [("Marie-Claire de Vries", "So?"), ("ANA PAZ", "Yes.")],
        ),
    ],
)
def test_labels_as_transcripts_really_have_them(read, text, expected):
    reading = read(text)
    assert said(reading) == expected
    assert gaps(reading, "header", "unassigned") == []


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("[00:12:03] INT: So?\n[00:12:09] P1: Yes.", ["00:12:03", "00:12:09"]),
        ("INT [00:12:03]: So?\nP1 [00:12:09]: Yes.", ["00:12:03", "00:12:09"]),
        ("(00:12) INT: So?\n(00:15) P1: Yes.", ["00:12", "00:15"]),
        ("00:12 INT: So?\n00:15 P1: Yes.", ["00:12", "00:15"]),
        ("INT  00:12\nSo?\n\nP1\t00:15\nYes.", ["00:12", "00:15"]),
        ("Anna Ray  0:12\nSo?\n\nBob Day  0:15\nYes.", ["0:12", "0:15"]),
        ("Ray, Anna   0:12\nSo?\nDay, Bob   0:15\nYes.", ["0:12", "0:15"]),
        ("00:00:12 Speaker 1\nSo?\n00:00:15 Speaker 2\nYes.", ["00:00:12", "00:00:15"]),
        ("INT: [00:12] So?\nP1: \\[00:15\\] Yes.", ["00:12", "00:15"]),
        ("[00:12]\nINT: So?\n[00:15]\nP1: Yes.", ["00:12", "00:15"]),
        ("#00:00:12-3# INT: So?\n#00:00:15-0# P1: Yes.", ["00:00:12", "00:00:15"]),
    ],
)
def test_times_beside_labels_are_gaps_and_belong_to_the_turn(read, text, times):
    reading = read(text)
    assert [turn.time for turn in reading.document.turns] == times
    assert [words for _, words in said(reading)] == ["So?", "Yes."]
    assert len(gaps(reading, "time")) == 2
    assert len(gaps(reading, "label")) == 2


def test_a_time_within_a_turn_interrupts_its_range(read):
    reading = read("INT: So?\nP1: Yes. [00:15:20] And no.\n(00:16) More.\n")
    assert said(reading)[1] == ("P1", "Yes.", "And no.", "More.")
    assert reading.document.turns[1].time is None


# ---- what is no label


@pytest.mark.parametrize(
    "line",
    [
        "I'll tell you this: it took years.",
        "The thing is: it took years.",
        "http://example.org is the page.",
        "10:15 we had begun.",
        "Well: it took years.",
        "1. Price: it took years.",
        "- Price: it took years.",
        "Honestly Anna: it took years.",
        "Note: the tape was changed.",
        "There were three: price, price, price.",
        "[laughs] it took years: three.",
        "What I mean by that, and I do mean it: it took years.",
    ],
)
def test_a_colon_in_prose_makes_no_speaker(read, line):
    reading = read(f"INT: So?\nP1: Yes.\n{line}\nINT: Good.\n")
    assert said(reading) == [("INT", "So?"), ("P1", f"Yes.\n{line}"), ("INT", "Good.")]


def test_a_word_of_the_text_before_a_colon_is_speech_and_doubted(read):
    reading = read("INT: What of trust?\nANN: It is all.\nTrust: that is what we sell.\nINT: Good.")
    assert said(reading)[1] == ("ANN", "It is all.\nTrust: that is what we sell.")
    assert ["line 3" in doubt.found and "Trust" in doubt.found for doubt in reading.doubts] == [
        True
    ]


def test_a_name_seen_once_is_still_a_speaker(read):
    reading = read("INT: So?\nANN: Yes.\nBeatrice: No.\nINT: Good.\n")
    assert said(reading)[2] == ("Beatrice", "No.")


def test_a_known_label_is_a_speaker_whatever_it_looks_like(read):
    text = "INT: So?\nthe woman from the mill: Yes.\nINT: Good.\n"
    assert len(said(read(text))) == 2
    assert said(read(text, labels=["The woman from the Mill"]))[1] == (
        "the woman from the mill",
        "Yes.",
    )


def test_words_that_may_be_a_person_count_from_the_second_time(read):
    once = read("INT: So?\nANN: No.\nWoman in audience: Hear, hear.\nINT: Good.\n")
    assert [speaker for speaker, *_ in said(once)] == ["INT", "ANN", "INT"]
    assert "Woman in audience" in once.doubts[0].found
    twice = read("INT: So?\nWoman in audience: Hear.\nINT: Good.\nWoman in audience: Hear!\n")
    assert [speaker for speaker, *_ in said(twice)][1] == "Woman in audience"


# ---- header, headings, stage directions


def test_the_lines_of_a_head_are_no_turns(read):
    head = "Date: 12 March 2018\nInterviewer: AB\nParticipant: IP07"
    reading = read(f"{head}\n\nInterviewer: Shall we begin?\nParticipant: Yes.\nInterviewer: Good.")
    assert gaps(reading, "header") == [("header", head)]
    assert [speaker for speaker, _ in said(reading)] == [
        "Interviewer",
        "Participant",
        "Interviewer",
    ]


def test_a_head_without_a_date_ends_at_its_blank_line(read):
    reading = read("Interviewer: AB\nInterviewee: P7\n\nI: So?\nR: Yes.\n")
    assert gaps(reading, "header") == [("header", "Interviewer: AB\nInterviewee: P7")]
    assert said(reading) == [("I", "So?"), ("R", "Yes.")]


def test_a_short_first_exchange_is_no_head(read):
    reading = read("I: Ready?\nR: Yes.\n\nI: Go.\nR: Fine.\n")
    assert len(said(reading)) == 4
    assert gaps(reading, "header") == []


def test_headings_and_stage_directions_interrupt_a_turn(read):
    reading = read(
        "# Interview\n\nINT: So?\n\n## Part two\n\nStill asking.\n(pause)\n\\[laughter\\]\n"
        "And on.\n***\nP1: [laughs] Yes [inaudible] no.\n[End of recording]\n",
        name="T.md",
    )
    assert said(reading) == [
        ("INT", "So?", "Still asking.", "And on."),
        ("P1", "[laughs] Yes [inaudible] no."),
    ]
    assert gaps(reading, "header", "heading", "stage", "markup") == [
        ("header", "# Interview"),
        ("heading", "## Part two"),
        ("stage", "(pause)"),
        ("stage", "\\[laughter\\]"),
        ("markup", "***"),
        ("stage", "[End of recording]"),
    ]


def test_unlabelled_paragraphs_continue_the_turn_in_one_range(read):
    reading = read("INT: So?\n\nP1: Yes.\n\nAnd *more*\nof it.  \n\nINT: Good.\n")
    assert said(reading)[1] == ("P1", "Yes.\n\nAnd *more*\nof it.")


def test_a_label_with_nothing_but_times_is_nobody(read):
    reading = read(
        "**Ann:** Hello.\n\n**Break:** \\[01:44\\]\n\n**Bob:** \\[02:00\\] Yes.\n\n**Break:** 15:40\n\n"
        "**Ann:** Bye.\n",
        name="T.md",
    )
    assert [speaker for speaker, *_ in said(reading)] == ["Ann", "Bob", "Ann"]
    assert gaps(reading, "stage") == [
        ("stage", "**Break:** \\[01:44\\]"),
        ("stage", "**Break:** 15:40"),
    ]


def test_a_label_without_words_makes_no_turn_and_is_doubted(read):
    reading = read("INT: So?\nP1:\nINT: Hello?\nP1: Yes.\n")
    assert [turn.number for turn in reading.document.turns] == ["1", "2", "3"]
    assert "line 2" in reading.doubts[0].found


def test_one_label_alone_is_doubted(read):
    reading = read("INT: So?\nWe did our best.\nINT: Good.\n")
    assert "only one speaker label" in reading.doubts[0].found


# ---- no labels at all


def test_paragraphs_without_labels_are_turns_of_nobody(read):
    text = "First thought,\ngoing on.\n\nSecond thought.\n"
    interview = read(text)
    assert said(interview) == [(None, "First thought,\ngoing on."), (None, "Second thought.")]
    assert {turn.part for turn in interview.document.turns} == {"speech"}
    assert "no speaker labels" in interview.doubts[0].found
    source = read("# A strategy\n\nAim: to buy well.\n\nSection: all of it.\n", kind="document")
    assert said(source) == [(None, "Aim: to buy well."), (None, "Section: all of it.")]
    assert {turn.part for turn in source.document.turns} == {"text"}
    assert source.doubts == ()


@pytest.mark.parametrize("sign", ["", "**"])
def test_names_on_their_own_lines_count_where_nothing_else_is_a_label(read, sign):
    text = "Talk\n\n{0}INTERVIEWER{0}\nSo?\n\n{0}ANA{0}\nYes.\n\n{0}INTERVIEWER{0}\nAnd?\n{0}ANA{0}\nNo."
    reading = read(text.format(sign))
    assert said(reading) == [
        ("INTERVIEWER", "So?"),
        ("ANA", "Yes."),
        ("INTERVIEWER", "And?"),
        ("ANA", "No."),
    ]
    once = read("First.\n\nANA\n\nSecond.\n\nBOB\n\nThird.\n")
    assert {speaker for speaker, *_ in said(once)} == {None}


def test_questions_of_a_survey_are_its_text(read):
    reading = read(
        "Question 1: What do you do?\nI work.\n\nQuestion 2: Why?\nMoney.\n", kind="survey"
    )
    assert said(reading) == [
        (None, "Question 1: What do you do?\nI work."),
        (None, "Question 2: Why?\nMoney."),
    ]


def test_one_late_paragraph_like_a_label_does_not_swallow_the_rest(read):
    text = "\n\n".join(f"Paragraph number {n} about the work." for n in range(9))
    reading = read(f"{text}\n\nHousing: we had none of it.\n")
    assert len(reading.document.turns) == 10
    assert "Housing" in reading.doubts[0].found


# ---- encodings and what is no text


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("INT: Café?\nP1: No.".encode(), "utf-8"),
        ("INT: Café?\nP1: No.".encode("utf-8-sig"), "utf-8 with BOM"),
        ("INT: Café?\nP1: No.".encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + "INT: Café?\nP1: No.".encode("utf-16-be"), "utf-16"),
        ("INT: Café?\nP1: No.".encode("cp1252"), "cp1252"),
        ("INT: Café?\r\nP1: No.".encode(), "utf-8"),
        ("INT: Café?\rP1: No.".encode(), "utf-8"),
    ],
)
def test_every_encoding_gives_the_same_text(read, data, encoding):
    reading = read(data)
    assert reading.document.text == "INT: Café?\nP1: No."
    assert reading.encoding == encoding
    assert [("cp1252" in doubt.found) for doubt in reading.doubts] == [True] * (
        encoding == "cp1252"
    )


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \n\t\n",
        b"\xef\xbb\xbf",
        b"INT: a\x00b",
        bytes(range(256)),
        b"\x81\x8d\x8f",
        b"PK\x03\x04 not text",
        b"%PDF-1.4",
        b"{\\rtf1 INT: no}",
        b"\xff\xfea",
        "INT: x".encode("utf-16-le"),
    ],
)
def test_what_is_no_text_is_refused_in_one_line(read, data):
    with pytest.raises(ReadError) as caught:
        read(data)
    assert str(caught.value).startswith("T.txt")
    assert "\n" not in str(caught.value)


def test_a_missing_file_a_folder_and_a_strange_suffix_are_refused(tmp_path):
    (tmp_path / "D.txt").mkdir()
    (tmp_path / "x.odt").write_bytes(b"x")
    for name in ("none.txt", "D.txt", "x.odt", "none.docx", "D.vtt"):
        with pytest.raises(ReadError, match=name):
            read_transcript(tmp_path / name, document="x")
