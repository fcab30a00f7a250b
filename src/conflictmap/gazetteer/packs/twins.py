"""Make one record of those in which a source lists the same place twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from conflictmap.gazetteer.keys import name_keys
from conflictmap.gazetteer.packs.records import Record, Skipped
from conflictmap.geo import distance_km
from conflictmap.text.names import NameKey

_TWINS_KM = 2.0  # records of one name and kind nearer than this are one place


def merged(records: Iterable[Record], skipped: Skipped) -> list[Record]:
    """Put together records of one kind that share a preferred name and lie within 2 km.

    The one with a GeoNames id stays, then the more populous, then the lower id; it takes over the names and ids of the
    others.
    """
    order = sorted(records, key=lambda r: (not _has_geonames(r), -r.population, len(r.id), r.id))
    kept: list[Record] = []
    by_key: dict[tuple[str, NameKey], list[int]] = defaultdict(list)
    for record in order:
        keys = {(record.kind, key) for key in _keys(record)}
        near = sorted({number for key in keys for number in by_key[key] if _near(kept[number], record)})
        if near:
            kept[near[0]] = _joined(kept[near[0]], record)
            skipped.add("the same name within 2 km")
            continue
        for key in keys:
            by_key[key].append(len(kept))
        kept.append(record)
    return sorted(kept, key=lambda r: (len(r.id), r.id))


def _has_geonames(record: Record) -> bool:
    return any(code.startswith("geonames:") for code in record.same_as)


def _keys(record: Record) -> Sequence[NameKey]:
    return [name_keys(name)[0] for name, status in record.names if status == "preferred"]


def _near(one: Record, other: Record) -> bool:
    return (abs(one.lat - other.lat) < 0.05
            and distance_km((one.lon, one.lat), (other.lon, other.lat)) <= _TWINS_KM)  # fmt: skip


def _joined(kept: Record, other: Record) -> Record:
    return replace(
        kept,
        names=tuple({**dict(other.names), **dict(kept.names)}.items()),
        labels={**other.labels, **kept.labels},
        same_as=tuple(dict.fromkeys((*kept.same_as, other.id, *other.same_as))),
        admin1=kept.admin1 or other.admin1,
        population=max(kept.population, other.population),
    )
