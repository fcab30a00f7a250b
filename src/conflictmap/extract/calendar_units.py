"""Count in calendar weeks, months and years; weeks begin on Monday."""

from __future__ import annotations

from datetime import date, timedelta

DAY = timedelta(days=1)
DAYS_OF = {"hour": 1, "day": 1, "week": 7, "month": 30, "year": 365, "weekend": 7}


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


def go_back(day: date, unit: str, count: int) -> date:
    """Go back by so many units; the 31st becomes the last day of a shorter month."""
    if unit not in ("month", "year"):
        return day - count * DAYS_OF[unit] * DAY
    start, end = whole_months(day.year, day.month - count * (12 if unit == "year" else 1), 1)
    return min(end, start + (day.day - 1) * DAY)
