import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflictmap.codec import decode_lines
from conflictmap.errors import InputError
from conflictmap.export import geometry, write_geojson, write_reports
from conflictmap.model import (
    Certainty,
    Claim,
    DestinationRelation,
    Document,
    Event,
    EventType,
    Extent,
    Generator,
    Group,
    Kind,
    Mention,
    Mode,
    Movement,
    Place,
    PlaceId,
    Precision,
    Quantity,
    Relation,
    RelationType,
    Report,
    Stock,
    TimePrecision,
)

HOSTILE = "</script><img src=x onerror=alert(1)>${a}{{7*7}}{% raw %} & \"quoted\" 'single' =1+1\tend\u2028line؛ نص"
CLOCKWISE_SQUARE = [[40.0, 35.0], [40.0, 36.0], [41.0, 36.0], [41.0, 35.0], [40.0, 35.0]]
ANTICLOCKWISE_HOLE = [[40.2, 35.2], [40.4, 35.2], [40.4, 35.4], [40.2, 35.4], [40.2, 35.2]]
LAYERS = ("events", "movements", "places")

TOWN = Place(id=PlaceId("t-town"), name={"en": "Rasm Tun", "ar": "رسم طن"}, kind=Kind.SETTLEMENT, country="SY",
             admin1="SY-DY", lon=40.123456789, lat=34.987654321, uncertainty_km=2.5,
             precision=Precision.SETTLEMENT, same_as=("geonames:1", "wof:2"), source="hand")  # fmt: skip
CAMP = Place(id=PlaceId("t-camp"), name={"en": "Wadi camp"}, kind=Kind.CAMP, country="SY", lon=41.0, lat=36.5)
DESERT = Place(id=PlaceId("t-desert"), name={"ar": "بادية"}, kind=Kind.REGION, lon=40.5, lat=35.5,
               precision=Precision.AREA, extent=Extent.VAGUE,
               area={"type": "Polygon", "coordinates": [CLOCKWISE_SQUARE, ANTICLOCKWISE_HOLE]})  # fmt: skip
NOWHERE = Place(id=PlaceId("t-nowhere"), name={"und": "the pocket"}, kind=Kind.CONTROL_AREA)
RIVAL = Place(id=PlaceId("t-rival"), name={"en": "Rasm Tun"}, kind=Kind.SETTLEMENT, lon=1.0, lat=2.0,
              candidate_only=True)  # fmt: skip
CLAIMS = (
    Claim(id="cl-1", start=0, end=9, quote=HOSTILE, source_chain=("Daily", "a medic"), certainty=Certainty.PROBABLE),
    Claim(id="cl-2", start=9, end=18, quote="second", source_chain=("Daily", "the mayor")),
)


def report(identity: str = "one", **records: Any) -> Report:
    document = Document(id=identity, text="", sha256="0" * 64, language="en", published=date(2020, 3, 1), title=HOSTILE,
                        publisher="Daily", url="https://example.org/a?b=1&c=2")  # fmt: skip
    places = records.pop("places", (TOWN, CAMP, DESERT, NOWHERE, RIVAL))
    generator = Generator(version="0", gazetteer="g", options=records.pop("options", {"quotes": True}))
    return Report(document=document, generator=generator, places=places, claims=CLAIMS, **records)


def movement(**facts: Any) -> Movement:
    return Movement(**{"id": "mv-1", "mode": Mode.FLED, "group": Group.CIVILIANS, "claims": ("cl-1", "cl-2"), **facts})


def event(**facts: Any) -> Event:
    return Event(**{"id": "ev-1", "type": EventType.SHELLING, "claims": ("cl-1",), **facts})


def refuse(constant: str) -> None:
    raise AssertionError(f"{constant} is not JSON")


def written(folder: Path, *reports: Report) -> dict[str, Any]:
    paths = write_geojson(reports, folder)
    assert [path.name for path in paths] == [f"{name}.geojson" for name in LAYERS]
    return {path.stem: json.loads(path.read_text(encoding="utf-8"), parse_constant=refuse) for path in paths}


def positions(coordinates: Any) -> Iterator[list[float]]:
    if coordinates and isinstance(coordinates[0], (int, float)):
        yield coordinates
    else:
        for part in coordinates:
            yield from positions(part)


def turns_left(ring: list[list[float]]) -> bool:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) > 0


# ---- events ----------------------------------------------------------------------------------------------------------


def test_event_is_a_point_of_five_decimals_with_its_facts(tmp_path: Path) -> None:
    one = event(place=TOWN.id, actors=("sdf", "isis"), date_start=date(2020, 2, 28), date_end=date(2020, 2, 29),
                time_precision=TimePrecision.DAYS, fatalities=Quantity(min=3, max=5, text="three to five"))  # fmt: skip
    feature = written(tmp_path, report(events=(one,)))["events"]["features"][0]
    assert feature["id"] == "one#ev-1"
    assert feature["geometry"] == {"type": "Point", "coordinates": [40.12346, 34.98765]}
    assert "bbox" not in feature
    cells = feature["properties"]
    expected = {
        "id": "one#ev-1", "document": "one", "type": "shelling", "status": "happened", "date_start": "2020-02-28",
        "date_end": "2020-02-29", "time_precision": "days", "place": "t-town", "place_name_en": "Rasm Tun",
        "place_name_ar": "رسم طن", "place_country": "SY", "place_admin1": "SY-DY", "place_kind": "settlement",
        "place_precision": "settlement", "place_uncertainty_km": 2.5, "actors": "sdf; isis", "fatalities_min": 3,
        "fatalities_max": 5, "fatalities_best": None, "injured_best": None, "n_claims": 1, "quote": HOSTILE,
        "sources": "Daily > a medic", "certainty": "probable", "modality": "asserted", "review": "machine",
        "publisher": "Daily", "url": "https://example.org/a?b=1&c=2", "published": "2020-03-01",
    }  # fmt: skip
    assert {key: cells[key] for key in expected} == expected


@pytest.mark.parametrize("place", [None, NOWHERE.id, PlaceId("in-no-list")])
def test_event_without_a_known_point_has_null_geometry(tmp_path: Path, place: PlaceId | None) -> None:
    layer = written(tmp_path, report(events=(event(place=place),)))["events"]
    assert layer["features"][0]["geometry"] is None
    assert layer["features"][0]["properties"]["place"] == place
    assert "bbox" not in layer


def test_every_feature_has_the_same_columns_in_the_same_order(tmp_path: Path) -> None:
    full = event(id="ev-2", place=TOWN.id, quantity=Quantity(best=2, text="two"))
    moved = movement(origin=(TOWN.id,), destination=(CAMP.id, NOWHERE.id), via=(DESERT.id,))
    layers = written(tmp_path, report(events=(event(), full), movements=(moved, movement(id="mv-2"))))
    for layer in layers.values():
        assert len({tuple(feature["properties"]) for feature in layer["features"]}) == 1


def test_quote_is_empty_where_quotes_are_switched_off(tmp_path: Path) -> None:
    layers = written(tmp_path, report(events=(event(),), options={"quotes": False}))
    assert layers["events"]["features"][0]["properties"]["quote"] == ""


def test_hostile_text_is_kept_word_for_word(tmp_path: Path) -> None:
    place = replace(TOWN, name={"en": HOSTILE})
    one = report(places=(place,), events=(event(place=TOWN.id, actors=(HOSTILE,)),))
    layers = written(tmp_path, one)
    cells = layers["events"]["features"][0]["properties"]
    assert cells["quote"] == cells["title"] == cells["actors"] == cells["place_name_en"] == HOSTILE
    assert layers["places"]["features"][0]["properties"]["name_en"] == HOSTILE


def test_half_a_surrogate_pair_does_not_stop_the_export(tmp_path: Path) -> None:
    layers = written(tmp_path, report(events=(event(actors=("a\ud800b",)),)))
    assert layers["events"]["features"][0]["properties"]["actors"] == "a?b"


# ---- movements -------------------------------------------------------------------------------------------------------


def legs(folder: Path, **facts: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = written(folder, report(movements=(movement(**facts),)))["movements"]["features"]
    return found


def test_movement_with_both_ends_is_a_line_with_a_box(tmp_path: Path) -> None:
    (leg,) = legs(tmp_path, origin=(TOWN.id,), destination=(CAMP.id,),
                  destination_relation=DestinationRelation.SINGLE,
                  relations=(Relation(type=RelationType.SUBSET_OF, target="mv-9"),),
                  quantity=Quantity(best=40, approx=True, text="about forty"))  # fmt: skip
    assert leg["id"] == "one#mv-1"
    assert leg["geometry"] == {"type": "LineString", "coordinates": [[40.12346, 34.98765], [41.0, 36.5]]}
    assert leg["bbox"] == [40.12346, 34.98765, 41.0, 36.5]
    cells = leg["properties"]
    assert (cells["movement"], cells["leg"], cells["legs"], cells["end"]) == ("one#mv-1", 1, 1, None)
    assert (cells["quantity_best"], cells["quantity_approx"], cells["quantity_min"]) == (40, True, None)
    assert cells["relations"] == "subset_of one#mv-9"
    assert cells["sources"] == "Daily > a medic; Daily > the mayor"
    assert cells["claims"] == "cl-1; cl-2"


def test_several_destinations_are_one_leg_each(tmp_path: Path) -> None:
    found = legs(tmp_path, origin=(TOWN.id,), destination=(CAMP.id, NOWHERE.id, DESERT.id),
                 destination_relation=DestinationRelation.ANY_OF)  # fmt: skip
    assert [leg["id"] for leg in found] == ["one#mv-1/1", "one#mv-1/2", "one#mv-1/3"]
    assert [leg["properties"]["leg"] for leg in found] == [1, 2, 3]
    assert {leg["properties"]["movement"] for leg in found} == {"one#mv-1"}
    assert [leg["geometry"]["type"] for leg in found] == ["LineString", "Point", "LineString"]
    assert found[1]["properties"]["end"] == "origin"
    assert {leg["properties"]["destination_relation"] for leg in found} == {"any_of"}


def test_a_line_takes_ends_that_the_text_pairs_or_says_that_it_does_not(tmp_path: Path) -> None:
    two_to_one = legs(tmp_path, origin=(TOWN.id, DESERT.id), destination=(CAMP.id,))
    two_to_two = legs(tmp_path, origin=(TOWN.id, DESERT.id), destination=(CAMP.id, NOWHERE.id))
    assert {leg["properties"]["pairing"] for leg in two_to_one} == {"stated"}
    assert {leg["properties"]["pairing"] for leg in two_to_two} == {"open"}
    assert len(two_to_two) == 4


@pytest.mark.parametrize(
    ("ends", "end", "lonlat"),
    [
        ({"origin": (CAMP.id,)}, "origin", [41.0, 36.5]),
        ({"destination": (CAMP.id,)}, "destination", [41.0, 36.5]),
        ({"origin": (NOWHERE.id,), "destination": (CAMP.id,)}, "destination", [41.0, 36.5]),
        ({"origin": (CAMP.id,), "destination": (CAMP.id,)}, "both", [41.0, 36.5]),
        ({"origin": (NOWHERE.id,)}, None, None),
        ({}, None, None),
    ],
)
def test_no_line_without_two_ends(tmp_path: Path, ends: Any, end: str | None, lonlat: list[float] | None) -> None:
    (leg,) = legs(tmp_path, **ends)
    assert leg["properties"]["end"] == end
    assert leg["geometry"] == (None if lonlat is None else {"type": "Point", "coordinates": lonlat})


# ---- places ----------------------------------------------------------------------------------------------------------


def mention(place: Place, *, mapped: bool = True) -> Mention:
    return Mention(start=0, end=1, surface="x", place=place.id, mapped=mapped)


def test_places_are_those_that_are_mapped_or_named_by_a_record(tmp_path: Path) -> None:
    stock = Stock(id="st-1", place=NOWHERE.id, group=Group.FIGHTERS, quantity=None)
    first = report(mentions=(mention(TOWN), mention(TOWN), mention(CAMP, mapped=False)), stocks=(stock,))
    second = report("two", mentions=(mention(TOWN), mention(DESERT)))
    features = written(tmp_path, first, second)["places"]["features"]
    cells = {feature["id"]: feature["properties"] for feature in features}
    assert list(cells) == ["t-desert", "t-nowhere", "t-town"]
    assert [cells[key]["n_mentions"] for key in cells] == [1, 0, 3]
    assert [cells[key]["geometry_kind"] for key in cells] == ["area", None, "point"]
    assert cells["t-town"]["documents"] == "one; two"
    assert cells["t-town"]["same_as"] == "geonames:1; wof:2"
    assert cells["t-nowhere"]["name"] == "the pocket"


def test_rings_follow_the_right_hand_rule(tmp_path: Path) -> None:
    (feature,) = written(tmp_path, report(mentions=(mention(DESERT),)))["places"]["features"]
    outer, hole = feature["geometry"]["coordinates"]
    assert turns_left(outer)
    assert not turns_left(hole)
    assert feature["bbox"] == [40.0, 35.0, 41.0, 36.0]
    assert feature["properties"]["extent"] == "vague"


def test_outlines_that_are_none_fall_back_to_the_point(tmp_path: Path) -> None:
    for outline in ({"type": "Polygon", "coordinates": []}, {"type": "GeometryCollection", "geometries": []}):
        place = replace(DESERT, area=outline)
        (feature,) = written(tmp_path, report(places=(place,), mentions=(mention(place),)))["places"]["features"]
        assert feature["geometry"]["type"] == "Point"


def test_numbers_that_json_does_not_know_become_null(tmp_path: Path) -> None:
    place = replace(TOWN, uncertainty_km=float("nan"))
    (feature,) = written(tmp_path, report(places=(place,), mentions=(mention(place),)))["places"]["features"]
    assert feature["properties"]["uncertainty_km"] is None


def test_a_broken_outline_is_never_written_as_json_that_is_none(tmp_path: Path) -> None:
    place = replace(DESERT, area={"type": "Polygon", "coordinates": [[[1.0, float("nan")], [2.0, 2.0], [3.0, 1.0]]]})
    with pytest.raises(ValueError, match="not JSON compliant"):
        write_geojson([report(places=(place,), mentions=(mention(place),))], tmp_path)
    assert not (tmp_path / "places.geojson").exists()


# ---- geometry --------------------------------------------------------------------------------------------------------

LONLATS = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


@given(LONLATS, LONLATS)
def test_no_part_of_a_line_crosses_the_antimeridian(start: tuple[float, float], end: tuple[float, float]) -> None:
    shape = geometry.line(start, end)
    parts = [shape["coordinates"]] if shape["type"] == "LineString" else shape["coordinates"]
    for part in parts:  # type: ignore[attr-defined]
        assert abs(part[0][0] - part[1][0]) <= 180
    for lon, lat in positions(shape["coordinates"]):
        assert -180 <= lon <= 180 and -90 <= lat <= 90
        assert (lon, lat) == (round(lon, 5), round(lat, 5))


def test_line_over_the_antimeridian_is_cut_there() -> None:
    east = geometry.line((178.0, -18.0), (-172.0, -14.0))
    west = geometry.line((-172.0, -14.0), (178.0, -18.0))
    assert east["coordinates"] == [[[178.0, -18.0], [180.0, -17.2]], [[-180.0, -17.2], [-172.0, -14.0]]]
    assert west["coordinates"] == [[[-172.0, -14.0], [-180.0, -17.2]], [[180.0, -17.2], [178.0, -18.0]]]
    assert geometry.bbox([east]) == [178.0, -18.0, -172.0, -14.0]
    assert geometry.line((180.0, 1.0), (-170.0, 1.0))["coordinates"] == [[-180.0, 1.0], [-170.0, 1.0]]


@given(st.lists(LONLATS, min_size=1, max_size=6))
def test_box_holds_every_point(lonlats: list[tuple[float, float]]) -> None:
    shapes = [geometry.point(lonlat) for lonlat in lonlats]
    box = geometry.bbox(shapes)
    assert box is not None
    west, south, east, north = box
    for lon, lat in positions([shape["coordinates"] for shape in shapes]):
        assert south <= lat <= north
        assert west <= lon <= east if west <= east else lon >= west or lon <= east


def test_box_of_far_places_is_the_plain_one() -> None:
    assert geometry.bbox([geometry.point((lon, 0.0)) for lon in (-100.0, 40.0, 140.0)]) == [-100.0, 0.0, 140.0, 0.0]
    assert geometry.bbox([geometry.point((lon, 0.0)) for lon in (-178.0, 177.0)]) == [177.0, 0.0, -178.0, 0.0]


# ---- files -----------------------------------------------------------------------------------------------------------


def sample() -> Report:
    moved = movement(origin=(TOWN.id,), destination=(CAMP.id, DESERT.id), date_start=date(2020, 2, 1))
    return report(events=(event(place=TOWN.id), event(id="ev-2")), movements=(moved, movement(id="mv-2")),
                  mentions=(mention(TOWN), mention(DESERT), mention(NOWHERE)))  # fmt: skip


def test_same_reports_give_the_same_bytes(tmp_path: Path) -> None:
    first = [path.read_bytes() for path in write_geojson([sample()], tmp_path / "a")]
    second = [path.read_bytes() for path in write_geojson([sample()], tmp_path / "b")]
    assert first == second
    write_reports([sample()], tmp_path / "report.jsonl")
    with (tmp_path / "report.jsonl").open(encoding="utf-8") as lines:  # splitlines would cut at U+2028
        read = list(decode_lines(lines, "report"))
    assert [path.read_bytes() for path in write_geojson(read, tmp_path / "c")] == first


def test_no_report_gives_three_empty_layers(tmp_path: Path) -> None:
    assert all(layer == {"type": "FeatureCollection", "features": []} for layer in written(tmp_path).values())


def test_a_broken_run_leaves_the_old_file_and_no_scrap(tmp_path: Path) -> None:
    target = tmp_path / "report.jsonl"
    target.write_text("old")

    def breaking() -> Iterator[Report]:
        yield sample()
        raise RuntimeError("broke in the middle")

    with pytest.raises(RuntimeError):
        write_reports(breaking(), target)
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["report.jsonl"]


def test_a_folder_that_cannot_be_made_is_the_users_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot be written"):
        write_geojson([sample()], tmp_path / "file" / "inside")


def test_geopandas_and_gdal_read_the_layers_unchanged(tmp_path: Path) -> None:
    import geopandas
    import pyogrio

    layers = written(tmp_path, sample())
    for name, layer in layers.items():
        path = tmp_path / f"{name}.geojson"
        frame = geopandas.read_file(path)
        assert frame.crs == "EPSG:4326"
        assert list(frame.columns) == [*layer["features"][0]["properties"], "geometry"]
        assert list(frame["id"]) == [feature["id"] for feature in layer["features"]]
        assert list(frame.geometry.isna()) == [feature["geometry"] is None for feature in layer["features"]]
        assert pyogrio.read_info(path)["features"] == len(layer["features"])
    events = geopandas.read_file(tmp_path / "events.geojson")
    assert events["quote"][0] == HOSTILE
    assert events["published"][0].date() == date(2020, 3, 1)
    assert events.geometry[0].coords[0] == (40.12346, 34.98765)
    movements = geopandas.read_file(tmp_path / "movements.geojson")
    assert list(movements.geom_type.dropna()) == ["LineString", "LineString"]
