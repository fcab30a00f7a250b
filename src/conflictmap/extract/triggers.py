"""Find the words that open a frame, and say which of them stand inside another one's clause.

A row of the lexicon with "…" is a verb whose second part stands some words behind it: "set … ablaze", أطلق … النار.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias

from conflictmap import lexicon
from conflictmap.model import EventType, Mode, Span
from conflictmap.text.normalise import fold
from conflictmap.text.phrases import Match, PhraseTable
from conflictmap.text.tokens import Token, Words

_Match: TypeAlias = "Match[tuple[Sense, ...]]"
_RELATIVE: Mapping[str, frozenset[str]] = {
    "ar": frozenset(map(fold, ("الذي", "التي", "الذين", "اللذين", "اللواتي", "ممن", "من"))),
    "en": frozenset(("who", "whom", "which", "that")),
}
_GAP = "…"
_LONGEST_GAP = 6  # words between the parts of such a verb
_CLAUSE_MARKS = "،,؛;:.()\n"
# What opens another clause, or a place between verb and second part: "captured 30 men in the town".
_PARTING = frozenset(map(fold, ("in", "at", "near", "from", "by", "after", "before", "when", "while", "who", "which",
                                "that", "as", "and", "but", "الذي", "التي", "الذين", "أن", "إن", "بعد", "قبل", "عندما",
                                "فيما", "بينما", "لكن")))  # fmt: skip
_HELPERS = frozenset(["to", "will", "would", "wont", "wouldnt", "shall", "should", "shouldnt", "may", "might", "can",
                       "could", "cannot", "cant", "couldnt", "must", "do", "does", "did", "dont", "doesnt", "didnt",
                       "never"])  # fmt: skip
_ADVERBS = frozenset(["not", "also", "ever", "even", "still", "again", "then", "soon", "now"])
_GENITIVE = frozenset(["of", "on"])
_DETERMINERS = frozenset(["the", "a", "an", "its", "their", "his", "her", "our", "several", "two", "three", "dozens"])
# "leaving five people dead" is no departure, "left with the wounded" is one.
_LEAVE = frozenset(["leave", "leaves", "leaving", "left"])
_STRICKEN = frozenset(["dead", "wounded", "injured", "hurt", "homeless", "missing", "trapped", "stranded", "orphaned"])
_ON_THE_WAY = frozenset(["with", "for", "to", "from", "and", "the", "carrying"])
_FAR = 7  # words between them
_LEADING = frozenset(("of", "in", "from", "to", "into", "on", "for", "by"))
_BE = frozenset(["was", "were", "been", "being", "be", "are", "is", "gets", "got"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """One reading of a trigger: a row of the lexicon."""

    form: str
    tense: str
    mode: Mode | None
    type: EventType | None
    mover: str
    agent: str
    object_place: str
    needs: str
    is_strong: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A word that opens a frame, with its readings, where it stands, and whether it is in a relative clause.

    `blocked` says why it opens none after all: stop_phrase, attributive, name, group, two_sentences.
    """

    first: int
    last: int
    start: int
    end: int
    sentence: int
    senses: tuple[Sense, ...]
    is_embedded: bool = False
    is_passive: bool = False
    is_future: bool = False
    blocked: str | None = None


@lru_cache(maxsize=8)
def _table(language: str) -> PhraseTable[tuple[Sense, ...]]:
    senses: dict[str, list[Sense]] = {}
    for row in lexicon.rows(language, "triggers"):
        if _GAP not in row["word"]:
            senses.setdefault(fold(row["word"]), []).append(_sense(row))
    ordered = ((word, tuple(sorted(found, key=lambda sense: not sense.is_strong))) for word, found in senses.items())
    return PhraseTable(ordered)


def _sense(row: lexicon.Row) -> Sense:
    return Sense(
        form=row["form"], tense=row["tense"], mode=Mode(row["mode"]) if row["mode"] else None,
        type=EventType(row["type"]) if row["type"] else None, mover=row["mover"], agent=row["agent"],
        object_place=row["object_place"], needs=row["needs"], is_strong=row["strength"] == "strong",
    )  # fmt: skip


@lru_cache(maxsize=8)
def _parted_table(language: str) -> PhraseTable[PhraseTable[tuple[Sense, ...]]]:
    """Give the first parts of verbs in two parts, each with the table of its second parts."""
    parts: dict[str, dict[str, tuple[Sense, ...]]] = {}
    for row in lexicon.rows(language, "triggers"):
        first, gap, second = row["word"].partition(f" {_GAP} ")
        if gap:
            behind = parts.setdefault(fold(first), {})
            behind[fold(second)] = (*behind.get(fold(second), ()), _sense(row))
    return PhraseTable((first, PhraseTable(behind.items())) for first, behind in parts.items())


def _parted(tokens: Sequence[Token], words: Words, is_arabic: bool, language: str) -> dict[int, tuple[_Match, int]]:
    """Give the verbs in two parts by the index of their first word, each with the index behind its second part."""
    found: dict[int, tuple[_Match, int]] = {}
    for match in _parted_table(language).find(tokens, clitics=is_arabic, text=words.text):
        sentence = words.sentences[words.sentence_of[match.first]]
        for index in range(match.last, min(sentence.last, match.last + _LONGEST_GAP + 1)):
            if any(mark in words.gap(index) for mark in _CLAUSE_MARKS):
                break
            behind = match.value.match_at(tokens, index, clitics=False, text=words.text)
            if behind is not None:
                found[match.first] = Match(match.first, match.last, match.start, behind.value), behind.last
                break
            if tokens[index].norm in _PARTING:
                break
    return found


def find_triggers(
    words: Words, language: str, taken: Sequence[Span] = (), nouns: Sequence[Span] = ()
) -> tuple[Trigger, ...]:
    """Give the triggers of a text, in order, without overlap.

    Args:
        words: the document cut up.
        language: of the document.
        taken: spans that are names: تدمر in a list of deserts is no verb.
        nouns: spans of groups of people: a participle that is one (المستسلمون) is who, not what happened.
    """
    return tuple(trigger for trigger in seen_triggers(words, language, taken, nouns) if trigger.blocked is None)


def seen_triggers(
    words: Words, language: str, taken: Sequence[Span] = (), nouns: Sequence[Span] = ()
) -> tuple[Trigger, ...]:
    """Give the triggers of `find_triggers` and those that something speaks against, in order."""
    is_arabic = language == "ar"
    found = []
    tokens, future = _without_future_prefix(words.tokens) if is_arabic else (words.tokens, frozenset[int]())
    parted = _parted(tokens, words, is_arabic, language)
    names_at, nouns_at = _by_word(taken, words), _by_word(nouns, words)
    for match in _matches(tokens, words, is_arabic, language, parted):
        names = [name for index in range(match.first, match.last) for name in names_at.get(index, ())]
        around = nouns_at.get(match.first, ())
        span = Span(start=match.start, end=words.tokens[match.last - 1].end)
        senses = _readings(match, words, is_arabic)
        blocked = None
        if words.sentence_of[match.first] != words.sentence_of[match.last - 1]:
            blocked = "two_sentences"
        elif not any(sense.mode or sense.type for sense in senses):
            blocked = "stop_phrase"
        elif _leaves_stricken(match.last, words):
            blocked = "stricken"
        elif _is_change_of_value(match, words):
            blocked = "value"
        elif not is_arabic and _is_attributive(match, words):
            blocked = "attributive"
        elif any(span.meets(name) for name in names):
            blocked = "name"
        elif any(noun.covers(span) and (is_arabic or noun != span) for noun in around):
            blocked = "group"
        found.append(
            Trigger(
                first=match.first, last=match.last, start=match.start, end=words.tokens[match.last - 1].end,
                sentence=words.sentence_of[match.first], senses=senses,
                is_embedded=_is_embedded(match.first, words, language),
                is_passive=not is_arabic and _is_passive(match.first, words),
                is_future=match.first in future, blocked=blocked,
            )
        )  # fmt: skip
    return tuple(found)


def _by_word(spans: Sequence[Span], words: Words) -> dict[int, list[Span]]:
    """Put spans to the indices of the words that they touch."""
    found: dict[int, list[Span]] = {}
    for span in spans:
        for index in range(words.token_at(span.start), words.token_behind(span.end)):
            found.setdefault(index, []).append(span)
    return found


def _readings(match: _Match, words: Words, is_arabic: bool) -> tuple[Sense, ...]:
    """Give the readings that a word can have where it stands.

    An Arabic word with the article (التظاهر) is no verb. An English word that is a noun as well (attack, shelling) is
    a verb behind "to" or "may", behind "is", and where its object follows; a bare "bomb" or "shell" is none elsewhere.
    """
    senses, token = match.value, words.tokens[match.first]
    if is_arabic:
        is_definite = fold(words.text[token.start : match.start]).endswith(("ال", "لل"))
        return tuple(sense for sense in senses if not (is_definite and sense.form == "verb"))
    before = [other.norm for other in words.tokens[max(0, match.first - 3) : match.first]]
    while before and (before[-1] in _ADVERBS or before[-1].endswith("ly")):
        before.pop()
    behind = {other.norm for other in words.tokens[match.last : match.last + 1]}
    is_noun_behind_to = before[-1:] == ["to"] and not _GENITIVE.isdisjoint(behind)  # "led to attacks on"
    is_led = not _HELPERS.isdisjoint(before[-1:]) and not is_noun_behind_to
    is_infinitive = is_led and any(sense.tense == "base" for sense in senses)
    if not is_infinitive:
        senses = tuple(sense for sense in senses if sense.form != "infinitive")
    is_progressive = token.norm.endswith("ing") and not _BE.isdisjoint(before[-1:])
    verbs = tuple(sense for sense in senses if sense.form in ("verb", "infinitive"))
    if verbs and (is_infinitive or is_progressive or _has_object(match.last, words)):
        return verbs if any(sense.form == "noun" for sense in senses) else senses
    is_noun = lexicon.word_classes("en").get(token.norm) in ("noun", "auxiliary")  # "she'll" is folded to shell
    is_single = match.last == match.first + 1
    return tuple(sense for sense in senses if not (is_noun and is_single and sense.tense == "base"))


def _has_object(last: int, words: Words) -> bool:
    """Say whether an object follows: a name, an article, a possessive."""
    if last >= len(words.tokens) or words.gap(last).strip():
        return False
    behind = words.tokens[last]
    return behind.is_capitalised or behind.norm in _DETERMINERS


def _matches(
    tokens: Sequence[Token], words: Words, is_arabic: bool, language: str, parted: Mapping[int, tuple[_Match, int]]
) -> list[_Match]:
    """Give what the lexicon has in a text, in order: verbs in two parts take in what their second part would be."""
    whole = _table(language).find(tokens, clitics=is_arabic, article=is_arabic, text=words.text)
    longer = {match.first for match in whole if match.first in parted and match.last > parted[match.first][0].last}
    kept = {first: both for first, both in parted.items() if first not in longer}
    taken = [(first, match.last) for first, (match, _) in kept.items()]
    taken += [(behind - 1, behind) for _, behind in kept.values()]
    free = [match for match in whole if not any(a < match.last and match.first < b for a, b in taken)]
    return sorted([*free, *(match for match, _ in kept.values())], key=lambda match: match.first)


@lru_cache(maxsize=1)
def _present_verbs() -> frozenset[str]:
    """Give the first words of the Arabic triggers in the present, folded."""
    found = (fold(row["word"]).split()[0] for row in lexicon.rows("ar", "triggers") if row["tense"] == "present")
    return frozenset(found)


def _without_future_prefix(tokens: Sequence[Token]) -> tuple[tuple[Token, ...], frozenset[int]]:
    """Take the future prefix س off verbs of the present (ستنتزع), and say of which words it was taken."""
    future: set[int] = set()
    plain = list(tokens)
    for index, token in enumerate(tokens):
        if "س" not in token.norm[:2]:
            continue
        lead = "و" if token.norm.startswith("وس") else "ف" if token.norm.startswith("فس") else ""
        verb = token.norm[len(lead) + 1 :]
        if token.norm.startswith(lead + "س") and verb in _present_verbs():
            future.add(index)
            plain[index] = replace(token, norm=lead + verb)
    return tuple(plain), frozenset(future)


def _is_embedded(first: int, words: Words, language: str) -> bool:
    """Say whether the word stands in a relative clause: right behind "who", or one auxiliary away."""
    before = [token.norm for token in words.tokens[max(0, first - 2) : first]]
    if language == "ar":
        return bool(before) and before[-1] in _RELATIVE["ar"] - {"من"}
    return any(norm in _RELATIVE.get(language, ()) for norm in before)


def _is_change_of_value(match: _Match, words: Words) -> bool:
    """Say whether it is a figure that falls: "temperatures fall to four degrees"."""
    behind = words.tokens[match.last : match.last + 1]
    is_number = any(token.is_number or lexicon.word_classes("en").get(token.norm) == "number" for token in behind)
    return words.tokens[match.last - 1].norm == "to" and is_number and any(
        sense.type == EventType.TERRITORY_CHANGE for sense in match.value
    )  # fmt: skip


def _leaves_stricken(last: int, words: Words) -> bool:
    """Say whether the word before tokens[last] says in what state somebody was left: "leaving 20 people dead"."""
    if words.tokens[last - 1].norm not in _LEAVE:
        return False
    for index in range(last, min(last + _FAR, words.sentences[words.sentence_of[last - 1]].last)):
        norm = words.tokens[index].norm
        if norm in _ON_THE_WAY or words.gap(index).strip():
            return False
        if norm in _STRICKEN:
            return True
    return False


def _is_attributive(match: _Match, words: Words) -> bool:
    """Say whether a past participle only describes: "of two besieged towns" tells of no siege, and parts no clause."""
    if not any(sense.form == "participle" for sense in match.value) or match.last != match.first + 1:
        return False
    classes = lexicon.word_classes("en")
    before, behind = match.first - 1, match.last
    if before < 0 or behind >= len(words.tokens) or words.gap(match.first) != " " or words.gap(behind) != " ":
        return False
    leads = words.tokens[before].is_number or classes.get(words.tokens[before].norm) in ("determiner", "number") or (
        words.tokens[before].norm in _LEADING
    )  # fmt: skip
    noun = words.tokens[behind].norm
    return leads and (classes.get(noun) in ("noun", "adjective") or noun in _kind_words())


@lru_cache(maxsize=1)
def _kind_words() -> frozenset[str]:
    return frozenset(map(fold, lexicon.words("en", "kinds")))


def _is_passive(first: int, words: Words) -> bool:
    return any(token.norm in _BE for token in words.tokens[max(0, first - 2) : first])
