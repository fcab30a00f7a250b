"""Places on their way into an index."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

PREFERRED, VARIANT, ARTICLE_DROPPED, BASE, HISTORIC, AMBIGUOUS = 1, 2, 4, 8, 16, 32
"""Flags of a name. BASE: it does not come from a table that a person wrote for this purpose. HISTORIC: out of use.
AMBIGUOUS: the tables say that the bare name is also a common word, a person's name or a better known place."""

Progress = Callable[[str, float], None]
"""Called with what is being done and the share of the whole, 0..1."""

PRECISION = {"settlement": "settlement", "neighbourhood": "site", "admin1": "admin1", "admin2": "admin2",
             "admin3": "admin3", "region": "area", "control_area": "area", "water": "area",
             "country": "country"}  # fmt: skip
"""How closely a place of a kind places something; "site" for the kinds that are not listed."""


@dataclass(slots=True, kw_only=True)
class Entry:
    """A place on its way into the index, with all its names and their flags.

    An entry with `stands_for` is no place of its own: its names lead to the place of that id in a layer below.
    """

    id: str
    kind: str
    source: str
    precision: str
    names: dict[str, str] = field(default_factory=dict)
    spellings: dict[str, int] = field(default_factory=dict)
    feature: str | None = None
    country: str | None = None
    admin1: str | None = None
    lon: float | None = None
    lat: float | None = None
    uncertainty_km: float | None = None
    area: dict[str, object] | None = None
    extent: str | None = None
    same_as: tuple[str, ...] = ()
    population: int = 0
    stands_for: str | None = None

    def add_name(self, name: str, flags: int) -> None:
        """Add a spelling; the first one given keeps its flags."""
        if name:
            self.spellings.setdefault(name, flags)


def town_radius(population: int) -> float:
    """Guess how far a town's edge is from its point, in km: about 1 for a village, 15 for a metropolis."""
    return round(min(15.0, 1.0 + math.sqrt(max(population, 0)) / 150), 1)


def silent(_what: str, _share: float) -> None:
    """Tell nobody about progress."""
