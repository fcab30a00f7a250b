"""The names that stand on the ground by themselves: countries, first-level units, lakes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from conflictmap.gazetteer import tables
from conflictmap.render.extent import Box, turned
from conflictmap.render.natural_earth import Land, Shapes, source

_MOST_UNITS = 90


def country_names(land: Land, view: Box, countries: frozenset[str], contested: Land) -> Iterator[dict[str, object]]:
    """Name the countries of the story, and those that take up some of the view, inside their visible part.

    Land that is contested counts for the country of its code, whoever holds it in Natural Earth.
    """
    frame, rows = shapely.box(*view), _country_rows()
    for key, shapes in land:
        own = [shape for owner, parts in contested if owner == key for shape in parts]
        foreign = [shape for owner, parts in contested if owner != key for shape in parts]
        seen = _without(shapely.clip_by_rect(np.array([*shapes, *own], dtype=object), *view), foreign)
        if key in rows and shapely.area(seen).sum() > (0 if key in countries else 0.004 * frame.area):
            parts = shapely.get_parts(seen)
            at = parts[shapely.area(parts).argmax()].representative_point()
            arabic, english = rows[key]
            yield {"country": key, "name": {"ar": arabic, "en": english}, "lon": round(at.x, 3), "lat": round(at.y, 3)}


def _without(seen: Shapes, foreign: Sequence[BaseGeometry]) -> Shapes:
    """Take away the land of others, only where there is some: it is slow."""
    kept = seen.copy()
    for land in foreign:
        met = shapely.intersects(shapely.envelope(kept), shapely.envelope(land))
        kept[met] = shapely.difference(shapely.make_valid(kept[met]), land)
    return kept


@lru_cache(maxsize=1)
def _country_rows() -> dict[str, tuple[str, str]]:
    return {row["iso2"]: (row["name_ar"], row["name_en"]) for _, row in tables.rows("countries.tsv")}


@lru_cache(maxsize=1)
def _unit_rows() -> tuple[tuple[str, str, str, float, float, int], ...]:
    """Give the first-level units of the gazetteer: id, Arabic and English name, lon, lat, radius in km."""
    return tuple(
        (row["id"], row["name_ar"], row["name_en"], float(row["lon"]), float(row["lat"]), int(row["radius_km"]))
        for _, row in tables.rows("admin1.tsv")
    )


def unit_names(frame: Box) -> Iterator[list[object]]:
    """Name the first-level units in a frame, largest first: [id, Arabic, English, lon, lat, radius in km]."""
    west, south, east, north = frame
    found = [(-km, key, arabic, english, x, lat) for key, arabic, english, lon, lat, km in _unit_rows()
             if south < lat < north and west < (x := turned(lon, frame)) < east]  # fmt: skip
    for km, key, arabic, english, lon, lat in sorted(found)[:_MOST_UNITS]:
        yield [key, arabic, english, round(lon, 3), lat, -km]


def water_names(frame: Box, span: float) -> Iterator[list[object]]:
    """Name the lakes that are large in a view so wide: [Arabic, English, lon, lat of the middle, width in degrees]."""
    west, south, east, north = frame
    world = source()
    for (arabic, english), (left, low, right, high) in zip(world.lake_names, world.lakes.boxes.tolist(), strict=True):
        x, y, wide = turned((left + right) / 2, frame), (low + high) / 2, right - left
        if arabic and english and wide > span / 60 and west < x < east and south < y < north:
            yield [arabic, english, round(x, 3), round(y, 3), round(wide, 2)]
