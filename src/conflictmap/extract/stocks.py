"""Find statements of presence with a number: "500 fighters remain in X", "the camp houses 40,000 people"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from conflictmap import lexicon
from conflictmap.extract.groups import GroupExpression
from conflictmap.extract.quantities import QuantityExpression
from conflictmap.extract.slots import PlaceSlot
from conflictmap.extract.triggers import Trigger, find_triggers
from conflictmap.model import Group, PlaceId, Quantity, Unit
from conflictmap.text.phrases import Match, PhraseTable
from conflictmap.text.tokens import Words

_REACH = {"before": 7, "after": 9}
_GROUP_GAP = 3
_PLACE_REACH = 10
_CLAUSE_MARKS = ".،,؛;:!?؟\n"
_UNITS = frozenset((Unit.PERSONS, Unit.FAMILIES, Unit.HOUSEHOLDS))
_THINGS = frozenset((Group.VEHICLES, Group.CARGO, Group.AID))
_NEGATIONS = frozenset(("no", "not", "longer", "never", "لم", "لن", "ليس", "formerly", "once", "had"))
_ESTIMATES = frozenset(("estimated", "estimate", "estimates", "يقدر", "تقدر", "ويقدر", "قدر"))
_PEOPLE = frozenset(("people", "persons", "person", "شخص", "شخصا", "اشخاص"))
_THERE = frozenset(("there", "هناك"))
_EXISTENCE = frozenset(("there", "هناك", "هنالك", "يوجد", "توجد"))
_PRESENT = frozenset(("location", "none"))


@dataclass(frozen=True, slots=True, kw_only=True)
class StockDraft:
    """How many of a group are said to be at a place: text[start:end]. `place` is None where nothing says where."""

    start: int
    end: int
    place: PlaceId | None
    group: Group
    quantity: Quantity


@lru_cache(maxsize=8)
def _table(language: str) -> PhraseTable[str]:
    return PhraseTable((row["word"], row["side"]) for row in lexicon.rows(language, "stock_words"))


def find_stocks(
    words: Words,
    language: str,
    groups: Sequence[GroupExpression],
    quantities: Sequence[QuantityExpression],
    places: Sequence[PlaceSlot],
    topic: PlaceId | None,
) -> tuple[StockDraft, ...]:
    """Give the statements of presence that have a number, in order, each number once.

    Args:
        words: the document cut up.
        language: ISO 639-1; "ar" and "en" have words for presence.
        groups: the groups found in it.
        quantities: the numbers found in it.
        places: its places as slots.
        topic: the place that the article is about, for statements that name none.
    """
    moves: list[Trigger] | None = None  # found when a number is: few words for presence have one
    found: dict[int, StockDraft] = {}
    for match in _table(language).find(
        words.tokens, clitics=language == "ar", article=language == "ar", text=words.text
    ):
        quantity = None if _is_denied(match, words) else _counted(match, quantities, words)
        if quantity is None:
            continue
        if moves is None:
            moves = [t for t in find_triggers(words, language) if any(sense.mode is not None for sense in t.senses)]
        if _moves(match, quantity, moves, words):
            continue
        group = _group(quantity, groups, words)
        if group is None and quantity.quantity.unit == Unit.PERSONS and _needs_noun(match, words):
            continue
        found.setdefault(quantity.first, _draft(match, quantity, group, places, topic, words))
    return tuple(found[first] for first in sorted(found))


def _needs_noun(match: Match[str], words: Words) -> bool:
    """Say whether a bare number is too little: "12 remain", "there are 12", but "the camp houses 40,000"."""
    return match.value == "before" or bool(
        {token.norm for token in words.tokens[match.first : match.last]} & _EXISTENCE
    )


def _is_denied(match: Match[str], words: Words) -> bool:
    before = words.tokens[max(0, match.first - 2) : match.first]
    return any(token.norm in _NEGATIONS for token in before)


def _counted(match: Match[str], quantities: Sequence[QuantityExpression], words: Words) -> QuantityExpression | None:
    """Give the nearest number of persons on the side of the word, within its clause."""
    near = [
        (gap, quantity.first, quantity)
        for quantity in quantities
        if quantity.quantity.unit in _UNITS
        and words.sentence_of[quantity.first] == words.sentence_of[match.first]
        and 0 <= (gap := _gap(match, quantity)) <= _REACH[match.value]
        and not _parted(match, quantity, words)
    ]
    return min(near)[2] if near else None


def _gap(match: Match[str], quantity: QuantityExpression) -> int:
    return match.first - quantity.last if match.value == "before" else quantity.first - match.last


def _parted(match: Match[str], quantity: QuantityExpression, words: Words) -> bool:
    """Say whether a mark parts word and number; before an estimate a comma does not."""
    left, right = (quantity.last, match.first) if match.value == "before" else (match.last, quantity.first)
    sentence = words.sentences[words.sentence_of[match.first]]
    is_estimate = any(token.norm in _ESTIMATES for token in words.tokens[sentence.first : right])
    marks = _CLAUSE_MARKS.translate({ord(","): None, ord("،"): None}) if is_estimate else _CLAUSE_MARKS
    return any(mark in words.gap(index) for index in range(left, right + 1) for mark in marks)


def _moves(match: Match[str], quantity: QuantityExpression, moves: Iterable[Trigger], words: Words) -> bool:
    """Say whether the counted move: a movement stands between word and number, or close behind the two."""
    left, right = min(match.first, quantity.first), max(match.last, quantity.last)
    return any(
        trigger.sentence == words.sentence_of[match.first]
        and not trigger.is_embedded
        and left <= trigger.first < right + (_GROUP_GAP if match.value == "after" else 1)
        and not (match.first <= trigger.first < match.last)
        and not any(mark in words.gap(index) for index in range(right + 1, trigger.first + 1) for mark in _CLAUSE_MARKS)
        for trigger in moves
    )


def _group(quantity: QuantityExpression, groups: Sequence[GroupExpression], words: Words) -> GroupExpression | None:
    """Give the group that the number counts; behind "500 people" a group named before says who they are."""
    for group in groups:
        is_inside = group.first < quantity.last and quantity.first < group.last
        is_behind = 0 <= group.first - quantity.last <= _GROUP_GAP
        parted = any(mark in words.text[quantity.end : group.start] for mark in _CLAUSE_MARKS)
        if group.group not in _THINGS and (is_inside or (is_behind and not parted)):
            sentence = words.sentence_of[group.first]
            before = [g for g in groups if g.last <= quantity.first and words.sentence_of[g.first] == sentence]
            is_vague = words.tokens[group.last - 1].norm in _PEOPLE and before
            return replace(group, group=before[-1].group) if is_vague else group
    return None


def _draft(
    match: Match[str], quantity: QuantityExpression, group: GroupExpression | None, places: Sequence[PlaceSlot],
    topic: PlaceId | None, words: Words,
) -> StockDraft:  # fmt: skip
    ends = [words.tokens[match.last - 1].end, quantity.end, *([group.end] if group else [])]
    starts = [match.start, quantity.start, *([group.start] if group else [])]
    first = min(match.first, quantity.first)
    last = max(match.last, quantity.last, group.last if group else 0)
    place = _place(first, last, match, places, words)
    if place is not None and words.sentence_of[place.first] == words.sentence_of[match.first]:
        starts.append(place.start)
        ends.append(place.end)
    families = quantity.quantity.unit in (Unit.FAMILIES, Unit.HOUSEHOLDS)
    return StockDraft(
        start=min(starts), end=max(ends), place=place.place if place else topic,
        group=group.group if group else Group.FAMILIES if families else Group.CIVILIANS, quantity=quantity.quantity,
    )  # fmt: skip


def _place(first: int, last: int, match: Match[str], places: Sequence[PlaceSlot], words: Words) -> PlaceSlot | None:
    """Give the place of a statement: inside it, else right behind it, else the nearest before it in its sentence."""
    number = words.sentence_of[match.first]
    present = [slot for slot in places if slot.role in _PRESENT and not slot.is_container]
    here = [slot for slot in present if words.sentence_of[slot.first] == number]
    if not here and any(token.norm in _THERE for token in words.tokens[first:last]):
        paragraph = words.sentences[number].paragraph
        near = [slot for slot in present if slot.first < first
                and words.sentences[words.sentence_of[slot.first]].paragraph == paragraph]  # fmt: skip
        return near[-1] if near else None
    inside = [slot for slot in here if first <= slot.first and slot.last <= last]
    behind = [slot for slot in here if 0 <= slot.first - last <= _PLACE_REACH // 2]
    before = [slot for slot in here if 0 <= first - slot.last <= _PLACE_REACH][::-1]
    is_subject = match.value == "after" and before and before[0].role == "none"
    ordered = [*inside, *(before[:1] if is_subject else ()), *behind, *before]
    return ordered[0] if ordered else None
