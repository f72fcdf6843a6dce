"""Every notebook runs from top to bottom, and none is committed with outputs."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

NOTEBOOKS = sorted((Path(__file__).resolve().parents[1] / "notebooks").glob("*.ipynb"))


def texts(notebook) -> str:
    """Everything the cells printed or showed as text."""
    found = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            found.append(output.get("text", ""))
            found.append(output.get("data", {}).get("text/plain", ""))
    return "\n".join(found)


@pytest.fixture(scope="module")
def executed(request):
    from nbclient import NotebookClient

    notebook = nbformat.read(request.param, as_version=4)
    folder = str(Path(request.param).parent)
    NotebookClient(
        notebook, timeout=180, kernel_name="python3", resources={"metadata": {"path": folder}}
    ).execute()
    return notebook


def test_there_is_a_notebook_to_start_with():
    assert [path.name for path in NOTEBOOKS][:1] == ["00_start.ipynb"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_outputs_are_committed(path):
    notebook = nbformat.read(path, as_version=4)
    assert all(not cell.get("outputs") for cell in notebook.cells if cell.cell_type == "code")
    assert all(
        cell.get("execution_count") is None for cell in notebook.cells if cell.cell_type == "code"
    )


# What each notebook must come to: words that its cells print, and how many figures it draws.
ENDS = {
    "00_start": (["nothing is wrong", "themes_by_role_and_case.xlsx"], 1),
    "01_codebook_in_motion": (
        ["nothing is wrong", "Renamed: closeness is now trust", "6 codings coded anew", "no_box"],
        0,
    ),
    "02_themes_by_role_and_case": (["nothing is wrong", "findings.docx"], 5),
    "03_agreement": (
        [
            "nothing is wrong",
            "passed by all: 18 of 18; settled: 18",
            "the same figures as above: True",
        ],
        2,
    ),
    "04_comparing_roles_and_cases": (
        [
            "nothing is wrong",
            "Freeman-Halton:    p = 0.075, every table counted",
            "4 participants can be compared (5 or more",
            "p (permutation) of The burden of proof cannot fall below 1.00 with these people",
            "money, Infrastructure, as printed: …",
            "methods.docx",
        ],
        10,
    ),
    "05_framework_matrix": (
        ["nothing is wrong", "2 written, 1 quotation linked, 0 unlinked, 1 conflict left"],
        0,
    ),
    "06_semi_automated_coding": (
        [
            "nothing is wrong",
            "held back 274: inner validation cannot support a precision of 0.8",
            "cannot be accepted together: no random sample of it was looked at",
            "cannot be accepted together: 3 of 10 in the sample",
            "24 of 56 codings in these documents were suggested",
            "MW: 80 of 80 passed, blind: yes; ready to correct",
            "corrected intervals hold the true share",
        ],
        2,
    ),
    "07_coding_in_the_notebook": (
        [
            "nothing is wrong",
            "The coding page of study.qualcode for MW",
            "If you took it out there'd be nothing left but",
            "3 codings",
            "4 codings",
        ],
        0,
    ),
}


def test_every_notebook_has_an_end_to_come_to():
    assert sorted(ENDS) == [path.stem for path in NOTEBOOKS]


@pytest.mark.parametrize("executed", NOTEBOOKS, ids=lambda path: path.stem, indirect=True)
def test_the_notebook_comes_to_its_end(executed, request):
    words, number = ENDS[request.node.callspec.id]
    printed = texts(executed)
    for each in words:
        assert each in printed, each
    figures = [
        output
        for cell in executed.cells
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    ]
    assert len(figures) == number
