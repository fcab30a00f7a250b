"""Write reports as three GeoJSON layers (RFC 7946): events, movements and places.

Written by hand: GDAL's writer adds a member `name` that the standard does not know, turns dates into times and leaves
out boxes and ids.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

from conflictmap.export import geometry
from conflictmap.export.columns import Cells, Known, event_cells, movement_cells, place_cells
from conflictmap.export.credits import attributions
from conflictmap.export.files import write_whole
from conflictmap.model import Event, Geometry, Movement, Place, PlaceId, Report

Feature = dict[str, object]
_Ends = tuple[PlaceId | None, PlaceId | None]


def write_geojson(reports: Sequence[Report], folder: Path) -> tuple[Path, ...]:
    """Write `events.geojson`, `movements.geojson` and `places.geojson` into a folder, which is made if missing.

    Each file is written beside its place and moved there whole. The same reports give the same bytes. docs/data.md
    describes the columns.

    Args:
        reports: in the order in which their features shall stand.
        folder: where the files go; older ones of these names are replaced.

    Returns:
        The three paths.

    Raises:
        InputError: where the folder or a file cannot be written.
    """
    known = [Known.of(report) for report in reports]
    credit = "; ".join(attributions(reports))
    layers = {
        "events": [event_feature(event, one) for one in known for event in one.report.events],
        "movements": [leg for one in known for movement in one.report.movements for leg in leg_features(movement, one)],
        "places": place_features(known),
    }
    return tuple(
        write_whole(folder / f"{name}.geojson", collection(features, credit)) for name, features in layers.items()
    )


def event_feature(event: Event, known: Known) -> Feature:
    """Give an event as a Point at its place, without geometry where that is unknown."""
    lonlat = _lonlat(event.place, known)
    return _feature(known.identity(event.id), geometry.point(lonlat) if lonlat else None, event_cells(event, known))


def leg_features(movement: Movement, known: Known) -> list[Feature]:
    """Give a movement as one feature for each pair of its ends.

    A leg is a line where both ends are located, a Point where one is (`end` says which one), and has no geometry
    where none is. Ends at the same point are a Point with `end` "both". Every leg repeats the movement's quantity.
    """
    identity = known.identity(movement.id)
    legs = _legs(movement)
    features = []
    for number, (origin, destination) in enumerate(legs, 1):
        shape, end = _leg_shape(_lonlat(origin, known), _lonlat(destination, known))
        leg_identity = identity if len(legs) == 1 else f"{identity}/{number}"
        head: Cells = {"id": leg_identity, "movement": identity, "leg": number, "legs": len(legs),
                       "pairing": _pairing(movement), "end": end}  # fmt: skip
        features.append(_feature(leg_identity, shape, movement_cells(movement, origin, destination, head, known)))
    return features


def place_features(known: Sequence[Known]) -> list[Feature]:
    """Give the places that are mapped or that a record names, each once, sorted by id.

    A place is its outline where it has one, else its Point. Where reports describe a place differently the first
    report's description stands.
    """
    places: dict[PlaceId, Place] = {}
    mentions: Counter[PlaceId] = Counter()
    documents: dict[PlaceId, dict[str, None]] = {}
    for one in known:
        mapped = [mention.place for mention in one.report.mentions if mention.mapped and mention.place is not None]
        mentions.update(mapped)
        used = {*mapped, *_named_by_records(one.report)}
        namings = _namings(one)
        for place in one.report.places:
            if place.id in used:  # leaves out those that only were candidates
                places.setdefault(place.id, place)
                documents.setdefault(place.id, {}).update(namings.get(place.id, {}))
    return [_place_feature(places[key], mentions[key], tuple(documents[key])) for key in sorted(places)]


def _place_feature(place: Place, n_mentions: int, documents: Sequence[str]) -> Feature:
    outline = geometry.area(place.area) if place.area else None
    shape = outline or (geometry.point(place.lonlat) if place.lonlat else None)
    kind = "area" if outline else "point" if shape else None
    return _feature(place.id, shape, place_cells(place, kind, n_mentions, documents))


def _namings(known: Known) -> dict[PlaceId, dict[str, None]]:
    """Give the ids of the documents that name each place: the report's own, or those of a merged report's claims."""
    report = known.report
    if not report.window:
        return {place.id: {report.document.id: None} for place in report.places}
    named: list[tuple[PlaceId, tuple[str, ...]]] = [
        (role.place, (claim.id,)) for claim in report.claims for role in claim.places
    ]
    for records in (report.events, report.stocks, report.control):
        named += [(record.place, record.claims) for record in records if record.place is not None]
    for move in report.movements:
        named += [(place, move.claims) for place in (*move.origin, *move.destination, *move.via)]
    found: dict[PlaceId, dict[str, None]] = {}
    for place, claims in named:
        found.setdefault(place, {}).update(dict.fromkeys(document.id for document in known.documents(claims)))
    return found


def _named_by_records(report: Report) -> Iterator[PlaceId | None]:
    """Give every place that an event, movement, stock or statement of control names."""
    yield from (event.place for event in report.events)
    for movement in report.movements:
        yield from (*movement.origin, *movement.destination, *movement.via)
    yield from (stock.place for stock in report.stocks)
    yield from (control.place for control in report.control)


def _legs(movement: Movement) -> list[_Ends]:
    return list(product(movement.origin or (None,), movement.destination or (None,)))


def _pairing(movement: Movement) -> str | None:
    """Say whether the text tells which origin goes with which destination."""
    if not movement.origin or not movement.destination:
        return None
    return "open" if len(movement.origin) > 1 and len(movement.destination) > 1 else "stated"


def _leg_shape(
    origin: tuple[float, float] | None, destination: tuple[float, float] | None
) -> tuple[Geometry | None, str | None]:
    if origin and destination and origin != destination:
        return geometry.line(origin, destination), None
    if origin:
        return geometry.point(origin), "both" if destination else "origin"
    return (geometry.point(destination), "destination") if destination else (None, None)


def _lonlat(place: PlaceId | None, known: Known) -> tuple[float, float] | None:
    found = known.places.get(place) if place is not None else None
    return found.lonlat if found else None


def _feature(identity: str, shape: Geometry | None, cells: Cells) -> Feature:
    feature: Feature = {"type": "Feature", "id": identity}
    if shape is not None and shape["type"] != "Point":
        feature["bbox"] = geometry.bbox([shape])
    return {**feature, "geometry": shape, "properties": cells}


def collection(features: Sequence[Feature], credit: str) -> Iterator[bytes]:
    """Write a FeatureCollection with a feature a line, so that two versions can be compared."""
    shapes = [feature["geometry"] for feature in features if feature["geometry"] is not None]
    box = geometry.bbox(shapes)  # type: ignore[arg-type]  # what _feature put there
    yield b'{"type":"FeatureCollection",'
    if credit:
        yield b'"attribution":' + _json(credit) + b","
    if box is not None:
        yield b'"bbox":' + _json(box) + b","
    yield b'"features":['
    for number, feature in enumerate(features):
        yield (b",\n" if number else b"\n") + _json(feature)
    yield b"\n]}\n"


def _json(value: object) -> bytes:
    """Write strict JSON in UTF-8; half a surrogate pair, which UTF-8 cannot write, becomes "?"."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8", errors="replace")
