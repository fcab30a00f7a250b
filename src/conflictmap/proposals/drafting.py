"""Make claims, events and movements out of proposals that the text bears out."""

from __future__ import annotations

from collections.abc import Iterator

from conflictmap.extract.actors import ActorExpression
from conflictmap.extract.attribution import Attribution
from conflictmap.extract.claims import Drafts
from conflictmap.extract.times import expression_when
from conflictmap.model import (
    Certainty,
    Claim,
    DestinationRelation,
    Event,
    Modality,
    Movement,
    PlaceId,
    PlaceRole,
    Polarity,
    Role,
    Status,
    TimePrecision,
)
from conflictmap.proposals.checking import Checked

__all__ = ["add_record"]

_SPEAKERS = frozenset(("outlet", "agency", "monitor"))
# How a claim of a status is put, and how sure it then is; all others are asserted, as sure as who says them.
_PUT: dict[Status, tuple[Modality, Certainty]] = {
    Status.AGREED: (Modality.AGREED, Certainty.PLANNED), Status.PLANNED: (Modality.FUTURE, Certainty.PLANNED),
    Status.PREDICTED: (Modality.FUTURE, Certainty.PREDICTED), Status.ALLEGED: (Modality.HEDGED, Certainty.ALLEGED),
}  # fmt: skip


def add_record(
    drafts: Drafts, checked: Checked, attribution: Attribution, actors: tuple[ActorExpression, ...], by: str
) -> tuple[str, ...]:
    """Add a claim and what it tells of, marked as proposed; give the ids of the event or events, or of the movement.

    Args:
        drafts: the proposals of the document; it is added to.
        checked: the proposal.
        attribution: of the sentence in which its quote starts.
        actors: those of the document.
        by: who proposes it.
    """
    claim = _claim(drafts, checked, attribution, by)
    drafts.claims.append(claim)
    if checked.proposal.type is None:
        drafts.movements.append(_movement(drafts, checked, claim))
        return (drafts.movements[-1].id,)
    quote = checked.quote
    present = dict.fromkeys(actor.actor for actor in actors
                            if quote.start <= actor.start < quote.end and actor.type not in _SPEAKERS)  # fmt: skip
    events = tuple(_events(drafts, checked, claim, tuple(present)))
    drafts.events += events
    return tuple(event.id for event in events)


def _claim(drafts: Drafts, checked: Checked, attribution: Attribution, by: str) -> Claim:
    start, end, status = checked.quote.start, checked.quote.end, checked.proposal.status
    historical = Modality.HISTORICAL if status == Status.HISTORICAL else Modality.ASSERTED
    modality, certainty = _PUT.get(status, (historical, attribution.certainty))
    return Claim(
        id=drafts.identity("cl", start, end), start=start, end=end, quote=drafts.document.text[start:end],
        source_chain=attribution.chain, attribution=attribution.verb, modality=modality,
        polarity=Polarity.NEGATIVE if status == Status.DENIED else Polarity.POSITIVE, certainty=certainty,
        quantity=checked.quantity or checked.fatalities or checked.injured,
        when=expression_when(checked.time) if checked.time else None,
        places=tuple(PlaceRole(place=mention.place, role=role) for mention, role in checked.places if mention.place),
        proposed_by=by,
    )  # fmt: skip


def _at(claim: Claim, *roles: Role) -> tuple[PlaceId, ...]:
    return tuple(dict.fromkeys(place.place for place in claim.places if place.role in roles))


def _precision(checked: Checked, claim: Claim) -> TimePrecision:
    return checked.time.granularity if checked.time and claim.when else TimePrecision.UNKNOWN


def _movement(drafts: Drafts, checked: Checked, claim: Claim) -> Movement:
    proposal, destination = checked.proposal, _at(claim, Role.DESTINATION)
    assert proposal.mode is not None and proposal.group is not None
    relations = (DestinationRelation.UNKNOWN, DestinationRelation.SINGLE, DestinationRelation.ALL_OF)
    return Movement(
        id=drafts.identity("mv", claim.start, claim.end), mode=proposal.mode, group=proposal.group,
        origin=_at(claim, Role.ORIGIN), destination=destination, via=_at(claim, Role.VIA),
        destination_relation=relations[min(len(destination), 2)], quantity=checked.quantity,
        status=proposal.status, claims=(claim.id,), date_start=claim.when.earliest if claim.when else None,
        date_end=claim.when.latest if claim.when else None, time_precision=_precision(checked, claim),
    )  # fmt: skip


def _events(drafts: Drafts, checked: Checked, claim: Claim, actors: tuple[str, ...]) -> Iterator[Event]:
    """Give an event for each place where it is said to be: its location, else an end of it, else nowhere."""
    proposal = checked.proposal
    assert proposal.type is not None
    chosen = (_at(claim, role) for role in (Role.EVENT_LOCATION, Role.ORIGIN, Role.DESTINATION))
    for place in next((places for places in chosen if places), (None,)):
        yield Event(
            id=drafts.identity("ev", claim.start, claim.end), type=proposal.type, place=place, actors=actors,
            date_start=claim.when.earliest if claim.when else None,
            date_end=claim.when.latest if claim.when else None, time_precision=_precision(checked, claim),
            status=proposal.status, fatalities=checked.fatalities, injured=checked.injured,
            quantity=checked.quantity, claims=(claim.id,),
        )  # fmt: skip
