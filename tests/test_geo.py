import math

import pytest
from geopy.distance import great_circle
from hypothesis import given
from hypothesis import strategies as st

from conflictmap.geo import EARTH_KM, bounds, destination, distance_km

LONLAT = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


@given(LONLAT, LONLAT)
def test_distance_is_a_metric_on_the_sphere(a: tuple[float, float], b: tuple[float, float]) -> None:
    assert 0 <= distance_km(a, b) <= math.pi * EARTH_KM + 1e-6
    assert distance_km(a, b) == pytest.approx(distance_km(b, a), abs=1e-9)
    assert distance_km(a, a) == 0


@given(LONLAT, LONLAT)
def test_distance_agrees_with_geopy(a: tuple[float, float], b: tuple[float, float]) -> None:
    theirs = great_circle((a[1], a[0]), (b[1], b[0])).km
    assert distance_km(a, b) == pytest.approx(theirs, rel=1e-3, abs=0.05)


@given(st.tuples(st.floats(-180, 180), st.floats(-80, 80)), st.floats(0, 360), st.floats(0.1, 1000))
def test_destination_is_as_far_away_as_asked(start: tuple[float, float], bearing: float, km: float) -> None:
    lon, lat = destination(start, bearing, km)
    assert -180 <= lon <= 180 and -90 <= lat <= 90
    assert distance_km(start, (lon, lat)) == pytest.approx(km, rel=1e-6, abs=1e-4)


@pytest.mark.parametrize(("bearing", "step"), [(0, (0, 1)), (90, (1, 0)), (180, (0, -1)), (270, (-1, 0))])
def test_bearings_run_clockwise_from_north(bearing: float, step: tuple[int, int]) -> None:
    lon, lat = destination((40.0, 35.0), bearing, 10)
    moved = (lon - 40, lat - 35)
    assert all(math.copysign(1, m) == s if s else abs(m) < 1e-3 for m, s in zip(moved, step, strict=True))


def test_destination_crosses_the_date_line() -> None:
    lon, _ = destination((179.9, 0), 90, 50)
    assert -180 <= lon < -179


def test_bounds() -> None:
    assert bounds([]) is None
    assert bounds([(1, 2)]) == (1, 2, 1, 2)
    assert bounds([(3, 1), (-2, 5), (0, 0)]) == (-2, 0, 3, 5)
