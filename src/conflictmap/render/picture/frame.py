"""What stands around the map of a picture: headline, byline, key, credits; and where the map is among them.

Lengths are pixels of the page (units of the picture).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from conflictmap.render.picture.engine import Tree
from conflictmap.render.picture.typeface import width, wrapped

Box = tuple[float, float, float, float]
"""x, y, width, height."""

_SAMPLE = 44.0
_GAP = 14.0
_TITLES = (26, 22, 20, 18, 16, 14)
_MOST_KEY = 0.22
"""Share of the height that the key may take below a map."""
_PLAIN = frozenset({"glyph", "dot", "label-context", "area-outline"})


@dataclass(frozen=True, slots=True)
class Style:
    """One kind of text: its class in picture.css, its size, weight and distance between lines; Arabic is set larger."""

    name: str
    size: float
    weight: int = 400
    leading: float = 1.3

    def spoken(self, arabic: bool) -> Style:
        """Give the style for a script."""
        return Style(self.name, self.size + 1, self.weight, self.leading + 0.2) if arabic else self


BYLINE, KEY, CREDIT = Style("print-byline", 12), Style("print-key", 11), Style("print-credit", 9.5)


@dataclass(slots=True)
class Column:
    """Text set line by line in a column, from its top; `end` is where the next line may begin."""

    x: float
    wide: float
    end: float
    rtl: bool
    trees: list[Tree] = field(default_factory=list)

    def write(self, text: str, style: Style, most: int = 99) -> None:
        """Set a paragraph; what is more than `most` lines is cut, and says so."""
        lines = wrapped(text, style.weight, style.size, self.wide)
        if len(lines) > most:
            lines = [*lines[: most - 1], lines[most - 1] + " …"]
        for line in lines:
            self.end += style.size * style.leading
            self.trees.append(text_at(line, self.edge, self.end - style.size * 0.3, style, self.rtl))

    def key(self, entries: Sequence[tuple[Tree, str]], style: Style, most: float) -> None:
        """Set the key: each sign with its words, side by side as they find room, as far as they have room in height."""
        line_high = style.size * style.leading
        bottom, row, x = self.end + most, line_high + 3, 0.0
        self.end += row
        for sign, words in entries:
            lines = wrapped(words, style.weight, style.size, self.wide - _SAMPLE)
            long = _SAMPLE + max(width(line, style.weight) * style.size for line in lines)
            down = row if x and x + long > self.wide else 0
            if self.end + down + (len(lines) - 1) * line_high > bottom:
                return
            x, self.end = 0.0 if down else x, self.end + down
            middle, left = self.end - row / 2, self.wide - x - 40 if self.rtl else x
            self.trees.append(_at(sign, self.x + left, middle - 9))
            start = self.x + (self.wide - x - _SAMPLE if self.rtl else x + _SAMPLE)
            for number, line in enumerate(lines):
                self.trees.append(
                    text_at(line, start, middle + style.size * 0.36 + number * line_high, style, self.rtl)
                )
            self.end += (len(lines) - 1) * line_high
            x += long + _GAP

    @property
    def edge(self) -> float:
        """Where lines begin."""
        return self.x + self.wide if self.rtl else self.x


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the map is, and everything around it."""

    map: Box
    trees: tuple[Tree, ...]


def layout(words: Mapping[str, Any], wide: float, high: float, view: Sequence[float]) -> Layout:
    """Set the words above and below the map, or beside it: whichever shows the story larger.

    `words` are what `Engine.around` gives; `view` is west, south, east, north of the story in degrees.
    """
    tried = [_stacked(words, wide, high)]
    if wide >= 600:
        tried.append(_beside(words, wide, high))
    return max((one for one in tried if one), key=lambda one: _scale(one.map, view))


def text_at(line: str, x: float, y: float, style: Style, rtl: bool, anchor: str = "") -> Tree:
    """Give a line of text that begins at x, to the left of it if it runs so; or one that x is another `anchor` of."""
    where = {"class": style.name, "x": f"{x:.1f}", "y": f"{y:.1f}", "font-size": f"{style.size:g}"}
    # The direction is in the characters around the text (markup.py), so that `end` is the right edge to all programs.
    return [
        "text",
        {**where, "text-anchor": anchor or ("end" if rtl else "start")},
        [f"\u2067{line}\u2069" if rtl else line],
    ]


def scale_bar(box: Box, drawn: Mapping[str, Any], rtl: bool) -> tuple[list[Tree], Box]:
    """Draw the bar of the scale in the corner of a map, with the sign for north; and say what it covers of the map."""
    x, y, wide, high = box
    style, long = Style("print-scale-text", 10.5).spoken(rtl), drawn["long"]
    before = 16 if drawn["sign"] else 0
    room = before + long + 6 + width(drawn["words"], 400) * style.size
    left = wide - room - 12 if rtl else 12.0
    start = x + left + before
    bar = f"M{start:.1f} {y + high - 17:.1f}v5h{long:g}v-5"
    sign: list[Tree] = [_at(drawn["sign"], x + left, y + high - 31)] if before else []
    line = text_at(drawn["words"], start + long + 6, y + high - 11, style, rtl, "start")
    trees: list[Tree] = [["path", {"class": f"print-scale-{part}", "d": bar}, []] for part in ("halo", "line")]
    return [*sign, *trees, line], (left - 4, high - 34 if before else high - 26, room + 8, 30 if before else 22)


def locator(box: Box, drawn: Mapping[str, Any], rtl: bool) -> tuple[Tree, Box]:
    """Put the small globe into the upper corner of a map that its script has chosen; and say what it covers."""
    at_right = rtl != drawn["end"]
    left = box[2] - 112 if at_right else 12.0
    return _at(drawn["tree"], box[0] + left, box[1] + 12), (left, 12, 100, 100)


def _at(tree: Tree, x: float, y: float) -> Tree:
    return ["g", {"transform": f"translate({x:g} {y:g})"}, [tree]]


def _stacked(words: Mapping[str, Any], wide: float, high: float) -> Layout:
    pad, rtl = _padding(wide), words["language"] == "ar"
    head = Column(pad, wide - 2 * pad, pad - 4, rtl)
    _head(head, words, _title_size(wide, high), 3)
    foot = Column(pad, wide - 2 * pad, 0, rtl)
    foot.key(_in_order(words["legend"]), KEY.spoken(rtl), _MOST_KEY * high)
    foot.end += 4
    _credits(foot, words)
    top, below = round(head.end + 8), round(high - foot.end - pad + 2)
    moved: Tree = ["g", {"transform": f"translate(0 {below})"}, foot.trees]
    return Layout((0, top, wide, max(1, below - 6 - top)), (*head.trees, moved))


def _beside(words: Mapping[str, Any], wide: float, high: float) -> Layout:
    """Set the words in a column at the end of the reading direction, as the page has its list."""
    pad, rtl = _padding(wide), words["language"] == "ar"
    room = round(min(380, max(230, wide * 0.3)))
    column = Column(pad if rtl else wide - room + pad, room - 2 * pad, pad - 6, rtl)
    foot = Column(column.x, column.wide, 0, rtl)
    _credits(foot, words)
    _head(column, words, min(22, _title_size(wide, high)), 5)
    column.end += 6
    column.key(_in_order(words["legend"]), KEY.spoken(rtl), high - foot.end - 2 * pad - column.end)
    moved: Tree = ["g", {"transform": f"translate(0 {high - foot.end - pad:g})"}, foot.trees]
    return Layout((room if rtl else 0, 0, wide - room, high), (*column.trees, moved))


def _in_order(entries: Sequence[tuple[Tree, str]]) -> list[tuple[Tree, str]]:
    """Put the signs of places last: they stand beside their names, and a small key can do without them."""
    return sorted(entries, key=lambda entry: bool(_PLAIN & _classes(entry[0])))


def _classes(tree: Tree) -> frozenset[str]:
    if isinstance(tree, str):
        return frozenset()
    return frozenset(tree[1].get("class", "").split()).union(*map(_classes, tree[2]))


def _head(column: Column, words: Mapping[str, Any], size: float, lines: int) -> None:
    """Set headline and byline: the headline as large as `size` at most, and as its lines have room."""
    arabic = words["titleLanguage"] == "ar"
    tried = [Style("print-headline", one, 700, 1.15).spoken(arabic) for one in _TITLES if one <= size]
    fits = [one for one in tried if len(wrapped(words["title"], 700, one.size, column.wide)) <= lines]
    own = Column(column.x, column.wide, column.end, arabic)
    own.write(words["title"], (fits or tried[-1:])[0], lines)
    column.trees += own.trees
    column.end = own.end + 4
    column.write(words["byline"], BYLINE.spoken(column.rtl))


def _credits(column: Column, words: Mapping[str, Any]) -> None:
    style = CREDIT.spoken(column.rtl)
    column.write(" ".join([words["honesty"], words["ground"], *words["credits"], words["made"]]), style)


def _padding(wide: float) -> float:
    return 20 if wide >= 900 else 14 if wide >= 500 else 10


def _title_size(wide: float, high: float) -> float:
    return 26 if wide >= 900 and high >= 500 else 20 if wide >= 500 else 16


def _scale(box: Box, view: Sequence[float]) -> float:
    """Say how large a map of this box shows the view."""
    west, south, east, north = view
    tall = _mercator(north) - _mercator(south)
    return min(max(1.0, box[2] - 40) / (east - west), max(1.0, box[3] - 40) / tall)


def _mercator(latitude: float) -> float:
    return math.degrees(math.asinh(math.tan(math.radians(latitude))))
