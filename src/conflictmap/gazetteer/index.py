"""Write an index: a folder of two files, whole or not at all.

`keys.marisa` leads from a name key to records of (row, flags, mark of the spelling), `places.sqlite` has the rows. The
folder is written beside its final place and moved there whole, so that a kill leaves nothing half-made and two
builders at once end with one index.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from conflictmap.gazetteer.entries import ARTICLE_DROPPED, Entry, Progress, silent
from conflictmap.gazetteer.keys import mark, name_keys
from conflictmap.text.names import NameKey

FORMAT = 8  # raise it whenever an index is laid out or filled in another way
RECORD = "<IBH"  # row of the place, flags of the name, mark of the spelling

_BUILDING_DAYS, _UNUSED_DAYS = 1, 30  # age at which leftovers in the cache are removed

_SCHEMA = """
CREATE TABLE place (
    row INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, names TEXT NOT NULL, kind TEXT NOT NULL, feature TEXT,
    country TEXT, admin1 TEXT, lon REAL, lat REAL, uncertainty_km REAL, precision TEXT NOT NULL, area TEXT,
    extent TEXT, same_as TEXT NOT NULL, source TEXT NOT NULL, population INTEGER NOT NULL);
CREATE TABLE link (row INTEGER PRIMARY KEY, id TEXT NOT NULL, same_as TEXT NOT NULL);
CREATE TABLE same (code TEXT NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (code, row)) WITHOUT ROWID;
CREATE TABLE name (row INTEGER PRIMARY KEY, spellings TEXT NOT NULL);
"""
_INDEXES = (
    "CREATE INDEX link_id ON link (id)",
    "CREATE INDEX place_town ON place (lat, lon) WHERE kind = 'settlement' AND population > 0",
)


def ensure(cache: Path, name: str, fill: Callable[[Progress], Sequence[Entry]], progress: Progress | None) -> Path:
    """Give the folder of an index, building it if it is not there.

    Args:
        cache: the folder that holds all indexes.
        name: the folder's name, made from everything that goes into the index.
        fill: gives the entries; places first, those that stand for a place of a layer below last.
        progress: called now and then while building.
    """
    target = cache / name
    if (target / "keys.marisa").is_file():
        with contextlib.suppress(OSError):
            os.utime(target)  # in use: not to be swept away
        return target
    cache.mkdir(parents=True, exist_ok=True)
    _sweep(cache)
    work = Path(tempfile.mkdtemp(prefix="building-", dir=cache))
    tell = progress or silent
    try:
        write(work, fill(tell), tell)
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


def write(folder: Path, entries: Sequence[Entry], tell: Progress) -> None:
    """Write both files into a folder. The same entries give the same bytes."""
    import marisa_trie

    with closing(sqlite3.connect(folder / "places.sqlite")) as store:
        store.executescript(_SCHEMA)
        _fill(store, entries)
        for statement in _INDEXES:
            store.execute(statement)
        store.commit()
    trie = marisa_trie.RecordTrie(RECORD, _records(entries, tell))
    trie.save(str(folder / "keys.marisa"))
    tell("done", 1.0)


def _fill(store: sqlite3.Connection, entries: Sequence[Entry]) -> None:
    rows = [*enumerate(entries)]
    places = [(row, entry) for row, entry in rows if entry.stands_for is None]
    links = ((row, entry.stands_for, "|".join(entry.same_as)) for row, entry in rows if entry.stands_for is not None)
    codes = ((code, row) for row, entry in places for code in entry.same_as if code != entry.id)
    store.executemany(f"INSERT INTO place VALUES ({','.join('?' * 16)})", map(_cells, places))
    store.executemany("INSERT INTO link VALUES (?,?,?)", links)
    store.executemany("INSERT OR IGNORE INTO same VALUES (?,?)", codes)
    store.executemany("INSERT INTO name VALUES (?,?)", ((row, _plain(entry.spellings)) for row, entry in rows))


_plain = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _records(entries: Sequence[Entry], tell: Progress) -> Iterator[tuple[NameKey, tuple[int, int, int]]]:
    for row, entry in enumerate(entries):
        for key, flags, spelling in _keys(entry):
            yield key, (row, flags, spelling)
        if row % 5000 == 0:
            tell("folding the names", 0.3 + 0.6 * row / len(entries))
    tell("writing the index", 0.92)


def _keys(entry: Entry) -> Iterator[tuple[NameKey, int, int]]:
    """Give the keys of a place's names, and those without the article as weaker ones.

    The first spelling of a key gives the flags of all of them.
    """
    whole: dict[NameKey, int] = {}
    bare: dict[NameKey, int] = {}
    seen: set[tuple[NameKey, int]] = set()
    for name, flags in entry.spellings.items():
        key, stem = name_keys(name)
        if len(key) >= 2:
            seen.add((key, mark(name)))
            whole.setdefault(key, flags)
        if stem and len(stem) >= 2:
            bare.setdefault(stem, flags | ARTICLE_DROPPED)
    for key, spelling in sorted(seen):
        yield key, whole[key], spelling
    for key, flags in bare.items():
        if key not in whole:
            yield key, flags, 0


def _cells(numbered: tuple[int, Entry]) -> tuple[object, ...]:
    row, entry = numbered
    area = _plain(entry.area) if entry.area else None
    return (row, entry.id, _plain(entry.names), entry.kind, entry.feature, entry.country,
            entry.admin1, entry.lon, entry.lat, entry.uncertainty_km, entry.precision, area, entry.extent,
            "|".join(entry.same_as), entry.source, entry.population)  # fmt: skip
