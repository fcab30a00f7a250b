"""Which frames tell of something done, and which only mention it: background is not news.

A verb tells what it says. A noun of a deed (an attack, قصف) tells of one if a verb of happening or doing carries it
("broke out", شنت غارات), if it is counted or has a toll, opens a headline, or is new to the reader and has a place or
a day. "Condemned the attack" and "a victim of violence" only mention one. Words of attack that are at home in
politics and sport as well need something of a fight beside them, and what an earthquake or a collision did is no deed.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from conflictmap import lexicon
from conflictmap.extract.means import is_clash, victims_in
from conflictmap.extract.records import Found, Frame
from conflictmap.extract.violence import ARMED_GROUPS, Violence
from conflictmap.model import EventType, Group, Kind, Status
from conflictmap.text.normalise import fold
from conflictmap.text.phrases import PhraseTable
from conflictmap.text.tokens import Words

VIOLENT = frozenset((EventType.ARMED_CLASH, EventType.AIR_STRIKE, EventType.SHELLING, EventType.GROUND_EXPLOSIVE,
                     EventType.SUICIDE_ATTACK, EventType.CHEMICAL_ATTACK, EventType.ATTACK_ON_CIVILIANS,
                     EventType.LOOTING_OR_DESTRUCTION))  # fmt: skip
# Types whose nouns are often only spoken of.
_DEEDS = VIOLENT | {EventType.PROTEST, EventType.ABDUCTION, EventType.ARREST, EventType.TERRITORY_CHANGE}
_POLICE = frozenset((EventType.ARREST, EventType.ABDUCTION, EventType.TERRITORY_CHANGE))
_OF_WAR = frozenset((Group.DISPLACED, Group.RETURNEES, Group.REFUGEES, Group.FIGHTERS, Group.FIGHTERS_AND_FAMILIES,
                     Group.TROOPS, Group.HOSTAGES, Group.PRISONERS, Group.DETAINEES, Group.WOUNDED))  # fmt: skip
# Types whose words are also said of matches, markets and debates.
_LOOSE = frozenset((EventType.ARMED_CLASH, EventType.TERRITORY_CHANGE, EventType.LOOTING_OR_DESTRUCTION,
                    EventType.GROUND_EXPLOSIVE, EventType.OTHER))  # fmt: skip
_REACH = 8  # words over which any word of telling works
_NEXT_VERB = 4  # words between a noun of a deed and the verb of the same deed
_HEADLINE = 2  # words before the noun of a headline: "Three big explosions"
_DEFINITE = frozenset(("the", "this", "that", "these", "those", "its", "their", "his", "her", "such"))
_MODIFIERS = 2  # words between an article and its noun
_PRONOUNS = ("هم", "ها", "ه", "هما")


@lru_cache(maxsize=8)
def _words_of_telling(language: str) -> PhraseTable[tuple[lexicon.Row, ...]]:
    grouped: dict[str, tuple[lexicon.Row, ...]] = {}
    for row in lexicon.rows(language, "telling"):
        grouped[fold(row["word"])] = (*grouped.get(fold(row["word"]), ()), row)
    return PhraseTable(grouped.items())


def told(frames: Sequence[Frame], found: Found, violence: Violence) -> tuple[Frame, ...]:
    """Give the frames that tell of something, in order.

    Args:
        frames: those of the document, in order.
        found: what the finders found.
        violence: its weapons, armed forces, tolls and accidents.
    """
    kept = []
    is_war = _speaks_of_war(found, violence) or any(frame.sense.type in VIOLENT - _LOOSE for frame in frames)
    for number, frame in enumerate(frames):
        if not is_war and _is_loose(frame):
            continue  # a team that attacks, an explosion of sales
        before, behind = frames[:number][-1:], frames[number + 1 : number + 2]
        if _is_peacetime(frame, violence, found) or _is_figure_of_speech(frame, violence, found):
            continue
        if _is_told(frame, (*before, *behind), found, violence):
            kept.append(frame)
    return tuple(kept)


def _speaks_of_war(found: Found, violence: Violence) -> bool:
    """Say whether a document names a force, a weapon, a toll, the war, or people whom a war has made what they are."""
    if violence.armed or violence.tolls or violence.weapons:
        return True
    if any(mover.group in _OF_WAR or mover.is_actor for mover in found.movers):
        return True
    is_arabic = found.language == "ar"
    return bool(_war_words(found.language).find(found.words.tokens, clitics=is_arabic, article=is_arabic))


@lru_cache(maxsize=8)
def _war_words(language: str) -> PhraseTable[str]:
    return PhraseTable((row["word"], row["word"]) for row in lexicon.rows(language, "war_words"))


def _is_loose(frame: Frame) -> bool:
    """Say whether a frame alone, in a text without any other sign of war, may speak of something else."""
    if frame.sense.mode is not None or frame.sense.type not in _LOOSE:
        return False
    is_fact = frame.reading.status in (Status.HAPPENED, Status.ONGOING, Status.DENIED)
    return frame.sense.type == EventType.OTHER or not _is_placed(frame) or not is_fact


def _is_placed(frame: Frame) -> bool:
    return any(slot.kind != Kind.COUNTRY for slot in (*frame.places, *frame.container))


def _is_peacetime(frame: Frame, violence: Violence, found: Found) -> bool:
    """Say whether a harm, or what is done about it, is told of an accident, a disaster or plain crime."""
    if frame.sense.mode is not None or not violence.is_peacetime(frame.trigger.sentence, found):
        return False
    return frame.sense.type in VIOLENT | _POLICE or (
        frame.sense.type == EventType.AID_OR_EVACUATION and frame.trigger.sentence in violence.accidents
    )


def _is_figure_of_speech(frame: Frame, violence: Violence, found: Found) -> bool:
    """Say whether a word of attack has nothing of a fight beside it: an attack on the minister's policy.

    Soldiers who march are no protest either.
    """
    if frame.sense.type == EventType.PROTEST:
        return frame.mover_is_own and frame.mover is not None and frame.mover.group in ARMED_GROUPS
    if frame.sense.type not in (EventType.ARMED_CLASH, EventType.LOOTING_OR_DESTRUCTION) or frame.sense.mode:
        return False
    sentence = frame.trigger.sentence
    is_physical = sentence in violence.armed | violence.tolls or bool(violence.weapons_in(sentence, found))
    placed = _is_placed(frame)
    if sentence in violence.games and not is_physical:
        return True
    is_plain = frame.sense.type == EventType.LOOTING_OR_DESTRUCTION or is_clash(frame, found)
    if is_plain and frame.sense.is_strong:
        return False
    if is_physical or placed or frame.mover is not None or frame.quantity is not None:
        return False
    whole = found.words.sentences[sentence]
    return not victims_in(whole.first, whole.last, found)


def _is_told(frame: Frame, beside: Sequence[Frame], found: Found, violence: Violence) -> bool:
    sense, trigger = frame.sense, frame.trigger
    if sense.form != "noun" or sense.mode is not None or sense.type not in _DEEDS:
        return True
    is_definite, effects = _is_definite(frame, found), _effects(frame, found)
    if effects == {"mentions"} and is_definite:
        return False
    if frame.quantity is not None or (sense.type in VIOLENT and trigger.sentence in violence.tolls):
        return True
    if "tells" in effects or any(_is_verb_of(other, frame) for other in beside):
        return True
    placed = _is_placed(frame)
    if "mentions" in effects:  # "after an air strike on Saraqib on Monday" tells of it all the same
        return placed and frame.is_dated and not is_definite
    if _opens_sentence(frame, found.words) and not is_definite:
        return True
    if placed and frame.reading.status not in (Status.HAPPENED, Status.ONGOING, Status.HISTORICAL):
        return True  # what is planned, denied or alleged is told by its very status
    if sense.type == EventType.PROTEST or is_definite:
        return placed and frame.is_dated
    return placed or frame.is_dated


def _is_verb_of(other: Frame, noun: Frame) -> bool:
    """Say whether another frame is the verb that tells of the deed of a noun: "three air strikes hit X"."""
    if other.sense.form == "noun" or other.sense.mode is not None or other.trigger.sentence != noun.trigger.sentence:
        return False
    gap = max(other.trigger.first - noun.trigger.last, noun.trigger.first - other.trigger.last)
    return gap <= _NEXT_VERB and other.sense.type in VIOLENT and noun.sense.type in VIOLENT


def _effects(frame: Frame, found: Found) -> set[str]:
    """Give what the words around a noun do: tell of the deed, or mention it; before it the nearer word decides."""
    words, trigger = found.words, frame.trigger
    sentence = words.sentences[trigger.sentence]
    is_arabic = found.language == "ar"
    table = _words_of_telling(found.language)
    first = max(sentence.first, trigger.first - _REACH)
    nearest: dict[str, int] = {}
    for match in table.find(words.tokens[first : trigger.first], clitics=is_arabic, article=is_arabic, text=words.text):
        distance = trigger.first - (first + match.last)
        rows = [row for row in match.value if row["side"] == "before" and distance < int(row["reach"])]
        nearest |= {row["effect"]: distance for row in rows}
    effects = {min(nearest, key=lambda effect: (nearest[effect], effect))} if nearest else set()
    if "mentions" in effects and _is_definite(frame, found):
        return effects  # "condemned the attack that killed": who says so takes the attack as known
    behind = words.tokens[trigger.last : min(sentence.last, trigger.last + _REACH)]
    for match in table.find(behind, clitics=is_arabic, article=False, text=words.text):
        effects |= {row["effect"] for row in match.value if row["side"] == "after" and match.first < int(row["reach"])}
    return effects


def _opens_sentence(frame: Frame, words: Words) -> bool:
    return frame.trigger.first - words.sentences[frame.trigger.sentence].first <= _HEADLINE


def _is_definite(frame: Frame, found: Found) -> bool:
    """Say whether a noun is known to the reader: "the attack", الهجوم, قصفها."""
    tokens, trigger = found.words.tokens, frame.trigger
    if found.language == "ar":
        surface = found.words.text[trigger.start : tokens[trigger.first].end]
        whole = tokens[trigger.first].norm.lstrip("وفبك")
        return fold(surface).startswith("ال") or whole.startswith(("ال", "لل")) or surface.endswith(_PRONOUNS)
    before = tokens[max(0, trigger.first - _MODIFIERS - 1) : trigger.first]
    return any(token.norm in _DEFINITE for token in before)
