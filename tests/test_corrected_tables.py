"""Tables in which a program's codes stand where nobody has read, as they are and corrected, counted by hand."""

from __future__ import annotations

import csv
import zipfile

import numpy as np
import pandas as pd
import pytest

import qualcode as qc
from qualcode.analysis.machine_codes import MachineCodes
from qualcode.analysis.queue_scores import FILE, Kept, kept_scores
from qualcode.errors import CodingError, TableError, UsageError
from qualcode.review.scores import keep

# Six interviews of five answers. Trust is talked of in three of five, the second, sixth and eighth turn. The
# pattern finds the first of these, misses two, and takes the fourth turn for one.
ANSWERS = [
    "I trust them.",
    "There is no trust.",
    "I rely on them.",
    "I count on them.",
    "It rains.",
]
TRUE = ("2", "6", "8")
SAID = ("2", "4")
WHO = [f"P{n}" for n in range(6)]
BOOK = """codes:
  - code: values
    codes:
      - code: trust
        patterns: [trust]
      - code: price
        patterns: [price]
"""
# Two providers, of whom one was read in full, and four commissioners.
PARTICIPANTS = "participant,role\n" + "".join(
    f"{who},{'Provider' if number < 2 else 'Commissioner'}\n" for number, who in enumerate(WHO)
)


def turn_rows(people=WHO):
    rows = ["document,turn,speaker,text"]
    for who in people:
        for number, answer in enumerate(ANSWERS):
            rows.append(f"D{who},{2 * number + 1},INT,And?")
            rows.append(f"D{who},{2 * number + 2},{who},{answer}")
    return "\n".join(rows) + "\n"


@pytest.fixture
def six(make_study):
    """AB has read the first interview and coded trust in three of its five answers; the patterns looked
    through all six."""
    project = make_study(turns=turn_rows(), participants=PARTICIPANTS, codebook=BOOK)
    code_truly(project, "DP0", TRUE)
    project.complete("DP0", blind=True)
    project.suggest("patterns")
    return project


def code_truly(project, document, turns):
    for turn in turns:
        project.add_coding(document=document, turn=turn, code="trust")


def audited(project, n=25, name="audit", **options):
    """A sample drawn, coded rightly and passed; the sampled turns as (document, turn)."""
    report = project.draw_audit(name, n, **options)
    found = []
    for part in report.audit.plan.parts:
        code_truly(project, part.document, [turn for turn in part.turns if turn in TRUE])
        found += [(part.document, turn) for turn in part.turns]
    project.complete_audit(name, blind=True)
    return found


def cell(frame, row, column):
    """A number of a tidy frame by code and role."""
    return frame[(frame["code"] == row) & (frame["role"] == column)].iloc[0]


def adds_up(tidy):
    known = tidy[tidy["base_turns"].notna()]
    parts = known["n_by_people"] + known["n_by_program"] + known["n_neither"]
    return (parts == known["base_turns"]).all()


# -- as they are ---------------------------------------------------------------------------------------


def test_without_asking_nothing_is_counted_from_suggestions(six):
    table = six.crosstab(rows="code", columns="role", unit="turns")
    # Of the first interview alone: three turns of five.
    assert table.frame.loc["trust"].to_dict() == {"Provider": 3}
    assert table.bases.loc["Provider", "turns"] == 5
    assert "suggestions" not in str(table) and "achine" not in str(table)
    assert table.beside is None and table.what.machine == ""
    audited(six)
    again = six.crosstab(rows="code", columns="role", unit="turns")
    # The answers of the sample are codings in documents that are not read.
    assert again.frame.equals(table.frame) and again.bases.equals(table.bases)


def test_a_programs_codes_stand_beside_peoples_and_are_said_to_be_uncorrected(six):
    table = six.crosstab(rows="code", columns="role", machine="uncorrected", measure="n")
    # Provider: three turns by AB in DP0, two by the patterns in DP1. Commissioner: two in each of four.
    assert table.frame.loc["trust"].to_dict() == {"Provider": 5, "Commissioner": 8}
    assert table.totals["trust"] == 13
    assert table.bases["turns"].to_dict() == {"Provider": 10, "Commissioner": 20}
    tidy = table.tidy()
    own = cell(tidy, "trust", "Provider")
    assert (own["n_by_people"], own["n_by_program"], own["n_neither"]) == (3, 2, 5)
    assert (own["n_read"], own["base_turns"], own["share_turns"]) == (5, 10, 0.5)
    assert adds_up(tidy)
    assert "Machine-coded: 25 of 30 turns (83%)" in table.note
    assert "suggestions of patterns (all that stand)" in table.note
    assert "Machine-coded counts are uncorrected" in table.note
    assert "machine-coded turns counted uncorrected" in table.what.sentence()
    assert "The program coded no turn with values, price" in table.note
    share = six.crosstab(rows="code", columns="role", machine="uncorrected")
    assert share.frame.loc["trust"].to_dict() == {"Provider": 0.5, "Commissioner": 0.4}
    assert share.intervals is None


def test_frequencies_without_columns_and_themes(six):
    table = six.frequencies(level="theme", machine="uncorrected")
    assert table.frame.loc["values"].to_dict() == {"n_turns": 13, "share_turns": 13 / 30}
    assert table.notes[0] == "Base: 6 participants, 6 documents, 30 turns, 102 words."
    assert not table.has_totals
    lines = str(table).splitlines()
    assert any(line.split() == ["values", "3", "10", "17", "30"] for line in lines)


def test_attributes_filter_turns_on_both_sides(six):
    table = six.frequencies(machine="uncorrected", where={"role": "Commissioner"})
    assert table.frame.loc["trust", "n_turns"] == 8
    assert "Filtered: role = Commissioner." in table.notes
    assert adds_up(table.tidy())


def test_a_suggestion_counts_from_its_probability_on(six):
    # The second hit of each interview at .4, the first at .6.
    six.study.connection.execute("UPDATE suggestion SET score = .6")
    for suggestion, turn in six.suggestions()[["suggestion_id", "turn"]].itertuples(index=False):
        if turn == "4":
            six.study.connection.execute(
                "UPDATE suggestion SET score = .4 WHERE suggestion_id = ?", (suggestion,)
            )

    def number(**options):
        return int(six.frequencies(machine="uncorrected", **options).frame.loc["trust", "n_turns"])

    assert number() == 3 + 5  # one of each interview that nobody read
    assert number(probability=0.4) == 3 + 10
    assert number(probability=0.9) == 3
    assert (
        "probability at least 0.4" in six.frequencies(machine="uncorrected", probability=0.4).note
    )


def test_what_was_kept_with_an_audit_sample_counts_whatever_became_of_the_suggestions(six):
    six.draw_audit("audit", 10)
    for suggestion in six.suggestions()["suggestion_id"]:
        six.reject(suggestion)
    kept = six.frequencies(machine="uncorrected", audit="audit")
    assert kept.frame.loc["trust", "n_turns"] == 13
    assert "kept when the audit sample audit was drawn (act" in kept.note
    assert "The audit sample audit corrects them once it is coded" in kept.note
    assert six.frequencies(machine="uncorrected").frame.loc["trust", "n_turns"] == 3


def test_where_no_pass_is_recorded_all_is_left_to_the_program(make_study):
    project = make_study(turns=turn_rows(), participants=PARTICIPANTS, codebook=BOOK)
    code_truly(project, "DP0", TRUE)
    project.suggest("patterns")
    table = project.frequencies(machine="uncorrected")
    assert table.frame.loc["trust", "n_turns"] == 12
    own = table.tidy().set_index("code").loc["trust"]
    assert (own["n_by_people"], own["n_by_program"], own["n_read"]) == (0, 12, 0)
    assert "No pass is recorded, so nobody is known to have read any of it" in table.note


def test_a_document_that_was_passed_for_other_codes_is_in_neither_part(six):
    six.complete("DP1", codes=["price"])
    table = six.frequencies(machine="uncorrected")
    own = table.tidy().set_index("code")
    # Trust was not considered in DP1, and the document is not left to the program.
    assert (own.loc["trust", "base_turns"], own.loc["trust", "n_turns"]) == (25, 11)
    assert (own.loc["price", "base_turns"], own.loc["price", "n_read"]) == (30, 10)
    assert adds_up(table.tidy())
    assert "In no row or not in all: 5 turns that nobody has passed" in table.note
    assert "20 of 25 to 30 turns (67% to 80%, by row)" in table.note


def test_documents_that_came_after_the_suggestions_are_named(six, tmp_path):
    late = tmp_path / "late.csv"
    late.write_text(turn_rows(["P9"]), encoding="utf-8")
    six.ingest(late)
    table = six.frequencies(machine="uncorrected")
    assert table.frame.loc["trust", "n_turns"] == 13
    assert "DP9 came after the latest suggestions were made" in table.note
    six.suggest("patterns")
    table = six.frequencies(machine="uncorrected")
    assert table.frame.loc["trust", "n_turns"] == 15
    assert "came after" not in table.note


# -- corrected -----------------------------------------------------------------------------------------


def test_a_sample_of_everything_is_the_truth_in_every_column(six):
    audited(six, 25)
    table = six.crosstab(rows="code", columns="role", machine="corrected", audit="audit")
    # Three of five answers of everybody.
    assert table.frame.loc["trust"].tolist() == pytest.approx([0.6, 0.6])
    for role in ("Provider", "Commissioner"):
        assert table.intervals.loc["trust", (role, "low")] == pytest.approx(0.6)
        assert table.intervals.loc["trust", (role, "high")] == pytest.approx(0.6)
    assert table.cells()[table.frame.index.get_loc("trust")] == ["60% [60–60]", "60% [60–60]"]
    own = cell(table.tidy(), "trust", "Provider")
    assert own["share_machine"] == 0.5  # three by AB and two by the patterns, of ten
    assert (own["n_sampled"], own["n_read"], own["base_turns"]) == (5, 5, 10)
    assert adds_up(table.tidy())
    assert not table.has_totals


def test_a_corrected_share_is_computed_by_hand(six):
    turns = [turn for _, turn in audited(six, 15)]
    said = [turn in TRUE for turn in turns if turn in SAID]
    left = [turn in TRUE for turn in turns if turn not in SAID]
    table = six.frequencies(machine="corrected", audit="audit")
    own = table.tidy().set_index("code").loc["trust"]
    # The program coded 10 of the 25 turns it was left with; 3 of the 5 that AB read have trust.
    assert own["share_turns"] == pytest.approx((10 * np.mean(said) + 15 * np.mean(left) + 3) / 30)
    assert own["share_machine"] == pytest.approx(13 / 30)
    assert own["share_hand"] == pytest.approx((25 * np.mean(said + left) + 3) / 30)
    assert own["share_turns_low"] < own["share_turns"] < own["share_turns_high"]
    assert own["n_sampled"] == 15
    assert table.frame.loc["trust", "share_turns"] == own["share_turns"]
    part = table.parts[0]
    assert part.head[-1] == ["Code", "program", "by hand", "sampled"]
    line = next(row for row in part.rows if row[0] == "trust")
    low, high = 100 * own["share_hand_low"], 100 * own["share_hand_high"]
    assert line[1:] == ["43%", f"{100 * own['share_hand']:.0f}% [{low:.0f}–{high:.0f}]", "15"]


def test_the_notes_say_what_is_corrected_by_what_and_for_whom(six):
    audited(six, 15, by="machine")
    corpus = six.frequencies(machine="corrected", audit="audit")
    assert "Machine-coded: 25 of 30 turns (83%)" in corpus.note
    assert "Corrected by the blind audit sample audit: 15 of 25 turns (60.0%)" in corpus.note
    assert "the shares among these turns, as if a person had read them all" in corpus.note
    assert "drawn in strata by machine" in corpus.note
    assert "finite-population correction" in corpus.note
    assert "machine-coded turns corrected by a blind audit sample" in corpus.what.sentence()
    people = six.frequencies(machine="corrected", audit="audit", target="people")
    assert "people like these" in people.note and "variance by participant" in people.note
    assert people.intervals.loc["trust", ("share_turns", "high")] > 0.5


def test_cells_without_a_corrected_share_say_why(six):
    audited(six, 15)
    table = six.crosstab(
        rows="code", columns="role", machine="corrected", audit="audit", target="people"
    )
    # Two providers and four commissioners are fewer than five people.
    assert table.frame.isna().all(axis=None)
    assert "“–” for all rows, Provider (2 people: an interval for people" in table.note
    assert "“–” for all rows, Commissioner (4 people" in table.note
    assert "2 people" in cell(table.tidy(), "trust", "Provider")["reason"]
    assert set(map(tuple, table.cells())) == {("–", "–")}


def test_rows_that_the_sample_says_nothing_of_are_missing_with_the_reason(six):
    audited(six, 25, codes="trust")
    table = six.crosstab(rows="code", columns="role", machine="corrected", audit="audit")
    assert table.frame.loc["price"].isna().all() and table.frame.loc["trust"].notna().all()
    assert "“–” for values, price: the audit sample audit was not coded for it." in table.notes
    own = cell(table.tidy(), "price", "Provider")
    assert own["reason"] == "the audit sample audit was not coded for it"
    assert pd.isna(own["base_turns"])
    assert adds_up(table.tidy())
    # The machine-coded part is that of the row that is there.
    assert "Machine-coded: 25 of 30 turns (83%)" in table.note


def test_a_group_that_no_sampled_turn_is_of_is_open(six):
    drawn = six.draw_audit("audit", 10)
    sampled = {(part.document, turn) for part in drawn.audit.plan.parts for turn in part.turns}
    other = next((f"D{who}", "2") for who in WHO[1:] if (f"D{who}", "2") not in sampled)
    six.undo()
    one = MachineCodes("one turn", {"trust": {other[0]: [other[1]]}})
    assert set(audited(six, 10, machine=one)) == sampled
    table = six.frequencies(machine="corrected", audit="audit")
    assert (
        "trust: the one turn that the program coded was not drawn; the interval allows for either."
        in table.notes
    )


def test_two_attributes_and_documents_passed_since(six):
    audited(six, 25)
    six.complete("DP1", blind=True)
    table = six.crosstab(
        rows="theme", columns=["role", "document"], machine="corrected", audit="audit"
    )
    assert table.frame.loc["values", ("Provider", "DP1")] == pytest.approx(0.6)
    assert pd.isna(table.frame.loc["values", ("Commissioner", "DP1")])
    own = table.tidy().set_index(["role", "document"]).loc[("Provider", "DP1")]
    assert (own["n_read"], own["n_by_people"], own["n_by_program"]) == (5, 3, 0)
    # Twelve columns, with what stands beside them beneath each other.
    part = table.parts[0]
    assert part.head[0][-1] == "all"
    assert part.head[1] == ["Theme", *2 * [f"D{who}" for who in WHO], ""]
    assert [row[0] for row in part.rows] == [
        "values: corrected",
        "values: program",
        "values: by hand",
        "values: sampled",
    ]
    corrected, program, by_hand, sampled = ([row[0], *row[9:11]] for row in part.rows)
    assert corrected == ["values: corrected", "60% [60–60]", "60% [60–60]"]
    # Of all thirty turns AB read ten.
    assert [row[-1] for row in part.rows] == ["60% [60–60]", "47%", "60% [60–60]", "20"]
    # Commissioners: DP2 and DP3.
    assert program == ["values: program", "40%", "40%"]
    assert by_hand == ["values: by hand", "60% [60–60]", "60% [60–60]"]
    assert sampled == ["values: sampled", "5", "5"]


def test_what_is_the_same_in_every_row_is_printed_once(six):
    audited(six, 25)
    table = six.crosstab(rows="code", columns="document", machine="corrected", audit="audit")
    names = [row[0] for row in table.parts[0].rows]
    assert names == [
        f"{row}: {what}"
        for row in ("values", "trust", "price")
        for what in ("corrected", "program", "by hand")
    ] + ["all rows: sampled"]
    # DP0 was read in full, so that nothing of it was drawn; of the others all five turns were.
    assert table.parts[0].rows[-1][1:] == ["0", *5 * ["5"], "25"]
    assert table.tidy()["n_sampled"].tolist() == 3 * [0, 5, 5, 5, 5, 5]


def test_notes_name_rows_by_their_labels(make_study):
    book = BOOK.replace("- code: trust\n", "- code: trust\n        name: Trusting\n")
    project = make_study(turns=turn_rows(), participants=PARTICIPANTS, codebook=book)
    code_truly(project, "DP0", TRUE)
    project.complete("DP0", blind=True)
    # Of 25 turns 18 are drawn, of the commissioners' 20 at least 13; two of theirs stay out at least.
    drawn = project.draw_audit("audit", 18)
    sampled = {(part.document, turn) for part in drawn.audit.plan.parts for turn in part.turns}
    project.undo()
    every = [(f"D{who}", str(turn)) for who in WHO[2:] for turn in range(2, 11, 2)]
    coded: dict[str, list[str]] = {}
    for document, turn in [each for each in every if each not in sampled][:2]:
        coded.setdefault(document, []).append(turn)
    two = MachineCodes("two turns", {"trust": coded})
    assert set(audited(project, 18, machine=two)) == sampled
    table = project.crosstab(rows="code", columns="role", machine="corrected", audit="audit")
    assert (
        "Trusting, Commissioner: none of the 2 turns that the program coded was drawn; the interval"
        " allows for all of them and for none."
    ) in table.notes
    plain = project.frequencies(machine="uncorrected", audit="audit")
    assert "The program coded no turn with values, price" in plain.note
    assert "What the program held back counts as not coded." in plain.note


# -- of which day the scores are -----------------------------------------------------------------------


def refresh(project, **moved):
    """Scores as a refresh leaves them beside the project, by turn: t2=0.9."""
    frame = project.suggestions()
    scores = {
        suggestion: moved[turn]
        for suggestion, turn in zip(frame["suggestion_id"], "t" + frame["turn"], strict=True)
        if turn in moved
    }
    keep(project.study, Kept(project.study.last_act, scores, None, ""))


def test_scores_are_those_of_the_last_refresh_where_there_is_one(six):
    made = six.history().set_index("verb").index.get_loc("suggest") + 1
    today = str(six.history()["time"].iloc[0])[:10]
    before = six.frequencies(machine="uncorrected")
    assert (
        f"suggestions of patterns (all that stand), as made in act {made} ({today})" in before.note
    )
    # Now the first hit of each interview is likely, the second is not.
    refresh(six, t2=0.9, t4=0.2)
    act = six.study.last_act
    table = six.frequencies(machine="uncorrected")
    assert table.frame.loc["trust", "n_turns"] == 3 + 5
    assert (
        f"suggestions of patterns (probability at least 0.5), scores refreshed after act {act}"
        f" (of {today})." in table.note
    )
    assert sorted(set(kept_scores(six.study).values())) == [0.2, 0.9]
    # What the refresh did not score stands as it was made.
    refresh(six, t4=0.2)
    table = six.frequencies(machine="uncorrected")
    assert table.frame.loc["trust", "n_turns"] == 3 + 5
    assert "(probability at least 0.5, without one all that stand)" in table.note
    assert (
        f"scores refreshed after act {act} (of {today}), others as made in act {made}" in table.note
    )


def test_scores_are_frozen_at_the_draw_of_an_audit(six):
    refresh(six, t2=0.9, t4=0.2)
    act = six.study.last_act
    six.draw_audit("audit", 10)
    refresh(six, t2=0.9, t4=0.8)
    assert six.frequencies(machine="uncorrected").frame.loc["trust", "n_turns"] == 3 + 10
    kept = six.frequencies(machine="uncorrected", audit="audit")
    assert kept.frame.loc["trust", "n_turns"] == 3 + 5
    assert f"scores refreshed after act {act} " in kept.note
    assert "kept when the audit sample audit was drawn (act" in kept.note


def test_damaged_scores_are_none(six):
    refresh(six, t2=0.9, t4=0.2)
    assert six.frequencies(machine="uncorrected").frame.loc["trust", "n_turns"] == 3 + 5
    (six.study.derived / FILE).write_bytes(b"no scores")
    assert six.frequencies(machine="uncorrected").frame.loc["trust", "n_turns"] == 3 + 10


# -- what happens to a sample after it was drawn --------------------------------------------------------


def test_what_the_auditor_accepts_after_finishing_leaves_the_answers_as_they_were(six):
    audited(six, 25)
    before = six.frequencies(machine="corrected", audit="audit")
    # The fourth turns have a hit that is none: AB was right not to code them.
    wrong = six.suggestions().query("document != 'DP0' and turn == '4'")["suggestion_id"]
    for suggestion in wrong:
        six.accept(suggestion)
    after = six.frequencies(machine="corrected", audit="audit")
    assert after.frame.equals(before.frame)
    # Three of each of six interviews stand behind the share, and no more.
    assert len(after.quotes("trust")) == len(before.quotes("trust")) == 18
    assert "5 codings that AB accepted from suggestions after finishing" in after.note


def test_what_the_auditor_decided_on_before_finishing_is_said(six):
    report = six.draw_audit("audit", 25)
    said = six.suggestions().query("document == 'DP1'")["suggestion_id"].tolist()
    six.reject(said[0])
    six.accept(said[1])
    six.undo()
    assert len(report.audit.plan.parts) == 5
    six.complete_audit("audit", blind=True)
    note = six.frequencies(machine="corrected", audit="audit").note
    assert "AB had decided on 2 suggestions in the turns of the audit sample audit before" in note


def test_a_text_whose_turns_are_numbered_anew_leaves_the_sample(make_study, tmp_path):
    def text(n, first=""):
        said = (f"INT: And?\nP{n}: {answer}\n" for answer in ANSWERS)
        return first + "".join(said)

    project = make_study(files={f"IP{n}.txt": text(n) for n in range(4)}, codebook=BOOK)
    project.suggest("patterns")
    project.draw_audit("audit", 20)
    for n in range(4):
        code_truly(project, f"IP{n}", TRUE)
    project.complete_audit("audit", blind=True)
    again = tmp_path / "again"
    again.mkdir()
    (again / "IP0.txt").write_text(text(0, "INT: Welcome.\n"))
    project.ingest(again / "IP0.txt", new_version=True)
    # What was turn 2 is turn 3 now. 15 turns are left, three of five of them with trust.
    table = project.frequencies(machine="corrected", audit="audit")
    assert table.frame.loc["trust", "share_turns"] == 0.6
    assert "15 turns" in table.notes[0]
    wanted = "5 turns of IP0, whose turns were numbered anew since the audit sample audit was drawn"
    assert wanted in table.note
    plain = project.frequencies(machine="uncorrected", audit="audit")
    assert plain.frame.loc["trust", "n_turns"] == 6
    assert wanted in plain.note
    # A mended word moves no number.
    (again / "IP1.txt").write_text(text(1).replace("And?", "And then?"))
    project.ingest(again / "IP1.txt", new_version=True)
    assert "15 turns" in project.frequencies(machine="corrected", audit="audit").notes[0]


def test_all_columns_together_stand_beside_a_corrected_table(six):
    audited(six, 20)
    alone = six.frequencies(machine="corrected", audit="audit")
    table = six.crosstab(rows="code", columns="role", machine="corrected", audit="audit")
    both = table.beside.frame
    assert both.loc["trust", ("all", "share_turns")] == alone.frame.loc["trust", "share_turns"]
    for end in ("low", "high"):
        own = alone.intervals.loc["trust", ("share_turns", end)]
        assert both.loc["trust", ("all", f"share_turns_{end}")] == own
    assert both.loc["trust", ("all", "n_sampled")] == 20
    # 3 of 5 by AB, 10 of 25 by the patterns.
    assert both.loc["trust", ("all", "share_machine")] == pytest.approx(13 / 30)
    words = alone.cells()[1][0]
    lines = str(table).splitlines()
    assert any(line.startswith("trust") and words in line for line in lines)
    crossed = six.crosstab(
        rows="code", columns=["role", "participant"], machine="corrected", audit="audit"
    )
    share = crossed.beside.frame.loc["trust", ("all", "", "share_turns")]
    assert share == alone.frame.loc["trust", "share_turns"]
    assert words in str(crossed)
    counted = six.crosstab(rows="code", columns="role", machine="uncorrected")
    assert "all" not in counted.beside.frame.columns.get_level_values(0)


def test_cells_open_the_quotations_of_people(six):
    audited(six, 25)
    table = six.crosstab(rows="code", columns="role", machine="corrected", audit="audit")
    found = table.quotes("trust", "Provider")
    assert found["document"].tolist() == ["DP0"] * 3 + ["DP1"] * 3
    assert len(table.quotes("trust")) == 18 and len(table.quotes("price")) == 0
    plain = six.crosstab(rows="code", columns="role", machine="uncorrected")
    # What only a program coded is nobody's quotation.
    assert plain.quotes("trust", "Provider")["document"].tolist() == ["DP0"] * 3
    assert len(plain.quotes("trust", "Commissioner")) == 0


# -- files ---------------------------------------------------------------------------------------------


def test_every_format_prints_intervals_comparison_and_notes(six, tmp_path):
    audited(six, 25)
    table = six.crosstab(rows="code", columns="role", machine="corrected", audit="audit")
    files = {
        kind: table.save(tmp_path / f"t.{kind}")
        for kind in ["csv", "xlsx", "html", "md", "docx", "tex"]
    }
    for kind in ("html", "md", "tex"):
        text = files[kind].read_text(encoding="utf-8").replace("\\", "").replace("--", "–")
        assert "60% [60–60]" in text and "by hand" in text, kind
        assert "Corrected by the blind audit sample audit" in text, kind
    with zipfile.ZipFile(files["docx"]) as held:
        text = held.read("word/document.xml").decode()
    assert "60% [60–60]" in text and "by hand" in text and "blind audit sample audit" in text
    with zipfile.ZipFile(files["xlsx"]) as held:
        text = "".join(held.read(each).decode() for each in held.namelist() if "xml" in each)
    assert "Provider: share_machine" in text and "blind audit sample audit" in text
    assert "machine-coded turns" in text and "Provider: low" in text
    rows = list(csv.DictReader(files["csv"].read_text(encoding="utf-8-sig").splitlines()))
    trust = next(row for row in rows if row["id"] == "trust")
    assert float(trust["Commissioner: share_machine"]) == 0.4
    assert float(trust["Commissioner: low"]) == pytest.approx(0.6)
    assert trust["Provider: n_sampled"] == "5"


@pytest.mark.parametrize("kind", ["heat", "bar", "dot"])
def test_it_can_be_drawn(six, kind):
    audited(six, 25)
    ax = six.crosstab(rows="code", columns="role", machine="corrected", audit="audit").plot(
        kind=kind
    )
    words = " ".join(text.get_text() for text in ax.figure.findobj() if hasattr(text, "get_text"))
    assert "corrected by a blind" in words.replace("\n", " ")
    import matplotlib.pyplot as plt

    plt.close(ax.figure)


# -- what is refused -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "where"),
    [
        ({"machine": "both"}, "machine"),
        ({"machine": "corrected"}, "audit"),
        ({"machine": "corrected", "audit": "audit", "unit": "participants"}, "unit"),
        ({"machine": "corrected", "audit": "audit", "measure": "n"}, "measure"),
        ({"machine": "uncorrected", "unit": "codings"}, "unit"),
        ({"machine": "uncorrected", "intervals": True}, "intervals"),
        ({"machine": "uncorrected", "test": True}, "test"),
        ({"machine": "uncorrected", "target": "people"}, "target"),
        ({"machine": "corrected", "audit": "audit", "target": "all"}, "target"),
        ({"machine": "uncorrected", "interviewers": True}, "interviewers"),
        ({"machine": "uncorrected", "coders": "each"}, "coders"),
        ({"machine": "uncorrected", "where": {"origin": "manual"}}, "where"),
        ({"machine": "uncorrected", "audit": "audit", "probability": 0.4}, "probability"),
        ({"machine": "uncorrected", "probability": 2}, "probability"),
        ({"audit": "audit"}, "audit"),
        ({"target": "corpus"}, "target"),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value),
)
def test_what_would_mean_something_else_is_refused(six, asked, where):
    with pytest.raises(UsageError) as caught:
        six.crosstab(rows="code", columns="role", **asked)
    assert caught.value.where == where


def test_an_unknown_or_unfinished_sample_corrects_nothing(six):
    with pytest.raises(CodingError, match="no audit sample"):
        six.frequencies(machine="corrected", audit="audit")
    six.draw_audit("audit", 10)
    with pytest.raises(CodingError, match="10 of its 10 turns are not passed"):
        six.frequencies(machine="corrected", audit="audit")


def test_what_would_tell_small_counts_or_split_by_origin_is_refused(six):
    table = six.frequencies(by="role", machine="uncorrected", measure="n")
    with pytest.raises(TableError, match="estimates"):
        table.disclosed()
    with pytest.raises(TableError, match="which nobody accepted"):
        table.by_origin()
    with pytest.raises(TableError, match="needs the turns"):
        qc.crosstab(six.codings(), rows="code", columns="role", machine="uncorrected")


# -- elsewhere -----------------------------------------------------------------------------------------


def test_history_and_methods_tell_an_audit_sample_from_double_coding(six):
    six.draw_sample("twice", coders=["AB", "CD"], n=1, by=())
    audited(six, 15, by="machine")
    six.use_audit_for_learning("audit")
    told = six.history().set_index("verb")["what"]
    assert (
        "made it an audit sample; the program's codes: suggestions of patterns"
        in (told["draw sample"].iloc[1])
    )
    assert told["learn from audit"] == "gave the answers of the audit sample audit to learning"
    qc.Project(six.study, "CD").complete("DP0", blind=True)
    text = str(six.methods_note())
    assert "The sample “twice” was drawn at random: 1 of 6 documents" in text
    assert "The sample “audit” was drawn" not in text
    assert "For a blind audit of a program's codes, suggestions of patterns" in text
    assert "in strata by machine: 15 of 25 turns" in text and "all coded, blind" in text
    assert "Its answers were given to learning in act" in text
    assert "there is no agreement" in str(six.sample_status("audit"))
    with pytest.raises(CodingError, match="is an audit sample"):
        six.double_coding_report("audit")
    # Its settings are no drawing for double coding.
    assert "twice" in str(six.double_coding_report("twice"))


def test_a_column_that_people_read_as_a_whole_is_said_to_be_known(six):
    """Of six interviews AB has read the first; only its own column is known."""
    audited(six)
    table = six.crosstab(rows="code", columns="document", machine="corrected", audit="audit")
    said = [note for note in table.notes if note.startswith("Read by people as a whole")]
    assert said == [
        "Read by people as a whole: DP0. The shares there are known, not estimated, and have no interval."
    ]
    by_role = six.crosstab(rows="code", columns="role", machine="corrected", audit="audit")
    assert "as a whole" not in str(by_role)
