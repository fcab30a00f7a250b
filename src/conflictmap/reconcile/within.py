"""Bring the claims of a report together: the same movement or event told twice becomes one, with all its claims.

One record takes in another where nothing speaks against it and one of the two says no more than the other. What says
more of itself than the other (a destination here, a number there) stays apart: nothing is put together that no
sentence says together. Figures that differ are kept side by side, never averaged and never summed.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TypeVar

from conflictmap.model import (
    Claim,
    Control,
    Count,
    Event,
    Figure,
    Group,
    Kind,
    Movement,
    Relation,
    RelationType,
    Report,
    Status,
    Stock,
)
from conflictmap.reconcile.alike import (
    DAYS_APART,
    DEPARTURES,
    FACTS,
    dates_meet,
    ends_agree,
    group_class,
    same_mode,
    same_status,
)
from conflictmap.reconcile.figures import Told, same_figure, settle
from conflictmap.reconcile.same_event import joined_events, same_event
from conflictmap.reconcile.scene import Scene

_MEMORY = 300  # records of one document that are looked back on: no article has more, a list of a thousand would
_NEAR = 100  # movements on either side that one is related to
_PAST = frozenset((Status.HAPPENED, Status.ALLEGED))


def reconcile(
    report: Report, claims: Sequence[Claim], events: Sequence[Event], movements: Sequence[Movement],
    *, references: Container[str] = (), stocks: Sequence[Stock] = (), control: Sequence[Control] = (),
) -> Report:  # fmt: skip
    """Merge the drafts of a report into its records.

    Args:
        report: with its places, mentions and focus.
        claims: all claims, in order.
        events: one for each claim that tells of one, in order.
        movements: likewise.
        references: ids of movements that a noun only speaks of ("the departure of"): they join what they refer to,
            whatever its status.
        stocks: how many are said to be where.
        control: who is said to hold what.
    """
    scene = Scene(report.document, {claim.id: claim for claim in claims}, {place.id: place for place in report.places})
    drafts = [with_figures(movement, scene) for movement in movements]
    own = merged([m for m in drafts if m.id not in references], partial(same_movement, scene), _joined_movements)
    spoken_of = [m for m in drafts if m.id in references]
    whole = merged([*own, *spoken_of], partial(_refers, scene, references), _joined_movements)
    where = {claim.id: (claim.start, claim.end, claim.id) for claim in claims}
    told = sorted((with_figures(event, scene) for event in events), key=lambda event: where[event.claims[0]])
    happened = merged([event for event in told if event.place_explicit], partial(same_event, scene),
                       partial(joined_events, scene))  # fmt: skip
    for event in told:
        if not event.place_explicit:
            _add_unplaced(happened, event, scene)
    happened.sort(key=lambda event: min(where[claim] for claim in event.claims))
    published = report.document.published
    return replace(
        report, claims=tuple(sorted(claims, key=lambda claim: where[claim.id])),
        events=tuple(not_later_than(published, settled_event(event, scene)) for event in happened),
        movements=tuple(related([
            not_later_than(published, settled_movement(movement, scene)) for movement in whole
        ])),
        stocks=tuple(merged(stocks, _same_stock, _joined_claims)),
        control=tuple(merged(control, _same_control, _joined_claims)),
    )  # fmt: skip


Dated = TypeVar("Dated", Event, Movement)


def not_later_than(published: date | None, record: Dated) -> Dated:
    """Bound what is told as a fact, with no word on when, by the day of the report: it cannot be later."""
    is_open = record.date_start is None and record.date_end is None
    return replace(record, date_end=published) if is_open and record.status in _PAST else record


def _add_unplaced(events: list[Event], event: Event, scene: Scene) -> None:
    """Let an event that its clause does not place join the nearest one of its kind, before it rather than behind.

    What is said of a whole country ("strikes in Syria") is no place to join.
    """
    start = scene.claims[event.claims[0]].start

    def distance(number: int) -> tuple[bool, int]:
        starts = [scene.claims[claim].start for claim in events[number].claims]
        return min(starts) > start, min(abs(start - there) for there in starts)

    anywhere = replace(event, place=None)
    fitting = [
        number for number, other in enumerate(events)
        if not _is_country(other, scene) and same_event(scene, other, anywhere)
    ]  # fmt: skip
    if not fitting:
        events.append(event)
    else:
        nearest = min(fitting, key=distance)
        events[nearest] = joined_events(scene, events[nearest], anywhere)


def _is_country(event: Event, scene: Scene) -> bool:
    place = scene.places.get(event.place) if event.place is not None else None
    return place is not None and place.kind == Kind.COUNTRY


Record = TypeVar("Record", Event, Movement, Stock, Control)
Statement = TypeVar("Statement", Stock, Control)


def merged(
    drafts: Sequence[Record], same: Callable[[Record, Record], bool], join: Callable[[Record, Record], Record]
) -> list[Record]:
    """Fold each draft into the first record that it repeats or fills in, among the last `_MEMORY` ones."""
    kept: list[Record] = []
    for draft in drafts:
        near = range(max(0, len(kept) - _MEMORY), len(kept))
        twin = next((number for number in near if same(kept[number], draft)), None)
        if twin is None:
            kept.append(draft)
        else:
            kept[twin] = join(kept[twin], draft)
    return kept


def _same_stock(a: Stock, b: Stock) -> bool:
    same_group = group_class(a.group) == group_class(b.group)
    return a.place == b.place and same_group and a.term == b.term and same_figure(a.quantity, b.quantity)


def _same_control(a: Control, b: Control) -> bool:
    return a.place == b.place and a.controller == b.controller


def _joined_claims(a: Statement, b: Statement) -> Statement:
    return replace(a, claims=tuple(dict.fromkeys((*a.claims, *b.claims))))


def same_movement(scene: Scene, a: Movement, b: Movement) -> bool:
    """Say whether b tells of what a tells of, and one of them says no more than the other."""
    return (
        group_class(a.group) == group_class(b.group)
        and same_mode(a.mode, b.mode)
        and same_status(a.status, b.status)
        and ends_agree(a.origin, b.origin)
        and ends_agree(a.destination, b.destination)
        and dates_meet(a, b, DAYS_APART)
        and (a.quantity is None or b.quantity is None or same_figure(a.quantity, b.quantity) or _rivals(scene, a, b))
        and (_says_no_more(a, b) or _says_no_more(b, a))
    )


def _rivals(scene: Scene, a: Movement, b: Movement) -> bool:
    """Say whether two sources give a figure each for one and the same way."""
    same_way = a.origin == b.origin and a.destination == b.destination and bool(a.origin or a.destination)
    return same_way and set(scene.sources(a.claims)).isdisjoint(scene.sources(b.claims))


def _refers(scene: Scene, references: Container[str], a: Movement, b: Movement) -> bool:
    """Say whether b, a mere mention of a movement, is about a."""
    if b.id not in references:
        return False
    return same_movement(scene, a, replace(b, status=a.status)) and a.status != Status.DENIED


def _says_no_more(a: Movement, b: Movement) -> bool:
    """Say whether a gives no end and no number that b does not give."""
    return (
        (not a.destination or bool(b.destination))
        and (not a.origin or not a.origin_explicit or bool(b.origin))
        and (a.quantity is None or b.quantity is not None)
    )


def _joined_movements(a: Movement, b: Movement) -> Movement:
    """Join two tellings: each field from the one that says more, claims from both."""
    rich, poor = (b, a) if _says_no_more(a, b) and not _says_no_more(b, a) else (a, b)
    dated = rich if rich.date_start or rich.date_end else poor
    explicit = rich if rich.origin_explicit or not poor.origin_explicit else poor
    mode = max((rich.mode, poor.mode), key=lambda m: DEPARTURES.index(m) if m in DEPARTURES else -1)
    families = Group.FIGHTERS_AND_FAMILIES in (a.group, b.group)
    return replace(
        rich, id=a.id, mode=mode, agent=rich.agent or poor.agent,
        group=Group.FIGHTERS_AND_FAMILIES if families else rich.group,
        origin=explicit.origin or rich.origin or poor.origin, origin_explicit=explicit.origin_explicit,
        destination=rich.destination or poor.destination, quantity=rich.quantity or poor.quantity,
        date_start=dated.date_start, date_end=dated.date_end, time_precision=dated.time_precision,
        claims=tuple(dict.fromkeys((*a.claims, *b.claims))), figures=(*a.figures, *b.figures),
        term=rich.term or poor.term,
    )  # fmt: skip


def related(movements: Sequence[Movement]) -> list[Movement]:
    """Say how movements bear on each other: what was agreed is realised, flows of one group may overlap."""
    return [
        replace(movement, relations=tuple(_relations(movement, movements[max(0, number - _NEAR) : number + _NEAR + 1])))
        for number, movement in enumerate(movements)
    ]


def _relations(movement: Movement, others: Sequence[Movement]) -> list[Relation]:
    found: list[Relation] = []
    for other in others:
        if other is movement or group_class(other.group) != group_class(movement.group):
            continue
        if not ends_agree(movement.origin, other.origin) or movement.status not in FACTS:
            continue
        ends = set(movement.destination) & set(other.destination)
        if other.status in (Status.AGREED, Status.PLANNED) and (ends or not movement.destination):
            found.append(Relation(type=RelationType.REALISES, target=other.id))
        elif other.status in FACTS and same_mode(movement.mode, other.mode) and dates_meet(movement, other, DAYS_APART):
            found.append(Relation(type=RelationType.MAY_OVERLAP, target=other.id))
    return found


Counted = TypeVar("Counted", Event, Movement)


def with_figures(draft: Counted, scene: Scene) -> Counted:
    """Say whose word each figure of a draft is."""
    told = [*draft.figures]
    if draft.quantity is not None:
        told.insert(0, Figure(of=Count.QUANTITY, quantity=draft.quantity, claims=draft.claims))
    return replace(draft, figures=tuple(replace(figure, sources=scene.sources(figure.claims)) for figure in told))


def _told(record: Event | Movement, scene: Scene) -> list[Told]:
    """Put the figures of a record in the order in which the text gives them."""
    ordered = sorted(record.figures, key=lambda figure: min(scene.claims[claim].start for claim in figure.claims))
    return [Told(figure=figure, number=number) for number, figure in enumerate(ordered)]


def settled_event(event: Event, scene: Scene) -> Event:
    """Settle the numbers of an event out of its figures, and name its sources."""
    told = _told(event, scene)
    (dead, _, deaths), (hurt, _, injuries), (count, _, counts) = (settle(told, of) for of in Count)
    return replace(event, fatalities=dead, injured=hurt, quantity=count, figures=(*deaths, *injuries, *counts),
                   sources=scene.sources(event.claims))  # fmt: skip


def settled_movement(movement: Movement, scene: Scene) -> Movement:
    """Settle the number of a movement out of its figures, and name its sources."""
    quantity, status, figures = settle(_told(movement, scene), Count.QUANTITY)
    if len(figures) < 2:  # one telling may be contested in itself: "a thousand, not merely dozens"
        quantity, status = movement.quantity, movement.quantity_status
    return replace(movement, quantity=quantity, quantity_status=status, figures=figures,
                   sources=scene.sources(movement.claims))  # fmt: skip
