"""Fill the slots of each trigger: who, how many, from where, by where, to where, when, in what mood.

A frame looks to its own side of the neighbouring triggers of its sentence. Arabic verbs have their subject behind
them, English verbs before; a noun has what it speaks of behind it ("the evacuation of civilians").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from conflictmap.extract.attribution import speech_words
from conflictmap.extract.estimates import estimate_in
from conflictmap.extract.modality import Reading
from conflictmap.extract.participants import inherited, mover_and_agent
from conflictmap.extract.placing import with_places
from conflictmap.extract.records import OBJECT_PRONOUNS, SPEAKERS, Found, Frame, Scope
from conflictmap.extract.slots import Mover, counted_without_noun, within
from conflictmap.extract.triggers import Trigger
from conflictmap.model import EventType, Modality, Quantity, QuantityStatus, Status
from conflictmap.text.normalise import fold
from conflictmap.text.tokens import Words

_TOLD = 4  # words behind a noun of saying within which ل marks its object
_MEMORY = 60  # frames that are looked back on for a subject
# "had to flee", "managed to leave": what an infinitive tells as done.
_DONE_TO = frozenset(
    ["forced", "had", "managed", "able", "began", "started", "continued", "compelled", "obliged", "helped"]
)
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
    embedded_in = _matrix(trigger, before)
    if embedded_in is not None:
        places = []  # "those who surrendered to a base": the base belongs to the verb outside
    for sense in trigger.senses:
        mover, agent = mover_and_agent(trigger, sense, scope, found)
        is_own = mover is not None
        if mover is None:
            mover = inherited(trigger, before, found.words)
        frame = with_places(trigger, sense, scope, places, found)
        frame = replace(
            frame,
            mover=mover,
            mover_is_own=is_own,
            agent=agent,
            reading=_in_context(frame, before, found.words, found.language),
        )
        if _needs_met(frame, is_own, found):
            frame = _with_numbers_and_times(frame, scope, found)
            return _with_evidence(frame, scope, found.words)
    return None


def _in_context(frame: Frame, before: Sequence[Frame], words: Words, language: str) -> Reading:
    """Read a noun behind "agreement" in its sentence as what was agreed, a future verb as foretold."""
    reading, trigger = frame.reading, frame.trigger
    if reading.status != Status.HAPPENED:
        return reading
    if trigger.is_future:
        return replace(reading, status=Status.PREDICTED, modality=Modality.FUTURE, cues=("future:س",))
    terms = any(
        other.sense.type == EventType.AGREEMENT and other.trigger.sentence == trigger.sentence for other in before
    )
    purpose = _is_purpose(frame, words, language)
    if frame.sense.form == "noun" and terms and frame.sense.type not in (EventType.AGREEMENT, EventType.CEASEFIRE):
        return replace(reading, status=Status.AGREED, modality=Modality.AGREED, cues=("terms_of_agreement",))
    return replace(reading, status=Status.PLANNED, modality=Modality.PURPOSE, cues=("purpose",)) if purpose else reading


def _is_purpose(frame: Frame, words: Words, language: str) -> bool:
    """Tell what is only aimed at: لإجلاء المدنيين, "to evacuate civilians"."""
    first = frame.trigger.first
    before = [token.norm for token in words.tokens[max(0, first - 2) : first]]
    if language == "ar":
        clitics = words.text[words.tokens[first].start : frame.trigger.start].lstrip("وف")
        if frame.sense.form != "noun" or clitics not in ("ل", "لل"):
            return False
        told = words.tokens[max(0, first - _TOLD) : first]  # "تأكيد شهود لخروج": ل marks what is told
        return not speech_words(language).find(told, clitics=True)
    return frame.sense.tense == "base" and before[-1:] == ["to"] and before[0] not in _DONE_TO


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
    has_place = bool(frame.places)
    needs = frame.sense.needs
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
    behind = found.words.tokens[frame.trigger.last : frame.trigger.last + 4]
    return any(token.norm in _HOMES for token in behind)


def _is_joined(frame: Frame, found: Found) -> bool:
    """Say whether the verb is joined by "and" to one before it, whose subject it then shares."""
    trigger = frame.trigger
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
        frame = replace(frame, mover=counted or mover, quantity=figure, quantity_status=status)
        return _dated(frame, scope, found)
    if frame.sense.mode is None:
        before = [q.quantity for q in found.quantities if q.last == frame.trigger.first and q.first >= scope.left]
        return _dated(replace(frame, quantity=before[0] if before else None), scope, found)  # "two air strikes"
    quantity = mover.quantity if mover is not None and frame.mover_is_own else None
    if quantity is None and mover is not None and not mover.quantity:
        loose = [
            q
            for q in counted_without_noun(found.quantities, found.movers)
            if scope.left <= q.first and q.last <= scope.right and abs(q.first - frame.trigger.last) <= 6
        ]
        quantity = loose[0].quantity if loose and frame.sense.mode else None
    return _dated(replace(frame, quantity=quantity), scope, found)


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
    return replace(frame, times=times, is_dated=bool(near), actors=tuple(actors))


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
