"""Two triggers may tell of one deed: "a car bomb exploded in X", "three air strikes hit X"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from conflictmap.extract.records import Frame
from conflictmap.model import EventType, Status

# Violent types from the one that says least of the means to the one that says most.
_VIOLENT = (EventType.ARMED_CLASH, EventType.ATTACK_ON_CIVILIANS, EventType.SHELLING, EventType.AIR_STRIKE,
            EventType.GROUND_EXPLOSIVE, EventType.SUICIDE_ATTACK, EventType.CHEMICAL_ATTACK)  # fmt: skip
_WITH_MEANS = frozenset(_VIOLENT[2:])
_LOOSE = (EventType.ARMED_CLASH, EventType.ATTACK_ON_CIVILIANS)  # types that say nothing of the means
_NEAR = 4  # words between the two triggers
_AIM = 6  # words between an attack and what it is to bring
_GAINS = frozenset((EventType.TERRITORY_CHANGE, EventType.SURRENDER))


def one_deed_each(frames: Sequence[Frame]) -> tuple[Frame, ...]:
    """Join neighbouring frames of one deed: the type that says most of the means, the places and number of either."""
    kept: list[Frame] = []
    for frame in frames:
        if kept and _is_one_deed(kept[-1], frame):
            kept[-1] = _joined(kept[-1], frame)
        elif kept and _is_aim(kept[-1], frame):
            kept[-1] = _aimed(kept[-1], frame)
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
    types = {first.sense.type, second.sense.type}
    if EventType.LOOTING_OR_DESTRUCTION in types:
        return bool(types & _WITH_MEANS)  # "air strikes destroyed X" is one deed
    return types <= set(_VIOLENT) and not types.isdisjoint(_LOOSE)


def _is_aim(attack: Frame, aim: Frame) -> bool:
    """Say whether the second is only what the first is for: "launched an offensive to retake X", لانتزاع المدينة."""
    return (
        attack.sense.type in _VIOLENT
        and aim.sense.type in _GAINS
        and aim.sense.mode is None
        and attack.trigger.sentence == aim.trigger.sentence
        and aim.trigger.first - attack.trigger.last <= _AIM
        and aim.reading.status == Status.PLANNED
        and attack.reading.status != Status.PLANNED
    )


def _aimed(attack: Frame, aim: Frame) -> Frame:
    """Give an attack the place that it is to win, if it has none of its own."""
    if attack.places:
        return attack
    return replace(attack, location=aim.places, start=min(attack.start, aim.start), end=max(attack.end, aim.end))


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
