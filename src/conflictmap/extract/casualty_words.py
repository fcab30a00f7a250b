"""Find the words for what befell people, and say on which side of each its number may stand."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from conflictmap import lexicon
from conflictmap.extract.quantities import QuantityExpression
from conflictmap.text.normalise import fold
from conflictmap.text.phrases import Match, PhraseTable
from conflictmap.text.tokens import Words


def _set(words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.split())


# Words over which a number is looked for, and the cost of the side where it stands less often.
_REACH, _LONG_REACH, _SPLIT_REACH, _NOUN_REACH, _WRONG_SIDE = 5, 14, 8, 3, 2
_OR = _set("and or و او")
_NEGATIONS = _set("not no never without neither nor didnt لم لا لن دون بدون عدم ليس")
_UNREAL = _set("could would might may will can should لن سوف")
_DONE_TO = _set("managed able")
_BE = _set("was were been being be are is get gets got gotten")
# English verbs whose subject is who suffers.
_SUFFERED = _set(
    "die died dies dying perish perished perishes perishing succumbed vanish vanished disappear disappeared disappears"
    " disappearing lose losing lost go going gone went missing unaccounted presumed feared found trapped buried still"
    " under suffered sustained"
)
# Words for a death whatever its cause.
_DEATHS = _set(
    "die died dies dying death deaths dead perish perished succumbed lose losing lost bodies corpses corpse fatality"
    " fatalities توفي توفيت توفوا وفاة وفاته وفاتها وفاتهم وفيات مات ماتت ماتوا يموت تموت موت جثة جثث جثتين جثمان"
    " جثامين فارق فارقت فارقوا يتوفى"
)
# Arabic verbal nouns, which count what follows; the other nouns are counted themselves: قتلى, جريحا.
_VERBAL_NOUNS = _set("مقتل مصرع وفاة استشهاد إصابة موت فقدان اختفاء أرواح جرح اعتقال خطف")
_ONE_BY_PRONOUN = _set("مقتله مقتلها مصرعه مصرعها وفاته وفاتها استشهاده حتفه حتفها")
_ONE_BY_FORM = _set("قتيل قتيلة قتيلا شهيدا جريح جريحا جريحة مصابا")
_TOLL_WORDS = _set("عدد أعداد حصيلة عداد ارتفاع ارتفع ارتفعت toll number tally count")
# What people are wounded by or with: أصيب خمسة بجروح has its number at the verb.
_WOUNDS = _set("جروح بجروح wounds")
_PLURAL_VERB = ("وا", "ون")
# Nouns that the list of casualty words only has in whole phrases: "claimed 12 lives".
_MORE_WORDS = {"en": (("lives", "killed"),)}


class CasualtyWord(NamedTuple):
    """A word for what befell people: tokens[first:last], the offset behind its clitics, and what it says.

    `before` and `after` are the cost of a number on that side, None where none may stand. Two effects with one
    number ("killed and wounded") are one word. `is_one` says that the form itself means one person (قتيل, مقتله).
    """

    first: int
    last: int
    start: int
    effects: tuple[str, ...]
    forms: frozenset[str]
    before: int | None
    after: int | None
    reach: int = _REACH
    is_one: bool = False
    is_deed: bool = True


class _Entry(NamedTuple):
    effect: str
    forms: frozenset[str]


class _Sides(NamedTuple):
    before: int | None
    after: int | None
    reach: int = _REACH


_BEFORE, _AFTER = _Sides(0, None), _Sides(None, 0)


@lru_cache(maxsize=8)
def _table(language: str) -> PhraseTable[_Entry]:
    found: dict[str, list[tuple[str, str]]] = {}
    for row in lexicon.rows(language, "casualties"):
        is_state = row["effect"] == "captured" and row["form"] == "noun"  # "hostages", أسرى: who they are
        if is_state or fold(row["word"]).split()[-1] in _WOUNDS:
            continue
        found.setdefault(fold(row["word"]), []).append((row["effect"], row["form"]))
    for word, effect in _MORE_WORDS.get(language, ()):
        found.setdefault(word, []).append((effect, "noun"))
    return PhraseTable((word, _Entry(rows[0][0], frozenset(form for _, form in rows))) for word, rows in found.items())


def find_casualty_words(
    words: Words, language: str, quantities: Sequence[QuantityExpression]
) -> tuple[CasualtyWord, ...]:
    """Give the words for what befell people, in order; denied and merely possible ones are left out.

    Args:
        words: the document cut up.
        language: "ar" or "en".
        quantities: its numbers: they tell "killed 12 and wounded 30" from "killed and wounded 30".
    """
    is_arabic = language == "ar"
    matches = _table(language).find(words.tokens, clitics=is_arabic, article=is_arabic, text=words.text)
    numbers = frozenset(index for quantity in quantities for index in range(quantity.first, quantity.last))
    found: list[CasualtyWord] = []
    for match in matches:
        if _is_unreal(match, words, language):
            continue
        word = _word(match, words, language)
        if found and _is_joint(found[-1], word, words, numbers):
            found[-1] = _joint(found[-1], word)
        else:
            found.append(word)
    return tuple(found)


def _word(match: Match[_Entry], words: Words, language: str) -> CasualtyWord:
    sides = (_arabic_sides if language == "ar" else _english_sides)(match, words)
    written = words.tokens[match.last - 1].norm
    stem = fold(words.text[match.start : words.tokens[match.first].end])
    is_definite = words.text[: match.start].endswith("ال")
    return CasualtyWord(
        first=match.first,
        last=match.last,
        start=match.start,
        effects=(match.value.effect,),
        forms=match.value.forms,
        before=sides.before,
        after=sides.after,
        reach=sides.reach,
        is_one=written in _ONE_BY_PRONOUN or stem in _ONE_BY_PRONOUN or (stem in _ONE_BY_FORM and not is_definite),
        is_deed=stem not in _DEATHS,
    )


def _is_joint(left: CasualtyWord, right: CasualtyWord, words: Words, numbers: frozenset[int]) -> bool:
    """Say whether two words share one number: قتل وجرح العشرات, "12 killed or wounded", بين قتيل وجريح."""
    between = words.tokens[left.last : right.first]
    if set(left.effects) & set(right.effects) or not left.forms & right.forms or len(between) > 1:
        return False
    gap = words.text[words.tokens[left.last - 1].end : right.start]
    links = all(token.norm in _OR for token in between)
    is_linked = links if between else gap.strip() in ("و", ",", "،", "وال", "و ال")
    if not is_linked or words.sentence_of[left.first] != words.sentence_of[right.first]:
        return False
    has_left = any(index in numbers for index in range(left.first - _NOUN_REACH, left.first))
    has_right = any(index in numbers for index in range(right.last, right.last + 2))
    return not (has_left and has_right) or right.reach == _LONG_REACH or left.reach == _LONG_REACH


def _joint(left: CasualtyWord, right: CasualtyWord) -> CasualtyWord:
    effects = (*left.effects, *right.effects)
    return left._replace(last=right.last, effects=effects, is_one=False, is_deed=left.is_deed and right.is_deed)


def _is_unreal(match: Match[_Entry], words: Words, language: str) -> bool:
    """Say whether a word is denied, threatened or only possible: "to kill", "could die", لم يقتل, دون إصابات."""
    before = [token.norm for token in words.tokens[max(0, match.first - 3) : match.first]]
    if language == "ar":
        is_threat = before[-1:] in (["ان"], ["بان"]) and words.tokens[match.first].norm[0] in "يت"
        return is_threat or any(norm in _NEGATIONS | _UNREAL for norm in before[-2:])
    if any(norm in _NEGATIONS | _UNREAL for norm in before) and "or" not in before[-1:]:
        return "only" not in before
    return before[-1:] == ["to"] and not any(norm in _DONE_TO for norm in before)


def _arabic_sides(match: Match[_Entry], words: Words) -> _Sides:
    head = fold(words.text[match.start : words.tokens[match.first].end])
    if "noun" not in match.value.forms or head in _VERBAL_NOUNS:
        is_plural = head.endswith(_PLURAL_VERB) or head == fold("قتلا")
        return _Sides(0, _WRONG_SIDE) if is_plural and "noun" not in match.value.forms else _AFTER
    before = words.tokens[match.first - 1].norm.removeprefix("و") if match.first else ""
    if before in _TOLL_WORDS or head in _TOLL_WORDS:
        return _Sides(None, 0, _LONG_REACH)
    if before == "بين":
        return _Sides(0, None, _SPLIT_REACH)  # سقط عشرات المدنيين بين قتيل وجريح
    return _Sides(0, None, 1)


def _english_sides(match: Match[_Entry], words: Words) -> _Sides:
    forms, head = match.value.forms, words.tokens[match.first].norm
    before = [token.norm for token in words.tokens[max(0, match.first - 4) : match.first] if token.text != "IS"]
    if forms == {"noun"} or head == "dead":
        tail = words.tokens[match.last - 1].norm
        is_toll = tail == "toll" or any(norm in _TOLL_WORDS for norm in before[-3:])
        if is_toll:
            return _Sides(None, 0, _LONG_REACH)
        behind = [token.norm for token in words.tokens[match.last : match.last + 1]]
        return _Sides(_WRONG_SIDE, 0) if behind == ["of"] else _Sides(0, None, _NOUN_REACH)
    if head in _SUFFERED:
        return _BEFORE
    if "participle" in forms and any(norm in _BE for norm in before[-3:]):
        return _BEFORE
    if "participle" in forms or "noun" in forms or head == "shot":
        return _Sides(_WRONG_SIDE, 0)
    return _AFTER
