"""Distances and bearings on the sphere, and which place lies in which."""

from __future__ import annotations

import math

from conflictmap.model import Kind, Place

EARTH_KM = 6371.0088
LonLat = tuple[float, float]
_SAME_TOWN_KM = 40.0  # how far from a town's point lies what is said to be in it


def distance_km(a: LonLat, b: LonLat) -> float:
    """Give the great-circle distance of two (lon, lat) points in km, by the haversine formula.

    >>> round(distance_km((40.0, 35.0), (41.0, 35.0)))
    91
    """
    lon1, lat1, lon2, lat2 = map(math.radians, (*a, *b))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(h)))


def destination(start: LonLat, bearing: float, km: float) -> LonLat:
    """Give the (lon, lat) point that lies `km` from `start` at `bearing` degrees, clockwise from north."""
    lon, lat = map(math.radians, start)
    angle, way = km / EARTH_KM, math.radians(bearing)
    lat2 = math.asin(math.sin(lat) * math.cos(angle) + math.cos(lat) * math.sin(angle) * math.cos(way))
    lon2 = lon + math.atan2(
        math.sin(way) * math.sin(angle) * math.cos(lat), math.cos(angle) - math.sin(lat) * math.sin(lat2)
    )
    return ((math.degrees(lon2) + 540) % 360 - 180, math.degrees(lat2))


def bounds(points: list[LonLat]) -> tuple[float, float, float, float] | None:
    """Give west, south, east, north of some points, or None for no point. Not for sets across the date line."""
    if not points:
        return None
    lons, lats = zip(*points, strict=True)
    return (min(lons), min(lats), max(lons), max(lats))


def lies_in(place: Place, outer: Place) -> bool:
    """Say whether a place can lie in another one: by its country, its first-level unit, or the distance."""
    if place.id == outer.id:
        return False
    if outer.kind == Kind.COUNTRY:
        return place.country == outer.country
    if outer.kind == Kind.ADMIN1 and outer.admin1 and place.admin1:
        return place.admin1 == outer.admin1
    if place.lonlat is None or outer.lonlat is None:
        return False
    return distance_km(place.lonlat, outer.lonlat) <= max(_SAME_TOWN_KM, outer.uncertainty_km or 0.0)
