"""Sentences of our own with every quantity marked: `[surface=amount unit]` (see the head of the case files)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflictmap.extract.quantities import find_quantities, read_number
from conflictmap.lexicon import LANGUAGES, rows
from conflictmap.model import Quantity, Unit
from conflictmap.text.normalise import fold
from conflictmap.text.tokens import tokenise

CASES = Path(__file__).parent / "cases"
MARK = re.compile(r"\[([^\]=]+)=([^\]]+)\]")
TABLES = ("numbers", "number_vague", "number_nouns", "number_context")


def sentences(name: str) -> list[str]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def written(quantity: Quantity) -> str:
    """Write a quantity as the case files do."""
    low, high, best = quantity.min, quantity.max, quantity.best
    if best is not None:
        amount = f"{'~' if quantity.approx else ''}{best}"
    else:
        amount = f"{low}..{high}" if None not in (low, high) else f"{low}+" if high is None else f"..{high}"
        assert quantity.approx
    return amount if quantity.unit == Unit.PERSONS else f"{amount} {quantity.unit}"


def marked(text: str, language: str) -> str:
    """Mark the quantities found in a bare sentence."""
    tokens = tokenise(text)
    for found in reversed(find_quantities(text, tokens, language)):
        surface = text[found.start : found.end]
        assert found.quantity.text == surface
        text = f"{text[: found.start]}[{surface}={written(found.quantity)}]{text[found.end :]}"
    return text


@pytest.mark.parametrize(
    ("language", "sentence"),
    [(language, line) for language in LANGUAGES for line in sentences(f"quantities.{language}.txt")],
)
def test_quantities_are_found_as_marked(language: str, sentence: str) -> None:
    assert marked(MARK.sub(r"\1", sentence), language) == sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_cases(language: str) -> None:
    lines = sentences(f"quantities.{language}.txt")
    assert sum(bool(MARK.search(line)) for line in lines) >= 40
    assert sum(not MARK.search(line) for line in lines) >= 15


@pytest.mark.parametrize(
    ("language", "words", "value"),
    [
        ("en", "nineteen hundred", 1900),
        ("en", "one million two hundred thousand", 1_200_000),
        ("en", "ten five", 10),
        ("en", "007", 0),
        ("en", "three and a half", 0),
        ("ar", "مليونان ونصف مليون", 2_500_000),
        ("ar", "مئتان وخمسة وستون ألفا وثلاثمئة", 265_300),
        ("ar", "ثلاثة وأربعة", 3),
        ("ar", "الثاني عشر", 0),
    ],
)
def test_numbers_are_read(language: str, words: str, value: int) -> None:
    number = read_number(words, tokenise(words), 0, language)
    assert number is not None
    assert number.value == value


def test_a_word_that_is_no_number_is_not_read() -> None:
    assert read_number("house", tokenise("house"), 0, "en") is None


def test_a_language_without_lexicon_has_its_digits_read() -> None:
    text = "300 personnes"
    assert [found.quantity.best for found in find_quantities(text, tokenise(text), "fr")] == [300]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", TABLES)
def test_no_row_stands_twice(language: str, table: str) -> None:
    role = "role" if table == "number_context" else None
    keys = [(fold(row["word"]), row[role] if role else "") for row in rows(language, table)]
    assert len(keys) == len(set(keys))
    assert [tuple(row.values()) for row in rows(language, table)] == sorted(
        tuple(row.values()) for row in rows(language, table)
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_nouns_have_a_known_unit(language: str) -> None:
    known = {*(unit.value for unit in Unit), "none"}
    assert {row["unit"] for row in rows(language, "number_nouns")} <= known
    assert {row["number"] for row in rows(language, "number_nouns")} <= {"sg", "dual", "pl"}


@pytest.mark.parametrize(
    ("language", "template"),
    [
        ("en", "On {} March 2018 the boy, {}, turned back."),
        ("en", "A {}-year-old girl and a man aged {} waited at {}:30."),
        ("en", "The 1st Division fired {}mm shells from {} km along Route {}."),
        ("ar", "في {} آذار 2018 كان عمره {} عاما"),
        ("ar", "طفلة تبلغ من العمر {} سنوات على بعد {} كيلومترا عند الساعة {}:30"),
        ("ar", "أطلق اللواء {} قذائف عيار {} على الطريق {}"),
    ],
)
@given(first=st.integers(2, 31), second=st.integers(2, 99), third=st.integers(2, 23))
def test_dates_ages_and_names_are_never_counts(
    language: str, template: str, first: int, second: int, third: int
) -> None:
    text = template.format(first, second, third)
    found = find_quantities(text, tokenise(text), language)
    assert not any(char.isdigit() for each in found for char in each.quantity.text)


@pytest.mark.parametrize("language", LANGUAGES)
@given(number=st.integers(2100, 9_999_999), comma=st.booleans())
def test_a_number_is_read_as_written(language: str, number: int, comma: bool) -> None:
    written_number = f"{number:,}" if comma else str(number)
    text = {"en": "Some people say that {} villagers left.", "ar": "قالوا إن {} مدني غادروا القرية."}[language]
    text = text.format(written_number)
    found = find_quantities(text, tokenise(text), language)
    assert [each.quantity for each in found] == [Quantity(best=number, text=written_number)]


WORDS = [row["word"] for language in LANGUAGES for table in TABLES for row in rows(language, table)][::3]
SIGNS = ["3", "20", "1,000", "2019", "١٢", "-", "–", ",", "و", "ال", "%", "$", "\n", ".", "(", "]", "/"]
PIECES = st.sampled_from(WORDS + SIGNS)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=12).map(" ".join), st.lists(PIECES, max_size=8).map("".join)))
def test_any_text_gives_ordered_spans_inside_it(text: str) -> None:
    tokens = tokenise(text)
    for language in (*LANGUAGES, "und"):
        end = last = 0
        for found in find_quantities(text, tokens, language):
            assert end <= found.start < found.end <= len(text)
            assert last <= found.first < found.last <= len(tokens)
            assert found.quantity.text == text[found.start : found.end]
            end, last = found.end, found.last
