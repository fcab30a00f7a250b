"""Ten thousand hostile strings in every field of a report and every view of it: nothing runs, all of it is text."""

from __future__ import annotations

import csv
import html
import io
import json
import math
import re
import time
from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import hostile
import jinja2
import pytest
from browsing import Opener, Visit
from hostile import ALL, HIDDEN, PAYLOADS, Attack, hostile_report, plain, readable
from hostile_views import DRAWABLE, KIT, NOTEBOOK, PAGES, PICTURE, VIEWS, View, structure
from test_render import data_of, small_report

from conflictmap.codec import as_record, decode, decode_lines, encode, encode_merged
from conflictmap.codec import plain as plain_values
from conflictmap.errors import InputError
from conflictmap.model import Event, EventType, Kind, Place, PlaceId, Relation, RelationType, Report
from conflictmap.render import page_data, render
from conflictmap.render.island import read_page
from conflictmap.render.picture import svg
from conflictmap.render.picture.markup import ATTRIBUTES, TAGS
from conflictmap.render.picture.style import PROPERTIES
from conflictmap.render.picture.typeface import legal

ROWS = 20
PROBES = (Path(__file__).parent / "hostile.js").read_text(encoding="utf-8")
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
NOTHING = {"ran": [], "polluted": False, "strange": [], "counts": [3, 1, 5, 1]}
SHOWN = {
    "ev": ("Event.actors", "Claim.quote", "Claim.source_chain", "Figure.sources", "Place.name"),
    "co": ("Control.controller", "Claim.quote", "Place.name"),
    "st": ("Claim.quote", "Place.name"),
    "mv": ("Movement.agent", "Claim.quote", "Claim.source_chain", "Quantity.text", "Place.name"),
}
"""Fields whose text stands in the list when a record is open, by the kind of record."""


def chunks() -> list[range]:
    return [range(first, first + ROWS) for first in range(0, len(ALL), ROWS)]


def strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [*value, *(text for held in value.values() for text in strings(held))]
    if isinstance(value, list):
        return [text for held in value for text in strings(held)]
    return [value] if isinstance(value, str) else []


def probed(visit: Opener, text: str, **options: Any) -> Visit:
    return visit(text, before=PROBES, **options)


def found(seen: Visit) -> dict[str, object]:
    assert seen.complaints == []
    assert len(seen.requests) == 1 and seen.requests[0].startswith("file:")
    report: dict[str, object] = seen.page.evaluate("hostile.found()")
    return report


def test_there_are_enough_of_them() -> None:
    attack = Attack(ALL)
    for rows in chunks():
        hostile_report(attack, rows)
        hostile_report(attack, rows, dangling=True)
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 60
    assert attack.count >= 20_000 and len(hostile.texts()) >= 60
    tries = Counter(field for _, field in attack.placed)
    once = {field for field in hostile.texts() if field.startswith(("Generator", "Focus"))}  # one a report
    assert {field for field, n in tries.items() if n == len(ALL)} == set(hostile.texts()) - once


def test_every_field_of_text_reaches_the_page_or_is_known_not_to() -> None:
    class Named(Attack):
        def __call__(self, field: str, turn: int = 0) -> str:
            tail = f"«{field}»{self.row}.{turn}"
            return "https://example.org/" + tail if "url" in field else tail

    shown = {
        text
        for dangling in (False, True)
        for text in strings(data_of(render([hostile_report(Named(ALL), range(2), dangling=dangling)])))
    }
    reached = {field for field in hostile.texts() if any(f"«{field}»" in text for text in shown)}
    assert reached == set(hostile.texts()) - HIDDEN


@pytest.mark.parametrize("kind", hostile.records(), ids=lambda kind: kind.__name__)
def test_what_holds_no_text_refuses_it(kind: type) -> None:
    row = hostile_report(Attack(("benign", "words", "here")), range(1))
    facts = next((plain_values(one) for one in hostile.held(row) if type(one) is kind), {})
    assert isinstance(facts, dict) and as_record(facts, kind)
    for field in hostile.refusing(kind):
        for payload in (*ALL, ["x"], {"__proto__": 1}):
            with pytest.raises(InputError):
                as_record({**facts, field: payload}, kind)


def test_no_template_is_made_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    sources: list[str] = []
    compiled = jinja2.Environment.compile

    def spy(self: jinja2.Environment, source: Any, *more: Any, **named: Any) -> Any:
        sources.append(str(source))
        return compiled(self, source, *more, **named)

    monkeypatch.setattr(jinja2.Environment, "compile", spy)
    for view in VIEWS:
        marked = [f"«mark»{payload}" for payload in (DRAWABLE if view is PICTURE else ALL)]
        assert "«mark»" in view.make([hostile_report(Attack(marked), range(ROWS))]), view.name
    assert not [source for source in sources if "«mark»" in source]


@cache
def usual(view: View, rows: int) -> str:
    """Give a view of a report of so many rows in which nothing is hostile."""
    return view.make([hostile_report(Attack([f"word{n}" for n in range(len(ALL))]), range(rows))])


def gets_no_element_of_it(view: View, attack: Attack, rows: range, *, dangling: bool = False) -> None:
    text = view.make([hostile_report(attack, rows, dangling=dangling)])
    benign = usual(view, len(rows))
    text.encode("utf-8")
    if view.kind == "csv":
        cells_are_no_formulas(text, benign)
    elif view.kind == "text":
        has_the_lines_of(text, benign)
    elif view.name.endswith(".geojson"):
        assert json.loads(text).keys() == json.loads(benign).keys()
    else:
        pair = [json.loads(one)["html"] if view.kind == "json" else one for one in (text, benign)]
        elements, expected = (structure(one, view.kind) for one in pair)
        assert elements == expected, view.name


def cells_are_no_formulas(text: str, benign: str) -> None:
    head, *rows = csv.reader(io.StringIO(text, newline=""))
    assert head == next(csv.reader([benign.partition("\r\n")[0]])) and len(rows) == benign.count("\r\n") - 1
    for cell in (cell for row in rows for cell in row):
        assert not cell.startswith(("=", "+", "@", "\t", "\r", "\n")), cell
        assert not cell.startswith("-") or re.fullmatch(r"-\d+(\.\d+)?", cell), cell
    assert {len(row) for row in rows} == {len(head)}


def has_the_lines_of(text: str, benign: str) -> None:
    assert len(re.split("[\n\x0b\x0c\r\x1c-\x1e\x85\u2028\u2029]", text)) == len(benign.split("\n"))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e]", text), text
    for line in text.split("\n"):
        assert len(re.findall("[\u2066-\u2068]", line)) == line.count("\u2069"), line


@pytest.mark.parametrize("view", PAGES, ids=lambda view: view.name)
def test_no_page_gets_an_element_of_it(view: View) -> None:
    for dangling in (False, True):
        gets_no_element_of_it(view, Attack(ALL), range(len(ALL)), dangling=dangling)
        text = view.make([hostile_report(Attack(ALL), range(2 * ROWS), dangling=dangling)])
        assert "'unsafe-inline'" not in text.split("script-src", 1)[1].split(";")[0]
        assert not {"<", ">", "&", "\u2028", "\u2029"} & set(text.split('id="data">')[1].split("</script>")[0])


@pytest.mark.parametrize("rows", chunks(), ids=lambda rows: f"{rows[0]}-{rows[-1]}")
def test_no_file_of_the_kit_gets_an_element_of_it(rows: range) -> None:
    for row in rows:  # a report each: much in a kit is said of the first document and record only
        for view in KIT:
            gets_no_element_of_it(view, Attack(ALL), range(row, row + 1))


def test_a_notebook_gets_one_frame_with_the_page_in_it() -> None:
    for row in range(0, len(ALL), 4):
        gets_no_element_of_it(NOTEBOOK, Attack(ALL), range(row, row + 1))
        report = hostile_report(Attack(ALL), range(row, row + 1))
        [srcdoc] = re.findall(r'srcdoc="([^"]*)"', NOTEBOOK.make([report]))
        assert html.unescape(srcdoc) == render([report])


def test_half_a_surrogate_pair_is_shown_as_a_question_mark() -> None:
    title = "half \ud800 pair"
    text = render([small_report(title=title, publisher="\udfff")])
    assert "<title>half ? pair</title>" in text and data_of(text)["title"] == "half ? pair"
    with pytest.raises(InputError, match="not a conflictmap report"):
        decode(encode(small_report(title="mark")).replace(b'"mark"', b'"\\ud800"'))


@pytest.mark.browser
@pytest.mark.parametrize("rows", chunks(), ids=lambda rows: f"{rows[0]}-{rows[-1]}")
def test_every_record_shows_it_and_nothing_runs(visit: Opener, rows: range) -> None:
    attack = Attack(ALL)
    report = readable(hostile_report(attack, rows), merged=True)
    seen = probed(visit, render([report], language="en", with_text=True))
    assert found(seen) == NOTHING
    opened = dict(seen.page.evaluate("hostile.opened()"))
    assert len(opened) == 4 * ROWS
    for row in rows:
        ids = {
            "mv": attack.placed[row, "Movement.id"],
            **{
                kind: f"{kind} {attack.placed[row, field]}"
                for kind, field in (("ev", "Event.id"), ("co", "Control.id"), ("st", "Stock.id"))
            },
        }
        for kind, fields in SHOWN.items():
            for field in fields:
                assert plain(attack.placed[row, field]) in opened[ids[kind]], (row, kind, field)
    cards = seen.page.evaluate("hostile.clicked()")
    assert len(cards) >= ROWS and all(cards)
    table, texts = dict(seen.page.evaluate("hostile.tabled()")), seen.page.evaluate("hostile.read()")
    assert table.keys() == opened.keys() and len(texts) == ROWS
    values = {name: seen.page.evaluate("name => hostile.filtered(name)", name) for name in ("place", "source")}
    assert all(one["chips"] == 5 for one in values.values())
    for row in rows:
        place, source = plain(attack.placed[row, "Place.name"]), plain(attack.placed[row, "Claim.source_chain"])
        assert place in table["ev " + attack.placed[row, "Event.id"]] and place in values["place"]["names"], row
        assert source in values["source"]["names"], row
        assert bare(attack.placed[row, "Claim.quote"]) in bare(texts[0]), row
        assert row == rows[0] or bare(attack.placed[row, "Document.text"]) in bare(texts[row - rows[0]]), row
    quotes = [plain(attack.placed[row, "Claim.quote"]) for row in rows]
    assert min(seen.page.evaluate("words => hostile.searched(words)", quotes)) >= 4
    seen.page.evaluate("hostile.searched([''])")
    seen.page.click("#language")
    seen.page.emulate_media(media="print")
    text = seen.page.evaluate("hostile.opened() && document.body.textContent")
    assert "1337" not in text and found(seen) == NOTHING


def bare(text: str) -> str:
    """Give a text as the page shows it, without blanks: paragraphs have none at their ends."""
    return re.sub(r"\s+", "", plain(text))


@pytest.mark.browser
def test_a_packed_page_and_its_flags(visit: Opener) -> None:
    text = render([hostile_report(Attack(ALL), range(len(ALL)))], language="en")
    assert '{"packed":"deflate"' in text
    for query in ("", "?plain=1", "?static=1&lang=ar&theme=dark"):
        seen = probed(visit, text, hash=query)
        assert found(seen) == NOTHING
        if not query:
            assert len(seen.page.evaluate("hostile.opened()")) == 480 and found(seen) == NOTHING
        assert "1337" not in seen.page.inner_text("body")


@pytest.mark.browser
@pytest.mark.parametrize("first", range(0, len(DRAWABLE), 50))
def test_a_picture_is_shapes_and_text(visit: Opener, first: int, tmp_path: Path) -> None:
    attack, rows = Attack(DRAWABLE), range(first, min(first + 50, len(DRAWABLE)))
    title = " · ".join(DRAWABLE[row] for row in rows)
    data = page_data([hostile_report(attack, rows)], title=title)
    text = svg(data)
    elements = structure(text, "svg")
    assert {tag for tag, _ in elements} <= TAGS | {"style"} and elements.count(("style", ())) == 1
    known = {*ATTRIBUTES, *PROPERTIES, "role", "font-family", "aria-labelledby", LANG}
    assert {name for _, names in elements for name in names} <= known
    style = text.split("<style>")[1].split("</style>")[0]
    assert {address[:25] for address in re.findall(r"url\(([^)]*)", style)} == {"data:font/ttf;base64,AAEA"}
    assert all(value.startswith("#") for tag in re.findall(r"<[^>]*>", text) for value in re.findall(r"url\((.)", tag))
    root = ElementTree.fromstring(text)
    assert bare(legal(title)) == bare(root[0].text or "") and "1337" not in "".join(root.itertext())
    seen = probed(visit, "<!DOCTYPE html>", ready=False)
    (tmp_path / "map.svg").write_text(text, encoding="utf-8")
    seen.page.goto((tmp_path / "map.svg").as_uri())
    assert seen.page.evaluate("['XSS' in window, hostile.ran]") == [False, []]
    assert seen.complaints == [] and {url.partition(":")[0] for url in seen.requests} <= {"file", "data"}


def test_a_picture_refuses_letters_that_it_has_not() -> None:
    refused = set(ALL) - set(DRAWABLE)
    assert 5 <= len(refused) <= 20
    for payload in refused:
        with pytest.raises(InputError, match="the fonts of pictures have no "):
            svg(page_data([small_report(title=payload)]))


@pytest.mark.browser
@pytest.mark.parametrize("rows", chunks(), ids=lambda rows: f"{rows[0]}-{rows[-1]}")
def test_names_of_what_is_not_there_do_no_harm(visit: Opener, rows: range) -> None:
    attack = Attack(ALL)
    seen = probed(visit, render([hostile_report(attack, rows, dangling=True)], language="en"))
    opened = dict(seen.page.evaluate("hostile.opened()"))
    for row in rows:
        assert plain(attack.placed[row, "Event.place"]) in opened["ev " + attack.placed[row, "Event.id"]], row
    assert len(opened) == 4 * ROWS and found(seen) == NOTHING


@pytest.mark.browser
def test_title_and_address_are_text_as_well(visit: Opener) -> None:
    names = ("record", "lang", "from", "until", "undated", "is", "group", "status", "q", "__proto__", "x[constructor]")
    seen = probed(visit, render([small_report()], language="en"))
    file = Path(seen.page.url.partition("#")[0].removeprefix("file://"))
    for first in range(0, len(ALL), 4):  # each payload in three of the parameters, and one in four as the title
        payload, held = ALL[first], [ALL[(first + n) % len(ALL)] for n in range(len(names))]
        address = "&".join(
            f"{name}={quote(text) if first % 8 else text}" for name, text in zip(names, held, strict=True)
        )
        file.write_text(render([small_report(title=payload)], language="en"), encoding="utf-8")
        seen.page.goto(f"{file.as_uri()}?{first}#{address}")
        title, shown = plain(payload).replace("\x00", ""), seen.page.evaluate("hostile.title()").replace("\x00", "")
        assert " ".join(title.split()) in " ".join(shown.split()), payload
        assert seen.complaints == [] and seen.page.evaluate("hostile.found()") == NOTHING, payload
    assert {url.partition("?")[0] for url in seen.requests} == {file.as_uri()}


@pytest.mark.browser
@pytest.mark.parametrize("payload", hostile.LONG, ids=["braces", "words", "one word"])
def test_very_long_strings_in_every_field(visit: Opener, payload: str) -> None:
    texts = [payload[n:] for n in range(12)]
    seen = probed(visit, render([hostile_report(Attack(texts), range(1))], language="en"), width=390, height=844)
    assert len(seen.page.evaluate("hostile.opened()")) == 4 and found(seen) == NOTHING
    assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def area(coordinates: object, kind: str = "Polygon") -> Report:
    report = small_report()
    return replace(
        report,
        places=tuple(
            replace(place, area={"type": kind, "coordinates": coordinates}) if place.area else place
            for place in report.places
        ),
    )


@pytest.mark.parametrize(
    "coordinates",
    [
        "<b>",
        [[[None, None], [1, 2], [3, 3], [None, None]]],
        [[["a", "b"]] * 4],
        [[[1, 1], [1, 1]]],
        {"__proto__": 1},
        7,
        [[[1e9, 1], [2, 2], [3, 1], [1e9, 1]]],
        [[[1, 91], [2, 2], [3, 1], [1, 91]]],
        [[[[[[1, 2]]]]]],
    ],
    ids=repr,
)
def test_an_area_that_is_none_is_refused(coordinates: object) -> None:
    with pytest.raises(InputError, match="place 'x-held': its area is not a GeoJSON Polygon or MultiPolygon"):
        render([area(coordinates)])
    with pytest.raises(InputError, match="its area is not"):
        render([area([40.0, 35.0], "Point")])


@pytest.mark.browser
def test_areas_of_every_sort_are_drawn_or_left_out(visit: Opener) -> None:
    corners = [[39 + math.cos(n / 5e4 * math.pi) / 2, 34 + math.sin(n / 5e4 * math.pi) / 2] for n in range(100_001)]
    crossed = [[39, 34], [40, 35], [40, 34], [39, 35], [39, 34]]
    for coordinates in ([corners], [crossed], [], [[[39, 34]] * 4]):
        text = render([area(coordinates)], language="en")
        seen = visit(text)
        assert seen.page.locator(".record").count() == 9 and seen.complaints == []
        assert len(text) < 700_000
    bow = area([crossed])
    [plain_place] = [place for place in data_of(render([bow]))["places"] if place["id"] == "x-plain"]  # type: ignore[attr-defined]
    assert plain_place["area"]["type"] == "MultiPolygon"


@pytest.mark.browser
@pytest.mark.parametrize(
    "days", [("0001-01-01", "9999-12-31"), ("9999-12-31", "9999-12-31"), ("0001-01-01", "0001-01-02")]
)
def test_dates_at_the_ends_of_the_calendar(visit: Opener, days: tuple[str, str]) -> None:
    report = small_report()
    first, second = map(date.fromisoformat, days)
    moved = replace(report.movements[0], date_start=first, date_end=first)
    struck = replace(report.events[0], date_start=second, date_end=second)
    seen = visit(render([replace(report, movements=(moved,), events=(struck,))], language="en"))
    assert seen.page.locator(".record").count() == 5 and seen.complaints == []
    seen.page.click("#language")
    assert seen.complaints == []


def test_numbers_that_no_reader_holds_are_refused() -> None:
    line = encode(small_report())
    for number in (b"-5", b"1e999", b"NaN", b"9007199254740992", b"1" * 5000, b"0.5", b'"3"'):
        with pytest.raises(InputError, match="not a conflictmap report"):
            decode(line.replace(b'"best":1200', b'"best":' + number))
    with pytest.raises(InputError, match="not a conflictmap report"):
        decode(line.replace(b'"area":null', b'"area":{"x":' + b"[" * 10**5, 1))
    for degrees in (b"181", b"1e999", b"null"):
        with pytest.raises(InputError, match="not a conflictmap report"):
            decode(line.replace(b'"lon":40.1', b'"lon":' + degrees))


def test_an_id_that_is_given_twice_is_refused() -> None:
    report = small_report()
    with pytest.raises(InputError, match="records with the same id 'mv-1'"):
        render([replace(report, events=(replace(report.events[0], id="mv-1"),))])
    with pytest.raises(InputError, match="claims with the same id 'cl-1'"):
        render([replace(report, claims=(*report.claims, report.claims[0]))])


@pytest.mark.browser
def test_relations_in_a_circle_and_to_itself(visit: Opener) -> None:
    report = small_report()
    ids = [movement.id for movement in report.movements]
    told = tuple(
        replace(one, relations=tuple(Relation(type=RelationType.SUBSET_OF, target=other) for other in ids))
        for one in report.movements
    )
    seen = visit(render([replace(report, movements=told)], language="en"), hash="#record=mv-1")
    seen.page.locator(".related button").nth(1).click()
    assert seen.page.locator('[data-id="mv-2"][aria-expanded="true"]').count() == 1 and seen.complaints == []


def test_ten_thousand_places_take_seconds() -> None:
    report = small_report()
    places = tuple(
        Place(
            id=PlaceId(f"p{n}"),
            name={"en": f"P{n}"},
            kind=Kind.SETTLEMENT,
            lon=36 + n % 100 / 10,
            lat=30 + n // 100 / 10,
        )
        for n in range(10_000)
    )
    events = tuple(Event(id=f"e{n}", type=EventType.SHELLING, place=place.id) for n, place in enumerate(places))
    started = time.process_time()
    text = render([replace(report, places=places, events=events, movements=(), stocks=(), control=(), focus=None)])
    assert time.process_time() - started < 20 and len(read_page(text)["places"]) == 10_000  # type: ignore[arg-type]


def test_a_merged_report_comes_back_as_it_went() -> None:
    report = hostile_report(Attack(ALL), range(ROWS))
    lines = [line.decode() for line in encode_merged(report)]
    [back] = decode_lines(lines, "hostile")
    assert isinstance(back, Report) and back.claims == report.claims
    assert replace(back, mentions=()).events == report.events
