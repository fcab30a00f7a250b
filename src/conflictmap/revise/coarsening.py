"""Move the positions of places where people shelter off their exact spot."""

from __future__ import annotations

import math
from dataclasses import replace

from conflictmap.geo import EARTH_KM
from conflictmap.model import Kind, Place, Precision, Report

_DEGREE_KM = math.pi * EARTH_KM / 180
_FEATURES = frozenset(("hospital", "refugee_camp", "school", "shelter"))
_NARROWEST = 0.01  # cosine of the latitude: near the poles a cell spans many degrees of longitude


def coarsened(report: Report, km: float) -> Report:
    """Round the positions of camps, shelters, hospitals and schools to the middle of a cell of `km` by `km`.

    The uncertainty becomes at least half the diagonal of the cell, added to the place's own; an outline is dropped.
    The name stays: this keeps the report from being a list of targets, it does not hide what anybody can look up.

    Raises:
        ValueError: where `km` is not above 0.
    """
    if not km > 0:
        raise ValueError(f"a grid of {km} km has no cells; give a width above 0")
    places = tuple(_on_grid(place, km) if _shelters(place) else place for place in report.places)
    return replace(report, places=places)


def _shelters(place: Place) -> bool:
    return place.kind == Kind.CAMP or place.feature in _FEATURES


def _on_grid(place: Place, km: float) -> Place:
    if place.lonlat is None:
        return place
    lon, lat = place.lonlat
    middle = max(-90.0, min(90.0, _middle(lat, km / _DEGREE_KM)))
    width = km / (_DEGREE_KM * max(_NARROWEST, math.cos(math.radians(middle))))
    moved = max(-180.0, min(180.0, _middle(lon, width)))
    wider = round((place.uncertainty_km or 0.0) + km / math.sqrt(2), 1)
    return replace(place, lon=round(moved, 4), lat=round(middle, 4), uncertainty_km=wider, area=None, extent=None,
                   precision=Precision.NEAR)  # fmt: skip


def _middle(degrees: float, step: float) -> float:
    return (math.floor(degrees / step) + 0.5) * step
