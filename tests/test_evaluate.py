"""The evaluation: halves, input, small scorers and ceilings, on records of our own making.

No pipeline runs here: functions that return reports stand in its place.
"""

import argparse
import hashlib
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from annotated import perfect_report

REPOSITORY = Path(__file__).resolve().parents[1]
SHARED = REPOSITORY.parent / "shared"
sys.path.insert(0, str(REPOSITORY / "benchmarks"))

import evaluate  # noqa: E402
from evaluation import (  # noqa: E402
    amounts,
    ceiling,
    gold_places,
    governorates,
    intervals,
    official,
    pipeline,
    records,
    sentences,
    sets,
    spans,
    table,
)
from evaluation.records import Record  # noqa: E402

KM = 1 / 111.195  # degrees of latitude


def shared_folder(path: Path, *, in_ci: bool) -> Path:
    """The shared folder; without it the test is skipped, but fails in CI, where nobody reads skips."""
    if not (path / "eval" / "score.py").is_file():
        message = f"no scorer under {path.name}/eval beside the repository: the gold sets are not here"
        pytest.fail(message) if in_ci else pytest.skip(message)
    return path


def report(record_id: str = "d", **parts: object) -> Record:
    return {"document": {"id": record_id}, **parts}


def place(place_id: str, lat: float, *, kind: str = "settlement", **more: object) -> Record:
    return {"id": place_id, "lat": lat, "lon": 40.0, "kind": kind, "country": "SY", **more}


def mention(start: int, end: int, chosen: str | None, *others: str, mapped: bool = True) -> Record:
    candidates = [{"place": name, "score": 0.5} for name in others]
    return {
        "start": start,
        "end": end,
        "surface": "x" * (end - start),
        "place": chosen,
        "mapped": mapped,
        "candidates": candidates,
    }


# ---- halves, order and input -------------------------------------------------------------------------------


def test_the_unread_half_begins_with_the_digit_eight() -> None:
    for name in map(str, range(200)):
        digit = hashlib.sha256(name.encode()).hexdigest()[0]
        assert records.half_of(name) == ("unread" if digit in "89abcdef" else "read")


def test_order_and_limit_do_not_depend_on_the_order_of_the_file() -> None:
    rows: list[Record] = [{"id": str(number), "text": f"text {number}"} for number in range(60)]
    halves = records.in_halves("own", rows, limit=5)
    assert halves == records.in_halves("own", rows[::-1], limit=5)
    assert [len(half) for half in halves.values()] == [5, 5]
    digests = [records.digest_of(row["id"]) for row in halves["read"]]
    assert digests == sorted(digests)
    assert all(records.half_of(row["id"]) == half for half, kept in halves.items() for row in kept)


def test_rows_without_id_or_with_another_text_get_an_id_of_their_own() -> None:
    rows = [
        {"line": "one strike"},
        {"id": "a", "text": "first"},
        {"id": "a", "text": "first"},
        {"id": "a", "text": "second"},
    ]
    halves = records.in_halves("lines", rows)
    ids = {row["id"]: row["text"] for half in halves.values() for row in half}
    assert ids == {"lines-1": "one strike", "a": "first", "a#2": "second"}
    assert {row["id"] for row in halves[records.half_of("a")]} >= {"a", "a#2"}


def test_input_has_one_document_an_id_with_the_usable_spans_of_all_its_rows() -> None:
    rows = [
        {
            "id": "a",
            "text": "Tal Own",
            "lang": "en",
            "date": "02/03/2019",
            "toponyms": [{"start": 0, "end": 3}],
        },
        {
            "id": "a",
            "text": "Tal Own",
            "toponyms": [
                {"start": 4, "end": 7},
                {"start": 0, "end": 7, "span_ok": False},
                {"start": 2, "end": 2},
            ],
        },
    ]
    (document,) = records.documents(rows, with_spans=True)
    assert document == {
        "id": "a",
        "text": "Tal Own",
        "language": "en",
        "published": "2019-02-03",
        "spans": [{"start": 0, "end": 3}, {"start": 4, "end": 7}],
    }
    assert "spans" not in records.documents(rows)[0]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2019-02-20T10:00", "2019-02-20"),
        ("10/17/2016", "2016-10-17"),
        ("Wed Jan 21 15:05:45 +0000 2015", "2015-01-21"),
        ("", None),
        (None, None),
        ("31/12/2016", None),
    ],
)
def test_dates(written: str | None, read: str | None) -> None:
    assert records.iso_date(written) == read


# ---- small scorers -----------------------------------------------------------------------------------------


def test_recognition_counts_overlaps_of_mapped_mentions() -> None:
    gold = [{"id": "d", "text": "." * 60, "toponyms": [{"start": 0, "end": 5}, {"start": 10, "end": 15}]}]
    found = report(mentions=[mention(4, 8, None), mention(30, 35, None), mention(10, 15, None, mapped=False)])
    outcome = spans.recognition(gold, [found])
    assert outcome.figures == {
        "gold": 2,
        "predicted": 2,
        "precision": 0.5,
        "recall": 0.5,
        "f1": 0.5,
        "recall_any": 1.0,
    }
    assert [miss["what"] for miss in outcome.misses] == ["missed", "invented"]
    assert spans.recognition(gold, []).figures["recall"] == 0
    assert spans.recognition([], []).figures["f1"] is None


def test_nothing_right_is_an_f1_of_zero() -> None:
    assert spans.overlap_figures([([(0, 2)], [(5, 6)])])["f1"] == 0


def test_time_expressions_and_their_values() -> None:
    timex = [
        {"start": 0, "end": 5, "value": "2019-02"},
        {"start": 10, "end": 15, "value": "2019-W08"},
        {"start": 20, "end": 25, "value": "P3D"},
        {"start": 30, "end": 35, "value": "2019"},
    ]
    times = [
        {"start": 0, "end": 4, "earliest": "2019-02-01", "latest": "2019-02-28"},
        {"start": 12, "end": 15, "earliest": "2019-02-18", "latest": "2019-02-23"},
        {"start": 20, "end": 25, "earliest": None, "latest": None},
    ]
    figures = spans.time_expressions([{"id": "d", "text": "." * 40, "timex": timex}], [report(times=times)]).figures
    assert (figures["precision"], figures["recall"]) == (1.0, 0.75)
    assert (figures["values"], figures["value_right"], figures["value_right_found"]) == (3, 1 / 3, 0.5)


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2019", ("2019-01-01", "2019-12-31")),
        ("2020-02", ("2020-02-01", "2020-02-29")),
        ("2019-W01", ("2018-12-31", "2019-01-06")),
        ("2019-02-20TNI", ("2019-02-20", "2019-02-20")),
        ("2019-02-31", None),
        ("2019-13", None),
        ("2011-Q1", ("2011-01-01", "2011-03-31")),
        ("2011-SU", ("2011-06-01", "2011-08-31")),
        ("198", ("1980-01-01", "1989-12-31")),
        ("PAST_REF", None),
        ("P2W", None),
        (None, None),
    ],
)
def test_days_of_a_timex_value(value: str | None, days: tuple[str, str] | None) -> None:
    assert spans.days_of(value) == days


def test_a_part_of_a_gold_year_is_right_where_the_gold_says_part() -> None:
    timex = [
        {"start": 0, "end": 5, "value": "2019", "mod": "START"},
        {"start": 10, "end": 15, "value": "2019"},
        {"start": 20, "end": 25, "value": "PRESENT_REF"},
    ]
    early = {"earliest": "2019-01-01", "latest": "2019-03-31"}
    times = [
        {"start": 0, "end": 5, **early, "type": "date"},
        {"start": 10, "end": 15, **early, "type": "date"},
        {"start": 30, "end": 33, "earliest": None, "latest": None, "type": "vague"},
    ]
    figures = spans.time_expressions([{"id": "d", "text": "." * 40, "timex": timex}], [report(times=times)]).figures
    assert (figures["value_right"], figures["recall_dates"], figures["recall_others"]) == (0.5, 1.0, 0.0)
    assert (figures["precision_date"], figures["precision_vague"], figures["precision_set"]) == (1.0, 0.0, None)


@pytest.mark.parametrize(
    ("text", "value", "day"),
    [
        ("صباح اليوم", "2019-02-20TMO", "2019-02-20"),
        ("أمس", "2019-02-19", "2019-02-20"),
        ("أول أمس", "2019-02-18", None),
        ("يوم السبت", "2019-02-16", "2019-02-16"),
        ("السبت المقبل", "2019-02-23", None),
        ("العام الماضي", "2018", None),
    ],
)
def test_the_day_that_gold_counts_from(text: str, value: str, day: str | None) -> None:
    row = {"id": "d", "text": text, "timex": [{"start": 0, "end": len(text), "value": value}]}
    assert spans.day_of_gold(row) == day


def test_entities_compare_locations_with_mentions_and_temporals_with_times() -> None:
    entities = [
        {"start": 0, "end": 5, "type": "Location"},
        {"start": 10, "end": 12, "type": "Temporal"},
        {"start": 20, "end": 30, "type": "Person"},
    ]
    duration = {"start": 22, "end": 24, "earliest": None, "latest": None, "type": "duration"}
    found = report(mentions=[mention(0, 5, None, mapped=False), mention(20, 30, None)], times=[duration])
    figures = spans.entities([{"id": "d", "text": "." * 40, "entities": entities}], [found]).figures
    assert (figures["precision"], figures["recall"]) == (0.5, 1.0)
    assert spans.overlap_figures([([(0, 2)], [])])["f1"] == 0
    assert (figures["time_gold"], figures["time_precision"], figures["time_recall"]) == (1, None, 0.0)


def told(*events: tuple[str, str], record_id: str = "d") -> Record:
    return report(record_id, events=[{"type": kind, "status": status, "claims": []} for kind, status in events])


def test_event_sentences_by_class() -> None:
    gold = [
        {"id": "a", "event": "ASSAULT", "label": "yes"},
        {"id": "b", "event": "ASSAULT", "label": "difficult no"},
        {"id": "c", "event": "ASSAULT", "label": "ambiguous"},
        {"id": "d", "event": "PROTEST", "label": "yes"},
        {"id": "e", "event": "PROTEST", "label": "easy no"},
    ]
    reports = [
        told(("shelling", "happened"), record_id="a"),
        told(("air_strike", "alleged"), record_id="b"),
        told(("protest", "planned"), record_id="d"),
        told(("shelling", "happened"), record_id="e"),
    ]
    figures = sentences.event_sentences(gold, reports).figures
    assert (figures["assault_gold"], figures["assault_precision"], figures["assault_recall"]) == (1, 0.5, 1.0)
    assert (figures["assault_hard_fp"], figures["protest_hard_fp"], figures["skipped"]) == (1.0, None, 1)
    assert (figures["protest_precision"], figures["protest_recall"], figures["protest_f1"]) == (
        None,
        0.0,
        0.0,
    )


def test_event_subtypes_take_the_event_told_first() -> None:
    late = {"type": "air_strike", "status": "happened", "claims": ["late"]}
    early = {"type": "armed_clash", "status": "happened", "claims": ["early"]}
    claims = [{"id": "late", "start": 50, "end": 60}, {"id": "early", "start": 0, "end": 9}]
    gold = [
        {"id": "d", "acled_subtype": "AIR_STRIKE"},
        {"id": "q", "acled_subtype": "DIPLO"},
        {"id": "n", "acled_subtype": "NATURAL_DISASTER"},
        {"id": "x", "acled_subtype": "DISR_WEAP"},
    ]
    reports = [
        report("d", events=[late, early], claims=claims),
        told(("other", "happened"), record_id="q"),
        told(("shelling", "happened"), record_id="n"),
    ]
    assert sentences.event_subtypes(gold, reports).figures == {
        "sentences": 1,
        "first_right": 0.0,
        "any_right": 1.0,
        "covered": 1.0,
        "off_topic": 2,
        "quiet": 0.5,
    }


def test_types_of_the_tables_are_types_of_the_contract() -> None:
    contract = (
        "armed_clash air_strike shelling ground_explosive suicide_attack chemical_attack "
        "attack_on_civilians abduction arrest release agreement ceasefire surrender withdrawal "
        "territory_change looting_or_destruction protest aid_or_evacuation deployment other"
    )
    assert set().union(*sentences.ACLED_TYPES.values(), *sentences.CLASSES.values()) <= set(contract.split())
    assert not sentences.ACLED_OFF_TOPIC & sentences.ACLED_TYPES.keys()


def test_displacement_wants_the_exact_number() -> None:
    gold: list[Record] = [
        {"id": "a", "text": "Over 1,200 people left.", "quantity": "1200", "unit": "People"},
        {"id": "b", "text": "Some 70 houses were lost.", "quantity": 7, "unit": "Households"},
        {"id": "c", "text": "Nobody counted.", "quantity": None, "unit": None},
    ]
    moved = {"quantity": {"best": None, "min": 1200, "max": None, "unit": "persons"}}
    lost = {"quantity": {"best": 70, "min": None, "max": None, "unit": "households"}}
    figures = amounts.displacement(gold, [report("a", movements=[moved]), report("b", claims=[lost])]).figures
    assert (figures["figures"], figures["skipped"]) == (2, 1)
    assert (figures["in_movement"], figures["in_any"], figures["unit_right"]) == (0.5, 0.5, 1.0)
    # 7 stands in "70": a number must not be found inside a longer one.
    assert (figures["written"], figures["in_any_written"]) == (0.5, 1.0)


def test_displacement_compares_terms_and_places() -> None:
    gold: list[Record] = [
        {"id": "a", "text": "", "quantity": 12, "term": "In Relief Camp", "location": "Own district", "country": "SYR"},
        {"id": "b", "text": "", "quantity": 34, "term": "Displaced", "location": "Elsewhere", "country": "SYR"},
        {"id": "c", "text": "", "quantity": 56, "term": "Displaced", "location": "Own", "country": None},
        {"id": "d", "text": "", "quantity": 78, "term": "Partially Destroyed Housing", "location": None},
    ]
    own = place("t", 35.0, name={"en": "Tal Own"})
    twelve = {"place": "t", "term": "in_relief_camp", "quantity": {"best": 12, "unit": "persons"}}
    other = {"origin": ["t"], "term": "evacuated", "quantity": {"best": 34, "unit": "persons"}}
    reports = [
        report("a", places=[own], stocks=[twelve]),
        report("b", places=[own], movements=[other]),
        report("c", places=[own]),
        report("d", stocks=[{"place": None, "term": "damaged_housing", "quantity": {"max": 78, "unit": "households"}}]),
    ]
    figures = amounts.displacement(gold, reports).figures
    assert (figures["in_any"], figures["term_right"], figures["term_right_found"]) == (0.75, 0.5, 2 / 3)
    # Of three gold places one is right, one is another place and one has no record; it is named all the same.
    assert (figures["location_right"], figures["location_right_found"]) == (1 / 3, 0.5)
    assert figures["location_named"] == 2 / 3
    assert (figures["country_right"], figures["country_right_found"]) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("location", "country", "right"),
    [
        ("Own", "SYR", True),
        ("Northern Tal Own", None, True),
        ("Somewhere; Tal Own", "SYR", True),
        ("Upper province", None, True),
        ("Syria", "SYR", True),
        ("Owning", "SYR", False),
        ("Tal Own", "IRQ", False),
        ("district", None, False),
    ],
)
def test_gold_places_are_compared_by_their_names(location: str, country: str | None, right: bool) -> None:
    own = place("t", 35.0, name={"en": "Tal Own"}, admin1="SY-UP")
    unit = place("u", 35.0, kind="admin1", name={"en": "Upper"}, admin1="SY-UP")
    row: Record = {"location": location, "country": country}
    assert gold_places.is_gold_place(row, own, report(places=[own, unit])) is right


def test_strikes_count_and_locate() -> None:
    gold = [{"id": name, "number": "3", "country": "Syria", "location": "Tal Own"} for name in ("a", "b")]
    right = report(
        "a",
        places=[place("t", 35.0)],
        events=[{"type": "air_strike", "place": "t", "quantity": {"best": 3, "unit": "strikes"}}],
    )
    wrong = report(
        "b",
        places=[place("c", 35.0, kind="country")],
        mentions=[mention(0, 3, "c")],
        claims=[{"quantity": {"best": 3, "unit": "vehicles"}}],
    )
    assert amounts.strikes(gold, [right, wrong]).figures == {
        "lines": 2,
        "number_right": 0.5,
        "number_stated": 0.5,
        "is_air_strike": 0.5,
        "located": 0.5,
        "in_country": 1.0,
    }


def test_casualties_meet_the_range_of_the_incident() -> None:
    gold = [
        {"id": "a", "gold": {"killed_min": 2, "killed_max": 4, "injured_min": None, "injured_max": None}},
        {"id": "b", "gold": {"killed_min": 5, "killed_max": 5, "injured_min": 1, "injured_max": 9}},
        {"id": "c", "gold": {"killed_min": 0, "killed_max": 0, "injured_min": None, "injured_max": None}},
    ]
    least = {"best": None, "min": 4, "max": None}
    reports = [
        report("a", events=[{"fatalities": least, "injured": None}]),
        report("b", events=[{"fatalities": {"best": 6, "min": None, "max": None}, "injured": None}]),
    ]
    figures = amounts.casualties(gold, reports).figures
    assert (figures["killed_texts"], figures["killed_stated"], figures["killed_right"]) == (2, 1.0, 0.5)
    assert (figures["injured_texts"], figures["injured_stated"], figures["injured_right_stated"]) == (
        1,
        0.0,
        None,
    )


def test_governorate_of_the_focus_and_its_ceiling() -> None:
    gold = [
        {"id": "a", "governorate": "Hasakeh"},
        {"id": "b", "governorate": "Homs"},
        {"id": "b", "governorate": "Hama"},
        {"id": "c", "governorate": "Nowhere"},
        {"id": "e", "governorate": "Idlib"},
    ]
    listed = [place("t", 36.0, admin1="sy-h"), place("sy-h", 36.5, kind="admin1", name={"en": "Al-Hasakah"})]
    both = [place("x", 35.0, admin1="Aleppo"), place("y", 35.1, admin1="Idlib")]
    reports = [
        report("a", focus={"place": "t"}, places=listed),
        report("b", focus={"place": "h"}, places=[place("h", 35.1, admin1="حماة")]),
        report("e", focus={"place": "x"}, places=both, mentions=[mention(0, 3, "x", "y")]),
    ]
    outcome = governorates.focus_governorate(gold, reports)
    assert (outcome.figures["texts"], outcome.figures["skipped"]) == (3, 1)
    assert outcome.figures["right"] == pytest.approx(2 / 3)
    assert outcome.ceiling["right"] == pytest.approx(1.0)  # e is told wrongly, but could be right


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Deir Ez-Zor", "DY"),
        ("Rif Dimashq Governorate", "RD"),
        ("Dar'a", "DR"),
        ("SY-HL", "HL"),
        ("sy-aleppo", "HL"),
        ("محافظة إدلب", "ID"),
        ("As-Suwayda", "SU"),
        ("Mosul", None),
        (None, None),
    ],
)
def test_spellings_of_governorates(name: str | None, code: str | None) -> None:
    assert governorates.code_of(name) == code


# ---- ceilings ----------------------------------------------------------------------------------------------


def test_distance() -> None:
    assert ceiling.distance_km(place("a", 35.0), place("b", 35.0 + 10 * KM)) == pytest.approx(10, rel=1e-3)
    assert ceiling.distance_km(place("a", 35.0), {}) == float("inf")
    assert ceiling.nearest(place("a", 35.0), [{"id": "no coordinates"}]) is None


def test_resolution_oracle_takes_the_candidate_nearest_to_the_gold() -> None:
    gold = [{"id": "d", "text": "", "toponyms": [{"start": 0, "end": 3, "lat": 35.0, "lon": 40.0}]}]
    known = [place("far", 39.0), place("near", 35.0 + 5 * KM), place("middle", 36.0)]
    answer = report(places=known, mentions=[mention(0, 3, "far", "middle", "near"), mention(5, 8, "far")])
    (oracle,) = ceiling.resolution_oracle(gold, [answer])
    assert oracle["mentions"] == [{"start": 0, "end": 3, "place": "near"}]
    assert ceiling.resolution_oracle(gold, [])[0]["mentions"] == []


def test_a_toponym_listed_again_without_coordinates_does_not_lower_the_ceiling() -> None:
    sure = {"start": 0, "end": 3, "lat": 35.0, "lon": 40.0}
    again: list[Record] = [
        {"start": 0, "end": 3, "lat": None, "lon": None},
        {**sure, "lat": 1.0, "span_ok": False},
    ]
    assert ceiling.toponyms_of([{"toponyms": [*again, sure]}]) == {(0, 3): sure}


def test_names_oracle_sorts_matches_and_focus_oracle_looks_at_every_mention() -> None:
    far, near = place("far", 39.0), place("near", 35.0)
    gold = [{"id": "d", **place("g", 35.0), "gold": place("g", 35.0)} | {"id": "d"}]
    (sorted_answer,) = ceiling.names_oracle(gold, [{"id": "d", "matches": [far, near]}])
    assert [match["id"] for match in sorted_answer["matches"]] == ["near", "far"]
    answer = report(places=[far, near], mentions=[mention(0, 3, "far"), mention(5, 8, None, "near")])
    assert ceiling.focus_oracle(gold, [answer])[0]["focus"] == {"place": "near"}
    assert ceiling.focus_oracle(gold, [report()])[0]["focus"] is None
    unmentioned = report(places=[far], focus={"place": "far"})
    assert ceiling.focus_oracle(gold, [unmentioned])[0]["focus"] == {"place": "far"}


def same_id(one: Record, other: Record) -> bool:
    return bool(one["id"] == other["id"])


def test_mentions_oracle_keeps_what_no_candidate_can_mend() -> None:
    gold = [
        {
            "id": "d",
            "places": [place("p", 35.0)],
            "mentions": [{"start": 0, "end": 5, "place": "p", "map": True}],
        }
    ]
    known = [place("p", 35.0), place("q", 39.0)]
    answer = report(places=known, mentions=[mention(2, 6, "q", "p"), mention(10, 12, "q", "p")])
    (oracle,) = ceiling.mentions_oracle(gold, [answer], same_id)
    assert [item["place"] for item in oracle["mentions"]] == ["p", "q"]


def test_reachable_counts_gold_records_all_of_whose_places_are_candidates() -> None:
    gold = [
        {
            "id": "d",
            "places": [place("p", 35.0), place("q", 36.0)],
            "movements": [{"origin": ["p"]}, {"origin": ["p", "q"]}, {"origin": []}, {"origin": ["unknown"]}],
            "events": [{"place": "q", "type": "shelling"}, {"place": "p", "type": "other"}, {"place": None}],
        }
    ]
    answer = report(places=[place("p", 35.0)], mentions=[mention(0, 3, None, "p")])
    assert ceiling.reachable(gold, [answer], "movements", "origin", same_id, bool) == 0.5
    assert ceiling.reachable(gold, [answer], "events", "place", same_id, bool) == 0.0
    assert ceiling.reachable([], [], "events", "place", same_id, bool) is None


def test_candidates_that_a_report_does_not_list_are_looked_up() -> None:
    asked: list[Record] = []

    def find(names: Sequence[Record]) -> list[Record]:
        asked.extend(names)
        return [{"id": "0", "matches": [{"place": "b", "lat": 35.0, "lon": 40.0}]}]

    answer = report(places=[place("a", 36.0)], mentions=[mention(0, 3, "a", "b"), mention(5, 9, "a")])
    (completed,) = ceiling.complete([answer], find)
    assert [known["id"] for known in completed["places"]] == ["a", "b"]
    assert asked == [{"id": "0", "name": "xxx"}]
    assert ceiling.complete([completed], find) == [completed]
    assert len(asked) == 1


# ---- pipeline, table and command line ----------------------------------------------------------------------

ECHO = "import sys; sys.stdout.write(open(sys.argv[1], encoding='utf-8').read())"


def test_the_runner_gives_a_file_and_reads_lines() -> None:
    assert pipeline.run(("-c", ECHO), [{"id": "a", "text": "قرية"}]) == [{"id": "a", "text": "قرية"}]


def test_a_failing_command_names_its_log_but_prints_no_message() -> None:
    with pytest.raises(pipeline.PipelineError, match="exit code 3") as raised:
        pipeline.run(("-c", "import sys; sys.stderr.write(sys.argv[0] * 3); sys.exit(3)"), [])
    log = Path(str(raised.value).rpartition(" ")[2])
    assert log.read_text() == "-c" * 3
    assert log.read_text() not in str(raised.value)
    log.unlink()


def test_table_has_a_column_for_each_half_and_its_ceiling() -> None:
    task = sets.Task(name="resolution", given=sets.WITH_SPANS, score=official.resolution, shown=("toponyms", "acc@10"))
    outcome = records.Outcome(figures={"toponyms": 4, "acc@10": 0.5}, ceiling={"toponyms": 4, "acc@10": 0.75})
    dataset = sets.Dataset(name="own", path="own.jsonl", tasks=(task,))
    empty = records.Outcome(figures={"toponyms": 0, "acc@10": None}, ceiling={"acc@10": None})
    lines = table.lines_of(dataset, {"resolution": {"read": outcome, "unread": empty}}, records.HALVES)
    assert lines == [
        ("own", "resolution", "toponyms", "4", "", "0", ""),
        ("own", "resolution", "acc@10", "0.500", "0.750", "-", "-"),
    ]
    header, _, first, second = table.render(lines, records.HALVES).splitlines()
    assert header.split() == ["set", "task", "figure", "read", "ceiling", "unread", "ceiling"]
    assert first.split()[0] == "own"
    assert second.split() == ["acc@10", "0.500", "0.750", "-", "-"]


def test_errors_are_of_the_read_half_and_stay_outside_the_repository(tmp_path: Path) -> None:
    seen, hidden = ({"id": name, "surface": name} for name in ("seen", "hidden"))
    outcomes = {
        "read": records.Outcome(figures={}, misses=(seen,)),
        "unread": records.Outcome(figures={}, misses=(hidden,)),
    }
    evaluate.write_errors(tmp_path / "errors.jsonl", {"own": {"task": outcomes}})
    (line,) = (tmp_path / "errors.jsonl").read_text().splitlines()
    assert json.loads(line) == {"set": "own", "task": "task", "id": "seen", "surface": "seen"}
    with pytest.raises(argparse.ArgumentTypeError, match="inside the repository"):
        evaluate.outside_repository(str(REPOSITORY / "outputs" / "errors.jsonl"))


# ---- intervals ---------------------------------------------------------------------------------------------


def counted(gold: int, predicted: int, found: int, strict: int) -> records.Counts:
    return records.Counts(gold=gold, predicted=predicted, found=found, strict=strict)


def test_an_interval_holds_the_figure_and_is_the_same_each_time() -> None:
    documents = [counted(5, 6, n % 5, n % 3) for n in range(1, 13)]
    for figure in intervals.FIGURES:
        low, high = intervals.interval(documents, figure) or (1.0, 0.0)
        assert 0 < low < (intervals.f1(documents, figure) or 0) < high < 1
        assert intervals.interval(documents, figure) == (low, high)


def test_documents_that_are_alike_leave_nothing_open_and_more_of_them_leave_less() -> None:
    assert intervals.interval([counted(4, 4, 3, 2)] * 5, "f1") == (0.75, 0.75)
    assert intervals.interval([], "f1") is None
    assert intervals.interval([counted(4, 4, 3, 2)], "f1") is None
    assert intervals.interval([counted(0, 0, 0, 0)] * 3, "f1") is None
    widths = []
    for times in (4, 40):
        low, high = intervals.interval([counted(4, 4, 4, 2), counted(4, 4, 0, 0)] * times, "f1") or (0.0, 0.0)
        widths.append(high - low)
    assert widths[1] < widths[0] / 2  # about the square root of ten


def test_ten_documents_of_which_half_are_right_vary_as_coins_do() -> None:
    # 10 coins: P(at most 2 heads) = 0.055, P(at most 1) = 0.011; the fifth percentile is 2 of 10.
    right, wrong = counted(1, 1, 1, 1), counted(1, 1, 0, 0)
    low, high = intervals.interval([right, wrong] * 5, "strict_f1") or (0.0, 0.0)
    assert 0.2 <= low <= 0.3 and 0.7 <= high <= 0.8


def test_both_halves_are_drawn_from_together_and_stand_in_the_table() -> None:
    seen, hidden = counted(2, 2, 2, 1), counted(2, 2, 1, 0)
    outcomes = {
        "read": records.Outcome(figures={"f1": 1.0}, documents=(seen, seen)),
        "unread": records.Outcome(figures={"f1": 0.5}, documents=(hidden, hidden)),
    }
    found = intervals.intervals_of(outcomes)
    assert found["both"]["f1"] == {"value": 0.75, "low": 0.5, "high": 1.0}
    assert "both" not in intervals.intervals_of({"read": outcomes["read"]})
    results = {"own": {"events": outcomes, "mentions": {"read": records.Outcome(figures={})}}}
    lines = [line.split() for line in table.interval_table(results).splitlines()]
    assert lines[1] == ["own", "events", "articles", "2", "2", "4"]
    assert lines[2][:7] == ["f1", "1.000", "1.000..1.000", "0.500", "0.500..0.500", "0.750", "0.500..1.000"]
    assert len(lines) == 4
    assert table.interval_table({"own": {"mentions": {"read": records.Outcome(figures={})}}}) == ""
    assert table.as_json(results)["own"]["events"]["both"] == {"intervals": found["both"]}


def test_counts_are_taken_back_from_the_figures_of_the_scorer() -> None:
    figures: records.Figures = {"gold": 7, "predicted": 9, "found": 5, "strict_f1": 2 * 3 / 16}
    assert official.counts_of(figures) == counted(7, 9, 5, 3)
    assert official.counts_of({**figures, "gold": 0, "predicted": 0, "found": 0, "strict_f1": None}).strict == 0


def test_names_of_sets_keep_the_order_of_the_table() -> None:
    assert [dataset.name for dataset in evaluate.datasets_named("lgl, seed")] == ["seed", "lgl"]
    with pytest.raises(argparse.ArgumentTypeError, match="no such set: nonsense"):
        evaluate.datasets_named("seed,nonsense")


def test_without_the_shared_folder_a_test_is_skipped_but_fails_in_ci(tmp_path: Path) -> None:
    with pytest.raises(pytest.skip.Exception, match="no scorer"):
        shared_folder(tmp_path, in_ci=False)
    with pytest.raises(pytest.fail.Exception, match="no scorer"):
        shared_folder(tmp_path, in_ci=True)


def test_the_shared_sets_and_scorers_are_where_we_look_for_them() -> None:
    shared = shared_folder(SHARED, in_ci=os.environ.get("CI") == "true")
    assert [data.name for data in sets.DATASETS if not (shared / data.path).is_file()] == []
    scoring = official.load_scoring(shared / "eval" / "score.py")
    seed = sets.DATASETS[0]
    gold = {row["id"]: row for row in scoring.read_jsonl(shared / seed.path)}
    tools = sets.Tools(
        analyse=lambda given: [perfect_report(gold[document["id"]]) for document in given],
        find=lambda names: [],
        scoring=scoring,
    )
    results = sets.run(seed, shared, tools)
    for task in ("mentions", "movements", "events"):
        assert [o.figures["f1"] for o in results[task].values() if o.figures["gold"]] == [1.0]
    assert {o.ceiling["place_acc"] for o in results["events"].values()} == {1.0, None}
