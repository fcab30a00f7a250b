"""The HTML around the map: styles, scripts, data island and security policy, in one file without requests.

Text of articles is hostile. folium and branca compile what they have rendered as a template a second time, so nothing
of an article may pass through them: see docs/decisions/010-map-without-templates.md.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from conflictmap.codec import dumps

if TYPE_CHECKING:
    import folium

STYLES = ("vendor/leaflet.css", "page.css", "map.css")
SCRIPTS = (
    "i18n.js", "words.js", "sentence.js", "data.js", "dom.js", "geometry.js", "ground.js", "areas.js", "arrows.js",
    "flows.js", "signs.js", "labels.js", "overlay.js", "record.js", "panel.js", "legend.js", "popover.js",
    "timeline.js", "main.js",
)  # fmt: skip
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_NAME = "conflict"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What one page shows: `language` is "ar" or "en", `data` plain values for the island."""

    language: str
    title: str
    data: dict[str, object]


def assemble(page: Page) -> folium.Map:
    """Put a page into a `folium.Map` whose root renders it, every byte from our assets or escaped by us."""
    import folium
    from branca.element import Element, Figure

    class Raw(Element):
        """A piece of the page that no template engine reads."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

        def render(self, **_: object) -> str:
            return self.text

    class Root(Figure):
        """The document: its parts as they are, one after the other."""

        def render(self, **_: object) -> str:
            return _document(page, *(_joined(part) for part in (self.header, self.html, self.script)))

    class ConflictMap(folium.Map):
        """A map that loads nothing; its scripts and styles are ours."""

        default_js: list[tuple[str, str]] = []  # noqa: RUF012  folium reads the lists from the class
        default_css: list[tuple[str, str]] = []  # noqa: RUF012

        def render(self, **_: object) -> str:
            """Add nothing: our script makes the Leaflet map."""
            return ""

    root = Root()
    for part in (root.header, root.html, root.script):
        part._children.clear()
    root.header.add_child(Raw(_head()), name="head")
    root.html.add_child(Raw(_body(page)), name="body")
    for number, script in enumerate(scripts()):
        root.script.add_child(Raw(script), name=f"script{number}")
    drawn = ConflictMap(tiles=None)
    drawn._id = _NAME
    root.add_child(drawn, name=_NAME)
    return drawn


def island(data: object) -> str:
    """Write data as JSON that is inert inside a script element: no `<`, `>`, `&` and no line separators.

    >>> island({"a": "</script>"})
    '{"a":"\\\\u003c/script\\\\u003e"}'
    """
    return re.sub("[<>&\u2028\u2029]", lambda match: _ESCAPES[match[0]], dumps(data))


def scripts() -> tuple[str, str]:
    """Give the two inline scripts: Leaflet, and our own files joined in one scope."""
    leaflet = asset("vendor/leaflet.js").replace("//# sourceMappingURL=leaflet.js.map", "").strip()
    ours = "\n".join(asset(name).rstrip() for name in SCRIPTS)
    return leaflet, f'(() => {{\n"use strict";\n{ours}\n}})();'


def policy() -> str:
    """Give the Content-Security-Policy: nothing but the two scripts, inline styles and data: images."""
    hashes = " ".join(f"'sha256-{_digest(script)}'" for script in scripts())
    return (
        f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src {hashes}; "
        "base-uri 'none'; form-action 'none'"
    )


def asset(name: str) -> str:
    """Read a text file of render/assets."""
    return (resources.files(__package__) / "assets" / name).read_text(encoding="utf-8")


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _joined(part: object) -> tuple[str, ...]:
    return tuple(child.render() for child in part._children.values())  # type: ignore[attr-defined]  # branca


def _styles() -> str:
    # Leaflet's images (layer switcher, default pin) are not used, and would be requests.
    return re.sub(r"url\(images/[^)]*\)", "none", "\n".join(asset(name).rstrip() for name in STYLES))


def _head() -> str:
    return (
        '<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{html.escape(policy())}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<style>\n{_styles()}\n</style>"
    )


def _body(page: Page) -> str:
    return f'{asset("page.html").strip()}\n<script type="application/json" id="data">{island(page.data)}</script>'


def _document(page: Page, head: tuple[str, ...], body: tuple[str, ...], code: tuple[str, ...]) -> str:
    direction = "rtl" if page.language == "ar" else "ltr"
    lines = (
        "<!DOCTYPE html>",
        f'<html lang="{page.language}" dir="{direction}">',
        "<head>",
        *head,
        f"<title>{html.escape(page.title)}</title>",
        "</head>",
        "<body>",
        *body,
        *(f"<script>{script}</script>" for script in code),
        "</body>",
        "</html>",
    )
    # A title may hold half a surrogate pair, which no file can: "?" as in the data.
    return ("\n".join(lines) + "\n").encode("utf-8", errors="replace").decode("utf-8")
