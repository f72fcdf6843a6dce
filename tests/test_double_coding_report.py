"""A double-coding procedure told for the appendix: the figures are those before anybody met."""

import json

import pytest
from test_settling import (
    AGREED,
    BOTH_CODED,
    CODES,
    EDGES_AB,
    PEOPLE,
    TURNS,
    as_coder,
    code,
    row_id,
    settled,
    sheet,
    study,  # noqa: F401
)

import qualcode as qc
from qualcode.analysis.samples import before_consensus
from qualcode.errors import CodingError, TableError, UsageError
from qualcode.present.double_coding import appendix
from qualcode.present.double_coding_agreement import sample_agreement
from qualcode.review.copies import copy_for
from qualcode.review.doublecoding import complete_sample, status
from qualcode.review.drawing import draw_sample
from qualcode.review.settling import settle
from qualcode.store import replay

# Four answers: A turn 2, A turn 4, B turn 2, C turn 2. Coded by AB / by CD:
#   trust  A2 B2 / A2      price  A2 / A2 A4      delay  A4 / nobody
# So for every code three of four are alike. Cohen's kappa, by hand:
#   trust: by chance 1/2·1/4 + 1/2·3/4 = 1/2; (3/4 − 1/2) / (1/2) = 1/2.  price: the same with the two changed.
#   delay: by chance 1/4·0 + 3/4·1 = 3/4; 0.
KAPPA = {"trust": 0.5, "price": 0.5, "delay": 0.0}
QUICK = {"coefficients": ["percent_agreement", "cohen_kappa"], "interval": None}


def kappas(found):
    rows = found.frame[found.frame["coefficient"] == "cohen_kappa"]
    return {
        code_: value
        for code_, value in zip(rows["code"], rows["value"], strict=True)
        if not code_.startswith("(")
    }


def told(project, name="all", **options):
    return appendix(project, name, **{**QUICK, **options})


def words(found):
    return " ".join(str(found).split())


# -- agreement before consensus ------------------------------------------------------------------------


def test_agreement_is_what_it_was_before_settling(study):  # noqa: F811
    before = told(study)
    assert kappas(before) == pytest.approx(KAPPA)
    assert "nothing of this is settled" in words(before)
    report = settled(study)
    after = told(study)
    assert after.portions[0].as_of == report.before
    assert kappas(after) == pytest.approx(KAPPA)
    assert f"As of act {report.before}, the last before the sample was first settled" in words(
        after
    )


def test_what_coders_change_after_settling_is_not_agreement(study):  # noqa: F811
    settled(study)
    frame = study.codings()
    own = frame[(frame["coder"] == "AB") & (frame["document"] == "B")]
    as_coder(study, "AB").retract(own["coding_id"].tolist())
    # As the codings stand now trust is alike in all four; as they were before the meeting it is not.
    assert kappas(sample_agreement(study, "all", **QUICK))["trust"] == 1.0
    assert kappas(told(study)) == pytest.approx(KAPPA)


def test_a_settling_that_was_undone_had_been_talked_over(study):  # noqa: F811
    first = settled(study).before
    as_coder(study, "EF").undo()
    assert "was undone: the coders had met by then" in words(told(study))
    assert kappas(told(study)) == pytest.approx(KAPPA)
    frame = study.codings()
    own = frame[(frame["coder"] == "AB") & (frame["document"] == "B")]
    as_coder(study, "AB").retract(own["coding_id"].tolist())
    choices = all_settled_but_b(sheet(study))
    assert settle(study.study, "EF", choices, sample="all").before > first
    assert before_consensus(study.study, "all") == first
    assert kappas(told(study)) == pytest.approx(KAPPA)


def all_settled_but_b(frame):
    return {row_id(frame, "edges"): "AB", row_id(frame, "code"): "CD"}


def test_only_the_units_of_the_sample_are_compared(make_study):
    """Both coders have read all three documents; the sample is one of them."""
    project = make_study(turns=TURNS, participants=PEOPLE, codebook=CODES)
    draw_sample(
        project.study, "AB", "one", coders=("AB", "CD"), n=1, by=(), where={"role": "Commissioner"}
    )
    code(project, BOTH_CODED)
    for coder in ("AB", "CD"):
        as_coder(project, coder).complete(["A", "B", "C"], blind=True)
    everything = qc.agreement.report(project, **QUICK)
    on_sample = told(project, "one")
    assert everything.value("trust", "cohen_kappa").n_units == 4
    assert on_sample.agreement[0].value("trust", "cohen_kappa").n_units == 2
    # A alone: trust alike in both turns; price A2 / A2 A4; delay A4 / nobody.
    assert kappas(on_sample) == pytest.approx({"trust": 1.0, "price": 0.0, "delay": 0.0})
    assert on_sample.agreement[0].units["filtered out"].tolist() == [2, 2, 2]


def test_of_a_sample_of_turns_only_these_turns_are_compared(make_study):
    project = make_study(turns=TURNS, participants=PEOPLE, codebook=CODES)
    report = draw_sample(
        project.study, "AB", "two", coders=("AB", "CD"), unit="turn", n=3, by="role", least_words=3
    )
    chosen = {(part.document, turn) for part in report.plan.parts for turn in part.turns}
    code(project, BOTH_CODED)
    for coder in ("AB", "CD"):
        as_coder(project, coder).complete(["A", "B", "C"], blind=True)
    found = told(project, "two")
    assert found.agreement[0].value("trust", "percent_agreement").n_units == 3
    trust = {("A", "2"): True, ("A", "4"): True, ("B", "2"): False, ("C", "2"): True}
    alike = sum(trust[each] for each in chosen) / 3
    assert found.agreement[0].value("trust", "percent_agreement").value == pytest.approx(alike)
    # Two commissioner's turns in A, one provider's turn in each of B and C.
    strata = found.strata.set_index("role")
    assert strata["turns"].to_dict() == {"Commissioner": 2, "Provider": 2}
    assert strata["documents with them"].to_dict() == {"Commissioner": 1, "Provider": 2}
    by_role = {"Commissioner": {"A"}, "Provider": {"B", "C"}}
    for role, documents in by_role.items():
        own = {each for each in chosen if each[0] in documents}
        assert strata.loc[role, "drawn"] == len(own)
        assert strata.loc[role, "documents drawn in"] == len({document for document, _ in own})


def test_portions_that_were_coded_one_after_the_other_are_told_apart(make_study):
    project = make_study(turns=TURNS, participants=PEOPLE, codebook=CODES)
    draw_sample(project.study, "AB", "all", coders=("AB", "CD"), share=1.0, by="role")
    code(project, [row for row in BOTH_CODED if row[0] == "A"])
    for coder in ("AB", "CD"):
        complete_sample(project.study, coder, "all", ["A"], blind=True)
    frame = sheet(project, sample="all", documents=["A"])
    settled(project, all_settled_but_b(frame), documents=["A"])
    code(project, [row for row in BOTH_CODED if row[0] == "B"])
    for coder in ("AB", "CD"):
        complete_sample(project.study, coder, "all", ["B", "C"], blind=True)
    found = told(project)
    assert [each.documents for each in found.portions] == [("A",), ("B", "C")]
    assert [each.as_of is None for each in found.portions] == [False, True]
    # A: trust alike in both turns. B and C: AB gave trust to one of two, CD to none.
    of = found.frame[
        (found.frame["coefficient"] == "percent_agreement") & (found.frame["code"] == "trust")
    ]
    assert dict(zip(of["portion"], of["value"], strict=True)) == {"A": 1.0, "B; C": 0.5}
    assert "2 of 3 documents are not settled" in words(found)


def test_settled_in_portions_but_coded_before_any_is_one_figure(study):  # noqa: F811
    frame = sheet(study, sample="all", documents=["A"])
    settled(study, all_settled_but_b(frame), documents=["A"])
    settled(study, {row_id(sheet(study), "only AB"): "none"}, documents=["B", "C"])
    found = told(study)
    assert len(found.portions) == 1 and kappas(found) == pytest.approx(KAPPA)


# -- what the consensus became -------------------------------------------------------------------------


def test_how_differences_were_settled_is_counted(study):  # noqa: F811
    """Agreed: trust. Edges of price as AB. Code on A4 as CD (price). Only AB in B: left out."""
    settled(study)
    found = told(study)
    rows = found.settled
    assert rows["rows"].to_dict() == {"agreed": 1, "edges": 1, "code": 1, "only AB": 1}
    assert rows.loc["agreed", "as agreed"] == 1
    assert (
        rows.loc["edges", "as AB"] == rows.loc["code", "as CD"] == rows.loc["only AB", "none"] == 1
    )
    assert rows.drop(columns="rows").to_numpy().sum() == 4
    # AB: trust and price stand, delay became price, trust in B is left out. CD: trust and the price on A4
    # stand, the other price has AB's words.
    assert found.outcome.to_dict("index") == {
        "AB": {"codings": 4, "as they were": 2, "other words": 0, "other code": 1, "left out": 1, "open": 0},
        "CD": {"codings": 3, "as they were": 2, "other words": 1, "other code": 0, "left out": 0, "open": 0},
    }  # fmt: skip
    said = words(found)
    assert "3 differences, of which 3 settled (1 as AB, 1 as CD, 1 none)" in said
    assert "1 agreement, of which 0 were changed all the same. The consensus has 3 codings." in said
    assert "3 of 3 documents settled" in said and "by EF" in said


def test_edited_both_and_changed_agreements_are_counted_as_such(study):  # noqa: F811
    frame = sheet(study)
    settled(
        study,
        {
            row_id(frame, "agreed"): "none",
            row_id(frame, "edges"): {"start": EDGES_AB[0], "end": EDGES_AB[1] - 1, "code": "price"},
            row_id(frame, "code"): "both",
            row_id(frame, "only AB"): "AB",
        },
    )
    found = told(study)
    assert found.settled.loc["agreed", "none"] == 1
    assert found.settled.loc["edges", "edited"] == 1
    assert found.settled.loc["code", "both"] == 1
    assert found.settled.loc["only AB", "as AB"] == 1
    assert "1 agreement, of which 1 were changed" in words(found)
    assert found.outcome.loc["AB"].to_dict() == {
        "codings": 4, "as they were": 2, "other words": 1, "other code": 0, "left out": 1, "open": 0,
    }  # fmt: skip


def test_rows_left_open_are_open(study):  # noqa: F811
    settled(study, {row_id(sheet(study), "edges"): "CD"}, partial=True)
    found = told(study)
    assert found.settled.loc["code", "open"] == found.settled.loc["only AB", "open"] == 1
    assert found.outcome["open"].to_dict() == {"AB": 2, "CD": 1}
    assert "2 rows are open" in words(found)
    # C has nothing to settle, A and B have open rows.
    assert "1 of 3 documents settled" in words(
        found
    ) and "2 of 3 documents are not settled" in words(found)


def test_a_coding_made_after_the_settling_is_open(study):  # noqa: F811
    settled(study)
    code(study, [("C", 6, 22, "price", "CD")])
    found = told(study)
    assert found.settled.loc["only CD", "open"] == 1
    assert kappas(found) == pytest.approx(KAPPA)


# -- what is missing, and what to be wary of ------------------------------------------------------------


def test_where_nobody_has_passed_it_says_so(make_study):
    project = make_study(turns=TURNS, participants=PEOPLE, codebook=CODES)
    draw_sample(project.study, "AB", "all", coders=("AB", "CD"), share=1.0, by=())
    found = told(project)
    assert found.agreement == [] and "No agreement can be computed" in words(found)
    assert "3 of 3 documents of the sample were not passed by every coder" in words(found)
    assert "Nothing of the sample is settled" in words(found)
    with pytest.raises(TableError, match="no figures"):
        found.frame  # noqa: B018
    json.dumps(found.as_data())


def test_what_one_coder_has_not_passed_is_named_and_not_compared(make_study):
    project = make_study(turns=TURNS, participants=PEOPLE, codebook=CODES)
    draw_sample(project.study, "AB", "all", coders=("AB", "CD"), share=1.0, by=())
    code(project, BOTH_CODED)
    complete_sample(project.study, "AB", "all", blind=True)
    complete_sample(project.study, "CD", "all", ["A"])
    found = told(project)
    assert found.agreement[0].value("trust", "cohen_kappa").n_units == 2
    said = words(found)
    assert "2 of 3 documents of the sample were not passed by every coder" in said
    assert "CD: has not passed B, C" in said
    assert "CD: did not say whether blind in A" in said


def test_codings_made_after_passing_are_told(study):  # noqa: F811
    study.study.connection.execute("UPDATE pass SET date = '2026-01-05T10:00:00+00:00'")
    # All seven codings are dated today, so after the pass.
    assert status(study.study, "all").frame["changed_after"].sum() == 7
    said = words(told(study))
    assert "AB: made or took back 4 codings in A, B after passing it" in said


def test_codings_of_a_file_without_dates_are_not_called_late(make_study, tmp_path):
    (tmp_path / "progress.csv").write_text(
        "document,coder,blind,date\nA,AB,yes,2018-03-12\nA,CD,yes,2018-03-12\n"
    )
    (tmp_path / "codings.csv").write_text("document,start,end,code,coder\nA,6,19,trust,AB\n")
    project = make_study(turns=TURNS, participants=PEOPLE, codebook=CODES)
    draw_sample(
        project.study, "AB", "one", coders=("AB", "CD"), n=1, by=(), where={"role": "Commissioner"}
    )
    project.import_progress(tmp_path / "progress.csv")
    project.import_codings(tmp_path / "codings.csv")
    assert status(project.study, "one").frame["changed_after"].tolist() == [0, 0]


def test_taking_back_a_coding_after_passing_is_told(study):  # noqa: F811
    # Passed long after the codings of today, but before what happens next.
    study.study.connection.execute("UPDATE coding SET time = '2026-01-04T10:00:00+00:00'")
    study.study.connection.execute("UPDATE pass SET date = '2026-01-05T10:00:00+00:00'")
    assert status(study.study, "all").frame["changed_after"].sum() == 0
    frame = study.codings()
    own = frame[(frame["coder"] == "AB") & (frame["document"] == "B")]
    as_coder(study, "AB").retract(own["coding_id"].tolist())
    rows = status(study.study, "all").frame.set_index(["document", "coder"])["changed_after"]
    assert rows[rows > 0].to_dict() == {("B", "AB"): 1}


def test_a_second_name_in_other_capitals_is_noticed(study):  # noqa: F811
    code(study, [("C", 6, 22, "price", "cd")])
    said = words(told(study))
    assert "cd: has work in the sample, and is not CD, who is assigned" in said


def test_other_draws_are_told_also_those_taken_back(make_study):
    project = make_study(turns=TURNS, participants=PEOPLE, codebook=CODES)
    draw = {"coders": ("AB", "CD"), "n": 1, "by": ()}
    draw_sample(project.study, "AB", "first", seed=1, **draw)
    as_coder(project, "AB").undo()
    draw_sample(project.study, "AB", "first", seed=2, **draw)
    draw_sample(project.study, "AB", "more", seed=3, **draw)
    said = words(told(project, "first"))
    assert "Also drawn in this project: first in act 4 (seed 1, 1 document; taken back)" in said
    assert "more in act 7 (seed 3, 1 document)" in said


def test_a_pass_over_an_earlier_text_is_none_of_the_present_one(make_study, tmp_path, monkeypatch):
    """A's words were changed after the copies were made; the passes come in dated before that."""
    # The import refuses these rows; earlier versions of qualcode took them in.
    monkeypatch.setattr("qualcode.exchange.progress._check_text", lambda *given: None)
    project = make_study(turns=TURNS, participants=PEOPLE, codebook=CODES)
    draw_sample(project.study, "AB", "all", coders=("AB", "CD"), share=1.0, by=())
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "turns.csv").write_text(TURNS.replace("They were late", "They came in time"))
    project.ingest(tmp_path / "in", new_version=True)
    passes = [
        f"{d},{c},yes,{project.codebook.hash},2020-01-01T10:00:00+00:00"
        for d in "ABC"
        for c in ("AB", "CD")
    ]
    (tmp_path / "p.csv").write_text(
        "document,coder,blind,codebook_hash,date\n" + "\n".join(passes) + "\n"
    )
    project.import_progress(tmp_path / "p.csv")
    now = status(project.study, "all")
    assert (now.ready, now.passed) == (False, {"AB": 2, "CD": 2})
    assert "AB: passed A before the present text was taken in" in str(now)
    found = told(project)
    assert found.agreement[0].value("trust", "percent_agreement").n_units == 2
    # A copy that is made now does not say that it was read; read again, it is.
    copy_for(project.study, "all", "CD", tmp_path / "cd.qualcode")
    with qc.open_project(tmp_path / "cd.qualcode", coder="CD") as copy:
        assert copy.progress()["document"].tolist() == ["B", "C"]
    for coder in ("AB", "CD"):
        complete_sample(project.study, coder, "all", ["A"], blind=True)
    assert status(project.study, "all").ready
    assert told(project).agreement[0].value("trust", "percent_agreement").n_units == 4


def test_codes_merged_since_the_passes_are_told(study):  # noqa: F811
    as_coder(study, "LEAD").merge_codes("delay", into="price")
    found = told(study)
    # delay and price were the only difference on A4; as one code they cannot differ.
    assert kappas(found)["price"] == 1.0
    assert "codes that were merged cannot disagree" in words(found)
    assert "cannot disagree" not in words(told_as_of_now(study))


def told_as_of_now(project):
    for coder in ("AB", "CD"):
        complete_sample(project.study, coder, "all", blind=True)
    return told(project)


def test_a_person_is_compared_with_the_suggester_on_the_sample(make_study):
    """The suggester finds `trust` in A2 and B2 ("trusts"), AB coded both: alike in all four turns."""
    book = "codes:\n  - code: trust\n    patterns: [trust*]\n  - code: price\n"
    project = make_study(turns=TURNS, participants=PEOPLE, codebook=book)
    draw_sample(project.study, "AB", "all", coders=("AB", "CD"), share=1.0, by=())
    code(project, [("A", *AGREED, "trust", "AB"), ("B", 6, 23, "trust", "AB")])
    complete_sample(project.study, "AB", "all", blind=True)
    project.suggest()
    found = sample_agreement(project, "all", coders=["AB", "suggester"], codes=["trust"], **QUICK)
    assert kappas(found) == {"trust": 1.0}
    assert found.value("trust", "cohen_kappa").n_units == 4


def test_wrong_calls_are_refused(study):  # noqa: F811
    with pytest.raises(CodingError, match="is no sample"):
        appendix(study, "ALL")
    with pytest.raises(UsageError):
        told(study, interval="weeks")
    with pytest.raises(UsageError):
        told(study, coefficients=["made_up"])


def test_the_study_as_it_was_can_be_told_too(study):  # noqa: F811
    report = settled(study)
    past = qc.Project(replay.as_of(study.study, report.before), "AB")
    assert "Nothing of the sample is settled" in words(told(past))


# -- files ---------------------------------------------------------------------------------------------


def test_the_files_hold_what_is_printed(study, tmp_path):  # noqa: F811
    from docx import Document
    from openpyxl import load_workbook

    settled(study)
    found = told(study)
    for suffix in ("docx", "md", "xlsx", "html", "csv", "tex"):
        found.save(tmp_path / f"a.{suffix}")
    book = load_workbook(tmp_path / "a.xlsx")
    assert {"The sample", "Coders", "Figures in full", "Notes"} <= set(book.sheetnames)
    (listed,) = [each for each in book if each.title.startswith("Disagreements before")]
    assert listed.max_row == 1 + 4
    text = "\n".join(each.text for each in Document(tmp_path / "a.docx").paragraphs)
    assert "Double coding of the sample all" in text and "largest remainder" in text
    markdown = (tmp_path / "a.md").read_text(encoding="utf-8")
    assert "They were late." in markdown and "as AB" in markdown
    rows = (tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(rows) == 1 + len(found.frame)


def test_without_texts_no_file_quotes_anybody(study, tmp_path):  # noqa: F811
    settled(study)
    found = told(study, texts=False)
    for suffix in ("md", "html", "tex"):
        found.save(tmp_path / f"a.{suffix}")
        assert "They were late" not in (tmp_path / f"a.{suffix}").read_text(encoding="utf-8")
    assert "They were late" not in str(found)
    assert "They were late" not in json.dumps(found.as_data())
