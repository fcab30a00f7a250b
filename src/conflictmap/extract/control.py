"""Find statements of who holds a place: "X, which the SDF controls", "held by", X الخاضعة لسيطرة Y."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from conflictmap import lexicon
from conflictmap.extract.actors import ActorExpression
from conflictmap.extract.modality import cues_around
from conflictmap.extract.slots import PlaceSlot
from conflictmap.model import PlaceId
from conflictmap.text.normalise import fold, folded_set
from conflictmap.text.phrases import Match, PhraseTable
from conflictmap.text.tokens import Words

_HOLDERS = frozenset(("state_force", "rebel", "militia", "jihadist", "coalition", "government"))
_REACH = 6
_BEFORE = 4
_PLACE_GAP = 4  # "controls most of the town of", "تسيطر على معظم مدينة"
_CLAUSE_MARKS = ".؛;!?؟\n"
_HYPHENS = frozenset("-‐‑–")
# What makes it no state of today: change, past, future, denial, wish.
_CHANGE_BEFORE = folded_set(
    "fell fall falls falling came come comes coming brought bring bringing put placed returned return returning passed"
    " moved back retake take took taking seize seized regain regained recaptured into lost lose losing over wrest"
    " وقع وقعت وقوع سقط سقطت سقوط دخل دخلت عاد عادت عودة أعاد أعادت وضع لتصبح ليصبح لتكون أصبحت أصبح"
)
_PAST_BEFORE = folded_set("was were had been formerly previously once until كان كانت كانوا سابقا")
_NOT_NOW = folded_set(
    "will would could may might can should to must not no never longer didnt doesnt dont if"
    " لا لم لن ليس ليست سوف سيطر قد أن لكي كي حتى تعد يعد لو إذا بأن"
)
_STILL = folded_set("تزال يزال زالت زال")
_UNREAL = folded_set("future purpose demand planned predicted negated failed denied historical")
_RELATIVES = folded_set("which that الذي التي اللذين اللتين")
# A road to a place is not the place.
_OTHER_OBJECTS = folded_set(
    "to from near with between into towards road roads highway crossing crossings border borders area areas part parts"
    " some territory territories land lands oil gas fields field resources outside around"
    " طريق طرق معبر معابر حدود أجزاء بعض مناطق أراض مساحات حقول حقل إلى من مع بين قرب محيط"
)
_PRONOUNS = (fold("سيطرته"), fold("سيطرتها"), fold("سيطرتهم"))
_ON = fold("على")
# تخضع X لسيطرة Y: the verb stands before the place.
_SUBJECT_TO, _IS_SUBJECT = fold("لسيطرة"), folded_set("يخضع تخضع")
_LISTED = folded_set("and or و او")


class _Rule(NamedTuple):
    order: str
    has_hyphen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlDraft:
    """Who is said to hold a place: text[start:end]; `controller` is the id of an actor."""

    start: int
    end: int
    place: PlaceId
    controller: str


class _Holding(NamedTuple):
    actor: ActorExpression
    places: tuple[PlaceSlot, ...]


@lru_cache(maxsize=8)
def _table(language: str) -> PhraseTable[_Rule]:
    rows = lexicon.rows(language, "control_words")
    return PhraseTable((row["word"], _Rule(row["order"], row["word"].startswith("-"))) for row in rows)


def find_control(
    words: Words, language: str, actors: Sequence[ActorExpression], places: Sequence[PlaceSlot]
) -> tuple[ControlDraft, ...]:
    """Give the statements of present control in order, one for each place of a list.

    Changes of control ("fell under the control of"), past, future and denied control are left out.

    Args:
        words: the document cut up.
        language: ISO 639-1; "ar" and "en" have words for control.
        actors: the actors named; only armed ones and governments hold places.
        places: its places as slots.
    """
    is_arabic = language == "ar"
    holders = [actor for actor in actors if actor.type in _HOLDERS]
    found: list[ControlDraft] = []
    for match in _table(language).find(words.tokens, clitics=is_arabic, article=is_arabic, text=words.text):
        if _is_now(match, words, language):
            holding = _holding(match, holders, places, words, language)
            found += _drafts(match, holding, words) if holding else ()
    kept = {(draft.start, draft.place, draft.controller): draft for draft in found}
    return tuple(kept[key] for key in sorted(kept))


def _is_now(match: Match[_Rule], words: Words, language: str) -> bool:
    """Say whether the words before tell of a state of today; "SDF-held" always does."""
    if match.value.has_hyphen:
        return True
    left = _clause_start(match.first, words)
    norms = [token.norm for token in words.tokens[left : match.first]]
    before = {*norms, *(norm.removeprefix("و") for norm in norms)}
    if before & _STILL:
        return True
    if words.tokens[match.first].norm == _SUBJECT_TO and not before & _IS_SUBJECT:
        return False
    if before & (_CHANGE_BEFORE | _PAST_BEFORE) or {*norms[-2:]} & _NOT_NOW:
        return False
    cues = cues_around(match.first, match.last, words, language, left=left, right=match.last)
    return not _UNREAL & set(cues)


def _clause_start(first: int, words: Words) -> int:
    """Give where the words start that may change the sense of a word: some words before it, not over a comma."""
    sentence = words.sentences[words.sentence_of[first]]
    left = max(sentence.first, first - _BEFORE)
    for index in range(first, left, -1):
        if any(mark in words.gap(index) for mark in ",،"):
            return index
    return left


def _holding(
    match: Match[_Rule], actors: Sequence[ActorExpression], places: Sequence[PlaceSlot], words: Words, language: str
) -> _Holding | None:
    for order in ("controller_first", "place_first"):
        if match.value.order in (order, "any"):
            rule = _controller_first if order == "controller_first" else _place_first
            holding = rule(match, actors, places, words, language)
            if holding is not None:
                return holding
    return None


def _controller_first(
    match: Match[_Rule], actors: Sequence[ActorExpression], places: Sequence[PlaceSlot], words: Words, language: str
) -> _Holding | None:
    """Read "the SDF controls X", "SDF-held X", قسد تسيطر على X."""
    if language == "ar" and words.tokens[match.last - 1].norm != _ON:
        return _verb_first(match, actors, places, words)
    before = [a for a in actors if a.last <= match.first and _is_near(a.last, match.first, words)]
    if match.value.has_hyphen:
        before = [a for a in before if a.last == match.first and words.gap(match.first).strip() in _HYPHENS]
    behind = [slot for slot in places if _is_object(match.last, slot, words)]
    if not before or not behind or (language == "en" and _has_relative(before[-1].last, match.first, words)):
        return None
    return _Holding(before[-1], _listed(behind[0], places, words))


def _verb_first(
    match: Match[_Rule], actors: Sequence[ActorExpression], places: Sequence[PlaceSlot], words: Words
) -> _Holding | None:
    """Read تسيطر قسد على X: the actor stands behind the verb, the preposition behind the actor."""
    behind = [a for a in actors if 0 <= a.first - match.last <= 1 and _is_near(match.last, a.first, words)]
    if not behind:
        return None
    stop = min(behind[0].last + _PLACE_GAP, len(words.tokens))
    on = next((index for index in range(behind[0].last, stop) if words.tokens[index].norm == _ON), None)
    objects = [slot for slot in places if on is not None and _is_object(on + 1, slot, words)]
    return _Holding(behind[0], _listed(objects[0], places, words)) if objects else None


def _place_first(
    match: Match[_Rule], actors: Sequence[ActorExpression], places: Sequence[PlaceSlot], words: Words, language: str
) -> _Holding | None:
    """Read "X, which the SDF controls", "X is held by the SDF", X الذي يسيطر عليه التحالف."""
    before = [slot for slot in places if slot.last <= match.first and _is_near(slot.last, match.first, words)]
    if not before:
        return None
    place = before[-1]
    if _has_pronoun(match, words):
        named = [a for a in actors if a.last <= place.first and _same_sentence(a.first, place.first, words)]
        return _Holding(named[-1], (place,)) if named else None
    if match.value.order == "place_first":
        behind = [a for a in actors if 0 <= a.first - match.last <= 2 and _is_near(match.last, a.first, words)]
        return _Holding(behind[0], (place,)) if behind else None
    inside = [a for a in actors if place.last <= a.first and a.last <= match.first]
    if not inside or not _has_relative(place.last, inside[-1].first, words):
        return None
    return _Holding(inside[-1], (place,))


def _has_pronoun(match: Match[_Rule], words: Words) -> bool:
    """Say whether the holder is named before: "which it controls", الخاضع لسيطرته."""
    last = words.tokens[match.last - 1].norm
    before = [token.norm for token in words.tokens[max(0, match.first - 2) : match.first]]
    return last.endswith(_PRONOUNS) or (before[-1:] in (["it"], ["they"]) and before[0] in _RELATIVES)


def _same_sentence(left: int, right: int, words: Words) -> bool:
    return words.sentence_of[left] == words.sentence_of[right]


def _is_near(left: int, right: int, words: Words) -> bool:
    """Say whether two places in a sentence are few words apart; a comma may stand between."""
    if right - left > _REACH:
        return False
    return not any(mark in words.gap(index) for index in range(left, right + 1) for mark in _CLAUSE_MARKS)


def _is_object(last: int, slot: PlaceSlot, words: Words) -> bool:
    """Say whether a place is what is held: right behind the word, not a road to it or an area near it."""
    if not 0 <= slot.first - last <= _PLACE_GAP or slot.is_container:
        return False
    between = words.tokens[last : slot.first]
    marks = "".join(words.gap(index) for index in range(last, slot.first + 1) if index < len(words.tokens))
    return not any(token.norm in _OTHER_OBJECTS for token in between) and not any(mark in marks for mark in ",،.؛;:\n")


def _has_relative(left: int, right: int, words: Words) -> bool:
    return any(token.norm in _RELATIVES for token in words.tokens[left:right])


def _listed(first: PlaceSlot, places: Sequence[PlaceSlot], words: Words) -> tuple[PlaceSlot, ...]:
    """Give a place with those that a list adds to it: "controls A, B and C"."""
    found = [first]
    for slot in places:
        if slot.start <= found[-1].start or slot.is_container:
            continue
        between = words.tokens[found[-1].last : slot.first]
        gap = words.text[found[-1].end : slot.start]
        is_linked = bool(between) or "," in gap or "،" in gap or gap.strip() == "و"
        if not is_linked or any(token.norm not in _LISTED for token in between) or len(gap) > 8:
            break
        found.append(slot)
    return tuple(found)


def _drafts(match: Match[_Rule], holding: _Holding, words: Words) -> Iterator[ControlDraft]:
    actor = holding.actor
    for place in holding.places:
        starts = (match.start, actor.start, *(slot.start for slot in holding.places))
        ends = (words.tokens[match.last - 1].end, actor.end, *(slot.end for slot in holding.places))
        yield ControlDraft(start=min(starts), end=max(ends), place=place.place, controller=actor.actor)
