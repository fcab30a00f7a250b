"""Say which days a pattern of time words means, counted from the day of publication."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from conflictmap.extract.calendar_units import DAY, DAYS_OF, go_back, whole_months, whole_unit
from conflictmap.extract.time_patterns import FoundPattern, Values
from conflictmap.model import TimePrecision

if TYPE_CHECKING:
    from hijridate import Hijri

_OPEN = "*"
_NO_DATE = date(2000, 6, 15)  # stands in for a missing publication date; what is counted from it is thrown away


class Resolved(NamedTuple):
    """The days that a pattern means; an end is None where it is open or unknown."""

    earliest: date | None
    latest: date | None
    granularity: TimePrecision
    anchor: str = "document"


_GRANULARITY = {
    "hour": TimePrecision.DAYS,
    "day": TimePrecision.DAYS,
    "week": TimePrecision.WEEK,
    "month": TimePrecision.MONTH,
    "year": TimePrecision.YEAR,
    "weekend": TimePrecision.DAYS,
}


def resolve_pattern(fit: FoundPattern, published: date | None) -> Resolved | None:
    """Give the interval of a pattern, or None where there is no such day (31 February)."""
    anchor = published or _NO_DATE
    if fit.parts:
        return _resolve_pair(fit.parts[0], fit.parts[1], published)
    try:
        span = MEANINGS[fit.meaning](fit.values, anchor)
    except (ValueError, OverflowError):
        return None
    if fit.since and span.anchor != "text":
        day = span.granularity in (TimePrecision.DAY, TimePrecision.DAYS)
        latest = max(anchor, span.earliest or anchor) if published else None
        span = span._replace(latest=latest, granularity=TimePrecision.DAYS if day else span.granularity)
    if published is None and span.anchor == "document":
        return span._replace(earliest=None, latest=None)
    return span


def _resolve_pair(left: FoundPattern, right: FoundPattern, published: date | None) -> Resolved | None:
    """Resolve "from Monday to Wednesday": the first end counts from the second one."""
    end = resolve_pattern(right, published)
    begin = resolve_pattern(left, end.latest if end else None) if end else None
    if not begin or not end:
        return end
    if begin.earliest and end.latest and begin.earliest > end.latest:
        return None
    day = TimePrecision.DAY in (begin.granularity, end.granularity)
    return end._replace(earliest=begin.earliest, granularity=TimePrecision.DAYS if day else end.granularity)


def _slice(values: Values, span: tuple[date, date]) -> tuple[date, date]:
    """Cut the first, middle or last third out of an interval: early February is 1..9 February."""
    if "third" not in values:
        return span
    which, days = int(values["third"][0]), (span[1] - span[0]).days + 1
    return span[0] + which * days // 3 * DAY, span[0] + ((which + 1) * days // 3 - 1) * DAY


def _count(values: Values) -> tuple[str, int | None]:
    """Give the unit and how many of it; None for an open plural ("days ago")."""
    unit, implied = values["unit"][0].split()
    written = (*values.get("num", ()), *values.get("few", ()), implied)[0]
    return unit, None if written == _OPEN else int(written) * (10 if implied == "10" and "num" in values else 1)


def _fixed(values: Values, published: date) -> Resolved:
    low, high, *rest = values["fixed"][0].split()
    if low == "text":
        return Resolved(None, None, TimePrecision(high), "text")
    earliest, latest = (None if end == _OPEN else published + int(end) * DAY for end in (low, high))
    return Resolved(earliest, latest, TimePrecision(rest[0]))


def _weekday(values: Values, published: date) -> Resolved:
    wanted = int((values.get("weekday") or values["weekday_short"])[0])
    return _on(published - (published.weekday() - wanted) % 7 * DAY)


def _weekday_past(values: Values, published: date) -> Resolved:
    return _weekday(values, published - DAY)


def _weekday_next(values: Values, published: date) -> Resolved:
    return _on(published + ((int(values["weekday"][0]) - published.weekday() - 1) % 7 + 1) * DAY)


def _on(day: date, anchor: str = "document") -> Resolved:
    return Resolved(day, day, TimePrecision.DAY, anchor)


def _ago(values: Values, published: date) -> Resolved:
    unit, count = _count(values)
    if count is None or unit in ("hour", "weekend"):
        if count is None and unit in ("month", "year"):
            return Resolved(None, None, _GRANULARITY[unit])
        return _window(values, published)
    if unit == "day":
        precision = TimePrecision.DAYS if "about" in values else TimePrecision.DAY
        return _on(published - count * DAY)._replace(granularity=precision)
    if unit == "year":
        return Resolved(*whole_unit(unit, published, -count), TimePrecision.YEAR)
    return Resolved(go_back(published, unit, count), go_back(published, unit, count - 1), _GRANULARITY[unit])


def _window(values: Values, published: date) -> Resolved:
    """Resolve "over the past N units": open plurals are a week of days, four of weeks, or open."""
    unit, count = _count(values)
    if unit == "hour":
        count = 1 if count is None else -(-count // 24)
    if count is None:
        count = {"day": 7, "week": 4}.get(unit)
    earliest = None if count is None else go_back(published, unit, count)
    return Resolved(earliest, published, _GRANULARITY[unit])


def _window_next(values: Values, published: date) -> Resolved:
    unit, count = _count(values)
    days = {"day": 7, "hour": 1}.get(unit) if count is None else count * DAYS_OF[unit]
    days = days if unit != "hour" or count is None else -(-count // 24)
    return Resolved(published, None if days is None else published + days * DAY, _GRANULARITY[unit])


def _calendar(offset: int) -> Callable[[Values, date], Resolved]:
    def resolve(values: Values, published: date) -> Resolved:
        unit, count = _count(values)
        if count != 1:  # الأسابيع الماضية
            return _window_next(values, published) if offset > 0 else _window(values, published)
        whole = whole_unit(unit, published, offset)
        start, end = _slice(values, whole)
        if offset == 0 and "third" not in values:
            end = min(end, max(published, start))
        precision = TimePrecision.DAY if unit in ("day", "hour") else _GRANULARITY[unit]
        return Resolved(start, end, precision)

    return resolve


def _text(values: Values, published: date) -> Resolved:
    return Resolved(None, None, _GRANULARITY[_count(values)[0]], "text")


def _date(values: Values, published: date) -> Resolved:
    month, day = int(values["month"][0]), int(values["dom"][0])
    if "yyyy" in values:
        return _on(date(int(values["yyyy"][0]), month, day), "none")
    if "this_after" in values:
        return _on(date(published.year, month, day))
    latest = published - DAY if "past" in values else published
    years = (latest.year + 1 - back for back in range(10))  # 29 February may be eight years away
    days = [found for year in years if (found := _day_or_none(year, month, day))]
    weekday = values.get("weekday") or values.get("weekday_short")
    if weekday:  # الأحد 24 شباط may lie ahead
        ahead = latest + timedelta(days=31)
        named = [found for found in days if found <= ahead and str(found.weekday()) == weekday[0]]
        days = named[:1] if named and (latest - named[0]).days < 366 else days
        latest = ahead if named else latest
    past = [found for found in days if found <= latest]
    if not past:
        raise ValueError(f"no year has a day {day} of month {month}")
    return _on(past[0])


def _day_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _date_numeric(values: Values, published: date) -> Resolved:
    return _on(date.fromisoformat(values["date_numeric"][0]), "none")


def _date_range(values: Values, published: date) -> Resolved:
    """Resolve "3 to 5 May": the first day lies in the month of the second or in the one before."""
    first, last = values["dom"][:2]
    end = _date({**values, "dom": (last,), "month": values["month"][-1:]}, published)
    begin = _date({"dom": (first,), "month": values["month"][:1]}, end.latest or published)
    return Resolved(begin.earliest, end.latest, TimePrecision.DAYS, end.anchor)


def _month(values: Values, published: date) -> Resolved:
    month = int((values.get("month") or values["month_alone"])[0])
    if "yyyy" in values:
        year, anchor = int(values["yyyy"][0]), "none"
    else:
        year, anchor = published.year - (month > published.month), "document"
    return Resolved(*_slice(values, whole_months(year, month, 1)), TimePrecision.MONTH, anchor)


def _month_past(values: Values, published: date) -> Resolved:
    return _month(values, whole_unit("month", published, -1)[1])


def _month_next(values: Values, published: date) -> Resolved:
    month = int(values["month"][0])
    return Resolved(*whole_months(published.year + (month <= published.month), month, 1), TimePrecision.MONTH)


def _year(values: Values, published: date) -> Resolved:
    year = int(values["yyyy"][0])
    return Resolved(*_slice(values, (date(year, 1, 1), date(year, 12, 31))), TimePrecision.YEAR, "none")


def _year_range(values: Values, published: date) -> Resolved:
    first, last = sorted(map(int, values["yyyy"][:2]))
    return Resolved(date(first, 1, 1), date(last, 12, 31), TimePrecision.YEAR, "none")


def _season(values: Values, published: date) -> Resolved:
    """Resolve a season; winter is named after the year in which it begins."""
    month = int(values["season"][0])
    if "yyyy" in values:
        return Resolved(*whole_months(int(values["yyyy"][0]), month, 3), TimePrecision.MONTH, "none")
    start, end = whole_months(published.year, month, 3)
    if end >= published:
        start, end = whole_months(published.year - 1, month, 3)
    return Resolved(start, end, TimePrecision.MONTH)


def _as_date(day: Hijri) -> date:
    """Give a hijri day as a plain date: hijridate's own subclass of date cannot be written as JSON."""
    gregorian = day.to_gregorian()
    return date(gregorian.year, gregorian.month, gregorian.day)


def _hijri(values: Values, published: date) -> Resolved:
    """Convert a day of the Umm al-Qura calendar (hijridate covers 1343..1500)."""
    from hijridate import Gregorian, Hijri

    month, day = int(values["hmonth"][0]), int(values["dom"][0])
    if "hyear" in values:
        return _on(_as_date(Hijri(int(values["hyear"][0]), month, day)), "none")
    year = Gregorian.fromdate(published).to_hijri().year
    found = _as_date(Hijri(year, month, day))
    return _on(found if found <= published else _as_date(Hijri(year - 1, month, day)))


def _hijri_month(values: Values, published: date) -> Resolved:
    from hijridate import Hijri

    start = _hijri({**values, "dom": ("1",)}, published)
    if start.earliest is None:
        return start
    days = 30
    if "hyear" in values:
        days = Hijri(int(values["hyear"][0]), int(values["hmonth"][0]), 1).month_length()
    return start._replace(latest=start.earliest + (days - 1) * DAY, granularity=TimePrecision.MONTH)


MEANINGS: dict[str, Callable[[Values, date], Resolved]] = {
    "ago": _ago,
    "calendar_next": _calendar(1),
    "calendar_past": _calendar(-1),
    "calendar_this": _calendar(0),
    "date": _date,
    "date_numeric": _date_numeric,
    "date_range": _date_range,
    "fixed": _fixed,
    "hijri": _hijri,
    "hijri_month": _hijri_month,
    "month": _month,
    "month_next": _month_next,
    "month_past": _month_past,
    "season": _season,
    "season_past": _season,
    "text": _text,
    "weekday": _weekday,
    "weekday_next": _weekday_next,
    "weekday_past": _weekday_past,
    "window": _window,
    "window_next": _window_next,
    "window_or_calendar": _calendar(-1),
    "window_or_calendar_next": _calendar(1),
    "year": _year,
    "year_range": _year_range,
}
