"""Reviewing in a real browser: by keyboard alone, without waiting, and nothing lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from workbench.conftest import drag

import qualcode as qc

BOOK = """codebook: Small
codes:
  - code: values
    name: What counts
    codes:
      - {code: trust, name: Trust, definition: Relying on somebody., include: [promises kept],
         exclude: [money lent], patterns: [trust*]}
      - {code: price, name: Price, definition: What it costs.}
  - {code: delay, name: Delay, definition: Waiting for something.}
"""
# Ten turns, each with one suggestion of trust, in this order; the emoji stands before all of them.
LINES = [
    "The 🌱 garden was built on trust.",
    "Nobody trusts the form.",
    "I trust my own eyes, mostly.",
    "We trust them with the keys and the van.",
    "Trust costs more than a fence.",
    "They said trust us and came late.",
    "A trust fund, that is what it was.",
    "You trust, you wait, and you wait again.",
    "Trust was written on the wall.",
    "In the end I trusted him.",
]
TALK = "".join(f"INT: Go on?\nP1: {line}\n" for line in LINES)


@pytest.fixture
def study(tmp_path: Path) -> Callable[..., Path]:
    """A study of the talk; with suggestions unless told otherwise, and passed by AB."""

    def make(*, suggested: bool = True, passed: bool = True, text: str = TALK) -> Path:
        (tmp_path / "talk.txt").write_text(text, "utf-8")
        (tmp_path / "book.yaml").write_text(BOOK, "utf-8")
        path = tmp_path / "study.qualcode"
        with qc.new_project(path, coder="AB") as project:
            project.load_codebook(tmp_path / "book.yaml")
            project.ingest(tmp_path / "talk.txt")
            if suggested:
                project.suggest(engines=("patterns",))
            if passed:
                project.complete("talk")
        return path

    return make


def review(page: Any) -> None:
    page.wait_for_selector(".qc-tab")
    page.wait_for_function("document.querySelector('.qc-status')?.textContent === 'Saved'")
    page.keyboard.press("g")
    page.keyboard.press("r")


def asked_about(page: Any, words: str) -> None:
    """Wait until the suggestion in sight is about these words."""
    page.wait_for_function(
        "([...document.querySelectorAll('.qc-asked')].map((each) => each.textContent).join('')) === "
        + json.dumps(words)
    )


def saved(page: Any) -> None:
    page.wait_for_function("document.querySelector('.qc-status').textContent === 'Saved'")


def test_ten_suggestions_by_keyboard_alone(
    study: Callable[..., Path], serve: Any, visit: Any
) -> None:
    path = study()
    page = visit(serve(path).link).page
    review(page)
    press = page.keyboard.press
    asked_about(page, LINES[0])
    # The evidence is marked in the text and named beside it, with what the code means.
    assert page.locator(".qc-text .qc-evidence").all_inner_texts() == ["trust"]
    card = page.locator(".qc-review-card").inner_text()
    for words in (
        "Trust?",
        "Relying on somebody.",
        "promises kept",
        "money lent",
        "“trust” fits the pattern “trust*”",
        "No probability yet.",
    ):
        assert words in card
    press("a")
    asked_about(page, LINES[1])
    press("r")
    asked_about(page, LINES[2])
    press("Shift+R")
    page.keyboard.type("only eyes, no person")
    press("Enter")
    asked_about(page, LINES[3])
    # Fewer words: the end back over the full stop, van, the, and; the beginning on by one.
    press("e")
    # The keys are those of the text: Tab goes to the other edge.
    page.wait_for_selector(".qc-review-revise :text('Moving the end')")
    for _ in range(4):
        press("ArrowLeft")
    press("Tab")
    page.wait_for_selector(".qc-review-revise :text('Moving the beginning')")
    press("ArrowRight")
    # A character more, and back again: the space before the word.
    press("Shift+ArrowLeft")
    press("Shift+ArrowRight")
    press("Enter")
    asked_about(page, LINES[4])
    # Another code, by the first letters of its name.
    press("e")
    page.keyboard.type("pri")
    press("Enter")
    asked_about(page, LINES[5])
    # The keys work as well while the keyboard is in the text.
    page.focus(".qc-text")
    page.wait_for_selector(".qc-text .qc-at")
    press("s")
    asked_about(page, LINES[6])
    # The queue is read anew after a decision; what was skipped does not come before its time.
    with page.expect_request(lambda asked: '"review"' in (asked.post_data or "")) as anew:
        press("a")
    anew.value.response()
    asked_about(page, LINES[7])
    # Taken back, and decided otherwise.
    press("z")
    asked_about(page, LINES[6])
    saved(page)
    with qc.open_project(path) as project:
        assert len(project.decisions()) == 5
    press("r")
    asked_about(page, LINES[7])
    press("m")
    page.keyboard.type("Twice in one breath 🙂")
    press("Control+Enter")
    page.wait_for_selector("dialog", state="detached")
    press("a")
    asked_about(page, LINES[8])
    press("r")
    asked_about(page, LINES[9])
    # Back to the one before, which is decided anew.
    press("b")
    asked_about(page, LINES[8])
    assert "You rejected this" in page.locator(".qc-review-card").inner_text()
    press("a")
    asked_about(page, LINES[9])
    press("d")
    page.wait_for_selector(".qc-review-definition")
    press("Escape")
    press("a")
    # The one that was skipped comes again.
    asked_about(page, LINES[5])
    press("a")
    page.wait_for_selector("text=Everything is decided")
    saved(page)
    with qc.open_project(path) as project:
        decided = project.decisions().merge(
            project.suggestions()[["suggestion_id", "quotation"]], on="suggestion_id"
        )
        said = dict(zip(decided["quotation"], decided["decision"], strict=True))
        reasons = [each for each in decided["reason"].fillna("") if each]
        codings = project.codings().sort_values("start")
        memos = project.memos()["text"].tolist()
    assert [said[line] for line in LINES] == [
        "accept", "reject", "reject", "revise", "revise", "accept", "reject", "accept", "accept", "accept",
    ]  # fmt: skip
    assert reasons == ["only eyes, no person"]
    assert memos == ["Twice in one breath 🙂"]
    assert list(zip(codings["quotation"], codings["code"], codings["origin"], strict=True)) == [
        (LINES[0], "trust", "accepted"),
        ("trust them with the keys", "trust", "revised"),
        (LINES[4], "price", "revised"),
        (LINES[5], "trust", "accepted"),
        (LINES[7], "trust", "accepted"),
        (LINES[8], "trust", "accepted"),
        (LINES[9], "trust", "accepted"),
    ]


def test_the_next_one_is_shown_while_the_study_has_not_answered(
    study: Callable[..., Path], serve: Any, visit: Any
) -> None:
    path = study()
    page = visit(serve(path).link).page
    review(page)
    asked_about(page, LINES[0])
    held: list[Any] = []
    holding = True

    def hold(route: Any) -> None:
        if holding and "review_" in (route.request.post_data or ""):
            held.append(route)
        else:
            route.continue_()

    page.route("**/api/call", hold)
    for line in LINES[1:4]:
        page.keyboard.press("a")
        asked_about(page, line)
    # Nothing of it is saved, and everything is counted.
    with qc.open_project(path) as project:
        assert project.decisions().empty
    assert page.locator(".qc-status").inner_text().startswith("Saving")
    assert (
        "3 decided, 7 open · 3 in this session" in page.locator(".qc-review-numbers").inner_text()
    )
    while held:
        held.pop().continue_()
    holding = False
    saved(page)
    with qc.open_project(path) as project:
        assert project.decisions()["decision"].tolist() == ["accept"] * 3
        assert project.codings()["quotation"].tolist() == LINES[:3]


def test_what_was_refused_comes_back_with_the_reason(
    study: Callable[..., Path], serve: Any, visit: Any
) -> None:
    path = study()
    seen = visit(serve(path).link)
    seen.expected = "422"
    page = seen.page
    review(page)
    asked_about(page, LINES[0])
    said = {
        "where": "trust",
        "found": "was closed for today",
        "allowed": "",
        "next": "Come back tomorrow",
    }
    refused: list[str] = []

    def refuse(route: Any) -> None:
        body = route.request.post_data or ""
        if "review_decide" in body and not refused:
            refused.append(body)
            route.fulfill(status=422, json={"error": said})
        else:
            route.continue_()

    page.route("**/api/call", refuse)
    page.keyboard.press("a")
    page.wait_for_selector(".qc-message.qc-error")
    # It was not pulled in front of what is being read; it comes next.
    asked_about(page, LINES[1])
    page.keyboard.press("r")
    asked_about(page, LINES[0])
    assert "was closed for today" in page.locator(".qc-review-card [role=alert]").inner_text()
    page.keyboard.press("a")
    asked_about(page, LINES[2])
    saved(page)
    with qc.open_project(path) as project:
        assert sorted(project.decisions()["decision"]) == ["accept", "reject"]
        assert project.codings()["quotation"].tolist() == [LINES[0]]


def test_a_selection_behind_an_emoji_is_what_a_revision_codes(
    study: Callable[..., Path], serve: Any, visit: Any
) -> None:
    path = study()
    page = visit(serve(path).link).page
    review(page)
    asked_about(page, LINES[0])
    drag(page, "garden was built")
    page.keyboard.press("e")
    page.wait_for_function(
        "document.querySelector('.qc-review-words').textContent === 'garden was built'"
    )
    # The handle at the end is dragged on by hand.
    box = page.locator(".qc-handle-end").bounding_box()
    word = page.evaluate(
        """() => {
        const piece = [...document.querySelectorAll('.qc-asked.qc-evidence')].at(-1);
        const box = piece.getBoundingClientRect();
        return [box.right - 1, box.top + box.height / 2];
    }"""
    )
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(*word, steps=5)
    page.mouse.up()
    page.wait_for_function(
        "document.querySelector('.qc-review-words').textContent === 'garden was built on trust'"
    )
    page.click("text=Save the revision")
    asked_about(page, LINES[1])
    saved(page)
    with qc.open_project(path) as project:
        assert project.codings()["quotation"].tolist() == ["garden was built on trust"]


def test_where_there_is_nothing_to_decide_the_way_on_is_shown(
    study: Callable[..., Path], serve: Any, visit: Any
) -> None:
    path = study(suggested=False, passed=False)
    page = visit(serve(path).link).page
    review(page)
    page.wait_for_selector("text=No suggestions yet")
    page.wait_for_selector("text=1 code has patterns.")
    page.wait_for_selector("text=Nothing to learn from yet")
    page.uncheck("text=Definitions")
    page.click("text=Look for suggestions")
    # The document is not finished: who wants to code it blind is asked before anything is shown.
    page.wait_for_selector("text=Before you look")
    assert page.locator(".qc-asked").count() == 0
    page.click("text=Only of documents I am done with")
    page.wait_for_selector("text=Suggestions wait until you are done")
    assert "10 suggestions hidden, as you asked" in page.locator(".qc-review-whole").inner_text()
    with qc.open_project(path, coder="AB") as project:
        project.complete("talk", blind=True)
    # The page hears of it by itself.
    asked_about(page, LINES[0])
    page.keyboard.press("f")
    page.locator("select[aria-label^='Only this code']").select_option("trust")
    asked_about(page, LINES[0])
    for line in LINES[1:]:
        page.keyboard.press("Escape")
        page.keyboard.press("r")
        asked_about(page, line)
    page.keyboard.press("r")
    page.wait_for_selector("text=Nothing open here")
    page.click("text=Show all suggestions")
    page.wait_for_selector("text=Everything is decided")
    saved(page)
    with qc.open_project(path) as project:
        assert project.decisions()["decision"].tolist() == ["reject"] * 10
        assert project.progress()["blind"].tolist() == ["yes"]


def test_many_are_accepted_after_a_sample_and_taken_back_at_once(
    study: Callable[..., Path], serve: Any, visit: Any
) -> None:
    path = study()
    seen = visit(serve(path).link)
    seen.expected = "422"
    page = seen.page
    review(page)
    asked_about(page, LINES[0])
    page.keyboard.press("f")
    page.click("text=Accept many")
    page.get_by_label("Suggestions to look at").fill("5")
    page.click("text=Draw the sample")
    page.wait_for_function(
        "document.querySelector('.qc-review-numbers').textContent === 'Sample: 0 of 5 decided'"
    )
    for number in range(1, 5):
        page.wait_for_selector(".qc-asked")
        page.keyboard.press("a")
        page.wait_for_function(
            f"document.querySelector('.qc-review-numbers').textContent === 'Sample: {number} of 5 decided'"
        )
    page.wait_for_selector(".qc-asked")
    # The study has heard of every decision before it is asked to count the sample.
    calls: list[str] = []
    page.on("request", lambda request: calls.append(request.post_data or ""))
    page.keyboard.press("a")
    page.wait_for_selector("text=The sample is decided")
    of = [each for each in calls if "review_decide" in each or "review_sampled" in each]
    assert ["review_sampled" in each for each in of] == [False] * (len(of) - 1) + [True]
    assert len(of) > 1
    assert "100% (5 of 5)" in page.locator(".qc-review-sampled").inner_text()
    page.get_by_label("Share that is enough").fill("80")
    page.click("text=Accept the other 5")
    page.click("dialog >> text=Accept 5")
    # Five of five do not bear 80 % out: the interval begins at 47.8 %.
    page.wait_for_selector(".qc-review-sampled .qc-fault >> text=lower end")
    page.get_by_label("Share that is enough").fill("40")
    page.click("text=Accept the other 5")
    page.click("dialog >> text=Accept 5")
    page.wait_for_selector("text=Everything is decided")
    with qc.open_project(path) as project:
        assert len(project.codings()) == 10
    page.keyboard.press("z")
    page.click("dialog >> text=Take it back")
    page.wait_for_selector(".qc-asked")
    saved(page)
    with qc.open_project(path) as project:
        assert len(project.codings()) == 5


SHOP = """INT: And the price?
P1: The KPI here is £20 for the fence; we measured the costs.
"""
MONEY = """codebook: Small
codes:
  - code: m1
    name: Talk of money
    definition: What it costs.
    patterns:
      - fence*
      - =KPI
      - regex: '£\\d+'
      - lemma: measure
      - near: [fence, costs]
        within: 8
"""


def test_evidence_is_told_in_words_with_names_for_codes(
    make_study: Callable[..., qc.Project], serve: Any, visit: Any
) -> None:
    project = make_study(files={"shop.txt": SHOP}, codebook=MONEY)
    project.suggest(engines=("patterns",))
    page = visit(serve(project.path).link).page

    def with_more(route: Any) -> None:
        # What the other engines write, which have nothing to learn from here.
        if '"method":"review"' not in (route.request.post_data or ""):
            route.continue_()
            return
        answer = route.fetch()
        told = answer.json()
        for row in told["result"]["rows"]:
            start = row["start"]
            row["engine"] = "combined"
            row["evidence"] = [
                *(
                    [a, b, f"{reason}: right in 3 of 4 so far" if reason == "fence*" else reason]
                    for a, b, reason in row["evidence"]
                ),
                [start, start + 3, "said in 5 of 11 segments coded m1, in 4 of 1,308 others"],
                [start + 4, start + 7, "spelled like words in segments coded m1"],
                [start + 8, start + 12, "is like “where” in the codebook's entry of m1"],
                [start + 13, start + 15, "stands in the codebook's entry of m1"],
            ]
        route.fulfill(response=answer, json=told)

    page.route("**/api/call", with_more)
    review(page)
    page.click("text=Show all suggestions")
    page.wait_for_selector(".qc-review-why")
    assert page.locator(".qc-review-why li").all_text_contents() == [
        "“KPI” fits the pattern “KPI”, with these capitals",
        "“£20” fits a regular expression: £\\d+",
        "“fence” fits the pattern “fence*”; right in 3 of 4 so far",
        "“fence; we measured the costs” “fence” and “costs” within 8 words",
        "“measured” is a form of the word “measure”",
        "“The” said in 5 of 11 segments coded with “Talk of money”, and in 4 of 1,308 others",
        "“KPI” spelled like words in segments coded with “Talk of money”",
        "“here” is like “where” in what the codebook says of “Talk of money”",
        "“is” stands in what the codebook says of “Talk of money”",
    ]
    # The words on hover say the same.
    said = page.locator(".qc-asked.qc-evidence").evaluate_all(
        "(all) => all.map((each) => each.title)"
    )
    assert "m1" not in " ".join(said)


def test_the_list_shows_what_is_reviewed_and_new_scores_are_offered_to_who_decided(
    make_study: Callable[..., qc.Project], serve: Any, visit: Any
) -> None:
    files = {"first.txt": "INT: Go on?\nP1: Nothing here.\n", "talk.txt": TALK}
    project = make_study(files=files, codebook=BOOK)
    project.suggest(engines=("patterns",))
    for document in ("first", "talk"):
        project.complete(document)
    with qc.open_project(project.path, coder="ZZ") as other:
        for each in other.suggestions()["suggestion_id"]:
            other.reject(each)
    page = visit(serve(project.path).link).page
    now = ".qc-document[aria-current]"
    page.wait_for_selector(".qc-text")
    assert page.locator(now).evaluate_all("(all) => all.map((each) => each.dataset.document)") == [
        "first"
    ]
    review(page)
    asked_about(page, LINES[0])
    assert page.locator(now).evaluate_all("(all) => all.map((each) => each.dataset.document)") == [
        "talk"
    ]
    # Ten decisions of somebody else: nothing is offered, and who wants new scores finds them.
    offer = page.locator(".qc-review-bar button:has-text('New scores')")
    assert offer.count() == 1 and not offer.is_visible()
    page.keyboard.press("p")
    page.wait_for_selector("dialog :text('Compute new scores')")
    page.keyboard.press("Escape")
    for line in LINES[1:9]:
        page.keyboard.press("r")
        asked_about(page, line)
    page.wait_for_selector(".qc-review-bar button:has-text('New scores (8 decisions of yours)')")
    # Accept is the one button in the main colour.
    (loud,) = page.locator(".qc-review .qc-main:visible").all_inner_texts()
    assert loud.startswith("Accept")
    page.keyboard.press("g")
    page.keyboard.press("c")
    page.wait_for_selector(".qc-document[data-document=first][aria-current]")
    saved(page)
