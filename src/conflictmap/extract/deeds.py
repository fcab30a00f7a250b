"""Two triggers may tell of one deed: "a car bomb exploded in X", "three air strikes hit X"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from conflictmap.extract.records import Frame
from conflictmap.model import EventType

# Violent types from the one that says least of the means to the one that says most.
_VIOLENT = (EventType.ARMED_CLASH, EventType.ATTACK_ON_CIVILIANS, EventType.SHELLING, EventType.AIR_STRIKE,
            EventType.GROUND_EXPLOSIVE, EventType.SUICIDE_ATTACK, EventType.CHEMICAL_ATTACK)  # fmt: skip
_NEAR = 4  # words between the two triggers


def one_deed_each(frames: Sequence[Frame]) -> tuple[Frame, ...]:
    """Join neighbouring frames of one deed: the type that says most of the means, the places and number of either."""
    kept: list[Frame] = []
    for frame in frames:
        if kept and _is_one_deed(kept[-1], frame):
            kept[-1] = _joined(kept[-1], frame)
        else:
            kept.append(frame)
    return tuple(kept)


def _is_one_deed(first: Frame, second: Frame) -> bool:
    """Say whether the second is the verb of the first: close by, nobody and no place between, one of them unplaced."""
    if first.trigger.sentence != second.trigger.sentence or first.sense.mode or second.sense.mode:
        return False
    if second.trigger.first - first.trigger.last > _NEAR or (first.places and second.places):
        return False
    if first.sense.type == second.sense.type:
        return True
    both_violent = first.sense.type in _VIOLENT and second.sense.type in _VIOLENT
    return both_violent and EventType.ARMED_CLASH in (first.sense.type, second.sense.type)


def _joined(first: Frame, second: Frame) -> Frame:
    rank = {kind: number for number, kind in enumerate(_VIOLENT)}
    strong = max((first, second), key=lambda frame: rank.get(frame.sense.type or EventType.OTHER, -1))
    placed = first if first.places else second
    told = second if second.reading.cues else first
    return replace(
        placed, sense=strong.sense, trigger=first.trigger, reading=told.reading,
        quantity=first.quantity or second.quantity, agent=first.agent or second.agent,
        actors=tuple(dict.fromkeys((*first.actors, *second.actors))), times=first.times or second.times,
        is_dated=first.is_dated or second.is_dated, start=min(first.start, second.start),
        end=max(first.end, second.end), rules=("joined", *first.rules, *second.rules),
    )  # fmt: skip
