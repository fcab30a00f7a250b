"""Shapes as the page takes them: lists of rings or lines, each `[x, y, dx, dy, ...]` in thousandths of a degree."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import ArrayLike
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from conflictmap.render.natural_earth import SCALE, Shapes

Ring = list[int]


def packed(shapes: Shapes, finest: float = 0.0) -> list[list[Ring]]:
    """Write polygons as lists of rings, and lines as lists of one, without what is smaller than `finest` degrees.

    >>> packed(np.array([shapely.LineString([(1, 2), (1.5, 2)])]))
    [[[1000, 2000, 500, 0]]]
    """
    return [rings for part in shapely.get_parts(_flat(shapes)) if (rings := _rings(part, finest))]


def _flat(shapes: Shapes) -> Shapes:
    """Take collections apart: a rectangle that touches a shape in a point makes one."""
    if not any(shape.geom_type == "GeometryCollection" for shape in shapes):
        return shapes
    parts: Shapes = shapely.get_parts(shapes)
    return parts


def _rings(part: BaseGeometry, finest: float) -> list[Ring]:
    if isinstance(part, Polygon):
        least = max(2e-6, finest**2)
        rings = (part.exterior, *part.interiors) if part.area > least else ()
        return [_steps(ring.coords) for ring in rings if len(rings) == 1 or Polygon(ring).area > least]
    return [_steps(part.coords)] if part.geom_type == "LineString" and part.length > 0.01 else []


def _steps(points: ArrayLike) -> Ring:
    on_grid = np.rint(np.asarray(points) * SCALE).astype(np.int64)
    moves = np.diff(on_grid, axis=0, prepend=0)
    kept = moves.any(axis=1)
    kept[0] = True
    steps: Ring = moves[kept].ravel().tolist()
    return steps


def smooth(lines: Shapes, rounds: int) -> Iterator[shapely.LineString]:
    """Round the steps of quantised lines by cutting their corners, so many times (Chaikin)."""
    for line in lines:
        points = shapely.get_coordinates(line)
        for _ in range(rounds):
            a, b = points[:-1], points[1:]
            cut = np.stack((a + (b - a) * 0.25, a + (b - a) * 0.75), axis=1).reshape(-1, 2)
            points = np.concatenate((points[:1], cut, points[-1:]))
        yield shapely.LineString(points)
