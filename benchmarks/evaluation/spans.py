"""Scorers by span overlap: toponyms recognised, time expressions, entities."""

import calendar
import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from evaluation.records import (
    Figures,
    Outcome,
    Record,
    Span,
    overlaps,
    paired,
    ratio,
    share,
    span_of,
    spans_of,
)


def overlap_figures(pairs: Iterable[tuple[Sequence[Span], Sequence[Span]]], *, prefix: str = "") -> Figures:
    """Precision, recall and F1 over (gold, predicted) spans of each document.

    A predicted span is right if it overlaps any gold span; a gold span is found if any predicted one
    overlaps it.
    """
    gold = predicted = found = right = 0
    for truths, guesses in pairs:
        gold, predicted = gold + len(truths), predicted + len(guesses)
        found += sum(any(overlaps(truth, guess) for guess in guesses) for truth in truths)
        right += sum(any(overlaps(guess, truth) for truth in truths) for guess in guesses)
    precision, recall = ratio(right, predicted), ratio(found, gold)
    f1 = ratio(2 * precision * recall, precision + recall) if precision and recall else 0.0
    return {
        f"{prefix}gold": gold,
        f"{prefix}predicted": predicted,
        f"{prefix}precision": precision,
        f"{prefix}recall": recall,
        f"{prefix}f1": f1 if gold or predicted else None,
    }


def recognition(gold: Sequence[Record], reports: Sequence[Record]) -> Outcome:
    """Toponyms found without being given.

    Counts: gold toponyms with a usable span, with or without coordinates; predicted mentions that are
    `mapped`. `recall_any` takes all mentions, mapped or not: these sets also annotate names that belong
    on no map.
    """
    mapped, any_kind, misses = [], [], []
    for rows, report in paired(gold, reports):
        toponyms = [toponym for row in rows for toponym in row.get("toponyms") or ()]
        truths, mentions = spans_of(toponyms), report.get("mentions") or ()
        guesses = spans_of(mention for mention in mentions if mention.get("mapped") is True)
        mapped.append((truths, guesses))
        any_kind.append((truths, spans_of(mentions)))
        misses += _disagreements(rows[0], truths, guesses)
    figures = {**overlap_figures(mapped), "recall_any": overlap_figures(any_kind)["recall"]}
    return Outcome(figures=figures, misses=tuple(misses))


def _disagreements(row: Record, truths: Sequence[Span], guesses: Sequence[Span]) -> list[Record]:
    missed = [("missed", span) for span in truths if not any(overlaps(span, other) for other in guesses)]
    invented = [("invented", span) for span in guesses if not any(overlaps(span, other) for other in truths)]
    return [
        {"id": row["id"], "surface": row["text"][span[0] : span[1]], "what": what} for what, span in missed + invented
    ]


def entities(gold: Sequence[Record], reports: Sequence[Record]) -> Outcome:
    """Entities of type Location against all mentions, and of type Temporal (`time_`) against times.

    The gold marks places of every use, so that mentions count whether they are `mapped` or not. Its schema calls
    Temporal "a specific date, or time or range of time": our times of the types date and time are compared with it,
    durations, repetitions and "now" are not.
    """
    places, times, misses = [], [], []
    for rows, report in paired(gold, reports):
        items = [item for row in rows for item in row.get("entities") or ()]
        truths, guesses = spans_of(_of_type(items, "location")), spans_of(report.get("mentions"))
        places.append((truths, guesses))
        dates = [time for time in report.get("times") or () if time.get("type", "date") in ("date", "time")]
        times.append((spans_of(_of_type(items, "temporal")), spans_of(dates)))
        misses += _disagreements(rows[0], truths, guesses)
    return Outcome(figures={**overlap_figures(places), **overlap_figures(times, prefix="time_")}, misses=tuple(misses))


def _of_type(items: Iterable[Record], name: str) -> list[Record]:
    return [item for item in items if str(item.get("type", "")).casefold() == name]


TIME_TYPES = ("date", "time", "duration", "set", "vague")


def time_expressions(gold: Sequence[Record], reports: Sequence[Record]) -> Outcome:
    """Time expressions by overlap, and the dates of those found.

    `values` counts the gold expressions whose value is a day, week, month, quarter, season, year, decade or century
    (durations, sets and "past" say no dates); `value_right` is the share of ALL of these where an overlapping time has
    exactly that first and last day, or lies inside them where the gold says that only a part is meant (`mod`: "early
    2011"), or begins like a week, month or year that is not over ("this month": ours ends on the day of publication);
    `value_right_found` the share of those that some time overlaps. The set gives no date of publication, so
    that most relative expressions cannot be right on the bare text. `recall_dates` and `recall_others` part the gold
    by the same question, `precision_TYPE` the predicted ones by their type.
    """
    pairs, right, met, others, misses = [], [], [], [], []
    by_type: dict[str, list[bool]] = {name: [] for name in TIME_TYPES}
    for rows, report in paired(gold, reports):
        expressions, times = (
            [item for row in rows for item in row.get("timex") or ()],
            report.get("times") or (),
        )
        truths, guesses = spans_of(expressions), spans_of(times)
        pairs.append((truths, guesses))
        misses += _disagreements(rows[0], truths, guesses)
        for time in times:
            guess = span_of(time)
            if guess and time.get("type", "date") in by_type:
                by_type[time.get("type", "date")].append(any(overlaps(guess, truth) for truth in truths))
        for expression in expressions:
            span, days = span_of(expression), days_of(expression.get("value"))
            if span:
                meeting = [time for time in times if (other := span_of(time)) and overlaps(span, other)]
                (met if days else others).append(bool(meeting))
            if span and days:
                right.append(any(_says(time, days, is_part=bool(expression.get("mod"))) for time in meeting))
    figures = {
        **overlap_figures(pairs),
        "values": len(right),
        "value_right": share(right),
        "value_right_found": ratio(sum(right), sum(met)),
        "recall_dates": share(met),
        "recall_others": share(others),
        **{f"precision_{name}": share(found) for name, found in by_type.items()},
    }
    return Outcome(figures=figures, misses=tuple(misses))


def _says(time: Record, days: tuple[str, str], *, is_part: bool) -> bool:
    """Whether a time has these first and last days, or lies inside them."""
    earliest, latest = time.get("earliest"), time.get("latest")
    if is_part and earliest and latest:
        return bool(days[0] <= earliest and latest <= days[1])
    if earliest == days[0] and latest and latest < days[1]:
        return bool(time.get("granularity") == _unit_of(days) and time.get("anchor") == "document")
    return (earliest, latest) == days


def _unit_of(days: tuple[str, str]) -> str:
    length = (date.fromisoformat(days[1]) - date.fromisoformat(days[0])).days + 1
    return {1: "day", 7: "week"}.get(length, "month" if length <= 31 else "year")


# How many days the day of a text lies behind what the word says.
_FROM_TODAY = {"اليوم": 0, "أمس": 1, "امس": 1, "غدا": -1, "غداً": -1}
_OTHER_DAY = frozenset(("أول", "اول", "الأول", "الاول", "بعد", "التالي", "نفسه", "ذاته"))
_WEEKDAYS = frozenset(("السبت", "الأحد", "الاحد", "الاثنين", "الإثنين", "الثلاثاء", "الأربعاء", "الاربعاء",
                       "الخميس", "الجمعة"))  # fmt: skip


def day_of_gold(row: Record) -> str | None:
    """The day that the gold of an Arabic text counts from: what it says of "today" or "yesterday".

    Without such words the latest weekday that is not ahead. With it given as the date of publication, `value_right`
    says how well expressions are read, apart from the question what they count from.
    """
    weekdays = []
    for expression in row.get("timex") or ():
        span, days = span_of(expression), days_of(expression.get("value"))
        if span is None or days is None or days[0] != days[1]:
            continue
        words = set(row["text"][span[0] : span[1]].split())
        for word, offset in _FROM_TODAY.items():
            if word in words and not words & _OTHER_DAY:
                return (date.fromisoformat(days[0]) + timedelta(days=offset)).isoformat()
        if words & _WEEKDAYS and not words & {"المقبل", "القادم"}:
            weekdays.append(days[0])
    return max(weekdays, default=None)


_PARTS = {"Q1": (1, 3), "Q2": (4, 6), "Q3": (7, 9), "Q4": (10, 12), "H1": (1, 6), "H2": (7, 12),
          "SP": (3, 5), "SU": (6, 8), "FA": (9, 11)}  # fmt: skip


def days_of(value: Any) -> tuple[str, str] | None:
    """The first and last day of a TIMEX3 value; None for what is not a whole part of a calendar.

    >>> days_of("2010-02"), days_of("2010-03-12TMO"), days_of("P3D"), days_of("198")
    (('2010-02-01', '2010-02-28'), ('2010-03-12', '2010-03-12'), None, ('1980-01-01', '1989-12-31'))
    """
    text = str(value or "")
    try:
        if week := re.fullmatch(r"(\d{4})-W(\d\d?)", text):
            monday = date.fromisocalendar(int(week[1]), int(week[2]), 1)
            return monday.isoformat(), (monday + timedelta(days=6)).isoformat()
        if day := re.fullmatch(r"(\d{4}-\d\d-\d\d)(T.*)?", text):
            return date.fromisoformat(day[1]).isoformat(), day[1]
        if month := re.fullmatch(r"(\d{4})-(\d\d)", text):
            return f"{text}-01", f"{text}-{calendar.monthrange(int(month[1]), int(month[2]))[1]}"
        if part := re.fullmatch(r"(\d{4})-(Q[1-4]|H[12]|SP|SU|FA)", text):
            first, last = _PARTS[part[2]]
            return f"{part[1]}-{first:02}-01", f"{part[1]}-{last:02}-{calendar.monthrange(int(part[1]), last)[1]}"
        if hundreds := re.fullmatch(r"\d{2,3}", text):  # 198 the eighties, 19 the 1900s
            return hundreds[0].ljust(4, "0") + "-01-01", hundreds[0].ljust(4, "9") + "-12-31"
    except ValueError:
        return None
    return (f"{text}-01-01", f"{text}-12-31") if re.fullmatch(r"\d{4}", text) else None
