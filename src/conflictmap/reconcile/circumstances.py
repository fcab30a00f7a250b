"""What the words of a claim say that tells two like events of one day apart: the hour, and that it was another one."""

from __future__ import annotations

from functools import lru_cache

from conflictmap import lexicon
from conflictmap.text.phrases import PhraseTable
from conflictmap.text.tokens import tokenise

Hours = frozenset[int]
# Words that may part an event's noun from "another".
_REACH = {"ar": 1, "en": 2}


@lru_cache(maxsize=4096)
def hours(quote: str, language: str) -> Hours:
    """Give the hours of the day that the parts of the day in some words cover; none where they name no part."""
    found = _parts(language).find(tokenise(quote), clitics=language == "ar", article=language == "ar")
    return frozenset(hour % 24 for match in found for hour in match.value)


def hours_meet(a: Hours, b: Hours) -> bool:
    """Say whether two events may have been at the same hour."""
    return not a or not b or not a.isdisjoint(b)


@lru_cache(maxsize=4096)
def is_another(quote: str, language: str) -> bool:
    """Say whether some words tell of one more event of a kind: "a second strike", "غارة أخرى"."""
    tokens = tokenise(quote)
    nouns = _event_nouns(language).find(tokens, clitics=language == "ar", article=language == "ar")
    words = _repeat_words(language)
    reach = _REACH.get(language, 0)
    beside = [(match.last, match.last + reach) if language == "ar" else (match.first - reach, match.first)
              for match in nouns]  # fmt: skip
    return any(token.norm in words for first, last in beside for token in tokens[max(0, first) : max(0, last)])


@lru_cache(maxsize=8)
def _parts(language: str) -> PhraseTable[range]:
    rows = lexicon.rows(language, "day_parts")
    return PhraseTable((row["word"], range(int(row["from_hour"]), int(row["to_hour"]))) for row in rows)


@lru_cache(maxsize=8)
def _event_nouns(language: str) -> PhraseTable[str]:
    rows = [row for row in lexicon.rows(language, "triggers") if row["form"] == "noun" and row["type"]]
    led = tuple(f" {row['word']}" for row in lexicon.rows(language, "prepositions"))
    # Behind a preposition stands something else: السيطرة على آخر جيب is to take the last pocket.
    return PhraseTable((row["word"], row["type"]) for row in rows if not row["word"].endswith(led))


@lru_cache(maxsize=8)
def _repeat_words(language: str) -> frozenset[str]:
    return frozenset(token.norm for word in lexicon.words(language, "repeat_words") for token in tokenise(word))
