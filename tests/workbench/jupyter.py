"""JupyterLab (and Notebook, which its server serves, too) for tests: one server for all of them, notebooks
made cell by cell, and what a person does with them in the browser. Holds no tests."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import nbformat
import pytest
from workbench.conftest import drag

ROOT = Path(__file__).resolve().parents[2]
QUIET = [
    "--no-browser",
    "--allow-root",
    "--ServerApp.port_retries=0",
    "--ServerApp.ip=127.0.0.1",
    "--IdentityProvider.token=",
    "--ServerApp.password=",
    "--ServerApp.disable_check_xsrf=True",
    "--ServerApp.log_level=ERROR",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
    "--LabApp.news_url=",
    "--LabApp.expose_app_in_browser=True",
    "--JupyterNotebookApp.expose_app_in_browser=True",
]
# Nobody is asked about news or a tour, and no language server is looked for.
SETTINGS = {
    "@jupyterlab/apputils-extension/notification.jupyterlab-settings": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
    # What may be kept of a widget is kept, so that a test sees all of it.
    "@jupyter-widgets/jupyterlab-manager/plugin.jupyterlab-settings": {"saveState": True},
}


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Jupyter:
    """A server of Jupyter with folders of its own; its notebooks lie in `folder`."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.folder = home / "notebooks"
        self.folder.mkdir()
        self.port = free_port()
        self.log = home / "log.txt"
        for name, body in SETTINGS.items():
            path = home / "config" / "lab" / "user-settings" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(body))
        own = {
            f"JUPYTER_{each.upper()}_DIR": str(home / each)
            for each in ("config", "data", "runtime")
        }
        own["IPYTHONDIR"] = str(home / "ipython")
        paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
        environment = {**os.environ, **own, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [
                    sys.executable, "-m", "jupyterlab", *QUIET, f"--ServerApp.port={self.port}",
                    f"--ServerApp.root_dir={self.folder}",
                ],
                cwd=home, env=environment, stdout=log, stderr=log,
            )  # fmt: skip
        last = time.monotonic() + 30
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > last:
                self.stop()
                pytest.fail(f"Jupyter did not start:\n{self.log.read_text()[-2000:]}")
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            return bool(self.ask("/api/status"))
        except OSError:
            return False

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, path: str, **options: Any) -> Any:
        """A call of the server's own interface."""
        asked = urllib.request.Request(self.address + path, **options)
        with urllib.request.urlopen(asked, timeout=20) as answer:
            body = answer.read()
        return json.loads(body) if body else None

    def write(self, name: str, *cells: str) -> Path:
        """A notebook with these cells."""
        made = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(each) for each in cells],
            metadata={
                "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
                "language_info": {"name": "python"},
            },
        )
        path = self.folder / f"{name}.ipynb"
        nbformat.write(made, path)
        return path

    def kernel(self, path: Path) -> str:
        """The id of a notebook's kernel."""
        (found,) = [each for each in self.ask("/api/sessions") if each["path"] == path.name]
        return found["kernel"]["id"]

    def end_kernels(self) -> None:
        for each in self.ask("/api/kernels"):
            self.ask(f"/api/kernels/{each['id']}", method="DELETE")

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.home / "runtime", ignore_errors=True)


class Book:
    """A notebook that is open in the browser."""

    def __init__(self, page: Any, jupyter: Jupyter, path: Path, *, home: str = "lab") -> None:
        self.page, self.jupyter, self.path = page, jupyter, path
        where = "lab/tree" if home == "lab" else "notebooks"
        page.goto(f"{jupyter.address}/{where}/{path.name}{'?reset' if home == 'lab' else ''}")
        page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        self._wait_for_kernel()

    def _wait_for_kernel(self) -> None:
        """A cell that is run before there is a kernel asks which one to take."""
        self.page.wait_for_function(
            "!document.querySelector('.jp-Dialog') && window.jupyterapp?.shell.currentWidget"
            "?.sessionContext?.session?.kernel?.connectionStatus === 'connected'"
            " && window.jupyterapp.shell.currentWidget.sessionContext.isReady",
            timeout=60_000,
        )

    @property
    def cells(self) -> Any:
        return self.page.locator(".jp-Notebook .jp-CodeCell")

    def count(self) -> int:
        return self.page.locator(".jp-Notebook .jp-Cell").count()

    def start(self, place: int) -> None:
        """Run a cell as a person does, without waiting for its end."""
        before = self.prompt(place)
        for _ in range(3):
            self.cells.nth(place).locator(".jp-InputArea-editor").click()
            self.page.keyboard.press("Control+Enter")
            last = time.monotonic() + 5
            while time.monotonic() < last:
                if self.prompt(place) != before:
                    return
                self.page.wait_for_timeout(10)
        pytest.fail(f"cell {place} did not start: {before!r}")

    def run(self, place: int) -> None:
        """Run a cell and wait until it has run."""
        self.start(place)
        last = time.monotonic() + 60
        while not re.fullmatch(r"\[\d+\]:", self.prompt(place)):
            if self.prompt(place) == "[ ]:":
                # The kernel was not there yet after all.
                self.start(place)
            if time.monotonic() > last:
                pytest.fail(f"cell {place} did not end: {self.prompt(place)!r}")
            self.page.wait_for_timeout(20)

    def interrupt(self) -> None:
        """Stop the cell that runs."""
        kernel = self.jupyter.kernel(self.path)
        self.jupyter.ask(f"/api/kernels/{kernel}/interrupt", method="POST")

    def dismiss(self) -> None:
        """Close whatever the notebook has to say about its kernel."""
        while self.page.locator(".jp-Dialog").count():
            self.page.keyboard.press("Enter")
            self.page.wait_for_timeout(100)
        self._wait_for_kernel()

    def prompt(self, place: int) -> str:
        return self.cells.nth(place).locator(".jp-InputPrompt").first.inner_text().strip()

    def printed(self, place: int) -> str:
        """What a cell has printed or shown as text."""
        return self.cells.nth(place).locator(".jp-OutputArea-output").first.inner_text().strip()

    def widget(self, place: int) -> Any:
        """The coding page that a cell shows, once a text is open in it."""
        found = self.cells.nth(place).locator(".qc-notebook")
        found.locator(".qc-text").wait_for(timeout=30_000)
        return found

    def select(self, words: str, within: str = ".qc-text") -> None:
        """Select words with the mouse, once the notebook has come to rest: it scrolls to a cell that runs."""
        self.settle()
        drag(self.page, words, within)
        if self.page.evaluate("getSelection().toString()") != words:
            self.settle()
            drag(self.page, words, within)
        assert self.page.evaluate("getSelection().toString()") == words

    def settle(self) -> None:
        """Wait until nothing scrolls."""
        seen: list[Any] = []
        while len(seen) < 4 or len(set(seen[-4:])) > 1:
            seen.append(
                self.page.evaluate(
                    "[...document.querySelectorAll('.jp-WindowedPanel-outer, .qc-notebook')]"
                    ".map((each) => [each.scrollTop, each.getBoundingClientRect().top]).join()"
                )
            )
            assert len(seen) < 200, "the notebook does not come to rest"
            self.page.wait_for_timeout(50)

    def saved(self) -> dict[str, Any]:
        """The notebook as its file holds it after Ctrl+S."""
        before = self.path.stat().st_mtime_ns
        self.page.locator(".jp-Notebook").first.evaluate("node => node.focus()")
        self.page.keyboard.press("Control+s")
        last = time.monotonic() + 20
        while time.monotonic() < last:
            self.page.wait_for_timeout(50)
            # The file is written in place: it may be read half.
            if self.path.stat().st_mtime_ns != before:
                with contextlib.suppress(ValueError):
                    return json.loads(self.path.read_text("utf-8"))
        return pytest.fail("the notebook was not saved")
