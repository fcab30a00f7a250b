"""Find the words of a text that say when, and give the interval of days that they mean.

The grammar is data: `times.tsv` and `months.tsv` sort words into classes, `time_patterns.tsv` lists sequences of
classes with a meaning. In a pattern `x?` may be absent, `,x` may stand behind a comma, `!x` must stand there but is not
part of the expression. Here is only what the meanings come to. P is the day of publication; weeks begin on Monday:
yesterday P-1; "last Saturday" before P, "Saturday" up to P; "two days ago" P-2; "a week ago" and "for a week" P-7..P;
"over the past N days" P-N..P; "in recent days" P-7..P; "since Monday" Monday..P; a date without a year is the latest
one up to P. Without P such expressions keep both ends open.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from conflictmap.extract.quantities import read_number
from conflictmap.lexicon import rows
from conflictmap.model import TimeExpression, TimePrecision, When
from conflictmap.text.phrases import PhraseTable, stems
from conflictmap.text.tokens import Token, tokenise

if TYPE_CHECKING:
    from hijridate import Hijri

_DAY = timedelta(days=1)
_OPEN = "*"
_NO_DATE = date(2000, 6, 15)  # stands in for a missing publication date; what is counted from it is thrown away
_GAP = re.compile(r"\)?[ \t\u00a0\u200e\u200f]*\(?$")
_COMMA_GAP = re.compile(r"\)?\s?[,،]?[ \t\u00a0\u200e\u200f]*\(?$")
_THIRD_GAP = re.compile(r"[ \t\u00a0]?[-–]?[ \t\u00a0]?$")  # mid-February
_PAIR_GAP = re.compile(r"\s?[/(\-–]\s?$")
_HYPHEN_GAP = re.compile(r"\s?[-–—]\s?$")
_NUMERIC = re.compile(
    r"(?<![\d/.\-])(?:(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})|(?P<d2>\d{1,2})[-/.](?P<m2>\d{1,2})[-/.](?P<y2>\d{4}))"
    r"(?![\d/\-])"
)
_DIGITS = frozenset(("num", "dom", "yyyy", "hyear", "date_numeric"))


class _Item(NamedTuple):
    name: str
    optional: bool
    comma: bool
    context: bool


class _Pattern(NamedTuple):
    items: tuple[_Item, ...]
    meaning: str


class _Word(NamedTuple):
    value: str
    capital: bool


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """The words of one language by class, and its patterns by the class they may begin with."""

    language: str
    tables: dict[str, PhraseTable[_Word]]
    classes: dict[str, frozenset[str]]
    patterns: dict[str, tuple[_Pattern, ...]]


class _Scan(NamedTuple):
    text: str
    tokens: Sequence[Token]
    lexicon: _Lexicon


Values = dict[str, tuple[str, ...]]


class _Step(NamedTuple):
    last: int
    value: str
    start: int


@dataclass(frozen=True, slots=True)
class _Found:
    """A pattern that fits: tokens[first:last] from the offset `start` on, and the values of its classes."""

    first: int
    last: int
    start: int
    meaning: str
    values: Values = field(default_factory=dict)
    since: bool = False
    parts: tuple[_Found, ...] = ()


class _Span(NamedTuple):
    earliest: date | None
    latest: date | None
    granularity: TimePrecision
    anchor: str = "document"


def _item(written: str) -> _Item:
    name = written.strip("?,!")
    return _Item(name, written.endswith("?"), written.startswith(","), written.startswith("!"))


@lru_cache(maxsize=8)
def _lexicon(language: str) -> _Lexicon:
    words: dict[str, list[tuple[str, str]]] = {}
    for row in rows(language, "times"):
        words.setdefault(row["class"], []).append((row["word"], row["value"]))
    for row in rows(language, "months"):
        names = ["hmonth"] if row["calendar"] == "hijri" else ["month"]
        names += ["month_alone"] if row["alone"] == "yes" else []
        for name in names:
            words.setdefault(name, []).append((row["word"], row["month"]))
    tables = {
        name: PhraseTable((word, _Word(value, word[:1].isupper())) for word, value in pairs)
        for name, pairs in words.items()
    }
    words.setdefault("num", []).extend((row["word"], "") for row in rows(language, "numbers"))
    classes: dict[str, set[str]] = {}
    for name, pairs in words.items():
        for word, _ in pairs:
            classes.setdefault(tokenise(word)[0].norm, set()).add(name)
    patterns = [
        _Pattern(tuple(map(_item, row["pattern"].split())), row["meaning"]) for row in rows(language, "time_patterns")
    ]
    return _Lexicon(language, tables, {w: frozenset(n) for w, n in classes.items()}, _by_beginning(patterns))


def _by_beginning(patterns: Sequence[_Pattern]) -> dict[str, tuple[_Pattern, ...]]:
    """Sort the patterns under every class that they may begin with."""
    found: dict[str, list[_Pattern]] = {}
    for pattern in patterns:
        for item in pattern.items:
            found.setdefault(item.name, []).append(pattern)
            if not item.optional:
                break
    return {name: tuple(some) for name, some in found.items()}


# Matching patterns --------------------------------------------------------------------------------------------------


def _classes_at(scan: _Scan, index: int) -> list[str]:
    """Give the classes that the word may begin, in a fixed order."""
    token = scan.tokens[index]
    names = set(_DIGITS) if token.is_number else set()
    for stem, _ in stems(token.norm, clitics=True, article=True):
        names |= scan.lexicon.classes.get(stem, frozenset())
    return sorted(names)


def _step(scan: _Scan, name: str, index: int, *, clitics: bool) -> _Step | None:
    """Read one item of a pattern at tokens[index]."""
    if index >= len(scan.tokens):
        return None
    if name in _READERS and (step := _READERS[name](scan, index)) is not None:
        return step
    table = scan.lexicon.tables.get(name)
    match = table and table.match_at(scan.tokens, index, clitics=clitics, article=True, text=scan.text)
    if not match or (match.value.capital and not scan.tokens[index].is_capitalised):
        return None
    is_month = name in ("month", "month_alone")
    last = _behind_pair(scan, match.last, match.value.value) if is_month else match.last
    return _Step(last, match.value.value, _word_start(scan, index, match.start))


def _word_start(scan: _Scan, index: int, start: int) -> int:
    least = max(scan.tokens[index].start, start - 2)
    return least if scan.text[least:start] == "ال" else start


def _read_num(scan: _Scan, index: int) -> _Step | None:
    start = scan.tokens[index].start
    if scan.tokens[index].norm == "ال" and index + 1 < len(scan.tokens):  # الـ24 ساعة
        index += 1
    number = read_number(scan.text, scan.tokens, index, scan.lexicon.language)
    return _Step(number.last, str(number.value), start) if number and number.value else None


def _read_dom(scan: _Scan, index: int) -> _Step | None:
    token = scan.tokens[index]
    if not token.norm.isdecimal() or len(token.norm) > 2 or not 1 <= int(token.norm) <= 31:
        return None
    last = index + 1
    if _is_glued(scan, last) and (suffix := _step(scan, "ordinal", last, clitics=False)):
        last = suffix.last
    elif _is_glued(scan, last):
        return None
    return _Step(last, token.norm, token.start)


def _is_glued(scan: _Scan, index: int) -> bool:
    return index < len(scan.tokens) and scan.tokens[index - 1].end == scan.tokens[index].start


def _read_year(scan: _Scan, index: int, years: range) -> _Step | None:
    token = scan.tokens[index]
    fits = token.norm.isdecimal() and len(token.norm) == 4 and int(token.norm) in years
    after = scan.text[token.end : token.end + 5]
    if not fits or re.match(r"[A-Za-z]|[-–./]\d(?!\d{3})|,\d|%", after):
        return None
    return _Step(index + 1, token.norm, token.start)


def _read_numeric(scan: _Scan, index: int) -> _Step | None:
    """Read 2019-02-23, 23/2/2019 and 23.02.2019: day before month, unless the second number is above 12."""
    token = scan.tokens[index]
    match = _NUMERIC.match(scan.text, token.start)
    if match is None:
        return None
    year, month, day = (int(match[name] or match[name + "2"]) for name in "ymd")
    if month > 12:
        month, day = day, month
    last = next((i for i in range(index, len(scan.tokens)) if scan.tokens[i].start >= match.end()), len(scan.tokens))
    return _Step(last, f"{year:04}-{month:02}-{day:02}", token.start)


def _behind_pair(scan: _Scan, last: int, month: str) -> int:
    """Go past the same month by its other name (شباط/فبراير)."""
    if last >= len(scan.tokens) or not _PAIR_GAP.match(_gap(scan, last)):
        return last
    match = scan.lexicon.tables["month"].match_at(scan.tokens, last, clitics=False, text=scan.text)
    return match.last if match and match.value.value == month else last


def _gap(scan: _Scan, index: int) -> str:
    """Give what stands before tokens[index], without the full stop of an abbreviation ("Feb. 19")."""
    gap = scan.text[scan.tokens[index - 1].end : scan.tokens[index].start]
    if gap.startswith(".") and "abbreviation" in scan.lexicon.classes.get(scan.tokens[index - 1].norm, frozenset()):
        return gap[1:]
    return gap


_READERS: dict[str, Callable[[_Scan, int], _Step | None]] = {
    "num": _read_num,
    "dom": _read_dom,
    "yyyy": lambda scan, index: _read_year(scan, index, range(1900, 2100)),
    "hyear": lambda scan, index: _read_year(scan, index, range(1300, 1500)),
    "date_numeric": _read_numeric,
}


Path = tuple[tuple[_Item, _Step], ...]


def _walk(
    scan: _Scan, items: Sequence[_Item], index: int, path: Path = (), gap: re.Pattern[str] | None = None
) -> Iterator[Path]:
    """Give the ways in which the items fit the words from tokens[index] on; a hyphen may stand for "and"."""
    if not items:
        yield path
        return
    item, rest = items[0], items[1:]
    gap = gap or (_COMMA_GAP if item.comma else _THIRD_GAP if path and path[-1][0].name == "third" else _GAP)
    if not path or (index < len(scan.tokens) and gap.match(_gap(scan, index))):
        step = _step(scan, item.name, index, clitics=not path)
        if step is not None:
            yield from _walk(scan, rest, step.last, (*path, (item, step)))
    elif item.name == "and" and index < len(scan.tokens) and _HYPHEN_GAP.match(_gap(scan, index)):
        yield from _walk(scan, rest, index, path, _HYPHEN_GAP)
    if item.optional:
        yield from _walk(scan, rest, index, path)


def _fit(scan: _Scan, pattern: _Pattern, index: int) -> _Found | None:
    """Give the longest way in which a pattern fits."""
    best: _Found | None = None
    for path in _walk(scan, pattern.items, index):
        inside = [(item, step) for item, step in path if not item.context]
        if best is None or inside[-1][1].last > best.last:
            values: Values = {}
            for item, step in inside:
                values[item.name] = (*values.get(item.name, ()), step.value)
            first = index if not path[0][0].context else path[0][1].last
            best = _Found(first, inside[-1][1].last, inside[0][1].start, pattern.meaning, values)
    return best


def _longest(scan: _Scan, index: int) -> _Found | None:
    """Give the longest expression at tokens[index], with a "since" before it."""
    fit = _plain(scan, index)
    since = _step(scan, "since", index, clitics=True)
    if since and since.last < len(scan.tokens) and _GAP.match(_gap(scan, since.last)):
        inner = _plain(scan, since.last)
        if inner and inner.meaning not in _NOT_SINCE and (fit is None or inner.last >= fit.last):
            return replace(inner, first=index, start=since.start, since=True)
    return fit


def _plain(scan: _Scan, index: int) -> _Found | None:
    """Give the pattern that reaches farthest; of equal ones the earliest, then by the name of the meaning."""
    seen: dict[_Pattern, None] = {}
    for name in _classes_at(scan, index):
        seen.update(dict.fromkeys(scan.lexicon.patterns.get(name, ())))
    found = [fit for pattern in seen if (fit := _fit(scan, pattern, index)) is not None]
    return min(found, key=lambda fit: (-fit.last, fit.first, fit.meaning), default=None)


# Judging and joining ------------------------------------------------------------------------------------------------


def find_times(text: str, tokens: Sequence[Token], language: str, published: date | None) -> tuple[TimeExpression, ...]:
    """Find the words that say when, in order, without overlap.

    Args:
        text: the text of the document.
        tokens: all its words (`tokenise(text)`).
        language: ISO 639-1; a language without patterns has no expressions.
        published: the day that relative expressions count from. Without it they keep both ends None.

    `anchor` is "document" for what counts from the day of publication, "text" for what counts from another expression
    ("the next day"; both ends None), "none" for full dates. Numeric dates are read day before month.
    """
    scan = _Scan(text, tokens, _lexicon(language))
    found = _join(scan, list(_scan_all(scan)))
    spans = ((fit, _resolve(fit, published)) for fit in found)
    return tuple(
        TimeExpression(
            start=fit.start,
            end=scan.tokens[fit.last - 1].end,
            surface=text[fit.start : scan.tokens[fit.last - 1].end],
            earliest=span.earliest,
            latest=span.latest,
            granularity=span.granularity,
            anchor=span.anchor,
        )
        for fit, span in spans
        if span is not None
    )


def expression_when(expression: TimeExpression) -> When | None:
    """Give the interval of an expression, or None where nothing is known of it."""
    if expression.earliest is None and expression.latest is None:
        return None
    return When(earliest=expression.earliest, latest=expression.latest)


def _scan_all(scan: _Scan) -> Iterator[_Found]:
    index = 0
    while index < len(scan.tokens):
        ignored = _step(scan, "ignore", index, clitics=True)
        fit = _expression_at(scan, index)
        if ignored and (fit is None or fit.last <= ignored.last):
            index = ignored.last
        elif fit is None:
            index += 1
        else:
            index = fit.last
            if not _in_name(scan, fit):
                yield fit


def _expression_at(scan: _Scan, index: int) -> _Found | None:
    """Give the expression that starts at tokens[index], or behind the context word there ("in March", "since 2011")."""
    fit = _longest(scan, index)
    if fit is None or fit.first == index:
        return fit
    inner = _longest(scan, fit.first)
    fit = inner if inner and inner.last >= fit.last else fit
    since = _step(scan, "since", index, clitics=True)
    if since and since.last == fit.first and fit.meaning not in _NOT_SINCE:
        return replace(fit, first=index, start=since.start, since=True)
    return fit


def _in_name(scan: _Scan, fit: _Found) -> bool:
    """Say whether a date names something: حركة 15 أيار, "17 February Brigade"."""
    if fit.meaning not in ("date", "weekday", "month") or "yyyy" in fit.values:
        return False
    if fit.since:
        return False
    before = fit.first and _GAP.match(_gap(scan, fit.first)) and _step(scan, "name_before", fit.first - 1, clitics=True)
    is_definite = before and scan.text.startswith("ال", before.start)  # في المدينة 23 شباط is no name
    behind = fit.last < len(scan.tokens) and _GAP.match(_gap(scan, fit.last))
    return bool((before and not is_definite) or (behind and _step(scan, "name_after", fit.last, clitics=False)))


def _join(scan: _Scan, found: Sequence[_Found]) -> list[_Found]:
    """Join "from X to Y", "between X and Y" and "Saturday-Sunday" to one expression."""
    joined: list[_Found] = []
    for fit in found:
        if joined and _link(scan, joined[-1].last, fit):
            joined[-1] = _lend_year(joined[-1], fit)
        pair = _pair(scan, joined[-1], fit) if joined else None
        if pair is None:
            joined.append(fit)
        else:
            joined[-1] = pair
    return joined


def _lend_year(left: _Found, right: _Found) -> _Found:
    """Give "April" of "April and May 2016" its year."""
    months = [(fit.values.get("month") or fit.values.get("month_alone") or ("",))[0] for fit in (left, right)]
    if "yyyy" in left.values or "yyyy" not in right.values or not all(months):
        return left
    year = int(right.values["yyyy"][0]) - (int(months[0]) > int(months[1]))
    return replace(left, values={**left.values, "yyyy": (str(year),)})


def _pair(scan: _Scan, left: _Found, right: _Found) -> _Found | None:
    if left.meaning in _NOT_SINCE or right.meaning in _NOT_SINCE or left.parts or right.since:
        return None
    link = _link(scan, left.last, right)
    start, first, opener = left.start, left.first, "from" if left.since else ""
    for name in ("between", "from"):
        step = _step(scan, name, left.first - 1, clitics=True) if left.first and not opener else None
        if step and step.last == left.first:
            start, first, opener = step.start, left.first - 1, name
    if link == "to" or (link == "and" and opener == "between"):
        return _Found(first, right.last, start, "joined", parts=(replace(left, since=False), right))
    return None


def _link(scan: _Scan, index: int, right: _Found) -> str:
    """Name what stands between two expressions: "to" (or a hyphen), "and", or nothing of the kind."""
    if right.first == index:
        glued = scan.text[scan.tokens[index].start : right.start]
        return "to" if _HYPHEN_GAP.match(_gap(scan, index)) else "and" if glued.startswith("و") else ""
    step = _step(scan, "and", index, clitics=True) if _GAP.match(_gap(scan, index)) else None
    return step.value if step and step.last == right.first else ""


# What the meanings come to ------------------------------------------------------------------------------------------

_DAYS_OF = {"hour": 1, "day": 1, "week": 7, "month": 30, "year": 365, "weekend": 7}
_GRANULARITY = {
    "hour": TimePrecision.DAYS,
    "day": TimePrecision.DAYS,
    "week": TimePrecision.WEEK,
    "month": TimePrecision.MONTH,
    "year": TimePrecision.YEAR,
    "weekend": TimePrecision.DAYS,
}


def _resolve(fit: _Found, published: date | None) -> _Span | None:
    """Give the interval of a pattern, or None where there is no such day (31 February)."""
    anchor = published or _NO_DATE
    if fit.parts:
        return _resolve_pair(fit.parts[0], fit.parts[1], published)
    try:
        span = _MEANINGS[fit.meaning](fit.values, anchor)
    except (ValueError, OverflowError):
        return None
    if fit.since and span.anchor != "text":
        day = span.granularity in (TimePrecision.DAY, TimePrecision.DAYS)
        latest = max(anchor, span.earliest or anchor) if published else None
        span = span._replace(latest=latest, granularity=TimePrecision.DAYS if day else span.granularity)
    if published is None and span.anchor == "document":
        return span._replace(earliest=None, latest=None)
    return span


def _resolve_pair(left: _Found, right: _Found, published: date | None) -> _Span | None:
    """Resolve "from Monday to Wednesday": the first end counts from the second one."""
    end = _resolve(right, published)
    begin = _resolve(left, end.latest if end else None) if end else None
    if not begin or not end:
        return end
    if begin.earliest and end.latest and begin.earliest > end.latest:
        return None
    day = TimePrecision.DAY in (begin.granularity, end.granularity)
    return end._replace(earliest=begin.earliest, granularity=TimePrecision.DAYS if day else end.granularity)


def _whole(unit: str, day: date, offset: int) -> tuple[date, date]:
    """Give the calendar week (from Monday), month or year that is `offset` after the one of the day."""
    if unit == "week":
        start = day - timedelta(days=day.weekday()) + timedelta(weeks=offset)
        return start, start + 6 * _DAY
    if unit == "weekend":
        start = day - timedelta(days=(day.weekday() - 5) % 7 or 7) + timedelta(weeks=offset + 1)
        return start, start + _DAY
    if unit == "month":
        return _months(day.year, day.month + offset, 1)
    if unit == "year":
        return date(day.year + offset, 1, 1), date(day.year + offset, 12, 31)
    return day + offset * _DAY, day + offset * _DAY


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    """Give the first and the last day of `count` months; the month may lie outside 1..12."""
    first, after = year * 12 + month - 1, year * 12 + month - 1 + count
    return date(first // 12, first % 12 + 1, 1), date(after // 12, after % 12 + 1, 1) - _DAY


def _back(day: date, unit: str, count: int) -> date:
    """Go back by so many units; the 31st becomes the last day of a shorter month."""
    if unit not in ("month", "year"):
        return day - count * _DAYS_OF[unit] * _DAY
    start, end = _months(day.year, day.month - count * (12 if unit == "year" else 1), 1)
    return min(end, start + (day.day - 1) * _DAY)


def _slice(values: Values, span: tuple[date, date]) -> tuple[date, date]:
    """Cut the first, middle or last third out of an interval: early February is 1..9 February."""
    if "third" not in values:
        return span
    which, days = int(values["third"][0]), (span[1] - span[0]).days + 1
    return span[0] + which * days // 3 * _DAY, span[0] + ((which + 1) * days // 3 - 1) * _DAY


def _count(values: Values) -> tuple[str, int | None]:
    """Give the unit and how many of it; None for an open plural ("days ago")."""
    unit, implied = values["unit"][0].split()
    written = (*values.get("num", ()), *values.get("few", ()), implied)[0]
    return unit, None if written == _OPEN else int(written) * (10 if implied == "10" and "num" in values else 1)


def _fixed(values: Values, published: date) -> _Span:
    low, high, *rest = values["fixed"][0].split()
    if low == "text":
        return _Span(None, None, TimePrecision(high), "text")
    earliest, latest = (None if end == _OPEN else published + int(end) * _DAY for end in (low, high))
    return _Span(earliest, latest, TimePrecision(rest[0]))


def _weekday(values: Values, published: date) -> _Span:
    wanted = int((values.get("weekday") or values["weekday_short"])[0])
    return _on(published - (published.weekday() - wanted) % 7 * _DAY)


def _weekday_past(values: Values, published: date) -> _Span:
    return _weekday(values, published - _DAY)


def _weekday_next(values: Values, published: date) -> _Span:
    return _on(published + ((int(values["weekday"][0]) - published.weekday() - 1) % 7 + 1) * _DAY)


def _on(day: date, anchor: str = "document") -> _Span:
    return _Span(day, day, TimePrecision.DAY, anchor)


def _ago(values: Values, published: date) -> _Span:
    unit, count = _count(values)
    if count is None or unit in ("hour", "weekend"):
        if count is None and unit in ("month", "year"):
            return _Span(None, None, _GRANULARITY[unit])
        return _window(values, published)
    if unit == "day":
        precision = TimePrecision.DAYS if "about" in values else TimePrecision.DAY
        return _on(published - count * _DAY)._replace(granularity=precision)
    if unit == "year":
        return _Span(*_whole(unit, published, -count), TimePrecision.YEAR)
    return _Span(_back(published, unit, count), _back(published, unit, count - 1), _GRANULARITY[unit])


def _window(values: Values, published: date) -> _Span:
    """Resolve "over the past N units": open plurals are a week of days, four of weeks, or open."""
    unit, count = _count(values)
    if unit == "hour":
        count = 1 if count is None else -(-count // 24)
    if count is None:
        count = {"day": 7, "week": 4}.get(unit)
    earliest = None if count is None else _back(published, unit, count)
    return _Span(earliest, published, _GRANULARITY[unit])


def _window_next(values: Values, published: date) -> _Span:
    unit, count = _count(values)
    days = {"day": 7, "hour": 1}.get(unit) if count is None else count * _DAYS_OF[unit]
    days = days if unit != "hour" or count is None else -(-count // 24)
    return _Span(published, None if days is None else published + days * _DAY, _GRANULARITY[unit])


def _calendar(offset: int) -> Callable[[Values, date], _Span]:
    def resolve(values: Values, published: date) -> _Span:
        unit, count = _count(values)
        if count != 1:  # الأسابيع الماضية
            return _window_next(values, published) if offset > 0 else _window(values, published)
        whole = _whole(unit, published, offset)
        start, end = _slice(values, whole)
        if offset == 0 and "third" not in values:
            end = min(end, max(published, start))
        precision = TimePrecision.DAY if unit in ("day", "hour") else _GRANULARITY[unit]
        return _Span(start, end, precision)

    return resolve


def _text(values: Values, published: date) -> _Span:
    return _Span(None, None, _GRANULARITY[_count(values)[0]], "text")


def _date(values: Values, published: date) -> _Span:
    month, day = int(values["month"][0]), int(values["dom"][0])
    if "yyyy" in values:
        return _on(date(int(values["yyyy"][0]), month, day), "none")
    if "this_after" in values:
        return _on(date(published.year, month, day))
    latest = published - _DAY if "past" in values else published
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


def _date_numeric(values: Values, published: date) -> _Span:
    return _on(date.fromisoformat(values["date_numeric"][0]), "none")


def _date_range(values: Values, published: date) -> _Span:
    """Resolve "3 to 5 May": the first day lies in the month of the second or in the one before."""
    first, last = values["dom"][:2]
    end = _date({**values, "dom": (last,), "month": values["month"][-1:]}, published)
    begin = _date({"dom": (first,), "month": values["month"][:1]}, end.latest or published)
    return _Span(begin.earliest, end.latest, TimePrecision.DAYS, end.anchor)


def _month(values: Values, published: date) -> _Span:
    month = int((values.get("month") or values["month_alone"])[0])
    if "yyyy" in values:
        year, anchor = int(values["yyyy"][0]), "none"
    else:
        year, anchor = published.year - (month > published.month), "document"
    return _Span(*_slice(values, _months(year, month, 1)), TimePrecision.MONTH, anchor)


def _month_past(values: Values, published: date) -> _Span:
    return _month(values, _whole("month", published, -1)[1])


def _month_next(values: Values, published: date) -> _Span:
    month = int(values["month"][0])
    return _Span(*_months(published.year + (month <= published.month), month, 1), TimePrecision.MONTH)


def _year(values: Values, published: date) -> _Span:
    year = int(values["yyyy"][0])
    return _Span(*_slice(values, (date(year, 1, 1), date(year, 12, 31))), TimePrecision.YEAR, "none")


def _year_range(values: Values, published: date) -> _Span:
    first, last = sorted(map(int, values["yyyy"][:2]))
    return _Span(date(first, 1, 1), date(last, 12, 31), TimePrecision.YEAR, "none")


def _season(values: Values, published: date) -> _Span:
    """Resolve a season; winter is named after the year in which it begins."""
    month = int(values["season"][0])
    if "yyyy" in values:
        return _Span(*_months(int(values["yyyy"][0]), month, 3), TimePrecision.MONTH, "none")
    start, end = _months(published.year, month, 3)
    if end >= published:
        start, end = _months(published.year - 1, month, 3)
    return _Span(start, end, TimePrecision.MONTH)


def _as_date(day: Hijri) -> date:
    """Give a hijri day as a plain date: hijridate's own subclass of date cannot be written as JSON."""
    gregorian = day.to_gregorian()
    return date(gregorian.year, gregorian.month, gregorian.day)


def _hijri(values: Values, published: date) -> _Span:
    """Convert a day of the Umm al-Qura calendar (hijridate covers 1343..1500)."""
    from hijridate import Gregorian, Hijri

    month, day = int(values["hmonth"][0]), int(values["dom"][0])
    if "hyear" in values:
        return _on(_as_date(Hijri(int(values["hyear"][0]), month, day)), "none")
    year = Gregorian.fromdate(published).to_hijri().year
    found = _as_date(Hijri(year, month, day))
    return _on(found if found <= published else _as_date(Hijri(year - 1, month, day)))


def _hijri_month(values: Values, published: date) -> _Span:
    from hijridate import Hijri

    start = _hijri({**values, "dom": ("1",)}, published)
    if start.earliest is None:
        return start
    days = 30
    if "hyear" in values:
        days = Hijri(int(values["hyear"][0]), int(values["hmonth"][0]), 1).month_length()
    return start._replace(latest=start.earliest + (days - 1) * _DAY, granularity=TimePrecision.MONTH)


_NOT_SINCE = frozenset(("ago", "window", "window_next", "text", "joined", "date_range", "year_range"))
_MEANINGS: dict[str, Callable[[Values, date], _Span]] = {
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
