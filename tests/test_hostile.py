"""Ten thousand hostile strings in every field of a report and every view of it: nothing runs, all of it is text."""

from __future__ import annotations

import json
import math
import time
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import hostile
import jinja2
import pytest
from browsing import Opener, Visit
from hostile import HIDDEN, PAYLOADS, VIEWS, Attack, View, hostile_report, plain
from test_render import data_of, small_report

from conflictmap.codec import as_record, decode, decode_lines, encode, encode_merged
from conflictmap.codec import plain as plain_values
from conflictmap.errors import InputError
from conflictmap.model import Event, EventType, Kind, Place, PlaceId, Relation, RelationType, Report
from conflictmap.render import render

ALL = PAYLOADS + hostile.generated(160 - len(PAYLOADS))
ROWS = 20
PROBES = (Path(__file__).parent / "hostile.js").read_text(encoding="utf-8")
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
    marked = [f"{payload}«mark»" for payload in ALL]
    for view in VIEWS:
        assert "«mark»" in view.make([hostile_report(Attack(marked), range(ROWS))])
    assert not [source for source in sources if "«mark»" in source]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_no_view_gets_an_element_of_it(view: View) -> None:
    benign = hostile_report(Attack([f"word{n}" for n in range(len(ALL))]), range(len(ALL)))
    for dangling in (False, True):
        text = view.make([hostile_report(Attack(ALL), range(len(ALL)), dangling=dangling)])
        text.encode("utf-8")
        elements = hostile.structure(json.loads(text)["html"] if view.kind == "json" else text, view.kind)
        if view.kind == "page":
            assert elements == hostile.structure(view.make([benign]), view.kind)
            assert "'unsafe-inline'" not in text.split("script-src", 1)[1].split(";")[0]
        usual = set(hostile.structure(view.make([benign]), view.kind))
        assert {tag for tag, _ in elements} <= {tag for tag, _ in usual}
        assert {name for _, names in elements for name in names} <= {name for _, names in usual for name in names}
        if view.name == "page":
            assert not {"<", ">", "&", "\u2028", "\u2029"} & set(text.split('id="data">')[1].split("</script>")[0])


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
    seen = probed(visit, render([hostile_report(attack, rows)], language="en"))
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
    quotes = [plain(attack.placed[row, "Claim.quote"]) for row in rows]
    assert min(seen.page.evaluate("words => hostile.searched(words)", quotes)) >= 4
    seen.page.evaluate("hostile.searched([''])")
    seen.page.click("#language")
    seen.page.emulate_media(media="print")
    text = seen.page.evaluate("hostile.opened() && document.body.textContent")
    assert "1337" not in text and found(seen) == NOTHING


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
def test_title_and_address_are_text_as_well(visit: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    bare = {
        name: []
        for name in ("far", "land", "contested", "borders", "disputed", "coast", "units", "rivers", "lakes", "names")
    }
    monkeypatch.setattr("conflictmap.render.payload.ground", lambda view, countries: {"box": view, **bare})
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
@pytest.mark.parametrize("payload", hostile.LONG, ids=["braces", "words"])
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
    assert time.process_time() - started < 20 and len(data_of(text)["places"]) == 10_000  # type: ignore[arg-type]


def test_a_merged_report_comes_back_as_it_went() -> None:
    report = hostile_report(Attack(ALL), range(ROWS))
    lines = [line.decode() for line in encode_merged(report)]
    [back] = decode_lines(lines, "hostile")
    assert isinstance(back, Report) and back.claims == report.claims
    assert replace(back, mentions=()).events == report.events
