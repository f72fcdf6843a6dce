"""A project that is open more than once in one process, while other processes come and go."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import qualcode as qc
from qualcode.errors import ProjectError


def elsewhere(path: Path, does: str) -> str:
    """What another process prints that opens the project, does something and closes it."""
    code = f"import qualcode as qc\nwith qc.open_project({str(path)!r}) as project:\n    {does}"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def test_what_is_written_after_another_process_has_closed_the_file_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text("A: One two three.\n", "utf-8")
    path = tmp_path / "study.qualcode"
    with qc.new_project(path, coder="AB") as project:
        project.ingest(tmp_path / "talk.txt")
        project.add_code("one", name="One", definition="The one.")
        # A second variable of a notebook, a second worker of a server.
        with qc.open_project(path) as second:
            second.documents()
        elsewhere(path, "project.documents()")
        project.add_coding(document="talk", start=3, end=6, code="one")
        assert elsewhere(path, "print(len(project.codings()))") == "1"


def test_nothing_is_written_into_a_file_that_is_not_in_its_place(tmp_path: Path) -> None:
    path = tmp_path / "study.qualcode"
    with qc.new_project(path, coder="AB") as project:
        project.add_code("one", name="One", definition="The one.")
        path.rename(tmp_path / "other.qualcode")
        with pytest.raises(ProjectError, match="moved, deleted or replaced"):
            project.add_code("two", name="Two", definition="The two.")
        (tmp_path / "other.qualcode").rename(path)
        project.add_code("two", name="Two", definition="The two.")
