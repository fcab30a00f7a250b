"""Bring figures of displacement into the drafts: the term of what the frames found, records for what they did not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from conflictmap.extract.attribution import Attribution
from conflictmap.extract.claims import Drafts, precision_of, when_of
from conflictmap.extract.displacement import Figure, find_figures
from conflictmap.extract.displacement_words import HOUSING, MODES, TermWord
from conflictmap.extract.figure_places import Setting, at, implied, narrowed, place_of, setting_of
from conflictmap.extract.groups import GroupExpression
from conflictmap.extract.modality import Reading, cues_around, read_status
from conflictmap.extract.quantities import QuantityExpression
from conflictmap.extract.reasons import attribution_reason
from conflictmap.extract.records import Found
from conflictmap.extract.slots import within
from conflictmap.model import (
    Claim,
    Event,
    Group,
    Mode,
    Movement,
    PlaceId,
    PlaceRole,
    Quantity,
    Role,
    Status,
    Stock,
    Term,
    TimeExpression,
    Unit,
)
from conflictmap.text.tokens import Words

_DEPARTURES = frozenset((Mode.LEFT, Mode.FLED, Mode.DISPLACED, Mode.EVACUATED))
_KIN = {Mode.TRANSFERRED: frozenset((Mode.TRANSFERRED, Mode.EVACUATED)), Mode.RETURNED: frozenset((Mode.RETURNED,))}
_TERMS = {
    **dict.fromkeys(_DEPARTURES, frozenset(MODES) - {Term.RELOCATED, Term.RETURNED}),
    Mode.RETURNED: frozenset((Term.RETURNED,)),
}  # fmt: skip
_CIVIL = frozenset((Group.CIVILIANS, Group.DISPLACED, Group.RETURNEES, Group.REFUGEES, Group.FAMILIES, Group.MIXED))
_UNREAL = frozenset((Status.DENIED, Status.PLANNED, Status.PREDICTED))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scene:
    """What a figure is put into: the drafts, their claims, which records each sentence has, what stands around it.

    `movements`, `stocks` and `events` give the numbers of the drafts of a sentence; `dropped` takes ids of stocks.
    """

    drafts: Drafts
    claims: Mapping[str, Claim]
    movements: Mapping[int, Sequence[int]]
    stocks: Mapping[int, Sequence[int]]
    events: Mapping[int, Sequence[int]]
    dropped: set[str]
    found: Found
    setting: Setting
    others: tuple[QuantityExpression, ...]
    said: Sequence[Attribution]
    topic: PlaceId | None

    def covering(self, figure: Figure, ids: Sequence[str]) -> list[Claim]:
        """Give the claims that have the number of a figure in their words."""
        start, end = figure.counted.start, figure.counted.end
        claims = [self.claims[name] for name in ids if name in self.claims]
        return [claim for claim in claims if claim.start <= start and end <= claim.end]


def add_figures(
    drafts: Drafts, found: Found, groups: Sequence[GroupExpression], said: Sequence[Attribution], topic: PlaceId | None
) -> None:
    """Give movements and stocks their reporting terms, and add those that only a figure tells of.

    Args:
        drafts: what frames and stocks have given; it is changed.
        found: what the finders found.
        groups: the groups of people.
        said: the attribution of each sentence.
        topic: the place that the article is about.
    """
    everywhere, others, terms = find_figures(found, groups)
    figures = [figure for figure in everywhere if found.words.tells(figure.counted.first)]
    claims = {claim.id: claim for claim in drafts.claims}
    movements, stocks, events = (
        _by_sentence(records, claims, found.words) for records in (drafts.movements, drafts.stocks, drafts.events)
    )
    scene = _Scene(drafts=drafts, claims=claims, movements=movements, stocks=stocks, events=events, dropped=set(),
                   found=found, setting=setting_of(figures, found), others=others, said=said, topic=topic)  # fmt: skip
    for figure in figures:
        if not _is_toll(figure, scene) and not _is_told(figure, scene):
            _add(figure, scene)
    drafts.stocks = [stock for stock in drafts.stocks if stock.id not in scene.dropped]
    _name_uncounted(terms, scene)
    _without_others(scene)


def _without_others(scene: _Scene) -> None:
    """Take a number off a movement that counts others: in "two people died as families fled" nobody says how many."""
    words, drafts = scene.found.words, scene.drafts
    for other in scene.others:
        for number in scene.movements.get(words.sentence_of[other.first], ()):
            movement = drafts.movements[number]
            claims = (scene.claims[name] for name in movement.claims if name in scene.claims)
            is_inside = any(claim.start <= other.start and other.end <= claim.end for claim in claims)
            if is_inside and movement.mode in _DEPARTURES and _is_same(other, movement.quantity):
                drafts.movements[number] = replace(movement, quantity=None)


def _by_sentence(
    records: Sequence[Movement | Stock | Event], claims: Mapping[str, Claim], words: Words
) -> Mapping[int, Sequence[int]]:
    """Give the numbers of the records that each sentence has claims of."""
    found: dict[int, list[int]] = defaultdict(list)
    for number, record in enumerate(records):
        starts = {claims[name].start for name in record.claims if name in claims}
        for sentence in sorted({words.sentence_of[words.token_at(start)] for start in starts}):
            found[sentence].append(number)
    return found


def _is_same(counted: QuantityExpression, quantity: Quantity | None) -> bool:
    own = counted.quantity
    return quantity is not None and (own.min, own.max, own.best, own.text) == (
        quantity.min, quantity.max, quantity.best, quantity.text,
    )  # fmt: skip


def _is_toll(figure: Figure, scene: _Scene) -> bool:
    here = (scene.drafts.events[number] for number in scene.events.get(_sentence(figure, scene), ()))
    return any(
        scene.covering(figure, event.claims)
        for event in here
        if _is_same(figure.counted, event.fatalities) or _is_same(figure.counted, event.injured)
    )


def _sentence(figure: Figure, scene: _Scene) -> int:
    return scene.found.words.sentence_of[figure.counted.first]


def _is_told(figure: Figure, scene: _Scene) -> bool:
    """Give the movement or stock that has the figure already its term; say whether there is one."""
    drafts, sentence = scene.drafts, _sentence(figure, scene)
    moves = scene.movements.get(sentence, ())
    moved = [number for number in moves if _has(drafts.movements[number], figure, scene)]
    there = [number for number in scene.stocks.get(sentence, ()) if _has(drafts.stocks[number], figure, scene)]
    slot = place_of(figure, scene.setting, scene.found)
    if moved and not figure.is_stock:  # "were left homeless": nobody is said to be left there
        scene.dropped.update(drafts.stocks[number].id for number in there)
    elif there:
        stock = drafts.stocks[there[0]]
        place = slot.place if slot else stock.place
        drafts.stocks[there[0]] = replace(stock, term=figure.term, place=place, quantity=_quantity(figure))
        return True
    if figure.term in HOUSING:
        return False
    moving = moved or [number for number in moves if _lacks(drafts.movements[number], figure, scene)]
    if moving:
        counted = replace(drafts.movements[moving[0]], term=figure.term, quantity=_quantity(figure))
        drafts.movements[moving[0]] = narrowed(counted, figure, scene.setting, scene.found, scene.topic)
    return bool(moving)


def _has(record: Movement | Stock, figure: Figure, scene: _Scene) -> bool:
    return _is_same(figure.counted, record.quantity) and bool(scene.covering(figure, record.claims))


def _lacks(movement: Movement, figure: Figure, scene: _Scene) -> bool:
    """Say whether a movement is told in the words of a figure, but has no number or that of something else."""
    mode = MODES.get(figure.term)
    is_free = movement.quantity is None or any(_is_same(other, movement.quantity) for other in scene.others)
    if not is_free or mode is None or figure.is_stock or movement.mode not in _KIN.get(mode, _DEPARTURES):
        return False
    told = scene.covering(figure, movement.claims)
    return any(claim.start <= figure.word.start and figure.word.end <= claim.end for claim in told)


def _quantity(figure: Figure) -> Quantity:
    """Give the number; homes count as the households that live in them."""
    quantity = figure.counted.quantity
    return replace(quantity, unit=Unit.HOUSEHOLDS) if figure.is_housing else quantity


def _add(figure: Figure, scene: _Scene) -> None:
    """Add the claim of a figure, and the movement or the stock that it tells of."""
    words, counted, word, drafts = scene.found.words, figure.counted, figure.word, scene.drafts
    number = _sentence(figure, scene)
    slot = place_of(figure, scene.setting, scene.found)
    parts = [(counted.start, counted.end), (word.start, word.end)]
    if slot is not None and words.sentence_of[slot.first] == number:
        parts.append((slot.start, slot.end))
    start, end = min(first for first, _ in parts), max(last for _, last in parts)
    sentence = words.sentences[number]
    cues = cues_around(word.first, word.last, words, scene.found.language, left=sentence.first, right=word.last)
    reading = read_status(cues, tense="past")
    if figure.is_stock and reading.status in _UNREAL:
        return
    times = within(scene.found.times, sentence.start, sentence.end)
    claim = _claim(figure, start, end, reading, slot.place if slot else scene.topic, scene)
    claim = replace(claim, when=when_of(times))
    drafts.claims.append(claim)
    if figure.is_stock:
        drafts.stocks.append(
            Stock(id=drafts.identity("st", start, end), place=slot.place if slot else scene.topic, group=figure.group,
                  quantity=claim.quantity, as_of=drafts.document.published, claims=(claim.id,), term=figure.term)
        )  # fmt: skip
    else:
        drafts.movements.append(_movement(figure, claim, reading.status, times, scene))


def _movement(figure: Figure, claim: Claim, status: Status, times: Sequence[TimeExpression], scene: _Scene) -> Movement:
    movement = Movement(
        id=scene.drafts.identity("mv", claim.start, claim.end), mode=MODES[figure.term], group=figure.group,
        quantity=claim.quantity, status=status, claims=(claim.id,), term=figure.term,
        date_start=claim.when.earliest if claim.when else None, date_end=claim.when.latest if claim.when else None,
        time_precision=precision_of(times),
    )  # fmt: skip
    return implied(at(movement, figure, scene.setting, scene.found), scene.topic)


def _claim(
    figure: Figure, start: int, end: int, reading: Reading, place: PlaceId | None, scene: _Scene
) -> Claim:  # fmt: skip
    attribution = scene.said[_sentence(figure, scene)]
    role = Role.PRESENCE if figure.is_stock else Role.ORIGIN
    return Claim(
        id=scene.drafts.identity("cl", start, end), start=start, end=end, quote=scene.drafts.document.text[start:end],
        source_chain=attribution.chain, attribution=attribution.verb, modality=reading.modality,
        polarity=reading.polarity, certainty=reading.certainty or attribution.certainty, quantity=_quantity(figure),
        places=(PlaceRole(place=place, role=role),) if place else (),
        why=("displacement", attribution_reason(attribution)),
    )  # fmt: skip


def _name_uncounted(terms: Sequence[TermWord], scene: _Scene) -> None:
    """Give movements of civilians without a figure the term of a word in their claim."""
    drafts = scene.drafts
    for number, movement in enumerate(drafts.movements):
        known = _TERMS.get(movement.mode)
        if movement.term is not None or movement.group not in _CIVIL or known is None:
            continue
        claims = [scene.claims[name] for name in movement.claims if name in scene.claims]
        inside = [w.term for c in claims for w in terms if w.term in known and c.start <= w.start and w.end <= c.end]
        if inside:
            drafts.movements[number] = replace(movement, term=inside[0])
