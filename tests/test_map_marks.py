"""What is drawn on the map: nothing lies upon a label, one movement is one arrow, every sign is explained."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from browsing import Opener, Visit
from click.testing import CliRunner
from test_render import ASSETS, DAM, FORD, LAND, PLACES, small_report

from conflictmap.model import (
    Event,
    EventType,
    Focus,
    Group,
    Kind,
    Mode,
    Movement,
    Place,
    PlaceId,
    Precision,
    Quantity,
    Report,
    Status,
)
from conflictmap.render import render

ROOT = Path(__file__).parents[1]
SIZES = ((1280, 800), (768, 1024), (390, 844))
TYPES, GROUPS, STATUSES = tuple(EventType), tuple(Group), tuple(Status)


def place(number: int, lon: float, lat: float, **facts: object) -> Place:
    named = {"en": f"Reed Town {number}", "ar": f"بلدة القصب {number}"}
    given = {"id": PlaceId(f"t-{number}"), "name": named, "kind": Kind.SETTLEMENT, "country": "SY", **facts}
    return Place(lon=lon, lat=lat, **{"uncertainty_km": 2.0, **given})  # type: ignore[arg-type]


def told(places: tuple[Place, ...], **records: object) -> Report:
    empty = {"claims": (), "movements": (), "events": (), "stocks": (), "control": ()}
    return replace(
        small_report(), places=places, focus=Focus(place=places[0].id, confidence=0.8), **{**empty, **records}
    )  # type: ignore[arg-type]


def move(number: int, origin: tuple[PlaceId, ...], destination: tuple[PlaceId, ...], **facts: object) -> Movement:
    given = {"id": f"mv-{number}", "mode": Mode.LEFT, "group": Group.CIVILIANS, **facts}
    return Movement(origin=origin, destination=destination, **given)  # type: ignore[arg-type]


def crowd() -> Report:
    """Give twenty-two records of one place, and movements from it to four towns around and to nowhere."""
    towns = tuple(place(n, 40 + 0.4 * x, 35 + 0.3 * y) for n, (x, y) in
                  enumerate(((0, 0), (1, 1), (-1, 1), (1, -1), (-1, -1))))  # fmt: skip
    hub = towns[0].id
    moves = [move(n, (hub,), (towns[1 + n % 4].id,), group=GROUPS[n % 16], status=STATUSES[n % 8],
                  quantity=Quantity(best=10 ** (1 + n % 4), text="n")) for n in range(12)]  # fmt: skip
    moves += [move(20 + n, (hub,) if n % 2 else (), () if n % 2 else (hub,), group=GROUPS[n]) for n in range(10)]
    events = tuple(Event(id=f"ev-{n}", type=TYPES[n % 19], place=hub, status=STATUSES[n % 8]) for n in range(22))
    return told(towns, movements=tuple(moves), events=events)


def country_only() -> Report:
    """Give a story that names no place but a country."""
    return told((PLACES[4],), events=tuple(Event(id=f"ev-{n}", type=TYPES[n], place=LAND) for n in range(3)))


def world() -> Report:
    """Give a story of seven capitals, with flights between them."""
    where = ((2.3, 48.8), (-74.0, 40.7), (139.7, 35.7), (28.0, -26.2), (-46.6, -23.5), (151.2, -33.9), (77.2, 28.6))
    towns = tuple(replace(place(n, lon, lat), country=None) for n, (lon, lat) in enumerate(where))
    moves = tuple(move(n, (towns[0].id,), (town.id,), quantity=Quantity(best=900 * n, text="n"))
                  for n, town in enumerate(towns) if n)  # fmt: skip
    return told(towns, movements=moves, events=tuple(Event(id=f"ev-{n}", type=TYPES[n], place=town.id) for n, town in
                                                      enumerate(towns)))  # fmt: skip


def busy() -> Report:
    """Give sixty events in twelve towns."""
    towns = tuple(place(n, 39.5 + 0.35 * (n % 4), 34.6 + 0.3 * (n // 4) + 0.1 * (n % 2)) for n in range(12))
    events = tuple(Event(id=f"ev-{n}", type=TYPES[(n * 7) % 19], place=towns[n % 12].id, status=STATUSES[n % 8])
                   for n in range(60))  # fmt: skip
    return told(towns, events=events)


def tight() -> Report:
    """Give two towns 3 km apart, a camp within one, a hospital, long names and names in one language only."""
    long = {"en": "Old Customs House of the Upper Eastern Embankment", "ar": "دار الجمرك القديمة على الضفة الشرقية"}
    towns = (
        place(0, 40.0, 35.0, name=long),
        place(1, 40.03, 35.01, name={"en": "Lower Embankment"}),
        place(2, 40.004, 35.002, name={"ar": "مخيم الضفة"}, kind=Kind.CAMP, precision=Precision.SITE),
        place(3, 40.3, 35.1, kind=Kind.FACILITY, feature="hospital"),
        place(4, 40.5, 34.9, kind=Kind.FACILITY, feature="oil_field"),
        place(5, 39.6, 34.8, kind=Kind.FACILITY, feature="dam"),
        place(6, 39.7, 35.2, kind=Kind.FACILITY, feature="military_base"),
        place(7, 40.2, 34.75, kind=Kind.FACILITY, feature="border_crossing"),
        place(8, 39.9, 34.7, precision=Precision.NEAR, name={"en": "near Old Weir", "ar": "قرب السد القديم"}),
    )  # fmt: skip
    moves = (
        move(1, (towns[0].id,), (towns[1].id,), quantity=Quantity(best=600, text="600")),
        move(2, (towns[1].id,), (towns[0].id,), group=Group.FIGHTERS, quantity=Quantity(min=40, max=90, text="x")),
        move(3, (towns[3].id,), (towns[4].id,), quantity=Quantity(best=2500, text="2500"), status=Status.ONGOING),
        move(4, (towns[4].id,), (towns[3].id,), quantity=Quantity(best=300, text="300"), status=Status.ALLEGED),
    )
    return told(towns, movements=moves, events=tuple(Event(id=f"ev-{n}", type=TYPES[n], place=town.id) for n, town in
                                                      enumerate(towns)))  # fmt: skip


SCENES = {"crowd": crowd, "country_only": country_only, "world": world, "busy": busy, "tight": tight,
          "small": small_report}  # fmt: skip

MEASURE = """
() => {
  const stage = document.getElementById("stage").getBoundingClientRect(), things = [], hits = [];
  const add = (kind, selector, owner) => document.querySelectorAll(selector).forEach((node) => {
    const { x, y, width, height } = node.getBoundingClientRect();
    if (width && height) things.push({ kind, x, y, width, height, owner: node.closest(owner), text: node.textContent });
  });
  add("label", ".marks .label-block text", ".label-block");
  add("number", ".marks .mark-number text, .marks .fan text", ".mark-number, .fan");
  add("sign", ".strips .sign, .strips text, .strips .badge, .strips .moved-head", ".event");
  add("place", ".places .dot, .places .glyph, .places .ring", ".place");
  add("head", ".marks .head, .marks .open-head", ".flow");
  add("tool", "#stage > :not(#map, #popover)", "#stage > *");
  const written = new Set(["label", "number", "sign"]);
  const along = (a, b, from, long) => Math.min(a[from] + a[long], b[from] + b[long]) - Math.max(a[from], b[from]);
  const meet = (a, b) => [along(a, b, "x", "width"), along(a, b, "y", "height")];
  things.forEach((a, i) => {
    const [wide, high] = meet(a, stage);
    const cut = wide > 0 && high > 0 && (wide < a.width - 1 || high < a.height - 1);
    if (written.has(a.kind) && cut) hits.push(["clipped", a.text]);
    for (const b of things.slice(i + 1)) {
      if (a.owner === b.owner || (!written.has(a.kind) && !written.has(b.kind))) continue;
      const [w, h] = meet(a, b);
      if (w > 1 && h > 1) hits.push([a.kind, a.text, b.kind, b.text, w, h]);
    }
  });
  const count = (kind) => things.filter((thing) => thing.kind === kind).length;
  return { hits, labels: count("label"), signs: count("sign"), numbers: count("number") };
}
"""


def zoomed(seen: Visit, levels: int) -> None:
    """Turn the wheel over the main place, or over the middle of the map."""
    target = seen.page.locator(".marks .ring")
    box = (target.first if target.count() else seen.page.locator("#stage")).bounding_box()
    assert box
    before = seen.page.inner_html("#scale")
    seen.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    seen.page.mouse.wheel(0, -150 * levels)
    seen.page.wait_for_function("text => document.getElementById('scale').innerHTML !== text", arg=before)
    seen.page.mouse.move(2, 2)


def ids_on_the_map(seen: Visit) -> set[str]:
    listed = seen.page.eval_on_selector_all(".marks [data-ids]", "nodes => nodes.map(n => n.dataset.ids)")
    return {one for ids in listed for one in ids.split()}


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Draw the articles of `seeds/` on one page, as the command does."""
    from conflictmap.cli import cli

    out = tmp_path_factory.mktemp("seeds")
    result = CliRunner().invoke(cli, ["map", str(ROOT / "seeds"), "-o", str(out)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return (out / "map.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", ["ar", "en"])
def test_nothing_lies_on_the_words_of_the_seeds(
    visit: Opener, seeds: str, size: tuple[int, int], language: str
) -> None:
    seen = visit(seeds, hash=f"#lang={language}", width=size[0], height=size[1])
    for levels in (0, 1, 1):
        if levels:
            zoomed(seen, levels)
        found = seen.page.evaluate(MEASURE)
        assert found["hits"] == [] and found["labels"] > 4 and found["signs"] > 4
    assert seen.complaints == []


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_nothing_lies_on_the_words_of_other_stories(visit: Opener, scene: str, language: str) -> None:
    text = render([SCENES[scene]()], language="ar" if language == "ar" else "en")
    for width, height in (SIZES[0], SIZES[2]):
        seen = visit(text, width=width, height=height)
        found = seen.page.evaluate(MEASURE)
        assert found["hits"] == [] and found["labels"] > 0
        zoomed(seen, 1)
        assert seen.page.evaluate(MEASURE)["hits"] == [] and seen.complaints == []


@pytest.mark.parametrize("scene", ["crowd", "country_only", "busy", "small"])
def test_every_record_with_a_place_has_a_mark(visit: Opener, scene: str) -> None:
    report = SCENES[scene]()
    seen = visit(render([report], language="en"))
    there = ids_on_the_map(seen)
    events = {event.id for event in report.events if event.place and event.review != "rejected"}
    moves = {one.id for one in report.movements if (one.origin or one.destination) and one.status != Status.DENIED}
    assert events | moves <= there


def test_one_movement_of_two_reports_is_one_arrow(visit: Opener) -> None:
    seen = visit(render([small_report(), small_report(id="other")], language="en"))
    flows = seen.page.locator(".marks .flow:not(.stub)").evaluate_all("nodes => nodes.map(n => n.dataset.ids)")
    assert sorted(flows) == ["0.mv-1 1.mv-1", "0.mv-2 1.mv-2", "0.mv-2 1.mv-2"]
    assert seen.page.locator(".marks .bracket").count() == 1
    numbers = [re.sub("[\u2066-\u2069]", "", text) for text in seen.page.locator(".mark-number").all_text_contents()]
    assert "~1,200 +1" in numbers and not any("2,400" in number for number in numbers)


def test_there_and_back_are_two_arrows_that_part(visit: Opener) -> None:
    towns = (place(0, 40.0, 35.0), place(1, 41.0, 35.0))
    pair = (move(1, (towns[0].id,), (towns[1].id,)), move(2, (towns[1].id,), (towns[0].id,)))
    seen = visit(render([told(towns, movements=pair)], language="en"))
    there, back = seen.page.locator(".marks .flow .hit").evaluate_all(
        "nodes => nodes.map(n => { const p = n.getPointAtLength(n.getTotalLength() / 2); return [p.x, p.y]; })"
    )
    assert abs(there[0] - back[0]) < 20 and abs(there[1] - back[1]) > 40


def test_arrows_side_by_side_merge_when_they_fall_together(visit: Opener) -> None:
    towns = (place(0, 40.0, 35.0), place(1, 40.06, 35.0))
    moves = tuple(
        move(n, (towns[0].id,), (towns[1].id,), group=group)
        for n, group in enumerate((Group.CIVILIANS, Group.FIGHTERS))
    )
    seen = visit(render([told(towns, movements=moves)], language="en"))
    flows = seen.page.locator(".marks .flow")
    assert flows.count() == 1 and flows.first.get_attribute("data-ids") == "mv-0 mv-1"
    zoomed(seen, 1)
    assert flows.count() == 2


def test_the_drawing_depends_on_the_view_alone(visit: Opener, seeds: str) -> None:
    seen = visit(seeds, hash="#lang=en")
    drawn = seen.page.inner_html(".marks")
    seen.page.click("#language")
    assert seen.page.inner_html(".marks") != drawn
    seen.page.click("#language")
    assert seen.page.inner_html(".marks") == drawn


MEANT = (
    r"^(tint-(?!various)|is-(?!happened|ongoing)|sign-(?!filled|bar|strike|moved)|stub-|moved-(in|out)$|"
    r"glyph-(?!ground)|area-(?!fill|line)|fan-)|^(band|flowing|badge|ring|disc)$"
)


@pytest.mark.parametrize("scene", [*SCENES, "seeds"])
def test_the_legend_explains_every_sign_and_no_other(visit: Opener, seeds: str, scene: str) -> None:
    seen = visit(seeds if scene == "seeds" else render([SCENES[scene]()], language="en"))
    drawn = {name for name in seen.page.eval_on_selector_all(
        ".marks *", "nodes => nodes.flatMap(n => [...n.classList])") if re.search(MEANT, name)}  # fmt: skip
    shown = seen.page.eval_on_selector_all(
        ".legend li:not([hidden])", "nodes => nodes.flatMap(n => n.dataset.signs || [])"
    )
    explained = {name for signs in shown for name in re.findall(r"\.([a-z_-]+)", signs)}
    assert drawn <= explained
    for signs in shown:
        parts = ", ".join(f".marks {sign}, .list .icon{sign}, .list .icon {sign}" for sign in signs.split(", "))
        assert seen.page.locator(parts).count(), signs
    zoomed(seen, 1)
    assert seen.page.locator(".legend li[hidden]").count() > 0


def sentences(seen: Visit) -> list[str]:
    told = seen.page.locator(".record-sentence").all_inner_texts()
    return [re.sub("[\u2066-\u2069]", "", text) for text in told]


def test_sentences_take_the_preposition_of_a_name(visit: Opener) -> None:
    by = place(1, 40.1, 35.1, id="near:x", name={"en": "near Old Well", "ar": "قرب البئر"}, precision=Precision.NEAR)
    off = place(2, 40.2, 35.1, id="3km:x", kind=Kind.OTHER,
                name={"en": "3 km east of Old Well", "ar": "على بعد 3 كم شرق البئر"})  # fmt: skip
    ends = {"en": "Old Well – Low Ford", "ar": "البئر – المخاضة"}
    road = place(3, 40.3, 35.1, id="between:x:y", kind=Kind.OTHER, feature="between", name=ends)
    town = place(0, 40.0, 35.0)
    clashes = tuple(Event(id=f"ev-{n}", type=EventType.ARMED_CLASH, place=one.id) for n, one in
                    enumerate((by, off, road, town)))  # fmt: skip
    moves = (move(1, (by.id,), (off.id,)), move(2, (), (road.id,), mode=Mode.DETAINED))
    seen = visit(render([told((town, by, off, road), events=clashes, movements=moves)], language="en"))
    assert sentences(seen) == [
        "Civilians left the area near Old Well for a point 3 km east of Old Well",
        "Civilians were detained between Old Well and Low Ford",
        "Armed clash near Old Well",
        "Armed clash 3 km east of Old Well",
        "Armed clash between Old Well and Low Ford",
        "Armed clash in Reed Town 0",
    ]
    seen.page.click("#language")
    assert sentences(seen)[0] == "خروج مدنيين من مكان قرب البئر إلى نقطة على بعد 3 كم شرق البئر"
    assert sentences(seen)[2:5] == [
        "اشتباك مسلح قرب البئر", "اشتباك مسلح على بعد 3 كم شرق البئر", "اشتباك مسلح بين البئر والمخاضة",
    ]  # fmt: skip


def test_sentences_tell_the_missing_and_the_captured_in_agreeing_numbers(visit: Opener) -> None:
    def many(n: int) -> Quantity:
        return Quantity(best=n, text=str(n))

    raid = Event(id="ev", type=EventType.AIR_STRIKE, place=DAM, status=Status.ALLEGED, fatalities=many(2),
                 injured=many(7), missing=many(11), captured=many(100))  # fmt: skip
    moves = tuple(move(n, (DAM,), (FORD,), quantity=many(n)) for n in (1, 2, 3, 15, 103))
    seen = visit(render([told(PLACES, events=(raid,), movements=moves)], language="en"))
    assert sentences(seen)[-1] == (
        "Allegedly, air strike in Upper Weir, 2 people killed, 7 people injured, 11 people missing, 100 people captured"
    )
    seen.page.click("#language")
    assert sentences(seen)[-1].endswith("، ومقتل شخصين، وإصابة 7 أشخاص، وفقدان 11 شخصا، وأسر 100 شخص")
    told_of = [" ".join(sentence.split()[1:3]) for sentence in sentences(seen)[:5]]
    assert told_of == ["مدني من", "مدنيين اثنين", "3 مدنيين", "15 مدنيا", "103 مدنيين"]


# ---- colours

CSS = (ASSETS / "page.css").read_text(encoding="utf-8")
GROUP_NAMES = ("civ", "disp", "fight", "both", "held", "host", "cargo", "mixed")
# Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB; the last makes a copy in grey.
SIGHTS = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
    "grey": ((0.2126, 0.7152, 0.0722),) * 3,
}  # fmt: skip
Colour = tuple[float, ...]


def palette(theme: str) -> dict[str, Colour]:
    light, dark = re.findall(r":root(?:\[data-theme=\"dark\"\])? \{(.*?)\}", CSS, re.DOTALL)[:2]
    values = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", light))
    values |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", dark)) if theme == "dark" else {}
    return {name: linear(value) for name, value in values.items()}


def linear(value: str) -> Colour:
    parts = [int(value[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return tuple(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)


def seen_as(colour: Colour, sight: str) -> Colour:
    return tuple(min(1.0, max(0.0, sum(a * b for a, b in zip(row, colour, strict=True)))) for row in SIGHTS[sight])


def luminance(colour: Colour) -> float:
    return 0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2]


def contrast(one: Colour, other: Colour) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lab(colour: Colour) -> Colour:
    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    x, y, z = (sum(a * b for a, b in zip(row, colour, strict=True)) for row in rows)
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x / 0.9505, y, z / 1.089))
    return (116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz))


def difference(one: Colour, other: Colour) -> float:
    """Give the distance of two colours in CIELAB (delta E of 1976): below 10 one has to look twice."""
    return sum((a - b) ** 2 for a, b in zip(lab(one), lab(other), strict=True)) ** 0.5


def tails() -> dict[str, str]:
    code = (ASSETS / "arrows.js").read_text(encoding="utf-8")
    return dict(re.findall(r'(\w+): "(M[^"]+)"', code.split("const TAILS", 1)[1].split("};", 1)[0]))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("sight", SIGHTS)
def test_groups_differ_in_colour_and_in_shape(theme: str, sight: str) -> None:
    colours, shapes = palette(theme), tails()
    assert set(shapes) == set(GROUP_NAMES)
    for number, one in enumerate(GROUP_NAMES):
        for other in GROUP_NAMES[number + 1 :]:
            apart = difference(seen_as(colours[one], sight), seen_as(colours[other], sight))
            assert shapes[one] != shapes[other], (one, other)
            assert apart >= 12 or sight == "grey", (one, other, apart)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_marks_and_words_stand_out_from_the_ground(theme: str) -> None:
    colours = palette(theme)
    for ground in ("land", "near"):
        for mark in GROUP_NAMES:
            assert contrast(colours[mark], colours[ground]) >= 3, (mark, ground)
        for words in ("ink", "soft", "far-name"):
            assert contrast(colours[words], colours[ground]) >= 4.5, (words, ground)
    for group in GROUP_NAMES:
        mixed = tuple(0.78 * a + 0.22 * b for a, b in zip(colours[group], colours["ink"], strict=True))
        assert contrast(mixed, colours["land"]) >= 4.5, group
