"""Reports and merged reports as JSON lines and back, and the JSON Schemas of a line. Only this module knows msgspec."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

import msgspec

from conflictmap.errors import InputError
from conflictmap.model import (
    MERGED_SCHEMA,
    SCHEMA,
    Claim,
    Control,
    Document,
    Event,
    Focus,
    Generator,
    Issue,
    Mention,
    Movement,
    Place,
    Report,
    Stock,
    TimeExpression,
    Window,
)

Line = TypeVar("Line")


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine:
    """The document of a report as the line shows it: without its text unless that was asked for."""

    id: str
    language: str
    published: date | None
    published_from: str | None = None
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    archived_url: str | None = None
    accessed: str | None = None
    sha256: str
    length: int
    minhash: str | None = None
    copy_of: str | msgspec.UnsetType | None = msgspec.UNSET
    text: str | msgspec.UnsetType = msgspec.UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """The keys of a line, in the order of the contract."""

    schema: str = SCHEMA
    generator: Generator
    document: DocumentLine
    focus: Focus | None = None
    places: tuple[Place, ...] = ()
    mentions: tuple[Mention, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    claims: tuple[Claim, ...] = ()
    events: tuple[Event, ...] = ()
    movements: tuple[Movement, ...] = ()
    stocks: tuple[Stock, ...] = ()
    control: tuple[Control, ...] = ()
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """Documents with one text: the first one, those that have it from there, and the outlets of all."""

    document: str
    copies: tuple[str, ...]
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderLine:
    """The first line of a merged report: what was merged, how, and how much came of it."""

    record: str = "header"
    schema: str = MERGED_SCHEMA
    generator: Generator
    window: Window
    document: DocumentLine
    documents: tuple[DocumentLine, ...]
    copies: tuple[Copies, ...] = ()
    counts: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tag:
    """What tells the lines apart; a report's line has no `record`."""

    record: str | None = None


_SHARED = ("generator", "focus", "places", "mentions", "times", "claims", "events", "movements", "stocks",
           "control", "issues")  # fmt: skip
_FACTS = ("id", "language", "published", "published_from", "title", "publisher", "url", "archived_url", "accessed",
          "sha256", "length", "minhash")  # fmt: skip


# What each line of a merged report holds behind the first one: the key of the report, and its type.
_MERGED: dict[str, tuple[str, type]] = {
    "place": ("places", Place), "claim": ("claims", Claim), "event": ("events", Event),
    "movement": ("movements", Movement), "stock": ("stocks", Stock), "control": ("control", Control),
}  # fmt: skip


def encode(report: Report) -> bytes:
    """Write a report as one line of JSON, UTF-8, without the line end."""
    text = report.document.text if report.keep_text else msgspec.UNSET
    line = ReportLine(document=replace(_shown(report.document), text=text),
                      **{name: getattr(report, name) for name in _SHARED})  # fmt: skip
    return msgspec.json.encode(line)


def decode(line: bytes | str, where: str = "report") -> Report:
    """Read a report from one line of JSON. Keys that this version does not know are passed over.

    Raises:
        InputError: where the line is not a report, saying which key is wrong.
    """
    try:
        read = msgspec.json.decode(line, type=ReportLine)
    except (msgspec.DecodeError, RecursionError) as error:
        raise InputError(f"{where}: not a conflictmap report: {error}") from error
    if read.schema != SCHEMA:
        raise InputError(f"{where}: schema {read.schema!r}, this version reads {SCHEMA!r}")
    document = _document(read.document)
    report = Report(document=document, **{name: getattr(read, name) for name in _SHARED})
    return replace(report, keep_text=bool(document.text))


def encode_merged(report: Report) -> Iterator[bytes]:
    """Write a merged report as lines of JSON, UTF-8, without the line ends: the header, then a record a line.

    Every line has a key `record`: header place claim event movement stock control. Lines of claims name their
    `document`, those of records the `documents` that their claims are from.

    Raises:
        ValueError: where the report is not a merged one.
    """
    if report.window is None:
        raise ValueError(f"{report.document.id}: not a merged report")
    groups = {record: getattr(report, key) for record, (key, _) in _MERGED.items()}
    counts = {"documents": len(report.documents), **{_MERGED[name][0]: len(held) for name, held in groups.items()}}
    documents = tuple(replace(_shown(document), copy_of=document.copy_of) for document in report.documents)
    yield msgspec.json.encode(
        HeaderLine(generator=report.generator, window=report.window, document=_shown(report.document),
                   documents=documents, copies=tuple(_copies(report.documents)), counts=counts)
    )  # fmt: skip
    for name, held in groups.items():
        for record in held:
            yield msgspec.json.encode({"record": name, **_told_by(record), **msgspec.to_builtins(record)})


def _copies(documents: Sequence[Document]) -> Iterator[Copies]:
    """Give the texts that several documents have."""
    for first in documents:
        copies = [document for document in documents if document.copy_of == first.id]
        if copies:
            outlets = dict.fromkeys(one.publisher or one.id for one in (first, *copies))
            yield Copies(document=first.id, copies=tuple(one.id for one in copies), outlets=tuple(outlets))


def _told_by(record: Place | Claim | Event | Movement | Stock | Control) -> dict[str, object]:
    """Name the documents that a claim or record is from, by their ids."""
    if isinstance(record, Place):
        return {}
    if isinstance(record, Claim):
        return {"document": record.id.rpartition("#")[0]}
    return {"documents": list(dict.fromkeys(claim.rpartition("#")[0] for claim in record.claims))}


def decode_lines(lines: Iterable[str], name: str) -> Iterator[Report]:
    """Read the reports of a file of lines, merged ones among them; empty lines are passed over.

    Raises:
        InputError: where a line is neither a report nor of a merged one, saying which.
    """
    merged: tuple[HeaderLine, dict[str, list[object]]] | None = None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = f"{name}:{number}"
        record = _read(line, _Tag, where).record
        if record in _MERGED and merged is not None:
            key, kind = _MERGED[record]
            merged[1].setdefault(key, []).append(_read(line, kind, where))
            continue
        if merged is not None:
            yield _merged(*merged)
        merged = (_header(line, where), {}) if record == "header" else None
        if merged is None:
            yield decode(line, where)
    if merged is not None:
        yield _merged(*merged)


def _header(line: str, where: str) -> HeaderLine:
    header = _read(line, HeaderLine, where)
    if header.schema != MERGED_SCHEMA:
        raise InputError(f"{where}: schema {header.schema!r}, this version reads {MERGED_SCHEMA!r}")
    return header


def _merged(header: HeaderLine, records: Mapping[str, Sequence[object]]) -> Report:
    held: dict[str, Any] = {key: tuple(records.get(key, ())) for key, _ in _MERGED.values()}
    return Report(
        document=_document(header.document), generator=header.generator, window=header.window,
        documents=tuple(map(_document, header.documents)), **held,
    )  # fmt: skip


def _read(line: str, kind: type[Line], where: str) -> Line:
    try:
        return msgspec.json.decode(line, type=kind)
    except (msgspec.DecodeError, RecursionError) as error:
        raise InputError(f"{where}: not a conflictmap report: {error}") from error


def _shown(document: Document) -> DocumentLine:
    """Give a document without its text."""
    return DocumentLine(**{name: getattr(document, name) for name in _FACTS})


def _document(line: DocumentLine) -> Document:
    facts = {name: getattr(line, name) for name in _FACTS}
    text, copy_of = ("" if line.text is msgspec.UNSET else line.text), line.copy_of
    return Document(**facts, text=text, copy_of=None if copy_of is msgspec.UNSET else copy_of)


def plain(record: object) -> object:
    """Turn a record into dictionaries, lists, strings and numbers, as JSON has them."""
    return msgspec.to_builtins(record)


def dumps(value: object) -> str:
    """Write any records or plain values as compact, strict JSON; half a surrogate pair becomes "?"."""
    return dump(value).decode()


def dump(value: object) -> bytes:
    """Write the same as UTF-8."""
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:
        return msgspec.json.encode(_whole(msgspec.to_builtins(value)))


def _whole(value: object) -> object:
    """Replace what UTF-8 cannot write in all strings of plain values, keys among them."""
    if isinstance(value, str):
        return value.encode("utf-8", errors="replace").decode("utf-8")
    if isinstance(value, dict):
        return {_whole(key): _whole(held) for key, held in value.items()}
    return [_whole(held) for held in value] if isinstance(value, (list, tuple)) else value


Record = TypeVar("Record")


def loads(data: bytes) -> object:
    """Read strict JSON of somebody else's.

    Raises:
        InputError: where it is none; the message repeats nothing of it.
    """
    try:
        value: object = msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise InputError("not JSON") from error
    return value


def as_record(value: object, kind: type[Record]) -> Record:
    """Make a record out of plain values; keys that it does not have are passed over.

    Raises:
        InputError: where a key is missing or has a wrong value; the message repeats nothing of it.
    """
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise InputError(f"not a {kind.__name__}") from error


def schema_of(kind: type) -> dict[str, object]:
    """Give the JSON Schema (2020-12) of a record."""
    return msgspec.json.schema(kind)


def json_schema() -> dict[str, object]:
    """Give the JSON Schema (2020-12) of a report line."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **msgspec.json.schema(ReportLine, schema_hook=_any),
    }


def merged_json_schema() -> dict[str, object]:
    """Give the JSON Schema (2020-12) of a line of a merged report."""
    kinds = (HeaderLine, *(kind for _, kind in _MERGED.values()))
    refs, parts = msgspec.json.schema_components(kinds, schema_hook=_any, ref_template="#/$defs/{name}")
    names = ("header", *_MERGED)
    tagged = [
        {"allOf": [{"properties": {"record": {"const": name}}, "required": ["record"]}, ref]}
        for name, ref in zip(names, refs, strict=True)
    ]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "anyOf": tagged, "$defs": parts}


def _any(kind: type) -> dict[str, object]:
    """Give the schema of what may be anything: the inside of a GeoJSON geometry."""
    if kind is object:
        return {"description": "any value"}
    raise NotImplementedError(kind)
