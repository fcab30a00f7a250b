"""Sentences of our own with the statements of presence that must be found in them."""

from __future__ import annotations

import pytest
from marked import cases, slots_of

from conflictmap.extract.groups import find_groups
from conflictmap.extract.quantities import find_quantities
from conflictmap.extract.stocks import find_stocks
from conflictmap.lexicon import rows
from conflictmap.model import PlaceId, Quantity
from conflictmap.text.tokens import Words


def written(quantity: Quantity) -> str:
    if quantity.best is not None:
        return f"{'~' if quantity.approx else ''}{quantity.best}"
    return f"{quantity.min}..{quantity.max}" if quantity.max is not None else f"{quantity.min}+"


@pytest.mark.parametrize(("language", "text", "expected"), [*cases("stocks", "ar"), *cases("stocks", "en")])
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
