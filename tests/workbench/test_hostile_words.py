"""Whatever a study's words say, they are words: in texts, names, codes, memos and coders nothing is run,
nothing is fetched, and nothing reorders what stands beside it."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest
from workbench.test_access import settled

import qualcode as qc

SOURCES = Path(__file__).parents[2] / "frontend" / "src"

SCRIPT = "<script>window.hit='script'</script>"
IMAGE = "\"><img src=x onerror=window.hit='img'>"
QUOTED = "' autofocus onfocus=window.hit='focus' x='"
LINK = "javascript:window.hit='link'"
FETCH = "<link rel=stylesheet href=//evil.example/x.css><base href=//evil.example/>"
TEMPLATE = "${window.hit='template'}`{{constructor.constructor('window.hit=1')()}}"
TURNED = "left \u202egnipoohw shown"  # turns the writing round and never back
LONG = "w" * 10_000
EMOJI = "🧑‍🌾🌱🏳️‍🌈"
CODER = "AB" + IMAGE
TITLE = f"{SCRIPT} {TURNED} {'w' * 400}"

WATCH = """
window.hit = null;
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
for (const name of ["alert", "confirm", "prompt", "open"]) window[name] = () => { window.hit = name; };
"""


@pytest.fixture
def study(tmp_path: Path) -> Path:
    with (tmp_path / "turns.csv").open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file)
        write.writerow(["document", "turn", "speaker", "role", "text"])
        said = [SCRIPT, IMAGE, QUOTED, LINK, FETCH, TEMPLATE, TURNED, LONG, EMOJI]
        for document in ("one", f"two {IMAGE}"):
            for turn, words in enumerate(said, 1):
                write.writerow(
                    [document, turn, f"Ann {words[:60]}", words[:80], f"She said {words} then."]
                )
    with (tmp_path / "documents.csv").open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file)
        write.writerow(["document", "title", "kind", "phase", "case", "date"])
        write.writerow(
            ["one", f"{TURNED} {SCRIPT}", "interview", f"1 {IMAGE}", TURNED, "2018-01-01"]
        )
        write.writerow([f"two {IMAGE}", LONG, "interview", "2", FETCH, "2018-01-02"])
    codes = [
        {
            "code": f"c{n}",
            "name": words,
            "definition": f"What is {words}",
            "include": [words],
            "exclude": [words],
            "examples": [words],
            "color": "#1b9e77",
            "patterns": ["said"],
            "codes": [{"code": f"c{n}.{words[:40]}", "name": f"Under {words[:200]}"}],
        }
        for n, words in enumerate([SCRIPT, IMAGE, TEMPLATE, TURNED, LONG, EMOJI])
    ]
    book = tmp_path / "book.yaml"
    book.write_text(json.dumps({"codebook": IMAGE, "codes": codes}, ensure_ascii=False), "utf-8")
    path = tmp_path / "study.qualcode"
    with qc.new_project(path, title=TITLE, coder=CODER) as project:
        project.load_codebook(book)
        project.ingest(tmp_path / "turns.csv", documents=tmp_path / "documents.csv")
        text = project.text("one")
        for n, words in enumerate([SCRIPT, IMAGE, TURNED, EMOJI]):
            at = text.index(words)
            for code in (f"c{n}", f"c{n + 1}"):
                made = project.add_coding(document="one", code=code, start=at, end=at + len(words))
                project.add_memo(
                    f"{IMAGE} {SCRIPT} {TURNED} {LINK}", on=made.coding_id, title=IMAGE
                )
        project.add_memo(f"{IMAGE} {FETCH}", title=SCRIPT)
        project.suggest("patterns")
        project.complete("one")
    with qc.open_project(path, coder=f"CD {SCRIPT}") as project:
        at = text.index(IMAGE)
        project.add_coding(document="one", code="c0", start=at, end=at + len(IMAGE))
        project.complete("one")
    return path


def harmless(page: Any) -> None:
    assert page.evaluate("window.hit") is None
    assert page.evaluate("window.violations") == []
    # No element that the page does not make itself came out of the words.
    made = page.evaluate(
        """() => [...document.querySelectorAll("script, img, link, iframe, base, object, embed, [onerror], [onfocus], [style*=url]")]
        .filter((each) => !["/static/start.js", "/static/page.css", "/static/icon.svg"].some((own) => (each.src ?? each.href ?? "").endsWith(own)))
        .map((each) => each.outerHTML)"""
    )
    assert made == []
    assert (
        page.evaluate(
            """[...document.querySelectorAll("a[href]")].filter((each) => !each.href.startsWith(location.origin)).map((each) => each.href)"""
        )
        == []
    )


def test_hostile_words_are_only_shown(study: Path, serve: Any, visit: Any) -> None:
    served = serve(study, CODER)
    visited = visit()
    page = visited.page
    page.add_init_script(WATCH)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(served.link)
    page.wait_for_selector(".qc-text")
    page.click(".qc-first >> text=Got it")
    assert page.locator(".qc-title").text_content() == TITLE
    assert page.locator(".qc-coder-name").text_content() == CODER
    names = page.locator(".qc-document-name").all_text_contents()
    assert names == ["one", f"two {IMAGE}"]
    for words in (SCRIPT, IMAGE, TEMPLATE, TURNED):
        assert words in page.locator(".qc-text").text_content()
        assert words in page.locator(".qc-main-view").text_content()
    harmless(page)
    for document in (1, 0):
        page.locator(".qc-document").nth(document).click()
        page.wait_for_function(
            "([name]) => document.querySelector('.qc-document[aria-current] .qc-document-name').textContent === name",
            arg=[names[document]],
        )
        for view in page.locator(".qc-tab").all_inner_texts():
            page.click(f".qc-tab:text-is('{view}')")
            settled(page)
            harmless(page)
    page.click(".qc-tab:text-is('Code')")
    page.wait_for_selector(".qc-text")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open]")
    harmless(page)
    page.keyboard.press("Escape")
    # The address of a document that has such a name opens it again, and nothing else.
    page.reload()
    page.wait_for_selector(".qc-text")
    harmless(page)
    assert [
        url for url in asked if not re.match(rf"{served.address}/(\?|#|$|static/|api/)", url)
    ] == []


def test_long_and_turning_words_keep_to_their_place(study: Path, serve: Any, visit: Any) -> None:
    page = visit(serve(study, CODER).link).page
    page.wait_for_selector(".qc-text")
    assert page.evaluate("document.querySelector('.qc-header').getBoundingClientRect().height") < 60
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # Words beside a name that turns the writing round still run from left to right, also in a line of a kind
    # that any view may make.
    page.evaluate(
        """(name) => {
        const line = document.createElement("p");
        for (const words of [name, " was said here", name, " and there"]) {
            const part = document.createElement("span");
            part.textContent = words;
            line.append(part);
        }
        document.querySelector(".qc-header").after(line);
    }""",
        TURNED,
    )
    turned = page.evaluate(
        """() => {
        const wrong = [];
        const walker = document.createTreeWalker(document.querySelector(".qc"), NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            if (!/[a-z]{4}/.test(node.data) || /[\\u0590-\\u08ff\\u202a-\\u202e\\u2066-\\u2069]/.test(node.data)) continue;
            if (node.parentElement.closest(".qc-block")) continue; // a text runs as it was written
            if (!node.parentElement.checkVisibility({ contentVisibilityAuto: true })) continue;
            const at = node.data.search(/[a-z]{4}/);
            const place = (offset) => { const range = document.createRange(); range.setStart(node, offset); range.setEnd(node, offset + 1); return range.getBoundingClientRect(); };
            const first = place(at), last = place(at + 3);
            if (first.width && first.top === last.top && first.left >= last.left) wrong.push(node.data.slice(0, 60));
        }
        return wrong;
    }"""
    )
    assert turned == []


def test_a_message_about_a_turning_name_reads_from_left_to_right(
    study: Path, serve: Any, visit: Any
) -> None:
    visited = visit(serve(study, CODER).link)
    page = visited.page
    page.wait_for_selector(".qc-text")
    page.evaluate("name => { location.hash = '#code/' + encodeURIComponent(name) }", f"no {TURNED}")
    alert = page.locator("[role=alert] .qc-message p")
    alert.wait_for()
    assert "gnipoohw" in alert.inner_text()
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", alert.inner_text())
    visited.errors.clear()  # the browser notes the answer that said no


SINKS = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser|setHTML"
    r"|\beval\b|new Function|\.srcdoc|setAttribute\(\s*[\"'`](?:on|style)"
)


def test_no_source_has_a_way_to_make_markup_of_words() -> None:
    found = [
        f"{path.name}:{number}: {line.strip()}"
        for path in sorted(SOURCES.rglob("*.js"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if SINKS.search(re.sub(r"//.*|^\s*\*.*", "", line))
    ]
    assert found == []
    assert SINKS.search('host.innerHTML = "<b>" + name') and SINKS.search("eval(words)")
