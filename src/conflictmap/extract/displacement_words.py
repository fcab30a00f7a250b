"""Find the words for displacement, and those that take a number away from them ("affected", "killed")."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from conflictmap import lexicon
from conflictmap.model import EventType, Mode, Term
from conflictmap.text.normalise import fold
from conflictmap.text.phrases import Match, PhraseTable
from conflictmap.text.tokens import Words

# Events that count persons of their own: "260 people were arrested after returning".
_TAKING = frozenset(
    (EventType.ARREST, EventType.ABDUCTION, EventType.RELEASE, EventType.PROTEST, EventType.DEPLOYMENT,
     EventType.SURRENDER)
)  # fmt: skip
MODES = {
    Term.DISPLACED: Mode.DISPLACED, Term.HOMELESS: Mode.DISPLACED, Term.FORCED_TO_FLEE: Mode.FLED,
    Term.EVACUATED: Mode.EVACUATED, Term.SHELTERED: Mode.FLED, Term.IN_RELIEF_CAMP: Mode.FLED,
    Term.RELOCATED: Mode.TRANSFERRED, Term.RETURNED: Mode.RETURNED,
}  # fmt: skip
HOUSING = frozenset((Term.DESTROYED_HOUSING, Term.DAMAGED_HOUSING, Term.UNINHABITABLE_HOUSING))


_HOMES = tuple(map(fold, ("منازل", "منزل", "بيوت", "بيت", "مساكن", "مسكن", "ديار", "قراهم", "قراها")))
_OBJECT_REACH = 5


class TermWord(NamedTuple):
    """A word at tokens[first:last]: its term (None: it counts something else), and where its number may stand.

    `record` is `flow` (people go), `stock` (people are), `noun` (who they are), `housing` or `-`; in the lexicon also
    `object`, a flow only with homes for the object of the verb. `harms_people`
    marks words that are said of homes and of people alike (تضرر: damaged, affected).
    """

    first: int
    last: int
    start: int
    end: int
    term: Term | None
    takes_before: bool
    takes_after: bool
    record: str
    harms_people: bool = False


class _Entry(NamedTuple):
    term: Term | None
    side: str
    record: str


@lru_cache(maxsize=8)
def _table(language: str) -> PhraseTable[_Entry]:
    return PhraseTable(_entries(language))


def _entries(language: str) -> Iterator[tuple[str, _Entry]]:
    for row in lexicon.rows(language, "displacement_terms"):
        yield row["word"], _Entry(None if row["term"] == "other" else Term(row["term"]), row["side"], row["record"])
    for row in lexicon.rows(language, "casualties"):
        yield row["word"], _Entry(None, "both", "-")
    for row in lexicon.rows(language, "triggers"):
        if row["type"] in _TAKING and not row["mode"]:
            yield row["word"], _Entry(None, "both", "-")
        elif not row["type"] and not row["mode"]:
            yield row["word"], _Entry(None, "", "-")  # a stop phrase: نقلت وكالة tells of no move


def find_terms(words: Words, language: str) -> tuple[TermWord, ...]:
    """Give the words for displacement and for what else may count people, in order, without overlap."""
    is_arabic = language == "ar"
    matches = _table(language).find(words.tokens, clitics=is_arabic, article=is_arabic, text=words.text)
    return tuple(
        TermWord(
            match.first, match.last, match.start, words.tokens[match.last - 1].end, match.value.term,
            match.value.side != "after", match.value.side != "before", match.value.record.replace("object", "flow"),
            is_arabic and match.value.term == Term.DAMAGED_HOUSING,
        )
        for match in matches
        if match.value.side and (match.value.record != "object" or _has_homes(match, words))
    )  # fmt: skip


def _has_homes(match: Match[_Entry], words: Words) -> bool:
    """Say whether a verb has homes for its object: "40 families lost, left" theirs (فقدت 40 عائلة منازلها)."""
    behind = words.tokens[match.last : match.last + _OBJECT_REACH]
    return any(token.norm.startswith(_HOMES) for token in behind)


@lru_cache(maxsize=1)
def custody_words() -> frozenset[str]:
    """Give the words for where people are brought who are not displaced: a hospital, a prison."""
    return frozenset(
        map(fold, ("hospital", "hospitals", "prison", "jail", "court", "clinic", "custody", "detention",
                   "مستشفى", "المستشفى", "مستشفيات", "المستشفيات", "سجن", "السجن", "المحكمة", "العلاج"))
    )  # fmt: skip
