"""A user's own places: a table that overrides every other layer."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from conflictmap.errors import InputError
from conflictmap.gazetteer import build, index, outlines
from conflictmap.gazetteer.entries import Entry, Progress
from conflictmap.gazetteer.layer import Layer
from conflictmap.gazetteer.packs import files
from conflictmap.gazetteer.packs.features import radius_km
from conflictmap.gazetteer.packs.store import PackInfo
from conflictmap.model import Kind

REQUIRED = ("id", "kind", "lon", "lat")
NAMES = ("name_en", "name_ar", "variants")
OPTIONAL = ("feature", "country", "admin1", "uncertainty_km", "geonames", "wikidata", "wof", "source")
IGNORED = ("area", "valid_from", "valid_to", "check", "note")
"""Columns of data/gazetteer/places.tsv that may stand in the table and are passed over."""

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9:._-]*")


def read(path: Path) -> tuple[Entry, ...]:
    """Read a table of places: tab-separated, UTF-8, the columns named in the first line, in any order.

    Raises:
        InputError: where a line is wrong: `places.tsv:3: latitude 412 is outside -90..90`.
    """
    with files.lines_of(path) as lines:
        header = next(lines, "").rstrip("\r\n").split("\t")
        _check_header(path, header)
        found: dict[str, Entry] = {}
        for number, line in enumerate(lines, 2):
            if not line.strip():
                continue
            where, cells = f"{path}:{number}", line.rstrip("\r\n").split("\t")
            if len(cells) != len(header):
                raise InputError(f"{where}: {len(cells)} cells, the header has {len(header)}")
            entry = _entry(where, dict(zip(header, map(str.strip, cells), strict=True)), path.stem)
            if entry.id in found:
                raise InputError(f"{where}: the id {entry.id!r} is in the table twice")
            found[entry.id] = entry
    if not found:
        raise InputError(f"{path}: no place in it")
    return tuple(found.values())


def layer(cache: Path, base: Path, paths: Sequence[Path], progress: Progress | None = None) -> Layer:
    """Open the tables of a user as one layer, compiling it if they have changed; a later table overrides earlier ones.

    Raises:
        InputError: where a table is wrong.
    """
    infos = tuple(_info(path) for path in paths)
    digest = hashlib.sha256("\n".join(f"{info.name} {info.hash}" for info in infos).encode()).hexdigest()

    def fill(tell: Progress) -> list[Entry]:
        tell("reading your places", 0.05)
        return _entries(base, paths)

    return Layer(index.ensure(cache, f"{base.name}-own-{digest[:16]}", fill, progress), infos)


def _entries(base: Path, paths: Sequence[Path]) -> list[Entry]:
    entries = {entry.id: entry for path in paths for entry in read(path)}
    below = Layer(base)
    try:
        for entry in entries.values():
            _complete(entry, below)
    finally:
        below.close()
    homeless = [entry for entry in entries.values() if entry.country and not entry.admin1 and entry.kind != "country"]
    if homeless:
        outlines.set_admin1(homeless, build.units(), outlines.read())
    return list(entries.values())


def _complete(entry: Entry, below: Layer) -> None:
    """Take country, unit and population over from the place that is replaced, where the table does not say."""
    row = next((row for code in (entry.id, *entry.same_as) if (row := below.row_of_code(code)) is not None), None)
    if row is not None:
        replaced = below.place(row)
        entry.country = entry.country or replaced.country
        entry.admin1 = entry.admin1 or replaced.admin1
        entry.population = replaced.population


def _check_header(path: Path, header: Sequence[str]) -> None:
    missing = [column for column in REQUIRED if column not in header]
    unknown = [column for column in header if column not in (*REQUIRED, *NAMES, *OPTIONAL, *IGNORED)]
    if missing or not set(NAMES) & set(header):
        wanted = ", ".join(missing) or "name_en or name_ar"
        raise InputError(f"{path}:1: the header has no {wanted}; it is a line of column names, parted by tabs")
    if unknown:
        raise InputError(f"{path}:1: unknown column {unknown[0]!r}; known: {', '.join((*REQUIRED, *NAMES, *OPTIONAL))}")


def _entry(where: str, cells: dict[str, str], stem: str) -> Entry:
    for problem in _problems(cells):
        raise InputError(f"{where}: {problem}")
    row = dict.fromkeys(OPTIONAL, "") | cells
    entry = build.curated_entry(where, {**row, "country": row["country"].upper(), "source": f"own:{stem}"})
    entry.uncertainty_km = entry.uncertainty_km or radius_km(entry.kind, entry.feature, 0)
    build.bilingual(entry, row.get("name_en", ""), row.get("name_ar", ""), row.get("variants", ""))
    return entry


def _problems(cells: dict[str, str]) -> Iterator[str]:
    if not _ID.fullmatch(cells["id"]):
        yield f"id {cells['id']!r}: use letters, digits and - : . _"
    if cells["kind"] not in tuple(Kind):
        yield f"kind {cells['kind']!r} is none of {', '.join(Kind)}"
    if not any(cells.get(column) for column in NAMES):
        yield "no name: fill name_en, name_ar or variants"
    if cells.get("country") and not re.fullmatch("[A-Za-z]{2}", cells["country"]):
        yield f"country {cells['country']!r} is no code of two letters, as SY"
    for column, most in (("lon", 180), ("lat", 90)):
        try:
            outside = not -most <= float(cells[column]) <= most
        except ValueError:
            yield f"{column} {cells[column]!r} is not a number"
        else:
            if outside:
                yield f"{'longitude' if column == 'lon' else 'latitude'} {cells[column]} is outside -{most}..{most}"


def _info(path: Path) -> PackInfo:
    digest = files.sha256(path)
    return PackInfo(name=f"own:{path.stem}", source="own", title=path.name, licence="not stated", attribution="",
                    added="", file=path.name, sha256=digest, hash=digest)  # fmt: skip
