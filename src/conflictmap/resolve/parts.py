"""The north, south, east, west or middle of a country or a first-level unit, cut from outlines."""

from __future__ import annotations

import json
import math
from functools import lru_cache
from typing import TYPE_CHECKING

from conflictmap.gazetteer import Gazetteer
from conflictmap.geo import LonLat
from conflictmap.model import Place, PlaceId

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_BYTES = 2000  # the report's bound for an outline
_TOWNS = 300  # largest towns that say where people live
_MIDDLE = 0.5  # share of the extent that is "the middle"

Part = tuple[dict[str, object], LonLat, float]
"""The outline as GeoJSON, a point of it (degrees), the radius that covers most of it (km)."""


@lru_cache(maxsize=512)
def country_part(country: str, bearing: float | None, gazetteer: Gazetteer) -> Part | None:
    """Give the part of a country that lies in a direction from the middle of its extent, None without outlines.

    North, east, south and west are halves, north-east and the like are quarters. Its point is the mean of the towns
    in it, weighted by their inhabitants: reports of "the south" mean where people live.

    Args:
        country: ISO 3166-1 alpha-2.
        bearing: degrees from north; None for the middle.
    """
    from shapely import union_all
    from shapely.geometry import shape

    outlines = [shape(unit.area).buffer(0.02) for unit in gazetteer.units(country) if unit.area]
    if not outlines:
        return None
    return _cut(union_all(outlines), bearing, gazetteer)


@lru_cache(maxsize=512)
def _unit_part(place_id: PlaceId, bearing: float | None, gazetteer: Gazetteer) -> Part | None:
    from shapely.geometry import shape

    area = gazetteer.place(place_id).area
    return _cut(shape(area), bearing, gazetteer) if area else None


def unit_part(unit: Place, bearing: float | None, gazetteer: Gazetteer) -> Part | None:
    """Give the part of a first-level unit that lies in a direction from the middle of its extent, as of a country."""
    return _unit_part(unit.id, bearing, gazetteer) if unit.area else None


def _cut(whole: BaseGeometry, bearing: float | None, gazetteer: Gazetteer) -> Part | None:
    part = whole.intersection(_side(whole.bounds, bearing))
    if not part.area:
        return None
    plain = _small(max(getattr(part, "geoms", [part]), key=lambda piece: piece.area))
    lon, lat = _middle(plain, gazetteer)
    radius = 111 * math.sqrt(plain.area * math.cos(math.radians(lat)) / math.pi)
    return dict(json.loads(to_text(plain))), (round(lon, 2), round(lat, 2)), max(1, round(radius))


def to_text(geometry: BaseGeometry) -> str:
    """Give a geometry as GeoJSON."""
    from shapely import to_geojson

    return str(to_geojson(geometry))


def _side(bounds: tuple[float, float, float, float], bearing: float | None) -> BaseGeometry:
    """Give the half-plane, the quarter or the middle of a box that a direction names, in degrees as on the map."""
    from shapely import box
    from shapely.affinity import rotate, scale

    west, south, east, north = bounds
    if bearing is None:
        return scale(box(west, south, east, north), _MIDDLE, _MIDDLE)
    x, y = (west + east) / 2, (south + north) / 2
    reach = 2 * math.hypot(east - west, north - south)
    if bearing % 90 == 0:
        return rotate(box(x - reach, y, x + reach, y + reach), -bearing, origin=(x, y))
    return rotate(box(x, y, x + reach, y + reach), 45 - bearing, origin=(x, y))


def _small(piece: BaseGeometry) -> BaseGeometry:
    """Simplify a polygon until it fits the report's bound: without holes, coarser and coarser, its hull at worst."""
    from shapely import Polygon, set_precision

    outline = Polygon(piece.exterior) if isinstance(piece, Polygon) else piece
    west, south, east, north = outline.bounds
    tolerance = 0.05
    while tolerance < max(east - west, north - south) / 4:
        plain = set_precision(outline.simplify(tolerance), 0.01)
        if plain.geom_type == "Polygon" and not plain.is_empty and len(to_text(plain)) <= _BYTES:
            return plain
        tolerance *= 1.5
    hull = outline.convex_hull.simplify(tolerance / 4)
    rounded = set_precision(hull, 0.01)
    return hull if rounded.is_empty or rounded.geom_type != "Polygon" else rounded


def _middle(outline: BaseGeometry, gazetteer: Gazetteer) -> LonLat:
    from shapely import contains_xy

    towns = gazetteer.towns_within(outline.bounds, _TOWNS)
    inside = [(town.lonlat, town.population) for town in towns if town.lonlat and contains_xy(outline, *town.lonlat)]
    people = sum(count for _, count in inside)
    if people:
        lon = sum(lonlat[0] * count for lonlat, count in inside) / people
        lat = sum(lonlat[1] * count for lonlat, count in inside) / people
        if contains_xy(outline, lon, lat):
            return lon, lat
    point = outline.representative_point()
    return point.x, point.y
