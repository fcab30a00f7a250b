"""Keys under which names are stored and looked up.

A key has no spaces: reports write ديرالزور and دير الزور, "Deir Ezzor" and "Deir ez-Zor".
"""

from __future__ import annotations

import re
from typing import NewType

from conflictmap.text.normalise import fold

NameKey = NewType("NameKey", str)

_NOT_LETTERS = re.compile(r"[\W_]+")
LATIN_ARTICLES = ("al", "el", "ar", "as", "ash", "az", "ad", "an", "at", "ath", "adh")


def name_key(name: str) -> NameKey:
    """Give the look-up key of a name: folded, without spaces, hyphens and apostrophes.

    >>> name_key("Deir ez-Zor"), name_key("دير الزور") == name_key("ديرالزور")
    ('deirezzor', True)
    """
    return NameKey(_NOT_LETTERS.sub("", fold(name)))


def without_article(name: str) -> NameKey | None:
    """Give the key without a leading definite article, or None where there is none.

    >>> without_article("al-Hol"), without_article("الهول"), without_article("Mosul")
    ('hol', 'هول', None)
    """
    words = [word for word in _NOT_LETTERS.split(fold(name)) if word]
    if not words:
        return None
    if len(words) > 1 and words[0] in LATIN_ARTICLES:
        return NameKey("".join(words[1:]))
    if words[0].startswith("ال") and len(words[0]) > 4:
        return NameKey("".join([words[0][2:], *words[1:]]))
    return None
