"""The focus of a document: the place where its main event happened, chosen among its mentions and its events."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import resources

from conflictmap.model import EventType, Focus, Kind, Mention, Place, PlaceId, Report, Role
from conflictmap.weights import read_weights

_LEAD = 200  # characters in which a report says what it is about
_LOCAL = frozenset((Kind.NEIGHBOURHOOD, Kind.SITE, Kind.CAMP, Kind.FACILITY))
_WIDE = frozenset((Kind.ADMIN1, Kind.ADMIN2, Kind.REGION, Kind.CONTROL_AREA, Kind.WATER))
_VIOLENT = frozenset((EventType.AIR_STRIKE, EventType.SHELLING, EventType.ARMED_CLASH, EventType.GROUND_EXPLOSIVE,
                      EventType.SUICIDE_ATTACK, EventType.CHEMICAL_ATTACK, EventType.ATTACK_ON_CIVILIANS))  # fmt: skip


def choose_focus(report: Report) -> Focus | None:
    """Choose where the main event happened.

    Returns:
        The place with the highest share and that share, which is a probability learned on texts about one event; None
        where no place is on the map.
    """
    rows = candidates(report)
    if not rows:
        return None
    scores = {place: sum(weights()[name] * value for name, value in values.items()) for place, values in rows.items()}
    best = min(scores, key=lambda place: (-scores[place], place))
    whole = sum(math.exp(score - scores[best]) for score in scores.values())
    return Focus(place=best, confidence=round(1 / whole, 3))


@lru_cache(maxsize=1)
def weights() -> Mapping[str, float]:
    """Read the weights of the features."""
    return read_weights(resources.files("conflictmap") / "focus.tsv")


def candidates(report: Report) -> dict[PlaceId, dict[str, float]]:
    """Give the mapped places with the features that speak for and against each (focus.tsv says what they mean)."""
    places = {place.id: place for place in report.places}
    mentions: dict[PlaceId, list[Mention]] = {}
    for mention in report.mentions:
        if mention.mapped and mention.place is not None:
            mentions.setdefault(mention.place, []).append(mention)
    first = min((found[0].start for found in mentions.values()), default=0)
    return {
        place: _features(places[place], found, report, is_first=found[0].start == first)
        for place, found in mentions.items()
    }


def _features(place: Place, found: Sequence[Mention], report: Report, *, is_first: bool) -> dict[str, float]:
    total = sum(mention.mapped for mention in report.mentions)
    events = [event for event in report.events if event.place == place.id and event.type != EventType.OTHER]
    length = max(1, len(report.document.text))
    return {
        "first": float(is_first),
        "lead": float(found[0].start < _LEAD),
        "early": 1.0 - found[0].start / length,
        "share": len(found) / total,
        "sure": max(mention.confidence for mention in found),
        "local": float(place.kind in _LOCAL),
        "town": float(place.kind == Kind.SETTLEMENT),
        "wide": float(place.kind in _WIDE),
        "country": float(place.kind == Kind.COUNTRY),
        "size": math.log10(1 + place.population) / 7 if place.kind == Kind.SETTLEMENT else 0.0,
        "container": sum(mention.role == Role.CONTAINER for mention in found) / len(found),
        "moved": sum(mention.role in (Role.ORIGIN, Role.DESTINATION, Role.VIA) for mention in found) / len(found),
        "event": float(bool(events)),
        "events": math.log2(1 + len(events)),
        "violent": float(any(event.type in _VIOLENT for event in events)),
        "casualties": float(any(event.fatalities or event.injured for event in events)),
        "first_event": float(bool(report.events) and report.events[0].place == place.id),
    }
