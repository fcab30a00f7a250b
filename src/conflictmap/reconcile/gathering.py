"""Make reports of single documents ready to be put side by side: each once, with ids that hold across documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from conflictmap.errors import InputError
from conflictmap.model import (
    Claim,
    Control,
    Document,
    Event,
    Figure,
    Movement,
    Place,
    PlaceId,
    Relation,
    Report,
    Review,
    Stock,
)
from conflictmap.reconcile.sources import source_of

Record = TypeVar("Record", Event, Movement, Stock, Control)
Counted = TypeVar("Counted", Event, Movement)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tellings:
    """What the records of all documents stand on: places and claims by id, documents by id in order of publication."""

    documents: Mapping[str, Document]
    places: Mapping[PlaceId, Place]
    claims: Mapping[str, Claim]

    def document(self, identity: str) -> Document:
        """Give the document of a claim or record."""
        return self.documents[document_of(identity)]

    def published(self, record: Event | Movement) -> date | None:
        """Give the day on which the document of a record came out."""
        return self.document(record.id).published

    def sources(self, claims: Iterable[str]) -> tuple[str, ...]:
        """Give the independent sources of some claims: copies count as the outlet that they copy."""
        return tuple(dict.fromkeys(self._source(claim) for claim in claims if claim in self.claims))

    def _source(self, claim: str) -> str:
        document = self.document(claim)
        return source_of(self.claims[claim], document, self.documents.get(document.copy_of or ""))

    def located(self, ids: Sequence[PlaceId]) -> tuple[Place, ...]:
        """Give the places of an end that are known."""
        return tuple(self.places[place] for place in ids if place in self.places)


def document_of(identity: str) -> str:
    """Give the document's id out of an id that holds across documents."""
    return identity.rpartition("#")[0]


def distinct(reports: Iterable[Report]) -> list[Report]:
    """Give each document once, sorted by id. Different documents of one id get a piece of their hash behind it.

    Raises:
        InputError: where a report is a merged one.
    """
    found: dict[str, dict[str, Report]] = {}
    for report in reports:
        if report.window is not None:
            raise InputError(f"{report.document.id}: is merged already; merge the reports that it was made of")
        same = found.setdefault(report.document.id, {})
        sha256 = report.document.sha256
        same[sha256] = max(same.get(sha256, report), report, key=_fullness)
    return [
        report if len(same) == 1 else replace(report, document=replace(report.document, id=f"{identity}@{sha256[:8]}"))
        for identity, same in sorted(found.items())
        for sha256, report in sorted(same.items())
    ]


def _fullness(report: Report) -> tuple[str, str, int]:
    return (report.generator.version, report.generator.gazetteer, len(report.claims))


def globally(report: Report) -> Report:
    """Put the document's id before the ids of claims and records, and leave out what a person has rejected."""
    prefix = f"{report.document.id}#"
    return replace(
        report,
        claims=tuple(replace(claim, id=prefix + claim.id) for claim in report.claims),
        events=tuple(_counted(event, prefix) for event in _kept(report.events)),
        movements=tuple(
            replace(_counted(movement, prefix), relations=_related(movement.relations, prefix))
            for movement in _kept(report.movements)
        ),
        stocks=tuple(_named(stock, prefix) for stock in _kept(report.stocks)),
        control=tuple(_named(held, prefix) for held in _kept(report.control)),
    )


def _kept(records: Sequence[Record]) -> list[Record]:
    return [record for record in records if record.review is not Review.REJECTED]


def _counted(record: Counted, prefix: str) -> Counted:
    return replace(_named(record, prefix), figures=tuple(_figure(figure, prefix) for figure in record.figures))


def _named(record: Record, prefix: str) -> Record:
    return replace(record, id=prefix + record.id, claims=tuple(prefix + claim for claim in record.claims))


def _figure(figure: Figure, prefix: str) -> Figure:
    return replace(figure, claims=tuple(prefix + claim for claim in figure.claims))


def _related(relations: Sequence[Relation], prefix: str) -> tuple[Relation, ...]:
    return tuple(replace(relation, target=prefix + relation.target) for relation in relations)
