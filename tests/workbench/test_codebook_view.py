"""The codebook in a real browser, by keyboard and by mouse: what is done there stands in the study."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from workbench.conftest import words_of

import qualcode as qc

TALK = """\
INT: What do you look at?

May: The 🌱 garden, and the shed behind it.

May: Price, always price.
"""
BOOK = """\
codebook: Small
codes:
  - code: value
    name: Social value 🌱
    definition: What is gained beside the price.
    codes:
      - {code: place, name: The place, definition: Talk of a spot., patterns: [garden]}
      - {code: people, name: People}
  - {code: price, name: Price, definition: Talk of money., patterns: [price]}
  - {code: cost, name: Cost}
"""


@pytest.fixture
def study(make_study: Callable[..., qc.Project]) -> Path:
    project = make_study(
        files={"talk.txt": TALK}, participants="participant,role\nMay,Gardener\n", codebook=BOOK
    )
    for words, code in (("🌱 garden", "place"), ("shed", "place"), ("always price", "cost")):
        at = project.text("talk").index(words)
        project.add_coding(document="talk", code=code, start=at, end=at + len(words))
    return project.path


def opened(page: Any) -> Any:
    page.wait_for_selector(".qc-text")
    page.keyboard.press("g")
    page.keyboard.press("b")
    page.wait_for_selector("[role=treeitem]")
    return page


def rows(page: Any) -> list[str]:
    """Names in the tree, indented."""
    return page.evaluate(
        """() => [...document.querySelectorAll("[role=treeitem]")].filter((each) => each.offsetParent).map((each) =>
        "  ".repeat(Number(each.ariaLevel) - 1) + each.querySelector(".qc-tree-name > span").textContent)"""
    )


def chosen(page: Any) -> str:
    return page.evaluate(
        "document.activeElement.closest('[role=treeitem]')?.querySelector('.qc-tree-name > span').textContent"
    )


def codes(path: Path) -> dict[str, str | None]:
    with qc.open_project(path) as project:
        return {each.code: each.parent for each in project.codebook}


def saved(page: Any) -> None:
    page.wait_for_function("document.querySelector('.qc-status').textContent === 'Saved'")
    page.wait_for_selector("dialog", state="detached")


def test_the_tree_is_walked_and_reorganised_by_keyboard_alone(
    study: Path, serve: Any, visit: Any
) -> None:
    page = opened(visit(serve(study).link).page)
    press = page.keyboard.press
    assert rows(page) == ["Social value 🌱", "  The place", "  People", "Price", "Cost"]
    page.wait_for_function("document.activeElement.closest('[role=tree]')")
    assert chosen(page) == "Social value 🌱"
    # Fold, unfold, into it, on, and back to the parent.
    press("ArrowLeft")
    assert rows(page) == ["Social value 🌱", "Price", "Cost"]
    press("ArrowRight")
    press("ArrowRight")
    assert chosen(page) == "The place"
    assert page.inner_text(".qc-entry-definition") == "Talk of a spot."
    press("End")
    assert chosen(page) == "Cost"
    # Cost goes up before Price, under the theme before it, and out again; the keyboard stays on it.
    press("Alt+ArrowUp")
    page.wait_for_function(
        "document.querySelectorAll('[role=treeitem]')[3].dataset.code === 'cost'"
    )
    saved(page)
    page.wait_for_function("document.activeElement.dataset.code === 'cost'")
    press("Alt+ArrowRight")
    page.wait_for_function("document.querySelector('[data-code=cost]').ariaLevel === '2'")
    saved(page)
    assert rows(page) == ["Social value 🌱", "  The place", "  People", "  Cost", "Price"]
    assert codes(study)["cost"] == "value"
    page.wait_for_function("document.activeElement.dataset.code === 'cost'")
    press("Alt+ArrowLeft")
    page.wait_for_function("document.querySelector('[data-code=cost]').ariaLevel === '1'")
    saved(page)
    assert list(codes(study)) == ["value", "place", "people", "cost", "price"]
    # Undo by key asks first, since it is more than a step of coding.
    page.wait_for_function("document.activeElement.dataset.code === 'cost'")
    press("Control+z")
    page.wait_for_selector("dialog h2:has-text('Undo this?')")
    press("Enter")
    page.wait_for_function("document.querySelector('[data-code=cost]').ariaLevel === '2'")
    # A new code beside it, under the same theme; its definition is asked for once.
    press("/")
    page.keyboard.type("cost")
    assert rows(page) == ["Social value 🌱", "  Cost"]
    press("ArrowDown")
    press("ArrowDown")
    assert chosen(page) == "Cost"
    press("n")
    page.keyboard.type("Friends 👥")
    press("Enter")
    page.wait_for_selector("dialog .qc-fault:has-text('no definition')")
    page.keyboard.type("Those who come along.")
    press("Control+Enter")
    saved(page)
    page.wait_for_function("document.activeElement.dataset.code === 'friends'")
    assert codes(study)["friends"] == "value"
    assert page.inner_text(".qc-entry h2").endswith("Friends 👥")


def test_merging_splitting_and_sorting_say_what_happens_to_codings(
    study: Path, serve: Any, visit: Any
) -> None:
    page = opened(visit(serve(study).link).page)
    press = page.keyboard.press
    page.wait_for_function("document.activeElement.closest('[role=tree]')")
    press("End")
    # Cost into Price: told before, done, taken back from the message.
    press("j")
    page.keyboard.type("pri")
    press("Enter")
    page.wait_for_selector(".qc-effect:has-text('1 coding by 1 coder in 1 document on Cost')")
    page.get_by_role("button", name="Merge them").press("Enter")
    saved(page)
    assert [each[1] for each in words_of(study)] == ["place", "place", "price"]
    assert "Cost" not in rows(page)
    assert page.inner_text(".qc-book-gone summary") == "Retired and merged (1)"
    page.get_by_role("button", name="Undo").press("Enter")
    page.wait_for_selector("[role=treeitem][data-code=cost]")
    assert [each[1] for each in words_of(study)] == ["place", "place", "cost"]
    # The place is split; its two codings wait.
    page.locator("[role=treeitem][data-code=place]").click()
    press("s")
    page.wait_for_selector(
        ".qc-effect:has-text('2 codings by 1 coder in 1 document stand on The place')"
    )
    page.keyboard.type("Green 🌱")
    page.get_by_label("Name of part 2").fill("Built")
    page.get_by_label("Its patterns go to").select_option(label="Green 🌱")
    page.get_by_role("button", name="Split it").click()
    saved(page)
    page.wait_for_selector(".qc-book-waits .qc-note")
    page.wait_for_function("document.activeElement.dataset.code === 'green'")
    press("l")
    page.wait_for_selector(".qc-again mark:has-text('🌱 garden')")
    # The first is green, the second both; nothing waits then.
    press("1")
    press("Enter")
    page.wait_for_selector(".qc-again mark:has-text('shed')")
    press("1")
    press("2")
    page.wait_for_selector("button:has-text('It is Green 🌱 and Built')")
    press("Enter")
    page.wait_for_selector(".qc-again:has-text('Nothing waits')")
    assert sorted(words_of(study)) == [
        ("always price", "cost", "AB"), ("shed", "built", "AB"), ("shed", "green", "AB"),
        ("🌱 garden", "green", "AB"),
    ]  # fmt: skip
    press("Escape")
    page.wait_for_function("document.activeElement.closest('[role=tree]')")
    # Other words: the coding waits, is kept, and the quotation leads to its place.
    page.locator("[role=treeitem][data-code=cost]").click()
    press("e")
    page.keyboard.type("Costs of any kind.")
    page.wait_for_selector(
        ".qc-effect:has-text('1 coding by 1 coder was made under the words of now')"
    )
    press("Control+Enter")
    saved(page)
    page.wait_for_selector(".qc-book-waits .qc-note")
    press("l")
    page.wait_for_selector(".qc-wordings:has-text('Costs of any kind.')")
    press("k")
    page.wait_for_selector(".qc-again:has-text('Nothing waits')")
    press("Escape")
    press("q")
    page.get_by_role("button", name="talk, turn 3").press("Enter")
    page.wait_for_selector(".qc-text")
    page.wait_for_selector(".qc-card:has-text('Cost')")


def test_the_mouse_moves_codes_and_retired_ones_are_folded_away(
    study: Path, serve: Any, visit: Any
) -> None:
    served = serve(study)
    page = opened(visit(served.link).page)
    page.locator("[data-code=price][role=treeitem]").drag_to(
        page.locator("[data-code=value][role=treeitem]")
    )
    page.wait_for_function("document.querySelector('[data-code=price]').ariaLevel === '2'")
    saved(page)
    assert codes(study)["price"] == "value"
    page.locator("[data-code=price][role=treeitem]").drag_to(
        page.locator("[data-code=place][role=treeitem]"), target_position={"x": 60, "y": 3}
    )
    page.wait_for_function(
        "document.querySelectorAll('[role=treeitem]')[1].dataset.code === 'price'"
    )
    saved(page)
    assert list(codes(study))[:3] == ["value", "price", "place"]
    # Retired codes are folded away and can be taken up again.
    page.locator("[data-code=people][role=treeitem]").click()
    page.get_by_role("button", name="Retire …").click()
    page.wait_for_selector(".qc-effect:has-text('People has no codings.')")
    page.get_by_role("button", name="Retire it").click()
    saved(page)
    page.wait_for_selector(".qc-gone-code[data-code=people]")
    page.locator(".qc-gone-code[data-code=people]").click()
    page.get_by_role("button", name="Use again …").click()
    page.get_by_role("button", name="Use it again").click()
    saved(page)
    page.wait_for_selector("[role=treeitem][data-code=people]")
    # From a code to coding with it: the box of the text holds it.
    page.locator("[data-code=place][role=treeitem]").click()
    page.get_by_role("button", name="Code with it").click()
    page.wait_for_selector(".qc-text")
    assert page.get_by_role("combobox", name="Find a code").input_value() == "The place"


def test_several_codes_are_merged_in_one_act_and_a_theme_gets_a_colour(
    study: Path, serve: Any, visit: Any
) -> None:
    page = opened(visit(serve(study).link).page)
    press = page.keyboard.press
    page.wait_for_function("document.activeElement.closest('[role=tree]')")
    press("End")
    assert chosen(page) == "Cost"
    press("j")
    page.wait_for_function("document.activeElement.closest('.qc-picker')")
    # The place goes along with Cost; People is added and left out again.
    others = page.get_by_role("combobox", name="Others that mean the same")
    for name in ("peo", "the p"):
        others.focus()
        page.keyboard.type(name)
        press("Enter")
    merged = page.locator(".qc-merged li > [dir]")
    assert merged.all_text_contents() == ["Cost", "People", "The place"]
    page.get_by_role("button", name="Leave out People").press("Enter")
    assert merged.all_text_contents() == ["Cost", "The place"]
    page.get_by_role("combobox", name="Merge into").focus()
    page.keyboard.type("pri")
    press("Enter")
    page.wait_for_selector(
        ".qc-effect:has-text('3 codings by 1 coder in 1 document on Cost, The place')"
    )
    page.get_by_role("button", name="Merge them").press("Enter")
    page.wait_for_selector(
        ".qc-message:has-text('2 codes are part of Price now. 3 codings went along.')"
    )
    saved(page)
    assert [each[1] for each in words_of(study)] == ["price"] * 3
    page.get_by_role("button", name="Undo").press("Enter")
    page.wait_for_selector("[role=treeitem][data-code=cost]")
    saved(page)
    assert [each[1] for each in words_of(study)] == ["place", "place", "cost"]
    # By their places: the first theme has the first colour. Then one that is chosen, which the codebook keeps.
    page.locator("[role=treeitem][data-code=value]").click()
    page.wait_for_selector(".qc-entry-head[data-hue='0']")
    press("e")
    page.get_by_label("By its place").wait_for()
    assert page.get_by_label("By its place").is_checked()
    page.get_by_label("Teal").check()
    page.wait_for_selector(".qc-effect:has-text('Codings are not touched')")
    page.get_by_role("button", name="Save the change").press("Enter")
    page.wait_for_selector(".qc-entry-head[data-hue='5']")
    saved(page)
    with qc.open_project(study) as project:
        assert project.codebook["value"].color == "#00666b"
    # Codes beneath have it, too; a theme without a colour keeps its own place.
    page.locator("[role=treeitem][data-code=people]").click()
    page.wait_for_selector(".qc-entry-head[data-hue='5']")
    page.locator("[role=treeitem][data-code=price]").click()
    page.wait_for_selector(".qc-entry-head[data-hue='1']")
