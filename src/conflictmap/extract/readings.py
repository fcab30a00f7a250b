"""How the clause around a frame changes its status: terms of an agreement, purpose, cause, days long past."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from conflictmap.extract.attribution import speech_words
from conflictmap.extract.modality import Reading
from conflictmap.extract.records import Frame
from conflictmap.model import (
    EventType,
    Modality,
    Polarity,
    Status,
    TimeExpression,
)
from conflictmap.text.normalise import fold
from conflictmap.text.tokens import Words

_EPISODE = timedelta(days=60)  # what ended longer ago is not of the episode that a report tells
_BEFALLS = 7  # words between "was exposed" and what befell
_BEFALLING = frozenset(map(fold, ("تعرض", "تعرضت", "تعرضوا", "تعرضتا", "تعرضن", "يتعرض", "تتعرض", "يتعرضون",
                                  "تعرضه", "تعرضها", "تعرضهم", "عرضة", "متعرضا", "متعرضة", "خضع", "خضعت", "شهد",
                                  "شهدت")))  # fmt: skip
_TOLD = 4  # words behind a noun of saying within which ل marks its object
# "had to flee", "managed to leave": what an infinitive tells as done.
_DONE_TO = frozenset(
    [
        "forced",
        "had",
        "managed",
        "able",
        "began",
        "begun",
        "begin",
        "begins",
        "beginning",
        "started",
        "starting",
        "continued",
        "continue",
        "continuing",
        "compelled",
        "obliged",
        "helped",
    ]
)
_PACTS = frozenset((EventType.AGREEMENT, EventType.CEASEFIRE))
_CAUSED = 9  # words between a verb of causing and the infinitive that tells what it caused
_CAUSING = frozenset(
    ["forced", "forcing", "forces", "caused", "causing", "compelled", "compelling", "prompted", "prompting", "led",
     "leading", "drove", "driving", "pushed", "pushing", "obliged", "obliging", "helped", "helping", "enabled",
     "enabling", "sent", "sending"]
)  # fmt: skip


def in_context(frame: Frame, before: Sequence[Frame], words: Words, language: str) -> Reading:
    """Read a noun behind "agreement" in its sentence as what was agreed, a future verb as foretold."""
    reading, trigger = frame.reading, frame.trigger
    terms = frame.sense.type not in _PACTS and any(
        other.sense.type in _PACTS and other.trigger.sentence == trigger.sentence
        and other.reading.status not in (Status.DENIED, Status.PLANNED)
        for other in before
    )  # fmt: skip
    if terms and reading.status in (Status.PREDICTED, Status.PLANNED) and reading.modality == Modality.FUTURE:
        return replace(reading, status=Status.AGREED, modality=Modality.AGREED, cues=("terms_of_agreement",))
    if reading.status != Status.HAPPENED:
        return reading
    if trigger.is_future:
        return replace(reading, status=Status.PREDICTED, modality=Modality.FUTURE, cues=("future:س",))
    purpose = _is_purpose(frame, words, language)
    if frame.sense.form == "noun" and terms:
        return replace(reading, status=Status.AGREED, modality=Modality.AGREED, cues=("terms_of_agreement",))
    return replace(reading, status=Status.PLANNED, modality=Modality.PURPOSE, cues=("purpose",)) if purpose else reading


def _is_purpose(frame: Frame, words: Words, language: str) -> bool:
    """Tell what is only aimed at: لإجلاء المدنيين, "to evacuate civilians"."""
    first = frame.trigger.first
    before = [token.norm for token in words.tokens[max(0, first - 2) : first]]
    if language == "ar":
        clitics = words.text[words.tokens[first].start : frame.trigger.start].lstrip("وف")
        if frame.sense.form != "noun" or clitics not in ("ل", "لل"):
            return False
        told = words.tokens[max(0, first - _TOLD) : first]  # "تأكيد شهود لخروج": ل marks what is told
        if any(token.norm.lstrip("وف") in _BEFALLING for token in words.tokens[max(0, first - _BEFALLS) : first]):
            return False  # تعرضت المدينة لقصف: ل marks what befell it
        return not speech_words(language).find(told, clitics=True)
    if frame.sense.tense != "base" or before[-1:] != ["to"] or before[0] in _DONE_TO:
        return False
    return not _is_made_to(first - 1, words)


def _is_made_to(to: int, words: Words) -> bool:
    """Say whether somebody is made to do it: "the shelling forced 300 families to flee"."""
    for index in range(to - 1, max(0, to - _CAUSED), -1):
        if any(mark in words.gap(index + 1) for mark in ".,;:"):
            return False
        if words.tokens[index].norm in _CAUSING:
            return True
    return False


def background(times: Sequence[TimeExpression], published: date | None) -> Reading | None:
    """Read a fact that its own words date long before the report ("in early 2014") as background, not news."""
    ends = [time.latest for time in times if time.latest is not None]
    if not ends or published is None or published - max(ends) <= _EPISODE:
        return None
    return Reading(status=Status.HISTORICAL, modality=Modality.HISTORICAL, polarity=Polarity.POSITIVE, certainty=None,
                   cues=(f"dated:{max(ends)}",))  # fmt: skip
