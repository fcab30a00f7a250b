"""The HTML around the map: styles, scripts, data island and security policy, in one file without requests.

Text of articles is hostile. folium and branca compile what they have rendered as a template a second time, so nothing
of an article may pass through them: see docs/decisions/010-map-without-templates.md.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from conflictmap.render.island import island, pieces
from conflictmap.render.tiles import Tiles

if TYPE_CHECKING:
    import folium

__all__ = ["Page", "assemble", "asset", "island", "policy", "scripts", "written"]

STYLES = (
    "vendor/leaflet.css", "page.css", "time.css", "filters.css", "map.css", "ground.css", "reading.css", "table.css",
    "modes.css",
)  # fmt: skip
SCRIPTS = (
    "i18n.js", "words.js", "flags.js", "whereabouts.js", "sentence.js", "fold.js", "unpack.js", "data.js", "choice.js",
    "dom.js", "geometry.js", "room.js", "ground.js", "tiles.js", "areas.js", "arrows.js", "stubs.js", "flows.js",
    "signs.js", "strips.js", "labels.js", "numbers.js", "countries.js", "groundnames.js", "scalebar.js", "locator.js",
    "sift.js", "crowd.js", "paint.js", "overlay.js", "quote.js", "figures.js", "facts.js", "record.js", "panel.js",
    "filters.js", "legend.js", "pointing.js", "popover.js", "reader.js", "table.js", "calendar.js", "dates.js",
    "timeline.js", "brush.js", "sheet.js", "link.js", "address.js", "printing.js",
    "embed-download.js", "embed-height.js", "main.js",
)  # fmt: skip
_NAME = "conflict"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What one page shows: `language` is "ar" or "en", `data` plain values for the island, `tiles` a street map."""

    language: str
    title: str
    data: dict[str, object]
    tiles: Tiles | None = None


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
            return "".join(_document(page, *(_joined(part) for part in (self.header, self.html, self.script))))

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
    root.header.add_child(Raw(_head(page.tiles)), name="head")
    root.html.add_child(Raw(_body()), name="body")
    for number, script in enumerate(scripts()):
        root.script.add_child(Raw(script), name=f"script{number}")
    drawn = ConflictMap(tiles=None)
    drawn._id = _NAME
    root.add_child(drawn, name=_NAME)
    return drawn


def written(page: Page) -> Iterator[str]:
    """Write a page piece by piece: the same text as that of its `folium.Map`, without folium and never as a whole."""
    return _document(page, (_head(page.tiles),), (_body(),), scripts())


def scripts() -> tuple[str, str]:
    """Give the two inline scripts: Leaflet, and our own files joined in one scope."""
    leaflet = asset("vendor/leaflet.js").replace("//# sourceMappingURL=leaflet.js.map", "").strip()
    ours = "\n".join(asset(name).rstrip() for name in SCRIPTS)
    return leaflet, f'(async () => {{\n"use strict";\n{ours}\n}})();'


def policy(tiles: Tiles | None = None) -> str:
    """Give the Content-Security-Policy: the two scripts, inline styles, data: images; images of one host for tiles."""
    hashes = " ".join(f"'sha256-{_digest(script)}'" for script in scripts())
    images = f"data: https://{tiles.host}" if tiles else "data:"
    return (
        f"default-src 'none'; img-src {images}; style-src 'unsafe-inline'; script-src {hashes}; "
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


def _head(tiles: Tiles | None) -> str:
    # Hosts of tiles want to know which site asks; never which page.
    referrer = "strict-origin" if tiles else "no-referrer"
    return (
        '<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{html.escape(policy(tiles))}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f'<meta name="referrer" content="{referrer}">\n'
        f"<style>\n{_styles()}\n</style>"
    )


def _body() -> str:
    return asset("page.html").strip()


def _document(page: Page, head: Iterable[str], body: Iterable[str], code: Iterable[str]) -> Iterator[str]:
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
    )
    # A title may hold half a surrogate pair, which no file can: "?" as in the data.
    yield "\n".join(lines).encode("utf-8", errors="replace").decode("utf-8")
    yield '\n<script type="application/json" id="data">'
    yield from pieces(page.data)
    yield "</script>\n"
    yield "\n".join((*(f"<script>{script}</script>" for script in code), "</body>", "</html>\n"))
