"""Whose word a claim is: two claims are independent where their innermost named sources differ."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import urlsplit

from conflictmap import lexicon
from conflictmap.model import Claim, Document
from conflictmap.text.normalise import fold
from conflictmap.text.phrases import PhraseTable
from conflictmap.text.tokens import tokenise

_UN = "un"  # the one source noun that names somebody: "the United Nations said"


def outlet(document: Document) -> str:
    """Give who published a document: its publisher, else the host of its address, else its own id."""
    if document.publisher:
        return _known(document.publisher) or document.publisher
    return urlsplit(document.url or "").hostname or document.id


def source_of(claim: Claim, document: Document, original: Document | None = None) -> str:
    """Give the innermost source of a claim that has a name; the outlet where nobody inside it has one.

    Where the document is a copy, its outlet is that of the `original`.

    Known actors are given as their id, so that a monitor is one source in both languages. "Residents" and "sources"
    are nobody in particular: within one article they are the word of its outlet.
    """
    for name in reversed(claim.source_chain):
        if name == document.publisher:
            break
        named = _named(name)
        if named is not None:
            return named
    return outlet(original or document)


def independent(claims: Sequence[Claim], document: Document) -> tuple[str, ...]:
    """Give the sources of some claims of a document, each once, in order."""
    return tuple(dict.fromkeys(source_of(claim, document) for claim in claims))


@lru_cache(maxsize=4096)
def _named(name: str) -> str | None:
    """Give the key of a source, None for an anonymous one."""
    known = _known(name)
    if known is not None:
        return known
    kinds = [match.value for match in _nouns().find(tokenise(name), clitics=True, article=True)]
    if not kinds:
        return fold(name)
    return _UN if _UN in kinds else None


def _known(name: str) -> str | None:
    return _actors().get(fold(name))


@lru_cache(maxsize=1)
def _actors() -> dict[str, str]:
    """Map the folded names of actors in all languages to their ids."""
    table = [(row[column], row["id"]) for row in lexicon.rows("", "actors") for column in ("name_en", "name_ar")]
    aliases = [(row["name"], row["actor"]) for code in lexicon.LANGUAGES for row in lexicon.rows(code, "actors")]
    return {fold(name): actor for name, actor in (*aliases, *table) if name}


@lru_cache(maxsize=1)
def _nouns() -> PhraseTable[str]:
    return PhraseTable(
        (row["word"], row["type"]) for code in lexicon.LANGUAGES for row in lexicon.rows(code, "source_nouns")
    )
