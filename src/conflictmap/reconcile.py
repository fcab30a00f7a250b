"""Bring the claims of a report together: the same movement or event told twice becomes one, with all its claims.

One record takes in another where nothing speaks against it and one of the two says no more than the other. What says
more of itself than the other (a destination here, a number there) stays apart: nothing is put together that no
sentence says together. Figures that differ are kept side by side, never averaged and never summed.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from conflictmap.model import (
    Claim,
    Control,
    Event,
    EventType,
    Group,
    Issue,
    Kind,
    Mode,
    Movement,
    PlaceId,
    Quantity,
    QuantityStatus,
    Relation,
    RelationType,
    Report,
    Status,
    Stock,
)

_FIGHTERS = frozenset((Group.FIGHTERS, Group.FIGHTERS_AND_FAMILIES, Group.TROOPS, Group.DETAINEES, Group.PRISONERS))
_CIVILIANS = frozenset((Group.CIVILIANS, Group.DISPLACED, Group.REFUGEES, Group.RETURNEES, Group.FAMILIES))
_GOODS = frozenset((Group.CARGO, Group.VEHICLES, Group.AID))
# Modes that tell of one and the same going away, in words of more or less meaning.
_DEPARTURES = (Mode.LEFT, Mode.FLED, Mode.DISPLACED, Mode.EVACUATED, Mode.WITHDREW)
_ARRIVALS = (Mode.ENTERED, Mode.DEPLOYED)
_FACTS = frozenset((Status.HAPPENED, Status.ONGOING))
_PAST = frozenset((Status.HAPPENED, Status.ALLEGED))
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
    own = _merged([m for m in movements if m.id not in references], _same_movement, _joined_movements)
    spoken_of = [m for m in movements if m.id in references]
    whole = tuple(_related(_merged([*own, *spoken_of], lambda a, b: _refers(a, b, references), _joined_movements)))
    where = {claim.id: (claim.start, claim.end, claim.id) for claim in claims}
    told = sorted(events, key=lambda event: where[event.claims[0]])
    placed = [event for event in told if event.place_explicit]
    countries = {place.id for place in report.places if place.kind == Kind.COUNTRY}
    happened = _merged(placed, _same_event, _joined_events)
    for event in told:
        if not event.place_explicit:
            _add_unplaced(happened, event, where, countries)
    happened.sort(key=lambda event: min(where[claim] for claim in event.claims))
    published = report.document.published
    whole = tuple(_not_later_than(published, movement) for movement in whole)
    return replace(
        report, claims=tuple(sorted(claims, key=lambda claim: where[claim.id])),
        events=tuple(_not_later_than(published, event) for event in happened), movements=whole,
        stocks=tuple(_merged(stocks, _same_stock, _joined_claims)),
        control=tuple(_merged(control, _same_control, _joined_claims)),
    )  # fmt: skip


Dated = TypeVar("Dated", Event, Movement)


def _not_later_than(published: date | None, record: Dated) -> Dated:
    """Bound what is told as a fact, with no word on when, by the day of the report: it cannot be later."""
    is_open = record.date_start is None and record.date_end is None
    return replace(record, date_end=published) if is_open and record.status in _PAST else record


def _add_unplaced(
    events: list[Event], event: Event, where: Mapping[str, tuple[int, int, str]], countries: Container[PlaceId]
) -> None:
    """Let an event that its clause does not place join the nearest one of its kind, before it rather than behind.

    What is said of a whole country ("strikes in Syria") is no place to join.
    """
    start = where[event.claims[0]][0]

    def distance(number: int) -> tuple[bool, int]:
        starts = [where[claim][0] for claim in events[number].claims]
        return min(starts) > start, min(abs(start - there) for there in starts)

    fitting = [
        number for number, other in enumerate(events)
        if (other.place is None or other.place not in countries) and _same_event(other, replace(event, place=None))
    ]  # fmt: skip
    if not fitting:
        events.append(event)
    else:
        nearest = min(fitting, key=distance)
        events[nearest] = _joined_events(events[nearest], replace(event, place=None))


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
    figures = [None if s.quantity is None else _figures(s.quantity) for s in (a, b)]
    return a.place == b.place and _group_class(a.group) == _group_class(b.group) and figures[0] == figures[1]


def _same_control(a: Control, b: Control) -> bool:
    return a.place == b.place and a.controller == b.controller


def _joined_claims(a: Statement, b: Statement) -> Statement:
    return replace(a, claims=tuple(dict.fromkeys((*a.claims, *b.claims))))


def _same_movement(a: Movement, b: Movement) -> bool:
    return (
        _group_class(a.group) == _group_class(b.group)
        and _same_mode(a.mode, b.mode)
        and _same_status(a.status, b.status)
        and _agree(a.origin, b.origin)
        and _agree(a.destination, b.destination)
        and _dates_meet(a, b)
        and (a.quantity is None or b.quantity is None or _figures(a.quantity) == _figures(b.quantity))
        and (_says_no_more(a, b) or _says_no_more(b, a))
    )


def _refers(a: Movement, b: Movement, references: Container[str]) -> bool:
    """Say whether b, a mere mention of a movement, is about a."""
    if b.id not in references:
        return False
    return _same_movement(a, replace(b, status=a.status)) and a.status != Status.DENIED


def _same_mode(a: Mode, b: Mode) -> bool:
    return a == b or any(a in family and b in family for family in (_DEPARTURES, _ARRIVALS))


def _same_status(a: Status, b: Status) -> bool:
    return a == b or (a in _FACTS and b in _FACTS)


def _group_class(group: Group) -> str:
    for name, members in (("fighters", _FIGHTERS), ("civilians", _CIVILIANS), ("goods", _GOODS)):
        if group in members:
            return name
    return group.value


def _agree(a: Sequence[PlaceId], b: Sequence[PlaceId]) -> bool:
    return not a or not b or set(a) == set(b)


def _figures(quantity: Quantity) -> tuple[int | None, int | None, int | None]:
    return (quantity.min, quantity.max, quantity.best)


def _says_no_more(a: Movement, b: Movement) -> bool:
    """Say whether a gives no end and no number that b does not give."""
    return (
        (not a.destination or bool(b.destination))
        and (not a.origin or not a.origin_explicit or bool(b.origin))
        and (a.quantity is None or b.quantity is not None)
    )


def _dates_meet(a: Movement | Event, b: Movement | Event) -> bool:
    """Say whether two intervals meet, an unknown end being open."""
    if not (a.date_start or a.date_end) or not (b.date_start or b.date_end):
        return True
    start = max(a.date_start or date.min, b.date_start or date.min)
    end = min(a.date_end or date.max, b.date_end or date.max)
    return start <= end or start - end <= timedelta(days=_DAYS_APART)


def _joined_movements(a: Movement, b: Movement) -> Movement:
    """Join two tellings: each field from the one that says more, claims from both."""
    rich, poor = (b, a) if _says_no_more(a, b) and not _says_no_more(b, a) else (a, b)
    dated = rich if rich.date_start or rich.date_end else poor
    explicit = rich if rich.origin_explicit or not poor.origin_explicit else poor
    mode = max((rich.mode, poor.mode), key=lambda m: _DEPARTURES.index(m) if m in _DEPARTURES else -1)
    families = Group.FIGHTERS_AND_FAMILIES in (a.group, b.group)
    return replace(
        rich, id=a.id, mode=mode, agent=rich.agent or poor.agent,
        group=Group.FIGHTERS_AND_FAMILIES if families else rich.group,
        origin=explicit.origin or rich.origin or poor.origin, origin_explicit=explicit.origin_explicit,
        destination=rich.destination or poor.destination, quantity=rich.quantity or poor.quantity,
        date_start=dated.date_start, date_end=dated.date_end, time_precision=dated.time_precision,
        claims=tuple(dict.fromkeys((*a.claims, *b.claims))),
    )  # fmt: skip


def _related(movements: Sequence[Movement]) -> list[Movement]:
    """Say how movements bear on each other: what was agreed is realised, flows of one group may overlap."""
    return [replace(m, relations=tuple(_relations(m, movements))) for m in movements]


def _relations(movement: Movement, others: Sequence[Movement]) -> list[Relation]:
    found: list[Relation] = []
    for other in others:
        if other is movement or _group_class(other.group) != _group_class(movement.group):
            continue
        if not _agree(movement.origin, other.origin) or movement.status not in _FACTS:
            continue
        ends = set(movement.destination) & set(other.destination)
        if other.status in (Status.AGREED, Status.PLANNED) and (ends or not movement.destination):
            found.append(Relation(type=RelationType.REALISES, target=other.id))
        elif other.status in _FACTS and _same_mode(movement.mode, other.mode) and _dates_meet(movement, other):
            found.append(Relation(type=RelationType.MAY_OVERLAP, target=other.id))
    return found


def _same_event(a: Event, b: Event) -> bool:
    return (
        a.type == b.type
        and _same_status(a.status, b.status)
        and (a.place == b.place or a.place is None or b.place is None)
        and (_dates_meet(a, b) or a.type in _AGREEMENTS)
        and (a.fatalities is None or b.fatalities is None or _figures(a.fatalities) == _figures(b.fatalities))
    )


def _joined_events(a: Event, b: Event) -> Event:
    dated = a if a.date_start or a.date_end else b
    quantity, _ = contested(a.quantity, b.quantity)
    return replace(
        a, place=a.place or b.place, actors=tuple(dict.fromkeys((*a.actors, *b.actors))),
        date_start=dated.date_start, date_end=dated.date_end, time_precision=dated.time_precision,
        fatalities=a.fatalities or b.fatalities, injured=a.injured or b.injured, quantity=quantity,
        claims=tuple(dict.fromkeys((*a.claims, *b.claims))),
    )  # fmt: skip


def contested(a: Quantity | None, b: Quantity | None) -> tuple[Quantity | None, QuantityStatus]:
    """Bring two figures together: the same one is agreed, different ones give an envelope without a best value."""
    if a is None or b is None:
        return a or b, QuantityStatus.SINGLE
    if _figures(a) == _figures(b):
        return a, QuantityStatus.AGREED
    known = [value for q in (a, b) for value in (q.min, q.max, q.best) if value is not None]
    is_open = any(q.max is None and q.best is None for q in (a, b))  # "more than" keeps the envelope open above
    whole = Quantity(min=min(known, default=None), max=None if is_open else max(known, default=None), unit=a.unit,
                     approx=True, text=f"{a.text} / {b.text}")  # fmt: skip
    return whole, QuantityStatus.CONTESTED


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
    own = {event.id for event in report.events} | {movement.id for movement in report.movements}
    told = tuple(sorted((*report.claims, *claims), key=lambda claim: (claim.start, claim.end, claim.id)))
    events = _behind_own(events, references, report.document.published)
    movements = _behind_own(movements, references, report.document.published)
    happened = _merged([*report.events, *events], lambda a, b: b.id not in own and _same_event(a, b), _filled_event)
    moved = _merged([*report.movements, *movements], lambda a, b: b.id not in own and _same_movement(a, b),
                    _filled_movement)  # fmt: skip
    records: list[Event | Movement] = [*happened, *moved]
    apart = {claim for record in records if record.id in references for claim in record.claims}
    message = "A proposal of the model reads words otherwise than the rules; its claim is kept, without a record."
    issues = tuple(Issue(code="llm_read_otherwise", message=message, start=claim.start, end=claim.end)
                   for claim in told if claim.id in apart)  # fmt: skip
    return replace(
        report, claims=told, events=tuple(event for event in happened if event.id not in references),
        movements=tuple(_related([movement for movement in moved if movement.id not in references])),
        issues=(*report.issues, *issues),
    )  # fmt: skip


def _behind_own(records: Sequence[Dated], references: Container[str], published: date | None) -> list[Dated]:
    """Bound the dates of proposals, and put last what may make no record, so that nothing joins it."""
    bounded = [_not_later_than(published, record) for record in records]
    return sorted(bounded, key=lambda record: record.id in references)


def _filled_movement(a: Movement, b: Movement) -> Movement:
    """Fill the gaps of a movement from a proposal of the same one."""
    origin, destination = (a if a.origin else b), (a if a.destination else b)
    return replace(
        _narrowed(a, b), origin=origin.origin, origin_explicit=origin.origin_explicit,
        destination=destination.destination, destination_relation=destination.destination_relation,
        quantity=a.quantity or b.quantity, claims=tuple(dict.fromkeys((*a.claims, *b.claims))),
    )  # fmt: skip


def _filled_event(a: Event, b: Event) -> Event:
    """Fill the gaps of an event from a proposal of the same one."""
    placed = a if a.place else b
    return replace(
        _narrowed(a, b), place=placed.place, place_explicit=placed.place_explicit, actors=a.actors or b.actors,
        fatalities=a.fatalities or b.fatalities, injured=a.injured or b.injured, quantity=a.quantity or b.quantity,
        claims=tuple(dict.fromkeys((*a.claims, *b.claims))),
    )  # fmt: skip


def _narrowed(a: Dated, b: Dated) -> Dated:
    """Date a record that has no start by one that has, within the end that it has."""
    end = min((day for day in (a.date_end, b.date_end) if day is not None), default=None)
    if a.date_start is not None or b.date_start is None or (end is not None and end < b.date_start):
        return a
    return replace(a, date_start=b.date_start, date_end=end, time_precision=b.time_precision)
