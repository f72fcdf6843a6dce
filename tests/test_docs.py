"""What the README says is what the program does."""

from __future__ import annotations

import csv
import re
import shlex
import shutil
from pathlib import Path

import pytest

from qualcode.cli.parser import parse

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    shlex.split(line.split("#")[0])[1:]
    for block in re.findall(r"```sh\n(.*?)```", README, re.S)
    for line in block.splitlines()
    if line.startswith("qualcode ")
]  # in the order in which they stand


def test_the_first_screen_has_the_two_complete_lines():
    run = "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/qualcode demo demo-study"
    test = "python3 -m venv .venv && .venv/bin/pip install -e '.[dev]' && .venv/bin/pytest"
    assert run in README and test in README
    assert README.index(test) < README.index("## ")
    # The check of the project runs the second line as it stands.
    assert test in (ROOT / ".ci/run").read_text()


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_of_the_readme_can_be_typed(words):
    assert parse(words).run


@pytest.fixture
def beside_the_demo(tmp_path, monkeypatch):
    """A folder as the README has it: the sources of the demonstration study in demo-study."""
    sources = tmp_path / "demo-study" / "sources"
    for name in ("data", "codebooks"):
        shutil.copytree(ROOT / name, sources / name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("QUALCODE_CODER", raising=False)
    return tmp_path


def test_the_python_of_the_readme_runs_from_top_to_bottom(beside_the_demo):
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    names: dict[str, object] = {}
    for block in re.findall(r"```python\n(.*?)```", README, re.S):
        exec(compile(block, "README.md", "exec"), names)
    plt.close("all")
    assert names["project"].check() == []
    made = {path.name for path in beside_the_demo.iterdir()}
    assert {"themes.xlsx", "memos.docx", "findings.docx"} <= made


def test_the_commands_of_the_readme_run_from_top_to_bottom(beside_the_demo, monkeypatch, capsys):
    from qualcode.cli import main

    monkeypatch.chdir(beside_the_demo / "demo-study" / "sources")
    monkeypatch.setenv("QUALCODE_CODER", "AB")
    for words in COMMANDS:
        if words[0] == "demo":
            continue
        for name, column, value in (
            ("suggestions.csv", "decision", "accept"),
            ("recode.csv", "recode", "on_a_person"),
        ):
            if name in words and "--out" not in words:
                fill(Path(name), column, value)
        assert main(words) == 0, (words, capsys.readouterr().err)
    assert "nothing is wrong" in capsys.readouterr().out


def fill(path, column, value):
    """Every row of a sheet decided, as somebody would by hand."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row[column] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_every_verb_is_in_the_readme():
    from qualcode.cli.parser import _build

    actions = [action for action in _build()._actions if action.choices]
    for verb in actions[0].choices:  # type: ignore[union-attr]
        assert f"qualcode {verb}" in README, verb


def test_links_of_the_documents_lead_somewhere():
    for name in ("README.md", "ARCHITECTURE.md", "data/README.md", "codebooks/README.md"):
        path = ROOT / name
        for target in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (path.parent / target).exists(), f"{name}: {target}"


def test_the_changelog_begins_with_results_that_change():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    first = re.findall(r"^### (.*)$", text, re.M)[0]
    assert first == "Results that change"


def test_public_names_exist_and_are_documented():
    import qualcode

    for name in qualcode.__all__:
        value = getattr(qualcode, name)
        if callable(value):
            assert value.__doc__, name
