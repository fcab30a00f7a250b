"""Why a report says what it says: each sentence with its claims, the rules behind them, and what was not used."""

from __future__ import annotations

from collections.abc import Sequence

from conflictmap.explain.accounts import ClaimAccount, Part, Scene, SentenceAccount
from conflictmap.explain.slots import slots
from conflictmap.explain.unused import unused
from conflictmap.extract.records import Frame, Trace
from conflictmap.model import Claim, Report
from conflictmap.text.tokens import Sentence

__all__ = ["ClaimAccount", "Part", "SentenceAccount", "explained"]


def explained(report: Report, trace: Trace) -> tuple[SentenceAccount, ...]:
    """Give the sentences of a document in which anything was seen, in order.

    Args:
        report: as it may be shown; its text is what is quoted.
        trace: of the same run.
    """
    if trace.found is None:
        return ()
    scene = Scene(report, trace.found.words, trace, _records(report))
    told = {claim: frame for frame, claim in trace.told}
    claims = [(claim, _claim(claim, told.get(claim.id), scene)) for claim in report.claims]
    rest = sorted(unused(scene), key=lambda part: (part.start, part.end, part.what))
    accounts = []
    for sentence in scene.words.sentences:
        here = tuple(account for claim, account in claims if sentence.start <= claim.start < sentence.end)
        left = tuple(part for part in rest if sentence.start <= part.start < sentence.end)
        if here or left:
            accounts.append(_sentence(sentence, here, left, scene))
    return tuple(accounts)


def _sentence(
    sentence: Sentence, claims: tuple[ClaimAccount, ...], left: tuple[Part, ...], scene: Scene
) -> SentenceAccount:
    return SentenceAccount(
        document=scene.report.document.id, line=scene.words.text.count("\n", 0, sentence.start) + 1,
        start=sentence.start, end=sentence.end, text=scene.text(sentence.start, sentence.end), claims=claims,
        unused=left,
    )  # fmt: skip


def _records(report: Report) -> dict[str, list[str]]:
    """Say for each claim which records list it."""
    found: dict[str, list[str]] = {}
    for event in report.events:
        for claim in event.claims:
            found.setdefault(claim, []).append(f"event {event.id} {event.type} at {event.place or 'no place'}")
    for movement in report.movements:
        ends = f"{_joined(movement.origin)} -> {_joined(movement.destination)}"
        for claim in movement.claims:
            found.setdefault(claim, []).append(f"movement {movement.id} {movement.mode} {movement.group} {ends}")
    for stock in report.stocks:
        for claim in stock.claims:
            found.setdefault(claim, []).append(f"stock {stock.id} {stock.group} at {stock.place or 'no place'}")
    for held in report.control:
        for claim in held.claims:
            found.setdefault(claim, []).append(f"control {held.id} {held.controller} at {held.place or 'no place'}")
    return found


def _joined(places: Sequence[str]) -> str:
    return "+".join(places) or "?"


def _claim(claim: Claim, frame: Frame | None, scene: Scene) -> ClaimAccount:
    return ClaimAccount(
        id=claim.id, start=claim.start, end=claim.end, text=scene.text(claim.start, claim.end),
        slots=tuple(slots(claim, frame, scene)),
        status=" ".join((frame.reading.status, *frame.reading.cues)) if frame else f"{claim.modality} {claim.polarity}",
        sources=claim.source_chain, attribution=claim.attribution, certainty=claim.certainty,
        proposed_by=claim.proposed_by, records=tuple(scene.records.get(claim.id, ())), why=claim.why,
    )  # fmt: skip
