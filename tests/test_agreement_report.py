"""The report of agreement: what is printed, saved and drawn."""

from __future__ import annotations

from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from agreement_kit import as_coder, figure, forum_of_two, random_study
from kit import forum

import qualcode as qc
from qualcode.analysis.agreement_base import SETS
from qualcode.analysis.coder_reading import SUGGESTER
from qualcode.errors import TableError, UsageError
from qualcode.present import agreement, agreement_asked, agreement_report
from qualcode.present.plots_alt import alt_text


@pytest.fixture
def two_on_the_forum(coded) -> qc.Project:
    return forum_of_two(coded)


# -- the report ----------------------------------------------------------------------------------------------


def test_disagreements_come_first_and_figures_second(two_on_the_forum) -> None:
    text = str(agreement.report(two_on_the_forum))
    assert text.index("Trust matters to us.") < text.index("Agreement by code")
    assert "They differ in 2; in 1 more they gave the code to different words." in text
    assert "AB: 59–72 “Trust matters”" in text and "CD: 59–106, all of it" in text
    assert "every code      4         3                  1" in text
    assert "Cohen's kappa" in text and "0.40" in text
    assert "2,000 draws, seed 20260101" in text
    assert "Gwet's AC1 is not 0 for coders who code at random" in text
    assert "There is no kappa over all units times codes" in text
    assert "AB: 0 blind, 0 not, 3 unknown" in text


def test_the_sentence_for_the_methods_section(two_on_the_forum) -> None:
    assert agreement.report(two_on_the_forum).sentence() == (
        "AB and CD were compared on 3 turns of 1 document that both had passed: Krippendorff's alpha, mean"
        " over 2 codes 0.22 (from 0.00 to 0.44; undefined for 2), over sets of codes (MASI) 0.19."
        " 3 disagreements were listed."
    )


def test_agreement_as_it_was_before_consensus(coded, tmp_path: Path) -> None:
    second = coded.as_coder("CD")
    second.add_coding(document="FG1", start=59, end=106, code="trust")
    second.complete("FG1")
    before = coded.project.study.last_act
    # They meet: CD takes turn 4 up, and the document is settled.
    second.add_coding(document="FG1", start=154, end=165, code="trust")
    (tmp_path / "settled.csv").write_text("document,coder\nFG1,consensus\n", encoding="utf-8")
    coded.project.import_progress(tmp_path / "settled.csv")
    now = agreement.report(coded.project)
    assert figure(now, "trust", "cohen_kappa")["value"] == 1
    assert any(f"as_of={before + 1}" in note for note in now.notes)
    then = agreement.report(coded.project, as_of=before)
    assert figure(then, "trust", "cohen_kappa")["value"] == pytest.approx(0.4)
    assert any(f"after act {before}" in note for note in then.notes)
    assert f"act {before}," in then.provenance
    assert len(then.disagreements) == 3


def test_notes_on_suggestions(tmp_path: Path) -> None:
    project = forum(tmp_path)
    project.suggest()
    project.accept(project.suggestions()["suggestion_id"][0])
    project.complete("FG1")
    notes = " ".join(agreement.report(project, coders=["AB", SUGGESTER]).notes)
    assert "1 of 1 codings of AB were accepted or revised from suggestions" in notes
    assert "suggester (patterns): a run is recorded by what it proposed" in notes
    told = agreement.report(project, coders=["AB", SUGGESTER]).coders
    assert pd.isna(told.loc[SUGGESTER, "blind"]) and told.loc["AB", "not blind"] == 1


def test_nobody_but_one_coder(coded) -> None:
    with pytest.raises(TableError, match="only AB has a pass"):
        agreement.report(coded.project)


def test_wrong_calls(two_on_the_forum) -> None:
    for options, words in (
        ({"coefficients": ["kapa"]}, "kapa"),
        ({"coefficients": ["gwet_ac2"]}, "gwet_ac2"),
        ({"coefficients": []}, "none given"),
        ({"interval": "turns"}, "units, documents"),
        ({"draws": 10}, "draws"),
        ({"confidence": 95}, "^confidence: 95 "),
        ({"seed": None}, "^seed: None "),
        ({"seed": "x"}, "^seed: 'x' "),
        ({"interval": 5}, "^interval: 5 "),
        ({"level": "topic"}, "code or theme"),
        ({"codes": []}, "none given"),
    ):
        with pytest.raises(UsageError, match=words):
            agreement.report(two_on_the_forum, **options)


def test_without_intervals(two_on_the_forum) -> None:
    report = agreement.report(two_on_the_forum, interval=None)
    assert report.frame[["units_low", "documents_low"]].isna().all(axis=None)
    assert "draws" not in str(report)
    only = agreement.report(two_on_the_forum, interval="units", draws=100)
    assert "by turns" in str(only) and "by documents" not in str(only)


SAVED = (".docx", ".md", ".html", ".xlsx", ".csv", ".tex")


def test_it_is_saved_in_every_format(two_on_the_forum, tmp_path: Path) -> None:
    import csv

    import openpyxl
    from docx import Document

    report = agreement.report(two_on_the_forum, draws=100)
    for suffix in SAVED:
        report.save(tmp_path / f"a{suffix}")
    for suffix in (".md", ".html", ".tex"):
        text = (tmp_path / f"a{suffix}").read_text(encoding="utf-8")
        assert "Trust matters" in text and "undefined" in text and "0.40" in text, suffix
    words = "\n".join(
        cell.text
        for table in Document(str(tmp_path / "a.docx")).tables
        for line in table.rows
        for cell in line.cells
    )
    assert "80–95 “Price came last”" in words and "undefined" in words
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames[:3] == ["Disagreements", "Disagreements by code", "Figures"]
    sheet = [list(line) for line in book["Disagreements"].iter_rows(values_only=True)]
    assert len(sheet) == 4
    assert sheet[1][sheet[0].index("CD quotation")] == sheet[1][sheet[0].index("text")]
    with (tmp_path / "a.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(report.frame)
    kappa = next(r for r in rows if (r["code"], r["coefficient"]) == ("trust", "cohen_kappa"))
    assert float(kappa["value"]) == pytest.approx(0.4)
    undefined = next(r for r in rows if (r["code"], r["coefficient"]) == ("delay", "cohen_kappa"))
    assert undefined["value"] == "" and "nobody" in undefined["reason"]


def test_it_is_plain_data_for_json(two_on_the_forum) -> None:
    import json

    data = json.loads(json.dumps(agreement.report(two_on_the_forum, draws=100).as_data()))
    assert data["coders"] == ["AB", "CD"] and len(data["disagreements"]) == 3
    assert {row_["value"] for row_ in data["figures"] if row_["code"] == "delay"} == {None, 1.0}


def test_a_long_list_is_cut_on_paper_and_whole_in_the_workbook(make_study, tmp_path, monkeypatch) -> None:  # fmt: skip
    import openpyxl

    monkeypatch.setattr(agreement_report, "ON_SCREEN", 2)
    monkeypatch.setattr(agreement_asked, "ON_PAPER", 3)
    project = make_study(
        turns="document,turn,speaker,text\n" + "".join(f"D,{n},A,word {n}\n" for n in range(1, 7)),
        codebook=["x"],
        codings="document,turn,code,coder\n" + "".join(f"D,{n},x,AB\n" for n in range(1, 6)),
        progress="document,coder\nD,AB\nD,CD\n",
    )
    report = agreement.report(project, draws=100)
    assert "… and 3 more" in str(report)
    report.save(tmp_path / "a.md")
    assert "The first 3 of 5" in (tmp_path / "a.md").read_text(encoding="utf-8")
    report.save(tmp_path / "a.xlsx")
    assert openpyxl.load_workbook(tmp_path / "a.xlsx")["Disagreements"].max_row == 6
    assert len(report.disagreements) == 5


def test_what_a_study_says_is_never_run_or_markup(make_study, tmp_path: Path) -> None:
    project = make_study(
        turns='document,turn,speaker,text\nD,1,=A1,"=1+1 <b>a</b> & 50% | $x$ \\frac"\nD,2,B,well\n',
        codebook="codes:\n  - code: x\n    name: <i>x</i>\n",
        codings="document,turn,code,coder\nD,1,x,<AB>\n",
        progress="document,coder\nD,<AB>\nD,CD & EF\n",
    )
    report = agreement.report(project, draws=100)
    for suffix in SAVED:
        report.save(tmp_path / f"a{suffix}")
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "<b>a</b>" not in page and "<AB>" not in page and "<i>x</i>" not in page
    report.forest()


def test_a_turn_is_printed_once_and_only_around_what_was_coded(make_study) -> None:
    """AB gives three words far into a long turn two codes, CD gives them the first of these and another one."""
    long = "well " * 200 + "we trust them now " + "so " * 200
    start = 1000
    project = make_study(
        turns=f"document,turn,speaker,text\nB,1,ANN,{long.strip()}\nB,2,ANN,yes\n",
        codebook="codes:\n  - code: trust\n    name: Trust\n  - code: price\n    name: The price\n"
        "  - code: delay\n",
        codings=f"document,start,end,code,coder\nB,{start},{start + 13},trust,AB\n"
        f"B,{start},{start + 13},price,AB\nB,{start},{start + 13},delay,CD\n",
        progress="document,coder\nB,AB\nB,CD\n",
    )
    assert project.text("B")[start : start + 13] == "we trust them"
    found = agreement.report(project, interval=None)
    text = str(found)
    assert text.count("B, turn 1, ANN\n") == 1 and text.count("    “[…] well") == 1
    told = text.split("B, turn 1, ANN\n")[1].split("\n\n")[0].split("\n")
    # 60 letters of what stands before it, less the word that would be cut, and 60 after.
    assert told[0].endswith(
        "we trust them now so so so so so so so so so so so so so so so so so so […]”"
    )
    assert len(told[0]) < 160
    # Print has labels, the frame ids.
    assert told[1:5] == [
        "  Trust, other code instead: delay",
        f"    AB: {start}–{start + 13} “we trust them”",
        "  The price, other code instead: delay",
        f"    AB: {start}–{start + 13} “we trust them”",
    ]
    assert told[5] == "  delay, other code instead: Trust, The price"
    assert found.disagreements["instead"].tolist() == ["delay", "delay", "trust, price"]
    assert found.sections[0].frame["kind"].tolist()[2] == "other code instead: Trust, The price"


NESTED = """codes:
  - code: ties
    applicable: false
    codes: [{code: trust}, {code: help}]
  - code: money
    codes: [{code: price}]
"""


def test_a_code_that_takes_no_codings_stands_for_those_beneath_it(make_study) -> None:
    project = make_study(
        turns="document,turn,speaker,text\nB,1,ANN,The price went\nB,2,BOB,Yes\n",
        codebook=NESTED,
        progress="document,coder\nB,AB\nB,CD\n",
    )
    found = agreement.report(project, codes=["ties"], interval=None)
    assert found.by_kind.index.tolist() == ["trust", "help"]
    assert "ties takes no codings; compared are those beneath it: trust, help." in found.notes
    one = agreement.report(project, codes=["money"], interval=None)
    assert one.by_kind.index.tolist() == ["money"]
    assert any(
        "money is compared as the one code, without those beneath it (price)" in n
        for n in one.notes
    )
    both = agreement.report(project, codes=["money", "price"], interval=None)
    assert both.by_kind.index.tolist() == ["money", "price"]
    assert not any("beneath" in note for note in both.notes)


def test_where_nobody_coded_all_units_say_the_same(make_study) -> None:
    project = make_study(
        turns="document,turn,speaker,text\nB,1,ANN,The price went\nB,2,BOB,Yes\n",
        codebook=["trust"],
        progress="document,coder\nB,AB\nB,CD\n",
    )
    for unit, percent, kappa in (
        ("turn", "percent_agreement", "cohen_kappa"),
        ("span", "character_percent_agreement", "character_kappa"),
    ):
        found = agreement.report(project, unit=unit)
        assert found.value("trust", percent).value == 1, unit
        assert found.value("trust", kappa).value is None, unit
        assert found.sections[2].frame.loc["trust", "agreement"] == 1, unit
        assert "so 100 % where nobody gave the code" in str(found), unit


def test_a_code_without_an_interval_does_not_look_certain(make_study) -> None:
    """Of trust AB has two turns of two, CD one; nobody ever agrees on price, in no draw."""
    project = make_study(
        turns="document,turn,speaker,text\nB,1,ANN,The price went\nB,2,BOB,Yes\n",
        codebook=["price"],
        codings="document,turn,code,coder\nB,1,price,AB\nB,2,price,CD\n",
        progress="document,coder\nB,AB\nB,CD\n",
    )
    found = agreement.report(project, draws=100, coefficients=["percent_agreement"])
    ax = found.forest()
    assert "0.00, no interval · 2 turns, 1 document" in [text.get_text() for text in ax.texts]
    assert "price: 0.00, no interval." in alt_text(ax)
    without = agreement.report(project, interval=None, coefficients=["percent_agreement"]).forest()
    assert "0.00 · 2 turns, 1 document" in [text.get_text() for text in without.texts]
    plt.close("all")


def test_one_disagreement_is_one(coded) -> None:
    second = coded.as_coder("CD")
    for start, end, code in ((59, 72, "trust"), (80, 95, "price")):
        second.add_coding(document="FG1", start=start, end=end, code=code)
    second.complete("FG1")
    assert agreement.report(coded.project).sentence().endswith("1 disagreement was listed.")


# -- the picture ---------------------------------------------------------------------------------------------


def test_a_forest_plot_says_its_numbers(two_on_the_forum) -> None:
    ax = agreement.report(two_on_the_forum).forest(coefficient="cohen_kappa")
    assert [label.get_text() for label in ax.get_yticklabels()] == [
        "values", "trust", "price", "delay", "mean of 2 codes, 2 undefined",
    ]  # fmt: skip
    texts = [text.get_text() for text in ax.texts]
    assert "0.40 · 3 turns, 1 document" in texts
    assert texts.count("undefined: nobody gave the code to any turn") == 2
    assert ax.get_xlabel() == "Cohen's kappa"
    said = alt_text(ax)
    assert "trust: 0.40, by units 0.00 to 1.00." in said
    assert "delay: undefined (nobody gave the code to any turn)." in said
    plt.close("all")


def test_a_forest_plot_is_drawn_into_axes_and_refuses_what_is_not_there(two_on_the_forum) -> None:
    report = agreement.report(two_on_the_forum, draws=100)
    figure_, axes = plt.subplots(1, 2, figsize=(10, 4))
    assert report.forest(axes[1], codes=["price", "trust"]) is axes[1]
    assert [label.get_text() for label in axes[1].get_yticklabels()] == ["price", "trust"]
    before = plt.get_fignums()
    with pytest.raises(UsageError, match="scott_pi"):
        report.forest(coefficient="scott_pi")
    with pytest.raises(UsageError, match="prize"):
        report.forest(codes=["prize"])
    assert plt.get_fignums() == before
    plt.close(figure_)


def test_a_coefficient_that_is_not_zero_at_random_has_rings_and_no_line_at_zero(make_study) -> None:
    project = random_study(make_study, 4, ["AB", "CD"])
    report = agreement.report(project, draws=100)
    at_zero = report.forest()
    rings = report.forest(coefficient="gwet_ac1")
    assert "Dashed" in "".join(t.get_text() for t in at_zero.texts)
    assert "Rings" in "".join(t.get_text() for t in rings.texts)
    plt.close("all")


def test_names_of_coders_with_semicolons_and_colons_stay_whole(make_study) -> None:
    project = make_study(
        turns="document,turn,speaker,text\nB,1,ANN,The price went\n",
        codebook=["trust", "price", "delay"],
    )
    coders = ["AB; the first", "CD: second", "EF"]
    for coder, code in zip(coders, ["trust", "price", "delay"], strict=True):
        own = as_coder(project, coder)
        own.add_coding(document="B", start=4, end=9, code=code)
        own.complete("B")
    found = agreement.report(project, interval=None)
    first = str(found).split("B, turn 1, ANN\n")[1].split("\n  price\n")[0]
    assert first.split("\n") == [
        "    “The price went”",
        "  trust",
        "    AB; the first: 4–9 “price”",
        "    not CD: second (price); EF (delay)",
    ]
    codings = found.sections[0].frame["codings"].tolist()
    assert codings[0] == "AB; the first: 4–9 “price”; not CD: second (price); EF (delay)"


def test_nothing_coded_at_all_is_said_in_the_words_of_the_study(make_study) -> None:
    project = make_study(
        turns="document,turn,speaker,text\nB,1,ANN,The price went\nB,2,BOB,Yes\n",
        codebook=["trust", "price"],
        progress="document,coder\nB,AB\nB,CD\n",
    )
    found = agreement.report(project)
    assert found.value(SETS, "masi_alpha").reason.startswith(
        "nobody gave any of the codes to any turn: "
    )
    for coder in ("AB", "CD"):
        for start, end in ((0, 14), (15, 18)):
            as_coder(project, coder).add_coding(document="B", start=start, end=end, code="trust")
    found = agreement.report(project)
    for name in ("masi_alpha", "multivalued_alpha"):
        reason = found.value(SETS, name).reason
        assert reason.startswith("all coders gave every turn the same codes: ")


def test_doubtful_intervals_say_of_which_draws(two_on_the_forum) -> None:
    """Three turns of one document: AB gives the first and the last trust, CD the first."""
    found = agreement.report(two_on_the_forum, draws=300)
    (row_,) = [r for r in found.frame.itertuples() if (r.code, r.coefficient) == ("trust", "krippendorff_alpha")]  # fmt: skip
    number = row_.units_by.split("; ")[-1].split(" ")[0]
    assert row_.units_by.endswith(f"{number} of 300 draws of turns were undefined and are left out")
    assert f"{number} draws of turns undefined" in str(found)


def test_the_intervals_of_spans_say_what_is_doubtful_and_have_a_width(make_study) -> None:
    """Two documents of ten letters. AB gives trust to four letters in each, CD to none: kappa is 0 in every
    draw, which is no certainty."""
    project = make_study(
        turns="document,turn,speaker,text\nB,1,ANN,abcdefghij\nC,1,ANN,abcdefghij\n",
        codebook=["trust", "price"],
        codings=(
            "document,start,end,code,coder\nB,0,4,trust,AB\nC,0,4,trust,AB\n"
            "B,0,4,price,AB\nB,2,8,price,CD\nC,0,4,price,AB\nC,0,6,price,CD\n"
        ),
        progress="document,coder\nB,AB\nB,CD\nC,AB\nC,CD\n",
    )
    found = agreement.report(project, unit="span", draws=200)
    of = {(f.code, f.function): f for f in found.figures}
    kappa = of["trust", "character_kappa"]
    assert kappa.found.value == 0 and kappa.documents is None
    assert kappa.by_documents == "no interval: every draw is the same"
    price = of["price", "u_alpha"]
    assert price.documents is not None
    assert price.by_documents == (
        "2 documents resampled, 200 draws, seed 20260101; so few documents make the interval too narrow"
    )
    assert "ew documents" in str(found)


def test_one_value_for_random_coders_is_no_span_of_values(make_study) -> None:
    """Both codes are given to one of two turns by AB, to none by CD: AC1 would be .2 for both."""
    project = make_study(
        turns="document,turn,speaker,text\nB,1,ANN,The price went\nB,2,BOB,Yes\n",
        codebook=["trust", "price"],
        codings="document,turn,code,coder\nB,1,trust,AB\nB,1,price,AB\n",
        progress="document,coder\nB,AB\nB,CD\n",
    )
    (note,) = [n for n in agreement.report(project, interval=None).notes if "at random" in n]
    # One of four codings: chance 2·(1/4)·(3/4) = .375; they agree by chance in .5: (.5 - .375)/.625.
    assert note.endswith("with these shares of the codes it would be 0.20.")


def test_a_forest_of_no_codes_is_refused(two_on_the_forum) -> None:
    found = agreement.report(two_on_the_forum, interval=None)
    with pytest.raises(UsageError, match="none given"):
        found.forest(codes=[])
    ax = found.forest(codes="trust")
    assert [label.get_text() for label in ax.get_yticklabels()] == ["trust"]
    plt.close(ax.figure)
