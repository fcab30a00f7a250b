"""The rows of a GeoDataFrame as plain values, in degrees, with errors that name the column and the row."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from conflictmap.errors import InputError
from conflictmap.geo import LonLat

_WRITTEN = ("%Y-%m-%d", "%Y/%m/%d", "%d %B %Y", "%d %b %Y")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its label in the frame, its cells by column, its shapes (shapely, EPSG:4326) by column."""

    label: object
    cells: Mapping[str, Any]
    shapes: Mapping[str, Any]
    shape: Any

    def text(self, *columns: str | None) -> str | None:
        """Give the first cell of some columns that holds something, as text."""
        for column in columns:
            value = self.cells.get(column) if column else None
            if value is not None and str(value).strip():
                return str(value)
        return None

    def flag(self, column: str) -> bool | None:
        """Give yes or no; a column with gaps holds them as 1.0 and 0.0."""
        return {"true": True, "1": True, "1.0": True, "false": False, "0": False, "0.0": False}.get(
            (self.text(column) or "").lower()
        )

    def number(self, *columns: str | None) -> int | None:
        """Give the first whole number in some columns.

        Raises:
            InputError: where a cell holds something else, or less than 0.
        """
        for column in columns:
            value = self.text(column)
            if value is None:
                continue
            try:
                read = float(value.replace(",", ""))
            except ValueError:
                read = math.nan
            if not (read.is_integer() and 0 <= read < 2**53):
                raise InputError(
                    f"row {self.label!r}, column {column!r}: {value[:40]!r} is not a number of people or things"
                )
            return int(read)
        return None

    def day(self, *columns: str | None) -> date | None:
        """Give the first day in some columns.

        Raises:
            InputError: where a cell can be read in more than one way, or in none.
        """
        for column in columns:
            value = self.cells.get(column) if column else None
            if isinstance(value, datetime):
                return value.date()
            if isinstance(value, date):
                return value
            written = self.text(column)
            if written is not None:
                return self._read_day(written, column)
        return None

    def _read_day(self, written: str, column: str | None) -> date:
        for text in (written.strip(), written.strip()[:10]):
            for form in _WRITTEN:
                try:
                    return datetime.strptime(text, form).date()
                except ValueError:
                    continue
        raise InputError(
            f"row {self.label!r}, column {column!r}: {written[:40]!r} is no date such as 2021-05-07 or 7 May 2021"
        )


def rows_of(frame: Any) -> list[Row]:
    """Read a GeoDataFrame, reprojected to EPSG:4326. Cells without a value are left out.

    Raises:
        InputError: where it is none, has no rows, no geometry or no reference system, or lies off the globe.
    """
    import geopandas

    if not isinstance(frame, geopandas.GeoDataFrame):
        raise InputError(
            f"explore takes a GeoDataFrame, not {type(frame).__name__}; geopandas.points_from_xy makes points"
        )
    if frame.empty:
        raise InputError("the GeoDataFrame has no rows")
    try:
        main = frame.geometry.name
    except AttributeError as error:
        raise InputError("the GeoDataFrame has no geometry; name its column by set_geometry") from error
    names = [column for column in frame.columns if isinstance(frame[column], geopandas.GeoSeries)]
    shapes = {column: list(_in_degrees(frame[column], column)) for column in names}
    cells = frame[[column for column in frame.columns if column not in names]].to_dict("records")
    return [
        Row(
            label,
            {str(column): value for column, value in cells[n].items() if _is_there(value)},
            {column: shapes[column][n] for column in names},
            shapes[main][n],
        )
        for n, label in enumerate(frame.index)
    ]


def _in_degrees(series: Any, column: str) -> Iterable[Any]:
    if series.crs is None:
        raise InputError(f"the geometry {column!r} has no reference system; set_crs('EPSG:4326') if it is in degrees")
    moved = series.to_crs(4326)
    for shape in moved:
        west, south, east, north = shape.bounds if shape is not None and not shape.is_empty else (0.0, 0.0, 0.0, 0.0)
        if not (-180.0 <= west <= east <= 180.0 and -90.0 <= south <= north <= 90.0):
            raise InputError(f"the geometry {column!r} lies off the globe; is its reference system the right one?")
    return [None if shape is None or shape.is_empty else shape for shape in moved]


def _is_there(value: object) -> bool:
    # What is not there is None, NaN, NaT or NA: the last three are not equal to themselves, or will not say.
    try:
        return value is not None and bool(value == value)
    except (TypeError, ValueError):
        return type(value).__name__ not in ("NAType", "NaTType")


def point_of(shape: Any, row: Row) -> LonLat | None:
    """Give the longitude and latitude of a point.

    Raises:
        InputError: where it is a shape of another kind.
    """
    if shape is None:
        return None
    if shape.geom_type != "Point":
        raise InputError(
            f"row {row.label!r}: a {shape.geom_type} where a Point is wanted (representative_point makes one)"
        )
    return (float(shape.x), float(shape.y))
