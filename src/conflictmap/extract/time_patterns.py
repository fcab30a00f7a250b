"""Match the patterns of `time_patterns.tsv`: sequences of word classes with a meaning.

In a pattern `x?` may be absent, `,x` may stand behind a comma, `!x` must stand there but is not part of the expression.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

from conflictmap.extract.numerals import read_number
from conflictmap.lexicon import rows
from conflictmap.text.phrases import PhraseTable, stems
from conflictmap.text.tokens import Token, tokenise

_ARTICLE = "ال"
NOT_SINCE = frozenset(("ago", "window", "window_next", "text", "joined", "date_range", "year_range"))
GAP = re.compile(r"\)?[ \t\u00a0\u200e\u200f]*\(?$")
_COMMA_GAP = re.compile(r"\)?\s?[,،]?[ \t\u00a0\u200e\u200f]*\(?$")
_THIRD_GAP = re.compile(r"[ \t\u00a0]?[-–]?[ \t\u00a0]?$")  # mid-February
_PAIR_GAP = re.compile(r"\s?[/(\-–]\s?$")
HYPHEN_GAP = re.compile(r"\s?[-–—]\s?$")
_NUMERIC = re.compile(
    r"(?<![\d/.\-])(?:(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})|(?P<d2>\d{1,2})[-/.](?P<m2>\d{1,2})[-/.](?P<y2>\d{4}))"
    r"(?![\d/\-])"
)
_REMEMBERED, _LONGEST_REMEMBERED = 50_000, 40  # words, and letters of a word
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


class _Node:
    """Patterns that begin alike: what may come next, and number and meaning of those that end here.

    One of the items of `needs` has to begin with the next word; none of them has to where `needs` is empty.
    """

    __slots__ = ("ends", "following", "needs")

    def __init__(self) -> None:
        self.following: dict[_Item, _Node] = {}
        self.ends: list[tuple[int, str]] = []
        self.needs: frozenset[str] = frozenset()


class _Opening(NamedTuple):
    """What may begin with a word: items of patterns by their names, and whole patterns."""

    items: frozenset[str]
    patterns: _Node


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """The words of one language by class, and its patterns by the class they may begin with.

    `openings` remembers what may begin with the words met: with most words nothing.
    """

    language: str
    tables: dict[str, PhraseTable[_Word]]
    classes: dict[str, frozenset[str]]
    patterns: dict[str, tuple[_Pattern, ...]]
    openings: dict[str, _Opening] = field(default_factory=dict)
    trees: dict[frozenset[str], _Opening] = field(default_factory=dict)

    def opening(self, token: Token) -> _Opening:
        """Say what may begin with a word."""
        known = self.openings.get(token.norm)
        if known is None:
            names = _DIGITS if token.is_number else frozenset()
            for stem, _ in stems(token.norm, clitics=True, article=True):
                names |= self.classes.get(stem, frozenset())
            known = self.trees.get(names)
            if known is None:
                some = dict.fromkeys(pattern for name in sorted(names) for pattern in self.patterns.get(name, ()))
                known = self.trees[names] = _Opening(names, _tree(some))
            if len(token.norm) <= _LONGEST_REMEMBERED:
                if len(self.openings) >= _REMEMBERED:
                    self.openings.clear()
                self.openings[token.norm] = known
        return known


def _tree(patterns: Iterable[_Pattern]) -> _Node:
    """Put patterns together that begin alike, so that what they share is looked for once."""
    root = _Node()
    for number, pattern in enumerate(patterns):
        node = root
        for item in pattern.items:
            node = node.following.setdefault(item, _Node())
        node.ends.append((number, pattern.meaning))
    _set_needs(root)
    return root


def _set_needs(node: _Node) -> None:
    names: set[str] = set()
    is_free = bool(node.ends)
    for item, rest in node.following.items():
        _set_needs(rest)
        names |= {item.name} | (rest.needs if item.optional else frozenset())
        is_free = is_free or item.name == "and" or (item.optional and not rest.needs)  # "and" may be a hyphen
    node.needs = frozenset() if is_free else frozenset(names)


class TimeScan(NamedTuple):
    """A text with its words and the time words of its language."""

    text: str
    tokens: Sequence[Token]
    lexicon: _Lexicon


Values = dict[str, tuple[str, ...]]


class _Step(NamedTuple):
    last: int
    value: str
    start: int


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


def _item(written: str) -> _Item:
    name = written.strip("?,!")
    return _Item(name, written.endswith("?"), written.startswith(","), written.startswith("!"))


@lru_cache(maxsize=8)
def time_lexicon(language: str) -> _Lexicon:
    """Load the time words and patterns of a language; one without any has no expressions."""
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
    start = scan.tokens[index].start
    if scan.tokens[index].norm == _ARTICLE and index + 1 < len(scan.tokens):  # الـ24 ساعة
        index += 1
    number = read_number(scan.text, scan.tokens, index, scan.lexicon.language)
    return _Step(number.last, str(number.value), start) if number and number.value else None


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
    "yyyy": lambda scan, index: _read_year(scan, index, range(1900, 2100)),
    "hyear": lambda scan, index: _read_year(scan, index, range(1300, 1500)),
    "date_numeric": _read_numeric,
}
Path = tuple[tuple[_Item, _Step], ...]


def _walk(
    scan: TimeScan, node: _Node, index: int, path: Path = (), gap: re.Pattern[str] | None = None
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
        if not may_be and item.name != "and":
            pass  # the word cannot be this; an "and" needs no word
        elif not path or (is_inside and (gap or _gap_of(item, path)).match(before)):
            step = _read_item(scan, item.name, index, clitics=not path) if may_be else None
            if step is not None:
                yield from _walk(scan, rest, step.last, (*path, (item, step)))
        elif item.name == "and" and is_inside and HYPHEN_GAP.match(before):
            yield from _walk(scan, rest, index, path, HYPHEN_GAP)
        if item.optional and not (rest.needs and rest.needs.isdisjoint(items)):
            yield from _walk(scan, rest, index, path)


def _gap_of(item: _Item, path: Path) -> re.Pattern[str]:
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
    """Give the pattern that reaches farthest; of equal ones the earliest, then by the name of the meaning."""
    longest: dict[int, FoundPattern] = {}  # the longest way in which each pattern fits, by the pattern's number
    for number, meaning, path in _walk(scan, scan.lexicon.opening(scan.tokens[index]).patterns, index):
        fit = _found(index, meaning, path)
        if number not in longest or fit.last > longest[number].last:
            longest[number] = fit
    order = ((-fit.last, fit.first, fit.meaning, number) for number, fit in longest.items())
    return longest[min(order)[-1]] if longest else None
