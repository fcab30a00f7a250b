"""What can fill a slot of a frame, with its place in the token sequence: places, groups, actors, numbers, times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from conflictmap import lexicon
from conflictmap.geo import lies_in
from conflictmap.model import Kind, Mention, Place, PlaceId, TimeExpression
from conflictmap.text.normalise import fold
from conflictmap.text.phrases import PhraseTable
from conflictmap.text.tokens import Token, Words

# Words that may stand between a preposition and its place: "for regime-controlled Aleppo".
_ADJECTIVES = 5
_DIRECTION = 3  # words that say in which direction: "south west of"
_CLITIC_ROLES = {"ب": "location", "ل": "destination"}
_LISTED = frozenset(("و", "and", "or", "او", "the"))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceSlot:
    """A mapped mention as an argument: the place, the role that its preposition gives, where it stands.

    `is_container` marks a place that something lies in, named or not ("a base in X"), `is_landmark` one that only says
    where the place named before it lies ("Hajin, north of X").
    `why` names how the role was read: preposition, bare (none), listed, owned, adverbial, anaphor, home.
    """

    place: PlaceId
    kind: Kind
    role: str
    first: int
    last: int
    start: int
    end: int
    is_container: bool
    mention: int
    meant: Place
    is_landmark: bool = False
    why: str = "preposition"


@lru_cache(maxsize=8)
def _prepositions(language: str) -> PhraseTable[str]:
    return PhraseTable((row["word"], row["role"]) for row in lexicon.rows(language, "prepositions"))


def place_slots(
    mentions: Sequence[Mention], starts: Sequence[int], containers: Sequence[bool], places: dict[PlaceId, Place],
    words: Words, language: str,
) -> tuple[PlaceSlot, ...]:  # fmt: skip
    """Give the mapped mentions as slots.

    Args:
        mentions: all mentions of the document, in order.
        starts: for each mention the offset where its phrase starts, kind word and direction included.
        containers: for each mention whether it only says where another place lies.
        places: the places by id.
        words: the document cut up.
        language: of the document.
    """
    slots: list[PlaceSlot] = []
    for number, mention in enumerate(mentions):
        if mention.place is None or not (mention.mapped or places[mention.place].lonlat is None):
            continue
        first = words.token_at(starts[number])
        role = _governing_role(first, mention.start, words, language)
        why = "preposition" if role else "bare"
        if role is None and slots and is_listed(slots[-1], starts[number], first, words):
            role, why = slots[-1].role, "listed"
        if role is None and slots and _is_owned(slots[-1], first, words):
            role, why, slots[-1] = slots[-1].role, "owned", replace(slots[-1], is_container=True)
        if role is None and _is_adverbial(starts[number], mention.start, first, words, language):
            role, why = "location", "adverbial"
        contains = containers[number]
        if (
            contains
            and slots
            and words.gap(first).strip() == ","
            and not lies_in(slots[-1].meant, places[mention.place])
        ):
            contains, role = False, slots[-1].role  # "in Taiz, Marib and Aden" is a list, whatever Marib contains
        tells_where = bool(slots) and _tells_where(slots[-1], first, words, language)
        slots.append(
            PlaceSlot(
                place=mention.place, kind=places[mention.place].kind, role=role or "none", first=first,
                last=words.token_behind(mention.end), start=starts[number], end=mention.end,
                is_container=contains or tells_where, mention=number, meant=places[mention.place],
                is_landmark=tells_where, why=why,
            )
        )  # fmt: skip
    return tuple(slots)


@lru_cache(maxsize=8)
def _anaphors(language: str) -> PhraseTable[str]:
    return PhraseTable((row["word"], row["refers_to"]) for row in lexicon.rows(language, "anaphors"))


def anaphor_slots(
    slots: Sequence[PlaceSlot], topic: Place | None, places: dict[PlaceId, Place], words: Words, language: str
) -> tuple[PlaceSlot, ...]:
    """Give slots for "the town", "the last pocket": the last place of that kind named before, or the topic."""
    found: list[PlaceSlot] = []
    for match in _anaphors(language).find(words.tokens, clitics=language == "ar", text=words.text):
        end = words.tokens[match.last - 1].end
        if any(slot.start < end + 3 and match.start < slot.end for slot in slots):
            continue  # "the town of Hajin" names it
        meant = topic if match.value == "topic" else _last_of_kind(match.value, match.first, slots, places) or topic
        if meant is not None and (match.value == "topic" or meant.kind == match.value):
            role = _governing_role(match.first, match.start, words, language)
            found.append(
                PlaceSlot(
                    place=meant.id, kind=meant.kind, role=role or "none", first=match.first, last=match.last,
                    start=match.start, end=end, is_container=False, mention=-1, meant=meant,
                    why="anaphor",
                )
            )  # fmt: skip
    return tuple(sorted([*slots, *found], key=lambda slot: slot.start))


def _last_of_kind(kind: str, first: int, slots: Sequence[PlaceSlot], places: dict[PlaceId, Place]) -> Place | None:
    before = [
        slot for slot in slots
        if slot.last <= first and slot.kind == kind and not _only_contains(slot)
    ]  # fmt: skip
    return places[before[-1].place] if before else None


def _only_contains(slot: PlaceSlot) -> bool:
    """Say whether a town is named only for where something lies in it; a governorate is spoken of all the same."""
    return slot.is_container and slot.kind not in (Kind.ADMIN1, Kind.ADMIN2)


def _governing_role(first: int, start: int, words: Words, language: str) -> str | None:
    """Read the preposition before a place phrase: the longest that ends there, else an Arabic clitic."""
    token = words.tokens[first]
    lead = words.text[token.start : start] if token.start < start else ""
    if language == "ar" and lead[:2].lstrip("وف")[:1] in _CLITIC_ROLES and first == words.token_at(start):
        return _CLITIC_ROLES[lead[:2].lstrip("وف")[:1]]
    position = first
    if language == "en" and position and words.tokens[position - 1].norm in ("the", "a", "an", "its", "their", "his"):
        position -= 1
    for end in range(position, max(0, position - _ADJECTIVES) - 1, -1):
        for length in (3, 2, 1):
            if end - length < 0:
                continue
            match = _prepositions(language).match_at(words.tokens, end - length, clitics=language == "ar")
            if match is not None and match.last == end and not _is_parted(match.last, first, words, language):
                return match.value
    noun = position - 2  # "to other parts of X" goes to X
    if noun > 0 and words.tokens[position - 1].norm == "of" and words.tokens[noun].norm in _part_nouns(language):
        return _governing_role(noun, words.tokens[noun].start, words, language)
    return None


@lru_cache(maxsize=8)
def _part_nouns(language: str) -> frozenset[str]:
    return frozenset(map(fold, lexicon.words(language, "part_nouns")))


def _is_parted(last: int, first: int, words: Words, language: str) -> bool:
    """Say whether a mark or another clause stands between a preposition and a place."""
    if any(mark in words.gap(index) for index in range(last, first + 1) for mark in ".،,;؛:\n"):
        return True
    return any(
        not _is_attribute(words.tokens[index], language) and not _is_hyphened(index, words)
        for index in range(last, first)
    )


def _is_hyphened(index: int, words: Words) -> bool:
    """Say whether a word is part of a compound: "regime-controlled" is an adjective, whatever "controlled" is."""
    return "-" in (words.gap(index), words.gap(index + 1) if index + 1 < len(words.tokens) else "")


def _is_attribute(token: Token, language: str) -> bool:
    """Say whether a word may stand between a preposition and its place: an adjective, in Arabic also a noun."""
    if token.is_number or token.norm in _trigger_words(language):
        return False
    classes = lexicon.word_classes(language).get(token.norm) or lexicon.word_classes(language).get(
        token.norm.removeprefix("ال")
    )
    if classes is None:
        return not token.is_capitalised
    return classes in (("adjective", "determiner") if language == "en" else ("adjective", "noun"))


@lru_cache(maxsize=8)
def _trigger_words(language: str) -> frozenset[str]:
    """Give the single words that open frames: "to leave X" does not go to X."""
    rows = (row["word"] for row in lexicon.rows(language, "triggers") if row["mode"] or row["type"])
    return frozenset(fold(word) for word in rows if " " not in word)


def is_listed(before: PlaceSlot, start: int, first: int, words: Words) -> bool:
    """Say whether a place continues a list: "A, B and C" all have the preposition of A."""
    between = [token.norm for token in words.tokens[before.last : first]]
    gap = words.text[before.end : start]
    if "." in gap or "\n" in gap or len(gap) > 12:
        return False
    return all(norm in _LISTED for norm in between) and (bool(between) or "," in gap or "،" in gap or "و" in gap)


def _is_adverbial(start: int, name: int, first: int, words: Words, language: str) -> bool:
    """Say whether a place phrase opens with its own preposition or direction: "near Azaz", شمالي حلب."""
    if start >= name:
        return False
    match = _prepositions(language).match_at(words.tokens, first, clitics=False)
    is_bearing = words.tokens[first].norm in _bearings(language) or words.tokens[first].is_number
    return is_bearing or (match is not None and match.value == "location")


@lru_cache(maxsize=8)
def _bearings(language: str) -> frozenset[str]:
    return frozenset(map(fold, lexicon.words(language, "directions")))


def _is_owned(before: PlaceSlot, first: int, words: Words) -> bool:
    """Say whether a place belongs to the one before it: "in Syria's Idlib province" is in Idlib."""
    return (before.last == first and words.gap(first).strip() in ("'s", "’s")) or (
        before.last == first - 1 and words.tokens[before.last].norm == "s" and words.gap(before.last) in ("'", "’")
    )  # fmt: skip


def _tells_where(before: PlaceSlot, first: int, words: Words, language: str) -> bool:
    """Say whether a place only says where the one before it lies: "Hajin east of X", بلدة داريا المحاذية لدمشق."""
    if before.last == first:
        return words.gap(first) in (" ", "\u00a0") and not _is_joined(first, words, language)
    if first < before.last:  # one name stands in the phrase of another: "the road from X to Y"
        return False
    between = words.tokens[before.last : first + 1]
    match = _reference_words(language).match_at(between, 0, clitics=False)
    if match is not None and match.last == first - before.last:
        return True
    is_told = first - before.last <= _DIRECTION and "\n" not in words.text[before.end : words.tokens[first].start]
    return is_told and all(token.norm in _bearings(language) or token.norm == "of" for token in between[:-1])


def _is_joined(first: int, words: Words, language: str) -> bool:
    return language == "ar" and words.tokens[first].norm.startswith("و")


@lru_cache(maxsize=8)
def _reference_words(language: str) -> PhraseTable[str]:
    """Give the words behind a place that introduce another one as a landmark."""
    return PhraseTable((row["word"], row["word"]) for row in lexicon.rows(language, "reference_words"))


def within(times: Sequence[TimeExpression], start: int, end: int) -> tuple[TimeExpression, ...]:
    """Give the expressions of time between two offsets."""
    return tuple(time for time in times if start <= time.start and time.end <= end)
