"""Find the words of a text that say when, and give the interval of days that they mean.

The grammar is data: `times.tsv` and `months.tsv` sort words into classes, `time_patterns.tsv` lists sequences of
classes with a meaning (`time_lexicon` loads them, `time_patterns` matches them, `time_meanings` and `time_periods` have
what they come to, `time_anchors` what they count from, this module judges and joins). Lengths of time, times of day,
"every day" and "now" are found too, with a type of their own and without days. P is the day of publication; weeks begin
on Monday: yesterday P-1; "last Saturday" before P, "Saturday" up to P; "two days ago" P-2; "a week ago" and "has been
shut for a week" P-7..P; "over the past N days" P-N..P; "in recent days" P-7..P; "since Monday" Monday..P; a date
without a year is the latest one up to P. Without P such expressions keep both ends open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from conflictmap.extract.time_anchors import resolved
from conflictmap.extract.time_lexicon import time_lexicon
from conflictmap.extract.time_meanings import MEANINGS as _MEANINGS  # noqa: F401  test_times compares it with the patterns
from conflictmap.extract.time_patterns import (
    GAP,
    HYPHEN_GAP,
    NOT_SINCE,
    FoundPattern,
    TimeScan,
    gap_before,
    longest_at,
    step_at,
    step_behind,
    text_around,
)
from conflictmap.model import TimeExpression, When
from conflictmap.text.tokens import Token

_BY_UNIT = frozenset(("ago", "calendar_this", "clock", "duration", "fixed", "for", "set", "text", "vague"))
_AGE_REACH = 5  # words: "aged between 20 and 30 years"
_PERFECT_REACH = 8
_AHEAD_REACH = 6
_SET_OFF = ("()", "،،", ",,")  # what stands around an age that is set off
_SENTENCE_END = re.compile(r"[.!?؟؛\n]")


def find_times(text: str, tokens: Sequence[Token], language: str, published: date | None) -> tuple[TimeExpression, ...]:
    """Find the words that say when, in order, without overlap.

    Args:
        text: the text of the document.
        tokens: all its words (`tokenise(text)`).
        language: ISO 639-1; a language without patterns has no expressions.
        published: the day that relative expressions count from. Without it they keep both ends None.

    `anchor` is "document" for what counts from the day of publication; "text" for what counts from another expression
    ("the next day": both ends None unless a day stands shortly before), or from the day that a text without date of
    publication calls its own ("today, Tuesday 11 January 2011"); "none" for full dates and for what has no days.
    Numeric dates are read day before month.
    """
    scan = TimeScan(text, tokens, time_lexicon(language), {})
    found = _join(scan, list(_scan_all(scan)))
    return tuple(
        TimeExpression(
            start=fit.start,
            end=scan.tokens[fit.last - 1].end,
            surface=text[fit.start : scan.tokens[fit.last - 1].end],
            earliest=span.earliest,
            # "early today" in the first days of a month: the part of a part may be empty, it then is its first day
            latest=max(span.earliest, span.latest) if span.earliest and span.latest else span.latest,
            granularity=span.granularity,
            anchor=span.anchor,
            type=span.type,
        )
        for fit, span in resolved(found, published)
    )


def expression_when(expression: TimeExpression) -> When | None:
    """Give the interval of an expression, or None where nothing is known of it."""
    if expression.earliest is None and expression.latest is None:
        return None
    return When(earliest=expression.earliest, latest=expression.latest)


def _scan_all(scan: TimeScan) -> Iterator[FoundPattern]:
    index = 0
    while index < len(scan.tokens):
        if not scan.lexicon.opening(scan.tokens[index]).items:
            index += 1  # most words: no pattern and no word of its own begins here
            continue
        ignored = step_at(scan, "ignore", index, clitics=True)
        fit = _expression_at(scan, index)
        if ignored and (fit is None or fit.last <= ignored.last):
            index = ignored.last
        elif fit is None:
            index += 1
        else:
            index = fit.last
            if fit.meaning == "for" and _follows(scan, "perfect", fit, _PERFECT_REACH):
                fit = replace(fit, meaning="window")  # "has been shut for two years"
            if fit.meaning in ("date", "month") and not fit.since and _follows(scan, "ahead", fit, _AHEAD_REACH):
                fit = replace(fit, values={**fit.values, "ahead": ("",)})  # "will open on 3 March"
            if not _in_name(scan, fit) and not _is_age(scan, fit):
                yield fit


def _expression_at(scan: TimeScan, index: int) -> FoundPattern | None:
    """Give the expression that starts at tokens[index], or behind the context word there ("in March", "since 2011")."""
    fit = longest_at(scan, index)
    if fit is None or fit.first == index:
        return fit and _farthest(scan, fit)
    inner = longest_at(scan, fit.first)
    fit = inner if inner and inner.last >= fit.last else fit
    since = step_at(scan, "since", index, clitics=True)
    if since and since.last == fit.first and fit.meaning not in NOT_SINCE:
        return replace(fit, first=index, start=since.start, since=True)
    return fit


def _farthest(scan: TimeScan, fit: FoundPattern) -> FoundPattern:
    """Give an expression that begins inside another one and goes on behind it: بعد [عام 2003], خلال [يوم السبت]."""
    if fit.meaning not in _BY_UNIT:
        return fit
    for index in range(fit.first + 1, fit.last):
        inner = longest_at(scan, index)
        if inner and inner.last > fit.last:
            return inner
    return fit


def _in_name(scan: TimeScan, fit: FoundPattern) -> bool:
    """Say whether a date names something: حركة 15 أيار, "17 February Brigade"."""
    if fit.meaning not in ("date", "weekday", "month") or "yyyy" in fit.values:
        return False
    if fit.since:
        return False
    before = step_behind(scan, "name_before", fit.first)
    is_definite = before and scan.text.startswith("ال", before.start)  # في المدينة 23 شباط is no name
    behind = fit.last < len(scan.tokens) and GAP.match(gap_before(scan, fit.last))
    return bool((before and not is_definite) or (behind and step_at(scan, "name_after", fit.last, clitics=False)))


def _is_age(scan: TimeScan, fit: FoundPattern) -> bool:
    """Say whether a length of time is somebody's age: عمره 30 عاما, "a 30-year-old", سامر (30 عاما)."""
    if fit.meaning not in ("duration", "decade"):
        return False
    if _follows(scan, "age_before", fit, _AGE_REACH):
        return True
    if step_at(scan, "age_after", fit.last, clitics=True):
        return True
    if "num" not in fit.values or fit.values.get("unit", ("",))[0][:4] != "year":
        return False
    before, after = text_around(scan, fit.start, scan.tokens[fit.last - 1].end)
    return before + after[:1] in _SET_OFF or step_behind(scan, "given_name", fit.first) is not None


def _follows(scan: TimeScan, name: str, fit: FoundPattern, reach: int) -> bool:
    """Say whether a word of a class stands among the last words before an expression, in its sentence."""
    for index in range(max(0, fit.first - reach), fit.first):
        is_near = not _SENTENCE_END.search(scan.text, scan.tokens[index].end, fit.start)
        if is_near and step_at(scan, name, index, clitics=True):
            return True
    return False


def _join(scan: TimeScan, found: Sequence[FoundPattern]) -> list[FoundPattern]:
    """Join "from X to Y", "between X and Y" and "Saturday-Sunday" to one expression."""
    joined: list[FoundPattern] = []
    for fit in found:
        if joined and _link(scan, joined[-1].last, fit):
            joined[-1] = _lend_year(joined[-1], fit)
        pair = _pair(scan, joined[-1], fit) if joined else None
        if pair is None:
            joined.append(fit)
        else:
            joined[-1] = pair
    return joined


def _lend_year(left: FoundPattern, right: FoundPattern) -> FoundPattern:
    """Give "April" of "April and May 2016" its year."""
    months = [(fit.values.get("month") or fit.values.get("month_alone") or ("",))[0] for fit in (left, right)]
    if "yyyy" in left.values or "yyyy" not in right.values or not all(months):
        return left
    year = int(right.values["yyyy"][0]) - (int(months[0]) > int(months[1]))
    return replace(left, values={**left.values, "yyyy": (str(year),)})


def _pair(scan: TimeScan, left: FoundPattern, right: FoundPattern) -> FoundPattern | None:
    if left.meaning in NOT_SINCE or right.meaning in NOT_SINCE or left.parts or right.since:
        return None
    link = _link(scan, left.last, right)
    start, first, opener = left.start, left.first, "from" if left.since else ""
    for name in ("between", "from"):
        step = step_at(scan, name, left.first - 1, clitics=True) if left.first and not opener else None
        if step and step.last == left.first:
            start, first, opener = step.start, left.first - 1, name
    if link == "to" or (link == "and" and opener == "between"):
        return FoundPattern(first, right.last, start, "joined", parts=(replace(left, since=False), right))
    return None


def _link(scan: TimeScan, index: int, right: FoundPattern) -> str:
    """Name what stands between two expressions: "to" (or a hyphen), "and", or nothing of the kind."""
    if right.first == index:
        glued = scan.text[scan.tokens[index].start : right.start]
        return "to" if HYPHEN_GAP.match(gap_before(scan, index)) else "and" if glued.startswith("و") else ""
    step = step_at(scan, "and", index, clitics=True) if GAP.match(gap_before(scan, index)) else None
    return step.value if step and step.last == right.first else ""
