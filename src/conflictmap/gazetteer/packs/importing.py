"""Import a file as a pack: read it with its importer, and keep what it gave."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from conflictmap.errors import InputError
from conflictmap.gazetteer.entries import Progress
from conflictmap.gazetteer.packs import cod, download, files, geonames, osm, store, table, whosonfirst
from conflictmap.gazetteer.packs.records import Record, Skipped


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What an import may be told.

    Attributes:
        name: the pack's name; made from the source and the file's name if None.
        licence, attribution: instead of those that the source usually has.
        country: ISO 3166-1 alpha-2 code for the rows that have none.
        alternate_names: alternateNamesV2 of GeoNames.
    """

    name: str | None = None
    licence: str | None = None
    attribution: str | None = None
    country: str | None = None
    alternate_names: Path | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of gazetteer that can be added."""

    title: str
    licence: str
    attribution: str
    read: Callable[[Path, Options, Skipped], list[Record]]


def _geonames(path: Path, options: Options, skipped: Skipped) -> list[Record]:
    with files.lines_of(path, f"{path.stem}.txt") as lines:
        records = geonames.read(lines, str(path), skipped)
    other = options.alternate_names
    if other is None:
        return records
    with files.lines_of(other, f"{other.stem}.txt") as lines:
        return geonames.with_alternate_names(records, lines, str(other))


def _whosonfirst(path: Path, _options: Options, skipped: Skipped) -> list[Record]:
    with files.lines_of(path) as lines:
        return whosonfirst.read(lines, str(path), skipped)


def _cod(path: Path, options: Options, skipped: Skipped) -> list[Record]:
    with files.lines_of(_no_workbook(path)) as lines:
        return cod.read(lines, str(path), skipped, options.country)


def _osm(path: Path, options: Options, skipped: Skipped) -> list[Record]:
    with files.lines_of(path) as lines:
        return osm.read(lines.read(), str(path), skipped, options.country)


def _table(path: Path, options: Options, skipped: Skipped) -> list[Record]:
    prefix = options.name or default_name("csv", path)
    with files.lines_of(_no_workbook(path)) as lines:
        return table.read(lines, str(path), skipped, prefix, options.country)


def _no_workbook(path: Path) -> Path:
    if path.suffix.lower() in (".xlsx", ".xls", ".ods"):
        raise InputError(f"{path}: a workbook; save the sheet as CSV (UTF-8) and give that file")
    return path


SOURCES: dict[str, Source] = {
    "geonames": Source("GeoNames", geonames.LICENCE, geonames.ATTRIBUTION, _geonames),
    "whosonfirst": Source("Who's On First", whosonfirst.LICENCE, whosonfirst.ATTRIBUTION, _whosonfirst),
    "cod": Source("OCHA common operational datasets", cod.LICENCE, cod.ATTRIBUTION, _cod),
    "osm": Source("OpenStreetMap", osm.LICENCE, osm.ATTRIBUTION, _osm),
    "csv": Source("table", table.LICENCE, table.ATTRIBUTION, _table),
}


def add(data: Path, kind: str, path: Path, added: date, options: Options | None = None) -> store.PackInfo:
    """Read a file and keep it as a pack, whole or not at all.

    Args:
        data: the folder of the user's packs.
        kind: a key of `SOURCES`.
        path: the file.
        added: the day to note down.
        options: what the import is told.

    Raises:
        InputError: where the file is wrong (which line), or the name is taken.
    """
    options, source, skipped = options or Options(), SOURCES[kind], Skipped()
    if options.country is not None and not re.fullmatch("[A-Za-z]{2}", options.country):
        raise InputError(f"--country {options.country!r}: give the two letters of ISO 3166-1, as SY")
    if options.country is not None:
        options = replace(options, country=options.country.upper())
    name = store.check_name(options.name or default_name(kind, path))
    store.check_free(data, name)
    records = source.read(path, options, skipped)
    if not records:
        raise InputError(f"{path}: no place that can be used; left out: {told(skipped.reasons) or 'nothing'}")
    return store.add(data, store.PackInfo(
        name=name, source=kind, title=source.title, licence=options.licence or source.licence,
        attribution=source.attribution if options.attribution is None else options.attribution,
        added=added.isoformat(), file=path.name, sha256=files.sha256(path),
        skipped=dict(sorted(skipped.reasons.items())),
    ), records)  # fmt: skip


def add_country(
    data: Path, country: str, added: date, options: Options, progress: Progress, *,
    base_url: str | None = None, sha256: str | None = None,
) -> store.PackInfo:  # fmt: skip
    """Download the dump of a country from GeoNames and keep it as a pack.

    Raises:
        InputError: where the download fails, or as `add` does.
    """
    file = Path(f"{country.upper()}.zip")
    store.check_free(data, store.check_name(options.name or default_name("geonames", file)))
    url = f"{(base_url or download.GEONAMES_URL).rstrip('/')}/{file}"
    fetched = download.fetch(url, data / "downloads" / file, progress, sha256=sha256)
    try:
        return add(data, "geonames", fetched, added, options)
    finally:
        fetched.unlink(missing_ok=True)


def default_name(kind: str, path: Path) -> str:
    """Make a pack's name from the source and the file's name: `geonames-sy` from SY.zip.

    >>> default_name("geonames", Path("SY.zip")), default_name("osm", Path("osm export.json"))
    ('geonames-sy', 'osm-export')
    """
    stem = re.sub(r"[^a-z0-9]+", "-", path.name.lower().split(".")[0]).strip("-")
    return (stem if stem == kind or stem.startswith(f"{kind}-") else f"{kind}-{stem}")[:64].strip("-")


def told(counts: dict[str, int]) -> str:
    """Tell counts in a line: `12 no position, 3 no name`."""
    return ", ".join(f"{count:,} {what}" for what, count in counts.items())
