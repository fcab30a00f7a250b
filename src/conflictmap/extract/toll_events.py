"""Give the tolls of a text to its events, and say which tolls are events by themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from conflictmap.extract.casualties import Toll
from conflictmap.extract.person_counts import summed
from conflictmap.model import Event, EventType, Group, Quantity, Status
from conflictmap.text.tokens import Sentence

_VIOLENT = frozenset((EventType.ARMED_CLASH, EventType.AIR_STRIKE, EventType.SHELLING, EventType.GROUND_EXPLOSIVE,
                      EventType.SUICIDE_ATTACK, EventType.CHEMICAL_ATTACK, EventType.ATTACK_ON_CIVILIANS))  # fmt: skip
_UNREAL = frozenset((Status.PLANNED, Status.AGREED, Status.PREDICTED, Status.DENIED))
_NEVER = frozenset((Status.PREDICTED, Status.DENIED))
_ARMED = frozenset((Group.FIGHTERS, Group.TROOPS))
_CIVILIANS = frozenset((Group.CIVILIANS, Group.DISPLACED, Group.RETURNEES, Group.REFUGEES, Group.FAMILIES,
                        Group.HOSTAGES))  # fmt: skip


def with_tolls(
    events: Sequence[Event],
    event_spans: Mapping[str, tuple[int, int, int]],
    tolls: Sequence[Toll],
    sentences: Sequence[Sentence],
) -> tuple[Event, ...]:
    """Set `fatalities` and `injured` of the violent events, each toll on one event.

    The event is the nearest of the toll's sentence, the first where several are as near, else the last one of the
    sentence before in the same paragraph. A first toll stays; another one of the same sentence adds to it only if
    it counts another group. Planned and denied events take no toll, and no event the total of a war.

    Args:
        events: in order.
        event_spans: start, end and sentence of the evidence of each event, by its id.
        tolls: those of the document.
        sentences: those of the document, for their paragraphs.
    """
    given: dict[tuple[str, str], list[Toll]] = {}
    for toll in tolls:
        event = _event_of(toll, events, event_spans, sentences)
        if event is not None and toll.quantity is not None and not toll.is_total:
            given.setdefault((event, toll.effect), []).append(toll)
    return tuple(
        replace(
            event,
            fatalities=event.fatalities or _total(given.get((event.id, "killed"), ())),
            injured=event.injured or _total(given.get((event.id, "wounded"), ())),
        )
        for event in events
    )


def event_alone(
    toll: Toll,
    events: Sequence[Event],
    event_spans: Mapping[str, tuple[int, int, int]],
    sentences: Sequence[Sentence],
) -> EventType | None:
    """Say of which type the event is that a toll tells of by itself, None where it is none.

    So many killed, or civilians wounded, by a deed that no violent event of the sentence (or the one before) tells of
    have been attacked; fighters and troops have fallen in a clash. What is denied or only foreseen in the sentence is
    no deed. The arguments are those of `with_tolls`.
    """
    if not toll.is_deed or toll.is_total:
        return None
    has_number, are_civilians = toll.quantity is not None, toll.group in _CIVILIANS
    is_killing = toll.effect == "killed" and (has_number or are_civilians)
    is_told = is_killing or (toll.effect == "wounded" and has_number and are_civilians)
    here = [event for event in _violent(events, event_spans) if event_spans[event.id][2] == toll.sentence]
    is_denied = any(event.status in _NEVER for event in here)
    if not is_told or is_denied or _event_of(toll, events, event_spans, sentences) is not None:
        return None
    return EventType.ARMED_CLASH if toll.group in _ARMED else EventType.ATTACK_ON_CIVILIANS


def _violent(events: Sequence[Event], event_spans: Mapping[str, tuple[int, int, int]]) -> list[Event]:
    return [event for event in events if event.type in _VIOLENT and event.id in event_spans]


def _event_of(
    toll: Toll,
    events: Sequence[Event],
    event_spans: Mapping[str, tuple[int, int, int]],
    sentences: Sequence[Sentence],
) -> str | None:
    """Give the id of the event that a toll belongs to."""
    real = [event.id for event in _violent(events, event_spans) if event.status not in _UNREAL]
    here = [event for event in real if event_spans[event][2] == toll.sentence]
    if here:
        return min(here, key=lambda event: _distance(toll, event_spans[event]))
    before = toll.sentence - 1
    if before < 0 or sentences[before].paragraph != sentences[toll.sentence].paragraph:
        return None
    there = [event for event in real if event_spans[event][2] == before]
    return min(there, key=lambda event: _distance(toll, event_spans[event]), default=None)


def _distance(toll: Toll, span: tuple[int, int, int]) -> int:
    start, end, _ = span
    return max(0, start - toll.end, toll.start - end)


def _total(tolls: Sequence[Toll]) -> Quantity | None:
    """Give the first toll of an event, with those of other groups in its sentence added."""
    if not tolls:
        return None
    kept = [tolls[0]]
    for toll in tolls[1:] if kept[0].group else ():
        is_new = toll.group is not None and toll.group not in {other.group for other in kept}
        if is_new and toll.sentence == kept[0].sentence:
            kept.append(toll)
    quantities = [toll.quantity for toll in kept if toll.quantity is not None]
    return summed(quantities, "; ".join(quantity.text for quantity in quantities))
