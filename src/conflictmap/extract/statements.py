"""Add to the drafts what needs no frame: tolls, killings of civilians, stocks, and who holds what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from conflictmap.extract.attribution import Attribution
from conflictmap.extract.casualties import Toll, untold_killings, with_tolls
from conflictmap.extract.claims import Drafts
from conflictmap.extract.control import find_control
from conflictmap.extract.groups import GroupExpression
from conflictmap.extract.modality import cues_around, read_status
from conflictmap.extract.records import Found
from conflictmap.extract.slots import PlaceSlot
from conflictmap.extract.stocks import find_stocks
from conflictmap.extract.violence import ARMED_GROUPS, Violence
from conflictmap.model import Claim, Control, Event, EventType, PlaceId, PlaceRole, Quantity, Role, Stock


def add_statements(
    drafts: Drafts, found: Found, groups: Sequence[GroupExpression], tolls: Sequence[Toll], violence: Violence,
    said: Sequence[Attribution], topic: PlaceId | None,
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
    """
    words, language = found.words, found.language
    spans = _event_spans(drafts, found)
    killings = untold_killings(tolls, drafts.events, spans, words.sentences)
    drafts.events = list(with_tolls(drafts.events, spans, tolls, words.sentences))
    for toll in killings:
        is_fight = toll.group in ARMED_GROUPS
        is_known = toll.group is not None or toll.sentence in violence.armed
        if violence.is_peacetime(toll.sentence, found) or not is_known:
            continue  # an accident, or a number of dead of whom nothing says who killed them
        sentence = words.sentences[toll.sentence]
        place = _place_in(sentence.first, sentence.last, found.places) or topic
        claim = _claim(drafts, toll.start, toll.end, found, said, place, toll.quantity)
        cues = cues_around(toll.first, toll.last, words, language, left=sentence.first, right=sentence.last)
        reading = read_status(cues, tense="past")
        kind = EventType.ARMED_CLASH if is_fight else EventType.ATTACK_ON_CIVILIANS
        drafts.events.append(replace(_killing(drafts, toll, claim, place, kind), status=reading.status))
    for stock in find_stocks(words, language, groups, found.quantities, found.places, topic):
        claim = _claim(drafts, stock.start, stock.end, found, said, stock.place, stock.quantity)
        drafts.stocks.append(
            Stock(id=drafts.identity("st", stock.start, stock.end), place=stock.place, group=stock.group,
                  quantity=stock.quantity, as_of=drafts.document.published, claims=(claim.id,))
        )  # fmt: skip
    for held in find_control(words, language, found.actors, found.places):
        claim = _claim(drafts, held.start, held.end, found, said, held.place, None)
        drafts.control.append(
            Control(id=drafts.identity("ct", held.start, held.end), place=held.place, controller=held.controller,
                    as_of=drafts.document.published, claims=(claim.id,))
        )  # fmt: skip


def _event_spans(drafts: Drafts, found: Found) -> dict[str, tuple[int, int, int]]:
    """Give start, end and sentence of the evidence of each event."""
    claims = {claim.id: claim for claim in drafts.claims}
    spans = {}
    for event in drafts.events:
        claim = claims[event.claims[0]]
        spans[event.id] = (claim.start, claim.end, found.words.sentence_of[found.words.token_at(claim.start)])
    return spans


def _place_in(first: int, last: int, places: Sequence[PlaceSlot]) -> PlaceId | None:
    inside = [slot for slot in places if first <= slot.first < last]
    placed = [slot for slot in inside if not slot.is_container] or inside
    return placed[0].place if placed else None


def _killing(drafts: Drafts, toll: Toll, claim: Claim, place: PlaceId | None, kind: EventType) -> Event:
    return Event(
        id=drafts.identity("ev", toll.start, toll.end), type=kind, place=place,
        fatalities=toll.quantity, claims=(claim.id,),
    )  # fmt: skip


def _claim(
    drafts: Drafts, start: int, end: int, found: Found, said: Sequence[Attribution], place: PlaceId | None,
    quantity: Quantity | None,
) -> Claim:  # fmt: skip
    attribution = said[found.words.sentence_of[found.words.token_at(start)]]
    claim = Claim(
        id=drafts.identity("cl", start, end), start=start, end=end, quote=drafts.document.text[start:end],
        source_chain=attribution.chain, attribution=attribution.verb, certainty=attribution.certainty,
        quantity=quantity, places=(PlaceRole(place=place, role=Role.PRESENCE),) if place else (),
    )  # fmt: skip
    drafts.claims.append(claim)
    return claim
