"""Put records together that fit, best pairs first, never two of one document.

The result depends on the records alone, not on their order: pairs are taken by score and then by key, and a record
joins others only if it fits all of them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

from conflictmap.geo import LonLat
from conflictmap.model import Place, Window
from conflictmap.reconcile.places import is_wide

_KM_PER_DEGREE = 111.2
_LEAST_KM = 1.0  # of a grid cell
Facts = TypeVar("Facts")
Cell = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node(Generic[Facts]):
    """A record to be put together with others.

    `places` are where it is, `first` and `last` the days on which it can have been.
    """

    document: str
    record: str
    facts: Facts
    places: tuple[Place, ...]
    first: date
    last: date

    @property
    def key(self) -> tuple[str, str]:
        """Give what orders the records."""
        return (self.document, self.record)

    @property
    def points(self) -> tuple[LonLat, ...]:
        """Give the points of the places that are no units or regions."""
        return tuple(place.lonlat for place in self.places if place.lonlat is not None and not is_wide(place))

    @property
    def is_wide(self) -> bool:
        """Say whether it is about a unit or region, in which others may lie."""
        return any(is_wide(place) for place in self.places)

    @property
    def countries(self) -> frozenset[str]:
        """Give the countries of the places."""
        return frozenset(place.country for place in self.places if place.country is not None)


def clusters(
    nodes: Iterable[Node[Facts]], score: Callable[[Facts, Facts], float | None], window: Window
) -> list[list[str]]:
    """Give the groups of records that are one, as their ids.

    Args:
        nodes: the records, in any order.
        score: how well two of them fit, None if not at all; symmetric.
        window: how far apart they may be.
    """
    groups = _Groups(nodes, score, window)
    for one, two in groups.ranked():
        if groups.nodes[one].is_wide == groups.nodes[two].is_wide:
            groups.join(groups.home[one], groups.home[two])
    for wide in groups.wide():
        groups.place(wide)
    return [[groups.nodes[number].record for number in sorted(group)] for _, group in sorted(groups.members.items())]


class _Groups(Generic[Facts]):
    """Records by number, and the groups that they form, each under the number of one of them."""

    def __init__(
        self, nodes: Iterable[Node[Facts]], score: Callable[[Facts, Facts], float | None], window: Window
    ) -> None:
        self.nodes = sorted(nodes, key=lambda node: node.key)
        self.fits = fits(self.nodes, score, window)
        self.home = list(range(len(self.nodes)))
        self.members = {number: [number] for number in self.home}
        self._fitting: list[list[int]] = [[] for _ in self.nodes]
        for one, two in self.fits:
            self._fitting[one].append(two)
            self._fitting[two].append(one)
        self._documents = {number: {node.document} for number, node in enumerate(self.nodes)}

    def ranked(self) -> list[tuple[int, int]]:
        """Give the pairs that fit, best first."""
        return sorted(self.fits, key=lambda pair: (-self.fits[pair], pair))

    def wide(self) -> list[int]:
        """Give the groups of records of a wide place."""
        return sorted(number for number in self.members if self.nodes[number].is_wide)

    def join(self, one: int, two: int) -> None:
        """Make two groups one, if every record of the one fits every record of the other."""
        if one == two or self._fit(one, two) is None:
            return
        keep, gone = sorted((one, two))
        for number in self.members[gone]:
            self.home[number] = keep
        self.members[keep] += self.members.pop(gone)
        self._documents[keep] |= self._documents.pop(gone)

    def place(self, wide: int) -> None:
        """Join a group of a wide place with the group that fits best; with none where two fit as well."""
        near = {self.home[other] for number in self.members[wide] for other in self._fitting[number]} - {wide}
        options = {other: fit for other in sorted(near) if (fit := self._fit(wide, other)) is not None}
        best = max(options.values(), default=None)
        chosen = [other for other, fit in options.items() if fit == best]
        if len(chosen) == 1:
            self.join(wide, chosen[0])

    def _fit(self, one: int, two: int) -> float | None:
        """Give the best fit of two groups, None where two of their records do not fit or are of one document."""
        if not self._documents[one].isdisjoint(self._documents[two]):
            return None
        found = [self.fits.get((min(a, b), max(a, b))) for a in self.members[one] for b in self.members[two]]
        known = [fit for fit in found if fit is not None]
        return max(known) if len(known) == len(found) else None


def fits(
    nodes: Sequence[Node[Facts]], score: Callable[[Facts, Facts], float | None], window: Window
) -> dict[tuple[int, int], float]:
    """Give the scores of the pairs of records that fit, by their numbers, the smaller one first."""
    return {(one, two): value for one, two in _pairs(nodes, window.km, window.days)
            if (value := score(nodes[one].facts, nodes[two].facts)) is not None}  # fmt: skip


def _pairs(nodes: Sequence[Node[Facts]], km: float, days: int) -> Iterator[tuple[int, int]]:
    """Give the pairs of documents' records that are near enough in time and place to be compared, each once."""
    near: dict[tuple[date, Cell], list[int]] = {}
    far: dict[tuple[date, str], list[int]] = {}
    local: dict[tuple[date, str], list[int]] = {}
    for number, node in enumerate(nodes):
        met: set[int] = set()
        for day in _days(node.first, node.last, days):
            for cell in {cell for point in node.points for cell in _cells_around(point, km)}:
                met.update(near.get((day, cell), ()))
            for country in sorted(node.countries):
                met.update(far.get((day, country), ()))
                if node.is_wide:
                    met.update(local.get((day, country), ()))
        yield from ((other, number) for other in sorted(met) if nodes[other].document != node.document)
        for day in _days(node.first, node.last, 0):
            for cell in {_cell(point, km) for point in node.points}:
                near.setdefault((day, cell), []).append(number)
            for country in sorted(node.countries):
                (far if node.is_wide else local).setdefault((day, country), []).append(number)


def _days(first: date, last: date, margin: int) -> Iterator[date]:
    for number in range(-margin, (last - first).days + margin + 1):
        yield first + timedelta(days=number)


def _cell(point: LonLat, km: float) -> Cell:
    row = math.floor(point[1] * _KM_PER_DEGREE / max(km, _LEAST_KM))
    return (row, _column(point[0], row, km))


def _cells_around(point: LonLat, km: float) -> Iterator[Cell]:
    """Give the cells in which whatever lies within `km` is: three rows of three, each row with columns of its own."""
    middle = _cell(point, km)[0]
    for row in range(middle - 1, middle + 2):
        column = _column(point[0], row, km)
        yield from ((row, column + step) for step in (-1, 0, 1))


def _column(lon: float, row: int, km: float) -> int:
    """Number the columns of a row, at least `km` wide everywhere in it."""
    size = max(km, _LEAST_KM)
    latitude = (abs(row) + 1) * size / _KM_PER_DEGREE
    return math.floor(lon * _KM_PER_DEGREE * max(0.01, math.cos(math.radians(min(latitude, 89.0)))) / size)
