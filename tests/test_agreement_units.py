"""What coders are compared on, who has read what, and where they differ."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from agreement_kit import (
    CODES,
    TURNS,
    as_coder,
    base,
    compare,
    forum_of_two,
    listed,
    random_study,
    row,
    values,
)
from kit import forum

import qualcode as qc
from qualcode.analysis.coder_reading import SUGGESTER
from qualcode.analysis.coder_stretches import sentences
from qualcode.analysis.coder_units import REASONS
from qualcode.analysis.disagreements import EDGES, INSTEAD, OTHER_WORDS, disagreements
from qualcode.core.text import segments
from qualcode.errors import CodingError, TableError, UsageError


@pytest.fixture
def two_on_the_forum(coded) -> qc.Project:
    return forum_of_two(coded)


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
        "only AB": 1, "only CD": 0, INSTEAD: 0, EDGES: 1, OTHER_WORDS: 0, "all": 2,
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
    # "The price" and "went up" have no word in common.
    assert listed(compare(project))[2:] == [("2", "trust", OTHER_WORDS), ("2", "price", "only AB")]
    assert disagreements(compare(project)).tally().loc["trust", [EDGES, OTHER_WORDS]].tolist() == [
        0,
        1,
    ]
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
    expected: dict[tuple[str, int, int, str], tuple[str, int]] = {}
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
                shared = sum(map(len, letters.values())) > len(any_of)  # a letter of two coders
                kind = (EDGES if shared else OTHER_WORDS) if all(letters.values()) else ""
                expected[document, start, end, code] = (kind, len(any_of - all_of))
    listed_ = {
        (r.document, r.start, r.end, r.code): (
            r.kind if r.kind in (EDGES, OTHER_WORDS) else "",
            r.characters,
        )
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
        of_code = frame[(frame["code"] == code) & ~frame["kind"].isin([EDGES, OTHER_WORDS])]
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
