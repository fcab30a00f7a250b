"""Load the time words and patterns of a language, by what may begin with a word.

In a pattern `x?` may be absent, `,x` may stand behind a comma, `!x` must stand there but is not part of the expression.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from conflictmap.lexicon import rows
from conflictmap.text.phrases import PhraseTable, stems
from conflictmap.text.tokens import Token, tokenise

DIGITS = frozenset(
    (
        *("num", "dom", "yyyy", "year_named", "year_alone", "hyear"),
        *("date_numeric", "clock", "clock24", "clock_colon", "decade"),
    )
)
WORDLESS = frozenset(("and", "hyphen"))  # items that a hyphen between two words may stand for
_REMEMBERED, _LONGEST_REMEMBERED = 50_000, 40  # words, and letters of a word


class Item(NamedTuple):
    """One item of a pattern: the class of its words, and how it may stand there."""

    name: str
    optional: bool
    comma: bool
    context: bool


class _Pattern(NamedTuple):
    items: tuple[Item, ...]
    meaning: str


class _Word(NamedTuple):
    value: str
    capital: bool


class Node:
    """Patterns that begin alike: what may come next, and number and meaning of those that end here.

    One of the items of `needs` has to begin with the next word; none of them has to where `needs` is empty.
    """

    __slots__ = ("ends", "following", "needs")

    def __init__(self) -> None:
        self.following: dict[Item, Node] = {}
        self.ends: list[tuple[int, str]] = []
        self.needs: frozenset[str] = frozenset()


class _Opening(NamedTuple):
    """What may begin with a word: items of patterns by their names, and whole patterns."""

    items: frozenset[str]
    patterns: Node


@dataclass(frozen=True, slots=True)
class TimeLexicon:
    """The words of one language by class, and its patterns by the class they may begin with.

    `openings` remembers what may begin with the words met: with most words nothing.
    """

    language: str
    tables: dict[str, PhraseTable[_Word]]
    classes: dict[str, frozenset[str]]
    patterns: dict[str, tuple[_Pattern, ...]]
    openings: dict[str, _Opening] = field(default_factory=dict)
    trees: dict[frozenset[str], _Opening] = field(default_factory=dict)

    def opening(self, token: Token) -> _Opening:
        """Say what may begin with a word."""
        known = self.openings.get(token.norm)
        if known is None:
            names = DIGITS if token.is_number else frozenset()
            for stem, _ in stems(token.norm, clitics=True, article=True):
                names |= self.classes.get(stem, frozenset())
            known = self.trees.get(names)
            if known is None:
                some = dict.fromkeys(pattern for name in sorted(names) for pattern in self.patterns.get(name, ()))
                known = self.trees[names] = _Opening(names, _tree(some))
            if len(token.norm) <= _LONGEST_REMEMBERED:
                if len(self.openings) >= _REMEMBERED:
                    self.openings.clear()
                self.openings[token.norm] = known
        return known


def _tree(patterns: Iterable[_Pattern]) -> Node:
    """Put patterns together that begin alike, so that what they share is looked for once."""
    root = Node()
    for number, pattern in enumerate(patterns):
        node = root
        for item in pattern.items:
            node = node.following.setdefault(item, Node())
        node.ends.append((number, pattern.meaning))
    _set_needs(root)
    return root


def _set_needs(node: Node) -> None:
    names: set[str] = set()
    is_free = bool(node.ends)
    for item, rest in node.following.items():
        _set_needs(rest)
        names |= {item.name} | (rest.needs if item.optional else frozenset())
        is_free = is_free or item.name in WORDLESS or (item.optional and not rest.needs)
    node.needs = frozenset() if is_free else frozenset(names)


def _item(written: str) -> Item:
    name = written.strip("?,!")
    return Item(name, written.endswith("?"), written.startswith(","), written.startswith("!"))


@lru_cache(maxsize=8)
def time_lexicon(language: str) -> TimeLexicon:
    """Load the time words and patterns of a language; one without any has no expressions."""
    words: dict[str, list[tuple[str, str]]] = {}
    for row in (*rows(language, "times"), *rows(language, "time_context")):
        words.setdefault(row["class"], []).append((row["word"], row["value"]))
    for row in rows(language, "months"):
        names = ["hmonth"] if row["calendar"] == "hijri" else ["month"]
        names += ["month_alone"] if row["alone"] == "yes" else []
        for name in names:
            words.setdefault(name, []).append((row["word"], row["month"]))
    words["given_name"] = [(row["word"], "") for row in rows(language, "given_names")]
    tables = {
        name: PhraseTable((word, _Word(value, word[:1].isupper())) for word, value in pairs)
        for name, pairs in words.items()
    }
    words.setdefault("num", []).extend((row["word"], "") for row in rows(language, "numbers"))
    classes: dict[str, set[str]] = {}
    for name, pairs in words.items():
        for word, _ in pairs:
            classes.setdefault(tokenise(word)[0].norm, set()).add(name)
    patterns = [
        _Pattern(tuple(map(_item, row["pattern"].split())), row["meaning"]) for row in rows(language, "time_patterns")
    ]
    return TimeLexicon(language, tables, {w: frozenset(n) for w, n in classes.items()}, _by_beginning(patterns))


def _by_beginning(patterns: Sequence[_Pattern]) -> dict[str, tuple[_Pattern, ...]]:
    """Sort the patterns under every class that they may begin with."""
    found: dict[str, list[_Pattern]] = {}
    for pattern in patterns:
        for item in pattern.items:
            found.setdefault(item.name, []).append(pattern)
            if not item.optional:
                break
    return {name: tuple(some) for name, some in found.items()}
