"""The names of a document that are asked for, and the mentions and places that the answers make."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from conflictmap.errors import ServiceError
from conflictmap.geocoding.answers import Answer
from conflictmap.geocoding.scores import Scored, place_of, ranked
from conflictmap.geocoding.service import Service
from conflictmap.model import Candidate, Issue, Mention, Pack, Place, PlaceId, Span
from conflictmap.toponyms import Toponym

Derive = Callable[[Toponym, Place], Place | None]
"""Makes "15 km east of X" from X, as resolve does; None where the name means X itself."""

_FLOOR = 0.3  # confidence below which a place is not put on the map, as in resolve
_LONGEST, _MOST_WORDS = 60, 6  # of what may be a name
_NAME = re.compile(r"[^\W\d_]{2}")
_UNSURE = "not_mapped:unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The mentions in their order and the places by id, with what was found; who answered; what went wrong."""

    mentions: tuple[Mention, ...]
    places: tuple[Place, ...]
    packs: tuple[Pack, ...] = ()
    issues: tuple[Issue, ...] = ()


def look_up(
    mentions: Sequence[Mention], places: Sequence[Place], toponyms: Sequence[Toponym], service: Service, *,
    derive: Derive, hidden: Sequence[Span] = (),
) -> Found:  # fmt: skip
    """Ask a service for the names that have no candidate, within the country that the document is about.

    Args:
        mentions: one for each toponym, in the same order.
        places: those of the mentions.
        toponyms: what recognise found.
        derive: makes the place that a name means with the words around it.
        hidden: names of persons; what touches one is not asked for.

    Returns:
        What was found. A service that fails is an issue `geocoder_failed`, and the names stay as they were.
    """
    country = country_of(mentions, places)
    open_ones = [number for number, (toponym, mention) in enumerate(zip(toponyms, mentions, strict=True))
                 if _is_open(toponym, mention, hidden)]  # fmt: skip
    done, known, asked = list(mentions), {place.id: place for place in places}, False
    issues: tuple[Issue, ...] = ()
    for position, number in enumerate(open_ones):
        try:
            answers = service.ask(_name(toponyms[number]), country)
        except ServiceError as error:
            issues = (_issue(error, len({_name(toponyms[left]) for left in open_ones[position:]})),)
            break
        made = _resolved(toponyms[number], mentions[number], answers, country, service.name, derive)
        if made is not None:
            asked = True
            done[number] = made[0]
            known.update({place.id: place for place in made[1] if place.id not in known or not place.candidate_only})
    return Found(mentions=tuple(done), places=tuple(known[key] for key in sorted(known)),
                 packs=(service.pack,) if asked else (), issues=issues)  # fmt: skip


def country_of(mentions: Sequence[Mention], places: Sequence[Place]) -> str | None:
    """Give the country in which most of the confidence of the mapped names lies, else of the others that have one.

    A tie, or no name with a country, gives None.
    """
    country = {place.id: place.country for place in places}
    for is_mapped in (True, False):
        shares: dict[str, float] = defaultdict(float)
        surest = {(mention.surface, mention.place): mention.confidence for mention in
                  sorted(mentions, key=lambda mention: mention.confidence) if mention.mapped == is_mapped}  # fmt: skip
        for (_, place), confidence in surest.items():
            code = country.get(place) if place is not None else None
            if code:
                shares[code] += confidence
        best = sorted(shares.items(), key=lambda item: (-item[1], item[0]))
        if best and (len(best) == 1 or best[0][1] > best[1][1]):
            return best[0][0]
    return None


def _is_open(toponym: Toponym, mention: Mention, hidden: Sequence[Span]) -> bool:
    """Say whether a name is to be asked for: nothing is known of it, and it is neither excluded nor a person's."""
    if mention.place is not None or mention.candidates or toponym.excluded or toponym.matches:
        return False
    if toponym.country or toponym.part_of or toponym.control_of or any(toponym.span.meets(span) for span in hidden):
        return False
    name = _name(toponym)
    return len(name) <= _LONGEST and len(name.split()) <= _MOST_WORDS and _NAME.search(name) is not None


def _name(toponym: Toponym) -> str:
    return " ".join(toponym.surface.replace("_", " ").strip(" \"'“”«»#@()").split())


def _resolved(
    toponym: Toponym, mention: Mention, answers: Sequence[Answer], country: str | None, service: str, derive: Derive
) -> tuple[Mention, tuple[Place, ...]] | None:
    """Make the mention and the places of the answers; None where none of them bears the name."""
    scored = ranked(_name(toponym), toponym.head.kind if toponym.head else None, answers, country)
    if not scored:
        return None
    rule = f"geocoder:{service}"
    found = [(place_of(one.answer, toponym.surface, service), one) for one in _once(scored, service)]
    candidates = tuple(Candidate(place=place.id, score=one.score, why=(rule, *one.why)) for place, one in found)
    anchor, best = found[0]
    place = derive(toponym, anchor) or anchor
    is_sure = best.score >= _FLOOR
    others = tuple(replace(other, candidate_only=True) for other, _ in found if other.id != place.id)
    why = (*(word for word in mention.why if word != _UNSURE), rule, *best.why, *(() if is_sure else (_UNSURE,)))
    made = replace(mention, place=place.id, mapped=is_sure, confidence=best.score, candidates=candidates, why=why)
    return made, (place, *others)


def _once(scored: Sequence[Scored], service: str) -> list[Scored]:
    """Leave out an answer that gives a place for the second time."""
    by_id: dict[PlaceId, Scored] = {}
    for one in scored:
        by_id.setdefault(place_of(one.answer, "", service).id, one)
    return list(by_id.values())


def _issue(error: ServiceError, names: int) -> Issue:
    what = "1 name was" if names == 1 else f"{names} names were"
    return Issue(code="geocoder_failed", message=f"The geocoder failed ({error}): {what} not looked up.")
