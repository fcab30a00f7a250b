"""Add what a model has proposed to the records of an article: claims join, gaps are filled, nothing is changed."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace
from functools import partial

from conflictmap.model import Claim, Count, Event, Figure, Issue, Movement, Report
from conflictmap.reconcile.same_event import same_event
from conflictmap.reconcile.scene import Scene
from conflictmap.reconcile.within import (
    Dated,
    merged,
    not_later_than,
    related,
    same_movement,
    settled_event,
    settled_movement,
    with_figures,
)

_READ_OTHERWISE = "A proposal of the model reads words otherwise than the rules; its claim is kept, without a record."


def with_proposed(
    report: Report, claims: Sequence[Claim], events: Sequence[Event], movements: Sequence[Movement],
    *, references: Container[str] = (),
) -> Report:  # fmt: skip
    """Add what a model has proposed to a reconciled report.

    A proposal that repeats a record adds its claim to it and fills gaps, and changes nothing that the record says;
    all others are records of their own, behind those of the rules. Of `references` (ids) the rules have read the same
    words: what does not repeat their record reads them otherwise, and is a claim without a record, with an issue.
    """
    if not claims:
        return report
    told = tuple(sorted((*report.claims, *claims), key=lambda claim: (claim.start, claim.end, claim.id)))
    scene = Scene(report.document, {claim.id: claim for claim in told}, {place.id: place for place in report.places})
    own = {event.id for event in report.events} | {movement.id for movement in report.movements}
    published = report.document.published
    new_events = [not_later_than(published, settled_event(with_figures(_counted(e), scene), scene)) for e in events]
    new_movements = [not_later_than(published, settled_movement(with_figures(m, scene), scene)) for m in movements]
    happened = merged(
        [*report.events, *_last(new_events, references)],
        lambda a, b: b.id not in own and same_event(scene, a, b), partial(_filled_event, scene),
    )  # fmt: skip
    moved = merged(
        [*report.movements, *_last(new_movements, references)],
        lambda a, b: b.id not in own and same_movement(scene, a, b), partial(_filled_movement, scene),
    )  # fmt: skip
    records: list[Event | Movement] = [*happened, *moved]
    apart = {claim for record in records if record.id in references for claim in record.claims}
    issues = tuple(Issue(code="llm_read_otherwise", message=_READ_OTHERWISE, start=claim.start, end=claim.end)
                   for claim in told if claim.id in apart)  # fmt: skip
    return replace(
        report, claims=told, events=tuple(event for event in happened if event.id not in references),
        movements=tuple(related([movement for movement in moved if movement.id not in references])),
        issues=(*report.issues, *issues),
    )  # fmt: skip


def _counted(event: Event) -> Event:
    """Give the dead and injured of a proposal as figures; other numbers become figures by themselves."""
    numbers = ((Count.FATALITIES, event.fatalities), (Count.INJURED, event.injured))
    return replace(event, figures=tuple(Figure(of=of, quantity=number, claims=event.claims)
                                        for of, number in numbers if number is not None))  # fmt: skip


def _last(records: Sequence[Dated], references: Container[str]) -> list[Dated]:
    """Put last what may make no record, so that nothing joins it."""
    return sorted(records, key=lambda record: record.id in references)


def _filled_movement(scene: Scene, a: Movement, b: Movement) -> Movement:
    """Fill the gaps of a movement from a proposal of the same one."""
    origin, destination = (a if a.origin else b), (a if a.destination else b)
    return replace(
        _narrowed(scene, a, b), origin=origin.origin, origin_explicit=origin.origin_explicit,
        destination=destination.destination, destination_relation=destination.destination_relation,
        quantity=a.quantity or b.quantity,
    )  # fmt: skip


def _filled_event(scene: Scene, a: Event, b: Event) -> Event:
    """Fill the gaps of an event from a proposal of the same one."""
    placed = a if a.place else b
    return replace(
        _narrowed(scene, a, b), place=placed.place, place_explicit=placed.place_explicit, actors=a.actors or b.actors,
        fatalities=a.fatalities or b.fatalities, injured=a.injured or b.injured, quantity=a.quantity or b.quantity,
    )  # fmt: skip


def _narrowed(scene: Scene, a: Dated, b: Dated) -> Dated:
    """Join the claims and the figures that fill gaps; date a record without a start by one within its end."""
    counted: set[Count] = {figure.of for figure in a.figures}
    more: list[Figure] = [figure for figure in b.figures if figure.of not in counted]
    claims = tuple(dict.fromkeys((*a.claims, *b.claims)))
    joined = replace(a, claims=claims, sources=scene.sources(claims), figures=(*a.figures, *more))
    end = min((day for day in (a.date_end, b.date_end) if day is not None), default=None)
    if a.date_start is not None or b.date_start is None or (end is not None and end < b.date_start):
        return joined
    return replace(joined, date_start=b.date_start, date_end=end, time_precision=b.time_precision)
