"""What a text says of violence beside the words of attack: weapons, armed forces, tolls, accidents and plain crime."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from conflictmap import lexicon
from conflictmap.extract.casualties import Toll
from conflictmap.extract.groups import GroupExpression
from conflictmap.extract.records import Found
from conflictmap.model import EventType, Group
from conflictmap.text.phrases import Match, PhraseTable

ARMED_GROUPS = frozenset((Group.FIGHTERS, Group.FIGHTERS_AND_FAMILIES, Group.TROOPS))
_ARMED_ACTORS = frozenset(("state_force", "rebel", "militia", "jihadist", "coalition"))
_AT_WAR = frozenset(("rebel", "militia", "jihadist", "coalition"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Violence:
    """Where a document speaks of it: weapons are matches with their event type, the rest numbers of sentences.

    `armed` name a force, `at_war` one that is no police; `accidents` and `crimes` tell of harm that is no conflict,
    `games` of sport and stories.
    """

    weapons: tuple[Match[EventType], ...]
    armed: frozenset[int]
    at_war: frozenset[int]
    tolls: frozenset[int]
    accidents: frozenset[int]
    crimes: frozenset[int]
    games: frozenset[int]

    def weapons_in(self, sentence: int, found: Found) -> tuple[Match[EventType], ...]:
        """Give the weapons of a sentence."""
        return tuple(weapon for weapon in self.weapons if found.words.sentence_of[weapon.first] == sentence)

    def is_peacetime(self, sentence: int, found: Found) -> bool:
        """Say whether the harm of a sentence is that of an accident, a disaster or plain crime."""
        if sentence in self.accidents:
            return sentence not in self.armed and not self.weapons_in(sentence, found)
        return sentence in self.crimes - self.at_war


@lru_cache(maxsize=8)
def _table(language: str, name: str, column: str) -> PhraseTable[str]:
    return PhraseTable((row["word"], row[column]) for row in lexicon.rows(language, name))


def find_violence(found: Found, groups: Sequence[GroupExpression], tolls: Sequence[Toll]) -> Violence:
    """Find what a document says of violence.

    Args:
        found: what the finders found.
        groups: the groups of people.
        tolls: the tolls.
    """
    owner = found.words.sentence_of
    weapons = _matches(found, "weapons", "type")
    peacetime = _matches(found, "peacetime", "kind")
    named = {index for match in peacetime for index in range(match.first, match.last)}  # the plane of "plane crash"
    armed = {owner[actor.first] for actor in found.actors if actor.type in _ARMED_ACTORS}
    fighters = {owner[group.first] for group in groups if group.group in ARMED_GROUPS - {Group.TROOPS}}
    troops = {owner[group.first] for group in groups if group.group == Group.TROOPS}
    at_war = {owner[actor.first] for actor in found.actors if actor.type in _AT_WAR}
    return Violence(
        weapons=tuple(Match(m.first, m.last, m.start, EventType(m.value)) for m in weapons if m.first not in named),
        armed=frozenset(armed | fighters | troops), at_war=frozenset(at_war | fighters),
        tolls=frozenset(toll.sentence for toll in tolls if toll.effect == "killed" or _is_counted_wound(toll)),
        accidents=frozenset(owner[match.first] for match in peacetime if match.value == "accident"),
        crimes=frozenset(owner[match.first] for match in peacetime if match.value == "crime"),
        games=frozenset(owner[match.first] for match in peacetime if match.value == "game"),
    )  # fmt: skip


def _matches(found: Found, name: str, column: str) -> list[Match[str]]:
    is_arabic = found.language == "ar"
    table = _table(found.language, name, column)
    return table.find(found.words.tokens, clitics=is_arabic, article=is_arabic, text=found.words.text)


def _is_counted_wound(toll: Toll) -> bool:
    return toll.effect == "wounded" and toll.quantity is not None
