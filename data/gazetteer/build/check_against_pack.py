"""Compare the curated places with a Who's On First extract, as a second source.

    python data/gazetteer/build/check_against_pack.py PACK.ndgeojson.gz [PACK ...] [--within 15]

A pack has one GeoJSON Feature a line, gzipped. For each settlement the nearest record with the same
GeoNames id, or with one of its names within `--within` km, is printed with its distance; a distance
beyond the place's own radius is marked. A pack is mostly GeoNames: where the place's point is from
GeoNames too, agreement says that the right record was taken, not that the point was surveyed twice.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyproj import Geod

HERE = Path(__file__).resolve().parent
GEOD = Geod(ellps="WGS84")
FOLD = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One current record of a pack."""

    id: int
    geonames: str
    lon: float
    lat: float
    keys: frozenset[str]


def key(name: str) -> str:
    """Fold a name for comparison: case, accents, hamza, ta marbuta, marks and the article."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", name.casefold()) if letter.isalnum())
    return re.sub(r"^ال|^al(?=[a-z]{4})", "", plain.translate(FOLD))


def read_pack(path: Path) -> Iterator[Record]:
    """Read the localities and neighbourhoods that are neither superseded nor deprecated."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            record = record_of(json.loads(line))
            if record:
                yield record


def record_of(feature: Mapping[str, object]) -> Record | None:
    """Build a record, or None for a placetype or state that cannot serve as a check."""
    properties = feature["properties"]
    assert isinstance(properties, dict)
    if properties["wof:placetype"] not in ("locality", "neighbourhood"):
        return None
    if properties.get("wof:superseded_by") or properties.get("edtf:deprecated") not in (None, "uuuu"):
        return None
    lists = [values for name, values in properties.items() if name.startswith("name:")]
    geonames = properties.get("gn:geonameid") or properties.get("wof:concordances", {}).get("gn:id") or ""
    return Record(
        id=properties["wof:id"], geonames=str(geonames),
        lon=properties["geom:longitude"], lat=properties["geom:latitude"],
        keys=frozenset(key(name) for values in lists for name in values),
    )  # fmt: skip


def read_rows(path: Path) -> list[dict[str, str]]:
    """Read a TSV of the gazetteer."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def distance_km(place: Mapping[str, str], record: Record) -> float:
    """Measure the geodesic between a place and a record."""
    return float(GEOD.inv(float(place["lon"]), float(place["lat"]), record.lon, record.lat)[2]) / 1000


def nearest(
    place: Mapping[str, str], names: Iterable[str], records: Sequence[Record], within_km: float
) -> tuple[float, Record] | None:
    """Find the closest record with the place's GeoNames id, else with one of its names."""
    ids, keys = set(place["geonames"].split("|")) - {""}, {key(name) for name in names}
    near = [record for record in records if abs(record.lat - float(place["lat"])) < within_km / 100]
    for matches in (
        [record for record in records if record.geonames in ids],
        [record for record in near if record.keys & keys],
    ):
        found = sorted(((distance_km(place, record), record) for record in matches), key=lambda pair: pair[0])
        if found and found[0][0] <= within_km:
            return found[0]
    return None


def report(folder: Path, records: Sequence[Record], within_km: float) -> Iterator[str]:
    """Give one line a settlement, neighbourhood, camp or facility."""
    names: dict[str, list[str]] = defaultdict(list)
    for row in read_rows(folder / "names.tsv"):
        names[row["place"]].append(row["name"])
    for place in read_rows(folder / "places.tsv"):
        if place["kind"] in ("settlement", "neighbourhood", "camp", "facility"):
            found = nearest(place, names[place["id"]], records, within_km)
            if found is None:
                yield f"{place['id']}\t-\tno record within {within_km:g} km"
            else:
                far = "\tBEYOND ITS RADIUS" if found[0] > float(place["uncertainty_km"]) else ""
                yield f"{place['id']}\t{found[0]:.1f} km\twof:{found[1].id} gn:{found[1].geonames}{far}"


def main() -> None:
    """Read the packs and print the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packs", type=Path, nargs="+")
    parser.add_argument("--within", type=float, default=15, help="km (default 15)")
    parser.add_argument("--folder", type=Path, default=HERE.parent)
    arguments = parser.parse_args()
    records = tuple(record for path in arguments.packs for record in read_pack(path))
    for line in report(arguments.folder, records, arguments.within):
        print(line)


if __name__ == "__main__":
    main()
