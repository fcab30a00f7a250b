"""Places that a text names and no gazetteer has: kept with their name, without a position, so that no other stands in."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from conflictmap.model import Kind, Mention, Place, PlaceId, Precision
from conflictmap.text.normalise import fold
from conflictmap.toponyms import Toponym


def with_unlocated(
    mentions: Sequence[Mention], places: Sequence[Place], toponyms: Sequence[Toponym], language: str
) -> tuple[tuple[Mention, ...], tuple[Place, ...]]:
    """Give places without a position to the names that a kind word introduces and that nothing has surely resolved.

    "The village of X" is a place whether a gazetteer knows it or not: what happened there did not happen elsewhere.
    The mentions stay off the map.

    Args:
        mentions: of the document, in order.
        places: those found so far.
        toponyms: one for each mention.
        language: of the document, for the name of the place.
    """
    made: dict[PlaceId, Place] = {}
    kept: list[Mention] = []
    for mention, toponym in zip(mentions, toponyms, strict=True):
        is_unknown = mention.place is None or "not_mapped:unsure" in mention.why
        is_name = toponym.head is not None and toponym.excluded is None and "ordinary" not in toponym.signs
        if is_unknown and is_name and toponym.head is not None:
            place = _unlocated(mention.surface, toponym.head.kind, toponym.head.feature, language)
            made.setdefault(place.id, place)
            mention = replace(mention, place=place.id, why=(*mention.why, "not_mapped:unlocated"))
        kept.append(mention)
    return tuple(kept), (*places, *made.values())


def _unlocated(surface: str, kind: Kind, feature: str | None, language: str) -> Place:
    digest = hashlib.sha256(fold(surface).encode()).hexdigest()[:8]
    return Place(id=PlaceId(f"unlocated-{digest}"), name={language: surface}, kind=kind, feature=feature,
                 precision=Precision.SETTLEMENT, source="named in the text, in no gazetteer")  # fmt: skip
