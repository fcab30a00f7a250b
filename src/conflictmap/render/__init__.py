"""Draw reports as one interactive HTML page that needs no network: a map, the list of its records, and the quotes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypedDict, Unpack

from conflictmap.errors import InputError
from conflictmap.model import Document, Place, Report

if TYPE_CHECKING:
    import folium

    from conflictmap.render.page import Page

__all__ = ["Look", "conflict_map", "headline", "page_data", "render", "render_bytes", "render_to"]

Language = Literal["auto", "ar", "en"]


class Look(TypedDict, total=False):
    """How reports are drawn: the arguments, all optional, of everything here that draws.

    language: of the interface at the start, "auto" (the default) for that of the first document; a button changes it.
    title: the headline, if it is not to be the title of the first document.
    quotes: put the quoted words into the page; off where the rights to them are not there. On by default.
    context: towns to show in grey, so that a reader knows where this is.
    with_text: put the articles into the page, to be read beside the map, with private names masked as they are in the
        quotes. Off by default.
    tiles: address of a street map to load from another host, `https://.../{z}/{x}/{y}.png`; none by default.
    attribution: whom to name on the map for the tiles; needed with them.
    """

    language: Language
    title: str | None
    quotes: bool
    context: Sequence[Place]
    with_text: bool
    tiles: str | None
    attribution: str | None


def render(reports: Sequence[Report], **look: Unpack[Look]) -> str:
    """Draw reports as the text of one self-contained HTML file: the same reports give the same text.

    Args:
        reports: what to draw, in order; the first document gives the title and the source line.
        look: see `Look`.

    Raises:
        InputError: if there is no report, the language is not one of the three, or the tiles will not do; if the text
            is wanted without quotes, is not in the reports, or is another one than that of the quotes.
    """
    from conflictmap.render.page import written

    return "".join(written(_page(reports, **look)))


def render_to(path: Path, reports: Sequence[Report], **look: Unpack[Look]) -> Path:
    """Draw reports into a file, piece by piece: the file is whole or not there. The arguments are those of `render`.

    Raises:
        InputError: also where the file cannot be written.
    """
    from conflictmap.export import write_whole

    return write_whole(path, render_bytes(reports, **look))


def render_bytes(reports: Sequence[Report], **look: Unpack[Look]) -> Iterator[bytes]:
    """Draw reports as the pieces of a file, UTF-8, for a pipe. The arguments are those of `render`."""
    from conflictmap.render.page import written

    return (piece.encode("utf-8") for piece in written(_page(reports, **look)))


def conflict_map(reports: Sequence[Report], **look: Unpack[Look]) -> folium.Map:
    """Make the page as a `folium.Map`, to show in a notebook or to save. The arguments are those of `render`.

    Text of an article added to this map by other folium classes runs as a template: add none.
    """
    from conflictmap.render.page import assemble

    return assemble(_page(reports, **look))


def page_data(reports: Sequence[Report], **look: Unpack[Look]) -> dict[str, object]:
    """Gather what a page or a picture shows, as plain values. The arguments are those of `render`."""
    return _page(reports, **look).data


def headline(report: Report, language: str = "en") -> str:
    """Give the headline of a page: the title of the first document, or what there is for one."""
    return _first(report).title or _untitled(report, language)


def _page(
    reports: Sequence[Report], *, language: Language = "auto", title: str | None = None, quotes: bool = True,
    context: Sequence[Place] = (), with_text: bool = False, tiles: str | None = None, attribution: str | None = None,
) -> Page:  # fmt: skip
    from conflictmap.render.columns import uncollected
    from conflictmap.render.page import Page
    from conflictmap.render.payload import payload
    from conflictmap.render.tiles import tile_source

    if not reports:
        raise InputError("there is no report to draw")
    if language not in ("auto", "ar", "en"):
        raise InputError(f"the interface speaks 'ar' and 'en' (or 'auto'), not {language!r}")
    if with_text and not quotes:
        raise InputError("a page without quotes cannot have the text: every quote stands in it")
    spoken = _language(_first(reports[0]).language) if language == "auto" else language
    told, street = title or headline(reports[0], spoken), tile_source(tiles, attribution)
    with uncollected():
        data = payload(reports, language=spoken, title=told, quotes=quotes, context=context, with_text=with_text)
    data["tiles"] = asdict(street) if street else None
    return Page(language=spoken, title=told, data=data, tiles=street)


def _first(report: Report) -> Document:
    return (report.documents or (report.document,))[0]


def _language(code: str) -> str:
    return "ar" if code.lower().startswith("ar") else "en"


def _untitled(report: Report, language: str) -> str:
    """Give the headline of a report whose document has none: of merged ones the first title, or what they are."""
    told = next((document.title for document in report.documents if document.title), None)
    merged = ("تقارير مدمجة" if language == "ar" else "Merged reports") if report.documents else None
    return told or merged or report.document.id
