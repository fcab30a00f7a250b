"""Take the article out of an HTML page, with what the page says of itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from conflictmap.read.languages import fits
from conflictmap.text.normalise import fold

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_LANGUAGES = (
    "//html/@lang", "//html/@xml:lang", "//meta[@property='og:locale']/@content",
    "//meta[translate(@http-equiv, 'CL', 'cl')='content-language']/@content", "//article/@lang",
)  # fmt: skip
_CODE = re.compile(r"\s*([A-Za-z]{2,3})(?![A-Za-z])")
# No search through the text for dates: a page is full of others' dates, and the dateline is read elsewhere. The
# latest day is fixed, so that the same page gives the same date on every day.
_DATES = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}
MAX_PAGE = 8_000_000  # characters of mark-up


def read_page(page: str) -> tuple[str, Mapping[str, str | None]] | None:
    """Give the text of the article of a page and its facts (title, publisher, url, published, language), or None.

    The headline stands before the text where the page shows it; a title that only the metadata have is no text. The
    author is left out: a name of a private person.
    """
    from trafilatura import bare_extraction, load_html

    try:
        tree = load_html(page)
        if tree is None:
            return None
        headings = ["".join(heading.itertext()) for heading in tree.iter("h1", "h2")]
        languages = _languages(tree)
        found = bare_extraction(
            tree, with_metadata=True, include_comments=False, favor_recall=True, date_extraction_params=_DATES
        )
    except (ValueError, RecursionError):  # mark-up that is none, or nested beyond reason
        return None
    if found is None or isinstance(found, dict) or not found.text:
        return None
    language = next((code for code in languages if fits(code, found.text)), None)
    facts = {"title": found.title, "publisher": found.sitename, "url": found.url, "published": found.date,
             "language": language}  # fmt: skip
    return _with_headline(found.title, found.text, headings), facts


def _languages(tree: HtmlElement) -> list[str]:
    """Give the codes that a page declares, the strongest first."""
    declared = [str(value) for path in _LANGUAGES for value in tree.xpath(path)]
    return [match.group(1).lower() for value in declared if (match := _CODE.match(value))]


def _with_headline(title: str | None, text: str, headings: list[str]) -> str:
    """Put the headline before the text with an empty line behind it, once, and only if the page shows it."""
    first, _, rest = text.partition("\n")
    if not title:
        return text
    if _key(first) == _key(title):
        return f"{first}\n\n{rest.lstrip()}"
    shown = next((heading for heading in headings if _key(heading) == _key(title)), None)
    return f"{title}\n\n{text}" if shown is not None else text


def _key(text: str) -> str:
    return "".join(fold(text).split())
