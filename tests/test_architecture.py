"""Imports point one way, and importing the package stays cheap."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "qualcode"

# A room may import rooms with a smaller number, never one with the same number or a larger one.
LAYER = {
    "errors": 0,
    "core": 1,
    "readers": 2,
    "store": 2,
    "ingest": 3,
    "index": 3,
    "suggest": 4,
    "analysis": 4,
    "review": 5,
    "exchange": 5,
    "present": 5,
    "explore": 6,
    "privacy": 6,
    "workbench": 7,
    "project": 8,
    "demo": 9,
    "cli": 10,
    "__main__": 11,
}


def room(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if parts[0] == "qualcode" and len(parts) > 1 else None


def imports(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def violations(files: dict[str, str]) -> list[str]:
    """`files`: module name -> source. One line for each import that points the wrong way."""
    found = []
    for module, source in files.items():
        own = room(module)
        if own is None:
            continue  # qualcode/__init__.py names things without importing them
        for imported in imports(ast.parse(source)):
            other = room(imported)
            if other in LAYER and other != own and LAYER[other] >= LAYER[own]:
                found.append(f"{module} imports {imported}")
    return found


def sources() -> dict[str, str]:
    files = {}
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        files[".".join(p for p in parts if p != "__init__")] = path.read_text("utf-8")
    return files


def test_imports_point_one_way():
    assert violations(sources()) == []


def test_an_import_that_points_up_is_found():
    assert violations({"qualcode.analysis.tables": "from qualcode.present.table import Table"})
    assert violations({"qualcode.index": "from qualcode.ingest import run"})


def test_every_room_has_a_layer():
    assert {room(module) for module in sources()} - {None} <= set(LAYER)


@pytest.mark.parametrize("module", ["qualcode", "qualcode.cli"])
def test_importing_loads_nothing_heavy(module):
    heavy = "pandas numpy spacy sklearn gensim matplotlib jupyter lxml scipy"
    script = f"import sys, {module}; print([m for m in '{heavy}'.split() if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr
