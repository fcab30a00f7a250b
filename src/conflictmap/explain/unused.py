"""What was seen in a document and is in no claim, with the reason where there is one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from conflictmap.explain.accounts import LEFT, Part, Scene, days, figures, reading
from conflictmap.extract.records import Found
from conflictmap.extract.triggers import Trigger


def unused(scene: Scene) -> Iterator[Part]:
    """Give what was seen and is in no claim, with the reason where there is one; call it when the claims are made."""
    found = scene.trace.found
    if found is None:
        return
    yield from _triggers(scene)
    yield from _tolls(found, scene)
    for number in found.quantities:
        yield from scene.left("number", number.start, number.end, figures(number.quantity))
    for mover in found.movers:
        yield from scene.left("group", mover.start, mover.end, mover.group)
    for time in found.times:
        yield from scene.left("time", time.start, time.end, days(time))
    for slot in found.places:
        if slot.why == "anaphor":
            yield from scene.left("place", slot.start, slot.end, slot.place)
    for mention in scene.report.mentions:
        why = next((rule for rule in mention.why if rule.startswith("not_mapped")), LEFT)
        yield from scene.left("place", mention.start, mention.end, mention.place or "unresolved", why)


def _triggers(scene: Scene) -> Iterator[Part]:
    opened = {frame.trigger.start for frame in scene.trace.frames}
    kept = {frame.trigger.start for frame in scene.trace.kept}
    told = {frame.trigger.start for frame, _ in scene.trace.told}
    for trigger in scene.trace.triggers:
        if trigger.start not in told:
            is_joined = trigger.start in kept
            other = (
                "joined to the trigger beside it"
                if is_joined
                else "only mentioned"
                if trigger.start in opened
                else _needs(trigger)
            )
            why = trigger.blocked or (other if scene.words.tells(trigger.first) else "not_the_story")
            yield scene.part("trigger", trigger.start, trigger.end, _each(map(reading, trigger.senses)), why)


def _tolls(found: Found, scene: Scene) -> Iterator[Part]:
    """Give the tolls that no event has; the numbers of the others are used."""
    given = {figure for event in scene.report.events for figure in event.tolls if figure}
    for toll in scene.trace.tolls:
        if toll.quantity in given:
            scene.used.update((q.start, q.end) for q in found.quantities if toll.start <= q.start < toll.end)
        else:
            value = f"{toll.effect} {figures(toll.quantity)}".strip()
            yield scene.part("toll", toll.start, toll.end, value, "no event has it")


def _needs(trigger: Trigger) -> str:
    """Say what each reading of a trigger needed and did not have."""
    return _each(f"needs {sense.needs}" for sense in trigger.senses)


def _each(values: Iterable[str]) -> str:
    return " / ".join(dict.fromkeys(values))
