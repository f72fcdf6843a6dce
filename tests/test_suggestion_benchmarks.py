"""The benchmarks of suggestions run, and print what they say they print. Times are never looked at here."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from suggest_kit import turns

FOLDER = Path(__file__).resolve().parents[1] / "benchmarks"


def run(script, *words):
    done = subprocess.run(
        [sys.executable, str(FOLDER / script), *map(str, words)], capture_output=True, text=True
    )
    return done, [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def folder(tmp_path):
    """Twelve interviews in the layout of the benchmark: 36 codings of measuring, 24 of price, 12 of rain."""
    rows = list(csv.DictReader(io.StringIO(turns(12))))
    with (tmp_path / "turns.csv").open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["doc_id", "turn", "speaker", "role", "text"])
        out.writerows(
            [row["document"], row["turn"], row["speaker"], "participant", row["text"]]
            for row in rows
        )
    with (tmp_path / "codings.csv").open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["doc_id", "turn", "coder", "code"])
        for number in range(1, 13):
            out.writerows([f"D{number}", turn, "AB", "measuring"] for turn in (1, 2, 3))
            out.writerows([f"D{number}", turn, "AB", "price"] for turn in (4, 5))
            out.writerow([f"D{number}", 6, "AB", "rain"])
    (tmp_path / "codebook.csv").write_text(
        "code,definition\nmeasuring,how outcomes are counted\nprice,money\n", encoding="utf-8"
    )
    return tmp_path


def test_a_folder_of_coded_documents_is_measured(folder):
    done, lines = run("suggestions.py", "--data", folder, "--draws", 2, "--coded", "4,50%,12,100%")
    assert done.returncode == 0, done.stderr
    # rain has fewer than 20 turns; twelve documents leave none to measure on.
    assert (lines[0]["documents"], lines[0]["turns"], lines[0]["codes"]) == (12, 120, 2)
    engines = [(line["asked"], line["coded"], line["engine"]) for line in lines[1:]]
    assert engines == [
        ("4", 4, "plain"), ("4", 4, "plain+context"), ("4", 4, "default"), ("4", 4, "default-definitions"),
        ("50%", 6, "plain"), ("50%", 6, "plain+context"), ("50%", 6, "default"),
    ]  # fmt: skip
    for line in lines[1:]:
        assert line["ap"] > 0.8 and 0 <= line["ece"] <= 1
    default = next(line for line in lines[1:] if line["engine"] == "default")
    assert default["ap_minus_plain"][0] == pytest.approx(default["ap"] - lines[1]["ap"], abs=2e-4)
    again = run("suggestions.py", "--data", folder, "--draws", 2, "--coded", "4,50%,12,100%")[1]
    for line in [*lines, *again]:
        line.pop("seconds", None), line.pop("features_seconds", None)
    assert again == lines


def write(folder, turns, codings):
    """Just the columns without which there is nothing: no roles, no speakers, no codebook, no coders."""
    for name, last, rows in (("turns", "text", turns), ("codings", "code", codings)):
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            out = csv.writer(file)
            out.writerow(["doc_id", "turn", last])
            out.writerows(rows)


def test_where_no_code_is_frequent_enough_one_line_says_so(tmp_path):
    # Two turns with the code; the third coding is of a turn that is not there.
    write(
        tmp_path, [["D1", 1, "Rain"], ["D1", 2, "More rain"]], [["D1", n, "wet"] for n in (1, 2, 9)]
    )
    done, lines = run("suggestions.py", "--data", tmp_path, "--draws", 2)
    assert (done.returncode, done.stderr) == (0, "")
    assert lines == [
        {
            "data": tmp_path.name, "documents": 1, "turns": 2, "codings_left_out": 1, "codes": 0,
            "said": "no code has 20 turns in 4 documents: nothing to measure",
        }
    ]  # fmt: skip


def test_six_documents_of_single_letters_and_signs(tmp_path):
    # 20 % of six documents is one; no text holds a word of two letters; a turn is longer than a field of CSV
    # is by default. Of eight turns in each document four are coded.
    said = ["a", "b", "\N{GRINNING FACE}", "?", "", "a b", "a", "b"]
    turns = [[f"D{n}", at, text] for n in range(6) for at, text in enumerate(said)]
    turns[5][2] = "a b " * 40_000
    write(tmp_path, turns, [[f"D{n}", at, "yes"] for n in range(6) for at in (0, 2, 5, 6)])
    done, lines = run("suggestions.py", "--data", tmp_path, "--draws", 1)
    assert (done.returncode, done.stderr) == (0, "")
    assert [line["coded"] for line in lines if line.get("engine") == "default"] == [1, 2, 4, 1, 4]
    # One draw has no interval.
    default = next(line for line in lines if line.get("engine") == "default")
    assert default["ap_minus_plain"][1] is None


def test_draws_that_leave_no_case_are_not_measured(tmp_path):
    # All 20 codings lie in four of five documents; the fifth alone is left when four are coded.
    turns = [[f"D{n}", at, "yes please" if n < 4 else "no"] for n in range(5) for at in range(5)]
    write(tmp_path, turns, [[f"D{n}", at, "yes"] for n in range(4) for at in range(5)])
    done, lines = run("suggestions.py", "--data", tmp_path, "--draws", 6, "--coded", "4")
    assert (done.returncode, done.stderr) == (0, "")
    # The same draws as the benchmark makes.
    drawn = [np.random.default_rng([20260101, 4, draw]).permutation(5)[4] for draw in range(6)]
    left = sum(n != 4 for n in drawn)
    assert 0 < left < 6
    assert {line["draws"] for line in lines[1:]} == {left}


def test_a_folder_without_turns_is_named(tmp_path):
    done, lines = run("suggestions.py", "--data", tmp_path)
    assert (done.returncode, lines) == (2, [])
    assert "turns.csv" in done.stderr


def test_both_sides_of_the_speed_find_the_same():
    done, lines = run("suggestion_speed.py", "--quick", "--runs", 1)
    assert done.returncode == 0, done.stderr
    assert [line["operation"] for line in lines] == [
        "document-term matrix",
        "fit and score, words and characters",
        "fit and score, words",
        "refit after ten decisions, scores and queue",
    ]
    assert all(line["same"] is True and line["goal"] is None for line in lines)
