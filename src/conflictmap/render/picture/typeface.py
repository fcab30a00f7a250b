"""The fonts of pictures: how wide words are, what can be drawn, and the part of a font that a picture needs.

One family with Latin, Greek, Cyrillic and Arabic, in two weights; fonts/VENDORED.md says what it is made of.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from conflictmap.errors import InputError
from conflictmap.render.picture.extra import need

if TYPE_CHECKING:
    import uharfbuzz

FAMILY = "Conflictmap Sans"
STACK = f"'{FAMILY}', 'Noto Sans', 'Noto Sans Arabic', sans-serif"
"""What the picture asks for: our font, else what is nearest to it where a program does not read embedded fonts."""

_ARABIC = re.compile("([\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefc]+)")
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_INVISIBLE = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})


def folder() -> Path:
    """Give the folder of the two fonts, for programs that read them from a path."""
    return Path(str(resources.files(__package__) / "fonts"))


def legal(text: str) -> str:
    """Drop the characters that XML forbids, such as NUL and lone surrogates."""
    return _ILLEGAL.sub("", text)


def width(text: str, weight: int) -> float:
    """Say how wide a line of text is at a size of 1, shaped; weights from 600 on are bold.

    >>> round(width("mm", 400) / width("m", 400), 3)
    2.0
    """
    font = _font(weight)
    return sum(_advance(run, font) for run in _ARABIC.split(legal(text)) if run) / float(font.face.upem)


def wrapped(text: str, weight: int, size: float, room: float) -> list[str]:
    """Break text at spaces into lines that are at most `room` wide, and words that are longer within."""
    lines: list[str] = []
    for piece in (piece for word in text.split() for piece in _pieces(word, weight, room / size)):
        longer = f"{lines[-1]} {piece}" if lines else piece
        if lines and width(longer, weight) * size <= room:
            lines[-1] = longer
        else:
            lines.append(piece)
    return lines


def _pieces(word: str, weight: int, room: float) -> Iterator[str]:
    while len(word) > 1 and (wide := width(word, weight)) > room:
        most = max(1, int(len(word) * room / wide))
        while most > 1 and width(word[:most], weight) > room:
            most -= 1
        yield word[:most]
        word = word[most:]
    yield word


def check(texts: Iterable[str]) -> None:
    """Refuse text that the fonts cannot draw: a blank label would be a lie.

    Raises:
        InputError: naming the first character that has no glyph, and the text that it stands in.
    """
    known = _known()
    for text in texts:
        for character in text:
            if ord(character) not in known and unicodedata.category(character) not in _INVISIBLE:
                name = unicodedata.name(character, "no name")
                raise InputError(
                    f"the fonts of pictures have no {character!r} (U+{ord(character):04X}, {name}), in {text!r}: they "
                    "have Latin, Greek, Cyrillic and Arabic letters; give another title or name, or print the page"
                )


def embedded(used: Mapping[int, str]) -> str:
    """Give @font-face rules with the glyphs for the characters that each weight uses, so that they show everywhere."""
    rules = []
    for weight, characters in sorted(used.items()):
        data = base64.b64encode(_subset(weight, characters)).decode()
        rules.append(f"@font-face{{font-family:'{FAMILY}';font-weight:{weight};src:url(data:font/ttf;base64,{data})}}")
    return "".join(rules)


def _subset(weight: int, characters: str) -> bytes:
    harfbuzz = need("uharfbuzz")
    wanted = harfbuzz.SubsetInput()
    wanted.unicode_set.update(map(ord, characters))
    wanted.flags = harfbuzz.SubsetFlags.NO_HINTING
    return bytes(harfbuzz.subset(_font(weight).face, wanted).blob.data)


def _advance(run: str, font: uharfbuzz.Font) -> float:
    harfbuzz = need("uharfbuzz")
    buffer = harfbuzz.Buffer()
    buffer.add_str(run)
    buffer.guess_segment_properties()
    harfbuzz.shape(font, buffer)
    return float(sum(position.x_advance for position in buffer.glyph_positions))


def _font(weight: int) -> uharfbuzz.Font:
    return _loaded("bold" if weight >= 600 else "regular")


@cache
def _loaded(name: str) -> uharfbuzz.Font:
    harfbuzz = need("uharfbuzz")
    return harfbuzz.Font(harfbuzz.Face(harfbuzz.Blob((folder() / f"{name}.ttf").read_bytes())))


@cache
def _known() -> frozenset[int]:
    return frozenset(_font(400).face.unicodes)
