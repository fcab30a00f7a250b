"""The page in a browser: what an article says never runs, and everything can be reached without a mouse."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browsing import Opener
from test_render import HOSTILE, hostile_report, small_report

from conflictmap.model import Count, Figure, Quantity
from conflictmap.render import render

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
OPEN = '[aria-expanded="true"].record-button'


@pytest.fixture(scope="module")
def english() -> str:
    return render([small_report()])


def sentences(page: Page) -> list[str]:
    return page.locator(".record-sentence").all_inner_texts()


def plain(text: str) -> str:
    return re.sub("[\u2066-\u2069\u202a-\u202e]", "", text)


def test_hostile_text_shows_as_text_and_never_runs(visit: Opener) -> None:
    for payload in HOSTILE:
        seen = visit(render([hostile_report(payload)], title=payload), hash="#record=mv-1")
        page, shown = seen.page, " ".join(plain(payload).replace("\u2028", " ").split())
        text = " ".join(page.inner_text("body").split())
        assert shown in " ".join(page.inner_text("h1").split()), payload
        assert shown in " ".join(page.inner_text("blockquote").split()), payload
        assert shown in " ".join(page.inner_text(".chain").split()) and shown in text, payload
        assert any(plain(payload).split()[0] in label for label in page.locator(".label").all_text_contents()), payload
        page.locator(".marks .event").first.click()
        page.click("#language")
        assert page.evaluate("window.XSS === undefined && !document.querySelector('img, h1 script')"), payload
        assert not page.locator('a[href^="javascript"]').count()
        assert (
            seen.complaints == [] and all(url.startswith("file:") for url in seen.requests) and len(seen.requests) == 1
        )


def test_policy_stops_a_script_that_is_not_ours(visit: Opener, english: str) -> None:
    seen = visit(english.replace("</body>", "<script>window.XSS=1</script></body>"))
    assert seen.page.evaluate("window.XSS") is None
    assert any("Content Security Policy" in complaint for complaint in seen.complaints)


def test_sentences_are_made_from_the_data(visit: Opener, english: str) -> None:
    page = visit(english).page
    said = [plain(sentence) for sentence in sentences(page)]
    assert "About 1,200 civilians left Upper Weir for Sand Ford camp, 7 May 2021" in said
    assert "Agreed: fighters to withdraw from Upper Weir to Thorn plain or Areas held by the Blue side" in said
    assert "300–900 fighters surrendered at Upper Weir, 3–4 May 2021" in said
    assert "Denied: refugees returned" in said
    assert "40 displaced people said to be in camps at Sand Ford camp" in said
    assert "9 homes said to be destroyed at Sand Ford camp" in said
    assert "Air strike at Sand Ford camp, 1 person killed, 7 May 2021" in said
    page.click("#language")
    said = [plain(sentence) for sentence in sentences(page)]
    assert "خروج نحو 1,200 مدني من السد الأعلى إلى مخيم المخاضة، 7 أيار/مايو 2021" in said
    assert "اتفاق على انسحاب مقاتلين من السد الأعلى إلى بادية الشوك أو مناطق الطرف الأزرق" in said
    assert "تدمير 9 منازل في مخيم المخاضة" in said
    assert "استسلام بين 300 و900 مقاتل في السد الأعلى، 3–4 أيار/مايو 2021" in said


def test_what_a_model_proposed_says_so(visit: Opener) -> None:
    report = small_report()
    first, *others = report.claims
    page = visit(
        render([replace(report, claims=(replace(first, proposed_by="llm:m"), *others))]), hash="#record=mv-1"
    ).page
    assert "proposed by a language model" in page.inner_text(".claim-how")
    page.click("#language")
    assert "اقترحه نموذج لغوي" in page.inner_text(".claim-how")


def test_language_switch_turns_the_page_round(visit: Opener, english: str) -> None:
    page = visit(english).page
    before = page.locator("#panel").bounding_box()
    page.click("#language")
    after = page.locator("#panel").bounding_box()
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
    assert before and after and after["x"] == 0 and before["x"] > 0
    assert "lang=ar" in page.url


def test_every_record_can_be_read_with_the_keyboard(visit: Opener, english: str) -> None:
    seen = visit(english)
    page = seen.page
    first = page.locator(".record-button").first
    first.focus()
    assert page.locator(".marks .hot").count() > 0
    page.keyboard.press("Enter")
    assert page.locator(OPEN).count() == 1 and "about 1,200" in page.inner_text("blockquote")
    assert page.evaluate("document.activeElement.classList.contains('record-button')")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.locator(OPEN).get_attribute("data-id") == "mv-2"
    page.keyboard.press("Escape")
    assert page.locator(OPEN).count() == 0
    assert page.locator(".record").count() == 9 and seen.complaints == []


def test_a_mark_shows_its_record(visit: Opener, english: str) -> None:
    page = visit(english).page
    page.locator('.marks .event[data-ids="ev-1"]').click()
    assert "Air strike" in page.inner_text("#popover")
    assert page.locator(OPEN).get_attribute("data-id") == "ev-1"
    page.keyboard.press("Escape")
    assert page.locator("#popover").is_hidden()


def test_figures_that_differ_are_shown_side_by_side(visit: Opener, english: str) -> None:
    page = visit(english, hash="#record=mv-3").page
    assert "The sources differ" in page.inner_text(".figures")
    assert "follows from the text" in page.inner_text(".detail:not([hidden])")


def test_tolls_that_differ_are_shown_with_who_gives_them(visit: Opener) -> None:
    told = [
        Figure(of=Count.FATALITIES, quantity=Quantity(best=best, text=str(best)), claims=("cl",), sources=(source,),
               superseded=is_old)
        for best, source, is_old in ((4, "Harbour <b>Daily</b>", True), (9, "sohr", False))
    ]  # fmt: skip
    report = small_report()
    events = tuple(replace(event, figures=tuple(told)) if event.id == "ev-1" else event for event in report.events)
    seen = visit(render([replace(report, events=events)], language="en"), hash="#record=ev-1")
    shown = plain(seen.page.inner_text(".figures"))
    assert "Harbour <b>Daily</b> · replaced by a later figure" in shown
    assert "Syrian Observatory for Human Rights" in shown and "9" in shown
    assert seen.complaints == []


def test_records_without_a_place_are_counted_and_listed(visit: Opener, english: str) -> None:
    page = visit(english).page
    assert "1 without a place" in plain(page.inner_text("#count"))
    assert "refugees returned" in page.inner_text("section[aria-labelledby=section-unplaced]")


def test_time_line_narrows_what_is_shown(visit: Opener, english: str) -> None:
    page = visit(english).page
    until = page.locator("#time-until")
    assert until.get_attribute("aria-valuetext") == "7 May 2021"
    until.focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    assert until.get_attribute("aria-valuetext") == "4 May 2021"
    said = " ".join(sentences(page))
    assert "300–900" in plain(said) and "1,200" not in said and "Denied" in said
    page.locator(".tray input").uncheck()
    assert page.locator(".record").count() == 1
    assert "until=2021-05-04" in page.url and "undated=0" in page.url


def test_filters_and_search_narrow_what_is_shown(visit: Opener, english: str) -> None:
    page = visit(english).page
    page.click("#filters summary")
    page.locator(".chip", has_text="events").locator("input").check()
    assert page.locator(".record").count() == 2
    page.fill("#search", "السد")
    assert page.locator(".record").count() == 0 and "No record" in page.inner_text("#list")
    page.get_by_text("Show all").click()
    assert page.locator(".record").count() == 9


def test_address_brings_the_state_back(visit: Opener, english: str) -> None:
    page = visit(english, hash="#lang=ar&record=ev-1&is=event&from=x&status=%3Cimg%3E,happened").page
    assert page.locator(OPEN).get_attribute("data-id") == "ev-1" and page.locator(".record").count() == 1


@pytest.mark.parametrize("language", ["ar", "en"])
def test_nothing_scrolls_sideways_on_a_phone(visit: Opener, english: str, language: str) -> None:
    page = visit(english, hash=f"#lang={language}&record=mv-3", width=320, height=640).page
    assert page.evaluate(
        "document.documentElement.scrollWidth <= innerWidth && document.body.scrollHeight <= innerHeight"
    )
    assert page.evaluate("document.querySelector('#panel').scrollWidth <= innerWidth")
    stage = page.locator("#stage").bounding_box()
    assert stage and stage["height"] >= 320


def test_page_works_in_a_sandboxed_frame(visit: Opener, english: str, tmp_path: Path) -> None:
    (tmp_path / "inner.html").write_text(english, encoding="utf-8")
    seen = visit('<iframe src="inner.html" sandbox="allow-scripts" width="700" height="500"></iframe>', ready=False)
    seen.page.frame_locator("iframe").locator("html[data-ready] .record-button").first.wait_for()


def test_play_steps_to_the_end_and_speaks(visit: Opener, english: str) -> None:
    page = visit(english).page
    page.clock.install(time=0)
    page.clock.pause_at(1000)  # or a slow machine would let steps pass by themselves
    page.click("#play")
    page.clock.run_for(2500)
    assert page.locator("#time-until").get_attribute("aria-valuetext") == "5 May 2021"
    assert plain(page.inner_text("#spoken")) == "5 May 2021"
    page.clock.run_for(6000)
    assert page.locator("#play").get_attribute("aria-label") == "Play"
