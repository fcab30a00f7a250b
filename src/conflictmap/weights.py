"""Tables of weights: a line a feature, with its weight, the prior that learning is drawn to, and its meaning."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources.abc import Traversable
from pathlib import Path


def read_weights(table: Traversable | Path, column: str = "weight") -> Mapping[str, float]:
    """Read a column of a table: `weight` or `prior`, by feature, in the order of the table."""
    header, *lines = (line.split("\t") for line in table.read_text(encoding="utf-8").splitlines())
    return {line[0]: float(line[header.index(column)]) for line in lines}
