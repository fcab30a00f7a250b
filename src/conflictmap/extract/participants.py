"""Who moves, and who makes them: the groups and forces around a trigger, by the syntax of the language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from conflictmap.extract.actors import ActorExpression
from conflictmap.extract.movers import Mover
from conflictmap.extract.records import OBJECT_PRONOUNS, SPEAKERS, Found, Frame, Scope
from conflictmap.extract.triggers import Sense, Trigger
from conflictmap.model import Group, Mode
from conflictmap.text.normalise import fold
from conflictmap.text.tokens import Words

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
_PLURAL_VERB = ("وا", "ون")
_THOSE = frozenset(map(fold, ("those", "people", "whom", "الذين", "ممن", "اللواتي", "من")))
_GOVERNING = {
    "ar": frozenset(map(fold, ("إلى", "ضد", "لدى", "أمام"))),
    "en": frozenset(
        ("from", "against", "by", "to", "between", "under", "on", "at", "toward", "towards", "into", "over")
    ),
}
_SUBSET = frozenset(map(fold, ("معظمهم", "أغلبهم", "غالبيتهم", "بينهم", "منهم", "أكثرهم", "جلهم", "بعضهم", "including",
                               "mostly", "mainly", "them", "whom")))  # fmt: skip
_BESIDE = 2  # words between a noun and the group before it that it speaks of: "civilian evacuation"
_INHABITED = 3  # words between an evacuation and the place that is evacuated
_OF_REACH = 7  # words behind a noun within which stands what it speaks of


def mover_and_agent(trigger: Trigger, sense: Sense, scope: Scope, found: Found) -> tuple[Mover | None, str | None]:
    """Give who moves in the reading of a trigger, and the force or body that makes them move."""
    inside = [m for m in found.movers if trigger.first < m.first < trigger.last]  # دخلت شاحنات names its own
    if inside and sense.mover != "-":
        return inside[0], _agent(trigger, inside[0], scope, found)
    free = [m for m in found.movers if trigger.is_embedded or not _is_governed(m, found)]
    right = _before_places(trigger, [m for m in free if trigger.last <= m.first < scope.right], found)
    left = [m for m in free if scope.left <= m.first and m.last <= trigger.first][::-1]
    counted = _counted_before(trigger, scope, found)
    if counted is not None and sense.mover == "subject":
        return counted, _agent(trigger, counted, scope, found) if sense.agent != "-" else None
    attributed = right[:1] if right and right[0].first == trigger.last and right[0].quantity is None else []
    if found.language == "en" and sense.tense == "present" and attributed:
        mover = _fitting(attributed, sense)  # "the surrendering fighters", but "leaving 300 people homeless"
    elif sense.mover == "of":
        near = [m for m in right if m.first - trigger.last <= _OF_REACH and not _parted(trigger.end, m.start, found)]
        near = [m for m in near if not _is_nominative(m, found)]
        doers = (Group.TROOPS,) if sense.agent != "-" else ()
        reach = _BESIDE if found.language == "en" else scope.right  # منع السكان من العودة: who is told before
        beside = [m for m in left[:1] if m.group not in doers and trigger.first - m.last <= reach]
        mover = _fitting(near, sense) or _fitting(beside, sense)
    elif sense.mover == "subject" or (sense.mover == "object" and trigger.is_passive):
        here = [m for m in left if trigger.is_embedded or not _parted(m.end, trigger.start, found)]
        sides = (left, right) if _subject_is_before(trigger, found) else (right, here)
        mover = _fitting(sides[0], sense) or (_fitting(sides[1], sense) if found.language == "ar" else None)
        if mover is not None and _by_pronoun(mover, trigger, found):
            mover = replace(mover, quantity=None)  # of the 38 who were killed nobody says that all had fled
    elif sense.mover == "object":
        mover = _object(right, left, trigger, sense, found)
    else:
        mover = None
    if mover is None and sense.mover in ("object", "of"):
        mover = _unnamed(trigger, scope, found) or _inhabitants(trigger, sense, scope, found)
    agent = _agent(trigger, mover, scope, found) if sense.agent != "-" else None
    return mover, agent


def _unnamed(trigger: Trigger, scope: Scope, found: Found) -> Mover | None:
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


def _inhabitants(trigger: Trigger, sense: Sense, scope: Scope, found: Found) -> Mover | None:
    """Take those who live there for who is meant by "the evacuation of Rafah", إخلاء الحي."""
    if sense.mode != Mode.EVACUATED or not any(
        slot.first - trigger.last <= _INHABITED and slot.role in ("none", "location")
        for slot in found.places if trigger.last <= slot.first < scope.right
    ):  # fmt: skip
        return None
    return Mover(group=Group.CIVILIANS, quantity=None, first=trigger.first, last=trigger.last, start=trigger.start,
                 end=trigger.end)  # fmt: skip


def _counted_before(trigger: Trigger, scope: Scope, found: Found) -> Mover | None:
    """Make a mover of a number right before its verb, behind another going: "and nearly 300 leaving X"."""
    near = [q for q in found.quantities if q.last == trigger.first and q.first >= scope.left]
    if found.language != "en" or not near or any(m.first <= near[0].first < m.last for m in found.movers):
        return None
    if found.words.tokens[near[0].first - 1].norm not in ("and", "but", "while", "as"):
        return None
    return Mover(group=Group.CIVILIANS, quantity=near[0].quantity, first=near[0].first, last=near[0].last,
                 start=near[0].start, end=near[0].end)  # fmt: skip


def _is_governed(mover: Mover, found: Found) -> bool:
    """Say whether a group is only an adverbial: "resistance from the 3,000 militants", تعود إلى الأهالي."""
    before = [token.norm for token in found.words.tokens[max(0, mover.first - 3) : mover.first]]
    if any(norm in _SUBSET for norm in before):
        return True  # "most of them children": of those who moved, not who moved
    if before[-1:] and before[-1] in ("the", "a", "an", "some", "about", "their"):
        before.pop()
    return before[-1:] != [] and before[-1] in _GOVERNING[found.language]


def _parted(end: int, start: int, found: Found) -> bool:
    return any(mark in found.words.text[end:start] for mark in "،,؛;:")


def _before_places(trigger: Trigger, right: Sequence[Mover], found: Found) -> list[Mover]:
    """Keep the groups that stand before the first place: behind "from X" nobody is the subject any more."""
    governed = [slot for slot in found.places if slot.first >= trigger.last and slot.role != "none"]
    first = governed[0].first if governed else None
    near = [mover for mover in right if first is None or mover.first < first]
    if near or not governed or found.language != "ar" or governed[0].first - trigger.last > 1:
        return near
    # وصل إلى عدن 90 أسرة: the place comes first, who came stands right behind it
    return [mover for mover in right[:1] if mover.first - governed[0].last <= 1]


def _subject_is_before(trigger: Trigger, found: Found) -> bool:
    """Say whether the subject stands before: always in English, in Arabic with a verb in the plural (خرجوا)."""
    last = found.words.tokens[trigger.last - 1].norm
    return found.language != "ar" or last.endswith(_PLURAL_VERB)


def _fitting(side: Sequence[Mover], sense: Sense) -> Mover | None:
    """Give the nearest group that can do it; an armed force only where forces do so, and for want of a group."""
    allowed = _ALLOWED.get(sense.mode) if sense.mode is not None else None
    able = [m for m in side if allowed is None or m.group in allowed]
    if sense.agent == "-" or sense.mode is None:
        who = [m for m in able if not m.is_actor or sense.mode in _FORCE_MODES]
        if who[:1] and who[0].group == Group.VEHICLES:  # "300 rebels boarded buses and left": people go by them
            return next((m for m in who if m.group != Group.VEHICLES), who[0])
        return who[0] if who else None
    group = next((m for m in able if not m.is_actor), None)
    return group or next((m for m in able if sense.mode in _FORCE_MODES), None)


def _object(
    right: Sequence[Mover], left: Sequence[Mover], trigger: Trigger, sense: Sense, found: Found
) -> Mover | None:
    """Give what is moved: behind the verb, not the force that moves it; before it where it is a pronoun (نقلهم)."""
    allowed = _ALLOWED.get(sense.mode) if sense.mode is not None else None
    behind = [m for m in right if not m.is_actor and (allowed is None or m.group in allowed)]
    if sense.agent == "subject":  # who sends men is for want of others the group that is sent
        objects = [m for m in behind if not _is_nominative(m, found)]
        behind = objects or (behind if sense.mode == Mode.DEPLOYED else [])
    things = [m for m in behind if m.group != Group.TROOPS]
    persons = [m for m in things if m.group != Group.VEHICLES]
    if things:
        return persons[0] if persons else things[0]  # buses carry, they are not what is carried
    if behind and (found.language != "ar" or sense.mode == Mode.DEPLOYED):
        return behind[0]
    has_pronoun = found.words.tokens[trigger.last - 1].norm.endswith(OBJECT_PRONOUNS)
    return next((m for m in left if not m.is_actor), None) if found.language == "ar" and has_pronoun else None


def _by_pronoun(mover: Mover, trigger: Trigger, found: Found) -> bool:
    """Say whether a pronoun takes a group up as the subject: "killed 38 civilians as they tried to cross"."""
    between = found.words.tokens[mover.last : trigger.first]
    return any(token.norm in ("they", "he", "she") for token in between)


def _is_nominative(mover: Mover, found: Found) -> bool:
    """Say whether an Arabic plural is marked as the subject (خطف مسلحون مزارعا): it is who does it."""
    return found.language == "ar" and found.words.tokens[mover.last - 1].norm.endswith("ون")


def _agent(trigger: Trigger, mover: Mover | None, scope: Scope, found: Found) -> str | None:
    """Give the armed force or body that does it: the nearest actor in reach that is not the mover."""
    doers = [
        actor
        for actor in found.actors
        if scope.left <= actor.first < scope.right
        and actor.type not in SPEAKERS
        and not (mover is not None and mover.first < actor.last and actor.first < mover.last)
    ]
    if not doers:
        return None
    after_first = found.language == "ar"

    def distance(actor: ActorExpression) -> int:
        wrong_side = (actor.first >= trigger.last) != after_first
        return abs(actor.first - trigger.last) + (5 if wrong_side else 0)

    return min(doers, key=distance).actor


def inherited(trigger: Trigger, before: Sequence[Frame], words: Words) -> Mover | None:
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
