#!/usr/bin/env python3
"""Take the pictures of the documentation anew, in Chromium: `python docs/images/take.py [NAME ...]`, after `make demo`.

Every picture is a state of the page that a reader can bring about; look at each of them after a change to the map.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Page

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "tests"))

from browsing import FLAGS, NAMES  # noqa: E402  # the tests know how to start the browser

DEMO = HERE.parents[1] / "outputs" / "demo"
WIDE, PHONE, SMALL = (1280, 800), (390, 844), (320, 640)


def nothing(page: Page) -> None:
    """Leave the page as it opens."""


def open_record(page: Page) -> None:
    """Open the first record of the list."""
    page.locator(".record-button").first.click()


def open_card(page: Page) -> None:
    """Click the first sign on the map."""
    page.locator('.marks .event:not([data-ids=""])').first.click()
    page.wait_for_selector("#popover:not([hidden])")


def move_time(page: Page) -> None:
    """Move the end of the period three days back."""
    page.focus("#time-until")
    for _ in range(3):
        page.keyboard.press("ArrowLeft")


def open_filters(page: Page) -> None:
    """Unfold the filters."""
    page.click("#filters summary")


def open_table(page: Page) -> None:
    """Show the records as a table."""
    page.locator("#views button").first.click()


def zoom_in(page: Page) -> None:
    """Look closer by one step."""
    page.locator("#zoom button").first.click()
    page.wait_for_timeout(600)


def print_it(page: Page) -> None:
    """Show what goes to paper, on a page as wide as A4 without its margins."""
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")


State = tuple[str, str, tuple[int, int], Callable[["Page"], None], dict[str, object]]
STATES: dict[str, State] = {
    "map": ("en", "", WIDE, nothing, {}),
    "map-ar": ("ar", "", WIDE, nothing, {}),
    "map-dark": ("ar", "", WIDE, open_record, {"color_scheme": "dark"}),
    "map-record": ("en", "", WIDE, open_record, {}),
    "map-card": ("ar", "", WIDE, open_card, {}),
    "map-time": ("en", "", WIDE, move_time, {}),
    "map-filters": ("en", "", WIDE, open_filters, {}),
    "map-table": ("ar", "", WIDE, open_table, {}),
    "map-zoomed": ("en", "", WIDE, zoom_in, {}),
    "map-phone": ("ar", "", PHONE, nothing, {"has_touch": True}),
    "map-small": ("en", "", SMALL, nothing, {"has_touch": True}),
    "map-plain": ("en", "?plain=1", (700, 420), nothing, {}),
    "map-print": ("ar", "", (718, 1050), print_it, {}),
    "map-contrast": ("en", "", WIDE, nothing, {"forced_colors": "active"}),
}


def main(wanted: list[str]) -> None:
    """Take the pictures that are wanted, or all."""
    chromium = next(filter(None, map(shutil.which, NAMES)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        for name in wanted or STATES:
            language, query, (width, height), bring_about, more = STATES[name]
            context = browser.new_context(
                **{"viewport": {"width": width, "height": height}, "reduced_motion": "reduce", **more}
            )
            page = context.new_page()
            page.goto(f"{(DEMO / f'baghouz-2019.{language}.html').as_uri()}{query}")
            page.wait_for_selector("html[data-ready]")
            bring_about(page)
            page.wait_for_timeout(300)
            # Only the picture of the README is without loss: the history of the repository keeps every version.
            if name == "map":
                page.screenshot(path=HERE / "map.png")
            else:
                page.screenshot(path=HERE / f"{name}.jpg", type="jpeg", quality=80)
            context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
