"""Outlines: simplify them to what a report may carry, and find the first-level unit that a point lies in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from conflictmap.gazetteer import tables
from conflictmap.gazetteer.entries import Entry

_AREA_BYTES = 2000  # the report's bound for an outline
_AREA_POINTS = 300  # more points than this never fit into that


def small(geometry: Mapping[str, object]) -> dict[str, object]:
    """Simplify an outline until it fits the report's bound; the largest part alone where nothing else helps."""
    from shapely import MultiPolygon, get_num_coordinates, set_precision, to_geojson
    from shapely.geometry import mapping, shape

    outline, tolerance = shape(dict(geometry)), 0.01
    while True:
        plain = outline.simplify(tolerance)
        if get_num_coordinates(plain) <= _AREA_POINTS or tolerance > 2:
            plain = set_precision(plain, 0.001)
            if len(to_geojson(plain)) <= _AREA_BYTES or tolerance > 2:
                return dict(json.loads(json.dumps(mapping(plain))))
        if isinstance(plain, MultiPolygon) and tolerance > 0.2:
            outline = max(plain.geoms, key=lambda part: part.area)
        tolerance *= 1.6


def set_admin1(entries: Iterable[Entry], units: Iterable[Entry], outlines: Mapping[str, dict[str, object]]) -> None:
    """Give each place the code of the unit whose outline it lies in, or of the nearest one of its country.

    The outlines put places near a border into the wrong country, hence the country filter. A place without a country
    gets that of its unit.

    Args:
        entries: the places; what has no position or a country without outlines is left as it is.
        units: the first-level units, with their codes as `admin1`.
        outlines: GeoJSON geometry of each unit, by its id.
    """
    by_country: dict[str | None, list[Entry]] = {}
    for entry in entries:
        if entry.lon is not None:
            by_country.setdefault(entry.country, []).append(entry)
    known: dict[str | None, list[Entry]] = {}
    for unit in units:
        if unit.id in outlines and unit.admin1:
            known.setdefault(unit.country, []).append(unit)
            known.setdefault(None, []).append(unit)
    for country, places in sorted(by_country.items(), key=lambda item: item[0] or ""):
        if country in known:
            numbers = _nearest(places, [outlines[unit.id] for unit in known[country]])
            for place, number in zip(places, numbers, strict=True):
                place.admin1, place.country = known[country][number].admin1, known[country][number].country


def _nearest(places: Sequence[Entry], geometries: Sequence[Mapping[str, object]]) -> list[int]:
    """Give the number of the outline that each place lies in, or is nearest to."""
    import numpy
    from shapely import STRtree, contains_xy, points, prepare
    from shapely.geometry import shape

    shapes = [shape(dict(geometry)) for geometry in geometries]
    lons, lats = (numpy.array(values) for values in zip(*((p.lon, p.lat) for p in places), strict=True))
    found = numpy.full(len(places), -1)
    for number, outline in enumerate(shapes):
        west, south, east, north = outline.bounds
        near = numpy.flatnonzero((found < 0) & (lons >= west) & (lons <= east) & (lats >= south) & (lats <= north))
        if near.size:
            prepare(outline)
            found[near[contains_xy(outline, lons[near], lats[near])]] = number
    outside = numpy.flatnonzero(found < 0)
    if outside.size:
        nearest = STRtree(shapes).nearest(points(lons[outside], lats[outside]))
        found[outside] = numpy.atleast_1d(nearest)
    return [int(number) for number in found]


def read() -> dict[str, dict[str, object]]:
    """Read the outlines of the first-level units of the world, by id."""
    return dict(tables.admin1_outlines())
