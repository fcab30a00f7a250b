"""Say where a figure of displacement is, and what that makes of the ends of its movement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from conflictmap.extract.displacement import Figure
from conflictmap.extract.records import Found
from conflictmap.extract.slots import PlaceSlot
from conflictmap.model import DestinationRelation, Kind, Mention, Mode, Movement, Place, PlaceId

_CROSSED, _PARTED, _JOINED, _POSSESSIVE = 12, 6, 3, 3
# A figure is told of the finest place that its sentence names: "in Coquimbo after a quake off Chile".
_COARSE = {Kind.ADMIN1: 3, Kind.REGION: 5, Kind.COUNTRY: 12}
_AND = frozenset(("and", "و"))
_SURE = 0.2  # as for mentions that are mapped
_UNMAPPED, _POINTERS = "not_mapped:", frozenset(("office", "speaker_location", "metonym", "dateline", "demonym"))
_MOVED = frozenset((Mode.DISPLACED, Mode.FLED, Mode.EVACUATED, Mode.TRANSFERRED, Mode.RETURNED))


@dataclass(frozen=True, slots=True)
class Setting:
    """What stands around the figures: the places and the figures of each sentence, and the last place before it."""

    places: Mapping[int, Sequence[PlaceSlot]]
    figures: Mapping[int, Sequence[Figure]]
    before: Mapping[int, PlaceSlot]


def setting_of(figures: Sequence[Figure], found: Found) -> Setting:
    """Put places and figures to their sentences."""
    words = found.words
    places: dict[int, list[PlaceSlot]] = defaultdict(list)
    told: dict[int, list[Figure]] = defaultdict(list)
    for slot in found.places:
        places[words.sentence_of[slot.first]].append(slot)
    for figure in figures:
        told[words.sentence_of[figure.counted.first]].append(figure)
    before: dict[int, PlaceSlot] = {}
    last: PlaceSlot | None = None
    for number, sentence in enumerate(words.sentences):
        if last is not None and words.sentences[words.sentence_of[last.first]].paragraph == sentence.paragraph:
            before[number] = last
        last = next((slot for slot in reversed(places.get(number, ())) if not slot.is_container), last)
    return Setting(places, told, before)


def implied_place(mentions: Sequence[Mention], places: Mapping[PlaceId, Place]) -> PlaceId | None:
    """Give the place for figures of an article that maps none: the one whose offices, speakers or people it names.

    "Police in Goma said that 900 people fled". None where the names point to more than one country.
    """
    meant = [
        places[mention.place]
        for mention in mentions
        if mention.place is not None
        and mention.confidence >= _SURE
        and mention.why
        and mention.why[-1].removeprefix(_UNMAPPED) in _POINTERS
    ]
    if len({place.country for place in meant}) != 1:
        return None
    return min(meant, key=lambda place: _COARSE.get(place.kind, 0)).id


def place_of(figure: Figure, setting: Setting, found: Found) -> PlaceSlot | None:
    """Give where a figure is: the nearest place of its sentence, or the last one named before in its paragraph."""
    number = found.words.sentence_of[figure.counted.first]
    here = setting.places.get(number, ())
    present = [slot for slot in here if not slot.is_container] or here
    if not present:
        return setting.before.get(number)
    others = setting.figures.get(number, ())
    return min(present, key=lambda slot: (_distance(slot, figure, others, found), slot.first))


def _distance(slot: PlaceSlot, figure: Figure, others: Sequence[Figure], found: Found) -> int:
    """Give the words between a place and a figure, with what parts the two."""
    words, counted, word = found.words, figure.counted, figure.word
    spans = ((counted.first, counted.last), (word.first, word.last))
    gap = min(max(slot.first - last, first - slot.last, 0) for first, last in spans)
    left, right = sorted((slot.first, counted.first))
    crossed = sum(left < other.counted.first < right for other in others)
    start, end = sorted((slot.start, counted.start))
    parted = any(mark in words.text[start:end] for mark in ";؛:")
    joined = any(token.norm in _AND for token in words.tokens[min(slot.last, counted.last) : right])
    owns = slot.role == "none" and words.text[slot.end : slot.end + 2] in ("'s", "’s")  # "Iraq's Hawija"
    marks = crossed * _CROSSED + parted * _PARTED + joined * _JOINED + owns * _POSSESSIVE
    return gap + marks + _COARSE.get(slot.kind, 0)


def implied(movement: Movement, topic: PlaceId | None) -> Movement:
    """Let people go from where the article is about if nothing is said; those who return go we know not whence."""
    if topic is None or movement.mode == Mode.RETURNED or movement.origin or movement.destination:
        return movement
    return replace(movement, origin=(topic,), origin_explicit=False)


def narrowed(movement: Movement, figure: Figure, setting: Setting, found: Found, topic: PlaceId | None) -> Movement:
    """Give a movement without any end the place of its figure; of places with figures of their own it keeps one.

    A country or first-level unit that only says where things are gives way to a finer place.
    """
    slot, number = place_of(figure, setting, found), found.words.sentence_of[figure.counted.first]
    if movement.mode not in _MOVED:
        return movement
    if slot is None:
        return implied(movement, topic)
    if found.words.sentence_of[slot.first] != number and movement.origin:
        return movement
    is_stated = bool(movement.origin) and movement.origin_explicit
    if is_stated and slot.place in movement.origin:
        named = [place_of(figure, setting, found) for figure in setting.figures.get(number, ())]
        elsewhere = {other.place for other in named if other is not None} - {slot.place}
        return replace(movement, origin=tuple(place for place in movement.origin if place not in elsewhere))
    around = {
        other.place for other in setting.places.get(number, ()) if other.kind in _COARSE and other.role != "origin"
    }
    is_coarse = is_stated and slot.kind not in _COARSE and set(movement.origin) <= around
    return movement if (is_stated and not is_coarse) or movement.destination else at(movement, figure, setting, found)


def at(movement: Movement, figure: Figure, setting: Setting, found: Found) -> Movement:
    """Make the place of a figure, with its list, an end of its movement: people come from there, if it says no more."""
    slot = place_of(figure, setting, found)
    if slot is None:
        return movement
    listed = tuple(dict.fromkeys(other.place for other in _listed_with(slot, setting, found)))
    if slot.role == "destination" or (movement.mode == Mode.RETURNED and slot.role != "origin"):
        relation = DestinationRelation.ALL_OF if len(listed) > 1 else DestinationRelation.SINGLE
        return replace(movement, destination=listed, destination_relation=relation)
    is_here = found.words.sentence_of[slot.first] == found.words.sentence_of[figure.counted.first]
    return replace(movement, origin=listed, origin_explicit=is_here)


def _listed_with(slot: PlaceSlot, setting: Setting, found: Found) -> list[PlaceSlot]:
    """Give the places of the list that a place stands in: "in Bani and Azua", one after the other."""
    run: list[PlaceSlot] = []
    for other in setting.places.get(found.words.sentence_of[slot.first], ()):
        between = found.words.text[run[-1].end : other.start] if run else ""
        if between.strip(" ,،و").casefold() not in ("", "and"):
            if slot in run:
                break
            run = []
        run.append(other)
    fine = [other for other in run if not other.is_container and other.kind not in _COARSE]
    return fine if slot in fine else [slot]
