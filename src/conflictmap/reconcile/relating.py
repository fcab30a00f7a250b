"""Say how merged records bear on each other that are not one: plans are realised, denials contradict."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

from conflictmap.model import Event, Movement, Relation, RelationType, Status, Window
from conflictmap.reconcile.alike import FACTS
from conflictmap.reconcile.clusters import Node, fits
from conflictmap.reconcile.gathering import Tellings
from conflictmap.reconcile.matching import TOLD, EventFacts, MovementFacts, as_real, event_fit, movement_fit
from conflictmap.reconcile.nodes import event_nodes, movement_nodes

Record = TypeVar("Record", Event, Movement)
Facts = TypeVar("Facts", EventFacts, MovementFacts)
_NOT_YET = frozenset((Status.AGREED, Status.PLANNED, Status.PREDICTED))
Found = dict[str, list[Relation]]


def related_events(
    events: Sequence[Event], renamed: Mapping[str, str], tellings: Tellings, window: Window
) -> tuple[Event, ...]:  # fmt: skip
    """Give the events with their relations. The arguments are those of `related_movements`."""
    nodes = list(event_nodes(events, tellings))
    found = _relations(nodes, partial(_event_fit, window=window), window)
    return tuple(_with(event, renamed, found) for event in events)


def related_movements(
    movements: Sequence[Movement], renamed: Mapping[str, str], tellings: Tellings, window: Window
) -> tuple[Movement, ...]:  # fmt: skip
    """Give the movements with the relations that they came with, to the merged targets, and those between documents.

    Args:
        movements: the merged ones.
        renamed: the id of the merged record for each that went into one.
        tellings: what they stand on.
        window: how near they have to be.
    """
    nodes = list(movement_nodes(movements, tellings))
    found = _relations(nodes, partial(movement_fit, window=window), window)
    return tuple(_with(movement, renamed, found) for movement in movements)


def _event_fit(a: EventFacts, b: EventFacts, window: Window) -> float | None:
    """Leave out events that are as real as each other: two that are not one have no bearing on each other."""
    return None if as_real(a.event.status, b.event.status) else event_fit(a, b, window)


def _relations(
    nodes: Sequence[Node[Facts]], fit: Callable[[Facts, Facts], float | None], window: Window
) -> Found:  # fmt: skip
    found: Found = {}
    ordered = sorted((replace(node, document=node.record) for node in nodes), key=lambda node: node.key)
    for one, two in sorted(fits(ordered, fit, window)):
        for a, b in ((ordered[one], ordered[two]), (ordered[two], ordered[one])):
            relation = _relation(_status(a.facts), _status(b.facts))
            if relation is not None:
                found.setdefault(a.record, []).append(Relation(type=relation, target=b.record))
    return found


def _status(facts: EventFacts | MovementFacts) -> Status:
    return facts.event.status if isinstance(facts, EventFacts) else facts.movement.status


def _relation(own: Status, other: Status) -> RelationType | None:
    """Say how a record bears on another one of the same time and place."""
    if own in FACTS and other in _NOT_YET:
        return RelationType.REALISES
    if Status.DENIED in (own, other) and (own in TOLD or other in TOLD):
        return RelationType.CONTRADICTS
    return RelationType.MAY_OVERLAP if own in FACTS and other in FACTS else None


def _with(record: Record, renamed: Mapping[str, str], found: Found) -> Record:
    """Give a record with its relations, each once, none to itself or to what is gone."""
    own: list[Relation] = [Relation(type=relation.type, target=renamed[relation.target])
                           for relation in record.relations if relation.target in renamed]  # fmt: skip
    whole = dict.fromkeys((*own, *found.get(record.id, ())))
    return replace(record, relations=tuple(relation for relation in whole if relation.target != record.id))
