"""Shapes that share their edges: TopoJSON in, arcs and rings of arcs out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from shapely.geometry import Polygon

Line = list[tuple[float, float]]
Ring = list[int]
"""Numbers of arcs; a negative number is the arc `~number` backwards."""
Rings = list[Ring]
"""One polygon: the outer ring, then the holes."""


@dataclass(slots=True)
class Topology:
    """A TopoJSON file with its arcs in degrees; an arc runs on over the date line, past 180."""

    arcs: list[Line]
    objects: Mapping[str, Any]

    def geometries(self, layer: str) -> Iterator[Mapping[str, Any]]:
        """Give the geometries of a layer that have a shape."""
        return (geometry for geometry in self.objects[layer]["geometries"] if geometry.get("arcs"))

    def line(self, numbers: Sequence[int]) -> Line:
        """Join arcs end to end; the point where two of them meet is kept once."""
        points: Line = []
        for number in numbers:
            arc = self.arcs[number] if number >= 0 else self.arcs[~number][::-1]
            points += arc[1:] if points else arc
        return points

    def join(self, numbers: Sequence[int]) -> None:
        """Turn the arcs of a ring that lie on the other edge of the map, so that each begins where the last ends.

        The longest arc stays: the short ones across the date line belong to nobody else.
        """
        longest = max(range(len(numbers)), key=lambda n: len(self.line(numbers[n : n + 1])))
        x = self.line(numbers[longest : longest + 1])[-1][0]
        for number in (*numbers[longest + 1 :], *numbers[:longest]):
            arc = self.line([number])
            if turn := 360 * round((x - arc[0][0]) / 360):
                own = number if number >= 0 else ~number
                self.arcs[own] = [(lon + turn, lat) for lon, lat in self.arcs[own]]
            x = arc[-1][0] + turn

    def polygon(self, rings: Rings) -> Polygon:
        """Draw a polygon with its holes."""
        return Polygon(self.line(rings[0]), [self.line(hole) for hole in rings[1:]])


def read_topology(path: Path) -> Topology:
    """Read a quantized TopoJSON file."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    (scale_x, scale_y), (start_x, start_y) = raw["transform"]["scale"], raw["transform"]["translate"]

    def degrees(arc: Iterable[Sequence[int]]) -> Line:
        points, x, y = [], 0, 0
        for step in arc:
            x, y = x + step[0], y + step[1]
            points.append((x * scale_x + start_x, y * scale_y + start_y))
        return unwrapped(points)

    return Topology([degrees(arc) for arc in raw["arcs"]], raw["objects"])


def unwrapped(points: Line) -> Line:
    """Follow a line over the date line instead of jumping to the other edge of the map; most of it stays on the map."""
    turns, out = 0, points[:1]
    for (before, _), (x, y) in pairwise(points):
        turns += (x - before < -180) - (x - before > 180)
        out.append((x + 360 * turns, y))
    back = 360 * round(sum(x for x, _ in out) / len(out) / 360)
    return [(x - back, y) for x, y in out]


def parts_of(geometry: Mapping[str, Any], single: str) -> list[Any]:
    """List the parts of a geometry, be it `single` or the multiple of that type."""
    arcs: list[Any] = geometry["arcs"]
    return [arcs] if geometry["type"] == single else arcs


def split(topology: Topology, polygons: Sequence[Rings], cut: Callable[[int], list[Line]]) -> None:
    """Cut arcs into pieces, in place, and let the rings name the pieces. `cut` gives the pieces of an arc in order."""
    numbers: list[list[int]] = []
    pieces: list[Line] = []
    for number in range(len(topology.arcs)):
        found = cut(number)
        numbers.append(list(range(len(pieces), len(pieces) + len(found))))
        pieces += found
    topology.arcs = pieces
    for rings in polygons:
        for ring in rings:
            ring[:] = [
                piece
                for arc in ring
                for piece in (numbers[arc] if arc >= 0 else [~piece for piece in reversed(numbers[~arc])])
            ]
