"""Find the words that may name places, and say which of them are no places to map.

Dictionary first: every run of words that bears a name of the gazetteer, with the clitics and the kind words around
it. Then evidence: what is only a common word, a person, an organisation, a nationality or a government is told by its
neighbours and marked with the reason, never dropped silently unless nothing speaks for a place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from conflictmap.gazetteer import Gazetteer
from conflictmap.model import Document, Kind, Span
from conflictmap.recognise.context import is_coordinated, with_context
from conflictmap.recognise.control import control_areas
from conflictmap.recognise.descriptions import with_descriptions, with_stretches
from conflictmap.recognise.evidence import follows_locative, is_supported, signs_of
from conflictmap.recognise.exclusions import reason_not_to_map
from conflictmap.recognise.matching import dictionary_hits, hit_of_span
from conflictmap.recognise.parts import country_parts
from conflictmap.recognise.powers import is_power
from conflictmap.recognise.unknown import demonyms, unknown_names
from conflictmap.text.tokens import Words
from conflictmap.toponyms import Head, Relation, Toponym

__all__ = ["Head", "Relation", "Toponym", "phrase_start", "recognise"]


def recognise(
    document: Document, words: Words, gazetteer: Gazetteer, *, actors: Mapping[Span, str] | None = None
) -> tuple[Toponym, ...]:
    """Find the names of places in a document, in order, without overlap.

    Args:
        document: with `spans`, these are taken as they are and nothing else is looked for.
        words: the document's text cut up.
        gazetteer: the names.
        actors: where organisations and armed groups are named, and their ids; a place name inside one is not
            mapped, and "areas held by" one is a place.
    """
    language, actors = document.language, actors or {}
    if document.spans is not None:
        return tuple(hit_of_span(words, span, gazetteer, language) for span in document.spans)
    areas = control_areas(words, language, actors)
    hits = [
        hit
        for hit in dictionary_hits(words, gazetteer, language)
        if not any(hit.span.meets(area.span) for area in areas)
    ]
    found = [
        replace(toponym, excluded=reason_not_to_map(toponym, words, language, tuple(actors)))
        for toponym in with_context(hits, words, gazetteer, language)
    ]
    found = _persons_throughout(_powers_together(found, words, language))
    found = [replace(t, signs=signs_of(t, found, number, words, language)) for number, t in enumerate(found)]
    kept = [toponym for toponym in found if toponym.excluded or is_supported(toponym, found, words, language)]
    kept += areas
    countries = {t.last: m.place.country for t in kept for m in t.matches[:1] if m.place.kind == Kind.COUNTRY
                 and m.place.country}  # fmt: skip
    own = [t.span for t in kept if t.last not in countries and t.excluded != "demonym"] + list(actors)
    parts = country_parts(words, language, own, countries)
    kept = [t for t in kept if not any(t.span.meets(part.span) for part in parts)] + parts
    taken = [toponym.span for toponym in kept] + list(actors)
    kept += demonyms(words, language, taken)
    kept += unknown_names(words, language, [*taken, *(toponym.span for toponym in kept)])
    kept.sort(key=lambda toponym: (toponym.start, toponym.end))
    return tuple(with_stretches(with_descriptions(kept, words), words, language))


def phrase_start(toponym: Toponym) -> int:
    """Give where the phrase of a name starts: at its kind word, its direction or distance, or at itself."""
    starts = [toponym.start]
    if toponym.head is not None:
        starts.append(toponym.head.start)
    if toponym.relation is not None:
        starts.append(toponym.relation.start)
    return min(starts)


def _powers_together(found: list[Toponym], words: Words, language: str) -> list[Toponym]:
    """Take a country or capital for a government where it stands in a list with one: "backed by Iran and Russia"."""
    done = list(found)
    for order in (range(1, len(done)), range(len(done) - 1, 0, -1)):
        for number in order:
            left, right = done[number - 1], done[number]
            if not is_coordinated(left, right, words, language):
                continue
            if left.excluded in _POWERS and right.excluded is None and _is_bare_power(right):
                done[number] = replace(right, excluded=left.excluded)
            elif right.excluded in _POWERS and left.excluded is None and _is_bare_power(left) and (
                not follows_locative(left, words, language)
            ):  # fmt: skip
                done[number - 1] = replace(left, excluded=right.excluded)
    return done


_POWERS = ("metonym", "power_behind")


def _is_bare_power(toponym: Toponym) -> bool:
    return toponym.head is None and toponym.relation is None and is_power(toponym)


def _persons_throughout(found: list[Toponym]) -> list[Toponym]:
    """Take a name that is a person's once for a person's wherever nothing says that it is a place."""
    persons = {toponym.surface for toponym in found if toponym.excluded == "person"}
    return [
        replace(toponym, excluded="person")
        if toponym.excluded is None and toponym.surface in persons and not (toponym.head or toponym.relation)
        else toponym
        for toponym in found
    ]
