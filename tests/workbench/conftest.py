"""A real browser before a real server. Where Chromium is not installed these tests are skipped, unless
QUALCODE_BROWSER=required says that it has to be there."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = os.environ.get("QUALCODE_CHROMIUM") or shutil.which("chromium")
REQUIRED = os.environ.get("QUALCODE_BROWSER") == "required"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
TOKEN = "a-token-for-tests"


def need(there: Any, what: str) -> None:
    """Skip where something a browser test needs is missing; fail where it was promised."""
    if there:
        return
    if REQUIRED:
        pytest.fail(f"{what} is missing, and QUALCODE_BROWSER=required asks for it")
    pytest.skip(f"{what} is not installed")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    need(CHROMIUM, "Chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def until(page: Any, words: str, *, arg: Any = None, timeout: float = 30_000) -> Any:
    """Wait until an expression (or a function of `arg`) in JavaScript is true in the page; its value.

    Asked again and again from outside: a policy without `eval` stops what asks from within.
    """
    last = time.monotonic() + timeout / 1000
    while True:
        found = page.evaluate(words, arg)
        if found:
            return found
        if time.monotonic() > last:
            shown = page.evaluate("document.querySelector('.qc-status')?.textContent ?? ''")
            pytest.fail(f"never became true: {words} (the status line: {shown!r})")
        page.wait_for_timeout(20)


class Visit:
    """A page in a browser of its own, and what went wrong in it. `errors` is checked when the test ends;
    a test that brings some about says so in `expected`."""

    def __init__(self, browser: Any, **options: Any) -> None:
        self.context = browser.new_context(
            viewport={"width": 1280, "height": 800}, reduced_motion="reduce", **options
        )
        self.context.set_default_timeout(30_000)
        self.page = self.context.new_page()
        # The page's own policy forbids what Playwright would do to look from within the page.
        self.page.wait_for_function = lambda words, **more: until(self.page, words, **more)
        self.errors: list[str] = []
        self.expected = ""  # a regular expression for errors that a test brings about
        self.outside: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on(
            "console",
            lambda said: self.errors.append(said.text) if said.type == "error" else None,
        )
        self.page.on("request", lambda asked: self._asked(asked.url))

    def _asked(self, url: str) -> None:
        if not url.startswith(("http://127.0.0.1:", "http://localhost:", "data:", "blob:")):
            self.outside.append(url)

    def close(self) -> None:
        self.context.close()


@pytest.fixture
def visit(chromium: Any) -> Iterator[Any]:
    """visit(address) opens a page in a fresh browser context and returns a Visit; several make several."""
    made: list[Visit] = []

    def open_page(address: str | None = None, **options: Any) -> Visit:
        each = Visit(chromium, **options)
        made.append(each)
        if address is not None:
            each.page.goto(address)
        return each

    yield open_page
    faults = [
        (
            [
                said
                for said in each.errors
                if not each.expected or not re.search(each.expected, said)
            ],
            each.outside,
        )
        for each in made
    ]
    for each in made:
        each.close()
    for errors, outside in faults:
        assert not outside, f"asked outside of this machine: {outside}"
        assert not errors, f"errors in the page: {errors}"


class Served:
    """A server in a thread of this process."""

    def __init__(self, app: Any, own: socket.socket) -> None:
        from qualcode.workbench.run import make_server

        self.page = app.state.page
        self.port = own.getsockname()[1]
        self.server = make_server(app)
        self.thread = threading.Thread(target=self._run, args=[own], daemon=True)
        self.thread.start()
        until = time.monotonic() + 20
        while not self.server.started:
            assert time.monotonic() < until and self.thread.is_alive(), "the server did not start"
            time.sleep(0.02)

    def _run(self, own: socket.socket) -> None:
        asyncio.run(self.server.serve(sockets=[own]))

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def link(self) -> str:
        return f"{self.address}/?token={TOKEN}"

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(10)


@pytest.fixture
def serve() -> Iterator[Any]:
    """serve(path of a project, coder) puts its coding page on a local address and returns a Served; with
    door=… it is a team's. Further options go to `make_app`."""
    from qualcode.workbench.server import make_app

    made: list[Served] = []

    def start(path: Path, coder: str = "AB", **options: Any) -> Served:
        own = socket.socket()
        own.bind(("127.0.0.1", 0))
        own.listen(64)
        port = own.getsockname()[1]
        hosts = [f"127.0.0.1:{port}", f"localhost:{port}"]
        app = make_app(path, coder, token=TOKEN, hosts=hosts, **options)
        made.append(Served(app, own))
        return made[-1]

    yield start
    for each in made:
        each.stop()


def where(page: Any, words: str, within: str = ".qc-text") -> tuple[float, float, float, float]:
    """Where a mouse is pressed and let go (x, y, x, y) to select these words, once the text stands still."""
    box: list[float] = page.evaluate(
        """async ([words, within]) => {
        const found = () => {
            const root = document.querySelector(within);
            const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
            let text = ""; const nodes = [];
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                nodes.push([text.length, node]); text += node.data;
            }
            const at = text.indexOf(words);
            if (at < 0) throw new Error("not in the page: " + words);
            const place = (offset, end) => {
                for (let i = nodes.length - 1; i >= 0; i--) {
                    const [from, node] = nodes[i];
                    if (end ? offset > from : offset >= from) return [node, offset - from];
                }
            };
            const range = document.createRange();
            range.setStart(...place(at, false)); range.setEnd(...place(at + words.length, true));
            return range;
        };
        const measured = () => {
            const boxes = [...found().getClientRects()].filter((each) => each.width > 0);
            const first = boxes[0], last = boxes[boxes.length - 1];
            const rtl = (char) => /[\\u0590-\\u08ff]/.test(char);
            const a = rtl(words[0]) ? first.right - 0.5 : first.left + 0.5;
            const b = rtl(words[words.length - 1]) ? last.left + 0.5 : last.right - 0.5;
            return [a, first.top + first.height / 2, b, last.top + last.height / 2];
        };
        found().startContainer.parentElement.scrollIntoView({block: "center"});
        for (let before = ""; ; ) {
            // What is drawn only when it is near the window moves everything once more.
            for (let n = 0; n < 2; n++) await new Promise(requestAnimationFrame);
            const now = measured();
            if (String(now) === before) return now;
            before = String(now);
        }
    }""",
        [words, within],
    )
    x1, y1, x2, y2 = box
    return x1, y1, x2, y2


def drag(page: Any, words: str, within: str = ".qc-text") -> None:
    """Select words with a real mouse, as a person would: press before the first, release after the last."""
    x1, y1, x2, y2 = where(page, words, within)
    page.mouse.move(x1, y1)
    page.mouse.down()
    page.mouse.move((x1 + x2) / 2, (y1 + y2) / 2, steps=4)
    page.mouse.move(x2, y2, steps=4)
    page.mouse.up()


# INT 5–31, P1 37–97 (the emoji is one character, 41–42), INT 104–118, P1 124–144.
TALK = """\
INT: What do you look at first?

P1: The 🌱 garden matters more than the price, whatever they say.

INT: Anything else?

P1: Price, always price.
"""
BOOK = """\
codebook: Small
codes:
  - {code: value, name: Social value, definition: What is gained beside the price.}
  - {code: price, name: Price, definition: Talk of money.}
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A project with one talk, two codes and no coding."""
    import qualcode as qc

    (tmp_path / "talk.txt").write_text(TALK, "utf-8")
    (tmp_path / "book.yaml").write_text(BOOK, "utf-8")
    path = tmp_path / "study.qualcode"
    with qc.new_project(path, coder="AB") as project:
        project.load_codebook(tmp_path / "book.yaml")
        project.ingest(tmp_path / "talk.txt")
    return path


def words_of(path: Path) -> list[tuple[str, str, str]]:
    """The codings that stand: (quotation, code, coder), in the order in which they were made."""
    import qualcode as qc

    with qc.open_project(path) as project:
        assert project.check() == []
        made = project.codings()
    return list(zip(made["quotation"], made["code"], made["coder"], strict=True))
