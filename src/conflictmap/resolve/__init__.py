"""Choose the place that each name means, all names of a document together.

Every candidate gets a score: a weighted sum of named features (features.py, weights.tsv). Three rounds: the first
knows the names alone, each later one also what the round before chose, as places to be near to, as countries and units
to lie in. Scores become shares of one, with "none of these" as a candidate of its own, so that a confidence can be low
even where there is only one candidate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from conflictmap.gazetteer import Gazetteer
from conflictmap.model import Document, Kind, Mention, Place, PlaceId, Role
from conflictmap.resolve.derived import between, control_area, country_id, derived_place, described_place
from conflictmap.resolve.ranking import ranked
from conflictmap.resolve.scene import Chosen, Scene, containers, first_scene, next_scene
from conflictmap.toponyms import HERE, Toponym

__all__ = ["resolve"]

_FLOOR = 0.3  # confidence below which a place is not put on the map
_LEAST, _PLACE = 0.2, 0.35  # confidence of the best candidate, if those of its unit together come to so much
_ROUNDS = 3
_LISTED = 5  # candidates that a report lists for a mention


def resolve(
    document: Document, toponyms: Sequence[Toponym], gazetteer: Gazetteer
) -> tuple[tuple[Mention, ...], tuple[Place, ...]]:
    """Resolve the names of a document.

    Returns:
        The mentions in order, each with its candidates best first, and the places that they mean or may mean, sorted
        by id; those that none means are marked `candidate_only`.
    """
    outer = containers(toponyms, document.text)
    chosen, scene = rounds(toponyms, outer)
    country = scene.country
    places: dict[PlaceId, Place] = {}
    used: set[PlaceId] = set()
    mentions = []
    for number, (toponym, candidates, inside) in enumerate(zip(toponyms, chosen, outer, strict=True)):
        if toponym.relation is not None and toponym.relation.type == "between":
            inside = number + 1
        around = surroundings(toponym, chosen[inside]) if inside is not None else ()
        place, extra = _meant(toponym, candidates, around, country, gazetteer)
        listed = candidates[:_LISTED]
        for other in (*extra, *(candidate for candidate, _ in listed)):
            places.setdefault(other.id, other)
        if place is not None:
            places[place.id] = place
            used.add(place.id)
        mentions.append(_mention(toponym, place, listed, around))
    marked = (replace(p, candidate_only=p.id not in used) for p in places.values())
    return tuple(mentions), tuple(sorted(marked, key=lambda p: p.id))


def rounds(toponyms: Sequence[Toponym], outer: Sequence[int | None]) -> tuple[list[Chosen], Scene]:
    """Rank the candidates of all names of a document, in rounds.

    Args:
        outer: for each name the number of the name that says where it lies (`scene.containers`).

    Returns:
        For each name its candidates, best first, and the scene in which the last round was made.
    """
    scene = first_scene(toponyms)
    chosen: list[Chosen] = [()] * len(toponyms)
    for number in range(_ROUNDS):
        if number:
            scene = next_scene(toponyms, chosen)
        known: dict[object, Chosen] = {}  # a name that comes again in the same setting means the same
        before, chosen = chosen, []
        for toponym, inside in zip(toponyms, outer, strict=True):
            around = surroundings(toponym, before[inside]) if inside is not None else ()
            setting = (toponym.surface, toponym.head and (toponym.head.kind, toponym.head.feature), toponym.relation
                       and toponym.relation.type, toponym.container, toponym.contains, toponym.signs,
                       tuple((place.id, candidate.score) for place, candidate in around))  # fmt: skip
            if setting not in known:
                known[setting] = ranked(toponym, scene, around, with_reasons=number == _ROUNDS - 1)
            chosen.append(known[setting])
    return chosen, scene


def surroundings(toponym: Toponym, container: Chosen) -> Chosen:
    """Give what a name is said to lie in or at: the best candidate, or the point that a distance from it makes."""
    if toponym.told_by is None or not container:
        return container[:1]
    place, candidate = container[0]
    made = derived_place(replace(toponym, relation=toponym.told_by, head=None), place, None)
    return ((made or place, candidate),)


def _meant(
    toponym: Toponym, candidates: Chosen, around: Chosen, country: str | None, gazetteer: Gazetteer
) -> tuple[Place | None, tuple[Place, ...]]:
    """Give the place that a name means, and the places that it is made from.

    It is the best candidate, or one made from it and the words around it, or for a name that no gazetteer has the
    point that the text tells ("the village of X, 15 km east of Y").

    Args:
        around: what the text says that it lies in or at.
        country: the one that the document is about, for a part of "the country".
    """
    if toponym.control_of is not None:
        return control_area(toponym, gazetteer), ()
    if toponym.part_of is not None:
        return _part_of_country(toponym, country if toponym.part_of == HERE else toponym.part_of, gazetteer)
    if toponym.country is not None and not toponym.matches:
        return gazetteer.lookup_id(country_id(toponym.country))[0].place, ()
    if not candidates or candidates[0][1].score < _FLOOR:
        if toponym.told_by is not None and around:
            return described_place(toponym, around[0][0]), (around[0][0],)
        return (candidates[0][0], ()) if candidates else (None, ())
    anchor = candidates[0][0]
    if toponym.relation is not None and toponym.relation.type == "between" and around:
        stretch = between(anchor, around[0][0])
        return (stretch, (anchor,)) if stretch is not None else (anchor, ())
    made = derived_place(toponym, anchor, gazetteer)
    return (made, (anchor,)) if made is not None else (anchor, ())


def _part_of_country(
    toponym: Toponym, code: str | None, gazetteer: Gazetteer
) -> tuple[Place | None, tuple[Place, ...]]:
    if code is None:
        return None, ()
    whole = gazetteer.place(country_id(code))
    return derived_place(toponym, whole, gazetteer), (whole,)


def _mention(toponym: Toponym, place: Place | None, chosen: Chosen, around: Chosen) -> Mention:
    listed = [candidate for _, candidate in chosen]
    together = sum(c.score for other, c in chosen if other.admin1 and other.admin1 == chosen[0][0].admin1)
    is_told = place is not None and toponym.told_by is not None and place.id not in {c.place for c in listed}
    why = (*toponym.why, *(listed[0].why if listed and not is_told else ()))
    if toponym.excluded:
        why = (*why, f"not_mapped:{toponym.excluded}")
    confidence = listed[0].score if listed else (0.9 if place else 0.0)
    if is_told:
        confidence, why = around[0][1].score, (*why, "placed_by_description")
    # A town and its governorate share what speaks for the name: that it means a place may be sure where which is not.
    is_sure = confidence >= _FLOOR or (confidence >= _LEAST and together >= _PLACE)
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
    if toponym.excluded in ("demonym", "nationality", "power_behind", "metonym", "office"):
        return Role.ACTOR_AFFILIATION
    if toponym.excluded:
        return Role.NONE
    is_country = any(match.place.kind == Kind.COUNTRY for match in toponym.matches[:1])
    return Role.CONTAINER if toponym.container or is_country else Role.BACKGROUND
