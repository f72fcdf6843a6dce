"""Slips that must not cost anything: each of these lost or hid something once."""

from __future__ import annotations

import os
import sqlite3
import threading

import pytest
from kit import FORUM, forum, write

import qualcode as qc
from qualcode.cli import main
from qualcode.errors import ExportError, IngestError, QualcodeError, UsageError


@pytest.fixture
def project(tmp_path):
    with forum(tmp_path) as project:
        yield project


def test_no_export_writes_over_a_project_or_a_transcript(project, tmp_path):
    project.add_coding(document="FG1", start=59, end=72, code="trust")
    project.complete("FG1")
    table = qc.crosstab(project, rows="code", columns="role")
    disguised = tmp_path / "copy.csv"
    with sqlite3.connect(disguised) as other:
        other.execute("CREATE TABLE t (x)")
    transcript = tmp_path / "FG1.txt"
    exports = [
        project.export_codings,
        project.export_progress,
        project.export_suggestions,
        project.export_codebook,
        table.to_csv,
        table.to_excel,
        table.to_html,
    ]
    for export in exports:
        for path in (project.path, disguised, transcript):
            before = path.read_bytes()
            with pytest.raises(QualcodeError):
                export(path)
            assert path.read_bytes() == before
    assert project.check() == []


def test_the_command_line_refuses_it_in_one_line(project, tmp_path, capsys):
    path = str(project.path)
    for words in (
        ["codings", "export", path, path],
        ["progress", "export", path, path],
        ["suggest", path, "--out", path],
    ):
        assert main(words) == 1
        assert capsys.readouterr().err.count("\n") == 1
    assert project.check() == []


def test_a_memo_on_a_coding_that_stands_already_is_kept_once(project):
    first = project.add_coding(document="FG1", turn=2, code="trust")
    for _ in range(2):  # a notebook is run again
        again = project.add_coding(document="FG1", turn=2, code="trust", memo="keep me")
    assert again.coding_id == first.coding_id
    assert list(project.memos().text) == ["keep me"]
    assert list(project.memos()["on"]) == [first.coding_id]


def test_completing_again_does_not_unsay_that_it_was_blind(project):
    project.complete("FG1", blind=True)
    project.complete("FG1")
    assert list(project.progress().blind) == ["yes"]
    project.complete("FG1", blind=False)
    assert list(project.progress().blind) == ["no"]


def test_as_of_takes_an_act_and_nothing_else(project, capsys):
    for wrong in (0, -1, 99, 1.5, True, "2"):
        with pytest.raises(QualcodeError):
            project.as_of(wrong)
    table = ["crosstab", str(project.path), "--rows", "code", "--columns", "role", "--as-of", "0"]
    assert main(table) == 1
    assert "act 0" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["record", "any", "each", "consensus", "", "two\nlines"])
def test_nobody_can_be_called_like_a_rule(project, name):
    with pytest.raises(UsageError):
        qc.Project(project.study, name).add_coding(document="FG1", turn=2, code="trust")


def test_a_label_that_recurs_but_was_not_recognised_is_doubted(tmp_path):
    # The Chair speaks twice; read as Bob's words, which must be said.
    text = (
        "INT: Hello.\nBOB: Yes.\nThe Chair: Order.\nINT: Go on.\nBOB: Fine.\nThe Chair: Thanks.\n"
    )
    write(tmp_path, M__txt=text)
    with qc.new_project(tmp_path / "m.qualcode") as project:
        report = project.ingest(tmp_path / "M.txt")
    told = [str(doubt) for doubt in report.doubts if "The Chair" in str(doubt)]
    read = "The Chair" in {line.link.speaker for line in report.labels}
    assert read or any("2 lines begin" in line for line in told)


def test_reading_does_not_wait_for_somebody_who_is_writing(project):
    project.complete("FG1")
    writer = sqlite3.connect(project.path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    done = threading.Event()

    def read() -> None:
        with qc.open_project(project.path) as other:
            qc.crosstab(other, rows="code", columns="role")
        done.set()

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    assert done.wait(20), "a reader waited for the lock"
    writer.execute("ROLLBACK")
    writer.close()
    reader.join()


def test_a_wrong_kind_of_id_is_not_called_damage(project):
    project.suggest()
    ids = list(project.suggestions().suggestion_id)
    with pytest.raises(QualcodeError) as error:
        project.accept(ids)
    assert "damaged" not in str(error.value)


def test_a_pipe_and_an_empty_path_are_refused(project, tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(IngestError, match="neither a file nor a folder"):
        project.ingest(tmp_path / "pipe.txt")
    with pytest.raises(UsageError, match="an empty path"):
        project.ingest("")


def test_a_name_of_half_a_character_stops_no_other_file(project, tmp_path):
    folder = tmp_path / "more"
    folder.mkdir()
    (folder / "FG2.txt").write_text(FORUM.replace("Trust", "Faith"), encoding="utf-8")
    try:
        (folder / os.fsdecode(b"bad\xff.txt")).write_text("ANN: Hello.\n")
    except OSError:
        pytest.skip("this file system takes no such names")
    report = project.ingest(folder)
    assert len(report.refused) == 1 and "FG2" in set(report.frame.document)


def test_the_primary_coder_can_be_named_at_the_command_line(project, capsys):
    project.complete("FG1")
    assert main(["progress", "primary", str(project.path), "AB", "--coder", "AB"]) == 0
    assert main(["progress", "--help"]) == 0
    shown = capsys.readouterr().out
    assert all(word in shown for word in ("import", "export", "complete", "primary"))


def test_an_export_says_which_names_it_takes(project, tmp_path):
    with pytest.raises(ExportError, match=r"\.csv"):
        project.export_codings(tmp_path / "codings.docx")


def test_a_quotation_of_the_interviewer_or_of_the_researcher_says_so(tmp_path):
    write(
        tmp_path,
        A__txt="INT: And the price?\nANN: Price came last.\n",
        O__txt="Date: 1 March 2018\n\nDescriptive notes\n\nPrice is talked of.\n\n"
        "Reflective notes\n\nPrice was on my mind.\n",
        documents__csv="document,kind,case\nA,interview,Kitchen\nO,observation,Kitchen\n",
        codebook__csv="code\nprice\n",
    )
    with qc.new_project(tmp_path / "v.qualcode", coder="AB") as project:
        project.ingest(
            [tmp_path / "A.txt", tmp_path / "O.txt"], documents=tmp_path / "documents.csv"
        )
        project.load_codebook(tmp_path / "codebook.csv")
        for document, turn in (("A", 1), ("A", 2), ("O", 1), ("O", 2)):
            project.add_coding(document=document, turn=turn, code="price")
        assert list(qc.quotes(project, code="price").source) == [
            "A, INT (interviewer), Kitchen",
            "A, A/ANN, Kitchen",
            "O, Kitchen",
            "O, reflective notes, Kitchen",
        ]


def test_offsets_that_contradict_the_turn_are_refused(project):
    with pytest.raises(QualcodeError, match="does not lie in turn 2"):
        project.add_coding(document="FG1", turn=2, start=148, end=166, code="trust")
    assert project.add_coding(document="FG1", turn=2, start=59, end=72, code="trust").end == 72
