"""Find the words that open a frame, and say which of them stand inside another one's clause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from conflictmap import lexicon
from conflictmap.model import EventType, Mode, Span
from conflictmap.text.normalise import fold
from conflictmap.text.phrases import Match, PhraseTable
from conflictmap.text.tokens import Token, Words

_RELATIVE: Mapping[str, frozenset[str]] = {
    "ar": frozenset(map(fold, ("الذي", "التي", "الذين", "اللذين", "اللواتي", "ممن", "من"))),
    "en": frozenset(("who", "whom", "which", "that")),
}
# What an English infinitive stands behind; its negations too ("did not bomb").
_AUXILIARIES = frozenset(
    ["do", "does", "did", "dont", "doesnt", "didnt", "will", "would", "wont", "wouldnt", "shall", "should", "shouldnt",
     "can", "could", "cannot", "cant", "couldnt", "may", "might", "must", "to", "never"]
)  # fmt: skip
_ADVERBS = frozenset(["not", "also", "ever", "even", "still", "again", "then", "soon", "now"])
_GENITIVE = frozenset(["of", "on"])  # "led to attacks on", "to release of": a noun
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
    """A word that opens a frame, with its readings, where it stands, and whether it is in a relative clause."""

    first: int
    last: int
    start: int
    end: int
    sentence: int
    senses: tuple[Sense, ...]
    is_embedded: bool = False
    is_passive: bool = False
    is_future: bool = False


@lru_cache(maxsize=8)
def _table(language: str) -> PhraseTable[tuple[Sense, ...]]:
    senses: dict[str, list[Sense]] = {}
    for row in lexicon.rows(language, "triggers"):
        senses.setdefault(fold(row["word"]), []).append(_sense(row))
    ordered = ((word, tuple(sorted(found, key=lambda sense: not sense.is_strong))) for word, found in senses.items())
    return PhraseTable(ordered)


def _sense(row: lexicon.Row) -> Sense:
    return Sense(
        form=row["form"], tense=row["tense"], mode=Mode(row["mode"]) if row["mode"] else None,
        type=EventType(row["type"]) if row["type"] else None, mover=row["mover"], agent=row["agent"],
        object_place=row["object_place"], needs=row["needs"], is_strong=row["strength"] == "strong",
    )  # fmt: skip


def find_triggers(
    words: Words, language: str, taken: Sequence[Span] = (), nouns: Sequence[Span] = ()
) -> tuple[Trigger, ...]:
    """Give the triggers of a text, in order, without overlap.

    Args:
        words: the document cut up.
        language: of the document.
        taken: spans of names and times: تدمر in a list of deserts is no verb.
        nouns: spans of groups of people: a participle that is one (المستسلمون) or stands before one ("displaced
            people") is who, not what happened. A bare English one is a verb: "they were displaced". Names that are no
            places of the map too: they hold what lies inside them, but قصف الطيران is more than a quarter الطيران.
    """
    is_arabic = language == "ar"
    found = []
    tokens, future = _without_future_prefix(words.tokens) if is_arabic else (words.tokens, frozenset[int]())
    for match in _table(language).find(tokens, clitics=is_arabic, article=is_arabic, text=words.text):
        if words.sentence_of[match.first] != words.sentence_of[match.last - 1]:
            continue
        span = Span(start=match.start, end=words.tokens[match.last - 1].end)
        senses = match.value if is_arabic else _verb_or_noun(match.value, match.first, match.last, words)
        is_stop_phrase = not any(sense.mode or sense.type for sense in senses) or _leaves_stricken(match.last, words)
        is_stop_phrase = is_stop_phrase or (not is_arabic and _is_attributive(match, words))
        if (
            is_stop_phrase
            or any(span.meets(name) for name in taken)
            or any(noun.covers(span) and (is_arabic or noun != span) for noun in nouns)
        ):
            continue
        found.append(
            Trigger(
                first=match.first, last=match.last, start=match.start, end=words.tokens[match.last - 1].end,
                sentence=words.sentence_of[match.first], senses=senses,
                is_embedded=_is_embedded(match.first, words, language),
                is_passive=not is_arabic and _is_passive(match.first, words),
                is_future=match.first in future,
            )
        )  # fmt: skip
    return tuple(found)


def _verb_or_noun(senses: tuple[Sense, ...], first: int, last: int, words: Words) -> tuple[Sense, ...]:
    """Leave the readings that fit: "did not attack" is a verb, "a bomb" and "the shell" are none."""
    before = [token.norm for token in words.tokens[max(0, first - 3) : first]]
    while before and (before[-1] in _ADVERBS or before[-1].endswith("ly")):
        before.pop()
    behind = [token.norm for token in words.tokens[last : last + 1]]
    if before and before[-1] in _AUXILIARIES and not (before[-1] == "to" and set(behind) & _GENITIVE):
        return tuple(sense for sense in senses if sense.tense == "base") or senses
    return tuple(sense for sense in senses if sense.form != "infinitive")


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


def _is_attributive(match: Match[tuple[Sense, ...]], words: Words) -> bool:
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
