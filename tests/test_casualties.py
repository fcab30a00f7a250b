"""Sentences of our own with the tolls that must be found in them, and what becomes of the tolls of a text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflictmap.extract.casualties import Toll, find_tolls
from conflictmap.extract.groups import find_groups
from conflictmap.extract.quantities import find_quantities
from conflictmap.extract.toll_events import event_alone, with_tolls
from conflictmap.model import Event, EventType, Quantity, Status
from conflictmap.text.tokens import Words

CASES = Path(__file__).parent / "cases"
PIECE_WORDS = (
    "قتل وجرح مقتل جرحى 12 ثلاثة وثلاثة مدنيا طفل بينهم إلى حصيلة القتلى و من"
    " killed and wounded were dead 3 a child including toll to of one , . ("
)
PIECES = st.sampled_from(PIECE_WORDS.split())


def cases(language: str) -> list[tuple[str, str, str]]:
    lines = (CASES / f"casualties.{language}.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("=>") for line in lines if line and not line.startswith("#"))
    return [(language, text.strip(), expected.strip()) for text, _, expected in pairs]


def written(quantity: Quantity | None) -> str:
    if quantity is None:
        return "?"
    low, high, best = quantity.min, quantity.max, quantity.best
    if best is not None:
        return f"{'~' if quantity.approx else ''}{best}"
    return f"{'' if low is None else low}..{high}" if high is not None else f"{low}+"


def tolls_of(text: str, language: str) -> tuple[Words, tuple[Toll, ...]]:
    words = Words.of(text)
    quantities = find_quantities(text, words.tokens, language)
    return words, find_tolls(words, language, quantities, find_groups(text, words.tokens, language))


@pytest.mark.parametrize(("language", "text", "expected"), [*cases("ar"), *cases("en")])
def test_tolls_are_found_as_marked(language: str, text: str, expected: str) -> None:
    _, tolls = tolls_of(text, language)
    found = [" ".join(filter(None, (toll.effect, written(toll.quantity), toll.group))) for toll in tolls]
    assert "; ".join(found) == expected


@pytest.mark.parametrize("language", ["ar", "en"])
def test_there_are_enough_cases(language: str) -> None:
    assert sum(bool(expected) for _, _, expected in cases(language)) >= 20


def test_other_languages_have_no_tolls() -> None:
    assert tolls_of("12 personas killed", "es")[1] == ()


@given(st.lists(PIECES, max_size=16).map(" ".join))
def test_tolls_lie_inside_their_sentence(text: str) -> None:
    for language in ("ar", "en"):
        words, tolls = tolls_of(text, language)
        for toll in tolls:
            assert 0 <= toll.start < toll.end <= len(text)
            assert words.sentences[toll.sentence].first <= toll.first < toll.last <= words.sentences[toll.sentence].last


COUNTED = (
    ("en", "Shells killed {} villagers and wounded 41.", "civilians"),
    ("en", "At dawn {} soldiers were killed near the mill, and 41 people were hurt.", "troops"),
    ("en", "The blast left {} dead and 41 wounded.", None),
    ("ar", "مقتل {} جنديا وإصابة 41 شخصا قرب الطاحونة", "troops"),
    ("ar", "استشهد {} مدنيا وأصيب 41 آخرون", "civilians"),
    ("ar", "ارتفعت حصيلة القتلى إلى {} والجرحى إلى 41", None),
)


@pytest.mark.parametrize(("language", "template", "group"), COUNTED)
@given(number=st.integers(11, 1899) | st.integers(2100, 99_999))
def test_another_number_changes_only_the_number(language: str, template: str, group: str | None, number: int) -> None:
    _, tolls = tolls_of(template.format(number), language)
    assert [(toll.effect, best(toll.quantity)) for toll in tolls] == [("killed", number), ("wounded", 41)]
    assert tolls[0].group == group


@pytest.mark.parametrize(
    ("language", "template"),
    [
        ("en", "A {}-year-old boy was killed on {} March."),
        ("en", "Salim, {}, was among the dead when shells fell {} km from the mill."),
        ("en", "A guard aged {} died in the {}th Brigade."),
        ("ar", "قتل طفل عمره {} عاما في {} آذار"),
        ("ar", "استشهاد شاب يبلغ من العمر {} سنة على بعد {} كيلومترا من الجسر"),
    ],
)
@given(age=st.integers(2, 99), day=st.integers(2, 31))
def test_ages_days_and_distances_are_no_tolls(language: str, template: str, age: int, day: int) -> None:
    _, tolls = tolls_of(template.format(age, day), language)
    assert {best(toll.quantity) for toll in tolls} <= {1, None}


def event(number: int, kind: EventType = EventType.SHELLING, status: Status = Status.HAPPENED) -> Event:
    return Event(id=f"ev-{number}", type=kind, status=status)


def best(quantity: Quantity | None) -> int | None:
    return quantity.best if quantity else None


TEXT = "Shells hit the mill, killing 3 and wounding 4. Five people died. A truck passed."


def given_to(events: list[Event], spans: dict[str, tuple[int, int, int]], text: str = TEXT) -> list[object]:
    words, tolls = tolls_of(text, "en")
    done = with_tolls(events, spans, tolls, words)
    return [(best(each.fatalities), best(each.injured)) for each in done]


def test_a_toll_goes_to_the_event_of_its_sentence() -> None:
    assert given_to([event(1)], {"ev-1": (0, 20, 0)}) == [(3, 4)]


def test_a_toll_goes_to_the_first_of_several_events_with_one_evidence() -> None:
    assert given_to([event(1), event(2)], {"ev-1": (0, 20, 0), "ev-2": (0, 20, 0)}) == [(3, 4), (None, None)]


def test_a_toll_goes_back_one_sentence_in_its_paragraph() -> None:
    text = "Jets bombed the mill. Five people were killed. They lay there.\nSix people were wounded."
    assert given_to([event(1)], {"ev-1": (0, 20, 0)}, text) == [(5, None)]


@pytest.mark.parametrize("other", [event(1, EventType.AGREEMENT), event(1, status=Status.PLANNED)])
def test_peaceful_and_planned_events_take_no_toll(other: Event) -> None:
    assert given_to([other], {"ev-1": (0, 20, 0)}) == [(None, None)]


def test_tolls_of_other_groups_in_one_sentence_add_up() -> None:
    text = "The raid killed 12 soldiers and three civilians were killed too. Two soldiers died."
    assert given_to([event(1)], {"ev-1": (0, 8, 0)}, text) == [(15, None)]


def alone(text: str, events: list[Event], spans: dict[str, tuple[int, int, int]]) -> list[object]:
    _, tolls = tolls_of(text, "en")
    found = [(toll, event_alone(toll, events, spans)) for toll in tolls]
    return [(best(toll.quantity), kind) for toll, kind in found if kind is not None]


def test_killings_of_civilians_without_an_event_are_given() -> None:
    text = "Gunmen killed six villagers. Nine soldiers were killed.\nTwo children died."
    assert alone(text, [], {}) == [(6, EventType.ATTACK_ON_CIVILIANS), (9, EventType.ARMED_CLASH)]
    assert alone(text, [event(1)], {"ev-1": (0, 6, 0)}) == []


@pytest.mark.parametrize(("status", "number"), [(Status.PLANNED, 1), (Status.DENIED, 0), (Status.PREDICTED, 0)])
def test_killings_beside_what_was_denied_are_not_given(status: Status, number: int) -> None:
    assert len(alone("Gunmen killed six villagers.", [event(1, status=status)], {"ev-1": (0, 6, 0)})) == number


def test_accidents_and_totals_of_a_war_are_no_events() -> None:
    assert alone("Six villagers were killed in a bus crash. The war killed 900 villagers since 2012.", [], {}) == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "More than 90,000 people have been killed since 2013.", True),
        ("en", "Since the war began, 90,000 people have been killed.", True),
        ("en", "The conflict killed 700 civilians over the past three years.", True),
        ("en", "The shelling killed 12 people, one of the worst attacks since 2013.", False),
        ("en", "Nine people have been killed since Friday.", False),
        ("ar", "قتل أكثر من 90 ألف شخص منذ اندلاع الحرب.", True),
        ("ar", "منذ مطلع العام قتل 300 مدني.", True),
        ("ar", "قتل 12 مدنيا في القصف، وهو الأعنف منذ 2013.", False),
        ("ar", "قتل تسعة مدنيين منذ صباح اليوم.", False),
    ],
)
def test_totals_of_a_war_are_told_apart(language: str, text: str, expected: bool) -> None:
    assert [toll.is_total for toll in tolls_of(text, language)[1]] == [expected]
