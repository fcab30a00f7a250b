"""The page as text: inert whatever an article says, the same every time, and nothing in it that loads anything."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from conflictmap.errors import InputError
from conflictmap.model import (
    Certainty,
    Claim,
    Control,
    DestinationRelation,
    Document,
    Event,
    EventType,
    Extent,
    Focus,
    Generator,
    Group,
    Kind,
    Mode,
    Movement,
    Place,
    PlaceId,
    Precision,
    Quantity,
    QuantityStatus,
    Report,
    Review,
    Status,
    Stock,
    Term,
    TimePrecision,
    Unit,
)
from conflictmap.render import conflict_map, render
from conflictmap.render.ground import ground
from conflictmap.render.page import SCRIPTS, asset, island, policy

ASSETS = Path(__file__).parents[1] / "src" / "conflictmap" / "render" / "assets"
HOSTILE = (
    "<script>window.XSS=1</script>",
    "{{7*7}}",
    "{% x %}",
    "{# y",
    "${7*7}",
    "`${window.XSS=1}`",
    "</script><script>window.XSS=1</script>",
    "<img src=x onerror=window.XSS=1>",
    '"><svg onload=window.XSS=1>',
    "javascript:window.XSS=1",
    "</title><script>window.XSS=1</script>",
    "<!--<script>",
    "a\u2028b\u202ec\u2066d",
)
DAM, FORD, PLAIN, HELD, LAND = map(PlaceId, ("x-dam", "x-ford", "x-plain", "x-held", "country-sy"))


def square(west: float, south: float, size: float) -> dict[str, object]:
    east, north = west + size, south + size
    return {
        "type": "Polygon",
        "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
    }


PLACES = (
    Place(
        id=DAM,
        name={"en": "Upper Weir", "ar": "السد الأعلى"},
        kind=Kind.SETTLEMENT,
        country="SY",
        lon=40.1,
        lat=34.9,
        uncertainty_km=3.0,
    ),
    Place(
        id=FORD,
        name={"en": "Sand Ford camp", "ar": "مخيم المخاضة"},
        kind=Kind.CAMP,
        country="SY",
        lon=40.9,
        lat=35.6,
        uncertainty_km=2.0,
        precision=Precision.SITE,
    ),
    Place(
        id=PLAIN,
        name={"en": "Thorn plain", "ar": "بادية الشوك"},
        kind=Kind.REGION,
        country="SY",
        lon=39.0,
        lat=34.3,
        uncertainty_km=40.0,
        precision=Precision.AREA,
        area=square(38.6, 33.9, 0.8),
        extent=Extent.VAGUE,
    ),
    Place(
        id=HELD,
        name={"en": "Areas held by the Blue side", "ar": "مناطق الطرف الأزرق"},
        kind=Kind.CONTROL_AREA,
        country="SY",
        lon=41.2,
        lat=36.0,
        uncertainty_km=60.0,
        precision=Precision.AREA,
        area=square(40.7, 35.2, 1.1),
        extent=Extent.VAGUE,
    ),
    Place(
        id=LAND,
        name={"en": "Syria", "ar": "سوريا"},
        kind=Kind.COUNTRY,
        country="SY",
        lon=38.0,
        lat=35.0,
        uncertainty_km=243.0,
        precision=Precision.COUNTRY,
    ),
)


def claim(number: int, quote: str, **facts: object) -> Claim:
    return Claim(id=f"cl-{number}", start=number * 100, end=number * 100 + len(quote), quote=quote, **facts)  # type: ignore[arg-type]


def small_report(**document: object) -> Report:
    """Build an invented report with one record of every kind."""
    facts = {
        "id": "weir",
        "text": "",
        "sha256": "0" * 64,
        "language": "en",
        "published": date(2021, 5, 9),
        "title": "Families leave Upper Weir",
        "publisher": "River Post",
        "url": "https://example.org/weir",
        **document,
    }
    day = {"date_start": date(2021, 5, 7), "date_end": date(2021, 5, 7), "time_precision": TimePrecision.DAY}
    return Report(
        document=Document(**facts),  # type: ignore[arg-type]
        generator=Generator(version="0.1.0", gazetteer="0"),
        focus=Focus(place=DAM, confidence=0.8),
        places=PLACES,
        claims=(
            claim(
                1,
                "about 1,200 civilians left Upper Weir",
                source_chain=("River Post", "two witnesses"),
                quantity=Quantity(best=1200, approx=True, text="about 1,200"),
            ),
            claim(
                2,
                "between 300 and 900 fighters gave up",
                source_chain=("River Post",),
                certainty=Certainty.ALLEGED,
                quantity=Quantity(min=300, max=900, text="between 300 and 900"),
            ),
            claim(3, "a strike hit the camp"),
        ),
        movements=(
            Movement(
                id="mv-1",
                mode=Mode.LEFT,
                group=Group.CIVILIANS,
                origin=(DAM,),
                destination=(FORD,),
                destination_relation=DestinationRelation.SINGLE,
                quantity=Quantity(best=1200, approx=True, text="about 1,200"),
                claims=("cl-1",),
                **day,
            ),
            Movement(
                id="mv-2",
                mode=Mode.WITHDREW,
                group=Group.FIGHTERS,
                origin=(DAM,),
                destination=(PLAIN, HELD),
                destination_relation=DestinationRelation.ANY_OF,
                status=Status.AGREED,
            ),
            Movement(
                id="mv-3",
                mode=Mode.SURRENDERED,
                group=Group.FIGHTERS,
                origin=(DAM,),
                origin_explicit=False,
                quantity=Quantity(min=300, max=900, text="between 300 and 900"),
                quantity_status=QuantityStatus.CONTESTED,
                claims=("cl-2",),
                date_start=date(2021, 5, 3),
                date_end=date(2021, 5, 4),
                time_precision=TimePrecision.DAYS,
            ),
            Movement(id="mv-4", mode=Mode.RETURNED, group=Group.REFUGEES, status=Status.DENIED),
        ),
        events=(
            Event(
                id="ev-1",
                type=EventType.AIR_STRIKE,
                place=FORD,
                fatalities=Quantity(best=1, text="one"),
                claims=("cl-3",),
                **day,
            ),
            Event(id="ev-2", type=EventType.CEASEFIRE, place=LAND, status=Status.PREDICTED),
            Event(id="ev-3", type=EventType.OTHER, place=DAM, review=Review.REJECTED),
        ),
        stocks=(
            Stock(
                id="st-1",
                place=FORD,
                group=Group.DISPLACED,
                quantity=Quantity(best=40, text="40"),
                term=Term.IN_RELIEF_CAMP,
            ),
            Stock(
                id="st-2",
                place=FORD,
                group=Group.CIVILIANS,
                quantity=Quantity(best=9, unit=Unit.HOUSEHOLDS, text="9"),
                term=Term.DESTROYED_HOUSING,
            ),
        ),
        control=(Control(id="co-1", place=HELD, controller="the Blue side"),),
    )  # type: ignore[arg-type]


def hostile_report(payload: str) -> Report:
    """Put one payload into every field that an article can fill."""
    report = small_report(
        id=payload, title=payload, publisher=payload, url=payload, archived_url=payload, language="en"
    )
    dam = replace(PLACES[0], name={"en": payload, "ar": payload})
    said = claim(
        1, payload, source_chain=(payload, payload), attribution=payload, quantity=Quantity(best=3, text=payload)
    )
    moved = replace(report.movements[0], agent=payload, cargo=payload, mode=Mode.EVACUATED)
    struck = replace(report.events[0], actors=(payload,))
    return replace(
        report,
        places=(dam, *PLACES[1:]),
        claims=(said, *report.claims[1:]),
        movements=(moved, *report.movements[1:]),
        events=(struck, *report.events[1:]),
        control=(replace(report.control[0], controller=payload),),
    )


def data_of(text: str) -> dict[str, object]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert found
    data: dict[str, object] = json.loads(found[1])
    return data


@pytest.fixture(scope="module")
def text() -> str:
    return render([small_report()])


@pytest.mark.parametrize("payload", HOSTILE)
def test_hostile_text_is_escaped_everywhere(payload: str) -> None:
    text = render([hostile_report(payload)], title=payload)
    data = data_of(text)
    outside = text.replace(island(data), "").replace(html.escape(payload), "")
    assert data["title"] == payload
    claims, places = data["claims"], data["places"]
    assert isinstance(claims, dict) and claims["cl-1"]["quote"] == payload
    assert isinstance(places, list) and payload in {place["name"]["en"] for place in places}
    assert payload not in outside
    assert "49" not in (re.search("<title>(.*?)</title>", text) or [""])[0]
    inner = text.split('id="data">', 1)[1].split("</script>", 1)[0]
    assert not set("<>&\u2028\u2029") & set(inner)


def test_only_web_addresses_are_kept() -> None:
    addresses = (
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.org/",
        "//example.org/",
        "http://[::1",
        "HTTPS://example.org/a",
    )
    kept = []
    for address in addresses:
        documents = data_of(render([small_report(url=address)]))["documents"]
        assert isinstance(documents, list)
        kept.append(documents[0]["url"])
    assert kept == [None, None, None, None, None, "HTTPS://example.org/a"]


def test_policy_allows_our_two_scripts_and_nothing_else(text: str) -> None:
    scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    found = re.search(r'http-equiv="Content-Security-Policy" content="(.*?)"', text)
    assert found and html.unescape(found[1]) == policy()
    assert re.findall("'sha256-(.*?)'", policy()) == hashes
    assert len(scripts) == 2 and "default-src 'none'" in policy() and "unsafe-eval" not in policy()
    assert text.index("Content-Security-Policy") < text.index("<style>")


def test_nothing_is_loaded(text: str) -> None:
    assert not re.search(r"<(link|iframe|object|embed|img|base)\b", text)
    assert not re.search(r"<script[^>]*\bsrc=", text)
    assert not re.search(r"@import|url\((?!#|['\"]?#)", text.split("</style>")[0])
    for host in ("jsdelivr", "cdnjs", "unpkg", "googleapis", "npmjs", "openstreetmap"):
        assert host not in text


def test_same_reports_give_the_same_bytes(text: str) -> None:
    assert render([small_report()]) == text
    assert str(Path.home()) not in text and str(ASSETS.parents[3]) not in text


def test_page_stays_small(text: str) -> None:
    assert len(text.encode()) < 700_000
    assert sum(path.stat().st_size for path in ASSETS.rglob("*") if path.is_file()) < 2_000_000


def test_head_tells_language_direction_and_title() -> None:
    arabic = render([small_report(language="ar", title="عائلات تغادر")])
    assert '<html lang="ar" dir="rtl">' in arabic and "<title>عائلات تغادر</title>" in arabic
    english = render([small_report(language="ar")], language="en", title="A & B")
    assert '<html lang="en" dir="ltr">' in english and "<title>A &amp; B</title>" in english


def test_rejected_records_are_left_out(text: str) -> None:
    records = data_of(text)["records"]
    assert isinstance(records, list)
    assert {record["id"] for record in records} == {
        "mv-1",
        "mv-2",
        "mv-3",
        "mv-4",
        "ev-1",
        "ev-2",
        "st-1",
        "st-2",
        "co-1",
    }


def test_quotes_can_be_left_out() -> None:
    assert "civilians left Upper Weir" not in render([small_report()], quotes=False)


def test_several_reports_keep_their_records_apart() -> None:
    data = data_of(render([small_report(), small_report(id="other")]))
    records, claims = data["records"], data["claims"]
    assert isinstance(records, list) and isinstance(claims, dict)
    assert len({record["id"] for record in records}) == len(records) == 18
    assert all(key in claims for record in records for key in record["claims"])


def test_context_towns_are_for_orientation_only() -> None:
    town = Place(id=PlaceId("x-town"), name={"en": "Far Town"}, kind=Kind.SETTLEMENT, lon=39.5, lat=35.2)
    data = data_of(render([small_report()], context=[town, PLACES[0]]))
    context = data["context"]
    assert isinstance(context, list) and [place["id"] for place in context] == ["x-town"]


def test_a_report_without_places_opens_on_the_world() -> None:
    empty = Report(document=Document(id="x", text="", sha256="0"), generator=Generator(version="0", gazetteer="0"))
    assert data_of(render([empty]))["view"] == [-180, -60, 180, 80]


def test_no_name_stands_on_contested_land_of_another_code() -> None:
    names = ground((33.0, 44.4, 36.0, 45.6), frozenset({"UA"}))["names"]
    assert isinstance(names, list) and {name["country"] for name in names} == {"UA"}


def test_land_does_not_jump_over_the_date_line() -> None:
    land = ground((-180.0, -60.0, 180.0, 80.0), frozenset())["land"]
    assert isinstance(land, list)
    moves = [(ring[n], ring[n + 1]) for _, _, parts in land for rings in parts for ring in rings
             for n in range(2, len(ring), 2)]  # fmt: skip
    # Antarctica ends at the edge of the map, in one straight step.
    steps = [abs(x) for x, y in moves if y]
    assert max(steps) < 60_000


def test_wrong_arguments_are_refused() -> None:
    with pytest.raises(InputError, match="no report"):
        render([])
    with pytest.raises(InputError, match="'fr'"):
        render([small_report()], language="fr")  # type: ignore[arg-type]


def test_folium_map_is_offline_and_its_classes_stay_untouched() -> None:
    import folium

    before = (list(folium.Map.default_js), list(folium.Map.default_css))
    drawn = conflict_map([small_report()])
    assert isinstance(drawn, folium.Map) and drawn.default_js == [] and drawn.default_css == []
    assert (list(folium.Map.default_js), list(folium.Map.default_css)) == before and before[0]
    assert drawn.get_root().render() == render([small_report()])


def test_vendored_files_are_those_recorded() -> None:
    table = re.findall(
        r"^\| `([^`]+)` \|.*\| `([0-9a-f]{64})` \|$", (ASSETS / "VENDORED.md").read_text("utf-8"), re.MULTILINE
    )
    assert {name for name, _ in table} == {
        "vendor/leaflet.js",
        "vendor/leaflet.css",
        "vendor/leaflet.LICENSE",
        "ground.npz",
    }
    for name, digest in table:
        assert hashlib.sha256((ASSETS / name).read_bytes()).hexdigest() == digest, name


def test_scripts_make_no_html_from_text() -> None:
    for name in SCRIPTS:
        code = asset(name)
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|bindPopup|fetch\(", code
        ), name


def test_every_value_of_the_contract_has_its_word_in_both_languages() -> None:
    code = asset("i18n.js") + asset("words.js")
    for values in (Status, Certainty, Group, EventType, Kind, Mode, Review):
        for value in values:
            assert len(re.findall(rf'(?<![\w"]){re.escape(value)}:|"{re.escape(value)}":', code)) >= 2, value


def test_no_two_scripts_have_a_name_in_common() -> None:
    """All scripts share one scope: of two functions of one name the second silently takes the place of the first."""
    declared = r"^(?:async )?(?:function\*?|const|let|class) ([A-Za-z_$][\w$]*)"
    names = Counter(name for script in SCRIPTS for name in re.findall(declared, asset(script), re.MULTILINE))
    assert len(names) > 300
    assert [name for name, count in names.items() if count > 1] == []


def test_every_word_of_the_interface_is_there_in_both_languages_and_used() -> None:
    text = asset("i18n.js").partition("const MONTHS")[0]
    english, arabic = re.split(r"^  ar: \{", text, flags=re.MULTILINE)
    words = [re.findall(r"(?:^\s*|[{,]\s*)(\w+):\s+(?=\")", part, re.MULTILINE) for part in (english, arabic)]
    assert set(words[0]) == set(words[1]) and len(words[0]) > 150
    assert [name for name, count in Counter(words[0]).items() if count > 1] == []
    code = "\n".join(asset(script) for script in SCRIPTS if script != "i18n.js")
    unused = [name for name in words[0] if not re.search(rf"\b{name.removesuffix('Toll')}\b", code)]
    assert unused == []
