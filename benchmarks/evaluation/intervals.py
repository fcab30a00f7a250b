"""How far F1 could be off because the annotated articles are few: the bootstrap over documents.

Documents are drawn with replacement, as many as there are, and the F1 of each draw is taken from the counts of its
documents; the interval holds the middle 90 % of 1,000 draws (percentile bootstrap, Efron and Tibshirani 1993, chapter
13). It says what other articles of the same kind could give, not how far the annotators agree.
"""

import random
from collections.abc import Iterable, Mapping, Sequence

from evaluation.records import HALVES, Counts, Outcome, ratio

SEED, DRAWS, SHARE = 20190218, 1000, 0.90
FIGURES = ("f1", "strict_f1")
BOTH = "both"


def f1(documents: Iterable[Counts], figure: str) -> float | None:
    """The F1 (`f1` or `strict_f1`) of the summed counts of documents; None where there is nothing to count."""
    chosen = list(documents)
    right = sum(one.found if figure == "f1" else one.strict for one in chosen)
    return ratio(2 * right, sum(one.gold + one.predicted for one in chosen))


def interval(documents: Sequence[Counts], figure: str) -> tuple[float, float] | None:
    """The 90 % interval of an F1, the same for the same documents in the same order.

    None where there is no F1, and for a single document, which says nothing about others.
    """
    if len(documents) < 2 or f1(documents, figure) is None:
        return None
    generator = random.Random(SEED)
    draws = (f1(generator.choices(documents, k=len(documents)), figure) for _ in range(DRAWS))
    values = sorted(value for value in draws if value is not None)
    tail = int(len(values) * (1 - SHARE) / 2)
    return values[tail], values[-1 - tail]


def with_both(outcomes: Mapping[str, Outcome]) -> dict[str, tuple[Counts, ...]]:
    """The counts of each half, and of both together where both were run."""
    halves = {half: outcomes[half].documents for half in HALVES if half in outcomes}
    together = {BOTH: tuple(one for counts in halves.values() for one in counts)} if len(halves) > 1 else {}
    return {**halves, **together}


def intervals_of(outcomes: Mapping[str, Outcome]) -> dict[str, dict[str, dict[str, float | None]]]:
    """Half (or both) -> figure -> value, low and high; nothing for a task without counts of documents."""
    found: dict[str, dict[str, dict[str, float | None]]] = {}
    if not any(outcome.documents for outcome in outcomes.values()):
        return found
    for half, documents in with_both(outcomes).items():
        for figure in FIGURES:
            low, high = interval(documents, figure) or (None, None)
            found.setdefault(half, {})[figure] = {"value": f1(documents, figure), "low": low, "high": high}
    return found
