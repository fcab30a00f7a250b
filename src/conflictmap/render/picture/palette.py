"""The colours of a picture: those of the page, light or dark, or greys that still part the groups."""

from __future__ import annotations

import re
from collections.abc import Collection

from conflictmap.render.picture.colour import grey, grey_at, luminance
from conflictmap.render.picture.style import Element, Sheet, resolved

_DARKEST, _LIGHTEST = 0.03, 0.26
"""Luminance of the darkest and the lightest group on light ground: the lightest keeps 3:1 to it."""
_DIM, _BRIGHT = 0.2, 0.9
"""The same on dark ground."""


def greys(sheet: Sheet, tints: Collection[str], dark: bool) -> dict[str, str]:
    """Give the tokens without colour: those of groups spread by lightness in the order of their own, others as bright.

    `tints` are the classes of groups that the picture shows (`tint-civ`); the fewer, the further apart they stand.
    """
    tokens = {name: grey(value) if value.startswith("#") else value for name, value in sheet.tokens.items()}
    groups = sorted((luminance(resolved(f"var({name})", sheet.tokens)), name) for name in _names(sheet, tints))
    low, high = (_DIM, _BRIGHT) if dark else (_DARKEST, _LIGHTEST)
    for number, (_, name) in enumerate(groups):
        share = number / max(1, len(groups) - 1)
        # Even steps of lightness (the cube root of luminance), not of luminance.
        tokens[name] = grey_at(((low ** (1 / 3)) * (1 - share) + (high ** (1 / 3)) * share) ** 3)
    return tokens


def _names(sheet: Sheet, tints: Collection[str]) -> set[str]:
    """Give the tokens behind the classes of groups: `.tint-civ { --tint: var(--civ) }`."""
    wanted = {rule.declarations["--tint"] for rule in sheet.rules if "--tint" in rule.declarations
              and any(rule.matches([Element("g", {"class": tint})]) for tint in tints)}  # fmt: skip
    return {match[1] for value in wanted if (match := re.fullmatch(r"var\((--[\w-]+)\)", value))}
