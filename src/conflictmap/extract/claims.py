"""Make claims, events, movements, stocks and statements of control out of frames."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from conflictmap.extract.actors import actor_type
from conflictmap.extract.attribution import Attribution
from conflictmap.extract.deeds import one_deed_each
from conflictmap.extract.reasons import attribution_reason, reasons
from conflictmap.extract.records import Frame, Trace, is_participle
from conflictmap.extract.slots import PlaceSlot
from conflictmap.model import (
    Claim,
    Control,
    DestinationRelation,
    Document,
    Event,
    EventType,
    Group,
    Kind,
    Mode,
    Movement,
    PlaceId,
    PlaceRole,
    Role,
    Status,
    Stock,
    TimeExpression,
    TimePrecision,
    When,
)

# Movements that start where the story is, if the text says no more: people leave the place that the report is about.
_STARTS_AT_TOPIC = frozenset((Mode.LEFT, Mode.FLED, Mode.EVACUATED, Mode.TRANSFERRED, Mode.WITHDREW, Mode.SURRENDERED,
                              Mode.RELEASED))  # fmt: skip
# Of two words for one going, the one that means more: who surrendered also left.
_MEANING = {Mode.SURRENDERED: 9, Mode.RELEASED: 8, Mode.DEPORTED: 8, Mode.EVACUATED: 7, Mode.WITHDREW: 6,
            Mode.RETURNED: 6, Mode.FLED: 5, Mode.DISPLACED: 4, Mode.TRANSFERRED: 3, Mode.LEFT: 2,
            Mode.ENTERED: 1}  # fmt: skip
# Words that negate the noun behind them, not the clause.
_APART = frozenset(
    ("not", "without", "rather than", "instead of", "دون", "بدون", "من دون", "بلا", "غير", "ليس", "وليس")
)
_NOT_YET = frozenset((Status.AGREED, Status.PLANNED, Status.PREDICTED))
_PRECISION_ORDER = list(TimePrecision)


@dataclass(slots=True)
class Drafts:
    """What a document's frames have given so far; `roles` says what each mention (by number) does in its clause."""

    document: Document
    claims: list[Claim] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    movements: list[Movement] = field(default_factory=list)
    stocks: list[Stock] = field(default_factory=list)
    control: list[Control] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    references: set[str] = field(default_factory=set)
    roles: dict[int, Role] = field(default_factory=dict)
    trace: Trace = field(default_factory=Trace)

    def identity(self, what: str, start: int, end: int) -> str:
        """Derive an id from the document, the kind of record and its evidence; equal ones are numbered."""
        stem = hashlib.sha256(f"{self.document.id}|{what}|{self.document.text[start:end]}".encode()).hexdigest()[:10]
        count = self.seen[f"{what}{stem}"] = self.seen.get(f"{what}{stem}", -1) + 1
        return f"{what}-{stem}" if count == 0 else f"{what}-{stem}-{count}"


def draft_records(
    document: Document, frames: Sequence[Frame], attributions: Sequence[Attribution], topic: PlaceId | None
) -> Drafts:
    """Turn frames into a claim each, and into the event or movement that it tells of.

    Args:
        document: the article.
        frames: in order.
        attributions: one for each sentence.
        topic: the place that the article is about, for what the text does not place.
    """
    drafts = Drafts(document)
    before: Frame | None = None
    for frame in one_deed_each(frames):
        own = _event_places(frame)
        claim = _claim(drafts, frame, attributions[frame.trigger.sentence])
        drafts.claims.append(claim)
        for slots, role in _slots(frame):
            drafts.roles.update({slot.mention: role for slot in slots if slot.mention >= 0})
        if frame.sense.mode is not None and frame.mover is not None:
            _add_movement(drafts, frame, claim, topic, before)
            before = frame
        if frame.sense.type is not None and _is_event(frame):
            drafts.events += _events(drafts, frame, claim, own, topic)
        drafts.claims[-1] = replace(claim, why=(*claim.why, *_fallbacks(drafts, claim)))
        drafts.trace.told.append((frame, claim.id))
    return drafts


def _claim(drafts: Drafts, frame: Frame, attribution: Attribution) -> Claim:
    return Claim(
        id=drafts.identity("cl", frame.start, frame.end), start=frame.start, end=frame.end,
        quote=drafts.document.text[frame.start : frame.end], source_chain=attribution.chain,
        attribution=attribution.verb, modality=frame.reading.modality, polarity=frame.reading.polarity,
        certainty=frame.reading.certainty or attribution.certainty, quantity=frame.quantity, when=when_of(frame.times),
        places=tuple(_roles(frame)), why=(*reasons(frame), attribution_reason(attribution)),
    )  # fmt: skip


def _fallbacks(drafts: Drafts, claim: Claim) -> Iterable[str]:
    """Name what the records of a claim have from elsewhere: from the topic, from the verb before."""
    movement = drafts.movements[-1] if drafts.movements else None
    if movement is not None and movement.claims[-1] == claim.id:
        if movement.claims[0] != claim.id:
            yield "movement:continues"
        elif not movement.origin_explicit:
            yield "origin:topic"
    event = drafts.events[-1] if drafts.events else None
    if event is not None and event.claims == (claim.id,) and event.place and not event.place_explicit:
        yield "location:topic"


def _slots(frame: Frame) -> Iterable[tuple[Sequence[PlaceSlot], Role]]:
    """Give the places of a frame with what they do in it, the strongest role last."""
    return (
        (frame.container, Role.CONTAINER), (frame.location, Role.EVENT_LOCATION), (frame.via, Role.VIA),
        (frame.origin, Role.ORIGIN), (frame.destination, Role.DESTINATION),
    )  # fmt: skip


def _roles(frame: Frame) -> Iterable[PlaceRole]:
    for slots, role in _slots(frame):
        for slot in slots:
            yield PlaceRole(place=slot.place, role=role)


def when_of(times: Sequence[TimeExpression]) -> When | None:
    """Join the expressions of time of a clause: a narrower one inside a wider one wins."""
    known = [time for time in times if time.earliest or time.latest]
    if not known:
        return None
    best = min(known, key=lambda time: (_PRECISION_ORDER.index(time.granularity), time.start))
    return When(earliest=best.earliest, latest=best.latest)


def precision_of(times: Sequence[TimeExpression]) -> TimePrecision:
    """Give the finest precision of the expressions of time of a clause."""
    known = [time.granularity for time in times if time.earliest or time.latest]
    return min(known, key=_PRECISION_ORDER.index) if known else TimePrecision.UNKNOWN


def _movement(drafts: Drafts, frame: Frame, claim: Claim, topic: PlaceId | None) -> Movement:
    assert frame.sense.mode is not None and frame.mover is not None
    origin, is_explicit = tuple(slot.place for slot in frame.origin), True
    destination = tuple(slot.place for slot in (frame.destination or _only_entered(frame)))
    starts_here = frame.sense.mode in _STARTS_AT_TOPIC and frame.reading.status != Status.DENIED
    origin = tuple(place for place in origin if place not in destination)
    if not origin and starts_here and topic is not None and topic not in destination:
        origin, is_explicit = (topic,), False
    return Movement(
        id=drafts.identity("mv", frame.start, frame.end), mode=frame.sense.mode, group=frame.mover.group,
        agent=frame.agent, cargo=_cargo(frame, drafts.document.text), origin=origin,
        origin_explicit=is_explicit, destination=destination,
        destination_relation=_relation(frame, destination), via=tuple(slot.place for slot in frame.via),
        quantity=frame.quantity, quantity_status=frame.quantity_status, status=frame.reading.status,
        claims=(claim.id,), date_start=claim.when.earliest if claim.when else None,
        date_end=claim.when.latest if claim.when else None,
        time_precision=precision_of(frame.times),
    )  # fmt: skip


def _cargo(frame: Frame, text: str) -> str | None:
    """Give the words for goods that move; people are no cargo."""
    mover = frame.mover
    is_goods = mover is not None and mover.group in (Group.CARGO, Group.AID, Group.VEHICLES)
    return text[mover.start : mover.end] if mover is not None and is_goods else None


def _add_movement(drafts: Drafts, frame: Frame, claim: Claim, topic: PlaceId | None, before: Frame | None) -> None:
    """Add a movement; a second verb of the same going ("left for X and surrendered") says more of the first."""
    if before is not None and _continues(frame, before, drafts.document.text):
        last = drafts.movements[-1]
        mode = max((last.mode, frame.sense.mode or last.mode), key=lambda mode: _MEANING.get(mode, 1))
        destination = last.destination or tuple(slot.place for slot in frame.destination)
        if frame.origin:
            mode, last = (
                last.mode,
                replace(last, origin=tuple(slot.place for slot in frame.origin), origin_explicit=True),
            )
        drafts.movements[-1] = replace(
            last, mode=mode, claims=(*last.claims, claim.id), destination=destination,
            destination_relation=_relation(frame, destination) if not last.destination else last.destination_relation,
        )  # fmt: skip
        return
    movement = _movement(drafts, frame, claim, topic)
    drafts.movements.append(movement)
    mover = frame.mover
    attributive = mover is not None and mover.first == frame.trigger.last and frame.sense.tense == "present"
    if (frame.sense.form == "noun" or attributive) and _adds_nothing(frame):
        drafts.references.add(movement.id)


def _continues(frame: Frame, before: Frame, text: str) -> bool:
    """Say whether a frame without a mover of its own carries on the one before: "and", same sentence, same status."""
    same_mover = before.mover is not None and frame.mover is not None and before.mover.start == frame.mover.start
    if (frame.mover_is_own and not same_mover) or frame.trigger.sentence != before.trigger.sentence:
        return False
    adds_origin = is_participle(frame, text) and bool(frame.origin) and not before.origin  # دخلوا X قادمين من Y
    if (frame.sense.mode == Mode.RETURNED) != (before.sense.mode == Mode.RETURNED) and not adds_origin:
        return False  # who fled and returned has gone two ways
    if frame.origin and not adds_origin:
        return False
    if frame.destination and before.destination:
        return False
    link = text[max(before.trigger.end, frame.trigger.start - 12) : frame.trigger.start]
    joined = link.endswith("و") or " and " in link or is_participle(frame, text)
    return joined and (frame.reading.status == before.reading.status or is_participle(frame, text))


def _adds_nothing(frame: Frame) -> bool:
    """Say whether a noun only speaks of a movement told elsewhere: no goal, no number, no date of its own."""
    return not frame.destination and frame.quantity is None and not frame.is_dated and not frame.reading.cues


def _only_entered(frame: Frame) -> tuple[PlaceSlot, ...]:
    """Take where something was brought in or deployed as where it went."""
    return frame.location if frame.sense.mode in (Mode.ENTERED, Mode.DEPLOYED) else ()


def _relation(frame: Frame, destination: Sequence[PlaceId]) -> DestinationRelation:
    if len(destination) > 1:
        return DestinationRelation.ANY_OF if frame.is_alternative else DestinationRelation.ALL_OF
    return DestinationRelation.SINGLE if destination else DestinationRelation.UNKNOWN


def _is_event(frame: Frame) -> bool:
    """Say whether a frame is an event of its own: a movement is one only once it is said to be a fact."""
    if frame.sense.type == EventType.ATTACK_ON_CIVILIANS and frame.sense.form == "noun" and not frame.mover_is_own:
        return False  # "execution" with nobody executed
    cues = [cue.partition(":") for cue in frame.reading.cues]
    is_apart = any(effect == "negated" and (word in _APART or not frame.places) for effect, _, word in cues)
    if frame.reading.status == Status.DENIED and frame.sense.form == "noun" and is_apart:
        return False  # "not by fighting" tells of no fight, "no fighting broke out in X" of one that was not
    return frame.sense.mode is None or frame.reading.status not in _NOT_YET


def _event_places(frame: Frame) -> tuple[PlaceId, ...]:
    """Give where a frame's event is: its location, what it struck, where a withdrawal or release starts."""
    destination = () if frame.sense.mode in _STARTS_AT_TOPIC else frame.destination  # a withdrawal is where it starts
    contained = tuple(slot for slot in frame.container if slot.kind != Kind.COUNTRY and not slot.is_landmark)
    for slots in (frame.location, frame.origin, destination, contained):
        if slots:
            return tuple(slot.place for slot in slots)
    return ()


def _type(frame: Frame) -> EventType:
    """Give the event type; an arrest by an armed group that is no state is an abduction (as in ACLED)."""
    assert frame.sense.type is not None
    holder = actor_type(frame.agent) if frame.agent else ""
    is_abduction = frame.sense.type == EventType.ARREST and holder in ("jihadist", "rebel", "militia")
    return EventType.ABDUCTION if is_abduction else frame.sense.type


def _events(drafts: Drafts, frame: Frame, claim: Claim, own: Sequence[PlaceId], topic: PlaceId | None) -> list[Event]:
    assert frame.sense.type is not None
    places: Sequence[PlaceId | None] = own or (topic,)
    if frame.sense.type in (EventType.AGREEMENT, EventType.CEASEFIRE):
        places = places[:1]
    return [
        Event(
            id=drafts.identity("ev", frame.start, frame.end), type=_type(frame), place=place, place_explicit=bool(own),
            actors=frame.actors, status=frame.reading.status, claims=(claim.id,),
            quantity=frame.quantity,
            date_start=claim.when.earliest if claim.when else None,
            date_end=claim.when.latest if claim.when else None, time_precision=precision_of(frame.times),
        )
        for place in places
    ]  # fmt: skip
