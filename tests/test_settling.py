"""Settling: what coders agree on is carried over, what they differ on is decided, the originals stay."""

import csv
import json
from collections import Counter

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kit import marks, picture

import qualcode as qc
from qualcode.analysis.samples import before_consensus, plan, setting_words
from qualcode.analysis.to_settle import paired
from qualcode.core.records import Coding
from qualcode.core.text import overlap_by_half, shared_length
from qualcode.errors import CodingError, HistoryError, QualcodeError, ReadError, UsageError
from qualcode.exchange.codings import export_codings
from qualcode.exchange.progress import export_progress
from qualcode.readers.sheets import read_sheet
from qualcode.review.copies import copy_for, hand_over
from qualcode.review.doublecoding import complete_sample, status
from qualcode.review.drawing import draw_sample
from qualcode.review.settling import settle
from qualcode.review.worksheet import settlement
from qualcode.review.worksheet_files import write_settlement
from qualcode.store import Draft
from qualcode.store.codings import draft_memo

# Three interviews of one person. Turns begin at 0 (question, 6 characters: "Well? " is no part), the answers:
#   A  turn 2  "Trust matters here. Price came last."   turn 4 "They were late."
#   B  turn 2  "Nobody trusts us."
#   C  turn 2  "The price rules."
TURNS = """document,turn,speaker,text
A,1,INT,Well?
A,2,P1,Trust matters here. Price came last.
A,3,INT,And then?
A,4,P1,They were late.
B,1,INT,Well?
B,2,P2,Nobody trusts us.
C,1,INT,Well?
C,2,P3,The price rules.
"""
PEOPLE = "participant,role\nP1,Commissioner\nP2,Provider\nP3,Provider\n"
CODES = ["trust", "price", "delay"]
#          A, turn 2: both trust on "Trust matters" (agreed); price on "Price came last." by AB and on "Price"
#          by CD (edges); turn 4: delay by AB, price by CD on the same words (code).
#          B: trust by AB (only AB). C: nothing by anybody.
AGREED, EDGES_AB, EDGES_CD, LATE = (6, 19), (26, 42), (26, 31), (53, 68)
BOTH_CODED = [
    ("A", *AGREED, "trust", "AB"),
    ("A", *AGREED, "trust", "CD"),
    ("A", *EDGES_AB, "price", "AB"),
    ("A", *EDGES_CD, "price", "CD"),
    ("A", *LATE, "delay", "AB"),
    ("A", *LATE, "price", "CD"),
    ("B", 6, 23, "trust", "AB"),
]


def as_coder(project, name):
    return qc.Project(project.study, name)


def code(project, rows):
    for document, start, end, code_, coder in rows:
        as_coder(project, coder).add_coding(document=document, start=start, end=end, code=code_)


@pytest.fixture
def study(make_study):
    project = make_study(turns=TURNS, participants=PEOPLE, codebook=CODES)
    assert project.text("A")[slice(*AGREED)] == "Trust matters"
    assert project.text("A")[slice(*EDGES_AB)] == "Price came last."
    assert project.text("A")[slice(*EDGES_CD)] == "Price"
    assert project.text("A")[slice(*LATE)] == "They were late."
    draw_sample(project.study, "AB", "all", coders=("AB", "CD"), share=1.0, by="role")
    code(project, BOTH_CODED)
    for coder in ("AB", "CD"):
        complete_sample(project.study, coder, "all", blind=True)
    return project


def sheet(project, **asked):
    return settlement(project.study, **(asked or {"sample": "all"}))


def kinds(frame):
    return dict(zip(frame["settle_id"], frame["kind"], strict=True))


def row_id(frame, kind, document=None):
    rows = frame[frame["kind"] == kind]
    if document:
        rows = rows[rows["document"] == document]
    (found,) = rows["settle_id"]
    return found


def all_settled(frame):
    """As the story has it: edges as AB, code as CD, only AB left out."""
    return {
        row_id(frame, "edges"): "AB",
        row_id(frame, "code"): {"settle": "CD", "reason": "Lateness is about money here"},
        row_id(frame, "only AB"): {"settle": "none", "reason": "A figure of speech"},
    }


def consensus(project):
    return [mark[:4] for mark in marks(project) if mark[4] == "consensus"]


def originals(project):
    frame = project.codings()
    own = frame[frame["coder"].astype(str) != "consensus"]
    return own.drop(columns=[c for c in ("settles",) if c in own]).astype(str).to_numpy().tolist()


def settled(project, choices=None, **options):
    choices = all_settled(sheet(project)) if choices is None else choices
    return settle(project.study, "EF", choices, **{"sample": "all", **options})


# -- the worksheet -------------------------------------------------------------------------------------


def test_the_worksheet_has_one_row_for_each_thing_agreed_or_disputed(study):
    frame = sheet(study)
    assert frame["kind"].tolist() == ["agreed", "edges", "code", "only AB"]
    assert frame["document"].tolist() == ["A", "A", "A", "B"]
    assert frame["turn"].tolist() == ["2", "2", "4", "2"]
    assert frame["participant"].tolist() == ["P1", "P1", "P1", "P2"]
    assert frame["AB code"].tolist() == ["trust", "price", "delay", "trust"]
    assert frame["CD code"].to_list()[:3] == ["trust", "price", "price"]
    assert frame["CD code"].isna().tolist() == [False, False, False, True]
    assert frame["AB quotation"].tolist() == [
        "Trust matters",
        "Price came last.",
        "They were late.",
        "Nobody trusts us.",
    ]
    assert frame["CD quotation"].to_list()[1] == "Price"
    # To fill in: empty but for what is agreed.
    assert frame["settle"].tolist() == [""] * 4
    assert frame["code"].tolist() == ["trust", "", "", ""]
    assert frame["start"].isna().tolist() == [False, True, True, True]


def test_the_columns_of_the_worksheet_are_those_documented(study):
    documented = " ".join(settlement.__doc__.split())
    for column in sheet(study).columns:
        assert column.replace("AB ", "NAME ").replace("CD ", "NAME ") in documented


def test_every_coding_is_in_one_row_and_in_one_only(study):
    ids = Counter(each for cell in sheet(study)["codings"] for each in cell.split("; "))
    assert ids == Counter(study.codings()["coding_id"])


def test_codes_that_not_both_looked_for_are_shown_and_cannot_be_settled(make_study):
    project = make_study(turns=TURNS, codebook=CODES)
    code(project, [("B", 6, 23, "trust", "AB"), ("B", 6, 23, "delay", "AB")])
    as_coder(project, "AB").complete("B")
    as_coder(project, "CD").complete("B", codes=["trust", "price"])
    frame = settlement(project.study, documents="B")
    assert sorted(frame["kind"]) == ["not considered by CD", "only AB"]
    late = row_id(frame, "not considered by CD")
    with pytest.raises(CodingError, match="cannot be settled"):
        settle(project.study, "AB", {late: "AB"}, documents="B")
    with pytest.raises(CodingError, match="not considered there by every coder"):
        settle(project.study, "AB", {row_id(frame, "only AB"): {"code": "delay"}}, documents="B")
    report = settle(project.study, "AB", {row_id(frame, "only AB"): "AB"}, documents="B")
    assert report.not_considered == 1
    assert consensus(project) == [("B", 6, 23, "trust")]
    (made,) = [
        each for each in project.progress().to_dict("records") if each["coder"] == "consensus"
    ]
    assert made["codes"] == "trust; price"


def test_a_sample_about_some_codes_is_settled_for_these(make_study):
    project = make_study(turns=TURNS, codebook=CODES)
    draw_sample(project.study, "AB", "s", coders=("AB", "CD"), n=3, by=(), codes=["trust"])
    code(project, BOTH_CODED)
    for coder in ("AB", "CD"):
        as_coder(project, coder).complete(["A", "B", "C"])
    frame = settlement(project.study, sample="s")
    assert frame["kind"].tolist() == ["agreed", "only AB"]
    settle(project.study, "AB", {row_id(frame, "only AB"): "AB"}, sample="s")
    passes = project.progress()
    assert set(passes.loc[passes["coder"] == "consensus", "codes"]) == {"trust"}


def test_what_is_not_passed_by_all_is_refused_with_what_is(make_study):
    project = make_study(turns=TURNS, codebook=CODES)
    draw_sample(project.study, "AB", "all", coders=("AB", "CD"), share=1.0, by=())
    complete_sample(project.study, "AB", "all")
    complete_sample(project.study, "CD", "all", ["A", "C"])
    with pytest.raises(CodingError, match=r"B \(CD\).*only these so far: A, C"):
        settlement(project.study, sample="all")
    assert settlement(project.study, sample="all", documents=["A", "C"]).empty
    with pytest.raises(CodingError, match="passed as a whole by AB"):
        settlement(project.study, documents="B")
    with pytest.raises(CodingError, match="not in the sample"):
        settlement(project.study, sample="all", documents="Z")
    with pytest.raises(UsageError):
        settlement(project.study)
    with pytest.raises(UsageError, match="assigned to AB, CD"):
        settlement(project.study, sample="all", coders=["AB", "EF"])
    for few in (["AB"], ["AB", "AB"], ["AB", "consensus"]):
        with pytest.raises(UsageError):
            settlement(project.study, documents="A", coders=few)


# -- pairing -------------------------------------------------------------------------------------------


def coding(number, start, end, code_, coder):
    return Coding(f"c{number}", "A", "v", start, end, code_, coder, "")


CODINGS = st.lists(
    st.tuples(
        st.integers(0, 12),
        st.integers(1, 8),
        st.sampled_from("xyz"),
        st.sampled_from(["AB", "CD", "EF"]),
    ),
    max_size=14,
    unique=True,
)


@given(CODINGS)
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_pairing_loses_and_doubles_nothing(rows):
    found = [coding(n, a, a + size, x, who) for n, (a, size, x, who) in enumerate(rows)]
    groups = paired(found)
    assert Counter(each.coding_id for group in groups for each in group) == Counter(
        each.coding_id for each in found
    )
    for group in groups:
        assert len({each.coder for each in group}) == len(group)
        # Whoever is in a row speaks of the same words as somebody else in it.
        for each in group:
            others = [other for other in group if other is not each]
            assert not others or any(
                shared_length((each.start, each.end), (other.start, other.end)) for other in others
            )
            assert not others or any(
                each.code == other.code
                or overlap_by_half((each.start, each.end), (other.start, other.end))
                for other in others
            )
    # The same code on the same words is never apart.
    for one in found:
        for other in found:
            if (one.start, one.end, one.code) == (other.start, other.end, other.code):
                assert any(one in group and other in group for group in groups)


def test_the_same_code_goes_before_another_code_on_the_same_words():
    trust, price = coding(1, 0, 10, "trust", "AB"), coding(2, 0, 10, "price", "AB")
    wide, same = coding(3, 0, 40, "price", "CD"), coding(4, 0, 10, "delay", "CD")
    groups = {frozenset(x.coding_id for x in group) for group in paired([trust, price, wide, same])}
    # price meets price although other edges fit better; trust and delay are left for each other.
    assert groups == {frozenset({"c2", "c3"}), frozenset({"c1", "c4"})}


def test_another_code_on_few_shared_words_is_no_pair():
    one, other = coding(1, 0, 10, "trust", "AB"), coding(2, 6, 16, "price", "CD")
    assert len(paired([one, other])) == 2
    assert len(paired([one, coding(2, 5, 15, "price", "CD")])) == 1  # half of the words


# -- settling ------------------------------------------------------------------------------------------


def test_the_story_is_settled_and_the_originals_stay(study):
    before, act = originals(study), study.study.last_act
    report = settled(study)
    assert consensus(study) == [
        ("A", *AGREED, "trust"),
        ("A", *EDGES_AB, "price"),
        ("A", *LATE, "price"),
    ]
    assert originals(study) == before
    made = study.codings()
    made = made[made["coder"] == "consensus"]
    assert set(made["origin"].astype(str)) == {"consensus"}
    assert set(made["blind"].astype(str)) == {"no"}
    assert set(made["stale"]) == {False}
    assert (report.carried, report.settled) == (1, {"as AB": 1, "as CD": 1, "none": 1})
    assert (report.added, report.kept, report.retracted, report.passes) == (3, 0, 0, 3)
    assert report.documents == ["A", "B", "C"]
    assert report.before == act == before_consensus(study.study, "all")
    assert study.study.last_act == act + 1
    assert study.study.value("SELECT coder FROM act WHERE n = ?", (act + 1,)) == "EF"
    assert study.check() == []


def test_a_coding_of_the_consensus_names_what_it_settles(study):
    settled(study)
    frame = study.codings()
    ids = {
        (row["document"], row["start"], row["code"], row["coder"]): row["coding_id"]
        for row in frame.to_dict("records")
    }
    links = {
        (row["start"], row["code"]): row["settles"]
        for row in frame.to_dict("records")
        if row["coder"] == "consensus"
    }
    assert links == {
        (6, "trust"): f"{ids['A', 6, 'trust', 'AB']}; {ids['A', 6, 'trust', 'CD']}",
        (26, "price"): ids["A", 26, "price", "AB"],
        (53, "price"): ids["A", 53, "price", "CD"],
    }


def test_reasons_are_memos_by_whoever_settles(study):
    settled(study)
    memos = study.memos()
    assert memos["coder"].tolist() == ["EF", "EF"]
    assert memos["text"].tolist() == [
        "Lateness is about money here",
        "Not in the consensus: A figure of speech",
    ]
    on = study.codings().set_index("coding_id").loc[memos["coding_id"]]
    assert on["coder"].astype(str).tolist() == ["consensus", "AB"]


def test_tables_count_the_consensus_where_it_is_settled(study):
    def counts(coders="record"):
        table = qc.crosstab(study, rows="code", columns="document", unit="codings", coders=coders)
        return {str(c): table.frame[c].dropna().to_dict() for c in table.frame.columns}

    settled(study)
    assert counts() == {
        "A": {"trust": 1, "price": 2, "delay": 0},
        "B": {"trust": 0, "price": 0, "delay": 0},
        "C": {"trust": 0, "price": 0, "delay": 0},
    }
    table = qc.crosstab(study, rows="code", columns="document")
    assert "3 documents settled" in str(table.notes)
    assert counts("AB")["A"] == {"trust": 1, "price": 1, "delay": 1}
    assert counts("CD")["B"] == {"trust": 0, "price": 0, "delay": 0}


def test_where_only_some_is_settled_the_rest_is_the_primary_coders(study):
    frame = sheet(study, sample="all", documents=["A", "C"])
    choices = {row_id(frame, "edges"): "both", row_id(frame, "code"): "none"}
    settled(study, choices, documents=["A", "C"])
    with pytest.raises(QualcodeError, match="B"):
        qc.crosstab(study, rows="code", columns="document")
    study.set_primary("AB")
    table = qc.crosstab(study, rows="code", columns="document", unit="codings")
    assert table.frame["A"].to_dict() == {"trust": 1, "price": 2, "delay": 0}
    assert table.frame["B"].to_dict() == {"trust": 1, "price": 0, "delay": 0}


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ("AB", [(*LATE, "delay")]),
        ("cd", [(*LATE, "price")]),
        ("both", [(*LATE, "delay"), (*LATE, "price")]),
        ("Both", [(*LATE, "delay"), (*LATE, "price")]),
        ("none", []),
        ({"code": "trust"}, [(*LATE, "trust")]),
        ({"code": "trust", "start": 58, "end": 62}, [(58, 62, "trust")]),
        ({"settle": "AB", "end": 60}, [(53, 60, "delay")]),
        ({"settle": "CD", "code": "delay", "start": "58"}, [(58, 68, "delay")]),
    ],
)
def test_a_difference_is_settled_as_said(study, choice, expected):
    frame = sheet(study, sample="all", documents="A")
    choices = {row_id(frame, "edges"): "none", row_id(frame, "code"): choice}
    settled(study, choices, documents="A")
    found = [mark[1:] for mark in consensus(study) if mark[1:] != (*AGREED, "trust")]
    assert sorted(found) == sorted(expected)
    assert study.check() == []


@pytest.mark.parametrize(
    ("kind", "choice", "message"),
    [
        ("code", "GH", "AB, CD, both, none"),
        ("code", {"settle": "none", "code": "trust"}, "one of them"),
        ("code", {"settle": "both", "end": 60}, "one of them"),
        ("code", {"start": 58}, "differ in code"),
        ("edges", {"code": "delay"}, "differ in end"),
        ("code", {"settle": "AB", "start": 60, "end": 60}, "is empty"),
        ("code", {"settle": "AB", "end": 69}, "outside of the text"),
        ("code", {"settle": "AB", "end": "x"}, "whole number"),
        ("code", {"code": "nope"}, "not in the codebook"),
        ("only AB", "CD", "has no coding in this row"),
        ("only AB", "both", "only AB has a coding"),
    ],
)
def test_what_does_not_fit_changes_nothing(study, kind, choice, message):
    acts = study.study.last_act
    frame = sheet(study)
    choices = {**all_settled(frame), row_id(frame, kind): choice}
    with pytest.raises(CodingError, match=message) as error:
        settled(study, choices)
    assert "\n" not in str(error.value)
    assert study.study.last_act == acts


def test_choices_of_a_wrong_kind_are_refused(study):
    frame = sheet(study)
    for wrong in (
        7,
        ["AB"],
        {row_id(frame, "code"): {"settled": "AB"}},
    ):
        with pytest.raises(UsageError):
            settled(study, wrong)
    with pytest.raises(CodingError, match="there no more"):
        settled(study, {**all_settled(frame), "x0": "AB"})
    with pytest.raises(UsageError, match="who does it"):
        settle(study.study, "", all_settled(frame), sample="all")
    with pytest.raises(UsageError, match="reserved"):
        settle(study.study, "consensus", all_settled(frame), sample="all")


def test_what_all_agree_on_can_still_be_left_out_or_changed(study):
    frame = sheet(study)
    agreed = row_id(frame, "agreed")
    settled(study, {**all_settled(frame), agreed: "none"})
    assert (6, 19, "trust") not in [mark[1:] for mark in consensus(study)]
    report = settled(study, {**all_settled(frame), agreed: {"end": 24}})
    assert ("A", 6, 24, "trust") in consensus(study)
    assert (report.added, report.kept) == (1, 2)
    assert study.check() == []


def test_rows_left_open_are_refused_unless_it_is_settled_in_part(study):
    frame = sheet(study)
    choices = {row_id(frame, "code"): "CD", row_id(frame, "only AB"): "AB"}
    with pytest.raises(CodingError, match=r"1 row not settled.*A, turn 2.*edges"):
        settled(study, choices)
    report = settled(study, choices, partial=True)
    assert (report.open, report.in_part, report.documents) == (1, ["A"], ["B", "C"])
    assert consensus(study) == [("A", 6, 19, "trust"), ("A", *LATE, "price"), ("B", 6, 23, "trust")]
    passes = study.progress()
    assert set(passes.loc[passes["coder"] == "consensus", "document"]) == {"B", "C"}
    assert status(study.study, "all").settled == 2
    # What was settled is still so in the next worksheet, what was open is open.
    again = sheet(study)
    assert dict(zip(again["kind"], again["settle"], strict=True)) == {
        "agreed": "",
        "edges": "",
        "code": "CD",
        "only AB": "AB",
    }
    report = settled(study, {row_id(again, "edges"): "CD"})
    assert (report.added, report.kept, report.passes) == (1, 3, 1)
    assert status(study.study, "all").settled == 3
    assert study.check() == []


def test_settling_again_revises_only_what_is_settled_otherwise(study):
    settled(study)
    before = dict(
        zip(
            consensus(study),
            study.codings().query("coder == 'consensus'")["coding_id"].tolist(),
            strict=True,
        )
    )
    frame = sheet(study)
    assert dict(zip(frame["kind"], frame["settle"], strict=True)) == {
        "agreed": "",
        "edges": "AB",
        "code": "CD",
        "only AB": "none",
    }
    assert dict(zip(frame["kind"], frame["reason"], strict=True)) == {
        "agreed": "",
        "edges": "",
        "code": "Lateness is about money here",
        "only AB": "A figure of speech",
    }
    report = settled(study, {row_id(frame, "code"): {"settle": "AB", "reason": "Looked again"}})
    assert (report.added, report.kept, report.retracted, report.passes) == (1, 2, 1, 0)
    assert report.before == report.before
    after = study.codings().query("coder == 'consensus'").set_index("coding_id")
    (new,) = set(after.index) - set(before.values())
    assert after.loc[new, "code"] == "delay"
    replaces = study.study.value("SELECT replaces FROM coding WHERE coding_id = ?", (new,))
    assert replaces == before["A", *LATE, "price"]
    assert len(study.coding_history(new)) == 2
    assert sheet(study).set_index("kind").loc["code", "reason"] == "Looked again"
    # Agreement is still that of before the first settling.
    assert before_consensus(study.study, "all") < report.before
    assert study.check() == []


def test_the_same_again_changes_nothing(study):
    settled(study)
    acts, picture_before = study.study.last_act, picture(study)
    for choices in ({}, all_settled(sheet(study)), sheet(study)):
        report = settled(study, choices)
        assert report.before is None
        assert "nothing changed" in str(report)
    assert study.study.last_act == acts
    assert picture(study) == picture_before


def test_a_coding_made_after_the_settling_is_open_again(study):
    settled(study)
    as_coder(study, "CD").add_coding(document="B", turn=2, code="delay")
    frame = sheet(study)
    # AB's trust there was left out; beside delay it is something new to talk about.
    row = frame[frame["document"] == "B"].iloc[0]
    assert (row["kind"], row["settle"]) == ("code", "")
    with pytest.raises(CodingError, match="1 row not settled"):
        settled(study, {})


def test_an_edited_row_comes_back_edited(study):
    frame = sheet(study)
    settled(study, {**all_settled(frame), row_id(frame, "code"): {"code": "trust", "end": 60}})
    row = sheet(study).set_index("kind").loc["code"]
    assert (row["settle"], row["code"], row["start"], row["end"]) == ("", "trust", 53, 60)
    # A coder's name now means hers, not hers with the cells that stand there.
    again = sheet(study)
    again.loc[again["kind"] == "code", "settle"] = "AB"
    settled(study, again)
    assert ("A", *LATE, "delay") in consensus(study)
    assert ("A", 53, 60, "trust") not in consensus(study)


def test_two_rows_that_come_to_the_same_are_one_coding(study):
    frame = sheet(study)
    choices = {
        **all_settled(frame),
        row_id(frame, "edges"): {"code": "price", "start": LATE[0], "end": LATE[1]},
    }
    settled(study, choices)
    assert consensus(study) == [("A", *AGREED, "trust"), ("A", *LATE, "price")]
    assert study.check() == []


def test_settling_can_be_undone_and_done_again(study):
    before = picture(study)
    settled(study)
    after = picture(study)
    settler = as_coder(study, "EF")
    settler.undo()
    assert picture(study) == before
    with pytest.raises(CodingError, match="not settled yet"):
        before_consensus(study.study, "all")
    assert study.check() == []
    settler.redo()
    assert picture(study) == after
    assert study.check() == []


def test_as_of_before_the_consensus_is_what_the_coders_made(study):
    before = picture(study)
    settled(study)
    as_coder(study, "AB").add_coding(document="C", turn=2, code="price")
    past = study.as_of(before_consensus(study.study, "all"))
    assert picture(past) == before


def test_nobody_codes_or_completes_as_the_consensus_by_hand(study):
    reserved = as_coder(study, "consensus")
    for act in (
        lambda: reserved.add_coding(document="A", turn=2, code="trust"),
        lambda: reserved.complete("A"),
        lambda: complete_sample(study.study, "consensus", "all"),
        lambda: reserved.retract(study.codings()["coding_id"].iloc[0]),
        lambda: reserved.undo(),
        lambda: reserved.add_memo("Words"),
        lambda: reserved.accept("s1"),
        lambda: reserved.set_primary("AB"),
    ):
        with pytest.raises(UsageError, match="reserved"):
            act()
    with pytest.raises(CodingError):
        study.set_primary("consensus")


def test_a_settling_is_told_in_words(study):
    settled(study)
    (value,) = study.study.rows("SELECT value FROM setting WHERE key = 'settled'")[0]
    assert setting_words("settled", value) == (
        "settled A, B, C of the sample all, coded by AB and CD"
    )


def test_settled_in_portions_each_has_its_own_act_before(study):
    frame = sheet(study, sample="all", documents="B")
    first = settled(study, {row_id(frame, "only AB"): "AB"}, documents=["B"]).before
    frame = sheet(study, sample="all", documents=["A", "C"])
    second = settled(
        study,
        {row_id(frame, "edges"): "AB", row_id(frame, "code"): "AB"},
        documents=["A", "C"],
    ).before
    assert first < second
    assert before_consensus(study.study, "all") == first
    assert before_consensus(study.study, "all", "A") == second
    assert before_consensus(study.study, documents=["A", "B"]) == first


def test_whole_documents_are_settled_without_a_sample(make_study):
    project = make_study(turns=TURNS, codebook=CODES)
    code(project, BOTH_CODED)
    for coder in ("AB", "CD"):
        as_coder(project, coder).complete(["A", "B"])
    frame = settlement(project.study, documents=["A", "B"])
    report = settle(project.study, "AB", all_settled(frame), documents=["A", "B"])
    assert report.coders == ("AB", "CD")
    assert len(consensus(project)) == 3
    assert before_consensus(project.study, documents="B") == report.before


def test_three_coders_settle_together(make_study):
    # trust on B by AB and EF, price on the same words by CD.
    project = make_study(turns=TURNS, codebook=CODES)
    code(
        project,
        [("B", 6, 23, "trust", "AB"), ("B", 6, 23, "price", "CD"), ("B", 6, 23, "trust", "EF")],
    )
    code(project, [("C", 6, 22, "price", "AB"), ("C", 6, 22, "price", "EF")])
    for coder in ("AB", "CD", "EF"):
        as_coder(project, coder).complete(["B", "C"])
    frame = settlement(project.study, documents=["B", "C"])
    assert frame["kind"].tolist() == ["code", "only AB; EF"]
    choices = {row_id(frame, "code"): "both", row_id(frame, "only AB; EF"): "EF"}
    settle(project.study, "AB", choices, documents=["B", "C"])
    assert consensus(project) == [
        ("B", 6, 23, "price"),
        ("B", 6, 23, "trust"),
        ("C", 6, 22, "price"),
    ]
    again = settlement(project.study, documents=["B", "C"])
    assert again["settle"].tolist() == ["both", "AB"]  # AB's and EF's are the same


def test_a_sample_of_turns_is_settled_turn_by_turn(make_study):
    # The sample is turn 4 of A; what is coded in turn 2 is no part of it, nor a remark on all of A.
    project = make_study(turns=TURNS, participants=PEOPLE, codebook=CODES)
    draw_sample(
        project.study, "AB", "s", coders=("AB", "CD"), unit="turn", n=1, where={"document": "A"},
        by=(), seed=5,
    )  # fmt: skip
    assert [(p.document, p.turns) for p in plan(project.study, "s").parts] == [("A", ("4",))]
    code(project, BOTH_CODED)
    length = len(project.text("A"))
    code(project, [("A", 0, length, "trust", "AB"), ("A", 45, 60, "trust", "CD")])
    for coder in ("AB", "CD"):
        complete_sample(project.study, coder, "s", blind=True)
    frame = settlement(project.study, sample="s")
    assert sorted(frame["kind"]) == ["code", "only CD"]  # 45–60 begins in turn 3 and reaches into 4
    choices = {row_id(frame, "code"): "AB", row_id(frame, "only CD"): "none"}
    with pytest.raises(CodingError, match="touches none of the turns"):
        settle(
            project.study,
            "AB",
            {**choices, row_id(frame, "code"): {"code": "trust", "start": 6, "end": 19}},
            sample="s",
        )
    settle(project.study, "AB", choices, sample="s")
    assert consensus(project) == [("A", *LATE, "delay")]
    passes = project.progress()
    made = passes[passes["coder"] == "consensus"]
    assert made[["document", "turns", "blind"]].to_numpy().tolist() == [["A", "4", "no"]]
    found = status(project.study, "s")
    assert (found.settled, found.units) == (1, 1)
    assert project.check() == []


def test_two_samples_of_turns_of_one_document_are_settled_apart(make_study):
    # One sample is turn 2 of A, the other turn 4.
    project = make_study(turns=TURNS, participants=PEOPLE, codebook=CODES)
    options = {"coders": ("AB", "CD"), "unit": "turn", "n": 1, "by": (), "where": {"document": "A"}}
    turns = {}
    for seed in range(20):
        draw_sample(project.study, "AB", f"s{seed}", seed=seed, **options)
        turns.setdefault(plan(project.study, f"s{seed}").parts[0].turns, f"s{seed}")
    second, fourth = turns["2",], turns["4",]
    befores = []
    for name in (second, fourth):
        for coder in ("AB", "CD"):
            complete_sample(project.study, coder, name, blind=True)
        befores.append(settle(project.study, "AB", {}, sample=name).before)
    assert before_consensus(project.study, second) == befores[0]
    assert before_consensus(project.study, fourth) == befores[1]
    assert status(project.study, second).settled == 1
    # What is settled as a whole document is settled for every sample of its turns.
    for coder in ("AB", "CD"):
        as_coder(project, coder).complete("B")
    draw_sample(project.study, "AB", "b", **{**options, "where": {"document": "B"}})
    report = settle(project.study, "AB", {}, documents="B")
    assert before_consensus(project.study, "b") == report.before


def test_codings_on_a_retired_code_can_be_settled_on_a_split_one_not(study):
    study.retire_code("delay")
    frame = sheet(study)
    settled(study, {**all_settled(frame), row_id(frame, "code"): "AB"})
    assert ("A", *LATE, "delay") in consensus(study)
    study.split_code("trust", ["in_people", "in_rules"])
    frame = sheet(study)
    with pytest.raises(CodingError, match="category"):
        settled(study, {row_id(frame, "only AB"): "AB"})


def test_a_settled_coding_goes_along_with_its_code_and_is_still_settled(study):
    settled(study)
    study.rename_code("price", "cost")
    assert ("A", *LATE, "cost") in consensus(study)
    frame = sheet(study)
    assert dict(zip(frame["kind"], frame["settle"], strict=True))["code"] == "CD"
    assert settled(study, {}).before is None or study.check() == []
    assert study.check() == []


def test_a_settled_coding_that_was_coded_anew_as_two_stays_two(study):
    settled(study)
    late = study.codings().query("coder == 'consensus' and start == 53")["coding_id"].iloc[0]
    as_coder(study, "GH").recode({late: ["delay", "trust"]})
    before = consensus(study)
    frame = sheet(study)
    # One of them is what AB had there; the other is nobody's, and has a row of its own.
    assert frame.set_index("kind")["settle"].to_dict() == {
        "agreed": "",
        "edges": "AB",
        "code": "AB",
        "consensus": "",
        "only AB": "none",
    }
    assert settled(study, {}).before is None
    assert consensus(study) == before


def test_a_consensus_from_a_file_is_shown_and_kept(make_study):
    # The consensus came home from elsewhere: trust on B, as AB has it, and delay, which nobody has.
    project = make_study(
        turns=TURNS,
        codebook=CODES,
        codings="document,turn,code,coder\nB,2,trust,AB\nB,2,trust,consensus\nB,1,delay,consensus\n",
        progress="document,coder\nB,AB\nB,CD\nB,consensus\n",
    )
    frame = settlement(project.study, documents="B")
    assert dict(zip(frame["kind"], frame["settle"], strict=True)) == {
        "consensus": "",
        "only AB": "AB",
    }
    before = consensus(project)
    report = settle(project.study, "AB", {}, documents="B")
    assert report.retracted == 0
    assert consensus(project) == before
    settle(project.study, "AB", {row_id(frame, "consensus"): "none"}, documents="B")
    assert consensus(project) == [("B", 6, 23, "trust")]
    assert project.check() == []


ANYTHING = st.lists(
    st.tuples(
        st.integers(0, 60),
        st.integers(1, 30),
        st.sampled_from(CODES),
        st.sampled_from(["AB", "CD"]),
    ),
    max_size=8,
    unique=True,
)


@given(
    rows=ANYTHING,
    choices=st.lists(st.sampled_from(["AB", "CD", "both", "none"]), min_size=8, max_size=8),
)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_settled_is_what_was_chosen(make_study, rows, choices):
    project = make_study(turns=TURNS, codebook=CODES)
    length = len(project.text("A"))
    code(project, [("A", a, min(a + size, length), x, who) for a, size, x, who in rows])
    for coder in ("AB", "CD"):
        as_coder(project, coder).complete("A")
    before = originals(project)
    frame = settlement(project.study, documents="A")
    ids = Counter(each for cell in frame["codings"] for each in cell.split("; ") if each)
    assert ids == Counter(project.codings()["coding_id"])
    wanted, chosen = set(), {}
    for row, choice in zip(frame.to_dict("records"), choices, strict=False):
        own = {
            coder: (row[f"{coder} start"], row[f"{coder} end"], row[f"{coder} code"])
            for coder in ("AB", "CD")
            if not pd.isna(row[f"{coder} code"])
        }
        if choice in ("AB", "CD") and choice not in own:
            choice = "none"
        if choice == "both" and len(own) < 2:
            choice = next(iter(own))
        chosen[row["settle_id"]] = choice
        wanted |= (
            set(own.values()) if choice == "both" else {own[choice]} if choice in own else set()
        )
    settle(project.study, "AB", chosen, documents="A")
    assert {mark[1:] for mark in consensus(project)} == wanted
    assert len(consensus(project)) == len(wanted)
    assert originals(project) == before
    # Written out and handed in again as it stands, nothing changes.
    assert (
        settle(project.study, "AB", settlement(project.study, documents="A"), documents="A").before
        is None
    )
    assert project.check() == []
    project.undo()
    assert consensus(project) == []
    assert project.check() == []


# -- what was left out while other rows are open ---------------------------------------------------------


def stands(project, **asked):
    """kind -> what the worksheet says it is settled as."""
    frame = sheet(project, **asked)
    return dict(zip(frame["kind"], frame["settle"], strict=True))


def left_out(project, kind="only AB", **more):
    """One row is left out, the two others that differ (edges and code) stay open."""
    choice = {"settle": "none", **more}
    return settled(project, {row_id(sheet(project), kind): choice}, partial=True)


NOTHING = {"agreed": "", "edges": "", "code": "", "only AB": ""}


@pytest.fixture
def talk(make_study):
    """A alone, as one document that is settled place by place: AB's delay at its end stands alone."""
    project = make_study(turns=TURNS, participants=PEOPLE, codebook=CODES)
    code(project, [*BOTH_CODED[:4], ("A", *LATE, "delay", "AB")])
    for coder in ("AB", "CD"):
        as_coder(project, coder).complete("A")
    assert stands(project, documents="A") == NOTHING_A
    return project


NOTHING_A = {"agreed": "", "edges": "", "only AB": ""}
OUT = {**NOTHING_A, "only AB": "none"}


def late_left_out(project, **more):
    row = row_id(sheet(project, documents="A"), "only AB")
    choices = {row: {"settle": "none", **more}}
    return settle(project.study, "EF", choices, documents="A", partial=True)


def own(project, coder_="AB"):
    """The coding of AB on "They were late."."""
    (found,) = [
        each
        for each in project.codings().to_dict("records")
        if (each["coder"], each["start"]) == (coder_, LATE[0])
    ]
    return found["coding_id"]


def test_what_is_left_out_is_so_in_the_next_worksheet(talk, tmp_path):
    report = late_left_out(talk)
    assert (report.settled, report.open, report.passes) == ({"none": 1}, 1, 0)
    assert talk.memos().empty
    assert stands(talk, documents="A") == OUT
    assert set(talk.progress()["coder"]) == {"AB", "CD"}
    # Out as a sheet and back, filled in where it was open: nothing is asked twice.
    write_settlement(sheet(talk, documents="A"), tmp_path / "s.csv")
    path = filled(tmp_path / "s.csv", tmp_path / "f.csv", edges={"settle": "CD"})
    report = settle(talk.study, "EF", path, documents="A")
    assert (report.settled, report.open, report.passes) == ({"as CD": 1, "none": 1}, 0, 1)
    assert consensus(talk) == [("A", *AGREED, "trust"), ("A", *EDGES_CD, "price")]
    assert talk.check() == []


def test_the_act_keeps_ids_and_no_words(talk):
    late_left_out(talk, reason="A figure of speech")
    act = talk.study.last_act
    events = talk.study.rows("SELECT data FROM event WHERE act = ?", (act,))
    assert own(talk) in str(events) and "figure" not in str(events)
    assert talk.memos()["text"].tolist() == ["Not in the consensus: A figure of speech"]
    row = sheet(talk, documents="A").set_index("kind").loc["only AB"]
    assert (row["settle"], row["reason"]) == ("none", "A figure of speech")


def test_left_out_twice_is_one_act_and_undone_it_is_open(talk):
    before = picture(talk)
    late_left_out(talk)
    acts, after = talk.study.last_act, picture(talk)
    assert late_left_out(talk).before is None
    assert talk.study.last_act == acts
    settler = as_coder(talk, "EF")
    settler.undo()
    assert (stands(talk, documents="A"), picture(talk)) == (NOTHING_A, before)
    assert talk.check() == []
    settler.redo()
    assert (stands(talk, documents="A"), picture(talk)) == (OUT, after)
    assert talk.check() == []
    past = talk.as_of(acts)
    assert stands(past, documents="A") == OUT
    assert stands(talk.as_of(acts - 1), documents="A") == NOTHING_A


def test_left_out_and_taken_in_again_it_is_what_was_said_last(talk):
    late_left_out(talk)
    settler = as_coder(talk, "EF")
    row = row_id(sheet(talk, documents="A"), "only AB")

    def say(choice):
        settle(talk.study, "EF", {row: choice}, documents="A", partial=True)
        return stands(talk, documents="A")["only AB"]

    assert say("AB") == "AB"
    settler.undo()
    assert stands(talk, documents="A") == OUT
    assert say("AB") == "AB"
    # The coding of the consensus is taken away by hand: what was said of its row is taken back with it.
    settler.retract(own(talk, "consensus"))
    assert stands(talk, documents="A") == NOTHING_A
    assert say("none") == "none"
    assert talk.check() == []


def test_left_out_goes_along_with_the_id_of_its_code(talk):
    late_left_out(talk)
    talk.rename_code("delay", "late")
    assert stands(talk, documents="A") == OUT
    talk.merge_codes(["late"], "price")
    assert stands(talk, documents="A") == OUT
    talk.undo()
    assert stands(talk, documents="A") == OUT
    assert talk.check() == []


def test_left_out_before_a_whole_settling_it_is_so_under_another_id(talk):
    row = sheet(talk, documents="A")
    choices = {row_id(row, "edges"): "AB", row_id(row, "only AB"): "none"}
    settle(talk.study, "EF", choices, documents="A")
    wanted = {"agreed": "", "edges": "AB", "only AB": "none"}
    assert stands(talk, documents="A") == wanted
    talk.rename_code("delay", "late")
    assert stands(talk, documents="A") == wanted


@pytest.mark.parametrize("what", ["edges", "code"])
def test_a_coder_who_codes_anew_what_was_left_out_is_asked_about_again(talk, what):
    late_left_out(talk)
    coder = as_coder(talk, "AB")
    if what == "edges":
        coder.retract(own(talk))
        code(talk, [("A", LATE[0], LATE[1] - 1, "delay", "AB")])
    else:
        coder.recode({own(talk): "trust"})
    assert stands(talk, documents="A") == NOTHING_A


def test_a_coding_that_is_looked_at_again_and_kept_stays_left_out(talk):
    late_left_out(talk)
    talk.define_code("delay", definition="Of time, not of money")
    as_coder(talk, "AB").recode({own(talk): "keep"})
    assert stands(talk, documents="A") == OUT


def test_what_is_taken_away_needs_no_settling_and_comes_back_left_out(talk):
    late_left_out(talk)
    coder = as_coder(talk, "AB")
    coder.retract(own(talk))
    assert stands(talk, documents="A") == {"agreed": "", "edges": ""}
    coder.undo()
    assert stands(talk, documents="A") == OUT
    # Beside another coder's coding on these words it is something to talk about.
    code(talk, [("A", *LATE, "price", "CD")])
    assert stands(talk, documents="A") == {"agreed": "", "edges": "", "code": ""}
    assert talk.check() == []


def test_a_row_of_two_is_left_out_as_one_and_each_of_it_stays_so(study):
    left_out(study, "code")
    assert stands(study) == {**NOTHING, "code": "none"}
    as_coder(study, "CD").retract(own(study, "CD"))
    frame = sheet(study, sample="all", documents="A")
    assert frame["settle"].tolist() == ["", "", "none"]
    assert frame["kind"].tolist() == ["agreed", "edges", "only AB"]


def test_what_is_left_out_goes_along_to_a_corrected_text(talk, tmp_path):
    late_left_out(talk)
    turns = tmp_path / "new.csv"
    turns.write_text(TURNS.replace("A,3,INT,And then?", "A,3,INT,And after that?"))
    talk.ingest(turns, new_version=True)
    assert talk.text("A")[own_range(talk)] == "They were late."
    assert stands(talk, documents="A") == OUT


def own_range(project):
    (found,) = [
        each
        for each in project.codings().to_dict("records")
        if (each["coder"], each["code"]) == ("AB", "delay")
    ]
    return slice(found["start"], found["end"])


def settled_of_old(project):
    """As it was written when the memo of a settling alone said that a coding was left out."""
    of = {
        "sample": None,
        "documents": ["A"],
        "coders": ["AB", "CD"],
        "whole": True,
        "partial": True,
    }
    draft = Draft()
    draft_memo(draft, "Not in the consensus: no reason given", own(project))
    draft.event("setting", {"key": "settled", "value": json.dumps(of)})
    project.study.write("settle", "EF", lambda: draft)


def test_a_study_of_before_says_it_by_its_memo(talk):
    settled_of_old(talk)
    assert talk.check() == []
    row = sheet(talk, documents="A").set_index("kind").loc["only AB"]
    assert (row["settle"], row["reason"]) == ("none", "")
    # Settled on, which carries over what is agreed: the memo stays a memo, and is not written again.
    assert late_left_out(talk).added == 1
    assert talk.memos()["text"].tolist() == ["Not in the consensus: no reason given"]
    settler = as_coder(talk, "EF")
    settler.undo()
    settler.undo()
    assert stands(talk, documents="A") == NOTHING_A
    # A memo that somebody writes says nothing of the kind.
    settler.add_memo("Not in the consensus: I wonder", on=own(talk))
    assert stands(talk, documents="A") == NOTHING_A


@pytest.mark.parametrize("by", ["memo", "ids"])
def test_in_a_study_of_before_what_was_said_last_holds_too(talk, by):
    if by == "memo":
        settled_of_old(talk)
    else:
        settled_of_old(talk)
        as_coder(talk, "EF").retract_memo(talk.memos()["memo_id"].iloc[0])
        assert stands(talk, documents="A") == NOTHING_A
        late_left_out(talk, reason="A figure of speech")
    assert stands(talk, documents="A") == OUT
    row = row_id(sheet(talk, documents="A"), "only AB")
    settle(talk.study, "EF", {row: "AB"}, documents="A", partial=True)
    as_coder(talk, "EF").retract(own(talk, "consensus"))
    assert stands(talk, documents="A") == NOTHING_A
    assert talk.check() == []


# -- as a sheet ----------------------------------------------------------------------------------------


def filled(path, out, **cells):
    """The sheet with cells filled in by kind: filled(path, out, edges={"settle": "AB"})."""
    rows = [dict(row.cells) for row in read_sheet(path).rows]
    for row in rows:
        row.update(cells.get(row["kind"].replace(" ", "_"), {}))
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return out


STORY = {
    "edges": {"settle": "AB"},
    "code": {"settle": "cd", "reason": "=money"},
    "only_AB": {"settle": "none"},
}


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_sheet_goes_out_and_comes_back(study, tmp_path, suffix):
    frame = sheet(study)
    path = tmp_path / f"settle{suffix}"
    assert write_settlement(frame, path) == 4
    read = read_sheet(path)
    assert list(read.columns) == list(frame.columns)
    assert [row.cells["settle_id"] for row in read.rows] == frame["settle_id"].tolist()
    assert [row.cells["AB quotation"] for row in read.rows] == frame["AB quotation"].tolist()
    assert [row.cells["CD start"] for row in read.rows] == ["6", "26", "53", ""]
    with pytest.raises(CodingError, match="3 rows not settled"):
        settled(study, path)
    settled(study, filled(path, tmp_path / "filled.csv", **STORY))
    assert consensus(study) == [
        ("A", *AGREED, "trust"),
        ("A", *EDGES_AB, "price"),
        ("A", *LATE, "price"),
    ]
    assert study.memos()["text"].tolist() == ["=money"]
    # Out and back once more: the same study.
    before = picture(study)
    write_settlement(sheet(study), path)
    assert settled(study, path).before is None
    assert picture(study) == before


def test_a_frame_comes_back_too(study):
    frame = sheet(study)
    for kind, choice in (("edges", "AB"), ("code", "CD"), ("only AB", "none")):
        frame.loc[frame["kind"] == kind, "settle"] = choice
    settled(study, frame)
    assert len(consensus(study)) == 3


def test_a_sheet_of_everything_serves_for_a_portion(study, tmp_path):
    write_settlement(sheet(study), tmp_path / "s.csv")
    path = filled(tmp_path / "s.csv", tmp_path / "f.csv", **STORY)
    report = settled(study, path, documents="B")
    assert (report.documents, report.settled) == (["B"], {"none": 1})
    assert consensus(study) == []


def test_nothing_runs_in_a_spreadsheet(make_study, tmp_path):
    project = make_study(
        turns='document,turn,speaker,text\nA,1,P1,"=1+1 they said."\n', codebook=["trust"]
    )
    as_coder(project, "AB").add_coding(document="A", turn=1, code="trust")
    for coder in ("AB", "CD"):
        as_coder(project, coder).complete("A")
    frame = settlement(project.study, documents="A")
    write_settlement(frame, tmp_path / "s.csv")
    text = (tmp_path / "s.csv").read_text("utf-8-sig")
    assert "'=1+1 they said." in text
    write_settlement(frame, tmp_path / "s.xlsx")
    import openpyxl

    book = openpyxl.load_workbook(tmp_path / "s.xlsx")
    cells = [cell for row in book["Settle"].iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert any(cell.value == "=1+1 they said." for cell in cells)
    assert book["Settle"].data_validations.dataValidation[0].formula1 == '"AB,CD,both,none"'


def test_sheets_that_are_no_worksheets_are_refused(study, tmp_path):
    path = tmp_path / "s.csv"
    path.write_text("settle\nAB\n")
    with pytest.raises(CodingError, match="no column settle_id"):
        settled(study, path)
    path.write_text("settle_id,settle\nx1,AB\nx1,CD\n,AB\n")
    with pytest.raises(CodingError, match=r"line 3: the row x1 stands twice.*line 4"):
        settled(study, path)
    with pytest.raises(CodingError, match="no column settle_id"):
        settled(study, pd.DataFrame({"settle": ["AB"]}))
    with pytest.raises(ReadError):
        settled(study, tmp_path / "none.csv")


# -- from end to end -----------------------------------------------------------------------------------


def test_two_coders_apart_then_together(make_study, tmp_path):
    """Drawn, coded on two copies, handed over, settled, counted, exported and taken in elsewhere."""
    project = make_study(turns=TURNS, participants=PEOPLE, codebook=CODES, coder="LEAD")
    draw_sample(project.study, "LEAD", "all", coders=("AB", "CD"), share=1.0, by="role")
    for coder in ("AB", "CD"):
        path = tmp_path / f"{coder}.qualcode"
        copy_for(project.study, "all", coder, path, signed="LEAD")
        with qc.open_project(path, coder=coder) as copy:
            code(copy, [row for row in BOTH_CODED if row[4] == coder])
            complete_sample(copy.study, coder, "all", blind=True)
            hand_over(
                copy.study,
                coder,
                tmp_path / coder,
                {"codings.csv": export_codings, "progress.csv": export_progress},
            )
    for coder in ("AB", "CD"):
        project.import_codings(tmp_path / coder / "codings.csv")
        project.import_progress(tmp_path / coder / "progress.csv")
    found = status(project.study, "all")
    assert (found.ready, found.blind) == (True, {"AB": "yes", "CD": "yes"})
    assert marks(project) == sorted(BOTH_CODED)
    settle(
        project.study, "LEAD", all_settled(settlement(project.study, sample="all")), sample="all"
    )
    table = qc.crosstab(project, rows="code", columns="role", unit="codings")
    assert table.frame["Commissioner"].to_dict() == {"trust": 1, "price": 2, "delay": 0}
    assert table.frame["Provider"].to_dict() == {"trust": 0, "price": 0, "delay": 0}
    # The consensus travels as codings and passes do, and says the same elsewhere.
    project.export_codings(tmp_path / "all.csv")
    project.export_progress(tmp_path / "passes.csv")
    other = make_study(turns=TURNS, participants=PEOPLE, codebook=CODES, coder="XY")
    other.import_codings(tmp_path / "all.csv")
    other.import_progress(tmp_path / "passes.csv")
    assert marks(other) == marks(project)
    there = qc.crosstab(other, rows="code", columns="role", unit="codings")
    assert there.frame.equals(table.frame)
    again = settlement(other.study, documents=["A", "B", "C"])
    assert dict(zip(again["kind"], again["settle"], strict=True)) == {
        "agreed": "",
        "edges": "AB",
        "code": "CD",
        "only AB": "none",
    }
    assert project.check() == other.check() == []
    with pytest.raises(HistoryError):
        as_coder(project, "GH").undo()


def test_turns_that_were_settled_are_counted_as_turns(make_study):
    """Two turns of A are drawn, with 4 and 3 words; the document itself is not settled."""
    project = make_study(turns=TURNS, participants=PEOPLE, codebook=CODES)
    drawn = draw_sample(
        project.study, "AB", "some", coders=("AB", "CD"), share=1.0, unit="turn", by="role"
    )
    number = drawn.plan.size
    for coder in ("AB", "CD"):
        complete_sample(project.study, coder, "some", blind=True)
    report = settle(project.study, "EF", {}, sample="some")
    documents = len(drawn.plan.parts)
    assert report.turns == number
    assert f"settled {number} turns of {documents} documents (" in str(report)
    (note,) = [n for n in qc.agreement.report(project).notes if "settled into a consensus" in n]
    assert note.startswith(f"{number} turns of {documents} documents were settled into a consensus")
    assert f"as_of={report.before} gives the agreement before." in note
    # Settled, undone and settled again: the coders had met in the first.
    as_coder(project, "EF").undo()
    (undone,) = [n for n in qc.agreement.report(project).notes if "taken back" in n]
    assert f"as_of={report.before} gives" in undone
    settle(project.study, "EF", {}, sample="some")
    (again,) = [n for n in qc.agreement.report(project).notes if "settled into a consensus" in n]
    assert (
        f"the first in act {report.before + 1}:" in again
        and f"as_of={report.before} gives" in again
    )


def test_a_consensus_on_some_turns_is_no_other_coder(make_study):
    project = make_study(turns=TURNS, participants=PEOPLE, codebook=CODES)
    draw_sample(project.study, "AB", "some", coders=("AB", "CD"), share=1.0, unit="turn", by="role")
    code(project, [("A", *AGREED, "trust", coder) for coder in ("AB", "CD")])
    for coder in ("AB", "CD"):
        complete_sample(project.study, coder, "some", blind=True)
    settle(project.study, "EF", {}, sample="some")
    project.complete(["A", "B"])
    project.set_primary("AB")
    notes = " ".join(qc.frequencies(project).notes)
    assert "by other coders in these documents: 1 coding (CD)." in notes
    assert (
        "Not counted either, 1 coding of a consensus on some turns: a consensus counts where"
        in notes
    )
