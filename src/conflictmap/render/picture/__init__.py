"""The map as a picture: SVG, PNG and PDF, drawn by the page's own scripts, without a browser.

Needs the extra `print`: `pip install 'conflictmap[print]'`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from importlib import resources
from typing import Any, Literal
from xml.sax.saxutils import escape

from conflictmap.errors import InputError
from conflictmap.render.page import STYLES, asset
from conflictmap.render.picture.colour import grey as grey_of
from conflictmap.render.picture.engine import Engine, Tree
from conflictmap.render.picture.extra import need
from conflictmap.render.picture.frame import Box, Layout, layout, locator, scale_bar
from conflictmap.render.picture.markup import markup
from conflictmap.render.picture.palette import greys
from conflictmap.render.picture.size import Size, resized
from conflictmap.render.picture.style import Sheet, sheet
from conflictmap.render.picture.typeface import STACK, check, embedded, folder, legal

__all__ = ["Size", "pdf", "png", "svg"]

Theme = Literal["light", "dark"]


def svg(
    data: Mapping[str, Any],
    *,
    width: float = 1200,
    height: float = 630,
    unit: Literal["px", "mm"] = "px",
    magnify: float = 1.0,
    language: str | None = None,
    theme: Theme = "light",
    grey: bool = False,
    frame: bool = True,
) -> str:
    """Draw the map of a page as the text of an SVG: the same data give the same bytes.

    Text stays text, in a font that is inside the file; no other file is asked for, and nothing in it runs.

    Args:
        data: what `conflictmap.render.payload.payload` gives.
        width: in the unit; so is the height.
        height: see width.
        unit: "px" or "mm". In millimetres, type and lines have the sizes of print: labels of 7 to 9 points.
        magnify: how much larger type, signs and lines are than usual (0.5 to 4), on the same area.
        language: "ar" or "en"; that of the data if not given.
        theme: "light" or "dark".
        grey: draw without colour; groups differ by lightness and, as always, by their shapes.
        frame: put headline, sources, key, scale and credits around the map; without it the picture is the map alone.

    Raises:
        InputError: if an argument is out of its range, the extra is not installed, or the text has a character for
            which the fonts have no glyph.
    """
    size = Size(width, height, unit, magnify)
    language = language or str(data["language"])
    if language not in ("ar", "en") or theme not in ("light", "dark"):
        raise InputError(f"a picture is in 'ar' or 'en' and 'light' or 'dark', not {language!r} and {theme!r}")
    wide, high = size.units
    engine = Engine(data, language)
    try:
        words = engine.around()
        around = layout(words, wide, high, data["view"]) if frame else Layout((0, 0, wide, high), ())
        drawn, bar = _map(engine, around.map, frame)
    finally:
        engine.close()
    trees = _composed(around, drawn, bar, (wide, high))
    look = _look(trees, theme == "dark", grey)
    return _document(markup(trees, look, language), words, size, language)


def png(svg_text: str, *, scale: float = 1.0) -> bytes:
    """Turn a picture of `svg` into a PNG: `scale` pixels for each of its own (96 to the inch, if it has millimetres).

    Only the fonts of the package are used, so that it is the same on every machine.

    Raises:
        InputError: if the picture would have more than 100 million pixels, or the extra is not installed.
    """
    size = Size.of(svg_text)
    image: bytes = need("resvg_py").svg_to_bytes(
        svg_string=resized(svg_text, *size.pixels(scale)), skip_system_fonts=True,
        font_files=[str(folder() / name) for name in ("regular.ttf", "bold.ttf")],
    )  # fmt: skip
    return size.stamped(bytes(image), scale)


def pdf(svg_text: str) -> bytes:
    """Turn a picture of `svg` into a PDF of one page: lines and type, with the fonts inside; a pixel is 0.75 points.

    Raises:
        InputError: if the extra is not installed.
    """
    convert = need("vl_convert")
    convert.register_font_directory(str(folder()))
    return bytes(convert.svg_to_pdf(resized(svg_text, *Size.of(svg_text).points)))


def _map(engine: Engine, box: Box, framed: bool) -> tuple[dict[str, Any], list[Tree]]:
    """Draw the map; scale and locator are known only when it has been drawn once, and no word may run into them."""
    drawn, rtl = engine.drawn(box[2], box[3], framed, {}), engine.language == "ar"
    if not framed:
        return drawn, []
    bar, room = scale_bar(box, drawn["scale"], rtl)
    taken, over = {"scale": room}, bar
    if drawn["locator"]:
        globe, taken["locator"] = locator(box, drawn["locator"], rtl)
        over = [globe, *bar]
    return engine.drawn(box[2], box[3], framed, taken), over


def _composed(around: Layout, drawn: Mapping[str, Any], bar: list[Tree], size: tuple[float, float]) -> list[Tree]:
    x, y, wide, high = around.map
    inside = _sides(wide, high)
    edge = {"class": "print-map-edge", "x": f"{x + 0.5:g}", "y": f"{y + 0.5:g}", **_sides(wide - 1, high - 1)}
    panes = [["g", {"class": name}, trees] for name, trees in drawn["panes"]]
    return [
        ["rect", {"class": "print-paper", **_sides(*size)}, []],
        ["defs", {}, [["clipPath", {"id": "map-box"}, [["rect", inside, []]]]]],
        ["g", {"class": "map", "transform": f"translate({x:g} {y:g})"}, [
            ["g", {"clip-path": "url(#map-box)"}, [["rect", {"class": "print-sea", **inside}, []], *panes]]]],
        *([["rect", edge, []]] if around.trees else []), *bar, *around.trees,
    ]  # fmt: skip


def _sides(wide: float, high: float) -> dict[str, str]:
    return {"width": f"{wide:g}", "height": f"{high:g}"}


def _look(trees: list[Tree], dark: bool, grey: bool) -> Sheet:
    """Give the style of the page for a theme; greys are spread over the groups that the picture shows."""
    own = (resources.files(__package__) / "picture.css").read_text("utf-8")
    look = sheet("\n".join([*(asset(name) for name in STYLES if not name.startswith("vendor/")), own]), dark)
    if not grey:
        return look
    return replace(look, tokens=greys(look, set(_tints(trees)), dark), paint=grey_of)


def _tints(trees: list[Tree]) -> list[str]:
    shown = []
    for tree in trees:
        if not isinstance(tree, str):
            shown += [name for name in tree[1].get("class", "").split() if name.startswith("tint-")] + _tints(tree[2])
    return shown


def _document(body: str, words: Mapping[str, Any], size: Size, language: str) -> str:
    """Write the SVG around its body: size, title and description, and the glyphs that its text needs."""
    used: dict[int, set[str]] = defaultdict(set)
    texts = re.findall(r"<text([^>]*)>([^<]*)</text>", body)
    plain = [_unescaped(text) for _, text in texts]
    check(plain)
    for (attributes, _), text in zip(texts, plain, strict=True):
        weight = re.search(r'font-weight="(\d+)"', attributes)
        used[700 if weight and int(weight[1]) >= 600 else 400] |= set(text)
    fonts = embedded({weight: "".join(sorted(characters)) for weight, characters in used.items()})
    wide, high = size.units
    title, about = (escape(legal(text)) for text in (words["title"], "\n".join([words["byline"], *words["sentences"]])))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size.width:g}{size.suffix}" '
        f'height="{size.height:g}{size.suffix}" viewBox="0 0 {wide:g} {high:g}" xml:lang="{language}" '
        f'role="img" aria-labelledby="title about" '
        f'font-family="{STACK}">\n<title id="title">{title}</title>\n<desc id="about">{about}</desc>\n'
        f"<style>{fonts}</style>\n{body}\n</svg>\n"
    )


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
