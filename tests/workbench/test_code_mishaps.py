"""What happens to hands on the coding page: a click too many, a key too early, a place that is not there."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from workbench.conftest import drag, until, where
from workbench.test_code import codings, saved

import qualcode as qc

BOOK = """\
codebook: Small
codes:
  - {code: value, name: Social value, definition: What is gained beside the price.}
  - {code: price, name: Price, definition: Talk of money.}
  - {code: trust, name: Trust, definition: Relying on each other.}
  - {code: time, name: Time, definition: Talk of how long things take.}
"""


def opened(visit: Any, link: str) -> Any:
    page = visit(link).page
    page.wait_for_selector(".qc-words")
    return page


def test_a_double_click_on_a_code_puts_on_that_code_alone(
    small: Path, serve: Any, visit: Any
) -> None:
    with qc.open_project(small, coder="AB") as project:
        (small.parent / "book.yaml").write_text(BOOK, "utf-8")
        project.load_codebook(small.parent / "book.yaml")
    page = opened(visit, serve(small).link)
    drag(page, "garden matters")
    box = page.locator("[data-code=time]").bounding_box()
    page.mouse.dblclick(box["x"] + 40, box["y"] + 4)
    saved(page)
    # What is said of the selection beside the text leaves the codes where they are: the next click is on
    # the code that is meant.
    assert page.locator("[data-code=time]").bounding_box()["y"] == box["y"]
    assert codings(small) == [("time", "garden matters")]


def test_a_question_about_one_text_is_not_answered_on_another(
    small: Path, serve: Any, visit: Any
) -> None:
    with qc.open_project(small, coder="AB") as project:
        (small.parent / "more.txt").write_text(
            "INT: Nothing of it here, nothing at all.\n", "utf-8"
        )
        project.ingest(small.parent / "more.txt")
    served = serve(small)
    page = opened(visit, served.link)
    page.goto(f"{served.address}/#code/more")
    until(page, "document.querySelector('.qc-words').textContent.startsWith('Nothing')")
    page.goto(f"{served.address}/#code/talk")
    until(page, "document.querySelector('.qc-words').textContent.startsWith('What')")
    drag(page, "you look")
    page.keyboard.press("1")
    saved(page)
    drag(page, "do you look")
    page.keyboard.press("1")
    page.wait_for_selector("dialog[open]")
    page.go_back()
    until(page, "document.querySelector('.qc-words').textContent.startsWith('Nothing')")
    if page.locator("dialog[open]").count():
        page.click("text=Code it as well")
    page.wait_for_selector("dialog", state="detached")
    saved(page)
    assert codings(small) == [("value", "you look")]


def test_what_was_coded_without_a_line_finds_its_words_in_a_new_version(
    small: Path, serve: Any, visit: Any
) -> None:
    one = visit(serve(small).link)
    one.expected = "ERR_INTERNET_DISCONNECTED|422"
    page = one.page
    page.wait_for_selector(".qc-words")
    one.context.set_offline(True)
    drag(page, "garden matters")
    page.keyboard.press("1")
    drag(page, "Anything else?")
    page.keyboard.press("2")
    until(page, "/2 changes/.test(document.querySelector('.qc-status').textContent)")
    # Meanwhile a line comes before all others, and the question is put in other words.
    talk = small.parent / "talk.txt"
    talk.write_text(
        "INT: Good morning.\n\n" + talk.read_text("utf-8").replace("Anything else?", "And then?"),
        "utf-8",
    )
    with qc.open_project(small, coder="CD") as project:
        project.ingest(talk, new_version=True)
    one.context.set_offline(False)
    until(page, "document.querySelector('.qc-foot').textContent.includes('“Anything else?”')")
    saved(page)
    until(page, "document.querySelector('.qc-words').textContent === 'Good morning.'")
    assert codings(small) == [("value", "garden matters")]


def test_who_saw_others_work_in_another_view_is_not_asked_whether_it_was_blind(
    small: Path, serve: Any, visit: Any
) -> None:
    for name in ("CD", "EF"):
        with qc.open_project(small, coder=name) as project:
            project.add_coding(document="talk", start=5, end=9, code="value")
            project.complete("talk")
    served = serve(small)
    page = opened(visit, served.link)
    page.goto(f"{served.address}/#compare/talk")
    page.get_by_role("button", name="Show their codings").click()
    until(page, "document.querySelector('.qc-main-view').textContent.includes('EF')")
    page.goto(f"{served.address}/#code/talk")
    page.wait_for_selector(".qc-toolbar [data-does=done]")
    page.keyboard.press("d")
    page.wait_for_selector("dialog select")
    assert page.locator("dialog option").all_text_contents() == ["No: I have seen them here"]


def test_a_place_that_was_jumped_to_stays_marked_until_something_is_selected(
    tmp_path: Path, serve: Any, visit: Any
) -> None:
    talk = "\n\n".join(f"P{n % 2}: This is line {n} of a long talk." for n in range(60))
    (tmp_path / "talk.txt").write_text(talk, "utf-8")
    study = tmp_path / "study.qualcode"
    with qc.new_project(study, coder="AB") as project:
        project.ingest(tmp_path / "talk.txt")
    served = serve(study)
    page = opened(visit, served.link)
    at = talk.index("line 50")
    lit = "[...(CSS.highlights.get('qc-lit') ?? [])].map(String).join()"
    page.goto(f"{served.address}/#code/talk?start={at}&end={at + 7}")
    until(page, "document.querySelector('.qc-text-scroll').scrollTop > 500")
    page.mouse.move(600, 400)
    page.mouse.wheel(0, 40)
    page.wait_for_timeout(200)
    assert page.evaluate(lit) == "line 50"
    drag(page, "line 51")
    until(page, f"{lit} === ''")


def test_all_is_all_of_the_text_and_nothing_around_it(small: Path, serve: Any, visit: Any) -> None:
    page = opened(visit, serve(small).link)
    page.keyboard.press("Control+a")
    page.keyboard.press("2")
    saved(page)
    assert page.evaluate("getSelection().toString()").startswith("What do you look at first?")
    ((code, words),) = codings(small)
    assert code == "price"
    assert words.startswith("What do you look at first?")
    assert words.endswith("P1: Price, always price.")


def test_the_text_hears_the_arrows_before_anything_was_clicked(
    small: Path, serve: Any, visit: Any
) -> None:
    page = opened(visit, serve(small).link)
    # The turns are paragraphs 1 to 4; the first press shows where one is.
    for key in ("ArrowDown", "ArrowDown", "Enter", "2"):
        page.keyboard.press(key)
    saved(page)
    page.reload()
    page.wait_for_selector(".qc-words")
    for key in ("ArrowDown", "Shift+ArrowRight", "1"):
        page.keyboard.press(key)
    saved(page)
    assert codings(small) == [
        ("value", "What"),
        ("price", "The 🌱 garden matters more than the price, whatever they say."),
    ]


# Signs of several characters, marks that stand on others, scripts from right to left, and blanks of all kinds.
NASTY = [
    "👩\u200d❤\ufe0f\u200d👩", "🏳\ufe0f\u200d🌈", "👍🏽", "🇩🇪🇫🇷", "1\ufe0f\u20e3", "e\u0301\u0323", "o\u0302\u0300\u0308",
    "नमस्ते", "क्षि", "한글", "\u1112\u1161\u11ab", "שָׁלוֹם", "مُحَمَّد", "لا إله", "\u200fabc\u200e", "𝒳𝒴", "𠜎𠜱", "ß", "ﬁ",
    "\u00a0", "\u3000", " ", "  ", "\t", "\u00ad", "a\u200db", "x\u200cy", "\ufeff", "…", "“x”", "word", "it's", "\u2028", "-", "🌱",
    "\u0301", "Z\u0336\u0315\u031b\u0340", "กำ", "ก็", "\u202b", "\u202c", "☎\ufe0e", "👨\u200d👩\u200d👧\u200d👦",
]  # fmt: skip


# Selects from a place of a line to a place of the same or of the next one, counted in UTF-16 units as a browser
# does; the words between them in whole signs, as this test has them: [of the first line, of the second].
SELECT = """([line, from, to, over]) => {
    const lines = [...document.querySelectorAll('.qc-block:not(.qc-gap) .qc-words')];
    const signs = new Intl.Segmenter(undefined, {granularity: 'grapheme'});
    const place = (words, offset) => {
        const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            if (offset <= node.data.length) return [node, offset];
            offset -= node.data.length;
        }
    };
    const a = lines[line], b = lines[line + (over ? 1 : 0)];
    let start = Math.floor(from * a.textContent.length), end = 1 + Math.floor(to * b.textContent.length);
    if (!over && start > end) [start, end] = [end, start];
    if (!over && start === end) return ['', null];
    getSelection().setBaseAndExtent(...place(a, start), ...place(b, end));
    const whole = (words, at, side) => {
        const sign = signs.segment(words).containing(at);
        return !sign || sign.index === at ? at : sign.index + (side > 0 ? sign.segment.length : 0);
    };
    start = whole(a.textContent, start, -1);
    end = whole(b.textContent, end, 1);
    return over ? [a.textContent.slice(start), b.textContent.slice(0, end)] : [a.textContent.slice(start, end), null];
}"""


def test_what_is_selected_is_what_is_stored_in_any_script(
    tmp_path: Path, serve: Any, visit: Any
) -> None:
    """Selections between any two places of fifty lines, in the middle of signs, too, and over two lines: the
    quotation in the project is what the page shows there, in whole signs, without blanks at its ends."""
    draw = random.Random(20260101)
    lines = ["x" + "".join(draw.choices(NASTY, k=draw.randint(3, 30))) + "." for _ in range(50)]
    (tmp_path / "talk.txt").write_text(
        "\n\n".join(f"{'AB'[n % 2]}: {line}" for n, line in enumerate(lines)), "utf-8"
    )
    names = ["one", "two", "three", "four"]
    study = tmp_path / "study.qualcode"
    with qc.new_project(study, coder="AB") as project:
        for name in names:
            project.add_code(name, name=name.title(), definition=f"The code {name}.")
        project.ingest(tmp_path / "talk.txt")
    page = opened(visit, serve(study).link)
    assert page.locator(".qc-block:not(.qc-gap)").count() == 50
    wanted = []
    for line in range(50):
        for place in range(4):
            over = place == 3
            if over and line % 2:
                continue  # those over two lines would overlap
            first, second = page.evaluate(SELECT, [line, draw.random(), draw.random(), over])
            if not trimmed(first) or (second is not None and not trimmed(second)):
                continue
            page.keyboard.press(str(place + 1))
            wanted.append((names[place], first, second))
    saved(page)
    with qc.open_project(study) as project:
        made = project.codings()
        assert project.check() == []
    assert len(wanted) > 150 and len(made) == len(wanted)
    assert sorted(zip(made["code"], made["quotation"], strict=True)) == sorted(
        (code, trimmed(first if second is None else f"{first}\n\nB: {second}"))
        for code, first, second in wanted
    )


def trimmed(words: str) -> str:
    """Without the blanks at the ends that a browser knows as such."""
    return words.strip(
        " \t\n\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
        "\u2028\u2029\u202f\u205f\u3000\ufeff"
    )


def test_words_are_selected_while_somebody_elses_codings_arrive(
    small: Path, serve: Any, visit: Any
) -> None:
    """Another coder's coding of these words arrives after the mouse was pressed, or on its way."""
    page = opened(visit, serve(small).link)
    page.click("[data-does=others]")
    page.click("dialog button[type=submit]")
    page.wait_for_selector("[data-does=others][aria-pressed=true]")
    words = "garden matters more"
    for key, on_its_way, others in (("1", False, "matters"), ("2", True, "arden")):
        x1, y1, x2, y2 = where(page, words)
        page.mouse.move(x1, y1)
        page.mouse.down()
        if on_its_way:
            page.mouse.move((x1 + x2) / 2, (y1 + y2) / 2)
        with (
            page.expect_response(lambda told: '"changes"' in (told.request.post_data or "")),
            qc.open_project(small, coder="BEN") as project,
        ):
            project.add_coding(document="talk", code="price", turn=2, quotation=others)
        page.evaluate("new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)))")
        page.mouse.move(x2, y2, steps=4)
        page.mouse.up()
        assert page.evaluate("getSelection().toString()") == words
        page.keyboard.press(key)
        saved(page)
        # What came meanwhile is drawn once the mouse is let go.
        page.wait_for_selector(f".qc-text span:text-is('{others}')")
    assert [each for each in codings(small) if each[1] == words] == [
        ("value", words),
        ("price", words),
    ]


def test_a_number_never_puts_on_another_code_than_hands_know(
    small: Path, serve: Any, visit: Any
) -> None:
    names = ["value", "price", *"cdefghij"]  # ten codes for nine numbers: j has none
    codes = "".join(f"  - {{code: {name}, name: Code {name}, definition: D.}}\n" for name in names)
    (small.parent / "book.yaml").write_text(f"codebook: Ten\ncodes:\n{codes}", "utf-8")
    with qc.open_project(small, coder="AB") as project:
        project.load_codebook(small.parent / "book.yaml")
    page = opened(visit, serve(small).link)
    numbered = """() => [...document.querySelectorAll("[data-code]")].filter((each) => each.querySelector("kbd"))
        .map((each) => each.querySelector("kbd").textContent + each.dataset.code).join(" ")"""
    assert page.evaluate(numbered) == "1value 2price 3c 4d 5e 6f 7g 8h 9i"
    # Somebody else gives c another id, and merges e into value.
    with qc.open_project(small, coder="CD") as project:
        project.rename_code("c", "z")
        project.merge_codes(["e"], into="value")
    until(page, f"({numbered})() === '1value 2price 3z 4d 6f 7g 8h 9i'")
    drag(page, "garden matters")
    page.keyboard.press("5")
    page.keyboard.press("3")
    saved(page)
    assert codings(small) == [("z", "garden matters")]
    # A page that is opened anew shows its numbers before they are used.
    page.reload()
    page.wait_for_selector(".qc-words")
    assert page.evaluate(numbered) == "1value 2price 3z 4d 6f 7g 8h 9i 5j"
