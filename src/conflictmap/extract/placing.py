"""Where: sort the places around a trigger into origin, destination, via, location and container."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from conflictmap.extract.attribution import speech_words
from conflictmap.extract.homes import home_of
from conflictmap.extract.modality import cues_around, read_status
from conflictmap.extract.movers import Mover
from conflictmap.extract.records import Found, Frame, Scope
from conflictmap.extract.slots import PlaceSlot, is_listed
from conflictmap.extract.triggers import Sense, Trigger
from conflictmap.geo import lies_in
from conflictmap.model import EventType, Kind, Mode, Status
from conflictmap.text.normalise import fold

# Arrivals and returns end where the text locates them, departures start there.
_ARRIVALS = frozenset((Mode.ENTERED, Mode.DEPLOYED, Mode.RETURNED))
# Kinds that contain others, the widest first; a country is wider than its regions, a town than its quarters.
_WIDTH = {Kind.COUNTRY: 0, Kind.REGION: 1, Kind.CONTROL_AREA: 1, Kind.ADMIN1: 1, Kind.ADMIN2: 2, Kind.ADMIN3: 3,
          Kind.SETTLEMENT: 4}  # fmt: skip
# Who leaves starts from where he is at home, who returns goes there, if the text names no other place.
DEPARTURES = frozenset((Mode.LEFT, Mode.FLED, Mode.DISPLACED, Mode.EVACUATED, Mode.TRANSFERRED, Mode.DEPORTED))
_FIGHTING = frozenset((EventType.ARMED_CLASH, EventType.SHELLING, EventType.AIR_STRIKE))
_GOALS = {
    "ar": frozenset(map(fold, ("إلى", "نحو", "باتجاه", "صوب"))),
    "en": frozenset(("to", "into", "towards", "toward")),
}
_SAYING = frozenset(map(fold, ("وفق", "وفقا", "بحسب", "حسب", "حسبما", "وفقما", "according", "said", "says", "told")))
_SPOKEN = 8  # words between "according to" and where the speaker is
_SUBJECT = 5  # words between a place and the event that befalls it
_PRONOUN = 2  # words behind a verb within which a pronoun stands for its place
_PRONOUNS = {
    **{fold(word): "destination" for word in ("إليها", "إليه", "إليهما", "اليها", "اليه", "نحوها", "نحوه", "there")},
    **{fold(word): "origin" for word in ("منها", "منه", "منهما")},
}
# Behind these nothing is the object of the verb any more: "left in buses bound for", غادر إلى.
_ADVERBIAL = {
    "ar": frozenset(map(fold, ("إلى", "نحو", "باتجاه", "في", "مع", "عبر", "بعد", "قبل"))),
    "en": frozenset(("to", "for", "in", "on", "with", "by", "after", "before", "at", "towards", "toward", "under")),
}


def with_places(
    trigger: Trigger, sense: Sense, scope: Scope, places: Sequence[PlaceSlot], found: Found, mover: Mover | None
) -> Frame:
    """Sort the places in reach into slots by preposition, and by what a direct object means."""
    slots: dict[str, list[PlaceSlot]] = {"origin": [], "destination": [], "via": [], "location": [], "container": []}
    before: dict[str, list[PlaceSlot]] = {role: [] for role in slots}
    is_first = scope.left == scope.first
    before_slot: tuple[PlaceSlot, str] | None = None
    for slot in places:
        if slot.is_container:
            slots["container"].append(slot)
            continue
        behind = slot.end > trigger.end
        if behind and _is_of_source(slot, trigger, found):
            continue
        role = _role(slot, trigger, sense, behind, found)
        if role is None and behind and before_slot is not None and is_listed(
            before_slot[0], slot.start, slot.first, found.words
        ):  # fmt: skip
            role = before_slot[1]  # "struck A, B and the village of C"
        if role is None and not behind and _is_subject_of(trigger, slot, sense, found):
            role = "location"
        if role is not None and (behind or role == "location" or (is_first and sense.mode is not None)):
            (slots if behind else before)[role].append(slot)
            before_slot = (slot, role) if behind else before_slot
    _add_meant_by_pronoun(slots, trigger, sense, found)
    if not any(slots[role] for role in ("origin", "destination", "via", "location")):
        slots = {role: [*before[role], *given] for role, given in slots.items()}
    elif sense.mode is not None:  # "From X, 300 families moved to Y"
        slots |= {role: before[role] for role in ("origin", "via") if not slots[role]}
    if sense.mode is not None:
        _start_at_home(slots, sense, home_of(mover, found))
        _move_locations(slots, trigger, sense, found)
    cues = cues_around(trigger.first, trigger.last, found.words, found.language, left=scope.first, right=scope.right)
    if cues.get("historical", "").startswith("had") and _is_reported(trigger, scope, found):
        cues = {effect: word for effect, word in cues.items() if effect != "historical"}
    reading = read_status(cues, tense=sense.tense)
    if "stopped" in cues and sense.type in _FIGHTING:
        sense = replace(sense, type=EventType.CEASEFIRE)
    chosen = {role: _narrowest(_distinct(given), found) for role, given in slots.items()}
    between = found.words.text[trigger.end : found.words.tokens[scope.right - 1].end]
    is_open = reading.status in (Status.AGREED, Status.PLANNED) or " أو " in between or " or " in between
    return Frame(
        trigger=trigger, sense=sense, reading=reading, origin=chosen["origin"], destination=chosen["destination"],
        via=chosen["via"], location=chosen["location"], container=chosen["container"],
        is_alternative=is_open and len(chosen["destination"]) > 1,
    )  # fmt: skip


def _is_reported(trigger: Trigger, scope: Scope, found: Found) -> bool:
    """Say whether a past perfect is only that of reported speech: "the UN said 40,000 had been displaced"."""
    return bool(speech_words(found.language).find(found.words.tokens[scope.first : trigger.first], clitics=False))


def _add_meant_by_pronoun(
    slots: dict[str, list[PlaceSlot]], trigger: Trigger, sense: Sense, found: Found
) -> None:  # fmt: skip
    """Read a pronoun right behind a verb of movement as the place named before it: العودة إليها, "fled there"."""
    if sense.mode is None:
        return
    behind = found.words.tokens[trigger.last : trigger.last + _PRONOUN]
    role = next((_PRONOUNS[token.norm] for token in behind if token.norm in _PRONOUNS), None)
    named = [slot for slot in found.places if slot.last <= trigger.first and not slot.is_container]
    if role is None or not named or slots[role]:
        return
    meant = named[-1:]
    for slot in named[-2::-1]:
        if not is_listed(slot, meant[0].start, meant[0].first, found.words):
            break
        meant.insert(0, slot)
    slots[role] = meant


def _start_at_home(slots: dict[str, list[PlaceSlot]], sense: Sense, home: Sequence[PlaceSlot]) -> None:
    """Read where the movers live as the end that their movement has there, if the text names no other place for it."""
    end = "destination" if sense.mode == Mode.RETURNED else "origin" if sense.mode in DEPARTURES else None
    if sense.mode == Mode.RETURNED:  # "displaced from X returned": X is where they had been
        home = [slot for slot in home if slot.role != "origin"]
    if end is None or not home:
        return
    slots["location"] = [slot for slot in slots["location"] if slot not in home]
    slots[end] = slots[end] or [replace(slot, why="home") for slot in home]


def _move_locations(slots: dict[str, list[PlaceSlot]], trigger: Trigger, sense: Sense, found: Found) -> None:
    """Read where a movement is located as one of its ends: "returned to their homes in X", "fled their homes in X"."""
    has_end = bool(slots["origin"] or slots["destination"])
    contained = [  # "left for shelters in X": what is only contained may be the end that a preposition heads for
        slot for slot in slots["container"]
        if slot.kind != Kind.COUNTRY and not slot.is_landmark and (not has_end or _heading(trigger, slot, found))
    ]  # fmt: skip
    placed = slots["location"] or contained
    if not placed:
        return
    heads = _heading(trigger, placed[0], found)
    end = "destination" if heads or sense.mode in _ARRIVALS else "origin"
    if not slots[end]:
        slots[end], slots["location"] = placed, []


def _heading(trigger: Trigger, slot: PlaceSlot, found: Found) -> bool:
    """Say whether a preposition of goal stands between the trigger and a place: "to their base in the city"."""
    goals, tokens = _GOALS.get(found.language, frozenset()), found.words.tokens
    return any(  # "نحو 300" is about 300, not towards them
        tokens[index].norm in goals and not tokens[index + 1].is_number for index in range(trigger.last, slot.first)
    )


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


def _is_of_source(slot: PlaceSlot, trigger: Trigger, found: Found) -> bool:
    """Say whether a place behind an event is where somebody says so: "according to the ministry in Ankara"."""
    between = found.words.tokens[trigger.last : slot.first]
    return any(token.norm in _SAYING for token in between[-_SPOKEN:])


def _is_subject_of(trigger: Trigger, slot: PlaceSlot, sense: Sense, found: Found) -> bool:
    """Say whether an event befalls the place before it: "Saraqib came under fire", تعرضت سراقب لقصف."""
    if sense.mode is not None or sense.form != "noun" or slot.role != "none":
        return False
    gap = found.words.text[slot.end : trigger.start]
    is_near = 0 <= trigger.first - slot.last <= _SUBJECT and not any(mark in gap for mark in "،,؛;:.()\n")
    is_object = any(0 <= slot.first - other.last <= _SUBJECT for other in found.triggers)
    return is_near and not is_object and " and " not in gap and " و" not in gap


def _is_object(slot: PlaceSlot, trigger: Trigger, found: Found) -> bool:
    """Say whether a place without a preposition can be the object: near behind the verb, in the same clause."""
    gap = found.words.text[trigger.end : slot.start]
    between = {token.norm for token in found.words.tokens[trigger.last : slot.first]}
    is_adverbial = bool(between & _ADVERBIAL.get(found.language, frozenset()))
    return slot.first - trigger.last <= 8 and not is_adverbial and not any(mark in gap for mark in "،,؛;:.\n")


def _distinct(slots: Sequence[PlaceSlot]) -> tuple[PlaceSlot, ...]:
    return tuple({slot.place: slot for slot in reversed(slots)}.values())[::-1]


def _narrowest(slots: tuple[PlaceSlot, ...], found: Found) -> tuple[PlaceSlot, ...]:
    """Leave out what only contains another place of the same slot: "in Khanfar, Abyan, in the south of Yemen"."""
    return tuple(slot for slot in slots if not any(_contains(slot, other, found) for other in slots))


def _contains(outer: PlaceSlot, inner: PlaceSlot, found: Found) -> bool:
    is_inside = inner.meant.lonlat is None or lies_in(inner.meant, outer.meant)
    return _wider(outer.kind, inner.kind) and is_inside and not _are_joined(outer, inner, found)


def _wider(outer: Kind, inner: Kind) -> bool:
    return outer in _WIDTH and _WIDTH[outer] < _WIDTH.get(inner, len(_WIDTH))


def _are_joined(a: PlaceSlot, b: PlaceSlot, found: Found) -> bool:
    """Say whether two places are told side by side: "in Saraqib and the rest of Idlib"."""
    first, second = sorted((a, b), key=lambda slot: slot.start)
    gap = found.words.text[first.end : second.start].split()
    return gap[:1] == ["and"] or (found.language == "ar" and gap[:1] != [] and gap[0].startswith("و")) or (
        found.words.text[: second.start].endswith(" و") and first.last == second.first
    )  # fmt: skip
