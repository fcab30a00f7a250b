"""The ground of the map: in its budget, right across the date line, honest about disputes, silent without tiles."""

from __future__ import annotations

import html
import json
import math
from dataclasses import replace
from itertools import accumulate, pairwise

import pytest
from browsing import Opener
from click.testing import CliRunner
from shapely.geometry import LineString, Point, Polygon
from test_render import data_of, small_report

from conflictmap.cli import cli
from conflictmap.codec import encode
from conflictmap.errors import InputError
from conflictmap.geo import distance_km
from conflictmap.model import Event, EventType, Focus, Group, Kind, Mode, Movement, Place, PlaceId, Report
from conflictmap.render import render
from conflictmap.render.extent import Box, turned, view
from conflictmap.render.ground import ground
from conflictmap.render.natural_earth import SCALE, Edge, source

TILES = "https://tiles.example.org/{z}/{x}/{y}.png"
VIEWS: dict[str, Box] = {
    "plains of the Khabur": (39.0, 34.0, 43.0, 37.2),
    "one town": (38.5, 35.6, 39.5, 36.3),
    "Sahel": (-18.0, 8.0, 30.0, 25.0),
    "world": (-180.0, -60.0, 180.0, 80.0),
    "Fiji": (177.0, -19.0, 183.0, -15.0),
    "fjords": (5.0, 58.0, 20.0, 70.0),
}


def story(*points: tuple[float, float], country: str = "FJ") -> Report:
    """Tell of people who go from point to point (lon, lat), and of a strike at the first."""
    places = tuple(
        Place(id=PlaceId(f"x-{n}"), name={"en": f"Town {n}", "ar": f"بلدة {n}"}, kind=Kind.SETTLEMENT, country=country,
              lon=lon, lat=lat, uncertainty_km=1.0)
        for n, (lon, lat) in enumerate(points)
    )  # fmt: skip
    moves = tuple(
        Movement(id=f"mv-{n}", mode=Mode.LEFT, group=Group.CIVILIANS, origin=(a.id,), destination=(b.id,))
        for n, (a, b) in enumerate(pairwise(places))
    )
    strike = Event(id="ev-1", type=EventType.AIR_STRIKE, place=places[0].id)
    focus = Focus(place=places[0].id, confidence=1.0)
    return replace(small_report(), places=places, movements=moves, events=(strike,), stocks=(), control=(), focus=focus)


def layer(box: Box, name: str, *countries: str) -> list[list[tuple[float, float]]]:
    """Give the lines (or outer rings) of a layer in degrees."""
    steps = ground(box, frozenset(countries))[name]
    assert isinstance(steps, list)
    return [points(shape[0]) for shape in steps]


def points(steps: list[int]) -> list[tuple[float, float]]:
    return [(x / SCALE, y / SCALE) for x, y in zip(accumulate(steps[::2]), accumulate(steps[1::2]), strict=True)]


def nearest(box: Box, name: str, lon: float, lat: float) -> float:
    """Give the distance in degrees from a point to the nearest line of a layer."""
    return min((LineString(line).distance(Point(lon, lat)) for line in layer(box, name)), default=math.inf)


@pytest.mark.parametrize("name", VIEWS)
def test_ground_keeps_to_its_budget_of_bytes(name: str) -> None:
    text = json.dumps(ground(VIEWS[name], frozenset({"SY"})), ensure_ascii=False, separators=(",", ":"))
    assert 30_000 < len(text.encode()) < 190_000


def test_same_view_gives_the_same_ground() -> None:
    box = VIEWS["plains of the Khabur"]
    first = json.dumps(ground(box, frozenset({"SY", "IQ"})))
    ground.cache_clear()
    source.cache_clear()
    assert json.dumps(ground(box, frozenset({"IQ", "SY"}))) == first


@pytest.mark.parametrize(
    ("box", "lon", "lat"),
    [
        ((35.0, 32.5, 36.6, 33.6), 35.87, 33.0),  # the Golan: line of 1974
        ((35.0, 32.5, 36.6, 33.6), 35.63, 33.05),  # the Golan: line of before 1967
        ((34.0, 31.0, 36.0, 33.0), 34.95, 32.2),  # the West Bank
        ((33.0, 44.4, 36.0, 46.6), 33.7, 46.18),  # Crimea
        ((73.0, 32.0, 78.0, 36.0), 74.0, 34.65),  # Kashmir: line of control
        ((20.0, 41.8, 22.0, 43.4), 20.9, 43.17),  # Kosovo
        ((26.0, 8.0, 32.0, 12.0), 28.0, 10.18),  # Abyei
        ((32.5, 34.6, 34.2, 35.6), 33.0, 35.15),  # Cyprus
        ((-14.0, 25.0, -8.0, 28.5), -11.0, 27.67),  # Western Sahara
    ],
)
def test_disputed_lines_are_dotted_and_not_drawn_as_borders(box: Box, lon: float, lat: float) -> None:
    assert nearest(box, "disputed", lon, lat) < 0.12
    assert nearest(box, "borders", lon, lat) > nearest(box, "disputed", lon, lat)


def test_a_settled_border_is_not_dotted() -> None:
    box = (40.0, 36.0, 44.0, 38.0)
    assert nearest(box, "borders", 41.5, 37.08) < 0.1
    assert nearest(box, "disputed", 41.5, 37.08) > 0.5


@pytest.mark.parametrize(("lon", "lat", "key"), [(34.2, 45.2, "UA"), (35.78, 33.0, "SY"), (-13.0, 25.0, "EH")])
def test_disputed_land_is_neutral_whoever_holds_it(lon: float, lat: float, key: str) -> None:
    contested = ground((lon - 1, lat - 1, lon + 1, lat + 1), frozenset())["contested"]
    assert isinstance(contested, list)
    faces = [(code, Polygon(points(rings[0]))) for code, polygons in contested for rings in polygons]
    assert key in {code for code, face in faces if face.contains(Point(lon, lat))}


def test_each_arc_of_a_border_belongs_to_two_countries() -> None:
    world = source()
    uses = [0] * len(world.kinds)
    for ring in world.rings:
        for arc in ring:
            uses[arc if arc >= 0 else ~arc] += 1
    for kind, used in zip(world.kinds, uses, strict=True):
        assert (used > 1) == (kind in (Edge.BORDER, Edge.DISPUTED)) or kind == Edge.HIDDEN


def test_a_story_across_the_date_line_takes_the_shorter_way_round() -> None:
    places = {place.id: place for place in story((179.2, -17.0), (-179.4, -18.0)).places}
    west, _, east, _ = view(places, None, set(places))
    assert 0 < east - west < 3 and turned(-179.4, (west, 0, east, 0)) - turned(179.2, (west, 0, east, 0)) < 2
    land = [x for ring in layer((west, -19.0, east, -16.0), "coast") for x, _ in ring]
    middle = (west + east) / 2
    assert min(land) < middle < max(land) and max(abs(x - middle) for x in land) < 10


def test_a_story_on_one_side_of_the_date_line_stays_there() -> None:
    places = {place.id: place for place in story((-120.0, 40.0), (0.0, 10.0), (100.0, 10.0)).places}
    assert view(places, PlaceId("x-1"), set(places))[0] < -120


def test_unit_and_lake_names_come_in_both_languages() -> None:
    drawn = ground((37.0, 35.0, 40.0, 37.0), frozenset({"SY"}))
    units, waters = drawn["unit_names"], drawn["water_names"]
    assert isinstance(units, list) and isinstance(waters, list)
    assert ("الرقة", "Raqqa") in {(unit[1], unit[2]) for unit in units}
    assert ("بحيرة الأسد", "Lake Assad") in {(water[0], water[1]) for water in waters}


# ---- tiles


@pytest.mark.parametrize(
    "url",
    [
        "http://tiles.example.org/{z}/{x}/{y}.png",
        "https://tiles.example.org/{z}/{x}.png",
        "https://tiles.example.org/{z}/{x}/{y}/{s}.png",
        "https://{z}.example.org/{x}/{y}.png",
        "https://tiles.example.org; script-src *;/{z}/{x}/{y}.png",
        "https://*/{z}/{x}/{y}.png",
        "https://user:word@tiles.example.org/{z}/{x}/{y}.png",
        "https://tiles.example.org/{z}/{x}/{y}.png#top",
        "https://tiles.example.org/{z}/{x}/{y}/{z}.png",
        "https:///{z}/{x}/{y}.png",
        "https://[::1/{z}/{x}/{y}.png",
        "javascript:alert(1)//{z}/{x}/{y}",
        "",
    ],
)
def test_addresses_that_are_not_of_tiles_are_refused(url: str) -> None:
    with pytest.raises(InputError, match="address of tiles"):
        render([small_report()], tiles=url, attribution="Example")


def test_tiles_need_an_attribution_and_an_attribution_tiles() -> None:
    for given in ({"tiles": TILES}, {"tiles": TILES, "attribution": " "}, {"attribution": "Example"}):
        with pytest.raises(InputError, match="--"):
            render([small_report()], **given)


def test_policy_gains_the_host_of_the_tiles_and_nothing_else() -> None:
    plain, tiled = render([small_report()]), render([small_report()], tiles=TILES, attribution="Example")
    assert "img-src data:; " in plain and 'content="no-referrer"' in plain and data_of(plain)["tiles"] is None
    assert html.unescape(tiled).count("img-src data: https://tiles.example.org; ") == 1
    shared = plain.split("Content-Security-Policy")[1].split("script-src")[1].split('"')[0]
    assert f"script-src{shared}" in tiled and 'content="no-referrer"' not in tiled


def test_commands_take_tiles_and_say_the_conditions() -> None:
    runner = CliRunner()
    for command in ("map", "render"):
        said = " ".join(runner.invoke(cli, [command, "--help"]).output.split())
        assert all(word in said for word in ("--tiles", "--attribution", "bulk", "sandboxed frame", "switch"))
    line = encode(small_report()).decode()
    drawn = runner.invoke(cli, ["render", "-", "--tiles", TILES, "--attribution", "Example Maps"], input=line)
    assert drawn.exit_code == 0 and "Example Maps" in drawn.output


# ---- in the browser


@pytest.mark.browser
def test_nothing_is_asked_of_the_network_without_tiles(visit: Opener) -> None:
    seen = visit(render([small_report()]))
    seen.page.click("#zoom button:nth-child(2)")
    assert seen.complaints == [] and [url[:5] for url in seen.requests] == ["file:"]
    assert seen.page.locator("#tiles").count() == 0


@pytest.mark.browser
def test_tiles_are_asked_of_their_host_named_and_switched_off(visit: Opener) -> None:
    name = "Example <b>Maps</b> {{7*7}}"
    seen = visit(render([small_report()], language="en", tiles=TILES, attribution=name))
    page = seen.page
    assert name in page.inner_text("#ground-note") and "tiles.example.org" in page.inner_text("#foot")
    asked = [url for url in seen.requests if not url.startswith("file:")]
    assert asked and all(url.startswith("https://tiles.example.org/") for url in asked)
    assert page.evaluate("document.querySelectorAll('.g-coast, .g-land').length") > 0
    page.locator("#tiles").uncheck()
    assert page.locator(".leaflet-tile").count() == 0 and "Example" not in page.inner_text("#ground-note")
    assert page.locator("#tiles").is_checked() is False
    assert page.evaluate("document.activeElement.id") == "tiles"


@pytest.mark.browser
@pytest.mark.parametrize("at", [(41.0, 35.0), (12.0, 69.0), (178.0, -17.5), (-70.0, -54.0)])
def test_the_scale_bar_is_true(visit: Opener, at: tuple[float, float]) -> None:
    page = visit(render([story(at, (at[0] + 0.8, at[1] + 0.4))], language="en")).page
    bar = page.locator(".scale-bar")
    km, box, stage = float(bar.get_attribute("data-km") or 0), bar.bounding_box(), page.locator("#map").bounding_box()
    assert box and stage and box["width"] > 30
    # Both dots of the story lie on the map: what is between them in pixels against the distance on the globe.
    dots = page.locator(".place-used .dot").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(b => [b.x + b.width / 2, b.y + b.height / 2])"
    )
    (x1, y1), (x2, y2) = dots
    # In Mercator's projection the scale is true along the parallel half-way, to the second order.
    along = distance_km(at, (at[0] + 0.8, at[1] + 0.4)) / math.hypot(x2 - x1, y2 - y1)
    assert km / box["width"] == pytest.approx(along, rel=0.01)


@pytest.mark.browser
@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("size", [(320, 640), (390, 844), (640, 360), (1280, 800)])
def test_scale_note_and_buttons_never_collide(visit: Opener, size: tuple[int, int], language: str) -> None:
    text = render(
        [story((30.0, 10.0), (36.0, 16.0))], tiles=TILES, attribution="A long name of those who made the tiles"
    )
    page = visit(text, width=size[0], height=size[1], hash=f"#lang={language}").page
    boxes = [page.locator(name).bounding_box() for name in ("#scale", "#ground-note", "#zoom")]
    stage = page.locator("#stage").bounding_box()
    for number, a in enumerate(boxes):
        assert a and stage and a["x"] >= stage["x"] and a["x"] + a["width"] <= stage["x"] + stage["width"]
        for b in boxes[number + 1 :]:
            assert b and (a["x"] + a["width"] <= b["x"] or b["x"] + b["width"] <= a["x"]
                          or a["y"] + a["height"] <= b["y"] or b["y"] + b["height"] <= a["y"])  # fmt: skip


@pytest.mark.browser
def test_the_globe_shows_where_the_view_is(visit: Opener) -> None:
    report = story((28.0, 8.0), (38.0, 16.0), country="SD")
    page = visit(render([report])).page
    globe, frame = page.locator("#locator svg").bounding_box(), page.locator(".globe-view").bounding_box()
    assert globe and frame and page.locator("#locator").get_attribute("aria-hidden") == "true"
    middle = (globe["x"] + globe["width"] / 2, globe["y"] + globe["height"] / 2)
    assert frame["x"] + frame["width"] / 2 == pytest.approx(middle[0], abs=1.5)
    assert frame["y"] + frame["height"] / 2 == pytest.approx(middle[1], abs=2.5)
    # The half-width of the frame on the globe is the sine of half the degrees that the map shows.
    wide, degrees = page.locator("#map").bounding_box(), page.locator(".place-used .dot").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().x)"
    )  # fmt: skip
    assert wide
    shown = 10.0 / abs(degrees[1] - degrees[0]) * wide["width"]
    expected = 46 * math.sin(math.radians(shown / 2))
    assert frame["width"] / 2 == pytest.approx(expected, rel=0.12)
    for _ in range(3):
        page.click("#zoom button:nth-child(2)")
    wider = page.locator(".globe-view").bounding_box()
    assert page.locator("#locator").is_hidden() or (wider and wider["width"] > 1.5 * frame["width"])


@pytest.mark.browser
def test_the_globe_is_absent_from_small_maps_and_world_maps(visit: Opener) -> None:
    assert visit(render([small_report()]), width=390, height=844).page.locator("#locator").is_hidden()
    world = story((-72.0, 18.5), (32.5, 15.6), (121.0, 14.6))
    assert visit(render([world])).page.locator("#locator").is_hidden()


@pytest.mark.browser
def test_the_globe_takes_its_place_from_labels_and_stays_in_print(visit: Opener) -> None:
    page = visit(render([small_report()])).page
    globe = page.locator("#locator").bounding_box()
    assert globe
    for label in page.locator(".label").all():
        box = label.bounding_box()
        assert (
            not box
            or box["x"] > globe["x"] + 100
            or box["x"] + box["width"] < globe["x"]
            or box["y"] > globe["y"] + 100
        )
    page.emulate_media(media="print")
    assert page.locator("#locator").is_visible()


@pytest.mark.browser
def test_marks_and_arrows_cross_the_date_line(visit: Opener) -> None:
    seen = visit(render([story((179.2, -17.0), (-179.4, -18.0))], language="ar"))
    stage = seen.page.locator("#map").bounding_box()
    dots = [dot.bounding_box() for dot in seen.page.locator(".place-used .dot").all()]
    assert stage and len(dots) == 2
    xs = sorted(dot["x"] for dot in dots if dot)
    assert stage["x"] < xs[0] < xs[1] < stage["x"] + stage["width"] and xs[1] - xs[0] > stage["width"] / 4
    arrow = seen.page.locator(".flow .shaft").first.bounding_box()
    assert arrow and arrow["width"] < stage["width"] and seen.complaints == []


@pytest.mark.browser
def test_disputed_lines_have_dots(visit: Opener) -> None:
    page = visit(render([story((74.8, 34.1), (77.5, 34.2), country="IN")])).page
    style = "one => [getComputedStyle(one).strokeDasharray, getComputedStyle(one).strokeLinecap]"
    assert page.locator(".g-disputed").evaluate(style) == ["1px, 4px", "round"]
    assert page.locator(".g-border").count() == 0 or page.locator(".g-border").evaluate(style)[0] == "none"


@pytest.mark.browser
def test_first_level_units_are_named_once_and_only_where_they_fit(visit: Opener) -> None:
    page = visit(render([story((39.9, 35.4), (40.9, 36.4), country="SY")], language="en")).page
    names = page.locator(".label-unit").all_text_contents()
    assert names and len(names) == len(set(names))
    page.click("#language")
    arabic = page.locator(".label-unit").all_text_contents()
    assert arabic and all("\u0600" < name[0] < "\u06ff" for name in arabic)
    for _ in range(4):
        page.click("#zoom button:nth-child(2)")
    assert page.locator(".label-unit").count() == 0
