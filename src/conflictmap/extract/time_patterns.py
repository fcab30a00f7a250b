"""Match the patterns of `time_patterns.tsv`: sequences of word classes with a meaning.

`time_lexicon` has the words and patterns; this module reads the words of a text and follows the patterns along them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from conflictmap.extract.numerals import NumberScan, number_words, read_at
from conflictmap.extract.time_lexicon import WORDLESS, Item, Node, TimeLexicon
from conflictmap.text.tokens import Token

_ARTICLE = "ال"
_LENGTHS = ("clock", "duration", "set", "vague", "window", "window_next")
NOT_SINCE = frozenset((*_LENGTHS, "ago", "text", "joined", "date_range", "weekday_pair", "year_range"))
GAP = re.compile(r"\)?[ \t\u00a0\u200e\u200f]*\(?$")
_COMMA_GAP = re.compile(r"\)?\s?[,،]?[ \t\u00a0\u200e\u200f]*\(?$")
_THIRD_GAP = re.compile(r"[ \t\u00a0]?[-–]?[ \t\u00a0]?$")  # mid-February
_PAIR_GAP = re.compile(r"\s?[/(\-–]\s?$")
HYPHEN_GAP = re.compile(r"\s?[-–—/]\s?$")
_NUMERIC = re.compile(
    r"(?<![\d/.\-])(?:(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})|(?P<d2>\d{1,2})[-/.](?P<m2>\d{1,2})[-/.](?P<y2>\d{4}))"
    r"(?![\d/\-])"
)
_CLOCK = re.compile(r"(?<![\d:.,/-])(?:[01]?\d|2[0-4])(?:[:.][0-5]\d)?(?![\d:/]|[.,]\d)")
_CLOCK_24 = re.compile(r"(?<![\d:.,/-])(?:[01]\d|2[0-3]):?[0-5]\d(?![\d:/]|[.,]\d)")
_CLOCK_COLON = re.compile(r"(?<![\d:.,/-])(?:[01]?\d|2[0-3]):[0-5]\d(?![\d:/])")
_DECADE = re.compile(r"(?:1[5-9]|20)\d0['’]?s\b")
_YEAR_ENDS = re.compile(r"\s*(?:[.،,؛;:!?؟)»”\"]|$)")
_RECENT, _NAMED, _HIJRI = range(1900, 2100), range(1500, 2100), range(1300, 1500)
_ALONE = range(1930, 2040)  # years that need no word like "year"


class _Step(NamedTuple):
    last: int
    value: str
    start: int


class TimeScan(NamedTuple):
    """A text with its words and the time words of its language; `numbers` remembers those read, which costs most."""

    text: str
    tokens: Sequence[Token]
    lexicon: TimeLexicon
    numbers: dict[int, _Step | None]


Values = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class FoundPattern:
    """A pattern that fits: tokens[first:last] from the offset `start` on, and the values of its classes."""

    first: int
    last: int
    start: int
    meaning: str
    values: Values = field(default_factory=dict)
    since: bool = False
    parts: tuple[FoundPattern, ...] = ()


def step_at(scan: TimeScan, name: str, index: int, *, clitics: bool) -> _Step | None:
    """Read one item of a pattern at tokens[index]."""
    if index >= len(scan.tokens) or name not in _items_at(scan, index):
        return None
    return _read_item(scan, name, index, clitics=clitics)


def _read_item(scan: TimeScan, name: str, index: int, *, clitics: bool) -> _Step | None:
    """Read an item where the word may begin one (`_items_at`)."""
    if name in _READERS and (step := _READERS[name](scan, index)) is not None:
        return step
    table = scan.lexicon.tables.get(name)
    match = table and table.match_at(scan.tokens, index, clitics=clitics, article=True, text=scan.text)
    if not match or (match.value.capital and not scan.tokens[index].is_capitalised):
        return None
    is_month = name in ("month", "month_alone")
    last = _behind_pair(scan, match.last, match.value.value) if is_month else match.last
    return _Step(last, match.value.value, _word_start(scan, index, match.start))


def _items_at(scan: TimeScan, index: int) -> frozenset[str]:
    """Give the items that may begin with the word, as far as the word itself tells."""
    token = scan.tokens[index]
    items = scan.lexicon.opening(token).items
    return items | {"num"} if token.norm == _ARTICLE else items  # الـ24 ساعة


def _word_start(scan: TimeScan, index: int, start: int) -> int:
    least = max(scan.tokens[index].start, start - 2)
    return least if scan.text[least:start] == _ARTICLE else start


def _read_num(scan: TimeScan, index: int) -> _Step | None:
    if index not in scan.numbers:
        scan.numbers[index] = _number_at(scan, index)
    return scan.numbers[index]


def _number_at(scan: TimeScan, index: int) -> _Step | None:
    start, is_split = scan.tokens[index].start, scan.tokens[index].norm == _ARTICLE
    if is_split and index + 1 < len(scan.tokens):  # الـ24 ساعة
        index += 1
    numbers = NumberScan(scan.text, scan.tokens, number_words(scan.lexicon.language))
    number = read_at(numbers, index)
    if number is not None and not number.value:
        number = read_at(numbers, index, merge=False)  # "two and a half years"
    if number is None or not number.value:
        return None
    return _Step(number.last, str(number.value), start if is_split else number.start)


def _read_dom(scan: TimeScan, index: int) -> _Step | None:
    token = scan.tokens[index]
    if not token.norm.isdecimal() or len(token.norm) > 2 or not 1 <= int(token.norm) <= 31:
        return None
    last = index + 1
    if _is_glued(scan, last) and (suffix := step_at(scan, "ordinal", last, clitics=False)):
        last = suffix.last
    elif _is_glued(scan, last):
        return None
    return _Step(last, token.norm, token.start)


def _is_glued(scan: TimeScan, index: int) -> bool:
    return index < len(scan.tokens) and scan.tokens[index - 1].end == scan.tokens[index].start


def _read_year(scan: TimeScan, index: int, years: range) -> _Step | None:
    token = scan.tokens[index]
    fits = token.norm.isdecimal() and len(token.norm) == 4 and int(token.norm) in years
    after = scan.text[token.end : token.end + 5]
    if not fits or re.match(r"[A-Za-z]|[-–./]\d(?!\d{3})|,\d|%", after):
        return None
    return _Step(index + 1, token.norm, token.start)


def _read_year_alone(scan: TimeScan, index: int) -> _Step | None:
    """Read a year without a word for it, where no noun follows that it could count: (2008), حرب 2006."""
    step = _read_year(scan, index, _ALONE)
    if step is None:
        return None
    before, after = text_around(scan, step.start, scan.tokens[index].end)
    if before == "(" and after[:1] == ")":
        return step
    named = step_behind(scan, "year_noun", index)
    return step if named and _YEAR_ENDS.match(after) else None


def text_around(scan: TimeScan, start: int, end: int) -> tuple[str, str]:
    """Give the letter before an expression, blanks apart, and the few behind it."""
    return scan.text[max(0, start - 3) : start].rstrip(" ")[-1:], scan.text[end : end + 4]


def step_behind(scan: TimeScan, name: str, index: int) -> _Step | None:
    """Read an item of one word that ends right before tokens[index]."""
    if not index or not GAP.match(gap_before(scan, index)):
        return None
    step = step_at(scan, name, index - 1, clitics=True)
    return step if step and step.last == index else None


def _read_shape(scan: TimeScan, index: int, shape: re.Pattern[str]) -> _Step | None:
    """Read what a regular expression finds at a word: 8:30, 0600, 1990s."""
    match = shape.match(scan.text, scan.tokens[index].start)
    if match is None:
        return None
    last = next((i for i in range(index, len(scan.tokens)) if scan.tokens[i].start >= match.end()), len(scan.tokens))
    return _Step(last, match.group(), match.start())


def _read_numeric(scan: TimeScan, index: int) -> _Step | None:
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


def _behind_pair(scan: TimeScan, last: int, month: str) -> int:
    """Go past the same month by its other name (شباط/فبراير)."""
    if last >= len(scan.tokens) or not _PAIR_GAP.match(gap_before(scan, last)):
        return last
    match = scan.lexicon.tables["month"].match_at(scan.tokens, last, clitics=False, text=scan.text)
    return match.last if match and match.value.value == month else last


def gap_before(scan: TimeScan, index: int) -> str:
    """Give what stands before tokens[index], without the full stop of an abbreviation ("Feb. 19")."""
    gap = scan.text[scan.tokens[index - 1].end : scan.tokens[index].start]
    if gap.startswith(".") and "abbreviation" in scan.lexicon.classes.get(scan.tokens[index - 1].norm, frozenset()):
        return gap[1:]
    return gap


_READERS: dict[str, Callable[[TimeScan, int], _Step | None]] = {
    "num": _read_num,
    "dom": _read_dom,
    "yyyy": lambda scan, index: _read_year(scan, index, _RECENT),
    "year_named": lambda scan, index: _read_year(scan, index, _NAMED),
    "year_alone": _read_year_alone,
    "hyear": lambda scan, index: _read_year(scan, index, _HIJRI),
    "clock": lambda scan, index: _read_shape(scan, index, _CLOCK),
    "clock24": lambda scan, index: _read_shape(scan, index, _CLOCK_24),
    "clock_colon": lambda scan, index: _read_shape(scan, index, _CLOCK_COLON),
    "decade": lambda scan, index: _read_shape(scan, index, _DECADE),
    "date_numeric": _read_numeric,
}
Path = tuple[tuple[Item, _Step], ...]


def _walk(
    scan: TimeScan, node: Node, index: int, path: Path = (), gap: re.Pattern[str] | None = None
) -> Iterator[tuple[int, str, Path]]:
    """Give the ways in which patterns fit the words from tokens[index] on; a hyphen may stand for "and"."""
    for number, meaning in node.ends:
        yield number, meaning, path
    is_inside = index < len(scan.tokens)
    items = _items_at(scan, index) if is_inside else frozenset[str]()
    if not node.following or (node.needs and node.needs.isdisjoint(items)):
        return
    before = gap_before(scan, index) if is_inside and path else ""
    for item, rest in node.following.items():
        may_be = item.name in items
        if not may_be and item.name not in WORDLESS:
            pass  # the word cannot be this; an "and" needs no word
        elif not path or (is_inside and (gap or _gap_of(item, path)).match(before)):
            step = _read_item(scan, item.name, index, clitics=not path) if may_be else None
            if step is not None:
                yield from _walk(scan, rest, step.last, (*path, (item, step)))
        elif item.name in WORDLESS and is_inside and HYPHEN_GAP.match(before):
            yield from _walk(scan, rest, index, path, HYPHEN_GAP)
        if item.optional and not (rest.needs and rest.needs.isdisjoint(items)):
            yield from _walk(scan, rest, index, path, gap)


def _gap_of(item: Item, path: Path) -> re.Pattern[str]:
    return _COMMA_GAP if item.comma else _THIRD_GAP if path[-1][0].name == "third" else GAP


def _found(index: int, meaning: str, path: Path) -> FoundPattern:
    inside = [(item, step) for item, step in path if not item.context]
    values: Values = {}
    for item, step in inside:
        values[item.name] = (*values.get(item.name, ()), step.value)
    first = index if not path[0][0].context else path[0][1].last
    return FoundPattern(first, inside[-1][1].last, inside[0][1].start, meaning, values)


def longest_at(scan: TimeScan, index: int) -> FoundPattern | None:
    """Give the longest expression at tokens[index], with a "since" before it."""
    fit = _plain(scan, index)
    since = step_at(scan, "since", index, clitics=True)
    if since and since.last < len(scan.tokens) and GAP.match(gap_before(scan, since.last)):
        inner = _plain(scan, since.last)
        if inner and inner.meaning not in NOT_SINCE and (fit is None or inner.last >= fit.last):
            return replace(inner, first=index, start=since.start, since=True)
    return fit


def _plain(scan: TimeScan, index: int) -> FoundPattern | None:
    """Give the pattern that reaches farthest; of equal ones the earliest, then by the name of the meaning.

    Of two dates the one with "today" in it: اليوم السبت may also be read as "the day Saturday".
    """
    longest: dict[int, FoundPattern] = {}  # the longest way in which each pattern fits, by the pattern's number
    for number, meaning, path in _walk(scan, scan.lexicon.opening(scan.tokens[index]).patterns, index):
        fit = _found(index, meaning, path)
        if number not in longest or fit.last > longest[number].last:
            longest[number] = fit
    order = ((-fit.last, fit.first, fit.meaning, "fixed" not in fit.values, number) for number, fit in longest.items())
    return longest[min(order)[-1]] if longest else None
