import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflictmap.extract.groups import find_groups
from conflictmap.model import Group
from conflictmap.text.tokens import tokenise

CASES = Path(__file__).parent / "cases"
MARK = re.compile(r"\[([^\[\]=]+)=([^\[\]=]+)\]")
WORDS = (
    "لل و ال أسرى مدنيين المدنيون مقاتلين عوائلهم مع نازحة عائلات جنديان مسلح 7 the of and their"
    " fighters families displaced wounded IDPs 's , . - ـ"
)
PIECES = st.sampled_from([*WORDS.split(), "\n", '"'])


def cases(name: str) -> list[str]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def found_in(text: str, language: str) -> list[tuple[str, str]]:
    found = find_groups(text, tokenise(text), language)
    return [(text[g.start : g.end], f"{g.group.value}:dual" if g.count == 2 else g.group.value) for g in found]


@pytest.mark.parametrize("line", cases("groups.ar.txt"))
def test_arabic(line: str) -> None:
    assert found_in(MARK.sub(r"\1", line), "ar") == MARK.findall(line)


@pytest.mark.parametrize("line", cases("groups.en.txt"))
def test_english(line: str) -> None:
    assert found_in(MARK.sub(r"\1", line), "en") == MARK.findall(line)


@pytest.mark.parametrize("language", ["ar", "en", "und"])
@given(pieces=st.lists(PIECES, max_size=25), glue=st.sampled_from(["", " "]))
def test_any_text(language: str, pieces: list[str], glue: str) -> None:
    text = glue.join(pieces)
    tokens = tokenise(text)
    found = find_groups(text, tokens, language)
    for group in found:
        assert tokens[group.first].start <= group.start < group.end == tokens[group.last - 1].end
        assert isinstance(group.group, Group)
        assert (group.count == 2) == (group.number == "dual")
    assert all(left.last <= right.first and left.end <= right.start for left, right in pairwise(found))
