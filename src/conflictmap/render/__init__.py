"""Draw reports as one interactive HTML page that needs no network: a map, the list of its records, and the quotes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypedDict, Unpack

from conflictmap.errors import InputError
from conflictmap.model import Place, Report

if TYPE_CHECKING:
    import folium

    from conflictmap.render.page import Page

__all__ = ["conflict_map", "render", "render_bytes", "render_to"]

Language = Literal["auto", "ar", "en"]


class _Arguments(TypedDict):
    language: Language
    title: str | None
    quotes: bool
    context: Sequence[Place]


def render(
    reports: Sequence[Report],
    *,
    language: Language = "auto",
    title: str | None = None,
    quotes: bool = True,
    context: Sequence[Place] = (),
) -> str:
    """Draw reports as the text of one self-contained HTML file: the same reports give the same text.

    Args:
        reports: what to draw, in order; the first document gives the title and the source line.
        language: of the interface at the start, "auto" for that of the first document; a button changes it.
        title: the headline, if it is not to be the title of the first document.
        quotes: put the quoted words into the page; off where the rights to them are not there.
        context: towns to show in grey, so that a reader knows where this is.

    Raises:
        InputError: if there is no report, or the language is not one of the three.
    """
    return "".join(_text(reports, language=language, title=title, quotes=quotes, context=context))


def render_to(
    path: Path,
    reports: Sequence[Report],
    *,
    language: Language = "auto",
    title: str | None = None,
    quotes: bool = True,
    context: Sequence[Place] = (),
) -> Path:
    """Draw reports into a file, piece by piece: the file is whole or not there. The arguments are those of `render`.

    Raises:
        InputError: also where the file cannot be written.
    """
    from conflictmap.export import write_whole

    return write_whole(path, render_bytes(reports, language=language, title=title, quotes=quotes, context=context))


def render_bytes(
    reports: Sequence[Report],
    *,
    language: Language = "auto",
    title: str | None = None,
    quotes: bool = True,
    context: Sequence[Place] = (),
) -> Iterator[bytes]:
    """Draw reports as the pieces of a file, UTF-8, for a pipe. The arguments are those of `render`."""
    pieces = _text(reports, language=language, title=title, quotes=quotes, context=context)
    return (piece.encode("utf-8") for piece in pieces)


def conflict_map(
    reports: Sequence[Report],
    *,
    language: Language = "auto",
    title: str | None = None,
    quotes: bool = True,
    context: Sequence[Place] = (),
) -> folium.Map:
    """Make the page as a `folium.Map`, to show in a notebook or to save. The arguments are those of `render`.

    Text of an article added to this map by other folium classes runs as a template: add none.
    """
    from conflictmap.render.page import assemble

    return assemble(_page(reports, language=language, title=title, quotes=quotes, context=context))


def _text(reports: Sequence[Report], **arguments: Unpack[_Arguments]) -> Iterator[str]:
    from conflictmap.render.page import written

    return written(_page(reports, **arguments))


def _page(
    reports: Sequence[Report], *, language: Language, title: str | None, quotes: bool, context: Sequence[Place]
) -> Page:
    from conflictmap.render.columns import uncollected
    from conflictmap.render.page import Page
    from conflictmap.render.payload import payload

    if not reports:
        raise InputError("there is no report to draw")
    if language not in ("auto", "ar", "en"):
        raise InputError(f"the interface speaks 'ar' and 'en' (or 'auto'), not {language!r}")
    first = (reports[0].documents or (reports[0].document,))[0]
    spoken = _language(first.language) if language == "auto" else language
    headline = title or first.title or _untitled(reports[0], spoken)
    with uncollected():
        data = payload(reports, language=spoken, title=headline, quotes=quotes, context=context)
    return Page(language=spoken, title=headline, data=data)


def _language(code: str) -> str:
    return "ar" if code.lower().startswith("ar") else "en"


def _untitled(report: Report, language: str) -> str:
    """Give the headline of a report whose document has none: of merged ones the first title, or what they are."""
    told = next((document.title for document in report.documents if document.title), None)
    merged = ("تقارير مدمجة" if language == "ar" else "Merged reports") if report.documents else None
    return told or merged or report.document.id
