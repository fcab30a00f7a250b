"""Decide whether a dictionary hit is a place at all: what speaks for it against what speaks for an ordinary word."""

from __future__ import annotations

from collections.abc import Sequence

from conflictmap import lexicon
from conflictmap.model import Kind
from conflictmap.recognise.matching import common_words, function_words, kind_words
from conflictmap.text.normalise import fold
from conflictmap.text.tokens import Words
from conflictmap.toponyms import Toponym

_KNOWN_TOWN = 100_000  # inhabitants from which a town is known beyond its country
_PREPOSITIONS = {
    "ar": frozenset(map(fold, ("في", "على", "من", "إلى", "نحو", "باتجاه", "عبر", "قرب", "داخل", "بين", "حتى", "باتجاه",
                                     "صوب", "خارج", "ضمن", "وسط", "شرق", "غرب", "شمال", "جنوب", "شرقي", "غربي",
                                     "شمالي", "جنوبي", "حول"))),
    "en": frozenset(("in", "at", "from", "to", "near", "toward", "towards", "into", "of", "via", "through", "around",
                     "inside", "outside", "between", "across", "eastern", "western", "northern", "southern",
                     "central", "for", "and", "on")),
}  # fmt: skip


def is_supported(toponym: Toponym, all_found: Sequence[Toponym], words: Words, language: str) -> bool:
    """Say whether a hit is a place: known to be reported on, introduced as one, or where the article plays."""
    names = toponym.matches
    if toponym.head is not None or toponym.relation is not None:
        return not _is_common(toponym, language) or any(m.is_curated for m in names) or toponym.head is not None
    if toponym.is_stripped and _stands_as_word(toponym, words, language):
        return False
    if _only_follows_and(toponym, all_found, words, language):
        return False
    if any(m.place.kind == Kind.COUNTRY and m.how != "article" for m in names):
        return True
    preceded = _follows_preposition(toponym, words, language)
    if preceded and _is_only_a_verb(toponym, language) and any(m.is_curated and m.how == "exact" for m in names):
        return True  # "على تدمر": no verb stands behind a preposition
    if _is_common(toponym, language):
        return preceded and any(m.is_curated and m.how == "exact" for m in names) and _plays_here(names_countries(
            toponym), all_found, toponym)  # fmt: skip
    if any(m.is_curated for m in names):
        return True
    if any(m.place.population >= _KNOWN_TOWN and m.how != "article" for m in names):
        return True
    here = _plays_here(names_countries(toponym), all_found, toponym)
    if language == "en":
        return here or preceded or any(m.is_preferred for m in names)
    return here and (preceded or any(m.how == "exact" for m in names))


def _only_follows_and(toponym: Toponym, all_found: Sequence[Toponym], words: Words, language: str) -> bool:
    """Say whether a little known name was cut out behind و without a place before it to go on from: وجيزة, brief."""
    lead = words.text[words.tokens[toponym.first].start : toponym.start]
    if language != "ar" or lead != "و" or any(m.is_curated and m.how != "article" for m in toponym.matches):
        return False
    return not any(0 <= toponym.first - other.last <= 1 for other in all_found)


def names_countries(toponym: Toponym) -> frozenset[str]:
    """Give the countries that have a place of this name."""
    return frozenset(m.place.country for m in toponym.matches if m.place.country)


def _is_common(toponym: Toponym, language: str) -> bool:
    """Say whether the name is also an ordinary word of the language."""
    if toponym.last - toponym.first > 1:
        return False
    return is_ordinary_word(fold(toponym.surface), language)


def _is_only_a_verb(toponym: Toponym, language: str) -> bool:
    return lexicon.word_classes(language).get(fold(toponym.surface)) == "verb"


def is_ordinary_word(norm: str, language: str) -> bool:
    """Say whether a folded word is in the lists of the language, also behind ال or as an Arabic adverb (سلما)."""
    listed = common_words(language) | function_words(language) | kind_words(language)
    if norm in listed or language != "ar":
        return norm in listed
    return norm.removeprefix("ال") in listed or (norm.endswith("ا") and norm[:-1] in listed)


def _stands_as_word(toponym: Toponym, words: Words, language: str) -> bool:
    """Say whether the word with its supposed clitic is itself an ordinary word: وادي is no و + ادي."""
    if toponym.last - toponym.first > 1:
        return False
    whole = words.tokens[toponym.first].norm
    readings = {whole, whole.removeprefix("و")} - {fold(toponym.surface)}
    return any(is_ordinary_word(reading, language) for reading in readings)


def _follows_preposition(toponym: Toponym, words: Words, language: str) -> bool:
    if toponym.is_stripped and language == "ar" and words.text[: toponym.start].endswith(("ب", "ل")):
        return True
    before = words.tokens[toponym.first - 1].norm if toponym.first else ""
    return before in _PREPOSITIONS.get(language, ())


def _plays_here(countries: frozenset[str], all_found: Sequence[Toponym], but: Toponym) -> bool:
    """Say whether other names of the document, curated or of a country, lie in one of these countries."""
    return any(
        m.place.country in countries and (m.place.kind == Kind.COUNTRY or m.is_curated or
                                          m.place.population >= _KNOWN_TOWN)
        for other in all_found if other is not but and other.surface != but.surface
        for m in other.matches[:3] if m.how != "article"
    )  # fmt: skip
