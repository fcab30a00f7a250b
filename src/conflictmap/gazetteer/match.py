"""A place that bears a name, and how good it is for a name that stands alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import log10

from conflictmap.geo import distance_km
from conflictmap.model import Kind, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A place that bears a name: how the name was met (exact, folded, article, fuzzy) and a score in 0..1.

    `is_curated` is true for names of our tables and of a user's own file, `is_ambiguous` for bare names that the tables
    call a common word, a person's name or a better known place too.
    """

    place: Place
    name: str
    how: str
    score: float
    is_curated: bool
    is_preferred: bool
    is_ambiguous: bool = False


def standalone_score(match: Match, near: Iterable[Place]) -> float:
    """Score a name without a text: how it was met, who keeps it, its size, what lies beside it."""
    # A bare name is the town's; the inhabitants of a unit of the same name are not to speak for the unit.
    size = 0.0 if match.place.kind == Kind.ADMIN1 else min(1.0, log10(1 + match.place.population) / 7)
    score = 0.7 * match.score + 0.15 * match.is_curated + 0.15 * size
    lonlat = match.place.lonlat
    distances = [distance_km(lonlat, p.lonlat) for p in near if lonlat and p.lonlat]
    if distances:
        score += 0.5 if min(distances) < 40 else 0.2 if min(distances) < 150 else -0.2
    return max(0.0, min(1.0, score / 1.5))
