"""The gazetteer as a geocoder of geopy: offline, for geopy's own tools and for `geopandas.tools.geocode`."""

from __future__ import annotations

from collections.abc import Sequence

from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderQueryError, GeocoderServiceError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from conflictmap.errors import MissingPlaceError
from conflictmap.gazetteer import Gazetteer, Match
from conflictmap.geo import distance_km
from conflictmap.model import Place

__all__ = ["ConflictMapGeocoder"]

_MATCHES = 5  # locations of an answer of several
_FIRST_KM, _RADIUS_KM = 5.0, 50.0  # reverse looks this far at first, and at most
_KM_PER_DEGREE = 111.2


class ConflictMapGeocoder(Geocoder):  # type: ignore[misc]  # geopy has no types
    """Geocode with conflictmap's gazetteer. Opens no connection.

    Args:
        gazetteer: an open one; by default that of the user's cache with the user's packs, compiled on the first use.
        language: `en` or `ar`: the language of addresses, where a place has a name in it.
        timeout: taken for the sake of geopy's tools, without effect.

    Example:
        >>> from conflictmap.geopy_geocoder import ConflictMapGeocoder
        >>> ConflictMapGeocoder().geocode("Hajin", country="SY").address
        'Hajin, Syria'
    """

    def __init__(
        self, *, gazetteer: Gazetteer | None = None, language: str = "en", timeout: object = DEFAULT_SENTINEL
    ) -> None:
        super().__init__(timeout=timeout, adapter_factory=_NoNetwork)
        self.gazetteer = gazetteer or Gazetteer.open()
        self.language = language

    def geocode(
        self, query: str, *, exactly_one: bool = True, timeout: object = DEFAULT_SENTINEL,
        country: str | None = None, limit: int | None = None,
    ) -> Location | list[Location] | None:  # fmt: skip
        """Give the place or places that bear a name, best first.

        Args:
            query: a name, or "town, district", which prefers a town near the district.
            exactly_one: give one location, not a list.
            timeout: without effect.
            country: ISO 3166-1 alpha-2; places elsewhere are left out.
            limit: locations of a list; 5 if None.

        Returns:
            A location (or a list of them) whose `raw` tells what was found, None where nothing bears the name. A name
            that is only similar has `how` "fuzzy" and a low `score` in `raw`.

        Raises:
            GeocoderQueryError: where the query is no text.
        """
        if not isinstance(query, str):
            raise GeocoderQueryError(f"a name is expected, not {type(query).__name__}")
        if not query.strip():
            return None
        most = _MATCHES if limit is None else limit
        found = [match for match in self.gazetteer.find(query, country=country, limit=most)
                 if match.place.lonlat and (country is None or match.place.country == country.upper())]  # fmt: skip
        return _given([self._located(match) for match in found], exactly_one)

    def reverse(
        self, query: object, *, exactly_one: bool = True, timeout: object = DEFAULT_SENTINEL,
        limit: int | None = None, radius_km: float = _RADIUS_KM,
    ) -> Location | list[Location] | None:  # fmt: skip
        """Give the place or places of the gazetteer nearest to a point, nearest first.

        Countries and first-level units are left out. A place is its point: what lies in a large town may be nearer to
        the point of a village.

        Args:
            query: what geopy takes for a point: `Point`, (latitude, longitude), "latitude,longitude".
            exactly_one: give one location, not a list.
            timeout: without effect.
            limit: locations of a list; 5 if None.
            radius_km: places farther away are left out.

        Returns:
            A location (or a list of them) with `distance_km` in `raw`, None where nothing lies within the radius.

        Raises:
            GeocoderQueryError: where the query is no point.
        """
        try:
            point = query if isinstance(query, Point) else Point(query)
        except (TypeError, ValueError) as error:
            raise GeocoderQueryError(f"a point is expected: {error}") from error
        wanted = 1 if exactly_one else _MATCHES if limit is None else limit
        near = self._nearest((point.longitude, point.latitude), wanted, radius_km)
        return _given(
            [self._location(place, {"distance_km": round(km, 3)}) for km, place in near[:wanted]], exactly_one
        )

    def _nearest(self, lonlat: tuple[float, float], wanted: int, radius_km: float) -> list[tuple[float, Place]]:
        """Look in boxes around the point, each three times as wide as the one before, until enough are near."""
        reach = min(_FIRST_KM, radius_km)
        while True:
            measured = ((distance_km(lonlat, place.lonlat), place)
                        for box in _boxes(lonlat, reach) for place in self.gazetteer.places_within(box)
                        if place.lonlat is not None)  # fmt: skip
            near = sorted((pair for pair in measured if pair[0] <= reach), key=lambda pair: (pair[0], pair[1].id))
            if len(near) >= wanted or reach >= radius_km:
                return near
            reach = min(3 * reach, radius_km)

    def _located(self, match: Match) -> Location:
        return self._location(match.place, {"score": match.score, "how": match.how})

    def _location(self, place: Place, facts: dict[str, object]) -> Location:
        lon, lat = place.lonlat or (0.0, 0.0)
        raw = {
            "place": str(place.id), "kind": str(place.kind), "feature": place.feature, "country": place.country,
            "admin1": place.admin1, "uncertainty_km": place.uncertainty_km, "same_as": list(place.same_as),
            "source": place.source, "population": place.population, "name": dict(place.name), **facts,
        }  # fmt: skip
        return Location(self._address(place), (lat, lon), raw)

    def _address(self, place: Place) -> str:
        """Give the name and the country's name: "Hajin, Syria"."""
        names = [self._name(place)]
        if place.country and place.kind != "country":
            try:
                names.append(self._name(self.gazetteer.place(f"country-{place.country.lower()}")))
            except MissingPlaceError:
                names.append(place.country)
        return ", ".join(names)

    def _name(self, place: Place) -> str:
        return place.name.get(self.language) or place.name.get("en") or next(iter(place.name.values()), str(place.id))


class _NoNetwork(BaseSyncAdapter):  # type: ignore[misc]  # geopy has no types
    """The adapter of a geocoder that asks nobody."""

    def get_json(self, url: str, *, timeout: object, headers: object) -> object:
        raise GeocoderServiceError("this geocoder opens no connection")

    get_text = get_json


def _given(locations: Sequence[Location], exactly_one: bool) -> Location | list[Location] | None:
    if not locations:
        return None
    return locations[0] if exactly_one else list(locations)


def _boxes(lonlat: tuple[float, float], km: float) -> list[tuple[float, float, float, float]]:
    """Give the box around a circle as west, south, east, north; two where it crosses the date line."""
    from math import cos, radians

    lon, lat = lonlat
    high = km / _KM_PER_DEGREE
    south, north = max(-90.0, lat - high), min(90.0, lat + high)
    narrowest = cos(radians(max(abs(south), abs(north))))
    wide = high / narrowest if narrowest > high / 180 else 180.0
    if wide >= 180:
        return [(-180.0, south, 180.0, north)]
    west, east = lon - wide, lon + wide
    if west < -180:
        return [(-180.0, south, east, north), (west + 360, south, 180.0, north)]
    if east > 180:
        return [(west, south, 180.0, north), (-180.0, south, east - 360, north)]
    return [(west, south, east, north)]
