"""The gazetteer as a geocoder of geopy and geopandas. Sockets are closed here."""

import math

import pytest
from geopy.exc import GeocoderQueryError, GeocoderServiceError
from geopy.extra.rate_limiter import RateLimiter
from geopy.location import Location
from geopy.point import Point
from hypothesis import given
from hypothesis import strategies as st

from conflictmap.gazetteer import Gazetteer
from conflictmap.geo import distance_km
from conflictmap.geopy_geocoder import ConflictMapGeocoder, _boxes


@pytest.fixture(scope="module")
def geocoder(gazetteer: Gazetteer) -> ConflictMapGeocoder:
    return ConflictMapGeocoder(gazetteer=gazetteer)


def test_geocode(geocoder: ConflictMapGeocoder) -> None:
    found = geocoder.geocode("Hajin")
    assert isinstance(found, Location)
    assert found.address == "Hajin, Syria"
    assert distance_km((found.longitude, found.latitude), (40.83, 34.69)) < 5
    assert (found.raw["place"], found.raw["kind"], found.raw["country"], found.raw["how"]) == (
        "sy-hajin", "settlement", "SY", "exact",
    )  # fmt: skip
    assert 0 < found.raw["score"] <= 1
    assert found.raw["uncertainty_km"] > 0
    assert found.raw["source"] and "geonames:174506" in found.raw["same_as"]
    assert type(found.raw) is dict


def test_arabic_names_and_addresses(gazetteer: Gazetteer, geocoder: ConflictMapGeocoder) -> None:
    assert geocoder.geocode("هجين").raw["place"] == "sy-hajin"  # type: ignore[union-attr]
    arabic = ConflictMapGeocoder(gazetteer=gazetteer, language="ar")
    assert arabic.geocode("Hajin").address == "هجين, سوريا"  # type: ignore[union-attr]


def test_several_and_one_country(geocoder: ConflictMapGeocoder) -> None:
    several = geocoder.geocode("Paris", exactly_one=False, limit=3)
    assert isinstance(several, list) and len(several) == 3
    assert len({one.raw["place"] for one in several}) == 3
    american = geocoder.geocode("Paris", exactly_one=False, country="us")
    assert isinstance(american, list) and {one.raw["country"] for one in american} == {"US"}
    assert geocoder.geocode("Hajin", country="JP") is None


@pytest.mark.parametrize("query", ["", "   ", "Xqzvwkjh Qqq"])
def test_nothing_found(geocoder: ConflictMapGeocoder, query: str) -> None:
    assert geocoder.geocode(query) is None
    assert geocoder.geocode(query, exactly_one=False) is None


@pytest.mark.parametrize("query", [None, 7, math.nan, {"city": "Hajin"}])
def test_no_name(geocoder: ConflictMapGeocoder, query: object) -> None:
    with pytest.raises(GeocoderQueryError):
        geocoder.geocode(query)  # type: ignore[arg-type]


@pytest.mark.parametrize("query", [Point(34.69, 40.83), (34.69, 40.83), "34.69, 40.83"])
def test_reverse(geocoder: ConflictMapGeocoder, query: object) -> None:
    found = geocoder.reverse(query)
    assert isinstance(found, Location)
    assert found.raw["place"] == "sy-hajin"
    assert found.raw["distance_km"] < 5


def test_reverse_gives_the_nearest_first(geocoder: ConflictMapGeocoder, gazetteer: Gazetteer) -> None:
    several = geocoder.reverse((34.45, 40.95), exactly_one=False, limit=8)
    assert isinstance(several, list) and len(several) == 8
    distances = [one.raw["distance_km"] for one in several]
    assert distances == sorted(distances) and distances[-1] <= 50
    around = gazetteer.places_within((40.0, 33.5, 42.0, 35.5))
    assert around and all(place.kind not in ("country", "admin1") for place in around)
    nearest = sorted(distance_km((40.95, 34.45), place.lonlat) for place in around if place.lonlat)[:8]
    assert distances == pytest.approx(nearest, abs=0.001)


def test_reverse_in_the_desert_and_the_sea(geocoder: ConflictMapGeocoder) -> None:
    assert geocoder.reverse((-48.9, -123.4)) is None
    assert geocoder.reverse((34.45, 40.95), radius_km=0.001) is None
    with pytest.raises(GeocoderQueryError):
        geocoder.reverse("nowhere")


@given(st.floats(-180, 180), st.floats(-90, 90), st.floats(0.1, 500), st.floats(0, 2 * math.pi))
def test_the_boxes_hold_the_circle(lon: float, lat: float, km: float, angle: float) -> None:
    from conflictmap.geo import destination

    east, north = destination((lon, lat), math.degrees(angle), km * 0.999)
    boxes = _boxes((lon, lat), km)
    assert all(-180 <= w <= e <= 180 and -90 <= s <= n <= 90 for w, s, e, n in boxes)
    assert any(w - 1e-9 <= east <= e + 1e-9 and s - 1e-9 <= north <= n + 1e-9 for w, s, e, n in boxes)


def test_rate_limiter(geocoder: ConflictMapGeocoder) -> None:
    limited = RateLimiter(geocoder.geocode, min_delay_seconds=0.001)
    assert [limited(name).raw["place"] for name in ("Hajin", "al-Baghouz")] == ["sy-hajin", "sy-baghouz"]


def test_geopandas(gazetteer: Gazetteer) -> None:
    from geopandas.tools import geocode, reverse_geocode

    frame = geocode(["Hajin", "Xqzvwkjh Qqq", math.nan], provider=ConflictMapGeocoder, gazetteer=gazetteer)
    assert frame.crs == "EPSG:4326"
    assert frame.address[0] == "Hajin, Syria"
    assert list(frame.geometry.is_empty) == [False, True, True]
    back = reverse_geocode(frame.geometry[:1], provider=ConflictMapGeocoder, gazetteer=gazetteer)
    assert back.address[0] == "Hajin, Syria"


def test_it_opens_no_connection(geocoder: ConflictMapGeocoder) -> None:
    with pytest.raises(GeocoderServiceError):
        geocoder.adapter.get_json("https://example.org", timeout=1, headers={})
    with pytest.raises(GeocoderServiceError):
        geocoder.adapter.get_text("https://example.org", timeout=1, headers={})


def test_it_opens_the_gazetteer_of_the_user() -> None:
    with ConflictMapGeocoder() as own:
        assert own.geocode("Hajin", country="SY").address == "Hajin, Syria"  # type: ignore[union-attr]
        own.gazetteer.close()
