"""What lets a reader check a claim: where in its quote the words for place, number and time stand, and the articles.

Scripts count UTF-16 code units, Python code points. All offsets that leave this module are UTF-16 code units.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from conflictmap.errors import InputError
from conflictmap.model import (
    Claim,
    Control,
    Document,
    Event,
    Mention,
    Movement,
    Quantity,
    Report,
    Stock,
    TimeExpression,
    When,
)

Mark = tuple[int, int, str]
"""A stretch of words (start, end, what for): "place:ID", "number:OF" (several parted by spaces) or "time"."""
Record = Movement | Event | Stock | Control
Expression = TypeVar("Expression", Mention, TimeExpression)
_BIGGEST = 0xFFFF  # the last code point that is one unit of UTF-16
_BEGINS = re.compile(r"(?<![\d.,])(?<![^\W\u0600-\u06ff])")
_ENDS = re.compile(r"(?!\w)")


def marks(report: Report) -> dict[str, list[Mark]]:
    """Give for each quoted claim, by its id, the words of its quote that name its places, numbers and dates.

    The marks of a claim are in order and share no character. A merged report has neither mentions nor expressions of
    time: in its quotes the names of places are looked for as the gazetteer writes them, and no dates are marked.
    """
    numbers = _numbers(report)
    names: dict[str, Mapping[str, str]] = {one.id: one.name for one in report.places} if report.documents else {}
    mentions, times = sorted(report.mentions, key=_start), sorted(report.times, key=_start)
    named_at, dated_at = [one.start for one in mentions], [one.start for one in times]
    places = _places(report) if mentions or names else {}
    marked: dict[str, list[Mark]] = {}
    for claim in (claim for claim in report.claims if claim.quote):
        # Each kind of word is only looked for where it can be: this runs for every claim of every page.
        found: list[Mark] = []
        if claim.quantity is not None or claim.id in numbers:
            words = _number_words(claim, numbers.get(claim.id, ()))
            found += ((start, end, " ".join(of)) for (start, end), of in words)
        if mentions:
            found += _place_words(claim, places[claim.id], _within(claim, mentions, named_at))
        if names:
            found += _place_names(claim, places[claim.id], names)
        if times and claim.when is not None:
            found += _time_words(claim.start, claim.when, _within(claim, times, dated_at))
        marked[claim.id] = in_units(claim.quote, _apart(found)) if found else []
    return marked


def article(document: Document, claims: Mapping[str, Claim], mentions: Sequence[Mention]) -> dict[str, object]:
    """Give a document to be read whole: its `text`, the `named` places in it, and what is `said` where.

    `named` are marks, in order and apart; `said` are (start, end, key of a claim), in order, and may overlap.
    Nothing is given where the report does not have the text.

    Raises:
        InputError: where the quotes are not those of the text: names that the quotes mask might stand in it.
    """
    text = document.text
    if not text:
        return {}
    if any(text[claim.start : claim.end] != claim.quote for claim in claims.values()):
        raise InputError(f"{document.id}: its text and its quotes differ, and may show what they mask; analyse it anew")
    named = _apart((one.start, one.end, f"place:{one.place}") for one in mentions if one.mapped and one.place)
    said = sorted((claim.start, claim.end, key) for key, claim in claims.items())
    return {"text": text, "named": in_units(text, named), "said": in_units(text, said)}


def in_units(text: str, spans: Iterable[Mark]) -> list[Mark]:
    """Count spans in UTF-16 code units of the text instead of code points.

    >>> in_units("a\U0001f33ebc", [(0, 3, "time")])
    [(0, 4, 'time')]
    """
    wide = [] if text.isascii() else [at for at, letter in enumerate(text) if ord(letter) > _BIGGEST]
    return [(start + bisect_left(wide, start), end + bisect_left(wide, end), what) for start, end, what in spans]


def _start(expression: Mention | TimeExpression) -> int:
    return expression.start


def _apart(found: Iterable[Mark]) -> list[Mark]:
    """Put marks in order; of two that meet the earlier stays, of two that begin together the longer."""
    kept: list[Mark] = []
    for mark in sorted(found, key=lambda one: (one[0], -one[1], one[2])):
        if not kept or mark[0] >= kept[-1][1]:
            kept.append(mark)
    return kept


# ---- places and dates: the mentions and expressions that lie in the quote


def _within(claim: Claim, found: Sequence[Expression], starts: Sequence[int]) -> Iterator[Expression]:
    for one in found[bisect_left(starts, claim.start) :]:
        if one.start >= claim.end:
            return
        if one.end <= claim.end:
            yield one


def _place_words(claim: Claim, wanted: frozenset[str], mentions: Iterable[Mention]) -> Iterator[Mark]:
    """Give the mentions of the places that a claim is about; one that is not mapped only where no other names it."""
    named = [mention for mention in mentions if mention.place in wanted]
    mapped = {mention.place for mention in named if mention.mapped}
    for mention in named:
        if mention.mapped or mention.place not in mapped:
            yield mention.start - claim.start, mention.end - claim.start, f"place:{mention.place}"


def _place_names(claim: Claim, wanted: frozenset[str], names: Mapping[str, Mapping[str, str]]) -> Iterator[Mark]:
    for place in sorted(wanted):
        for name in names.get(place, {}).values():
            yield from ((*spot, f"place:{place}") for spot in _spots(claim.quote, name))


def _time_words(start: int, when: When, times: Iterable[TimeExpression]) -> Iterator[Mark]:
    for time in times:
        if _meet(time, when):
            yield time.start - start, time.end - start, "time"


def _meet(time: TimeExpression, when: When) -> bool:
    """Say whether an expression dates a claim: words without any date ("daily") do not."""
    if time.earliest is None and time.latest is None:
        return False
    starts_in_time = time.earliest is None or when.latest is None or time.earliest <= when.latest
    return starts_in_time and (time.latest is None or when.earliest is None or when.earliest <= time.latest)


def _places(report: Report) -> dict[str, frozenset[str]]:
    """Give for each claim the places that it and its records are about."""
    places: dict[str, set[str]] = {claim.id: {role.place for role in claim.places} for claim in report.claims}
    for record in _records(report):
        held = (*record.origin, *record.destination, *record.via) if isinstance(record, Movement) else (record.place,)
        for claim in record.claims:
            places.setdefault(claim, set()).update(place for place in held if place is not None)
    return {claim: frozenset(held) for claim, held in places.items()}


# ---- numbers: their words are kept, where they stand is looked for


def _number_words(claim: Claim, told: Sequence[tuple[str, str]]) -> Iterator[tuple[tuple[int, int], list[str]]]:
    """Give where the words of numbers stand in a quote, each with what it counts there.

    Two numbers with the same words ("three dead and three injured") are two places if the quote has two.
    """
    taken: dict[tuple[int, int], list[str]] = {}
    own = (("quantity", claim.quantity.text),) if claim.quantity is not None else ()
    is_told = any(_is_in(claim.quote, text) for _, text in told)
    for of, text in dict.fromkeys(told if is_told else own):
        spots = list(_spots(claim.quote, text))
        if spots:
            spot = next((spot for spot in spots if spot not in taken), spots[0])
            taken.setdefault(spot, []).append(f"number:{of}")
    yield from taken.items()


def _spots(quote: str, text: str) -> Iterator[tuple[int, int]]:
    """Find words in a quote where they stand as words: "3" is not in "13". Behind an Arabic clitic they may begin."""
    start = quote.find(text) if text else -1
    while start >= 0:
        end = start + len(text)
        whole = _BEGINS.match(quote, start) is not None and _ENDS.match(quote, end) is not None
        if whole:
            yield start, end
        start = quote.find(text, end if whole else start + 1)


def _is_in(quote: str, text: str) -> bool:
    return next(_spots(quote, text), None) is not None


def _numbers(report: Report) -> dict[str, list[tuple[str, str]]]:
    """Give for each claim what its records count, and in which words."""
    told: dict[str, list[tuple[str, str]]] = {}
    for record in _records(report):
        counts = [(figure.of.value, figure.quantity, figure.claims) for figure in getattr(record, "figures", ())]
        counts += [(of, quantity, record.claims) for of, quantity in _quantities(record)]
        for of, quantity, claims in counts:
            for claim in claims:
                told.setdefault(claim, []).append((of, quantity.text))
    return told


def _quantities(record: Record) -> Iterator[tuple[str, Quantity]]:
    for of in ("fatalities", "injured", "missing", "captured", "quantity"):
        quantity = getattr(record, of, None)
        if quantity is not None:
            yield of, quantity


def _records(report: Report) -> Iterator[Record]:
    for records in (report.movements, report.events, report.stocks, report.control):
        yield from records
