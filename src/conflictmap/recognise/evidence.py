"""Decide whether a dictionary hit is a place at all: what speaks for it against what speaks for an ordinary word."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from conflictmap import lexicon
from conflictmap.gazetteer import Match, tables
from conflictmap.model import Kind
from conflictmap.recognise.context import is_coordinated
from conflictmap.recognise.matching import common_words, function_words, kind_words
from conflictmap.text.normalise import fold
from conflictmap.text.tokens import Words
from conflictmap.toponyms import Toponym

_LONG_NAME = 5  # letters from which a name is hardly cut out of a word by chance
_KNOWN_UNIT = 3_000_000  # inhabitants from which a first-level unit is known in Arabic beyond its country
_KNOWN_TOWN = 100_000  # inhabitants from which a town is known beyond its country
_PREPOSITIONS = {
    "ar": frozenset(map(fold, ("في", "على", "من", "إلى", "نحو", "باتجاه", "عبر", "قرب", "داخل", "بين", "حتى", "باتجاه",
                                     "صوب", "خارج", "ضمن", "وسط", "شرق", "غرب", "شمال", "جنوب", "شرقي", "غربي",
                                     "شمالي", "جنوبي", "حول", "أهالي", "أبناء", "سكان", "فوق", "عند", "قبالة", "لدى",
                                     "معبر", "باتجاه", "جوار", "مشارف", "تخوم", "أطراف", "محيط"))),
    "en": frozenset(("in", "at", "from", "to", "near", "toward", "towards", "into", "of", "via", "through", "around",
                     "inside", "outside", "between", "across", "eastern", "western", "northern", "southern",
                     "central", "for", "and", "on")),
}  # fmt: skip


def is_supported(toponym: Toponym, all_found: Sequence[Toponym], words: Words, language: str) -> bool:
    """Say whether a hit is a place: known to be reported on, introduced as one, or where the article plays."""
    names = toponym.matches
    if toponym.head is not None or toponym.relation is not None:
        return not _is_common(toponym, language) or any(m.is_curated for m in names) or toponym.head is not None
    if _is_listed_with_place(toponym, all_found, words, language):
        return True  # "منها الموصل والفلوجة والرمادي": no list of towns has a grey in it
    if toponym.is_stripped and _stands_as_word(toponym, words, language):
        return False
    if _only_follows_and(toponym, all_found, words, language) or _is_cut_too_short(toponym, words, language):
        return False
    if any(m.place.kind == Kind.COUNTRY and m.how != "article" for m in names):
        return True
    preceded = follows_locative(toponym, words, language)
    if preceded and _is_only_a_verb(toponym, language) and any(m.is_curated and m.how == "exact" for m in names):
        return True  # "على تدمر": no verb stands behind a preposition
    if _is_common(toponym, language):
        return preceded and any(m.is_curated and m.how == "exact" for m in names) and (
            _plays_here(names_countries(toponym, exactly=True), all_found, toponym)
            or (toponym.surface.startswith("ال") and _is_theatre(all_found, toponym))
        )  # fmt: skip
    if any(m.is_curated and not m.is_ambiguous and _is_expected(m, language) for m in names):
        return True
    if any(m.is_ambiguous for m in names):
        return any(m.how == "exact" for m in names) and (
            preceded or _plays_here(names_countries(toponym), all_found, toponym)
        )
    if any(m.place.population >= _KNOWN_TOWN and m.how != "article" for m in names):
        return True
    here = _plays_here(names_countries(toponym), all_found, toponym)
    if all(m.place.source.startswith("pack:") for m in names):
        return here and preceded  # among the villages of a pack some are called like persons: أبو بكر
    if language == "en":
        return here or preceded or any(m.is_preferred for m in names)
    return here and (preceded or any(m.how == "exact" for m in names))


def signs_of(toponym: Toponym, found: Sequence[Toponym], number: int, words: Words, language: str) -> frozenset[str]:
    """Give what speaks for or against a place, whichever it is; the resolver weighs it.

    Args:
        found: all hits in order; `number` is that of the hit.
    """
    before = found[number - 1] if number else None
    after = found[number + 1] if number + 1 < len(found) else None
    said = {
        "locative": follows_locative(toponym, words, language),
        "headed": toponym.head is not None or toponym.relation is not None,
        "listed": (before is not None and is_coordinated(before, toponym, words, language))
        or (after is not None and is_coordinated(toponym, after, words, language)),
        "several_words": toponym.last - toponym.first > 1,
        "stripped": toponym.is_stripped,
        "ordinary": _is_common(toponym, language)
        and not (_is_only_a_verb(toponym, language) and follows_locative(toponym, words, language)),
    }
    return frozenset(sign for sign, holds in said.items() if holds)


def _is_cut_too_short(toponym: Toponym, words: Words, language: str) -> bool:
    """Say whether a short name was cut out behind ك, "like", which few places follow: كثرة, many."""
    lead = words.text[words.tokens[toponym.first].start : toponym.start]
    return language == "ar" and lead.endswith("ك") and len(fold(toponym.surface)) < _LONG_NAME


def _is_listed_with_place(toponym: Toponym, all_found: Sequence[Toponym], words: Words, language: str) -> bool:
    """Say whether a curated name, written as it is, stands in a list with another one that is no ordinary word."""
    if not any(m.is_curated and m.how == "exact" and not m.is_ambiguous for m in toponym.matches):
        return False
    return any(
        not _is_common(other, language) and any(match.is_curated for match in other.matches)
        and (is_coordinated(other, toponym, words, language) or is_coordinated(toponym, other, words, language))
        for other in all_found if 0 <= toponym.first - other.last <= 1 or 0 <= other.first - toponym.last <= 1
    )  # fmt: skip


def _only_follows_and(toponym: Toponym, all_found: Sequence[Toponym], words: Words, language: str) -> bool:
    """Say whether a little known name was cut out behind و without a place before it to go on from: وجيزة, brief."""
    lead = words.text[words.tokens[toponym.first].start : toponym.start]
    if language != "ar" or lead != "و" or any(m.is_curated and m.how != "article" for m in toponym.matches):
        return False
    return not any(0 <= toponym.first - other.last <= 1 for other in all_found)


def names_countries(toponym: Toponym, *, exactly: bool = False) -> frozenset[str]:
    """Give the countries that have a place of this name, or of just this spelling."""
    return frozenset(m.place.country for m in toponym.matches if m.place.country and (m.how == "exact" or not exactly))


def _is_common(toponym: Toponym, language: str) -> bool:
    """Say whether the name is also an ordinary word of the language."""
    if toponym.last - toponym.first > 1:
        return False
    return is_ordinary_word(fold(toponym.surface), language)


def _is_only_a_verb(toponym: Toponym, language: str) -> bool:
    return lexicon.word_classes(language).get(fold(toponym.surface)) == "verb"


def is_ordinary_word(norm: str, language: str) -> bool:
    """Say whether a folded word is in the lists of the language, also behind ال or as an Arabic adverb (سلما)."""
    listed = _ordinary(language)
    if norm in listed or language != "ar":
        return norm in listed
    return norm.removeprefix("ال") in listed or (norm.endswith("ا") and norm[:-1] in listed)


@lru_cache(maxsize=8)
def _ordinary(language: str) -> frozenset[str]:
    return common_words(language) | function_words(language) | kind_words(language)


def _stands_as_word(toponym: Toponym, words: Words, language: str) -> bool:
    """Say whether the word with its supposed clitic is itself an ordinary word: وادي is no و + ادي."""
    if toponym.last - toponym.first > 1:
        return False
    whole = words.tokens[toponym.first].norm
    readings = {whole, whole.removeprefix("و")} - {fold(toponym.surface)}
    return any(is_ordinary_word(reading, language) for reading in readings)


def follows_locative(toponym: Toponym, words: Words, language: str) -> bool:
    """Say whether a preposition of place comes before a name, or a verb whose object is a place ("entered Douma")."""
    if toponym.is_stripped and language == "ar" and words.text[: toponym.start].endswith(("ب", "ل")):
        return True
    before = words.tokens[toponym.first - 1].norm if toponym.first else ""
    return before in _PREPOSITIONS.get(language, ()) or before in _taking_places(language)


@lru_cache(maxsize=8)
def _taking_places(language: str) -> frozenset[str]:
    """Give the verbs whose object may be a place: entered, left, bombed. Of Arabic those of motion alone: the subject
    of others stands there too."""
    return frozenset(
        fold(row["word"]) for row in lexicon.rows(language, "triggers")
        if row["form"] == "verb" and row["object_place"] in ("location", "destination", "origin")
        and " " not in row["word"] and (language == "en" or row["mode"])
    )  # fmt: skip


def _is_expected(match: Match, language: str) -> bool:
    """Say whether a curated name needs no more to speak for it: Arabic writes سارت like Sarthe and no capitals."""
    if language != "ar" or match.place.kind != Kind.ADMIN1:
        return True
    return match.place.country in tables.theatres() or match.place.population >= _KNOWN_UNIT


def _is_theatre(all_found: Sequence[Toponym], but: Toponym) -> bool:
    """Say whether another name of the document is surely a place of a country that the tables cover closely."""
    return any(
        m.is_curated and m.how == "exact" and not m.is_ambiguous and m.place.country in tables.theatres()
        for other in all_found if other.surface != but.surface for m in other.matches[:3]
    )  # fmt: skip


def _plays_here(countries: frozenset[str], all_found: Sequence[Toponym], but: Toponym) -> bool:
    """Say whether other names of the document, curated or of a country, lie in one of these countries."""
    return any(
        m.place.country in countries and (m.place.kind == Kind.COUNTRY or m.is_curated or
                                          m.place.population >= _KNOWN_TOWN)
        for other in all_found if other is not but and other.surface != but.surface
        for m in other.matches[:3] if m.how != "article"
    )  # fmt: skip
