"""Find Arabic names of persons in brackets and quotation marks, where every word counts: الصحفي (فلان الفلاني)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from conflictmap.revise.arabic import (
    BOUND,
    LONGEST,
    WRITTEN_ALA,
    conjunction,
    given_cut,
    is_any,
    is_office_before,
    is_surname,
    starts_name,
    titled,
)
from conflictmap.revise.scene import Person, Scene, folded, is_among
from conflictmap.text.normalise import fold, script
from conflictmap.text.phrases import written_length
from conflictmap.text.tokens import Token

_LIST_OPENERS = frozenset(
    map(fold, ("أمثال", "مثل", "بينهم", "منهم", "وهم", "هم", "أبرزهم", "أسماؤهم", "وهما", "هما", "بينهما"))
)
_BRACKETS = re.compile(r"[(（\[]([^()（）\[\]\n]{2,240})[)）\]]")
_QUOTED = re.compile(r"[\"“«]([^\"“”«»\n]{2,60})[\"”»]")
_BETWEEN_ITEMS = re.compile(r"[،,؛;/]")


def find(scene: Scene) -> Iterator[Person]:
    """Give the names that stand alone in brackets, or in quotation marks behind a person noun."""
    starts = [token.start for token in scene.words.tokens]
    for pattern in (_BRACKETS, _QUOTED):
        for match in pattern.finditer(scene.words.text):
            inside = range(bisect_left(starts, match.start(1)), bisect_left(starts, match.end(1)))
            items = list(_items(scene, inside))
            if items and _speaks_of_persons(scene, items, is_quoted=pattern is _QUOTED):
                yield from (_item(scene, first, last, first == inside.start) for first, last in items)


def _items(scene: Scene, inside: range) -> Iterator[tuple[int, int]]:
    """Cut what stands in brackets at commas and at و before a given name."""
    begin = inside.start
    for index in inside:
        token = scene.words.tokens[index]
        and_name = token.norm.startswith("و") and given_cut(token) == 1
        if index > begin and (and_name or _BETWEEN_ITEMS.search(scene.words.gap(index))):
            yield begin, index
            begin = index
    if begin < inside.stop:
        yield begin, inside.stop


def _item(scene: Scene, first: int, last: int, is_first: bool) -> Person:
    token = scene.words.tokens[first]
    cut = given_cut(token)
    if cut is None:
        cut = 0 if is_first else conjunction(token)
    return scene.person(first, last, written_length(token.text, cut))


def _speaks_of_persons(scene: Scene, items: list[tuple[int, int]], *, is_quoted: bool) -> bool:
    """Say whether what stands in brackets is persons: by the word before, or by a given name at the start."""
    first = items[0][0]
    if not all(_is_namelike(scene, *item) for item in items) or is_office_before(scene, first):
        return False
    if titled(scene, first)[0]:
        return True
    before = scene.token(first - 1) if scene.adjoins(first, "([（:") else None
    if is_quoted or (before is not None and is_any(before, _LIST_OPENERS)):
        return not is_quoted
    says = before is not None and is_among(before.norm, "ar", "speech_verbs")
    return any(_starts_clearly(scene, *item) for item in items) or (says and _is_open(scene, items))


def _is_open(scene: Scene, items: list[tuple[int, int]]) -> bool:
    first, last = items[0]
    return len(items) == 1 and last - first > 1 and all(map(is_surname, scene.words.tokens[first:last]))


def _starts_clearly(scene: Scene, first: int, last: int) -> bool:
    cut = given_cut(scene.words.tokens[first])
    return last - first > 1 and cut is not None and starts_name(scene, first, cut)


def _is_namelike(scene: Scene, first: int, last: int) -> bool:
    """Say whether some words may be a name as a whole: few, no numbers, no place, no actor, no grammar."""
    if last - first > LONGEST + 2 or not scene.taken.isdisjoint(range(first, last)):
        return False
    return all(map(_is_free, scene.words.tokens[first:last]))


def _is_free(token: Token) -> bool:
    if script(token.text) != "arabic" or token.text in WRITTEN_ALA:
        return False
    grammar = folded("ar", "function_words", "organisation_words", "kinds")
    return token.norm not in grammar or token.norm in BOUND or token.norm in folded("ar", "given_names")
