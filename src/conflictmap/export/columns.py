"""The columns of the layers: flat, always the same ones in the same order, text word for word.

A cell is a string, a number, a boolean or None. Several values stand in one string with "; " between them; the lists
themselves are in the report.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from conflictmap.model import Claim, Document, Event, Movement, Place, PlaceId, Quantity, Report

Cell = str | int | float | bool | None
Cells = dict[str, Cell]
BETWEEN = "; "
CHAIN = " > "  # from the outermost source to the innermost


@dataclass(frozen=True, slots=True)
class Known:
    """A report with its places, claims and, if it is a merged one, documents by id."""

    report: Report
    places: dict[PlaceId, Place]
    claims: dict[str, Claim]
    sources: dict[str, Document]

    @classmethod
    def of(cls, report: Report) -> Known:
        """Index a report."""
        return cls(
            report, {place.id: place for place in report.places}, {claim.id: claim for claim in report.claims},
            {document.id: document for document in report.documents},
        )  # fmt: skip

    def identity(self, record: str) -> str:
        """Give the id of a record that holds across documents; a merged report has such ids already."""
        return record if self.report.window else f"{self.report.document.id}#{record}"

    def documents(self, claims: Sequence[str]) -> list[Document]:
        """Give the documents of some claims: the report's own one, or those of a merged report."""
        if not self.report.window:
            return [self.report.document]
        named = dict.fromkeys(claim.rpartition("#")[0] for claim in claims)
        return [self.sources[document] for document in named if document in self.sources]


def event_cells(event: Event, known: Known) -> Cells:
    """Give the columns of an event."""
    return {
        "id": known.identity(event.id),
        "document": _documents(event.claims, known),
        "type": event.type.value,
        "status": event.status.value,
        **_dates(event),
        **_place("place", event.place, known),
        "place_explicit": event.place_explicit,
        "actors": _joined(event.actors),
        **_quantity("fatalities", event.fatalities),
        **_quantity("injured", event.injured),
        **_quantity("missing", event.missing),
        **_quantity("captured", event.captured),
        **_quantity("quantity", event.quantity),
        **_evidence(event, known),
        "review": event.review.value,
        **_publication(known.documents(event.claims)),
    }


def movement_cells(
    movement: Movement, origin: PlaceId | None, destination: PlaceId | None, leg: Cells, known: Known
) -> Cells:
    """Give the columns of a movement from one of its origins to one of its destinations.

    Args:
        movement: what all its legs share, quantity included.
        origin: where this leg starts, if anywhere.
        destination: where this leg ends, if anywhere.
        leg: the columns that tell the legs apart; they come first.
        known: the report.
    """
    return {
        **leg,
        "document": _documents(movement.claims, known),
        "mode": movement.mode.value,
        "term": movement.term.value if movement.term else None,
        "group": movement.group.value,
        "agent": movement.agent,
        "cargo": movement.cargo,
        "status": movement.status.value,
        **_dates(movement),
        **_place("origin", origin, known),
        "origin_explicit": movement.origin_explicit,
        **_place("destination", destination, known),
        "destination_relation": movement.destination_relation.value,
        **_via(movement.via, known),
        **_quantity("quantity", movement.quantity),
        "quantity_status": movement.quantity_status.value,
        "relations": _joined(f"{relation.type} {known.identity(relation.target)}" for relation in movement.relations),
        **_evidence(movement, known),
        "review": movement.review.value,
        **_publication(known.documents(movement.claims)),
    }


def place_cells(place: Place, geometry_kind: str | None, n_mentions: int, documents: Sequence[str]) -> Cells:
    """Give the columns of a place."""
    lon, lat = place.lonlat or (None, None)
    return {
        "id": place.id,
        "name_en": place.name.get("en"),
        "name_ar": place.name.get("ar"),
        "name": _any_name(place),
        "kind": place.kind.value,
        "feature": place.feature,
        "country": place.country,
        "admin1": place.admin1,
        "lon": lon,
        "lat": lat,
        "geometry_kind": geometry_kind,
        "precision": place.precision.value,
        "uncertainty_km": _finite(place.uncertainty_km),
        "extent": place.extent.value if place.extent else None,
        "same_as": _joined(place.same_as),
        "source": place.source,
        "n_mentions": n_mentions,
        "documents": _joined(documents),
    }


def _dates(record: Event | Movement) -> Cells:
    return {
        "date_start": _day(record.date_start),
        "date_end": _day(record.date_end),
        "time_precision": record.time_precision.value,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _place(prefix: str, place_id: PlaceId | None, known: Known) -> Cells:
    """Describe a place of the report. The id stays where the report does not list the place."""
    place = known.places.get(place_id) if place_id is not None else None
    return {
        prefix: place_id,
        f"{prefix}_name_en": place.name.get("en") if place else None,
        f"{prefix}_name_ar": place.name.get("ar") if place else None,
        f"{prefix}_country": place.country if place else None,
        f"{prefix}_admin1": place.admin1 if place else None,
        f"{prefix}_kind": place.kind.value if place else None,
        f"{prefix}_precision": place.precision.value if place else None,
        f"{prefix}_uncertainty_km": _finite(place.uncertainty_km) if place else None,
    }


def _via(ids: Sequence[PlaceId], known: Known) -> Cells:
    places = [known.places[place] for place in ids if place in known.places]
    return {
        "via": _joined(ids),
        "via_name_en": _joined(place.name.get("en", "") for place in places),
        "via_name_ar": _joined(place.name.get("ar", "") for place in places),
    }


def _any_name(place: Place) -> str | None:
    names = place.name
    return names.get("en") or names.get("ar") or next(iter(names.values()), None)


def _quantity(prefix: str, quantity: Quantity | None) -> Cells:
    return {
        f"{prefix}_min": quantity.min if quantity else None,
        f"{prefix}_max": quantity.max if quantity else None,
        f"{prefix}_best": quantity.best if quantity else None,
        f"{prefix}_unit": quantity.unit.value if quantity else None,
        f"{prefix}_approx": quantity.approx if quantity else None,
        f"{prefix}_text": quantity.text if quantity else None,
    }


def _evidence(record: Event | Movement, known: Known) -> Cells:
    """Give who says it. Quote, certainty, modality and polarity are those of the first claim."""
    ids = record.claims
    claims = [known.claims[claim] for claim in ids if claim in known.claims]
    first = claims[0] if claims else None
    has_quotes = known.report.generator.options.get("quotes", True) is not False
    return {
        "n_claims": len(ids),
        "claims": _joined(ids),
        "n_sources": len(record.sources),
        "independent_sources": _joined(record.sources),
        "sources": _joined(CHAIN.join(claim.source_chain) for claim in claims),
        "quote": first.quote if first and has_quotes else "",
        "certainty": first.certainty.value if first else None,
        "modality": first.modality.value if first else None,
        "polarity": first.polarity.value if first else None,
        "proposed_by": _joined(claim.proposed_by or "" for claim in claims),
    }


def _documents(claims: Sequence[str], known: Known) -> str:
    return _joined(document.id for document in known.documents(claims))


def _publication(documents: Sequence[Document]) -> Cells:
    """Give where it was told, and the day on which that came out first."""
    return {
        "publisher": _joined(document.publisher or "" for document in documents) or None,
        "title": _joined(document.title or "" for document in documents) or None,
        "url": _joined(document.url or "" for document in documents) or None,
        "published": _day(min((document.published for document in documents if document.published), default=None)),
        "language": _joined(document.language for document in documents),
    }


def _joined(values: Iterable[str]) -> str:
    """Join the values that are not empty, each once, in order."""
    return BETWEEN.join(dict.fromkeys(filter(None, values)))


def _finite(number: float | None) -> float | None:
    return number if number is not None and math.isfinite(number) else None
