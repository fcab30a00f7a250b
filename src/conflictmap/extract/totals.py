"""Tell the totals of a whole war from the toll of one event: "more than 300,000 have been killed since 2011"."""

from __future__ import annotations

import re

from conflictmap.text.normalise import fold
from conflictmap.text.tokens import Words

_NUMBER = r"(?:\d+|[a-z]+(?:-[a-z]+)?)"
_ENGLISH_WAR = (
    r"(?:civil |syrian |iraqi |yemeni |libyan |sudanese |whole |entire )*"
    r"(?:war|conflict|uprising|revolution|crisis|insurgency|revolt|unrest)"
)
_ENGLISH_START = r"(?:start|beginning|outbreak|onset|eruption)"
_ARABIC_WAR = "(?:العام|السنه|الحرب|الثوره|النزاع|الازمه|الصراع|الانتفاضه|الاحتجاجات|الحراك|التمرد|القرن)"
# A span of time that no single event fills. Spellings are folded.
_SPANS = {
    "en": re.compile(
        rf"\bsince (?:[a-z]+ )?(?:19|20)\d\d\b"
        rf"|\bsince (?:the )?{_ENGLISH_START} of (?:the |this |last )?(?:year\b|{_ENGLISH_WAR}\b)"
        rf"|\bsince (?:the |its ){_ENGLISH_WAR}\b"
        rf"|\b(?:over|in|during|for|within) the (?:past|last|previous) (?:{_NUMBER} )?(?:years?|decades?|months)\b"
        rf"|\b(?:so far|earlier|all|already) this year\b|\bsince then\b|\bover the years\b"
        rf"|\b{_NUMBER}(?: |-)years? of (?:civil )?(?:war|conflict|fighting|violence)\b"
        rf"|\bin the (?:{_NUMBER}-year(?:-old|-long)? )?{_ENGLISH_WAR}\b(?! room| zone| crime)"
    ),
    "ar": re.compile(
        rf"\bمنذ (?:\w+ ){{0,3}}?(?:19|20)\d\d\b"
        rf"|\bمنذ (?:بدايه|مطلع|اندلاع|انطلاق|انطلاقه|تفجر|بدء|نشوب|اوائل) (?:\w+ )?{_ARABIC_WAR}\b"
        r"|\b(?:خلال|طوال|طيله|في) (?:السنوات|الاعوام|الاشهر|العقود) (?:\w+ )?(?:الاخيره|الماضيه|الفائته|المنصرمه)\b"
        r"|\b(?:خلال|طوال|طيله) (?:العام|السنه|عام|سنه|سنوات) \w+"
        r"|\bعلي (?:مدي|مدار) (?:\w+ )?(?:السنوات|سنوات|الاعوام|اعوام|عقود|اشهر|عام|سنه)\b"
    ),
}
_BREAK = re.compile(r"[,،؛;:()–—]")
_REACH = 300  # characters around a count that are looked at: a sentence without end must not cost more
_OPENING = 3  # words of a sentence within which a span of time holds for all of it


def is_total(start: int, end: int, words: Words, language: str) -> bool:
    """Say whether what text[start:end] counts has come about over a long time.

    The span of time stands in the same clause as the count or opens the sentence. "One of the deadliest since 2011"
    behind a comma says nothing of the count.
    """
    sentence = words.sentences[words.sentence_of[words.token_at(start)]]
    pattern = _SPANS.get(language)
    if pattern is None:
        return False
    left, right = max(sentence.start, start - _REACH), min(sentence.end, end + _REACH)
    clause_end = _BREAK.search(words.text, end, right)
    behind = fold(words.text[start : clause_end.start() if clause_end else right])
    breaks = [match.end() for match in _BREAK.finditer(words.text, left, start)]
    before = fold(words.text[breaks[-1] if breaks else left : start])
    lead = fold(words.text[sentence.start : min(start, sentence.start + _REACH)])
    opening = pattern.search(lead)
    is_opened = opening is not None and len(lead[: opening.start()].split()) < _OPENING
    return is_opened or pattern.search(behind) is not None or pattern.search(before) is not None
