"""Records as they are compared: where and when, with what tells like ones apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from conflictmap.model import Event, Movement
from conflictmap.reconcile.circumstances import Hours, hours
from conflictmap.reconcile.clusters import Node
from conflictmap.reconcile.gathering import Tellings, document_of
from conflictmap.reconcile.matching import EventFacts, MovementFacts, days_of, sides


def event_nodes(events: Iterable[Event], tellings: Tellings) -> Iterator[Node[EventFacts]]:
    """Give what is compared of each event; one without a place or without any date is compared with none."""
    for event in events:
        place = tellings.places.get(event.place) if event.place is not None else None
        days = days_of(event, tellings.published(event))
        if place is None or days is None:
            continue
        named, states = sides(event.actors)
        facts = EventFacts(event=event, place=place, days=days, hours=_hours(event, tellings), sides=named,
                           states=states)  # fmt: skip
        yield Node(document=document_of(event.id), record=event.id, facts=facts, first=days.first, last=days.last,
                   places=(place,))  # fmt: skip


def movement_nodes(movements: Iterable[Movement], tellings: Tellings) -> Iterator[Node[MovementFacts]]:
    """Give what is compared of each movement; one without a known end or without any date is compared with none."""
    for movement in movements:
        origin, destination = tellings.located(movement.origin), tellings.located(movement.destination)
        days = days_of(movement, tellings.published(movement))
        if days is None or not (origin or destination):
            continue
        facts = MovementFacts(movement=movement, origin=origin, destination=destination, days=days)
        yield Node(document=document_of(movement.id), record=movement.id, facts=facts, first=days.first,
                   last=days.last, places=(*origin, *destination))  # fmt: skip


def _hours(event: Event, tellings: Tellings) -> Hours:
    """Give the hours of the day that the claims of an event name, each in the language of its document."""
    named = (hours(tellings.claims[claim].quote, tellings.document(claim).language)
             for claim in event.claims if claim in tellings.claims)  # fmt: skip
    return frozenset[int]().union(*named)
