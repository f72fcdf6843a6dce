"""The coding page in a notebook: its messages without a browser, then JupyterLab and Notebook in Chromium."""

from __future__ import annotations

import json
import os
import re
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbconvert
import nbformat
import pytest
from workbench.jupyter import ROOT, Book, Jupyter

import qualcode as qc
from qualcode.workbench import widget as widgets
from qualcode.workbench.desk import METHODS

# "Good morning" stands at characters 18 to 30, behind an emoji, which is two units in JavaScript.
GREETING = "INT: Hello 🌱\n\nP1: Good morning.\n\nP1: And a good day.\n"
KEY = "a" + "0" * 32


@pytest.fixture
def project(make_study: Callable[..., qc.Project]) -> qc.Project:
    return make_study(
        files={"talk.txt": GREETING, "other.txt": "P2: Nothing.\n"}, codebook=["wish", "time"]
    )


class Line:
    """A page's end of the line to a widget."""

    def __init__(self, widget: Any) -> None:
        self.widget = widget
        self.heard: list[dict[str, Any]] = []
        self.news = threading.Condition()
        self.number = 0
        widget.send = self._take

    def _take(self, message: dict[str, Any], buffers: Any = None) -> None:
        json.dumps(message, allow_nan=False, ensure_ascii=False).encode()
        with self.news:
            self.heard.append(message)
            self.news.notify_all()

    def until(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first message heard that is so; waits for it."""
        last = time.monotonic() + 10
        with self.news:
            while True:
                for each in self.heard:
                    if wanted(each):
                        return each
                assert self.news.wait(last - time.monotonic()), f"never told; heard {self.heard}"

    def ask(self, method: Any, *, on: Any = None, **params: Any) -> dict[str, Any]:
        """The answer; on: what is sent beside method and parameters."""
        self.number += 1
        message = {"ask": self.number, "method": method, "params": params, **(on or {})}
        self.widget._handle_custom_msg(message, [])
        return self.until(lambda each: each.get("answer") == self.number)

    def code(self, start: int, end: int, code: str = "wish", **on: Any) -> dict[str, Any]:
        version = self.ask("document", document="talk")["result"]["version"]
        return self.ask(
            "add", document="talk", version=version, start=start, end=end, code=code, on=on
        )


def test_a_page_is_answered_as_the_server_answers(project: qc.Project) -> None:
    page = Line(project.review())
    hello = page.ask("hello")["result"]
    assert (hello["coder"], hello["role"], hello["read_only"]) == ("AB", "alone", "")
    assert [each["document"] for each in hello["documents"]] == ["other", "talk"]
    before = project.study.last_act
    answer = page.code(18, 30, key=KEY, since=before, document="talk")
    assert answer["act"] == before + 1
    assert [each[1:4] for each in answer["changes"]["codings"]["added"]] == [[18, 30, "wish"]]
    (row,) = project.codings().itertuples()
    assert (row.quotation, row.code, row.coder, row.origin) == (
        "Good morning",
        "wish",
        "AB",
        "manual",
    )


def test_what_is_sent_twice_is_done_once_also_by_the_cell_that_is_run_again(
    project: qc.Project,
) -> None:
    first = Line(project.review()).code(18, 30, key=KEY)
    again = Line(project.review()).code(18, 30, key=KEY)
    assert (again["again"], again["result"]) == (True, first["result"])
    assert len(project.codings()) == 1


def test_pages_hear_what_cells_and_other_pages_write(project: qc.Project) -> None:
    one, other = Line(project.review()), Line(project.review(coder="CD"))
    act = project.add_memo("from a cell") and project.study.last_act
    for each in (one, other):
        each.until(lambda told: told.get("told") == {"act": act})
    wrote = one.code(18, 30)["act"]
    assert wrote == act + 1
    other.until(lambda told: told.get("told") == {"act": wrote})


def test_a_message_may_come_on_any_thread(project: qc.Project) -> None:
    page = Line(project.review())
    answers: list[dict[str, Any]] = []
    thread = threading.Thread(target=lambda: answers.append(page.code(18, 30)))
    thread.start()
    thread.join()
    assert "result" in answers[0]
    assert project.codings()["quotation"].tolist() == ["Good morning"]


def test_whatever_is_sent_gets_one_line_and_raises_nothing(
    project: qc.Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Line(project.review())
    for nonsense in (None, [], "ask", {}, {"ask": "x"}, {"ask": None, "method": "hello"}, {1: 2}):
        page.widget._handle_custom_msg(nonsense, [])
    assert page.heard == []
    for answer in (
        page.ask("no such thing"),
        page.ask(None),
        page.ask(["hello"]),
        page.ask("document"),
        page.ask("document", document=5),
        page.ask("document", document="\ud83c"),
        page.ask("documents", only=float("nan")),
        page.ask("document", document="elsewhere"),
        page.ask("hello", on={"params": "none"}),
        page.code(18, 30, "no such code"),
        page.code(500, 600),
        page.code(18, 30, key="an id of mine"),
    ):
        assert set(answer["error"]) == {"where", "found", "allowed", "next"}
        assert answer["error"]["found"]
        assert not any("\n" in each for each in answer["error"].values())
    # Half a character, and what is no number: not even asked.
    for odd in ("\ud83c", float("nan")):
        answer = page.ask("document", document=odd)
        assert answer["error"]["found"] == "holds what no text and no number can be"
    before = project.study.last_act

    def fails(desk: Any) -> None:
        raise KeyError("Good morning")

    old = METHODS["hello"]
    monkeypatch.setitem(
        METHODS,
        "hello",
        type(old)("hello", fails, {}, frozenset(), writes=False, slow=False, lead=False),
    )
    answer = page.ask("hello")
    assert answer["error"]["found"] == "unexpected KeyError"
    # Where the bug lies, without the words that it met.
    assert re.fullmatch(r"This is a bug, in test_widget.py, line \d+", answer["error"]["next"])
    assert answer["unexpected"] is True
    assert (project.study.last_act, len(project.codings())) == (before, 0)


def test_a_project_that_cannot_be_written_just_now_keeps_the_work_in_the_page(
    project: qc.Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qualcode.errors import ProjectError
    from qualcode.store import Study

    page = Line(project.review())
    page.ask("hello")

    def full(*_: Any) -> None:
        raise ProjectError("study.qualcode", "the disk is full")

    monkeypatch.setattr(Study, "write", full)
    answer = page.code(18, 30)
    assert (answer["again"], answer["error"]["found"]) == (True, "the disk is full")

    def never(*_: Any) -> None:
        raise ProjectError("study.qualcode", "cannot take what was given", again=False)

    monkeypatch.setattr(Study, "write", never)
    answer = page.code(18, 30)
    assert "again" not in answer and "cannot take" in answer["error"]["found"]


def test_who_codes_has_to_be_known_and_what_is_opened_has_to_be_there(project: qc.Project) -> None:
    nobody = qc.Project(project.study)
    with pytest.raises(qc.UsageError, match="needs to know who does it"):
        nobody.review()
    assert nobody.review(coder="CD").coder == "CD"
    with pytest.raises(qc.UsageError, match="reserved"):
        project.review(coder="consensus")
    with pytest.raises(qc.UsageError, match=r"no view 'grid' \(code, review, compare"):
        project.review(view="grid")
    with pytest.raises(qc.QualcodeError, match=r"tolk: is no document .*close to it: talk"):
        project.review("tolk")
    for height in (5, 100_000, "600px", True):
        with pytest.raises(qc.UsageError, match="a whole number of pixels, 320 to 4,000"):
            project.review(height=height)  # type: ignore[arg-type]
    widget = project.review("talk", "memos", height=700)
    assert (widget.document, widget.view, widget.height) == ("talk", "memos", 700)


def test_the_views_are_those_of_the_page() -> None:
    source = ROOT / "frontend" / "src" / "views"
    (listed,) = re.findall(r"VIEWS = \[(.*)\]", (source / "index.js").read_text("utf-8"))
    assert tuple(listed.split(", ")) == widgets.VIEWS


def test_blind_hides_what_others_did_until_the_own_pass(project: qc.Project) -> None:
    with qc.open_project(project.path, coder="CD") as other:
        other.add_coding(document="talk", start=18, end=30, code="wish")
    blind, seeing = Line(project.review(blind=True)), Line(project.review())
    assert blind.ask("document", document="talk", others=True)["result"]["codings"] == []
    assert len(seeing.ask("document", document="talk", others=True)["result"]["codings"]) == 1


def test_a_past_state_is_shown_and_not_written(project: qc.Project) -> None:
    project.add_coding(document="talk", start=18, end=30, code="wish")
    past = project.as_of(project.study.last_act)
    project.add_coding(document="talk", start=41, end=51, code="time")
    act = project.study.last_act
    page = Line(past.review())
    assert page.ask("hello")["result"]["read_only"] == f"this is the study as of act {act - 1}"
    assert len(page.ask("document", document="talk")["result"]["codings"]) == 1
    answer = page.code(18, 30, "time", key=KEY)
    assert "for reading only" in answer["error"]["found"]
    assert "again" not in answer
    assert project.study.last_act == act


def test_the_pages_of_a_closed_project_say_so_and_let_go_of_the_file(project: qc.Project) -> None:
    page = Line(project.review())
    page.code(18, 30)
    path = project.path
    project.close()
    told = page.until(lambda each: "over" in each.get("told", {}))["told"]["over"]
    assert told["found"] == "the project was closed in the notebook"
    answer = page.ask("hello")
    assert (answer["over"], answer["error"]) == (True, told)
    with pytest.raises(qc.QualcodeError, match="was closed in the notebook"):
        project.review()
    # The one file is all there is, as after closing a project without pages.
    assert not list(path.parent.glob("*-wal"))
    with qc.open_project(path, coder="AB") as again:
        assert again.codings()["quotation"].tolist() == ["Good morning"]
        assert Line(again.review()).ask("hello")["result"]["coder"] == "AB"


def test_nothing_of_a_text_is_in_what_a_notebook_keeps(project: qc.Project) -> None:
    widget = project.review("talk", height=500)
    Line(widget).code(18, 30)
    shown, more = widget._repr_mimebundle_()
    kept = json.dumps([widget.get_state(), shown])
    assert "Good morning" not in kept and "Hello" not in kept
    traits = {each for each in widget.keys if each not in inherited(widget)}
    assert traits == {"_esm", "_css", "_anywidget_id", "view", "document", "height"}
    # The words that stand where no widget is shown: a whole command, no folder of this machine.
    assert shown["text/plain"].startswith("The coding page of study.qualcode for AB. ")
    assert shown["text/plain"].endswith("qualcode review study.qualcode --coder AB")
    # Printed by nbconvert, where no kernel and no state of a widget is at hand.
    cell = nbformat.v4.new_code_cell("project.review()")
    cell.outputs = [nbformat.v4.new_output("display_data", data=shown, metadata=more)]
    exporter = nbconvert.HTMLExporter(template_name="basic")
    page, _ = exporter.from_notebook_node(nbformat.v4.new_notebook(cells=[cell]))
    assert shown["text/plain"] in page


def inherited(widget: Any) -> set[str]:
    """What every widget of ipywidgets keeps."""
    import anywidget

    return set(anywidget.AnyWidget.class_traits(sync=True))


# -- in a browser ------------------------------------------------------------------------------------------


BOOK = """\
codebook: Small
codes:
  - {code: value, name: Social value, definition: What is gained beside the price.}
  - {code: price, name: Price, definition: Talk of money.}
"""
TALK = """\
INT: What do you look at first?

P1: The 🌱 garden, the cafe\u0301 and the word שלום on the wall matter more than price.

INT: Anything else?

P1: Price, always price.
"""
HARD = "🌱 garden, the cafe\u0301 and the word שלום on the wall"
OPEN = "import qualcode as qc\nproject = qc.open_project('study.qualcode', coder='AB')"
SHOW = f"{OPEN}\nproject.review(height=520)"
READ = "print(project.codings()['quotation'].tolist())"


@pytest.fixture(scope="module")
def jupyter(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jupyter]:
    """One server for the tests of this file."""
    made = Jupyter(tmp_path_factory.mktemp("jupyter"))
    yield made
    made.stop()


@pytest.fixture
def study(jupyter: Jupyter) -> Iterator[Path]:
    """A study beside the notebooks; no kernel is left behind."""
    folder = jupyter.folder
    (folder / "talk.txt").write_text(TALK, "utf-8")
    (folder / "book.yaml").write_text(BOOK, "utf-8")
    path = folder / "study.qualcode"
    with qc.new_project(path, coder="AB") as project:
        project.load_codebook(folder / "book.yaml")
        project.ingest(folder / "talk.txt")
    yield path
    jupyter.end_kernels()
    for each in folder.glob("study.qualcode*"):
        if each.is_file():
            each.unlink()


def quotations(path: Path) -> list[tuple[str, str]]:
    with qc.open_project(path) as project:
        made = project.codings()
    return list(zip(made["quotation"], made["code"], strict=True))


def status(page: Any, words: str, place: int = 0) -> None:
    page.wait_for_function(
        f"document.querySelectorAll('.qc-status')[{place}]?.textContent.startsWith({words!r})",
        timeout=20_000,
    )


def test_a_day_with_the_page_in_jupyterlab(jupyter: Jupyter, study: Path, visit: Any) -> None:
    page = visit().page
    path = jupyter.write(
        "day",
        SHOW,
        READ,
        "_ = project.add_coding(document='talk', turn=4, code='price', quotation='Price')",
        "project.review(coder='CD')",
        "import time\nfor _ in range(600):\n    time.sleep(0.05)",
        "project.close()",
    )
    book = Book(page, jupyter, path)
    book.run(0)
    book.widget(0)

    # What the mouse selects, across an emoji, an accent of its own and a word from right to left, by a key.
    book.select(HARD)
    page.keyboard.press("1")
    page.wait_for_selector(".qc-coded")
    status(page, "Saved")

    # Keys that were pressed in the page do nothing to the cells, and `?` is ours.
    before = (book.count(), [book.prompt(place) for place in range(4)])
    pressed_twice(page)
    for key in ("a", "b", "x", "j", "Escape", "z", "Enter", "m"):
        page.keyboard.press(key)
    page.keyboard.press("Escape")
    assert (book.count(), [book.prompt(place) for place in range(4)]) == before
    page.locator(".qc-main-view").first.focus()
    page.keyboard.press("?")
    page.wait_for_selector("dialog.qc-help[open]")
    page.keyboard.press("Escape")
    page.wait_for_function("!document.querySelector('dialog.qc-help[open]')")
    assert page.locator(".jp-Dialog").count() == 0

    # The notebook that is saved, with the states of its widgets, holds no word of the text.
    kept = json.dumps(book.saved(), ensure_ascii=False)
    assert "The coding page of study.qualcode for AB" in kept and "qualcode.workbench" in kept
    for words in ("garden", "cafe", "שלום", "always price", "look at first"):
        assert words not in kept

    # The next cell reads exactly these words; what a cell codes appears in the page.
    book.run(1)
    assert book.printed(1) == str([HARD])
    book.run(2)
    page.wait_for_function("document.querySelectorAll('.qc-coded').length > 1")

    # A second page, of another coder, is another place at the same study.
    book.run(3)
    book.widget(3)
    assert book.widget(3).locator(".qc-coder-name").inner_text() == "CD"
    second = book.cells.nth(3)
    second.locator(".qc-text").evaluate("node => node.classList.add('second')")
    book.select("always price", ".second")
    page.keyboard.press("2")
    status(page, "Saved", 1)

    # Coding does not wait for a cell that runs.
    book.start(4)
    book.select("matter more")
    page.keyboard.press("2")
    last = time.monotonic() + 20
    while ("matter more", "price") not in quotations(study):
        assert time.monotonic() < last, f"not saved: {page.locator('.qc-status').all_inner_texts()}"
        page.wait_for_timeout(200)
    status(page, "Saved")
    assert "*" in book.prompt(4)
    page.keyboard.press("Escape")
    book.interrupt()

    # The cell is run again: the page comes anew, with what was coded.
    book.run(0)
    book.widget(0)
    page.wait_for_selector(".qc-coded")
    with qc.open_project(study) as project:
        made = project.codings()
    assert sorted(zip(made["quotation"], made["code"], made["coder"], strict=True)) == [
        ("Price", "price", "AB"),
        ("always price", "price", "CD"),
        ("matter more", "price", "AB"),
        (HARD, "value", "AB"),
    ]

    # A project that was closed: the page says so, and takes no coding that would be lost.
    book.run(5)
    status(page, "study.qualcode: the project was closed in the notebook")


def test_what_a_dead_kernel_did_not_save_is_saved_once_by_the_next(
    jupyter: Jupyter, study: Path, visit: Any
) -> None:
    seen = visit()
    page = seen.page
    path = jupyter.write("dead", f"import os\nprint(os.getpid())\n{SHOW}", READ)
    book = Book(page, jupyter, path)
    book.run(0)
    book.widget(0)
    book.select("The 🌱 garden")
    page.keyboard.press("1")
    status(page, "Saved")
    # The kernel stands still with the next coding on its way, and dies.
    kernel = int(book.printed(0))
    os.kill(kernel, signal.SIGSTOP)
    book.select(HARD)
    page.keyboard.press("2")
    status(page, "Saving")
    os.kill(kernel, signal.SIGKILL)
    # Jupyter notices, starts another kernel, and says so.
    status(page, "The kernel does not answer; 1 change kept in this page. If it was restarted")
    book.dismiss()
    book.run(0)
    book.widget(0)
    page.wait_for_function("document.querySelectorAll('.qc-status').length === 1")
    status(page, "Saved")
    book.run(1)
    assert book.printed(1) == str(["The 🌱 garden", HARD])
    assert quotations(study) == [("The 🌱 garden", "value"), (HARD, "price")]
    seen.errors.clear()


def pressed_twice(page: Any) -> None:
    """`d` `d` would delete a cell; in the page it asks once whether the document is done."""
    page.keyboard.press("d")
    page.keyboard.press("d")
    page.wait_for_selector("dialog[open]")
    assert page.locator("dialog[open]").count() == 1
    page.keyboard.press("Escape")
    page.wait_for_function("!document.querySelector('dialog[open]')")


def test_the_page_in_notebook(jupyter: Jupyter, study: Path, visit: Any) -> None:
    seen = visit(color_scheme="dark")
    page = seen.page
    path = jupyter.write("plain", SHOW, READ)
    book = Book(page, jupyter, path, home="notebook")
    # What Notebook has to complain about itself while it starts.
    seen.errors.clear()
    book.run(0)
    book.widget(0)
    book.select(HARD)
    page.keyboard.press("1")
    status(page, "Saved")
    before = book.count()
    pressed_twice(page)
    for key in ("a", "x"):
        page.keyboard.press(key)
    assert book.count() == before
    page.keyboard.press("Escape")
    book.run(1)
    assert book.printed(1) == str([HARD])
