"""What the map says can be read, checked and traced: words of quotes, the way to the sentence, articles, the table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from browsing import Opener
from click.testing import CliRunner
from test_render import DAM, FORD, data_of, small_report

from conflictmap.cli import cli
from conflictmap.codec import encode
from conflictmap.errors import InputError
from conflictmap.model import (
    Claim,
    Count,
    Event,
    EventType,
    Figure,
    Mention,
    PlaceRole,
    Quantity,
    QuantityStatus,
    Report,
    Role,
    TimeExpression,
    TimePrecision,
    When,
)
from conflictmap.read import from_text
from conflictmap.render import render
from conflictmap.render.reading import in_units, marks

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from conflictmap.pipeline import Pipeline

ENGLISH = (
    "A 🌾 harvest stood still.\n\nThree people were killed, three injured and some 20 taken at Upper Weir on Friday, "
    "two witnesses said. They had left Upper Weir for the Sand Ford camp in the night, 13 families among them.\n\n"
    "Nothing more is known."
)
ARABIC = "خرج نحو 300 مدني من السد الأعلى إلى مخيم المخاضة يوم الجمعة.\n\nوقال شاهدان إن الطريق كان مفتوحا."
DAY = date(2021, 5, 7)


def told(text: str, quote: str, number: int, **facts: object) -> Claim:
    start = text.index(quote)
    return Claim(id=f"cl-{number}", start=start, end=start + len(quote), quote=quote, **facts)  # type: ignore[arg-type]


def mentions(text: str, **names: str) -> tuple[Mention, ...]:
    return tuple(
        Mention(start=found.start(), end=found.end(), surface=found[0], place=place, mapped=True)
        for name, place in names.items()
        for found in re.finditer(re.escape(name.replace("_", " ")), text)
    )


def times(text: str, words: str) -> tuple[TimeExpression, ...]:
    start = text.index(words)
    return (
        TimeExpression(start=start, end=start + len(words), surface=words, earliest=DAY, latest=DAY,
                       granularity=TimePrecision.DAY),
    )  # fmt: skip


def weir(**document: object) -> Report:
    """Build an invented report with its text: an event and a movement whose claims overlap."""
    base = small_report(**{"text": ENGLISH, "length": len(ENGLISH), **document})
    when = When(earliest=DAY, latest=DAY)
    weir_role, ford_role = PlaceRole(place=DAM, role=Role.ORIGIN), PlaceRole(place=FORD, role=Role.DESTINATION)
    toll = told(
        ENGLISH, "Three people were killed, three injured and some 20 taken at Upper Weir on Friday", 1, when=when,
        places=(PlaceRole(place=DAM, role=Role.EVENT_LOCATION),), source_chain=("River Post", "two witnesses"),
    )  # fmt: skip
    killed = told(ENGLISH, "Three people were killed", 2, when=when)
    left = told(
        ENGLISH, "They had left Upper Weir for the Sand Ford camp in the night, 13 families among them.", 3,
        places=(weir_role, ford_role), quantity=Quantity(best=13, text="13"),
    )  # fmt: skip
    events = (
        Event(id="ev-1", type=EventType.ARMED_CLASH, place=DAM, claims=("cl-1", "cl-2"), date_start=DAY, date_end=DAY,
              time_precision=TimePrecision.DAY, fatalities=Quantity(best=3, text="Three"),
              injured=Quantity(best=3, text="three"), captured=Quantity(best=20, approx=True, text="some 20")),
        Event(id="ev-2", type=EventType.OTHER, place=DAM, claims=("cl-2",)),
    )  # fmt: skip
    moved = replace(base.movements[0], claims=("cl-3",), quantity=Quantity(best=13, text="13"))
    return replace(
        base, claims=(toll, killed, left), events=events, movements=(moved,), stocks=(), control=(),
        mentions=mentions(ENGLISH, Upper_Weir=DAM, Sand_Ford_camp=FORD), times=times(ENGLISH, "Friday"),
    )  # fmt: skip


def weir_in_arabic(**document: object) -> Report:
    facts = {"id": "sadd", "text": ARABIC, "language": "ar", "title": "خروج من السد", "publisher": "النهر", **document}
    base = small_report(**facts)
    left = told(
        ARABIC, "خرج نحو 300 مدني من السد الأعلى إلى مخيم المخاضة يوم الجمعة", 1,
        quantity=Quantity(best=300, approx=True, text="نحو 300"), when=When(earliest=DAY, latest=DAY),
        places=(PlaceRole(place=DAM, role=Role.ORIGIN), PlaceRole(place=FORD, role=Role.DESTINATION)),
    )  # fmt: skip
    moved = replace(base.movements[0], claims=("cl-1",), quantity=left.quantity)
    return replace(
        base, claims=(left,), movements=(moved,), events=(), stocks=(), control=(),
        mentions=mentions(ARABIC, السد_الأعلى=DAM, مخيم_المخاضة=FORD), times=times(ARABIC, "يوم الجمعة"),
    )  # fmt: skip


def marked(page: Page, where: str = ".record.open blockquote") -> list[tuple[str, str]]:
    found = page.locator(f"{where} mark")
    return [(node.inner_text(), str(node.get_attribute("data-word"))) for node in found.all()]


def pointed(page: Page, where: str) -> list[str]:
    return page.locator(f"{where} .pointed").all_inner_texts()


# ---- what the page is given


def test_marks_are_the_words_for_places_numbers_and_dates() -> None:
    report = weir()
    found = marks(report)
    words = {claim.id: [(claim.quote[a:b], what) for a, b, what in found[claim.id]] for claim in report.claims}
    assert words["cl-1"] == [
        ("Three", "number:fatalities"), ("three", "number:injured"), ("some 20", "number:captured"),
        ("Upper Weir", "place:x-dam"), ("Friday", "time"),
    ]  # fmt: skip
    assert words["cl-2"] == [("Three", "number:fatalities")]
    assert words["cl-3"] == [
        ("Upper Weir", "place:x-dam"),
        ("Sand Ford camp", "place:x-ford"),
        ("13", "number:quantity"),
    ]


def test_a_number_is_no_part_of_another_and_the_same_words_are_two_numbers() -> None:
    report, quote = small_report(), "in 13 raids 3 died and 3 were hurt, 3.5 tonnes burnt"
    claim = Claim(id="cl", start=0, end=len(quote), quote=quote)
    three = Quantity(best=3, text="3")
    event = Event(id="ev", type=EventType.OTHER, fatalities=three, injured=three, claims=("cl",))
    found = marks(replace(report, claims=(claim,), events=(event,), movements=(), stocks=(), control=()))["cl"]
    assert found == [(12, 13, "number:fatalities"), (23, 24, "number:injured")]


def test_a_claim_that_words_the_number_of_its_record_otherwise_keeps_its_own() -> None:
    report, quotes = small_report(), ("some 900 left", "nearly a thousand left")
    claims = tuple(
        Claim(id=f"cl-{n}", start=0, end=len(quote), quote=quote, quantity=Quantity(best=900, text=quote[:-5]))
        for n, quote in enumerate(quotes)
    )
    moved = replace(report.movements[0], quantity=claims[0].quantity, claims=("cl-0", "cl-1"))
    found = marks(replace(report, claims=claims, movements=(moved,), events=(), stocks=(), control=()))
    assert found == {"cl-0": [(0, 8, "number:quantity")], "cl-1": [(0, 17, "number:quantity")]}


def test_merged_reports_have_their_places_marked_by_name() -> None:
    from conflictmap.reconcile import merge

    merged = merge([weir(), weir_in_arabic()])
    words = {claim.id: [(claim.quote[a:b], what) for a, b, what in marks(merged)[claim.id]] for claim in merged.claims}
    assert words["weir#cl-3"] == [
        ("Upper Weir", "place:x-dam"), ("Sand Ford camp", "place:x-ford"), ("13", "number:quantity")
    ]  # fmt: skip
    assert ("مخيم المخاضة", "place:x-ford") in words["sadd#cl-1"] and ("نحو 300", "number:quantity") in words[
        "sadd#cl-1"
    ]


def test_offsets_count_as_scripts_count() -> None:
    text = "🌾a🌾b"
    for start, end, _ in in_units(text, [(1, 2, ""), (2, 4, "")]):
        assert text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le") in ("a", "🌾b")


def test_text_is_in_the_file_only_if_it_is_asked_for() -> None:
    report = weir()
    assert "Nothing more is known" not in render([report]) and "harvest stood still" not in render([report])
    assert "Nothing more is known" in render([report], with_text=True)
    with pytest.raises(InputError, match="keep-text"):
        render([small_report()], with_text=True)
    with pytest.raises(InputError, match="without quotes"):
        render([report], quotes=False, with_text=True)


def test_text_that_may_show_what_quotes_mask_is_refused() -> None:
    report = weir()
    hidden = replace(report.claims[0], quote=report.claims[0].quote.replace("people", "██████"))
    with pytest.raises(InputError, match="its text and its quotes differ"):
        render([replace(report, claims=(hidden, *report.claims[1:]))], with_text=True)


def test_names_are_masked_in_the_text_as_in_the_quotes(pipeline: Pipeline) -> None:
    text = (
        "Some 200 civilians left Hajin for al-Hol camp on Monday, said the teacher Salim Derwani.\n\n"
        "Derwani walked with them. His brother, Nadir Derwani, stayed in Hajin."
    )
    page = render([pipeline.analyse(from_text(text, id="walk", published="2019-02-20"))], with_text=True)
    assert "left Hajin for al-Hol camp" in page and "walked with them" in page
    assert "Derwani" not in page and "Salim" not in page and "Nadir" not in page and "███████" in page


def test_no_quotes_leaves_no_word_of_a_quote() -> None:
    report = weir()
    page = render([report], quotes=False)
    for words in ("people were killed", "some 20", "taken at", "They had left", "families among", '"Three"', "Friday"):
        assert words not in page, words
    data = data_of(page)
    claims = data["claims"]
    assert isinstance(claims, dict) and not any("marks" in claim for claim in claims.values())
    assert render([report], quotes=False) == render([report], quotes=False)


def test_command_line_draws_the_text_and_refuses_it_without_quotes(tmp_path: Path) -> None:
    line = tmp_path / "reports.jsonl"
    line.write_bytes(encode(replace(weir(), keep_text=True)) + b"\n")
    run = CliRunner().invoke(cli, ["render", str(line), "--with-text", "-o", str(tmp_path / "map.html")])
    assert run.exit_code == 0 and "Nothing more is known" in (tmp_path / "map.html").read_text("utf-8")
    for command in (["render", str(line)], ["map", str(line), "-o", str(tmp_path)]):
        refused = CliRunner().invoke(cli, [*command, "--with-text", "--no-quotes"])
        assert refused.exit_code == 2 and "--with-text shows what --no-quotes leaves out" in refused.output


# ---- the record


@pytest.mark.browser
def test_quotes_mark_their_words_in_both_languages(visit: Opener) -> None:
    text = render([weir(), weir_in_arabic()])
    page = visit(text, hash="#record=0.mv-1").page
    assert marked(page) == [
        ("Upper Weir", "place:x-dam"), ("Sand Ford camp", "place:x-ford"), ("13", "number:quantity")
    ]  # fmt: skip
    page = visit(text, hash="#record=1.mv-1&lang=en").page
    assert marked(page) == [
        ("نحو 300", "number:quantity"), ("السد الأعلى", "place:x-dam"), ("مخيم المخاضة", "place:x-ford"),
        ("يوم الجمعة", "time"),
    ]  # fmt: skip
    quote = page.locator(".record.open blockquote")
    assert quote.get_attribute("dir") == "rtl" and quote.get_attribute("lang") == "ar"


@pytest.mark.browser
def test_sentence_quote_facts_and_map_point_at_each_other(visit: Opener) -> None:
    seen = visit(render([weir()]), hash="#record=ev-1")
    page = seen.page
    page.hover(".record.open .record-sentence .part-place")
    assert "Upper Weir" in pointed(page, ".record.open blockquote")
    assert page.locator(".pointer-ring").count() == 1 and page.locator(".label-block.pointed").count() == 1
    page.hover('.record.open mark[data-word="number:injured"]')
    assert pointed(page, ".record.open .record-sentence") == ["3 people"]
    assert pointed(page, ".record.open blockquote") == ["three"]
    page.hover(".marks .place[data-place=x-dam] .hit-place", force=True)
    assert "Upper Weir" in pointed(page, ".record.open blockquote")
    page.locator(".record.open .fact-value", has_text="May").focus()
    assert pointed(page, ".record.open blockquote") == ["Friday"]
    assert seen.complaints == []


@pytest.mark.browser
def test_facts_tell_tolls_precision_and_the_words_of_the_report(visit: Opener) -> None:
    page = visit(render([weir()]), hash="#record=ev-1").page
    facts = re.sub("[\u2066-\u2069]", "", page.inner_text(".record.open .facts"))
    for words in ("Dead", "Injured", "Captured", "~20", "some 20", "right to within 3 km", "to the day", "Friday"):
        assert words in facts, words
    page.click("#language")
    facts = page.inner_text(".record.open .facts")
    for words in ("القتلى", "الجرحى", "الأسرى", "صحيح في حدود", "محدد باليوم"):
        assert words in facts, words


@pytest.mark.browser
def test_figures_that_differ_say_who_gives_them(visit: Opener) -> None:
    report = weir()
    told = tuple(
        Figure(of=Count.QUANTITY, quantity=Quantity(best=best, text=str(best)), claims=("cl-3",), sources=(source,))
        for best, source in ((40, "River Post"), (90, "sohr"))
    )
    moved = replace(
        report.movements[0], figures=told, quantity_status=QuantityStatus.CONTESTED, quantity=Quantity(min=40, max=90)
    )
    page = visit(render([replace(report, movements=(moved,))]), hash="#record=mv-1").page
    rows = page.locator(".record.open .figure").all_inner_texts()
    assert [row.split("\n")[0] for row in rows] == ["40", "90"] and "130" not in page.inner_text(".record.open")
    assert "River Post" in rows[0] and "Syrian Observatory" in rows[1]
    assert "the sources differ" in page.inner_text(".record.open .facts")


@pytest.mark.browser
def test_a_record_names_those_that_name_it(visit: Opener) -> None:
    from conflictmap.model import Relation, RelationType

    report = small_report()
    first, second, *others = report.movements
    realising = replace(first, relations=(Relation(type=RelationType.REALISES, target="mv-2"),))
    page = visit(render([replace(report, movements=(realising, second, *others))]), hash="#record=mv-2").page
    assert "carried out by" in page.inner_text(".record.open .related")
    page.click(".record.open .related button")
    assert "carries out" in page.inner_text(".record.open .related")


# ---- the way to the sentence


class Article(BaseHTTPRequestHandler):
    """Serves two long pages with a sentence far below."""

    pages: dict[str, str] = {}  # noqa: RUF012  filled by the fixture

    def do_GET(self) -> None:
        body = self.pages.get(self.path, "").encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Keep the terminal quiet."""


@pytest.fixture
def outlet(loopback: None) -> Iterator[str]:
    """Serve the articles as a web page each and give the address."""
    for path, text in (("/en", ENGLISH), ("/ar", ARABIC)):
        paragraphs = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
        filler = "<p style='height:3000px'>.</p>"
        Article.pages[path] = f"<!DOCTYPE html><meta charset=utf-8><title>x</title>{filler}{paragraphs}{filler}"
    server = ThreadingHTTPServer(("127.0.0.1", 0), Article)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.mark.browser
@pytest.mark.parametrize(("make", "path"), [(weir, "/en"), (weir_in_arabic, "/ar")])
def test_link_opens_the_report_at_the_sentence(
    visit: Opener, outlet: str, make: Callable[..., Report], path: str
) -> None:
    page = visit(render([make(url=outlet + path)]), hash="#record=mv-1").page
    with page.expect_popup() as opened:
        page.click(".record.open .claim-links a")
    there = opened.value
    there.wait_for_function("scrollY > 2000")
    top = there.evaluate("[...document.querySelectorAll('p')].at(-3).getBoundingClientRect().top")
    assert -200 < top < there.viewport_size["height"]  # type: ignore[index]


@pytest.mark.browser
def test_text_fragments_are_built_as_browsers_read_them(visit: Opener) -> None:
    def address(quote: str, url: str) -> str | None:
        report = small_report(url=url)
        claim = replace(report.claims[0], quote=quote)
        page = visit(render([replace(report, claims=(claim, *report.claims[1:]))]), hash="#record=mv-1").page
        links = page.locator(".record.open .claim-links a")
        return links.first.get_attribute("href") if links.count() else None

    web = "https://example.org/a?b=1"
    assert address("left, re-entered & stayed", web) == web + "#:~:text=left%2C%20re%2Dentered%20%26%20stayed"
    assert address("left twice", web + "#part") == web + "#part:~:text=left%20twice"
    assert address("left twice", web + "#part:~:text=other") == web + "#part:~:text=left%20twice"
    assert address("he, ████ ██, said they left", web) == web + "#:~:text=said%20they%20left"
    long = " ".join(f"w{number}" for number in range(30)) + "\n\nwent on, and on"
    start, _, end = (address(long, web) or "").partition(":~:text=")[2].partition(",")
    assert unquote(start) == "w0 w1 w2 w3 w4 w5" and unquote(end) == "w28 w29 went on, and on"
    assert unquote(address("خرجوا من البلدة", web) or "") == web + "#:~:text=خرجوا من البلدة"
    assert address("left", "javascript:alert(1)") is None


# ---- the popover


@pytest.mark.browser
@pytest.mark.parametrize("language", ["ar", "en"])
def test_popover_is_a_dialog_that_fits_a_small_phone(visit: Opener, language: str) -> None:
    report = weir()
    long = replace(report.claims[2], source_chain=tuple(f"a source with quite a long name {n}" for n in range(30)))
    text = render([replace(report, claims=(*report.claims[:2], long))])
    page = visit(text, hash=f"#lang={language}", width=320, height=640).page
    page.locator(".marks .event").first.click()
    box, stage = page.locator("#popover").bounding_box(), page.locator("#stage").bounding_box()
    assert box and stage and box["x"] >= stage["x"] and box["x"] + box["width"] <= stage["x"] + stage["width"]
    assert box["y"] >= stage["y"] and box["y"] + box["height"] <= stage["y"] + stage["height"]
    assert page.evaluate("(box => box.scrollWidth <= box.clientWidth)(document.querySelector('#popover'))")
    assert page.get_attribute("#popover", "role") == "dialog" and page.get_attribute("#popover", "aria-modal") is None
    assert page.evaluate("document.getElementById(document.querySelector('#popover').getAttribute('aria-labelledby'))")


@pytest.mark.browser
def test_popover_takes_the_focus_by_keyboard_and_gives_it_back(visit: Opener) -> None:
    page = visit(render([weir()], with_text=True)).page
    page.click("#tab-text")
    note = page.locator('[data-note="mv-1"]')
    note.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "popover"
    assert "Sand Ford camp" in page.inner_text("#popover blockquote")
    page.keyboard.press("Escape")
    assert page.locator("#popover").is_hidden()
    assert page.evaluate("document.activeElement.getAttribute('data-note')") == "mv-1"
    page.keyboard.press("Enter")
    page.click("#popover >> text=Read more")
    assert page.locator("#body").is_visible() and page.locator(".record.open").get_attribute("data-id") == "mv-1"
    assert page.evaluate("document.activeElement.classList.contains('record-button')")


# ---- the articles


@pytest.mark.browser
def test_reader_shows_the_whole_text_with_overlapping_claims(visit: Opener) -> None:
    seen = visit(render([weir()], with_text=True))
    page = seen.page
    page.click("#tab-text")
    assert page.evaluate(
        "[...document.querySelectorAll('.article p')].map(one => one.textContent).join(' ')"
    ) == " ".join(ENGLISH.split())
    said = {number: "".join(page.locator(f'.said[data-said~="{number}"]').all_text_contents()) for number in range(3)}
    assert said[0] == "Three people were killed" and said[2].startswith("They had left Upper Weir for")
    assert said[1].endswith("some 20 taken at Upper Weir on Friday") and said[1].startswith("Three people were killed,")
    assert page.locator(".said-more").all_text_contents() == ["Three", " people were killed"]
    page.hover(".said-more >> nth=1")
    assert "".join(page.locator(".said.lit").all_text_contents()) == "Three people were killed"
    assert {"ev-1", "ev-2"} <= set(
        page.evaluate("[...document.querySelectorAll('.marks .hot')].flatMap(m => m.dataset.ids.split(' '))")
    )
    page.locator(".article mark", has_text="Sand Ford camp").hover()
    assert page.locator(".pointer-ring").count() == 1
    assert seen.complaints == [] and len(seen.requests) == 1


@pytest.mark.browser
def test_reader_and_record_lead_to_each_other(visit: Opener) -> None:
    page = visit(render([weir(), weir_in_arabic()], with_text=True), hash="#record=1.mv-1&lang=en").page
    page.click(".record.open .claim-links >> text=show in the text")
    article = page.locator(".article")
    assert article.get_attribute("dir") == "rtl" and article.get_attribute("lang") == "ar"
    assert "خرج نحو 300 مدني" in "".join(page.locator(".found").all_text_contents())
    assert page.evaluate("document.activeElement.getAttribute('data-note')") == "1.mv-1"
    page.focus("#reader-document")
    page.select_option("#reader-document", "0")
    assert page.evaluate("document.activeElement.id") == "reader-document"
    assert article.get_attribute("dir") == "ltr" and "harvest" in article.inner_text()
    page.click("#language")
    assert article.get_attribute("dir") == "ltr" and page.evaluate("document.documentElement.dir") == "rtl"
    page.locator("#tab-text").press("ArrowLeft")
    assert page.evaluate("document.activeElement.id") == "tab-list"
    assert page.locator("#list").is_visible() and page.get_attribute("#tab-list", "aria-selected") == "true"


@pytest.mark.browser
def test_hostile_text_in_reader_and_table_never_runs(visit: Opener) -> None:
    payload = "</script><script>window.XSS=1</script><img src=x onerror=window.XSS=1> {{7*7}} ${7*7}"
    text = f"{payload}\n\nThey left Upper Weir.\u202e {payload}"
    claim = Claim(
        id="cl-1",
        start=0,
        end=len(text),
        quote=text,
        source_chain=(payload,),
        places=(PlaceRole(place=DAM, role=Role.ORIGIN),),
    )
    report = replace(
        weir(text=text, title=payload), claims=(claim,), events=(), mentions=mentions(text, Upper_Weir=DAM), times=()
    )
    moved = replace(report.movements[0], claims=("cl-1",))
    seen = visit(render([replace(report, movements=(moved,)), weir()], with_text=True, title="x"))
    page = seen.page
    page.click("#table-switch")
    page.click("#tab-text")
    page.locator("[data-note]").last.press("Enter")
    assert payload in page.inner_text(".article") and payload in page.inner_text("#table")
    assert page.evaluate("window.XSS === undefined && !document.querySelector('img')")
    assert "\u202e" not in page.evaluate("document.querySelector('.article').textContent")
    assert seen.complaints == [] and len(seen.requests) == 1


@pytest.mark.browser
def test_reader_marks_what_the_filters_show(visit: Opener) -> None:
    page = visit(render([weir()], with_text=True), hash="#is=movement").page
    page.click("#tab-text")
    assert page.locator("[data-note]").count() == 1 and page.locator(".said-more").count() == 0
    assert "Three people were killed" in page.inner_text(".article")


@pytest.mark.browser
def test_a_page_without_text_has_no_tabs_and_says_when_quotes_are_left_out(visit: Opener) -> None:
    page = visit(render([weir()])).page
    assert page.locator("#tabs").is_hidden() and page.locator(".no-quotes").count() == 0
    page = visit(render([weir()], quotes=False), hash="#record=mv-1").page
    assert page.inner_text("body").count("Quotes are left out of this page.") == 1
    assert page.locator("blockquote").count() == 0


# ---- the table


def cells(page: Page, column: int) -> list[str]:
    texts = page.locator(f"#table tbody tr > :nth-child({column})").all_inner_texts()
    return [re.sub("[\u2066-\u2069]", "", text) for text in texts]


@pytest.mark.browser
def test_table_tells_what_the_list_tells(visit: Opener) -> None:
    seen = visit(render([small_report()]))
    page = seen.page
    page.locator("#table-switch").press("Enter")
    names = page.locator("#table tbody th button")
    labels = names.evaluate_all("all => all.map(one => one.getAttribute('aria-label').replace(/[\u2066-\u2069]/g, ''))")
    listed = page.locator(".record-sentence").evaluate_all(
        "all => all.map(one => one.textContent.replace(/[\u2066-\u2069]/g, ''))"
    )
    assert sorted(labels) == sorted(listed)
    rows = [re.sub("[\u2066-\u2069]", "", row) for row in page.locator("#table tbody tr").all_inner_texts()]
    assert len(rows) == page.locator(".record").count() == 9
    assert any(
        "Upper Weir" in row and "Sand Ford camp" in row and "1,200" in row and "7 May 2021" in row for row in rows
    )
    assert any("Thorn plain" in row and " or " in row and "agreed" in row for row in rows)
    assert any("9 homes" in row for row in rows) and any("the Blue side" in row for row in rows)
    assert page.locator("#table th[scope=col]").count() == 10 and page.locator("#table th[scope=row]").count() == 9
    assert page.locator("#map").is_hidden() and page.locator("#table caption").count() == 1
    page.locator("#filters details").evaluate("details => { details.open = true; }")
    page.locator(".chip", has_text="events").locator("input").check()
    assert page.locator("#table tbody tr").count() == 2
    assert seen.complaints == []


@pytest.mark.browser
def test_table_sorts_by_number_date_and_place_with_gaps_last(visit: Opener) -> None:
    page = visit(render([small_report()])).page
    page.click("#table-switch")
    page.click("[data-sort=howMany]")
    numbers = [int(found[0].replace(",", "")) for text in cells(page, 6) if (found := re.search(r"[\d,]+", text))]
    assert numbers == [1, 9, 40, 300, 1200] and page.get_attribute("#table th:nth-child(6)", "aria-sort") == "ascending"
    page.click("[data-sort=howMany]")
    assert "1,200" in cells(page, 6)[0] and not re.search(r"\d", cells(page, 6)[-1])
    assert page.evaluate("document.activeElement.dataset.sort") == "howMany"
    page.click("[data-sort=when]")
    assert cells(page, 7)[0] == "3–4 May 2021" and cells(page, 7)[-1] == "no date given"
    page.click("[data-sort=from]")
    assert cells(page, 4)[0].startswith("Upper Weir") and cells(page, 4)[-1] == ""
    assert page.get_attribute("#table th:nth-child(7)", "aria-sort") == "none"


@pytest.mark.browser
def test_many_records_come_in_chunks(visit: Opener) -> None:
    base = small_report()
    events = tuple(replace(base.events[0], id=f"ev-{number}") for number in range(450))
    page = visit(render([replace(base, events=events, movements=(), stocks=(), control=())])).page
    page.click("#table-switch")
    counts = [page.locator("#table tbody tr").count()]
    while (more := page.locator("#table > .quiet")).count():
        more.press("Enter")
        assert page.evaluate("document.activeElement.closest('tr').rowIndex") == counts[-1] + 1
        counts.append(page.locator("#table tbody tr").count())
    assert counts == [200, 400, 450]


@pytest.mark.browser
@pytest.mark.parametrize("language", ["ar", "en"])
def test_neither_table_nor_text_moves_a_phone_sideways(visit: Opener, language: str) -> None:
    page = visit(render([weir()], with_text=True), hash=f"#lang={language}", width=320, height=640).page
    for button in (".record-button", "#tab-text", "#table-switch"):
        page.click(button)
        assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.evaluate("document.querySelector('#panel').scrollWidth <= innerWidth")
    table = page.locator("#table")
    assert table.get_attribute("tabindex") == "0" and table.evaluate("table => table.scrollWidth > table.clientWidth")
    assert table.evaluate("table => document.getElementById(table.getAttribute('aria-labelledby')).textContent !== ''")


@pytest.mark.browser
def test_an_open_table_is_printed_whole(visit: Opener) -> None:
    page = visit(render([small_report()])).page
    page.click("#table-switch")
    page.emulate_media(media="print")
    table = page.locator("#table")
    assert (
        table.evaluate("table => table.scrollHeight <= table.clientHeight + 1") and page.locator("#panel").is_hidden()
    )


@pytest.mark.browser
def test_a_record_from_a_model_says_so_in_its_line(visit: Opener) -> None:
    report = weir()
    claims = tuple(replace(claim, proposed_by="llm:m") if claim.id == "cl-3" else claim for claim in report.claims)
    page = visit(render([replace(report, claims=claims)])).page
    lines = {record: page.inner_text(f'.record[data-id="{record}"] .record-status') for record in ("mv-1", "ev-1")}
    assert "proposed by a language model" in lines["mv-1"] and "language model" not in lines["ev-1"]


def test_the_cells_of_the_table_have_no_colour_of_the_time_line(visit: Opener) -> None:
    """All styles share one sheet: a class of the time line once painted the numbers over."""
    page = visit(render([small_report()])).page
    page.locator("#views button").first.click()
    styles = page.evaluate(
        "[...document.querySelectorAll('#table td *')].map((one) => getComputedStyle(one))"
        ".map((style) => [style.backgroundColor, style.position])"
    )
    assert len(styles) > 20 and {tuple(style) for style in styles} == {("rgba(0, 0, 0, 0)", "static")}
