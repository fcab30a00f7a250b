"""Sentences of our own with the movements and events that they tell of, and what holds for every report."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflictmap.codec import encode
from conflictmap.gazetteer import Gazetteer
from conflictmap.model import (
    DestinationRelation,
    Event,
    Movement,
    Quantity,
    QuantityStatus,
    Report,
    Span,
)
from conflictmap.pipeline import Pipeline
from conflictmap.read import from_text, read
from conflictmap.revise.masking import BLOCK, mask

CASES = Path(__file__).parent / "cases"
SEEDS = Path(__file__).parents[1] / "seeds"
LANGUAGES = ("ar", "en")
# What follows an article: another event elsewhere, told in words that no seed has.
AFTERWORDS = {"ar": "انفجرت عبوة ناسفة في مدينة أعزاز.", "en": "A roadside bomb went off in Azaz."}
ELSEWHERE = {
    "ar": "يوم في اللاذقية ثم اللاذقية، رسائل من اللاذقية، اللاذقية واللاذقية",
    "en": "Latakia, Latakia and Latakia: a day in Latakia, notes from Latakia",
}
FIGURES = (
    ("en", "On Monday 300 civilians left Hajin for al-Hol camp. On Tuesday 250 civilians left Hajin for al-Hol camp.",
     (300, 250)),
    ("en", "Some 120 families fled Susah for Raqqa and 45 families fled Susah for Hasakah.", (120, 45)),
    ("ar", "خرج 300 مدني من هجين إلى مخيم الهول يوم الإثنين. وخرج 250 مدنيا من هجين إلى مخيم الهول يوم الثلاثاء.",
     (300, 250)),
    ("ar", "نزحت 120 عائلة من السوسة إلى الرقة ونزحت 45 عائلة من السوسة إلى الحسكة.", (120, 45)),
)  # fmt: skip


def cases(name: str) -> list[tuple[str, str, str]]:
    """Give the lines of both languages as language, sentence and what is expected of it."""
    found = []
    for language in LANGUAGES:
        for line in (CASES / f"{name}.{language}.txt").read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                text, expected = line.split(" => ")
                found.append((language, text, expected))
    return found


MOVEMENTS, EVENTS = cases("movements"), cases("events")
WORDS = {
    language: sorted({word for code, text, _ in (*MOVEMENTS, *EVENTS) if code == language for word in text.split()})
    for language in LANGUAGES
}


def listed(expected: str) -> list[str]:
    return [] if expected == "none" else sorted(expected.split(" ; "))


def analysed(pipeline: Pipeline, text: str, language: str) -> Report:
    return pipeline.analyse(from_text(text, language=language, published="2019-02-20"))


def written(quantity: Quantity | None) -> str:
    if quantity is None:
        return ""
    if quantity.best is not None:
        return str(quantity.best)
    low = "" if quantity.min is None else quantity.min
    return f">={low}" if quantity.max is None else f"{low}..{quantity.max}"


def movement_line(movement: Movement, *, with_agent: bool) -> str:
    origin = "&".join(movement.origin) or "?"
    either = movement.destination_relation == DestinationRelation.ANY_OF
    return " ".join(
        filter(
            None,
            (
                movement.mode, movement.group, movement.status,
                origin if movement.origin_explicit or not movement.origin else f"({origin})",
                "->", ("|" if either else "&").join(movement.destination) or "?",
                written(movement.quantity),
                "contested" if movement.quantity_status == QuantityStatus.CONTESTED else "",
                f"by={movement.agent}" if with_agent and movement.agent else "",
                f"via={'&'.join(movement.via)}" if movement.via else "",
            ),
        )
    )  # fmt: skip


def event_line(event: Event, *, with_quantity: bool) -> str:
    amount = written(event.quantity) if with_quantity else ""
    return " ".join(filter(None, (event.type, event.status, event.place or "?", amount)))


@pytest.mark.parametrize(("language", "text", "expected"), MOVEMENTS)
def test_movements_are_found_as_marked(pipeline: Pipeline, language: str, text: str, expected: str) -> None:
    report = analysed(pipeline, text, language)
    found = [movement_line(movement, with_agent="by=" in expected) for movement in report.movements]
    assert sorted(found) == listed(expected)


@pytest.mark.parametrize(("language", "text", "expected"), EVENTS)
def test_events_are_found_as_marked(pipeline: Pipeline, language: str, text: str, expected: str) -> None:
    report = analysed(pipeline, text, language)
    counted = any(len(event.split()) > 3 for event in listed(expected))
    assert sorted(event_line(event, with_quantity=counted) for event in report.events) == listed(expected)


# The origin that a sentence states wins over the place that the article is about.
STATED = [case for case in MOVEMENTS if case[2] != "none" and "? ->" not in case[2] and "(" not in case[2]]


@pytest.mark.parametrize(("language", "text", "expected"), STATED)
def test_stated_ends_are_kept_in_a_report_about_elsewhere(
    pipeline: Pipeline, language: str, text: str, expected: str
) -> None:
    report = analysed(pipeline, f"{ELSEWHERE[language]}\n\n{text}", language)
    found = [movement_line(movement, with_agent="by=" in expected) for movement in report.movements]
    assert {"sy-latakia"} <= {mention.place for mention in report.mentions if mention.mapped}
    assert sorted(found) == listed(expected)


@pytest.mark.parametrize("lines", [MOVEMENTS, EVENTS], ids=["movements", "events"])
def test_there_are_enough_cases_and_none_twice(lines: list[tuple[str, str, str]]) -> None:
    for language in LANGUAGES:
        texts = [text for code, text, _ in lines if code == language]
        assert len(texts) >= 35
        assert len(set(texts)) == len(texts)


def test_cases_name_places_that_exist(gazetteer: Gazetteer) -> None:
    wanted = [expected for _, _, expected in (*MOVEMENTS, *EVENTS)]
    named = {place for line in wanted for place in re.findall(r"\b(?:sy|iq|ps|country|control|river)-[\w-]+", line)}
    assert [place for place in sorted(named) if gazetteer.place(place) is None] == []


def test_seed_article_scores(pipeline: Pipeline, shared: Path, score: ModuleType) -> None:
    gold = score.read_jsonl(shared / "eval" / "seed.jsonl")
    (one,) = read([str(shared / "seeds" / "orient-baghouz.ar.txt")], published=date(2019, 2, 20))
    assert one.id == "orient-baghouz.ar" and one.text == gold[0]["text"]
    reports = [json.loads(encode(pipeline.analyse(replace(one, publisher=gold[0]["publisher"]))))]
    mentions, movements, events = (rate(gold, reports) for rate in (score.mentions, score.movements, score.events))
    assert mentions["missing_reports"] == 0
    assert mentions["f1"] >= 0.95
    assert movements["f1"] >= 0.85
    assert movements["strict_f1"] >= 0.60
    assert events["strict_f1"] >= 0.60


@pytest.fixture(scope="module")
def seeds(pipeline: Pipeline) -> dict[str, Report]:
    """Give the reports of our two tellings of one story, by language."""
    reports = {document.language: pipeline.analyse(document) for document in read([str(SEEDS)])}
    assert sorted(reports) == sorted(LANGUAGES)
    return reports


def test_both_languages_name_the_same_places(seeds: dict[str, Report]) -> None:
    # "شرق دير الزور" says where the village before it lies, "in eastern Deir ez-Zor" is a part: the same unit.
    arabic, english = (
        {m.place.rpartition(":")[2] for m in seeds[language].mentions if m.mapped and m.place} for language in LANGUAGES
    )
    assert arabic == english != set()


def test_both_languages_tell_of_the_same_ways(seeds: dict[str, Report]) -> None:
    arabic, english = (
        {(frozenset(m.origin), frozenset(m.destination)) for m in seeds[language].movements} for language in LANGUAGES
    )
    assert arabic == english != set()


def sound(report: Report, text: str) -> None:
    """Check what holds for any report: quotes are those of the text, and each record stands on claims."""
    claims = {claim.id: claim for claim in report.claims}
    assert len(claims) == len(report.claims)
    for claim in report.claims:
        assert 0 <= claim.start < claim.end <= len(text)
        there = text[claim.start : claim.end]
        hidden = [Span(start=i, end=i + 1) for i, character in enumerate(claim.quote) if character == BLOCK]
        assert claim.quote == mask(there, hidden)
    records = (*report.events, *report.movements, *report.stocks, *report.control)
    assert len({record.id for record in records}) == len(records)
    for record in records:
        assert record.claims and set(record.claims) <= claims.keys()
    places = {place.id for place in report.places}
    assert {event.place for event in report.events if event.place is not None} <= places
    assert {place for m in report.movements for place in (*m.origin, *m.destination, *m.via)} <= places
    targets = {relation.target for movement in report.movements for relation in movement.relations}
    assert targets <= {movement.id for movement in report.movements}


@pytest.mark.parametrize("language", LANGUAGES)
def test_seeds_give_sound_reports(seeds: dict[str, Report], language: str) -> None:
    report = seeds[language]
    assert report.movements and report.events
    (document,) = (document for document in read([str(SEEDS)]) if document.language == language)
    sound(report, document.text)


def ids(report: Report) -> dict[str, list[str]]:
    """Give the ids of claims and records, in order."""
    names = ("claims", "events", "movements", "stocks", "control")
    return {name: [one.id for one in getattr(report, name)] for name in names}


def test_ids_stay_when_run_again(pipeline: Pipeline, seeds: dict[str, Report]) -> None:
    for document in read([str(SEEDS)]):
        assert ids(pipeline.analyse(document)) == ids(seeds[document.language])


def test_ids_stay_when_a_paragraph_is_added(pipeline: Pipeline, seeds: dict[str, Report]) -> None:
    for document in read([str(SEEDS)]):
        longer = pipeline.analyse(
            replace(document, text=f"{document.text.rstrip()}\n\n{AFTERWORDS[document.language]}\n")
        )
        before, now = ids(seeds[document.language]), ids(longer)
        for name, earlier in before.items():
            assert [one for one in now[name] if one in earlier] == earlier
        new = [event for event in longer.events if event.id not in before["events"]]
        assert "sy-azaz" in {event.place for event in new}


def figures(quantity: Quantity | None) -> set[int]:
    if quantity is None:
        return set()
    return {value for value in (quantity.min, quantity.max, quantity.best) if value is not None}


@pytest.mark.parametrize(("language", "text", "told"), FIGURES)
def test_no_record_sums(pipeline: Pipeline, language: str, text: str, told: tuple[int, int]) -> None:
    report = analysed(pipeline, text, language)
    assert [figures(movement.quantity) for movement in report.movements] == [{figure} for figure in told]


def test_seeds_sum_nothing(seeds: dict[str, Report]) -> None:
    for report in seeds.values():
        stated = set[int]().union(*(figures(claim.quantity) for claim in report.claims))
        for record in (*report.movements, *report.events):
            assert figures(record.quantity) <= stated


SALAD = st.one_of(
    *(st.lists(st.sampled_from([*WORDS[language], ".", "،", "\n\n"]), max_size=30).map(" ".join)
      for language in LANGUAGES),
    st.lists(st.sampled_from([*WORDS["ar"], *WORDS["en"]]), max_size=30).map(" ".join),
)  # fmt: skip


@settings(max_examples=100)
@given(SALAD, st.sampled_from(LANGUAGES))
def test_any_salad_of_words_gives_a_sound_report(pipeline: Pipeline, text: str, language: str) -> None:
    report = analysed(pipeline, text, language)
    sound(report, text)
    assert encode(report) == encode(analysed(pipeline, text, language))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Shelling killed four people in Douma and three in Harasta."),
        ("en", "Shelling killed four people in Douma and three others in Harasta on Sunday."),
        ("ar", "قتل أربعة مدنيين في قصف على دوما، وثلاثة آخرون في حرستا."),
    ],
)
def test_the_dead_of_two_places_are_not_added_up(pipeline: Pipeline, language: str, text: str) -> None:
    report = analysed(pipeline, text, language)
    tolls = {event.place: event.fatalities.best for event in report.events if event.fatalities is not None}
    assert tolls == {"sy-douma": 4, "sy-harasta": 3}


def test_each_sentence_keeps_its_own_place_and_means(pipeline: Pipeline) -> None:
    report = analysed(pipeline, "Rockets killed six people in Saraqib. In Ariha, a drone wounded four.", "en")
    told = {(e.type, e.place, best(e.fatalities), best(e.injured)) for e in report.events}
    assert told == {("shelling", "sy-saraqib", 6, None), ("air_strike", "sy-ariha", None, 4)}


def test_numbers_told_respectively_go_each_to_its_own_place(pipeline: Pipeline) -> None:
    text = "Two car bombs went off in Saraqib and Ariha, killing 15 and seven people respectively."
    report = analysed(pipeline, text, "en")
    assert {(event.place, best(event.fatalities)) for event in report.events} == {("sy-saraqib", 15), ("sy-ariha", 7)}


def best(quantity: Quantity | None) -> int | None:
    return quantity.best if quantity is not None else None


@pytest.mark.parametrize(
    ("language", "text", "tolls"),
    [
        ("en", "Rebels shelled Saraqib on Monday, killing nine people; 12 people are missing.", [9, None, 12, None]),
        ("en", "The battle in Saraqib left nine soldiers dead, 12 missing and 30 captured.", [9, None, 12, 30]),
        ("ar", "قصفت قوات المعارضة سراقب ما أدى إلى مقتل تسعة أشخاص وفقدان 12 شخصا.", [9, None, 12, None]),
    ],
)
def test_missing_and_captured_people_are_counted(
    pipeline: Pipeline, language: str, text: str, tolls: list[int | None]
) -> None:
    report = analysed(pipeline, text, language)
    event = next(event for event in report.events if event.type in ("shelling", "armed_clash"))
    assert [best(toll) for toll in event.tolls] == tolls
