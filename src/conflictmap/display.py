"""Who draws a report that a notebook shows. The records know nothing of drawing: the package says here who does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

drawing: Callable[[Any], str] | None = None
"""Gives the HTML of a report; None until the package is imported."""
