"""Score the candidates of a name: named features, weights from a table, shares of one."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

from conflictmap.model import Candidate, Place, PlaceId
from conflictmap.resolve.features import Namesakes, features
from conflictmap.resolve.scene import Chosen, Scene
from conflictmap.text.names import name_key
from conflictmap.toponyms import Toponym
from conflictmap.weights import read_weights

_MOST = 40  # candidates that are scored; there are names with hundreds of places


@lru_cache(maxsize=1)
def weights() -> Mapping[str, float]:
    """Read the weights of the features."""
    return read_weights(resources.files(__package__) / "weights.tsv")


def candidates_of(toponym: Toponym, scene: Scene, container: Chosen) -> list[tuple[Place, dict[str, float]]]:
    """Give the places that a name may mean, each with its features."""
    pool = sorted(toponym.matches, key=lambda m: (-m.is_curated, -m.score, -m.place.population, m.place.id))[:_MOST]
    namesakes, view = Namesakes.of(pool), scene.seen_by(name_key(toponym.surface))
    return [(match.place, features(toponym, match, view, container, namesakes)) for match in pool]


def ranked(
    toponym: Toponym, scene: Scene, container: Chosen, *, with_reasons: bool = True
) -> list[tuple[Place, Candidate]]:
    """Give the candidates of a name, best first, with shares of one as scores and the features as reasons."""
    weight = weights()
    best: dict[PlaceId, tuple[float, Place, dict[str, float]]] = {}
    for place, values in candidates_of(toponym, scene, container):
        total = sum(weight[name] * value for name, value in values.items() if value)
        if place.id not in best or total > best[place.id][0]:
            best[place.id] = (total, place, values)
    order = sorted(best.values(), key=lambda item: (-item[0], item[1].id))
    parts = [math.exp(min(50.0, total - weight["none"])) for total, _, _ in order]
    whole = 1.0 + sum(parts)
    return [
        (place, Candidate(place=place.id, score=round(part / whole, 3),
                          why=_reasons(values) if with_reasons else ()))
        for part, (_, place, values) in zip(parts, order, strict=True)
    ]  # fmt: skip


def _reasons(values: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(f"{name}={value:.2f}" for name, value in values.items() if value)
