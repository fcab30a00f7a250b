"""Parts of a country told without its name, or behind it: "the country's north", الشمال السوري, شمال البلاد."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from conflictmap.model import Span
from conflictmap.recognise.context import bearings
from conflictmap.recognise.matching import demonym_country
from conflictmap.text.phrases import stems, written_length
from conflictmap.text.tokens import Words
from conflictmap.toponyms import HERE, Relation, Toponym

_THE_COUNTRY = {"ar": frozenset(("البلاد", "البلد")), "en": frozenset(("country",))}
_LONGEST = 3  # words of a direction


def country_parts(
    words: Words, language: str, taken: Sequence[Span], countries: Mapping[int, str] | None = None
) -> list[Toponym]:
    """Give the parts of countries, each with its direction.

    Args:
        taken: what is already something else.
        countries: countries named in the text, by the index behind their last word ("Syria's north").
    """
    read = _arabic if language == "ar" else _english
    found: list[Toponym] = []
    for index in range(len(words.tokens)):
        hit = read(words, index, countries or {})
        if hit is not None and not any(hit.span.meets(span) for span in (*taken, *(part.span for part in found))):
            found.append(hit)
    return found


def _arabic(words: Words, index: int, _countries: Mapping[int, str]) -> Toponym | None:
    """Read شمال البلاد, في الشمال السوري: a direction, then "the country" or a nationality."""
    for stem, cut in stems(words.tokens[index].norm, clitics=True):
        if stem not in _first_words("ar"):
            continue
        for length in range(_LONGEST, 0, -1):
            last = index + length
            if last >= len(words.tokens) or not _is_close(words, index + 1, last + 1):
                continue
            key = (stem, *(token.norm for token in words.tokens[index + 1 : last]))
            if bearings("ar").get(key) is None:
                continue
            after = words.tokens[last].norm
            is_definite = all(word.startswith("ال") for word in key)
            nation = demonym_country(after, "ar") if is_definite and after.startswith("ال") else None
            if nation or (after in _THE_COUNTRY["ar"] and not is_definite):
                start = words.tokens[index].start + written_length(words.tokens[index].text, cut)
                return _part(words, index, last + 1, start, nation or HERE, bearings("ar")[key])
    return None


def _english(words: Words, index: int, countries: Mapping[int, str]) -> Toponym | None:
    """Read "Syria's north", "the country's south-east", "the Iraqi west", "the north of the country"."""
    token = words.tokens[index]
    owner = token.norm in _THE_COUNTRY["en"] or index + 1 in countries
    is_possessive = words.text[token.end : token.end + 2] in ("'s", "’s")
    nation = demonym_country(token.norm, "en") if token.is_capitalised else None
    if (owner and is_possessive) or nation:
        last = _direction_end(words, index + 1)
        if last is not None and _ends_phrase(words, last):
            key = tuple(t.norm for t in words.tokens[index + 1 : last])
            country = nation if not owner else countries.get(index + 1, HERE)
            return _part(words, index, last, token.start, country or HERE, bearings("en")[key])
    last = _direction_end(words, index)
    if last is not None:
        rest = [t.norm for t in words.tokens[last : last + 3]]
        if rest[:3] == ["of", "the", "country"]:
            key = tuple(t.norm for t in words.tokens[index:last])
            return _part(words, index, last + 3, token.start, HERE, bearings("en")[key])
    return None


def _direction_end(words: Words, index: int) -> int | None:
    if index >= len(words.tokens) or words.tokens[index].norm not in _first_words("en"):
        return None
    for last in range(min(index + _LONGEST, len(words.tokens)), index, -1):
        key = tuple(token.norm for token in words.tokens[index:last])
        if bearings("en").get(key) is not None and not words.tokens[index].norm.endswith(("ern", "ward", "wards")):
            return last
    return None


@lru_cache(maxsize=8)
def _first_words(language: str) -> frozenset[str]:
    """Give the words that directions begin with: with most words none does."""
    return frozenset(direction[0] for direction in bearings(language))


def _ends_phrase(words: Words, index: int) -> bool:
    """Say whether no noun follows that the direction would describe: not "Syria's north coast"."""
    if index >= len(words.tokens) or words.gap(index).strip():
        return True
    return words.tokens[index].norm in _AFTER


_AFTER = frozenset(
    ("and", "or", "in", "on", "at", "by", "to", "since", "after", "before", "during", "as", "where", "which", "who",
     "that", "has", "have", "had", "is", "was", "were", "are", "when", "while", "with", "from", "near", "last", "this",
     "but", "for", "into", "said", "will", "would", "could", "remains", "remain", "on"))  # fmt: skip


def _is_close(words: Words, first: int, last: int) -> bool:
    return all(not words.gap(index).strip(" \u00a0-") for index in range(first, last))


def _part(words: Words, first: int, last: int, start: int, country: str, bearing: float | None) -> Toponym:
    end = words.tokens[last - 1].end
    return Toponym(start=start, end=end, surface=words.text[start:end], first=first, last=last, part_of=country,
                   relation=Relation(type="part", start=start, bearing=bearing), why=("part_of_country",))  # fmt: skip
