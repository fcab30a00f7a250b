#!/usr/bin/env python3
"""Learn the weights of the focus from the read half of the texts about one event, and say how good it is.

    python benchmarks/learn_focus.py [--shared PATH] [--write]

The same model and the same cross-validation as in learn_ranking.py: the share of a place is the softmax of its weighted
features; right is every place within 10 km of the event, or the nearest one within 25 km.
"""

import argparse
import gzip
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from conflictmap.focus import candidates, weights
from conflictmap.pipeline import Pipeline
from conflictmap.read import read
from conflictmap.weights import read_weights
from evaluation.ceiling import distance_km
from evaluation.records import documents, in_halves
from learn_ranking import FOLDS, Name, accuracy, calibration, fit, fold_of, put, shares

REPOSITORY = Path(__file__).resolve().parents[1]
TABLE = REPOSITORY / "src" / "conflictmap" / "focus.tsv"
SET = "airwars_text_events_ar"
RIGHT_KM, NEAR_KM = 10.0, 25.0


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--shared", type=Path, default=REPOSITORY.parent / "shared")
    options.add_argument("--write", action="store_true", help="put the learned weights into the table")
    options.add_argument("--penalty", type=float, default=0.2, help="how strongly weights are drawn to the priors")
    given = options.parse_args()
    names = list(collect(given.shared))
    columns = list(weights())
    now, prior = (
        np.array([*(values[name] for name in columns), 0.0]) for values in (weights(), read_weights(TABLE, "prior"))
    )
    print(
        f"{len(names)} texts with a candidate: right {accuracy(names, now):.3f}, "
        f"with the priors {accuracy(names, prior):.3f}"
    )
    held = []
    for fold in range(FOLDS):
        learned = fit([name for name in names if fold_of(name) != fold], prior, given.penalty, has_none=False)
        held += [(shares(name, learned), name.right) for name in names if fold_of(name) == fold]
    right = [bool(truth[np.argmax(share)]) for share, truth in held]
    sure = [float((share / share.sum()).max()) for share, _ in held]
    print(f"held out: right {np.mean(right):.3f}, calibration error {calibration(sure, right):.3f}")
    learned = fit(names, prior, given.penalty, has_none=False)
    for name, before, after in zip(columns, now, learned, strict=False):
        print(f"  {name:12} {before:6.2f} -> {after:6.2f}")
    if given.write:
        put(TABLE, dict(zip(columns, learned, strict=False)))


def collect(shared: Path) -> Iterator[Name]:
    """Give the texts of the read half that have a candidate near the event."""
    with gzip.open(shared / "eval" / "dev" / f"{SET}.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = in_halves(SET, [json.loads(line) for line in lines])["read"]
    gold = {row["id"]: row["gold"] for row in rows}
    pipeline = Pipeline.open()
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as given:
        given.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in documents(rows))
        given.flush()
        for report in pipeline.analyse_all(read([given.name])):
            places = {place.id: place for place in report.places}
            rows_of = candidates(report)
            far = [distance_km(gold[report.document.id], {"lon": places[p].lon, "lat": places[p].lat}) for p in rows_of]
            if not far or min(far) > NEAR_KM:
                continue
            bound = max(RIGHT_KM, min(far))
            yield Name(SET, report.document.id, np.array([list(v.values()) for v in rows_of.values()]),
                       np.array([float(km <= bound) for km in far]))  # fmt: skip


if __name__ == "__main__":
    main()
