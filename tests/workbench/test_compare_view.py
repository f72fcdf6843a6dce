"""The view that compares coders in a real browser: from place to place, and settled, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from workbench.test_access import grave
from workbench.test_desk_compare import CODES, TALK, WORDS, code

import qualcode as qc
from qualcode.workbench.looks import Looks

SPOT = "[...document.querySelectorAll('.qc-compare .qc-spot')].map((each) => each.textContent).join('')"


@pytest.fixture
def study(make_study: Callable[..., qc.Project]) -> qc.Project:
    project = make_study(
        files={"talk.txt": TALK}, participants="participant,role\nMay,Gardener\n", codebook=CODES
    )
    for coder, rows in WORDS.items():
        for words, code_ in rows:
            code(project, coder, "talk", words, code_)
        qc.Project(project.study, coder).complete("talk")
    return project


def opened(page: Any) -> None:
    page.wait_for_selector(".qc-tab")
    page.wait_for_function("!document.querySelector('.qc-loading')")
    page.keyboard.press("g")
    page.keyboard.press("c")
    page.wait_for_selector(".qc-place")


def stands(page: Any, *wanted: str) -> None:
    words = ", ".join(f"'{each}'" for each in wanted)
    page.wait_for_function(
        "JSON.stringify([...document.querySelectorAll('.qc-place')].map((each) => each.dataset.stand))"
        f" === JSON.stringify([{words}])"
    )


def test_places_are_settled_by_keyboard_alone(study: qc.Project, serve: Any, visit: Any) -> None:
    page = visit(serve(study.path).link).page
    opened(page)
    stands(page, "open", "open", "open", "open")
    # What AB gave stands left of the words, what CD gave right of them.
    page.wait_for_selector(".qc-margin-second .qc-name")
    left, right = (
        page.locator(f".qc-margin-{side} .qc-name").evaluate_all(
            "all => all.map((each) => each.querySelector('.qc-name-words').textContent)"
        )
        for side in ("first", "second")
    )
    assert left == ["value", "value", "price", "delay"]
    assert right == ["value", "price", "price", "delay"]
    assert page.evaluate(SPOT) == "the view"
    # On to the next place and back; each names its code and marks its words.
    page.keyboard.press("n")
    assert page.evaluate(SPOT) == "Price came last"
    assert "Other edges" in page.inner_text(".qc-compare-card h3")
    page.keyboard.press("p")
    assert "Only AB" in page.inner_text(".qc-compare-card h3")
    # Leave it out, with a reason; what is next is looked at by itself.
    page.keyboard.press("r")
    page.keyboard.type("A figure of speech")
    page.keyboard.press("Escape")
    page.keyboard.press("0")
    stands(page, "settled", "open", "open", "open")
    # Other edges: the end two words earlier, so that the price came.
    assert page.evaluate(SPOT) == "Price came last"
    page.keyboard.press("e")
    page.wait_for_selector("dialog[open]")
    page.focus("[aria-label='End a word earlier']")
    page.keyboard.press("Enter")
    assert page.inner_text("dialog mark") == "Price came"
    page.focus("dialog .qc-main")
    page.keyboard.press("Enter")
    stands(page, "settled", "settled", "open", "open")
    page.keyboard.press("3")
    page.keyboard.press("2")
    stands(page, "settled", "settled", "settled", "settled")
    page.wait_for_function(
        "document.querySelector('.qc-compare-progress').textContent.includes('recorded as the consensus')"
    )
    # The last one is undone, and settled again.
    page.keyboard.press("u")
    stands(page, "settled", "settled", "settled", "open")
    page.keyboard.press("0")
    stands(page, "settled", "settled", "settled", "settled")
    page.wait_for_function("document.querySelector('.qc-status').textContent === 'Saved'")
    with qc.open_project(study.path) as project:
        assert project.check() == []
        made = project.codings()
        settled = made[made["coder"] == "consensus"]
        assert list(zip(settled["quotation"], settled["code"], strict=True)) == [
            ("🌱 garden", "value"),
            ("Price came", "price"),
            ("They were late", "delay"),
            ("They were late", "price"),
        ]
        assert (made["coder"] != "consensus").sum() == 8
        assert project.progress()["coder"].tolist().count("consensus") == 1
        assert "Not in the consensus: A figure of speech" in project.memos()["text"].tolist()


def test_places_are_discussed_in_memos(study: qc.Project, serve: Any, visit: Any) -> None:
    page = visit(serve(study.path).link).page
    opened(page)
    words = '<img src=x onerror="alert(1)"> 🌱?'
    page.keyboard.press("n")
    page.keyboard.press("m")
    page.wait_for_selector("dialog[open]")
    page.keyboard.type(words)
    page.keyboard.press("Control+Enter")
    page.wait_for_function(
        "document.querySelector('.qc-compare-memo')?.textContent.includes('onerror')"
    )
    assert page.inner_text(".qc-compare-memo") == words
    with qc.open_project(study.path) as project:
        (memo,) = project.memos().to_dict("records")
        made = project.codings()
        (on,) = made[made["coding_id"] == memo["on"]]["quotation"]
    assert (memo["text"], on) == (words, "Price came last")


def test_two_who_settle_at_once_see_each_other(study: qc.Project, serve: Any, visit: Any) -> None:
    served = serve(study.path)
    first, second = visit(served.link).page, visit(served.link).page
    for page in (first, second):
        opened(page)
    first.keyboard.press("1")
    stands(second, "settled", "open", "open", "open")
    second.keyboard.press("o")
    second.keyboard.press("2")
    stands(first, "settled", "settled", "open", "open")
    # What is left out makes no coding, and no pass while another place is open.
    first.keyboard.press("o")
    first.keyboard.press("0")
    stands(second, "settled", "settled", "settled", "open")


def test_who_has_not_finished_is_told_so(study: qc.Project, serve: Any, visit: Any) -> None:
    page = visit(serve(study.path, "EF", blind=True).link).page
    page.wait_for_selector(".qc-tab")
    page.wait_for_function("!document.querySelector('.qc-loading')")
    page.click(".qc-tab:text-is('Compare')")
    page.wait_for_selector(".qc-compare .qc-empty >> text=when you have finished it")
    assert page.locator(".qc-place").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_places_and_edges_have_no_serious_fault(
    study: qc.Project, serve: Any, visit: Any, scheme: str
) -> None:
    page = visit(serve(study.path).link, color_scheme=scheme).page
    opened(page)
    page.keyboard.press("1")
    stands(page, "settled", "open", "open", "open")
    page.click(".qc-compare-figures summary")
    assert "Krippendorff's alpha" in page.inner_text(".qc-compare-figures dd")
    assert grave(page) == []
    page.keyboard.press("e")
    page.wait_for_selector("dialog[open]")
    assert grave(page) == []


def test_others_codings_of_an_unfinished_document_are_not_shown_unasked(
    study: qc.Project, serve: Any, visit: Any
) -> None:
    """EF has coded nothing and leads nobody's blindness but the own one."""
    page = visit(serve(study.path, "EF").link).page
    page.wait_for_selector(".qc-text .qc-block")
    page.keyboard.press("g")
    page.keyboard.press("c")
    page.wait_for_selector("text=Before you look")
    assert page.locator(".qc-place").count() == 0
    assert looked(study, "EF") == "hidden"
    page.get_by_role("button", name="Show their codings").click()
    page.wait_for_selector(".qc-place")
    assert looked(study, "EF") == "seen"


def looked(study: qc.Project, coder: str) -> str | None:
    version = study.documents()["version"][0]
    return Looks(study.study).how(coder, version)
