"""Coders compared on what both have passed: the units, the disagreements, the figures, the report."""

from __future__ import annotations

import random
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from kit import forum

import qualcode as qc
from qualcode.analysis.agreement_base import MEAN, OF_UNITS, SETS, TWO_ONLY
from qualcode.analysis.agreement_spans import Lines
from qualcode.analysis.coder_reading import SUGGESTER
from qualcode.analysis.coder_stretches import sentences
from qualcode.analysis.coder_units import REASONS, Comparison
from qualcode.analysis.corpus import corpus
from qualcode.analysis.disagreements import EDGES, INSTEAD, disagreements
from qualcode.core.text import segments
from qualcode.errors import CodingError, TableError, UsageError
from qualcode.present import agreement, agreement_report
from qualcode.present.plots_alt import alt_text


def as_coder(project: qc.Project, name: str) -> qc.Project:
    return qc.Project(project.study, name)


@pytest.fixture
def two_on_the_forum(coded) -> qc.Project:
    """The forum as AB coded it (trust 59–72 and 154–165, price 80–95), and CD: turn 2 is trust."""
    second = coded.as_coder("CD")
    second.add_coding(document="FG1", start=59, end=106, code="trust")
    second.complete("FG1", blind=True)
    return coded.project


def compare(project: qc.Project, **options) -> Comparison:
    return Comparison(corpus(project.study), **options)


def row(comparison: Comparison, code: str) -> int:
    return comparison.every_row.index(code)


def values(comparison: Comparison, code: str) -> dict[tuple[str, str, int], list[int]]:
    """(document, turn, piece) -> for each coder 1 coded, 0 not, -1 not read."""
    found, cells = comparison.values(row(comparison, code))
    units, known = comparison.units, comparison.corpus
    return {
        (
            known.documents[known.turn_document[units.turn[unit]]],
            known.turn_number[units.turn[unit]],
            int(units.piece[unit]),
        ): own.tolist()
        for unit, own in zip(found.tolist(), cells, strict=True)
    }


# -- units -------------------------------------------------------------------------------------------------


def test_three_participants_turns_are_compared(two_on_the_forum) -> None:
    found = compare(two_on_the_forum)
    assert found.names == ["AB", "CD"]
    assert values(found, "trust") == {
        ("FG1", "2", 1): [1, 1],
        ("FG1", "3", 1): [0, 0],
        ("FG1", "4", 1): [1, 0],
    }
    assert found.base(row(found, "trust")) == {
        "units": 4,
        "compared": 3,
        "interviewer turns": 1,
        **dict.fromkeys(REASONS[1:], 0),
    }


def test_interviewers_are_compared_when_asked_for(two_on_the_forum) -> None:
    found = compare(two_on_the_forum, interviewers=True)
    assert values(found, "trust")[("FG1", "1", 1)] == [0, 0]
    assert found.base(row(found, "trust"))["compared"] == 4


def test_sentences_end_where_segments_may_end() -> None:
    text = "Mr. Hall came. He paid £3.50! Did he? “Yes…” … and went. e.g. once"
    found = [text[a:b] for a, b in sentences(text, [(0, len(text))])]
    assert found == [
        "Mr. Hall came.",
        "He paid £3.50!",
        "Did he?",
        "“Yes…”",
        "… and went.",
        "e.g. once",
    ]


def test_a_sentence_runs_over_a_gap_and_a_gap_ends_none() -> None:
    # One turn of two cues; what lies between them is nobody's words, though it has a full stop.
    text = "We asked for\n00:01. 00:02\noutcomes. Nobody had\n00:03\ndefined them"
    first, second, third = (text.index(word) for word in ("We", "outcomes", "defined"))
    ranges = [(first, 12), (second, second + 20), (third, len(text))]
    assert [text[a:b] for a, b in ranges] == [
        "We asked for",
        "outcomes. Nobody had",
        "defined them",
    ]
    assert sentences(text, ranges) == [(0, second + 9), (second + 10, len(text))]


def test_a_stretch_without_words_is_no_sentence() -> None:
    text = "… ! Well. ?! So it was. !!"
    assert [text[a:b] for a, b in sentences(text, [(0, len(text))])] == [
        "… ! Well.",
        "?! So it was. !!",
    ]
    assert sentences("?!", [(0, 2)]) == [(0, 2)]


def test_segments_are_those_of_the_suggester(make_study) -> None:
    # 16 sentences of ten words make a turn of 160 words: two segments, of 100 and of 60 words.
    long = " ".join(f"{n} two three four five six seven eight nine ten." for n in range(16))
    project = make_study(
        turns=f'document,turn,speaker,text\nD,1,ANN,"{long}"\nD,2,BOB,Short.\n',
        codebook=["trust"],
        codings="document,turn,code,coder,quotation\nD,1,trust,AB,15 two three\nD,2,trust,CD,\n",
        progress="document,coder\nD,AB\nD,CD\n",
    )
    found = compare(project, unit="segment")
    assert len(found.units) == 3
    assert values(found, "trust") == {
        ("D", "1", 1): [0, 0],
        ("D", "1", 2): [1, 0],
        ("D", "2", 1): [0, 1],
    }
    text, known = project.text("D"), found.corpus
    base = int(known.base[0])
    cut = segments(text, [(int(known.turn_start[0]) - base, int(known.turn_end[0]) - base)])
    assert np.stack((found.units.start, found.units.end), 1)[:2].tolist() == [list(c) for c in cut]


# -- what is read ------------------------------------------------------------------------------------------

# Two interviews of three turns and one of one; ANN answers, INT asks.
TURNS = (
    "document,turn,speaker,role,text\n"
    "A,1,INT,interviewer,How was it?\n"
    "A,2,ANN,,Slow and dear.\n"
    "A,3,ANN,,But we trust them.\n"
    "B,1,BOB,,Trust is all.\n"
    "B,2,BOB,,The price went up.\n"
    "C,1,EVE,,Nothing to say.\n"
)
CODES = ["trust", "price"]


def base(comparison: Comparison, code: str) -> dict[str, int]:
    found = comparison.base(row(comparison, code))
    assert sum(found.values()) == 2 * found["units"]  # every unit has exactly one reason
    return {reason: n for reason, n in found.items() if n and reason != "units"}


def test_a_code_that_was_not_considered_is_missing_not_no(make_study) -> None:
    project = make_study(
        turns=TURNS,
        codebook=CODES,
        codings="document,turn,code,coder\nA,3,trust,AB\nA,2,price,AB\nB,1,trust,CD\n",
        progress="document,coder,codes\nA,AB,\nA,CD,trust\nB,CD,\n",
    )
    found = compare(project)
    assert base(found, "trust") == {
        "compared": 2,
        "interviewer turns": 1,
        "read by too few": 2,
        "read by nobody": 1,
    }
    assert values(found, "price") == {
        ("A", "2", 1): [1, -1],
        ("A", "3", 1): [0, -1],
        ("B", "1", 1): [-1, 0],
        ("B", "2", 1): [-1, 0],
    }
    assert [found.every_row[at] for at in found.rows] == ["trust"]
    assert any("price" in note for note in found.notes)
    asked = compare(project, codes=["price"])
    assert base(asked, "price")["read by too few"] == 4


def test_a_pass_over_some_turns_counts_for_these_turns(make_study) -> None:
    project = make_study(
        turns=TURNS,
        codebook=CODES,
        codings="document,turn,code,coder\nB,1,trust,AB\nB,2,price,CD\n",
        progress="document,coder,turns\nB,AB,\nB,CD,1\n",
    )
    found = compare(project)
    assert values(found, "trust") == {("B", "1", 1): [1, 0], ("B", "2", 1): [0, -1]}
    # CD's coding in turn 2, which no pass of CD covers, is no reading.
    assert values(found, "price") == {("B", "1", 1): [0, 0], ("B", "2", 1): [0, -1]}
    assert base(found, "trust")["compared"] == 1


def test_consensus_is_no_coder_unless_named(make_study) -> None:
    project = make_study(
        turns=TURNS,
        codebook=CODES,
        codings="document,turn,code,coder\nC,1,trust,AB\nC,1,trust,consensus\n",
        progress="document,coder\nC,AB\nC,CD\nC,consensus\n",
    )
    assert compare(project).names == ["AB", "CD"]
    named = compare(project, coders=["AB", "consensus"])
    assert values(named, "trust") == {("C", "1", 1): [1, 1]}


def test_without_any_pass_a_document_is_read_by_those_who_coded_in_it(make_study) -> None:
    project = make_study(
        turns=TURNS,
        codebook=CODES,
        codings="document,turn,code,coder\nA,3,trust,AB\nA,3,price,CD\nB,1,trust,AB\n",
    )
    found = compare(project)
    assert found.no_passes
    assert base(found, "trust") == {
        "compared": 2,
        "interviewer turns": 1,
        "read by nobody": 1,
        "read by too few": 2,
    }
    assert values(found, "trust")[("A", "3", 1)] == [1, 0]


def test_filters_on_attributes_cut_units_and_filters_on_codings_are_refused(make_study) -> None:
    project = make_study(
        turns=TURNS,
        codebook=CODES,
        documents="document,case\nA,North\nB,South\nC,South\n",
        codings="document,turn,code,coder\nA,3,trust,AB\n",
        progress="document,coder\n" + "".join(f"{d},{c}\n" for d in "ABC" for c in ("AB", "CD")),
    )
    found = compare(project, where={"case": "South"})
    assert base(found, "trust") == {"compared": 3, "interviewer turns": 1, "filtered out": 2}
    with pytest.raises(UsageError, match="would count as not coded"):
        compare(project, where={"origin": "manual"})


def test_reflective_notes_stay_outside_unless_asked_for(make_study) -> None:
    project = make_study(
        files={"obs.txt": "Date: 2 May 2018\n\nThey sat apart.\n\n[Reflection] I felt uneasy.\n"},
        documents="document,kind\nobs,observation\n",
        codebook=CODES,
        progress="document,coder\nobs,AB\nobs,CD\n",
    )
    assert "reflective" in project.turns()["part"].astype(str).to_list()
    total = len(project.turns())
    aside = (project.turns()["part"].astype(str) == "reflective").sum()
    assert base(compare(project), "trust")["reflective notes"] == aside
    assert base(compare(project, reflective=True), "trust")["compared"] == total


def test_who_is_compared(make_study) -> None:
    project = make_study(
        turns=TURNS,
        codebook=CODES,
        codings="document,turn,code,coder\nA,3,trust,AB\nA,3,trust,EF\n",
        progress="document,coder\nA,AB\n",
    )
    with pytest.raises(TableError, match="only AB has a pass"):
        compare(project)
    with pytest.raises(TableError, match="EF: has codings but no pass"):
        compare(project, coders=["AB", "EF"])
    with pytest.raises(TableError, match="GH: has no codings and no passes"):
        compare(project, coders=["AB", "GH"])
    with pytest.raises(TableError, match="agreement needs two coders"):
        compare(project, coders=["AB"])
    with pytest.raises(UsageError, match="a list of two names"):
        compare(project, coders="AB")
    as_coder(project, "CD").complete("A")
    found = compare(project)
    assert found.names == ["AB", "CD"]
    assert any("EF" in note for note in found.notes)
    with pytest.raises(CodingError, match="prize"):
        compare(project, codes=["prize"])
    with pytest.raises(UsageError, match="unit"):
        compare(project, unit="page")


def test_a_theme_is_considered_where_one_of_its_codes_was(coded) -> None:
    second = coded.as_coder("CD")
    second.add_coding(document="FG1", turn=2, code="price")
    second.complete("FG1", codes=["price"])
    found = compare(coded.project, level="theme")
    assert [found.every_row[at] for at in found.rows] == ["values"]
    assert values(found, "values") == {
        ("FG1", "2", 1): [1, 1],  # AB: trust and price, CD: price
        ("FG1", "3", 1): [0, 0],
        ("FG1", "4", 1): [1, 0],
    }
    with pytest.raises(CodingError, match="its theme is values"):
        compare(coded.project, level="theme", codes=["trust"])


def test_remarks_on_a_whole_document_are_about_no_unit(make_study) -> None:
    project = make_study(turns=TURNS, codebook=CODES, progress="document,coder\nB,AB\nB,CD\n")
    length = len(project.text("B"))
    project.add_coding(document="B", start=0, end=length, code="trust")
    project.add_coding(document="B", turn=1, code="trust")
    found = compare(project)
    assert values(found, "trust") == {("B", "1", 1): [1, 0], ("B", "2", 1): [0, 0]}
    told = found.told()[0]
    assert (told["codings"], told["compared"], told["on a whole document"]) == (2, 1, 1)


def test_codings_are_all_told(make_study) -> None:
    project = make_study(
        turns=TURNS,
        codebook=CODES,
        # In turn 2 of A; over both turns of B; in A's interviewer turn; in C, which AB never passed.
        codings=(
            "document,turn,code,coder\nA,2,price,AB\nB,1,trust,AB\nA,1,trust,AB\nC,1,trust,AB\n"
        ),
        progress="document,coder\nA,AB\nB,AB\nA,CD\nB,CD\n",
    )
    told = compare(project).told()[0]
    assert (told["codings"], told["compared"], told["in units not compared"]) == (4, 2, 2)
    assert told["codings"] == sum(
        told[name]
        for name in ("compared", "on a whole document", "in no turn", "in units not compared")
    )


# -- blindness, and people against programs ------------------------------------------------------------------


def test_blind_only_keeps_documents_that_were_passed_blind(make_study) -> None:
    project = make_study(
        turns=TURNS,
        codebook=CODES,
        codings="document,turn,code,coder,blind\nA,3,trust,AB,\nB,1,trust,AB,\nB,1,trust,CD,no\n",
        progress="document,coder,blind\nA,AB,yes\nA,CD,yes\nB,AB,yes\nB,CD,yes\nC,AB,yes\nC,CD,\n",
    )
    found = compare(project, blind_only=True)
    # B: CD's one coding there was made with suggestions in sight, whatever the pass says. C: not known.
    assert base(found, "trust") == {
        "compared": 2,
        "interviewer turns": 1,
        "not passed blind": 3,
    }
    assert list(values(found, "trust")) == [("A", "2", 1), ("A", "3", 1), ("B", "1", 1), ("B", "2", 1), ("C", "1", 1)]  # fmt: skip
    assert values(found, "trust")[("B", "1", 1)] == [1, -1]
    told = compare(project).told()
    assert [(t["blind"], t["not blind"], t["unknown"]) for t in told] == [(2, 0, 0), (0, 1, 0)]


def test_a_later_pass_says_how_blind_the_reading_was(make_study) -> None:
    project = make_study(
        turns=TURNS,
        codebook=CODES,
        progress="document,coder,blind,turns\nB,AB,yes,\nB,CD,no,\n",
    )
    as_coder(project, "CD").complete("B", blind=True, turns=["2"])
    assert base(compare(project, blind_only=True), "trust")["compared"] == 1
    as_coder(project, "CD").complete("B", blind=False)
    # With nobody blind in any place there is no code to choose by, so every code is there, with no unit.
    assert base(compare(project, blind_only=True), "trust").get("compared", 0) == 0


def test_a_person_against_the_suggester(tmp_path: Path) -> None:
    project = forum(tmp_path)
    # Suggested: trust in turns 2 and 4, price in turn 2; `delay` has no patterns.
    project.suggest()
    project.add_coding(document="FG1", start=59, end=72, code="trust")
    project.add_coding(document="FG1", turn=3, code="price")
    project.complete("FG1", blind=True)
    for name in (SUGGESTER, "patterns"):
        found = compare(project, coders=["AB", name])
        assert [found.every_row[at] for at in found.rows] == ["trust", "price"]
        assert values(found, "trust") == {
            ("FG1", "2", 1): [1, 1],
            ("FG1", "3", 1): [0, 0],
            ("FG1", "4", 1): [0, 1],
        }
        assert values(found, "price") == {
            ("FG1", "2", 1): [0, 1],
            ("FG1", "3", 1): [1, 0],
            ("FG1", "4", 1): [0, 0],
        }
    # What interviewers say is never read by a suggester.
    everybody = compare(project, coders=["AB", SUGGESTER], interviewers=True)
    assert values(everybody, "trust")[("FG1", "1", 1)] == [0, -1]
    # Blindness is asked of people only.
    assert (
        base(compare(project, coders=["AB", SUGGESTER], blind_only=True), "trust")["compared"] == 3
    )
    ids = project.suggestions()["suggestion_id"].to_list()
    frame = disagreements(compare(project, coders=["AB", SUGGESTER])).frame()
    assert set("; ".join(frame[f"{SUGGESTER} coding_ids"]).split("; ")) - {""} <= set(ids)


def test_accepted_suggestions_are_counted_and_not_blind(tmp_path: Path) -> None:
    project = forum(tmp_path)
    project.suggest()
    first = project.suggestions()["suggestion_id"][0]
    project.accept(first)
    project.add_coding(document="FG1", turn=3, code="price")
    project.complete("FG1", blind=True)
    told = compare(project, coders=["AB", SUGGESTER]).told()[0]
    assert (told["compared"], told["from suggestions"]) == (2, 1)
    found = compare(project, coders=["AB", SUGGESTER], blind_only=True)
    assert base(found, "trust")["not passed blind"] == 3


def test_documents_that_came_after_a_run_were_not_read_by_the_suggester(tmp_path: Path) -> None:
    project = forum(tmp_path)
    project.suggest()
    (tmp_path / "FG2.txt").write_text("EVE: Trust, of course.\n", encoding="utf-8")
    project.ingest(tmp_path / "FG2.txt")
    project.complete(["FG1", "FG2"])
    found = compare(project, coders=["AB", "patterns"])
    assert base(found, "trust") == {"compared": 3, "interviewer turns": 1, "read by too few": 1}
    project.suggest()
    found = compare(project, coders=["AB", "patterns"])
    assert values(found, "trust")[("FG2", "1", 1)] == [0, 1]


# -- disagreements -----------------------------------------------------------------------------------------


def listed(comparison: Comparison) -> list[tuple[str, str, str]]:
    frame = disagreements(comparison).frame()
    return list(zip(frame["turn"], frame[comparison.level], frame["kind"], strict=True))


def test_disagreements_of_the_forum(two_on_the_forum) -> None:
    found = compare(two_on_the_forum)
    assert listed(found) == [
        ("2", "trust", EDGES),  # 59–72 against 59–106
        ("2", "price", "only AB"),
        ("4", "trust", "only AB"),
    ]
    frame = disagreements(found).frame()
    first = frame.iloc[0]
    assert (first["AB ranges"], first["CD ranges"]) == ("59–72", "59–106")
    assert first["AB quotation"] == "Trust matters"
    assert first["CD quotation"] == first["text"]
    assert first["text"] == "Trust matters to us. Price came last, honestly."
    assert (first["speaker"], first["participant"]) == ("ANN", "P1")
    assert (first["start"], first["end"]) == (59, 106)
    # Only CD has "to us. Price came last, honestly." with the blank before it: 72–106.
    assert frame["characters"].to_list() == [34, 15, 11]
    ids = two_on_the_forum.codings().set_index("quotation")["coding_id"]
    assert first["AB coding_ids"] == ids["Trust matters"]
    assert frame["CD coding_ids"].to_list()[1:] == ["", ""]
    tally = disagreements(found).tally()
    assert tally.loc["trust"].to_dict() == {
        "only AB": 1, "only CD": 0, INSTEAD: 0, EDGES: 1, "all": 2,
    }  # fmt: skip


def test_another_code_on_the_same_words(make_study) -> None:
    # Turn 2 of B: AB has price, CD trust on words within. Turn 1: AB trust on "Trust", CD price on "all".
    project = make_study(
        turns=TURNS,
        codebook=CODES,
        codings=(
            "document,turn,code,coder,quotation\n"
            "B,2,price,AB,\nB,2,trust,CD,went up\nB,1,trust,AB,Trust\nB,1,price,CD,all\n"
        ),
        progress="document,coder\nB,AB\nB,CD\n",
    )
    assert listed(compare(project)) == [
        ("1", "trust", "only AB"),
        ("1", "price", "only CD"),
        ("2", "trust", INSTEAD),
        ("2", "price", INSTEAD),
    ]
    frame = disagreements(compare(project)).frame()
    assert frame["instead"].to_list() == ["", "", "price", "trust"]
    # Where AB has both codes there, CD's trust is nothing that stands in place of price.
    project.add_coding(document="B", turn=2, code="trust", quotation="The price")
    assert listed(compare(project))[2:] == [("2", "trust", EDGES), ("2", "price", "only AB")]
    # A code that is not compared still stands in place of one that is.
    project.retract(project.codings()["coding_id"].to_list()[-1])
    assert listed(compare(project, codes=["price"]))[1] == ("2", "price", INSTEAD)


def test_a_coder_who_did_not_read_for_a_code_puts_nothing_in_its_place(make_study) -> None:
    # EF read B for price only, and has price where AB has trust and CD nothing.
    project = make_study(
        turns=TURNS,
        codebook=CODES,
        codings="document,turn,code,coder\nB,1,trust,AB\nB,1,price,EF\n",
        progress="document,coder,codes\nB,AB,\nB,CD,\nB,EF,price\n",
    )
    frame = disagreements(compare(project)).frame()
    trust = frame[frame["code"] == "trust"].iloc[0]
    assert (trust["kind"], trust["instead"], trust["not_coded_by"]) == ("only AB", "", "CD")


def test_three_coders(make_study) -> None:
    project = make_study(
        turns=TURNS,
        codebook=CODES,
        codings=(
            "document,turn,code,coder\nB,1,trust,AB\nB,1,trust,CD\nB,2,trust,EF\nA,2,trust,AB\n"
            "A,3,trust,AB\nA,3,trust,CD\nA,3,trust,EF\nA,3,trust,GH\n"
        ),
        progress="document,coder\n"
        + "".join(f"{d},{c}\n" for d in "AB" for c in ("AB", "CD", "EF", "GH"))
        + "C,AB\n",
    )
    found = compare(project, codes=["trust"])
    assert listed(found) == [
        ("2", "trust", "only AB"),
        ("1", "trust", "AB, CD; not EF, GH"),
        ("2", "trust", "only EF"),
    ]
    as_coder(project, "GH").add_coding(document="B", turn=1, code="trust")
    assert listed(compare(project, codes=["trust"]))[1][2] == "all but EF"
    assert base(found, "trust")["read by too few"] == 1


def test_memos_on_the_codings_are_shown(two_on_the_forum) -> None:
    frame = two_on_the_forum.codings()
    cd = frame[frame["coder"] == "CD"]["coding_id"].iloc[0]
    as_coder(two_on_the_forum, "CD").add_memo("The whole answer\nis about trust", on=cd)
    shown = disagreements(compare(two_on_the_forum)).frame()
    assert shown["memos"].to_list() == ["CD: The whole answer is about trust", "", ""]


def test_overlapping_codings_of_one_coder_are_the_words_they_cover(make_study) -> None:
    # AB in two overlapping pieces, CD in one: the same words, so no disagreement.
    project = make_study(
        turns=TURNS,
        codebook=CODES,
        codings=(
            "document,turn,code,coder,quotation\n"
            "B,2,price,AB,The price\nB,2,price,AB,price went\nB,2,price,CD,The price went\n"
        ),
        progress="document,coder\nB,AB\nB,CD\n",
    )
    assert listed(compare(project)) == []


def random_study(make_study, seed: int, coders: list[str]) -> qc.Project:
    """Four documents of up to six turns; passes, codings and their edges at random."""
    chance = random.Random(seed)
    turns = "document,turn,speaker,role,text\n"
    sizes = {}
    for document in "ABCD":
        sizes[document] = chance.randint(1, 6)
        for number in range(1, sizes[document] + 1):
            role = "interviewer" if chance.random() < 0.2 else ""
            words = " ".join(
                chance.choice(["yes", "no.", "well"]) for _ in range(chance.randint(2, 9))
            )
            turns += f"{document},{number},S{number % 2},{role},{words}\n"
    project = make_study(turns=turns, codebook=["x", "y", "z"])
    for coder in coders:
        own = as_coder(project, coder)
        for document in "ABCD":
            length = len(project.text(document))
            for _ in range(chance.randint(0, 6)):
                start = chance.randrange(length)
                own.add_coding(
                    document=document, start=start, end=chance.randint(start + 1, length), code=chance.choice("xyz")
                )  # fmt: skip
            if chance.random() < 0.8:
                codes = chance.sample("xyz", chance.randint(1, 3))
                some = chance.random() < 0.3
                numbers = [str(n) for n in range(1, sizes[document] + 1) if chance.random() < 0.6]
                if not some or numbers:
                    own.complete(document, codes=codes, turns=numbers if some else None)
        if not any(p.coder == coder for p in qc.Project(project.study).progress().itertuples()):
            own.complete("A")
    return project


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("unit", ["turn", "sentence"])
def test_every_differing_unit_is_listed_once_and_every_unit_counted(make_study, seed, unit) -> None:
    names = ["AB", "CD"] if seed % 2 else ["AB", "CD", "EF"]
    project = random_study(make_study, seed, names)
    found = compare(project, unit=unit)
    pieces = disagreements(found)
    frame = pieces.frame()
    # By hand: letter by letter, over the project's own frames.
    turns = project.turns().set_index(["document", "turn"])
    passes = project.progress()
    codings = project.codings()
    units, known = found.units, found.corpus
    expected: dict[tuple[str, int, int, str], tuple[bool, int]] = {}
    compared = dict.fromkeys("xyz", 0)
    for at in range(len(units)):
        turn = int(units.turn[at])
        document = known.documents[known.turn_document[turn]]
        number, shift = known.turn_number[turn], int(known.base[known.turn_document[turn]])
        start, end = int(units.start[at]) - shift, int(units.end[at]) - shift
        if turns.loc[(document, number), "interviewer"]:
            continue
        length = len(project.text(document))
        several = (known.turn_document == known.turn_document[turn]).sum() > 1
        for code in "xyz":
            letters = {}
            for coder in names:
                mine = passes[(passes["coder"] == coder) & (passes["document"] == document)]
                if any(
                    code in p.codes.split("; ") and (not p.turns or number in p.turns.split("; "))
                    for p in mine.itertuples()
                ):
                    own = codings[(codings["coder"] == coder) & (codings["document"] == document) & (codings["code"] == code)]  # fmt: skip
                    letters[coder] = {
                        n
                        for a, b in zip(own["start"], own["end"], strict=True)
                        if not (several and (a, b) == (0, length))
                        for n in range(max(a, start), min(b, end))
                    }
            if len(letters) < 2:
                continue
            compared[code] += 1
            all_of, any_of = set.intersection(*letters.values()), set.union(*letters.values())
            if all_of != any_of:
                edges = all(letters.values())
                expected[document, start, end, code] = (edges, len(any_of - all_of))
    listed_ = {
        (r.document, r.start, r.end, r.code): (r.kind == EDGES, r.characters)
        for r in frame.itertuples()
    }
    assert len(frame) == len(listed_)
    assert listed_ == {
        key: value for key, value in expected.items() if key[3] in {found.every_row[n] for n in found.rows}
    }  # fmt: skip
    for code in "xyz":
        each = found.base(row(found, code))
        assert each["compared"] == compared[code]
        assert sum(each.values()) - each["units"] == each["units"] == len(units)
        patterns = found.patterns(row(found, code))
        assert patterns.counts.sum() == compared[code]
        differing = (patterns.yes.any(1) & (patterns.yes != patterns.read).any(1)) @ patterns.total
        of_code = frame[(frame["code"] == code) & (frame["kind"] != EDGES)]
        if row(found, code) in found.rows:
            assert differing == len(of_code)
    assert pieces.tally()["all"].sum() == len(frame)


@pytest.mark.parametrize("seed", range(6))
def test_characters_are_counted_as_one_by_one(make_study, seed) -> None:
    project = random_study(make_study, seed, ["AB", "CD"])
    found = compare(project, unit="span")
    known = found.corpus
    line = np.zeros((int(known.base[-1] + known.lengths[-1]), 2), dtype=bool)
    for code in found.rows:
        line[:] = False
        marks = found.marks
        mine = (marks.row == code) & ~known.on_whole_document(np.maximum(marks.coding, 0))
        for at in np.flatnonzero(mine).tolist():
            line[marks.start[at] : marks.end[at], marks.coder[at]] = True
        inside = np.zeros(len(line), dtype=bool)
        compared = found.compared(code)
        for unit, a, b in zip(found.units.range_unit, found.units.range_start, found.units.range_end, strict=True):  # fmt: skip
            inside[a:b] |= compared[unit]
        counts = pd.DataFrame(line[inside]).value_counts().to_dict()
        patterns = found.characters(code)
        assert {
            tuple(map(bool, yes)): int(n)
            for yes, n in zip(patterns.yes.tolist(), patterns.total, strict=True)
            if n
        } == counts
        # The list of disagreements says the same.
        frame = disagreements(found).frame()
        own = frame[frame["code"] == found.every_row[code]]
        assert own["characters"].sum() == sum(n for key, n in counts.items() if key[0] != key[1])


# -- figures -------------------------------------------------------------------------------------------------


def figure(report: agreement.AgreementReport, code: str, coefficient: str) -> pd.Series:
    frame = report.frame
    (found,) = [
        row
        for _, row in frame.iterrows()
        if (row["code"], row["coefficient"]) == (code, coefficient)
    ]
    return found


def test_the_forum_by_hand(two_on_the_forum) -> None:
    report = agreement.report(two_on_the_forum)
    # trust: AB yes, no, yes; CD yes, no, no. Agreement 2/3.
    # Cohen: chance 2/3 · 1/3 + 1/3 · 2/3 = 4/9; (6/9 - 4/9) / (5/9) = 2/5.
    # Alpha: three yes and three no; 1 - (2/6) / (2 · 3 · 3 / 30) = 4/9.
    # AC1: half of all codings are yes, chance 1/2; (2/3 - 1/2) / (1/2) = 1/3.
    expected = {
        "percent_agreement": 2 / 3,
        "cohen_kappa": 2 / 5,
        "krippendorff_alpha": 4 / 9,
        "gwet_ac1": 1 / 3,
    }
    for name, value in expected.items():
        row_ = figure(report, "trust", name)
        assert row_["value"] == pytest.approx(value), name
        assert (row_["n_units"], row_["n_documents"], row_["n_coders"]) == (3, 1, 2)
        assert row_["agreement"] == pytest.approx(2 / 3)
        assert (row_["prevalence AB"], row_["prevalence CD"]) == (pytest.approx(2 / 3), pytest.approx(1 / 3))  # fmt: skip
    assert report.value("trust", "cohen_kappa").value == pytest.approx(2 / 5)
    # price: AB yes in one of three, CD never. Cohen's chance is 1/3 · 0 + 2/3 · 1, so kappa is 0.
    assert figure(report, "price", "cohen_kappa")["value"] == pytest.approx(0)
    # One yes among six: chance 2 · 1/6 · 5/6 = 10/36; (24/36 - 10/36) / (26/36) = 7/13.
    assert figure(report, "price", "gwet_ac1")["value"] == pytest.approx(7 / 13)
    # Independent coders with these shares agree on 2/3 of the units, just as these two do.
    assert figure(report, "price", "gwet_ac1")["if_random"] == pytest.approx(7 / 13)
    # Mean of kappa over the two codes somebody used.
    mean = figure(report, MEAN, "cohen_kappa")
    assert mean["value"] == pytest.approx(1 / 5)
    assert (mean["n_codes"], mean["n_undefined"]) == (2, 2)


def test_what_nobody_used_is_undefined_and_never_one(two_on_the_forum) -> None:
    report = agreement.report(two_on_the_forum)
    for name in ("cohen_kappa", "krippendorff_alpha", "gwet_ac1"):
        row_ = figure(report, "delay", name)
        assert row_["value"] is pd.NA or pd.isna(row_["value"])
        assert "nobody gave the code" in row_["reason"]
    assert figure(report, "delay", "percent_agreement")["value"] == 1
    text = str(report)
    assert "undefined" in text and "nan" not in text.lower()
    assert not report.frame["value"].map(lambda v: isinstance(v, float) and v != v).any()


def test_what_everybody_always_used_is_undefined(make_study) -> None:
    project = make_study(
        turns="document,turn,speaker,text\nB,1,BOB,Trust.\nB,2,BOB,And trust.\n",
        codebook=CODES,
        codings="document,turn,code,coder\n" + "".join(f"B,{n},trust,{c}\n" for n in "12" for c in ("AB", "CD")),
        progress="document,coder\nB,AB\nB,CD\n",
    )  # fmt: skip
    found = figure(agreement.report(project), "trust", "krippendorff_alpha")
    assert pd.isna(found["value"]) and "every turn" in found["reason"]


def test_a_code_nobody_read_twice_is_undefined(make_study) -> None:
    project = make_study(
        turns=TURNS,
        codebook=CODES,
        progress="document,coder,codes\nB,AB,\nB,CD,trust\n",
    )
    report = agreement.report(project, codes=["price"])
    assert set(report.frame["reason"].iloc[:4]) == {"no turn was passed by two coders for it"}
    assert report.frame["value"].isna().all()
    assert "No turn was passed by both for any code." in str(report)


UNCOUNTED = ("percent_agreement",)


@pytest.mark.parametrize("number", [2, 3])
def test_every_coefficient_is_the_public_one(make_study, number) -> None:
    checked = 0
    names = [n for n in OF_UNITS if number == 2 or n not in TWO_ONLY]
    for seed in range(100, 104):
        project = random_study(make_study, seed, ["AB", "CD", "EF"][:number])
        report = agreement.report(project, coefficients=names, draws=200)
        for own in report.figures.codes:
            frame = agreement.coder_frame(project, own.code)
            frame = frame[frame.notna().sum(axis=1) >= 2]
            documents = pd.Series(frame.index.get_level_values("document"), index=frame.index)
            for one in own.figures:
                function = getattr(agreement, one.function)
                options = {} if one.function in UNCOUNTED else {"categories": ["no", "yes"]}
                public = function(frame, interval="units", draws=200, **options)
                assert (one.found.value is None) == (public.value is None)
                if public.value is None:
                    continue
                checked += 1
                assert one.found.value == pytest.approx(public.value, abs=1e-12)
                if public.observed is not None:
                    assert one.found.observed == pytest.approx(public.observed, abs=1e-12)
                assert one.found.n_units == public.n_units == len(frame)
                assert one.units == (public.interval and pytest.approx(public.interval, abs=1e-12))
                options |= {"interval": "documents", "clusters": documents, "draws": 200}
                by = function(frame, **options).interval
                assert one.documents == (by and pytest.approx(by, abs=1e-12))
                plain = agreement.percent_agreement(frame).value
                assert own.agreement == pytest.approx(plain, abs=1e-12)
    assert checked > 50


@pytest.mark.parametrize("number", [2, 3])
def test_sets_of_codes_are_the_public_ones(make_study, number) -> None:
    checked = 0
    for seed in range(6):
        project = random_study(make_study, 200 + seed, ["AB", "CD", "EF"][:number])
        report = agreement.report(project, draws=200)
        frame = agreement.coder_frame(project)
        documents = pd.Series(frame.index.get_level_values("document"), index=frame.index)
        for one in report.figures.together[:3]:
            function = getattr(agreement, one.function)
            public = function(frame, interval="units", draws=200)
            assert (one.found.value is None) == (public.value is None)
            if public.value is None:
                continue
            checked += 1
            assert one.found.value == pytest.approx(public.value, abs=1e-12)
            assert one.units == (public.interval and pytest.approx(public.interval, abs=1e-12))
            by = function(frame, interval="documents", clusters=documents, draws=200).interval
            assert one.documents == (by and pytest.approx(by, abs=1e-12))
    assert checked > 8


def test_sets_on_the_forum(two_on_the_forum) -> None:
    # {trust, price} against {trust}; nothing against nothing; {trust} against nothing.
    frame = agreement.coder_frame(two_on_the_forum)
    assert frame["AB"].to_list() == [
        frozenset({"trust", "price"}),
        frozenset(),
        frozenset({"trust"}),
    ]
    assert frame["CD"].to_list() == [frozenset({"trust"}), frozenset(), frozenset()]
    report = agreement.report(two_on_the_forum)
    assert figure(report, SETS, "exact_agreement")["value"] == pytest.approx(1 / 3)
    # MASI: {t, p} from {t} 1 - 1/2 · 2/3 = 2/3; from {} 1; {t} from {} 1. Observed (2/3 + 0 + 1) / 3 = 5/9.
    # Six values: {} three times, {t} twice, {t, p} once; ordered pairs 2·(3·2·1 + 3·1·1 + 2·1·2/3) = 62/3
    # over 30: expected 31/45. 1 - (25/45) / (31/45) = 6/31.
    assert figure(report, SETS, "masi_alpha")["value"] == pytest.approx(6 / 31)


def test_the_frame_of_a_code(two_on_the_forum) -> None:
    frame = agreement.coder_frame(two_on_the_forum, "trust")
    assert list(frame.columns) == ["AB", "CD"]
    assert list(frame.index) == [("FG1", "2"), ("FG1", "3"), ("FG1", "4")]
    assert frame["AB"].to_list() == ["yes", "no", "yes"]
    assert frame["CD"].to_list() == ["yes", "no", "no"]
    assert agreement.cohen_kappa(frame).value == pytest.approx(0.4)
    pieces = agreement.coder_frame(two_on_the_forum, "trust", unit="sentence")
    assert list(pieces.index)[:2] == [("FG1", "2", 1), ("FG1", "2", 2)]
    with pytest.raises(UsageError, match="span"):
        agreement.coder_frame(two_on_the_forum, "trust", unit="span")


def test_a_coder_who_did_not_consider_the_code_is_missing_in_the_frame(make_study) -> None:
    project = make_study(
        turns=TURNS,
        codebook=CODES,
        codings="document,turn,code,coder\nB,1,price,AB\n",
        progress="document,coder,codes\nB,AB,\nB,CD,trust\nC,AB,\nC,CD,\n",
    )
    frame = agreement.coder_frame(project, "price")
    assert frame["CD"].isna().to_list() == [True, True, False]
    assert frame.loc[("B", "1"), "AB"] == "yes"


@pytest.mark.parametrize("seed", [303, 308, 310])
def test_the_mean_over_codes_draws_documents_and_units_for_all_codes_at_once(
    make_study, seed
) -> None:
    project = random_study(make_study, seed, ["AB", "CD"])
    names = ("percent_agreement", "cohen_kappa", "gwet_ac1")
    report = agreement.report(project, draws=100, coefficients=names)
    made = report.comparison
    frames = {own.code: agreement.coder_frame(project, own.code) for own in report.figures.codes}
    documents = sorted({d for f in frames.values() for d in f.index[f.notna().all(axis=1)].get_level_values(0)})  # fmt: skip
    units = [
        key
        for key in zip(
            (made.corpus.documents[d] for d in made.corpus.turn_document),
            made.corpus.turn_number,
            strict=True,
        )
        if any(key in f.index and f.loc[key].notna().all() for f in frames.values())
    ]

    def drawn(keys, column):
        """The mean over codes of each draw, unit by unit."""
        found = []
        for often in keys:
            values = []
            for own in report.figures.codes:
                one = next(f for f in own.figures if f.function == column)
                rows = [
                    key
                    for key, n in often.items()
                    for _ in range(n)
                    if key in frames[own.code].index and frames[own.code].loc[key].notna().all()
                ]
                if not one.found.defined:
                    continue
                cells = frames[own.code].loc[rows] if rows else frames[own.code].iloc[:0]
                value = getattr(agreement, column)(
                    cells.reset_index(drop=True), interval=None
                ).value
                if value is not None:
                    values.append(value)
            found.append(np.mean(values) if values else np.nan)
        return np.array(found)

    chance = np.random.default_rng(agreement.DEFAULT_SEED)
    by_unit = [
        dict(zip(units, np.bincount(own, minlength=len(units)).tolist(), strict=True))
        for own in (chance.integers(len(units), size=len(units)) for _ in range(100))
    ]
    chance = np.random.default_rng(agreement.DEFAULT_SEED)
    often = [
        np.bincount(own, minlength=len(documents))
        for own in (chance.integers(len(documents), size=len(documents)) for _ in range(100))
    ]
    by_document = [
        {key: int(n) for d, n in zip(documents, own, strict=True) for key in units if key[0] == d}
        for own in often
    ]
    checked = 0
    for name in names:
        mean = figure(report, MEAN, name)
        for kind, keys in (("units", by_unit), ("documents", by_document)):
            if pd.isna(mean["value"]) or pd.isna(mean[f"{kind}_low"]):
                continue
            values = drawn(keys, name)
            values = values[~np.isnan(values)]
            assert [mean[f"{kind}_low"], mean[f"{kind}_high"]] == pytest.approx(
                np.quantile(values, [0.025, 0.975]).tolist(), abs=1e-9
            ), (name, kind)
            checked += 1
    assert checked >= 3


def test_too_many_sets_to_draw_have_an_interval_that_is_computed(make_study, monkeypatch) -> None:
    from qualcode.analysis import agreement_sets

    chance = random.Random(5)
    turns = "document,turn,speaker,text\n"
    codings = "document,turn,code,coder\n"
    for document in range(20):
        for turn in range(1, 16):
            turns += f"D{document:02},{turn},A,word {turn}\n"
            for code in "xyz":
                said = chance.random() < 0.3
                for coder in ("AB", "CD"):
                    if said != (chance.random() < 0.15):
                        codings += f"D{document:02},{turn},{code},{coder}\n"
    project = make_study(
        turns=turns,
        codebook=["x", "y", "z"],
        codings=codings,
        progress="document,coder\n" + "".join(f"D{d:02},{c}\n" for d in range(20) for c in ("AB", "CD")),
    )  # fmt: skip
    drawn = figure(agreement.report(project), SETS, "masi_alpha")
    monkeypatch.setattr(agreement_sets, "SETS_MOST", 2)
    computed = figure(agreement.report(project), SETS, "masi_alpha")
    assert computed["value"] == pytest.approx(drawn["value"], abs=1e-12)
    assert "jackknife over 300 turns" in computed["units_by"]
    for end in ("units_low", "units_high", "documents_low", "documents_high"):
        # Both are approximations of the same; ends lie within a seventh of the interval's width.
        width = drawn[f"{end.split('_')[0]}_high"] - drawn[f"{end.split('_')[0]}_low"]
        assert abs(computed[end] - drawn[end]) < width / 7
    # The public function's own standard error leads to the same interval.
    public = agreement.masi_alpha(agreement.coder_frame(project))
    assert [computed["units_low"], computed["units_high"]] == pytest.approx(
        public.interval, abs=0.01
    )


def test_how_one_unit_more_moves_alpha() -> None:
    from qualcode.analysis.agreement_sets import Masi, Sets
    from qualcode.analysis.coefficients_data import Ratings

    table = np.array([[0, 0], [1, 0], [0, 1], [1, 1]], dtype=bool)
    codes = np.array([[1, 1], [0, 1], [3, 2], [0, 0], [2, 2]])
    times = np.array([500, 200, 300, 900, 400])
    made = Masi(Sets(table))

    def alpha(times: np.ndarray) -> float:
        ratings = Ratings(codes, (0, 1, 2, 3), ("AB", "CD"), times=times, kind="sets")
        return made.point(ratings).value[0]

    ratings = Ratings(codes, (0, 1, 2, 3), ("AB", "CD"), times=times, kind="sets")
    value, moves = made.moves(ratings)
    assert value == pytest.approx(alpha(times))
    for at in range(5):
        one = np.eye(5, dtype=int)[at]
        # The slope is that of the two neighbours; among 2,300 units the curve is straight enough.
        slope = (alpha(times + one) - alpha(times - one)) / 2
        assert moves[at] == pytest.approx(slope, rel=1e-4), at


def test_masi_from_subsets_and_from_blocks() -> None:
    from qualcode.analysis.agreement_sets import Masi, Sets
    from qualcode.analysis.coefficients_sets import masi_matrix

    chance = np.random.default_rng(3)
    table = np.unique(chance.random((60, 6)) < 0.4, axis=0)
    counts = chance.integers(0, 5, len(table)).astype(float)
    matrix = masi_matrix([frozenset(np.flatnonzero(each).tolist()) for each in table])
    made = Masi(Sets(table))
    assert made._by_blocks(counts[None])[0] == pytest.approx(matrix @ counts)
    assert made._by_subsets(counts) == pytest.approx(matrix @ counts)


# -- spans ---------------------------------------------------------------------------------------------------


def test_characters_of_the_forum(two_on_the_forum) -> None:
    report = agreement.report(two_on_the_forum, unit="span", codes=["trust"])
    # 47 + 19 + 18 = 84 characters. AB: 59–72 and 154–165, 24; CD: 59–106, 47; both: 59–72, 13.
    found = figure(report, "trust", "character_kappa")
    assert (found["n_units"], found["counts"]) == (84, "characters")
    agreed, chance = (13 + 26) / 84, (24 * 47 + 60 * 37) / 84**2
    assert found["observed"] == pytest.approx(agreed) == found["agreement"]
    assert found["value"] == pytest.approx((agreed - chance) / (1 - chance))
    assert (found["prevalence AB"], found["prevalence CD"]) == (
        pytest.approx(24 / 84),
        pytest.approx(47 / 84),
    )
    names = report.frame["name"].str.cat(sep=" ")
    assert "Krippendorff 1995/2004" in names and "2016" in names
    assert "84 characters" in str(report)
    assert report.disagreements["kind"].to_list() == [EDGES, "only AB"]


def test_spans_lie_on_the_turns_that_both_passed(make_study) -> None:
    # AB codes from turn 1 into turn 3; turn 2 is the interviewer's, and CD passed turns 1 to 3 only.
    project = make_study(
        files={"D.txt": "ANN: abcde\nINT: fgh\nANN: ijklm\nANN: nopq\n"},
        documents="document,interviewer\nD,INT\n",
        codebook=CODES,
        codings="document,start,end,code,coder\nD,7,29,trust,AB\n",
        progress="document,coder,turns\nD,AB,\nD,CD,1; 2; 3\n",
    )
    turns = project.turns()
    assert turns["start"].to_list() == [5, 16, 25, 36]
    line = Lines(compare(project, unit="span")).of([0])
    assert line.continuum == {"D": (0, 10)}  # abcde and ijklm
    # cde and ijkl: one stretch, since what lies between is not on the line.
    assert line.spans[["coder", "start", "end", "category"]].to_numpy().tolist() == [
        ["AB", 2, 9, "trust"]
    ]


def test_spans_of_three_coders_are_compared_where_all_have_read(make_study) -> None:
    project = make_study(
        turns=TURNS,
        codebook=CODES,
        codings="document,turn,code,coder\nB,1,trust,AB\nB,1,trust,CD\nC,1,trust,AB\n",
        progress="document,coder\nB,AB\nB,CD\nB,EF\nC,AB\nC,CD\n",
    )
    report = agreement.report(project, unit="span")
    assert report.units.loc["trust"][["compared", "read by too few"]].to_list() == [2, 1]
    assert list(report.frame["coefficient"].unique()) == ["alpha_u_1995", "u_alpha", "u_alpha_binary", "cu_alpha"]  # fmt: skip
    assert "not read by all coders" in str(report)
    with pytest.raises(UsageError, match="compares two coders"):
        agreement.report(project, unit="span", coefficients=["character_kappa"])


# -- the report ----------------------------------------------------------------------------------------------


def test_disagreements_come_first_and_figures_second(two_on_the_forum) -> None:
    text = str(agreement.report(two_on_the_forum))
    assert text.index("Trust matters to us.") < text.index("Agreement by code")
    assert "They differ in 2; in 1 more they gave the code to different words." in text
    assert "AB: 59–72 “Trust matters”" in text and "CD: 59–106, all of it" in text
    assert "every code      4         3                  1" in text
    assert "Cohen's kappa" in text and "0.40" in text
    assert "2,000 draws, seed 20260101" in text
    assert "Gwet's AC1 is not 0 for coders who code at random" in text
    assert "There is no kappa over all units times codes" in text
    assert "AB: 0 blind, 0 not, 3 unknown" in text


def test_the_sentence_for_the_methods_section(two_on_the_forum) -> None:
    assert agreement.report(two_on_the_forum).sentence() == (
        "AB and CD were compared on 3 turns of 1 document that both had passed: Krippendorff's alpha, mean"
        " over 2 codes 0.22 (from 0.00 to 0.44; undefined for 2), over sets of codes (MASI) 0.19."
        " 3 disagreements were listed."
    )


def test_agreement_as_it_was_before_consensus(coded, tmp_path: Path) -> None:
    second = coded.as_coder("CD")
    second.add_coding(document="FG1", start=59, end=106, code="trust")
    second.complete("FG1")
    before = coded.project.study.last_act
    # They meet: CD takes turn 4 up, and the document is settled.
    second.add_coding(document="FG1", start=154, end=165, code="trust")
    (tmp_path / "settled.csv").write_text("document,coder\nFG1,consensus\n", encoding="utf-8")
    coded.project.import_progress(tmp_path / "settled.csv")
    now = agreement.report(coded.project)
    assert figure(now, "trust", "cohen_kappa")["value"] == 1
    assert any(f"as_of={before + 1}" in note for note in now.notes)
    then = agreement.report(coded.project, as_of=before)
    assert figure(then, "trust", "cohen_kappa")["value"] == pytest.approx(0.4)
    assert any(f"after act {before}" in note for note in then.notes)
    assert f"act {before}," in then.provenance
    assert len(then.disagreements) == 3


def test_notes_on_suggestions(tmp_path: Path) -> None:
    project = forum(tmp_path)
    project.suggest()
    project.accept(project.suggestions()["suggestion_id"][0])
    project.complete("FG1")
    notes = " ".join(agreement.report(project, coders=["AB", SUGGESTER]).notes)
    assert "1 of 1 codings of AB were accepted or revised from suggestions" in notes
    assert "suggester (patterns): a run is recorded by what it proposed" in notes
    told = agreement.report(project, coders=["AB", SUGGESTER]).coders
    assert pd.isna(told.loc[SUGGESTER, "blind"]) and told.loc["AB", "not blind"] == 1


def test_nobody_but_one_coder(coded) -> None:
    with pytest.raises(TableError, match="only AB has a pass"):
        agreement.report(coded.project)


def test_wrong_calls(two_on_the_forum) -> None:
    for options, words in (
        ({"coefficients": ["kapa"]}, "kapa"),
        ({"coefficients": ["gwet_ac2"]}, "gwet_ac2"),
        ({"coefficients": []}, "none given"),
        ({"interval": "turns"}, "units, documents"),
        ({"draws": 10}, "draws"),
        ({"confidence": 95}, "level"),
        ({"level": "topic"}, "code or theme"),
        ({"codes": []}, "none given"),
    ):
        with pytest.raises(UsageError, match=words):
            agreement.report(two_on_the_forum, **options)


def test_without_intervals(two_on_the_forum) -> None:
    report = agreement.report(two_on_the_forum, interval=None)
    assert report.frame[["units_low", "documents_low"]].isna().all(axis=None)
    assert "draws" not in str(report)
    only = agreement.report(two_on_the_forum, interval="units", draws=100)
    assert "by turns" in str(only) and "by documents" not in str(only)


SAVED = (".docx", ".md", ".html", ".xlsx", ".csv", ".tex")


def test_it_is_saved_in_every_format(two_on_the_forum, tmp_path: Path) -> None:
    import csv

    import openpyxl
    from docx import Document

    report = agreement.report(two_on_the_forum, draws=100)
    for suffix in SAVED:
        report.save(tmp_path / f"a{suffix}")
    for suffix in (".md", ".html", ".tex"):
        text = (tmp_path / f"a{suffix}").read_text(encoding="utf-8")
        assert "Trust matters" in text and "undefined" in text and "0.40" in text, suffix
    words = "\n".join(
        cell.text
        for table in Document(str(tmp_path / "a.docx")).tables
        for line in table.rows
        for cell in line.cells
    )
    assert "80–95 “Price came last”" in words and "undefined" in words
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames[:3] == ["Disagreements", "Disagreements by code", "Figures"]
    sheet = [list(line) for line in book["Disagreements"].iter_rows(values_only=True)]
    assert len(sheet) == 4
    assert sheet[1][sheet[0].index("CD quotation")] == sheet[1][sheet[0].index("text")]
    with (tmp_path / "a.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(report.frame)
    kappa = next(r for r in rows if (r["code"], r["coefficient"]) == ("trust", "cohen_kappa"))
    assert float(kappa["value"]) == pytest.approx(0.4)
    undefined = next(r for r in rows if (r["code"], r["coefficient"]) == ("delay", "cohen_kappa"))
    assert undefined["value"] == "" and "nobody" in undefined["reason"]


def test_it_is_plain_data_for_json(two_on_the_forum) -> None:
    import json

    data = json.loads(json.dumps(agreement.report(two_on_the_forum, draws=100).as_data()))
    assert data["coders"] == ["AB", "CD"] and len(data["disagreements"]) == 3
    assert {row_["value"] for row_ in data["figures"] if row_["code"] == "delay"} == {None, 1.0}


def test_a_long_list_is_cut_on_paper_and_whole_in_the_workbook(make_study, tmp_path, monkeypatch) -> None:  # fmt: skip
    import openpyxl

    monkeypatch.setattr(agreement_report, "ON_SCREEN", 2)
    monkeypatch.setattr(agreement, "ON_PAPER", 3)
    project = make_study(
        turns="document,turn,speaker,text\n" + "".join(f"D,{n},A,word {n}\n" for n in range(1, 7)),
        codebook=["x"],
        codings="document,turn,code,coder\n" + "".join(f"D,{n},x,AB\n" for n in range(1, 6)),
        progress="document,coder\nD,AB\nD,CD\n",
    )
    report = agreement.report(project, draws=100)
    assert "… and 3 more" in str(report)
    report.save(tmp_path / "a.md")
    assert "The first 3 of 5" in (tmp_path / "a.md").read_text(encoding="utf-8")
    report.save(tmp_path / "a.xlsx")
    assert openpyxl.load_workbook(tmp_path / "a.xlsx")["Disagreements"].max_row == 6
    assert len(report.disagreements) == 5


def test_what_a_study_says_is_never_run_or_markup(make_study, tmp_path: Path) -> None:
    project = make_study(
        turns='document,turn,speaker,text\nD,1,=A1,"=1+1 <b>a</b> & 50% | $x$ \\frac"\nD,2,B,well\n',
        codebook="codes:\n  - code: x\n    name: <i>x</i>\n",
        codings="document,turn,code,coder\nD,1,x,<AB>\n",
        progress="document,coder\nD,<AB>\nD,CD & EF\n",
    )
    report = agreement.report(project, draws=100)
    for suffix in SAVED:
        report.save(tmp_path / f"a{suffix}")
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "<b>a</b>" not in page and "<AB>" not in page and "<i>x</i>" not in page
    report.forest()


# -- the picture ---------------------------------------------------------------------------------------------


def test_a_forest_plot_says_its_numbers(two_on_the_forum) -> None:
    ax = agreement.report(two_on_the_forum).forest(coefficient="cohen_kappa")
    assert [label.get_text() for label in ax.get_yticklabels()] == [
        "values", "trust", "price", "delay", "mean of 2 codes, 2 undefined",
    ]  # fmt: skip
    texts = [text.get_text() for text in ax.texts]
    assert "0.40 · 3 turns, 1 document" in texts
    assert texts.count("undefined: nobody gave the code to any turn") == 2
    assert ax.get_xlabel() == "Cohen's kappa"
    said = alt_text(ax)
    assert "trust: 0.40, by units 0.00 to 1.00." in said
    assert "delay: undefined (nobody gave the code to any turn)." in said
    plt.close("all")


def test_a_forest_plot_is_drawn_into_axes_and_refuses_what_is_not_there(two_on_the_forum) -> None:
    report = agreement.report(two_on_the_forum, draws=100)
    figure_, axes = plt.subplots(1, 2, figsize=(10, 4))
    assert report.forest(axes[1], codes=["price", "trust"]) is axes[1]
    assert [label.get_text() for label in axes[1].get_yticklabels()] == ["price", "trust"]
    before = plt.get_fignums()
    with pytest.raises(UsageError, match="scott_pi"):
        report.forest(coefficient="scott_pi")
    with pytest.raises(UsageError, match="prize"):
        report.forest(codes=["prize"])
    assert plt.get_fignums() == before
    plt.close(figure_)


def test_a_coefficient_that_is_not_zero_at_random_has_rings_and_no_line_at_zero(make_study) -> None:
    project = random_study(make_study, 4, ["AB", "CD"])
    report = agreement.report(project, draws=100)
    at_zero = report.forest()
    rings = report.forest(coefficient="gwet_ac1")
    assert "Dashed" in "".join(t.get_text() for t in at_zero.texts)
    assert "Rings" in "".join(t.get_text() for t in rings.texts)
    plt.close("all")
