"""The frame of the page: documents, views, keys, messages, status, sizes, and that nothing of it leaks out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import qualcode as qc

BOOK = """\
codebook: Small
codes:
  - {code: value, name: Social value, definition: What is gained beside the price.}
  - {code: price, name: Price, definition: Talk of money.}
"""
SHEET = """\
document,title,kind,phase,case
talk,In the garden,interview,2,Case B
desk,At the desk,interview,2,Case A
notes,On the day,observation,2,Case A
early,The first talk,interview,1,
"""


@pytest.fixture
def study(make_study: Callable[..., qc.Project]) -> qc.Project:
    said = "INT: What?\n\nMay: The 🌱 garden matters more than price.\n"
    project = make_study(
        files={f"{name}.txt": said for name in ("talk", "desk", "notes", "early")},
        documents=SHEET,
        codebook=BOOK,
    )
    project.complete("talk")
    project.complete("desk", turns=["1"])
    with qc.open_project(project.path, coder="CD") as other:
        other.complete("desk")
    return project


def opened(page: Any) -> Any:
    page.wait_for_selector(".qc-text")
    return page


def shown(page: Any) -> list[str]:
    return page.locator(".qc-document-name").all_text_contents()


def test_documents_are_found_opened_and_told_apart_by_who_read_them(
    study: qc.Project, serve: Any, visit: Any
) -> None:
    page = opened(visit(serve(study.path).link).page)
    # By phase and case, in natural order; within them as in the study.
    groups = page.locator(".qc-documents-group h3").all_inner_texts()
    assert groups == ["Phase 1", "Phase 2 · Case A", "Phase 2 · Case B"]
    assert shown(page) == ["early", "desk", "notes", "talk"]
    assert page.inner_text(".qc-documents-total") == "You have finished 1 of 4"

    def read(document: str) -> list[str]:
        # As a screen reader has it, without colour.
        row = page.locator(f"[data-document={document}] .qc-document-coder")
        return [" ".join(each.split()) for each in row.all_text_contents()]

    assert read("talk") == ["AB: all of it;", "CD: not yet;"]
    assert read("desk") == ["AB: part of it;", "CD: all of it;"]
    assert read("early") == ["AB: not yet;", "CD: not yet;"]

    # By keys alone: to the box, what is looked for, down to the list, on, and open.
    page.keyboard.press("g")
    page.keyboard.press("o")
    page.keyboard.type("case a")
    assert shown(page) == ["desk", "notes"]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-document=notes][aria-current=true]")
    assert "notes" in page.title() and page.url.endswith("#code/notes")
    page.keyboard.press("g")
    page.keyboard.press("p")
    page.wait_for_selector("[data-document=desk][aria-current=true]")
    page.go_back()
    page.wait_for_selector("[data-document=notes][aria-current=true]")
    page.fill("[aria-label='Find a document']", "")
    page.select_option("[aria-label='Which documents']", "open")
    assert shown(page) == ["early", "desk", "notes"]

    # A pass that somebody records elsewhere arrives.
    study.complete("notes")
    page.wait_for_function("document.querySelectorAll('.qc-document').length === 2")
    assert page.inner_text(".qc-documents-total") == "You have finished 2 of 4"


def test_the_browser_remembers_panel_colours_document_and_that_the_hint_was_read(
    study: qc.Project, serve: Any, visit: Any
) -> None:
    served = serve(study.path)
    page = opened(visit(served.link).page)
    assert "Select words" in page.inner_text(".qc-first")
    page.click(".qc-first >> text=Got it")
    assert page.inner_text(".qc-first") == ""
    # The focus was on what is gone now; it is on the view, not lost.
    assert page.evaluate("document.activeElement.className") == "qc-main-view"
    page.click("[data-document=notes]")
    page.wait_for_selector("[data-document=notes][aria-current=true]")
    paper = "getComputedStyle(document.querySelector('.qc')).backgroundColor"
    assert page.evaluate(paper) == "rgb(255, 255, 255)"
    page.click("[aria-label='Colours: as the computer']")
    page.click("[aria-label='Colours: light']")
    dark = page.evaluate(paper)
    assert dark != "rgb(255, 255, 255)"
    page.click("[aria-label=Documents][aria-expanded=true]")
    assert page.locator(".qc-documents").is_hidden()

    page.goto(served.address)
    opened(page)
    assert page.locator(".qc-documents").is_hidden()
    assert page.inner_text(".qc-first") == ""
    assert page.evaluate(paper) == dark
    assert "notes" in page.title()
    # As the computer has it, where nothing else was chosen.
    other = opened(visit(served.link, color_scheme="dark").page)
    assert other.evaluate(paper) == dark


def test_keys_are_listed_and_do_nothing_while_one_types(
    study: qc.Project, serve: Any, visit: Any
) -> None:
    page = opened(visit(serve(study.path).link).page)
    page.locator(".qc-tab[aria-current]").focus()
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open]")
    listed = page.locator("dialog dl > div").all_inner_texts()
    told = {" ".join(each.split()) for each in listed}
    assert {"g r go to Review", "g o find a document in the list", "? show these keys"} <= told
    # Keys of the page below do nothing while the dialog is open; Escape gives the focus back.
    page.keyboard.press("g")
    page.keyboard.press("r")
    page.keyboard.press("?")
    assert page.locator("dialog[open]").count() == 1
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    assert page.evaluate("document.activeElement.textContent") == "Code"

    page.fill("[aria-label='Find a document']", "")
    page.focus("[aria-label='Find a document']")
    page.keyboard.type("?gr")
    assert page.input_value("[aria-label='Find a document']") == "?gr"
    assert page.locator("dialog[open]").count() == 0
    assert page.inner_text(".qc-tab[aria-current]") == "Code"
    page.keyboard.press("Escape")
    assert page.input_value("[aria-label='Find a document']") == ""
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("g")
    page.keyboard.press("r")
    page.wait_for_selector(".qc-tab[aria-current]:text-is('Review')")
    assert page.url.endswith("#review/desk")
    # No key means two things in one place, and each view says its own.
    for view in page.locator(".qc-tab").all_inner_texts():
        page.click(f".qc-tab:text-is('{view}')")
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("?")
        page.wait_for_selector("dialog[open]")
        for group in page.locator("dialog section").all():
            keys = group.locator("dt").all_inner_texts()
            ways = [" ".join(way.split()) for each in keys for way in each.split(" or ")]
            assert len(ways) == len(set(ways)), (view, sorted(ways))
        page.keyboard.press("Escape")


def test_messages_are_read_out_and_stand_beside_the_work(
    study: qc.Project, serve: Any, visit: Any
) -> None:
    visited = visit(serve(study.path).link)
    page = opened(visited.page)
    page.click(".qc-first >> text=Got it")
    page.keyboard.press("Control+s")
    message = page.locator("[role=log] .qc-message")
    assert message.inner_text().strip() == "Everything is saved. It is saved as you do it."
    box, view = message.bounding_box(), page.locator(".qc-main-view").bounding_box()
    assert view["y"] + view["height"] <= box["y"] + 0.5
    # Said again, it stands there once.
    page.keyboard.press("Control+s")
    assert message.count() == 1
    page.click("[aria-label='Close message']")
    assert message.count() == 0
    # What could not be done is said at once, and stays until it is closed.
    page.evaluate("location.hash = '#code/nothing-like-this'")
    alert = page.locator("[role=alert] .qc-message")
    alert.wait_for()
    assert "nothing-like-this" in alert.inner_text()
    assert page.url.endswith("#code/desk")
    page.keyboard.press("g")
    page.keyboard.press("x")
    assert alert.count() == 0
    visited.errors.clear()  # the browser notes the answer that said no


def test_the_status_says_when_the_line_is_lost(study: qc.Project, serve: Any, visit: Any) -> None:
    visited = visit(serve(study.path).link)
    page = opened(visited.page)
    assert page.inner_text(".qc-status") == "Saved"
    visited.context.set_offline(True)
    page.click("[data-document=notes]")
    page.wait_for_function(
        "document.querySelector('.qc-status').textContent.startsWith('No connection')"
    )
    visited.context.set_offline(False)
    page.wait_for_function("document.querySelector('.qc-status').textContent === 'Saved'")
    visited.errors.clear()  # the browser notes each request that went nowhere


def wider(page: Any) -> list[str]:
    """What sticks out of the window at its side."""
    return page.evaluate(
        """() => [...document.querySelectorAll(".qc-header, .qc-header *, .qc-documents, .qc-first *, .qc-foot")]
        .filter((each) => each.checkVisibility() && !each.closest(".qc-tabs, .qc-unseen, svg"))
        .filter((each) => { const box = each.getBoundingClientRect(); return box.right > innerWidth + 1 || box.left < -1; })
        .map((each) => each.className)"""
    )


def test_on_a_narrow_screen_the_documents_are_a_drawer(
    study: qc.Project, serve: Any, visit: Any
) -> None:
    page = visit(serve(study.path).link).page
    page.set_viewport_size({"width": 640, "height": 700})
    opened(page)
    assert page.locator(".qc-documents").is_hidden()
    assert wider(page) == []
    page.click("[aria-label=Documents][aria-expanded=false]")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Find a document"
    assert page.evaluate("document.querySelector('.qc-main-view').inert") is True
    page.keyboard.press("Escape")
    assert page.locator(".qc-documents").is_hidden()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Documents"
    page.keyboard.press("Enter")
    page.click("[data-document=early]")
    page.wait_for_function("document.title.includes('early')")
    assert page.locator(".qc-documents").is_hidden()
    assert page.evaluate("document.querySelector('.qc-main-view').inert") is False
    # As at 400 % of a small screen: all is reached, nothing is cut off at the side.
    page.set_viewport_size({"width": 320, "height": 480})
    page.wait_for_function("document.querySelector('.qc').clientWidth === 320")
    assert wider(page) == []
    assert page.locator(".qc-main-view").bounding_box()["height"] > 150
    # Wide again, the list stands beside the text as before.
    page.set_viewport_size({"width": 1280, "height": 700})
    page.wait_for_selector(".qc-documents", state="visible")


def test_print_shows_the_work_alone(study: qc.Project, serve: Any, visit: Any) -> None:
    page = opened(visit(serve(study.path).link, color_scheme="dark").page)
    page.emulate_media(media="print")
    for hidden in (".qc-header", ".qc-first", ".qc-documents"):
        assert page.locator(hidden).first.is_hidden(), hidden
    assert page.locator(".qc-main-view").is_visible()
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.qc')).backgroundColor")
        == "rgb(255, 255, 255)"
    )


def test_messages_go_by_themselves_but_never_from_under_somebody(
    study: qc.Project, serve: Any, visit: Any
) -> None:
    visited = visit()
    page = visited.page
    page.clock.install()
    page.goto(serve(study.path).link)
    opened(page)
    info, alert = page.locator("[role=log] .qc-message"), page.locator("[role=alert] .qc-message")
    page.keyboard.press("Control+s")
    info.wait_for()
    # It has 43 signs: 8 seconds, and 80 thousandths for each.
    page.clock.run_for(11_000)
    assert info.count() == 1
    page.clock.run_for(1_000)
    assert info.count() == 0
    # Under the pointer or with the keyboard on it, it stays as long as that.
    for hold, leave in (
        (lambda: info.hover(), lambda: page.mouse.move(5, 5)),
        (
            lambda: info.get_by_role("button").focus(),
            lambda: page.locator(".qc-main-view").focus(),
        ),
    ):
        page.keyboard.press("Control+s")
        hold()
        page.clock.run_for(60_000)
        assert info.count() == 1
        leave()
        page.clock.run_for(4_000)
        assert info.count() == 0
    # An error stays until it is closed, in whatever view; information stays behind with its own.
    page.evaluate("location.hash = '#code/nothing-like-this'")
    alert.wait_for()
    page.keyboard.press("Control+s")
    info.wait_for()
    page.keyboard.press("g")
    page.keyboard.press("s")
    page.wait_for_selector(".qc-tab[aria-current]:text-is('Search')")
    assert info.count() == 0
    page.clock.run_for(600_000)
    assert alert.count() == 1
    # Many errors stand behind the latest three, and come as these are closed.
    for n in range(4):
        page.evaluate(f"location.hash = '#code/nothing-{n}'")
        page.wait_for_selector(f".qc-error:has-text('nothing-{n}')")
    shown = page.locator("[role=alert] .qc-message:visible")
    assert shown.count() == 3
    assert page.inner_text(".qc-earlier").startswith("2 earlier messages")
    shown.last.get_by_label("Close message").click()
    assert shown.count() == 3 and "nothing-0" in shown.first.inner_text()
    page.keyboard.press("g")
    page.keyboard.press("x")
    assert alert.count() == 0 and page.locator(".qc-earlier").is_hidden()
    visited.errors.clear()  # the browser notes the answers that said no


def test_an_undo_in_a_message_goes_when_it_would_undo_something_else(
    study: qc.Project, serve: Any, visit: Any
) -> None:
    page = opened(visit(serve(study.path).link).page)
    page.click(".qc-tab:text-is('Codebook')")
    page.locator("[data-code=price][role=treeitem]").click()
    page.keyboard.press("Alt+ArrowUp")
    message = page.locator(".qc-message:has-text('Price is moved.')")
    undo = message.get_by_role("button", name="Undo")
    undo.wait_for()
    # What somebody else does leaves it.
    with qc.open_project(study.path, coder="CD") as other:
        other.complete("notes")
    page.wait_for_selector("[data-document=notes] .qc-document-coder:has-text('CD: all of it')")
    assert undo.count() == 1
    # With the keyboard on it while the same coder goes on elsewhere: it goes, and the keyboard stays near.
    undo.focus()
    study.complete("early")
    page.wait_for_function("document.activeElement.getAttribute('aria-label') === 'Close message'")
    assert undo.count() == 0 and message.count() == 1
    study.undo()
    # Pressed, it undoes, and says what.
    page.keyboard.press("Enter")
    page.locator("[data-code=price][role=treeitem]").click()
    page.keyboard.press("Alt+ArrowDown")
    undo.click()
    page.wait_for_selector(
        ".qc-message:has-text('Undone: order of Social value and Price changed.')"
    )
    assert message.count() == 0


def test_print_gives_the_whole_text_with_its_codings(
    make_study: Callable[..., qc.Project], serve: Any, visit: Any
) -> None:
    said = "".join(f"May: Line {n} of a long talk about gardens.\n\n" for n in range(1, 121))
    project = make_study(files={"long.txt": said}, codebook=BOOK)
    _, last = (
        project.add_coding(document="long", code="value", turn=120, quotation=words).coding_id
        for words in ("Line 120", "long talk")
    )
    project.add_memo("Ask again", on=last)
    page = opened(visit(serve(project.path).link).page)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    # Nothing scrolls, and nothing is left out: the last turn lies as far down as all before it are high.
    for each in (".qc-text-scroll", ".qc-main-view", ".qc-body"):
        assert page.evaluate(
            "(name) => { const at = document.querySelector(name); return at.scrollHeight <= at.clientHeight + 1; }",
            each,
        ), each
    blocks = page.locator(".qc-block")
    assert blocks.count() == 120
    boxes = blocks.evaluate_all("all => all.map((each) => each.getBoundingClientRect().height)")
    assert min(boxes) > 20
    assert blocks.last.bounding_box()["y"] > 119 * 20
    listed = [" ".join(each.split()) for each in blocks.last.locator("li").all_inner_texts()]
    assert listed == ["A Social value “Line 120”", "A Social value · ✎ “long talk”"]
    assert (
        page.locator(".qc-side").is_hidden()
        and page.locator(".qc-text-bar button:visible").count() == 0
    )
    assert "codings of AB" in page.inner_text(".qc-on-paper")
    # Back on the screen the margin is what it was.
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".qc-printed").count() == 0
    page.keyboard.press("]")
    page.wait_for_selector(".qc-name[aria-current]")
    page.get_by_role("button", name="A Social value (with a memo)", exact=True).wait_for()
    # The browser itself says when it prints.
    page.evaluate(
        "addEventListener('beforeprint', () => (window.printed = document.querySelectorAll('.qc-printed').length))"
    )
    assert page.pdf()[:5] == b"%PDF-"
    assert page.evaluate("window.printed") == 1


def test_of_two_documents_asked_for_at_once_the_later_one_is_opened(
    study: qc.Project, serve: Any, visit: Any
) -> None:
    page = opened(visit(serve(study.path).link).page)
    held: list[Any] = []

    def hold(route: Any) -> None:
        body = route.request.post_data_json
        if body["method"] == "document" and body["params"]["document"] in ("notes", "talk"):
            held.append(route)
        else:
            route.continue_()

    page.route("**/api/call", hold)
    # Twice to the next: the second one after it, though the first is not there yet.
    assert shown(page) == ["early", "desk", "notes", "talk"]
    page.click("[data-document=desk]")
    page.wait_for_selector("[data-document=desk][aria-current=true]")
    for key in ("g", "n", "g", "n"):
        page.keyboard.press(key)
    page.wait_for_selector("[data-document=talk][data-opening]")
    page.wait_for_function("document.querySelector('[data-opening]')")
    while len(held) < 2:
        page.wait_for_timeout(20)
    # The answers come in the wrong order.
    held[1].continue_()
    page.wait_for_selector("[data-document=talk][aria-current=true]")
    with page.expect_response("**/api/call"):
        held[0].continue_()
    page.wait_for_function("document.title.includes('talk')")
    assert (
        page.locator("[aria-current=true][data-document]").get_attribute("data-document") == "talk"
    )
    assert page.url.endswith("#code/talk") and page.locator("[data-opening]").count() == 0
    # Asked for, and thought better of: the one that is open stays.
    held.clear()
    page.click("[data-document=notes]")
    page.wait_for_selector("[data-document=notes][data-opening]")
    page.click("[data-document=talk]")
    while not held:
        page.wait_for_timeout(20)
    with page.expect_response("**/api/call"):
        held[0].continue_()
    page.keyboard.press("g")
    page.keyboard.press("s")
    page.wait_for_selector(".qc-tab[aria-current]:text-is('Search')")
    assert "talk" in page.title()


def test_a_document_opened_by_key_is_read_on_by_key(
    study: qc.Project, serve: Any, visit: Any
) -> None:
    page = opened(visit(serve(study.path).link).page)
    page.keyboard.press("g")
    page.keyboard.press("o")
    page.keyboard.type("notes")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-document=notes][aria-current=true]")
    page.wait_for_function("document.activeElement.matches('.qc-text')")
    page.keyboard.press("ArrowDown")
    page.wait_for_selector(".qc-at")
    # A group that was folded stays so when the list is drawn anew, and opens for what is opened in it.
    page.fill("[aria-label='Find a document']", "")
    page.click(".qc-documents-group summary:has-text('Phase 1')")
    page.fill("[aria-label='Find a document']", "talk")
    assert page.locator(".qc-documents-group[open]").count() == 2
    page.fill("[aria-label='Find a document']", "")
    page.wait_for_function("document.querySelectorAll('.qc-documents-group[open]').length === 2")
    page.locator(".qc-text").focus()
    for key in ("g", "p", "g", "p"):
        page.keyboard.press(key)
    page.wait_for_selector("[data-document=early][aria-current=true]")
    page.wait_for_function("document.querySelectorAll('.qc-documents-group[open]').length === 3")


IN_A_NOTEBOOK = """async () => {
    const { mount } = await import("/static/page.js");
    document.body.replaceChildren();
    const cell = document.createElement("div");
    cell.tabIndex = 0;
    cell.id = "cell";
    const host = document.createElement("div");
    host.className = "qc-notebook";
    const beside = document.createElement("p");
    beside.id = "beside";
    beside.textContent = "A paragraph of the notebook";
    cell.append(host, beside);
    document.body.append(cell);
    window.heard = [];
    for (const kind of ["keydown", "keyup"]) {
        document.addEventListener(kind, (event) => window.heard.push(`${kind} ${event.key}`));
    }
    const transport = {
        home: "notebook",
        async call(body) {
            const answer = await fetch("/api/call", { method: "POST", headers: { "Content-Type": "application/json", "X-Qualcode": "1" }, body: JSON.stringify(body) });
            return answer.json();
        },
        listen: () => () => {},
    };
    window.leave = await mount(host, transport);
}"""


def test_in_a_notebook_it_keeps_to_its_frame(study: qc.Project, serve: Any, visit: Any) -> None:
    page = opened(visit(serve(study.path).link).page)
    before = page.evaluate("location.href")
    page.evaluate(IN_A_NOTEBOOK)
    opened(page)
    box = page.locator(".qc-notebook").bounding_box()
    assert 600 <= box["height"] <= 700
    assert page.locator(".qc-notebook").get_attribute("data-lm-suppress-shortcuts") is not None
    # Landmarks, the title and the address are the notebook's.
    assert page.locator("main, h1, header:not(section *)").count() == 0
    assert page.evaluate("location.href") == before
    # Its keys are ours while the focus is in here, and its own elsewhere.
    page.focus("#cell")
    page.keyboard.press("?")
    assert page.locator("dialog").count() == 0
    assert page.evaluate("window.heard") == ["keydown ?", "keyup ?"]
    page.locator(".qc-main-view").focus()
    page.evaluate("window.heard.length = 0")
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open]")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    page.keyboard.press("d")
    page.keyboard.press("d")
    assert page.evaluate("window.heard") == []
    # What it looks like stays with it.
    plain = page.evaluate(
        """() => { const found = getComputedStyle(document.getElementById("beside"));
        return [found.marginTop, found.fontFamily.includes("Segoe"), found.getPropertyValue("--qc-ink")]; }"""
    )
    assert plain == ["16px", False, ""]
    page.evaluate("window.leave()")
    assert page.locator(".qc-notebook > *").count() == 0


def test_each_rule_of_the_style_sheet_is_for_the_page_alone(
    study: qc.Project, serve: Any, visit: Any
) -> None:
    page = opened(visit(serve(study.path).link).page)
    loose = page.evaluate(
        """() => {
        const found = [];
        const walk = (rules) => { for (const rule of rules) {
            if (rule.selectorText) {
                const parts = rule.selectorText.split(/,(?![^(]*\\))/);
                for (const each of parts) if (!/\\.qc(?![\\w-])/.test(each)) found.push(each.trim());
            } else if (rule.cssRules && !(rule instanceof CSSKeyframesRule)) walk(rule.cssRules);
            if (rule instanceof CSSKeyframesRule && !rule.name.startsWith("qc-")) found.push(rule.name);
        } };
        for (const sheet of document.styleSheets) walk(sheet.cssRules);
        return found;
    }"""
    )
    assert loose == []


def test_who_goes_to_a_view_while_the_first_document_is_fetched_stays_there(
    small: Path, serve: Any, visit: Any
) -> None:
    page = visit().page
    held: list[Any] = []

    def hold(route: Any) -> None:
        asked = json.loads(route.request.post_data or "{}").get("method")
        if asked == "document" and not held:
            held.append(route)
        else:
            route.continue_()

    page.route("**/api/call", hold)
    page.goto(serve(small).link)
    page.wait_for_selector(".qc-tab")
    page.wait_for_function("!document.querySelector('.qc-loading')")
    page.keyboard.press("g")
    page.keyboard.press("s")
    page.wait_for_selector("[data-view=search]")
    held[0].continue_()
    page.wait_for_selector(".qc-document[aria-current=true]")
    assert page.locator("[data-view=search]").count() == 1
