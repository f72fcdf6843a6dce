"""Search in a real browser: places found, gone to, and coded, one or many, by keyboard and by mouse."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from workbench.conftest import words_of

import qualcode as qc

GARDEN = """\
INT: What about trust?

May: A 🌱 garden. We measured trust by asking. Trust stays.

May: Measuring is not trust <b>at all</b>!
"""
OFFICE = "INT: And here?\n\nTom: Trust in the measures, and the price.\n"
BOOK = """\
codebook: Small
codes:
  - {code: value, name: Social value 🌱, definition: What is gained.}
  - {code: trust, name: Trust, definition: Reliance., patterns: [trust, rel*]}
"""


PEOPLE = "participant,role\nMay,Gardener\nTom,Buyer\n"


@pytest.fixture
def study(make_study: Callable[..., qc.Project]) -> Path:
    return make_study(
        files={"garden.txt": GARDEN, "office.txt": OFFICE},
        participants=PEOPLE,
        codebook=BOOK,
    ).path


def opened(page: Any) -> Any:
    page.wait_for_selector(".qc-text")
    page.keyboard.press("g")
    page.keyboard.press("s")
    page.wait_for_function("document.activeElement.type === 'search'")
    return page


def hits(page: Any) -> list[str]:
    return page.locator(".qc-kwic-hit mark").all_text_contents()


def found(page: Any, number: int) -> None:
    page.wait_for_function(
        f"document.querySelectorAll('.qc-kwic tbody tr').length === {number}"
        " && !document.querySelector('.qc-kwic[aria-busy]')"
    )


def button(page: Any, words: str) -> None:
    page.wait_for_function(
        "(words) => document.querySelector('.qc-search-bar > .qc-button').textContent === words",
        arg=words,
    )


def test_places_are_found_and_coded_by_keyboard_alone(study: Path, serve: Any, visit: Any) -> None:
    page = opened(visit(serve(study).link).page)
    press = page.keyboard.press
    page.keyboard.type("trust")
    press("Enter")
    # Twice in May's first turn, once in the second, once with Tom; the interviewer's is left out.
    found(page, 4)
    assert hits(page) == ["trust", "Trust", "trust", "Trust"]
    assert page.inner_text(".qc-search-told") == "4 places"
    page.wait_for_function("document.activeElement.dataset.place === '0'")
    # The first two are in one turn: one coding, said before.
    press("Shift+ArrowDown")
    press("Shift+ArrowDown")
    assert page.inner_text(".qc-search-chosen") == "2 places chosen in 1 turn"
    press("c")
    page.keyboard.type("soc")
    press("Enter")
    button(page, "Code 1 turn with Social value 🌱")
    press("Escape")
    page.wait_for_function("document.activeElement.dataset.place === '2'")
    press("w")
    button(page, "Code 2 places with Social value 🌱")
    press("Control+Enter")
    page.wait_for_selector(".qc-message:has-text('Social value 🌱 put on 2 places.')")
    page.wait_for_function("document.querySelectorAll('.qc-kwic-code').length === 2")
    assert words_of(study) == [("trust", "value", "AB"), ("Trust", "value", "AB")]
    # All that are shown, sentences now; then everything back with one undo each.
    # Enter in the code box puts it on as well, as the hint says.
    press("w")
    press("a")
    button(page, "Code 4 sentences with Social value 🌱")
    page.wait_for_selector(".qc-search-bar :text('Enter in the code box')")
    press("c")
    page.wait_for_function("document.activeElement.getAttribute('role') === 'combobox'")
    press("Enter")
    page.wait_for_selector(".qc-message:has-text('put on 4 sentences.')")
    assert sorted(each[0] for each in words_of(study)) == [
        "Measuring is not trust <b>at all</b>!", "Trust", "Trust in the measures, and the price.",
        "Trust stays.", "We measured trust by asking.", "trust",
    ]  # fmt: skip
    press("a")
    page.wait_for_selector(".qc-search-bar :text('All of them carry it already.')")
    press("Control+z")
    page.wait_for_selector("dialog:has-text('4 codings')")
    press("Enter")
    page.wait_for_function("document.querySelectorAll('.qc-kwic-code').length === 2")
    assert len(words_of(study)) == 2
    # To a place and back: what was found is still there, and so is the keyboard.
    press("ArrowDown")
    press("ArrowDown")
    place = page.evaluate("document.activeElement.dataset.place")
    press("o")
    page.wait_for_selector(".qc-text")
    press("g")
    press("s")
    found(page, 4)
    page.wait_for_function("(place) => document.activeElement.dataset.place === place", arg=place)


def test_a_search_is_narrowed_meant_otherwise_and_refused_with_the_reason(
    study: Path, serve: Any, visit: Any
) -> None:
    seen = visit(serve(study).link)
    page = opened(seen.page)
    kind = page.get_by_label("How it is meant")
    page.keyboard.type("measure")
    page.keyboard.press("Enter")
    page.wait_for_selector("h3:has-text('Nothing found')")
    kind.select_option("lemma")
    page.get_by_role("button", name="Search", exact=True).last.click()
    found(page, 3)
    assert hits(page) == ["measured", "Measuring", "measures"]
    page.get_by_label("Role").select_option("Buyer")
    page.get_by_role("button", name="Search", exact=True).last.click()
    found(page, 1)
    page.get_by_label("Role").select_option("")
    kind.select_option("regex")
    box = page.get_by_role("searchbox", name="Look for")
    box.fill("(🌱|<b>")
    box.press("Enter")
    page.wait_for_selector(".qc-search-told:has-text('cannot be read')")
    assert page.locator(".qc-kwic tbody tr").count() == 0
    page.wait_for_function("document.activeElement.type === 'search'")
    # The refusal came as an answer with a status of its own.
    assert [each for each in seen.errors if "422" not in each] == []
    seen.errors.clear()
    box.fill("🌱|<b>")
    box.press("Enter")
    found(page, 2)
    assert hits(page) == ["🌱", "<b>"]
    # Clicks on rows choose them; with Shift all up to there. The code of a search from the codebook is set.
    page.keyboard.press("g")
    page.keyboard.press("b")
    page.locator("[role=treeitem][data-code=trust]").click()
    page.get_by_role("button", name="Search for it").click()
    found(page, 4)
    assert page.get_by_role("combobox", name="Code").input_value() == "Trust"
    assert page.locator(".qc-search-patterns button").all_text_contents() == ["trust", "rel*"]
    page.locator("td.qc-kwic-right").nth(1).click()
    page.locator("td.qc-kwic-right").nth(3).click(modifiers=["Shift"])
    button(page, "Code 3 turns with Trust")
    page.locator(".qc-search-bar > .qc-button").click()
    page.wait_for_selector(".qc-message:has-text('Trust put on 3 turns.')")
    assert [each[1] for each in words_of(study)] == ["trust"] * 3


RIGHT = "INT: ?\n\nMay: אני סומך על trust מאוד בכל יום\n"


def heads(page: Any) -> list[list[Any]]:
    """Before, Found and After as they are seen, from the left: what they say and where they begin."""
    return page.evaluate(
        """() => [...document.querySelectorAll(".qc-kwic thead :is(.qc-kwic-left, .qc-kwic-hit, .qc-kwic-right)")]
        .map((each) => [each.querySelector("[aria-hidden]")?.textContent ?? each.textContent, each.getBoundingClientRect().left])
        .sort((a, b) => a[1] - b[1]).map(([words]) => words)"""
    )


def test_headings_stand_over_what_they_name_whichever_way_is_read(
    make_study: Callable[..., qc.Project], serve: Any, visit: Any
) -> None:
    files = {"garden.txt": GARDEN, "right.txt": RIGHT}
    page = opened(
        visit(serve(make_study(files=files, participants=PEOPLE, codebook=BOOK).path).link).page
    )
    page.keyboard.type("trust")
    page.keyboard.press("Enter")
    # Three from left to right, one from right to left: the sides are named.
    found(page, 4)
    assert heads(page) == ["Left", "Found", "Right"]
    page.get_by_label("Document", exact=True).select_option("garden")
    page.get_by_role("button", name="Search", exact=True).last.click()
    found(page, 3)
    assert heads(page) == ["Before", "Found", "After"]
    page.get_by_label("Document", exact=True).select_option("right")
    page.get_by_role("button", name="Search", exact=True).last.click()
    found(page, 1)
    assert heads(page) == ["After", "Found", "Before"]
    # What was said before stands there, too.
    assert page.evaluate(
        """() => {
        const at = (kind) => document.querySelector(`.qc-kwic tbody .qc-kwic-${kind}`).getBoundingClientRect().left;
        return at("right") < at("hit") && at("hit") < at("left");
    }"""
    )
