"""Sentences of our own with the tolls that must be found in them, and what becomes of the tolls of a text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflictmap.extract.casualties import Toll, find_tolls, untold_killings, with_tolls
from conflictmap.extract.groups import find_groups
from conflictmap.extract.quantities import find_quantities
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


def event(number: int, kind: EventType = EventType.SHELLING, status: Status = Status.HAPPENED) -> Event:
    return Event(id=f"ev-{number}", type=kind, status=status)


def best(quantity: Quantity | None) -> int | None:
    return quantity.best if quantity else None


TEXT = "Shells hit the mill, killing 3 and wounding 4. Five people died. A truck passed."


def given_to(events: list[Event], spans: dict[str, tuple[int, int, int]], text: str = TEXT) -> list[object]:
    words, tolls = tolls_of(text, "en")
    done = with_tolls(events, spans, tolls, words.sentences)
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


def test_killings_without_an_event_are_given() -> None:
    words, tolls = tolls_of("Gunmen killed six villagers. Nine soldiers were killed.\nTwo children died.", "en")
    assert [best(toll.quantity) for toll in untold_killings(tolls, (), {}, words.sentences)] == [6, 9]
    spans = {"ev-1": (0, 6, 0)}
    assert untold_killings(tolls, [event(1)], spans, words.sentences) == ()
