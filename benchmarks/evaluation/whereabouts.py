"""Where a text names a place, as seen from a record: in its clause, its sentence, before it, after it, or nowhere."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from evaluation.official import Scoring
from evaluation.records import Record, Span, overlaps, places_of, spans_of

_SENTENCE_END = re.compile(r"(?<=[.!?؟])\s+|\n+")
_LEVELS = {"country": 0, "region": 1, "control_area": 1, "admin1": 1, "admin2": 2, "admin3": 3, "settlement": 4}
_SMALLEST = 5
_NEAR_KM = 10


@dataclass(frozen=True)
class Article:
    """A gold record with its report, and what is looked up in them again and again."""

    row: Record
    report: Record
    scoring: Scoring

    @cached_property
    def places(self) -> dict[str, Record]:
        return places_of(self.report)

    @cached_property
    def gold_places(self) -> dict[str, Record]:
        return places_of(self.row)

    @cached_property
    def sentences(self) -> list[Span]:
        text = str(self.row["text"])
        ends = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
        return [(start, end) for start, end in pairwise(ends) if start < end]

    def evidence(self, record: Record) -> list[Span]:
        """The spans of a record's claims."""
        claims = {claim["id"]: claim for claim in self.report.get("claims") or ()}
        return spans_of(claims[claim] for claim in record.get("claims") or () if claim in claims)

    def mentions_of(self, place: Record) -> list[Record]:
        """Our mentions that are resolved to a place."""
        return [
            mention
            for mention in self.report.get("mentions") or ()
            if self.scoring.same_place(place, self.places.get(str(mention.get("place")), {}))
        ]


def where_named(place: Record, evidence: Sequence[Span], article: Article) -> str:
    """Where the nearest of our mentions of a gold place is; if none is, what became of the gold's mentions."""
    ours = article.mentions_of(place)
    spans = spans_of(mention for mention in ours if mention.get("mapped"))
    if spans:
        return _nearest(spans, evidence, article)
    if ours:
        return "recognised, kept off the map"
    theirs = [mention for mention in article.row.get("mentions") or () if mention.get("place") == place["id"]]
    if not theirs:
        return "no mention in the gold"
    met = [
        mention
        for mention in article.report.get("mentions") or ()
        if any(overlaps(span, other) for span in spans_of([mention]) for other in spans_of(theirs))
    ]
    if not met:
        return "never recognised"
    return "resolved to another place" if any(mention.get("place") for mention in met) else "recognised, no place"


def where_taken_from(place: Record, evidence: Sequence[Span], article: Article) -> str:
    """Where a place of ours stands, or that no mention gave it."""
    named = [mention for mention in article.report.get("mentions") or () if mention.get("place") == place.get("id")]
    return _nearest(spans_of(named), evidence, article) if named else "no mention"


def _nearest(spans: Sequence[Span], evidence: Sequence[Span], article: Article) -> str:
    if _meet(spans, evidence):
        return "in the clause"
    if _meet(spans, [sentence for sentence in article.sentences if _meet([sentence], evidence)]):
        return "in the sentence"
    return "earlier" if min(spans) < min(evidence, default=(0, 0)) else "only later"


def _meet(spans: Iterable[Span], others: Sequence[Span]) -> bool:
    return any(overlaps(span, other) for span in spans for other in others)


def contains(broad: Record, narrow: Record, scoring: Scoring) -> bool:
    """Whether one place is a larger unit around another, as far as kind, country and distance tell."""
    if _level(broad) >= _level(narrow):
        return False
    if broad.get("kind") == "country":
        return bool(broad.get("country")) and broad.get("country") == narrow.get("country")
    reach = {**broad, "uncertainty_km": max(broad.get("uncertainty_km") or 0, _NEAR_KM)}
    return scoring.same_place(reach, narrow)


def _level(place: Record) -> int:
    return _LEVELS.get(str(place.get("kind")), _SMALLEST)


def place_label(place: Record | None) -> str:
    """A place for the listing: its name in English if there is one, and its kind."""
    if not place:
        return "?"
    name = place.get("name")
    names = name if isinstance(name, dict) else {"ar": name, "en": place.get("name_en")}
    shown = names.get("en") or names.get("ar") or next(iter(names.values()), None) or place.get("id")
    return f"{shown} ({place.get('kind')})"
