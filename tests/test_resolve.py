import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point
from shapely.geometry import shape

from conflictmap.gazetteer import Gazetteer
from conflictmap.geo import distance_km
from conflictmap.model import Kind, Mention, Place, PlaceId, Precision, Report, Role
from conflictmap.pipeline import Pipeline
from conflictmap.read import from_text
from conflictmap.resolve.parts import country_part, unit_part
from conflictmap.resolve.ranking import weights
from conflictmap.resolve.scene import first_scene


def analysed(pipeline: Pipeline, text: str, language: str = "en") -> Report:
    return pipeline.analyse(from_text(text, language=language, published="2019-02-20"))


def meant(pipeline: Pipeline, text: str, name: str, language: str = "en") -> tuple[Mention, Place]:
    """Give the first mapped mention of a name, and its place."""
    report = analysed(pipeline, text, language)
    mention = next(m for m in report.mentions if m.surface == name and m.mapped)
    return mention, next(place for place in report.places if place.id == mention.place)


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Fighting spread from Beirut in Lebanon to Tripoli.", "LB"),
        ("Fighting spread from Benghazi in Libya to Tripoli.", "LY"),
    ],
)
def test_the_company_that_a_name_keeps(pipeline: Pipeline, text: str, country: str) -> None:
    assert meant(pipeline, text, "Tripoli")[1].country == country


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("امتد القتال من بيروت في لبنان إلى طرابلس", "LB"),
        ("امتد القتال من بنغازي في ليبيا إلى طرابلس", "LY"),
    ],
)
def test_the_company_that_an_arabic_name_keeps(pipeline: Pipeline, text: str, country: str) -> None:
    assert meant(pipeline, text, "طرابلس", "ar")[1].country == country


@pytest.mark.parametrize("bearing", [(0, "north"), (90, "east"), (180, "south"), (270, "west")])
def test_a_distance_is_measured_off(pipeline: Pipeline, gazetteer: Gazetteer, bearing: tuple[int, str]) -> None:
    degrees, word = bearing
    _, place = meant(pipeline, f"A mine blew up 15 km {word} of Hajin.", "Hajin")
    anchor = gazetteer.place("sy-hajin")
    assert place.id == f"15km-{degrees}:sy-hajin"
    assert place.lonlat and anchor.lonlat
    assert distance_km(place.lonlat, anchor.lonlat) == pytest.approx(15, abs=0.1)
    assert (place.precision, place.area) == (Precision.NEAR, None)
    assert place.uncertainty_km and anchor.uncertainty_km and place.uncertainty_km > anchor.uncertainty_km


def test_near_is_wider_than_the_town(pipeline: Pipeline, gazetteer: Gazetteer) -> None:
    _, place = meant(pipeline, "Gunmen camped near Hajin.", "Hajin")
    anchor = gazetteer.place("sy-hajin")
    assert (place.id, place.lonlat, place.precision) == ("near:sy-hajin", anchor.lonlat, Precision.NEAR)
    assert place.uncertainty_km and anchor.uncertainty_km and place.uncertainty_km >= anchor.uncertainty_km + 5


def test_a_part_of_a_country_is_an_area(pipeline: Pipeline, gazetteer: Gazetteer) -> None:
    _, north = meant(pipeline, "Raids went on in northern Syria.", "Syria")
    country = gazetteer.place("country-sy")
    assert (north.id, north.precision, north.kind) == ("part-0:country-sy", Precision.AREA, Kind.REGION)
    assert north.lat and country.lat and north.lat > country.lat
    assert north.uncertainty_km and country.uncertainty_km and north.uncertainty_km < country.uncertainty_km


def test_computed_places_say_so(pipeline: Pipeline) -> None:
    report = analysed(pipeline, "A mine blew up 15 km east of Hajin.")
    made = next(place for place in report.places if place.id.startswith("15km"))
    anchor = next(place for place in report.places if place.id == "sy-hajin")
    assert made.source == "computed from sy-hajin"
    assert (made.same_as, made.candidate_only, anchor.candidate_only) == ((), False, True)


def test_an_area_that_no_table_draws_has_no_position(pipeline: Pipeline) -> None:
    report = analysed(pipeline, "Aid was stopped in areas held by Boko Haram.")
    mention = next(m for m in report.mentions if m.mapped)
    place = next(p for p in report.places if p.id == mention.place)
    assert (place.kind, place.lonlat) == (Kind.CONTROL_AREA, None)
    assert "not located" in place.source


def test_unknown_names_are_kept_and_left_open(pipeline: Pipeline) -> None:
    (mention,) = analysed(pipeline, "Planes bombed the village of Zabranitsa.").mentions
    assert (mention.surface, mention.place, mention.mapped, mention.confidence) == ("Zabranitsa", None, False, 0.0)
    assert "unknown_name" in mention.why


def test_a_reason_is_given_for_what_is_not_mapped(pipeline: Pipeline) -> None:
    report = analysed(pipeline, "Two Iraqi drivers left Hajin.")
    roles = {m.surface: (m.role, m.why[-1]) for m in report.mentions if not m.mapped}
    assert roles["Iraqi"] == (Role.ACTOR_AFFILIATION, "not_mapped:demonym")


TEXTS = (
    "They left al-Baghouz for al-Hol camp in Hasakah, north of the deserts of Palmyra and Anbar in Syria and Iraq.",
    "خرجوا من الباغوز إلى مخيم الهول في الحسكة، وإلى بوادي تدمر والأنبار في سوريا والعراق",
    "Shells hit Paris, London, Springfield, San Jose, Tripoli, Alexandria and Santiago.",
)


@pytest.mark.parametrize("text", TEXTS)
def test_candidates_are_shares_of_one_best_first(pipeline: Pipeline, text: str) -> None:
    report = analysed(pipeline, text, "ar" if text[0] > "z" else "en")
    listed = {place.id for place in report.places}
    assert report.mentions
    for mention in report.mentions:
        scores = [candidate.score for candidate in mention.candidates]
        assert scores == sorted(scores, reverse=True) and sum(scores) <= 1.01
        assert all(0 <= score <= 1 for score in scores)
        assert {candidate.place for candidate in mention.candidates} <= listed
        assert mention.place is None or mention.place in listed
        assert all(candidate.why for candidate in mention.candidates)


@pytest.mark.parametrize("text", TEXTS)
def test_places_are_sorted_and_marked(pipeline: Pipeline, text: str) -> None:
    report = analysed(pipeline, text, "ar" if text[0] > "z" else "en")
    ids = [place.id for place in report.places]
    used = {mention.place for mention in report.mentions}
    assert ids == sorted(set(ids))
    assert all(place.candidate_only is (place.id not in used) for place in report.places)


def test_weights_are_numbers_with_names() -> None:
    assert "none" in weights()
    assert all(math.isfinite(weight) for weight in weights().values())


def test_no_name_no_context() -> None:
    assert first_scene(()).votes == ()


@given(st.permutations(["Hajin", "Raqqa", "Mosul", "Tripoli", "Aleppo"]))
def test_the_order_of_names_does_not_matter(pipeline: Pipeline, names: list[str]) -> None:
    report = analysed(pipeline, "They crossed " + " and later ".join(names) + ".")
    best = {mention.surface: mention.place for mention in report.mentions}
    assert best["Hajin"] == "sy-hajin" and best["Mosul"] == "iq-mosul" and best["Raqqa"] == "sy-raqqa"


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("Raids hit the village of Qarnabiya, about 40 km (25 miles) south of Mosul.", "en", "Qarnabiya"),
        ("قصفت الطائرات بلدة خربة النمل على بعد 40 كم جنوب الموصل", "ar", "خربة النمل"),
    ],
)
def test_a_name_that_no_gazetteer_has_lies_where_the_text_says(
    pipeline: Pipeline, gazetteer: Gazetteer, text: str, language: str, name: str
) -> None:
    mention, place = meant(pipeline, text, name, language)
    mosul = gazetteer.place("iq-mosul")
    assert place.id.startswith("told-") and "placed_by_description" in mention.why and place.kind == Kind.SETTLEMENT
    assert place.lonlat and mosul.lonlat and distance_km(place.lonlat, mosul.lonlat) == pytest.approx(40, abs=0.5)
    assert place.lat and mosul.lat and place.lat < mosul.lat and place.uncertainty_km and place.uncertainty_km >= 16


def test_a_stretch_reaches_both_ends(pipeline: Pipeline, gazetteer: Gazetteer) -> None:
    _, place = meant(pipeline, "A mine blew up on the road between Hajin and Baghouz.", "Hajin")
    ends = [gazetteer.place(end).lonlat for end in ("sy-hajin", "sy-baghouz")]
    assert place.lonlat and place.uncertainty_km
    assert all(end and distance_km(place.lonlat, end) <= place.uncertainty_km for end in ends)


@pytest.mark.parametrize("country", ["IN", "CA", "ID", "SY", "TR", "US"])
@pytest.mark.parametrize("bearing", [0.0, 135.0, None])
def test_a_part_of_any_country_is_small_and_holds_its_point(
    gazetteer: Gazetteer, country: str, bearing: float | None
) -> None:
    part = country_part(country, bearing, gazetteer)
    assert part is not None
    area, (lon, lat), radius = part
    assert len(json.dumps(area, separators=(",", ":"))) <= 2000 and radius > 0
    assert shape(area).buffer(0.01).covers(Point(lon, lat))


@pytest.mark.parametrize("table", ["resolve/weights.tsv", "focus.tsv"])
def test_the_docs_show_the_weights_as_they_are(table: str) -> None:
    root = Path(__file__).parents[1]
    ranking, focus = (root / "docs" / "resolution.md").read_text(encoding="utf-8").split("## Focus")
    shown = focus if table == "focus.tsv" else ranking
    lines = (root / "src" / "conflictmap" / table).read_text(encoding="utf-8").splitlines()[1:]
    for name, weight, _, meaning in (line.split("\t") for line in lines):
        assert f"| `{name}` | {weight} | {meaning} |\n" in shown, name


@pytest.mark.parametrize("unit", ["admin1-PH-MNL-1159317265", "admin1-PH-PAN-1159317277"])
@pytest.mark.parametrize("bearing", [None, 0.0, 135.0, 315.0])
def test_a_unit_smaller_than_the_grid_has_parts(gazetteer: Gazetteer, unit: str, bearing: float | None) -> None:
    place = gazetteer.place(PlaceId(unit))
    part = unit_part(place, bearing, gazetteer)
    assert part is not None and place.lon is not None and place.lat is not None
    _, (lon, lat), radius = part
    assert abs(lon - place.lon) < 0.2 and abs(lat - place.lat) < 0.2 and radius >= 1
