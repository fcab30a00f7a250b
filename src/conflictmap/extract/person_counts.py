"""Find what counts persons in a text: numbers, and nouns or names for one person ("a child", مقتل طفل)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from conflictmap import lexicon
from conflictmap.extract.quantities import QuantityExpression
from conflictmap.model import Quantity, Unit
from conflictmap.text.normalise import fold, folded_set
from conflictmap.text.phrases import PhraseTable, is_joined
from conflictmap.text.tokens import Words

_ARTICLES = folded_set("a an another the his her their one")
_NOT_ONE = folded_set("no every any each which either")
_OTHER = folded_set("آخر آخرا أخرى ثالث ثالثا ثالثة رابع رابعا رابعة خامس خامسة سادس سابع ثامن تاسع عاشر")
_ONE_OF = folded_set("أحد إحدى أحدهم إحداهن")
_ADJECTIVES = 2
_OF_THEM = {"ar": folded_set("منهم منهن"), "en": folded_set("of")}
_AMONG = {(verb, "among") for verb in ("was", "were", "is", "are")}
_WHOM = folded_set("them those these whom which the")
_SUBSETS = {
    "ar": "بينهم;من بينهم;بينهن;من بينهن;بينهما;منهم;منهن;من ضمنهم;ضمنهم;معظمهم;غالبيتهم;أغلبهم;أكثرهم;جلهم;أحدهم"
    ";بعضهم",
    "en": "including;includes;include;included;among them;amongst them;among those;among whom;most of them;many of them"
    ";some of them;all of them;most of whom;many of whom;some of whom;mostly;mainly;half of them",
}
_SUBSET_ENDS = {"ar": frozenset[str](), "en": folded_set("were was are is have has had died in on at when after as")}
_ANY_MARK = ".،,;؛:!?؟()[]\n–—"


class PersonCount(NamedTuple):
    """Words that count persons: tokens[first:last], text[start:end]. `is_one` for a noun or name without a number."""

    first: int
    last: int
    start: int
    end: int
    quantity: Quantity
    is_one: bool = False


@lru_cache(maxsize=8)
def _nouns(language: str) -> PhraseTable[tuple[str, str]]:
    return PhraseTable((row["word"], (row["unit"], row["number"])) for row in lexicon.rows(language, "number_nouns"))


@lru_cache(maxsize=8)
def _folded(language: str, name: str) -> frozenset[str]:
    return frozenset(fold(word) for word in lexicon.words(language, name))


@lru_cache(maxsize=8)
def _subset_words(language: str) -> PhraseTable[None]:
    return PhraseTable((word, None) for word in _SUBSETS.get(language, "").split(";") if word)


def find_subsets(words: Words, language: str, stops: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Give the token intervals that only say who is among the counted: "including two women", بينهم طفلان.

    Args:
        words: the document cut up.
        language: of the document.
        stops: indices of words that end a subset, in order: those for what befell people.
    """
    found = []
    for match in _subset_words(language).find(words.tokens, clitics=language == "ar", text=words.text):
        right, last = words.sentences[words.sentence_of[match.first]].last, match.last
        while last < right and not _ends_subset(last, words, language, stops):
            last += 1
        found.append((match.first, last))
    return tuple(found)


def _ends_subset(index: int, words: Words, language: str, stops: Sequence[int]) -> bool:
    return (
        index in stops
        or words.tokens[index].norm in _SUBSET_ENDS[language]
        or any(mark in words.gap(index) for mark in _ANY_MARK)
    )


def counts_of_persons(
    words: Words,
    language: str,
    quantities: Sequence[QuantityExpression],
    taken: Sequence[tuple[int, int]],
    subsets: Sequence[tuple[int, int]],
) -> tuple[PersonCount, ...]:
    """Give the numbers and single persons of a text, in order, without overlap.

    Args:
        words: the document cut up.
        language: of the document.
        quantities: the numbers found in it.
        taken: token intervals that are no persons: the words for what befell them.
        subsets: token intervals whose numbers are left out.
    """
    found = [
        PersonCount(q.first, q.last, q.start, q.end, q.quantity)
        for q in quantities
        if q.quantity.unit == Unit.PERSONS and not _is_part(q, words, language) and not _inside(q.first, subsets)
    ]
    busy = {index for first, last in taken for index in range(first, last)}
    for count in list(found):
        behind = language == "ar" and not _is_dual(count, words)  # the noun that the number counts
        busy.update(range(count.first, count.last + behind))
    single, starts = (_one_arabic, _arabic_starts) if language == "ar" else (_one_english, _english_starts)
    behind_one = -1  # the index behind the words for the last single person, titles and names together
    for index in starts(words):
        one = single(index, words)
        if one is None or not busy.isdisjoint(range(one.first, one.last)) or _inside(index, subsets):
            continue
        busy.update(range(one.first, one.last))
        if one.first != behind_one or not _is_said_twice(one, words):
            found.append(one)
        behind_one = one.last
    return tuple(sorted(found, key=lambda count: count.first))


def _is_said_twice(one: PersonCount, words: Words) -> bool:
    """Say whether a word only goes on with the person named before it: المصور الصحفي, المواطن سمير, امرأة مسنة."""
    lead = words.text[words.tokens[one.first].start : one.start]
    return not lead and is_joined(words.tokens[one.first - 1], words.tokens[one.first], words.text)


def _is_dual(count: PersonCount, words: Words) -> bool:
    match = _nouns("ar").match_at(words.tokens, count.first, clitics=True, article=True, text=words.text)
    return match is not None and match.value[1] == "dual"


def _inside(index: int, intervals: Sequence[tuple[int, int]]) -> bool:
    return any(first <= index < last for first, last in intervals)


def _is_part(quantity: QuantityExpression, words: Words, language: str) -> bool:
    """Say whether a number is a part of one before: "five of them", خمسة منهم."""
    behind = [token.norm for token in words.tokens[quantity.last : quantity.last + 5]]
    if language == "en" and any(pair in _AMONG for pair in pairwise(behind)):
        return True  # "nine children were among those killed"
    if not behind or behind[0] not in _OF_THEM.get(language, ()):
        return False
    if language == "en":
        return behind[1:2] != [] and behind[1] in _WHOM
    sentence = words.sentences[words.sentence_of[quantity.first]]
    return any(token.is_number for token in words.tokens[sentence.first : quantity.first])


def _arabic_starts(words: Words) -> list[int]:
    """Give the indices of the words that `_one_arabic` has to look at."""
    nouns = _nouns("ar").starts(words.tokens, clitics=True, article=True)
    names = (index for index, token in enumerate(words.tokens) if token.norm in _single_names())
    return sorted({*nouns, *names})


def _english_starts(words: Words) -> list[int]:
    return [index for index, token in enumerate(words.tokens) if token.norm in _ARTICLES]


@lru_cache(maxsize=1)
def _single_names() -> frozenset[str]:
    """Give the Arabic words that mean one person by themselves."""
    return (_folded("ar", "given_names") - _folded("ar", "function_words")) | _OTHER | _ONE_OF


def _one_arabic(index: int, words: Words) -> PersonCount | None:
    """Read a singular noun or a given name; nationalities (قصف روسي) are left to be adjectives."""
    token = words.tokens[index]
    if token.norm in _ONE_OF:
        return _one_of(index, words)
    match = _nouns("ar").match_at(words.tokens, index, clitics=True, article=True, text=words.text)
    if match is not None and match.value == ("persons", "sg"):
        bare = token.norm.removeprefix("و").removeprefix("ال")
        is_nation = bool({bare, bare.removesuffix("ا")} & _folded("ar", "demonyms"))
        start = match.start - 2 if words.text[: match.start].endswith("ال") else match.start
        return None if is_nation else _one(index, match.last, max(start, token.start), words)
    return _one(index, index + 1, token.start, words) if token.norm in _single_names() else None


def _one_of(index: int, words: Words) -> PersonCount | None:
    """Read أحد السكان, إحدى النساء: one of several persons."""
    if index + 1 >= len(words.tokens) or not is_joined(words.tokens[index], words.tokens[index + 1], words.text):
        return None
    match = _nouns("ar").match_at(words.tokens, index + 1, clitics=False, article=True, text=words.text)
    if match is None or match.value != ("persons", "pl"):
        return None
    return _one(index, match.last, words.tokens[index].start, words)


def _one_english(index: int, words: Words) -> PersonCount | None:
    """Read "a Syrian nurse", "his brother", a bare "one"."""
    tokens = words.tokens
    before = tokens[index - 1].norm if index else ""
    if tokens[index].norm not in _ARTICLES or before in _NOT_ONE:
        return None
    last = begin = _behind_age(index + 1, words)
    if begin > index + 1 and not _is_person_at(begin, words):
        return _one(index, begin, tokens[index].start, words)  # "a nine-year-old was wounded"
    while last < min(len(tokens), begin + 1 + _ADJECTIVES) and is_joined(tokens[last - 1], tokens[last], words.text):
        if tokens[last].norm in _folded("en", "function_words"):
            break
        match = _nouns("en").match_at(tokens, last, clitics=False, text=words.text)
        if match is not None and not tokens[last].is_capitalised:
            is_person = match.value == ("persons", "sg") and not _is_modifier(match.last, words)
            return _one(index, match.last, tokens[index].start, words) if is_person else None
        last += 1
    is_bare = tokens[index].norm == "one" and not any(token.norm == "of" for token in tokens[index + 1 : index + 2])
    return _one(index, index + 1, tokens[index].start, words) if is_bare else None


def _behind_age(index: int, words: Words) -> int:
    """Give the index behind an age such as "14-year-old", or the same index where there is none."""
    behind = [token.norm for token in words.tokens[index + 1 : index + 3]]
    return index + 3 if behind in (["year", "old"], ["month", "old"]) else index


def _is_person_at(index: int, words: Words) -> bool:
    match = index < len(words.tokens) and _nouns("en").match_at(words.tokens, index, clitics=False, text=words.text)
    return bool(match) and is_joined(words.tokens[index - 1], words.tokens[index], words.text)


def _is_modifier(index: int, words: Words) -> bool:
    """Say whether the noun before tokens[index] only describes another one: "a rebel base"."""
    if index >= len(words.tokens) or not is_joined(words.tokens[index - 1], words.tokens[index], words.text):
        return False
    match = _nouns("en").match_at(words.tokens, index, clitics=False, text=words.text)
    return match is not None and not words.tokens[index].is_capitalised and match.value[0] != "persons"


def _one(first: int, last: int, start: int, words: Words) -> PersonCount:
    end = words.tokens[last - 1].end
    return PersonCount(first, last, start, end, Quantity(best=1, text=words.text[start:end]), is_one=True)


def summed(quantities: Sequence[Quantity], text: str) -> Quantity:
    """Add up the numbers of one list ("three women and two children"); one that is a bound makes the sum one."""
    if len(quantities) == 1:
        return quantities[0]
    bests = [quantity.best for quantity in quantities if quantity.best is not None]
    if len(bests) == len(quantities):
        return replace(quantities[0], best=sum(bests), approx=any(q.approx for q in quantities), text=text)
    lows = [quantity.min if quantity.best is None else quantity.best for quantity in quantities]
    highs = [quantity.max if quantity.best is None else quantity.best for quantity in quantities]
    return Quantity(min=_total(lows), max=_total(highs), approx=True, text=text)


def _total(numbers: Sequence[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None
