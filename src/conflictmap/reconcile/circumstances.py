"""What the words of a claim say that tells two like events of one day apart: the hour, and that it was another one."""

from __future__ import annotations

from functools import lru_cache

from conflictmap import lexicon
from conflictmap.text.normalise import fold
from conflictmap.text.phrases import PhraseTable
from conflictmap.text.tokens import tokenise

Hours = frozenset[int]
_REACH = 2  # words that "another" and the noun of the event may stand apart, one of them included


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
    norms = [token.norm for token in tokenise(quote)]
    for match in _event_nouns(language).find(tokenise(quote), clitics=language == "ar", article=language == "ar"):
        if language == "ar":
            near = [(norms[at], norms[match.first : at]) for at in range(match.last, match.last + _REACH)
                    if at < len(norms)]  # fmt: skip
        else:
            near = [(norms[at], norms[at : match.first]) for at in range(match.first - _REACH, match.first) if at >= 0]
        # Behind a preposition stands something else: السيطرة على آخر جيب is to take the last pocket.
        if any(word in _words(language, "repeat_words") and _words(language, "prepositions").isdisjoint(between)
               for word, between in near):  # fmt: skip
            return True
    return False


@lru_cache(maxsize=8)
def _parts(language: str) -> PhraseTable[range]:
    rows = lexicon.rows(language, "day_parts")
    return PhraseTable((row["word"], range(int(row["from_hour"]), int(row["to_hour"]))) for row in rows)


@lru_cache(maxsize=8)
def _event_nouns(language: str) -> PhraseTable[str]:
    rows = lexicon.rows(language, "triggers")
    return PhraseTable((row["word"], row["type"]) for row in rows if row["form"] == "noun" and row["type"])


@lru_cache(maxsize=8)
def _words(language: str, name: str) -> frozenset[str]:
    """Give the words of a list folded; of several words none."""
    return frozenset(fold(word) for word in lexicon.words(language, name) if " " not in word)
