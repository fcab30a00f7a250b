"""Which gold record is which of ours: the pairs behind the figures that score.py gives for movements and events."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from evaluation.official import Covered, Scoring, Verdicts
from evaluation.records import Counts, Record, places_of

MOVEMENTS, EVENTS = "movements", "events"
LISTS = (MOVEMENTS, EVENTS)
PLACE_FIELDS: Mapping[str, tuple[str, ...]] = {MOVEMENTS: ("origin", "destination"), EVENTS: ("place",)}
STRICT: Mapping[str, tuple[str, ...]] = {
    MOVEMENTS: ("origin", "destination", "quantity", "status"),
    EVENTS: ("type", "place", "status"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """One list of one document. Pairs are positions in `gold` (records that count) and in `ours`."""

    gold: tuple[Covered, ...]
    ours: tuple[Covered, ...]
    found: Mapping[tuple[int, int], Verdicts]
    ignored: frozenset[int]

    @property
    def missed(self) -> tuple[int, ...]:
        matched = {i for i, _ in self.found}
        return tuple(i for i in range(len(self.gold)) if i not in matched)

    @property
    def invented(self) -> tuple[int, ...]:
        matched = {j for _, j in self.found} | self.ignored
        return tuple(j for j in range(len(self.ours)) if j not in matched)


def admissible(kind: str, scoring: Scoring) -> Callable[[Record, Record], bool]:
    """What score.py asks of a pair besides common evidence."""

    def movement(truth: Record, guess: Record) -> bool:
        return scoring.groups_compatible(truth, guess) and scoring.status_compatible(truth, guess)

    def event(truth: Record, guess: Record) -> bool:
        return truth.get("type") == guess.get("type") and scoring.status_compatible(truth, guess)

    return movement if kind == MOVEMENTS else event


def aligned(row: Record, report: Record, kind: str, scoring: Scoring) -> Alignment:
    """Pair the records of one document as score.py does (its loop gives only counts; `counts` compares them)."""
    fits = admissible(kind, scoring)
    judge = scoring.judge_movement if kind == MOVEMENTS else scoring.judge_event
    gold_places, places = places_of(row), places_of(report)
    gold = [(item, scoring.characters(item.get("evidence"))) for item in row.get(kind) or ()]
    required = [pair for pair in gold if not is_optional(pair[0], kind)]
    spare = [pair for pair in gold if is_optional(pair[0], kind)]
    ours = covered(report, kind, scoring)
    judged: dict[tuple[int, int], Verdicts] = {}
    similarity: dict[tuple[int, int], float] = {}
    for i, (truth, truth_offsets) in enumerate(required):
        for j, (guess, offsets) in enumerate(ours):
            shared = scoring.overlap(truth_offsets, offsets)
            if shared >= scoring.MIN_OVERLAP and fits(truth, guess):
                judged[i, j] = judge(truth, guess, gold_places, places)
                similarity[i, j] = shared + sum(verdict is True for verdict in judged[i, j].values())
    found = scoring.align(similarity)
    matched = {j for _, j in found}
    ignored = scoring.ignorable(required, spare, ours, matched, fits)
    ignored |= {j for j, (guess, _) in enumerate(ours) if j not in matched and is_optional(guess, kind)}
    return Alignment(
        gold=tuple(required),
        ours=tuple(ours),
        found={pair: judged[pair] for pair in found},
        ignored=frozenset(ignored),
    )


def covered(report: Record, kind: str, scoring: Scoring) -> list[Covered]:
    """The records of a list of a report, each with the offsets of its claims."""
    claims = {claim.get("id"): claim for claim in report.get("claims") or ()}
    return [
        (item, scoring.characters(claims.get(claim, {}) for claim in item.get("claims") or ()))
        for item in report.get(kind) or ()
    ]


def is_optional(record: Record, kind: str) -> bool:
    """Events `other` cost nothing and earn nothing."""
    return kind == EVENTS and record.get("type") == "other"


def is_strict(verdicts: Verdicts, kind: str) -> bool:
    return all(verdicts[field] is not False for field in STRICT[kind])


def counts(alignments: Sequence[Alignment], kind: str) -> Counts:
    """The counts of some documents, for comparison with score.py."""
    return Counts(
        gold=sum(len(one.gold) for one in alignments),
        predicted=sum(len(one.ours) - len(one.ignored) for one in alignments),
        found=sum(len(one.found) for one in alignments),
        strict=sum(is_strict(verdicts, kind) for one in alignments for verdicts in one.found.values()),
    )
