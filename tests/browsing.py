"""A page in headless Chromium, for the tests: everything that it complained of or asked for is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from playwright.sync_api import Page

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@dataclass
class Visit:
    """An open page and everything that it complained of or asked for."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


class Opener(Protocol):
    """Opens the text of a page: the fixture `visit`. `before` is a script that runs before those of the page."""

    def __call__(
        self,
        text: str,
        *,
        hash: str = "",
        width: int = 1280,
        height: int = 800,
        ready: bool = True,
        before: str = "",
        **context: object,
    ) -> Visit: ...


def wait_until(page: Page, expression: str) -> None:
    """Wait until an expression holds; Playwright's own way is an `eval` that the policy of the page forbids."""
    for _ in range(200):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(40)
    raise AssertionError(f"never came true: {expression}")
