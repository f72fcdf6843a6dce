"""What a screen reader is told of the text: what each key has come to, which words are selected, which
codings lie there, and what was done."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import qualcode as qc


@pytest.fixture
def page(small: Path, serve: Any, visit: Any) -> Any:
    with qc.open_project(small, coder="AB") as project:
        project.add_coding(document="talk", code="price", start=50, end=57)
    page = visit(serve(small).link).page
    page.wait_for_selector(".qc-text .qc-coded")
    page.click("text=Got it")
    # All that is said in passing, in its order.
    page.evaluate(
        """() => {
        window.heard = [];
        new MutationObserver((all) => {
            for (const { target } of all) {
                const live = (target.nodeType === 1 ? target : target.parentElement)?.closest("[aria-live], [role=status], [role=log], [role=alert]");
                const words = live?.textContent.trim();
                if (words && window.heard.at(-1) !== words) window.heard.push(words);
            }
        }).observe(document.body, { subtree: true, childList: true, characterData: true });
    }"""
    )
    return page


def after(page: Any, *keys: str) -> str:
    """What the text's own voice says after these keys."""
    for key in keys:
        page.keyboard.press(key)
    return (page.text_content(".qc-spoken") or "").strip()


def test_where_the_keyboard_is_in_the_text_is_said(page: Any) -> None:
    text = page.locator(".qc-text")
    # The keys go to the page, not to the reader's own way of reading, as soon as the text has the focus.
    assert text.get_attribute("role") == "application"
    page.focus(".qc-main-view")
    page.evaluate("document.querySelector('.qc-text').focus({ focusVisible: true })")
    assert after(page) == "INT, turn 1. What do you look at first?"
    assert after(page, "ArrowDown") == (
        "P1, turn 2. The 🌱 garden matters more than the price, whatever they say. Coded: Price"
    )
    assert after(page, "ArrowRight") == "The. Not coded"
    assert after(page, "ArrowRight") == "🌱"
    assert after(page, "ArrowRight") == "garden"
    assert after(page, "Shift+ArrowRight") == "Selected, 1 word: garden"
    assert after(page, "Shift+ArrowRight") == "matters selected, 2 words. Coded: Price"
    assert after(page, "Shift+ArrowLeft") == "matters not selected, 1 word. Not coded"
    # By characters: past the blank first.
    assert after(page, "Alt+Shift+ArrowLeft", "Alt+Shift+ArrowLeft") == "n not selected, 1 word"
    assert after(page, "Enter").startswith("Selected, 11 words: The 🌱 garden")


def test_what_was_done_is_said_and_nothing_else(page: Any) -> None:
    page.focus(".qc-text")
    after(page, "ArrowDown", "ArrowDown", "ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight")
    page.evaluate("window.heard.length = 0")
    heard = "window.heard.some((each) => each.startsWith('{}'))"
    page.keyboard.press("1")
    page.wait_for_function(heard.format("Social value put on: The 🌱"))
    page.keyboard.press("Escape")
    page.wait_for_function(heard.format("Nothing is selected"))
    page.keyboard.press("[")
    page.wait_for_function(heard.format("Social value: The 🌱"))
    # An edge: how to move it, then where it is.
    assert after(page, "e").startswith("Moving the end: left and right arrow by word")
    assert after(page, "ArrowRight") == "ends with garden, 3 words"
    assert after(page, "Tab").startswith("Moving the beginning")
    assert after(page, "ArrowRight") == "begins with 🌱, 2 words"
    page.keyboard.press("Enter")
    page.wait_for_function(heard.format("Edges saved"))
    # From the name of a coding beside the text Escape leads back into it, where the arrows work.
    page.keyboard.press("Tab")
    page.wait_for_function("document.activeElement.matches('.qc-name')")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('.qc-text')")
    assert after(page, "ArrowUp").startswith("INT, turn 1. What do you look")
    # That each of these was saved stands in the page, and is not said in between.
    page.wait_for_function("document.querySelector('.qc-status').dataset.kind === 'saved'")
    assert page.get_attribute(".qc-status", "aria-live") == "off"


def test_keys_of_one_sign_can_be_turned_off(page: Any) -> None:
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open]")
    assert page.evaluate("document.activeElement.textContent") == "Close"
    page.uncheck("text=Keys that are one letter, number or sign work")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    page.reload()
    page.wait_for_selector(".qc-text .qc-coded")
    # A word that was dictated goes to no view and puts nothing on.
    page.focus(".qc-text")
    for key in ("ArrowDown", "Enter", "g", "r", "1", "n", "?"):
        page.keyboard.press(key)
    assert page.get_attribute(".qc-main-view", "data-view") == "code"
    assert page.locator("dialog").count() == 0
    # Its box and its list are there for that.
    page.click("[role=option]:has-text('Social value')")
    page.wait_for_function(
        "window.heard === undefined && document.querySelectorAll('.qc-line').length > 1"
    )
