"""Bring the claims of a report together: the focus, later the same event told twice."""

from __future__ import annotations

from collections import defaultdict

from conflictmap.model import Focus, Kind, PlaceId, Report

_TITLE_CHARACTERS = 200  # what stands this early is what the article is about
_SPECIFICITY = {
    Kind.COUNTRY: 0.1,
    Kind.ADMIN1: 0.5,
    Kind.REGION: 0.6,
    Kind.CONTROL_AREA: 0.3,
    Kind.WATER: 0.4,
}


def choose_focus(report: Report) -> Focus | None:
    """Choose where the main event happened: early, often, closely named places of the map."""
    places = {place.id: place for place in report.places}
    votes: dict[PlaceId, float] = defaultdict(float)
    for mention in report.mentions:
        if mention.mapped and mention.place is not None:
            early = 2.0 if mention.start < _TITLE_CHARACTERS else 1.0
            votes[mention.place] += early * _SPECIFICITY.get(places[mention.place].kind, 1.0) * mention.confidence
    if not votes:
        return None
    best = min(votes, key=lambda place: (-votes[place], place))
    return Focus(place=best, confidence=round(votes[best] / sum(votes.values()), 3))
