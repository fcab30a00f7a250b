"""Black out names in a text and in everything that a report took from it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from conflictmap import lexicon
from conflictmap.model import (
    Claim,
    Document,
    Event,
    Figure,
    Issue,
    Mention,
    Movement,
    Place,
    PlaceId,
    Quantity,
    Report,
    Span,
    TimeExpression,
)
from conflictmap.revise.persons import find_persons, name_cut, name_words
from conflictmap.text.phrases import written_length
from conflictmap.text.tokens import Token, Words, tokenise

BLOCK = "█"


def mask(text: str, persons: Sequence[Span]) -> str:
    """Give the text with a block for each letter, mark and digit of the names. Offsets stay valid.

    >>> mask("said John A. Smith.", [Span(start=5, end=18)])
    'said ████ █. █████.'
    """
    characters = list(text)
    for span in persons:
        for index in range(span.start, min(span.end, len(text))):
            if unicodedata.category(text[index])[0] in "LMN":
                characters[index] = BLOCK
    return "".join(characters)


def masked(report: Report, persons: Sequence[Span]) -> Report:
    """Give the report without the names of the persons, in its text or in anything taken from it.

    What has offsets is cut anew from the masked text. Other strings (title, sources, actors, messages) are searched
    for the words of the names, and the title for names of its own. Names of known actors, the publisher, and the names
    of places of the gazetteer are public and stay. A mention on a person's name that is not on the map is left out,
    with the places that were only its candidates; an address that spells a name out is cut back to its site.

    Args:
        report: with the text of its document; a report read back from a line has none and is not changed.
        persons: where its text names private persons, as `find_persons` gives them.
    """
    names = _Names.of(report.document, persons)
    if not names.count:
        return report
    mentions = tuple(_mention(m, names) for m in report.mentions if names.shows(m))
    issue = Issue(code="names_masked", message=f"Names of private persons are masked in {names.count} passages.")
    return replace(
        report,
        document=_document(report.document, names),
        places=_still_meant(report, mentions, names),
        mentions=mentions,
        times=tuple(_time(time, names) for time in report.times),
        claims=tuple(_claim(claim, names) for claim in report.claims),
        events=tuple(_event(event, names) for event in report.events),
        movements=tuple(_movement(movement, names) for movement in report.movements),
        stocks=tuple(replace(stock, quantity=_quantity(stock.quantity, names)) for stock in report.stocks),
        control=tuple(replace(control, controller=names.hidden(control.controller)) for control in report.control),
        issues=(*(replace(i, message=names.hidden(i.message)) for i in report.issues), issue),
    )


@dataclass(frozen=True, slots=True)
class _Names:
    """The masked text, the words of the names, and strings that are not to be touched."""

    text: str
    title: str | None
    listed: frozenset[str]
    persons: tuple[Span, ...]
    kept: frozenset[str]
    count: int

    @classmethod
    def of(cls, document: Document, persons: Sequence[Span]) -> _Names:
        own = tuple(span for span in persons if span.end <= len(document.text))
        heading = Words.of(document.title or "")
        titled = find_persons(heading, document.language) if document.title else ()
        listed = name_words(_tokens(document.text, own)) | name_words(_tokens(heading.text, titled))
        title = mask(document.title, titled) if document.title else document.title
        kept = _published_names() | frozenset((document.publisher,) if document.publisher else ())
        return cls(mask(document.text, own), title, listed, own, kept, len(own) + len(titled))

    def shows(self, mention: Mention) -> bool:
        """Say whether a mention stays: it is on the map, or on nobody's name."""
        return mention.mapped or not any(span.start < mention.end and mention.start < span.end for span in self.persons)

    def cut(self, start: int, end: int, written: str) -> str:
        """Give the masked words of an interval; words that are not those of the text are searched instead."""
        piece = self.text[start:end]
        return piece if len(piece) == len(written) and end <= len(self.text) else self.hidden(written)

    def hidden(self, text: str) -> str:
        """Black the words of the names out of a string without offsets."""
        if text in self.kept:
            return text
        return mask(text, [_behind_clitic(token, cut) for token in tokenise(text)
                           if (cut := name_cut(token, self.listed)) is not None])  # fmt: skip


def _tokens(text: str, spans: Iterable[Span]) -> Iterable[Token]:
    return [token for span in spans for token in tokenise(text[span.start : span.end])]


def _behind_clitic(token: Token, cut: int) -> Span:
    return Span(start=token.start + written_length(token.text, cut), end=token.end)


@lru_cache(maxsize=1)
def _published_names() -> frozenset[str]:
    return frozenset(row[key] for row in lexicon.rows("", "actors") for key in ("id", "name_en", "name_ar"))


def _document(document: Document, names: _Names) -> Document:
    title = None if names.title is None else names.hidden(names.title)
    return replace(
        document, text=names.text, title=title, url=_address(document.url, names),
        archived_url=_address(document.archived_url, names),
        issues=tuple(replace(issue, message=names.hidden(issue.message)) for issue in document.issues),
    )  # fmt: skip


def _address(url: str | None, names: _Names) -> str | None:
    """Cut an address that spells a name out back to its site."""
    if url is None or not any(name_cut(token, names.listed) is not None for token in tokenise(unquote(url))):
        return url
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/" if parts.netloc else None


def _mention(mention: Mention, names: _Names) -> Mention:
    return replace(mention, surface=names.cut(mention.start, mention.end, mention.surface))


def _time(time: TimeExpression, names: _Names) -> TimeExpression:
    return replace(time, surface=names.cut(time.start, time.end, time.surface))


def _still_meant(report: Report, mentions: Sequence[Mention], names: _Names) -> tuple[Place, ...]:
    """Drop the places that only a dropped mention meant; hide names in the names that the text gave."""
    dropped = [mention for mention in report.mentions if not names.shows(mention)]
    gone = {place for mention in dropped for place in _meant(mention)}
    gone -= {place for mention in mentions for place in _meant(mention)} | set(_used(report))
    return tuple(_place(place, names) for place in report.places if place.id not in gone)


def _meant(mention: Mention) -> Iterator[PlaceId]:
    yield from (candidate.place for candidate in mention.candidates)
    if mention.place is not None:
        yield mention.place


def _used(report: Report) -> Iterator[PlaceId | None]:
    """Give the places that records other than mentions stand on."""
    yield report.focus.place if report.focus else None
    for claim in report.claims:
        yield from (role.place for role in claim.places)
    for movement in report.movements:
        yield from (*movement.origin, *movement.destination, *movement.via)
    for records in (report.events, report.stocks, report.control):
        yield from (record.place for record in records)


def _place(place: Place, names: _Names) -> Place:
    if "und" not in place.name:  # a name that the text gave; all others come from the gazetteer
        return place
    return replace(place, name={key: names.hidden(name) if key == "und" else name for key, name in place.name.items()})


def _claim(claim: Claim, names: _Names) -> Claim:
    return replace(
        claim, quote=names.cut(claim.start, claim.end, claim.quote) if claim.quote else "",
        source_chain=tuple(map(names.hidden, claim.source_chain)),
        attribution=None if claim.attribution is None else names.hidden(claim.attribution),
        quantity=_quantity(claim.quantity, names),
    )  # fmt: skip


def _event(event: Event, names: _Names) -> Event:
    return replace(
        event, actors=tuple(map(names.hidden, event.actors)), fatalities=_quantity(event.fatalities, names),
        injured=_quantity(event.injured, names),
        missing=_quantity(event.missing, names), captured=_quantity(event.captured, names),
        quantity=_quantity(event.quantity, names),
        figures=_figures(event.figures, names), sources=tuple(map(names.hidden, event.sources)),
    )  # fmt: skip


def _movement(movement: Movement, names: _Names) -> Movement:
    return replace(
        movement, agent=None if movement.agent is None else names.hidden(movement.agent),
        cargo=None if movement.cargo is None else names.hidden(movement.cargo),
        quantity=_quantity(movement.quantity, names), figures=_figures(movement.figures, names),
        sources=tuple(map(names.hidden, movement.sources)),
    )  # fmt: skip


def _figures(figures: Sequence[Figure], names: _Names) -> tuple[Figure, ...]:
    return tuple(
        replace(figure, quantity=replace(figure.quantity, text=names.hidden(figure.quantity.text)),
                sources=tuple(map(names.hidden, figure.sources)))
        for figure in figures
    )  # fmt: skip


def _quantity(quantity: Quantity | None, names: _Names) -> Quantity | None:
    return None if quantity is None else replace(quantity, text=names.hidden(quantity.text))
