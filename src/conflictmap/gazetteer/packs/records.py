"""The records of a pack: what every importer makes of its source, and how they are written, a line each."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from conflictmap.gazetteer.keys import script_of

_LONGEST_NAME = 100  # characters; what is longer is a description
_LABELS = {"latin": "en", "arabic": "ar"}
STATUSES = ("preferred", "variant", "historic")
"""How a source ranks a name, best first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A place of a pack, as its source has it.

    Attributes:
        id: the id in the source, with its name before it: `wof:421166919`.
        names: (spelling, status) with a status of `STATUSES`.
        labels: the names to show, by language (`en` in Latin script, `ar` in Arabic script).
        same_as: ids elsewhere, as `geonames:171943`.
        admin1: what the source says of the first-level unit, the surest first: `geonames:170792`, `wikidata:Q232387`,
            `iso:SY-DY`, `name:Deir ez-Zor`.
        population: inhabitants, 0 where unknown.
        area: simplified GeoJSON outline.
    """

    id: str
    kind: str
    lon: float
    lat: float
    uncertainty_km: float
    names: tuple[tuple[str, str], ...]
    labels: dict[str, str] = field(default_factory=dict)
    feature: str | None = None
    country: str | None = None
    admin1: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    population: int = 0
    area: dict[str, object] | None = None

    def __post_init__(self) -> None:
        if not -180 <= self.lon <= 180:
            raise ValueError(f"longitude {self.lon} is outside -180..180")
        if not -90 <= self.lat <= 90:
            raise ValueError(f"latitude {self.lat} is outside -90..90")
        if not self.names:
            raise ValueError("no name in Arabic, Latin, Cyrillic or Hebrew script")


@dataclass(slots=True)
class Skipped:
    """Counts what an importer leaves out, by the reason."""

    reasons: dict[str, int] = field(default_factory=dict)

    def add(self, reason: str) -> None:
        """Count one more."""
        self.reasons[reason] = self.reasons.get(reason, 0) + 1


def sorted_names(names: Iterable[tuple[object, str]]) -> tuple[tuple[tuple[str, str], ...], dict[str, str]]:
    """Clean names and choose those to show.

    The script is that of the letters: languages given by gazetteers are wrong too often.

    Args:
        names: (name, status) in the order of the source's preference.

    Returns:
        The names that can be looked up, preferred ones first, each once; the labels by language.
    """
    kept: dict[str, str] = {}
    labels: dict[str, str] = {}
    for raw, status in sorted(names, key=lambda item: STATUSES.index(item[1])):
        name = clean(raw)
        script = script_of(name)
        if not name or len(name) > _LONGEST_NAME or script == "other":
            continue
        kept.setdefault(name, status)
        if script in _LABELS:
            labels.setdefault(_LABELS[script], name)
    if not labels and kept:
        labels["und"] = next(iter(kept))
    return tuple(kept.items()), labels


def clean(raw: object) -> str:
    """Give a name without characters of control and direction, and without more than one space in a row."""
    text = "" if raw is None else str(raw)
    if not text.isprintable():
        kept = (c for c in text if unicodedata.category(c) != "Cf" or c in "\u200c\u200d")
        text = "".join(" " if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") else c for c in kept)
    return " ".join(text.split())


def dumps(record: Record) -> str:
    """Write a record as a line of JSON, without what is empty."""
    facts = {name: value for name, value in asdict(record).items() if value not in (None, (), {}, 0)}
    facts.update(lon=record.lon, lat=record.lat)
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))


def loads(lines: Iterable[str]) -> Iterator[Record]:
    """Read records from lines of JSON."""
    for line in lines:
        facts: Mapping[str, Any] = json.loads(line)
        yield Record(**{
            **facts,
            "names": tuple((name, status) for name, status in facts["names"]),
            "admin1": tuple(facts.get("admin1", ())),
            "same_as": tuple(facts.get("same_as", ())),
        })  # fmt: skip
