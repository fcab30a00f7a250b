"""Make one record of several tellings: the closest place and type, all claims, figures side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from datetime import date
from typing import TypeVar

from conflictmap.model import (
    Count,
    DestinationRelation,
    Event,
    EventType,
    Figure,
    Group,
    Movement,
    PlaceId,
    QuantityStatus,
    Review,
    Status,
    TimePrecision,
)
from conflictmap.reconcile.alike import DEPARTURES, is_looser
from conflictmap.reconcile.figures import Told, settle
from conflictmap.reconcile.gathering import Tellings
from conflictmap.reconcile.places import surrounds

Value = TypeVar("Value", bound=Hashable)
_AS_REAL = (Status.HAPPENED, Status.ONGOING, Status.ALLEGED)


def joined_event(events: Sequence[Event], tellings: Tellings) -> Event:
    """Make one event of tellings in the order of publication; the first one gives the id."""
    told = _told(events, tellings)
    (dead, _, deaths), (hurt, _, injuries), (count, _, counts) = (settle(told, of) for of in Count)
    start, end, precision = _dates(events)
    claims = _all(claim for event in events for claim in event.claims)
    return Event(
        id=events[0].id, type=_type([event.type for event in events]),
        place=_closest([event.place for event in events if event.place is not None], tellings),
        actors=_all(actor for event in events for actor in event.actors),
        date_start=start, date_end=end, time_precision=precision, status=_status(events),
        fatalities=dead, injured=hurt, quantity=count, figures=(*deaths, *injuries, *counts),
        claims=claims, sources=tellings.sources(claims), review=_review(events),
    )  # fmt: skip


def joined_movement(movements: Sequence[Movement], tellings: Tellings) -> Movement:
    """Make one movement of tellings in the order of publication; relations keep their targets."""
    quantity, quantity_status, figures = settle(_told(movements, tellings), Count.QUANTITY)
    if len(figures) == 1 and any(m.quantity_status == QuantityStatus.CONTESTED for m in movements):
        quantity_status = QuantityStatus.CONTESTED  # within one telling: "a thousand, not merely dozens"
    start, end, precision = _dates(movements)
    from_here = [m for m in movements if m.origin and m.origin_explicit] or [m for m in movements if m.origin]
    origin = _way([m.origin for m in from_here], tellings)
    destination = _way([m.destination for m in movements if m.destination], tellings)
    groups = [movement.group for movement in movements]
    claims = _all(claim for movement in movements for claim in movement.claims)
    return Movement(
        id=movements[0].id,
        mode=max((m.mode for m in movements), key=lambda mode: DEPARTURES.index(mode) if mode in DEPARTURES else -1),
        group=Group.FIGHTERS_AND_FAMILIES if Group.FIGHTERS_AND_FAMILIES in groups else _commonest(groups),
        agent=_first([m.agent for m in movements]), cargo=_first([m.cargo for m in movements]),
        origin=origin, origin_explicit=any(m.origin_explicit for m in from_here) or not origin,
        destination=destination,
        destination_relation=next((m.destination_relation for m in movements if m.destination == destination),
                                  DestinationRelation.UNKNOWN),
        via=_all(place for movement in movements for place in movement.via),
        quantity=quantity, quantity_status=quantity_status, figures=figures, status=_status(movements),
        date_start=start, date_end=end, time_precision=precision, claims=claims, sources=tellings.sources(claims),
        relations=_all(relation for movement in movements for relation in movement.relations),
        review=_review(movements),
    )  # fmt: skip


def _told(records: Sequence[Event] | Sequence[Movement], tellings: Tellings) -> list[Told]:
    """Give all figures in order, with whose word they are now that copies are known."""
    figures = [(record, figure) for record in records for figure in (record.figures or _bare(record))]
    return [
        Told(figure=Figure(of=figure.of, quantity=figure.quantity, claims=figure.claims, corrects=figure.corrects,
                           sources=tellings.sources(figure.claims)),
             published=tellings.published(record), number=number)
        for number, (record, figure) in enumerate(figures)
    ]  # fmt: skip


def _bare(record: Event | Movement) -> list[Figure]:
    """Give the numbers of a record that lists no figures: one that a person has added, say."""
    numbers = {of: getattr(record, of.value, None) for of in Count}
    return [Figure(of=of, quantity=number, claims=record.claims) for of, number in numbers.items() if number]


def _type(types: Sequence[EventType]) -> EventType:
    """Give the closest type: one that is no looser word for another one that was told."""
    close = [one for one in types if not any(is_looser(one, other) for other in types)]
    return _commonest(close or types)


def _closest(places: Sequence[PlaceId], tellings: Tellings) -> PlaceId | None:
    """Give the place that holds no other one told; of several the one told most often, then the most exact."""
    known = {place: tellings.places[place] for place in places if place in tellings.places}
    close = [place for place in places
             if place not in known or not any(surrounds(known[place], other) for other in known.values())]  # fmt: skip
    counts = Counter(close or places)

    def rank(place: PlaceId) -> tuple[float, float, str]:
        return (-counts[place], known[place].uncertainty_km or 0 if place in known else 0, place)

    return min(counts, key=rank, default=None)


def _way(ends: Sequence[tuple[PlaceId, ...]], tellings: Tellings) -> tuple[PlaceId, ...]:
    """Give the end whose first place is the closest one told."""
    closest = _closest([end[0] for end in ends], tellings)
    return max((end for end in ends if end[0] == closest), key=len, default=())


def _dates(records: Sequence[Event] | Sequence[Movement]) -> tuple[date | None, date | None, TimePrecision]:
    """Give the narrowest interval told; intervals that do not lie in each other give the days from first to last."""
    known: dict[tuple[date, date], Event | Movement] = {}
    for told in records:
        first, last = told.date_start or told.date_end, told.date_end or told.date_start
        if first is not None and last is not None:
            known.setdefault((first, last), told)
    narrow = [
        (start, end) for start, end in known
        if not any(start <= x and y <= end and (x, y) != (start, end) for x, y in known)
    ]  # fmt: skip
    if not narrow:
        return None, None, TimePrecision.UNKNOWN
    if len(narrow) == 1:
        record = known[narrow[0]]
        return record.date_start, record.date_end, record.time_precision
    return min(start for start, _ in narrow), max(end for _, end in narrow), TimePrecision.DAYS


def _status(records: Sequence[Event] | Sequence[Movement]) -> Status:
    """Give the status that makes it most real, among those that were told of it."""
    told = [record.status for record in records]
    return next((status for status in _AS_REAL if status in told), told[0])


def _review(records: Sequence[Event] | Sequence[Movement]) -> Review:
    """Give what persons decided, where they decided the same of all."""
    decided = {record.review for record in records}
    return decided.pop() if len(decided) == 1 else Review.MACHINE


def _all(values: Iterable[Value]) -> tuple[Value, ...]:
    """Give each value once, in order."""
    return tuple(dict.fromkeys(values))


def _commonest(values: Sequence[Value]) -> Value:
    """Give the value told most often, the first one told of several."""
    return Counter(values).most_common(1)[0][0]


def _first(values: Sequence[str | None]) -> str | None:
    return next((value for value in values if value is not None), None)
