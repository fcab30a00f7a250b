"""From the trees that the scripts give to the text of an SVG: known elements and attributes, everything escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from conflictmap.render.picture.engine import Tree
from conflictmap.render.picture.style import Declarations, Element, Sheet
from conflictmap.render.picture.typeface import legal

_TAGS = "svg g path circle ellipse rect line polyline polygon text tspan title desc defs pattern clipPath"
_ATTRIBUTES = (
    "class id d x y cx cy r rx ry x1 y1 x2 y2 dx dy width height points transform viewBox fill stroke opacity "
    "fill-rule direction patternUnits patternTransform clip-path stroke-width stroke-linecap stroke-linejoin "
    "stroke-dasharray font-size font-weight text-anchor fill-opacity stroke-opacity xml:lang"
)
TAGS = frozenset(_TAGS.split())
ATTRIBUTES = frozenset(_ATTRIBUTES.split())
"""What a picture consists of. No script, style, image, link or foreign object has a way in."""
_SHAPES = TAGS - {"svg", "g", "text", "tspan", "title", "desc", "defs", "pattern", "clipPath"}
_ARABIC = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def markup(trees: Sequence[Tree], sheet: Sheet, language: str) -> str:
    """Write trees as SVG, each element with its style as attributes.

    Raises:
        ValueError: at an element that pictures do not know; attributes that they do not know are left out.
    """
    return "".join(_siblings(trees, (), sheet, sheet.tokens, language))


def _siblings(
    trees: Sequence[Tree], chain: tuple[Element, ...], sheet: Sheet, custom: Declarations, language: str
) -> Iterator[str]:
    before: Element | None = None
    for tree in trees:
        if isinstance(tree, str):
            yield escape(legal(tree))
            continue
        element = Element(tree[0], tree[1], before)
        yield _element(tree, (*chain, element), sheet, custom, language)
        before = element


def _element(tree: list[Any], chain: tuple[Element, ...], sheet: Sheet, custom: Declarations, language: str) -> str:
    tag, given, children = tree
    if tag not in TAGS or "style" in given:
        raise ValueError(f"pictures know no <{tag}{' style' if 'style' in given else ''}>; see TAGS of markup.py")
    style, custom = sheet.computed(chain, custom)
    attributes = {**{name: value for name, value in given.items() if name in ATTRIBUTES}, **style}
    for name in {"fill", "stroke"} & given.keys() - style.keys():
        attributes[name] = sheet.painted(given[name], custom)  # a canvas is painted with the tokens themselves
    if tag in _SHAPES and not _visible(attributes):
        return ""
    if tag == "text":
        attributes, children = _text(attributes, "".join(map(_words, children)), language)
    if tag == "svg":
        tag, attributes = "g", {**_placed(attributes), **style}
    inner = "".join(_siblings(children, chain, sheet, custom, language))
    if tag in ("g", "text") and not inner:
        return ""
    listed = "".join(f" {name}={quoteattr(legal(value))}" for name, value in attributes.items() if value != "")
    return f"<{tag}{listed}>{inner}</{tag}>" if inner else f"<{tag}{listed}/>"


def _visible(attributes: Mapping[str, str]) -> bool:
    """Say whether a shape has any paint; what is only there to be clicked has none."""
    return attributes.get("fill") != "none" or attributes.get("stroke", "none") != "none"


def _words(tree: Tree) -> str:
    return tree if isinstance(tree, str) else "".join(map(_words, tree[2]))


def _text(attributes: dict[str, str], words: str, language: str) -> tuple[dict[str, str], list[Tree]]:
    """Isolate text in its direction by characters: programs differ in how they read `direction`, not in these."""
    spoken = "ar" if _ARABIC.search(words) else "en"
    if attributes.get("direction") == "rtl":
        words = f"\u2067{words}\u2069"
    elif spoken == "ar":
        words = f"\u2066{words}\u2069"
    if spoken != language:
        attributes = {**attributes, "xml:lang": spoken}
    return attributes, [words]


def _placed(attributes: Mapping[str, str]) -> dict[str, str]:
    """Turn an inner picture (a sample of the key, a globe) into a group that starts where its view box does."""
    x, y, *_ = (float(number) for number in attributes["viewBox"].split())
    return {"transform": f"translate({-x:g} {-y:g})"}
