"""Sentences of our own with the statements of control that must be found in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conflictmap.extract.actors import find_actors
from conflictmap.extract.control import find_control
from conflictmap.extract.slots import PlaceSlot, place_slots
from conflictmap.lexicon import rows
from conflictmap.model import Kind, Mention, Place, PlaceId
from conflictmap.text.tokens import Words

CASES = Path(__file__).parent / "cases"
MARK = re.compile(r"\[([^\]]+)\]")


def cases(language: str) -> list[tuple[str, str, str]]:
    lines = (CASES / f"control.{language}.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("=>") for line in lines if line and not line.startswith("#"))
    return [(language, text.strip(), expected.strip()) for text, _, expected in pairs]


def slots_of(marked: str, language: str) -> tuple[Words, tuple[PlaceSlot, ...]]:
    """Take the brackets out of a sentence and make the names in them places, each with its name for an id."""
    words = Words.of(MARK.sub(r"\1", marked))
    spans = [(match.start() - 2 * number, match[1]) for number, match in enumerate(MARK.finditer(marked))]
    places = {PlaceId(name): Place(id=PlaceId(name), name={}, kind=Kind.SETTLEMENT) for _, name in spans}
    mentions = [
        Mention(start=start, end=start + len(name), surface=name, place=PlaceId(name), mapped=True)
        for start, name in spans
    ]
    return words, place_slots(mentions, [m.start for m in mentions], [False] * len(mentions), places, words, language)


@pytest.mark.parametrize(("language", "text", "expected"), [*cases("ar"), *cases("en")])
def test_control_is_found_as_marked(language: str, text: str, expected: str) -> None:
    words, slots = slots_of(text, language)
    drafts = find_control(words, language, find_actors(words.text, words.tokens, language), slots)
    assert "; ".join(sorted(f"{draft.controller} {draft.place}" for draft in drafts)) == expected
    assert all(0 <= draft.start < draft.end <= len(words.text) for draft in drafts)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_words_have_a_known_order(language: str) -> None:
    assert {row["order"] for row in rows(language, "control_words")} <= {"controller_first", "place_first", "any"}


def test_other_languages_have_no_control() -> None:
    assert find_control(Words.of("held by"), "fr", (), ()) == ()
