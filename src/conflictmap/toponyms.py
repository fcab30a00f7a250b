"""What recognition hands to resolution: words that name a place, and what stands around them."""

from __future__ import annotations

from dataclasses import dataclass

from conflictmap.gazetteer import Match
from conflictmap.model import Kind, Span

HERE = "*"
"""The country of a part of "the country": the one that the document is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A kind word that goes with a name: "town" in "town of Hajin", بوادي over four names."""

    word: str
    kind: Kind
    feature: str
    start: int
    is_shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A place told by another one. `type`: part, away, countryside, near, between; bearing in degrees from north."""

    type: str
    start: int
    bearing: float | None = None
    distance_km: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Toponym:
    """Words that name a place: the bare name's span and tokens, the places of that name, what stands around it.

    `excluded` says why the name is not to be mapped, None if it is; `why` lists the evidence that it is a place;
    `container` marks a name that tells where another place lies, `contains` what kind that place is;
    `country` is that of a nationality word, `control_of` the actor of "areas held by". `part_of` is the country that a
    part belongs to ("*": the one that the document is about). `told_by` says how the next name tells where this one
    lies ("X, 15 km east of Y"). `signs` are what speaks for or
    against a place whichever it is: given, locative, headed, listed, several_words, stripped, ordinary.
    """

    start: int
    end: int
    surface: str
    first: int
    last: int
    matches: tuple[Match, ...] = ()
    head: Head | None = None
    relation: Relation | None = None
    container: bool = False
    contains: Kind | None = None
    excluded: str | None = None
    country: str | None = None
    part_of: str | None = None
    told_by: Relation | None = None
    control_of: str | None = None
    is_stripped: bool = False
    why: tuple[str, ...] = ()
    signs: frozenset[str] = frozenset()

    @property
    def span(self) -> Span:
        """Give the interval of the bare name."""
        return Span(start=self.start, end=self.end)
