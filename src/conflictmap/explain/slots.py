"""What fills the slots of a claim, with the rules by which it came there."""

from __future__ import annotations

from collections.abc import Iterator

from conflictmap.explain.accounts import Part, Scene, days, figures, reading
from conflictmap.extract.reasons import has_mover, mover_reason, number_reason, place_reason, slots_of
from conflictmap.extract.records import Frame
from conflictmap.model import Claim, Span


def slots(claim: Claim, frame: Frame | None, scene: Scene) -> Iterator[Part]:
    """Give what fills a claim: the slots of its frame, or the findings that a claim without a frame covers."""
    if frame is None:
        yield from _covered(claim, scene)
        return
    trigger = frame.trigger
    yield scene.filled("trigger", trigger.start, trigger.end, reading(frame.sense), f"trigger:{frame.sense.form}")
    if frame.mover is not None and has_mover(frame):
        mover = frame.mover
        yield scene.filled("who", mover.start, mover.end, mover.group, mover_reason(frame))
    for number in _numbers(frame, scene):
        yield scene.filled("number", number.start, number.end, figures(frame.quantity), number_reason(frame))
    for role, slot in slots_of(frame):
        yield scene.filled(role, slot.start, slot.end, slot.place, place_reason(role, slot, frame))
    for time in frame.times:
        yield scene.filled(
            "time", time.start, time.end, days(time), "time:clause" if frame.is_dated else "time:sentence"
        )


def _covered(claim: Claim, scene: Scene) -> Iterator[Part]:
    """Give the numbers, groups and places within a toll, a stock, a statement of control or a proposal."""
    span, found = Span(start=claim.start, end=claim.end), scene.trace.found
    if found is None:
        return
    roles = {place.place: place.role for place in claim.places}
    why = claim.why[0] if claim.why else claim.proposed_by or ""
    for number in found.quantities:
        if span.covers(Span(start=number.start, end=number.end)) and claim.quantity is not None:
            yield scene.filled("number", number.start, number.end, figures(number.quantity), why)
    for mover in found.movers:
        if span.covers(Span(start=mover.start, end=mover.end)):
            yield scene.filled("who", mover.start, mover.end, mover.group, why)
    for slot in found.places:
        if slot.place in roles and scene.words.sentence_of[slot.first] == _sentence_of(claim, scene):
            yield scene.filled(roles[slot.place], slot.start, slot.end, slot.place, why)


def _sentence_of(claim: Claim, scene: Scene) -> int:
    return scene.words.sentence_of[scene.words.token_at(claim.start)]


def _numbers(frame: Frame, scene: Scene) -> Iterator[Span]:
    """Give the words of the number that a frame has: those of its sentence that read so, the nearest to the trigger."""
    found, quantity = scene.trace.found, frame.quantity
    if found is None or quantity is None:
        return
    sentence = frame.trigger.sentence
    near = [number for number in found.quantities if scene.words.sentence_of[number.first] == sentence]
    alike = [number for number in near if number.quantity.text in quantity.text]
    for number in sorted(alike, key=lambda number: abs(number.first - frame.trigger.first))[:1]:
        yield Span(start=number.start, end=number.end)
