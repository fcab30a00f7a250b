"""What a document says about where it plays: countries, first-level units, places chosen so far, who stands by whom."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from conflictmap.geo import LonLat
from conflictmap.model import Candidate, Kind, Place
from conflictmap.text.names import NameKey, name_key
from conflictmap.toponyms import HERE, Toponym

_SURE = 0.3  # share from which a choice of the round before counts as what the document says
_MOST = 40  # matches of a name that vote
# What may stand between a name and the name of what it lies in: "X, Y", "X (Y", "X in Y", "X بريف Y".
_INSIDE = re.compile(
    r"[\s\u00a0\"”»]*(?:,|،|\(|in|في|ضمن|of|التابعة ل|التابع ل|من)?[\s\u00a0\"“«]*[بل]?", re.IGNORECASE
)
_FARTHEST = 24  # characters between a name and what it lies in


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """What one name says of where the document plays: a country, a unit, a point, and how surely."""

    key: NameKey
    weight: float
    country: str | None = None
    unit: str | None = None
    lonlat: LonLat | None = None
    is_name_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A scene as one name sees it, without its own vote: shares of one, what is named as such, other points."""

    countries: Mapping[str, float]
    units: Mapping[str, float]
    named: frozenset[str]
    anchors: tuple[tuple[LonLat, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """All votes of a document. No name is to be its own witness, hence `seen_by`."""

    votes: tuple[Vote, ...] = ()
    views: dict[NameKey, View] = field(default_factory=dict, compare=False, repr=False)  # names come back

    @property
    def country(self) -> str | None:
        """Give the country that most of the document speaks for."""
        shares = self.seen_by(NameKey("")).countries
        return max(shares, key=lambda code: (shares[code], code), default=None)

    def seen_by(self, key: NameKey) -> View:
        """Sum up the votes of all names but one."""
        known = self.views.get(key)
        if known is not None:
            return known
        others = [vote for vote in self.votes if vote.key != key]
        countries: dict[str, float] = defaultdict(float)
        units: dict[str, float] = defaultdict(float)
        for vote in others:
            if vote.country:
                countries[vote.country] += vote.weight
            if vote.unit:
                units[vote.unit] += vote.weight
        self.views[key] = view = View(
            countries=_shares(countries), units=_shares(units),
            named=frozenset(vote.is_name_of for vote in others if vote.is_name_of),
            anchors=tuple((vote.lonlat, vote.weight) for vote in others if vote.lonlat is not None),
        )  # fmt: skip
        return view


Chosen = Sequence[tuple[Place, Candidate]]
"""The candidates of one name, best first, each with its place."""


def first_scene(toponyms: Sequence[Toponym]) -> Scene:
    """Read the scene off the names alone: nationality words, country names, the best matches of the others."""
    votes: dict[tuple[NameKey, str], Vote] = {}
    for toponym in toponyms:
        key = name_key(toponym.surface)
        nation = _nation(toponym)
        if nation:
            votes[key, nation] = Vote(key=key, weight=0.5, country=nation, is_name_of=nation)
            continue
        names = {m.place.country for m in toponym.matches[:_MOST] if m.place.kind == Kind.COUNTRY and m.how == "exact"}
        for country, share in _country_shares(toponym).items():
            votes[key, country] = Vote(key=key, weight=share, country=country,
                                       is_name_of=country if country in names else None)  # fmt: skip
    return Scene(votes=tuple(votes.values()))


def next_scene(toponyms: Sequence[Toponym], chosen: Sequence[Chosen]) -> Scene:
    """Read the scene off what a round has chosen; each name and place votes once, however often it is named."""
    votes: dict[tuple[NameKey, str], Vote] = {}
    for toponym, candidates in zip(toponyms, chosen, strict=True):
        key = name_key(toponym.surface)
        nation = _nation(toponym)
        if nation:
            votes[key, nation] = Vote(key=key, weight=0.5, country=nation, is_name_of=nation)
            continue
        if not candidates or candidates[0][1].score < _SURE:
            continue
        place, share = candidates[0][0], candidates[0][1].score
        earlier = votes.get((key, place.id))
        is_country = place.kind == Kind.COUNTRY
        votes[key, place.id] = Vote(
            key=key, weight=max(share, earlier.weight if earlier else 0.0), country=place.country,
            unit=None if is_country else place.admin1, lonlat=None if is_country else place.lonlat,
            is_name_of=place.country if is_country else place.admin1 if place.kind == Kind.ADMIN1 else None,
        )  # fmt: skip
    return Scene(votes=tuple(votes.values()))


def _nation(toponym: Toponym) -> str | None:
    """Give the country of a nationality word or of a part of a named country."""
    return toponym.country or (toponym.part_of if toponym.part_of != HERE else None)


def containers(toponyms: Sequence[Toponym], text: str) -> tuple[int | None, ...]:
    """Give for each name the number of the name that says where it lies, or None.

    "X, Y", "X in Y", "X بريف Y" and "X, 15 km east of Y" say so.
    """
    found: list[int | None] = []
    for number, toponym in enumerate(toponyms):
        after = toponyms[number + 1] if number + 1 < len(toponyms) else None
        is_inside = toponym.told_by is not None or (
            after is not None and not after.country and _lies_in(toponym, after, text)
        )
        found.append(number + 1 if is_inside else None)
    return tuple(found)


def _lies_in(toponym: Toponym, after: Toponym, text: str) -> bool:
    start = after.start
    if after.head is not None and toponym.end <= after.head.start < start:
        start = after.head.start
    if after.relation is not None and toponym.end <= after.relation.start < start:
        start = after.relation.start
    if not toponym.end < start <= toponym.end + _FARTHEST:
        return False
    gap = text[toponym.end : start]
    return "\n" not in gap and _INSIDE.fullmatch(gap) is not None


def _country_shares(toponym: Toponym) -> dict[str, float]:
    best: dict[str, float] = {}
    for match in toponym.matches[:_MOST]:
        if match.place.country:
            weight = match.score * (1.0 + match.is_curated) * (0.2 + math.log10(1 + match.place.population) / 7)
            weight = 3.0 if match.place.kind == Kind.COUNTRY and match.how != "article" else weight
            best[match.place.country] = max(best.get(match.place.country, 0.0), weight**2)
    total = sum(best.values())
    return {country: weight / total for country, weight in best.items()} if total else {}


def _shares(votes: Mapping[str, float]) -> dict[str, float]:
    total = sum(votes.values())
    return {code: count / total for code, count in sorted(votes.items())} if total else {}
