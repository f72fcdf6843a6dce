"""Double coding at the command line, as two researchers with copies of their own go through it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from qualcode.cli import main

# Four answers: trust in A2, B2; price in A2; A4 is about lateness. See test_double_coding_report.py.
TURNS = """document,turn,speaker,text
A,1,INT,Well?
A,2,P1,Trust matters here. Price came last.
A,3,INT,And then?
A,4,P1,They were late.
B,1,INT,Well?
B,2,P2,Nobody trusts us.
C,1,INT,Well?
C,2,P3,The price rules.
"""
PEOPLE = "participant,role\nP1,Commissioner\nP2,Provider\nP3,Provider\n"
BOOK = "codes:\n  - code: trust\n    patterns: [trust*]\n  - code: price\n  - code: delay\n"
CODED = {
    "AB": "A,6,19,trust,AB\nA,26,42,price,AB\nA,53,68,delay,AB\nB,6,23,trust,AB\n",
    "CD": "A,6,19,trust,CD\nA,26,31,price,CD\nA,53,68,price,CD\n",
}
P = "s.qualcode"


@pytest.fixture
def folder(tmp_path, monkeypatch, capsys):
    """A folder with the study and a sample of all of it, drawn for AB and CD; nothing printed yet."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("QUALCODE_CODER", raising=False)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "turns.csv").write_text(TURNS)
    (tmp_path / "participants.csv").write_text(PEOPLE)
    (tmp_path / "book.yaml").write_text(BOOK)
    for coder, rows in CODED.items():
        (tmp_path / f"{coder}.csv").write_text(f"document,start,end,code,coder\n{rows}")
    done(capsys, "new", P)
    done(capsys, "ingest", P, "in", "--participants", "participants.csv")
    done(capsys, "codebook", "load", P, "book.yaml")
    done(capsys, "double", "draw", P, "all", "--coders", "AB,CD", "--share", "1", "--by", "role")
    return tmp_path


def done(capsys, *words):
    """What a command prints; it must be done."""
    code = main(list(words))
    captured = capsys.readouterr()
    assert code == 0, captured.err
    return captured.out


def refused(capsys, code, *words):
    """The one line with which a command refuses."""
    assert main(list(words)) == code
    captured = capsys.readouterr()
    assert captured.out == "" and captured.err.count("\n") == 1, captured
    assert captured.err.startswith("qualcode: ") and "unexpected" not in captured.err
    return captured.err


def answer(capsys, *words):
    return json.loads(done(capsys, *words, "--json"))["result"]


def coded_apart(capsys, coder, documents=()):
    """The coder codes in a copy, says what is done, and hands over into from_CODER."""
    copy = f"{coder}.qualcode"
    done(capsys, "double", "copy", P, "all", copy, "--for", coder)
    done(capsys, "codings", "import", copy, f"{coder}.csv", "--coder", coder)
    done(capsys, "double", "complete", copy, "all", *documents, "--blind", "yes", "--coder", coder)
    return done(capsys, "double", "hand-over", copy, f"from_{coder}", "--coder", coder)


def taken_in(capsys):
    for coder in CODED:
        coded_apart(capsys, coder)
        done(capsys, "double", "take-in", P, f"from_{coder}", "--coder", "AB")


def filled(**settle):
    """The worksheet with `settle` filled in by kind of row."""
    with Path("w.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["settle"] = settle.get(row["kind"].replace(" ", "_"), row["settle"])
    with Path("w.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def kappas(result):
    return {
        row["code"]: row["value"]
        for row in result["figures"]
        if row["coefficient"] == "cohen_kappa" and not row["code"].startswith("(")
    }


# By hand in test_double_coding_report.py.
KAPPA = {"trust": 0.5, "price": 0.5, "delay": 0.0}
QUICK = ("--coefficient", "cohen_kappa", "--interval", "none")


def test_the_whole_procedure_from_drawing_to_the_appendix(folder, capsys):
    taken_in(capsys)
    assert "ready for agreement" in done(capsys, "double", "status", P, "all")
    before = answer(capsys, "agreement", P, *QUICK)
    assert kappas(before) == pytest.approx(KAPPA)
    done(capsys, "double", "settle", P, "all", "--out", "w.csv", "--coder", "EF")
    filled(edges="ab", code="CD", only_AB="none")
    found = answer(capsys, "double", "settle", P, "all", "w.csv", "--coder", "EF")
    assert found["settled"] == {"as AB": 1, "as CD": 1, "none": 1} and found["added"] == 3
    said = done(capsys, "double", "report", P, "all", *QUICK, "--out", "a.docx", "--out", "a.md")
    assert "written: a.docx" in said and "written: a.md" in said
    assert "3 of 3 documents settled" in (folder / "a.md").read_text(encoding="utf-8")
    whole = answer(capsys, "double", "report", P, "all", *QUICK, "--out", "a.xlsx")
    assert kappas(whole["agreement"][0]) == pytest.approx(KAPPA)
    assert whole["agreement"][0]["as_of"] == found["before"]
    assert whole["written"] == ["a.xlsx"] and (folder / "a.xlsx").exists()
    assert "nothing is wrong" in done(capsys, "check", P)


def test_settled_again_after_an_undo_agreement_is_still_that_of_before(folder, capsys):
    taken_in(capsys)
    done(capsys, "double", "settle", P, "all", "--out", "w.csv", "--coder", "EF")
    filled(edges="AB", code="CD", only_AB="none")
    done(capsys, "double", "settle", P, "all", "w.csv", "--coder", "EF")
    done(capsys, "undo", P, "--coder", "EF")
    # CD comes round to AB's view of B, and hands over again.
    with (folder / "CD.csv").open("a") as file:
        file.write("B,6,23,trust,CD\n")
    done(capsys, "codings", "import", "CD.qualcode", "CD.csv", "--coder", "CD")
    done(capsys, "double", "hand-over", "CD.qualcode", "from_CD", "--coder", "CD")
    done(capsys, "double", "take-in", P, "from_CD", "--coder", "AB")
    assert kappas(answer(capsys, "agreement", P, *QUICK))["trust"] == 1.0
    whole = answer(capsys, "double", "report", P, "all", *QUICK)
    assert kappas(whole["agreement"][0]) == pytest.approx(KAPPA)


def test_half_is_settled_and_the_rest_stays_as_it_is(folder, capsys):
    taken_in(capsys)
    done(capsys, "double", "settle", P, "all", "--out", "w.csv", "--coder", "EF")
    filled(edges="AB")
    assert main(["double", "settle", P, "all", "w.csv", "--coder", "EF"]) == 1
    assert "2 rows not settled, so nothing was" in capsys.readouterr().err
    said = done(capsys, "double", "settle", P, "all", "w.csv", "--partial", "--coder", "EF")
    assert "2 rows left open" in said
    said = " ".join(done(capsys, "double", "report", P, "all", *QUICK).split())
    assert "2 rows are open" in said and "2 of 3 documents are not settled" in said


def test_a_copy_is_one_coders(folder, capsys):
    done(capsys, "double", "copy", P, "all", "AB.qualcode", "--for", "AB")
    for words in (("complete", "AB.qualcode", "all"), ("hand-over", "AB.qualcode", "x")):
        error = refused(capsys, 1, "double", *words, "--coder", "CD")
        assert "made for AB, not for CD" in error
    assert not (folder / "x").exists()
    assert "exists already" in refused(
        capsys, 1, "double", "copy", P, "all", "AB.qualcode", "--for", "CD"
    )
    assert "not assigned" in refused(
        capsys, 1, "double", "copy", P, "all", "x.qualcode", "--for", "ab"
    )


def test_whose_work_lies_in_a_copy_is_told_when_it_is_handed_over(folder, capsys):
    coded_apart(capsys, "AB")
    done(capsys, "codings", "import", "AB.qualcode", "CD.csv", "--coder", "AB")
    said = done(capsys, "double", "hand-over", "AB.qualcode", "from_AB", "--coder", "AB")
    assert "CD: has work in this copy, where AB could see it" in said
    assert "CD" not in (folder / "from_AB" / "codings.csv").read_text(encoding="utf-8")


def test_handing_over_nothing_or_over_somebody_else_is_refused(folder, capsys):
    coded_apart(capsys, "AB")
    error = refused(capsys, 1, "double", "hand-over", P, "x", "--coder", "ab")
    assert "nothing to hand over" in error
    done(capsys, "double", "copy", P, "all", "CD.qualcode", "--for", "CD")
    done(capsys, "double", "complete", "CD.qualcode", "all", "--coder", "CD")
    error = refused(capsys, 1, "double", "hand-over", "CD.qualcode", "from_AB", "--coder", "CD")
    assert "holds rows by AB" in error


def test_passes_do_not_come_in_without_the_codings(folder, capsys):
    coded_apart(capsys, "AB")
    (folder / "from_AB" / "codings.csv").rename(folder / "elsewhere.csv")
    assert "no such file" in refused(capsys, 1, "double", "take-in", P, "from_AB", "--coder", "AB")
    assert answer(capsys, "double", "status", P, "all")["passed"] == {"AB": 0, "CD": 0}


def test_a_transcript_edited_in_between_lets_no_pass_in(folder, capsys):
    coded_apart(capsys, "AB")
    (folder / "new").mkdir()
    (folder / "new" / "turns.csv").write_text(
        TURNS.replace("matters here. Price came", "counts. It was")
    )
    done(capsys, "ingest", P, "new", "--new-version")
    assert main(["double", "take-in", P, "from_AB", "--coder", "AB"]) == 1
    assert "another text of A" in capsys.readouterr().err
    found = answer(capsys, "double", "status", P, "all")
    assert found["passed"] == {"AB": 0, "CD": 0} and not found["ready"]


def test_what_was_taken_back_in_the_copy_is_taken_back_here_on_request(folder, capsys):
    coded_apart(capsys, "CD")
    done(capsys, "double", "take-in", P, "from_CD", "--coder", "AB")
    rows = (folder / "from_CD" / "codings.csv").read_text(encoding="utf-8-sig").splitlines()
    (folder / "from_CD" / "codings.csv").write_text("\n".join(rows[:-1]) + "\n", encoding="utf-8")
    found = answer(capsys, "double", "take-in", P, "from_CD", "--replace", "--coder", "AB")
    assert found["codings"]["removed"] == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("draw", P, "all", "--coders", "AB,CD", "--seed", "2"), "another rule"),
        (("draw", P, "ALL", "--coders", "AB,CD"), "there is 'all' already"),
        (("draw", P, "x", "--coders", "AB,Consensus"), "reserved"),
        (("draw", P, "x", "--coders", "AB,ab"), "different names"),
        (("draw", P, "x", "--coders", "AB,None"), "worksheet"),
        (("draw", P, "x", "--coders", "AB,Suggester"), "program"),
        (("draw", P, "x", "--coders", "AB,CD", "--share", "7"), "share"),
        (("status", P, "All"), "no sample"),
        (("complete", P, "all", "Z", "--coder", "AB"), "not in the sample"),
        (("complete", P, "all", "--coder", "ab"), "not assigned"),
        (("complete", P, "all"), "who does it"),
        (("settle", P, "all", "--coder", "AB"), "not passed yet"),
        (("settle", P, "all", "nothing.csv", "--coder", "AB"), "nothing.csv"),
        (("report", P, "All"), "no sample"),
        (("report", P, "all", "--out", "a.pdf"), "a.pdf"),
        (("report", P, "all", "--out", "no/a.md"), "no/a.md"),
        (("report", P, "all", "--confidence", "95"), "between 0 and 1"),
        (("report", P, "all", "--coefficient", "made_up"), "made_up"),
        (("report", P, "all", "--draws", "0"), "--draws"),
        (("take-in", P, "nowhere", "--coder", "AB"), "no such file"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(folder, capsys, words, says):
    # A name of ours has no code of its own: 1 for what is refused, 2 for a wrong call.
    usage = {"reserved", "different names", "worksheet", "program", "share", "there is 'all' already",
             "who does it", "a.pdf", "between 0 and 1", "made_up", "--draws"}  # fmt: skip
    assert says in refused(capsys, 2 if says in usage else 1, "double", *words)
    assert "nothing is wrong" in done(capsys, "check", P)


def test_saying_again_that_it_is_done_is_no_second_pass(folder, capsys):
    words = ("double", "complete", P, "all", "--blind", "yes", "--coder", "AB")
    assert "3 passes recorded for AB" in done(capsys, *words)
    assert "0 passes recorded for AB; it was said before" in done(capsys, *words)


# -- agreement -----------------------------------------------------------------------------------------


def test_agreement_takes_coefficients_and_intervals(folder, capsys):
    taken_in(capsys)
    found = answer(
        capsys, "agreement", P, "--coefficient", "scott_pi,gwet_ac1", "--coefficient", "cohen_kappa",
        "--interval", "documents", "--draws", "100",
    )  # fmt: skip
    assert set(found) >= {
        "coders",
        "unit",
        "disagreements",
        "figures",
        "units",
        "told",
        "notes",
        "written",
    }
    rows = [row for row in found["figures"] if row["code"] == "price"]
    assert [row["coefficient"] for row in rows] == ["scott_pi", "gwet_ac1", "cohen_kappa"]
    assert all(row["units_low"] is None and row["documents_low"] is not None for row in rows)
    assert len(found["disagreements"]) == 4
    none = answer(capsys, "agreement", P, "--interval", "none")
    assert all(row["documents_low"] is None for row in none["figures"])


def test_agreement_compares_interviewers_when_asked(folder, capsys):
    taken_in(capsys)
    units = answer(capsys, "agreement", P, *QUICK, "--interviewers")["units"]
    # Four answers and four questions.
    assert [row["compared"] for row in units] == [8, 8, 8]
    assert [row["compared"] for row in answer(capsys, "agreement", P, *QUICK)["units"]] == [4, 4, 4]


def test_agreement_as_of_an_act_says_so_and_writes_before_it_prints(folder, capsys):
    taken_in(capsys)
    last = len(json.loads(done(capsys, "history", P, "--json"))["result"])
    said = done(
        capsys, "agreement", P, *QUICK, "--as-of", str(last), "--out", "a.csv", "--out", "a.md"
    )
    assert f"The study as it was after act {last}." in said
    assert said.rstrip().endswith("written: a.md") and (folder / "a.csv").exists()
    assert "there is no act 99" in refused(capsys, 1, "agreement", P, "--as-of", "99")


def test_agreement_on_a_sample_with_a_program(folder, capsys):
    taken_in(capsys)
    done(capsys, "suggest", P)
    found = answer(
        capsys,
        "agreement",
        P,
        "--sample",
        "all",
        "--coders",
        "AB,suggester",
        "--code",
        "trust",
        *QUICK,
    )
    # AB and the patterns both have trust in A2 and B2, and nowhere else.
    assert kappas(found) == {"trust": 1.0}
    assert "no sample" in refused(capsys, 1, "agreement", P, "--sample", "ALL")


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--coefficient", "kappa"), 2, "kappa"),
        (("--interval", "weeks"), 2, "--interval"),
        (("--confidence", "1"), 2, "between 0 and 1"),
        (("--unit", "span", "--coefficient", "cohen_kappa"), 2, "stretches of text"),
        (("--coders", "AB"), 1, "two coders"),
        (("--coders", "ab,cd"), 1, "ab"),
        (("--code", "nothing"), 1, "nothing"),
        (("--where", "coder=AB"), 2, "coder"),
        (("--out", "a.pdf"), 2, "a.pdf"),
    ],
)
def test_agreement_refuses_in_one_line(folder, capsys, words, code, says):
    taken_in(capsys)
    assert says in refused(capsys, code, "agreement", P, *words)


def test_every_action_has_a_help_with_an_example(capsys):
    actions = ["draw", "status", "complete", "copy", "hand-over", "take-in", "settle", "report"]
    for words in [["agreement"], *(["double", action] for action in actions)]:
        assert main([*words, "--help"]) == 0
        assert "example:\n  qualcode" in capsys.readouterr().out, words
