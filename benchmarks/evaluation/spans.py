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

    The gold marks places of every use, so that mentions count whether they are `mapped` or not.
    """
    places, times, misses = [], [], []
    for rows, report in paired(gold, reports):
        items = [item for row in rows for item in row.get("entities") or ()]
        truths, guesses = spans_of(_of_type(items, "location")), spans_of(report.get("mentions"))
        places.append((truths, guesses))
        times.append((spans_of(_of_type(items, "temporal")), spans_of(report.get("times"))))
        misses += _disagreements(rows[0], truths, guesses)
    return Outcome(figures={**overlap_figures(places), **overlap_figures(times, prefix="time_")}, misses=tuple(misses))


def _of_type(items: Iterable[Record], name: str) -> list[Record]:
    return [item for item in items if str(item.get("type", "")).casefold() == name]


def time_expressions(gold: Sequence[Record], reports: Sequence[Record]) -> Outcome:
    """Time expressions by overlap, and the dates of those found.

    `values` counts the gold expressions whose value is a day, week, month or year (durations, sets and
    "past" say no dates); `value_right` is the share of ALL of these where an overlapping time has exactly
    that first and last day, `value_right_found` the share of those that some time overlaps. The set gives
    no date of publication, so that relative expressions cannot be right.
    """
    pairs, right, met, misses = [], [], [], []
    for rows, report in paired(gold, reports):
        expressions, times = (
            [item for row in rows for item in row.get("timex") or ()],
            report.get("times") or (),
        )
        truths, guesses = spans_of(expressions), spans_of(times)
        pairs.append((truths, guesses))
        misses += _disagreements(rows[0], truths, guesses)
        for expression in expressions:
            span, days = span_of(expression), days_of(expression.get("value"))
            if span and days:
                meeting = [time for time in times if (other := span_of(time)) and overlaps(span, other)]
                met.append(bool(meeting))
                right.append(any((time.get("earliest"), time.get("latest")) == days for time in meeting))
    figures = {
        **overlap_figures(pairs),
        "values": len(right),
        "value_right": share(right),
        "value_right_found": ratio(sum(right), sum(met)),
    }
    return Outcome(figures=figures, misses=tuple(misses))


def days_of(value: Any) -> tuple[str, str] | None:
    """The first and last day of a TIMEX3 value; None for what is not a day, week, month or year.

    >>> days_of("2010-02"), days_of("2010-03-12TMO"), days_of("P3D")
    (('2010-02-01', '2010-02-28'), ('2010-03-12', '2010-03-12'), None)
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
    except ValueError:
        return None
    return (f"{text}-01-01", f"{text}-12-31") if re.fullmatch(r"\d{4}", text) else None
