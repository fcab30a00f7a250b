"""Find the tolls of a text (killed, wounded, missing, captured), with their numbers.

A word of `casualties.tsv` takes the nearest number of persons on its own side: Arabic verbs and verbal nouns count
what follows (مقتل 12 مدنيا), counted nouns what stands before (35 قتيلا), English goes by voice ("killed 12", "12 were
killed"). Numbers joined by "and" add up; subsets ("including two women") are not looked at. Where one number counts
two effects together (قتل وجرح العشرات) it only bounds each of them from above.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from conflictmap.extract.casualty_words import CasualtyWord, find_casualty_words
from conflictmap.extract.groups import GroupExpression
from conflictmap.extract.person_counts import PersonCount, counts_of_persons, find_subsets, summed
from conflictmap.extract.quantities import QuantityExpression
from conflictmap.extract.totals import is_total
from conflictmap.model import Group, Quantity
from conflictmap.text.normalise import fold
from conflictmap.text.tokens import Words

_THINGS = frozenset((Group.VEHICLES, Group.CARGO, Group.AID))
_BREAKS = ".؛;:!?؟\n–—()"
_CLAUSE_MARKS = _BREAKS + "،,"
_JOINED, _ONE = 3, 2  # the cost of an "and" between word and number, and of a person without a number
_ONE_REACH = {"ar": 1, "en": 1}
_LIST_GAP = 6
_LONGEST_ASIDE = 4
_LONGEST_LIST = 8
_FARTHEST = 60  # words between a word and its number
_GROUP_GAP = 2
# What kills without a doer. A fire after a shelling has its event anyway.
_ACCIDENTS = frozenset(map(fold, (
    "accident", "crash", "crashed", "collision", "earthquake", "earthquakes", "quake", "flood", "floods", "flooding",
    "avalanche", "drowned", "drowning", "stampede", "landslide", "capsized", "wildfire", "wildfires", "epidemic",
    "cholera", "زلزال", "زلازل", "فيضان", "فيضانات", "سيول", "تصادم", "غرقا", "غرق", "تدافع", "كوليرا", "وباء", "مرض",
    "مدفأة", "سير", "مرورية", "مروري", "صاعقة",
)))  # fmt: skip
_AND = frozenset(("and", "و"))
_TO = frozenset(("to", fold("إلى")))
_EACH_ITS_OWN = frozenset(map(fold, ("respectively", "التوالي", "الترتيب")))
_WHERE = frozenset(map(fold, ("in", "at", "near", "outside", "في", "قرب", "داخل", "على")))
_WHOSE = frozenset(("his", "her", "their"))
_FROM = frozenset(("from", fold("من")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """What befell how many of whom: text[start:end], tokens[first:last] cover the word and its number.

    `is_deed` is false for deaths told without a doer ("died", وفاة, bodies found) and for accidents, `is_total` true
    for what came about over a long time ("killed since 2011"): neither is an event.
    """

    start: int
    end: int
    first: int
    last: int
    sentence: int
    effect: str
    quantity: Quantity | None
    group: Group | None
    is_deed: bool = True
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class _Scene:
    words: Words
    language: str
    groups: tuple[GroupExpression, ...]
    free: Mapping[int, Sequence[GroupExpression]]  # by sentence: persons that are no casualty words themselves
    subsets: tuple[tuple[int, int], ...]
    cues: tuple[CasualtyWord, ...]
    counts: tuple[PersonCount, ...]


def find_tolls(
    words: Words, language: str, quantities: Sequence[QuantityExpression], groups: Sequence[GroupExpression]
) -> tuple[Toll, ...]:
    """Give the tolls of a text in order; a word with neither a number nor a group gives none.

    Args:
        words: the document cut up.
        language: ISO 639-1; "ar" and "en" have tolls.
        quantities: the numbers found in the document.
        groups: the groups found in it.
    """
    if language not in ("ar", "en"):
        return ()
    cues = find_casualty_words(words, language, quantities)
    behind = {q.last: q.first for q in quantities}
    counted = [behind[cue.first] for cue in cues if cue.before == 0 and cue.first in behind]
    subsets = find_subsets(words, language, [*counted, *(cue.first for cue in cues)])
    cues = tuple(cue for cue in cues if not any(first <= cue.first < last for first, last in subsets))
    counts = counts_of_persons(words, language, quantities, [(cue.first, cue.last) for cue in cues], subsets)
    scene = _Scene(words, language, tuple(groups), _free_groups(words, groups, subsets, cues), subsets, cues, counts)
    chosen = _chosen(scene)
    tolls = [toll for number in range(len(cues)) for toll in _tolls(number, chosen, scene)]
    numbered = {(toll.sentence, toll.effect) for toll in tolls if toll.quantity is not None}
    kept = [toll for toll in tolls if toll.quantity is not None or (toll.sentence, toll.effect) not in numbered]
    return tuple(sorted(kept, key=lambda toll: (toll.first, toll.last, toll.effect)))


# Which number belongs to which word ---------------------------------------------------------------------------------


def _chosen(scene: _Scene) -> dict[int, int]:
    """Give each word (by its number) its count: the cheapest pairs first, each word and each count once."""
    pairs = sorted(
        (cost, cue, count)
        for cue in range(len(scene.cues))
        for count in _near(scene.cues[cue], scene)
        if (cost := _cost(scene.cues[cue], scene.counts[count], scene)) is not None
    )
    chosen: dict[int, int] = {}
    for _, cue, count in pairs:
        if cue not in chosen and count not in chosen.values():
            chosen[cue] = count
    return chosen


def _near(cue: CasualtyWord, scene: _Scene) -> range:
    """Give the numbers of the counts that are not too far from a word, subsets between them included."""
    first = bisect_left(scene.counts, cue.first - _FARTHEST, key=attrgetter("first"))
    return range(first, bisect_left(scene.counts, cue.last + _FARTHEST, key=attrgetter("first")))


def _cost(cue: CasualtyWord, count: PersonCount, scene: _Scene) -> int | None:
    """Give how unlikely it is that the count belongs to the word, None where it cannot."""
    words = scene.words
    if words.sentence_of[cue.first] != words.sentence_of[count.first]:
        return None
    if count.first < cue.last and cue.first < count.last:
        return -1  # a dual: جريحين
    is_before = count.last <= cue.first
    side = cue.before if is_before else cue.after
    if is_before and count.is_one and cue.after_one:
        side = _JOINED
    left, right = (count.last, cue.first) if is_before else (cue.last, count.first)
    commas = "" if _is_end_of_rise(cue, count, scene) else "،,"
    if side is None or not _is_open(left, right, scene, commas) or (not is_before and _is_means(count, scene)):
        return None
    distance = sum(not _is_subset(index, scene) for index in range(left, right))
    if distance > cue.reach or (count.is_one and not _may_be_one(cue, count, distance, is_before, scene)):
        return None
    joined = _is_led_by_and(cue, scene) if is_before else _is_joined(left, right, count, scene)
    return side + distance + joined * _JOINED + count.is_one * _ONE + _is_start(count, cue, scene)


def _is_led_by_and(cue: CasualtyWord, scene: _Scene) -> bool:
    """Say whether an "and" is written onto the word, so that what stands before it belongs to another one."""
    return scene.words.text[scene.words.tokens[cue.first].start : cue.start].startswith("و")


def _is_means(count: PersonCount, scene: _Scene) -> bool:
    """Say whether a preposition is written onto the count: أصيبت بعدة شظايا."""
    lead = scene.words.text[scene.words.tokens[count.first].start : count.start]
    return lead.lstrip("وف")[:1] in ("ب", "ك")


def _is_start(count: PersonCount, cue: CasualtyWord, scene: _Scene) -> int:
    """Make the lower number of "the toll rose from 3 to 5" cost more."""
    before = scene.words.tokens[count.first - 1].norm if count.first else ""
    return 2 * cue.reach if before in _FROM and count.first > cue.last else 0


def _may_be_one(cue: CasualtyWord, count: PersonCount, distance: int, is_before: bool, scene: _Scene) -> bool:
    """Say whether a noun without a number is who suffered: next to the word, and no doer of it."""
    if distance > _ONE_REACH[scene.language] + (2 if is_before and cue.after is None else 0):
        return False
    if scene.language == "en":
        return not is_before or cue.after is None or scene.words.text[count.start : count.end].lower() == "one"
    if is_before:
        return cue.alone == 1 or (cue.after_one and distance == 0 and not _is_object(count, scene))
    lead = scene.words.text[scene.words.tokens[count.first].start : count.start].removesuffix("ال")
    return not lead and not (distance and _is_described(count, scene)) and not _plural_follows(count, scene)


def _is_described(count: PersonCount, scene: _Scene) -> bool:
    """Say whether the word before a person is a group that it only describes: عائلة مدنية."""
    return any(group.last == count.first for group in scene.groups)


def _is_object(count: PersonCount, scene: _Scene) -> bool:
    """Say whether a conjunction or preposition is written onto the person before a verb."""
    return bool(scene.words.text[scene.words.tokens[count.first].start : count.start].removesuffix("ال"))


def _plural_follows(count: PersonCount, scene: _Scene) -> bool:
    """Say whether more persons follow at once: قتل مسلح مدنيين, where the one is the doer."""
    return any(group.first == count.last and group.number == "pl" and
               group.start == scene.words.tokens[group.first].start for group in scene.groups)  # fmt: skip


def _is_end_of_rise(cue: CasualtyWord, count: PersonCount, scene: _Scene) -> bool:
    """Say whether a toll has risen "to" the count, however much stands between: حصيلة القتلى، أمس، إلى 17."""
    before = scene.words.tokens[count.first - 1].norm if count.first else ""
    return cue.is_toll and count.first > cue.last and before in _TO


def _is_open(left: int, right: int, scene: _Scene, commas: str = "،,") -> bool:
    """Say whether no mark and no other word for a toll parts two places; subsets with their commas do not."""
    following = bisect_left(scene.cues, left, key=attrgetter("first"))
    if following < len(scene.cues) and scene.cues[following].first < right:
        return False
    return all(
        not any(mark in scene.words.gap(index) for mark in _BREAKS + commas)
        or _is_subset(index, scene)
        or _is_subset(index - 1, scene)
        for index in range(left, right + 1)
        if 0 < index < len(scene.words.tokens)
    )


def _is_subset(index: int, scene: _Scene) -> bool:
    return any(first <= index < last for first, last in scene.subsets)


def _is_joined(left: int, right: int, count: PersonCount, scene: _Scene) -> bool:
    """Say whether an "and" stands between, or is written onto the count (وثلاثة)."""
    tokens = scene.words.tokens
    lead = scene.words.text[tokens[count.first].start : count.start]
    return any(token.norm in _AND for token in tokens[left:right]) or lead.startswith("و")


# Tolls out of words and counts --------------------------------------------------------------------------------------


def _tolls(number: int, chosen: Mapping[int, int], scene: _Scene) -> list[Toll]:
    cue = scene.cues[number]
    counts = _list_from(chosen[number], chosen, scene) if number in chosen else ()
    group = _counted_group(counts, scene) or _group_beside(cue, scene, is_counted=bool(counts))
    quantity = _sum(counts, scene.words.text) if counts else None
    text = scene.words.text[cue.start : scene.words.tokens[cue.last - 1].end]
    if quantity is None and cue.alone and any(c.last == cue.first and not c.is_one for c in scene.counts):
        return []  # the number is another word's: حصيلة الضحايا 45 قتيلا
    if quantity is None and cue.alone:
        quantity = Quantity(best=cue.alone, text=text)
    if len(cue.effects) > 1:
        quantity = _shared(quantity)
    if quantity is None and group is None:
        return []
    firsts = [cue.first, *(count.first for count in counts)]
    lasts = [cue.last, *(count.last for count in counts)]
    starts = [cue.start, *(count.start for count in counts)]
    last = max(lasts)
    sentence = scene.words.sentences[scene.words.sentence_of[cue.first]]
    is_accident = any(token.norm in _ACCIDENTS for token in scene.words.tokens[sentence.first : sentence.last])
    whole = [
        Toll(
            start=min(starts), end=scene.words.tokens[last - 1].end, first=min(firsts), last=last,
            sentence=scene.words.sentence_of[cue.first], effect=effect, quantity=quantity,
            group=group, is_deed=cue.is_deed and not is_accident,
            is_total=is_total(min(starts), scene.words.tokens[last - 1].end, scene.words, scene.language),
        )
        for effect in cue.effects
    ]  # fmt: skip
    others = [
        replace(toll, start=count.start, end=count.end, first=count.first, last=count.last, quantity=count.quantity)
        for toll in whole for count in (_further(counts, chosen, scene) if counts and len(cue.effects) == 1 else ())
    ]  # fmt: skip
    return [*whole, *others]


def _sum(counts: Sequence[PersonCount], text: str) -> Quantity:
    return summed([count.quantity for count in counts], text[counts[0].start : counts[-1].end])


def _shared(quantity: Quantity | None) -> Quantity | None:
    """Turn the number of the dead and wounded together into what bounds either."""
    most = quantity and (quantity.max if quantity.best is None else quantity.best)
    return Quantity(max=most, approx=True, text=quantity.text) if quantity and most else None


def _list_from(index: int, chosen: Mapping[int, int], scene: _Scene) -> tuple[PersonCount, ...]:
    """Give the count with those that an "and" adds to it, both ways, as far as no other word takes them."""
    first = last = index
    while first and _adds(first - 1, first, scene) and first - 1 not in chosen.values():
        first -= 1
    while last + 1 < len(scene.counts) and _adds(last, last + 1, scene) and last + 1 not in chosen.values():
        last += 1
    return scene.counts[first : last + 1]


def _adds(left: int, right: int, scene: _Scene, ahead: int = _LONGEST_LIST) -> bool:
    """Say whether an "and" right before the second count joins it to the first: "three women and two children".

    A comma joins too, if an "and" comes within `ahead` more counts.
    """
    one, two, words = scene.counts[left], scene.counts[right], scene.words
    if words.sentence_of[one.first] != words.sentence_of[two.first]:
        return False
    if _is_elsewhere(one, two, words):
        return False
    aside = _asides(one.last, two.first, words)
    if two.first - one.last - len(aside) > _LIST_GAP:
        return False
    if any(one.last <= cue.first < two.first for cue in scene.cues) or _behind_subset(one, two, scene):
        return False
    joint = _joint_at(two, words)
    if joint is None:
        goes_on = ahead > 0 and right + 1 < len(scene.counts) and _is_comma_between(one, two, words)
        return goes_on and _adds(right, right + 1, scene, ahead - 1)
    plain = [index for index in range(one.last, joint) if not {index - 1, index} & aside]
    return not any(mark in words.gap(index) for index in plain for mark in _CLAUSE_MARKS)


def _is_elsewhere(one: PersonCount, two: PersonCount, words: Words) -> bool:
    """Say whether a place stands between two counts: "four people in Douma and three in Harasta" are no seven."""
    between = words.tokens[one.last : two.first]
    return any(token.norm in _WHERE for token in between) or is_each_its_own(words.sentence_of[two.first], words)


def is_each_its_own(number: int, words: Words) -> bool:
    """Say whether a sentence gives each place its own number: "killing 15 and seven people respectively"."""
    sentence = words.sentences[number]
    return any(token.norm in _EACH_ITS_OWN for token in words.tokens[sentence.first : sentence.last])


def _further(counts: Sequence[PersonCount], chosen: Mapping[int, int], scene: _Scene) -> Iterator[PersonCount]:
    """Give the counts that an "and" sets beside a list, each for another place."""
    at = scene.counts.index(counts[-1]) + 1
    for index in range(at, len(scene.counts)):
        one, two = scene.counts[index - 1], scene.counts[index]
        is_near = two.first - one.last <= _LIST_GAP and _joint_at(two, scene.words) is not None
        is_same = scene.words.sentence_of[one.first] == scene.words.sentence_of[two.first]
        is_free = index not in chosen.values() and not any(one.last <= cue.first < two.first for cue in scene.cues)
        if not (is_same and is_near and is_free and _is_elsewhere(one, two, scene.words)):
            return
        yield two


def _joint_at(count: PersonCount, words: Words) -> int | None:
    """Give the index of the "and" before a count (and women, وامرأة, and his two sons), None where there is none."""
    lead = words.text[words.tokens[count.first].start : count.start].removesuffix("ال")
    if lead == "و":
        return count.first
    at = count.first - 1
    if lead or at < 1:
        return None
    is_behind_noun = words.text[count.start : count.end].startswith("ال") and words.tokens[at].norm.startswith("و")
    if is_behind_noun:
        return at  # أم وأطفالها الأربعة
    at -= words.tokens[at].norm in _WHOSE
    return at if words.tokens[at].norm in _AND else None


def _is_comma_between(one: PersonCount, two: PersonCount, words: Words) -> bool:
    """Say whether a list goes on behind a comma: "two men, a woman and a child"."""
    gaps = [words.gap(index).strip() for index in range(one.last, two.first + 1)]
    return gaps[-1] in (",", "،") and not any(gaps[:-1])


def _asides(first: int, last: int, words: Words) -> frozenset[int]:
    """Give the words in short brackets between two places, such as an age: كمال (25 عاما) وهدى (12 عاما)."""
    inside: set[int] = set()
    opened: int | None = None
    for index in range(first, last + 1):
        gap = words.gap(index)
        if ")" in gap and opened is not None and index - opened <= _LONGEST_ASIDE:
            inside.update(range(opened, index))
            opened = None
        opened = index if "(" in gap else opened
    return frozenset(inside)


def _behind_subset(one: PersonCount, two: PersonCount, scene: _Scene) -> bool:
    return any(_is_subset(index, scene) for index in range(one.last, two.first))


def _counted_group(counts: Sequence[PersonCount], scene: _Scene) -> Group | None:
    """Give the group of a list of counts, MIXED where there are several."""
    known = {_group_of(count, scene) for count in counts} - {None}
    return Group.MIXED if len(known) > 1 else next(iter(known), None)


def _group_of(count: PersonCount, scene: _Scene) -> Group | None:
    """Give the group that a number counts, or the one person belongs to."""
    for group in scene.free.get(scene.words.sentence_of[count.first], ()):
        is_inside = group.first < count.last and count.first < group.last
        is_behind = 0 <= group.first - count.last <= _GROUP_GAP and _is_open(count.last, group.first, scene)
        if is_inside or is_behind:
            return group.group
    return None


def _group_beside(cue: CasualtyWord, scene: _Scene, *, is_counted: bool) -> Group | None:
    """Give the group that the word itself names: "killed civilians", مقتل مدنيين, 5 جرحى من المدنيين."""
    for group in scene.free.get(scene.words.sentence_of[cue.first], ()):
        gap = group.first - cue.last
        is_behind = (cue.after is not None or is_counted) and 0 <= gap <= 1 and _is_open(cue.last, group.first, scene)
        gap = cue.first - group.last
        is_before = cue.before == 0 and 0 <= gap <= _GROUP_GAP and _is_open(group.last, cue.first, scene)
        if is_behind or (is_before and not is_counted):
            return group.group
    return None


def _free_groups(
    words: Words, groups: Sequence[GroupExpression], subsets: Sequence[tuple[int, int]], cues: Sequence[CasualtyWord]
) -> Mapping[int, Sequence[GroupExpression]]:
    """Give the groups of persons that are no casualty words themselves (الجرحى), by sentence."""
    taken = {index for cue in cues for index in range(cue.first, cue.last)}
    parts = {index for first, last in subsets for index in range(first, last)}
    free: dict[int, list[GroupExpression]] = {}
    for group in groups:
        is_free = taken.isdisjoint(range(group.first, group.last)) and group.first not in parts
        if is_free and group.group not in _THINGS:
            free.setdefault(words.sentence_of[group.first], []).append(group)
    return free
