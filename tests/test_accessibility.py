"""axe-core finds nothing, in every state that a reader can bring the page into."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import Opener
from test_render import small_report

from conflictmap.pipeline import Pipeline
from conflictmap.read import from_text
from conflictmap.render import render

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def _start(page: Page) -> None:
    assert page.locator(".record").count()


def _legend(page: Page) -> None:
    page.locator("#foot summary").first.click()


def _record(page: Page) -> None:
    page.locator(".record-button").first.click()


def _popover(page: Page) -> None:
    page.locator('.marks .event:not([data-ids=""])').first.click()
    page.wait_for_selector("#popover:not([hidden])")


def _narrowed(page: Page) -> None:
    page.keyboard.press("Escape")
    page.focus("#time-until")
    page.keyboard.press("ArrowLeft")


def _link(page: Page) -> None:
    page.locator("#copy-link").click()


def _filters(page: Page) -> None:
    page.locator("#filters summary").first.click()


def _nothing_found(page: Page) -> None:
    page.fill("#search", "no such words")


def _table(page: Page) -> None:
    page.fill("#search", "")
    page.locator("#views button").first.click()


STATES: dict[str, Callable[[Page], None]] = {
    "start": _start, "legend": _legend, "record": _record, "popover": _popover, "narrowed": _narrowed, "link": _link,
    "filters": _filters, "nothing found": _nothing_found, "table": _table,
}  # fmt: skip
"""One after the other, in one page."""

WAYS = {
    "wide, light": {"width": 1280, "height": 800},
    "wide, dark": {"width": 1280, "height": 800, "color_scheme": "dark"},
    "phone": {"width": 390, "height": 844, "has_touch": True},
    "high contrast": {"width": 1280, "height": 800, "forced_colors": "active"},
}


@pytest.fixture(scope="module")
def page_text() -> str:
    return render([small_report()])


def violations(page: Page) -> list[str]:
    """Give what axe finds, a line for each element."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}})
    return [
        f"{rule['id']}: {node['html'][:120]} {node.get('failureSummary', '')}"
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("way", WAYS)
def test_axe_finds_nothing(visit: Opener, page_text: str, way: str, language: str) -> None:
    seen, found = visit(page_text, hash=f"#lang={language}", **WAYS[way]), {}
    for state, bring_about in STATES.items():
        bring_about(seen.page)
        found[state] = violations(seen.page)
    assert {state: lines for state, lines in found.items() if lines} == {}
    assert seen.complaints == []


@pytest.mark.parametrize("query", ["?plain=1", "?static=1", "?time=0", "?theme=dark&plain=1"])
def test_axe_finds_nothing_however_it_is_shown(visit: Opener, page_text: str, query: str) -> None:
    assert violations(visit(page_text, hash=query, width=700, height=420).page) == []


@pytest.mark.parametrize("language", ["ar", "en"])
def test_axe_finds_nothing_beside_the_text(visit: Opener, pipeline: Pipeline, language: Literal["ar", "en"]) -> None:
    document = from_text("Forty families fled from Hajin to al-Hol camp on Monday, residents said.", language="en")
    report = replace(pipeline.analyse(document), keep_text=True)
    page = visit(render([report], with_text=True, language=language)).page
    page.locator("#tabs [role=tab]").last.click()
    page.wait_for_selector("#reader:not([hidden])")
    assert violations(page) == []


def test_axe_would_find_something(visit: Opener, page_text: str) -> None:
    """The check can fail: a button without a name is found."""
    page = visit(page_text).page
    page.evaluate("document.querySelector('#zoom button').removeAttribute('aria-label')")
    page.evaluate("document.querySelector('#zoom button').removeAttribute('title')")
    assert any(line.startswith("button-name") for line in violations(page))


def test_an_empty_report_is_accessible_too(visit: Opener) -> None:
    report = replace(small_report(), movements=(), events=(), stocks=(), control=())
    assert violations(visit(render([report])).page) == []
