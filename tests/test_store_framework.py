"""Cells of framework matrices in the store: their life, undo and redo, the past, and what purging leaves."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from kit import CODEBOOK, PARTICIPANTS, code_by_hand, content, forum, picture, write

import qualcode as qc
from qualcode.errors import HistoryError, ProjectError
from qualcode.review.framework import (
    clear_summary,
    link_quotations,
    move_summaries,
    summarise,
    unlink_quotations,
)
from qualcode.store import history, replay, summaries

# The forum of the kit is of Case A; ANN (P1) speaks of trust twice and of price once.


@pytest.fixture
def project(tmp_path: Path) -> qc.Project:
    return forum(tmp_path)


def cells(study) -> list[tuple[str, str, str | None, str]]:
    """Row, code of today, words and author of the summaries that stand."""
    return [(*each.cell[1:], each.text, each.coder) for each in summaries.standing(study)]


def second_schema(folder: Path) -> Path:
    """A project as the version before this table wrote it."""
    project = forum(folder)
    code_by_hand(project)
    path = project.path
    project.close()
    connection = sqlite3.connect(path)
    connection.execute("DROP TABLE summary")
    connection.execute("DROP TABLE summary_link")
    connection.execute("PRAGMA user_version = 2")
    connection.commit()
    connection.close()
    return path


def test_a_project_of_the_second_schema_is_brought_up_when_opened(tmp_path):
    path = second_schema(tmp_path / "old")
    project = qc.open_project(path, coder="AB")
    assert len(project.codings()) == 3
    summarise(project.study, "AB", "Case A", "trust", "Trust comes first.")
    assert cells(project.study) == [("Case A", "trust", "Trust comes first.", "AB")]
    assert project.check() == []
    fresh = forum(tmp_path / "fresh")

    def made(each):
        return set(
            each.study.connection.execute(
                "SELECT type, name, tbl_name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
            )
        )

    assert made(project) == made(fresh)


def test_a_project_of_the_second_schema_is_read_where_it_may_not_be_written(tmp_path):
    path = second_schema(tmp_path / "old")
    path.chmod(0o444)
    before = path.read_bytes()
    project = qc.open_project(path, coder="AB")
    assert cells(project.study) == []
    assert project.check() == []
    with pytest.raises(ProjectError, match="read-only"):
        summarise(project.study, "AB", "Case A", "trust", "No.")
    project.close()
    assert path.read_bytes() == before


def test_no_event_holds_words_of_the_study(project):
    ids = code_by_hand(project)
    summarise(project.study, "AB", "Case A", "trust", "A secret of theirs.", quotes=ids[:1])
    summarise(project.study, "AB", "P1", "trust", "Ann again.", rows="participant")
    events = [
        data
        for (data,) in project.study.rows(
            "SELECT data FROM event WHERE kind IN ('summary', 'unsummary')"
        )
    ]
    assert len(events) == 2
    assert all(word not in data for data in events for word in ("secret", "Case A", "Ann", "P1"))
    assert json.loads(events[0])["links"] == ids[:1]


# -- undo and redo -----------------------------------------------------------------------------------------


def _write(project, ids):
    summarise(project.study, "AB", "Case A", "trust", "First.", quotes=ids[:1])


def _edit(project, ids):
    _write(project, ids)
    summarise(project.study, "AB", "Case A", "trust", "Second.")


def _link(project, ids):
    _write(project, ids)
    link_quotations(project.study, "AB", "Case A", "trust", ids[2])


def _unlink(project, ids):
    _write(project, ids)
    unlink_quotations(project.study, "AB", "Case A", "trust", ids[0])


def _clear(project, ids):
    _write(project, ids)
    clear_summary(project.study, "AB", "Case A", "trust")


def _move(project, ids):
    summarise(project.study, "AB", "P1", "trust", "Of Ann.", rows="participant")
    move_summaries(project.study, "AB", "P1", "P2", rows="participant")


def _join(project, ids):
    _write(project, ids)
    summarise(project.study, "AB", "Case A", "price", "Price.", quotes=ids[1:2])
    project.merge_codes("price", "trust")
    summarise(project.study, "AB", "Case A", "trust", "Both.")


@pytest.mark.parametrize("act", [_write, _edit, _link, _unlink, _clear, _move, _join])
def test_every_act_on_a_cell_is_undone_done_again_and_remembered(project, act):
    ids = code_by_hand(project)
    act(project, ids)
    last = project.study.last_act

    def state(study):
        return [
            (each.cell, each.text, each.coder, each.links) for each in summaries.standing(study)
        ]

    after = state(project.study)
    before = state(replay.as_of(project.study, last - 1))
    assert after != before
    project.undo()
    assert state(project.study) == before
    assert project.check() == []
    project.redo()
    assert state(project.study) == after
    assert project.check() == []
    assert state(replay.as_of(project.study, last)) == after
    # Only what these kinds of events made, which is all that the summaries need.
    assert state(replay.as_of(project.study, last, summaries.KINDS)) == after
    assert state(replay.as_of(project.study, last - 1, summaries.KINDS)) == before


def test_the_last_to_write_a_cell_stands_and_the_one_before_cannot_undo_beneath(project):
    other = qc.open_project(project.path, coder="CD")
    summarise(project.study, "AB", "Case A", "trust", "As I see it.")  # act 4
    summarise(other.study, "CD", "Case A", "trust", "As I see it, too.")
    assert cells(project.study) == [("Case A", "trust", "As I see it, too.", "CD")]
    every = summaries.all_summaries(project.study)
    assert [(each.text, each.coder, each.ended) for each in every] == [
        ("As I see it.", "AB", 5),
        ("As I see it, too.", "CD", None),
    ]
    assert every[1].replaces == (every[0].summary_id,)
    before = content(project)
    with pytest.raises(HistoryError, match=r"act 5 \(summarise by CD"):
        project.undo()
    assert content(project) == before
    other.undo()
    assert cells(project.study) == [("Case A", "trust", "As I see it.", "AB")]
    assert project.check() == []


def test_a_cleared_cell_does_not_come_back_under_another_summary(project):
    other = qc.open_project(project.path, coder="CD")
    summarise(project.study, "AB", "Case A", "trust", "Mine.")
    clear_summary(project.study, "AB", "Case A", "trust")
    summarise(other.study, "CD", "Case A", "trust", "Theirs.")  # act 6
    with pytest.raises(HistoryError, match="act 6"):
        project.undo()
    assert cells(project.study) == [("Case A", "trust", "Theirs.", "CD")]


def test_what_was_undone_is_not_done_again_over_anothers_words(project):
    other = qc.open_project(project.path, coder="CD")
    summarise(project.study, "AB", "Case A", "trust", "Mine.")
    project.undo()
    summarise(other.study, "CD", "Case A", "trust", "Theirs.")
    with pytest.raises(HistoryError, match="the cell was written meanwhile"):
        project.redo()
    assert cells(project.study) == [("Case A", "trust", "Theirs.", "CD")]


def test_a_coding_that_a_summary_is_linked_to_is_not_undone_beneath_it(project):
    other = qc.open_project(project.path, coder="CD")
    (coding,) = code_by_hand(project, 1)  # act 4
    summarise(other.study, "CD", "Case A", "trust", "They trust.", quotes=[coding])
    with pytest.raises(HistoryError, match="act 5"):
        project.undo()
    other.undo()
    project.undo()
    with pytest.raises(HistoryError, match="linked to is no longer in the project"):
        other.redo()


def test_a_code_with_a_summary_is_not_undone_beneath_it(project, tmp_path):
    project.add_code("risk", name="Risk")  # act 4
    other = qc.open_project(project.path, coder="CD")
    summarise(other.study, "CD", "Case A", "risk", "Nobody speaks of it.")
    with pytest.raises(HistoryError, match="act 5"):
        project.undo()
    other.undo()
    project.undo()
    with pytest.raises(HistoryError, match="the codebook no longer has risk"):
        other.redo()


def test_the_history_counts_what_an_act_did(project):
    summarise(project.study, "AB", "Case A", "trust", "First.")
    summarise(project.study, "AB", "Case A", "trust", "Second.")
    clear_summary(project.study, "AB", "Case A", "trust")
    assert [entry.what for entry in history.acts(project.study)[3:]] == [
        "1 summary",
        "1 summary taken out, 1 summary",
        "1 summary taken out",
    ]


# -- what becomes of a cell --------------------------------------------------------------------------------


def test_a_cell_follows_its_code(project):
    ids = code_by_hand(project)
    summarise(project.study, "AB", "Case A", "trust", "Trust.", quotes=[ids[0]])
    summarise(project.study, "AB", "Case A", "price", "Price.")
    project.rename_code("trust", "reliance")
    assert cells(project.study) == [
        ("Case A", "reliance", "Trust.", "AB"),
        ("Case A", "price", "Price.", "AB"),
    ]
    project.merge_codes("price", "reliance")
    # Both are there until somebody joins them.
    assert cells(project.study) == [
        ("Case A", "reliance", "Trust.", "AB"),
        ("Case A", "reliance", "Price.", "AB"),
    ]
    made = summarise(project.study, "AB", "Case A", "reliance", "Trust and price.")
    (own,) = summaries.standing(project.study)
    assert (own.summary_id, own.text, own.links) == (made, "Trust and price.", (ids[0],))
    assert len(own.replaces) == 2
    assert project.check() == []


def test_a_split_code_keeps_its_summary_as_the_category_it_is_now(project):
    summarise(project.study, "AB", "Case A", "trust", "Trust.")
    project.split_code("trust", ["trust_in", "trust_by"])
    assert cells(project.study) == [("Case A", "trust", "Trust.", "AB")]


def test_a_participant_who_has_another_id_by_now_keeps_the_cell(tmp_path):
    project = forum(tmp_path)
    write(tmp_path, participants__csv="participant,aliases,role\nP1,ANN,Commissioner\n")
    fresh = qc.new_project(tmp_path / "t.qualcode", coder="AB")
    fresh.ingest(
        tmp_path / "FG1.txt",
        participants=tmp_path / "participants.csv",
        documents=tmp_path / "documents.csv",
    )
    fresh.load_codebook(tmp_path / "codebook.yaml")
    summarise(fresh.study, "AB", "FG1/BOB", "trust", "Bob disagrees.", rows="participant")
    summarise(fresh.study, "AB", "ANN", "trust", "Ann trusts.", rows="participant")
    assert [each[0] for each in cells(fresh.study)] == ["FG1/BOB", "P1"]
    write(tmp_path, participants__csv=PARTICIPANTS)
    fresh.ingest(participants=tmp_path / "participants.csv")
    assert [each[0] for each in cells(fresh.study)] == ["P2", "P1"]
    project.close()


def test_a_codebook_that_drops_a_code_without_codings_does_not_lose_its_summary(project, tmp_path):
    summarise(project.study, "AB", "Case A", "delay", "Nobody speaks of it.")
    write(tmp_path, codebook__yaml=CODEBOOK.replace("  - code: delay\n", ""))
    project.load_codebook(tmp_path / "codebook.yaml")
    assert cells(project.study) == [("Case A", "delay", "Nobody speaks of it.", "AB")]
    assert clear_summary(project.study, "AB", "Case A", "delay") != []
    assert cells(project.study) == []


# -- purging and checking ----------------------------------------------------------------------------------


def purge(study, *numbers: int) -> None:
    for number in numbers:
        study.connection.execute(
            "UPDATE content SET body = NULL, digest = NULL WHERE n = ?", (number,)
        )
    study._cache.clear()


def test_words_can_be_purged_and_the_history_stands(project):
    ids = code_by_hand(project)
    summarise(project.study, "AB", "Case A", "trust", "A secret.", quotes=ids[:1])
    summarise(project.study, "AB", "P1", "trust", "Ann's secret.", rows="participant")
    case, person = summaries.standing(project.study)
    purge(project.study, case.content, person.content, person.row_content)
    assert project.check() == []
    # The row of a person who withdrew is gone; that of the case is there without its words.
    assert cells(project.study) == [("Case A", "trust", None, "AB")]
    told = project.history()["what"].tolist()[-2:]
    assert told[0].startswith("summarised Case A × trust: [purged]")
    assert told[1] == "summarised [purged] × trust: [purged]"
    assert "secret" not in str(picture(project)) + str(told)


def test_check_finds_words_that_are_missing_or_altered(project):
    summarise(project.study, "AB", "Case A", "trust", "As it is.")
    (own,) = summaries.standing(project.study)
    project.study.connection.execute(
        "UPDATE content SET body = replace(body, 'is', 'was') WHERE n = ?", (own.content,)
    )
    assert ["words were altered: summary" in str(each) for each in project.check()] == [True]
    project.study.connection.execute("DELETE FROM content WHERE n = ?", (own.row_content,))
    assert any("table summary" in problem.where for problem in project.check())
