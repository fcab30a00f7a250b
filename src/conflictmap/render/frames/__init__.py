"""The map of a GeoDataFrame that need not come from us: events at points, or flows from one point to another."""

from __future__ import annotations

from typing import Any, Literal

from conflictmap.errors import InputError
from conflictmap.geo import LonLat
from conflictmap.model import (
    DestinationRelation,
    Event,
    EventType,
    Group,
    Mode,
    Movement,
    PlaceId,
    Quantity,
    QuantityStatus,
    Review,
    Status,
)
from conflictmap.render import Language
from conflictmap.render.frames.parts import Columns, Parts, quantity, word
from conflictmap.render.frames.table import Row, point_of, rows_of
from conflictmap.render.frames.vocabulary import DATE, DESTINATIONS, LABEL, NUMBER, ORIGINS, TYPE, TYPES
from conflictmap.render.notebook import HEIGHT, MapView, show

_LINES = ("LineString", "MultiLineString")


def explore(
    frame: Any,
    *,
    kind: Literal["auto", "events", "flows"] = "auto",
    label: str | None = None,
    date: str | None = None,
    quantity: str | None = None,
    source: str | None = None,
    url: str | None = None,
    title: str = "",
    language: Language = "auto",
    height: int = HEIGHT,
) -> MapView:
    """Draw a GeoDataFrame of events (points) or flows (lines, or two columns of points) on the map of reports.

    docs/notebook.md lists the columns that are known by their names: those of our own layers, of ACLED and of UCDP GED.
    A row that names neither words, a source nor an address makes a record without any claim.

    Args:
        frame: a `geopandas.GeoDataFrame` in any reference system.
        kind: "auto" tells by columns and geometry.
        label: the column with the name of the place (events).
        date: the column with the day.
        quantity: the column with the number: of dead (events), or of people (flows).
        source: the column that says who reports it.
        url: the column with the address of the report.
        title: the headline.
        language: of the interface: "ar", "en" or "auto" (English).
        height: of the frame in the notebook, in pixels.

    Raises:
        InputError: where it is no GeoDataFrame, has no rows, geometry or reference system, a named column is not
            there, or a cell holds what it cannot mean.
    """
    rows = rows_of(frame)
    for column in (label, date, quantity, source, url):
        if column is not None and column not in frame.columns:
            raise InputError(f"the GeoDataFrame has no column {column!r}")
    headline = title or ("خريطة" if language == "ar" else "Map")
    parts = Parts(
        Columns(label=label, date=date, quantity=quantity, source=source, url=url),
        headline,
        "ar" if language == "ar" else "en",
    )
    if kind == "flows" or (kind == "auto" and _are_flows(rows)):
        _read_flows(rows, parts)
    else:
        for row in rows:
            _read_event(row, parts)
    return show(parts.report(), language=language, title=headline, height=height)


def _are_flows(rows: list[Row]) -> bool:
    first = rows[0]
    return (
        "movement" in first.cells
        or {"origin_lon", "dest_lon"} <= set(first.cells)
        or bool(_ends(first))
        or any(row.shape is not None and row.shape.geom_type in _LINES for row in rows)
    )


def _read_event(row: Row, parts: Parts) -> None:
    known = parts.columns
    document, place = (
        parts.document(row),
        parts.place(row, "place", point_of(row.shape, row), row.text(known.label, *LABEL)),
    )
    identity = row.text("id") if "certainty" in row.cells else f"{document}#{row.label}"
    dead = _toll(row, known.quantity)
    actors = row.text("actors")
    sides = [row.text("actor1", "side_a"), row.text("actor2", "side_b")]
    parts.events.append(
        Event(
            id=str(identity),
            type=_type(row),
            place=place[0] if place else None,
            place_explicit=row.flag("place_explicit") is not False,
            actors=tuple(actors.split("; ")) if actors else tuple(side for side in sides if side),
            fatalities=dead,
            injured=quantity(row, "injured"),
            missing=quantity(row, "missing"),
            captured=quantity(row, "captured"),
            quantity=quantity(row, "quantity"),
            status=word(Status, row.text("status"), Status.HAPPENED),
            review=word(Review, row.text("review"), Review.ADDED),
            claims=parts.claim(row, document, str(identity), dead),
            **parts.days(row, *DATE),
        )
    )


def _toll(row: Row, column: str | None) -> Quantity | None:
    """Give the dead: of UCDP the best figure with its bounds."""
    if column is None and "type_of_violence" in row.cells and row.number("best"):
        best = row.number("best")
        return Quantity(min=row.number("low"), max=row.number("high"), best=best, text=str(best))
    return quantity(row, "fatalities", column, "fatalities")


def _type(row: Row) -> EventType:
    words = [(row.text(column) or "").strip().lower().removesuffix(".0") for column in TYPE]
    ours = {one.value: one for one in EventType}
    return next((known for text in words if (known := ours.get(text) or TYPES.get(text))), EventType.OTHER)


def _read_flows(rows: list[Row], parts: Parts) -> None:
    """Read flows; legs of one movement, as our layer has them, are put together again."""
    movements: dict[str, list[Row]] = {}
    for row in rows:
        movements.setdefault(row.text("movement") or f"row {row.label}", []).append(row)
    for key, legs in movements.items():
        _read_movement(key if "movement" in legs[0].cells else None, legs, parts)


def _read_movement(key: str | None, legs: list[Row], parts: Parts) -> None:
    row, document = legs[0], parts.document(legs[0])
    identity = key or f"{document}#{row.label}"
    ends = [_placed(leg, parts) for leg in legs]
    origins = tuple(dict.fromkeys(place for start, _ in ends for place in start))
    destinations = tuple(dict.fromkeys(place for _, end in ends for place in end))
    number = quantity(row, "quantity", parts.columns.quantity, *NUMBER)
    single = DestinationRelation.SINGLE if len(destinations) == 1 else DestinationRelation.UNKNOWN
    parts.movements.append(
        Movement(
            id=identity,
            mode=word(Mode, row.text("mode"), Mode.LEFT),
            group=word(Group, row.text("group"), Group.MIXED),
            agent=row.text("agent"),
            cargo=row.text("cargo"),
            origin=origins,
            destination=destinations,
            quantity=number,
            origin_explicit=row.flag("origin_explicit") is not False,
            destination_relation=word(DestinationRelation, row.text("destination_relation"), single),
            quantity_status=word(QuantityStatus, row.text("quantity_status"), QuantityStatus.SINGLE),
            status=word(Status, row.text("status"), Status.HAPPENED),
            review=word(Review, row.text("review"), Review.ADDED),
            claims=parts.claim(row, document, identity, number),
            **parts.days(row, *DATE),
        )
    )


def _placed(row: Row, parts: Parts) -> tuple[tuple[PlaceId, ...], tuple[PlaceId, ...]]:
    start, end = _points(row)
    return (
        parts.place(row, "origin", start, row.text(*ORIGINS)),
        parts.place(row, "destination", end, row.text(*DESTINATIONS)),
    )


def _points(row: Row) -> tuple[LonLat | None, LonLat | None]:
    """Give where a leg starts and ends: by a line, by two columns of points, by columns of degrees."""
    shape, two = row.shape, _ends(row)
    if shape is not None and shape.geom_type in _LINES:
        lines = list(getattr(shape, "geoms", [shape]))
        (first, *_), (*_, last) = lines[0].coords, lines[-1].coords
        return (first[0], first[1]), (last[0], last[1])
    if two:
        return point_of(row.shapes[two[0]], row), point_of(row.shapes[two[1]], row)
    if {"origin_lon", "dest_lon"} <= set(row.cells):
        return _degrees(row, "origin"), _degrees(row, "dest")
    point, end = point_of(shape, row), row.text("end")
    return (point if end in ("origin", "both") else None), (point if end in ("destination", "both") else None)


def _degrees(row: Row, prefix: str) -> LonLat:
    try:
        lon, lat = float(row.cells[f"{prefix}_lon"]), float(row.cells[f"{prefix}_lat"])
    except (KeyError, ValueError, TypeError) as error:
        raise InputError(f"row {row.label!r}: {prefix}_lon and {prefix}_lat are not degrees") from error
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise InputError(f"row {row.label!r}: {prefix}_lon and {prefix}_lat are not degrees")
    return lon, lat


def _ends(row: Row) -> tuple[str, str] | None:
    """Name the two columns of points of a frame that has them."""
    for start in ("origin", "origin_geometry", "from", "start"):
        for end in ("destination", "dest", "destination_geometry", "dest_geometry", "to", "end"):
            if start in row.shapes and end in row.shapes:
                return start, end
    return None
