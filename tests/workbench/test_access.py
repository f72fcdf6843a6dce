"""What an accessibility checker finds on the page: nothing serious, in any view, light or dark."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from workbench.conftest import need

import qualcode as qc
from qualcode.workbench.accounts import Team

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


def test_no_state_within_a_view_has_a_serious_fault(page: Any) -> None:
    page.click("text=Got it")
    found: dict[str, list[str]] = {}
    go(page, "Review")
    page.wait_for_selector(".qc-asked")
    found["a suggestion"] = grave_in_both(page)
    page.click(".qc-review-chooser")
    found["order and choice"] = grave_in_both(page)
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    page.wait_for_selector(".qc-review-revise")
    found["a revision"] = grave_in_both(page)
    page.keyboard.press("Escape")
    go(page, "Compare")
    page.locator(".qc-place").first.click()
    page.wait_for_selector(".qc-spot")
    found["a place that differs"] = grave_in_both(page)
    go(page, "Tables")
    page.click("button:text-is('AB only')")
    page.locator(".qc-cell").first.click()
    page.wait_for_selector(".qc-quotes-list li")
    found["quotations"] = grave_in_both(page)
    go(page, "Search")
    page.fill("[aria-label='Look for']", "price")
    page.keyboard.press("Enter")
    page.wait_for_selector(".qc-kwic [data-place]")
    page.keyboard.press("Space")
    found["places found"] = grave_in_both(page)
    go(page, "Codebook")
    page.locator("[role=treeitem]", has_text="The place itself").click()
    page.click("summary:text-is('Quotations')")
    page.wait_for_selector(".qc-entry details[open] li")
    found["a code"] = grave_in_both(page)
    go(page, "Memos")
    page.locator(".qc-memo-row").first.focus()
    found["a memo"] = grave_in_both(page)
    assert {state: faults for state, faults in found.items() if faults} == {}


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_page_to_sign_in_has_no_serious_fault(
    study: qc.Project, serve: Any, visit: Any, colours: str
) -> None:
    with Team.beside(study.path) as team:
        team.add("ANNA", "coder")
        served = serve(study.path, door=Team(team.path))
    page = visit(served.address, color_scheme=colours).page
    page.wait_for_selector("form:not([hidden])")
    assert grave(page) == []


def standing(page: Any) -> str:
    """What has the keyboard: its name or words; empty where nothing has it."""
    return page.evaluate(
        """() => {
        const at = document.activeElement;
        if (!at || at === document.body) return "";
        return at.getAttribute("aria-label") || at.innerText || at.className;
    }"""
    )


def test_the_keyboard_is_not_lost_where_it_stood_on_something_that_goes(
    study: qc.Project, serve: Any, visit: Any
) -> None:
    page = visit(serve(study.path, "EF").link).page
    page.wait_for_selector(".qc-text [data-s]")
    page.click("text=Got it")
    # A question that is answered.
    page.keyboard.press("g")
    page.keyboard.press("r")
    page.wait_for_selector("text=Before you look")
    assert standing(page) == "Show all suggestions"
    page.keyboard.press("Enter")
    page.wait_for_selector(".qc-asked")
    assert "Why it is suggested" in standing(page)
    # A dialog over a revision: Escape closes the dialog alone.
    page.keyboard.press("e")
    page.wait_for_selector(".qc-review-revise")
    page.focus("button:text-is('Progress')")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog[open]")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    assert page.locator(".qc-review-revise").is_visible()
    assert standing(page) == "Progress"
    # A code that leaves the tree: on to the one that follows it.
    go(page, "Codebook")
    page.locator("[role=treeitem]", has_text="The place itself").focus()
    page.click("button:text-is('Retire …')")
    page.click("dialog button:text-is('Retire it')")
    page.wait_for_selector("dialog", state="detached")
    page.wait_for_function("document.querySelectorAll('[role=treeitem]').length === 2")
    assert page.evaluate("document.activeElement.dataset.code") == "price"
    # A field: Escape empties a field of search, and leaves an empty one, as the list of keys says.
    go(page, "Search")
    page.fill("[aria-label='Look for']", "wall")
    page.keyboard.press("Escape")
    assert (page.input_value("[aria-label='Look for']"), standing(page)) == ("", "Look for")
    page.keyboard.press("Escape")
    assert standing(page) == "Search"


def heard(page: Any, view: str) -> str:
    """What a view has said last to those who listen."""
    return (page.text_content(f".qc-{view} > .qc-unseen[role=status]") or "").strip()


def described(page: Any) -> str:
    """What is told with the name of that which has the keyboard."""
    return page.evaluate(
        """() => document.activeElement.getAttribute("aria-describedby").split(" ")
            .map((id) => document.getElementById(id).textContent.trim()).join(" | ")"""
    )


def test_what_has_come_and_what_was_done_is_told_to_who_does_not_see_it(page: Any) -> None:
    page.click("text=Got it")
    go(page, "Review")
    page.wait_for_selector(".qc-asked")
    first = "".join(page.locator(".qc-asked").all_inner_texts()).strip()
    assert "? talk, turn " in heard(page, "review") and first in heard(page, "review")
    page.keyboard.press("a")
    page.wait_for_function(
        "document.querySelector('.qc-review > .qc-unseen').textContent.startsWith('Accepted. ')"
    )
    go(page, "Compare")
    page.wait_for_selector(".qc-spot")
    told = heard(page, "compare")
    assert told.startswith("Place 1 of ") and "turn 2, open. AB: " in told
    page.keyboard.press("1")
    page.wait_for_function(
        "document.querySelector('.qc-compare > .qc-unseen[role=status]').textContent.startsWith('Settled as AB; ')"
    )
    go(page, "Tables")
    page.click("button:text-is('AB only')")
    page.locator(".qc-cell").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("!!document.activeElement.closest('.qc-quotes-list li')")
    assert described(page).startswith("🌱 garden")
    go(page, "Search")
    page.fill("[aria-label='Look for']", "wall")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.type === 'checkbox'")
    assert re.search(r"on the \| wall \| matter more than price", described(page))


def test_a_question_before_others_work_is_asked_and_answered_by_keys(
    study: qc.Project, serve: Any, visit: Any
) -> None:
    page = visit(serve(study.path, "EF").link).page
    page.wait_for_selector(".qc-text [data-s]")
    page.click("text=Got it")
    # Gone to by key while another document is on its way: what was asked for last is shown.
    held: list[Any] = []

    def hold(route: Any) -> None:
        if route.request.post_data_json["method"] == "document" and not held:
            held.append(route)
        else:
            route.continue_()

    page.route("**/api/call", hold)
    page.click("[data-document=talk]")
    page.wait_for_selector("[data-document=talk][data-opening]")
    page.focus(".qc-main-view")
    page.keyboard.press("g")
    page.keyboard.press("c")
    page.wait_for_selector("text=You are not done with other")
    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()
    page.wait_for_selector("text=You are not done with talk")
    assert standing(page) == "Show their codings"
    page.keyboard.press("Enter")
    page.wait_for_selector(".qc-spot")
    assert standing(page) == "Compare"


def test_a_list_is_one_stop_for_the_tab_key(page: Any) -> None:
    page.click("text=Got it")
    go(page, "Memos")
    page.wait_for_function("document.querySelectorAll('.qc-memo-row').length === 2")
    stops = "[...document.querySelectorAll('.qc-memo-row')].map((row) => [row, ...row.querySelectorAll('button')].every((each) => each.tabIndex === 0))"
    assert page.evaluate(stops) == [True, False]
    page.focus(".qc-main-view")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate(stops) == [False, True]
    go(page, "Tables")
    page.click("button:text-is('AB only')")
    page.locator(".qc-cell").first.click()
    page.wait_for_selector(".qc-quotes-list li:nth-child(2)")
    stops = "[...document.querySelectorAll('.qc-quotes-list button')].map((each) => each.tabIndex)"
    assert page.evaluate(stops) == [0, -1]
    page.focus(".qc-quotes-list button")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(stops) == [-1, 0]


def test_in_words_from_right_to_left_what_is_next_to_a_place_is_seen(
    make_study: Callable[..., qc.Project], serve: Any, visit: Any
) -> None:
    far = "מילים רבות על הרחוב ועל הבית ועל הילדים ועל הכלב ועל החתול "
    project = make_study(
        files={"talk.txt": f"INT: {far}Acme לפני הגינה אחרי Blue Sky {far}סוף.\n"}, codebook=BOOK
    )
    page = visit(serve(project.path).link).page
    page.wait_for_selector(".qc-text [data-s]")
    page.click("text=Got it")
    for width in 1280, 640:
        page.set_viewport_size({"width": width, "height": 800})
        go(page, "Search")
        page.fill("[aria-label='Look for']", "הגינה")
        page.check("text=Interviewers, too")
        page.focus("[aria-label='Look for']")
        page.keyboard.press("Enter")
        page.wait_for_selector(".qc-kwic tr[data-dir=rtl]")
        before, place, after = page.evaluate(
            """() => ["left", "hit", "right"].map((part) => {
            const cell = document.querySelector(`.qc-kwic tbody .qc-kwic-${part}`);
            const words = cell.querySelector("span, mark").firstChild;
            const range = document.createRange();
            // The word next to what was found.
            const at = words.data.indexOf({ left: "לפני", hit: "הגינה", right: "אחרי" }[part]);
            range.setStart(words, at);
            range.setEnd(words, at + 4);
            const box = range.getBoundingClientRect();
            const inside = cell.querySelector("div")?.getBoundingClientRect() ?? box;
            const seen = getComputedStyle(cell.querySelector("div") ?? cell).display === "inline" || (box.left >= inside.left - 1 && box.right <= inside.right + 1);
            return seen ? [box.left, box.right] : null;
        })"""
        )
        assert before and after, "cut off"
        assert after[1] <= place[0] + 1 and place[1] <= before[0] + 1


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
