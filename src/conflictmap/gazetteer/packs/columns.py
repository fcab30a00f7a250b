"""Tables of strangers: find out how a CSV is parted and what its columns are called."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from conflictmap.errors import InputError

_DELIMITERS = ("\t", ";", ",")
SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "lat": ("lat", "latitude", "latitudey", "y", "pointy", "centerlat", "centroidlat", "ycoord", "latdd", "latdec"),
    "lon": ("lon", "lng", "long", "longitude", "longitudex", "x", "pointx", "centerlon", "centroidlon", "xcoord",
            "londd", "longdec", "lonx"),
    "name": ("name", "nameen", "placename", "place", "title", "featurename", "featurenameen", "nameenglish",
             "englishname", "pplname", "pplnameen", "locationname"),
    "name_ar": ("namear", "arabicname", "namearabic", "featurenamear", "pplnamear"),
    "kind": ("kind", "type", "featuretype", "placetype"),
    "country": ("country", "countrycode", "iso2", "admin0pcode", "adm0pcode"),
    "uncertainty_km": ("uncertaintykm", "uncertainty", "radiuskm", "accuracykm"),
    "population": ("population", "pop", "inhabitants", "populationtotal"),
    "variants": ("variants", "altnames", "alternatenames", "alternativenames", "aliases", "othernames"),
    "id": ("id", "identifier", "code", "uid"),
    "pcode": ("pcode", "codpcode", "pplpcode", "featurepcode", "placepcode", "locationpcode"),
    "geonames": ("geonames", "geonamesid", "geonameid"),
    "wikidata": ("wikidata", "wikidataid", "qid"),
    "feature": ("feature",),
    "admin1": ("admin1", "governorate", "province", "iso31662"),
}  # fmt: skip
"""Our column -> how it is called, lower case, letters and digits only; the first one that a table has is taken."""


class Table:
    """A table with a header, read row by row.

    Args:
        lines: the lines of the file.
        where: its name, for errors.

    Raises:
        InputError: where there is no header.
    """

    def __init__(self, lines: Iterable[str], where: str) -> None:
        self._lines = iter(lines)
        self.where = where
        head = next(self._lines, "")
        self.delimiter = max(_DELIMITERS, key=head.count)
        if not head.count(self.delimiter):
            raise InputError(f"{where}:1: no header of column names parted by comma, semicolon or tab")
        self.header = [
            re.sub(r"[^a-z0-9]", "", cell.lower()) for cell in next(csv.reader([head], delimiter=self.delimiter))
        ]
        self._at = {ours: self.header.index(name) for ours, names in SYNONYMS.items()
                    for name in reversed(names) if name in self.header}  # fmt: skip

    def need(self, *columns: str) -> None:
        """Make sure that the table has some of our columns.

        Raises:
            InputError: where one is missing, with the names that it may have.
        """
        for column in columns:
            if column not in self._at:
                raise InputError(f"{self.where}:1: no column {column} (it may be called {', '.join(SYNONYMS[column])})")

    def rows(self) -> Iterator[tuple[str, Sequence[str]]]:
        """Give the rows as (`file:line`, cells).

        Raises:
            InputError: where a row has another number of cells than the header.
        """
        reader = csv.reader(self._lines, delimiter=self.delimiter)
        try:
            for cells in reader:
                where = f"{self.where}:{reader.line_num + 1}"
                if not any(cell.strip() for cell in cells):
                    continue
                if len(cells) != len(self.header):
                    raise InputError(f"{where}: {len(cells)} cells, the header has {len(self.header)}")
                yield where, [cell.strip() for cell in cells]
        except csv.Error as error:
            raise InputError(f"{self.where}:{reader.line_num + 1}: {error}") from error

    def cell(self, cells: Sequence[str], column: str) -> str:
        """Give the cell of one of our columns; empty where the table has no such column."""
        return cells[self._at[column]] if column in self._at else ""

    def number(self, cells: Sequence[str], column: str, where: str) -> float | None:
        """Give a number, None for an empty cell; `34,45` is one where the comma does not part cells.

        Raises:
            InputError: where the cell is not a number.
        """
        cell = self.cell(cells, column)
        try:
            return float(cell if self.delimiter == "," else cell.replace(",", ".")) if cell else None
        except ValueError as error:
            raise InputError(f"{where}: {column} {cell!r} is not a number") from error
