"""Reports as JSON lines and back, and the JSON Schema of a line. The only module that knows msgspec."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

import msgspec

from conflictmap.errors import InputError
from conflictmap.model import (
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
)


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


_SHARED = ("generator", "focus", "places", "mentions", "times", "claims", "events", "movements", "stocks",
           "control", "issues")  # fmt: skip
_FACTS = ("id", "language", "published", "published_from", "title", "publisher", "url", "archived_url", "accessed",
          "sha256", "length")  # fmt: skip


def encode(report: Report) -> bytes:
    """Write a report as one line of JSON, UTF-8, without the line end."""
    facts = {name: getattr(report.document, name) for name in _FACTS}
    text = report.document.text if report.keep_text else msgspec.UNSET
    line = ReportLine(document=DocumentLine(**facts, text=text), **{name: getattr(report, name) for name in _SHARED})
    return msgspec.json.encode(line)


def decode(line: bytes | str, where: str = "report") -> Report:
    """Read a report from one line of JSON. Keys that this version does not know are passed over.

    Raises:
        InputError: where the line is not a report, saying which key is wrong.
    """
    try:
        read = msgspec.json.decode(line, type=ReportLine)
    except msgspec.DecodeError as error:
        raise InputError(f"{where}: not a conflictmap report: {error}") from error
    if read.schema != SCHEMA:
        raise InputError(f"{where}: schema {read.schema!r}, this version reads {SCHEMA!r}")
    facts = {name: getattr(read.document, name) for name in _FACTS}
    text = "" if read.document.text is msgspec.UNSET else read.document.text
    report = Report(document=Document(**facts, text=text), **{name: getattr(read, name) for name in _SHARED})
    return replace(report, keep_text=bool(text))


def decode_lines(lines: Iterable[str], name: str) -> Iterator[Report]:
    """Read the reports of a file of lines; empty lines are passed over."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield decode(line, f"{name}:{number}")


def plain(record: object) -> object:
    """Turn a record into dictionaries, lists, strings and numbers, as JSON has them."""
    return msgspec.to_builtins(record)


def dumps(value: object) -> str:
    """Write any records or plain values as compact, strict JSON."""
    return msgspec.json.encode(value).decode()


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


def _any(kind: type) -> dict[str, object]:
    """Give the schema of what may be anything: the inside of a GeoJSON geometry."""
    if kind is object:
        return {}
    raise NotImplementedError(kind)
