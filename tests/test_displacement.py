"""Sentences of our own with the figures of displacement that must be found in them, through frames and all."""

from __future__ import annotations

import pytest
from marked import MARK, cases
from test_stocks import written

from conflictmap.extract import extract
from conflictmap.extract.actors import find_actors
from conflictmap.lexicon import rows
from conflictmap.model import Generator, Kind, Mention, Place, PlaceId, Quantity, Report, Status, Term
from conflictmap.pipeline import Pipeline
from conflictmap.read import from_text
from conflictmap.reconcile import reconcile
from conflictmap.text.tokens import Words

TOPIC = PlaceId("topic")


def report_of(marked: str, language: str) -> Report:
    """Read a sentence whose places are given: recognition and look-up take no part."""
    text = MARK.sub(r"\1", marked)
    spans = [(match.start() - 2 * number, match[1]) for number, match in enumerate(MARK.finditer(marked))]
    mentions = [
        Mention(start=start, end=start + len(name), surface=name, place=PlaceId(name), mapped=True)
        for start, name in spans
    ]
    places = [Place(id=PlaceId(name), name={}, kind=Kind.SETTLEMENT) for _, name in spans]
    places.append(Place(id=TOPIC, name={}, kind=Kind.SETTLEMENT))
    document = from_text(text, language=language, published="2019-02-20")
    words = Words.of(text)
    drafts = extract(
        document, words, mentions, places, starts=[m.start for m in mentions], containers=[False] * len(mentions),
        actors=find_actors(text, words.tokens, language), times=(), topic=TOPIC,
    )  # fmt: skip
    return reconcile(
        Report(document=document, generator=Generator(version="0", gazetteer="")), drafts.claims, drafts.events,
        drafts.movements, references=drafts.references, stocks=drafts.stocks, control=drafts.control,
    )  # fmt: skip


def figures_of(report: Report) -> list[str]:
    """Give the figures as place, amount, unit and term, in any order."""
    found = []
    for movement in report.movements:
        if movement.quantity and movement.term:
            place = "&".join(movement.origin if movement.origin_explicit else ()) or "&".join(movement.destination)
            found.append(line(place or "&".join(movement.origin) or "?", movement.quantity, movement.term))
    for stock in report.stocks:
        if stock.quantity and stock.term:
            found.append(line(stock.place or "?", stock.quantity, stock.term))
    return sorted(found)


def line(place: str, quantity: Quantity, term: Term) -> str:
    bound = f"{quantity.max}-" if quantity.min is None and quantity.best is None else written(quantity)
    return f"{place} {bound} {quantity.unit} {term}"


@pytest.mark.parametrize(("language", "text", "expected"), [*cases("displacement", "en"), *cases("displacement", "ar")])
def test_figures_are_found_as_marked(language: str, text: str, expected: str) -> None:
    assert figures_of(report_of(text, language)) == sorted(filter(None, expected.split("; ")))


@pytest.mark.parametrize("language", ["ar", "en"])
def test_words_have_known_columns(language: str) -> None:
    found = rows(language, "displacement_terms")
    assert {row["term"] for row in found} == {*map(str, Term), "other"}
    assert {row["side"] for row in found} <= {"before", "after", "both"}
    assert {row["record"] for row in found} <= {"flow", "stock", "noun", "housing", "object", "-"}


@pytest.mark.parametrize(
    ("text", "movements", "stocks"),
    [
        ("Floods displaced 300 people in [Kwale]", ["displaced"], []),
        ("Some 300 people remain displaced in [Kwale]", [], ["displaced"]),
        ("There are 300 IDPs in [Kwale]", [], ["displaced"]),
        ("At least 300 IDPs returned to [Kwale]", ["returned"], []),
        ("The quake left 300 people homeless in [Kwale]", ["homeless"], []),
        ("About 300 people are homeless in [Kwale]", [], ["homeless"]),
        ("A fire destroyed 30 homes in [Kwale]", [], ["destroyed_housing"]),
    ],
)
def test_goings_are_movements_and_states_are_stocks(text: str, movements: list[str], stocks: list[str]) -> None:
    report = report_of(text, "en")
    assert [str(movement.term) for movement in report.movements] == movements
    assert [str(stock.term) for stock in report.stocks] == stocks


def test_movements_without_a_number_have_a_term_too() -> None:
    assert [movement.term for movement in report_of("Families fled [Kwale]", "en").movements] == [Term.FORCED_TO_FLEE]


def test_what_is_only_ordered_did_not_happen() -> None:
    (movement,) = report_of("Officials ordered 300 people in [Kwale] to evacuate", "en").movements
    assert movement.status == Status.PLANNED
    assert report_of("No longer are 300 people sheltering in [Kwale]", "en").stocks == ()


def test_a_number_that_counts_the_dead_is_taken_off_those_who_fled() -> None:
    (movement,) = report_of("Two people died as families fled [Kwale]", "en").movements
    assert movement.quantity is None


def test_a_list_of_places_is_one_origin_but_each_figure_has_its_own() -> None:
    (both,) = report_of("Heavy rain in [Bani] and [Azua] displaced 900 people", "en").movements
    assert both.origin == ("Bani", "Azua")
    one, two = report_of("Rain displaced 900 people in [Bani] and 200 families in [Azua]", "en").movements
    assert {one.origin, two.origin} == {("Bani",), ("Azua",)}


def test_the_finest_place_is_where_a_figure_is(pipeline: Pipeline) -> None:
    text = "At least 900 people were evacuated in Coquimbo after a quake off the coast of Chile."
    report = pipeline.analyse(from_text(text, language="en", published="2019-02-20"))
    names = {place.id: place.name.get("en") for place in report.places}
    assert [[names[place] for place in movement.origin] for movement in report.movements] == [["Coquimbo"]]


def test_without_any_place_a_figure_is_where_those_are_who_tell_it(pipeline: Pipeline) -> None:
    report = pipeline.analyse(from_text("Police in Goma said 900 people fled.", language="en", published="2019-02-20"))
    (movement,) = report.movements
    assert movement.origin == ("cd-goma",) and not movement.origin_explicit
    text = "Police in Goma said 900 people fled. Officials in Assam said more would follow."
    (movement,) = pipeline.analyse(from_text(text, language="en", published="2019-02-20")).movements
    assert movement.origin == ()


def test_figures_of_no_frame_have_the_days_of_their_sentence(pipeline: Pipeline) -> None:
    text = "On Monday 900 people in Goma lost their homes."
    (movement,) = pipeline.analyse(from_text(text, language="en", published="2019-02-20")).movements
    assert (movement.term, str(movement.date_start)) == (Term.HOMELESS, "2019-02-18")
