"""What the records of one article stand on: its claims and places by id."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from conflictmap.model import Claim, Document, Event, Place, PlaceId
from conflictmap.reconcile.circumstances import Hours, hours, is_another
from conflictmap.reconcile.places import surrounds
from conflictmap.reconcile.sources import independent


@dataclass(frozen=True, slots=True)
class Scene:
    """The document with what its records name by id."""

    document: Document
    claims: Mapping[str, Claim]
    places: Mapping[PlaceId, Place]
    _known: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)

    def sources(self, claims: Sequence[str]) -> tuple[str, ...]:
        """Give the independent sources of some claims."""
        key = tuple(claims)
        if key not in self._known:
            self._known[key] = independent([self.claims[claim] for claim in key], self.document)
        return self._known[key]

    def hours(self, record: Event) -> Hours:
        """Give the hours of the day that the claims of an event name."""
        return frozenset[int]().union(
            *(hours(self.claims[claim].quote, self.document.language) for claim in record.claims)
        )

    def is_another(self, record: Event) -> bool:
        """Say whether an event is told as one more of its kind."""
        return is_another(self.claims[record.claims[0]].quote, self.document.language)

    def surrounds(self, outer: PlaceId | None, inner: PlaceId | None) -> bool:
        """Say whether a place is known to lie in a wider one."""
        wide, close = (self.places.get(place) if place is not None else None for place in (outer, inner))
        return wide is not None and close is not None and surrounds(wide, close)
