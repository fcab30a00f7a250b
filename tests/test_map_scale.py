"""Pages of many records: their data packed and read back, circles that count every record once, lists in parts."""

from __future__ import annotations

import base64
import json
import sys
import zlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browsing import Opener, Visit
from hypothesis import given
from hypothesis import strategies as st
from test_render import HOSTILE, data_of, small_report

from conflictmap.codec import dumps
from conflictmap.errors import InputError
from conflictmap.model import Claim, Event, EventType, Status
from conflictmap.render import conflict_map, render, render_bytes, render_to
from conflictmap.render import island as islands
from conflictmap.render.columns import Cells, rows_of, table_of
from conflictmap.render.island import island, read_page
from conflictmap.render.payload import payload

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))

from many_events import many_events

if TYPE_CHECKING:
    from playwright.sync_api import Page

EXPOSED = "start();\nObject.assign(window, { crowd, chosen, map, choose, refresh, visibleRecords, page });\n})();"
COUNTED = "crowd.marks.reduce((sum, mark) => sum + mark.items.length, 0)"

texts = st.one_of(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), st.sampled_from(HOSTILE))
values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**53), 2**53), st.floats(allow_nan=False, allow_infinity=False),
              texts),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)  # fmt: skip
rows = st.lists(st.dictionaries(st.sampled_from("abcde"), values, max_size=5), max_size=8)


def element(text: str) -> str:
    return f'<script type="application/json" id="data">{text}</script>'


@pytest.fixture(scope="module")
def many() -> str:
    return render([many_events(3000, movements=500)], language="en")


@pytest.fixture
def opened(visit: Opener, many: str) -> Visit:
    """Open the page with the inside of its script in reach of the test, for which its policy has to be off."""
    assert "start();\n})();" in many
    return visit(many.replace("start();\n})();", EXPOSED), bypass_csp=True)


# ---- the island


@given(records=rows, places=rows, claims=st.dictionaries(texts, st.dictionaries(texts, values, max_size=3), max_size=5))
@pytest.mark.parametrize("least", [0, 10**9])
def test_what_is_written_is_read_back(
    least: int, records: list[object], places: list[object], claims: dict[str, object]
) -> None:
    data = {"records": records, "places": places, "claims": claims, "title": "</script>\u2028", "ground": {"box": [1]}}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(islands, "MANY", least)
        text = island(data)
    assert not set("<>&\u2028\u2029") & set(text)
    assert ('{"packed":"deflate"' in text) == (least == 0)
    assert read_page(f"<p>{element(text)}</p>") == data


@given(rows)
def test_rows_are_the_same_after_columns(records: list[dict[str, object]]) -> None:
    assert rows_of(json.loads(dumps(table_of(records))), Cells()) == records


def test_a_page_gives_back_its_payload(many: str) -> None:
    data = payload([many_events(3000, movements=500)], language="en", title="3000 invented events", quotes=True)
    assert read_page(many) == {**json.loads(dumps(data)), "tiles": None}
    small = render([small_report()])
    assert read_page(small) == data_of(small)


def packed(data: object) -> str:
    return packed_bytes(dumps(data).encode())


def packed_bytes(data: bytes) -> str:
    return element(dumps({"packed": "deflate", "data": base64.b64encode(zlib.compress(data)).decode()}))


COLUMN_BOMB = {"n": 40_000_000, "shapes": [[["a", "b"], [["=", "x"], ["=", "x"]]]], "turns": None}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<html><body>another page</body></html>",
        element("[1]"),
        element("{"),
        element('{"title":"x"}'),
        element('{"packed":"zip","data":""}'),
        element('{"packed":"deflate","data":"****"}'),
        element('{"packed":"deflate","data":"AAAA"}'),
        packed_bytes(b"[" * 100_000),
        packed({"plain": {}}),
        packed({"plain": {}, "tables": {"records": {"n": 1, "shapes": [], "turns": None}}}),
        packed({"plain": {}, "tables": {"records": {"n": -1, "shapes": [], "turns": None}}}),
        packed({"plain": {}, "tables": {"records": {"n": 2, "shapes": [[["a"], [["v", [1]]]]], "turns": None}}}),
        packed({"plain": {}, "tables": {"records": {"n": 1, "shapes": [[[{}], [["v", [1]]]]], "turns": None}}}),
        packed({"plain": {}, "tables": {"records": {"n": 1, "shapes": [[["a"], [["?", 1]]]], "turns": None}}}),
        packed({"plain": {}, "tables": {"records": {"n": 1, "shapes": [[["a"], [["t", [1], [-1]]]]], "turns": None}}}),
        packed({"plain": {}, "tables": {"records": COLUMN_BOMB}}),
    ],
)  # fmt: skip
def test_other_pages_are_refused(text: str) -> None:
    with pytest.raises(InputError):
        read_page(text)


def test_sizes_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(islands, "DATA_LIMIT", 1000)
    with pytest.raises(InputError, match="larger than 1,000 bytes"):
        read_page(packed_bytes(b" " * 100_000))
    monkeypatch.setattr(islands, "PAGE_LIMIT", 10)
    with pytest.raises(InputError, match="more than 10 characters"):
        read_page(element("{}"))


def test_large_pages_stay_small_and_the_same() -> None:
    report = many_events(10_000)
    text = render([report])
    assert 1_000_000 < len(text.encode()) < 2_000_000  # every quote and every place is another one
    assert render([report]) == text == conflict_map([report]).get_root().render()


def test_a_page_is_written_piece_by_piece(tmp_path: Path) -> None:
    report = many_events(10_000)
    sizes = [len(piece) for piece in render_bytes([report])]
    assert max(sizes) < sum(sizes) / 2
    path = render_to(tmp_path / "out" / "map.html", [report], title="A & B")
    assert path.read_text("utf-8") == render([report], title="A & B")
    with pytest.raises(InputError, match="no report"):
        render_to(tmp_path / "none.html", [])
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["map.html"]


# ---- the page


def test_a_packed_page_opens_and_shows_quotes(visit: Opener, many: str) -> None:
    seen = visit(many)
    page = seen.page
    assert "3,500 of 3,500" in page.inner_text("#count")
    page.locator(".record-button").first.click()
    number = page.inner_text(".record.open .record-sentence").split()[0]
    assert number and "قال" in page.evaluate("document.querySelector('blockquote').textContent + 'قال'")
    assert len(page.inner_text("blockquote")) >= 80
    page.click("#language")
    assert page.evaluate("document.documentElement.dir") == "rtl" and page.locator(".record").count() == 240
    assert seen.complaints == [] and len(seen.requests) == 1


def test_hostile_text_stays_text_in_a_packed_page(visit: Opener) -> None:
    report = many_events(1200)
    said = tuple(replace(claim, quote=HOSTILE[number % len(HOSTILE)]) for number, claim in enumerate(report.claims))
    text = render([replace(report, claims=said)])
    seen = visit(text, hash=f"#record={report.events[6].id}")
    assert seen.page.inner_text("blockquote") == HOSTILE[6]
    assert seen.page.evaluate("window.XSS === undefined") and seen.complaints == []


def test_a_browser_that_cannot_unpack_says_so(visit: Opener, many: str) -> None:
    text = many.replace("(async () => {", "delete window.DecompressionStream;(async () => {", 1)
    seen = visit(text, ready=False, bypass_csp=True)
    seen.page.wait_for_selector('[role="alert"]')
    assert "browser of 2023" in seen.page.inner_text('[role="alert"]') and seen.complaints == []


def test_circles_count_every_record_once(opened: Visit) -> None:
    page = opened.page
    located = "page.records.filter((record) => record.is === 'event' && record.place).length"
    assert page.evaluate(COUNTED) == page.evaluate(located) == 3000
    assert page.evaluate("new Set(crowd.marks.flatMap((mark) => mark.items)).size") == 3000
    styles = "new Set(crowd.marks.flatMap((m) => m.items.map((i) => m.style + '|' + crowd.records[i].status))).size"
    assert page.evaluate(styles) == 3  # happened, alleged and planned: no circle holds two of them
    before = page.evaluate("JSON.stringify(crowd.marks)")
    page.evaluate("map.setZoom(map.getZoom() + 1, { animate: false })")
    assert 0 < page.evaluate(COUNTED) < 3000
    page.evaluate("map.setZoom(map.getZoom() - 1, { animate: false })")
    assert page.evaluate("JSON.stringify(crowd.marks)") == before
    assert opened.complaints == []


def test_filters_change_the_counts(opened: Visit) -> None:
    page = opened.page
    alleged = page.evaluate("page.records.filter((record) => record.status === 'alleged').length")
    page.evaluate("chosen.status.add('alleged'); refresh()")
    assert page.evaluate(COUNTED) == alleged > 0
    assert page.inner_text("#count").startswith(f"{alleged:,} of 3,500")
    page.evaluate("chosen.status.clear(); chosen.query = 'town 77'; refresh()")
    names = page.evaluate("visibleRecords().filter((r) => r.is === 'event').map((r) => r.place).length")
    assert page.evaluate(COUNTED if names > 150 else "0") == (names if names > 150 else 0)


def click_on(page: Page, which: str) -> None:
    spot = page.evaluate(f"(({{ x, y }}) => [x, y])({which})")
    box = page.locator("#map").bounding_box()
    assert box
    page.mouse.move(box["x"] + spot[0], box["y"] + spot[1])
    assert page.locator("#crowd-tip").is_visible()
    page.mouse.click(box["x"] + spot[0], box["y"] + spot[1])


def test_a_circle_opens_by_a_closer_look_and_a_sign_its_record(opened: Visit) -> None:
    page = opened.page
    page.evaluate("chosen.is.add('event'); refresh()")
    zoom = page.evaluate("map.getZoom()")
    click_on(page, "crowd.marks.find((mark) => mark.items.length > 9)")
    page.wait_for_function(f"map.getZoom() > {zoom}")
    page.evaluate(f"map.setZoom({zoom + 1.5}, {{ animate: false }})")
    sign = "crowd.marks.find((m) => m.sign && m.x > 99 && m.y > 99 && m.x < 700 && m.y < 550)"
    wanted = page.evaluate(f"crowd.records[{sign}.items[0]].id")
    click_on(page, sign)
    assert page.locator(".record.open").get_attribute("data-id") == wanted
    assert page.locator("#popover").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#popover").is_hidden()


def test_many_records_of_one_place_are_offered_in_parts(visit: Opener) -> None:
    report = many_events(1500, places=4)
    seen = visit(render([report], language="en").replace("start();\n})();", EXPOSED), bypass_csp=True)
    page = seen.page
    assert page.evaluate(COUNTED) == 1500
    click_on(page, "crowd.marks[0]")
    assert page.locator("#popover .popover-item").count() == 21  # twenty records, and the button for more
    page.locator("#popover .popover-item").last.click()
    assert page.locator("#popover .popover-item").count() == 41
    assert page.evaluate("document.activeElement.closest('#popover') !== null")


def test_only_the_strongest_movements_are_drawn_and_the_page_says_so(opened: Visit) -> None:
    page = opened.page
    note = page.inner_text("#strongest")
    assert "of 500 movements in view are drawn" in note
    drawn = int(note.split("strongest ")[1].split()[0])
    assert 0 < page.locator(".marks .flow").count() <= drawn < 500
    page.evaluate("chosen.is.add('event'); refresh()")
    assert page.locator("#strongest").is_hidden()


def test_a_record_far_down_the_list_opens_without_all_before_it(opened: Visit) -> None:
    page = opened.page
    last = page.evaluate("page.records.filter((record) => record.is === 'event').at(-1).id")
    page.evaluate(f"choose({last!r})")
    assert page.locator(".record.open").get_attribute("data-id") == last
    assert page.locator("#list .record").count() <= 240
    page.get_by_role("button", name="Show 120 earlier").click()
    assert page.locator("#list .record").count() <= 360 and page.locator(".record.open").count() == 1


def test_nearer_by_signs_take_the_place_of_circles(opened: Visit) -> None:
    page = opened.page
    assert page.locator(".marks .event").count() == 0
    page.evaluate("chosen.is.add('event'); map.setZoom(map.getZoom() + 4, { animate: false }); refresh()")
    assert page.evaluate("crowd.marks.length") == 0 and page.locator("canvas.crowd").is_hidden()
    assert page.locator(".marks .event").count() > 0


def test_records_of_areas_and_of_points_have_circles_of_their_own(visit: Opener) -> None:
    report = many_events(400)
    wide = replace(small_report().places[2], id=report.places[0].id)
    claim, event = Claim(id="cl-x", start=0, end=1, quote="x"), EventType.SHELLING
    more = tuple(
        Event(id=f"ev-{n}", type=event, place=wide.id, claims=("cl-x",), status=Status.HAPPENED) for n in range(9)
    )
    drawn = replace(
        report, places=(wide, *report.places[1:]), claims=(*report.claims, claim), events=(*report.events, *more)
    )
    page = visit(render([drawn]).replace("start();\n})();", EXPOSED), bypass_csp=True).page
    held = "crowd.marks.filter((mark) => mark.wide).reduce((sum, mark) => sum + mark.items.length, 0)"
    assert page.evaluate(held) == 10 and page.evaluate(COUNTED) == 409


def test_time_counts_every_span_in_every_bar_it_touches(visit: Opener) -> None:
    report = many_events(1500)
    text = render([report]).replace(
        "start();\n})();", "start();\nObject.assign(window, { clock, records, spanOf });\n})();"
    )
    page = visit(text, bypass_csp=True).page
    slow = "clock.bins.map((b) => records.map(spanOf).filter((s) => s && s[0] <= b.end && s[1] >= b.start).length)"
    assert page.evaluate("clock.bins.map((bin) => bin.count)") == page.evaluate(slow)
    assert page.evaluate("clock.bins.length") > 50
