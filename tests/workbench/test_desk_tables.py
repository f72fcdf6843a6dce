"""Tables on a page are those of print and files: same numbers, same quotations, same refusals."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import qualcode as qc
from qualcode.errors import CodingError, TableError, UsageError
from qualcode.workbench import answers_tables
from qualcode.workbench.desk import Desk

# Four people in three talks: May and Tom are gardeners, Ann and Bob buyers; only May's talk is of Case A.
FILES = {
    "one.txt": "INT: What counts?\n\nMay: A 🌱 garden counts. Price does not.\n",
    "two.txt": "INT: And here?\n\nTom: Price rules here.\n\nAnn: The price, always the price.\n",
    "three.txt": "INT: Well?\n\nBob: Nothing to say.\n",
}
PEOPLE = "participant,role\nMay,Gardener\nTom,Gardener\nAnn,Buyer\nBob,Buyer\n"
DOCUMENTS = "document,case\none,Case A\ntwo,Case B\nthree,Case B\n"
BOOK = """\
codebook: Small
codes:
  - code: value
    name: Social value
    codes: [{code: place, name: The place itself}]
  - {code: price, name: Price}
"""
#          Of AB: value: May. Price: May, Tom, Ann (twice).
WORDS = [
    ("one", "🌱 garden", "place"),
    ("one", "Price does not", "price"),
    ("two", "Price rules", "price"),
    ("two", "The price", "price"),
    ("two", "always the price", "price"),
]


def code(project: qc.Project, coder: str, document: str, words: str, code_: str) -> str:
    other = qc.Project(project.study, coder)
    start = project.text(document).index(words)
    return other.add_coding(
        document=document, start=start, end=start + len(words), code=code_
    ).coding_id


@pytest.fixture
def study(make_study: Callable[..., qc.Project]) -> qc.Project:
    project = make_study(files=FILES, participants=PEOPLE, documents=DOCUMENTS, codebook=BOOK)
    for document, words, code_ in WORDS:
        code(project, "AB", document, words, code_)
    for document in ("one", "two", "three"):
        project.complete(document)
    return project


def ask(of: Desk, name: str, **parameters: Any) -> Any:
    found = of.call(name, parameters)["result"]
    # A page gets it as JSON.
    return json.loads(json.dumps(found))


def table(of: Desk, **asked: Any) -> Any:
    return ask(of, "table", asked=asked)


def second_coder(project: qc.Project) -> None:
    """CD reads two talks and finds other words."""
    code(project, "CD", "one", "A 🌱 garden counts", "place")
    code(project, "CD", "two", "Price rules here", "price")
    for document in ("one", "two"):
        qc.Project(project.study, "CD").complete(document)


def test_a_crosstab_has_the_numbers_that_print_has(study: qc.Project) -> None:
    of = Desk(study.study, "AB")
    shown = table(of, rows="theme", columns=["role"])
    # May alone speaks of value; May, Tom and Ann of price; Bob of nothing.
    assert [row[:2] for row in shown["rows"]] == [["value", "Social value"], ["price", "Price"]]
    assert [row[2] for row in shown["rows"]] == [["1", "0"], ["2", "1"]]
    assert [row[3] for row in shown["rows"]] == ["1", "3"]
    assert (shown["heads"], shown["total"]) == ([["Gardener", "Buyer"]], "all")
    made = qc.crosstab(study, rows="theme", columns="role")
    assert [row[2] for row in shown["rows"]] == made.cells()
    assert shown["foot"][0] == ["base: participants", ["2", "2"]]
    assert (shown["title"], shown["notes"]) == (made.what.sentence(), made.notes)
    assert shown["provenance"] == made.provenance
    assert shown["limited"] == ""


@pytest.mark.parametrize(
    "asked",
    [
        {"rows": "code", "columns": ["role", "case"], "unit": "codings", "measure": "share"},
        {"rows": "theme", "columns": ["case"], "unit": "words", "measure": "per_1000_words"},
        {"columns": ["role"], "measure": "share", "intervals": True, "test": False},
        {"columns": ["document"], "where": {"role": ["Gardener"], "case": []}},
        {"columns": ["role"], "interviewers": True, "reflective": True, "coders": "any"},
        {"rows": "code", "columns": []},
    ],
)
def test_every_choice_is_the_table_that_python_makes(study: qc.Project, asked: Any) -> None:
    shown = table(Desk(study.study, "AB"), **asked)
    plain = {name: value for name, value in asked.items() if name not in ("rows", "columns")}
    plain["where"] = {name: v for name, v in plain.get("where", {}).items() if v} or None
    rows = asked.get("rows", "theme")
    if asked["columns"]:
        made = qc.crosstab(study, rows=rows, columns=asked["columns"], **plain)
    else:
        made = qc.frequencies(study, level=rows, **plain)
    assert [row[2] for row in shown["rows"]] == made.cells()
    assert [tuple(each) for each in shown["columns"]] == made.heads
    assert [list(level) for level in zip(*made.heads, strict=True)] == shown["heads"]
    assert shown["foot"] == [[name, values] for name, values in made.base_lines()]
    assert shown["notes"] == made.notes


def test_a_combination_that_does_not_exist_is_a_dash(study: qc.Project) -> None:
    shown = table(Desk(study.study, "AB"), columns=["role", "case"])
    cells = dict(zip(map(tuple, shown["columns"]), shown["rows"][1][2], strict=True))
    # No buyer speaks in Case A; of the buyers in Case B Ann talks of the price.
    assert (cells["Buyer", "Case A"], cells["Buyer", "Case B"], shown["absent"]) == ("–", "1", "–")
    cells = dict(zip(map(tuple, shown["columns"]), shown["rows"][0][2], strict=True))
    assert (cells["Buyer", "Case A"], cells["Buyer", "Case B"]) == ("–", "0")


def test_a_test_of_rows_stands_under_the_table(make_study: Callable[..., qc.Project]) -> None:
    people = "\n\n".join(f"P{n}: Word {n}." for n in range(1, 7))
    project = make_study(
        files={"all.txt": f"INT: Well?\n\n{people}\n"},
        participants="participant,role\n" + "".join(f"P{n},{'AB'[n % 2]}\n" for n in range(1, 7)),
        codebook=["said"],
    )
    for n in (1, 3):
        code(project, "AB", "all", f"Word {n}", "said")
    project.complete("all")
    asked = {"columns": ["role"], "test": True}
    shown = table(Desk(project.study, "AB"), **asked)
    made = qc.crosstab(project, columns="role", test=True)
    assert shown["parts"] == [[part.title, part.head, part.rows] for part in made.parts]
    assert len(shown["parts"]) == 2


def test_behind_a_cell_stand_the_quotations_of_the_table(study: qc.Project) -> None:
    of = Desk(study.study, "AB")
    made = qc.crosstab(study, rows="theme", columns="role")
    for row in ("value", "price"):
        for column in (["Gardener"], ["Buyer"], None):
            found = ask(of, "table_quotes", asked={"columns": ["role"]}, row=row, column=column)
            wanted = made.quotes(row, column[0] if column else None)
            assert [each["coding"] for each in found["quotes"]] == wanted["coding_id"].tolist()
            assert [each["quotation"] for each in found["quotes"]] == wanted["quotation"].tolist()
            assert [each["source"] for each in found["quotes"]] == wanted["source"].tolist()
            assert found["total"] == len(wanted)
    found = ask(of, "table_quotes", asked={"columns": ["role"]}, row="value", column=["Gardener"])
    (only,) = found["quotes"]
    assert (only["quotation"], only["coder"], only["code"]) == ("🌱 garden", "AB", "place")
    # The place is counted in characters of the study.
    assert study.text("one")[only["start"] : only["end"]] == "🌱 garden"


def test_quotations_come_in_pieces(study: qc.Project) -> None:
    of = Desk(study.study, "AB")
    asked = {"columns": ["role"]}
    pieces = [
        ask(of, "table_quotes", asked=asked, row="price", first=first, number=3)
        for first in (0, 3, 6)
    ]
    assert [piece["total"] for piece in pieces] == [4, 4, 4]
    assert [len(piece["quotes"]) for piece in pieces] == [3, 1, 0]
    whole = ask(of, "table_quotes", asked=asked, row="price")
    assert pieces[0]["quotes"] + pieces[1]["quotes"] == whole["quotes"]


def test_a_theme_that_is_renamed_is_counted_anew(study: qc.Project) -> None:
    of = Desk(study.study, "AB")
    assert [row[0] for row in table(of, columns=["role"])["rows"]] == ["value", "price"]
    study.rename_code("price", "money")
    assert [row[0] for row in table(of, columns=["role"])["rows"]] == ["value", "money"]


def test_disclosure_control_is_that_of_the_files(study: qc.Project) -> None:
    of = Desk(study.study, "AB")
    made = qc.crosstab(study, columns="role").disclosed("threshold")
    shown = table(of, columns=["role"], protect="threshold")
    assert [row[2] for row in shown["rows"]] == made.cells()
    assert "<5" in shown["rows"][1][2]
    assert shown["notes"] == made.notes
    assert shown["silent"][1][0] is True
    held = ask(
        of,
        "table_quotes",
        asked={"columns": ["role"], "protect": "threshold"},
        row="price",
        column=["Gardener"],
    )
    assert (held["quotes"], held["total"]) == ([], None) and held["held"]
    # Behind a whole row stands what is held back in one of its cells.
    asked = {"columns": ["role"], "protect": "threshold"}
    assert ask(of, "table_quotes", asked=asked, row="price")["held"]


def test_all_columns_of_frequencies_are_held_back_together(study: qc.Project) -> None:
    of = Desk(study.study, "AB")
    asked = {"rows": "code", "columns": [], "protect": "threshold"}
    shown = table(of, **asked)
    # Three people say price in 9 words: the words are no small number, the people are.
    assert shown["silent"][-1] == [True] * len(shown["columns"])
    at = shown["columns"].index(["n_words"])
    assert shown["rows"][-1][2][at] not in ("<5", "…")
    found = ask(of, "table_quotes", asked=asked, row="price", column=["n_words"])
    assert found["held"] and not found["quotes"]


def test_several_coders_without_a_record_are_a_question(study: qc.Project) -> None:
    second_coder(study)
    of = Desk(study.study, "AB")
    choose = table(of, columns=["role"])["choose"]
    assert choose["coders"] == ["AB", "CD"]
    assert [document for document, _ in choose["documents"]] == ["one", "two"]
    with pytest.raises(TableError):
        qc.crosstab(study, columns="role")
    for name in ("AB", "CD", "any", "each"):
        shown = table(of, columns=["role"], coders=name)
        made = qc.crosstab(study, columns="role", coders=name)
        assert [row[2] for row in shown["rows"]] == made.cells()
    assert shown["columns"][0] == ["AB", "Gardener"]
    # Said once for all tables: one act, by who leads.
    before = study.study.last_act
    ask(of, "table_primary", coder="CD")
    assert study.study.last_act == before + 1
    shown = table(of, columns=["role"])
    assert [row[2] for row in shown["rows"]] == qc.crosstab(study, columns="role").cells()
    with pytest.raises(CodingError, match="leads"):
        ask(Desk(study.study, "AB", role="coder"), "table_primary", coder="AB")


def test_who_reads_blind_gets_own_numbers_only(study: qc.Project) -> None:
    second_coder(study)
    # CD has not read "three"; with blindness in force nothing of AB's is to be learned before.
    blind = Desk(study.study, "CD", role="coder", enforced=True)
    assert ask(blind, "table_choices")["coders"] == ["CD"]
    for coders in ("record", "any", "each", "AB", "CD"):
        shown = table(blind, columns=["role"], coders=coders)
        # CD's own: May's value and Tom's price.
        assert [row[2] for row in shown["rows"]] == [["1", "0"], ["1", "0"]]
        assert "AB" not in json.dumps(shown)
        assert bool(shown["limited"]) is (coders != "CD")
        asked = {"columns": ["role"], "coders": coders}
        found = ask(blind, "table_quotes", asked=asked, row="price")
        assert [each["quotation"] for each in found["quotes"]] == ["Price rules here"]
    told = ask(blind, "table_file", asked={"columns": ["role"]}, format="csv")
    assert "AB" not in base64.b64decode(told["data"]).decode()
    own = qc.crosstab(study, columns="role", coders="CD")
    assert any("5 codings (AB)" in note for note in own.notes)
    # The last document read, others' work is there to be seen.
    qc.Project(study.study, "CD").complete("three")
    shown = table(blind, columns=["role"], coders="AB")
    assert (shown["limited"], shown["rows"][1][2]) == ("", ["2", "1"])


def test_who_has_coded_nothing_yet_and_reads_blind_is_told_so(study: qc.Project) -> None:
    with pytest.raises(TableError, match="No table yet: you have coded nothing"):
        table(Desk(study.study, "EF", role="coder", enforced=True), columns=["role"])


def test_quotations_of_others_in_unread_documents_are_noted(study: qc.Project) -> None:
    version = study.study.value("SELECT version FROM version WHERE document = 'two'")
    of = Desk(study.study, "CD", role="coder")
    table(of, columns=["role"])
    assert of.looks.how("CD", version) is None
    ask(of, "table_quotes", asked={"columns": ["role"]}, row="price", column=["Buyer"])
    assert of.looks.how("CD", version) == "seen"
    # The words of one's own are no look at others' work.
    assert Desk(study.study, "AB").looks.how("AB", version) is None


@pytest.mark.parametrize("kind", ["csv", "xlsx", "docx", "html", "md", "tex"])
def test_a_file_is_the_one_that_python_writes(study: qc.Project, tmp_path: Path, kind: str) -> None:
    told = ask(Desk(study.study, "AB"), "table_file", asked={"columns": ["role"]}, format=kind)
    assert told["name"] == f"themes_by_role.{kind}"
    data = base64.b64decode(told["data"])
    wanted = qc.crosstab(study, columns="role").save(tmp_path / f"own.{kind}").read_bytes()
    if kind == "xlsx":
        assert data[:2] == b"PK" and abs(len(data) - len(wanted)) < 100
    else:
        assert data == wanted
    # Nothing of it stays behind.
    assert not list(Path(study.path).parent.rglob("table-*"))


def test_a_file_beside_the_study_writes_over_nothing(study: qc.Project) -> None:
    of = Desk(study.study, "AB")
    folder = Path(study.path).parent
    asked = {"rows": "code", "columns": ["role", "case"]}
    names = [
        ask(of, "table_file", asked=asked, format="csv", beside=True)["name"] for _ in range(2)
    ]
    assert names == ["codes_by_role_and_case.csv", "codes_by_role_and_case-2.csv"]
    assert (folder / names[0]).read_bytes() == (folder / names[1]).read_bytes()
    with pytest.raises(UsageError, match="server"):
        ask(
            Desk(study.study, "AB", role="lead"),
            "table_file",
            asked=asked,
            format="csv",
            beside=True,
        )
    with pytest.raises(UsageError, match="format"):
        ask(of, "table_file", asked=asked, format="/../x")


def test_a_file_that_is_too_large_is_refused(
    study: qc.Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers_tables, "MOST_FILE", 100)
    with pytest.raises(TableError, match="MB"):
        ask(Desk(study.study, "AB"), "table_file", asked={"columns": ["role"]}, format="csv")


@pytest.mark.parametrize(
    "asked",
    [
        {"rows": "topic"},
        {"columns": "role"},
        {"columns": ["role", "case", "document"]},
        {"columns": ["no such"]},
        {"where": {"role": "Buyer"}},
        {"where": {"role": ["Nobody"]}},
        {"test": "yes"},
        {"protect": "secret"},
        {"measure": "per_1000_words"},
        {"draws": 10},
        {"coders": "ZZ"},
    ],
)
def test_what_cannot_be_counted_is_refused_in_words(study: qc.Project, asked: Any) -> None:
    with pytest.raises((UsageError, TableError)) as refused:
        table(Desk(study.study, "AB"), **asked)
    assert str(refused.value)


def test_choices_are_the_attributes_and_their_values(study: qc.Project) -> None:
    of = Desk(study.study, "AB")
    choices = ask(of, "table_choices")
    assert choices["attributes"][:3] == ["role", "case", "phase"]
    assert (choices["coders"], choices["blind"], choices["primary"]) == (["AB"], False, None)
    assert ask(of, "table_values", attribute="role") == ["Gardener", "Buyer"]
    assert ask(of, "table_values", attribute="case") == ["Case A", "Case B"]
