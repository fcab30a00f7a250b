"""How large a picture is, on screen and on paper."""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass
from typing import Literal, Self

from conflictmap.errors import InputError

_UNIT_MM = 0.65 * 25.4 / 72
"""On paper a pixel of the page is 0.65 points: labels of 11 to 13 pixels are of 7 to 8.5 points."""
_LEAST_MM, _MOST_MM = 20, 2000
_LEAST_PX, _MOST_PX = 100, 10_000
_MOST_PIXELS = 100_000_000
_INCH_MM = 25.4
_SCREEN_DPI = 96


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height in pixels or millimetres, within bounds.

    Raises:
        InputError: if it is out of bounds, saying which.
    """

    width: float
    height: float
    unit: Literal["px", "mm"] = "px"
    magnify: float = 1.0

    def __post_init__(self) -> None:
        if not 0.5 <= self.magnify <= 4:
            raise InputError(f"type can be magnified by 0.5 to 4, not by {self.magnify:g}")
        least, most = (_LEAST_MM, _MOST_MM) if self.unit == "mm" else (_LEAST_PX, _MOST_PX)
        if self.unit not in ("px", "mm"):
            raise InputError(f"a picture is measured in 'px' or 'mm', not {self.unit!r}")
        if not (least <= self.width <= most and least <= self.height <= most):
            raise InputError(
                f"a picture of {self.width:g} x {self.height:g} {self.unit} cannot be drawn: "
                f"each side from {least} to {most} {self.unit}"
            )

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "1200x630" or "180x120mm".

        >>> Size.parse("180x120mm")
        Size(width=180.0, height=120.0, unit='mm', magnify=1.0)
        """
        match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*[x×]\s*(\d+(?:\.\d+)?)\s*(px|mm)?", text.strip())
        if not match:
            raise InputError(f"a size is like 1200x630 (pixels) or 180x120mm, not {text!r}")
        return cls(float(match[1]), float(match[2]), "mm" if match[3] == "mm" else "px")

    @classmethod
    def of(cls, svg_text: str) -> Self:
        """Read the size of a picture back from its first element."""
        match = re.match(r'<svg [^>]*?width="([\d.]+)(mm)?" height="([\d.]+)(?:mm)?"', svg_text)
        if not match:
            raise InputError("this is not a picture that conflictmap has drawn: no <svg> with its size at the start")
        return cls(float(match[1]), float(match[3]), "mm" if match[2] else "px")

    @property
    def suffix(self) -> str:
        """What SVG writes behind a length."""
        return "mm" if self.unit == "mm" else ""

    @property
    def units(self) -> tuple[float, float]:
        """Width and height in the picture's own units, which are pixels of the page."""
        unit = (_UNIT_MM if self.unit == "mm" else 1) * self.magnify
        return round(self.width / unit, 1), round(self.height / unit, 1)

    def pixels(self, scale: float) -> tuple[int, int]:
        """Give width and height of an image; on paper `scale` 1 is 96 to the inch.

        Raises:
            InputError: if there are more than 100 million.
        """
        inch = _SCREEN_DPI / _INCH_MM if self.unit == "mm" else 1
        wide, high = (max(1, round(side * inch * scale)) for side in (self.width, self.height))
        if not scale > 0 or wide * high > _MOST_PIXELS:
            raise InputError(
                f"an image of {wide} x {high} pixels is too large: at most {_MOST_PIXELS // 10**6} million"
            )
        return wide, high

    @property
    def points(self) -> tuple[float, float]:
        """Give width and height on paper, in points of 1/72 inch; a pixel is 0.75 of them."""
        points = 72 / _INCH_MM if self.unit == "mm" else 72 / _SCREEN_DPI
        return round(self.width * points, 3), round(self.height * points, 3)

    def stamped(self, image: bytes, scale: float) -> bytes:
        """Write into a PNG how many pixels there are to the metre, so that it is placed in its size on paper."""
        if self.unit == "px":
            return image
        metre = round(_SCREEN_DPI * scale / _INCH_MM * 1000)
        body = b"pHYs" + struct.pack(">IIB", metre, metre, 1)
        chunk = struct.pack(">I", 9) + body + struct.pack(">I", zlib.crc32(body))
        return image[:33] + chunk + image[33:]  # behind the signature (8 bytes) and IHDR (25)


def resized(svg_text: str, wide: float, high: float) -> str:
    """Give a picture another size, in lengths without a unit, for programs that read those as pixels or points."""
    size = f'width="{wide:.10g}" height="{high:.10g}" preserveAspectRatio="none"'
    return re.sub(r'width="[^"]*" height="[^"]*"', size, svg_text, count=1)
