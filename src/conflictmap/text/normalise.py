"""Fold spelling differences that carry no meaning for look-up, letter by letter but for words taken apart.

Folding is for finding only: what is shown is always the text as written.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters that Arabic news prose writes one for the other, and the Persian and Urdu twins that
# typists and gazetteers mix in (ہجين, دیرالزور).
_ARABIC = {
    **dict.fromkeys("أإآٱ", "ا"),
    "ى": "ي",
    "ة": "ه",
    "ؤ": "و",
    "ئ": "ي",
    **dict.fromkeys("کڪ", "ك"),
    **dict.fromkeys("یېے", "ي"),
    **dict.fromkeys("ہھە", "ه"),
    "گ": "ك",
}
# Marks that are written or left out at will: vowel signs, tatweel, invisible joiners and direction marks.
_DROPPED = {
    *map(chr, range(0x064B, 0x0660)),
    "\u0670",
    "\u0640",
    "\u00ad",
    *map(chr, range(0x200B, 0x2010)),
    *map(chr, range(0x202A, 0x202F)),
    *map(chr, range(0x2066, 0x206A)),
    "\ufeff",
}
# Latin letters that have no decomposition, and the apostrophes of transliteration.
_LATIN = {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
_APOSTROPHES = set("'’‘ʼʿʾ`´ʹ\u02bb")
_LONGEST_REMEMBERED = 40  # letters of a text whose script is kept
# Posts that fear a filter take violent words apart: قـ ـتل, قـ.ـصف, مجـ*زرة, ق*صف. This stands between the letters.
_ARABIC_LETTER = "[\u0621-\u063a\u0641-\u064a]"
_BEHIND_TATWEEL = rf"(?<=\u0640)(?:[ .*](?=\u0640+{_ARABIC_LETTER})|[.*](?={_ARABIC_LETTER}))"
_BETWEEN_LETTERS = rf"(?<={_ARABIC_LETTER})\*(?={_ARABIC_LETTER})"
DISGUISE = f"{_BEHIND_TATWEEL}|{_BETWEEN_LETTERS}"
_TATWEEL_BREAK, _LETTER_BREAK = re.compile(_BEHIND_TATWEEL), re.compile(_BETWEEN_LETTERS)


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    if character in _DROPPED or character in _APOSTROPHES:
        return ""
    if character in _ARABIC:
        return _ARABIC[character]
    if character.isdigit():
        return str(unicodedata.digit(character, character))
    lowered = "".join(_LATIN.get(c, c) for c in unicodedata.normalize("NFKD", character).lower())
    return "".join(_ARABIC.get(c, c) for c in lowered if not unicodedata.combining(c) and c not in _DROPPED)


def fold(text: str) -> str:
    """Fold case, accents, vowel signs, hamza carriers, ta marbuta, Persian letters, digits and words taken apart.

    The result may be shorter or longer than the text: it is a key, not a place to take offsets from.

    >>> fold("الأنبار") == fold("الانبار"), fold("Dayr az-Zawr"), fold("١٠٠٠"), fold("قـ ـصف") == "قصف"
    (True, 'dayr az-zawr', '1000', True)
    """
    if "\u0640" in text:
        text = _TATWEEL_BREAK.sub("", text)
    folded = "".join(map(_fold_character, text))
    return _LETTER_BREAK.sub("", folded) if "*" in folded else folded


def folded_set(words: str) -> frozenset[str]:
    """Give the folded words of a list that is written with spaces between.

    >>> sorted(folded_set("آخر other"))
    ['other', 'اخر']
    """
    return frozenset(map(fold, words.split()))


def script(text: str) -> str:
    """Name the script of most letters: arabic, latin, cyrillic, hebrew or other.

    Language tags of gazetteers lie ("Bāghūz" stands under Arabic names), letters do not.
    """
    return (_script if len(text) <= _LONGEST_REMEMBERED else _script.__wrapped__)(text)


@lru_cache(maxsize=65536)
def _script(text: str) -> str:
    counts: dict[str, int] = {}
    for character in text:
        if character.isalpha():
            name = _script_of(character)
            counts[name] = counts.get(name, 0) + 1
    return max(counts, key=lambda name: (counts[name], name)) if counts else "other"


@lru_cache(maxsize=4096)
def _script_of(character: str) -> str:
    name = unicodedata.name(character, "").partition(" ")[0].lower()
    return name if name in ("arabic", "latin", "cyrillic", "hebrew") else "other"
