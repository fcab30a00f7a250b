"""What a geocoding service answers, read into one record whatever the service."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from conflictmap.geo import distance_km
from conflictmap.model import Kind

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

_LONGEST = 200  # characters of a name
_OSM_TYPES = {"N": "node", "W": "way", "R": "relation", "node": "node", "way": "way", "relation": "relation"}
# Classes of OpenStreetMap whose names are those of streets and businesses: no answer to "where is the village of X".
_NO_PLACES = frozenset(("highway", "shop", "office", "craft", "tourism", "leisure", "club", "advertising", "emergency"))
_KINDS = {
    Kind.SETTLEMENT: "city town village hamlet isolated_dwelling locality municipality borough farm settlement",
    Kind.NEIGHBOURHOOD: "suburb quarter neighbourhood city_block city_district residential",
    Kind.ADMIN1: "state province governorate region", Kind.ADMIN2: "county district state_district",
    Kind.ADMIN3: "subdistrict", Kind.COUNTRY: "country", Kind.CAMP: "refugee_site",
    Kind.WATER: "river lake water reservoir sea bay wadi dam stream canal",
    Kind.FACILITY: "military aerodrome airfield base barracks hospital school power industrial works",
}  # fmt: skip
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One place that a service gives for a name.

    `names` are by language, `und` where the service does not say; `box` is what it covers; `reference` its id with
    the service. What the service does not tell is None.
    """

    lon: float
    lat: float
    names: dict[str, str] = field(default_factory=dict)
    box: Box | None = None
    kind: Kind | None = None
    country: str | None = None
    reference: str | None = None

    @property
    def radius_km(self) -> float | None:
        """Give half of the diagonal of the box in km."""
        if self.box is None:
            return None
        west, south, east, north = self.box
        return distance_km((west, south), (east, north)) / 2


def dumps(answers: tuple[Answer, ...]) -> str:
    """Write answers as JSON."""
    return json.dumps([asdict(answer) for answer in answers], ensure_ascii=False, sort_keys=True)


def loads(text: str) -> tuple[Answer, ...]:
    """Read what `dumps` has written.

    Raises:
        ValueError, TypeError, KeyError: where it is something else.
    """
    return tuple(Answer(**{**row, "box": row["box"] and tuple(row["box"]), "kind": row["kind"] and Kind(row["kind"])})
                 for row in json.loads(text))  # fmt: skip


def read_answer(address: str, latitude: float, longitude: float, raw: object) -> Answer | None:
    """Read a location of geopy; None where it is no place of a map (a street, a shop) or has no sound point."""
    facts = raw if isinstance(raw, Mapping) else {}
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    inner = facts.get("properties")
    facts = {**facts, **inner} if isinstance(inner, Mapping) else facts
    group = facts.get("class") or facts.get("category") or facts.get("osm_key")
    if group in _NO_PLACES:
        return None
    return Answer(lon=round(longitude, 5), lat=round(latitude, 5), names=_names(address, facts), box=_box(facts),
                  kind=_kind(facts), country=_country(facts), reference=_reference(facts))  # fmt: skip


def _names(address: str, facts: Mapping[str, object]) -> dict[str, str]:
    """Give Nominatim's `namedetails` in our languages, the plain name, else the first part of the address."""
    details = facts.get("namedetails")
    names = {"ar": "name:ar", "en": "name:en", "und": "name"}
    found = {language: details.get(key) for language, key in names.items()} if isinstance(details, Mapping) else {}
    plain = facts.get("name") or facts.get("toponymName") or str(address).partition(",")[0]
    found.setdefault("und", plain)
    return {language: name[:_LONGEST] for language, name in found.items() if isinstance(name, str) and name.strip()}


def _kind(facts: Mapping[str, object]) -> Kind | None:
    """Give the kind that Nominatim's addresstype or type, Photon's osm_value or GeoNames' fcl tells, or None."""
    for key in ("addresstype", "osm_value", "type"):
        word = facts.get(key)
        if isinstance(word, str) and word in _KIND_OF:
            return _KIND_OF[word]
    return Kind.SETTLEMENT if facts.get("fcl") == "P" else None


def _country(facts: Mapping[str, object]) -> str | None:
    """Give the ISO code where the service tells it."""
    parts = (facts, facts.get("address"), facts.get("components"))
    codes = (part.get(key) for part in parts if isinstance(part, Mapping)
             for key in ("country_code", "countrycode", "countryCode"))  # fmt: skip
    return next((code.upper() for code in codes if isinstance(code, str) and len(code) == 2), None)


def _reference(facts: Mapping[str, object]) -> str | None:
    """Give the id of OpenStreetMap or GeoNames: node/123, 123."""
    kind, number = _OSM_TYPES.get(str(facts.get("osm_type"))), facts.get("osm_id")
    if kind and str(number).isdigit():
        return f"{kind}/{number}"
    geonames = facts.get("geonameId")
    return str(geonames) if str(geonames).isdigit() else None


def _box(facts: Mapping[str, object]) -> Box | None:
    """Read a bounding box: Nominatim's south, north, west, east; Photon's west, north, east, south; two corners."""
    try:
        listed = facts.get("boundingbox")
        if isinstance(listed, (list, tuple)) and len(listed) == 4:
            south, north, west, east = map(float, listed)
            return _sound(west, south, east, north)
        listed = facts.get("extent")
        if isinstance(listed, (list, tuple)) and len(listed) == 4:
            west, north, east, south = map(float, listed)
            return _sound(west, south, east, north)
        return _corners(facts)
    except (TypeError, ValueError, KeyError):
        return None


def _corners(facts: Mapping[str, object]) -> Box | None:
    """Read `bounds` of OpenCage and `geometry.viewport` of Google: northeast and southwest."""
    geometry = facts.get("geometry")
    inner = geometry if isinstance(geometry, Mapping) else {}
    for bounds in (facts.get("bounds"), inner.get("bounds"), inner.get("viewport")):
        if isinstance(bounds, Mapping):
            north_east, south_west = bounds["northeast"], bounds["southwest"]
            return _sound(float(south_west["lng"]), float(south_west["lat"]), float(north_east["lng"]),
                          float(north_east["lat"]))  # fmt: skip
    return None


def _sound(west: float, south: float, east: float, north: float) -> Box | None:
    is_sound = -180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90
    return (west, south, east, north) if is_sound else None
