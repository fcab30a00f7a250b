"""Score the candidates of a name: named features, weights from a table, shares of one."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources

from conflictmap.gazetteer import Match
from conflictmap.geo import LonLat, distance_km
from conflictmap.model import Candidate, Kind, Place, PlaceId
from conflictmap.toponyms import Toponym

_REACH_KM = 120.0  # distance over which being near another place fades
_MOST = 40  # candidates that are scored; there are names with hundreds of places
_SPREAD = 1.0  # temperature of the shares


@lru_cache(maxsize=1)
def weights() -> dict[str, float]:
    """Read the weights of the features."""
    lines = (resources.files(__package__) / "weights.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return {name: float(weight) for name, weight, _ in (line.split("\t") for line in lines)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the whole document says: its countries, the governorates it names, the places chosen so far."""

    countries: dict[str, float]
    admin1: frozenset[str]
    anchors: tuple[tuple[str, LonLat], ...] = ()

    @classmethod
    def first(cls, toponyms: Sequence[Toponym]) -> Context:
        """Weigh the countries by nationality words, country names and the best matches of the other names."""
        votes: dict[str, float] = defaultdict(float)
        for toponym in toponyms:
            if toponym.country:
                votes[toponym.country] += 0.5
                continue
            shares = _country_shares(toponym)
            for country, share in shares.items():
                votes[country] += share
        return cls(countries=_normalised(votes), admin1=frozenset())

    def with_choices(self, toponyms: Sequence[Toponym], chosen: Sequence[Sequence[Candidate]]) -> Context:
        """Add what a first round chose: places to be near to, countries, governorates."""
        anchors: list[tuple[str, LonLat]] = []
        votes: dict[str, float] = defaultdict(float, self.countries)
        units: set[str] = set()
        for toponym, candidates in zip(toponyms, chosen, strict=True):
            if not candidates or candidates[0].score < 0.3:
                continue
            place = next(m.place for m in toponym.matches if m.place.id == candidates[0].place)
            if place.kind != Kind.COUNTRY and place.lonlat is not None:
                anchors.append((toponym.surface, place.lonlat))
            if place.kind == Kind.ADMIN1 and place.admin1:
                units.add(place.admin1)
            if place.country:
                votes[place.country] += candidates[0].score / max(1, len(toponyms))
        return replace(
            self, countries=_normalised(votes), admin1=frozenset(units), anchors=tuple(dict.fromkeys(anchors))
        )


def _country_shares(toponym: Toponym) -> dict[str, float]:
    best: dict[str, float] = {}
    for match in toponym.matches[:_MOST]:
        if match.place.country:
            weight = match.score * (1.0 + match.is_curated) * (0.2 + math.log10(1 + match.place.population) / 7)
            weight = 3.0 if match.place.kind == Kind.COUNTRY and match.how != "article" else weight
            best[match.place.country] = max(best.get(match.place.country, 0.0), weight**2)
    total = sum(best.values())
    return {country: weight / total for country, weight in best.items()} if total else {}


def _normalised(votes: Mapping[str, float]) -> dict[str, float]:
    total = sum(votes.values())
    return {code: count / total for code, count in sorted(votes.items())} if total else {}


def ranked(toponym: Toponym, context: Context) -> tuple[Candidate, ...]:
    """Give the candidates of a name, best first, with shares of one as scores and the features as reasons."""
    pool = sorted(toponym.matches, key=lambda m: (-m.is_curated, -m.score, -m.place.population, m.place.id))[:_MOST]
    best: dict[PlaceId, tuple[float, tuple[str, ...]]] = {}
    for match in pool:
        features = _features(toponym, match, context)
        total = sum(weights()[name] * value for name, value in features.items())
        why = tuple(f"{name}={value:.2f}" for name, value in features.items() if value)
        if match.place.id not in best or total > best[match.place.id][0]:
            best[match.place.id] = (total, why)
    parts = {place: math.exp((total - weights()["none"]) / _SPREAD) for place, (total, _) in best.items()}
    whole = 1.0 + sum(parts.values())
    found = [Candidate(place=p, score=round(parts[p] / whole, 3), why=why) for p, (_, why) in best.items()]
    return tuple(sorted(found, key=lambda c: (-parts[c.place], c.place)))


def _features(toponym: Toponym, match: Match, context: Context) -> dict[str, float]:
    place = match.place
    return {
        "name": match.score,
        "curated": float(match.is_curated),
        "preferred": float(match.is_preferred),
        "kind_agrees": _kind_agrees(toponym, place),
        "container": _container(toponym, place),
        "town_first": float(place.kind == Kind.SETTLEMENT and not _wants_unit(toponym)),
        "country_name": float(place.kind == Kind.COUNTRY and match.how != "article"),
        "population": math.log10(1 + place.population) / 7,
        "country_evidence": context.countries.get(place.country or "", 0.0),
        "near_others": _nearness(toponym, place, context),
        "parent_named": float(place.kind != Kind.ADMIN1 and place.admin1 in context.admin1),
    }


def _wants_unit(toponym: Toponym) -> bool:
    is_part = toponym.relation is not None and toponym.relation.type in ("part", "countryside")
    return toponym.container or is_part


def _kind_agrees(toponym: Toponym, place: Place) -> float:
    if toponym.head is None or toponym.head.feature in (
        "countryside",
        "surroundings",
        "border",
        "front",
        "axis",
    ):
        return 0.0
    if toponym.head.kind == place.kind:
        return 1.0
    loose = {Kind.REGION: (Kind.ADMIN1, Kind.ADMIN2), Kind.ADMIN2: (Kind.SETTLEMENT,), Kind.ADMIN1: (Kind.REGION,),
             Kind.ADMIN3: (Kind.SETTLEMENT,), Kind.NEIGHBOURHOOD: (Kind.SETTLEMENT,)}  # fmt: skip
    return 0.3 if place.kind in loose.get(toponym.head.kind, ()) else -0.6


def _container(toponym: Toponym, place: Place) -> float:
    if not _wants_unit(toponym) or (toponym.head is not None and toponym.head.kind == Kind.SETTLEMENT):
        return 0.0
    if toponym.contains in (Kind.NEIGHBOURHOOD, Kind.SITE):
        return 1.0 if place.kind == Kind.SETTLEMENT else -1.0 if place.kind == Kind.ADMIN1 else 0.0
    return 1.0 if place.kind == Kind.ADMIN1 else -1.0 if place.kind == Kind.SETTLEMENT else 0.0


def _nearness(toponym: Toponym, place: Place, context: Context) -> float:
    if place.lonlat is None or place.kind == Kind.COUNTRY:
        return 0.0
    others = [lonlat for surface, lonlat in context.anchors if surface != toponym.surface]
    if not others:
        return 0.0
    return math.exp(-min(distance_km(place.lonlat, lonlat) for lonlat in others) / _REACH_KM)
