"""Layers as tables (CSV, RFC 4180) that a spreadsheet opens: the columns of the layer, then its coordinates."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from conflictmap.export.columns import Cell

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_POINT = ("longitude", "latitude")
_BOTH = ("origin_longitude", "origin_latitude", "destination_longitude", "destination_latitude")
_NOWHERE: Sequence[Cell] = (None, None)


def table(features: Sequence[Mapping[str, Any]]) -> Iterator[bytes]:
    """Write the features of one layer as CSV: UTF-8 with a byte order mark, a header line, a feature a line.

    The text of an article is hostile: where it begins like a formula (`= + - @`, a tab or a line end) an apostrophe
    stands before it, so that no spreadsheet calculates it. Numbers, true, false and coordinates stay as they are; what
    is not known is empty.

    Args:
        features: of `export.geojson`, at least one: events or legs of movements, not both.
    """
    for number, feature in enumerate(features):
        row = {**feature["properties"], **_coordinates(feature)}
        if number == 0:
            yield b"\xef\xbb\xbf" + _line(list(row))
        yield _line([_text(cell) for cell in row.values()])


def _line(cells: Sequence[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue().encode("utf-8", errors="replace")


def _text(cell: Cell) -> str:
    """Write one cell.

    >>> [_text(cell) for cell in ("=1+1", -1.0, 40.97065, True, None)]
    ["'=1+1", '-1', '40.97065', 'true', '']
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(_FORMULA) else cell
    return str(int(cell)) if cell == int(cell) else str(cell)


def _coordinates(feature: Mapping[str, Any]) -> dict[str, Cell]:
    shape, cells = feature["geometry"], feature["properties"]
    start, end = _ends(shape) if shape else (_NOWHERE, _NOWHERE)
    if "movement" not in cells:
        return dict(zip(_POINT, start, strict=True))
    start = _NOWHERE if cells["end"] == "destination" else start
    end = _NOWHERE if cells["end"] == "origin" else end
    return dict(zip(_BOTH, (*start, *end), strict=True))


def _ends(shape: Mapping[str, Any]) -> tuple[Sequence[Cell], Sequence[Cell]]:
    """Give the first and the last position of a point or line."""
    held = shape["coordinates"]
    if shape["type"] == "Point":
        return held, held
    return (held[0][0], held[-1][-1]) if shape["type"] == "MultiLineString" else (held[0], held[-1])
