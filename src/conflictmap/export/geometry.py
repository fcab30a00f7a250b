"""GeoJSON geometries as RFC 7946 wants them: five decimals, rings right-handed, lines cut at the antimeridian."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import cast

from conflictmap.geo import LonLat
from conflictmap.model import Geometry

DECIMALS = 5  # about a metre: no gazetteer knows a place better
Position = list[float]
Ring = list[Position]


def rounded(degrees: float) -> float:
    """Round a coordinate to five decimals, without a negative zero.

    >>> rounded(40.970654321), rounded(-0.000001)
    (40.97065, 0.0)
    """
    return round(degrees, DECIMALS) + 0.0


def point(lonlat: LonLat) -> Geometry:
    """Give a Point."""
    return {"type": "Point", "coordinates": _position(lonlat)}


def line(start: LonLat, end: LonLat) -> Geometry:
    """Give the straight line between two places, the short way round the globe.

    A line over the antimeridian becomes a MultiLineString of two parts that end there (RFC 7946, 3.1.9). The
    latitude of the cut is that of the straight line in degrees, as the rest of the line is.

    >>> line((178.0, -18.0), (-172.0, -14.0))["coordinates"]
    [[[178.0, -18.0], [180.0, -17.2]], [[-180.0, -17.2], [-172.0, -14.0]]]
    """
    start, end = _same_side(start, end), _same_side(end, start)
    if abs(end[0] - start[0]) <= 180:
        return {"type": "LineString", "coordinates": [_position(start), _position(end)]}
    edge = 180.0 if start[0] > 0 else -180.0
    unwrapped = end[0] + 2 * edge
    latitude = start[1] + (end[1] - start[1]) * (edge - start[0]) / (unwrapped - start[0])
    parts = [[_position(start), _position((edge, latitude))], [_position((-edge, latitude)), _position(end)]]
    return {"type": "MultiLineString", "coordinates": parts}


def area(geometry: Geometry) -> Geometry | None:
    """Give an outline with closed rings, the outer one anticlockwise and holes clockwise; None if it is no outline."""
    coordinates = geometry.get("coordinates")
    if not coordinates:
        return None
    if geometry.get("type") == "Polygon":
        return {"type": "Polygon", "coordinates": _polygon(cast("Sequence[Sequence[LonLat]]", coordinates))}
    if geometry.get("type") == "MultiPolygon":
        parts = cast("Sequence[Sequence[Sequence[LonLat]]]", coordinates)
        return {"type": "MultiPolygon", "coordinates": [_polygon(part) for part in parts]}
    return None


def bbox(geometries: Sequence[Geometry]) -> list[float] | None:
    """Give west, south, east, north of some geometries; None where there is none.

    West is greater than east where the box over the antimeridian is the narrower one and less than half the globe
    (RFC 7946, 5.2), so that Fiji does not get a box around the world.
    """
    parts = [part for geometry in geometries for part in _parts(geometry)]
    if not parts:
        return None
    latitudes = [position[1] for part in parts for position in part]
    spans = sorted((min(p[0] for p in part), max(p[0] for p in part)) for part in parts)
    west, east = _west_east(spans)
    return [west, min(latitudes), east, max(latitudes)]


def _position(lonlat: Sequence[float]) -> Position:
    return [rounded(lonlat[0]), rounded(lonlat[1])]


def _same_side(lonlat: LonLat, other: LonLat) -> LonLat:
    """Write a place on the antimeridian with the sign of the other one: 180 and -180 are the same meridian."""
    if abs(lonlat[0]) == 180 and other[0] != 0:
        return (180.0 if other[0] > 0 else -180.0, lonlat[1])
    return lonlat


def _polygon(rings: Sequence[Sequence[LonLat]]) -> list[Ring]:
    return [_turned(_closed(ring), anticlockwise=number == 0) for number, ring in enumerate(rings)]


def _closed(ring: Sequence[LonLat]) -> Ring:
    positions = [_position(lonlat) for lonlat in ring]
    return positions if positions[0] == positions[-1] else [*positions, positions[0]]


def _turned(ring: Ring, *, anticlockwise: bool) -> Ring:
    twice_area = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))
    return ring if (twice_area >= 0) == anticlockwise else ring[::-1]


def _parts(geometry: Geometry) -> Iterator[list[Position]]:
    """Give the runs of positions that a geometry consists of, each on one side of the antimeridian."""
    coordinates = geometry["coordinates"]
    depth = {"Point": 0, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}[str(geometry["type"])]
    if depth == 0:
        yield [cast("Position", coordinates)]
    elif depth == 1:
        yield cast("list[Position]", coordinates)
    elif depth == 2:
        yield from cast("list[list[Position]]", coordinates)
    else:
        for part in cast("list[list[list[Position]]]", coordinates):
            yield from part


def _west_east(spans: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Choose between the plain box and the one that leaves out the widest empty stretch inside it."""
    west, east = spans[0][0], max(span[1] for span in spans)
    reached, gap, around = spans[0][1], 0.0, (west, east)
    for start, end in spans[1:]:
        if start - reached > gap:
            gap, around = start - reached, (start, reached)
        reached = max(reached, end)
    width = 360 - gap
    return around if gap and width < 180 and width < east - west else (west, east)
