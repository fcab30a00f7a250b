"""Merge the reports of many documents: one event told twenty times becomes one, with twenty claims."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

from conflictmap.errors import InputError
from conflictmap.model import Control, Document, Event, Generator, Movement, Pack, Place, PlaceId, Report, Stock, Window
from conflictmap.reconcile.alike import group_class
from conflictmap.reconcile.clusters import clusters
from conflictmap.reconcile.figures import values
from conflictmap.reconcile.gathering import Tellings, distinct, globally
from conflictmap.reconcile.joining import joined_event, joined_movement
from conflictmap.reconcile.matching import event_score, movement_score
from conflictmap.reconcile.nodes import event_nodes, movement_nodes
from conflictmap.reconcile.relating import related_events, related_movements
from conflictmap.reconcile.wire import with_copies

Record = TypeVar("Record", Event, Movement)
Statement = TypeVar("Statement", Stock, Control)


def merge(reports: Iterable[Report], window: Window | None = None) -> Report:
    """Merge reports into one: records that tell of the same thing become one record with all claims.

    The result does not depend on the order of the reports. Two records of one document are never made one. Records that
    a person has rejected are left out. Documents whose text an earlier one has (`copy_of`) keep their claims, but count
    as the outlet that they copy. A report given twice counts once.

    Args:
        reports: those of single documents.
        window: how near records have to be to be one; 5 km and one day if not given.

    Returns:
        A report of `documents`, in the order of publication, and of the `window`. Ids of claims and records begin with
        the id of their document and "#"; a merged record has the id of the telling that was published first.

    Raises:
        InputError: where there is no report, or one of them is merged already.
    """
    window = window or Window()
    own = distinct(reports)
    if not own:
        raise InputError("there is no report to merge")
    documents = with_copies([replace(report.document, text="", issues=(), spans=None) for report in own])
    by_id = {report.document.id: globally(report) for report in own}
    told = [by_id[document.id] for document in documents]
    tellings = Tellings(
        documents={document.id: document for document in documents}, places=_places(told),
        claims={claim.id: claim for report in told for claim in report.claims},
    )  # fmt: skip
    happened, named = _joined(
        [event for report in told for event in report.events],
        lambda events: clusters(event_nodes(events, tellings), partial(event_score, window=window), window),
        partial(joined_event, tellings=tellings),
    )
    moved, renamed = _joined(
        [movement for report in told for movement in report.movements],
        lambda moves: clusters(movement_nodes(moves, tellings), partial(movement_score, window=window), window),
        partial(joined_movement, tellings=tellings),
    )
    merged = Report(
        document=_stand_in(documents), generator=_generator(told), documents=documents, window=window,
        claims=tuple(tellings.claims.values()),
        events=related_events(happened, named, tellings, window),
        movements=related_movements(moved, renamed, tellings, window),
        stocks=_folded([stock for report in told for stock in report.stocks], _stock_key),
        control=_folded([held for report in told for held in report.control], _control_key),
    )  # fmt: skip
    return replace(merged, places=tuple(tellings.places[place] for place in sorted(_named(merged, tellings))))


def _joined(
    records: Sequence[Record], group: Callable[[Sequence[Record]], list[list[str]]],
    join: Callable[[Sequence[Record]], Record],
) -> tuple[list[Record], dict[str, str]]:  # fmt: skip
    """Join the records of each group; give them in order, and the id of the whole for each part."""
    told = {record.id: record for record in records}
    whole = _in_order(group(records), list(told))
    renamed = {part: ids[0] for ids in whole for part in ids}
    return [join([told[part] for part in ids]) for ids in whole], renamed


def _in_order(groups: Iterable[Iterable[str]], told: Sequence[str]) -> list[list[str]]:
    """Give the groups, those of one record with them, in the order of telling inside and out."""
    order = {one: number for number, one in enumerate(told)}
    found = [sorted(ids, key=order.__getitem__) for ids in groups]
    grouped = {one for ids in found for one in ids}
    return sorted([*found, *([one] for one in told if one not in grouped)], key=lambda ids: order[ids[0]])


def _places(reports: Sequence[Report]) -> dict[PlaceId, Place]:
    """Give all places; where reports describe one differently, the first report's description stands."""
    found: dict[PlaceId, Place] = {}
    for report in reports:
        for place in report.places:
            if not place.candidate_only:
                found.setdefault(place.id, place)
    return found


def _named(report: Report, tellings: Tellings) -> set[PlaceId]:
    """Give the places that records and claims name."""
    return {place for place in _place_ids(report) if place is not None and place in tellings.places}


def _place_ids(report: Report) -> Iterator[PlaceId | None]:
    for records in (report.events, report.stocks, report.control):
        yield from (record.place for record in records)
    for movement in report.movements:
        yield from (*movement.origin, *movement.destination, *movement.via)
    for claim in report.claims:
        yield from (role.place for role in claim.places)


def _stock_key(stock: Stock) -> Hashable:
    return (stock.place or stock.id, group_class(stock.group), values(stock.quantity), stock.as_of)


def _control_key(control: Control) -> Hashable:
    return (control.place or control.id, control.controller, control.as_of)


def _folded(statements: Sequence[Statement], key: Callable[[Statement], Hashable]) -> tuple[Statement, ...]:
    """Make one of the statements that say the same of the same day."""
    found: dict[Hashable, list[Statement]] = {}
    for statement in statements:
        found.setdefault(key(statement), []).append(statement)
    return tuple(
        replace(alike[0], claims=tuple(claim for one in alike for claim in one.claims)) for alike in found.values()
    )


def _stand_in(documents: Sequence[Document]) -> Document:
    """Make a document that stands for all: its hash is that of theirs."""
    sha256 = hashlib.sha256("\n".join(sorted(one.sha256 for one in documents)).encode()).hexdigest()
    return Document(id="merged", text="", sha256=sha256, language=documents[0].language)


def _generator(reports: Sequence[Report]) -> Generator:
    """Give the newest generator, with the packs of all."""
    newest = max((report.generator for report in reports), key=lambda one: (one.version, one.gazetteer))
    packs: dict[str, Pack] = {pack.name: pack for report in reports for pack in report.generator.packs}
    return replace(newest, packs=tuple(packs[name] for name in sorted(packs)), options=_options(reports))


def _options(reports: Sequence[Report]) -> dict[str, str | bool | None]:
    """Give the options that all reports were made with; quotes are off where one report has none."""
    shared = dict(reports[0].generator.options)
    for report in reports:
        shared = {key: value for key, value in shared.items() if report.generator.options.get(key, value) == value}
    quotes = all(report.generator.options.get("quotes", True) is not False for report in reports)
    return {**shared, "quotes": quotes}
