"""The kit: a map in an article of another origin, that resizes, saves and links there, and can do nothing else."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest
from browsing import Opener, Visit
from click.testing import CliRunner
from test_render import HOSTILE, hostile_report, small_report

from conflictmap.cli import cli
from conflictmap.codec import encode
from conflictmap.embed import DATA, write_kit
from conflictmap.embed.alternative import LONG, SHORT, long, short
from conflictmap.embed.head import base_address
from conflictmap.embed.phrases import amount
from conflictmap.embed.snippet import SANDBOX, snippet
from conflictmap.embed.snippet import Frame as EmbedFrame
from conflictmap.embed.story import story
from conflictmap.embed.words import EVENTS, GROUPS, MODES, STATUS, UNITS
from conflictmap.errors import InputError
from conflictmap.export import write_geojson
from conflictmap.export.table import table
from conflictmap.model import (
    EventType,
    Group,
    Mode,
    PlaceId,
    Quantity,
    Relation,
    RelationType,
    Report,
    Review,
    Status,
    Unit,
)
from conflictmap.render import render
from conflictmap.render.island import read_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Frame, Page

BASE = "https://maps.example.org/weir/"
FILES = {"map.html", "embed.html", "alt.ar.txt", "alt.en.txt", *DATA, "attribution.txt", "README.txt", "index.html"}
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1")


@pytest.fixture(scope="module")
def page() -> str:
    return render([small_report()], language="en")


# ---- what is written


def test_the_kit_is_whole_and_the_same_every_time(page: str, tmp_path: Path) -> None:
    kit = write_kit(page, tmp_path / "kit", base_url=BASE)
    written = {path.name: path.read_bytes() for path in kit.files}
    assert FILES | {"oembed.json"} <= set(written) == {path.name for path in (tmp_path / "kit").iterdir()}
    write_kit(page, tmp_path / "again", base_url=BASE)
    again = {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()}
    del written["map.pdf"], again["map.pdf"]  # its writer numbers its parts anew each time
    assert written == again


def test_the_page_of_a_kit_makes_the_same_kit(page: str, tmp_path: Path) -> None:
    write_kit(page, tmp_path / "a", base_url=BASE)
    inner = (tmp_path / "a" / "map.html").read_text(encoding="utf-8")
    assert inner.replace("".join(re.findall("(?s)<!-- embed -->.*<!-- /embed -->\n", inner)), "") == page
    write_kit(inner, tmp_path / "b", base_url="https://other.example.org")
    again = (tmp_path / "b" / "map.html").read_text(encoding="utf-8")
    assert again.count("<!-- embed -->") == 1 and "maps.example.org" not in again


def test_layers_are_those_of_the_export(tmp_path: Path) -> None:
    reports = list(varied_reports())
    write_geojson([without_rejected(report) for report in reports], tmp_path / "export")
    write_kit(render(reports), tmp_path / "kit")
    for name in ("events.geojson", "movements.geojson"):
        assert (tmp_path / "kit" / name).read_bytes() == (tmp_path / "export" / name).read_bytes()


def test_nothing_is_told_that_the_page_does_not_show(tmp_path: Path) -> None:
    report = small_report()
    quote = next(claim.quote for claim in report.claims if claim.quote)
    write_kit(render([report], quotes=False), tmp_path)
    assert all(quote.encode() not in path.read_bytes() for path in tmp_path.iterdir())


def test_data_can_be_left_out(page: str, tmp_path: Path) -> None:
    write_kit(page, tmp_path)
    kit = write_kit(page, tmp_path, data=False)
    assert not {path.name for path in kit.files} & set(DATA)
    assert [name in note for name, note in zip(DATA, kit.notes[-4:], strict=True)] == [True] * 4
    assert "allow-downloads" not in (tmp_path / "embed.html").read_text(encoding="utf-8")
    assert 'name="conflictmap:downloads" content="no"' in (tmp_path / "map.html").read_text(encoding="utf-8")


def test_every_source_is_credited(page: str, tmp_path: Path) -> None:
    write_kit(page, tmp_path)
    credit = (tmp_path / "attribution.txt").read_text(encoding="utf-8")
    assert all(word in credit for word in ("River Post", "Natural Earth", "Leaflet", "BSD-2-Clause", "2021-05-09"))


# ---- the head and oEmbed

OEMBED = {
    "type": "object",
    "required": ["type", "version", "html", "width", "height"],
    "properties": {
        "type": {"const": "rich"},
        "version": {"const": "1.0"},
        "title": {"type": "string"},
        "provider_name": {"type": "string"},
        "provider_url": {"type": "string", "pattern": "^https?://"},
        "cache_age": {"type": "integer", "minimum": 0},
        "html": {"type": "string", "minLength": 1},
        "width": {"type": "integer", "minimum": 1},
        "height": {"type": "integer", "minimum": 1},
        "thumbnail_url": {"type": "string", "pattern": "^https?://"},
        "thumbnail_width": {"type": "integer"},
        "thumbnail_height": {"type": "integer"},
    },
    "dependentRequired": {
        "thumbnail_url": ["thumbnail_width", "thumbnail_height"],
        "thumbnail_width": ["thumbnail_url", "thumbnail_height"],
        "thumbnail_height": ["thumbnail_url", "thumbnail_width"],
    },
    "additionalProperties": False,
}


def test_oembed_is_valid_and_absolute(page: str, tmp_path: Path) -> None:
    write_kit(page, tmp_path, base_url=BASE)
    answer = json.loads((tmp_path / "oembed.json").read_bytes())
    jsonschema.validate(answer, OEMBED)
    assert re.findall('src="([^"]*)"', answer["html"]) == [f"{BASE}map.html"] and "<script" not in answer["html"]
    inner = (tmp_path / "map.html").read_text(encoding="utf-8")
    assert f'<link rel="alternate" type="application/json+oembed" href="{BASE}oembed.json">' in inner
    assert f'<link rel="canonical" href="{BASE}map.html">' in inner
    assert inner.index("canonical") < inner.index("<style>")


def test_without_an_address_nothing_claims_one(page: str, tmp_path: Path) -> None:
    write_kit(page, tmp_path)
    assert not (tmp_path / "oembed.json").exists()
    inner = (tmp_path / "map.html").read_text(encoding="utf-8").partition("<style>")[0]
    assert "og:url" not in inner and "canonical" not in inner and 'name="description"' in inner


@pytest.mark.parametrize(
    "address",
    ["", "maps.example.org", "javascript:alert(1)", "file:///etc", "ftp://a.example/", "https://", "//a.example",
     "https://a.example/\"onload=x", "https://a.example/ x", "https://a.example/<x>", "https://u:p@a.example/",
     "https://a.example/?q=1", "https://a.example/#x", "https://a.example/\nx", "https://[x/", "https://a.example:9x/",
     "https://مثال.example/"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(InputError, match="--base-url"):
        base_address(address)


def test_an_address_ends_with_a_slash() -> None:
    assert (
        base_address("https://a.example/maps") == base_address("https://a.example/maps/") == "https://a.example/maps/"
    )


# ---- hostile text


@pytest.mark.parametrize("payload", [*HOSTILE, "--></head><script>window.XSS=1</script>", "]]>[[snippet]]"])
def test_hostile_text_stays_text_in_every_file(payload: str, tmp_path: Path) -> None:
    report = hostile_report(payload)
    write_kit(render([report], title=payload), tmp_path, base_url=BASE)
    for name in ("embed.html", "index.html", "map.html"):
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert text.count("<script") == {"embed.html": 1, "index.html": 1, "map.html": 3}[name]
        assert "onerror=window" not in re.sub('"[^"]*"|>[^<]*<', "", text.partition("<style>")[0])
    shown = json.loads((tmp_path / "oembed.json").read_bytes())["html"]
    assert re.fullmatch('<iframe( [a-z-]+="[^"<>{}$`\\[\\]]*")+></iframe>', shown)


def test_formulas_are_no_formulas_in_a_table() -> None:
    features = [{"geometry": None, "properties": {"id": text, "n": -3}} for text in FORMULAS]
    text = b"".join(table(features)).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["id"] for row in rows] == [f"'{text}" for text in FORMULAS] and {row["n"] for row in rows} == {"-3"}


# ---- the map in words


def test_alternative_texts_are_short_and_speak_their_language() -> None:
    for reports in ([small_report()], list(varied_reports()), [hostile_report("x" * 500)]):
        told = story(read_page(render(reports)))
        for language in ("ar", "en"):
            line, text = short(told, language), long(told, language)
            assert len(line) <= SHORT and len(text.split()) <= LONG
            is_arabic = len(re.findall("[\u0600-\u06ff]", text)) > len(re.findall("[A-Za-z]", text))
            assert is_arabic == (language == "ar") or "xxx" in text


def test_what_is_said_has_its_status_and_its_source() -> None:
    report = small_report()
    told = story(read_page(render([report])))
    left = "Departure of about 1,200 civilians from Upper Weir to Sand Ford camp, 7 May 2021"
    assert f"{left} (reported as having happened; according to two witnesses)" in long(told, "en")
    left = "خروج نحو 1,200 مدني من السد الأعلى إلى مخيم المخاضة، 7 أيار/مايو 2021"
    assert f"{left} (ورد أنه حدث؛ بحسب \u2068two witnesses\u2069)" in long(told, "ar")
    told = story(read_page(render([replace(report, movements=report.movements[1:2], events=())])))
    agreed = "fighters (number not given) from Upper Weir to Thorn plain or Areas held by the Blue side"
    assert f"Withdrawal of {agreed} (agreed, not yet seen to happen; according to River Post)" in long(told, "en")
    agreed = "انسحاب مقاتلين (العدد غير مذكور) من السد الأعلى إلى بادية الشوك أو مناطق الطرف الأزرق"
    assert f"{agreed} (متفق عليه ولم يُذكر وقوعه؛ بحسب \u2068River Post\u2069)" in long(told, "ar")


def test_every_word_of_the_model_has_a_name() -> None:
    assert set(MODES) == set(Mode) and set(GROUPS) == set(Group) and set(UNITS) == set(Unit)
    assert set(EVENTS) == set(EventType) and set(STATUS) == set(Status)


@pytest.mark.parametrize(
    ("quantity", "english", "arabic"),
    [
        (None, "civilians (number not given)", "مدنيين (العدد غير مذكور)"),
        (Quantity(best=1), "1 civilian", "مدني"),
        (Quantity(best=2), "2 civilians", "مدنيين"),
        (Quantity(best=11), "11 civilians", "11 مدنيا"),
        (Quantity(min=20, max=99), "dozens of civilians", "عشرات المدنيين"),
        (Quantity(min=300, max=900), "300 to 900 civilians", "بين 300 و900 مدني"),
        (Quantity(min=5), "at least 5 civilians", "ما لا يقل عن 5 مدنيين"),
        (Quantity(max=103), "at most 103 civilians", "ما لا يزيد على 103 مدنيين"),
    ],
)
def test_amounts_in_words(quantity: Quantity | None, english: str, arabic: str) -> None:
    assert amount(quantity, GROUPS["civilians"], "en") == english
    assert amount(quantity, GROUPS["civilians"], "ar") == arabic


# ---- the command


def run(*arguments: str, given: str | bytes = "") -> tuple[int, str, str]:
    done = CliRunner().invoke(cli, ["embed", *arguments], input=given)
    error = f"{type(done.exception).__name__}: {done.exception}" if done.exception else ""
    return done.exit_code, done.output, error


def test_the_command_takes_pages_and_reports(page: str, tmp_path: Path) -> None:
    (tmp_path / "map.html").write_text(page, encoding="utf-8")
    code, output, error = run(str(tmp_path / "map.html"), "-o", str(tmp_path / "a"), "--base-url", BASE)
    assert (code, error) == (0, "") and "oembed.json" in output
    code, output, error = run("-", "-o", str(tmp_path / "b"), given=encode(small_report()).decode() + "\n")
    assert (code, error) == (0, "") and {path.name for path in (tmp_path / "b").iterdir()} >= FILES


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("<!DOCTYPE html><title>x</title>", "conflictmap"),
        ('<html><script type="application/json" id="data">{"records":[],"claims":{}}</script>', "draw the page again"),
        ('{"no": "report"}', "not a conflictmap report"),
        ("", "no report"),
        (b"\xff\xfe\x00", "not UTF-8"),
    ],
)
def test_what_is_no_map_is_refused(given: str | bytes, message: str, tmp_path: Path) -> None:
    code, _, error = run("-", "-o", str(tmp_path / "kit"), given=given)
    assert code == 1 and error.startswith("InputError") and message in error and not (tmp_path / "kit").exists()


@pytest.mark.parametrize(
    "change",
    [{"document": 99}, {"is": "rumour"}, {"id": 7}, {"origin": "x"}, {"mode": "beamed"}, {"quantity": {"min": "many"}}],
)
def test_data_that_somebody_changed_are_refused(change: dict[str, object], tmp_path: Path) -> None:
    data = read_page(render([small_report(), small_report(id="b")]))
    records = data["records"]
    assert isinstance(records, list)
    records[0] = {**records[0], **change}
    with pytest.raises(InputError, match="draw the page again"):
        story(data)


def test_a_page_without_records_is_refused(page: str, tmp_path: Path) -> None:
    empty = render([replace(small_report(), movements=(), events=(), stocks=(), control=())])
    with pytest.raises(InputError, match="no records"):
        write_kit(empty, tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot be written"):
        write_kit(page, tmp_path / "file" / "kit")


# ---- in a browser, on two origins


@pytest.fixture
def sites(tmp_path: Path, loopback: None) -> Iterator[Callable[[str], tuple[Path, str]]]:
    """Serve folders on 127.0.0.1, each on a port, that is an origin, of its own."""
    servers: list[ThreadingHTTPServer] = []

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *arguments: object) -> None:
            return

    def served(name: str) -> tuple[Path, str]:
        folder = tmp_path / name
        folder.mkdir()
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return folder, f"http://127.0.0.1:{server.server_port}/"

    yield served
    for server in servers:
        with closing(server.socket):
            server.shutdown()


@pytest.fixture
def newspaper(chromium: Browser, sites: Callable[[str], tuple[Path, str]]) -> Iterator[Callable[..., Visit]]:
    """Open an article with some HTML in it, on an origin of its own, and keep what it complains of."""
    folder, address = sites("newspaper")
    contexts = []

    def opened(inside: str, width: int = 800) -> Visit:
        (folder / "article.html").write_text(
            '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,">'
            f'<title>Article</title><body style="margin:0"><h1>Article</h1>{inside}</body></html>', encoding="utf-8",
        )  # fmt: skip
        context = chromium.new_context(viewport={"width": width, "height": 900}, screen={"width": 1280, "height": 900})
        contexts.append(context)
        seen = Visit(context.new_page())
        seen.page.set_default_timeout(8000)
        seen.page.on("console", lambda message: seen.complaints.append(message.text))
        seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        seen.page.goto(f"{address}article.html")
        return seen

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def kit(page: str, sites: Callable[[str], tuple[Path, str]]) -> str:
    """Serve the kit of the small report; give the snippet."""
    folder, address = sites("maps")
    write_kit(page, folder, base_url=address)
    return (folder / "embed.html").read_text(encoding="utf-8")


def inner(page: Page, number: int = 0) -> Frame:
    frame = page.locator("iframe").nth(number).element_handle().content_frame()
    assert frame is not None
    frame.wait_for_selector("html[data-ready]")
    return frame


def height(page: Page, number: int = 0) -> float:
    box = page.locator("iframe").nth(number).bounding_box()
    assert box is not None
    return box["height"]


def capped(frame: Frame, natural: int) -> int:
    """Give a height as the screen allows it: frames of other origins see the real one, not that of the context."""
    return min(natural, max(320, round(frame.evaluate("screen.height * 0.9"))))


def wait_for_height(page: Page, wanted: float) -> None:
    page.wait_for_function("wanted => document.querySelector('iframe').offsetHeight === wanted", arg=wanted)


@pytest.mark.browser
def test_a_frame_gets_the_height_of_its_width(newspaper: Callable[..., Visit], kit: str) -> None:
    seen = newspaper(kit + kit, width=390)  # pasted twice
    page = seen.page
    frame = inner(page)
    assert frame.evaluate("document.querySelectorAll('.record').length") == 9
    wanted = capped(frame, 576)
    wait_for_height(page, wanted)
    page.locator("iframe").nth(1).scroll_into_view_if_needed()
    inner(page, 1)
    page.wait_for_function("wanted => document.querySelectorAll('iframe')[1].offsetHeight === wanted", arg=wanted)
    page.set_viewport_size({"width": 930, "height": 900})
    wait_for_height(page, capped(frame, 523))
    assert seen.complaints == []
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


@pytest.mark.browser
@pytest.mark.parametrize(
    ("width", "screen", "wanted"),
    [(320, 640, 576), (390, 844, 576), (700, 1080, 736), (899, 1080, 736), (900, 1080, 520), (1200, 1080, 675),
     (1600, 1080, 720), (844, 390, 351), (700, 300, 320)],
)  # fmt: skip
def test_the_height_is_made_from_width_and_screen(
    chromium: Browser, page: str, tmp_path: Path, width: int, screen: int, wanted: int
) -> None:
    (tmp_path / "map.html").write_text(page, encoding="utf-8")
    (tmp_path / "article.html").write_text(
        "<!DOCTYPE html><body style='margin:0'><script>window.told = [];"
        "addEventListener('message', (e) => told.push(e.data));</script>"
        "<iframe src='map.html' style='border:0;width:100%;height:400px'></iframe>", encoding="utf-8",
    )  # fmt: skip
    with closing(
        chromium.new_context(viewport={"width": width, "height": 800}, screen={"width": width, "height": screen})
    ) as context:
        article = context.new_page()
        article.goto((tmp_path / "article.html").as_uri())
        article.wait_for_function("told.length >= 2")
        article.evaluate("document.querySelector('iframe').style.height = '900px'")  # its own height changes nothing
        article.wait_for_timeout(100)
        assert article.evaluate("told") == [
            {"datawrapper-height": {"conflictmap": wanted}},
            {"sentinel": "amp", "type": "embed-size", "height": wanted},
        ]


@pytest.mark.browser
def test_heights_of_others_and_impossible_ones_are_ignored(newspaper: Callable[..., Visit], kit: str) -> None:
    seen = newspaper(kit + '<iframe id="stranger" srcdoc="x"></iframe>')
    page, frame = seen.page, inner(seen.page)
    own = capped(frame, 736)
    wait_for_height(page, own)
    identity = page.locator("iframe").first.get_attribute("data-conflictmap")
    tell = "message => parent.postMessage(message, '*')"
    stranger = page.frames[-1]
    stranger.evaluate(tell, {"datawrapper-height": {identity: 500}})
    page.evaluate("message => window.postMessage(message, '*')", {"datawrapper-height": {identity: 500}})
    frame.evaluate(tell, {"datawrapper-height": {"other": 500}})
    for wrong in ("'500'", "NaN", "Infinity", "-300", "0", "199", "1e9", "null", "{}", "[500]"):
        frame.evaluate(f"parent.postMessage({{'datawrapper-height': {{'{identity}': {wrong}}}}}, '*')")
    for wrong in ("null", "'datawrapper-height'", "{'datawrapper-height': null}", "7"):
        frame.evaluate(f"parent.postMessage({wrong}, '*')")
    frame.evaluate("parent.postMessage('done', '*')")
    page.wait_for_timeout(200)
    assert height(page) == own and seen.complaints == []
    frame.evaluate(tell, {"datawrapper-height": {identity: 501.4}})  # and a possible one is taken
    wait_for_height(page, 501)


@pytest.mark.browser
def test_the_page_answers_pym_amp_and_late_listeners(newspaper: Callable[..., Visit], kit: str) -> None:
    source = re.search('src="([^"]*)"', kit)
    assert source
    seen = newspaper(
        "<script>window.told = []; addEventListener('message', (e) => told.push(e.data));</script>"
        f'<iframe src="{source[1]}?initialWidth=700&amp;childId=here" sandbox="{SANDBOX}" style="width:700px"></iframe>'
    )
    page, frame = seen.page, inner(seen.page)
    page.wait_for_function("told.length >= 3")
    told, own = page.evaluate("told"), capped(frame, 736)
    amp = {"sentinel": "amp", "type": "embed-size", "height": own}
    assert amp in told and f"pymxPYMxherexPYMxheightxPYMx{own}" in told
    assert [list(one["datawrapper-height"].values()) for one in told if "datawrapper-height" in one] == [[own]]
    address = frame.url
    ask = "message => { told.length = 0; document.querySelector('iframe').contentWindow.postMessage(message, '*'); }"
    for question, answer in (
        ("pymxPYMxtherexPYMxwidthxPYMx700", f"pymxPYMxtherexPYMxheightxPYMx{own}"),
        ({"conflictmap": "height"}, amp),
    ):
        page.evaluate(ask, question)
        page.wait_for_function("told.length >= 3")
        assert answer in page.evaluate("told")
    for other in (
        "pymxPYMxherexPYMxnavigateToxPYMxhttp://127.0.0.1:1/",
        "pymxPYMx<b>xPYMxwidthxPYMx1",
        {"conflictmap": 1},
        None,
        7,
    ):
        page.evaluate(ask, other)
    page.wait_for_timeout(200)
    assert page.evaluate("told") == [] and frame.url == address and seen.complaints == []


@pytest.mark.browser
def test_a_page_that_is_in_no_frame_tells_nothing(visit: Opener, page: str) -> None:
    seen = visit(page)
    seen.page.evaluate("addEventListener('message', () => { window.heard = 1; })")
    seen.page.set_viewport_size({"width": 700, "height": 700})
    seen.page.wait_for_timeout(100)
    assert seen.page.evaluate("window.heard") is None


@pytest.mark.browser
def test_the_frame_cannot_touch_the_article(newspaper: Callable[..., Visit], kit: str) -> None:
    page = newspaper(kit).page
    frame = inner(page)
    caught = [frame.evaluate(f"() => {{ try {{ return String({code}); }} catch (error) {{ return error.name; }} }}")
              for code in ("parent.document", "top.document.title", "parent.location.href", "localStorage.length",
                           "frameElement.id", "document.cookie")]  # fmt: skip
    assert caught == ["SecurityError"] * 4 + ["TypeError", "SecurityError"]
    frame.evaluate("() => { try { top.location = 'about:blank'; } catch { return; } }")
    page.wait_for_timeout(200)
    assert page.title() == "Article" and page.url.endswith("article.html")


def open_foot(frame: Frame) -> None:
    frame.locator("button.download").first.scroll_into_view_if_needed()


@pytest.mark.browser
@pytest.mark.parametrize("picture", ["map.png", None])
def test_readers_without_scripts_get_the_picture_or_a_link(
    chromium: Browser, tmp_path: Path, picture: str | None
) -> None:
    frame = EmbedFrame(
        identity="conflictmap-1", address="map.html", picture=picture, language="en", title="Weir", alt='A "map"',
        downloads=True,
    )  # fmt: skip
    (tmp_path / "article.html").write_text(f"<!DOCTYPE html><body>{snippet(frame)}</body>", encoding="utf-8")
    with closing(chromium.new_context(java_script_enabled=False)) as context:
        article = context.new_page()
        article.goto((tmp_path / "article.html").as_uri())
        link = article.get_by_role("link", name='A "map"')
        assert link.is_visible() and (link.locator("img").count() == 1) == bool(picture)
        assert article.locator("iframe").is_visible() != bool(picture)


@pytest.mark.browser
def test_readers_can_save_the_data_where_the_frame_lets_them(newspaper: Callable[..., Visit], kit: str) -> None:
    seen = newspaper(kit)
    frame = inner(seen.page)
    open_foot(frame)
    with seen.page.expect_download() as saved:
        frame.click('button.download[aria-label="Events: GeoJSON data"]')
    assert saved.value.suggested_filename == "events.geojson"
    assert len(json.loads(Path(saved.value.path()).read_bytes())["features"]) == 2
    refused = newspaper(kit.replace("allow-downloads ", ""))
    frame, got = inner(refused.page), []
    refused.page.on("download", lambda download: got.append(download))
    open_foot(frame)
    frame.click('button.download[aria-label="Events: GeoJSON data"]')
    refused.page.wait_for_timeout(400)
    assert got == [] and any("allow-downloads" in complaint for complaint in refused.complaints)


@pytest.mark.browser
def test_articles_that_are_linked_open_as_ordinary_pages(
    newspaper: Callable[..., Visit], sites: Callable[[str], tuple[Path, str]]
) -> None:
    article, address = sites("source")
    (article / "index.html").write_text(
        "<!DOCTYPE html><link rel='icon' href='data:,'><title>Source</title>", encoding="utf-8"
    )
    maps, at = sites("linked")
    report = small_report()
    write_kit(
        render([replace(report, document=replace(report.document, url=address))], language="en"), maps, base_url=at
    )
    kit = (maps / "embed.html").read_text(encoding="utf-8")

    def origin(pasted: str) -> str:
        page = newspaper(pasted).page
        frame = inner(page)
        with page.expect_popup() as opened:
            frame.locator(".byline a").click()
        opened.value.wait_for_load_state()
        assert opened.value.title() == "Source"
        return str(opened.value.evaluate("origin"))

    assert origin(kit) == address.rstrip("/")
    assert origin(kit.replace(" allow-popups-to-escape-sandbox", "")) == "null"


# ---- what the page saves


def varied_reports() -> Iterator[Report]:
    """Two reports, with legs over the date line, relations, ways, and words that spreadsheets calculate."""
    report = small_report()
    dam, *others = report.places
    spots = {"east": (178.0, -18.0), "west": (-172.0, -14.0), "same": (178.0, -18.0), "nowhere": (None, None)}
    far = [replace(dam, id=PlaceId(f"x-{name}"), lon=lon, lat=lat) for name, (lon, lat) in spots.items()]
    first, second, *rest = report.movements
    east, west, same, nowhere = (place.id for place in far)
    moved = (
        replace(first, origin=(east, nowhere), destination=(west, same), via=(dam.id,), relations=(
            Relation(type=RelationType.SUBSET_OF, target=second.id),)),
        replace(second, quantity=Quantity(best=1, text="=1+1, \"quoted\"\nline")), *rest,
    )  # fmt: skip
    yield replace(report, places=(dam, *others, *far), movements=moved)
    yield replace(report, document=replace(report.document, id="a#b.c", title="+title", publisher=None))


def without_rejected(report: Report) -> Report:
    """Leave out what a person has rejected, as the page does."""
    return replace(
        report, events=tuple(event for event in report.events if event.review is not Review.REJECTED),
        movements=tuple(move for move in report.movements if move.review is not Review.REJECTED),
    )  # fmt: skip


def saved(seen: Visit, name: str) -> bytes:
    layer, ending = name.split(".")
    label = {"geojson": "GeoJSON data", "csv": "CSV table"}[ending]
    with seen.page.expect_download() as download:
        seen.page.click(f'button.download[aria-label="{layer.capitalize()}: {label}"]')
    assert download.value.suggested_filename == name
    return Path(download.value.path()).read_bytes()


@pytest.mark.browser
def test_what_readers_save_is_what_the_kit_holds(visit: Opener, tmp_path: Path) -> None:
    text = render(list(varied_reports()), language="en")
    write_kit(text, tmp_path)
    seen = visit(text, hash="#status=denied")  # a filter takes nothing from the files
    for name in DATA:
        got, wanted = saved(seen, name), (tmp_path / name).read_bytes()
        if name.endswith(".csv"):
            assert got == wanted and got.startswith(b"\xef\xbb\xbf")
            continue
        collection, expected = json.loads(got), json.loads(wanted)
        for feature in expected["features"]:
            feature.pop("bbox", None)  # the page leaves the optional boxes out
        assert collection["features"] == expected["features"] and len(expected["features"]) > 3
        assert [list(one["properties"]) for one in collection["features"]] == [
            list(one["properties"]) for one in expected["features"]
        ]
        assert collection.get("attribution") == expected.get("attribution")
    assert seen.complaints == []


@pytest.mark.browser
def test_data_that_are_left_out_cannot_be_saved(visit: Opener, page: str, tmp_path: Path) -> None:
    write_kit(page, tmp_path, data=False)
    seen = visit((tmp_path / "map.html").read_text(encoding="utf-8"))
    assert seen.page.locator(".download").count() == 0 and seen.page.locator(".sources").count() == 1


@pytest.mark.browser
def test_buttons_are_large_enough_and_named_in_both_languages(visit: Opener, page: str) -> None:
    seen = visit(page, width=320, height=640)
    for labels in (
        ("Events: GeoJSON data", "Movements: CSV table"),
        ("الأحداث: بيانات GeoJSON", "التنقلات: جدول CSV"),
    ):
        for label in labels:
            box = seen.page.get_by_role("button", name=label, exact=True).bounding_box()
            assert box and box["height"] >= 24 and box["x"] >= 0 and box["x"] + box["width"] <= 320
        seen.page.click("#language")


# ---- index.html


@pytest.mark.browser
@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_index_shows_the_map_and_what_to_paste(chromium: Browser, tmp_path: Path, language: str) -> None:
    payload = '</textarea><img src=x onerror="window.XSS=1">'
    text = render([hostile_report(payload)], title=payload, language=language)  # type: ignore[arg-type]
    write_kit(text, tmp_path, base_url=BASE)
    with closing(chromium.new_context(viewport={"width": 1280, "height": 800})) as context:
        page = context.new_page()
        complaints: list[str] = []
        requests: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("request", lambda request: requests.append(request.url))
        page.goto((tmp_path / "index.html").as_uri())
        frame = inner(page)
        assert page.evaluate("[document.documentElement.lang, window.XSS]") == [language, None]
        assert page.locator("textarea").first.input_value() == (tmp_path / "embed.html").read_text(encoding="utf-8")
        assert f'src="{BASE}map.html"' in page.locator("textarea").nth(1).input_value()
        assert "<script" not in page.locator("textarea").nth(1).input_value()
        assert page.locator("section li").count() >= 18 and page.locator("h1").inner_text() == payload
        wait_for_height(page, capped(frame, 567))
        assert complaints == [] and all(url.startswith("file:") for url in requests) and len(requests) == 2


def test_snippets_hold_nothing_that_content_systems_rewrite(page: str, tmp_path: Path) -> None:
    write_kit(page, tmp_path)
    text = (tmp_path / "embed.html").read_text(encoding="utf-8")
    code = text.partition("<script>")[2].partition("</script>")[0]
    assert "\n\n" not in text.strip() and not re.search("[&<]|//", code)
    assert html.unescape(text.partition("<script>")[0]).count("<iframe") == 1
