"""Whether the text says what a model proposes: each word has to be there, each place and number to be one of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from conflictmap.errors import ConflictMapError
from conflictmap.extract.quantities import QuantityExpression
from conflictmap.model import Mention, Quantity, Role, Span, TimeExpression
from conflictmap.proposals.form import PlaceProposal, Proposal
from conflictmap.text.tokens import Words

__all__ = ["Checked", "Known", "RejectedError", "check"]

_LONGEST_QUOTE = 600  # characters: in a whole article there is a place for any claim
_BLANK_LINE = re.compile(r"\n\s*\n")
_CLITICS = frozenset("وفبلكاس")


class RejectedError(ConflictMapError):
    """Say why a proposal is not taken, with the code of the issue, and where its quote is if it is somewhere."""

    def __init__(self, code: str, reason: str, quote: Span | None = None) -> None:
        super().__init__(reason)
        self.code, self.quote = code, quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What we found ourselves: a proposal may only choose among it. `shown` is the text that the model was shown.

    The mentions are those that records may point to.
    """

    shown: str
    words: Words
    mentions: Sequence[Mention]
    quantities: Sequence[QuantityExpression]
    times: Sequence[TimeExpression]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A proposal that the text bears out: where its quote is, in whole words, and our readings of its words."""

    proposal: Proposal
    quote: Span
    trigger: Span
    places: tuple[tuple[Mention, Role], ...]
    quantity: Quantity | None
    fatalities: Quantity | None
    injured: Quantity | None
    time: TimeExpression | None


def check(proposal: Proposal, passage: Span, known: Known) -> Checked:
    """Hold a proposal against the passage that it was made from.

    Raises:
        RejectedError: for the first thing in it that is not so.
    """
    quote = _quote(proposal.quote, passage, known)
    trigger = next((at for at in _found(proposal.trigger, quote, known.shown) if _tells(at, known)), None)
    if trigger is None:
        raise RejectedError("llm_trigger_not_in_quote", "the words that tell it are not in its quote", quote)
    return Checked(
        proposal=proposal, quote=quote, trigger=trigger,
        places=tuple((_place(place, quote, known), place.role) for place in proposal.places),
        quantity=_quantity(proposal.quantity, quote, known), fatalities=_quantity(proposal.fatalities, quote, known),
        injured=_quantity(proposal.injured, quote, known), time=_time(proposal.time, quote, known),
    )  # fmt: skip


def _found(surface: str, within: Span, text: str) -> Iterator[Span]:
    """Find words exactly as they are given; only white space may differ."""
    pieces = surface.split()
    if pieces and len(surface) <= 2 * _LONGEST_QUOTE:
        for match in re.finditer(r"\s+".join(map(re.escape, pieces)), text[within.start : within.end]):
            yield Span(start=within.start + match.start(), end=within.start + match.end())


def _quote(written: str, passage: Span, known: Known) -> Span:
    """Find the quote, in whole words: "140 families" may be cut out of "2,140 families"."""
    at = next(_found(written, passage, known.shown), None)
    if at is None:
        raise RejectedError("llm_quote_not_found", "its quote is not in the text")
    words = known.words
    first, last = words.token_at(at.start), words.token_behind(at.end)
    if first >= last:
        raise RejectedError("llm_quote_not_found", "its quote has no words")
    if not words.tells(first):
        raise RejectedError("llm_not_the_story", "its quote is a stamp, a tag or the headline of another article", at)
    quote = Span(start=min(at.start, words.starts[first]), end=max(at.end, words.ends[last - 1]))
    if _BLANK_LINE.search(words.text, quote.start, quote.end) or quote.end - quote.start > _LONGEST_QUOTE:
        raise RejectedError("llm_quote_too_long", "its quote is longer than a paragraph or 600 characters", quote)
    return quote


def _tells(trigger: Span, known: Known) -> bool:
    """Say whether words can tell of something: whole ones, and not only the name of a place."""
    return _is_whole(trigger, known.words) and not any(mention.span.covers(trigger) for mention in known.mentions)


def _is_whole(span: Span, words: Words) -> bool:
    """Say whether a span holds whole words; in front of an Arabic one there may be a clitic, never digits."""
    first, last = words.token_at(span.start), words.token_behind(span.end)
    if first >= last or words.ends[last - 1] > span.end:
        return False
    return set(words.text[words.starts[first] : span.start]) <= _CLITICS


class _Spanned(Protocol):
    """Words of the text that we have read."""

    @property
    def start(self) -> int:
        """Give the offset of the first character."""

    @property
    def end(self) -> int:
        """Give the offset behind the last character."""


Expression = TypeVar("Expression", bound=_Spanned)


def _meant(
    surface: str, ours: Sequence[Expression], quote: Span, known: Known, *, missing: tuple[str, str],
    unread: tuple[str, str],
) -> Expression:  # fmt: skip
    """Give the expression of ours, in the quote, that some words of the quote name: "the town of X" names X.

    What both have of the text ("40" of "about 40" and "40 men") has to be whole words, or 140 would be in 2,140.
    """
    inside = [(one, Span(start=one.start, end=one.end)) for one in ours]
    inside = [(one, span) for one, span in inside if quote.covers(span)]
    places = tuple(_found(surface, quote, known.shown))
    if not places:
        raise RejectedError(*missing, quote)
    for at in places:
        for one, span in inside:
            if not at.meets(span):
                continue
            if _is_whole(Span(start=max(at.start, span.start), end=min(at.end, span.end)), known.words):
                return one
    raise RejectedError(*unread, quote)


def _place(place: PlaceProposal, quote: Span, known: Known) -> Mention:
    return _meant(
        place.surface, known.mentions, quote, known, missing=("llm_place_not_in_quote", "a place is not in its quote"),
        unread=("llm_place_unresolved", "a place in its quote is none that we know and map"),
    )  # fmt: skip


def _quantity(surface: str | None, quote: Span, known: Known) -> Quantity | None:
    if surface is None:
        return None
    return _meant(
        surface, known.quantities, quote, known,
        missing=("llm_number_not_in_quote", "a number is not in its quote"),
        unread=("llm_number_unread", "words of its quote are no number that counts something"),
    ).quantity  # fmt: skip


def _time(surface: str | None, quote: Span, known: Known) -> TimeExpression | None:
    if surface is None:
        return None
    return _meant(
        surface, known.times, quote, known, missing=("llm_time_not_in_quote", "a time is not in its quote"),
        unread=("llm_time_unread", "words of its quote are no time that we can read"),
    )  # fmt: skip
