"""Gold records: halves, order, and the input for conflictmap that is made from them."""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

Record: TypeAlias = dict[str, Any]
Span: TypeAlias = tuple[int, int]
Figures: TypeAlias = dict[str, float | None]
Analyse: TypeAlias = Callable[[Sequence[Record]], list[Record]]  # documents in, reports out
Find: TypeAlias = Callable[[Sequence[Record]], list[Record]]  # names in, matches out

HALVES = ("read", "unread")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """The records of one document: in the gold, predicted (without ignored ones), found, and strictly right."""

    gold: int
    predicted: int
    found: int
    strict: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a scorer says: figures, the same with an oracle in place of ranking, and what was missed.

    `documents` are the counts of each document where a task says how sure its figures are.
    """

    figures: Mapping[str, float | None]
    ceiling: Mapping[str, float | None] = field(default_factory=dict)
    misses: tuple[Record, ...] = ()
    documents: tuple[Counts, ...] = ()


def digest_of(record_id: str) -> str:
    """The SHA-256 of an id, in hex: it decides the half and the order."""
    return hashlib.sha256(record_id.encode()).hexdigest()


def half_of(record_id: str) -> str:
    """`unread` if the first hex digit of the digest is 8-f: nobody looks at these records while developing.

    >>> half_of("a")
    'unread'
    """
    return "read" if digest_of(record_id)[0] < "8" else "unread"


def in_halves(name: str, rows: Sequence[Record], *, limit: int | None = None) -> dict[str, list[Record]]:
    """Sort the rows of a set by digest into halves, the first `limit` of each.

    The limit holds per half: the read half sorts first, so one limit for both would never reach the other.
    Rows without an id get one from their line number. A repeated id with ANOTHER text gets a suffix: the
    pipeline must see both texts, and a report must not be scored against the wrong one.
    """
    halves: dict[str, list[tuple[str, int, Record]]] = {half: [] for half in HALVES}
    texts: dict[str, list[object]] = {}
    for number, row in enumerate(rows, 1):
        original = str(row.get("id", f"{name}-{number}"))
        text = row.get("text", row.get("line"))
        known = texts.setdefault(original, [])
        if text not in known:
            known.append(text)
        version = known.index(text)
        record = {**row, "id": f"{original}#{version + 1}" if version else original, "text": text}
        halves[half_of(original)].append((digest_of(original), number, record))
    return {
        half: [record for *_, record in sorted(rows_of, key=lambda item: item[:2])][:limit]
        for half, rows_of in halves.items()
    }


def iso_date(text: object) -> str | None:
    """The date of a record as YYYY-MM-DD; None where there is none or it cannot be told.

    >>> iso_date("10/17/2016"), iso_date("Wed Jan 21 15:05:45 +0000 2015"), iso_date("")
    ('2016-10-17', '2015-01-21', None)
    """
    value = str(text or "").strip()
    if re.match(r"\d{4}-\d\d-\d\d", value):
        return value[:10]
    for pattern in ("%m/%d/%Y", "%a %b %d %H:%M:%S %z %Y"):
        try:
            return datetime.strptime(value, pattern).date().isoformat()
        except ValueError:
            continue
    return None


def span_of(item: Mapping[str, Any]) -> Span | None:
    """(start, end) in code points, or None where they are absent or empty."""
    start, end = item.get("start"), item.get("end")
    return (start, end) if isinstance(start, int) and isinstance(end, int) and 0 <= start < end else None


def spans_of(items: Iterable[Mapping[str, Any]] | None) -> list[Span]:
    """The distinct usable spans in text order; items whose gold says `span_ok` false are left out."""
    found = {span_of(item) for item in items or () if item.get("span_ok") is not False}
    return sorted(span for span in found if span)


def overlaps(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def documents(rows: Sequence[Record], *, with_spans: bool = False) -> list[Record]:
    """Input for `conflictmap analyse`, one document an id; with_spans gives the gold toponyms along."""
    inputs: dict[str, Record] = {}
    for row in rows:
        document = inputs.setdefault(row["id"], _document(row))
        if with_spans:
            given = [*document.get("spans", ()), *(row.get("toponyms") or ())]
            document["spans"] = [{"start": start, "end": end} for start, end in spans_of(given)]
    return list(inputs.values())


def _document(row: Record) -> Record:
    optional = {
        "published": iso_date(row.get("published") or row.get("date")),
        "language": row.get("lang"),
        "title": row.get("title"),
        "publisher": row.get("publisher"),
        "url": row.get("url"),
    }
    return {"id": row["id"], "text": row["text"], **{key: value for key, value in optional.items() if value}}


def name_queries(rows: Sequence[Record], key: str) -> list[Record]:
    """Input for `conflictmap gazetteer find --jsonl`."""
    return [{"id": row["id"], "name": row[key]} for row in rows if row.get(key)]


def report_id(report: Record) -> str:
    return str(report["id"] if "id" in report else (report.get("document") or {}).get("id"))


def paired(rows: Iterable[Record], reports: Iterable[Record]) -> list[tuple[list[Record], Record]]:
    """The gold rows of each id with its report ({} where there is none: everything missed)."""
    by_id: dict[str, Record] = {}
    for report in reports:
        by_id.setdefault(report_id(report), report)
    grouped: dict[str, list[Record]] = {}
    for row in rows:
        grouped.setdefault(row["id"], []).append(row)
    return [(group, by_id.get(record_id, {})) for record_id, group in grouped.items()]


def ratio(part: float, whole: float) -> float | None:
    """None where there is nothing to count, so that it is never taken for 0 or 1."""
    return part / whole if whole else None


def share(values: Iterable[bool]) -> float | None:
    """The share of true values."""
    known = list(values)
    return ratio(sum(known), len(known))


def places_of(report: Record) -> dict[str, Record]:
    return {place["id"]: place for place in report.get("places") or ()}
