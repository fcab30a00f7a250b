"""Write the two fonts of pictures: Noto Sans, Noto Sans Arabic and a few signs of two more, joined in one family.

One family, so that no program has to look for a second font in the middle of a label::

    npm install @expo-google-fonts/noto-sans@0.4.2 @expo-google-fonts/noto-sans-arabic@0.4.3 \
        @expo-google-fonts/noto-sans-math@0.4.2 @expo-google-fonts/noto-sans-symbols-2@0.4.1
    pip install fonttools
    python data/fonts/make_fonts.py node_modules

src/conflictmap/render/picture/fonts/VENDORED.md gives sources, licence and SHA-256. The same input and the same version
of fontTools give the same bytes.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.merge import Merger
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parents[2] / "src/conflictmap/render/picture/fonts"
FAMILY = "Conflictmap Sans"
WEIGHTS = {"regular": "400Regular", "bold": "700Bold"}

LATIN_GREEK_CYRILLIC = (
    *range(0x20, 0x7F), *range(0xA0, 0x250), 0x259, *range(0x2B0, 0x530), *range(0x1E00, 0x1F00),
    *range(0x2000, 0x206F), *range(0x2070, 0x20D0), 0x2113, 0x2116, 0x2122,
)  # fmt: skip
ARABIC = (*range(0x600, 0x700), *range(0x750, 0x780), *range(0x8A0, 0x900), *range(0xFB50, 0xFE00),
          *range(0xFE70, 0xFF00), 0x25CC)  # fmt: skip
SIGNS = (*range(0x2190, 0x2196), 0x2212, 0x2248, 0x2260, 0x2264, 0x2265)
SHAPES = (0x25A0, 0x25B2, 0x25CF)
# What shapes words and places marks; no small capitals, no swashes.
FEATURES = [
    "calt",
    "ccmp",
    "curs",
    "fina",
    "init",
    "isol",
    "kern",
    "liga",
    "locl",
    "mark",
    "medi",
    "mkmk",
    "rclt",
    "rlig",
]
BLOCK = 0x2588  # masks names of private persons; none of the four fonts has it


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packages", type=Path, help="the node_modules folder")
    packages = parser.parse_args().packages / "@expo-google-fonts"
    for name, weight in WEIGHTS.items():
        parts = (
            (packages / f"noto-sans/{weight}/NotoSans_{weight}.ttf", LATIN_GREEK_CYRILLIC),
            (packages / f"noto-sans-arabic/{weight}/NotoSansArabic_{weight}.ttf", ARABIC),
            (packages / "noto-sans-math/400Regular/NotoSansMath_400Regular.ttf", SIGNS),
            (packages / "noto-sans-symbols-2/400Regular/NotoSansSymbols2_400Regular.ttf", SHAPES),
        )
        font = joined(parts)
        add_block(font)
        rename(font, name.title())
        font.save(FONTS / f"{name}.ttf")


def joined(parts: Iterable[tuple[Path, Iterable[int]]]) -> TTFont:
    """Cut each font to its characters and put them together; the first font gives the metrics."""
    with tempfile.TemporaryDirectory() as folder:
        cut = [str(Path(folder) / f"{number}.ttf") for number, _ in enumerate(parts)]
        for (path, characters), target in zip(parts, cut, strict=True):
            part(path, characters).save(target)
        return Merger().merge(cut)


def part(path: Path, characters: Iterable[int]) -> TTFont:
    """Keep some characters of a font, with what shapes and places them; no hints for screens."""
    font = TTFont(path, recalcTimestamp=False)
    options = subset.Options(hinting=False, layout_features=FEATURES, notdef_outline=True)
    options.drop_tables += ["STAT", "gasp", "prep", "vhea", "vmtx", "MATH", "BASE"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[character for character in characters if character in font.getBestCmap()])
    subsetter.subset(font)
    return font


def add_block(font: TTFont) -> None:
    pen, name = TTGlyphPen(None), "block"
    pen.moveTo((0, -120))
    for point in ((0, 760), (560, 760), (560, -120)):
        pen.lineTo(point)
    pen.closePath()
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"][name] = pen.glyph()
    font["hmtx"][name] = (560, 0)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[BLOCK] = name


def rename(font: TTFont, style: str) -> None:
    """Give it a name of its own: no Noto on the reader's machine may take its place."""
    names = {1: FAMILY, 2: style, 3: f"{FAMILY} {style}", 4: f"{FAMILY} {style}", 6: f"ConflictmapSans-{style}",
             10: "Made from Noto Sans, Noto Sans Arabic, Noto Sans Math and Noto Sans Symbols 2.",
             13: "SIL Open Font License, Version 1.1", 14: "https://openfontlicense.org"}  # fmt: skip
    table = font["name"]
    for record in [record for record in table.names if record.nameID in (*names, 16, 17, 25)]:
        table.names.remove(record)
    for number, text in names.items():
        table.setName(text, number, 3, 1, 0x409)
    font.recalcTimestamp = False
    font["head"].created = font["head"].modified = 0  # seconds since 1904: no clock in the bytes


if __name__ == "__main__":
    main()
