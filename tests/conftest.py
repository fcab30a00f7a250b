"""What all tests share: the gazetteer and a pipeline, opened once; no network; the folder of the development data."""

import importlib.util
import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
from browsing import FLAGS, NAMES, Opener, Visit
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from conflictmap.gazetteer import Gazetteer
    from conflictmap.pipeline import Pipeline


_SOCKET = socket.socket.__init__  # before any test closes the network

# An index that is opened for the first time in a worker is slow: no deadline for a single example.
settings.register_profile("modest", max_examples=60, deadline=None)
settings.load_profile("modest")


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Refuse every socket but those inside the machine's own processes."""
    unix = getattr(socket, "AF_UNIX", None)
    original = socket.socket.__init__

    def guarded(self: socket.socket, *arguments: object, **options: object) -> None:
        original(self, *arguments, **options)  # type: ignore[arg-type]
        if self.family != unix:
            self.close()
            raise RuntimeError("a test tried to open a network socket; conflictmap works without a network")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "__init__", guarded)
        yield


@pytest.fixture
def loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a test speak to a server of its own, and to no other machine."""
    original = socket.socket.connect

    def guarded(self: socket.socket, address: tuple[str, int]) -> None:
        if self.family != getattr(socket, "AF_UNIX", None) and address[0] != "127.0.0.1":
            raise RuntimeError(f"a test tried to reach {address[0]}; only its own server is allowed")
        original(self, address)

    monkeypatch.setattr(socket.socket, "__init__", _SOCKET)
    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture(scope="session", autouse=True)
def no_packs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the packs of whoever runs the tests out of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CONFLICTMAP_DATA", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture(scope="session")
def gazetteer() -> "Iterator[Gazetteer]":
    """Open the compiled gazetteer of the user's cache; workers that compile it at once end with one index."""
    from conflictmap.gazetteer import Gazetteer

    index = Gazetteer.open()
    yield index
    index.close()


@pytest.fixture(scope="session")
def pipeline(gazetteer: "Gazetteer") -> "Pipeline":
    """Make a pipeline with the options of every day."""
    from conflictmap.pipeline import Pipeline

    return Pipeline(gazetteer)


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder of scorers and development sets, which stands beside the repository and is no part of it."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        message = f"{folder} is absent: it holds the scorers and development sets"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return folder


@pytest.fixture(scope="session")
def score(shared: Path) -> ModuleType:
    """Import the scorer, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("score", shared / "eval" / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def chromium() -> "Iterator[Browser]":
    """Start one headless Chromium for all tests of a worker."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium on PATH: the browser tests must run in CI")
        pytest.skip("no Chromium on PATH: THE BROWSER TESTS DID NOT RUN")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: "Browser", tmp_path: Path) -> Iterator[Opener]:
    """Open the text of a page from a file, with reduced motion; more arguments go to the browser's context."""
    contexts = []

    def opened(
        text: str,
        *,
        hash: str = "",
        width: int = 1280,
        height: int = 800,
        ready: bool = True,
        before: str = "",
        **context: object,
    ) -> Visit:
        file = tmp_path / f"page{len(contexts)}.html"
        file.write_text(text, encoding="utf-8")
        made = chromium.new_context(
            **{"viewport": {"width": width, "height": height}, "reduced_motion": "reduce", **context}
        )
        contexts.append(made)
        seen = Visit(made.new_page())
        seen.page.set_default_timeout(8000)
        seen.page.on("console", lambda message: seen.complaints.append(message.text))
        seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        seen.page.on("request", lambda request: seen.requests.append(request.url))
        if before:
            seen.page.add_init_script(before)
        seen.page.goto(file.as_uri() + hash)
        if ready:
            seen.page.wait_for_selector("html[data-ready]")
        return seen

    yield opened
    for made in contexts:
        made.close()
