"""Read the curated tables of data/gazetteer: TSV and GeoJSON in, plain rows out."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from conflictmap.errors import DataError

TABLES = ("places.tsv", "names.tsv", "countries.tsv", "admin1.tsv", "areas.geojson", "admin1.ndjson.gz")

_COVERED = 100  # curated places from which a country counts as covered


def folder() -> Path:
    """Find data/gazetteer: inside an installed package, or at the top of a checkout."""
    package = Path(__file__).resolve().parents[1]
    installed, checkout = package / "data" / "gazetteer", package.parents[1] / "data" / "gazetteer"
    return installed if installed.is_dir() else checkout


def rows(name: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Give the lines of a table as (`file:line`, column -> cell).

    Raises:
        DataError: where a line has another number of cells than the header.
    """
    path = folder() / name
    with path.open(encoding="utf-8", newline="\n") as lines:
        header = next(lines).rstrip("\n").split("\t")
        for number, line in enumerate(lines, 2):
            cells = line.rstrip("\n").split("\t")
            where = f"data/gazetteer/{name}:{number}"
            if len(cells) != len(header):
                raise DataError(f"{where}: {len(cells)} cells, the header has {len(header)}")
            yield where, dict(zip(header, cells, strict=True))


@lru_cache(maxsize=1)
def theatres() -> frozenset[str]:
    """Give the countries that the curated tables cover closely: those that reports of conflict are mostly about."""
    counts = Counter(row["country"] for _, row in rows("places.tsv"))
    return frozenset(country for country, count in counts.items() if country and count >= _COVERED)


@lru_cache(maxsize=1)
def capitals() -> frozenset[str]:
    """Give the national capitals, as ids of the form `geonames:170654`."""
    return frozenset(f"geonames:{row['capital_geonames']}" for _, row in rows("countries.tsv"))


def drawn_areas() -> dict[str, dict[str, object]]:
    """Give the drawn areas: id -> GeoJSON geometry."""
    collection = json.loads((folder() / "areas.geojson").read_text(encoding="utf-8"))
    return {feature["properties"]["id"]: feature["geometry"] for feature in collection["features"]}


def admin1_outlines() -> Iterator[tuple[str, dict[str, object]]]:
    """Give the outlines of the first-level units of the world: (id, GeoJSON geometry)."""
    with gzip.open(folder() / "admin1.ndjson.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            unit = json.loads(line)
            yield unit["id"], unit["geometry"]


def digest() -> str:
    """Give the SHA-256 over all curated tables, in hexadecimal."""
    total = hashlib.sha256()
    for name in TABLES:
        total.update(name.encode())
        total.update((folder() / name).read_bytes())
    return total.hexdigest()
