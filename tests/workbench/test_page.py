"""The page in a real browser: what is selected is what is coded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from workbench.conftest import drag

import qualcode as qc

BOOK = """\
codebook: Small
codes:
  - {code: value, name: Social value, definition: What is gained beside the price.}
  - {code: price, name: Price, definition: Talk of money.}
"""
TALK = """\
INT: What do you look at first?

P1: The 🌱 garden, the cafe\u0301 and the word שלום on the wall matter more than price.

INT: Anything else?

P1: Price, always price.
"""


@pytest.fixture
def study(tmp_path: Path) -> Path:
    (tmp_path / "talk.txt").write_text(TALK, "utf-8")
    (tmp_path / "book.yaml").write_text(BOOK, "utf-8")
    path = tmp_path / "study.qualcode"
    with qc.new_project(path, coder="AB") as project:
        project.load_codebook(tmp_path / "book.yaml")
        project.ingest(tmp_path / "talk.txt")
    return path


def test_what_the_mouse_selects_is_what_is_coded(study: Path, serve: Any, visit: Any) -> None:
    page = visit(serve(study).link).page
    page.wait_for_selector(".qc-text")
    drag(page, "🌱 garden, the cafe\u0301 and the word שלום on the wall")
    page.click("[data-code=value]")
    page.wait_for_function("document.querySelector('.qc-status').textContent === 'Saved'")
    page.wait_for_selector(".qc-coded")
    with qc.open_project(study) as project:
        made = project.codings()
    assert made["quotation"].tolist() == ["🌱 garden, the cafe\u0301 and the word שלום on the wall"]
    assert made["code"].tolist() == ["value"]
