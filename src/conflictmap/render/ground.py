"""The ground beneath the map: land, borders, first-level units, rivers and lakes, clipped to what a page can show.

Everything that takes time was done when the file was made (data/ground); here it is chosen, thinned out and cut. Lines
leave as `[x, y, dx, dy, ...]` in thousandths of a degree, and run on past 180 where the view crosses the date line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray

from conflictmap.render.extent import Box, grown, surroundings
from conflictmap.render.ground_names import country_names, unit_names, water_names
from conflictmap.render.natural_earth import Edge, Floats, Land, Paths, Shapes, source
from conflictmap.render.packing import packed, smooth

_FILE_TOLERANCE = 0.004  # what is finer than this is not in the file
_WIDE = 25.0
# Points of a page, of which each takes some 7 bytes.
_MOST_NEAR, _MOST_FAR, _MOST_UNITS, _MOST_RIVERS = 2800, 1800, 1800, 1200
_TURNS = (-360.0, 0.0, 360.0)


@lru_cache(maxsize=4)
def ground(view: Box, countries: frozenset[str]) -> Mapping[str, object]:
    """Clip the world to a view and its surroundings: fine near by, coarse far out, a mere outline beyond.

    `countries` are ISO codes of the countries that the page is about; the others are neighbours.
    """
    near, far = surroundings(view, 0.35, 0.5), surroundings(view, 2.0, 10.0)
    span = max(view[2] - view[0], view[3] - view[1])
    arcs, finest = source().arcs, span / (1300 if span < _WIDE else 450)
    fine = _tolerance(arcs, near, span / (6000 if span < _WIDE else 700), _MOST_NEAR, min(1.2, span / 160))
    coarse = _tolerance(arcs, far, max(0.03, span / 300), _MOST_FAR, max(0.3, span / 40))
    land = _land(near, fine, finest)
    distant = [(key, packed(shapes)) for key, shapes in _land(far, coarse, coarse * 3)]
    contested = _contested(near)
    claims = _lines(source().claims, near, fine)
    return {
        "box": near,
        "reach": far,
        "world": source().world,
        "far": [rings for _, polygons in distant for rings in polygons],
        "far_own": [
            number for number, own in enumerate(key in countries for key, polygons in distant for _ in polygons) if own
        ],
        "far_borders": packed(_edges(far, Edge.BORDER, coarse)),
        "land": [[key, key in countries, packed(shapes, finest)] for key, shapes in land],
        "contested": [[key, packed(shapes)] for key, shapes in contested],
        "borders": packed(_edges(near, Edge.BORDER, fine)),
        "disputed": packed(np.concatenate((_edges(near, Edge.DISPUTED, fine), claims))),
        "coast": packed(_edges(near, Edge.COAST, fine, 2 * finest)),
        "units": packed(_units(near, fine, span / 150)) if span < _WIDE else [],
        "rivers": packed(_rivers(near, span)),
        "lakes": packed(_lakes(near, fine, finest), finest),
        "names": list(country_names(land, view, countries, contested if span < _WIDE else [])),
        "unit_names": list(unit_names(grown(view, 0.2, 0.0))) if span < _WIDE else [],
        "water_names": list(water_names(near, span)),
    }


def _tolerance(paths: Paths, frame: Box, least: float, most: int, coarsest: float) -> float:
    """Give the tolerance in degrees that leaves about `most` points in a frame: fjords must not fill the page."""
    west, south, east, north = frame
    x, y = paths.points.T
    inside = sum(np.count_nonzero((x + turn > west) & (x + turn < east) & (y > south) & (y < north)) for turn in _TURNS)
    # On coasts and borders of this file the points that stay go with the tolerance to the power of -0.7.
    return float(max(least, min(coarsest, _FILE_TOLERANCE * (inside / most) ** 1.4)))


def _land(frame: Box, tolerance: float, finest: float) -> Land:
    """Give the countries in a frame with their polygons there, without what is smaller than `finest` degrees square."""
    world = source()
    large = np.prod(world.polygon_boxes[:, 2:] - world.polygon_boxes[:, :2], axis=1) > finest**2
    found: dict[str, list[shapely.Polygon]] = {}
    for turn, numbers in _inside(world.polygon_boxes, frame, large):
        rings = {number: [world.rings[ring] for ring in world.polygons[number]] for number in numbers.tolist()}
        points = _thinned(
            {arc if arc >= 0 else ~arc for own in rings.values() for ring in own for arc in ring}, tolerance
        )
        for number, own in rings.items():
            closed = [np.concatenate([points[arc] if arc >= 0 else points[~arc][::-1] for arc in ring]) for ring in own]
            if len(closed[0]) > 3:
                holes = [_moved(hole, turn) for hole in closed[1:] if len(hole) > 3]
                found.setdefault(world.codes[number], []).append(shapely.Polygon(_moved(closed[0], turn), holes))
    return [(key, kept) for key, shapes in found.items() if len(kept := _clipped(np.array(shapes), frame))]


def _thinned(arcs: set[int], tolerance: float) -> dict[int, Floats]:
    """Give the points of arcs, each simplified (Douglas-Peucker) by itself, so that neighbours keep a common edge."""
    numbers = np.array(sorted(arcs), dtype=np.intp)
    if tolerance <= _FILE_TOLERANCE:
        return {number: source().arcs.path(number) for number in numbers.tolist()}
    lines = _simplified(source().arcs.lines(numbers), tolerance)
    points, of = shapely.get_coordinates(lines, return_index=True)
    parts = np.split(points, np.searchsorted(of, np.arange(1, len(numbers))))
    return dict(zip(numbers.tolist(), parts, strict=True))


def _contested(frame: Box) -> Land:
    """Give the faces of disputed units, by the country of their code, whoever holds them in Natural Earth."""
    world = source()
    found = [(world.contested_codes[number][:2], shapely.Polygon(_moved(world.contested.path(number), turn)))
             for turn, numbers in _inside(world.contested.boxes, frame) for number in numbers.tolist()]  # fmt: skip
    return [(key, kept) for key, face in found if len(kept := _clipped(np.array([face]), frame))]


def _edges(frame: Box, kind: Edge, tolerance: float, least: float = 0.0) -> Shapes:
    """Give the arcs of a kind; of the coast, without specks."""
    arcs = source().arcs
    wanted = (source().kinds == kind) & (_lengths(arcs.boxes) > least)
    return _lines(arcs, frame, tolerance, wanted)


def _units(frame: Box, tolerance: float, coarsest: float) -> Shapes:
    """Give the lines between units; where there are many, the short ones would be a web of crumbs."""
    units = source().units
    thinned = _tolerance(units, frame, tolerance, _MOST_UNITS, coarsest)
    return _lines(units, frame, thinned, _lengths(units.boxes) > 2 * max(0.0, thinned - 4 * _FILE_TOLERANCE))


def _rivers(frame: Box, span: float) -> Shapes:
    """Give the rivers; smooth where a reader comes near, only the long ones where the view is wide."""
    rivers = source().rivers
    if span >= _WIDE:
        least = _tolerance(rivers, frame, span / 2000, _MOST_RIVERS, span / 350)
        return _lines(rivers, frame, least, _lengths(rivers.boxes) > max(span / 60, 20 * least))
    lines = shapely.get_parts(_lines(rivers, frame, 0.0))
    return np.array(list(smooth(lines, rounds=2 if span < _WIDE / 2 else 1)), dtype=object)


def _lakes(frame: Box, tolerance: float, finest: float) -> Shapes:
    lakes = source().lakes
    large = np.prod(lakes.boxes[:, 2:] - lakes.boxes[:, :2], axis=1) > finest**2
    shores = [shapely.Polygon(_moved(lakes.path(number), turn))
              for turn, numbers in _inside(lakes.boxes, frame, large) for number in numbers.tolist()]  # fmt: skip
    return _clipped(_simplified(np.array(shores, dtype=object), tolerance), frame)


def _lines(paths: Paths, frame: Box, tolerance: float, wanted: NDArray[np.bool_] | None = None) -> Shapes:
    """Give the paths in a frame, thinned out and cut; without islets of which no more than a stroke is left."""
    found = [paths.lines(numbers, turn) for turn, numbers in _inside(paths.boxes, frame, wanted)]
    thinned = _simplified(np.concatenate(found or [np.array([], dtype=object)]), tolerance)
    return _clipped(thinned[~(shapely.is_closed(thinned) & (shapely.get_num_points(thinned) < 4))], frame)


def _inside(
    boxes: Floats, frame: Box, wanted: NDArray[np.bool_] | None = None
) -> Iterator[tuple[float, NDArray[np.intp]]]:
    """Give the numbers of the boxes that meet a frame, for each turn round the earth by which they do."""
    west, south, east, north = frame
    high = (boxes[:, 1] < north) & (boxes[:, 3] > south)
    for turn in _TURNS:
        met = high & (boxes[:, 0] + turn < east) & (boxes[:, 2] + turn > west)
        numbers = np.flatnonzero(met if wanted is None else met & wanted)
        if len(numbers):
            yield turn, numbers


def _moved(points: Floats, turn: float) -> Floats:
    moved: Floats = points + np.array((turn, 0.0))
    return moved


def _lengths(boxes: Floats) -> Floats:
    """Give the diagonals of boxes in degrees."""
    diagonals: Floats = np.hypot(*(boxes[:, 2:] - boxes[:, :2]).T)
    return diagonals


def _simplified(shapes: Shapes, tolerance: float) -> Shapes:
    if tolerance <= _FILE_TOLERANCE:
        return shapes
    kept: Shapes = shapely.simplify(shapes, tolerance, preserve_topology=False)
    return kept


def _clipped(shapes: Shapes, frame: Box) -> Shapes:
    """Cut shapes to a frame; what does not reach into it is dropped."""
    cut = shapely.clip_by_rect(shapes, *frame)
    # GEOS may give the whole frame for a shape that crosses itself, as simplified ones do (Antarctica did).
    swollen = shapely.area(cut) > shapely.area(shapes) * 1.01
    cut[swollen] = shapely.clip_by_rect(shapely.make_valid(shapes[swollen]), *frame)
    kept: Shapes = cut[~shapely.is_empty(cut)]
    return kept
