"""Find the numbers of a text that count something, and say what the words bound.

Conventions: an exact N is `best`; "about N" is `best` and `approx`, without invented bounds; "at least N" and "more
than N" are `min`, "up to N" `max`; dozens 20..99, hundreds 200..999, thousands 2000..9999; several is `min` 3, "a
number of" `min` 2, a dual `best` 2. `approx` is False only where the words give one exact number. Dates, clock times,
ages, durations, distances, shares, money and the numbers of names ("Brigade 93", T-55) are no quantities.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from conflictmap.extract.number_phrases import (
    Bounds,
    NumberPhrase,
    PhraseScan,
    begins,
    phrase_at,
    phrase_starts,
    scan_phrases,
)
from conflictmap.extract.numerals import NO_UNIT, CountedNoun, Number, is_joined_at, match_in, read_number, touches
from conflictmap.model import Quantity, Unit
from conflictmap.text.phrases import Match, PhraseTable
from conflictmap.text.tokens import Token

__all__ = ["QuantityExpression", "find_quantities", "read_number"]

_YEARS = range(1900, 2100)
_AGE_BOUNDS = frozenset(("over", "under", "above", "below"))
_GLUE = frozenset(("و", "ف", "ب", "ل", "ك", "ال", "وال", "بال", "لل", "فال", "كال", "ول", "وب"))
# What stands right before or behind a number that belongs to a date, an address, a score or a sum of money.
_BAD_BEFORE = re.compile(r"(?:\b[Nn]os?\.\s?|[^\W\d_][-‐‑–]|\d[-‐‑–:.,/]|[/#@+=_&°\[]|[$£€¥]\s?)$")
_BAD_AFTER = re.compile(r"\s?[%٪°′″$£€¥]|[/:=_@.,]\w|[-‐‑–]\d|\]")
_PLUS = re.compile(r"\+(?![\w+])")  # 20,000+ people
_OLDEST = 110  # years
_LIST_START = re.compile(r"(?:^|\n)\s*\(?$")
_LIST_END = re.compile(r"\s?[.)\-–]\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantityExpression:
    """A number phrase text[start:end] in tokens[first:last], and what it says."""

    start: int
    end: int
    first: int
    last: int
    quantity: Quantity


def find_quantities(text: str, tokens: Sequence[Token], language: str) -> tuple[QuantityExpression, ...]:
    """Find the number phrases that count persons or things, in order, without overlap.

    Args:
        text: the text of the document.
        tokens: all its words (`tokenise(text)`).
        language: ISO 639-1; a language without number words only has its digits read.

    The span covers the number with its qualifiers, not the noun (but a dual noun is its own number). `unit` is persons
    unless a counted noun says otherwise. Linear in the number of words.
    """
    scan = scan_phrases(text, tokens, language)
    found: list[QuantityExpression] = []
    behind = 0
    for index in phrase_starts(scan):
        core = phrase_at(scan, index) if index >= behind else None
        expression = core and _expression(scan, core)
        if expression and (not found or found[-1].last <= expression.first):
            found.append(expression)
        behind = core.last if core else behind
    return tuple(found)


class _Counted(NamedTuple):
    noun: CountedNoun | None
    last: int


def _expression(scan: PhraseScan, core: NumberPhrase) -> QuantityExpression | None:
    """Turn a number phrase into a quantity, or into None where it counts nothing."""
    if core.bounds == Bounds():
        return None
    before = _qualifiers(scan, core)
    first = before[-1].first if before else core.first
    counted = _Counted(core.noun, core.last) if core.noun else _counted(scan, core)
    if counted.noun is None:
        counted = _Counted(_noun_before(scan, first, core), core.last)
    noun = counted.noun
    if (noun and noun.unit == NO_UNIT) or _is_blocked(scan, core, first, noun, qualified=bool(before)):
        return None
    behind = next((m for at in (core.last, counted.last) if (m := _after(scan, at))), None)
    last = behind.last if behind and behind.first == core.last else core.last
    roles = [role for match in before for role in match.value] + [r[:-6] for r in (behind.value if behind else ())]
    start, end = before[-1].start if before else core.start, scan.tokens[last - 1].end
    if _PLUS.match(scan.text, end):
        roles, end = [*roles, "min"], end + 1
    bounds, approx = _qualify(core.bounds, roles)
    quantity = Quantity(
        min=bounds.low,
        max=bounds.high,
        best=bounds.best,
        unit=Unit(noun.unit) if noun else Unit.PERSONS,
        approx=approx or bounds.best is None or not (core.numbers or core.noun),
        text=scan.text[start:end],
    )
    return QuantityExpression(start=start, end=end, first=first, last=last, quantity=quantity)


def _qualifiers(scan: PhraseScan, core: NumberPhrase) -> list[Match[frozenset[str]]]:
    """Give the words before a number that bound it, nearest first ("no more than", "about")."""
    found: list[Match[frozenset[str]]] = []
    at = core.first
    while at and scan.tokens[at - 1].norm in _GLUE and scan.tokens[at - 1].end >= scan.tokens[at].start - 1:
        at -= 1
    while len(found) < 2 and (match := scan.ends.get(at)) and is_joined_at(scan, at):
        if not match.value & {"approx", "min", "max"}:
            break
        found.append(match)
        at = match.first
    return found


def _after(scan: PhraseScan, index: int) -> Match[frozenset[str]] | None:
    """Give the words behind a number that bound it ("or more", على الأقل, "and others")."""
    match = scan.begins.get(index)
    is_bound = match and any(role.endswith("_after") for role in match.value) and is_joined_at(scan, index)
    return match if is_bound else None


def _qualify(bounds: Bounds, roles: Sequence[str]) -> tuple[Bounds, bool]:
    """Apply the qualifiers of a plain number, and say whether one of them makes it approximate."""
    best, bound = bounds.best, next((role for role in roles if role in ("min", "max", "more")), None)
    if best is None or bound is None:
        return bounds, "approx" in roles
    if bound == "max":
        return Bounds(high=best), True
    return Bounds(low=best + (bound == "more")), True


def _counted(scan: PhraseScan, core: NumberPhrase) -> _Counted:
    """Find the noun behind a number: the head of "12 civilian vehicles", the first word of عشرات من العائلات."""
    found = _Counted(None, core.last)
    of = begins(scan, core.last, "of") if is_joined_at(scan, core.last) else None
    if of and core.bounds.best == 1:
        return found  # "one of the men" counts nothing
    index = of.last if of else core.last
    index += bool(of) and index < len(scan.tokens) and scan.tokens[index].is_number  # "7 of the 20 buses"
    has_plus = _PLUS.match(scan.text, scan.tokens[core.last - 1].end) is not None
    for distance in range(scan.lexicon.window):
        if (
            not (is_joined_at(scan, index) or (has_plus and distance == 0 and index < len(scan.tokens)))
            or scan.tokens[index].norm in scan.lexicon.stops
            or scan.tokens[index].is_number
        ):
            break
        match = match_in(scan, scan.words.nouns, index, clitics=False)
        if match and not (match.value.unit == NO_UNIT and distance > 1):
            is_whole = of is not None and match.value.number == "sg" and scan.words.needs_and
            found = found if is_whole else _Counted(match.value, match.last)  # أربعة من عائلة واحدة
            if match.value.number != "sg" or match.value.unit == NO_UNIT:
                break
        index = match.last if match else index + 1
    return found


def _noun_before(scan: PhraseScan, first: int, core: NumberPhrase) -> CountedNoun | None:
    """Find the noun that an Arabic number follows: شخص واحد, دول أوروبية عدة."""
    wanted = "sg" if core.bounds.best == 1 else "pl"
    if not scan.words.needs_and:
        return None
    for at in range(first - 1, max(-1, first - 4), -1):
        if not is_joined_at(scan, at + 1):
            break
        match = match_in(scan, scan.words.nouns, at)
        is_definite = wanted == "sg" or not core.numbers or scan.tokens[at].norm.startswith("ال")
        if match and match.last <= first and match.value.number == wanted and is_definite:
            return match.value  # definite: أسر اثنان is "two were captured", not "two families"
    return None


def _is_blocked(scan: PhraseScan, core: NumberPhrase, first: int, noun: CountedNoun | None, *, qualified: bool) -> bool:
    """Say whether a number is part of a date, a name, an address or a list."""
    if not core.numbers:
        return False
    before, after = scan.text[max(0, core.start - 8) : core.start], scan.text[scan.tokens[core.last - 1].end :][:8]
    if _BAD_BEFORE.search(before) or _BAD_AFTER.match(after) or _is_glued(scan, core, noun):
        return True
    if _has_label(scan, core.first, "label") or _has_label(scan, first, "label") or _in_date(scan, core, noun):
        return True
    if noun is None and core.numbers[0].digits and _has_label(scan, core.first, "weak_label"):
        return True
    if noun is None and (_LIST_START.search(before) and _LIST_END.match(after)):
        return True
    if (
        noun is None
        and re.search(r"\w[,،] $", before)
        and after[:1] in (",", "،")
        and core.bounds.best in range(1, 100)
    ):
        return True  # an age: "Khaled, 34, left"
    if noun is None and (core.bounds.best == 1 or _goes_on(scan, core) or _is_age(scan, core, first)):
        return True
    if _is_whole(scan, core):
        return True
    return any(_is_year(scan, number, first, noun, qualified) for number in core.numbers)


def _goes_on(scan: PhraseScan, core: NumberPhrase) -> bool:
    """Say whether digits go on with those before (a telephone number), or with an age ("aged 14 and 16")."""
    at = core.first - 1
    if at < 1 or not is_joined_at(scan, core.first):
        return False
    if scan.tokens[at].is_number and core.numbers[0].digits:
        return _year_of(scan.tokens[at].norm) is None
    is_second = scan.tokens[at].norm in scan.words.ands and scan.tokens[at - 1].is_number
    return is_second and _has_label(scan, at - 1, "label")


def _year_of(written: str) -> int | None:
    return int(written) if len(written) == 4 and written.isdigit() and int(written) in _YEARS else None


def _is_age(scan: PhraseScan, core: NumberPhrase, first: int) -> bool:
    """Say whether a bound behind a noun is one of age: "women over 60", "children under 5"."""
    if first == core.first or core.numbers[0].value > _OLDEST or scan.tokens[core.first - 1].norm not in _AGE_BOUNDS:
        return False
    match = match_in(scan, scan.words.nouns, first - 1)
    return match is not None and match.value.unit == Unit.PERSONS and is_joined_at(scan, first)


def _is_whole(scan: PhraseScan, core: NumberPhrase) -> bool:
    """Say whether a number is only what another one is a part of: "600 of the 3,000 residents"."""
    of = scan.ends.get(core.first)
    return of is not None and "of" in of.value and of.first > 0 and scan.tokens[of.first - 1].is_number


def _is_glued(scan: PhraseScan, core: NumberPhrase, noun: CountedNoun | None) -> bool:
    """Say whether letters touch the digits (M4, 17th); a clitic and a counted noun may."""
    if touches(scan, core.first) and scan.tokens[core.first - 1].norm not in _GLUE:
        return True
    return touches(scan, core.last) and noun is None


def _has_label(scan: PhraseScan, index: int, role: str) -> bool:
    if index and scan.tokens[index - 1].norm in _GLUE and touches(scan, index):
        index -= 1
    match = scan.ends.get(index)
    return match is not None and role in match.value and is_joined_at(scan, index)


def _in_date(scan: PhraseScan, core: NumberPhrase, noun: CountedNoun | None) -> bool:
    """Say whether a month stands next to a day number, or a weekday before one that counts nothing."""
    if core.numbers[-1].value > 31 and core.numbers[-1].value not in _YEARS:
        return False
    behind = core.last
    of = begins(scan, behind, "of")
    if _names(scan, scan.lexicon.months, of.last if of else behind) and is_joined_at(scan, behind):
        return True
    before = (scan.lexicon.months,) if noun else (scan.lexicon.months, scan.lexicon.weekdays)
    return any(
        (match := _names(scan, table, at)) is not None
        and match.last == core.first
        and (is_joined_at(scan, core.first) or _is_abbreviated(scan, at))
        for table in before
        for at in (core.first - 1, core.first - 2)
    )


def _is_abbreviated(scan: PhraseScan, index: int) -> bool:
    """Say whether the full stop behind a word only shortens it ("Feb. 19")."""
    token = scan.tokens[index]
    return token.norm in scan.lexicon.abbreviations and scan.text[token.end : token.end + 2] == ". "


def _names(scan: PhraseScan, table: PhraseTable[str], index: int) -> Match[str] | None:
    """Find a month or weekday, in capitals where the script has them ("March", not "march")."""
    match = match_in(scan, table, index)
    return match if match is not None and not scan.tokens[index].text[:1].islower() else None


def _is_year(scan: PhraseScan, number: Number, first: int, noun: CountedNoun | None, qualified: bool) -> bool:
    """Say whether four bare digits are a year: behind "in", or where nothing is counted."""
    written = scan.tokens[number.first].text if number.last == number.first + 1 else ""
    if not number.digits or len(written) != 4 or number.value not in _YEARS:
        return False
    counts_nothing = noun is None or (noun.number == "sg" and not scan.words.needs_and)  # "the 2016 battle"; 2016 مدنيا
    return _has_label(scan, first, "year") or (counts_nothing and not qualified)
