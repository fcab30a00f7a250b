"""The ground beneath the map: land, borders, first-level units, rivers and lakes, clipped to what a page can show.

Sources: Natural Earth (see natural_earth.py) and the outlines of first-level units in data/gazetteer.
Lines leave here as `[x, y, dx, dy, ...]` in thousandths of a degree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

import shapely
from shapely import geometry
from shapely.geometry import LineString, Polygon, box
from shapely.geometry.base import BaseGeometry

from conflictmap.gazetteer import tables
from conflictmap.render.extent import Box, grown
from conflictmap.render.natural_earth import SCALE, Arcs, meets, outline, simplified, source, unjumped, uses

Ring = list[int]
_BORDER_BAND = 0.04
_WIDE = 25.0
_DISPUTED = frozenset(
    [
        "CN-X01",
        "CY-99X04",
        "CY-99X16",
        "CY-99X17",
        "EH-X01",
        "GE-AB",
        "IN-AR",
        "IN-JK",
        "IN-LA",
        "PK-GB",
        "PK-JK",
        "PS-GZZ",
        "PS-WBK",
        "SY-X01",
        "UA-40",
        "UA-43",
    ]
)
"""First-level units whose edges are drawn dotted, whatever Natural Earth makes of them."""


@lru_cache(maxsize=4)
def ground(view: Box, countries: frozenset[str]) -> Mapping[str, object]:
    """Clip the world to a view and its surroundings: fine near by, coarse far out.

    `countries` are ISO codes of the countries that the page is about; the others are neighbours.
    """
    near, far = grown(view, 0.8, 1.5), grown(view, 3.0, 12.0)
    frame, span = box(*near), max(view[2] - view[0], view[3] - view[1])
    fine, finest = simplified(span / (6000 if span < _WIDE else 700)), span / 1300
    land, units = list(_land(fine, frame)), list(_units(frame))
    contested = [(key[:2], unit) for key, unit in units if key in _DISPUTED]
    disputed = shapely.union_all([unit.boundary for _, unit in contested]).intersection(frame)
    borders, coast = _lines(fine, frame, finest)
    dotted = disputed.difference(_band(coast))
    return {
        "box": near,
        "far": _packed(_far(box(*far), max(0.03, span / 300))),
        "land": [[key, key in countries, _packed([shape.intersection(frame)], finest)] for key, shape in land],
        "contested": [[key, _packed([unit.intersection(frame)])] for key, unit in contested],
        "borders": _packed([borders.difference(_band(disputed))]),
        "disputed": _packed([dotted]),
        "coast": _packed([coast]),
        "units": _packed(_unit_lines(units, frame, shapely.union_all([borders, coast, dotted]), span)),
        "rivers": _packed(_rivers(frame, span)),
        "lakes": _packed((lake.simplify(finest / 4).intersection(frame) for lake in source().lakes), finest),
        "names": list(_names(land, box(*view), countries, contested)),
    }


def _land(points: Arcs, frame: BaseGeometry) -> Iterator[tuple[str, BaseGeometry]]:
    for key, polygons in source().countries:
        shapes = [outline(rings, points) for rings in polygons if meets(rings, frame)]
        if shapes:
            yield key, shapely.union_all(shapes)


def _far(frame: BaseGeometry, tolerance: float) -> Iterator[BaseGeometry]:
    """Give the coarse land outside: shape by shape, so that neighbours keep their common edge."""
    points = simplified(tolerance)
    for _, polygons in source().countries:
        for rings in polygons:
            if meets(rings, frame) and (land := outline(rings, points)).area > tolerance**2 * 9:
                yield land.intersection(frame)


def _lines(points: Arcs, frame: BaseGeometry, finest: float) -> tuple[BaseGeometry, BaseGeometry]:
    """Give the borders (arcs of two countries) and the coast (arcs of one), clipped; no coast of specks."""
    arcs, borders = source().arcs, uses()
    inside = [n for n in borders if arcs[n].intersects(frame) and (arcs[n].length > 4 * finest or borders[n] > 1)]
    pieces = {number: unjumped(points(number)).intersection(frame) for number in inside}
    return (shapely.union_all([pieces[n] for n in inside if borders[n] > 1]),
            shapely.union_all([pieces[n] for n in inside if borders[n] == 1]))  # fmt: skip


def _rivers(frame: BaseGeometry, span: float) -> Iterator[BaseGeometry]:
    """Give the rivers; smooth where a reader comes near, only the long ones where the view is wide."""
    for line in source().rivers:
        if line.intersects(frame) and line.length > span / 60:
            yield (_smooth(line) if span < _WIDE else line.simplify(span / 2000)).intersection(frame)


def _units(frame: BaseGeometry) -> Iterator[tuple[str, BaseGeometry]]:
    for key, drawn in _outlines():
        if drawn.intersects(frame):
            yield key, shapely.make_valid(drawn)


@lru_cache(maxsize=1)
def _outlines() -> tuple[tuple[str, BaseGeometry], ...]:
    return tuple((key.removeprefix("admin1-"), geometry.shape(drawn)) for key, drawn in tables.admin1_outlines())


def _unit_lines(
    units: Sequence[tuple[str, BaseGeometry]], frame: BaseGeometry, known: BaseGeometry, span: float
) -> Iterator[BaseGeometry]:
    """Give each line between units once: the outlines were simplified one by one and do not meet exactly."""
    bands: list[BaseGeometry] = []
    for _, unit in units if span < _WIDE else ():
        edge = unit.boundary.intersection(frame)
        drawn = [band for band in bands if band.intersects(edge)]
        drawn.append(_band(known.intersection(box(*unit.bounds).buffer(2 * _BORDER_BAND))))
        yield edge.difference(shapely.union_all(drawn))
        bands.append(_band(edge))


def _band(line: BaseGeometry) -> BaseGeometry:
    return line.simplify(_BORDER_BAND / 4).buffer(_BORDER_BAND, quad_segs=2)


def _names(
    land: Sequence[tuple[str, BaseGeometry]],
    frame: BaseGeometry,
    countries: frozenset[str],
    contested: Sequence[tuple[str, BaseGeometry]],
) -> Iterator[dict[str, object]]:
    """Name the countries of the story, and those that take up some of the view, inside their visible part.

    Land that is contested counts for the country of its code, whoever holds it in Natural Earth.
    """
    rows = {row["iso2"]: row for _, row in tables.rows("countries.tsv")}
    for key, shape in land:
        own = [unit for owner, unit in contested if owner == key]
        foreign = [unit for owner, unit in contested if owner != key]
        seen = shapely.union_all([shape, *own]).difference(shapely.union_all(foreign)).intersection(frame)
        if key in rows and seen.area > (0 if key in countries else 0.004 * frame.area):
            at = max(getattr(seen, "geoms", [seen]), key=lambda part: part.area).representative_point()
            yield {"country": key, "name": {"ar": rows[key]["name_ar"], "en": rows[key]["name_en"]},
                   "lon": round(at.x, 3), "lat": round(at.y, 3)}  # fmt: skip


def _smooth(line: LineString) -> LineString:
    """Round the steps of a quantised river by cutting its corners twice (Chaikin)."""
    points = list(line.coords)
    for _ in range(2):
        cut = [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)
               for a, b in pairwise(points) for t in (0.25, 0.75)]  # fmt: skip
        points = [points[0], *cut, points[-1]]
    return LineString(points)


def _packed(shapes: Iterable[BaseGeometry], finest: float = 0.0) -> list[list[Ring]]:
    """Write shapes as lists of rings (polygons) or lists of one line each, without what is smaller than `finest`."""
    return [packed for shape in shapes for part in _parts(shape) if (packed := _rings(part, finest))]


def _parts(shape: BaseGeometry) -> Iterator[BaseGeometry]:
    if not hasattr(shape, "geoms"):
        yield shape
        return
    merged = shapely.line_merge(shape) if shape.geom_type == "MultiLineString" else shape
    for part in getattr(merged, "geoms", [merged]):
        yield from _parts(part) if hasattr(part, "geoms") else (part,)


def _rings(part: BaseGeometry, finest: float) -> list[Ring]:
    if isinstance(part, Polygon) and part.area > max(2e-6, finest**2):
        return [_delta(ring.coords) for ring in (part.exterior, *part.interiors) if Polygon(ring).area > finest**2]
    return [_delta(part.coords)] if part.geom_type == "LineString" and part.length > 0.01 else []


def _delta(coordinates: Iterable[tuple[float, ...]]) -> Ring:
    out: Ring = []
    x, y = 0, 0
    for point in coordinates:
        to_x, to_y = round(point[0] * SCALE), round(point[1] * SCALE)
        if not out or (to_x, to_y) != (x, y):
            out += (to_x - x, to_y - y)
        x, y = to_x, to_y
    return out
