"""Compile a pack into an index, so that it can be opened as a layer over the base.

A place of the pack that is one of the base is no second place: its names lead to the base's place.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from conflictmap.gazetteer import build, index, outlines
from conflictmap.gazetteer.entries import (
    ARTICLE_DROPPED,
    BASE,
    HISTORIC,
    PRECISION,
    PREFERRED,
    VARIANT,
    Entry,
    Progress,
)
from conflictmap.gazetteer.keys import name_keys
from conflictmap.gazetteer.layer import Layer
from conflictmap.gazetteer.packs import store
from conflictmap.gazetteer.packs.records import Record
from conflictmap.geo import distance_km
from conflictmap.model import Place

FORMAT = 4  # raise it whenever packs are compiled in another way; index.FORMAT where the index itself changes
_SAME_KM = 3.0  # settlements of one name nearer than this are one place, or nearer than the base's own radius
_FLAGS = {"preferred": PREFERRED | BASE, "variant": VARIANT | BASE, "historic": VARIANT | BASE | HISTORIC}
_SETTLED = frozenset(("settlement", "neighbourhood"))
_BUILT = frozenset(("facility", "site"))
_UNITS = frozenset(("admin1", "admin2", "admin3", "country"))


def ensure(cache: Path, data: Path, pack: store.PackInfo, base: Path, progress: Progress | None = None) -> Path:
    """Give the folder of a pack's index over a base index, compiling it if it is not there.

    Args:
        cache: the folder that holds all indexes.
        data: the folder of the user's packs.
        pack: which one.
        base: the folder of the base index.
        progress: called now and then while compiling.
    """

    def fill(tell: Progress) -> list[Entry]:
        tell(f"reading the pack {pack.name}", 0.05)
        layer = Layer(base)
        try:
            return _entries(store.records(data, pack.name), f"pack:{pack.name}", layer, tell)
        finally:
            layer.close()

    return index.ensure(cache, f"{base.name}-pack{FORMAT}-{pack.hash[:16]}-{pack.name}", fill, progress)


def forget(cache: Path, pack: store.PackInfo) -> None:
    """Delete the indexes of a pack."""
    for folder in cache.glob(f"gazetteer-*-pack*-{pack.hash[:16]}-{pack.name}"):
        shutil.rmtree(folder, ignore_errors=True)


def _entries(records: Iterable[Record], source: str, base: Layer, tell: Progress) -> list[Entry]:
    units = _Units.read()
    places: list[Entry] = []
    links: list[Entry] = []
    homeless: list[Entry] = []
    taken: set[str] = set()
    seen = _Seen(base)
    for record in records:
        entry = _entry(record, source)
        entry.stands_for = units.place(record) if record.kind == "admin1" else seen.twin(record, entry)
        if entry.stands_for is not None:
            links.append(entry)
            continue
        entry.same_as = tuple(code for code in entry.same_as if base.row_of_code(code) is None)
        entry.id = next((code for code in _identities(entry, base) if code not in taken), "")
        if not entry.id:
            continue  # the source has the id twice
        taken.add(entry.id)
        entry.admin1 = units.code(record.admin1, record.country)
        if entry.admin1 is None and record.kind != "admin1":
            homeless.append(entry)
        places.append(entry)
    tell("finding the governorate of each place", 0.2)
    if homeless:
        outlines.set_admin1(homeless, units.entries, outlines.read())
    return [*places, *links]


def _identities(entry: Entry, base: Layer) -> list[str]:
    """Give the ids that a place may have: that of GeoNames first, so that it has one id whoever lists it."""
    own = entry.id if base.row_of_code(entry.id) is None else f"{entry.source}/{entry.id}"  # ours means another thing
    return [*(code for code in entry.same_as if code.startswith("geonames:")), own]


def _entry(record: Record, source: str) -> Entry:
    codes = dict.fromkeys((*record.same_as, record.id))
    return Entry(
        id=record.id, kind=record.kind, feature=record.feature, source=source,
        precision=PRECISION.get(record.kind, "site"), country=record.country, lon=record.lon, lat=record.lat,
        uncertainty_km=record.uncertainty_km, area=record.area, extent="settled" if record.area else None,
        same_as=tuple(codes), population=record.population, names=dict(record.labels),
        spellings={name: _FLAGS[status] for name, status in record.names},
    )  # fmt: skip


class _Seen:
    """The places of the base that a pack's places may be."""

    def __init__(self, base: Layer) -> None:
        self._base = base
        self._places: dict[int, Place] = {}

    def twin(self, record: Record, entry: Entry) -> str | None:
        """Give the id of the base's place that a record is: by an id that both have, else by name and distance."""
        for code in entry.same_as:
            row = self._base.row_of_code(code)
            if row is not None and _may_share_an_id(record.kind, self._place(row).kind):
                return self._place(row).id
        if record.kind in _UNITS:
            return None
        near = [(distance, place.id) for place in self._namesakes(entry)
                if (distance := _km_apart(record, place)) is not None]  # fmt: skip
        return min(near)[1] if near else None

    def _namesakes(self, entry: Entry) -> list[Place]:
        """Give the places that bear a preferred name; variants of sources are too often those of a neighbour."""
        rows: dict[int, None] = {}
        for name in (name for name, flags in entry.spellings.items() if flags & PREFERRED):
            key, bare = name_keys(name)
            rows.update((row, None) for row, flags, _ in self._base.keys.get(key, ()) if not flags & ARTICLE_DROPPED)
            rows.update((row, None) for row, _, _ in (self._base.keys.get(bare, ()) if bare else ()))
        return [self._place(row) for row in rows]

    def _place(self, row: int) -> Place:
        if row not in self._places:
            self._places[row] = self._base.place(row)
        return self._places[row]


def _may_share_an_id(kind: str, other: str) -> bool:
    """Say whether one id may mean both: a district and its town never are one place, whatever the source says."""
    return (kind in _UNITS) == (other in _UNITS)


def _km_apart(record: Record, place: Place) -> float | None:
    """Give how far a namesake is, or None where it is another kind of thing or too far to be the same."""
    abroad = record.country is not None and place.country not in (record.country, None)
    if place.lonlat is None or abroad or not _alike(record.kind, place.kind):
        return None
    km = distance_km((record.lon, record.lat), place.lonlat)
    return km if km <= max(_SAME_KM, place.uncertainty_km or 0.0) else None


def _alike(kind: str, other: str) -> bool:
    return kind == other or {kind, other} <= _SETTLED or {kind, other} <= _BUILT


@dataclass(frozen=True, slots=True)
class _Units:
    """Our first-level units, found by what a source says of them."""

    entries: tuple[Entry, ...]
    codes: Mapping[str, Entry]

    @classmethod
    def read(cls) -> _Units:
        entries = build.units()
        codes: dict[str, Entry] = {}
        for unit in entries:
            for name in unit.spellings:
                codes.setdefault(f"name:{unit.country}:{name_keys(name)[0]}", unit)
        for unit in entries:
            codes.update(dict.fromkeys((*unit.same_as, f"iso:{unit.admin1}"), unit))
        return cls(entries, codes)

    def find(self, said: Iterable[str], country: str | None) -> Entry | None:
        """Give the unit that a source means, of the country that it says."""
        for code in said:
            name = code.removeprefix("name:")
            unit = self.codes.get(code if name == code else f"name:{country}:{name_keys(name)[0]}")
            if unit is not None and unit.country == country:
                return unit
        return None

    def code(self, said: Iterable[str], country: str | None) -> str | None:
        unit = self.find(said, country)
        return unit.admin1 if unit else None

    def place(self, record: Record) -> str | None:
        """Give our unit that a record of a first-level unit is."""
        said = (*record.same_as, *record.admin1, *(f"name:{name}" for name, _ in record.names))
        unit = self.find(said, record.country)
        return unit.id if unit else None
