"""What is known of the words of a text before names of persons are looked for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from conflictmap import lexicon
from conflictmap.model import Span
from conflictmap.text.normalise import fold
from conflictmap.text.phrases import Match, PhraseTable, stems
from conflictmap.text.tokens import Token, Words

_LISTS = ("casualties", "common_words", "demonyms", "function_words", "groups", "kinds", "modality", "months",
          "number_nouns", "numbers", "organisation_words", "person_titles", "source_nouns", "speech_verbs", "times",
          "triggers", "weapons")  # fmt: skip
_LONGEST_GAP = 3
_BLANKS = " \u00a0\u200c\u200d\u200e\u200f"


@dataclass(frozen=True, slots=True)
class Person:
    """A name found: tokens[first:last], from the offset behind a clitic to the last letter."""

    first: int
    last: int
    start: int
    end: int

    @property
    def span(self) -> Span:
        """Give the interval of the name."""
        return Span(start=self.start, end=self.end)


@dataclass(frozen=True, slots=True)
class Scene:
    """A text with the words that are taken by places and actors, and its full and bare names of public figures."""

    words: Words
    taken: frozenset[int]
    public: tuple[Match[bool], ...]

    @classmethod
    def of(cls, words: Words, spans: Iterable[Span]) -> Scene:
        """Mark the words that stand in one of the spans, and find the public figures."""
        public = public_figures().find(words.tokens, clitics=True, text=words.text)
        return cls(words, frozenset(_covered(words, spans)), tuple(public))

    def token(self, index: int) -> Token | None:
        """Give a token, or None beyond either end of the text."""
        return self.words.tokens[index] if 0 <= index < len(self.words.tokens) else None

    def adjoins(self, index: int, between: str = "") -> bool:
        """Say whether only blanks (or the characters of `between`) part the token from the one before."""
        if not 0 < index < len(self.words.tokens):
            return False
        gap = self.words.gap(index)
        return len(gap) <= _LONGEST_GAP and not gap.strip(_BLANKS + between)

    def person(self, first: int, last: int, cut: int = 0) -> Person:
        """Make a person of some tokens, without `cut` characters of the first one and without a possessive."""
        tokens = self.words.tokens
        final = tokens[last - 1]
        end = final.end - (2 if final.text[-2:].lower() in ("'s", "’s") else 0)
        return Person(first, last, tokens[first].start + cut, end)


def _covered(words: Words, spans: Iterable[Span]) -> Iterator[int]:
    ends = [token.end for token in words.tokens]
    for span in spans:
        index = bisect_right(ends, span.start)
        while index < len(ends) and words.tokens[index].start < span.end:
            yield index
            index += 1


@lru_cache(maxsize=1)
def public_figures() -> PhraseTable[bool]:
    """Give the names of public figures of all languages: True for a full name, False for a bare surname."""
    names = [row["name"] for language in lexicon.LANGUAGES for row in lexicon.rows(language, "public_figures")]
    return PhraseTable((name, _is_full(name)) for name in names)


def _is_full(name: str) -> bool:
    return len([word for word in name.replace("-", " ").split() if fold(word) not in ("al", "el", "de", "bin")]) > 1


@lru_cache(maxsize=64)
def folded(language: str, *names: str) -> frozenset[str]:
    """Give the words of some lexicons, folded."""
    return frozenset(fold(word) for name in names for word in lexicon.words(language, name))


@lru_cache(maxsize=8)
def ordinary(language: str) -> frozenset[str]:
    """Give all words of the language that the lexicons know as no name."""
    return folded(language, *_LISTS)


@lru_cache(maxsize=20_000)
def is_among(norm: str, language: str, *names: str) -> bool:
    """Say whether an Arabic word, with or without clitics and article, or an English word stands in a lexicon."""
    listed = folded(language, *names) if names else ordinary(language)
    return any(stem in listed for stem, _ in stems(norm, clitics=language == "ar", article=language == "ar"))
