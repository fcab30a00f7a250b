"""Read OpenStreetMap as Overpass gives it: JSON with `elements`, their tags, and a position of each (`out center`)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from conflictmap.errors import InputError
from conflictmap.gazetteer.packs.features import radius_km
from conflictmap.gazetteer.packs.records import Record, Skipped, sorted_names
from conflictmap.gazetteer.packs.twins import merged

LICENCE = "ODbL-1.0"
ATTRIBUTION = "© OpenStreetMap contributors (ODbL)"

_TAGS = """
military=airfield facility air_base
aeroway=aerodrome facility airport
aeroway=airstrip facility airport
military=base,barracks,naval_base,range,training_area,bunker facility military_base
military=checkpoint facility checkpoint
landuse=military facility military_base
amenity=hospital facility hospital
amenity=refugee_site camp refugee_camp
amenity=prison facility prison
social_facility=refugee_camp camp refugee_camp
barrier=border_control facility border_crossing
waterway=dam facility dam
man_made=bridge facility bridge
power=plant facility power_plant
industrial=refinery,oil_refinery facility refinery
industrial=oil,oil_field,wellsite facility oil_field
industrial=gas facility gas_field
historic=ruins,archaeological_site site ruins
historic=castle,fort site citadel
place=city,town,village,hamlet,isolated_dwelling,farm settlement -
place=suburb,quarter,neighbourhood,city_block,borough neighbourhood quarter
place=state,province admin1 first_order_division
place=county,district admin2 second_order_division
place=municipality admin3 third_order_division
place=region region region
place=island,islet region island
place=locality site -
place=sea,ocean water sea
natural=peak,ridge,mountain_range,volcano region mountain
natural=hill region hill
natural=desert,sand,dune region desert
natural=valley region valley
natural=plateau region plateau
natural=peninsula,cape region peninsula
natural=saddle region pass
natural=wood region forest
natural=cave_entrance site cave
natural=water water lake
natural=spring,hot_spring water spring
natural=wetland water marsh
natural=bay,strait water sea
waterway=river,stream water river
waterway=wadi water wadi
waterway=canal water canal
"""
_KINDS: dict[tuple[str, str], tuple[str, str | None]] = {}
for _line in _TAGS.strip().splitlines():
    _tag, _kind, _feature = _line.split()
    _key, _, _values = _tag.partition("=")
    for _value in _values.split(","):
        _KINDS[_key, _value] = (_kind, None if _feature == "-" else _feature)
_LEVELS = {"4": ("admin1", "first_order_division"), "5": ("admin2", "second_order_division"),
           "6": ("admin3", "third_order_division")}  # fmt: skip
_NAMES = (("name:en", "preferred"), ("name:ar", "preferred"), ("name", "preferred"), ("int_name", "variant"),
          ("official_name", "variant"), ("short_name", "variant"), ("alt_name", "variant"), ("name:ku", "variant"),
          ("name:ckb", "variant"), ("name:fr", "variant"), ("name:tr", "variant"), ("name:ru", "variant"),
          ("name:uk", "variant"), ("name:he", "variant"), ("alt_name:ar", "variant"), ("alt_name:en", "variant"),
          ("old_name", "historic"), ("old_name:ar", "historic"), ("old_name:en", "historic"))  # fmt: skip


def read(text: str, where: str, skipped: Skipped, country: str | None = None) -> list[Record]:
    """Make records of the elements that have a name, a position, and a tag that reports turn on.

    Args:
        text: the JSON of Overpass.
        where: the file's name, for errors.
        skipped: counts what is left out.
        country: ISO 3166-1 alpha-2 code for the elements that have none; most have none.

    Raises:
        InputError: where this is no answer of Overpass.
    """
    try:
        elements = json.loads(text)["elements"]
    except ValueError as error:
        raise InputError(f"{where}: not JSON: {error}") from error
    except (KeyError, TypeError) as error:
        raise InputError(f'{where}: no answer of Overpass: it has no list "elements"') from error
    found = []
    for number, element in enumerate(elements if isinstance(elements, list) else [elements], 1):
        try:
            record = _record(element, skipped, country)
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise InputError(f"{where}: element {number} is no element of Overpass: {error!r}") from error
        if record is not None:
            found.append(record)
    return merged(found, skipped)


def _record(element: Mapping[str, Any], skipped: Skipped, country: str | None) -> Record | None:
    tags = element.get("tags") or {}
    meant = _meant(tags)
    names, labels = sorted_names(_names(tags))
    position = element if "lat" in element else element.get("center")
    if meant is None or not names or position is None:
        if tags:
            skipped.add("a tag that is not used" if meant is None else "no name" if not names else "no position: ask"
                        " Overpass for `out center`")  # fmt: skip
        return None
    kind, feature = meant
    population = _population(tags)
    qid = str(tags.get("wikidata", ""))
    said = str(tags.get("addr:country") or tags.get("is_in:country_code") or country or "").upper()
    return Record(
        id=f"osm:{element['type']}/{int(element['id'])}", kind=kind, feature=feature,
        country=said if re.fullmatch("[A-Z]{2}", said) else None, lon=round(float(position["lon"]), 6),
        lat=round(float(position["lat"]), 6), uncertainty_km=radius_km(kind, feature, population),
        population=population, names=names, labels=labels,
        same_as=(f"wikidata:{qid}",) if re.fullmatch(r"Q\d+", qid) else (),
    )  # fmt: skip


def _meant(tags: Mapping[str, Any]) -> tuple[str, str | None] | None:
    """Give kind and feature of the first tag of the table that an element has: an air base before its airport."""
    if tags.get("boundary") == "administrative" and str(tags.get("admin_level")) in _LEVELS:
        return _LEVELS[str(tags["admin_level"])]
    return next((meant for (key, value), meant in _KINDS.items() if tags.get(key) == value), None)


def _names(tags: Mapping[str, Any]) -> Iterator[tuple[object, str]]:
    for tag, status in _NAMES:
        for name in str(tags.get(tag, "")).split(";"):
            yield name, status


def _population(tags: Mapping[str, Any]) -> int:
    digits = re.sub(r"[ ,.]", "", str(tags.get("population", "")))
    return int(digits) if digits.isascii() and digits.isdigit() else 0
