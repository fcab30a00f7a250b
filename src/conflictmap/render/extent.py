"""Which part of the world a page opens on."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from conflictmap.geo import LonLat, bounds, distance_km
from conflictmap.model import Kind, Place, PlaceId

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

WORLD: Box = (-180.0, -60.0, 180.0, 80.0)
_LEAST_SPAN = 0.9
_NEAR_KM = 400.0
_SAMPLE = 500


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
    return _padded(bounds(_near(known, centre)) or WORLD)


def _middle(points: list[LonLat]) -> LonLat:
    """Give the point whose distances to the others add up to least; of very many points, among every n-th."""
    some = sorted(points)[:: 1 + len(points) // _SAMPLE]
    return min(some, key=lambda point: (sum(distance_km(point, other) for other in some), point))


def _near(points: list[LonLat], centre: LonLat) -> list[LonLat]:
    reach = sorted(distance_km(centre, point) for point in points)
    limit = max(_NEAR_KM, 4 * reach[len(reach) // 2])
    return [centre, *(point for point in points if distance_km(centre, point) <= limit)]


def _padded(box: Box) -> Box:
    west, south, east, north = box
    wide, high = max(_LEAST_SPAN, east - west), max(_LEAST_SPAN * 0.8, north - south)
    x, y = (west + east) / 2, (south + north) / 2
    return (
        round(max(-180.0, x - wide * 0.6), 3),
        round(max(-85.0, y - high * 0.6), 3),
        round(min(180.0, x + wide * 0.6), 3),
        round(min(85.0, y + high * 0.6), 3),
    )


def grown(box: Box, share: float, least: float) -> Box:
    """Widen a box on each side by a share of its span, and by `least` degrees if that is more."""
    west, south, east, north = box
    x, y = max(least, (east - west) * share), max(least, (north - south) * share)
    return (max(-180.0, west - x), max(-85.0, south - y), min(180.0, east + x), min(85.0, north + y))
