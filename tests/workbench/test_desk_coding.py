"""What a page writes on a text, asked of the desk itself: codings, changes, undo, key quotations, passes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import qualcode as qc
from qualcode.errors import CodingError, HistoryError, UsageError
from qualcode.workbench.desk import Desk

TALK = "INT: A 🌱 garden?\n\nP1: With the price of it.\n\nP1: Price, always price.\n"
BOOK = """\
codebook: Small
codes:
  - {code: value, name: Social value, definition: What is gained beside the price.}
  - {code: price, name: Price, definition: Talk of money.}
"""


@pytest.fixture
def study(make_study: Callable[..., qc.Project]) -> qc.Project:
    return make_study(files={"talk.txt": TALK}, codebook=BOOK)


def ask(of: Desk, method: str, /, **parameters: Any) -> Any:
    return of.call(method, parameters)["result"]


def put(of: Desk, words: str, code: str = "price", **more: Any) -> str:
    text = ask(of, "document", document="talk")
    start = text["text"].index(words)
    made = ask(
        of, "add", document="talk", version=text["version"], start=start, end=start + len(words),
        code=code, **more,
    )  # fmt: skip
    return made["coding"]


def standing(project: qc.Project) -> list[tuple[str, str, str]]:
    frame = project.codings()
    return list(zip(frame["coder"], frame["code"], frame["quotation"], strict=True))


def test_gaps_are_told_as_a_page_reads_them(study: qc.Project) -> None:
    text = ask(Desk(study.study, "AB"), "document", document="talk")
    labels = [(start, end) for start, end, kind in text["gaps"] if kind == "label"]
    assert [text["text"][start:end] for start, end in labels] == ["INT: ", "P1: ", "P1: "]


def test_a_coding_is_made_once_and_only_on_the_text_that_was_shown(study: qc.Project) -> None:
    desk = Desk(study.study, "AB")
    first = put(desk, "🌱 garden", "value")
    again = put(desk, "🌱 garden", "value")
    assert again == first and standing(study) == [("AB", "value", "🌱 garden")]
    with pytest.raises(CodingError, match="new version"):
        ask(desk, "add", document="talk", version="0" * 64, start=0, end=3, code="value")


def test_edges_and_code_are_changed_in_one_act_that_undo_takes_back(study: qc.Project) -> None:
    desk = Desk(study.study, "AB")
    first = put(desk, "garden", "value")
    old = study.codings().iloc[0]
    before = study.study.last_act

    wider = ask(desk, "change", coding=first, start=int(old["start"]) - 2)
    assert study.study.last_act == before + 1
    assert standing(study) == [("AB", "value", "🌱 garden")]
    other = ask(desk, "change", coding=wider["coding"], code="price")
    assert standing(study) == [("AB", "price", "🌱 garden")]
    # The same again is nothing new.
    assert ask(desk, "change", coding=other["coding"], code="price") == other
    assert study.study.last_act == before + 2

    ask(desk, "undo")
    assert standing(study) == [("AB", "value", "🌱 garden")]
    ask(desk, "redo")
    assert standing(study) == [("AB", "price", "🌱 garden")]
    with pytest.raises(CodingError, match="meanwhile"):
        ask(desk, "change", coding=first, code="price")


def test_a_coding_moved_onto_another_becomes_one_with_it(study: qc.Project) -> None:
    desk = Desk(study.study, "AB")
    stands = put(desk, "garden", "value")
    moved = put(desk, "🌱 garden", "value", memo="the plant, too")
    start = int(study.codings().set_index("coding_id").loc[stands, "start"])
    assert ask(desk, "change", coding=moved, start=start)["coding"] == stands
    assert standing(study) == [("AB", "value", "garden")]
    # Its memo stays with what stands.
    (memo,) = ask(desk, "memos", on=stands)
    assert memo["text"] == "the plant, too"


def test_only_ones_own_codings_are_changed(study: qc.Project) -> None:
    theirs = put(Desk(study.study, "CD"), "garden", "value")
    desk = Desk(study.study, "AB")
    for name, more in (
        ("change", {"coding": theirs, "code": "price"}),
        ("retract", {"codings": [theirs]}),
    ):
        with pytest.raises(CodingError, match="is CD's"):
            ask(desk, name, **more)
    assert standing(study) == [("CD", "value", "garden")]


def test_undo_takes_back_ones_own_latest_act_and_says_what_it_is(study: qc.Project) -> None:
    desk = Desk(study.study, "AB")
    first = put(desk, "garden", "value")
    put(Desk(study.study, "CD"), "garden", "price")
    wanted = ask(desk, "undoable")
    assert (wanted["verb"], wanted["what"], wanted["documents"]) == (
        "code",
        "Social value on “garden”",
        ["talk"],
    )
    assert wanted["large"] is False
    assert ask(desk, "retract", codings=[first]) == {"retracted": [first]}
    assert ask(desk, "retract", codings=[first]) == {"retracted": []}
    assert ask(desk, "undoable")["documents"] == ["talk"]
    # A page that does not know of the retraction would undo something else than it shows.
    with pytest.raises(HistoryError, match="not your latest act"):
        ask(desk, "undo", act=wanted["act"])
    ask(desk, "undo", act=ask(desk, "undoable")["act"])
    assert standing(study) == [("AB", "value", "garden"), ("CD", "price", "garden")]


def test_many_things_in_one_act_are_asked_about_before_they_are_undone(study: qc.Project) -> None:
    desk = Desk(study.study, "AB")
    made = [put(desk, words) for words in ("garden", "price of it", "Price", "always")]
    assert ask(desk, "undoable")["large"] is False
    ask(desk, "retract", codings=made)
    assert ask(desk, "undoable")["large"] is True
    ask(desk, "undo")
    ask(desk, "book_add", name="Plants", definition="What grows.")
    assert ask(desk, "undoable")["large"] is True


def test_a_key_quotation_is_marked_and_unmarked(study: qc.Project) -> None:
    desk = Desk(study.study, "AB")
    coding = put(desk, "🌱 garden", "value")
    ask(desk, "key", coding=coding, on=True)
    assert study.key_quotes()["quotation"].tolist() == ["🌱 garden"]
    assert ask(desk, "document", document="talk")["codings"][0][-1] is True
    ask(desk, "key", coding=coding, on=False)
    assert study.key_quotes().empty
    with pytest.raises(CodingError, match="no coding"):
        ask(desk, "key", coding="c" + "0" * 32, on=True)


def test_what_a_blind_coder_may_not_see_cannot_be_marked(study: qc.Project) -> None:
    theirs = put(Desk(study.study, "CD"), "garden", "value")
    with pytest.raises(CodingError, match="is no coding"):
        ask(Desk(study.study, "AB", enforced=True), "key", coding=theirs, on=True)
    assert study.key_quotes().empty


@pytest.mark.parametrize(
    ("others", "said", "recorded"),
    [
        (False, None, "yes"),  # the page showed nothing of others
        (False, False, "no"),  # the coder saw them elsewhere
        (False, "unknown", "unknown"),
        (True, None, "no"),
        (True, "unknown", "unknown"),
    ],
)
def test_done_records_the_pass_and_whether_it_was_blind(
    study: qc.Project, others: bool, said: Any, recorded: str
) -> None:
    put(Desk(study.study, "CD"), "garden", "value")
    desk = Desk(study.study, "AB")
    text = ask(desk, "document", document="talk", others=others)
    given = {} if said is None else {"blind": said}
    made = ask(desk, "done", document="talk", version=text["version"], **given)
    assert made == {"document": "talk", "blind": recorded}
    (own,) = ask(desk, "passes", document="talk")
    assert (own["coder"], own["turns"], own["blind"]) == ("AB", None, recorded)


def test_who_was_shown_others_work_cannot_record_a_blind_pass(study: qc.Project) -> None:
    put(Desk(study.study, "CD"), "garden", "value")
    desk = Desk(study.study, "AB")
    text = ask(desk, "document", document="talk", others=True)
    with pytest.raises(CodingError, match="in sight"):
        ask(desk, "done", document="talk", version=text["version"], blind=True)
    with pytest.raises(UsageError, match="maybe"):
        ask(desk, "done", document="talk", version=text["version"], blind="maybe")
    assert ask(desk, "passes", document="talk") == []


def test_the_mark_of_a_key_quotation_follows_its_coding(study: qc.Project) -> None:
    desk = Desk(study.study, "AB")
    coding = put(desk, "Price")
    ask(desk, "key", coding=coding, on=True)
    now = ask(desk, "change", coding=coding, code="value")["coding"]
    rows = ask(desk, "document", document="talk")["codings"]
    assert [(row[0], row[-1]) for row in rows] == [(now, True)]
