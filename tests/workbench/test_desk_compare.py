"""Comparing and settling on a page: the worksheet's rows, and what settling in Python comes to."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from kit import content, marks

import qualcode as qc
from qualcode.errors import CodingError, UsageError
from qualcode.present import agreement
from qualcode.review.doublecoding import complete_sample
from qualcode.review.settling import settle
from qualcode.review.worksheet import settlement
from qualcode.workbench.answers_reading import CODING
from qualcode.workbench.desk import Desk

# Both give "value" to the garden (agreed), "price" to words with other edges, other codes to "They were
# late"; AB alone gives "value" to "the view", CD alone "delay" to "rules".
TALK = (
    "INT: What counts?\n\nMay: The 🌱 garden and the view. Price came last.\n\n"
    "INT: And then?\n\nMay: They were late, money rules.\n"
)
CODES = ["value", "price", "delay"]
WORDS = {
    "AB": [
        ("🌱 garden", "value"),
        ("the view", "value"),
        ("Price came last", "price"),
        ("They were late", "delay"),
    ],
    "CD": [
        ("🌱 garden", "value"),
        ("Price", "price"),
        ("They were late", "price"),
        ("rules", "delay"),
    ],
}
KINDS = ["agreed", "only AB", "edges", "code", "only CD"]


def code(project: qc.Project, coder: str, document: str, words: str, code_: str) -> str:
    start = project.text(document).index(words)
    made = qc.Project(project.study, coder).add_coding(
        document=document, start=start, end=start + len(words), code=code_
    )
    return made.coding_id


@pytest.fixture
def study(make_study: Callable[..., qc.Project]) -> qc.Project:
    project = make_study(
        files={"talk.txt": TALK, "short.txt": "INT: Well?\n\nTom: Money.\n"},
        participants="participant,role\nMay,Gardener\nTom,Buyer\n",
        codebook=CODES,
    )
    for coder, rows in WORDS.items():
        for words, code_ in rows:
            code(project, coder, "talk", words, code_)
        qc.Project(project.study, coder).complete("talk", blind=True)
    return project


def ask(of: Desk, name: str, **parameters: Any) -> Any:
    return json.loads(json.dumps(of.call(name, parameters)["result"]))


def compare(of: Desk, document: str = "talk", **more: Any) -> Any:
    return ask(of, "compare", document=document, **more)


def press(of: Desk, told: Any, kind: str, choice: Any) -> Any:
    (line,) = [each["id"] for each in told["lines"] if each["kind"] == kind]
    return ask(
        of,
        "settle",
        document=told["document"],
        version=told["version"],
        coders=told["coders"],
        choices={line: choice},
        sample=told["sample"],
    )


def consensus(project: qc.Project) -> list[tuple]:
    return [each[:4] for each in marks(project) if each[4] == "consensus"]


def copied(project: qc.Project, folder: Path) -> qc.Project:
    """The same study in a file of its own."""
    project.study.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path = folder / "copy.qualcode"
    shutil.copy(project.path, path)
    return qc.open_project(path, coder="AB")


def test_the_places_are_the_rows_of_the_worksheet(study: qc.Project) -> None:
    told = compare(Desk(study.study, "AB"))
    sheet = settlement(study.study, documents="talk")
    assert [each["kind"] for each in told["lines"]] == KINDS
    assert [each["id"] for each in told["lines"]] == sheet["settle_id"].tolist()
    assert [each["turn"] for each in told["lines"]] == sheet["turn"].tolist()
    for coder in ("AB", "CD"):
        own = [each["own"].get(coder) for each in told["lines"]]
        for row, found in zip(sheet.to_dict("records"), own, strict=True):
            if found is None:
                assert row[f"{coder} code"] is None or row[f"{coder} code"] != row[f"{coder} code"]
            else:
                assert found[1:] == [row[f"{coder} {x}"] for x in ("start", "end", "code")]
    garden = told["lines"][0]
    assert TALK[garden["start"] : garden["end"]] == "🌱 garden"
    assert (told["coders"], told["codes"], told["settle"]) == (["AB", "CD"], CODES, True)
    assert [each["open"] for each in told["lines"]] == [False, True, True, True, True]
    who = {dict(zip(CODING, row, strict=True))["coder"] for row in told["codings"]}
    assert (who, len(told["codings"])) == ({"AB", "CD"}, 8)
    assert (told["consensus"], told["left_out"], told["why"]) == ("none", [], "")


def test_settled_place_by_place_it_is_as_settled_by_worksheet(
    study: qc.Project, tmp_path: Path
) -> None:
    elsewhere = copied(study, tmp_path)
    ids = dict(zip(KINDS, settlement(study.study, documents="talk")["settle_id"], strict=True))
    price = TALK.index("Price came")
    choices: dict[str, Any] = {
        ids["only AB"]: {"settle": "none", "reason": "A figure of speech"},
        ids["edges"]: {"start": price, "end": price + len("Price came"), "code": "price"},
        ids["code"]: "both",
        ids["only CD"]: {"settle": "CD", "reason": "It is about time"},
    }
    settle(elsewhere.study, "AB", choices, documents="talk")

    of = Desk(study.study, "AB")
    told = compare(of)
    opened = []
    for kind in KINDS[1:]:
        before = study.study.last_act
        opened.append(press(of, told, kind, choices[ids[kind]])["open"])
        # Each press is one act, so that each can be undone.
        assert study.study.last_act == before + 1
    assert opened == [3, 2, 1, 0]
    late = TALK.index("They were late")
    assert (
        consensus(study)
        == consensus(elsewhere)
        == [
            ("talk", TALK.index("🌱"), TALK.index("🌱") + 8, "value"),
            ("talk", price, price + 10, "price"),
            ("talk", late, late + 14, "delay"),
            ("talk", late, late + 14, "price"),
            ("talk", TALK.index("rules"), TALK.index("rules") + 5, "delay"),
        ]
    )
    assert sorted(study.memos()["text"]) == sorted(elsewhere.memos()["text"])
    for project in (study, elsewhere):
        progress = project.progress()
        assert progress["coder"].tolist().count("consensus") == 1
        assert project.check() == []
    # Both originals stay.
    originals = [each for each in marks(study) if each[4] != "consensus"]
    assert len(originals) == 8
    assert settlement(study.study, documents="talk")["settle"].tolist() == (
        settlement(elsewhere.study, documents="talk")["settle"].tolist()
    )
    told = compare(of)
    assert told["consensus"] == "whole"
    assert [each["choice"] for each in told["lines"]] == ["", "none", "", "both", "CD"]
    assert told["lines"][1]["reason"] == "A figure of speech"
    assert told["lines"][2]["edit"] == [price, price + 10, "price"]
    elsewhere.close()


def test_what_was_settled_is_undone_and_settled_otherwise(study: qc.Project) -> None:
    of = Desk(study.study, "AB")
    told = compare(of)
    press(of, told, "edges", "AB")
    made = press(of, told, "code", "CD")
    assert [(mark[3], mark[2] - mark[1]) for mark in consensus(study)] == [
        ("value", 8),
        ("price", 15),
        ("price", 14),
    ]
    ask(of, "undo", act=made["act"])
    assert [(mark[3], mark[2] - mark[1]) for mark in consensus(study)] == [
        ("value", 8),
        ("price", 15),
    ]
    again = compare(of)
    assert [each["open"] for each in again["lines"]] == [False, True, False, True, True]
    press(of, again, "edges", "CD")
    assert [(mark[3], mark[2] - mark[1]) for mark in consensus(study)] == [
        ("value", 8),
        ("price", 5),
    ]


def test_what_is_left_out_stays_so_while_the_rest_is_open(study: qc.Project) -> None:
    of = Desk(study.study, "AB")
    told = compare(of)
    assert press(of, told, "only AB", "none")["open"] == 3
    # Nobody gave a reason, so that nothing was written down but that it is left out.
    assert study.memos()["text"].tolist() == []
    line = compare(of)["lines"][1]
    assert (line["choice"], line["open"], line["reason"]) == ("none", False, "")
    sheet = settlement(study.study, documents="talk")
    assert sheet["settle"].tolist() == ["", "none", "", "", ""]
    assert press(of, told, "edges", "AB")["open"] == 2
    assert compare(of)["lines"][1]["choice"] == "none"
    # Settled otherwise after all, it is; undone, it is left out again.
    made = press(of, told, "only AB", "AB")
    assert compare(of)["lines"][1]["choice"] == "AB"
    ask(of, "undo", act=made["act"])
    assert compare(of)["lines"][1]["choice"] == "none"
    # A coder who codes the words anew has done something that nobody has decided on.
    (view,) = [each for each in told["lines"] if each["kind"] == "only AB"]
    ask(of, "change", coding=view["own"]["AB"][0], end=view["end"] - 1)
    assert compare(of)["lines"][1]["open"] is True


def test_a_place_that_is_left_out_second_is_an_act_of_its_own(study: qc.Project) -> None:
    """No coding, no pass and no memo is written for it: still it is kept, told to other pages, and undone."""
    of = Desk(study.study, "AB")
    told = compare(of)
    first = press(of, told, "only AB", "none")["act"]
    second = press(of, told, "only CD", "none")
    assert (second["act"], second["added"], second["open"]) == (first + 1, 0, 2)
    changes = of.call("counts", {}, since=first, document="talk")["changes"]
    assert (changes["parts"], changes["codings"]) == (["settings"], None)
    assert press(of, told, "only CD", "none")["act"] is None
    ask(of, "undo", act=second["act"])
    assert [each["choice"] for each in compare(of)["lines"]] == ["", "none", "", "", ""]


def test_what_all_agree_on_and_is_left_out_stays_so(study: qc.Project) -> None:
    of = Desk(study.study, "AB")
    told = compare(of)
    press(of, told, "agreed", "none")
    press(of, told, "edges", "CD")
    assert [(mark[3], mark[2] - mark[1]) for mark in consensus(study)] == [("price", 5)]
    assert [each["choice"] for each in compare(of)["lines"]] == ["none", "", "CD", "", ""]


def test_the_last_place_that_is_left_out_needs_no_memo(study: qc.Project) -> None:
    of = Desk(study.study, "AB")
    told = compare(of)
    for kind in ("only AB", "edges", "code"):
        press(of, told, kind, "AB")
    made = press(of, told, "only CD", "none")
    assert (made["open"], made["passes"]) == (0, 1)
    assert study.memos()["text"].tolist() == []
    assert compare(of)["lines"][4]["choice"] == "none"


def test_the_same_press_that_comes_twice_is_done_once(study: qc.Project) -> None:
    of = Desk(study.study, "AB")
    told = compare(of)
    asked = {
        "document": "talk",
        "version": told["version"],
        "coders": told["coders"],
        "choices": {told["lines"][2]["id"]: "AB"},
    }
    key = "a" + "1" * 32
    first = of.call("settle", asked, act_id=key)
    act = study.study.last_act
    second = of.call("settle", asked, act_id=key)
    assert (second["again"], second["result"]) == (True, first["result"])
    assert study.study.last_act == act


def test_a_coder_compares_what_is_finished_and_does_not_settle(study: qc.Project) -> None:
    coder = Desk(study.study, "AB", role="coder", enforced=True)
    told = compare(coder)
    assert (told["settle"], "lead" in told["why"]) == (False, True)
    assert [each["kind"] for each in told["lines"]] == KINDS
    before = content(study)
    with pytest.raises(CodingError, match="leads"):
        press(coder, told, "edges", "AB")
    assert content(study) == before


def test_who_has_not_finished_sees_nothing_of_it(study: qc.Project) -> None:
    blind = Desk(study.study, "EF", role="coder", enforced=True)
    open_coder = Desk(study.study, "EF", role="coder")
    for of in (blind, open_coder, Desk(study.study, "EF", enforced=True)):
        with pytest.raises(CodingError, match="when you have finished"):
            compare(of)
        with pytest.raises(CodingError, match="when you have finished"):
            ask(of, "compare_figures", document="talk", coders=["AB", "CD"])
        assert of.looks.how("EF", compare(Desk(study.study, "AB"))["version"]) is None
    # A lead who is to code a sample of it blind is a coder there.
    study.draw_sample("check", share=1.0, by="document", coders=["LD", "AB"], seed=1)
    lead = Desk(study.study, "LD", role="lead")
    with pytest.raises(CodingError, match="when you have finished"):
        compare(lead)
    with pytest.raises(CodingError, match="when you have finished"):
        ask(lead, "settle", document="talk", version="x", coders=["AB", "CD"], choices={})


def test_a_lead_who_looks_before_reading_is_noted(study: qc.Project) -> None:
    lead = Desk(study.study, "LD", role="lead")
    told = compare(lead)
    assert lead.looks.how("LD", told["version"]) == "seen"
    assert told["settle"] is True


def test_what_one_has_not_finished_is_shown_and_cannot_be_settled(study: qc.Project) -> None:
    code(study, "AB", "short", "Money", "price")
    study.complete("short")
    code(study, "CD", "short", "Money", "value")
    of = Desk(study.study, "AB")
    told = compare(of, "short")
    assert [(each["kind"], each["settleable"]) for each in told["lines"]] == [("code", True)]
    assert (told["settle"], told["codes"]) == (False, None)
    assert "CD has not finished" in told["why"]
    assert told["known"] == [["AB", True, 1], ["CD", False, 1]]
    with pytest.raises(CodingError):
        press(of, told, "code", "AB")


def test_one_coder_alone_is_nothing_to_compare(study: qc.Project) -> None:
    told = compare(Desk(study.study, "AB"), "short")
    assert (told["coders"], told["lines"], told["settle"], told["known"]) == ([], [], False, [])
    study.complete("short")
    told = compare(Desk(study.study, "AB"), "short")
    assert (told["coders"], told["settle"], told["known"]) == (["AB"], False, [["AB", True, 0]])


def test_a_third_who_finished_is_named(study: qc.Project) -> None:
    qc.Project(study.study, "EF").complete("talk")
    told = compare(Desk(study.study, "AB"))
    assert (told["coders"], told["left_out"]) == (["AB", "CD"], ["EF"])
    other = compare(Desk(study.study, "AB"), coders=["AB", "EF"])
    # EF found nothing, so that all of AB's stands alone.
    assert {each["kind"] for each in other["lines"]} == {"only AB"}
    for wrong in (["AB"], ["AB", "AB"], ["AB", "consensus"]):
        with pytest.raises(UsageError):
            compare(Desk(study.study, "AB"), coders=wrong)


def test_a_sample_is_settled_in_its_turns(make_study: Callable[..., qc.Project]) -> None:
    project = make_study(
        turns="document,turn,speaker,text\nA,1,P1,Trust it.\nA,2,P1,Price it.\nA,3,P1,Wait.\n",
        codebook=["trust", "price"],
    )
    project.draw_sample("two", n=2, unit="turn", by="document", coders=["AB", "CD"], seed=3)
    code(project, "AB", "A", "Trust it", "trust")
    code(project, "AB", "A", "Price it", "price")
    for coder in ("AB", "CD"):
        complete_sample(project.study, coder, "two")
    of = Desk(project.study, "AB")
    told = compare(of, "A", sample="two")
    sheet = settlement(project.study, sample="two")
    assert [each["id"] for each in told["lines"]] == sheet["settle_id"].tolist()
    assert told["samples"] == [["two", ["AB", "CD"], 2]]
    assert len(told["turns"]) == 2
    made: dict[str, Any] = {}
    for line in told["lines"]:
        made = ask(
            of,
            "settle",
            document="A",
            version=told["version"],
            coders=told["coders"],
            choices={line["id"]: "AB"},
            sample="two",
        )
    assert made["open"] == 0 and made["passes"] == 1
    assert compare(of, "A", sample="two")["consensus"] == "part"
    with pytest.raises(UsageError, match="sample"):
        compare(of, "A", sample="three")


def test_another_text_or_a_strange_choice_changes_nothing(study: qc.Project) -> None:
    of = Desk(study.study, "AB")
    told = compare(of)
    line = told["lines"][2]["id"]
    before = content(study)

    def settled(**more: Any) -> Any:
        asked = {
            "document": "talk",
            "version": told["version"],
            "coders": ["AB", "CD"],
            "choices": {line: "AB"},
        }
        return ask(of, "settle", **{**asked, **more})

    with pytest.raises(CodingError, match="new version"):
        settled(version="another")
    for choice in (
        3, None, ["AB"], {"start": "5"}, {"start": True}, {"code": 1}, {"id": "x"}, {"end": 10**400},
    ):  # fmt: skip
        with pytest.raises(UsageError):
            settled(choices={line: choice})
    for choice in ("EF", {"start": 0, "end": 10_000}, {"code": "no such", "start": 1, "end": 3}):
        with pytest.raises(CodingError):
            settled(choices={line: choice})
    with pytest.raises(CodingError, match="there no more"):
        settled(choices={"x0000": "AB"})
    assert content(study) == before


def test_figures_say_what_they_are_and_of_which_documents(study: qc.Project) -> None:
    code(study, "AB", "short", "Money", "price")
    code(study, "CD", "short", "Money", "price")
    for coder in ("AB", "CD"):
        qc.Project(study.study, coder).complete("short")
    lead = Desk(study.study, "LD", role="lead")
    told = ask(lead, "compare_figures", document="talk", coders=["AB", "CD"])

    def report(**more: Any) -> str:
        return agreement.report(
            study,
            coders=["AB", "CD"],
            coefficients=["krippendorff_alpha"],
            interval=None,
            **more,
        ).sentence()

    assert report().endswith(" disagreements were listed.")
    assert report(where={"document": "talk"}).startswith(told["here"])
    assert report().startswith(told["everywhere"]) and "listed" not in told["everywhere"]
    assert "Krippendorff's alpha" in told["everywhere"] and "2 documents" in told["everywhere"]
    # Who has finished one of the two is told of that one only.
    qc.Project(study.study, "EF").complete("talk")
    coder = Desk(study.study, "EF", role="coder", enforced=True)
    told = ask(coder, "compare_figures", document="talk", coders=["AB", "CD"])
    assert told["everywhere"] == told["here"] and "1 document" in told["here"]
    none = ask(lead, "compare_figures", document="talk", coders=["AB", "EF"])
    assert none["here"].startswith(("No figure", "AB and EF"))
