"""The speed benchmark runs and finds equal results on both sides. Times are never looked at here."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[1] / "benchmarks" / "speed.py"
FIELDS = ["operation", "size", "ours_s", "theirs_s", "theirs", "ratio", "goal", "pass"]


def speed(*words):
    done = subprocess.run(
        [sys.executable, str(SCRIPT), *map(str, words)], capture_output=True, text=True
    )
    return done, [json.loads(line) for line in done.stdout.splitlines()]


# Operation -> the lines it prints. "start" has a test of its own; "patterns" takes too long.
LINES = {
    "crosstab": 1,
    "opened": 1,
    "frame": 1,
    "coding": 2,
    "import": 2,
    "command": 1,
    "readers": 9,
    "suggest": 1,
    "kwic": 2,
    "growth": 2,
    "agreement": 10,
    "cooccurrence": 4,
    "inference": 4,
}


def test_every_operation_finds_equal_results(tmp_path):
    done, lines = speed("--quick", "--folder", tmp_path, "--only", *LINES)
    if done.returncode == 2 and "tmpfs" in done.stderr:
        pytest.skip("the temporary folder lies in memory")
    assert done.returncode == 0, done.stderr
    assert len(lines) == sum(LINES.values())
    for line in lines:
        assert list(line)[: len(FIELDS)] == FIELDS
        assert line["goal"] is None and line["pass"] is None
    assert list(tmp_path.iterdir()) == []


def test_a_share_of_the_full_size_is_more_than_nothing_and_at_most_all(tmp_path):
    for share in ("0", "1.5", "-1", "half"):
        done, lines = speed("--folder", tmp_path, "--only", "crosstab", "--size", share)
        assert (done.returncode, lines) == (2, [])
        assert "--size" in done.stderr
    done, lines = speed("--folder", tmp_path, "--only", "crosstab", "--size", "0.01")
    assert [line["size"] for line in lines] == ["10,000 codings, 50 codes, 8 roles"]


def test_importing_the_package_loads_nothing_heavy(tmp_path):
    done, lines = speed("--quick", "--folder", tmp_path, "--only", "start")
    assert done.returncode == 0, done.stderr
    assert [line["operation"] for line in lines] == ["import qualcode", "qualcode --version"]


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="no folder in memory to try it on")
def test_a_folder_in_memory_is_refused():
    done, lines = speed("--quick", "--folder", "/dev/shm", "--only", "coding")
    assert (done.returncode, lines) == (2, [])
    assert "lies in memory" in done.stderr
