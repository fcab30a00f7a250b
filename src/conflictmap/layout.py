"""Say what each sentence is of its page: news of the article, or dateline, stamp, tags, repeat, furniture.

Records are made of what tells only. To take news for furniture is worse than the other way round, so that words
count only where they stand as they do on pages: a line of their own, the start of a short line, before a colon.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from conflictmap import lexicon
from conflictmap.datelines import lead_of
from conflictmap.model import Span
from conflictmap.text.normalise import fold
from conflictmap.text.tokens import Part, Token, Words, sentences, tokenise

LONGEST_HEADLINE = 200  # characters
_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_STOPPED = re.compile(r"(?<![.…])[.؟?!][\"'”’»)\]]*\s*$")
_CUT_SHORT = re.compile(r"(?:\.\.|…)\s{0,9}$")
_SITE = re.compile(r"\s+[-–—|]\s+[^-–—|]{2,50}$")  # "Title - Example News"
_TAG = r"(?:#\w+|https?://\S+|www\.\S+|@[A-Za-z0-9_]+)"
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>\"«»،؛]+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+|@[A-Za-z0-9_]+|#\w+_\w+"
)
_TAGS_BEHIND = re.compile(rf"(?:(?<=[.!?؟…»\"”)])|(?<=^)|(?<=\s))\s*({_TAG}(?:[\s,،|]*{_TAG})*)\s*$")
_TAGS_REACH = 300  # characters at the end of a line
_BULLET = re.compile(r"\s*[-–—•▪●◦‣■*]")
_SHORT_LINE = 25  # words of a line that can be a link or a headline
_LONGEST_PHRASE = 8  # words
_BODY_LINE = 12  # words from which a line with a full stop is a paragraph
_BODY_LINES = 2  # paragraphs before headlines of other articles
_TRAILING = 3  # lines at the end that are headlines without a heading
_MOSTLY = 0.75  # share of the paragraphs that end with a full stop, where a line without one is none
_REPEATED = 4  # words of a line that stands twice
_OPENING_LINES = 6  # lines among which a dateline without brackets is looked for


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str
    norms: tuple[str, ...]

    @property
    def is_stopped(self) -> bool:
        return _STOPPED.search(self.text) is not None

    @property
    def is_paragraph(self) -> bool:
        return len(self.norms) >= _BODY_LINE and (self.is_stopped or len(self.norms) > _SHORT_LINE)

    @property
    def may_be_a_link(self) -> bool:
        is_list = _BULLET.match(self.text) or self.text.rstrip().endswith((":", "،", ","))
        return len(self.norms) <= _SHORT_LINE and not self.is_stopped and not is_list


def lay_out(words: Words, language: str) -> Words:
    """Cut datelines, stamps and tags off the sentences of a text, and mark what tells nothing of its own.

    Args:
        words: the text cut up. Its tokens stay as they are.
        language: ISO 639-1, for the words of pages; shapes are looked at in every language.
    """
    spans = tuple(_spans(words, language))
    if not spans:
        return words
    starts = [start for start, _, _ in spans]
    cuts = sorted({offset for start, end, part in spans for offset in (start, end)})
    found = []
    for sentence in sentences(words.text, words.tokens, cuts):
        number = bisect_right(starts, words.tokens[sentence.first].start) - 1
        inside = number >= 0 and words.tokens[sentence.first].start < spans[number][1]
        found.append(replace(sentence, part=spans[number][2]) if inside else sentence)
    return Words.with_sentences(words.text, words.tokens, tuple(found))


def addresses(text: str) -> tuple[Span, ...]:
    """Give the addresses of pages, of mail and of accounts, and tags of several words: their words tell nothing."""
    return tuple(Span(start=match.start(), end=match.end()) for match in _ADDRESS.finditer(text))


def headline(text: str) -> str | None:
    """Give a short first line with an empty line behind it, or the same line again: the title of a plain text."""
    lines = text.lstrip("\ufeff \n\r\t").split("\n")[:3]
    first = lines[0].strip()
    stands_apart = len(lines) > 1 and (not lines[1].strip() or lines[1].strip() == first)
    is_short = 0 < len(first) <= LONGEST_HEADLINE and not first.endswith((".", "،", ":"))
    return first if stands_apart and is_short else None


def _spans(words: Words, language: str) -> Iterator[tuple[int, int, Part]]:
    """Give what is not plain body, in order, without overlap."""
    lines = _lines(words)
    parts = _furniture(lines, language)
    for number in _repeats(lines):
        parts.setdefault(number, Part.REPEAT)
    title = headline(words.text)
    for number, line in enumerate(lines):
        if number in parts:
            yield line.start, line.end, parts[number]
            continue
        lead = lead_of(line.text, language, is_opening=number < _OPENING_LINES)
        begin = line.start + (lead.length if lead else 0)
        if lead:
            yield line.start, begin, lead.part
        tail = max(begin, line.end - _TAGS_REACH)
        tags = _TAGS_BEHIND.search(words.text[tail : line.end])
        end = tail + _start_of_tags(words.text[tail : line.end], tags) if tags else line.end
        if begin < end and line.text.strip() == title:
            yield begin, end, Part.HEADLINE
        if end < line.end:
            yield end, line.end, Part.TAGS


def _lines(words: Words) -> list[_Line]:
    """Give the lines that have words."""
    found = []
    for match in _LINE.finditer(words.text):
        tokens = words.tokens[words.token_behind(match.start()) : words.token_behind(match.end())]
        if tokens:
            found.append(_Line(match.start(), match.end(), match.group(), _norms(tokens)))
    return found


def _norms(tokens: Iterable[Token]) -> tuple[str, ...]:
    return tuple("0" if token.is_number else token.norm for token in tokens)


def _start_of_tags(text: str, tags: re.Match[str]) -> int:
    """Give where tags behind a sentence start; the first hashtag is of the sentence if no mark stands before it."""
    before = text[: tags.start(1)].rstrip()
    if before and before[-1] not in '.!?؟…»"”)' and tags.group(1).startswith("#"):
        first = re.match(_TAG, tags.group(1))
        return tags.start(1) + (first.end() if first else 0)
    return tags.start(1)


@lru_cache(maxsize=8)
def _phrases(language: str) -> dict[str, frozenset[tuple[str, ...]]]:
    """Give the words of pages by where they stand, as folded words with 0 for any number."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for row in lexicon.rows(language, "furniture"):
        found.setdefault(row["place"], set()).add(tuple(fold(word) for word in row["phrase"].split()))
    return {place: frozenset(phrases) for place, phrases in found.items()}


def _furniture(lines: Sequence[_Line], language: str) -> dict[int, Part]:
    """Give the numbers of the lines that are furniture."""
    phrases = _phrases(language)
    own = {number for number, line in enumerate(lines) if _is_furniture(line, phrases)}
    listed: set[int] = set()
    is_list = False
    for number, line in enumerate(lines):
        if line.norms in phrases.get("list", ()):
            is_list = True
            own.add(number)
        elif is_list and (line.may_be_a_link or number in own):
            listed.add(number)
        else:
            is_list = False
    listed |= _trailing(lines, own | listed)
    has_body = any(line.is_paragraph for number, line in enumerate(lines) if number not in own | listed)
    return dict.fromkeys(sorted(own | listed if has_body else own), Part.FURNITURE)


def _is_furniture(line: _Line, phrases: dict[str, frozenset[tuple[str, ...]]]) -> bool:
    norms = line.norms
    if norms in phrases.get("line", ()) or (len(norms) <= _SHORT_LINE and "©" in line.text):
        return True
    if len(norms) > _SHORT_LINE:
        return False
    for count in range(1, min(_LONGEST_PHRASE, len(norms)) + 1):
        head, tail = norms[:count], norms[-count:]
        if head in phrases.get("start", ()) or tail in phrases.get("end", ()):
            return True
        if head in phrases.get("link", ()) and not line.is_stopped:
            return True
        if head in phrases.get("label", ()) and _is_label(line.text, count):
            return True
        if tail in phrases.get("credit", ()) and _is_credit(line.text, count):
            return True
    return False


def _is_label(text: str, count: int) -> bool:
    tokens = tokenise(text)
    return text[tokens[count - 1].end :].lstrip()[:1] == ":"


def _is_credit(text: str, count: int) -> bool:
    """Say whether the last words stand behind a bracket, a stroke or a dash, as under a picture: "(AFP/File)"."""
    tokens = tokenise(text)
    mark = text[: tokens[-count].start].rstrip()[-1:]
    return mark in ("(", "[", "/", "|", "-", "–", "—", ":") and text[tokens[-1].end :].strip(" )].") == ""


def _trailing(lines: Sequence[_Line], taken: set[int]) -> set[int]:
    """Give the last lines, if several and without a full stop, of a text whose paragraphs have one: other headlines."""
    left = [number for number in range(len(lines)) if number not in taken]
    run: list[int] = []
    while left and lines[left[-1]].may_be_a_link:
        run.append(left.pop())
    long = [lines[number] for number in left if len(lines[number].norms) >= _BODY_LINE]
    stopped = sum(line.is_stopped for line in long)
    is_page = stopped >= _BODY_LINES and stopped >= _MOSTLY * len(long)
    is_list = bool(left) and lines[left[-1]].text.rstrip().endswith((":", "،", ","))
    return set(run) if is_page and not is_list and len(run) >= _TRAILING else set()


def _repeats(lines: Sequence[_Line]) -> Iterator[int]:
    """Give the lines that stand elsewhere: the same again, cut short ("..."), or with the name of the site behind."""
    first: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(lines):
        if len(line.norms) >= _REPEATED and first.setdefault(line.norms, number) != number:
            yield number
    known = sorted(first)
    for number, line in enumerate(lines):
        if first.get(line.norms) == number and _is_version(line, known):
            yield number


def _is_version(line: _Line, known: Sequence[tuple[str, ...]]) -> bool:
    """Say whether a line is one of the known ones, sorted, with the name of the site behind or without its end."""
    site = _SITE.search(line.text)
    bare = _norms(tokenise(line.text[: site.start()])) if site else ()
    position = bisect_left(known, bare)
    if len(bare) >= _REPEATED and position < len(known) and known[position] == bare:
        return True
    position = bisect_right(known, line.norms)
    is_cut = position < len(known) and _CUT_SHORT.search(line.text) is not None
    return is_cut and known[position][: len(line.norms)] == line.norms
