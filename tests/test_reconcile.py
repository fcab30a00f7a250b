"""What one article tells of one thing: figures with who says them, corrections, subsets, and what stays apart."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflictmap.model import Claim, Count, Document, Figure, Kind, Place, PlaceId, Quantity, QuantityStatus
from conflictmap.pipeline import Pipeline
from conflictmap.read import from_text
from conflictmap.reconcile.circumstances import hours, hours_meet, is_another
from conflictmap.reconcile.figures import Told, settle, values
from conflictmap.reconcile.places import contains, nearness
from conflictmap.reconcile.sources import outlet, source_of

MONDAY, TUESDAY = date(2021, 3, 8), date(2021, 3, 9)


def told(
    *, best: int | None = None, least: int | None = None, most: int | None = None, approx: bool = False,
    source: str = "a", corrects: bool = False, published: date | None = None, number: int = 0,
) -> Told:  # fmt: skip
    quantity = Quantity(best=best, min=least, max=most, approx=approx, text=f"{best or least or most}")
    figure = Figure(of=Count.FATALITIES, quantity=quantity, claims=(f"{source}{number}",), sources=(source,),
                    corrects=corrects)  # fmt: skip
    return Told(figure=figure, published=published, number=number)


FIGURES = [
    # what was told, the least, most and best value of the whole, and whether the sources agree
    ([], None, QuantityStatus.SINGLE),
    ([told(best=7)], (None, None, 7), QuantityStatus.SINGLE),
    ([told(best=7), told(best=7, source="b")], (None, None, 7), QuantityStatus.AGREED),
    ([told(best=7), told(best=7, number=1)], (None, None, 7), QuantityStatus.SINGLE),
    ([told(best=7), told(best=9, source="b")], (7, 9, None), QuantityStatus.CONTESTED),
    ([told(best=7), told(best=7, source="b"), told(best=9, source="c")], (7, 9, None), QuantityStatus.CONTESTED),
    # what can be true at once is no contradiction
    ([told(least=5), told(best=7, source="b")], (None, None, 7), QuantityStatus.AGREED),
    ([told(least=20, most=99), told(best=47, source="b")], (None, None, 47), QuantityStatus.AGREED),
    ([told(least=20, most=99), told(least=40, source="b")], (40, 99, None), QuantityStatus.AGREED),
    ([told(best=1000, approx=True), told(best=1040, source="b")], (None, None, 1040), QuantityStatus.AGREED),
    ([told(best=1000, approx=True), told(best=1400, source="b")], (1000, 1400, None), QuantityStatus.CONTESTED),
    # a bound that nothing contradicts does not open the envelope; one that is contradicted does
    ([told(least=5), told(best=7, source="b"), told(best=9, source="c")], (7, 9, None), QuantityStatus.CONTESTED),
    ([told(least=12), told(best=7, source="b")], (7, None, None), QuantityStatus.CONTESTED),
    # corrections and later words of the same source
    ([told(best=7), told(best=9, source="b", corrects=True, number=1)], (None, None, 9), QuantityStatus.SINGLE),
    ([told(best=7, published=MONDAY), told(best=9, published=TUESDAY, number=1)], (None, None, 9),
     QuantityStatus.SINGLE),
    ([told(best=7, published=MONDAY), told(best=9, source="b", published=TUESDAY)], (7, 9, None),
     QuantityStatus.CONTESTED),
    ([told(best=7, corrects=True, published=MONDAY), told(best=9, source="b", published=TUESDAY)], (7, 9, None),
     QuantityStatus.CONTESTED),
    ([told(best=7, corrects=True, published=MONDAY), told(best=9, source="b", corrects=True, published=MONDAY)],
     (7, 9, None), QuantityStatus.CONTESTED),
]  # fmt: skip


@pytest.mark.parametrize(("tellings", "whole", "agreement"), FIGURES)
def test_figures_are_narrowed_or_kept_side_by_side(
    tellings: list[Told], whole: tuple[int | None, ...] | None, agreement: QuantityStatus
) -> None:
    quantity, status, figures = settle(tellings, Count.FATALITIES)
    assert (None if quantity is None else values(quantity), status) == (whole, agreement)
    assert {claim for figure in figures for claim in figure.claims} == {
        claim for one in tellings for claim in one.figure.claims
    }


NUMBERS = st.builds(
    told, best=st.integers(0, 50), source=st.sampled_from("abc"), corrects=st.booleans(), number=st.integers(0, 9),
    published=st.none() | st.sampled_from([MONDAY, TUESDAY]),
)  # fmt: skip


@given(st.lists(NUMBERS, min_size=1, max_size=8))
def test_no_figure_is_made_up_and_none_is_lost(tellings: list[Told]) -> None:
    quantity, _, figures = settle(tellings, Count.FATALITIES)
    given_values = {one.figure.quantity.best for one in tellings}
    assert quantity is not None and {value for value in values(quantity) if value is not None} <= given_values
    assert {figure.quantity.best for figure in figures} == given_values
    assert not all(figure.superseded for figure in figures)
    assert settle(tellings, Count.INJURED) == (None, QuantityStatus.SINGLE, ())


def said(*chain: str) -> Claim:
    return Claim(id="cl", start=0, end=3, quote="abc", source_chain=chain)


PAPER = Document(id="d", text="", sha256="", publisher="The Levant Post")
SOURCES = [
    (said("The Levant Post"), "The Levant Post"),
    (said("The Levant Post", "residents"), "The Levant Post"),
    (said("The Levant Post", "military sources"), "The Levant Post"),
    (said("The Levant Post", "ناشطون"), "The Levant Post"),
    (said("The Levant Post", "Syrian Observatory for Human Rights"), "sohr"),
    (said("The Levant Post", "المرصد السوري لحقوق الإنسان"), "sohr"),
    (said("The Levant Post", "Reuters", "witnesses"), "reuters"),
    (said("The Levant Post", "the United Nations"), "un"),
    (said(), "The Levant Post"),
]


@pytest.mark.parametrize(("claim", "source"), SOURCES)
def test_the_source_is_the_innermost_one_with_a_name(claim: Claim, source: str) -> None:
    assert source_of(claim, PAPER) == source


def test_an_outlet_is_its_name_else_its_site_else_the_document() -> None:
    assert outlet(Document(id="d", text="", sha256="", publisher="عنب بلدي")) == "enab-baladi"
    assert outlet(Document(id="d", text="", sha256="", publisher="Enab Baladi")) == "enab-baladi"
    assert outlet(Document(id="d", text="", sha256="", url="https://news.example.org/a")) == "news.example.org"
    assert outlet(Document(id="d", text="", sha256="")) == "d"


def test_a_copy_speaks_with_the_voice_of_the_original() -> None:
    other = Document(id="e", text="", sha256="", publisher="Harbour Daily")
    assert source_of(said("The Levant Post", "residents"), PAPER, other) == "Harbour Daily"
    assert source_of(said("The Levant Post", "Reuters"), PAPER, other) == "reuters"


HOURS = [
    ("en", "at dawn on Monday", "before sunrise", True),
    ("en", "at dawn", "in the evening", False),
    ("en", "on Monday", "in the evening", True),
    ("en", "late in the night", "around midnight", True),
    ("ar", "فجر الاثنين", "مساء الاثنين", False),
    ("ar", "صباحا", "عند الفجر", True),
    ("ar", "بعد ظهر اليوم", "عصر اليوم", True),
]


@pytest.mark.parametrize(("language", "one", "two", "meet"), HOURS)
def test_parts_of_the_day(language: str, one: str, two: str, meet: bool) -> None:
    assert hours_meet(hours(one, language), hours(two, language)) is meet


@pytest.mark.parametrize(
    ("language", "words", "another"),
    [
        ("en", "a second air strike hit the mill", True),
        ("en", "another raid on the town", True),
        ("en", "an air strike killed another three people", False),
        ("en", "the air strike on the mill", False),
        ("ar", "غارة جوية ثانية على المطحنة", True),
        ("ar", "استهدفت غارة أخرى البلدة", True),
        ("ar", "غارة جوية على المطحنة", False),
        ("ar", "السيطرة على آخر قرية", False),
        ("ar", "غارة على بلدة أخرى", False),
    ],
)
def test_another_of_its_kind(language: str, words: str, another: bool) -> None:
    assert is_another(words, language) is another


def place(identity: str, lon: float, lat: float, kind: Kind = Kind.SETTLEMENT, km: float = 2.0) -> Place:
    return Place(id=PlaceId(identity), name={}, kind=kind, lon=lon, lat=lat, uncertainty_km=km, country="SY",
                 admin1="SY-ID")  # fmt: skip


TOWN, NEXT, FAR = place("town", 36.8, 35.86), place("next", 36.83, 35.86), place("far", 37.5, 35.86)
PROVINCE = place("admin1-SY-ID", 36.7, 35.8, Kind.ADMIN1, 42.0)
COUNTRY = place("country-sy", 38.0, 35.0, Kind.COUNTRY, 300.0)


def test_places_are_one_within_the_window_or_inside_each_other() -> None:
    assert nearness(TOWN, TOWN, 0) == 3
    assert nearness(TOWN, NEXT, 5) == nearness(NEXT, TOWN, 5) == pytest.approx(2.46, abs=0.01)
    assert nearness(TOWN, NEXT, 1) is None
    assert nearness(TOWN, FAR, 5) is None
    assert nearness(TOWN, PROVINCE, 5) == nearness(PROVINCE, TOWN, 5) == 1
    assert nearness(TOWN, COUNTRY, 5) is None and nearness(COUNTRY, COUNTRY, 5) is None
    rural, other = place("countryside:admin1-SY-ID", 36.7, 35.8, Kind.REGION), place("hills", 36.7, 35.8, Kind.REGION)
    assert nearness(PROVINCE, PROVINCE, 5) == 3 and nearness(PROVINCE, rural, 5) == 2
    assert nearness(PROVINCE, other, 5) is None
    assert contains(PROVINCE, TOWN) and not contains(TOWN, PROVINCE) and not contains(PROVINCE, PROVINCE)


def tolls(pipeline: Pipeline, text: str, language: str) -> list[tuple[str, tuple[int | None, ...], int]]:
    report = pipeline.analyse(from_text(text, language=language, published="2021-03-09", publisher="The Levant Post"))
    return [(event.place or "", values(event.fatalities), len(event.claims)) for event in report.events]


ONE, TWO = (None, None, 4), (None, None, 9)
WITHIN = [
    # another source gives another figure: both are kept
    ("en", "An air strike on Saraqib killed four people on Monday, residents said. "
           "The Syrian Observatory for Human Rights said nine people were killed.", [("sy-saraqib", (4, 9, None), 1)]),
    ("ar", "قتل أربعة أشخاص في غارة جوية على سراقب يوم الاثنين. وقال المرصد السوري لحقوق الإنسان إن تسعة أشخاص قتلوا.",
     [("sy-saraqib", (4, 9, None), 1)]),
    # a correction replaces what was told before
    ("en", "An air strike on Saraqib killed four people on Monday. The toll later rose to nine dead.",
     [("sy-saraqib", TWO, 1)]),
    ("ar", "قتل أربعة أشخاص في غارة جوية على سراقب يوم الاثنين. وارتفعت حصيلة القتلى إلى 9.", [("sy-saraqib", TWO, 1)]),
    # those inside a toll are no second toll
    ("en", "An air strike on Saraqib killed nine people, including four children.", [("sy-saraqib", TWO, 1)]),
    # one clause that names a town and its countryside tells of one event
    ("ar", "استهدفت غارة جوية مدينة سراقب بريف إدلب يوم الاثنين.", [("sy-saraqib", (None, None, None), 1)]),
    # two strikes stay two
    ("en", "At dawn an air strike hit Saraqib. In the evening an air strike hit Saraqib.",
     [("sy-saraqib", (None, None, None), 1)] * 2),
    ("en", "An air strike hit Saraqib on Monday. A second air strike hit Saraqib on Monday.",
     [("sy-saraqib", (None, None, None), 1)] * 2),
    ("ar", "استهدفت غارة جوية سراقب يوم الاثنين. واستهدفت غارة جوية أخرى سراقب يوم الاثنين.",
     [("sy-saraqib", (None, None, None), 1)] * 2),
    ("en", "On Monday an air strike on Saraqib killed four people. "
           "On Monday an air strike on Saraqib killed nine people.", [("sy-saraqib", ONE, 1), ("sy-saraqib", TWO, 1)]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), WITHIN)
def test_one_article(pipeline: Pipeline, language: str, text: str, expected: list[tuple[str, object, int]]) -> None:
    assert tolls(pipeline, text, language) == expected


@pytest.mark.parametrize(("language", "text"), [case[:2] for case in WITHIN])
def test_each_figure_has_its_words(pipeline: Pipeline, language: str, text: str) -> None:
    report = pipeline.analyse(from_text(text, language=language, published="2021-03-09"))
    claims = {claim.id: claim for claim in report.claims}
    figures = [figure for event in report.events for figure in event.figures]
    for figure in figures:
        assert figure.sources
        assert any(figure.quantity.text in claims[claim].quote for claim in figure.claims)
    assert bool(figures) == any(event.fatalities for event in report.events)


def test_contested_ways(pipeline: Pipeline) -> None:
    text = ("The Syrian Observatory for Human Rights said 300 families fled Saraqib for Idlib on Monday. "
            "The United Nations said that 250 families fled Saraqib for Idlib on Monday.")  # fmt: skip
    (movement,) = pipeline.analyse(from_text(text, language="en", published="2021-03-09")).movements
    assert movement.quantity_status == QuantityStatus.CONTESTED
    assert values(movement.quantity) == (250, 300, None)
    assert [(figure.quantity.best, figure.sources) for figure in movement.figures] == [(300, ("sohr",)), (250, ("un",))]
    assert movement.sources == ("sohr", "un") and len(movement.claims) == 2
