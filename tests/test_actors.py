import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflictmap.extract.actors import actor_name, find_actors
from conflictmap.lexicon import rows
from conflictmap.text.phrases import PhraseTable, written_length
from conflictmap.text.tokens import tokenise

CASES = Path(__file__).parent / "cases"
MARK = re.compile(r"\[([^\[\]=]+)=([^\[\]=]+)\]")
WORDS = "لل و ب ال داعش قوات لواء صقور الشام الجيش الكيني كتيبة 47 US IS is WHO Kenyan forces al Liwa Brigade the of 's"
PIECES = st.sampled_from([*WORDS.split(), *'"“,.-\n ـ', "é", "\u200f"])


def cases(name: str) -> list[str]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def unmark(line: str) -> tuple[str, list[tuple[str, str]]]:
    return MARK.sub(r"\1", line), [(match[1], match[2]) for match in MARK.finditer(line)]


def found_in(text: str, language: str) -> list[tuple[str, str]]:
    found = find_actors(text, tokenise(text), language)
    return [(text[a.start : a.end], a.actor if a.known else f"?{a.type}") for a in found]


@pytest.mark.parametrize("line", cases("actors.ar.txt"))
def test_arabic(line: str) -> None:
    text, expected = unmark(line)
    assert found_in(text, "ar") == expected


@pytest.mark.parametrize("line", cases("actors.en.txt"))
def test_english(line: str) -> None:
    text, expected = unmark(line)
    assert found_in(text, "en") == expected


@pytest.mark.parametrize("language", ["ar", "en", "und"])
@given(pieces=st.lists(PIECES, max_size=25), glue=st.sampled_from(["", " "]))
def test_any_text(language: str, pieces: list[str], glue: str) -> None:
    text = glue.join(pieces)
    tokens = tokenise(text)
    found = find_actors(text, tokens, language)
    for actor in found:
        assert tokens[actor.first].start <= actor.start < actor.end == tokens[actor.last - 1].end
        assert actor.actor and actor.type
    assert all(left.last <= right.first and left.end <= right.start for left, right in pairwise(found))


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_alias_is_found(language: str) -> None:
    for row in rows(language, "actors"):
        found = find_actors(row["name"], tokenise(row["name"]), language)
        assert [actor.actor for actor in found] == [row["actor"]], row["name"]


def test_names() -> None:
    assert actor_name("sdf", "ar") == "قوات سوريا الديمقراطية"
    assert actor_name("sdf", "fr") == "Syrian Democratic Forces"
    assert actor_name("لواء الفجر", "ar") == "لواء الفجر"


def test_quoted_name_keeps_its_words_only() -> None:
    text = 'تبنت كتيبة "فجر الوادي" الهجوم'
    assert [actor.actor for actor in find_actors(text, tokenise(text), "ar")] == ["كتيبة فجر الوادي"]


def test_longest_phrase_wins_and_commas_part() -> None:
    table = PhraseTable([("a b", 1), ("a b c", 2), ("a", 3)])
    text = "a b c, a b, c"
    found = table.find(tokenise(text), clitics=False, text=text)
    assert [(match.first, match.last, match.value) for match in found] == [(0, 3, 2), (3, 5, 1)]


@given(st.text(alphabet="وفبلاـدعش\u064e", max_size=8), st.integers(0, 8))
def test_written_length_is_inside_the_word(written: str, folded: int) -> None:
    assert 0 <= written_length(written, folded) <= len(written)
