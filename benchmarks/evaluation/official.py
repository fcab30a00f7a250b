"""The scorers of the shared folder's score.py, each with its ceiling and what it missed."""

import importlib.util
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol, TypeAlias, cast

from evaluation import ceiling
from evaluation.records import (
    Counts,
    Figures,
    Outcome,
    Record,
    overlaps,
    paired,
    places_of,
    report_id,
    span_of,
    spans_of,
)

Covered: TypeAlias = tuple[Record, set[int]]  # a record and the offsets of its evidence
Places: TypeAlias = Mapping[str, Record]
Verdicts: TypeAlias = dict[str, bool | None]  # field -> right, wrong, or not to be judged

WRONG_KM = 161
CLOSE_KM = 10


class Scoring(Protocol):
    """What is used of score.py."""

    def read_jsonl(self, path: Path) -> list[Record]: ...
    def resolution(self, gold: Sequence[Record], reports: Sequence[Record]) -> Figures: ...
    def names(self, gold: Sequence[Record], reports: Sequence[Record]) -> Figures: ...
    def mentions(self, gold: Sequence[Record], reports: Sequence[Record]) -> Figures: ...
    def movements(self, gold: Sequence[Record], reports: Sequence[Record]) -> Figures: ...
    def events(self, gold: Sequence[Record], reports: Sequence[Record]) -> Figures: ...
    def focus(self, gold: Sequence[Record], reports: Sequence[Record]) -> Figures: ...
    def same_place(self, gold: Record, predicted: Record) -> bool: ...
    def can_be_judged(self, gold: Record | None) -> bool: ...
    def characters(self, spans: Iterable[Record] | None) -> set[int]: ...
    def overlap(self, one: set[int], other: set[int]) -> float: ...
    def align(self, similarity: Mapping[tuple[int, int], float]) -> list[tuple[int, int]]: ...
    def ignorable(
        self,
        required: Sequence[Covered],
        spare: Sequence[Covered],
        predicted: Sequence[Covered],
        matched: set[int],
        admissible: Callable[[Record, Record], bool],
    ) -> set[int]: ...
    def groups_compatible(self, gold: Record, predicted: Record) -> bool: ...
    def status_compatible(self, gold: Record, predicted: Record) -> bool: ...
    def judge_movement(self, gold: Record, predicted: Record, gold_places: Places, places: Places) -> Verdicts: ...
    def judge_event(self, gold: Record, predicted: Record, gold_places: Places, places: Places) -> Verdicts: ...
    def amount(self, quantity: Record | None) -> tuple[int | None, ...] | None: ...
    def dates(self, record: Record) -> tuple[str | None, str | None]: ...

    @property
    def MIN_OVERLAP(self) -> float: ...  # noqa: N802  # its name there


def load_scoring(path: Path) -> Scoring:
    """Import score.py by its path: it is neither installed nor copied.

    Raises:
        FileNotFoundError: there is no such file.
    """
    spec = importlib.util.spec_from_file_location("conflictmap_shared_score", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise FileNotFoundError(f"{path}: no scorer there; give the shared folder with --shared")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return cast(Scoring, module)


def resolution(gold: Sequence[Record], reports: Sequence[Record], scoring: Scoring) -> Outcome:
    """Coordinates of given toponyms."""
    oracle = ceiling.resolution_oracle(gold, reports)
    misses = tuple(miss for rows, report in paired(gold, reports) for miss in _unresolved(rows, report))
    return Outcome(figures=scoring.resolution(gold, reports), ceiling=scoring.resolution(gold, oracle), misses=misses)


def _unresolved(rows: Sequence[Record], report: Record) -> list[Record]:
    places = places_of(report)
    answers = {span_of(mention): mention for mention in report.get("mentions") or ()}
    misses = []
    for span, toponym in ceiling.toponyms_of(rows).items():
        mention = answers.get(span, {})
        error = ceiling.distance_km(toponym, places.get(str(mention.get("place")), {}))
        best = ceiling.nearest(toponym, ceiling.candidates([mention], places))
        if error > WRONG_KM:
            misses.append(
                {
                    "id": rows[0]["id"],
                    "surface": toponym.get("surface"),
                    "place": mention.get("place"),
                    "best_candidate": best["id"] if best else None,
                }
            )
    return misses


def names(gold: Sequence[Record], answers: Sequence[Record], scoring: Scoring, *, key: str) -> Outcome:
    """Gazetteer look-up of the names under `key`; records without one are left out."""
    named = [row for row in gold if row.get(key)]
    by_id = {report_id(answer): answer for answer in answers}
    misses = []
    for row in named:
        first = (by_id.get(row["id"], {}).get("matches") or [{}])[0]
        if row.get("lat") is not None and ceiling.distance_km(row, first) > CLOSE_KM:
            misses.append({"id": row["id"], "surface": row[key], "place": first.get("place")})
    return Outcome(
        figures=scoring.names(named, answers),
        ceiling=scoring.names(named, ceiling.names_oracle(named, answers)),
        misses=tuple(misses),
    )


def focus(gold: Sequence[Record], reports: Sequence[Record], scoring: Scoring) -> Outcome:
    """Where the main event of a text happened."""
    misses = []
    for rows, report in paired(gold, reports):
        truth = rows[0].get("gold") or rows[0]
        chosen = (report.get("focus") or {}).get("place")
        if ceiling.distance_km(truth, places_of(report).get(str(chosen), {})) > CLOSE_KM:
            misses.append({"id": rows[0]["id"], "surface": truth.get("name_ar"), "place": chosen})
    return Outcome(
        figures=scoring.focus(gold, reports),
        misses=tuple(misses),
        ceiling=scoring.focus(gold, ceiling.focus_oracle(gold, reports)),
    )


def mentions(gold: Sequence[Record], reports: Sequence[Record], scoring: Scoring) -> Outcome:
    """Places that belong on the map: found, and resolved right."""
    oracle = ceiling.mentions_oracle(gold, reports, scoring.same_place)
    misses = tuple(miss for rows, report in paired(gold, reports) for miss in _unmapped(rows[0], report))
    return Outcome(figures=scoring.mentions(gold, reports), ceiling=scoring.mentions(gold, oracle), misses=misses)


def _unmapped(row: Record, report: Record) -> list[Record]:
    truths = [mention for mention in row.get("mentions") or () if mention.get("map") is True]
    guesses = [mention for mention in report.get("mentions") or () if mention.get("mapped") is True]
    missed = [("missed", mention) for mention in _alone(truths, guesses)]
    invented = [("invented", mention) for mention in _alone(guesses, truths)]
    return [{"id": row["id"], "surface": mention.get("surface"), "what": what} for what, mention in missed + invented]


def _alone(mentions_: Sequence[Record], others: Sequence[Record]) -> list[Record]:
    spans = spans_of(others)
    return [
        mention
        for mention in mentions_
        if (span := span_of(mention)) and not any(overlaps(span, other) for other in spans)
    ]


def movements(gold: Sequence[Record], reports: Sequence[Record], scoring: Scoring) -> Outcome:
    """Who moved from where to where; the ceiling is over all gold movements that name such a place."""
    return _records(
        gold,
        reports,
        scoring,
        scoring.movements,
        "movements",
        {"origin_acc": "origin", "destination_acc": "destination"},
    )


def events(gold: Sequence[Record], reports: Sequence[Record], scoring: Scoring) -> Outcome:
    """What happened where; the ceiling is over all gold events that name a place."""
    return _records(gold, reports, scoring, scoring.events, "events", {"place_acc": "place"})


def _records(
    gold: Sequence[Record],
    reports: Sequence[Record],
    scoring: Scoring,
    score: Callable[[Sequence[Record], Sequence[Record]], Figures],
    key: str,
    fields: dict[str, str],
) -> Outcome:
    limits = {
        figure: ceiling.reachable(gold, reports, key, field, scoring.same_place, scoring.can_be_judged)
        for figure, field in fields.items()
    }
    pairs = paired(gold, reports)
    return Outcome(
        figures=score(gold, reports),
        ceiling=limits,
        misses=tuple(miss for rows, report in pairs for miss in _unfound(rows[0], report, score, key)),
        documents=tuple(counts_of(score(rows, [report] if report else [])) for rows, report in pairs),
    )


def counts_of(figures: Figures) -> Counts:
    """The counts behind the figures of movements or events; score.py gives the strict one only as a share."""
    gold, predicted, found = (int(figures[name] or 0) for name in ("gold", "predicted", "found"))
    strict = round((figures["strict_f1"] or 0.0) * (gold + predicted) / 2)
    return Counts(gold=gold, predicted=predicted, found=found, strict=strict)


def _unfound(
    row: Record, report: Record, score: Callable[[Sequence[Record], Sequence[Record]], Figures], key: str
) -> list[Record]:
    """Gold records that no prediction fits, and the wrong fields of those found; each is scored alone."""
    misses = []
    for record in row.get(key) or ():
        figures = score([{**row, key: [record]}], [report] if report else [])
        wrong = [name.removesuffix("_acc") for name, value in figures.items() if name.endswith("_acc") and value == 0]
        if figures["gold"] and (wrong or not figures["found"]):
            misses.append(
                {
                    "id": row["id"],
                    "record": record.get("id"),
                    "surface": record.get("type") or record.get("mode"),
                    "what": "wrong " + " ".join(wrong) if figures["found"] else "missed",
                }
            )
    return misses
