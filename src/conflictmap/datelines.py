"""Find what stands before the first sentence of a paragraph: a dateline, the time of an entry, who is passed on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from conflictmap import lexicon
from conflictmap.text.normalise import fold
from conflictmap.text.tokens import Part

_DASH = r"(?:[-–—]+|(?<=\s)ـ+(?=\s))"  # a tatweel alone is a dash, in a word it is none
_NAME = r"(?:[A-Z][\w'’]*\.?|[A-Z](?:\.[A-Z])+\.?|al|el|ad|an|ar|as|ash|at|az|ed|er|es|esh|ez|de|of|the)"
_NAMES = rf"{_NAME}(?:(?:\s*[-/,]\s*|\s+){_NAME}){{0,6}}"
_DAY = r"(?:\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]{2,8}\.?|[A-Z][a-z]{2,8}\.?\s+\d{1,2})(?:,?\s+\d{4})?"
_ARABIC_WORD = r"[ء-ي\u064b-\u0652]+"
_PLACE = rf"{_ARABIC_WORD}(?:\s+{_ARABIC_WORD}){{0,2}}"
_ARABIC_MONTH = rf"(?:{_ARABIC_WORD}(?:\s*[/(]\s*{_ARABIC_WORD}\)?)?|[0-9٠-٩]{{1,2}})"
_ARABIC_DAY = rf"[0-9٠-٩]{{1,2}}[\s/-]+{_ARABIC_MONTH}(?:[\s/-]+[0-9٠-٩]{{4}})?"
_AGENCY = r"\([^()\n]{2,40}\)"
_TIME = (
    r"[\[(]?[0-9٠-٩]{1,2}[:.h][0-9٠-٩]{2}(?::[0-9٠-٩]{2})?"
    r"(?P<zone>\s*(?:[AaPp]\.?[Mm]\.?(?!\w)|(?:GMT|UTC|BST|EST|EDT|CET|CEST|EET|EEST|AST)(?:[+-]\d{1,2})?"
    r"|local time|صباحا[ًً]?|مساء[ً]?|ظهرا[ً]?|فجرا[ً]?|[صم](?![ء-ي])|بتوقيت\s+[ء-ي]+|(?:بتوقيت\s+)?غرينتش))*[\])]?"
)
_REACH = 200  # characters of a line that are looked at
_MARK = re.compile(r"[-–—:|(@ـ]|[0-9٠-٩]{2}")  # one of which every lead has
# Each gives a lead with everything up to where the sentence starts.
_STAMPS = (
    re.compile(rf"\s*(?:الساعة\s+)?{_TIME}\s*(?:[-–—:|]+\s*|$)"),
    re.compile(rf"\s*(?:{_TIME})(?<=[A-Za-z.\])])\s+(?=[A-Z“\"‘#@])"),
    re.compile(r"\s*[0-9٠-٩]{1,2}:[0-9٠-٩]{2}\s+(?=[A-Z“\"‘])"),
)
_PASSED_ON = re.compile(r"\s*RT\s+@\w+:?\s*")
_WITH_BRACKET = {
    "en": (
        re.compile(rf"\s*{_NAMES}(?:,?\s+{_DAY})?[\s,]*[-–—]*\s*{_AGENCY}\s*(?:[-–—]+|:)\s*"),
    ),
    "ar": (
        re.compile(
            rf"\s*(?:{_PLACE}\s*{_DASH}\s*)?{_PLACE}(?:\s*[،,/]\s*{_PLACE})?(?:\s*[،,]?\s*{_ARABIC_DAY})?"
            rf"\s*{_DASH}?\s*{_AGENCY}\s*(?:{_DASH}|:|$)\s*"
        ),
        re.compile(rf"\s*{_PLACE}\s*{_DASH}\s*{_AGENCY}\s*"),
    ),
}  # fmt: skip
_WITH_DATE = {
    "en": (re.compile(rf"\s*{_NAMES},?\s+{_DAY}\s*(?:{_AGENCY})?\s*(?:[-–—]+|:)\s+"),),
    "ar": (re.compile(rf"\s*{_PLACE}\s*[،,]?\s*(?:في\s+)?{_ARABIC_DAY}\s*(?:{_DASH}|:)\s+"),),
}
# Bare ones, at the opening of an article only: a dash can also set a remark off.
_BARE = {
    "en": (
        re.compile(rf"\s*(?P<name>[A-Z][A-Z'’]{{2,}}(?:[\s/-]+[A-Z][A-Z'’]+)*)(?:[,/]\s*{_NAMES})?\s+[-–—]+\s+(?=\S)"),
        re.compile(r"\s*(?P<name>[A-Z][A-Z'’]{3,}(?:[\s/-]+[A-Z][A-Z'’]+)*):\s+(?=[A-Z][a-z])"),
    ),
    "ar": (
        re.compile(rf"\s*(?P<name>{_PLACE})\s*{_DASH}\s*(?P<more>(?!و){_PLACE})\s*{_DASH}\s+(?=\S)"),
        re.compile(rf"\s*(?P<name>{_PLACE})\s+{_DASH}\s+(?P<more>{_PLACE})\s*$"),
        re.compile(rf"\s*(?P<name>{_ARABIC_WORD}(?:\s+{_ARABIC_WORD})?)\s+{_DASH}\s+(?=\S)"),
    ),
}
_REMARK = re.compile(r"\s[-–—]+(?:\s|[،,])|\s[-–—]\S[^\n]{0,200}\S[-–—]\s")


@dataclass(frozen=True, slots=True)
class Lead:
    """What stands before a sentence: how many characters of the line, and what it is."""

    length: int
    part: Part


def lead_of(line: str, language: str, *, is_opening: bool) -> Lead | None:
    """Give the dateline, stamp or "RT @name" that a line starts with, or None.

    Args:
        line: a line of the text, without its end.
        language: ISO 639-1; of other languages than Arabic and English only stamps are known.
        is_opening: whether the line is among the first of the text, where a bare name and a dash are a dateline.

    >>> lead_of("GENEVA (Reuters) - Talks went on.", "en", is_opening=True).length
    19
    """
    line = line[:_REACH]
    if not _MARK.search(line):
        return None
    passed_on = _PASSED_ON.match(line)
    if passed_on:
        return Lead(passed_on.end(), Part.TAGS)
    for pattern in _STAMPS:
        stamp = pattern.match(line)
        if stamp:
            return Lead(stamp.end(), Part.STAMP)
    for patterns in (_WITH_BRACKET, _WITH_DATE):
        for pattern in patterns.get(language, ()):
            match = pattern.match(line)
            if match:
                return Lead(match.end(), Part.DATELINE)
    if is_opening:
        for pattern in _BARE.get(language, ()):
            match = pattern.match(line)
            if match and _is_place_alone(match, line, language):
                return Lead(match.end(), Part.DATELINE)
    return None


def _is_place_alone(match: re.Match[str], line: str, language: str) -> bool:
    """Say whether a bare lead can be a dateline: it tells nothing, names nobody, and what follows is no remark."""
    found = match.groupdict()
    lead = " ".join(part for part in (found["name"], found.get("more")) if part)
    if not _tellers(language).isdisjoint(map(fold, lead.split())):
        return False
    return "more" in found or not (found["name"] in _actors(language) or _REMARK.search(line, match.end()))


@lru_cache(maxsize=2)
def _actors(language: str) -> frozenset[str]:
    return lexicon.words(language, "actors", "name")


@lru_cache(maxsize=2)
def _tellers(language: str) -> frozenset[str]:
    """Give the words that no dateline has, folded: verbs of news, groups of people, kinds of organisations."""
    lists = (lexicon.words(language, name) for name in ("triggers", "groups", "organisation_words", "casualties"))
    return frozenset(fold(word) for listed in lists for word in listed if " " not in word)
