"""Find the number phrases of a text: plain numbers, ranges, vague words ("dozens"), duals."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from conflictmap.extract.numerals import (
    CountedNoun,
    Number,
    NumberScan,
    is_joined_at,
    match_in,
    number_words,
    read_at,
    word_start,
)
from conflictmap.lexicon import Row, rows, words
from conflictmap.text.normalise import fold
from conflictmap.text.phrases import Match, PhraseTable
from conflictmap.text.tokens import Token

# A counted noun follows an Arabic number at once, an English one behind adjectives.
_NOUN_WINDOW = {"ar": 1, "en": 4}
_CHANGE_WINDOW = 8
_OPENERS = frozenset(("between", "from"))
_PERCENT = re.compile(r"\s?(?:%|٪|percent\b|per cent\b|pct\b)", re.IGNORECASE)
_LEAST_WHOLE = 20  # half of two is none of our numbers
_HYPHEN = re.compile(r"\s?[-‐‑–—]\s?")


class Bounds(NamedTuple):
    """What number words bound; all None where the words count nothing (a score)."""

    low: int | None = None
    high: int | None = None
    best: int | None = None


class NumberPhrase(NamedTuple):
    """A number phrase without its qualifiers. `numbers` are the plain numbers in it, `noun` what a dual counts."""

    first: int
    last: int
    start: int
    bounds: Bounds
    numbers: tuple[Number, ...] = ()
    noun: CountedNoun | None = None


@dataclass(frozen=True, slots=True)
class _Context:
    """The words around numbers in one language."""

    vague: PhraseTable[Bounds]
    months: PhraseTable[str]
    weekdays: PhraseTable[str]
    roles: PhraseTable[frozenset[str]]
    stops: frozenset[str]
    abbreviations: frozenset[str]
    window: int


@dataclass(frozen=True, slots=True)
class PhraseScan(NumberScan):
    """A text with the context phrases in it by their first word and by the word behind them."""

    lexicon: _Context
    begins: dict[int, Match[frozenset[str]]]
    ends: dict[int, Match[frozenset[str]]]


@lru_cache(maxsize=8)
def _context(language: str) -> _Context:
    roles: dict[str, set[str]] = {}
    for row in rows(language, "number_context"):
        roles.setdefault(row["word"], set()).add(row["role"])
    return _Context(
        vague=PhraseTable((row["word"], _bounds(row)) for row in rows(language, "number_vague")),
        months=PhraseTable((word, word) for word in sorted(words(language, "months"))),
        weekdays=PhraseTable(
            (row["word"], row["value"]) for row in rows(language, "times") if row["class"] == "weekday"
        ),
        roles=PhraseTable((word, frozenset(names)) for word, names in roles.items()),
        stops=frozenset(word for word, names in roles.items() if "stop" in names),
        abbreviations=frozenset(fold(row["word"]) for row in rows(language, "times") if row["class"] == "abbreviation"),
        window=_NOUN_WINDOW.get(language, 1),
    )


def _bounds(row: Row) -> Bounds:
    low, high, best = (int(row[name]) if row[name] else None for name in ("min", "max", "best"))
    return Bounds(low, high, best)


def scan_phrases(text: str, tokens: Sequence[Token], language: str) -> PhraseScan:
    """Find the context words of a text, for the rules to look up."""
    context = _context(language)
    firsts: dict[int, Match[frozenset[str]]] = {}
    lasts: dict[int, Match[frozenset[str]]] = {}
    for index in context.roles.starts(tokens, clitics=True):
        match = context.roles.match_at(tokens, index, clitics=True, text=text)
        if match is not None:
            firsts[index] = match
            lasts.setdefault(match.last, match)
    return PhraseScan(text, tokens, number_words(language), context, firsts, lasts)


def phrase_starts(scan: PhraseScan) -> list[int]:
    """Give the indices of the words that a number phrase may begin with, as far as the word itself tells."""
    tables = (scan.lexicon.vague, scan.words.numbers, scan.words.duals)
    found = {index for index, token in enumerate(scan.tokens) if token.is_number}
    for table in tables:
        found.update(table.starts(scan.tokens, clitics=True, article=True))
    found.update(index for index, match in scan.begins.items() if match.value & _OPENERS)
    return sorted(found)


def begins(scan: PhraseScan, index: int, role: str) -> Match[frozenset[str]] | None:
    """Give the context phrase at tokens[index] if it has the role."""
    match = scan.begins.get(index)
    return match if match is not None and role in match.value else None


def phrase_at(scan: PhraseScan, index: int) -> NumberPhrase | None:
    """Give the number phrase that begins at tokens[index], by the first rule that has one."""
    return next((phrase for rule in _RULES if (phrase := rule(scan, index)) is not None), None)


def _vague(scan: PhraseScan, index: int) -> NumberPhrase | None:
    match = match_in(scan, scan.lexicon.vague, index)
    return match and NumberPhrase(index, match.last, word_start(scan, match), match.value)


def _range(scan: PhraseScan, index: int) -> NumberPhrase | None:
    """Read "between A and B", "from A to B", "A to B", "A or B", A-B."""
    opener = begins(scan, index, "between") or begins(scan, index, "from")
    between = opener is not None and "between" in opener.value
    begin = opener.last if opener else index
    start = opener.start if opener else scan.tokens[index].start
    if begin >= len(scan.tokens) or _changes(scan, index):
        return None
    for merge in (False, True) if between else (True,):
        low = read_at(scan, begin, merge=merge)
        high = low and low.value and _second(scan, low.last, between)
        if low and high and high.value:
            low = _lend(low, high, hyphened=_HYPHEN.match(scan.text, scan.tokens[low.last - 1].end) is not None)
            if low.value < high.value:
                bounds = Bounds(low.value, high.value)
                return NumberPhrase(index, high.last, start if opener else low.start, bounds, (low, high))
            if high.value < low.value < 20 and low.digits and not between:
                return NumberPhrase(index, high.last, start, Bounds())  # a score
    return None


def _second(scan: PhraseScan, index: int, between: bool) -> Number | None:
    """Read the upper end of a range behind its connector."""
    if not is_joined_at(scan, index):
        return None
    if between:
        glued = scan.tokens[index].norm not in scan.words.ands
        number = read_at(scan, index if glued else index + 1) if index + 1 < len(scan.tokens) or glued else None
        return number if number and (not glued or number.start > scan.tokens[index].start) else None
    connector = begins(scan, index, "to")
    if connector and connector.last < len(scan.tokens):
        return read_at(scan, connector.last)
    hyphen = _HYPHEN.fullmatch(scan.text[scan.tokens[index - 1].end : scan.tokens[index].start])
    return read_at(scan, index) if hyphen else None


def _lend(low: Number, high: Number, *, hyphened: bool) -> Number:
    """Give the lower end the multiplier of the upper one: "20 to 30 thousand", "40-50,000"."""
    if hyphened and low.digits and high.digits and high.value % 1000 == 0 and low.value < high.value // 1000:
        return low._replace(value=low.value * 1000)
    lent = low.factor == 1 and high.factor > 1 and low.value < high.value // high.factor
    return low._replace(value=low.value * high.factor) if lent else low


def _changes(scan: PhraseScan, index: int) -> bool:
    """Say whether the "from A to B" at or around tokens[index] tells a rise or a fall, not a range."""
    is_from = begins(scan, index, "from") or begins(scan, index - 1, "from")
    return is_from is not None and any(
        begins(scan, before, "change") for before in range(max(0, index - _CHANGE_WINDOW), index)
    )


def _single(scan: PhraseScan, index: int) -> NumberPhrase | None:
    number = read_at(scan, index)
    bounds = Bounds(best=number.value) if number and number.value else Bounds()
    return number and NumberPhrase(index, number.last, number.start, bounds, (number,))


def _dual(scan: PhraseScan, index: int) -> NumberPhrase | None:
    """Read a dual noun, with the numeral that may stress it (مدنيان اثنان)."""
    match = match_in(scan, scan.words.nouns, index)
    if match is None or match.value.number != "dual":
        return None
    stress = read_at(scan, match.last) if is_joined_at(scan, match.last) else None
    last = stress.last if stress and stress.value == 2 else match.last
    return NumberPhrase(index, last, word_start(scan, match), Bounds(best=2), (), match.value)


def _share(scan: PhraseScan, index: int) -> NumberPhrase | None:
    """Read a part of a number: "three-quarters of the 8,000", "80 percent of 4,000"."""
    fraction = match_in(scan, scan.words.numbers, index)
    part, behind = (fraction.value.value, fraction.last) if fraction else (Fraction(0), index)
    if fraction is None or fraction.value.kind != "fraction":
        percent = read_at(scan, index)
        sign = percent and _PERCENT.match(scan.text, scan.tokens[percent.last - 1].end)
        if not percent or not sign:
            return None
        part, behind = Fraction(percent.value, 100), bisect_left(scan.tokens, sign.end(), key=_start)
    of = begins(scan, behind, "of")
    whole = read_at(scan, of.last) if of and of.last < len(scan.tokens) else None
    if whole is None or whole.value < _LEAST_WHOLE:
        return None
    return NumberPhrase(index, whole.last, scan.tokens[index].start, Bounds(best=round(part * whole.value)))


def _start(token: Token) -> int:
    return token.start


_RULES = (_share, _vague, _range, _single, _dual)
