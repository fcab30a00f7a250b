"""The options of pictures, for the command that writes a page or, by the name of its file, a picture."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Literal

import click

KINDS = (".svg", ".png", ".pdf")
_USUAL = "1200x630"
_PRINT_DPI = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What was asked for; None stands for an option that was not given."""

    size: str | None = None
    dpi: int | None = None
    theme: Literal["light", "dark"] | None = None
    magnify: float | None = None
    grey: bool = False
    map_only: bool = False

    def kind(self, output: str) -> str | None:
        """Give the suffix of a file that is to be a picture, None for a page.

        Raises:
            UsageError: if options of pictures are given for what is none, or `--dpi` for what has no dots or inches.
            InputError: if the size is none.
        """
        from conflictmap.render.picture import Size

        suffix = PurePath(output).suffix.lower()
        if suffix not in KINDS:
            if self != Picture():
                raise click.UsageError("--size, --dpi, --theme, --magnify, --grey and --map-only are for pictures: "
                                       "give a FILE that ends in .svg, .png or .pdf")  # fmt: skip
            return None
        size = Size.parse(self.size or _USUAL)
        if self.dpi and (suffix != ".png" or size.unit != "mm"):
            raise click.UsageError("--dpi is for a .png with a --size in millimetres")
        size.pixels(self._scale(size.unit) if suffix == ".png" else 1)
        return suffix

    def drawn(self, data: Mapping[str, Any], kind: str) -> bytes:
        """Draw the data of a page as the kind of picture."""
        from conflictmap.render.picture import Size, pdf, png, svg

        size = Size.parse(self.size or _USUAL)
        text = svg(
            data, width=size.width, height=size.height, unit=size.unit, magnify=self.magnify or 1.0,
            theme=self.theme or "light", grey=self.grey, frame=not self.map_only,
        )  # fmt: skip
        if kind == ".svg":
            return text.encode("utf-8")
        return png(text, scale=self._scale(size.unit)) if kind == ".png" else pdf(text)

    def _scale(self, unit: str) -> float:
        return (self.dpi or _PRINT_DPI) / 96 if unit == "mm" else 1.0


def picture_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options, and hand them to the command as one argument `picture`."""

    @functools.wraps(command)
    def gathered(
        size: str | None, dpi: int | None, theme: Literal["light", "dark"] | None, magnify: float | None, grey: bool,
        map_only: bool, **others: object,
    ) -> None:  # fmt: skip
        picture = Picture(size=size, dpi=dpi, theme=theme, magnify=magnify, grey=grey, map_only=map_only)
        command(picture=picture, **others)

    options = (
        click.option("--size", metavar="WxH", help=f"Of a picture: pixels, or 180x120mm; {_USUAL} if not given."),
        click.option("--dpi", type=click.IntRange(36, 1200), metavar="N",
                     help=f"Dots to the inch of a .png in millimetres; {_PRINT_DPI} if not given."),
        click.option("--theme", type=click.Choice(["light", "dark"]), help="Of a picture; light if not given."),
        click.option("--magnify", type=click.FloatRange(0.5, 4), metavar="N",
                     help="How much larger type, signs and lines of a picture are than usual."),
        click.option("--grey", is_flag=True, help="Draw a picture without colour."),
        click.option("--map-only", is_flag=True, help="Draw a picture without headline, sources, key and scale."),
    )  # fmt: skip
    for option in reversed(options):
        gathered = option(gathered)
    return gathered
