"""The demonstration study: complete, invented, and the same every time."""

from __future__ import annotations

import csv
import os
import re
from pathlib import Path

import pytest

import qualcode as qc
from qualcode.cli import main
from qualcode.core.text import WORD
from qualcode.demo import FIRST, SECOND, build, study_folder

DATA = study_folder() / "data"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    path = tmp_path_factory.mktemp("demo") / "study.qualcode"
    with qc.new_project(path, coder=FIRST) as project:
        build(project, study_folder())
        yield project


def test_the_design_is_the_one_the_readme_describes(project):
    documents = project.documents()
    assert len(documents) == 26
    assert (documents.phase == "1").sum() == 11
    in_cases = documents[documents.phase == "2"].groupby(["case", "kind"]).size()
    assert dict(in_cases) == {
        ("Case A", "interview"): 4, ("Case A", "observation"): 1,
        ("Case B", "interview"): 3, ("Case B", "focus_group"): 1, ("Case B", "observation"): 1,
        ("Case C", "interview"): 4, ("Case C", "observation"): 1,
    }  # fmt: skip
    assert (documents.words >= 600).all()


def test_two_people_speak_in_both_phases_under_two_ids(project):
    people = project.participants().set_index("participant")
    assert people.loc["IP8", "documents"] == "IP08; CC1"
    assert people.loc["IP10", "documents"] == "IP10; CA2"
    # 11 in phase 1; in the cases 12 interviews, one of them four people; two of these are old friends.
    assert len(people) == 11 + 11 + 4 - 2 and people.in_sheet.all()


def test_nothing_is_doubtful_but_the_one_encoding_said_aloud(tmp_path):
    with qc.new_project(tmp_path / "s.qualcode", coder="MW") as project:
        report = project.ingest(DATA)
    assert not report.refused
    assert [doubt.where for doubt in report.doubts] == ["IP08.txt"]


def test_every_code_is_defined_in_full_and_used(project):
    book = project.codebook
    assert len(book.themes) == 6
    for code in book:
        assert code.name and code.definition and code.include and code.exclude and code.examples
    used = set(project.codings().code)
    assert {code.code for code in book if code.parent} <= used


def test_the_review_was_done_by_people_who_disagree(project):
    decisions = project.decisions().decision.value_counts()
    assert decisions.min() >= 20 and set(decisions.index) == {"accept", "reject", "revise"}
    progress = project.progress()
    assert set(progress[progress.coder == FIRST].document) == set(project.documents().document)
    second = progress[progress.coder == SECOND]
    assert len(second) == 6 and set(second.blind) == {"yes"}
    codings = project.codings()
    both = codings[codings.document.isin(second.document)]
    marks = {
        coder: set(zip(own.document, own.turn, own.code, strict=True))
        for coder, own in both.groupby("coder", observed=True)
    }
    shared = marks[FIRST] & marks[SECOND]
    assert shared and marks[FIRST] - shared and marks[SECOND] - shared


def test_tables_have_codings_in_every_theme_and_every_case(project):
    table = qc.crosstab(project, rows="theme", columns="case", where={"phase": "2"}, unit="codings")
    assert list(table.frame.columns) == ["Case A", "Case B", "Case C"]
    assert (table.frame > 0).all().all()
    assert project.check() == []


def test_no_two_documents_share_a_sentence(project):
    """Eight words in a row are a phrase that was copied, not one that people happen to share."""
    seen: dict[tuple[str, ...], str] = {}
    spoken = project.turns().groupby("document", observed=True).text.agg(" ".join)
    for document, text in spoken.items():
        words = [word.lower() for word in WORD.findall(text)]
        for at in range(len(words) - 7):
            run = tuple(words[at : at + 8])
            assert seen.setdefault(run, document) == document, " ".join(run)


def test_the_command_leaves_tables_figures_and_workbook(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["demo", "study"]) == 0
    left = {path.name for path in Path("study").iterdir()}
    assert {
        "study.qualcode", "themes_by_role_and_case.xlsx", "themes_by_role_and_case.html",
        "themes_by_role.png", "themes_by_case.png", "code_frequencies.csv", "codings.csv",
        "themes_by_role_tested.docx", "themes_by_role_tested.xlsx", "themes_by_role_tested.png",
        "agreement.docx", "agreement.xlsx", "agreement.png", "cooccurrence.xlsx", "cooccurrence.png",
        "saturation.docx", "saturation.png", "framework.xlsx", "framework.docx", "methods.docx",
    } <= left  # fmt: skip
    printed = capsys.readouterr().out
    assert all(f"study{os.sep}{name}\n" in printed for name in left - {"study.qualcode-derived"})
    _the_matrix_rests_on_quotations()
    before = Path("study/study.qualcode").read_bytes()
    assert main(["demo", "study"]) == 1, "somebody may have worked in it"
    assert capsys.readouterr().err.count("\n") == 1
    assert Path("study/study.qualcode").read_bytes() == before


def _the_matrix_rests_on_quotations():
    with qc.open_project("study/study.qualcode") as project:
        cells = project.framework(where={"phase": "2"}, coders="record").cells()
        assert project.check() == []
    written = cells[cells.state == "summarised"]
    assert len(written) == 5 and set(written.row) == {"Case A", "Case B", "Case C"}
    assert (written.n_quotations >= 2).all() and not written.stale.any()
    assert set(written.coder) == {FIRST}


def test_the_wheel_names_every_part_of_the_study_and_nothing_private():
    import tomllib

    root = Path(__file__).resolve().parents[1]
    build = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["hatch"]["build"]
    named = set(build["targets"]["wheel"]["force-include"])
    parts = {f"data/{path.name}" for path in (root / "data").iterdir()} - {"data/private"}
    assert named == parts | {"codebooks"}


def test_the_page_opens_its_quotations_without_a_script(project, tmp_path):
    table = qc.crosstab(project, rows="theme", columns=["role", "case"], where={"phase": "2"})
    page = tmp_path / "t.html"
    table.to_html(page)
    text = page.read_text(encoding="utf-8")
    assert "<script" not in text and "http" not in re.sub(r"http-equiv", "", text)
    targets = set(re.findall(r'href="#([^"]+)"', text))
    assert targets and targets <= set(re.findall(r'id="([^"]+)"', text))


def test_the_recorded_review_names_suggestions_that_are_made(project):
    with (DATA / "review" / "decisions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["suggestion_id"] for row in rows} == set(project.suggestions().suggestion_id)
