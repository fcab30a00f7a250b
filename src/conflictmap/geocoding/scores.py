"""How far an answer of a geocoding service is to be trusted, and the place that it makes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from conflictmap.gazetteer.entries import PRECISION
from conflictmap.geo import distance_km
from conflictmap.geocoding.answers import Answer
from conflictmap.model import Kind, Place, PlaceId, Precision
from conflictmap.text.names import name_key, without_article
from conflictmap.text.normalise import script

_BEST = 0.5  # confidence of an answer that agrees in all; ours have more
_LOSS = {"name_similar": 0.1, "name_in_another_script": 0.1, "kind_differs": 0.1, "kind_unknown": 0.05,
         "country_unknown": 0.05}  # fmt: skip
_ALIKE = 84  # percent of rapidfuzz's ratio below which two names of a script are different ones
_LEAST_LETTERS = 5  # of a name that may be part of another one
_SAME_KM = 10.0  # two answers this near are one place: the village and its boundary
_RADIUS_KM = {Kind.SETTLEMENT: 5.0, Kind.NEIGHBOURHOOD: 3.0, Kind.ADMIN1: 100.0, Kind.ADMIN2: 40.0, Kind.ADMIN3: 20.0,
              Kind.COUNTRY: 300.0, Kind.REGION: 50.0, Kind.WATER: 50.0}  # fmt: skip
_ANY_RADIUS_KM = 10.0
_LEAST_KM = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """An answer, its score in 0..0.5, and what took something from it."""

    answer: Answer
    score: float
    why: tuple[str, ...]


def ranked(name: str, kind: Kind | None, answers: Sequence[Answer], country: str | None) -> list[Scored]:
    """Rank answers, best first, in the order of the service where they score the same.

    Answers with another name are left out. Namesakes in other places share the score, so that a name that
    two villages bear is not put on the map.

    Args:
        name: what was asked for.
        kind: what the text says that it is.
        answers: in the order of the service.
        country: where it was asked for.
    """
    scored = []
    for answer in answers:
        likeness = _likeness(name, answer)
        if likeness is not None:
            why = tuple(filter(None, (likeness, _kind_doubt(kind, answer), _country_doubt(country, answer))))
            scored.append(Scored(answer=answer, score=_BEST - sum(_LOSS[doubt] for doubt in why), why=why))
    shared = [_shared(one, scored) for one in _apart(scored)]
    return sorted(shared, key=lambda one: -one.score)


def place_of(answer: Answer, surface: str, service: str) -> Place:
    """Make the place of an answer; `surface` is its name where the service tells none."""
    kind = answer.kind or Kind.OTHER
    radius = answer.radius_km
    km = max(_LEAST_KM, round(radius, 1)) if radius is not None else _RADIUS_KM.get(kind, _ANY_RADIUS_KM)
    is_osm = "/" in (answer.reference or "")
    return Place(
        id=_place_id(answer, service), name=answer.names or {"und": surface}, kind=kind, country=answer.country,
        lon=answer.lon, lat=answer.lat, uncertainty_km=km, precision=Precision(PRECISION.get(kind, "site")),
        same_as=(f"osm:{answer.reference}",) if is_osm else (), source=service,
    )  # fmt: skip


def _place_id(answer: Answer, service: str) -> PlaceId:
    if answer.reference:
        return PlaceId(f"{service}:{answer.reference}")
    facts = f"{service}|{answer.lon}|{answer.lat}|{sorted(answer.names.items())}"
    return PlaceId(f"geocoder-{hashlib.sha256(facts.encode()).hexdigest()[:12]}")


def _likeness(name: str, answer: Answer) -> str | None:
    """Say how the name was met: "" as it is, else a word for the loss; None where it is another name."""
    wanted = {name_key(name), without_article(name)} - {None}
    names = [other for other in answer.names.values() if script(other) == script(name)]
    keys = {key for other in names for key in (name_key(other), without_article(other)) if key}
    if wanted & keys:
        return ""
    if not names:
        return "name_in_another_script"
    is_like = any(_is_like(str(one), key) for one in wanted for key in keys)
    return "name_similar" if is_like else None


def _is_like(name: str, other: str) -> bool:
    """Say whether two keys differ by a letter or two, or one is a part of the other ("Baghuz", "Baghuz Fawqani")."""
    from rapidfuzz import fuzz

    return fuzz.ratio(name, other) >= _ALIKE or (len(name) >= _LEAST_LETTERS and name in other)


def _kind_doubt(kind: Kind | None, answer: Answer) -> str | None:
    if answer.kind is None:
        return "kind_unknown"
    return "kind_differs" if kind is not None and kind != answer.kind else None


def _country_doubt(country: str | None, answer: Answer) -> str | None:
    return "country_unknown" if country is None or answer.country is None else None


def _apart(scored: Sequence[Scored]) -> list[Scored]:
    """Keep the best of answers that lie side by side."""
    kept: list[Scored] = []
    for one in sorted(scored, key=lambda one: -one.score):
        if all(_distance_km(one, other) > _SAME_KM for other in kept):
            kept.append(one)
    return kept


def _shared(one: Scored, scored: Sequence[Scored]) -> Scored:
    """Share the score with the namesakes elsewhere that score as well or better."""
    rivals = sum(other.score >= one.score for other in _apart(scored) if other is not one)
    why = (*one.why, f"namesakes={rivals}") if rivals else one.why
    return Scored(answer=one.answer, score=round(one.score / (1 + rivals), 3), why=why)


def _distance_km(one: Scored, other: Scored) -> float:
    return distance_km((one.answer.lon, one.answer.lat), (other.answer.lon, other.answer.lat))
