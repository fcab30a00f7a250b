from collections import Counter
from pathlib import Path

import pytest

import conflictmap.lexicon
from conflictmap.lexicon import LANGUAGES, rows
from conflictmap.model import Certainty, EventType, Group, Kind, Mode
from conflictmap.text.normalise import fold

FOLDER = Path(conflictmap.lexicon.__file__).parent
FILES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.tsv"))
ENUMS = {
    "kind": {kind.value for kind in Kind},
    "group": {group.value for group in Group},
    "certainty": {certainty.value for certainty in Certainty},
    "distributes": {"yes", "no"},
    "side": {"reported", "confirmed", "hedge", "claim", "denial", "demand", "prediction", "knowledge"},
    "number": {"sg", "dual", "pl"},
}
ACTOR_TYPES = {
    *("state_force", "rebel", "militia", "jihadist", "coalition", "government", "ministry"),
    *("outlet", "agency", "monitor", "un", "un_agency", "ngo"),
}
SOURCE_TYPES = {
    *("anonymous_sources", "witness", "activist", "journalist", "spokesperson", "commander", "official"),
    *("agency", "media", "monitor", "relatives", "residents", "ministry", "un"),
}
# The lists of other finders give these columns a meaning of their own.
OWN = {"actors", "groups", "demonyms", "kinds", "directions", "source_nouns", "speech_verbs", "person_titles"}
OWN |= {"organisation_words"}
# Columns that tell two rows with the same word apart.
KEYS = {"actors": ("id", "actor", "name")}


def table(name: str) -> tuple[list[str], list[list[str]]]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return lines[0].split("\t"), [line.split("\t") for line in lines[1:] if line and not line.startswith("#")]


@pytest.mark.parametrize("name", FILES)
def test_form(name: str) -> None:
    header, lines = table(name)
    assert len(set(header)) == len(header) and all(header)
    assert lines, "no rows"
    for cells in lines:
        assert len(cells) == len(header), cells
        assert cells == [cell.strip() for cell in cells], cells
        assert cells[0], cells


@pytest.mark.parametrize("name", FILES)
def test_sorted(name: str) -> None:
    _, lines = table(name)
    assert lines == sorted(lines)


@pytest.mark.parametrize("name", FILES)
def test_no_row_twice(name: str) -> None:
    header, lines = table(name)
    stem = Path(name).stem
    columns = KEYS.get(stem, header if stem not in OWN else ("word",))
    keys = Counter(tuple(fold(cells[header.index(c)]) for c in columns if c in header) for cells in lines)
    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize("name", [name for name in FILES if Path(name).stem in OWN])
def test_values(name: str) -> None:
    header, lines = table(name)
    for column, allowed in ENUMS.items():
        if column in header:
            assert {cells[header.index(column)] for cells in lines} <= allowed, column


@pytest.mark.parametrize("name", FILES)
def test_groups_kinds_and_certainties_are_of_the_model(name: str) -> None:
    header, lines = table(name)
    known = {
        "group": ENUMS["group"],
        "certainty": ENUMS["certainty"],
        "mode": {mode.value for mode in Mode},
        "event": {event.value for event in EventType},
    }
    for column in known.keys() & set(header):
        assert {cells[header.index(column)] for cells in lines} - {""} <= known[column], column


@pytest.mark.parametrize("language", LANGUAGES)
def test_own_values(language: str) -> None:
    assert {row["type"] for row in rows(language, "source_nouns")} <= SOURCE_TYPES
    assert all(len(row["country"]) == 2 and row["country"].isupper() for row in rows(language, "demonyms"))
    bearings = [float(row["bearing"]) for row in rows(language, "directions") if row["bearing"]]
    assert bearings and all(0 <= bearing < 360 for bearing in bearings)


def test_actors() -> None:
    actors = rows("", "actors")
    assert {row["type"] for row in actors} <= ACTOR_TYPES
    assert all(row["name_en"] and row["name_ar"] for row in actors)
    ids = {row["id"] for row in actors}
    for language in LANGUAGES:
        aliases = rows(language, "actors")
        assert {row["actor"] for row in aliases} <= ids
        names = Counter(fold(row["name"]) for row in aliases)
        assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_trigger_that_needs_a_group_says_where_it_stands(language: str) -> None:
    dead = [
        row["word"] for row in rows(language, "triggers") if "group" in row["needs"].split("_") and row["mover"] == "-"
    ]
    assert [word for word in dead if not _takes_a_place(language, word)] == []


def _takes_a_place(language: str, word: str) -> bool:
    """Say whether a place instead of a group is enough for some reading of a trigger."""
    return any(row["word"] == word and "or" in row["needs"].split("_") for row in rows(language, "triggers"))
