"""The kit to embed a map: the page, what to paste, pictures, data, and the map in words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from conflictmap.codec import dumps
from conflictmap.embed import alternative, guide
from conflictmap.embed.head import CARD, Head, base_address, oembed, with_head
from conflictmap.embed.snippet import PICTURE, Frame, element, snippet
from conflictmap.embed.story import Story, story
from conflictmap.errors import ConflictMapError
from conflictmap.export import write_whole
from conflictmap.export.geojson import Feature, collection, event_feature, leg_features
from conflictmap.export.table import table
from conflictmap.render.island import read_page

__all__ = ["Kit", "write_kit"]

DATA = ("events.geojson", "movements.geojson", "events.csv", "movements.csv")
PICTURES = ("map.svg", "map.png", "card.png", "map.pdf")
_OPTIONAL = (*DATA, *PICTURES, "oembed.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """What was written, and `notes`: what was left out and why, and what is left of an earlier kit."""

    files: tuple[Path, ...]
    notes: tuple[str, ...]


def write_kit(page: str, folder: Path, *, base_url: str | None = None, data: bool = True) -> Kit:
    """Write everything that a newsroom needs to embed a page into a folder, which is made if missing.

    Each file is written beside its place and moved there whole. The same page gives the same bytes, but for map.pdf.

    Args:
        page: the text of a page that `render` made. Of its data nothing is told that the page does not show.
        folder: where the files go; older ones of these names are replaced.
        base_url: the http or https address that the folder will have. Without it there is no oembed.json, social
            networks show no picture, and the snippet has names of files in place of addresses.
        data: write the GeoJSON and CSV files, and let readers save them from the page.

    Raises:
        InputError: where the text is not one of our pages or has no records, the address is not one of a folder, or a
            file cannot be written.
    """
    base = base_address(base_url) if base_url is not None else None
    values = read_page(page)
    told = story(values)
    pictures, notes = _pictures(values)
    identity = f"conflictmap-{hashlib.sha256(dumps(values).encode()).hexdigest()[:10]}"
    alt = alternative.short(told, told.language)
    head = Head(identity=identity, title=told.title, language=told.language, alt=alt, base=base,
                card="card.png" in pictures, downloads=data)  # fmt: skip
    frame = Frame(
        identity=identity, address=f"{base or ''}map.html", language=told.language, title=told.title, alt=alt,
        picture=f"{base or ''}map.png" if "map.png" in pictures else None, downloads=data,
    )  # fmt: skip
    local = replace(frame, address="map.html", picture="map.png" if frame.picture else None)
    files: dict[str, bytes] = {
        "map.html": with_head(page, head).encode(),
        "embed.html": snippet(frame).encode(),
        **({"oembed.json": f"{dumps(oembed(head, element(frame)))}\n".encode()} if base else {}),
        **pictures,
        "alt.ar.txt": _told(told, "ar"),
        "alt.en.txt": _told(told, "en"),
        **(_data(told) if data else {}),
        "attribution.txt": guide.attribution(told, bool(pictures)).encode(),
    }
    names = [*files, "README.txt"]
    files["README.txt"] = guide.readme(told, [*names, "index.html"], base is not None).encode()
    texts = {language: alternative.long(told, language) for language in ("en", "ar")}
    files["index.html"] = guide.index(frame, local, texts, names).encode()
    written = tuple(write_whole(folder / name, [content]) for name, content in files.items())
    return Kit(files=written, notes=(*notes, *_stale(folder, files)))


def _told(told: Story, language: str) -> bytes:
    return f"{alternative.short(told, language)}\n\n{alternative.long(told, language)}\n".encode()


def _data(told: Story) -> dict[str, bytes]:
    credit = "; ".join(dict.fromkeys(layer.attribution for layer in told.layers if layer.attribution))
    layers: dict[str, list[Feature]] = {
        "events": [event_feature(event, one) for one in told.known for event in one.report.events],
        "movements": [leg for one in told.known for move in one.report.movements for leg in leg_features(move, one)],
    }
    shapes = {f"{name}.geojson": b"".join(collection(features, credit)) for name, features in layers.items()}
    return {**shapes, **{f"{name}.csv": b"".join(table(features)) for name, features in layers.items() if features}}


def _pictures(values: Mapping[str, object]) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Draw the pictures, as far as what they need is installed; the kit is whole without them."""
    pictures: dict[str, bytes] = {}
    try:
        for name, content in _drawn(values):
            pictures[name] = content
    except (ImportError, ConflictMapError) as error:
        missing = ", ".join(name for name in PICTURES if name not in pictures)
        return pictures, (f"no {missing}: {error}",)
    return pictures, ()


def _drawn(values: Mapping[str, object]) -> Iterator[tuple[str, bytes]]:
    from conflictmap.render import picture

    text = picture.svg(values, width=PICTURE[0], height=PICTURE[1])
    yield "map.svg", text.encode()
    yield "map.png", picture.png(text, scale=2.0)
    yield "card.png", picture.png(picture.svg(values, width=CARD[0], height=CARD[1], magnify=1.4))
    yield "map.pdf", picture.pdf(text)


def _stale(folder: Path, files: Iterable[str]) -> Iterator[str]:
    """Name what an earlier kit left in the folder and this one does not have."""
    for name in _OPTIONAL:
        if name not in files and (folder / name).exists():
            yield f"{folder / name}: is from an earlier kit and not part of this one; remove it"
