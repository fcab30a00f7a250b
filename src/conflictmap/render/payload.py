"""What the page needs to know of the reports, as plain values for its data island."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from conflictmap.codec import plain
from conflictmap.errors import InputError
from conflictmap.export.credits import OURS, attributions
from conflictmap.model import Claim, Control, Document, Event, Kind, Movement, Place, Report, Review, Stock
from conflictmap.render.extent import view
from conflictmap.render.ground import ground
from conflictmap.render.outlines import outline

Record = Movement | Event | Stock | Control
Plain = dict[str, object]
_KINDS = {Movement: "movement", Event: "event", Stock: "stock", Control: "control"}


def payload(
    reports: Sequence[Report], *, language: str, title: str, quotes: bool, context: Sequence[Place] = ()
) -> Plain:
    """Gather documents, places, claims, records and the ground beneath them.

    Records that a person has rejected are left out. With several reports, ids of claims and records are prefixed by
    the number of their report, so that two reports can never overwrite each other.

    Raises:
        InputError: where a report gives an id twice, or an area that is none.
    """
    for report in reports:
        _check_ids(report)
    told = _Told(reports)
    records = [_record(record, number, told) for number, report in enumerate(reports)
               for record in _records(report)]  # fmt: skip
    used = {place for record in records for place in _places_of(record)}
    mentioned = {mention.place for report in reports for mention in report.mentions if mention.mapped}
    places = {place.id: place for report in reversed(reports) for place in report.places
              if place.id in used or (place.id in mentioned and not place.candidate_only)}  # fmt: skip
    focus = next((report.focus.place for report in reports if report.focus), None)
    shown = view(places, focus, used)
    countries = frozenset(place.country for place in places.values() if place.country and place.id in used)
    return {
        "language": language,
        "title": title,
        "version": reports[0].generator.version,
        "packs": sorted({pack.name for report in reports for pack in report.generator.packs}),
        "credits": attributions(reports, leaving_out=OURS),
        "focus": focus,
        "view": shown,
        "documents": [_document(document) for document in told.documents],
        "places": [_place(places[key], key in used) for key in sorted(places)],
        "context": [_place(place, False) for place in context if place.lonlat and place.id not in places],
        "claims": dict(_claims(reports, told, quotes)),
        "records": records,
        "actors": _actors(records, reports),
        "ground": ground(shown, countries),
    }


def _every(report: Report) -> tuple[Record, ...]:
    return (*report.movements, *report.events, *report.stocks, *report.control)


def _records(report: Report) -> Iterator[Record]:
    yield from (record for record in _every(report) if record.review is not Review.REJECTED)


def _check_ids(report: Report) -> None:
    """Refuse an id that is given twice: one record would stand in for the other, with the quotes of another claim."""
    for kind, held in (("claims", report.claims), ("records", _every(report)), ("places", report.places)):
        twice = [key for key, n in Counter(one.id for one in held).items() if n > 1]
        if twice:
            raise InputError(f"report {report.document.id!r}: {kind} with the same id {twice[0]!r}")


class _Told:
    """The documents of all reports, in one list, and where each stands in it. A merged report has many."""

    def __init__(self, reports: Sequence[Report]) -> None:
        self._several = len(reports) > 1
        self.documents: list[Document] = []
        self._numbers: list[dict[str, int]] = []
        for report in reports:
            own = report.documents or (report.document,)
            self._numbers.append({document.id: len(self.documents) + n for n, document in enumerate(own)})
            self.documents += own

    def key(self, number: int, identity: str) -> str:
        """Give the id on the page of a claim or record of a report."""
        return f"{number}.{identity}" if self._several else identity

    def document(self, number: int, identity: str) -> int:
        """Give the number of the document of a claim or record; in a merged report its id begins with that one's."""
        known = self._numbers[number]
        return known.get(identity.rpartition("#")[0], min(known.values()))


def _record(record: Record, number: int, told: _Told) -> Plain:
    facts = plain(record)
    assert isinstance(facts, dict)
    linked: Plain = {"claims": [told.key(number, claim) for claim in record.claims]}
    if isinstance(record, Event | Movement):
        linked["relations"] = [{"type": one.type, "target": told.key(number, one.target)} for one in record.relations]
        linked["figures"] = [{**figure, "claims": [told.key(number, claim) for claim in figure["claims"]]}
                             for figure in facts["figures"]]  # fmt: skip
    return {**facts, **linked, "id": told.key(number, record.id), "is": _KINDS[type(record)],
            "document": told.document(number, record.id)}  # fmt: skip


def _places_of(record: Plain) -> Iterator[str]:
    for slot in ("origin", "destination", "via"):
        held = record.get(slot, ())
        assert isinstance(held, (list, tuple))
        yield from held
    if isinstance(record.get("place"), str):
        yield str(record["place"])


def _place(place: Place, used: bool) -> Plain:
    return {
        "id": place.id,
        "name": {language: name for language, name in sorted(place.name.items()) if language in ("ar", "en")}
        or dict(sorted(place.name.items())[:1]),
        "kind": place.kind,
        "feature": place.feature,
        "country": place.country,
        "precision": place.precision,
        "lon": place.lon,
        "lat": place.lat,
        "radius": place.uncertainty_km,
        "area": None if place.kind is Kind.COUNTRY else outline(place),
        "extent": place.extent,
        "used": used,
    }


def _document(document: Document) -> Plain:
    return {
        "id": document.id,
        "language": document.language,
        "published": plain(document.published),
        "title": document.title,
        "publisher": document.publisher,
        "url": _web_address(document.url),
        "archived_url": _web_address(document.archived_url),
    }


def _web_address(url: str | None) -> str | None:
    """Give the address back only if a browser would fetch it by http or https."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def _claims(reports: Sequence[Report], told: _Told, quotes: bool) -> Iterator[tuple[str, Plain]]:
    for number, report in enumerate(reports):
        for claim in report.claims:
            yield told.key(number, claim.id), _claim(claim, told.document(number, claim.id), quotes)


def _claim(claim: Claim, document: int, quotes: bool) -> Plain:
    facts = plain(claim)
    assert isinstance(facts, dict)
    for name in ("id", "start", "end", "places"):
        facts.pop(name)
    return {**facts, "quote": claim.quote if quotes else "", "document": document}


def _actors(records: Iterable[Plain], reports: Sequence[Report]) -> dict[str, dict[str, str]]:
    """Name the actors that stand as keys of the lexicon; a name that the text made up stays as it is."""
    from conflictmap.extract.actors import actor_name

    keys: set[str] = {source for report in reports for claim in report.claims for source in claim.source_chain}
    for record in records:
        listed = record.get("actors", ())
        assert isinstance(listed, (list, tuple))
        keys.update(str(actor) for actor in (*listed, record.get("agent"), record.get("controller")) if actor)
    keys.update(source for report in reports for event in report.events for figure in event.figures
                for source in figure.sources)  # fmt: skip
    names = {key: {"ar": actor_name(key, "ar"), "en": actor_name(key, "en")} for key in sorted(keys)}
    return {key: name for key, name in names.items() if {*name.values()} != {key}}
