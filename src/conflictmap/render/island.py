"""The data of a page as the text of one element, and back out of a page that we have written.

A page with few records holds plain JSON, which a person can read. From `MANY` rows on the lists of records become
columns (columns.py), compressed and written as base64 inside a JSON object `{"packed": "deflate", "data": "..."}`:
docs/decisions/019-map-data-island.md. Both are inert in a script element: no `<`, `>`, `&`, no line separators.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Iterator, Mapping, Sized

from conflictmap.codec import dump, dumps, loads
from conflictmap.errors import InputError
from conflictmap.render.columns import Cells, keyed_rows, keyed_table, rows_of, table_of, uncollected

MANY = 1000
"""Rows (records, claims, places, documents) from which on a page is packed."""

PAGE_LIMIT = 256_000_000
"""Characters of the largest page that is read back."""

DATA_LIMIT = 1_000_000_000
"""Bytes of the largest data that are unpacked."""

_LISTS = ("documents", "places", "records")
_KEYED = ("claims",)
_LEVEL = 2  # of 9: level 6 takes four times as long for 15 % fewer bytes of Arabic quotes
_CHUNK = 2**19  # bytes that are pressed at a time
_ELEMENT = re.compile(r'<script type="application/json" id="data">([^<]*)</script>')
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def island(data: object) -> str:
    """Write data as JSON that is inert inside a script element.

    >>> island({"a": "</script>"})
    '{"a":"\\\\u003c/script\\\\u003e"}'
    """
    return "".join(pieces(data))


def pieces(data: object) -> Iterator[str]:
    """Write the same text piece by piece, so that a large page is never held as a whole."""
    if not isinstance(data, Mapping) or not _is_large(data):
        yield re.sub("[<>&\u2028\u2029]", lambda match: _ESCAPES[match[0]], dumps(data))
        return
    yield '{"packed":"deflate","data":"'
    yield from _base64(_deflated(_packed(data)))
    yield '"}'


def read_page(html_text: str) -> dict[str, object]:
    """Give the data of a page that this package has written.

    The text may come from anywhere: its sizes are limited, and nothing of it is run.

    Raises:
        InputError: where it is not such a page, or a larger one than any of ours.
    """
    if len(html_text) > PAGE_LIMIT:
        raise InputError(f"a page of more than {PAGE_LIMIT:,} characters is not read")
    found = _ELEMENT.search(html_text)
    if found is None:
        raise InputError("not a page of conflictmap: it has no data element")
    value = _loaded(found[1].encode())
    if isinstance(value.get("packed"), str):
        value = _unpacked(_inflated(value))
    if not isinstance(value.get("records"), list) or not isinstance(value.get("claims"), dict):
        raise InputError("not a page of conflictmap: its data have no records and claims")
    return value


def _is_large(data: Mapping[str, object]) -> bool:
    held = [data.get(name) for name in (*_LISTS, *_KEYED)]
    return sum(len(rows) for rows in held if isinstance(rows, Sized)) >= MANY


def _packed(data: Mapping[str, object]) -> Iterator[bytes]:
    """Write the JSON of the packed form: what is no table first, then one table after the other."""
    tables = {name: data[name] for name in (*_LISTS, *_KEYED) if _is_table(name, data.get(name))}
    yield b'{"plain":' + dump({key: value for key, value in data.items() if key not in tables}) + b',"tables":{'
    for number, (name, rows) in enumerate(tables.items()):
        with uncollected():
            table = keyed_table(rows) if isinstance(rows, Mapping) else table_of(rows)  # type: ignore[arg-type]
            text = dump(table)
        yield (b"," if number else b"") + dump(name) + b":" + text
    yield b"}}"


def _is_table(name: str, rows: object) -> bool:
    """Say whether the value is what its name promises; anything else stays as it is."""
    if name in _KEYED:
        return isinstance(rows, dict) and all(isinstance(row, dict) for row in rows.values())
    return isinstance(rows, list) and all(isinstance(row, dict) for row in rows)


def _unpacked(value: dict[str, object]) -> dict[str, object]:
    plain, tables = value.get("plain"), value.get("tables")
    if not isinstance(plain, dict) or not isinstance(tables, dict):
        raise InputError("not a page of conflictmap: its packed data have no tables")
    cells = Cells()
    try:
        held = {
            name: keyed_rows(table, cells) if name in _KEYED else rows_of(table, cells)
            for name, table in tables.items()
        }
    except (LookupError, TypeError, ValueError, RecursionError) as error:
        raise InputError("not a page of conflictmap: a table of its data is broken") from error
    return {**plain, **held}


def _deflated(parts: Iterator[bytes]) -> Iterator[bytes]:
    # The format of zlib and not that of gzip: its head has no time and no name of a system, so that bytes are the same.
    press = zlib.compressobj(_LEVEL)
    for part in parts:
        for start in range(0, len(part), _CHUNK):
            yield press.compress(memoryview(part)[start : start + _CHUNK])
    yield press.flush()


def _base64(parts: Iterator[bytes]) -> Iterator[str]:
    """Write bytes as base64 in pieces that are whole groups of three."""
    kept = b""
    for part in parts:
        kept += part
        whole = len(kept) - len(kept) % 3
        yield base64.b64encode(kept[:whole]).decode("ascii")
        kept = kept[whole:]
    yield base64.b64encode(kept).decode("ascii")


def _inflated(value: dict[str, object]) -> dict[str, object]:
    text = value.get("data")
    if value["packed"] != "deflate" or not isinstance(text, str):
        raise InputError("not a page of conflictmap, or one of a later version: its data are packed in another way")
    press = zlib.decompressobj()
    try:
        data = press.decompress(base64.b64decode(text, validate=True), DATA_LIMIT)
    except (zlib.error, binascii.Error, ValueError) as error:
        raise InputError("not a page of conflictmap: its packed data are broken") from error
    if not press.eof:
        raise InputError(f"the data of the page are cut short, or larger than {DATA_LIMIT:,} bytes")
    return _loaded(data)


def _loaded(data: bytes) -> dict[str, object]:
    value = loads(data)
    if not isinstance(value, dict):
        raise InputError("not a page of conflictmap: its data are no object")
    return value
