"""Add to the drafts what needs no frame: tolls, killings of civilians, stocks, displacement, who holds what."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace

from conflictmap.extract.attribution import Attribution
from conflictmap.extract.casualties import Toll, is_each_its_own
from conflictmap.extract.claims import Drafts
from conflictmap.extract.control import find_control
from conflictmap.extract.corrections import is_correction
from conflictmap.extract.figures import add_figures
from conflictmap.extract.groups import GroupExpression
from conflictmap.extract.modality import cues_around, read_status
from conflictmap.extract.reasons import attribution_reason
from conflictmap.extract.records import Found
from conflictmap.extract.slots import PlaceSlot
from conflictmap.extract.stocks import find_stocks
from conflictmap.extract.toll_events import event_alone, tolls_by_event, with_tolls
from conflictmap.extract.violence import Violence
from conflictmap.model import (
    Claim,
    Control,
    Count,
    Event,
    EventType,
    Figure,
    Kind,
    PlaceId,
    PlaceRole,
    Quantity,
    Role,
    Stock,
)
from conflictmap.text.tokens import Words

_MEANS = frozenset((EventType.AIR_STRIKE, EventType.SHELLING, EventType.GROUND_EXPLOSIVE, EventType.SUICIDE_ATTACK,
                    EventType.CHEMICAL_ATTACK))  # fmt: skip
_LOCAL = frozenset((Kind.SETTLEMENT, Kind.NEIGHBOURHOOD, Kind.SITE, Kind.CAMP, Kind.FACILITY))
_BEFORE = 4  # words that a place before a toll counts as farther off than one behind it


def add_statements(
    drafts: Drafts, found: Found, groups: Sequence[GroupExpression], tolls: Sequence[Toll], violence: Violence,
    said: Sequence[Attribution], topic: PlaceId | None, implied: PlaceId | None,
) -> None:  # fmt: skip
    """Add tolls to the events, and the events, stocks and statements of control that no trigger tells of.

    Args:
        drafts: what the frames have given; it is added to.
        found: what the finders found.
        groups: the groups of people.
        tolls: the tolls.
        violence: what else is said of violence.
        said: the attribution of each sentence.
        topic: the place that the article is about.
        implied: the place for figures of displacement where there is no such place.
    """
    words, language = found.words, found.language
    drafts.trace.tolls, spans = tuple(tolls), _event_spans(drafts, found)
    here = {toll: _place_beside(toll, found, _LOCAL) for toll in tolls}
    for toll in sorted(tolls, key=lambda toll: toll.effect):  # the killed go before the wounded
        kind = event_alone(toll, drafts.events, spans, here[toll])
        if kind is not None and not violence.is_peacetime(toll.sentence, found):  # an accident is no attack
            means = [arm.value for arm in violence.weapons_in(toll.sentence, found) if arm.value in _MEANS]
            event = _event_alone(drafts, toll, means[0] if means else kind, found, said, topic)
            spans[event.id] = (toll.start, toll.end, toll.sentence)
    several = Counter((toll.sentence, toll.effect) for toll in tolls)  # one toll of many places stays with the first
    beside = {toll: _place_beside(toll, found) for toll in tolls if several[toll.sentence, toll.effect] > 1}
    beside |= _in_order(tolls, found)
    given = tolls_by_event(drafts.events, spans, tolls, beside, here)
    counted = with_tolls(drafts.events, spans, tolls, words, beside, here)
    drafts.events = [replace(event, figures=_figures(drafts, event, given, found, said)) for event in counted]
    for stock in find_stocks(words, language, groups, found.quantities, found.places, topic):
        if stock.place is None or not _tells(words, stock.start):
            continue
        claim = _claim(drafts, stock.start, stock.end, found, said, stock.place, stock.quantity, "stock")
        drafts.stocks.append(
            Stock(id=drafts.identity("st", stock.start, stock.end), place=stock.place, group=stock.group,
                  quantity=stock.quantity, as_of=drafts.document.published, claims=(claim.id,))
        )  # fmt: skip
    add_figures(drafts, found, groups, said, topic or implied)
    for held in find_control(words, language, found.actors, found.places):
        if not _tells(words, held.start):
            continue
        claim = _claim(drafts, held.start, held.end, found, said, held.place, None, "control")
        drafts.control.append(
            Control(id=drafts.identity("ct", held.start, held.end), place=held.place, controller=held.controller,
                    as_of=drafts.document.published, claims=(claim.id,))
        )  # fmt: skip


def _tells(words: Words, start: int) -> bool:
    """Say whether what starts at an offset is news of the article, and not a headline of another one."""
    return words.tells(words.token_at(start))


def _figures(
    drafts: Drafts, event: Event, given: Mapping[tuple[str, str], Sequence[Toll]], found: Found,
    said: Sequence[Attribution],
) -> tuple[Figure, ...]:  # fmt: skip
    """Give the tellings of an event's tolls: the first one, and what others say of it or what corrects it."""
    figures = []
    for of, effect, total in (
        (Count.FATALITIES, "killed", event.fatalities), (Count.INJURED, "wounded", event.injured)
    ):  # fmt: skip
        tolls = given.get((event.id, effect), ())
        for toll in tolls[:1]:
            if total is not None:
                claims = _toll_claims(drafts, event, toll, found, said)
                corrects = is_correction(found.words, found.language, toll)
                figures.append(Figure(of=of, quantity=total, claims=claims, corrects=corrects))
        for toll in tolls[1:]:
            corrects = is_correction(found.words, found.language, toll)
            others = said[toll.sentence].chain != said[tolls[0].sentence].chain
            is_rival = toll.sentence != tolls[0].sentence and toll.group in (None, tolls[0].group) and others
            if toll.quantity is not None and (corrects or is_rival):
                claims = _toll_claims(drafts, event, toll, found, said)
                figures.append(Figure(of=of, quantity=toll.quantity, claims=claims, corrects=corrects))
    return tuple(figures)


def _toll_claims(
    drafts: Drafts, event: Event, toll: Toll, found: Found, said: Sequence[Attribution]
) -> tuple[str, ...]:  # fmt: skip
    """Give the claim whose words hold a toll: the event's own, or one that is made for it."""
    own = [claim for claim in drafts.claims if claim.id in event.claims and claim.start <= toll.start and
           toll.end <= claim.end]  # fmt: skip
    if own:
        return (own[0].id,)
    return (_claim(drafts, toll.start, toll.end, found, said, event.place, toll.quantity, "toll").id,)


def _event_spans(drafts: Drafts, found: Found) -> dict[str, tuple[int, int, int]]:
    """Give start, end and sentence of the evidence of each event."""
    claims = {claim.id: claim for claim in drafts.claims}
    spans = {}
    for event in drafts.events:
        claim = claims[event.claims[0]]
        spans[event.id] = (claim.start, claim.end, found.words.sentence_of[found.words.token_at(claim.start)])
    return spans


def _place_beside(toll: Toll, found: Found, kinds: Container[Kind] = frozenset(Kind)) -> PlaceId | None:
    """Give the place of some kinds in the toll's sentence that stands nearest to it, rather none that only contains."""
    sentence = found.words.sentences[toll.sentence]
    inside = [slot for slot in found.places if sentence.first <= slot.first < sentence.last and slot.kind in kinds]
    placed = [slot for slot in inside if not slot.is_container] or [slot for slot in inside if not slot.is_landmark]

    def distance(slot: PlaceSlot) -> int:
        behind, before = slot.first - toll.last, toll.first - slot.last
        return behind if behind >= 0 else before + _BEFORE  # "four in Douma and three in Harasta"

    return min(placed, key=distance).place if placed else None


def _in_order(tolls: Sequence[Toll], found: Found) -> dict[Toll, PlaceId]:
    """Give the tolls of "in A and B, killing 15 and seven respectively" their places in the order of both."""
    told: dict[tuple[int, str], list[Toll]] = defaultdict(list)
    for toll in tolls:
        if is_each_its_own(toll.sentence, found.words):
            told[toll.sentence, toll.effect].append(toll)
    placed: dict[Toll, PlaceId] = {}
    for (number, _), several in told.items():
        sentence = found.words.sentences[number]
        slots = [s for s in found.places if sentence.first <= s.first < sentence.last and not s.is_container]
        if len(slots) == len(several):
            placed |= {toll: slot.place for toll, slot in zip(several, slots, strict=True)}
    return placed


def _event_alone(
    drafts: Drafts, toll: Toll, kind: EventType, found: Found, said: Sequence[Attribution], topic: PlaceId | None
) -> Event:  # fmt: skip
    """Add the event that a toll tells of by itself; its numbers come with those of the other events."""
    sentence = found.words.sentences[toll.sentence]
    own = _place_beside(toll, found)
    claim = _claim(drafts, toll.start, toll.end, found, said, own or topic, toll.quantity, "toll")
    cues = cues_around(toll.first, toll.last, found.words, found.language, left=sentence.first, right=sentence.last)
    event = Event(id=drafts.identity("ev", toll.start, toll.end), type=kind, place=own or topic,
                  place_explicit=own is not None, status=read_status(cues, tense="past").status,
                  claims=(claim.id,))  # fmt: skip
    drafts.events.append(event)
    return event


def _claim(
    drafts: Drafts, start: int, end: int, found: Found, said: Sequence[Attribution], place: PlaceId | None,
    quantity: Quantity | None, why: str,
) -> Claim:  # fmt: skip
    attribution = said[found.words.sentence_of[found.words.token_at(start)]]
    claim = Claim(
        id=drafts.identity("cl", start, end), start=start, end=end, quote=drafts.document.text[start:end],
        source_chain=attribution.chain, attribution=attribution.verb, certainty=attribution.certainty,
        quantity=quantity, places=(PlaceRole(place=place, role=Role.PRESENCE),) if place else (),
        why=(why, attribution_reason(attribution)),
    )  # fmt: skip
    drafts.claims.append(claim)
    return claim
