"""Say which days the named stretches of a calendar are: seasons, decades, centuries, feasts, the hijri calendar."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from conflictmap.extract.calendar_units import DAY, part_of_span, whole_months
from conflictmap.extract.time_patterns import Values
from conflictmap.model import TimePrecision, TimeType

if TYPE_CHECKING:
    from hijridate import Hijri


class Resolved(NamedTuple):
    """The days that a pattern means; an end is None where it is open or unknown.

    `shift` is how many units an expression lies behind the one that it counts from (negative: before it).
    """

    earliest: date | None
    latest: date | None
    granularity: TimePrecision
    anchor: str = "document"
    type: TimeType = TimeType.DATE
    shift: tuple[str, int] | None = None


def in_part(values: Values, span: tuple[date, date]) -> tuple[date, date]:
    """Cut out what the words say: early February is 1..9 February, "the second half of 2010" July to December."""
    if "third" not in values:
        return span
    which, _, of = values["third"][0].partition("/")
    return part_of_span(span, int(which), int(of or 3))


def season(values: Values, published: date) -> Resolved:
    """Resolve a season; winter is named after the year in which it begins."""
    month = int(values["season"][0])
    if "yyyy" in values:
        span = in_part(values, whole_months(int(values["yyyy"][0]), month, 3))
        return Resolved(*span, TimePrecision.MONTH, "none")
    back = 1 if whole_months(published.year, month, 3)[1] >= published else 0
    return Resolved(*in_part(values, whole_months(published.year - back, month, 3)), TimePrecision.MONTH)


def season_this(values: Values, published: date) -> Resolved:
    """Resolve the season of the year of publication; in January and February winter is the one that goes on."""
    month = int(values["season"][0])
    back = 1 if month == 12 and published.month <= 2 else 0
    return Resolved(*in_part(values, whole_months(published.year - back, month, 3)), TimePrecision.MONTH)


def season_next(values: Values, published: date) -> Resolved:
    """Resolve the first season of the name that begins behind the day."""
    month = int(values["season"][0])
    return Resolved(*whole_months(published.year + (month <= published.month), month, 3), TimePrecision.MONTH)


def decade(values: Values, published: date) -> Resolved:
    """Resolve the 1990s, and "the nineties" as those of the twentieth century unless another one is named."""
    written = (values.get("decade") or values["decade_name"])[0]
    first = int("".join(filter(str.isdecimal, written)))
    if first < 100:
        first += 100 * (_century_of(values, published) - 1 if "century" in values else 19)
    return _years(values, first, first + 9, "none")


def century(values: Values, published: date) -> Resolved:
    """Resolve a century as its hundreds: the twentieth is 1900 to 1999, as "the 1900s"."""
    number = _century_of(values, published)
    if "hijri_mark" in values:
        return Resolved(None, None, TimePrecision.YEAR, "none")
    named = (values.get("century") or values.get("dom") or values["num"])[0].isdecimal()
    return _years(values, (number - 1) * 100, number * 100 - 1, "none" if named else "document")


def _century_of(values: Values, published: date) -> int:
    written = (*values.get("century", ()), *values.get("dom", ()), *values.get("num", ()))[0]
    now = published.year // 100 + 1
    return {"past": now - 1, "this": now, "next": now + 1}.get(written) or int(written)


def _years(values: Values, first: int, last: int, anchor: str) -> Resolved:
    if first < 1:
        raise ValueError(f"no calendar has the year {first}")
    return Resolved(*in_part(values, (date(first, 1, 1), date(last, 12, 31))), TimePrecision.YEAR, anchor)


def _as_date(day: Hijri) -> date:
    """Give a hijri day as a plain date: hijridate's own subclass of date cannot be written as JSON."""
    gregorian = day.to_gregorian()
    return date(gregorian.year, gregorian.month, gregorian.day)


def _hijri_year(published: date) -> int:
    from hijridate import Gregorian

    return Gregorian.fromdate(published).to_hijri().year


def hijri(values: Values, published: date) -> Resolved:
    """Convert a day of the Umm al-Qura calendar (hijridate covers 1343..1500)."""
    from hijridate import Hijri

    month, day = int(values["hmonth"][0]), int(values["dom"][0])
    if "hyear" in values:
        found, anchor = _as_date(Hijri(int(values["hyear"][0]), month, day)), "none"
    else:
        year, anchor = _hijri_year(published), "document"
        found = _as_date(Hijri(year, month, day))
        found = found if found <= published else _as_date(Hijri(year - 1, month, day))
    return Resolved(found, found, TimePrecision.DAY, anchor)


def hijri_month(values: Values, published: date) -> Resolved:
    """Convert a month; without a year the latest one that has begun."""
    from hijridate import Hijri

    start = hijri({**values, "dom": ("1",)}, published)
    if start.earliest is None:
        return start
    days = 30
    if "hyear" in values:
        days = Hijri(int(values["hyear"][0]), int(values["hmonth"][0]), 1).month_length()
    span = in_part(values, (start.earliest, start.earliest + (days - 1) * DAY))
    return start._replace(earliest=span[0], latest=span[1], granularity=TimePrecision.MONTH)


def hijri_month_next(values: Values, published: date) -> Resolved:
    """Convert the first month of the name that begins behind the day."""
    year, month = _hijri_year(published), values["hmonth"]
    this = hijri_month({"hmonth": month, "hyear": (str(year),)}, published)
    if this.earliest is not None and this.earliest <= published:
        this = hijri_month({"hmonth": month, "hyear": (str(year + 1),)}, published)
    return this._replace(anchor="document")


def hijri_year(values: Values, published: date) -> Resolved:
    """Convert a whole year: 1432 is 7 December 2010 to 26 November 2011."""
    from hijridate import Hijri

    year = int(values["hyear"][0])
    span = _as_date(Hijri(year, 1, 1)), _as_date(Hijri(year + 1, 1, 1)) - DAY
    return Resolved(*span, TimePrecision.YEAR, "none")


def holiday(values: Values, published: date) -> Resolved:
    """Resolve a feast as the one nearest to the day of publication, or of the year that is named.

    Its value is calendar (g or h), month, day and number of days; without one it has no fixed days (Easter).
    """
    calendar, *numbers = values["holiday"][0].split() or ("",)
    if not calendar:
        return Resolved(None, None, TimePrecision.DAYS, "none")
    year = int(values["yyyy"][0]) if "yyyy" in values else published.year
    days = [day for near in (year - 1, year, year + 1) for day in _feast(calendar, near, *map(int, numbers[:2]))]
    if "yyyy" in values:
        first = min(day for day in days if day.year == year)
    elif "past" in values:
        first = max(day for day in days if day < published)
    elif "next" in values:
        first = min(day for day in days if day > published)
    else:
        first = min(days, key=lambda day: (abs((day - published).days), day))
    count = int(numbers[2])
    precision = TimePrecision.DAY if count == 1 else TimePrecision.DAYS
    return Resolved(first, first + (count - 1) * DAY, precision, "none" if "yyyy" in values else "document")


def _feast(calendar: str, year: int, month: int, day: int) -> list[date]:
    """Give the days of a year on which a feast falls: a hijri one may fall twice or not at all."""
    if calendar == "g":
        return [date(year, month, day)]
    from hijridate import Hijri

    first = _hijri_year(date(year, 1, 1))
    found = (_as_date(Hijri(hijri_year, month, day)) for hijri_year in (first, first + 1))
    return [day for day in found if day.year == year]
