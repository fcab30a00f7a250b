"""What a reader may see of a report: pages, pictures, the files of the kit. A new view goes to `VIEWS`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal
from unittest.mock import patch
from xml.etree import ElementTree

from hostile import ALL, readable

import conflictmap
from conflictmap.embed import write_kit
from conflictmap.errors import InputError
from conflictmap.model import Report
from conflictmap.render import conflict_map, page_data, render
from conflictmap.render.picture import svg
from conflictmap.render.picture.typeface import check, legal


@dataclass(frozen=True)
class View:
    """Something that shows reports: a whole `page`, a piece of `html`, an `svg`, `json`, `csv` or plain `text`."""

    name: str
    kind: Literal["page", "html", "svg", "json", "csv", "text"]
    make: Callable[[Sequence[Report]], str]


@lru_cache(maxsize=2)
def kit(page: str) -> dict[str, str]:
    """Write the kit of a page; its pictures are views of their own, and only said to be there."""
    pictures: tuple[dict[str, bytes], tuple[str, ...]] = ({"map.png": b"", "card.png": b""}, ())
    with TemporaryDirectory() as folder, patch("conflictmap.embed._pictures", return_value=pictures):
        files = write_kit(page, Path(folder), base_url="https://www.example.org/maps/").files
        return {file.name: file.read_bytes().decode("utf-8-sig") for file in files}


def _file(name: str, kind: Literal["page", "html", "json", "csv", "text"]) -> View:
    return View(name, kind, lambda reports: kit(render(reports))[name])


def _with_text(reports: Sequence[Report], *, merged: bool) -> str:
    return render([readable(report, merged=merged) for report in reports], with_text=True)


PAGES = (
    View("page", "page", render),
    View("page in Arabic", "page", lambda reports: render(reports, language="ar")),
    View("page without quotes", "page", lambda reports: render(reports, quotes=False)),
    View("page of two reports", "page", lambda reports: render([*reports, *reports])),
    View("page with text", "page", lambda reports: _with_text(reports, merged=False)),
    View("page with texts", "page", lambda reports: _with_text(reports, merged=True)),
    View("folium map", "page", lambda reports: str(conflict_map(reports).get_root().render())),
)
KIT = (
    _file("map.html", "page"), _file("embed.html", "html"), _file("index.html", "html"), _file("oembed.json", "json"),
    _file("events.csv", "csv"), _file("movements.csv", "csv"), _file("events.geojson", "json"),
    _file("movements.geojson", "json"), _file("alt.en.txt", "text"), _file("alt.ar.txt", "text"),
    _file("attribution.txt", "text"), _file("README.txt", "text"),
)  # fmt: skip
NOTEBOOK = View("notebook", "html", lambda reports: conflictmap.show(reports)._repr_html_())
PICTURE = View("picture", "svg", lambda reports: svg(page_data(reports)))
VIEWS = (*PAGES, *KIT, NOTEBOOK, PICTURE)


def _drawable(payload: str) -> bool:
    try:
        check([legal(payload)])
    except InputError:
        return False
    return True


DRAWABLE = tuple(filter(_drawable, ALL))
"""A picture refuses letters that its fonts do not have."""


def structure(text: str, kind: str) -> list[tuple[str, tuple[str, ...]]]:
    """Give the elements of a text with the names of their attributes, in order; links with their schemes."""
    if kind == "svg":
        return [_element(one.tag.rpartition("}")[2], one.items()) for one in ElementTree.fromstring(text).iter()]
    parser = _Elements()
    parser.feed(text)
    return parser.found


def _element(tag: str, attributes: Iterable[tuple[str, str | None]]) -> tuple[str, tuple[str, ...]]:
    told = []
    for name, value in attributes:
        address = name.rpartition("}")[2] in ("href", "src", "action", "formaction", "data", "srcdoc")
        told.append(f"{name}={(value or '').partition(':')[0].lower()[:40]}" if address else name)
    return tag, tuple(told)


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.append(_element(tag, attributes))
