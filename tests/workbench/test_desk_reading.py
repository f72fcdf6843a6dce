"""What a page is told when it reads: documents, one text, codings, counts, and what a blind coder is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import qualcode as qc
from qualcode.store import open_study
from qualcode.workbench.answers_reading import CODING
from qualcode.workbench.counts import own_counts
from qualcode.workbench.desk import Desk

# Two interviews of two people each; the first holds an emoji before the words that are coded.
FIRST = "INT: What grows here?\n\nMay: A 🌱 garden and little else.\n"
SECOND = "INT: And the price?\n\nTom: Price is all they ask.\n\nTom: Only price.\n"
BOOK = """\
codebook: Small
codes:
  - code: value
    name: Social value
    definition: What is gained beside the price.
    codes:
      - {code: place, name: The place itself}
  - {code: price, name: Price}
"""


@pytest.fixture
def study(make_study: Callable[..., qc.Project]) -> qc.Project:
    project = make_study(
        files={"first.txt": FIRST, "second.txt": SECOND},
        participants="participant,role\nMay,Gardener\nTom,Buyer\n",
        documents="document,title,kind,phase,case,date\n"
        "first,In the garden,interview,1,,2018-03-01\n"
        "second,At the desk,interview,2,Case A,2018-03-02\n",
        codebook=BOOK,
    )
    with qc.open_project(project.path, coder="CD") as other:
        garden = other.text("first").index("🌱 garden")
        coding = other.add_coding(document="first", code="value", start=garden, end=garden + 8)
        other.add_memo("A memo of CD", on=coding.coding_id)
        other.mark_key(coding.coding_id)
        other.complete("first", blind=True)
    return project


def desk(project: qc.Project, coder: str = "AB", **options: Any) -> Desk:
    return Desk(project.study, coder, **options)


def ask(of: Desk, name: str, **parameters: Any) -> Any:
    return of.call(name, parameters)["result"]


def code(of: Desk, document: str, words: str, code: str = "price") -> str:
    text = ask(of, "document", document=document)
    start = text["text"].index(words)
    return ask(
        of,
        "add",
        document=document,
        version=text["version"],
        start=start,
        end=start + len(words),
        code=code,
    )["coding"]


def test_the_list_says_what_documents_are_and_who_read_them(study: qc.Project) -> None:
    of = desk(study)
    first, second = ask(of, "documents")
    # May says "A garden and little else", the interviewer "What grows here": 5 words and 3.
    assert first == {
        "document": "first",
        "title": "In the garden",
        "kind": "interview",
        "phase": "1",
        "case": "",
        "date": "2018-03-01",
        "words": 8,
        "turns": 2,
        "codings": 0,
        "passes": [["CD", True, "yes"]],
        "hidden": False,
    }
    # "And the price", "Price is all they ask", "Only price".
    assert (second["words"], second["turns"], second["case"]) == (10, 3, "Case A")
    assert second["passes"] == []
    assert ask(of, "documents", only=["second", "no such"]) == [second]
    assert ask(of, "hello")["coders"] == ["CD"]


def test_a_study_without_documents_has_an_empty_list(make_study: Any) -> None:
    of = desk(make_study())
    assert ask(of, "documents") == []
    assert ask(of, "counts") == {}
    assert ask(of, "codebook")["codes"] == []


def test_own_codings_are_counted_beside_documents_and_codes(study: qc.Project) -> None:
    of = desk(study)

    def told() -> tuple[list[int], dict[str, int], list[int]]:
        return (
            [each["codings"] for each in ask(of, "documents")],
            ask(of, "counts"),
            [each["codings"] for each in ask(of, "codebook")["codes"]],
        )

    # CD's coding in the first text is not one's own.
    assert told() == ([0, 0], {}, [0, 0, 0])
    one = code(of, "second", "Price is all")
    code(of, "second", "Only price")
    code(of, "first", "garden", "place")
    assert told() == ([1, 2], {"price": 2, "place": 1}, [0, 1, 2])
    ask(of, "change", coding=one, code="value")
    assert told() == ([1, 2], {"price": 1, "place": 1, "value": 1}, [1, 1, 1])
    ask(of, "retract", codings=[one_of(of, "second", "price")])
    assert told() == ([1, 1], {"place": 1, "value": 1}, [1, 1, 0])
    ask(of, "undo")
    assert told() == ([1, 2], {"price": 1, "place": 1, "value": 1}, [1, 1, 1])
    study.rename_code("price", "money")
    assert told()[1] == {"money": 1, "place": 1, "value": 1}


def one_of(of: Desk, document: str, code: str) -> str:
    """The id of one's own coding with a code, of which there is one."""
    rows = [dict(zip(CODING, row, strict=True)) for row in ask_codings(of, document)]
    (found,) = [row["id"] for row in rows if row["code"] == code and row["coder"] == of.coder]
    return found


def ask_codings(of: Desk, document: str, others: bool = False) -> list[list[Any]]:
    return ask(of, "document", document=document, others=others)["codings"]


def test_counts_that_are_carried_on_equal_counts_made_anew(study: qc.Project) -> None:
    of = desk(study)
    elsewhere = open_study(study.path)
    beside = Desk(elsewhere, "AB")
    made = []
    for n, words in enumerate(["Price is", "is all", "all they", "they ask"]):
        # In turns by two programs, which each carry on a count of their own.
        made.append(code(beside if n % 2 else of, "second", words))
        assert ask(of, "counts") == ask(beside, "counts") == {"price": n + 1}
    ask(of, "retract", codings=[made[0]])
    ask(beside, "retract", codings=made[1:3])
    assert ask(of, "counts") == ask(beside, "counts") == {"price": 1}
    ask(of, "retract", codings=[made[3]])
    assert ask(of, "counts") == {}
    ask(beside, "undo")
    ask(of, "undo")
    with qc.open_project(study.path) as fresh:
        assert own_counts(fresh.study, "AB").by_code == own_counts(elsewhere, "AB").by_code
        assert own_counts(fresh.study, "AB").by_version == own_counts(of.study, "AB").by_version
        assert own_counts(fresh.study, "AB").by_code == {
            "price": 3
        }  # what AB undid is the two latest acts
    elsewhere.close()


def test_a_text_comes_with_turns_gaps_and_codings_in_characters(study: qc.Project) -> None:
    of = desk(study)
    text = ask(of, "document", document="first", others=True)
    assert [
        (speaker, role, person, asks) for _, speaker, role, person, asks, *_ in text["turns"]
    ] == [("INT", None, None, True), ("May", "Gardener", "May", False)]
    assert text["text"] == FIRST
    spoken = [text["text"][edges[0] : edges[-1]] for *_, edges in text["turns"]]
    assert spoken == ["What grows here?", "A 🌱 garden and little else."]
    assert [text["text"][start:end] for start, end, kind in text["gaps"] if kind == "label"] == [
        "INT: ",
        "May: ",
    ]
    ((start, end),) = [row[1:3] for row in text["codings"]]
    assert text["text"][start:end] == "🌱 garden"
    assert (text["title"], text["hidden"], text["done"]) == ("In the garden", False, [])


def test_others_are_shown_only_where_they_are_wanted(study: qc.Project) -> None:
    of = desk(study)
    assert ask_codings(of, "first") == []
    (row,) = ask_codings(of, "first", others=True)
    shown = dict(zip(CODING, row, strict=True))
    assert (shown["coder"], shown["memos"], shown["key"]) == ("CD", 1, True)


def test_a_blind_coder_learns_nothing_of_others_before_the_own_pass(study: qc.Project) -> None:
    of = desk(study, role="coder", enforced=True)
    own = code(of, "first", "garden", "place")
    with qc.open_project(study.path, coder="CD") as other:
        other.add_memo("CD says what AB has coded", on=own)
        other.mark_key(own)
    first, second = ask(of, "documents")
    assert (first["hidden"], first["passes"]) == (True, [])
    assert second["hidden"] is True
    # The list says for all documents at once what is asked for one elsewhere.
    assert [each["hidden"] for each in ask(of, "documents")] == [
        of.own_only("first"),
        of.own_only("second"),
    ]
    text = ask(of, "document", document="first", others=True)
    assert (text["hidden"], text["must_hide"]) == (True, True)
    (row,) = text["codings"]
    shown = dict(zip(CODING, row, strict=True))
    # Neither CD's coding, nor the memo and the mark that CD put on AB's.
    assert (shown["coder"], shown["memos"], shown["key"]) == ("AB", 0, False)
    told = of.call("changes", {"since": 0, "document": "first", "others": True})["result"]
    assert [each[0] for each in told["codings"]["added"]] == [own]

    study.complete("first")
    first, second = ask(of, "documents")
    assert (first["hidden"], second["hidden"]) == (False, True)
    assert [coder for coder, *_ in first["passes"]] == ["CD", "AB"]
    codings = ask_codings(of, "first", others=True)
    assert sorted(each[CODING.index("coder")] for each in codings) == ["AB", "CD"]
    (mine,) = [each for each in codings if each[0] == own]
    assert (mine[CODING.index("memos")], mine[CODING.index("key")]) == (1, True)


def test_a_sample_to_be_read_blind_hides_its_documents_alone(study: qc.Project) -> None:
    study.draw_sample("check", share=1.0, by="document", coders=["AB", "CD"], seed=1)
    of = desk(study)
    hidden = {each["document"]: each["hidden"] for each in ask(of, "documents")}
    assert hidden == {name: of.own_only(name) for name in hidden}
    assert any(hidden.values())


def test_memos_on_turns_are_counted_where_they_stand(
    make_study: Callable[..., qc.Project],
) -> None:
    said = "".join(f"P1: Line {n}.\n\n" for n in range(1, 13))
    study = make_study(files={"long.txt": said}, codebook=BOOK)
    desk = Desk(study.study, "AB")

    def told(**more: Any) -> dict[str, int]:
        found = ask(desk, "turn_memos", document="long", **more)
        assert ask(desk, "document", document="long", **more)["turn_memos"] == found
        return found

    assert told() == {}
    for title in ("Turn 1, P1: “Line 1.”", "Turn 12", "Turn 12: again", "Turn 13, P1", "Turns 2"):
        study.add_memo("…", on="long", title=title)
    # Turn 12 is not turn 1; there is no turn 13.
    assert told() == {"1": 1, "12": 2}
    with qc.open_project(study.path, coder="CD") as other:
        other.add_memo("…", on="long", title="Turn 1: mine")
    assert told() == {"1": 1, "12": 2}
    assert ask(desk, "looked", document="long") == "hidden"
    assert told(others=True) == {"1": 2, "12": 2}
    assert ask(desk, "looked", document="long") == "seen"
    # Who is to read blind sees them only after the own pass.
    blind = Desk(study.study, "EF", enforced=True)
    assert ask(blind, "turn_memos", document="long", others=True) == {}
    version = ask(blind, "document", document="long")["version"]
    ask(blind, "done", document="long", version=version)
    assert ask(blind, "turn_memos", document="long", others=True) == {"1": 2, "12": 2}
