"""The rules that made a frame, by short names that stay: what filled each slot, and how its role was read.

A name is `SLOT:RULE`. A place has the rule by which its role was read; `<role` behind it tells that its preposition
says another one (`origin:preposition<location`: "fled their homes in X"), `:before` that it stands before the trigger.
"""

from __future__ import annotations

from collections.abc import Iterator

from conflictmap.extract.attribution import Attribution
from conflictmap.extract.records import Frame
from conflictmap.extract.slots import PlaceSlot

__all__ = ["attribution_reason", "has_mover", "mover_reason", "number_reason", "place_reason", "reasons", "slots_of"]


def reasons(frame: Frame) -> tuple[str, ...]:
    """Name the rules that made a frame, each once, in the order trigger, who, places, number, time, status."""
    return tuple(dict.fromkeys(_reasons(frame)))


def _reasons(frame: Frame) -> Iterator[str]:
    trigger, sense = frame.trigger, frame.sense
    yield f"trigger:{sense.form}"
    marks = (("passive", trigger.is_passive), ("relative", trigger.is_embedded), ("future", trigger.is_future))
    yield from (f"trigger:{mark}" for mark, has in marks if has)
    if sense.needs:
        yield f"needs:{sense.needs}"
    if has_mover(frame):
        yield mover_reason(frame)
    if frame.agent is not None:
        yield "agent:nearest_actor"
    for role, slot in slots_of(frame):
        yield place_reason(role, slot, frame)
    if frame.quantity is not None:
        yield number_reason(frame)
    if frame.times:
        yield "time:clause" if frame.is_dated else "time:sentence"
    yield from (f"status:{cue.partition(':')[0]}" for cue in frame.reading.cues)
    yield from (f"trigger:{rule}" for rule in frame.rules if ":" not in rule)


def slots_of(frame: Frame) -> Iterator[tuple[str, PlaceSlot]]:
    """Give the places of a frame with what they do in it."""
    for role, slots in (("origin", frame.origin), ("via", frame.via), ("destination", frame.destination),
                        ("location", frame.location), ("container", frame.container)):  # fmt: skip
        yield from ((role, slot) for slot in slots)


def place_reason(role: str, slot: PlaceSlot, frame: Frame) -> str:
    """Name how a place came into its slot."""
    other = f"<{slot.role}" if slot.role not in (role, "none") and slot.why != "home" else ""
    return f"{role}:{slot.why}{other}{':before' if slot.end <= frame.trigger.start else ''}"


def has_mover(frame: Frame) -> bool:
    """Say whether it matters who moves: in a movement, and where the trigger of an event has a group of its own."""
    return frame.mover is not None and (frame.mover_is_own or frame.sense.mode is not None)


def mover_reason(frame: Frame) -> str:
    """Name whose mover it is: that of an earlier frame, or the one that stands where the reading looks for it."""
    mover, trigger = frame.mover, frame.trigger
    if mover is None or not frame.mover_is_own:
        return "who:inherited"
    side = "before" if mover.last <= trigger.first else "behind" if mover.first >= trigger.last else "within"
    return f"who:{frame.sense.mover}:{side}"


def number_reason(frame: Frame) -> str:
    """Name where the number of a frame is from."""
    if "number:estimate" in frame.rules:
        return "number:estimate"
    if frame.sense.mode is None:
        return "number:before"
    is_counted = frame.mover is not None and frame.quantity == frame.mover.quantity
    return "number:counted" if is_counted else "number:loose"


def attribution_reason(attribution: Attribution) -> str:
    """Name whose word it is: that of who is said to speak, or the outlet's own."""
    return "source:own_voice" if attribution.verb is None else "source:said"
