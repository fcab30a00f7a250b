"""Read Who's On First: newline-delimited GeoJSON, a Feature a line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from conflictmap.errors import InputError
from conflictmap.gazetteer.packs.features import FEATURES, radius_km
from conflictmap.gazetteer.packs.records import Record, Skipped, sorted_names
from conflictmap.gazetteer.packs.twins import merged

LICENCE = "CC0-1.0 AND CC-BY-4.0"
ATTRIBUTION = (
    "Data from Who's On First (https://whosonfirst.org), with data from GeoNames, Quattroshapes and GeoPlanet (CC BY)"
    " and Natural Earth"
)

_KINDS = {"region": "admin1", "county": "admin2", "localadmin": "admin3", "borough": "neighbourhood",
          "locality": "settlement", "neighbourhood": "neighbourhood", "macrohood": "neighbourhood"}  # fmt: skip
_FEATURES = {"region": "first_order_division", "county": "second_order_division", "neighbourhood": "quarter"}
# The languages of the reports and their neighbours; the many others bring Latin spellings that nobody reports in.
_LANGUAGES = ("eng", "ara", "und", "kur", "ckb", "fas", "fra", "tur", "rus", "ukr", "heb")
_OPEN = frozenset((None, "", "u", "uuuu", "..", "open"))  # values of EDTF that say that nothing has ended


def read(lines: Iterable[str], where: str, skipped: Skipped) -> list[Record]:
    """Make records of features; what is superseded, deprecated or ended is left out.

    Args:
        lines: a Feature a line.
        where: the file's name, for errors.
        skipped: counts what is left out.

    Raises:
        InputError: where a line is no Feature of Who's On First.
    """
    units: dict[int, tuple[str, ...]] = {}
    found: list[tuple[Record, tuple[int, ...]]] = []
    for number, line in enumerate(lines, 1):
        if not line.strip(" \x1e\r\n"):
            continue
        try:
            feature = json.loads(line.strip(" \x1e\r\n"))
            facts = feature["properties"]
            identity, placetype = int(facts["wof:id"]), str(facts["wof:placetype"])
            if placetype == "region":
                units[identity] = _unit_codes(facts)
            record = _record(feature, facts, skipped)
            regions = tuple(int(step["region_id"]) for step in facts.get("wof:hierarchy", ()) if "region_id" in step)
        except KeyError as error:
            raise InputError(f"{where}:{number}: no feature of Who's On First: {error} is missing") from error
        except (ValueError, TypeError, AttributeError) as error:
            raise InputError(f"{where}:{number}: no feature of Who's On First: {error}") from error
        if record is not None:
            found.append((record, regions))
    return merged((replace(record, admin1=_codes_of(regions, units)) for record, regions in found), skipped)


def _codes_of(regions: Iterable[int], units: Mapping[int, tuple[str, ...]]) -> tuple[str, ...]:
    return next((units[region] for region in regions if region in units), ())


def _unit_codes(facts: Mapping[str, Any]) -> tuple[str, ...]:
    """Give what identifies a first-level unit, the surest first: some ISO codes of the source are another unit's."""
    codes = [code for code in _same_as(facts) if code.startswith(("geonames:", "wikidata:"))]
    iso = (facts.get("wof:concordances") or {}).get("iso:code")
    return (*codes, *([f"iso:{iso}"] if iso else []), f"name:{facts.get('wof:name', '')}")


def _record(feature: Mapping[str, Any], facts: Mapping[str, Any], skipped: Skipped) -> Record | None:
    placetype, country = str(facts["wof:placetype"]), facts.get("iso:country") or facts.get("wof:country")
    if placetype not in _KINDS:
        skipped.add(f"placetype {placetype}")
        return None
    if facts.get("mz:is_current") == 0 or facts.get("wof:superseded_by") or not _is_open(facts):
        skipped.add("superseded, deprecated or ended")
        return None
    kind, detail = _kind(facts, placetype)
    names, labels = sorted_names(_names(facts))
    if not names:
        skipped.add("no name in a script that is looked up")
        return None
    lon, lat = _position(facts)
    if not lon and not lat:
        skipped.add("no position")
        return None
    population = max(0, int(facts.get("wof:population") or facts.get("gn:population") or 0))
    shape = feature.get("geometry") or {}
    outlined = kind.startswith("admin") and shape.get("type") in ("Polygon", "MultiPolygon")
    return Record(
        id=f"wof:{int(facts['wof:id'])}", kind=kind, feature=detail, country=str(country) if country else None,
        lon=lon, lat=lat, population=population, names=names, labels=labels, same_as=_same_as(facts),
        uncertainty_km=_reach(shape, lon, lat) if outlined else radius_km(kind, detail, population),
        area=_outline(shape) if outlined else None,
    )  # fmt: skip


def _is_open(facts: Mapping[str, Any]) -> bool:
    return all(facts.get(name) in _OPEN for name in ("edtf:cessation", "edtf:deprecated", "edtf:superseded"))


def _kind(facts: Mapping[str, Any], placetype: str) -> tuple[str, str | None]:
    """Give kind and feature; a GeoNames code may know better what a locality is: a camp, a wadi."""
    code = str(facts.get("gn:feature_code") or facts.get("gn:fcode") or "")
    if placetype == "locality" and code in FEATURES and not FEATURES[code][0].startswith("admin"):
        return FEATURES[code]
    return _KINDS[placetype], _FEATURES.get(placetype)


def _position(facts: Mapping[str, Any]) -> tuple[float, float]:
    """Give the point to label a unit at, the source's own point for the rest."""
    prefix = "lbl" if facts["wof:placetype"] in ("region", "county") and facts.get("lbl:longitude") else "geom"
    return round(float(facts[f"{prefix}:longitude"]), 5), round(float(facts[f"{prefix}:latitude"]), 5)


def _names(facts: Mapping[str, Any]) -> Iterator[tuple[object, str]]:
    for language in _LANGUAGES[:2]:
        for name in (facts.get(f"name:{language}_x_preferred") or ())[:1]:
            yield name, "preferred"
    yield facts.get("wof:name"), "preferred"
    for language in _LANGUAGES:
        for status in ("preferred", "variant"):
            for name in facts.get(f"name:{language}_x_{status}") or ():
                yield name, "variant"


def _same_as(facts: Mapping[str, Any]) -> tuple[str, ...]:
    known = facts.get("wof:concordances") or {}
    geonames = known.get("gn:id") or facts.get("gn:geonameid") or facts.get("gn:id")
    numbers = [int(number) for number in re.findall(r"\d+", str(geonames or ""))]  # a record may have two, by a comma
    items = re.findall(r"Q\d+", str(known.get("wd:id") or ""))
    return (*(f"geonames:{number}" for number in numbers if number), *(f"wikidata:{item}" for item in items))


def _outline(shape: Mapping[str, Any]) -> dict[str, object]:
    from conflictmap.gazetteer.outlines import small

    return small(shape)


def _reach(shape: Mapping[str, Any], lon: float, lat: float) -> float:
    """Give the distance from a point to the farthest corner of an outline, in km."""
    from shapely import get_coordinates
    from shapely.geometry import shape as geometry

    from conflictmap.geo import distance_km

    corners = get_coordinates(geometry(dict(shape)))
    step = max(1, len(corners) // 200)
    return round(max(distance_km((lon, lat), (float(x), float(y))) for x, y in corners[::step]), 1)
