"""Find the phrases of a word list in a text, word by word on folded spellings.

The longest phrase wins, then the one that leaves fewest letters to clitics. Arabic writes و ف ب ل ك and the
article onto the next word: ولداعش, للتحالف, لـ"داعش" are all found, and the clitic stays outside the match.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Generic, NamedTuple, TypeVar

from conflictmap.text.normalise import fold
from conflictmap.text.tokens import Token, tokenise

T = TypeVar("T")

_CONJUNCTIONS = ("و", "ف")
_PREPOSITIONS = ("ب", "ل", "ك")
_ARTICLE = "ال"
# Shortest rest that may follow a stripped clitic or article: وكل is not و + كل.
_SHORTEST_STEM = 2
# What may stand between two words of one phrase: ميليشيا "قسد", al-Qaeda, U.S. forces.
_JOINERS = frozenset(" \t\u00a0\u202f\u200b\u200c\u200d\u200e\u200f\u0640\"'“”„‟«»‹›‘’`-‐‑–")
_LONGEST_GAP = 4
_LONGEST_GAP_UNSEEN = 2
_REMEMBERED = 50_000  # words whose openings a table keeps
_LONGEST_REMEMBERED = 40  # letters of such a word: a text of one endless word is not to fill the memory


class Match(NamedTuple, Generic[T]):
    """A phrase found: tokens[first:last], the offset behind a clitic of the first word, and the value."""

    first: int
    last: int
    start: int
    value: T


_Rest = tuple[int, tuple[str, ...], T]


class _Phrases(Generic[T]):
    """The phrases that begin with one word.

    `alone` has the value of the word as a phrase, if it is one; `behind` the rests of the others by their first word,
    each with its place in the order of the list.
    """

    __slots__ = ("alone", "behind")

    def __init__(self) -> None:
        self.alone: list[T] = []
        self.behind: dict[str, list[_Rest[T]]] = {}

    def add(self, number: int, rest: tuple[str, ...], value: T) -> None:
        """Add a phrase, the `number`th of the list, unless it is there."""
        if not rest:
            self.alone = self.alone or [value]
            return
        known = self.behind.setdefault(rest[0], [])
        if all(other != rest for _, other, _ in known):
            known.append((number, rest, value))

    def going_on(self, word: str, article: bool) -> Sequence[_Rest[T]]:
        """Give the phrases whose second word this may be, in the order of the list."""
        found = self.behind.get(word, ())
        if article and word.startswith(_ARTICLE):
            bare = self.behind.get(word[len(_ARTICLE) :], ())
            return sorted((*found, *bare), key=itemgetter(0)) if found and bare else found or bare
        return found


_Openings = tuple[tuple[int, _Phrases[T]], ...]
"""For each reading of a first word: the letters cut, and the phrases."""


class PhraseTable(Generic[T]):
    """Phrases with a value each. A phrase given twice keeps its first value.

    >>> table = PhraseTable([("قوات سوريا الديمقراطية", "sdf"), ("داعش", "isis")])
    >>> words = tokenise("ولداعش وقوات سوريا الديمقراطية")
    >>> [(m.first, m.last, m.value) for m in table.find(words, clitics=True)]
    [(0, 1, 'isis'), (1, 4, 'sdf')]
    """

    def __init__(self, pairs: Iterable[tuple[str, T]]) -> None:
        """Index the phrases by their first word."""
        self._by_word: dict[str, _Phrases[T]] = {}
        self._seen: tuple[dict[str, _Openings[T]], ...] = ({}, {}, {}, {})
        for number, (phrase, value) in enumerate(pairs):
            norms = tuple(token.norm for token in tokenise(phrase))
            if norms:
                self._by_word.setdefault(norms[0], _Phrases()).add(number, norms[1:], value)

    def find(
        self, tokens: Sequence[Token], *, clitics: bool, article: bool = False, text: str | None = None
    ) -> list[Match[T]]:
        """Give the matches in order, without overlap.

        Args:
            tokens: the words of a document, or some of them; `first` and `last` count in this sequence.
            clitics: whether Arabic clitics before the first word are left out.
            article: whether any word may carry the article ال that the phrase lacks.
            text: the text of the tokens; with it, only blanks, quotes and hyphens may part the words of a
                phrase (a comma may not), without it any gap of at most two characters may.
        """
        found: list[Match[T]] = []
        behind = 0
        for index in self.starts(tokens, clitics=clitics, article=article):
            if index >= behind:
                match = self.match_at(tokens, index, clitics=clitics, article=article, text=text)
                if match is not None:
                    found.append(match)
                    behind = match.last
        return found

    def starts(self, tokens: Sequence[Token], *, clitics: bool, article: bool = False) -> list[int]:
        """Give the indices of the words that open a phrase, whether or not it goes on behind them."""
        known = self._known(clitics, article)
        # The most frequent case by far, without a call: a word that is known to open no phrase.
        return [
            index
            for index, token in enumerate(tokens)
            if known.get(token.norm, True) and self.opens(token.norm, clitics=clitics, article=article)
        ]

    def opens(self, norm: str, *, clitics: bool, article: bool = False) -> bool:
        """Say whether a phrase may begin with this word."""
        openings = self._known(clitics, article).get(norm)
        return bool(self._openings(norm, clitics, article) if openings is None else openings)

    def match_at(
        self,
        tokens: Sequence[Token],
        index: int,
        *,
        clitics: bool,
        article: bool = False,
        text: str | None = None,
    ) -> Match[T] | None:
        """Give the best match whose first word is tokens[index], or None. The options are those of `find`."""
        token = tokens[index]
        openings = self._seen[2 * clitics + article].get(token.norm)
        if openings is None:
            openings = self._openings(token.norm, clitics, article)
        if not openings:
            return None
        best: tuple[int, int, T] | None = None  # the end, the letters cut, the value
        following = tokens[index + 1].norm if index + 1 < len(tokens) else None
        for cut, phrases in openings:
            if best is None and phrases.alone:
                best = (index + 1, cut, phrases.alone[0])
            for _, rest, value in phrases.going_on(following, article) if following is not None else ():
                last = index + 1 + len(rest)
                if best is not None and last <= best[0]:
                    continue
                if _continues(tokens, index, rest, article=article, text=text):
                    best = (last, cut, value)
        if best is None:
            return None
        return Match(index, best[0], token.start + written_length(token.text, best[1]), best[2])

    def _known(self, clitics: bool, article: bool) -> dict[str, _Openings[T]]:
        """Give what is remembered of the words met, for one way of looking at them."""
        return self._seen[2 * clitics + article]

    def _openings(self, norm: str, clitics: bool, article: bool) -> _Openings[T]:
        """Find the phrases that a word may open, and remember them: most words open none, and words come back."""
        found = tuple(
            (cut, self._by_word[stem])
            for stem, cut in stems(norm, clitics=clitics, article=article)
            if stem in self._by_word
        )
        if len(norm) <= _LONGEST_REMEMBERED:
            known = self._known(clitics, article)
            if len(known) >= _REMEMBERED:
                known.clear()
            known[norm] = found
        return found


@lru_cache(maxsize=65536)
def stems(norm: str, *, clitics: bool, article: bool = False) -> tuple[tuple[str, int], ...]:
    """Give the word and what is left of it behind clitics, as (stem, folded letters cut), fewest first.

    لل stands for ل + ال: the stem gets its article back, and both letters count as cut.

    >>> stems("وللاسري", clitics=True, article=True)[-2:]
    (('الاسري', 3), ('اسري', 3))
    """
    return tuple(_stems(norm, clitics, article))


def _stems(norm: str, clitics: bool, article: bool) -> Iterator[tuple[str, int]]:
    yield from _without_article(norm, 0, article)
    if not clitics:
        return
    for stem, cut in _without_prefix(norm, 0, _CONJUNCTIONS):
        yield from _without_article(stem, cut, article)
        yield from _behind_preposition(stem, cut, article)
    yield from _behind_preposition(norm, 0, article)


def _behind_preposition(norm: str, cut: int, article: bool) -> Iterator[tuple[str, int]]:
    for stem, more in _without_prefix(norm, cut, _PREPOSITIONS):
        yield from _without_article(stem, more, article)
    if norm.startswith("لل") and len(norm) >= _SHORTEST_STEM + 2:
        yield _ARTICLE + norm[1:], cut + 1  # للواء = ل + اللواء
        yield _ARTICLE + norm[2:], cut + 2
        if article:
            yield norm[2:], cut + 2


def _without_prefix(norm: str, cut: int, prefixes: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    if norm.startswith(prefixes) and len(norm) > _SHORTEST_STEM:
        yield norm[1:], cut + 1


def _without_article(norm: str, cut: int, article: bool) -> Iterator[tuple[str, int]]:
    yield norm, cut
    if article and norm.startswith(_ARTICLE) and len(norm) >= _SHORTEST_STEM + 2:
        yield norm[2:], cut + 2


def written_length(written: str, folded: int) -> int:
    """Give the number of written characters that make the first `folded` letters, with the marks that follow.

    >>> written_length("لـداعش", 1), written_length("داعش", 0)
    (2, 0)
    """
    if not folded:
        return 0
    count = length = 0
    while length < len(written) and (count < folded or not _letters(written[length])):
        count += _letters(written[length])
        length += 1
    return length


def _letters(character: str) -> int:
    """Give how many letters of the folded word a character makes: none if it takes the word apart (لـ ـقصف)."""
    return 0 if character in " .*" else len(fold(character))


def _continues(tokens: Sequence[Token], index: int, rest: tuple[str, ...], *, article: bool, text: str | None) -> bool:
    if index + len(rest) >= len(tokens):
        return False
    for position, norm in enumerate(rest, index + 1):
        word = tokens[position].norm
        if word != norm and not (article and word == _ARTICLE + norm):
            return False
        if not is_joined(tokens[position - 1], tokens[position], text):
            return False
    return True


def is_joined(left: Token, right: Token, text: str | None) -> bool:
    """Say whether two neighbouring words may belong to one phrase, judged by what stands between them."""
    if text is None:
        return right.start - left.end <= _LONGEST_GAP_UNSEEN
    gap = text[left.end : right.start]
    if len(left.text) == 1 and gap[:1] == ".":
        gap = gap[1:]  # U.S. forces
    if gap[:2].lower() in ("'s", "’s"):
        gap = gap[2:]  # People's Protection Units: the word is cut before the possessive
    return len(gap) <= _LONGEST_GAP and _JOINERS.issuperset(gap)
