"""Which groups, modes, states and dates may be those of one and the same movement or event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from conflictmap.model import Event, EventType, Group, Mode, Movement, PlaceId, Status

_FIGHTERS = frozenset((Group.FIGHTERS, Group.FIGHTERS_AND_FAMILIES, Group.TROOPS, Group.DETAINEES, Group.PRISONERS))
_CIVILIANS = frozenset((Group.CIVILIANS, Group.DISPLACED, Group.REFUGEES, Group.RETURNEES, Group.FAMILIES))
_GOODS = frozenset((Group.CARGO, Group.VEHICLES, Group.AID))
# Modes that tell of one and the same going away, in words of more or less meaning.
DEPARTURES = (Mode.LEFT, Mode.FLED, Mode.DISPLACED, Mode.EVACUATED, Mode.WITHDREW)
_ARRIVALS = (Mode.ENTERED, Mode.DEPLOYED)
DAYS_APART = 1  # two tellings of one event in an article may differ by a day (the night between)
FACTS = frozenset((Status.HAPPENED, Status.ONGOING))

# What a looser word may mean: قصف and "bombardment" are of guns or of aircraft, a killing is by any means.
_ATTACKS = (EventType.AIR_STRIKE, EventType.SHELLING, EventType.GROUND_EXPLOSIVE, EventType.SUICIDE_ATTACK,
            EventType.CHEMICAL_ATTACK, EventType.ARMED_CLASH)  # fmt: skip
_LOOSE: Mapping[EventType, frozenset[EventType]] = {
    EventType.ATTACK_ON_CIVILIANS: frozenset(_ATTACKS),
    EventType.SHELLING: frozenset((EventType.AIR_STRIKE, EventType.CHEMICAL_ATTACK)),
    EventType.GROUND_EXPLOSIVE: frozenset((EventType.SUICIDE_ATTACK,)),
    EventType.ARREST: frozenset((EventType.ABDUCTION,)),
    EventType.AGREEMENT: frozenset((EventType.CEASEFIRE,)),
    EventType.AID_OR_EVACUATION: frozenset((EventType.RELEASE,)),
}


def is_looser(loose: EventType, close: EventType) -> bool:
    """Say whether the word for the one event may mean the other, closer one."""
    return close in _LOOSE.get(loose, ())


def same_mode(a: Mode, b: Mode) -> bool:
    """Say whether two words may tell of one going."""
    return a == b or any(a in family and b in family for family in (DEPARTURES, _ARRIVALS))


def same_status(a: Status, b: Status) -> bool:
    """Say whether two records are as real as each other."""
    return a == b or (a in FACTS and b in FACTS)


def group_class(group: Group) -> str:
    """Name the kind of those who move: fighters, civilians, goods, or the group itself."""
    for name, members in (("fighters", _FIGHTERS), ("civilians", _CIVILIANS), ("goods", _GOODS)):
        if group in members:
            return name
    return group.value


def ends_agree(a: Sequence[PlaceId], b: Sequence[PlaceId]) -> bool:
    """Say whether two ends are the same or one of them is not known."""
    return not a or not b or set(a) == set(b)


def dates_meet(a: Movement | Event, b: Movement | Event, days: int) -> bool:
    """Say whether two intervals meet or lie at most some days apart, an unknown end being open."""
    if not (a.date_start or a.date_end) or not (b.date_start or b.date_end):
        return True
    start = max(a.date_start or date.min, b.date_start or date.min)
    end = min(a.date_end or date.max, b.date_end or date.max)
    return start <= end or start - end <= timedelta(days=days)
