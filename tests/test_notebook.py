"""Maps in a notebook: reports show themselves, and so do GeoDataFrames that did not come from us."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import geopandas
import pandas
import pytest
from browsing import Opener
from IPython.core.formatters import DisplayFormatter
from shapely.geometry import LineString, Point, Polygon
from test_render import data_of, small_report

import conflictmap
from conflictmap.errors import InputError
from conflictmap.export import write_geojson
from conflictmap.render import render


def page_in(fragment: str) -> str:
    """Give the page in the frame of a notebook's output, as a browser would read it out of the attribute."""

    class Frame(HTMLParser):
        page = ""

        def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
            if tag == "iframe":
                self.page = dict(attributes)["srcdoc"] or ""

    parser = Frame()
    parser.feed(fragment)
    return parser.page


def points(rows: list[dict[str, object]], crs: object = 4326) -> Any:
    return geopandas.GeoDataFrame(
        rows, geometry=[Point(40.0 + n / 10, 35.0) for n in range(len(rows))], crs=4326
    ).to_crs(crs)


ACLED = [
    {
        "event_id_cnty": "X1",
        "event_date": "07 May 2021",
        "event_type": "Explosions/Remote violence",
        "sub_event_type": "Air/drone strike",
        "actor1": "Blue side",
        "actor2": None,
        "country": "Syria",
        "location": "Upper Weir",
        "geo_precision": 1,
        "source": "River Post",
        "notes": "On 7 May 2021, a strike hit the mill of Upper Weir. Two dead.",
        "fatalities": 2,
    },
    {
        "event_id_cnty": "X2",
        "event_date": "2021-05-08",
        "event_type": "Battles",
        "sub_event_type": "Armed clash",
        "actor1": "Blue side",
        "actor2": "Red side",
        "country": "Syria",
        "location": "Thorn",
        "geo_precision": 3,
        "source": None,
        "notes": None,
        "fatalities": 0,
    },
]
UCDP = [
    {
        "id": 1,
        "date_start": pandas.Timestamp("2021-05-07"),
        "date_end": pandas.Timestamp("2021-05-09"),
        "type_of_violence": 3,
        "side_a": "Blue side",
        "side_b": "Civilians",
        "where_coordinates": "Upper Weir",
        "where_prec": 2,
        "country": "Syria",
        "best": 4,
        "low": 3,
        "high": 9,
        "source_article": "River Post, 9 May",
    },
    {
        "id": 2,
        "date_start": pandas.Timestamp("2021-05-11"),
        "date_end": pandas.Timestamp("2021-05-11"),
        "type_of_violence": 1,
        "side_a": "Blue side",
        "side_b": "Red side",
        "where_coordinates": "Syria",
        "where_prec": 6,
        "country": "Syria",
        "best": 1,
    },
]


def test_import_stays_light() -> None:
    code = "import sys, conflictmap.model as _; print({'geopandas', 'folium', 'shapely', 'IPython'} & {*sys.modules})"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
        == "set()"
    )
    assert {"show", "explore", "MapView"} <= set(dir(conflictmap))
    with pytest.raises(AttributeError, match="'shew'"):
        _ = conflictmap.shew


def test_a_report_shows_its_map_in_a_notebook() -> None:
    report = small_report(title='Weir "&" <b>')
    shown, _ = DisplayFormatter().format(report)
    assert page_in(shown["text/html"]) == render([report]) and "text/plain" in shown
    assert 'title="Weir &quot;&amp;&quot; &lt;b&gt;"' in shown["text/html"]
    assert "allow-same-origin" not in shown["text/html"] and "allow-scripts" in shown["text/html"]


def test_several_reports_are_one_map(tmp_path: Path) -> None:
    reports = [small_report(), small_report(id="other")]
    view = conflictmap.show(reports, language="ar", title="خريطة", height=400)
    shown, _ = DisplayFormatter().format(view)
    assert page_in(shown["text/html"]) == view.html == render(reports, language="ar", title="خريطة")
    assert "height:400px" in shown["text/html"] and shown["text/plain"].startswith("<conflictmap.MapView 'خريطة'")
    assert view.save(tmp_path / "a" / "map.html").read_text("utf-8") == view.html
    with pytest.raises(InputError, match="no report"):
        conflictmap.show([])


@pytest.mark.browser
def test_the_frame_shows_the_map_and_asks_for_nothing(visit: Opener) -> None:
    seen = visit(f"<!DOCTYPE html><meta charset=utf-8><h1>Notebook</h1>{small_report()._repr_html_()}", ready=False)
    frame = seen.page.frame_locator("iframe")
    frame.locator("html[data-ready]").wait_for()
    frame.locator(".record-button").first.click()
    assert "about 1,200" in frame.locator("blockquote").inner_text()
    assert frame.locator(".marks .event").count() and frame.locator(".record").count() == 9
    frame.locator("#skip").focus()
    seen.page.keyboard.press("Enter")
    assert frame.locator("#list").evaluate("list => list === document.activeElement")
    assert seen.page.frames[1].url == "about:srcdoc" and seen.complaints == [] and len(seen.requests) == 1


@pytest.mark.browser
def test_our_own_layers_come_back_as_the_same_map(visit: Opener, tmp_path: Path) -> None:
    report = small_report()
    write_geojson([report], tmp_path)

    def drawn(text: str) -> tuple[list[str], int, int]:
        page = visit(text).page
        said = [re.sub("[\u2066-\u2069]", "", one) for one in page.locator(".record-sentence").all_inner_texts()]
        return sorted(said), page.locator(".marks .event").count(), page.locator(".marks .flow").count()

    layers = [
        conflictmap.explore(geopandas.read_file(tmp_path / f"{name}.geojson")).html for name in ("events", "movements")
    ]
    events = drawn(render([_only(report, "events")], language="en"))
    moves = drawn(render([_only(report, "movements")], language="en"))
    assert drawn(layers[0]) == events and drawn(layers[1]) == moves
    assert moves[2] == 4 and len(moves[0]) == 4
    assert "about 1,200 civilians left Upper Weir" in layers[1] and "two witnesses" in layers[1]


def _only(report: Any, kind: str) -> Any:
    from dataclasses import replace

    held = getattr(report, kind)
    if kind == "events":
        return replace(report, movements=(), stocks=(), control=(), events=held)
    return replace(report, events=(), stocks=(), control=(), movements=held)


@pytest.mark.browser
def test_rows_like_those_of_acled(visit: Opener) -> None:
    view = conflictmap.explore(points(ACLED, crs=32637), title="Weir")
    page = visit(view.html, hash="#record=frame%230").page
    said = [re.sub("[\u2066-\u2069]", "", one) for one in page.locator(".record-sentence").all_inner_texts()]
    assert said == [
        "Air strike at Upper Weir (Blue side), 2 people killed, 7 May 2021",
        "Armed clash in Thorn (Blue side, Red side), 8 May 2021",
    ]
    assert "a strike hit the mill" in page.inner_text("blockquote") and "River Post" in page.inner_text(".chain")
    data = data_of(view.html)
    strike, clash = data["records"]  # type: ignore[misc]
    assert strike["claims"] and clash["claims"] == []
    near, far = data["places"]  # type: ignore[misc]
    assert (far["lon"], far["lat"]) == pytest.approx((40.0, 35.0)) and near["kind"] == "admin1"


def test_rows_like_those_of_ucdp() -> None:
    data = data_of(conflictmap.explore(points(UCDP), source="source_article").html)
    first, second = data["records"]  # type: ignore[misc]
    assert first["type"] == "attack_on_civilians" and second["type"] == "armed_clash"
    assert {part: first["fatalities"][part] for part in ("min", "max", "best")} == {"min": 3, "max": 9, "best": 4}
    assert (first["date_start"], first["date_end"]) == ("2021-05-07", "2021-05-09")
    places = {place["id"]: place for place in data["places"]}  # type: ignore[attr-defined]
    assert places[first["place"]]["radius"] == 25 and places[second["place"]]["kind"] == "country"
    assert data["claims"][first["claims"][0]]["source_chain"] == ["River Post, 9 May"]  # type: ignore[index]
    assert data["claims"][first["claims"][0]]["quote"] == ""  # type: ignore[index]


@pytest.mark.parametrize("shape", ["lines", "two columns", "degrees"])
def test_flows_from_one_point_to_another(shape: str) -> None:
    ends = [((40.0, 35.0), (41.0, 36.0)), ((40.0, 35.0), (38.5, 34.5))]
    table: dict[str, Any] = {"n": [1200, None], "origin_name": ["Weir", "Weir"], "dest_name": ["Ford", "Thorn"]}
    if shape == "lines":
        frame = geopandas.GeoDataFrame(table, geometry=[LineString(pair) for pair in ends], crs=4326).to_crs(32637)
    elif shape == "two columns":
        starts, stops = ([Point(pair[end]) for pair in ends] for end in (0, 1))
        frame = geopandas.GeoDataFrame(
            {
                **table,
                "origin": geopandas.GeoSeries(starts, crs=4326).to_crs(32637),
                "destination": geopandas.GeoSeries(stops, crs=4326),
            },
            geometry="origin",
        )
    else:
        degrees = {
            f"{name}_{axis}": [pair[end][at] for pair in ends]
            for end, name in enumerate(("origin", "dest"))
            for at, axis in enumerate(("lon", "lat"))
        }
        frame = geopandas.GeoDataFrame({**table, **degrees}, geometry=[None, None], crs=4326)
    data = data_of(conflictmap.explore(frame).html)
    places = {place["id"]: place for place in data["places"]}  # type: ignore[attr-defined]
    first, second = data["records"]  # type: ignore[misc]
    assert first["quantity"]["best"] == 1200 and second["quantity"] is None and first["claims"] == []
    assert first["origin"] == second["origin"] and len(places) == 3
    ford = places[first["destination"][0]]
    assert ford["name"] == {"en": "Ford"} and (ford["lon"], ford["lat"]) == pytest.approx((41.0, 36.0))


def test_what_is_wrong_with_a_frame_is_said() -> None:
    good = points(ACLED)
    wrong = {
        "not DataFrame": pandas.DataFrame(ACLED),
        "no rows": good.iloc[:0],
        "no reference system": geopandas.GeoDataFrame(ACLED, geometry=[Point(40, 35), Point(41, 35)]),
        "no geometry": geopandas.GeoDataFrame(ACLED),
        "off the globe": geopandas.GeoDataFrame(ACLED, geometry=[Point(400000, 35), Point(41, 35)], crs=4326),
        "a Polygon where a Point": geopandas.GeoDataFrame(
            ACLED, geometry=[Polygon([(0, 0), (1, 0), (1, 1)])] * 2, crs=4326
        ),
        "row 0, column 'event_date': '05/07/2021' is no date": good.assign(event_date="05/07/2021"),
        "row 0, column 'fatalities': '-3' is not a number": good.assign(fatalities=-3),
        "row 0: it ends on 2021-05-01": points(UCDP).assign(date_end=pandas.Timestamp("2021-05-01")),
    }
    for message, frame in wrong.items():
        with pytest.raises(InputError, match=re.escape(message)):
            conflictmap.explore(frame)
    with pytest.raises(InputError, match="no column 'when'"):
        conflictmap.explore(good, date="when")


@pytest.mark.browser
def test_hostile_cells_are_text(visit: Opener) -> None:
    from hostile import PAYLOADS

    rows = [
        {**ACLED[0], "location": text, "actor1": text, "notes": text, "source": text, "url": text}
        for text in PAYLOADS[:100]
    ]
    seen = visit(conflictmap.explore(points(rows)).html)
    assert seen.page.locator(".record").count() == 100 and seen.complaints == []
    assert seen.page.evaluate("window.XSS === undefined && !document.querySelector('img, iframe, h1 script')")
    assert len(seen.requests) == 1
