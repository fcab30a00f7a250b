"""Places made from the text: a distance and a bearing from a town, the countryside of one, an area somebody holds."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from conflictmap.errors import MissingPlaceError
from conflictmap.gazetteer import Gazetteer
from conflictmap.geo import destination, distance_km
from conflictmap.model import Extent, Kind, Place, PlaceId, Precision
from conflictmap.resolve.parts import country_part, unit_part
from conflictmap.toponyms import Toponym

_STRETCH_KM = 400.0  # the longest stretch between two places that is told by its ends
_SECTOR = 0.4  # tan 22.5 degrees: how far off a point may be that is told by one of eight compass points
_ROUND_KM = 10.0  # from here on a distance is named in whole kilometres
_NEAR_KM = 10.0  # what "near" adds to the uncertainty of a town
_DESERT_KM = 45.0  # radius of "the desert of" a town that has no outline of its own
_COUNTRYSIDE_KM = 20.0  # radius of the countryside of a town that names no governorate


def country_id(code: str) -> PlaceId:
    """Give the id of a country by its ISO code."""
    return PlaceId(f"country-{code.lower()}")


def described_place(toponym: Toponym, there: Place) -> Place:
    """Give the place of a name that no gazetteer has, where the text says that it lies.

    Args:
        there: the computed point ("15 km east of Y"), or Y itself.
    """
    digest = hashlib.sha256(f"{toponym.surface}@{there.id}".encode()).hexdigest()[:8]
    head = toponym.head
    return replace(
        there, id=PlaceId(f"told-{digest}"), name={"und": toponym.surface}, precision=Precision.NEAR, area=None,
        extent=None, kind=head.kind if head is not None else Kind.OTHER, same_as=(), population=0,
        feature=head.feature if head is not None else None, uncertainty_km=max(there.uncertainty_km or 0.0, 5.0),
        source=f"told in the text: {there.id}",
    )  # fmt: skip


def derived_place(toponym: Toponym, anchor: Place, gazetteer: Gazetteer | None) -> Place | None:
    """Give the place that a name makes with the words around it, or None where it is the anchor itself.

    "15 km east of X" is a computed point; its uncertainty is .4 of the distance (half the sector of a compass point is
    tan 22.5) and the anchor's own. "Near X" is X with 10 km more. The countryside of X is an area around it, shifted
    where a direction is given. The north of a country or a unit is what lies north of its middle, cut from outlines.
    """
    relation, head = toponym.relation, toponym.head
    if anchor.lonlat is None:
        return None
    if anchor.kind == Kind.COUNTRY:
        return _part(toponym, anchor, gazetteer) if relation is not None and relation.type == "part" else None
    if relation is not None and relation.type == "part" and relation.bearing is not None and anchor.area and (
        anchor.kind == Kind.ADMIN1
    ):  # fmt: skip
        return _part(toponym, anchor, gazetteer)
    if relation is not None and relation.type == "away" and relation.distance_km is not None:
        return _away(toponym, anchor, relation.bearing, relation.distance_km)
    if relation is not None and relation.type == "countryside":
        return _countryside(toponym, anchor, relation.bearing)
    if relation is not None and relation.type == "near" and anchor.kind in (Kind.SETTLEMENT, Kind.FACILITY, Kind.CAMP):
        wider = (anchor.uncertainty_km or 3.0) + _NEAR_KM
        return _made(toponym, anchor, "near", kind=Kind.OTHER, precision=Precision.NEAR, uncertainty_km=wider)
    if head is not None and head.feature == "desert" and anchor.kind != Kind.REGION:
        wider = max(_DESERT_KM, (anchor.uncertainty_km or 0.0) * 0.6)
        return _made(toponym, anchor, "desert", kind=Kind.REGION, precision=Precision.AREA, uncertainty_km=wider)
    return None


_WINDS = {
    "en": ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"),
    "ar": ("شمال", "شمال شرق", "شرق", "جنوب شرق", "جنوب", "جنوب غرب", "غرب", "شمال غرب"),
}  # fmt: skip
_WORDS = {
    "en": {"near": "near {name}", "desert": "{name} desert", "central": "central {name}",
           "countryside": "countryside of {name}", "side": "{wind}ern countryside of {name}",
           "part": "{wind}ern {name}",
           "away": "{km} km {wind} of {name}", "off": "{km} km from {name}"},
    "ar": {"near": "قرب {name}", "desert": "بادية {name}", "central": "وسط {name}", "countryside": "ريف {name}",
           "part": "{wind} {name}", "side": "ريف {name}، {wind}", "away": "على بعد {km} كم {wind} {name}",
           "off": "على بعد {km} كم من {name}"},
}  # fmt: skip


def wording(language: str, what: str, name: str) -> str:
    """Name a place made from another one as a reader would; `what` is the key in its id.

    >>> wording("en", "part-180", "Idlib"), wording("en", "0.5km-90", "Hajin"), wording("ar", "near", "هجين")
    ('southern Idlib', '0.5 km east of Hajin', 'قرب هجين')
    """
    words = _WORDS.get(language)
    if words is None:
        return name
    kind, _, degrees = what.partition("-")
    wind = _WINDS[language][round(float(degrees) / 45) % 8] if degrees else ""
    if kind.endswith("km"):
        km = float(kind[:-2])
        told = f"{km:.0f}" if km >= _ROUND_KM else f"{km:.1f}".removesuffix(".0")
        return words["away" if wind else "off"].format(km=told, wind=wind, name=name)
    return words["side" if kind == "countryside" and wind else kind].format(wind=wind, name=name)


def _part(toponym: Toponym, anchor: Place, gazetteer: Gazetteer | None) -> Place:
    """Give the half of a country or unit on one side of its middle, or the middle: an area with vague edges."""
    bearing = toponym.relation.bearing if toponym.relation else None
    what = "central" if bearing is None else f"part-{bearing:g}"
    part = None
    if gazetteer is not None:
        if anchor.kind == Kind.ADMIN1:
            part = unit_part(anchor, bearing, gazetteer)
        else:
            part = country_part(anchor.country or "", bearing, gazetteer)
    if part is not None:
        area, (lon, lat), radius = part
        moved = replace(anchor, lon=lon, lat=lat)
        made = _made(toponym, moved, what, kind=Kind.REGION, precision=Precision.AREA, uncertainty_km=float(radius))
        return replace(made, area=area, extent=Extent.VAGUE)
    radius, moved = anchor.uncertainty_km or 100.0, anchor
    if bearing is not None and anchor.lonlat is not None:
        lon, lat = destination(anchor.lonlat, bearing, 0.45 * radius)
        moved = replace(anchor, lon=round(lon, 3), lat=round(lat, 3))
    return _made(
        toponym, moved, what, kind=Kind.REGION, precision=Precision.AREA, uncertainty_km=round(0.6 * radius, 0)
    )


def _away(toponym: Toponym, anchor: Place, bearing: float | None, km: float) -> Place:
    own = anchor.uncertainty_km or 3.0
    if bearing is None or anchor.lonlat is None:
        return _made(
            toponym, anchor, f"{km:g}km", kind=Kind.OTHER, precision=Precision.NEAR, uncertainty_km=round(own + km, 1)
        )
    lon, lat = destination(anchor.lonlat, bearing, km)
    moved = replace(anchor, lon=round(lon, 4), lat=round(lat, 4))
    return _made(toponym, moved, f"{km:g}km-{bearing:g}", kind=Kind.OTHER, precision=Precision.NEAR,
                 uncertainty_km=round(own + _SECTOR * km, 1))  # fmt: skip


def _countryside(toponym: Toponym, anchor: Place, bearing: float | None) -> Place:
    radius = (
        max(_COUNTRYSIDE_KM, 0.6 * (anchor.uncertainty_km or 0.0)) if anchor.kind == Kind.ADMIN1 else _COUNTRYSIDE_KM
    )
    moved = anchor
    if bearing is not None and anchor.lonlat is not None:
        lon, lat = destination(anchor.lonlat, bearing, radius * 0.7)
        moved = replace(anchor, lon=round(lon, 4), lat=round(lat, 4))
    return _made(toponym, moved, "countryside" if bearing is None else f"countryside-{bearing:g}", kind=Kind.REGION,
                 precision=Precision.AREA, uncertainty_km=round(radius, 1))  # fmt: skip


def _made(
    toponym: Toponym, anchor: Place, what: str, *, kind: Kind, precision: Precision, uncertainty_km: float
) -> Place:
    name = {language: wording(language, what, text) for language, text in anchor.name.items()}
    return replace(anchor, id=PlaceId(f"{what}:{anchor.id}"), name=name, kind=kind, precision=precision, area=None,
                   extent=None, uncertainty_km=uncertainty_km, same_as=(), source=f"computed from {anchor.id}",
                   feature=what.partition("-")[0], population=0)  # fmt: skip


def between(one: Place, other: Place) -> Place | None:
    """Give the stretch between two places: the point midway, with a radius that reaches both.

    None where they are the same, far apart, or where one is no point: then the words mean something else.
    """
    if one.lonlat is None or other.lonlat is None or Kind.ADMIN1 in (one.kind, other.kind) or one.id == other.id:
        return None
    km = distance_km(one.lonlat, other.lonlat)
    if km > _STRETCH_KM:
        return None
    (lon1, lat1), (lon2, lat2) = one.lonlat, other.lonlat
    name = {
        language: f"{text} – {other.name[language]}" for language, text in one.name.items() if language in other.name
    }
    return Place(
        id=PlaceId(f"between:{one.id}:{other.id}"), name=name or one.name, kind=Kind.OTHER, feature="between",
        country=one.country if one.country == other.country else None,
        admin1=one.admin1 if one.admin1 == other.admin1 else None, lon=round((lon1 + lon2) / 2, 4),
        lat=round((lat1 + lat2) / 2, 4), uncertainty_km=round(km / 2 + 2.0, 1), precision=Precision.NEAR,
        source=f"computed from {one.id} and {other.id}",
    )  # fmt: skip


def control_area(toponym: Toponym, gazetteer: Gazetteer) -> Place:
    """Give the area that an actor holds: drawn in the curated tables, or without a position."""
    place_id = f"control-{toponym.control_of}"
    try:
        return gazetteer.place(place_id)
    except MissingPlaceError:
        digest = hashlib.sha256(place_id.encode()).hexdigest()[:8]
        return Place(id=PlaceId(f"{place_id}-{digest}"), name={"und": toponym.surface}, kind=Kind.CONTROL_AREA,
                     precision=Precision.AREA, source="named in the text; not located")  # fmt: skip
