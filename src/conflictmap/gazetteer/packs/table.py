"""Read any table of places: a CSV with a name and a position in each row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from conflictmap.errors import InputError
from conflictmap.gazetteer.keys import name_keys
from conflictmap.gazetteer.packs.columns import Table
from conflictmap.gazetteer.packs.features import radius_km
from conflictmap.gazetteer.packs.records import Record, Skipped, sorted_names
from conflictmap.model import Kind

LICENCE = "not stated"
ATTRIBUTION = ""

_KINDS = {"": "settlement", "city": "settlement", "town": "settlement", "village": "settlement",
          "hamlet": "settlement", "populated place": "settlement", "ppl": "settlement", "suburb": "neighbourhood",
          "quarter": "neighbourhood", "refugee camp": "camp", "idp camp": "camp", "governorate": "admin1",
          "province": "admin1", "district": "admin2", "subdistrict": "admin3", "river": "water", "lake": "water",
          "airport": "facility", "dam": "facility", "bridge": "facility", "hospital": "facility",
          **{kind.value: kind.value for kind in Kind}}  # fmt: skip


def read(lines: Iterable[str], where: str, skipped: Skipped, prefix: str, country: str | None = None) -> list[Record]:
    """Make records of the rows; a row without a position is left out.

    Columns: name, lat, lon; and, where the table has them, id, name_ar, kind, country, uncertainty_km, population,
    variants (parted by `|`), feature, admin1 (ISO 3166-2), geonames, wikidata, pcode. Their usual synonyms will do.

    Args:
        lines: the table with its header, parted by comma, semicolon or tab.
        where: the file's name, for errors.
        skipped: counts what is left out.
        prefix: what to put before the ids, so that those of two packs differ.
        country: ISO 3166-1 alpha-2 code for the rows that have none.

    Raises:
        InputError: where the header or a row is wrong.
    """
    table = Table(lines, where)
    table.need("name", "lat", "lon")
    found: dict[str, Record] = {}
    for place, cells in table.rows():
        record = _record(table, place, cells, skipped, prefix, country)
        if record is None:
            continue
        if record.id in found:
            raise InputError(f"{place}: the id {record.id.removeprefix(f'{prefix}:')!r} is in the table twice")
        found[record.id] = record
    return list(found.values())


def _record(
    table: Table, where: str, cells: Sequence[str], skipped: Skipped, prefix: str, country: str | None
) -> Record | None:
    names, labels = sorted_names([
        (table.cell(cells, "name"), "preferred"), (table.cell(cells, "name_ar"), "preferred"),
        *((name, "variant") for name in table.cell(cells, "variants").split("|")),
    ])  # fmt: skip
    lon, lat = table.number(cells, "lon", where), table.number(cells, "lat", where)
    if lon is None or lat is None or not names:
        skipped.add("no position" if names else "no name in a script that is looked up")
        return None
    kind = _kind(table.cell(cells, "kind"), where)
    feature = table.cell(cells, "feature") or None
    population = int(table.number(cells, "population", where) or 0)
    admin1 = table.cell(cells, "admin1")
    try:
        return Record(
            id=f"{prefix}:{table.cell(cells, 'id') or _made_id(names[0][0], lon, lat)}", kind=kind, feature=feature,
            country=_country(table.cell(cells, "country"), where) or country, lon=round(lon, 6), lat=round(lat, 6),
            uncertainty_km=table.number(cells, "uncertainty_km", where) or radius_km(kind, feature, population),
            population=max(0, population), names=names, labels=labels, same_as=_same_as(table, cells),
            admin1=(f"iso:{admin1}", f"name:{admin1}") if admin1 else (),
        )  # fmt: skip
    except ValueError as error:
        raise InputError(f"{where}: {error}") from error


def _kind(said: str, where: str) -> str:
    kind = _KINDS.get(said.lower().replace("_", " "), _KINDS.get(said.lower()))
    if kind is None:
        raise InputError(f"{where}: kind {said!r} is none of {', '.join(Kind)}")
    return kind


def _country(said: str, where: str) -> str | None:
    if said and not re.fullmatch("[A-Za-z]{2}", said):
        raise InputError(f"{where}: country {said!r} is no code of two letters, as SY")
    return said.upper() or None


def _made_id(name: str, lon: float, lat: float) -> str:
    return f"{name_keys(name)[0] or 'place'}@{lat:.4f},{lon:.4f}"


def _same_as(table: Table, cells: Sequence[str]) -> tuple[str, ...]:
    codes = ((source, code) for source in ("geonames", "wikidata", "pcode")
             for code in table.cell(cells, source).split("|"))  # fmt: skip
    return tuple(f"{source}:{code.strip()}" for source, code in codes if code.strip())
