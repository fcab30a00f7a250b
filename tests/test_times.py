"""Sentences of our own with every time expression marked (see the head of the case files)."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflictmap.extract.time_lexicon import DIGITS, WORDLESS
from conflictmap.extract.times import expression_when, find_times
from conflictmap.lexicon import LANGUAGES, rows
from conflictmap.model import TimeExpression, TimePrecision, TimeType, When
from conflictmap.text.normalise import fold
from conflictmap.text.tokens import tokenise

CASES = Path(__file__).parent / "cases"
MARK = re.compile(r"\[([^\]=]+)=([^\]]+)\]")
PUBLISHED = date(2019, 2, 20)


def sentences(name: str) -> list[str]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def written(found: TimeExpression) -> str:
    """Write an interval as the case files do."""
    ends = [end.isoformat() if end else "" for end in (found.earliest, found.latest)]
    words = [ends[0] if ends[0] and ends[0] == ends[1] else "..".join(ends)]
    if found.granularity != TimePrecision.DAY or (ends[0] == "" and found.granularity == TimePrecision.DAY):
        words.append(found.granularity)
    if found.type != TimeType.DATE:
        return " ".join((*([words[0]] if found.may_date else []), found.type))
    return " ".join(words if found.anchor == "document" else [*words, found.anchor])


def marked(text: str, language: str) -> str:
    """Mark the expressions found in a bare sentence."""
    for found in reversed(find_times(text, tokenise(text), language, PUBLISHED)):
        assert text[found.start : found.end] == found.surface
        text = f"{text[: found.start]}[{found.surface}={written(found)}]{text[found.end :]}"
    return text


@pytest.mark.parametrize(
    ("language", "sentence"),
    [(language, line) for language in LANGUAGES for line in sentences(f"times.{language}.txt")],
)
def test_times_are_found_as_marked(language: str, sentence: str) -> None:
    assert marked(MARK.sub(r"\1", sentence), language) == sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_cases(language: str) -> None:
    lines = sentences(f"times.{language}.txt")
    assert sum(bool(MARK.search(line)) for line in lines) >= 40
    assert sum(not MARK.search(line) for line in lines) >= 7


@pytest.mark.parametrize(("language", "text"), [("en", "yesterday"), ("ar", "منذ يومين"), ("en", "on 3 May")])
def test_without_publication_date_relative_expressions_stay_open(language: str, text: str) -> None:
    (found,) = find_times(text, tokenise(text), language, None)
    assert (found.earliest, found.latest, found.anchor) == (None, None, "document")
    assert expression_when(found) is None


def test_without_publication_date_full_dates_are_known() -> None:
    text = "on 3 May 2016"
    (found,) = find_times(text, tokenise(text), "en", None)
    day = date(2016, 5, 3)
    assert expression_when(found) == When(earliest=day, latest=day)


@pytest.mark.parametrize(
    ("language", "text", "earliest"),
    [
        ("ar", "قال اليوم الثلاثاء 8 مارس 2016 إن الجسر سقط أمس", date(2016, 3, 7)),
        ("ar", "سقط الجسر أمس الاثنين 7 مارس 2016 وأغلق صباح اليوم", date(2016, 3, 8)),
        (
            "en",
            "The bridge fell yesterday, he said today, Tuesday 8 March 2016; it was shut on Sunday",
            date(2016, 3, 6),
        ),
    ],
)
def test_a_text_without_publication_date_counts_from_the_day_that_it_calls_its_own(
    language: str, text: str, earliest: date
) -> None:
    found = find_times(text, tokenise(text), language, None)
    assert (found[-1].earliest, found[-1].anchor) == (earliest, "text")


def test_a_date_that_is_not_called_today_anchors_nothing() -> None:
    text = "They left on Tuesday 8 March 2016. The bridge fell yesterday"
    assert find_times(text, tokenise(text), "en", None)[-1].earliest is None


@pytest.mark.parametrize("day", ["31/12/9999", "1/1/0001", "0/0/0000"])
def test_a_text_at_the_end_of_the_calendar_does_not_crash(day: str) -> None:
    text = f"سقط الجسر أمس {day} ويفتح غدا {day} وقال اليوم"
    assert find_times(text, tokenise(text), "ar", None)[-1].earliest is None


def test_the_day_of_publication_wins_over_what_a_text_says_of_its_own() -> None:
    text = "today, Tuesday 8 March 2016, he said that the bridge fell yesterday"
    (_, found) = find_times(text, tokenise(text), "en", PUBLISHED)
    assert (found.earliest, found.anchor) == (date(2019, 2, 19), "document")


@pytest.mark.parametrize("text", ["for three days", "every Friday", "at noon", "now", "a 24-hour truce"])
def test_what_names_no_date_may_not_date_a_record(text: str) -> None:
    (found,) = find_times(text, tokenise(text), "en", PUBLISHED)
    assert not found.may_date


@pytest.mark.parametrize("text", ["yesterday", "recently", "the next day", "in 2014"])
def test_what_names_a_date_or_an_end_may_date_a_record(text: str) -> None:
    (found,) = find_times(text, tokenise(text), "en", PUBLISHED)
    assert found.may_date


def test_since_without_publication_date_has_no_end() -> None:
    text = "since 2011"
    (found,) = find_times(text, tokenise(text), "en", None)
    assert (found.earliest, found.latest) == (date(2011, 1, 1), None)


@pytest.mark.parametrize("text", ["31 February 2019", "2019-02-31", "30 February", "15 Ramadan 1499 AH"])
def test_days_that_do_not_exist_do_not_crash(text: str) -> None:
    find_times(text, tokenise(text), "en", PUBLISHED)


def test_29_february_is_found_in_the_last_leap_year() -> None:
    text = "29 February"
    (found,) = find_times(text, tokenise(text), "en", PUBLISHED)
    assert found.earliest == date(2016, 2, 29)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_row_stands_twice(language: str) -> None:
    for table, key in (("times", "class"), ("time_context", "class"), ("months", "calendar")):
        keys = [(fold(row["word"]), row[key]) for row in rows(language, table)]
        assert len(keys) == len(set(keys)), table
        lines = [tuple(row.values()) for row in rows(language, table)]
        assert lines == sorted(lines), table


@pytest.mark.parametrize("language", LANGUAGES)
def test_patterns_use_known_classes_and_meanings(language: str) -> None:
    from conflictmap.extract import times

    known = {row["class"] for name in ("times", "time_context") for row in rows(language, name)} | {
        "month",
        "hmonth",
        "month_alone",
    }
    known |= DIGITS | WORDLESS
    for row in rows(language, "time_patterns"):
        assert {item.strip("?,!") for item in row["pattern"].split()} <= known, row["pattern"]
        assert row["meaning"] in times._MEANINGS


WORDS = [row["word"] for language in LANGUAGES for name in ("times", "months") for row in rows(language, name)]
SIGNS = ["3", "5", "31", "24", "1440", "2019", "2014", "٢٣", "two", "ثلاثة", "-", "–", ",", "/", "(", ")", ".", "ال"]
PIECES = st.sampled_from(WORDS + SIGNS * 5)
DATES = st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2060, 12, 31)))


TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=12).map(" ".join), st.lists(PIECES, max_size=8).map("".join))


@given(TEXTS, DATES)
def test_any_text_gives_ordered_spans_inside_it(text: str, published: date | None) -> None:
    tokens = tokenise(text)
    for language in (*LANGUAGES, "und"):
        end = 0
        for found in find_times(text, tokens, language, published):
            assert end <= found.start < found.end <= len(text)
            assert found.surface == text[found.start : found.end]
            assert found.anchor in ("document", "text", "none")
            assert not (found.earliest and found.latest) or found.earliest <= found.latest
            expression_when(found)
            end = found.end
