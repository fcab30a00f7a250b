"""Outlines of places as the page may draw them: sound polygons of numbers, with no more corners than a screen shows."""

from __future__ import annotations

import shapely
from shapely import geometry
from shapely.geometry.base import BaseGeometry

from conflictmap.errors import InputError
from conflictmap.model import Geometry, Place

_MOST_CORNERS = 2000
_BROKEN = (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError, shapely.errors.ShapelyError)


def outline(place: Place) -> Geometry | None:
    """Give the outline of a place in degrees as GeoJSON; None where it has none, or one without any extent.

    A sound one stays as it is. Rings that cross themselves are mended, and one of very many corners is simplified.

    Raises:
        InputError: where it is no Polygon or MultiPolygon (or a collection of them) of numbers on the globe.
    """
    if not place.area:
        return None
    try:
        shape = geometry.shape(place.area)
    except _BROKEN as error:
        raise _refused(place) from error
    corners = shapely.get_coordinates(shape)
    polygons = shape.geom_type in ("Polygon", "MultiPolygon", "GeometryCollection")
    if not polygons or not (abs(corners) <= (360.0, 90.0)).all():  # NaN is refused as well
        raise _refused(place)
    if shape.is_valid and shape.area and len(corners) <= _MOST_CORNERS and "geometries" not in place.area:
        return place.area
    mended = _surfaces(_fewer(shapely.make_valid(shape)))
    return dict(geometry.mapping(mended)) if mended.area else None


def _refused(place: Place) -> InputError:
    return InputError(f"place {place.id!r}: its area is not a GeoJSON Polygon or MultiPolygon in degrees")


def _fewer(shape: BaseGeometry) -> BaseGeometry:
    """Simplify by ever more until few enough corners are left."""
    west, south, east, north = shape.bounds if not shape.is_empty else (0.0, 0.0, 0.0, 0.0)
    tolerance = max(east - west, north - south) / 8000
    while shapely.get_num_coordinates(shape) > _MOST_CORNERS:
        shape, tolerance = shapely.make_valid(shape.simplify(tolerance)), 2 * tolerance
    return shape


def _surfaces(shape: BaseGeometry) -> BaseGeometry:
    """Keep the polygons; lines and points that mending left behind have no extent."""
    parts = [part for part in getattr(shape, "geoms", [shape]) if part.area]
    return shapely.union_all([_surfaces(part) if hasattr(part, "geoms") else part for part in parts])
