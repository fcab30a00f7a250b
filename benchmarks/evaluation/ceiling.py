"""The ceiling of look-up: what the figures would be if the best candidate were always chosen.

An oracle rewrites the reports, taking for every answer the candidate that suits the gold best; the same
scorer then scores the rewritten reports. What is missing below the ceiling is ranking, what is missing
above is look-up.
"""

import math
from collections.abc import Callable, Iterable, Sequence

from evaluation.records import (
    Find,
    Record,
    Span,
    name_queries,
    overlaps,
    paired,
    places_of,
    ratio,
    report_id,
    span_of,
)

EARTH_KM = 6371.0088


def distance_km(one: Record, other: Record) -> float:
    """Great-circle distance of two records with `lon` and `lat`; infinite where one lacks them."""
    if any(place.get(key) is None for place in (one, other) for key in ("lon", "lat")):
        return math.inf
    lon1, lat1, lon2, lat2 = (math.radians(place[key]) for place in (one, other) for key in ("lon", "lat"))
    cosine_term = math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(math.sin((lat2 - lat1) / 2) ** 2 + cosine_term)))


def nearest(truth: Record, places: Iterable[Record]) -> Record | None:
    """The place nearest to the truth (the id decides ties); None where none has coordinates."""
    ranked = sorted(
        (distance_km(truth, place), str(place.get("id", "")), position, place) for position, place in enumerate(places)
    )
    return ranked[0][-1] if ranked and math.isfinite(ranked[0][0]) else None


def candidate_ids(mention: Record) -> list[str]:
    """The places that a mention could be, the chosen one first."""
    found = [mention.get("place"), *(candidate.get("place") for candidate in mention.get("candidates") or ())]
    return list(dict.fromkeys(place for place in found if place))


def possible_focuses(report: Record) -> list[Record]:
    """The known places that a document could be about: its focus, and all that its mentions could be."""
    return candidates([report.get("focus") or {}, *(report.get("mentions") or ())], places_of(report))


def candidates(mentions: Iterable[Record], places: dict[str, Record]) -> list[Record]:
    """The known places that any of the mentions could be."""
    ids = dict.fromkeys(place for mention in mentions for place in candidate_ids(mention))
    return [places[place] for place in ids if place in places]


def complete(reports: Sequence[Record], find: Find) -> list[Record]:
    """Add the places that candidates name but a report does not list, by looking their surfaces up."""
    surfaces = {
        str(mention.get("surface")): None
        for report in reports
        for mention in report.get("mentions") or ()
        if set(candidate_ids(mention)) - places_of(report).keys()
    }
    if not surfaces:
        return list(reports)
    queries = [{"id": str(number), "name": surface} for number, surface in enumerate(surfaces)]
    known = {
        match["place"]: {**match, "id": match["place"]}
        for answer in find(name_queries(queries, "name"))
        for match in answer.get("matches") or ()
    }
    return [_with_places(report, known) for report in reports]


def _with_places(report: Record, known: dict[str, Record]) -> Record:
    wanted = dict.fromkeys(place for mention in report.get("mentions") or () for place in candidate_ids(mention))
    listed = places_of(report)
    added = [known[place] for place in wanted if place in known and place not in listed]
    return {**report, "places": [*(report.get("places") or ()), *added]}


def resolution_oracle(gold: Sequence[Record], reports: Sequence[Record]) -> list[Record]:
    """Reports whose mentions of gold toponyms have the candidate nearest to the gold."""
    rewritten = []
    for rows, report in paired(gold, reports):
        places, by_span = places_of(report), _mentions_by_span(report)
        truths = toponyms_of(rows)
        chosen = []
        for span, truth in truths.items():
            best = nearest(truth, candidates(by_span.get(span, ()), places))
            if best:
                chosen.append({"start": span[0], "end": span[1], "place": best["id"]})
        rewritten.append({"id": rows[0]["id"], "places": list(places.values()), "mentions": chosen})
    return rewritten


def toponyms_of(rows: Iterable[Record]) -> dict[Span, Record]:
    """The gold toponyms that can be judged, by span; the first where one is listed twice."""
    found: dict[Span, Record] = {}
    for toponym in (toponym for row in rows for toponym in row.get("toponyms") or ()):
        span = span_of(toponym)
        if span and toponym.get("lat") is not None and toponym.get("span_ok") is not False:
            found.setdefault(span, toponym)
    return found


def _mentions_by_span(report: Record) -> dict[Span | None, list[Record]]:
    by_span: dict[Span | None, list[Record]] = {}
    for mention in report.get("mentions") or ():
        by_span.setdefault(span_of(mention), []).append(mention)
    return by_span


def names_oracle(gold: Sequence[Record], answers: Sequence[Record]) -> list[Record]:
    """Matches of each name sorted by the distance from the gold."""
    truths = {row["id"]: row for row in gold}
    known = [answer for answer in answers if report_id(answer) in truths]
    return [_by_distance(truths[report_id(answer)], answer) for answer in known]


def _by_distance(truth: Record, answer: Record) -> Record:
    ranked = sorted(answer.get("matches") or (), key=lambda match: distance_km(truth, match))
    return {**answer, "matches": ranked}


def focus_oracle(gold: Sequence[Record], reports: Sequence[Record]) -> list[Record]:
    """Reports whose focus is, of the candidates of all mentions and the focus, the nearest to the gold."""
    rewritten = []
    for rows, report in paired(gold, reports):
        places = places_of(report)
        best = nearest(rows[0].get("gold") or rows[0], possible_focuses(report))
        rewritten.append(
            {
                "id": rows[0]["id"],
                "places": list(places.values()),
                "focus": {"place": best["id"]} if best else None,
            }
        )
    return rewritten


def mentions_oracle(
    gold: Sequence[Record], reports: Sequence[Record], same_place: Callable[[Record, Record], bool]
) -> list[Record]:
    """Reports whose mapped mentions have a candidate that is right for the gold mention they overlap."""
    rewritten = []
    for rows, report in paired(gold, reports):
        places, true_places = places_of(report), places_of(rows[0])
        truths = [mention for mention in rows[0].get("mentions") or () if mention.get("map") is True]
        mentions = []
        for mention in report.get("mentions") or ():
            truth = true_places.get(str(_most_shared(mention, truths).get("place")))
            right = [place["id"] for place in candidates([mention], places) if truth and same_place(truth, place)]
            mentions.append({**mention, "place": right[0]} if right else mention)
        rewritten.append({**report, "id": rows[0]["id"], "mentions": mentions})
    return rewritten


def _most_shared(mention: Record, truths: Iterable[Record]) -> Record:
    """The gold mention that shares most characters with a mention; {} where none does."""
    span = span_of(mention)
    meeting = [(truth, other) for truth in truths if (other := span_of(truth)) and span and overlaps(span, other)]
    return max(
        meeting,
        default=({}, (0, 0)),
        key=lambda pair: min(mention["end"], pair[1][1]) - max(mention["start"], pair[1][0]),
    )[0]


def reachable(
    gold: Sequence[Record],
    reports: Sequence[Record],
    key: str,
    field: str,
    same_place: Callable[[Record, Record], bool],
    can_be_judged: Callable[[Record | None], bool],
) -> float | None:
    """Share of the gold records of the list `key` all of whose `field` places some mention could be.

    Records without such a place, or with one that cannot be judged, do not count; events `other` are
    optional.
    """
    reached = []
    for rows, report in paired(gold, reports):
        known, true_places = candidates(report.get("mentions") or (), places_of(report)), places_of(rows[0])
        for record in rows[0].get(key) or ():
            value = record.get(field)
            ids = value if isinstance(value, list) else [value] if value else []
            truths = [place for name in ids if can_be_judged(place := true_places.get(name)) and place]
            if ids and len(truths) == len(ids) and record.get("type") != "other":
                reached.append(all(any(same_place(truth, place) for place in known) for truth in truths))
    return ratio(sum(reached), len(reached))
