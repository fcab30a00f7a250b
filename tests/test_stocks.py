"""Sentences of our own with the statements of presence that must be found in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conflictmap.extract.groups import find_groups
from conflictmap.extract.quantities import find_quantities
from conflictmap.extract.slots import PlaceSlot, place_slots
from conflictmap.extract.stocks import find_stocks
from conflictmap.lexicon import rows
from conflictmap.model import Kind, Mention, Place, PlaceId, Quantity
from conflictmap.text.tokens import Words

CASES = Path(__file__).parent / "cases"
MARK = re.compile(r"\[([^\]]+)\]")


def cases(language: str) -> list[tuple[str, str, str]]:
    lines = (CASES / f"stocks.{language}.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("=>") for line in lines if line and not line.startswith("#"))
    return [(language, text.strip(), expected.strip()) for text, _, expected in pairs]


def slots_of(marked: str, language: str) -> tuple[Words, tuple[PlaceSlot, ...]]:
    """Take the brackets out of a sentence and make the names in them places, each with its name for an id."""
    words = Words.of(MARK.sub(r"\1", marked))
    spans = [(match.start() - 2 * number, match[1]) for number, match in enumerate(MARK.finditer(marked))]
    places = {PlaceId(name): Place(id=PlaceId(name), name={}, kind=Kind.SETTLEMENT) for _, name in spans}
    mentions = [
        Mention(start=start, end=start + len(name), surface=name, place=PlaceId(name), mapped=True)
        for start, name in spans
    ]
    return words, place_slots(mentions, [m.start for m in mentions], [False] * len(mentions), places, words, language)


def written(quantity: Quantity) -> str:
    if quantity.best is not None:
        return f"{'~' if quantity.approx else ''}{quantity.best}"
    return f"{quantity.min}..{quantity.max}" if quantity.max is not None else f"{quantity.min}+"


@pytest.mark.parametrize(("language", "text", "expected"), [*cases("ar"), *cases("en")])
def test_stocks_are_found_as_marked(language: str, text: str, expected: str) -> None:
    words, slots = slots_of(text, language)
    groups = find_groups(words.text, words.tokens, language)
    quantities = find_quantities(words.text, words.tokens, language)
    stocks = find_stocks(words, language, groups, quantities, slots, PlaceId("topic"))
    assert "; ".join(f"{stock.place} {written(stock.quantity)} {stock.group}" for stock in stocks) == expected
    assert all(0 <= stock.start < stock.end <= len(words.text) for stock in stocks)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_words_have_a_known_side(language: str) -> None:
    assert {row["side"] for row in rows(language, "stock_words")} <= {"before", "after"}


def test_other_languages_have_no_stocks() -> None:
    assert find_stocks(Words.of("500 remain"), "fr", (), (), (), None) == ()
