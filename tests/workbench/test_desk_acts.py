"""What an undo says that it takes back: which code, on which words, in which document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import qualcode as qc
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


def put(of: Desk, first: str, last: str, code: str) -> str:
    """Code from the first of these words to the end of the last."""
    text = ask(of, "document", document="talk")
    start, end = text["text"].index(first), text["text"].index(last) + len(last)
    place = {"document": "talk", "version": text["version"], "start": start, "end": end}
    return ask(of, "add", code=code, **place)["coding"]


def told(of: Desk) -> tuple[str, list[str]]:
    found = ask(of, "undoable")
    return found["what"], found["documents"]


def test_each_step_of_coding_is_named_by_code_and_words(study: qc.Project) -> None:
    desk = Desk(study.study, "AB")
    coding = put(desk, "garden", "garden", "value")
    assert told(desk) == ("Social value on “garden”", ["talk"])
    coding = ask(desk, "change", coding=coding, code="price")["coding"]
    assert told(desk) == ("Social value changed to Price on “garden”", ["talk"])
    coding = ask(desk, "change", coding=coding, start=7)["coding"]  # INT: A_ is seven characters
    assert told(desk) == ("edges of Price moved to “🌱 garden”", ["talk"])
    ask(desk, "key", coding=coding, on=True)
    assert told(desk) == ("“🌱 garden” marked as a key quotation", ["talk"])
    ask(desk, "key", coding=coding, on=False)
    assert told(desk) == ("“🌱 garden” no more a key quotation", ["talk"])
    ask(desk, "memo_add", on=coding, text="Ask about it")
    assert told(desk) == ("memo on Price on “🌱 garden”", ["talk"])
    ask(desk, "retract", codings=[coding])
    assert told(desk) == ("Price retracted from “🌱 garden”", ["talk"])
    # Undo and redo answer in the same words.
    assert ask(desk, "undo")["what"] == "Price retracted from “🌱 garden”"
    assert ask(desk, "redo")["what"] == "Price retracted from “🌱 garden”"


def test_long_words_are_cut_and_labels_left_out(study: qc.Project) -> None:
    desk = Desk(study.study, "AB")
    first = put(desk, "A 🌱", "always price.", "price")
    # 54 characters without the labels; the last word that fits into 48 is the second Price.
    assert told(desk)[0] == "Price on “A 🌱 garden? With the price of it. Price…”"
    second = put(desk, "the price", "the price", "price")
    ask(desk, "retract", codings=[first, second])
    assert told(desk) == ("2 codings of Price retracted", ["talk"])


def test_passes_memos_and_codes_are_named_too(study: qc.Project) -> None:
    desk = Desk(study.study, "AB")
    version = ask(desk, "document", document="talk")["version"]
    ask(desk, "done", document="talk", version=version)
    assert told(desk) == ("talk marked as done", [])
    memo = ask(desk, "memo_add", on="talk", text="Short")["memo"]
    assert told(desk) == ("memo on talk", [])
    ask(desk, "memo_retract", memo=memo)
    assert told(desk) == ("memo on talk taken back", [])
    memo = ask(desk, "memo_add", on="talk", text="Long", title="Turn 2, P1: “With …”")["memo"]
    assert told(desk) == ("memo on turn 2", ["talk"])
    ask(desk, "memo_retract", memo=memo)
    assert told(desk) == ("memo on turn 2 taken back", ["talk"])
    ask(desk, "memo_add", on=None, text="Today nothing")
    assert told(desk) == ("memo in the study diary", [])
    ask(desk, "book_add", name="Plants", definition="What grows.")
    assert told(desk) == ("new code Plants", [])
    ask(desk, "book_define", code="price", name="Cost")
    assert told(desk)[0] == "what the codebook says of Cost"
    ask(desk, "book_merge", codes=["price"], into="value")
    assert told(desk)[0] == "Cost merged into Social value"
    ask(desk, "book_retire", code="value")
    assert told(desk)[0] == "Social value retired"
    ask(desk, "undo")
    ask(desk, "undo")
    ask(desk, "book_move", code="value", parent="price", before=None)
    assert told(desk)[0] == "Social value moved"


def test_somebody_elses_words_and_the_history_stay_as_they_are(study: qc.Project) -> None:
    desk, other = Desk(study.study, "AB"), Desk(study.study, "CD")
    theirs = put(other, "garden", "garden", "value")
    ask(desk, "key", coding=theirs, on=True)
    assert told(desk) == ("1 key quotation marked", [])
    ask(desk, "memo_add", on=theirs, text="Really?")
    assert told(desk) == ("memo", [])
    put(desk, "the price", "the price", "price")
    assert told(desk)[0] == "Price on “the price”"
    events = " ".join(row[0] for row in study.study.rows("SELECT data FROM event"))
    assert "garden" not in events and "the price" not in events
