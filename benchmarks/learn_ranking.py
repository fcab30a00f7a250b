#!/usr/bin/env python3
"""Learn the weights of the resolver from the read halves of the development sets, and say how good its scores are.

    python benchmarks/learn_ranking.py [--shared PATH] [--write]

The model is a conditional logit: the shares of the candidates of a name are the softmax of the weighted features, with
"none of these" as a candidate of weight `none`. Right is every candidate near enough to the gold, of these only the
nearest; where there is none, "none of these" is right, as it is for what recognition finds where the gold has no name.
The sets of toponyms are learned from twice, with the gold's spans and with what recognition finds. Each set has a say
of its own whatever its size, and a penalty draws the weights towards the table's priors, set by hand, so that what no
set tells about stays sensible. Features depend on the choices of the round before, and so on the weights: run it with
`--write` twice. Cross-validated by document: the figures printed are those of documents that their weights were not
learned on. `--write` puts the weights into the table.
"""

import argparse
import gzip
import hashlib
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from conflictmap.gazetteer import Gazetteer
from conflictmap.layout import lay_out
from conflictmap.model import Document, Kind, Place, Span
from conflictmap.recognise import recognise
from conflictmap.resolve import containers as containers_of
from conflictmap.resolve import rounds
from conflictmap.resolve.ranking import candidates_of, weights
from conflictmap.text.tokens import Words
from conflictmap.toponyms import Toponym
from conflictmap.weights import read_weights
from evaluation.ceiling import distance_km, toponyms_of
from evaluation.records import Record, documents, in_halves, overlaps

REPOSITORY = Path(__file__).resolve().parents[1]
TABLE = REPOSITORY / "src" / "conflictmap" / "resolve" / "weights.tsv"
SPANS = ("lgl", "geovirus", "geocorpora", "idrisi_ar")  # sets whose gold spans are given
SHARE = {"lgl": 0.7, "geovirus": 1.0, "geocorpora": 0.7, "idrisi_ar": 1.0, "ar_dev": 1.0, "en_dev": 1.0, "seed": 0.3,
         "airwars_text_events_ar": 1.0, "lgl found": 0.3, "geovirus found": 1.0, "geocorpora found": 0.5}  # fmt: skip
NEAR_KM = {Kind.COUNTRY: 1500.0, Kind.ADMIN1: 250.0, Kind.REGION: 250.0, Kind.WATER: 250.0}
TOWN_KM, AIRWARS_KM, SAME_KM = 30.0, 10.0, 15.0
# A gold of coordinates cannot tell a governorate from its chief town: these weights stay as they are set by hand.
FIXED = ("kind_agrees", "container", "town_name", "theatre_town_name")
FOLDS, STEPS, RATE = 5, 400, 0.05


@dataclass(frozen=True, slots=True)
class Name:
    """One name: its set, its document, a row of features for each candidate, and which candidates are right."""

    source: str
    document: str
    rows: np.ndarray
    right: np.ndarray


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--shared", type=Path, default=REPOSITORY.parent / "shared")
    options.add_argument("--write", action="store_true", help="put the learned weights into the table")
    options.add_argument("--penalty", type=float, default=0.3, help="how strongly weights are drawn to the table's")
    given = options.parse_args()
    names = [name for name in collect(given.shared) if len(name.rows)]
    columns = [feature for feature in weights() if feature != "none"]
    now, prior = (
        np.array([values[feature] for feature in [*columns, "none"]])
        for values in (weights(), read_weights(TABLE, "prior"))
    )
    for source in SHARE:
        part = [name for name in names if name.source == source]
        if part:
            print(f"{source}: {len(part)} names, best choice right {accuracy(part, now):.3f}, "
                  f"could be {np.mean([name.right.any() for name in part]):.3f}")  # fmt: skip
    fixed = [columns.index(feature) for feature in FIXED]
    validate(names, prior, given.penalty, fixed)
    learned = fit(names, prior, given.penalty, fixed=fixed)
    for feature, before, after in zip([*columns, "none"], now, learned, strict=True):
        print(f"  {feature:15} {before:6.2f} -> {after:6.2f}")
    if given.write:
        put(TABLE, dict(zip([*columns, "none"], learned, strict=True)))


def validate(names: Sequence[Name], prior: np.ndarray, penalty: float, fixed: Sequence[int]) -> None:
    """Print accuracy and calibration on documents that were not learned on."""
    held: list[tuple[Name, np.ndarray]] = []
    for fold in range(FOLDS):
        inside = [name for name in names if fold_of(name) != fold]
        learned = fit(inside, prior, penalty, fixed=fixed)
        held += [(name, learned) for name in names if fold_of(name) == fold]
    for source in (*SHARE, None):
        part = [(name, learned) for name, learned in held if source in (None, name.source)]
        if not part:
            continue
        pairs = [(shares(name, learned), name.right) for name, learned in part]
        right = [bool(correct[np.argmax(share)]) for share, correct in pairs]
        sure = [float(share.max()) for share, _ in pairs]
        kept = [number for number, share in enumerate(sure) if share >= 0.5]
        print(
            f"held out {source or 'all'}: right {np.mean(right):.3f}, "
            f"calibration error {calibration(sure, right):.3f}, "
            f"sure by half {len(kept) / len(sure):.2f}, of these right {np.mean([right[n] for n in kept]):.3f}"
        )


def fold_of(name: Name) -> int:
    return int(hashlib.sha256(f"fold{name.document}".encode()).hexdigest(), 16) % FOLDS


def calibration(sure: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Give the expected calibration error: the mean gap of confidence and accuracy over equal bins of confidence."""
    total = 0.0
    for lower in range(bins):
        inside = [number for number, share in enumerate(sure) if lower <= min(share * bins, bins - 1e-9) < lower + 1]
        if inside:
            gap = abs(np.mean([sure[number] for number in inside]) - np.mean([right[number] for number in inside]))
            total += len(inside) / len(sure) * gap
    return float(total)


def shares(name: Name, learned: np.ndarray) -> np.ndarray:
    """Give the share of each candidate; what is missing to one is the share of none of these."""
    scores = name.rows @ learned[:-1] - learned[-1]
    top = max(0.0, float(scores.max()))
    parts = np.exp(scores - top)
    return np.asarray(parts / (math.exp(-top) + parts.sum()))


def accuracy(names: Sequence[Name], learned: np.ndarray) -> float:
    return float(np.mean([name.right[np.argmax(shares(name, learned))] for name in names]))


def fit(
    names: Sequence[Name], prior: np.ndarray, penalty: float, *, has_none: bool = True, fixed: Sequence[int] = ()
) -> np.ndarray:
    """Minimise the mean surprise at the right candidates by Adam; all names at once.

    Args:
        has_none: whether "none of these" is an answer, as the last weight; otherwise that weight is kept at 0.
        fixed: the columns whose weights stay at their priors.
    """
    rows = np.vstack([name.rows for name in names])
    group = np.repeat(np.arange(len(names)), [len(name.rows) for name in names])
    right = np.concatenate([name.right for name in names])
    answered = np.array([name.right.any() for name in names])
    sizes = {source: sum(name.source == source for name in names) for source in SHARE}
    say = np.array([SHARE[name.source] / sizes[name.source] for name in names])
    say /= say.sum()
    learned, moment, spread = prior.copy(), np.zeros_like(prior), np.zeros_like(prior)
    for step in range(1, STEPS + 1):
        scores = np.clip(rows @ learned[:-1] - learned[-1], -40, 40)
        parts = np.exp(scores)
        whole = float(has_none) + np.bincount(group, parts, len(names))
        good = np.where(answered, np.bincount(group, parts * right, len(names)), 1.0)
        probability = parts / whole[group]
        target = np.where(answered[group], parts * right / good[group], 0.0)
        slope_of_score = say[group] * (probability - target)
        slope = np.append(rows.T @ slope_of_score, -slope_of_score.sum() * has_none) + penalty * (
            learned - prior
        ) / len(prior)
        slope[list(fixed)] = 0.0
        moment = 0.9 * moment + 0.1 * slope
        spread = 0.999 * spread + 0.001 * slope**2
        learned = learned - RATE * (moment / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.999**step)) + 1e-8)
    return learned


def collect(shared: Path) -> Iterator[Name]:
    """Give the names of all sets, each with its candidates in the scene of the last round."""
    gazetteer = Gazetteer.open()
    for source in SHARE:
        if source.endswith(" found"):
            continue  # read together with the set
        path = shared / "eval" / ("seed.jsonl" if source == "seed" else f"dev/{source}.jsonl.gz")
        lines = (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8")
        with lines:
            rows = [json.loads(line) for line in lines]
        read = rows if source == "seed" else in_halves(source, rows)["read"]
        for group in _by_document(read).values():
            yield from _names(source, group, gazetteer)


def _by_document(rows: Sequence[Record]) -> Mapping[str, list[Record]]:
    grouped: dict[str, list[Record]] = {}
    for row in rows:
        grouped.setdefault(row["id"], []).append(row)
    return grouped


def _names(source: str, group: Sequence[Record], gazetteer: Gazetteer) -> Iterator[Name]:
    given = documents(group, with_spans=source in SPANS)[0]
    spans = tuple(Span(start=s["start"], end=s["end"]) for s in given.get("spans", ()))
    document = Document(id=given["id"], text=given["text"], language=given.get("language", "en"), sha256="")
    if spans:
        yield from _names_of(source, group, replace(document, spans=spans), gazetteer)
    if source not in SPANS or spans:
        yield from _names_of(f"{source} found" if source in SPANS else source, group, document, gazetteer)


def _names_of(source: str, group: Sequence[Record], document: Document, gazetteer: Gazetteer) -> Iterator[Name]:
    words = lay_out(Words.of(document.text), document.language)
    toponyms = recognise(document, words, gazetteer)
    outer = containers_of(toponyms, document.text)
    chosen, scene = rounds(toponyms, outer)
    for toponym, inside in zip(toponyms, outer, strict=True):
        if toponym.excluded or not toponym.matches:
            continue
        truth = _truth(source, group, toponym)
        if truth is None:
            continue
        pool = candidates_of(toponym, scene, chosen[inside][:1] if inside is not None else ())
        right = np.array(_nearest(source, truth, [place for place, _ in pool]), dtype=float)
        if truth and not right.any() and source == "airwars_text_events_ar":
            continue  # another place than that of the event
        if toponym.relation is not None and source not in SPANS:
            continue  # a place made from this one
        rows = np.array([list(values.values()) for _, values in pool])
        yield Name(source, document.id, rows, right)


def _truth(source: str, group: Sequence[Record], toponym: Toponym) -> Record | None:
    """Give the gold place of a name, {} where the gold has no name there, None where it cannot be judged.

    For the Airwars texts it is the place of the event, whatever the name.
    """
    span = (toponym.start, toponym.end)
    if source in SPANS:
        return toponyms_of(group).get(span)
    if source.removesuffix(" found") in SPANS:
        met = [t for row in group for t in row["toponyms"] if overlaps((t["start"], t["end"]), span)]
        return toponyms_of(group).get(span) if met else {}
    if source == "airwars_text_events_ar":
        gold: Record = group[0]["gold"]
        return gold
    places = {place["id"]: place for place in group[0]["places"]}
    met = [m for m in group[0]["mentions"] if overlaps((m["start"], m["end"]), span)]
    known = [places.get(m.get("place") or "", {}) for m in met if m.get("map")]
    return {} if not met else next((place for place in known if place.get("lon") is not None), None)


def _nearest(source: str, truth: Record, places: Sequence[Place]) -> list[bool]:
    """Say which candidates are right; of those near enough only the nearest ones: the city, not its governorate too."""
    right = [_is_right(source, truth, place) for place in places]
    far = [distance_km(truth, {"lon": place.lon, "lat": place.lat}) if truth else math.inf for place in places]
    best = min((km for km, fits in zip(far, right, strict=True) if fits), default=math.inf)
    return [fits and km <= best + SAME_KM for km, fits in zip(far, right, strict=True)]


def _is_right(source: str, truth: Record, place: Place) -> bool:
    if source == "airwars_text_events_ar":
        return distance_km(truth, {"lon": place.lon, "lat": place.lat}) <= AIRWARS_KM
    if not truth:
        return False
    if source.removesuffix(" found") in SPANS:
        return distance_km(truth, {"lon": place.lon, "lat": place.lat}) <= NEAR_KM.get(place.kind, TOWN_KM)
    if "country" in (truth.get("kind"), place.kind):
        return truth.get("kind") == place.kind and truth.get("country") == place.country
    if {truth.get("kind"), place.kind} == {"admin1", "settlement"}:
        return False  # the governorate or its town: the distance alone would let both pass
    return distance_km(truth, {"lon": place.lon, "lat": place.lat}) <= max(10.0, truth.get("uncertainty_km") or 0.0)


def put(path: Path, learned: Mapping[str, float]) -> None:
    """Put the weights into their table, its other columns as they were."""
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    text = [header, *(f"{name}\t{learned[name]:.2f}\t{prior}\t{meaning}" for name, _, prior, meaning in rows)]
    path.write_text("\n".join(text) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
