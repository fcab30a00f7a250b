"""Numbers that are given as a change of earlier ones: "the toll rose to 15", ارتفعت الحصيلة إلى 15."""

from __future__ import annotations

from functools import lru_cache

from conflictmap import lexicon
from conflictmap.extract.casualties import Toll
from conflictmap.text.phrases import PhraseTable
from conflictmap.text.tokens import Words

_TO = {"ar": "الي", "en": "to"}
_REACH = 8  # words between "rose" and the toll


def is_correction(words: Words, language: str, toll: Toll) -> bool:
    """Say whether a toll replaces an earlier one: behind "rose ... to", or called the new, final or revised toll."""
    sentence = words.sentences[toll.sentence]
    first = max(sentence.first, toll.first - _REACH)
    # The words of the change may stand in front of the toll or inside it: "the toll has risen from 20 to 26".
    tokens = words.tokens[first : max(toll.last, sentence.first)]
    for match in _words(language).find(tokens, clitics=language == "ar", article=language == "ar"):
        if match.value == "whole" or any(token.norm == _TO.get(language) for token in tokens[match.last :]):
            return True
    return False


@lru_cache(maxsize=8)
def _words(language: str) -> PhraseTable[str]:
    return PhraseTable((row["word"], row["form"]) for row in lexicon.rows(language, "correction_words"))
