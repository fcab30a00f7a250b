"""How well two records of different documents fit: None where something speaks against their being one.

The score only ranks: which of several fitting records is the better match, and in which order records are brought
together. It is compared, never shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from conflictmap import lexicon
from conflictmap.model import (
    ActorMatch,
    Event,
    EventType,
    Movement,
    Place,
    Quantity,
    Status,
    TypeMatch,
    Window,
)
from conflictmap.reconcile.alike import group_class, is_looser, same_mode
from conflictmap.reconcile.circumstances import Hours, hours_meet
from conflictmap.reconcile.figures import figures_agree, same_figure
from conflictmap.reconcile.places import nearness, surrounds

_FRESH = timedelta(days=2)  # what an article does not date is taken for news of its last days, for matching only
_LONG = timedelta(days=7)  # a record of a longer time sums things up: it is only the same as one of the same time
TOLD = frozenset((Status.HAPPENED, Status.ONGOING, Status.ALLEGED))
_AGREEMENTS = frozenset((EventType.AGREEMENT, EventType.CEASEFIRE))
_STATES = frozenset(("state_force", "government", "ministry", "coalition"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The days on which a record can have been; `is_stated` is false for the days before publication."""

    first: date
    last: date
    is_stated: bool

    @property
    def is_long(self) -> bool:
        """Say whether the record sums up a longer time."""
        return self.last - self.first > _LONG


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFacts:
    """What is compared of an event."""

    event: Event
    place: Place
    days: Days
    hours: Hours
    sides: frozenset[str]
    states: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MovementFacts:
    """What is compared of a movement; `origin` and `destination` are its located ends."""

    movement: Movement
    origin: tuple[Place, ...]
    destination: tuple[Place, ...]
    days: Days


def days_of(record: Event | Movement, published: date | None) -> Days | None:
    """Give the days of a record; None where neither it nor its document has a date."""
    first, last = record.date_start or record.date_end, record.date_end or record.date_start
    if first is not None and last is not None:
        return Days(first=first, last=last, is_stated=True)
    return None if published is None else Days(first=published - _FRESH, last=published, is_stated=False)


def event_score(a: EventFacts, b: EventFacts, window: Window) -> float | None:
    """Say how well two events fit that are as real as each other."""
    return event_fit(a, b, window) if as_real(a.event.status, b.event.status) else None


def event_fit(a: EventFacts, b: EventFacts, window: Window) -> float | None:
    """Say how well two events fit, whatever their status."""
    types = _types(a.event.type, b.event.type, window)
    if types is None or not hours_meet(a.hours, b.hours):
        return None
    dates = _dates(a.days, b.days, window)
    if dates is None or (window.actors == ActorMatch.COMPATIBLE and not _actors_fit(a, b)):
        return None
    where = _where(a, b, window.km)
    if where is None:
        return None
    tolls = 2 * _figure(a.event.fatalities, b.event.fatalities) + _figure(a.event.injured, b.event.injured)
    return types + dates + where + tolls + bool(a.sides & b.sides) + bool(a.hours & b.hours)


def movement_score(a: MovementFacts, b: MovementFacts, window: Window) -> float | None:
    """Say how well two movements fit that are as real as each other.

    Other numbers from or to one place may be another way that people went; between the same two places they are two
    figures for one way.
    """
    one, two = a.movement, b.movement
    is_whole = all((a.origin, b.origin, a.destination, b.destination))
    if not as_real(one.status, two.status) or not (is_whole or figures_agree(one.quantity, two.quantity)):
        return None
    return movement_fit(a, b, window)


def movement_fit(a: MovementFacts, b: MovementFacts, window: Window) -> float | None:
    """Say how well two movements fit, whatever their status and number: one end in common, the other not elsewhere."""
    one, two = a.movement, b.movement
    if group_class(one.group) != group_class(two.group) or not same_mode(one.mode, two.mode):
        return None
    dates = _dates(a.days, b.days, window)
    start, end = _ends(a.origin, b.origin, window.km), _ends(a.destination, b.destination, window.km)
    if dates is None or start is None or end is None or not (start or end):
        return None
    return dates + start + end + (one.mode == two.mode) + _figure(one.quantity, two.quantity)


def _where(a: EventFacts, b: EventFacts, km: float) -> float | None:
    """Say how well the places of two events fit; one agreement may be for a whole country."""
    if a.place.id == b.place.id and {a.event.type, b.event.type} <= _AGREEMENTS:
        return 3.0
    return nearness(a.place, b.place, km)


def _types(a: EventType, b: EventType, window: Window) -> float | None:
    if a == b:
        return 2.0
    return 1.0 if window.types == TypeMatch.CLASS and (is_looser(a, b) or is_looser(b, a)) else None


def as_real(a: Status, b: Status) -> bool:
    """Say whether two records are as real as each other; what is alleged here is told as a fact there."""
    return a == b or (a in TOLD and b in TOLD)


def _dates(a: Days, b: Days, window: Window) -> float | None:
    if a.is_long or b.is_long:
        return 2.0 if (a.first, a.last) == (b.first, b.last) else None
    apart = max(a.first, b.first) - min(a.last, b.last)
    if apart > timedelta(days=window.days if a.is_stated and b.is_stated else 0):
        return None
    exact = (a.first, a.last) == (b.first, b.last) and a.is_stated and b.is_stated
    return 2.0 if exact else 1.0 if apart <= timedelta(0) else 0.0


def _figure(a: Quantity | None, b: Quantity | None) -> float:
    if a is None or b is None:
        return 0.0
    return 1.0 if same_figure(a, b) else 0.5 if figures_agree(a, b) else -0.5


def _ends(a: tuple[Place, ...], b: tuple[Place, ...], km: float) -> float | None:
    """Say how well two ends fit: 0 where one is unknown, None where they are apart."""
    if not a or not b:
        return 0.0
    return max((fit for x in a for y in b if (fit := _end(x, y, km)) is not None), default=None)


def _end(a: Place, b: Place, km: float) -> float | None:
    """Say how well two ends fit; that both are in one country does not contradict, and is no evidence."""
    if a.id == b.id or surrounds(a, b) or surrounds(b, a):
        return nearness(a, b, km) or 0.0
    return nearness(a, b, km)


# Actors ---------------------------------------------------------------------------------------------------------------


def sides(actors: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """Give the known sides of some actors, all organs of a state being one, and those among them that are states.

    Names that no table knows are left out: they cannot be compared across languages.
    """
    known = [(actor, *_actors()[actor]) for actor in actors if actor in _actors()]
    named = [(f"state:{country}" if kind in _STATES and country else actor, kind) for actor, kind, country in known]
    return frozenset(side for side, _ in named), frozenset(side for side, kind in named if kind in _STATES)


def _actors_fit(a: EventFacts, b: EventFacts) -> bool:
    """Say whether nothing speaks for two different doers.

    The actors of an event are doers and victims alike. One account may name the one, another the other; but two states,
    or two groups that are no states, are two doers of an attack, and a clash of two others is another clash.
    """
    if not a.sides or not b.sides or a.sides & b.sides:
        return True
    if a.event.type == EventType.ARMED_CLASH:
        return min(len(a.sides), len(b.sides)) < 2
    return bool(a.states) != bool(b.states)


@lru_cache(maxsize=1)
def _actors() -> dict[str, tuple[str, str]]:
    return {row["id"]: (row["type"], row["country"]) for row in lexicon.rows("", "actors")}
