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
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple, TypeVar

from conflictmap.lexicon import Row, rows, words
from conflictmap.model import Quantity, Unit
from conflictmap.text.normalise import fold
from conflictmap.text.phrases import Match, PhraseTable, is_joined
from conflictmap.text.tokens import Token

T = TypeVar("T")

# A counted noun follows an Arabic number at once, an English one behind adjectives.
_NOUN_WINDOW = {"ar": 1, "en": 4}
_CHANGE_WINDOW = 8
_YEARS = range(1900, 2100)
_MOST = 8 * 10**9
_NO_UNIT = "none"
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:[,.٬]\d{3})+$")
_DECIMAL = re.compile(r"(?:0|[1-9]\d*)(?:[,.٫]\d{1,2})?$")
_THREE_DIGITS = re.compile(r"\d{3}$")
_THIN_SPACES = frozenset((" ", "\u00a0", "\u202f", "\u2009"))
_GLUE = frozenset(("و", "ف", "ب", "ل", "ك", "ال", "وال", "بال", "لل", "فال", "كال", "ول", "وب"))
# What stands right before or behind a number that belongs to a date, an address, a score or a sum of money.
_BAD_BEFORE = re.compile(r"(?:[^\W\d_][-‐‑–]|\d[-‐‑–:.,/]|[/#@+=_&°\[]|[$£€¥]\s?)$")
_BAD_AFTER = re.compile(r"\s?[%٪°′″$£€¥]|[/:=_@.,]\w|[-‐‑–]\d|\]")
_LIST_START = re.compile(r"(?:^|\n)\s*\(?$")
_LIST_END = re.compile(r"\s?[.)\-–]\s")
_HYPHEN = re.compile(r"\s?[-‐‑–—]\s?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantityExpression:
    """A number phrase text[start:end] in tokens[first:last], and what it says."""

    start: int
    end: int
    first: int
    last: int
    quantity: Quantity


class Number(NamedTuple):
    """A number as read: tokens[first:last], the offset behind a clitic, and its value.

    `value` is 0 where the words are no count ("two and a half", the twelfth). `factor` is what the last multiplier
    was, so that "20 to 30 thousand" can lend it to the 20. `digits` says that no word took part.
    """

    first: int
    last: int
    start: int
    value: int
    factor: int = 1
    digits: bool = False


class _Atom(NamedTuple):
    kind: str
    value: Fraction


class _Noun(NamedTuple):
    unit: str
    number: str


class _Bounds(NamedTuple):
    low: int | None = None
    high: int | None = None
    best: int | None = None


class _Core(NamedTuple):
    """A number phrase without its qualifiers. `numbers` are the plain numbers in it, `noun` what a dual counts."""

    first: int
    last: int
    start: int
    bounds: _Bounds
    numbers: tuple[Number, ...] = ()
    noun: _Noun | None = None


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """The number words of one language."""

    numbers: PhraseTable[_Atom]
    vague: PhraseTable[_Bounds]
    nouns: PhraseTable[_Noun]
    months: PhraseTable[str]
    weekdays: PhraseTable[str]
    context: PhraseTable[frozenset[str]]
    stops: frozenset[str]
    abbreviations: frozenset[str]
    ands: frozenset[str]
    needs_and: bool
    window: int


class _Scan(NamedTuple):
    """A text with its words, and the context phrases in it by their first word and by the word behind them."""

    text: str
    tokens: Sequence[Token]
    lexicon: _Lexicon
    begins: dict[int, Match[frozenset[str]]]
    ends: dict[int, Match[frozenset[str]]]


@lru_cache(maxsize=8)
def _lexicon(language: str) -> _Lexicon:
    numbers = [(row["word"], _Atom(row["kind"], Fraction(row["value"]))) for row in rows(language, "numbers")]
    roles: dict[str, set[str]] = {}
    for row in rows(language, "number_context"):
        roles.setdefault(row["word"], set()).add(row["role"])
    kinds = {atom.kind for _, atom in numbers}
    return _Lexicon(
        numbers=PhraseTable((word, atom) for word, atom in numbers if not atom.kind.startswith("and")),
        vague=PhraseTable((row["word"], _bounds(row)) for row in rows(language, "number_vague")),
        nouns=PhraseTable((r["word"], _Noun(r["unit"], r["number"])) for r in rows(language, "number_nouns")),
        months=PhraseTable((word, word) for word in sorted(words(language, "months"))),
        weekdays=PhraseTable(
            (row["word"], row["value"]) for row in rows(language, "times") if row["class"] == "weekday"
        ),
        context=PhraseTable((word, frozenset(names)) for word, names in roles.items()),
        stops=frozenset(word for word, names in roles.items() if "stop" in names),
        abbreviations=frozenset(fold(row["word"]) for row in rows(language, "times") if row["class"] == "abbreviation"),
        ands=frozenset(word for word, atom in numbers if atom.kind.startswith("and")),
        needs_and="and_required" in kinds,
        window=_NOUN_WINDOW.get(language, 1),
    )


def _scan(text: str, tokens: Sequence[Token], language: str) -> _Scan:
    lexicon = _lexicon(language)
    begins: dict[int, Match[frozenset[str]]] = {}
    ends: dict[int, Match[frozenset[str]]] = {}
    for index in range(len(tokens)):
        match = lexicon.context.match_at(tokens, index, clitics=True, text=text)
        if match is not None:
            begins[index] = match
            ends.setdefault(match.last, match)
    return _Scan(text, tokens, lexicon, begins, ends)


def _match(scan: _Scan, table: PhraseTable[T], index: int, *, clitics: bool = True) -> Match[T] | None:
    if not 0 <= index < len(scan.tokens):
        return None
    return table.match_at(scan.tokens, index, clitics=clitics, article=True, text=scan.text)


def _begins(scan: _Scan, index: int, role: str) -> Match[frozenset[str]] | None:
    match = scan.begins.get(index)
    return match if match is not None and role in match.value else None


def _joined(scan: _Scan, index: int) -> bool:
    """Say whether tokens[index] may go on with what tokens[index - 1] began."""
    inside = 0 < index < len(scan.tokens)
    return inside and is_joined(scan.tokens[index - 1], scan.tokens[index], scan.text)


def _touches(scan: _Scan, index: int) -> bool:
    """Say whether nothing stands between tokens[index - 1] and tokens[index]."""
    return 0 < index < len(scan.tokens) and scan.tokens[index - 1].end == scan.tokens[index].start


# Reading one number -------------------------------------------------------------------------------------------------


class _Sum(NamedTuple):
    """A number so far: finished thousands, the group below a thousand, and the multiplier applied last."""

    total: Fraction = Fraction(0)
    group: Fraction | None = None
    scale: Fraction | None = None
    factor: Fraction = Fraction(1)
    digits: bool = False
    pending: bool = False

    @property
    def value(self) -> Fraction:
        return self.total + (self.group or 0)


class _Step(NamedTuple):
    atom: _Atom
    last: int
    start: int
    joined: bool


def read_number(text: str, tokens: Sequence[Token], index: int, language: str) -> Number | None:
    """Read the number in digits or words that starts at tokens[index], or None where there is none.

    >>> from conflictmap.text.tokens import tokenise
    >>> text = "one hundred and fifty families"
    >>> read_number(text, tokenise(text), 0, "en").value
    150
    """
    return _read(_Scan(text, tokens, _lexicon(language), {}, {}), index)


def _read(scan: _Scan, index: int, *, merge: bool = True) -> Number | None:
    state, position, start = _Sum(), index, 0
    best: Number | None = None
    before_group: Number | None = None  # بين 20 ألفا و25 ألفا: the 25 is no part of the first number
    while (step := _step(scan, position, first=position == index)) is not None and (merge or not step.joined):
        after = _plus(state, step.atom, step.joined, scan.lexicon.needs_and)
        if after is None:
            return before_group if step.atom.kind == "scale" and before_group else best
        start = step.start if position == index else start
        if after.group is None:
            before_group = None
        elif state.group is None and state.scale is not None:
            before_group = best
        state, position = after, step.last
        best = _number(index, position, start, state)
    return best


def _number(first: int, last: int, start: int, state: _Sum) -> Number:
    whole = not state.pending and state.value.denominator == 1 and state.value <= _MOST
    value = int(state.value) if whole else 0
    factor = int(state.factor) if value and value % int(state.factor) == 0 else 1
    return Number(first, last, start, value, factor, state.digits and state.scale is None and factor == 1)


def _step(scan: _Scan, index: int, *, first: bool) -> _Step | None:
    """Give the next piece of a number, with whether an "and" joins it to the last one."""
    joined = False
    if not first:
        if not _joined(scan, index):
            return None
        if scan.tokens[index].norm in scan.lexicon.ands:
            joined, index = True, index + 1
    if index >= len(scan.tokens) or (joined and not _joined(scan, index)):
        return None
    if scan.tokens[index].is_number:
        return _digits(scan, index, joined)
    match = _match(scan, scan.lexicon.numbers, index)
    if match is None:
        return None
    atom = _suffix(scan, match) if match.value.kind == "suffix" else match.value
    if atom and atom.kind == "scale_or_dual":
        atom = _dual_or_scale(scan, match, alone=first)
    start = _word_start(scan, match)
    clitic = scan.text[scan.tokens[index].start : start].rstrip("\u0640")
    if atom is None or (clitic and not first and clitic not in scan.lexicon.ands):
        return None
    return _Step(atom, match.last, start, joined or (bool(clitic) and not first))


def _dual_or_scale(scan: _Scan, match: Match[_Atom], *, alone: bool) -> _Atom:
    """Read ألفا عائلة as two thousand, but ألفا (with or without its tanwin) elsewhere as a thousand."""
    is_dual = alone and "\u064b" not in scan.tokens[match.first].text and _match(scan, scan.lexicon.nouns, match.last)
    return _Atom("scaled", match.value.value * 2) if is_dual else _Atom("scale", match.value.value)


def _word_start(scan: _Scan, match: Match[T]) -> int:
    """Give the offset behind the clitics of a phrase but before its article (وبالمئات: المئات)."""
    least = max(scan.tokens[match.first].start, match.start - 2)
    return least if scan.text[least : match.start] == "ال" else match.start


def _suffix(scan: _Scan, match: Match[_Atom]) -> _Atom | None:
    """Read 10k, 2bn, and 5m where people or things are counted: 5m alone is a length or money."""
    if not _touches(scan, match.first) or not scan.tokens[match.first - 1].is_number:
        return None
    noun = _match(scan, scan.lexicon.nouns, match.last)
    if scan.tokens[match.first].norm == "m" and (noun is None or noun.value.unit == _NO_UNIT):
        return None
    return _Atom("scale", match.value.value)


def _digits(scan: _Scan, index: int, joined: bool) -> _Step:
    token, last = scan.tokens[index], index + 1
    written = token.norm
    while len(written) <= 7 and _is_next_group(scan, last, written):
        written += "," + scan.tokens[last].norm
        last += 1
    if _THOUSANDS.match(written):
        value = Fraction(re.sub(r"\D", "", written))
    elif _DECIMAL.match(written):
        value = Fraction(written.replace(",", ".").replace("٫", "."))
    else:
        return _Step(_Atom("none", Fraction(0)), last, token.start, joined)
    return _Step(_Atom("digits", value), last, token.start, joined)


def _is_next_group(scan: _Scan, index: int, written: str) -> bool:
    """Say whether tokens[index] goes on with a number whose thousands are parted by spaces (12 500)."""
    if index >= len(scan.tokens) or not _THREE_DIGITS.match(scan.tokens[index].norm):
        return False
    gap = scan.text[scan.tokens[index - 1].end : scan.tokens[index].start]
    return gap in _THIN_SPACES and (len(written) <= 3 or "," in written) and written[0] != "0"


def _plus(state: _Sum, atom: _Atom, joined: bool, needs_and: bool) -> _Sum | None:
    """Add one piece to a number, or give None where it begins another one."""
    kind, value = atom
    if state.pending and kind not in ("scale", "scales"):
        return None
    if kind in ("value", "digits"):
        return _plus_value(state, value, joined, needs_and, digits=kind == "digits")
    if kind in ("hundred", "hundreds") and state.group is not None:
        fits = 0 < state.group < 100 and not joined
        return state._replace(group=state.group * 100, factor=Fraction(100)) if fits else None
    if kind == "hundred":
        return _plus_value(state, value, joined, needs_and, digits=False)
    if kind in ("scale", "scales"):
        return _plus_scale(state, kind, value, joined)
    if kind == "scaled" and state.group is None and (state.scale is None or (joined and value < state.scale)):
        return _Sum(total=state.total + value, scale=value / 2)
    if kind == "fraction":
        return _plus_fraction(state, value, joined)
    return _Sum(pending=True) if kind == "none" and state == _Sum() else None


def _plus_value(state: _Sum, value: Fraction, joined: bool, needs_and: bool, *, digits: bool) -> _Sum | None:
    if state.group is None:
        first = state.scale is None
        fits = state.scale is not None and value < state.scale and (joined or not (needs_and or digits))
        return state._replace(group=value, digits=digits) if first or fits else None
    if digits or state.digits or joined < needs_and:
        return None
    rest = state.group % 100
    if rest == 0:
        fits = 0 < value < 100
    elif needs_and:  # خمسة وعشرون
        fits = rest < 10 and 20 <= value < 100
    else:  # twenty-five
        fits = not joined and rest >= 20 and rest % 10 == 0 and value < 10
    return state._replace(group=state.group + value, factor=Fraction(1)) if fits else None


def _plus_scale(state: _Sum, kind: str, value: Fraction, joined: bool) -> _Sum | None:
    smaller = state.scale is None or value < state.scale
    if state.group is not None:
        total = state.total + state.group * value
        return _Sum(total, scale=value, factor=value) if smaller and not joined else None
    if state.scale is None:
        return _Sum(total=value, scale=value) if kind == "scale" else None
    if value == state.scale and not joined and state.total % value:  # مليون ونصف المليون
        return state
    return _Sum(state.total + value, scale=value) if joined and smaller and kind == "scale" else None


def _plus_fraction(state: _Sum, value: Fraction, joined: bool) -> _Sum | None:
    if state == _Sum():
        return _Sum(group=value, pending=True)
    if not joined:
        return None
    if state.group is None and state.scale is not None:
        if state.total % state.scale:
            return None
        return state._replace(total=state.total + value * state.scale, factor=Fraction(1))
    return state._replace(group=(state.group or 0) + value, pending=True)


# Finding what is counted --------------------------------------------------------------------------------------------


def find_quantities(text: str, tokens: Sequence[Token], language: str) -> tuple[QuantityExpression, ...]:
    """Find the number phrases that count persons or things, in order, without overlap.

    Args:
        text: the text of the document.
        tokens: all its words (`tokenise(text)`).
        language: ISO 639-1; a language without number words only has its digits read.

    The span covers the number with its qualifiers, not the noun (but a dual noun is its own number). `unit` is persons
    unless a counted noun says otherwise. Linear in the number of words.
    """
    scan = _scan(text, tokens, language)
    found: list[QuantityExpression] = []
    index = 0
    while index < len(tokens):
        core = next((core for rule in _RULES if (core := rule(scan, index)) is not None), None)
        expression = core and _expression(scan, core)
        if expression and (not found or found[-1].last <= expression.first):
            found.append(expression)
        index = core.last if core else index + 1
    return tuple(found)


def _bounds(row: Row) -> _Bounds:
    low, high, best = (int(row[name]) if row[name] else None for name in ("min", "max", "best"))
    return _Bounds(low, high, best)


def _vague(scan: _Scan, index: int) -> _Core | None:
    match = _match(scan, scan.lexicon.vague, index)
    return match and _Core(index, match.last, _word_start(scan, match), match.value)


def _range(scan: _Scan, index: int) -> _Core | None:
    """Read "between A and B", "from A to B", "A to B", "A or B", A-B."""
    opener = _begins(scan, index, "between") or _begins(scan, index, "from")
    between = opener is not None and "between" in opener.value
    begin = opener.last if opener else index
    start = opener.start if opener else scan.tokens[index].start
    if begin >= len(scan.tokens) or _changes(scan, index):
        return None
    for merge in (False, True) if between else (True,):
        low = _read(scan, begin, merge=merge)
        high = low and low.value and _second(scan, low.last, between)
        if low and high and high.value:
            low = _lend(low, high)
            if low.value < high.value:
                bounds = _Bounds(low.value, high.value)
                return _Core(index, high.last, start if opener else low.start, bounds, (low, high))
            if high.value < low.value < 20 and low.digits and not between:
                return _Core(index, high.last, start, _Bounds())  # a score
    return None


def _second(scan: _Scan, index: int, between: bool) -> Number | None:
    """Read the upper end of a range behind its connector."""
    if not _joined(scan, index):
        return None
    if between:
        glued = scan.tokens[index].norm not in scan.lexicon.ands
        number = _read(scan, index if glued else index + 1) if index + 1 < len(scan.tokens) or glued else None
        return number if number and (not glued or number.start > scan.tokens[index].start) else None
    connector = _begins(scan, index, "to")
    if connector and connector.last < len(scan.tokens):
        return _read(scan, connector.last)
    hyphen = _HYPHEN.match(scan.text[scan.tokens[index - 1].end : scan.tokens[index].start])
    return _read(scan, index) if hyphen else None


def _lend(low: Number, high: Number) -> Number:
    """Give the lower end the multiplier of the upper one: "20 to 30 thousand"."""
    lent = low.factor == 1 and high.factor > 1 and low.value < high.value // high.factor
    return low._replace(value=low.value * high.factor) if lent else low


def _changes(scan: _Scan, index: int) -> bool:
    """Say whether the "from A to B" at or around tokens[index] tells a rise or a fall, not a range."""
    is_from = _begins(scan, index, "from") or _begins(scan, index - 1, "from")
    return is_from is not None and any(
        _begins(scan, before, "change") for before in range(max(0, index - _CHANGE_WINDOW), index)
    )


def _single(scan: _Scan, index: int) -> _Core | None:
    number = _read(scan, index)
    bounds = _Bounds(best=number.value) if number and number.value else _Bounds()
    return number and _Core(index, number.last, number.start, bounds, (number,))


def _dual(scan: _Scan, index: int) -> _Core | None:
    """Read a dual noun, with the numeral that may stress it (مدنيان اثنان)."""
    match = _match(scan, scan.lexicon.nouns, index)
    if match is None or match.value.number != "dual":
        return None
    stress = _read(scan, match.last) if _joined(scan, match.last) else None
    last = stress.last if stress and stress.value == 2 else match.last
    return _Core(index, last, _word_start(scan, match), _Bounds(best=2), (), match.value)


_RULES = (_vague, _range, _single, _dual)


# Judging and qualifying ---------------------------------------------------------------------------------------------


class _Counted(NamedTuple):
    noun: _Noun | None
    last: int


def _expression(scan: _Scan, core: _Core) -> QuantityExpression | None:
    """Turn a number phrase into a quantity, or into None where it counts nothing."""
    if core.bounds == _Bounds():
        return None
    before = _qualifiers(scan, core)
    first = before[-1].first if before else core.first
    counted = _Counted(core.noun, core.last) if core.noun else _counted(scan, core)
    if counted.noun is None:
        counted = _Counted(_noun_before(scan, first, core), core.last)
    noun = counted.noun
    if (noun and noun.unit == _NO_UNIT) or _is_blocked(scan, core, first, noun, qualified=bool(before)):
        return None
    behind = next((m for at in (core.last, counted.last) if (m := _after(scan, at))), None)
    last = behind.last if behind and behind.first == core.last else core.last
    roles = [role for match in before for role in match.value] + [r[:-6] for r in (behind.value if behind else ())]
    start, end = before[-1].start if before else core.start, scan.tokens[last - 1].end
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


def _qualifiers(scan: _Scan, core: _Core) -> list[Match[frozenset[str]]]:
    """Give the words before a number that bound it, nearest first ("no more than", "about")."""
    found: list[Match[frozenset[str]]] = []
    at = core.first
    while at and scan.tokens[at - 1].norm in _GLUE and scan.tokens[at - 1].end >= scan.tokens[at].start - 1:
        at -= 1
    while len(found) < 2 and (match := scan.ends.get(at)) and _joined(scan, at):
        if not match.value & {"approx", "min", "max"}:
            break
        found.append(match)
        at = match.first
    return found


def _after(scan: _Scan, index: int) -> Match[frozenset[str]] | None:
    """Give the words behind a number that bound it ("or more", على الأقل, "and others")."""
    match = scan.begins.get(index)
    is_bound = match and any(role.endswith("_after") for role in match.value) and _joined(scan, index)
    return match if is_bound else None


def _qualify(bounds: _Bounds, roles: Sequence[str]) -> tuple[_Bounds, bool]:
    """Apply the qualifiers of a plain number, and say whether one of them makes it approximate."""
    best, bound = bounds.best, next((role for role in roles if role in ("min", "max", "more")), None)
    if best is None or bound is None:
        return bounds, "approx" in roles
    if bound == "max":
        return _Bounds(high=best), True
    return _Bounds(low=best + (bound == "more")), True


def _counted(scan: _Scan, core: _Core) -> _Counted:
    """Find the noun behind a number: the head of "12 civilian vehicles", the first word of عشرات من العائلات."""
    found = _Counted(None, core.last)
    of = _begins(scan, core.last, "of") if _joined(scan, core.last) else None
    if of and core.bounds.best == 1:
        return found  # "one of the men" counts nothing
    index = of.last if of else core.last
    for distance in range(scan.lexicon.window):
        if not _joined(scan, index) or scan.tokens[index].norm in scan.lexicon.stops or scan.tokens[index].is_number:
            break
        match = _match(scan, scan.lexicon.nouns, index, clitics=False)
        if match and not (match.value.unit == _NO_UNIT and distance > 1):
            found = _Counted(match.value, match.last)
            if match.value.number != "sg" or match.value.unit == _NO_UNIT:
                break
        index = match.last if match else index + 1
    return found


def _noun_before(scan: _Scan, first: int, core: _Core) -> _Noun | None:
    """Find the noun that an Arabic number follows: شخص واحد, دول أوروبية عدة."""
    wanted = "sg" if core.bounds.best == 1 else "pl"
    if not scan.lexicon.needs_and:
        return None
    for at in range(first - 1, max(-1, first - 4), -1):
        if not _joined(scan, at + 1):
            break
        match = _match(scan, scan.lexicon.nouns, at)
        is_definite = wanted == "sg" or not core.numbers or scan.tokens[at].norm.startswith("ال")
        if match and match.last <= first and match.value.number == wanted and is_definite:
            return match.value  # definite: أسر اثنان is "two were captured", not "two families"
    return None


def _is_blocked(scan: _Scan, core: _Core, first: int, noun: _Noun | None, *, qualified: bool) -> bool:
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
    if core.bounds.best == 1 and noun is None:
        return True
    return any(_is_year(scan, number, first, noun, qualified) for number in core.numbers)


def _is_glued(scan: _Scan, core: _Core, noun: _Noun | None) -> bool:
    """Say whether letters touch the digits (M4, 17th); a clitic and a counted noun may."""
    if _touches(scan, core.first) and scan.tokens[core.first - 1].norm not in _GLUE:
        return True
    return _touches(scan, core.last) and noun is None


def _has_label(scan: _Scan, index: int, role: str) -> bool:
    if index and scan.tokens[index - 1].norm in _GLUE and _touches(scan, index):
        index -= 1
    match = scan.ends.get(index)
    return match is not None and role in match.value and _joined(scan, index)


def _in_date(scan: _Scan, core: _Core, noun: _Noun | None) -> bool:
    """Say whether a month stands next to a day number, or a weekday before one that counts nothing."""
    if core.numbers[-1].value > 31 and core.numbers[-1].value not in _YEARS:
        return False
    behind = core.last
    of = _begins(scan, behind, "of")
    if _names(scan, scan.lexicon.months, of.last if of else behind) and _joined(scan, behind):
        return True
    before = (scan.lexicon.months,) if noun else (scan.lexicon.months, scan.lexicon.weekdays)
    return any(
        (match := _names(scan, table, at)) is not None
        and match.last == core.first
        and (_joined(scan, core.first) or _is_abbreviated(scan, at))
        for table in before
        for at in (core.first - 1, core.first - 2)
    )


def _is_abbreviated(scan: _Scan, index: int) -> bool:
    """Say whether the full stop behind a word only shortens it ("Feb. 19")."""
    token = scan.tokens[index]
    return token.norm in scan.lexicon.abbreviations and scan.text[token.end : token.end + 2] == ". "


def _names(scan: _Scan, table: PhraseTable[str], index: int) -> Match[str] | None:
    """Find a month or weekday, in capitals where the script has them ("March", not "march")."""
    match = _match(scan, table, index)
    return match if match is not None and not scan.tokens[index].text[:1].islower() else None


def _is_year(scan: _Scan, number: Number, first: int, noun: _Noun | None, qualified: bool) -> bool:
    """Say whether four bare digits are a year: behind "in", or where nothing is counted."""
    written = scan.tokens[number.first].text if number.last == number.first + 1 else ""
    if not number.digits or len(written) != 4 or number.value not in _YEARS:
        return False
    return _has_label(scan, first, "year") or (noun is None and not qualified)
