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
    for match in _table(language).find(tokens, clitics=is_arabic, article=is_arabic, text=words.text):
        span = Span(start=match.start, end=words.tokens[match.last - 1].end)
        blocked = None
        if words.sentence_of[match.first] != words.sentence_of[match.last - 1]:
            blocked = "two_sentences"
        elif not any(sense.mode or sense.type for sense in match.value):
            blocked = "stop_phrase"
        elif not is_arabic and _is_attributive(match, words):
            blocked = "attributive"
        elif any(span.meets(name) for name in taken):
            blocked = "name"
        elif any(noun.covers(span) for noun in nouns):
            blocked = "group"
        found.append(
            Trigger(
                first=match.first, last=match.last, start=match.start, end=words.tokens[match.last - 1].end,
                sentence=words.sentence_of[match.first], senses=match.value,
                is_embedded=_is_embedded(match.first, words, language),
                is_passive=not is_arabic and _is_passive(match.first, words),
                is_future=match.first in future, blocked=blocked,
            )
        )  # fmt: skip
    return tuple(found)


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
