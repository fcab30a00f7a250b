"""What an explanation is made of, and how our readings are put into words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from conflictmap.extract.records import Trace
from conflictmap.extract.triggers import Sense
from conflictmap.model import Quantity, Report, TimeExpression
from conflictmap.text.tokens import Words

LEFT = "in no claim"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Words that are something: a filled slot, an unused finding, a trigger that opened nothing.

    `what` is the slot or the kind, `value` our reading, `why` the rule that took it or the reason that it was left.
    """

    what: str
    start: int
    end: int
    text: str
    value: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimAccount:
    """A claim with its slots, in order, the records that list it, and the names of its rules."""

    id: str
    start: int
    end: int
    text: str
    slots: tuple[Part, ...]
    status: str
    sources: tuple[str, ...]
    attribution: str | None
    certainty: str
    proposed_by: str | None
    records: tuple[str, ...]
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceAccount:
    """A sentence in which something was seen. Offsets are code points of the document, `line` counts from 1."""

    document: str
    line: int
    start: int
    end: int
    text: str
    claims: tuple[ClaimAccount, ...]
    unused: tuple[Part, ...]


@dataclass(slots=True)
class Scene:
    """A report beside its trace, the records of each claim, and the words that slots have taken so far."""

    report: Report
    words: Words
    trace: Trace
    records: dict[str, list[str]] = field(default_factory=dict)
    used: set[tuple[int, int]] = field(default_factory=set)

    def text(self, start: int, end: int) -> str:
        """Give the words as the report may show them: names masked, nothing where quotes are not wanted."""
        return self.report.document.text[start:end]

    def left(self, what: str, start: int, end: int, value: str, why: str = LEFT) -> Iterator[Part]:
        """Give words that no slot has taken, nor a part of them."""
        if not any(first < end and start < last for first, last in self.used):
            yield self.part(what, start, end, value, why)

    def part(self, what: str, start: int, end: int, value: str, why: str) -> Part:
        """Make a part of words of the document."""
        return Part(what=what, start=start, end=end, text=self.text(start, end), value=value, why=why)

    def filled(self, what: str, start: int, end: int, value: str, why: str) -> Part:
        """Make a part of words that a slot has taken."""
        self.used.add((start, end))
        return self.part(what, start, end, value, why)


def figures(quantity: Quantity | None) -> str:
    """Put a number into words: "~1000 persons", "20..99 families"; "" for none."""
    if quantity is None:
        return ""
    bounds = "" if quantity.min is None and quantity.max is None else f" {quantity.min or '?'}..{quantity.max or '?'}"
    best = "" if quantity.best is None else f"{'~' * quantity.approx}{quantity.best}"
    return f"{best}{bounds} {quantity.unit}".strip()


def days(time: TimeExpression) -> str:
    """Put the days of an expression into words."""
    return f"{time.earliest or '?'}..{time.latest or '?'}"


def reading(sense: Sense) -> str:
    """Say what a trigger tells in one of its readings."""
    told = (f"movement {sense.mode}" if sense.mode else "", f"event {sense.type}" if sense.type else "")
    return " and ".join(filter(None, told)) or "nothing"
