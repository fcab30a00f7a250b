"""Which type an attack has: the weapon decides where the word does not, then who is attacked.

"Attacked with rockets" is shelling, "a drone struck" an air strike, "gunmen attacked a church" an attack on
civilians. Words of fighting between two sides keep their type, unless one side are protesters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from conflictmap import lexicon
from conflictmap.extract.records import Found, Frame
from conflictmap.extract.violence import Violence
from conflictmap.model import EventType
from conflictmap.text.normalise import fold
from conflictmap.text.phrases import Match, PhraseTable

# What says most of the means, first.
_RANK = (EventType.SUICIDE_ATTACK, EventType.CHEMICAL_ATTACK, EventType.AIR_STRIKE, EventType.GROUND_EXPLOSIVE,
         EventType.SHELLING)  # fmt: skip
# What a type becomes by a weapon. An air strike stays one beside a rocket: aircraft fire rockets too.
_BECOMES = {
    EventType.ARMED_CLASH: frozenset(_RANK),
    EventType.LOOTING_OR_DESTRUCTION: frozenset(_RANK),
    EventType.SHELLING: frozenset((EventType.CHEMICAL_ATTACK, EventType.AIR_STRIKE)),
    EventType.AIR_STRIKE: frozenset((EventType.CHEMICAL_ATTACK,)),
    EventType.GROUND_EXPLOSIVE: frozenset((EventType.SUICIDE_ATTACK, EventType.CHEMICAL_ATTACK)),
}
# Words of a blow that aircraft strike most often, rockets and mines as well.
_BLOWS = frozenset(map(fold, ("strike", "strikes", "struck", "striking", "ضربة", "ضربات")))
_BY = {
    "ar": frozenset(map(fold, ("بواسطة", "باستخدام", "مستخدما", "مستخدمة", "مستخدمين", "عبر", "جراء", "نتيجة"))),
    "en": frozenset(("with", "by", "using", "via", "from", "of", "in")),
}
_ON = {
    "ar": frozenset(map(fold, ("على", "ضد", "استهدف", "استهدفت", "طال", "طالت"))),
    "en": frozenset(("on", "against", "at", "targeting", "upon", "in", "into")),
}
_INSTRUMENT_REACH = 3  # words between "with" and the weapon
_SUBJECT_REACH = 2  # Arabic words behind the verb within which its subject is named
_VICTIM_REACH = 7


def typed_by_means(frames: Sequence[Frame], found: Found, violence: Violence) -> tuple[Frame, ...]:
    """Give the frames with the type that weapons and victims make of them, in order.

    Args:
        frames: those of the document, in order.
        found: what the finders found.
        violence: its weapons.
    """
    typed = []
    for number, frame in enumerate(frames):
        near = [other.trigger for other in frames[max(0, number - 1) : number + 2] if other is not frame]
        beside = [
            other for other in near
            if other.sentence == frame.trigger.sentence
            and not any(arm.first <= other.first and other.last <= arm.last for arm in violence.weapons)
        ]  # fmt: skip
        sentence = found.words.sentences[frame.trigger.sentence]
        left = max((t.last for t in beside if t.last <= frame.trigger.first), default=sentence.first)
        right = min((t.first for t in beside if t.first >= frame.trigger.last), default=sentence.last)
        kind = _type(frame, left, right, found, violence)
        typed.append(frame if kind == frame.sense.type else replace(frame, sense=replace(frame.sense, type=kind)))
    return tuple(typed)


def _type(frame: Frame, left: int, right: int, found: Found, violence: Violence) -> EventType | None:
    kind = frame.sense.type
    if kind is None or frame.sense.mode is not None or kind not in _BECOMES:
        return kind
    if is_clash(frame, found):
        return EventType.PROTEST if _names("protesters", left, right, found) else kind
    means = {
        weapon.value for weapon in violence.weapons
        if left <= weapon.first and weapon.last <= right and _is_means(weapon, frame, found)
    }  # fmt: skip
    can_become = _BECOMES[kind]
    if kind == EventType.AIR_STRIKE and EventType.AIR_STRIKE not in means and _is_blow(frame, found):
        can_become = frozenset(_RANK)
    by_weapon = next((weapon for weapon in _RANK if weapon in means & can_become), None)
    if by_weapon is not None:
        return by_weapon
    is_against_civilians = kind == EventType.ARMED_CLASH and _hits_civilians(frame, right, found)
    return EventType.ATTACK_ON_CIVILIANS if is_against_civilians else kind


@lru_cache(maxsize=8)
def _clash_words(language: str) -> PhraseTable[None]:
    return PhraseTable((row["word"], None) for row in lexicon.rows(language, "clash_words"))


def is_clash(frame: Frame, found: Found) -> bool:
    """Say whether the word of a frame is one of fighting between two sides."""
    if frame.sense.type != EventType.ARMED_CLASH:
        return False
    is_arabic = found.language == "ar"
    tokens = found.words.tokens[frame.trigger.first : frame.trigger.last]
    match = _clash_words(found.language).match_at(tokens, 0, clitics=is_arabic, article=is_arabic)
    return match is not None and match.last == len(tokens)


def _is_blow(frame: Frame, found: Found) -> bool:
    tokens = found.words.tokens[frame.trigger.first : frame.trigger.last]
    return any(token.norm.removeprefix("ال") in _BLOWS for token in tokens)


def _is_means(weapon: Match[EventType], frame: Frame, found: Found) -> bool:
    """Say whether a weapon is what was used, not what was hit: "tanks shelled X", "destroyed with a mine"."""
    trigger = frame.trigger
    if weapon.first < trigger.last:
        return True
    words = found.words
    by = _BY.get(found.language, frozenset())
    between = words.tokens[max(trigger.last, weapon.first - _INSTRUMENT_REACH) : weapon.first]
    if any(token.norm in by for token in between):
        return True
    if found.language != "ar":
        return False
    clitic = words.text[words.tokens[weapon.first].start : weapon.start].lstrip("وف")[:1]
    return clitic == "ب" or weapon.first - trigger.last < _SUBJECT_REACH


@lru_cache(maxsize=8)
def _victims(language: str) -> PhraseTable[str]:
    return PhraseTable((row["word"], row["kind"]) for row in lexicon.rows(language, "victims"))


def victims_in(first: int, last: int, found: Found) -> list[Match[str]]:
    """Give the words for unarmed people and their places in tokens[first:last]; the matches count from the document."""
    is_arabic = found.language == "ar"
    matches = _victims(found.language).find(
        found.words.tokens[first:last], clitics=is_arabic, article=is_arabic, text=found.words.text
    )
    return [match._replace(first=first + match.first, last=first + match.last) for match in matches]


def _names(kind: str, left: int, right: int, found: Found) -> bool:
    return any(match.value == kind for match in victims_in(left, right, found))


def _hits_civilians(frame: Frame, right: int, found: Found) -> bool:
    """Say whether who or what is attacked is civilian: the object of the verb, what stands behind "on", علي."""
    trigger, words = frame.trigger, found.words
    if trigger.is_passive:
        sentence = words.sentences[trigger.sentence]
        return bool(victims_in(max(sentence.first, trigger.first - _VICTIM_REACH), trigger.first, found))
    for match in victims_in(trigger.last, min(right, trigger.last + _VICTIM_REACH), found):
        between = words.tokens[trigger.last : match.first]
        gap = words.text[trigger.end : words.tokens[match.first].start]
        if any(mark in gap for mark in "،,؛;:.()"):
            return False
        is_governed = any(token.norm in _ON.get(found.language, frozenset()) for token in between)
        is_object = found.language != "ar" or bool(between)  # the first word behind an Arabic verb is who does it
        if is_governed or (frame.sense.form != "noun" and is_object):
            return True
    return False
