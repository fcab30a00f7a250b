"""Places that a text names and no gazetteer has: kept by name, without a position, so that no other stands in."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from conflictmap.model import Kind, Mention, Place, PlaceId, Precision
from conflictmap.text.normalise import fold
from conflictmap.toponyms import Toponym


def with_unlocated(
    mentions: Sequence[Mention], toponyms: Sequence[Toponym]
) -> tuple[tuple[Mention, ...], tuple[Place, ...]]:
    """Give places without a position to the names that a kind word introduces and that nothing has surely resolved.

    "The village of X" is a place whether a gazetteer knows it or not: what happened there did not happen elsewhere. In
    the report such a mention stays unresolved; only the records that are told of it point to the place.

    Args:
        mentions: of the document, in order.
        toponyms: one for each mention.

    Returns:
        The mentions, for extraction, and the places that were made.
    """
    made: dict[PlaceId, Place] = {}
    named: list[Mention] = []
    for mention, toponym in zip(mentions, toponyms, strict=True):
        is_unknown = mention.place is None or "not_mapped:unsure" in mention.why
        head = toponym.head
        if is_unknown and head is not None and toponym.excluded is None and "ordinary" not in toponym.signs:
            place = _unlocated(mention.surface, head.kind, head.feature)
            made.setdefault(place.id, place)
            mention = replace(mention, place=place.id)
        named.append(mention)
    return tuple(named), tuple(made.values())


def _unlocated(surface: str, kind: Kind, feature: str | None) -> Place:
    digest = hashlib.sha256(fold(surface).encode()).hexdigest()[:8]
    return Place(id=PlaceId(f"unlocated-{digest}"), name={"und": surface}, kind=kind, feature=feature,
                 precision=Precision.SETTLEMENT, source="named in the text, in no gazetteer")  # fmt: skip
