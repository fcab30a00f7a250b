"""Colours as `#rrggbb`: mixed, and as the greys that are as bright."""

from __future__ import annotations


def channels(colour: str) -> tuple[int, int, int]:
    """Give red, green and blue of `#rgb` or `#rrggbb`."""
    digits = colour.removeprefix("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def mixed(one: str, share: float, other: str) -> str:
    """Mix two colours as `color-mix(in srgb, one share, other)` does."""
    pairs = zip(channels(one), channels(other), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def grey(colour: str) -> str:
    """Give the grey that is as bright as a colour.

    >>> grey("#0b6fb8"), grey("#fff")
    ('#696969', '#ffffff')
    """
    return grey_at(luminance(colour))


def luminance(colour: str) -> float:
    """Give the relative luminance (0 to 1) of WCAG."""
    linear = [
        (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4) for c in (v / 255 for v in channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def grey_at(luminance: float) -> str:
    """Give the grey of a luminance."""
    value = 12.92 * luminance if luminance <= 0.0031308 else 1.055 * luminance ** (1 / 2.4) - 0.055
    return f"#{round(value * 255):02x}" + f"{round(value * 255):02x}" * 2
