"""The command line: results on stdout, one-line errors on stderr, exit codes, JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from kit import write_forum

from qualcode.cli import main


@pytest.fixture
def study(tmp_path, monkeypatch, capsys):
    """A folder with the forum ingested into s.qualcode and its codebook loaded; nothing printed yet."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("QUALCODE_CODER", raising=False)
    write_forum(tmp_path)
    (tmp_path / "codings.csv").write_text(
        "document,start,end,code,coder,quotation\nFG1,59,72,trust,AB,Trust matters\n"
        "FG1,80,95,price,AB,Price came last\nFG1,154,165,trust,AB,trust again\n"
    )
    assert main(["new", "s.qualcode"]) == 0
    assert main(["ingest", "s.qualcode", "FG1.txt", "--participants", "participants.csv",
                 "--documents", "documents.csv"]) == 0  # fmt: skip
    assert main(["codebook", "load", "s.qualcode", "codebook.yaml"]) == 0
    capsys.readouterr()
    return tmp_path


def answer(capsys):
    out = capsys.readouterr().out
    assert out.count("\n") == 1, "stdout is one JSON object on one line"
    found = json.loads(out)
    assert set(found) == {"schema", "command", "result", "problems"}
    return found


def test_the_main_job_from_files_to_a_table(study, capsys):
    assert main(["suggest", "s.qualcode", "--out", "suggestions.csv"]) == 0
    rows = (study / "suggestions.csv").read_text(encoding="utf-8").splitlines()
    assert len(rows) == 1 + 3
    decided = "\n".join([rows[0], *(_decided(row) for row in rows[1:])])
    (study / "decided.csv").write_text(decided + "\n", encoding="utf-8")
    assert main(["decide", "s.qualcode", "decided.csv", "--coder", "AB"]) == 0
    assert main(["progress", "complete", "s.qualcode", "FG1", "--coder", "AB"]) == 0
    capsys.readouterr()
    assert main(["crosstab", "s.qualcode", "--rows", "code", "--columns", "role", "--unit",
                 "codings", "--out", "t.csv", "--out", "t.xlsx", "--out", "t.html"]) == 0  # fmt: skip
    printed = capsys.readouterr().out
    assert "trust" in printed and "base: participants" in printed
    assert {"t.csv", "t.xlsx", "t.html"} <= {path.name for path in study.iterdir()}


def _decided(row: str) -> str:
    assert row.endswith(",,")
    return row[:-2] + ",accept,"


def test_json_answers_with_one_object_and_the_numbers(study, capsys):
    assert main(["codings", "import", "s.qualcode", "codings.csv", "--complete", "--json"]) == 0
    found = answer(capsys)
    assert found["command"] == "codings import" and found["problems"] == []
    assert found["result"]["added"] == 3 and found["result"]["passes"] == 1
    assert main(["crosstab", "s.qualcode", "--rows", "code", "--columns", "role", "--unit", "words",
                 "--json"]) == 0  # fmt: skip
    table = answer(capsys)["result"]
    assert table["rows"] == ["values", "trust", "price", "delay"]
    assert table["columns"] == [["Commissioner"], ["Provider"]]
    assert table["cells"] == [[0, 0], [4, 0], [3, 0], [0, 0]]
    assert table["bases"]["words"] == [11, 5]


def test_where_keeps_what_it_names_and_refuses_what_nobody_has(study, capsys):
    main(["codings", "import", "s.qualcode", "codings.csv", "--complete"])
    capsys.readouterr()
    arguments = ["crosstab", "s.qualcode", "--rows", "theme", "--columns", "case", "--json"]
    assert main([*arguments, "--where", "role=Provider"]) == 0
    assert answer(capsys)["result"]["cells"] == [[0], [0]]
    assert main([*arguments, "--where", "role=Provider", "--where", "role=Commissioner"]) == 0
    assert answer(capsys)["result"]["cells"] == [[1], [0]]
    assert main([*arguments, "--where", "role=Provder"]) == 1
    assert "Provder" in answer(capsys)["problems"][0]["found"]
    assert main([*arguments, "--where", "role"]) == 2


@pytest.mark.parametrize(
    "words",
    [
        ["decide", "s.qualcode", "codings.csv"],
        ["undo", "s.qualcode"],
        ["redo", "s.qualcode"],
        ["progress", "complete", "s.qualcode", "FG1"],
    ],
)
def test_who_codes_must_be_said(study, capsys, words):
    before = (study / "s.qualcode").read_bytes()
    assert main(words) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1 and "--coder" in error
    assert (study / "s.qualcode").read_bytes() == before


def test_the_environment_can_say_who_codes(study, capsys, monkeypatch):
    monkeypatch.setenv("QUALCODE_CODER", "AB")
    assert main(["progress", "complete", "s.qualcode", "FG1"]) == 0
    assert "AB" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["frobnicate"], 2),
        (["crosstab", "s.qualcode", "--rows", "code"], 2),
        (["crosstab", "s.qualcode", "--rows", "code", "--columns", "rle"], 1),
        (["crosstab", "s.qualcode", "--rows", "code", "--columns", "role", "--unit", "turns",
          "--measure", "per_1000_words"], 2),
        (["frequencies", "nowhere.qualcode"], 1),
        (["ingest", "s.qualcode", "nothing.txt"], 1),
        (["codebook", "check", "FG1.txt"], 1),
        (["codebook", "export", "s.qualcode", "book.pdf"], 1),
        (["crosstab", "s.qualcode", "--rows", "code", "--columns", "role", "--out", "t.pdf"], 2),
        (["crosstab", "s.qualcode", "--rows", "code", "--columns", "role", "--out", "no/t.csv"], 1),
        (["quotes", "s.qualcode", "--code", "trst"], 1),
        (["crosstab", "s.qualcode", "--rows", "code", "--columns", "role", "--as-of", "99"], 1),
        (["new", "s.qualcode"], 1),
    ],
)  # fmt: skip
def test_errors_are_one_line_and_no_traceback(study, capsys, words, code):
    assert main(words) == code
    error = capsys.readouterr().err
    assert error.startswith("qualcode: ") and error.count("\n") == 1
    assert "Traceback" not in error


def test_several_bad_rows_are_all_listed(study, capsys):
    (study / "bad.csv").write_text(
        "document,start,end,code,coder\nFG1,59,9999,trust,AB\nFG1,80,95,prize,AB\nFG1,1,2,trust,\n"
    )
    assert main(["codings", "import", "s.qualcode", "bad.csv"]) == 1
    error = capsys.readouterr().err
    assert "nothing was imported" in error.splitlines()[0]
    assert all(f"line {number}" in error for number in (2, 3, 4))


def test_refused_files_make_exit_code_one_and_the_others_are_read(study, capsys):
    (study / "noise.txt").write_bytes(bytes(range(256)) * 8)
    (study / "FG2.txt").write_text("INT: Hello.\nEVE: Hello to you.\n", encoding="utf-8")
    assert main(["ingest", "s.qualcode", "noise.txt", "FG2.txt"]) == 1
    captured = capsys.readouterr()
    assert "noise.txt" in captured.err and captured.err.count("\n") == 1
    assert main(["progress", "s.qualcode"]) == 0
    assert "FG2" in capsys.readouterr().out


def test_undo_redo_history_and_check(study, capsys):
    main(["codings", "import", "s.qualcode", "codings.csv", "--coder", "AB"])
    assert main(["undo", "s.qualcode", "--coder", "AB"]) == 0
    assert "3 codings" in capsys.readouterr().out
    assert main(["redo", "s.qualcode", "--coder", "AB"]) == 0
    assert main(["history", "s.qualcode", "--json"]) == 0
    verbs = [act["verb"] for act in json.loads(capsys.readouterr().out.splitlines()[-1])["result"]]
    assert verbs == ["new", "ingest", "load codebook", "import codings", "undo", "redo"]
    assert main(["check", "s.qualcode"]) == 0


def test_quotes_have_a_source_and_their_context(study, capsys):
    main(["codings", "import", "s.qualcode", "codings.csv", "--complete"])
    capsys.readouterr()
    assert main(["quotes", "s.qualcode", "--code", "values", "--context", "1", "--json"]) == 0
    rows = answer(capsys)["result"]["quotations"]
    assert [row["quotation"] for row in rows] == ["Trust matters", "Price came last", "trust again"]
    assert rows[0]["source"] == "FG1, P1, Commissioner, Case A"
    assert rows[0]["before"] == "INT: Shall we begin? 🙂" and rows[2]["before"].endswith("Well,")
    assert main(["quotes", "s.qualcode", "--code", "trust", "--out", "q.csv"]) == 0
    assert (study / "q.csv").read_text(encoding="utf-8-sig").count("\n") == 1 + 2


def test_every_verb_has_a_help_with_an_example(capsys):
    verbs = "demo new ingest suggest decide frequencies crosstab quotes history undo redo check"
    groups = [
        ["codebook", "load"], ["codebook", "check"], ["codebook", "export"],
        ["codings", "import"], ["codings", "export"],
        ["progress", "import"], ["progress", "export"], ["progress", "complete"],
    ]  # fmt: skip
    for words in [*([verb] for verb in verbs.split()), *groups]:
        assert main([*words, "--help"]) == 0
        shown = capsys.readouterr().out
        assert "example:\n  qualcode" in shown, words


def test_the_version_is_one_line(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("qualcode ")


def test_a_terminal_without_unicode_is_no_reason_to_fail(study):
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "QUALCODE_CODER": "AB"}
    words = ["crosstab", "s.qualcode", "--rows", "theme", "--columns", "role"]
    done = subprocess.run(
        [sys.executable, "-m", "qualcode", *words], capture_output=True, env=environment, cwd=study
    )
    assert done.returncode == 0, done.stderr


def test_words_may_stand_behind_options(study, capsys):
    said = run(["memo", "s.qualcode", "--on", "trust", "--coder", "AB", "Said twice."], capsys)
    assert "on the code trust" in said
    assert "1 memo" in run(["memos", "s.qualcode", "--by", "code", "twice"], capsys)
    said = run(["citation", "s.qualcode", "--coder", "AB", "{participant}"], capsys)
    assert '"{participant}"' in said
    assert (
        main(["memo", "s.qualcode", "two", "--edit", "m1", "--on", "price", "--coder", "AB"]) == 2
    )
    assert main(["portrait", "s.qualcode", "--code", "trust"]) == 2
    assert (
        main(
            ["crosstab", "s.qualcode", "--rows", "code", "--columns", "role", "--plot-kind", "dot"]
        )
        == 2
    )


def test_an_option_given_twice_is_refused_where_one_would_be_dropped(study, capsys):
    words = ["kwic", "s.qualcode", "trust", "--out", "a.csv", "--out", "b.csv"]
    assert main(words) == 2
    assert "--out is given twice" in capsys.readouterr().err
    assert not (study / "b.csv").exists()
    # Those that may be given again still may.
    run(["frequencies", "s.qualcode", "--out", "a.csv", "--out", "b.csv"], capsys)
    assert (study / "a.csv").exists() and (study / "b.csv").exists()


def test_a_codebook_grows_at_the_command_line(study, capsys):
    run(["codings", "import", "s.qualcode", "codings.csv", "--complete", "--coder", "AB"], capsys)
    book = ["codebook"]
    said = run([*book, "add", "s.qualcode", "hope", "--parent", "values", "--definition",
                "What may come.", "--pattern", "hope*", "--coder", "AB"], capsys)  # fmt: skip
    assert "New code hope under values: What may come." in said
    assert "2 codings of trust went along" in run(
        [*book, "rename", "s.qualcode", "trust", "reliance", "--coder", "AB"], capsys
    )
    run([*book, "merge", "s.qualcode", "price", "--into", "hope", "--coder", "AB"], capsys)
    run(
        [*book, "split", "s.qualcode", "reliance", "--into", "people", "firms", "--coder", "AB"],
        capsys,
    )
    run([*book, "move", "s.qualcode", "hope", "--coder", "AB"], capsys)
    run([*book, "retire", "s.qualcode", "delay", "--coder", "AB"], capsys)
    run([*book, "define", "s.qualcode", "hope", "--include", "plans", "--coder", "AB"], capsys)
    said = run([*book, "queue", "s.qualcode", "--out", "q.csv"], capsys)
    assert "people; firms" in said and "2 codings to look at again" in said
    lines = (study / "q.csv").read_text(encoding="utf-8").splitlines()
    filled = [
        lines[0],
        *(
            line + ("people" if "split" in line else "keep")
            for line in lines[1:]
            if line.startswith("c")
        ),
    ]
    (study / "q.csv").write_text("\n".join(filled), encoding="utf-8")
    said = run([*book, "recode", "s.qualcode", "q.csv", "--coder", "AB"], capsys)
    assert "2 codings coded anew, 0 kept" in said
    assert "--code people --code firms" in said
    run([*book, "export", "s.qualcode", "first.yaml", "--version-of", "3"], capsys)
    said = run([*book, "diff", "first.yaml", "s.qualcode", "--out", "note.md"], capsys)
    for line in ("Renamed: trust is now reliance", "Merged into hope: price", "Split: reliance"):
        assert line in said and line in (study / "note.md").read_text(encoding="utf-8")
    assert "No changes" in run([*book, "diff", "s.qualcode@3", "first.yaml"], capsys)
    assert run([*book, "versions", "s.qualcode"], capsys).count("act ") == 8
    assert "nothing is wrong" in run(["check", "s.qualcode"], capsys)


def run(words, capsys):
    """What a command prints; it must be done."""
    assert main(words) == 0, capsys.readouterr().err
    return capsys.readouterr().out
