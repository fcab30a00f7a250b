"""Find figures of displacement: how many people or homes, in which reporting term, where.

Every number of people or homes looks for the word that says what befell them, the nearest pairs first, each number
and each word once; words for something else ("affected", "killed") take their numbers away. A number without a word
of its own then shares that of its neighbour in a list ("200 families in X and 300 in Y", "900 families (4,500
people)").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from conflictmap.extract.displaced_counts import MORE, NOUN_WINDOW, Count, count_of, has_home
from conflictmap.extract.displacement_words import HOUSING, TermWord, custody_words, find_terms
from conflictmap.extract.groups import GroupExpression
from conflictmap.extract.person_counts import find_subsets
from conflictmap.extract.quantities import QuantityExpression
from conflictmap.extract.records import Found, grouped
from conflictmap.model import Group, Term, Unit
from conflictmap.text.normalise import folded_set
from conflictmap.text.tokens import Words

_REACH_BEFORE, _REACH_AFTER, _BARE_REACH, _LIST_REACH = 14, 9, 3, 10
_MARK, _JOINED, _CROSSED, _UNUSUAL = 6, 8, 12, 2  # a word between costs 2
_BARRIERS = ";:؛[]\n"


_FROM, _GOAL = folded_set("from من"), folded_set("to إلى")
_AND = folded_set("and but while whereas as when و بينما فيما كما")
_OF_THEM = folded_set("whom them منهم منها منهن بينهم which whose")
_TO = folded_set("to into in at onto inside إلى في")
_WHO = folded_set("who that الذين اللواتي ممن")
_LISTED = folded_set(
    "comprising representing totalling totaling consisting making and or و او أو about some around nearly over in from"
    " another approximately more than at least"
)
_NUMBER_WORDS = folded_set("number total figure عدد أعداد إجمالي مجموع")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number with its reporting term. `is_stock` where it says how many there are, not how many went."""

    counted: QuantityExpression
    word: TermWord
    term: Term
    is_stock: bool
    is_housing: bool
    group: Group


def find_figures(
    found: Found, groups: Sequence[GroupExpression]
) -> tuple[tuple[Figure, ...], tuple[QuantityExpression, ...], tuple[TermWord, ...]]:
    """Give the figures of displacement of a document in order, the numbers that count others, and the words for it.

    Each number gives one figure at most.

    Args:
        found: what the finders found.
        groups: the groups of people.
    """
    words = found.words
    terms = find_terms(words, found.language)
    told = {word.last for word in terms if word.term}  # ونزح منهم 900: the verb has the part for its subject
    if not told:
        return (), (), ()
    subsets = [span for span in find_subsets(words, found.language, [w.first for w in terms]) if span[0] not in told]
    skipped = {index for first, last in subsets for index in range(first, last)}
    here, near = grouped(terms, words.sentence_of), grouped(groups, words.sentence_of)
    counted = grouped(found.quantities, words.sentence_of)
    figures: list[Figure] = []
    others: list[QuantityExpression] = []
    for number, said in sorted(here.items()):
        if not any(word.term for word in said):
            continue
        starts = [quantity for quantity in counted[number] if _is_start(quantity, counted[number], words)]
        numbers = [q for q in counted[number] if q.first not in skipped and q not in starts]
        others += starts
        counts = [count for quantity in numbers if (count := count_of(quantity, near[number], found)) is not None]
        for place, word in sorted(_chosen(counts, said, found).items()):
            figure = _figure(counts[place], said[word], said, found)
            figures += [figure] if figure else []
            others += [] if figure else [counts[place].counted]
    return tuple(figures), tuple(others), tuple(word for word in terms if word.term)


def _is_start(quantity: QuantityExpression, numbers: Sequence[QuantityExpression], words: Words) -> bool:
    """Say whether a number is only what there was before: "rose from 300 to 500"."""
    if not quantity.first or words.tokens[quantity.first - 1].norm not in _FROM:
        return False
    behind = (q for q in numbers if 0 < q.first - quantity.last <= NOUN_WINDOW)
    return any(words.tokens[q.first - 1].norm in _GOAL for q in behind)


def _chosen(counts: Sequence[Count], terms: Sequence[TermWord], found: Found) -> dict[int, int]:
    """Give each number its word: the cheapest pairs first, then what lists and brackets share."""
    pairs = sorted(
        (cost, number, place)
        for number, count in enumerate(counts)
        for place, word in enumerate(terms)
        if (cost := _cost(count, word, counts, found)) is not None
    )
    chosen: dict[int, int] = {}
    for _, number, place in pairs:
        if number not in chosen and place not in chosen.values():
            chosen[number] = place
    for number in range(len(counts)):
        if number not in chosen:
            shared = _shared(number, counts, chosen, terms, found)
            if shared is not None:
                chosen[number] = shared
    return chosen


def _cost(count: Count, word: TermWord, counts: Sequence[Count], found: Found) -> int | None:
    """Give how unlikely it is that a word speaks of a number, None where it cannot."""
    words, counted = found.words, count.counted
    is_before = counted.last <= word.first
    left, right = (counted.last, word.first) if is_before else (word.last, counted.first)
    if left > right or not (word.takes_before if is_before else word.takes_after):
        return None
    if not _fits(count, word, right - left, counts, found):
        return None
    between = words.text[words.tokens[left - 1].end : words.tokens[right].start]
    is_heading = not is_before and between.rstrip().endswith(":")  # "Displaced people in X: 900"
    if any(mark in (between.rstrip()[:-1] if is_heading else between) for mark in _BARRIERS):
        return None
    tokens = words.tokens[left:right]
    if word.term is None and words.tokens[word.last - 1].norm == "of" and tokens:
        return None  # "the village of Soko" counts nobody, "a village of 300 people" does
    if is_before and any(token.norm in _OF_THEM for token in tokens):
        return None
    open_text = between if is_before else re.sub(r"\([^()]*\)", "", between)  # "displaced persons (IDPs) rose to 900"
    marks = sum(open_text.count(mark) for mark in ",،()")
    if marks and not is_before:
        return None
    named = sum(slot.last - slot.first for slot in found.places if left <= slot.first and slot.last <= right)
    gap = right - left - named
    is_number_of = not is_before and bool(_NUMBER_WORDS & {t.norm for t in words.tokens[word.first : word.last]})
    is_loose = count.is_bare and gap > _BARE_REACH and not is_number_of and not is_heading
    if is_loose or gap > (_REACH_BEFORE if is_before else _REACH_AFTER):
        return None
    crossed = sum(left <= other.counted.first < right for other in counts)
    joined = any(token.norm in _AND for token in tokens) or _has_and(word.first if is_before else counted.first, found)
    unusual = is_before and found.language == "ar"
    return 2 * gap + marks * _MARK + crossed * _CROSSED + joined * _JOINED + unusual * _UNUSUAL


def _has_and(index: int, found: Found) -> bool:
    """Say whether an Arabic word is joined by a written-on "and"."""
    return found.language == "ar" and found.words.tokens[index].norm.startswith("و")


def _fits(count: Count, word: TermWord, gap: int, counts: Sequence[Count], found: Found) -> bool:
    """Say whether a word can speak of what is counted: homes are destroyed, people flee, both are evacuated."""
    words = found.words
    if word.term is None:
        return True
    if word.term not in HOUSING:
        before = words.tokens[count.counted.first - 1].norm if count.counted.first else ""
        return not count.is_housing or (word.term == Term.EVACUATED and before not in _TO)
    if count.is_housing:
        return True
    if count.is_household and 0 < gap <= NOUN_WINDOW and has_home(word.last, count.counted.first, found):
        return True  # "swept away the homes of 300 families"
    if count.counted.quantity.unit == Unit.HOUSEHOLDS:
        return gap <= 2
    if word.harms_people:
        return True
    behind = words.tokens[count.counted.last].norm if count.counted.last < len(words.tokens) else ""
    homes_before = any(other.is_housing and other.counted.first < count.counted.first for other in counts)
    return homes_before and gap <= 1 and (count.is_bare or behind in MORE)


def _shared(
    number: int, counts: Sequence[Count], chosen: dict[int, int], terms: Sequence[TermWord], found: Found
) -> int | None:
    """Give the word of the neighbour in a list or in brackets."""
    for other in (number + 1, number - 1):
        if not 0 <= other < len(counts) or other not in chosen or terms[chosen[other]].term is None:
            continue
        left, right = sorted((counts[number], counts[other]), key=lambda count: count.counted.first)
        first, last = left.counted.last, right.counted.first
        between = found.words.text[left.counted.end : right.counted.start]
        is_near = last - first <= _LIST_REACH and "\n" not in between
        is_parted = any(first <= word.first < last for word in terms if word != terms[chosen[other]])
        tokens = found.words.tokens[first:last]
        is_list = any(token.norm in _LISTED for token in tokens) or any(mark in between for mark in "(,،/")
        is_part = any(token.norm in _OF_THEM for token in tokens)
        if is_near and is_list and not is_part and not is_parted and left.is_housing == right.is_housing:
            return chosen[other]
    return None


def _figure(count: Count, word: TermWord, terms: Sequence[TermWord], found: Found) -> Figure | None:
    if word.term is None or (word.harms_people and not (count.is_housing or count.is_household)):
        return None
    word = _predicate(count, word, terms, found)
    assert word.term is not None
    term = word.term
    behind = found.words.tokens[word.last : word.last + _LIST_REACH]
    if term == Term.RELOCATED and any(token.norm in custody_words() for token in behind):
        return None
    if term == Term.SHELTERED and any(
        other.term == Term.IN_RELIEF_CAMP and 0 <= other.first - word.last <= _LIST_REACH for other in terms
    ):
        term = Term.IN_RELIEF_CAMP
    families = count.counted.quantity.unit in (Unit.FAMILIES, Unit.HOUSEHOLDS)
    group = count.group or (Group.FAMILIES if families else Group.CIVILIANS)
    return Figure(counted=count.counted, word=word, term=term, is_stock=word.record != "flow",
                  is_housing=count.is_housing or term in HOUSING, group=group)  # fmt: skip


def _predicate(count: Count, word: TermWord, terms: Sequence[TermWord], found: Found) -> TermWord:
    """Prefer what is said of displaced people to the word for them: "2,000 IDPs returned", "who had fled returned"."""
    counted = count.counted
    if word.record == "stock":  # "hosts 900 displaced people": the word for the people says more
        nouns = (w for w in terms if w.record == "noun" and 0 <= w.first - counted.last <= 1)
        return next(nouns, word) if word.last <= counted.first else word
    edge = max(word.last, counted.last)
    lead = found.words.tokens[counted.last : word.first]
    if count.is_housing or not (word.record == "noun" or any(token.norm in _WHO for token in lead)):
        return word
    for other in terms:
        gap = found.words.text[word.end : other.start]
        if other.first >= edge and other.first - edge <= 4 and not any(mark in gap for mark in ".,،;؛:()"):
            return other if other.record == "flow" and other.takes_before else word
    return word
