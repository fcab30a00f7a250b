"""What must hold for any sentence: an order, a name, a number and a negation change what they say, and no more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import cycle, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflictmap.model import Event, Movement, Quantity, Report
from conflictmap.pipeline import Pipeline
from conflictmap.read import from_text

CASES = Path(__file__).parent / "cases"
LANGUAGES = ("ar", "en")
# Pairs of towns of one country, in one war or another.
TOWNS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "en": (("Saraqib", "Azaz"), ("Tal Afar", "Tikrit"), ("El Fasher", "Nyala"), ("Khan Younis", "Rafah"),
           ("Marib", "Taiz"), ("Sirte", "Misrata"), ("Bakhmut", "Kherson")),
    "ar": (("سراقب", "أعزاز"), ("تلعفر", "تكريت"), ("الفاشر", "نيالا"), ("خان يونس", "رفح"),
           ("مأرب", "تعز"), ("سرت", "مصراتة"), ("باخموت", "خيرسون")),
}  # fmt: skip
NUMBERS = (23, 45, 312, 87, 645)  # the noun that an Arabic number counts has one form behind all of these
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
# A report that is about another town: what names its own place must not be drawn there.
ELSEWHERE = {
    "ar": "عن الحياة في اللاذقية: المدارس في اللاذقية مفتوحة، وأسواق اللاذقية مزدحمة، والطقس في اللاذقية معتدل",
    "en": "Notes on Latakia: schools in Latakia are open, markets in Latakia are busy, the weather in Latakia is mild",
}
JOINTS = (" ", "\n\n")  # one paragraph, or a paragraph each


@dataclass(frozen=True)
class Template:
    """A sentence with places and a number to fill in, and the same denied ("" where there is none)."""

    language: str
    told: str
    denied: str

    @property
    def counts(self) -> bool:
        return "{N}" in self.told

    def filled(
        self, towns: tuple[str, str] | None = None, number: int | str = NUMBERS[0], *, denied: bool = False
    ) -> str:
        first, second = towns or TOWNS[self.language][0]
        return (self.denied if denied else self.told).format(P=first, Q=second, N=number)


def templates(language: str) -> list[Template]:
    lines = (CASES / f"templates.{language}.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split(" => ") for line in lines if line and not line.startswith("#")]
    return [Template(language, told, "" if denied == "-" else denied) for told, denied in pairs]


TEMPLATES = [template for language in LANGUAGES for template in templates(language)]


def each(chosen: list[Template]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("template", chosen, ids=lambda template: template.told)


each_template = each(TEMPLATES)


def analysed(pipeline: Pipeline, text: str, language: str) -> Report:
    return pipeline.analyse(from_text(text, language=language, published="2024-02-20"))


def amount(quantity: Quantity | None, number: str) -> str:
    if quantity is None:
        return "-"
    figures = [("{N}" if str(value) == number else str(value)) for value in (quantity.min, quantity.best, quantity.max)]
    return f"{'/'.join(figures)} {quantity.unit} {'about' if quantity.approx else ''}"


def lines(report: Report, *, number: int | str = "") -> list[str]:
    """Every record as a line, sorted: places by the order in which the text names them, the number as {N}."""
    order = list(dict.fromkeys(mention.place for mention in report.mentions if mention.mapped))
    numeral = str(number)

    def where(places: Iterable[str | None]) -> str:
        return "&".join(sorted(f"place {order.index(place)}" if place in order else str(place) for place in places))

    def event(one: Event) -> str:
        tolls = [amount(quantity, numeral) for quantity in (one.fatalities, one.injured, one.quantity)]
        return f"{one.type} {one.status} {where([one.place])} {one.date_start} {one.date_end} {tolls} {one.actors}"

    def movement(one: Movement) -> str:
        ends = f"{where(one.origin)} {one.origin_explicit} -> {where(one.destination)} via {where(one.via)}"
        return (f"{one.mode} {one.group} {one.status} {ends} {one.date_start} {one.date_end} {one.agent} "
                f"{amount(one.quantity, numeral)} {one.quantity_status} {one.destination_relation}")  # fmt: skip

    stocks = [f"stock {where([one.place])} {one.group} {amount(one.quantity, numeral)}" for one in report.stocks]
    control = [f"control {where([one.place])} {one.controller}" for one in report.control]
    return sorted([*map(event, report.events), *map(movement, report.movements), *stocks, *control])


def named(report: Report) -> list[str]:
    """Every record as a line, sorted, with the ids of its places."""
    events = [f"{one.type} {one.status} {one.place} {amount(one.fatalities, '')} {amount(one.quantity, '')}"
              for one in report.events]  # fmt: skip
    movements = [
        f"{one.mode} {one.group} {one.status} {one.origin} -> {one.destination} {amount(one.quantity, '')}"
        for one in report.movements
    ]
    return sorted([*events, *movements])


def kernel(report: Report) -> list[tuple[str, ...]]:
    """What a denial leaves as it is: what, and where."""
    events = [(str(one.type), str(one.place)) for one in report.events]
    return sorted([*events, *((str(one.mode), str(one.origin), str(one.destination)) for one in report.movements)])


def statuses(report: Report) -> set[str]:
    return {str(one.status) for one in (*report.events, *report.movements)}


def test_there_are_many_templates_with_all_that_is_asked_of_them() -> None:
    for language in LANGUAGES:
        mine = [template for template in TEMPLATES if template.language == language]
        assert len(mine) == len({template.told for template in mine}) >= 35
        assert sum(template.counts for template in mine) >= 15
        assert sum(bool(template.denied) for template in mine) >= 25
        assert sum("{Q}" in template.told for template in mine) >= 6


@each_template
def test_each_template_tells_something_of_its_place(pipeline: Pipeline, template: Template) -> None:
    report = analysed(pipeline, template.filled(number=45), template.language)
    found = lines(report, number=45)
    assert any("place 0" in line for line in found)
    assert statuses(report) <= {"happened", "ongoing"}
    assert not template.counts or any("{N}" in line for line in found)


@each_template
def test_another_place_changes_only_the_place(pipeline: Pipeline, template: Template) -> None:
    told = [lines(analysed(pipeline, template.filled(towns), template.language)) for towns in TOWNS[template.language]]
    assert [one for one, other in pairwise(told) if one != other] == []


@each_template
def test_a_place_that_is_named_beats_what_the_report_is_about(pipeline: Pipeline, template: Template) -> None:
    alone = analysed(pipeline, template.filled(), template.language)
    within = analysed(pipeline, f"{ELSEWHERE[template.language]}.\n\n{template.filled()}", template.language)
    assert named(within) == named(alone)


@each_template
def test_places_are_those_that_are_named(pipeline: Pipeline, template: Template) -> None:
    for first, second in TOWNS[template.language]:
        alone = analysed(pipeline, f"{first} {second}", template.language)
        report = analysed(pipeline, template.filled((first, second)), template.language)
        wanted = {mention.place for mention in alone.mentions if mention.surface in (first, second)}
        assert {one.place for one in report.events} <= wanted
        assert {place for one in report.movements for place in (*one.origin, *one.destination)} <= wanted


@each([template for template in TEMPLATES if template.counts])
def test_another_number_changes_only_the_number(pipeline: Pipeline, template: Template) -> None:
    told = [
        lines(analysed(pipeline, template.filled(number=number), template.language), number=number)
        for number in NUMBERS
    ]
    assert [one for one, other in pairwise(told) if one != other] == []
    arabic = template.filled(number=str(NUMBERS[0]).translate(ARABIC_DIGITS))
    assert lines(analysed(pipeline, arabic, template.language), number=NUMBERS[0]) == told[0]


@each([template for template in TEMPLATES if template.denied])
def test_a_negation_flips_the_status(pipeline: Pipeline, template: Template) -> None:
    told = analysed(pipeline, template.filled(), template.language)
    denied = analysed(pipeline, template.filled(denied=True), template.language)
    assert kernel(denied) == kernel(told)
    assert statuses(denied) == {"denied"}


@each_template
def test_the_order_of_two_unrelated_sentences_changes_no_record(pipeline: Pipeline, template: Template) -> None:
    """Put each sentence before and behind an air strike in another country."""
    raid = templates(template.language)[0].filled(TOWNS[template.language][1])
    told = template.filled(TOWNS[template.language][0])
    first, second = (
        named(analysed(pipeline, " ".join(pair), template.language)) for pair in ((told, raid), (raid, told))
    )
    assert first == second


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=40, derandomize=True)
@given(data=st.data())
def test_the_order_of_unrelated_sentences_changes_no_record(
    pipeline: Pipeline, language: str, data: st.DataObject
) -> None:
    chosen = data.draw(st.lists(st.sampled_from(templates(language)), min_size=2, max_size=5, unique=True))
    sentences = [
        template.filled(towns, number=NUMBERS[at % len(NUMBERS)])
        for at, (template, towns) in enumerate(zip(chosen, cycle(TOWNS[language]), strict=False))
    ]
    shuffled = data.draw(st.permutations(sentences))
    joint = data.draw(st.sampled_from(JOINTS))
    assert named(analysed(pipeline, joint.join(shuffled), language)) == named(
        analysed(pipeline, joint.join(sentences), language)
    )
