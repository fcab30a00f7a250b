"""Tell a country or a capital that stands for its government from one where something happens.

Governments act ("Washington wants", وبدأت واشنطن), have dealings with each other ("talks between Ankara and Moscow",
حرب مع واشنطن), stand beside other actors ("Iran and Hezbollah") and own what they send ("US troops").
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from conflictmap import lexicon
from conflictmap.gazetteer import tables
from conflictmap.model import Kind, Span
from conflictmap.recognise.matching import listed_words
from conflictmap.text.normalise import fold
from conflictmap.text.phrases import stems
from conflictmap.text.tokens import Words
from conflictmap.toponyms import Toponym

_OBJECTS = tuple(map(fold, ("ه", "ها", "هم", "هما", "نا", "ني", "هن")))  # object pronouns written onto a verb
_WITH = {"ar": frozenset(("مع",)), "en": frozenset(("with",))}
_BETWEEN = {"ar": frozenset(("بين", "وبين")), "en": frozenset(("between",))}
_AND = {"ar": "و", "en": "and"}
_DEALINGS_BEFORE = 5  # words before "between" or "with" among which a noun of dealings counts
_BORDER = frozenset(map(fold, ("حدود", "الحدود", "حدودها", "حدوده", "border", "borders", "frontier", "boundary")))
_LOCATIVE_BEFORE = frozenset(
    ("in", "from", "near", "of", "to", "into", "inside", "across", "within", "outside", "at", "through", "around",
     "via", "toward", "towards", "throughout", "over", "for", "off", "on", "entered", "entering", "left", "leaving",
     "reached", "reaching", "fled", "fleeing")
)  # fmt: skip


def stands_for_government(toponym: Toponym, words: Words, language: str, actors: Sequence[Span]) -> bool:
    """Say whether the name of a country or a capital means its government."""
    if language not in _WITH or toponym.head is not None or toponym.relation is not None or not is_power(toponym):
        return False
    if _beside_actor(toponym, words, language, actors) or _in_dealings(toponym, words, language):
        return True
    return _acts_arabic(toponym, words) if language == "ar" else _acts_english(toponym, words)


def is_power(toponym: Toponym) -> bool:
    """Say whether a name is that of a country or of a national capital."""
    return any(
        match.how != "article"
        and (match.place.kind == Kind.COUNTRY or not tables.capitals().isdisjoint(match.place.same_as))
        for match in toponym.matches
    )


@lru_cache(maxsize=2)
def _agentive_verbs(language: str) -> frozenset[str]:
    """Give the verbs whose subject acts: those of policy, and those of the triggers with a subject as their agent."""
    named = {fold(word) for word in lexicon.words(language, "power_verbs")}
    triggers = {
        fold(row["word"]) for row in lexicon.rows(language, "triggers")
        if row["form"] == "verb" and row["agent"] == "subject" and (language == "en" or not row["mode"])
    }  # fmt: skip
    return frozenset(named | triggers)


def _acts_arabic(toponym: Toponym, words: Words) -> bool:
    """Read وبدأت واشنطن, تسعى إيران: an agentive verb right before the name."""
    if toponym.is_stripped:
        return False
    before = words.tokens[toponym.first - 1] if toponym.first else None
    if before is None or words.gap(toponym.first).strip(" \u00a0"):
        return False
    return _is_agentive(before.norm, "ar") and _goes_on(toponym, words)


def _is_agentive(norm: str, language: str) -> bool:
    verbs = _agentive_verbs(language)
    for stem, _ in stems(norm, clitics=language == "ar"):
        if stem in verbs:
            return True
        if language == "ar" and any(stem.endswith(end) and stem.removesuffix(end) in verbs for end in _OBJECTS):
            return True
    return False


def _goes_on(toponym: Toponym, words: Words) -> bool:
    """Say whether more of the clause follows the name, so that the name is no object at its end."""
    return toponym.last < len(words.tokens) and not words.gap(toponym.last).strip(' \u00a0"»”')


def _acts_english(toponym: Toponym, words: Words) -> bool:
    """Read "Turkey launched", "Washington would", "US troops", where no preposition of place comes before."""
    before = words.tokens[toponym.first - 1].norm if toponym.first else ""
    following = words.tokens[toponym.last : toponym.last + 3]
    if not following or words.gap(toponym.last).strip(" \u00a0"):
        return False
    is_country = any(match.place.kind == Kind.COUNTRY for match in toponym.matches)
    if is_country and not following[0].norm.endswith("'s") and following[0].norm in listed_words("en", "owned_nouns"):
        return True
    if before == "and" and toponym.first > 2 and words.tokens[toponym.first - 3].norm in _LOCATIVE_BEFORE:
        return False  # "to parts of A and B"
    if before in _LOCATIVE_BEFORE and before != "of":
        return False
    return before != "of" and following[0].norm in _agentive_verbs("en")


def _in_dealings(toponym: Toponym, words: Words, language: str) -> bool:
    """Read "talks between A and B", حرب مع واشنطن: a noun of dealings, then "between" or "with", then the name."""
    position = toponym.first - 1
    if language == "ar" and toponym.is_stripped and not words.text[: toponym.start].endswith("و"):
        return False
    back = words.tokens[max(0, position - 6) : toponym.first]
    norms = [token.norm for token in back]
    for offset in range(len(norms) - 1, -1, -1):
        if norms[offset] in _BETWEEN[language] or (norms[offset] in _WITH[language] and offset == len(norms) - 1):
            earlier = [token.norm for token in words.tokens[max(0, position - 6 - _DEALINGS_BEFORE) : position + 1]]
            cut = earlier[: len(earlier) - (len(norms) - offset)][-_DEALINGS_BEFORE:]
            if not _BORDER.isdisjoint(cut):
                return False
            return any(_is_dealing(norm, language) for norm in cut)
    return False


def _is_dealing(norm: str, language: str) -> bool:
    listed = listed_words(language, "relation_nouns")
    return any(stem in listed for stem, _ in stems(norm, clitics=language == "ar", article=language == "ar"))


def _beside_actor(toponym: Toponym, words: Words, language: str, actors: Sequence[Span]) -> bool:
    """Read "Iran and Hezbollah", حزب الله وإيران: joined to an actor, with no preposition of place before both."""
    text = words.text
    for span in actors:
        if span.start >= toponym.end:
            between = text[toponym.end : span.start].strip()
            joined = between == _AND[language] or (language == "en" and between in ("and its ally", "and the"))
            if joined and not _has_locative(toponym, words, language):
                return True
        elif span.end <= toponym.start:
            between = text[span.end : toponym.start].strip()
            if between == _AND[language]:
                return True
    return False


def _has_locative(toponym: Toponym, words: Words, language: str) -> bool:
    if language == "ar":
        before = words.tokens[toponym.first - 1].norm if toponym.first else ""
        return before in listed_words("ar", "prepositions") or (
            toponym.is_stripped and text_before(toponym, words).endswith(("ب", "ل"))
        )
    return (words.tokens[toponym.first - 1].norm if toponym.first else "") in _LOCATIVE_BEFORE


def text_before(toponym: Toponym, words: Words) -> str:
    """Give the last letters before the name: its clitics, if it has any."""
    return words.text[max(0, toponym.start - 3) : toponym.start]
