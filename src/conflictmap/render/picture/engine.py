"""The page's own drawing scripts, run in an embedded JavaScript engine (V8) behind a small stand-in for a browser.

So a picture has the arrows, signs and labels of the page, and every change of the page's drawing is one of pictures
too. shim.js and pen.js are the stand-in, draw.js calls the scripts; a call that the stand-in does not know stops the
drawing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import resources
from typing import Any

from conflictmap.codec import dumps
from conflictmap.render.page import SCRIPTS, asset
from conflictmap.render.picture.extra import need
from conflictmap.render.picture.typeface import width

LEFT_OUT = ("main.js",)
"""The scripts of the page that a picture does without: what starts the page and ties it to its window."""
_PASSES = 6

Tree = str | list[Any]
"""Text, or `[tag, attributes, children]`."""


class Engine:
    """The scripts with the data of one page; asked twice: for the words around the map, and for the map."""

    def __init__(self, data: Mapping[str, object], language: str) -> None:
        self.language = language
        self._widths: dict[str, float] = {}
        self._context = need("py_mini_racer").MiniRacer()
        self._run(_program(dumps(data)))
        if failed := self._run("globalThis.failed || ''"):
            raise RuntimeError(f"the scripts of the page do not run for a picture: {failed}")

    def close(self) -> None:
        """Give the engine's memory back."""
        self._context.close()

    def around(self) -> dict[str, Any]:
        """Give headline, byline, credits, legend and what the records say, in words."""
        return self._told("around", {"width": 600, "height": 400, "exact": True, "taken": {}})

    def drawn(
        self, wide: float, high: float, exact: bool, taken: Mapping[str, tuple[float, float, float, float]]
    ) -> dict[str, Any]:
        """Draw ground and marks for a map of a size in pixels of the page; no words run into the boxes `taken`.

        With `exact` the story fills the map; without, the zoom is one that the page has too.
        """
        return self._told("drawn", {"width": wide, "height": high, "exact": exact, "taken": taken})

    def _run(self, code: str) -> str:
        try:
            return str(self._context.eval(code) or "")
        except need("py_mini_racer").JSEvalException as error:
            raise RuntimeError(f"the scripts of the page do not run for a picture: {error}") from error

    def _told(self, function: str, stage: Mapping[str, object]) -> dict[str, Any]:
        """Call a function of draw.js again until it needs no width of text that it has not been told."""
        for _ in range(_PASSES):
            call = json.dumps({"language": self.language, "widths": self._widths, **stage})
            answer: dict[str, Any] = json.loads(self._run(f"{function}(JSON.parse({json.dumps(call)}))"))
            wanted = [key for key in answer.pop("wanted") if key not in self._widths]
            if not wanted:
                return answer
            self._widths.update({key: width(key[4:], int(key[:3])) for key in wanted})
        raise RuntimeError(f"the drawing asks for new words each time: {wanted[:3]}")


def _program(data: str) -> str:
    """Join stand-in, scripts and calls, each in a scope of its own, so that no name of one can meet that of another."""
    own = {name: (resources.files(__package__) / name).read_text("utf-8") for name in ("shim.js", "pen.js", "draw.js")}
    page = "\n".join(asset(name) for name in SCRIPTS if name not in LEFT_OUT)
    return (
        f'(() => {{\n"use strict";\n{own["shim.js"]}\n{own["pen.js"]}\nislandText = {json.dumps(data)};\n'
        f"(async () => {{\n{page}\n{{\n{own['draw.js']}\n}}\n}})()"
        ".catch((error) => { globalThis.failed = String(error.stack); });\n})();"
    )
