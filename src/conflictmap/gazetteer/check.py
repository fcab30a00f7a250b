"""Validate the curated tables: order, kinds, sources, coordinates, outlines, names.

A fault reads `data/gazetteer/places.tsv:14: latitude 412 is outside -90..90`.
"""

# ruff: noqa: SIM905  # word lists are easier to read and edit as text
from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import shapely
from pyproj import Geod
from shapely.geometry import Point, Polygon, shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points

from conflictmap.gazetteer import tables

COLUMNS = {
    "places.tsv": "id kind feature country admin1 lon lat uncertainty_km geonames wikidata wof area valid_from "
    "valid_to source check note",
    "names.tsv": "place name language status source",
    "sources.tsv": "id title publisher url licence accessed note",
    "countries.tsv": "id iso2 geonames lon lat radius_km name_en name_ar variants_en variants_ar "
    "capital_geonames source",
    "admin1.tsv": "id iso country geonames wikidata lon lat radius_km name_en name_ar variants",
}
KEYS = {"names.tsv": ("place", "name", "language")}  # elsewhere the first column is unique
KINDS = frozenset(
    "settlement neighbourhood site camp facility admin1 admin2 admin3 region control_area country water other".split()
)
STATUSES = frozenset({"preferred", "variant", "short"})
GEOMETRY_BYTES, GEOMETRY_VERTICES, ADMIN1_KM = 2000, 40, 30
DATE = re.compile(r"(\d{4}(-\d{2}(-\d{2})?)?)?")
ARABIC = re.compile("[\u0600-\u06ff]")
GEOD = Geod(ellps="WGS84")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: where it stands and its cells."""

    path: Path
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """Give the cell of a column."""
        return self.cells[column]

    def error(self, message: str) -> str:
        """Say where the fault is and what it is."""
        return f"{self.path.as_posix()}:{self.line}: {message}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """All tables and outlines of one folder."""

    folder: Path
    tables: Mapping[str, Sequence[Row]]
    areas: Mapping[str, Mapping[str, Any]]
    outlines: Mapping[str, BaseGeometry]

    def ids(self, table: str, column: str = "id") -> frozenset[str]:
        """Collect the values of a column."""
        return frozenset(row[column] for row in self.tables[table])


Rule = Callable[[Gazetteer], Iterator[str]]


def read_table(path: Path) -> tuple[Row, ...]:
    """Read a TSV; a wrong header or a wrong number of cells stops the check."""
    lines = path.read_bytes().decode("utf-8").split("\n")
    header = COLUMNS[path.name].split()
    if lines[0].split("\t") != header:
        raise SystemExit(f"{path.as_posix()}:1: the header is not {' '.join(header)}")
    rows = []
    for number, line in enumerate(lines[1:-1], start=2):
        cells = line.split("\t")
        if len(cells) != len(header):
            raise SystemExit(f"{path.as_posix()}:{number}: {len(cells)} cells instead of {len(header)}")
        rows.append(Row(path, number, dict(zip(header, cells, strict=True))))
    return tuple(rows)


def read_gazetteer(folder: Path) -> Gazetteer:
    """Read the whole folder."""
    with gzip.open(folder / "admin1.ndjson.gz", "rt", encoding="ascii") as file:
        records = [json.loads(line) for line in file]
    areas = json.loads((folder / "areas.geojson").read_text(encoding="utf-8"))["features"]
    return Gazetteer(
        folder=folder,
        tables={name: read_table(folder / name) for name in COLUMNS},
        areas={feature["properties"]["id"]: feature for feature in areas},
        outlines={record["id"]: shape(record["geometry"]) for record in records},
    )


def text_is_plain(gazetteer: Gazetteer) -> Iterator[str]:
    """LF line ends, a last line end, no quoting, no spaces around a cell."""
    for name, rows in gazetteer.tables.items():
        text = (gazetteer.folder / name).read_bytes().decode("utf-8")
        if "\r" in text or not text.endswith("\n"):
            yield f"{(gazetteer.folder / name).as_posix()}:1: use LF line ends, also at the end of the file"
        for row in rows:
            for column, cell in row.cells.items():
                if cell != cell.strip() or cell.startswith('"'):
                    yield row.error(f"{column} has quotes or spaces around it")


def rows_are_sorted(gazetteer: Gazetteer) -> Iterator[str]:
    """Sorted by the first column, then by the rest."""
    for rows in gazetteer.tables.values():
        for before, after in pairwise(rows):
            if tuple(before.cells.values()) > tuple(after.cells.values()):
                yield after.error("is not in sorted order")


def keys_are_unique(gazetteer: Gazetteer) -> Iterator[str]:
    """One row an id; one row a place, name and language."""
    for name, rows in gazetteer.tables.items():
        seen: dict[tuple[str, ...], int] = {}
        for row in rows:
            key = tuple(row[column] for column in KEYS.get(name, (COLUMNS[name].split()[0],)))
            if key in seen:
                yield row.error(f"{' / '.join(key)} is already in line {seen[key]}")
            seen.setdefault(key, row.line)


def coordinates_are_possible(gazetteer: Gazetteer) -> Iterator[str]:
    """Degrees in range with at most five decimals, and a positive radius."""
    for name, radius in (("places.tsv", "uncertainty_km"), ("countries.tsv", "radius_km"), ("admin1.tsv", "radius_km")):
        for row in gazetteer.tables[name]:
            yield from degree_errors(row, "lon", "longitude", 180)
            yield from degree_errors(row, "lat", "latitude", 90)
            if not re.fullmatch(r"\d+(\.\d+)?", row[radius]) or float(row[radius]) <= 0:
                yield row.error(f"{radius} {row[radius] or '(empty)'} is not a positive number")


def degree_errors(row: Row, column: str, word: str, limit: int) -> Iterator[str]:
    """Check one coordinate."""
    value = row[column]
    if not re.fullmatch(r"-?\d+(\.\d{1,5})?", value):
        yield row.error(f"{word} {value or '(empty)'} is not a number with at most five decimals")
    elif abs(float(value)) > limit:
        yield row.error(f"{word} {value} is outside -{limit}..{limit}")


def words_are_known(gazetteer: Gazetteer) -> Iterator[str]:
    """Kinds, statuses, sources, countries and units exist; ids and dates have their form."""
    sources, units = gazetteer.ids("sources.tsv"), gazetteer.ids("admin1.tsv", "iso")
    countries = gazetteer.ids("countries.tsv", "iso2")
    for row in gazetteer.tables["places.tsv"]:
        checks = (
            (re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", row["id"]), f"id {row['id']} is not lower-case words with hyphens"),
            (row["kind"] in KINDS, f"kind {row['kind']} is unknown"),
            (row["country"] in countries | {""}, f"country {row['country']} is not in countries.tsv"),
            (row["admin1"] in units | {""}, f"admin1 {row['admin1']} is not in admin1.tsv"),
            (row["admin1"][:2] in ("", row["country"]), f"admin1 {row['admin1']} is not in country {row['country']}"),
            (row["source"] in sources, f"source {row['source']} is not in sources.tsv"),
            (row["check"].split(":")[0] in sources | {""}, f"check {row['check']} names no source of sources.tsv"),
            (DATE.fullmatch(row["valid_from"]), f"valid_from {row['valid_from']} is not a date"),
            (DATE.fullmatch(row["valid_to"]), f"valid_to {row['valid_to']} is not a date"),
            (re.fullmatch(r"(\d+(\|\d+)*)?", row["geonames"]), f"geonames {row['geonames']} is not a list of ids"),
        )
        yield from (row.error(message) for passed, message in checks if not passed)


def names_are_sound(gazetteer: Gazetteer) -> Iterator[str]:
    """Each name belongs to a place, is in the script of its language and has a known status and source."""
    places, sources = gazetteer.ids("places.tsv"), gazetteer.ids("sources.tsv")
    for row in gazetteer.tables["names.tsv"]:
        arabic = bool(ARABIC.search(row["name"]))
        checks = (
            (row["place"] in places, f"place {row['place']} is not in places.tsv"),
            (row["status"] in STATUSES, f"status {row['status']} is unknown"),
            (row["source"] in sources, f"source {row['source']} is not in sources.tsv"),
            (row["language"] != "ar" or arabic, f"{row['name']} is not in Arabic script"),
            (row["language"] != "en" or not arabic, f"{row['name']} is not in Latin script"),
        )
        yield from (row.error(message) for passed, message in checks if not passed)


def places_have_names(gazetteer: Gazetteer) -> Iterator[str]:
    """Exactly one preferred Arabic and one preferred English name a place."""
    count: dict[tuple[str, str], int] = defaultdict(int)
    for row in gazetteer.tables["names.tsv"]:
        count[row["place"], row["language"]] += row["status"] == "preferred"
    for row in gazetteer.tables["places.tsv"]:
        for language in ("ar", "en"):
            if count[row["id"], language] != 1:
                yield row.error(f"{row['id']} has {count[row['id'], language]} preferred {language} names, not 1")


def areas_are_sound(gazetteer: Gazetteer) -> Iterator[str]:
    """Areas are used, valid, small, and hold their place's point."""
    used = {row["area"]: row for row in gazetteer.tables["places.tsv"] if row["area"]}
    path = (gazetteer.folder / "areas.geojson").as_posix()
    for key, feature in gazetteer.areas.items():
        geometry, size = Polygon(*feature["geometry"]["coordinates"]), len(json.dumps(feature["geometry"]))
        checks = (
            (key in used, "is no place's area"),
            (geometry.is_valid and feature["geometry"]["type"] == "Polygon", "is not a valid polygon"),
            (geometry.exterior.is_ccw, "does not run counter-clockwise (RFC 7946)"),
            (size <= GEOMETRY_BYTES, f"takes {size} bytes, more than {GEOMETRY_BYTES}"),
            (len(geometry.exterior.coords) <= GEOMETRY_VERTICES + 1, f"has more than {GEOMETRY_VERTICES} vertices"),
            (feature["properties"].get("provenance"), "has no provenance"),
        )
        yield from (f"{path}:1: {key} {message}" for passed, message in checks if not passed)
    for key, row in used.items():
        if key not in gazetteer.areas:
            yield row.error(f"area {key} is not in areas.geojson")
        elif not shape(gazetteer.areas[key]["geometry"]).covers(point_of(row)):
            yield row.error(f"the point lies outside area {key}")


def point_of(row: Row) -> Point:
    """Give a row's lon, lat."""
    return Point(float(row["lon"]), float(row["lat"]))


def places_lie_in_their_unit(gazetteer: Gazetteer) -> Iterator[str]:
    """A place lies within ADMIN1_KM of the unit that it names; the unit is stored, not computed."""
    unit = {row["iso"]: row["id"] for row in gazetteer.tables["admin1.tsv"] if row["iso"]}
    for row in gazetteer.tables["places.tsv"]:
        if row["admin1"] in unit:
            outline, point = gazetteer.outlines[unit[row["admin1"]]], point_of(row)
            near = nearest_points(shapely.make_valid(outline), point)[0]
            distance_km = GEOD.inv(point.x, point.y, near.x, near.y)[2] / 1000
            if distance_km > ADMIN1_KM:
                yield row.error(f"{row['id']} lies {distance_km:.0f} km outside {row['admin1']}")


def outlines_match(gazetteer: Gazetteer) -> Iterator[str]:
    """admin1.tsv and admin1.ndjson.gz hold the same units."""
    for row in gazetteer.tables["admin1.tsv"]:
        if row["id"] not in gazetteer.outlines:
            yield row.error(f"{row['id']} has no outline in admin1.ndjson.gz")
    for key in sorted(gazetteer.outlines.keys() - gazetteer.ids("admin1.tsv")):
        yield f"{(gazetteer.folder / 'admin1.ndjson.gz').as_posix()}:1: {key} is not in admin1.tsv"


RULES: tuple[Rule, ...] = (
    text_is_plain,
    rows_are_sorted,
    keys_are_unique,
    coordinates_are_possible,
    words_are_known,
    names_are_sound,
    places_have_names,
    areas_are_sound,
    places_lie_in_their_unit,
    outlines_match,
)


def errors(gazetteer: Gazetteer) -> tuple[str, ...]:
    """Run every rule."""
    return tuple(message for rule in RULES for message in rule(gazetteer))


def homonyms(gazetteer: Gazetteer) -> Iterator[str]:
    """List names that more than one place, unit or country bears; not an error."""
    bearers: dict[str, set[str]] = defaultdict(set)
    for row in gazetteer.tables["names.tsv"]:
        bearers[row["name"]].add(row["place"])
    for table in ("admin1.tsv", "countries.tsv"):
        for row in gazetteer.tables[table]:
            for name in table_names(row):
                bearers[name].add(row["id"])
    places = gazetteer.ids("places.tsv")
    for name, ids in sorted(bearers.items()):
        if len(ids) > 1 and ids & places:
            yield f"{name}: {', '.join(sorted(ids))}"


def table_names(row: Row) -> Iterable[str]:
    """Give every name of a row of admin1.tsv or countries.tsv."""
    columns = [column for column in row.cells if column.startswith(("name_", "variants"))]
    return {name for column in columns for name in row[column].split("|") if name}


def problems(folder: Path | None = None) -> tuple[str, ...]:
    """Check the tables of a folder (ours if None): one line a fault, `file:line: what`."""
    return errors(read_gazetteer(_shown(folder or tables.folder())))


def shared_names() -> Iterator[str]:
    """Give the names of our tables that more than one place bears, with their bearers."""
    return homonyms(read_gazetteer(_shown(tables.folder())))


def _shown(folder: Path) -> Path:
    """Give a folder as seen from here, so that a fault can be clicked on."""
    whole = folder.resolve()
    return whole.relative_to(Path.cwd()) if whole.is_relative_to(Path.cwd()) else whole
