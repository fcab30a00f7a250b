"""Whether two places can be one: the same, near each other, or the wider one around the closer one."""

from __future__ import annotations

import json
from functools import lru_cache

from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

from conflictmap.geo import distance_km
from conflictmap.model import Kind, Place

_UNITS = frozenset((Kind.ADMIN1, Kind.ADMIN2, Kind.ADMIN3, Kind.REGION, Kind.CONTROL_AREA))
_INNER = frozenset((Kind.SETTLEMENT, Kind.NEIGHBOURHOOD, Kind.SITE, Kind.CAMP, Kind.FACILITY))


def nearness(a: Place, b: Place, km: float) -> float | None:
    """Give how well two places fit: 3 for the same, 2 to 3 within `km`, 1 where one lies in the other, None else.

    Countries and their parts fit nothing, not even themselves: of two events "in eastern Syria" nothing says that they
    are one. Two units or regions have to be the same: what is vague twice is no evidence.
    """
    if is_vast(a) or is_vast(b):
        return None
    if a.id == b.id:
        return 3.0
    if a.lonlat is None or b.lonlat is None:
        return None
    if is_wide(a) and is_wide(b):
        return 2.0 if a.id == f"countryside:{b.id}" or b.id == f"countryside:{a.id}" else None
    if is_wide(a) or is_wide(b):
        return 1.0 if contains(a, b) or contains(b, a) else None
    apart = distance_km(a.lonlat, b.lonlat)
    return None if apart > km else 3.0 - (apart / km if km else 1.0)


def is_wide(place: Place) -> bool:
    """Say whether a place is a unit or a region, in which other places lie."""
    return place.kind in _UNITS


def surrounds(outer: Place, inner: Place) -> bool:
    """Say whether words beside each other may name a place and what it lies in: also a country or a part of it."""
    if is_vast(outer):
        return not is_vast(inner) and outer.country is not None and outer.country == inner.country
    return contains(outer, inner)


def is_vast(place: Place) -> bool:
    """Say whether a place is a country or a part of one."""
    return place.kind == Kind.COUNTRY or place.id.rpartition(":")[2].startswith("country-")


def contains(outer: Place, inner: Place) -> bool:
    """Say whether a unit, a region or its countryside holds a closer place."""
    if not is_wide(outer) or is_vast(outer) or inner.lonlat is None or outer.lonlat is None or outer.id == inner.id:
        return False
    if outer.country is not None and inner.country is not None and outer.country != inner.country:
        return False
    if is_wide(inner) and (inner.uncertainty_km or 0) >= (outer.uncertainty_km or 0):
        return False
    if not is_wide(inner) and inner.kind not in _INNER:
        return False
    # The countryside of a unit is all of it, wherever its middle is.
    is_unit = outer.kind == Kind.ADMIN1 or outer.id == f"countryside:admin1-{outer.admin1}"
    if is_unit and outer.admin1 is not None and inner.admin1 is not None:
        return outer.admin1 == inner.admin1
    if outer.area is not None:
        return _outline(outer).covers(Point(inner.lonlat))
    return distance_km(outer.lonlat, inner.lonlat) <= (outer.uncertainty_km or 0)


def closer(a: Place | None, b: Place | None) -> bool:
    """Say whether a places something more closely than b."""
    if a is None or b is None:
        return a is not None and b is None
    return contains(b, a)


def _outline(place: Place) -> BaseGeometry:
    return _shape(json.dumps(place.area))


@lru_cache(maxsize=1024)
def _shape(area: str) -> BaseGeometry:
    return shape(json.loads(area))
