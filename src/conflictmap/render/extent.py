"""Which part of the world a page opens on."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from itertools import pairwise

from conflictmap.geo import LonLat, bounds, distance_km
from conflictmap.model import Kind, Place, PlaceId

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees. A box across the date line runs on past 180, or begins before -180."""

WORLD: Box = (-180.0, -60.0, 180.0, 80.0)
_LEAST_SPAN = 0.9
_NEAR_KM = 400.0
_TURN = 360.0
_COMPARED = 40  # points whose middle is sought by comparing each with each


def view(places: Mapping[PlaceId, Place], focus: PlaceId | None, used: Collection[str]) -> Box:
    """Give the box that shows the places of records, and leaves out what lies far from all the others.

    Countries do not count (an arrow to "Iraq" must not show all of Iraq), places that are only mentioned count when
    nothing else is there. A lone place gets its surroundings.
    """
    points = [place.lonlat for key, place in sorted(places.items()) if key in used and place.kind is not Kind.COUNTRY]
    known = [point for point in points if point] or [p for _, place in sorted(places.items()) if (p := place.lonlat)]
    if not known:
        return WORLD
    centre = (places[focus].lonlat if focus and focus in places else None) or _middle(known)
    return _padded(bounds(_together(_near(known, centre))) or WORLD)


def turned(lon: float, box: Box) -> float:
    """Give a longitude as it stands on a map of a box: by whole turns as near to its middle as can be.

    >>> turned(-179.0, (178.0, -20.0, 182.0, -16.0))
    181.0
    """
    return lon + _TURN * round(((box[0] + box[2]) / 2 - lon) / _TURN)


def _middle(points: list[LonLat]) -> LonLat:
    """Give the point whose distances to the others add up to least; of many points, among some that stand for all."""
    some = sorted(points)[:: -(-len(points) // _COMPARED)]
    return min(some, key=lambda point: (sum(distance_km(point, other) for other in some), point))


def _near(points: list[LonLat], centre: LonLat) -> list[LonLat]:
    reach = [distance_km(centre, point) for point in points]
    limit = max(_NEAR_KM, 4 * sorted(reach)[len(reach) // 2])
    return [centre, *(point for point, km in zip(points, reach, strict=True) if km <= limit)]


def _together(points: list[LonLat]) -> list[LonLat]:
    """Move points by a whole turn where that brings all of them together on the shorter way round the earth."""
    lons = sorted({lon for lon, _ in points})
    # The widest gap is left out of the map; the one at the date line, if it is as wide.
    gaps = [(lons[0] + _TURN - lons[-1], lons[0]), *((after - before, after) for before, after in pairwise(lons))]
    first = max(gaps, key=lambda gap: gap[0])[1]
    return [(lon if lon >= first else lon + _TURN, lat) for lon, lat in points]


def _padded(box: Box) -> Box:
    west, south, east, north = box
    wide, high = max(_LEAST_SPAN, east - west), max(_LEAST_SPAN * 0.8, north - south)
    x, y = (west + east) / 2, (south + north) / 2
    x -= _TURN * round(x / _TURN)
    half = min(_TURN / 2, wide * 0.6)
    return (round(x - half, 3), round(max(-85.0, y - high * 0.6), 3),
            round(x + half, 3), round(min(85.0, y + high * 0.6), 3))  # fmt: skip


def surroundings(view: Box, share: float, least: float) -> Box:
    """Give what can be seen about a view on a screen that is wide or high, and a share of it more on each side."""
    west, south, east, north = view
    squeeze = max(0.2, math.cos(math.radians((south + north) / 2)))
    side = max((east - west) * squeeze, north - south)
    x, y = max(0.0, side * 1.7 / squeeze - (east - west)) / 2, max(0.0, side * 1.3 - (north - south)) / 2
    x = min(x, (_TURN - (east - west)) / 2)
    return grown((west - x, max(-85.0, south - y), east + x, min(85.0, north + y)), share, least)


def grown(box: Box, share: float, least: float) -> Box:
    """Widen a box on each side by a share of its span, and by `least` degrees if that is more; once round at most."""
    west, south, east, north = box
    y = max(least, (north - south) * share)
    x = min(max(least, (east - west) * share), (_TURN - (east - west)) / 2)
    return (west - x, max(-85.0, south - y), east + x, min(85.0, north + y))
