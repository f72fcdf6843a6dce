"""What an accessibility checker finds on the page: nothing serious, in any view, light or dark."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from workbench.conftest import need

import qualcode as qc

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
GRAVE = ("serious", "critical")
BOOK = """\
codebook: Small
codes:
  - code: value
    name: Social value
    definition: What is gained beside the price.
    codes:
      - {code: place, name: The place itself, definition: Talk of a spot., patterns: [garden]}
  - {code: price, name: Price, definition: Talk of money., patterns: [price]}
"""
TALK = """\
INT: What do you look at first?

May: The 🌱 garden and the word שלום on the wall matter more than price.

INT: Anything else?

May: Price, always price.
"""


@pytest.fixture
def study(make_study: Callable[..., qc.Project]) -> qc.Project:
    project = make_study(
        files={"talk.txt": TALK, "other.txt": "INT: Well?\n\nTom: Money talks.\n"},
        participants="participant,role\nMay,Gardener\nTom,Buyer\n",
        documents="document,title,kind,phase,case\ntalk,In the garden,interview,1,Case A\n"
        "other,At the desk,interview,2,Case B\n",
        codebook=BOOK,
    )
    text = project.text("talk")
    at = text.index("🌱 garden")
    made = project.add_coding(document="talk", code="place", start=at, end=at + 8)
    project.add_coding(document="talk", code="value", start=at, end=at + 20)
    project.add_memo("Why a garden?", on=made.coding_id)
    project.add_memo("A thought of the day")
    project.complete("talk")
    project.suggest("patterns")
    with qc.open_project(project.path, coder="CD") as other:
        other.add_coding(document="talk", code="price", start=at, end=at + 8)
        other.complete("talk")
    return project


def findings(page: Any, *rules: str) -> list[dict[str, Any]]:
    """What axe-core says of the page as it is (by these rules alone), read in by way of the browser's own
    tools: the page's policy lets no script in from anywhere else, and stays as it is."""
    need(AXE.exists(), "axe-core (npm install in frontend/)")
    if not page.evaluate("!!window.axe"):
        page.evaluate(AXE.read_text("utf-8") + "\n;null")
    return page.evaluate(
        """async (rules) => {
        const options = { resultTypes: ["violations"] };
        if (rules.length) options.runOnly = { type: "rule", values: rules };
        const found = await axe.run(document, options);
        return found.violations.flatMap(({ id, impact, nodes }) =>
            nodes.map((node) => ({ id, impact, html: node.html.slice(0, 200), why: node.failureSummary })));
    }""",
        list(rules),
    )


def grave(page: Any, *rules: str) -> list[str]:
    return [
        f"{each['id']}: {each['html']}: {each['why']}"
        for each in findings(page, *rules)
        if each["impact"] in GRAVE
    ]


def grave_in_both(page: Any) -> list[str]:
    """In light, and what the other colours change in dark."""
    found = grave(page)
    root = "document.querySelector('.qc').dataset.theme"
    page.evaluate(f"{root} = 'dark'")
    found += [f"dark: {each}" for each in grave(page, "color-contrast")]
    page.evaluate(f"{root} = 'light'")
    return found


SETTLED = """![...document.querySelectorAll(".qc-loading, [aria-busy=true]")].some((each) => each.checkVisibility())"""


def settled(page: Any) -> None:
    """Nothing asked for is still under way."""
    page.wait_for_function(SETTLED)


@pytest.fixture
def page(study: qc.Project, serve: Any, visit: Any) -> Any:
    page = visit(serve(study.path).link, color_scheme="light").page
    page.click("[data-document=talk]")
    page.wait_for_selector(".qc-text .qc-coded")
    return page


def views(page: Any) -> list[str]:
    return page.locator(".qc-tab").all_inner_texts()


def go(page: Any, view: str) -> None:
    page.click(f".qc-tab:text-is('{view}')")
    settled(page)


def test_no_view_has_a_serious_fault(page: Any) -> None:
    found = {"first steps": grave_in_both(page)}
    page.click("text=Got it")
    for view in views(page):
        go(page, view)
        found[view] = grave_in_both(page)
    page.set_viewport_size({"width": 640, "height": 700})
    page.click("[aria-label=Documents][aria-expanded=false]")
    found["drawer"] = grave_in_both(page)
    assert {view: faults for view, faults in found.items() if faults} == {}


# What has to be looked at before the keys of a view that speak of it do something.
BEFORE = {"Code": ".qc-text .qc-coded", "Codebook": "[role=treeitem]"}


def test_no_dialog_has_a_serious_fault(page: Any) -> None:
    page.click("text=Got it")
    found: dict[str, list[str]] = {}
    for view in views(page):
        go(page, view)
        for key in "?", *keys_of(page):
            go(page, view)
            if view in BEFORE:
                page.locator(BEFORE[view]).first.click()
            else:
                page.focus(".qc-main-view")
            page.keyboard.press(key)
            if not opened(page):
                continue
            title = page.inner_text("dialog[open] h2")
            if title not in found:
                found[title] = grave_in_both(page)
            page.keyboard.press("Escape")
            page.wait_for_selector("dialog", state="detached")
    assert len(found) > 10, sorted(found)
    assert {title: faults for title, faults in found.items() if faults} == {}


def keys_of(page: Any) -> list[str]:
    """The letters that do something in the view that is shown, as its own list of keys says."""
    page.focus(".qc-main-view")
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open]")
    told = page.locator("dialog section:not(:last-of-type) dt").all_inner_texts()
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    single = [way.strip() for each in told for way in each.split(" or ")]
    return [each[-1] for each in single if re.fullmatch(r"(Shift\+)?[A-Za-z+]", each)]


def opened(page: Any) -> bool:
    """Whether a key opened a dialog, some of which read something first."""
    for _ in range(20):
        if page.evaluate("!!document.querySelector('dialog[open]')"):
            return True
        page.wait_for_timeout(20)
    return False


def test_the_checker_would_find_faults(page: Any) -> None:
    assert grave(page) == []
    page.evaluate(
        """() => {
        const pale = document.createElement("p");
        pale.textContent = "Hardly to be read";
        pale.style.setProperty("color", "#bbbbbb");
        pale.style.setProperty("background", "#ffffff");
        const nameless = document.createElement("button");
        document.querySelector(".qc-main-view").prepend(pale, nameless);
    }"""
    )
    assert sorted({each.partition(":")[0] for each in grave(page)}) == [
        "button-name",
        "color-contrast",
    ]
