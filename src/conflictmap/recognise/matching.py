"""Find every run of words that bears a name of the gazetteer, the longest first."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from conflictmap import lexicon
from conflictmap.gazetteer import Gazetteer
from conflictmap.model import Span
from conflictmap.text.names import NameKey
from conflictmap.text.normalise import fold
from conflictmap.text.phrases import is_joined, stems, written_length
from conflictmap.text.tokens import Token, Words
from conflictmap.toponyms import Toponym

LONGEST_NAME = 6
_LATIN_ARTICLES = frozenset(["al", "el", "ar", "as", "ash", "az", "ad", "an", "at", "ath", "ed", "es", "ez"])
_SHORTEST_KEY = 3  # letters; shorter names (Hit, Ana, Gao) need their capital and nothing stripped


def dictionary_hits(words: Words, gazetteer: Gazetteer, language: str) -> list[Toponym]:
    """Give the names found, from left to right, the longest at each place, without overlap."""
    found: list[Toponym] = []
    index = 0
    while index < len(words.tokens):
        hit = _longest(words, index, gazetteer, language)
        if hit is not None:
            found.append(hit)
        index = hit.last if hit is not None else index + 1
    return found


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
        country=country, excluded="demonym" if country else None, why=("given_span",),
    )  # fmt: skip


def _longest(words: Words, index: int, gazetteer: Gazetteer, language: str) -> Toponym | None:
    token = words.tokens[index]
    if token.is_number or not _may_start(words, index):
        return None
    for stem, cut in _readings(token, language):
        if stem in function_words(language) and not token.text.isupper():
            if cut == 0 and language == "ar":
                return None  # a closed-class word as it stands: إلى, بين, على
            continue
        hit = _longest_from(words, index, stem, cut, gazetteer, language)
        if hit is not None:
            return hit
    return None


def _readings(token: Token, language: str) -> Iterator[tuple[str, int]]:
    """Give the word, then the word without Arabic clitics: الباغوز, then باغوز of وباغوز."""
    yield from stems(token.norm, clitics=language == "ar" and len(token.norm) > 3)


def _may_start(words: Words, index: int) -> bool:
    """Say whether a name may start here: in Latin script at a capital, or at an article before one."""
    token = words.tokens[index]
    if not token.text[0].isascii() and not token.text[0].isupper() and not token.text[0].islower():
        return True  # a script without capitals
    if token.is_capitalised:
        return True
    following = words.tokens[index + 1] if index + 1 < len(words.tokens) else None
    return token.norm in _LATIN_ARTICLES and following is not None and following.is_capitalised


def _longest_from(words: Words, index: int, stem: str, cut: int, gazetteer: Gazetteer, language: str) -> Toponym | None:
    keys = _keys(words, index, stem)
    for last in sorted(keys, reverse=True):
        key = keys[last]
        if len(key) < _SHORTEST_KEY and (cut or not words.tokens[index].is_capitalised):
            continue
        if language != "ar" and not _ends_well(words, index, last):
            continue
        if _is_only_a_kind_or_direction(words, index, last, stem, language):
            continue  # there are villages called "town", provinces called "western"
        if gazetteer.has_key(key) or gazetteer.has_bare_key(key):
            return _toponym(words, index, last, stem, cut, gazetteer)
    return None


def _is_only_a_kind_or_direction(words: Words, index: int, last: int, stem: str, language: str) -> bool:
    norms = [stem, *(token.norm for token in words.tokens[index + 1 : last])]
    if len(norms) == 1 and stem in kind_words(language):
        return True
    return all(norm in direction_words(language) for norm in norms)


def _keys(words: Words, index: int, stem: str) -> dict[int, NameKey]:
    """Give the keys of the runs that start here: index behind the last word -> key."""
    key, keys = stem, {index + 1: NameKey(stem)}
    for position in range(index + 1, min(index + LONGEST_NAME, len(words.tokens))):
        if not is_joined(words.tokens[position - 1], words.tokens[position], words.text):
            break
        if '"' in words.gap(position) or "«" in words.gap(position) or "“" in words.gap(position):
            break  # a quotation mark inside a run parts names: بلدة "الباغوز" is kind and name
        key += words.tokens[position].norm
        keys[position + 1] = NameKey(key)
    return keys


def _ends_well(words: Words, first: int, last: int) -> bool:
    """Say whether a Latin run may end here: at a capital, or at a kind word ("al-Hol camp")."""
    final = words.tokens[last - 1]
    if last - first > 1 and final.text[0].islower():
        return final.norm in kind_words("en")
    return final.norm not in _LATIN_ARTICLES or last - first > 1


def _toponym(words: Words, index: int, last: int, stem: str, cut: int, gazetteer: Gazetteer) -> Toponym | None:
    token = words.tokens[index]
    start = token.start + written_length(token.text, cut)
    surface = words.text[start : words.tokens[last - 1].end]
    looked_up = stem + words.text[token.end : words.tokens[last - 1].end] if cut else surface
    matches = gazetteer.lookup(looked_up)
    if last - index > 1 and stem in function_words("en"):  # "A U.S. strike", but "The Hague"
        matches = tuple(match for match in matches if match.how == "exact" and match.place.population)
    if not matches:
        return None
    return Toponym(start=start, end=words.tokens[last - 1].end, surface=surface, first=index, last=last,
                   matches=matches, is_stripped=cut > 0)  # fmt: skip


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
