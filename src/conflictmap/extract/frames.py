"""Fill the slots of each trigger: who, how many, from where, by where, to where, when, in what mood.

A frame looks to its own side of the neighbouring triggers of its sentence. Arabic verbs have their subject behind
them, English verbs before; a noun has what it speaks of behind it ("the evacuation of civilians").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from conflictmap.extract.estimates import estimate_in
from conflictmap.extract.movers import Mover, counted_without_noun
from conflictmap.extract.participants import inherited, mover_and_agent
from conflictmap.extract.placing import DEPARTURES, with_places
from conflictmap.extract.readings import background, in_context
from conflictmap.extract.records import OBJECT_PRONOUNS, SPEAKERS, Found, Frame, Scope, is_participle
from conflictmap.extract.slots import within
from conflictmap.extract.triggers import Trigger
from conflictmap.model import (
    EventType,
    Group,
    Kind,
    Mode,
    Quantity,
    QuantityStatus,
    Status,
    Unit,
)
from conflictmap.text.normalise import fold
from conflictmap.text.tokens import Words

_BEFALL_PEOPLE = frozenset((EventType.ABDUCTION, EventType.ARREST, EventType.RELEASE, EventType.SURRENDER))
_COUNTED = frozenset((Unit.PERSONS, Unit.FAMILIES, Unit.HOUSEHOLDS, Unit.VEHICLES, Unit.BOXES, Unit.TONNES))
_MEMORY = 60  # frames that are looked back on for a subject
_HOMES = frozenset(map(fold, ("بلادهم", "بلدانهم", "ديارهم", "منازلهم", "بيوتهم", "قراهم", "مناطقهم", "أوطانهم",
                              "home", "homes", "homeland", "homelands", "hometowns")))  # fmt: skip
_CLAUSE_MARK = re.compile('[،,؛;:()"“”«»]')


def build_frames(triggers: Sequence[Trigger], found: Found) -> tuple[Frame, ...]:
    """Fill the frames of all triggers, in order; a trigger whose needs are not met makes none."""
    frames: list[Frame] = []
    for number, here in sorted(replace(found, triggers=tuple(triggers)).by_sentence().items()):
        near = [frame for frame in frames[-_MEMORY:] if frame.trigger.sentence >= number - 1]
        for position, trigger in enumerate(here.triggers):
            frame = _frame(trigger, _scope(position, here.triggers, here.words), here, near)
            if frame is not None:
                near.append(frame)
                frames.append(frame)
    return tuple(frames)


def _scope(number: int, triggers: Sequence[Trigger], words: Words) -> Scope:
    """Bound what a trigger may look at by the triggers beside it; one in a relative clause does not bound."""
    trigger = triggers[number]
    sentence = words.sentences[trigger.sentence]
    left, right = sentence.first, sentence.last
    for other in triggers[:number]:
        if not (other.is_embedded and not trigger.is_embedded):
            left = max(left, other.last)
    for other in triggers[number + 1 :]:
        if not (other.is_embedded and not trigger.is_embedded):
            right = min(right, other.first)
            break
    if trigger.is_embedded:
        right = min(right, _clause_end(trigger.last, sentence.last, words))
    return Scope(left, right, sentence.first, sentence.last)


def _clause_end(first: int, last: int, words: Words) -> int:
    for index in range(first, last):
        if any(mark in words.gap(index) for mark in "،,؛;") and index > first:
            return index
    return last


def _frame(trigger: Trigger, scope: Scope, found: Found, before: Sequence[Frame]) -> Frame | None:
    places = [slot for slot in found.places if scope.left <= slot.first and slot.last <= scope.right]
    taken = {  # what an earlier clause says is not said again by this one
        slot.start for frame in before if frame.trigger.sentence == trigger.sentence
        for slot in (*frame.places, *frame.container)
    }  # fmt: skip
    free = [slot for slot in places if slot.first >= trigger.last or slot.start not in taken]
    if _is_definite(trigger, found):
        places = free  # "the shelling" is the one told before
    embedded_in = _matrix(trigger, before)
    if embedded_in is not None:
        places, free = [], []  # "those who surrendered to a base": the base belongs to the verb outside
    for sense in trigger.senses:
        mover, agent = mover_and_agent(trigger, sense, scope, found)
        is_own = mover is not None
        if mover is None:
            mover = inherited(trigger, before, found.words)
        frame = with_places(trigger, sense, scope, free if sense.mode else places, found, mover if is_own else None)
        frame = replace(
            frame,
            mover=mover,
            mover_is_own=is_own,
            agent=agent,
            reading=in_context(frame, before, found.words, found.language),
        )
        if sense.mode == Mode.RETURNED and _goes_home(frame, found):
            frame = _back_home(frame, before)
        if _needs_met(frame, is_own, found):
            frame = _with_numbers_and_times(frame, scope, found)
            return _with_evidence(frame, scope, found.words)
    return None


def _is_definite(trigger: Trigger, found: Found) -> bool:
    """Say whether a noun speaks of something known: "the attack", القصف."""
    if found.language == "ar":
        return any(found.words.text.startswith("ال", start) for start in (trigger.start, trigger.start - 2))
    return bool(trigger.first) and found.words.tokens[trigger.first - 1].norm in (
        "the",
        "this",
        "that",
        "these",
        "those",
    )


def _back_home(frame: Frame, before: Sequence[Frame]) -> Frame:
    """Let who goes home go to where the same sentence says that he left."""
    for flight in reversed(before):
        if flight.trigger.sentence == frame.trigger.sentence and flight.sense.mode in DEPARTURES and flight.origin:
            return replace(
                frame, destination=frame.destination or flight.origin, origin=frame.origin or flight.destination
            )
    return frame


def _matrix(trigger: Trigger, before: Sequence[Frame]) -> Frame | None:
    """Find the frame whose mover a relative clause describes: "moving dozens of those who surrendered"."""
    if not trigger.is_embedded or not before:
        return None
    last = before[-1]
    is_outside = last.trigger.sentence == trigger.sentence and not last.trigger.is_embedded and last.sense.mode
    return last if is_outside and trigger.first - last.trigger.last <= 12 else None


def _needs_met(frame: Frame, is_own: bool, found: Found) -> bool:
    """Say whether an ambiguous trigger has what makes it one: "left" needs somebody who left or a place."""
    has_group = frame.mover is not None and (
        is_own or _goes_home(frame, found) or _has_pronoun(frame, found) or _is_joined(frame, found)
    )
    has_place = bool(frame.places) or any(
        slot.kind != Kind.COUNTRY and not slot.is_landmark for slot in frame.container
    )  # fmt: skip
    needs = frame.sense.needs
    if needs == "troops":  # an army that arrives is deployed, one that leaves withdraws
        return is_own and has_place and frame.mover is not None and frame.mover.group == Group.TROOPS
    if needs == "group":
        return has_group
    if needs == "place":
        return has_place
    if needs == "group_and_place":
        return has_group and bool(frame.origin or frame.destination)
    if needs == "group_or_place":
        is_attack = frame.sense.mode is None and frame.trigger.sentence in found.with_weapons  # "targeted by rockets"
        return has_group or has_place or is_attack
    if needs == "actor":
        first, last = frame.trigger.first - 12, frame.trigger.last + 12
        return any(first <= actor.first < last for actor in found.actors) or has_group
    return True


def _estimate(frame: Frame, found: Found) -> tuple[Mover | None, Quantity, QuantityStatus] | None:
    sentence = found.words.sentences[frame.trigger.sentence]
    return estimate_in(frame.trigger.last, sentence.last, found.words, found.language, found.quantities, found.movers)


def _goes_home(frame: Frame, found: Found) -> bool:
    """Say whether the words behind tell a going home (العودة إلى ديارهم): who goes is then known from before."""
    here = found.words.tokens[frame.trigger.first : frame.trigger.last + 4]
    return any(token.norm in _HOMES for token in here)


def _is_joined(frame: Frame, found: Found) -> bool:
    """Say whether the verb shares the subject of one before it: joined by "and", or a participle ("heading to")."""
    trigger = frame.trigger
    if is_participle(frame, found.words.text):
        return bool(frame.origin or frame.destination)  # not "leaving 300 people homeless"
    if found.language == "ar":
        return found.words.text[found.words.tokens[trigger.first].start : trigger.start] == "و"
    return bool(trigger.first) and found.words.tokens[trigger.first - 1].norm == "and"


def _has_pronoun(frame: Frame, found: Found) -> bool:
    """Say whether a pronoun behind the verb stands for what is moved: "delivered them", أوصلها."""
    if frame.sense.mover != "object":
        return False
    if found.language == "ar":
        return found.words.tokens[frame.trigger.last - 1].norm.endswith(OBJECT_PRONOUNS)
    behind = found.words.tokens[frame.trigger.last : frame.trigger.last + 1]
    return any(token.norm in ("them", "it") for token in behind)


def _with_numbers_and_times(frame: Frame, scope: Scope, found: Found) -> Frame:
    mover = frame.mover
    estimate = _estimate(frame, found) if frame.sense.mode is not None else None
    if estimate is not None:
        counted, figure, status = estimate
        frame = replace(frame, mover=counted or mover, quantity=figure, quantity_status=status,
                        rules=(*frame.rules, "number:estimate"))  # fmt: skip
        return _dated(frame, scope, found)
    if frame.sense.mode is None:
        return _dated(replace(frame, quantity=_event_quantity(frame, scope, found)), scope, found)
    quantity = mover.quantity if mover is not None and frame.mover_is_own else None
    if quantity is None and mover is not None and not mover.quantity:
        loose = [
            q
            for q in counted_without_noun(found.quantities, found.movers)
            if scope.left <= q.first
            and q.last <= scope.right
            and abs(q.first - frame.trigger.last) <= 6
            and q.quantity.unit in _COUNTED
            and not _is_parted(q.start, q.end, frame, found)
        ]
        quantity = loose[0].quantity if loose and frame.sense.mode else None
    return _dated(replace(frame, quantity=quantity), scope, found)


def _event_quantity(frame: Frame, scope: Scope, found: Found) -> Quantity | None:
    """Count an event ("two air strikes"), the people it befell ("kidnapped 23 farmers"), or what it destroyed."""
    trigger = frame.trigger
    before = [q.quantity for q in found.quantities if q.last == trigger.first and q.first >= scope.left]
    if before:
        return before[0]
    if frame.sense.type in _BEFALL_PEOPLE and frame.mover is not None and frame.mover_is_own:
        return frame.mover.quantity
    behind = [q.quantity for q in found.quantities if trigger.last <= q.first <= trigger.last + 1]
    return behind[0] if behind and frame.sense.type == EventType.LOOTING_OR_DESTRUCTION else None


def _is_parted(start: int, end: int, frame: Frame, found: Found) -> bool:
    """Say whether a mark of punctuation stands between a number and the trigger."""
    gap = found.words.text[min(end, frame.trigger.end) : max(start, frame.trigger.start)]
    return any(mark in gap for mark in "،,؛;:()")


def _dated(frame: Frame, scope: Scope, found: Found) -> Frame:
    """Add the expressions of time and the actors in reach; a time elsewhere in the sentence is better than none."""
    words = found.words
    start, end = words.tokens[scope.left].start, words.tokens[scope.right - 1].end
    sentence = words.sentences[frame.trigger.sentence]
    near = within(found.times, start, end)
    times = near or within(found.times, sentence.start, sentence.end)
    actors = dict.fromkeys(
        actor.actor for actor in found.actors
        if scope.left <= actor.first < scope.right and actor.type not in SPEAKERS
    )  # fmt: skip
    reading = background(times, found.published) if frame.reading.status == Status.HAPPENED else None
    return replace(frame, times=times, is_dated=bool(near), actors=tuple(actors), reading=reading or frame.reading)


def _with_evidence(frame: Frame, scope: Scope, words: Words) -> Frame:
    """Give the clause that says it: trigger and slots, widened to the marks around them."""
    times = frame.times if frame.is_dated else ()
    starts = [frame.trigger.start, *(slot.start for slot in frame.places), *(t.start for t in times)]
    ends = [frame.trigger.end, *(slot.end for slot in frame.places), *(t.end for t in times)]
    if frame.mover is not None and frame.mover_is_own:
        starts.append(frame.mover.start)
        ends.append(frame.mover.end)
    sentence = words.sentences[frame.trigger.sentence]
    start, end = max(min(starts), sentence.start), min(max(ends), sentence.end)
    marks = (match.start() for match in _CLAUSE_MARK.finditer(words.text, sentence.start, sentence.end))
    marks_there = [offset for offset in marks if not _is_inside_number(offset, words.text)]
    start = max((offset + 1 for offset in marks_there if offset < start), default=sentence.start)
    end = min((offset for offset in marks_there if offset >= end), default=sentence.end)
    piece = words.text[start:end]
    return replace(frame, start=start + len(piece) - len(piece.lstrip()), end=start + len(piece.rstrip()))


def _is_inside_number(offset: int, text: str) -> bool:
    """Say whether a mark ends no clause: the comma of 1,000."""
    around = text[max(0, offset - 1) : offset] + text[offset + 1 : offset + 2]
    return len(around) == 2 and around.isdigit()
