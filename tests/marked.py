"""Sentences of tests/cases with what they should give behind `=>`, and with places in brackets."""

from __future__ import annotations

import re
from pathlib import Path

from conflictmap.extract.slots import PlaceSlot, place_slots
from conflictmap.model import Kind, Mention, Place, PlaceId
from conflictmap.text.tokens import Words

CASES = Path(__file__).parent / "cases"
MARK = re.compile(r"\[([^\]]+)\]")


def cases(name: str, language: str) -> list[tuple[str, str, str]]:
    """Read `tests/cases/NAME.LANGUAGE.txt`: (language, sentence, what it should give)."""
    lines = (CASES / f"{name}.{language}.txt").read_text(encoding="utf-8").splitlines()
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
