"""A blind audit sample at the command line: drawn, coded, completed, and the tables that it corrects."""

from __future__ import annotations

import json
import re
import shlex

import pytest

from qualcode.cli import main

P = "study.qualcode"
# Four interviews of five answers; trust is talked of in the first and the third, and the pattern finds the first
# and the second.
ANSWERS = ["I trust them.", "There is no trust.", "I rely on them.", "It rains.", "It snows."]
WHO = ["P0", "P1", "P2", "P3"]
BOOK = "codes:\n  - code: trust\n    patterns: [trust]\n  - code: price\n"


@pytest.fixture
def folder(tmp_path, monkeypatch, capsys):
    """A folder with the study, its suggestions made, the first interview read by AB; nothing printed yet."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("QUALCODE_CODER", raising=False)
    rows = [
        f"D{who},{number + 1},{who},{answer}"
        for who in WHO
        for number, answer in enumerate(ANSWERS)
    ]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "turns.csv").write_text(
        "\n".join(["document,turn,speaker,text", *rows]) + "\n"
    )
    (tmp_path / "participants.csv").write_text(
        "participant,role\nP0,Provider\nP1,Provider\nP2,Commissioner\nP3,Commissioner\n"
    )
    (tmp_path / "book.yaml").write_text(BOOK)
    done(capsys, "new", P)
    done(capsys, "ingest", P, "in", "--participants", "participants.csv")
    done(capsys, "codebook", "load", P, "book.yaml")
    done(capsys, "suggest", P, "--coder", "AB")
    code(capsys, tmp_path, ["DP0"])
    done(capsys, "progress", "complete", P, "DP0", "--blind", "yes", "--coder", "AB")
    return tmp_path


def code(capsys, folder, documents, coder="AB", turns=None):
    """Trust on the first and third answer of these documents, or on those of them among `turns`."""
    rows = ["document,start,end,code,coder"]
    starts = [sum(len(each) + 1 for each in ANSWERS[:number]) for number in range(len(ANSWERS))]
    for document in documents:
        for number in (0, 2):
            if turns is None or (document, str(number + 1)) in turns:
                end = starts[number] + len(ANSWERS[number])
                rows.append(f"{document},{starts[number]},{end},trust,{coder}")
    (folder / "codings.csv").write_text("\n".join(rows) + "\n")
    done(capsys, "codings", "import", P, "codings.csv", "--coder", coder)


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


def drawn(capsys, *more):
    return answer(capsys, "audit", "sample", P, "audit", "--n", "15", "--coder", "AB", *more)


def sampled(found):
    return {(document, turn) for document, turns in found["documents"].items() for turn in turns}


def test_from_the_drawing_to_the_corrected_table(folder, capsys):
    # All fifteen answers of the interviews that nobody has passed.
    found = drawn(capsys)
    assert (found["drawn"], found["available"], found["passed"], found["ready"]) == (
        15, 15, 0, False,
    )  # fmt: skip
    assert found["coded"] == 6  # two of each of three interviews have a suggestion
    said = done(capsys, "audit", "status", P, "audit")
    assert "AB: 0 of 15 passed, blind: not coded yet; 15 left" in said
    assert "project.complete_audit, qualcode audit complete" in said and "double" not in said
    assert answer(capsys, "audit", "status", P)["audits"][0]["blind"] == "not coded yet"
    line = refused(capsys, 1, "frequencies", P, "--machine", "corrected", "--audit", "audit")
    assert "15 of its 15 turns are not passed by AB" in line
    code(capsys, folder, ["DP1", "DP2", "DP3"])
    words = ["audit", "complete", P, "audit", "--blind", "yes", "--coder", "AB"]
    said = done(capsys, *words, "--document", "DP1")
    assert said == "1 pass recorded for AB\n"
    said = done(capsys, "audit", "status", P, "audit")
    assert "10 left" in said and "to be coded in DP2: turns 1; 2; 3; 4; 5\n" in said
    assert "to be coded in DP1" not in said
    # AB has read the first interview whole, and of the second the turns of the sample.
    assert done(capsys, "progress", P).endswith(
        "1 of 4 documents read by somebody, 1 more in part\n"
    )
    assert done(capsys, *words) == "2 passes recorded for AB\n"
    assert done(capsys, *words) == "0 passes recorded for AB; it was said before\n"
    said = done(capsys, "audit", "status", P, "audit")
    assert "15 of 15 passed, blind: yes; ready to correct" in said
    [row] = answer(capsys, "audit", "status", P)["audits"]
    assert (row["sample"], row["passed"], row["blind"]) == ("audit", 15, "yes")

    table = answer(
        capsys, "crosstab", P, "--rows", "code", "--columns", "role", "--machine", "corrected",
        "--audit", "audit", "--out", "t.csv", "--out", "t.docx",
    )  # fmt: skip
    # Two of five answers of everybody, nothing left open.
    assert table["cells"][0] == pytest.approx([0.4, 0.4])
    assert table["intervals"][0][1] == pytest.approx([0.4, 0.4])
    assert table["what"]["machine"] == "corrected"
    assert any(note.startswith("Corrected by the blind audit sample") for note in table["notes"])
    own = next(
        row for row in table["beside"] if (row["code"], row["role"]) == ("trust", "Commissioner")
    )
    assert (own["share_machine"], own["n_by_program"], own["n_neither"]) == (0.4, 4, 6)
    assert (own["n_sampled"], own["base_turns"]) == (10, 10)
    assert (folder / "t.csv").exists() and (folder / "t.docx").exists()
    plain = done(capsys, "frequencies", P, "--machine", "uncorrected", "--audit", "audit")
    # Two by AB and two in each of three interviews.
    assert re.search(r"^trust +8 +40%$", plain, re.MULTILINE)
    assert "Machine-coded counts are uncorrected" in plain
    line = refused(capsys, 1, "frequencies", P, "--machine", "corrected", "--audit", "other")
    assert "is no audit sample of this project" in line

    said = done(capsys, "audit", "learn", P, "audit", "--coder", "AB")
    assert "its answers were given to learning in act" in said
    assert answer(capsys, "audit", "status", P, "audit")["learned_from"] > found["act"]


def test_the_rule_is_taken_as_given_and_the_same_call_is_the_same_sample(folder, capsys):
    words = ["--by", "machine", "--by", "role", "--code", "trust", "--auditor", "CD", "--seed", "7"]
    found = answer(
        capsys, "audit", "sample", P, "rare", "--n", "12", *words,
        "--where", "role=Commissioner", "--where", "role=Provider", "--coder", "AB",
    )  # fmt: skip
    assert (found["coder"], found["seed"], found["by"]) == ("CD", 7, ["machine", "role"])
    assert (found["codes"], found["where"]) == (["trust"], {"role": ["Commissioner", "Provider"]})
    assert (
        sum(stratum["drawn"] for stratum in found["strata"] if stratum["values"][0] == "coded") == 6
    )
    again = answer(
        capsys, "audit", "sample", P, "rare", "--n", "12", *words,
        "--where", "role=Commissioner", "--where", "role=Provider", "--coder", "AB",
    )  # fmt: skip
    assert again["same"] and sampled(again) == sampled(found)
    line = refused(
        capsys, 1, "audit", "sample", P, "rare", "--n", "12", "--seed", "8", "--coder", "AB"
    )
    assert "by another rule" in line


def test_what_the_program_said_begins_at_a_probability(folder, capsys):
    assert drawn(capsys, "--probability", "0.3")["probability"] == 0.3
    words = ["audit", "sample", P, "audit", "--n", "15", "--coder", "AB"]
    assert "probability was 0.3, is 0.5" in refused(capsys, 1, *words)
    assert "probability: 2.0" in refused(capsys, 2, *words, "--probability", "2")


def test_double_status_names_audit_samples_apart(folder, capsys):
    drawn(capsys)
    said = done(capsys, "double", "status", P)
    assert "audit samples, coded by one person: audit; see qualcode audit status" in said
    assert "so that there is no agreement" in done(capsys, "double", "status", P, "audit")
    assert "is an audit sample" in refused(capsys, 1, "double", "report", P, "audit")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["audit", "sample", P, "audit", "--n", "15"], 2, "QUALCODE_CODER"),
        (["audit", "sample", P, "audit", "--n", "9", "--coder", "AB"], 2, "10"),
        (["audit", "sample", P, "audit", "--n", "16", "--coder", "AB"], 2, "16 of 15 turns"),
        (["audit", "sample", P, "audit", "--coder", "AB"], 2, "--n"),
        (["audit", "sample", P, "a", "--n", "10", "--code", "no", "--coder", "AB"], 1, "codebook"),
        (["audit", "sample", P, "a", "--n", "10", "--by", "no", "--coder", "AB"], 1, "no"),
        (["audit", "sample", P, "a", "--n", "10", "--auditor", "", "--coder", "AB"], 2, "auditor"),
        (["audit", "status", P, "audit"], 1, "no audit sample"),
        (["audit", "complete", P, "audit", "--coder", "AB"], 1, "no audit sample"),
        (["audit", "learn", P, "audit", "--coder", "AB"], 1, "no audit sample"),
        (["frequencies", P, "--machine", "corrected"], 2, "audit"),
        (["frequencies", P, "--target", "people"], 2, "machine"),
        (["frequencies", P, "--machine", "uncorrected", "--measure", "per_1000_words"], 2, "turns"),
        (["frequencies", P, "--machine", "uncorrected", "--disclose", "hesa"], 1, "estimates"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)  # fmt: skip
def test_what_is_wrong_is_one_line_with_the_way_on(folder, capsys, words, code, said):
    assert said in refused(capsys, code, *words)


def test_only_the_auditor_completes_and_learning_waits_for_all_of_it(folder, capsys):
    drawn(capsys, "--auditor", "CD")
    line = refused(capsys, 1, "audit", "complete", P, "audit", "--coder", "AB")
    assert "is not assigned to the sample audit" in line
    line = refused(capsys, 1, "audit", "learn", P, "audit", "--coder", "AB")
    assert "15 of its 15 turns are not passed yet" in line
    done(capsys, "audit", "complete", P, "audit", "--blind", "no", "--coder", "CD")
    assert "not blind, corrects nothing" in done(capsys, "audit", "status", P, "audit")
    line = refused(capsys, 1, "frequencies", P, "--machine", "corrected", "--audit", "audit")
    assert "CD says not to have been blind" in line


def test_the_examples_of_the_helps_run(folder, capsys):
    examples = []
    for action in ("sample", "status", "complete", "learn"):
        shown = done(capsys, "audit", action, "--help")
        examples.append(shlex.split(shown.split("example:\n")[1].strip())[1:])
    assert "qualcode audit sample" in done(capsys, "audit", "--help")
    # The examples are of a larger study.
    examples[0][examples[0].index("150")] = "15"
    for words in examples:
        done(capsys, *words)
    assert "no audit sample is drawn yet" not in done(capsys, "audit", "status", P)
