"""Say what relative expressions count from where the text itself tells: its own day, and the expression before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from conflictmap.extract.calendar_units import DAY, whole_unit
from conflictmap.extract.time_meanings import resolve_pattern
from conflictmap.extract.time_patterns import FoundPattern
from conflictmap.extract.time_periods import Resolved
from conflictmap.model import TimePrecision

_REACH = 60  # words over which "the next day" looks back for the day that it follows


def day_of_text(found: Sequence[FoundPattern]) -> date | None:
    """Give the day that the text calls its own: the last "today, Tuesday 11 January 2011", or yesterday's next day."""
    for fit in reversed(found):
        offset, day = _days_from_today(fit), _full_day(fit)
        if offset is not None and day is not None and date.min.year < day.year < date.max.year:
            return day - offset * DAY
    return None


def _days_from_today(fit: FoundPattern) -> int | None:
    low, high, *rest = (*fit.values.get("fixed", ("",))[0].split(), "", "")[:3]
    return int(low) if low and low == high and rest == ["day"] else None


def _full_day(fit: FoundPattern) -> date | None:
    if fit.meaning not in ("date", "date_numeric"):
        return None
    span = resolve_pattern(fit, None)
    return span.earliest if span and span.anchor == "none" else None


def resolved(found: Sequence[FoundPattern], published: date | None) -> Iterator[tuple[FoundPattern, Resolved]]:
    """Give the patterns with their days; what has none (31 February) is left out.

    Without a day of publication the text's own day takes its place, and what counts from it has the anchor "text".
    """
    own = None if published else day_of_text(found)
    last: tuple[int, date] | None = None
    for fit in found:
        span = resolve_pattern(fit, published or own)
        if span is None:
            continue
        if own and span.anchor == "document":
            span = span._replace(anchor="text")
        if span.shift and last and fit.first - last[0] <= _REACH:
            span = _shifted(span, *span.shift, last[1])
        if span.earliest and span.earliest == span.latest:
            last = fit.last, span.earliest
        yield fit, span


def _shifted(span: Resolved, unit: str, count: int, day: date) -> Resolved:
    try:
        earliest, latest = whole_unit(unit, day, count)
    except (ValueError, OverflowError):  # the calendar ends here
        return span
    return span._replace(earliest=earliest, latest=latest, granularity=TimePrecision(unit))
