"""Many reports of one event give one event; what was two stays two; copies count once; the window is the user's."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from conflictmap.cli import cli
from conflictmap.codec import decode_lines, encode_merged, merged_json_schema
from conflictmap.errors import InputError
from conflictmap.export import write_geojson
from conflictmap.model import (
    ActorMatch,
    Claim,
    Count,
    Document,
    Event,
    EventType,
    Figure,
    Generator,
    Group,
    Kind,
    Mode,
    Movement,
    Place,
    PlaceId,
    Quantity,
    QuantityStatus,
    Relation,
    RelationType,
    Report,
    Review,
    Status,
    TypeMatch,
    Window,
)
from conflictmap.pipeline import Pipeline
from conflictmap.read import read
from conflictmap.reconcile import merge
from conflictmap.reconcile.figures import values
from conflictmap.reconcile.wire import signature, with_copies
from conflictmap.render import render
from conflictmap.revise import without_quotes
from conflictmap.text.tokens import Words

TEXTS = Path(__file__).parent / "merge"
DAY = date(2020, 6, 4)


def analysed(pipeline: Pipeline, name: str) -> list[Report]:
    return [pipeline.analyse(document) for document in read([str(TEXTS / f"{name}.jsonl")])]


# Through the whole pipeline -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def strike(pipeline: Pipeline) -> list[Report]:
    """Give ten Arabic and ten English reports of one air strike, each in words of its own."""
    reports = analysed(pipeline, "one_strike")
    assert [report.document.language for report in reports] == ["en"] * 10 + ["ar"] * 10
    return reports


def test_twenty_reports_of_one_event_give_one_event_with_twenty_claims(strike: list[Report]) -> None:
    (event,) = merge(strike).events
    assert (event.type, event.place) == (EventType.AIR_STRIKE, "sy-saraqib")
    assert event.date_start == event.date_end == date(2018, 11, 12)
    assert len(event.claims) == 20
    assert {claim.split("#")[0] for claim in event.claims} == {report.document.id for report in strike}


def test_figures_of_twenty_reports_stand_side_by_side(strike: list[Report]) -> None:
    merged = merge(strike)
    (event,) = merged.events
    assert values(event.fatalities) == (8, 9, None)  # the monitor corrected its "at least 7" to 9; others say 8
    quotes = {claim.id: claim.quote for claim in merged.claims}
    for figure in event.figures:
        assert figure.sources and all(quotes[claim] for claim in figure.claims)
    tolls = {(figure.quantity.best, figure.sources) for figure in event.figures if figure.of == Count.FATALITIES}
    assert (9, ("sohr",)) in tolls
    # Three outlets quote the monitor, two the White Helmets: the sources are those two and the thirteen other outlets.
    assert {"sohr", "white-helmets"} < set(event.sources) and len(event.sources) == 16


def test_two_strikes_on_one_town_on_one_day_stay_two(pipeline: Pipeline) -> None:
    strikes = [event for event in merge(analysed(pipeline, "two_strikes")).events if event.type == EventType.AIR_STRIKE]
    assert [(event.place, values(event.fatalities)[2], len(event.claims)) for event in strikes] == [
        ("sy-ariha", 4, 3), ("sy-ariha", 9, 4)
    ]  # fmt: skip


CALM = [json.loads(line) for line in (TEXTS / "no_news.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("identity", [one["id"] for one in CALM])
def test_a_document_without_news_of_conflict_gives_no_records(pipeline: Pipeline, identity: str) -> None:
    (document,) = (one for one in read([str(TEXTS / "no_news.jsonl")]) if one.id == identity)
    report = pipeline.analyse(document)
    assert (report.events, report.movements, report.stocks, report.control) == ((), (), (), ())


# By hand --------------------------------------------------------------------------------------------------------------


def place(identity: str, lon: float, lat: float = 35.8, kind: Kind = Kind.SETTLEMENT, km: float = 2.0) -> Place:
    return Place(id=PlaceId(identity), name={"en": identity}, kind=kind, lon=lon, lat=lat, uncertainty_km=km,
                 country="SY", admin1="SY-ID")  # fmt: skip


PLACES = (
    place("town", 36.8), place("mill", 36.82), place("far", 37.4), place("farther", 38.4),
    place("admin1-SY-ID", 36.7, kind=Kind.ADMIN1, km=45.0), place("country-sy", 38.0, kind=Kind.COUNTRY, km=300.0),
)  # fmt: skip


def event(identity: str = "ev", at: str = "town", day: date | None = DAY, dead: int | None = None,
          **facts: object) -> Event:  # fmt: skip
    toll = None if dead is None else Quantity(best=dead, text=str(dead))
    figures = () if toll is None else (Figure(of=Count.FATALITIES, quantity=toll, claims=(f"cl-{identity}",)),)
    made: dict[str, object] = {"type": EventType.AIR_STRIKE, "place": PlaceId(at), "date_start": day, "date_end": day,
                               "fatalities": toll, "figures": figures, "claims": (f"cl-{identity}",)}  # fmt: skip
    return Event(id=identity, **{**made, **facts})  # type: ignore[arg-type]  # as the tests give them


def movement(identity: str = "mv", number: int | None = None, **facts: object) -> Movement:
    counted = None if number is None else Quantity(best=number, text=str(number))
    made: dict[str, object] = {"mode": Mode.FLED, "group": Group.CIVILIANS, "origin": (PlaceId("town"),),
                               "destination": (PlaceId("far"),), "date_start": DAY, "date_end": DAY,
                               "quantity": counted, "claims": (f"cl-{identity}",)}  # fmt: skip
    return Movement(id=identity, **{**made, **facts})  # type: ignore[arg-type]  # as the tests give them


def report(
    identity: str, *records: Event | Movement, chain: Sequence[str] = (), published: date | None = DAY,
    quote: str = "It is said.", minhash: str | None = None,
) -> Report:  # fmt: skip
    claims = {claim: Claim(id=claim, start=0, end=len(quote), quote=quote, source_chain=(identity.upper(), *chain))
              for record in records for claim in record.claims}  # fmt: skip
    document = Document(id=identity, text="", sha256=f"{identity:0>8}", publisher=identity.upper(), language="en",
                        published=published, minhash=minhash)  # fmt: skip
    return Report(
        document=document, generator=Generator(version="0", gazetteer="0"), places=PLACES,
        claims=tuple(claims.values()), events=tuple(one for one in records if isinstance(one, Event)),
        movements=tuple(one for one in records if isinstance(one, Movement)),
    )  # fmt: skip


def together(*reports: Report, **window: object) -> int:
    return len(merge(reports, Window(**window)).events)  # type: ignore[arg-type]  # as the tests give them


ALIKE = [
    # what the second report tells of a strike on the town, and how many events the two are
    (event(), 1),
    (event(at="mill"), 1),
    (event(at="far"), 2),
    (event(at="admin1-SY-ID"), 1),
    (event(at="country-sy"), 2),
    (event(day=DAY + timedelta(days=1)), 1),
    (event(day=DAY + timedelta(days=2)), 2),
    (event(day=DAY - timedelta(days=3), date_end=DAY), 1),
    (event(day=DAY - timedelta(days=30), date_end=DAY), 2),  # a month is no day
    (event(day=None), 1),  # news of the day on which it came out
    (event(type=EventType.SHELLING), 1),
    (event(type=EventType.ATTACK_ON_CIVILIANS), 1),
    (event(type=EventType.GROUND_EXPLOSIVE), 2),
    (event(status=Status.ALLEGED), 1),
    (event(status=Status.PLANNED), 2),
    (event(status=Status.DENIED), 2),
    (event(dead=12), 1),
    (event(review=Review.REJECTED), 1),
]


@pytest.mark.parametrize(("second", "number"), ALIKE)
def test_what_is_one_event(second: Event, number: int) -> None:
    assert together(report("a", event()), report("b", second)) == number


def test_the_window_is_the_users() -> None:
    two = (report("a", event()), report("b", event(at="mill", day=DAY + timedelta(days=2))))
    assert [together(*two, km=km, days=days) for km, days in ((5, 2), (1, 2), (5, 1))] == [1, 2, 2]
    loose = (report("a", event()), report("b", event(type=EventType.SHELLING)))
    assert [together(*loose, types=types) for types in TypeMatch] == [1, 2]
    merged = merge(two, Window(km=7.5, days=2, types=TypeMatch.EXACT, actors=ActorMatch.IGNORE))
    header = json.loads(next(encode_merged(merged)))
    assert header["window"] == {"km": 7.5, "days": 2, "types": "exact", "actors": "ignore"}
    with pytest.raises(ValueError, match="0 to 1000 km"):
        Window(km=-1)


@pytest.mark.parametrize(
    ("one", "two", "number"),
    [
        (("russian-forces",), ("russian-mod",), 1),  # organs of one state
        (("russian-forces",), ("turkish-army",), 2),
        (("russian-forces",), (), 1),
        (("russian-forces",), ("isis",), 1),  # who struck, and who was struck
        (("isis",), ("hts",), 2),
        (("لواء الفجر",), ("Dawn Brigade",), 1),  # names that no table knows cannot be compared
    ],
)
def test_different_known_doers_stay_apart(one: tuple[str, ...], two: tuple[str, ...], number: int) -> None:
    reports = (report("a", event(actors=one)), report("b", event(actors=two)))
    assert together(*reports) == number
    assert together(*reports, actors=ActorMatch.IGNORE) == 1


def test_records_of_one_document_are_never_one() -> None:
    pair = (event("ev-1", dead=4), event("ev-2", dead=9))
    merged = merge([report("a", *pair), report("b", *pair), report("c", event(dead=9)), report("d", event(dead=4))])
    assert [(values(one.fatalities)[2], len(one.claims)) for one in merged.events] == [(4, 3), (9, 3)]


def test_another_hour_is_another_event() -> None:
    three = [report(one, event(), quote=quote) for one, quote in
             (("a", "a strike at dawn"), ("b", "a strike in the evening"), ("c", "before sunrise"))]  # fmt: skip
    assert sorted(len(one.claims) for one in merge(three).events) == [1, 2]


def test_of_two_events_in_a_country_nothing_says_that_they_are_one() -> None:
    assert together(report("a", event(at="country-sy")), report("b", event(at="country-sy"))) == 2
    truce = [report(one, event(at="country-sy", type=EventType.CEASEFIRE)) for one in "ab"]
    assert together(*truce) == 1


def test_a_province_says_less_than_a_town_and_settles_nothing() -> None:
    wide = report("w", event(at="admin1-SY-ID"))
    (one,) = merge([wide, report("a", event())]).events
    assert one.place == "town" and len(one.claims) == 2
    # Of two strikes in the province it may be either.
    both = merge([wide, report("a", event()), report("b", event(at="far"))])
    assert [(event.place, len(event.claims)) for event in both.events] == [("town", 1), ("far", 1), ("admin1-SY-ID", 1)]
    toll = merge([report("w", event(at="admin1-SY-ID", dead=7)), report("a", event(dead=3)),
                  report("b", event(at="far", dead=7))])  # fmt: skip
    assert sorted((event.place, len(event.claims)) for event in toll.events) == [("far", 2), ("town", 1)]


def test_what_is_planned_or_denied_is_related() -> None:
    merged = merge([report("a", event()), report("b", event(status=Status.PLANNED)),
                    report("c", event(status=Status.DENIED))])  # fmt: skip
    relations = {one.status: [(relation.type, relation.target) for relation in one.relations] for one in merged.events}
    assert relations[Status.HAPPENED] == [(RelationType.REALISES, "b#ev"), (RelationType.CONTRADICTS, "c#ev")]
    assert relations[Status.DENIED] == [(RelationType.CONTRADICTS, "a#ev")]


MOVED = [
    (movement(), 1),
    (movement(number=250), 1),
    (movement(destination=()), 1),
    (movement(destination=(PlaceId("mill"),)), 2),
    (movement(origin=(PlaceId("farther"),)), 2),
    (movement(destination=(PlaceId("country-sy"),)), 1),
    (movement(origin=(PlaceId("country-sy"),), destination=()), 2),  # from somewhere in the country
    (movement(group=Group.FIGHTERS), 2),
    (movement(mode=Mode.LEFT), 1),
    (movement(mode=Mode.RETURNED), 2),
    (movement(date_start=DAY + timedelta(days=3), date_end=None), 2),
    (movement(number=250, destination=()), 2),  # other people, for all that is known
]


@pytest.mark.parametrize(("second", "number"), MOVED)
def test_what_is_one_movement(second: Movement, number: int) -> None:
    merged = merge([report("a", movement(number=300)), report("b", second)])
    assert len(merged.movements) == number
    assert merged.movements[0].destination == ("far",) and merged.movements[0].origin == ("town",)


def test_movements_keep_their_relations_and_figures() -> None:
    agreed = movement("mv-2", status=Status.AGREED)
    first = report("a", movement(number=300, relations=(Relation(type=RelationType.REALISES, target="mv-2"),)), agreed)
    second = report("b", movement(number=250), replace(agreed, id="mv-9", claims=("cl-mv-9",)))
    merged = merge([second, first])
    moved, plan = merged.movements
    assert (values(moved.quantity), moved.quantity_status) == ((250, 300, None), QuantityStatus.CONTESTED)
    assert [(figure.quantity.best, figure.sources) for figure in moved.figures] == [(300, ("A",)), (250, ("B",))]
    assert moved.relations == (Relation(type=RelationType.REALISES, target=plan.id),)
    other = report("c", movement(number=900, destination=()))
    assert [r.type for r in merge([first, other]).movements[0].relations][-1] == RelationType.MAY_OVERLAP


# Who says it ----------------------------------------------------------------------------------------------------------


def test_two_outlets_that_quote_one_monitor_are_one_source() -> None:
    three = [report(one, event(dead=5), chain=["Syrian Observatory for Human Rights"]) for one in "ab"]
    (found,) = merge([*three, report("c", event(dead=5), chain=["residents"])]).events
    assert found.sources == ("sohr", "C")
    assert len(found.claims) == 3


def test_a_source_replaces_its_own_figure_and_nobody_elses() -> None:
    later = DAY + timedelta(days=1)
    one = report("a", event(dead=5), chain=["Syrian Observatory for Human Rights"])
    two = report("b", event(dead=8), chain=["المرصد السوري لحقوق الإنسان"], published=later)
    (found,) = merge([one, two]).events
    assert values(found.fatalities) == (None, None, 8)
    assert [(figure.quantity.best, figure.superseded) for figure in found.figures] == [(5, True), (8, False)]
    (found,) = merge([one, report("b", event(dead=8), published=later)]).events
    assert values(found.fatalities) == (5, 8, None)


# Copies ---------------------------------------------------------------------------------------------------------------

STORY = {
    "en": ["SARMADA, Syria (Crescent Wire) - An air strike hit a grain depot on the edge of Sarmada on Wednesday, "
           "killing six workers and setting lorries on fire, rescuers said.",
           "Three more people were pulled alive from under the sacks in the afternoon, according to the civil defence, "
           "which published photographs of the burnt building.",
           "There was no word from the government. State media said the army had struck a store of weapons.",
           "Thousands of families have moved to the border area since the spring, and many live beside the road."],
    "ar": ["أصابت غارة جوية مستودعا للحبوب عند أطراف بلدة سرمدا يوم الأربعاء، ما أدى إلى مقتل ستة عمال واحتراق شاحنات.",
           "وأخرجت فرق الدفاع المدني ثلاثة أشخاص أحياء من تحت الأكياس بعد الظهر، ونشرت صورا للمبنى المحترق.",
           "ولم يصدر تعليق عن الحكومة، فيما قالت وسائل إعلام رسمية إن الجيش استهدف ما وصفته بمخزن أسلحة.",
           "وانتقلت آلاف العائلات إلى المنطقة الحدودية منذ الربيع، ويعيش كثير منها في خيام على جانب الطريق."],
}  # fmt: skip
SPELLED = str.maketrans({"أ": "ا", "إ": "ا", "ة": "ه"})
OTHER = {
    "en": "Warplanes bombed a warehouse for wheat near the town of Sarmada yesterday. The civil defence counted six "
          "dead, all of them day labourers, and said its crews worked until night. Two jets were heard at the gate.",
    "ar": "قصفت طائرات حربية صوامع قمح قرب سرمدا أمس، وأحصى الدفاع المدني ستة قتلى من عمال المياومة، وقال إن فرقه عملت "
          "حتى الليل. وقال سائق كان ينتظر عند البوابة إنه سمع طائرتين.",
}  # fmt: skip
VERSIONS = {
    "dropped": lambda parts: " ".join(parts[:-1]),
    "byline": lambda parts: " ".join(["Harbour Daily with agencies, جريدة المرفأ:", *parts]),
    "headline": lambda parts: "Six die as depot burns - ستة قتلى في حريق مستودع\n\n" + "\n".join(parts),
    "added": lambda parts: " ".join([*parts, "The depot fed eleven villages.", "كان المستودع يطعم عشر قرى."]),
    "spelled": lambda parts: " ".join(parts).translate(SPELLED).upper(),
}


def printed(identity: str, text: str, day: date = DAY) -> Document:
    return Document(id=identity, text="", sha256="", published=day, minhash=signature(Words.of(text)))


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("version", VERSIONS)
def test_a_copy_with_small_changes_is_a_copy(language: str, version: str) -> None:
    story = STORY[language]
    copy = printed("a", VERSIONS[version](story), DAY + timedelta(days=1))
    first, second = with_copies([copy, printed("b", " ".join(story))])
    assert (first.id, first.copy_of, second.id, second.copy_of) == ("b", None, "a", "b")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_another_report_of_the_same_event_is_no_copy(language: str) -> None:
    found = with_copies([printed("a", " ".join(STORY[language])), printed("b", OTHER[language])])
    assert [document.copy_of for document in found] == [None, None]


def test_texts_that_are_too_short_or_unknown_are_no_copies() -> None:
    short = printed("a", "Explosion in the capital.")
    strange = [replace(short, id=one, minhash=minhash) for one, minhash in
               (("b", "other:AAAA"), ("c", "no"), ("d", f"{printed('e', OTHER['en']).minhash}!"))]  # fmt: skip
    assert short.minhash is None
    assert [one.copy_of for one in with_copies([short, replace(short, id="z"), *strange])] == [None] * 5


def test_signatures_stay_what_they_are() -> None:
    # Reports of older runs hold signatures: should the library give others, its version of them has to change.
    assert signature(Words.of(OTHER["en"])) == SIGNATURE


SIGNATURE = (
    "rminhash2-w3-128x8:9bwFMLXrIYv2Q2T3n5Sr/uozoKc0JvV91TMHAFsyjIVWfW4321U6HbgBZQzmRyQlR68AdnX"
    "af53rfNti4n3GlQgtMjOz0drPQajIjHs+AVJ9WDJAfRftDry5QeNAZRNrdNfqqACfJglP1EV6IhRSoVoBN9tS/JWcySXS2TVkpmo="
)


def test_copies_are_one_source_with_all_outlets_listed() -> None:
    minhash = signature(Words.of(" ".join(STORY["en"])))
    copies = [report(one, event(dead=6), minhash=minhash, published=DAY + timedelta(days=n))
              for n, one in enumerate("bca")]  # fmt: skip
    merged = merge([*copies, report("d", event(dead=7), minhash=printed("d", OTHER["en"]).minhash)])
    (found,) = merged.events
    assert len(found.claims) == 4
    assert found.sources == ("B", "D")
    assert [(figure.quantity.best, figure.sources) for figure in found.figures] == [(6, ("B",)), (7, ("D",))]
    assert json.loads(next(encode_merged(merged)))["copies"] == [
        {"document": "b", "copies": ["c", "a"], "outlets": ["B", "C", "A"]}
    ]


# The whole ------------------------------------------------------------------------------------------------------------

MIXED = [
    report(f"r{number:02}", event("ev-1", at=("town", "mill", "far", "admin1-SY-ID")[number % 4],
                                  day=DAY + timedelta(days=number % 3), dead=(4, 9, None)[number % 3]),
           *([event("ev-2", at="town", dead=number % 5)] if number % 2 else []),
           *([movement(number=100 + number % 3)] if number % 4 else []))
    for number in range(14)
]  # fmt: skip


def lines(reports: Sequence[Report]) -> list[bytes]:
    return list(encode_merged(merge(reports)))


@given(st.permutations(MIXED))
def test_the_order_of_the_reports_does_not_matter(reports: list[Report]) -> None:
    assert lines(reports) == lines(MIXED)


def test_every_claim_is_kept_and_every_record_stands_on_claims(strike: list[Report]) -> None:
    for reports in (MIXED, strike):
        merged = merge(reports)
        claims = {claim.id for claim in merged.claims}
        assert claims == {f"{one.document.id}#{claim.id}" for one in reports for claim in one.claims}
        told = [claim for record in (*merged.events, *merged.movements) for claim in record.claims]
        assert len(set(told)) == len(told)
        assert set(told) == {f"{one.document.id}#{claim}" for one in reports
                             for record in (*one.events, *one.movements) for claim in record.claims}  # fmt: skip
        known = {place.id for place in merged.places}
        assert {one.place for one in merged.events} <= known


def test_ids_stay_when_a_later_report_comes() -> None:
    later = report("z", event(), published=DAY + timedelta(days=9), quote="Nothing new.")
    before = {one.id for one in merge(MIXED).events}
    assert before <= {one.id for one in merge([*MIXED, later]).events}


def test_a_report_twice_counts_once_and_two_of_one_id_are_two() -> None:
    one = report("a", event())
    assert lines([one, one]) == lines([one])
    other = replace(one, document=replace(one.document, sha256="ffffffff00"))
    merged = merge([one, other])
    assert [document.id for document in merged.documents] == ["a@0000000a", "a@ffffffff"]
    assert len(merged.events[0].claims) == 2


def test_lines_come_back_as_they_were_written(strike: list[Report]) -> None:
    for reports in (MIXED, strike):
        written = [line.decode() for line in lines(reports)]
        (read_back,) = decode_lines(written, "merged.jsonl")
        assert read_back == merge(reports)
        with pytest.raises(InputError, match="merged already"):
            merge([read_back])


def test_lines_follow_the_schema_and_name_their_documents(strike: list[Report]) -> None:
    check = jsonschema.Draft202012Validator(merged_json_schema())
    written = [json.loads(line) for line in lines(strike)]
    for line in written:
        check.validate(line)
    assert [line["record"] for line in written[:2]] == ["header", "place"]
    header, (told,) = written[0], [line for line in written if line["record"] == "event"]
    assert header["schema"] == "conflictmap.merged/1"
    assert header["counts"]["documents"] == len(header["documents"]) == 20
    assert sorted(told["documents"]) == sorted(one["id"] for one in header["documents"])
    assert all(line["id"].startswith(f"{line['document']}#") for line in written if line["record"] == "claim")
    with pytest.raises(jsonschema.ValidationError):
        check.validate({**told, "type": "picnic"})


@pytest.mark.parametrize(
    "line", ['{"record":"header"}', '{"record":"event"}', '{"record":7}', "[]", '{"record":"header","schema":"x/1"}']
)
def test_lines_that_are_no_merged_report_are_refused(line: str) -> None:
    with pytest.raises(InputError, match="lines:1"):
        list(decode_lines([line], "lines"))


def test_nothing_to_merge() -> None:
    with pytest.raises(InputError, match="no report"):
        merge([])


def test_the_command_writes_what_maps_and_layers_are_made_of(tmp_path: Path) -> None:
    run = CliRunner()
    reports, merged = tmp_path / "reports.jsonl", tmp_path / "merged.jsonl"
    assert run.invoke(cli, ["analyse", str(TEXTS / "one_strike.jsonl"), "-o", str(reports)]).exit_code == 0
    assert run.invoke(cli, ["merge", str(reports), "--km", "2", "--days", "0", "-o", str(merged)]).exit_code == 0
    header, *rest = (json.loads(line) for line in merged.read_text(encoding="utf-8").splitlines())
    assert header["window"] == {"km": 2.0, "days": 0, "types": "class", "actors": "compatible"}
    assert [len(line["claims"]) for line in rest if line["record"] == "event"] == [20]
    page = run.invoke(cli, ["render", str(merged), "-o", str(tmp_path / "map.html")])
    assert page.exit_code == 0, page.output
    assert "The Levant Post" in (tmp_path / "map.html").read_text(encoding="utf-8")
    assert run.invoke(cli, ["export", str(merged), "-o", str(tmp_path)]).exit_code == 0
    assert run.invoke(cli, ["merge", str(reports), "--km", "-1"]).exit_code != 0


def test_maps_and_layers_show_each_claim_with_its_document(strike: list[Report], tmp_path: Path) -> None:
    merged = merge(strike)
    events, _, places = write_geojson([merged], tmp_path)
    (feature,) = json.loads(events.read_text(encoding="utf-8"))["features"]
    assert feature["id"] == merged.events[0].id
    assert feature["properties"]["n_claims"] == 20
    assert [len(feature["properties"][name].split("; ")) for name in ("publisher", "document")] == [20, 20]
    (town,) = (one for one in json.loads(places.read_text(encoding="utf-8"))["features"] if one["id"] == "sy-saraqib")
    assert len(town["properties"]["documents"].split("; ")) == 20
    page = render([merged])
    data = json.loads(page.split('id="data">')[1].split("</script>")[0])
    (record,) = data["records"]
    outlets = {data["documents"][data["claims"][claim]["document"]]["publisher"] for claim in record["claims"]}
    assert len(outlets) == 20
    assert all(claim["quote"] for claim in data["claims"].values())
    hidden = without_quotes(merged)
    assert not any(one.quote for one in hidden.claims)
    assert not any(figure.quantity.text for one in hidden.events for figure in one.figures)


def test_time_grows_with_the_number_of_records() -> None:
    # Of as many records a day, ten times the records give ten times the pairs that are compared, not a hundred times.
    from conflictmap.reconcile.clusters import Node, fits

    def compared(number: int) -> int:
        chance = random.Random(7)
        nodes = [
            Node(document=f"d{one:05}", record=f"d{one:05}#ev", facts=one, first=day, last=day,
                 places=(place("somewhere", chance.uniform(35, 42), chance.uniform(33, 37)),))
            for one in range(number)
            for day in [DAY + timedelta(days=one // 50)]
        ]  # fmt: skip
        return len(fits(nodes, lambda a, b: 1.0, Window(km=50)))

    few, many = compared(400), compared(4000)
    assert 5 * few < many < 20 * few
