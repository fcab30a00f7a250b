"""Whether a clause tells a fact: negation, future, purpose, agreement, demand, hedge, past before the story."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from conflictmap import lexicon
from conflictmap.model import Certainty, Modality, Polarity, Status
from conflictmap.text.normalise import fold
from conflictmap.text.phrases import PhraseTable
from conflictmap.text.tokens import Words

_FURTHEST = 10  # words over which any cue may work


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a frame is put: its status in the words of the report, and why."""

    status: Status
    modality: Modality
    polarity: Polarity
    certainty: Certainty | None
    cues: tuple[str, ...]


@lru_cache(maxsize=8)
def _cues(language: str) -> PhraseTable[tuple[lexicon.Row, ...]]:
    """Give the cues with all their rows: "reportedly" may stand before or behind."""
    grouped: dict[str, tuple[lexicon.Row, ...]] = {}
    for row in lexicon.rows(language, "modality"):
        grouped[fold(row["word"])] = (*grouped.get(fold(row["word"]), ()), row)
    return PhraseTable(grouped.items())


# Strongest first: what is denied is denied, however it is hedged.
_ORDER: tuple[tuple[str, Status, Modality], ...] = (
    ("negated", Status.DENIED, Modality.ASSERTED),
    ("failed", Status.DENIED, Modality.ASSERTED),
    ("denied", Status.DENIED, Modality.ASSERTED),
    ("demand", Status.PLANNED, Modality.DEMAND),
    ("purpose", Status.PLANNED, Modality.PURPOSE),
    ("agreed", Status.AGREED, Modality.AGREED),
    ("planned", Status.PLANNED, Modality.FUTURE),
    ("future", Status.PREDICTED, Modality.FUTURE),
    ("predicted", Status.PREDICTED, Modality.HEDGED),
    ("historical", Status.HISTORICAL, Modality.HISTORICAL),
    ("alleged", Status.ALLEGED, Modality.HEDGED),
    ("hedged", Status.ALLEGED, Modality.HEDGED),
    ("began", Status.ONGOING, Modality.ASSERTED),
    ("ongoing", Status.ONGOING, Modality.ASSERTED),
)
_CERTAINTY = {
    Status.ALLEGED: Certainty.ALLEGED,
    Status.PREDICTED: Certainty.PREDICTED,
    Status.PLANNED: Certainty.PLANNED,
    Status.AGREED: Certainty.PLANNED,
}


def cues_around(first: int, last: int, words: Words, language: str, *, left: int, right: int) -> dict[str, str]:
    """Give the cues that bear on tokens[first:last]: effect -> the word, looking from `left` to `right` at most.

    A cue before the trigger counts if it ends within its reach of the trigger, one behind likewise.
    """
    found: dict[str, str] = {}
    window = words.tokens[max(left, first - _FURTHEST) : first]
    offset = first - len(window)
    for match in _cues(language).find(window, clitics=language == "ar"):
        distance = first - (offset + match.last)
        for row in match.value:
            if row["side"] == "before" and distance < int(row["reach"]):
                found.setdefault(row["effect"], row["word"])
    behind = words.tokens[last : min(right, last + _FURTHEST)]
    for match in _cues(language).find(behind, clitics=language == "ar"):
        for row in match.value:
            if row["side"] == "after" and match.first < int(row["reach"]):
                found.setdefault(row["effect"], row["word"])
    return found


def read_status(cues: dict[str, str], *, tense: str, is_news: bool = True) -> Reading:
    """Turn cues into a status; without any, a past form happened and an English or Arabic present is going on."""
    if tense != "present" and fold(cues.get("predicted", "")).lstrip("ول") == "قد":
        cues = {effect: word for effect, word in cues.items() if effect != "predicted"}  # قد غادر: he has left
    for effect, status, modality in _ORDER:
        if effect in cues:
            polarity = Polarity.NEGATIVE if status == Status.DENIED else Polarity.POSITIVE
            return Reading(status=status, modality=modality, polarity=polarity, certainty=_CERTAINTY.get(status),
                           cues=(f"{effect}:{cues[effect]}",))  # fmt: skip
    status = Status.HAPPENED if is_news else Status.HISTORICAL
    return Reading(status=status, modality=Modality.ASSERTED, polarity=Polarity.POSITIVE, certainty=None, cues=())
