"""Natural Earth as it comes with the package: countries as rings of shared arcs, rivers, lakes.

Source: assets/ground.json.gz, made as assets/VENDORED.md says. Coordinates are degrees.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import accumulate

import shapely
from shapely.affinity import translate
from shapely.geometry import LineString, MultiLineString, Polygon, box
from shapely.geometry.base import BaseGeometry

SCALE = 1000
"""Parts of a degree in which the file, and the page, count."""

Points = list[tuple[float, float]]
Arcs = Callable[[int], Points]
"""From the number of an arc to its points; a negative number is the arc backwards."""


@dataclass(frozen=True, slots=True)
class Source:
    """The shapes: `countries` are (ISO code, polygons as rings of arc numbers)."""

    arcs: tuple[LineString, ...]
    countries: tuple[tuple[str, tuple[tuple[tuple[int, ...], ...], ...]], ...]
    rivers: tuple[LineString, ...]
    lakes: tuple[Polygon, ...]


@lru_cache(maxsize=1)
def source() -> Source:
    """Read the file once."""
    packed = (resources.files(__package__) / "assets" / "ground.json.gz").read_bytes()
    raw = json.loads(gzip.decompress(packed))
    return Source(
        arcs=tuple(LineString(_points(arc)) for arc in raw["arcs"]),
        countries=tuple((key, tuple(tuple(map(tuple, rings)) for rings in parts)) for key, parts in raw["countries"]),
        rivers=tuple(LineString(_points(line)) for line in raw["rivers"]),
        lakes=tuple(Polygon(_points(ring)) for ring in raw["lakes"]),
    )  # fmt: skip


def _points(deltas: Sequence[int]) -> Points:
    xs, ys = accumulate(deltas[::2]), accumulate(deltas[1::2])
    return [(x / SCALE, y / SCALE) for x, y in zip(xs, ys, strict=True)]


def simplified(tolerance: float) -> Arcs:
    """Give the arcs simplified (Douglas-Peucker) by a tolerance in degrees, each by itself."""
    arcs = source().arcs

    @cache
    def points(number: int) -> Points:
        if number < 0:
            return points(~number)[::-1]
        arc = arcs[number]
        kept = arc.simplify(tolerance, preserve_topology=arc.is_ring) if tolerance > 0.002 else arc
        return [(x, y) for x, y in kept.coords]

    return points


def outline(rings: Sequence[Sequence[int]], points: Arcs) -> BaseGeometry:
    """Put a polygon together from the arcs of its rings."""
    lines = [_unwrapped([point for arc in ring for point in points(arc)]) for ring in rings]
    closed = [line for line in lines if len(line) >= 4 and abs(line[0][0] - line[-1][0]) < 180]
    if not closed:
        return Polygon()
    shape = shapely.make_valid(Polygon(closed[0], closed[1:]))
    return shape if shape.bounds[0] >= -180 and shape.bounds[2] <= 180 else _wrapped(shape)


def _unwrapped(points: Points) -> Points:
    """Follow a ring over the date line instead of jumping to the other edge of the map."""
    out: Points = []
    turns = 0
    for x, y in points:
        step = x + 360 * turns - out[-1][0] if out else 0
        turns += (step < -180) - (step > 180)
        out.append((x + 360 * turns, y))
    return out


def _wrapped(shape: BaseGeometry) -> BaseGeometry:
    return shapely.union_all(
        [translate(shape, 360 * turn).intersection(box(-180, -90, 180, 90)) for turn in (-1, 0, 1)]
    )


def unjumped(points: Points) -> BaseGeometry:
    """Make a line of points, cut where it jumps from one edge of the map to the other."""
    parts: list[Points] = [[]]
    for point in points:
        if parts[-1] and abs(point[0] - parts[-1][-1][0]) > 180:
            parts.append([])
        parts[-1].append(point)
    return MultiLineString([part for part in parts if len(part) > 1])


def meets(rings: Sequence[Sequence[int]], frame: BaseGeometry) -> bool:
    """Say whether the box around the outer ring meets the box around a frame."""
    arcs, (west, south, east, north) = source().arcs, frame.bounds
    edges = [arcs[arc if arc >= 0 else ~arc].bounds for arc in rings[0]]
    return (min(e[0] for e in edges) < east and max(e[2] for e in edges) > west
            and min(e[1] for e in edges) < north and max(e[3] for e in edges) > south)  # fmt: skip


@lru_cache(maxsize=1)
def uses() -> Counter[int]:
    """Count the polygons at each arc: two at a border, one at a coast."""
    return Counter(arc if arc >= 0 else ~arc for _, polygons in source().countries
                   for rings in polygons for ring in rings for arc in ring)  # fmt: skip
