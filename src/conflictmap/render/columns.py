"""Rows as columns: a list of objects with like keys takes a fraction of the space and of the time to read.

A table is `{"n": rows, "shapes": [[keys, columns], ...], "turns": shape of each row | null}`: rows with the same keys
in the same order have one shape, and one column for each key. A column is one of

    ["=", value]                 the same in every row
    ["t", values, numbers]       few values: for each row the number of its value
    ["v", values]                a value for each row
    ["o", table, rows | null]    objects or null: a table of the objects, and the rows that have one (null: all)
    ["l", lengths, column]       lists: a column of their lengths, and one of what stands in them, one after the other

assets/data.js reads them in the page.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain

Row = Mapping[str, object]
Column = list[object]
"""See above; JSON has no better name for it."""

MOST_CELLS = 50_000_000
"""Values that tables from elsewhere may unfold into: a page of a million events has fewer."""

_SHAPES = 64
_TABULATED = ({str, type(None)}, {int, type(None)}, {bool, type(None)})  # types whose equal values are the same value


class Cells:
    """Counts what tables from elsewhere unfold into, so that a short one cannot fill the memory."""

    def __init__(self, most: int = MOST_CELLS) -> None:
        self.left = most

    def take(self, count: object) -> int:
        """Give the count back if it is one and there is room for it.

        Raises:
            ValueError: where it is not.
        """
        if not isinstance(count, int) or isinstance(count, bool) or not 0 <= count <= self.left:
            raise ValueError("a table that is no table, or too large a one")
        self.left -= count
        return count


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep the collector of cycles still: it would look through some 100,000 new rows again and again, for nothing."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def table_of(rows: Sequence[Row]) -> dict[str, object]:
    """Turn rows into columns, shape by shape."""
    numbers = {keys: number for number, keys in enumerate(dict.fromkeys(map(tuple, rows)))}
    if len(numbers) < 2:
        return {"n": len(rows), "shapes": [_shape(keys, rows) for keys in numbers], "turns": None}
    turns = [numbers[tuple(row)] for row in rows]
    apart: list[list[Row]] = [[] for _ in numbers]
    for row, number in zip(rows, turns, strict=True):
        apart[number].append(row)
    shapes = [_shape(keys, own) for keys, own in zip(numbers, apart, strict=True)]
    return {"n": len(rows), "shapes": shapes, "turns": _column(turns)}


def _shape(keys: tuple[str, ...], rows: Sequence[Row]) -> list[object]:
    """Give the keys and the columns of rows that have these keys, in this order."""
    cells = list(chain.from_iterable(row.values() for row in rows))
    return [list(keys), [_column(cells[number :: len(keys)]) for number in range(len(keys))]]


def keyed_table(rows: Mapping[str, Row]) -> dict[str, object]:
    """Turn named rows into their names and the columns of their values."""
    return {"keys": list(rows), "rows": table_of(list(rows.values()))}


def rows_of(table: object, cells: Cells) -> list[object]:
    """Give the rows of a table.

    Raises:
        ValueError, TypeError, LookupError: where it is no table.
    """
    held = _object(table)
    n, shapes = cells.take(held["n"]), _list(held["shapes"])
    turns = [_index(turn) for turn in _values(held["turns"], n, cells)] if held["turns"] is not None else [0] * n
    counts = Counter(turns)
    apart = [_shaped(shape, counts[number], cells) for number, shape in enumerate(shapes)]
    return [next(apart[turn]) for turn in turns]


def _shaped(shape: object, n: int, cells: Cells) -> Iterator[object]:
    """Give the `n` rows of one shape."""
    keys, columns = _list(shape)
    names = [_name(key) for key in _list(keys)]
    read = [_values(column, n, cells) for column in _list(columns)]
    return (dict(zip(names, row, strict=True)) for row in zip(*read, strict=True)) if names else ({} for _ in range(n))


def keyed_rows(table: object, cells: Cells) -> dict[str, object]:
    """Give the named rows of a table with names.

    Raises:
        ValueError, TypeError, LookupError: where it is no such table.
    """
    held = _object(table)
    return dict(zip(map(_name, _list(held["keys"])), rows_of(held["rows"], cells), strict=True))


def _column(values: Sequence[object]) -> Column:
    # Most columns hold one string or nothing in all rows: nothing else equals these, so counting is enough.
    if values and (values[0] is None or type(values[0]) is str) and values.count(values[0]) == len(values):
        return ["=", values[0]]
    types = set(map(type, values))
    if any(types <= known for known in _TABULATED):
        return _scalars(values)
    if types and types <= {list, tuple}:
        lists: Sequence[Sequence[object]] = values  # type: ignore[assignment]  # as their types say
        return ["l", _column([len(one) for one in lists]), _column(list(chain.from_iterable(lists)))]
    if types <= {dict, type(None)} and _shapes(values) <= _SHAPES:
        where = [number for number, value in enumerate(values) if value is not None]
        rows: list[Row] = [value for value in values if value is not None]  # type: ignore[misc]
        return ["o", table_of(rows), None if len(where) == len(values) else where]
    return ["v", values]


def _shapes(values: Iterable[object]) -> int:
    return len({tuple(value) for value in values if isinstance(value, dict)})


def _scalars(values: Sequence[object]) -> Column:
    distinct = {value: number for number, value in enumerate(dict.fromkeys(values))}
    if len(distinct) == 1:
        return ["=", values[0]]
    if len(distinct) * 2 > len(values):
        return ["v", values]
    return ["t", list(distinct), [distinct[value] for value in values]]


def _values(column: object, n: int, cells: Cells) -> list[object]:
    """Give the `n` values of a column."""
    kind, *rest = _list(column)
    cells.take(n)
    if kind == "=":
        return [rest[0]] * n
    if kind == "v":
        return _counted(rest[0], n)
    if kind == "t":
        known = _list(rest[0])
        return [known[number] for number in map(_index, _counted(rest[1], n))]
    if kind == "o":
        return _objects(rest[0], rest[1], n, cells)
    if kind == "l":
        return _lists(rest[0], rest[1], n, cells)
    raise ValueError("a column of an unknown kind")


def _objects(table: object, where: object, n: int, cells: Cells) -> list[object]:
    rows = rows_of(table, cells)
    if where is None:
        return _counted(rows, n)
    out: list[object] = [None] * n
    for number, row in zip(_list(where), rows, strict=True):
        out[_index(number)] = row
    return out


def _lists(lengths: object, column: object, n: int, cells: Cells) -> list[object]:
    sizes = [_index(size) for size in _values(lengths, n, cells)]
    held = iter(_values(column, cells.take(sum(sizes)), cells))
    return [[next(held) for _ in range(size)] for size in sizes]


def _counted(values: object, n: int) -> list[object]:
    held = _list(values)
    if len(held) != n:
        raise ValueError("a column of another length than its table")
    return held


def _name(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a key was expected")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError("a list was expected")
    return value


def _object(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise TypeError("an object was expected")
    return value


def _index(value: object) -> int:
    if not isinstance(value, int) or value < 0:
        raise ValueError("a number of a row was expected")
    return value
