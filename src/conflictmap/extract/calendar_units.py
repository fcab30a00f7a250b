"""Count in calendar weeks, months and years; weeks begin on Monday."""

from __future__ import annotations

from datetime import date, timedelta

from conflictmap.model import TimePrecision

DAY = timedelta(days=1)
DAYS_OF = {"hour": 1, "day": 1, "week": 7, "month": 30, "year": 365, "weekend": 7}
PRECISION_OF = {
    "hour": TimePrecision.DAYS,
    "day": TimePrecision.DAYS,
    "week": TimePrecision.WEEK,
    "month": TimePrecision.MONTH,
    "year": TimePrecision.YEAR,
    "weekend": TimePrecision.DAYS,
}


def whole_unit(unit: str, day: date, offset: int) -> tuple[date, date]:
    """Give the calendar week (from Monday), month or year that is `offset` after the one of the day."""
    if unit == "week":
        start = day - timedelta(days=day.weekday()) + timedelta(weeks=offset)
        return start, start + 6 * DAY
    if unit == "weekend":
        start = day - timedelta(days=(day.weekday() - 5) % 7 or 7) + timedelta(weeks=offset + 1)
        return start, start + DAY
    if unit == "month":
        return whole_months(day.year, day.month + offset, 1)
    if unit == "year":
        return date(day.year + offset, 1, 1), date(day.year + offset, 12, 31)
    return day + offset * DAY, day + offset * DAY


def whole_months(year: int, month: int, count: int) -> tuple[date, date]:
    """Give the first and the last day of `count` months; the month may lie outside 1..12."""
    first, after = year * 12 + month - 1, year * 12 + month - 1 + count
    return date(first // 12, first % 12 + 1, 1), date(after // 12, after % 12 + 1, 1) - DAY


def part_of_span(span: tuple[date, date], which: int, of: int) -> tuple[date, date]:
    """Give one of equal parts of an interval, counted from 0: days of months, months of a year, years of decades.

    The early and the late part of a year are its first and last three months, its middle May to August.
    """
    start, end = span
    days = (end - start).days + 1
    if days > 366:
        years = end.year - start.year + 1
        return date(start.year + which * years // of, 1, 1), date(start.year + (which + 1) * years // of - 1, 12, 31)
    if days < 365:
        return start + which * days // of * DAY, start + ((which + 1) * days // of - 1) * DAY
    first, count = (((0, 3), (4, 4), (9, 3))[which]) if of == 3 else (which * 12 // of, 12 // of)
    return whole_months(start.year, start.month + first, count)


def go_back(day: date, unit: str, count: int) -> date:
    """Go back by so many units; the 31st becomes the last day of a shorter month."""
    if unit not in ("month", "year"):
        return day - count * DAYS_OF[unit] * DAY
    start, end = whole_months(day.year, day.month - count * (12 if unit == "year" else 1), 1)
    return min(end, start + (day.day - 1) * DAY)
