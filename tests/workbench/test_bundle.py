"""The page that is shipped is the one that its sources make, small, and clean of type faults."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from workbench.conftest import need

FRONTEND = Path(__file__).parents[2] / "frontend"
STATIC = Path(__file__).parents[2] / "qualcode" / "workbench" / "static"
TOOLS = FRONTEND / "node_modules"
PAGE = ("index.html", "start.js", "page.js", "page.css", "icon.svg")


@pytest.fixture
def node() -> str:
    found = shutil.which("node")
    need(found and TOOLS.is_dir(), "Node with the tools of frontend/ (npm install there)")
    assert found is not None
    return found


def test_what_is_shipped_is_what_the_sources_make(node: str, tmp_path: Path) -> None:
    subprocess.run([node, "build.mjs", str(tmp_path)], cwd=FRONTEND, check=True)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["page.css", "page.js"]
    for name in ("page.js", "page.css"):
        assert (STATIC / name).read_text("utf-8") == (tmp_path / name).read_text("utf-8"), (
            f"{name} is not up to date: run `node build.mjs` in frontend/"
        )


def test_the_page_is_small() -> None:
    sizes = {name: (STATIC / name).stat().st_size for name in PAGE}
    assert sum(sizes.values()) < 400_000, sizes


def test_the_types_of_the_sources_are_right(node: str) -> None:
    checked = subprocess.run(
        [node, "node_modules/typescript/bin/tsc", "-p", "."],
        cwd=FRONTEND,
        capture_output=True,
        text=True,
    )
    assert checked.returncode == 0, checked.stdout


def test_nothing_in_the_page_names_another_machine() -> None:
    for name in PAGE:
        text = (STATIC / name).read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        for sign in ("http://", "https://", "//cdn", "@import", "url("):
            assert sign not in text, f"{sign} in {name}"
