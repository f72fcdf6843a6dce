"""The verbs for numbers that a reviewer asks for, at the command line.

Ten people, one interview each. P01 to P05 are nurses, P06 to P10 porters; P01–P03 and P06–P08 belong to
Case A, the others to Case B. Everybody takes two turns. Nurses speak of pay first, porters of food; then all
say that the hours are long. AB coded: pay in the nurses' first turns, hours in all second turns; and the
first porter's first turn has both food and hours. The theme money is pay and hours.
"""

from __future__ import annotations

import inspect
import json
import os
import re
import subprocess
import sys

import pytest

import qualcode as qc
from qualcode.cli import main
from qualcode.errors import Problem

PEOPLE = [f"P{number:02}" for number in range(1, 11)]
NURSES = PEOPLE[:5]
IN_A = {*PEOPLE[:3], *PEOPLE[5:8]}
CODEBOOK = """codes:
  - code: money
    name: Money
    codes:
      - code: pay
        name: Pay
      - code: hours
        name: Hours
  - code: food
    name: Food
    patterns: [food]
"""
STUDY = "study.qualcode"


def case(person: str) -> str:
    return "Case A" if person in IN_A else "Case B"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ward")
    for at, person in enumerate(PEOPLE):
        first = "There is no pay for it." if person in NURSES else "The food comes late."
        (folder / f"D{at + 1:02}.txt").write_text(
            f"I: How is the day?\n{person}: {first}\nI: And then?\n{person}: The hours are long again.\n"
        )
    (folder / "participants.csv").write_text(
        "participant,role,case\n"
        + "".join(f"{p},{'Nurse' if p in NURSES else 'Porter'},{case(p)}\n" for p in PEOPLE)
    )
    (folder / "documents.csv").write_text(
        "document,case\n" + "".join(f"D{at + 1:02},{case(p)}\n" for at, p in enumerate(PEOPLE))
    )
    (folder / "codebook.yaml").write_text(CODEBOOK)
    rows = [(f"D{at + 1:02}", 2, "pay") for at in range(5)]
    rows += [(f"D{at + 1:02}", 4, "hours") for at in range(10)]
    rows += [("D06", 2, "food"), ("D06", 2, "hours")]
    (folder / "codings.csv").write_text(
        "document,turn,code,coder\n" + "".join(f"{d},{t},{c},AB\n" for d, t, c in rows)
    )
    with qc.new_project(folder / STUDY, coder="AB") as project:
        project.ingest(folder, participants=folder / "participants.csv",
                       documents=folder / "documents.csv")  # fmt: skip
        project.load_codebook(folder / "codebook.yaml")
        project.import_codings(folder / "codings.csv", complete=True)
    return folder / STUDY


@pytest.fixture
def study(made, tmp_path, monkeypatch, capsys):
    """A copy of the study in a folder of its own, which is the present one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("QUALCODE_CODER", raising=False)
    (tmp_path / STUDY).write_bytes(made.read_bytes())
    capsys.readouterr()
    return tmp_path


def run(words, capsys):
    """What a command prints; it must be done, and say nothing on the other channel."""
    assert main(words) == 0, capsys.readouterr().err
    out, err = capsys.readouterr()
    assert err == ""
    return out


def asked(words, capsys):
    """The result of a command with --json: one object on one line."""
    out = run([*words, "--json"], capsys)
    assert out.count("\n") == 1
    found = json.loads(out)
    assert list(found) == ["schema", "command", "result", "problems"] and found["problems"] == []
    return found["result"]


def refused(words, code, capsys):
    """What is said of a command that must be refused with this exit code: one line, and nothing else."""
    assert main(words) == code, words
    out, err = capsys.readouterr()
    assert out == "" and err.startswith("qualcode: ") and err.count("\n") == 1
    assert "Traceback" not in err and "This is a bug" not in err
    return err.removeprefix("qualcode: ").strip()


def rows_of(result, heading):
    (section,) = [each for each in result["sections"] if each["heading"] == heading]
    return section["rows"]


BY_ROLE = ["crosstab", STUDY, "--rows", "code", "--columns", "role"]


# -- cross-tabulations -------------------------------------------------------------------------------------


def test_a_tested_table_counts_all_arrangements_of_ten_people(study, capsys):
    found = asked([*BY_ROLE, "--test"], capsys)
    tests = {row["code"]: row for row in found["tests"]}
    # All five nurses and no porter: of the 252 ways to choose five of ten, these and the opposite ones.
    assert tests["pay"]["p_permutation"] == pytest.approx(2 / 252)
    assert tests["hours"]["p_permutation"] is None, "everybody has it"
    said = run([*BY_ROLE, "--test"], capsys)
    assert "exact: all 252 arrangements" in said and "No test of Hours: everybody" in said


def test_people_are_dealt_out_anew_within_their_case(study, capsys):
    found = asked([*BY_ROLE, "--test", "--within", "case"], capsys)
    tests = {row["code"]: row for row in found["tests"]}
    # 3 of the 6 of Case A and 2 of the 4 of Case B: 20 × 6 arrangements, and the two extreme ones.
    assert tests["pay"]["p_permutation"] == pytest.approx(2 / 120)


def test_intervals_stand_beside_the_shares(study, capsys):
    said = run([*BY_ROLE, "--measure", "share", "--intervals"], capsys)
    # Clopper and Pearson for 5 of 5: from the fifth root of 0.025.
    assert "100% [48–100]" in said and "0% [0–52]" in said


def test_small_cells_are_protected_in_everything_that_is_shown_and_written(study, capsys):
    words = [*BY_ROLE, "--disclose", "threshold"]
    found = asked([*words, "--out", "t.csv", "--out", "t.xlsx", "--plot", "t.svg"], capsys)
    assert found["cells"][3] == [0, None] and found["marks"][3] == ["", "<5"]
    assert found["totals"][3] is None, "the total would tell it"
    line = (study / "t.csv").read_text(encoding="utf-8-sig").split("food")[1].split("\n")[0]
    assert "<5" in line and "1" not in line
    assert "&lt;5" in (study / "t.svg").read_text()
    assert "<3" in run([*words, "--threshold", "3"], capsys)


def test_the_split_by_origin_adds_up(study, capsys):
    with qc.open_project(STUDY, coder="AB") as project:
        project.suggest("patterns")
        suggested = project.suggestions()
        # The second porter's food, which AB had passed over.
        project.accept(suggested[suggested.document == "D07"].suggestion_id.iloc[0])
    words = [*BY_ROLE, "--unit", "codings", "--by-origin"]
    found = asked(words, capsys)
    whole = rows_of(found, "All codings")
    human, accepted = (
        rows_of(found, heading)
        for heading in (
            "Human-only (manual, consensus, imported)",
            "Accepted suggestions (accepted, revised)",
        )
    )
    assert [whole[3]["all"], human[3]["all"], accepted[3]["all"]] == [2, 1, 1]
    for all_of, own, taken in zip(whole, human, accepted, strict=True):
        assert all_of["all"] == own["all"] + taken["all"]
        assert all_of["all"] == all_of["Nurse"] + all_of["Porter"]


def test_a_heat_map_is_shaded_by_residuals_of_a_test_only(study, capsys):
    words = [*BY_ROLE, "--plot", "r.svg", "--shading", "residuals"]
    assert refused(words, 2, capsys) == "--shading residuals: is of a tested table. Add --test"
    assert not (study / "r.svg").exists()
    run([*words, "--test"], capsys)
    assert "adjusted residual" in (study / "r.svg").read_text()
    run([*BY_ROLE, "--plot", "v.svg", "--shading", "values"], capsys)
    assert "adjusted residual" not in (study / "v.svg").read_text()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--shading", "residuals", "--test"], "--shading: no figure asked for. Name it with"),
        (
            ["--shading", "residuals", "--test", "--plot", "b.png", "--plot-kind", "bar"],
            "--shading: only a heat map is shaded",
        ),
        (["--within", "case"], "--within: is of a test. Add --test"),
        (["--draws", "99"], "--draws: is of a test. Add --test"),
        (["--seed", "1"], "--seed: is of a test. Add --test"),
        (["--test", "--draws", "0"], "--draws: 0 (a whole number from 1)"),
        (["--threshold", "5"], "--threshold: nothing is to be protected"),
        (["--by-origin", "--plot", "b.png"], "--plot: draws one table, not three"),
        (["--intervals"], "--intervals: none are known for n of participants"),
        (["--disclose", "hesa", "--threshold", "3"], "--disclose: 'hesa' fixes"),
    ],
)
def test_options_that_do_not_go_together_are_refused_before_anything_is_written(
    study, capsys, options, said
):
    before = {path.name for path in study.iterdir()}
    assert refused([*BY_ROLE, *options, "--out", "t.csv"], 2, capsys).startswith(said)
    assert not (study / "t.csv").exists() and not (study / "b.png").exists()
    assert {path.name for path in study.iterdir()} == before


def test_errors_speak_of_options_and_not_of_arguments(study, capsys):
    said = refused(["frequencies", STUDY, "--test"], 2, capsys)
    assert said == "--test: there are no columns to compare (an attribute: --by role)"
    said = refused(["frequencies", STUDY, "--plot", "f.png"], 1, capsys)
    assert said.endswith("or draw bars: --plot-kind bar")
    assert main(["frequencies", STUDY, "--test", "--json"]) == 2
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert problem["where"] == "--test" and problem["allowed"] == "an attribute: --by role"


def test_only_options_that_the_verb_has_are_spoken_of():
    from qualcode.cli import in_options

    problem = Problem("draws", "0 (int)", "see kind='bar', test=True", "Ask for by='the role'")
    told = in_options(problem, {"--draws", "--test", "--by"}, True)
    assert str(told) == "--draws: 0 (see kind='bar', --test). Ask for --by the role"
    # What a file or a table is called is not the name of an argument.
    assert in_options(problem, {"--draws"}, False).where == "draws"


# -- co-occurrence, saturation, words, map ------------------------------------------------------------------


def test_codes_together_in_one_turn(study, capsys):
    found = asked(["cooccurrence", STUDY, "--unit", "turn"], capsys)
    pairs = {(row["code1"], row["code2"]): row for row in rows_of(found, "Pairs of codes")}
    one = pairs["hours", "food"]
    # Hours in ten second turns and in one first turn, which is the one with food.
    assert (one["n1"], one["n2"], one["n12"]) == (11, 1, 1)
    assert one["c"] == pytest.approx(1 / 11) and one["share2"] == 1
    assert pairs["pay", "hours"]["n12"] == 0
    run(["cooccurrence", STUDY, "--unit", "turn", "--out", "c.xlsx", "--plot", "m.png",
         "--network", "n.svg"], capsys)  # fmt: skip
    assert all((study / name).stat().st_size for name in ("c.xlsx", "m.png", "n.svg"))


def test_how_near_codes_stand(study, capsys):
    found = asked(["cooccurrence", STUDY, "--proximity", "1"], capsys)
    (section,) = found["sections"]
    pairs = {(row["code1"], row["code2"]): row for row in section["rows"]}
    # After each pay come the hours of the same person; the interviewer's turn between does not count.
    assert (pairs["pay", "hours"]["n"], pairs["pay", "hours"]["within"]) == (5, 5)
    # Of the eleven turns with hours, six are of porters, who do not speak of pay.
    assert (pairs["hours", "pay"]["n"], pairs["hours", "pay"]["none"]) == (11, 6)
    words = ["cooccurrence", STUDY, "--proximity", "1"]
    assert refused([*words, "--plot", "p.png"], 2, capsys).startswith("--proximity: has no figure")
    assert refused([*words, "--unit", "turn"], 2, capsys).startswith("--proximity: counts turns")
    assert refused(["cooccurrence", STUDY, "--proximity", "-1"], 2, capsys).startswith(
        "--proximity: -1"
    )


def test_saturation_by_interview_and_by_role(study, capsys):
    found = asked(["saturation", STUDY, "--base", "1", "--run", "1"], capsys)
    (answer,) = rows_of(found, "Saturation")
    # The first interview has pay and hours; the second nothing new; the sixth brings food.
    assert (answer["n_units"], answer["n_codes"], answer["base_codes"], answer["after"]) == (
        10, 3, 2, 2,
    )  # fmt: skip
    new = {row["document"]: row["new"] for row in rows_of(found, "Accumulation of codes")}
    assert new["D01"] == 2 and new["D06"] == 1 and sum(new.values()) == 3
    found = asked(["saturation", STUDY, "--base", "1", "--run", "1", "--by", "role"], capsys)
    assert [row["n_units"] for row in rows_of(found, "Saturation")] == [5, 5]
    run(["saturation", STUDY, "--by", "role", "--plot", "a.png", "--out", "a.docx"], capsys)
    assert (study / "a.png").exists() and (study / "a.docx").exists()
    assert refused(["saturation", STUDY, "--run", "0"], 2, capsys).startswith("--run: 0")
    assert refused(["saturation", STUDY, "--coders", "each"], 2, capsys).startswith("--coders: ")
    assert "D02" in refused(["saturation", STUDY, "--order", "D01"], 1, capsys)


def test_words_of_one_role(study, capsys):
    found = asked(["words", STUDY, "--by", "role", "--draws", "20"], capsys)
    nurses = {row["word"]: row for row in rows_of(found, "Nurse")}
    # Five nurses, each once, among 5 × 11 words.
    assert (nurses["pay"]["n"], nurses["pay"]["n_others"], nurses["pay"]["n_participants"]) == (
        5, 0, 5,
    )  # fmt: skip
    assert nurses["pay"]["per_1000_words"] == pytest.approx(1000 * 5 / 55)
    assert "food" not in nurses
    assert refused(["words", STUDY, "--value", "Doctor"], 1, capsys).endswith("(Nurse, Porter)")


def test_a_map_of_codes_and_roles(study, capsys):
    pytest.importorskip("prince")
    found = asked(["map", STUDY, "--plot", "map.svg"], capsys)
    points = {row["point"]: row["mass"] for row in rows_of(found, "Points")}
    # 17 codings: 5 pay, 11 hours, 1 food; 10 of nurses.
    assert points["hours"] == pytest.approx(11 / 17) and points["Nurse"] == pytest.approx(10 / 17)
    assert "money" not in points, "nothing is coded with the theme itself"
    assert (study / "map.svg").exists()
    said = refused(["map", STUDY, "--coders", "each"], 2, capsys)
    assert said == "--coders: 'each' (record, any, or one name)"
    assert "2 × 1" in refused(["map", STUDY, "--where", "role=Nurse"], 1, capsys)


def test_a_methods_note_with_its_blanks(study, capsys):
    found = asked(["methods", STUDY, "--standard", "coreq", "--out", "m.docx"], capsys)
    headings = [section["heading"] for section in found["sections"]]
    assert headings == ["Methods", "COREQ checklist"]
    assert len(rows_of(found, "COREQ checklist")) == 32
    assert "10 participants (Nurse 5, Porter 5)" in " ".join(found["sections"][0]["paragraphs"])
    assert "[to be written: " in run(["methods", STUDY], capsys)
    assert refused(["methods", STUDY, "--as-of", "99"], 1, capsys).endswith(
        "qualcode history lists them"
    )


@pytest.mark.parametrize("verb", ["saturation", "words", "cooccurrence"])
def test_draws_without_end_and_a_nameless_figure_are_refused(study, capsys, verb):
    assert (
        refused([verb, STUDY, "--draws", "1000001"], 2, capsys)
        == "--draws: 1,000,001 (at most 1,000,000)"
    )
    assert refused([verb, STUDY, "--draws", "ten"], 2, capsys).startswith(f"{verb}: argument --dr")
    if verb != "words":
        assert refused([verb, STUDY, "--plot", ""], 2, capsys).startswith("--plot: '' (.png")


def test_a_warning_is_told_once_and_in_one_line(study, capsys, monkeypatch):
    import warnings

    from qualcode.cli import verbs

    def check(options):
        for _ in range(2):
            warnings.showwarning(UserWarning("the font has\nno glyph"), UserWarning, "x.py", 1)
        return {}, []

    before = warnings.showwarning
    monkeypatch.setattr(verbs, "check", check)
    assert main(["check", STUDY]) == 0
    assert capsys.readouterr().err == "qualcode: the font has no glyph\n"
    assert warnings.showwarning is before


# -- the framework matrix -----------------------------------------------------------------------------------


def test_a_matrix_is_written_sent_out_and_read_back(study, capsys):
    cell = [STUDY, "Case A", "money"]
    said = run(["framework", "todo", STUDY], capsys)
    # Pay of three, hours of six, and hours once more.
    assert "Case A × money: 10 codings" in said and "Case A × food: 1 coding\n" in said
    assert "3 cells to be summarised" in said
    assert "--coder" in refused(["framework", "write", *cell, "Long hours."], 2, capsys)
    run(["framework", "write", *cell, "Long hours.", "--coder", "AB"], capsys)
    with qc.open_project(STUDY) as project:
        first, second = project.codings().query("document == 'D01'").coding_id
    run(["framework", "link", *cell, first, second, "--coder", "AB"], capsys)
    run(["framework", "link", *cell, second, "--off", "--coder", "AB"], capsys)
    cells = asked(["framework", "show", STUDY], capsys)["cells"]
    states = {(each["row"], each["column"]): each["state"] for each in cells}
    assert states["Case A", "money"] == "summarised" and states["Case B", "food"] == "nothing coded"
    assert next(each for each in cells if each["summary"])["n_quotations"] == 1
    run(["framework", "export", STUDY, "m.csv"], capsys)
    sheet = study / "m.csv"
    text = sheet.read_text(encoding="utf-8-sig")
    sheet.write_text(text.replace("Long hours.", "Long hours for all."), encoding="utf-8-sig")
    said = run(["framework", "import", STUDY, "m.csv", "--coder", "CD"], capsys)
    assert "1 edited" in said
    assert "Long hours for all." in run(["framework", "show", STUDY], capsys)
    # Read a second time it says that the project is not what the file began with.
    before = (study / STUDY).read_bytes()
    main(["framework", "import", STUDY, "m.csv", "--coder", "CD"])
    assert (study / STUDY).read_bytes() == before
    capsys.readouterr()
    assert "taken away" in run(["framework", "write", *cell, "--clear", "--coder", "AB"], capsys)
    assert "had no summary" in run(
        ["framework", "write", *cell, "--clear", "--coder", "AB"], capsys
    )


def test_a_summary_comes_from_the_input_and_one_is_not_cleared_by_the_way(
    study, capsys, monkeypatch
):
    import io

    cell = [STUDY, "Case B", "money"]
    monkeypatch.setattr(sys, "stdin", io.StringIO("Pay, first of all.\n"))
    run(["framework", "write", *cell, "-", "--coder", "AB"], capsys)
    words = ["framework", "write", *cell, "Other words.", "--clear", "--coder", "AB"]
    assert refused(words, 2, capsys).startswith("--clear: takes the summary away")
    assert "Pay, first of all." in run(["framework", "show", STUDY], capsys)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["write", STUDY, "Case C", "money", "x"], "Case C: is no case of this study"),
        (["write", STUDY, "case a", "money", "x"], "close to it: Case A"),
        (["write", STUDY, "Case A", "Money", "x"], "close to it: money"),
        (["write", STUDY, "Case A", "money"], "has no words"),
        (["link", STUDY, "Case A", "money", "c1"], "has no summary yet. Write one first"),
        (["import", STUDY, "nowhere.xlsx"], "nowhere.xlsx: no such file"),
    ],
)
def test_what_is_not_there_is_said_with_what_is(study, capsys, words, said):
    before = (study / STUDY).read_bytes()
    assert said in refused(["framework", *words, "--coder", "AB"], 1, capsys)
    assert (study / STUDY).read_bytes() == before


# -- all of them --------------------------------------------------------------------------------------------

VERBS = {
    "crosstab": ["--rows", "code", "--columns", "role", "--test"],
    "frequencies": ["--by", "role"],
    "cooccurrence": ["--unit", "turn"],
    "saturation": [],
    "words": ["--draws", "20"],
    "map": [],
    "methods": [],
}


@pytest.mark.parametrize("verb", VERBS)
def test_files_are_refused_before_and_named_after(study, capsys, verb):
    if verb == "map":
        pytest.importorskip("prince")
    words = [verb, STUDY, *VERBS[verb]]
    assert refused([*words, "--out", "t.pdf"], 2, capsys).startswith("--out: 't.pdf' (.csv, ")
    assert refused([*words, "--out", "no/t.csv"], 1, capsys).startswith("no/t.csv: ")
    outs = [f"t{suffix}" for suffix in (".csv", ".xlsx", ".html", ".tex", ".md", ".docx")]
    said = run([*words, *(part for out in outs for part in ("--out", out))], capsys)
    for out in outs:
        assert f"written: {out}\n" in said and (study / out).stat().st_size
    assert refused([verb, "nowhere.qualcode", *VERBS[verb]], 1, capsys)
    assert "--frob" in refused([*words, "--frob"], 2, capsys)


@pytest.mark.parametrize("verb", VERBS)
def test_whoever_stops_reading_loses_no_file(study, verb):
    """As `qualcode … | head -0`: the other end of the pipe is closed before anything is said."""
    if verb == "map":
        pytest.importorskip("prince")
    read, write = os.pipe()
    os.close(read)
    words = [sys.executable, "-m", "qualcode", verb, STUDY, *VERBS[verb], "--out", "t.md"]
    try:
        done = subprocess.run(words, stdout=write, stderr=subprocess.PIPE, text=True)
    finally:
        os.close(write)
    assert (done.returncode, done.stderr) == (0, "")
    assert (study / "t.md").stat().st_size


NUMBERS = [
    *([verb] for verb in VERBS),
    *(["framework", action] for action in ("show", "todo", "write", "link", "export", "import")),
]


@pytest.mark.parametrize("words", NUMBERS, ids=" ".join)
def test_the_example_of_a_verb_runs(study, capsys, words):
    import shlex

    if words == ["map"]:
        pytest.importorskip("prince")
    if words[-1] in ("link", "import"):
        run(["framework", "write", STUDY, "Case A", "money", "x", "--coder", "AB"], capsys)
        run(["framework", "export", STUDY, "matrix.xlsx"], capsys)
    assert main([*words, "--help"]) == 0
    shown = capsys.readouterr().out
    example = shlex.split(re.search(r"example:\n  qualcode (.+)", shown)[1])
    with qc.open_project(STUDY) as project:
        coding = project.codings().coding_id.iloc[0]
    run([coding if word == "c0123" else word for word in example], capsys)


def test_nobody_has_coded_and_nobody_is_there(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    run(["new", STUDY], capsys)
    for verb, options in VERBS.items():
        if verb != "methods":
            refused([verb, STUDY, *options], 1, capsys)
    refused(["framework", "show", STUDY], 1, capsys)
    assert "0 participants" in run(["methods", STUDY], capsys)


# -- in a notebook ------------------------------------------------------------------------------------------


def test_a_project_offers_what_the_package_offers(study):
    public = {
        name: getattr(qc, name)
        for name in ("crosstab", "frequencies", "quotes", "kwic", "findings", "cooccurrence", "proximity",
                     "distinctive_words", "sensitivity", "methods_note")
    }  # fmt: skip
    public |= {"agreement": qc.agreement.report, "saturation": qc.saturation.report}
    with qc.open_project(STUDY, coder="AB") as project:
        for name, function in public.items():
            method = getattr(project, name)
            assert name in dir(project) and method.__doc__ == function.__doc__
            _, *arguments = inspect.signature(function).parameters.values()
            assert list(inspect.signature(method).parameters.values()) == arguments
        assert project.crosstab(rows="code").frame.equals(qc.crosstab(project, rows="code").frame)
        together = project.cooccurrence(unit="turn").frame
        assert together.equals(qc.cooccurrence(project, unit="turn").frame)
        project.summarise("Case A", "money", "Long hours.")
        assert project.move_summaries("Case A", "Case B")
        assert project.framework().cell("Case B", "money").text == "Long hours."


def test_a_project_loads_rooms_when_they_are_asked_for():
    script = (
        "import sys, qualcode.project; print('pandas' in sys.modules or 'numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stdout.strip() == "False"


def test_the_line_of_undo_is_for_people(study, capsys):
    with qc.open_project(STUDY, coder="AB") as project:
        project.draw_sample("first", coders=["AB", "CD"], n=2, by=())
        assert re.fullmatch(r"undone: act \d+, draw sample \(sample first\)", project.undo())
        project.redo()
        documents = sorted(project.assignments("first").document)
        with qc.open_project(STUDY, coder="CD") as other:
            other.complete_sample("first", blind=True)
        sheet = project.settlement("first")
        sheet["settle"] = "none"
        project.settle(sheet, "first")
        said = project.undo()
        assert f"settled {', '.join(documents)}" in said and "{" not in said
