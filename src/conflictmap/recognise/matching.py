"""Find every run of words that bears a name of the gazetteer, the longest first.

Most words begin no name, and words come back: what the gazetteer says of a word and of a run of words is remembered.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple, TypeVar
from weakref import WeakKeyDictionary

from conflictmap import lexicon
from conflictmap.gazetteer import Gazetteer
from conflictmap.model import Span
from conflictmap.text.names import NameKey
from conflictmap.text.normalise import fold
from conflictmap.text.phrases import is_joined, stems, written_length
from conflictmap.text.tokens import Token, Words
from conflictmap.toponyms import Toponym

T = TypeVar("T")

LONGEST_NAME = 6
_LATIN_ARTICLES = frozenset(["al", "el", "ar", "as", "ash", "az", "ad", "an", "at", "ath", "ed", "es", "ez"])
_ARTICLE = "ال"
_QUOTES = frozenset('"«“')
_REMEMBERED, _LONGEST_REMEMBERED = 100_000, 100  # words and keys, and letters of one
_SHORTEST_KEY = 3  # letters; shorter names (Hit, Ana, Gao) need their capital and nothing stripped


class _Reading(NamedTuple):
    """A word without `cut` letters of clitics that names begin with: whether it is one alone, and others go on."""

    stem: str
    cut: int
    is_name: bool
    goes_on: bool


class _Run(NamedTuple):
    """What the gazetteer says of a key: whether a name has it, and whether a longer one may begin with it."""

    is_name: bool
    goes_on: bool


class _Known:
    """What has been asked of one gazetteer: of words (as written, by language), and of keys."""

    __slots__ = ("keys", "words")

    def __init__(self) -> None:
        self.words: dict[str, dict[str, tuple[_Reading, ...]]] = {}
        self.keys: dict[str, _Run] = {}


_KNOWN: WeakKeyDictionary[Gazetteer, _Known] = WeakKeyDictionary()


def dictionary_hits(words: Words, gazetteer: Gazetteer, language: str) -> list[Toponym]:
    """Give the names found, from left to right, the longest at each place, without overlap."""
    known = _KNOWN.setdefault(gazetteer, _Known())
    seen = known.words.setdefault(language, {})
    found: list[Toponym] = []
    behind = 0
    for index, token in enumerate(words.tokens):
        readings = seen.get(token.text)
        if readings is None:
            readings = _readings(token, gazetteer, language, known)
            _remember(seen, token.text, readings)
        if readings and index >= behind and _may_start(words, index):
            hit = _longest(words, index, readings, gazetteer, language, known)
            if hit is not None:
                found.append(hit)
                behind = hit.last
    return found


def _remember(memory: dict[str, T], key: str, value: T) -> None:
    if len(key) <= _LONGEST_REMEMBERED:
        if len(memory) >= _REMEMBERED:
            memory.clear()
        memory[key] = value


def hit_of_span(words: Words, span: Span, gazetteer: Gazetteer, language: str) -> Toponym:
    """Look up a span that somebody else has recognised: the name as it stands, or the country of a demonym."""
    surface = words.text[span.start : span.end]
    first, last = words.token_at(span.start), words.token_behind(span.end)
    matches = gazetteer.lookup(surface.strip(" #@\"'"))
    country = None if matches else demonym_country(fold(surface), language)
    if country:
        matches = gazetteer.lookup_id(f"country-{country.lower()}")
    if not matches:
        matches = gazetteer.find(surface.strip(" #@\"'").replace("_", " "), limit=8)
    return Toponym(
        start=span.start, end=span.end, surface=surface, first=first, last=max(last, first + 1), matches=matches,
        country=country, excluded="demonym" if country else None, why=("given_span",), signs=frozenset(("given",)),
    )  # fmt: skip


def _longest(
    words: Words, index: int, readings: tuple[_Reading, ...], gazetteer: Gazetteer, language: str, known: _Known
) -> Toponym | None:
    for reading in readings:
        for last in _ends(words, index, reading, gazetteer, known):
            if _may_be_name(words, index, last, reading, language):
                hit = _toponym(words, index, last, reading.stem, reading.cut, gazetteer)
                if hit is not None:
                    return hit
                break
    return None


def _readings(token: Token, gazetteer: Gazetteer, language: str, known: _Known) -> tuple[_Reading, ...]:
    """Give the readings of a word that names begin with: الباغوز, then باغوز of وباغوز. With most words none."""
    is_capitalised = token.is_capitalised or _has_no_case(token)
    if token.is_number or not (is_capitalised or token.norm in _LATIN_ARTICLES):
        return ()
    found: list[_Reading] = []
    for stem, cut in stems(token.norm, clitics=language == "ar" and len(token.norm) > 2):
        opens = language == "ar" and stem in listed_words("ar", "name_openers")  # أم is a word, أم درمان is none
        if stem in function_words(language) and not token.text.isupper() and not opens:
            if cut == 0 and language == "ar":
                break  # a closed-class word as it stands: إلى, بين, على
            continue
        run = _run(stem, gazetteer, known)
        # There are villages called "town", provinces called "western".
        is_common = stem in kind_words(language) or stem in direction_words(language) or (
            opens and stem in function_words(language)
        )  # fmt: skip
        is_article = language != "ar" and token.norm in _LATIN_ARTICLES
        is_short = len(stem) < _SHORTEST_KEY and (cut > 0 or not token.is_capitalised)
        is_name = run.is_name and not (is_common or is_article or is_short)
        if is_name or run.goes_on:
            found.append(_Reading(stem, cut, is_name, run.goes_on))
    return tuple(found)


def _run(key: str, gazetteer: Gazetteer, known: _Known) -> _Run:
    run = known.keys.get(key)
    if run is None:
        begins = gazetteer.begins_name(key)
        is_name = begins and gazetteer.has_key(NameKey(key))
        if key.startswith(_ARTICLE) and gazetteer.begins_name(key[len(_ARTICLE) :]):  # a name may lack the article
            begins, is_name = True, is_name or gazetteer.has_bare_key(NameKey(key))
        run = _Run(is_name, goes_on=begins or _ARTICLE.startswith(key))  # too short to tell whether it has the article
        _remember(known.keys, key, run)
    return run


def _may_start(words: Words, index: int) -> bool:
    """Say whether a name may start here: in Latin script at a capital, or at an article before one."""
    token = words.tokens[index]
    if _has_no_case(token) or token.is_capitalised:
        return True
    following = words.tokens[index + 1] if index + 1 < len(words.tokens) else None
    return token.norm in _LATIN_ARTICLES and following is not None and following.is_capitalised


def _has_no_case(token: Token) -> bool:
    """Say whether a word is in a script without capitals."""
    first = token.text[0]
    return not (first.isascii() or first.isupper() or first.islower())


def _ends(words: Words, index: int, reading: _Reading, gazetteer: Gazetteer, known: _Known) -> list[int]:
    """Give where names end whose keys are those of the runs that start here: behind the last word, longest first."""
    ends = [index + 1] if reading.is_name else []
    if not reading.goes_on:
        return ends
    key = reading.stem
    for position in range(index + 1, min(index + LONGEST_NAME, len(words.tokens))):
        key += words.tokens[position].norm
        run = known.keys.get(key) or _run(key, gazetteer, known)
        if not (run.is_name or run.goes_on) or not _may_go_on(words, position):
            break
        if run.is_name:
            ends.append(position + 1)
    return ends[::-1]


def _may_go_on(words: Words, position: int) -> bool:
    """Say whether a run may go on with a word. A quotation mark parts names: بلدة "الباغوز" is kind and name."""
    return is_joined(words.tokens[position - 1], words.tokens[position], words.text) and _QUOTES.isdisjoint(
        words.gap(position)
    )


def _may_be_name(words: Words, index: int, last: int, reading: _Reading, language: str) -> bool:
    """Say whether a run that has the key of a name may be one."""
    if last == index + 1:
        return not opens_longer_name(words, index, reading.stem, language)  # قرية الشيخ بحر is no الشيخ
    norms = [reading.stem, *(token.norm for token in words.tokens[index + 1 : last])]
    is_short = sum(map(len, norms)) < _SHORTEST_KEY and (reading.cut or not words.tokens[index].is_capitalised)
    if is_short or (language != "ar" and not _ends_well(words, last)):
        return False
    return not all(norm in direction_words(language) for norm in norms)


def opens_longer_name(words: Words, index: int, stem: str, language: str) -> bool:
    """Say whether an Arabic word that names begin with (تل, عين, كفر, الشيخ) is followed by the rest of a name."""
    if language != "ar" or stem.removeprefix("ال") not in listed_words("ar", "name_openers"):
        return False
    if index + 1 >= len(words.tokens) or words.gap(index + 1).strip(" \u00a0-"):
        return False
    after = words.tokens[index + 1].norm
    return not words.tokens[index + 1].is_number and after not in (
        function_words("ar") | direction_words("ar") | kind_words("ar") | listed_words("ar", "speech_verbs")
    )


def _ends_well(words: Words, last: int) -> bool:
    """Say whether a Latin run of several words may end here: at a capital, or at a kind word ("al-Hol camp")."""
    final = words.tokens[last - 1]
    if final.norm in function_words("en") and len(final.text) == 1:
        return False  # "BEIRUT A Russian strike"
    return not final.text[0].islower() or final.norm in kind_words("en")


def _toponym(words: Words, index: int, last: int, stem: str, cut: int, gazetteer: Gazetteer) -> Toponym | None:
    token = words.tokens[index]
    start = token.start + written_length(token.text, cut)
    surface = words.text[start : words.tokens[last - 1].end]
    # As written where it can be, so that an exact spelling shows; للرقة has lost the letter that الرقة begins with.
    rest = words.text[token.end : words.tokens[last - 1].end]
    looked_up = surface if not cut or fold(surface) == fold(stem + rest) else stem + rest
    matches = gazetteer.lookup(looked_up)
    if last - index > 1 and stem in function_words("en"):  # "A U.S. strike", but "The Hague"
        matches = tuple(match for match in matches if match.how == "exact" and match.place.population)
    if not matches:
        return None
    return Toponym(start=start, end=words.tokens[last - 1].end, surface=surface, first=index, last=last,
                   matches=matches, is_stripped=cut > 0)  # fmt: skip


@lru_cache(maxsize=64)
def listed_words(language: str, name: str) -> frozenset[str]:
    """Give the words of one list of a language, folded."""
    return frozenset(fold(word) for word in lexicon.words(language, name))


@lru_cache(maxsize=8)
def function_words(language: str) -> frozenset[str]:
    """Give the closed-class words of a language, folded."""
    return frozenset(fold(word) for word in lexicon.words(language, "function_words"))


@lru_cache(maxsize=8)
def common_words(language: str) -> frozenset[str]:
    """Give the ordinary words of the news in a language, folded."""
    return frozenset(fold(word) for word in lexicon.words(language, "common_words"))


@lru_cache(maxsize=8)
def kind_words(language: str) -> frozenset[str]:
    """Give the single kind words of a language, folded."""
    return frozenset(fold(word) for word in lexicon.words(language, "kinds") if " " not in word)


@lru_cache(maxsize=8)
def direction_words(language: str) -> frozenset[str]:
    """Give the single words of direction of a language, folded."""
    return frozenset(fold(part) for row in lexicon.rows(language, "directions") for part in row["word"].split())


@lru_cache(maxsize=8)
def _demonyms(language: str) -> dict[str, str]:
    return {fold(row["word"]): row["country"] for row in lexicon.rows(language, "demonyms")}


def demonym_country(folded: str, language: str) -> str | None:
    """Give the ISO code of the country that a nationality word belongs to, or None."""
    table = _demonyms(language)
    return table.get(folded) or (table.get(folded[2:]) if folded.startswith("ال") else None)
