"""Make a document of a text and what is known of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date

from conflictmap.model import Document, Issue

MAX_CHARACTERS = 2_000_000  # a book; beyond it an input is a mistake or an attack
Facts = Mapping[str, str | None]
_KEYS = ("title", "publisher", "url", "archived_url", "accessed")


def document(identity: str, text: str, facts: Facts, *, origin: str = "input") -> Document:
    """Make a document. What is wrong with its text or date becomes an issue.

    Args:
        identity: its id, unless the facts name one.
        text: the article.
        facts: id, title, publisher, url, archived_url, accessed, language or lang, published or date (ISO).
        origin: where the date is from: `input` (a record), `sidecar` or `page`.
    """
    issues: list[Issue] = []
    text, identity = _without_surrogates(text), _without_surrogates(identity)
    facts = {key: None if value is None else _without_surrogates(value) for key, value in facts.items()}
    if len(text) > MAX_CHARACTERS:
        issues.append(too_long(len(text), MAX_CHARACTERS, "characters"))
        text = ""
    elif not text.strip():
        issues.append(Issue(code="empty", message="There is no text."))
    published, trouble = _date(facts.get("published") or facts.get("date"))
    return Document(
        id=facts.get("id") or identity, text=text, length=len(text),
        sha256=hashlib.sha256(text.encode("utf-8", "replace")).hexdigest(),
        language=facts.get("language") or facts.get("lang") or "und", published=published,
        published_from=origin if published else None, issues=(*issues, *trouble),
        **{key: facts.get(key) for key in _KEYS},  # type: ignore[arg-type]
    )  # fmt: skip


def too_long(size: int, limit: int, unit: str) -> Issue:
    """Say that an input is beyond what is analysed."""
    message = f"The text has {size} {unit}, more than {limit}; it was not analysed."
    return Issue(code="too_long", message=message)


def _without_surrogates(text: str) -> str:
    """Put U+FFFD for lone surrogates, which JSON can smuggle in and UTF-8 cannot write."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _date(value: str | None) -> tuple[date | None, tuple[Issue, ...]]:
    if not value:
        return None, ()
    try:
        return date.fromisoformat(value[:10]), ()
    except ValueError:
        return None, (Issue(code="bad_date", message=f"`published` is not an ISO date: {value[:40]!r}."),)
