"""Find names of persons in English and other Latin-script text: capitalised runs with a reason to be a person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conflictmap.revise.scene import Person, Scene, folded, is_among
from conflictmap.text.normalise import script
from conflictmap.text.tokens import Token

_LONGEST = 5


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


PARTICLES = _set("al el ul bin ibn bint abu abd abdel abdul umm van von der de da di dos del la le du ould ag as ash"
                 " az an ar")  # fmt: skip
_LOWER_CASE = _set("al el abu")
_BOUND = _set("abu abd abdel abdul umm bin ibn bint")
# Titles that stand only before names, and nouns that may.
_TITLES = _set("mr mrs ms miss dr prof professor sheikh sheik shaikh haji hajji sir lady sgt sergeant cpl corporal lt"
               " capt captain maj major col colonel brig gen cmdr commander pvt private judge pastor father reverend"
               " imam officer")  # fmt: skip
_NOUNS = _set("activist activists journalist journalists resident witness doctor nurse teacher student farmer driver"
              " shopkeeper photographer reporter correspondent editor spokesman spokeswoman spokesperson cameraman"
              " researcher analyst lawyer fighter soldier father mother brother sister son daughter wife husband uncle"
              " cousin hostage prisoner detainee refugee victim survivor medic paramedic paediatrician surgeon"
              " volunteer citizen engineer writer author director commander boy girl man woman friend neighbour"
               " neighbor colleague nephew niece grandson granddaughter child baby")  # fmt: skip
_NAMED = _set("named called identified as")
_OFFICES = _set("president minister premier king queen chancellor pope secretary-general")
_SAYING = _set("said says told tells added adds recalled recalls explained wrote tweeted")
_GROUPS = _set("liwa jaysh jaish harakat ansar katibat kataib faylaq jabhat saraya firqat ahrar dar hayat hezbollah"
               " camp operation mount lake tel tell deir jebel jabal wadi khan beit bab ras ain umm street north south"
               " east west central")  # fmt: skip
_AGE = re.compile(r"(?:['’]s)?(?:,\s*|\s*\()(?:aged?\s+)?(?:1?\d{1,2}(?=[,).;]|\s+years)|an?\s+\d{1,3}-year-old)")
_APPOSED = re.compile(r",\s+(?:an?|the|one\s+of)\s+(?:[\w-]+\s+){0,3}?(\w+)")
_CONTINUES = re.compile(r"^(?:,|,?\s+and|\s+or)\s+$")


def find(scene: Scene) -> Iterator[Person]:
    """Give the capitalised runs that are persons, in order."""
    before: Person | None = None
    for first, last in _segments(scene):
        start = _trimmed(scene, first, last)
        if start < last and _is_person(scene, start, last, before):
            before = scene.person(start, last)
            yield before


def is_given(token: Token) -> bool:
    """Say whether a capitalised word is a given name or a surname of the list."""
    return token.norm in folded("en", "given_names")


def _is_clear(token: Token) -> bool:
    return is_given(token) and not is_among(token.norm, "en")


def _segments(scene: Scene) -> Iterator[tuple[int, int]]:
    """Cut the text into runs of words that may belong to one name."""
    tokens, index = scene.words.tokens, 0
    while index < len(tokens):
        if not _may_name(scene, index):
            index += 1
            continue
        last = index + 1
        while last < len(tokens) and _joins(scene, last) and (_may_name(scene, last) or _is_inner(scene, last)):
            last += 1
        while last > index and not tokens[last - 1].is_capitalised:
            last -= 1
        if last > index:
            yield index, last
        index = max(last, index + 1)


def _joins(scene: Scene, index: int) -> bool:
    gap, before = scene.words.gap(index), scene.words.tokens[index - 1]
    if before.text[-2:].lower() in ("'s", "’s"):
        return False
    return gap in (" ", "-", "‐", "\u00a0", "’", "'") or (gap == ". " and len(before.text) == 1)


def _is_inner(scene: Scene, index: int) -> bool:
    return scene.words.tokens[index].norm in PARTICLES


def _may_name(scene: Scene, index: int) -> bool:
    token = scene.words.tokens[index]
    if not token.is_capitalised and token.norm not in _LOWER_CASE:
        return False
    if index in scene.taken or script(token.text) != "latin":
        return False
    if token.norm in PARTICLES and (token.is_capitalised or token.norm in _LOWER_CASE):
        return True
    if not token.is_capitalised or (token.text.isupper() and len(token.text) > 1):
        return False
    return is_given(token) or not is_among(token.norm, "en")


def _trimmed(scene: Scene, first: int, last: int) -> int:
    """Drop the head of a run that is too long for a name (a headline); without a given name, all of it."""
    tokens = scene.words.tokens
    if last - first <= _LONGEST:
        return first
    givens = [index for index in range(first, last) if _is_clear(tokens[index])]
    return max(first, givens[0] - 1) if givens else last


def _is_person(scene: Scene, first: int, last: int, before: Person | None) -> bool:
    tokens = scene.words.tokens[first:last]
    names = [token for token in tokens if token.norm not in PARTICLES or token.norm in _BOUND]
    if not names or _beside_kind(scene, first, last):
        return False
    if tokens[0].norm in _GROUPS and not (tokens[0].norm in _BOUND and _title(scene, first)):
        return False
    if _has_age(scene, last) or _title(scene, first) in _TITLES:
        return True
    if len(names) > 1 and (_named_so(scene, tokens, names) or _initialled(scene, first, tokens)):
        return True
    noun = _title(scene, first)
    if noun in _NOUNS or noun in _NAMED:
        return len(names) > 1 or any(map(_is_clear, names))
    if len(names) == 1:
        return _is_clear(names[0]) and _says(scene, last)
    return _in_context(scene, first, last, before)


def _named_so(scene: Scene, tokens: tuple[Token, ...], names: list[Token]) -> bool:
    if any(map(_is_clear, names)) or names[0].norm in _BOUND:
        return True
    return is_given(names[0]) and any(not is_among(name.norm, "en") for name in names[1:])


def _initialled(scene: Scene, first: int, tokens: tuple[Token, ...]) -> bool:
    """J. Smith, but not U.S. Marines."""
    dotted = scene.words.text[tokens[0].end : tokens[0].end + 2] == ". "
    inside_abbreviation = scene.words.gap(first).endswith(".")
    return len(tokens[0].text) == 1 and dotted and not inside_abbreviation and len(tokens[-1].text) > 2


def _in_context(scene: Scene, first: int, last: int, before: Person | None) -> bool:
    """Say whether unknown capitalised words speak, go on a list of names, or are explained as a person."""
    text, end = scene.words.text, scene.words.tokens[last - 1].end
    if _says(scene, last):
        return True
    apposed = _APPOSED.match(text, end)
    if apposed and apposed.group(1).lower() in _NOUNS:
        return True
    return before is not None and bool(_CONTINUES.match(text[before.end : scene.words.tokens[first].start]))


def _says(scene: Scene, last: int) -> bool:
    after = scene.token(last)
    return after is not None and after.norm in _SAYING and scene.words.gap(last) == " "


def _has_age(scene: Scene, last: int) -> bool:
    return bool(_AGE.match(scene.words.text, scene.words.tokens[last - 1].end))


def _title(scene: Scene, first: int) -> str:
    """Give the word right before the name, folded, if it may be a title."""
    gap = scene.words.gap(first)
    return scene.words.tokens[first - 1].norm if first and gap in (" ", ". ", "\u00a0", " “", ' "') else ""


def _beside_kind(scene: Scene, first: int, last: int) -> bool:
    """Say whether the words name a place or a body: Camp Ashraf, town of X, X Hospital, X Brigade."""
    listed = folded("en", "kinds", "organisation_words")
    before, after, tokens = scene.token(first - 1), scene.token(last), scene.words.tokens
    if after is not None and scene.words.gap(last) == " " and after.norm in listed:
        return True
    if before is None or scene.words.gap(first) != " ":
        return False
    if before.norm in ("of", "called", "named") and first > 1:
        return tokens[first - 2].norm in listed
    is_kind = before.norm in folded("en", "kinds") or (before.is_capitalised and before.norm in listed)
    return is_kind and before.norm not in _NOUNS


def is_office_before(scene: Scene, index: int) -> bool:
    """Say whether a public office stands before the name: President X, Foreign Minister X."""
    before = scene.token(index - 1)
    return before is not None and before.norm in _OFFICES and scene.words.gap(index) == " "
