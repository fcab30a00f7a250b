"""Cut a text into words and sentences, with offsets that never move."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from conflictmap.text.normalise import DISGUISE, fold
from conflictmap.text.sentences import sentence_ends

# A number with its separators, or a run of letters, marks and inner apostrophes. Hyphens part words:
# "al-Hol" is two tokens, so that article and name can be told apart. A word taken apart (قـ ـصف) is one.
_WORD = re.compile(
    r"[0-9٠-٩۰-۹]+(?:[.,٫٬][0-9٠-٩۰-۹]+)*"
    rf"|(?:[^\W\d_]|[\u0300-\u036f\u064b-\u065f\u0670\u0640]|{DISGUISE})+"
    r"(?:['’ʼʿʾ‘`](?:[^\W\d_]|[\u0300-\u036f])+)*"
)
_LEAD = re.compile(r"""[^\w"'“”‘’«»(\[{<#$€£%+-]*""")  # bullets, pictures and bars before a sentence are not of it
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
_LONGEST_REMEMBERED = 40  # letters of a word whose folded form is kept


@dataclass(frozen=True, slots=True)
class Token:
    """One word: its place in the text, as written, and folded. `norm` lacks an English possessive."""

    start: int
    end: int
    text: str
    norm: str

    @property
    def is_number(self) -> bool:
        """Say whether the word is written in digits."""
        return self.norm[:1].isdigit()

    @property
    def is_capitalised(self) -> bool:
        """Say whether the word starts with a capital letter (Arabic has none)."""
        return self.text[:1].isupper()


class Part(StrEnum):
    """What a sentence is of the page. Those that tell something are the headline and the body."""

    HEADLINE = "headline"
    BODY = "body"
    DATELINE = "dateline"  # "BEIRUT (Reuters) -"
    STAMP = "stamp"  # "14:35 GMT" before an entry of a live blog
    TAGS = "tags"  # hashtags and accounts around a post
    REPEAT = "repeat"  # a line that stands elsewhere too, such as the title
    FURNITURE = "furniture"  # "Read more", captions, headlines of other articles


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its span, its words as tokens[first:last] of the document's tokens, and what it is of the page."""

    start: int
    end: int
    first: int
    last: int
    paragraph: int
    part: Part = Part.BODY

    @property
    def tells(self) -> bool:
        """Say whether what the sentence says is news of this article."""
        return self.part in (Part.HEADLINE, Part.BODY)


def tokenise(text: str) -> tuple[Token, ...]:
    """Cut a text into words and numbers.

    >>> [token.norm for token in tokenise('Syria’s al-Hol: 1,000')]
    ['syria', 'al', 'hol', '1,000']
    """
    return tuple(_token(match.start(), match.group()) for match in _WORD.finditer(text))


def _token(start: int, surface: str) -> Token:
    bare, norm = (_bare_and_folded if len(surface) <= _LONGEST_REMEMBERED else _bare_and_folded.__wrapped__)(surface)
    return Token(start, start + len(bare), bare, norm)


@lru_cache(maxsize=65536)
def _bare_and_folded(surface: str) -> tuple[str, str]:
    """Cut an English possessive off a word and fold it. Most words of a text have been met before."""
    bare = _POSSESSIVE.sub("", surface)
    return bare, fold(bare)


def sentences(text: str, tokens: Sequence[Token], cuts: Iterable[int] = ()) -> tuple[Sentence, ...]:
    """Cut a text into sentences at full stops, question marks, Arabic semicolons, bullets and line ends.

    Only sentences with at least one word are given, in order, without white space around them or a bullet before.
    A wrapped text is to be `unwrapped` first. `cuts` are offsets at which a sentence ends besides.
    """
    starts = [token.start for token in tokens]
    found: list[Sentence] = []
    begin, paragraph = 0, 0
    for end, is_break in sorted({*sentence_ends(text), *((cut, False) for cut in cuts), (len(text), True)}):
        first, last = bisect_right(starts, begin - 1), bisect_right(starts, end - 1)
        if first < last:
            lead = _LEAD.match(text, begin, tokens[first].start)
            start = lead.end() if lead else begin
            found.append(Sentence(start, begin + len(text[begin:end].rstrip()), first, last, paragraph))
        begin = end
        paragraph += is_break
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Words:
    """A text cut up: its tokens with their starts and ends, its sentences, and which sentence each token is in."""

    text: str
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    sentence_of: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Words:
        """Cut up a text."""
        tokens = tokenise(text)
        return cls.with_sentences(text, tokens, sentences(text, tokens))

    @classmethod
    def with_sentences(cls, text: str, tokens: tuple[Token, ...], found: tuple[Sentence, ...]) -> Words:
        """Put a text, its tokens and its sentences together."""
        owner = [0] * len(tokens)
        for number, sentence in enumerate(found):
            owner[sentence.first : sentence.last] = [number] * (sentence.last - sentence.first)
        starts, ends = tuple(token.start for token in tokens), tuple(token.end for token in tokens)
        return cls(text, tokens, found, tuple(owner), starts, ends)

    def tells(self, index: int) -> bool:
        """Say whether the token stands in a sentence whose news is this article's."""
        return self.sentences[self.sentence_of[index]].tells

    def gap(self, index: int) -> str:
        """Give what stands between the token before `index` and the token there."""
        return self.text[self.tokens[index - 1].end : self.tokens[index].start] if index else ""

    def token_behind(self, offset: int) -> int:
        """Give the index behind the last token that starts before the offset."""
        return bisect_left(self.starts, offset)

    def token_at(self, offset: int) -> int:
        """Give the index of the first token that ends behind the offset."""
        return bisect_right(self.ends, offset)
