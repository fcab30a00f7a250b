"""Bring the claims of a report together: the same movement or event told twice becomes one, with all its claims.

One record takes in another where nothing speaks against it and one of the two says no more than the other. What says
more of itself than the other (a destination here, a number there) stays apart: nothing is put together that no
sentence says together. Figures that differ are kept side by side, never averaged and never summed.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from conflictmap.model import (
    Claim,
    Control,
    Count,
    Document,
    Event,
    EventType,
    Figure,
    Group,
    Movement,
    Place,
    PlaceId,
    Relation,
    RelationType,
    Report,
    Status,
    Stock,
)
from conflictmap.reconcile.alike import (
    DEPARTURES,
    FACTS,
    dates_meet,
    ends_agree,
    group_class,
    is_looser,
    same_mode,
    same_status,
)
from conflictmap.reconcile.circumstances import Hours, hours, hours_meet, is_another
from conflictmap.reconcile.figures import Told, same_figure, settle
from conflictmap.reconcile.places import surrounds
from conflictmap.reconcile.sources import independent

_AGREEMENTS = frozenset((EventType.AGREEMENT, EventType.CEASEFIRE))
_DAYS_APART = 1  # two tellings of one event may differ by a day (the night between)


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
    scene = _Scene(report.document, {claim.id: claim for claim in claims}, {place.id: place for place in report.places})
    drafts = [_with_figures(movement, scene) for movement in movements]
    own = _merged([m for m in drafts if m.id not in references], partial(_same_movement, scene), _joined_movements)
    spoken_of = [m for m in drafts if m.id in references]
    whole = _merged([*own, *spoken_of], partial(_refers, scene, references), _joined_movements)
    where = {claim.id: (claim.start, claim.end, claim.id) for claim in claims}
    told = sorted((_with_figures(event, scene) for event in events), key=lambda event: where[event.claims[0]])
    happened = _merged(told, partial(_same_event, scene), partial(_joined_events, scene))
    return replace(
        report, claims=tuple(sorted(claims, key=lambda claim: where[claim.id])),
        events=tuple(_settled_event(event, scene) for event in happened),
        movements=tuple(_related([_settled_movement(movement, scene) for movement in whole])),
        stocks=tuple(_merged(stocks, _same_stock, _joined_claims)),
        control=tuple(_merged(control, _same_control, _joined_claims)),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Scene:
    """The document with what its records name by id."""

    document: Document
    claims: Mapping[str, Claim]
    places: Mapping[PlaceId, Place]

    def sources(self, claims: Sequence[str]) -> tuple[str, ...]:
        """Give the independent sources of some claims."""
        return independent([self.claims[claim] for claim in claims], self.document)

    def hours(self, record: Event) -> Hours:
        """Give the hours of the day that the claims of an event name."""
        return frozenset[int]().union(
            *(hours(self.claims[claim].quote, self.document.language) for claim in record.claims)
        )

    def is_another(self, record: Event) -> bool:
        """Say whether an event is told as one more of its kind."""
        return is_another(self.claims[record.claims[0]].quote, self.document.language)

    def surrounds(self, outer: PlaceId | None, inner: PlaceId | None) -> bool:
        """Say whether a place is known to lie in a wider one."""
        wide, close = (self.places.get(place) if place is not None else None for place in (outer, inner))
        return wide is not None and close is not None and surrounds(wide, close)


Record = TypeVar("Record", Event, Movement, Stock, Control)
Statement = TypeVar("Statement", Stock, Control)


def _merged(
    drafts: Sequence[Record], same: Callable[[Record, Record], bool], join: Callable[[Record, Record], Record]
) -> list[Record]:
    """Fold each draft into the first record that it repeats or fills in."""
    kept: list[Record] = []
    for draft in drafts:
        twin = next((number for number, record in enumerate(kept) if same(record, draft)), None)
        if twin is None:
            kept.append(draft)
        else:
            kept[twin] = join(kept[twin], draft)
    return kept


def _same_stock(a: Stock, b: Stock) -> bool:
    same_group = group_class(a.group) == group_class(b.group)
    return a.place == b.place and same_group and same_figure(a.quantity, b.quantity)


def _same_control(a: Control, b: Control) -> bool:
    return a.place == b.place and a.controller == b.controller


def _joined_claims(a: Statement, b: Statement) -> Statement:
    return replace(a, claims=tuple(dict.fromkeys((*a.claims, *b.claims))))


def _same_movement(scene: _Scene, a: Movement, b: Movement) -> bool:
    return (
        group_class(a.group) == group_class(b.group)
        and same_mode(a.mode, b.mode)
        and same_status(a.status, b.status)
        and ends_agree(a.origin, b.origin)
        and ends_agree(a.destination, b.destination)
        and dates_meet(a, b, _DAYS_APART)
        and (a.quantity is None or b.quantity is None or same_figure(a.quantity, b.quantity) or _rivals(scene, a, b))
        and (_says_no_more(a, b) or _says_no_more(b, a))
    )


def _rivals(scene: _Scene, a: Movement, b: Movement) -> bool:
    """Say whether two sources give a figure each for one and the same way."""
    same_way = a.origin == b.origin and a.destination == b.destination and bool(a.origin or a.destination)
    return same_way and set(scene.sources(a.claims)).isdisjoint(scene.sources(b.claims))


def _refers(scene: _Scene, references: Container[str], a: Movement, b: Movement) -> bool:
    """Say whether b, a mere mention of a movement, is about a."""
    if b.id not in references:
        return False
    return _same_movement(scene, a, replace(b, status=a.status)) and a.status != Status.DENIED


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
    )  # fmt: skip


def _related(movements: Sequence[Movement]) -> list[Movement]:
    """Say how movements bear on each other: what was agreed is realised, flows of one group may overlap."""
    return [replace(m, relations=tuple(_relations(m, movements))) for m in movements]


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
        elif (
            other.status in FACTS and same_mode(movement.mode, other.mode) and dates_meet(movement, other, _DAYS_APART)
        ):
            found.append(Relation(type=RelationType.MAY_OVERLAP, target=other.id))
    return found


def _same_event(scene: _Scene, a: Event, b: Event) -> bool:
    return (
        (a.type == b.type or _one_attack(scene, a, b) or _one_attack(scene, b, a))
        and same_status(a.status, b.status)
        and (a.place == b.place or a.place is None or b.place is None or _is_part(scene, a, b) or _is_part(scene, b, a))
        and (dates_meet(a, b, _DAYS_APART) or a.type in _AGREEMENTS)
        and hours_meet(scene.hours(a), scene.hours(b))
        and not scene.is_another(b)
        and (_equal_or_unknown(a, b) or _is_correction(b) or _told_by_others(scene, a, b))
    )


def _one_attack(scene: _Scene, loose: Event, close: Event) -> bool:
    """Say whether one clause tells of an attack in a loose word and a close one: "fired missiles in an air strike"."""
    is_killing = loose.type == EventType.ATTACK_ON_CIVILIANS  # people may be killed beside an attack
    return is_looser(loose.type, close.type) and not is_killing and _one_clause(scene, loose, close)


def _one_clause(scene: _Scene, a: Event, b: Event) -> bool:
    """Say whether the words of two events are in part the same ones."""
    one, two = scene.claims[a.claims[0]], scene.claims[b.claims[0]]
    return one.start < two.end and two.start < one.end


def _is_part(scene: _Scene, wide: Event, close: Event) -> bool:
    """Say whether an event of a wide place only says where a closer one was: "in Saraqib in rural Idlib"."""
    return scene.surrounds(wide.place, close.place) and _one_clause(scene, wide, close)


def _is_correction(event: Event) -> bool:
    return any(figure.corrects for figure in event.figures)


def _told_by_others(scene: _Scene, a: Event, b: Event) -> bool:
    """Say whether two tolls of one time are the words of different sources; of one source they are of two events."""
    dates = [(one.date_start, one.date_end) for one in (a, b) if one.date_start or one.date_end]
    return len(set(dates)) < 2 and set(scene.sources(a.claims)).isdisjoint(scene.sources(b.claims))


def _equal_or_unknown(a: Event, b: Event) -> bool:
    """Say whether no other number of dead is given."""
    return a.fatalities is None or b.fatalities is None or same_figure(a.fatalities, b.fatalities)


def _joined_events(scene: _Scene, a: Event, b: Event) -> Event:
    dated = a if a.date_start or a.date_end else b
    place = b.place if a.place is None or scene.surrounds(a.place, b.place) else a.place
    own = {(scene.claims[claim].start, scene.claims[claim].end) for claim in a.claims}
    more = [claim for claim in b.claims if (scene.claims[claim].start, scene.claims[claim].end) not in own]
    kind = b.type if is_looser(a.type, b.type) else a.type
    return replace(
        a, type=kind, place=place, actors=tuple(dict.fromkeys((*a.actors, *b.actors))),
        date_start=dated.date_start, date_end=dated.date_end, time_precision=dated.time_precision,
        fatalities=a.fatalities or b.fatalities, injured=a.injured or b.injured, quantity=a.quantity or b.quantity,
        claims=(*a.claims, *more), figures=(*a.figures, *b.figures),
    )  # fmt: skip


Counted = TypeVar("Counted", Event, Movement)


def _with_figures(draft: Counted, scene: _Scene) -> Counted:
    """Say whose word each figure of a draft is."""
    told = [*draft.figures]
    if draft.quantity is not None:
        told.insert(0, Figure(of=Count.QUANTITY, quantity=draft.quantity, claims=draft.claims))
    return replace(draft, figures=tuple(replace(figure, sources=scene.sources(figure.claims)) for figure in told))


def _told(record: Event | Movement, scene: _Scene) -> list[Told]:
    """Put the figures of a record in the order in which the text gives them."""
    ordered = sorted(record.figures, key=lambda figure: min(scene.claims[claim].start for claim in figure.claims))
    return [Told(figure=figure, number=number) for number, figure in enumerate(ordered)]


def _settled_event(event: Event, scene: _Scene) -> Event:
    told = _told(event, scene)
    (dead, _, deaths), (hurt, _, injuries), (count, _, counts) = (settle(told, of) for of in Count)
    return replace(event, fatalities=dead, injured=hurt, quantity=count, figures=(*deaths, *injuries, *counts),
                   sources=scene.sources(event.claims))  # fmt: skip


def _settled_movement(movement: Movement, scene: _Scene) -> Movement:
    quantity, status, figures = settle(_told(movement, scene), Count.QUANTITY)
    if len(figures) < 2:  # one telling may be contested in itself: "a thousand, not merely dozens"
        quantity, status = movement.quantity, movement.quantity_status
    return replace(movement, quantity=quantity, quantity_status=status, figures=figures,
                   sources=scene.sources(movement.claims))  # fmt: skip
