"""Find the tolls of a text (killed, wounded, missing, captured), with their numbers, and give them to the events.

A word of `casualties.tsv` takes the nearest number of persons on its own side: Arabic verbs and verbal nouns count
what follows (مقتل 12 مدنيا), counted nouns what stands before (35 قتيلا), English goes by voice ("killed 12", "12 were
killed"). Numbers joined by "and" add up; subsets ("including two women") are not looked at. Where one number counts
two effects together (قتل وجرح العشرات) it only bounds each of them from above.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from conflictmap.extract.casualty_words import CasualtyWord, find_casualty_words
from conflictmap.extract.groups import GroupExpression
from conflictmap.extract.person_counts import PersonCount, counts_of_persons, find_subsets, summed
from conflictmap.extract.quantities import QuantityExpression
from conflictmap.model import Event, EventType, Group, Quantity, Status
from conflictmap.text.normalise import fold
from conflictmap.text.tokens import Sentence, Words

_VIOLENT = frozenset((EventType.ARMED_CLASH, EventType.AIR_STRIKE, EventType.SHELLING, EventType.GROUND_EXPLOSIVE,
                      EventType.SUICIDE_ATTACK, EventType.CHEMICAL_ATTACK, EventType.ATTACK_ON_CIVILIANS))  # fmt: skip
_UNREAL = frozenset((Status.PLANNED, Status.AGREED, Status.PREDICTED, Status.DENIED))
_CIVILIANS = frozenset((Group.CIVILIANS, Group.DISPLACED, Group.RETURNEES, Group.REFUGEES, Group.FAMILIES,
                        Group.HOSTAGES))  # fmt: skip
_PERSONS = _CIVILIANS | {Group.FIGHTERS, Group.FIGHTERS_AND_FAMILIES, Group.TROOPS, Group.PRISONERS, Group.DETAINEES}
_THINGS = frozenset((Group.VEHICLES, Group.CARGO, Group.AID))
_CLAUSE_MARKS = ".،,؛;:!?؟\n–—()"
_JOINED, _ONE = 3, 2  # the cost of an "and" between word and number, and of a person without a number
_ONE_REACH = {"ar": 1, "en": 1}
_LIST_GAP = 6
_GROUP_GAP = 2
_AND = frozenset(("and", "و"))
_FROM = frozenset(("from", fold("من")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """What befell how many of whom: text[start:end], tokens[first:last] cover the word and its number.

    `is_deed` is false for deaths told without a doer ("died", وفاة, bodies found).
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


@dataclass(frozen=True, slots=True)
class _Scene:
    words: Words
    language: str
    groups: tuple[GroupExpression, ...]
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
    subsets = find_subsets(words, language, [cue.first for cue in cues])
    cues = tuple(cue for cue in cues if not any(first <= cue.first < last for first, last in subsets))
    counts = counts_of_persons(words, language, quantities, [(cue.first, cue.last) for cue in cues], subsets)
    scene = _Scene(words, language, tuple(groups), subsets, cues, counts)
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
        for count in range(len(scene.counts))
        if (cost := _cost(scene.cues[cue], scene.counts[count], scene)) is not None
    )
    chosen: dict[int, int] = {}
    for _, cue, count in pairs:
        if cue not in chosen and count not in chosen.values():
            chosen[cue] = count
    return chosen


def _cost(cue: CasualtyWord, count: PersonCount, scene: _Scene) -> int | None:
    """Give how unlikely it is that the count belongs to the word, None where it cannot."""
    words = scene.words
    if words.sentence_of[cue.first] != words.sentence_of[count.first]:
        return None
    if count.first < cue.last and cue.first < count.last:
        return -1  # a dual: جريحين
    is_before = count.last <= cue.first
    side = cue.before if is_before else cue.after
    left, right = (count.last, cue.first) if is_before else (cue.last, count.first)
    if side is None or not _is_open(left, right, scene) or (not is_before and _is_means(count, scene)):
        return None
    distance = sum(not _is_subset(index, scene) for index in range(left, right))
    if distance > cue.reach or (count.is_one and not _may_be_one(cue, count, distance, is_before, scene)):
        return None
    joined = _is_joined(left, right, count, scene) and not is_before
    return side + distance + joined * _JOINED + count.is_one * _ONE + _is_start(count, cue, scene)


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
    lead = scene.words.text[scene.words.tokens[count.first].start : count.start].removesuffix("ال")
    return not lead and not is_before and not _plural_follows(count, scene)


def _plural_follows(count: PersonCount, scene: _Scene) -> bool:
    """Say whether more persons follow at once: قتل مسلح مدنيين, where the one is the doer."""
    return any(group.first == count.last and group.number == "pl" and
               group.start == scene.words.tokens[group.first].start for group in scene.groups)  # fmt: skip


def _is_open(left: int, right: int, scene: _Scene) -> bool:
    """Say whether no mark and no other word for a toll parts two places; subsets with their commas do not."""
    if any(left <= cue.first < right for cue in scene.cues):
        return False
    return all(
        not any(mark in scene.words.gap(index) for mark in _CLAUSE_MARKS)
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
    if quantity is None and cue.is_one:
        quantity = Quantity(best=1, text=text)
    if len(cue.effects) > 1:
        quantity = _shared(quantity)
    if quantity is None and group is None:
        return []
    firsts = [cue.first, *(count.first for count in counts)]
    lasts = [cue.last, *(count.last for count in counts)]
    starts = [cue.start, *(count.start for count in counts)]
    last = max(lasts)
    return [
        Toll(
            start=min(starts), end=scene.words.tokens[last - 1].end, first=min(firsts), last=last,
            sentence=scene.words.sentence_of[cue.first], effect=effect, quantity=quantity,
            group=group, is_deed=cue.is_deed,
        )
        for effect in cue.effects
    ]  # fmt: skip


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


def _adds(left: int, right: int, scene: _Scene) -> bool:
    """Say whether an "and" right before the second count joins it to the first: "three women and two children"."""
    one, two, words = scene.counts[left], scene.counts[right], scene.words
    if words.sentence_of[one.first] != words.sentence_of[two.first] or two.first - one.last > _LIST_GAP:
        return False
    if any(one.last <= cue.first < two.first for cue in scene.cues) or _behind_subset(one, two, scene):
        return False
    lead = words.text[words.tokens[two.first].start : two.start].removesuffix("ال")
    before = words.tokens[two.first - 1].norm
    if lead != "و" and (before not in _AND or lead):
        return False
    end = two.first - 1 if before in _AND else two.first
    return not any(mark in words.gap(index) for index in range(one.last, end) for mark in _CLAUSE_MARKS)


def _behind_subset(one: PersonCount, two: PersonCount, scene: _Scene) -> bool:
    return any(_is_subset(index, scene) for index in range(one.last, two.first))


def _counted_group(counts: Sequence[PersonCount], scene: _Scene) -> Group | None:
    """Give the group of a list of counts: the one of the first, MIXED where others have another."""
    groups = [_group_of(count, scene) for count in counts]
    known = {group for group in groups if group is not None}
    return Group.MIXED if len(known) > 1 else groups[0] if groups else None


def _group_of(count: PersonCount, scene: _Scene) -> Group | None:
    """Give the group that a number counts, or the one person belongs to."""
    for group in _free_groups(scene):
        is_inside = group.first < count.last and count.first < group.last
        is_behind = 0 <= group.first - count.last <= _GROUP_GAP and _is_open(count.last, group.first, scene)
        if is_inside or is_behind:
            return group.group
    return None


def _group_beside(cue: CasualtyWord, scene: _Scene, *, is_counted: bool) -> Group | None:
    """Give the group that the word itself names: "killed civilians", مقتل مدنيين, 5 جرحى من المدنيين."""
    for group in _free_groups(scene):
        if scene.words.sentence_of[group.first] != scene.words.sentence_of[cue.first]:
            continue
        gap = group.first - cue.last
        is_behind = (cue.after is not None or is_counted) and 0 <= gap <= 1 and _is_open(cue.last, group.first, scene)
        gap = cue.first - group.last
        is_before = cue.before == 0 and 0 <= gap <= _GROUP_GAP and _is_open(group.last, cue.first, scene)
        if is_behind or (is_before and not is_counted):
            return group.group
    return None


def _free_groups(scene: _Scene) -> list[GroupExpression]:
    """Give the groups of persons that are no casualty words themselves (الجرحى)."""
    return [
        group
        for group in scene.groups
        if group.group not in _THINGS
        and not _is_subset(group.first, scene)
        and not any(group.first < cue.last and cue.first < group.last for cue in scene.cues)
    ]


# Tolls and events ---------------------------------------------------------------------------------------------------


def with_tolls(
    events: Sequence[Event],
    event_spans: Mapping[str, tuple[int, int, int]],
    tolls: Sequence[Toll],
    sentences: Sequence[Sentence],
) -> tuple[Event, ...]:
    """Set `fatalities` and `injured` of the violent events, each toll on one event.

    The event is the nearest of the toll's sentence, the first where several are as near, else the last one of the
    sentence before in the same paragraph. A first toll stays; another one of the same sentence adds to it only if
    it counts another group. Planned and denied events take no toll.

    Args:
        events: in order.
        event_spans: start, end and sentence of the evidence of each event, by its id.
        tolls: those of the document.
        sentences: those of the document, for their paragraphs.
    """
    given: dict[tuple[str, str], list[Toll]] = {}
    for toll in tolls:
        event = _event_of(toll, events, event_spans, sentences)
        if event is not None and toll.quantity is not None:
            given.setdefault((event, toll.effect), []).append(toll)
    return tuple(
        replace(
            event,
            fatalities=event.fatalities or _total(given.get((event.id, "killed"), ())),
            injured=event.injured or _total(given.get((event.id, "wounded"), ())),
        )
        for event in events
    )


def untold_killings(
    tolls: Sequence[Toll],
    events: Sequence[Event],
    event_spans: Mapping[str, tuple[int, int, int]],
    sentences: Sequence[Sentence],
) -> tuple[Toll, ...]:
    """Give the killings that no violent event tells of: each is an attack by itself."""
    return tuple(
        toll
        for toll in tolls
        if toll.effect == "killed" and toll.is_deed and (toll.group in _PERSONS or toll.quantity is not None)
        and not any(event_spans[event.id][2] == toll.sentence for event in _violent(events, event_spans))
        and _event_of(toll, events, event_spans, sentences) is None
    )  # fmt: skip


def _violent(events: Sequence[Event], event_spans: Mapping[str, tuple[int, int, int]]) -> list[Event]:
    return [event for event in events if event.type in _VIOLENT and event.id in event_spans]


def _event_of(
    toll: Toll,
    events: Sequence[Event],
    event_spans: Mapping[str, tuple[int, int, int]],
    sentences: Sequence[Sentence],
) -> str | None:
    """Give the id of the event that a toll belongs to."""
    real = [event.id for event in _violent(events, event_spans) if event.status not in _UNREAL]
    here = [event for event in real if event_spans[event][2] == toll.sentence]
    if here:
        return min(here, key=lambda event: _distance(toll, event_spans[event]))
    before = toll.sentence - 1
    if before < 0 or sentences[before].paragraph != sentences[toll.sentence].paragraph:
        return None
    there = [event for event in real if event_spans[event][2] == before]
    return min(there, key=lambda event: _distance(toll, event_spans[event]), default=None)


def _distance(toll: Toll, span: tuple[int, int, int]) -> int:
    start, end, _ = span
    return max(0, start - toll.end, toll.start - end)


def _total(tolls: Sequence[Toll]) -> Quantity | None:
    """Give the first toll of an event, with those of other groups in its sentence added."""
    if not tolls:
        return None
    kept = [tolls[0]]
    for toll in tolls[1:] if kept[0].group else ():
        is_new = toll.group is not None and toll.group not in {other.group for other in kept}
        if is_new and toll.sentence == kept[0].sentence:
            kept.append(toll)
    quantities = [toll.quantity for toll in kept if toll.quantity is not None]
    return summed(quantities, "; ".join(quantity.text for quantity in quantities))
