"""The framework matrix: cells that researchers write, what stands behind them, and what becomes of both."""

from __future__ import annotations

import pandas as pd
import pytest
from kit import CODEBOOK

import qualcode as qc
from qualcode.errors import CodingError, TableError, UsageError
from qualcode.present.framework import FrameworkMatrix, matrix
from qualcode.review.framework import (
    clear_summary,
    import_framework,
    link_quotations,
    move_summaries,
    summarise,
    unlink_quotations,
)

# Case A: Ann (P1) trusts and talks of price, Bob (P2) trusts. Case B: Cat (P3) talks of price and delay.
# Case C: Dan (P4) talks of price, but nobody has finished C1. The document N has no case: notes.
TURNS = """document,turn,speaker,text
A1,1,INT,Shall we begin?
A1,2,ANN,We trust them. Price came last.
A2,1,BOB,Trust takes years.
B1,1,CAT,The price decides. Delay kills.
B1,2,CAT,We wait for months.
C1,1,DAN,Price again.
"""
PEOPLE = """participant,aliases,role,team
P1,ANN,Commissioner,Red
P2,BOB,Provider,Blue
P3,CAT,Provider,Red
P4,DAN,Commissioner,Blue
P5,EVE,Provider,Red
"""
DOCUMENTS = "document,case,phase\nA1,Case A,1\nA2,Case A,2\nB1,Case B,1\nC1,Case C,1\n"
CODINGS = """document,turn,code,coder,quotation
A1,2,trust,AB,We trust them.
A1,2,price,AB,Price came last.
A2,1,trust,AB,Trust takes years.
B1,1,price,AB,The price decides.
B1,1,delay,AB,Delay kills.
C1,1,price,AB,Price again.
"""


@pytest.fixture
def project(make_study) -> qc.Project:
    return make_study(
        turns=TURNS,
        participants=PEOPLE,
        documents=DOCUMENTS,
        codebook=CODEBOOK,
        codings=CODINGS,
        # A2 was not read for delay, and C1 not at all.
        progress="document,coder,codes\nA1,AB,\nA2,AB,trust; price\nB1,AB,\n",
    )


def coding(project: qc.Project, words: str) -> str:
    frame = project.codings()
    return frame[frame["quotation"] == words]["coding_id"].item()


def write(project: qc.Project, row: str, column: str, text: str, **more) -> str:
    return summarise(project.study, project.coder, row, column, text, **more)


def cell(found: FrameworkMatrix, row: str, column: str) -> dict:
    frame = found.cells()
    return frame[(frame["row"] == row) & (frame["column"] == column)].iloc[0].to_dict()


# -- reading -----------------------------------------------------------------------------------------------


def test_an_empty_matrix_says_what_waits_and_what_does_not(project) -> None:
    found = matrix(project)
    assert found.frame.index.to_list() == ["Case A", "Case B", "Case C"]
    assert (found.frame.index.name, found.frame.columns.name) == ("case", "theme")
    assert found.frame.columns.to_list() == ["values", "delay"]
    assert (found.frame == "").all().all()
    assert found.shown() == [
        ["[not yet summarised: 3 codings, 2 participants]", "[nothing coded]"],
        ["[not yet summarised: 1 coding, 1 participant]"] * 2,
        ["–", "–"],
    ]
    frame = found.cells()
    assert frame.columns.to_list() == [
        "row", "column", "state", "summary", "coder", "time", "n_quotations", "n_codings",
        "n_participants", "summary_id", "stale",
    ]  # fmt: skip
    assert frame["n_codings"].to_list() == [3, 0, 1, 1, 0, 0]
    assert frame["stale"].isna().all()
    assert found.todo().values.tolist() == [
        ["Case A", "values", "not yet summarised", 3, 2],
        ["Case B", "values", "not yet summarised", 1, 1],
        ["Case B", "delay", "not yet summarised", 1, 1],
    ]
    assert "Not yet coded (1 document; 1 coding in it)." in found.notes


@pytest.mark.parametrize("rows", ["case", "participant", "role", "document", "team", "phase"])
@pytest.mark.parametrize("columns", ["theme", "code"])
def test_counts_behind_cells_are_those_of_tables(project, rows, columns) -> None:
    table = qc.crosstab(
        project, rows=columns, columns=rows, unit="codings", where={"coder": "AB"}
    ).tidy()
    found = matrix(project, rows, columns).cells()
    for _, own in found.iterrows():
        if columns == "code" and own["column"] == "values":
            continue  # a column holds what is beneath its code, a row of a table by codes does not
        here = table[(table[columns] == own["column"]) & (table[rows] == own["row"])]
        counts = here[["n_codings", "n_participants"]].fillna(0).values.tolist() or [[0, 0]]
        assert counts == [[own["n_codings"], own["n_participants"]]], own.to_dict()


def test_a_coding_of_a_code_that_was_not_read_for_is_in_no_cell(project) -> None:
    # A2 was not read for delay: a coding of it there is outside, as it is in tables.
    project.add_coding(document="A2", turn=1, code="delay")
    found = matrix(project, "document")
    assert cell(found, "A2", "delay")["n_codings"] == 0
    assert found.shown()[1] == ["[not yet summarised: 1 coding, 1 participant]", "–"]
    assert any(note.startswith("1 coding of these codes in no cell: ") for note in found.notes)
    table = qc.crosstab(project, rows="theme", columns="document", unit="codings")
    assert table.frame.loc["delay", "A2"] is pd.NA


def test_the_quotations_of_a_cell_are_those_of_the_table(project) -> None:
    found = matrix(project)
    table = qc.crosstab(project, rows="theme", columns="case", unit="codings")
    for row in ("Case A", "Case B"):
        for column in ("values", "delay"):
            assert (
                found.quotes(row, column)["coding_id"].to_list()
                == table.quotes(column, row)["coding_id"].to_list()
            )
    quotes = found.quotes("Case A", "values")
    assert quotes["quotation"].to_list() == [
        "We trust them.", "Price came last.", "Trust takes years.",
    ]  # fmt: skip
    with pytest.raises(TableError, match="no row of this matrix"):
        found.quotes("Case Z", "values")
    with pytest.raises(TableError, match="no column of this matrix"):
        found.linked("Case A", "trust")


def test_columns_in_an_order_of_ones_own_and_rows_by_role(project) -> None:
    found = matrix(project, "participant", ["delay", "trust"], order_by="role")
    assert found.frame.columns.to_list() == ["delay", "trust"]
    # Everybody who speaks; Eve does not. Commissioners come first in the sheet.
    assert found.groups.to_dict() == {
        "P1": "Commissioner", "P4": "Commissioner", "P2": "Provider", "P3": "Provider",
    }  # fmt: skip
    assert found.frame.index.to_list() == ["P1", "P4", "P2", "P3"]
    assert found.shown()[0] == ["[nothing coded]", "[not yet summarised: 1 coding]"]
    # A2 was not read for delay, so that Bob's cell is empty for another reason than Ann's.
    assert found.shown()[2][0] == "–"
    assert matrix(project, "participant").groups.to_list() == []
    assert found.title == "Framework matrix by participant, ordered by role"
    # A case has people of several roles: it stands with the first of them.
    cases = matrix(project, "case", order_by="role")
    assert cases.groups.to_dict() == {
        "Case C": "Commissioner", "Case A": "Commissioner; Provider", "Case B": "Provider",
    }  # fmt: skip


def test_filters_cut_rows_and_codings_but_no_summary(project) -> None:
    write(project, "Case A", "values", "They trust each other.")
    found = matrix(project, where={"phase": "2"})
    assert found.frame.index.to_list() == ["Case A"]
    own = cell(found, "Case A", "values")
    assert (own["n_codings"], own["summary"], own["stale"]) == (1, "They trust each other.", False)
    assert any("A summary is of the whole cell" in note for note in found.notes)
    by_role = matrix(project, where={"role": "Provider"})
    assert by_role.frame.index.to_list() == ["Case A", "Case B"]


def test_misuse_is_named(project) -> None:
    for call, error, words in (
        (lambda: matrix(project, "kase"), TableError, "no attribute"),
        (lambda: matrix(project, 3), UsageError, "no text"),
        (lambda: matrix(project, columns="themes"), UsageError, "theme, code, or a list of ids"),
        (lambda: matrix(project, columns=[]), UsageError, "none named"),
        (lambda: matrix(project, columns=["thrust"]), CodingError, "close to it: trust"),
        (lambda: matrix(project, coders="each"), UsageError, "one summary"),
        (lambda: matrix(project, coders="ZZ"), TableError, "no codings"),
        (lambda: matrix(project).quotations("some"), UsageError, "all, linked, none"),
    ):
        with pytest.raises(error, match=words):
            call()


def test_a_project_without_a_codebook_has_no_matrix(make_study) -> None:
    with pytest.raises(TableError, match="has no codebook"):
        matrix(make_study(turns=TURNS))


# -- writing -----------------------------------------------------------------------------------------------


def test_a_cell_is_written_edited_linked_and_cleared(project) -> None:
    trust, price = coding(project, "We trust them."), coding(project, "Price came last.")
    first = write(project, "Case A", "values", "  Trust.\r\nPrice.\n", quotes=[trust])
    own = cell(matrix(project), "Case A", "values")
    assert own["summary"] == "Trust.\nPrice."
    assert (own["state"], own["coder"], own["n_quotations"]) == ("summarised", "AB", 1)
    assert own["summary_id"] == first
    assert not own["stale"]

    second = write(project, "Case A", "values", "Trust first.")
    assert second != first
    assert matrix(project).linked("Case A", "values")["coding_id"].to_list() == [trust]

    third = link_quotations(project.study, "AB", "Case A", "values", [price, trust])
    linked = matrix(project).linked("Case A", "values")
    assert linked["quotation"].to_list() == ["We trust them.", "Price came last."]
    assert linked["in_cell"].to_list() == [True, True]
    assert link_quotations(project.study, "AB", "Case A", "values", price) == third
    unlink_quotations(project.study, "AB", "Case A", "values", [trust])
    assert matrix(project).linked("Case A", "values")["coding_id"].to_list() == [price]

    assert len(clear_summary(project.study, "AB", "Case A", "values")) == 1
    assert clear_summary(project.study, "AB", "Case A", "values") == []
    found = matrix(project)
    assert found.shown()[0][0] == "[not yet summarised: 3 codings, 2 participants]"
    versions = found.history("Case A", "values")
    assert versions["summary"].to_list() == ["Trust.\nPrice.", *["Trust first."] * 3]
    assert versions["n_quotations"].to_list() == [1, 1, 2, 1]
    assert versions["replaced_by"].to_list() == [second, third, versions["summary_id"][3], ""]
    assert versions["ended"].notna().all()
    assert project.check() == []


def test_the_same_words_again_change_nothing(project) -> None:
    trust = coding(project, "We trust them.")
    first = write(project, "Case A", "values", "Trust.", quotes=[trust])
    acts = len(project.history())
    assert write(project, "Case A", "values", "Trust.") == first
    assert write(project, "Case A", "values", " Trust.\n", quotes=[trust]) == first
    assert len(project.history()) == acts
    # Other quotations alone: the words keep their author and their date.
    other = qc.Project(project.study, "CD")
    changed = write(other, "Case A", "values", "Trust.", quotes=[])
    assert changed != first
    own = cell(matrix(project), "Case A", "values")
    assert (own["coder"], own["n_quotations"]) == ("AB", 0)
    write(other, "Case A", "values", "Trust, I say.")
    assert cell(matrix(project), "Case A", "values")["coder"] == "CD"


def test_each_kind_of_rows_has_cells_of_its_own(project) -> None:
    write(project, "Case A", "values", "Of the case.")
    write(project, "P1", "values", "Of Ann.", rows="participant")
    write(project, "Provider", "values", "Of providers.", rows="role")
    assert matrix(project).frame["values"].to_list() == ["Of the case.", "", ""]
    assert matrix(project, "participant").frame["values"].to_list() == ["Of Ann.", "", "", ""]
    assert matrix(project, "role").frame["values"].to_list() == ["", "Of providers."]


def test_a_participant_is_named_by_an_alias_too(project) -> None:
    write(project, "CAT", "delay", "She waits.", rows="participant")
    assert matrix(project, "participant").frame.loc["P3", "delay"] == "She waits."
    # Eve does not speak; what is known of her otherwise can be written down all the same.
    write(project, "P5", "delay", "She was ill.", rows="participant")
    found = matrix(project, "participant")
    assert found.frame.index.to_list() == ["P1", "P2", "P3", "P4", "P5"]
    assert found.shown()[-1] == ["–", "She was ill."]


@pytest.mark.parametrize(
    ("row", "column", "text", "words"),
    [
        ("Case D", "values", "x", "no case of this study"),
        ("case a", "values", "x", "close to it: Case A"),
        ("Case A", "valuez", "x", "close to it: values"),
        ("Case A", "values", " \n ", "has no words"),
        ("Case A", "values", "[nothing coded]", "how a matrix shows"),
        ("Case A", "values", "–", "how a matrix shows"),
        ("Case A", "values", "[not yet summarised: 1,203 codings, 2 participants]", "how a matrix"),
        ("Case A", "values", "a\x07b", "control character"),
        ("Case A", "values", "x" * 30_001, "30,001 characters .at most 30,000"),
        ("Case A", "values", "🙂" * 15_001, "30,002 characters"),
    ],
)
def test_what_no_cell_can_hold_is_refused(project, row, column, text, words) -> None:
    acts = len(project.history())
    with pytest.raises(CodingError, match=words):
        write(project, row, column, text)
    assert len(project.history()) == acts


def test_quotations_that_do_not_stand_are_refused(project) -> None:
    trust = coding(project, "We trust them.")
    write(project, "Case A", "values", "Trust.")
    project.retract(trust)
    for ids, words in ((["c0"], "no coding of this project"), ([trust], "retracted in act")):
        with pytest.raises(CodingError, match=words):
            link_quotations(project.study, "AB", "Case A", "values", ids)
    with pytest.raises(CodingError, match="has no summary yet"):
        link_quotations(project.study, "AB", "Case B", "values", coding(project, "Delay kills."))
    with pytest.raises(CodingError, match="not linked to"):
        unlink_quotations(project.study, "AB", "Case A", "values", coding(project, "Delay kills."))
    with pytest.raises(UsageError, match="no coding named"):
        link_quotations(project.study, "AB", "Case A", "values", [])
    with pytest.raises(UsageError, match="no text"):
        summarise(project.study, "AB", "Case A", "values", None)
    with pytest.raises(UsageError, match="needs to know who"):
        summarise(project.study, "", "Case A", "values", "Trust.")


def test_a_quotation_of_another_cell_can_be_linked_and_is_shown_to_be_one(project) -> None:
    write(project, "Case A", "values", "As in B.", quotes=[coding(project, "Delay kills.")])
    linked = matrix(project).linked("Case A", "values")
    assert linked[["quotation", "in_cell"]].values.tolist() == [["Delay kills.", False]]


# -- what becomes of a cell --------------------------------------------------------------------------------


def test_a_cell_is_stale_when_codings_come_or_go(project) -> None:
    write(project, "Case A", "values", "Trust and price.")
    write(project, "Case B", "values", "Price.")

    def stale() -> list:
        return [cell(matrix(project), row, "values")["stale"] for row in ("Case A", "Case B")]

    assert stale() == [False, False]
    # A coding of another code, or in another case, is nothing to Case A × values.
    project.add_coding(document="A2", turn=1, code="delay")
    project.add_coding(document="B1", turn=2, code="price")
    assert stale() == [False, True]
    write(project, "Case B", "values", "Price.")  # the same words: they still hold
    assert stale() == [False, False]
    assert cell(matrix(project), "Case B", "values")["summary"] == "Price."
    gone = coding(project, "Price came last.")
    project.retract(gone)
    assert stale() == [True, False]
    assert matrix(project).todo(stale=True).values.tolist()[0] == [
        "Case A", "values", "codings came or went since", 2, 2,
    ]  # fmt: skip
    project.undo()
    assert stale() == [False, False]


def test_a_cell_is_not_stale_because_a_code_has_another_name(project) -> None:
    trust = coding(project, "We trust them.")
    write(project, "Case A", "trust", "They trust.", quotes=[trust])
    project.rename_code("trust", "reliance")
    found = matrix(project, columns="code")
    assert found.frame.loc["Case A", "reliance"] == "They trust."
    own = cell(found, "Case A", "reliance")
    assert (own["stale"], own["n_quotations"], own["n_codings"]) == (False, 1, 2)
    assert found.linked("Case A", "reliance")["quotation"].to_list() == ["We trust them."]


def test_a_case_that_becomes_another_case_makes_cells_stale(project, tmp_path) -> None:
    write(project, "Case A", "values", "Trust and price.")
    (tmp_path / "d.csv").write_text(DOCUMENTS.replace("A2,Case A", "A2,Case B"))
    project.ingest(documents=tmp_path / "d.csv")
    assert cell(matrix(project), "Case A", "values")["stale"]


def test_summaries_that_meet_in_a_merged_code_are_both_there_until_joined(project) -> None:
    one = write(project, "Case A", "trust", "They trust.")
    other = write(project, "Case A", "price", "Price came last.")
    project.merge_codes("price", "trust")
    found = matrix(project, columns="code")
    assert found.frame.loc["Case A", "trust"] == "They trust.\n\nPrice came last."
    own = cell(found, "Case A", "trust")
    assert own["summary_id"] == f"{one}; {other}"
    assert not own["stale"]
    assert ["Case A", "trust", "2 summaries to be joined"] in (
        found.todo(stale=True)[["row", "column", "why"]].values.tolist()
    )
    assert any("wait to be joined: Case A × trust" in note for note in found.notes)
    with pytest.raises(CodingError, match="Join them first"):
        link_quotations(
            project.study, "AB", "Case A", "trust", coding(project, "Trust takes years.")
        )
    write(project, "Case A", "trust", "They trust; price came last.")
    found = matrix(project, columns="code")
    assert found.frame.loc["Case A", "trust"] == "They trust; price came last."
    assert found.history("Case A", "trust")["code"].to_list() == ["trust", "price", "trust"]


def test_a_link_to_a_coding_that_was_taken_away_is_said(project) -> None:
    trust = coding(project, "We trust them.")
    write(project, "Case A", "values", "Trust.", quotes=[trust])
    project.retract(trust)
    found = matrix(project)
    assert cell(found, "Case A", "values")["n_quotations"] == 0
    assert len(found.linked("Case A", "values")) == 0
    assert any("taken away since" in n and "text: Case A × values" in n for n in found.notes)
    unlink_quotations(project.study, "AB", "Case A", "values", trust)
    assert not any("taken away" in note for note in matrix(project).notes)


def test_a_link_to_words_that_the_present_text_does_not_have_is_no_quotation(
    project, tmp_path
) -> None:
    write(project, "Case A", "values", "Trust.", quotes=[coding(project, "We trust them.")])
    path = tmp_path / "turns.csv"
    path.write_text(TURNS.replace("We trust them.", "Not at all."), encoding="utf-8")
    project.ingest(path, new_version=True)
    # The coding stands on the earlier text only: the cell counts what it can show.
    found = matrix(project)
    assert cell(found, "Case A", "values")["n_quotations"] == len(found.linked("Case A", "values"))
    assert cell(found, "Case A", "values")["n_quotations"] == 0
    assert any("not in the present text: Case A × values" in note for note in found.notes)
    assert cell(found, "Case A", "values")["summary"] == "Trust."
    assert project.check() == []


def test_a_row_that_the_study_no_longer_has_stays_until_it_is_moved(project, tmp_path) -> None:
    write(project, "Case A", "values", "Trust and price.")
    (tmp_path / "d.csv").write_text(DOCUMENTS.replace("Case A", "Northtown"))
    project.ingest(documents=tmp_path / "d.csv")
    found = matrix(project)
    assert found.frame.index.to_list() == ["Northtown", "Case B", "Case C", "Case A"]
    assert found.shown()[3] == ["Trust and price.", "–"]
    assert any("No longer a case of the study" in note for note in found.notes)
    with pytest.raises(CodingError, match="no case of this study"):
        move_summaries(project.study, "AB", "Case A", "Southtown")
    move_summaries(project.study, "AB", "Case A", "Northtown")
    found = matrix(project)
    assert found.frame["values"].to_list() == ["Trust and price.", "", ""]
    assert not cell(found, "Northtown", "values")["stale"]
    write(project, "Case B", "values", "Price.")
    with pytest.raises(CodingError, match="summaries of values already"):
        move_summaries(project.study, "AB", "Case B", "Northtown")
    with pytest.raises(CodingError, match="has no summaries"):
        move_summaries(project.study, "AB", "Case C", "Northtown")


def test_a_code_that_the_codebook_dropped_keeps_its_column(project, tmp_path) -> None:
    project.add_code("risk")
    write(project, "Case A", "risk", "Nobody speaks of it.")
    (tmp_path / "c.yaml").write_text(CODEBOOK)
    project.load_codebook(tmp_path / "c.yaml")
    for columns in ("theme", "code"):
        found = matrix(project, columns=columns)
        assert found.frame.columns.to_list()[-1] == "risk"
        assert found.frame.loc["Case A", "risk"] == "Nobody speaks of it."
    assert any("No longer in the codebook" in note for note in found.notes)


def test_summaries_on_codes_that_are_no_columns_are_counted(project) -> None:
    write(project, "Case A", "trust", "They trust.")
    found = matrix(project)
    assert "1 summary in no cell shown here, on trust." in found.notes
    assert found.frame.columns.to_list() == ["values", "delay"]


def test_summaries_of_an_earlier_act_are_read_as_they_were(project) -> None:
    write(project, "Case A", "values", "First.")
    then = project.study.last_act
    write(project, "Case A", "values", "Second.")
    assert matrix(project.as_of(then)).frame.loc["Case A", "values"] == "First."


def test_words_that_were_purged_are_said_to_be(project, tmp_path) -> None:
    write(project, "Case A", "values", "A secret.")
    connection = project.study.connection
    connection.execute("UPDATE content SET body = NULL, digest = NULL WHERE kind = 'summary'")
    project.add_memo("Purged at her wish.")
    found = matrix(project)
    assert found.shown()[0][0] == "[purged]"
    own = cell(found, "Case A", "values")
    assert (own["state"], own["summary"]) == ("purged", "")
    assert pd.isna(own["stale"])
    path = found.save(tmp_path / "m.csv")
    assert import_framework(project.study, "AB", path).unchanged == 6
    write(project, "Case A", "values", "What may be said.")
    assert matrix(project).shown()[0][0] == "What may be said."
    assert project.check() == []


# -- told --------------------------------------------------------------------------------------------------


def test_the_journal_tells_what_was_written(project) -> None:
    trust = coding(project, "We trust them.")
    before = len(project.history())
    write(project, "Case A", "values", "Trust.", quotes=[trust])
    write(project, "Case A", "values", "Trust first.")
    link_quotations(project.study, "AB", "Case A", "values", coding(project, "Price came last."))
    unlink_quotations(project.study, "AB", "Case A", "values", trust)
    project.add_coding(document="A2", turn=1, code="price")
    write(project, "Case A", "values", "Trust first.")
    clear_summary(project.study, "AB", "Case A", "values")
    told = project.history()
    assert [each for each in told["what"].to_list()[before:] if "applied" not in each] == [
        "summarised Case A × values: “Trust.”; linked 1 quotation: A1, turn 2: “We trust them.”",
        "changed the summary of Case A × values: “Trust first.” (was “Trust.”)",
        "linked 1 quotation: A1, turn 2: “Price came last.” (Case A × values)",
        "took 1 link off (Case A × values)",
        "confirmed the summary of Case A × values: “Trust first.”",
        "cleared the summary of Case A × values: “Trust first.”",
    ]
    assert told["verb"].to_list()[before:] == [
        "summarise", "summarise", "link quotations", "unlink quotations", "code",
        "summarise", "clear summary",
    ]  # fmt: skip
    project.undo()
    assert (
        project.history()["what"]
        .to_list()[-1]
        .endswith("(clear summary): cleared the summary of Case A × values: “Trust first.”")
    )
    assert set(project.history(code="values")["verb"]) >= {"summarise", "clear summary", "undo"}
    assert "summarise" in set(project.history(document="A1")["verb"])
    assert "summarise" not in set(project.history(document="C1")["verb"])


def test_the_history_of_a_coding_names_the_summaries_it_was_linked_to(project) -> None:
    trust = coding(project, "We trust them.")
    write(project, "Case A", "values", "Trust.", quotes=[trust])
    write(project, "Case A", "values", "Trust first.")  # the link stays, so nothing is told
    unlink_quotations(project.study, "AB", "Case A", "values", trust)
    link_quotations(project.study, "AB", "Case A", "values", trust)
    clear_summary(project.study, "AB", "Case A", "values")
    assert project.coding_history(trust)["what"].to_list()[1:] == [
        "linked to the summary of Case A × values",
        "no longer linked to the summary of Case A × values",
        "linked to the summary of Case A × values",
        "cleared the summary of Case A × values",
    ]


def test_joining_and_moving_are_told(project) -> None:
    write(project, "Case A", "trust", "They trust.")
    write(project, "Case A", "price", "Price came last.")
    project.merge_codes("price", "trust")
    write(project, "Case A", "trust", "Both.")
    move_summaries(project.study, "AB", "Case A", "Case B")
    assert project.history()["what"].to_list()[-2:] == [
        "joined 2 summaries of Case A × trust: “Both.”",
        "moved the summary of Case A × trust to Case B × trust",
    ]


# -- shown -------------------------------------------------------------------------------------------------


def test_print_and_notebook_show_the_same_words_and_obey_none_of_them(project) -> None:
    words = "<script>alert(1)</script> & “so”\nשלום"
    write(project, "Case A", "values", words, quotes=[coding(project, "We trust them.")])
    found = matrix(project)
    text = str(found)
    assert text.startswith("Framework matrix by case: 3 rows × 2 columns, 1 summarised, 2 not yet")
    assert "\n    <script>alert(1)</script> & “so”\n    שלום\n" in text
    assert "values (1 quotation)" in text
    html = found._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; “so”\nשלום" in html
    assert "[nothing coded]" in html
    assert found.provenance in text and found.provenance in html


def test_quotations_of_all_cells(project) -> None:
    trust, delay = coding(project, "We trust them."), coding(project, "Delay kills.")
    write(project, "Case A", "values", "Trust.", quotes=[delay, trust])
    found = matrix(project)
    linked = found.quotations("linked")
    assert linked[["row", "column", "quotation", "in_cell"]].values.tolist() == [
        ["Case A", "values", "We trust them.", True],
        ["Case A", "values", "Delay kills.", False],
    ]
    every = found.quotations()
    # Case A: three of its own and one of Case B; Case B: two.
    assert every[["row", "column"]].value_counts(sort=False).to_dict() == {
        ("Case A", "values"): 4, ("Case B", "delay"): 1, ("Case B", "values"): 1,
    }  # fmt: skip
    assert every["linked"].to_list() == [True, True, False, False, False, False]
    assert len(found.quotations("none")) == 0
    assert isinstance(every, pd.DataFrame)
