"""The view of tables in a real browser, by keyboard alone: from a number to its quotations to the words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from workbench.test_access import grave
from workbench.test_desk_tables import BOOK, DOCUMENTS, FILES, PEOPLE, WORDS, code, second_coder

import qualcode as qc

LIT = "[...(CSS.highlights.get('qc-lit') ?? [])].map(String).join('|')"
CELL = "document.activeElement.ariaLabel"


@pytest.fixture
def study(make_study: Callable[..., qc.Project]) -> qc.Project:
    project = make_study(files=FILES, participants=PEOPLE, documents=DOCUMENTS, codebook=BOOK)
    for document, words, code_ in WORDS:
        code(project, "AB", document, words, code_)
    for document in ("one", "two", "three"):
        project.complete(document)
    return project


def opened(page: Any) -> None:
    page.wait_for_selector(".qc-tab")
    page.wait_for_function("!document.querySelector('.qc-loading')")
    page.keyboard.press("g")
    page.keyboard.press("t")
    page.wait_for_selector(".qc-cross")


def test_from_a_number_to_its_words_by_keyboard(study: qc.Project, serve: Any, visit: Any) -> None:
    page = visit(serve(study.path).link).page
    opened(page)
    made = qc.crosstab(study, columns="role")
    shown = page.evaluate(
        "[...document.querySelectorAll('.qc-cross tbody tr')].map((row) =>"
        " [...row.querySelectorAll('button')].map((each) => each.textContent))"
    )
    totals = [made.total_text(at) for at in range(2)]
    assert shown == [[*row, total] for row, total in zip(made.cells(), totals, strict=True)]
    # t goes into the table, arrows from cell to cell; one stop for the tab key.
    page.keyboard.press("t")
    assert page.evaluate(CELL) == "1: Social value, Gardener"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(CELL) == "1: Price, Buyer"
    page.keyboard.press("End")
    assert page.evaluate(CELL) == "3: Price, all columns"
    page.keyboard.press("Home")
    page.keyboard.press("ArrowUp")
    assert page.locator(".qc-cell[tabindex='0']").count() == 1
    page.keyboard.press("Enter")
    page.wait_for_selector(".qc-quotes blockquote")
    page.wait_for_function("document.activeElement.textContent === 'Show in text'")
    assert page.locator(".qc-quotes blockquote").all_inner_texts() == ["🌱 garden"]
    assert "one, May, Gardener, Case A" in page.inner_text(".qc-quote-foot")
    page.keyboard.press("Escape")
    assert page.evaluate(CELL) == "1: Social value, Gardener"
    assert page.locator(".qc-quotes").is_hidden()
    # Two quotations of the price among gardeners: the second is in another document.
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.textContent === 'Show in text'")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('[data-view=code] .qc-text')")
    page.wait_for_function(f"{LIT} === 'Price rules'")
    assert "two" in page.url
    # The way back leads to the same cell of the same table.
    page.go_back()
    page.wait_for_selector(".qc-quotes blockquote")
    assert (
        page.locator(".qc-cell[aria-current]").get_attribute("aria-label") == "2: Price, Gardener"
    )


def test_the_jump_lands_behind_an_emoji_on_the_words(
    study: qc.Project, serve: Any, visit: Any
) -> None:
    page = visit(serve(study.path).link).page
    opened(page)
    page.click("[aria-label='2: Price, Gardener']")
    page.click(".qc-quotes li:first-child button")
    page.wait_for_function(f"{LIT} === 'Price does not'")


def test_an_address_is_a_table(study: qc.Project, serve: Any, visit: Any) -> None:
    served = serve(study.path)
    page = visit(served.link).page
    opened(page)
    page.select_option("[data-part=rows]", "code")
    page.wait_for_function("document.querySelectorAll('.qc-cross tbody tr').length === 3")
    page.select_option("[data-part=second]", "case")
    page.wait_for_selector(".qc-cross-group")
    page.select_option("[data-part=unit]", "codings")
    page.wait_for_function(
        "document.querySelector('.qc-cross caption').textContent.includes('codings')"
    )
    page.click("[data-part=filter]")
    page.wait_for_selector("dialog .qc-table-value")
    page.check("dialog input[value=Gardener]")
    page.click("dialog .qc-main")
    page.wait_for_selector("[data-part=where-role]")
    page.wait_for_function("document.querySelectorAll('.qc-cross-group').length === 1")
    made = qc.crosstab(
        study, rows="code", columns=["role", "case"], unit="codings", where={"role": "Gardener"}
    )
    rows = "[...document.querySelectorAll('.qc-cross tbody tr')].map((row) => [...row.querySelectorAll('td:not(.qc-cross-all)')].map((each) => each.textContent))"
    page.wait_for_function(
        f"JSON.stringify({rows}) === '{str(made.cells()).replace(chr(39), chr(34)).replace(', ', ',')}'"
    )
    # Another page that is given the address shows the same.
    title = page.inner_text(".qc-cross caption")
    other = page.context.new_page()
    other.goto(page.url)
    other.wait_for_selector(".qc-cross")
    assert other.inner_text(".qc-cross caption") == title
    assert other.evaluate(rows) == made.cells()
    other.close()


def test_whose_codings_count_is_asked_where_nobody_said(
    study: qc.Project, serve: Any, visit: Any, tmp_path: Path
) -> None:
    second_coder(study)
    page = visit(serve(study.path).link).page
    page.wait_for_selector(".qc-tab")
    page.wait_for_function("!document.querySelector('.qc-loading')")
    page.click(".qc-tab:text-is('Tables')")
    page.wait_for_selector(".qc-tables-whose")
    assert grave(page) == []
    page.click("button:text-is('CD only')")
    page.wait_for_selector(".qc-cross")
    made = qc.crosstab(study, columns="role", coders="CD")
    assert page.locator(".qc-cross tbody td").all_inner_texts() == ["1", "0", "1", "1", "0", "1"]
    assert made.cells() == [["1", "0"], ["1", "0"]]
    # The table is handed over as a file of the browser's.
    page.select_option("[aria-label='Format of the file']", "csv")
    with page.expect_download() as got:
        page.click("text=Save the table")
    got.value.save_as(tmp_path / "got.csv")
    assert (tmp_path / "got.csv").read_bytes() == made.save(tmp_path / "own.csv").read_bytes()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_table_with_its_quotations_has_no_serious_fault(
    study: qc.Project, serve: Any, visit: Any, scheme: str
) -> None:
    page = visit(serve(study.path).link, color_scheme=scheme).page
    opened(page)
    page.keyboard.press("t")
    page.keyboard.press("Enter")
    page.wait_for_selector(".qc-quotes blockquote")
    page.click(".qc-table-more summary")
    assert grave(page) == []
    page.click("[data-part=filter]")
    page.wait_for_selector("dialog .qc-table-value")
    assert grave(page) == []
