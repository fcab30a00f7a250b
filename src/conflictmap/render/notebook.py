"""Maps in a notebook: the page in a sandboxed frame that holds it whole and loads nothing."""

from __future__ import annotations

import html
from collections.abc import Sequence
from pathlib import Path

from conflictmap.export.files import write_whole
from conflictmap.model import Place, Report
from conflictmap.render import Language, headline, render

SANDBOX = "allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox"
HEIGHT = 640


class MapView:
    """A map that a notebook shows when it is the value of a cell. `html` is the page, as `render` makes it."""

    def __init__(self, page: str, title: str, *, height: int = HEIGHT) -> None:
        self.html = page
        self.title = title
        self.height = height

    def __repr__(self) -> str:
        return f"<conflictmap.MapView {self.title!r}: {len(self.html.encode()) / 1000:.0f} kB>"

    def _repr_html_(self) -> str:
        """Give the frame. It has no origin: what runs in it can neither read the notebook nor be read by it."""
        return (
            f'<iframe title="{html.escape(self.title)}" sandbox="{SANDBOX}" srcdoc="{html.escape(self.html)}" '
            f'style="width:100%;height:{self.height:d}px;border:0"></iframe>'
        )

    def save(self, path: str | Path) -> Path:
        """Write the page as one HTML file, and give its path.

        Raises:
            InputError: where it cannot be written.
        """
        return write_whole(Path(path), [self.html.encode("utf-8")])


def show(
    reports: Report | Sequence[Report],
    *,
    language: Language = "auto",
    title: str | None = None,
    quotes: bool = True,
    context: Sequence[Place] = (),
    height: int = HEIGHT,
) -> MapView:
    """Draw one report, a merged one or several for a notebook.

    Args:
        reports: what to draw.
        language: of the interface at the start: "ar", "en" or "auto".
        title: the headline, if it is not to be the title of the first document.
        quotes: put the quoted words into the page.
        context: towns to show in grey.
        height: of the frame, in pixels.

    Raises:
        InputError: as `render`.
    """
    several = [reports] if isinstance(reports, Report) else list(reports)
    page = render(several, language=language, title=title, quotes=quotes, context=context)
    return MapView(page, title or headline(several[0]), height=height)
