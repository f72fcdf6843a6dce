"""Nothing that was done in the page is lost, and nothing is done twice, whatever happens to server and line.

The server is a process of its own here, so that it can be killed in the middle of a write.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from workbench.conftest import drag, until, words_of

from qualcode.workbench.accounts import Team

LINES = 40
# What a browser says by itself of a line that is cut off, or a call that is not let in.
CUT_OFF = r"net::ERR_|status of (401|403|409)"


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """One talk of forty lines, each with an emoji and a word that stands nowhere else: `word7`."""
    import qualcode as qc

    talk = "".join(f"P1: In line {n} 🌱 stands word{n} and no other.\n\n" for n in range(LINES))
    (tmp_path / "talk.txt").write_text(talk, "utf-8")
    (tmp_path / "book.yaml").write_text(
        "codebook: Small\ncodes:\n  - {code: value, name: Social value, definition: What is gained.}\n"
        "  - {code: price, name: Price, definition: Talk of money.}\n",
        "utf-8",
    )
    path = tmp_path / "study.qualcode"
    with qc.new_project(path, coder="AB") as project:
        project.load_codebook(tmp_path / "book.yaml")
        project.ingest(tmp_path / "talk.txt")
    return path


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Running:
    """`qualcode review`, as a researcher starts it."""

    def __init__(self, path: Path, coder: str, port: int) -> None:
        self.words = [sys.executable, "-m", "qualcode", "review", str(path), "--coder", coder]
        self.words += ["--port", str(port), "--no-browser"]
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.words, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUTF8": "1"}
        )
        assert self.process.stdout is not None
        said = self.process.stdout.readline()
        found = re.search(r"http://\S+", said)
        assert found, said
        self.link = found[0]
        until_listens(int(self.words[-2]))

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)
        self._shut()

    def interrupt(self) -> tuple[int, str]:
        self.process.send_signal(signal.SIGINT)
        rest = self.process.stdout.read() if self.process.stdout else ""
        code = self.process.wait(10)
        self._shut()
        return code, rest

    def _shut(self) -> None:
        if self.process.stdout:
            self.process.stdout.close()


def until_listens(port: int) -> None:
    import time

    last = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            assert time.monotonic() < last, "the server does not listen"
            time.sleep(0.02)


@pytest.fixture
def run() -> Iterator[Any]:
    made: list[Running] = []

    def start(path: Path, coder: str = "AB", port: int | None = None) -> Running:
        made.append(Running(path, coder, port or free_port()))
        return made[-1]

    yield start
    for each in made:
        if each.process.poll() is None:
            each.kill()


# The ids of the codings that are drawn in the text.
MARKS = """[...new Set([...document.querySelectorAll(".qc-text [data-codes]")].flatMap((each) =>
    each.dataset.codes.split(" ")))]"""


def coded(page: Any, word: str, code: str = "value") -> None:
    """By mouse: select the word, click the code."""
    drag(page, word)
    page.click(f"[data-code={code}]")


def status(page: Any) -> str:
    return page.text_content(".qc-status") or ""


def wait_saved(page: Any) -> None:
    until(page, "document.querySelector('.qc-status').textContent === 'Saved'", timeout=20_000)


def test_a_server_killed_between_codings_loses_and_doubles_nothing(
    lines: Path, run: Any, visit: Any
) -> None:
    server = run(lines)
    one = visit(server.link)
    one.expected = CUT_OFF
    page = one.page
    page.wait_for_selector(".qc-text")
    assert "token" not in page.url
    words = [f"word{n}" for n in range(24)]
    killed = 0
    for n, word in enumerate(words):
        coded(page, f" {word} "[1:-1] + " and" if n < 10 else word)
        if n in (5, 13):
            # In the middle of a write: its answer may never come, whether it was done or not.
            server.kill()
            killed += 1
        if n in (9, 19):
            # What the page says is saved is in the file now, whatever comes.
            server.start()
            wait_saved(page)
            server.kill()
            assert len(words_of(lines)) == n + 1
            server.start()
    assert killed == 2
    wait_saved(page)
    made = words_of(lines)
    assert Counter(quotation for quotation, _, _ in made) == Counter(
        f"word{n} and" if n < 10 else f"word{n}" for n in range(24)
    )
    # The page says so, too: each coding once, and nothing unsaved.
    assert page.locator(".qc-unsaved").count() == 0
    code, rest = server.interrupt()
    assert (code, rest.splitlines()[-1]) == (0, "stopped")
    assert not lines.with_name("study.qualcode-wal").exists()


def test_an_answer_that_never_came_is_asked_for_again(lines: Path, serve: Any, visit: Any) -> None:
    served = serve(lines)
    one = visit(served.link)
    one.expected = CUT_OFF
    page = one.page
    page.wait_for_selector(".qc-text")
    lost = []

    def lose(method: str, times: int) -> Any:
        """The server does it; the answer is lost on its way."""

        def handle(route: Any) -> None:
            if f'"{method}"' in (route.request.post_data or "") and len(lost) < times:
                route.fetch()
                lost.append(method)
                route.abort()
            else:
                route.continue_()

        return handle

    page.route("**/api/call", lose("add", 2))
    coded(page, "word3 and")
    coded(page, "word5")
    wait_saved(page)
    made = [("word3 and", "value", "AB"), ("word5", "value", "AB")]
    assert (lost, words_of(lines)) == (["add", "add"], made)
    # An undo that is done twice would take back both.
    page.unroute("**/api/call")
    page.route("**/api/call", lose("undo", 3))
    page.keyboard.press("Control+z")
    until(page, f"({MARKS}).length === 1")
    wait_saved(page)
    assert (lost[2:], words_of(lines)) == (["undo"], made[:1])


def test_work_without_a_line_waits_says_so_and_warns_before_it_is_closed(
    lines: Path, serve: Any, visit: Any
) -> None:
    served = serve(lines)
    one = visit(served.link)
    one.expected = CUT_OFF
    page = one.page
    page.wait_for_selector(".qc-text")
    one.context.set_offline(True)
    coded(page, "word11")
    coded(page, "word12")
    until(page, "/No connection.*2 changes/.test(document.querySelector('.qc-status').textContent)")
    assert page.locator(".qc-unsaved").count() > 0
    asked = []

    def stay(question: Any) -> None:
        asked.append(question.type)
        question.dismiss()

    page.on("dialog", stay)
    page.close(run_before_unload=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert words_of(lines) == []
    one.context.set_offline(False)
    wait_saved(page)
    assert [each[0] for each in words_of(lines)] == ["word11", "word12"]


def test_work_that_was_left_is_sent_by_the_next_page_of_the_same_coder_alone(
    lines: Path, serve: Any, visit: Any
) -> None:
    """ANNA's page is closed in spite of the warning. BEN, then ANNA sign in in the same browser."""
    door = Team.beside(lines)
    with Team(door.path) as team:
        anna, ben = team.add("ANNA"), team.add("BEN")
    served = serve(lines, door=door)
    one = visit(f"{served.address}/?token={anna}")
    one.expected = CUT_OFF
    page = one.page
    page.wait_for_selector(".qc-text")
    page.route("**/api/call", lambda route: route.abort())
    coded(page, "word21")
    until(page, "/1 change/.test(document.querySelector('.qc-status').textContent)")
    page.close()

    other = one.context.new_page()
    other.goto(f"{served.address}/?token={ben}")
    other.wait_for_selector(".qc-text")
    coded(other, "word22", "price")
    wait_saved(other)
    assert words_of(lines) == [("word22", "price", "BEN")]

    again = one.context.new_page()
    again.goto(f"{served.address}/?token={anna}")
    again.wait_for_selector(".qc-text")
    until(again, "Object.keys(localStorage).every((key) => !key.includes('outbox'))")
    assert words_of(lines) == [("word22", "price", "BEN"), ("word21", "value", "ANNA")]
    # BEN's page, still open, belongs to nobody now: what is done there waits for BEN.
    coded(other, "word23", "price")
    until(
        other,
        "/ANNA is signed in.*1 change/.test(document.querySelector('.qc-status').textContent)",
    )
    assert len(words_of(lines)) == 2
    again.goto(f"{served.address}/?token={ben}")
    wait_saved(other)
    assert words_of(lines)[-1] == ("word23", "price", "BEN")


def test_a_session_that_ended_keeps_the_work_until_one_signs_in_again(
    lines: Path, serve: Any, visit: Any
) -> None:
    door = Team.beside(lines)
    with Team(door.path) as team:
        link = team.add("ANNA")
    served = serve(lines, door=door)
    one = visit(f"{served.address}/?token={link}")
    one.expected = CUT_OFF
    page = one.page
    page.wait_for_selector(".qc-text")
    with Team(door.path) as team:
        team.file.end_all("ANNA")
        team.set_password("ANNA", "a long sentence")
    coded(page, "word30")
    until(page, "/Not signed in.*1 change/.test(document.querySelector('.qc-status').textContent)")
    assert words_of(lines) == []
    # In another tab, by name and password.
    login = one.context.new_page()
    login.goto(served.address)
    login.fill("#name", "ANNA")
    login.fill("#word", "a long guess")
    login.click("#password button")
    until(login, "/wrong/.test(document.querySelector('#fault').textContent)")
    login.fill("#word", "a long sentence")
    login.keyboard.press("Enter")
    login.wait_for_selector(".qc-text")
    wait_saved(page)
    assert words_of(lines) == [("word30", "value", "ANNA")]


def test_two_browsers_on_one_document_see_each_others_codings_arrive(
    lines: Path, serve: Any, visit: Any
) -> None:
    door = Team.beside(lines)
    with Team(door.path) as team:
        links = {name: team.add(name) for name in ("ANNA", "BEN")}
    served = serve(lines, door=door)
    pages = {}
    for name, link in links.items():
        pages[name] = visit(f"{served.address}/?token={link}").page
        pages[name].wait_for_selector(".qc-text")
        pages[name].click("[data-does=others]")
        pages[name].click("dialog button[type=submit]")
        pages[name].wait_for_selector("[data-does=others][aria-pressed=true]")
    for n in range(5):
        # The same words, now with the same code and now with another one.
        coded(pages["ANNA"], f"word{n} and")
        coded(pages["BEN"], f"word{n} and", "price" if n % 2 else "value")
    for page in pages.values():
        wait_saved(page)
    made = words_of(lines)
    assert Counter(coder for _, _, coder in made) == {"ANNA": 5, "BEN": 5}
    for page in pages.values():
        until(page, f"({MARKS}).length === 10")
        assert page.locator(".qc-unsaved").count() == 0
    # What BEN takes back goes from ANNA's page.
    pages["BEN"].keyboard.press("Control+z")
    until(pages["ANNA"], f"({MARKS}).length === 9")
    assert words_of(lines) == made[:-1]
