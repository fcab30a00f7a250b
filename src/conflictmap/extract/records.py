"""What passes between the parts of the frame builder."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol, TypeVar

from conflictmap.extract.actors import ActorExpression
from conflictmap.extract.casualties import Toll
from conflictmap.extract.modality import Reading
from conflictmap.extract.movers import Mover
from conflictmap.extract.quantities import QuantityExpression
from conflictmap.extract.slots import PlaceSlot
from conflictmap.extract.triggers import Sense, Trigger
from conflictmap.model import Quantity, QuantityStatus, TimeExpression
from conflictmap.text.tokens import Words

OBJECT_PRONOUNS = ("هم", "ها", "هن")
SPEAKERS = frozenset(("outlet", "agency", "monitor"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A trigger with its slots filled. `mover_is_own` is false where the mover is that of an earlier frame.

    `rules` names what made it that its slots do not tell; `reasons.reasons` gives all.
    """

    trigger: Trigger
    sense: Sense
    reading: Reading
    mover: Mover | None = None
    mover_is_own: bool = True
    quantity: Quantity | None = None
    agent: str | None = None
    actors: tuple[str, ...] = ()
    origin: tuple[PlaceSlot, ...] = ()
    destination: tuple[PlaceSlot, ...] = ()
    via: tuple[PlaceSlot, ...] = ()
    location: tuple[PlaceSlot, ...] = ()
    container: tuple[PlaceSlot, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    quantity_status: QuantityStatus = QuantityStatus.SINGLE
    is_dated: bool = False
    is_alternative: bool = False
    start: int = 0
    end: int = 0
    rules: tuple[str, ...] = ()

    @property
    def places(self) -> tuple[PlaceSlot, ...]:
        """Give all places of the frame but containers."""
        return (*self.origin, *self.destination, *self.via, *self.location)


def is_participle(frame: Frame, text: str) -> bool:
    """Say whether a verb only adds to the one before it: "left Hajin, heading to", غادروا متوجهين إلى."""
    is_english = (
        frame.sense.tense == "present" and text[frame.trigger.start : frame.trigger.end].split()[0][-3:] == "ing"
    )
    return frame.sense.form == "participle" if frame.sense.tense == "-" else is_english


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the finders found in a document, as the frames need it."""

    words: Words
    language: str
    places: tuple[PlaceSlot, ...]
    movers: tuple[Mover, ...]
    actors: tuple[ActorExpression, ...]
    quantities: tuple[QuantityExpression, ...]
    times: tuple[TimeExpression, ...]
    triggers: tuple[Trigger, ...] = ()
    published: date | None = None
    with_weapons: frozenset[int] = frozenset()
    """Sentences that name a weapon."""

    def by_sentence(self) -> dict[int, Found]:
        """Give what was found in each sentence that has a trigger, so that work grows with the text, not its square."""
        owner = self.words.sentence_of
        places, movers = grouped(self.places, owner), grouped(self.movers, owner)
        actors = grouped(self.actors, owner)
        quantities, triggers = grouped(self.quantities, owner), grouped(self.triggers, owner)
        times: dict[int, list[TimeExpression]] = defaultdict(list)
        for time in self.times:
            times[owner[self.words.token_at(time.start)]].append(time)
        return {
            number: replace(
                self, places=places[number], movers=movers[number], actors=actors[number],
                quantities=quantities[number], triggers=here, times=tuple(times[number]),
            )
            for number, here in triggers.items()
        }  # fmt: skip


class _Placed(Protocol):
    """Something that stands in the sequence of tokens."""

    @property
    def first(self) -> int:
        """Give the index of its first token."""


T = TypeVar("T", bound=_Placed)


def grouped(items: Iterable[T], owner: Sequence[int]) -> Mapping[int, tuple[T, ...]]:
    """Group items by the sentence of their first token; a sentence without any gives an empty tuple."""
    groups: dict[int, tuple[T, ...]] = defaultdict(tuple)
    for item in items:
        groups[owner[item.first]] += (item,)
    return groups


@dataclass(slots=True)
class Trace:
    """What was seen on the way to the records, for whoever asks why.

    Attributes:
        found: by the finders; None where the language has none.
        triggers: all that were seen, those that opened nothing too.
        frames: of the triggers whose needs were met.
        kept: those of them that tell of something; the others only mention a deed, or speak of something else.
        told: each frame that became a claim, with the claim's id.
        tolls: all that were found.
    """

    found: Found | None = None
    triggers: tuple[Trigger, ...] = ()
    frames: tuple[Frame, ...] = ()
    kept: tuple[Frame, ...] = ()
    told: list[tuple[Frame, str]] = field(default_factory=list)
    tolls: tuple[Toll, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """The words that a trigger may look at: tokens[left:right], and its sentence's."""

    left: int
    right: int
    first: int
    last: int
