"""Tell the language of a text."""

from __future__ import annotations

from conflictmap import lexicon
from conflictmap.text.normalise import script
from conflictmap.text.tokens import tokenise

_SAMPLE = 3000  # characters
_ARABIC_SCRIPT = frozenset(("ar", "fa", "ur", "ps", "ckb", "ku", "sd", "ug"))


def detect_language(text: str) -> str:
    """Give the ISO 639-1 code of a text, "und" where there are no letters.

    Arabic is told by its letters: the identifier takes short Arabic news for Persian or a dialect now and then.
    """
    sample = text[:_SAMPLE]
    letters = script(sample)
    if letters == "arabic" and not any(letter in sample for letter in "پچژگکی"):
        return "ar"
    if letters == "other":
        return "und"
    if letters == "latin" and _looks_english(sample):
        return "en"
    import py3langid

    code, _ = py3langid.classify(sample)
    return {"arz": "ar"}.get(str(code), str(code))


def fits(language: str, text: str) -> bool:
    """Say whether a text can be of the language that its page declares; templates in English carry Arabic articles."""
    letters = script(text[:_SAMPLE])
    return letters == "other" or (letters == "arabic") == (language in _ARABIC_SCRIPT)


def _looks_english(sample: str) -> bool:
    """Say whether a text is English by its little words; the identifier errs on a headline of three words."""
    words = [token.norm for token in tokenise(sample)]
    little = sum(word in lexicon.words("en", "function_words") for word in words)
    return little >= 0.25 * len(words) or (len(words) < 6 and sample.isascii())
