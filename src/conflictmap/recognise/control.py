"""Areas told by who holds them: مناطق سيطرة قسد, SDF-held areas. No gazetteer can have them all."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from conflictmap import lexicon
from conflictmap.model import Span
from conflictmap.text.phrases import PhraseTable
from conflictmap.text.tokens import Words
from conflictmap.toponyms import Toponym

_NEAR = 6  # characters that may stand between the phrase and the actor: a blank, a quotation mark, "the "


@lru_cache(maxsize=8)
def _phrases(language: str) -> PhraseTable[str]:
    return PhraseTable((row["phrase"], row["position"]) for row in lexicon.rows(language, "control_phrases"))


def control_areas(words: Words, language: str, actors: Mapping[Span, str]) -> list[Toponym]:
    """Give the areas that the text says an actor holds, in order."""
    found = []
    for match in _phrases(language).find(words.tokens, clitics=language == "ar", text=words.text):
        start, end = match.start, words.tokens[match.last - 1].end
        actor = _actor_beside(start, end, match.value, actors)
        if actor is not None:
            span, name = actor
            first, last = min(start, span.start), max(end, span.end)
            last += words.text[last : last + 1] in ('"', "”", "»")
            found.append(
                Toponym(
                    start=first, end=last, surface=words.text[first:last], first=words.token_at(first),
                    last=words.token_behind(last), control_of=name, why=("control_area",),
                )
            )  # fmt: skip
    return found


def _actor_beside(start: int, end: int, side: str, actors: Mapping[Span, str]) -> tuple[Span, str] | None:
    for span, name in actors.items():
        distance = span.start - end if side == "before" else start - span.end
        if 0 <= distance <= _NEAR:
            return span, name
    return None
