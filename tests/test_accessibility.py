"""axe-core finds nothing, in every state that a reader can bring the page into."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import Opener
from test_render import small_report

from conflictmap.render import render

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def _start(page: Page) -> None:
    assert page.locator(".record").count()


def _filters(page: Page) -> None:
    page.click("#filters summary")


def _legend(page: Page) -> None:
    page.click("#foot summary")


def _record(page: Page) -> None:
    page.locator(".record-button").first.click()


def _popover(page: Page) -> None:
    page.locator('.marks .event:not([data-ids=""])').first.click()
    page.wait_for_selector("#popover:not([hidden])")


def _nothing_found(page: Page) -> None:
    _filters(page)
    page.fill("#search", "no such words")


def _narrowed(page: Page) -> None:
    page.focus("#time-until")
    page.keyboard.press("ArrowLeft")


STATES: dict[str, Callable[[Page], None]] = {
    "start": _start, "filters": _filters, "legend": _legend, "record": _record, "popover": _popover,
    "nothing found": _nothing_found, "narrowed": _narrowed,
}  # fmt: skip
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
    found = {}
    for state, bring_about in STATES.items():
        seen = visit(page_text, hash=f"#lang={language}", **WAYS[way])
        bring_about(seen.page)
        found[state] = violations(seen.page)
        assert seen.complaints == []
    assert {state: lines for state, lines in found.items() if lines} == {}


def test_axe_would_find_something(visit: Opener, page_text: str) -> None:
    """The check can fail: a button without a name is found."""
    page = visit(page_text).page
    page.evaluate("document.querySelector('#zoom button').removeAttribute('aria-label')")
    page.evaluate("document.querySelector('#zoom button').removeAttribute('title')")
    assert any(line.startswith("button-name") for line in violations(page))


def test_an_empty_report_is_accessible_too(visit: Opener) -> None:
    report = replace(small_report(), movements=(), events=(), stocks=(), control=())
    assert violations(visit(render([report])).page) == []
