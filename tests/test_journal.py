"""The history told as an audit trail, and the history of one coding."""

import csv
import io

import numpy as np
import pandas as pd
import pytest
from kit import CODEBOOK, FORUM, PARTICIPANTS, code_by_hand, content, forum, write

import qualcode as qc
from qualcode.analysis import telling_base
from qualcode.analysis.act_facts import Past
from qualcode.analysis.journal import COLUMNS, coding_history, entries, journal
from qualcode.errors import CodingError, ExportError, UsageError
from qualcode.present.journal import save_journal
from qualcode.review.keys import mark_key, unmark_key
from qualcode.review.memos import add_memo, edit_memo, retract_memo

TRUST = "FG1, turn 2: “Trust matters”"
PRICE = "FG1, turn 2: “Price came last”"
ALL_TURN = "FG1, turn 2: “Trust matters to us. Price came last, honestly.”"


@pytest.fixture
def project(tmp_path):
    """The forum with its codebook, not coded: acts 1 to 3."""
    project = forum(tmp_path)
    yield project
    project.close()


def told(project, **asked):
    """Act -> what was done, in words."""
    frame = journal(project.study, **asked)
    return dict(zip(frame["act"].tolist(), frame["what"].tolist(), strict=True))


def last(project):
    return list(told(project).values())[-1]


def acts(project, **asked):
    return list(told(project, **asked))


def suggestion(project, code, start):
    frame = project.suggestions()
    return frame[(frame["code"] == code) & (frame["start"] == start)]["suggestion_id"].item()


# -- every kind of act, in words ---------------------------------------------------------------------------


def test_the_beginning_of_a_study(project):
    assert told(project) == {
        1: "made the project s.qualcode",
        2: "participants sheet: 2 rows added (P1, P2); documents sheet: 1 row added (FG1);"
        " read in FG1 (focus_group, 4 turns, 19 words)",
        3: "loaded the codebook “Tiny”, version 1.0 (4 codes);"
        " 4 codes added: values, trust, price, delay",
    }
    frame = journal(project.study)
    assert list(frame.columns) == COLUMNS
    assert frame["documents"].tolist() == ["", "FG1", ""]
    assert frame["codes"].tolist()[2] == "values; trust; price; delay"
    assert set(frame["coder"]) == {"AB"}


def test_coding_reading_and_choosing(project):
    code_by_hand(project, 2)
    project.retract(project.codings()["coding_id"][1])
    project.complete("FG1", codes=["trust", "price"], turns=[2, 4], blind=True)
    project.complete("FG1")
    project.set_primary("AB")
    assert list(told(project).values())[3:] == [
        f"applied trust to {TRUST}",
        f"applied price to {PRICE}",
        f"took away price from {PRICE}",
        "read FG1 (turns 2, 4) for trust, price, blind yes",
        "read FG1 for 4 codes, blind unknown",
        "primary = AB",
    ]


def test_suggestions_and_decisions(project):
    project.suggest()
    project.accept(suggestion(project, "trust", 59), reason="plainly")
    project.reject(suggestion(project, "price", 59))
    project.revise(suggestion(project, "trust", 148), start=154, end=165)
    project.reject(suggestion(project, "trust", 59), reason="on second thoughts")
    assert list(told(project).values())[3:] == [
        "patterns proposed 3 codings: trust 2, price 1 in FG1 3",
        f"accepted the suggestion of trust in {ALL_TURN}, because “plainly”",
        f"rejected the suggestion of price in {ALL_TURN}",
        "revised the suggestion of trust in FG1, turn 4: “Well, trust again.”, as trust on"
        " FG1, turn 4: “trust again”",
        f"rejected the suggestion of trust in {ALL_TURN}, because “on second thoughts”;"
        f" in place of an earlier decision; took away trust from {ALL_TURN}",
    ]


def test_a_changed_sheet_says_what_was_and_what_is(project, tmp_path):
    write(tmp_path, participants__csv=PARTICIPANTS.replace("Provider", "Supplier") + "P3,,Clerk\n")
    project.ingest(participants=tmp_path / "participants.csv")
    assert last(project) == (
        "participants sheet: 1 row added (P3),"
        " 1 row changed (P2: role “Provider” is now “Supplier”)"
    )


def test_a_sheet_is_compared_with_what_stood_then(project, tmp_path):
    # Provider -> Supplier, undone, -> Vendor: the last act changed "Provider", not "Supplier".
    for role in ("Supplier", "Vendor"):
        write(tmp_path, participants__csv=PARTICIPANTS.replace("Provider", role))
        project.ingest(participants=tmp_path / "participants.csv")
        if role == "Supplier":
            project.undo()
    assert last(project) == (
        "participants sheet: 1 row changed (P2: role “Provider” is now “Vendor”)"
    )


def test_a_new_text_carries_codings_and_readings(project, tmp_path):
    code_by_hand(project)
    project.complete("FG1")
    write(tmp_path, FG1__txt="Recorded with consent.\n" + FORUM)
    project.ingest(tmp_path / "FG1.txt", new_version=True)
    assert last(project) == (
        "read in a new text of FG1 (focus_group, 4 turns, 19 words);"
        " carried 3 codings over to the new text of FG1;"
        " AB’s reading of FG1 holds for the new text"
    )


def test_the_life_of_codes(project):
    code_by_hand(project)  # trust twice, price once
    project.add_code("risk", parent="values")
    project.rename_code("trust", "faith")
    project.merge_codes(["price"], "faith")
    project.define_code("delay", definition="Waiting.")
    project.move_code("delay", parent="values")
    project.retire_code("delay")
    lines = list(told(project).values())[6:]
    assert lines[0] == "1 code added: risk"
    assert lines[1] == "renamed trust to faith; 2 codings of trust are now faith"
    assert lines[2] == (
        "merged price into faith; 1 code with other patterns: faith; 1 coding of price is now faith"
    )
    assert lines[3] == "1 code defined anew: delay"
    assert lines[4].startswith("moved delay from the top to values")
    assert lines[5] == "retired delay"


def test_memos_in_words(project):
    study = project.study
    on = code_by_hand(project, 1)[0]
    first = add_memo(study, "AB", "First of all.", on, title="Order")
    add_memo(study, "CD", "Indeed.", first)
    add_memo(study, "AB", "Visit.", time="2018-03-12")
    second = edit_memo(study, "AB", first, "First, always.")
    retract_memo(study, "AB", second)
    assert list(told(project).values())[4:] == [
        f"wrote a memo on the coding of trust in {TRUST}: “Order”: “First of all.”",
        "wrote a memo on the memo “First of all.”: “Indeed.”",
        "wrote a memo of 2018-03-12 in the study diary: “Visit.”",
        f"changed the memo of {project.history()['time'][4][:10]} on the coding of trust in {TRUST}:"
        " “Order”: “First, always.” (was “First of all.”)",
        f"took back the memo on the coding of trust in {TRUST}: “First, always.”",
    ]


def test_key_quotations_in_words(project):
    study = project.study
    on = code_by_hand(project, 1)[0]  # 4
    mark_key(study, "AB", on)
    mark_key(study, "AB", on, "Trust […]")
    unmark_key(study, "AB", on)
    place = f"trust in {TRUST}"
    lines = [
        f"marked as a key quotation: {place}",
        f"marked as a key quotation: {place}, shortened to “Trust […]”",
        f"no longer a key quotation: {place}",
    ]
    assert list(told(project).values())[4:] == lines
    assert acts(project, code="trust", document="FG1") == [4, 5, 6, 7]
    assert coding_history(study, on)["what"].tolist()[1:] == lines


def test_undo_and_redo_say_what_they_undid(project):
    code_by_hand(project, 1)
    project.undo()
    project.redo()
    project.undo()
    frame = journal(project.study)
    assert frame["undone_by"].tolist()[3] == 7
    assert frame["what"].tolist()[3:] == [
        f"applied trust to {TRUST}",
        f"undid act 4 (code): applied trust to {TRUST}",
        f"did again act 4 (code): applied trust to {TRUST}",
        f"undid act 4 (code): applied trust to {TRUST}",
    ]
    assert frame["documents"].tolist()[3:] == ["FG1"] * 4


def test_an_undone_ingest_is_still_told(project, tmp_path):
    write(tmp_path, FG2__txt="INT: And you?\nEVE: Delay, mostly.\n")
    project.ingest(tmp_path / "FG2.txt")
    project.add_coding(document="FG2", turn=2, code="delay")
    project.undo()
    project.undo()
    lines = told(project, document="FG2")
    assert list(lines) == [4, 5, 6, 7]
    assert lines[5] == "applied delay to FG2, turn 2: “Delay, mostly.”"


# -- large acts ------------------------------------------------------------------------------------------


def imported(project, folder, number=30):
    """One act of CD: `number` codings of trust, three of price, turn by turn, in act 4."""
    rows = [f"FG1,trust,CD,{59 + n},{60 + n}" for n in range(number)]
    rows += [f"FG1,price,CD,{80 + n},{90 + n}" for n in range(3)]
    write(folder, c__csv="document,code,coder,start,end\n" + "\n".join(rows) + "\n")
    project.import_codings(folder / "c.csv")


def test_many_codings_are_counted_not_listed(project, tmp_path):
    imported(project, tmp_path)
    assert last(project) == "applied 33 codings by CD 33: trust 30, price 3 in FG1 33"
    assert told(project, code="price")[4].endswith("in FG1 33, 3 of them of price")
    assert acts(project, document="FG1") == [2, 4]


def test_no_act_is_unrolled_beyond_the_limit(project, tmp_path):
    imported(project, tmp_path)
    project.retract(project.codings()["coding_id"].tolist())
    for number in range(25):
        add_memo(project.study, "AB", f"Note {number}.")
    project.rename_code("trust", "faith")
    for entry in entries(project.study):
        assert len(entry.parts) <= telling_base.UNROLLED
    assert told(project)[5] == "took away 33 codings: trust 30, price 3 in FG1 33"


def test_a_few_codings_of_another_person_name_the_person(project, tmp_path):
    imported(project, tmp_path, number=1)
    lines = last(project).split("; ")
    assert len(lines) == 4 and all(line.endswith("(coded by CD)") for line in lines)


# -- filters ---------------------------------------------------------------------------------------------


@pytest.fixture
def two(project, tmp_path):
    """A second document, FG2 (act 4); AB codes trust in FG1 (5), CD delay in FG2 (6) and trust there
    (7); AB writes on FG2 (8) and reads FG1 for price (9)."""
    write(tmp_path, FG2__txt="INT: And you?\nEVE: Delay, mostly.\n")
    project.ingest(tmp_path / "FG2.txt")
    code_by_hand(project, 1)
    cd = qc.Project(project.study, "CD")
    cd.add_coding(document="FG2", turn=2, code="delay")
    cd.add_coding(document="FG2", turn=2, code="trust")
    add_memo(project.study, "AB", "A short one.", "FG2")
    project.complete("FG1", codes=["price"])
    return project


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"coder": "CD"}, [6, 7]),
        ({"document": "FG2"}, [4, 6, 7, 8]),
        ({"document": "FG1"}, [2, 5, 9]),
        ({"code": "trust"}, [3, 5, 7]),
        ({"code": "price"}, [3, 9]),
        ({"code": "values"}, [3, 5, 7, 9]),  # a theme with everything beneath it
        ({"verb": "code"}, [5, 6, 7]),
        ({"verb": ["memo", "complete"]}, [8, 9]),
        ({"document": "FG2", "code": "trust"}, [7]),
        ({"document": "FG2", "coder": "AB"}, [4, 8]),
        ({"until": "2017"}, []),
    ],
)
def test_filters_cut_the_journal(two, asked, found):
    assert acts(two, **asked) == found


def test_every_act_is_found_by_what_it_says_it_touched(two):
    # The quick way to the acts of one document or code must not miss any.
    two.undo()
    two.suggest()
    two.reject(suggestion(two, "trust", 59))
    two.retract(two.codings()["coding_id"][0])
    two.rename_code("trust", "faith")
    two.undo()
    everything = entries(two.study)
    for name in ("FG1", "FG2"):
        slow = [entry.act for entry in everything if name in entry.documents]
        assert acts(two, document=name) == slow
    for code in ("price", "delay"):
        slow = [entry.act for entry in everything if code in entry.codes]
        assert acts(two, code=code) == slow


def test_a_code_is_found_under_all_its_ids(project):
    code_by_hand(project, 1)
    project.rename_code("trust", "faith")
    assert acts(project, code="faith") == acts(project, code="trust") == [3, 4, 5]


def test_dates_cut_by_the_day(project):
    today = project.history()["time"][0][:10]
    assert acts(project, since=today, until=today) == [1, 2, 3]
    assert acts(project, since="2999") == []


def test_what_was_never_there_is_refused(project):
    for asked in ({"document": "FG9"}, {"code": "trost"}, {"coding": "c0"}):
        with pytest.raises(CodingError):
            journal(project.study, **asked)
    with pytest.raises(UsageError, match="new, ingest, load codebook"):
        journal(project.study, verb="fly")
    with pytest.raises(UsageError):
        journal(project.study, since="yesterday")


def test_a_name_that_nobody_here_has_is_refused_with_those_who_acted(two):
    with pytest.raises(CodingError, match=r"Nobody: did no act in this project \(AB, CD\)"):
        journal(two.study, coder="Nobody")
    # Known, but without an act that fits: an empty journal.
    assert acts(two, coder="CD", verb="ingest") == []


def test_a_coder_whose_codings_somebody_imported_did_no_act(project, tmp_path):
    write(tmp_path, c__csv="document,code,coder,start,end\nFG1,trust,EF,59,72\n")
    project.import_codings(tmp_path / "c.csv")
    with pytest.raises(CodingError, match=r"EF: did no act in this project \(AB\)"):
        journal(project.study, coder="EF")


def test_close_names_are_offered(two):
    coding = two.codings()["coding_id"][0]
    for asked, close in (
        ({"document": "FG3"}, "FG"),
        ({"code": "trost"}, "trust"),
        ({"coding": coding[:12]}, coding),
        ({"coding": "FG1"}, "it is a document"),
    ):
        with pytest.raises(CodingError) as caught:
            journal(two.study, **asked)
        assert close in caught.value.allowed


def test_a_coder_is_no_code(two):
    with pytest.raises(CodingError, match="not in the codebook"):
        journal(two.study, code="AB")


def test_a_code_of_an_earlier_codebook_is_known(project, tmp_path):
    write(tmp_path, codebook__yaml=CODEBOOK + "  - code: risk\n")
    project.load_codebook(tmp_path / "codebook.yaml")
    project.undo()
    assert acts(project, code="risk") == [4, 5]


@pytest.mark.parametrize("name", ["coder", "document", "code", "verb", "coding"])
@pytest.mark.parametrize("wrong", [3, np.int64(3), "\ud800", [3], pd.NA])
def test_what_is_no_text_is_named(project, tmp_path, name, wrong):
    for ask in (
        lambda: journal(project.study, **{name: wrong}),
        lambda: save_journal(project, tmp_path / "j.csv", **{name: wrong}),
    ):
        with pytest.raises(UsageError) as caught:
            ask()
        assert "\n" not in str(caught.value) and caught.value.where == name
        assert caught.value.allowed
    with pytest.raises(UsageError, match=r"no text|surrogate"):
        coding_history(project.study, wrong)


def test_verbs_may_come_as_a_column(project, tmp_path):
    verbs = journal(project.study)["verb"]
    assert acts(project, verb=verbs[1:]) == [2, 3]
    assert save_journal(project, tmp_path / "j.md", verb=verbs[1:]) == 2
    assert "verb ingest; load codebook" in (tmp_path / "j.md").read_text("utf-8")


def test_one_documents_history_does_not_read_all_the_others(two, monkeypatch):
    read = []
    real = telling_base.Act.__init__

    def noted(self, n, *rest):
        read.append(n)
        real(self, n, *rest)

    monkeypatch.setattr(telling_base.Act, "__init__", noted)
    assert acts(two, document="FG1") == [2, 5, 9]
    assert not {6, 7} & set(read)


def test_reading_the_history_changes_nothing(two):
    before = content(two)
    journal(two.study)
    journal(two.study, document="FG1", code="trust")
    coding_history(two.study, two.codings()["coding_id"][0])
    assert content(two) == before


def test_the_past_is_told_as_it_was_told_then(two):
    past = two.as_of(6)
    assert told(past) == {act: what for act, what in told(two).items() if act <= 6}


# -- one coding ------------------------------------------------------------------------------------------


def test_a_coding_has_one_history_from_suggestion_to_renamed_code(project, tmp_path):
    study = project.study
    project.suggest()  # 4
    first = project.revise(suggestion(project, "trust", 59), start=59, end=72)  # 5
    add_memo(study, "CD", "Good choice.", first)  # 6
    project.add_coding(document="FG1", start=80, end=95, code="price")  # 7, another coding
    write(tmp_path, FG1__txt="Recorded with consent.\n" + FORUM)
    project.ingest(tmp_path / "FG1.txt", new_version=True)  # 8
    project.rename_code("trust", "faith")  # 9
    now = project.codings().query("code == 'faith'")["coding_id"].item()
    project.retract(now)  # 10
    project.undo()  # 11
    frame = coding_history(study, now)
    assert frame["act"].tolist() == [4, 5, 6, 8, 9, 10, 11]
    shifted = TRUST
    assert frame["what"].tolist() == [
        f"patterns proposed trust for {ALL_TURN}",
        f"revised the suggestion of trust in {ALL_TURN}, as trust on {TRUST}",
        f"wrote a memo on the coding of trust in {TRUST}: “Good choice.”",
        f"carried over to the new text: {shifted}",
        f"faith instead of trust on {shifted}",
        f"took away faith from {shifted}",
        f"undid act 10 (retract): took away faith from {shifted}",
    ]
    assert frame["code"].tolist()[1:5] == ["trust", "trust", "trust", "faith"]
    assert frame["start"].tolist()[1:] == [59, 59, 82, 82, 82, 82]
    assert frame["undone_by"].tolist()[5] == 11
    assert frame["coder"].tolist()[2] == "CD"
    # Any id of the chain leads to the same history.
    assert coding_history(study, first).equals(frame)
    assert acts(project, coding=first) == frame["act"].tolist()


def test_every_coding_has_a_history_that_begins_with_its_making(project, tmp_path):
    code_by_hand(project)
    imported(project, tmp_path)
    project.rename_code("trust", "faith")
    for coding in project.codings()["coding_id"]:
        frame = coding_history(project.study, coding)
        assert frame["what"].iloc[0].startswith("applied ")
        assert frame["coding_id"].iloc[-1] == coding


def test_a_coding_that_became_one_with_another_lends_it_its_history(project):
    kept = project.add_coding(document="FG1", start=59, end=72, code="trust").coding_id  # 4
    twin = project.add_coding(document="FG1", start=59, end=72, code="price").coding_id  # 5
    add_memo(project.study, "AB", "Paid in full.", twin)  # 6
    project.merge_codes(["price"], "trust")  # 7
    assert last(project) == (
        "merged price into trust; 1 code with other patterns: trust;"
        " 1 coding of price is one with trust on the same words, coded already"
    )
    frame = coding_history(project.study, kept)
    assert frame["act"].tolist() == [4, 5, 6, 7]
    assert frame["what"].iloc[-1] == f"price on {TRUST} is one with trust, coded there already"
    project.undo()
    assert coding_history(project.study, twin)["act"].tolist()[-2:] == [7, 8]
    assert coding_history(project.study, kept)["act"].tolist() == [4, 5, 6, 7, 8]


def test_a_divided_coding_is_followed_to_each_of_its_parts(project):
    first = code_by_hand(project, 1)[0]  # 4
    project.split_code("trust", ["deep", "shallow"])  # 5
    project.recode({first: ["deep", "shallow"]})  # 6
    frame = coding_history(project.study, first)
    assert frame["act"].tolist() == [4, 6]
    assert frame["what"].iloc[-1] == (
        f"deep instead of trust on {TRUST}; shallow instead of trust on {TRUST}"
    )
    deep = project.codings().query("code == 'deep'")["coding_id"].item()
    assert (
        coding_history(project.study, deep)["what"].iloc[-1] == f"deep instead of trust on {TRUST}"
    )


def test_a_coding_that_was_undone_still_has_its_history(project):
    coding = code_by_hand(project, 1)[0]
    project.undo()
    frame = coding_history(project.study, coding)
    assert frame["act"].tolist() == [4, 5]
    assert frame["quotation"].tolist() == ["Trust matters"] * 2


# -- words that are gone, and files ------------------------------------------------------------------------


def test_purged_words_are_said_to_be_purged(project, tmp_path):
    code_by_hand(project, 1)
    add_memo(project.study, "AB", "Private.")
    write(tmp_path, participants__csv=PARTICIPANTS.replace("Provider", "Supplier"))
    project.ingest(participants=tmp_path / "participants.csv")
    project.study.connection.execute("UPDATE content SET body = NULL, digest = NULL")
    project.study._cache.clear()
    project.study.__dict__.pop("_kept_values")
    lines = told(project)
    assert lines[4] == "applied trust to FG1: [purged]"
    assert lines[5] == "wrote a memo in the study diary: [purged]"
    assert lines[6] == "participants sheet: 1 row [purged]"
    assert "[purged]" in lines[2]


def test_a_codebook_is_compared_with_the_one_that_stood_then(project, tmp_path):
    for extra in ("risk", "hope"):
        write(tmp_path, codebook__yaml=CODEBOOK + f"  - code: {extra}\n")
        project.load_codebook(tmp_path / "codebook.yaml")
        if extra == "risk":
            project.undo()
    changes = Past(project.study).books[6]
    assert [each.added for each in changes] == [["hope"]]
    assert [each.removed for each in changes] == [[]]


def test_the_journal_as_files(project, tmp_path):
    code_by_hand(project, 2)
    project.undo()
    add_memo(project.study, "AB", "=1+1 <b>bold</b> *stars*")
    for name in ("j.csv", "j.md", "j.html"):
        assert save_journal(project, tmp_path / name) == 7
    rows = list(csv.DictReader(io.StringIO((tmp_path / "j.csv").read_text("utf-8-sig"))))
    assert [int(row["act"]) for row in rows] == [1, 2, 3, 4, 5, 6, 7]
    assert rows[4]["undone_by"] == "6"
    page = (tmp_path / "j.html").read_text("utf-8")
    assert "<b>bold</b>" not in page and "&lt;b&gt;bold&lt;/b&gt;" in page
    assert "default-src 'none'" in page and "<script" not in page
    assert "7 acts by AB, " in page and "(undone by act 6)" in page
    text = (tmp_path / "j.md").read_text("utf-8")
    assert r"\*stars\*" in text and f"- applied trust to {TRUST}" in text


def test_a_filtered_journal_says_what_was_asked_for(project, tmp_path):
    code_by_hand(project, 2)
    assert save_journal(project, tmp_path / "j.html", document="FG1", verb=["code", "ingest"]) == 3
    page = (tmp_path / "j.html").read_text("utf-8")
    assert "Only acts with: document FG1, verb code; ingest." in page
    frame = journal(project.study, verb="code")
    assert save_journal(frame, tmp_path / "frame.md") == 2
    with pytest.raises(UsageError):
        save_journal(frame, tmp_path / "frame.md", coder="AB")
    with pytest.raises(ExportError, match="no format"):
        save_journal(project, tmp_path / "j.docx")


def test_a_cell_that_a_spreadsheet_would_run_is_defused(tmp_path):
    project = forum(tmp_path, coder="=AB")
    save_journal(project, tmp_path / "j.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "j.csv").read_text("utf-8-sig"))))
    assert {row["coder"] for row in rows} == {"'=AB"}
    project.close()
