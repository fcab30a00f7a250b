"""Say what the numbers of a text count that may be displaced: people, families, homes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from conflictmap import lexicon
from conflictmap.extract.groups import GroupExpression
from conflictmap.extract.quantities import QuantityExpression
from conflictmap.extract.records import Found
from conflictmap.model import Group, Unit
from conflictmap.text.normalise import folded_set
from conflictmap.text.phrases import PhraseTable
from conflictmap.text.tokens import Words

NOUN_WINDOW = 3  # words behind a number within which its noun stands
_PEOPLE = frozenset((Unit.PERSONS, Unit.FAMILIES, Unit.HOUSEHOLDS))
_OTHERS = frozenset((Group.FIGHTERS, Group.FIGHTERS_AND_FAMILIES, Group.TROOPS, Group.DETAINEES, Group.PRISONERS,
                     Group.HOSTAGES, Group.WOUNDED, Group.VEHICLES, Group.CARGO, Group.AID))  # fmt: skip


_OF = folded_set("of من")
_AT = folded_set("at on highway route page category level magnitude")
_OF_YEAR = folded_set("of in since from until during عام سنة منذ")
MORE = folded_set("others more other آخر أخرى آخرين آخرون")


class Count(NamedTuple):
    """A number that counts homes (`is_housing`) or people; `is_bare` where no noun says whom."""

    counted: QuantityExpression
    is_housing: bool
    is_bare: bool
    group: Group | None

    @property
    def is_household(self) -> bool:
        """Say whether it counts families or households."""
        return self.counted.quantity.unit in (Unit.FAMILIES, Unit.HOUSEHOLDS)


@lru_cache(maxsize=8)
def _housing_nouns(language: str) -> PhraseTable[None]:
    return PhraseTable((row["word"], None) for row in lexicon.rows(language, "housing_nouns"))


def has_home(first: int, last: int, found: Found) -> bool:
    """Say whether one of tokens[first:last] is a noun for homes."""
    nouns, tokens = _housing_nouns(found.language), found.words.tokens
    return any(nouns.match_at(tokens, index, clitics=False) for index in range(first, last))


def count_of(quantity: QuantityExpression, groups: Sequence[GroupExpression], found: Found) -> Count | None:
    """Say what a number counts: homes or people; None for what cannot be displaced.

    Args:
        quantity: the number.
        groups: the groups of its sentence.
        found: what the finders found.
    """
    words, last = found.words, quantity.last
    persons = {group.first for group in groups if group.group not in _OTHERS}
    is_household = quantity.quantity.unit in (Unit.FAMILIES, Unit.HOUSEHOLDS)
    for index in range(last, min(last + NOUN_WINDOW, len(words.tokens))):
        token = words.tokens[index]
        is_open = index in persons or token.norm in lexicon.words(found.language, "function_words") - _OF
        if words.gap(index).strip(" -‐'’\u00a0") or token.is_number or is_open:
            break
        noun = _housing_nouns(found.language).match_at(words.tokens, index, clitics=False, text=words.text)
        if noun is not None and not is_household:
            return Count(quantity, True, False, None)
    if quantity.quantity.unit not in _PEOPLE or _is_year(quantity, words):
        return None
    near = [group for group in groups if group.first < last + NOUN_WINDOW and quantity.first < group.last]
    joined = [group for group in near if "," not in words.text[quantity.end : group.start]]
    if joined and joined[0].group in _OTHERS:
        return None
    following = words.tokens[last] if last < len(words.tokens) else None
    has_noun = following is not None and (following.norm in MORE or following.is_capitalised)  # "3,000 Burundians"
    is_bare = not joined and quantity.quantity.unit == Unit.PERSONS and not has_noun
    is_small = len(quantity.quantity.text) <= 2
    if is_bare and is_small and quantity.first and words.tokens[quantity.first - 1].norm in _AT:
        return None  # "evacuated at 11"
    return Count(quantity, False, is_bare, joined[0].group if joined else None)


def _is_year(quantity: QuantityExpression, words: Words) -> bool:
    """Say whether four digits name a year, even before a noun: "the flood of 1998 displaced families"."""
    before = words.tokens[quantity.first - 1].norm if quantity.first else ""
    written = quantity.quantity.text
    return before in _OF_YEAR and len(written) == 4 and written.isdigit() and written[:2] in ("19", "20")
