"""Natural Earth as it comes with the package: countries as rings of shared arcs, lines, rivers and lakes.

Source: assets/ground.npz, made as assets/VENDORED.md says. Coordinates are degrees; what lies across the date line
runs on past 180, so that nothing ever jumps from one edge of the map to the other.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property, lru_cache
from importlib import resources
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

SCALE = 1000
"""Parts of a degree in which the file, and the page, count."""

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Shapes = NDArray[np.object_]
"""An array of shapely geometries."""
Land = list[tuple[str, Shapes]]
"""Polygons with the code of their country."""


class Edge(IntEnum):
    """What an arc is: the edge of the sea, of another country, one that is in dispute, or none that is drawn."""

    COAST = 0
    BORDER = 1
    DISPUTED = 2
    HIDDEN = 3


@dataclass(frozen=True)
class Paths:
    """Many paths in two arrays: the points of all, and where in it each begins (one more than there are paths)."""

    points: Floats
    starts: Ints

    @classmethod
    def of(cls, steps: Ints, sizes: Ints) -> Paths:
        """Add up the steps of each path; the first step of a path is its first point."""
        starts = np.concatenate(([0], np.cumsum(sizes))).astype(np.int32)
        summed = np.cumsum(steps, axis=1, dtype=np.int64)
        # The sum runs over all paths; take off what had come together before each.
        before = np.where(starts[:-1] > 0, summed[:, starts[:-1] - 1], 0)
        return cls(((summed - np.repeat(before, sizes, axis=1)).T / SCALE).astype(np.float64), starts)

    @cached_property
    def boxes(self) -> Floats:
        """Give west, south, east and north of each path."""
        return np.hstack((np.minimum.reduceat(self.points, self.starts[:-1]),
                          np.maximum.reduceat(self.points, self.starts[:-1])))  # fmt: skip

    def path(self, number: int) -> Floats:
        """Give the points of a path."""
        return self.points[self.starts[number] : self.starts[number + 1]]

    def lines(self, numbers: NDArray[np.intp], turn: float = 0.0) -> Shapes:
        """Make lines of some paths, moved east by `turn` degrees."""
        sizes = np.diff(self.starts)[numbers]
        of = np.repeat(np.arange(len(numbers)), sizes)
        # The n-th point of a path stands n places behind where the path begins.
        inside = np.arange(len(of)) + np.repeat(self.starts[numbers] - np.cumsum(sizes) + sizes, sizes)
        return np.asarray(shapely.linestrings(self.points[inside] + np.array((turn, 0.0)), indices=of), dtype=object)


@dataclass(frozen=True, slots=True)
class Source:
    """The file: arcs with their kinds, polygons as rings of arcs, and paths that nothing shares.

    `codes` has the country of each polygon, `contested_codes` of each contested ring, `lake_names` (Arabic, English) of
    each lake; `world` is a coarse picture of all land as the page takes it: (country, rings of steps).
    """

    arcs: Paths
    kinds: NDArray[np.uint8]
    rings: tuple[tuple[int, ...], ...]
    polygons: tuple[range, ...]
    codes: tuple[str, ...]
    polygon_boxes: Floats
    claims: Paths
    contested: Paths
    contested_codes: tuple[str, ...]
    units: Paths
    rivers: Paths
    lakes: Paths
    lake_names: tuple[tuple[str, str], ...]
    world: tuple[tuple[str, list[list[int]]], ...]


@lru_cache(maxsize=1)
def source() -> Source:
    """Read the file once."""
    with resources.as_file(resources.files(__package__) / "assets" / "ground.npz") as file, np.load(file) as read:
        arrays: dict[str, NDArray[Any]] = {name: read[name] for name in read.files}
    texts = json.loads(arrays["names"].tobytes())

    def paths(name: str) -> Paths:
        return Paths.of(arrays[f"{name}_steps"], arrays[f"{name}_sizes"])

    arcs = paths("arcs")
    ring_ends, polygon_ends = np.cumsum(arrays["ring_sizes"]).tolist(), np.cumsum(arrays["polygon_sizes"]).tolist()
    numbers = arrays["ring_arcs"].tolist()
    rings = tuple(tuple(numbers[a:b]) for a, b in zip([0, *ring_ends], ring_ends, strict=False))
    polygons = tuple(range(a, b) for a, b in zip([0, *polygon_ends], polygon_ends, strict=False))
    return Source(
        arcs=arcs,
        kinds=arrays["arc_kinds"],
        rings=rings,
        polygons=polygons,
        codes=tuple(texts["codes"]),
        polygon_boxes=_boxes(arcs, rings, polygons),
        claims=paths("claims"),
        contested=paths("contested"),
        contested_codes=tuple(texts["contested"]),
        units=paths("units"),
        rivers=paths("rivers"),
        lakes=paths("lakes"),
        lake_names=tuple((arabic, english) for arabic, english in texts["lakes"]),
        world=tuple((code, rings) for code, rings in texts["world"]),
    )


def _boxes(arcs: Paths, rings: tuple[tuple[int, ...], ...], polygons: tuple[range, ...]) -> Floats:
    """Give the boxes around the outer rings."""
    outer = [[arc if arc >= 0 else ~arc for arc in rings[polygon[0]]] for polygon in polygons]
    ends = np.cumsum([0] + [len(ring) for ring in outer])[:-1]
    boxes = arcs.boxes[[arc for ring in outer for arc in ring]]
    return np.hstack((np.minimum.reduceat(boxes[:, :2], ends), np.maximum.reduceat(boxes[:, 2:], ends)))
