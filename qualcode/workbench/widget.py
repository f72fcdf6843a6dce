"""The coding page in a notebook.

The page asks through the kernel's messages and is answered there. Texts travel in these messages alone:
what a notebook keeps of a widget is its code, and with which view, document and height it was opened.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import shlex
import sqlite3
import threading
import traceback
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from qualcode.errors import ProjectError, QualcodeError, UsageError, listing
from qualcode.store import Study, codings, open_study, replay, state
from qualcode.workbench.desk import METHODS, Desk, facts, load_methods
from qualcode.workbench.looks import Looks
from qualcode.workbench.worker import Worker

VIEWS = ("code", "review", "compare", "tables", "search", "codebook", "memos")
LOWEST, HIGHEST = 320, 4_000  # pixels
LOOK = 0.5  # seconds between looks whether a cell or another program has written
STATIC = Path(__file__).with_name("static")


def review(
    study: Study,
    coder: str | None,
    *,
    document: str | None = None,
    view: str = "code",
    blind: bool | None = None,
    height: int | None = None,
) -> ReviewWidget:
    """The coding page for one coder as a widget; see `Project.review`."""
    coder = codings.check_coder(coder, "review")
    if view not in VIEWS:
        raise UsageError("review", f"there is no view {view!r}", listing(VIEWS))
    if height is not None and (type(height) is not int or not LOWEST <= height <= HIGHEST):
        allowed = f"a whole number of pixels, {LOWEST} to {HIGHEST:,}"
        raise UsageError("review, height", f"{height!r}", allowed)
    if _closed(study):
        raise _closing(study.path)
    if document is not None:
        state.version_of(study, document)
    return ReviewWidget(
        study.remembered("pages in notebooks", lambda: Pages(study)),
        coder,
        blind=bool(blind),
        document=document or "",
        view=view,
        height=height or 0,
    )


class ReviewWidget(anywidget.AnyWidget):
    """A coding page, as `project.review()` makes it."""

    _esm = STATIC / "page.js"
    _css = STATIC / "page.css"
    view = traitlets.Unicode("code").tag(sync=True)
    document = traitlets.Unicode("").tag(sync=True)
    height = traitlets.Int(0).tag(sync=True)  # pixels; 0: as the style sheet says

    def __init__(self, pages: Pages, coder: str, *, blind: bool = False, **traits: Any) -> None:
        super().__init__(**traits)
        self.coder = coder
        self.blind = blind
        self._pages = pages
        pages.add(self)
        self.on_msg(self._heard)

    def _heard(self, _: Any, content: Any, buffers: Any) -> None:
        """What the page sends. Nothing is raised from here."""
        number = content.get("ask") if isinstance(content, dict) else None
        if isinstance(number, int):
            self._pages.answer(self, number, content)

    def tell(self, message: dict[str, Any]) -> None:
        """Send the page a message; one for which there is no line any more is left out."""
        with contextlib.suppress(Exception):
            self.send(message)

    @property
    def instead(self) -> str:
        """What stands where a widget is not shown: in a saved notebook, on paper, on a web site."""
        name = self._pages.study.path.name
        return (
            f"The coding page of {name} for {self.coder}. JupyterLab 4 and Notebook 7 show it while the"
            " kernel runs; in a browser it is shown by"
            f" qualcode review {shlex.quote(name)} --coder {shlex.quote(self.coder)}"
        )

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        shown = super()._repr_mimebundle_(**kwargs)
        if shown is None:
            return None
        data, more = shown
        return {**data, "text/plain": self.instead}, more


class Pages:
    """What all pages of one open study share.

    A message may come on any thread of the kernel, also while a cell runs, and the project's connection
    belongs to the thread of the cells. So there are workers with a study of their own, as in the server:
    coding waits neither for a cell nor for a table.
    """

    def __init__(self, study: Study) -> None:
        load_methods()
        self.study = study
        self.looks = Looks(study)
        self.last = study.last_act
        self.over = False
        self._door = threading.Lock()
        self._widgets: weakref.WeakSet[ReviewWidget] = weakref.WeakSet()
        if study._as_of is None:
            names = ("write", "read", "slow")
            self.workers = {name: _Worker(study.path, name) for name in names}
        else:
            self.workers = {"read": _Worker(study.path, "past", study._as_of)}
        watcher = threading.Thread(target=_watch, args=[weakref.ref(self)], daemon=True)
        _WATCHERS.add(watcher)
        watcher.start()

    def add(self, widget: ReviewWidget) -> None:
        with self._door:
            self._widgets.add(widget)

    # -- answers ---------------------------------------------------------------------------------------

    def answer(self, widget: ReviewWidget, number: int, asked: dict[str, Any]) -> None:
        """Have what a page asks answered by a worker; does not wait for it."""
        name = asked.get("method")
        known = METHODS.get(name) if isinstance(name, str) else None
        writes = known is not None and known.writes
        which = "write" if writes else "slow" if known is not None and known.slow else "read"
        worker = self.workers.get(which, self.workers["read"])

        def work(study: Study) -> dict[str, Any]:
            return self._desk(worker, study, widget).call(
                name,  # type: ignore[arg-type]
                asked.get("params") or {},
                act_id=_if(str, asked.get("key")),
                since=_if(int, asked.get("since")),
                document=_if(str, asked.get("document")),
                others=asked.get("others") is True,
            )

        def give(said: dict[str, Any]) -> None:
            widget.tell({"answer": number, **said})
            if writes and "act" in said:
                self.wrote(said["act"])

        if not _readable(asked):
            give({"error": facts(UsageError("call", "holds what no text and no number can be"))})
        elif self.is_over() or not worker.start(work, give, writes=writes):
            give({"error": facts(_closing(self.study.path)), "over": True})

    def _desk(self, worker: _Worker, study: Study, widget: ReviewWidget) -> Desk:
        # One for all pages of a coder: it remembers what acts answered, also for a cell that is run again.
        seat = (widget.coder, widget.blind)
        if seat not in worker.held:
            worker.held[seat] = Desk(study, widget.coder, enforced=widget.blind, looks=self.looks)
        return worker.held[seat]

    # -- news ------------------------------------------------------------------------------------------

    def wrote(self, act: int) -> None:
        """Tell all pages that there is a new act."""
        with self._door:
            if act <= self.last:
                return
            self.last = act
        self._tell({"act": act})

    def look(self) -> None:
        """Whether a cell or another program has written, or the project was closed."""
        if self.is_over():
            return
        # What hinders a look is said to who asks next.
        with contextlib.suppress(QualcodeError, sqlite3.Error, RuntimeError):
            self.wrote(self.workers["read"].now(lambda study: study.last_act))

    def is_over(self) -> bool:
        """Whether the project was closed. Its pages then let go of the file, too."""
        if not _closed(self.study):
            return False
        with self._door:
            before, self.over = self.over, True
        if not before:
            for worker in self.workers.values():
                # Where the program ends meanwhile, workers take nothing any more; the file is let go of anyway.
                with contextlib.suppress(RuntimeError):
                    worker.close()
            self._tell({"over": facts(_closing(self.study.path))})
        return True

    def _tell(self, told: dict[str, Any]) -> None:
        with self._door:
            widgets = list(self._widgets)
        for widget in widgets:
            widget.tell({"told": told})


class _Worker(Worker):
    """A worker that is not waited for; act: of a study as it was after this act."""

    def __init__(self, path: Path, name: str, act: int | None = None) -> None:
        super().__init__(path, name)
        self._act = act
        self._source: Study | None = None
        self._ended = False

    def start(
        self,
        function: Callable[[Study], dict[str, Any]],
        give: Callable[[dict[str, Any]], None],
        *,
        writes: bool,
    ) -> bool:
        """Give what the function answers, or {"error", "again"?}. False where the worker has gone home."""

        def run() -> None:
            try:
                said = self._with(function)
            except QualcodeError as error:
                said = {"error": facts(error)}
                # What hinders the file (a full disk, another program) passes, and the work is kept till then.
                if writes and error.again:
                    said["again"] = True
            except Exception as error:
                said = {"error": facts(_unexpected(error)), "unexpected": True}
            give(said)

        try:
            self._pool.submit(run)
        except RuntimeError:
            return False
        return True

    def _with(self, function: Callable[[Study], Any]) -> Any:
        if self._ended:
            # Asked for while it went home: it must not take up the file again.
            raise _closing(self.path)
        if self._study is None and self._act is not None:
            self._source = open_study(self.path)
            self._study = replay.as_of(self._source, self._act)
        return super()._with(function)

    def close(self) -> None:
        def shut() -> None:
            if self._source is not None:
                self._source.close()

        self._ended = True
        self._pool.submit(shut)
        super().close()


def _watch(pages: weakref.ref[Pages]) -> None:
    while not _ENDING.wait(LOOK):
        held = pages()
        if held is None or held.over:
            return
        held.look()
        del held


_ENDING = threading.Event()
_WATCHERS: weakref.WeakSet[threading.Thread] = weakref.WeakSet()


@atexit.register
def _end() -> None:
    """No thread is to look while the program is taken down."""
    _ENDING.set()
    for each in list(_WATCHERS):
        each.join(1)


# -- what goes wrong ---------------------------------------------------------------------------------------


def _closed(study: Study) -> bool:
    """Whether the project was closed, or that of which it is a past state; may be asked on any thread."""
    try:
        # Says nothing that matters here, but says it only while the connection is open.
        for each in (study, getattr(study, "_source", study)):
            _ = each.connection.in_transaction
    except sqlite3.ProgrammingError:
        return True
    return False


def _closing(path: Path) -> ProjectError:
    return ProjectError(
        path.name,
        "the project was closed in the notebook",
        next="Open it again and run the cell of this page again",
    )


def _unexpected(error: Exception) -> QualcodeError:
    """A bug, told without words of the study: what it is and where it lies."""
    if os.environ.get("QUALCODE_DEBUG"):
        traceback.print_exc()
    *_, last = traceback.extract_tb(error.__traceback__)
    return QualcodeError(
        "",
        f"unexpected {type(error).__name__}",
        next=f"This is a bug, in {Path(last.filename).name}, line {last.lineno}",
    )


def _readable(asked: dict[str, Any]) -> bool:
    """Half a character stands in no text, and JSON knows no NaN, but a message may hold both."""
    try:
        json.dumps(asked, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, TypeError, RecursionError):
        return False
    return True


def _if(kind: type, value: Any) -> Any:
    return value if type(value) is kind else None
