"""Choose the place that each name means, all names of a document together.

Every candidate gets a score: a weighted sum of named features (weights.tsv). Two rounds: the first without distances,
the second with the distance to what the first round chose. Scores become shares of one, with "none of these" as a
candidate of its own, so that a confidence can be low even where there is only one candidate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from conflictmap.gazetteer import Gazetteer
from conflictmap.model import Candidate, Document, Kind, Mention, Place, PlaceId, Role
from conflictmap.resolve.derived import control_area, derived_place
from conflictmap.resolve.ranking import Context, ranked
from conflictmap.toponyms import Toponym

__all__ = ["resolve"]

_FLOOR = 0.2  # confidence below which a place is not put on the map
_LISTED = 5  # candidates that a report lists for a mention


def resolve(
    document: Document, toponyms: Sequence[Toponym], gazetteer: Gazetteer
) -> tuple[tuple[Mention, ...], tuple[Place, ...]]:
    """Resolve the names of a document.

    Returns:
        The mentions in order, each with its candidates best first, and the places that they mean or may mean, sorted
        by id; those that none means are marked `candidate_only`.
    """
    context = Context.first(toponyms)
    chosen = [ranked(toponym, context) for toponym in toponyms]
    context = context.with_choices(toponyms, chosen)
    chosen = [ranked(toponym, context) for toponym in toponyms]
    places: dict[PlaceId, Place] = {}
    used: set[PlaceId] = set()
    mentions = []
    for toponym, candidates in zip(toponyms, chosen, strict=True):
        place, extra = _meant(toponym, candidates, gazetteer)
        listed = candidates[:_LISTED]
        for other in (*extra, *(match_place(toponym, c.place) for c in listed)):
            places.setdefault(other.id, other)
        if place is not None:
            places[place.id] = place
            used.add(place.id)
        mentions.append(_mention(toponym, place, listed))
    marked = (replace(p, candidate_only=p.id not in used) for p in places.values())
    return tuple(mentions), tuple(sorted(marked, key=lambda p: p.id))


def match_place(toponym: Toponym, place_id: PlaceId) -> Place:
    """Give the place of a candidate."""
    return next(match.place for match in toponym.matches if match.place.id == place_id)


def _meant(
    toponym: Toponym, candidates: Sequence[Candidate], gazetteer: Gazetteer
) -> tuple[Place | None, tuple[Place, ...]]:
    """Give the place that a name means: the best candidate, or one made from it and the words around it."""
    if toponym.control_of is not None:
        return control_area(toponym, gazetteer), ()
    if toponym.country is not None and not toponym.matches:
        return gazetteer.lookup_id(f"country-{toponym.country.lower()}")[0].place, ()
    if not candidates:
        return None, ()
    anchor = match_place(toponym, candidates[0].place)
    made = derived_place(toponym, anchor)
    return (made, (anchor,)) if made is not None else (anchor, ())


def _mention(toponym: Toponym, place: Place | None, listed: Sequence[Candidate]) -> Mention:
    why = (*toponym.why, *(listed[0].why if listed else ()))
    if toponym.excluded:
        why = (*why, f"not_mapped:{toponym.excluded}")
    confidence = listed[0].score if listed else (0.9 if place else 0.0)
    is_sure = confidence >= _FLOOR or toponym.head is not None
    if not is_sure and not toponym.excluded:
        why = (*why, "not_mapped:unsure")
    return Mention(
        start=toponym.start, end=toponym.end, surface=toponym.surface, place=place.id if place else None,
        mapped=toponym.excluded is None and place is not None and is_sure, role=_role(toponym), why=why,
        confidence=confidence, candidates=tuple(listed),
    )  # fmt: skip


def _role(toponym: Toponym) -> Role:
    """Give the role that shows without a clause; the claims may set another one."""
    if toponym.excluded == "speaker_location":
        return Role.SOURCE_LOCATION
    if toponym.excluded in ("demonym", "nationality", "power_behind", "metonym"):
        return Role.ACTOR_AFFILIATION
    if toponym.excluded:
        return Role.NONE
    is_country = any(match.place.kind == Kind.COUNTRY for match in toponym.matches[:1])
    return Role.CONTAINER if toponym.container or is_country else Role.BACKGROUND
