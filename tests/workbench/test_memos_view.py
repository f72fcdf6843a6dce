"""Memos in a real browser: found, written, changed, taken back, and what they are about gone to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import qualcode as qc

TALK = "INT: What grows?\n\nMay: The 🌱 garden, and the shed.\n"
BOOK = "codebook: Small\ncodes:\n  - {code: value, name: Social value 🌱, definition: What is gained.}\n"


@pytest.fixture
def study(make_study: Callable[..., qc.Project]) -> qc.Project:
    project = make_study(
        files={"talk.txt": TALK, "other.txt": "INT: And?\n\nMay: Nothing.\n"},
        participants="participant,role\nMay,Gardener\n",
        codebook=BOOK,
    )
    at = project.text("talk").index("🌱 garden")
    coding = project.add_coding(document="talk", code="value", start=at, end=at + 8)
    project.add_memo("Green again, as in the 🌱 pilot", on=coding.coding_id, title="Growing")
    project.add_memo("Too wide?", on="value")
    with qc.open_project(project.path, coder="CD") as other:
        other.add_memo("CD on the talk", on="talk")
        other.add_memo("CD asks for café visits")
    return project


def opened(page: Any) -> Any:
    page.wait_for_selector(".qc-text")
    page.keyboard.press("g")
    page.keyboard.press("m")
    page.wait_for_selector(".qc-memo-row")
    return page


def shown(page: Any) -> list[str]:
    return page.locator(".qc-memo-text").all_text_contents()


def until_shown(page: Any, *texts: str) -> None:
    page.wait_for_function(
        "(texts) => JSON.stringify([...document.querySelectorAll('.qc-memo-text')]"
        ".map((each) => each.textContent)) === JSON.stringify(texts)",
        arg=list(texts),
    )


def on(page: Any, words: str) -> None:
    """The keyboard stands on the memo with these words, not on something around it."""
    page.wait_for_function(
        "(words) => document.activeElement.matches('.qc-memo-row')"
        " && document.activeElement.innerText.includes(words)",
        arg=words,
    )


def test_memos_are_found_written_changed_and_taken_back_by_keyboard(
    study: qc.Project, serve: Any, visit: Any
) -> None:
    page = opened(visit(serve(study.path).link).page)
    press = page.keyboard.press
    growing, wide, cafe = "Green again, as in the 🌱 pilot", "Too wide?", "CD asks for café visits"
    # What CD wrote on a talk that is not finished is not there; the diary and codes are.
    assert shown(page) == [cafe, wide, growing]
    press("/")
    page.keyboard.type("cafe")
    until_shown(page, cafe)
    press("Escape")
    press("Escape")
    page.wait_for_function("document.querySelectorAll('.qc-memo-row').length === 3")
    page.locator(".qc-main-view").focus()
    press("n")
    page.keyboard.type("Today 🌱\n<b>two</b> talks.")
    press("Control+Enter")
    until_shown(page, "Today 🌱\n<b>two</b> talks.", cafe, wide, growing)
    # The keyboard stands on what was written.
    on(page, "two</b> talks")
    press("e")
    page.wait_for_selector("dialog textarea")
    press("End")
    page.keyboard.type(" And more.")
    press("Control+Enter")
    until_shown(page, "Today 🌱\n<b>two</b> talks. And more.", cafe, wide, growing)
    on(page, "And more.")
    press("Delete")
    page.wait_for_selector("dialog h2:has-text('Take this memo back?')")
    press("Enter")
    until_shown(page, cafe, wide, growing)
    page.get_by_role("button", name="Undo").press("Enter")
    until_shown(page, "Today 🌱\n<b>two</b> talks. And more.", cafe, wide, growing)
    # CD's memo can be answered, not changed; an answer says what it answers.
    on(page, "And more.")
    press("j")
    on(page, "café")
    press("e")
    assert page.locator("dialog").count() == 0
    press("a")
    page.wait_for_selector("dialog")
    page.keyboard.type("I will ask.")
    press("Control+Enter")
    page.wait_for_selector(".qc-memo-row[data-kind=memo]")
    with qc.open_project(study.path) as project:
        memos = project.memos()
        assert project.check() == []
    assert memos["coder"].tolist().count("AB") == 4
    assert memos[memos["kind"] == "memo"]["text"].tolist() == ["I will ask."]


def test_a_memo_leads_to_its_place_and_others_are_shown_when_asked_for(
    study: qc.Project, serve: Any, visit: Any
) -> None:
    page = opened(visit(serve(study.path).link).page)
    page.get_by_label("Kind").select_option("coding")
    page.get_by_role("button", name="talk, turn 2").click()
    page.wait_for_selector(".qc-text")
    assert "#code/talk" in page.url
    page.keyboard.press("g")
    page.keyboard.press("m")
    # What was looked for is kept; the code leads to the codebook.
    page.wait_for_selector(".qc-memo-row")
    assert len(shown(page)) == 1
    page.get_by_label("Kind").select_option("code")
    page.get_by_role("button", name="Social value 🌱").press("Enter")
    page.wait_for_selector(".qc-entry h2:has-text('Social value 🌱')")
    page.keyboard.press("g")
    page.keyboard.press("m")
    page.wait_for_selector(".qc-memo-row")
    page.get_by_label("Kind").select_option("")
    page.get_by_label("Also what others wrote about documents you have not finished").check()
    page.wait_for_selector("dialog:has-text('counts as not blind')")
    page.get_by_role("button", name="Show them").click()
    page.wait_for_selector(".qc-memo-text:has-text('CD on the talk')")
