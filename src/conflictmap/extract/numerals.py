"""Read one number, in digits or in words: 12,500, "two and a half thousand", مئتان وخمسة وستون ألفا."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple, TypeVar

from conflictmap.lexicon import rows
from conflictmap.text.phrases import Match, PhraseTable, is_joined
from conflictmap.text.tokens import Token

T = TypeVar("T")

NO_UNIT = "none"
_MOST = 8 * 10**9
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:[,.٬]\d{3})+$")
_DECIMAL = re.compile(r"(?:0|[1-9]\d*)(?:[,.٫]\d{1,2})?$")
_THREE_DIGITS = re.compile(r"\d{3}$")
_THIN_SPACES = frozenset((" ", "\u00a0", "\u202f", "\u2009"))


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


class CountedNoun(NamedTuple):
    """What a noun counts, and whether it stands in the singular, dual or plural."""

    unit: str
    number: str


@dataclass(frozen=True, slots=True)
class NumberWords:
    """The number words of one language, the nouns that they count (and the duals of them), and what joins them."""

    numbers: PhraseTable[_Atom]
    nouns: PhraseTable[CountedNoun]
    duals: PhraseTable[None]
    ands: frozenset[str]
    needs_and: bool


@dataclass(frozen=True, slots=True)
class NumberScan:
    """A text with its words and the number words of its language."""

    text: str
    tokens: Sequence[Token]
    words: NumberWords


@lru_cache(maxsize=8)
def number_words(language: str) -> NumberWords:
    """Load the number words of a language; one without any only has its digits read."""
    numbers = [(row["word"], _Atom(row["kind"], Fraction(row["value"]))) for row in rows(language, "numbers")]
    return NumberWords(
        numbers=PhraseTable((word, atom) for word, atom in numbers if not atom.kind.startswith("and")),
        nouns=PhraseTable((r["word"], CountedNoun(r["unit"], r["number"])) for r in rows(language, "number_nouns")),
        duals=PhraseTable((r["word"], None) for r in rows(language, "number_nouns") if r["number"] == "dual"),
        ands=frozenset(word for word, atom in numbers if atom.kind.startswith("and")),
        needs_and="and_required" in {atom.kind for _, atom in numbers},
    )


def match_in(scan: NumberScan, table: PhraseTable[T], index: int, *, clitics: bool = True) -> Match[T] | None:
    """Give the phrase of a table at tokens[index], behind clitics and the article."""
    if not 0 <= index < len(scan.tokens):
        return None
    return table.match_at(scan.tokens, index, clitics=clitics, article=True, text=scan.text)


def is_joined_at(scan: NumberScan, index: int) -> bool:
    """Say whether tokens[index] may go on with what tokens[index - 1] began."""
    inside = 0 < index < len(scan.tokens)
    return inside and is_joined(scan.tokens[index - 1], scan.tokens[index], scan.text)


def touches(scan: NumberScan, index: int) -> bool:
    """Say whether nothing stands between tokens[index - 1] and tokens[index]."""
    return 0 < index < len(scan.tokens) and scan.tokens[index - 1].end == scan.tokens[index].start


def word_start(scan: NumberScan, match: Match[T]) -> int:
    """Give the offset behind the clitics of a phrase but before its article (وبالمئات: المئات)."""
    least = max(scan.tokens[match.first].start, match.start - 2)
    return least if scan.text[least : match.start] == "ال" else match.start


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
    return read_at(NumberScan(text, tokens, number_words(language)), index)


def read_at(scan: NumberScan, index: int, *, merge: bool = True) -> Number | None:
    """Read the number at tokens[index]; without `merge` an "and" ends it."""
    state, position, start = _Sum(), index, 0
    best: Number | None = None
    before_group: Number | None = None  # بين 20 ألفا و25 ألفا: the 25 is no part of the first number
    while (step := _step(scan, position, first=position == index)) is not None and (merge or not step.joined):
        after = _plus(state, step.atom, step.joined, scan.words.needs_and)
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


def _step(scan: NumberScan, index: int, *, first: bool) -> _Step | None:
    """Give the next piece of a number, with whether an "and" joins it to the last one."""
    joined = False
    if not first:
        if not is_joined_at(scan, index):
            return None
        if scan.tokens[index].norm in scan.words.ands:
            joined, index = True, index + 1
    if index >= len(scan.tokens) or (joined and not is_joined_at(scan, index)):
        return None
    if scan.tokens[index].is_number:
        return _digits(scan, index, joined)
    match = match_in(scan, scan.words.numbers, index)
    if match is None:
        return None
    atom = _suffix(scan, match) if match.value.kind == "suffix" else match.value
    if atom and atom.kind == "scale_or_dual":
        atom = _dual_or_scale(scan, match, alone=first)
    start = word_start(scan, match)
    clitic = scan.text[scan.tokens[index].start : start].rstrip("\u0640")
    if atom is None or (clitic and not first and clitic not in scan.words.ands):
        return None
    return _Step(atom, match.last, start, joined or (bool(clitic) and not first))


def _dual_or_scale(scan: NumberScan, match: Match[_Atom], *, alone: bool) -> _Atom:
    """Read ألفا عائلة as two thousand, but ألفا (with or without its tanwin) elsewhere as a thousand."""
    is_dual = alone and "\u064b" not in scan.tokens[match.first].text and match_in(scan, scan.words.nouns, match.last)
    return _Atom("scaled", match.value.value * 2) if is_dual else _Atom("scale", match.value.value)


def _suffix(scan: NumberScan, match: Match[_Atom]) -> _Atom | None:
    """Read 10k, 2bn, and 5m where people or things are counted: 5m alone is a length or money."""
    noun = match_in(scan, scan.words.nouns, match.last)
    is_apart = scan.tokens[match.first].text == "M" and noun is not None  # 1.2 M people
    if not (touches(scan, match.first) or is_apart) or not scan.tokens[match.first - 1].is_number:
        return None
    if scan.tokens[match.first].norm == "m" and (noun is None or noun.value.unit == NO_UNIT):
        return None
    return _Atom("scale", match.value.value)


def _digits(scan: NumberScan, index: int, joined: bool) -> _Step:
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


def _is_next_group(scan: NumberScan, index: int, written: str) -> bool:
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
