"""Fill the slots of each trigger: who, how many, from where, by where, to where, when, in what mood.

A frame looks to its own side of the neighbouring triggers of its sentence. Arabic verbs have their subject behind
them, English verbs before; a noun has what it speaks of behind it ("the evacuation of civilians").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from conflictmap.extract.actors import ActorExpression
from conflictmap.extract.estimates import estimate_in
from conflictmap.extract.modality import Reading, cues_around, read_status
from conflictmap.extract.quantities import QuantityExpression
from conflictmap.extract.slots import Mover, PlaceSlot, counted_without_noun, within
from conflictmap.extract.triggers import Sense, Trigger
from conflictmap.model import EventType, Group, Kind, Modality, Mode, Quantity, QuantityStatus, Status, TimeExpression
from conflictmap.text.normalise import fold
from conflictmap.text.tokens import Words

_THINGS = frozenset((Group.CARGO, Group.VEHICLES, Group.AID))
# Modes in which an armed force can be what moves; nobody "evacuates the army" out of a bare mention of it.
_FORCE_MODES = frozenset((Mode.LEFT, Mode.WITHDREW, Mode.SURRENDERED, Mode.DEPLOYED, Mode.ENTERED, Mode.RETURNED,
                          Mode.FLED))  # fmt: skip
# Who can do what: civilians do not deploy, nobody frees an army.
_ARMED = frozenset((Group.FIGHTERS, Group.FIGHTERS_AND_FAMILIES, Group.TROOPS, Group.DETAINEES, Group.PRISONERS))
_ALLOWED = {
    Mode.DEPLOYED: _ARMED | {Group.VEHICLES, Group.MIXED, Group.CARGO},
    Mode.WITHDREW: _ARMED | {Group.VEHICLES, Group.MIXED},
    Mode.SURRENDERED: _ARMED | {Group.FAMILIES, Group.MIXED},
}
# Arrivals and returns end where the text locates them, departures start there.
_ARRIVALS = frozenset((Mode.ENTERED, Mode.DEPLOYED, Mode.RETURNED))
_CAPTIVES = frozenset((Group.HOSTAGES, Group.DETAINEES, Group.PRISONERS))
_FIGHTING = frozenset((EventType.ARMED_CLASH, EventType.SHELLING, EventType.AIR_STRIKE))
# "had to flee", "managed to leave": what an infinitive tells as done.
_DONE_TO = frozenset(
    ["forced", "had", "managed", "able", "began", "started", "continued", "compelled", "obliged", "helped"]
)
_SPEAKERS = frozenset(("outlet", "agency", "monitor"))
_PLURAL_VERB = ("وا", "ون")
_OBJECT_PRONOUNS = ("هم", "ها", "هن")
_HOMES = frozenset(map(fold, ("بلادهم", "بلدانهم", "ديارهم", "منازلهم", "بيوتهم", "قراهم", "مناطقهم", "أوطانهم",
                              "home", "homes", "homeland", "homelands", "hometowns")))  # fmt: skip
_GOALS = {
    "ar": frozenset(map(fold, ("إلى", "نحو", "باتجاه", "صوب"))),
    "en": frozenset(("to", "into", "towards", "toward")),
}
_THOSE = frozenset(map(fold, ("those", "people", "whom", "الذين", "ممن", "اللواتي", "من")))
_OF_REACH = 7  # words behind a noun within which stands what it speaks of
_CLAUSE_MARKS = '،,؛;:()"“”«»'


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A trigger with its slots filled. `mover_is_own` is false where the mover is that of an earlier frame."""

    trigger: Trigger
    sense: Sense
    reading: Reading
    mover: Mover | None = None
    mover_is_own: bool = True
    quantity: Quantity | None = None
    agent: str | None = None
    actors: tuple[str, ...] = ()
    origin: tuple[PlaceSlot, ...] = ()
    destination: tuple[PlaceSlot, ...] = ()
    via: tuple[PlaceSlot, ...] = ()
    location: tuple[PlaceSlot, ...] = ()
    container: tuple[PlaceSlot, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    quantity_status: QuantityStatus = QuantityStatus.SINGLE
    is_dated: bool = False
    is_alternative: bool = False
    start: int = 0
    end: int = 0

    @property
    def places(self) -> tuple[PlaceSlot, ...]:
        """Give all places of the frame but containers."""
        return (*self.origin, *self.destination, *self.via, *self.location)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the finders found in a document, as the frames need it."""

    words: Words
    language: str
    places: tuple[PlaceSlot, ...]
    movers: tuple[Mover, ...]
    actors: tuple[ActorExpression, ...]
    quantities: tuple[QuantityExpression, ...]
    times: tuple[TimeExpression, ...]
    triggers: tuple[Trigger, ...] = ()


@dataclass(frozen=True, slots=True)
class _Scope:
    """The words that a trigger may look at: tokens[left:right], and its sentence's."""

    left: int
    right: int
    first: int
    last: int
    offsets: tuple[int, int] = field(default=(0, 0))


def build_frames(triggers: Sequence[Trigger], found: Found) -> tuple[Frame, ...]:
    """Fill the frames of all triggers, in order; a trigger whose needs are not met makes none."""
    frames: list[Frame] = []
    found = replace(found, triggers=tuple(triggers))
    for number, trigger in enumerate(triggers):
        scope = _scope(number, triggers, found.words)
        frame = _frame(trigger, scope, found, frames)
        if frame is not None:
            frames.append(frame)
    return tuple(frames)


def _scope(number: int, triggers: Sequence[Trigger], words: Words) -> _Scope:
    """Bound what a trigger may look at by the triggers beside it; one in a relative clause does not bound."""
    trigger = triggers[number]
    sentence = words.sentences[trigger.sentence]
    left, right = sentence.first, sentence.last
    for other in triggers[:number]:
        if other.sentence == trigger.sentence:
            left = max(left, other.last)
    for other in triggers[number + 1 :]:
        if other.sentence == trigger.sentence and not (other.is_embedded and not trigger.is_embedded):
            right = min(right, other.first)
            break
    if trigger.is_embedded:
        right = min(right, _clause_end(trigger.last, sentence.last, words))
    return _Scope(left, right, sentence.first, sentence.last)


def _clause_end(first: int, last: int, words: Words) -> int:
    for index in range(first, last):
        if any(mark in words.gap(index) for mark in "،,؛;") and index > first:
            return index
    return last


def _frame(trigger: Trigger, scope: _Scope, found: Found, before: Sequence[Frame]) -> Frame | None:
    places = [slot for slot in found.places if scope.left <= slot.first and slot.last <= scope.right]
    embedded_in = _matrix(trigger, before)
    if embedded_in is not None:
        places = []  # "those who surrendered to a base": the base belongs to the verb outside
    for sense in trigger.senses:
        mover, agent = _mover_and_agent(trigger, sense, scope, found)
        is_own = mover is not None
        if mover is None:
            mover = _inherited(trigger, before, found.words)
        frame = _with_places(trigger, sense, scope, places, found)
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
        return frame.sense.form == "noun" and clitics in ("ل", "لل")
    return frame.sense.tense == "base" and before[-1:] == ["to"] and before[0] not in _DONE_TO


def _matrix(trigger: Trigger, before: Sequence[Frame]) -> Frame | None:
    """Find the frame whose mover a relative clause describes: "moving dozens of those who surrendered"."""
    if not trigger.is_embedded or not before:
        return None
    last = before[-1]
    is_outside = last.trigger.sentence == trigger.sentence and not last.trigger.is_embedded and last.sense.mode
    return last if is_outside and trigger.first - last.trigger.last <= 12 else None


# ---- who moves -------------------------------------------------------------------------------------------------------


def _mover_and_agent(trigger: Trigger, sense: Sense, scope: _Scope, found: Found) -> tuple[Mover | None, str | None]:
    right = _before_places(trigger, [m for m in found.movers if trigger.last <= m.first < scope.right], found)
    left = [m for m in found.movers if scope.left <= m.first and m.last <= trigger.first][::-1]
    if found.language == "en" and sense.tense == "present" and right and right[0].first == trigger.last:
        mover = _fitting(right[:1], sense)  # "the surrendering fighters"
    elif sense.mover == "of":
        near = [m for m in right if m.first - trigger.last <= _OF_REACH and not _parted(trigger.end, m.start, found)]
        doers = (Group.TROOPS,) if sense.agent != "-" else ()
        mover = _fitting(near, sense) or _fitting([m for m in left[:1] if m.group not in doers], sense)
    elif sense.mover == "subject" or (sense.mover == "object" and trigger.is_passive):
        sides = (left, right) if _subject_is_before(trigger, found) else (right, left)
        mover = _fitting(sides[0], sense) or (_fitting(sides[1], sense) if found.language == "ar" else None)
    elif sense.mover == "object":
        mover = _object(right, left, trigger, sense, found)
    else:
        mover = None
    if mover is None and sense.mover in ("object", "of"):
        mover = _unnamed(trigger, scope, found)
    agent = _agent(trigger, mover, scope, found) if sense.agent != "-" else None
    return mover, agent


def _unnamed(trigger: Trigger, scope: _Scope, found: Found) -> Mover | None:
    """Make a mover of a number alone: "moving dozens of those who surrendered"."""
    near = [q for q in found.quantities if trigger.last <= q.first <= trigger.last + 2 and q.last < scope.right]
    if not near or any(m.first <= near[0].first < m.last for m in found.movers):
        return None
    behind = [token.norm for token in found.words.tokens[near[0].last : near[0].last + 3]]
    if not any(norm in _THOSE for norm in behind):
        return None
    told = next((t for t in found.triggers if t.first >= near[0].last and t.is_embedded), None)
    is_armed = told is not None and any(sense.mode == Mode.SURRENDERED for sense in told.senses)
    return Mover(group=Group.FIGHTERS if is_armed else Group.CIVILIANS, quantity=near[0].quantity,
                 first=near[0].first, last=near[0].last, start=near[0].start, end=near[0].end)  # fmt: skip


def _parted(end: int, start: int, found: Found) -> bool:
    return any(mark in found.words.text[end:start] for mark in "،,؛;:")


def _before_places(trigger: Trigger, right: Sequence[Mover], found: Found) -> list[Mover]:
    """Keep the groups that stand before the first place: behind "from X" nobody is the subject any more."""
    governed = (slot.first for slot in found.places if slot.first >= trigger.last and slot.role != "none")
    first = next(governed, None)
    return [mover for mover in right if first is None or mover.first < first]


def _subject_is_before(trigger: Trigger, found: Found) -> bool:
    """Say whether the subject stands before: always in English, in Arabic with a verb in the plural (خرجوا)."""
    last = found.words.tokens[trigger.last - 1].norm
    return found.language != "ar" or last.endswith(_PLURAL_VERB)


def _fitting(side: Sequence[Mover], sense: Sense) -> Mover | None:
    """Give the nearest group that can do it; an armed force only where forces do so, and for want of a group."""
    allowed = _ALLOWED.get(sense.mode) if sense.mode is not None else None
    able = [m for m in side if allowed is None or m.group in allowed]
    if sense.agent == "-" or sense.mode is None:
        return next((m for m in able if not m.is_actor or sense.mode in _FORCE_MODES), None)
    group = next((m for m in able if not m.is_actor), None)
    return group or next((m for m in able if sense.mode in _FORCE_MODES), None)


def _object(
    right: Sequence[Mover], left: Sequence[Mover], trigger: Trigger, sense: Sense, found: Found
) -> Mover | None:
    """Give what is moved: behind the verb, not the force that moves it; before it where it is a pronoun (نقلهم)."""
    allowed = _ALLOWED.get(sense.mode) if sense.mode is not None else None
    behind = [m for m in right if not m.is_actor and (allowed is None or m.group in allowed)]
    things = [m for m in behind if m.group != Group.TROOPS]
    if things:
        return things[0]
    if behind and (found.language != "ar" or sense.mode == Mode.DEPLOYED):
        return behind[0]
    has_pronoun = found.words.tokens[trigger.last - 1].norm.endswith(_OBJECT_PRONOUNS)
    return next((m for m in left if not m.is_actor), None) if found.language == "ar" and has_pronoun else None


def _agent(trigger: Trigger, mover: Mover | None, scope: _Scope, found: Found) -> str | None:
    """Give the armed force or body that does it: the nearest actor in reach that is not the mover."""
    doers = [
        actor
        for actor in found.actors
        if scope.left <= actor.first < scope.right
        and actor.type not in _SPEAKERS
        and not (mover is not None and mover.first < actor.last and actor.first < mover.last)
    ]
    if not doers:
        return None
    after_first = found.language == "ar"

    def distance(actor: ActorExpression) -> int:
        wrong_side = (actor.first >= trigger.last) != after_first
        return abs(actor.first - trigger.last) + (5 if wrong_side else 0)

    return min(doers, key=distance).actor


def _inherited(trigger: Trigger, before: Sequence[Frame], words: Words) -> Mover | None:
    """Give the mover of the frame before in the same sentence, or in the sentence before it."""
    for frame in reversed(before):
        if frame.mover is None:
            continue
        if frame.trigger.sentence == trigger.sentence:
            return frame.mover
        here, there = words.sentences[trigger.sentence], words.sentences[frame.trigger.sentence]
        return (
            frame.mover
            if here.paragraph == there.paragraph and trigger.sentence - frame.trigger.sentence == 1
            else None
        )
    return None


# ---- where -----------------------------------------------------------------------------------------------------------


def _with_places(trigger: Trigger, sense: Sense, scope: _Scope, places: Sequence[PlaceSlot], found: Found) -> Frame:
    """Sort the places in reach into slots by preposition, and by what a direct object means."""
    slots: dict[str, list[PlaceSlot]] = {"origin": [], "destination": [], "via": [], "location": [], "container": []}
    before: dict[str, list[PlaceSlot]] = {role: [] for role in slots}
    is_first = scope.left == scope.first
    for slot in places:
        if slot.is_container:
            slots["container"].append(slot)
            continue
        behind = slot.end > trigger.end
        role = _role(slot, trigger, sense, behind, found)
        if role is not None and (behind or role == "location" or (is_first and sense.mode is not None)):
            (slots if behind else before)[role].append(slot)
    if not any(slots[role] for role in ("origin", "destination", "via", "location")):
        slots = {role: [*before[role], *given] for role, given in slots.items()}
    if sense.mode is not None:
        _move_locations(slots, trigger, sense, found)
    cues = cues_around(trigger.first, trigger.last, found.words, found.language, left=scope.first, right=scope.right)
    reading = read_status(cues, tense=sense.tense)
    if "stopped" in cues and sense.type in _FIGHTING:
        sense = replace(sense, type=EventType.CEASEFIRE)
    chosen = {role: _distinct(given) for role, given in slots.items()}
    between = found.words.text[trigger.end : found.words.tokens[scope.right - 1].end]
    is_open = reading.status in (Status.AGREED, Status.PLANNED) or " أو " in between or " or " in between
    return Frame(
        trigger=trigger, sense=sense, reading=reading, origin=chosen["origin"], destination=chosen["destination"],
        via=chosen["via"], location=chosen["location"], container=chosen["container"],
        is_alternative=is_open and len(chosen["destination"]) > 1,
    )  # fmt: skip


def _move_locations(slots: dict[str, list[PlaceSlot]], trigger: Trigger, sense: Sense, found: Found) -> None:
    """Read where a movement is located as one of its ends: "returned to their homes in X", "fled their homes in X"."""
    has_end = bool(slots["origin"] or slots["destination"])
    contained = [] if has_end else [slot for slot in slots["container"] if slot.kind != Kind.COUNTRY]
    placed = slots["location"] or contained
    if not placed:
        return
    heads = _heading(trigger, placed[0], found)
    end = "destination" if heads or sense.mode in _ARRIVALS else "origin"
    if not slots[end]:
        slots[end], slots["location"] = placed, []


def _heading(trigger: Trigger, slot: PlaceSlot, found: Found) -> bool:
    """Say whether a preposition of goal stands between the trigger and a place: "to their base in the city"."""
    between = found.words.tokens[trigger.last : slot.first]
    goals = _GOALS.get(found.language, frozenset())
    return any(token.norm in goals for token in between)


def _role(slot: PlaceSlot, trigger: Trigger, sense: Sense, behind: bool, found: Found) -> str | None:
    if slot.role == "none":
        if not behind or sense.object_place == "-":
            return "location" if behind and sense.mode is None else None
        return sense.object_place if _is_object(slot, trigger, found) else None
    if sense.mode is None and slot.role in ("origin", "destination", "via"):
        return "location" if sense.object_place == "location" and _is_object(slot, trigger, found) else slot.role
    if slot.role == "location" and sense.object_place in ("destination", "location") and sense.mode == Mode.ENTERED:
        return "destination"
    return slot.role


def _is_object(slot: PlaceSlot, trigger: Trigger, found: Found) -> bool:
    """Say whether a place without a preposition can be the object: near behind the verb, in the same clause."""
    gap = found.words.text[trigger.end : slot.start]
    return slot.first - trigger.last <= 8 and not any(mark in gap for mark in "،,؛;:.\n")


def _distinct(slots: Sequence[PlaceSlot]) -> tuple[PlaceSlot, ...]:
    return tuple({slot.place: slot for slot in reversed(slots)}.values())[::-1]


# ---- how many, when, in what words ----------------------------------------------------------------------------------


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
        return has_group or has_place
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
        return found.words.tokens[frame.trigger.last - 1].norm.endswith(_OBJECT_PRONOUNS)
    behind = found.words.tokens[frame.trigger.last : frame.trigger.last + 1]
    return any(token.norm in ("them", "it") for token in behind)


def _with_numbers_and_times(frame: Frame, scope: _Scope, found: Found) -> Frame:
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


def _dated(frame: Frame, scope: _Scope, found: Found) -> Frame:
    """Add the expressions of time and the actors in reach; a time elsewhere in the sentence is better than none."""
    words = found.words
    start, end = words.tokens[scope.left].start, words.tokens[scope.right - 1].end
    sentence = words.sentences[frame.trigger.sentence]
    near = within(found.times, start, end)
    times = near or within(found.times, sentence.start, sentence.end)
    actors = dict.fromkeys(
        actor.actor for actor in found.actors
        if scope.left <= actor.first < scope.right and actor.type not in _SPEAKERS
    )  # fmt: skip
    return replace(frame, times=times, is_dated=bool(near), actors=tuple(actors))


def _with_evidence(frame: Frame, scope: _Scope, words: Words) -> Frame:
    """Give the clause that says it: trigger and slots, widened to the marks around them."""
    times = frame.times if frame.is_dated else ()
    starts = [frame.trigger.start, *(slot.start for slot in frame.places), *(t.start for t in times)]
    ends = [frame.trigger.end, *(slot.end for slot in frame.places), *(t.end for t in times)]
    if frame.mover is not None and frame.mover_is_own:
        starts.append(frame.mover.start)
        ends.append(frame.mover.end)
    sentence = words.sentences[frame.trigger.sentence]
    start, end = max(min(starts), sentence.start), min(max(ends), sentence.end)
    while start > sentence.start and words.text[start - 1] not in _CLAUSE_MARKS:
        start -= 1
    while end < sentence.end and words.text[end] not in _CLAUSE_MARKS:
        end += 1
    piece = words.text[start:end]
    return replace(frame, start=start + len(piece) - len(piece.lstrip()), end=start + len(piece.rstrip()))
