"""Read a country's dump of GeoNames: 19 tab-separated columns, and alternateNamesV2 beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from conflictmap.errors import InputError
from conflictmap.gazetteer.packs.features import FEATURES, radius_km
from conflictmap.gazetteer.packs.records import Record, Skipped, sorted_names

LICENCE = "CC-BY-4.0"
ATTRIBUTION = "GeoNames (geonames.org, CC BY 4.0)"

_COLUMNS = 19
_LANGUAGES = frozenset(("", "ar", "en", "fr", "ku", "ckb", "fa", "tr", "ru", "uk", "he"))
# What stands in the language column of alternateNamesV2 but is no language; all are longer than a code of two letters.
_Names = dict[str, list[tuple[object, str]]]


def read(lines: Iterable[str], where: str, skipped: Skipped) -> list[Record]:
    """Make records of a dump; feature codes that reports of conflict do not turn on are left out.

    Args:
        lines: the lines of CC.txt.
        where: the file's name, for errors.
        skipped: counts what is left out.

    Raises:
        InputError: where a line is no line of a dump.
    """
    units: dict[tuple[str, str], str] = {}
    found: list[tuple[Record, str]] = []
    for number, line in enumerate(lines, 1):
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) != _COLUMNS:
            raise InputError(f"{where}:{number}: {len(cells)} columns, a dump of GeoNames has {_COLUMNS}")
        if cells[7] == "ADM1":
            units[cells[8], cells[10]] = cells[0]
        if cells[7] not in FEATURES:
            skipped.add(f"class {cells[6] or '?'}, a feature that is not used")
            continue
        try:
            record = _record(cells)
        except ValueError as error:
            raise InputError(f"{where}:{number}: no line of a dump of GeoNames: {error}") from error
        if record is None:
            skipped.add("no name in a script that is looked up")
        else:
            found.append((record, cells[10]))
    return [_with_unit(record, units.get((record.country or "", unit))) for record, unit in found]


def with_alternate_names(records: Sequence[Record], lines: Iterable[str], where: str) -> list[Record]:
    """Add the names of alternateNamesV2 to records; those of links, post codes and other languages are passed over.

    Raises:
        InputError: where a line has too few columns.
    """
    wanted = {record.id.removeprefix("geonames:") for record in records}
    names: _Names = defaultdict(list)
    for number, line in enumerate(lines, 1):
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) < 4:
            raise InputError(f"{where}:{number}: {len(cells)} columns, alternateNamesV2 has 10")
        if cells[1] in wanted and cells[2].lower().partition("-")[0] in _LANGUAGES:
            names[cells[1]].append((cells[3], _status(cells[4:8])))
    return [_with_names(record, names) for record in records]


def _record(cells: Sequence[str]) -> Record | None:
    kind, feature = FEATURES[cells[7]]
    population = max(0, int(cells[14] or 0))
    names, labels = sorted_names([(cells[1], "preferred"), (cells[2], "variant"),
                                  *((name, "variant") for name in cells[3].split(","))])  # fmt: skip
    if not names:
        return None
    identity = f"geonames:{int(cells[0])}"
    return Record(
        id=identity, kind=kind, feature=feature, country=cells[8] or None, lon=round(float(cells[5]), 5),
        lat=round(float(cells[4]), 5), uncertainty_km=radius_km(kind, feature, population), population=population,
        names=names, labels=labels, same_as=(identity,),
    )  # fmt: skip


def _with_unit(record: Record, unit: str | None) -> Record:
    return replace(record, admin1=(f"geonames:{unit}",)) if unit else record


def _status(flags: Sequence[str]) -> str:
    """Rank a name by its flags: preferred, short, colloquial, historic."""
    preferred, _short, colloquial, historic = (*flags, *[""] * 4)[:4]
    if historic == "1":
        return "historic"
    return "preferred" if preferred == "1" and colloquial != "1" else "variant"


def _with_names(record: Record, names: Mapping[str, Iterable[tuple[object, str]]]) -> Record:
    """Add names; a preferred one goes before the names that the dump gives without a language."""
    added = sorted(names.get(record.id.removeprefix("geonames:"), ()), key=lambda item: item[1] != "preferred")
    own = [*((name, status) for name, status in record.names if status == "preferred"), *added,
           *((name, status) for name, status in record.names if status != "preferred")]  # fmt: skip
    merged, labels = sorted_names(own)
    return replace(record, names=merged, labels=labels)
