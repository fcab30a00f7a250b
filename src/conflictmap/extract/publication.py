"""Find the day of publication in the text itself, where nothing else tells it."""

from __future__ import annotations

import re
from dataclasses import replace

from conflictmap import lexicon
from conflictmap.extract.times import find_times
from conflictmap.model import Document, Issue, TimeExpression, TimePrecision
from conflictmap.text.normalise import fold
from conflictmap.text.tokens import Part, Sentence, Words

_OPENING = 8  # sentences among which a line with the date is looked for
_BESIDE = 6  # other words in such a line: "Published on Friday, ... at 10:15 GMT"
_NUMERIC = re.compile(r"[0-9٠-٩]{1,2}\s*[-/.]\s*[0-9٠-٩]{1,2}\s*[-/.]\s*[0-9٠-٩]{4}")
_TWELVE = 12


def dated(document: Document, words: Words) -> Document:
    """Give a document without a date the one of its dateline, or of a line near its start that says little else.

    A date counts if it is one full day, and only if all such lines name the same. The origin is then `text`, and the
    issue `no_date` becomes `date_from_text`.
    """
    if document.published is not None:
        return document
    times = find_times(words.text, words.tokens, document.language, None)
    days = {
        time.earliest
        for number, sentence in enumerate(words.sentences)
        for time in times
        if sentence.start <= time.start < sentence.end
        and _is_day(time)
        and _tells_the_day(sentence, number, time, words, document.language)
    }
    if len(days) != 1:
        return document
    (day,) = days
    told = Issue(code="date_from_text", message=f"The day of publication, {day}, is read from the text. "
                 "Give another with --published YYYY-MM-DD.")  # fmt: skip
    issues = (*(issue for issue in document.issues if issue.code != "no_date"), told)
    return replace(document, published=day, published_from="text", issues=issues)


def _is_day(time: TimeExpression) -> bool:
    """Say whether an expression is one day of one year; 03/04/2021 may be two."""
    is_one = time.earliest is not None and time.earliest == time.latest and time.granularity == TimePrecision.DAY
    numbers = [int(number) for number in re.findall(r"[0-9٠-٩]+", time.surface)]
    return is_one and not (_NUMERIC.search(time.surface) and max(numbers[:2]) <= _TWELVE and numbers[0] != numbers[1])


def _tells_the_day(sentence: Sentence, number: int, time: TimeExpression, words: Words, language: str) -> bool:
    if sentence.part == Part.DATELINE:
        return True
    if number >= _OPENING or sentence.part == Part.FURNITURE:
        return False
    inside = words.tokens[sentence.first : sentence.last]
    others = [token.norm for token in inside if not time.start <= token.start < time.end]
    return len(others) <= _BESIDE and not any(norm in _news_words(language) for norm in others)


def _news_words(language: str) -> frozenset[str]:
    """Give the words, folded, of which a line tells more than its date."""
    listed = lexicon.words(language, "triggers") | lexicon.words(language, "casualties")
    return frozenset(fold(word) for word in listed)
