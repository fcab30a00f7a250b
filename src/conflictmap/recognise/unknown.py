"""Names that no gazetteer has, introduced by a kind word, and words of nationality."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from conflictmap.model import Span
from conflictmap.recognise.context import as_head, kind_table
from conflictmap.recognise.matching import common_words, demonym_country, function_words, kind_words, opens_longer_name
from conflictmap.text.normalise import fold
from conflictmap.text.phrases import stems, written_length
from conflictmap.text.tokens import Token, Words
from conflictmap.toponyms import Toponym

# Kind words that are as a rule followed by a name; منطقة, district, base are mostly not.
_NAMING_FEATURES = frozenset(("town", "village", "refugee_camp", "oil_field", "gas_field", "border_crossing", "hamlet"))
_MOST_OPENERS = 2  # خان بني سعد
_QUOTES = ('"', "“", "«")


def demonyms(words: Words, language: str, taken: Sequence[Span]) -> list[Toponym]:
    """Give the words of nationality, each with its country, never to be mapped."""
    found: list[Toponym] = []
    for index, token in enumerate(words.tokens):
        hit = _demonym(token, language)
        if hit is None:
            continue
        country, cut = hit
        start = token.start + written_length(token.text, cut)
        if not any(span.start < token.end and start < span.end for span in taken):
            found.append(Toponym(start=start, end=token.end, surface=words.text[start : token.end], first=index,
                                 last=index + 1, country=country, excluded="demonym", why=("demonym",)))  # fmt: skip
    return found


def _demonym(token: Token, language: str) -> tuple[str, int] | None:
    if language == "en" and not token.is_capitalised:
        return None
    for stem, cut in stems(token.norm, clitics=language == "ar"):
        country = demonym_country(stem, language)
        if country:
            return country, cut
    return None


def unknown_names(words: Words, language: str, taken: Sequence[Span]) -> list[Toponym]:
    """Give the names behind "بلدة" or "the village of" that no gazetteer has."""
    found: list[Toponym] = []
    for match in kind_table(language).find(words.tokens, clitics=language == "ar", text=words.text):
        row = match.value
        if row["feature"] not in _NAMING_FEATURES or row["number"] != "sg":
            continue
        name = _name_after(match.last, words) if language == "en" else _arabic_name(match.last, words)
        if name is None:
            continue
        first, last = name
        start, end = words.tokens[first].start, words.tokens[last - 1].end
        if any(span.start < end and start < span.end for span in (*taken, *(name.span for name in found))):
            continue
        head = as_head(row, match.start)
        found.append(Toponym(start=start, end=end, surface=words.text[start:end], first=first, last=last, head=head,
                             why=("kind_word", "unknown_name")))  # fmt: skip
    return found


def _name_after(position: int, words: Words) -> tuple[int, int] | None:
    """Read the capitalised words behind "village of"."""
    tokens = words.tokens
    if position + 1 >= len(tokens) or tokens[position].norm not in ("of", "called", "named"):
        return None
    last = position + 1
    while last < len(tokens) and last - position <= 4 and words.gap(last).strip(" -") == "" and (
        tokens[last].is_capitalised or (tokens[last].norm in ("al", "el") and last == position + 1)
    ):  # fmt: skip
        last += 1
    return (position + 1, last) if last > position + 1 else None


@lru_cache(maxsize=1)
def _no_names() -> frozenset[str]:
    return common_words("ar") | function_words("ar") | kind_words("ar")


def _arabic_name(position: int, words: Words) -> tuple[int, int] | None:
    """Read the name behind بلدة: a quoted run, or one word that is no ordinary word of the language."""
    tokens = words.tokens
    if position >= len(tokens):
        return None
    gap = words.gap(position)
    if gap.strip(" \u00a0") not in ("", *_QUOTES, "("):
        return None
    norm = tokens[position].norm
    bare = norm.removeprefix("ال")
    last = position
    while last - position < _MOST_OPENERS and opens_longer_name(words, last, tokens[last].norm, "ar"):
        last += 1
    if last > position:
        return position, last + 1  # تل أبو ظهور: words that open names, and the word that ends this one
    is_word = norm in _no_names() or bare in _no_names() or tokens[position].is_number
    if is_word or demonym_country(norm, "ar") or len(fold(norm)) < 3:
        return None
    return position, position + 1
