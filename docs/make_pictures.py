"""Makes the pictures of the coding page that README shows, from the demonstration study.

    python docs/make_pictures.py

A browser of the name chromium is driven with Playwright; nothing is asked of another machine.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pandas as pd

import qualcode as qc

HERE = Path(__file__).parent
CODED = ["IP01", "IP02", "IP03", "IP04", "IP05", "IP06"]
SIZE = {"width": 1280, "height": 800}


def half_coded(folder: Path) -> Path:
    """The demonstration study as it was after six interviews: the others are not read yet."""
    subprocess.run(
        [sys.executable, "-m", "qualcode", "demo", str(folder / "demo")],
        check=True,
        capture_output=True,
    )
    data = folder / "demo" / "sources" / "data"
    path = folder / "study.qualcode"
    with qc.open_project(folder / "demo" / "study.qualcode") as whole:
        whole.export_codings(folder / "all.csv")
    rows = pd.read_csv(folder / "all.csv", dtype=str, keep_default_na=False)
    rows = rows[rows["document"].isin(CODED) & (rows["coder"] == "MW")]
    rows = rows.assign(origin="manual", suggestion_id="", blind="yes")
    rows.to_csv(folder / "coded.csv", index=False)
    with qc.new_project(path, coder="MW", title="Commissioning for social value") as project:
        project.ingest(
            [data / "transcripts", data / "case_a", data / "case_b", data / "case_c"],
            participants=data / "participants.csv",
            documents=data / "documents.csv",
        )
        project.load_codebook(folder / "demo" / "sources" / "codebooks" / "commissioning.yaml")
        project.import_codings(folder / "coded.csv")
        project.complete(CODED, blind=True)
        project.suggest()
    return path


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def take(page: Any, name: str) -> None:
    page.screenshot(path=str(HERE / name))
    print(name)


def main() -> None:
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as made:
        path = half_coded(Path(made))
        command = [sys.executable, "-m", "qualcode", "review", str(path), "--coder", "MW"]
        port = free_port()
        server = subprocess.Popen(
            [*command, "--no-browser", "--port", str(port)], stdout=subprocess.PIPE, text=True
        )
        try:
            assert server.stdout is not None
            line = server.stdout.readline()
            link = line[line.index("http://") :].strip()
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=shutil.which("chromium"), args=["--no-sandbox"]
                )
                page = browser.new_page(viewport=SIZE, reduced_motion="reduce")
                page.goto(link)
                page.wait_for_selector(".qc-text .qc-block")
                page.get_by_role("button", name="Got it").click()
                page.goto(f"http://127.0.0.1:{port}/#code/IP01")
                page.wait_for_selector(".qc-text[aria-label*=IP01]")
                page.locator(".qc-text").focus()
                for _ in range(9):
                    page.keyboard.press("]")
                time.sleep(0.5)
                take(page, "coding_page.png")
                page.goto(f"http://127.0.0.1:{port}/#review")
                page.get_by_role("button", name="Show all suggestions").click()
                page.wait_for_selector(".qc-text .qc-asked")
                time.sleep(0.5)
                take(page, "reviewing.png")
                browser.close()
        finally:
            server.terminate()
            server.wait(10)


if __name__ == "__main__":
    main()
