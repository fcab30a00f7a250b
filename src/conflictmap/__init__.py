"""conflictmap: reports of armed conflict in, resolved and quoted maps and data out.

In a notebook a report shows its map; `show` draws several, `explore` a GeoDataFrame (docs/notebook.md).
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from conflictmap import display

__version__ = "0.1.0"

_LAZY = {
    "show": "conflictmap.render.notebook",
    "MapView": "conflictmap.render.notebook",
    "explore": "conflictmap.render.frames",
}


def __getattr__(name: str) -> Any:
    """Import what draws when it is first asked for: `import conflictmap` stays light."""
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_LAZY[name]), name)


def __dir__() -> list[str]:
    return [*globals(), *_LAZY]


def _drawn(report: Any) -> str:
    """Show a report by what draws, found by its name: modules below may import this one for its version."""
    page: str = __getattr__("show")(report)._repr_html_()
    return page


display.drawing = _drawn
