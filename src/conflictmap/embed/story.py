"""What a page tells, read back from its data: reports, as far as a page holds them.

The files of the kit are made from this and from nothing else, so that they never say more than the page: what a person
has rejected, quotes that are switched off and exact places that were coarsened are not in them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from conflictmap.codec import as_record
from conflictmap.errors import InputError
from conflictmap.export.columns import Known
from conflictmap.model import (
    Claim,
    Control,
    Document,
    Event,
    Generator,
    Movement,
    Pack,
    Place,
    PlaceId,
    Report,
    Stock,
    Window,
)

Plain = dict[str, object]
_KINDS: dict[str, tuple[str, type[Event] | type[Movement] | type[Stock] | type[Control]]] = {
    "event": ("events", Event), "movement": ("movements", Movement), "stock": ("stocks", Stock),
    "control": ("control", Control),
}  # fmt: skip
_UNSEEN = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_BLANK = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The content of a page: `language` is "ar" or "en", `known` are the reports in the order of the page."""

    title: str
    language: str
    version: str
    focus: str | None
    documents: tuple[Document, ...]
    layers: tuple[Pack, ...]
    actors: dict[str, dict[str, str]]
    known: tuple[Known, ...]

    @property
    def reports(self) -> tuple[Report, ...]:
        """Give the reports, each with the places of its records."""
        return tuple(one.report for one in self.known)

    def actor(self, key: str, language: str) -> str:
        """Name an actor; a name that the text made up stays as it is."""
        return self.actors.get(key, {}).get(language) or key


@dataclass(frozen=True, slots=True, kw_only=True)
class _Island:
    """The keys of a page's data that are needed here."""

    title: str
    language: str
    version: str
    layers: tuple[Pack, ...]
    documents: tuple[Plain, ...]
    places: tuple[Plain, ...]
    claims: dict[str, Plain]
    records: tuple[Plain, ...]
    actors: dict[str, dict[str, str]]
    merged: tuple[bool, ...]
    focus: str | None = None


def story(data: Mapping[str, object]) -> Story:
    """Read what a page tells.

    Raises:
        InputError: where the data are not those of a page of this version, or hold no record.
    """
    try:
        page = as_record(dict(data), _Island)
        documents = tuple(as_record({**one, "text": "", "sha256": ""}, Document) for one in page.documents)
        layers = Generator(version=page.version, gazetteer="", packs=page.layers)
        reports = tuple(_reports(page, documents, layers))
    except (InputError, ValueError, LookupError, TypeError, RecursionError) as error:
        raise InputError("the data of the page are not as this version writes them; draw the page again") from error
    if not page.records:
        raise InputError("the page has no records; there is nothing to embed")
    return Story(
        title=clean(page.title) or "conflictmap", language="ar" if page.language == "ar" else "en",
        version=clean(page.version), focus=page.focus, documents=documents, layers=page.layers, actors=page.actors,
        known=tuple(map(Known.of, reports)),
    )  # fmt: skip


def clean(text: str) -> str:
    """Give a text on one line, without control characters and without those that turn its surroundings round.

    >>> clean("a\\n\\u202e b")
    'a b'
    """
    return _BLANK.sub(" ", _UNSEEN.sub("", text)).strip()


def _reports(page: _Island, documents: Sequence[Document], generator: Generator) -> list[Report]:
    several = len(page.merged) > 1
    places = {place.id: place for place in map(_place, page.places)}
    claims: dict[int, list[Claim]] = {}
    for key, facts in page.claims.items():
        number, identity = _parted(key, several)
        claims.setdefault(number, []).append(as_record({**facts, "id": identity, "start": 0, "end": 0}, Claim))
    held: dict[int, dict[str, list[object]]] = {}
    tellers: dict[int, Document] = {}
    for record in page.records:
        number, _ = _parted(str(record["id"]), several)
        group, kind = _KINDS[str(record["is"])]
        held.setdefault(number, {}).setdefault(group, []).append(as_record(_own(record, several), kind))
        tellers.setdefault(number, documents[int(str(record["document"]))])
    return [
        _placed(
            Report(
                document=tellers[number], generator=generator, claims=tuple(claims.get(number, ())),
                documents=tuple(documents) if page.merged[number] else (),
                window=Window() if page.merged[number] else None,
                **{group: tuple(records) for group, records in held[number].items()},  # type: ignore[arg-type]  # _KINDS
            ),
            places,
        )
        for number in sorted(held)
    ]  # fmt: skip


def _placed(report: Report, places: Mapping[PlaceId, Place]) -> Report:
    """Give a report the places that its records name, and no others: a page may have thousands of both."""
    return replace(report, places=tuple(places[one] for one in sorted(report.placed()) if one in places))


def _place(place: Plain) -> Place:
    return as_record({**place, "uncertainty_km": place["radius"]}, Place)


def _parted(identity: str, several: bool) -> tuple[int, str]:
    """Part the number of the report from an id of the page; pages of one report have none."""
    if not several:
        return 0, identity
    number, _, own = identity.partition(".")
    return int(number), own


def _own(record: Plain, several: bool) -> Plain:
    """Give the ids in a record back the form that they have in its report."""
    if not several:
        return record

    def own(value: object, key: str = "") -> object:
        if key in ("id", "target") or (key == "claims" and isinstance(value, str)):
            return _parted(str(value), True)[1]
        if isinstance(value, list):
            return [own(one, key if key == "claims" else "") for one in value]
        if isinstance(value, dict):
            return {name: own(one, name) for name, one in value.items()}
        return value

    return {name: own(value, name) for name, value in record.items()}
