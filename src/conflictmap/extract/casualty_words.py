"""Find the words for what befell people, and say on which side of each its number may stand."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from conflictmap import lexicon
from conflictmap.extract.quantities import QuantityExpression
from conflictmap.text.normalise import fold, folded_set
from conflictmap.text.phrases import Match, PhraseTable
from conflictmap.text.tokens import Words

# Words over which a number is looked for, and the cost of the side where it stands less often.
_REACH, _LONG_REACH, _SPLIT_REACH, _NOUN_REACH, _TO_REACH, _WRONG_SIDE = 5, 20, 8, 3, 3, 2
_OR = folded_set("and or و او")
_NEGATIONS = folded_set("not no never without neither nor didnt لم لا لن دون بدون عدم ليس")
_UNREAL = folded_set("could would might may will can should لن سوف محاولة محاولات")
_DONE_TO = folded_set("managed able")
_BE = folded_set("was were been being be are is get gets got gotten")
# English verbs whose subject is who suffers.
_SUFFERED = folded_set(
    "die died dies dying perish perished perishes perishing succumbed vanish vanished disappear disappeared disappears"
    " disappearing lose losing lost go going gone went missing unaccounted presumed feared found trapped buried still"
    " under suffered sustained"
)
# Words for a death whatever its cause.
_DEATHS = folded_set(
    "die died dies dying death deaths dead perish perished succumbed lose losing lost bodies corpses corpse fatality"
    " fatalities توفي توفيت توفوا وفاة وفاته وفاتها وفاتهم وفيات مات ماتت ماتوا يموت تموت موت جثة جثث جثتين جثمان"
    " جثامين فارق فارقت فارقوا يتوفى توفيا توفيتا ماتا وفاتهما قضى قضت قضيا قضتا قضوا قضين جثتان جثته جثتها جثمانه"
    " جثمانها حياته حياتها حياتهم حياتهن حياتهما أرواحهم"
)
# Arabic verbal nouns, which count what follows; the other nouns are counted themselves: قتلى, جريحا.
_VERBAL_NOUNS = folded_set("مقتل مصرع وفاة استشهاد إصابة موت فقدان اختفاء أرواح جرح اعتقال خطف ارتقاء اغتيال إعدام")
# Forms that mean one person or two by themselves: the pronoun, the singular noun, the dual verb.
_ONE_BY_PRONOUN = folded_set(
    "مقتله مقتلها مصرعه مصرعها وفاته وفاتها استشهاده استشهادها حتفه حتفها اغتياله إعدامه إصابته إصابتها حياته حياتها"
)
_ONE_BY_FORM = folded_set("قتيل قتيلة قتيلا شهيد شهيدة شهيدا جريح جريحا جريحة مصابا")
_TWO_BY_FORM = folded_set(
    "مقتلهما مصرعهما وفاتهما استشهادهما حتفهما إصابتهما حياتهما استشهدا استشهدتا ارتقيا ارتقتا قتلتا توفيا توفيتا قضيا"
    " قضتا ماتا أصيبا أصيبتا جرحتا"
)
# Verbs whose person often comes first (طفلا أصيب), and those of them that can have no other subject.
_DIED_ALONE = folded_set("استشهد استشهدت توفي توفيت مات ماتت ارتقى ارتقت قضى قضت")
_SUBJECT_FIRST = _DIED_ALONE | folded_set("أصيب أصيبت جرح جرحت قتل قتلت")
_EACH = folded_set("كل أي بأي لأي متأثرا متأثرة متأثرين")
_RELATIVES = folded_set("الذي والذي التي والتي")
# A body counts where it is found, not where it is buried; a search is no find.
_BODIES = folded_set("جثة جثمان جثته جثتها جثمانه جثمانها")
_FOUND = folded_set(
    "انتشال انتشل انتشلت انتشلوا انتشلنا العثور عثر عثرت عثروا وجد وجدت وجدوا استخراج استخرجت إخراج أخرجت سحب وصول وصلت"
)
# قضى is "passed away" beside its cause or a person, but "spent" before a time, and "ruled" of a court.
_PASSED = folded_set("قضى قضت قضيا قضتا قضوا قضين")
_CAUSES = folded_set("في إثر أثر جراء نتيجة بسبب تحت خلال متأثرا متأثرة متأثرين غرقا حرقا خنقا جوعا بردا ب")
_SPENT = folded_set(
    "ليلة ليلته ليلتها ليلتهم أيام أياما أيامه يوم يوما يومه سنة سنوات سنين عام عاما أعوام أعواما شهر شهرا شهورا أشهر"
    " أسبوع أسبوعا أسابيع ساعة ساعات دقيقة دقائق وقت وقته وقتا وقتهم حياته حياتها حياتهم عمره عمرها عقوبة عقود عقدا حكم"
    " حكما محكومية محكوميته إجازة إجازته عطلة عطلته العيد فترة معظم على بأن المحكمة محكمة القاضي المادة القانون الاتفاق"
    " القرار"
)
# "Lost ... his life" and the loss of it, with who lost it between: فقد ثلاثة مدنيين حياتهم.
_LOSSES = folded_set("فقد فقدت فقدوا فقدا فقدتا فقدان يفقد تفقد خسر خسرت خسروا خسارة")
_LIVES = folded_set("حياته حياتها حياتهم حياتهن حياتهما أرواحهم")
_TAKERS = folded_set("أودى أودت يودي تودي أوديا")  # أودى القصف بحياة تسعة قرويين
_TAKEN = folded_set("بحياة بأرواح")
_LOSS_REACH = 8
_TOLL_WORDS = folded_set("عدد أعداد حصيلة عداد تعداد ارتفاع ارتفع ارتفعت toll number tally count")
# What people are wounded by or with: أصيب خمسة بجروح has its number at the verb.
_WOUNDS = folded_set("جروح بجروح wounds")
_PLURAL_VERB = ("وا", "ون")
# Nouns that the list of casualty words only has in whole phrases: "claimed 12 lives".
_MORE_WORDS = {"en": (("lives", "killed"),)}


class CasualtyWord(NamedTuple):
    """A word for what befell people: tokens[first:last], the offset behind its clitics, and what it says.

    `before` and `after` are the cost of a number on that side, None where none may stand. Two effects with one
    number ("killed and wounded") are one word. `alone` is how many the form itself means: 1 for قتيل and مقتله, 2 for
    استشهدا, else 0. `after_one` says that a person may stand right before a verb whose number follows (طفلا أصيب).
    `is_toll` marks a toll as such, which may have risen a long way behind: حصيلة القتلى ... إلى 17.
    """

    first: int
    last: int
    start: int
    effects: tuple[str, ...]
    forms: frozenset[str]
    before: int | None
    after: int | None
    reach: int = _REACH
    alone: int = 0
    after_one: bool = False
    is_toll: bool = False
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
    losses = _losses(words) if is_arabic else ()
    found: list[CasualtyWord] = []
    for match in matches:
        if _is_unreal(match, words, language) or any(first <= match.first < last for first, last in losses):
            continue
        word = _word(match, words, language)
        if found and _is_joint(found[-1], word, words, numbers):
            found[-1] = _joint(found[-1], word)
        else:
            found.append(word)
    found += [_lost_life(first, last - 1, words) for first, last in losses]
    return tuple(sorted(found, key=lambda word: word.first))


def _word(match: Match[_Entry], words: Words, language: str) -> CasualtyWord:
    sides = (_arabic_sides if language == "ar" else _english_sides)(match, words)
    stem = fold(words.text[match.start : words.tokens[match.first].end])
    return CasualtyWord(
        first=match.first,
        last=match.last,
        start=match.start,
        effects=(match.value.effect,),
        forms=match.value.forms,
        before=sides.before,
        after=sides.after,
        reach=sides.reach,
        alone=_alone(match, stem, words) if language == "ar" else 0,
        after_one=stem in _SUBJECT_FIRST and words.tokens[match.first].start == match.start,
        is_toll=sides.reach == _LONG_REACH,
        is_deed=stem not in _DEATHS and not _is_who(match, stem, sides, words),
    )


def _is_who(match: Match[_Entry], stem: str, sides: _Sides, words: Words) -> bool:
    """Say whether a word may only say who somebody is: "evacuated 27 wounded", نقل 27 جريحا, not "wounded four"."""
    is_person = "noun" in match.value.forms and stem not in _VERBAL_NOUNS
    behind = words.tokens[match.last : match.last + 1]
    if any(token.is_number or lexicon.word_classes("en").get(token.norm) == "number" for token in behind):
        return False
    return match.value.effect == "wounded" and is_person and sides != _BEFORE


def _alone(match: Match[_Entry], stem: str, words: Words) -> int:
    """Say how many persons an Arabic form means by itself."""
    before = words.tokens[match.first - 1].norm if match.first else ""
    written = words.tokens[match.last - 1].norm
    if written in _TWO_BY_FORM or stem in _TWO_BY_FORM:
        return 2
    if before in _EACH or words.text[words.tokens[match.last - 1].end :][:1] == "_":
        return 0  # كل جريح, متأثرا بإصابته, the hashtag #شهيد_...
    if stem in _BODIES:
        nearby = words.tokens[max(0, match.first - 3) : match.first]
        return int(any(_is_one_of(token.norm, _FOUND) for token in nearby))
    if written in _ONE_BY_PRONOUN or stem in _ONE_BY_PRONOUN:
        return 1
    is_definite = words.text[: match.start].endswith("ال")
    return int((stem in _ONE_BY_FORM and not is_definite) or (stem in _DIED_ALONE and before in _RELATIVES))


def _is_one_of(norm: str, known: frozenset[str]) -> bool:
    """Say whether a word, with or without a clitic, is one of a list."""
    return norm in known or (norm[:1] in "وفبل" and norm[1:] in known)


def _losses(words: Words) -> tuple[tuple[int, int], ...]:
    """Give the intervals from a "lost" to "his life", and from a "took" to "the life of", with who did between them."""
    found = []
    for index, token in enumerate(words.tokens):
        openers = _TAKERS if token.norm in _TAKEN else _LOSSES if _is_one_of(token.norm, _LIVES) else None
        if openers is None:
            continue
        left = words.sentences[words.sentence_of[index]].first
        for first in range(index - 1, max(left, index - _LOSS_REACH) - 1, -1):
            if _is_one_of(words.tokens[first].norm, openers):
                found.append((first, index + 1))
                break
    return tuple(found)


def _lost_life(first: int, index: int, words: Words) -> CasualtyWord:
    """Make the word for a death out of "lost" and "his life": its number stands between or behind."""
    if words.tokens[index].norm in _TAKEN:
        return CasualtyWord(index, index + 1, words.tokens[index].start, ("killed",), frozenset(("verb",)), None, 0)
    written = words.tokens[index].norm
    alone = 2 if written.endswith("هما") else 0 if written.endswith(("هم", "هن")) else 1
    after = _WRONG_SIDE if index == first + 1 else None
    return CasualtyWord(index, index + 1, words.tokens[index].start, ("killed",), frozenset(("noun",)), 0, after,
                        _LOSS_REACH, alone=alone, is_deed=False)  # fmt: skip


def _is_joint(left: CasualtyWord, right: CasualtyWord, words: Words, numbers: frozenset[int]) -> bool:
    """Say whether two words share one number: قتل وجرح العشرات, "12 killed or wounded", بين قتيل وجريح."""
    between = words.tokens[left.last : right.first]
    if words.tokens[left.last - 1].norm in _ONE_BY_PRONOUN | _TWO_BY_FORM:
        return False
    is_verbal = fold(words.text[right.start : words.tokens[right.last - 1].end]) in _VERBAL_NOUNS  # قتل وإصابة 12
    if set(left.effects) & set(right.effects) or not (left.forms & right.forms or is_verbal) or len(between) > 1:
        return False
    if left.first in numbers or right.first in numbers:
        return False  # a dual has its own number: قتيل وجريحين
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
    return left._replace(last=right.last, effects=effects, alone=0, is_deed=left.is_deed and right.is_deed)


def _is_unreal(match: Match[_Entry], words: Words, language: str) -> bool:
    """Say whether a word is denied, threatened or only possible: "to kill", "could die", لم يقتل, دون إصابات."""
    before = [token.norm for token in words.tokens[max(0, match.first - 3) : match.first]]
    if language == "ar":
        is_threat = before[-1:] in (["ان"], ["بان"]) and words.tokens[match.first].norm[0] in "يت"
        is_spent = _is_one_of(words.tokens[match.first].norm, _PASSED) and _is_spent(match, words)
        return is_threat or is_spent or any(norm in _NEGATIONS | _UNREAL for norm in before[-2:])
    if "how" in [token.norm for token in words.tokens[max(0, match.first - 5) : match.first]]:
        return True  # "it is unclear how many people were killed"
    if any(norm in _NEGATIONS | _UNREAL for norm in before) and "or" not in before[-1:]:
        return "only" not in before
    return before[-1:] == ["to"] and not any(norm in _DONE_TO for norm in before)


def _is_spent(match: Match[_Entry], words: Words) -> bool:
    """Say whether a قضى spends a time or gives a ruling, and kills nobody."""
    behind = [token.norm for token in words.tokens[match.last : match.last + 4]]
    if behind[:1] and (behind[0] in _CAUSES or behind[0][0] == "ب"):
        return False
    return any(norm in _SPENT for norm in behind)


def _arabic_sides(match: Match[_Entry], words: Words) -> _Sides:
    head = fold(words.text[match.start : words.tokens[match.first].end])
    if "noun" not in match.value.forms or head in _VERBAL_NOUNS:
        is_plural = head.endswith(_PLURAL_VERB) or head in _TWO_BY_FORM or head == fold("قتلا")
        return _Sides(0, _WRONG_SIDE) if is_plural and "noun" not in match.value.forms else _AFTER
    before = words.tokens[match.first - 1].norm.removeprefix("و") if match.first else ""
    if before in _TOLL_WORDS or head in _TOLL_WORDS:
        return _Sides(None, 0, _LONG_REACH)
    behind = words.tokens[match.last].norm if match.last < len(words.tokens) else ""
    if behind == fold("إلى"):
        return _Sides(0, 0, _TO_REACH)  # والجرحى إلى 21
    if before == "بين":
        return _Sides(0, None, _SPLIT_REACH)  # سقط عشرات المدنيين بين قتيل وجريح
    return _Sides(0, None, 1)


def _english_sides(match: Match[_Entry], words: Words) -> _Sides:
    forms, head = match.value.forms, words.tokens[match.first].norm
    start = max(words.sentences[words.sentence_of[match.first]].first, match.first - 4)
    before = [token.norm for token in words.tokens[start : match.first] if token.text != "IS"]
    if forms == {"noun"} or head == "dead":
        tail = words.tokens[match.last - 1].norm
        is_toll = tail == "toll" or any(norm in _TOLL_WORDS for norm in before[-3:])
        if is_toll:
            return _Sides(None, 0, _LONG_REACH)
        behind = [token.norm for token in words.tokens[match.last : match.last + 1]]
        return _Sides(_WRONG_SIDE, 0) if behind in (["of"], ["to"]) else _Sides(0, None, _NOUN_REACH)
    if head in _SUFFERED:
        return _BEFORE
    if "participle" in forms and any(norm in _BE for norm in before[-3:]):
        return _BEFORE
    if "participle" in forms or "noun" in forms or head == "shot":
        return _Sides(_WRONG_SIDE, 0)
    return _AFTER
