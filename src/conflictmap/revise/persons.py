"""Find the names of private persons in a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from conflictmap.model import Span
from conflictmap.revise import arabic, brackets, english
from conflictmap.revise.scene import Person, Scene, folded, ordinary
from conflictmap.text.normalise import fold, script
from conflictmap.text.phrases import stems, written_length
from conflictmap.text.tokens import Token, Words

_FINDERS = {"en": (english.find,), "ar": (brackets.find, arabic.find, english.find)}
_PARTICLES = arabic.BOUND | english.PARTICLES | frozenset(("الدين", "الله"))
_SHORTEST = 3  # letters of a word that is a name wherever it stands


def find_persons(
    words: Words, language: str, *, places: Sequence[Span] = (), actors: Sequence[Span] = ()
) -> tuple[Span, ...]:
    """Give where a text names private persons, in order, without overlap. Clitics stay outside the spans.

    A name of the list of public figures, or one right behind a public office (الرئيس, Foreign Minister), is left out.
    A word of a name found once counts wherever it stands later or earlier, if it is no ordinary word.

    Args:
        words: the text cut up.
        language: ISO 639-1; English text is not searched for Arabic names.
        places: mentions of the map. Their words are no names of persons.
        actors: where organisations and armed groups are named; likewise.
    """
    scene = Scene.of(words, (*places, *actors))
    found = [
        person
        for finder in _FINDERS.get(language, _FINDERS["ar"])
        for person in finder(scene)
        if not _is_public(scene, person)
    ]
    found += _repeats(scene, found)
    return tuple(_apart(person.span for person in found))


def name_words(tokens: Iterable[Token]) -> frozenset[str]:
    """Give the words of names that betray a person by themselves, folded."""
    return frozenset(
        token.norm
        for token in tokens
        if len(token.norm) >= _SHORTEST and token.norm not in _PARTICLES and not _is_ordinary(token.norm)
    )


def _is_ordinary(norm: str) -> bool:
    return norm in ordinary("ar") or norm in ordinary("en")


def _is_public(scene: Scene, person: Person) -> bool:
    """Say whether the run is a public figure's name, or its holder's office stands before it."""
    if arabic.is_office_before(scene, person.first) or english.is_office_before(scene, person.first):
        return True
    return any(_is_named_by(scene, person, match.first, match.last, match.value) for match in scene.public)


def _is_named_by(scene: Scene, person: Person, first: int, last: int, is_full: bool) -> bool:
    """Say whether a public name covers the run, or all of it but titles before a full name."""
    if first <= person.first and person.last <= last:
        return True
    return is_full and last == person.last and _only_titles(scene, person.first, first)


def _only_titles(scene: Scene, first: int, last: int) -> bool:
    titles = folded("ar", "person_titles") | folded("en", "person_titles")
    return first < last and all(scene.words.tokens[index].norm in titles for index in range(first, last))


def _repeats(scene: Scene, found: Sequence[Person]) -> Iterator[Person]:
    """Give the places where a word of a name stands alone: (الدرعان), Smith said."""
    tokens = scene.words.tokens
    taken_words = {tokens[index].norm for index in scene.taken}
    listed = name_words(_own_tokens(scene, found)) - taken_words
    if not listed:
        return
    full = {index for match in scene.public if match.value for index in range(match.first, match.last)}
    well_known = {tokens[index].norm for index in full}
    for index, token in enumerate(tokens):
        if index in scene.taken or index in full or token.norm in well_known:
            continue
        cut = name_cut(token, listed)
        if cut is not None and (cut or token.is_capitalised or script(token.text) == "arabic"):
            yield scene.person(index, index + 1, written_length(token.text, cut))


def _own_tokens(scene: Scene, found: Sequence[Person]) -> Iterator[Token]:
    """Give the words of the names; a first word loses its clitic."""
    for person in found:
        for token in scene.words.tokens[person.first : person.last]:
            cut = max(0, person.start - token.start)
            yield Token(token.start + cut, token.end, token.text[cut:], fold(token.text[cut:])) if cut else token


def name_cut(token: Token, listed: frozenset[str]) -> int | None:
    """Give how many folded letters stand before a listed name in the word, or None where it is none."""
    for stem, cut in stems(token.norm, clitics=script(token.text) == "arabic"):
        if stem in listed:
            return min(cut, len(token.norm) - 1)
    return None


def _apart(spans: Iterable[Span]) -> Iterator[Span]:
    """Put overlapping spans together."""
    current: Span | None = None
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if current is not None and span.start < current.end:
            current = Span(start=current.start, end=max(current.end, span.end))
        else:
            if current is not None:
                yield current
            current = span
    if current is not None:
        yield current
