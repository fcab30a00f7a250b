"""Read tables of OCHA's common operational datasets (COD): administrative units and populated places with P-codes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from conflictmap.errors import InputError
from conflictmap.gazetteer.packs.columns import Table
from conflictmap.gazetteer.packs.features import radius_km
from conflictmap.gazetteer.packs.records import Record, Skipped, sorted_names

LICENCE = "CC-BY-3.0-IGO"
ATTRIBUTION = "OCHA common operational datasets (CC BY-IGO)"

_LEVEL = re.compile(r"adm(?:in)?([1-4])(pcode|(?:ref|alt)?(?:name)?\d?(?:alt\d?)?([a-z]{2})?)")
_KINDS = {1: ("admin1", "first_order_division"), 2: ("admin2", "second_order_division"),
          3: ("admin3", "third_order_division"), 4: ("settlement", None)}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Level:
    """The columns of one level of a table: where its P-code and its names stand, English and Arabic first."""

    level: int
    pcode: int
    names: tuple[int, ...]


def read(lines: Iterable[str], where: str, skipped: Skipped, country: str | None = None) -> list[Record]:
    """Make records of the rows; a row without a position is left out.

    A row is the populated place that it names, or else the unit of the deepest level that it has a P-code for; units of
    the fourth level are taken as settlements, as in Syria.

    Args:
        lines: the table with its header: `admin1Name_en`, `ADM1_PCODE`, `name_ar`, `LATITUDE_Y` and the like.
        where: the file's name, for errors.
        skipped: counts what is left out.
        country: ISO 3166-1 alpha-2 code; that of the P-codes if None.

    Raises:
        InputError: where the header or a row is wrong.
    """
    table = Table(lines, where)
    table.need("lat", "lon")
    levels = list(_levels(table.header))
    if not levels and "pcode" not in table.header:
        raise InputError(f"{where}:1: no column of P-codes (admin1Pcode, ADM1_PCODE, pcode)")
    found: dict[str, Record] = {}
    for place, cells in table.rows():
        record = _record(table, levels, place, cells, skipped, country)
        if record is None:
            continue
        if record.id in found:
            skipped.add("the P-code once more")
        found.setdefault(record.id, record)
    return list(found.values())


def _levels(header: Sequence[str]) -> Iterator[_Level]:
    """Find the columns of each level, the deepest first."""
    found = [(column, match) for column, name in enumerate(header) if (match := _LEVEL.fullmatch(name))]
    for level in (4, 3, 2, 1):
        mine = [(column, match) for column, match in found if match[1] == str(level)]
        codes = [column for column, match in mine if match[2] == "pcode"]
        named = sorted((column for column, match in mine if match[2] != "pcode"), key=lambda c: _rank(header[c], c))
        if codes and named:
            yield _Level(level=level, pcode=codes[0], names=tuple(named))


def _rank(name: str, column: int) -> tuple[bool, bool, int]:
    return ("ref" in name or "alt" in name, not name.endswith(("en", "ar", "name")), column)


def _record(
    table: Table, levels: Sequence[_Level], where: str, cells: Sequence[str], skipped: Skipped, country: str | None
) -> Record | None:
    level = next((level for level in levels if cells[level.pcode]), None)
    pcode = table.cell(cells, "pcode")
    kind, feature = ("settlement", None) if pcode else _KINDS[level.level] if level else ("", None)
    pcode = pcode or (cells[level.pcode] if level else "")
    if not pcode:
        skipped.add("no P-code")
        return None
    said = [table.cell(cells, "name"), table.cell(cells, "name_ar")]
    if not any(said) and level:
        said = [cells[column] for column in level.names]
    names, labels = sorted_names((name, "preferred" if number < 2 else "variant") for number, name in enumerate(said))
    lon, lat = table.number(cells, "lon", where), table.number(cells, "lat", where)
    if lon is None or lat is None or not names:
        skipped.add("no position" if names else "no name in a script that is looked up")
        return None
    population = int(table.number(cells, "population", where) or 0)
    try:
        return Record(
            id=f"pcode:{pcode}", kind=kind, feature=feature, country=country or _country(table, cells, pcode),
            lon=round(lon, 5), lat=round(lat, 5), uncertainty_km=radius_km(kind, feature, population),
            population=max(0, population), names=names, labels=labels, same_as=(f"pcode:{pcode}",),
            admin1=_unit(levels, cells),
        )  # fmt: skip
    except ValueError as error:
        raise InputError(f"{where}: {error}") from error


def _country(table: Table, cells: Sequence[str], pcode: str) -> str | None:
    """Give the country of a P-code: SY of SY0903, unless a column says it."""
    said = table.cell(cells, "country")
    letters = said if re.fullmatch("[A-Za-z]{2}", said) else pcode[:2]
    return letters.upper() if letters.isalpha() else None


def _unit(levels: Sequence[_Level], cells: Sequence[str]) -> tuple[str, ...]:
    first = next((level for level in levels if level.level == 1), None)
    return tuple(f"name:{cells[column]}" for column in first.names if cells[column]) if first else ()
