"""Give the tolls of a text to its events, and say which tolls are events by themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from conflictmap.extract.casualties import Toll
from conflictmap.extract.person_counts import summed
from conflictmap.model import Event, EventType, Group, PlaceId, Quantity, Status
from conflictmap.text.tokens import Words

_VIOLENT = frozenset((EventType.ARMED_CLASH, EventType.AIR_STRIKE, EventType.SHELLING, EventType.GROUND_EXPLOSIVE,
                      EventType.SUICIDE_ATTACK, EventType.CHEMICAL_ATTACK, EventType.ATTACK_ON_CIVILIANS))  # fmt: skip
_UNREAL = frozenset((Status.PLANNED, Status.AGREED, Status.PREDICTED, Status.DENIED))
_NEVER = frozenset((Status.PREDICTED, Status.DENIED))
_ARMED = frozenset((Group.FIGHTERS, Group.TROOPS))
_CIVILIANS = frozenset((Group.CIVILIANS, Group.DISPLACED, Group.RETURNEES, Group.REFUGEES, Group.FAMILIES,
                        Group.HOSTAGES))  # fmt: skip
_HEADLINES = 3  # sentences that may be headlines or bylines
_LONGEST_LINK = 6  # words between two tolls of one phrase


def with_tolls(
    events: Sequence[Event], event_spans: Mapping[str, tuple[int, int, int]], tolls: Sequence[Toll], words: Words,
    beside: Mapping[Toll, PlaceId | None] = MappingProxyType({}),
    here: Mapping[Toll, PlaceId | None] = MappingProxyType({}),
) -> tuple[Event, ...]:  # fmt: skip
    """Set `fatalities`, `injured`, `missing` and `captured` of the violent events, each toll on one event.

    The event is the nearest of the toll's sentence, the first where several are as near, else the last one of the
    sentence before; a first sentence without events (a headline) goes on in the next one. A toll of the event's own
    sentence is better than another, the first one than a later one; what an "and" joins to it adds to it if it counts
    another group. Planned and denied events take no toll, and no event the total of a war.

    Args:
        events: in order.
        event_spans: start, end and sentence of the evidence of each event, by its id.
        tolls: those of the document, in order.
        words: the document cut up.
        beside: the place that stands nearest to a toll: of several events of its sentence the one there has it.
        here: the place that the sentence of a toll names: no event of another place beside it has the toll.
    """
    given = tolls_by_event(events, event_spans, tolls, beside, here)
    return tuple(
        replace(
            event,
            fatalities=event.fatalities or _whole(given.get((event.id, "killed"), ()), event_spans, event, words),
            injured=event.injured or _whole(given.get((event.id, "wounded"), ()), event_spans, event, words),
            missing=event.missing or _whole(given.get((event.id, "missing"), ()), event_spans, event, words),
            captured=event.captured or _whole(given.get((event.id, "captured"), ()), event_spans, event, words),
        )
        for event in events
    )


def tolls_by_event(
    events: Sequence[Event], event_spans: Mapping[str, tuple[int, int, int]], tolls: Sequence[Toll],
    beside: Mapping[Toll, PlaceId | None] = MappingProxyType({}),
    here: Mapping[Toll, PlaceId | None] = MappingProxyType({}),
) -> dict[tuple[str, str], list[Toll]]:  # fmt: skip
    """Give the numbered tolls of each event (by its id) and effect, those of its own sentence first."""
    given: dict[tuple[str, str], list[Toll]] = {}
    for toll in tolls:
        event = _event_of(toll, events, event_spans, beside.get(toll), here=here.get(toll))
        if event is not None and toll.quantity is not None and not toll.is_total:
            given.setdefault((event, toll.effect), []).append(toll)
    return {key: sorted(told, key=lambda toll: toll.sentence != event_spans[key[0]][2]) for key, told in given.items()}


def event_alone(
    toll: Toll, events: Sequence[Event], event_spans: Mapping[str, tuple[int, int, int]], here: PlaceId | None = None
) -> EventType | None:
    """Say of which type the event is that a toll tells of by itself, None where it is none.

    So many killed, or civilians wounded, by a deed that no violent event of the sentence (or the one before) tells of
    have been attacked; fighters and troops have fallen in a clash. What is denied or only foreseen in the sentence is
    no deed. The arguments are those of `with_tolls`, and the place that the toll's own sentence names.
    """
    if not toll.is_deed or toll.is_total:
        return None
    has_number, are_civilians = toll.quantity is not None, toll.group in _CIVILIANS
    is_killing = toll.effect == "killed" and (has_number or are_civilians)
    is_told = is_killing or (toll.effect == "wounded" and has_number)
    beside = [event for event in _violent(events, event_spans) if event_spans[event.id][2] == toll.sentence]
    is_denied = any(event.status in _NEVER for event in beside)
    if not is_told or is_denied or _event_of(toll, events, event_spans, here=here) is not None:
        return None
    return EventType.ARMED_CLASH if toll.group in _ARMED else EventType.ATTACK_ON_CIVILIANS


def _violent(events: Sequence[Event], event_spans: Mapping[str, tuple[int, int, int]]) -> list[Event]:
    return [event for event in events if event.type in _VIOLENT and event.id in event_spans]


def _event_of(
    toll: Toll, events: Sequence[Event], event_spans: Mapping[str, tuple[int, int, int]], beside: PlaceId | None = None,
    *, here: PlaceId | None = None,
) -> str | None:  # fmt: skip
    """Give the id of the event that a toll belongs to; one of another sentence only if it is not of another place.

    Args:
        beside: the place by which one of several events of the sentence is chosen.
        here: the place that the sentence of the toll names.
    """
    told = [event for event in _violent(events, event_spans) if event.status not in _UNREAL]
    there = [event.id for event in told if event.place == beside is not None]
    places = {event.id: event.place if event.place_explicit else None for event in told}
    real = [event.id for event in told]
    same = [event for event in there if event_spans[event][2] == toll.sentence]
    if same:
        return min(same, key=lambda event: _distance(toll, event_spans[event]))
    for sentence in (toll.sentence, toll.sentence - 1, *((toll.sentence + 1,) if toll.sentence < _HEADLINES else ())):
        there = [event for event in real if event_spans[event][2] == sentence]
        if sentence != toll.sentence and here is not None:
            there = [event for event in there if places[event] in (None, here)]
        if there:
            return min(there, key=lambda event: _distance(toll, event_spans[event]))
    return None


def _distance(toll: Toll, span: tuple[int, int, int]) -> int:
    start, end, _ = span
    return max(0, start - toll.end, toll.start - end)


def _whole(
    tolls: Sequence[Toll], event_spans: Mapping[str, tuple[int, int, int]], event: Event, words: Words
) -> Quantity | None:
    """Give the first toll of the event's own sentence, or else of another, with what an "and" adds to it."""
    own = [toll for toll in tolls if toll.sentence == event_spans[event.id][2]] or list(tolls)
    if not own:
        return None
    kept = own[:1]
    for toll in own[1:]:
        if (
            toll.group not in {None, *(other.group for other in kept)}
            and kept[0].group
            and _adds(kept[-1], toll, words)
        ):
            kept.append(toll)
    quantities = [toll.quantity for toll in kept if toll.quantity is not None]
    return summed(quantities, words.text[kept[0].start : kept[-1].end])


def _adds(one: Toll, two: Toll, words: Words) -> bool:
    """Say whether an "and" joins two tolls: "killed 12 soldiers, and three civilians died"."""
    between = words.tokens[one.last : two.first]
    gap = words.text[one.end : two.start]
    is_joined = gap.endswith("و") or any(token.norm == "and" for token in between)
    return one.sentence == two.sentence and len(between) <= _LONGEST_LINK and is_joined
