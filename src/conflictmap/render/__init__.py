"""Draw reports as one interactive HTML page that needs no network: a map, the list of its records, and the quotes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from conflictmap.errors import InputError
from conflictmap.model import Document, Place, Report

if TYPE_CHECKING:
    import folium

__all__ = ["conflict_map", "headline", "render"]

Language = Literal["auto", "ar", "en"]


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
    return str(
        conflict_map(reports, language=language, title=title, quotes=quotes, context=context).get_root().render()
    )


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
    from conflictmap.render.page import Page, assemble
    from conflictmap.render.payload import payload

    if not reports:
        raise InputError("there is no report to draw")
    if language not in ("auto", "ar", "en"):
        raise InputError(f"the interface speaks 'ar' and 'en' (or 'auto'), not {language!r}")
    spoken = _language(_first(reports[0]).language) if language == "auto" else language
    told = title or headline(reports[0], spoken)
    data = payload(reports, language=spoken, title=told, quotes=quotes, context=context)
    return assemble(Page(language=spoken, title=told, data=data))


def headline(report: Report, language: str = "en") -> str:
    """Give the headline of a page: the title of the first document, or what there is for one."""
    return _first(report).title or _untitled(report, language)


def _first(report: Report) -> Document:
    return (report.documents or (report.document,))[0]


def _language(code: str) -> str:
    return "ar" if code.lower().startswith("ar") else "en"


def _untitled(report: Report, language: str) -> str:
    """Give the headline of a report whose document has none: of merged ones the first title, or what they are."""
    told = next((document.title for document in report.documents if document.title), None)
    merged = ("تقارير مدمجة" if language == "ar" else "Merged reports") if report.documents else None
    return told or merged or report.document.id
