"""Sentences of our own with the statements of control that must be found in them."""

from __future__ import annotations

import pytest
from marked import cases, slots_of

from conflictmap.extract.actors import find_actors
from conflictmap.extract.control import find_control
from conflictmap.lexicon import rows
from conflictmap.text.tokens import Words


@pytest.mark.parametrize(("language", "text", "expected"), [*cases("control", "ar"), *cases("control", "en")])
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
