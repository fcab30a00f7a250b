"""Who says it: a chain from the outlet to the innermost source, with the verb of saying."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from conflictmap import lexicon
from conflictmap.extract.actors import ActorExpression, actor_name
from conflictmap.model import Certainty
from conflictmap.text.normalise import fold
from conflictmap.text.phrases import Match, PhraseTable
from conflictmap.text.tokens import Part, Sentence, Token, Words

_OUTLETS = frozenset(("outlet", "agency"))
_BODIES = frozenset(("monitor", "un", "un_agency", "ngo", "ministry", "government"))
_BESIDE = 2  # words between a speaker and the verb of saying
_ACCORDING = {
    "ar": frozenset(map(fold, ("عن", "وفق", "وفقا", "بحسب", "حسب", "من", "نقلا"))),
    "en": frozenset(("citing", "according", "quoting", "told", "from", "by")),
}
# Outermost first: who carries the news, who is quoted in it, who tells that one.
_RANK = {
    "outlet": 0, "agency": 0, "media": 0, "monitor": 1, "un": 1, "un_agency": 1, "ngo": 1, "ministry": 1,
    "government": 1, "journalist": 1, "official": 2, "spokesperson": 2, "commander": 2, "activist": 2,
    "anonymous_sources": 2, "relatives": 2, "residents": 3, "witness": 3,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Who says a sentence: the chain outermost first, the verb as written, and how sure it makes the claim."""

    chain: tuple[str, ...]
    verb: str | None
    certainty: Certainty


@lru_cache(maxsize=8)
def speech_words(language: str) -> PhraseTable[lexicon.Row]:
    """Give the verbs and nouns of saying of a language with their rows."""
    return PhraseTable((row["word"], row) for row in lexicon.rows(language, "speech_verbs"))


@lru_cache(maxsize=8)
def _source_nouns(language: str) -> PhraseTable[str]:
    return PhraseTable((row["word"], row["type"]) for row in lexicon.rows(language, "source_nouns"))


def attributions(
    words: Words, actors: Sequence[ActorExpression], language: str, publisher: str | None
) -> tuple[Attribution, ...]:
    """Give the attribution of each sentence, in order.

    A sentence with a verb of saying but no source of its own ("وأضاف", "it added") goes on with the source of the
    sentence before; one without a verb of saying is the outlet's own voice. An agency of the dateline stands behind
    the outlet in every chain.
    """
    carried = [
        actor_name(actor.actor, language) or actor.actor
        for actor in actors
        if actor.type in _OUTLETS and words.sentences[words.sentence_of[actor.first]].part == Part.DATELINE
    ]
    chain = tuple(dict.fromkeys([*([publisher] if publisher else []), *carried]))
    own = Attribution(chain=chain, verb=None, certainty=Certainty.EDITORIAL)
    found: list[Attribution] = []
    last_named = own
    for sentence in words.sentences:
        attribution = _of_sentence(sentence, words, actors, language, own, last_named)
        if attribution.verb is not None and sentence.tells:
            last_named = attribution
        found.append(attribution)
    return tuple(found)


def _of_sentence(
    sentence: Sentence, words: Words, actors: Sequence[ActorExpression], language: str, own: Attribution,
    before: Attribution,
) -> Attribution:  # fmt: skip
    tokens = words.tokens[sentence.first : sentence.last]
    speech = speech_words(language).find(tokens, clitics=language == "ar")
    if not speech:
        return own
    sources = _sources(sentence, words, actors, language, speech)
    verb = speech[0].value
    chain = tuple(dict.fromkeys((*own.chain, *sources))) if sources else before.chain
    return Attribution(chain=chain or own.chain, verb=words.text[tokens[speech[0].first].start : tokens[
        speech[0].last - 1].end], certainty=Certainty(verb["certainty"]))  # fmt: skip


def _speaks(
    first: int, last: int, tokens: Sequence[Token], speech: Sequence[Match[lexicon.Row]], language: str
) -> bool:
    """Say whether a noun is who speaks: beside a verb of saying, or behind "citing", "according to"."""
    if any(match.last <= first <= match.last + _BESIDE or last <= match.first <= last + _BESIDE for match in speech):
        return True
    before = [token.norm for token in tokens[max(0, first - 3) : first]]
    return not _ACCORDING.get(language, frozenset()).isdisjoint(before)


def _sources(
    sentence: Sentence, words: Words, actors: Sequence[ActorExpression], language: str,
    speech: Sequence[Match[lexicon.Row]],
) -> tuple[str, ...]:  # fmt: skip
    """Give the sources that a sentence names, outermost first."""
    found: list[tuple[int, int, str]] = []
    for actor in actors:
        if sentence.first <= actor.first < sentence.last and actor.type in _OUTLETS | _BODIES:
            found.append((_RANK[actor.type], actor.first, actor_name(actor.actor, language) or actor.actor))
    tokens = words.tokens[sentence.first : sentence.last]
    for match in _source_nouns(language).find(tokens, clitics=language == "ar", article=language == "ar"):
        first, last = sentence.first + match.first, sentence.first + match.last
        named = any(actor.first < last and first <= actor.last for actor in actors)  # موقع أورينت is one source
        named = named or any(actor.first == last for actor in actors)
        if not named and _speaks(match.first, match.last, tokens, speech, language):
            surface = words.text[match.start : words.tokens[last - 1].end]
            found.append((_RANK.get(match.value, 2), first, surface))
    return tuple(dict.fromkeys(name for _, _, name in sorted(found)))
