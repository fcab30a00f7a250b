"""The packages that only pictures need: asked for when the first picture is drawn."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from conflictmap.errors import InputError


def need(name: str) -> Any:  # Any: a module
    """Import a package of the extra `print`.

    Raises:
        InputError: if it is not installed, with what to type.
    """
    try:
        return import_module(name)
    except ImportError as error:
        raise InputError(f"pictures need {name}, which is not installed: pip install 'conflictmap[print]'") from error
