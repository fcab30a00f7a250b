"""Say which days a pattern of time words means, counted from the day of publication."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from conflictmap.extract import time_periods
from conflictmap.extract.calendar_units import DAY, DAYS_OF, PRECISION_OF, go_back, whole_months, whole_unit
from conflictmap.extract.time_patterns import FoundPattern, Values
from conflictmap.extract.time_periods import Resolved, in_part
from conflictmap.model import TimePrecision, TimeType

_OPEN = "*"
# The classes of units, by where they may stand.
_UNITS = ("unit", "a_unit", "the_unit", "dual", "units", "units_def", "for_units", "alone")
_SOON = timedelta(days=183)  # how far ahead a date without a year may lie that the words put into the future
_TENS = ("10", "100")  # years of a decade and a century
# Stands in for a missing publication date; what is counted from it is thrown away. July and August have a 31st each.
_NO_DATE = date(2000, 8, 15)


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


def _count(values: Values) -> tuple[str, int | None]:
    """Give the unit and how many of it; None for an open plural ("days ago")."""
    unit, implied = next(values[name] for name in _UNITS if name in values)[0].split()
    written = (*values.get("num", ()), *values.get("few", ()), implied)[0]
    if "half" in values and unit == "year" and _OPEN not in (written, implied):  # قبل عام ونصف
        return "month", int(written) * int(implied) * 12 + 6
    if unit == "minute":
        return "hour", 1 if written != _OPEN else None
    if written == _OPEN:
        return unit, None
    return unit, int(written) * (int(implied) if implied in _TENS and "num" in values else 1)


def _fixed(values: Values, published: date) -> Resolved:
    low, high, *rest = values["fixed"][0].split()
    if low == "text":
        shift = (high, int(rest[0])) if rest else None
        return Resolved(None, None, TimePrecision(high), "text", shift=shift)
    earliest, latest = (None if end == _OPEN else published + int(end) * DAY for end in (low, high))
    precision = TimePrecision(rest[0])
    kind = TimeType.VAGUE if precision == TimePrecision.UNKNOWN else TimeType.DATE
    return Resolved(earliest, latest, precision, type=kind)


def _no_date(kind: TimeType) -> Callable[[Values, date], Resolved]:
    """Make the meaning of words that place nothing on the calendar: how long, how often, at what hour, now."""

    def resolve(values: Values, published: date) -> Resolved:
        known = any(name in values for name in _UNITS)
        precision = PRECISION_OF[_count(values)[0]] if known else TimePrecision.UNKNOWN
        return Resolved(None, None, precision, "none", kind)

    return resolve


def _weekday(values: Values, published: date) -> Resolved:
    wanted = int((values.get("weekday") or values["weekday_short"])[0])
    return _on(published - (published.weekday() - wanted) % 7 * DAY)


def _weekday_past(values: Values, published: date) -> Resolved:
    return _weekday(values, published - DAY)


def _weekday_next(values: Values, published: date) -> Resolved:
    return _on(published + ((int(values["weekday"][0]) - published.weekday() - 1) % 7 + 1) * DAY)


def _weekday_pair(values: Values, published: date) -> Resolved:
    """Resolve ليل السبت الأحد: the night between two days."""
    last = _weekday({"weekday": values["weekday"][1:]}, published).latest or published
    first = _weekday({"weekday": values["weekday"][:1]}, last).earliest
    return Resolved(first, last, TimePrecision.DAYS)


def _weekend(values: Values, published: date) -> Resolved:
    """Resolve "the weekend" as the last one that has begun."""
    saturday = published - (published.weekday() - 5) % 7 * DAY
    return Resolved(saturday, saturday + DAY, TimePrecision.DAYS)


def _week_ending(values: Values, published: date) -> Resolved:
    """Resolve "the week ending 5 June" as the seven days up to it, "the week of 5 June" as the one around it."""
    day = (_date_numeric if "date_numeric" in values else _date)(values, published)
    if day.latest is None:
        return day
    if values["week_word"][0] == "ending":
        return day._replace(earliest=day.latest - 6 * DAY, granularity=TimePrecision.WEEK)
    start, end = whole_unit("week", day.latest, 0)
    return day._replace(earliest=start, latest=end, granularity=TimePrecision.WEEK)


def _in_year(offset: int) -> Callable[[Values, date], Resolved]:
    """Make the meaning of a date, month or season of last, this or next year."""

    def resolve(values: Values, published: date) -> Resolved:
        named = {**values, "yyyy": (str(published.year + offset),)}
        meaning = _date if "dom" in values else _month if "month" in values else time_periods.season
        return meaning(named, published)._replace(anchor="document")

    return resolve


def _day_of_month(offset: int) -> Callable[[Values, date], Resolved]:
    """Make the meaning of a day of last, this or next month: 23 من الشهر الجاري."""

    def resolve(values: Values, published: date) -> Resolved:
        return _on(whole_unit("month", published, offset)[0].replace(day=int(values["dom"][0])))

    return resolve


def _on(day: date, anchor: str = "document") -> Resolved:
    return Resolved(day, day, TimePrecision.DAY, anchor)


def _ago(values: Values, published: date) -> Resolved:
    unit, count = _count(values)
    if count is None or unit in ("hour", "weekend"):
        if count is None and unit in ("month", "year"):
            return Resolved(None, None, PRECISION_OF[unit])
        return _window(values, published)
    if unit == "day":
        precision = TimePrecision.DAYS if "about" in values or "and" in values else TimePrecision.DAY
        return _on(published - count * DAY)._replace(granularity=precision)
    if unit in ("month", "year"):
        return Resolved(*whole_unit(unit, published, -count), PRECISION_OF[unit])
    return Resolved(go_back(published, unit, count), go_back(published, unit, count - 1), PRECISION_OF[unit])


def _window(values: Values, published: date) -> Resolved:
    """Resolve "over the past N units": open plurals are a week of days, four of weeks, or open."""
    unit, count = _count(values)
    if unit == "hour":
        count = 1 if count is None else -(-count // 24)
    if count is None:
        count = {"day": 7, "week": 4}.get(unit)
    earliest = None if count is None else go_back(published, unit, count)
    return Resolved(earliest, published, PRECISION_OF[unit])


def _window_next(values: Values, published: date) -> Resolved:
    unit, count = _count(values)
    days = {"day": 7, "hour": 1}.get(unit) if count is None else count * DAYS_OF[unit]
    days = days if unit != "hour" or count is None else -(-count // 24)
    return Resolved(published, None if days is None else published + days * DAY, PRECISION_OF[unit])


def _calendar(offset: int) -> Callable[[Values, date], Resolved]:
    def resolve(values: Values, published: date) -> Resolved:
        unit, count = _count(values)
        if count != 1:  # الأسابيع الماضية
            return _window_next(values, published) if offset > 0 else _window(values, published)
        whole = whole_unit(unit, published, offset)
        start, end = in_part(values, whole)
        if "later" in values.get("earlier", ()):  # "later this year"
            start = min(end, max(published, start))
        elif offset == 0 and "third" not in values:
            end = min(end, max(published, start))
        precision = TimePrecision.DAY if unit in ("day", "hour") else PRECISION_OF[unit]
        is_part = unit == "year" and "third" in values
        return Resolved(start, end, TimePrecision.MONTH if is_part else precision)

    return resolve


def _text(values: Values, published: date) -> Resolved:
    return Resolved(None, None, PRECISION_OF[_count(values)[0]], "text")


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
    coming = [found for found in days if latest <= found <= latest + _SOON]
    if "ahead" in values and coming:
        return _on(coming[0])
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
        is_ahead = "ahead" in values and (month - published.month) % 12 * 30 * DAY <= _SOON
        back = month > published.month and not is_ahead
        year, anchor = published.year - back + (is_ahead and month < published.month), "document"
    return Resolved(*in_part(values, whole_months(year, month, 1)), TimePrecision.MONTH, anchor)


def _month_past(values: Values, published: date) -> Resolved:
    return _month(values, whole_unit("month", published, -1)[1])


def _month_next(values: Values, published: date) -> Resolved:
    month = int(values["month"][0])
    return Resolved(*whole_months(published.year + (month <= published.month), month, 1), TimePrecision.MONTH)


def _year(values: Values, published: date) -> Resolved:
    year = int((values.get("yyyy") or values.get("year_named") or values["year_alone"])[0])
    precision = TimePrecision.MONTH if "third" in values else TimePrecision.YEAR
    return Resolved(*in_part(values, (date(year, 1, 1), date(year, 12, 31))), precision, "none")


def _year_range(values: Values, published: date) -> Resolved:
    first, last = sorted(map(int, values["yyyy"][:2]))
    return Resolved(date(first, 1, 1), date(last, 12, 31), TimePrecision.YEAR, "none")


MEANINGS: dict[str, Callable[[Values, date], Resolved]] = {
    "ago": _ago,
    "calendar_next": _calendar(1),
    "calendar_past": _calendar(-1),
    "calendar_this": _calendar(0),
    "century": time_periods.century,
    "clock": _no_date(TimeType.TIME),
    "date": _date,
    "date_numeric": _date_numeric,
    "date_range": _date_range,
    "day_of_next_month": _day_of_month(1),
    "day_of_past_month": _day_of_month(-1),
    "day_of_this_month": _day_of_month(0),
    "decade": time_periods.decade,
    "duration": _no_date(TimeType.DURATION),
    "fixed": _fixed,
    "for": _no_date(TimeType.DURATION),
    "hijri": time_periods.hijri,
    "hijri_month": time_periods.hijri_month,
    "hijri_month_next": time_periods.hijri_month_next,
    "hijri_year": time_periods.hijri_year,
    "holiday": time_periods.holiday,
    "in_next_year": _in_year(1),
    "in_past_year": _in_year(-1),
    "in_this_year": _in_year(0),
    "month": _month,
    "month_next": _month_next,
    "month_past": _month_past,
    "season": time_periods.season,
    "season_next": time_periods.season_next,
    "season_past": time_periods.season,
    "season_this": time_periods.season_this,
    "set": _no_date(TimeType.SET),
    "text": _text,
    "vague": _no_date(TimeType.VAGUE),
    "week_ending": _week_ending,
    "weekday": _weekday,
    "weekday_next": _weekday_next,
    "weekday_pair": _weekday_pair,
    "weekday_past": _weekday_past,
    "weekend": _weekend,
    "window": _window,
    "window_next": _window_next,
    "window_or_calendar": _calendar(-1),
    "window_or_calendar_next": _calendar(1),
    "year": _year,
    "year_range": _year_range,
}
