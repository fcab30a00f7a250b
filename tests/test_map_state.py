"""Time, filters, address and modes of the page: what the reader chooses, and that a link brings all of it back."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote

import pytest
from browsing import Opener, wait_until
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_render import FORD, HOSTILE, PLACES, claim, small_report

from conflictmap.model import Certainty, Event, EventType, Report, Status, Stock, TimePrecision
from conflictmap.render import render
from conflictmap.render.page import asset
from conflictmap.text.normalise import fold

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
OPEN = '[aria-expanded="true"].record-button'
ALL = 14  # records of `story`


def told(
    number: int, first: date | None, last: date | None, kind: EventType = EventType.SHELLING, **facts: object
) -> Event:
    within = TimePrecision.DAY if first == last else TimePrecision.DAYS
    precision = within if first and last else TimePrecision.UNKNOWN
    return Event(id=f"ev-{number}", type=kind, place=PLACES[number % 2].id, date_start=first, date_end=last,
                 time_precision=precision, claims=(f"cl-{1 + number % 3}",), **facts)  # type: ignore[arg-type]  # fmt: skip


def march(day: int) -> date:
    return date(2021, 3, day)


def story(*more: Event) -> Report:
    """Ten days of March 2021: eight of one day, two over several, one "by", two without a date, one of 1915."""
    days = (1, 1, 2, 4, 4, 4, 9, 10)
    report = small_report()
    kinds = (EventType.SHELLING, EventType.AIR_STRIKE, EventType.CEASEFIRE, EventType.ARREST)
    events = (
        *(told(n, march(day), march(day), kinds[n % 4]) for n, day in enumerate(days)),
        told(20, march(2), march(6), EventType.ARMED_CLASH),
        told(21, march(5), march(9), EventType.ARMED_CLASH, status=Status.ALLEGED),
        told(22, None, march(9)),
        told(23, None, None, status=Status.PLANNED),
        told(24, date(1915, 4, 24), date(1915, 4, 24), EventType.OTHER, status=Status.HISTORICAL),
        *more,
    )
    claims = (
        claim(1, "وقالت مصادرُ محليّةٌ إنّ أهالي القُرى غادروا في ١٢ آذار", source_chain=("River Post", "Smith, J.")),
        claim(2, "Shells fell on the ford", source_chain=("River Post",), certainty=Certainty.ALLEGED),
        claim(3, "رواية أخرى", source_chain=("شهود عيان",)),
    )
    stock = Stock(id="st-1", place=FORD, group=report.stocks[0].group, quantity=report.stocks[0].quantity)
    return replace(report, movements=(), events=events, stocks=(stock,), control=(), claims=claims)


@pytest.fixture(scope="module")
def text() -> str:
    return render([story()])


def plain(words: str) -> str:
    return re.sub("[\u2066-\u2069]", "", words)


def shown(page: Page) -> int:
    return page.locator("li.record").count()


def period(page: Page) -> str:
    return plain(page.inner_text("#time-window"))


def hash_of(page: Page) -> dict[str, list[str]]:
    pairs: dict[str, list[str]] = {}
    for name, value in parse_qsl(page.evaluate("location.hash.slice(1)")):
        pairs.setdefault(name, []).append(value)
    return pairs


def spot(page: Page, selector: str) -> tuple[float, float]:
    box = page.locator(selector).bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def bin_spot(page: Page, day: int) -> tuple[float, float]:
    """Find the middle of a day of March: the tenth part of the axis behind the folded 1915."""
    from_x, until_x = (spot(page, f"#time-{end}")[0] for end in ("from", "until"))
    edge = page.evaluate("document.querySelector('.bar').getBoundingClientRect().width") + 13
    along = edge + (abs(until_x - from_x) - edge) * (day - 0.5) / 10
    return (from_x + along if until_x > from_x else from_x - along), spot(page, "#brush")[1] - 6


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, start[1], steps=3)
    page.mouse.move(*end, steps=3)
    page.mouse.up()


# ---- the pure parts


@pytest.fixture
def calendar(visit: Opener) -> Page:
    return visit(f"<script>{asset('calendar.js')}</script>", ready=False).page


def bins_of(page: Page, spans: list[tuple[str, str]]) -> dict[str, object]:
    found = page.evaluate(
        """(spans) => {
            const days = spans.map((span) => span.map(dayNumber)), { unit, bins } = binsFor(days, days);
            return { unit, bins: bins.map((bin) => [dayText(bin.first), dayText(bin.last), bin.edge]) };
        }""",
        spans,
    )
    assert isinstance(found, dict)
    return found


def test_bins_follow_the_length_of_the_story(calendar: Page) -> None:
    for until, unit, count, first in (
        ("2021-01-01", "day", 1, "2021-01-01"), ("2021-03-01", "day", 60, "2021-01-01"),
        ("2021-12-31", "week", 53, "2020-12-28"), ("2026-06-30", "month", 66, "2021-01-01"),
        ("2100-01-01", "year", 80, "2021-01-01"), ("2999-12-31", "decade", 98, "2020-01-01"),
        ("9999-12-31", "century", 80, "2000-01-01"),
    ):  # fmt: skip
        made = bins_of(calendar, [("2021-01-01", until)])
        bins = made["bins"]
        assert isinstance(bins, list)
        assert (made["unit"], len(bins), bins[0][0]) == (unit, count, first), until
        for before, after in pairwise(bins):
            assert before[1] < after[0]


def test_far_dates_are_folded_at_both_ends_and_near_ones_are_not(calendar: Page) -> None:
    week = [(f"2019-02-{day}", f"2019-02-{day}") for day in range(13, 21)]
    bins = bins_of(calendar, [*week, ("1915-04-24", "1915-04-24"), ("2035-01-01", "2035-12-31")])["bins"]
    assert isinstance(bins, list) and len(bins) == 10
    assert bins[0] == ["1915-04-24", "2019-02-12", "earlier"] and bins[-1] == ["2019-02-21", "2035-12-31", "later"]
    assert all(edge is None for _, _, edge in bins[1:-1])
    near = bins_of(calendar, [*week, ("2019-01-20", "2019-01-20")])
    assert all(edge is None for _, _, edge in near["bins"])  # type: ignore[attr-defined]
    two = bins_of(calendar, [("1915-01-01", "1915-01-01"), ("2019-01-01", "2019-01-01")])
    assert (two["unit"], len(two["bins"])) == ("year", 105)  # type: ignore[arg-type]


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.dates(), st.integers(0, 4000)), min_size=1, max_size=30))
def test_every_day_has_its_bin_and_each_record_is_told_once(calendar: Page, starts: list[tuple[date, int]]) -> None:
    last = date.max.toordinal()
    spans = [(str(day), str(date.fromordinal(min(day.toordinal() + long, last)))) for day, long in starts]
    total, within, count = calendar.evaluate(
        """(spans) => { const days = spans.map((span) => span.map(dayNumber)), { bins } = binsFor(days, days);
        const { columns, lines } = tally(bins, days.map((span) => ({ span, open: false })));
        const sum = columns.reduce((n, one) => n + one.sure, 0) + lines.reduce((n, one) => n + one.count, 0);
        const holds = (day) => { const bin = bins[binAt(bins, day)]; return bin.first <= day && day <= bin.last; };
        return [sum, days.flat().every(holds), bins.length]; }""",
        spans,
    )
    assert total == len(spans) and within and count <= 160


def test_search_folds_as_the_pipeline_does(visit: Opener) -> None:
    page = visit(f"<script>{asset('fold.js')}</script>", ready=False).page
    words = (
        "الأنبار", "آذار", "إدلب", "ٱلحسكة", "مُحَمَّدٌ", "مؤسسة", "شاطئ", "قرية", "مصطفى", "١٢٣", "۴۵۶", "قـــصف", "قـ ـصف",
        "ق*صف", "گرمیان", "ہجين", "Dayr az-Zawr", "Bāghūz", "Ḥalab", "İstanbul", "ﻻ", "Œuvre", "Straße", "أ\u200fب",
    )  # fmt: skip
    assert page.evaluate("(words) => words.map(fold)", list(words)) == [fold(word) for word in words]


# ---- the time line


def test_each_record_is_counted_once_and_the_tray_stands_apart(visit: Opener, text: str) -> None:
    page = visit(text).page
    assert page.evaluate("document.querySelectorAll('.bar').length") == 6  # 1915 and five days of March
    lines = page.locator(".line")
    assert [lines.nth(n).get_attribute("data-count") for n in range(lines.count())] == ["1", "1"]
    assert page.locator(".bar-open").count() == 1
    assert plain(page.inner_text("#tray")).split()[-1] == "2"
    assert "3 at most" in plain(page.inner_text("#time-unit"))
    boxes = [lines.nth(n).bounding_box() for n in range(2)]
    assert all(box and box["width"] > 100 for box in boxes) and boxes[0]["y"] != boxes[1]["y"]  # type: ignore[index]
    assert shown(page) == ALL
    assert "Each record counts once" in (page.text_content("#time-how") or "")


def test_a_lone_old_date_does_not_squeeze_the_axis(visit: Opener, text: str) -> None:
    page = visit(text).page
    assert page.locator("#time-until").get_attribute("max") == "10"
    ticks = page.locator(".tick").all_inner_texts()
    assert ticks[0] == "1 Mar" and ticks[-1] == "1915" and page.locator(".break").count() == 1
    assert plain(page.locator("#time-from").get_attribute("aria-valuetext") or "") == "earlier: 24 April 1915"
    assert period(page) == "1–10 March 2021 and beyond"
    page.focus("#time-from")
    page.keyboard.press("ArrowRight")
    assert period(page) == "1–10 March 2021" and hash_of(page)["from"] == ["2021-03-01"] and shown(page) == ALL - 1


def test_brush_by_keyboard(visit: Opener, text: str) -> None:
    page = visit(text).page
    until, move = page.locator("#time-until"), page.locator("#time-move")
    assert move.is_disabled()
    until.focus()
    page.keyboard.press("ArrowLeft")
    assert plain(until.get_attribute("aria-valuetext") or "") == "9 March 2021"
    page.keyboard.press("PageDown")
    assert plain(until.get_attribute("aria-valuetext") or "") == "2 March 2021"
    page.keyboard.press("End")
    assert plain(until.get_attribute("aria-valuetext") or "") == "10 March 2021"
    page.focus("#time-from")
    page.keyboard.press("PageUp")
    assert period(page) == "7–10 March 2021"
    page.focus("#time-until")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert period(page) == "7–8 March 2021"
    move.focus()
    page.keyboard.press("ArrowLeft")
    assert period(page) == "6–7 March 2021" and plain(move.get_attribute("aria-valuetext") or "") == "6–7 March 2021"
    page.keyboard.press("End")
    assert period(page) == "9–10 March 2021"
    page.focus("#time-from")
    page.keyboard.press("End")
    assert period(page) == "10 March 2021"  # an end never passes the other


@pytest.mark.parametrize("language", ["en", "ar"])
def test_brush_by_mouse(visit: Opener, text: str, language: str) -> None:
    page = visit(text, hash=f"#lang={language}").page
    month = "March" if language == "en" else "آذار/مارس"
    drag(page, bin_spot(page, 3), bin_spot(page, 6))
    assert period(page) == f"3–6 {month} 2021"
    places = {end: spot(page, f"#time-{end}") for end in ("from", "until", "move")}
    assert (places["from"][0] < places["until"][0]) == (language == "en")  # time runs as the reader reads
    day = abs(places["until"][0] - places["from"][0]) / 4 * (1 if language == "en" else -1)
    drag(page, places["move"], (places["move"][0] + 2 * day, places["move"][1]))
    assert period(page) == f"5–8 {month} 2021"
    start = spot(page, "#time-from")
    drag(page, start, (start[0] - 3 * day, start[1]))
    assert period(page) == f"2–8 {month} 2021"
    end = spot(page, "#time-until")
    drag(page, end, (end[0] - 100 * day, end[1]))
    assert period(page) == f"2 {month} 2021"
    assert page.evaluate("document.activeElement.id") == "time-until"
    assert hash_of(page)["from"] == ["2021-03-02"] and page.evaluate("history.length") <= 3  # dragging makes no entries


def test_a_press_on_a_bar_shows_its_day_and_escape_takes_a_drag_back(visit: Opener, text: str) -> None:
    page = visit(text, hash="#from=2021-03-02&until=2021-03-06").page
    x, y = spot(page, "#time-move")
    page.mouse.click(x, y)
    assert period(page) == "4 March 2021"
    page.mouse.click(*spot(page, "#time-move"))
    assert "from" not in hash_of(page) and shown(page) == ALL
    until = spot(page, "#time-until")
    page.mouse.move(*until)
    page.mouse.down()
    page.mouse.move(until[0] - 200, until[1], steps=4)
    assert "until" in hash_of(page)
    page.keyboard.press("Escape")
    page.mouse.up()
    assert "until" not in hash_of(page) and shown(page) == ALL


def test_brush_by_touch(visit: Opener, text: str) -> None:
    page = visit(text, width=390, height=844, has_touch=True, is_mobile=True).page
    session = page.context.new_cdp_session(page)
    until, middle = spot(page, "#time-until"), spot(page, "#brush")
    points = [until, (until[0] - 40, until[1]), (middle[0], until[1])]
    for kind, point in zip(("touchStart", "touchMove", "touchMove"), points, strict=True):
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": point[0], "y": point[1]}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert hash_of(page)["until"][0] in ("2021-03-03", "2021-03-04", "2021-03-05") and shown(page) < ALL
    assert page.evaluate("document.querySelector('#tray').getBoundingClientRect().height >= 24")


def test_every_control_of_the_time_line_is_large_enough(visit: Opener, text: str) -> None:
    for width in (320, 1280):
        page = visit(text, width=width, height=640, hash="#from=2021-03-04&until=2021-03-04").page
        for name in ("#time-from", "#time-until", "#time-move", "#play", "#tray", "#pull", "#language", "#copy-link"):
            box = page.locator(name).bounding_box()
            if width == 1280 and name == "#pull":
                continue
            assert box and box["width"] >= 24 and box["height"] >= 24, (name, width, box)


def test_play_speaks_once_a_step_and_pauses(visit: Opener, text: str) -> None:
    page = visit(text, hash="#from=2021-03-01").page
    page.evaluate("""() => {
        const spoken = document.querySelector('#spoken');
        window.said = [];
        new MutationObserver(() => said.push(spoken.textContent)).observe(spoken, { childList: true, subtree: true });
    }""")
    page.clock.install(time=0)
    page.clock.pause_at(1000)
    page.click("#play")
    assert page.locator("#play").get_attribute("aria-label") == "Pause" and period(page) == "1 March 2021"
    page.clock.run_for(3200)
    assert [plain(words) for words in page.evaluate("said")] == ["2 March 2021", "3 March 2021", "4 March 2021"]
    page.keyboard.press("Escape")
    page.clock.run_for(5000)
    assert period(page) == "1–4 March 2021" and page.locator("#play").get_attribute("aria-label") == "Play"
    page.click("#play")
    page.clock.run_for(20000)
    assert page.locator("#play").get_attribute("aria-label") == "Play" and "until" not in hash_of(page)


# ---- filters and search


@pytest.mark.parametrize(
    ("query", "found"),
    [("القرى", True), ("القري", True), ("محلية", True), ("محليه", True), ("اهالي", True), ("12 اذار", True),
     ("۱۲", True), ("أهـالـي غادروا", True), ("غادروا أهالي", True), ("غادرنا", False), ("السد الاعلى", True)],
)  # fmt: skip
def test_search_finds_what_is_spelt_otherwise(visit: Opener, text: str, query: str, found: bool) -> None:
    page = visit(text, hash="#open=filters").page
    page.fill("#search", query)
    assert (0 < shown(page) < ALL) if found else shown(page) == 0


def test_counts_of_choices_follow_the_other_filters(visit: Opener, text: str) -> None:
    page = visit(text, hash="#open=filters").page
    data = page.evaluate("JSON.parse(document.getElementById('data').textContent).records")
    told = [record.get("status", "happened") for record in data]
    statuses = {value: told.count(value) for value in ("happened", "alleged")}

    def count(facet: str, value: str) -> int:
        chip = page.locator(f'input[data-facet="{facet}"][data-value="{value}"] + span bdi:last-child')
        return int(chip.inner_text())

    assert {value: count("status", value) for value in statuses} == statuses
    page.locator('input[data-facet="type"][data-value="armed_clash"]').check()
    clashes = [record for record in data if record.get("type") == "armed_clash"]
    assert shown(page) == len(clashes) == 2
    assert count("status", "alleged") == 1 and count("status", "planned") == 0
    assert count("type", "ceasefire") == 2  # of its own facet, as if none were chosen
    page.locator('input[data-facet="status"][data-value="alleged"]').check()
    assert shown(page) == 1 and count("type", "ceasefire") == 0 and count("status", "happened") == 1


def test_long_lists_of_choices_unfold_and_a_link_reaches_into_them(visit: Opener) -> None:
    claims = tuple(claim(100 + n, "Shells fell", source_chain=(f"Witness {n:02}",)) for n in range(60))
    many = tuple(replace(told(100 + n, march(3), march(3)), claims=(f"cl-{100 + n}",)) for n in range(60))
    base = story(*many)
    page = visit(render([replace(base, claims=base.claims + claims)]), hash="#source=Witness%2059&open=filters").page
    chips = page.locator('input[data-facet="source"]')
    assert chips.count() == 9 and chips.last.is_checked() and shown(page) == 1
    page.get_by_role("button", name="Show 40 more").last.click()
    assert chips.count() == 50 and page.evaluate("document.activeElement.dataset.facet") == "source"
    page.evaluate("location.hash = '#open=filters&source=Witness%2058'")
    wait_until(page, "document.querySelector('[data-value=\"Witness 58\"]')?.checked")


def test_choices_that_are_on_stand_as_chips_that_can_be_taken_off(visit: Opener, text: str) -> None:
    page = visit(text, hash="#source=Smith%2C%20J.&status=happened&q=12&from=2021-03-01&undated=0").page
    assert not page.locator("#search").is_visible()
    chips = page.locator("#active .drop")
    assert [plain(words).replace("×", "").strip() for words in chips.all_inner_texts()] == [
        "happened", "Smith, J.", "“12”", "1–10 March 2021", "without a date: hidden",
    ]  # fmt: skip
    assert chips.nth(1).get_attribute("aria-label") == "Remove the filter: Smith, J."
    before = shown(page)
    chips.nth(3).focus()
    page.keyboard.press("Enter")
    assert chips.count() == 4 and page.evaluate("document.activeElement.className") == "drop" and shown(page) >= before
    page.click("#show-all")
    assert shown(page) == ALL and page.locator("#active").is_hidden()
    assert page.evaluate("document.activeElement.id") == "filters-summary"


def test_count_is_spoken_when_the_reader_pauses(visit: Opener, text: str) -> None:
    page = visit(text, hash="#open=filters").page
    page.clock.install(time=0)
    page.clock.pause_at(1000)
    page.locator("#search").press_sequentially("fell")
    assert page.inner_text("#spoken") == ""
    page.clock.run_for(1000)
    count = shown(page)
    assert page.inner_text("#spoken") == f"{count} of {ALL} records shown" and 0 < count < ALL
    assert page.locator("#spoken").get_attribute("role") == "status"


# ---- the address


def test_back_and_forward_go_through_what_was_chosen(visit: Opener, text: str) -> None:
    page = visit(text).page
    first, second = page.locator(".record-button").nth(0), page.locator(".record-button").nth(1)
    ids = [button.get_attribute("data-id") for button in (first, second)]
    first.click()
    second.click()
    page.click("#filters summary")
    page.locator('input[data-facet="status"][data-value="alleged"]').check()
    assert shown(page) == 1
    page.go_back()
    wait_until(page, f"document.querySelectorAll('li.record').length === {ALL}")
    assert page.locator(OPEN).get_attribute("data-id") == ids[1]
    assert not page.locator('input[data-facet="status"][data-value="alleged"]').is_checked()
    assert page.evaluate("document.activeElement.dataset.value") == "alleged"
    page.locator(OPEN).focus()
    page.go_back()
    wait_until(page, f"document.querySelector('{OPEN}')?.dataset.id === '{ids[0]}'")
    assert page.evaluate("document.activeElement.dataset.id") == ids[0]
    page.go_back()
    wait_until(page, f"!document.querySelector('{OPEN}')")
    assert page.evaluate("document.activeElement.dataset.id") == ids[0]
    page.go_forward()
    wait_until(page, f"document.querySelector('{OPEN}')?.dataset.id === '{ids[0]}'")
    page.evaluate("location.hash = '#lang=ar&record=" + str(ids[1]) + "'")
    wait_until(page, "document.documentElement.lang === 'ar'")
    assert page.locator(OPEN).get_attribute("data-id") == ids[1]


STATES = st.fixed_dictionaries(
    {},
    optional={
        "lang": st.just("ar"),
        "record": st.sampled_from(["ev-0", "ev-3", "st-1"]),
        "from": st.dates(march(1), march(5)).map(str),
        "until": st.dates(march(6), march(10)).map(str),
        "undated": st.just("0"),
        "is": st.sets(st.sampled_from(["event", "stock"]), min_size=1),
        "family": st.just({"violence"}),
        "type": st.sets(st.sampled_from(["shelling", "ceasefire"]), min_size=1),
        "status": st.sets(st.sampled_from(["happened", "alleged", "planned"]), min_size=1),
        "certainty": st.just({"alleged"}),
        "source": st.sets(st.sampled_from(["Smith, J.", "River Post", "شهود عيان"]), min_size=1),
        "place": st.just({"x-ford"}),
        "q": st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cf", "Zs", "Zl", "Zp")), min_size=1, max_size=12),
        "view": st.sampled_from(["@34.5,40.25,7", "@35,41,8.25", "@-12.5,-40.0001,3"]),
        "open": st.sampled_from(["filters", "legend", "filters,legend"]),
    },
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(state=STATES)
def test_a_link_brings_back_the_state_that_made_it(linked: Page, state: dict[str, object]) -> None:
    expected = {name: sorted(held) if isinstance(held, set) else [held] for name, held in state.items()}
    pairs = [(name, value) for name, held in expected.items() for value in held]
    wanted = "&".join(f"{name}={quote(str(value), safe='')}" for name, value in pairs)
    seen = linked.evaluate("""(wanted) => new Promise((resolve) => {
        const read = () => setTimeout(() => resolve({ hash: location.hash, lang: document.documentElement.lang,
            record: document.querySelector('[aria-expanded="true"].record-button')?.dataset.id || null,
            checked: [...document.querySelectorAll('input[data-facet]:checked')]
                .map((one) => [one.dataset.facet, one.dataset.value]),
            q: document.querySelector('#search').value, undated: document.querySelector('#tray input').checked,
            open: [...document.querySelectorAll('details[data-pane][open]')].map((one) => one.dataset.pane) }), 30);
        if (location.hash.slice(1) === wanted) return read();
        addEventListener('hashchange', read, { once: true });
        location.hash = wanted;
    })""", wanted)  # fmt: skip
    if seen["record"] is None:
        expected.pop("record", None)  # its record is hidden by the other choices, and so it is not open
    kept: dict[str, list[str]] = {}
    for name, value in parse_qsl(seen["hash"][1:], keep_blank_values=True):
        kept.setdefault(name, []).append(value)
    assert kept == expected
    assert seen["lang"] == state.get("lang", "en") and seen["q"] == state.get("q", "")
    assert seen["undated"] == ("undated" not in state)
    facets = {(name, value) for name, value in pairs if isinstance(state[name], set)}
    assert {(name, value) for name, value in seen["checked"]} == facets
    assert sorted(seen["open"]) == sorted(str(state.get("open", "")).split(",") if "open" in state else [])


@pytest.fixture(scope="module")
def linked(chromium: Browser, text: str, tmp_path_factory: pytest.TempPathFactory) -> Page:
    file = tmp_path_factory.mktemp("link") / "map.html"
    file.write_text(text, encoding="utf-8")
    page = chromium.new_page(reduced_motion="reduce")
    page.goto(file.as_uri())
    page.wait_for_selector("html[data-ready]")
    return page


def test_what_is_done_by_hand_can_be_linked_to(visit: Opener, text: str) -> None:
    page = visit(text).page
    page.click("#filters summary")
    page.locator('input[data-facet="type"][data-value="shelling"]').check()
    page.fill("#search", "fell & <b>")
    page.fill("#search", "fell")
    page.focus("#time-until")
    page.keyboard.press("ArrowLeft")
    page.locator("#tray input").uncheck()
    page.locator('#zoom button[aria-label="Zoom in"]').click()
    page.locator(".record-button").first.click()
    again = visit(text, hash=page.evaluate("location.hash")).page
    assert again.evaluate("location.hash") == page.evaluate("location.hash")
    for name in ("#list", "#active", "#time-window", "#count", "#scale"):
        assert again.inner_text(name) == page.inner_text(name), name
    again.locator('#zoom button[aria-label="Back to the whole story"]').click()
    assert "view" in hash_of(page) and "view" not in hash_of(again)


@pytest.mark.parametrize(
    "payload", [*HOSTILE, "%E0%A4%A", "%", "\ud800", "constructor", "__proto__", "1e999", "a" * 9000]
)
def test_hostile_addresses_do_nothing(visit: Opener, text: str, payload: str) -> None:
    raw = payload if payload.startswith("%") or payload == "a" * 9000 else quote(payload.encode("utf-8", "replace"))
    names = "lang record from until undated is status source place view open theme plain".split()  # noqa: SIM905
    hostile = "&".join(f"{name}={raw}" for name in (*names, quote(payload[:9].encode("utf-8", "replace"))))
    seen = visit(text, hash=f"?{hostile}&plain=2&theme=x#{hostile}&is=event,{raw}&from=2021-02-31&view=@99,1,3")
    page = seen.page
    assert shown(page) == 13 and page.locator("#active .drop").count() == 1
    assert hash_of(page) == {"is": ["event"]} and period(page) == "1–10 March 2021 and beyond"
    assert page.evaluate("window.XSS === undefined && !document.querySelector('img')")
    assert seen.complaints == [] and len(seen.requests) == 1


def test_a_hostile_query_is_shown_as_text(visit: Opener, text: str) -> None:
    for payload in HOSTILE:
        seen = visit(text, hash="#q=" + quote(payload))
        clean = re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", payload)
        assert clean.replace("\u2028", " ") in seen.page.inner_text("#active").replace("\u2028", " ")
        assert seen.page.evaluate("window.XSS === undefined && !document.querySelector('img')")
        assert seen.complaints == []


# ---- flags, themes, layout


def visible(page: Page, *names: str) -> list[bool]:
    return [page.locator(name).is_visible() for name in names]


def test_flags_choose_what_is_shown(visit: Opener, text: str) -> None:
    parts = ("#panel", "#time", "#zoom", "#plain", "#filters summary", "#map")
    assert visible(visit(text).page, *parts) == [True, True, True, False, True, True]
    assert visible(visit(text, hash="?time=0").page, *parts) == [True, False, True, False, True, True]
    still = visit(text, hash="?static=1&lang=ar").page
    assert visible(still, *parts) == [True, False, False, False, False, True]
    assert still.evaluate("document.documentElement.dir") == "rtl"
    assert still.locator("button:visible, input:visible").count() == shown(still)
    bare = visit(text, hash="?plain=1&lang=ar&theme=dark#status=happened", width=600, height=400).page
    assert visible(bare, *parts) == [False, False, True, True, False, True]
    link = bare.locator("#full").get_attribute("href") or ""
    assert "plain" not in link and "lang=ar" in link and "theme=dark" in link
    bare.locator(".marks .event").first.click()
    assert bare.locator("#popover").is_visible()
    assert visit(text, hash="?plain=yes&static=true&time=no&lang=fr").page.locator("#panel").is_visible()


def test_language_of_the_query_is_the_one_that_the_address_leaves_out(visit: Opener, text: str) -> None:
    page = visit(text, hash="?lang=ar").page
    assert page.evaluate("document.documentElement.lang") == "ar" and "lang" not in hash_of(page)
    page.click("#language")
    assert hash_of(page)["lang"] == ["en"]


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_tokens_have_contrast_in_both_themes(visit: Opener, text: str, theme: str) -> None:
    page = visit(text, hash=f"?theme={theme}", color_scheme="dark" if theme == "light" else "light").page
    groups = ("civ", "disp", "fight", "both", "held", "host", "cargo", "mixed")
    read = "(name) => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim()"
    token = {
        name: page.evaluate(read, name)
        for name in ("paper", "ink", "soft", "accent", "wash", "land", "far-name", *groups)
    }
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == theme
    assert (luminance(token["paper"]) > 0.5) == (theme == "light")
    for name in ("ink", "soft", "accent"):
        assert contrast(token[name], token["paper"]) >= 4.5, name
        assert contrast(token[name], token["wash"]) >= 4.5, name
    for name in groups:
        assert contrast(token[name], token["land"]) >= 3, name
    assert contrast(token["far-name"], token["land"]) >= 4.5


def test_each_colour_is_written_once(text: str) -> None:
    styles = text.split("<style>")[1].split("</style>")[0]
    for name in ("paper", "ink", "land", "civ", "fight"):
        assert len(re.findall(rf"--{name}: #", styles)) == 2, name  # one light, one dark
    assert "prefers-color-scheme" not in styles


def test_theme_follows_the_system_unless_asked(visit: Opener, text: str) -> None:
    page = visit(text, color_scheme="dark").page
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.emulate_media(color_scheme="light")
    page.wait_for_selector("html[data-theme=light]")
    forced = visit(text, hash="?theme=light", color_scheme="dark", forced_colors="active").page
    assert forced.evaluate("document.documentElement.dataset.theme") == "dark"
    assert forced.evaluate("getComputedStyle(document.querySelector('#stage')).forcedColorAdjust") == "none"


def test_more_contrast_makes_quiet_things_plain(visit: Opener, text: str) -> None:
    page = visit(text, contrast="more").page
    colours = page.evaluate("['#count', 'h1'].map((name) => getComputedStyle(document.querySelector(name)).color)")
    assert colours[0] == colours[1]


def test_the_sheet_is_pulled_by_hand_button_and_keys(visit: Opener, text: str) -> None:
    page = visit(text, width=390, height=844).page
    height = lambda: (page.locator("#panel").bounding_box() or {})["height"]  # noqa: E731
    half, (x, y) = height(), spot(page, "#pull")
    drag(page, (x, y), (x, y - 300))
    assert height() > half + 150 and page.locator("#pull").get_attribute("aria-expanded") == "true"
    assert hash_of(page)["open"] == ["list"]
    stage = page.locator("#stage").bounding_box() or {}
    assert page.locator("svg.marks").get_attribute("height") == str(round(stage["height"]))  # the map has followed
    page.focus("#pull")
    page.keyboard.press("Enter")
    assert height() == half and "open" not in hash_of(page)
    page.focus("#pull")
    page.keyboard.press("ArrowDown")
    low = height()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert low < half < height()


@pytest.mark.parametrize(("width", "height"), [(320, 640), (320, 400), (600, 400), (900, 400), (2560, 1300)])
def test_every_size_shows_map_time_and_list(visit: Opener, text: str, width: int, height: int) -> None:
    page = visit(text, hash="#lang=ar&record=ev-3", width=width, height=height).page
    assert page.evaluate(
        "document.documentElement.scrollWidth <= innerWidth && document.body.scrollHeight <= innerHeight"
    )
    for name in ("#panel", "#body", "#time"):
        assert page.locator(name).evaluate("(box) => box.scrollWidth <= box.clientWidth"), name
    sizes = {name: page.locator(name).bounding_box() for name in ("#stage", "#time", "#panel")}
    assert all(box and box["height"] >= 56 for box in sizes.values()), sizes
    assert sizes["#stage"]["height"] >= 180  # type: ignore[index]
    button = page.locator(OPEN)
    box = button.bounding_box()
    assert box and 0 <= box["y"] < height  # what is chosen is in sight


def test_a_framed_page_never_scrolls_or_navigates_its_host(visit: Opener, text: str, tmp_path: Path) -> None:
    (tmp_path / "inner.html").write_text(text, encoding="utf-8")
    host = (
        '<div style="height:300px"></div><iframe src="inner.html#record=ev-7" sandbox="allow-scripts" width="600" '
        'height="400"></iframe><div style="height:2000px"></div>'
    )
    seen = visit(host, ready=False, height=600)
    frame = seen.page.frame_locator("iframe")
    frame.locator("html[data-ready]").wait_for()
    before = seen.page.evaluate("history.length")
    frame.locator(".record-button").nth(2).dispatch_event("click")
    frame.locator(".record-button").last.dispatch_event("click")
    frame.locator("#skip").dispatch_event("click")
    assert frame.locator(OPEN).count() == 1
    assert seen.page.evaluate("[scrollY, history.length]") == [0, before]


def test_link_is_shown_where_the_clipboard_is_closed(visit: Opener, text: str, tmp_path: Path) -> None:
    (tmp_path / "inner.html").write_text(text, encoding="utf-8")
    frame_tag = '<iframe src="inner.html#status=alleged" sandbox="allow-scripts" width="1000" height="600"></iframe>'
    seen = visit(frame_tag, ready=False)
    frame = seen.page.frame_locator("iframe")
    frame.locator("html[data-ready]").wait_for()
    frame.locator("#copy-link").click()
    field = frame.locator("#link-text")
    field.wait_for()
    assert field.input_value().endswith("inner.html#status=alleged")
    assert field.evaluate("(one) => document.activeElement === one && one.readOnly")
    assert field.evaluate("(one) => one.selectionEnd - one.selectionStart === one.value.length")
    assert frame.locator("#spoken").inner_text() == "Copy this link:"
    field.press("Escape")
    assert field.count() == 0 and frame.locator("#copy-link").evaluate("(one) => document.activeElement === one")


def test_link_is_copied_where_that_is_allowed(visit: Opener, text: str) -> None:
    page = visit(text, hash="#record=ev-3", permissions=["clipboard-read", "clipboard-write"]).page
    page.click("#copy-link")
    wait_until(page, "document.querySelector('#spoken').textContent === 'Link copied.'")
    assert page.evaluate("navigator.clipboard.readText()") == page.evaluate("location.href")


def test_paper_shows_map_key_all_records_and_the_address(visit: Opener) -> None:
    many = render([story(*(told(n, march(3), march(3)) for n in range(100, 300)))])
    seen = visit(many, hash="?theme=dark&lang=ar#status=happened", color_scheme="dark")
    page = seen.page
    page.emulate_media(media="print")
    page.wait_for_selector("html[data-printing]")
    assert shown(page) == 211 and page.locator("li.record:visible").count() == 211
    assert visible(page, "#time", "#zoom", "#filters summary", ".legend ul", "#printed") == [False] * 3 + [True] * 2
    assert page.inner_text("#printed").count("#status=happened") == 1 and "River Post" in page.inner_text("#printed")
    order = [page.locator(name).bounding_box() for name in ("h1", "#stage", ".legend", "#list", ".sources", "#printed")]
    tops = [box["y"] for box in order if box]
    assert tops == sorted(tops) and len(tops) == 6
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--paper').trim()") == "#ffffff"
    assert len(page.locator("#stage").screenshot()) > 30_000  # a blank one has some 2,000 bytes
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.emulate_media(media="screen")
    page.wait_for_selector("html:not([data-printing])")
    assert shown(page) == 121 and visible(page, "#time", ".legend ul") == [True, False]
    assert json.dumps(hash_of(page)) == '{"status": ["happened"]}' and seen.complaints == []
