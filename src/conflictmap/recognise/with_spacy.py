"""Names that a spaCy model finds, united with those of the dictionary. Needs `pip install 'conflictmap[spacy]'`.

The model adds names that the dictionary does not have or did not believe, and its persons and organisations warn of
dictionary hits that nothing else speaks for. Nothing but `--recogniser spacy:MODEL` imports this module.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from conflictmap.errors import InputError
from conflictmap.gazetteer import Gazetteer
from conflictmap.model import Document, Span
from conflictmap.recognise import recognise
from conflictmap.recognise.context import with_context
from conflictmap.recognise.descriptions import with_descriptions
from conflictmap.recognise.evidence import signs_of
from conflictmap.recognise.exclusions import reason_not_to_map
from conflictmap.recognise.matching import hit_of_span
from conflictmap.text.tokens import Words
from conflictmap.toponyms import Toponym

__all__ = ["SpacyRecogniser", "load"]

_PLACES = frozenset(("GPE", "LOC", "FAC"))
# What a hit inside such an entity is, in the words of exclusions.py; PER is the label of models of many languages.
_NO_PLACES = {"PERSON": "person", "PER": "person", "ORG": "inside_organisation", "NORP": "nationality"}
_EVIDENCE = frozenset(("locative", "headed", "listed"))
_ANY_LANGUAGE = "xx"
_LEADING = frozenset(("the", "a", "an"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A run of characters that the model has labelled, cut to whole words."""

    span: Span
    label: str


class SpacyRecogniser:
    """A loaded model, called as `recognise` is. Articles in another language are left to the dictionary.

    Args:
        model: what `spacy.load` gives: a callable with `lang`, `meta` and `max_length`.
    """

    def __init__(self, model: Any) -> None:
        self._model = model
        meta = model.meta
        self.name = f"spacy:{meta.get('lang', model.lang)}_{meta.get('name', '')}@{meta.get('version', '')}"

    def __call__(
        self, document: Document, words: Words, gazetteer: Gazetteer, *, actors: Mapping[Span, str] | None = None
    ) -> tuple[Toponym, ...]:
        """Find the names of places in a document, in order, without overlap.

        A hit of the dictionary stays as it is, unless the model calls its words a person, an organisation or a people
        and neither a kind word, a preposition, a list nor a direction says that it is a place. A place of the model
        that meets no hit is looked up and read with the words around it; it is unresolved if no gazetteer has it.
        """
        found = recognise(document, words, gazetteer, actors=actors)
        if document.spans is not None or self._model.lang not in (document.language, _ANY_LANGUAGE):
            return found
        entities = tuple(self._entities(words))
        doubted = [_doubted(toponym, entities) for toponym in found]
        taken = [*(toponym.span for toponym in found), *(actors or {})]
        new = [entity.span for entity in entities
               if entity.label in _PLACES and not any(entity.span.meets(span) for span in taken)]  # fmt: skip
        return tuple(_united(doubted, _apart(new), words, gazetteer, document.language, tuple(actors or {})))

    def _entities(self, words: Words) -> Iterator[Entity]:
        for start, text in _pieces(words.text, self._model.max_length):
            for entity in self._model(text).ents:
                span = _whole_words(words, start + entity.start_char, start + entity.end_char)
                if span is not None:
                    yield Entity(span=span, label=entity.label_)


def load(model: str) -> SpacyRecogniser:
    """Load a model that is installed.

    Args:
        model: its name or folder, as `spacy.load` takes it.

    Raises:
        InputError: where spaCy or the model is not installed, or the model finds no names.
    """
    try:
        import spacy
    except ImportError as error:
        raise InputError("--recogniser spacy needs spaCy: pip install 'conflictmap[spacy]'") from error
    try:
        loaded = spacy.load(model)
    except (OSError, ImportError, ValueError) as error:
        raise InputError(f"--recogniser spacy:{model}: this model is not installed or does not go with this spaCy;"
                         f" try: python -m spacy download {model}") from error  # fmt: skip
    if not {"ner", "entity_ruler", "span_ruler"} & set(loaded.pipe_names):
        raise InputError(f"--recogniser spacy:{model}: this model finds no names (it has no `ner`)")
    return SpacyRecogniser(loaded)


def _united(
    found: Sequence[Toponym], spans: Sequence[Span], words: Words, gazetteer: Gazetteer, language: str,
    actors: Sequence[Span],
) -> list[Toponym]:  # fmt: skip
    """Put the dictionary's toponyms and the new spans together, the new ones with head, relation and exclusion."""
    hits = [_hit(words, span, gazetteer, language) for span in spans]
    both = sorted([*found, *hits], key=lambda toponym: (toponym.start, toponym.end))
    read = with_context(both, words, gazetteer, language)
    united = []
    for number, (before, after) in enumerate(zip(both, read, strict=True)):
        if before not in hits:
            united.append(before)
            continue
        reason = before.excluded or reason_not_to_map(after, words, language, actors)
        signs = signs_of(after, read, number, words, language) | {"given"}
        united.append(replace(after, excluded=reason, why=(*after.why, "spacy"), signs=signs))
    return with_descriptions(united, words)


def _hit(words: Words, span: Span, gazetteer: Gazetteer, language: str) -> Toponym:
    """Look a span up as it stands. Neither a similar name nor a part of it ("Hills" of "Zzyx Hills") is taken."""
    hit = hit_of_span(words, span, gazetteer, language)
    return replace(hit, matches=hit.matches if hit.country else gazetteer.lookup(hit.surface), why=())


def _doubted(toponym: Toponym, entities: Sequence[Entity]) -> Toponym:
    """Exclude a hit inside what the model calls no place, where nothing else says that it is one."""
    if toponym.excluded or toponym.head or toponym.relation or toponym.told_by or toponym.container:
        return toponym
    if toponym.control_of or toponym.part_of or toponym.signs & _EVIDENCE:
        return toponym
    around = (entity.label for entity in entities if entity.span.covers(toponym.span))
    label = next((label for label in around if label in _NO_PLACES), None)
    if label is None:
        return toponym
    return replace(toponym, excluded=_NO_PLACES[label], why=(*toponym.why, f"spacy:{label}"))


def _whole_words(words: Words, start: int, end: int) -> Span | None:
    """Cut a run to its words, without an article before them and a possessive behind; None where no word is left."""
    first, last = words.token_at(start), words.token_behind(end)
    while first < last and words.tokens[first].norm in _LEADING:
        first += 1
    if first >= last:
        return None
    return Span(start=max(start, words.tokens[first].start), end=min(end, words.tokens[last - 1].end))


def _apart(spans: Sequence[Span]) -> list[Span]:
    """Leave out what meets an earlier span."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or kept[-1].end <= span.start:
            kept.append(span)
    return kept


def _pieces(text: str, longest: int) -> Iterator[tuple[int, str]]:
    """Cut a text that is too long for the model, at ends of lines where there are any."""
    start = 0
    while len(text) - start > longest:
        line = text.rfind("\n", start + 1, start + longest) + 1
        end = line if line > start else start + longest
        yield start, text[start:end]
        start = end
    yield start, text[start:]
