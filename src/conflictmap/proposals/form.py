"""The form in which a model proposes, and how its answer is read: strictly, and each proposal by itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from conflictmap import codec
from conflictmap.errors import InputError
from conflictmap.model import EventType, Group, Mode, Role, Status

__all__ = ["Answer", "PlaceProposal", "Proposal", "ProposalKind", "answer_schema", "read_answer"]

MOST_PROPOSALS = 50  # of one answer; what is behind them is not read
PLACE_ROLES = (Role.ORIGIN, Role.DESTINATION, Role.VIA, Role.EVENT_LOCATION)


class ProposalKind(StrEnum):
    """What a proposal is about."""

    EVENT = "event"
    MOVEMENT = "movement"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceProposal:
    """Words that name a place, and what it does."""

    surface: str
    role: Role

    def __post_init__(self) -> None:
        if self.role not in PLACE_ROLES:
            raise ValueError("role")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a model says that a quote tells. All strings but those of our vocabulary are words of the quote.

    `trigger` are the words that tell it ("fled", "shelling"). An event has a `type`, a movement `mode` and `group`.
    """

    quote: str
    kind: ProposalKind
    trigger: str
    type: EventType | None = None
    mode: Mode | None = None
    group: Group | None = None
    status: Status = Status.HAPPENED
    places: tuple[PlaceProposal, ...] = ()
    quantity: str | None = None
    fatalities: str | None = None
    injured: str | None = None
    time: str | None = None

    def __post_init__(self) -> None:
        is_whole = self.type is not None if self.kind == ProposalKind.EVENT else None not in (self.mode, self.group)
        if not is_whole:
            raise ValueError("type, or mode and group")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is asked for: a list of proposals."""

    proposals: tuple[Proposal, ...] = ()


def answer_schema() -> dict[str, object]:
    """Give the JSON Schema of an answer, for endpoints that hold a model to one."""
    return codec.schema_of(Answer)


def read_answer(content: str) -> tuple[tuple[Proposal | None, ...], bool]:
    """Read the words of a model: a proposal, or None in the place of one that breaks the form, and whether that is all.

    The object may stand in a code fence or behind the model's thoughts. Keys that the form does not know are passed
    over; they reach nothing.

    Raises:
        InputError: where there is no such object.
    """
    said = content.rpartition("</think>")[2]
    value = codec.loads(said[said.find("{") : said.rfind("}") + 1].encode("utf-8", "replace"))
    listed = value.get("proposals") if isinstance(value, dict) else None
    if not isinstance(listed, list):
        raise InputError("the answer is no list of proposals")
    return tuple(_proposal(one) for one in listed[:MOST_PROPOSALS]), len(listed) <= MOST_PROPOSALS


def _proposal(value: object) -> Proposal | None:
    try:
        return codec.as_record(value, Proposal)
    except InputError:
        return None
