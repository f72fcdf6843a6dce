"""Memos as a page asks for them: what they are on, who may see them, and that only one's own change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import qualcode as qc
from qualcode.errors import QualcodeError, UsageError
from qualcode.workbench.desk import Desk
from qualcode.workbench.looks import SEEN

GARDEN = "INT: What grows?\n\nMay: A 🌱 garden and a shed.\n"
DESK = "INT: What counts?\n\nTom: The price, only the price.\n"
BOOK = "codebook: Small\ncodes:\n  - {code: value, name: Social value 🌱}\n  - {code: price}\n"


@pytest.fixture
def study(make_study: Callable[..., qc.Project]) -> qc.Project:
    return make_study(files={"garden.txt": GARDEN, "desk.txt": DESK}, codebook=BOOK)


def desk(project: qc.Project, coder: str = "AB", **options: Any) -> Desk:
    return Desk(project.study, coder, **options)


def ask(of: Desk, name: str, /, **parameters: Any) -> Any:
    return of.call(name, parameters)["result"]


def code(of: Desk, document: str, words: str, code: str = "price") -> str:
    text = ask(of, "document", document=document)
    start = text["text"].index(words)
    place = {"start": start, "end": start + len(words)}
    return ask(of, "add", document=document, version=text["version"], code=code, **place)["coding"]


def test_a_memo_is_told_with_its_place_and_the_diary_has_none(study: qc.Project) -> None:
    of = desk(study)
    coding = code(of, "garden", "🌱 garden", "value")
    on_coding = ask(of, "memo_add", on=coding, text="Green 🌱 again", title="Growing")["memo"]
    diary = ask(of, "memo_add", on=None, text="Began today.")["memo"]
    ask(of, "memo_add", on="value", text="Too wide?")
    ask(of, "memo_add", on="garden", text="Loud room")
    told = ask(of, "memos")
    # The latest first.
    assert [each["kind"] for each in told] == ["document", "code", "diary", "coding"]
    first = told[-1]
    # "INT: What grows?\n\nMay: A " are 25 characters before the plant; "🌱 garden" are 8.
    assert (first["id"], first["document"], first["start"], first["end"]) == (
        on_coding,
        "garden",
        25,
        33,
    )
    assert (first["title"], first["text"], first["mine"]) == ("Growing", "Green 🌱 again", True)
    assert first["codes"] == ["value"] and first["quotation"] == "🌱 garden"
    assert first["version"] == ask(of, "document", document="garden")["version"]
    assert (told[2]["id"], told[2]["on"], told[2]["document"], told[2]["start"]) == (
        diary,
        None,
        None,
        None,
    )
    assert [each["text"] for each in ask(of, "memos", document="garden")] == [
        "Loud room",
        "Green 🌱 again",
    ]
    assert [each["id"] for each in ask(of, "memos", on=coding)] == [on_coding]
    assert [each["text"] for each in ask(of, "memos", words="green")] == ["Green 🌱 again"]
    assert [each["text"] for each in ask(of, "memos", kind="diary")] == ["Began today."]


def test_a_memo_follows_its_coding_and_has_no_place_in_another_text(study: qc.Project) -> None:
    of = desk(study)
    coding = code(of, "garden", "garden", "value")
    ask(of, "memo_add", on=coding, text="Wider?")
    now = ask(of, "change", coding=coding, end=34)["coding"]
    (told,) = ask(of, "memos", on=now)
    assert (told["on"], told["start"], told["end"]) == (coding, 27, 34)
    ask(of, "retract", codings=[now])
    assert ask(of, "memos")[0]["subject"].endswith("(retracted)")


def test_own_memos_are_changed_and_taken_back_others_are_not(study: qc.Project) -> None:
    of, other = desk(study), desk(study, "CD")
    memo = ask(of, "memo_add", on="value", text="One", title="First")["memo"]
    now = ask(of, "memo_edit", memo=memo, text="Two")["memo"]
    (told,) = ask(of, "memos")
    assert (told["id"], told["title"], told["text"]) == (now, "First", "Two")
    assert told["edited"] is not None
    (seen,) = ask(other, "memos")
    assert (seen["mine"], seen["coder"]) == (False, "AB")
    for name, more in (("memo_edit", {"text": "Mine"}), ("memo_retract", {})):
        with pytest.raises(QualcodeError, match="was written by AB"):
            ask(other, name, memo=now, **more)
    with pytest.raises(UsageError, match="no words"):
        ask(of, "memo_add", on=None, text=" \n ")
    with pytest.raises(QualcodeError, match="no id of this project"):
        ask(of, "memo_add", on="no such thing", text="Lost")
    ask(of, "memo_retract", memo=now)
    assert ask(of, "memos") == []
    with pytest.raises(QualcodeError, match="taken back"):
        ask(of, "memo_retract", memo=now)


def test_the_same_memo_sent_twice_is_written_once(study: qc.Project) -> None:
    of = desk(study)
    asked = {"on": None, "text": "Only once"}
    first = of.call("memo_add", asked, act_id="a" + "1" * 32)
    # The answer was lost, and the server has begun anew meanwhile.
    again = desk(study).call("memo_add", asked, act_id="a" + "1" * 32)
    assert again["result"]["memo"] == first["result"]["memo"]
    assert len(ask(of, "memos")) == 1
    edit = {"memo": first["result"]["memo"], "text": "Twice"}
    first = of.call("memo_edit", edit, act_id="a" + "2" * 32)
    again = desk(study).call("memo_edit", edit, act_id="a" + "2" * 32)
    assert again["result"]["memo"] == first["result"]["memo"]


@pytest.fixture
def discussed(study: qc.Project) -> dict[str, str]:
    """CD has coded and finished the garden, and written on it, its coding, its pass, a code and the diary."""
    cd = desk(study, "CD")
    made = {"coding": code(cd, "garden", "🌱 garden", "value")}
    made["act"] = study.study.value("SELECT act_id FROM act ORDER BY n DESC LIMIT 1")
    made["on coding"] = ask(cd, "memo_add", on=made["coding"], text="CD on the plant")["memo"]
    ask(cd, "memo_add", on="garden", text="CD on the text")
    ask(cd, "memo_add", on=made["on coding"], text="CD answers CD")
    version = ask(cd, "document", document="garden")["version"]
    ask(cd, "done", document="garden", version=version)
    (made["pass"],) = study.study.rows("SELECT pass_id FROM pass")[0]
    ask(cd, "memo_add", on=made["pass"], text="CD on reading")
    ask(cd, "memo_add", on=made["act"], text="CD on an act")
    ask(cd, "memo_add", on="value", text="CD on the code")
    ask(cd, "memo_add", on=None, text="CD in the diary")
    return made


SECRET = {"CD on the plant", "CD on the text", "CD answers CD", "CD on reading", "CD on an act"}
OPEN = {"CD on the code", "CD in the diary"}


def texts(told: list[dict[str, Any]]) -> set[str]:
    return {each["text"] for each in told}


def test_others_memos_on_a_text_wait_until_it_is_read(
    study: qc.Project, discussed: dict[str, str]
) -> None:
    blind = desk(study, enforced=True)
    assert texts(ask(blind, "memos")) == OPEN
    # Asking for them changes nothing while the coder is to read blind, whatever is asked.
    for asked in ({}, {"document": "garden"}, {"on": discussed["coding"]}, {"words": "plant"}):
        assert not texts(ask(blind, "memos", others=True, **asked)) & SECRET
    version = ask(blind, "document", document="garden")["version"]
    assert blind.looks.how("AB", version) != SEEN
    with pytest.raises(QualcodeError, match="without sight of what others did"):
        ask(blind, "memo_add", on=discussed["coding"], text="I saw this")
    with pytest.raises(QualcodeError, match="without sight of what others did"):
        ask(blind, "memo_add", on=discussed["act"], text="I saw this")
    # One's own memo on the text itself, on a code and in the diary can be written.
    ask(blind, "memo_add", on="garden", text="AB on the text")
    ask(blind, "done", document="garden", version=version)
    assert texts(ask(blind, "memos")) == SECRET | OPEN | {"AB on the text"}


def test_where_nobody_is_made_to_read_blind_a_look_is_noted(
    study: qc.Project, discussed: dict[str, str]
) -> None:
    of = desk(study)
    version = ask(of, "document", document="garden")["version"]
    assert texts(ask(of, "memos")) == OPEN
    assert of.looks.how("AB", version) != SEEN
    assert texts(ask(of, "memos", others=True)) == SECRET | OPEN
    assert of.looks.how("AB", version) == SEEN
    with pytest.raises(QualcodeError, match="in sight"):
        ask(of, "done", document="garden", version=version, blind=True)


def test_an_own_memo_on_others_work_does_not_tell_that_work_while_blind(
    study: qc.Project, discussed: dict[str, str]
) -> None:
    ask(desk(study), "memo_add", on=discussed["on coding"], text="AB answers")
    (told,) = [each for each in ask(desk(study, enforced=True), "memos") if each["mine"]]
    assert told["text"] == "AB answers"
    assert "plant" not in str(told) and "🌱" not in str(told) and told["start"] is None
    assert told["codes"] == []
    # CD, who has finished the text, sees what it is on, and that it is an answer.
    seen = ask(desk(study, "CD"), "memos", others=True)
    (on,) = [each for each in seen if each["id"] == discussed["on coding"]]
    assert on["replies"] == 2
    assert ask(desk(study, enforced=True), "memos")[0]["replies"] == 0
