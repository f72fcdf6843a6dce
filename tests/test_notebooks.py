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


@pytest.mark.parametrize("executed", NOTEBOOKS, ids=lambda path: path.stem, indirect=True)
def test_the_notebook_ends_with_a_table_and_a_figure(executed):
    printed = texts(executed)
    assert "nothing is wrong" in printed
    assert "themes_by_role_and_case.xlsx" in printed
    figures = [
        output
        for cell in executed.cells
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    ]
    assert len(figures) == 1
