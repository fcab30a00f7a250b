"""One open index: read-only, nothing of it is loaded."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from conflictmap.gazetteer.index import RECORD
from conflictmap.gazetteer.packs.store import PackInfo
from conflictmap.model import Extent, Kind, Place, PlaceId, Precision

_COLUMNS = (
    "id, names, kind, feature, country, admin1, lon, lat, uncertainty_km, precision, area, extent, same_as,"
    " source, population"
)


class Layer:
    """The two files of an index. Rows are its own places, or stand for a place of a layer below (`link`).

    Args:
        folder: where the index is.
        packs: what it was compiled from; nothing for the base.
    """

    def __init__(self, folder: Path, packs: tuple[PackInfo, ...] = ()) -> None:
        import marisa_trie

        self.folder = folder
        self.packs = packs
        self.keys = marisa_trie.RecordTrie(RECORD).mmap(str(folder / "keys.marisa"))
        address = (folder / "places.sqlite").absolute().as_uri()
        self._store = sqlite3.connect(f"{address}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self.places = 1 + int(self._store.execute("SELECT ifnull(max(row), -1) FROM place").fetchone()[0])

    def close(self) -> None:
        """Close the files."""
        self._store.close()

    def row(self, place_id: str) -> int | None:
        """Give the row of one of its own places."""
        found = self._store.execute("SELECT row FROM place WHERE id = ?", (place_id,)).fetchone()
        return None if found is None else int(found[0])

    def row_of_code(self, code: str) -> int | None:
        """Give the row of its first place that has this id, or this id elsewhere (`geonames:171943`)."""
        row = self.row(code)
        if row is not None:
            return row
        found = self._store.execute("SELECT min(row) FROM same WHERE code = ?", (code,)).fetchone()
        return None if found[0] is None else int(found[0])

    def codes(self) -> dict[str, int]:
        """Give every id of every place, its own and those elsewhere. For small layers."""
        found = {
            str(code): int(row) for code, row in self._store.execute("SELECT code, row FROM same ORDER BY row DESC")
        }
        return {**found, **{str(code): int(row) for code, row in self._store.execute("SELECT id, row FROM place")}}

    def place(self, row: int) -> Place:
        """Give one of its own places."""
        return _place(self._store.execute(f"SELECT {_COLUMNS} FROM place WHERE row = ?", (row,)).fetchone())

    def link(self, row: int) -> PlaceId:
        """Give the id of the place of a layer below that a row stands for."""
        return PlaceId(str(self._store.execute("SELECT id FROM link WHERE row = ?", (row,)).fetchone()[0]))

    def codes_for(self, place_id: str) -> tuple[str, ...]:
        """Give the ids elsewhere that rows which stand for a place of a layer below have."""
        rows = self._store.execute("SELECT same_as FROM link WHERE id = ? ORDER BY row", (place_id,))
        return tuple(code for (codes,) in rows for code in str(codes).split("|") if code)

    def ids_of(self, codes: Iterable[str]) -> Iterator[str]:
        """Give the ids of its own places that have one of some ids."""
        for code in codes:
            for (place_id,) in self._store.execute(
                "SELECT id FROM place WHERE id = ?1 OR row IN (SELECT row FROM same WHERE code = ?1) ORDER BY row",
                (code,),
            ):
                yield str(place_id)

    def spellings(self, place_id: str) -> dict[str, int]:
        """Give the names of a place and their flags, also where a row stands for it; empty if it has none here."""
        rows = self._store.execute(
            "SELECT spellings FROM name WHERE row IN"
            " (SELECT row FROM place WHERE id = ?1 UNION SELECT row FROM link WHERE id = ?1) ORDER BY row",
            (place_id,),
        )  # fmt: skip
        found: dict[str, int] = {}
        for (spellings,) in rows:
            found = {**json.loads(spellings), **found}
        return found

    def units(self, country: str) -> tuple[Place, ...]:
        """Give the first-level units of a country by id."""
        rows = self._store.execute(
            "SELECT row FROM place WHERE kind = 'admin1' AND country = ? ORDER BY id", (country,)
        )
        return tuple(self.place(row) for (row,) in rows.fetchall())

    def towns(self, box: tuple[float, float, float, float], limit: int) -> tuple[Place, ...]:
        """Give its most populous settlements between west, south, east and north, largest first."""
        west, south, east, north = box
        rows = self._store.execute(
            f"SELECT {_COLUMNS} FROM place WHERE kind = 'settlement' AND population > 0 AND lon BETWEEN ? AND ?"
            " AND lat BETWEEN ? AND ? ORDER BY population DESC, id LIMIT ?", (west, east, south, north, limit),
        )  # fmt: skip
        return tuple(map(_place, rows.fetchall()))

    def within(self, box: tuple[float, float, float, float]) -> tuple[Place, ...]:
        """Give its own places between west, south, east and north by id, but no countries and first-level units."""
        west, south, east, north = box
        rows = self._store.execute(
            f"SELECT {_COLUMNS} FROM place WHERE lon BETWEEN ? AND ? AND lat BETWEEN ? AND ?"
            " AND kind NOT IN ('country', 'admin1') ORDER BY id", (west, east, south, north),
        )  # fmt: skip
        return tuple(map(_place, rows.fetchall()))


def _place(cells: tuple[object, ...]) -> Place:
    (identity, names, kind, feature, country, admin1, lon, lat, km, precision, area, extent, same_as, source,
     population) = cells  # fmt: skip
    return Place(
        id=PlaceId(str(identity)), name=json.loads(str(names)), kind=Kind(str(kind)),
        feature=_text(feature), country=_text(country), admin1=_text(admin1), lon=_float(lon), lat=_float(lat),
        uncertainty_km=_float(km), precision=Precision(str(precision)),
        area=json.loads(str(area)) if area else None, extent=Extent(str(extent)) if area and extent else None,
        same_as=tuple(filter(None, str(same_as).split("|"))), source=str(source),
        population=int(str(population)),
    )  # fmt: skip


def _text(cell: object) -> str | None:
    return None if cell is None else str(cell)


def _float(cell: object) -> float | None:
    return None if cell is None else float(str(cell))
