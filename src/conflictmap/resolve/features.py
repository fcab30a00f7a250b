"""The features of a candidate: what speaks for and against a place as the meaning of a name in a document."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conflictmap.gazetteer import Match, tables
from conflictmap.geo import distance_km, lies_in
from conflictmap.model import Kind, Place
from conflictmap.resolve.scene import Chosen, View
from conflictmap.toponyms import Toponym

SIGNS = ("given", "locative", "headed", "listed", "several_words", "stripped", "ordinary")
_EVERYWHERE = frozenset((Kind.COUNTRY, Kind.ADMIN1))  # the tables have all of these: being in them says nothing
_AROUND = frozenset(("countryside", "surroundings", "border", "front", "axis"))
# Kinds that a kind word may loosely stand for: "the Hajin district" is often said of the town.
_LOOSE = {
    Kind.REGION: (Kind.ADMIN1, Kind.ADMIN2), Kind.ADMIN2: (Kind.SETTLEMENT,), Kind.ADMIN1: (Kind.REGION,),
    Kind.ADMIN3: (Kind.SETTLEMENT,), Kind.NEIGHBOURHOOD: (Kind.SETTLEMENT,),
}  # fmt: skip
_CLOSE_KM, _FAR_KM = 25.0, 150.0  # distances over which being near another place fades
_OUT_OF_REACH = 6 * _FAR_KM / 111  # degrees of latitude
_TOWN = 20_000  # inhabitants from which a town of a covered country needs no row to be expected
_CHIEF = 0.1  # share of a unit's inhabitants from which a town may have given the unit its name
_IN_TOWN = math.exp(-30.0 / _CLOSE_KM) * 0.5  # nearness of a quarter to another place that is sure by half


@dataclass(frozen=True, slots=True, kw_only=True)
class Namesakes:
    """What the candidates of one name say together: people of the largest town, and of that in each unit."""

    largest: int
    towns: Mapping[str, int]
    has_unit: bool

    @classmethod
    def of(cls, matches: Sequence[Match]) -> Namesakes:
        """Look over the matches of a name."""
        places = [match.place for match in matches if match.place.kind == Kind.SETTLEMENT]
        towns: dict[str, int] = {}
        for place in places:
            if place.admin1:
                towns[place.admin1] = max(place.population, towns.get(place.admin1, 0))
        has_unit = any(match.place.kind == Kind.ADMIN1 for match in matches)
        return cls(towns=towns, largest=max((place.population for place in places), default=0), has_unit=has_unit)

    def town_of(self, unit: Place) -> float:
        """Say how surely the bare name of a unit is a town's: surely if it is called after a chief town of its own."""
        if unit.kind != Kind.ADMIN1 or not unit.population:
            return 0.0
        if self.towns.get(unit.admin1 or "", 0) >= _CHIEF * unit.population:
            return 1.0
        return min(1.0, self.largest / unit.population)


def features(toponym: Toponym, match: Match, view: View, container: Chosen, namesakes: Namesakes) -> dict[str, float]:
    """Give the features of one match of a name. Their meanings stand in weights.tsv.

    Args:
        container: the candidates of the name that says what this one lies in; empty if there is none.
        namesakes: what the matches of the name are together.
    """
    place = match.place
    close, far, company = _nearness(place, view)
    inside, outside = _containment(place, container)
    theatres, town_name = tables.theatres(), namesakes.town_of(place)
    is_listed = match.is_curated and place.kind not in _EVERYWHERE
    return {
        "article": float(match.how == "article"),
        "fuzzy": float(match.how == "fuzzy"),
        "curated": float(is_listed),
        "theatre": float(_is_of_theatre(place, theatres) and (is_listed or place.population >= _TOWN)),
        "ambiguous": float(match.is_ambiguous),
        "kind_agrees": _kind_agrees(toponym, place),
        "container": _container(toponym, place) if namesakes.has_unit else 0.0,
        "country": float(place.kind == Kind.COUNTRY),
        "unit": float(place.kind == Kind.ADMIN1),
        "town_name": town_name,
        "theatre_town_name": town_name * (place.country in theatres),
        "population": math.log10(1 + place.population) / 7,
        "capital": float(not tables.capitals().isdisjoint(place.same_as)),
        "country_share": view.countries.get(place.country or "", 0.0),
        "country_named": float(place.kind != Kind.COUNTRY and place.country in view.named),
        "unit_share": view.units.get(place.admin1 or "", 0.0),
        "unit_named": float(place.kind != Kind.ADMIN1 and place.admin1 in view.named),
        "inside": inside,
        "outside": outside,
        "close": close,
        "far": far,
        "company": company,
        "far_quarter": float(place.kind == Kind.NEIGHBOURHOOD and bool(view.anchors) and close < _IN_TOWN),
        **{sign: float(sign in toponym.signs) for sign in SIGNS},
    }


def _is_of_theatre(place: Place, theatres: frozenset[str]) -> bool:
    return place.kind not in _EVERYWHERE and (place.country is None or place.country in theatres)


def _wants_unit(toponym: Toponym) -> bool:
    """Say whether a name is used for an area around places: as a container, a part, a countryside."""
    is_part = toponym.relation is not None and toponym.relation.type in ("part", "countryside")
    return toponym.container or is_part


def _kind_agrees(toponym: Toponym, place: Place) -> float:
    if toponym.head is None or toponym.head.feature in _AROUND:
        return 0.0
    if toponym.head.kind == place.kind:
        return 1.0
    return 0.3 if place.kind in _LOOSE.get(toponym.head.kind, ()) else -0.6


def _container(toponym: Toponym, place: Place) -> float:
    if not _wants_unit(toponym) or (toponym.head is not None and toponym.head.kind == Kind.SETTLEMENT):
        return 0.0
    if toponym.contains in (Kind.NEIGHBOURHOOD, Kind.SITE, Kind.OTHER):
        return 1.0 if place.kind == Kind.SETTLEMENT else -1.0 if place.kind == Kind.ADMIN1 else 0.0
    return 1.0 if place.kind in _EVERYWHERE else -1.0 if place.kind == Kind.SETTLEMENT else 0.0


def _containment(place: Place, container: Chosen) -> tuple[float, float]:
    """Give how surely a place lies in what the text puts it in, and how surely it does not."""
    inside = sum(candidate.score for outer, candidate in container if lies_in(place, outer))
    return inside, sum(candidate.score for _, candidate in container) - inside


def _nearness(place: Place, view: View) -> tuple[float, float, float]:
    """Give how near the nearest other place is, at two reaches, and the share of the others that are within reach."""
    if place.lonlat is None or place.kind == Kind.COUNTRY:
        return 0.0, 0.0, 0.0
    close = far = company = total = 0.0
    here = place.lonlat
    for lonlat, weight in view.anchors:
        total += weight
        if abs(lonlat[1] - here[1]) > _OUT_OF_REACH:
            continue
        km = distance_km(here, lonlat)
        share = weight * math.exp(-km / _FAR_KM)
        close = max(close, weight * math.exp(-km / _CLOSE_KM))
        far = max(far, share)
        company += share
    return close, far, company / total if total else 0.0
