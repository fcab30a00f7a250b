"""What the page needs to know of the reports, as plain values for its data island."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, repeat
from urllib.parse import urlsplit

from conflictmap.codec import plain
from conflictmap.errors import InputError
from conflictmap.export.credits import OURS, attributions
from conflictmap.model import Claim, Control, Document, Event, Kind, Movement, Place, Report, Review, Stock
from conflictmap.render.extent import view
from conflictmap.render.ground import ground
from conflictmap.render.outlines import outline
from conflictmap.render.reading import article, marks
from conflictmap.revise import without_quotes

Record = Movement | Event | Stock | Control
Plain = dict[str, object]
_KINDS = {Movement: "movement", Event: "event", Stock: "stock", Control: "control"}


def payload(
    reports: Sequence[Report], *, language: str, title: str, quotes: bool, context: Sequence[Place] = (),
    with_text: bool = False,
) -> Plain:  # fmt: skip
    """Gather documents, places, claims, records and the ground beneath them.

    Records that a person has rejected are left out. With several reports, ids of claims and records are prefixed by
    the number of their report, so that two reports can never overwrite each other. Without `quotes` no words of an
    article are left but those that `without_quotes` lets stand. `with_text` adds the articles that the reports hold.

    Raises:
        InputError: if the text is wanted and not there, or is another one than that of the quotes; where a report gives
            an id twice, or an area that is none.
    """
    for report in reports:
        _check_ids(report)
    if not quotes:
        reports = [without_quotes(report) for report in reports]
    told = _Told(reports)
    records = [row for number, report in enumerate(reports) for row in _records(report, number, told)]
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
        "layers": _rows(list(dict.fromkeys(pack for report in reports for pack in report.generator.packs))),
        "merged": [report.window is not None for report in reports],
        "focus": focus,
        "view": shown,
        "quotes": quotes,
        "documents": [
            {**_document(document), **text}
            for document, text in zip(told.documents, _texts(reports, told) if with_text else repeat({}), strict=False)
        ],
        "places": [_place(places[key], key in used) for key in sorted(places)],
        "context": [_place(place, False) for place in context if place.lonlat and place.id not in places],
        "claims": dict(_claims(reports, told)),
        "records": records,
        "actors": _actors(records, reports),
        "ground": ground(shown, countries),
    }


def _records(report: Report, number: int, told: _Told) -> Iterator[Plain]:
    """Give the records of a report as plain values; all of a kind at once, which is several times faster."""
    for group in (report.movements, report.events, report.stocks, report.control):
        kept = [record for record in group if record.review is not Review.REJECTED]
        documents = told.documents_of(number, kept)
        for record, facts, document in zip(kept, _rows(kept), documents, strict=True):
            if told.several:
                _rekey(facts, number, told)
            facts["is"] = _KINDS[type(record)]
            facts["document"] = document
            yield facts


def _rows(records: Sequence[object]) -> list[Plain]:
    rows = plain(list(records))
    assert isinstance(rows, list)
    return rows


def _rekey(facts: Plain, number: int, told: _Told) -> None:
    """Put the number of the report before the ids in a record."""
    facts["id"] = told.key(number, str(facts["id"]))
    linked: list[Plain] = facts.get("figures", [])  # type: ignore[assignment]  # as the model has them
    for holder in (facts, *linked):
        holder["claims"] = [told.key(number, claim) for claim in holder["claims"]]  # type: ignore[attr-defined]
    relations: list[Plain] = facts.get("relations", [])  # type: ignore[assignment]
    for relation in relations:
        relation["target"] = told.key(number, str(relation["target"]))


def _check_ids(report: Report) -> None:
    """Refuse an id that is given twice: one record would stand in for the other, with the quotes of another claim."""
    records: tuple[Record, ...] = (*report.movements, *report.events, *report.stocks, *report.control)
    ids = {"claims": [one.id for one in report.claims], "records": [one.id for one in records],
           "places": [str(one.id) for one in report.places]}  # fmt: skip
    for kind, held in ids.items():
        if len(set(held)) < len(held):
            twice = next(key for key, n in Counter(held).items() if n > 1)
            raise InputError(f"report {report.document.id!r}: {kind} with the same id {twice!r}")


class _Told:
    """The documents of all reports, in one list, and where each stands in it. A merged report has many."""

    def __init__(self, reports: Sequence[Report]) -> None:
        self.several = len(reports) > 1
        self.documents: list[Document] = []
        self._numbers: list[dict[str, int]] = []
        for report in reports:
            own = report.documents or (report.document,)
            self._numbers.append({document.id: len(self.documents) + n for n, document in enumerate(own)})
            self.documents += own

    def key(self, number: int, identity: str) -> str:
        """Give the id on the page of a claim or record of a report."""
        return f"{number}.{identity}" if self.several else identity

    def documents_of(self, number: int, held: Sequence[Record | Claim]) -> list[int]:
        """Give the number of the document of each claim or record; in a merged report its id begins with that one's."""
        known = self._numbers[number]
        first = min(known.values())
        if len(known) == 1:
            return [first] * len(held)
        return [known.get(one.id.rpartition("#")[0], first) for one in held]


def _places_of(record: Plain) -> Iterator[str]:
    if record["is"] == "movement":
        for slot in ("origin", "destination", "via"):
            yield from record[slot]  # type: ignore[misc]  # as the model has them
    elif isinstance(place := record["place"], str):
        yield place


def _place(place: Place, used: bool) -> Plain:
    return {
        "id": place.id,
        "name": {language: place.name[language] for language in ("ar", "en") if language in place.name}
        or dict(sorted(place.name.items())[:1]),
        "kind": place.kind.value,
        "feature": place.feature,
        "country": place.country,
        "admin1": place.admin1,
        "precision": place.precision.value,
        "lon": place.lon,
        "lat": place.lat,
        "radius": place.uncertainty_km,
        "area": None if place.kind is Kind.COUNTRY else outline(place),
        "extent": place.extent and place.extent.value,
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


def _texts(reports: Sequence[Report], told: _Told) -> list[Plain]:
    """Give for each document its text with where it names places and where claims were read, or nothing."""
    said: list[dict[str, Claim]] = [{} for _ in told.documents]
    for number, report in enumerate(reports):
        for claim, document in zip(report.claims, told.documents_of(number, report.claims), strict=True):
            said[document][told.key(number, claim.id)] = claim
    mentions = [() if report.documents else report.mentions for report in reports for _ in report.documents or (0,)]
    texts = [article(*one) for one in zip(told.documents, said, mentions, strict=True)]
    if not any(texts):
        raise InputError("no report holds the text of its article: analyse the articles with --keep-text")
    return texts


def _web_address(url: str | None) -> str | None:
    """Give the address back only if a browser would fetch it by http or https."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def _claims(reports: Sequence[Report], told: _Told) -> Iterator[tuple[str, Plain]]:
    for number, report in enumerate(reports):
        marked, documents = marks(report), told.documents_of(number, report.claims)
        for claim, facts, document in zip(report.claims, _rows(report.claims), documents, strict=True):
            del facts["id"], facts["start"], facts["end"], facts["places"]
            if found := marked.get(claim.id):
                facts["marks"] = found
            facts["document"] = document
            yield told.key(number, claim.id), facts


def _actors(records: Iterable[Plain], reports: Sequence[Report]) -> dict[str, dict[str, str]]:
    """Name the actors that stand as keys of the lexicon; a name that the text made up stays as it is."""
    from conflictmap.extract.actors import actor_name

    keys: set[str] = {source for report in reports for claim in report.claims for source in claim.source_chain}
    for record in records:
        listed = record.get("actors", ())
        assert isinstance(listed, (list, tuple))
        keys.update(str(actor) for actor in (*listed, record.get("agent"), record.get("controller")) if actor)
    counted: Iterator[Event | Movement] = chain.from_iterable((*one.events, *one.movements) for one in reports)
    figures = chain.from_iterable(record.figures for record in counted)
    keys.update(source for figure in figures for source in figure.sources)
    names = {key: {"ar": actor_name(key, "ar"), "en": actor_name(key, "en")} for key in sorted(keys)}
    return {key: name for key, name in names.items() if {*name.values()} != {key}}
