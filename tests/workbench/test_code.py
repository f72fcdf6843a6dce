"""Reading and coding in a real browser: what is selected is what is coded, and nothing is lost or hidden."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from workbench.conftest import drag, until

import qualcode as qc

BOOK = """\
codebook: Small
codes:
  - {code: value, name: Social value, definition: What is gained beside the price.}
  - {code: price, name: Price, definition: Talk of money.}
  - {code: trust, name: Trust, definition: Relying on each other.}
"""
# An emoji of several characters (two people and a heart), a letter with its accent apart, a Hebrew word.
COUPLE = "👩\u200d❤\ufe0f\u200d👩"
TALK = f"""\
INT: What do you look at first?

P1: The 🌱 garden, the cafe\u0301 and the word שלום on the wall matter more than price.

INT: Anything else?

P1: Price, always price. We trust {COUPLE} next door.
"""
NOTES = """\
Date: 12 March 2018
Place: the yard

10:00 The gate stood open, and nobody asked who we were.

10:20 Tea from a flask; the kettle is broken.

Reflective notes

I was too eager to like them.
"""
MIXED = "🌱 garden, the cafe\u0301 and the word שלום on the wall"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    (tmp_path / "talk.txt").write_text(TALK, "utf-8")
    (tmp_path / "book.yaml").write_text(BOOK, "utf-8")
    path = tmp_path / "study.qualcode"
    with qc.new_project(path, coder="AB") as project:
        project.load_codebook(tmp_path / "book.yaml")
        project.ingest(tmp_path / "talk.txt")
    return path


def opened(visit: Any, served: Any) -> Any:
    page = visit(served.link).page
    page.wait_for_selector(".qc-words")
    return page


def saved(page: Any) -> None:
    until(page, "document.querySelector('.qc-status').dataset.kind === 'saved'")
    until(page, "!document.querySelector('.qc-text .qc-unsaved')")


def codings(study: Path) -> list[tuple[str, str]]:
    """(code, quotation) as the project has them, in the order of the text."""
    with qc.open_project(study) as project:
        frame = project.codings().sort_values(["start", "end", "code"])
    return list(zip(frame["code"], frame["quotation"], strict=True))


def press(page: Any, *keys: str) -> None:
    for each in keys:
        page.keyboard.press(each)


def told(page: Any, words: str) -> None:
    """Wait until a message holds these words."""
    until(
        page,
        "(words) => document.querySelector('.qc-foot')?.textContent.includes(words)",
        arg=words,
    )


def test_what_the_mouse_selects_is_what_is_coded(study: Path, serve: Any, visit: Any) -> None:
    page = opened(visit, serve(study))
    # Across an emoji, a combining accent and a word from right to left; coded by its number.
    drag(page, MIXED)
    assert page.text_content(".qc-selected") == MIXED
    press(page, "1")
    saved(page)
    # An emoji of seven characters is one.
    drag(page, COUPLE)
    page.click("[data-code=trust]")
    saved(page)
    # The same words again, by a click: told, not done.
    drag(page, MIXED)
    page.click("[data-code=value]")
    told(page, "nothing was coded twice")
    # Part of them with the same code: asked, and left.
    drag(page, "the wall")
    press(page, "1")
    page.wait_for_selector("dialog[open]")
    press(page, "Escape")
    page.wait_for_selector("dialog", state="detached")
    # Over several turns, the labels at the edges left out.
    drag(page, "matter more than price.")
    page.evaluate(
        """() => {
        const words = [...document.querySelectorAll('.qc-words')];
        const from = words[1].firstChild, to = document.querySelectorAll('.qc-who')[3];
        getSelection().setBaseAndExtent(words[0], 0, to, 0);
    }"""
    )
    until(
        page, "document.querySelector('.qc-selected')?.textContent.startsWith('What do you look')"
    )
    press(page, "2")
    saved(page)
    assert codings(study) == [
        (
            "price",
            f"What do you look at first?\n\nP1: The {MIXED} matter more than price.\n\nINT: Anything else?",
        ),
        ("value", MIXED),
        ("trust", COUPLE),
    ]


def test_a_document_is_coded_by_keyboard_alone(study: Path, serve: Any, visit: Any) -> None:
    page = opened(visit, serve(study))
    page.focus(".qc-text")
    # Second turn, as a whole; found by typing a word of its definition.
    press(page, "ArrowDown", "Enter")
    assert page.locator(".qc-at .qc-who").inner_text().startswith("P1")
    press(page, "/")
    page.keyboard.type("beside")
    press(page, "Enter")
    saved(page)
    # Fourth turn: the word at the cursor and the two after it, less two characters.
    press(page, "ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight")
    press(
        page, "Shift+ArrowRight", "Shift+ArrowRight", "Alt+Shift+ArrowLeft", "Alt+Shift+ArrowLeft"
    )
    press(page, "2")
    saved(page)
    # The people next door: the emoji is one step by words and by characters.
    press(page, "End", "ArrowLeft", "ArrowLeft", *["Alt+Shift+ArrowRight"] * 6, "3")
    saved(page)
    whole = f"The {MIXED} matter more than price."
    assert codings(study) == [
        ("value", whole),
        ("price", "always pri"),
        ("trust", f"{COUPLE} next"),
    ]
    # To the last coding and to the one before; its beginning a word on, its end back by a character.
    press(page, "Escape", "[")
    until(page, "document.querySelector('.qc-card h2')?.textContent === 'Trust'")
    press(page, "[", "[")
    until(page, "document.querySelector('.qc-card h2').textContent === 'Social value'")
    # Tab goes to the names of the codings of this turn, and shows what it comes to.
    press(page, "Escape", "Tab")
    until(page, "document.activeElement.matches('.qc-name')")
    until(page, "document.querySelector('.qc-card h2')?.textContent === 'Social value'")
    press(page, "e", "Shift+ArrowLeft", "Tab", "ArrowRight", "Enter")
    saved(page)
    assert codings(study)[0] == ("value", whole.removeprefix("The ").removesuffix("."))
    until(page, "document.querySelector('.qc-card')")
    # Another code, by its number; then undone, done again, retracted.
    press(page, "r", "Escape", "r")
    page.keyboard.type("tru")
    press(page, "Enter")
    until(page, "document.querySelector('.qc-card h2')?.textContent === 'Trust'")
    saved(page)
    press(page, "Control+z")
    told(page, "Undone")
    assert codings(study)[0][0] == "value"
    press(page, "Control+Shift+z")
    told(page, "Done again")
    assert codings(study)[0][0] == "trust"
    press(page, "Escape", "Escape", "Home")
    page.focus(".qc-text")
    press(page, "ArrowUp", "ArrowUp", "ArrowUp", "]", "Delete")
    told(page, "retracted")
    saved(page)
    assert codings(study) == [("price", "always pri"), ("trust", f"{COUPLE} next")]


def test_overlapping_codings_are_all_named_and_their_edges_are_dragged(
    study: Path, serve: Any, visit: Any
) -> None:
    with qc.open_project(study, coder="AB") as project:
        text = project.text("talk")
        for words, code in (
            ("the word שלום on the wall", "value"),
            ("on the wall matter", "price"),
        ):
            start = text.index(words)
            project.add_coding(document="talk", code=code, start=start, end=start + len(words))
    page = opened(visit, serve(study))
    page.wait_for_selector(".qc-name >> nth=1")
    assert page.locator(".qc-name-words").all_text_contents() == ["Social value", "Price"]
    # Where both are, two lines, of another kind each, and other letters beside them.
    both = page.locator("[data-codes*=' ']")
    assert both.text_content() == "on the wall"
    lines = both.evaluate(
        """(piece) => [...piece.querySelectorAll('.qc-line')].map((each) => {
        const style = getComputedStyle(each);
        return [style.textDecorationStyle, style.textUnderlineOffset, style.textDecorationColor];
    })"""
    )
    assert len(lines) == 2
    assert all(len({line[at] for line in lines}) == 2 for at in range(3))
    letters = page.locator(".qc-margin .qc-letter").all_text_contents()
    assert letters == ["A", "B"]
    # Hovering says what it is; a click looks at the inner one, another at the outer one.
    both.hover()
    page.wait_for_selector(".qc-tip:not([hidden])")
    tip = page.text_content(".qc-tip") or ""
    assert "Social value" in tip and "Price" in tip and "AB" in tip and "by hand" in tip
    both.click()
    until(page, "document.querySelector('.qc-card h2')?.textContent === 'Price'")
    both.click()
    until(page, "document.querySelector('.qc-card h2')?.textContent === 'Social value'")
    both.click()
    until(page, "document.querySelector('.qc-card h2')?.textContent === 'Price'")
    # The end of the inner one dragged to the end of “more”.
    handle = page.locator(".qc-handle-end").bounding_box()
    goal = page.evaluate(
        """() => {
        const words = [...document.querySelectorAll('[data-s]')].find((each) => each.textContent.includes(' more than'));
        let node = words; while (node.firstChild) node = node.firstChild;
        const range = document.createRange();
        range.setStart(node, node.data.indexOf(' more') + 5); range.collapse(true);
        const box = range.getBoundingClientRect();
        return [box.left, box.top + box.height / 2];
    }"""
    )
    page.mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2)
    page.mouse.down()
    page.mouse.move(goal[0] - 20, goal[1], steps=3)
    page.mouse.move(goal[0], goal[1], steps=3)
    page.mouse.up()
    saved(page)
    assert codings(study)[1] == ("price", "on the wall matter more")
    # Or to what is selected.
    drag(page, "wall matter")
    page.click("text=Edges to the selected words")
    saved(page)
    assert codings(study)[1] == ("price", "wall matter")
    # Where colours are the user's own, the kinds of line and the letters are left.
    page.emulate_media(forced_colors="active")
    styles = page.locator("[data-codes*=' '] .qc-line").evaluate_all(
        "(all) => all.map((each) => getComputedStyle(each).textDecorationStyle)"
    )
    assert len(set(styles)) == 2


def test_a_new_code_is_made_where_it_is_needed_and_its_definition_asked_for(
    study: Path, serve: Any, visit: Any
) -> None:
    page = opened(visit, serve(study))
    drag(page, "The 🌱 garden")
    page.fill("[role=combobox]", "Green <b>things</b>")
    press(page, "Enter")
    page.wait_for_selector("dialog[open]")
    page.click("dialog .qc-main")
    until(page, "document.querySelector('dialog .qc-fault').textContent.includes('no definition')")
    page.fill("dialog textarea", "What grows on the ground.")
    page.select_option("dialog select", "value")
    page.click("dialog .qc-main")
    page.wait_for_selector("dialog", state="detached")
    saved(page)
    ((code, quotation),) = codings(study)
    assert quotation == "The 🌱 garden"
    with qc.open_project(study) as project:
        made = project.codebook[code]
    assert (made.label, made.definition, made.parent) == (
        "Green <b>things</b>",
        "What grows on the ground.",
        "value",
    )
    # It is found by the words of its definition, and has got a number, as the next one free.
    page.fill("[role=combobox]", "ground")
    assert page.text_content(".qc-code[aria-selected=true] kbd") == "4"


def test_done_records_the_pass_and_a_coder_reads_blind_before(
    study: Path, serve: Any, visit: Any
) -> None:
    with qc.open_project(study, coder="CD") as project:
        start = project.text("talk").index("Price, always")
        coding = project.add_coding(document="talk", code="price", start=start, end=start + 5)
        project.add_memo("CD's thought", on=coding.coding_id)
    page = opened(visit, serve(study, blind=True))
    # Hidden, and said why; nothing of it is in the page.
    assert "hidden until you are done" in (page.text_content(".qc-text-bar") or "")
    assert not page.locator(".qc-coded").count()
    press(page, "o")
    told(page, "so that you code it blind")
    drag(page, "We trust")
    press(page, "3")
    saved(page)
    press(page, "d")
    page.wait_for_selector("dialog[open]")
    assert page.input_value("dialog select") == "yes"
    page.click("text=Record it as done")
    page.wait_for_selector(".qc-done")
    until(page, "document.querySelector('.qc-done').textContent.includes('blind')")
    with qc.open_project(study) as project:
        own = project.progress()
    assert own[["coder", "blind"]].values.tolist() == [["AB", "yes"]]
    # Now the others may be seen, with what they thought.
    page.click("text=Other coders")
    page.wait_for_selector("[data-codes] >> nth=1")
    page.locator(".qc-coded", has_text="Price").click()
    until(page, "document.querySelector('.qc-noted')?.textContent.includes('CD\\'s thought')")
    # Undo is asked about no further than a step: the pass is taken back.
    press(page, "Control+z")
    page.wait_for_selector("[data-does=done]")
    with qc.open_project(study) as project:
        assert project.progress().empty


def test_what_is_not_saved_yet_is_shown_and_looks_so(study: Path, serve: Any, visit: Any) -> None:
    page = opened(visit, serve(study))
    held: list[Any] = []
    page.route(
        "**/api/call",
        lambda route: (
            held.append(route) if '"add"' in route.request.post_data else route.continue_()
        ),
    )
    drag(page, "matter more")
    press(page, "1")
    page.wait_for_selector(".qc-coded.qc-unsaved")
    page.wait_for_selector(".qc-name.qc-unsaved")
    assert page.get_attribute(".qc-status", "data-kind") == "saving"
    page.click(".qc-name")
    assert "Not saved yet" in (page.text_content(".qc-card") or "")
    assert not page.locator(".qc-card >> text=Retract").count()
    assert codings(study) == []
    held[0].continue_()
    saved(page)
    assert page.locator(".qc-coded").text_content() == "matter more"
    assert codings(study) == [("value", "matter more")]
    assert len(held) == 1


def test_field_notes_and_jumps(study: Path, tmp_path: Path, serve: Any, visit: Any) -> None:
    (tmp_path / "yard.txt").write_text(NOTES, "utf-8")
    (tmp_path / "documents.csv").write_text("document,kind\nyard,observation\n", "utf-8")
    with qc.open_project(study, coder="AB") as project:
        project.ingest(tmp_path / "yard.txt", documents=tmp_path / "documents.csv")
        text = project.text("yard")
    served = serve(study)
    page = opened(visit, served)
    start = text.index("kettle")
    page.goto(f"{served.address}/#code/yard?start={start}&end={start + 6}")
    page.wait_for_selector(".qc-block[data-part=descriptive].qc-at.qc-flash")
    assert "Tea from a flask" in (page.text_content(".qc-at .qc-words") or "")
    assert page.text_content(".qc-at .qc-speaker") == "Observed"
    assert "10:20" in (page.text_content(".qc-at .qc-time") or "")
    assert page.text_content(".qc-block[data-part=reflective] .qc-speaker") == "Reflection"
    assert page.locator(".qc-gap[data-part=header]").count()
    # A turn, a memo on it.
    page.focus(".qc-text")
    press(page, "Enter", "m")
    page.wait_for_selector("dialog[open]")
    page.fill("dialog textarea", "Who broke it?")
    page.click("text=Save the memo")
    page.wait_for_selector("dialog", state="detached")
    saved(page)
    with qc.open_project(study) as project:
        (memo,) = project.memos().to_dict("records")
    assert (memo["on"], memo["text"]) == ("yard", "Who broke it?")
    assert memo["title"].startswith("Turn ") and "Tea from a flask" in memo["title"]


def test_a_memo_on_a_turn_is_marked_at_the_turn(study: Path, serve: Any, visit: Any) -> None:
    page = opened(visit, serve(study))
    page.focus(".qc-text")
    press(page, "ArrowDown", "m")
    page.wait_for_selector("dialog h2:text-is('Memo on turn 2 of talk')")
    page.keyboard.type("Ask about the wall")
    press(page, "Control+Enter")
    mark = page.locator(".qc-block .qc-turn-memo")
    mark.wait_for()
    assert mark.get_attribute("aria-label") == "1 memo on turn 2"
    # It opens what was written there, and the undo takes mark and memo away.
    mark.click()
    page.wait_for_selector("dialog .qc-memo-words:text-is('Ask about the wall')")
    press(page, "Escape")
    page.wait_for_selector("dialog", state="detached")
    assert page.evaluate("document.activeElement.matches('.qc-turn-memo')")
    press(page, "Control+z")
    told(page, "Undone: memo on turn 2 in talk.")
    page.wait_for_selector(".qc-turn-memo", state="detached")
    assert page.evaluate("document.activeElement.matches('.qc-text')")


def test_undo_says_which_coding_and_takes_one_to_another_document(
    study: Path, tmp_path: Path, serve: Any, visit: Any
) -> None:
    (tmp_path / "other.txt").write_text("P1: Nothing here.\n", "utf-8")
    with qc.open_project(study, coder="AB") as project:
        project.ingest(tmp_path / "other.txt")
    page = opened(visit, serve(study))
    page.click("[data-document=talk]")
    page.wait_for_selector("[data-document=talk][aria-current=true]")
    drag(page, "always price")
    press(page, "2")
    saved(page)
    press(page, "g", "n")
    page.wait_for_selector("[data-document=other][aria-current=true]")
    page.wait_for_selector("[data-does=undo][aria-label='Undo: Price on “always price” in talk']")
    press(page, "Control+z")
    told(page, "Undone: Price on “always price” in talk.")
    press(page, "Control+y")
    told(page, "Done again: Price on “always price” in talk.")
    # Step by step there is one message.
    assert page.locator(".qc-message").count() == 1
    page.click(".qc-message button:text-is('Open talk')")
    page.wait_for_selector(".qc-coded:has-text('always price')")


def test_a_code_of_the_codebook_is_at_hand_for_the_next_words(
    study: Path, serve: Any, visit: Any
) -> None:
    with qc.open_project(study, coder="AB") as project:
        # Its name fits the longer one first, by the order of the codebook.
        project.add_code("trusting", name="Trust in us", definition="Of others in us.")
        project.move_code("trusting", after=None)
        project.move_code("trust", after="trusting")
    served = serve(study)
    page = visit(f"{served.link}").page
    page.wait_for_selector(".qc-words")
    page.evaluate("location.hash = '#code/talk?use=trust'")
    told(page, "to put Trust on them.")
    box = page.get_by_role("combobox", name="Find a code")
    assert box.input_value() == "Trust"
    drag(page, "next door")
    press(page, "/", "Enter")
    saved(page)
    assert codings(study) == [("trust", "next door")]


def test_what_a_dialog_says_of_a_refusal_is_not_said_below_it_too(
    study: Path, serve: Any, visit: Any
) -> None:
    visited = visit(serve(study).link)
    page = visited.page
    page.wait_for_selector(".qc-words")
    press(page, "n")
    page.wait_for_selector("dialog[open]")
    page.get_by_label("Name").fill("Walls")
    page.get_by_label("Definition").fill("Of walls.")
    said = {"where": "study", "found": "closed", "allowed": "", "next": "", "kind": "CodingError"}
    held: list[Any] = []
    page.route(
        "**/api/call",
        lambda route: (
            held.append(route)
            if "book_add" in (route.request.post_data or "")
            else route.continue_()
        ),
    )

    def refuse() -> None:
        until(page, "document.querySelector('.qc-status').dataset.kind === 'saving'")
        while not held:
            page.wait_for_timeout(20)
        held.pop().fulfill(status=422, json={"error": said})

    press(page, "Control+Enter")
    refuse()
    page.wait_for_selector("dialog .qc-fault:has-text('closed')")
    assert page.locator(".qc-message").count() == 0
    # Where the dialog was closed meanwhile, it is said after all.
    press(page, "Control+Enter")
    until(page, "document.querySelector('.qc-status').dataset.kind === 'saving'")
    page.locator("dialog").get_by_role("button", name="Cancel").click()
    page.wait_for_selector("dialog", state="detached")
    refuse()
    page.wait_for_selector(".qc-message.qc-error:has-text('closed')")
    visited.expected = "422"
